# SPDX-License-Identifier: GPL-2.0-or-later
"""The configuration profile: its files, and that the packet list alone tells what is wrong."""

import csv
import itertools
import re
import xml.etree.ElementTree
import zipfile

import pytest

import crafted
import samples
from evidence import find_evidence
from wireshark import ROOT, Wireshark, built_module

PROFILE = ROOT / "plugin" / "profile" / "Exchange Hybrid"
ARCHIVE = built_module().parents[3] / "exchange-hybrid-profile.zip"
SEVERITY_RULES = {
    "Error: the frame that proves it", "Warning: the frame that proves it", "Error in this flow",
    "Warning in this flow", "Note: the frame that proves it",
}
OPTIONS = ("-C", PROFILE.name, "--log-fatal=warning")
FAILED = {"alert", "reset", "closed", "refused", "unanswered"}
failing = pytest.mark.parametrize("sample", [
    sample for sample in samples.all_samples()
    if any(finding["severity"] == "error" for flow in sample.expected["flows"] for finding in flow["findings"])
], ids=str)


def colour_rules():
    """Rules in order: (name, filter, background, text), colours as (red, green, blue) from 0 to 1."""
    rules = []
    for line in (PROFILE / "colorfilters").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            _, name, expression, colours = line.split("@")
            shares = [int(share) / 65535 for share in re.findall(r"\d+", colours)]
            rules.append((name, expression, tuple(shares[:3]), tuple(shares[3:])))
    return rules


def rows(name):
    """Rows of one of the profile's tables, as Wireshark reads them."""
    lines = (PROFILE / name).read_text(encoding="utf-8").replace(r"\x22", '""').splitlines()
    return list(csv.reader(line for line in lines if not line.startswith("#")))


def buttons():
    """Filter buttons: {label: filter}."""
    return {label: expression for _, label, expression, _ in rows("dfilter_buttons")}


def bookmarks():
    """Display filter bookmarks: {name: filter}."""
    text = (PROFILE / "dfilters").read_text(encoding="utf-8")
    return dict(re.findall(r'^"(.+?)" (.+)$', text, re.MULTILINE))


def graphs():
    """Lines of the I/O graph: {name: filter}."""
    return {row[1]: row[2] for row in rows("io_graphs")}


@pytest.fixture(name="profiled", scope="module")
def profiled_fixture(module):
    """Wireshark's programs with the profile among the user's."""
    programs = Wireshark(module)
    programs.add_profile(PROFILE)
    yield programs
    programs.close()


def packet_list(programs, capture, *options):
    """The packet list after the whole file was read: [{title: text}]."""
    document = programs.tshark(*OPTIONS, "-n", "-2", "-r", capture, *options, "-T", "psml")
    titles, *packets = xml.etree.ElementTree.fromstring(document)
    titles = [title.text for title in titles]
    return [dict(zip(titles, (cell.text or "" for cell in packet), strict=True)) for packet in packets]


def colouring(programs, capture, *options):
    """Stream and colour rule of each frame: {frame: (stream, rule)}."""
    printed = programs.tshark(*OPTIONS, "-n", "-2", "-r", capture, *options, "--color", "-T", "fields",
                              "-e", "frame.number", "-e", "tcp.stream", "-e", "frame.coloring_rule.name").decode()
    told = (re.sub(r"\x1b\[[\d;]*m", "", line).split("\t") for line in printed.splitlines())
    return {int(frame): (int(stream) if stream else None, rule) for frame, stream, rule in told}


@failing
def test_packet_list_is_the_answer(sample, profiled, captures):
    """Each error of a flow stands in the Finding column and gives its frame, or at least its flow, a colour."""
    capture = captures / sample.capture.name
    listed = packet_list(profiled, capture, *sample.options)
    colours = colouring(profiled, capture, *sample.options)
    evidence = find_evidence(profiled, capture, *sample.options)
    for stream, flow in sample.flows.items():
        frames = [frame for frame, (of_stream, _) in colours.items() if of_stream == stream]
        for finding in flow["findings"]:
            if finding["severity"] != "error" or finding["on"] == "report":
                continue
            assert all(finding["id"] in listed[frame - 1]["Finding"].split(",") for frame in frames)
            assert all(colours[frame][1] in SEVERITY_RULES for frame in frames)
            if finding["on"] is not None:
                assert colours[evidence[stream][finding["on"]]][1] == "Error: the frame that proves it"


