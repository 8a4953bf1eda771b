# SPDX-License-Identifier: GPL-2.0-or-later
"""Which frames of a capture are the evidence of a finding, found with stock tshark alone."""

import functools

_FIELDS = ("frame.number", "tcp.stream", "tls.handshake.type", "tls.handshake.cipher_spec_len",
           "tls.alert_message.level", "tcp.flags.reset", "tcp.flags.fin", "tcp.analysis.retransmission", "tcp.len",
           "tcp.flags.syn", "tcp.srcport", "tcp.seq", "http.response.code", "smtp.req.command", "smtp.response.code",
           "dns.flags.response", "dns.qry.name")
_CLIENT_HELLO, _SERVER_HELLO, _CERTIFICATE, _CERTIFICATE_REQUEST = "1", "2", "11", "13"
_WARNING, _FATAL = "1", "2"
_SMTP_COMMANDS, _SMTP_REFUSES = {"mail": "mail_from", "QUIT": "quit"}, "4"
_YES = ("1", "True")


@functools.cache
def _read(wireshark, capture, options):
    """The fields of every frame of a sample, as dictionaries; read once."""
    arguments = ["-n", "-r", capture, *options, "-T", "fields"]
    for field in _FIELDS:
        arguments += ["-e", field]
    return [dict(zip(_FIELDS, line.split("\t"), strict=True))
            for line in wireshark.tshark(*arguments, plugin=False).decode().splitlines()]


def find_evidence(wireshark, capture, *options):
    """{stream: {event: frame number}}; events are those of an expectation's `on`."""
    streams = {}
    for values in _read(wireshark, capture, options):
        if values["tcp.stream"]:
            lists = {"retransmissions": [], "syn_retransmissions": [], "proxy_answers": [],
                     "flight_copies": []}
            _note(streams.setdefault(int(values["tcp.stream"]), lists), values)
    for events in streams.values():
        _name_the_second(events, "retransmissions", "retransmission_2")
        _name_the_second(events, "syn_retransmissions", "syn_retransmission_2")
        _name_the_third_copy(events)
        for place, number in enumerate(events.pop("proxy_answers"), start=1):
            events[f"proxy_answer_{place}"] = number
    return streams


def find_answers(wireshark, capture, *options):
    """{name: number of the first frame with a DNS answer about it}."""
    answers = {}
    for values in _read(wireshark, capture, options):
        if values["dns.flags.response"] in _YES:
            answers.setdefault(values["dns.qry.name"], int(values["frame.number"]))
    return answers


def _name_the_second(events, key, name):
    """What is sent again twice has no answer: the second copy is the evidence."""
    copies = events.pop(key)
    if len(copies) > 1:
        events[name] = copies[1]


def _name_the_third_copy(events):
    """The same bytes of the server sent again three times."""
    copies = events.pop("flight_copies")
    for place, (sequence, number) in enumerate(copies):
        if [one for one, _ in copies[:place + 1]].count(sequence) == 3:
            events.setdefault("flight_copy_3", number)


def _note(events, values):
    """Takes one frame into account; the first of each event counts."""
    number = int(values["frame.number"])
    handshakes = values["tls.handshake.type"].split(",")
    sslv2_framing = values["tls.handshake.cipher_spec_len"]  # no tls.handshake.type there from Wireshark 4.4 on
    if _CLIENT_HELLO in handshakes or sslv2_framing:
        events.setdefault("client_hello", number)
        events.setdefault("client_port", values["tcp.srcport"])
    if _CERTIFICATE in handshakes:
        of_client = values["tcp.srcport"] == events.get("client_port")
        events.setdefault("client_certificate" if of_client else "certificate", number)
    if _CERTIFICATE_REQUEST in handshakes:
        events.setdefault("certificate_request", number)
    if "client_hello" in events and values["tcp.len"] != "0" and values["tcp.srcport"] != events["client_port"]:
        events.setdefault("first_answer", number)
    event = _SMTP_COMMANDS.get(values["smtp.req.command"])
    if event:
        events.setdefault(event, number)
    if values["smtp.response.code"] >= _SMTP_REFUSES:
        events.setdefault("smtp_refusal", number)
    if values["http.response.code"]:
        events["proxy_answers"].append(number)
    if _SERVER_HELLO in handshakes:
        events.setdefault("server_hello", number)
    levels = values["tls.alert_message.level"].split(",")
    if _FATAL in levels:
        events.setdefault("alert", number)
    if _WARNING in levels:
        events.setdefault("warning_alert", number)
    if values["tcp.flags.reset"] in _YES or values["tcp.flags.fin"] in _YES:
        events.setdefault("end", number)
    if values["tcp.analysis.retransmission"] and values["tcp.flags.syn"] in _YES:
        events["syn_retransmissions"].append(number)
    elif values["tcp.analysis.retransmission"] and values["tcp.len"] != "0":
        events["retransmissions"].append(number)
        if values["tcp.srcport"] != events.get("client_port"):
            events["flight_copies"].append((values["tcp.seq"], number))
