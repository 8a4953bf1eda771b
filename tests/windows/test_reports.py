# SPDX-License-Identifier: GPL-2.0-or-later
"""What tshark.exe prints with the plugin is what tshark prints on Linux, to the last letter."""

import concurrent.futures
import json
import os
import re
import shutil

import pytest

import runs
from conftest import LINUX_REPORTS, TSHARK, built_module

README = runs.SAMPLES.parent / "README.md"
# tshark.exe at hand was built without nghttp2: it reads no HTTP/2, which these hold, decrypted.
HTTP2 = ("requests_http2", "requests_http2_twin")

pytestmark = pytest.mark.skipif(not (TSHARK / "tshark.exe").is_file(), reason="no tshark.exe is at hand")
compared = pytest.mark.skipif(not (LINUX_REPORTS / runs.CHOSEN).is_file(), reason="this machine has no Wireshark 4.0")


@pytest.fixture(name="installed", scope="module")
def installed_fixture(wine):
    """tshark.exe with the plugin, as install.cmd would put it, and the profile."""
    program = wine.programs / "Wireshark"
    shutil.rmtree(program, ignore_errors=True)
    shutil.copytree(TSHARK, program, copy_function=os.link)
    shutil.rmtree(wine.settings / "Wireshark", ignore_errors=True)
    place = wine.settings / "Wireshark/plugins/4.0/epan"
    place.mkdir(parents=True)
    shutil.copy(built_module("4.0"), place)
    shutil.copytree(runs.SAMPLES.parent / "plugin/profile", wine.settings / "Wireshark/profiles")
    return wine


def on_windows(path):
    """A path as a program for Windows gives it."""
    return "Z:" + str(path).replace("/", "\\")


@pytest.fixture(name="printed", scope="module")
def printed_fixture(installed):
    """What is printed of each sample; as many at a time as there are processors."""
    def report(capture):
        return installed.tshark("-r", on_windows(capture), *runs.REPORTS)

    captures = runs.captures()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as workers:
        return dict(zip(captures, workers.map(report, captures.values())))


@compared
def test_reports(printed, name):
    """Text and JSON of each sample."""
    if name in HTTP2:
        pytest.skip("this tshark.exe reads no HTTP/2")
    assert printed[name].decode() == (LINUX_REPORTS / name).read_text(encoding="utf-8")


@compared
@pytest.mark.parametrize("run", runs.OTHERS)
def test_everything_else(installed, run):
    """Two passes, fields, columns with the profile, statistics."""
    output = installed.tshark("-r", on_windows(runs.captures()[runs.CHOSEN]), *runs.OTHERS[run])
    assert output.decode() == (LINUX_REPORTS / f"{runs.CHOSEN}.{run}").read_text(encoding="utf-8")
    assert output


def test_names_beyond_ascii(installed, tmp_path):
    """A capture in a folder with blanks and letters of other scripts, a name as Windows' own tools give it."""
    folder = tmp_path / "Störung am 1. März – фаил"
    folder.mkdir()
    shutil.copy(runs.captures()[runs.CHOSEN], folder / "EX01 etl.pcapng")
    report = json.loads(installed.tshark("-r", on_windows(folder / "EX01 etl.pcapng"), *runs.REPORTS[:2],
                                         "-z", "exchange_hybrid,json"))
    assert report["flows"] and report["limits"]["certificates_unread"] == 0


@compared
def test_command_of_the_readme(installed):
    """As it stands there, in a script whose lines end as Windows' do, on a capture where the README lets Windows' tools write it."""
    (command,) = re.findall(r'^"%ProgramFiles%\\Wireshark\\tshark\.exe" .*', README.read_text(encoding="utf-8"), re.MULTILINE)
    folder = installed.drive / "Temp"
    folder.mkdir(exist_ok=True)
    shutil.copy(runs.captures()[runs.CHOSEN], folder / "EX01.pcapng")
    (folder / "report.cmd").write_text(f"@{command}\r\n", encoding="ascii", newline="")
    status, output, errors = installed.run("cmd", "/c", "report.cmd", cwd=folder)
    assert status == 0, errors
    expected = (LINUX_REPORTS / runs.CHOSEN).read_text(encoding="utf-8")
    assert output.startswith(b"Verdict: ") and expected.endswith(output.decode())  # the JSON report comes first there


def test_without_gnutls(installed):
    """The plugin is loaded all the same; both reports say what was not read, and read everything else."""
    capture = on_windows(runs.captures()[runs.CHOSEN])
    before = json.loads(installed.tshark("-r", capture, "-n", "-q", "-z", "exchange_hybrid,json"))
    library = installed.programs / "Wireshark" / "libnettle-8.dll"  # GnuTLS itself needs it
    hidden = library.rename(library.with_suffix(".hidden"))
    try:
        after = json.loads(installed.tshark("-r", capture, "-n", "-q", "-z", "exchange_hybrid,json"))
        text = installed.tshark("-r", capture, "-n", "-q", "-z", "exchange_hybrid,report").decode()
    finally:
        hidden.rename(library)
    assert any(flow["certificate"] for flow in before["flows"])
    assert not any(flow["certificate"] for flow in after["flows"])
    unread = after["limits"]["certificates_unread"]
    assert unread > 0 and f"Not read: {unread} message" in text and "libgnutls-30.dll" in text
    for flow, other in zip(before["flows"], after["flows"], strict=True):
        assert (flow["stream"], flow["negotiated_version"], flow["alert"]) == (
            other["stream"], other["negotiated_version"], other["alert"])


def test_module_of_another_version(installed):
    """In the wrong folder it is refused in words, and Wireshark does without."""
    place = installed.settings / "Wireshark/plugins/4.0/epan/exchange_hybrid.dll"
    place.unlink()
    shutil.copy(built_module("4.4"), place)
    try:
        _, output, errors = installed.run(installed.programs / "Wireshark" / "tshark.exe", "-G", "plugins")
    finally:
        place.unlink()
        shutil.copy(built_module("4.0"), place)
    assert b"exchange_hybrid" not in output
    assert "exchange_hybrid.dll" in errors and "4.4" in errors
