# SPDX-License-Identifier: GPL-2.0-or-later
"""Wine, the package as a user unpacks it, and tshark.exe; the environment says where they are.

EXCHANGE_HYBRID_WINDOWS_PACKAGE is the zip, EXCHANGE_HYBRID_WINDOWS_BUILD holds a build for each version of Wireshark,
EXCHANGE_HYBRID_WINDOWS_TSHARK is a folder with tshark.exe 4.0, EXCHANGE_HYBRID_LINUX_REPORTS one with what
linux_reports.py wrote. Each of the last two may be missing or empty.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile
import zipfile

import pytest

import runs

BUILD = pathlib.Path(os.environ["EXCHANGE_HYBRID_WINDOWS_BUILD"])
PACKAGE = pathlib.Path(os.environ["EXCHANGE_HYBRID_WINDOWS_PACKAGE"])
TSHARK = pathlib.Path(os.environ["EXCHANGE_HYBRID_WINDOWS_TSHARK"])
LINUX_REPORTS = pathlib.Path(os.environ["EXCHANGE_HYBRID_LINUX_REPORTS"])


def pytest_generate_tests(metafunc):
    """A test that asks for `name` runs once for each sample."""
    if "name" in metafunc.fixturenames:
        metafunc.parametrize("name", runs.captures())


def built_module(version):
    """The module for a version of Wireshark."""
    return BUILD / version / "plugins" / version / "epan" / "exchange_hybrid.dll"


class Wine:
    """A Windows of its own, with a user who has nothing."""

    def __init__(self, prefix):
        self.drive = prefix / "drive_c"
        self._environment = {
            "HOME": os.environ["HOME"], "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "WINEPREFIX": str(prefix), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=",
        }
        prefix.mkdir(exist_ok=True)
        # It waits for the next program instead of ending with the last.
        for command in (["wineserver", "-p"], ["wineboot", "--init"]):
            subprocess.run(command, env=self._environment, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
        self.programs = self.drive / "Program Files"
        (self.settings,) = self.drive.glob("users/*/AppData/Roaming")

    def close(self):
        """Ends it."""
        subprocess.run(["wineserver", "-k"], env=self._environment, check=False)

    def run(self, *command, cwd=None):
        """What a program prints and how it ends; without the carriage returns."""
        # No pipes: Windows' services, which go on running, would hold their other ends.
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            done = subprocess.run(["wine", *map(str, command)], env=self._environment, cwd=cwd or self.drive, check=False,
                                  stdin=subprocess.DEVNULL, stdout=output, stderr=errors, timeout=300)
            output.seek(0)
            errors.seek(0)
            return done.returncode, output.read().replace(b"\r\n", b"\n"), errors.read().decode(errors="replace")

    def tshark(self, *arguments):
        """What the installed tshark.exe prints; it must succeed."""
        status, output, errors = self.run(self.programs / "Wireshark" / "tshark.exe", *arguments)
        assert status == 0, errors
        return output


def unpack(folder):
    """The package, unpacked into the folder; returns its one folder."""
    with zipfile.ZipFile(PACKAGE) as package:
        package.extractall(folder)
    return folder / PACKAGE.stem


@pytest.fixture(scope="session")
def wine(tmp_path_factory):
    """Wine, without a Wireshark."""
    windows = Wine(tmp_path_factory.mktemp("wine"))
    yield windows
    windows.close()


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory):
    """The package in a folder with a blank and letters beyond ASCII, with the module for 4.0 added: tshark.exe is that."""
    folder = unpack(tmp_path_factory.mktemp("Übung für Exchange"))
    place = folder / "plugins" / "4.0" / "epan"
    place.mkdir(parents=True)
    shutil.copy(built_module("4.0"), place)
    return folder


@pytest.fixture
def clean(wine):
    """A Windows with neither Wireshark nor settings of it."""
    for folder in (wine.settings / "Wireshark", wine.programs / "Wireshark"):
        if folder.exists():
            subprocess.run(["chmod", "-R", "u+w", folder], check=True)
            shutil.rmtree(folder)
    return wine


@pytest.fixture
def windows(clean):
    """A Windows with Wireshark 4.0, or, where there is none at hand, an empty file in its place."""
    folder = clean.programs / "Wireshark"
    if (TSHARK / "tshark.exe").is_file():
        shutil.copytree(TSHARK, folder, copy_function=os.link)
    else:
        folder.mkdir()
        (folder / "tshark.exe").touch()
    return clean


@pytest.fixture
def tshark_is_there():
    """Only where there is a tshark.exe."""
    if not (TSHARK / "tshark.exe").is_file():
        pytest.skip("no tshark.exe is at hand")
