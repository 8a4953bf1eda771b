# SPDX-License-Identifier: GPL-2.0-or-later
"""How handshakes end that a version does not explain: alerts, resets, closes."""

from dataclasses import replace

from laboratory.expectation import (alert_by_server, completed, ended_after_hello,
                                    ended_in_handshake, flow)
from laboratory.scenario import Call, Client, Scenario, Server

from .common import GCM, GCM_OPENSSL, GCM_TLS13, twin_of

_ANSWERS = Server(ciphers=GCM_OPENSSL)
_CERTIFICATE_GIVEN_UP = "client_gave_up_after_certificate"
_CLOSED = "closed_during_handshake"


def _pair_by_server(name, sentence, healthy, *, client, call, act, does, ending, crafted=None):
    """A pair whose twins differ in what the called side does (`does`: in words)."""
    first = Scenario(
        name=name, sentence=sentence, client=client, calls=(call,), crafted=crafted,
        flows=(flow(call.host, "TLS 1.2", ending),),
        servers={call.host: replace(_ANSWERS, act=act)})
    return twin_of(
        first, f"{name}_twin", healthy,
        f"the called side completes the handshake; it {does} in the twin",
        f"the called side {does}; it completes the handshake in the twin",
        flows=(flow(call.host, "TLS 1.2", completed("TLS 1.2", GCM)),),
        servers={call.host: _ANSWERS})


def _no_common_suite():
    """Alert 40: the client's list of suites is too narrow."""
    call = Call("outlook.office365.com", "/EWS/Exchange.asmx")
    first = Scenario(
        name="alert40_no_common_suite",
        sentence="A TLS 1.2 hello to outlook.office365.com offers static RSA with AES-CBC only "
                 "and is refused with alert 40.",
        client=Client("s_client", low="1.2", ciphers="AES128-SHA"), calls=(call,),
        flows=(flow(call.host, "TLS 1.2", alert_by_server(40)),),
        servers={call.host: _ANSWERS})
    return twin_of(
        first, "alert40_no_common_suite_twin",
        "A TLS 1.2 hello to outlook.office365.com offers one of its suites and completes.",
        "client's cipher suites: with ECDHE-RSA-AES256-GCM-SHA384",
        "client's cipher suites: without ECDHE-RSA-AES256-GCM-SHA384",
        client=replace(first.client, ciphers=f"{GCM_OPENSSL}:AES128-SHA"),
        flows=(flow(call.host, "TLS 1.2", completed("TLS 1.2", GCM)),))


def _vanished():
    """TLS 1.2: the client is gone after the Certificate, with a reset and no alert."""
    call = Call("accounts.accesscontrol.windows.net", "/contoso.com/metadata/json/1")
    first = Scenario(
        name="client_gives_up_after_certificate",
        sentence="The client of accounts.accesscontrol.windows.net resets the connection when it "
                 "is shown the server's certificate (TLS 1.2, no alert).",
        client=Client("mbedtls", low="1.2", options=("vanish",)), calls=(call,),
        crafted="the client program ends itself with a reset inside the stack's certificate "
                "callback; every byte is the stack's",
        flows=(flow(call.host, "TLS 1.2",
                    ended_in_handshake("reset", "client", "TLS 1.2", GCM,
                                       _CERTIFICATE_GIVEN_UP)),),
        servers={call.host: _ANSWERS})
    return twin_of(
        first, "client_gives_up_after_certificate_twin",
        "The client of accounts.accesscontrol.windows.net accepts the server's certificate.",
        "the client goes on after the certificate", "the client does not go on after the "
        "certificate",
        client=replace(first.client, options=()),
        flows=(flow(call.host, "TLS 1.2", completed("TLS 1.2", GCM)),))


def _untrusted_tls13():
    """TLS 1.3: the client does not trust the issuer; its alert is encrypted."""
    call = Call("graph.microsoft.com", "/v1.0/users")
    first = Scenario(
        name="client_gives_up_after_certificate_tls13",
        sentence="The client of graph.microsoft.com does not trust the certificate's issuer and "
                 "closes with an encrypted alert (TLS 1.3).",
        client=Client("gnutls", low="1.2", high="1.3", options=("verify",)), calls=(call,),
        flows=(flow(call.host, "TLS 1.3",
                    ended_in_handshake("closed", "client", "TLS 1.3", GCM_TLS13,
                                       _CERTIFICATE_GIVEN_UP)),),
        servers={call.host: replace(_ANSWERS, high="1.3")})
    return twin_of(
        first, "client_gives_up_after_certificate_tls13_twin",
        "The client of graph.microsoft.com trusts the certificate's issuer (TLS 1.3).",
        "the client trusts the issuer", "the client does not trust the issuer",
        client=replace(first.client, options=("verify", "trust")),
        flows=(flow(call.host, "TLS 1.3", completed("TLS 1.3", GCM_TLS13)),))


SCENARIOS = [
    *_no_common_suite(),
    *_pair_by_server(
        "alert80_internal_error",
        "login.microsoftonline.com answers a TLS 1.2 hello with alert 80.",
        "login.microsoftonline.com answers a TLS 1.2 hello properly.",
        client=Client("perl"), call=Call("login.microsoftonline.com"), act="alert80",
        does="sends alert 80 after the hello",
        ending=alert_by_server(80)),
    *_pair_by_server(
        "reset_after_tls12_hello",
        "A TLS 1.2 hello to autodiscover-s.outlook.com is answered by a reset, as a firewall does.",
        "A TLS 1.2 hello to autodiscover-s.outlook.com passes.",
        client=Client("curl", low="1.2"), call=Call("autodiscover-s.outlook.com"), act="reset",
        does="resets after the hello",
        ending=ended_after_hello("reset", "TLS 1.2")),
    *_pair_by_server(
        "close_after_tls12_hello",
        "A TLS 1.2 hello to login.windows.net is answered by the end of the connection (FIN).",
        "A TLS 1.2 hello to login.windows.net passes.",
        client=Client("go", low="1.2"), call=Call("login.windows.net"), act="close",
        does="closes after the hello",
        ending=ended_after_hello("closed", "TLS 1.2")),
    *_vanished(),
    *_untrusted_tls13(),
    *_pair_by_server(
        "reset_before_server_finished",
        "outlook.office365.com resets a TLS 1.2 connection after the client's Finished, before "
        "its own.",
        "outlook.office365.com completes the TLS 1.2 handshake.",
        client=Client("python", low="1.2"), call=Call("outlook.office365.com"),
        act="reset-before-finished", does="resets before its Finished",
        crafted="the server program ends the connection instead of sending the last flight that "
                "its stack has made; every byte is the stacks'",
        ending=ended_in_handshake("reset", "server", "TLS 1.2", GCM, _CLOSED)),
    *_pair_by_server(
        "close_before_server_finished",
        "domains.live.com closes a TLS 1.2 connection (FIN) after the client's Finished, before "
        "its own.",
        "domains.live.com completes the TLS 1.2 handshake.",
        client=Client("nss", low="1.2"), call=Call("domains.live.com"),
        act="close-before-finished", does="closes before its Finished",
        crafted="the server program ends the connection instead of sending the last flight that "
                "its stack has made; every byte is the stacks'",
        ending=ended_in_handshake("closed", "server", "TLS 1.2", GCM, _CLOSED)),
]
