# SPDX-License-Identifier: GPL-2.0-or-later
"""What Wireshark's menus get: links below Tools, and filters for the flow and the client of a packet.

tshark has no menus: a small module of the tests (menu_module.c) prints what a window would show.
"""

import collections
import functools
import os
import pathlib
import re
import shutil
import subprocess

import pytest

import samples
from wireshark import ROOT, unprivileged_user

FLOW, CLIENT = "Exchange hybrid flow", "Same client host, all hybrid flows"


@pytest.fixture(scope="module", name="folder")
def plugin_folder(wireshark, module):
    """A plugin folder with the module under test and the one that prints menus."""
    if "EXCHANGE_HYBRID_MENU_MODULE" not in os.environ:
        pytest.skip("CTest names the module that prints menus")
    folder = wireshark.folder("menus")
    place = folder / module.parents[1].name / "epan"
    place.mkdir(parents=True)
    for path in (module, pathlib.Path(os.environ["EXCHANGE_HYBRID_MENU_MODULE"])):
        shutil.copy(path, place)
    subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
    return folder


@pytest.fixture(scope="module", name="printed")
def menus_printed(wireshark, folder):
    """A function that prints the menus for a capture: (entries, {frame: {filter's name: its text}})."""

    @functools.cache
    def read(capture, *options):
        done = subprocess.run(["tshark", "-n", "-r", str(capture), *options, "-q", "-z", "menus"], capture_output=True,
                              check=True, cwd="/", stdin=subprocess.DEVNULL,
                              env=wireshark.environment() | {"WIRESHARK_PLUGIN_DIR": str(folder)}, **unprivileged_user())
        entries, filters = [], collections.defaultdict(dict)
        for line in done.stdout.decode().splitlines():
            kind, _, rest = line.partition(": ")
            values = rest.split("\t")
            if kind == "menu":
                entries.append(values)
            elif kind == "frame":
                filters[int(values[0])][values[1]] = values[2]
        return entries, filters

    return read


def ours(wireshark, capture, *options, display_filter="exchange_hybrid"):
    """{frame: stream or None} of the frames that pass a filter in the second pass."""
    lines = wireshark.tshark("-n", "-2", "-r", capture, *options, "-Y", display_filter, "-T", "fields", "-e", "frame.number",
                             "-e", "tcp.stream").decode().splitlines()
    return {int(number): int(stream) if stream else None for number, stream in (line.split("\t") for line in lines)}


def test_tools_menu(printed, captures):
    """The pages of Microsoft's article, in a menu of their own below Tools."""
    entries, _ = printed(captures / "free_busy_tls10.pcapng")
    assert {(parent, menu) for parent, menu, _, _ in entries} == {("Tools", "Exchange Hybrid")}
    assert {label for _, _, label, _ in entries} == {
        "Exchange Server TLS configuration best practices", "Exchange Server Health Checker", "Demystifying hybrid free/busy",
        "Free/busy sharing fails if TLS 1.2 is misconfigured", "Microsoft SSL Server Test", "Qualys SSL Server Test"}
    table = (ROOT / "plugin/knowledge/links.h").read_text() + (ROOT / "plugin/knowledge/links.c").read_text()
    texts = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', table))
    assert all(address in texts for _, _, _, address in entries)


@pytest.mark.parametrize("name", ["free_busy_tls10", "free_busy_tls12", "syn_unanswered_after_dns_ipv6", "proxy_connect_tls12",
                                  "requests_freebusy_oauth", "smtp_client_certificate_empty", "unrelated_tls10"])
def test_every_packet_of_a_flow_has_its_filters(name, printed, wireshark, captures):
    """In the second pass, as in a window: the flow's own stream; the client's address in its own family."""
    sample = samples.Sample(name)
    capture = captures / sample.capture.name
    _, filters = printed(capture, "-2", *sample.options)
    frames = ours(wireshark, capture, *sample.options)
    assert filters.keys() == frames.keys()
    for number, stream in frames.items():
        if stream is None:
            assert FLOW not in filters[number]
            continue
        client = sample.flows[stream]["client"]
        family = "ipv6" if ":" in client else "ip"
        assert filters[number] == {FLOW: f"tcp.stream == {stream}",
                                   CLIENT: f"exchange_hybrid.hybrid == 1 && {family}.addr == {client}"}


def test_what_the_filters_select(printed, wireshark, captures):
    """The flow's packets; all hybrid flows of the client and no others."""
    capture = wireshark.together("clients.pcapng", [captures / f"{name}.pcapng" for name in (
        "unrelated_tls10", "free_busy_tls10", "certificate_refused_inbound")])
    _, filters = printed(capture, "-2")
    report = {flow["stream"]: flow for flow in wireshark.json(capture)["flows"]}
    for flow in report.values():
        offered = filters[flow["frames"]["first"]]
        assert set(ours(wireshark, capture, display_filter=offered[FLOW]).values()) == {flow["stream"]}
        assert set(ours(wireshark, capture, display_filter=offered[CLIENT]).values()) == {
            other["stream"] for other in report.values() if other["hybrid"] and other["client"] == flow["client"] | {
                "port": other["client"]["port"]}}


def test_no_filter_where_there_is_nothing_to_say(printed, captures):
    """Neither with the analysis off, nor for what preference scope hides."""
    capture = captures / "unrelated_tls10.pcapng"
    assert printed(capture, "-2")[1]
    for option in ("exchange_hybrid.analyse:FALSE", "exchange_hybrid.scope:hybrid"):
        assert not printed(capture, "-2", "-o", option)[1]
