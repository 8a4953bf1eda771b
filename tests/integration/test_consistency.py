# SPDX-License-Identifier: GPL-2.0-or-later
"""Relations that hold in every report: outcome, findings, counts, verdict and both forms never contradict each other."""

import re

import pytest

import cases
import samples

HEALTH = ("No TLS problem", "no failed handshake", "TLS is not the cause")
COMPLETE = ("completed", "resumed")
FAILED = ("alert", "reset", "closed", "refused", "unanswered")
CURRENT = ("TLS 1.2", "TLS 1.3")
MAIL = 25

# What says that a handshake did not come to its end; after completion none of these is true of a flow.
ENDED = {
    "closed_after_old_hello", "closed_after_hello", "closed_during_handshake", "client_gave_up_after_certificate",
    "hello_unanswered", "hello_not_acknowledged", "no_tcp_answer", "tcp_refused", "version_refused", "handshake_failure",
    "insufficient_security", "no_client_hello", "answered_in_clear", "proxy_unanswered",
}
# Of these a flow that is not known to have failed says nothing either.
ENDED_BY_SOMEBODY = {"closed_after_old_hello", "closed_after_hello", "closed_during_handshake",
                     "client_gave_up_after_certificate", "no_client_hello", "tcp_refused"}


def captures_and_options():
    """(capture, options) of each sample and each case; cases without a row of their own have no options."""
    made = [pytest.param(sample.capture, sample.options, id=sample.name) for sample in samples.all_samples()]
    rows = [(cases.FOLDER / case.capture, case.options) for case in cases.all_cases()
            if (cases.FOLDER / case.capture).exists()]
    told = {path for path, _ in rows}
    rows += [(path, ()) for path in sorted(cases.FOLDER.glob("*.pcap*")) if path not in told]
    return made + [pytest.param(path, options, id=f"{path.stem} {len(options)}") for path, options in rows]


@pytest.fixture(scope="module", name="readable")
def readable_folders(wireshark):
    """A function that gives a capture's path for Wireshark's user."""
    return lambda path: wireshark.readable(path.parent) / path.name


def hybrid_flows(report):
    return [flow for flow in report["flows"] if flow["hybrid"]]


def may_claim_health(report):
    """What must be seen, and what must not, before anything is said for TLS."""
    flows = hybrid_flows(report)
    complete = [flow for flow in flows if flow["outcome"] in COMPLETE]
    others = [flow for flow in flows if flow not in complete]
    return (bool(complete) and all(flow["negotiated_version"] in CURRENT for flow in complete)
            and all(flow["outcome"] is None and flow["server"]["port"] != MAIL for flow in others)
            and not any(flow["unread"] for flow in flows))


def check_flow(flow):
    found = {finding["id"] for finding in flow["findings"]}
    severities = {finding["id"]: finding["severity"] for finding in flow["findings"]}
    if flow["outcome"] in COMPLETE:
        assert not found & ENDED, "it is complete, and said to have ended"
        assert flow["ended_by"] is None
    if flow["outcome"] not in FAILED:
        assert not {one for one in found & ENDED_BY_SOMEBODY if severities[one] in ("error", "warning")}
        assert flow["ended_by"] is None
    assert (flow["outcome"] == "alert") <= (flow["alert"] is not None)
    # One direction, a gap, a cut: what could not be read is no outcome; what is decided may have been read in part.
    assert (flow["unread"] is not None) <= (flow["outcome"] in ("partial", "completed", "resumed", "alert", None))
    assert (flow["outcome"] == "partial") <= (flow["unread"] is not None)


def check_counts(report):
    flows, judged = hybrid_flows(report), report["verdict"]["judged"]
    assert sum(judged.values()) == len(flows)
    assert judged["completed"] == sum(flow["outcome"] in COMPLETE for flow in flows)
    assert judged["failed"] == sum(flow["outcome"] in FAILED for flow in flows)
    failed = sum(offer["failed"] for host in report["hosts"] for offer in host["offers"])
    assert failed == sum(flow["outcome"] in FAILED for flow in report["flows"]) or report["limits"]["hosts_cut"]
    for unread in report["capture"]["unread"]:
        assert unread["flows"] == sum(flow["unread"] == unread["reason"] for flow in report["flows"])
        assert unread["advice"] and (unread["flows"] or unread["frames"])
    reasons = {unread["reason"] for unread in report["capture"]["unread"]}
    assert {flow["unread"] for flow in report["flows"]} - {None} <= reasons


def check_verdict(report):
    verdict = report["verdict"]
    claims = [words for words in HEALTH if words in verdict["text"]]
    if claims or verdict["level"] == "ok":
        assert may_claim_health(report), (claims, verdict)
    severities = [finding["severity"] for flow in hybrid_flows(report) for finding in flow["findings"]]
    if verdict["level"] == "ok":
        assert not {finding["severity"] for finding in report["findings"]} & {"error", "warning"}
    if verdict["level"] in ("error", "warning"):
        assert verdict["level"] in {finding["severity"] for finding in report["findings"]}
    if "error" not in severities and hybrid_flows(report) and not any(
            finding["severity"] == "error" and not finding["streams"] for finding in report["findings"]):
        assert verdict["level"] != "error", "other traffic must not lead"


def verdict_of_text(text):
    """The verdict's words in the text report, without its line breaks."""
    lines = re.match(r"Verdict:(.*(?:\n   .*)*)", text)[1]
    return " ".join(lines.split())


def printable(text):
    """As the text report prints it: what does not print is a question mark."""
    return " ".join("".join(letter if letter.isprintable() or letter == " " else "?" for letter in text).split())


@pytest.mark.parametrize(("path", "options"), captures_and_options())
def test_report_does_not_contradict_itself(wireshark, readable, path, options):
    """Flows, counts, verdict, and the text report beside the JSON one."""
    capture = readable(path)
    report = wireshark.json(capture, *options)
    for flow in report["flows"]:
        check_flow(flow)
    check_counts(report)
    check_verdict(report)
    assert verdict_of_text(wireshark.report(capture, *options)) == printable(report["verdict"]["text"])
