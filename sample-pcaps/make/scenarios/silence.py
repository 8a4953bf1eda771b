# SPDX-License-Identifier: GPL-2.0-or-later
"""No answer: to the ClientHello, three ways, and to the SYN (refused)."""

from dataclasses import replace

from laboratory.edits import RewriteAddresses
from laboratory.expectation import (NO_HELLO, completed, finding, flow, matched, refused,
                                    unanswered, with_findings)
from laboratory.network import Link
from laboratory.places import PLACES
from laboratory.scenario import Call, Client, Scenario, Server

from .common import GCM, GCM_OPENSSL, twin_of

_ANSWERS = Server(ciphers=GCM_OPENSSL)
_SILENT = Server(act="silence")
_EWS = Call("outlook.office365.com", "/EWS/Exchange.asmx")
_HEALTHY = (flow(_EWS.host, "TLS 1.2", completed("TLS 1.2", GCM)),)

#: An address of Exchange Online's published range 40.96.0.0/13.
_EXCHANGE_ONLINE = "40.96.20.30"


def _path_black_hole():
    """The hello is larger than the path takes, and nobody says so."""
    first = Scenario(
        name="hello_lost_on_the_way",
        sentence="A TLS 1.2 hello to outlook.office365.com is larger than the path takes: it is "
                 "never acknowledged and sent again twice before the capture ends.",
        client=Client("mbedtls", low="1.2"), calls=(replace(_EWS, background=True),), settle=0.8,
        flows=(flow(_EWS.host, "TLS 1.2", with_findings(
            unanswered("warning", "retransmission_2"),
            finding("hello_not_acknowledged", "warning", "retransmission_2"))),),
        servers={_EWS.host: _ANSWERS}, links=(Link("cloud", mtu=200, advertised_mss=1460),))
    return twin_of(
        first, "hello_lost_on_the_way_twin",
        "A TLS 1.2 hello to outlook.office365.com fits the path and is answered.",
        "the path takes packets of 1500 bytes", "the path takes packets of 200 bytes",
        links=(), flows=_HEALTHY)


def _client_gives_up():
    """The server acknowledges and says nothing; the client ends it."""
    first = Scenario(
        name="silence_client_closes",
        sentence="A TLS 1.2 hello to outlook.office365.com is acknowledged and never answered; "
                 "the client closes after its own timeout.",
        client=Client("curl", low="1.2", options=("timeout=2",)), calls=(_EWS,),
        flows=(flow(_EWS.host, "TLS 1.2", unanswered("error", "end", "client")),),
        servers={_EWS.host: _SILENT})
    return twin_of(
        first, "silence_client_closes_twin",
        "A TLS 1.2 hello to outlook.office365.com is answered in time.",
        "the called side answers the hello, instead of saying nothing",
        "the called side says nothing, instead of answering the hello",
        flows=_HEALTHY, servers={_EWS.host: _ANSWERS})


def _ten_seconds():
    """The hello is acknowledged; from then on only something unrelated is seen, for more than 10 s."""
    unrelated = Call("www.example.net", port=80, client=Client("curl"), delay_before=5.5)
    web = Server(stack="http")
    first = Scenario(
        name="silence_ten_seconds",
        sentence="A TLS 1.2 hello to outlook.office365.com is acknowledged and never answered; "
                 "for more than 10 s the capture shows unrelated plain HTTP calls of the same client.",
        client=Client("python", low="1.2"),
        calls=(replace(_EWS, background=True), unrelated, unrelated),
        flows=(flow(_EWS.host, "TLS 1.2", unanswered("warning", None)),),
        servers={_EWS.host: _SILENT, unrelated.host: web})
    return twin_of(
        first, "silence_ten_seconds_twin",
        "A TLS 1.2 hello to outlook.office365.com is answered after 3 s; for more than 10 s after it "
        "the capture shows unrelated plain HTTP calls of the same client.",
        "the called side answers after 3 s, instead of saying nothing",
        "the called side says nothing, instead of answering after 3 s",
        flows=_HEALTHY, servers={_EWS.host: replace(_ANSWERS, act="late"), unrelated.host: web})


def _refused():
    """No TLS at all: the SYN is answered by a reset."""
    facts = {"server": _EXCHANGE_ONLINE}
    first = Scenario(
        name="tcp_refused",
        sentence="A connection to an address of Exchange Online is refused: SYN answered by RST.",
        client=Client("curl", low="1.2"), calls=(_EWS,), servers={},
        edits=(RewriteAddresses(((PLACES[_EWS.host].address, _EXCHANGE_ONLINE),)),),
        flows=(flow(_EWS.host, "TLS 1.2", refused("error"), **facts, **matched("address"),
                    **NO_HELLO),))
    return twin_of(
        first, "tcp_refused_twin",
        "A connection to an address of Exchange Online is accepted and completes.",
        "a server listens there", "no server listens there",
        flows=(flow(_EWS.host, "TLS 1.2", completed("TLS 1.2", GCM), **facts),),
        servers={_EWS.host: _ANSWERS})


SCENARIOS = [*_path_black_hole(), *_client_gives_up(), *_ten_seconds(), *_refused()]
