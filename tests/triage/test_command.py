# SPDX-License-Identifier: GPL-2.0-or-later
"""The command as a user types it, with the real tshark."""

import json
import os
import pathlib
import pty
import random
import shutil
import signal
import subprocess
import tempfile
import time
import zipfile

import jsonschema
import pytest

import crafted
from conftest import contents, copy, cut
from samples import Sample
from triage.wireshark import PREFERENCES
from wireshark import ROOT

SCHEMA = json.loads((ROOT / "plugin" / "triage" / "summary.schema.json").read_text(encoding="utf-8"))
FAILING, HEALTHY = "mailtips_tls10", "mailtips_tls12"
# A name in a ClientHello, a sample with keys in it, one of two servers, one of mail, and one of decrypted requests.
CUT_SAMPLES = ("new_auth_server_tls10", "one_server_behind", "decrypted_host", "cloud_to_onprem_refused")


def summary_of(out):
    """It is valid, and the program's exit status is in it."""
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    jsonschema.validate(summary, SCHEMA)
    return summary


def unit_report(out, name=None):
    """The plugin's own report of a unit."""
    (unit,) = [unit for unit in summary_of(out)["units"] if name in (None, unit["name"])]
    return (out / "units" / f"{unit['key']}.json").read_bytes()


@pytest.fixture(name="case", scope="module")
def case_fixture(tmp_path_factory):
    """Four servers; the second one is behind."""
    folder = tmp_path_factory.mktemp("case")
    for number in range(1, 5):
        sample = FAILING if number == 2 else HEALTHY
        cut(Sample(sample).capture, folder / f"EX0{number}", [4, 6 + number], f"EX0{number}")
    return folder


@pytest.mark.parametrize("sample", CUT_SAMPLES)
def test_files_of_a_ring_say_what_the_whole_says(command, programs, tmp_path, sample):
    """Whatever order they are named in, byte for byte what tshark prints of the file that was not cut."""
    capture = Sample(sample).capture
    parts = cut(capture, tmp_path / "ring", [4, 6, 9])
    random.Random(sample).shuffle(parts)
    done = command.run(tmp_path / "out", *parts)
    assert (done.stdout, done.stderr) == ("", "")
    assert done.returncode == summary_of(tmp_path / "out")["exit"] < 2
    with capture.open("rb") as file:
        whole = subprocess.run(programs.analysis([]), stdin=file, capture_output=True, check=True, env=programs.environment(),
                               **programs.unprivileged())
    assert unit_report(tmp_path / "out") == whole.stdout


def test_the_server_that_differs_is_named(command, case, tmp_path):
    """Each capture has one server only, as the organisation's table says; the case has them all."""
    samples = {}
    for name, sample in (("EX01", "new_auth_server_tls12"), ("EX02", "one_server_behind")):
        samples[name] = copy(sample, tmp_path / name)
    subprocess.run(["editcap", "-r", samples["EX02"], tmp_path / "EX02" / "only.pcapng", "17-28"], check=True, capture_output=True)
    samples["EX02"].unlink()
    subprocess.run(["editcap", "-r", Sample("one_server_behind").capture, tmp_path / "EX01" / "x.pcapng", "1-16"], check=True,
                   capture_output=True)
    samples["EX01"].unlink()
    done = command.run(tmp_path / "out", tmp_path / "EX01", tmp_path / "EX02", *Sample("one_server_behind").options)
    summary = summary_of(tmp_path / "out")
    assert done.returncode == 1
    assert [server["address"] for server in summary["servers"] if server["differs"]] == ["192.0.2.10"]
    (sibling,) = summary["siblings"]
    assert sibling["id"] == "client_behind_siblings" and "192.0.2.11" in sibling["summary"] and "{" not in sibling["summary"]
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "The server that differs" in page and summary["verdict"]["level"] == "error"


