# SPDX-License-Identifier: GPL-2.0-or-later
"""The documents name what there is: every field, finding, role, preference; and their links lead somewhere."""

import re

import pytest

from wireshark import ROOT

REFERENCE = ROOT / "plugin" / "doc" / "reference.md"
DOCUMENTS = [ROOT / "README.md", REFERENCE, ROOT / "plugin" / "doc" / "contributing.md", ROOT / "sample-pcaps" / "README.md",
             ROOT / "sample-pcaps" / "make" / "expectations.md"]
LONGEST_README = 280


def text_of(path):
    """A document."""
    return path.read_text(encoding="utf-8")


def section(title):
    """A section of the reference."""
    return text_of(REFERENCE).split(f"\n## {title}\n")[1].split("\n## ")[0]


def first_column(text):
    """What is written as code in the first cells of tables."""
    return [name for cell in re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE) for name in re.findall(r"`([^`]+)`", cell)]


def anchors(path):
    """Names that a link into a document may have."""
    titles = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text_of(path), flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    """To a file of the tree, and to a title in it."""
    links = re.findall(r"\]\(([^)\s]+)\)", text_of(path))
    for link in links:
        if not link.startswith("https://"):
            name, _, anchor = link.partition("#")
            target = (path.parent / name).resolve() if name else path
            assert target.exists(), link
            assert not anchor or anchor in anchors(target), link


def test_readme_is_for_reading():
    """What only few need is in the other documents."""
    assert len(text_of(ROOT / "README.md").splitlines()) <= LONGEST_README


def test_no_version_in_a_path():
    """Commands that are copied work for whatever version was built."""
    assert not re.findall(r"\S*/4\.\d\S*", text_of(ROOT / "README.md"))


def test_every_field_is_explained(wireshark):
    """In full, or by its last parts beside a sister; findings have a table of their own."""
    listed = [line.split("\t")[2] for line in wireshark.tshark("-G", "fields").decode().splitlines()
              if re.match(r"F\t.*\texchange_hybrid\.", line)]
    findings = set(first_column(section("Findings")))
    explained = first_column(section("Display filter fields")) + first_column(section("Requests")) + re.findall(
        r"`(\.token\.\w+)`", section("Requests"))
    assert len(listed) > 50
    for name in listed:
        short = name.removeprefix("exchange_hybrid.")
        tops = {short.split(".")[0], ".".join(short.split(".")[:2])}
        assert tops & findings or any(name == told or told.startswith(".") and name.endswith(told) for told in explained), name


def test_every_finding_is_explained():
    """And no other."""
    table = text_of(ROOT / "plugin" / "knowledge" / "rules.c").split("findings[FINDING_COUNT] = {")[1].split("\n};")[0]
    assert sorted(first_column(section("Findings"))) == sorted(re.findall(r'\.id = "(\w+)"', table))


def test_every_role_is_explained():
    """With its words, whether it is hybrid, and what it is for."""
    rows = re.findall(r'\[ROLE_\w+\] = \{\s*"(\w+)", "([^"]+)", (true|false), (?:true|false), \w+,\s*"([^"]+)"',
                      text_of(ROOT / "plugin" / "knowledge" / "roles.c"))
    told = re.findall(r"^\| `(\w+)` \| ([^|]+) \| (yes|no) \| [^|]+ \| ([^|]+) \|$", section("Roles"), re.MULTILINE)
    assert told == [(name, words, {"true": "yes", "false": "no"}[hybrid], purpose) for name, words, hybrid, purpose in rows]


def test_every_preference_is_explained(wireshark):
    """With the value that it has by default."""
    printed = wireshark.tshark("-G", "defaultprefs").decode()
    listed = re.findall(r"^#?(exchange_hybrid\.\w+):", printed, re.MULTILINE)
    assert listed and set(listed) <= set(first_column(section("Preferences")))


def test_every_limit_is_explained():
    """The keys of `limits` in the JSON report's schema."""
    schema = text_of(ROOT / "tests" / "integration" / "report.schema.json")
    assert set(re.findall(r'"(\w+_cut)"', schema)) <= set(first_column(section("JSON")))


def test_every_history_letter_is_explained():
    """Those that the flow record takes."""
    source = text_of(ROOT / "plugin" / "core" / "flow.c")
    letters = {letter for call in re.findall(r"add_history\([^;]*;", source) for letter in re.findall(r"'([A-Z])'", call)}
    assert letters > {"S", "H", "Z"}
    assert letters <= set(re.findall(r"^\| ([A-Z]) \|", section("History letters"), re.MULTILINE))
