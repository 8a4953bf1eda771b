#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the edited captures of this folder from the others: each differs from its case in one property.

usage: make_twins.py
"""

import pathlib
import struct
import subprocess

_FOLDER = pathlib.Path(__file__).resolve().parent
_ETHERNET, _IPV4 = 14, 20
_RST, _PSH, _ACK = 0x04, 0x08, 0x10
_MICROSECONDS = 1_000_000


class Frame:
    """A captured Ethernet frame; its TCP segment, if it has one, can be changed."""

    def __init__(self, time, data, length):
        self.time, self.data, self.length = time, bytearray(data), length

    @property
    def _tcp(self):
        return _ETHERNET + (self.data[_ETHERNET] & 15) * 4

    @property
    def _payload(self):
        return self._tcp + (self.data[self._tcp + 12] >> 4) * 4

    def copy(self, later=0.0):
        """The same frame, some seconds later."""
        return Frame(self.time + round(later * _MICROSECONDS), self.data, self.length)

    def numbers(self, sequence=0, acknowledged=0):
        """Adds to the sequence and the acknowledgement number."""
        for place, more in ((4, sequence), (8, acknowledged)):
            (value,) = struct.unpack_from("!I", self.data, self._tcp + place)
            struct.pack_into("!I", self.data, self._tcp + place, (value + more) & 0xFFFFFFFF)
        return self._finished()

    def segment(self, flags, payload=b""):
        """Another payload, and other flags."""
        self.data[self._payload:] = payload
        self.data[self._tcp + 13] = flags
        return self._finished()

    def replaced(self, old, new):
        """Bytes of the frame in place of others of the same length."""
        if len(old) != len(new) or old not in self.data:
            raise ValueError("nothing to replace")
        self.data = self.data.replace(old, new)
        return self._finished()

    def _finished(self):
        """Lengths and checksums made right."""
        ip, self.length = self.data[_ETHERNET:], len(self.data)
        struct.pack_into("!H", ip, 2, len(ip))
        ip[10:12] = bytes(2)
        struct.pack_into("!H", ip, 10, _checksum(ip[:_IPV4]))
        transport, place = ip[_IPV4:], 16 if ip[9] == 6 else 6
        transport[place:place + 2] = bytes(2)
        pseudo = ip[12:20] + bytes([0, ip[9]]) + struct.pack("!H", len(transport))
        struct.pack_into("!H", transport, place, _checksum(pseudo + transport))
        self.data[_ETHERNET:] = ip[:_IPV4] + transport
        return self


def _checksum(data):
    data = data + bytes(len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def _read(name):
    """The frames of a case, the first one at place 1."""
    path = min((path for path in _FOLDER.glob(f"{name}-*.pcap*") if ".twin" not in path.name), key=lambda path: len(path.name))
    content = subprocess.run(["editcap", "-F", "pcap", path, "-"], check=True, capture_output=True).stdout
    frames, offset = [None], 24
    while offset < len(content):
        seconds, micros, captured, length = struct.unpack_from("<IIII", content, offset)
        offset += 16
        frames.append(Frame(seconds * _MICROSECONDS + micros, content[offset:offset + captured], length))
        offset += captured
    return frames


def _write(name, frames):
    content = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 0x40000, 1)
    for frame in frames:
        content += struct.pack("<IIII", *divmod(frame.time, _MICROSECONDS), len(frame.data), frame.length) + frame.data
    (_FOLDER / f"{name}.pcap").write_bytes(content)


def _answer(head, body):
    """An HTTP answer as long as that of case 80a, whose sequence numbers the other frames continue."""
    whole, room = f"HTTP/1.1 200 OK\r\n{head}\r\nContent-Length: ", 135
    length = room - len(whole) - len("NN\r\n\r\n")
    return (f"{whole}{length}\r\n\r\n" + body.ljust(length)).encode()


def _lost_bytes():
    """What was lost is there, or was never sent."""
    frames = _read("31d")
    alert = frames[5].copy(-0.005).numbers(-7).segment(_PSH | _ACK, bytes.fromhex("15030300020228"))
    _write("31d-alert-captured.twin", [*frames[1:5], alert, frames[5]])
    frames = _read("31e")
    _write("31e-reset-is-the-answer.twin", [*frames[1:5], frames[5].numbers(-56)])
    frames = _read("15c")
    _write("15c-reset-is-the-answer.twin", [*frames[1:6], frames[8].numbers(-2164)])
    frames = _read("82")
    first = frames[6].copy(-0.015).numbers(-38, -209).segment(_PSH | _ACK, b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    _write("82-http-answer-captured.twin", [*frames[1:5], first, *frames[5:]])


def _order():
    """The hello's segments in order; both there before the reset."""
    frames = _read("16b")
    first, second = frames[5], frames[4]
    first.time, second.time = second.time, first.time
    _write("16b-pq-hello-in-order.twin", [*frames[1:4], first, second, *frames[6:]])
    reset = frames[6].copy().segment(_RST | _ACK)
    _write("16d-pq-hello-whole.twin", [*frames[1:4], first, second, reset])


