# SPDX-License-Identifier: GPL-2.0-or-later
"""With the plugin loaded, everything else that tshark prints is what stock tshark prints."""

import json
import re

import pytest

OURS = "exchange_hybrid"
PREFIX = re.compile(r"\[[a-z0-9]+(?:_[a-z0-9]+)+\] ")


def without_our_subtree(details):
    """Packet details (-V) without the plugin's own lines."""
    kept, ours = [], False
    for line in details.split(b"\n"):
        ours = line.startswith(b"[Exchange Hybrid: ") or (ours and line.startswith(b" "))
        if not ours:
            kept.append(line)
    return b"\n".join(kept)


def without_our_key(document):
    """A JSON document as nested lists of pairs, so that order and repeated keys count, without the plugin's keys."""
    return json.loads(document, object_pairs_hook=lambda pairs: [pair for pair in pairs if pair[0] != OURS])


def is_ours(sample):
    """Whether the plugin has something to say in a sample: of a flow, or of a DNS answer."""
    return bool(sample.flows or sample.expected["frames"])


@pytest.mark.parametrize("passes", [[], ["-2"]], ids=["one pass", "two passes"])
def test_packet_details(wireshark, sample, capture, passes):
    """Packet details are stock tshark's, byte for byte."""
    arguments = ["-n", "-V", "-r", capture, *passes, *sample.options]
    with_plugin = wireshark.tshark(*arguments)
    assert without_our_subtree(with_plugin) == wireshark.tshark(*arguments, plugin=False)
    assert is_ours(sample) == (b"[Exchange Hybrid: " in with_plugin)


def test_json(wireshark, sample, capture):
    """The packets as JSON are stock tshark's."""
    arguments = ["-n", "-T", "json", "-r", capture, *sample.options]
    with_plugin = wireshark.tshark(*arguments)
    assert without_our_key(with_plugin) == without_our_key(wireshark.tshark(*arguments, plugin=False))
    assert is_ours(sample) == (f'"{OURS}"'.encode() in with_plugin)


def test_packet_list(wireshark, sample, capture):
    """The packet list is stock tshark's, byte for byte."""
    arguments = ["-n", "-r", capture, *sample.options]
    assert wireshark.tshark(*arguments) == wireshark.tshark(*arguments, plugin=False)


def test_prefix_of_the_info_column(wireshark, sample, capture):
    """The preference puts a finding before what the packet list says; not a letter of that is lost."""
    arguments = ["-n", "-r", capture, *sample.options]
    lines = wireshark.tshark(*arguments, "-o", "exchange_hybrid.info_column:TRUE").decode()
    stock = wireshark.tshark(*arguments, plugin=False).decode()
    assert PREFIX.sub("", lines) == stock
    findings = [finding for flow in sample.expected["flows"] for finding in flow["findings"]]
    assert PREFIX.search(lines) or not any(finding["severity"] == "error" and finding.get("on") for finding in findings)
