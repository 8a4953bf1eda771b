# SPDX-License-Identifier: GPL-2.0-or-later
"""The same connections at two capture points: pairs that were played say what was played, and nothing else."""

import functools
import itertools
import json
import pathlib
import re
import subprocess

import jsonschema
import pytest

from triage.comparison import connection, document, facts, run

PLACE = pathlib.Path(__file__).with_name("points")
SCHEMA = json.loads((pathlib.Path(document.__file__).with_name("compare.schema.json")).read_text(encoding="utf-8"))
EXPECTED = {path.name.removesuffix(".expected.json"): json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(PLACE.glob("*.expected.json"))}
PAIRS = [name for name, expected in EXPECTED.items() if expected["control_of"] is None]
#: So many choices of A of one pair and B of another.
CROSSED = [(a, b) for step in (1, 4, 6) for a, b in zip(PAIRS, PAIRS[step:] + PAIRS[:step], strict=True)][:30]
MILLISECOND = 0.001


@pytest.fixture(name="point", scope="module")
def point_fixture(programs):
    """A function that reads one capture of a pair, once."""
    @functools.cache
    def read(name, letter):
        path = PLACE / f"{name}.{letter}.pcapng"
        with path.open("rb") as file:
            printed = subprocess.run(programs.analysis([run.OPTION]), stdin=file, capture_output=True, check=True,
                                     env=programs.environment(), **programs.unprivileged()).stdout.decode()
        known = facts.read(path)
        return connection.read(path.name, printed, known.begin, known.end, known.drops)

    return read


def compared(point, a, b):
    """The comparison as a program reads it; it is valid."""
    told = document.as_json(document.compare(point(a, "a"), point(b, "b")))
    jsonschema.validate(told, SCHEMA, jsonschema.Draft7Validator)
    return told


def test_there_are_pairs_and_controls():
    """Thirteen kinds, each with the same without the device; both captures of each."""
    assert len(PAIRS) == 13 and len(EXPECTED) == 26 and len(CROSSED) == 30
    assert {expected["control_of"] for expected in EXPECTED.values()} - {None} == set(PAIRS)
    for name in EXPECTED:
        for letter in "ab":
            assert facts.read(PLACE / f"{name}.{letter}.pcapng").drops == 0


@pytest.mark.parametrize("name", EXPECTED)
def test_what_was_played_is_told_and_nothing_else(point, name):
    """Matches, statements and certainties, in order."""
    told = compared(point, name, name)
    seen = [{"by": match["by"], "certainty": match["certainty"],
             "statements": [{"id": one["id"], "certainty": one["certainty"]} for one in match["statements"]]} for match in told["matches"]]
    assert seen == EXPECTED[name]["matches"]
    for statement in (one for match in told["matches"] for one in match["statements"]):
        assert (statement["missing_proof"] == []) == (statement["certainty"] == "certain")
        assert statement["frames"]["a"] or statement["frames"]["b"]


@pytest.mark.parametrize("name", EXPECTED)
def test_clocks(point, name):
    """Right within a millisecond where the path was shorter, and never farther off than it says."""
    told = compared(point, name, name)["skew"]
    wrong = abs(told["seconds"] - EXPECTED[name]["ahead"])
    assert wrong <= told["error"] + 1e-6
    assert told["error"] > MILLISECOND or wrong <= MILLISECOND


@pytest.mark.parametrize(("a", "b"), CROSSED)
def test_captures_that_do_not_belong_together(point, a, b):
    """Whatever names and order say."""
    told = compared(point, a, b)
    levels = {match["certainty"] for match in told["matches"]} | {
        one["certainty"] for match in told["matches"] for one in match["statements"]}
    assert levels <= {"possible"} and told["skew"] is None


@pytest.mark.parametrize(("letter", "drops", "level"), [("b", 3, "likely"), ("b", None, "likely"), ("b", 0, "certain"), ("a", 3, "certain")])
def test_what_was_not_captured_proves_nothing(point, letter, drops, level):
    """The reset is at A only: B has to have seen everything."""
    points = {one: point("reset_to_client", one) for one in "ab"}
    points[letter] = type(points[letter])(**vars(points[letter]) | {"drops": drops})
    told = document.as_json(document.compare(points["a"], points["b"]))
    (reset,) = [one for match in told["matches"] for one in match["statements"] if one["id"] == "reset_between"]
    assert reset["certainty"] == level
    assert bool(reset["missing_proof"]) == (level != "certain")


