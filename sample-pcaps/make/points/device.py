# SPDX-License-Identifier: GPL-2.0-or-later
"""A router in user space that does what a firewall, a translator or a narrow link does to TCP, and nothing by chance.

It reads Ethernet frames on one side, changes or drops the packet, counts its TTL down, makes the checksums right, and writes it
on the other side.
"""

import ctypes
import os
import select
import socket
import struct
import threading

from .scenarios import CLIENT, TRANSLATED

_ETHERNET, _IPV4, _IPV6, _TCP = 14, 0x0800, 0x86DD, 6
_FIN, _SYN, _RST, _ACK = 0x01, 0x02, 0x04, 0x10
_LARGEST_PACKET, _SEGMENT = 1000, 1460
_FRESH_TTL = 64
_REWRITTEN = {0: 0x10203040, 1: 0x50607080}
_NEW_NETWORK = 0x40000000


def socket_in(namespace, *arguments):
    """A socket of another network namespace: it stays there, the thread comes back."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/thread-self/ns/net", "rb") as ours, open(f"/run/netns/{namespace}", "rb") as theirs:
        if libc.setns(theirs.fileno(), _NEW_NETWORK) != 0:
            raise OSError(ctypes.get_errno(), f"setns {namespace}")
        try:
            return socket.socket(*arguments)
        finally:
            libc.setns(ours.fileno(), _NEW_NETWORK)


class Packet:
    """One TCP packet over IPv4 or IPv6, without its Ethernet header."""

    def __init__(self, data):
        self.data = bytearray(data)
        self.six = self.data[0] >> 4 == 6
        self.at = 40 if self.six else (self.data[0] & 15) * 4
        length = struct.unpack_from("!H", self.data, 4 if self.six else 2)[0] + (40 if self.six else 0)
        self.data = self.data[:length]
        self._addresses = (8, 16) if self.six else (12, 4)

    def address(self, place):
        """Source (0) or destination (1)."""
        at, size = self._addresses
        return bytes(self.data[at + place * size:at + (place + 1) * size])

    def set_address(self, place, value):
        """Changes it."""
        at, size = self._addresses
        self.data[at + place * size:at + (place + 1) * size] = value

    def number(self, at, kind="!I"):
        """A number of the TCP header."""
        return struct.unpack_from(kind, self.data, self.at + at)[0]

    def set_number(self, at, value, kind="!I"):
        """Changes it."""
        struct.pack_into(kind, self.data, self.at + at, value)

    @property
    def flags(self):
        """Those of the TCP header."""
        return self.data[self.at + 13]

    @property
    def payload(self):
        """Behind the TCP header."""
        return bytes(self.data[self.at + (self.data[self.at + 12] >> 4) * 4:])

    @property
    def ttl_at(self):
        """Where the TTL or hop limit is."""
        return 7 if self.six else 8

    def finished(self):
        """The bytes, lengths and checksums made right."""
        struct.pack_into("!H", self.data, 4 if self.six else 2, len(self.data) - (40 if self.six else 0))
        if not self.six:
            self.data[10:12] = b"\0\0"
            self.data[10:12] = _checksum(self.data[:self.at])
        self.data[self.at + 16:self.at + 18] = b"\0\0"
        segment = self.data[self.at:]
        head = self.address(0) + self.address(1) + struct.pack("!II" if self.six else "!HH", *((len(segment), _TCP) if self.six else (_TCP, len(segment))))
        self.data[self.at + 16:self.at + 18] = _checksum(head + segment)
        return bytes(self.data)

    def answer(self, flags, sequence, acknowledgement, back):
        """A bare packet of this connection, back to the sender or on to the receiver, as a device makes it."""
        made = Packet(self.data[:self.at + 20])
        made.data[made.at + 12:made.at + 20] = bytes((0x50, flags, 0, 0, 0, 0, 0, 0))
        made.set_number(4, sequence)
        made.set_number(8, acknowledgement)
        made.data[made.ttl_at] = _FRESH_TTL
        if back:
            source, destination = self.address(0), self.address(1)
            made.set_address(0, destination)
            made.set_address(1, source)
            made.data[made.at:made.at + 4] = self.data[self.at + 2:self.at + 4] + self.data[self.at:self.at + 2]
        return made


def _checksum(data):
    data = bytes(data) + b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack("!H", ~total & 0xFFFF)


class Device:
    """Stands between two interfaces until it is closed. `local`: addresses that a program of the device answers for."""

    def __init__(self, kind, sides, local=()):
        """`sides`: for A's side and B's side: (namespace, interface, own MAC, the MAC beyond)."""
        self._change = getattr(self, f"_{kind}", self._plain)
        self._sides = sides
        self._local = {socket.inet_aton(address) for address in local}
        self._sockets = []
        self._ports, self._closed = {}, set()
        for namespace, interface, _, _ in sides:
            opened = socket_in(namespace, socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
            opened.bind((interface, 3))
            self._sockets.append(opened)
        self._end, self._wake = os.pipe()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self):
        """Ends it."""
        os.write(self._wake, b"x")
        self._thread.join()
        for opened in self._sockets:
            opened.close()

    def _run(self):
        while True:
            ready, _, _ = select.select([*self._sockets, self._end], [], [])
            if self._end in ready:
                return
            for opened in ready:
                frame, where = opened.recvfrom(1 << 17)
                if where[2] != socket.PACKET_OUTGOING:
                    self._take(self._sockets.index(opened), frame)

    def _take(self, side, frame):
        """A frame that came from this side (0: A's)."""
        kind = struct.unpack_from("!H", frame, 12)[0]
        if kind not in (_IPV4, _IPV6) or frame[_ETHERNET + (6 if kind == _IPV6 else 9)] != _TCP:
            return
        packet = Packet(frame[_ETHERNET:])
        if packet.address(1) in self._local:
            return
        packet.data[packet.ttl_at] -= 1
        for to, made in self._change(side, packet):
            self._send(to, made)

    def _send(self, side, packet):
        _, _, own, beyond = self._sides[side]
        head = bytes.fromhex(beyond.replace(":", "")) + bytes.fromhex(own.replace(":", ""))
        self._sockets[side].send(head + struct.pack("!H", _IPV6 if packet.six else _IPV4) + packet.finished())

    @staticmethod
    def _plain(side, packet):
        return [(1 - side, packet)]

    def _nat(self, side, packet):
        """Another address and other ports for the client."""
        place = 0 if side == 0 else 1
        port = packet.number(2 * place, "!H")
        if side == 0:
            changed = self._ports.setdefault(port, 20001 + len(self._ports))
            packet.set_address(0, socket.inet_aton(TRANSLATED))
        else:
            changed = next(inside for inside, outside in self._ports.items() if outside == port)
            packet.set_address(1, socket.inet_aton(CLIENT))
        packet.set_number(2 * place, changed, "!H")
        return [(1 - side, packet)]

    def _reset_to_client(self, side, packet):
        """The first payload of the client is answered by a reset; the connection is dead from then on."""
        key = packet.number(0 if side == 0 else 2, "!H")
        if key in self._closed:
            return []
        if side == 0 and packet.payload:
            self._closed.add(key)
            return [(0, packet.answer(_RST | _ACK, packet.number(8), packet.number(4) + len(packet.payload), True))]
        return [(1 - side, packet)]

    def _reset_to_server(self, side, packet):
        """The same in the other direction."""
        key = packet.number(0 if side == 0 else 2, "!H")
        if key in self._closed:
            return []
        if side == 0 and packet.payload:
            self._closed.add(key)
            return [(1, packet.answer(_RST | _ACK, packet.number(4), packet.number(8), False))]
        return [(1 - side, packet)]

    @staticmethod
    def _loss(side, packet):
        return [] if side == 0 and packet.payload else [(1 - side, packet)]

    @staticmethod
    def _mtu(side, packet):
        return [] if len(packet.data) > _LARGEST_PACKET else [(1 - side, packet)]

    @staticmethod
    def _segments(side, packet):
        """What an adapter does with a segment above the MTU."""
        payload, parts = packet.payload, []
        for begin in range(0, max(len(payload), 1), _SEGMENT):
            head = len(packet.data) - len(payload)
            part = Packet(packet.finished())
            part.data = bytearray(packet.data[:head] + payload[begin:begin + _SEGMENT])
            part.set_number(4, (packet.number(4) + begin) & 0xFFFFFFFF)
            parts.append((1 - side, part))
        return parts

    @staticmethod
    def _rewriting(side, packet):
        """Each side's numbers moved by an own amount; the laboratory's hosts send no SACK."""
        packet.set_number(4, (packet.number(4) + _REWRITTEN[side]) & 0xFFFFFFFF)
        if packet.flags & _ACK:
            packet.set_number(8, (packet.number(8) - _REWRITTEN[1 - side]) & 0xFFFFFFFF)
        return [(1 - side, packet)]
