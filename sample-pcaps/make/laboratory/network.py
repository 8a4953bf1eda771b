# SPDX-License-Identifier: GPL-2.0-or-later
"""Network namespaces: a router in the middle, one veth pair to each site.

Built anew for each scenario and removed after it, so that no late packet of one
scenario reaches the capture of the next.
"""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from .places import CALLERS, PLACES, PREFIX_LENGTH, SITES

ROUTER = "ehlab-router"
ROUTER_MAC = "00:00:5e:00:53:01"
SMALLEST_IPV6_MTU = 1280
NETNS_FILES = Path("/etc/netns")


@dataclass(frozen=True)
class Link:
    """How a site's link differs from a plain Ethernet link.

    `mtu` below the path's, with `advertised_mss` kept high, makes a black hole:
    frames above the MTU vanish without a word.
    """
    site: str
    mtu: int = 1500
    advertised_mss: int | None = None


def namespace(site):
    """The namespace's name of a site."""
    return f"ehlab-{site}"


def inside(site, argv):
    """The command line that runs `argv` in a site's namespace."""
    return ["ip", "netns", "exec", namespace(site), *argv]


def run(argv, check=True):
    """Run a command of the machinery; its output belongs to the error message only."""
    done = subprocess.run(argv, capture_output=True, text=True)
    if check and done.returncode != 0:
        raise RuntimeError(f"{' '.join(argv)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


class Network:
    """The namespaces of one scenario, as a context manager."""

    def __init__(self, names, links=(), resolver=None, silent=()):
        """`names`: (host name, 4 or 6) pairs that programs find in their hosts file;
        `resolver`: address of the DNS server for all others; `silent`: addresses
        whose packets the router drops without a word."""
        self._names = names
        self._links = {link.site: link for link in links}
        self._resolver = resolver
        self._silent = silent

    def __enter__(self):
        self._remove()
        run(["ip", "netns", "add", ROUTER])
        for key in ("net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1"):
            run(["ip", "netns", "exec", ROUTER, "sysctl", "-qw", key])
        for number, site in enumerate(SITES):
            self._add_site(number, site)
        for address in self._silent:
            run(["ip", "-n", ROUTER, *(["-6"] if ":" in address else []),
                 "route", "add", "blackhole", address])
        return self

    def __exit__(self, *_):
        self._remove()

    def use_source(self, site, address, address6):
        """From now on, programs of the site speak from these addresses."""
        link = self._links.get(site, Link(site))
        mss = ["advmss", str(link.advertised_mss)] if link.advertised_mss else []
        ip = ["ip", "-n", namespace(site)]
        run([*ip, "route", "replace", "default", "via", SITES[site].gateway, "src", address, *mss])
        if link.mtu >= SMALLEST_IPV6_MTU:
            run([*ip, "-6", "route", "replace", "default", "via", SITES[site].gateway6,
                 "src", address6, *mss])

    def _add_site(self, number, site):
        name, port = namespace(site), f"port{number}"
        run(["ip", "netns", "add", name])
        run(["ip", "link", "add", "dev", port, "netns", ROUTER, "type", "veth",
             "peer", "name", "eth0", "netns", name])
        for where, device, mac in ((ROUTER, port, ROUTER_MAC), (name, "eth0", SITES[site].mac)):
            run(["ip", "-n", where, "link", "set", "dev", device, "address", mac])
            run(["ip", "-n", where, "link", "set", "dev", "lo", "up"])
            run(["ip", "-n", where, "link", "set", "dev", device, "up"])
            run(["ip", "netns", "exec", where, "ethtool", "-K", device,
                 "tso", "off", "gso", "off", "gro", "off", "tx", "off"])
        # No time stamps, as on Windows Server: smaller, and no clock of this machine.
        run(inside(site, ["sysctl", "-qw", "net.ipv4.tcp_timestamps=0"]))
        self._add_addresses(site, port)
        mtu = self._links.get(site, Link(site)).mtu
        run(["ip", "-n", name, "link", "set", "dev", "eth0", "mtu", str(mtu)])
        self.use_source(site, *self._addresses(site)[0])
        self._write_name_files(name)

    def _add_addresses(self, site, port):
        name, settings, length = namespace(site), SITES[site], str(PREFIX_LENGTH[site])
        run(["ip", "-n", ROUTER, "addr", "add", f"{settings.gateway}/{length}", "dev", port])
        run(["ip", "-n", ROUTER, "addr", "add", f"{settings.gateway6}/64", "dev", port, "nodad"])
        for address, address6 in self._addresses(site):
            run(["ip", "-n", name, "addr", "add", f"{address}/{length}", "dev", "eth0"])
            run(["ip", "-n", name, "addr", "add", f"{address6}/64", "dev", "eth0", "nodad"])

    @staticmethod
    def _addresses(site):
        """(IPv4, IPv6) of each host of the site, each once, callers first."""
        places = [(p.address, p.address6) for p in PLACES.values() if p.site == site]
        return list(dict.fromkeys(CALLERS.get(site, []) + places))

    def _write_name_files(self, name):
        """Names and resolver; `ip netns exec` lays the files over those of /etc."""
        lines = ["127.0.0.1 localhost"]
        for host, family in self._names:
            place = PLACES[host]
            lines.append(f"{place.address6 if family == 6 else place.address} {host}")
        folder = NETNS_FILES / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "hosts").write_text("\n".join(lines) + "\n")
        # No other server and no search list of this machine's, whatever its own file says.
        server = [f"nameserver {self._resolver}"] if self._resolver else []
        (folder / "resolv.conf").write_text("\n".join([*server, "search ."]) + "\n")

    @staticmethod
    def _remove():
        for site in SITES:
            folder = NETNS_FILES / namespace(site)
            for file in ("hosts", "resolv.conf"):
                (folder / file).unlink(missing_ok=True)
            if folder.is_dir():
                folder.rmdir()
        known = run(["ip", "netns", "list"])
        for name in [ROUTER, *map(namespace, SITES)]:
            if name in known.split():
                run(["ip", "netns", "del", name])
