# SPDX-License-Identifier: GPL-2.0-or-later
"""A capture is opened with the profile: what the packet list, its filters, and the windows about packets say."""

import re

import pytest

from desktop import RIGHT, wait_for
from wireshark import ROOT

TITLE = "free_busy_tls10.pcapng"
#: What the right mouse button opens is not on the accessibility bus: how far down there the submenu is.
ENTRIES_TO_CONVERSATION_FILTER = 9


@pytest.fixture(scope="module")
def application(start, desktop, captures):
    """Wireshark with the sample."""
    opened = start(captures / TITLE)
    desktop.resize(TITLE, 1280, 860)
    return opened


def test_packet_list_is_the_answer(application, desktop):
    """Without a click: who, what TLS, how it ended, and what is wrong, on each packet."""
    desktop.picture(TITLE, "packet_list")
    rows = application.packet_list("packets")
    assert len(rows) == 20
    for row in rows:
        assert row["Role"] in ("exo_autodiscover", "exo_core")
        assert (row["Direction"], row["Offered"], row["Negotiated"], row["Outcome"]) == (
            "onprem_to_cloud", "TLS 1.0", "", "alert")
        assert row["Finding"] == "client_offers_below_tls12,version_refused,weak_ciphers_offered"
    assert rows[3]["Info"].startswith("Client Hello")


@pytest.mark.parametrize(("button", "packets"), [
    ("Failed handshakes", 20), ("Cloud to on-premises", 0), ("Below 1.2", 20), ("Hybrid", 20)])
def test_filter_button(application, button, packets):
    """A press filters the packet list."""
    application.filter_bar.find("push button", button).press()
    wait_for(lambda: application.filter.startswith("exchange_hybrid."), "the button's filter")
    wait_for(lambda: f"Displayed: {packets} " in application.packets, f"{packets} packets")


def test_role_buttons(application, desktop):
    """One a group of roles, in a menu of their own; the first is Exchange Online's."""
    bar = application.filter_bar
    (role,) = bar.all("button menu", "Role") or bar.all("push button", "Role")
    desktop.open_menu(role)
    desktop.keys("Down", "Return")
    wait_for(lambda: application.filter.startswith('exchange_hybrid.role in {"exo_autodiscover"'), "the group's filter")
    wait_for(lambda: "Displayed: 20 " in application.packets, "all packets")


def test_expert_information(application):
    """Grouped by finding, with texts that make sense alone."""
    window = application.open(r".*Expert Information.*", "Analyze", "Expert Information")
    window.picture("expert_information")
    cells = [cell.name for cell in window.cells]
    rows = {tuple(cells[place:place + 5]) for place in range(0, len(cells), 5)}
    assert {("Error", "The client offers no current TLS version", "Security", "ExchHybrid", "2"),
            ("Error", "The TLS version was refused (alert protocol_version)", "Protocol", "ExchHybrid", "2"),
            ("Note", "Weak cipher suites are offered", "Security", "ExchHybrid", "2")} <= rows
    window.close()


def test_io_graph_presets(application):
    """What is asked over time is there already, and switched on."""
    window = application.open(r".*I/O Graphs.*", "Statistics", "I/O Graphs")
    names = [cell.name for cell in window.cells]
    for name in ("Old hellos", "Resets after hello", "Failures"):
        assert window.cells[names.index(name) - 1].has("checked"), name
    window.close()


def preferences(application, desktop):
    """The preferences' window, at the plugin's page."""
    window = application.open(r".*Preferences", "Edit", "Preferences")

    def found():
        desktop.activate(window.title)
        desktop.keys("Home")
        desktop.type_a_name("Protocols")
        desktop.keys("Right")
        desktop.type_a_name("ExchHybrid")
        return [box for box in window.element.all("check box", "Analyse captures") if box.has("showing")]

    wait_for(found, "the plugin's page")
    return window


def preferences_told(window):
    """What is on the page: {name of the preference: help}."""
    told = {}
    for role in ("check box", "label"):
        for element in window.element.all(role):
            match = re.fullmatch(r"<span>(.+?)</span>.*exchange_hybrid\.(\w+)", element.description)
            if match and element.has("showing"):
                told[match[2]] = match[1]
    return told


