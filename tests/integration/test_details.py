# SPDX-License-Identifier: GPL-2.0-or-later
"""Packet details: Wireshark cuts long labels; no word of a finding is lost by that."""

import re
from xml.etree import ElementTree

PARTS = ("summary", "cause", "remedy", "explains", "reference")
GOES_ON = " \u2026"


def letters(text):
    """A text without what stands between its pieces."""
    return re.sub(r"[ ;|]", "", text)


def readable(item):
    """What a part's label and the lines below it show of it."""
    shown = item.get("showname").split(": ", 1)[1]
    if not shown.endswith(GOES_ON):
        return shown
    return " ".join([shown.removesuffix(GOES_ON), *(piece.get("show") for piece in item)])


def test_findings_are_readable_to_their_last_word(wireshark, sample, capture):
    """Each part stands on one line, or on that and those below it, none of which is cut."""
    printed = wireshark.tshark("-n", "-r", capture, *sample.options, "-T", "pdml", "-J", "exchange_hybrid")
    tree = ElementTree.fromstring(printed)
    fields = [field for field in tree.iter("field") if field.get("name").startswith("exchange_hybrid.")]
    parts = [field for field in fields if field.get("name").removeprefix("exchange_hybrid.") in PARTS]

    assert not [name for field in fields if "[truncated]" in (name := field.get("showname", "")) and "Expert" not in name]
    assert [letters(readable(part)) for part in parts] == [letters(part.get("show")) for part in parts]