def test_the_other_capture_has_to_cover_the_moment(point):
    """B ended before: what it lacks it may have missed."""
    a, b = point("reset_to_client", "a"), point("reset_to_client", "b")
    early = type(b)(**vars(b) | {"end": max(event.time for one in b.connections for event in one.events())})
    told = document.as_json(document.compare(a, early))
    levels = {one["id"]: one["certainty"] for match in told["matches"] for one in match["statements"]}
    assert levels == {"reset_between": "possible"}


def test_points_the_wrong_way_round(point):
    """B's server is not told to have reset what A's firewall did: the order is the user's to say."""
    told = document.as_json(document.compare(point("reset_to_client", "b"), point("reset_to_client", "a")))
    assert "reset_between" not in {one["id"] for match in told["matches"] for one in match["statements"]}


def test_each_statement_says_who_it_was_not(point):
    """And asks for what stands between."""
    told = compared(point, "reset_to_server", "reset_to_server")
    (reset,) = [one for match in told["matches"] for one in match["statements"] if one["id"] == "reset_between"]
    assert re.search(r"from the client 192\.0\.2\.10:\d+ was not sent by it", reset["text"])
    assert "Nor was it the server" in reset["text"] and "Ask for the log" in reset["text"]


def test_command(command):
    """For a person, and for a program; status 1 where something happened."""
    paths = [PLACE / f"reset_to_client.{letter}.pcapng" for letter in "ab"]
    shown = command.run("compare", *paths)
    assert shown.returncode == 1 and "[certain] reset_between" in shown.stdout and shown.stderr == ""
    printed = command.run("compare", "--json", *paths)
    assert json.loads(printed.stdout)["schema"] == document.SCHEMA
    assert command.run("compare", *(PLACE / f"clocks.{letter}.pcapng" for letter in "ab")).returncode == 0


def test_captures_without_anything_in_common(command, tmp_path):
    """No match is no answer, and a file that cannot be read is said."""
    assert command.run("compare", PLACE / "nat.a.pcapng", PLACE / "loss.b.pcapng").returncode == 0
    missing = command.run("compare", PLACE / "nat.a.pcapng", tmp_path / "none.pcapng")
    assert missing.returncode == 2 and "none.pcapng" in missing.stderr
    (tmp_path / "report.json").write_text('{"schema": "other"}', encoding="utf-8")
    assert command.run("compare", PLACE / "nat.a.pcapng", tmp_path / "report.json").returncode == 2


def test_page_and_tables_of_a_case(command, tmp_path):
    """Points in their order: words, the picture beside them, rows."""
    for letter in "ab":
        (tmp_path / letter).mkdir()
        (tmp_path / letter / "capture.pcapng").write_bytes((PLACE / f"reset_to_client.{letter}.pcapng").read_bytes())
    done = command.run(tmp_path / "out", "--point", tmp_path / "a", "--point", tmp_path / "b")
    assert done.stderr == ""
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "reset_between" in page and 'class="rung injected"' in page and 'class="rung lost"' in page
    assert "made between" in page and "<script" not in page
    rows = (tmp_path / "out" / "comparison.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + len(EXPECTED["reset_to_client"]["matches"][0]["statements"])
    assert json.loads((tmp_path / "out" / "comparison.json").read_text(encoding="utf-8"))["schema"] == document.SCHEMA
    again = command.run("report", tmp_path / "out")
    assert again.returncode == done.returncode and (tmp_path / "out" / "report.html").read_text(encoding="utf-8") == page


def test_one_point_is_none(command, tmp_path):
    """And a folder that is several points is none, either."""
    assert command.run(tmp_path / "out", "--point", PLACE / "nat.a.pcapng").returncode == 2
    both = command.run(tmp_path / "out", "--point", PLACE, "--point", PLACE / "nat.b.pcapng")
    assert both.returncode == 2 and "one capture point" in both.stderr


def test_work_grows_with_the_number_of_connections_only():
    """Twenty times as many connections, some twenty times the calls: no pair of them is looked at twice."""
    counts = [_compare_calls(number) for number in (50, 1000)]
    assert counts[1] / counts[0] < 40, counts


def _compare_calls(number):
    import sys  # pylint: disable=import-outside-toplevel
    from made_points import points  # pylint: disable=import-outside-toplevel
    a, b = points(number)
    calls = itertools.count()

    def count(_frame, event, _argument):
        if event == "call":
            next(calls)

    sys.setprofile(count)
    try:
        told = document.compare(a, b)
    finally:
        sys.setprofile(None)
    assert len(told.told) == number
    return next(calls)
