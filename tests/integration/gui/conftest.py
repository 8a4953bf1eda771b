# SPDX-License-Identifier: GPL-2.0-or-later
"""One desktop for all tests of the graphical Wireshark."""

import pytest

import desktop as desktop_module
import elements
from application import Application
from wireshark import ROOT

PROFILE = ROOT / "plugin" / "profile" / "Exchange Hybrid"


def pytest_collection_modifyitems(items):
    """Without a desktop there is nothing to look at."""
    absent = desktop_module.missing()
    for item in items:
        if absent:
            item.add_marker(pytest.mark.skip(reason=f"not installed: {absent}"))


@pytest.fixture(scope="session")
def desktop(wireshark):
    """The desktop, switched on."""
    made = desktop_module.Desktop(wireshark)
    try:
        made.start()
        elements.wait_for_bus()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def start(desktop):
    """A function that opens a capture with the profile."""
    started = []
    desktop.add_profile(PROFILE)

    def application(capture, *options):
        started.append(Application(desktop, capture, "-C", PROFILE.name, *options))
        return started[-1]

    yield application
    for one in started:
        one.close()
