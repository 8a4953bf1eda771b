#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the plugin costs, against its targets: instructions, time and memory of tshark with it, over those of stock tshark.

usage: cost.py [--only PART] [--packets N] [--repeats N] [--gigabyte] [--check-options]

Captures are made anew: "bulk" (plain TCP), "tls" (short TLS flows) and "mixed" (a quarter of the packets is TLS). Parts:

* instructions: counted by valgrind's cachegrind on a small capture, those of starting tshark subtracted. Random numbers
  are the same in every run, so that hash tables are too.
* fields: instructions a frame that each wanted field takes on all samples put together: all fields but this one are
  wanted, by a post-dissector that does nothing.
* time: CPU seconds and peak memory, medians of paired runs, stock and plugin in turn.
* growth: the same from 10 MB to 100 MB (with --gigabyte to 1 GB), and the power of the size that they grow with.
* bound: only the plugin's own instructions; status 1 if they are well above their target. For ctest.
"""

import math
import pathlib
import re
import statistics
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))

import samples  # noqa: E402
from bench import NOTHING, OURS, STOCK, Bench, NotBuilt  # noqa: E402
from memory import OneLineParser  # noqa: E402
from wireshark import ROOT, built_module  # noqa: E402

KINDS = ("bulk", "mixed", "tls", "servers", "chains")
#: Those for time and growth.
LARGE_KINDS = ("bulk", "mixed", "tls")
FIELDS = ("frame.number", "frame.time_epoch", "ip.src", "ip.dst", "tcp.stream", "tcp.srcport", "tcp.dstport",
          "tls.handshake.type", "tls.handshake.version", "tls.handshake.extensions_server_name",
          "tls.handshake.ciphersuite", "tls.alert_message.desc")
BY_HAND = ("-Y", "tls.handshake", "-T", "fields", *(word for field in FIELDS for word in ("-e", field)))
REPORT = ("-q", "-z", "exchange_hybrid,report")
NO_CONTENTS = ("-o", "exchange_hybrid.requests:FALSE")
EVERY_INPUT = ("-o", "exchange_hybrid.trace_resets:TRUE")
OFF = ("-o", "exchange_hybrid.analyse:FALSE")

#: What is printed: (ours, its arguments), (compared with, its arguments), targets by kind of capture.
OWN_WORK = ("own work: over a post-dissector that does nothing", (OURS, ()), (NOTHING, ()),
            {"bulk": 1.04, "mixed": 1.04, "servers": 1.04})
SWITCHED_OFF = ("plain listing, analyse off", (OURS, OFF), (STOCK, ()), {"bulk": 1.00, "mixed": 1.00})
COMPARISONS = (
    ("plain listing", (OURS, ()), (STOCK, ()), {"servers": 1.24}),
    ("plain listing, without contents of HTTP", (OURS, NO_CONTENTS), (STOCK, ()), {"bulk": 1.24, "mixed": 1.24}),
    ("plain listing, every input", (OURS, EVERY_INPUT), (STOCK, ()), {"bulk": 1.33, "mixed": 1.33}),
    SWITCHED_OFF,
    OWN_WORK,
    ("-Y tls", (OURS, ("-Y", "tls")), (STOCK, ("-Y", "tls")), {"bulk": 1.02, "mixed": 1.05, "servers": 1.06}),
    ("-T fields -e ip.src", (OURS, ("-T", "fields", "-e", "ip.src")), (STOCK, ("-T", "fields", "-e", "ip.src")),
     {"bulk": 1.02, "mixed": 1.05}),
    ("-V", (OURS, ("-V",)), (STOCK, ("-V",)), {"bulk": 1.02, "mixed": 1.05}),
    ("our report, over stock's dozen fields by hand", (OURS, REPORT), (STOCK, BY_HAND), {kind: 1.00 for kind in KINDS}),
)
TIMED = [row for row in COMPARISONS if row[2][0] == STOCK]
SIZES = (10_000_000, 30_000_000, 100_000_000)
GIGABYTE = 1_000_000_000
TIMED_SIZE = SIZES[0]
#: How far above its target the plugin's own work has to be for a test to fail.
MARGIN = 0.01


def verdict(ratio, target):
    """How the ratio stands to its target, both to two places."""
    if target is None:
        return ""
    return f"{target:.2f} {'met' if round(ratio, 2) <= target else 'MISSED'}"


def compare_instructions(bench, capture, kind, comparison):
    """One comparison on one capture; returns the ratio."""
    name, (ours, arguments), (base, base_arguments), targets = comparison
    ratio = bench.instructions(ours, capture, arguments) / bench.instructions(base, capture, base_arguments)
    print(f"{kind:7} {name:50} {ratio:6.3f}  {verdict(ratio, targets.get(kind))}", flush=True)
    return ratio


def print_instructions(bench, arguments):
    """All comparisons on all kinds."""
    print(f"Instructions, ratio and target ({arguments.packets} packets, start-up subtracted)")
    for kind in KINDS:
        capture = bench.capture(f"small {kind}", kind, packets=arguments.packets)
        for comparison in COMPARISONS:
            compare_instructions(bench, capture, kind, comparison)


def wanted_names():
    """The fields of the plugin's table, in its order."""
    table = (ROOT / "plugin" / "dissector" / "wanted.c").read_text(encoding="utf-8")
    version = built_module().resolve().parents[1].name
    sslv2 = '"tls.handshake.type"' if version == "4.0" else '"tls.ssl2.handshake.type"'
    return re.findall(r'^    \{"([a-z0-9_.]+)"', table.replace("COMPAT_SSLV2_HANDSHAKE_TYPE", sslv2), re.MULTILINE)


