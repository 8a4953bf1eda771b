# SPDX-License-Identifier: GPL-2.0-or-later
"""Edits of captured frames, for what documentation addresses or this kernel cannot show.

An edit is a small object: `apply(frames)` returns the new frames, `note` is the
sentence for the expectation's "postprocessed".
"""

import ipaddress
import struct
from dataclasses import dataclass

from .pcapng import Frame

_ETHERNET_LENGTH = 14
_IPV4, _IPV6, _VLAN = 0x0800, 0x86DD, 0x8100
_TCP = 6
_TLS_CHANGE_CIPHER_SPEC, _TLS_HANDSHAKE = 20, 22


@dataclass(frozen=True)
class RewriteAddresses:
    """Other IP addresses (same family), with the checksums made right again."""
    mapping: tuple

    @property
    def note(self):
        pairs = ", ".join(f"{old} -> {new}" for old, new in self.mapping)
        return f"addresses and checksums rewritten after the capture: {pairs}"

    def apply(self, frames):
        pairs = {ipaddress.ip_address(old).packed: ipaddress.ip_address(new).packed
                 for old, new in self.mapping}
        return [Frame(f.time, _with_addresses(f.data, pairs)) for f in frames]


@dataclass(frozen=True)
class AddVlanTag:
    """An 802.1Q tag on every frame."""
    vlan: int

    @property
    def note(self):
        return f"802.1Q tag (VLAN {self.vlan}) put into every frame after the capture"

    def apply(self, frames):
        tag = struct.pack("!HH", _VLAN, self.vlan)
        return [Frame(f.time, f.data[:12] + tag + f.data[12:]) for f in frames]


@dataclass(frozen=True)
class BeginAfterHandshake:
    """A capture that was started in the middle of a connection."""

    @property
    def note(self):
        return "every frame up to the end of the TLS handshake removed after the capture"

    def apply(self, frames):
        last = max(number for number, f in enumerate(frames) if _begins_handshake_record(f.data))
        return frames[last + 1:]


def _begins_handshake_record(data):
    """Whether the segment begins with a handshake or ChangeCipherSpec record."""
    payload = _tcp_payload(data)
    return len(payload) > 5 and payload[0] in (_TLS_CHANGE_CIPHER_SPEC, _TLS_HANDSHAKE)


def _tcp_payload(data):
    """TCP payload of an untagged IPv4 frame."""
    ip_header = (data[_ETHERNET_LENGTH] & 15) * 4
    total = struct.unpack_from("!H", data, _ETHERNET_LENGTH + 2)[0]
    tcp = _ETHERNET_LENGTH + ip_header
    return data[tcp + (data[tcp + 12] >> 4) * 4:_ETHERNET_LENGTH + total]


def _with_addresses(data, pairs):
    """One frame with addresses replaced and IPv4 and TCP checksums computed again."""
    frame = bytearray(data)
    ethertype = struct.unpack_from("!H", frame, 12)[0]
    if ethertype == _IPV4:
        header = (frame[_ETHERNET_LENGTH] & 15) * 4
        end = _ETHERNET_LENGTH + struct.unpack_from("!H", frame, _ETHERNET_LENGTH + 2)[0]
        size, source = 4, _ETHERNET_LENGTH + 12
    elif ethertype == _IPV6:
        header = 40
        end = _ETHERNET_LENGTH + header + struct.unpack_from("!H", frame, _ETHERNET_LENGTH + 4)[0]
        size, source = 16, _ETHERNET_LENGTH + 8
    else:
        raise RuntimeError(f"unexpected ethertype 0x{ethertype:04x}")

    for at in (source, source + size):
        old = bytes(frame[at:at + size])
        frame[at:at + size] = pairs.get(old, old)

    tcp = _ETHERNET_LENGTH + header
    if ethertype == _IPV4:
        frame[_ETHERNET_LENGTH + 10:_ETHERNET_LENGTH + 12] = b"\0\0"
        struct.pack_into("!H", frame, _ETHERNET_LENGTH + 10,
                         _checksum(frame[_ETHERNET_LENGTH:tcp]))
    frame[tcp + 16:tcp + 18] = b"\0\0"
    pseudo = frame[source:source + 2 * size] + struct.pack("!II", end - tcp, _TCP)
    struct.pack_into("!H", frame, tcp + 16, _checksum(pseudo + frame[tcp:end]))
    return bytes(frame)


def _checksum(data):
    """Internet checksum (RFC 1071)."""
    if len(data) % 2:
        data = data + b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
