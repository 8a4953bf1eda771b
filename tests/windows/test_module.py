# SPDX-License-Identifier: GPL-2.0-or-later
"""Windows' loader takes the modules of the package: with stand-ins for Wireshark's libraries and GLib, without GnuTLS."""

import re
import subprocess

import pytest

from conftest import BUILD, unpack

COMPILER = "x86_64-w64-mingw32ucrt-gcc"
LOADER = r"""
#include <stdio.h>
#include <windows.h>

int main(void)
{
    HMODULE module = LoadLibraryA("exchange_hybrid.dll");
    if (module == NULL)
        return printf("not loaded: error %u\n", (unsigned)GetLastError());
    printf("%s for %d.%d, %s\n", (const char *)GetProcAddress(module, "plugin_version"),
           *(const int *)GetProcAddress(module, "plugin_want_major"), *(const int *)GetProcAddress(module, "plugin_want_minor"),
           GetProcAddress(module, "plugin_register") == NULL ? "nothing to register" : "ready");
    return 0;
}
"""


def stand_in(folder, version, dll):
    """A DLL that exports what the real one does, and does nothing."""
    lines = (BUILD / version / "sdk/exports" / f"{dll}.def").read_text(encoding="ascii").splitlines()[2:]
    source = folder / f"{dll}.c"
    with source.open("w", encoding="ascii") as file:
        for name, *data in map(str.split, lines):
            print("__declspec(dllexport)", f"char {name}[8];" if data else f"void {name}(void) {{}}", file=file)
    subprocess.run([COMPILER, "-w", "-fno-builtin", "-shared", source, "-o", folder / dll], check=True)


@pytest.mark.parametrize("version", ["4.4", "4.6"])
def test_is_loaded(wine, tmp_path, version):
    """It finds what it needs, and says which Wireshark it is for."""
    for dll in ("libwireshark.dll", "libwsutil.dll", "glib-2.0-0.dll"):
        stand_in(tmp_path, version, dll)
    (tmp_path / "loader.c").write_text(LOADER, encoding="ascii")
    subprocess.run([COMPILER, "-w", tmp_path / "loader.c", "-o", tmp_path / "loader.exe"], check=True)
    module = unpack(tmp_path) / "plugins" / version / "epan" / "exchange_hybrid.dll"
    module.rename(tmp_path / module.name)
    status, output, errors = wine.run("loader.exe", cwd=tmp_path)
    assert status == 0, output.decode() + errors
    assert re.fullmatch(rf"\d+\.\d+\.\d+ for {re.escape(version)}, ready\n", output.decode())
