# SPDX-License-Identifier: GPL-2.0-or-later
"""The text report read as a letter to a customer: the cause, what to do first, the counts, and nothing told twice.

What ten letters have to say was written by hand, before the report could say it: data/golden/letters.json.
"""

import json
import pathlib
import re

import pytest

import samples

LETTERS = json.loads((pathlib.Path(__file__).parent / "data" / "golden" / "letters.json").read_text(encoding="utf-8"))
MOST_WORDS = 25
#: Shorter sentences say little: "Restart the machine." may stand wherever it is due.
SHORTEST_SENTENCE = 60
TABLES = "\nHighest TLS version offered, by client and role\n"


@pytest.fixture(scope="module")
def read(wireshark, captures):
    """A function that gives the text report and the JSON report of a sample."""
    def both(name):
        sample = samples.Sample(name)
        capture = captures / sample.capture.name
        return wireshark.report(capture, *sample.options), wireshark.json(capture, *sample.options)
    return both


def paragraphs(report):
    """The lines of a report, each with what was wrapped to the next line; without the tables at its end."""
    lines = []
    for line in report.split(TABLES)[0].splitlines():
        if lines and re.match(r" {3,}\S", line) and not re.match(r" {3}[A-Z][a-z ]+:", line) and "HKLM" not in line:
            lines[-1] += " " + line.strip()
        else:
            lines.append(line.strip())
    return lines


def sentences(report):
    """All sentences of a report's prose, without the numbers of frames and times, which differ for equal words."""
    for paragraph in paragraphs(report):
        if paragraph.startswith("Shown as:"):
            continue  # other people's messages, word for word
        text = re.sub(r"Frame \d+(, [\d:.TZ-]+)?: ", "", re.sub(r"^[A-Z][a-z ]+: +", "", paragraph))
        yield from (sentence.strip() for sentence in re.split(r"(?<=[.?:;]) ", text))


def words_of(sentence):
    return len(sentence.split())


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter["sample"])
def test_letter_says_what_a_customer_needs(read, letter):
    """The first line is the cause, the second what to do first, the third how much was judged."""
    report, document = read(letter["sample"])
    verdict = document["verdict"]
    first, second, third = paragraphs(report)[:3]
    assert first.startswith("Verdict: " + letter["cause"])
    assert verdict["text"].startswith(letter["cause"]) and verdict["do_first"] == letter["do_first"]
    if letter["do_first"] is None:
        assert not second.startswith("Do first:")
    else:
        assert first == "Verdict: " + letter["cause"]
        assert second == "Do first: " + letter["do_first"]
        assert third.startswith("Judged: " + letter["counts"]) and letter["counts"] in verdict["text"]
    whole = " ".join(report.split())
    for said in letter["says"]:
        assert said in whole
    for said in letter["never"]:
        assert said not in whole


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter["sample"])
def test_letter_tells_nothing_twice(read, letter):
    """No sentence and no registry path stands twice."""
    report, _ = read(letter["sample"])
    told = [sentence for sentence in sentences(report) if len(sentence) >= SHORTEST_SENTENCE]
    assert not {sentence for sentence in told if told.count(sentence) > 1}
    paths = re.findall(r"^ *(HKLM\\.*)$", report, re.MULTILINE)
    assert not {path for path in paths if paths.count(path) > 1}


def test_verdict_begins_with_a_short_cause(sample, wireshark, capture):
    """The first sentence has 25 words at most, and is neither the law nor what the cause is not."""
    verdict = wireshark.json(capture, *sample.options)["verdict"]
    cause = re.split(r"(?<=[.?]) (?=[A-Z0-9(\"])", verdict["text"])[0]
    assert words_of(cause) <= MOST_WORDS, cause
    assert not re.match(r"Microsoft's (clouds|endpoint)|The version is not|Not the usual", verdict["text"])
    assert (verdict["do_first"] is not None) or verdict["level"] in ("ok", "note", "unknown", "chat")
