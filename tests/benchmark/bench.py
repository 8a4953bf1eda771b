# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs tshark for the benchmarks: with the plugin, with one that does nothing, and without any; counts what it takes."""

import functools
import re

import captures
from measured import run_tshark
from memory import FILE_HEADER, MAGIC
from wireshark import Wireshark, built_module

STOCK, OURS, NOTHING = "stock", "ours", "nothing"


class NotBuilt(Exception):
    """Something that the tests build is not there."""


class Bench:
    """tshark in its three kinds, and captures made for it."""

    def __init__(self):
        module = built_module().resolve()
        folder = module.parents[3] / "tests" / "nothing"
        nothing = folder / module.parents[1].name / "epan" / "exchange_hybrid_nothing.so"
        steady = folder / "exchange_hybrid_steady_random.so"
        for path in (nothing, steady):
            if not path.is_file():
                raise NotBuilt(f"{path} is not there: build with tests first")
        self._ours, self._nothing = Wireshark(module), Wireshark(nothing)
        self._steady = self._ours.readable(folder) / steady.name
        self._folder = self._ours.folder("captures")

    def close(self):
        """Removes what was written."""
        self._ours.close()
        self._nothing.close()

    def _programs(self, kind):
        return self._nothing if kind == NOTHING else self._ours

    def capture(self, name, kind, packets=None, size=None):
        """A capture that tshark's user can read, of about so many packets or bytes. Without both: an empty one."""
        path = self._folder / f"{name}.pcap"
        if packets or size:
            captures.write(path, kind, self._ours, packets=packets, size=size)
        else:
            path.write_bytes(FILE_HEADER.pack(MAGIC, 2, 4, 0, 0, 65_535, 1))
        path.chmod(0o644)
        return path

    @functools.cached_property
    def empty(self):
        """A capture without packets: what starting tshark takes."""
        return self.capture("empty", None)

    def together(self, paths):
        """One capture of several, readable by tshark's user."""
        return self._ours.together("together.pcapng", paths)

    @functools.cache
    def instructions_and_start(self, kind, capture, arguments=(), without=None):
        """Instructions of one run. A repetition would count the same: random numbers are none here.

        `without`: a field that the plugin that does nothing does not want; "": it wants every field.
        """
        names = [f"LD_PRELOAD={self._steady}", *([f"EXCHANGE_HYBRID_WITHOUT_FIELD={without}"] if without is not None else [])]
        command = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
                   "tshark", "-n", "-r", str(capture), *arguments]
        done = self._programs(kind).run(["env", *names, *command], plugin=kind != STOCK)
        assert done.returncode == 0, done.stderr.decode(errors="replace")[-500:]
        return int(re.search(rb"I +refs: +([\d,]+)", done.stderr)[1].replace(b",", b""))

    def instructions(self, kind, capture, arguments=()):
        """Instructions for the packets: those of starting tshark are subtracted."""
        return self.instructions_and_start(kind, capture, arguments) - self.instructions_and_start(kind, self.empty, arguments)

    def run(self, kind, capture, arguments=()):
        """What one run takes; what it prints goes nowhere."""
        return run_tshark(self._programs(kind), ["-n", "-r", str(capture), *arguments], plugin=kind != STOCK)