def _received():
    """The certificate is acknowledged before the client leaves; the flight's silence ends with the file."""
    frames = _read("15b")
    seen = frames[3].copy(0.04).numbers(219, 2097)
    fin = frames[14]
    fin.time = seen.time + _MICROSECONDS
    _write("15b-certificate-acknowledged.twin", [*frames[1:8], seen, fin.numbers(0, 2097)])
    _write("74-capture-ends.twin", _read("74")[1:9])


def _silence():
    """The answer never comes; the later frames are the same client's."""
    _write("60-hello-never-answered.twin", _read("60")[1:8])
    _write("61-hello-never-answered.twin", _read("61")[1:7])
    old, new = bytes([10, 0, 0, 2]), bytes([10, 0, 0, 1])
    frames = _read("62")
    _write("62-one-server.twin", [*frames[1:5], *(frame.replaced(old, new) for frame in frames[5:])])


def _clear():
    """A FIN is the server's only answer to the hello; a POST is answered by XML, or by a page."""
    frames = _read("50a")
    _write("50a-fin-is-the-answer.twin", [*frames[1:6], frames[8].numbers(-97)])
    for name, kind, body in (("80a-answered-with-xml.twin", "text/xml; charset=utf-8", "<s/>"),
                             ("80b-200-sign-in-page", "text/html", "<html></html>")):
        frames = _read("80a")
        frames[6].segment(_PSH | _ACK, _answer(f"Content-Type: {kind}", body))
        _write(name, frames[1:])


def _names():
    """Never resolved; never answered (asked three times); refused; an address that leads nowhere; resolved at once."""
    _write("23b-dns-nxdomain-only.twin", _read("23b")[1:3])
    _write("23b-dns-resolved.twin", _read("23b")[3:])
    frames = _read("23e")
    _write("23f-dns-no-answer", [frames[1].copy(later) for later in (0, 1, 3)])
    for frame in frames[2::2]:
        frame.replaced(b"\x81\x82", b"\x81\x85")
    _write("23g-dns-refused-only", frames[1:])
    for name, address in (("23h-dns-zero-address", bytes(4)), ("23i-dns-loopback-address", bytes([127, 0, 0, 1]))):
        question, answer = _read("23b")[3:5]
        _write(name, [question, answer.replaced(bytes([198, 51, 100, 10]), address)])


def _clock():
    """The same handshake, by a clock that is real: after the certificate's last day."""
    frames = _read("22")[1:]
    for frame in frames:
        frame.time += 1_814_400_000 * _MICROSECONDS
    _write("22-real-times-expired.twin", frames)


def _elsewhere():
    """Only the connection that is nobody's hybrid traffic."""
    _write("33-unrelated-reset-only.twin", _read("33")[22:])


for make in (_lost_bytes, _order, _received, _silence, _clear, _names, _clock, _elsewhere):
    make()
