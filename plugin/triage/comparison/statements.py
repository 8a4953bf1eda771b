# SPDX-License-Identifier: GPL-2.0-or-later
"""What happened between the points: each statement with its frames, its certainty, and what would make it certain.

A is nearer the client. What the client sent passes A first, what the server sent B first. What is seen only where it would have
to come from the other point was made between them; what is seen only where it entered did not get through.
"""

import dataclasses
from collections.abc import Iterator

from .. import text
from .certainty import CERTAIN, LIKELY, POSSIBLE, weaker
from .clock import Skew, bounds
from .connection import SIDES, Connection, Event, Point
from .matching import BY_NAME, Match

#: Payload in bytes from which on a segment is a large one; as FLOW_LARGE_SEGMENT in core/flow.h.
LARGE_SEGMENT = 1000
#: Large segments that are sent again so often, and never acknowledged, do not get through; as FLOW_LARGE_REPEATS.
LARGE_REPEATS = 3
_MOST_FRAMES = 12
_ASK = "Ask for the log of what stands between the two points, for this connection and time."
_DROPS = "{} does not say whether its capture lost frames"
_LOST = "the capture of {} lost frames"


@dataclasses.dataclass
class Statement:
    """One of them."""

    id: str
    certainty: str
    text: str
    frames_a: list[int]
    frames_b: list[int]
    missing_proof: list[str]


@dataclasses.dataclass(frozen=True)
class Sight:
    """A match with all that is needed to judge it."""

    match: Match
    point_a: Point
    point_b: Point
    skew: Skew | None

    @property
    def a(self) -> Connection:
        """As A saw it."""
        return self.match.a

    @property
    def b(self) -> Connection:
        """As B saw it."""
        return self.match.b

    def sights(self, side: str) -> tuple[Connection, Connection]:
        """Where what this side sent entered the path between the points, and where it left."""
        return (self.a, self.b) if side == "client" else (self.b, self.a)

    def points(self, side: str) -> tuple[Point, Point]:
        """The same for the points."""
        return (self.point_a, self.point_b) if side == "client" else (self.point_b, self.point_a)

    def elsewhere(self, time: int, at: Point) -> int | None:
        """A time of one point on the clock of the other."""
        if self.skew is None:
            return None
        return time + self.skew.offset if at is self.point_a else time - self.skew.offset

    def proofs(self, absent: Point, absent_from: Connection, time: int | None) -> "Proofs":
        """What is missing to prove that something was not there, at this time of its own clock."""
        missing = list(self.match.missing_proof)
        if absent.drops is None:
            missing.append(_DROPS.format(absent.name))
        elif absent.drops:
            missing.append(_LOST.format(absent.name))
        covered = absent.covers(time)
        if time is None:
            missing.append("the clocks of both points cannot be compared")
        elif not covered:
            missing.append(f"the capture of {absent.name} does not cover that moment")
        if not (self.a.whole and self.b.whole):
            missing.append("packets were cut (snap length)")
        if absent_from.events_cut:
            missing.append(f"more happened at {absent.name} than is kept of one connection")
        return Proofs(missing, covered)

    def certainty(self, proofs: "Proofs") -> str:
        """No more than the match's own, and certain only if no proof is missing."""
        return weaker(self.match.certainty, LIKELY if proofs.missing else CERTAIN, CERTAIN if proofs.covered else POSSIBLE)

    def seen(self) -> "Proofs":
        """For what both captures show: nothing but the match may be doubted."""
        return Proofs(list(self.match.missing_proof), True)


@dataclasses.dataclass
class Proofs:
    """What a statement lacks."""

    missing: list[str]
    covered: bool  #: the other capture was running at that moment


def all_of(sight: Sight) -> list[Statement]:
    """In the order in which they are told; most connections have one."""
    match = sight.match
    if match.by == BY_NAME:
        found = [*_tls(sight), *_versions(sight), *_alerts(sight, swallowed=True)]
        return found
    if not match.same_tcp:
        return [_other_connection(sight), *_tls(sight), *_versions(sight), *_lost(sight)]
    found = [*_injected(sight, "rst"), *_injected(sight, "fin"), *_tls(sight), *_versions(sight), *_alerts(sight), *_lost(sight)]
    translated = list(_translated(sight))
    return [*found, *translated, *([] if found else _nothing(sight))]


