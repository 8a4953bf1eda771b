# SPDX-License-Identifier: GPL-2.0-or-later
"""What a capture shows, by stock tshark: frames, and what happened in each conversation."""

import subprocess
from dataclasses import dataclass, field

_FIELDS = """frame.time_epoch tcp.stream ip.src ipv6.src ip.dst ipv6.dst ip.ttl ipv6.hlim
    tcp.srcport tcp.dstport tcp.flags.syn tcp.flags.ack tcp.flags.reset tcp.flags.fin
    tcp.seq_raw tcp.ack_raw tcp.payload
    tls.record.version tls.record.content_type tls.record.opaque_type tls.record.length
    tls.handshake.type tls.handshake.version tls.handshake.extensions.supported_version
    tls.handshake.extensions_server_name tls.handshake.ciphersuite
    tls.handshake.certificates_length tls.handshake.certificate
    tls.alert_message.level tls.alert_message.desc
    http.request.method http.request.uri http.host http.user_agent http.response.code
    quic.connection.number
    smtp.rsp.parameter smtp.response.code smtp.req.command smtp.req.parameter
    dns.flags.response dns.flags.truncated dns.flags.rcode dns.qry.name dns.a dns.aaaa
    dns.cname""".split()

VERSIONS = {0x0002: "SSL 2.0", 0x0300: "SSL 3.0", 0x0301: "TLS 1.0", 0x0302: "TLS 1.1",
            0x0303: "TLS 1.2", 0x0304: "TLS 1.3"}
TLS12, TLS13 = 0x0303, 0x0304
_SSLV2_FRAMING = 0x0002
_CHANGE_CIPHER_SPEC, _HANDSHAKE, _APPLICATION_DATA = 20, 22, 23
_CLIENT_HELLO, _SERVER_HELLO, _CERTIFICATE = 1, 2, 11
_CERTIFICATE_REQUEST, _CLIENT_KEY_EXCHANGE, _FINISHED = 13, 16, 20
_WARNING, _FATAL = 1, 2
_SMALLEST_FINISHED = 53
_UNANSWERED_AFTER = 10.0
_SAME_PACKET_WITHIN = 0.05
_COPIES_OF_LOST = 3
_STALLED_AFTER = 30.0
_TLS_RECORDS = range(20, 24)


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
    def time(self):
        """Seconds since the epoch."""
        return float(self.text("frame.time_epoch"))

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
    first_time: float
    hello_bytes: bytes = b""
    hello_version: int | None = None
    legacy_version: int | None = None
    sslv2_framed: bool = False
    sni: str | None = None
    chosen_version: int | None = None
    cipher: int | None = None
    alert: tuple | None = None
    warnings: set = field(default_factory=set)
    outcome: str | None = None
    ended_by: str | None = None
    hello_copies: int = 0
    hello_time: float = 0.0
    hello_sequence: str = ""
    hello_acknowledged: bool = False
    syn_copies: int = 0
    second_copy_time: float = 0.0
    last_time: float = 0.0
    saw_syn: bool = False
    saw_tls: bool = False
    saw_server: bool = False
    accepted: bool = False
    server_spoke: bool = False
    certificates: list = field(default_factory=list)
    certificate_time: float = 0.0
    certificate_request: bool = False
    client_certificate_empty: bool = False
    client_key_exchange: bool = False
    connect_target: str | None = None
    http_host: str | None = None
    user_agent: str | None = None
    proxy_answers: list = field(default_factory=list)
    smtp_names: list = field(default_factory=list)
    server_ttls: set = field(default_factory=set)
    reset_ttl: str | None = None
    changed: set = field(default_factory=set)
    finished: set = field(default_factory=set)
    smtp: list = field(default_factory=list)
    client_spoke: bool = False
    in_clear: bool = False
    server_bytes: dict = field(default_factory=dict)
    server_copies: list = field(default_factory=list)
    server_acknowledged: int = 0
    spoken_time: float = 0.0
    stalled: bool = False

    @property
    def misses_bytes(self):
        """Whether the server sent bytes that are not in the capture, before others that are."""
        begins = sorted(self.server_bytes)
        return any(self.server_bytes[one] < other for one, other in zip(begins, begins[1:]))

    @property
    def flight_copied(self):
        """Whether the same bytes of the server are sent again and again, and never acknowledged."""
        return any(self.server_copies.count(one) >= _COPIES_OF_LOST and self.server_acknowledged <= one
                   for one in self.server_copies)

    @property
    def lost_large(self):
        """Whether segments of the server are not acknowledged, or never arrive, while smaller ones do."""
        return self.flight_copied or self.misses_bytes and self.server_acknowledged <= min(self.server_bytes) + 1


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
            conversations[stream] = Conversation(*ends, frame.time, saw_syn=frame.flag("syn"))
        _observe_frame(conversations[stream], frame)
    end = max((frame.time for frame in frames), default=0.0)
    for conversation in conversations.values():
        _conclude(conversation, end)
    return conversations


