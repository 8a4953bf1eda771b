# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks that each sample shows what its expectation says, with stock tshark.

    /usr/bin/python3 sample-pcaps/make/check.py [CAPTURE ...]      (default: all)

An expectation is written from its scenario; here the capture is read again,
independently, from what tshark says about TCP and TLS, and both are compared.
A scenario that did not happen as written is named, and the exit status is 1.
"""

import functools
import ipaddress
import json
import struct
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # nothing but samples belongs beside the samples

from check_capture import TLS12, TLS13, VERSIONS, gave_up_after_certificate, observe, read_frames
from check_estate import estate_findings
from check_evidence import (certificate_findings, check_certificate, check_frames, check_match,
                            check_quic, client_certificate_findings, is_unlisted)
from check_offers import check_offers, later_findings, read_events
from check_requests import check_requests
from laboratory.verdict import level_of

SAMPLES = Path(__file__).resolve().parent.parent
#: Most bytes of a file; of one with many flows, most bytes for each of them.
LARGEST_FILE, LARGEST_FLOW = 30_000, 6_000
#: Most bytes of one whose requests are to be read.
LARGEST_WITH_REQUESTS = 120_000

_ETHERNET, _RAW_IP = 1, 101
_PROXY_ASKS, _HTTP_ERRORS = 407, 400
_UNRECOGNISED_NAME = 112
_ALERT_FINDINGS = {
    40: "handshake_failure", 70: "version_refused", 71: "insufficient_security",
    86: "version_fallback", _UNRECOGNISED_NAME: "name_unrecognised",
    **dict.fromkeys((42, 43, 44, 45, 46, 48), "certificate_refused")}
_DOCUMENTATION = [ipaddress.ip_network(net) for net in (
    "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")]
_SUITES = {0xC030: "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
           0xC014: "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
           0x0035: "TLS_RSA_WITH_AES_256_CBC_SHA", 0x1302: "TLS_AES_256_GCM_SHA384",
           0x009D: "TLS_RSA_WITH_AES_256_GCM_SHA384",
           0xCCA8: "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"}


@functools.cache
def all_captures():
    """{name: path} of every sample, whichever group it is in."""
    return {path.stem: path for path in SAMPLES.rglob("*.pcapng")}


def observed_findings(seen, expected):
    """(id, event) of the findings that the observations demand."""
    found = certificate_findings(seen, expected["cloud"] is not None)
    found |= client_certificate_findings(seen) | _proxy_findings(seen) | expected["estate"]
    found |= expected["later"]
    minimum = _minimum_version(expected)
    if seen.hello_version is not None and seen.hello_version < minimum:
        found.add(("client_offers_below_tls12", "client_hello"))
    if seen.sslv2_framed:
        found.add(("client_sslv2_hello", "client_hello"))
    if seen.chosen_version is not None and seen.chosen_version < minimum:
        found.add(("server_chose_below_tls12", "server_hello"))
    if seen.alert:
        sender, code = seen.alert
        found.add((_ALERT_FINDINGS.get(code, "other_fatal_alert"), "alert"))
        inbound = expected["direction"] == "cloud_to_onprem"
        if inbound and sender == "server" and code in (40, 70, 71):
            found.add(("onprem_refuses_cloud", "alert"))
    if _UNRECOGNISED_NAME in seen.warnings:
        found.add(("name_unrecognised", "warning_alert"))
    if seen.outcome == "refused":
        found.add(("tcp_refused", "end"))
    if seen.outcome == "unanswered":
        found |= _silence_findings(seen)
    found |= _unspoken_findings(seen, expected)
    if (seen.outcome in ("reset", "closed") and seen.hello_version is not None
            and not seen.in_clear and not seen.lost_large):
        found.add((_ending_finding(seen, minimum), "end"))
    traced = any("trace_resets:TRUE" in one for one in expected["options"])
    if traced and seen.reset_ttl and seen.reset_ttl not in seen.server_ttls:
        found.add(("foreign_reset", "end"))
    return found


def _minimum_version(expected):
    """The lowest version that is new enough, by the sample's preferences."""
    return TLS13 if any("minimum_version:tls13" in one for one in expected["options"]) else TLS12


