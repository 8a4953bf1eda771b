# SPDX-License-Identifier: GPL-2.0-or-later
"""Each sample shows what its scenario says: in one pass, with -2, in sharkd and in the JSON report."""

import functools

import pytest

import samples
from evidence import find_answers, find_evidence
from frames import read_fields, read_sharkd, read_tree, streams_of

# Expectation -> field; the values of these are compared as they stand.
TEXT_FIELDS = {"role": "role", "cloud": "cloud", "direction": "direction", "host": "host",
               "matched_by": "matched_by", "sni": "sni", "outcome": "outcome", "ended_by": "ended_by"}
VERSION_FIELDS = {"client_max_version": "client.max_version", "client_legacy_version": "client.legacy_version",
                  "negotiated_version": "version"}
ALERT_LEVELS = {"warning": "1", "fatal": "2"}
JSON_KEYS = ("role", "hybrid", "cloud", "direction", "host", "matched_by", "sni", "client_max_version",
             "negotiated_version", "cipher", "outcome", "ended_by", "alert")
# What only a later frame of another flow tells: in one pass no frame of the flow itself can show it.
KNOWN_LATER = ("outcome", "flow_finding")
# Where an expectation says that a finding is no frame's: a fact of the flow, or of the reports only.
REPORT_ONLY = "report"
NO_FRAME = (None, REPORT_ONLY)


@pytest.fixture(scope="session")
def cipher_numbers(wireshark):
    """Cipher suites' IANA names -> numbers, as stock Wireshark knows them."""
    rows = (line.split("\t") for line in wireshark.tshark("-G", "values", plugin=False).decode().splitlines())
    return {row[3]: int(row[2], 0) for row in rows if row[:2] == ["V", "tls.handshake.ciphersuite"]}


@pytest.fixture(scope="session")
def readings(wireshark, captures):
    """A function that reads a sample in one of these ways, each once."""

    @functools.cache
    def read(sample, way):
        capture = captures / sample.capture.name
        passes = ["-2"] if way.endswith("two passes") else []
        if way.startswith("fields"):
            return read_fields(wireshark, capture, *passes, *sample.options)
        if way.startswith("tree"):
            return read_tree(wireshark, capture, *passes, *sample.options)
        if way.startswith("json"):
            return wireshark.json(capture, *passes, *sample.options)
        return read_sharkd(wireshark.shared_sharkd(sample.options), capture)

    return read


@pytest.fixture(scope="session")
def evidence(wireshark, captures):
    """A function that tells the frames of a sample's events."""
    return functools.cache(
        lambda sample: find_evidence(wireshark, captures / sample.capture.name, *sample.options))


@pytest.fixture(scope="session")
def answers(wireshark, captures):
    """A function that tells the frames of a sample's DNS answers by name."""
    return functools.cache(
        lambda sample: find_answers(wireshark, captures / sample.capture.name, *sample.options))


def expected_facts(flow, cipher_numbers):
    """What the fields of a frame must say; fields whose value is free are not in it."""
    facts = {field: flow[key] for key, field in TEXT_FIELDS.items()}
    facts["hybrid"] = str(flow["hybrid"])
    for key, field in VERSION_FIELDS.items():
        number = samples.VERSION_NUMBERS.get(flow[key])
        facts[field] = number and f"0x{number:04x}"
    if flow["cipher"] != "*":
        facts["cipher"] = flow["cipher"] and f"0x{cipher_numbers[flow['cipher']]:04x}"
    alert = flow["alert"] or {"sender": None, "level": None, "code": None}
    facts["alert.sender"] = alert["sender"]
    facts["alert.level"] = ALERT_LEVELS.get(alert["level"])
    facts["alert.description"] = alert["code"] and str(alert["code"])
    facts = {field: [value] if value is not None else [] for field, value in facts.items() if value != "*"}
    facts["flow_finding"] = sorted({finding["id"] for finding in flow["findings"]
                                    if finding["on"] != REPORT_ONLY})
    return facts


