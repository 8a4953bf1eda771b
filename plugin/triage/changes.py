# SPDX-License-Identifier: GPL-2.0-or-later
"""Before and after: what works now, what still fails, what was not exercised. Never "fixed" without a handshake."""

import dataclasses
import enum

from . import case, servers
from .case import Document, Result


class State(enum.StrEnum):
    """What the change did; in the order in which they are told."""

    STILL_FAILS = "still_fails"
    FAILS_NOW = "fails_now"
    NOT_EXERCISED = "not_exercised"
    WORKS_NOW = "works_now"


@dataclasses.dataclass
class Tally:
    """Handshakes of one client with one host."""

    completed: int = 0
    failed: int = 0
    unjudged: int = 0
    max_version: str | None = None

    def count(self, flow: Document) -> None:
        """One more."""
        state = case.state(flow)
        setattr(self, state, getattr(self, state) + 1)
        versions = [version for version in (self.max_version, flow["client_max_version"]) if version]
        self.max_version = max(versions, key=servers.rank, default=None)


@dataclasses.dataclass(frozen=True)
class Change:
    """One client's calls of one host, in both sets."""

    host: str
    role: str
    client: str
    before: Tally | None
    after: Tally | None
    state: State


def judge(before: Tally | None, after: Tally | None) -> State | None:
    """None where there is nothing to tell: it worked and works, or was never judged before."""
    failed_before = before is not None and before.failed > 0
    worked_before = before is not None and before.completed > 0
    if not failed_before and not worked_before:
        return State.FAILS_NOW if after is not None and after.failed > 0 else None
    if after is None or not (after.failed or after.completed):
        return State.NOT_EXERCISED
    if after.failed:
        return State.STILL_FAILS if failed_before else State.FAILS_NOW
    return State.WORKS_NOW if failed_before else None


class Changes:
    """Collects hybrid flows of the first and of the last set."""

    def __init__(self, sets: tuple[str, ...]) -> None:
        self._sides = (sets[0], sets[-1]) if len(sets) > 1 else ()
        self._tallies: dict[tuple[str, str, str], dict[str, Tally]] = {}

    def add(self, result: Result) -> None:
        """Another unit."""
        set_name = result.unit.set_name
        if result.document is None or set_name not in self._sides:
            return
        for flow in result.document["flows"]:
            if flow["hybrid"]:
                key = flow["host"] or flow["server"]["address"], flow["role"], flow["client"]["address"]
                self._tallies.setdefault(key, {}).setdefault(set_name, Tally()).count(flow)

    def all(self) -> list[Change]:
        """Worst first."""
        found = []
        for (host, role, client), tallies in self._tallies.items():
            before, after = (tallies.get(side) for side in self._sides)
            state = judge(before, after)
            if state is not None:
                found.append(Change(host, role, client, before, after, state))
        order = list(State)
        return sorted(found, key=lambda change: (order.index(change.state), not (change.before and change.before.failed),
                                                 change.host, change.client, change.role))
