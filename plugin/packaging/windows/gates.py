#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Judges a module for Windows: what it may take of others, what it has to offer, how it is made.

usage: gates.py MODULE SDK

An official Wireshark has nothing that would say why it does not load a module: a function that is missing, a DLL
that is not there. SDK is the folder that sdk.py made for its version. Prints each fault; the status is 1 if there is any.
"""

import pathlib
import re
import struct
import subprocess
import sys

OBJDUMP = "x86_64-w64-mingw32ucrt-objdump"
# With GnuTLS among them the module would not load where that is missing.
DLLS = re.compile(r"KERNEL32\.dll|api-ms-win-crt-[a-z]+-l1-1-0\.dll|libwireshark\.dll|libwsutil\.dll|glib-2\.0-0\.dll")
EXPORTS = {"plugin_describe", "plugin_register", "plugin_version", "plugin_want_major", "plugin_want_minor"}
NEWEST_GLIB = (2, 68)
# Since when each function is there: Debian's own list.
GLIB_SYMBOLS = pathlib.Path("/var/lib/dpkg/info/libglib2.0-0t64:amd64.symbols")
# IMAGE_DLLCHARACTERISTICS_HIGH_ENTROPY_VA, _DYNAMIC_BASE, _NX_COMPAT
CHARACTERISTICS = 0x20 | 0x40 | 0x100
# Where a file for Windows says where its header is, and where there the time is.
PE_HEADER, BUILD_TIME = 0x3C, 8


def objdump(option, module):
    """What the program prints."""
    return subprocess.run([OBJDUMP, option, module], check=True, capture_output=True, text=True).stdout


def imports_of(headers):
    """Names by DLL."""
    imports, names = {}, None
    for line in headers.partition("The Export Tables")[0].splitlines():
        if found := re.search(r"DLL Name: (\S+)", line):
            names = imports.setdefault(found[1], set())
        elif found := re.match(r"\s+[0-9a-f]+\s+<none>\s+[0-9a-f]+\s+(\w+)$", line):
            names.add(found[1])
    return imports


def newer_in_glib():
    """Functions that GLib has got since the newest version that is allowed."""
    lines = GLIB_SYMBOLS.read_text(encoding="ascii").splitlines()
    since = (re.match(r" (\w+)@Base (\d+)\.(\d+)", line) for line in lines)
    return {found[1] for found in since if found and (int(found[2]), int(found[3])) > NEWEST_GLIB}


def import_faults(imports, sdk):
    """What the module takes that it may not."""
    for dll, names in sorted(imports.items()):
        definition = sdk / "exports" / f"{dll}.def"
        if not DLLS.fullmatch(dll):
            yield f"it takes {', '.join(sorted(names))} from {dll}"
        elif definition.is_file():
            exported = {line.split()[0] for line in definition.read_text(encoding="ascii").splitlines()[2:]}
            yield from (f"{dll} has no {name}" for name in sorted(names - exported))
        yield from (f"it takes {name}: nothing may be jumped over" for name in sorted(names) if "setjmp" in name)
    yield from (f"{name} is newer than GLib {'.'.join(map(str, NEWEST_GLIB))}"
                for name in sorted(imports.get("glib-2.0-0.dll", set()) & newer_in_glib()))
    yield from (f"it takes nothing from {dll}" for dll in ("libwireshark.dll", "glib-2.0-0.dll") if not imports.get(dll))


def faults_of(module, sdk):
    """All faults."""
    headers = objdump("-p", module)
    yield from import_faults(imports_of(headers), sdk)
    exports = set(re.findall(r"^\s+\[\s*\d+\] \+base\[\s*\d+\]\s+[0-9a-f]+ (\w+)$", headers, re.MULTILINE))
    if exports != EXPORTS:
        yield f"it exports {', '.join(sorted(exports))}"
    characteristics = int(re.search(r"DllCharacteristics\s+([0-9a-f]+)", headers)[1], 16)
    if characteristics & CHARACTERISTICS != CHARACTERISTICS:
        yield f"its addresses are not random, or its data may run (DllCharacteristics {characteristics:#x})"
    content = module.read_bytes()
    (header,) = struct.unpack_from("<I", content, PE_HEADER)
    if struct.unpack_from("<I", content, header + BUILD_TIME)[0] != 0:
        yield "it holds the time of its build: another build would differ"
    sections = objdump("-h", module)
    if " .pdata " not in sections:
        yield "it has no .pdata: Windows cannot unwind its stack"
    if " .debug_" in sections:
        yield "it holds debugging information, and with it the folder of its build"


def main():
    """Prints the faults."""
    module, sdk = map(pathlib.Path, sys.argv[1:])
    faults = list(faults_of(module, sdk))
    for fault in faults:
        print(f"{module}: {fault}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
