# SPDX-License-Identifier: GPL-2.0-or-later
"""Large captures for the benchmarks: flows of samples written again and again, and bulk TCP between them; and flows with
certificate chains like those of public servers."""

import struct

import chains
from memory import (BETWEEN_FLOWS, CURRENT, FILE_HEADER, FIRST_CLIENT, FIRST_PORT, FIRST_SECOND, LAST_PORT, MAGIC, OLD,
                    RECORD_HEADER, read_templates)

#: Bulk: one connection carries so many segments of this many bytes before the next one begins.
BULK_SEGMENTS, BULK_BYTES = 2000, 1200
_PAYLOAD = bytes(range(256)) * 5
_SERVER = bytes([203, 0, 113, 80])
_BULK_PORT = 9000
FIN, SYN, PSH, ACK = 0x01, 0x02, 0x08, 0x10
_HTTPS, _SEGMENT = 443, 1400


class Bulk:
    """Frames of plain TCP that no dissector above TCP knows."""

    def __init__(self, first_client=FIRST_CLIENT):
        self._first_client, self._number = first_client, 0

    def packet(self):
        """The next frame."""
        connection, place = divmod(self._number, BULK_SEGMENTS)
        self._number += 1
        client = struct.pack(">I", self._first_client + connection // 40_000)
        port = FIRST_PORT + connection % 40_000
        if place == 0:
            return _segment((client, port), (_SERVER, _BULK_PORT), SYN, 0, 0)
        start = 1 + (place - 1) * BULK_BYTES
        return _segment((client, port), (_SERVER, _BULK_PORT), PSH | ACK, start, 1, _PAYLOAD[:BULK_BYTES])


def _segment(source, destination, flags, sequence, acknowledged, payload=b""):
    """Ethernet, IPv4 and TCP between two ends, (address, port); checksums are left zero."""
    ports = (source[1], destination[1])
    tcp = struct.pack(">HHIIBBHHH", *ports, sequence & 0xFFFFFFFF, acknowledged & 0xFFFFFFFF, 5 << 4, flags, 0xFFFF, 0, 0) + payload
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0, 0x4000, 64, 6, 0, source[0], destination[0])
    return bytes(12) + b"\x08\x00" + ip + tcp


class TlsFlows:
    """Short TLS flows, half of them of TLS 1.0 that fail."""

    def __init__(self, programs):
        self._templates = {name: read_templates(programs, name) for name in (OLD, CURRENT)}
        self._number = 0

    def records(self):
        """The next flow, as records of a capture file, and how many frames it has."""
        name = (OLD, CURRENT)[self._number % 2]
        template = self._templates[name][self._number // 2 % len(self._templates[name])]
        client, port = divmod(self._number, LAST_PORT - FIRST_PORT)
        microseconds = FIRST_SECOND * 1_000_000 + self._number * BETWEEN_FLOWS
        self._number += 1
        return bytes(template.records(microseconds, FIRST_CLIENT + client, FIRST_PORT + port)), template.frames


class ChainFlows:
    """Complete TLS 1.2 flows to servers with chains like those of public ones."""

    def __init__(self, every_chain_is_new):
        """`every_chain_is_new`: no certificate comes twice; else a few servers have all flows."""
        self._chains, self._is_new = chains.Chains(), every_chain_is_new
        self._servers = [] if every_chain_is_new else [server for _ in range(chains.SERVERS // chains.SERVERS_OF_AN_AUTHORITY)
                                                       for server in self._new_servers(chains.SERVERS_OF_AN_AUTHORITY)]
        self._number = 0

    def _new_servers(self, count):
        """Servers below one authority: host name, Certificate message, whether its keys are RSA."""
        authorities = self._chains.authorities()
        hosts = [f"host{number}.example.com" for number in range(count)]
        return [(host, self._chains.message(authorities, host), authorities[0].rsa) for host in hosts]

    def records(self):
        """The next flow, as records of a capture file, and how many frames it has."""
        place = self._number % chains.SERVERS
        host, certificate, rsa = self._new_servers(1)[0] if self._is_new else self._servers[place]
        client, port = divmod(self._number, LAST_PORT - FIRST_PORT)
        ends = {True: (struct.pack(">I", FIRST_CLIENT + client), FIRST_PORT + port), False: (_SERVER[:3] + bytes([place]), _HTTPS)}
        packets = _connection(ends, chains.payloads(host, certificate, rsa))
        microseconds = FIRST_SECOND * 1_000_000 + self._number * BETWEEN_FLOWS
        self._number += 1
        return _records(packets, microseconds), len(packets)


def _connection(ends, payloads):
    """Frames of a whole TCP connection; payloads are (the client sends, bytes)."""
    segments = [(True, SYN, b""), (False, SYN | ACK, b""), (True, ACK, b"")]
    for sent, payload in payloads:
        segments += [(sent, PSH | ACK if payload else ACK, payload[start:start + _SEGMENT])
                     for start in range(0, max(len(payload), 1), _SEGMENT)]
    segments += [(True, FIN | ACK, b""), (False, FIN | ACK, b""), (True, ACK, b"")]
    packets, next_byte = [], {True: 0, False: 0}
    for sent, flags, payload in segments:
        packets.append(_segment(ends[sent], ends[not sent], flags, next_byte[sent], next_byte[not sent], payload))
        next_byte[sent] += len(payload) + (1 if flags & (SYN | FIN) else 0)
    return packets


def _records(packets, microseconds):
    """Packets as they go into a file, a microsecond between them."""
    return b"".join(RECORD_HEADER.pack(*divmod(microseconds + place, 1_000_000), len(packet), len(packet)) + packet
                    for place, packet in enumerate(packets))


def records_of_bulk(bulk, count, microseconds):
    """So many frames of it, a microsecond after each other, as records of a capture file."""
    return _records([bulk.packet() for _ in range(count)], microseconds)


def write(path, kind, programs, packets=None, size=None):
    """Writes a capture of about so many packets, or bytes; returns how many packets it has.

    Kinds: "bulk" (plain TCP), "tls" (short flows), "mixed" (a quarter of the packets is of short flows), "servers" (flows of
    usual length to a few servers with public chains), "chains" (the same, each flow with a chain that no other one has).
    """
    bulk, written = Bulk(), 0
    flows = ChainFlows(kind == "chains") if kind in ("servers", "chains") else TlsFlows(programs)
    with path.open("wb") as capture:
        capture.write(FILE_HEADER.pack(MAGIC, 2, 4, 0, 0, 65_535, 1))
        while written < packets if packets else capture.tell() < size:
            frames = 0
            if kind != "bulk":
                records, frames = flows.records()
                capture.write(records)
            others = {"bulk": 100, "mixed": 3 * frames}.get(kind, 0)
            if others:
                capture.write(records_of_bulk(bulk, others, FIRST_SECOND * 1_000_000 + written * 100))
            written += frames + others
    return written
