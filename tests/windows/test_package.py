# SPDX-License-Identifier: GPL-2.0-or-later
"""The zip: what it holds, and that nothing of the machine that built it is in it."""

import zipfile

import runs
from conftest import PACKAGE

VERSIONS = ("4.4", "4.6")
PROFILE = runs.SAMPLES.parent / "plugin/profile/Exchange Hybrid"


def test_holds_what_a_user_needs():
    """Two modules, the profile, three texts, in one folder of the package's name."""
    with zipfile.ZipFile(PACKAGE) as package:
        assert set(package.namelist()) == {f"{PACKAGE.stem}/{name}" for name in (
            "INSTALL.txt", "LICENSE.txt", "install.cmd",
            *(f"plugins/{version}/epan/exchange_hybrid.dll" for version in VERSIONS),
            *(f"profiles/Exchange Hybrid/{path.name}" for path in PROFILE.iterdir()))}


def test_texts_are_those_of_windows(tmp_path):
    """Every line ends as Notepad of old wants it; what the texts name is there."""
    with zipfile.ZipFile(PACKAGE) as package:
        for name in ("INSTALL.txt", "LICENSE.txt", "install.cmd"):
            text = package.read(f"{PACKAGE.stem}/{name}")
            assert text.count(b"\n") == text.count(b"\r\n") > 0, name
        installing = package.read(f"{PACKAGE.stem}/INSTALL.txt").decode("ascii")
    version = PACKAGE.stem.split("-")[2]
    assert installing.startswith(f"Exchange Hybrid {version},") and "@" not in installing


def test_is_the_same_wherever_it_is_built():
    """No path of this machine, no time of day."""
    with zipfile.ZipFile(PACKAGE) as package:
        for member in package.infolist():
            assert member.date_time[3:] == (0, 0, 0)
            assert b"/home/" not in package.read(member), member.filename
