# SPDX-License-Identifier: GPL-2.0-or-later
"""Each finding that the plugin knows is raised by a sample, and not by that sample's twin."""

import re
import subprocess

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


def rows():
    """({finding: its row}, {sample: its row}) in the table of all samples."""
    text = (samples.FOLDER / "samples.md").read_text(encoding="utf-8")
    return tuple({match[1]: match[0] for match in re.finditer(r"^\| `(\w+)` \|.*", part, re.MULTILINE)}
                 for part in text.split("\n## ", 2)[1:])


def test_samples_lie_in_the_groups_of_their_scenarios():
    """Each has a scenario, each scenario a sample, and the README names the groups and no other."""
    scenarios = subprocess.run(["sh", samples.FOLDER / "make" / "make.sh", "--list"], capture_output=True, text=True, check=True)
    places = {line.partition(": ")[0] for line in scenarios.stdout.splitlines()}
    assert places == {f"{sample.capture.parent.relative_to(samples.FOLDER)}/{sample}" for sample in samples.all_samples()}
    readme = (samples.FOLDER / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", readme, re.MULTILINE)) == {place.partition("/")[0] for place in places}


@pytest.mark.parametrize("finding", [name for name in known_findings() if name not in EXCEPTIONS])
def test_finding_has_a_sample_and_a_twin(finding):
    """One sample raises it, one that differs in one property does not, and the table names both."""
    pairs = pairs_of(finding)
    assert pairs
    findings, listed = rows()
    told = findings[finding]
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
