#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Mutated samples through tshark with the sanitized module: nothing may go wrong that stock tshark does not do as well.

usage: mutate.py [--rounds N] [--first N] [--seed N]
       mutate.py --file CAPTURE [--option NAME:VALUE] ...

Each round takes one to six samples, one after the other through all of them in an order of
chance, merges them into one file, and does one to three things to it: bits flip, bytes change,
packets are cut, lost, doubled or out of order. tshark then reads the file three times, with
every statistic that the plugin has. A round goes wrong if tshark crashes, hangs, takes too much
memory, tells of a dissector bug, or if a report is no JSON, and if tshark without the plugin
(sanitizers are loaded all the same) does not fail in that way too.

The same seed makes the same files: rounds may be shared out among processes by --first. What goes
wrong is kept in tests/fuzz/mutations of the build folder, and checked again by --file. The module
is the one that EXCHANGE_HYBRID_MODULE names, else the newest exchange_hybrid_sanitized.so of the
build folders.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import random
import re
import resource
import signal
import struct
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))

from samples import FOLDER, all_captures  # noqa: E402
from wireshark import ROOT, Wireshark  # noqa: E402

SECONDS, MEBIBYTES = 120, 1024
BETWEEN_LINES = 100  # rounds
MOST_SAMPLES, MOST_MUTATIONS = 6, 3

# pcapng: section header, interface description, enhanced packet.
PACKET_BLOCK = 6
BLOCK_HEADER = struct.Struct("<II")
PACKET_HEADER = struct.Struct("<IIIIIII")  # type, length, interface, time (2), bytes captured, bytes sent

JSON = "exchange_hybrid,json"
STATISTIC = re.compile(r"^ *(exchange_hybrid,\S+)", re.MULTILINE)
# Arguments, statistics (none: all), Wireshark's allocator: "simple" shows AddressSanitizer each block, "strict" has canaries.
RUNS = (
    (("-V",), (), "strict"),
    (("-2", "-V"), (), "strict"),
    (("-q",), (JSON,), "simple"),
)
OPTIONS = (
    "exchange_hybrid.scope:all", "exchange_hybrid.scope:hybrid", "exchange_hybrid.minimum_version:tls13",
    "exchange_hybrid.trace_resets:TRUE", "exchange_hybrid.show_addresses:TRUE", "exchange_hybrid.germany:TRUE",
    "exchange_hybrid.onprem_networks:192.0.2.0/24", "tcp.desegment_tcp_streams:FALSE",
    "tcp.reassemble_out_of_order:TRUE", "tls.desegment_ssl_records:FALSE",
)
SUMMARY = re.compile(r"SUMMARY: .*\S")
BUG = re.compile(r"Dissector bug.*|Malformed Packet: ExchHybrid.*|more than \d+ items.*"
                 r"|runtime error:.*|\[\S+ (?:WARNING|CRITICAL|ERROR)\].*|(?:WARNING|CRITICAL|ERROR) \*\*:.*")


# ---- capture files ----

def read_blocks(content):
    """The blocks of a pcapng file (little endian)."""
    place, blocks = 0, []
    while place < len(content):
        _, length = BLOCK_HEADER.unpack_from(content, place)
        blocks.append(content[place:place + length])
        place += length
    return blocks


def is_packet(block):
    """If a block is a packet."""
    return BLOCK_HEADER.unpack_from(block)[0] == PACKET_BLOCK


def packet_of(block):
    """The captured bytes of a packet's block."""
    captured = PACKET_HEADER.unpack_from(block)[5]
    return block[PACKET_HEADER.size:PACKET_HEADER.size + captured]


def with_packet(block, packet):
    """The block with other bytes, as many or fewer; its options are left out."""
    kind, _, *rest = PACKET_HEADER.unpack_from(block)
    rest[3] = len(packet)
    padded = packet + bytes(-len(packet) % 4)
    length = PACKET_HEADER.size + len(padded) + 4
    return PACKET_HEADER.pack(kind, length, *rest) + padded + struct.pack("<I", length)


# ---- what is done to the packets ----

