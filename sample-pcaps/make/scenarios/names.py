# SPDX-License-Identifier: GPL-2.0-or-later
"""DNS answers in the capture: they name connections that send no name, or say what is wrong.

TLS 1.3 throughout, because its certificates cannot be seen: with TLS 1.2 the
certificate would be the stronger evidence.
"""

from dataclasses import replace

from laboratory.certificates import Certificate
from laboratory.expectation import completed, flow, frame_finding, known_as, matched
from laboratory.places import MAIL_SERVER6, PLACES
from laboratory.scenario import Call, Client, Scenario, Server
from laboratory.services import Resolver, records

from .common import GCM, GCM_OPENSSL, TLS13, twin_of

_ANSWERS = Server(high="1.3", ciphers=GCM_OPENSSL)
_NAMELESS = Client("s_client", low="1.2", high="1.3", sni=False)
_OUTLOOK, _UNLISTED = "outlook.office365.com", "www.example.net"
_ALIAS, _TRUE_NAME = "autodiscover.contoso.com", "autodiscover.outlook.com"


def _named(name, how, *, client=_NAMELESS, family=4, truncates=False, stream=0):
    """A listed name's address is asked for, then called without a server name; the twin's name
    is unlisted."""
    def one(host):
        place = PLACES[host]
        ends = {"client": MAIL_SERVER6, "server": place.address6} if family == 6 else {}
        return {"calls": (Call(host, family=family),), "servers": {host: _ANSWERS},
                "services": (Resolver(records(host), family, truncates),),
                "flows": (flow(host, "TLS 1.3", TLS13, stream=stream,
                               **matched("dns", host), **ends),)}

    first = Scenario(
        name=name, client=client,
        sentence=f"{how} names the address of {_OUTLOOK}; the TLS 1.3 call to it bears no server "
                 "name.", **one(_OUTLOOK))
    return twin_of(
        first, f"{name}_twin",
        f"{how} names the address of {_UNLISTED}; the TLS 1.3 call to it bears no server name.",
        f"the name: {_UNLISTED}, not {_OUTLOOK}", f"the name: {_OUTLOOK}, not {_UNLISTED}",
        **one(_UNLISTED))


def _chain(name, client, says, facts):
    """A customer's name is an alias of a listed one; in the twin it has an address of its own."""
    alias = Resolver(((_ALIAS, "CNAME", _TRUE_NAME), *records(_TRUE_NAME)))
    first = Scenario(
        name=name, client=client, calls=(Call(_ALIAS),), servers={_ALIAS: _ANSWERS},
        sentence=f"{_ALIAS} is an alias of {_TRUE_NAME} in the DNS answer; the TLS 1.3 call "
                 f"{says}.",
        services=(alias,),
        flows=(flow(_ALIAS, "TLS 1.3", TLS13, **known_as(_TRUE_NAME),
                    **{**facts, "host": _TRUE_NAME, "matched_by": "dns"}),))
    return twin_of(
        first, f"{name}_twin",
        f"{_ALIAS} has an address of its own in the DNS answer; the TLS 1.3 call {says}.",
        "the DNS answer: no alias", "the DNS answer: an alias of a listed name",
        services=(Resolver(records(_ALIAS)),),
        flows=(flow(_ALIAS, "TLS 1.3", TLS13, **facts),))


def _certificate_over_dns():
    """The same name by a DNS answer, and later by the certificate."""
    call = Call(_OUTLOOK)
    first = Scenario(
        name="certificate_over_dns",
        sentence=f"A DNS answer names the address of {_OUTLOOK}, and so does the certificate of "
                 "the TLS 1.2 call without a server name: the certificate is the stronger "
                 "evidence.",
        client=replace(_NAMELESS, high="1.2"), calls=(call,), servers={_OUTLOOK: _ANSWERS},
        services=(Resolver(records(_OUTLOOK)),),
        flows=(flow(_OUTLOOK, "TLS 1.2", completed("TLS 1.2", GCM),
                    certificate=Certificate().facts(_OUTLOOK),
                    **matched("certificate", _OUTLOOK)),))
    return replace(first, twin="dns_names_flow",
                   differs_in="client's highest TLS version: TLS 1.2, not TLS 1.3")


def _asked(name, host, says, found=(), answer=(), twin=None, differs_in=None):
    """A name is only asked for."""
    return Scenario(
        name=name, sentence=f"The resolver answers that {host} {says}.", client=Client("getent"),
        calls=(Call(host),), servers={}, services=(Resolver(answer),), flows=(),
        frames=tuple(frame_finding("name_not_resolved", severity, host) for severity in found),
        twin=twin, differs_in=differs_in)


_NOTHING = "does not exist (NXDOMAIN)"
_TENANT, _ROUTING = ("autodiscover.contoso.onmicrosoft.com",
                     "autodiscover.contoso.mail.onmicrosoft.com")

SCENARIOS = [
    *_named("dns_names_flow", "A DNS answer"),
    *_named("dns_names_flow_ipv6", "A DNS answer (AAAA, over IPv6)", family=6),
    *_named("dns_over_tcp", "A DNS answer over TCP, after a truncated one over UDP,",
            truncates=True, stream=1),
    *_chain("dns_cname_chain", replace(_NAMELESS, sni=True), f"bears the server name {_ALIAS}", {}),
    *_chain("dns_cname_chain_without_sni", _NAMELESS, "bears no server name",
            matched("dns", _ALIAS)),
    _certificate_over_dns(),
    _asked("name_not_resolved", _OUTLOOK, _NOTHING, ["error"],
           twin="name_not_resolved_unlisted", differs_in=f"the name: {_OUTLOOK}"),
    _asked("name_not_resolved_unlisted", _UNLISTED, _NOTHING,
           twin="name_not_resolved", differs_in=f"the name: {_UNLISTED}, which is not hybrid"),
    _asked("name_resolved_to_private", _OUTLOOK, "has the address 10.1.2.3", ["warning"],
           ((_OUTLOOK, "A", "10.1.2.3"),), "name_resolved",
           "the address: private, not the published one"),
    _asked("name_resolved", _OUTLOOK, "has its published address", (), records(_OUTLOOK),
           "name_resolved_to_private", "the address: the published one, not a private one"),
    _asked("name_not_resolved_by_design", _TENANT, _NOTHING, ["chat"],
           twin="name_not_resolved_routing_domain", differs_in=f"the name: {_TENANT}"),
    _asked("name_not_resolved_routing_domain", _ROUTING, _NOTHING, ["error"],
           twin="name_not_resolved_by_design", differs_in=f"the name: {_ROUTING}"),
]
