# SPDX-License-Identifier: GPL-2.0-or-later
"""SMTP with STARTTLS on port 25, to and from Exchange Online Protection.

Where banner or EHLO are to be the only evidence, it is TLS 1.3, whose certificates
cannot be seen.
"""

from dataclasses import replace

from laboratory.certificates import Certificate
from laboratory.edits import RewriteAddresses
from laboratory.expectation import (NO_HELLO, UNRECOGNISED, Ending, alert_by_server, completed, finding, flow,
                                    known_as, matched, with_findings)
from laboratory.places import CLOUD_CALLER, CLOUD_CALLER6, PLACES
from laboratory.scenario import Call, Client, Scenario, Server

from .common import GCM, GCM_OPENSSL, TLS13, twin_of

_EDGE = "edge.contoso.com"
_MX = "sn1pepf00012345.mail.protection.outlook.com"
_MX_BANNER = "SN1PEPF00012345.mail.protection.outlook.com"
_TENANT_MX = "contoso-com.mail.protection.outlook.com"
_UNLISTED = "mail.example.net"
_CLOUD_EHLO = "NAM12-BN8-obe.outbound.protection.outlook.com"
#: Addresses of Exchange Online Protection's published ranges 40.92.0.0/15, 2a01:111:f400::/48.
_PROTECTION, _PROTECTION6 = "40.92.10.20", "2a01:111:f400::10"

_SERVER = Server("smtp", high="1.3", ciphers=GCM_OPENSSL, banner=_MX_BANNER)
_SENDER = Client("s_client", low="1.2", high="1.3", sni=False, ehlo=_EDGE)
_EOP_CALLS = {**known_as(_MX), "direction": "cloud_to_onprem"}
_COMPLETED = completed("TLS 1.2", GCM)


def _mail_flow(host, offered, ending, /, **facts):
    return flow(host, offered, ending, server_port=25, **facts)


def _outbound_by_banner():
    """Only the banner names the server; the twin's is unlisted."""
    def one(host, banner):
        return {"calls": (Call(host, port=25),),
                "servers": {host: replace(_SERVER, banner=banner)},
                "flows": (_mail_flow(host, "TLS 1.3", TLS13, **matched("smtp", host)),)}

    first = Scenario(
        name="smtp_outbound_by_banner", client=_SENDER,
        sentence=f"Mail out: STARTTLS to a server whose banner says {_MX_BANNER}; no server name "
                 "(TLS 1.3).", **one(_MX, _MX_BANNER))
    return twin_of(
        first, "smtp_outbound_by_banner_twin",
        f"Mail out: STARTTLS to a server whose banner says {_UNLISTED}; no server name (TLS 1.3).",
        "the name in the banner: unlisted", "the name in the banner: Exchange Online Protection's",
        **one(_UNLISTED, _UNLISTED))


def _outbound_by_name():
    """The server name says it, too; the twin's is unlisted."""
    def one(host, banner):
        return {"calls": (Call(host, port=25),),
                "servers": {host: replace(_SERVER, banner=banner)},
                "flows": (_mail_flow(host, "TLS 1.3", TLS13),)}

    first = Scenario(
        name="smtp_outbound_by_sni",
        sentence=f"Mail out: STARTTLS with the server name {_TENANT_MX}, the tenant's MX "
                 "(TLS 1.3).",
        client=Client("smtplib", low="1.2", high="1.3", ehlo=_EDGE),
        **one(_TENANT_MX, _MX_BANNER))
    return twin_of(
        first, "smtp_outbound_by_sni_twin",
        f"Mail out: STARTTLS with the server name {_UNLISTED} (TLS 1.3).",
        "the server's name: unlisted", "the server's name: Exchange Online Protection's",
        **one(_UNLISTED, _UNLISTED))


