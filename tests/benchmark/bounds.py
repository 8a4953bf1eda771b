#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures that fill every table: memory bounded, both reports valid, and what was cut is counted and said.

usage: bounds.py [--part N] [--only KIND]

Four captures are made of frames built byte by byte (crafted_bounds.py says which): many TLS flows, many names from DNS
and SNI, one flow with many handshake messages, hellos with names of 16 KiB. Each is read at a hundredth, a tenth and all
of its size (`--part 100` divides all sizes by 100, but leaves 5000 flows, names, messages or hellos) by

* stock tshark, `-q -Y tls.handshake`: it dissects each packet with a tree, as the plugin makes it be, and prints nothing;
* tshark with the plugin, `-q -z exchange_hybrid,json`.

Printed are seconds of CPU and the most memory that was resident, and the exponents that they grow with from one size to
the next (1 is linear). Judged, by the exit status, is what does not depend on the machine: memory beyond stock's, the
reports, the numbers below `limits`. At the largest size the text report is made, too.
"""

import argparse
import collections
import dataclasses
import itertools
import json
import math
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))

import jsonschema  # noqa: E402

import crafted_bounds  # noqa: E402
from measured import Run, read_capture  # noqa: E402
from wireshark import ROOT, Wireshark, built_module  # noqa: E402

READ = ("-n", "-q", "-r", "-")
STOCK = (*READ, "-Y", "tls.handshake")
JSON = (*READ, "-z", "exchange_hybrid,json")
TEXT = (*READ, "-z", "exchange_hybrid,report")

SIZES = (100, 10, 1)
#: Two runs that do the same differ by a few hundred KiB: what fewer units may take does not stand out from that.
LEAST_UNITS = 5000
#: Hardly any flow: what the plugin takes without them (its code, GnuTLS) is subtracted.
FEW = 8
MOST_BYTES_A_FLOW = 2048
#: What one flow may take, however long it is: what tshark itself takes differs by so much from run to run.
MOST_BYTES_OF_ONE = 8 * 2**20
#: So many elements of an array are compared with the whole schema; all must be JSON and have the same keys.
CHECKED_ELEMENTS = 200

SCHEMA = json.loads((ROOT / "tests" / "integration" / "report.schema.json").read_text(encoding="utf-8"))
LIMITS = {name: int(value) for name, value in re.findall(
    r"^#define LIMIT_(\w+) (\d+)$", (ROOT / "plugin" / "core" / "limits.h").read_text(encoding="utf-8"), re.MULTILINE)}


class Pieces:
    """A JSON document read piece by piece: a report of a million flows does not fit into memory as Python's objects."""

    _CHUNK = 2**20

    def __init__(self, file):
        self._file, self._decoder = file, json.JSONDecoder()
        self._text, self._place = "", 0

    def _read_more(self):
        more = self._file.read(self._CHUNK)
        self._text, self._place = self._text[self._place:] + more, 0
        return bool(more)

    def peek(self):
        """The next character that is no white space; empty at the end."""
        while True:
            while self._place < len(self._text) and self._text[self._place] in " \t\r\n":
                self._place += 1
            if self._place < len(self._text) or not self._read_more():
                return self._text[self._place:self._place + 1]

    def take(self, allowed):
        """Takes one character, which must be one of these."""
        found = self.peek()
        assert found and found in allowed, f"{found!r} in place of one of {allowed!r}"
        self._place += 1
        return found

    def value(self):
        """Takes one value."""
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._place)
            except json.JSONDecodeError:
                end = len(self._text)
                value = None
            # What ends with the text may go on behind it.
            if end < len(self._text) or not self._read_more():
                assert value is not None or self._text.startswith("null", self._place), "no value"
                self._place = end
                return value

    def elements(self):
        """Takes an array: its elements one by one."""
        self.take("[")
        while self.peek() != "]":
            yield self.value()
            if self.peek() != "]":
                self.take(",")
        self.take("]")


def read_document(document, take_element):
    """The members of an object; its arrays are empty, their elements went to take_element(name, element)."""
    whole = {}
    document.take("{")
    while True:
        name = document.value()
        document.take(":")
        if document.peek() == "[":
            for element in document.elements():
                take_element(name, element)
            whole[name] = []
        else:
            whole[name] = document.value()
        if document.take(",}") == "}":
            break
    assert not document.peek(), "something follows the document"
    return whole


def read_report(path):
    """The limits of a report, which must be valid, and how many elements each of its arrays has."""
    counts, keys = collections.Counter(), {}

    def check(name, element):
        counts[name] += 1
        assert keys.setdefault(name, set(element)) == set(element), name
        if counts[name] <= CHECKED_ELEMENTS:
            jsonschema.validate({name: [element]}, SCHEMA | {"required": []})

    with path.open(encoding="utf-8", errors="strict") as report:
        whole = read_document(Pieces(report), check)
    jsonschema.validate(whole, SCHEMA)
    return whole["limits"], counts


