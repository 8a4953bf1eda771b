# SPDX-License-Identifier: GPL-2.0-or-later
"""Valgrind's memcheck over Wireshark with the report's window: no error that the module has a part in."""

import os
import shutil
import xml.etree.ElementTree

import pytest

from application import Application
from desktop import wait_for
from report_window import has_verdict, open_report, show, text_of
from wireshark import ROOT

PROFILE = ROOT / "plugin" / "profile" / "Exchange Hybrid"
FIRST = "free_busy_tls10.pcapng"

pytestmark = pytest.mark.skipif(
    not shutil.which("valgrind") or bool(os.environ.get("EXCHANGE_HYBRID_PRELOAD")),
    reason="there is no valgrind, or the module has a sanitizer of its own")


def functions_of_module(error):
    """The module's functions that an error lies below. What Wireshark's interface for plugins does not give back of a question
    is not the module's to give back."""
    frames = list(error.iter("frame"))
    if error.findtext("kind").startswith("Leak") and any((frame.findtext("fn") or "").startswith("plugin_if_") for frame in frames):
        return []
    return [frame.findtext("fn") for frame in frames if "exchange_hybrid" in (frame.findtext("obj") or "")]


def test_no_error(desktop, captures):
    """Opened, closed, opened, renewed with another file, and left open when Wireshark ends."""
    log = desktop.folder("valgrind", 0o777) / "log.xml"
    desktop.add_profile(PROFILE)
    under = ("valgrind", "--leak-check=full", "--show-leak-kinds=definite", "--num-callers=40", "--keep-debuginfo=yes",
             "--xml=yes", f"--xml-file={log}")
    application = Application(desktop, captures / FIRST, "-C", PROFILE.name, under=under)
    has_verdict(application, "ERROR")
    window = open_report(application)
    wait_for(lambda: text_of(window).startswith(FIRST), "the report")
    window.close()
    window = open_report(application)
    show(application, captures / "free_busy_tls12.pcapng")
    wait_for(lambda: text_of(window).startswith("free_busy_tls12.pcapng\nOK "), "the report of the second")
    application.close()
    errors = [(error.findtext("kind"), functions)
              for error in xml.etree.ElementTree.parse(log).iter("error") if (functions := functions_of_module(error))]
    assert not errors
