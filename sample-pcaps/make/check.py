# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks that each sample shows what its expectation says, with stock tshark.

    /usr/bin/python3 sample-pcaps/make/check.py [CAPTURE ...]      (default: all)

An expectation is written from its scenario; here the capture is read again,
independently, from what tshark says about TCP and TLS, and both are compared.
A scenario that did not happen as written is named, and the exit status is 1.
"""

import ipaddress
import json
import struct
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent
LARGEST_FILE = 30_000

_FIELDS = """frame.time_epoch tcp.stream ip.src ipv6.src ip.dst ipv6.dst tcp.srcport tcp.dstport
    tcp.flags.syn tcp.flags.ack tcp.flags.reset tcp.flags.fin tcp.seq_raw tcp.payload
    tls.record.version tls.record.content_type tls.record.opaque_type tls.record.length
    tls.handshake.type tls.handshake.version tls.handshake.extensions.supported_version
    tls.handshake.extensions_server_name tls.handshake.ciphersuite
    tls.alert_message.level tls.alert_message.desc""".split()

_VERSIONS = {0x0002: "SSL 2.0", 0x0300: "SSL 3.0", 0x0301: "TLS 1.0", 0x0302: "TLS 1.1",
             0x0303: "TLS 1.2", 0x0304: "TLS 1.3"}
_SSLV2_FRAMING, _TLS12, _TLS13 = 0x0002, 0x0303, 0x0304
_CHANGE_CIPHER_SPEC, _HANDSHAKE, _APPLICATION_DATA = 20, 22, 23
_CLIENT_HELLO, _SERVER_HELLO, _CERTIFICATE, _CLIENT_KEY_EXCHANGE = 1, 2, 11, 16
_FATAL = 2
_SMALLEST_FINISHED = 53
_UNANSWERED_AFTER = 10.0
_LEVELS = ["ok", "note", "warning", "error"]
_DOCUMENTATION = [ipaddress.ip_network(net) for net in (
    "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")]
_SUITES = {0xC030: "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
           0xC014: "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
           0x0035: "TLS_RSA_WITH_AES_256_CBC_SHA", 0x1302: "TLS_AES_256_GCM_SHA384"}


@dataclass
class Frame:
    """One frame as tshark sees it; lists hold every occurrence of a field."""
    values: dict

    def text(self, name):
        """First value, or None."""
        return self.values[name][0] if self.values[name] else None

    def numbers(self, name):
        """All values as integers."""
        return [int(one, 0) for one in self.values[name]]

    def flag(self, name):
        """Whether a TCP flag is set."""
        return self.numbers(f"tcp.flags.{name}")[:1] == [1]

    @property
    def source(self):
        """(address, port) of the sender."""
        return self.text("ip.src") or self.text("ipv6.src"), int(self.text("tcp.srcport"))

    @property
    def target(self):
        """(address, port) of the receiver."""
        return self.text("ip.dst") or self.text("ipv6.dst"), int(self.text("tcp.dstport"))


@dataclass
class Conversation:
    """What is observed in one TCP conversation."""
    client: tuple
    server: tuple
    hello_bytes: bytes = b""
    hello_version: int | None = None
    legacy_version: int | None = None
    sslv2_framed: bool = False
    sni: str | None = None
    chosen_version: int | None = None
    cipher: int | None = None
    alert: tuple | None = None
    outcome: str | None = None
    ended_by: str | None = None
    hello_copies: int = 0
    hello_time: float = 0.0
    hello_sequence: str = ""
    last_time: float = 0.0
    saw_syn: bool = False
    saw_tls: bool = False
    server_spoke: bool = False
    server_certificate: bool = False
    client_key_exchange: bool = False
    changed: set = field(default_factory=set)
    finished: set = field(default_factory=set)


def read_frames(path):
    """All frames of a capture."""
    argv = ["tshark", "-n", "-r", str(path), "-T", "fields", "-E", "separator=/t",
            "-E", "occurrence=a", "-E", "aggregator=|"]
    for name in _FIELDS:
        argv += ["-e", name]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    return [Frame({name: value.split("|") if value else []
                   for name, value in zip(_FIELDS, line.split("\t"))})
            for line in done.stdout.splitlines()]


def observe(frames):
    """The conversations of a capture by stream number."""
    conversations = {}
    for frame in frames:
        if frame.text("tcp.stream") is None:
            continue
        stream = int(frame.text("tcp.stream"))
        if stream not in conversations:
            ends = [frame.source, frame.target]
            if not (frame.flag("syn") and not frame.flag("ack")):
                ends.sort(key=lambda end: -end[1])
            conversations[stream] = Conversation(*ends, saw_syn=frame.flag("syn"))
        _observe_frame(conversations[stream], frame)
    end = max((float(frame.text("frame.time_epoch")) for frame in frames), default=0.0)
    for conversation in conversations.values():
        _conclude(conversation, end)
    return conversations


def _observe_frame(seen, frame):
    """Take one frame into account, in the order of capture."""
    side = "client" if frame.source == seen.client else "server"
    seen.last_time = float(frame.text("frame.time_epoch"))
    payload = bytes.fromhex(frame.text("tcp.payload") or "")
    if side == "client":
        _observe_hello(seen, frame, payload)
    elif payload:
        seen.server_spoke = True
    # Encrypted TLS 1.3 records have an opaque type; in a frame they follow the others.
    records = frame.numbers("tls.record.content_type") + frame.numbers("tls.record.opaque_type")
    lengths = frame.numbers("tls.record.length")
    seen.saw_tls |= bool(records) or seen.sslv2_framed
    kinds = frame.numbers("tls.handshake.type")
    if side == "server" and _SERVER_HELLO in kinds and seen.chosen_version is None:
        seen.chosen_version = (frame.numbers("tls.handshake.extensions.supported_version")
                               or frame.numbers("tls.handshake.version"))[0]
        seen.cipher = frame.numbers("tls.handshake.ciphersuite")[0]
    seen.server_certificate |= side == "server" and _CERTIFICATE in kinds
    seen.client_key_exchange |= _CLIENT_KEY_EXCHANGE in kinds
    if seen.outcome is None:
        for level, code in zip(frame.numbers("tls.alert_message.level"),
                               frame.numbers("tls.alert_message.desc")):
            if level == _FATAL:
                seen.alert = (side, code)
                seen.outcome, seen.ended_by = "alert", side
    _observe_finished(seen, side, records, lengths)
    if seen.outcome is None and (frame.flag("reset") or frame.flag("fin")):
        seen.ended_by = side
        seen.outcome = "reset" if frame.flag("reset") else "closed"
        if seen.saw_syn and not seen.hello_version and side == "server" and frame.flag("reset"):
            seen.outcome = "refused"


def _observe_hello(seen, frame, payload):
    """The client's first hello, its bytes, and copies of it."""
    if seen.hello_version is not None:
        if payload and frame.text("tcp.seq_raw") == seen.hello_sequence:
            seen.hello_copies += 1
        return
    if payload:
        seen.hello_bytes += payload
        seen.hello_sequence = seen.hello_sequence or frame.text("tcp.seq_raw")
    if _CLIENT_HELLO not in frame.numbers("tls.handshake.type"):
        return
    seen.sslv2_framed = frame.numbers("tls.record.version")[:1] == [_SSLV2_FRAMING]
    seen.legacy_version = frame.numbers("tls.handshake.version")[0]
    offered = [version for version in frame.numbers("tls.handshake.extensions.supported_version")
               if version in _VERSIONS]
    seen.hello_version = max(offered, default=seen.legacy_version)
    seen.sni = frame.text("tls.handshake.extensions_server_name")
    seen.hello_time = seen.last_time