def damage(blocks, chance, change):
    """Changes bytes with a chance, as editcap -E does; mostly not in the headers that Wireshark needs to see TLS."""
    share, start = chance.choice((0.0005, 0.002, 0.01, 0.03)), chance.choice((0, 34, 54, 54))
    damaged = []
    for block in blocks:
        packet = bytearray(packet_of(block))
        for place in range(start, len(packet)):
            if chance.random() < share:
                packet[place] = change(packet[place]) & 0xFF
        damaged.append(with_packet(block, bytes(packet)))
    return damaged


def flip_bits(blocks, chance):
    """Bit errors."""
    return damage(blocks, chance, lambda byte: byte ^ 1 << chance.randrange(8))


def change_bytes(blocks, chance):
    """Byte errors, to values that parsers have borders at."""
    return damage(blocks, chance, lambda byte: chance.choice((0, 1, 0x7F, 0x80, 0xFE, 0xFF, byte + 1, byte - 1)))


def cut(blocks, chance):
    """A snap length, for all packets or for some."""
    length, share = chance.choice((60, 68, 96, 128, 200, 512, chance.randrange(14, 1500))), chance.choice((1, 0.2))
    return [with_packet(block, packet_of(block)[:length]) if chance.random() < share else block for block in blocks]


def lose(blocks, chance):
    """Packets that nobody captured: some, those of one direction or kind, or all before or behind one."""
    share, place = chance.choice((0.02, 0.1, 0.3)), chance.randrange(len(blocks) + 1)
    return chance.choice((lambda: [block for block in blocks if chance.random() >= share],
                          lambda: blocks[place:], lambda: blocks[:place],
                          lambda: [block for block in blocks if len(packet_of(block)) != 54]))()


def double(blocks, chance):
    """Packets captured twice, at once or later."""
    share, later = chance.choice((0.05, 0.3, 1)), chance.choice((0, 1, 5))
    doubled = list(blocks)
    for place in range(len(blocks) - 1, -1, -1):
        if chance.random() < share:
            doubled.insert(place + 1 + later, blocks[place])
    return doubled


def reorder(blocks, chance):
    """Packets that overtake others, by a few places or by any number."""
    reach = chance.choice((1.5, 4, len(blocks) + 1))
    order = sorted(range(len(blocks)), key=lambda place: place + chance.random() * reach)
    return [blocks[place] for place in order]


MUTATIONS = (flip_bits, change_bytes, cut, lose, double, reorder)


# ---- rounds ----

def shuffled_forever(items, chance):
    """All items in an order of chance, again and again."""
    while True:
        yield from chance.sample(items, len(items))


def take_samples(samples, chance):
    """The next samples; few are more frequent than many."""
    return [next(samples) for _ in range(chance.choice((1, 2, 3, 4, 5, MOST_SAMPLES)))]


def mutate(content, chance):
    """A capture file with packets changed, and what was done to them."""
    blocks = read_blocks(content)
    others = [block for block in blocks if not is_packet(block)]
    packets = [block for block in blocks if is_packet(block)]
    mutations = chance.sample(MUTATIONS, chance.randint(1, MOST_MUTATIONS))
    for mutation in mutations:
        packets = mutation(packets, chance)
    return b"".join(others + packets), [mutation.__name__ for mutation in mutations]


@dataclasses.dataclass
class Outcome:
    """How a run of tshark ended; the status is empty if well."""

    status: str
    bugs: set
    output: bytes
    errors: str


