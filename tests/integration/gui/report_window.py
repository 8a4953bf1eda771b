# SPDX-License-Identifier: GPL-2.0-or-later
"""The tool bar with the verdict, and the window with the report, as somebody at the desk uses them."""

from application import Window
from desktop import comes, wait_for

TITLE = "Wireshark · Exchange Hybrid: what is wrong in this capture"
MOST_ATTEMPTS = 20


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


def open_report(application, press=None):
    """The report's window, by its button in the tool bar or whatever else is pressed.

    Wireshark cuts a text window off from whoever watches it before it frees it. Qt's accessibility never hears of the end, and
    takes a later window at the same place in memory for the one that was: then it is opened once more.
    """
    for _ in range(MOST_ATTEMPTS):
        press_until_shown(application.desktop, press or bar_of(application).find("push button", "Report").press)
        if comes(lambda: application.windows(TITLE), seconds=10):
            return Window(application, application.window(TITLE))
        close_unheard(application.desktop)
    raise AssertionError("the accessibility bus never heard of the report's window")


def press_until_shown(desktop, press):
    """Presses what opens the window, once more where Wireshark was not ready for it. X says that it is there."""
    def shown():
        press()
        return comes(lambda: desktop.window_number(TITLE), seconds=10)

    wait_for(shown, "the report's window")


def close_unheard(desktop):
    """Closes the window by a key, as X has it."""
    desktop.activate(TITLE)
    desktop.keys("Escape")
    wait_for(lambda: not desktop.window_number(TITLE), "the end of the report's window")


def text_of(window):
    """What the window shows; the other text in it is what is searched for."""
    return window.element.child("text").text
