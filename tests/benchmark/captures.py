# SPDX-License-Identifier: GPL-2.0-or-later
"""Large captures for the benchmarks: flows of samples written again and again, and bulk TCP between them."""

import struct

from memory import (BETWEEN_FLOWS, CURRENT, FILE_HEADER, FIRST_CLIENT, FIRST_PORT, FIRST_SECOND, LAST_PORT, MAGIC, OLD,
                    RECORD_HEADER, read_templates)

#: Bulk: one connection carries so many segments of this many bytes before the next one begins.
BULK_SEGMENTS, BULK_BYTES = 2000, 1200
_PAYLOAD = bytes(range(256)) * 5
_SERVER = bytes([203, 0, 113, 80])
_BULK_PORT = 9000
SYN, PSH, ACK = 0x02, 0x08, 0x10


class Bulk:
    """Frames of plain TCP that no dissector above TCP knows."""

    def __init__(self):
        self._number = 0

    def packet(self):
        """The next frame."""
        connection, place = divmod(self._number, BULK_SEGMENTS)
        self._number += 1
        client = struct.pack(">I", FIRST_CLIENT + connection // 40_000)
        port = FIRST_PORT + connection % 40_000
        if place == 0:
            return _segment(client, port, SYN, 0, 0, b"")
        start = 1 + (place - 1) * BULK_BYTES
        return _segment(client, port, PSH | ACK, start, 1, _PAYLOAD[:BULK_BYTES])


def _segment(client, port, flags, sequence, acknowledged, payload):
    """Ethernet, IPv4 and TCP; checksums are left zero."""
    tcp = struct.pack(">HHIIBBHHH", port, _BULK_PORT, sequence & 0xFFFFFFFF, acknowledged, 5 << 4, flags, 0xFFFF, 0, 0) + payload
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0, 0x4000, 64, 6, 0, client, _SERVER)
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


def _bulk_records(bulk, count, microseconds):
    parts = []
    for place in range(count):
        packet = bulk.packet()
        parts.append(RECORD_HEADER.pack(*divmod(microseconds + place, 1_000_000), len(packet), len(packet)) + packet)
    return b"".join(parts)


def write(path, kind, programs, packets=None, size=None):
    """Writes a capture of about so many packets, or bytes; returns how many packets it has.

    Kinds: "bulk" (plain TCP), "tls" (short flows), "mixed" (a quarter of the packets is TLS).
    """
    bulk, flows = Bulk(), TlsFlows(programs)
    written = 0
    with path.open("wb") as capture:
        capture.write(FILE_HEADER.pack(MAGIC, 2, 4, 0, 0, 65_535, 1))
        while written < packets if packets else capture.tell() < size:
            frames = 0
            if kind != "bulk":
                records, frames = flows.records()
                capture.write(records)
            others = {"bulk": 100, "tls": 0, "mixed": 3 * frames}[kind]
            if others:
                capture.write(_bulk_records(bulk, others, FIRST_SECOND * 1_000_000 + written * 100))
            written += frames + others
    return written
