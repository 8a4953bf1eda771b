# SPDX-License-Identifier: GPL-2.0-or-later
"""What clients offer, call again with less, and get no reply to: by stock tshark alone."""

import functools
import ipaddress
import re
import subprocess

from check_capture import TLS12

_FIELDS = """tcp.stream tcp.srcport tcp.dstport tcp.flags.reset tcp.flags.fin
    tls.handshake.type tls.handshake.random tls.handshake.ciphersuite
    tls.handshake.extension.type tls.handshake.extensions_supported_group
    tls.handshake.sig_hash_alg tls.handshake.extensions.supported_version
    tls.handshake.extensions_alpn_str
    tls.record.content_type tls.record.opaque_type tls.record.length""".split()
_CLIENT_HELLO, _SERVER_HELLO = 1, 2
_APPLICATION_DATA = 23
_ACCEPTED = {0xC030, 0xC02F, 0xC028, 0xC027, 0xC014, 0xC013, 0x009D, 0x009C, 0x1302, 0x1301}
_SCSV, _FALLBACK_SCSV = 0x00FF, 0x5600
_GROUPS, _SIGNATURES, _MASTER_SECRET, _RENEGOTIATION = 10, 13, 23, 0xFF01
_NIST_GROUPS = {23, 24, 25}
_OLD_HASHES = {1, 2}
_SSL3, _TLS13 = 0x0300, 0x0304
_SMTP = 25
_WITHOUT_NAME = {_SMTP, 444}
_SENTINELS = {bytes.fromhex("444f574e47524401"), bytes.fromhex("444f574e47524400")}
_LARGE_REQUEST = 100
_TICKETS = range(200, 300)
_AGAIN_WITHIN = 30
_FAILURES = ("alert", "reset", "closed", "unanswered")


@functools.cache
def _suite_names():
    """Suites by number, as tshark calls them."""
    done = subprocess.run(["tshark", "-G", "values"], capture_output=True, text=True, check=True)
    rows = (line.split("\t") for line in done.stdout.splitlines())
    return {int(row[2], 0): row[3] for row in rows if row[1:2] == ["tls.handshake.ciphersuite"]}


def read_events(path):
    """{stream: frames as dictionaries of fields}, in order."""
    argv = ["tshark", "-n", "-r", str(path), "-Y", "tcp", "-T", "fields", "-E", "occurrence=a",
            "-E", "aggregator=|"]
    for name in _FIELDS:
        argv += ["-e", name]
    streams = {}
    for line in subprocess.run(argv, capture_output=True, text=True,
                               check=True).stdout.splitlines():
        row = {name: value.split("|") if value else []
               for name, value in zip(_FIELDS, line.split("\t"))}
        streams.setdefault(int(row["tcp.stream"][0]), []).append(row)
    return streams


def _numbers(row, name):
    return [int(one, 0) for one in row[name]]


def _first(events, kind):
    """The first frame with that handshake message, or None."""
    return next((row for row in events if kind in _numbers(row, "tls.handshake.type")), None)


def offer_findings(seen, events, hybrid):
    """[(id, severity, event)] of the quality of the first hello."""
    row = _first(events, _CLIENT_HELLO)
    if row is None or seen.sslv2_framed:
        return []
    suites, extensions = (_numbers(row, name) for name in (
        "tls.handshake.ciphersuite", "tls.handshake.extension.type"))
    groups = _numbers(row, "tls.handshake.extensions_supported_group")
    names = [_suite_names().get(one, "") for one in suites if one not in (_SCSV, _FALLBACK_SCSV)]
    found = []
    if hybrid and not _ACCEPTED & set(suites):
        found.append("no_accepted_cipher")
    hashes = {one >> 8 for one in _numbers(row, "tls.handshake.sig_hash_alg")}
    if hybrid and seen.hello_version == TLS12 and hashes <= _OLD_HASHES:
        found.append("sha1_signatures_only")
    serious = [(name, "warning", "client_hello") for name in found]
    if _refused(seen):
        event = "alert" if seen.outcome == "alert" else "end"
        serious += [(name, "error", event) for name in found]
    if any(one & 0x0F0F == 0x0A0A and one >> 8 == one & 0xFF
           for one in suites + extensions + groups):
        return serious
    notes = []
    if all(re.match("TLS_RSA_(EXPORT_)?WITH_", name) for name in names):
        notes.append("static_rsa_only")
    if any(re.search("RC4|3DES|DES_CBC|DES40|NULL|EXPORT|MD5", name) for name in names):
        notes.append("weak_ciphers_offered")
    if (any("_ECDHE_" in name for name in names) and _GROUPS in extensions
            and not _NIST_GROUPS & set(groups)):
        notes.append("groups_too_narrow")
    if (seen.sni is None and seen.server[1] not in _WITHOUT_NAME
            and seen.hello_version > _SSL3 and not _is_address(seen.connect_target)):
        notes.append("no_sni")
    versions = _numbers(row, "tls.handshake.extensions.supported_version")
    if (not {_MASTER_SECRET, _RENEGOTIATION} & set(extensions) and _SCSV not in suites
            and versions != [_TLS13]):
        notes.append("no_secure_renegotiation")
    return serious + [(name, "note", "client_hello") for name in notes]


