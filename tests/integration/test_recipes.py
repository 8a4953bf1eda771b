# SPDX-License-Identifier: GPL-2.0-or-later
"""Each tshark recipe of the README runs as it stands there."""

import re
import shutil

import pytest

from samples import Sample
from wireshark import ROOT

README = ROOT / "README.md"
FEWEST = 10
# The recipes' own name for the capture at hand.
CAPTURE = "capture.pcapng"
SAMPLE = Sample("free_busy_tls10")


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
    assert CAPTURE in commands
    folder = wireshark.folder(tmp_path.name)
    folder.chmod(0o777)
    shutil.copy(SAMPLE.capture, folder / CAPTURE)
    (folder / CAPTURE).chmod(0o644)
    done = wireshark.run(["sh", "-e", "-c", commands], cwd=folder)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert done.stdout
