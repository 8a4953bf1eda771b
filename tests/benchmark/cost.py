#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the plugin costs: instructions, time and memory of tshark with it, over those of stock tshark.

usage: cost.py [--packets N] [--large-packets N] [--repeats N] [--only instructions|time]

Captures are made anew: "bulk" (plain TCP), "tls" (short TLS flows) and "mixed" (a quarter of the packets is TLS).
Instructions are counted by valgrind's cachegrind on a small capture, those of starting tshark (an empty capture)
subtracted. Time and peak memory are medians of paired runs, stock and plugin in turn, on a large one. All figures are
ratios, plugin over stock of the same run; nothing is judged.
"""

import argparse
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))

import captures  # noqa: E402
from memory import FILE_HEADER, MAGIC  # noqa: E402
from wireshark import Wireshark, built_module, unprivileged_user  # noqa: E402

KINDS = ("bulk", "tls", "mixed")
FIELDS = ("frame.number", "frame.time_epoch", "ip.src", "ip.dst", "tcp.stream", "tcp.srcport", "tcp.dstport",
          "tls.handshake.type", "tls.handshake.version", "tls.handshake.extensions_server_name",
          "tls.handshake.ciphersuite", "tls.alert_message.desc")
BY_HAND = ("-Y", "tls.handshake", "-T", "fields", *(word for field in FIELDS for word in ("-e", field)))
REPORT = ("-q", "-z", "exchange_hybrid,report")
#: What is printed -> (arguments with the plugin, arguments of stock tshark).
WAYS = {
    "plain listing": ((), ()),
    "-Y tls": (("-Y", "tls"), ("-Y", "tls")),
    "-T fields": (("-T", "fields", "-e", "ip.src"), ("-T", "fields", "-e", "ip.src")),
    "-V": (("-V",), ("-V",)),
    "our report over a dozen fields by hand": (REPORT, BY_HAND),
}
#: Which plugin -> preferences.
OPTIONS = {
    "default": (),
    "without contents of HTTP": ("-o", "exchange_hybrid.requests:FALSE"),
    "every input": ("-o", "exchange_hybrid.trace_resets:TRUE"),
    "analyse off": ("-o", "exchange_hybrid.analyse:FALSE"),
}


class Bench:
    """tshark with the plugin, with the one that does nothing, and without."""

    def __init__(self, module, nothing):
        self.ours = Wireshark(module)
        self.nothing = Wireshark(nothing)

    def close(self):
        """Removes what was written."""
        self.ours.close()
        self.nothing.close()

    def command(self, capture, arguments):
        """The command line of one run."""
        return ["tshark", "-n", "-r", str(capture), *arguments]

    def instructions(self, programs, plugin, capture, arguments):
        """Instructions of one run."""
        command = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
                   *self.command(capture, arguments)]
        done = programs.run(command, plugin=plugin)
        assert done.returncode == 0, done.stderr.decode(errors="replace")[-500:]
        return int(re.search(rb"I +refs: +([\d,]+)", done.stderr)[1].replace(b",", b""))

    def run(self, programs, plugin, capture, arguments):
        """Seconds and peak memory (bytes) of one run."""
        before = time.monotonic()
        done = subprocess.run(["/usr/bin/env", "time", "-f", "%M", *self.command(capture, arguments)], check=False, cwd="/",
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=programs.environment(plugin),
                              **unprivileged_user())
        assert done.returncode == 0, done.stderr.decode(errors="replace")[-500:]
        return time.monotonic() - before, int(done.stderr.split()[-1]) * 1024


def make(bench, folder, name, kind, packets):
    """A capture that tshark's user can read."""
    path = folder / f"{name}.pcap"
    if packets:
        captures.write(path, kind, packets, bench.ours)
    else:
        path.write_bytes(FILE_HEADER.pack(MAGIC, 2, 4, 0, 0, 65_535, 1))
    path.chmod(0o644)
    return path


def count_instructions(bench, folder, packets):
    """One line a capture and way."""
    empty = make(bench, folder, "empty", "bulk", 0)

    def count(programs, plugin, capture, arguments):
        start = bench.instructions(programs, plugin, empty, arguments)
        return bench.instructions(programs, plugin, capture, arguments) - start

    for kind in KINDS:
        capture = make(bench, folder, f"small {kind}", kind, packets)
        for way, (with_plugin, stock) in WAYS.items():
            base = count(bench.ours, False, capture, stock)
            for name, options in OPTIONS.items():
                if name == "default" or way == "plain listing":
                    ours = count(bench.ours, True, capture, (*with_plugin, *options))
                    yield kind, way, name, ours / base
            if way == "plain listing":
                nothing = count(bench.nothing, True, capture, with_plugin)
                ours = count(bench.ours, True, capture, with_plugin)
                yield kind, way, "over a post-dissector that does nothing", ours / nothing


def take_times(bench, folder, packets, repeats):
    """One line a capture and way: medians of paired runs."""
    for kind in KINDS:
        capture = make(bench, folder, f"large {kind}", kind, packets)
        for way, (with_plugin, stock) in WAYS.items():
            pairs = [(bench.run(bench.ours, False, capture, stock), bench.run(bench.ours, True, capture, with_plugin))
                     for _ in range(repeats)]
            seconds = statistics.median(ours[0] / base[0] for base, ours in pairs)
            memory = statistics.median(ours[1] / base[1] for base, ours in pairs)
            yield kind, way, seconds, memory
        capture.unlink()


def read_arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packets", type=int, default=6000, metavar="N", help="for instructions")
    parser.add_argument("--large-packets", type=int, default=300_000, metavar="N", help="for time and memory")
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="paired runs of each")
    parser.add_argument("--only", choices=("instructions", "time"))
    arguments = parser.parse_args()
    if min(arguments.packets, arguments.large_packets, arguments.repeats) < 1:
        parser.error("numbers must be positive")
    return arguments


def main():
    """Measures and prints."""
    arguments = read_arguments()
    module = built_module().resolve()
    nothing = module.parents[3] / "tests" / "nothing" / module.parents[1].name / "epan" / "exchange_hybrid_nothing.so"
    if not nothing.is_file():
        sys.exit(f"cost.py: {nothing} is not there: build with tests first")
    bench = Bench(module, nothing)
    try:
        folder = bench.ours.folder("captures")
        if arguments.only != "time":
            print(f"Instructions, plugin over stock tshark ({arguments.packets} packets, start-up subtracted)")
            for kind, way, name, ratio in count_instructions(bench, folder, arguments.packets):
                print(f"{kind:6} {way:40} {name:40} {ratio:6.3f}", flush=True)
        if arguments.only != "instructions":
            print(f"Medians of {arguments.repeats} paired runs, plugin over stock ({arguments.large_packets} packets)")
            print(f"{'':6} {'':40} {'time':>6} {'memory':>6}")
            for kind, way, seconds, memory in take_times(bench, folder, arguments.large_packets, arguments.repeats):
                print(f"{kind:6} {way:40} {seconds:6.2f} {memory:6.2f}", flush=True)
    finally:
        bench.close()


if __name__ == "__main__":
    main()
