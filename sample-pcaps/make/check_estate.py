# SPDX-License-Identifier: GPL-2.0-or-later
"""What the conversations of a capture show beside one another.

Versions, names and times are those that tshark shows; roles, clouds and directions
those of the expectation. A result is {stream: {(id, event), ...}}.
"""

import re

from check_capture import TLS12

_HTTP = 80
_ROW_OF_SERVER = re.compile(r'uat:exchange_hybrid_organization:"(?P<address>[^"]*)","[^"]*","onprem",')
#: Roles that servers alone call.
_SERVER_TO_SERVER = {"acs", "fed_provision", "fed_metadata", "msa_sts"}
_REVOCATION_WITHIN = 60


def estate_findings(conversations, expected):
    """The findings that the expected flows demand together."""
    flows = [(flow, conversations[flow["stream"]]) for flow in expected["flows"]
             if flow["stream"] in conversations]
    found = {flow["stream"]: set() for flow, _ in flows}
    hybrid = [(flow, seen) for flow, seen in flows if flow["hybrid"]]
    for rule in (_offers_differ, _proxy_use_differs):
        for stream, one in rule(hybrid):
            found[stream].add(one)
    for stream, one in _behind_siblings(hybrid, _listed_servers(expected["options"])):
        found[stream].add(one)
    for stream, one in _revocation_unreachable(flows, hybrid):
        found[stream].add(one)
    return found


def _hellos(flows):
    """The conversations with a hello, in the order of their hellos."""
    return sorted(((flow, seen) for flow, seen in flows if seen.hello_version is not None),
                  key=lambda pair: pair[1].hello_time)


def _offers_differ(hybrid):
    """One client's offers: an old one after a new one, or the first new one after an old one."""
    earlier = {}
    for flow, seen in _hellos(hybrid):
        new, old = earlier.setdefault(seen.client[0], (set(), set()))
        role, is_old = flow["role"], seen.hello_version < TLS12
        proves = new - {role} if is_old else [
            other for other in old - {role} if not new - {other}]
        if proves:
            yield flow["stream"], ("client_offers_differ", "client_hello")
        (old if is_old else new).add(role)


def _listed_servers(options):
    """Addresses that the organisation's own table puts on premises."""
    return {row["address"] for option in options if (row := _ROW_OF_SERVER.match(option))}


def _behind_siblings(hybrid, listed):
    """Servers that offer nothing new, beside one that offers nothing old."""
    versions, servers = {}, set(listed)
    outbound = [pair for pair in _hellos(hybrid) if pair[0]["direction"] == "onprem_to_cloud"]
    for flow, seen in outbound:
        versions.setdefault(seen.client[0], []).append(seen.hello_version)
        if flow["role"] in _SERVER_TO_SERVER:
            servers.add(seen.client[0])
    if any(min(all_of_one) >= TLS12 for client, all_of_one in versions.items() if client in servers):
        for flow, seen in outbound:
            if seen.client[0] in servers and max(versions[seen.client[0]]) < TLS12:
                yield flow["stream"], ("client_behind_siblings", "report")


def _proxy_use_differs(hybrid):
    """Some clients ask a proxy for the cloud, others call it themselves."""
    to_cloud = [(flow, seen) for flow, seen in hybrid if flow["cloud"] is not None
                and flow["direction"] != "client_to_cloud"]
    asking = [pair for pair in to_cloud if pair[1].connect_target]
    proxies = {seen.server[0] for _, seen in asking}
    direct = [pair for pair in to_cloud
              if not pair[1].connect_target and pair[1].client[0] not in proxies]
    if any(one.client[0] != other.client[0] for _, one in asking for _, other in direct):
        for flow, _ in asking + direct:
            yield flow["stream"], ("proxy_use_differs", "report")


def _revocation_unreachable(flows, hybrid):
    """A revocation server keeps silent while the same client's hybrid handshake is young."""
    for flow, seen in flows:
        if (flow["role"] != "revocation" or seen.server[1] != _HTTP or seen.saw_server
                or seen.syn_copies < 2):
            continue
        if any(one.client[0] == seen.client[0] and
               0 <= seen.second_copy_time - one.hello_time <= _REVOCATION_WITHIN
               for _, one in _hellos(hybrid)):
            yield flow["stream"], ("revocation_unreachable", "syn_retransmission_2")
