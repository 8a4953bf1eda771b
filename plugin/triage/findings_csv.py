# SPDX-License-Identifier: GPL-2.0-or-later
"""findings.csv: a row a finding and unit, for a spreadsheet, which must take nothing in it for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from . import text
from .siblings import Sibling
from .stories import Story

COLUMNS = ("set", "unit", "severity", "id", "confidence", "flows", "clients", "file", "frame", "first_time", "filter", "summary",
           "cause", "remedy", "reference")
_ALL_UNITS = "(all)"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def cell(value: object) -> str:
    """What a spreadsheet shows as it is."""
    if value is None or isinstance(value, int):
        return "" if value is None else str(value)
    shown = text.visible(str(value))
    return "'" + shown if shown.lstrip().startswith(_FORMULA) else shown


def write(stories: Iterable[Story], siblings: Iterable[Sibling]) -> str:
    """The whole table."""
    table = io.StringIO()
    writer = csv.writer(table, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for sibling in siblings:
        writer.writerow(map(cell, _sibling_row(sibling)))
    for story in stories:
        for row in _rows(story):
            writer.writerow(map(cell, row))
    return table.getvalue()


def _rows(story: Story) -> Iterable[Sequence[object]]:
    for occurrence in story.occurrences:
        first = occurrence.evidence[0] if occurrence.evidence else None
        place = first.place if first else None
        texts = occurrence.texts
        yield (occurrence.set_name, occurrence.unit, story.severity, story.id, texts["confidence"], occurrence.count,
               ", ".join(dict.fromkeys(evidence.client for evidence in occurrence.evidence)),
               place.file if place else None, (place.frame_in_file or place.frame) if place else None,
               text.utc(first.time) if first else None, first.filter if first else None,
               texts["summary"], texts["cause"], texts["remedy"], texts["reference"])


def _sibling_row(sibling: Sibling) -> Sequence[object]:
    texts = sibling.texts
    return (sibling.set_name, _ALL_UNITS, sibling.severity, sibling.id, texts["confidence"], None, sibling.address, None, None, None,
            None, texts["summary"], texts["cause"], texts["remedy"], texts["reference"])
