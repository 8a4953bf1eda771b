# SPDX-License-Identifier: GPL-2.0-or-later
"""Plays the pairs that are named, or all; points.sh is the way to start it."""

import argparse
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from laboratory.certificates import Authority, Certificate
from laboratory.network import run
from laboratory.pcapng import Frame, Statistics, read_pcap, write_pcapng

from .device import Device
from .relay import Relay
from .scenarios import BYPASSED, CLIENT, CLIENT6, NAME, PAIRS, SERVER, SERVER6

PLACE = Path(__file__).resolve().parents[3] / "tests" / "triage" / "points"
_SPACES = {"client": "ehpt-client", "front": "ehpt-front", "back": "ehpt-back", "server": "ehpt-server"}
_LINKS = (("client", "c0", "front", "d0"), ("server", "s0", "back", "d1"))
_MACS = {"c0": "00:00:5e:00:53:10", "d0": "00:00:5e:00:53:01", "d1": "00:00:5e:00:53:02", "s0": "00:00:5e:00:53:30"}
_GATEWAYS = {"client": ("192.0.2.1", "2001:db8:0:1::1"), "server": ("198.51.100.1", "2001:db8:0:3::1")}
_ADDRESSES = {"client": ((CLIENT, 24), (CLIENT6, 64)), "server": ((SERVER, 24), (BYPASSED, 24), (SERVER6, 64))}
_RELAYS = ("inspection", "balancer")
_READY, _SETTLE = 0.4, 0.5


def _inside(site, *argv):
    return ["ip", "netns", "exec", _SPACES[site], *argv]


def _ip(site, *argv):
    run(["ip", "-n", _SPACES[site], *argv])


class Network:
    """Four namespaces in a row, as a context manager."""

    def __init__(self, pair):
        self._pair = pair

    def __enter__(self):
        self._remove()
        for site in _SPACES:
            run(["ip", "netns", "add", _SPACES[site]])
            _ip(site, "link", "set", "lo", "up")
            run(_inside(site, "sysctl", "-qw", "net.ipv4.tcp_timestamps=0", "net.ipv4.tcp_sack=0", "net.ipv4.ip_forward=0",
                        "net.ipv6.conf.all.accept_ra=0", "net.ipv6.conf.default.accept_dad=0"))
        for site, interface, device, other in _LINKS:
            run(["ip", "link", "add", "dev", interface, "netns", _SPACES[site], "type", "veth", "peer", "name", other, "netns", _SPACES[device]])
            for where, name in ((site, interface), (device, other)):
                offload = "on" if self._pair.offload and name == "c0" else "off"
                _ip(where, "link", "set", "dev", name, "address", _MACS[name])
                run(_inside(where, "ethtool", "-K", name, "tx", offload, "tso", offload, "gso", offload, "gro", "off"))
                _ip(where, "link", "set", "dev", name, "up")
            self._route(site, interface, _MACS[other])
        if self._pair.device in _RELAYS:
            _ip("front", "addr", "add", f"{SERVER}/32", "dev", "lo")
            _ip("front", "addr", "add", "192.0.2.1/24", "dev", "d0")
            _ip("back", "addr", "add", "198.51.100.1/24", "dev", "d1")
        return self

    @staticmethod
    def _route(site, interface, beyond):
        for address, length in _ADDRESSES[site]:
            _ip(site, "addr", "add", f"{address}/{length}", "dev", interface, *(["nodad"] if ":" in address else []))
        for gateway in _GATEWAYS[site]:
            _ip(site, "neigh", "replace", gateway, "lladdr", beyond, "dev", interface, "nud", "permanent")
            _ip(site, *(["-6"] if ":" in gateway else []), "route", "replace", "default", "via", gateway)

    def __exit__(self, *_):
        self._remove()

    @staticmethod
    def _remove():
        known = run(["ip", "netns", "list"]).split()
        for name in _SPACES.values():
            if name in known:
                run(["ip", "netns", "del", name])


