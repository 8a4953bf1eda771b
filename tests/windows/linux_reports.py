#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes what this machine's tshark prints of the samples into a folder, for tests under Wine to compare with.

usage: linux_reports.py FOLDER      with tests/integration in PYTHONPATH, the module named as CTest does
"""

import pathlib
import sys

import runs
from wireshark import ROOT, Wireshark, built_module


def main():
    """One file a run: SAMPLE for the reports, SAMPLE.NAME for what else is run."""
    folder = pathlib.Path(sys.argv[1])
    programs = Wireshark(built_module())
    programs.add_profile(ROOT / "plugin/profile/Exchange Hybrid")
    captures = programs.side_by_side(runs.SAMPLES)
    try:
        for name, path in runs.captures().items():
            (folder / name).write_bytes(programs.tshark("-r", captures / path.name, *runs.REPORTS))
        chosen = captures / runs.captures()[runs.CHOSEN].name
        for name, arguments in runs.OTHERS.items():
            (folder / f"{runs.CHOSEN}.{name}").write_bytes(programs.tshark("-r", chosen, *arguments))
    finally:
        programs.close()


if __name__ == "__main__":
    main()
