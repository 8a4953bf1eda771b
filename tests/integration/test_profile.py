# SPDX-License-Identifier: GPL-2.0-or-later
"""The configuration profile: its files, and that the packet list alone tells what is wrong."""

import re
import xml.etree.ElementTree
import zipfile

import pytest

import crafted
import samples
from evidence import find_evidence
from profile_files import PROFILE, bookmarks, buttons, colour_rules, graphs
from wireshark import ROOT, Wireshark, built_module

ARCHIVE = built_module().parents[3] / "exchange-hybrid-profile.zip"
NEUTRAL = "Hybrid flow"
PROVES = {severity: f"{severity.capitalize()}: the frame that proves it" for severity in ("error", "warning", "note")}
IN_FLOW = {severity: f"{severity.capitalize()} in this flow" for severity in ("error", "warning")}
OPTIONS = ("-C", PROFILE.name, "--log-fatal=warning")
SETTLED, REFUSED_TOKEN = "offer_weak_3des", "requests_oauth_2000005"
FAILED = {"alert", "reset", "closed", "refused", "unanswered"}
failing = pytest.mark.parametrize("sample", [
    sample for sample in samples.all_samples()
    if any(finding["severity"] == "error" for flow in sample.expected["flows"] for finding in flow["findings"])
], ids=str)


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


def frame_of_flow(events, frames):
    """The frame on which what belongs to no frame is shown: the ClientHello, else the flow's first frame."""
    return events.get("client_hello") or min(frames)


@failing
def test_packet_list_is_the_answer(sample, profiled, captures):
    """An error gives each packet of its flow words in the Finding column; in hybrid traffic it gives its frame and its flow a colour."""
    capture = captures / sample.capture.name
    listed = packet_list(profiled, capture, *sample.options)
    colours = colouring(profiled, capture, *sample.options)
    evidence = find_evidence(profiled, capture, *sample.options)
    for stream, flow in sample.flows.items():
        frames = [frame for frame, (of_stream, _) in colours.items() if of_stream == stream]
        for finding in flow["findings"]:
            if finding["severity"] != "error" or finding["on"] == "report":
                continue
            assert len({listed[frame - 1]["Finding"] for frame in frames} - {""}) == 1
            if not flow["hybrid"]:
                assert {colours[frame][1] for frame in frames} <= {""}
                continue
            assert all(colours[frame][1] in (PROVES["error"], PROVES["warning"], IN_FLOW["error"]) for frame in frames)
            proof = evidence[stream][finding["on"]] if finding["on"] is not None else frame_of_flow(evidence[stream], frames)
            assert colours[proof][1] == PROVES["error"]


def test_columns(profiled, captures):
    """What one wants to know of a flow, in words."""
    first = packet_list(profiled, captures / "free_busy_tls10.pcapng")[0]
    assert list(first) == ["No.", "Time (UTC)", "Source", "Destination", "Host", "Offered", "Negotiated", "Outcome",
                           "Finding", "Protocol", "Info"]
    assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d+", first.pop("Time (UTC)"))
    assert first.pop("Info").endswith("WS=1024")
    assert first == {
        "No.": "1", "Source": "192.0.2.10", "Destination": "198.51.100.21", "Host": "autodiscover-s.outlook.com",
        "Offered": "TLS 1.0", "Negotiated": "", "Outcome": "alert",
        "Finding": "TLS 1.0 offered, server alert protocol_version", "Protocol": "TCP"}
    assert packet_list(profiled, captures / "free_busy_tls12.pcapng")[0]["Negotiated"] == "TLS 1.2"


def test_every_column_has_a_width():
    """A custom column without one is cut to its title."""
    preferences = (PROFILE / "preferences").read_text(encoding="utf-8")
    columns = re.findall(r'^\t".+?", "(.+?)",?$', preferences, re.MULTILINE)
    widths = re.findall(r'^\t"(.+?)", \d+,?$', (PROFILE / "recent").read_text(encoding="utf-8"), re.MULTILINE)
    assert columns and widths == [re.sub(r"^(%Cus:[\w.]+):0:R$", r"\1", column) for column in columns]


def test_info_begins_on_a_small_screen():
    """1366 pixels wide, with room for some words; seven digits need 8 pixels each."""
    widths = re.findall(r'^\t"(.+?)", (\d+),?$', (PROFILE / "recent").read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name, _ in widths][-1] == "%i"
    assert sum(int(width) for _, width in widths[:-1]) <= 1366 - 100
    assert int(dict(widths)["%m"]) >= 7 * 8 + 8