def _silence_findings(seen):
    """Nothing came back, to the SYN or to the hello."""
    if not seen.saw_server:
        return {("no_tcp_answer", "syn_retransmission_2" if seen.syn_copies >= 2 else None)}
    again = seen.hello_copies >= 2
    found = {("hello_unanswered",
              "end" if seen.ended_by else "retransmission_2" if again else None)}
    if again and not seen.hello_acknowledged:
        found.add(("hello_not_acknowledged", "retransmission_2"))
    return found


def _proxy_findings(seen):
    """What the answers to CONNECT demand, and their end without success."""
    found = set()
    for number, status in enumerate(seen.proxy_answers, 1):
        if status >= _HTTP_ERRORS:
            found.add(("proxy_authentication" if status == _PROXY_ASKS else "proxy_refused",
                       f"proxy_answer_{number}"))
    if seen.proxy_answers[-1:] == [_PROXY_ASKS]:
        found.add(("proxy_authentication", "end"))
    return found


def _unspoken_findings(seen, expected):
    """Where TLS was never spoken, or not to its end."""
    ended, found = seen.outcome in ("reset", "closed"), set()
    if ended and seen.accepted and expected["hybrid"] and not seen.client_spoke and seen.ended_by == "client":
        found.add(("no_client_hello", "end"))
    if ended and seen.connect_target and not seen.proxy_answers:
        found.add(("proxy_unanswered", "end"))
    if seen.smtp and seen.hello_version is None and expected["hybrid"]:
        found |= {("smtp_without_tls", event) for event in _mail_events(seen.smtp)}
    if seen.in_clear and not seen.misses_bytes:
        found.add(("answered_in_clear", "first_answer"))
    if seen.lost_large:
        found.add(("large_packets_lost", "end"))
    if seen.flight_copied:
        found.add(("large_packets_lost", "flight_copy_3"))
    if seen.stalled:
        found.add(("handshake_stalled", None))
    return found


def _mail_events(said):
    """Commands and reply codes of SMTP without TLS: where they tell that there is none."""
    if any(code.isdigit() and code >= "400" for code in said):
        yield "smtp_refusal"
    if "MAIL" in said:
        yield "mail_from"
    elif said[-1] == "220":
        yield "end"
    else:
        yield "quit"


def _ending_finding(seen, minimum):
    """The finding's id for RST or FIN before completion."""
    if seen.chosen_version is None and seen.ended_by == "server":
        return "closed_after_old_hello" if seen.hello_version < minimum else "closed_after_hello"
    return ("client_gave_up_after_certificate" if gave_up_after_certificate(seen)
            else "closed_during_handshake")


def compare(seen, expected):
    """Differences between one conversation and its expected flow, as sentences."""
    observed = {
        "client": seen.client[0], "server": seen.server[0], "server_port": seen.server[1],
        "sni": seen.sni, "client_max_version": VERSIONS.get(seen.hello_version),
        "client_legacy_version": VERSIONS.get(seen.legacy_version),
        "negotiated_version": VERSIONS.get(seen.chosen_version),
        "outcome": seen.outcome,
        "ended_by": None if seen.outcome in ("completed", "resumed") else seen.ended_by,
        "alert": seen.alert,
        "findings": observed_findings(seen, expected),
    }
    if "user_agent" in expected:
        observed["user_agent"] = seen.user_agent
    alert = expected["alert"]
    wanted = {**expected,
              "alert": (alert["sender"], alert["code"]) if alert else None,
              "findings": {(one["id"], one["on"]) for one in
                           expected["findings"] + expected.get("frame_findings", [])}}
    observed["cipher"] = _SUITES.get(seen.cipher, seen.cipher)
    return [f"stream {expected['stream']}: {key} is {value!r}, expected {wanted[key]!r}"
            for key, value in observed.items() if wanted[key] not in (value, "*")]