def test_columns(profiled, captures):
    """What one wants to know of a flow, in words."""
    first = packet_list(profiled, captures / "free_busy_tls10.pcapng")[0]
    assert list(first) == ["No.", "Time (UTC)", "Source", "Destination", "Role", "Direction", "Offered", "Negotiated",
                           "Outcome", "Finding", "Protocol", "Info"]
    assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d+", first.pop("Time (UTC)"))
    assert first.pop("Info").endswith("WS=1024")
    assert first == {
        "No.": "1", "Source": "192.0.2.10", "Destination": "198.51.100.21", "Role": "exo_autodiscover",
        "Direction": "onprem_to_cloud", "Offered": "TLS 1.0", "Negotiated": "", "Outcome": "alert",
        "Finding": "client_offers_below_tls12,version_refused,weak_ciphers_offered", "Protocol": "TCP"}
    assert packet_list(profiled, captures / "free_busy_tls12.pcapng")[0]["Negotiated"] == "TLS 1.2"


def test_every_column_has_a_width():
    """A custom column without one is cut to its title."""
    preferences = (PROFILE / "preferences").read_text(encoding="utf-8")
    columns = re.findall(r'^\t".+?", "(.+?)",?$', preferences, re.MULTILINE)
    widths = re.findall(r'^\t"(.+?)", \d+,?$', (PROFILE / "recent").read_text(encoding="utf-8"), re.MULTILINE)
    assert columns and widths == [re.sub(r"^(%Cus:[\w.]+):0:R$", r"\1", column) for column in columns]


def test_healthy_flows_have_the_colour_of_their_role(profiled, captures):
    """Severity first, then the role."""
    rules = {rule for _, rule in colouring(profiled, captures / "free_busy_tls12.pcapng").values()}
    assert rules - {"Note: the frame that proves it"} == {"Exchange Online"}
    rules = {rule for _, rule in colouring(profiled, captures / "no_tls.pcapng").values()}
    assert not rules & {name for name, *_ in colour_rules()}


def test_hello_out_of_order_is_read(profiled):
    """The profile switches `tcp.reassemble_out_of_order` on."""
    capture = profiled.file("out_of_order.pcap", crafted.hello_out_of_order(b"outlook.office365.com"))
    assert packet_list(profiled, capture)[-1]["Offered"] == "TLS 1.0"
    assert packet_list(profiled, capture, "-o", "tcp.reassemble_out_of_order:FALSE")[-1]["Offered"] == ""


def luminance(colour):
    """Relative luminance (WCAG 2)."""
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Contrast ratio (WCAG 2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_colours_can_be_read():
    """Text on its background, whatever the theme."""
    for name, _, background, text in colour_rules():
        assert contrast(background, text) >= 7, name


def test_frames_that_prove_something_differ_without_hue():
    """Who sees no hues tells them by lightness from one another and from their flows."""
    colours = {name: background for name, _, background, _ in colour_rules()}
    for severity in ("Error", "Warning"):
        assert contrast(colours[f"{severity}: the frame that proves it"], colours[f"{severity} in this flow"]) >= 1.5
    assert contrast(colours["Error: the frame that proves it"], colours["Warning: the frame that proves it"]) >= 3


# What the three kinds of colour-blind eyes make of a colour (Machado, Oliveira and Fernandes 2009, severity 1).
COLOUR_BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                     (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
                   (0.004733, 0.691367, 0.303900)),
}


@pytest.mark.parametrize("eyes", COLOUR_BLINDNESS)
def test_severities_differ_for_colour_blind_eyes(eyes):
    """No two severities' colours become the same."""
    def seen(colour):
        return [sum(weight * share for weight, share in zip(row, colour, strict=True))
                for row in COLOUR_BLINDNESS[eyes]]

    severities = [(name, seen(background)) for name, _, background, _ in colour_rules() if name in SEVERITY_RULES]
    for (name, one), (other_name, other) in itertools.combinations(severities, 2):
        distance = sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
        assert distance > 0.1, (name, other_name)


