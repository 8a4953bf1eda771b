# SPDX-License-Identifier: GPL-2.0-or-later
"""The profile's archive, as CMake makes it, comes in by Wireshark's own dialog."""

import shutil

from application import Application
from conftest import PROFILE
from desktop import wait_for
from wireshark import built_module

ARCHIVE = built_module().parents[3] / "exchange-hybrid-profile.zip"
TITLE = "federation_metadata_tls10.pcapng"


def test_archive_is_imported(wireshark, desktop, captures):
    """Edit > Configuration Profiles > Import > From Zip File; then the profile is chosen, and the packet list has its columns."""
    profiles = desktop.configuration / "profiles"
    shutil.rmtree(profiles, ignore_errors=True)
    archive = wireshark.file(ARCHIVE.name, ARCHIVE.read_bytes())
    application = Application(desktop, captures / TITLE)
    window = application.open(r".*Configuration Profiles", "Edit", "Configuration Profiles")
    desktop.open_menu(window.element.find("button menu", "Import"))
    desktop.keys("Down", "Return")
    chooser = application.window(r"Select zip file.*")
    chooser.find("text", "File name:").write(str(archive))
    chooser.find("push button", "Open").press()
    told = application.window("Importing profiles")
    assert told.all("label", "1 profile(s) imported")
    told.find("push button", "OK").press()
    desktop.click(next(cell for cell in window.cells if cell.name == PROFILE.name))
    desktop.picture(window.title, "profile_import")
    window.press("OK")
    wait_for(lambda: not application.windows(r".*Configuration Profiles"), "the end of the profiles")
    assert {path.name for path in PROFILE.iterdir()} <= {path.name for path in (profiles / PROFILE.name).iterdir()}
    assert {row["Role"] for row in application.packet_list("imported")} == {"fed_metadata"}
    application.close()
