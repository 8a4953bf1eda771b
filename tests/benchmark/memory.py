#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Memory that the JSON report of many flows takes beyond stock tshark's own: printed, and bounded.

usage: memory.py [--flows N] [--clients N]

The flows of two samples, one of hellos of TLS 1.0 that are reset, one of completed
handshakes of TLS 1.2, are written as often as wanted, each from another client
port: half of the flows fail. A quarter of the clients are always old, a quarter
always current, the others are both, so that what the report compares is there too.

Memory is the most that was resident (ru_maxrss), of three runs for each capture:

* stock -q: tshark without the plugin, and nothing to do: it dissects nothing.
* stock -Y: tshark without the plugin, with `-q -Y tls.handshake`. This is stock
  tshark's own share: each packet is dissected with a tree, as the plugin makes it
  be, with the same conversations and the same reassembly, and nothing is printed.
* ours: `-q -z exchange_hybrid,json`.

What the plugin takes without flows (its code, GnuTLS) is in the bytes a flow, not in
the growth. Time is printed, and judged by nobody.
"""

import argparse
import dataclasses
import math
import os
import pathlib
import re
import struct
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))

from measured import Run, read_capture  # noqa: E402
from samples import FOLDER  # noqa: E402
from wireshark import Wireshark, built_module  # noqa: E402

OLD, CURRENT = "mailtips_tls10.pcapng", "mailtips_tls12.pcapng"

JUDGED_FLOWS = 25_000
MOST_BYTES_A_FLOW = 2048
MOST_GROWTH = 1.15
FEW_FLOWS = 8

STOCK_IDLE = ("-n", "-q", "-r", "-")
STOCK = (*STOCK_IDLE, "-Y", "tls.handshake")
OURS = (*STOCK_IDLE, "-z", "exchange_hybrid,json")

# Classic pcap, little endian, microseconds; packets are Ethernet with IPv4.
MAGIC = 0xA1B2C3D4
FILE_HEADER = struct.Struct("<IHHiIII")
RECORD_HEADER = struct.Struct("<IIII")
ETHERNET_HEADER = 14
SOURCE, DESTINATION = slice(26, 30), slice(30, 34)

FIRST_CLIENT = 0x0A4D0000  # 10.77.0.0
FIRST_PORT, LAST_PORT = 20_000, 65_535
FIRST_SECOND = 1_800_000_000
BETWEEN_FLOWS = 20_000  # microseconds; no flow of the samples takes longer


def ports_of(packet):
    """Where the TCP ports stand in an IPv4 packet."""
    return ETHERNET_HEADER + 4 * (packet[ETHERNET_HEADER] & 15)


class Template:
    """The records of one flow, ready to be written again from another client at another time."""

    def __init__(self, packets):
        """`packets`: (microseconds, bytes) of the flow, the client's SYN first."""
        self._bytes = bytearray()
        self._times, self._addresses, self._ports = [], [], []
        first, syn = packets[0]
        for microseconds, packet in packets:
            sent = packet[SOURCE] == syn[SOURCE]
            self._times.append((len(self._bytes), microseconds - first))
            self._bytes += RECORD_HEADER.pack(0, 0, len(packet), len(packet))
            self._addresses.append(len(self._bytes) + (SOURCE if sent else DESTINATION).start)
            self._ports.append(len(self._bytes) + ports_of(packet) + (0 if sent else 2))
            self._bytes += packet

    @property
    def frames(self):
        """How many records the flow has."""
        return len(self._times)

    def records(self, microseconds, address, port):
        """The flow as it goes into a file; valid until the next call."""
        for place, after in self._times:
            struct.pack_into("<II", self._bytes, place, *divmod(microseconds + after, 1_000_000))
        for place in self._addresses:
            struct.pack_into(">I", self._bytes, place, address)
        for place in self._ports:
            struct.pack_into(">H", self._bytes, place, port)
        return self._bytes


