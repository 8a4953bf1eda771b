# SPDX-License-Identifier: GPL-2.0-or-later
"""The same facts under other TCP, IP and Ethernet circumstances."""

from laboratory.edits import AddVlanTag, BeginAfterHandshake
from laboratory.expectation import (NO_HELLO, UNRECOGNISED, Ending, completed, ended_after_hello,
                                    flow, matched)
from laboratory.network import Link
from laboratory.places import MAIL_SERVER6, PLACES
from laboratory.scenario import Call, Client, Scenario, Server

from .common import GCM, GCM_OPENSSL, twin_of, version_pair

_RESETS = Server(below="reset", ciphers=GCM_OPENSSL)
_RESET = ended_after_hello("reset", "TLS 1.0")
_ACS = "accounts.accesscontrol.windows.net"
_METADATA = "/contoso.com/metadata/json/1"


def _mid_flow():
    """A capture that began in the middle of a connection."""
    call = Call("outlook.office365.com", "/EWS/Exchange.asmx")
    first = Scenario(
        name="capture_begun_mid_flow",
        sentence="The capture begins after the TLS 1.2 handshake: only encrypted data, no name.",
        client=Client("wget", low="1.2"), calls=(call,),
        servers={call.host: Server(ciphers=GCM_OPENSSL)}, edits=(BeginAfterHandshake(),),
        flows=(flow(call.host, "TLS 1.2", Ending("partial"), **UNRECOGNISED, **matched("none"),
                    **NO_HELLO),))
    return twin_of(
        first, "capture_begun_mid_flow_twin",
        "The capture begins before the TLS 1.2 handshake.",
        "the capture begins before the handshake", "the capture begins after the handshake",
        edits=(), flows=(flow(call.host, "TLS 1.2", completed("TLS 1.2", GCM)),))


SCENARIOS = [
    *version_pair(
        "hello_split",
        "A TLS 1.0 hello to autodiscover-s.outlook.com comes in several TCP segments (peer's MSS "
        "88) and is reset.",
        "A TLS 1.2 hello to autodiscover-s.outlook.com comes in several TCP segments (peer's MSS "
        "88) and is answered.",
        client=Client("java"), server=_RESETS, ending=_RESET,
        calls=[Call("autodiscover-s.outlook.com")], links=(Link("cloud", advertised_mss=88),)),
    *version_pair(
        "ipv6",
        f"Over IPv6: a TLS 1.0 hello to {_ACS} is reset.",
        f"Over IPv6: a call to {_ACS} completes with TLS 1.2.",
        client=Client("perl"), server=_RESETS, ending=_RESET,
        calls=[Call(_ACS, _METADATA, family=6)],
        flow_facts={"client": MAIL_SERVER6, "server": PLACES[_ACS].address6}),
    *version_pair(
        "vlan_tag",
        "With a VLAN tag: a TLS 1.0 hello to domains.live.com is reset.",
        "With a VLAN tag: a call to domains.live.com completes with TLS 1.2.",
        client=Client("socat"), server=_RESETS, ending=_RESET,
        calls=[Call("domains.live.com")], edits=(AddVlanTag(110),)),
    *_mid_flow(),
]
