# SPDX-License-Identifier: GPL-2.0-or-later
"""Edits of captured frames, for what documentation addresses or this kernel cannot show.

An edit is a small object: `apply(frames)` returns the new frames, `note` is the
sentence for the expectation's "postprocessed", `linktype` the file's link type if
the edit changes it.
"""

import ipaddress
import struct
from dataclasses import dataclass, replace
from datetime import datetime

from .pcapng import LINKTYPE_RAW_IP

_ETHERNET_LENGTH = 14
_LARGEST_FRAME = 1514
_IPV4, _IPV6, _VLAN = 0x0800, 0x86DD, 0x8100
_TCP, _UDP = 6, 17
_CHECKSUM_AT = {_TCP: 16, _UDP: 6}
_RESET, _PUSH = 0x04, 0x08
_TLS_CHANGE_CIPHER_SPEC, _TLS_ALERT, _TLS_HANDSHAKE = 20, 21, 22
#: Length and level of an alert in clear; its record is that long.
_FATAL_ALERT, _ALERT_LENGTH = b"\0\x02\x02", 7
_CLIENT_HELLO, _RECORD_HEADER = 1, 5
_GREASE, _PADDING, _TIME_STAMPS = 0x2A2A, 21, 18


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
        return [replace(f, data=_with_addresses(f.data, pairs)) for f in frames]


@dataclass(frozen=True)
class AddVlanTag:
    """An 802.1Q tag on every frame."""
    vlan: int

    @property
    def note(self):
        return f"802.1Q tag (VLAN {self.vlan}) put into every frame after the capture"

    def apply(self, frames):
        tag = struct.pack("!HH", _VLAN, self.vlan)
        return [replace(f, data=f.data[:12] + tag + f.data[12:]) for f in frames]


@dataclass(frozen=True)
class BeginAfterHandshake:
    """A capture that was started in the middle of a connection."""

    @property
    def note(self):
        return "every frame up to the end of the TLS handshake removed after the capture"

    def apply(self, frames):
        last = max(number for number, f in enumerate(frames) if _begins_handshake_record(f.data))
        return frames[last + 1:]


@dataclass(frozen=True)
class ForeignReset:
    """Another time to live in every RST, as a device on the way makes them."""
    ttl: int

    @property
    def note(self):
        return (f"time to live of the RST set to {self.ttl} after the capture, header checksum "
                "made right again")

    def apply(self, frames):
        return [replace(f, data=self._changed(f.data)) if _flags(f.data) & _RESET else f
                for f in frames]

    def _changed(self, data):
        frame = bytearray(data)
        frame[_ETHERNET_LENGTH + 8] = self.ttl
        return _with_checksums(frame)


@dataclass(frozen=True)
class PadOver:
    """A ClientHello without an extension: padding of the same length is in its place."""
    extension: int
    name: str

    @property
    def note(self):
        return (f"{self.name} in the ClientHello replaced by padding of the same length after the "
                "capture, checksum made right again")

    def apply(self, frames):
        return _with_hello(frames, self._change)

    def _change(self, hello):
        found = [(at, length) for kind, at, length in _hello_lists(hello)[1]
                 if kind == self.extension]
        for at, length in found:
            hello[at - 4:at + length] = struct.pack("!HH", _PADDING, length) + bytes(length)
        return bool(found)


@dataclass(frozen=True)
class AddGrease:
    """GREASE (RFC 8701), as browsers put it into a hello: values that mean nothing."""

    @property
    def note(self):
        return ("the ClientHello's first cipher suite and an extension (18) replaced by GREASE "
                "values (0x2A2A) after the capture, checksum made right again")

    def apply(self, frames):
        return _with_hello(frames, self._change)

    @staticmethod
    def _change(hello):
        suites, extensions = _hello_lists(hello)
        struct.pack_into("!H", hello, suites, _GREASE)
        found = [at for kind, at, _ in extensions if kind == _TIME_STAMPS]
        for at in found:
            struct.pack_into("!H", hello, at - 4, _GREASE)
        return bool(found)