def shown_facts(frame, fields):
    """What a frame says in these fields; of findings those that expectations are about."""
    facts = {field: frame.values.get(field, []) for field in fields}
    if "flow_finding" in facts:
        facts["flow_finding"] = sorted(set(facts["flow_finding"]) & samples.judged_findings())
    return facts


@pytest.mark.parametrize("way", ["fields", "fields, two passes", "sharkd"])
def test_flow_facts(sample, way, readings, cipher_numbers):
    """Every field has the expected value: on each frame, or on the last one if there is one pass only."""
    streams = streams_of(readings(sample, way))
    assert sorted(streams) == sorted(sample.flows)
    for stream, flow in sample.flows.items():
        expected = expected_facts(flow, cipher_numbers)
        frames = streams[stream]
        if way == "fields":
            frames = frames[-1:]
            if any(finding["on"] is None for finding in flow["findings"]):
                expected = {field: value for field, value in expected.items() if field not in KNOWN_LATER}
        for frame in frames:
            assert shown_facts(frame, expected) == expected


@pytest.mark.parametrize("way", ["fields", "fields, two passes", "sharkd"])
def test_flow_keeps_offer_findings_until_the_server_chooses(sample, way, readings):
    """A chosen suite makes the quality of the offer a fact of its frame only; else the flow has it, too."""
    streams = streams_of(readings(sample, way))
    for stream, flow in sample.flows.items():
        expected = samples.offer_findings_of_flow(flow)
        for frame in streams[stream][-1:] if way == "fields" else streams[stream]:
            shown = set(frame.values.get("flow_finding", [])) & samples.OFFER_FINDINGS
            assert expected is None or shown == set(expected)


@pytest.mark.parametrize("way", ["tree", "tree, two passes", "sharkd"])
def test_offer_findings_stand_on_their_evidence(sample, way, readings, evidence):
    """Where it is told, frames bear exactly these findings on the quality of the offer."""
    frames = readings(sample, way)
    for stream, flow in sample.flows.items():
        if "offer_findings" not in flow:
            continue
        expected = sorted((evidence(sample)[stream][finding["on"]], finding["finding"], finding["severity"])
                          for finding in flow["offer_findings"])
        shown = sorted((number, name, severity) for number, frame in frames.items() if frame.stream == stream
                       for name, severity in frame.findings if name in samples.OFFER_FINDINGS)
        assert shown == expected


@pytest.mark.parametrize("way", ["tree", "tree, two passes", "sharkd"])
def test_findings_stand_on_their_evidence(sample, way, readings, evidence, answers):
    """Each finding is on the frame that is its evidence, once, with its severity; none is anywhere else."""
    expected = sorted(
        (evidence(sample)[stream][finding["on"]], finding["id"], finding["severity"])
        for stream, flow in sample.flows.items()
        for finding in flow["findings"] + flow.get("frame_findings", []) if finding["on"] not in NO_FRAME)
    expected += [(answers(sample)[frame["dns_name"]], frame["finding"], frame["severity"])
                 for frame in sample.expected.get("frames", [])]
    expected.sort()
    shown = sorted(
        (number, name, severity) for number, frame in readings(sample, way).items()
        for name, severity in frame.findings if name in samples.judged_findings())
    assert shown == expected


def test_every_way_shows_the_same(sample, readings):
    """Findings of frames are equal in each pass and in sharkd, flow facts with -2 and in sharkd."""
    one_pass, two_passes = readings(sample, "tree"), readings(sample, "tree, two passes")
    graphical = readings(sample, "sharkd")
    all_findings = [{number: frame.findings for number, frame in frames.items()}
                    for frames in (one_pass, two_passes, graphical)]
    assert all_findings[0] == all_findings[1] == all_findings[2]
    assert {number: frame.values for number, frame in two_passes.items()} == {
        number: frame.values for number, frame in graphical.items()}


