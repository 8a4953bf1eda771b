# SPDX-License-Identifier: GPL-2.0-or-later
"""Before and after."""

import pytest

from made import flow, result, unit
from triage.changes import Changes

OLD = {"outcome": "reset", "client_max_version": "TLS 1.0"}


def changes(before, after):
    """States by client."""
    collected = Changes(("before", "after"))
    collected.add(result(unit("a", "before"), before))
    collected.add(result(unit("b", "after"), after))
    return {change.client: str(change.state) for change in collected.all()}


@pytest.mark.parametrize(("before", "after", "state"), [
    ([flow(**OLD)], [flow()], "works_now"), ([flow(**OLD)], [flow(**OLD)], "still_fails"),
    ([flow(**OLD), flow()], [flow(), flow(**OLD)], "still_fails"),
    ([flow()], [flow(**OLD)], "fails_now"), ([], [flow(**OLD)], "fails_now"), ([flow(**OLD)], [], "not_exercised"),
    ([flow(**OLD)], [flow(outcome="in_progress")], "not_exercised"), ([flow(**OLD)], [flow(outcome="partial")], "not_exercised"),
    ([flow()], [], "not_exercised"), ([flow()], [flow()], None), ([], [flow()], None), ([flow(outcome="partial")], [flow()], None),
    ([flow(hybrid=False, **OLD)], [flow(hybrid=False)], None), ([flow(**OLD)], [flow(outcome="reset", unread="cut")], "not_exercised")])
def test_state(before, after, state):
    """Never "works now" without a handshake that was completed."""
    assert changes(before, after) == ({"192.0.2.10": state} if state else {})


def test_clients_are_apart_and_worst_is_first():
    """One works now, one still fails."""
    states = changes([flow("192.0.2.10", **OLD), flow("192.0.2.11", **OLD)], [flow("192.0.2.10"), flow("192.0.2.11", **OLD)])
    assert list(states.items()) == [("192.0.2.11", "still_fails"), ("192.0.2.10", "works_now")]


def test_one_set_has_no_changes():
    """Nothing to compare with."""
    collected = Changes(("before",))
    collected.add(result(unit("a", "before"), [flow(**OLD)]))
    assert collected.all() == []