def _observe_finished(seen, side, records, lengths):
    """Completion: Finished of both sides, as far as it shows without keys."""
    for kind, length in zip(records, lengths):
        if seen.chosen_version == _TLS13:
            if kind == _APPLICATION_DATA and length >= _SMALLEST_FINISHED:
                seen.finished.add(side)
        elif kind == _CHANGE_CIPHER_SPEC:
            seen.changed.add(side)
        elif kind == _HANDSHAKE and side in seen.changed:
            seen.finished.add(side)
    if seen.outcome is None and len(seen.finished) == 2:
        abbreviated = seen.chosen_version != _TLS13 and not seen.server_certificate
        seen.outcome = "resumed" if abbreviated else "completed"


def _conclude(seen, end):
    """Outcomes that need the whole capture, or the absence of something."""
    answered = seen.server_spoke or seen.hello_version is None
    if seen.outcome in ("reset", "closed") and seen.ended_by == "client" and not answered:
        seen.outcome = "unanswered"
    elif seen.outcome is None and not answered:
        waited = end - seen.hello_time >= _UNANSWERED_AFTER
        seen.outcome = "unanswered" if seen.hello_copies >= 2 or waited else "in_progress"
    elif seen.hello_version is None and seen.saw_tls and not seen.saw_syn:
        seen.outcome, seen.ended_by = "partial", None


