# SPDX-License-Identifier: GPL-2.0-or-later
"""Which frames of a capture are the evidence of a finding, found with stock tshark alone."""

_FIELDS = ("frame.number", "tcp.stream", "tls.handshake.type", "tls.alert_message.level", "tcp.flags.reset",
           "tcp.flags.fin", "tcp.analysis.retransmission", "tcp.len")
_CLIENT_HELLO, _SERVER_HELLO, _FATAL = "1", "2", "2"


def find_evidence(wireshark, capture, *options):
    """{stream: {event: frame number}}; events are those of an expectation's `on`."""
    arguments = ["-n", "-r", capture, *options, "-T", "fields"]
    for field in _FIELDS:
        arguments += ["-e", field]
    streams = {}
    for line in wireshark.tshark(*arguments, plugin=False).decode().splitlines():
        values = dict(zip(_FIELDS, line.split("\t"), strict=True))
        if values["tcp.stream"]:
            events = streams.setdefault(int(values["tcp.stream"]), {"retransmissions": []})
            _note(events, values)
    for events in streams.values():
        copies = events.pop("retransmissions")
        if len(copies) > 1:
            events["retransmission_2"] = copies[1]
    return streams


def _note(events, values):
    """Takes one frame into account; the first of each event counts."""
    number = int(values["frame.number"])
    handshakes = values["tls.handshake.type"].split(",")
    if _CLIENT_HELLO in handshakes:
        events.setdefault("client_hello", number)
    if _SERVER_HELLO in handshakes:
        events.setdefault("server_hello", number)
    if _FATAL in values["tls.alert_message.level"].split(","):
        events.setdefault("alert", number)
    if "1" in (values["tcp.flags.reset"], values["tcp.flags.fin"]):
        events.setdefault("end", number)
    if values["tcp.analysis.retransmission"] and values["tcp.len"] != "0":
        events["retransmissions"].append(number)
