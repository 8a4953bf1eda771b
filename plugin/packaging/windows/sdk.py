#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes what a build of the plugin for Windows needs out of Debian's packages of the same Wireshark.

usage: sdk.py WIRESHARK FOLDER

WIRESHARK holds the unpacked packages of one version; GLib and GnuTLS are those of this machine. FOLDER gets
their headers, import libraries, WiresharkConfig.cmake and .pc files. A library for Linux exports the functions
that its sources mark as public, and so does the DLL of the same version: that is where the import libraries'
names come from. Only Windows differs in glibconfig.h, which says how wide types are.
"""

import pathlib
import re
import shutil
import subprocess
import sys

LIBRARIES = pathlib.Path("/usr/lib/x86_64-linux-gnu")
HEADERS = pathlib.Path("/usr/include")

# Debian's glibconfig.h, as 64-bit Windows has it: `long` has 32 bits. Each pattern has to be found.
GLIBCONFIG = (
    (r"typedef (un)?signed long (g\w+);", r"typedef \1signed long long \2;"),
    (r"\(val##(U?)L\)", r"(val##\1LL)"),
    (r'(G_GU?INT64_\w+|G_GS?SIZE_\w+|G_G\w*INTPTR_\w+)(\s+)"l', r'\1\2"ll'),
    (r"(GLIB_SIZEOF_LONG\s+)8", r"\g<1>4"),
    (r"\(g(u?)long\) \(", r"(g\1int64) ("),
    (r"\(\(g(u?)long\) G(U?)INT64_", r"((g\1long) G\2INT32_"),
    (r"(G_MAXSIZE\s+)G_MAXULONG", r"\1G_MAXUINT64"),
    (r"(G_MINSSIZE\s+)G_MINLONG", r"\1G_MININT64"),
    (r"(G_MAXSSIZE\s+)G_MAXLONG", r"\1G_MAXINT64"),
    (r"define G_OS_UNIX", "define G_OS_WIN32\n#define G_PLATFORM_WIN32"),
    (r"G_THREADS_IMPL_POSIX", "G_THREADS_IMPL_WIN32"),
    (r"typedef int GPid;", "typedef void *GPid;"),
    (r'(G_PID_FORMAT) "i"', r'\1 "p"'),
    (r"(G_DIR_SEPARATOR(?:_S)? ['\"])/", r"\1\\\\"),
    (r"(G_SEARCHPATH_SEPARATOR(?:_S)? ['\"]):", r"\1;"),
    (r'G_MODULE_SUFFIX "so"', 'G_MODULE_SUFFIX "dll"'),
    (r"#define GLIB_USING_SYSTEM_PRINTF\n", ""),
    (r"#define GLIB_HAVE_ALLOCA_H\n", ""),
)
GLIBCONFIG_CHECK = """
/* Linux's own file would compile, with integers of half the width. */
_Static_assert(sizeof(guint64) == 8 && sizeof(gsize) == sizeof(void *) && sizeof(guintptr) == sizeof(void *),
               "glibconfig.h is not the one of Windows");
"""
# Headers that Linux's packages lack or have otherwise; a plugin needs nothing of the first.
STAND_INS = {
    "glib/gwin32.h": "#pragma once\n",
    "sys/uio.h": "#pragma once\n#include <stddef.h>\nstruct iovec {\n    void *iov_base;\n    size_t iov_len;\n};\n",
}
CONFIG = """\
set(Wireshark_VERSION {version})
set(Wireshark_MAJOR_VERSION {major})
set(Wireshark_MINOR_VERSION {minor})
set(Wireshark_PATCH_VERSION {patch})
set(Wireshark_INSTALL_PREFIX "C:/Program Files/Wireshark")
set(Wireshark_PLUGIN_LIBDIR plugins/{major}.{minor})
add_library(wsutil SHARED IMPORTED)
set_target_properties(wsutil PROPERTIES IMPORTED_IMPLIB "{folder}/lib/libwsutil.dll.a")
add_library(epan SHARED IMPORTED)
set_target_properties(epan PROPERTIES IMPORTED_IMPLIB "{folder}/lib/libwireshark.dll.a"
  INTERFACE_INCLUDE_DIRECTORIES "{folder}/windows;{folder}/wireshark;{folder}/glib-2.0"
  INTERFACE_LINK_LIBRARIES wsutil)
