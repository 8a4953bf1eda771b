# SPDX-License-Identifier: GPL-2.0-or-later
"""What each machine offers, over all units of a set, a connection that two units saw counted once."""

import dataclasses

from .case import FAILED, Document, Result

#: In the order of the versions' age.
VERSIONS = ("SSL 2.0", "SSL 3.0", "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3")


@dataclasses.dataclass
class Offer:
    """Of one role."""

    role: str
    max_version: str | None = None
    min_version: str | None = None
    flows: int = 0
    failed: int = 0


@dataclasses.dataclass
class Server:
    """One machine in one set."""

    set_name: str | None
    address: str
    side: str | None = None
    label: str | None = None
    offers: dict[str, Offer] = dataclasses.field(default_factory=dict)
    units: list[str] = dataclasses.field(default_factory=list)


def rank(version: str | None) -> int:
    """Newer is more; an unknown one is none of them."""
    return VERSIONS.index(version) if version in VERSIONS else -1


_Ends = tuple[str, int, str, int]


class Servers:
    """Collects them unit by unit."""

    def __init__(self) -> None:
        self._servers: dict[tuple[str | None, str], Server] = {}
        # Which unit of a set counted a connection.
        self._counted: dict[tuple[str | None, _Ends], str] = {}

    def add(self, result: Result) -> None:
        """Another unit's hosts."""
        document, unit = result.document, result.unit
        if document is None:
            return
        for host in document["hosts"]:
            server = self._servers.setdefault((unit.set_name, host["address"]), Server(unit.set_name, host["address"]))
            server.side = server.side or host["side"]
            server.label = server.label or host["label"]
            server.units.append(unit.name)
            for row in host["offers"]:
                _join(server.offers.setdefault(row["role"], Offer(row["role"])), row)
        for flow in document["flows"]:
            self._take_back_if_counted(unit.set_name, unit.key, flow)

    def _take_back_if_counted(self, set_name: str | None, unit_key: str, flow: Document) -> None:
        ends = flow["client"]["address"], flow["client"]["port"], flow["server"]["address"], flow["server"]["port"]
        if self._counted.setdefault((set_name, ends), unit_key) == unit_key or flow["client_max_version"] is None:
            return
        server = self._servers.get((set_name, flow["client"]["address"]))
        offer = server.offers.get(flow["role"]) if server else None
        if offer is not None and offer.flows > 1:
            offer.flows -= 1
            offer.failed -= 1 if flow["outcome"] in FAILED and offer.failed > 0 else 0

    def all(self) -> list[Server]:
        """By set, in the order of the units, then by address."""
        order = {name: place for place, name in enumerate(dict.fromkeys(server.set_name for server in self._servers.values()))}
        return sorted(self._servers.values(), key=lambda server: (order[server.set_name], _address_key(server.address)))


def _join(offer: Offer, row: Document) -> None:
    highest = [version for version in (offer.max_version, row["max_version"]) if version]
    lowest = [version for version in (offer.min_version, row["min_version"]) if version]
    offer.max_version = max(highest, key=rank, default=None)
    offer.min_version = min(lowest, key=rank, default=None)
    offer.flows += row["flows"]
    offer.failed += row["failed"]


def _address_key(address: str) -> tuple[bool, list[int], str]:
    parts = address.split(".")
    return ":" in address, [int(part) for part in parts] if all(map(str.isdecimal, parts)) else [], address


