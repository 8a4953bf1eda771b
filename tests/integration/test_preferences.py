# SPDX-License-Identifier: GPL-2.0-or-later
"""Preferences change what is shown everywhere alike: fields, packet list, text and JSON report."""

import pytest

from frames import read_fields, streams_of
from samples import Sample

UNRELATED, HYBRID = "unrelated_tls10", "free_busy_tls10"
ONLY_HYBRID = ("-o", "exchange_hybrid.scope:hybrid")
OFF = ("-o", "exchange_hybrid.analyse:false")


@pytest.fixture(scope="module")
def mixed(wireshark, captures):
    """A capture of unrelated TLS and, after it, hybrid flows."""
    return wireshark.together("mixed.pcapng", [captures / f"{name}.pcapng" for name in (UNRELATED, HYBRID)])


@pytest.fixture(scope="module")
def hybrid_streams():
    """Streams of the hybrid flows in that capture."""
    unrelated = len(Sample(UNRELATED).flows)
    return [unrelated + stream for stream in Sample(HYBRID).flows]


def test_both_kinds_are_there(wireshark, mixed, hybrid_streams):
    """By default all TLS flows are shown."""
    everything = sorted({*range(len(Sample(UNRELATED).flows)), *hybrid_streams})
    assert sorted(streams_of(read_fields(wireshark, mixed))) == everything
    assert [flow["stream"] for flow in wireshark.json(mixed)["flows"]] == everything
    assert "www.example.net" in wireshark.report(mixed)


@pytest.mark.parametrize("passes", [(), ("-2",)], ids=["one pass", "two passes"])
def test_scope_hybrid_hides_other_flows(wireshark, mixed, hybrid_streams, passes):
    """Neither fields nor reports nor verdict know of an unrelated flow."""
    options = (*ONLY_HYBRID, *passes)
    assert sorted(streams_of(read_fields(wireshark, mixed, *options))) == hybrid_streams
    report = wireshark.json(mixed, *options)
    assert [flow["stream"] for flow in report["flows"]] == hybrid_streams
    assert {stream for finding in report["findings"] for stream in finding["streams"]} <= set(hybrid_streams)
    assert {offer["role"] for host in report["hosts"] for offer in host["offers"]} == {
        flow["role"] for flow in Sample(HYBRID).flows.values()}
    assert "www.example.net" not in wireshark.report(mixed, *options)


@pytest.mark.parametrize("off", [OFF, ("--disable-protocol", "exchange_hybrid")], ids=["preference", "protocol"])
def test_switched_off_says_nothing(wireshark, mixed, off):
    """Without analysis, or with the protocol disabled, packets are stock tshark's and the report knows no flow."""
    assert wireshark.tshark("-n", "-V", "-r", mixed, *off) == wireshark.tshark("-n", "-V", "-r", mixed, plugin=False)
    report = wireshark.json(mixed, *off)
    assert (report["flows"], report["hosts"], report["findings"]) == ([], [], [])


@pytest.mark.parametrize(("networks", "direction"), [
    ("192.0.2.0/24,203.0.113.0/24", "onprem_to_onprem"),
    ("192.0.2.10,203.0.113.80", "onprem_to_onprem"),
    ("192.0.2.0/24", "unknown"),
    ("198.18.0.0/15", "unknown"),
])
def test_networks_on_premises_decide_the_direction(wireshark, captures, networks, direction):
    """A flow with both ends in these networks stays on premises."""
    (flow,) = wireshark.json(captures / f"{UNRELATED}.pcapng", "-o", f"exchange_hybrid.onprem_networks:{networks}")["flows"]
    assert flow["direction"] == direction


def test_networks_on_premises_replace_the_private_ones(wireshark, captures):
    """Private ranges are on premises by default only."""
    capture = captures / "backend_444_tls12.pcapng"
    (by_default,) = wireshark.json(capture)["flows"]
    (elsewhere,) = wireshark.json(capture, "-o", "exchange_hybrid.onprem_networks:198.18.0.0/15")["flows"]
    assert (by_default["direction"], elsewhere["direction"]) == ("onprem_to_onprem", "unknown")


def test_info_column_is_left_alone_by_default(wireshark, captures):
    """The finding stands in front of the Info column on request."""
    capture = captures / "new_auth_server_tls10.pcapng"
    prefix = b"[client_offers_below_tls12] "
    assert prefix not in wireshark.tshark("-n", "-r", capture)
    assert prefix in wireshark.tshark("-n", "-r", capture, "-o", "exchange_hybrid.info_column:true")


def _row(pattern="mail.contoso.com", role="onprem_exchange", side="onprem", label=""):
    return ("-o", f'uat:exchange_hybrid_organization:"{pattern}","{role}","{side}","{label}"')


@pytest.mark.parametrize(("row", "column"), [
    (_row(pattern="not a name!"), "Pattern"),
    (_row(pattern="name!"), "Pattern"),
    (_row(pattern=""), "Pattern"),
    (_row(pattern="300.1.1.1"), "Pattern"),
    (_row(pattern="10.0.0.0/33"), "Pattern"),
    (_row(pattern="fe80::zz"), "Pattern"),
    (_row(pattern="mail.contoso.com:443"), "Pattern"),
    (_row(pattern="mail.*.com"), "Pattern"),
    (_row(role="nonsense"), "Role"),
    (_row(side="left"), "Side"),
])
def test_bad_rows_of_the_table_are_refused(wireshark, captures, row, column):
    """The table's own check says which column is wrong."""
    result = wireshark.run(["tshark", "-n", "-r", captures / f"{HYBRID}.pcapng", *row])
    assert result.returncode != 0
    assert f'Column "{column}"' in result.stderr.decode()


@pytest.mark.parametrize("pattern", ["www.example.net", "WWW.Example.Net.", "*.example.net", "*.EXAMPLE.net."])
def test_rows_match_in_any_case_and_with_a_dot_behind(wireshark, captures, pattern):
    """Host names are compared as names, however they were typed."""
    flows = wireshark.json(captures / f"{UNRELATED}.pcapng", *_row(pattern=pattern, label="EX01"))["flows"]
    assert {(flow["role"], flow["matched_by"]) for flow in flows} == {("onprem_exchange", "user_table")}


def test_labels_stand_beside_addresses(wireshark, captures):
    """A label names the machine wherever its address is told."""
    capture = captures / f"{HYBRID}.pcapng"
    row = _row(pattern="192.0.2.0/24", role="", side="", label="EX01")
    (host,) = wireshark.json(capture, *row)["hosts"]
    assert host["label"] == "EX01"
    assert f"{host['address']} (EX01)" in wireshark.report(capture, *row)
