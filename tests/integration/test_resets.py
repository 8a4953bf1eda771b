# SPDX-License-Identifier: GPL-2.0-or-later
"""tshark throws its state away in the middle of a capture (-M): what was seen before it is told all the same."""

import os
import shutil

import pytest

import samples
from test_valgrind import errors_of_module

SIX_SERVERS = [samples.Sample("six_servers"), samples.Sample("six_servers_tls12")]
PACKETS = (5, 20, 50)


def resets(report, packets):
    """How often tshark must have thrown its state away before the last packet."""
    return (report["capture"]["frames"] - 1) // packets


def facts(flow):
    """What a flow is told to be; a certificate that a reset cut in two cannot be read."""
    ends = (flow[end]["address"] + " " + str(flow[end]["port"]) for end in ("client", "server"))
    return (*ends, flow["role"], flow["client_max_version"], flow["negotiated_version"], flow["outcome"], flow["ended_by"],
            flow["frames"]["client_hello"], str(flow["findings"]))


@pytest.mark.parametrize("packets", PACKETS)
@pytest.mark.parametrize("sample", SIX_SERVERS, ids=str)
def test_every_flow_is_told_once_with_the_same_verdict(wireshark, capture, packets):
    """Handshakes that a reset cuts in two are one flow, and the resets are counted."""
    whole, parts = wireshark.json(capture), wireshark.json(capture, "-M", packets)
    assert parts["verdict"] == whole["verdict"]
    assert [facts(flow) for flow in parts["flows"]] == [facts(flow) for flow in whole["flows"]]
    assert parts["hosts"] == whole["hosts"]
    assert (whole["capture"]["resets"], parts["capture"]["resets"]) == (0, resets(whole, packets))
    assert parts["capture"] | {"resets": 0} == whole["capture"]


@pytest.mark.parametrize("name", ("servers", "findings", "tree"))
def test_tables_are_the_same(wireshark, captures, name):
    """So do the tables, but for the numbers of streams, which begin anew."""
    arguments = ("-n", "-r", captures / SIX_SERVERS[0].capture.name, "-q", "-z", f"exchange_hybrid,{name}")
    assert wireshark.tshark(*arguments, "-M", 20) == wireshark.tshark(*arguments)


@pytest.mark.parametrize("packets", PACKETS)
def test_text_report_has_the_same_verdict(wireshark, captures, packets):
    """The text says how often numbers began anew."""
    capture = captures / SIX_SERVERS[0].capture.name
    whole, parts = wireshark.report(capture), wireshark.report(capture, "-M", packets)
    assert parts.split("Capture:")[0] == whole.split("Capture:")[0]
    assert "Resets:" in parts and "Resets:" not in whole


@pytest.mark.skipif(not shutil.which("valgrind") or bool(os.environ.get("EXCHANGE_HYBRID_PRELOAD")),
                    reason="there is no valgrind, or the module has a sanitizer of its own")
def test_nothing_is_used_that_was_thrown_away(wireshark, captures):
    """Valgrind's memcheck sees no error of the module."""
    assert not errors_of_module(
        wireshark, "resets", "-M", 50, "-r", captures / SIX_SERVERS[0].capture.name, "-q",
        *(argument for name in ("report", "json", "flows", "tree") for argument in ("-z", f"exchange_hybrid,{name}")))
