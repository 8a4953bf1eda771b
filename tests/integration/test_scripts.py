# SPDX-License-Identifier: GPL-2.0-or-later
"""The README's commands, as a user types them."""

import os
import shutil
import subprocess

import pytest

from samples import Sample, all_captures
from wireshark import ROOT, built_module

TRY, RUN = ROOT / "plugin" / "try.sh", ROOT / "tests" / "run.sh"
TRIAGE = ROOT / "plugin" / "triage.sh"
BENCHMARK = ROOT / "tests" / "benchmark" / "run.sh"
LINUX, WINDOWS, RELEASE = (ROOT / "plugin" / "packaging" / f"{name}.sh" for name in ("linux", "windows", "release"))
FAILING = Sample("new_auth_server_tls10").capture
HEALTHY = Sample("new_auth_server_tls12").capture
TWO_SCREENS = 100


def run(script, *arguments, cwd=ROOT, **environment):
    """A script's run, whoever runs the tests."""
    return subprocess.run(["/bin/sh", script, *map(str, arguments)], cwd=cwd, env=os.environ | environment,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def test_reports_one_capture():
    """A heading, then the report; nothing else."""
    done = run(TRY, FAILING)
    assert (done.returncode, done.stderr) == (0, "")
    heading, verdict = done.stdout.splitlines()[:2]
    assert heading == f"== {FAILING.relative_to(ROOT)}"
    assert verdict.startswith("Verdict: ") and "192.0.2.10" in done.stdout


def test_reports_three_samples_by_default():
    """A failing one, its twin, and one in which the cloud calls, on two screens; the others are counted."""
    done = run(TRY)
    chosen = [FAILING, HEALTHY, Sample("cloud_to_onprem_refused").capture]
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert [line for line in lines if line.startswith("== ")] == [f"== {path.relative_to(ROOT)}" for path in chosen]
    assert len([line for line in lines if line.startswith("Verdict: ")]) == len(chosen)
    assert len(lines) <= TWO_SCREENS
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"try.sh: {len(all_captures()) - len(chosen)} more captures are in sample-pcaps/")


@pytest.mark.parametrize(("name", "words"), [
    ("missing.pcapng", "no such file"), (".", "folder"), ("text.txt", "isn't a capture file")])
def test_says_which_capture_it_cannot_read(tmp_path, name, words):
    """One line on standard error, status 1, and the others are reported all the same."""
    (tmp_path / "text.txt").write_text("no capture\n", encoding="utf-8")
    done = run(TRY, FAILING, tmp_path / name, HEALTHY)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"try.sh: {tmp_path / name}: ") and words in line
    assert done.stdout.count("Verdict: ") == 2


def test_names_are_read_before_anything_is_installed(tmp_path):
    """A slip in the only name is told at once, though nothing that a build needs is there."""
    done = run(TRY, tmp_path / "misspelt.pcapng", PATH=only(tmp_path, "dirname", "basename", "sed", "id", "mktemp", "chmod", "rm"))
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert "no such file" in line


def only(folder, *names, **stubs):
    """A PATH with these programs, and these of one line; none but them."""
    place = folder / "bin"
    place.mkdir()
    for name in names:
        (place / name).symlink_to(shutil.which(name))
    for name, command in stubs.items():
        (place / name.replace("_", "-")).write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        (place / name.replace("_", "-")).chmod(0o755)
    return str(place)


TOOLS = ("dirname", "basename", "sed", "id", "mktemp", "chmod", "rm", "cat", "env", "sh", "grep", "find", "mkdir")


def test_no_debian_system(tmp_path):
    """Without dpkg and without what a build needs: one line that names it all."""
    done = run(TRY, FAILING, PATH=only(tmp_path, *TOOLS))
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("try.sh: no Debian system: ") and "libwireshark-dev" in line


