# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of plugin/triage share: its modules, its command, and samples cut like the files of a ring."""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "integration"), str(TESTS.parent / "plugin")]

from samples import Sample  # noqa: E402
from wireshark import ROOT, built_module  # noqa: E402

COMMAND = ROOT / "plugin" / "triage" / "exchange-hybrid-triage"
sys.dont_write_bytecode = True


class Command:
    """exchange-hybrid-triage with the plugin that was built."""

    environment = os.environ | {"WIRESHARK_PLUGIN_DIR": str(built_module().resolve().parents[2])}

    def arguments(self, *arguments):
        """The whole command."""
        return ["/usr/bin/python3", "-B", str(COMMAND), *map(str, arguments)]

    def run(self, *arguments, **environment):
        """Its run to the end."""
        return subprocess.run(self.arguments(*arguments), env=self.environment | environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False)

    def start(self, *arguments):
        """It runs, in a process group of its own."""
        return subprocess.Popen(self.arguments(*arguments), env=self.environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


@pytest.fixture(name="command", scope="session")
def command_fixture():
    """The command."""
    return Command()


@pytest.fixture(name="programs", scope="session")
def programs_fixture():
    """Wireshark's programs, as the command runs them."""
    from triage.wireshark import Wireshark  # pylint: disable=import-outside-toplevel
    os.environ["WIRESHARK_PLUGIN_DIR"] = Command.environment["WIRESHARK_PLUGIN_DIR"]
    with Wireshark() as made:
        yield made


def cut(capture, folder, frames, name="EX01"):
    """Cuts a capture before these frames; the files are named as those of a ring."""
    folder.mkdir(parents=True, exist_ok=True)
    edges = [1, *frames, 100_000]
    made = []
    for number, (first, after) in enumerate(zip(edges, edges[1:]), 1):
        made.append(folder / f"{name}_{number:05d}_2026112216465{number}.pcapng")
        subprocess.run(["editcap", "-r", str(capture), str(made[-1]), f"{first}-{after - 1}"], check=True, capture_output=True)
    return made


def copy(sample, folder, name=None):
    """A sample in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (name or f"{sample}.pcapng")
    shutil.copy(Sample(sample).capture, path)
    return path


def contents(folder):
    """Every file of a result by name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
