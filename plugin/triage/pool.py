# SPDX-License-Identifier: GPL-2.0-or-later
"""Units side by side on this machine, as long as their memory fits together."""

import concurrent.futures
import os
import threading
from collections.abc import Callable, Sequence
from typing import Self

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


class Running:
    """`work` is called for each unit, the largest first, as long as the context lasts. Who leaves it waits for what has begun."""

    def __init__(self, units: Sequence[Unit], jobs: int, memory: int, work: Callable[[Unit], None]) -> None:
        self._budget, self._work = MemoryBudget(memory), work
        self._pool = concurrent.futures.ThreadPoolExecutor(jobs)
        self._units = {unit.key: self._pool.submit(self._one, unit) for unit in sorted(units, key=lambda unit: -unit.size)}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _one(self, unit: Unit) -> None:
        taken = self._budget.take(unit.memory)
        try:
            self._work(unit)
        finally:
            self._budget.give_back(taken)

    def wait(self, unit: Unit) -> None:
        """Until this one is done, if it is one of them; raises what its work did."""
        if unit.key in self._units:
            self._units[unit.key].result()
