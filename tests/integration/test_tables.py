# SPDX-License-Identifier: GPL-2.0-or-later
"""The tables and the tree of the Statistics menu, by tshark in one pass and in two, and by sharkd, whose code the windows
share: they show what each sample's expectation says."""

import collections
import functools
import re

import pytest

import crafted
import samples
from statistics_tables import TABLES, leaves, read_sharkd, read_tshark

FLOW_COLUMNS = {"Role": "role", "Direction": "direction", "Host": "host", "Offered": "client_max_version",
                "Negotiated": "negotiated_version", "Outcome": "outcome"}
PASSES = ("one pass", "two passes")
WAYS = (*PASSES, "sharkd")
# From bad to worse; an expectation without an outcome is a flow without TLS.
OUTCOMES = (None, "completed", "resumed", "partial", "in_progress", "refused", "unanswered", "closed", "reset", "alert")
SEVERITIES = ("chat", "note", "warning", "error")


# What an expectation does not tell, and a finding that no flow has by itself.
ANY, REPORT_ONLY = "*", "report"


def expected_flows(sample, statistics_of):
    """The expected flows by stream; what the expectation leaves open is as in the JSON report."""
    report = {flow["stream"]: flow for flow in statistics_of(sample, "one pass")["json"]["flows"]}
    return {stream: {key: report[stream][key] if value == ANY else value for key, value in flow.items()}
            for stream, flow in sample.flows.items()}


def shown(value):
    """What stands in a cell for a value that is not known."""
    return "-" if value is None else value


def address_of(end):
    """The address of "192.0.2.1:443" or "[2001:db8::1]:443 (label)"."""
    return re.fullmatch(r"\[?([0-9A-Fa-f.:]+?)\]?:\d+( \(.*\))?", end)[1]


@pytest.fixture(scope="session")
def statistics_of(wireshark, captures):
    """A function that reads all tables and the tree of a sample in one of the ways, each once."""

    @functools.cache
    def read(sample, way, display_filter=None):
        capture = captures / sample.capture.name
        if way != "sharkd":
            passes = ["-2"] if way == "two passes" else []
            return read_tshark(wireshark, capture, *passes, *sample.options, display_filter=display_filter)
        program = wireshark.shared_sharkd(sample.options)
        program.ask("load", file=str(capture))
        return read_sharkd(program)

    return read


@pytest.mark.parametrize("way", WAYS)
def test_flows(sample, way, statistics_of):
    """A row a flow, with the expected values, in order of the streams."""
    rows = statistics_of(sample, way)["flows"]
    flows = expected_flows(sample, statistics_of)
    assert [int(row["Stream"]) for row in rows] == sorted(flows)
    for row in rows:
        flow = flows[int(row["Stream"])]
        assert {column: row[column] for column in FLOW_COLUMNS} == {
            column: shown(flow[key]) for column, key in FLOW_COLUMNS.items()}
        assert address_of(row["Client"]) == flow["client"]
        assert address_of(row["Server"]) == flow["server"]
        assert row["Server"].split(" ")[0].endswith(f":{flow['server_port']}")
        expected = [finding["severity"] for finding in flow["findings"] if finding["on"] != REPORT_ONLY]
        if expected:
            worst = max(map(SEVERITIES.index, expected))
            assert SEVERITIES.index(row["Severity"]) >= worst


@pytest.mark.parametrize("way", WAYS)
def test_servers(sample, way, statistics_of):
    """A row a client and role, with the extremes over its flows."""
    expected = collections.defaultdict(list)
    for flow in expected_flows(sample, statistics_of).values():
        expected[flow["client"], flow["role"]].append(flow)
    rows = {(row["Client"], row["Role"]): row for row in statistics_of(sample, way)["servers"]}
    assert rows.keys() == expected.keys()
    for key, flows in expected.items():
        offered = sorted((flow["client_max_version"] for flow in flows if flow["client_max_version"]),
                         key=samples.VERSION_NUMBERS.get)
        outcomes = [flow["outcome"] for flow in flows]
        row = rows[key]
        assert int(row["Flows"]) == len(flows)
        assert int(row["Failed"]) == sum(outcome in OUTCOMES[5:] for outcome in outcomes)
        assert row["Highest Offered"] == (offered[-1] if offered else "-")
        assert row["Lowest Offered"] == (offered[0] if offered else "-")
        assert row["Worst Outcome"] == shown(max(outcomes, key=OUTCOMES.index))


