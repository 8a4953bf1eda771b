# SPDX-License-Identifier: GPL-2.0-or-later
"""With the plugin loaded, everything else that tshark prints is what stock tshark prints."""

import json

import pytest

OURS = "exchange_hybrid"


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
