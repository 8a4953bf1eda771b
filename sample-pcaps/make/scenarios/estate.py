# SPDX-License-Identifier: GPL-2.0-or-later
"""What only the whole capture shows: servers beside one another, calls beside one another."""

from dataclasses import replace

from laboratory.certificates import Certificate
from laboratory.edits import MoveTo
from laboratory.expectation import (NO_HELLO, Ending, completed, ended_after_hello, finding, flow,
                                    matched, with_findings)
from laboratory.places import MAIL_SERVER, MAIL_SERVER6, PLACES, PROXY, PROXY_PORT, SIBLINGS
from laboratory.scenario import Call, Client, Scenario, Server
from laboratory.services import ConnectProxy, Resolver

from .common import CBC, CBC_OPENSSL, GCM, GCM_OPENSSL, organization_row, twin_of

_CORE, _CORE_TOO = "outlook.office365.com", "outlook.office.com"
_AUTODISCOVER, _ACS = "autodiscover-s.outlook.com", "accounts.accesscontrol.windows.net"
_ENTRA, _GRAPH, _UNLISTED = "login.microsoftonline.com", "graph.microsoft.com", "www.example.net"
_GCC_HIGH, _OCSP = "outlook.office365.us", "ocsp.digicert.com"

#: Programs of one server that differ: what WinHTTP carries, and what .NET does.
_WINHTTP = Client("curl", low="1.2")
_DOTNET = Client("mono", low="1.2")
_OLD_DOTNET = Client("mono", high="1.0")

#: Replies as long as real ones; what is older than TLS 1.2 is reset.
_RESETS = Server(below="reset", ciphers=GCM_OPENSSL, act="long-answer")
_COMPLETED = completed("TLS 1.2", GCM)
_RESET = ended_after_hello("reset", "TLS 1.0")
_DIFFERS = finding("client_offers_differ", "warning", "client_hello")
_BEHIND = finding("client_behind_siblings", "error", "report")
_UNEVEN = finding("proxy_use_differs", "warning", "report")


def _new(host, caller=None, client=_WINHTTP):
    """A call that offers TLS 1.2, by a server of SIBLINGS or the usual one."""
    return Call(host, client=client, caller=caller)


def _old(host, caller=None):
    """A call that offers TLS 1.0, as a .NET program without the registry values."""
    return Call(host, method="POST", client=_OLD_DOTNET, caller=caller)


def _is_old(call):
    return call.client is _OLD_DOTNET


def _flow_of(call, stream, *more, **facts):
    """What comes of a call, and the findings beside those of the flow itself."""
    ending = with_findings(_RESET if _is_old(call) else _COMPLETED, *more)
    caller = call.caller or (MAIL_SERVER, MAIL_SERVER6)
    return flow(call.host, "TLS 1.0" if _is_old(call) else "TLS 1.2", ending, stream=stream,
                **{"client": caller[0], **facts})


def _played(*calls_and_findings):
    """Members of a scenario: (call, finding ...) rows, played one after the other."""
    calls = tuple(row[0] for row in calls_and_findings)
    return {"calls": calls, "servers": {call.host: _RESETS for call in calls},
            "flows": tuple(_flow_of(row[0], stream, *row[1:])
                           for stream, row in enumerate(calls_and_findings))}


