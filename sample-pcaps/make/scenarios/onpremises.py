# SPDX-License-Identifier: GPL-2.0-or-later
"""Exchange servers among themselves (port 444), and calls from the cloud."""

from laboratory.edits import RewriteAddresses
from laboratory.expectation import alert_by_server, completed, ended_after_hello, flow
from laboratory.places import CLOUD_CALLER, CLOUD_CALLER6, MAIL_SERVER, PLACES
from laboratory.scenario import Call, Client, Scenario, Server

from .common import GCM, GCM_OPENSSL, twin_of, version_pair

_BACKEND = Call("ex02.contoso.com", "/EWS/Exchange.asmx", "POST", port=444)
_PRIVATE_CLIENT, _PRIVATE_SERVER = "10.20.0.10", "10.20.0.20"
_PUBLISHED = Call("mail.contoso.com", "/EWS/Exchange.asmx/WSSecurity", "POST")
#: An address of Exchange Online's published range 40.96.0.0/13.
_EXCHANGE_ONLINE = "40.96.10.20"


def _cloud_calls():
    """Exchange Online calls the published server: answered, and refused."""
    facts = {"client": _EXCHANGE_ONLINE}
    first = Scenario(
        name="cloud_to_onprem_refused",
        sentence="Exchange Online calls mail.contoso.com with modern suites; the published server "
                 "takes static RSA with AES-CBC only and refuses with alert 40.",
        client=Client("go", low="1.2", high="1.3", ciphers="0xC030 0xC02F 0xC028 0xC027"),
        calls=(_PUBLISHED,), client_site="cloud",
        client_addresses=(CLOUD_CALLER, CLOUD_CALLER6),
        flows=(flow(_PUBLISHED.host, "TLS 1.3", alert_by_server(40, inbound=True), **facts),),
        servers={_PUBLISHED.host: Server(ciphers="AES128-SHA")},
        edits=(RewriteAddresses(((CLOUD_CALLER, _EXCHANGE_ONLINE),)),))
    return twin_of(
        first, "cloud_to_onprem_healthy",
        "Exchange Online calls mail.contoso.com and the published server answers with TLS 1.2.",
        "server's cipher suites: with ECDHE-RSA-AES256-GCM-SHA384",
        "server's cipher suites: without ECDHE-RSA-AES256-GCM-SHA384",
        flows=(flow(_PUBLISHED.host, "TLS 1.3", completed("TLS 1.2", GCM), **facts),),
        servers={_PUBLISHED.host: Server(ciphers=f"{GCM_OPENSSL}:AES128-SHA")})


SCENARIOS = [
    *version_pair(
        "backend_444",
        "Cross-server free/busy on premises: a TLS 1.0 hello to port 444 of another Exchange "
        "server is reset.",
        "Cross-server free/busy on premises: a call to port 444 of another Exchange server "
        "completes with TLS 1.2.",
        client=Client("mono"), server=Server(below="reset", ciphers=GCM_OPENSSL),
        ending=ended_after_hello("reset", "TLS 1.0"), calls=[_BACKEND],
        edits=(RewriteAddresses(((MAIL_SERVER, _PRIVATE_CLIENT),
                                 (PLACES[_BACKEND.host].address, _PRIVATE_SERVER))),),
        flow_facts={"client": _PRIVATE_CLIENT, "server": _PRIVATE_SERVER, "server_port": 444,
                    "host": None, "matched_by": "port"}),
    *_cloud_calls(),
]
