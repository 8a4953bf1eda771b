# SPDX-License-Identifier: GPL-2.0-or-later
"""Connections of one capture point, read one by one: a report of many is never in memory as a tree of objects."""

import array
import dataclasses
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from .. import text
from ..errors import TriageError

#: The plugin's JSON report, as a program reads it.
Document = dict[str, Any]

SIDES = ("client", "server")
_KINDS = ("syn", "syn_ack", "client_hello", "server_hello", "certificate", "alert", "fin", "rst", "retransmission")
_KIND_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}
_UNKNOWN = -1
_BETWEEN = " \t\r\n,"
_FLOWS, _CONNECTIONS = '"flows"', '"connections"'
#: Between the end of one array and the name of the next.
_NEAR = 40


class Event(NamedTuple):
    """A packet that decides. Times in nanoseconds."""

    what: str
    by: str
    frame: int
    time: int
    seq: int
    length: int
    ttl: int | None
    alert: int | None


class Side(NamedTuple):
    """What one side did; bytes count from its SYN, None where that was not seen."""

    sent: int | None
    captured: int | None
    acknowledged: int | None
    largest: int
    missing: bool
    last_time: int | None


@dataclasses.dataclass(slots=True)
class Connection:
    """One connection as one capture point saw it."""

    stream: int
    client: tuple[str, int]
    server: tuple[str, int]
    client_isn: int | None
    server_isn: int | None
    random: str | None
    hello_hash: str | None
    certificate: str | None
    offered: str | None  #: highest version
    chosen: str | None
    name: str | None  #: that the client asked for
    outcome: str | None
    whole: bool
    first_frame: int
    sides: dict[str, Side]
    events_cut: int
    packed: "array.array[int]"

    def events(self, what: str | None = None, by: str | None = None) -> Iterator[Event]:
        """Its events in order; of one kind, of one side."""
        for at in range(0, len(self.packed), 8):
            kind, sender, frame, time, seq, length, ttl, alert = self.packed[at:at + 8]
            event = Event(_KINDS[kind], SIDES[sender], frame, time, seq, length, None if ttl == _UNKNOWN else ttl,
                          None if alert == _UNKNOWN else alert)
            if what in (None, event.what) and by in (None, event.by):
                yield event

    def first(self, what: str, by: str | None = None) -> Event | None:
        """The first of its events of a kind."""
        return next(self.events(what, by), None)

    def relative(self, event: Event) -> int | None:
        """Bytes of its sender before the event's segment."""
        start = self.client_isn if event.by == "client" else self.server_isn
        if start is None:
            return None
        return 0 if event.what in ("syn", "syn_ack") else (event.seq - start - 1) % (1 << 32)

    @property
    def ends(self) -> tuple[tuple[str, int], tuple[str, int]]:
        """Addresses and ports."""
        return self.client, self.server


@dataclasses.dataclass
class Point:
    """A capture point: what is known of its capture, and its connections."""

    name: str
    connections: list[Connection]
    begin: int | None  #: when capturing began and ended, in nanoseconds of its own clock
    end: int | None
    drops: int | None  #: frames that the capturing program lost; None: the file does not say
    flows_cut: int = 0

    def covers(self, time: int | None) -> bool:
        """Whether it was capturing then."""
        return None not in (time, self.begin, self.end) and self.begin <= time <= self.end  # type: ignore[operator]


def read(name: str, report: str, begin: int | None, end: int | None, drops: int | None) -> Point:
    """A capture point from the plugin's JSON report; `begin` and `end` widen what its frames span."""
    try:
        rest, flows = _split(report)
        document = json.loads(rest)
        capture = document["capture"]
        spans = [time for time in (text.nanoseconds(capture["first_time"]), begin) if time is not None]
        lasts = [time for time in (text.nanoseconds(capture["last_time"]), end) if time is not None]
        return Point(name, flows, min(spans, default=None), max(lasts, default=None), drops, document["limits"]["flows_cut"])
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
        raise TriageError(f"{name}: no report made with preference exchange_hybrid.evidence ({error!r})") from error


def _split(report: str) -> tuple[str, list[Connection]]:
    """The report without its connections, and these: flows, and what is none."""
    found: list[Connection] = []
    start = report.index("[", report.index(_FLOWS)) + 1
    end = _array(report, start, found)
    rest = report[:start]
    others = report.find(_CONNECTIONS, end, end + _NEAR)
    if others >= 0:
        start = report.index("[", others) + 1
        rest += report[end:start]
        end = _array(report, start, found)
    return rest + report[end:], found


def _array(report: str, at: int, found: list[Connection]) -> int:
    """Reads the connections of an array; where it ends."""
    decode = json.JSONDecoder().raw_decode
    while True:
        while report[at] in _BETWEEN:
            at += 1
        if report[at] == "]":
            return at
        document, at = decode(report, at)
        found.append(_connection(document))


def _connection(flow: Document) -> Connection:
    tcp, tls = flow["tcp"], flow["tls"]
    packed = array.array("q")
    for event in flow["events"]:
        packed.extend((_KIND_NUMBERS[event["what"]], SIDES.index(event["by"]), event["frame"], text.nanoseconds(event["time"]) or 0,
                       event["seq"], event["length"], _known(event["ttl"]), _known(event["alert"])))
    first = flow["first_frame"] if "first_frame" in flow else flow["frames"]["first"]
    return Connection(
        flow["stream"], _end(flow["client"]), _end(flow["server"]), tcp["client_isn"], tcp["server_isn"], tls["client_random"],
        tls["hello_hash"], tls["certificate_sha256"], flow.get("client_max_version"), flow.get("negotiated_version"), flow.get("sni"),
        flow.get("outcome"), tcp["whole"], first or 0, {side: _side(tcp[side]) for side in SIDES}, flow["events_cut"], packed)


def _known(value: int | None) -> int:
    return _UNKNOWN if value is None else value


def _end(end: Document) -> tuple[str, int]:
    return end["address"], end["port"]


def _side(side: Document) -> Side:
    return Side(side["sent"], side["captured"], side["acknowledged"], side["largest"], side["missing"],
                text.nanoseconds(side["last_time"]))