def _frames(*events: Event | None) -> list[int]:
    return list(dict.fromkeys(event.frame for event in events if event is not None))[:_MOST_FRAMES]


def _place(end: tuple[str, int]) -> str:
    address, port = end
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def _end_of(connection: Connection, side: str) -> str:
    return _place(connection.client if side == "client" else connection.server)


def _injected(sight: Sight, what: str) -> Iterator[Statement]:
    """An RST or FIN in the name of one side that this side did not send."""
    for side in SIDES:
        source, target = sight.sights(side)
        source_point, target_point = sight.points(side)
        sent = {source.relative(event) for event in source.events(what, side)}
        seen = list(target.events(what, side))
        first = seen[0] if seen else None
        if first is None or target.relative(first) in sent:
            continue
        moment = sight.elsewhere(first.time, target_point)
        proofs = sight.proofs(source_point, source, moment)
        if sent:
            proofs.missing.append(f"the {side} sent another {what.upper()} of its own")
        told = _end_of(target, side)
        other = "client" if side == "server" else "server"
        words = (f"The {what.upper()} that {target_point.name} shows from the {side} {told} was not sent by it: at {source_point.name}, "
                 f"which its packets pass first, the {side} sent {'none' if not sent else 'another one'}. "
                 f"{_hop_limits(target, first, side)}Nor was it the {other}. A device between the two points made it. {_ASK}")
        neighbours = [event for event in source.events(None, side) if event.what != what]
        frames = _frames(*seen), _frames(*neighbours[-1:])
        yield _statement(f"{'reset' if what == 'rst' else 'fin'}_between", sight.certainty(proofs), words, frames, proofs,
                         swapped=target is sight.b)


def _hop_limits(connection: Connection, first: Event, side: str) -> str:
    others = sorted({event.ttl for event in connection.events(None, side) if event.what != first.what and event.ttl is not None})
    if first.ttl is None or not others or first.ttl in others:
        return ""
    return f"Its TTL is {first.ttl}, that of the {side}'s other packets there {', '.join(map(str, others))}. "


def _statement(name: str, certainty: str, words: str, frames: tuple[list[int], list[int]], proofs: Proofs,
               swapped: bool = False) -> Statement:
    first, second = (frames[1], frames[0]) if swapped else frames
    return Statement(name, certainty, words, first, second, proofs.missing)


def _hellos(sight: Sight) -> tuple[list[int], list[int]]:
    return tuple(_frames(one.first("client_hello"), one.first("certificate")) for one in (sight.a, sight.b))  # type: ignore[return-value]


def _tls(sight: Sight) -> Iterator[Statement]:
    """Another hello or another certificate: a device speaks TLS with each side."""
    a, b = sight.a, sight.b
    differs = []
    if None not in (a.random, b.random) and a.random != b.random:
        differs.append("the ClientHello" if a.hello_hash != b.hello_hash else "the ClientHello's random")
    if None not in (a.certificate, b.certificate) and a.certificate != b.certificate:
        differs.append("the server's certificate")
    if not differs:
        return
    proofs = sight.seen()
    words = (f"A device between the two points ends TLS and begins it anew: {' and '.join(differs)} at {sight.point_b.name} "
             f"{'is' if len(differs) == 1 else 'are'} not what {sight.point_a.name} shows. What the server answers, it answers to that "
             f"device, not to {_end_of(a, 'client')}. {_ASK}")
    yield _statement("tls_terminated", sight.certainty(proofs), words, _hellos(sight), proofs)


