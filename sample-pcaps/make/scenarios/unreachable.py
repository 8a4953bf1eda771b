# SPDX-License-Identifier: GPL-2.0-or-later
"""No TLS at all: the SYN is not answered, or refused; and a reset that is not the peer's."""

from dataclasses import replace

from laboratory.edits import ForeignReset, RewriteAddresses
from laboratory.expectation import (NO_HELLO, Ending, completed, ended_after_hello, finding, flow,
                                    matched, refused, with_findings)
from laboratory.places import MAIL_SERVER6, PLACES
from laboratory.scenario import Call, Client, Scenario, Server
from laboratory.services import Resolver, records

from .common import GCM, GCM_OPENSSL, twin_of

_ANSWERS = Server(ciphers=GCM_OPENSSL)
_COMPLETED = completed("TLS 1.2", GCM)
_OUTLOOK, _UNLISTED = "outlook.office365.com", "www.example.net"
_TENANT = "autodiscover.contoso.onmicrosoft.com"
#: Long enough for the second retransmission of the SYN, after 3 s; and for the first only.
_PATIENT = Client("curl", low="1.2", options=("timeout=4",))
_IMPATIENT = Client("curl", low="1.2", options=("timeout=2",))
_IN_RANGE = "40.96.20.31"


def _no_answer(on):
    return Ending("unanswered", findings=(finding("no_tcp_answer", "warning", on),))


def _no_hello(host, ending, /, **facts):
    """A flow that never came to TLS, recognised by a DNS answer or as `facts` say."""
    return flow(host, "TLS 1.2", ending, **{**matched("dns", host), **NO_HELLO, **facts})


def _asked(host, family=4):
    return (Resolver(records(host), family),)


def _unanswered_in_range():
    """No name at all: the address is in a published range."""
    facts = {"server": _IN_RANGE}
    first = Scenario(
        name="syn_unanswered",
        sentence="Three SYN to an address of Exchange Online, and never an answer.",
        client=_PATIENT, calls=(Call(_OUTLOOK),), servers={}, silent=(PLACES[_OUTLOOK].address,),
        edits=(RewriteAddresses(((PLACES[_OUTLOOK].address, _IN_RANGE),)),),
        flows=(_no_hello(_OUTLOOK, _no_answer("syn_retransmission_2"), **facts,
                         **matched("address")),))
    return twin_of(
        first, "syn_unanswered_twin", "A SYN to an address of Exchange Online is answered.",
        "the SYN is answered", "the SYN is not answered", silent=(),
        servers={_OUTLOOK: _ANSWERS}, flows=(flow(_OUTLOOK, "TLS 1.2", _COMPLETED, **facts),))


def _unanswered_by_dns(name, family):
    """A DNS answer named the address; the twin's name is unlisted."""
    def one(host):
        place = PLACES[host]
        return {"calls": (Call(host, family=family),), "services": _asked(host, family),
                "silent": (place.address6 if family == 6 else place.address,)}

    ends = {"client": MAIL_SERVER6, "server": PLACES[_OUTLOOK].address6} if family == 6 else {}
    first = Scenario(
        name=name, client=_PATIENT, servers={},
        sentence=f"A DNS answer names the address of {_OUTLOOK}; three SYN to it, and never an "
                 "answer.",
        flows=(_no_hello(_OUTLOOK, _no_answer("syn_retransmission_2"), **ends),), **one(_OUTLOOK))
    return twin_of(
        first, f"{name}_unlisted",
        f"A DNS answer names the address of {_UNLISTED}; three SYN to it, and never an answer.",
        f"the name: {_UNLISTED}", f"the name: {_OUTLOOK}", flows=(), **one(_UNLISTED))


