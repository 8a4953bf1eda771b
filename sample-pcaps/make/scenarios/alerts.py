# SPDX-License-Identifier: GPL-2.0-or-later
"""Alerts that are not about versions or suites: certificates and names that one side refuses, and
an offer that is too weak."""

from dataclasses import replace

from laboratory.certificates import Certificate
from laboratory.edits import OtherAlert, RewriteAddresses
from laboratory.expectation import (alert_by_client, alert_by_server, client_certificate_refused,
                                    completed, finding, flow, matched, with_findings)
from laboratory.places import CLOUD_CALLER, CLOUD_CALLER6, MAIL_SERVER6, PLACES
from laboratory.scenario import Call, Client, Scenario, Server

from .common import GCM, GCM_GNUTLS, GCM_OPENSSL, twin_of

_OUTLOOK, _SIGN_IN, _PUBLISHED = ("outlook.office365.com", "login.microsoftonline.com",
                                  "mail.contoso.com")
_MX, _EDGE = "sn1pepf00012345.mail.protection.outlook.com", "edge.contoso.com"
_SERVER = Server(ciphers=GCM_OPENSSL)
_COMPLETED = completed("TLS 1.2", GCM)
_VERIFIES, _TRUSTS = ("verify",), ("verify", "trust")
#: An address of Exchange Online's published range 40.96.0.0/13.
_EXCHANGE_ONLINE = "40.96.10.20"
_INBOUND = {"client": _EXCHANGE_ONLINE}
_FROM_CLOUD = {"client_site": "cloud", "client_addresses": (CLOUD_CALLER, CLOUD_CALLER6),
               "edits": (RewriteAddresses(((CLOUD_CALLER, _EXCHANGE_ONLINE),)),)}


def _ipv6(host):
    """Ends of a call over IPv6."""
    return {"client": MAIL_SERVER6, "server": PLACES[host].address6}


def _refused(host, code, *found, **facts):
    """The flow of a client that refuses the server's certificate; `found`: what it shows."""
    return flow(host, "TLS 1.2", alert_by_client(code, "TLS 1.2", GCM, *found), **facts)


def _shown(name, severity="warning"):
    """A finding on the server's certificate."""
    return finding(name, severity, "certificate")


def _untrusted(name, stack, code, host, *, family=4, certificate=Certificate(), found=(),
               sentence=None):
    """The root is not among those that the client trusts; in the twin it is."""
    facts = _ipv6(host) if family == 6 else {}
    about = sentence or f"the certificate of {host}"
    way = " (IPv6)" if family == 6 else ""
    first = Scenario(
        name=name,
        sentence=f"The client does not know the root of {about} and refuses it with alert {code}"
                 f"{way}.",
        client=Client(stack, low="1.2", options=_VERIFIES), calls=(Call(host, family=family),),
        servers={host: replace(_SERVER, certificate=certificate)},
        flows=(_refused(host, code, *found, **facts),))
    return twin_of(
        first, f"{name}_twin", f"The client trusts the root of {about}{way}.",
        "the client trusts the root", "the client does not trust the root",
        client=replace(first.client, options=_TRUSTS),
        flows=(flow(host, "TLS 1.2", with_findings(_COMPLETED, *found), **facts),))


def _bad_certificate(name, stack, code, certificate, *found, host=_SIGN_IN, says, differs_in, back,
                     caller="The client", facts=None, options=_TRUSTS,
                     proper=Certificate(), **other):
    """The client trusts the root, but not this certificate; in the twin it is a proper one."""
    facts = facts or {}
    first = Scenario(
        name=name, sentence=f"{caller} refuses the certificate of {host} with alert {code}: "
                            f"{says}.",
        client=Client(stack, low="1.2", options=options), calls=(Call(host),),
        servers={host: replace(_SERVER, certificate=certificate)},
        flows=(_refused(host, code, *found, **facts),), **other)
    return twin_of(
        first, f"{name}_twin", f"{caller} accepts the certificate of {host}: {back}.",
        back, differs_in, servers={host: replace(_SERVER, certificate=proper)},
        flows=(flow(host, "TLS 1.2", _COMPLETED, **facts),))


def _client_certificate():
    """Hybrid mail: the server on premises shows its self-signed certificate."""
    facts = {**matched("certificate", _MX), "server_port": 25}
    first = Scenario(
        name="smtp_client_certificate_refused",
        sentence="Mail out: Exchange Online Protection asks for a client certificate, gets a "
                 "self-signed one and refuses it with alert 48 (TLS 1.2).",
        client=Client("s_client", low="1.2", sni=False, ehlo=_EDGE,
                      certificate_of="ex02.contoso.com"),
        calls=(Call(_MX, port=25),),
        servers={_MX: Server("smtp", ciphers=GCM_OPENSSL, asks=True, banner=_MX)},
        flows=(flow(_MX, "TLS 1.2", client_certificate_refused(48, "TLS 1.2", GCM), **facts),))
    return twin_of(
        first, "smtp_client_certificate_refused_twin",
        "Mail out: Exchange Online Protection asks for a client certificate and gets one of a "
        "public authority (TLS 1.2).",
        "the client's certificate: of a public authority", "the client's certificate: self-signed",
        client=replace(first.client, certificate_of=_EDGE),
        flows=(flow(_MX, "TLS 1.2", _COMPLETED, **facts),))


