#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A case of many servers, one of them behind: what exchange-hybrid-triage says of it, and what it takes.

usage: case.py [--servers N] [--files N] [--megabytes N] [--memory SIZE]

The organisation's table says which addresses are its servers. Each has a ring of files: bulk TCP, and short TLS flows of
its own address, old ones of the first server, current ones of all others. Packets are in the order of their times, so that
each file begins when the one before has ended, as dumpcap's do. Fails if the report does not name the first server and no
other, if all processes together take more memory than they were given, or if the time is above 1.15 times what its
tsharks' own CPU time would take on all processors.
"""

import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))

from captures import Bulk, records_of_bulk  # noqa: E402
from memory import (CURRENT, FILE_HEADER, FIRST_CLIENT, FIRST_PORT, FIRST_SECOND, MAGIC, OLD,  # noqa: E402
                    read_templates)
from wireshark import ROOT, Wireshark, built_module  # noqa: E402

COMMAND = ROOT / "plugin" / "triage" / "exchange-hybrid-triage"
MOST_TIME = 1.15
BETWEEN_LOOKS = 0.05  # seconds
LOOKS_A_COUNT = 5  # looks for each that counts memory: the system goes through all pages for it
BETWEEN_FLOWS = 60_000  # microseconds; no flow of the samples takes longer than the bulk after it begins
BULK_AFTER = 55_000
BULK_A_FLOW = 3  # frames of bulk for each of TLS


def address_of(server):
    """The address of a server, by its number, as text."""
    number = FIRST_CLIENT + server
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))


def write_ring(folder, server, files, size, templates):
    """Writes the files of one server's ring."""
    bulk, turn = Bulk(FIRST_CLIENT + 0x10000 * (server + 1)), 0
    flows = templates[OLD if server == 0 else CURRENT]
    folder.mkdir()
    for number in range(files):
        moment = time.gmtime(FIRST_SECOND + turn * BETWEEN_FLOWS // 1_000_000)
        with (folder / f"EX{server:02d}_{number + 1:05d}_{time.strftime('%Y%m%d%H%M%S', moment)}.pcap").open("wb") as capture:
            capture.write(FILE_HEADER.pack(MAGIC, 2, 4, 0, 0, 65_535, 1))
            while capture.tell() < size:
                flow = flows[turn % len(flows)]
                microseconds = FIRST_SECOND * 1_000_000 + turn * BETWEEN_FLOWS
                capture.write(flow.records(microseconds, FIRST_CLIENT + server, FIRST_PORT + turn % 40_000))
                capture.write(records_of_bulk(bulk, BULK_A_FLOW * flow.frames, microseconds + BULK_AFTER))
                turn += 1


def processes_below(pid):
    """A process and all that it started, and those they started."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        try:
            for task in pathlib.Path(f"/proc/{one}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def memory_of(pid):
    """Its proportional share, in bytes; 0 if it is gone."""
    try:
        lines = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def tshark_seconds(pid):
    """Its CPU time; None for another program, and if it is gone."""
    try:
        name, _, others = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")
        ticks = sum(map(int, others.split()[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK") if name.endswith("(tshark") else None
    except OSError:
        return None


def watch(process):
    """Runs it to its end; the most memory of all processes together, and the CPU time of all tsharks."""
    most, seconds, looks = 0, {}, 0
    while process.poll() is None:
        running = processes_below(process.pid)
        if looks % LOOKS_A_COUNT == 0:
            most = max(most, sum(map(memory_of, running)))
        seconds |= {pid: used for pid in running if (used := tshark_seconds(pid)) is not None}
        looks += 1
        time.sleep(BETWEEN_LOOKS)
    return most, sum(seconds.values())


def main():
    """Makes the case, runs the command, judges."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--servers", type=int, default=16)
    parser.add_argument("--files", type=int, default=10)
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--memory", default="4G")
    chosen = parser.parse_args()
    programs = Wireshark(built_module().resolve())
    templates = {name: read_templates(programs, name) for name in (OLD, CURRENT)}
    plugins = built_module().resolve().parents[2]
    programs.close()
    with tempfile.TemporaryDirectory() as scratch:
        case, out = pathlib.Path(scratch) / "case", pathlib.Path(scratch) / "out"
        case.mkdir()
        for server in range(chosen.servers):
            write_ring(case / f"EX{server:02d}", server, chosen.files, int(chosen.megabytes * 1_000_000), templates)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.monotonic()
        rows = [f'uat:exchange_hybrid_organization:"{address_of(server)}","","onprem","EX{server:02d}"' for server in range(chosen.servers)]
        with subprocess.Popen([COMMAND, out, "--memory", chosen.memory, *(word for row in rows for word in ("-o", row)), case],
                              env=os.environ | {"WIRESHARK_PLUGIN_DIR": str(plugins)}) as process:
            memory, tshark = watch(process)
        took = time.monotonic() - began
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
        page = (out / "report.html").stat().st_size
    differing = [server["address"] for server in summary["servers"] if server["differs"]]
    ratio = took / (tshark / os.cpu_count())
    used = sum(getattr(children, name) - getattr(before, name) for name in ("ru_utime", "ru_stime"))
    print(f"status {process.returncode}, differs: {', '.join(differing) or 'none'}; page {page} bytes")
    print(f"most memory {memory / 1e9:.2f} GB of {chosen.memory}; {took:.1f} s, tshark's own {tshark:.1f} s of CPU: ratio {ratio:.2f}; "
          f"all programs {used:.1f} s of CPU, which is {used / tshark:.2f} times tshark's")
    size = float(chosen.memory.removesuffix("G")) * (1 << 30)
    return 0 if differing == [address_of(0)] and memory <= size and ratio <= MOST_TIME else 1


if __name__ == "__main__":
    sys.exit(main())
