# SPDX-License-Identifier: GPL-2.0-or-later
"""What is on the screen, as the accessibility bus (AT-SPI) tells it: elements with a role, a name and elements in them.

Spoken over D-Bus itself: the library for it keeps what it once heard, and a test wants to know what there is now.
"""

import functools
import os

from desktop import wait_for

_REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_STATES = {"checked": 4, "enabled": 8, "expanded": 9, "focused": 12, "selected": 23, "showing": 25}
_LISTS = ("list", "table", "tree", "tree table")
_LONGEST_ANSWER = 5000  # milliseconds


@functools.cache
def _bus():
    """The connection to the bus: (function that asks there, what it raises)."""
    from gi.repository import Gio, GLib  # pylint: disable=import-outside-toplevel

    flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    connection = Gio.DBusConnection.new_for_address_sync(os.environ["AT_SPI_BUS_ADDRESS"], flags, None, None)

    def ask(place, interface, method, signature, *arguments):
        parameters = GLib.Variant(f"({signature})", arguments)
        return connection.call_sync(*place, interface, method, parameters, None, Gio.DBusCallFlags.NONE,
                                    _LONGEST_ANSWER, None).unpack()

    return ask, GLib.Error


def plain(name):
    """A name without the dots that announce a dialog."""
    return name.removesuffix("…").removesuffix("...")


class Element:
    """Anything on the screen. It may go at any time: then it has no name and nothing in it."""

    def __init__(self, place):
        self._place = place

    def _ask(self, interface, method, signature="", *arguments, otherwise=None):
        ask, failure = _bus()
        try:
            answer = ask(self._place, interface, method, signature, *arguments)
        except failure:
            return otherwise
        return answer[0] if answer else otherwise

    def _property(self, name):
        return self._ask("org.freedesktop.DBus.Properties", "Get", "ss", _ACCESSIBLE, name, otherwise="")

    @property
    def name(self):
        """What it is called."""
        return self._property("Name")

    @property
    def description(self):
        """What it is for: the tool tip."""
        return self._property("Description")

    @property
    def role(self):
        """What it is: `push button`, `menu item`, `dialog` ..."""
        return self._ask(_ACCESSIBLE, "GetRoleName", otherwise="")

    @property
    def elements(self):
        """What is in it."""
        return [Element(place) for place in self._ask(_ACCESSIBLE, "GetChildren", otherwise=[])]

    def has(self, state):
        """Whether it is `checked`, `enabled`, `showing` ..."""
        words = self._ask(_ACCESSIBLE, "GetState", otherwise=[0, 0])
        return bool(words[0] >> _STATES[state] & 1)

    def all(self, role, name=None):
        """Whatever has this role, and this name, in it at any depth; but nothing in lists, which may be long."""
        found = []
        for element in self.elements:
            its_role = element.role
            if its_role == role and (name is None or plain(element.name) == name):
                found.append(element)
            if its_role not in _LISTS:
                found += element.all(role, name)
        return found

    def child(self, role, name=None):
        """The first such element directly in it; waits until it is there."""
        def children():
            return [element for element in self.elements
                    if element.role == role and (name is None or plain(element.name) == name)]

        return wait_for(children, f"{role} {name!r} directly in {self.role} {self.name!r}")[0]

    def find(self, role, name=None):
        """The first such element; waits until it is there."""
        return wait_for(lambda: self.all(role, name), f"{role} {name!r} in {self.role} {self.name!r}")[0]

    def press(self):
        """Presses, toggles or opens it. While a dialog that it opens is there, no answer comes."""
        self._ask("org.a11y.atspi.Action", "DoAction", "i", 0)

    @property
    def place(self):
        """Where it is on the screen: left, top, width, height."""
        return self._ask("org.a11y.atspi.Component", "GetExtents", "u", 0)

    @property
    def text(self):
        """What is written in it."""
        return self._ask("org.a11y.atspi.Text", "GetText", "ii", 0, -1, otherwise="")

    def write(self, text):
        """Replaces what is written in it."""
        self._ask("org.a11y.atspi.EditableText", "SetTextContents", "s", text)
        wait_for(lambda: self.text == text, f"{text!r} in {self.role} {self.name!r}")


def wait_for_bus():
    """Waits until applications can say that they are there: one that comes too early is not heard of."""
    wait_for(lambda: Element(_REGISTRY).role == "desktop frame", "the accessibility bus's registry")


def applications(name):
    """The running applications of this name."""
    return [element for element in Element(_REGISTRY).elements if element.name == name]