def read_templates(programs, name):
    """The flows of a sample, each as a template, in order."""
    sample = programs.side_by_side(FOLDER) / name
    done = programs.run(["editcap", "-F", "pcap", str(sample), "-"], plugin=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert FILE_HEADER.unpack_from(done.stdout)[0] == MAGIC, "not little endian with microseconds"
    place, flows = FILE_HEADER.size, {}
    while place < len(done.stdout):
        seconds, microseconds, length, _ = RECORD_HEADER.unpack_from(done.stdout, place)
        place += RECORD_HEADER.size
        packet = done.stdout[place:place + length]
        place += length
        ports = ports_of(packet)
        ends = frozenset(((packet[SOURCE], packet[ports:ports + 2]),
                          (packet[DESTINATION], packet[ports + 2:ports + 4])))
        flows.setdefault(ends, []).append((seconds * 1_000_000 + microseconds, packet))
    return [Template(packets) for packets in flows.values()]


def is_old(client, turn):
    """If this client's flow of this turn fails: always, never, in even turns, in odd turns."""
    return (True, False, turn % 2 == 0, turn % 2 == 1)[client % 4]


def write_capture(path, flows, clients, templates):
    """Writes `flows` flows; returns the file's length behind each of them."""
    lengths = []
    with path.open("wb") as capture:
        lengths.append(capture.write(FILE_HEADER.pack(MAGIC, 2, 4, 0, 0, 65_535, 1)))
        for number in range(flows):
            turn, client = divmod(number, clients)
            endpoints = templates[OLD if is_old(client, turn) else CURRENT]
            microseconds = FIRST_SECOND * 1_000_000 + number * BETWEEN_FLOWS
            flow = endpoints[turn % len(endpoints)]
            records = flow.records(microseconds, FIRST_CLIENT + client, FIRST_PORT + turn)
            lengths.append(lengths[-1] + capture.write(records))
    return lengths


def end_of(path):
    """The last bytes of a file."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_536))
        return file.read().decode(errors="replace")


@dataclasses.dataclass
class Row:
    """The runs on one capture."""

    flows: int
    capture_bytes: int
    idle: Run
    stock: Run
    ours: Run

    @property
    def beyond(self):
        """Bytes beyond stock tshark's own."""
        return self.ours.memory - self.stock.memory

    def __str__(self):
        """One line below HEADING."""
        cells = [f"{self.flows:7d}", f"{self.capture_bytes / 2**20:12.1f}"]
        cells += [f"{run.memory / 2**20:9.1f}" for run in (self.idle, self.stock, self.ours)]
        cells += [f"{self.beyond / self.flows:17.0f}" if self.flows > FEW_FLOWS else " " * 17]
        cells += [f"{run.seconds:9.1f}" for run in (self.stock, self.ours)]
        return " ".join(cells)


HEADING = """\
  flows      capture  stock -q  stock -Y      ours      bytes a flow  stock -Y      ours
                 MiB       MiB       MiB       MiB      beyond stock     CPU s     CPU s"""


def measure(programs, folder, flows, clients):
    """One row for each number of flows, ascending. There is one file, which is made shorter and shorter."""
    templates = {name: read_templates(programs, name) for name in (OLD, CURRENT)}
    capture, output = folder / "flows.pcap", folder / "output"
    lengths = write_capture(capture, flows, clients, templates)
    rows = []
    for count in (flows, flows // 4, FEW_FLOWS):
        os.truncate(capture, lengths[count])
        idle, stock = (read_capture(programs, capture, arguments, output, plugin=False) for arguments in (STOCK_IDLE, STOCK))
        ours = read_capture(programs, capture, OURS, output, plugin=True)
        judged = re.search(r'"judged":\{"completed":(\d+),"failed":(\d+)', end_of(output))
        assert judged and sum(map(int, judged.groups())) == count, "the report is not about these flows"
        rows.insert(0, Row(count, lengths[count], idle, stock, ours))
    return rows


def growth(rows):
    """Exponent of the memory beyond stock, without what the plugin takes with hardly a flow: 1 is linear."""
    few, least, most = rows[0], rows[1], rows[-1]
    small, large = least.beyond - few.beyond, most.beyond - few.beyond
    return math.log(large / small) / math.log(most.flows / least.flows) if small > 0 and large > 0 else 0.0


def fault(rows):
    """What is wrong, in one line; empty if nothing is, or if the flows are too few to tell."""
    most = rows[-1]
    if most.flows < JUDGED_FLOWS:
        return ""
    if most.beyond > MOST_BYTES_A_FLOW * most.flows:
        return (f"{most.beyond / most.flows:.0f} bytes a flow beyond stock tshark's own: "
                f"above {MOST_BYTES_A_FLOW}")
    if growth(rows) > MOST_GROWTH:
        return f"memory grows with the power {growth(rows):.2f} of the flows: above {MOST_GROWTH}"
    return ""


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message):
        self.exit(2, f"{self.prog}: {message}\n")


def read_arguments():
    """The command line."""
    parser = OneLineParser(description=__doc__.splitlines()[0], prog="memory.py")
    parser.add_argument("--flows", type=int, default=JUDGED_FLOWS, metavar="N",
                        help=f"most flows; fewer than {JUDGED_FLOWS} are measured only, not judged")
    parser.add_argument("--clients", type=int, default=1000, metavar="N", help="client addresses")
    arguments = parser.parse_args()
    if arguments.flows < 4 * FEW_FLOWS:
        parser.error(f"--flows: at least {4 * FEW_FLOWS}")
    if arguments.clients < 1 or (arguments.flows - 1) // arguments.clients > LAST_PORT - FIRST_PORT:
        parser.error("--clients: too few for so many flows")
    return arguments


def main():
    """Measures, prints, judges; returns the exit status."""
    arguments = read_arguments()
    module = built_module().resolve()
    programs = Wireshark(module)
    try:
        with tempfile.TemporaryDirectory(prefix="memory-", dir=module.parents[3]) as folder:
            rows = measure(programs, pathlib.Path(folder), arguments.flows, arguments.clients)
    finally:
        programs.close()
    print(HEADING, *rows, sep="\n")
    print(f"Memory beyond stock grows with the power {growth(rows):.2f} of the flows (1 is linear).")
    wrong = fault(rows)
    if wrong:
        print(f"memory.py: {wrong}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
