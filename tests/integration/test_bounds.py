# SPDX-License-Identifier: GPL-2.0-or-later
"""What is learned from packets is bounded, and the report says when a bound was hit.

The module of these tests keeps two flows, one client host, one address of DNS answers, one DNS answer without use,
one request and three texts of requests; its tables have one row.
"""

import os
import pathlib
import sys

import pytest

import crafted
import samples
from statistics_tables import read_sharkd, read_tshark
from wireshark import ROOT, Wireshark

sys.path.append(str(ROOT / "tests" / "benchmark"))

import crafted_bounds  # noqa: E402


@pytest.fixture(scope="module")
def bounded():
    """Wireshark's programs with the module of small bounds."""
    named = os.environ.get("EXCHANGE_HYBRID_SMALL_BOUNDS_MODULE")
    if not named:
        pytest.skip("CTest names the module of small bounds")
    programs = Wireshark(pathlib.Path(named))
    yield programs
    programs.close()


def sample_path(bounded, name):
    """A sample as Wireshark's user can read it."""
    return bounded.side_by_side(samples.FOLDER) / f"{name}.pcapng"


@pytest.fixture(scope="module")
def many_flows(bounded):
    """Three flows of two clients, from samples put one behind the other."""
    parts = [sample_path(bounded, name) for name in ("free_busy_tls10", "ipv6_tls10")]
    folder = bounded.folder("merged")
    folder.chmod(0o777)
    merged = folder / "merged.pcapng"
    done = bounded.run(["mergecap", "-a", "-w", str(merged), *map(str, parts)])
    assert done.returncode == 0, done.stderr
    return merged


def test_flows_beyond_the_bound_are_counted(bounded, many_flows):
    """The first flows are kept, the rest is a number."""
    report = bounded.json(many_flows)
    assert [flow["stream"] for flow in report["flows"]] == [0, 1]
    assert report["limits"]["flows_cut"] == 1
    assert "Cut: 1 flows" in bounded.report(many_flows)


def test_hosts_beyond_the_bound_are_counted(bounded, wireshark):
    """The first client is kept; flows of others are counted."""
    capture = sample_path(bounded, "proxy_connect_tls12")
    report = bounded.json(capture)
    assert len(report["hosts"]) == 1
    assert len(wireshark.json(capture)["hosts"]) == 2
    assert report["limits"]["hosts_cut"] == 1


def test_addresses_of_answers_beyond_the_bound_are_counted(bounded, wireshark):
    """An address that was not remembered names no flow."""
    capture = sample_path(bounded, "dns_cname_chain")
    assert wireshark.json(capture)["limits"]["lookups_cut"] == 0
    merged = bounded.folder("answers")
    merged.chmod(0o777)
    both = merged / "both.pcapng"
    names = ("dns_names_flow", "dns_names_flow_ipv6")
    done = bounded.run(["mergecap", "-a", "-w", str(both), *(str(sample_path(bounded, name)) for name in names)])
    assert done.returncode == 0, done.stderr
    report = bounded.json(both)
    assert report["limits"]["lookups_cut"] >= 1
    assert "addresses in DNS answers" in bounded.report(both)


def test_requests_beyond_the_bound_are_counted(bounded, wireshark):
    """The first request is kept, the rest is a number."""
    capture = sample_path(bounded, "requests_http2")
    report = bounded.json(capture)
    assert [len(flow["requests"]) for flow in report["flows"]] == [1]
    assert report["limits"]["requests_cut"] == 1
    assert "Cut: 1 requests" in bounded.report(capture)
    assert wireshark.json(capture)["limits"]["requests_cut"] == 0


@pytest.mark.parametrize("way", ["one pass", "two passes", "sharkd"])
def test_rows_beyond_the_bound_are_counted(bounded, way):
    """Tables have a row more, which says how many flows are left out."""
    capture = sample_path(bounded, "free_busy_tls10")
    if way == "sharkd":
        program = bounded.sharkd()
        program.ask("load", file=str(capture))
        read = read_sharkd(program)
        program.close()
    else:
        read = read_tshark(bounded, capture, *(["-2"] if way == "two passes" else []))
    told = "1 flows are not listed: more than 1 rows"
    assert {row["Client"] for row in read["flows"]} == {told, "192.0.2.10:36554"}
    assert {row["Client"] for row in read["servers"]} == {told, "192.0.2.10"}


def test_answers_without_use_beyond_the_bound_are_counted(bounded, wireshark):
    """The first one is a finding, the rest is a number."""
    capture = bounded.file("missing.pcap", crafted_bounds.missing_names(5))
    report = bounded.json(capture)
    assert [finding["count"] for finding in report["findings"] if finding["id"] == "name_not_resolved"] == [1]
    assert report["limits"]["failed_lookups_cut"] == 4
    assert "Cut: 4 DNS answers without use" in bounded.report(capture)
    assert wireshark.json(capture)["limits"]["failed_lookups_cut"] == 0


def test_an_address_may_change_its_name(wireshark):
    """The last answer names the flow, and names that come again and again take no room."""
    capture = wireshark.file("names.pcap", crafted_bounds.changing_names(["outlook.office365.com", "www.example.net"] * 3))
    (flow,) = wireshark.json(capture)["flows"]
    assert (flow["host"], flow["matched_by"]) == ("www.example.net", "dns")


def test_texts_of_requests_beyond_the_bound_are_counted(bounded, wireshark):
    """What does not fit is not known."""
    capture = sample_path(bounded, "requests_http2")
    report = bounded.json(capture)
    assert report["limits"]["texts_cut"] > 0
    assert "texts of requests and answers" in bounded.report(capture)
    assert wireshark.json(capture)["limits"]["texts_cut"] == 0


@pytest.mark.parametrize("beyond", [0, 2])
def test_connect_targets_beyond_the_bound_are_counted(wireshark, beyond):
    """A client that asks a proxy for one target after the other is known by the last that there was room for."""
    asked = [crafted.http_request(method="CONNECT", path=f"host{number}.example.net:443") for number in range(64 + beyond)]
    refused = crafted.http_answer(status="407 Proxy Authentication Required")
    capture = wireshark.file(f"{beyond}.pcap", crafted.http([message for request in asked for message in (request, refused)]))
    report = wireshark.json(capture)
    assert report["limits"]["connect_targets_cut"] == beyond
    assert [flow["host"] for flow in report["flows"]] == ["host63.example.net"]


def test_nothing_is_cut_below_the_bounds(wireshark, many_flows):
    """The module as it is shipped keeps all of it."""
    report = wireshark.json(many_flows)
    assert len(report["flows"]) == 3
    assert set(report["limits"].values()) == {0}