@pytest.mark.parametrize("way", WAYS)
def test_findings(sample, way, statistics_of):
    """A row a finding and severity: those of the expectation are there, and all is as in the JSON report, worst first."""
    rows = statistics_of(sample, way)["findings"]
    told = {(row["Finding"], row["Severity"]): int(row["Count"]) for row in rows}
    expected = collections.Counter((finding["id"], finding["severity"]) for flow in sample.flows.values()
                                   for finding in flow["findings"])
    assert {key: told[key] for key in expected if key[0] in samples.judged_findings() and key in told} == {
        key: count for key, count in expected.items() if key[0] in samples.judged_findings()}
    report = statistics_of(sample, "one pass")["json"]["findings"]
    assert [(row["Finding"], row["Severity"], int(row["Count"])) for row in rows] == [
        (finding["id"], finding["severity"], finding["count"]) for finding in report]
    for row, finding in zip(rows, report, strict=True):
        assert int(row["First Frame"]) == min(finding["frames"], default=0)
        assert row["Summary"] == finding["summary"].replace('"', "'")
        assert row["Remedy"] == finding["remedy"].replace('"', "'")
    assert [int(row["No."]) for row in rows] == list(range(1, len(rows) + 1))


@pytest.mark.parametrize("way", WAYS)
def test_tree(sample, way, statistics_of):
    """Each flow is counted once, in its last state, and the upper levels add up."""
    expected = collections.Counter(
        (flow["role"], flow["client_max_version"] or "no hello", flow["outcome"] or "no TLS")
        for flow in expected_flows(sample, statistics_of).values())
    counts = statistics_of(sample, way)["tree"]
    assert leaves(counts) == expected
    for length in (1, 2):
        sums = collections.Counter()
        for path, count in expected.items():
            sums[path[:length]] += count
        assert {path: count for path, count in counts.items() if len(path) == length} == sums


@pytest.mark.parametrize("way", PASSES)
def test_display_filter(way, statistics_of):
    """With a filter only the flows with a frame that passes are there."""
    sample = samples.Sample("free_busy_tls10")
    read = statistics_of(sample, way, "tcp.stream == 1")
    assert [row["Stream"] for row in read["flows"]] == ["1"]
    assert [row["Role"] for row in read["servers"]] == ["exo_core"]
    assert {row["Count"] for row in read["findings"]} == {"1"}
    assert leaves(read["tree"]) == {("exo_core", "TLS 1.0", "alert"): 1}
    assert not any(statistics_of(sample, way, "frame.number == 0")[name] for name in (*TABLES, "tree"))


def test_silence_after_the_last_frame_of_a_flow(statistics_of):
    """What only frames of others tell of a flow is in the tables too, in one pass and through a filter."""
    silent = [sample for sample in samples.all_samples()
              if any(flow["outcome"] == "unanswered" and None in [finding["on"] for finding in flow["findings"]]
                     for flow in sample.flows.values())]
    assert silent
    for sample in silent:
        for stream, flow in sample.flows.items():
            for way in PASSES:
                (row,) = statistics_of(sample, way, f"tcp.stream == {stream}")["flows"]
                assert row["Outcome"] == shown(flow["outcome"])


def test_sharkd_again(wireshark, captures):
    """What was told once is not counted twice: taps anew, another file, the first file again."""
    program = wireshark.sharkd()
    first, second = (captures / f"{name}.pcapng" for name in ("free_busy_tls10", "free_busy_tls12"))
    try:
        program.ask("load", file=str(first))
        answer = read_sharkd(program)
        assert read_sharkd(program) == answer
        program.ask("load", file=str(second))
        assert [row["Offered"] for row in read_sharkd(program)["flows"]] == ["TLS 1.2", "TLS 1.2"]
        program.ask("load", file=str(first))
        assert read_sharkd(program) == answer
    finally:
        program.close()


def test_a_table_is_asked_for_once(wireshark, captures):
    """tshark would mix the flows of both filters in each table: refused with a message."""
    capture = captures / "free_busy_tls10.pcapng"
    done = wireshark.run(["tshark", "-n", "-r", capture, "-q", "-z", "exchange_hybrid,flows,tcp.stream == 0",
                          "-z", "exchange_hybrid,flows,tcp.stream == 1"])
    assert done.returncode != 0
    assert b"exchange_hybrid,flows can be given once only" in done.stderr


def test_a_wrong_filter_is_refused(wireshark, captures):
    """With a message, no table and a status."""
    for name in TABLES:
        done = wireshark.run(["tshark", "-n", "-r", captures / "free_busy_tls10.pcapng", "-q", "-z",
                              f"exchange_hybrid,{name},no.such.field == 1"])
        assert done.returncode != 0
        assert b"no.such.field" in done.stderr


@pytest.mark.parametrize(("name", "cell"), [
    (b"line\nfeed\r\ttab\x1b[31m", "line?feed??tab?[31m"),
    (b'quoted","cell', "quoted','cell"),
    (b"right\xe2\x80\xaeleft", "right?left"),
], ids=["control characters", "quotation marks", "direction"])
def test_hostile_name(wireshark, tmp_path, name, cell):
    """What does not print, or would end a cell of a saved table, is replaced: a flow stays one row."""
    capture = wireshark.file(f"{tmp_path.name}.pcap", crafted.hello_and_reset([name]))
    (row,) = read_tshark(wireshark, capture)["flows"]
    assert (row["Host"], row["Outcome"], row["Offered"]) == (cell, "reset", "TLS 1.0")
