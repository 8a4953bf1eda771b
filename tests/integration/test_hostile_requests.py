# SPDX-License-Identifier: GPL-2.0-or-later
"""HTTP that nobody honest sends: no crash, bounded memory, and "not readable" where it matters."""

import resource
import subprocess

import pytest

import crafted
from wireshark import unprivileged_user

FAULT = (b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode>'
         b"<faultstring>why</faultstring></s:Fault></s:Body></s:Envelope>")
ENTITIES = (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
            b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;&c;&c;&c;</a>')
# Body of an answer, and what is told of it: what was merely cut off is read as far as it goes.
BODIES = {
    "no XML": (b"\x00\x01\x02 binary", "not readable"),
    "half an element": (b"<a", None),
    "entities": (ENTITIES, "not readable"),
    "wrong charset": ("<a>\u00fc</a>".encode("latin-1"), "not readable"),
    "too deep": (b"<a>" * 400 + b"</a>" * 400, "not readable"),
    "empty": (b"", None),
    "ten megabytes": (b"<a>" + b"x" * 10_000_000 + b"</a>", None),
}
MEMORY = 1 << 20  # kibibytes


def read(wireshark, content):
    """The JSON report of one connection's only flow."""
    (flow,) = wireshark.json(wireshark.file("hostile.pcap", content))["flows"]
    return flow


@pytest.mark.parametrize("name", BODIES)
def test_bodies(wireshark, name):
    """The request is listed whatever its answer's body is; the details say if that cannot be read."""
    body, readable = BODIES[name]
    capture = wireshark.file("hostile.pcap", crafted.http([crafted.http_request(), crafted.http_answer(body)]))
    (flow,) = wireshark.json(capture)["flows"]
    assert [(request["role"], request["status"], request["error"]) for request in flow["requests"]] == [("ews", 200, None)]
    shown = wireshark.tshark("-n", "-r", capture, "-T", "fields", "-e", "exchange_hybrid.response.body").decode().split("\n")
    assert ("not readable" in shown) == (readable is not None)


@pytest.mark.parametrize("name", BODIES)
def test_bodies_of_requests(wireshark, name):
    """The same bodies in the request."""
    headers = ("Content-Type: text/xml; charset=utf-8",)
    flow = read(wireshark, crafted.http([crafted.http_request(BODIES[name][0], headers), crafted.http_answer()]))
    assert [(request["role"], request["status"]) for request in flow["requests"]] == [("ews", 200)]


def test_a_fault_after_a_megabyte_is_not_read(wireshark):
    """A bounded part of a body is read, so the memory is bounded too."""
    body = FAULT.replace(b"<s:Body>", b"<s:Body><!--" + b"x" * 2_000_000 + b"-->")
    flow = read(wireshark, crafted.http([crafted.http_request(), crafted.http_answer(body)]))
    assert [finding["id"] for finding in flow["findings"]] == []
    (request,) = read(wireshark, crafted.http([crafted.http_request(), crafted.http_answer(FAULT)]))["requests"]
    assert request["error"] == "Client"


@pytest.mark.parametrize("header", ["X-Long: ", "x-ms-diagnostics: 2000003;reason=\"", "WWW-Authenticate: Bearer client_id=\"",
                                    "Server: ", "request-id: "])
def test_headers_of_64_kibibytes(wireshark, header):
    """They are cut; the answer is still an answer."""
    answer = crafted.http_answer(b"", (header + "y" * 65_536,), "401 Unauthorized")
    flow = read(wireshark, crafted.http([crafted.http_request(), answer]))
    (request,) = flow["requests"]
    assert request["status"] == 401
    assert all(len(value) < 1024 for value in request.values() if isinstance(value, str))


@pytest.mark.parametrize("token", ["no token", "a.b.c", "\u00fc.\u00fc.\u00fc", "." * 70_000, "A" * 70_000, ""])
def test_tokens_that_are_none(wireshark, token):
    """The details say so; nothing of it is shown."""
    request = crafted.http_request(b"", (f"Authorization: Bearer {token}",))
    capture = wireshark.file("hostile.pcap", crafted.http([request, crafted.http_answer()]))
    shown = wireshark.tshark("-n", "-r", capture, "-T", "fields", "-e", "exchange_hybrid.token").decode().split()
    assert set(shown) <= {"not", "readable"}


def test_requests_beyond_the_bound_of_a_flow(wireshark):
    """A thousand are kept, the rest is counted."""
    messages = [message for _ in range(1010) for message in (crafted.http_request(), crafted.http_answer())]
    report = wireshark.json(wireshark.file("hostile.pcap", crafted.http(messages)))
    assert len(report["flows"][0]["requests"]) == 1000
    assert report["limits"]["requests_cut"] == 10


def test_memory_is_bounded(wireshark):
    """Ten bodies of ten megabytes do not stay: the program never needs a gibibyte."""
    messages = [message for _ in range(10) for message in (crafted.http_request(), crafted.http_answer(
        BODIES["ten megabytes"][0]))]
    capture = wireshark.file("hostile.pcap", crafted.http(messages))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    done = subprocess.run(["tshark", "-n", "-r", str(capture), "-q", "-z", "exchange_hybrid,json"], capture_output=True,
                          check=False, cwd="/", env=wireshark.environment(), **unprivileged_user())
    assert done.returncode == 0
    assert max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) < MEMORY