def _inbound(name, sentence, healthy, differs_in, back, *, ehlo, twin_ehlo, facts, family=4,
             **other):
    """A server on premises is called; in the twin, by somebody else."""
    ends = ({"client": CLOUD_CALLER6, "server": PLACES[_EDGE].address6} if family == 6 else
            {"client": CLOUD_CALLER})
    unlisted = _mail_flow(_EDGE, "TLS 1.3", TLS13,
                          **{**ends, **UNRECOGNISED, **matched("smtp", _EDGE)})
    first = Scenario(
        name=name, sentence=sentence,
        client=Client("smtplib", low="1.2", high="1.3", sni=False, ehlo=ehlo),
        calls=(Call(_EDGE, port=25, family=family),),
        servers={_EDGE: replace(_SERVER, banner=_EDGE)},
        client_site="cloud", client_addresses=(CLOUD_CALLER, CLOUD_CALLER6),
        flows=(_mail_flow(_EDGE, "TLS 1.3", TLS13, **{**ends, **_EOP_CALLS, **facts}),), **other)
    return twin_of(first, f"{name}_twin", healthy, differs_in, back, edits=(), flows=(unlisted,),
                   client=replace(first.client, ehlo=twin_ehlo))


def _inbound_by_address(name, ehlo, caller, rewritten, **other):
    """EHLO says no name."""
    return _inbound(
        name,
        "Mail in: a client in a range of Exchange Online Protection, which says only an address in "
        "EHLO, calls a server on premises (TLS 1.3).",
        "Mail in: a client in no known range, which says only an address in EHLO, calls a server "
        "on premises (TLS 1.3).",
        "the client's address: in no known range",
        "the client's address: in a range of Exchange Online Protection",
        ehlo=ehlo, twin_ehlo=ehlo, facts={**matched("address"), "client": rewritten},
        edits=(RewriteAddresses(((caller, rewritten),)),), **other)


def _client_certificate():
    """The cloud asks for a certificate: given, or an empty Certificate message."""
    facts = {**matched("certificate", _MX), "certificate": Certificate().facts(_MX)}
    first = Scenario(
        name="smtp_client_certificate_empty",
        sentence="Mail out: Exchange Online Protection asks for a client certificate; the server "
                 "on premises sends an empty Certificate message (TLS 1.2).",
        client=replace(_SENDER, high="1.2"), calls=(Call(_MX, port=25),),
        servers={_MX: replace(_SERVER, asks=True)},
        flows=(_mail_flow(_MX, "TLS 1.2", with_findings(
            _COMPLETED, finding("client_certificate_empty", "warning", "client_certificate")),
            **facts),))
    return twin_of(
        first, "smtp_client_certificate",
        "Mail out: Exchange Online Protection asks for a client certificate and gets that of "
        f"{_EDGE} (TLS 1.2): normal in hybrid mail.",
        "the client shows a certificate", "the client shows no certificate",
        client=replace(first.client, certificate_of=_EDGE),
        flows=(_mail_flow(_MX, "TLS 1.2", _COMPLETED, **facts),))


def _old_version():
    """STARTTLS, then a hello that the cloud refuses."""
    first = Scenario(
        name="smtp_tls10",
        sentence="Mail out: STARTTLS to Exchange Online Protection with a TLS 1.0 hello, refused "
                 "with alert 70.",
        client=replace(_SENDER, low="1.0", high="1.0"), calls=(Call(_MX, port=25),),
        servers={_MX: replace(_SERVER, high="1.2")},
        flows=(_mail_flow(_MX, "TLS 1.0", alert_by_server(70), **matched("smtp", _MX)),))
    return twin_of(
        first, "smtp_tls12",
        "Mail out: STARTTLS to Exchange Online Protection with a TLS 1.2 hello completes; the "
        "certificate names the server.",
        "client's highest TLS version: TLS 1.2, not TLS 1.0",
        "client's highest TLS version: TLS 1.0, not TLS 1.2",
        client=replace(first.client, high="1.2"),
        flows=(_mail_flow(_MX, "TLS 1.2", _COMPLETED, **matched("certificate", _MX),
                          certificate=Certificate().facts(_MX)),))


def _without_tls(host, on, /, *earlier, **facts):
    """A flow that never came to TLS; `earlier`: milder findings on frames before."""
    ending = Ending("*", "*", findings=(finding("smtp_without_tls", "error", on),))
    return flow(host, "TLS 1.2", ending, frame_findings=list(earlier), **{"server_port": 25, **NO_HELLO, **facts})


def _mail_out(name, sentence, act, client, on, *earlier, **other):
    """Mail out, and no TLS."""
    return Scenario(
        name=name, sentence=sentence, client=client, calls=(Call(_MX, port=25),),
        servers={_MX: Server("smtp", ciphers=GCM_OPENSSL, banner=_MX_BANNER, act=act)},
        flows=(_without_tls(_MX, on, *(finding("smtp_without_tls", "warning", one) for one in earlier),
                            **matched("smtp", _MX)),),
        **other)


