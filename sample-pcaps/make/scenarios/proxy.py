# SPDX-License-Identifier: GPL-2.0-or-later
"""By way of an explicit proxy: CONNECT, granted or refused."""

from dataclasses import replace

from laboratory.expectation import (NO_HELLO, Ending, completed, ended_after_hello, finding, flow,
                                    matched, with_findings)
from laboratory.places import MAIL_SERVER6, PROXY, PROXY6, PROXY_PORT
from laboratory.scenario import Call, Client, Scenario, Server
from laboratory.services import ConnectProxy

from .common import GCM, GCM_OPENSSL, twin_of, version_pair

_ANSWERS = Server(ciphers=GCM_OPENSSL)
_OUTLOOK, _UNLISTED = "outlook.office365.com", "www.example.net"
_EWS = Call(_OUTLOOK, "/EWS/Exchange.asmx")
_AT_PROXY = {"server": PROXY, "server_port": PROXY_PORT}
_COMPLETED = completed("TLS 1.2", GCM)
_CREDENTIALS = "exchange:example-word"
_AUTHENTICATION = "proxy_authentication"


def _through(host, ending, /, **facts):
    """A flow whose tunnel was opened."""
    return flow(host, "TLS 1.2", ending, **{**_AT_PROXY, **facts})


def _refused(host, ending, *earlier):
    """A flow that the proxy refused: no TLS; `earlier`: milder findings on its answers."""
    return flow(host, "TLS 1.2", ending, **_AT_PROXY, **matched("connect", host), **NO_HELLO,
                frame_findings=list(earlier))


def _asked_on(answer, severity="chat"):
    return finding(_AUTHENTICATION, severity, f"proxy_answer_{answer}")


def _without_name():
    """Only the CONNECT names the host."""
    def one(host):
        return {"calls": (Call(host),), "servers": {host: _ANSWERS},
                "flows": (_through(host, _COMPLETED, **matched("connect", host)),)}

    first = Scenario(
        name="proxy_connect_without_sni",
        sentence=f"CONNECT {_OUTLOOK}:443 to an explicit proxy; the TLS 1.2 hello in the tunnel "
                 "bears no server name.",
        client=Client("s_client", low="1.2", sni=False, proxy=True), services=(ConnectProxy(),),
        **one(_OUTLOOK))
    return twin_of(
        first, "proxy_connect_without_sni_twin",
        f"CONNECT {_UNLISTED}:443 to an explicit proxy; the TLS 1.2 hello in the tunnel bears no "
        "server name.", f"the target of the CONNECT: {_UNLISTED}, not {_OUTLOOK}",
        f"the target of the CONNECT: {_OUTLOOK}, not {_UNLISTED}", **one(_UNLISTED))


def _asked_once():
    """The proxy asks for credentials: the client has them, or gives up."""
    granted = with_findings(_COMPLETED, _asked_on(1))
    given_up = Ending("closed", "client", findings=(finding(_AUTHENTICATION, "error", "end"),))
    first = Scenario(
        name="proxy_407_then_success",
        sentence=f"The proxy asks for credentials (407) at the first CONNECT {_OUTLOOK}:443 and "
                 "opens the tunnel at the second, which bears them, on the same connection.",
        client=Client("curl", low="1.2", proxy=True, credentials=_CREDENTIALS), calls=(_EWS,),
        services=(ConnectProxy(_CREDENTIALS),), servers={_OUTLOOK: _ANSWERS},
        flows=(_through(_OUTLOOK, granted),))
    return twin_of(
        first, "proxy_407_closed",
        f"The proxy asks for credentials (407) at CONNECT {_OUTLOOK}:443; the client has none and "
        "closes.", "the client has no credentials", "the client has credentials",
        client=replace(first.client, credentials=None),
        flows=(_refused(_OUTLOOK, given_up, _asked_on(1)),))