def _offers_differ():
    """One server, two programs: what WinHTTP carries is new enough, what .NET does is not."""
    first = Scenario(
        name="offers_differ", client=_WINHTTP,
        sentence=f"One server offers TLS 1.2 to {_ENTRA}, as WinHTTP does, then TLS 1.0 to {_ACS}, "
                 "as a .NET program does; that is reset.",
        **_played((_new(_ENTRA),), (_old(_ACS), _DIFFERS)))
    pair = twin_of(
        first, "offers_differ_two_servers",
        f"One server offers TLS 1.2 to {_ENTRA}, another one TLS 1.0 to {_ACS}; that is reset.",
        "the machine that calls second: another one", "the machine that calls second: the same",
        **_played((_new(_ENTRA),), (_old(_ACS, SIBLINGS[0]),)))
    old_first = replace(
        first, name="offers_differ_old_first", twin="offers_differ_old_first_twin",
        sentence=f"One server offers TLS 1.0 to {_ACS}, as a .NET program does, and is reset; then "
                 f"it offers TLS 1.2 to {_ENTRA}, as WinHTTP does, and to {_GRAPH}: only the first "
                 "of these proves anything new.",
        differs_in="the machine that calls first: the same",
        **_played((_old(_ACS),), (_new(_ENTRA), _DIFFERS), (_new(_GRAPH),)))
    other_first = replace(
        old_first, name="offers_differ_old_first_twin", twin="offers_differ_old_first",
        sentence=f"A server offers TLS 1.0 to {_ACS} and is reset; then another one offers TLS 1.2 "
                 f"to {_ENTRA} and to {_GRAPH}.",
        differs_in="the machine that calls first: another one",
        **_played((_old(_ACS, SIBLINGS[0]),), (_new(_ENTRA),), (_new(_GRAPH),)))
    one_role = replace(
        first, name="offers_differ_one_role", twin="offers_differ",
        sentence=f"One server offers TLS 1.2 to {_CORE}, then TLS 1.0 to {_CORE_TOO}, which has "
                 "the same role; that is reset.",
        differs_in="the hosts: two of one role",
        **_played((_new(_CORE),), (_old(_CORE_TOO),)))
    return [*pair, old_first, other_first, one_role]


def _behind():
    """Three servers; one of them offers nothing but TLS 1.0. The organisation's table says that they are servers."""
    left, right = SIBLINGS[:2]
    rows = tuple(word for address in (MAIL_SERVER, left[0], right[0])
                 for word in organization_row(address, "", "onprem", ""))
    first = Scenario(
        name="one_server_behind", client=_DOTNET, options=rows,
        sentence=f"Three machines that the organisation's table puts on premises call {_CORE}: two "
                 f"offer TLS 1.2, one TLS 1.0, there and to {_ACS}; it is reset.",
        **_played((_new(_CORE, left, _DOTNET),), (_old(_CORE), _BEHIND), (_old(_ACS), _BEHIND),
                  (_new(_CORE, right, _DOTNET),)))
    pair = twin_of(
        first, "all_servers_behind",
        f"Three servers call {_CORE}, one of them {_ACS} too: all offer TLS 1.0 and are reset.",
        "the versions that the other two servers offer: TLS 1.0",
        "the versions that the other two servers offer: TLS 1.2",
        **_played((_old(_CORE, left),), (_old(_CORE),), (_old(_ACS),), (_old(_CORE, right),)))
    mixed = replace(
        first, name="no_server_is_ahead", twin="one_server_behind",
        sentence=f"Two servers: one offers TLS 1.2 to {_CORE} but TLS 1.0 to {_ACS}, one offers "
                 "TLS 1.0 to both; TLS 1.0 is reset.",
        differs_in="no server offers TLS 1.2 in all of its calls",
        **_played((_new(_CORE, left, _DOTNET),), (_old(_ACS, left), _DIFFERS), (_old(_CORE),),
                  (_old(_ACS),)))
    return [*pair, mixed]


def _ring_buffer():
    """Six servers; only the .NET programs of one are old."""
    def healthy(caller, *hosts):
        return tuple((_new(host, caller, _WINHTTP if host == _ENTRA else _DOTNET),)
                     for host in hosts)

    before = (*healthy(SIBLINGS[0], _AUTODISCOVER, _CORE), *healthy(SIBLINGS[1], _ENTRA, _ACS),
              *healthy(SIBLINGS[2], _ACS, _CORE))
    after = (*healthy(SIBLINGS[3], _ENTRA, _AUTODISCOVER), *healthy(SIBLINGS[4], _CORE, _ENTRA))
    calls = f"{_CORE}, {_ENTRA}, {_ACS} and {_AUTODISCOVER}"
    first = Scenario(
        name="six_servers", client=_DOTNET,
        sentence=f"Six servers call {calls}. Five offer TLS 1.2; the sixth offers it to {_ENTRA} "
                 f"only, as WinHTTP does, but TLS 1.0 to {_ACS} and {_CORE}, as .NET programs do: "
                 "those are reset.",
        **_played(*before[:3], (_new(_ENTRA),), *before[3:], (_old(_ACS), _DIFFERS), *after[:2],
                  (_old(_CORE), _DIFFERS), *after[2:]))
    return twin_of(
        first, "six_servers_tls12",
        f"Six servers call {calls}, all with TLS 1.2.",
        "what the .NET programs of the sixth server offer: TLS 1.2",
        "what the .NET programs of the sixth server offer: TLS 1.0",
        **_played(*before[:3], (_new(_ENTRA),), *before[3:], *healthy(None, _ACS), *after[:2],
                  *healthy(None, _CORE), *after[2:]))


