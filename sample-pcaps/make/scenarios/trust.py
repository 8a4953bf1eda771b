# SPDX-License-Identifier: GPL-2.0-or-later
"""What the server's certificate shows at TLS 1.2: names, issuer, dates, chain, key; and requests
for the client's."""

from dataclasses import replace

from laboratory.certificates import Certificate
from laboratory.edits import RewriteAddresses
from laboratory.expectation import completed, finding, flow, matched, with_findings
from laboratory.places import CLOUD_CALLER, CLOUD_CALLER6, MAIL_SERVER, PLACES
from laboratory.scenario import Call, Client, Scenario, Server

from .common import GCM, GCM_OPENSSL, twin_of

_SERVER = Server(ciphers=GCM_OPENSSL)
#: OpenSSL serves small keys and SHA-1 at its lowest level only.
_LENIENT = Server(ciphers=f"{GCM_OPENSSL}:@SECLEVEL=0")
_COMPLETED = completed("TLS 1.2", GCM)
_OUTLOOK, _SIGN_IN, _UNLISTED = ("outlook.office365.com", "login.microsoftonline.com",
                                 "www.example.net")
_PROPER = Certificate()
_INSPECTED = Certificate(issuer="contoso")
#: Addresses of Exchange Online's published range 40.96.0.0/13 and of a private network.
_EXCHANGE_ONLINE = "40.96.10.20"
_PRIVATE_CLIENT, _PRIVATE_SERVER = "10.20.0.10", "10.20.0.30"


def _shown(host, certificate, /, *found, stream=0, **facts):
    """A flow that completes, with findings on the server's Certificate."""
    return flow(host, "TLS 1.2", with_findings(_COMPLETED, *found), stream=stream,
                certificate=certificate.facts(host), **facts)


def _pair(name, sentence, certificate, found, *, client, differs_in, back,
          severity="warning", host=_OUTLOOK, server=_SERVER, proper=_PROPER, facts=None, **other):
    """The server shows `certificate`; in the twin a proper one."""
    facts = facts or {}
    first = Scenario(
        name=name, sentence=sentence, client=client, calls=(Call(host),),
        servers={host: replace(server, certificate=certificate)},
        flows=(_shown(host, certificate, finding(found, severity, "certificate"), **facts),),
        **other)
    return twin_of(
        first, f"{name}_twin", f"The certificate of {host} is a proper one: {back}.",
        back, differs_in, servers={host: replace(server, certificate=proper)},
        flows=(_shown(host, proper, **facts),))


def _names_flow():
    """No server name; the certificate has one, or the name in the twin's is unlisted."""
    listed = Certificate(names=(_OUTLOOK, "*.outlook.com"))

    def one(host, certificate):
        return {"calls": (Call(host),),
                "servers": {host: replace(_SERVER, certificate=certificate)},
                "flows": (_shown(host, certificate, **matched("certificate", host)),)}

    first = Scenario(
        name="certificate_names_flow", client=Client("gnutls", low="1.2", sni=False),
        sentence="A TLS 1.2 hello without a server name; the server's certificate, of a public "
                 f"authority, names {_OUTLOOK} and *.outlook.com.", **one(_OUTLOOK, listed))
    return twin_of(
        first, "certificate_names_flow_twin",
        "A TLS 1.2 hello without a server name; the server's certificate, of a public authority, "
        f"names {_UNLISTED}.",
        "the names in the certificate: unlisted", "the names in the certificate: Microsoft's",
        **one(_UNLISTED, _PROPER))


