# SPDX-License-Identifier: GPL-2.0-or-later
"""The server that differs: the plugin's rule for siblings, over all units of a set.

Which clients may be compared, how each stands in its own capture and every word of the finding come from the
plugin's JSON (`comparable`); here they are only put together.
"""

import dataclasses

from .case import Document, Result

#: Where the plugin's texts name the others.
_OTHERS = "{others}"
_MOST_ADDRESSES = 16
_BEHIND, _AHEAD = "behind", "ahead"
_TEXTS = ("summary", "cause", "remedy", "explains", "reference", "confidence")


@dataclasses.dataclass(frozen=True)
class Sibling:
    """One client that is behind the others."""

    id: str
    severity: str
    set_name: str | None
    address: str
    others: tuple[str, ...]
    units: tuple[str, ...]
    texts: dict[str, str | None]


class Siblings:
    """Collects how each client stands."""

    def __init__(self) -> None:
        self._standings: dict[tuple[str | None, str], dict[str, list[tuple[str, Document]]]] = {}

    def add(self, result: Result) -> None:
        """Another unit."""
        for entry in (result.document or {}).get("comparable", []):
            clients = self._standings.setdefault((result.unit.set_name, entry["id"]), {})
            clients.setdefault(entry["address"], []).append((result.unit.name, entry))

    def all(self) -> list[Sibling]:
        """Clients that are behind wherever they were seen, if others are ahead wherever those were seen."""
        found = []
        for (set_name, _), clients in self._standings.items():
            ahead = tuple(sorted(address for address, seen in clients.items() if _always(seen, _AHEAD)))
            found += [_sibling(set_name, address, seen, ahead) for address, seen in clients.items()
                      if ahead and _always(seen, _BEHIND)]
        return found


def _always(seen: list[tuple[str, Document]], standing: str) -> bool:
    return all(entry["standing"] == standing for _, entry in seen)


def _sibling(set_name: str | None, address: str, seen: list[tuple[str, Document]], ahead: tuple[str, ...]) -> Sibling:
    entry = seen[0][1]
    named = ", ".join(ahead[:_MOST_ADDRESSES])
    if len(ahead) > _MOST_ADDRESSES:
        named += f" and {len(ahead) - _MOST_ADDRESSES} more"
    texts = {name: entry[name].replace(_OTHERS, named) if entry.get(name) else None for name in _TEXTS}
    return Sibling(entry["id"], entry["severity"], set_name, address, ahead, tuple(dict.fromkeys(name for name, _ in seen)), texts)
