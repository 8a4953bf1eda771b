# SPDX-License-Identifier: GPL-2.0-or-later
"""A desktop without a screen, and the real Wireshark on it.

Xvfb draws, openbox manages the windows, and the accessibility bus (AT-SPI) tells what is on them and presses what is
to be pressed, by its name, as for a screen reader. All of it runs as the user that Wireshark loads plugins for.
"""

import contextlib
import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import time

from wireshark import built_module, unprivileged_user

PROGRAMS = ("wireshark", "Xvfb", "openbox", "xdotool", "xclip", "import", "dbus-daemon", "dbus-send")
ACCESSIBILITY_BUS = pathlib.Path("/usr/libexec/at-spi-bus-launcher")
#: Pictures of the windows, for people to look at.
PICTURES = built_module().parents[3] / "gui"

#: No test is about time: what has not come after so many seconds does not come.
LONGEST_WAIT = 240
_PAUSE = 0.05
_NOTHING_COPIED = "nothing was copied"
#: Mouse buttons, as X counts them.
LEFT, RIGHT = "1", "3"


def missing():
    """What of the desktop is not installed, as words; empty if all is there."""
    absent = [name for name in PROGRAMS if not shutil.which(name)]
    if not ACCESSIBILITY_BUS.exists():
        absent.append("at-spi2-core")
    if not importlib.util.find_spec("gi"):
        absent.append("python3-gi")
    return ", ".join(absent)


def comes(question, seconds):
    """The first answer that is not empty, or the last one after this time."""
    end = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < end:
        time.sleep(_PAUSE)
    return answer


def wait_for(question, what):
    """The first answer that is not empty."""
    answer = comes(question, LONGEST_WAIT)
    assert answer, f"did not come: {what}"
    return answer


