# SPDX-License-Identifier: GPL-2.0-or-later
"""What a hello offers: suites, groups, signatures, name, renegotiation.

Where the server chooses a suite all the same, that is a fact of the frame only; where it
refuses, of the flow as well.
"""

from dataclasses import replace

from laboratory.edits import AddGrease, PadOver, RewriteAddresses
from laboratory.expectation import (alert_by_server, completed, ended_after_hello, flow, matched,
                                    offer_finding)
from laboratory.places import MAIL_SERVER, PLACES, PROXY, PROXY_PORT
from laboratory.scenario import Call, Client, Scenario, Server
from laboratory.services import ConnectProxy, Resolver, records

from .common import GCM, GCM_GNUTLS, GCM_OPENSSL, TLS13

_OUTLOOK, _UNLISTED = "outlook.office365.com", "www.example.net"
_MX, _EDGE = "sn1pepf00012345.mail.protection.outlook.com", "edge.contoso.com"
_BACKEND = "ex02.contoso.com"
_PRIVATE_CLIENT, _PRIVATE_SERVER = "10.20.0.10", "10.20.0.20"
_EWS = Call(_OUTLOOK, "/EWS/Exchange.asmx")
_ANSWERS = Server(ciphers=GCM_OPENSSL)
_COMPLETED = completed("TLS 1.2", GCM)
_CHACHA = "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
_CHACHA_OPENSSL = "ECDHE-RSA-CHACHA20-POLY1305"
_RSA_GCM, _RSA_GCM_OPENSSL = "TLS_RSA_WITH_AES_256_GCM_SHA384", "AES256-GCM-SHA384"
_OLD = ":@SECLEVEL=0"
_SIGNATURES = (13, "signature_algorithms")
_GROUPS = (10, "supported_groups")


def _call(name, sentence, client, ending=_COMPLETED, /, *found, host=_OUTLOOK, server=_ANSWERS,
          offered="TLS 1.2", facts=None, **other):
    """One call, and what its hello is to be told of: ids (Note) or whole findings."""
    findings = [offer_finding(one) if isinstance(one, str) else one for one in found]
    facts = {"flows": (flow(host, offered, ending, offer_findings=findings, **(facts or {})),),
             "calls": (replace(_EWS, host=host),), "servers": {host: server}, **other}
    return Scenario(name=name, sentence=sentence, client=client, **facts)


def _twins(first, second, first_has, second_has):
    """Two calls that differ in one property."""
    return [replace(first, twin=second.name, differs_in=first_has),
            replace(second, twin=first.name, differs_in=second_has)]


def _serious(name, refused_on=None):
    """A finding that is a Warning on the hello, and an Error where it was refused."""
    found = (offer_finding(name, "warning"),)
    return (*found, offer_finding(name, "error", refused_on)) if refused_on else found


def _no_accepted_cipher():
    """C1: none of the suites that Microsoft documents."""
    name, what = "no_accepted_cipher", "offers ECDHE with ChaCha20 only"
    client, both = Client("python", low="1.2", ciphers=_CHACHA_OPENSSL), Server(
        ciphers=f"{GCM_OPENSSL}:{_CHACHA_OPENSSL}")
    chosen = completed("TLS 1.2", _CHACHA)
    first = _call(f"offer_{name}", f"A TLS 1.2 hello to {_OUTLOOK} {what}; the answering device "
                  "takes it.", client, chosen, *_serious(name), server=both)
    rows = _twins(
        first, _call(f"offer_{name}_twin", f"A TLS 1.2 hello to {_OUTLOOK} offers ECDHE with "
                     "AES-GCM as well; the answering device takes it.",
                     replace(client, ciphers=f"{_CHACHA_OPENSSL}:{GCM_OPENSSL}"), server=both),
        "client's cipher suites: without ECDHE-RSA-AES256-GCM-SHA384",
        "client's cipher suites: with ECDHE-RSA-AES256-GCM-SHA384")
    rows.append(replace(
        _call(f"offer_{name}_unlisted", f"A TLS 1.2 hello to {_UNLISTED}, an unrelated server, "
              f"{what}.", client, chosen, host=_UNLISTED, server=both),
        twin=first.name, differs_in=f"the host that is called: {_UNLISTED}"))
    for how, act, ending, on in (
            ("is refused with alert 40", "answer", alert_by_server(40), "alert"),
            ("is answered by a reset", "reset", ended_after_hello("reset", "TLS 1.2"), "end"),
            ("is answered by the end of the connection (FIN)", "close",
             ended_after_hello("closed", "TLS 1.2"), "end")):
        rows.append(replace(
            _call(f"offer_{name}_{'alert' if act == 'answer' else act}",
                  f"A TLS 1.2 hello to {_OUTLOOK} {what} and {how}.", client, ending,
                  *_serious(name, on), server=replace(_ANSWERS, act=act)),
            twin=first.name, differs_in=f"the hello {how}; it is taken in the twin"))
    return rows


