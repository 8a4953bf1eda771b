# SPDX-License-Identifier: GPL-2.0-or-later
"""Programs beside clients and servers: the DNS resolver and the explicit proxy.

A service knows its site, address and port, its name for the expectation, and
its command line.
"""

import sys
from dataclasses import dataclass

from .places import PLACES, PROXY, PROXY_NAME, PROXY_PORT, RESOLVER, RESOLVER6
from .programs import SERVER_SOURCES


@dataclass(frozen=True)
class Resolver:
    """A DNS server on premises, over UDP and TCP.

    `records`: (name, "A", "AAAA" or "CNAME", value). It answers NXDOMAIN for any
    other name; with `truncates`, UDP answers are empty and say: ask over TCP.
    """
    records: tuple = ()
    family: int = 4
    truncates: bool = False
    label = "DNS server in Python 3.11"
    site = "backend"
    port = 53

    @property
    def address(self):
        """Where clients ask."""
        return RESOLVER6 if self.family == 6 else RESOLVER

    def argv(self):
        """Command line."""
        return [sys.executable, str(SERVER_SOURCES / "dns_server.py"), self.address,
                *map(" ".join, self.records), *(["--truncate"] if self.truncates else [])]


@dataclass(frozen=True)
class ConnectProxy:
    """An explicit proxy: "user:word" that it asks for, hosts that it refuses."""
    credentials: str | None = None
    denies: tuple = ()
    label = "CONNECT proxy in Python 3.11"
    site = PLACES[PROXY_NAME].site
    address = PROXY
    port = PROXY_PORT

    def argv(self):
        """Command line."""
        return [sys.executable, str(SERVER_SOURCES / "connect_proxy.py"), self.address,
                str(self.port), *(["--credentials", self.credentials] if self.credentials else []),
                *(word for host in self.denies for word in ("--deny", host))]


def records(*hosts):
    """A and AAAA records of places."""
    return tuple(record for host in hosts for record in (
        (host, "A", PLACES[host].address), (host, "AAAA", PLACES[host].address6)))