def _unanswered_ten_seconds():
    """Only one retransmission, but the capture goes on; in the twin it ends sooner."""
    web = Call(_UNLISTED, port=80, client=Client("curl"), delay_before=5.5)
    first = Scenario(
        name="syn_unanswered_ten_seconds",
        sentence="Two SYN to an address of Exchange Online, and no answer; for more than 10 s "
                 "the capture shows unrelated plain HTTP calls of the same client.",
        client=_IMPATIENT, calls=(Call(_OUTLOOK), web, web), servers={_UNLISTED: Server(stack="http")},
        silent=(PLACES[_OUTLOOK].address,),
        edits=(RewriteAddresses(((PLACES[_OUTLOOK].address, _IN_RANGE),)),),
        flows=(_no_hello(_OUTLOOK, _no_answer(None), server=_IN_RANGE, **matched("address")),))
    return twin_of(
        first, "syn_unanswered_ten_seconds_twin",
        "Two SYN to an address of Exchange Online, and no answer; the capture ends soon after an "
        "unrelated plain HTTP call.",
        "the capture ends before 10 s have passed", "the capture ends after 10 s have passed",
        calls=(Call(_OUTLOOK), replace(web, delay_before=0.0)),
        flows=(_no_hello(_OUTLOOK, Ending("in_progress"), server=_IN_RANGE,
                         **matched("address")),))


def _refused(name, host, severity):
    """A DNS answer named the address; nobody listens there."""
    return Scenario(
        name=name, client=Client("curl", low="1.2"), calls=(Call(host),), servers={},
        sentence=f"A DNS answer names the address of {host}; the SYN to it is answered by RST.",
        services=_asked(host), flows=(_no_hello(host, refused(severity)),))


def _refused_by_dns():
    """Refused; in one twin the name is unlisted, in the other a server listens."""
    first = replace(_refused("tcp_refused_after_dns", _OUTLOOK, "error"),
                    twin="tcp_refused_after_dns_twin",
                    differs_in="no server listens there")
    _, accepted = twin_of(
        first, "tcp_refused_after_dns_twin",
        f"A DNS answer names the address of {_OUTLOOK}; a TLS 1.2 call to it completes.",
        "a server listens there", "", servers={_OUTLOOK: _ANSWERS},
        flows=(flow(_OUTLOOK, "TLS 1.2", _COMPLETED),))
    unlisted = replace(_refused("tcp_refused_unlisted", _UNLISTED, "error"), flows=(),
                       twin=first.name, differs_in=f"the name: {_UNLISTED}")
    by_design = replace(_refused("tcp_refused_by_design", _TENANT, "chat"),
                        twin=first.name, differs_in=f"the name: {_TENANT}")
    return [first, accepted, unlisted, by_design]


def _foreign_reset():
    """A reset with another time to live; in the twins with the peer's, or not looked at."""
    traced = ("-o", "exchange_hybrid.trace_resets:TRUE")
    by_peer = ended_after_hello("reset", "TLS 1.2")
    foreign = with_findings(by_peer, finding("foreign_reset", "warning", "end"))
    first = Scenario(
        name="foreign_reset", options=traced,
        sentence=f"A TLS 1.2 hello to {_OUTLOOK} is answered by a reset whose time to live is not "
                 "that of the server's other packets; with the preference trace_resets.",
        client=Client("python", low="1.2"), calls=(Call(_OUTLOOK),),
        servers={_OUTLOOK: replace(_ANSWERS, act="reset")}, edits=(ForeignReset(121),),
        flows=(flow(_OUTLOOK, "TLS 1.2", foreign),))
    pair = twin_of(
        first, "foreign_reset_twin",
        f"A TLS 1.2 hello to {_OUTLOOK} is answered by a reset whose time to live is that of the "
        "server's other packets; with the preference trace_resets.",
        "the reset's time to live: the server's", "the reset's time to live: another",
        edits=(), flows=(flow(_OUTLOOK, "TLS 1.2", by_peer),))
    untraced = replace(
        first, name="foreign_reset_not_traced", options=(),
        sentence=first.sentence.replace("with the preference", "without the preference"),
        twin="foreign_reset", differs_in="the preference trace_resets: off",
        flows=(flow(_OUTLOOK, "TLS 1.2", by_peer),))
    return [*pair, untraced]


SCENARIOS = [
    *_unanswered_in_range(),
    *_unanswered_by_dns("syn_unanswered_after_dns", 4),
    *_unanswered_by_dns("syn_unanswered_after_dns_ipv6", 6),
    *_unanswered_ten_seconds(),
    *_refused_by_dns(),
    *_foreign_reset(),
]