def print_fields(bench, _arguments):
    """Each wanted field's cost."""
    capture = bench.together(samples.all_captures())
    counted = subprocess.run(["capinfos", "-c", "-M", "-T", "-r", str(capture)], capture_output=True, check=True)
    frames = int(counted.stdout.split()[-1])
    print(f"Instructions a frame that each wanted field takes (all samples, {frames} frames)")
    every = bench.instructions_and_start(NOTHING, capture, without="")
    for name in wanted_names():
        cost = (every - bench.instructions_and_start(NOTHING, capture, without=name)) / frames
        print(f"{name:32} {cost:7.0f}", flush=True)


def print_times(bench, arguments):
    """CPU time and memory, all comparisons with stock."""
    print(f"CPU time and peak memory, medians of {arguments.repeats} paired runs ({TIMED_SIZE // 1_000_000} MB)")
    for kind in LARGE_KINDS:
        capture = bench.capture(f"timed {kind}", kind, size=TIMED_SIZE)
        for name, (ours, ours_arguments), (base, base_arguments), _ in TIMED:
            pairs = [(bench.run(base, capture, base_arguments), bench.run(ours, capture, ours_arguments))
                     for _ in range(arguments.repeats)]
            seconds = statistics.median(ours.seconds / base.seconds for base, ours in pairs)
            memory = statistics.median(ours.memory / base.memory for base, ours in pairs)
            print(f"{kind:7} {name:50} time {seconds:5.2f}  memory {memory:5.2f}", flush=True)
        capture.unlink()


def exponent(sizes, values):
    """The power of the size that the values grow with: least squares of the logarithms. 1 is linear."""
    return statistics.linear_regression([math.log(size) for size in sizes],
                                        [math.log(max(value, 1e-9)) for value in values]).slope


def print_growth(bench, arguments):
    """From 10 MB on: a packet list, with the plugin also its report at the end."""
    sizes = (*SIZES, GIGABYTE) if arguments.gigabyte else SIZES
    print("Growth: a packet list, the plugin's with its report (start-up subtracted in the powers)")
    starts = {kind: bench.run(kind, bench.empty) for kind in (STOCK, OURS)}
    for kind in LARGE_KINDS:
        rows = []
        for size in sizes:
            capture = bench.capture(f"{kind} {size}", kind, size=size)
            stock, ours = bench.run(STOCK, capture), bench.run(OURS, capture, ("-z", "exchange_hybrid,report"))
            rows.append((capture.stat().st_size, stock, ours))
            print(f"{kind:7} {capture.stat().st_size / 1e6:7.0f} MB  stock {stock.seconds:7.1f} s {stock.memory / 1e6:6.0f} MB"
                  f"  plugin {ours.seconds:7.1f} s {ours.memory / 1e6:6.0f} MB  time {ours.seconds / stock.seconds:5.2f}"
                  f"  memory {ours.memory / stock.memory:5.2f}", flush=True)
            capture.unlink()
        print_powers(kind, rows, starts)


def print_powers(kind, rows, starts):
    """The powers of time and memory, stock's and the plugin's."""
    powers = []
    for name, place in ((STOCK, 1), (OURS, 2)):
        for what in ("seconds", "memory"):
            values = [getattr(row[place], what) - getattr(starts[name], what) for row in rows]
            powers.append(f"{name} {what} {exponent([row[0] for row in rows], values):.2f}")
    print(f"{kind:7} grow with the power: {', '.join(powers)}", flush=True)


def check_bound(bench, arguments):
    """Ends with status 1 if the plugin's own work takes well more than its target."""
    capture, most = bench.capture("bound", "mixed", packets=arguments.packets), OWN_WORK[3]["mixed"] + MARGIN
    ratio = compare_instructions(bench, capture, "mixed", OWN_WORK)
    if ratio > most:
        sys.exit(f"cost.py: {OWN_WORK[0]}: {ratio:.3f} times the instructions, above {most:.2f}")


PARTS = {"instructions": print_instructions, "fields": print_fields, "time": print_times, "growth": print_growth}


def read_arguments():
    """The command line."""
    parser = OneLineParser(description=__doc__.splitlines()[0], prog="cost.py")
    parser.add_argument("--only", choices=(*PARTS, "bound"), metavar="PART", help=", ".join((*PARTS, "bound")))
    parser.add_argument("--packets", type=int, default=20_000, metavar="N", help="of the captures for instructions")
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="paired runs for time")
    parser.add_argument("--gigabyte", action="store_true", help="growth up to 1 GB, not 100 MB")
    parser.add_argument("--check-options", action="store_true", help="only say whether the options are right")
    arguments = parser.parse_args()
    if arguments.packets < 100:
        parser.error("--packets: at least 100")
    if arguments.repeats < 1:
        parser.error("--repeats: at least 1")
    return arguments


def main():
    """Measures and prints."""
    arguments = read_arguments()
    if arguments.check_options:
        return
    try:
        bench = Bench()
    except NotBuilt as missing:
        sys.exit(f"cost.py: {missing}")
    try:
        if arguments.only == "bound":
            check_bound(bench, arguments)
        for name, part in PARTS.items():
            if arguments.only in (None, name):
                part(bench, arguments)
    finally:
        bench.close()


if __name__ == "__main__":
    main()