@dataclass(frozen=True)
class OtherAlert:
    """Another description in the fatal alert: one that no stack at hand sends."""
    code: int
    name: str

    @property
    def note(self):
        return (f"description of the fatal alert replaced by {self.code} ({self.name}) after the "
                "capture, checksum made right again")

    def apply(self, frames):
        for number, f in enumerate(frames):
            payload = _tcp_payload(f.data)
            if len(payload) == _ALERT_LENGTH and payload[0] == _TLS_ALERT and (
                    payload[3:6] == _FATAL_ALERT):
                end = _ETHERNET_LENGTH + struct.unpack_from("!H", f.data, _ETHERNET_LENGTH + 2)[0]
                frame = bytearray(f.data)
                frame[end - 1] = self.code
                return [*frames[:number], replace(f, data=_with_checksums(frame)),
                        *frames[number + 1:]]
        raise RuntimeError("no fatal alert in clear")


@dataclass(frozen=True)
class WithoutEthernet:
    """Packets without a link layer, as etl2pcapng writes those of a tunnel or VPN adapter."""
    linktype = LINKTYPE_RAW_IP

    @property
    def note(self):
        return "Ethernet headers removed after the capture (link type raw IP)"

    def apply(self, frames):
        return [replace(f, data=f.data[_ETHERNET_LENGTH:]) for f in frames]


@dataclass(frozen=True)
class SeenAtComponents:
    """Each packet several times within microseconds, as pktmon sees it at components."""
    copies: int = 1

    @property
    def note(self):
        return f"every frame repeated {self.copies} x, each 2 us later, after the capture"

    def apply(self, frames):
        ends = [f.time for f in frames[1:]] + [frames[-1].time + 1000]
        return [replace(f, time=min(f.time + 2 * copy, end))
                for f, end in zip(frames, ends) for copy in range(self.copies + 1)]


@dataclass(frozen=True)
class MergeSegments:
    """Segments above the MTU: what the adapter cuts or joins is captured in one piece."""

    @property
    def note(self):
        return ("adjacent segments of one side joined to one above the MTU after the capture, and "
                "acknowledgements between them removed")

    def apply(self, frames):
        merged = []
        for f in frames:
            last = next((number for number in reversed(range(len(merged)))
                         if _tcp_payload(merged[number].data)), None)
            if last is not None and _follows(merged[last].data, f.data):
                merged[last:] = [replace(merged[last], data=_joined(merged[last].data, f.data))]
            else:
                merged.append(f)
        if max(len(f.data) for f in merged) <= _LARGEST_FRAME:
            raise RuntimeError("no segment above the MTU came of it")
        return merged


@dataclass(frozen=True)
class MoveTo:
    """All times moved, so that the capture begins at another one, as editcap -t does."""
    when: str

    @property
    def note(self):
        return f"all times moved after the capture, which now begins at {self.when}"

    def apply(self, frames):
        start = datetime.fromisoformat(self.when).timestamp()
        moved = int(start) * 1_000_000 - frames[0].time
        return [replace(f, time=f.time + moved) for f in frames]


@dataclass(frozen=True)
class ProcessComments:
    """A comment with a process on every packet, as etl2pcapng writes it."""
    text: str = "PID=4012 ProcessName=w3wp.exe"

    @property
    def note(self):
        return f"packet comment \"{self.text}\" put on every frame after the capture"

    def apply(self, frames):
        return [replace(f, comment=self.text) for f in frames]


def _with_hello(frames, change):
    """Frames with the first ClientHello changed in its place; `change` tells whether it was."""
    for number, f in enumerate(frames):
        payload = bytearray(_tcp_payload(f.data))
        if (len(payload) > _RECORD_HEADER and payload[0] == _TLS_HANDSHAKE
                and payload[_RECORD_HEADER] == _CLIENT_HELLO and change(payload)):
            start = _ETHERNET_LENGTH + struct.unpack_from("!H", f.data, _ETHERNET_LENGTH + 2)[0]
            frame = bytearray(f.data)
            frame[start - len(payload):start] = payload
            changed = replace(f, data=_with_checksums(frame))
            return [*frames[:number], changed, *frames[number + 1:]]
    raise RuntimeError("no ClientHello that can be changed so")


def _hello_lists(hello):
    """Where the suites begin, and (type, where its data begin, length) of each extension."""
    at = _RECORD_HEADER + 4 + 2 + 32
    at += 1 + hello[at]
    suites = at + 2
    at = suites + struct.unpack_from("!H", hello, at)[0]
    at += 1 + hello[at] + 2
    extensions = []
    while at + 4 <= len(hello):
        kind, length = struct.unpack_from("!HH", hello, at)
        extensions.append((kind, at + 4, length))
        at += 4 + length
    return suites, extensions


