# SPDX-License-Identifier: GPL-2.0-or-later
"""Packet details: Wireshark cuts long labels, and no word of a finding is lost by that; each line can be made a filter."""

import re
from xml.etree import ElementTree

import crafted
from frames import nodes

PARTS = ("summary", "cause", "remedy", "explains", "reference")
GOES_ON = " \u2026"
#: What stands in a label that Wireshark has cut: 4.0, later ones.
CUT = re.compile(r"\[(truncated|\u2026)\]")

#: Together they have every field, but for one that stands for bodies that are not what they say they are.
WITH_EVERY_FIELD = ("requests_freebusy_oauth_twin", "alert40_no_common_suite", "requests_bad_bodies", "requests_dauth_sts_fault",
                    "requests_freebusy_lid43532", "requests_graph_getschedule")
WITHOUT_SAMPLE = {"exchange_hybrid.request.body"}


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

    assert not [name for field in fields if CUT.search(name := field.get("showname", "")) and "Expert" not in name]
    assert [letters(readable(part)) for part in parts] == [letters(part.get("show")) for part in parts]


def filters_offered(sharkd):
    """What "Apply as Filter" would apply for each of the plugin's lines, and the frames that have it."""
    offered = {}
    for number in range(1, sharkd.ask("status")["frames"] + 1):
        for node in nodes(sharkd.ask("frame", frame=number, proto=True)["tree"]):
            if node.get("f", "").startswith("exchange_hybrid"):
                offered.setdefault(node["f"], set()).add(number)
    return offered


def test_every_field_can_be_applied_as_filter(wireshark, captures):
    """The filter that Wireshark makes of a line selects the frames that have that line, whatever stands in it."""
    names = set()
    for name in WITH_EVERY_FIELD:
        sharkd = wireshark.sharkd()
        sharkd.ask("load", file=str(captures / f"{name}.pcapng"))
        for text, frames in filters_offered(sharkd).items():
            assert {frame["num"] for frame in sharkd.ask("frames", filter=text)} == frames, text
            names.add(text.split(" ")[0])
        sharkd.close()
    listed = [line.split("\t") for line in wireshark.tshark("-G", "fields").decode().splitlines()]
    fields = {line[2] for line in listed if line[0] == "F" and line[2].startswith("exchange_hybrid.") and line[3] != "FT_NONE"}
    assert fields - names == WITHOUT_SAMPLE


def test_labels_hold_nothing_that_cannot_be_printed(wireshark):
    """A name from a packet starts no line and speaks to no terminal, in the labels that the plugin makes either."""
    name = b"a\n\x1b[31m\x7f\xc2\x9b\xff"
    capture = wireshark.file("name.pcap", crafted.hello_and_reset([name + b"x" * length for length in (0, 100, 200)]))
    details = wireshark.tshark("-n", "-r", capture, "-V", "-O", "exchange_hybrid")
    assert details.count(b"[Finding: client_offers_below_tls12]") == 3
    assert not [line for line in details.split(b"\n") if re.search(rb"[\x00-\x1f\x7f]|\xc2\x9b|\xff", line)]
    assert not [line for line in details.split(b"\n") if line.startswith(b"x")]
