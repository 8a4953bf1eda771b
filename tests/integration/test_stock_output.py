# SPDX-License-Identifier: GPL-2.0-or-later
"""With the plugin loaded, everything else that tshark prints is what stock tshark prints.

All samples of one set of options are compared as one capture; each alone only where
that differs, to name it.
"""

import collections
import json
import re

import pytest

import samples

OURS = "exchange_hybrid"
PREFIX = re.compile(r"\[[a-z0-9]+(?:_[a-z0-9]+)+\] ")
PASSES = pytest.mark.parametrize("passes", [(), ("-2",)], ids=["one pass", "two passes"])


def without_our_subtree(details):
    """(Packet details (-V) without the plugin's own lines, how many frames have such)."""
    kept, ours, frames = [], False, 0
    for line in details.split(b"\n"):
        begins = line.startswith(b"[Exchange Hybrid: ")
        frames += begins
        ours = begins or (ours and line.startswith(b" "))
        if not ours:
            kept.append(line)
    return b"\n".join(kept), frames


def without_our_key(document):
    """(A JSON document as nested lists of pairs, so that order and repeated keys count, without the plugin's keys; how
    many those were)."""
    found = []

    def keep(pairs):
        found.extend(pair for pair in pairs if pair[0] == OURS)
        return [pair for pair in pairs if pair[0] != OURS]

    return json.loads(document, object_pairs_hook=keep), len(found)


def without_prefix(lines):
    """(The packet list without what the plugin puts before the Info column, how often it did)."""
    return PREFIX.subn("", lines.decode())


def as_it_is(lines):
    """The packet list, of which nothing is the plugin's."""
    return lines, 0


@pytest.fixture(scope="module")
def captures_by_options(wireshark, captures):
    """{options: ({name of a sample: capture}, one capture of them all)}."""
    groups = collections.defaultdict(dict)
    for sample in samples.all_samples():
        groups[sample.options][sample.name] = captures / sample.capture.name
    return {options: (group, wireshark.together(f"{number} together.pcapng", group.values()))
            for number, (options, group) in enumerate(groups.items())}


@pytest.fixture
def compare(wireshark, captures_by_options):
    """A function that compares what tshark prints with and without the plugin, but for what is the plugin's own, and returns
    how often that stands there."""

    def shown_and_stock(split, capture, arguments):
        read = ("-n", "-r", capture, *arguments)
        (shown, count), (stock, none) = split(wireshark.tshark(*read)), split(wireshark.tshark(*read, plugin=False))
        return shown == stock and none == 0, count

    def compare_all(split, *arguments):
        total = 0
        for options, (group, together) in captures_by_options.items():
            equal, count = shown_and_stock(split, together, (*options, *arguments))
            total += count
            assert equal, [name for name, capture in group.items()
                           if not shown_and_stock(split, capture, (*options, *arguments))[0]] or "only all of them together"
        return total

    return compare_all


@pytest.fixture
def count_ours(wireshark, captures_by_options):
    """A function that counts the frames that the plugin says something about."""
    def count(*passes):
        return sum(len(wireshark.tshark("-n", "-r", together, *options, *passes, "-Y", OURS, "-T", "fields", "-e",
                                        "frame.number").split())
                   for options, (_, together) in captures_by_options.items())

    return count


def is_ours(sample):
    """Whether the plugin has something to say in a sample: of a flow, or of a DNS answer."""
    return bool(sample.flows or sample.expected["frames"])


def test_plugin_speaks_where_it_has_something_to_say(wireshark, sample, capture):
    """And nowhere else."""
    assert is_ours(sample) == bool(wireshark.tshark("-n", "-r", capture, *sample.options, "-Y", OURS))


@PASSES
def test_packet_details(compare, count_ours, passes):
    """Packet details are stock tshark's, byte for byte; each frame that is the plugin's has its subtree."""
    assert compare(without_our_subtree, "-V", *passes) == count_ours(*passes) > 0


def test_json(compare, count_ours):
    """The packets as JSON are stock tshark's; each frame that is the plugin's has its key."""
    assert compare(without_our_key, "-T", "json") == count_ours() > 0


def test_packet_list(compare):
    """The packet list is stock tshark's, byte for byte."""
    assert compare(as_it_is) == 0


def test_prefix_of_the_info_column(compare):
    """The preference puts a finding before what the packet list says; not a letter of that is lost."""
    assert compare(without_prefix, "-o", "exchange_hybrid.info_column:TRUE") > 0


def test_prefix_is_there_where_an_error_is(wireshark, sample, capture):
    """Each error that a frame proves is seen in the packet list, if the preference is set."""
    lines = wireshark.tshark("-n", "-r", capture, *sample.options, "-o", "exchange_hybrid.info_column:TRUE").decode()
    findings = [finding for flow in sample.expected["flows"] for finding in flow["findings"]]
    assert PREFIX.search(lines) or not any(finding["severity"] == "error" and finding.get("on") for finding in findings)
