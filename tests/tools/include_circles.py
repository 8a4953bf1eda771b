#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Prints which files of plugin/ import each other, directly or by others: each circle on one line.

usage: include_circles.py

A file is a .c and a .h of one name. Status 1 if there is a circle.
"""

import pathlib
import re
import sys

PLUGIN = pathlib.Path(__file__).resolve().parents[2] / "plugin"


def imports(plugin):
    """Each file, as folder/name, with the files that it includes."""
    graph = {}
    for path in sorted(plugin.rglob("*.[ch]")):
        name = str(path.relative_to(plugin).with_suffix(""))
        included = re.findall(r'^\s*#\s*include\s*"(.+?)"', path.read_text(encoding="utf-8"), re.MULTILINE)
        others = {str((path.parent / other).resolve().relative_to(plugin).with_suffix("")) for other in included}
        graph.setdefault(name, set()).update(others - {name})
    return graph


def reachable(graph, start):
    """All files that a file includes, directly or by others."""
    seen, waiting = set(), [start]
    while waiting:
        for name in graph.get(waiting.pop(), ()):
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return seen


def circles(plugin=PLUGIN):
    """Files that include each other, as sorted lists."""
    graph = imports(plugin)
    behind = {name: reachable(graph, name) for name in graph}
    found = {tuple(sorted(other for other in behind[name] if name in behind.get(other, ()))) for name in graph if name in behind[name]}
    return [list(circle) for circle in sorted(found)]


def folders(plugin=PLUGIN):
    """Folders that include each other, as sorted lists; the top folder's files belong to none."""
    between = {}
    for name, others in imports(plugin).items():
        folder = pathlib.PurePath(name).parent
        between.setdefault(str(folder), set()).update(
            str(pathlib.PurePath(other).parent) for other in others if pathlib.PurePath(other).parent not in (folder, pathlib.PurePath(".")))
    behind = {name: reachable(between, name) for name in between}
    found = {tuple(sorted(other for other in behind[name] if name in behind.get(other, ()))) for name in between if name in behind[name]}
    return [list(circle) for circle in sorted(found)]


def main():
    """Prints the circles; returns the exit status."""
    found = circles() + folders()
    for circle in found:
        print(" ".join(circle))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
