# SPDX-License-Identifier: GPL-2.0-or-later
"""Results of the units, one after the other: a case of many large captures never stands in memory as a whole."""

import dataclasses
import json
import pathlib
from collections.abc import Callable, Iterator
from typing import Any

from . import text, unit
from .plan import Input, Plan, Unit

#: The plugin's JSON report, as a program reads it.
Document = dict[str, Any]

SCHEMA = "exchange_hybrid.report/1"
COMPLETED = frozenset({"completed", "resumed"})
FAILED = frozenset({"alert", "reset", "closed", "refused", "unanswered"})
UNJUDGED = "unjudged"


@dataclasses.dataclass(frozen=True)
class Result:
    """A unit with its report, or with the reason why there is none."""

    unit: Unit
    document: Document | None
    failure: str | None


@dataclasses.dataclass(frozen=True)
class Place:
    """A frame of a unit, and where it is in the unit's files: None where they overlap in time."""

    frame: int
    file: str | None
    frame_in_file: int | None


def results(plan: Plan, folder: pathlib.Path, wait: Callable[[Unit], None] | None = None) -> Iterator[Result]:
    """In the plan's order; `wait` returns when a unit's result is there."""
    for one in plan.units:
        if wait is not None:
            wait(one)
        yield _result(one, folder)


def _result(one: Unit, folder: pathlib.Path) -> Result:
    if not one.inputs:
        return Result(one, None, "none of its files could be read")
    try:
        document = json.loads(unit.result_path(folder, one.key).read_text(encoding="utf-8"))
        if document["schema"] != SCHEMA:
            raise ValueError(f"its schema is not {SCHEMA}")
    except FileNotFoundError:
        return Result(one, None, unit.failure(folder, one.key) or "not run yet")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        return Result(one, None, f"its result is damaged ({error}); delete it and run again")
    return Result(one, document, None)


def state(flow: Document) -> str:
    """"completed", "failed" or "unjudged"."""
    if flow["outcome"] in COMPLETED:
        return "completed"
    return "failed" if flow["outcome"] in FAILED and not flow.get("unread") else UNJUDGED


def place(one: Unit, frame: int) -> Place:
    """The frame in the file that it was read from: frames are counted on from file to file."""
    inputs: tuple[Input, ...] = one.inputs if one.in_order else ()
    before = 0
    for file in inputs:
        if frame <= before + file.packets:
            return Place(frame, file.name, frame - before)
        before += file.packets
    return Place(frame, None, None)


def display_filter(flow: Document) -> str:
    """A filter that shows this connection in any capture that has it."""
    client, server = flow["client"], flow["server"]
    layer = "ipv6" if ":" in str(client["address"]) else "ip"
    parts = [f"{layer}.addr == {end['address']} && tcp.port == {end['port']}" for end in (client, server) if end["address"]]
    return " && ".join(parts)


def flow_time(flow: Document) -> int | None:
    """When its first frame was seen."""
    return text.nanoseconds(flow.get("first_time"))
