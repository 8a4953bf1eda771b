# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures that lack something, and what must not be concluded from them: each in one pass, with -2 and in sharkd.

The table is data/cases (see cases.py). Stock Wireshark's own fields say why.
"""

import functools

import pytest

import cases
from frames import read_sharkd, read_tree, streams_of


def by_name(rows):
    """A test runs once for each of these rows."""
    return pytest.mark.parametrize("case", rows, ids=str)


def with_key(key):
    """The rows that say something about that."""
    return [case for case in cases.all_cases() if case.expected.get(key)]


@pytest.fixture(scope="session")
def path_of(wireshark, captures):
    """A function that tells where Wireshark's user can read a row's capture: one of the cases', or a sample."""
    folder = wireshark.readable(cases.FOLDER)

    def find(capture):
        own = folder / capture
        return own if own.exists() else captures / capture

    return find


@pytest.fixture(scope="session")
def said(wireshark, path_of):
    """A function that gives the JSON report and the text report of a capture, each made once."""

    @functools.cache
    def read(capture, options):
        return wireshark.json(path_of(capture), *options), wireshark.report(path_of(capture), *options)

    return read


@pytest.fixture(scope="session")
def frames(wireshark, path_of):
    """A function that reads the frames of a case in one of three ways, each once."""

    @functools.cache
    def read(case, way):
        if way != "sharkd":
            return read_tree(wireshark, path_of(case.capture), *([way] if way else []), *case.options)
        program = wireshark.sharkd(case.options)
        try:
            return read_sharkd(program, path_of(case.capture))
        finally:
            program.close()

    return read


@pytest.mark.parametrize("passes", [(), ("-2",)], ids=["one pass", "two passes"])
@by_name(cases.all_cases())
def test_reports_say_what_they_may(case, passes, said):
    """Both reports tell what the row requires, and nothing that it forbids."""
    assert cases.disagreements(case, *said(case.capture, (*passes, *case.options))) == []


@pytest.mark.parametrize("way", ["-2", "sharkd"])
@by_name(with_key("flows"))
def test_every_frame_shows_what_it_may(case, way, frames):
    """A flow's outcome and findings on each of its frames, once the whole file is known."""
    for stream, shown in streams_of(frames(case, way)).items():
        for frame in shown:
            (outcome,) = frame.values.get("outcome", [None])
            assert list(cases.of_flow(case, stream, outcome, frame.values.get("flow_finding", []))) == []


@by_name(cases.all_cases())
def test_facts_of_frames_are_equal_in_every_way(case, frames):
    """One pass, two and sharkd put the same findings on the same frames, with the same severities."""
    one_pass = {number: frame.findings for number, frame in frames(case, "").items()}
    assert one_pass == {number: frame.findings for number, frame in frames(case, "-2").items()}
    assert one_pass == {number: frame.findings for number, frame in frames(case, "sharkd").items()}


@by_name(with_key("on_frames"))
def test_frames_keep_their_facts(case, frames):
    """What later frames disprove leaves the flow, never the frame."""
    shown = frames(case, "")
    for number, findings in case.expected["on_frames"].items():
        assert set(findings) <= {name for name, _ in shown[int(number)].findings}


@by_name(with_key("twin"))
def test_twin_does_not_match(case, said):
    """The row's expectation is wrong about the capture that differs in one property."""
    assert case.expected["differs_in"]
    assert case.twin in cases.all_cases()
    assert cases.disagreements(case, *said(case.twin.capture, case.twin.options))


def test_every_case_has_a_twin():
    """A row has a twin, or is one."""
    twins = {case.expected.get("twin") for case in cases.all_cases()}
    assert [str(case) for case in cases.all_cases() if not case.twin and case.name not in twins] == []


@by_name(with_key("stock"))
def test_stock_wireshark_says_why(case, wireshark, path_of):
    """Fields of Wireshark's own mark the frames from which the conclusion follows, or does not follow."""
    for display_filter, expected in case.expected["stock"].items():
        printed = wireshark.tshark("-n", "-r", path_of(case.capture), *case.options, "-Y", display_filter,
                                   "-T", "fields", "-e", "frame.number", plugin=False)
        assert [int(line) for line in printed.split()] == expected, display_filter


def test_bytes_of_packets_do_not_reach_the_terminal(said):
    """No control character but line feed is in the text report, whatever an answer's text holds."""
    _, text = said("85-terminal-escapes-in-oauth-error.pcap", ())
    assert "AADSTS50012" in text
    assert [letter for letter in text if letter != "\n" and (ord(letter) < 0x20 or 0x7F <= ord(letter) < 0xA0)] == []


def test_two_segments_in_one_frame_are_told_apart_or_not_read(said):
    """Either both hellos belong to their own connections, as in the twin, or neither is read and the frame is counted."""
    together, apart = (said(f"86-two-segments-in-one-frame{suffix}.pcap", ())[0] for suffix in ("", "-twin"))
    keys = ("stream", "client_max_version", "sni", "outcome")
    flows = [[{key: flow[key] for key in keys} for flow in report["flows"]] for report in (together, apart)]
    unread = {entry["reason"]: entry["frames"] for entry in together["capture"].get("unread", ())}
    neither = all(flow["client_max_version"] is None for flow in together["flows"])
    assert flows[0] == flows[1] or (neither and unread.get("two_segments") == 1)
