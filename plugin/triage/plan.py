# SPDX-License-Identifier: GPL-2.0-or-later
"""The plan: which files are read together, under which name, and what cannot be read. A JSON file for people, too."""

import concurrent.futures
import dataclasses
import hashlib
import json
import pathlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from . import files, rings, sources
from .capture_file import CaptureFile, Status, inspect_together
from .errors import TriageError
from .wireshark import Wireshark

SCHEMA = "exchange_hybrid.plan/1"
NAME = "plan.json"
#: tshark's memory: so many bytes without any packet, and so many for a byte of them.
BASE_MEMORY = 160_000_000
MEMORY_A_BYTE = 1.34
#: What a packet costs in a file beside its bytes.
_RECORD_BYTES = 32
#: So many files are looked at together.
_GROUP = 16


@dataclasses.dataclass(frozen=True)
class Input:
    """A file of a unit."""

    name: str
    path: str
    member: str | None
    status: Status
    reason: str | None
    sha256: str | None
    packets: int
    size: int
    same_as: str | None  #: an equal file that is read in its place

    @property
    def source(self) -> sources.Source:
        """Where its content is."""
        return sources.Source(pathlib.Path(self.path), self.name, "", self.member)

    @property
    def is_read(self) -> bool:
        """Whether tshark gets its packets."""
        return self.same_as is None and self.packets > 0


@dataclasses.dataclass(frozen=True)
class Unit:
    """One capture point: what one tshark reads."""

    key: str  #: names its results
    name: str
    set_name: str | None
    files: tuple[Input, ...]
    missing: tuple[int, ...]
    in_order: bool  #: each file begins after the one before has ended

    @property
    def inputs(self) -> tuple[Input, ...]:
        """What is read, in order."""
        return tuple(file for file in self.files if file.is_read)

    @property
    def size(self) -> int:
        """Bytes to be read."""
        return sum(file.size + _RECORD_BYTES * file.packets for file in self.inputs)

    @property
    def memory(self) -> int:
        """What tshark will need."""
        return BASE_MEMORY + int(MEMORY_A_BYTE * self.size)


@dataclasses.dataclass(frozen=True)
class Plan:
    """All of it."""

    sets: tuple[str, ...]
    options: tuple[str, ...]
    plugin: str
    wireshark: str
    units: tuple[Unit, ...]
    not_read: tuple[sources.Unusable, ...]

    @property
    def complete(self) -> bool:
        """Whether everything that was named can be read to its end."""
        return not self.not_read and not any(
            unit.missing or any(file.status is not Status.READ for file in unit.files) for unit in self.units)

    def unit(self, key: str) -> Unit:
        """The unit whose results have this name."""
        for unit in self.units:
            if unit.key == key:
                return unit
        raise TriageError(f"the plan has no unit {key}")


def make(found: Iterable[sources.Source | sources.Unusable], sets: Sequence[str], options: Sequence[str],
         programs: Wireshark, jobs: int, progress: Callable[[CaptureFile], None]) -> Plan:
    """Looks at every file and joins them into units."""
    listed = list(dict.fromkeys(found))
    named = [source for source in listed if isinstance(source, sources.Source)]
    looked_at: list[CaptureFile] = []
    pool = concurrent.futures.ThreadPoolExecutor(jobs)
    try:
        # A tshark takes a while to start: files are looked at meanwhile.
        asked = pool.submit(programs.plugin), pool.submit(programs.version)
        groups = [pool.submit(inspect_together, named[first:first + _GROUP], programs) for first in range(0, len(named), _GROUP)]
        (plugin, module), wireshark = asked[0].result(), asked[1].result()
        for group in groups:
            for file in group.result():
                progress(file)
                looked_at.append(file)
    finally:
        pool.shutdown(cancel_futures=True)
    # What is no capture belongs to no capture point.
    others = [sources.Unusable(file.source.name, f"{file.status}: {file.reason}", file.source.set_name)
              for file in looked_at if file.status is Status.NOT_A_CAPTURE]
    order = {name: place for place, name in enumerate(sets)}
    points = sorted(rings.group(file for file in looked_at if file.status is not Status.NOT_A_CAPTURE),
                    key=lambda point: order.get(point.set_name or "", -1))
    identity = [*options, plugin, module, wireshark]
    units = tuple(_unit(point, name, identity) for point, name in zip(points, _names(points), strict=True))
    unusable = [entry for entry in listed if isinstance(entry, sources.Unusable)]
    return Plan(tuple(sets), tuple(options), plugin, wireshark, units, tuple(unusable + others))


def _unit(point: rings.Point, name: str, identity: Sequence[str]) -> Unit:
    read: dict[str, str] = {}
    inputs = []
    for file in point.files:
        same_as = read.get(file.sha256) if file.sha256 else None
        if file.usable and file.sha256 and same_as is None:
            read[file.sha256] = file.source.name
        inputs.append(Input(file.source.name, str(file.source.path), file.source.member, file.status, file.reason, file.sha256,
                            file.packets if file.usable else 0, file.size, same_as))
    in_order = rings.follow_one_another([file for file, entry in zip(point.files, inputs, strict=True) if entry.is_read])
    content = json.dumps([*identity, *([file.sha256, file.status] for file in inputs if file.is_read)])
    key = hashlib.sha256(content.encode()).hexdigest()
    return Unit(key, name, point.set_name, tuple(inputs), tuple(point.missing), in_order)


def _names(points: Sequence[rings.Point]) -> list[str]:
    """As short as possible, and no two the same within a set."""
    names = [point.name for point in points]
    folders = [point.folder.split("/") for point in points]
    for depth in range(1, max(map(len, folders), default=0) + 1):
        counted = Counter((point.set_name, name) for point, name in zip(points, names, strict=True))
        if max(counted.values(), default=0) < 2:
            break
        for place, point in enumerate(points):
            if counted[(point.set_name, names[place])] > 1:
                own = [] if point.name == folders[place][-1] else [point.name]
                names[place] = "/".join([*folders[place][-depth - (not own):], *own])
    return names


def save(plan: Plan, folder: pathlib.Path) -> None:
    """Writes it, one field a line."""
    document = {"schema": SCHEMA} | dataclasses.asdict(plan)
    files.write_text(folder / NAME, json.dumps(document, indent=1) + "\n")


def load(folder: pathlib.Path) -> Plan:
    """Reads what `save` wrote."""
    try:
        document = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if document["schema"] != SCHEMA:
            raise ValueError(f"its schema is {document['schema']}, not {SCHEMA}")
        return Plan(tuple(document["sets"]), tuple(document["options"]), document["plugin"], document["wireshark"],
                    tuple(map(_load_unit, document["units"])),
                    tuple(sources.Unusable(**entry) for entry in document["not_read"]))
    except FileNotFoundError:
        raise TriageError(f"{folder}: there is no {NAME}; make it with: plan {folder} FOLDER...") from None
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise TriageError(f"{folder / NAME}: not a plan: {error}") from error


def _load_unit(document: dict[str, Any]) -> Unit:
    inputs = tuple(Input(**entry | {"status": Status(entry["status"])}) for entry in document["files"])
    return Unit(document["key"], document["name"], document["set_name"], inputs, tuple(document["missing"]), document["in_order"])
