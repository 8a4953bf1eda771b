# SPDX-License-Identifier: GPL-2.0-or-later
"""Who lives where: the sites of the laboratory and every host that scenarios call.

A site is one network namespace. Addresses are documentation addresses
(RFC 5737, RFC 3849). A Place also holds what a reader who knows the true name
knows about it (role, cloud): the source of each expectation.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Site:
    """One namespace behind one link to the router."""
    gateway: str
    gateway6: str
    mac: str


@dataclass(frozen=True)
class Place:
    """One host name with its address, and what a reader knows by the name."""
    name: str
    address: str
    address6: str
    site: str
    role: str = "unclassified"
    hybrid: bool = False
    cloud: str | None = None
    direction: str = "unknown"
    issuer: str = "public"


SITES = {
    "premises": Site("192.0.2.1", "2001:db8:0:1::1", "00:00:5e:00:53:10"),
    "backend": Site("192.0.2.129", "2001:db8:0:2::1", "00:00:5e:00:53:20"),
    "cloud": Site("198.51.100.1", "2001:db8:0:3::1", "00:00:5e:00:53:30"),
    "elsewhere": Site("203.0.113.1", "2001:db8:0:4::1", "00:00:5e:00:53:40"),
}
PREFIX_LENGTH = {
    "premises": 25, "backend": 25, "cloud": 24, "elsewhere": 24,
}

#: The Exchange server on premises that calls.
MAIL_SERVER = "192.0.2.10"
MAIL_SERVER6 = "2001:db8:0:1::10"
#: Five more Exchange servers on premises that call: (IPv4, IPv6).
SIBLINGS = tuple((f"192.0.2.{last}", f"2001:db8:0:1::{last}") for last in range(11, 16))
#: Stands for a front end of Exchange Online that calls on premises.
CLOUD_CALLER = "198.51.100.90"
CLOUD_CALLER6 = "2001:db8:0:3::90"

#: The resolver that the servers on premises ask.
RESOLVER = "192.0.2.153"
RESOLVER6 = "2001:db8:0:2::153"

#: Addresses of a site without a host name, by site.
CALLERS = {
    "premises": [(MAIL_SERVER, MAIL_SERVER6), *SIBLINGS],
    "backend": [(RESOLVER, RESOLVER6)],
    "cloud": [(CLOUD_CALLER, CLOUD_CALLER6)],
}


def _cloud(name, last, role, cloud="worldwide"):
    """A Microsoft name of a cloud."""
    return Place(name, f"198.51.100.{last}", f"2001:db8:0:3::{last}", "cloud", role, True,
                 cloud, "onprem_to_cloud", "microsoft")


def _elsewhere(name, last):
    """A name that has nothing to do with Exchange hybrid."""
    return Place(name, f"203.0.113.{last}", f"2001:db8:0:4::{last}", "elsewhere")


def _unlisted(name, address, address6, site):
    """A name on premises (or an alias) that no list knows."""
    return Place(name, address, address6, site)


_ALL = [
    _cloud("outlook.office365.com", 20, "exo_core"),
    _cloud("autodiscover-s.outlook.com", 21, "exo_autodiscover"),
    _cloud("autodiscover.outlook.com", 22, "exo_autodiscover"),
    _unlisted("autodiscover.contoso.com", "198.51.100.22", "2001:db8:0:3::22", "cloud"),
    _cloud("autodiscover.contoso.onmicrosoft.com", 23, "exo_autodiscover"),
    _cloud("autodiscover.contoso.mail.onmicrosoft.com", 24, "exo_autodiscover"),
    _cloud("outlook.office.com", 25, "exo_core"),
    _cloud("accounts.accesscontrol.windows.net", 30, "acs"),
    _cloud("login.microsoftonline.com", 31, "entra_sts"),
    _cloud("login.windows.net", 32, "entra_sts"),
    _cloud("domains.live.com", 40, "fed_provision"),
    _cloud("nexus.microsoftonline-p.com", 41, "fed_metadata"),
    _cloud("graph.microsoft.com", 50, "graph"),
    _cloud("sn1pepf00012345.mail.protection.outlook.com", 60, "eop_smtp"),
    _cloud("contoso-com.mail.protection.outlook.com", 61, "eop_smtp"),
    _cloud("outlook.office365.us", 70, "exo_core", "gcc_high"),
    _cloud("outlook-dod.office365.us", 71, "exo_core", "dod"),
    _cloud("partner.outlook.cn", 72, "exo_core", "china"),
    _cloud("outlook.sovcloud.fr", 73, "exo_core", "bleu"),
    _cloud("outlook.sovcloud.de", 74, "exo_core", "delos"),
    _cloud("outlook.office.de", 75, "exo_core", "germany"),
    Place("mail.contoso.com", "192.0.2.80", "2001:db8:0:1::80", "premises",
          "onprem_exchange", True, None, "cloud_to_onprem"),
    Place("ex02.contoso.com", "192.0.2.140", "2001:db8:0:2::140", "backend",
          "exch_backend", True, None, "onprem_to_onprem", "self"),
    Place("sts.contoso.com", "192.0.2.141", "2001:db8:0:2::141", "backend",
          "adfs", True, None, "onprem_to_onprem"),
    _unlisted("exch.contoso.com", "192.0.2.142", "2001:db8:0:2::142", "backend"),
    _unlisted("edge.contoso.com", "192.0.2.25", "2001:db8:0:1::25", "premises"),
    Place("ocsp.digicert.com", "203.0.113.70", "2001:db8:0:4::70", "elsewhere", "revocation",
          cloud="worldwide"),
    _elsewhere("www.example.net", 80),
    _elsewhere("outlook.office365.com.example.net", 81),
    _elsewhere("notoutlook.com", 82),
    _elsewhere("mail.example.net", 25),
    _elsewhere("proxy.contoso.com", 90),
]
PLACES = {place.name: place for place in _ALL}

#: The explicit proxy, outside the premises.
PROXY_NAME = "proxy.contoso.com"
PROXY = PLACES[PROXY_NAME].address
PROXY6 = PLACES[PROXY_NAME].address6
PROXY_PORT = 8080
