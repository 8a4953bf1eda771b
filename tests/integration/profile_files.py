# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of the configuration profile, as Wireshark reads them."""

import csv
import re

from wireshark import ROOT

PROFILE = ROOT / "plugin" / "profile" / "Exchange Hybrid"


def colour_rules():
    """Rules in order: (name, filter, background, text), colours as (red, green, blue) from 0 to 1."""
    rules = []
    for line in (PROFILE / "colorfilters").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            _, name, expression, colours = line.split("@")
            shares = [int(share) / 65535 for share in re.findall(r"\d+", colours)]
            rules.append((name, expression, tuple(shares[:3]), tuple(shares[3:])))
    return rules


def rows(name):
    """Rows of one of the profile's tables."""
    lines = (PROFILE / name).read_text(encoding="utf-8").replace(r"\x22", '""').splitlines()
    return list(csv.reader(line for line in lines if not line.startswith("#")))


def buttons():
    """Filter buttons in order: {label: filter}."""
    return {label: expression for _, label, expression, _ in rows("dfilter_buttons")}


def bookmarks():
    """Display filter bookmarks: {name: filter}."""
    text = (PROFILE / "dfilters").read_text(encoding="utf-8")
    return dict(re.findall(r'^"(.+?)" (.+)$', text, re.MULTILINE))


def graphs():
    """Lines of the I/O graph: {name: filter}."""
    return {row[1]: row[2] for row in rows("io_graphs")}
