# SPDX-License-Identifier: GPL-2.0-or-later
"""What the reports make of several servers and calls beside one another, and of dates when TLS is healthy."""

import functools
import ipaddress
import json
import re

import pytest

import samples
from capture_file import CaptureFile
from evidence import find_evidence

# Six servers, of which only the .NET programs of this one are old.
SIX_SERVERS, OLD_SERVER = samples.Sample("six_servers"), "192.0.2.10"
NEW_HOST, OLD_HOST = "login.microsoftonline.com", "accounts.accesscontrol.windows.net"
# Exchange Online calls a published server.
PUBLISHED = "name_unrecognised_inbound_twin"
DOT_NET_PATHS = (r"HKLM\SOFTWARE\Microsoft\.NETFramework\v4.0.30319",
                 r"HKLM\SOFTWARE\Wow6432Node\Microsoft\.NETFramework\v4.0.30319")
DOT_NET_VALUES = ("SystemDefaultTlsVersions", "SchUseStrongCrypto")

TLS_IS_HEALTHY = "TLS is not the cause"
DATED_HINT = "as announced in"
HEALTHY = ("completed", "resumed")


@pytest.fixture(scope="module")
def report_of(wireshark, captures):
    """A function that gives a sample's text report, made once."""
    return functools.cache(lambda sample: wireshark.report(captures / sample.capture.name, *sample.options))


@pytest.fixture(scope="module")
def json_of(wireshark, captures):
    """A function that gives a sample's JSON report, made once."""
    return functools.cache(lambda sample: wireshark.json(captures / sample.capture.name, *sample.options))


@pytest.fixture(scope="module")
def hello_frames(wireshark, captures):
    """{(client, host): frame of the first hello} of the six servers, by stock tshark."""
    events = find_evidence(wireshark, captures / SIX_SERVERS.capture.name)
    frames = {}
    for stream, flow in sorted(SIX_SERVERS.flows.items()):
        frames.setdefault((flow["client"], flow["host"]), events[stream]["client_hello"])
    return frames


def on_one_line(text):
    """Text as it reads, wherever its lines were broken."""
    return " ".join(text.split())


def stories_of(report):
    """(severity, text with its lines) of each numbered story of a text report, in order."""
    numbered = re.split(r"^ *\d+\. (error|warning|note|chat): ", report.partition("\nHighest TLS version")[0],
                        flags=re.MULTILINE)
    return list(zip(numbered[1::2], numbered[2::2], strict=True))


def names_frame(text, number):
    """Whether a text names a frame."""
    return re.search(rf"\bframe {number}\b", text, re.IGNORECASE) is not None


def old_streams():
    """Streams of the six servers' capture that offer less than TLS 1.2: all of one server."""
    streams = sorted(stream for stream, flow in SIX_SERVERS.flows.items() if samples.offers_below_tls12(flow))
    assert {SIX_SERVERS.flows[stream]["client"] for stream in streams} == {OLD_SERVER}
    return streams


def test_first_story_compares_the_offers(report_of, hello_frames):
    """The first story names the one server, what it offered to which host, and the frames of both."""
    severity, story = stories_of(report_of(SIX_SERVERS))[0]
    seen = on_one_line(story).partition(" Means: ")[0]
    assert severity == "error"
    assert OLD_SERVER in seen
    for version, host in (("TLS 1.2", NEW_HOST), ("TLS 1.0", OLD_HOST)):
        assert version in seen and host in seen
        assert names_frame(seen, hello_frames[OLD_SERVER, host])


def test_first_story_names_the_dot_net_settings(report_of):
    """The first story holds both registry paths in full, with the values below each."""
    _, story = stories_of(report_of(SIX_SERVERS))[0]
    shown = dict(re.findall(r"^ *(HKLM\\.*)\n(.*)$", story, re.MULTILINE))
    for path in DOT_NET_PATHS:
        assert all(value in shown.get(path, "") for value in DOT_NET_VALUES), path


def test_one_story_is_an_error(report_of):
    """One server, one cause, one error: what else is told is a warning at most."""
    severities = [severity for severity, _ in stories_of(report_of(SIX_SERVERS))]
    assert severities.count("error") == 1


def test_json_blames_one_server(json_of):
    """Errors are on the old flows of that server only, and on each of them."""
    findings = json_of(SIX_SERVERS)["findings"]
    assert findings[0]["severity"] == "error"
    errors = [finding for finding in findings if finding["severity"] == "error"]
    assert sorted({stream for finding in errors for stream in finding["streams"]}) == old_streams()
    for finding in errors:
        assert OLD_SERVER in finding["summary"]
        assert all(word in finding["remedy"] for word in (*DOT_NET_PATHS, *DOT_NET_VALUES))


