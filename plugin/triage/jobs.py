# SPDX-License-Identifier: GPL-2.0-or-later
"""Units for many machines: one command a line, for GNU parallel or for a Slurm array. No scheduler of our own."""

import os
import pathlib
import shlex
import sys
from collections.abc import Iterator

from .plan import Plan

#: What a command elsewhere has to be told of this one's environment.
_HANDED_ON = ("WIRESHARK_PLUGIN_DIR",)


def lines(plan: Plan, folder: pathlib.Path) -> Iterator[str]:
    """Each runs one unit, wherever the folders are under the same names. Any order will do, and any may run again."""
    environment = [f"{name}={os.environ[name]}" for name in _HANDED_ON if os.environ.get(name)]
    program = [sys.executable, str(pathlib.Path(sys.argv[0]).resolve())]
    for unit in plan.units:
        if unit.inputs:
            words = [*(["env", *environment] if environment else []), *program, "run", "--unit", unit.key, str(folder.resolve())]
            yield shlex.join(words)
