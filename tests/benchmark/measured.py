# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of tshark, and what it took."""

import dataclasses
import os
import subprocess
import tempfile

from wireshark import unprivileged_user


@dataclasses.dataclass(frozen=True)
class Run:
    """CPU seconds, of the program and of the kernel for it, and the most memory that was resident, in bytes."""

    seconds: float
    memory: int


def run_tshark(programs, arguments, *, plugin, capture=subprocess.DEVNULL, output=subprocess.DEVNULL):
    """Runs tshark, which must succeed. `capture`, an open file, is its standard input: its user may not reach the folder."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(["tshark", *arguments], stdin=capture, stdout=output, stderr=said, cwd="/",
                                   env=programs.environment(plugin), **unprivileged_user())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        assert process.returncode == 0, said.read().decode(errors="replace")[-500:]
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def read_capture(programs, capture, arguments, output, *, plugin):
    """The same with paths: of the capture, which is read, and of what is printed."""
    with capture.open("rb") as packets, output.open("wb") as printed:
        return run_tshark(programs, arguments, plugin=plugin, capture=packets, output=printed)
