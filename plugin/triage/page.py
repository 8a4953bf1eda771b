# SPDX-License-Identifier: GPL-2.0-or-later
"""report.html: one file that opens without network and runs nothing."""

import base64
import dataclasses
import hashlib
import pathlib
from collections.abc import Sequence

import jinja2
from markupsafe import Markup

from . import summary, text, timeline
from .changes import Change
from .plan import Plan
from .servers import Server
from .siblings import Sibling
from .stories import Story
from .summary import NotRead, UnitRow, Verdict

HERE = pathlib.Path(__file__).resolve().parent
#: What the page shows of each; summary.json has all.
MOST_ROWS = 200
MOST_STORIES = 40
MOST_OCCURRENCES = 32
MOST_TEXTS = 3


@dataclasses.dataclass(frozen=True)
class Content:
    """Everything that the page tells."""

    plan: Plan
    verdict: Verdict
    rows: Sequence[UnitRow]
    servers: Sequence[Server]
    siblings: Sequence[Sibling]
    changes: Sequence[Change]
    stories: Sequence[Story]
    pictures: Sequence[timeline.Picture]
    not_read: Sequence[NotRead]


def render(content: Content) -> str:
    """The page. Every foreign string is made visible, then escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, finalize=lambda value: value if isinstance(value, Markup) or not isinstance(value, str)
        else text.visible(value))
    environment.filters |= {"utc": lambda seconds: text.utc(text.nanoseconds(seconds)), "time": text.utc,
                            "count": text.count, "version": lambda version: version or "?"}
    style = (HERE / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("report.html.jinja").render(
        content=content, style=Markup(style), style_hash=digest, roles=_roles(content.servers),
        equal_files=summary.equal_files(content.plan)[:MOST_ROWS],
        behind={(sibling.set_name, sibling.address) for sibling in content.siblings},
        servers=_servers(content), columns=timeline.COLUMNS * timeline.COLUMN_WIDTH, states=timeline.STATES,
        column_width=timeline.COLUMN_WIDTH,
        most={"rows": MOST_ROWS, "stories": MOST_STORIES, "occurrences": MOST_OCCURRENCES, "texts": MOST_TEXTS})


def _roles(servers: Sequence[Server]) -> list[str]:
    """Columns of the table of servers: what most of them call comes first."""
    counted: dict[str, int] = {}
    for server in servers:
        for role in server.offers:
            counted[role] = counted.get(role, 0) + 1
    return sorted(counted, key=lambda role: (role == "unclassified", -counted[role], role))


def _servers(content: Content) -> list[Server]:
    """Those that differ first, then those that failed."""
    behind = {(sibling.set_name, sibling.address) for sibling in content.siblings}

    def key(server: Server) -> tuple[bool, bool]:
        return (server.set_name, server.address) not in behind, not any(offer.failed for offer in server.offers.values())

    return sorted(content.servers, key=key)[:MOST_ROWS]
