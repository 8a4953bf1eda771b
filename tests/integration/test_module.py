# SPDX-License-Identifier: GPL-2.0-or-later
"""The module as Wireshark sees it: entry points, and the fields that users and scripts rely on."""

import shutil
import struct
import subprocess

import pytest

from wireshark import Wireshark

ENTRY_POINTS = {"plugin_version", "plugin_want_major", "plugin_want_minor", "plugin_register", "plugin_describe"}

# Promised names and types. Adding is free; nothing here may change.
FIELDS = {
    "role": "FT_STRING",
    "role_name": "FT_STRING",
    "hybrid": "FT_BOOLEAN",
    "cloud": "FT_STRING",
    "direction": "FT_STRING",
    "host": "FT_STRING",
    "matched_by": "FT_STRING",
    "sni": "FT_STRING",
    "client.max_version": "FT_UINT16",
    "client.legacy_version": "FT_UINT16",
    "version": "FT_UINT16",
    "cipher": "FT_UINT16",
    "outcome": "FT_STRING",
    "ended_by": "FT_STRING",
    "alert.description": "FT_UINT8",
    "alert.level": "FT_UINT8",
    "alert.sender": "FT_STRING",
    "history": "FT_STRING",
    "client_hello_frame": "FT_FRAMENUM",
    "server_hello_frame": "FT_FRAMENUM",
    "alert_frame": "FT_FRAMENUM",
    "end_frame": "FT_FRAMENUM",
    "finding": "FT_STRING",
    "flow_finding": "FT_STRING",
    "flow_severity": "FT_STRING",
    "severity": "FT_STRING",
    "summary": "FT_STRING",
    "cause": "FT_STRING",
    "remedy": "FT_STRING",
    "explains": "FT_STRING",
    "reference": "FT_STRING",
    "confidence": "FT_STRING",
}
DISPLAYS = {
    "client.max_version": "BASE_HEX",
    "client.legacy_version": "BASE_HEX",
    "version": "BASE_HEX",
    "cipher": "BASE_HEX",
    "alert.description": "BASE_DEC",
    "alert.level": "BASE_DEC",
}
EXPERT_INFOS = (
    "client_offers_below_tls12", "server_chose_below_tls12", "version_refused", "closed_after_old_hello",
    "closed_after_hello", "closed_during_handshake", "handshake_failure", "hello_unanswered",
    "client_gave_up_after_certificate", "other_fatal_alert",
)


@pytest.fixture(scope="module")
def registered(wireshark):
    """The plugin's rows of `tshark -G fields`: {name without prefix: columns}."""
    rows = [line.split("\t") for line in wireshark.tshark("-G", "fields").decode().splitlines()]
    return {row[2].removeprefix("exchange_hybrid."): row for row in rows
            if row[0] == "F" and row[2].startswith("exchange_hybrid.")}


def test_entry_points(module):
    """The module gives Wireshark's loader what it asks for and nothing else."""
    listed = subprocess.run(["nm", "-D", "--defined-only", module], capture_output=True, check=True, text=True)
    names = {line.split()[-1] for line in listed.stdout.splitlines()}
    assert {name for name in names if not name.startswith("__odr_asan.")} == ENTRY_POINTS  # a sanitizer's marks


def test_listed_as_plugin(wireshark):
    """`tshark -G plugins` shows name, version and kind."""
    rows = [line.split("\t") for line in wireshark.tshark("-G", "plugins").decode().splitlines()]
    (row,) = [row for row in rows if row[0] == "exchange_hybrid.so"]
    assert row[1].strip()
    assert "dissector" in row[2]


def test_protocol(wireshark):
    """The protocol has its long and short name and its filter name."""
    rows = [line.split("\t") for line in wireshark.tshark("-G", "protocols").decode().splitlines()]
    (row,) = [row for row in rows if row[2] == "exchange_hybrid"]
    assert row[:2] == ["Exchange Hybrid", "ExchHybrid"]


@pytest.mark.parametrize("name", FIELDS)
def test_field(registered, name):
    """Each promised field has its type, and its display where that is promised."""
    assert registered[name][3] == FIELDS[name]
    if name in DISPLAYS:
        assert registered[name][5] == DISPLAYS[name]


@pytest.mark.parametrize("name", EXPERT_INFOS)
def test_expert_info(registered, name):
    """Each finding can be filtered by its own name."""
    assert registered[name][3] == "FT_NONE"


@pytest.mark.parametrize("entry", ["plugin_want_major", "plugin_want_minor"])
def test_module_for_another_wireshark_is_refused(module, tmp_path, entry):
    """Wireshark says so itself, and goes on without the module: nobody crashes."""
    other = tmp_path / "plugins" / module.parents[1].name / "epan" / module.name
    other.parent.mkdir(parents=True)
    shutil.copy(module, other)
    listed = subprocess.run(["nm", "-D", module], capture_output=True, check=True, text=True).stdout
    (place,) = [int(line.split()[0], 16) for line in listed.splitlines() if line.split()[-1] == entry]
    change_number_at(other, place)
    programs = Wireshark(other)
    try:
        done = programs.run(["tshark", "-G", "plugins"])
    finally:
        programs.close()
    assert done.returncode == 0
    assert b"exchange_hybrid" not in done.stdout
    assert b"exchange_hybrid.so' was compiled for Wireshark version" in done.stderr


def change_number_at(path, address):
    """Adds one to the 32-bit number at an address of a shared object (ELF of 64 bits, little endian)."""
    content = bytearray(path.read_bytes())
    (headers,), (size, count) = struct.unpack_from("<Q", content, 32), struct.unpack_from("<HH", content, 54)
    loaded = 1  # PT_LOAD
    for number in range(count):
        kind, _, offset, start, _, length = struct.unpack_from("<IIQQQQ", content, headers + number * size)
        if kind == loaded and start <= address < start + length:
            place = offset + address - start
            content[place:place + 4] = struct.pack("<I", struct.unpack_from("<I", content, place)[0] + 1)
    path.write_bytes(content)