class Capture:
    """dumpcap at one side of the device."""

    def __init__(self, site, interface, folder):
        self._path, self._log = folder / f"{interface}.pcap", folder / f"{interface}.log"
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                _inside(site, "dumpcap", "-q", "-P", "-i", interface, "-f", "tcp", "-w", str(self._path)), stdout=log, stderr=log)
        limit = time.monotonic() + 10
        while "File:" not in self._log.read_text():
            if self._process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(f"dumpcap did not start: {self._log.read_text().strip()}")
            time.sleep(0.05)
        time.sleep(_READY)
        self._begin = time.time_ns() // 1000

    def frames(self):
        """Ends it: its frames, and what it says of them."""
        end = time.time_ns() // 1000
        self._process.send_signal(signal.SIGINT)
        self._process.wait(timeout=10)
        drops = int(self._log.read_text().rpartition("Packets received/dropped on interface")[2].split(":", 1)[1].split("/")[1].split()[0])
        return read_pcap(self._path), Statistics(self._begin, end, drops)


def _play(pair, folder, authority):
    """The two captures of a pair."""
    identity = authority.identity(NAME, Certificate(names=(NAME,), issuer="microsoft"))
    inspector = authority.identity(NAME, Certificate(names=(NAME,), issuer="zscaler"))
    ends = str(Path(__file__).with_name("ends.py"))
    with Network(pair):
        servers = [subprocess.Popen(_inside("server", sys.executable, ends, "server", address, str(identity.chain), str(identity.key),
                                            pair.low, pair.act)) for address in dict.fromkeys(pair.calls)]
        relayed = pair.device in _RELAYS
        device = Device("plain" if relayed else pair.device,
                        [(_SPACES["front"], "d0", _MACS["d0"], _MACS["c0"]), (_SPACES["back"], "d1", _MACS["d1"], _MACS["s0"])],
                        local=(SERVER, "198.51.100.1") if relayed else ())
        relay = Relay(pair.device, _SPACES["front"], _SPACES["back"], SERVER, inspector) if relayed else None
        try:
            time.sleep(_SETTLE)
            captures = [Capture("client", "c0", folder), Capture("server", "s0", folder)]
            for address in pair.calls:
                subprocess.run(_inside("client", sys.executable, ends, "client", address, NAME, str(pair.request), str(pair.patience)), check=True)
            time.sleep(_SETTLE)
            return [capture.frames() for capture in captures]
        finally:
            for server in servers:
                server.kill()
                server.wait()
            if relay:
                relay.close()
            device.close()


def _moved(made, seconds):
    frames, statistics = made
    step = int(seconds * 1_000_000)
    return ([Frame(frame.time + step, frame.data) for frame in frames],
            Statistics(statistics.begin + step, statistics.end + step, statistics.drops))


def _write(pair, made):
    PLACE.mkdir(exist_ok=True)
    for letter, (frames, statistics) in zip("ab", (made[0], _moved(made[1], pair.ahead)), strict=True):
        write_pcapng(PLACE / f"{pair.name}.{letter}.pcapng", frames, statistics=statistics)


def _write_expectation(pair):
    document = {
        "name": pair.name, "sentence": pair.sentence, "control_of": pair.name.removesuffix("_control") if "_control" in pair.name else None,
        "crafted": pair.crafted, "postprocessed": pair.postprocessed, "ahead": pair.ahead,
        "matches": [{"by": by, "certainty": certainty, "statements": [{"id": name, "certainty": level} for name, level in statements]}
                    for by, certainty, statements in pair.expected],
    }
    (PLACE / f"{pair.name}.expected.json").write_text(json.dumps(document, indent=2) + "\n")


def main():
    """Exit status."""
    parser = argparse.ArgumentParser(prog="points.sh", description="Makes the pairs of captures.")
    parser.add_argument("--expectations", action="store_true", help="write the expectations only, leave the captures")
    parser.add_argument("pair", nargs="*", choices=[*PAIRS, []])
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="exchange-hybrid-points-"))
    try:
        authority = None if options.expectations else Authority(folder / "certificates")
        for name in options.pair or PAIRS:
            print(name, flush=True)
            PLACE.mkdir(exist_ok=True)
            if authority is not None:
                _write(PAIRS[name], _play(PAIRS[name], folder, authority))
            _write_expectation(PAIRS[name])
    finally:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
