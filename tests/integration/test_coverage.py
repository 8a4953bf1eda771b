# SPDX-License-Identifier: GPL-2.0-or-later
"""Each finding that the plugin knows is raised by a sample, and not by that sample's twin."""

import re

import pytest

import samples
from wireshark import ROOT

# What no expectation lists, and why.
EXCEPTIONS = {
    "no_hybrid_flow": "by rule, over all samples: test_report_json.py",
}


def known_findings():
    """Ids in the plugin's table of findings, in its order."""
    text = (ROOT / "plugin" / "knowledge" / "rules.c").read_text(encoding="utf-8")
    table = re.search(r"^const struct finding_row findings\[.*?^};", text, re.MULTILINE | re.DOTALL)[0]
    return re.findall(r'\.id = "(\w+)"', table)


def pairs_of(finding):
    """(sample, twin) where the sample raises the finding and its twin does not."""
    return [(sample, sample.twin) for sample in samples.all_samples()
            if finding in sample.raised and sample.twin and finding not in sample.twin.raised]


def rows(title):
    """The lines of a section of the samples' README that are rows of a table, by their first name."""
    text = (samples.FOLDER / "README.md").read_text(encoding="utf-8")
    section = text.split(f"\n## {title}\n")[1].split("\n## ")[0]
    return {match[1]: match[0] for match in re.finditer(r"^\| `(\w+)` \|.*", section, re.MULTILINE)}


@pytest.mark.parametrize("finding", [name for name in known_findings() if name not in EXCEPTIONS])
def test_finding_has_a_sample_and_a_twin(finding):
    """One sample raises it, one that differs in one property does not, and the README names both."""
    pairs = pairs_of(finding)
    assert pairs
    told = rows("Which sample shows which finding")[finding]
    listed = rows("Samples")
    named = [(sample, twin) for sample, twin in pairs
             if {sample.name, twin.name} <= set(listed) and f"`{sample}`" in told and f"`{twin}`" in told]
    assert named
    for sample, _ in named:
        assert f"`{finding}`" in listed[sample.name]
        assert sample.expected["differs_in"]


def test_no_unknown_finding_is_expected():
    """Every id in an expectation is one of the plugin's, and an exception is in none."""
    expected = set().union(*(sample.raised for sample in samples.all_samples()))
    assert expected == set(known_findings()) - set(EXCEPTIONS)
