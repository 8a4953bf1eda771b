# SPDX-License-Identifier: GPL-2.0-or-later
"""The comparison as a document for programs (schema exchange_hybrid.compare/1), as rows, and as lines for a person."""

import csv
import dataclasses
import io
from collections.abc import Iterable, Iterator

from .. import text
from ..findings_csv import cell
from .clock import Skew
from .connection import Connection, Document, Point
from .matching import Match, match
from .statements import Sight, Statement, all_of

SCHEMA = "exchange_hybrid.compare/1"
COLUMNS = ("a", "b", "by", "match_certainty", "a_stream", "b_stream", "a_client", "a_server", "b_client", "b_server", "id", "certainty",
           "text", "a_frames", "b_frames", "missing_proof")


@dataclasses.dataclass(frozen=True)
class Told:
    """A match with its statements."""

    match: Match
    statements: tuple[Statement, ...]


@dataclasses.dataclass(frozen=True)
class Comparison:
    """Two points compared."""

    a: Point
    b: Point
    skew: Skew | None
    told: tuple[Told, ...]
    unmatched_a: tuple[Connection, ...]
    unmatched_b: tuple[Connection, ...]

    @property
    def trouble(self) -> list[Told]:
        """Matches of which something else is told than that nothing happened, and more than a translated address."""
        return [one for one in self.told
                if any(statement.id not in ("nothing_between", "address_translated") for statement in one.statements)]


def compare(a: Point, b: Point) -> Comparison:
    """Compares two points; A is nearer the client."""
    matched = match(a, b)
    told = tuple(Told(one, tuple(all_of(Sight(one, a, b, matched.skew)))) for one in matched.matches)
    return Comparison(a, b, matched.skew, told, tuple(matched.unmatched_a), tuple(matched.unmatched_b))


def _seconds(time: int) -> float:
    return round(time / text.NANOSECONDS, 9)


def _side(point: Point, connection: Connection) -> Document:
    return {"file": point.name, "stream": connection.stream, "client": _place(connection.client), "server": _place(connection.server)}


def _place(end: tuple[str, int]) -> Document:
    return {"address": end[0], "port": end[1]}


def as_json(comparison: Comparison) -> Document:
    """All of it."""
    a, b, skew = comparison.a, comparison.b, comparison.skew
    return {
        "schema": SCHEMA, "a": a.name, "b": b.name,
        "skew": None if skew is None else {"seconds": _seconds(skew.offset), "certainty": skew.certainty, "error": _seconds(skew.error)},
        "matches": [{
            "by": one.match.by, "certainty": one.match.certainty, "a": _side(a, one.match.a), "b": _side(b, one.match.b),
            "statements": [{
                "id": statement.id, "certainty": statement.certainty, "text": statement.text,
                "frames": {"a": statement.frames_a, "b": statement.frames_b}, "missing_proof": statement.missing_proof,
            } for statement in one.statements]} for one in comparison.told],
        "unmatched": {"a": [_side(a, one) for one in comparison.unmatched_a], "b": [_side(b, one) for one in comparison.unmatched_b]},
    }


def _text_of(end: tuple[str, int]) -> str:
    return f"[{end[0]}]:{end[1]}" if ":" in end[0] else f"{end[0]}:{end[1]}"


def rows(comparison: Comparison) -> Iterator[list[str]]:
    """A row a statement, and one for a match of which nothing is told."""
    for one in comparison.told:
        a, b = one.match.a, one.match.b
        head = (comparison.a.name, comparison.b.name, one.match.by, one.match.certainty, a.stream, b.stream, _text_of(a.client),
                _text_of(a.server), _text_of(b.client), _text_of(b.server))
        for statement in one.statements or (None,):
            tail = ("", "", "", "", "", "") if statement is None else (
                statement.id, statement.certainty, statement.text, " ".join(map(str, statement.frames_a)),
                " ".join(map(str, statement.frames_b)), "; ".join(statement.missing_proof))
            yield [cell(value) for value in (*head, *tail)]


def table(comparisons: Iterable[Comparison]) -> str:
    """All rows, for a spreadsheet."""
    made = io.StringIO()
    writer = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for comparison in comparisons:
        writer.writerows(rows(comparison))
    return made.getvalue()


def lines(comparison: Comparison) -> Iterator[str]:
    """For a person."""
    a, b, skew = comparison.a, comparison.b, comparison.skew
    yield f"A: {a.name}, nearer the client. B: {b.name}."
    yield clock_words(comparison) if skew else "The clocks cannot be compared: no connection is certainly at both points."
    yield (f"{text.count(len(comparison.told), 'connection')} matched; {len(comparison.unmatched_a)} at A only, "
           f"{len(comparison.unmatched_b)} at B only.")
    for one in comparison.told:
        match_ = one.match
        yield ""
        yield (f"{_text_of(match_.a.client)} to {_text_of(match_.a.server)} (stream {match_.a.stream} of A, {match_.b.stream} of B), matched "
               f"by {match_.by.replace('_', ' ')}: {match_.certainty}")
        for statement in one.statements:
            yield f"  [{statement.certainty}] {statement.id}: {statement.text}"
            frames = [f"{name}: {', '.join(map(str, numbers))}" for name, numbers in (("A", statement.frames_a), ("B", statement.frames_b))
                      if numbers]
            yield f"    Frames of {'; of '.join(frames)}" if frames else "    No frame"
            if statement.missing_proof:
                yield f"    Missing proof: {'; '.join(statement.missing_proof)}"


def clock_words(comparison: Comparison) -> str:
    """How the clocks stand to each other."""
    skew = comparison.skew
    if skew is None:
        return ""
    ahead = "ahead of" if skew.offset >= 0 else "behind"
    return (f"The clock of {comparison.b.name} is {abs(skew.offset) / text.NANOSECONDS:.6f} s {ahead} that of {comparison.a.name} "
            f"(within {skew.error / text.NANOSECONDS:.6f} s; {skew.certainty}).")
