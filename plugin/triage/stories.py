# SPDX-License-Identifier: GPL-2.0-or-later
"""What was found, in all units: a story a finding and severity, with its evidence in files and frames."""

import dataclasses

from . import case
from .case import Document, Place, Result

SEVERITIES = ("error", "warning", "note", "chat")
#: Pieces of evidence that are kept of one finding in one unit.
MOST_EVIDENCE = 5


@dataclasses.dataclass(frozen=True)
class Evidence:
    """One flow that a finding is about."""

    place: Place | None  #: None for what belongs to no frame
    time: int | None
    filter: str
    client: str
    server: str


@dataclasses.dataclass(frozen=True)
class Occurrence:
    """The finding in one unit."""

    unit: str
    set_name: str | None
    count: int
    texts: Document  #: the plugin's: summary, cause, remedy, explains, reference, confidence
    evidence: tuple[Evidence, ...]


@dataclasses.dataclass
class Story:
    """One finding in all units."""

    id: str
    severity: str
    occurrences: list[Occurrence] = dataclasses.field(default_factory=list)

    @property
    def count(self) -> int:
        """Flows, over all units."""
        return sum(occurrence.count for occurrence in self.occurrences)

    def distinct(self, name: str) -> list[str]:
        """Each of the plugin's texts of this kind once."""
        return list(dict.fromkeys(occurrence.texts[name] for occurrence in self.occurrences if occurrence.texts.get(name)))


class Stories:
    """Collects them unit by unit."""

    def __init__(self) -> None:
        self._stories: dict[tuple[str, str], Story] = {}

    def add(self, result: Result) -> None:
        """Another unit's findings."""
        if result.document is None:
            return
        evidence = _evidence(result, result.document)
        for finding in result.document["findings"]:
            key = finding["id"], finding["severity"]
            story = self._stories.setdefault(key, Story(*key))
            story.occurrences.append(Occurrence(result.unit.name, result.unit.set_name, finding["count"], finding,
                                                tuple(evidence.get(key, ()))))

    def all(self) -> list[Story]:
        """Worst first; among equals, what most flows have."""
        return sorted(self._stories.values(), key=lambda story: (SEVERITIES.index(story.severity), -story.count, story.id))


def _evidence(result: Result, document: Document) -> dict[tuple[str, str], list[Evidence]]:
    found: dict[tuple[str, str], list[Evidence]] = {}
    for flow in document["flows"]:
        for finding in flow["findings"]:
            kept = found.setdefault((finding["id"], finding["severity"]), [])
            if len(kept) < MOST_EVIDENCE:
                frame = finding["frame"]
                kept.append(Evidence(case.place(result.unit, frame) if frame else None, case.flow_time(flow),
                                     case.display_filter(flow), flow["client"]["address"],
                                     flow["host"] or flow["server"]["address"]))
    return found
