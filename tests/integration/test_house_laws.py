# SPDX-License-Identifier: GPL-2.0-or-later
"""Laws of the source code that no compiler checks; most are those of Wireshark's checkAPIs and checkhf."""

import pathlib
import re
import shutil
import subprocess

import pytest

from wireshark import ROOT

PLUGIN = ROOT / "plugin"
LONGEST_LINE = 140

# Of C11 alone: core/ and knowledge/ may include these and one another.
STANDARD_HEADERS = {
    "assert.h", "ctype.h", "errno.h", "inttypes.h", "limits.h", "stdalign.h", "stdarg.h", "stdbool.h", "stddef.h",
    "stdint.h", "stdio.h", "stdlib.h", "stdnoreturn.h", "string.h",
}
# Unbounded, locale-dependent, not portable, or ending the program that the plugin is a guest in.
PROHIBITED = (
    "abort", "alloca", "asctime", "assert", "atof", "atoi", "atol", "atoll", "ctime", "gets", "mktemp", "perror",
    "sprintf", "strcat", "strcpy", "strncat", "strncpy", "strtok", "tempnam", "tmpnam", "vsprintf",
    "g_assert", "g_assert_not_reached", "g_error", "g_sprintf", "g_vsprintf",
    "DISSECTOR_ASSERT", "DISSECTOR_ASSERT_NOT_REACHED",
)
# Only a report prints, and only a wrong `-z` argument ends the program.
ONLY_IN_STATISTICS = ("exit", "fprintf", "printf", "putchar", "puts")


def sources(*patterns):
    """Files below plugin/."""
    return sorted(path for pattern in patterns for path in PLUGIN.glob(pattern))


def without_comments_and_texts(text):
    """C code alone; line numbers stay."""
    pattern = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"'
    return re.sub(pattern, lambda match: re.sub(r"[^\n]", " ", match[0]), text, flags=re.DOTALL)


def code(path):
    """C code of a file, without comments and texts."""
    return without_comments_and_texts(path.read_text(encoding="utf-8"))


def lines_with(path, pattern, text=None):
    """`file:line: code` where a pattern matches."""
    lines = (code(path) if text is None else text).splitlines()
    return [f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
            for number, line in enumerate(lines, 1) if re.search(pattern, line)]


def named_by_id(path):
    """Test id of a file."""
    return str(path.relative_to(PLUGIN))


all_c_files = pytest.mark.parametrize("path", sources("**/*.c", "**/*.h"), ids=named_by_id)


@all_c_files
def test_only_one_file_tests_versions(path):
    """Differences between Wireshark versions are in wireshark_compat.h, nowhere else."""
    if path.name == "wireshark_compat.h":
        return
    assert not lines_with(path, r"\bWS_AT_LEAST\b|^\s*#\s*(el)?if.*\b(WIRESHARK_VERSION|VERSION_(MAJOR|MINOR|MICRO))")


@all_c_files
def test_only_one_file_tests_the_system(path):
    """Windows is no other plugin: how GnuTLS is opened is all that differs."""
    if path.name == "certificate_library.c":
        return
    assert not lines_with(path, r"^\s*#\s*(el)?if.*\b(_WIN32|_WIN64|__linux__|__APPLE__|_MSC_VER|__MINGW\w*)\b|<windows\.h>")


@pytest.mark.parametrize("path", sources("core/*.[ch]", "knowledge/*.[ch]"), ids=named_by_id)
def test_core_knows_nothing_of_wireshark_or_glib(path):
    """core/ and knowledge/ include C11's headers and their own."""
    text = path.read_text(encoding="utf-8")
    assert set(re.findall(r"#\s*include\s*<(.+?)>", text)) <= STANDARD_HEADERS
    for name in re.findall(r'#\s*include\s*"(.+?)"', text):
        included = (path.parent / name).resolve()
        assert included.is_file() and included.parent.name in ("core", "knowledge"), name


@pytest.mark.parametrize("path", sources("statistics/*.[ch]"), ids=named_by_id)
def test_statistics_know_the_tap_only(path):
    """Reports see what the tap publishes, nothing else of the dissector."""
    for name in re.findall(r'#\s*include\s*"(.+?)"', path.read_text(encoding="utf-8")):
        included = (path.parent / name).resolve().relative_to(PLUGIN)
        assert included.parts[0] in ("core", "content", "knowledge", "statistics") or str(included) == "wireshark_compat.h", name


@pytest.mark.parametrize("path", sources("content/*.[ch]"), ids=named_by_id)
def test_content_knows_no_dissector(path):
    """Readers of contents include neither epan nor the plugin's own glue."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"#\s*include\s*<epan/", text)
    for name in re.findall(r'#\s*include\s*"(.+?)"', text):
        assert (path.parent / name).resolve().parent.name in ("core", "content", "knowledge"), name


@all_c_files
def test_no_prohibited_call(path):
    """None of the calls that Wireshark's own sources may not make."""
    prohibited = PROHIBITED
    if path.parent.name != "statistics":
        prohibited += ONLY_IN_STATISTICS
    assert not lines_with(path, rf"\b({'|'.join(prohibited)})\s*\(")


