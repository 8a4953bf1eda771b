# SPDX-License-Identifier: GPL-2.0-or-later
"""Two capture points of a plan, or two arguments of `compare`: their reports read, and compared."""

import dataclasses
import pathlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence

from .. import plan, sources, unit
from ..errors import TriageError
from ..plan import Plan, Unit
from ..wireshark import Wireshark
from . import facts
from .connection import Point, read
from .document import Comparison, compare

#: The preference that a comparison needs.
OPTION = "exchange_hybrid.evidence:TRUE"


def of_units(first: Unit, second: Unit, folder: pathlib.Path) -> Comparison:
    """Two units that were run; the first is nearer the client."""
    return compare(_point(first, folder), _point(second, folder))


def of_plan(made: Plan, folder: pathlib.Path) -> list[Comparison]:
    """Each point of a plan with the next one; those without a result are told of elsewhere."""
    units = {one.name: one for one in made.units}
    compared = []
    for first, second in zip(made.points, made.points[1:], strict=False):
        try:
            compared.append(of_units(units[first], units[second], folder))
        except (TriageError, KeyError):
            continue
    return compared


def _point(one: Unit, folder: pathlib.Path) -> Point:
    try:
        report = unit.result_path(folder, one.key).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise TriageError(f"{one.name}: there is no result of it: {unit.failure(folder, one.key) or error}") from error
    known = facts.together([facts.Facts(*one.facts[number]) for number in range(len(one.inputs))] if one.facts else [])
    return read(one.name, report, known.begin, known.end, known.drops)


def sources_of(argument: str, skip: pathlib.Path) -> Iterator[sources.Source | sources.Unusable]:
    """The files of one point: they belong together, and to no other, wherever they lie."""
    for source in sources.find(argument, None, skip):
        yield dataclasses.replace(source, folder=str(pathlib.Path(argument).absolute())) if isinstance(source, sources.Source) else source


def with_facts(made: Plan, points: Sequence[Sequence[sources.Source]], scratch: pathlib.Path) -> Plan:
    """The plan with its points in their order, nearer the client first, and with what their files say of their making."""
    keys = []
    units = list(made.units)
    for point in points:
        places = {(str(source.path), source.member) for source in point}
        own = [number for number, one in enumerate(units) if any((file.path, file.member) in places for file in one.files)]
        if len(own) != 1:
            names = ", ".join(units[number].name for number in own) or "none"
            raise TriageError(f"a point has to be one capture point, not {len(own)} ({names}): one server's files, or one ring")
        one = units[own[0]]
        known = []
        for file in one.inputs:
            with sources.opened(file.source, scratch) as path:
                fact = facts.read(path)
            known.append((fact.begin, fact.end, fact.drops))
        if one.name in keys:
            raise TriageError(f"{one.name} is named as two points")
        units[own[0]] = dataclasses.replace(one, facts=tuple(known))
        keys.append(one.name)
    return dataclasses.replace(made, units=tuple(units), points=tuple(keys))


def of_arguments(arguments: Iterable[str], options: Sequence[str], memory: int) -> Comparison:
    """Two captures, folders or reports, run in a folder of their own."""
    made = [of_argument(argument, options, memory) for argument in arguments]
    names = [point.name for point in made]
    if names[0] == names[1]:
        made[0].name, made[1].name = f"{names[0]} (A)", f"{names[1]} (B)"
    return compare(*made)


def of_argument(argument: str, options: Sequence[str], memory: int) -> Point:
    """One capture, folder or report."""
    path = pathlib.Path(argument)
    if path.suffix == ".json" and path.is_file():
        return read(path.name, path.read_text(encoding="utf-8", errors="replace"), None, None, None)
    with tempfile.TemporaryDirectory() as place, Wireshark() as programs:
        folder = pathlib.Path(place)
        (folder / unit.FOLDER).mkdir()
        found = list(sources_of(argument, folder))
        made = plan.make(found, [], [*options, OPTION], programs, 1, lambda _: None)
        usable = [source for source in found if isinstance(source, sources.Source)]
        if not made.units:
            raise TriageError(f"{argument}: no capture that can be read")
        made = with_facts(made, [usable], programs.scratch)
        (one,) = made.units
        reason = unit.run(one, made, folder, programs, memory)
        if reason is not None:
            raise TriageError(f"{argument}: {reason}")
        return dataclasses.replace(_point(one, folder), name=path.name if path.is_file() else one.name)