def _name(name, stack, host, *, fatal=True, family=4):
    """A GnuTLS server that has another name: it refuses, or warns and goes on."""
    does = "refuses it with alert 112" if fatal else "warns with alert 112 and goes on"
    facts, way = (_ipv6(host), ", IPv6") if family == 6 else ({}, "")
    warned = with_findings(_COMPLETED, finding("name_unrecognised", "chat", "warning_alert"))
    server = Server("gnutls", ciphers=GCM_GNUTLS, serves=_OUTLOOK,
                    act="alert112" if fatal else "answer")
    first = Scenario(
        name=name, sentence=f"The server that is called as {host} only knows the name {_OUTLOOK}; "
                            f"it {does} (TLS 1.2{way}).",
        client=Client(stack, low="1.2"), calls=(Call(host, family=family),),
        servers={host: server},
        flows=(flow(host, "TLS 1.2", alert_by_server(112) if fatal else warned, **facts),))
    return twin_of(
        first, f"{name}_twin", f"The server that is called as {host} knows that name "
                               f"(TLS 1.2{way}).",
        "the name that the server knows: the one it is called by",
        "the name that the server knows: another one",
        servers={host: replace(server, serves=host)},
        flows=(flow(host, "TLS 1.2", _COMPLETED, **facts),))


def _published_name():
    """A reverse proxy on premises that does not publish the name."""
    first = Scenario(
        name="name_unrecognised_inbound", client=Client("go", low="1.2"),
        calls=(Call(_PUBLISHED),),
        sentence=f"Exchange Online calls {_PUBLISHED}; what answers on premises does not know the "
                 "name and refuses it with alert 112.",
        servers={_PUBLISHED: replace(_SERVER, act="alert112")},
        flows=(flow(_PUBLISHED, "TLS 1.2", alert_by_server(112), **_INBOUND),), **_FROM_CLOUD)
    return twin_of(
        first, "name_unrecognised_inbound_twin",
        f"Exchange Online calls {_PUBLISHED}; what answers on premises knows the name.",
        "the called side knows the name", "the called side does not know the name",
        servers={_PUBLISHED: _SERVER},
        flows=(flow(_PUBLISHED, "TLS 1.2", _COMPLETED, **_INBOUND),))


def _insufficient(name, client, host, offer, *, inbound=False, server=_SERVER, **other):
    """Alert 71, which no stack at hand sends: alert 40, with another description."""
    edits = other.pop("edits", ())
    facts = _INBOUND if inbound else {}
    first = Scenario(
        name=name, sentence=f"{offer} and is refused with alert 71.", client=client,
        calls=(Call(host),), servers={host: server},
        flows=(flow(host, "TLS 1.2", alert_by_server(71, inbound), **facts),),
        edits=(OtherAlert(71, "insufficient_security"), *edits), **other)
    return twin_of(
        first, f"{name}_twin", f"{offer} and is refused with alert 40.",
        "the alert's description: 40, as the stack sent it", "the alert's description: 71",
        edits=edits, flows=(flow(host, "TLS 1.2", alert_by_server(40, inbound), **facts),))


SCENARIOS = [
    *_untrusted("certificate_untrusted", "curl", 48, _OUTLOOK),
    *_untrusted("certificate_untrusted_ipv6", "python", 48, "autodiscover-s.outlook.com",
                family=6),
    *_untrusted("certificate_untrusted_java", "java", 46, "graph.microsoft.com"),
    *_untrusted("certificate_untrusted_inspection", "go", 42, _OUTLOOK,
                certificate=Certificate(issuer="zscaler"),
                found=(_shown("tls_inspection", "error"),),
                sentence=f"the certificate that an inspection product shows as {_OUTLOOK}"),
    *_bad_certificate(
        "certificate_refused_expired", "python", 45, Certificate(expired=True),
        _shown("certificate_expired"), says="it has expired",
        differs_in="the certificate's dates: in the past", back="the certificate's dates: valid"),
    *_bad_certificate(
        "certificate_refused_revoked", "s_client", 44, Certificate(revoked=True),
        says="its issuer has revoked it", options=(*_TRUSTS, "revocation"),
        differs_in="the certificate: on the issuer's list of revoked ones",
        back="the certificate: not on the issuer's list of revoked ones"),
    *_bad_certificate(
        "certificate_refused_usage", "python", 43, Certificate(usage="clientAuth"),
        says="it is for clients only", differs_in="the certificate's extended key usage: clientAuth",
        back="the certificate's extended key usage: serverAuth, clientAuth"),
    *_bad_certificate(
        "certificate_refused_inbound", "curl", 48, Certificate(issuer="self"), host=_PUBLISHED,
        caller="Exchange Online", says="it is self-signed", facts=_INBOUND,
        differs_in="the certificate's issuer: itself",
        back="the certificate's issuer: a public authority", **_FROM_CLOUD),
    *_bad_certificate(
        "certificate_refused_inbound_incomplete", "python", 48, Certificate(alone=True),
        _shown("certificate_chain_incomplete"), host=_PUBLISHED, caller="Exchange Online",
        says="the intermediate is not sent", facts=_INBOUND,
        differs_in="the chain: without the issuer's certificate",
        back="the chain: with the issuer's certificate", **_FROM_CLOUD),
    *_client_certificate(),
    *_name("name_unrecognised", "perl", "autodiscover-s.outlook.com"),
    *_name("name_unrecognised_ipv6", "python", _SIGN_IN, family=6),
    *_name("name_unrecognised_warning", "s_client", "outlook.office.com", fatal=False),
    *_published_name(),
    *_insufficient(
        "insufficient_security", Client("socat", low="1.2", ciphers="AES128-SHA"), _SIGN_IN,
        f"A TLS 1.2 hello to {_SIGN_IN} offers static RSA with AES-CBC only"),
    *_insufficient(
        "insufficient_security_inbound",
        Client("python", low="1.2", ciphers="ECDHE-RSA-AES128-GCM-SHA256"), _PUBLISHED,
        f"Exchange Online calls {_PUBLISHED} with one modern suite, which the published server does "
        "not have,", inbound=True, server=replace(_SERVER, ciphers="AES128-SHA"), **_FROM_CLOUD),
]
