# SPDX-License-Identifier: GPL-2.0-or-later
"""How far the clock of B is ahead of the clock of A.

A packet of the client passes A first: what B's clock shows is later by the skew and the way. One of the server passes B first:
it is later by the skew less the way. Between the two bounds lies the skew; half of what is between is what it may be wrong by.
"""

import dataclasses
import statistics
from collections.abc import Iterable

from .connection import Connection, Event

#: Packets that both points saw are told by kind, sender and bytes before them.
_SHARED = ("syn", "syn_ack", "client_hello", "server_hello", "certificate", "fin", "rst")
_OF_THE_STREAM = ("client_hello", "server_hello", "certificate")


@dataclasses.dataclass(frozen=True)
class Skew:
    """B's clock less A's, in nanoseconds."""

    offset: int
    error: int  #: it may be wrong by so much
    steady: bool  #: all connections agree

    @property
    def certainty(self) -> str:
        """Clocks that drift, or a path that changes, are told by no single number."""
        return "certain" if self.steady else "likely"


def bounds(a: Connection, b: Connection, same_connection: bool) -> tuple[int | None, int | None]:
    """Lowest and highest offset that one connection allows; of another TCP connection only its stream counts."""
    low: int | None = None
    high: int | None = None
    theirs: dict[tuple[str, str, int | None], Event] = {}
    for event in b.events():
        theirs.setdefault((event.what, event.by, b.relative(event)), event)
    for event in a.events():
        place = (event.what, event.by, a.relative(event))
        other = theirs.pop(place, None)
        if other is None or event.what not in (_SHARED if same_connection else _OF_THE_STREAM):
            continue
        difference = other.time - event.time
        if event.by == "client":
            high = difference if high is None else min(high, difference)
        else:
            low = difference if low is None else max(low, difference)
    return low, high


def estimate(pairs: Iterable[tuple[Connection, Connection, bool]]) -> Skew | None:
    """From connections that are certainly the same; None if no packet of either direction is at both points."""
    lows, highs, middles = [], [], []
    for a, b, same_connection in pairs:
        low, high = bounds(a, b, same_connection)
        lows += [] if low is None else [low]
        highs += [] if high is None else [high]
        middles += [] if low is None or high is None else [(low + high) // 2]
    if not lows or not highs:
        return None
    low, high = max(lows), min(highs)
    if low <= high:
        return Skew((low + high) // 2, (high - low + 1) // 2, True)
    if not middles:
        return None
    offset = int(statistics.median_low(middles))
    return Skew(offset, max(abs(offset - middle) for middle in middles), False)
