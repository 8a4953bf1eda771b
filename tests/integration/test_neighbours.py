# SPDX-License-Identifier: GPL-2.0-or-later
"""Beside Wireshark's other post-dissectors (TRANSUM, MATE, Community ID) nobody disturbs anybody."""

import pathlib
import shutil
import subprocess

import pytest

from test_stock_output import without_our_key
from wireshark import unprivileged_user

NEIGHBOURS = ("transum.so", "mate.so")
MATE = """
Pdu tcp_pdu Proto tcp Transport ip {
    Extract addr From ip.addr;
    Extract port From tcp.port;
};
Gop tcp_session On tcp_pdu Match (addr, addr, port, port) {
    Start (tcp_flags_syn=1);
    Extra (tcp_flags_reset);
};
Done;
"""
SAMPLES = ("free_busy_tls10", "free_busy_tls12", "requests_freebusy_oauth", "smtp_client_certificate_empty", "proxy_connect_tls12")


@pytest.fixture(scope="module", name="folders")
def plugin_folders(wireshark, module):
    """Plugin folders with the neighbours, with the module and without it; skipped where this tshark has none."""
    listed = subprocess.run(["tshark", "-G", "plugins"], capture_output=True, check=True, text=True).stdout
    paths = [pathlib.Path(line.split("\t")[-1]) for line in listed.splitlines() if line.split("\t")[0].strip() in NEIGHBOURS]
    if len(paths) != len(NEIGHBOURS):
        pytest.skip("this tshark has TRANSUM or MATE built in, or not at all")
    folders = []
    for name, own in (("stock neighbours", []), ("neighbours", [module])):
        folder = wireshark.folder(name)
        place = folder / module.parents[1].name / "epan"
        place.mkdir(parents=True)
        for path in [*paths, *own]:
            shutil.copy(path, place)
        subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
        folders.append(folder)
    return folders


def read(wireshark, folder, configuration, capture, *options):
    """What tshark prints with the neighbours switched on."""
    command = ["tshark", "-n", "-r", str(capture), "--enable-protocol", "transum", "--enable-protocol", "communityid",
               "-o", f"mate.config:{configuration}", *options]
    done = subprocess.run(command, capture_output=True, check=False, cwd="/", **unprivileged_user(),
                          env=wireshark.environment() | {"WIRESHARK_PLUGIN_DIR": str(folder)})
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout


@pytest.mark.parametrize("passes", [[], ["-2"]], ids=["one pass", "two passes"])
@pytest.mark.parametrize("name", SAMPLES)
def test_neighbours_say_what_they_say_alone(wireshark, captures, folders, name, passes):
    """Their fields are equal with the plugin and without it, and ours are there, too."""
    configuration = wireshark.file("mate.config", MATE.encode())
    capture = captures / f"{name}.pcapng"
    stock, ours = (read(wireshark, folder, configuration, capture, *passes, "-T", "json") for folder in folders)
    assert without_our_key(ours)[0] == without_our_key(stock)[0]
    assert b'"communityid' in stock and b'"mate' in stock
    assert (b'"transum"' in stock) == bool(passes), "TRANSUM needs two passes"
    assert b'"exchange_hybrid"' in ours


def test_the_plugin_says_what_it_says_alone(wireshark, captures, folders):
    """Its report does not change with them."""
    configuration = wireshark.file("mate.config", MATE.encode())
    capture = captures / "free_busy_tls10.pcapng"
    report = read(wireshark, folders[1], configuration, capture, "-q", "-z", "exchange_hybrid,report")
    assert report.decode() == wireshark.report(capture)
