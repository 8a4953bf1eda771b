# SPDX-License-Identifier: GPL-2.0-or-later
"""The picture of one connection at two points: time goes down, A is left, B right; what is at one point only is marked."""

import dataclasses

from .. import text
from .connection import Connection, Event
from .document import Comparison, Told
from .statements import Statement

ROW, TOP, LEFT, RIGHT, WIDTH = 22, 34, 190, 530, 720
_MOST_ROWS = 40
_NAMES = {"syn": "SYN", "syn_ack": "SYN, ACK", "client_hello": "ClientHello", "server_hello": "ServerHello", "certificate": "Certificate",
          "alert": "alert", "fin": "FIN", "rst": "RST", "retransmission": "sent again"}


@dataclasses.dataclass(frozen=True)
class Rung:
    """One line of the picture."""

    y: int
    kind: str  #: "through", "lost", "injected"
    x1: int
    x2: int
    label: str
    left: str  #: frame and time at A
    right: str


@dataclasses.dataclass(frozen=True)
class Ladder:
    """One connection, and its words."""

    title: str
    certainty: str
    by: str
    statements: tuple[Statement, ...]
    a: str
    b: str
    rungs: tuple[Rung, ...]
    height: int
    left_out: int


def ladder(comparison: Comparison, told: Told) -> Ladder:
    """Of one match."""
    a, b = told.match.a, told.match.b
    pairs = _pairs(a, b, comparison.skew.offset if comparison.skew else None)
    base = min((event.time for event in a.events()), default=0)
    offset = comparison.skew.offset if comparison.skew else 0
    rungs = [_rung(place, one, other, base, offset) for place, (one, other) in enumerate(pairs[:_MOST_ROWS])]
    title = (f"{_place(a.client)} to {_place(a.server)}" if a.ends == b.ends else
             f"{_place(a.client)} to {_place(a.server)}; at {comparison.b.name} {_place(b.client)} to {_place(b.server)}")
    return Ladder(title, told.match.certainty, told.match.by.replace("_", " "), told.statements, comparison.a.name, comparison.b.name,
                  tuple(rungs), TOP + ROW * len(rungs) + 10, max(len(pairs) - _MOST_ROWS, 0))


def _place(end: tuple[str, int]) -> str:
    return f"[{end[0]}]:{end[1]}" if ":" in end[0] else f"{end[0]}:{end[1]}"


def _pairs(a: Connection, b: Connection, offset: int | None) -> list[tuple[Event | None, Event | None]]:
    """Events of both in order of time; what is the same packet stands together. Without a skew each capture keeps its order."""
    theirs: dict[tuple[str, str, int | None], list[Event]] = {}
    for event in b.events():
        theirs.setdefault((event.what, event.by, b.relative(event)), []).append(event)
    found: list[tuple[int, Event | None, Event | None]] = []
    for event in a.events():
        others = theirs.get((event.what, event.by, a.relative(event)))
        found.append((event.time, event, others.pop(0) if others else None))
    shift = offset if offset is not None else _first_difference(found)
    found += [(event.time - shift, None, event) for events in theirs.values() for event in events]
    found.sort(key=lambda entry: entry[0])
    return [(one, other) for _, one, other in found]


def _first_difference(found: list[tuple[int, Event | None, Event | None]]) -> int:
    return next((other.time - one.time for _, one, other in found if one is not None and other is not None), 0)


def _rung(place: int, one: Event | None, other: Event | None, base: int, offset: int) -> Rung:
    event = one or other
    assert event is not None
    from_client = event.by == "client"
    start, end = (LEFT, RIGHT) if from_client else (RIGHT, LEFT)
    middle = (LEFT + RIGHT) // 2
    kind = "through"
    if one is None or other is None:
        entered = (one is not None) == from_client
        kind = "lost" if entered else "injected"
        start, end = (start, middle) if entered else (middle, end)
    ttl = f", TTL {event.ttl}" if event.what == "rst" and event.ttl is not None else ""
    label = _NAMES[event.what] + (f" {event.alert}" if event.alert is not None else "") + (f", {event.length} bytes" if event.length else "") + ttl
    marks = {"through": "", "lost": " – not seen there", "injected": " – made between"}
    return Rung(TOP + ROW * place + ROW // 2, kind, start, end, label + marks[kind], _when(one, base, 0), _when(other, base, offset))


def _when(event: Event | None, base: int, offset: int) -> str:
    return "" if event is None else f"frame {event.frame}, {(event.time - offset - base) / text.NANOSECONDS:.3f} s"