"""
PKGCONFIG = """\
Name: {name}
Description: {name} for Windows
Version: {version}
Libs: -L{folder}/lib -l{stem}
Cflags: -I{folder}/windows -I{folder}/{headers}
"""


def exported_names(library):
    """Names that a library for Linux exports, each with whether it is data."""
    listing = subprocess.run(["nm", "-D", "--defined-only", "--with-symbol-versions", library], check=True,
                             capture_output=True, text=True).stdout
    names = {}
    for line in listing.splitlines():
        kind, symbol = line.split()[-2:]
        name, _, version = symbol.partition("@")
        if kind != "A" and "PRIVATE" not in version and not name.startswith("_"):
            names[name] = kind in "BDRVGS"
    return names


def make_import_library(folder, dll, library):
    """Two files for one DLL: the names that it exports, and what a program is linked with."""
    stem = dll.removesuffix(".dll").removeprefix("lib").rsplit("-", 1)[0]
    names = "".join(f"  {name}{' DATA' if data else ''}\n" for name, data in sorted(exported_names(library).items()))
    definition = folder / "exports" / f"{dll}.def"
    definition.write_text(f'LIBRARY "{dll}"\nEXPORTS\n{names}', encoding="ascii")
    subprocess.run(["x86_64-w64-mingw32ucrt-dlltool", "-m", "i386:x86-64", "-d", definition, "-l", f"lib{stem}.dll.a"],
                   cwd=folder / "lib", check=True)


def windows_glibconfig():
    """The text of glibconfig.h."""
    text = (LIBRARIES / "glib-2.0/include/glibconfig.h").read_text(encoding="utf-8")
    for pattern, replacement in GLIBCONFIG:
        text, count = re.subn(pattern, replacement, text)
        if count == 0:
            sys.exit(f"sdk.py: nothing in glibconfig.h matches {pattern}")
    return text + GLIBCONFIG_CHECK


def copy_headers(wireshark, folder):
    """All headers, those of Windows in a folder of their own."""
    shutil.copytree(wireshark / "usr/include/wireshark", folder / "wireshark")
    shutil.copytree(HEADERS / "glib-2.0", folder / "glib-2.0")
    for gnutls in (HEADERS / "gnutls", HEADERS / "x86_64-linux-gnu/gnutls"):
        if gnutls.is_dir():
            shutil.copytree(gnutls, folder / "gnutls-3/gnutls", dirs_exist_ok=True)
    for name, text in (STAND_INS | {"glibconfig.h": windows_glibconfig()}).items():
        header = folder / "windows" / name
        header.parent.mkdir(parents=True, exist_ok=True)
        header.write_text(text, encoding="utf-8")


def write_pkgconfig(folder, name, stem, headers):
    """One .pc file, with the version of this machine's package."""
    version = subprocess.run(["pkg-config", "--modversion", name], check=True, capture_output=True, text=True).stdout.strip()
    text = PKGCONFIG.format(name=name, stem=stem, headers=headers, version=version, folder=folder)
    (folder / "pkgconfig" / f"{name}.pc").write_text(text, encoding="utf-8")


def write_config(wireshark, folder):
    """What find_package(Wireshark) reads."""
    (found,) = wireshark.rglob("WiresharkConfigVersion.cmake")
    version = re.search(r'set\(PACKAGE_VERSION "?([0-9.]+)', found.read_text(encoding="utf-8"))[1]
    major, minor, patch = version.split(".")[:3]
    text = CONFIG.format(version=version, major=major, minor=minor, patch=patch, folder=folder)
    (folder / "cmake/WiresharkConfig.cmake").write_text(text, encoding="utf-8")
    (folder / "cmake/WiresharkConfigVersion.cmake").write_text(
        f"set(PACKAGE_VERSION {version})\nset(PACKAGE_VERSION_COMPATIBLE TRUE)\n", encoding="utf-8")


def main():
    """Makes the folder anew."""
    wireshark, folder = map(pathlib.Path, sys.argv[1:])
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("cmake", "exports", "lib", "pkgconfig"):
        (folder / name).mkdir(parents=True)
    copy_headers(wireshark, folder)
    for dll, library in {
            "libwireshark.dll": next(wireshark.rglob("libwireshark.so.*")),
            "libwsutil.dll": next(wireshark.rglob("libwsutil.so.*")),
            "glib-2.0-0.dll": LIBRARIES / "libglib-2.0.so.0",
            "libgnutls-30.dll": LIBRARIES / "libgnutls.so.30"}.items():
        make_import_library(folder, dll, library)
    write_pkgconfig(folder, "glib-2.0", "glib-2.0", "glib-2.0")
    write_pkgconfig(folder, "gnutls", "gnutls", "gnutls-3")
    write_config(wireshark, folder)


if __name__ == "__main__":
    main()
