# SPDX-License-Identifier: GPL-2.0-or-later
"""Folders, files, patterns and archives."""

import os
import zipfile

import pytest

from triage import sources
from triage.sources import Source, Unusable


def find(argument, tmp_path):
    """What an argument stands for."""
    return list(sources.find(str(argument), None, tmp_path / "out"))


def test_folder_is_walked_without_our_own_results(tmp_path):
    """Sorted, below the folder's name; hidden files and the output folder are left out."""
    for name in ("b/2.pcap", "a.pcap", ".hidden", "out/report.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [entry.name for entry in find(tmp_path, tmp_path)] == [f"{tmp_path.name}/a.pcap", f"{tmp_path.name}/b/2.pcap"]


def test_pattern(tmp_path):
    """A pattern that the shell left alone; one that matches nothing is said."""
    (tmp_path / "a.pcap").write_bytes(b"x")
    assert [entry.base for entry in find(tmp_path / "*.pcap", tmp_path)] == ["a.pcap"]
    (nothing,) = find(tmp_path / "*.etl", tmp_path)
    assert isinstance(nothing, Unusable) and "no file matches" in nothing.reason


def test_name_that_looks_like_a_pattern(tmp_path):
    """Brackets in a name that exists."""
    (tmp_path / "[1].pcap").write_bytes(b"x")
    assert [entry.base for entry in find(tmp_path / "[1].pcap", tmp_path)] == ["[1].pcap"]


def test_what_is_no_file(tmp_path):
    """Neither waited for nor taken for one."""
    os.mkfifo(tmp_path / "pipe.pcap")
    (tmp_path / "gone.pcap").symlink_to(tmp_path / "nowhere")
    reasons = {entry.name.rpartition("/")[2]: entry.reason for entry in find(tmp_path, tmp_path)}
    assert "neither a file" in reasons["pipe.pcap"] and "no such file" in reasons["gone.pcap"]
    (missing,) = find(tmp_path / "none", tmp_path)
    assert "no such file" in missing.reason


def test_archive_is_a_folder(tmp_path):
    """One with a single member stands for that member."""
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("EX01/a.pcap", b"x")
        archive.writestr("EX01/b.pcap", b"y")
    with zipfile.ZipFile(tmp_path / "one.zip", "w") as archive:
        archive.writestr("c.pcap", b"z")
    one, *two = find(tmp_path, tmp_path)
    assert (one.base, one.folder) == ("c.pcap", str(tmp_path))
    assert {entry.folder for entry in two} == {f"{tmp_path}/two.zip/EX01"}


def test_archive_as_windows_packs_it(tmp_path):
    """Backslashes between folders, members that are folders by their last character only: the servers stay apart."""
    with zipfile.ZipFile(tmp_path / "case.zip", "w") as archive:
        for name, content in (("EX01\\", b""), ("EX01\\a.pcap", b"x"), ("EX02\\", b""), ("EX02\\a.pcap", b"y")):
            archive.writestr(name, content)
    first, second = find(tmp_path / "case.zip", tmp_path)
    assert (first.name, first.base, first.folder) == ("case.zip/EX01/a.pcap", "a.pcap", f"{tmp_path}/case.zip/EX01")
    assert second.folder == f"{tmp_path}/case.zip/EX02"
    with sources.opened(second, tmp_path) as path:
        assert path.read_bytes() == b"y"


def test_encrypted_and_damaged_archives(tmp_path):
    """Listed with the reason."""
    with zipfile.ZipFile(tmp_path / "secret.zip", "w") as archive:
        archive.writestr("a.pcap", b"x")
    content = bytearray((tmp_path / "secret.zip").read_bytes())
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "secret.zip").write_bytes(content)
    (tmp_path / "torn.zip").write_bytes(b"PK\x03\x04")
    reasons = [entry.reason for entry in find(tmp_path, tmp_path)]
    assert "encrypted" in reasons[0] and "damaged" in reasons[1]


@pytest.mark.parametrize("member", ["../../evil.pcap", "/etc/evil.pcap", "..\\evil.pcap"])
def test_member_cannot_choose_where_it_is_unpacked(tmp_path, member):
    """Its name is shown, never used as a path."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(member, b"content")
    (entry,) = find(tmp_path, tmp_path)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with sources.opened(entry, scratch) as path:
        assert path.parent == scratch and path.read_bytes() == b"content"
    assert isinstance(entry, Source) and entry.base == "evil.pcap" and not list(scratch.iterdir())
