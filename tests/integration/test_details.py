# SPDX-License-Identifier: GPL-2.0-or-later
"""Packet details: Wireshark cuts long labels, and no word of a finding is lost by that; each line can be made a filter."""

import json
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


def lines(printed):
    """The plugin's lines of each packet, as `tshark -V` prints them: [[(depth, text)]]."""
    packets = []
    for line in printed.decode().splitlines():
        depth, text = (len(line) - len(line.lstrip())) // 4, line.strip().strip("[]")
        if text.startswith("Exchange Hybrid: ") and depth == 0:
            packets.append([])
        if packets and text:
            packets[-1].append((depth, text))
    return packets


def open_lines(packet):
    """Lines that are seen without a click: the first, those below it, and those below the first finding."""
    seen = [text for depth, text in packet if depth <= 1]
    first = next((place for place, (depth, text) in enumerate(packet) if depth == 1), len(packet))
    if first < len(packet) and packet[first][1].startswith("Finding: "):
        for depth, text in packet[first + 1:]:
            if depth == 1:
                break
            if depth == 2:
                seen.append(text)
    return seen


def details(wireshark, capture, *options):
    """What the plugin says of each packet whose flow it knows."""
    return lines(wireshark.tshark("-n", "-2", "-r", capture, *options, "-Y", "exchange_hybrid", "-O", "exchange_hybrid,nothing",
                                  "-V"))


def test_no_more_lines_than_a_screen_has(wireshark, sample, capture):
    """The answer, what is wrong, what to do and why: at most 25 lines are open."""
    for packet in details(wireshark, capture, *sample.options):
        assert len(open_lines(packet)) <= 25, packet[0]


def test_answer_comes_first(wireshark, captures):
    """The problem, then how it went; each finding in words, what to change before why; who it is, in one closed line."""
    packets = details(wireshark, captures / "free_busy_tls10.pcapng")
    for packet in packets:
        assert packet[0][1] == ("Exchange Hybrid: Error: The client offers no current TLS version; TLS 1.0 offered, alert by server; "
                                "Exchange Online Autodiscover (on-premises → Exchange Online)") or "Exchange Online (" in packet[0][1]
        below = [text for depth, text in packet if depth == 1]
        assert len([text for text in below if text.startswith("Flow: ")]) == 1
        assert not [text for text in below if re.match("Role|Hybrid|Host|Outcome|Certificate", text)]
    hello = next(packet for packet in packets if packet[1][1].startswith("Finding: "))
    assert hello[1][1] == "Finding: The client offers no current TLS version (error)"
    assert [text.split(":")[0] for text in open_lines(hello)[-8:]] == [
        "Summary", "Remedy", "Likely Cause", "Explains", "Reference", "Confidence", "Severity", "Expert Info (Error/Security)"]


def test_each_packet_tells_of_the_worst_finding(wireshark, captures):
    """In a sentence, with a link to the frame that proves it, but on that frame itself."""
    packets = details(wireshark, captures / "add_federated_domain_tls10.pcapng")
    proof = [packet for packet in packets if any(text.startswith("Finding: The client offers") for _, text in packet)]
    assert len(proof) == 1
    for packet in packets:
        texts = [text for depth, text in packet if depth == 1]
        wrong = ["What Is Wrong: The machine at 192.0.2.10 offered at most TLS 1.0 to domains.live.com "
                 "(Federation trust provisioning).", "Evidence Frame: 4"]
        assert (wrong in [texts[place:place + 2] for place in range(len(texts))]) == (packet not in proof)


def test_what_was_settled_is_no_part_of_the_answer(wireshark, captures):
    """The offer was weak on its frame; of the flow, which was completed, it is nothing: it lies below a closed line."""
    packets = details(wireshark, captures / "offer_weak_3des.pcapng")
    assert packets and not [text for packet in packets for text in open_lines(packet) if "Weak cipher" in text or "Note" in text]
    settled = [text for packet in packets for depth, text in packet if depth == 3 and text.startswith("Finding: ")]
    assert settled == ["Finding: Weak cipher suites are offered (note)"]


def test_remedy_can_be_put_into_a_ticket(wireshark, captures):
    """Copy > Value gives the field's value: each registry path with its values is a line of its own."""
    printed = wireshark.tshark("-n", "-r", captures / "add_federated_domain_tls10.pcapng", "-Y", "exchange_hybrid.client_offers_below_tls12",
                               "-T", "json", "-J", "exchange_hybrid").decode()
    (value,) = re.findall(r'"exchange_hybrid.remedy": "(.*)"', printed)
    lines_of_it = json.loads(f'"{value}"').split("\n")
    assert len([line for line in lines_of_it if line.startswith("HKLM\\")]) == 4
    assert not [line for line in lines_of_it if "HKLM" in line[1:]]


def test_names_of_a_certificate_are_one_line(wireshark, captures):
    """With their number."""
    packets = details(wireshark, captures / "certificate_refused_inbound.pcapng")
    assert {text for packet in packets for _, text in packet if text.startswith("Certificate Names")} == {"Certificate Names: 2"}


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
    assert details.count(b"[Finding: The client offers no current TLS version (") == 3
    assert not [line for line in details.split(b"\n") if re.search(rb"[\x00-\x1f\x7f]|\xc2\x9b|\xff", line)]
    assert not [line for line in details.split(b"\n") if line.startswith(b"x")]
