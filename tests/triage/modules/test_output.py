# SPDX-License-Identifier: GPL-2.0-or-later
"""Stories, rows for a spreadsheet, lines for a log store, the picture of time, and the page, whatever names say."""

import csv
import html.parser
import io
import json
import re

import pytest

from made import finding, flow, result, standing, unit
from triage import case, changes, ecs, findings_csv, page, plan, servers, siblings, stories, summary, timeline

HOSTILE = ["<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "=HYPERLINK(\"http://192.0.2.1\")", "+1+1", "-2+3", "@SUM(A1)",
           "../../etc/passwd", "a\u202egnp.exe", "\x1b]0;owned\x07", "{{ 7 * 7 }}", "\t=1", "é" * 300]
SEEN = {"id": "client_offers_below_tls12", "severity": "error", "frame": 14}


def page_of(*results, sets=(), not_read=()):
    """The page of a case."""
    collectors = (servers.Servers(), siblings.Siblings(), changes.Changes(sets), stories.Stories(), timeline.Timeline())
    for collector in collectors:
        for one in results:
            collector.add(one)
    hosts, behind, changed, told, times = collectors
    rows = [summary.unit_row(one) for one in results]
    made = plan.Plan(sets, (), "0.1.0", "4.0.17", tuple(one.unit for one in results), ())
    verdict = summary.verdict(made, rows, behind.all(), not_read)
    return page.render(page.Content(made, verdict, rows, hosts.all(), behind.all(), changed.all(), told.all(), times.pictures(), not_read))


class Reader(html.parser.HTMLParser):
    """What a browser would make of a page: elements, attributes, text."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.names, self.text = [], set(), ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


def test_story_names_file_and_frame():
    """The frame in the file, counted from the joined files."""
    collected = stories.Stories()
    collected.add(result(unit(packets=(10, 10)), [flow(findings=[SEEN])], findings=[finding()]))
    ((evidence,),) = [story.occurrences[0].evidence for story in collected.all()]
    assert evidence.place == case.Place(14, "EX01/2.pcapng", 4)
    assert evidence.filter == "ip.addr == 192.0.2.10 && tcp.port == 50000 && ip.addr == 198.51.100.20 && tcp.port == 443"


def test_frame_of_files_that_overlap_is_not_guessed():
    """Only the joined capture's number is known."""
    assert case.place(unit(packets=(10, 10), in_order=False), 14) == case.Place(14, None, None)


def test_filter_of_ipv6():
    """Another layer has the addresses."""
    shown = case.display_filter(flow("2001:db8::1") | {"server": {"address": "2001:db8::2", "port": 443}})
    assert shown.startswith("ipv6.addr == 2001:db8::1 ")


@pytest.mark.parametrize("name", HOSTILE)
def test_spreadsheet_takes_nothing_for_a_formula(name):
    """Each cell is text, one line, and nothing of it is hidden."""
    collected = stories.Stories()
    collected.add(result(unit(name), [flow(host=name)], findings=[finding(summary=name)]))
    header, row = csv.reader(io.StringIO(findings_csv.write(collected.all(), [])))
    cells = dict(zip(header, row, strict=True))
    for shown in (cells["unit"], cells["summary"]):
        assert not shown.startswith(("=", "+", "-", "@", "\t"))
        assert not re.search(r"[\x00-\x1f\u202e]", shown)
        assert name.isprintable() is False or shown.removeprefix("'") == name


@pytest.mark.parametrize("name", HOSTILE)
def test_log_line(name):
    """One line a flow, in ASCII; what is not known is absent."""
    (line,) = ecs.lines(result(unit(name), [flow(host=name, sni=name, outcome="reset")]))
    event = json.loads(line)
    assert line.isascii() and event["destination"]["domain"] == name and event["observer"]["name"] == name
    assert event["event"]["outcome"] == "failure" and "version" not in event["tls"]
    assert event["@timestamp"] == "2026-11-22T16:46:53.880Z"


@pytest.mark.parametrize("name", HOSTILE)
def test_page_shows_hostile_names_as_text(name):
    """Nothing becomes an element, nothing is hidden."""
    text = page_of(result(unit(name, "before"), [flow(host=name, outcome="reset", findings=[SEEN])], findings=[finding(summary=name)],
                          comparable=[standing("192.0.2.10", "behind"), standing("192.0.2.11", "ahead")]),
                   result(unit(name + "2", "after"), [flow(host=name)]), sets=("before", "after"),
                   not_read=[summary.NotRead(name, None, name)])
    read = Reader(text)
    assert not {"script", "img", "iframe", "object", "link", "base", "form"} & {tag for tag, _ in read.elements}
    assert not {attribute for attribute in read.names if attribute.startswith("on") or attribute in ("src", "href", "style")}
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", text)
    assert ("49" in read.text) == ("49" in name)
    if name.isprintable():
        assert name in read.text


def test_page_is_for_everybody():
    """A language, headings of tables, words for pictures, no network, and no style but its own."""
    text = page_of(result(unit("EX01"), [flow(outcome="reset", findings=[SEEN])], findings=[finding()]))
    read = Reader(text)
    tables = text.split("<table>")[1:]
    assert tables and all('scope="col"' in table and 'scope="row"' in table and "<caption>" in table for table in tables)
    assert ("html", {"lang": "en"}) in read.elements
    assert all("aria-label" in attributes or attributes.get("aria-hidden") == "true" for tag, attributes in read.elements if tag == "svg")
    (policy,) = [attributes["content"] for tag, attributes in read.elements if attributes.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "http://" not in text and "https://" not in text
    assert "prefers-color-scheme: dark" in text and "@media print" in text


def test_page_of_many_servers_is_small():
    """Sixteen servers with many findings and very many flows: below a megabyte."""
    def server_result(server):
        flows = [flow(f"192.0.2.{server}", outcome=("reset", "completed", "partial")[number % 3], findings=[SEEN],
                      first_time=f"{1795366013 + number}.000000000") for number in range(300)]
        words = {name: f"{server} {name} " * 40 for name in ("summary", "cause", "remedy")}
        return result(unit(f"EX{server:02d}"), flows, findings=[finding(id=f"finding_{number}", **words) for number in range(25)])
    assert len(page_of(*map(server_result, range(16)))) < 1_000_000


def test_picture_has_a_form_for_each_state():
    """Not by colour alone; and a mark lies where its time is."""
    times = timeline.Timeline()
    times.add(result(flows=[flow(outcome=outcome, first_time="1795366063.000000000") for outcome in ("reset", "completed", "partial")]))
    (picture,) = times.pictures()
    (row,) = picture.rows
    assert len(set(row.marks.values())) == 3
    middle = timeline.COLUMNS // 2 * timeline.COLUMN_WIDTH
    assert all(mark.startswith(f"M{middle} ") for mark in row.marks.values())
    assert row.counts == {"failed": 1, "completed": 1, "unjudged": 1}