class Checker:
    """Runs tshark with the sanitized module, and without it to see whose fault it is."""

    def __init__(self, module):
        os.environ.setdefault("EXCHANGE_HYBRID_PRELOAD", runtime())
        self.programs = Wireshark(module)
        library = os.environ.get("EXCHANGE_HYBRID_STARTED_TSHARK", module.parents[4] / "exchange_hybrid_started_tshark.so")
        allocators = sorted({allocator for _, _, allocator in RUNS})
        self._with_plugin = {
            name: self.programs.start(library, True, STARTED_TSHARK_CLEANS_UP="yes", **environment(name))
            for name in allocators}
        told = _outcome(self._with_plugin["simple"].run(["tshark", "-z", "help"]))
        self.statistics = STATISTIC.findall(told.output.decode() + told.errors)
        assert JSON in self.statistics, f"tshark did not load the module: {told.errors}"

    def close(self):
        """Ends tshark, and removes what was written."""
        for program in self._with_plugin.values():
            program.close()
        self.programs.close()

    def _ours(self, arguments, allocator):
        """With the plugin: by a tshark that has started already."""
        return _outcome(self._with_plugin[allocator].run(["tshark", *arguments], SECONDS, MEBIBYTES << 20))

    def _stock(self, arguments, allocator):
        """Without the plugin: it is rarely asked."""
        variables = [f"{name}={value}" for name, value in environment(allocator).items()]
        variables.append(f"LD_PRELOAD={os.environ['EXCHANGE_HYBRID_PRELOAD']}")
        limits = ["timeout", "--signal=KILL", str(SECONDS)]
        return _outcome(self.programs.run(["env", *variables, *limits, "tshark", *arguments], plugin=False))

    def faults(self, capture, options):
        """What goes wrong with a capture file because of the plugin: (one line, all that tshark said)."""
        for arguments, statistics, allocator in RUNS:
            wanted = [part for name in statistics or self.statistics for part in ("-z", name)]
            ours = self._ours(("-n", "-r", str(capture), *options, *arguments, *wanted), allocator)
            fault = "" if ours.status or statistics != (JSON,) else json_fault(ours.output)
            if not (ours.status or ours.bugs or fault):
                continue
            # -V always: the plugin has all packets dissected with a tree.
            passes = ("-2",) if "-2" in arguments else ()
            stock = self._stock(("-n", "-r", str(capture), *stock_options(options), *passes, "-V"), allocator)
            if ours.status and ours.status != stock.status:
                fault = ours.status
            elif ours.bugs - stock.bugs:
                fault = min(ours.bugs - stock.bugs)
            if fault:
                yield f"{fault} with {' '.join((*arguments, *wanted))}", ours.errors


def environment(allocator):
    """What the sanitizers, GLib and Wireshark's allocators are told."""
    return {
        "WIRESHARK_DEBUG_WMEM_OVERRIDE": allocator,
        "G_SLICE": "always-malloc",
        "ASAN_OPTIONS": f"detect_leaks=0:quarantine_size_mb=64:hard_rss_limit_mb={MEBIBYTES}",
        "UBSAN_OPTIONS": "print_stacktrace=1:print_summary=1",
    }


def _outcome(done):
    """How a run ended, and what it told of bugs."""
    errors = done.stderr.decode(errors="replace")
    bugs = set(BUG.findall(done.stdout.decode(errors="replace") + errors))
    if done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL):
        status = f"took more than {SECONDS} s or {MEBIBYTES} MiB"
    else:
        status = " ".join((f"exit status {done.returncode}", *SUMMARY.findall(errors))) if done.returncode else ""
    return Outcome(status, bugs, done.stdout, errors)


def runtime():
    """The library of AddressSanitizer that belongs to GCC's modules."""
    done = subprocess.run(["gcc", "-print-file-name=libasan.so"], capture_output=True, check=True, text=True)
    return done.stdout.strip()


def stock_options(options):
    """Those that tshark knows without the plugin."""
    pairs = zip(options[::2], options[1::2])
    return [part for pair in pairs if "exchange_hybrid" not in pair[1] for part in pair]


def json_fault(output):
    """What is wrong with a JSON report; empty if nothing is."""
    try:
        json.loads(output.decode("utf-8", errors="strict"))
    except ValueError as error:
        return f"no JSON: {error}"
    return ""


def as_arguments(options):
    """Preferences as tshark wants them."""
    return [part for option in options for part in ("-o", option)]


def check(checker, capture, options):
    """Prints what goes wrong with a file; true if nothing does."""
    faults = list(checker.faults(capture, as_arguments(options)))
    for fault, errors in faults:
        print(errors[-8000:], file=sys.stderr)
        print(f"mutate.py: {capture.name}: {fault}", file=sys.stderr)
    return not faults