def test_json_compares_the_offers(json_of, hello_frames):
    """One finding has both offers, with hosts and frames, and the settings."""
    (differs,) = [finding for finding in json_of(SIX_SERVERS)["findings"]
                  if finding["id"] == "client_offers_differ"]
    assert (differs["severity"], sorted(differs["streams"])) == ("warning", old_streams())
    texts = f"{differs['summary']} {differs['cause']}"
    assert all(word in texts for word in (OLD_SERVER, "TLS 1.2", NEW_HOST, "TLS 1.0", OLD_HOST))
    assert hello_frames[OLD_SERVER, OLD_HOST] in differs["frames"]
    assert names_frame(texts, hello_frames[OLD_SERVER, NEW_HOST])
    assert all(word in differs["remedy"] for word in (*DOT_NET_PATHS, *DOT_NET_VALUES))


def test_nothing_is_told_of_six_healthy_servers(report_of, json_of):
    """Six servers with TLS 1.2 make no story, unless of what is normal."""
    sample = samples.Sample("six_servers_tls12")
    report = json_of(sample)
    assert report["verdict"]["level"] == "ok"
    assert {severity for severity, _ in stories_of(report_of(sample))} <= {"chat"}
    assert {finding["severity"] for finding in report["findings"]} <= {"chat"}


def verdicts_of(sample, report_of, json_of):
    """The verdict's text in both reports."""
    text = on_one_line(report_of(sample).partition("\nCapture:")[0])
    return text, json_of(sample)["verdict"]["text"]


def test_healthy_tls_after_the_announcements(report_of, json_of):
    """TLS is not the cause; what was announced meanwhile may be."""
    sample = samples.Sample("hint_after_announcement")
    assert json_of(sample)["verdict"]["level"] == "ok"
    for verdict in verdicts_of(sample, report_of, json_of):
        assert all(words in verdict for words in (TLS_IS_HEALTHY, DATED_HINT, "Message Center"))


@pytest.mark.parametrize("name", ["hint_before_announcement", "hint_gcc_high"])
def test_healthy_tls_before_the_announcements_or_elsewhere(report_of, json_of, name):
    """The same flows in July 2025, or in another cloud: no announcement is about them."""
    sample = samples.Sample(name)
    assert json_of(sample)["verdict"]["level"] == "ok"
    assert DATED_HINT not in report_of(sample)
    for verdict in verdicts_of(sample, report_of, json_of):
        assert TLS_IS_HEALTHY in verdict and DATED_HINT not in verdict


def test_announcements_are_about_healthy_flows(json_of, sample):
    """A verdict speaks of announcements only where a flow to the worldwide cloud was healthy."""
    if DATED_HINT in json_of(sample)["verdict"]["text"]:
        assert any(flow["hybrid"] and flow["cloud"] == "worldwide" and flow["outcome"] in HEALTHY
                   for flow in sample.expected["flows"])


def test_nothing_is_compared_through_a_filter(wireshark, captures):
    """A filter may hide the hellos that show that a client can do better: nothing is said of all of them."""
    capture = captures / "six_servers.pcapng"
    argument = 'exchange_hybrid,json,exchange_hybrid.role == "acs"'
    report = json.loads(wireshark.tshark("-n", "-r", capture, "-q", "-z", argument))
    assert {flow["client_max_version"] for flow in report["flows"]} == {"TLS 1.0", "TLS 1.2"}
    assert "client_behind_siblings" not in {finding["id"] for finding in report["findings"]}


def is_of(flow, client, host):
    """Whether a flow of an expectation is of that client to that host."""
    return (flow["client"], flow["host"]) == (client, host)


@pytest.fixture(scope="module")
def without_streams(wireshark, captures):
    """A function that gives the six servers' capture without some conversations, and without some frames."""
    def content(streams, *frames):
        display_filter = " or ".join(f"tcp.stream == {stream}" for stream in streams)
        printed = wireshark.tshark("-n", "-r", captures / SIX_SERVERS.capture.name, "-Y", display_filter,
                                   "-T", "fields", "-e", "frame.number", plugin=False)
        numbers = {*map(int, printed.split()), *frames}
        return CaptureFile.read(SIX_SERVERS.capture).without(*numbers)
    return content