@dataclasses.dataclass
class Row:
    """The runs on one size of a capture."""

    units: int
    stock: Run
    ours: Run

    @property
    def beyond(self):
        """Bytes beyond stock tshark's own."""
        return self.ours.memory - self.stock.memory

    def __str__(self):
        """One line below HEADING."""
        return (f"{self.units:9d} {self.stock.seconds:9.2f} {self.ours.seconds:9.2f} {self.stock.memory / 2**20:9.1f}"
                f" {self.ours.memory / 2**20:9.1f} {self.beyond / self.units:13.0f}")


HEADING = """\
               stock      ours     stock      ours  bytes a unit
    units      CPU s     CPU s       MiB       MiB  beyond stock"""


def exponents(rows, value):
    """How a value grows from size to size, what hardly any unit takes subtracted; "-" where it does not."""
    values = [value(row) - value(rows[0]) for row in rows[1:]]
    steps = zip(itertools.pairwise(values), itertools.pairwise(row.units for row in rows[1:]))
    return ", ".join(f"{math.log(large / small) / math.log(more / less):.2f}" if small > 0 and large > 0 else "-"
                     for (small, large), (less, more) in steps)


def faults(kind, rows, limits, counts, text):
    """What is wrong, one line each."""
    units = rows[-1].units
    grown = rows[-1].beyond - rows[0].beyond
    allowed = MOST_BYTES_OF_ONE if kind.one_flow else MOST_BYTES_A_FLOW * kind.records(units, LIMITS)
    if grown > allowed:
        yield f"{grown} bytes beyond stock tshark's own: above {allowed}"
    expected = {name: cut for name, cut in kind.cut(units, LIMITS).items() if cut}
    if {name: cut for name, cut in limits.items() if cut} != expected:
        yield f"limits are {limits}, not {expected}"
    if counts["flows"] != kind.flows(units):
        yield f"{counts.get('flows', 0)} flows in the report, not {kind.flows(units)}"
    if not text.startswith("Verdict:"):
        yield "the text report does not begin with its verdict"
    said = len(re.findall(r"^Cut: ", text, re.MULTILINE))
    if said != len(expected):
        yield f"the text report says {said} times that something was cut, not {len(expected)} times"


def measure(programs, kind, folder, part):
    """Prints a table of the runs on a kind of capture; returns what is wrong."""
    capture, output = folder / "packets.pcap", folder / "output"
    rows = []
    most = max(LEAST_UNITS, kind.units // part)
    for units in (FEW, *(most // divisor for divisor in SIZES)):
        with capture.open("wb") as file:
            kind.write(file, units, programs)
        stock = read_capture(programs, capture, STOCK, output, plugin=False)
        ours = read_capture(programs, capture, JSON, output, plugin=True)
        rows.append(Row(units, stock, ours))
    limits, counts = read_report(output)
    read_capture(programs, capture, TEXT, output, plugin=True)
    text = output.read_text(encoding="utf-8", errors="strict")
    print(f"\n{kind.name}: {kind.what}", HEADING, *rows, sep="\n")
    print(f"exponents: stock's time {exponents(rows, lambda row: row.stock.seconds)}; "
          f"our time {exponents(rows, lambda row: row.ours.seconds)}; "
          f"memory beyond stock {exponents(rows, lambda row: row.beyond)}")
    print(f"cut: {', '.join(f'{name} {cut}' for name, cut in limits.items() if cut) or 'nothing'}", flush=True)
    capture.unlink()
    return [f"{kind.name}: {fault}" for fault in faults(kind, rows, limits, counts, text)]


def read_arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", type=int, default=1, metavar="N", help="an N-th of each size")
    parser.add_argument("--only", choices=[kind.name for kind in crafted_bounds.KINDS])
    arguments = parser.parse_args()
    if arguments.part < 1:
        parser.error("--part must be positive")
    return arguments


def main():
    """Measures, prints, judges; returns the exit status."""
    arguments = read_arguments()
    module = built_module().resolve()
    programs = Wireshark(module)
    wrong = []
    try:
        with tempfile.TemporaryDirectory(prefix="bounds-", dir=module.parents[3]) as folder:
            for kind in crafted_bounds.KINDS:
                if arguments.only in (None, kind.name):
                    wrong += measure(programs, kind, pathlib.Path(folder), arguments.part)
    finally:
        programs.close()
    for fault in wrong:
        print(f"bounds.py: {fault}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