def _refused(seen):
    """The server's answer to the hello is alert 40 or 71, RST or FIN."""
    if seen.chosen_version is not None or seen.ended_by != "server":
        return False
    return seen.outcome in ("reset", "closed") or (
        seen.outcome == "alert" and seen.alert[1] in (40, 71))


def _is_address(name):
    """Whether a CONNECT went to an address."""
    try:
        return bool(ipaddress.ip_address((name or "").strip("[]")))
    except ValueError:
        return False


def later_findings(conversations, events, expected):
    """{stream: {(id, event)}} of what versions, randoms and silence after the request say."""
    return {flow["stream"]: set(_later(flow, conversations, events[flow["stream"]]))
            for flow in expected["flows"] if flow["stream"] in conversations}


def _later(flow, conversations, events):
    seen = conversations[flow["stream"]]
    hello, answer = _first(events, _CLIENT_HELLO), _first(events, _SERVER_HELLO)
    if hello and (_FALLBACK_SCSV in _numbers(hello, "tls.handshake.ciphersuite")
                  or _called_with_more(seen, conversations.values())):
        yield "version_fallback", "client_hello"
    if (answer and seen.chosen_version < seen.hello_version and seen.hello_version >= TLS12
            and bytes.fromhex(answer["tls.handshake.random"][-1])[-8:] in _SENTINELS):
        yield "downgrade_sentinel", "server_hello"
    if flow["hybrid"] and seen.server[1] != _SMTP and seen.outcome == "completed" and (
            _without_reply(seen, events)):
        yield "closed_without_reply", "end"


def _called_with_more(seen, conversations):
    """Whether the same client called the same endpoint with more before, and failed."""
    return any(
        one.hello_version and seen.hello_version and one.hello_version > seen.hello_version
        and one.client[0] == seen.client[0] and one.server == seen.server
        and one.outcome in _FAILURES and 0 < seen.hello_time - one.last_time < _AGAIN_WITHIN
        for one in conversations)


def _without_reply(seen, events):
    """Whether the last data are the client's, and RST or FIN follows; tickets of TLS 1.3 are no data."""
    asked, tickets = False, _TICKETS if seen.chosen_version == _TLS13 else ()
    hello = _first(events, _CLIENT_HELLO)
    if "h2" in hello["tls.handshake.extensions_alpn_str"]:
        return False
    for row in events:
        of_client = _numbers(row, "tcp.srcport") == [seen.client[1]]
        for kind, length in zip(
                _numbers(row, "tls.record.content_type")
                + _numbers(row, "tls.record.opaque_type"), _numbers(row, "tls.record.length")):
            if kind == _APPLICATION_DATA and of_client:
                asked = asked or length > _LARGE_REQUEST
            elif kind == _APPLICATION_DATA and asked and length not in tickets:
                return False
        if "1" in row["tcp.flags.reset"] + row["tcp.flags.fin"]:
            return asked
    return False


def check_offers(seen, flow, events):
    """Whether the findings on the offer are those of the expectation, if it has any."""
    found = sorted(offer_findings(seen, events, flow["hybrid"]))
    wanted = sorted((one["finding"], one["severity"], one["on"])
                    for one in flow.get("offer_findings", []))
    if "offer_findings" in flow and found != wanted:
        yield f"findings on the offer: {found}, expected {wanted}"