@pytest.fixture(scope="module")
def behind(without_streams):
    """The six servers' capture without what the old server offers to the newer of its hosts."""
    return without_streams([stream for stream, flow in SIX_SERVERS.flows.items() if is_of(flow, OLD_SERVER, NEW_HOST)])


def blamed(report):
    """Summaries of client_behind_siblings in a JSON report."""
    return [finding["summary"] for finding in report["findings"] if finding["id"] == "client_behind_siblings"]


def moved(content, old, new):
    """A capture's content with one IPv4 address in another one's place."""
    return content.replace(ipaddress.IPv4Address(old).packed, ipaddress.IPv4Address(new).packed)


def callers_of(host):
    """The clients that call a host in the six servers' capture, but for the old one."""
    return {flow["client"] for flow in SIX_SERVERS.flows.values() if flow["host"] == host} - {OLD_SERVER}


def test_a_server_is_compared_with_servers(wireshark, behind):
    """Only those that ask for tokens of servers, too, are known to be servers."""
    (summary,) = blamed(wireshark.json(wireshark.file("behind", behind)))
    servers = callers_of(OLD_HOST)
    told, _, others = summary.partition("others offered")
    assert OLD_SERVER in told and servers == set(re.findall(r"192\.0\.2\.\d+", others))
    assert len(servers) < len({flow["client"] for flow in SIX_SERVERS.flows.values()} - {OLD_SERVER})


def test_workstations_say_nothing_of_a_server(wireshark, without_streams, json_of):
    """Callers of what workstations call, too, are nobody's siblings, unless the organisation's table says what they are."""
    streams = [stream for stream, flow in SIX_SERVERS.flows.items()
               if is_of(flow, OLD_SERVER, NEW_HOST) or (flow["host"] == OLD_HOST and flow["client"] != OLD_SERVER)]
    left = wireshark.file("workstations", without_streams(streams))
    rows = [word for server in {flow["client"] for flow in SIX_SERVERS.flows.values()}
            for word in ("-o", f'uat:exchange_hybrid_organization:"{server}","","onprem",""')]
    assert not blamed(wireshark.json(left))
    assert len(blamed(wireshark.json(left, *rows))) == 1
    assert len(blamed(json_of(samples.Sample("one_server_behind")))) == 1


def test_an_unread_hello_may_have_offered_more(wireshark, without_streams, hello_frames):
    """Nothing is said of all connections of a client where the hello of one of them is missing."""
    streams = [stream for stream, flow in SIX_SERVERS.flows.items() if is_of(flow, OLD_SERVER, NEW_HOST)]
    hello = int(hello_frames[OLD_SERVER, OLD_HOST])
    assert not blamed(wireshark.json(wireshark.file("hello missing", without_streams(streams, hello))))


def test_a_proxy_is_nobody_s_sibling(wireshark, behind):
    """Neither the old one, nor those that it would be compared with, by the organisation's table."""
    capture = wireshark.file("proxies", behind)
    for proxies in ({OLD_SERVER}, callers_of(OLD_HOST)):
        rows = [word for proxy in proxies for word in ("-o", f'uat:exchange_hybrid_organization:"{proxy}","","proxy",""')]
        assert not blamed(wireshark.json(capture, *rows))


def test_who_answers_hybrid_calls_is_nobody_s_sibling(wireshark, behind):
    """A balancer or firewall passes on what others say; the organisation's table may know that it is a server."""
    published = samples.Sample(PUBLISHED)
    (flow,) = published.expected["flows"]
    answers = moved(CaptureFile.read(published.capture).whole(), flow["server"], OLD_SERVER)
    both = wireshark.together("answers, too", [wireshark.file("behind", behind), wireshark.file("answers", answers)])
    assert not blamed(wireshark.json(both))
    row = f'uat:exchange_hybrid_organization:"{OLD_SERVER}","","onprem",""'
    assert len(blamed(wireshark.json(both, "-o", row))) == 1


def test_a_translated_address_is_nobody_s_sibling(wireshark, behind):
    """The same hellos from two addresses: neither end is compared."""
    outside = wireshark.file("outside", moved(behind, OLD_SERVER, "192.0.2.99"))
    both = wireshark.together("both ends", [wireshark.file("behind", behind), outside])
    assert not blamed(wireshark.json(both))


def test_no_hybrid_flow_is_told_in_the_text_report(report_of):
    """The text report asks how a capture without a hybrid flow was taken."""
    assert "No hybrid flow in this capture" in on_one_line(report_of(samples.Sample("unrelated_tls12")))
    assert "No hybrid flow in this capture" not in on_one_line(report_of(SIX_SERVERS))