def test_healthy_flows_have_one_tint(profiled, captures):
    """Colour is for severity: healthy flows of whatever role look alike, and other traffic has no colour."""
    for name in ("free_busy_tls12", "add_federated_domain_tls12"):
        assert {rule for _, rule in colouring(profiled, captures / f"{name}.pcapng").values()} == {NEUTRAL}, name
    for name in ("no_tls", "unrelated_tls10"):
        assert {rule for _, rule in colouring(profiled, captures / f"{name}.pcapng").values()} == {""}, name


def test_what_was_settled_later_proves_nothing(profiled, captures):
    """The offer of a flow that was completed is weak on its frame only: the hello is coloured as the rest of its flow."""
    capture = captures / samples.Sample(SETTLED).capture.name
    assert b"weak_ciphers_offered" in profiled.tshark("-n", "-r", capture, "-T", "fields", "-e", "exchange_hybrid.finding")
    assert PROVES["note"] not in {rule for _, rule in colouring(profiled, capture).values()}
    assert not profiled.tshark(*OPTIONS, "-n", "-2", "-r", capture, "-Y", buttons()["Evidence"])


def test_hello_out_of_order_is_read(profiled):
    """The profile switches `tcp.reassemble_out_of_order` on."""
    capture = profiled.file("out_of_order.pcap", crafted.hello_out_of_order(b"outlook.office365.com"))
    assert packet_list(profiled, capture)[-1]["Offered"] == "TLS 1.0"
    assert packet_list(profiled, capture, "-o", "tcp.reassemble_out_of_order:FALSE")[-1]["Offered"] == ""


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
    """Its group has a button."""
    assert roles_in(expression for label, expression in buttons().items() if label.startswith("Role//")) == hybrid_roles()


def test_all_speak_of_hybrid_traffic():
    """But for the bookmarks of all that was recognised, and of what is none."""
    others = {"Exchange Hybrid: all that the plugin recognised", "Exchange Hybrid: problems of other traffic"}
    told = {**{f"button {name}": text for name, text in buttons().items() if not name.startswith("Role//")}, **graphs(),
            **{name: text for name, text in bookmarks().items() if name not in others}, **{rule[0]: rule[1] for rule in colour_rules()}}
    assert not [name for name, text in told.items() if not re.search(r"(^|&& )exchange_hybrid\.hybrid == 1($| &&)", text)]
    assert others <= set(bookmarks())


def test_filters_are_understood(profiled, captures):
    """Wireshark takes each of them, without a complaint about its form."""
    filters = [*buttons().values(), *bookmarks().values(), *graphs().values(), *(rule[1] for rule in colour_rules())]
    assert list(buttons())[:6] == ["Problems", "Evidence", "Hybrid", "Below 1.2", "Failed handshakes", "Cloud to on-premises"]
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
        return {stream for stream, flow in sample.flows.items() if flow["hybrid"] and question(flow)}

    def shown(label):
        return streams_passing(profiled, sample, buttons()[label], captures)

    def below_tls12(flow):
        chosen = flow["negotiated_version"]
        return samples.offers_below_tls12(flow) or (
            chosen is not None and samples.VERSION_NUMBERS[chosen] < samples.VERSION_NUMBERS["TLS 1.2"])

    def severities(flow):
        return {finding["severity"] for finding in flow["findings"] if finding["on"] != "report"}

    assert shown("Problems") == told(lambda flow: severities(flow) & {"error", "warning"})
    assert shown("Evidence") == told(severities)
    assert shown("Hybrid") == told(lambda flow: True)
    assert shown("Below 1.2") == told(below_tls12)
    assert shown("Failed handshakes") == told(lambda flow: flow["outcome"] in FAILED)
    assert shown("Cloud to on-premises") == told(lambda flow: flow["direction"] == "cloud_to_onprem")


def test_a_refused_token_is_a_problem(profiled, captures):
    """The handshake was completed, and the call failed all the same."""
    sample = samples.Sample(REFUSED_TOKEN)
    streams = streams_passing(profiled, sample, buttons()["Problems"], captures)
    assert {sample.flows[stream]["outcome"] for stream in streams} == {"completed"}


@failing
def test_a_graph_counts_a_failed_call_once(sample, profiled, captures):
    """Whatever the number of its frames that prove something."""
    printed = profiled.tshark(*OPTIONS, "-n", "-2", "-r", captures / sample.capture.name, *sample.options,
                              "-Y", graphs()["Failures"], "-T", "fields", "-e", "tcp.stream")
    counted = [int(stream) for stream in printed.split()]
    failed = {stream for stream, flow in sample.flows.items() if flow["hybrid"] and any(
        finding["severity"] == "error" and finding["on"] != "report" for finding in flow["findings"])}
    assert sorted(counted) == sorted(failed)


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
