# SPDX-License-Identifier: GPL-2.0-or-later
"""Units side by side within memory, and how far they are."""

import dataclasses
import io
import threading
import time

import pytest

from made import unit
from triage import plan, pool
from triage.progress import Progress


def run(sizes, jobs, memory):
    """The most memory and the most jobs at a time; and the units in the order in which they began."""
    now, most, lock, begun = [0, 0], [0, 0], threading.Lock(), []

    def work(one):
        with lock:
            begun.append(one.name)
            now[0] += one.memory
            now[1] += 1
            most[:] = map(max, most, now)
        time.sleep(0.01)
        with lock:
            now[0] -= one.memory
            now[1] -= 1

    units = [sized(number, size) for number, size in enumerate(sizes)]
    with pool.Running(units, jobs, memory, work) as running:
        for one in units:
            running.wait(one)
    assert now == [0, 0]
    return most, begun


def sized(number, size):
    """A unit whose tshark needs about so much."""
    file = dataclasses.replace(unit(str(number)).files[0], size=size)
    return dataclasses.replace(unit(str(number)), files=(file,))


def test_memory_bounds_the_jobs():
    """As many at a time as fit."""
    (memory, jobs), begun = run([100_000_000] * 12, 8, 1_000_000_000)
    assert memory <= 1_000_000_000 and jobs == 3 and sorted(begun) == sorted(map(str, range(12)))


def test_jobs_bound_too():
    """Never more than asked for."""
    (_, jobs), _ = run([1000] * 12, 2, 100 * plan.BASE_MEMORY)
    assert jobs == 2


def test_one_that_needs_more_than_there_is_runs_alone():
    """It is tried, with nothing beside it."""
    (_, jobs), begun = run([5_000_000_000, 5_000_000_000, 1000], 4, 1_000_000_000)
    assert jobs == 1 and len(begun) == 3


def test_largest_first_then_in_their_order():
    """The report, which takes them in their order, waits for as few as can be."""
    _, begun = run([1000, 3000, 1000, 2000, 3000], 1, 1_000_000_000)
    assert begun == ["1", "4", "3", "0", "2"]


def test_one_is_waited_for_while_others_run():
    """Who waits for the first gets it while the second goes on; one that does not run is not waited for."""
    goes_on = threading.Event()
    with pool.Running([unit("a"), unit("b")], 2, 1 << 30, lambda one: one.name == "a" or goes_on.wait(10)) as running:
        running.wait(unit("a"))
        running.wait(unit("c"))
        assert not goes_on.is_set()
        goes_on.set()


def test_error_of_the_work_is_told():
    """And no thread waits for ever."""
    def work(_):
        raise OSError("disk full")
    with pytest.raises(OSError, match="disk full"), pool.Running([unit("a"), unit("b")], 2, 1 << 30, work) as running:
        running.wait(unit("a"))


class Terminal(io.StringIO):
    """Where a person looks."""

    def isatty(self):
        return True


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()], ids=["terminal", "file"])
def test_progress(stream):
    """Files, megabytes and time left on a terminal; nothing elsewhere."""
    with Progress("reading", 4, 8_000_000, stream) as progress:
        progress.add(1, 2_000_000)
    shown = stream.getvalue()
    if not stream.isatty():
        assert shown == ""
        return
    assert "reading: 1 of 4 files, 2.0 MB of 8.0 MB, about 0:00 left" in shown
    assert shown.endswith("\r\x1b[K")