@all_c_files
def test_no_integer_of_unknown_width(path):
    """`long` is 32 bits wide on Windows: no variable has it."""
    assert not lines_with(path, r"\blong\b")


@all_c_files
def test_line_width(path):
    """No line is too long to read."""
    text = path.read_text(encoding="utf-8")
    assert not lines_with(path, rf"^.{{{LONGEST_LINE + 1}}}", text)


def test_every_field_is_registered_and_used():
    """Each hf_ variable is declared, registered once and used outside its registration."""
    text = "\n".join(code(path) for path in sources("dissector/*.c"))
    text = re.sub(r"^#define (?:.*\\\n)*.*\n", "", text, flags=re.MULTILINE)
    declared = re.findall(r"^static int\s+hf_exchange_hybrid_(\w+) = -1;", text, re.MULTILINE)
    registered = re.findall(r"^\s+(?:\w+_)?FIELD\(\s*(\w+),|&hf_exchange_hybrid_(\w+),\s*\{", text, re.MULTILINE)
    used = re.findall(r"\bhf_exchange_hybrid_(\w+)\b(?! = -1;)", text)
    assert declared
    assert sorted(declared) == sorted(name for names in registered for name in names if name)
    assert set(declared) <= set(used)


@pytest.mark.parametrize("path", sources("plugin.c", "dissector/*.c", "statistics/*.c"), ids=named_by_id)
def test_no_name_hides_one_of_wiresharks(path):
    """In Wireshark's tree its headers are no system headers: names of theirs that ours shadow are errors there."""
    flags = subprocess.run(["pkg-config", "--cflags", "wireshark", "gnutls"], capture_output=True, check=True, text=True)
    done = subprocess.run(["cc", "-std=c11", "-fsyntax-only", "-Wshadow", "-Werror=shadow", '-DPLUGIN_VERSION=""',
                           '-DWS_LOG_DOMAIN=""', *flags.stdout.split(), str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def next_headers(tmp_path_factory):
    """Wireshark's headers as the branch after 4.6 has them: members of field_info are unsigned."""
    flags = subprocess.run(["pkg-config", "--cflags-only-I", "wireshark"], capture_output=True, check=True, text=True)
    folder = next(path for path in (pathlib.Path(flag[2:]) for flag in flags.stdout.split()) if (path / "epan").is_dir())
    changed = shutil.copytree(folder, tmp_path_factory.mktemp("headers") / "wireshark")
    header = changed / "epan" / "proto.h"
    text, count = re.subn(r"\bg?int(\s+(?:start|length);\s+/\*\*< current)", r"unsigned\1", header.read_text(encoding="utf-8"))
    assert count == 2
    header.write_text(text, encoding="utf-8")
    return changed


@pytest.mark.parametrize("path", [path for path in sources("dissector/*.c") if re.search(r"\bfield_info\b", code(path))],
                         ids=named_by_id)
def test_fields_may_become_unsigned(path, next_headers):
    """What reads a field_info compiles without a warning against the next Wireshark's headers, too."""
    flags = subprocess.run(["pkg-config", "--cflags", "glib-2.0"], capture_output=True, check=True, text=True)
    done = subprocess.run(["cc", "-std=c11", "-fsyntax-only", "-Wall", "-Wextra", "-Wconversion", "-Wsign-compare", "-Werror",
                           "-isystem", str(next_headers), *flags.stdout.split(), str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@all_c_files
def test_single_statements_have_no_braces(path):
    """One style of braces: a body of one line has none, unless another body of the same chain needs them."""
    text = path.read_text(encoding="utf-8")
    alone = re.findall(r"^( +)(?:if|for|while) \(.*\) \{\n\1    (?!if|for|while|do|switch)[^/\n]*;\n\1\}$", text, re.MULTILINE)
    assert not alone, re.search(r"^ +(?:if|for|while) \(.*\) \{\n[^/\n]*;\n +\}$", text, re.MULTILINE)[0]


@pytest.mark.parametrize("word", ("FACT", "LOOKUP", "EVIDENCE"))
def test_every_fact_has_a_bit_of_its_own(word):
    """No two facts of the table of rules share a bit; that there are enough, the compiler checks."""
    text = (PLUGIN / "knowledge" / "rules.h").read_text(encoding="utf-8")
    bits = re.findall(rf"^#define RULE_\w+ RULE_{word}\((\d+)\)", text, re.MULTILINE)
    assert bits
    assert sorted(bits) == sorted(set(bits))
