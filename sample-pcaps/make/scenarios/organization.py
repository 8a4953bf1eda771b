# SPDX-License-Identifier: GPL-2.0-or-later
"""Which side an end is on: private networks, preferences, the organisation's own table."""

from laboratory.edits import RewriteAddresses
from laboratory.expectation import (NO_HELLO, UNRECOGNISED, completed, flow, known_as, matched,
                                    refused)
from laboratory.places import MAIL_SERVER, PLACES, PROXY, PROXY_PORT
from laboratory.scenario import Call, Client, Scenario, Server
from laboratory.services import ConnectProxy

from .common import GCM, GCM_OPENSSL, TLS13, organization_row, twin_of

_COMPLETED = completed("TLS 1.2", GCM)
_ANSWERS = Server(ciphers=GCM_OPENSSL)
_MAIL, _OWN, _OUTLOOK = "mail.contoso.com", "exch.contoso.com", "outlook.office365.com"
_PRIVATE_CLIENT, _PRIVATE_SERVER = "10.20.0.10", "10.20.0.40"
_AMONG_SERVERS = {"direction": "onprem_to_onprem"}
#: Another Exchange server, which calls the one at which is captured.
_CALLER = PLACES["ex02.contoso.com"]
_FROM_CALLER = {"client_site": _CALLER.site,
                "client_addresses": (_CALLER.address, _CALLER.address6)}


#: The laboratory's proxy, and an address at which there is none.
_PROXY_ROW, _OTHER_PROXY = organization_row(PROXY, "", "proxy", ""), "203.0.113.91"


def _private():
    """A customer's name by convention, between private addresses or not."""
    first = Scenario(
        name="onprem_to_onprem_443",
        sentence=f"A machine in a private network calls {_MAIL} in the same network.",
        client=Client("curl", low="1.2"), calls=(Call(_MAIL),), servers={_MAIL: _ANSWERS},
        edits=(RewriteAddresses(((_CALLER.address, _PRIVATE_CLIENT),
                                 (PLACES[_MAIL].address, _PRIVATE_SERVER))),), **_FROM_CALLER,
        flows=(flow(_MAIL, "TLS 1.2", _COMPLETED, **_AMONG_SERVERS, client=_PRIVATE_CLIENT,
                    server=_PRIVATE_SERVER),))
    return twin_of(
        first, "onprem_to_onprem_443_twin",
        f"A machine calls {_MAIL}; both addresses are public ones that no list knows.",
        "the addresses: public", "the addresses: private", edits=(),
        flows=(flow(_MAIL, "TLS 1.2", _COMPLETED, client=_CALLER.address, **UNRECOGNISED),))


def _own_networks():
    """The preference says which public addresses are the organisation's."""
    first = Scenario(
        name="onprem_networks",
        sentence=f"A machine calls {_MAIL}; the preference onprem_networks says that both public "
                 "addresses are on premises.",
        client=Client("wget", low="1.2"), calls=(Call(_MAIL),), servers={_MAIL: _ANSWERS},
        options=("-o", "exchange_hybrid.onprem_networks:192.0.2.0/24"), **_FROM_CALLER,
        flows=(flow(_MAIL, "TLS 1.2", _COMPLETED, client=_CALLER.address, **_AMONG_SERVERS),))
    return twin_of(
        first, "onprem_networks_twin",
        f"A machine calls {_MAIL}; the preference onprem_networks does not know the addresses.",
        "the preference onprem_networks: default", "the preference onprem_networks: 192.0.2.0/24",
        options=(),
        flows=(flow(_MAIL, "TLS 1.2", _COMPLETED, client=_CALLER.address, **UNRECOGNISED),))


def _table_server():
    """The table gives a name its role, and both ends their side."""
    by_table = {**known_as(_MAIL), **_AMONG_SERVERS, "matched_by": "user_table"}
    first = Scenario(
        name="organization_table_server",
        sentence=f"A machine calls {_OWN}, a name that only the organisation's table knows; the "
                 "table has both ends on premises.",
        client=Client("python", low="1.2"), calls=(Call(_OWN),), servers={_OWN: _ANSWERS},
        options=(*organization_row(_OWN, "onprem_exchange", "onprem", "EX01"),
                 *organization_row(MAIL_SERVER, "", "onprem", "EX02")),
        flows=(flow(_OWN, "TLS 1.2", _COMPLETED, **by_table),))
    return twin_of(
        first, "organization_table_server_twin",
        f"A machine calls {_OWN}, a name that nobody knows.",
        "the organisation's table: empty", "the organisation's table: with both ends",
        options=(), flows=(flow(_OWN, "TLS 1.2", _COMPLETED),))


