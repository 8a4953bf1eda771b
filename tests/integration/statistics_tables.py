# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads the plugin's tables and its tree as tshark prints them and as sharkd answers.

A table is a list of rows, each {column: text}; the tree is {(role, version, outcome): flows}.
"""

import json
import re

TABLES = ("flows", "servers", "findings")
TITLE = "Exchange Hybrid/"


def _table_of(lines, start):
    """The rows of the table whose title stands in line `start`."""
    header = lines[start + 2].removesuffix(" |").split(" |")
    rows = []
    for line in lines[start + 4:]:
        if line.startswith("==="):
            break
        rows.append(dict(zip(header, line.removesuffix(" |").split(" |"), strict=True)))
    return rows


def _tree_of(lines):
    """{path: count} of the nodes below the root, from the lines behind the header."""
    counts, path = {}, []
    for line in lines:
        if not line or line.startswith("---"):
            break
        name, count = re.match(r"\s*(.+?)\s{2,}(\d+)\s", line).groups()
        path = [*path[:len(line) - len(line.lstrip(" "))], name]
        if len(path) > 1:
            counts[tuple(path[1:])] = int(count)
    return counts


def leaves(counts):
    """The nodes of the lowest level."""
    return {path: count for path, count in counts.items() if len(path) == 3}


def read_tshark(wireshark, capture, *options, display_filter=None):
    """{table, "tree" or "json": content} of one run of tshark."""
    suffix = f",{display_filter}" if display_filter else ""
    arguments = []
    for name in (*TABLES, "tree", "json"):
        arguments += ["-z", f"exchange_hybrid,{name}{suffix}"]
    lines = wireshark.tshark("-n", "-r", capture, *options, "-q", *arguments).decode().splitlines()
    read = {name: _table_of(lines, lines.index(f"{TITLE}{name.capitalize()}:")) for name in TABLES}
    # The tree's own title (with its menu, which Wireshark writes differently), column names and dashes come first.
    title = next(place for place, line in enumerate(lines) if line.endswith("Roles, Versions, Outcomes:"))
    read["tree"] = _tree_of(lines[title + 3:])
    start = next(place for place, line in enumerate(lines) if line.startswith("{"))
    read["json"], _ = json.JSONDecoder().raw_decode("\n".join(lines[start:]))
    return read


def _tree_of_sharkd(nodes, path=()):
    """{path: count} of sharkd's nodes, the root left out."""
    counts = {}
    for node in nodes:
        counts |= {path + (node["name"],): node["count"]} | _tree_of_sharkd(node.get("sub", []), path + (node["name"],))
    return counts


def read_sharkd(program):
    """The same of a sharkd that has loaded its file. It takes no display filter."""
    wanted = {f"tap{place}": f"nstat:exchange_hybrid,{name}" for place, name in enumerate(TABLES)}
    wanted[f"tap{len(TABLES)}"] = "stat:exchange_hybrid"
    read = {}
    for tap in program.ask("tap", **wanted)["taps"]:
        if tap["type"] == "nstat":
            header = [field["c"] for field in tap["fields"]]
            (table,) = tap["tables"]
            name = table["t"].removeprefix(TITLE).lower()
            read[name] = [dict(zip(header, map(str, row), strict=True)) for row in table["i"]]
        elif tap["type"] == "stats":
            counts = _tree_of_sharkd(tap["stats"])
            read["tree"] = {path[1:]: count for path, count in counts.items() if len(path) > 1}
    return read