class Desktop:
    """The screen, its window manager and its buses."""

    def __init__(self, wireshark):
        self._wireshark = wireshark
        self._processes = []
        self.configuration = self.folder("configuration of the desktop")
        self._environment = wireshark.environment() | {
            "HOME": str(self.folder("home on the desktop")),
            "NO_AT_BRIDGE": "1",
            "PATH": f"{self._browser()}:{os.environ['PATH']}",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_QPA_PLATFORM": "xcb",
            "WIRESHARK_CONFIG_DIR": str(self.configuration),
            "XDG_RUNTIME_DIR": str(self.folder("runtime of the desktop", 0o700)),
        }
        shutil.rmtree(PICTURES, ignore_errors=True)
        PICTURES.mkdir()

    def _browser(self):
        """Folder of a web browser that only writes down what it is to show."""
        self._shown = self.folder("browser") / "addresses"
        program = self._shown.with_name("xdg-open")
        program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >>"{self._shown}"\n', encoding="utf-8")
        program.chmod(0o755)
        return program.parent

    def folder(self, name, mode=0o755):
        """A new folder that belongs to Wireshark's user."""
        made = self._wireshark.folder(name)
        made.chmod(mode)
        self._give(made)
        return made

    @staticmethod
    def _give(path):
        user = unprivileged_user()
        if user:
            os.chown(path, user["user"], user["group"])

    def add_profile(self, profile):
        """Puts a configuration profile where a user would, without what an earlier Wireshark left there."""
        place = self.configuration / "profiles" / profile.name
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(profile, place)
        for path in (place.parent, place, *place.iterdir()):
            self._give(path)

    def start(self):
        """Switches it on."""
        with contextlib.suppress(FileExistsError, PermissionError):
            os.mkdir("/tmp/.X11-unix")
            os.chmod("/tmp/.X11-unix", 0o1777)
        screen = ["Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1280x1100x24"]
        self._environment["DISPLAY"] = f":{self._first_line(screen)}"
        bus = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
        self._environment["DBUS_SESSION_BUS_ADDRESS"] = self._first_line(bus)
        self.run_beside(["openbox"])
        address = wait_for(self._accessibility_bus, "the accessibility bus")
        self._environment["AT_SPI_BUS_ADDRESS"] = os.environ["AT_SPI_BUS_ADDRESS"] = address

    def _accessibility_bus(self):
        """Address of the bus that tells what is on the screen; it starts when it is first asked for."""
        return (self.run("dbus-send", "--session", "--dest=org.a11y.Bus", "--print-reply=literal", "/org/a11y/bus",
                         "org.a11y.Bus.GetAddress") or "").strip()

    def stop(self):
        """Switches it off: the last that came goes first."""
        for process in reversed(self._processes):
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()

    def run_beside(self, command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        """Starts a program that runs until the desktop is switched off."""
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, cwd="/",
                                   env=self._environment, **unprivileged_user())
        self._processes.append(process)
        return process

    def _first_line(self, command):
        line = self.run_beside(command, subprocess.PIPE).stdout.readline().decode().strip()
        assert line, f"{command[0]} did not start"
        return line

    def run(self, *command, text=None):
        """What a program prints, or None if it fails."""
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", check=False,
                              env=self._environment, input=text, encoding="utf-8", **unprivileged_user())
        return done.stdout if done.returncode == 0 else None

    def keys(self, *names):
        """Presses keys in the window that has the focus."""
        assert self.run("xdotool", "key", "--clearmodifiers", *names) is not None

    def open_menu(self, element, button=LEFT):
        """Clicks on what opens a menu, and waits until that is there."""
        def windows():
            return set((self.run("xdotool", "search", "--onlyvisible", "--name", ".*") or "").split())

        before = windows()
        self.click(element, button)
        wait_for(lambda: windows() - before, f"the menu of {element.name!r}")

    def type_a_name(self, name):
        """Types what a list has an entry for, after the pause by which a list tells names apart."""
        time.sleep(20 * _PAUSE)
        assert self.run("xdotool", "type", "--clearmodifiers", name) is not None

    def click(self, element, button=LEFT):
        """Clicks on what is on the screen."""
        left, top, width, height = element.place
        place = (str(left + width // 4), str(top + height // 2))
        assert self.run("xdotool", "mousemove", *place, "click", button) is not None

    def copied(self, press):
        """What the clipboard holds after something was pressed that copies."""
        subprocess.run(["xclip", "-i", "-selection", "clipboard"], input=_NOTHING_COPIED, encoding="utf-8", check=True,
                       stdout=subprocess.DEVNULL, cwd="/", env=self._environment, **unprivileged_user())
        wait_for(lambda: self._clipboard() == _NOTHING_COPIED, "an empty clipboard")

        def news():
            press()
            return comes(lambda: self._clipboard() not in (None, "", _NOTHING_COPIED), seconds=5)

        wait_for(news, "something in the clipboard")
        return self._clipboard()

    def _clipboard(self):
        return self.run("xclip", "-o", "-selection", "clipboard", "-target", "UTF8_STRING")

    def shown_addresses(self):
        """The addresses that a web browser was asked to show."""
        return self._shown.read_text(encoding="utf-8").split() if self._shown.exists() else []

    def window_number(self, title):
        """X number of the window with this title, or None."""
        found = (self.run("xdotool", "search", "--onlyvisible", "--name", f"^{re.escape(title)}$") or "").split()
        return found[-1] if found else None

    def activate(self, title):
        """Gives a window the focus."""
        number = wait_for(lambda: self.window_number(title), f"window {title!r}")
        wait_for(lambda: self.run("xdotool", "windowactivate", number) is not None
                 and (self.run("xdotool", "getactivewindow") or "").strip() == number, f"the focus on {title!r}")
        return number

    def resize(self, title, width, height):
        """Gives a window this size, in the corner of the screen."""
        number = self.activate(title)
        self.run("xdotool", "windowmove", number, "0", "20", "windowsize", number, str(width), str(height))

        def sized():
            geometry = self.run("xdotool", "getwindowgeometry", "--shell", number) or ""
            return f"WIDTH={width}\n" in geometry and f"HEIGHT={height}\n" in geometry

        wait_for(sized, f"{width}x{height} for {title!r}")

    def picture(self, title, name):
        """Keeps a picture of a window, once it has been drawn to the end."""
        number = self.activate(title)
        last = None
        while (picture := self._picture_now(number)) != last:
            last = picture
            time.sleep(10 * _PAUSE)
        (PICTURES / f"{name}.png").write_bytes(picture)

    def screen(self, name):
        """Keeps a picture of the whole screen: a menu is a window of its own."""
        time.sleep(10 * _PAUSE)
        (PICTURES / f"{name}.png").write_bytes(self._picture_now("root"))

    def _picture_now(self, number):
        return subprocess.run(["import", "-window", number, "-strip", "png:-"], capture_output=True, check=True, cwd="/",
                              env=self._environment, **unprivileged_user()).stdout
