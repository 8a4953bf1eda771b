#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Packs the modules for Windows, the same bytes each time.

usage: pack.py CHECKOUT VERSION ZIP MODULE [MODULE ...]      each module in .../X.Y/epan/
"""

import datetime
import pathlib
import sys
import zipfile


def windows_text(path):
    """A text with the ends of lines that Windows has."""
    return path.read_text(encoding="utf-8").replace("\n", "\r\n").encode()


def contents(checkout, version, modules):
    """Bytes of each file by its name."""
    windows = checkout / "plugin/packaging/windows"
    files = {"LICENSE.txt": windows_text(checkout / "LICENSE"), "install.cmd": windows_text(windows / "install.cmd"),
             "INSTALL.txt": windows_text(windows / "INSTALL.in").replace(b"@PROJECT_VERSION@", version.encode())}
    for module in modules:
        files["plugins/" + "/".join(module.parts[-3:])] = module.read_bytes()
    for path in (checkout / "plugin/profile").rglob("*"):
        if path.is_file():
            files[f"profiles/{path.relative_to(checkout / 'plugin/profile')}"] = path.read_bytes()
    return files


def release_day(checkout):
    """Day of the newest entry in the changelog: files carry no other time."""
    heading = next(line for line in (checkout / "plugin" / "doc" / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
                   if line.startswith("## "))
    return datetime.date.fromisoformat(heading.rstrip(")").rsplit("(", 1)[1])


def main():
    """Writes the zip."""
    checkout, version, archive, *modules = sys.argv[1:]
    checkout, archive = pathlib.Path(checkout), pathlib.Path(archive)
    day = release_day(checkout)
    with zipfile.ZipFile(archive, "w") as package:
        for name, content in sorted(contents(checkout, version, map(pathlib.Path, modules)).items()):
            member = zipfile.ZipInfo(f"{archive.stem}/{name}", (day.year, day.month, day.day, 0, 0, 0))
            member.external_attr = 0o644 << 16
            package.writestr(member, content, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    main()
