# SPDX-License-Identifier: GPL-2.0-or-later
"""What a file is, and what is wrong with it."""

import gzip
import hashlib
import os
import shutil
import subprocess
import zipfile

import pytest

from samples import Sample
from triage.capture_file import Status, inspect, inspect_together
from triage.sources import find

CAPTURE = Sample("new_auth_server_tls10").capture
FRAMES = 10


def look(path, programs):
    """One file."""
    (source,) = find(str(path), None, path.parent / "out")
    return inspect(source, programs)


def test_capture(programs):
    """Packets, times and the content's hash."""
    file = look(CAPTURE, programs)
    assert (file.status, file.packets, file.usable) == (Status.READ, FRAMES, True)
    assert file.sha256 == hashlib.sha256(CAPTURE.read_bytes()).hexdigest()
    assert 0 < file.last_time - file.first_time < 1_000_000_000 and file.size > 500


@pytest.mark.parametrize("kind", ["gz", "zst", "zip", "cap"])
def test_other_formats(tmp_path, programs, kind):
    """Compressed files, archives, and those of Network Monitor."""
    path = tmp_path / f"EX01.{kind}"
    if kind == "gz":
        path.write_bytes(gzip.compress(CAPTURE.read_bytes()))
    elif kind == "zst":
        subprocess.run(["zstd", "-q", CAPTURE, "-o", path], check=True)
    elif kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(CAPTURE, CAPTURE.name)
    else:
        subprocess.run(["editcap", "-F", "netmon2", CAPTURE, path], check=True)
    file = look(path, programs)
    assert (file.status, file.packets) == (Status.READ, FRAMES), file.reason


def write_broken(path, kind):
    """A file that something is wrong with."""
    whole = CAPTURE.read_bytes()
    if kind == "empty":
        path.write_bytes(b"")
    elif kind == "without packets":
        subprocess.run(["editcap", CAPTURE, path, "1-10"], check=True, capture_output=True)
    elif kind == "cut":
        path.write_bytes(whole[:-30])
    elif kind == "cut gz":
        path.write_bytes(gzip.compress(whole)[:500])
    elif kind == "gz without its end":
        path.write_bytes(gzip.compress(whole)[:-6])
    elif kind == "cut zst":
        subprocess.run(["zstd", "-q", "-f", CAPTURE, "-o", path], check=True)
        path.write_bytes(path.read_bytes()[:-40])
    elif kind == "trace":
        path.write_bytes(os.urandom(3000))
    else:
        path.write_bytes(b"notes of the case\n" * 20)


@pytest.mark.parametrize(("kind", "name", "statuses", "words"), [
    ("empty", "a.pcapng", {Status.EMPTY}, "no byte"), ("without packets", "a.pcapng", {Status.EMPTY}, "no packet"),
    ("cut", "a.pcapng", {Status.TRUNCATED}, "cut short"), ("cut gz", "a.pcapng.gz", {Status.TRUNCATED}, "cut short"),
    ("gz without its end", "a.pcapng.gz", {Status.TRUNCATED}, "cut short"), ("cut zst", "a.pcapng.zst", {Status.TRUNCATED}, "cut short"),
    ("trace", r"C:\Temp\EX01 new.ETL", {Status.NOT_A_CAPTURE}, 'etl2pcapng "EX01 new.etl" "EX01 new.pcapng"'),
    ("text", "notes.txt", {Status.NOT_A_CAPTURE}, "no capture")])
def test_broken(tmp_path, programs, kind, name, statuses, words):
    """Each with the reason."""
    write_broken(tmp_path / name, kind)
    file = look(tmp_path / name, programs)
    assert file.status in statuses and words in file.reason
    assert file.usable == (file.packets > 0)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable(tmp_path, programs):
    """A file without read permission."""
    path = tmp_path / "secret.pcapng"
    shutil.copy(CAPTURE, path)
    path.chmod(0)
    assert look(path, programs).status is Status.UNREADABLE


def test_damaged_member(tmp_path, programs):
    """An archive whose member does not unpack."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(CAPTURE, CAPTURE.name)
    content = bytearray(path.read_bytes())
    content[100:140] = bytes(40)
    path.write_bytes(content)
    file = look(path, programs)
    assert file.status is Status.UNREADABLE and "damaged" in file.reason


@pytest.mark.parametrize(("fault", "starts"), [("none", 2), ("cut", 5), ("empty", 2), ("name", 5)])
def test_together_as_alone(tmp_path, programs, monkeypatch, fault, starts):
    """One capinfos for all that are sound; the same is found whatever is wrong with one of them. The zip has one of its own."""
    for number in (1, 2, 3):
        shutil.copy(CAPTURE, tmp_path / f"{number}.pcapng")
    with zipfile.ZipFile(tmp_path / "4.zip", "w") as archive:
        archive.write(CAPTURE, "4.pcapng")
    if fault == "name":
        (tmp_path / "3.pcapng").rename(tmp_path / "3\n3\t3.pcapng")
    elif fault != "none":
        write_broken(tmp_path / "3.pcapng", fault)
    group = list(find(str(tmp_path), None, tmp_path / "out"))
    alone = [inspect(source, programs) for source in group]
    started, output = [], programs.output
    monkeypatch.setattr(programs, "output", lambda command, **others: started.append(command) or output(command, **others))
    assert inspect_together(group, programs) == alone
    assert len(started) == starts
    assert [file.packets for file in alone].count(FRAMES) == (4 if fault in ("none", "name") else 3)
