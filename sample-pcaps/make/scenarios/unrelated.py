# SPDX-License-Identifier: GPL-2.0-or-later
"""What has nothing to do with Exchange hybrid: old TLS there is a warning, never an error."""

from dataclasses import replace

from laboratory.expectation import (NO_HELLO, Ending, alert_by_server, completed, flow, matched)
from laboratory.scenario import Call, Client, Scenario, Server

from .common import (CBC, CBC_OPENSSL, CLIENT_VERSION, GCM, GCM_OPENSSL, RSA_CBC, RSA_CBC_OPENSSL,
                     twin_of, version_pair)

_ACCEPTS_OLD = Server(low="1.0", ciphers=f"{GCM_OPENSSL}:{CBC_OPENSSL}:{RSA_CBC_OPENSSL}")
_WWW = Call("www.example.net")
_OLD = completed("TLS 1.0", CBC)


def _resumption():
    """Two connections of one client: full handshake, then an abbreviated one."""
    def flows(version, cipher):
        return (flow(_WWW.host, version, completed(version, cipher)),
                flow(_WWW.host, version, completed(version, cipher, resumed=True), stream=1))

    first = Scenario(
        name="resumption_tls10",
        sentence="Two TLS 1.0 connections to www.example.net: the second resumes the first's "
                 "session.",
        client=Client("gnutls", high="1.0", options=("resume",)), calls=(_WWW,),
        flows=flows("TLS 1.0", CBC), servers={_WWW.host: _ACCEPTS_OLD})
    return twin_of(
        first, "resumption_tls12",
        "Two TLS 1.2 connections to www.example.net: the second resumes the first's session.",
        f"{CLIENT_VERSION}: TLS 1.2, not TLS 1.0", f"{CLIENT_VERSION}: TLS 1.0, not TLS 1.2",
        client=replace(first.client, high="1.2"), flows=flows("TLS 1.2", GCM))


def _sslv2_framed():
    """The oldest framing of a hello: no extensions, no name."""
    return Scenario(
        name="sslv2_framed_hello",
        sentence="A TLS 1.0 hello in SSLv2 framing to an unrelated server, which accepts it.",
        client=Client("java", high="1.0", options=("SSLv2Hello",)), calls=(_WWW,),
        flows=(flow(_WWW.host, "TLS 1.0", completed("TLS 1.0", RSA_CBC), sslv2_framed=True,
                    **matched("certificate", _WWW.host)),),
        servers={_WWW.host: _ACCEPTS_OLD}, twin="unrelated_tls10",
        differs_in="framing of the client's hello: SSLv2, not TLS records")


def _sslv3():
    """The client knows nothing above SSL 3.0."""
    first = Scenario(
        name="sslv3_hello",
        sentence="An SSL 3.0 hello to an unrelated server is refused with alert 40: SSL 3.0 "
                 "knows no alert 70.",
        client=Client("nss", low="ssl3", high="ssl3"), calls=(_WWW,),
        flows=(flow(_WWW.host, "SSL 3.0", alert_by_server(40)),),
        servers={_WWW.host: _ACCEPTS_OLD})
    return twin_of(
        first, "sslv3_hello_twin",
        "A client that knows SSL 3.0 to TLS 1.2 calls an unrelated server: TLS 1.2.",
        f"{CLIENT_VERSION}: TLS 1.2, not SSL 3.0", f"{CLIENT_VERSION}: SSL 3.0, not TLS 1.2",
        client=replace(first.client, high="1.2"),
        flows=(flow(_WWW.host, "TLS 1.2", completed("TLS 1.2", GCM)),))


def _http_host():
    """Plain HTTP to a hybrid host, as Autodiscover's redirect method asks: only Host names it."""
    call = Call("autodiscover.contoso.onmicrosoft.com", "/autodiscover/autodiscover.xml", port=80)
    return Scenario(
        name="http_host_names_flow",
        sentence=f"Plain HTTP to {call.host}, named by the request's Host only.",
        client=Client("curl", low="1.2"), calls=(call,), servers={call.host: Server(stack="http")},
        flows=(flow(call.host, "TLS 1.2", Ending("*", "*"), server_port=80,
                    **matched("http_host", call.host), **NO_HELLO),),
        twin="no_tls", differs_in="the name in Host: a hybrid host's")


def _no_tls():
    """Plain HTTP to an unrelated host: nothing to report."""
    call = replace(_WWW, port=80)
    first = Scenario(
        name="no_tls", sentence="Plain HTTP to an unrelated host, no TLS at all.",
        client=Client("curl", low="1.2"), calls=(call,), flows=(),
        servers={call.host: Server(stack="http")})
    return twin_of(
        first, "no_tls_twin", "HTTPS to an unrelated host.", "with TLS", "without TLS",
        calls=(_WWW,), flows=(flow(_WWW.host, "TLS 1.2", completed("TLS 1.2", GCM)),),
        servers={_WWW.host: Server(ciphers=GCM_OPENSSL)})


SCENARIOS = [
    *version_pair(
        "unrelated",
        "A TLS 1.0 connection to www.example.net, which accepts it.",
        "A TLS 1.2 connection to www.example.net.",
        client=Client("java"), server=_ACCEPTS_OLD, ending=_OLD, calls=[_WWW]),
    *version_pair(
        "lookalike_names",
        "TLS 1.0 connections to names that only look like Microsoft's: "
        "outlook.office365.com.example.net and notoutlook.com.",
        "TLS 1.2 connections to names that only look like Microsoft's: "
        "outlook.office365.com.example.net and notoutlook.com.",
        client=Client("python"), server=_ACCEPTS_OLD, ending=_OLD,
        calls=[Call("outlook.office365.com.example.net"), Call("notoutlook.com")]),
    *_resumption(), _sslv2_framed(), *_sslv3(), *_no_tls(), _http_host(),
]