def _static_rsa():
    """C2: no forward secrecy."""
    client = Client("s_client", low="1.2", ciphers=_RSA_GCM_OPENSSL)
    both = Server(ciphers=f"{GCM_OPENSSL}:{_RSA_GCM_OPENSSL}")
    rows = _twins(
        _call("offer_static_rsa_only", f"A TLS 1.2 hello to {_OUTLOOK} offers static RSA only and "
              "completes.", client, completed("TLS 1.2", _RSA_GCM), "static_rsa_only",
              server=both),
        _call("offer_static_rsa_only_twin", f"A TLS 1.2 hello to {_OUTLOOK} offers static RSA and "
              "ECDHE and completes.",
              replace(client, ciphers=f"{GCM_OPENSSL}:{_RSA_GCM_OPENSSL}"), server=both),
        "client's cipher suites: without ECDHE", "client's cipher suites: with ECDHE")
    return [*rows, replace(
        _call("offer_static_rsa_only_refused", f"A TLS 1.2 hello to {_OUTLOOK} offers static RSA "
              "only; the server takes ECDHE only and refuses with alert 40.", client,
              alert_by_server(40), "static_rsa_only"),
        twin="offer_static_rsa_only", differs_in="server's cipher suites: without static RSA")]


def _weak():
    """C3: each kind of weak suite, beside good ones; the server takes a good one."""
    rows, host = [], "graph.microsoft.com"
    java = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
    for kind, client, good in (
            ("3des", Client("go", low="1.2"), "0xC030 0xC02F"),
            ("rc4", Client("go", low="1.2", ciphers="0xC030 0x0005"), "0xC030"),
            ("null", Client("s_client", low="1.2", ciphers=f"{GCM_OPENSSL}:NULL-SHA256{_OLD}"),
             f"{GCM_OPENSSL}{_OLD}"),
            ("md5", Client("java", low="1.2", ciphers=f"{java},SSL_RSA_WITH_RC4_128_MD5"), java),
            ("des", Client("java", ciphers=f"{java},SSL_RSA_WITH_DES_CBC_SHA"), java),
            ("export", Client("java", ciphers=f"{java},SSL_RSA_EXPORT_WITH_DES40_CBC_SHA"), java)):
        rows += _twins(
            _call(f"offer_weak_{kind}", f"A TLS 1.2 hello to {host} offers a suite with "
                  f"{kind.upper()}, too; a good one is chosen.", client, _COMPLETED,
                  "weak_ciphers_offered", host=host),
            _call(f"offer_weak_{kind}_twin", f"A TLS 1.2 hello to {host} offers good suites only.",
                  replace(client, ciphers=good), host=host),
            f"client's cipher suites: with {kind.upper()}",
            f"client's cipher suites: without {kind.upper()}")
    return rows


def _groups():
    """C4: no curve that every peer has."""
    client = Client("s_client", low="1.2", groups="X25519")
    rows = _twins(
        _call("offer_groups_too_narrow", f"A TLS 1.2 hello to {_OUTLOOK} offers ECDHE with X25519 "
              "only and completes.", client, _COMPLETED, "groups_too_narrow"),
        _call("offer_groups_too_narrow_twin", f"A TLS 1.2 hello to {_OUTLOOK} offers ECDHE with "
              "X25519 and P-256 and completes.", replace(client, groups="X25519:P-256")),
        "client's groups: without P-256", "client's groups: with P-256")
    return [*rows, replace(
        _call("offer_groups_absent", f"A TLS 1.2 hello to {_OUTLOOK} offers ECDHE and says nothing "
              "of groups.", client, edits=(PadOver(*_GROUPS),)),
        twin="offer_groups_too_narrow", differs_in="the extension supported_groups: absent")]


