# SPDX-License-Identifier: GPL-2.0-or-later
"""HTTP that can be read: each sample's requests and answers, in every way of reading; no secret anywhere."""

import functools

import pytest

import crafted
import samples
from frames import read_sharkd, read_tree

CONTENT_FINDINGS = {"oauth_error", "soap_fault", "ews_error", "autodiscover_error", "http_error", "sts_error"}
WITH_REQUESTS = [sample for sample in samples.all_samples()
                 if any("requests" in flow for flow in sample.expected["flows"])]
PASSES = pytest.mark.parametrize("passes", [(), ("-2",)], ids=["one pass", "two passes"])
each_sample = pytest.mark.parametrize("sample", WITH_REQUESTS, ids=str)
_FIELDS = ("frame.number", "tcp.stream", "http.response.code", "http2.streamid", "http2.headers.method",
           "http2.headers.status", "http2.body.reassembled.data", "http2.data.data", "tcp.flags.fin", "tcp.flags.reset")


@pytest.fixture(scope="module")
def answers(wireshark, captures):
    """A function that tells, by stock tshark, the frames of a sample's answers in the order of the requests, and the
    frame that closes each connection: {stream: ([frame, ...], frame)}."""

    @functools.cache
    def find(sample):
        arguments = ["-n", "-r", captures / sample.capture.name, *sample.options, "-T", "fields"]
        for field in _FIELDS:
            arguments += ["-e", field]
        streams = {}
        for line in wireshark.tshark(*arguments, plugin=False).decode().splitlines():
            values = dict(zip(_FIELDS, line.split("\t"), strict=True))
            if values["tcp.stream"]:
                _note(streams.setdefault(int(values["tcp.stream"]), {"http": [], "http2": {}, "end": None}), values)
        return {stream: (noted["http"] or list(noted["http2"].values()), noted["end"])
                for stream, noted in streams.items()}

    return find


def _note(noted, values):
    """Takes one frame into account."""
    number = int(values["frame.number"])
    noted["http"] += [number for code in values["http.response.code"].split(",") if code and int(code) >= 200]
    if values["http2.headers.method"]:
        for stream in values["http2.streamid"].split(","):
            if stream != "0":
                noted["http2"].setdefault(stream, None)
    elif values["http2.headers.status"] or values["http2.data.data"]:
        for stream in values["http2.streamid"].split(","):
            if stream in noted["http2"]:
                noted["http2"][stream] = number
    if noted["end"] is None and ("1" in (values["tcp.flags.fin"], values["tcp.flags.reset"])
                                 or "True" in (values["tcp.flags.fin"], values["tcp.flags.reset"])):
        noted["end"] = number


def expected_findings(sample, answers):
    """[(stream, frame, id, severity)], severity "*" where any will do."""
    return sorted(
        (stream, answers(sample)[stream][1] if finding["frame_of"] is None
         else answers(sample)[stream][0][finding["frame_of"]], finding["id"], finding["severity"])
        for stream, flow in sample.flows.items() for finding in flow.get("content_findings", []))


def _without_free_severities(shown, expected):
    """The shown findings, with "*" for the severity where that is expected."""
    free = {finding[:3] for finding in expected if finding[3] == "*"}
    return sorted((*finding[:3], "*") if finding[:3] in free else finding for finding in shown)


def test_there_are_samples():
    """The other tests walk them."""
    assert len(WITH_REQUESTS) >= 30


@each_sample
@PASSES
def test_requests(sample, passes, wireshark, capture):
    """The JSON report lists the requests of each flow, in order, with what the answer was."""
    report = wireshark.json(capture, *passes, *sample.options)
    for flow in report["flows"]:
        expected = sample.flows[flow["stream"]].get("requests", [])
        wanted = [{key: value for key, value in request.items() if value != "*"} for request in expected]
        assert [{key: request[key] for key in facts} for request, facts in zip(flow["requests"], wanted)] == wanted
        assert len(flow["requests"]) == len(expected)


@each_sample
@pytest.mark.parametrize("way", ["one pass", "two passes", "sharkd"])
def test_findings_stand_on_the_answers(sample, way, wireshark, capture, answers):
    """Each finding is on the frame with the answer that is its evidence, and nowhere else."""
    if way == "sharkd":
        frames = read_sharkd(wireshark.shared_sharkd(sample.options), capture)
    else:
        frames = read_tree(wireshark, capture, *(["-2"] if way == "two passes" else []), *sample.options)
    expected = expected_findings(sample, answers)
    shown = [(frame.stream, number, name, severity) for number, frame in frames.items()
             for name, severity in frame.findings if name in CONTENT_FINDINGS]
    assert _without_free_severities(shown, expected) == expected


