# SPDX-License-Identifier: GPL-2.0-or-later
"""What scenarios share: suites by name, and pairs that differ in one property."""

from dataclasses import replace

from laboratory.expectation import completed, flow
from laboratory.scenario import Scenario

#: Suites that servers are pinned to: IANA name, OpenSSL's name, GnuTLS' priority words.
GCM = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
CBC = "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"
GCM_OPENSSL = "ECDHE-RSA-AES256-GCM-SHA384"
CBC_OPENSSL = "ECDHE-RSA-AES256-SHA"
RSA_CBC = "TLS_RSA_WITH_AES_256_CBC_SHA"
RSA_CBC_OPENSSL = "AES256-SHA"
GCM_GO = "0xC030"
GCM_GNUTLS = "-KX-ALL:+ECDHE-RSA:-CIPHER-ALL:+AES-256-GCM:-MAC-ALL:+AEAD"
#: OpenSSL, Go and GnuTLS servers prefer this one in TLS 1.3.
GCM_TLS13 = "TLS_AES_256_GCM_SHA384"

#: A TLS 1.3 handshake that completes.
TLS13 = completed("TLS 1.3", GCM_TLS13)

CLIENT_VERSION = "client's highest TLS version"


def version_pair(name, old_sentence, new_sentence, *, client, calls, server, ending,
                 old="1.0", flow_facts=None, **other):
    """A scenario whose client offers at most `old`, and its healthy twin with TLS 1.2.

    `server` answers every host called; `ending` is how each flow of the failing
    one ends; `flow_facts` replace members of every flow.
    """
    hosts = [call.host for call in calls]
    facts = flow_facts or {}
    old_name, new_name = f"{name}_tls{old.replace('.', '')}", f"{name}_tls12"

    def flows(offered, how):
        return tuple(flow(host, offered, how, stream=number, **facts)
                     for number, host in enumerate(hosts))

    failing = Scenario(
        name=old_name, sentence=old_sentence, client=replace(client, high=old), calls=tuple(calls),
        flows=flows(f"TLS {old}", ending), servers={host: server for host in hosts},
        twin=new_name, differs_in=f"{CLIENT_VERSION}: TLS {old}, not TLS 1.2", **other)
    healthy = replace(
        failing, name=new_name, sentence=new_sentence, client=replace(client, high="1.2"),
        flows=flows("TLS 1.2", completed("TLS 1.2", GCM)),
        twin=old_name, differs_in=f"{CLIENT_VERSION}: TLS 1.2, not TLS {old}")
    return [failing, healthy]


def twin_of(scenario, name, sentence, differs_in, back, **changes):
    """The scenario and a twin of it; `differs_in` is told for the twin, `back` for the first."""
    twin = replace(scenario, name=name, sentence=sentence, twin=scenario.name,
                   differs_in=differs_in, crafted=None, **changes)
    return [replace(scenario, twin=name, differs_in=back), twin]


def organization_row(*columns):
    """A row of the organisation's table, as tshark's option takes it."""
    quoted = ",".join(f'"{column}"' for column in columns)
    return ("-o", f"uat:exchange_hybrid_organization:{quoted}")
