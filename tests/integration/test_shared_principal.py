# SPDX-License-Identifier: GPL-2.0-or-later
"""shared_principal_used: by the token of a request that can be read, and by the order of calls that cannot."""

import pytest

import samples

ID = "shared_principal_used"


def findings_of(wireshark, captures, name):
    """(stream, severity) of each time a sample has the finding, by its flows."""
    sample = samples.Sample(name)
    report = wireshark.json(captures / sample.capture.name, *sample.options)
    found = [(flow["stream"], finding["severity"]) for flow in report["flows"] for finding in flow["findings"]
             if finding["id"] == ID]
    return found, report


def test_refused_with_a_token_of_the_shared_principal(wireshark, captures):
    """The request bears it, and was refused: an Error on the request's frame."""
    found, report = findings_of(wireshark, captures, "requests_oauth_2000005")
    assert found == [(0, "error")]
    frames = {finding["frame"] for finding in report["flows"][0]["findings"] if finding["id"] == ID}
    assert frames == {report["flows"][0]["requests"][0]["frame"]}


def test_let_in_with_a_token_of_the_shared_principal(wireshark, captures):
    """What was let in was not blocked: nothing is left of it, and the verdict is as before."""
    found, report = findings_of(wireshark, captures, "requests_oauth_2000005_twin")
    assert found == [] and report["verdict"]["level"] == "ok"


def test_the_order_of_calls(wireshark, captures):
    """ACS, then EWS, none of Entra: a Note of low confidence, and no story."""
    found, report = findings_of(wireshark, captures, "hint_after_announcement")
    assert [severity for _, severity in found] == ["note"]
    assert {finding["confidence"] for finding in report["findings"] if finding["id"] == ID} == {"low"}
    assert report["verdict"]["level"] == "ok"


@pytest.mark.parametrize("name", ["hint_before_announcement", "hint_gcc_high"])
def test_before_the_block_and_in_other_clouds(wireshark, captures, name):
    """In July 2025 that was how it is done; other clouds were not announced."""
    assert findings_of(wireshark, captures, name)[0] == []
