# SPDX-License-Identifier: GPL-2.0-or-later
"""Units side by side on this machine, as long as their memory fits together."""

import concurrent.futures
import os
import threading
from collections.abc import Callable, Sequence

from .plan import Unit


class MemoryBudget:
    """Bytes that jobs take and give back. One that needs more than there is runs alone."""

    def __init__(self, size: int) -> None:
        self._size = self._free = size
        self._changed = threading.Condition()

    def take(self, wanted: int) -> int:
        """Waits until so much is free; says how much was taken."""
        taken = min(wanted, self._size)
        with self._changed:
            self._changed.wait_for(lambda: self._free >= taken)
            self._free -= taken
        return taken

    def give_back(self, taken: int) -> None:
        """The job is over."""
        with self._changed:
            self._free += taken
            self._changed.notify_all()


def default_memory() -> int:
    """Half of the machine's."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    except (AttributeError, ValueError, OSError):
        return 2 << 30


def run(units: Sequence[Unit], jobs: int, memory: int, work: Callable[[Unit], str | None],
        done: Callable[[Unit, str | None], None]) -> None:
    """Calls `work` for each unit, the largest first; `done` gets the reason for which one failed, or None."""
    budget = MemoryBudget(memory)

    def one(unit: Unit) -> str | None:
        taken = budget.take(unit.memory)
        try:
            return work(unit)
        finally:
            budget.give_back(taken)

    pool = concurrent.futures.ThreadPoolExecutor(jobs)
    try:
        running = {pool.submit(one, unit): unit for unit in sorted(units, key=lambda unit: (-unit.size, unit.key))}
        for future in concurrent.futures.as_completed(running):
            done(running[future], future.result())
    finally:
        pool.shutdown(cancel_futures=True)
