# SPDX-License-Identifier: GPL-2.0-or-later
"""Wireshark as somebody at the desk uses it: menus, windows, the filter, Copy and Save as."""

import csv
import re

from desktop import comes, wait_for
from elements import applications, plain


class Application:
    """One running Wireshark, with a capture open."""

    def __init__(self, desktop, capture, *options):
        self.desktop = desktop
        self._title = capture.name
        self._log = desktop.folder(f"log of {capture.name}") / "messages"
        self._command = ["wireshark", *options, "-r", str(capture)]
        self._start()

    def _start(self):
        """Starts it. Qt sometimes misses the accessibility bus then, and never asks again: it is started once more."""
        heard_of = False
        while not heard_of:
            with open(self._log, "wb") as log:
                self._process = self.desktop.run_beside(self._command, stderr=log)
            wait_for(self._is_drawn, f"Wireshark with {self._title}")
            heard_of = comes(lambda: self.windows(re.escape(self._title)), seconds=15)
            if not heard_of:
                self._process.kill()
                self._process.wait()

    def _is_drawn(self):
        assert self._process.poll() is None, f"Wireshark ended: {self.messages()}"
        return self.desktop.window_number(self._title)

    def messages(self):
        """What it wrote on standard error."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def windows(self, title):
        """Its windows with a title that this pattern matches."""
        assert self._process.poll() is None, f"Wireshark ended: {self.messages()}"
        return [window for application in applications("Wireshark") for window in application.elements
                if re.fullmatch(title, window.name)]

    def window(self, title):
        """The first of them; waits until it is there."""
        return wait_for(lambda: self.windows(title), f"a window {title!r}")[0]

    @property
    def main(self):
        """The main window."""
        return self.window(re.escape(self._title))

    def menu(self, *path):
        """The entry of the main window's menus below these."""
        return below(self.main.child("menu bar"), path)

    def open(self, title, *path):
        """The window that a menu entry opens."""
        self.menu(*path).press()
        return Window(self, self.window(title))

    @property
    def filter_bar(self):
        """The tool bar with the display filter and its buttons."""
        def bars():
            return [bar for bar in self.main.elements if bar.role == "tool bar" and bar.all("text", "Display filter entry")]

        return wait_for(bars, "the tool bar with the display filter")[0]

    @property
    def filter(self):
        """The text of the display filter."""
        return self.filter_bar.find("text", "Display filter entry").text

    @property
    def packets(self):
        """How many packets there are and are displayed, in the words of the status bar."""
        labels = self.main.child("status bar").all("label")
        return next((label.name for label in labels if label.name.startswith("Packets:")), "")

    def set_filter(self, text):
        """Types a display filter and applies it."""
        self.filter_bar.find("text", "Display filter entry").write(text)
        self.desktop.activate(self._title)
        self.desktop.keys("ctrl+slash", "Return")

    def saved(self, dialog, name):
        """What is in the file that a dialog for saving makes, under this name."""
        file = self.desktop.folder(f"saved {name}") / name
        element = self.window(dialog)
        element.find("text", "File name:").write(str(file))
        element.find("push button", "Save").press()
        wait_for(lambda: not self.windows(dialog) and file.exists() and file.stat().st_size, f"{name}, saved")
        return file.read_text(encoding="utf-8")

    def packet_list(self, name):
        """The rows of the packet list that are displayed, as they are exported: dictionaries."""
        self.menu("File", "Export Packet Dissections", "As CSV").press()
        return list(csv.DictReader(self.saved(r".*Export Packet Dissections", f"{name}.csv").splitlines()))

    def close(self):
        """Ends it, as Ctrl+Q does."""
        self.menu("File", "Quit").press()
        wait_for(lambda: self._process.poll() is not None, "Wireshark's end")
        assert self._process.returncode == 0, self.messages()
        # What its own windows say of themselves ("GUI") is none of the plugin's business.
        complaints = re.findall(r"\[(?!GUI )\w+ (?:WARNING|CRITICAL|ERROR)\].*", self.messages())
        assert not complaints, complaints


class Window:
    """One of its other windows."""

    def __init__(self, application, element):
        self._application = application
        self.element = element
        self.title = element.name

    def resize(self, width, height):
        """Gives it this size."""
        self._application.desktop.resize(self.title, width, height)

    def picture(self, name):
        """Keeps a picture of it."""
        self._application.desktop.picture(self.title, name)

    @property
    def cells(self):
        """The cells of its table, row by row."""
        return [cell for cell in self.element.find("tree").elements if cell.role in ("tree item", "table cell")]

    def showing(self, role, name):
        """The element of this role and name that is not on another page."""
        return wait_for(lambda: [element for element in self.element.all(role, name) if element.has("showing")],
                        f"{role} {name!r}")[0]

    def press(self, name):
        """Presses a button."""
        self.element.find("push button", name).press()

    def copy(self, *path):
        """What a button, or an entry of a button's menu, puts into the clipboard."""
        button = self.element.find("push button", path[0])
        entry = below(button, path[1:]) if path[1:] else button
        return self._application.desktop.copied(entry.press)

    def save(self, name):
        """What is in the file that Save as makes, under this name."""
        self.press("Save as")
        return self._application.saved(r".*Save.*As.*", name)

    def close(self):
        """Closes it."""
        self.press("Close")
        wait_for(lambda: not self._application.windows(re.escape(self.title)), f"the end of {self.title!r}")


def below(element, path):
    """The menu entry below these, whether its menu was ever opened or not. Two menus may have the same name."""
    def found():
        places = [element]
        for name in path:
            places = [entry for place in places for entry in _entries(place) if plain(entry.name) == name]
        return places

    return wait_for(found, f"menu entry {' > '.join(path)}")[0]


def _entries(element):
    """The entries of a menu bar, of a menu, or of the menu that an entry opens."""
    menus = [child for child in element.elements if child.role == "popup menu"]
    return [entry for menu in menus or [element] for entry in menu.elements]