def _observe_frame(seen, frame):
    """Take one frame into account, in the order of capture."""
    side = "client" if frame.source == seen.client else "server"
    if side == "client" and frame.flag("syn") and (
            frame.time - seen.first_time > _SAME_PACKET_WITHIN):
        seen.syn_copies += 1
        if seen.syn_copies == 2:
            seen.second_copy_time = frame.time
    seen.last_time = frame.time
    payload = bytes.fromhex(frame.text("tcp.payload") or "")
    _observe_bytes(seen, frame, side, payload)
    if side == "client":
        _observe_hello(seen, frame, payload)
    else:
        _observe_server(seen, frame, payload)
    _observe_clear_text(seen, frame)
    # Encrypted TLS 1.3 records have an opaque type; in a frame they follow the others.
    records = frame.numbers("tls.record.content_type") + frame.numbers("tls.record.opaque_type")
    lengths = frame.numbers("tls.record.length")
    seen.saw_tls |= bool(records) or seen.sslv2_framed
    _observe_handshake(seen, frame, side)
    if seen.outcome is None:
        for level, code in zip(frame.numbers("tls.alert_message.level"),
                               frame.numbers("tls.alert_message.desc")):
            if level == _WARNING:
                seen.warnings.add(code)
            elif level == _FATAL:
                seen.alert = (side, code)
                seen.outcome, seen.ended_by = "alert", side
    _observe_finished(seen, side, records, lengths)
    if seen.outcome is None and (frame.flag("reset") or frame.flag("fin")):
        seen.ended_by = side
        seen.outcome = "reset" if frame.flag("reset") else "closed"
        if not seen.accepted and side == "server" and frame.flag("reset"):
            seen.outcome = "refused"


def _observe_bytes(seen, frame, side, payload):
    """Which bytes were sent, sent again and acknowledged."""
    if payload:
        seen.spoken_time = frame.time
    if side == "client":
        seen.client_spoke |= bool(payload)
        if frame.flag("ack"):
            seen.server_acknowledged = max(seen.server_acknowledged, int(frame.text("tcp.ack_raw")))
        return
    begin = int(frame.text("tcp.seq_raw"))
    if payload and begin in seen.server_bytes:
        seen.server_copies.append(begin)
    if payload and seen.hello_version is not None and not seen.server_spoke:
        seen.in_clear = payload[0] not in _TLS_RECORDS
    if payload or frame.flag("syn"):
        seen.server_bytes[begin] = begin + len(payload) + frame.flag("syn")


def _observe_server(seen, frame, payload):
    """What the called side does below TLS."""
    seen.saw_server = True
    seen.accepted |= frame.flag("syn") or not seen.saw_syn
    ttl = frame.text("ip.ttl") or frame.text("ipv6.hlim")
    if frame.flag("reset"):
        seen.reset_ttl = ttl
    else:
        seen.server_ttls.add(ttl)
    if seen.hello_version is not None:
        seen.server_spoke |= bool(payload)
        seen.hello_acknowledged |= (frame.flag("ack") and
                                    int(frame.text("tcp.ack_raw")) > int(seen.hello_sequence))


def _observe_clear_text(seen, frame):
    """CONNECT and its answers, Host and User-Agent of readable HTTP, names in SMTP."""
    if frame.text("http.request.method") == "CONNECT":
        seen.connect_target = frame.text("http.request.uri").rpartition(":")[0].lower()
    elif frame.text("http.host"):
        seen.http_host = frame.text("http.host").lower()
        seen.user_agent = frame.text("http.user_agent")
    elif seen.connect_target and frame.text("http.response.code"):
        seen.proxy_answers.append(int(frame.text("http.response.code")))
    seen.smtp += [one.upper() for one in frame.values["smtp.req.command"]] + frame.values["smtp.response.code"]
    if frame.text("smtp.rsp.parameter") and not seen.smtp_names:
        seen.smtp_names.append(frame.text("smtp.rsp.parameter").split()[0].lower())
    elif (frame.text("smtp.req.command") or "").upper() == "EHLO":
        seen.smtp_names.append(frame.text("smtp.req.parameter").lower())