def _versions(sight: Sight) -> Iterator[Statement]:
    a, b = sight.a, sight.b
    parts = []
    if None not in (a.offered, b.offered) and a.offered != b.offered:
        parts.append(f"the client offers {a.offered} at most at {sight.point_a.name}, {b.offered} at {sight.point_b.name}")
    if None not in (a.chosen, b.chosen) and a.chosen != b.chosen:
        parts.append(f"{a.chosen} is chosen at {sight.point_a.name}, {b.chosen} at {sight.point_b.name}")
    if not parts:
        return
    proofs = sight.seen()
    frames = tuple(_frames(one.first("client_hello"), one.first("server_hello")) for one in (a, b))
    words = (f"The version changes on the way: {'; '.join(parts)}. Neither the client nor the server did it: what stands between has "
             f"settings of its own. {_ASK}")
    yield _statement("version_changed", sight.certainty(proofs), words, frames, proofs)  # type: ignore[arg-type]


def _alerts(sight: Sight, swallowed: bool = False) -> Iterator[Statement]:
    """An alert in clear at one point only. What is only where it entered was lost on the way, unless a device ends TLS."""
    for side in SIDES:
        for place, (here, there) in (("left", sight.sights(side)[::-1]), ("entered", sight.sights(side))):
            if place == "entered" and not swallowed:
                continue
            events = [event for event in here.events("alert", side) if event.alert is not None]
            known = {event.alert for event in there.events("alert", side)}
            first = next((event for event in events if event.alert not in known), None)
            if first is None or None in known:
                continue
            here_point = sight.point_a if here is sight.a else sight.point_b
            there_point = sight.point_b if here is sight.a else sight.point_a
            proofs = sight.proofs(there_point, there, sight.elsewhere(first.time, here_point))
            words = (f"The alert {first.alert} of the {side} is at {here_point.name} only: at {there_point.name} there is none like it. "
                     f"What ended the connection there is not what ended it here. {_ASK}")
            yield _statement("alert_between", sight.certainty(proofs), words, (_frames(first), []), proofs,
                             swapped=here is sight.b)


def _lost(sight: Sight) -> Iterator[Statement]:
    """Bytes that one point shows, the other does not, and nobody acknowledged."""
    for side in SIDES:
        source, target = sight.sights(side)
        source_point, target_point = sight.points(side)
        sent, arrived = source.sides[side].sent, target.sides[side].captured
        if target.sides[side].captured is None and target.client_isn is not None and side == "client":
            arrived = 0
        if sent is None or arrived is None or arrived >= sent:
            continue
        # Where the acknowledgement enters, not where a device may have made it: then the capture lacks what did arrive.
        if (target.sides[side].acknowledged or 0) > arrived:
            continue
        first = [event for event in source.events(None, side) if _holds(source, event, arrived)]
        again = [event for event in first if event.what == "retransmission"]
        begun = [event for event in first if event.what != "retransmission"]
        last = (again or begun or [None])[-1]
        moment = sight.elsewhere(last.time if last else source.sides[side].last_time or 0, source_point)
        proofs = sight.proofs(target_point, target, moment)
        if not proofs.covered and not again:
            continue
        large = _only_large_ones(sight, side, again, begun)
        yield _lost_statement(sight, side, (sent, arrived), again, begun, large, proofs)


def _holds(source: Connection, event: Event, byte: int) -> bool:
    """Whether it carries this byte of its sender: what is behind a hole may have come through."""
    begin = source.relative(event)
    return begin is not None and begin <= byte < begin + event.length


def _only_large_ones(sight: Sight, side: str, again: list[Event], begun: list[Event]) -> bool:
    """Whether all that was lost were large segments, sent again and again, and smaller packets of this side came later."""
    source, target = sight.sights(side)
    _, target_point = sight.points(side)
    lengths = [event.length for event in (*again, *begun)]
    if len(again) < LARGE_REPEATS or min(lengths) < LARGE_SEGMENT or min(lengths) <= target.sides[side].largest:
        return False
    later = target.sides[side].last_time
    there = None if later is None else sight.elsewhere(later, target_point)
    return target.sides[side].missing or (there is not None and there > again[0].time)