def check_file(path, linktype, flows):
    """Problems of the file itself: size, link type, traces of the machine that made it."""
    raw = path.read_bytes()
    with_requests = any("requests" in flow for flow in flows)
    if len(raw) >= (LARGEST_WITH_REQUESTS if with_requests else
                    max(LARGEST_FILE, LARGEST_FLOW * len(flows))):
        yield f"{len(raw)} bytes"
    section, interface = struct.unpack_from("<I", raw, 4)[0], None
    if raw[:4] != b"\x0a\x0d\x0d\x0a":
        yield "not pcapng"
        return
    interface = struct.unpack_from("<I", raw, section + 4)[0]
    if section != 28 or interface != 20:
        yield "section header or interface has options"
    elif struct.unpack_from("<H", raw, section + 8)[0] != linktype:
        yield f"its link type is not {linktype}"


def check_sample(path, hellos):
    """Problems of one sample; `hellos` collects every ClientHello's bytes by file."""
    expected = json.loads(path.with_name(f"{path.stem}.expected.json").read_text())
    raw_ip = "raw IP" in (expected["postprocessed"] or "")
    yield from check_file(path, _RAW_IP if raw_ip else _ETHERNET, expected["flows"])
    frames = read_frames(path)
    conversations, events = observe(frames), read_events(path)
    later = later_findings(conversations, events, expected)
    if not frames:
        yield "no frames"
    for number in set(conversations) - {flow["stream"] for flow in expected["flows"]}:
        if _is_reported(conversations[number], expected):
            yield f"stream {number} holds TLS or CONNECT and is not expected"
    estate = estate_findings(conversations, expected)
    for flow in expected["flows"]:
        if flow["stream"] not in conversations:
            yield f"stream {flow['stream']} is missing"
            continue
        flow["options"], flow["estate"] = expected["options"], estate[flow["stream"]]
        flow["later"], seen = later[flow["stream"]], conversations[flow["stream"]]
        yield from _check_flow(seen, flow, frames)
        for problem in check_offers(seen, flow, events[flow["stream"]]):
            yield f"stream {flow['stream']}: {problem}"
    yield from check_frames(expected, frames)
    yield from check_quic(expected, frames)
    yield from check_requests(path, expected)
    yield from _check_verdict(expected)
    addresses = {end[0] for one in conversations.values() for end in (one.client, one.server)}
    if not expected["postprocessed"]:
        for address in addresses:
            if not any(ipaddress.ip_address(address) in network for network in _DOCUMENTATION):
                yield f"{address} is no documentation address"
    twin = expected["twin"]
    if twin and Path(twin).stem not in all_captures():
        yield f"its twin {twin} does not exist"
    for stream, one in conversations.items():
        if one.hello_version is not None:
            known = hellos.setdefault(one.hello_bytes, (path.name, stream))
            if known != (path.name, stream):
                yield f"its ClientHello is byte for byte that of {known[0]}"


def _is_reported(seen, expected):
    """Whether a conversation without a recognised end is a flow; not if only hybrid ones are."""
    only_hybrid = any("scope:hybrid" in one for one in expected["options"])
    return ((seen.saw_tls or seen.connect_target)
            and not (only_hybrid and is_unlisted(seen.sni)))


def _check_flow(seen, flow, frames):
    """Problems of one flow."""
    yield from compare(seen, flow)
    for problem in (*check_match(seen, flow, frames), *check_certificate(seen, flow)):
        yield f"stream {flow['stream']}: {problem}"


def _check_verdict(expected):
    """What the flows are decides."""
    if expected["verdict"] != level_of(expected["flows"], expected["frames"]):
        yield "the verdict is not what the flows and findings make of it"


def main(names):
    """Check the samples named, or all; exit status."""
    captures, wanted = all_captures(), [Path(name).stem for name in names]
    missing = [name for name in wanted if name not in captures]
    if missing:
        print(f"check.py: no sample {', '.join(missing)}; make.sh --list names them", file=sys.stderr)
        return 2
    paths = [captures[name] for name in wanted or sorted(captures)]
    hellos, bad = {}, 0
    for path in paths:
        problems = list(check_sample(path, hellos))
        bad += bool(problems)
        for problem in problems:
            print(f"{path.stem}: {problem}", file=sys.stderr)
    print(f"{len(paths)} samples checked, {bad} not as written")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
