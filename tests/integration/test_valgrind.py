# SPDX-License-Identifier: GPL-2.0-or-later
"""Valgrind's memcheck over the samples: no error and no definite leak that the module has a part in."""

import os
import shutil
import xml.etree.ElementTree

import pytest

import samples

pytestmark = pytest.mark.skipif(
    not shutil.which("valgrind") or bool(os.environ.get("EXCHANGE_HYBRID_PRELOAD")),
    reason="there is no valgrind, or the module has a sanitizer of its own")

#: Samples that need options of their own would need a run of their own.
PLAIN = [sample for sample in samples.all_samples() if not sample.options]


@pytest.fixture(scope="module", name="merged")
def all_samples_in_one(wireshark, captures):
    """One capture that holds them all: starting tshark is what costs."""
    return wireshark.together("all.pcapng", [captures / sample.capture.name for sample in PLAIN])


# Nodes of a statistics tree are Wireshark's own: tshark 4.4 gives back those of no protocol.
OWNED_BY_WIRESHARK = {"Leak_DefinitelyLost": "stats_tree_manip_node_int"}


def in_module(error):
    """Whether a frame of the stack lies in the module, and what was lost is not Wireshark's to give back."""
    functions = {frame.findtext("fn") for frame in error.iter("frame")}
    if OWNED_BY_WIRESHARK.get(error.findtext("kind")) in functions - {None}:
        return False
    return any("exchange_hybrid" in (frame.findtext("obj") or "") for frame in error.iter("frame"))


def errors_of_module(wireshark, name, *arguments):
    """What memcheck holds against the module in one run of tshark."""
    folder = wireshark.folder(f"valgrind {name}")
    folder.chmod(0o777)
    log = folder / "log.xml"
    command = ["valgrind", "--leak-check=full", "--show-leak-kinds=definite", "--num-callers=40",
               "--keep-debuginfo=yes", "--xml=yes", f"--xml-file={log}", "tshark", "-n", *map(str, arguments)]
    # Wireshark's own pools hide errors from valgrind.
    done = wireshark.run(["env", "WIRESHARK_DEBUG_WMEM_OVERRIDE=simple", "G_SLICE=always-malloc", *command])
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    errors = [error for error in xml.etree.ElementTree.parse(log).iter("error") if in_module(error)]
    return [xml.etree.ElementTree.tostring(error, encoding="unicode") for error in errors]


@pytest.mark.parametrize("ways", [
    ("-q", *(argument for name in ("report", "json", "flows", "servers", "findings", "tree")
             for argument in ("-z", f"exchange_hybrid,{name}"))),
    ("-2", "-O", "exchange_hybrid"),
], ids=["reports", "details in two passes"])
def test_no_error_and_no_leak(wireshark, merged, ways):
    """What Wireshark itself does is not counted."""
    assert not errors_of_module(wireshark, len(ways), "-r", merged, *ways)
