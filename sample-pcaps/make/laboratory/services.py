# SPDX-License-Identifier: GPL-2.0-or-later
"""Programs beside clients and servers: the DNS resolver, the explicit proxy, a QUIC server.

A service knows its site, address, port and transport, its name for the expectation,
and its command line; `tools` is the Programs object.
"""

import sys
from dataclasses import dataclass

from .places import PLACES, PROXY, PROXY6, PROXY_NAME, PROXY_PORT, RESOLVER, RESOLVER6
from .programs import SERVER_SOURCES


@dataclass(frozen=True)
class Resolver:
    """A DNS server on premises, over UDP and TCP.

    `records`: (name, "A", "AAAA" or "CNAME", value). It answers NXDOMAIN for any
    other name; with `truncates`, UDP answers are empty and say: ask over TCP.
    `fails`: the response code of every answer instead (RFC 1035).
    """
    records: tuple = ()
    family: int = 4
    truncates: bool = False
    fails: int = 0
    label = "DNS server in Python 3.11"
    site = "backend"
    port = 53
    transport = "tcp"

    @property
    def address(self):
        """Where clients ask."""
        return RESOLVER6 if self.family == 6 else RESOLVER

    def argv(self, tools):
        """Command line."""
        return [sys.executable, str(SERVER_SOURCES / "dns_server.py"), self.address,
                *map(" ".join, self.records), *(["--truncate"] if self.truncates else []),
                *(["--fail", str(self.fails)] if self.fails else [])]


@dataclass(frozen=True)
class ConnectProxy:
    """An explicit proxy: "user:word" that it asks for, hosts that it refuses.

    With `hangs_up`, it ends the connection instead of answering.
    """
    credentials: str | None = None
    denies: tuple = ()
    hangs_up: bool = False
    family: int = 4
    label = "CONNECT proxy in Python 3.11"
    site = PLACES[PROXY_NAME].site
    port = PROXY_PORT
    transport = "tcp"

    @property
    def address(self):
        """Where clients ask."""
        return PROXY6 if self.family == 6 else PROXY

    def argv(self, tools):
        """Command line."""
        return [sys.executable, str(SERVER_SOURCES / "connect_proxy.py"), self.address,
                str(self.port), *(["--credentials", self.credentials] if self.credentials else []),
                *(["--hang-up"] if self.hangs_up else []),
                *(word for host in self.denies for word in ("--deny", host))]


@dataclass(frozen=True)
class QuicServer:
    """HTTP/3 of a host, beside what serves it over TCP."""
    host: str
    label = "ngtcp2 0.12 gtlsserver (GnuTLS 3.7)"
    port = 443
    transport = "udp"

    @property
    def site(self):
        """Where the host is."""
        return PLACES[self.host].site

    @property
    def address(self):
        """Where the host listens."""
        return PLACES[self.host].address

    def argv(self, tools):
        """Command line."""
        identity = tools.identity(self.host)
        return ["gtlsserver", "--quiet", "--no-quic-dump", "--no-http-dump", self.address,
                str(self.port), str(identity.key), str(identity.chain)]


def records(*hosts):
    """A and AAAA records of places."""
    return tuple(record for host in hosts for record in (
        (host, "A", PLACES[host].address), (host, "AAAA", PLACES[host].address6)))