def _asked_again():
    """The credentials are right, or refused twice."""
    given_up = Ending("closed", "client", findings=(finding(_AUTHENTICATION, "error", "end"),))
    first = Scenario(
        name="proxy_407_again",
        sentence=f"Two CONNECT {_OUTLOOK}:443 on one connection, both with credentials that the "
                 "proxy does not take (407 twice); the client closes.",
        client=Client("python", low="1.2", proxy=True, credentials="exchange:old-word",
                      options=("--attempts", "2")),
        calls=(_EWS,), services=(ConnectProxy(_CREDENTIALS),), servers={_OUTLOOK: _ANSWERS},
        flows=(_refused(_OUTLOOK, given_up, _asked_on(1), _asked_on(2, "warning")),))
    return twin_of(
        first, "proxy_credentials_taken",
        f"CONNECT {_OUTLOOK}:443 with credentials that the proxy takes at once.",
        "the credentials are right", "the credentials are wrong",
        client=replace(first.client, credentials=_CREDENTIALS),
        flows=(_through(_OUTLOOK, _COMPLETED),))


def _refusal(name, status, why, *, client, host, services):
    """The proxy's answer is the end of it; the twin's tunnel opens."""
    ending = Ending("closed", "server",
                    findings=(finding("proxy_refused", "error", "proxy_answer_1"),))
    first = Scenario(
        name=name, sentence=f"The proxy answers CONNECT {host}:443 with {status}: {why}.",
        client=client, calls=(Call(host),), services=services, servers={},
        flows=(_refused(host, ending),))
    return twin_of(
        first, f"{name}_twin", f"The proxy opens the tunnel for CONNECT {host}:443.",
        "the proxy opens the tunnel", f"the proxy answers {status}",
        services=(ConnectProxy(),), servers={host: _ANSWERS},
        flows=(_through(host, _COMPLETED),))


SCENARIOS = [
    *version_pair(
        "proxy_connect",
        f"CONNECT {_OUTLOOK}:443 to an explicit proxy; the TLS 1.0 hello in the tunnel is reset.",
        f"CONNECT {_OUTLOOK}:443 to an explicit proxy; the handshake in the tunnel completes with "
        "TLS 1.2.",
        client=Client("mono", proxy=True), server=Server(below="reset", ciphers=GCM_OPENSSL),
        ending=ended_after_hello("reset", "TLS 1.0"), calls=[replace(_EWS, method="POST")],
        services=(ConnectProxy(),), flow_facts=_AT_PROXY),
    *version_pair(
        "proxy_ipv6",
        f"CONNECT {_OUTLOOK}:443 to an explicit proxy over IPv6; the TLS 1.0 hello in the tunnel "
        "is reset.",
        f"CONNECT {_OUTLOOK}:443 to an explicit proxy over IPv6; the handshake in the tunnel "
        "completes with TLS 1.2.",
        client=Client("curl", proxy=True), server=Server(below="reset", ciphers=GCM_OPENSSL),
        ending=ended_after_hello("reset", "TLS 1.0"), calls=[replace(_EWS, family=6)],
        services=(ConnectProxy(family=6),), hosts={MAIL_SERVER6: "onprem", PROXY6: "proxy"},
        flow_facts={**_AT_PROXY, "client": MAIL_SERVER6, "server": PROXY6}),
    *_without_name(),
    *_asked_once(),
    *_asked_again(),
    *_refusal("proxy_403", 403, "not allowed", client=Client("curl", low="1.2", proxy=True),
              host=_OUTLOOK, services=(ConnectProxy(denies=(_OUTLOOK,)),)),
    *_refusal("proxy_502", 502, "it cannot reach the host",
              client=Client("wget", low="1.2", proxy=True), host="login.microsoftonline.com",
              services=(ConnectProxy(),)),
    *_refusal("proxy_403_unlisted", 403, "not allowed",
              client=Client("curl", low="1.2", proxy=True), host=_UNLISTED,
              services=(ConnectProxy(denies=(_UNLISTED,)),)),
]
