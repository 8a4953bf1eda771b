# SPDX-License-Identifier: GPL-2.0-or-later
"""Which connection of B is which of A: by numbers that were drawn at random. Names and order alone never tell."""

import bisect
import dataclasses
from collections.abc import Callable, Hashable, Iterable

from .clock import Skew, estimate
from .connection import Connection, Point
from .certainty import CERTAIN, LIKELY, POSSIBLE

RANDOM, NUMBERS, CLIENT_NUMBER, BY_NAME = "client_random", "sequence_numbers", "client_sequence_number", "possible"
#: A SYN that passes both points does so within this time, in nanoseconds; retransmissions take longer.
_LONGEST_WAY = 3_000_000_000
_Key = Callable[[Connection], Hashable | None]


@dataclasses.dataclass(slots=True)
class Match:
    """Two sights of one connection, or of two that carry one conversation."""

    by: str
    certainty: str
    a: Connection
    b: Connection
    missing_proof: list[str]

    @property
    def same_tcp(self) -> bool:
        """Whether it is one TCP connection: its numbers are the same, or a device that changes them left its ends."""
        if self.a.client_isn is not None and self.a.client_isn == self.b.client_isn:
            return True
        return self.by != BY_NAME and self.a.ends == self.b.ends


@dataclasses.dataclass
class Matched:
    """All of both points."""

    matches: list[Match]
    unmatched_a: list[Connection]
    unmatched_b: list[Connection]
    skew: Skew | None


def match(a: Point, b: Point) -> Matched:
    """Matches the connections of two points, in time and memory linear in their number."""
    left = {id(connection): connection for connection in a.connections}
    right = {id(connection): connection for connection in b.connections}
    matches: list[Match] = []

    def take(by: str, certainty: str, key: _Key, proof: list[str], fits: Callable[[Connection, Connection], bool]) -> None:
        for one, other in _pairs(left.values(), right.values(), key):
            if fits(one, other):
                del left[id(one)], right[id(other)]
                matches.append(Match(by, certainty, one, other, proof))

    take(NUMBERS, CERTAIN, _both_numbers, [], _is_same_hello)
    for one in matches:
        one.by = RANDOM if one.a.random is not None and one.a.random == one.b.random else NUMBERS
    take(RANDOM, CERTAIN, lambda one: one.random, [], lambda *_: True)
    take(NUMBERS, CERTAIN, _both_numbers, [], lambda *_: True)
    skew = estimate((one.a, one.b, one.same_tcp) for one in matches)

    def in_time(one: Connection, other: Connection) -> bool:
        first, second = one.first("syn"), other.first("syn")
        return (skew is not None and first is not None and second is not None and
                abs(second.time - first.time - skew.offset) <= _LONGEST_WAY)

    proof = ["only the client's sequence number is the same: 32 bits, and no other number"]
    take(CLIENT_NUMBER, LIKELY, lambda one: one.client_isn, proof, lambda one, other: in_time(one, other) and _one_is_silent(one, other))
    take(CLIENT_NUMBER, POSSIBLE, lambda one: one.client_isn, [*proof, "the clocks of both points cannot be compared"],
         lambda one, other: skew is None and one.server[1] == other.server[1] and _one_is_silent(one, other))
    if skew is not None:
        _by_name(left, right, skew, matches)
    place = {id(connection): number for number, connection in enumerate(a.connections)}
    matches.sort(key=lambda one: place[id(one.a)])
    return Matched(matches, list(left.values()), list(right.values()), skew)


def _both_numbers(one: Connection) -> Hashable | None:
    return None if one.client_isn is None or one.server_isn is None else (one.client_isn, one.server_isn)


def _is_same_hello(one: Connection, other: Connection) -> bool:
    return one.random is not None and one.random == other.random


def _one_is_silent(one: Connection, other: Connection) -> bool:
    """Where both have a hello or the server's number, they would have told more."""
    return None in (one.random, other.random) or None in (one.server_isn, other.server_isn)


def _pairs(left: Iterable[Connection], right: Iterable[Connection], key: _Key) -> list[tuple[Connection, Connection]]:
    """Those that have a key to themselves at both points: what is there twice tells nothing."""
    ours, theirs = _alone(left, key), _alone(right, key)
    return [(one, other) for value, one in ours.items()
            if one is not None and (other := theirs.get(value)) is not None]


def _alone(connections: Iterable[Connection], key: _Key) -> dict[Hashable, Connection | None]:
    found: dict[Hashable, Connection | None] = {}
    for one in connections:
        value = key(one)
        if value is not None:
            found[value] = None if value in found else one
    return found


def _by_name(left: dict[int, Connection], right: dict[int, Connection], skew: Skew, matches: list[Match]) -> None:
    """A device that speaks TLS itself draws numbers of its own: the same name, asked for while the client of A waits, and by no
    other connection then."""
    asked: dict[str, list[tuple[int, Connection]]] = {}
    for other in right.values():
        hello = other.first("client_hello")
        if other.name is not None and hello is not None:
            asked.setdefault(other.name, []).append((hello.time, other))
    for times in asked.values():
        times.sort(key=lambda entry: entry[0])
    claimed: dict[int, list[Connection]] = {}
    candidates: list[tuple[Connection, Connection]] = []
    for one in left.values():
        found = _asked_while_waiting(one, asked.get(one.name or "", []), skew)
        if found is not None:
            candidates.append((one, found))
            claimed.setdefault(id(found), []).append(one)
    for one, other in candidates:
        if len(claimed[id(other)]) == 1:
            del left[id(one)], right[id(other)]
            matches.append(Match(BY_NAME, POSSIBLE, one, other, [
                "no number that was drawn at random is the same at both points: only the name, and that B's hello lies between "
                "A's hello and what came of it"]))


def _asked_while_waiting(one: Connection, times: list[tuple[int, Connection]], skew: Skew) -> Connection | None:
    hello = one.first("client_hello")
    if hello is None:
        return None
    answers = [event.time for event in one.events() if event.time > hello.time and event.what in ("server_hello", "alert", "fin", "rst")]
    end = min(answers, default=None)
    if end is None:
        return None
    margin = skew.error
    first = bisect.bisect_left(times, hello.time + skew.offset - margin, key=lambda entry: entry[0])
    after = bisect.bisect_right(times, end + skew.offset + margin, key=lambda entry: entry[0])
    return times[first][1] if after - first == 1 else None