def _proxy_use():
    """One server calls by way of the proxy; the other one does, too, or does not."""
    proxied, facts = replace(_WINHTTP, proxy=True), {"server": PROXY, "server_port": PROXY_PORT}
    one, other, same = _new(_CORE, client=proxied), _new(_CORE, SIBLINGS[0]), _new(_ACS)
    first = Scenario(
        name="proxy_use_differs", client=_WINHTTP, calls=(one, other), services=(ConnectProxy(),),
        sentence=f"One server calls {_CORE} by way of an explicit proxy, another one directly; all "
                 "is well.",
        servers={_CORE: _RESETS},
        flows=(_flow_of(one, 0, _UNEVEN, **facts), _flow_of(other, 1, _UNEVEN)))
    also = replace(other, client=proxied)
    pair = twin_of(
        first, "proxy_use_is_the_same",
        f"Two servers call {_CORE} by way of an explicit proxy; all is well.",
        "how the second server calls: by way of the proxy",
        "how the second server calls: directly", calls=(one, also),
        flows=(_flow_of(one, 0, **facts), _flow_of(also, 1, **facts)))
    alone = replace(
        first, name="proxy_use_of_one_server", twin="proxy_use_differs", calls=(one, same),
        sentence=f"One server calls {_CORE} by way of an explicit proxy and {_ACS} directly; no "
                 "other server calls.",
        differs_in="who calls directly: the server that uses the proxy, too",
        servers={_CORE: _RESETS, _ACS: _RESETS},
        flows=(_flow_of(one, 0, **facts), _flow_of(same, 1)))
    return [*pair, alone]


def _revocation():
    """While the client looks at the certificate, the revocation server keeps silent."""
    def one(host, *more):
        no_answer = Ending("unanswered", findings=(
            finding("no_tcp_answer", "warning", "syn_retransmission_2"), *more))
        silent = PLACES[_OCSP].address
        return {
            "calls": (Call(host),), "servers": {host: _RESETS}, "silent": (silent,),
            "services": (Resolver(tuple((name, "A", PLACES[name].address)
                                        for name in (host, _OCSP))),),
            "flows": (flow(host, "TLS 1.2", _COMPLETED),
                      flow(_OCSP, "TLS 1.2", no_answer, stream=1, server_port=80,
                           **matched("dns", _OCSP), **NO_HELLO))}

    first = Scenario(
        name="revocation_unreachable",
        sentence=f"A TLS 1.2 call to {_CORE} waits while the client asks {_OCSP} about the "
                 "certificate: a SYN, again and again, never an answer; then it goes on without.",
        client=Client("go", low="1.2", options=("-revocation", _OCSP)),
        **one(_CORE, finding("revocation_unreachable", "warning", "syn_retransmission_2")))
    return twin_of(
        first, "revocation_unreachable_twin",
        f"A TLS 1.2 call to {_UNLISTED} waits while the client asks {_OCSP} about the "
        "certificate: a SYN, again and again, never an answer; then it goes on without.",
        f"the host called: {_UNLISTED}", f"the host called: {_CORE}", **one(_UNLISTED))


def _minimum(name, what, client, server, offered, plain, found):
    """The preference minimum_version raises the bar; `plain`: how it ends without it."""
    call = Call(_CORE, "/EWS/Exchange.asmx", client=client)
    bare = replace(plain, findings=())
    first = Scenario(
        name=name, sentence=f"{what}, with the preference minimum_version at TLS 1.3.",
        client=client, calls=(call,), servers={_CORE: server},
        options=("-o", "exchange_hybrid.minimum_version:tls13"),
        flows=(flow(_CORE, offered, with_findings(bare, *found)),))
    return twin_of(
        first, f"{name}_default", f"{what}, with default preferences.",
        "the preference minimum_version: TLS 1.2", "the preference minimum_version: TLS 1.3",
        options=(), flows=(flow(_CORE, offered, plain),))