def keep(folder, name, content, options):
    """Keeps a file that goes wrong; says how to check it again."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    wanted = "".join(f" --option '{option}'" for option in options)
    script = pathlib.Path(__file__).resolve()
    print(f"mutate.py: to repeat: /usr/bin/python3 {script} --file {path}{wanted}", file=sys.stderr)


def run_round(checker, seed, number, samples, folder):
    """One round; true if all went well."""
    chance = random.Random(f"{seed} {number}")
    names = take_samples(samples, chance)
    order = chance.choice(((), ("-a",)))  # by time, or one behind the other
    merged = checker.programs.run(["mergecap", "-F", "pcapng", *order, "-w", "-", *map(str, names)], plugin=False)
    assert merged.returncode == 0, merged.stderr.decode(errors="replace")
    content, mutations = mutate(merged.stdout, chance)
    options = chance.sample(OPTIONS, chance.randint(0, 3))
    name = f"{seed}-{number}.pcapng"
    capture = checker.programs.file(name, content)
    is_fine = check(checker, capture, options)
    if not is_fine:
        print(f"mutate.py: made of {', '.join(path.name for path in names)} by {', '.join(mutations)}", file=sys.stderr)
        keep(folder, name, content, options)
    capture.unlink()
    return is_fine


def run_rounds(checker, arguments, folder):
    """All rounds; how many went wrong."""
    paths = all_captures(checker.programs.readable(FOLDER))
    samples = shuffled_forever(paths, random.Random(arguments.seed))
    for number in range(arguments.first):  # what other processes take
        take_samples(samples, random.Random(f"{arguments.seed} {number}"))
    begin, wrong = time.monotonic(), 0
    for done in range(arguments.rounds):
        wrong += not run_round(checker, arguments.seed, arguments.first + done, samples, folder)
        if (done + 1) % BETWEEN_LINES == 0:
            print(f"mutate.py: {done + 1} of {arguments.rounds} rounds, {wrong} went wrong", flush=True)
    seconds = (time.monotonic() - begin) / arguments.rounds
    print(f"mutate.py: seed {arguments.seed}, rounds from {arguments.first}: {wrong} of {arguments.rounds} went wrong, "
          f"{seconds:.1f} s each, with {' '.join(checker.statistics)}")
    return wrong


def find_module():
    """The sanitized module."""
    named = os.environ.get("EXCHANGE_HYBRID_MODULE")
    pattern = "build*/tests/fuzz/sanitized/*/epan/exchange_hybrid_sanitized.so"
    found = [pathlib.Path(named)] if named else ROOT.glob(pattern)
    return max(found, key=lambda path: path.stat().st_mtime, default=None)


def read_arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=100, metavar="N", help="default: 100")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="number of the first round; default: 0")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="default: 1")
    parser.add_argument("--file", type=pathlib.Path, metavar="CAPTURE", help="check this file only")
    parser.add_argument("--option", action="append", default=[], metavar="NAME:VALUE", help="preference, with --file")
    arguments = parser.parse_args()
    if arguments.rounds < 1:
        parser.error("--rounds: at least 1")
    if arguments.first < 0:
        parser.error("--first: at least 0")
    if arguments.file is not None and not arguments.file.is_file():
        parser.error(f"--file: there is no {arguments.file}")
    return arguments


def main():
    """Checks one file, or files of all rounds; returns the exit status."""
    arguments = read_arguments()
    module = find_module()
    if module is None or not module.is_file():
        print("mutate.py: there is no sanitized module: cmake --build BUILD --target exchange_hybrid_sanitized",
              file=sys.stderr)
        return 2
    checker = Checker(module.resolve())
    try:
        if arguments.file is not None:
            capture = checker.programs.file(arguments.file.name, arguments.file.read_bytes())
            return 0 if check(checker, capture, arguments.option) else 1
        return 1 if run_rounds(checker, arguments, module.resolve().parents[3] / "mutations") else 0
    finally:
        checker.close()
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"mutate.py: at most {most} MiB resident")


if __name__ == "__main__":
    sys.exit(main())