@each_sample
def test_flow_keeps_each_finding(sample, wireshark, capture, answers):
    """In the JSON report each flow has its findings, with their frames."""
    report = wireshark.json(capture, *sample.options)
    expected = expected_findings(sample, answers)
    shown = [(flow["stream"], finding["frame"], finding["id"], finding["severity"])
             for flow in report["flows"] for finding in flow["findings"] if finding["id"] in CONTENT_FINDINGS]
    assert _without_free_severities(shown, expected) == expected


SIGN_IN = "Authorization: NTLM TlRMTVNTUAABAAAAB4IIogAAAAAAAAAAAAAAAAAAAAAKAGFKAAAADw=="


@PASSES
@pytest.mark.parametrize(("headers", "severity"), [((), "note"), ((SIGN_IN,), "error")], ids=["probe", "first leg"])
def test_refusal_and_close(wireshark, passes, headers, severity):
    """Who did not try to sign in was no failure: a 401, then a close."""
    capture = wireshark.file("refused.pcap", crafted.http([
        crafted.http_request(b"<a/>", headers), crafted.http_answer(status="401 Unauthorized")]))
    (flow,) = wireshark.json(capture, *passes)["flows"]
    assert [finding["severity"] for finding in flow["findings"] if finding["id"] == "http_error"] == ["chat", severity]


@each_sample
def test_verdict_names_the_error(sample, wireshark, capture):
    """With healthy TLS and an error in HTTP, the verdict is that error."""
    verdict = wireshark.json(capture, *sample.options)["verdict"]
    for text in sample.expected.get("verdict_contains", []):
        assert text in verdict["text"]


def outputs(wireshark, capture, *options):
    """Everything that the plugin writes about a capture."""
    arguments = ["-n", "-r", capture, *options]
    return "\n".join(wireshark.tshark(*arguments, *more).decode(errors="replace") for more in (
        ("-O", "exchange_hybrid"), ("-q", "-z", "expert"), ("-q", "-z", "exchange_hybrid,report"),
        ("-q", "-z", "exchange_hybrid,json"), ("-o", "gui.column.format:\"Info\",\"%i\"", "-o",
                                               "exchange_hybrid.info_column:TRUE")))


@each_sample
@PASSES
def test_no_secret_is_copied(sample, passes, wireshark, capture):
    """No signature, raw token, password or cookie, whatever the preferences say."""
    text = outputs(wireshark, capture, *passes, *sample.options, "-o", "exchange_hybrid.show_addresses:TRUE")
    # Wireshark's own summary lines stand between ours.
    for secret in sample.expected["secrets"]:
        assert secret not in text


@each_sample
def test_mail_addresses_only_if_asked_for(sample, wireshark, capture):
    """They are masked in the reports."""
    arguments = [wireshark.report(capture, *sample.options), str(wireshark.json(capture, *sample.options))]
    for address in sample.expected["addresses"]:
        assert not any(address in text for text in arguments)


def test_mail_addresses_are_shown_if_asked_for(wireshark, captures):
    """In some sample an address stands in what is told."""
    asked = [
        any(address in str(wireshark.json(captures / sample.capture.name, *sample.options, "-o",
                                          "exchange_hybrid.show_addresses:TRUE"))
            for address in sample.expected["addresses"])
        for sample in WITH_REQUESTS]
    assert any(asked)


@each_sample
def test_nothing_is_read_with_the_preference_off(sample, wireshark, capture):
    """Then the capture reads as if it were encrypted."""
    report = wireshark.json(capture, *sample.options, "-o", "exchange_hybrid.requests:FALSE")
    assert not any(flow["requests"] for flow in report["flows"])
    assert not {finding["id"] for finding in report["findings"]} & CONTENT_FINDINGS


def test_an_action_is_one_story(wireshark, captures):
    """Autodiscover, token and free/busy are told together, with where they stopped."""
    report = wireshark.json(captures / "requests_dauth_sts_fault.pcapng")
    (action,) = report["actions"]
    assert action["stopped"]
    assert [step["role"] for step in action["steps"]] == ["autod_soap_wssec", "mfg_sts"]
    text = wireshark.report(captures / "requests_dauth_sts_fault.pcapng")
    assert text.count("Steps:") == 1
    assert "stopped here" in text
    (healthy,) = wireshark.json(captures / "requests_freebusy_oauth.pcapng")["actions"]
    assert not healthy["stopped"]
    assert healthy["feature"] == "free/busy"
    assert [step["role"] for step in healthy["steps"]] == ["autod_soap", "acs_token", "ews", "ews"]
