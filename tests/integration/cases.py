# SPDX-License-Identifier: GPL-2.0-or-later
"""The cases of data/cases: small captures, and what must and must not be said about each.

A row of the table is a file NAME.expected.json, written by hand:

- `happened`: what the capture shows; `capture`: the file, unless it is the row's name; `options`: of tshark.
- `stock`: {display filter: frames}: where it holds, by stock Wireshark alone: why a conclusion is, or is not, allowed.
- `flows`: {stream: {key of the JSON report: allowed values}}.
- `statuses`: {stream: status of each request's answer}.
- `required`: findings that must be told: `id`, `severity` (null: any), `stream` (null: of no flow), `words` in its texts.
- `forbidden`: ids that no report, flow or statistics may tell; `at_most`: the worst severity of all told.
- `on_frames`: {frame: findings that stay facts of the frame}.
- `levels`: allowed levels of the verdict; `verdict`, `report`: words in it; `never`: words in neither report.
- `health`: false: nothing may sound as if all were well.
- `unread`: reasons that the capture's list must name.
- `twin`: the row that differs in one property (`differs_in`), of which this row's expectation is wrong.
"""

import dataclasses
import functools
import json

from wireshark import ROOT

FOLDER = ROOT / "tests" / "integration" / "data" / "cases"
HEALTH_CLAIMS = ("No TLS problem", "no failed handshake", "TLS is not the cause")
_EXPECTATION = ".expected.json"
_SEVERITIES = (None, "chat", "note", "warning", "error")
_TEXTS = ("summary", "cause", "remedy", "explains")


@dataclasses.dataclass(frozen=True)
class Case:
    """One row of the table."""

    name: str

    def __str__(self):
        return self.name

    @functools.cached_property
    def expected(self):
        """The row."""
        return json.loads((FOLDER / (self.name + _EXPECTATION)).read_text(encoding="utf-8"))

    @property
    def capture(self):
        """Name of the capture file."""
        return self.expected["capture"]

    @property
    def options(self):
        """Options that tshark needs for it."""
        return tuple(self.expected.get("options", ()))

    @property
    def twin(self):
        """The row that it must not match, or None."""
        name = self.expected.get("twin")
        return Case(name) if name else None

    @property
    def flows(self):
        """{stream: {key: allowed values}}."""
        return {int(stream): keys for stream, keys in self.expected.get("flows", {}).items()}


@functools.cache
def all_cases():
    """Every row."""
    return tuple(Case(path.name.removesuffix(_EXPECTATION)) for path in sorted(FOLDER.glob(f"*{_EXPECTATION}")))


def disagreements(case, report, text):
    """What a JSON report and a text report say that the row does not allow, in words; nothing if all is well."""
    return [*_of_flows(case, report), *_of_findings(case, report), *_of_verdict(case, report), *_of_words(case, report, text)]


def of_flow(case, stream, outcome, findings):
    """What a flow's outcome and findings, without the rest of a report, say that the row does not allow."""
    allowed = case.flows.get(stream, {}).get("outcome", [outcome])
    if outcome not in allowed:
        yield f"stream {stream}: outcome {outcome}, not of {allowed}"
    for name in sorted(set(findings) & set(case.expected.get("forbidden", ()))):
        yield f"stream {stream}: {name}"


def _of_flows(case, report):
    flows = {flow["stream"]: flow for flow in report["flows"]}
    for stream, keys in case.flows.items():
        if stream not in flows:
            yield f"no flow {stream}"
            continue
        for key, allowed in keys.items():
            if key != "outcome" and flows[stream].get(key) not in allowed:
                yield f"stream {stream}: {key} {flows[stream].get(key)}, not of {allowed}"
    for stream, statuses in case.expected.get("statuses", {}).items():
        shown = [request["status"] for request in flows[int(stream)]["requests"]]
        if shown != statuses:
            yield f"stream {stream}: answered {shown}, not {statuses}"
    for stream, flow in flows.items():
        yield from of_flow(case, stream, flow["outcome"], [finding["id"] for finding in flow["findings"]])


def _of_findings(case, report):
    told = report["findings"]
    for name in sorted({finding["id"] for finding in told} & set(case.expected.get("forbidden", ()))):
        yield f"told: {name}"
    for finding in told:
        worst = case.expected.get("at_most", "error")
        if _SEVERITIES.index(finding["severity"]) > _SEVERITIES.index(worst):
            yield f"{finding['id']} is {finding['severity']}, above {worst}"
    for wanted in case.expected.get("required", ()):
        if not any(_is(finding, wanted) for finding in told):
            yield f"not told: {wanted}"


def _is(finding, wanted):
    text = " ".join(finding[part] for part in _TEXTS if finding[part])
    streams = finding["streams"]
    return (finding["id"] == wanted["id"] and finding["severity"] == (wanted["severity"] or finding["severity"])
            and ("stream" not in wanted or (wanted["stream"] in streams if wanted["stream"] is not None else not streams))
            and all(word in text for word in wanted.get("words", ())))


def _of_verdict(case, report):
    level, allowed = report["verdict"]["level"], case.expected.get("levels")
    if allowed and level not in allowed:
        yield f"verdict {level}, not of {allowed}"
    reasons = {entry["reason"] for entry in report["capture"].get("unread", ())}
    missing = sorted(set(case.expected.get("unread", ())) - reasons)
    if missing:
        yield f"unread: {sorted(reasons)}, without {missing}"


def _of_words(case, report, text):
    verdict = report["verdict"]["text"]
    for where, whole in (("verdict", verdict), ("report", text)):
        for word in case.expected.get(where, ()):
            if word.lower() not in whole.lower():
                yield f"{where} without: {word}"
    never = [*case.expected.get("never", ()), *(() if case.expected.get("health", True) else HEALTH_CLAIMS)]
    for word in never:
        if word.lower() in f"{verdict}\n{text}".lower():
            yield f"said: {word!r}"
