# SPDX-License-Identifier: GPL-2.0-or-later
"""What each machine offers, and the one that differs."""

import pytest

from made import flow, host, result, standing, unit
from triage.servers import Servers
from triage.siblings import Siblings


def collect(collector, *results):
    """All of them, in order."""
    for one in results:
        collector.add(one)
    return collector.all()


def test_one_machine_in_two_files_of_the_day():
    """Highest, lowest and counts over all units."""
    (server,) = collect(Servers(), result(unit("a"), hosts=[host("192.0.2.10", ("acs", "TLS 1.2", "TLS 1.2", 3, 0))]),
                        result(unit("b"), hosts=[host("192.0.2.10", ("acs", "TLS 1.0", "TLS 1.0", 2, 2))]))
    offer = server.offers["acs"]
    assert (offer.max_version, offer.min_version, offer.flows, offer.failed) == ("TLS 1.2", "TLS 1.0", 5, 2)
    assert server.units == ["a", "b"]


def test_connection_that_two_points_saw_counts_once():
    """The server's capture and the firewall's."""
    row = host("192.0.2.10", ("exo_core", "TLS 1.0", "TLS 1.0", 1, 1))
    seen = [result(unit(name), [flow(outcome="reset", client_max_version="TLS 1.0")], [row]) for name in ("EX01", "firewall")]
    (server,) = collect(Servers(), *seen)
    assert (server.offers["exo_core"].flows, server.offers["exo_core"].failed) == (1, 1)


def test_sets_and_addresses_are_in_order():
    """By number, not by letter."""
    rows = [host(address) for address in ("192.0.2.10", "192.0.2.9", "2001:db8::1")]
    assert [server.address for server in collect(Servers(), result(hosts=rows))] == ["192.0.2.9", "192.0.2.10", "2001:db8::1"]


def siblings(*units):
    """Each unit: address and standing."""
    return collect(Siblings(), *(result(unit(f"EX{place:02d}"), comparable=[standing(*pair) for pair in pairs])
                                 for place, pairs in enumerate(units)))


def test_one_server_behind_over_units():
    """Each capture shows one server only; the words are the plugin's."""
    (found,) = siblings([("192.0.2.10", "behind")], [("192.0.2.11", "ahead")], [("192.0.2.12", "ahead")])
    assert (found.address, found.others, found.units) == ("192.0.2.10", ("192.0.2.11", "192.0.2.12"), ("EX00",))
    assert found.texts["summary"] == "192.0.2.10 is behind 192.0.2.11, 192.0.2.12."


@pytest.mark.parametrize("units", [
    [[("192.0.2.10", "behind")], [("192.0.2.11", "behind")]],
    [[("192.0.2.10", "ahead")], [("192.0.2.11", "ahead")]],
    [[("192.0.2.10", "behind")], [("192.0.2.10", "ahead")], [("192.0.2.11", "ahead")]],
    [[("192.0.2.10", "behind")], [("192.0.2.11", "mixed")]],
    [[("192.0.2.10", "behind")], []]])
def test_nobody_is_behind(units):
    """All alike; not always behind; nobody to compare with."""
    assert siblings(*units) == []


def test_sets_are_not_compared_with_each_other():
    """A server that was behind before the change is no sibling of itself after it."""
    before = result(unit("a", "before"), comparable=[standing("192.0.2.10", "behind")])
    after = result(unit("b", "after"), comparable=[standing("192.0.2.11", "ahead")])
    assert collect(Siblings(), before, after) == []
