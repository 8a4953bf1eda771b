# SPDX-License-Identifier: GPL-2.0-or-later
"""What versions are offered and chosen, refused or not."""

from dataclasses import replace

from laboratory.expectation import (alert_by_server, completed, flow, version_refused_by_client)
from laboratory.scenario import Call, Client, Scenario, Server

from .common import (CBC, CBC_OPENSSL, GCM, GCM_GNUTLS, GCM_GO, GCM_OPENSSL, GCM_TLS13, twin_of,
                     version_pair)

_BOTH = f"{GCM_OPENSSL}:{CBC_OPENSSL}"
_EWS = Call("outlook.office365.com", "/EWS/Exchange.asmx")
_GRAPH = Call("graph.microsoft.com", "/v1.0/users")


def _tls13():
    """TLS 1.3, with and without a HelloRetryRequest."""
    expected = (flow(_GRAPH.host, "TLS 1.3", completed("TLS 1.3", GCM_TLS13)),)
    first = Scenario(
        name="tls13_completed",
        sentence="A call to graph.microsoft.com completes with TLS 1.3.",
        client=Client("s_client", low="1.2", high="1.3", groups="P-384:X25519"), calls=(_GRAPH,),
        flows=expected,
        servers={_GRAPH.host: Server(high="1.3", ciphers=GCM_OPENSSL, groups="secp384r1")})
    return twin_of(
        first, "tls13_hello_retry_request",
        "A call to graph.microsoft.com completes with TLS 1.3 after a HelloRetryRequest: the "
        "server takes only the client's second group.",
        "order of the client's groups: X25519 before P-384",
        "order of the client's groups: P-384 before X25519",
        client=replace(first.client, groups="X25519:P-384"))


def _chosen_by_server():
    """TLS 1.2 is offered; the server decides."""
    first = Scenario(
        name="server_chooses_tls10",
        sentence="TLS 1.2 is offered to outlook.office365.com; the answering device chooses "
                 "TLS 1.0 and the handshake completes.",
        client=Client("python", low="1.0", high="1.2"), calls=(_EWS,),
        flows=(flow(_EWS.host, "TLS 1.2", completed("TLS 1.0", CBC)),),
        servers={_EWS.host: Server(low="1.0", high="1.0", ciphers=_BOTH)})
    return twin_of(
        first, "server_chooses_tls12",
        "TLS 1.2 is offered to outlook.office365.com and chosen.",
        "server's highest TLS version: TLS 1.2, not TLS 1.0",
        "server's highest TLS version: TLS 1.0, not TLS 1.2",
        flows=(flow(_EWS.host, "TLS 1.2", completed("TLS 1.2", GCM)),),
        servers={_EWS.host: Server(low="1.0", high="1.2", ciphers=_BOTH)})


def _refused_by_client():
    """The server chooses TLS 1.0; the client accepts nothing below 1.2."""
    first = Scenario(
        name="alert70_from_client",
        sentence="A client that accepts TLS 1.2 only calls outlook.office365.com; the answering "
                 "device chooses TLS 1.0 and the client refuses that with alert 70.",
        client=Client("mbedtls", low="1.2", high="1.2"), calls=(_EWS,),
        flows=(flow(_EWS.host, "TLS 1.2", version_refused_by_client("TLS 1.0", CBC)),),
        servers={_EWS.host: Server(low="1.0", high="1.0", ciphers=_BOTH)})
    return twin_of(
        first, "alert70_from_client_twin",
        "A client that accepts TLS 1.2 only calls outlook.office365.com and gets it.",
        "server's highest TLS version: TLS 1.2, not TLS 1.0",
        "server's highest TLS version: TLS 1.0, not TLS 1.2",
        flows=(flow(_EWS.host, "TLS 1.2", completed("TLS 1.2", GCM)),),
        servers={_EWS.host: Server(low="1.0", high="1.2", ciphers=_BOTH)})


SCENARIOS = [
    *version_pair(
        "entra_sign_in",
        "A call to login.microsoftonline.com offers TLS 1.1 at most and is refused with alert 70.",
        "A call to login.microsoftonline.com completes with TLS 1.2.",
        old="1.1", client=Client("gnutls"), ending=alert_by_server(70),
        server=Server(stack="gnutls", ciphers=GCM_GNUTLS),
        calls=[Call("login.microsoftonline.com", "/extSTS.srf", "POST")]),
    *version_pair(
        "federation_metadata",
        "The federation metadata is asked for at nexus.microsoftonline-p.com with a TLS 1.0 hello "
        "and refused with alert 70.",
        "The federation metadata is read from nexus.microsoftonline-p.com over TLS 1.2.",
        client=Client("wget"), server=Server(stack="go", ciphers=GCM_GO),
        ending=alert_by_server(70),
        calls=[Call("nexus.microsoftonline-p.com",
                    "/FederationMetadata/2006-12/FederationMetadata.xml")]),
    *_tls13(),
    *_chosen_by_server(),
    *_refused_by_client(),
]
