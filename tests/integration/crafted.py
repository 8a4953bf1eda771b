# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures that no honest client makes, built byte by byte."""

import struct

CLIENT, SERVER = bytes([192, 0, 2, 10]), bytes([198, 51, 100, 20])
CLIENT_PORT, SERVER_PORT, HTTP_PORT = 50000, 443, 80
FIN, SYN, RST, PSH, ACK = 0x01, 0x02, 0x04, 0x08, 0x10
TLS10, TLS12 = 0x0301, 0x0303
_SEGMENT = 16_000


def client_hello(name, version=TLS10):
    """A ClientHello message whose server_name extension holds `name`, any bytes."""
    entry = struct.pack(">BH", 0, len(name)) + name
    names = struct.pack(">H", len(entry)) + entry
    extension = struct.pack(">HH", 0, len(names)) + names
    body = (struct.pack(">H", version) + bytes(range(32)) + b"\0"
            + struct.pack(">HH", 2, 0x002F) + b"\1\0"
            + struct.pack(">H", len(extension)) + extension)
    return b"\1" + len(body).to_bytes(3, "big") + body


def records(handshake, version=TLS10):
    """A handshake message in as many TLS records as it needs."""
    pieces = [handshake[start:start + 0x4000] for start in range(0, len(handshake), 0x4000)]
    return b"".join(struct.pack(">BHH", 22, version, len(piece)) + piece for piece in pieces)


def hello_and_reset(names, same_ports=False):
    """A capture file: for each name a connection, a ClientHello with that name, and the server's reset.

    `same_ports`: every connection has the ports of the one before it, and sequence numbers of its own.
    """
    packets = []
    for number, name in enumerate(names):
        port, first = (CLIENT_PORT, 1_000_000 * number) if same_ports else (CLIENT_PORT + number, 0)
        payload = records(client_hello(name))
        packets += [_segment(True, port, SYN, first, 0), _segment(False, port, SYN | ACK, first, first + 1),
                    _segment(True, port, ACK, first + 1, first + 1)]
        packets += [_segment(True, port, PSH | ACK, first + 1 + start, first + 1, payload[start:start + _SEGMENT])
                    for start in range(0, len(payload), _SEGMENT)]
        packets.append(_segment(False, port, RST | ACK, first + 1, first + 1 + len(payload)))
    return _file(packets)


def hello_out_of_order(name):
    """A capture file: a connection whose ClientHello comes in two segments, the second one first; then the server's reset."""
    payload, cut = records(client_hello(name)), 40
    return _file([
        _segment(True, CLIENT_PORT, SYN, 0, 0), _segment(False, CLIENT_PORT, SYN | ACK, 0, 1),
        _segment(True, CLIENT_PORT, ACK, 1, 1), _segment(True, CLIENT_PORT, PSH | ACK, 1 + cut, 1, payload[cut:]),
        _segment(True, CLIENT_PORT, PSH | ACK, 1, 1, payload[:cut]),
        _segment(False, CLIENT_PORT, RST | ACK, 1, 1 + len(payload))])


def before_the_epoch(capture):
    """The capture's frames in a file whose clock begins two seconds before 1970: the first one 0.25 s before the epoch."""
    content, offset, number = bytearray(_block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))), 24, 0
    (link_type,) = struct.unpack_from("<I", capture, 20)
    content += _block(1, struct.pack("<HHIHHqHH", link_type, 0, 65535, 14, 8, -2, 0, 0))
    while offset < len(capture):
        (length,) = struct.unpack_from("<I", capture, offset + 8)
        frame = capture[offset + 16:offset + 16 + length]
        content += _block(6, struct.pack("<IIIII", 0, 0, 1_750_000 + 1000 * number, length, length) + frame + bytes(-length % 4))
        offset, number = offset + 16 + length, number + 1
    return bytes(content)


def _block(kind, body):
    length = struct.pack("<I", len(body) + 12)
    return struct.pack("<I", kind) + length + body + length


def http(messages):
    """A capture file: one connection to port 80; messages are (from the client, bytes), in order."""
    return conversation(messages, HTTP_PORT)


def conversation(messages, server_port=SERVER_PORT):
    """A capture file: one connection, its messages in order, and both ends' FIN."""
    segments, sent = [(True, SYN, b""), (False, SYN | ACK, b""), (True, ACK, b"")], {True: 0, False: 0}
    for from_client, message in messages:
        segments += [(from_client, PSH | ACK, message[start:start + _SEGMENT])
                     for start in range(0, len(message), _SEGMENT)]
    segments += [(True, FIN | ACK, b""), (False, FIN | ACK, b""), (True, ACK, b"")]
    packets = []
    for from_client, flags, payload in segments:
        packets.append(_segment(from_client, CLIENT_PORT, flags, sent[from_client], sent[not from_client], payload, server_port))
        sent[from_client] += len(payload) + (1 if flags & (SYN | FIN) else 0)
    return _file(packets)


def ssl2_session():
    """A capture file: a handshake of SSL 2.0, and a request and an answer after it; what is encrypted is filling."""
    suites = bytes.fromhex("0700c0010080")
    hello = b"\1" + struct.pack(">HHHH", TLS10, len(suites), 0, 16) + suites + bytes(16)
    answer = b"\4\0\1" + struct.pack(">HHHH", 2, 200, len(suites), 16) + bytes(200) + suites + bytes(16)
    key = b"\2" + suites[:3] + struct.pack(">HHH", 0, 128, 8) + bytes(136)
    messages = [(True, hello), (False, answer), (True, key), *((side, b"\x97" * 33) for side in (False, True, False, True, False))]
    return conversation([(from_client, struct.pack(">H", 0x8000 | len(message)) + message) for from_client, message in messages])


def http_request(body=b"", headers=(), method="POST", path="/EWS/Exchange.asmx"):
    """A request to Exchange Online."""
    lines = [f"{method} {path} HTTP/1.1", "Host: outlook.office365.com", f"Content-Length: {len(body)}", *headers, "", ""]
    return True, "\r\n".join(lines).encode("latin-1") + body


def http_answer(body=b"", headers=("Content-Type: text/xml; charset=utf-8",), status="200 OK"):
    """An answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return False, "\r\n".join(lines).encode("latin-1") + body


def _segment(from_client, port, flags, sequence, acknowledged, payload=b"", server_port=SERVER_PORT):
    """One Ethernet frame with a TCP segment; checksums are left zero."""
    ports = (port, server_port) if from_client else (server_port, port)
    ends = (CLIENT, SERVER) if from_client else (SERVER, CLIENT)
    tcp = struct.pack(">HHIIBBHHH", *ports, sequence, acknowledged, 5 << 4, flags, 0xFFFF, 0, 0) + payload
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0, 0x4000, 64, 6, 0, *ends)
    return bytes(12) + b"\x08\x00" + ip + tcp


def _file(packets):
    """The pcap format, a millisecond between packets."""
    header = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 0x40000, 1)
    return header + b"".join(
        struct.pack("<IIII", 1_700_000_000 + number // 1000, number % 1000 * 1000, len(packet), len(packet)) + packet
        for number, packet in enumerate(packets))
