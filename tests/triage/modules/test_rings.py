# SPDX-License-Identifier: GPL-2.0-or-later
"""Which files belong together, in which order, and which are missing."""

import random

import pytest

from made import capture
from triage import rings


def names(point):
    """Of a point's files."""
    return [file.source.base for file in point.files]


@pytest.mark.parametrize(("base", "ring"), [
    ("EX01_00007_20260115120000.pcapng", "EX01"), ("EX01_00007_20260115120000.pcap.gz", "EX01"), ("EX01_20260115120000_00007", "EX01"),
    ("a.b_c_00001_20260115120000.pcapng", "a.b_c"), ("EX01.pcapng", None), ("EX01_7_20260115120000.pcapng", None),
    ("_00001_20260115120000.pcap", None)])
def test_names(base, ring):
    """As dumpcap writes them, of both kinds."""
    found = rings.ring_of(base)
    assert (found[0] if found else None) == ring


def test_rings_of_a_folder_are_points_in_order_of_time_and_number():
    """Whatever the order of the files; a ring that was started again goes on."""
    made = [capture(f"{name}_{number:05d}_{time}.pcapng") for name in ("EX01", "EX02")
            for number, time in ((9, "20260115110000"), (10, "20260115110005"), (1, "20260115120000"), (2, "20260115120000"))]
    expected = [file.source.base for file in made]
    random.Random(1).shuffle(made)
    first, second = rings.group(made)
    assert (first.name, second.name) == ("EX01", "EX02")
    assert names(first) + names(second) == expected
    assert first.missing == []


def test_one_ring_in_two_folders_is_two_points():
    """Two servers that named their rings alike."""
    made = [capture("trace_00001_20260115120000.pcapng", folder=folder) for folder in ("/case/EX01", "/case/EX02")]
    assert len(rings.group(made)) == 2


def test_missing_numbers_are_those_between():
    """What the ring overwrote at its begin is no gap; a gap without end is cut."""
    made = [capture(f"EX01_{number:05d}_2026011512000{place}.pcapng") for place, number in enumerate((7, 8, 11, 12, 1, 99999))]
    (point,) = rings.group(made)
    assert point.missing[:2] == [9, 10]
    assert len(point.missing) == 2 + rings.MOST_MISSING and point.missing[-1] == 99998


def test_other_files_of_a_folder_follow_one_another():
    """By time, whatever their names."""
    made = [capture("z.pcap", 0, 60), capture("a.pcap", 60, 120), capture("m.pcap", 130, 140)]
    (point,) = rings.group(reversed(made))
    assert names(point) == ["z.pcap", "a.pcap", "m.pcap"] and point.name == "case"


def test_what_was_captured_at_the_same_time_is_not_joined():
    """Two servers' files in one folder: joined they would be taken for one capture."""
    points = rings.group([capture("EX01.pcap", 0, 600), capture("EX02.pcap", 5, 610)])
    assert [point.name for point in points] == ["EX01.pcap", "EX02.pcap"]


def test_sets_are_apart():
    """A folder named in two sets is two points."""
    assert len(rings.group([capture("a.pcap", set_name="before"), capture("a.pcap", set_name="after")])) == 2


def test_follow_one_another():
    """Frames can be told from files only where times do not overlap."""
    assert rings.follow_one_another([capture("a", 0, 5), capture("b", 5, 9)])
    assert not rings.follow_one_another([capture("a", 0, 6), capture("b", 5, 9)])