def test_errors_of_apt_and_sudo_are_shown(tmp_path):
    """What these programs say themselves stands before the script's own lines."""
    failing = 'echo "$0: the mirror is away" >&2; exit 1'
    done = run(TRY, FAILING, PATH=only(tmp_path, *TOOLS, dpkg_query="exit 1", sudo=failing, apt_get=failing))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("the mirror is away") == 2
    assert done.stderr.splitlines()[-1].startswith("try.sh: apt-get could not install: ")


@pytest.mark.parametrize(("foreign", "stays"), [
    ("install_manifest.txt", True), ("roots/wireshark-4.4/etc", True), ("CMakeCache.txt", False)])
def test_another_build_folder_is_taken_and_named(wireshark, tmp_path, foreign, stays):
    """Where build/ is somebody else's, but not for a list that root left when it installed."""
    checkout = wireshark.folder(tmp_path.name)
    file = checkout / "build" / foreign
    file.parent.mkdir(parents=True)
    file.touch()
    file.chmod(0o444)
    for folder in (checkout, checkout / "build", *(checkout / "build").glob("roots")):
        folder.chmod(0o777)
    script = f"root={checkout}; . {ROOT}/tests/tools/machine.sh; choose_build_folder; printf %s $build"
    done = wireshark.run(["sh", "-c", script, "run.sh"])
    told, home = done.stderr.decode(), wireshark.environment()["HOME"]
    assert done.stdout.decode() == (f"{checkout}/build" if stays else f"{home}/.cache/exchange_hybrid/build")
    assert stays == (told == "") and (stays or f"building in {home}" in told)