def test_steps_apart_and_jobs_elsewhere_are_equal_to_all_at_once(command, case, tmp_path):
    """plan, run, report; and each printed job as a shell runs it, in any order."""
    at_once, apart, jobs = (tmp_path / name for name in ("at once", "apart", "jobs"))
    assert command.run(at_once, case).returncode == 1
    steps = [command.run(*step).returncode for step in (("plan", apart, case), ("run", apart, "--jobs", 1), ("report", apart))]
    assert steps == [0, 0, 1]
    printed = command.run(jobs, "--print-jobs", case)
    lines = printed.stdout.splitlines()
    assert printed.returncode == 0 and len(lines) == 4 and not list((jobs / "units").iterdir())
    for line in reversed(lines):
        subprocess.run(["sh", "-c", line], check=True)
    assert command.run("report", jobs).returncode == 1
    assert contents(at_once) == contents(apart) == contents(jobs)


def test_before_and_after(command, tmp_path):
    """The first set is before the change, the last one after it."""
    copy("mailtips_tls10", tmp_path / "monday")
    copy("mailtips_tls12", tmp_path / "tuesday")
    done = command.run(tmp_path / "out", "--set", f"before={tmp_path / 'monday'}", "--set", f"after={tmp_path / 'tuesday'}")
    summary = summary_of(tmp_path / "out")
    assert summary["sets"] == ["before", "after"] == [unit["set"] for unit in summary["units"]]
    assert done.returncode == 0 and summary["verdict"]["level"] == "ok"
    assert {change["state"] for change in summary["changes"]} == {"works_now"}
    assert "works now" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_options_go_to_the_plugin(command, tmp_path):
    """Preferences, and the organisation's own table."""
    copy("mailtips_tls10", tmp_path / "EX01")
    client = "192.0.2.10"
    command.run(tmp_path / "out", "-o", f'uat:exchange_hybrid_organization:"{client}","","onprem","the first server"', tmp_path / "EX01")
    assert [server["label"] for server in summary_of(tmp_path / "out")["servers"] if server["address"] == client] == ["the first server"]
    assert "the first server" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_what_cannot_be_read_is_listed_and_all_else_reported(command, tmp_path):
    """Status 2, each with its reason."""
    folder = tmp_path / "EX01"
    parts = cut(Sample(HEALTHY).capture, folder, [5, 9, 13])
    parts[1].unlink()
    parts[3].write_bytes(parts[3].read_bytes()[:-20])
    (folder / "EX01_00009_20261122164659.pcapng").write_bytes(b"")
    (folder / "trace.etl").write_bytes(bytes(500))
    (folder / "notes.txt").write_text("notes\n", encoding="utf-8")
    copy(FAILING, tmp_path / "EX02")
    done = command.run(tmp_path / "out", folder, tmp_path / "EX02", tmp_path / "EX03")
    summary = summary_of(tmp_path / "out")
    assert done.returncode == summary["exit"] == 2
    reasons = {entry["name"].rpartition("/")[2]: entry["reason"] for entry in summary["not_read"]}
    expected = {parts[3].name: "cut short", "EX01_00009_20261122164659.pcapng": "no byte", "trace.etl": "etl2pcapng",
                "notes.txt": "no capture", "EX01": "00002, 00005, 00006, 00007, 00008", "EX03": "no such file"}
    assert set(reasons) == set(expected)
    for name, words in expected.items():
        assert words in reasons[name]
    units = {unit["name"]: unit for unit in summary["units"]}
    assert units["EX01"]["frames"] > 4 and units["EX02"]["level"] == "error"


def test_equal_files_are_read_once(command, tmp_path):
    """Within a point; at two points both are told."""
    for name in ("EX01/a.pcapng", "EX01/copy of a.pcapng", "EX02/a.pcapng"):
        path = tmp_path / "case" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(Sample(HEALTHY).capture, path)
    assert command.run(tmp_path / "out", tmp_path / "case").returncode == 0
    summary = summary_of(tmp_path / "out")
    first, second = summary["units"]
    assert summary["equal_files"] == [["case/EX01/a.pcapng", "case/EX02/a.pcapng"]]
    assert "Was one copied for another?" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert [file["same_as"] for file in first["files"]] == [None, "case/EX01/a.pcapng"]
    assert (first["key"], first["frames"]) == (second["key"], second["frames"])