def _minimum_version():
    """TLS 1.2 where TLS 1.3 is asked for: reset, accepted, chosen."""
    below = finding("client_offers_below_tls12", "warning", "client_hello")
    return [
        *_minimum("minimum_tls13_reset", f"A TLS 1.2 hello to {_CORE} is reset",
                  Client("python", low="1.2"), Server(act="reset"), "TLS 1.2",
                  ended_after_hello("reset", "TLS 1.2"),
                  (below, finding("closed_after_old_hello", "error", "end"))),
        *_minimum("minimum_tls13_completed", f"A TLS 1.2 hello to {_CORE} is accepted",
                  Client("gnutls", low="1.2"), _RESETS, "TLS 1.2", _COMPLETED,
                  (below, finding("server_chose_below_tls12", "warning", "server_hello"))),
        *_minimum("minimum_tls13_chosen",
                  f"{_CORE} chooses TLS 1.2 although the client offers TLS 1.3",
                  Client("s_client", low="1.2", high="1.3"), _RESETS, "TLS 1.3", _COMPLETED,
                  (finding("server_chose_below_tls12", "warning", "server_hello"),)),
    ]


def _scope():
    """Only hybrid flows are looked at, if the preference says so."""
    unrelated = flow(_UNLISTED, "TLS 1.0", completed("TLS 1.0", CBC))
    hybrid = flow(_CORE, "TLS 1.2", _COMPLETED, stream=1)
    accepts = Server(low="1.0", ciphers=f"{GCM_OPENSSL}:{CBC_OPENSSL}")
    first = Scenario(
        name="scope_hybrid",
        sentence=f"A TLS 1.0 connection to {_UNLISTED}, which accepts it, and a TLS 1.2 one to "
                 f"{_CORE}, with the preference scope: hybrid flows only.",
        client=Client("python"), options=("-o", "exchange_hybrid.scope:hybrid"),
        calls=(Call(_UNLISTED, client=Client("python", high="1.0")), Call(_CORE)),
        servers={_UNLISTED: accepts, _CORE: _RESETS}, flows=(hybrid,))
    return twin_of(
        first, "scope_all",
        f"A TLS 1.0 connection to {_UNLISTED}, which accepts it, and a TLS 1.2 one to {_CORE}, "
        "with default preferences.",
        "the preference scope: all", "the preference scope: hybrid only", options=(),
        flows=(unrelated, hybrid))


def _hints():
    """Nothing is wrong with TLS; what else may be, depends on the date and on the cloud."""
    def one(*hosts):
        answers = replace(_RESETS, certificate=Certificate(long=True))
        return {"calls": tuple(Call(host) for host in hosts),
                "servers": {host: answers for host in hosts},
                "flows": tuple(flow(host, "TLS 1.2", _COMPLETED, stream=stream)
                               for stream, host in enumerate(hosts))}

    first = Scenario(
        name="hint_after_announcement", client=_WINHTTP,
        sentence=f"Calls to {_ACS} and {_CORE} complete with TLS 1.2, after October 2026.",
        **one(_ACS, _CORE))
    moved = MoveTo("2025-07-01T00:00:00+00:00")
    pair = twin_of(
        first, "hint_before_announcement",
        f"Calls to {_ACS} and {_CORE} complete with TLS 1.2, in July 2025.",
        "when it was captured: July 2025", "when it was captured: after October 2026",
        edits=(moved,))
    other_cloud = replace(
        first, name="hint_gcc_high", twin="hint_after_announcement",
        sentence=f"A call to {_GCC_HIGH}, of GCC High, completes with TLS 1.2, after October 2026.",
        differs_in="the cloud: GCC High", **one(_GCC_HIGH))
    return [*pair, other_cloud]


SCENARIOS = [*_offers_differ(), *_behind(), *_ring_buffer(), *_proxy_use(), *_revocation(),
             *_minimum_version(), *_scope(), *_hints()]
