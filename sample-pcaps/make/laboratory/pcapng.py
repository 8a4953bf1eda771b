# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads dumpcap's plain pcap, writes a pcapng that names no machine, system or interface."""

import struct
from dataclasses import dataclass

LINKTYPE_ETHERNET = 1
LINKTYPE_RAW_IP = 101
SNAPLEN = 262144

_PCAP_MAGIC_MICROSECONDS = 0xA1B2C3D4
_BYTE_ORDER_MAGIC = 0x1A2B3C4D
_SECTION_HEADER, _INTERFACE, _ENHANCED_PACKET, _SECRETS = 0x0A0D0D0A, 1, 6, 0x0A
_TLS_KEY_LOG = 0x544C534B
_OPTION_END, _OPTION_COMMENT = 0, 1


@dataclass
class Frame:
    """One captured frame; `time` in microseconds since the epoch."""
    time: int
    data: bytes
    comment: str | None = None


def read_pcap(path):
    """The frames of a little-endian, microsecond, Ethernet pcap file, as dumpcap -P writes it."""
    raw = path.read_bytes()
    magic, _, _, _, _, _, linktype = struct.unpack_from("<IHHiIII", raw)
    if magic != _PCAP_MAGIC_MICROSECONDS or linktype != LINKTYPE_ETHERNET:
        raise RuntimeError(f"{path.name}: not the pcap file that dumpcap should have written")
    frames, offset = [], 24
    while offset < len(raw):
        seconds, micros, captured, _ = struct.unpack_from("<IIII", raw, offset)
        offset += 16
        frames.append(Frame(seconds * 1_000_000 + micros, raw[offset:offset + captured]))
        offset += captured
    return frames


def write_pcapng(path, frames, linktype=LINKTYPE_ETHERNET, secrets=b""):
    """Write one section, one interface without options, the secrets if any, and the frames.

    `secrets`: a TLS key log, for a block as `editcap --inject-secrets tls,FILE` writes it.
    """
    section = struct.pack("<IHHq", _BYTE_ORDER_MAGIC, 1, 0, -1)
    interface = struct.pack("<HHI", linktype, 0, SNAPLEN)
    blocks = [_block(_SECTION_HEADER, section), _block(_INTERFACE, interface)]
    if secrets:
        head = struct.pack("<II", _TLS_KEY_LOG, len(secrets))
        blocks.append(_block(_SECRETS, head + secrets + bytes(-len(secrets) % 4)))
    for frame in frames:
        length = len(frame.data)
        head = struct.pack("<IIIII", 0, frame.time >> 32, frame.time & 0xFFFFFFFF, length, length)
        blocks.append(_block(_ENHANCED_PACKET, head + frame.data + bytes(-length % 4)
                             + _comment(frame.comment)))
    path.write_bytes(b"".join(blocks))


def _comment(text):
    """The option list of a packet with a comment."""
    if text is None:
        return b""
    value = text.encode()
    return (struct.pack("<HH", _OPTION_COMMENT, len(value)) + value + bytes(-len(value) % 4)
            + struct.pack("<HH", _OPTION_END, 0))


def _block(kind, body):
    length = 12 + len(body)
    return struct.pack("<II", kind, length) + body + struct.pack("<I", length)
