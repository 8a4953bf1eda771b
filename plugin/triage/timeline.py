# SPDX-License-Identifier: GPL-2.0-or-later
"""A picture of the time: when each capture point was captured, and which handshakes failed when."""

import dataclasses
from collections.abc import Iterable

from . import case, text
from .case import Result

#: Columns of a lane; more than this cannot be told apart on a screen.
COLUMNS = 160
STATES = ("completed", case.UNJUDGED, "failed")


@dataclasses.dataclass
class Lane:
    """One capture point."""

    name: str
    begin: int
    end: int
    times: dict[str, list[int]] = dataclasses.field(default_factory=lambda: {state: [] for state in STATES})


@dataclasses.dataclass(frozen=True)
class Row:
    """A lane as it is drawn: columns, and path data for each state."""

    name: str
    first: int
    last: int
    marks: dict[str, str]
    counts: dict[str, int]


@dataclasses.dataclass(frozen=True)
class Picture:
    """All lanes of one set."""

    set_name: str | None
    begin: str | None
    end: str | None
    rows: tuple[Row, ...]


class Timeline:
    """Collects lanes unit by unit."""

    def __init__(self) -> None:
        self._sets: dict[str | None, list[Lane]] = {}

    def add(self, result: Result) -> None:
        """Another unit."""
        capture = (result.document or {}).get("capture", {})
        begin, end = text.nanoseconds(capture.get("first_time")), text.nanoseconds(capture.get("last_time"))
        if result.document is None or begin is None or end is None:
            return
        lane = Lane(result.unit.name, begin, end)
        for flow in result.document["flows"]:
            time = case.flow_time(flow)
            if flow["hybrid"] and time is not None:
                lane.times[case.state(flow)].append(time)
        self._sets.setdefault(result.unit.set_name, []).append(lane)

    def pictures(self) -> list[Picture]:
        """One a set: what was captured on another day has an axis of its own."""
        return [_picture(set_name, lanes) for set_name, lanes in self._sets.items()]


def _picture(set_name: str | None, lanes: list[Lane]) -> Picture:
    begin, end = min(lane.begin for lane in lanes), max(lane.end for lane in lanes)
    whole = max(end - begin, 1)

    def column(time: int) -> int:
        return min(max((time - begin) * COLUMNS // whole, 0), COLUMNS - 1)

    rows = [Row(lane.name, column(lane.begin), column(lane.end) + 1,
                {state: _path(state, map(column, times)) for state, times in lane.times.items()},
                {state: len(times) for state, times in lane.times.items()}) for lane in lanes]
    return Picture(set_name, text.utc(begin), text.utc(end), tuple(rows))


#: By form and place, too, not by colour alone: up for what failed, down for what worked, small for what cannot be told.
_MARKS = {"failed": "M{x} 11l2-8 2 8z", "completed": "M{x} 13h3v6h-3z", case.UNJUDGED: "M{x} 11h2v2h-2z"}
#: Width of a column in the picture's own units.
COLUMN_WIDTH = 4


def _path(state: str, columns: Iterable[int]) -> str:
    return "".join(_MARKS[state].format(x=column * COLUMN_WIDTH) for column in sorted(set(columns)))