def test_line_ends():
    """A clone made on Windows has the line feeds that a shell wants."""
    assert "* text=auto eol=lf" in (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    scripts = [path for name in ("plugin", "tests", "sample-pcaps") for path in (ROOT / name).rglob("*.sh")]
    assert scripts and not [path for path in scripts if b"\r" in path.read_bytes()]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_says_that_a_capture_may_not_be_read(tmp_path):
    """A capture without read permission is named."""
    secret = tmp_path / "secret.pcapng"
    shutil.copy(FAILING, secret)
    secret.chmod(0)
    done = run(TRY, secret)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "no permission" in line


def test_cut_capture_is_reported_as_far_as_it_goes(tmp_path):
    """A capture cut in the middle of a packet: the report of what is there, and one line."""
    cut = tmp_path / "cut.pcapng"
    cut.write_bytes(FAILING.read_bytes()[:-20])
    done = run(TRY, cut)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "cut short" in line
    assert "192.0.2.10" in done.stdout


def test_blanks_in_names_and_any_folder(tmp_path):
    """Relative names with blanks, from a folder with blanks that only its owner may enter."""
    folder = tmp_path / "case 42"
    folder.mkdir(mode=0o700)
    shutil.copy(FAILING, folder / "EX01 at noon.pcapng")
    (folder / "EX01 at noon.pcapng").chmod(0o600)
    done = run(TRY, "EX01 at noon.pcapng", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("== EX01 at noon.pcapng\nVerdict: ")
    assert "192.0.2.10" in done.stdout


def test_users_own_configuration_is_left_alone(tmp_path):
    """What the user set for Wireshark neither counts nor changes."""
    folder = tmp_path / ".config" / "wireshark"
    folder.mkdir(parents=True)
    preferences = folder / "preferences"
    preferences.write_text("exchange_hybrid.analyse: FALSE\n", encoding="utf-8")
    done = run(TRY, FAILING, HOME=str(tmp_path), XDG_CONFIG_HOME=str(folder.parent), WIRESHARK_CONFIG_DIR=str(folder))
    assert done.returncode == 0
    assert "192.0.2.10" in done.stdout
    assert [path for path in folder.rglob("*") if path.is_file()] == [preferences]
    assert preferences.read_text(encoding="utf-8") == "exchange_hybrid.analyse: FALSE\n"


def test_reports_a_case(tmp_path):
    """The script for whole cases: a folder for each server, blanks in its name; the page, and the tables for programs."""
    for name, capture in (("EX 01", FAILING), ("EX 02", HEALTHY)):
        (tmp_path / name).mkdir(mode=0o700)
        shutil.copy(capture, tmp_path / name)
    done = run(TRIAGE, "out", "EX 01", "EX 02", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "report.html", "summary.json", "flows.jsonl", "findings.csv", "plan.json", "units"}
    assert "EX 01" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("script", "arguments"), [
    (TRY, ["-x"]), (RUN, ["--fast"]), (RUN, ["unit"]), (LINUX, ["--all"]), (WINDOWS, ["--wine"]), (RELEASE, ["--all"])])
def test_unknown_option(script, arguments):
    """One line, status 2, and nothing is done."""
    done = run(script, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{script.name}: unknown option {arguments[0]}")


@pytest.mark.parametrize(("arguments", "words"), [
    (["--wireshark"], "needs a version"),
    (["--wireshark", ""], "needs a version"),
    (["--wireshark", "3.6"], "3.6 is not one that is tested"),
    (["--wireshark", "4.2"], "4.2 is not one that is tested"),
    (["--wireshark", "4.4.18"], "4.4.18 is not one that is tested"),
    (["--wireshark", "4.4", "--fast"], "unknown option --fast"),
])
def test_wireshark_that_is_not_tested(arguments, words):
    """One line that names what there is, status 2, and nothing is done."""
    done = run(RUN, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("run.sh: ") and words in line
    assert "4.0, 4.4, 4.6 or all" in line or "one version, or all" in line


@pytest.mark.parametrize(("named", "words"), [
    ("", "apt-get knows no Debian mirror: name one in DEBIAN_MIRROR"), ("http://mirror.invalid/debian", "testing in ")])
def test_mirror_is_apts_or_the_users(tmp_path, named, words):
    """Where neither names one, one line says so, and nothing is made; the script knows none of its own."""
    stubs = only(tmp_path, apt_get="exit 0", sudo='exec "$@"', unshare="exit 1", dpkg_query="echo ii")
    version = "4.4" if built_module().parents[1].name != "4.4" else "4.6"
    done = run(RUN, "--wireshark", version, PATH=f"{stubs}:{os.environ['PATH']}", DEBIAN_MIRROR=named)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("run.sh: ") and words in line


@pytest.mark.parametrize("arguments", [["--fast"], ["--only", "everything"], ["--packets", "many"], ["--repeats", "0"]])
def test_bad_option_of_the_benchmark(arguments):
    """One line that names it, status 2, and nothing is built or measured."""
    done = run(BENCHMARK, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("cost.py: ") and arguments[0] in line


@pytest.mark.parametrize(("arguments", "words"), [
    ([], "give the version"), (["1.2.3", "4.0"], "give the version"), (["9.9.9"], "not 9.9.9")])
def test_release_of_another_version(arguments, words):
    """One line, status 2, and nothing is built."""
    done = run(RELEASE, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("release.sh: ") and words in line


def test_archive_of_windows_that_is_not_there():
    """The name is the user's: a wrong one is told, not passed over."""
    done = run(WINDOWS, "--test", EXCHANGE_HYBRID_WINDOWS_TSHARK="/nowhere/tshark.txz")
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("windows.sh: ") and "/nowhere/tshark.txz" in line


@pytest.mark.parametrize("script", [TRY, RUN, BENCHMARK, LINUX, WINDOWS, RELEASE])
def test_usage(script):
    """The usage is the one of the script's own head."""
    done = run(script, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    assert line.startswith(f"usage: sh {script.relative_to(ROOT)} ")


def test_continuous_integration_runs_the_readmes_command():
    """.ci/run is no second way to run the tests: with each Wireshark, as the documents tell."""
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]
    assert commands[-1] == "sh tests/run.sh --wireshark all"
    assert f"\n{commands[-1]}\n" in (ROOT / "plugin" / "doc" / "contributing.md").read_text(encoding="utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
