# SPDX-License-Identifier: GPL-2.0-or-later
"""The report of a case: reads the units' results one by one and writes report.html and the tables for programs."""

import dataclasses
import json
import pathlib
from collections.abc import Callable

from . import case, ecs, files, findings_csv, page, summary
from .changes import Changes
from .errors import Exit
from .plan import Plan, Unit
from .servers import Servers
from .siblings import Siblings
from .stories import Stories
from .timeline import Timeline

PAGE, SUMMARY, FLOWS, FINDINGS = "report.html", "summary.json", "flows.jsonl", "findings.csv"


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What the command says at its end."""

    exit: Exit
    verdict: str


def write(plan: Plan, folder: pathlib.Path, wait: Callable[[Unit], None] | None = None) -> Outcome:
    """Writes all four files; the same bytes whenever it is done. Units may still run: `wait` returns when one is done."""
    servers, siblings, changes, stories, timeline = Servers(), Siblings(), Changes(plan.sets), Stories(), Timeline()
    rows = []
    with files.whole(folder / FLOWS) as flows:
        for result in case.results(plan, folder, wait):
            for collector in (servers, siblings, changes, stories, timeline):
                collector.add(result)  # type: ignore[attr-defined]
            rows.append(summary.unit_row(result))
            flows.writelines((line + "\n").encode() for line in ecs.lines(result))
    missing = summary.not_read(plan, rows)
    verdict = summary.verdict(plan, rows, siblings.all(), missing)
    document = summary.document(plan, rows, verdict, servers.all(), siblings.all(), stories.all(), changes.all(), missing)
    content = page.Content(plan, verdict, rows, servers.all(), siblings.all(), changes.all(), stories.all(), timeline.pictures(), missing)
    files.write_text(folder / SUMMARY, json.dumps(document, indent=1) + "\n")
    files.write_text(folder / FINDINGS, findings_csv.write(stories.all(), siblings.all()))
    files.write_text(folder / PAGE, page.render(content))
    return Outcome(summary.exit_status(verdict.level, missing), verdict.text)