def _two_domains():
    """One private issuer for one Microsoft domain, and for a second one."""
    warned, proved = (finding("tls_inspection", severity, "certificate")
                      for severity in ("warning", "error"))
    first = Scenario(
        name="tls_inspection_two_domains",
        sentence=f"One issuer that nobody knows, Contoso Proxy CA, signed the certificates of "
                 f"{_OUTLOOK} and of {_SIGN_IN} in the same capture.",
        client=Client("python", low="1.2"), calls=(Call(_OUTLOOK), Call(_SIGN_IN)),
        servers={host: replace(_SERVER, certificate=_INSPECTED) for host in (_OUTLOOK, _SIGN_IN)},
        flows=(_shown(_OUTLOOK, _INSPECTED, warned),
               _shown(_SIGN_IN, _INSPECTED, proved, stream=1)))
    return twin_of(
        first, "tls_inspection_two_domains_twin",
        f"One issuer that nobody knows, Contoso Proxy CA, signed the certificates of {_OUTLOOK} "
        f"and of {_UNLISTED} in the same capture.",
        f"the second host: {_UNLISTED}", f"the second host: {_SIGN_IN}",
        calls=(Call(_OUTLOOK), Call(_UNLISTED)),
        servers={host: replace(_SERVER, certificate=_INSPECTED) for host in (_OUTLOOK, _UNLISTED)},
        flows=(_shown(_OUTLOOK, _INSPECTED, warned),
               _shown(_UNLISTED, _INSPECTED, stream=1)))


def _requested(name, host, caller, *, client, facts, **other):
    """The server on premises asks for a client certificate; in the twin it does not."""
    def one(*found):
        return (flow(host, "TLS 1.2", with_findings(_COMPLETED, *found), **facts),)

    first = Scenario(
        name=name, client=client, calls=(Call(host),),
        sentence=f"{caller} calls {host} on premises, which asks for a client certificate.",
        servers={host: replace(_SERVER, asks=True)},
        flows=one(finding("client_certificate_requested", "note", "certificate_request")), **other)
    return twin_of(
        first, f"{name}_twin",
        f"{caller} calls {host} on premises, which asks for no client certificate.",
        "the server does not ask", "the server asks", servers={host: _SERVER}, flows=one())


def _back_end():
    """Port 444: what a self-signed certificate there looks like is no trouble."""
    host, expired = "ex02.contoso.com", Certificate(expired=True)
    facts = {"client": _PRIVATE_CLIENT, "server": _PRIVATE_SERVER, "server_port": 444,
             "matched_by": "port", "host": None}
    first = Scenario(
        name="backend_444_certificate_expired",
        sentence="A call to port 444 of another Exchange server; its self-signed certificate has "
                 "expired.",
        client=Client("java", low="1.2"), calls=(Call(host, port=444),),
        servers={host: replace(_SERVER, certificate=expired)},
        edits=(RewriteAddresses(((MAIL_SERVER, _PRIVATE_CLIENT),
                                 (PLACES[host].address, _PRIVATE_SERVER))),),
        flows=(_shown(host, expired, finding("certificate_expired", "chat", "certificate"),
                      **facts),))
    return twin_of(
        first, "backend_444_certificate_expired_twin",
        "A call to port 444 of another Exchange server; its self-signed certificate is valid.",
        "the certificate is valid", "the certificate has expired",
        servers={host: _SERVER}, flows=(_shown(host, _PROPER, **facts),))


_FROM_CLOUD = {"client_site": "cloud", "client_addresses": (CLOUD_CALLER, CLOUD_CALLER6),
               "edits": (RewriteAddresses(((CLOUD_CALLER, _EXCHANGE_ONLINE),)),)}

