# SPDX-License-Identifier: GPL-2.0-or-later
"""The judge of modules says no to a module that has every fault it knows."""

import subprocess

import pytest

import runs
from conftest import BUILD, built_module

GATES = runs.SAMPLES.parent / "plugin/packaging/windows/gates.py"
COMPILER = "x86_64-w64-mingw32ucrt-gcc"
BAD = """
#include <setjmp.h>
int gnutls_global_init(void);
char *g_string_free_and_steal(void *string);
int __stdcall MessageBeep(unsigned type);
static jmp_buf place;
__declspec(dllexport) int plugin_register(void)
{
    return setjmp(place) + gnutls_global_init() + MessageBeep(0) + (g_string_free_and_steal(0) != 0);
}
"""


def gates(module, version):
    """Status and text."""
    done = subprocess.run(["python3", GATES, module, BUILD / version / "sdk"], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("version", ["4.4", "4.6"])
def test_good_modules(version):
    """Those of the package, of which nothing is said."""
    assert gates(built_module(version), version) == (0, "")


def test_every_fault(tmp_path):
    """Foreign DLLs, a jump, GLib of today, no Wireshark, exports, addresses."""
    (tmp_path / "bad.c").write_text(BAD, encoding="ascii")
    subprocess.run([COMPILER, "-w", "-g", "-shared", tmp_path / "bad.c", "-o", tmp_path / "bad.dll", f"-L{BUILD}/4.4/sdk/lib",
                    "-lglib-2.0", "-lgnutls", "-luser32", "-Wl,--disable-dynamicbase"], check=True)
    status, output = gates(tmp_path / "bad.dll", "4.4")
    assert status == 1
    for words in ("from libgnutls-30.dll", "MessageBeep from USER32.dll", "setjmpex: nothing may be jumped over",
                  "g_string_free_and_steal is newer than GLib 2.68", "it takes nothing from libwireshark.dll",
                  "it exports plugin_register", "its addresses are not random", "the time of its build", "debugging information"):
        assert words in output, (words, output)
