# SPDX-License-Identifier: GPL-2.0-or-later
"""The other clouds, by name and by address range."""

from laboratory.edits import RewriteAddresses
from laboratory.expectation import UNRECOGNISED, completed, ended_after_hello, flow, matched
from laboratory.places import MAIL_SERVER6, PLACES
from laboratory.scenario import Call, Client, Scenario, Server

from .common import GCM, GCM_OPENSSL, TLS13, twin_of, version_pair

_GOVERNMENT = ["outlook.office365.us", "outlook-dod.office365.us", "partner.outlook.cn",
               "outlook.sovcloud.fr", "outlook.sovcloud.de"]
_GERMANY = "outlook.office.de"
_GERMANY_ON = ("-o", "exchange_hybrid.germany:TRUE")
_NAMELESS = Client("s_client", low="1.2", high="1.3", sni=False)
_ANSWERS = Server(high="1.3", ciphers=GCM_OPENSSL)

#: Host that plays it, address in a published range, address beside it, cloud, role. A range that
#: is listed for GCC High and for DoD tells no cloud.
_RANGES = (
    ("outlook.office365.com", "40.104.1.10", "40.106.1.10", "worldwide", "exo_core"),
    ("outlook.office365.us", "20.35.208.10", "20.35.224.10", "gcc_high", "exo_core"),
    ("outlook-dod.office365.us", "20.35.192.10", "20.35.191.10", "dod", "exo_core"),
    ("login.microsoftonline.com", "20.140.232.10", "20.140.234.10", None, "entra_sts"),
    ("partner.outlook.cn", "40.73.132.10", "40.73.136.10", "china", "exo_core"),
)
_RANGES_IPV6 = (
    ("outlook.office365.com", "2603:1006::10", "2603:1008::10", "worldwide", "exo_core"),
    ("outlook.office365.us", "2001:489a:2200:100::10", "2001:489a:2200:200::10", "gcc_high",
     "exo_core"),
    ("outlook-dod.office365.us", "2001:489a:2200:500::10", "2001:489a:2200:800::10", "dod",
     "exo_core"),
    ("login.microsoftonline.com", "2001:489a:3500::10", "2001:489a:3500:8000::10", None,
     "entra_sts"),
    ("partner.outlook.cn", "2406:e500:4010::10", "2406:e500:4050::10", "china", "exo_core"),
)


def _by_address(name, how, rows, family):
    """TLS 1.3 without a server name: nothing but the address tells."""
    ends = {"client": MAIL_SERVER6} if family == 6 else {}
    mine = [PLACES[row[0]].address6 if family == 6 else PLACES[row[0]].address for row in rows]

    def rewritten(column):
        return (RewriteAddresses(tuple(zip(mine, (row[column] for row in rows)))),)

    def flows(column, facts, how_matched):
        return tuple(
            flow(row[0], "TLS 1.3", TLS13, stream=number, server=row[column], **facts(row),
                 **matched(how_matched), **ends) for number, row in enumerate(rows))

    first = Scenario(
        name=name, client=_NAMELESS, calls=tuple(Call(row[0], family=family) for row in rows),
        sentence=f"TLS 1.3 calls without a server name to {how} addresses in published ranges: "
                 "worldwide, GCC High, DoD, one listed for GCC High and DoD, China.",
        servers={row[0]: _ANSWERS for row in rows}, edits=rewritten(1),
        flows=flows(1, lambda row: {"cloud": row[3], "role": row[4]}, "address"))
    return twin_of(
        first, f"{name}_twin",
        f"TLS 1.3 calls without a server name to {how} addresses beside published ranges.",
        "the addresses: just outside the ranges", "the addresses: in the ranges",
        edits=rewritten(2), flows=flows(2, lambda row: UNRECOGNISED, "none"))


def _germany():
    """The closed cloud: known only if the preference says so."""
    completed_there = completed("TLS 1.2", GCM)
    first = Scenario(
        name="cloud_germany_on", options=_GERMANY_ON,
        sentence=f"A call to {_GERMANY}, of the closed Germany cloud, with the preference that "
                 "knows it.",
        client=Client("nss", low="1.2"), calls=(Call(_GERMANY),),
        servers={_GERMANY: Server(ciphers=GCM_OPENSSL)},
        flows=(flow(_GERMANY, "TLS 1.2", completed_there),))
    return twin_of(
        first, "cloud_germany_off",
        f"A call to {_GERMANY}, of the closed Germany cloud, with default preferences.",
        "the preference germany: off", "the preference germany: on", options=(),
        flows=(flow(_GERMANY, "TLS 1.2", completed_there, **UNRECOGNISED),))


def _germany_by_address():
    """The same by range."""
    address = "51.4.64.10"
    first = Scenario(
        name="cloud_germany_on_by_address", options=_GERMANY_ON,
        sentence="A TLS 1.3 call without a server name to a range of the closed Germany cloud, "
                 "with the preference that knows it.",
        client=_NAMELESS, calls=(Call(_GERMANY),), servers={_GERMANY: _ANSWERS},
        edits=(RewriteAddresses(((PLACES[_GERMANY].address, address),)),),
        flows=(flow(_GERMANY, "TLS 1.3", TLS13, server=address, **matched("address")),))
    return twin_of(
        first, "cloud_germany_off_by_address",
        "A TLS 1.3 call without a server name to a range of the closed Germany cloud, with "
        "default preferences.",
        "the preference germany: off", "the preference germany: on", options=(),
        flows=(flow(_GERMANY, "TLS 1.3", TLS13, server=address, **UNRECOGNISED,
                    **matched("none")),))


_LIST = "GCC High, DoD, China, Bleu and Delos"

SCENARIOS = [
    *version_pair(
        "clouds_by_name",
        f"TLS 1.0 hellos to Exchange Online of {_LIST}, by name, are reset.",
        f"Calls to Exchange Online of {_LIST}, by name, complete with TLS 1.2.",
        client=Client("python"), server=Server(below="reset", ciphers=GCM_OPENSSL),
        ending=ended_after_hello("reset", "TLS 1.0"), calls=[Call(host) for host in _GOVERNMENT]),
    *_by_address("clouds_by_address", "IPv4", _RANGES, 4),
    *_by_address("clouds_by_address_ipv6", "IPv6", _RANGES_IPV6, 6),
    *_germany(),
    *_germany_by_address(),
]