SCENARIOS = [
    *_names_flow(),
    *_pair(
        "tls_inspection_product",
        f"The certificate of {_OUTLOOK} was issued by Zscaler Intermediate Root CA, an inspection "
        "product.", Certificate(issuer="zscaler"), "tls_inspection", severity="error",
        client=Client("curl", low="1.2"), differs_in="the issuer: an inspection product",
        back="the issuer: one of Microsoft's"),
    *_pair(
        "tls_inspection_unknown",
        f"The certificate of {_OUTLOOK} was issued by Contoso Proxy CA, which nobody knows.",
        _INSPECTED, "tls_inspection", client=Client("java", low="1.2"),
        differs_in="the issuer: unknown", back="the issuer: one of Microsoft's"),
    *_two_domains(),
    *_pair(
        "certificate_name_mismatch",
        f"The server that is called as {_OUTLOOK} shows the certificate of {_UNLISTED}, of a "
        "public authority.", Certificate(names=(_UNLISTED,), issuer="public"),
        "certificate_name_mismatch", client=Client("wget", low="1.2"),
        proper=Certificate(issuer="public"),
        differs_in=f"the name in the certificate: {_UNLISTED}",
        back=f"the name in the certificate: {_OUTLOOK}"),
    *_pair(
        "certificate_wildcard_one_label",
        "The server that is called as contoso-com.mail.protection.outlook.com shows a certificate "
        "for *.protection.outlook.com: a wildcard stands for one label, not for two.",
        Certificate(names=("*.protection.outlook.com",)), "certificate_name_mismatch",
        host="contoso-com.mail.protection.outlook.com", client=Client("python", low="1.2"),
        proper=Certificate(names=("*.mail.protection.outlook.com",)),
        differs_in="the wildcard in the certificate: *.protection.outlook.com",
        back="the wildcard in the certificate: *.mail.protection.outlook.com"),
    *_pair(
        "certificate_expired", f"The certificate of {_OUTLOOK} expired before the call.",
        Certificate(expired=True), "certificate_expired", client=Client("python", low="1.2"),
        differs_in="the certificate's dates: in the past", back="the certificate's dates: valid"),
    *_pair(
        "certificate_chain_incomplete",
        f"{_OUTLOOK} sends its certificate without that of the issuer, Microsoft Azure RSA TLS "
        "Issuing CA 07.", Certificate(alone=True), "certificate_chain_incomplete",
        client=Client("go", low="1.2"), differs_in="the chain: without the issuer's certificate",
        back="the chain: with the issuer's certificate"),
    *_pair(
        "certificate_weak_key", f"The certificate of {_OUTLOOK} has an RSA key of 1024 bits.",
        Certificate(bits=1024), "certificate_weak", server=_LENIENT,
        client=Client("s_client", low="1.2", ciphers=f"{GCM_OPENSSL}:@SECLEVEL=0"),
        differs_in="the certificate's key: 1024 bits", back="the certificate's key: 2048 bits"),
    *_pair(
        "certificate_weak_signature", f"The certificate of {_OUTLOOK} is signed with SHA-1.",
        Certificate(digest="sha1"), "certificate_weak", server=_LENIENT,
        client=Client("gnutls", low="1.2"),
        differs_in="the certificate's signature: SHA-1",
        back="the certificate's signature: SHA-256"),
    *_pair(
        "certificate_weak_inbound",
        "Exchange Online calls mail.contoso.com, whose certificate has an RSA key of 1024 bits.",
        Certificate(bits=1024), "certificate_weak", severity="error", host="mail.contoso.com",
        server=_LENIENT, client=Client("go", low="1.2"), facts={"client": _EXCHANGE_ONLINE},
        differs_in="the certificate's key: 1024 bits", back="the certificate's key: 2048 bits",
        **_FROM_CLOUD),
    *_requested(
        "client_certificate_requested_inbound", "mail.contoso.com", "Exchange Online",
        client=Client("go", low="1.2"), facts={"client": _EXCHANGE_ONLINE}, **_FROM_CLOUD),
    *_requested(
        "client_certificate_requested_adfs", "sts.contoso.com", "A machine on premises",
        client=Client("curl", low="1.2"),
        facts={"client": _PRIVATE_CLIENT, "server": _PRIVATE_SERVER},
        edits=(RewriteAddresses(((MAIL_SERVER, _PRIVATE_CLIENT),
                                 (PLACES["sts.contoso.com"].address, _PRIVATE_SERVER))),)),
    *_back_end(),
]
