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


@pytest.mark.parametrize(("name", "field"), [
    ("free_busy_tls10", "client_offers_below_tls12.error"), ("unrelated_tls10", "client_offers_below_tls12.warning")])
@pytest.mark.parametrize("passes", [[], ["-2"]], ids=["one pass", "two passes"])
def test_a_severity_has_a_filter_of_its_own(wireshark, captures, passes, name, field):
    """The id selects what its severities select, and only the one that was raised does."""
    capture = captures / f"{name}.pcapng"
    of_id = frames_of(wireshark, capture, "exchange_hybrid.client_offers_below_tls12", *passes)
    assert of_id
    for severity in ("error", "warning"):
        other = f"client_offers_below_tls12.{severity}"
        assert frames_of(wireshark, capture, f"exchange_hybrid.{other}", *passes) == (of_id if other == field else [])


def test_ids_in_sharkd(wireshark, captures):
    """The same frames as in tshark."""
    capture, name = captures / "free_busy_tls10.pcapng", "exchange_hybrid.client_offers_below_tls12"
    sharkd = wireshark.sharkd()
    sharkd.ask("load", file=str(capture))
    listed = [str(row["num"]) for row in sharkd.ask("frames", filter=name)]
    sharkd.close()
    assert listed == frames_of(wireshark, capture, name)


def test_severity_of_the_user(wireshark, captures):
    """The user's own table of severities works on each severity of an id alone."""
    erroneous, warned = captures / "free_busy_tls10.pcapng", captures / "unrelated_tls10.pcapng"
    name = "exchange_hybrid.client_offers_below_tls12"
    table = ("-o", f'uat:expert_severity:"{name}.error","Note"')
    assert severities(wireshark, erroneous, name) == {"8388608"}
    assert severities(wireshark, erroneous, name, *table) == {"4194304"}
    assert severities(wireshark, warned, name, *table) == {"6291456"}


def frames_of(wireshark, capture, wanted, *options):
    """Numbers of the frames that a filter selects."""
    return wireshark.tshark("-n", "-r", capture, *options, "-Y", wanted, "-T", "fields", "-e", "frame.number").decode().split()


def severities(wireshark, capture, wanted, *options):
    """Of the first expert info of each frame that a filter selects."""
    return set(wireshark.tshark("-n", "-r", capture, *options, "-Y", wanted, "-T", "fields", "-E", "occurrence=f",
                                "-e", "_ws.expert.severity", anew=True).decode().split())