def _lost_statement(sight: Sight, side: str, numbers: tuple[int, int], again: list[Event], begun: list[Event], large: bool,
                    proofs: Proofs) -> Statement:
    source, target = sight.sights(side)
    source_point, target_point = sight.points(side)
    sent, arrived = numbers
    repeats = f", sent again {text.count(len(again), 'time')}" if again else ""
    words = (f"Bytes {arrived + 1} to {sent} of the {side} {_end_of(source, side)} passed {source_point.name} and never came to "
             f"{target_point.name}{repeats}. ")
    if large:
        smallest, largest = min(event.length for event in (*again, *begun)), target.sides[side].largest
        words += (f"Only large packets are lost: those with {smallest} bytes of payload and more; those with {largest} and fewer came "
                  "through. What stands between drops packets above a size (MTU) and does not say so. ")
    other = "server" if side == "client" else "client"
    words += f"The {other} is not to blame for its silence. {_ASK}"
    last_there = [event for event in target.events(None, side) if (target.relative(event) or 0) + event.length <= arrived]
    return _statement("large_packets_lost_between" if large else "lost_between", sight.certainty(proofs), words,
                      (_frames(*begun, *again), _frames(*last_there[-1:])), proofs, swapped=source is sight.b)


def _translated(sight: Sight) -> Iterator[Statement]:
    changes = [f"the {side} {_end_of(sight.a, side)} is {_end_of(sight.b, side)} at {sight.point_b.name}" for side in SIDES
               if _end_of(sight.a, side) != _end_of(sight.b, side)]
    if changes:
        proofs = sight.seen()
        frames = tuple(_frames(one.first("syn")) or [one.first_frame] for one in (sight.a, sight.b))
        yield _statement("address_translated", sight.certainty(proofs), "Addresses are translated on the way: "
                         f"{'; '.join(changes)}.", frames, proofs)  # type: ignore[arg-type]


def _other_connection(sight: Sight) -> Statement:
    """The same bytes on another TCP connection. That its ends and numbers differ is not enough: a device may change both."""
    a, b = sight.a, sight.b
    answer, theirs = a.first("syn_ack"), b.first("syn_ack")
    _, high = bounds(a, b, False)
    proved = answer is not None and theirs is not None and high is not None and theirs.time - answer.time > high
    proofs = sight.seen()
    if not proved:
        proofs.missing.append("a device that translates addresses and rewrites sequence numbers, but passes TCP on, looks the same")
    words = (f"The same ClientHello is on two TCP connections: {_end_of(a, 'client')} to {_end_of(a, 'server')} at {sight.point_a.name}, "
             f"{_end_of(b, 'client')} to {_end_of(b, 'server')} at {sight.point_b.name}. What stands between (a balancer or proxy) ends "
             "TCP and passes TLS on as it is: each side's resets and silence are of its own connection.")
    frames = tuple(_frames(one.first("syn_ack"), one.first("client_hello")) for one in (a, b))
    return _statement("other_connection", sight.certainty(proofs), words, frames, proofs)  # type: ignore[arg-type]


def _nothing(sight: Sight) -> Iterator[Statement]:
    """What ended the connection is at both points, and all bytes are."""
    a, b = sight.a, sight.b
    if any(a.sides[side].sent != b.sides[side].sent for side in SIDES):
        return
    ends = ("rst", "fin", "alert") if a.outcome == "alert" else ("rst", "fin")
    last = next((event for event in a.events() if event.what in ends), None)
    if last is None:
        return
    same = next((event for event in b.events(last.what, last.by)
                 if b.relative(event) == a.relative(last) and event.alert == last.alert), None)
    if same is None:
        return
    names = {"rst": "RST", "fin": "FIN", "alert": f"alert {last.alert}" if last.alert is not None else "encrypted alert"}
    proofs = sight.proofs(sight.point_b, b, sight.elsewhere(last.time, sight.point_a))
    proofs.missing += [proof for proof in sight.proofs(sight.point_a, a, last.time).missing if proof not in proofs.missing]
    words = (f"Nothing happened between the two points: the {names[last.what]} of the {last.by} {_end_of(a, last.by)} that ended the "
             f"connection is at both, and so are all bytes before it. It was the {last.by} itself.")
    yield _statement("nothing_between", sight.certainty(proofs), words, (_frames(last), _frames(same)), proofs)