def test_every_preference_has_help(application, desktop, wireshark):
    """One line each, under the pointer; what tshark knows is on the page."""
    listed = wireshark.tshark("-G", "currentprefs").decode()
    names = set(re.findall(r"^#?exchange_hybrid\.(\w+):", listed, re.MULTILINE))
    window = preferences(application, desktop)
    window.picture("preferences")
    told = preferences_told(window)
    window.press("Cancel")
    assert names and set(told) == names | {"organization"}
    assert all(told.values())


def test_preference_counts_at_once(application, desktop):
    """The open file is dissected again."""
    application.set_filter("")
    for prefix in ("[client_offers_below_tls12] ", ""):
        window = preferences(application, desktop)
        window.showing("check box", "Prefix the Info column").press()
        window.press("OK")
        wait_for(lambda: not application.windows(r".*Preferences"), "the end of the preferences")
        assert application.packet_list(f"info {prefix}")[3]["Info"].startswith(f"{prefix}Client Hello")


def test_organisation(application, desktop):
    """The organisation's table has a window of its own; its rows count at once."""
    window = preferences(application, desktop)
    window.showing("push button", "Edit").press()
    table = application.window("Exchange Hybrid Organisation")
    next(button for button in table.all("push button") if button.description == "Create a new entry.").press()
    desktop.activate(table.name)
    desktop.type_a_name("198.51.100.21")
    desktop.keys("Tab")
    desktop.type_a_name("onprem_exchange")
    desktop.keys("Return")
    desktop.picture(table.name, "organisation")
    table.find("push button", "OK").press()
    window.press("OK")
    wait_for(lambda: len(application.windows(".*")) == 1, "the end of both windows")
    roles = [row["Role"] for row in application.packet_list("organisation")]
    assert roles == ["onprem_exchange"] * 10 + ["exo_core"] * 10


@pytest.mark.parametrize(("entry", "expression", "packets"), [
    ("Exchange hybrid flow", "tcp.stream == 0", 10), ("Same client host, all hybrid flows", "192.0.2.10", 20)])
def test_conversation_filter(application, entry, expression, packets):
    """As below the right mouse button: all packets of the flow, or of the client's hybrid flows."""
    application.menu("Analyze", "Conversation Filter", entry).press()
    wait_for(lambda: expression in application.filter, f"a filter with {expression}")
    wait_for(lambda: f"Displayed: {packets} " in application.packets, f"{packets} packets")


def test_right_mouse_button(application, desktop):
    """The same on the packet under the pointer, here one of the second flow: the plugin's are the last filters there."""
    application.filter_bar.find("push button", "Hybrid").press()
    wait_for(lambda: "Displayed: 20 " in application.packets, "all packets")
    rows = application.main.find("tree", "Packet list").elements
    desktop.open_menu(next(cell for cell in rows if cell.name == "14"), RIGHT)
    desktop.keys(*["Down"] * ENTRIES_TO_CONVERSATION_FILTER, "Right", "Up", "Up")
    desktop.screen("right_mouse_button")
    desktop.keys("Return")
    wait_for(lambda: application.filter == "tcp.stream == 1", "a filter for the flow")
    wait_for(lambda: "Displayed: 10 " in application.packets, "the packets of the flow")


def test_tools_menu_opens_articles(application, desktop):
    """Each entry gives its address to the web browser."""
    source = (ROOT / "plugin" / "knowledge" / "links.c").read_text(encoding="utf-8")
    beginnings = re.findall(r'"(https://[^"]+)"', source)
    links = [entry for entry in application.menu("Tools", "Exchange Hybrid").child("popup menu").elements if entry.name]
    for link in links:
        link.press()
    wait_for(lambda: len(desktop.shown_addresses()) == len(links), f"{len(links)} addresses")
    for beginning in beginnings:
        assert any(address.startswith(beginning) for address in desktop.shown_addresses()), beginning