def observed_findings(seen, inbound):
    """(id, event) of the findings that the observations demand."""
    found = set()
    if seen.hello_version is not None and seen.hello_version < _TLS12:
        found.add(("client_offers_below_tls12", "client_hello"))
    if seen.sslv2_framed:
        found.add(("client_sslv2_hello", "client_hello"))
    if seen.chosen_version is not None and seen.chosen_version < _TLS12:
        found.add(("server_chose_below_tls12", "server_hello"))
    if seen.alert:
        sender, code = seen.alert
        names = {40: "handshake_failure", 70: "version_refused"}
        found.add((names.get(code, "other_fatal_alert"), "alert"))
        if inbound and sender == "server" and code in (40, 70, 71):
            found.add(("onprem_refuses_cloud", "alert"))
    if seen.outcome == "refused":
        found.add(("tcp_refused", "end"))
    if seen.outcome == "unanswered":
        event = ("end" if seen.ended_by else
                 "retransmission_2" if seen.hello_copies >= 2 else None)
        found.add(("hello_unanswered", event))
    if seen.outcome in ("reset", "closed"):
        found.add((_ending_finding(seen), "end"))
    return found


def _ending_finding(seen):
    """The finding's id for RST or FIN before completion."""
    if seen.chosen_version is None and seen.ended_by == "server":
        return ("closed_after_old_hello" if seen.hello_version < _TLS12 else "closed_after_hello")
    given_up = seen.ended_by == "client" and (
        seen.chosen_version == _TLS13 or
        (seen.server_certificate and not seen.client_key_exchange))
    return "client_gave_up_after_certificate" if given_up else "closed_during_handshake"


def compare(seen, expected):
    """Differences between one conversation and its expected flow, as sentences."""
    observed = {
        "client": seen.client[0], "server": seen.server[0], "server_port": seen.server[1],
        "sni": seen.sni, "client_max_version": _VERSIONS.get(seen.hello_version),
        "client_legacy_version": _VERSIONS.get(seen.legacy_version),
        "negotiated_version": _VERSIONS.get(seen.chosen_version),
        "outcome": seen.outcome,
        "ended_by": None if seen.outcome in ("completed", "resumed") else seen.ended_by,
        "alert": seen.alert,
        "findings": observed_findings(seen, expected["direction"] == "cloud_to_onprem"),
    }
    alert = expected["alert"]
    wanted = {**expected,
              "alert": (alert["sender"], alert["code"]) if alert else None,
              "findings": {(one["id"], one["on"]) for one in expected["findings"]}}
    if expected["cipher"] != "*":
        observed["cipher"] = _SUITES.get(seen.cipher, seen.cipher)
    return [f"stream {expected['stream']}: {key} is {value!r}, expected {wanted[key]!r}"
            for key, value in observed.items() if value != wanted[key]]


def check_file(path):
    """Problems of the file itself: size, and traces of the machine that made it."""
    raw = path.read_bytes()
    if len(raw) >= LARGEST_FILE:
        yield f"{len(raw)} bytes"
    section, interface = struct.unpack_from("<I", raw, 4)[0], None
    if raw[:4] != b"\x0a\x0d\x0d\x0a":
        yield "not pcapng"
        return
    interface = struct.unpack_from("<I", raw, section + 4)[0]
    if section != 28 or interface != 20:
        yield "section header or interface has options"


def check_sample(path, hellos):
    """Problems of one sample; `hellos` collects every ClientHello's bytes by file."""
    yield from check_file(path)
    expected = json.loads(path.with_name(f"{path.stem}.expected.json").read_text())
    frames = read_frames(path)
    conversations = observe(frames)
    if not frames:
        yield "no frames"
    for number in set(conversations) - {flow["stream"] for flow in expected["flows"]}:
        if conversations[number].saw_tls:
            yield f"stream {number} holds TLS and is not expected"
    for flow in expected["flows"]:
        if flow["stream"] not in conversations:
            yield f"stream {flow['stream']} is missing"
            continue
        yield from compare(conversations[flow["stream"]], flow)
    severities = [one["severity"] for flow in expected["flows"] for one in flow["findings"]]
    if expected["verdict"] != max(severities, key=_LEVELS.index, default="ok"):
        yield "the verdict is not the worst severity"
    addresses = {end[0] for one in conversations.values() for end in (one.client, one.server)}
    if not expected["postprocessed"]:
        for address in addresses:
            if not any(ipaddress.ip_address(address) in network for network in _DOCUMENTATION):
                yield f"{address} is no documentation address"
    twin = expected["twin"]
    if twin and not (path.parent / twin).exists():
        yield f"its twin {twin} does not exist"
    for stream, one in conversations.items():
        if one.hello_version is not None:
            known = hellos.setdefault(one.hello_bytes, (path.name, stream))
            if known != (path.name, stream):
                yield f"its ClientHello is byte for byte that of {known[0]}"


def main(names):
    """Check the captures named, or all; exit status."""
    paths = [Path(name) for name in names] or sorted(SAMPLES.glob("*.pcapng"))
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
