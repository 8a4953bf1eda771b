# SPDX-License-Identifier: GPL-2.0-or-later
"""The windows of the Statistics menu, on a capture with several clients, and what is copied and saved from them."""

import re

import pytest

from desktop import wait_for
from statistics_tables import TABLES, read_tshark

#: Seconds between the samples that an incident is made of.
STEP = 20
SAMPLES = ("free_busy_tls12", "add_federated_domain_tls10", "all_servers_behind", "reset_after_tls12_hello",
           "free_busy_tls10", "certificate_refused_inbound", "backend_444_tls10", "offers_differ",
           "add_federated_domain_tls12")
TITLE = "incident.pcapng"


@pytest.fixture(scope="module")
def incident(wireshark, captures):
    """A capture of several minutes: samples, one after the other."""
    return wireshark.one_after_the_other(TITLE, [captures / f"{name}.pcapng" for name in SAMPLES], STEP)


@pytest.fixture(scope="module")
def application(start, desktop, incident):
    """Wireshark with the incident."""
    opened = start(incident)
    desktop.resize(TITLE, 1280, 860)
    desktop.picture(TITLE, "incident")
    return opened


@pytest.fixture(scope="module")
def told(wireshark, incident):
    """The same tables as tshark prints them."""
    return read_tshark(wireshark, incident)


def open_table(application, name):
    """The window of a table. Up to 4.4 the slash in its name is one in the menu, too; 4.6 makes a submenu of it."""
    entries = [entry.name for entry in application.menu("Statistics").child("popup menu").elements]
    path = [f"Exchange Hybrid/{name}"] if f"Exchange Hybrid/{name}" in entries else ["Exchange Hybrid", name]
    return application.open(rf"Wireshark · .*{name} · .*", "Statistics", *path)


def holds(text, rows):
    """Whether each row's cells stand in one line of a text, in their order."""
    return all(any(re.search(r"\s*".join(map(re.escape, row)), line) for line in text.splitlines()) for row in rows)


@pytest.mark.parametrize("name", TABLES)
def test_table(application, told, name):
    """The window shows, copies and saves what tshark prints."""
    window = open_table(application, name.capitalize())
    rows = [list(row.values()) for row in told[name]]
    width = len(rows[0])
    wait_for(lambda: len(window.cells) == len(rows) * width, f"{len(rows)} rows")
    window.resize(1180, 420)
    window.picture(name)
    shown = [cell.name for cell in window.cells]
    assert sorted(shown[place:place + width] for place in range(0, len(shown), width)) == sorted(rows)
    copied = window.copy("Copy")
    saved = window.save(f"{name}.txt")
    window.close()
    assert holds(copied, rows)
    assert holds(saved, rows)


def test_table_with_a_filter(application, told):
    """A display filter in the window counts the flows that pass it."""
    window = open_table(application, "Flows")
    window.element.find("text").write('exchange_hybrid.role == "acs"')
    window.press("Apply")
    wanted = [row for row in told["flows"] if row["Role"] == "acs"]
    wait_for(lambda: len(window.cells) == len(wanted) * len(wanted[0]), f"{len(wanted)} rows")
    window.close()


def test_tree(application, told):
    """The tree counts each flow once."""
    window = application.open(r".*Roles, Versions, Outcomes.*", "Statistics", "Exchange Hybrid",
                              "Roles, Versions, Outcomes")
    window.picture("tree")
    copied = window.copy("Copy")
    window.close()
    counted = [(path[-1], str(count)) for path, count in told["tree"].items()]
    assert counted and holds(copied, counted)


def test_io_graph(application):
    """The presets over time."""
    window = application.open(r".*I/O Graphs.*", "Statistics", "I/O Graphs")
    window.resize(1000, 640)
    window.picture("io_graph")
    window.close()
