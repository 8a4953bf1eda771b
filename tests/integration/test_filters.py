# SPDX-License-Identifier: GPL-2.0-or-later
"""The main question as a display filter: which flows offer less than TLS 1.2?"""

import pytest

from samples import offers_below_tls12


@pytest.mark.parametrize("passes", [[], ["-2"]], ids=["one pass", "two passes"])
def test_flows_below_tls12(wireshark, sample, capture, passes):
    """The filter lists exactly the expected flows, each value once."""
    printed = wireshark.tshark("-n", "-r", capture, *passes, *sample.options,
                               "-Y", "exchange_hybrid.client.max_version < 0x0303",
                               "-T", "fields", "-e", "tcp.stream", "-e", "exchange_hybrid.role").decode()
    assert set(printed.splitlines()) == {
        f"{stream}\t{flow['role']}" for stream, flow in sample.flows.items() if offers_below_tls12(flow)}


@pytest.mark.parametrize("severity", ["Error", "Warning"])
def test_one_filter_matches_a_finding_of_any_severity(wireshark, captures, severity):
    """`exchange_hybrid.<id>` selects the frame whether the finding is an error or a warning there."""
    capture = captures / {"Error": "free_busy_tls10.pcapng", "Warning": "unrelated_tls10.pcapng"}[severity]
    printed = wireshark.tshark("-n", "-r", capture, "-Y", "exchange_hybrid.client_offers_below_tls12",
                               "-T", "fields", "-E", "occurrence=f", "-e", "tls.handshake.type",
                               "-e", "_ws.expert.severity").decode()
    assert printed
    number = {"Error": "8388608", "Warning": "6291456"}[severity]
    assert {line for line in printed.splitlines() if line.split("\t") != ["1", number]} == set()
