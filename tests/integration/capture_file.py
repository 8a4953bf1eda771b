# SPDX-License-Identifier: GPL-2.0-or-later
"""Capture files, pcap and pcapng, taken to pieces and put together again: without a frame, or in another order.

Everything but the packets (sections, interfaces, secrets) stays as it is, byte by byte.
"""

import dataclasses
import struct

_PCAP_MAGICS = {b"\xd4\xc3\xb2\xa1": "<", b"\x4d\x3c\xb2\xa1": "<", b"\xa1\xb2\xc3\xd4": ">", b"\xa1\xb2\x3c\x4d": ">"}
_PCAP_HEADER, _PCAP_RECORD = 24, 16
_SECTION, _ENHANCED_PACKET = 0x0A0D0D0A, 6
_LITTLE_ENDIAN_SECTION = b"\x4d\x3c\x2b\x1a"
_PACKET_HEADER = 28
_LINK_ETHERNET, _LINK_RAW = 1, 101


@dataclasses.dataclass(frozen=True)
class Packet:
    """One captured packet: the bytes before its time, its time, and all after it."""

    before: bytes
    time: bytes
    after: bytes

    @property
    def bytes(self):
        """As in the file."""
        return self.before + self.time + self.after


class CaptureFile:
    """A capture file's pieces; frames have the numbers that Wireshark gives them."""

    def __init__(self, pieces, order):
        self._pieces = pieces
        self._order = order
        self._places = [place for place, piece in enumerate(pieces) if isinstance(piece, Packet)]

    @classmethod
    def read(cls, path):
        """The pieces of a file on disk."""
        content = path.read_bytes()
        order = _PCAP_MAGICS.get(content[:4])
        if order:
            return cls(_pcap_pieces(content, order), order)
        order = "<" if content[8:12] == _LITTLE_ENDIAN_SECTION else ">"
        return cls(_pcapng_pieces(content, order), order)

    def __len__(self):
        return len(self._places)

    def packet(self, number):
        """The packet of a frame."""
        return self._pieces[self._places[number - 1]]

    def whole(self):
        """The file's content."""
        return _join(self._pieces)

    def without(self, *numbers):
        """The file's content without these frames."""
        left_out = {self._places[number - 1] for number in numbers}
        return _join(piece for place, piece in enumerate(self._pieces) if place not in left_out)

    def swapped(self, first, second):
        """The file's content with two frames in each other's place and time."""
        pieces = list(self._pieces)
        one, other = self.packet(first), self.packet(second)
        pieces[self._places[first - 1]] = dataclasses.replace(other, time=one.time)
        pieces[self._places[second - 1]] = dataclasses.replace(one, time=other.time)
        return _join(pieces)


def _join(pieces):
    return b"".join(piece.bytes if isinstance(piece, Packet) else piece for piece in pieces)


def _pcap_pieces(content, order):
    pieces, offset = [content[:_PCAP_HEADER]], _PCAP_HEADER
    while offset < len(content):
        captured = struct.unpack_from(order + "I", content, offset + 8)[0]
        end = offset + _PCAP_RECORD + captured
        pieces.append(Packet(b"", content[offset:offset + 8], content[offset + 8:end]))
        offset = end
    return pieces


def _pcapng_pieces(content, order):
    pieces, offset = [], 0
    while offset < len(content):
        kind, length = struct.unpack_from(order + "II", content, offset)
        block = content[offset:offset + length]
        packet = kind == _ENHANCED_PACKET
        pieces.append(Packet(block[:12], block[12:20], block[20:]) if packet else block)
        offset += length
    return pieces