def test_words_of_findings_are_equal_in_both_passes(sample, readings):
    """What stands under a finding depends on its frame and the frames before it alone."""
    one_pass, two_passes = readings(sample, "tree"), readings(sample, "tree, two passes")
    assert {number: frame.texts for number, frame in one_pass.items()} == {
        number: frame.texts for number, frame in two_passes.items()}


@pytest.mark.parametrize("passes", ["", "-2"])
def test_fields_agree_with_the_tree(sample, passes, readings):
    """`-T fields`, for which no tree is shown, gives what the tree shows."""
    suffix = ", two passes" if passes else ""
    fields, tree = readings(sample, "fields" + suffix), readings(sample, "tree" + suffix)
    assert {number: frame.flow_facts for number, frame in fields.items()} == {
        number: frame.flow_facts for number, frame in tree.items()}
    for number, frame in fields.items():
        assert [name for name, _ in frame.findings] == [name for name, _ in tree[number].findings]


@pytest.mark.parametrize("way", ["json", "json, two passes"])
def test_json_report(sample, way, readings, evidence):
    """The report lists the expected flows, each with the expected values and findings."""
    report = readings(sample, way)
    assert report["verdict"]["level"] == sample.expected["verdict"]
    assert [flow["stream"] for flow in report["flows"]] == sorted(sample.flows)
    for flow in report["flows"]:
        expected = sample.flows[flow["stream"]]
        events = evidence(sample)[flow["stream"]]
        assert flow["client"]["address"] == expected["client"]
        assert flow["server"] == {"address": expected["server"], "port": expected["server_port"]}
        wanted = {key: expected[key] for key in JSON_KEYS if expected[key] != "*"}
        assert {key: flow[key] for key in wanted} == wanted
        for event in ("client_hello", "server_hello", "alert", "end"):
            assert flow["frames"][event] == events.get(event), event
        assert sorted_findings(
            finding for finding in flow["findings"] if finding["id"] in samples.judged_findings()
        ) == sorted_findings(
            {"id": finding["id"], "severity": finding["severity"], "frame": events.get(finding["on"])}
            for finding in expected["findings"])


@pytest.mark.parametrize("way", ["json", "json, two passes"])
def test_json_report_keeps_offer_findings_until_the_server_chooses(sample, way, readings, evidence):
    """The quality of an offer that the server chose from is nothing that the report tells."""
    report = readings(sample, way)
    told = {stream: samples.offer_findings_of_flow(flow) for stream, flow in sample.flows.items()}
    for flow in report["flows"]:
        expected, events = told[flow["stream"]], evidence(sample)[flow["stream"]]
        shown = [finding for finding in flow["findings"] if finding["id"] in samples.OFFER_FINDINGS]
        assert expected is None or sorted_findings(shown) == sorted_findings(
            {"id": name, "severity": severity, "frame": events[event]}
            for name, (severity, event) in expected.items())
    if None not in told.values():
        assert {finding["id"] for finding in report["findings"]} & samples.OFFER_FINDINGS == {
            name for findings in told.values() for name in findings}


@pytest.mark.parametrize("way", ["json", "json, two passes"])
def test_json_report_beside_the_flows(sample, way, readings):
    """Hosts and limits are as expected, where an expectation says anything of them."""
    report = readings(sample, way)
    sides = {host["address"]: host["side"] for host in report["hosts"]}
    assert sides == sample.expected.get("hosts", sides)
    limits = sample.expected.get("limits", {})
    assert {key: report["limits"].get(key) for key in limits} == limits


def sorted_findings(findings):
    """Findings in an order that has no meaning."""
    return sorted(findings, key=lambda finding: finding["id"])


def test_json_report_is_equal_in_both_passes(sample, readings):
    """How often the file was read makes no difference to the report."""
    assert readings(sample, "json") == readings(sample, "json, two passes")