@pytest.fixture(name="broken_tshark")
def broken_tshark_fixture(request):
    """A PATH with a tshark that ends in this way as soon as it has to read a capture."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        path = pathlib.Path(folder) / "tshark"
        path.write_text(f'#!/bin/sh\ncase " $* " in *" -r "*) {request.param} ;; esac\nexec {shutil.which("tshark")} "$@"\n',
                        encoding="utf-8")
        path.chmod(0o755)
        yield f"{folder}:{os.environ['PATH']}"


@pytest.mark.parametrize(("broken_tshark", "words"), [
    ("kill -SEGV $$", "crashed, or memory ran out (signal 11)"), ("kill -KILL $$", "memory ran out"),
    ("echo bad luck >&2; exit 3", "failed (status 3): bad luck"), ("exit 0", "no report")], indirect=["broken_tshark"])
def test_tshark_that_fails(command, case, tmp_path, broken_tshark, words):
    """Listed with the reason; run again, only that is missing, and the reason is gone."""
    done = command.run(tmp_path / "out", case / "EX01", PATH=broken_tshark)
    (entry,) = summary_of(tmp_path / "out")["not_read"]
    assert done.returncode == 2 and words in entry["reason"]
    assert command.run(tmp_path / "out", case / "EX01").returncode == 0
    assert command.run(tmp_path / "fresh", case / "EX01").returncode == 0
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


@pytest.mark.parametrize("broken_tshark", ['/usr/bin/tshark "$@" | sed "s/$/\\r/"; exit 0'], indirect=True)
def test_as_on_windows(command, tmp_path, broken_tshark):
    """Files that an archive of Windows left with their whole paths as names, and a tshark.exe, which ends lines as Windows does."""
    for part in cut(Sample(FAILING).capture, tmp_path / "cut", [6]):
        (tmp_path / "case").mkdir(exist_ok=True)
        part.rename(tmp_path / "case" / rf"C:\Temp\{part.name}")
    (tmp_path / "case" / r"C:\Temp\EX02.etl").write_bytes(bytes(500))
    done = command.run(tmp_path / "out", tmp_path / "case", PATH=broken_tshark)
    assert done.returncode == 2
    report = unit_report(tmp_path / "out", "EX01")
    assert report.endswith(b"}\r\n") and json.loads(report)["verdict"]["level"] == "error"
    (trace,) = summary_of(tmp_path / "out")["not_read"]
    assert trace["name"] == r"case/C:\Temp\EX02.etl" and 'etl2pcapng "EX02.etl" "EX02.pcapng"' in trace["reason"]
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert r"case/C:\Temp\EX02.etl" in page and r"case/C:\Temp\EX01_00001_20261122164651.pcapng" in page


def test_only_what_is_missing_runs(command, case, tmp_path):
    """A file added that sorts first, and one that changes a ring: the other results are kept as they are."""
    out, copied = tmp_path / "out", tmp_path / "case"
    shutil.copytree(case, copied)
    command.run(out, copied)
    kept = {path.name: path.stat().st_mtime_ns for path in (out / "units").iterdir()}
    copy(HEALTHY, copied / "A first server")
    (copied / "EX04" / "EX04_00003_20261122164653.pcapng").unlink()
    command.run(out, copied)
    now = {path.name: path.stat().st_mtime_ns for path in (out / "units").iterdir()}
    assert len(now) == 5 and len(now.items() & kept.items()) == 3
    command.run(tmp_path / "fresh", copied)
    assert contents(out) == contents(tmp_path / "fresh")


@pytest.mark.parametrize("after", [0.3, 0.9])
def test_killed_and_started_again(command, case, tmp_path, after):
    """At any moment, with a file added: byte for byte what an undisturbed run writes."""
    out, copied = tmp_path / "out", tmp_path / "case"
    shutil.copytree(case, copied)
    process = command.start(out, copied)
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    copy(FAILING, copied / "A first server")
    command.run(out, copied)
    command.run(tmp_path / "fresh", copied)
    assert contents(out) == contents(tmp_path / "fresh")


def test_hostile_names_do_no_harm(command, tmp_path):
    """In a ClientHello, in names of files and archives, on a terminal."""
    hostile = [b"<script>alert(1)</script>", b"=1+1", b"../../x", "a\u202eb".encode(), b"\x1b]0;owned\x07"]
    folder = tmp_path / "<b>EX01\x1b[31m"
    folder.mkdir()
    (folder / "=cmd.pcap").write_bytes(crafted.hello_and_reset(hostile[:1]))
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        for number, name in enumerate(hostile):
            archive.writestr(f"../../{number}<i>.pcap", crafted.hello_and_reset([name]))
    ours, terminal = pty.openpty()
    process = subprocess.Popen(command.arguments(tmp_path / "out", folder), env=command.environment, stdin=subprocess.DEVNULL,
                               stdout=terminal, stderr=terminal)
    os.close(terminal)
    shown = b""
    while block := read_terminal(ours):
        shown += block
    process.wait()
    assert b"looking at" in shown and b"\x1b[31m" not in shown and b"\x1b]0" not in shown
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page and "<b>" not in page and "<i>" not in page and "\x1b" not in page and "\u202e" not in page
    assert all(not line.startswith(('"=', '"+')) for line in (tmp_path / "out" / "findings.csv").read_text(encoding="utf-8").splitlines())
    assert not list(tmp_path.glob("*.pcap")) and not list(tmp_path.parent.glob("*<i>*"))


def read_terminal(ours):
    """What comes next; nothing at its end."""
    try:
        return os.read(ours, 65536)
    except OSError:
        return b""


def test_help_and_version(command):
    """Examples, and the versions of the plugin and of tshark."""
    shown = command.run("--help").stdout
    assert "examples:" in shown and "--set before=monday" in shown and "parallel --sshlogin" in shown
    version = command.run("--version")
    assert version.returncode == 0 and version.stdout.startswith("exchange-hybrid-triage ") and "TShark" in version.stdout


@pytest.mark.parametrize(("arguments", "words"), [
    (["out"], "name at least one"), (["out", "--memory", "much", "x"], "no size"), (["out", "--jobs", "0", "x"], "no positive number"),
    (["out", "--set", "before", "x"], "NAME=FOLDER"), (["out", "--unknown", "x"], "unrecognized"), (["run", "nowhere"], "no plan.json"),
    (["report", "nowhere"], "no plan.json")])
def test_wrong_usage(command, tmp_path, arguments, words):
    """Words, status 2, and nothing is done."""
    done = subprocess.run(command.arguments(*arguments), env=command.environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and words in done.stderr and done.stdout == "" and not list(tmp_path.iterdir())


def test_damaged_result_is_said(command, case, tmp_path):
    """A result that somebody cut is no report."""
    command.run(tmp_path / "out", case / "EX01")
    (path,) = (tmp_path / "out" / "units").iterdir()
    path.write_bytes(path.read_bytes()[:100])
    done = command.run("report", tmp_path / "out")
    (entry,) = summary_of(tmp_path / "out")["not_read"]
    assert done.returncode == 2 and "damaged" in entry["reason"]


def test_preferences_change_no_report(programs):
    """What the command switches off for the sake of memory is nothing that the plugin reads."""
    assert [preference.partition(":")[0] for preference in PREFERENCES] == [
        "tcp.reassemble_out_of_order", "tcp.calculate_timestamps", "tcp.track_bytes_in_flight"]
    assert programs.analysis(["a:b"])[-2:] == ["-o", "a:b"]
