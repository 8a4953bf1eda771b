# SPDX-License-Identifier: GPL-2.0-or-later
"""Connections on which TLS is never spoken: no hello, an answer in clear, a proxy that hangs up."""

from dataclasses import replace

from laboratory.edits import RewriteAddresses
from laboratory.expectation import NO_HELLO, Ending, completed, finding, flow, matched
from laboratory.places import CLOUD_CALLER, CLOUD_CALLER6, PROXY, PROXY_PORT
from laboratory.scenario import Call, Client, Scenario, Server
from laboratory.services import ConnectProxy, Resolver, records

from .common import GCM, GCM_OPENSSL, twin_of

_AUTODISCOVER, _OUTLOOK = "autodiscover-s.outlook.com", "outlook.office365.com"
_MAIL = "mail.contoso.com"
#: An address of Exchange Online's published range 52.96.0.0/14.
_EXCHANGE_ONLINE = "52.96.20.30"
_ANSWERS = Server(ciphers=GCM_OPENSSL)
_COMPLETED = completed("TLS 1.2", GCM)


def _closed(by, name, severity="error", on="end"):
    """A FIN ends it before any handshake."""
    return Ending("closed", by, findings=(finding(name, severity, on),))


def _no_hello():
    """The client's stack has no suite for the only version that it may offer, and says nothing."""
    def one(stream, severity):
        return flow(_AUTODISCOVER, "TLS 1.2", _closed("client", "no_client_hello", severity), stream=stream,
                    **NO_HELLO, **matched("dns", _AUTODISCOVER))

    first = Scenario(
        name="no_client_hello",
        sentence=f"Two connections to {_AUTODISCOVER}, each closed by the client without one byte: its TLS "
                 "stack has no protocol to offer.",
        client=Client("java", low="1.2", ciphers="TLS_AES_128_GCM_SHA256"), calls=(Call(_AUTODISCOVER),) * 2,
        services=(Resolver(records(_AUTODISCOVER)),), servers={_AUTODISCOVER: _ANSWERS},
        flows=(one(0, "note"), one(1, "error")))
    return twin_of(
        first, "no_client_hello_twin", f"Two calls to {_AUTODISCOVER} complete.",
        "the client's suites: those of TLS 1.2", "the client's suites: of TLS 1.3 only, which it may not offer",
        client=replace(first.client, ciphers=None),
        flows=tuple(flow(_AUTODISCOVER, "TLS 1.2", _COMPLETED, stream=number) for number in (0, 1)))


def _in_clear(name, client, what):
    """A plain HTTP server listens on 443."""
    first = Scenario(
        name=name, client=client, calls=(Call(_MAIL),), servers={_MAIL: Server("http")},
        sentence=f"A plain HTTP server listens on port 443 of {_MAIL} and answers the hello of {what} with 400.",
        client_site="cloud", client_addresses=(CLOUD_CALLER, CLOUD_CALLER6),
        edits=(RewriteAddresses(((CLOUD_CALLER, _EXCHANGE_ONLINE),)),),
        flows=(flow(_MAIL, "TLS 1.2", _closed("server", "answered_in_clear", on="first_answer"),
                    client=_EXCHANGE_ONLINE),))
    return twin_of(
        first, f"{name}_twin", f"{_MAIL} answers the hello of {what} with TLS 1.2.", "the server speaks TLS",
        "the server speaks HTTP", servers={_MAIL: _ANSWERS},
        flows=(flow(_MAIL, "TLS 1.2", _COMPLETED, client=_EXCHANGE_ONLINE),))


def _hangs_up():
    """The proxy ends the connection instead of answering."""
    call, at_proxy = Call(_OUTLOOK, "/EWS/Exchange.asmx"), {"server": PROXY, "server_port": PROXY_PORT}
    first = Scenario(
        name="proxy_unanswered",
        sentence=f"CONNECT {_OUTLOOK}:443, and the proxy ends the connection without a status line.",
        client=Client("curl", low="1.2", proxy=True), calls=(call,), services=(ConnectProxy(hangs_up=True),),
        servers={_OUTLOOK: _ANSWERS},
        flows=(flow(_OUTLOOK, "TLS 1.2", _closed("server", "proxy_unanswered"), **at_proxy, **NO_HELLO,
                    **matched("connect", _OUTLOOK)),))
    return twin_of(
        first, "proxy_unanswered_twin", f"CONNECT {_OUTLOOK}:443 opens the tunnel.", "the proxy answers",
        "the proxy ends the connection", services=(ConnectProxy(),),
        flows=(flow(_OUTLOOK, "TLS 1.2", _COMPLETED, **at_proxy),))


SCENARIOS = [
    *_no_hello(),
    *_in_clear("answered_in_clear", Client("java", low="1.2"), "Java"),
    *_in_clear("answered_in_clear_alert", Client("curl", low="1.2"), "OpenSSL"),
    *_hangs_up(),
]
