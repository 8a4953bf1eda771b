# SPDX-License-Identifier: GPL-2.0-or-later
"""The JSON report: always the whole document, always valid, always the same."""

import functools
import json
import pathlib

import jsonschema
import pytest

import crafted
import samples

SCHEMA = json.loads(pathlib.Path(__file__).with_name("report.schema.json").read_text(encoding="utf-8"))

HOSTILE_NAMES = {
    "quotes and backslashes": b'a"b\\c\'"\\',
    "control characters": b"line\nfeed\r\ttab\x1b[31m\x7f",
    "zero byte": b"outlook.office365.com\0.example.net",
    "invalid UTF-8": b"\xff\xfe\xc3(\xa0\xa1",
    "surrogates and overlong forms": b"\xed\xa0\x80\xc0\xaf\xf5\x80\x80\x80",
    "valid UTF-8": "exämple.例え.\U0001f600".encode(),
    "directions and separators": "a\u202eb\u2028c\u2029d\ufeff".encode(),
    "each byte": bytes(range(256)),
    "JSON": b'","flows":[],"x":"',
    "dots only": b"...",
    "cut inside a character": b"x" * 254 + "ü".encode() * 10,
    "very long": b"n" * 60_000,
    "empty": b"",
}


def read(wireshark, capture, *options):
    """The report as printed."""
    return wireshark.tshark("-n", "-r", capture, *options, "-q", "-z", "exchange_hybrid,json")


@pytest.fixture(scope="module")
def printed_report(wireshark, captures):
    """A function that gives a sample's report as printed, made once."""
    return functools.cache(lambda sample: read(wireshark, captures / sample.capture.name, *sample.options))


@functools.cache
def check(printed):
    """The report, which nobody changes, after it passed as UTF-8, as JSON and by the schema."""
    report = json.loads(printed.decode("utf-8", errors="strict"))
    jsonschema.validate(report, SCHEMA, jsonschema.Draft7Validator)
    return report


def test_sample_has_the_whole_document(printed_report, sample):
    """Every key is there, null where nothing is known."""
    check(printed_report(sample))


@pytest.fixture
def both_reports(wireshark, printed_report):
    """A function that gives both reports as one run prints them, and as two runs did: in one order or the other."""
    def read_both(sample, capture, **how):
        arguments = ("-n", "-r", capture, *sample.options, "-q", "-z", "exchange_hybrid,report", "-z", "exchange_hybrid,json")
        text, document = wireshark.report(capture, *sample.options).encode(), printed_report(sample)
        return wireshark.tshark(*arguments, **how), (text + document, document + text)

    return read_both


def test_second_run_prints_the_same(both_reports, sample, capture):
    """The same bytes, of both reports in one run."""
    together, alone = both_reports(sample, capture)
    assert together in alone


@pytest.mark.parametrize("sample", samples.one_of_each_group(), ids=str)
def test_tshark_started_anew_prints_the_same(both_reports, sample, capture):
    """A tshark that was started for this capture alone prints what one does that reads many, and ends well."""
    together, alone = both_reports(sample, capture, anew=True)
    assert together in alone


def test_findings_of_flows_are_explained(printed_report, sample):
    """Each finding of a flow is among the findings with texts, with this flow and frame, and the other way round."""
    report = check(printed_report(sample))
    of_flows = {(finding["id"], finding["severity"], flow["stream"])
                for flow in report["flows"] for finding in flow["findings"]}
    explained = {(finding["id"], finding["severity"], stream)
                 for finding in report["findings"] for stream in finding["streams"]}
    assert of_flows == explained
    on_answers = {frame["finding"] for frame in sample.expected.get("frames", [])}
    for finding in report["findings"]:
        if finding["id"] in on_answers:
            assert finding["frames"]
            continue
        frames = sorted(one["frame"] for flow in report["flows"] for one in flow["findings"]
                        if (one["id"], one["severity"]) == (finding["id"], finding["severity"])
                        and one["frame"] is not None)
        assert sorted(finding["frames"]) == frames
        assert all(finding[part] for part in ("summary", "cause", "remedy", "reference", "confidence"))


def test_no_hybrid_flow_is_said_where_there_is_none(printed_report, sample):
    """A capture without a hybrid flow has one entry about that, which is no flow's; another has none."""
    findings = check(printed_report(sample))["findings"]
    entries = [finding for finding in findings if finding["id"] == "no_hybrid_flow"]
    if any(flow["hybrid"] for flow in sample.expected["flows"]):
        assert not entries
        return
    (entry,) = entries
    assert (entry["severity"], entry["count"], entry["streams"], entry["frames"]) == ("chat", 0, [], [])
    assert entry["summary"].startswith("No hybrid flow in this capture")


def test_hosts_are_the_clients(printed_report, sample):
    """Each client stands in the list of hosts, with as many flows as it made."""
    report = check(printed_report(sample))
    flows = {}
    for flow in report["flows"]:
        if flow["client_max_version"]:
            key = (flow["client"]["address"], flow["role"])
            flows[key] = flows.get(key, 0) + 1
    listed = {(host["address"], offer["role"]): offer["flows"] for host in report["hosts"] for offer in host["offers"]
              if offer["max_version"]}
    assert listed == flows


@pytest.mark.parametrize("name", HOSTILE_NAMES.values(), ids=HOSTILE_NAMES)
def test_hostile_name(wireshark, tmp_path, name):
    """Any bytes in a name make a valid document, and the flow is told as any other."""
    capture = wireshark.file(f"{tmp_path.name}.pcap", crafted.hello_and_reset([name]))
    printed = read(wireshark, capture)
    report = check(printed)
    (flow,) = report["flows"]
    assert (flow["client_max_version"], flow["outcome"], flow["role"]) == ("TLS 1.0", "reset", "unclassified")
    assert flow["frames"]["client_hello"] is not None
    assert (flow["sni"] is None) == (name == b"")
    assert printed == read(wireshark, capture)


def test_plain_name_of_the_same_making_is_recognised(wireshark):
    """The crafted captures differ from honest ones in their names only."""
    capture = wireshark.file("plain name.pcap", crafted.hello_and_reset([b"outlook.office365.com"]))
    (flow,) = check(read(wireshark, capture))["flows"]
    assert (flow["role"], flow["sni"]) == ("exo_core", "outlook.office365.com")


def test_times_before_the_epoch_are_decimal_numbers(wireshark):
    """What Wireshark keeps as -1 s and 0.75 s is -0.25 s."""
    capture = wireshark.file("early.pcapng", crafted.before_the_epoch(crafted.hello_and_reset([b"example.net"])))
    told = wireshark.json(capture)["capture"]
    assert (told["first_time"], told["last_time"]) == ("-0.250000000", "-0.246000000")


def test_cut_name_is_counted(wireshark):
    """A name beyond every bound is cut, and the report says so."""
    capture = wireshark.file("long name.pcap", crafted.hello_and_reset([HOSTILE_NAMES["very long"]]))
    report = check(read(wireshark, capture))
    assert report["limits"]["names_cut"] >= 1
    assert len(report["flows"][0]["sni"]) < 1000


def test_proxies_stand_among_the_hosts(printed_report):
    """A proxy's address is no endpoint: it is listed with its side, and offers nothing."""
    sample = samples.Sample("proxy_connect_tls12")
    report = check(printed_report(sample))
    (flow,) = sample.flows.values()
    assert {"address": flow["server"], "side": "proxy", "label": None,
            "offers": []} in report["hosts"]
