# SPDX-License-Identifier: GPL-2.0-or-later
"""Each tshark recipe of the README runs as it stands there."""

import re
import shutil

import pytest

import samples
from wireshark import ROOT

README = ROOT / "README.md"
FEWEST = 10
# The recipes' own name for the capture at hand.
CAPTURE = "capture.pcapng"
SAMPLE = samples.Sample("free_busy_tls10")


def recipes():
    """{what a recipe answers: its commands}."""
    text = README.read_text(encoding="utf-8")
    return dict(re.findall(r"^```sh\n# recipe:? *([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))


def test_there_are_enough():
    """The README promises ten, each of another name."""
    assert len(recipes()) >= FEWEST


@pytest.mark.parametrize("commands", recipes().values(), ids=recipes())
def test_recipe(wireshark, tmp_path, commands):
    """It succeeds, without a warning, and prints something, on a capture with failures."""
    assert CAPTURE in commands or "*.pcapng" in commands
    folder = wireshark.folder(tmp_path.name)
    folder.chmod(0o777)
    shutil.copy(SAMPLE.capture, folder / CAPTURE)
    (folder / CAPTURE).chmod(0o644)
    done = wireshark.run(["sh", "-e", "-c", commands], cwd=folder)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert done.stdout


@pytest.fixture(name="to_send", scope="module")
def to_send_fixture(wireshark):
    """A folder that Wireshark's user may write into."""
    folder = wireshark.folder("to send")
    folder.chmod(0o777)
    return folder


@pytest.mark.parametrize("sample", [
    sample for sample in samples.all_samples() if sample.expected["verdict"] in ("error", "warning")], ids=str)
def test_what_is_sent_on_keeps_the_diagnosis(wireshark, to_send, sample, capture):
    """The verdict, and each error and warning, is the same in the file that the recipe saves."""
    (recipe,) = (commands for title, commands in recipes().items() if title.startswith("Save "))
    (expression,) = re.findall(r"-Y '(.+?)'", recipe)
    saved = to_send / sample.capture.name
    wireshark.tshark("-n", "-r", capture, *sample.options, "-2", "-Y", expression, "-w", saved)
    whole, part = (wireshark.json(path, *sample.options) for path in (capture, saved))
    assert part["verdict"] == whole["verdict"]
    assert serious(part) == serious(whole) != []


def serious(report):
    """What is told of errors and warnings, but for the numbers of frames and streams."""
    return [(finding["id"], finding["severity"], finding["summary"], finding["count"]) for finding in report["findings"]
            if finding["severity"] in ("error", "warning")]