def _observe_handshake(seen, frame, side):
    """Handshake messages after the ClientHello; a Finished shows only with the secrets."""
    kinds = frame.numbers("tls.handshake.type")
    if _FINISHED in kinds:
        seen.finished.add(side)
    if side == "client":
        seen.client_key_exchange |= _CLIENT_KEY_EXCHANGE in kinds
        if _CERTIFICATE in kinds:
            seen.client_certificate_empty |= frame.numbers(
                "tls.handshake.certificates_length") == [0]
        return
    if _SERVER_HELLO in kinds and seen.chosen_version is None:
        seen.chosen_version = (frame.numbers("tls.handshake.extensions.supported_version")
                               or frame.numbers("tls.handshake.version"))[0]
        seen.cipher = frame.numbers("tls.handshake.ciphersuite")[0]
    if _CERTIFICATE in kinds and not seen.certificates:
        seen.certificates = [bytes.fromhex(one) for one in
                             frame.values["tls.handshake.certificate"]]
        seen.certificate_time = frame.time
    seen.certificate_request |= _CERTIFICATE_REQUEST in kinds


def _observe_hello(seen, frame, payload):
    """The client's first hello, its bytes, and copies of it."""
    if seen.hello_version is not None:
        if (payload and frame.text("tcp.seq_raw") == seen.hello_sequence
                and frame.time - seen.hello_time > _SAME_PACKET_WITHIN):
            seen.hello_copies += 1
        return
    if payload and (seen.hello_bytes or payload[0] == _HANDSHAKE or payload[0] & 0x80):
        seen.hello_bytes += payload
        seen.hello_sequence = seen.hello_sequence or frame.text("tcp.seq_raw")
    if _CLIENT_HELLO not in frame.numbers("tls.handshake.type"):
        return
    seen.sslv2_framed = frame.numbers("tls.record.version")[:1] == [_SSLV2_FRAMING]
    seen.legacy_version = frame.numbers("tls.handshake.version")[0]
    offered = [version for version in frame.numbers("tls.handshake.extensions.supported_version")
               if version in VERSIONS]
    seen.hello_version = max(offered, default=seen.legacy_version)
    seen.sni = frame.text("tls.handshake.extensions_server_name")
    seen.hello_time = seen.last_time


def _observe_finished(seen, side, records, lengths):
    """Completion: Finished of both sides, as far as it shows without keys."""
    for kind, length in zip(records, lengths):
        if seen.chosen_version == TLS13:
            if kind == _APPLICATION_DATA and length >= _SMALLEST_FINISHED:
                seen.finished.add(side)
        elif kind == _CHANGE_CIPHER_SPEC:
            seen.changed.add(side)
        elif kind == _HANDSHAKE and side in seen.changed:
            seen.finished.add(side)
    if seen.outcome is None and len(seen.finished) == 2:
        abbreviated = seen.chosen_version != TLS13 and not seen.certificates
        seen.outcome = "resumed" if abbreviated else "completed"


def _conclude(seen, end):
    """Outcomes that need the whole capture, or the absence of something."""
    if not seen.saw_server:
        waited = end - seen.first_time >= _UNANSWERED_AFTER
        seen.outcome = "unanswered" if seen.syn_copies >= 2 or waited else "in_progress"
        return
    if seen.outcome in ("reset", "closed", None) and seen.hello_version is not None and seen.misses_bytes:
        seen.outcome, seen.ended_by = "partial", None
        return
    answered = seen.server_spoke or seen.hello_version is None
    if seen.outcome in ("reset", "closed") and seen.ended_by == "client" and not answered:
        seen.outcome = "unanswered"
    elif seen.outcome is None and not answered:
        waited = end - seen.hello_time >= _UNANSWERED_AFTER
        seen.outcome = "unanswered" if seen.hello_copies >= 2 or waited else "in_progress"
    elif seen.outcome is None and seen.hello_version is not None:
        seen.outcome = "in_progress"
        seen.stalled = end - seen.spoken_time >= _STALLED_AFTER
    elif seen.hello_version is None and seen.saw_tls and not seen.saw_syn:
        seen.outcome, seen.ended_by = "partial", None


def gave_up_after_certificate(seen):
    """Whether the client ended it between the server's certificate and its own next message."""
    return seen.ended_by == "client" and (
        seen.chosen_version == TLS13 or
        (bool(seen.certificates) and not seen.client_key_exchange))
