# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures as Windows' own tools make them (pktmon, netsh with etl2pcapng).

Real captures of the laboratory, edited; what is found in them is what was found before.
"""

from laboratory.edits import MergeSegments, ProcessComments, SeenAtComponents, WithoutEthernet
from laboratory.expectation import Ending, completed, ended_after_hello, flow
from laboratory.scenario import Call, Client, Scenario, Server

from .common import CBC, CBC_OPENSSL, GCM, GCM_OPENSSL, twin_of, version_pair

_RESETS = Server(below="reset", ciphers=GCM_OPENSSL)
_CLOSES = Server(below="close", ciphers=GCM_OPENSSL)
_OUTLOOK = Call("outlook.office365.com", "/EWS/Exchange.asmx", "POST")


def _windows(name, how, stack, *edits, server=_RESETS, outcome="reset"):
    """A hello that fails and one that completes, in an edited capture."""
    return version_pair(
        name, f"A TLS 1.0 hello to outlook.office365.com is {outcome}; {how}.",
        f"A TLS 1.2 call to outlook.office365.com completes; {how}.",
        client=Client(stack), server=server, ending=ended_after_hello(outcome, "TLS 1.0"),
        calls=[_OUTLOOK], edits=edits)


def _large_segments():
    """The server's first flight in one piece, with an old version chosen or not."""
    both = f"{GCM_OPENSSL}:{CBC_OPENSSL}"
    first = Scenario(
        name="windows_large_segments_tls10",
        sentence="TLS 1.2 is offered to outlook.office365.com; the answering device chooses "
                 "TLS 1.0; segments above the MTU.",
        client=Client("python"), calls=(_OUTLOOK,), edits=(MergeSegments(),),
        servers={_OUTLOOK.host: Server(low="1.0", high="1.0", ciphers=both)},
        flows=(flow(_OUTLOOK.host, "TLS 1.2", completed("TLS 1.0", CBC)),))
    return twin_of(
        first, "windows_large_segments_tls12",
        "TLS 1.2 is offered to outlook.office365.com and chosen; segments above the MTU.",
        "server's highest TLS version: TLS 1.2, not TLS 1.0",
        "server's highest TLS version: TLS 1.0, not TLS 1.2",
        servers={_OUTLOOK.host: Server(low="1.0", high="1.2", ciphers=both)},
        flows=(flow(_OUTLOOK.host, "TLS 1.2", completed("TLS 1.2", GCM)),))


def _copies_of_unanswered_hello():
    """Copies are no retransmissions."""
    return Scenario(
        name="windows_copies_of_unanswered_hello",
        sentence="A TLS 1.2 hello to outlook.office365.com has no answer yet when the capture "
                 "ends; every packet was captured three times within microseconds.",
        client=Client("python", low="1.2"),
        calls=(Call("outlook.office365.com", background=True),), settle=0.8,
        servers={"outlook.office365.com": Server(act="silence")}, edits=(SeenAtComponents(2),),
        flows=(flow("outlook.office365.com", "TLS 1.2", Ending("in_progress")),),
        twin="hello_lost_on_the_way",
        differs_in="copies of the hello: within microseconds, not retransmissions")


SCENARIOS = [
    *_windows("windows_raw_ip", "packets without Ethernet header", "mono", WithoutEthernet()),
    *_windows("windows_copies", "every packet captured twice within microseconds", "curl",
              SeenAtComponents(1), server=_CLOSES, outcome="closed"),
    *_large_segments(),
    *_windows("windows_process_comments", "a comment with a process on every packet", "mono",
              ProcessComments()),
    *_windows("windows_pktmon", "packets without Ethernet header, captured three times, with "
              "comments", "go", SeenAtComponents(2), ProcessComments(), WithoutEthernet()),
    _copies_of_unanswered_hello(),
]