def _starttls_out():
    sender = Client("smtplib", low="1.2", sni=False, ehlo=_EDGE)
    masked = _mail_out(
        "smtp_starttls_masked",
        "Mail out: the answer to EHLO has XXXXXXXA where STARTTLS should be, as an inspecting device makes it; the "
        "client sends MAIL FROM and is told that STARTTLS is required (451).", "mask-starttls",
        replace(sender, options=("--mail",)), "smtp_refusal", "mail_from",
        crafted="the server program says what a device on the way makes of its answer")
    masked, spoken = twin_of(
        masked, "smtp_starttls_spoken", "Mail out: STARTTLS is offered and used (TLS 1.2).",
        "the answer to EHLO: STARTTLS", "the answer to EHLO: XXXXXXXA instead of STARTTLS",
        servers={_MX: replace(masked.servers[_MX], act="answer")},
        flows=(flow(_MX, "TLS 1.2", _COMPLETED, server_port=25, **matched("certificate", _MX)),))
    refused = _mail_out(
        "smtp_starttls_refused", "Mail out: STARTTLS is offered, and refused with 454 4.7.0.", "refuse-starttls",
        sender, "quit", "smtp_refusal", twin=spoken.name, differs_in="STARTTLS is refused")
    silent = _mail_out(
        "smtp_starttls_no_hello", "Mail out: STARTTLS is accepted (220), and the client closes without a hello.",
        "answer", replace(sender, options=("--no-hello",)), "end", twin=spoken.name,
        differs_in="the client sends no hello", crafted="the client program ends instead of starting its TLS stack")
    return [masked, spoken, refused, silent]


def _starttls_in():
    """Exchange Online Protection calls; the server on premises does not offer STARTTLS."""
    facts = {"client": CLOUD_CALLER, "server_port": 25, **known_as(_MX), "direction": "cloud_to_onprem",
             **matched("smtp", _CLOUD_EHLO.lower())}
    server = Server("smtp", high="1.3", ciphers=GCM_OPENSSL, banner=_EDGE, act="no-starttls")
    first = Scenario(
        name="smtp_starttls_not_offered",
        sentence="Mail in: Exchange Online Protection calls a server on premises whose answer to EHLO does not "
                 "offer STARTTLS, and quits.",
        client=Client("smtplib", low="1.2", high="1.3", sni=False, ehlo=_CLOUD_EHLO), calls=(Call(_EDGE, port=25),),
        servers={_EDGE: server}, client_site="cloud", client_addresses=(CLOUD_CALLER, CLOUD_CALLER6),
        flows=(_without_tls(_EDGE, "quit", **facts),))
    return twin_of(
        first, "smtp_starttls_offered", "Mail in: Exchange Online Protection calls a server on premises that offers "
        "STARTTLS (TLS 1.3).", "the answer to EHLO offers STARTTLS", "the answer to EHLO does not offer STARTTLS",
        servers={_EDGE: replace(server, act="answer")}, flows=(flow(_EDGE, "TLS 1.3", TLS13, **facts),))


SCENARIOS = [
    *_starttls_out(), *_starttls_in(),
    *_outbound_by_banner(),
    *_outbound_by_name(),
    *_inbound(
        "smtp_inbound_by_ehlo",
        f"Mail in: a client that says EHLO {_CLOUD_EHLO} calls a server on premises (TLS 1.3).",
        f"Mail in: a client that says EHLO {_UNLISTED} calls a server on premises (TLS 1.3).",
        "the name in EHLO: unlisted", "the name in EHLO: Exchange Online Protection's",
        ehlo=_CLOUD_EHLO, twin_ehlo=_UNLISTED, facts=matched("smtp", _CLOUD_EHLO.lower())),
    *_inbound_by_address("smtp_inbound_by_address", f"[{CLOUD_CALLER}]", CLOUD_CALLER,
                         _PROTECTION),
    *_inbound_by_address("smtp_inbound_by_address_ipv6", f"[IPv6:{CLOUD_CALLER6}]", CLOUD_CALLER6,
                         _PROTECTION6, family=6),
    *_client_certificate(),
    *_old_version(),
]
