# SPDX-License-Identifier: GPL-2.0-or-later
"""summary.json: the case in one document, schema exchange_hybrid.case/1 (summary.schema.json)."""

import dataclasses
from collections.abc import Sequence

from . import text
from .capture_file import Status
from .case import Document, Result
from .changes import Change
from .errors import Exit
from .plan import Input, Plan, Unit
from .servers import Server
from .siblings import Sibling
from .stories import Story

SCHEMA = "exchange_hybrid.case/1"
#: Worst first. Nothing judged is worse than a note: it must not be taken for health.
LEVELS = ("error", "warning", "unknown", "note", "ok")
_FINDINGS = ("error", "warning", "unknown")
_SEVERITIES = ("error", "warning", "note")


@dataclasses.dataclass(frozen=True)
class UnitRow:
    """What a unit's report says of the whole unit."""

    unit: Unit
    level: str
    verdict: str
    do_first: str | None
    frames: int | None
    first_time: str | None
    last_time: str | None
    failure: str | None
    capture: Document  #: `unread`, `resets` of the plugin's own report
    limits: Document  #: what a bound of the plugin cut off, without what is 0


def unit_row(result: Result) -> UnitRow:
    """Of one result."""
    document = result.document
    if document is None:
        return UnitRow(result.unit, "unknown", f"Not read: {result.failure}.", None, None, None, None, result.failure,
                       {"unread": [], "resets": 0}, {})
    capture, verdict = document["capture"], document["verdict"]
    return UnitRow(result.unit, verdict["level"], verdict["text"], verdict.get("do_first"), capture["frames"],
                   capture["first_time"], capture["last_time"], None,
                   {"unread": capture.get("unread") or [], "resets": capture.get("resets") or 0},
                   {name: value for name, value in document["limits"].items() if value})


@dataclasses.dataclass(frozen=True)
class NotRead:
    """Something that was named and not read to its end."""

    name: str
    set_name: str | None
    reason: str


def not_read(plan: Plan, rows: Sequence[UnitRow]) -> list[NotRead]:
    """Files, units and missing numbers of rings."""
    listed = [NotRead(entry.name, entry.set_name, entry.reason) for entry in plan.not_read]
    for row in rows:
        unit = row.unit
        listed += [NotRead(file.name, unit.set_name, f"{file.status}: {file.reason}")
                   for file in unit.files if file.status is not Status.READ]
        if unit.missing:
            numbers = ", ".join(f"{number:05d}" for number in unit.missing[:20])
            more = f" and {len(unit.missing) - 20} more" if len(unit.missing) > 20 else ""
            listed.append(NotRead(unit.name, unit.set_name, f"missing in its ring of files: {numbers}{more}"))
        if row.failure is not None and unit.inputs:
            listed.append(NotRead(unit.name, unit.set_name, row.failure))
    return listed


def equal_files(plan: Plan) -> list[tuple[str, ...]]:
    """Files of several capture points that are equal: each point keeps its own, and somebody may have copied the wrong one."""
    found: dict[str, dict[tuple[str | None, str], str]] = {}
    for unit in plan.units:
        for file in unit.inputs:
            found.setdefault(file.sha256 or file.name, {}).setdefault((unit.set_name, unit.name), file.name)
    return [tuple(names.values()) for names in found.values() if len(names) > 1]


@dataclasses.dataclass(frozen=True)
class Verdict:
    """Of the whole case."""

    level: str
    text: str
    do_first: str | None
    unit: str | None


def verdict(plan: Plan, rows: Sequence[UnitRow], siblings: Sequence[Sibling], missing: Sequence[NotRead]) -> Verdict:
    """The worst unit's words, of the last set where there are several, with the server that differs."""
    last = plan.sets[-1] if len(plan.sets) > 1 else None
    judged = [row for row in rows if row.failure is None and last in (None, row.unit.set_name)]
    differing = [sibling for sibling in siblings if last in (None, sibling.set_name)]
    if not judged:
        return Verdict("unknown", "Nothing was read." + _incomplete(missing), None, None)
    worst = min(judged, key=lambda row: LEVELS.index(row.level))
    levels = [worst.level, *(sibling.severity for sibling in differing), *(["unknown"] if missing else [])]
    words = [f"{worst.unit.name}: {worst.verdict}"]
    words += [sibling.texts["summary"] or "" for sibling in differing if (sibling.texts["summary"] or "") not in worst.verdict]
    same = sum(row.level == worst.level for row in judged) - 1
    if same:
        words.append(f"{text.count(same, 'other capture point')} of {len(judged)} with the same level: see below.")
    return Verdict(min(levels, key=LEVELS.index), " ".join(words) + _incomplete(missing), worst.do_first, worst.unit.name)


def _incomplete(missing: Sequence[NotRead]) -> str:
    return f" {text.count(len(missing), 'thing')} that you named could not be read to the end: see what was not read." if missing else ""


def exit_status(level: str, missing: Sequence[NotRead]) -> Exit:
    """What the command ends with."""
    if missing:
        return Exit.NOT_READ
    return Exit.FINDINGS if level in _FINDINGS else Exit.OK


def document(plan: Plan, rows: Sequence[UnitRow], case_verdict: Verdict, servers: Sequence[Server], siblings: Sequence[Sibling],
             stories: Sequence[Story], changes: Sequence[Change], missing: Sequence[NotRead]) -> Document:
    """All of it."""
    behind = {(sibling.set_name, sibling.address) for sibling in siblings}
    return {
        "schema": SCHEMA, "plugin_version": plan.plugin, "wireshark_version": plan.wireshark, "sets": list(plan.sets),
        "verdict": dataclasses.asdict(case_verdict),
        "units": [_unit(row) for row in rows],
        "servers": [_server(server, (server.set_name, server.address) in behind) for server in servers],
        "siblings": [_sibling(sibling) for sibling in siblings],
        "findings": [{"id": story.id, "severity": story.severity, "units": _units_of(story), "count": story.count}
                     for story in stories],
        "changes": [dataclasses.asdict(change) for change in changes],
        "equal_files": [list(names) for names in equal_files(plan)],
        "not_read": [{"name": entry.name, "set": entry.set_name, "reason": entry.reason} for entry in missing],
        "exit": int(exit_status(case_verdict.level, missing)),
    }


def _units_of(story: Story) -> list[str]:
    return list(dict.fromkeys(occurrence.unit for occurrence in story.occurrences))


def _unit(row: UnitRow) -> Document:
    unit = row.unit
    return {"name": unit.name, "set": unit.set_name, "key": unit.key, "files": [_file(file) for file in unit.files],
            "missing": list(unit.missing), "level": row.level, "verdict": row.verdict, "do_first": row.do_first,
            "frames": row.frames, "first_time": row.first_time, "last_time": row.last_time, "failure": row.failure,
            "capture": row.capture, "limits": row.limits}


def _file(file: Input) -> Document:
    return {"name": file.name, "sha256": file.sha256, "status": str(file.status), "reason": file.reason, "same_as": file.same_as,
            "packets": file.packets}


def _server(server: Server, differs: bool) -> Document:
    return {"set": server.set_name, "address": server.address, "label": server.label, "side": server.side, "units": server.units,
            "roles": [dataclasses.asdict(offer) for offer in server.offers.values()], "differs": differs}


def _sibling(sibling: Sibling) -> Document:
    return {"id": sibling.id, "severity": sibling.severity, "set": sibling.set_name, "address": sibling.address,
            "others": list(sibling.others), "units": list(sibling.units)} | sibling.texts