def _table_network():
    """The table gives a network its role: no name is needed."""
    by_table = {**known_as(_MAIL), **_AMONG_SERVERS, **matched("user_table")}
    first = Scenario(
        name="organization_table_network",
        sentence="A TLS 1.3 call without a server name to an address that only the organisation's "
                 "table knows.",
        client=Client("s_client", low="1.2", high="1.3", sni=False), calls=(Call(_OWN),),
        servers={_OWN: Server(high="1.3", ciphers=GCM_OPENSSL)},
        options=organization_row("192.0.2.0/24", "onprem_exchange", "onprem", ""),
        flows=(flow(_OWN, "TLS 1.3", TLS13, **by_table),))
    return twin_of(
        first, "organization_table_network_twin",
        "A TLS 1.3 call without a server name to an address that nobody knows.",
        "the organisation's table: empty", "the organisation's table: with the network",
        options=(), flows=(flow(_OWN, "TLS 1.3", TLS13, **matched("none")),))


def _table_refused():
    """No TLS; the address is hybrid by the table only."""
    by_table = {**known_as(_MAIL), **_AMONG_SERVERS, **matched("user_table"), **NO_HELLO}
    first = Scenario(
        name="organization_table_refused",
        sentence="A SYN to an address that only the organisation's table knows is answered by RST.",
        client=Client("curl", low="1.2"), calls=(Call(_OWN),), servers={},
        options=organization_row("192.0.2.0/24", "onprem_exchange", "onprem", ""),
        flows=(flow(_OWN, "TLS 1.2", refused("error"), **by_table),))
    return twin_of(
        first, "organization_table_refused_twin",
        "A SYN to an address that nobody knows is answered by RST.",
        "the organisation's table: empty", "the organisation's table: with the network",
        options=(), flows=())


def _table_client():
    """The table says that the caller is no server."""
    first = Scenario(
        name="organization_table_client",
        sentence=f"A machine that is a client by the organisation's table calls {_OUTLOOK}.",
        client=Client("go", low="1.2"), calls=(Call(_OUTLOOK),), servers={_OUTLOOK: _ANSWERS},
        options=organization_row(MAIL_SERVER, "", "client", ""),
        flows=(flow(_OUTLOOK, "TLS 1.2", _COMPLETED, direction="client_to_cloud"),))
    return twin_of(
        first, "organization_table_client_twin",
        f"A machine of which the organisation's table says nothing calls {_OUTLOOK}.",
        "the organisation's table: empty", "the organisation's table: the caller is a client",
        options=(), flows=(flow(_OUTLOOK, "TLS 1.2", _COMPLETED),))


def _table_proxy():
    """The table says which address is a proxy's, and so does the CONNECT."""
    first = Scenario(
        name="organization_table_proxy",
        sentence=f"CONNECT {_OUTLOOK}:443 to an explicit proxy, which the organisation's table "
                 "names too.",
        client=Client("curl", low="1.2", proxy=True), calls=(Call(_OUTLOOK),),
        services=(ConnectProxy(),), servers={_OUTLOOK: _ANSWERS}, options=_PROXY_ROW,
        hosts={MAIL_SERVER: "onprem", PROXY: "proxy"},
        flows=(flow(_OUTLOOK, "TLS 1.2", _COMPLETED, server=PROXY, server_port=PROXY_PORT),))
    return twin_of(
        first, "organization_table_proxy_twin",
        f"A direct call to {_OUTLOOK}; the proxy that the organisation's table names has no part "
        "in it.", "the way: direct", "the way: CONNECT to the proxy of the table",
        client=Client("curl", low="1.2"), services=(), hosts={MAIL_SERVER: "onprem"},
        flows=(flow(_OUTLOOK, "TLS 1.2", _COMPLETED),))


def _table_proxy_outside():
    """Captured beyond the proxy: only the table can tell whose address calls."""
    first = Scenario(
        name="organization_table_proxy_outside",
        sentence=f"Captured between an explicit proxy and {_OUTLOOK}, without the CONNECT: the "
                 "organisation's table names the caller a proxy.",
        client=Client("python", low="1.2", proxy=True), calls=(Call(_OUTLOOK),),
        services=(ConnectProxy(),), servers={_OUTLOOK: _ANSWERS}, options=_PROXY_ROW,
        capture_site="cloud", hosts={PROXY: "proxy"},
        flows=(flow(_OUTLOOK, "TLS 1.2", _COMPLETED, client=PROXY),))
    return twin_of(
        first, "organization_table_proxy_outside_twin",
        f"Captured between an explicit proxy and {_OUTLOOK}, without the CONNECT: the "
        "organisation's table names another address a proxy.",
        f"the row of side proxy: {_OTHER_PROXY}, not {PROXY}",
        f"the row of side proxy: {PROXY}, not {_OTHER_PROXY}",
        options=organization_row(_OTHER_PROXY, "", "proxy", ""), hosts={PROXY: "onprem"})


SCENARIOS = [*_private(), *_own_networks(), *_table_server(), *_table_network(),
             *_table_refused(), *_table_client(), *_table_proxy(),
             *_table_proxy_outside()]
