# SPDX-License-Identifier: GPL-2.0-or-later
"""Files of one capture point: which belong together, in which order, and which are missing.

dumpcap names the files of a ring NAME_NUMBER_TIME (or NAME_TIME_NUMBER); what it overwrote is no gap.
"""

import dataclasses
import re
from collections.abc import Iterable, Sequence

from .capture_file import CaptureFile
from .text import NANOSECONDS

#: So many missing numbers are told of one gap; the rest is counted by the last.
MOST_MISSING = 100
_RING = re.compile(r"(?P<name>.+)_(?:(?P<number>\d{5,9})_(?P<time>\d{14})|(?P<time2>\d{14})_(?P<number2>\d{5,9}))(?:\.[^._]+)*")


@dataclasses.dataclass(frozen=True, order=True)
class Place:
    """Where a file stands in its ring."""

    time: str
    number: int


@dataclasses.dataclass
class Point:
    """One capture point: its files in order, and the missing numbers of its ring."""

    set_name: str | None
    folder: str
    name: str
    files: list[CaptureFile]
    missing: list[int] = dataclasses.field(default_factory=list)


def ring_of(base: str) -> tuple[str, Place] | None:
    """The ring's common name and the file's place in it."""
    found = _RING.fullmatch(base)
    if found is None:
        return None
    number = found["number"] or found["number2"]
    return found["name"], Place(found["time"] or found["time2"], int(number))


def group(files: Iterable[CaptureFile]) -> list[Point]:
    """Capture points: a ring's files by its name, all others of a folder together."""
    points: dict[tuple[str, str, str | None], list[CaptureFile]] = {}
    for file in files:
        ring = ring_of(file.source.base)
        points.setdefault((file.source.set_name or "", file.source.folder, ring[0] if ring else None), []).append(file)
    made: list[Point] = []
    for (set_name, folder, ring_name), members in sorted(points.items(), key=lambda item: [part or "" for part in item[0]]):
        if ring_name is not None:
            members.sort(key=_in_ring)
            made.append(Point(set_name or None, folder, ring_name, members, missing_numbers(members)))
        else:
            made += _without_ring(set_name or None, folder, members)
    return made


def _in_ring(file: CaptureFile) -> tuple[Place, str]:
    ring = ring_of(file.source.base)
    return (ring[1] if ring else Place("", 0)), file.source.name


def _by_time(file: CaptureFile) -> tuple[int, int, str]:
    return file.first_time or 0, file.last_time or 0, file.sha256 or file.source.name


def _without_ring(set_name: str | None, folder: str, members: list[CaptureFile]) -> list[Point]:
    """A folder's files follow one another; what was captured at the same time is each a point of its own."""
    members.sort(key=_by_time)
    if not _side_by_side([file for file in members if file.usable]):
        return [Point(set_name, folder, folder.rpartition("/")[2] or folder, members)]
    return [Point(set_name, folder, file.source.base, [file]) for file in members]


def _side_by_side(files: Sequence[CaptureFile]) -> bool:
    """Whether two of them have more than a second, and half of the shorter one's time, in common."""
    for earlier, later in zip(files, files[1:], strict=False):
        if earlier.sha256 == later.sha256:
            continue
        begin, end = (later.first_time or 0), min(earlier.last_time or 0, later.last_time or 0)
        shorter = min((file.last_time or 0) - (file.first_time or 0) for file in (earlier, later))
        if end - begin > max(NANOSECONDS, shorter // 2):
            return True
    return False


def missing_numbers(files: Iterable[CaptureFile]) -> list[int]:
    """Numbers between those of a ring's files, which are in order; a lower number is a new start."""
    missing: list[int] = []
    before: int | None = None
    for file in files:
        number = _in_ring(file)[0].number
        if before is not None and number > before + 1:
            gap = range(before + 1, number)
            missing += gap if len(gap) <= MOST_MISSING else [*gap[:MOST_MISSING - 1], gap[-1]]
        before = number
    return missing


def follow_one_another(files: Sequence[CaptureFile]) -> bool:
    """Whether each begins after the one before has ended: frames of the whole can then be told from their files'."""
    return all((earlier.last_time or 0) <= (later.first_time or 0) for earlier, later in zip(files, files[1:], strict=False))