def _flags(data):
    """TCP flags of an untagged IPv4 frame; 0 of another."""
    if data[_ETHERNET_LENGTH + 9] != _TCP:
        return 0
    return data[_tcp_at(data) + 13]


def _tcp_at(data):
    return _ETHERNET_LENGTH + (data[_ETHERNET_LENGTH] & 15) * 4


def _follows(first, second):
    """Whether both carry data and the second is the direct continuation of the first."""
    at, payload = _tcp_at(first), _tcp_payload(first)
    ends = slice(_ETHERNET_LENGTH + 12, _ETHERNET_LENGTH + 20)
    number, following = (struct.unpack_from("!I", data, at + 4)[0] for data in (first, second))
    return bool(payload and _tcp_payload(second) and first[ends] == second[ends]
                and first[at:at + 4] == second[at:at + 4] and number + len(payload) == following)


def _joined(first, second):
    """One frame with the data of both, and the flags of the second."""
    end = _ETHERNET_LENGTH + struct.unpack_from("!H", first, _ETHERNET_LENGTH + 2)[0]
    frame = bytearray(first[:end] + _tcp_payload(second))
    struct.pack_into("!H", frame, _ETHERNET_LENGTH + 2, len(frame) - _ETHERNET_LENGTH)
    frame[_tcp_at(first) + 13] |= _flags(second) & _PUSH
    return _with_checksums(frame)


def _begins_handshake_record(data):
    """Whether the segment begins with a handshake or ChangeCipherSpec record."""
    payload = _tcp_payload(data)
    return len(payload) > 5 and payload[0] in (_TLS_CHANGE_CIPHER_SPEC, _TLS_HANDSHAKE)


def _tcp_payload(data):
    """TCP payload of an untagged IPv4 frame."""
    total = struct.unpack_from("!H", data, _ETHERNET_LENGTH + 2)[0]
    tcp = _tcp_at(data)
    return data[tcp + (data[tcp + 12] >> 4) * 4:_ETHERNET_LENGTH + total]


def _layout(frame):
    """(transport protocol, where its header begins, where it ends, where the source address
    is, size of an address) of an untagged frame."""
    ethertype = struct.unpack_from("!H", frame, 12)[0]
    if ethertype == _IPV4:
        length = struct.unpack_from("!H", frame, _ETHERNET_LENGTH + 2)[0]
        return (frame[_ETHERNET_LENGTH + 9], _tcp_at(frame), _ETHERNET_LENGTH + length,
                _ETHERNET_LENGTH + 12, 4)
    if ethertype == _IPV6:
        start = _ETHERNET_LENGTH + 40
        length = struct.unpack_from("!H", frame, _ETHERNET_LENGTH + 4)[0]
        return frame[_ETHERNET_LENGTH + 6], start, start + length, _ETHERNET_LENGTH + 8, 16
    raise RuntimeError(f"unexpected ethertype 0x{ethertype:04x}")


def _with_addresses(data, pairs):
    """One frame with addresses replaced and the checksums computed again."""
    frame = bytearray(data)
    _, _, _, source, size = _layout(frame)
    for at in (source, source + size):
        old = bytes(frame[at:at + size])
        frame[at:at + size] = pairs.get(old, old)
    return _with_checksums(frame)


def _with_checksums(frame):
    """The frame with its IPv4 and TCP or UDP checksums computed again."""
    protocol, start, end, source, size = _layout(frame)
    if size == 4:
        frame[_ETHERNET_LENGTH + 10:_ETHERNET_LENGTH + 12] = b"\0\0"
        struct.pack_into("!H", frame, _ETHERNET_LENGTH + 10,
                         _checksum(frame[_ETHERNET_LENGTH:start]))
    at = start + _CHECKSUM_AT[protocol]
    frame[at:at + 2] = b"\0\0"
    pseudo = frame[source:source + 2 * size] + struct.pack("!II", end - start, protocol)
    struct.pack_into("!H", frame, at, _checksum(pseudo + frame[start:end]))
    return bytes(frame)


def _checksum(data):
    """Internet checksum (RFC 1071)."""
    if len(data) % 2:
        data = data + b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
