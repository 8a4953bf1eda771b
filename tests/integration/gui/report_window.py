# SPDX-License-Identifier: GPL-2.0-or-later
"""The tool bar with the verdict, and the window with the report, as somebody at the desk uses them."""

from application import Window
from desktop import wait_for

TITLE = r"Wireshark · Exchange Hybrid: what is wrong in this capture"


def bar_of(application):
    """The tool bar with the verdict."""
    def bars():
        return [element for element in application.main.elements
                if element.role == "tool bar" and element.all("push button", "Report")]

    return wait_for(bars, "the tool bar")[0]


def verdict_of(application):
    """The line in the tool bar."""
    return bar_of(application).find("text").text


def has_verdict(application, beginning):
    """Waits for a verdict that begins so."""
    return wait_for(lambda: verdict_of(application).startswith(beginning), f"a verdict {beginning!r}")


def show(application, capture):
    """Opens another capture in the same window."""
    if application.title != capture.name:
        application.open_file(capture)


def open_report(application):
    """The report's window, by its button in the tool bar."""
    bar_of(application).find("push button", "Report").press()
    return window_of(application)


def window_of(application):
    """The report's window."""
    return Window(application, application.window(TITLE))


def text_of(window):
    """What the window shows; the other text in it is what is searched for."""
    return window.element.child("text").text
