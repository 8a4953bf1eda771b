# SPDX-License-Identifier: GPL-2.0-or-later
"""Command line of the laboratory; make.sh is the way to start it."""

import argparse
import fcntl
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import check
from scenarios import GROUP_OF, SCENARIOS

from .certificates import Authority
from .expectation import as_document
from .pcapng import write_pcapng
from .player import Player
from .programs import Programs
from .stacks import CLIENTS, SERVERS
from .tables import write_tables

SAMPLES = Path(__file__).resolve().parent.parent.parent
_LOCK = Path("/run/lock/exchange-hybrid-laboratory")
_EXIT_USAGE = 2


def main():
    """Play the scenarios named on the command line, or all."""
    parser = argparse.ArgumentParser(prog="make.sh", description="Makes the sample captures.")
    parser.add_argument("--list", action="store_true", help="list the scenarios and end")
    parser.add_argument("--expectations", action="store_true",
                        help="write the expectations only, leave the captures")
    parser.add_argument("--keep", action="store_true", help="keep the working folder (logs)")
    parser.add_argument("scenario", nargs="*")
    options = parser.parse_args()
    if options.list:
        for scenario in SCENARIOS.values():
            print(f"{GROUP_OF[scenario.name]}/{scenario.name}: {scenario.sentence}")
        return 0
    for name in options.scenario:
        if name not in SCENARIOS:
            print(f"make.sh: unknown scenario '{name}' (see make.sh --list)", file=sys.stderr)
            return _EXIT_USAGE
    wanted = [SCENARIOS[name] for name in options.scenario] or list(SCENARIOS.values())

    with _LOCK.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("make.sh: the laboratory is at work already", file=sys.stderr)
            return 1
        if options.expectations:
            return _finish(wanted)
        return _make(wanted, options.keep)


def _make(wanted, keep):
    """Make, write and check the samples of the scenarios; exit status."""
    folder = Path(tempfile.mkdtemp(prefix="exchange-hybrid-laboratory-"))
    try:
        authority = Authority(folder / "certificates")
        programs = Programs(folder / "programs", authority)
        player = Player(folder, programs, authority)
        for scenario in wanted:
            print(scenario.name, flush=True)
            linktype, frames, secrets = player.play(scenario)
            write_pcapng(_place(scenario, ".pcapng"), frames, linktype, secrets)
    except (RuntimeError, subprocess.SubprocessError) as failure:
        print(f"make.sh: {failure}", file=sys.stderr)
        return 1
    finally:
        if keep:
            print(f"logs: {folder}")
        else:
            shutil.rmtree(folder)
    return _finish(wanted)


def _finish(wanted):
    """Expectations, the tables of all samples, and the check; exit status."""
    for scenario in wanted:
        _write_expectation(scenario)
    write_tables(SAMPLES)
    return check.main([scenario.name for scenario in wanted])


def _place(scenario, ending):
    """Where a file of the scenario lies: in the folder of its group."""
    folder = SAMPLES / GROUP_OF[scenario.name]
    folder.mkdir(exist_ok=True)
    return folder / f"{scenario.name}{ending}"


def _write_expectation(scenario):
    """The expectation, beside the capture."""
    clients = _names([(call.client or scenario.client).stack for call in scenario.calls], CLIENTS)
    servers = _names([server.stack for server in scenario.servers.values()], SERVERS)
    services = "".join(f", {service.label}" for service in scenario.services)
    document = as_document(scenario, clients, servers + services)
    text = json.dumps(document, indent=2, ensure_ascii=False)
    _place(scenario, ".expected.json").write_text(text + "\n")


def _names(stacks, table):
    """Names of stacks for a reader, each once."""
    return " and ".join(dict.fromkeys(table[stack][0] for stack in stacks)) or "none"


if __name__ == "__main__":
    sys.exit(main())
