# SPDX-License-Identifier: GPL-2.0-or-later
"""Handshakes that stand still: the path loses large packets, or one side falls silent."""

from dataclasses import replace

from laboratory.edits import RewriteAddresses
from laboratory.expectation import Ending, completed, finding, flow
from laboratory.network import Link
from laboratory.places import CLOUD_CALLER, CLOUD_CALLER6
from laboratory.scenario import Call, Client, Scenario, Server

from .common import GCM, GCM_GO, GCM_OPENSSL, twin_of

_OUTLOOK, _MAIL, _OTHER = "outlook.office365.com", "mail.contoso.com", "www.example.net"
_ANSWERS = Server(ciphers=GCM_OPENSSL)
_COMPLETED = completed("TLS 1.2", GCM)
#: An address of Exchange Online's published range 52.96.0.0/14.
_EXCHANGE_ONLINE = "52.96.20.31"
_FROM_CLOUD = {"client_site": "cloud", "client_addresses": (CLOUD_CALLER, CLOUD_CALLER6),
               "edits": (RewriteAddresses(((CLOUD_CALLER, _EXCHANGE_ONLINE),)),)}
#: The path takes no full-size segments, and nobody says so.
_BLACK_HOLE, _HALF_BLACK_HOLE = ({"mtu": mtu, "advertised_mss": 1460} for mtu in (600, 1000))
#: What the same client does meanwhile: no pause of 10 s in the capture, and more than 30 s.
_MEANWHILE = (Call(_OTHER, port=80, client=Client("curl"), delay_before=8.5),) * 4


def _certificate_lost():
    """Captured at the server: its flight is sent again and again."""
    call, facts = Call(_MAIL), {"client": _EXCHANGE_ONLINE}
    first = Scenario(
        name="large_packets_lost",
        sentence=f"The certificate of {_MAIL} is larger than the path to the caller takes: it is sent again, never "
                 "acknowledged, and the caller gives up.",
        client=Client("curl", low="1.2", options=("timeout=9",)), calls=(call,), servers={_MAIL: _ANSWERS},
        links=(Link("cloud", **_BLACK_HOLE),), **_FROM_CLOUD,
        flows=(flow(_MAIL, "TLS 1.2", Ending("closed", "client", "TLS 1.2", GCM, findings=(
            finding("large_packets_lost", "error", "end"),)),
            frame_findings=[finding("large_packets_lost", "warning", "flight_copy_3")], **facts),))
    return twin_of(
        first, "large_packets_lost_twin", f"The certificate of {_MAIL} fits the path to the caller.",
        "the path takes packets of 1500 bytes", "the path takes packets of 600 bytes", links=(),
        flows=(flow(_MAIL, "TLS 1.2", _COMPLETED, **facts),))


def _certificate_missing():
    """Captured at the client: only the last, small segment of the flight arrives."""
    call = Call(_OUTLOOK)
    first = Scenario(
        name="large_packets_lost_at_client",
        sentence=f"The full-size segments of the flight of {_OUTLOOK} never arrive, its last one does; the client "
                 "gives up.",
        client=Client("curl", low="1.2", options=("timeout=9",)), calls=(call,), servers={_OUTLOOK: _ANSWERS},
        links=(Link("premises", **_HALF_BLACK_HOLE),),
        flows=(flow(_OUTLOOK, "TLS 1.2", Ending("partial", findings=(
            finding("large_packets_lost", "warning", "end"),))),))
    return twin_of(
        first, "large_packets_lost_at_client_twin", f"The flight of {_OUTLOOK} arrives.",
        "the path takes packets of 1500 bytes", "the path takes packets of 1000 bytes", links=(),
        flows=(flow(_OUTLOOK, "TLS 1.2", _COMPLETED),))


def _stalled(name, who, client, server):
    """One side acknowledges the other's flight and says no more for half a minute."""
    call = Call(_OUTLOOK, client=client, background=True)
    first = Scenario(
        name=name,
        sentence=f"The handshake with {_OUTLOOK} stands still: the {who} acknowledges a flight and says nothing for "
                 "half a minute, while the client's other calls go on.",
        client=client, calls=(call, *_MEANWHILE), servers={_OUTLOOK: server, _OTHER: Server("http")},
        flows=(flow(_OUTLOOK, "TLS 1.2", Ending("in_progress", None, "TLS 1.2", GCM, findings=(
            finding("handshake_stalled", "warning", None),))),))
    return twin_of(
        first, f"{name}_twin", f"The handshake with {_OUTLOOK} completes, while the client's other calls go on.",
        f"the {who} goes on", f"the {who} falls silent",
        calls=(replace(call, client=replace(client, options=())), *_MEANWHILE),
        servers={_OUTLOOK: replace(server, act="answer"), _OTHER: Server("http")}, flows=(flow(_OUTLOOK, "TLS 1.2", _COMPLETED),))


SCENARIOS = [
    *_certificate_lost(), *_certificate_missing(),
    *_stalled("handshake_stalled_by_client", "client", Client("mbedtls", low="1.2", options=("stall",)),
              Server("go", ciphers=GCM_GO)),
    *_stalled("handshake_stalled_by_server", "server", Client("mbedtls", low="1.2"),
              replace(_ANSWERS, act="silence-before-finished")),
]