def _signatures():
    """C5: nothing better than SHA-1, told or not."""
    name, sha256 = "sha1_signatures_only", "RSA+SHA1:RSA+SHA256"
    client = Client("s_client", low="1.2", ciphers=f"ECDHE+AESGCM{_OLD}",
                    options=("-sigalgs", "RSA+SHA1:ECDSA+SHA1"))
    takes = replace(_ANSWERS, ciphers=GCM_OPENSSL + _OLD)
    first = _call(f"offer_{name}", f"A TLS 1.2 hello to {_OUTLOOK} accepts SHA-1 signatures only; "
                  "the answering device makes one.", client, _COMPLETED, *_serious(name),
                  server=takes)
    rows = _twins(
        first, _call(f"offer_{name}_twin", f"A TLS 1.2 hello to {_OUTLOOK} accepts SHA-1 and "
                     "SHA-256 signatures.", replace(client, options=("-sigalgs", sha256)),
                     server=takes),
        "client's signature algorithms: without SHA-256",
        "client's signature algorithms: with SHA-256")
    rows.append(replace(
        _call(f"offer_{name}_alert", f"A TLS 1.2 hello to {_OUTLOOK} accepts SHA-1 signatures only "
              "and is refused with alert 40.", client, alert_by_server(40),
              *_serious(name, "alert")),
        twin=first.name, differs_in="the server makes no SHA-1 signature"))
    rows.append(replace(
        _call(f"offer_{name}_unlisted", f"A TLS 1.2 hello to {_UNLISTED}, an unrelated server, "
              "accepts SHA-1 signatures only.", client, host=_UNLISTED, server=takes),
        twin=first.name, differs_in=f"the host that is called: {_UNLISTED}"))
    plain = Client("perl", low="1.2")
    rows += _twins(
        _call("offer_signatures_absent", f"A TLS 1.2 hello to {_OUTLOOK} says nothing of "
              "signature algorithms.", plain, _COMPLETED, *_serious(name),
              edits=(PadOver(*_SIGNATURES),)),
        _call("offer_signatures_absent_twin", f"A TLS 1.2 hello to {_OUTLOOK} tells its signature "
              "algorithms.", plain),
        "the extension signature_algorithms: absent", "the extension signature_algorithms: present")
    rows.append(replace(
        _call("offer_signatures_absent_reset", f"A TLS 1.2 hello to {_OUTLOOK} says nothing of "
              "signature algorithms and is answered by a reset.", plain,
              ended_after_hello("reset", "TLS 1.2"), *_serious(name, "end"),
              server=replace(_ANSWERS, act="reset"), edits=(PadOver(*_SIGNATURES),)),
        twin="offer_signatures_absent", differs_in="the hello is answered by a reset"))
    rows.append(replace(
        _call("offer_signatures_tls11", f"A TLS 1.1 hello to {_OUTLOOK}: TLS 1.1 knows no "
              "signature algorithms.", Client("mbedtls", low="1.1", high="1.1"),
              completed("TLS 1.1", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"), offered="TLS 1.1",
              server=Server(low="1.0", ciphers="ECDHE-RSA-AES256-SHA")),
        twin="offer_signatures_absent", differs_in="client's highest TLS version: TLS 1.1"))
    return rows


def _no_name():
    """C6: no server name, and where that is as it should be."""
    client = Client("gnutls", low="1.2", sni=False)
    first, second = _twins(
        _call("offer_no_sni", f"A TLS 1.2 hello to {_OUTLOOK} bears no server name; the "
              "certificate names the host.", client, _COMPLETED, "no_sni",
              facts=matched("certificate", _OUTLOOK)),
        _call("offer_no_sni_twin", f"A TLS 1.2 hello to {_OUTLOOK} bears the server name.",
              replace(client, sni=True)),
        "the server name: absent", "the server name: present")
    reset = _call("offer_no_sni_reset", f"A TLS 1.2 hello to the address that the resolver gave "
                  f"for {_OUTLOOK} bears no server name and is answered by a reset.", client,
                  ended_after_hello("reset", "TLS 1.2"), "no_sni",
                  facts=matched("dns", _OUTLOOK), server=replace(_ANSWERS, act="reset"),
                  services=(Resolver(records(_OUTLOOK)[:1]),))
    mail = _call("offer_no_sni_port_25", "Mail out: STARTTLS to Exchange Online Protection without "
                 "a server name (TLS 1.2).",
                 Client("s_client", low="1.2", sni=False, ehlo=_EDGE), host=_MX,
                 server=Server("smtp", ciphers=GCM_OPENSSL, banner=_MX),
                 calls=(Call(_MX, port=25),),
                 facts={"server_port": 25, **matched("certificate", _MX)})
    backend = _call("offer_no_sni_port_444", "A TLS 1.2 hello without a server name to port 444 of "
                    "another Exchange server.", client, host=_BACKEND,
                    calls=(Call(_BACKEND, "/EWS/Exchange.asmx", port=444),),
                    edits=(RewriteAddresses(((MAIL_SERVER, _PRIVATE_CLIENT),
                                             (PLACES[_BACKEND].address, _PRIVATE_SERVER))),),
                    facts={"client": _PRIVATE_CLIENT, "server": _PRIVATE_SERVER,
                           "server_port": 444, **matched("port")})
    old = _call("offer_no_sni_sslv3", "An SSL 3.0 hello, which cannot bear a server name, to an "
                "unrelated server is refused with alert 40.",
                Client("nss", low="ssl3", high="ssl3"), alert_by_server(40),
                "weak_ciphers_offered", host=_UNLISTED, offered="SSL 3.0",
                server=Server(low="1.0", ciphers="AES256-SHA"))
    through = {"services": (ConnectProxy(),)}
    at_proxy = {"server": PROXY, "server_port": PROXY_PORT}
    address = f"{PLACES[_OUTLOOK].address}:443"
    by_proxy = Client("s_client", low="1.2", sni=False, proxy=True)
    connected = _twins(
        _call("offer_no_sni_connect_name", f"CONNECT {_OUTLOOK}:443 to an explicit proxy; the TLS "
              "1.2 hello in the tunnel bears no server name.", by_proxy, _COMPLETED, "no_sni",
              facts={**at_proxy, **matched("connect", _OUTLOOK)}, **through),
        _call("offer_no_sni_connect_address", f"CONNECT {address} to an explicit proxy: who calls "
              "an address has no name to send.",
              replace(by_proxy, options=("-connect", address)),
              facts={**at_proxy, **matched("certificate", _OUTLOOK)}, **through),
        f"the target of the CONNECT: {_OUTLOOK}:443", f"the target of the CONNECT: {address}")
    return [first, second,
            replace(reset, twin=first.name, differs_in="the hello is answered by a reset"),
            replace(mail, twin=first.name, differs_in="the port: 25"),
            replace(backend, twin=first.name, differs_in="the port: 444"),
            replace(old, twin=first.name, differs_in="the hello's version: SSL 3.0"), *connected]


def _renegotiation():
    """C7: a stack from before 2010 binds nothing to the handshake."""
    host = "login.microsoftonline.com"
    both, one = ":%DISABLE_SAFE_RENEGOTIATION:%NO_SESSION_HASH", ":%DISABLE_SAFE_RENEGOTIATION"
    client = Client("gnutls", low="1.2", ciphers=GCM_GNUTLS + both)
    rows = _twins(
        _call("offer_no_secure_renegotiation", f"A TLS 1.2 hello to {host} with neither "
              "extended_master_secret nor renegotiation_info completes.", client, _COMPLETED,
              "no_secure_renegotiation", host=host),
        _call("offer_no_secure_renegotiation_twin", f"A TLS 1.2 hello to {host} with "
              "extended_master_secret completes.", replace(client, ciphers=GCM_GNUTLS + one),
              host=host),
        "the extension extended_master_secret: absent",
        "the extension extended_master_secret: present")
    return [*rows, replace(
        _call("offer_no_secure_renegotiation_tls13", f"A hello to {host} that offers TLS 1.3 only "
              "has neither extended_master_secret nor renegotiation_info: TLS 1.3 has no "
              "renegotiation.", Client("gnutls", low="1.3", high="1.3", ciphers=both[1:]), TLS13,
              host=host, offered="TLS 1.3", server=replace(_ANSWERS, high="1.3")),
        twin="offer_no_secure_renegotiation", differs_in="client's versions: TLS 1.3 only")]


def _browser():
    """GREASE: a browser may offer what it likes."""
    client = Client("go", low="1.0", high="1.3")
    return _twins(
        _call("offer_browser", f"A hello to {_OUTLOOK} with GREASE values, as browsers send them, "
              "and 3DES among its suites completes with TLS 1.3.", client, TLS13,
              offered="TLS 1.3", server=replace(_ANSWERS, high="1.3"), edits=(AddGrease(),)),
        _call("offer_browser_twin", f"A hello to {_OUTLOOK} with 3DES among its suites completes "
              "with TLS 1.3.", client, TLS13, "weak_ciphers_offered", offered="TLS 1.3",
              server=replace(_ANSWERS, high="1.3")),
        "the hello: with GREASE values", "the hello: without GREASE values")


SCENARIOS = [*_no_accepted_cipher(), *_static_rsa(), *_weak(), *_groups(), *_signatures(),
             *_no_name(), *_renegotiation(), *_browser()]