def hybrid_roles():
    """Ids of the roles that belong to a hybrid deployment's own traffic."""
    table = (ROOT / "plugin" / "knowledge" / "roles.c").read_text(encoding="utf-8")
    found = re.findall(r'\{\s*"(\w+)",\s*"[^"]+",\s*(true|false)', table)
    assert len(found) == table.count("\n    [ROLE_")
    return sorted(role for role, hybrid in found if hybrid == "true")


def roles_in(expressions):
    """Role ids that filters name."""
    return sorted(role for expression in expressions for role in re.findall(r'"(\w+)"', expression))


def test_every_hybrid_role_is_in_one_group():
    """Its group has a colour and a button."""
    rules = {name: expression for name, expression, *_ in colour_rules() if name not in SEVERITY_RULES}
    assert roles_in(rules.values()) == hybrid_roles()
    assert {label.removeprefix("Role//"): expression for label, expression in buttons().items()
            if label.startswith("Role//")} == rules


def test_filters_are_understood(profiled, captures):
    """Wireshark takes each of them, without a complaint about its form."""
    filters = [*buttons().values(), *bookmarks().values(), *graphs().values(), *(rule[1] for rule in colour_rules())]
    assert {"Hybrid", "Below 1.2", "Failed handshakes", "Cloud to on-premises"} <= set(buttons())
    for number, expression in enumerate(filters):
        done = profiled.run(["tshark", *OPTIONS, "-n", "-r", captures / "no_tls.pcapng", "-Y", expression, "-c", "1"])
        assert (done.returncode, done.stderr) == (0, b""), (number, expression, done.stderr)


def streams_passing(programs, sample, expression, captures):
    """Streams of a sample with a packet that a filter lets through."""
    printed = programs.tshark(*OPTIONS, "-n", "-2", "-r", captures / sample.capture.name, *sample.options,
                              "-Y", expression, "-T", "fields", "-e", "tcp.stream")
    return {int(stream) for stream in printed.split()}


@pytest.mark.parametrize("sample", [sample for sample in samples.all_samples() if sample.name in (
    "all_servers_behind", "certificate_refused_inbound", "free_busy_tls10", "reset_after_tls12_hello",
    "offers_differ", "syn_unanswered", "tcp_refused")], ids=str)
def test_buttons_show_what_they_say(sample, profiled, captures):
    """Whole flows, and no others."""
    def told(question):
        return {stream for stream, flow in sample.flows.items() if question(flow)}

    def shown(label):
        return streams_passing(profiled, sample, buttons()[label], captures)

    def below_tls12(flow):
        chosen = flow["negotiated_version"]
        return samples.offers_below_tls12(flow) or (
            chosen is not None and samples.VERSION_NUMBERS[chosen] < samples.VERSION_NUMBERS["TLS 1.2"])

    assert shown("Hybrid") == told(lambda flow: flow["hybrid"])
    assert shown("Below 1.2") == told(below_tls12)
    assert shown("Failed handshakes") == told(lambda flow: flow["outcome"] in FAILED)
    assert shown("Cloud to on-premises") == told(lambda flow: flow["direction"] == "cloud_to_onprem")


def test_archive_for_import_holds_the_profile(module, captures, tmp_path):
    """What Edit > Configuration Profiles > Import takes: the files under the profile's name, and nothing else."""
    with zipfile.ZipFile(ARCHIVE) as archive:
        assert sorted(archive.namelist()) == sorted(f"{PROFILE.name}/{path.name}" for path in PROFILE.iterdir())
        archive.extractall(tmp_path)
    for path in PROFILE.iterdir():
        assert (tmp_path / PROFILE.name / path.name).read_bytes() == path.read_bytes()
    programs = Wireshark(module)
    try:
        programs.add_profile(tmp_path / PROFILE.name)
        assert packet_list(programs, captures / "free_busy_tls10.pcapng")[0]["Finding"]
    finally:
        programs.close()
