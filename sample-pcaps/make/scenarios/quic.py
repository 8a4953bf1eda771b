# SPDX-License-Identifier: GPL-2.0-or-later
"""QUIC beside TLS over TCP: counted where the name is recognised, not analysed."""

from laboratory.expectation import completed, flow
from laboratory.scenario import Call, Client, Scenario, Server
from laboratory.services import QuicServer

from .common import GCM, GCM_OPENSSL, twin_of

_OUTLOOK, _UNLISTED = "outlook.office365.com", "www.example.net"
_QUIC = Client("quic", low="1.3", high="1.3")


def _beside_tcp():
    """The call over TCP is the same in both; the name in QUIC's hello is listed or not."""
    def one(host):
        return {"calls": (Call(_OUTLOOK), Call(host, client=_QUIC)),
                "services": (QuicServer(host),)}

    first = Scenario(
        name="quic_beside_tcp",
        sentence=f"A TLS 1.2 call to {_OUTLOOK} over TCP, and a QUIC connection to it over UDP.",
        client=Client("curl", low="1.2"), servers={_OUTLOOK: Server(ciphers=GCM_OPENSSL)},
        flows=(flow(_OUTLOOK, "TLS 1.2", completed("TLS 1.2", GCM)),),
        limits={"quic_connections": 1}, **one(_OUTLOOK))
    return twin_of(
        first, "quic_beside_tcp_twin",
        f"A TLS 1.2 call to {_OUTLOOK} over TCP, and a QUIC connection to {_UNLISTED} over UDP.",
        f"the server name of the QUIC connection: {_UNLISTED}, not {_OUTLOOK}",
        f"the server name of the QUIC connection: {_OUTLOOK}, not {_UNLISTED}",
        limits={"quic_connections": 0}, **one(_UNLISTED))


SCENARIOS = [*_beside_tcp()]
