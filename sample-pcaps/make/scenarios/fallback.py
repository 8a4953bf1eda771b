# SPDX-License-Identifier: GPL-2.0-or-later
"""Less than before: clients that call again with a lower version, and devices that lower it."""

from dataclasses import replace

from laboratory.expectation import (alert_by_client, alert_by_server, completed,
                                    ended_after_hello, finding, flow, unanswered, with_findings)
from laboratory.scenario import Call, Client, Scenario, Server

from .common import CBC, GCM, GCM_OPENSSL, RSA_CBC, TLS13, twin_of

_OUTLOOK, _SIGN_IN = "outlook.office365.com", "login.microsoftonline.com"
_EWS = Call(_OUTLOOK, "/EWS/Exchange.asmx")
_COMPLETED = completed("TLS 1.2", GCM)
_FALLBACK = "version_fallback"
_AGAIN = finding(_FALLBACK, "warning", "client_hello")
_NEW, _OLD = Client("python", low="1.2", high="1.3"), Client("python", low="1.2")
#: A device before it does not let a TLS 1.3 hello pass.
_INTOLERANT = Server(high="1.3", ciphers=GCM_OPENSSL, act="reset", act_above="1.2")
_RESET = flow(_OUTLOOK, "TLS 1.3", ended_after_hello("reset", "TLS 1.3"))


def _second(offered, ending, *found, host=_OUTLOOK):
    """The flow of the second call."""
    return flow(host, offered, with_findings(ending, *found), stream=1)


def _called_again():
    """V12, and what is none."""
    second = replace(_EWS, client=_OLD)
    first = Scenario(
        name="fallback_after_reset",
        sentence=f"A TLS 1.3 hello to {_OUTLOOK} is answered by a reset; the same client calls "
                 "again with TLS 1.2 and completes.",
        client=_NEW, calls=(_EWS, second), servers={_OUTLOOK: _INTOLERANT},
        flows=(_RESET, _second("TLS 1.2", _COMPLETED, _AGAIN)))
    rows = twin_of(
        first, "fallback_after_reset_twin",
        f"A TLS 1.3 hello to {_OUTLOOK} is answered by a reset; the same client calls again with "
        "TLS 1.3 and is reset again.",
        "second hello's highest TLS version: TLS 1.3",
        "second hello's highest TLS version: TLS 1.2",
        calls=(_EWS, _EWS), flows=(_RESET, replace(_RESET, stream=1)))

    def other(name, sentence, differs_in, **changes):
        return replace(first, name=f"fallback_{name}", sentence=sentence, twin=first.name,
                       differs_in=differs_in, **changes)

    closes, silent = (replace(_INTOLERANT, act=act) for act in ("close", "silence"))
    return [
        *rows,
        other("after_close", f"A TLS 1.3 hello to {_OUTLOOK} is answered by the end of the "
              "connection (FIN); the same client calls again with TLS 1.2 and completes.",
              "the first hello is answered by FIN", servers={_OUTLOOK: closes},
              flows=(flow(_OUTLOOK, "TLS 1.3", ended_after_hello("closed", "TLS 1.3")),
                     first.flows[1])),
        other("after_silence", f"A TLS 1.3 hello to {_OUTLOOK} is never answered and the client "
              "closes; it calls again with TLS 1.2 and completes.",
              "the first hello is not answered",
              client=Client("curl", low="1.2", high="1.3", options=("timeout=2",)),
              servers={_OUTLOOK: silent},
              flows=(flow(_OUTLOOK, "TLS 1.3", unanswered("error", "end", "client")),
                     first.flows[1])),
        other("after_success", f"A call to {_OUTLOOK} completes with TLS 1.3; another program of "
              "the same client calls with TLS 1.2 and completes.",
              "the first call completes", servers={_OUTLOOK: replace(_INTOLERANT, act="answer")},
              flows=(flow(_OUTLOOK, "TLS 1.3", TLS13), _second("TLS 1.2", _COMPLETED))),
        other("other_host", f"A TLS 1.3 hello to {_OUTLOOK} is answered by a reset; the same "
              f"client calls {_SIGN_IN} with TLS 1.2 and completes.",
              f"the host of the second call: {_SIGN_IN}",
              calls=(_EWS, Call(_SIGN_IN, client=_OLD)),
              servers={_OUTLOOK: _INTOLERANT, _SIGN_IN: _INTOLERANT},
              flows=(_RESET, _second("TLS 1.2", _COMPLETED, host=_SIGN_IN))),
        other("much_later", f"A TLS 1.3 hello to {_OUTLOOK} is answered by a reset; 35 s later the "
              "same client calls with TLS 1.2 and completes.",
              "time between the calls: 35 s", calls=(_EWS, replace(second, delay_before=35.0)),
              flows=(_RESET, _second("TLS 1.2", _COMPLETED))),
    ]


def _after_alert():
    """The server refuses the suites of the better hello."""
    call, host = Call("www.example.net"), "www.example.net"
    old = Client("mbedtls", low="1.1", high="1.1")
    return Scenario(
        name="fallback_after_alert", twin="fallback_after_reset",
        differs_in="the first hello is refused with an alert; versions 1.2, then 1.1",
        sentence=f"A TLS 1.2 hello to {host} is refused with alert 40 for its suites; the same "
                 "client calls again with TLS 1.1 and completes.",
        client=Client("python", low="1.2", ciphers=GCM_OPENSSL),
        calls=(call, replace(call, client=old)),
        servers={host: Server(low="1.0", ciphers="AES256-SHA")},
        flows=(flow(host, "TLS 1.2", alert_by_server(40)),
               flow(host, "TLS 1.1", with_findings(completed("TLS 1.1", RSA_CBC), _AGAIN),
                    stream=1)))


def _scsv():
    """V13: the client says itself that it falls back."""
    first = Scenario(
        name="fallback_scsv",
        sentence=f"A TLS 1.2 hello to {_OUTLOOK} with TLS_FALLBACK_SCSV; TLS 1.2 is the server's "
                 "best, and the handshake completes.",
        client=Client("s_client", low="1.2", options=("-fallback_scsv",)), calls=(_EWS,),
        servers={_OUTLOOK: Server(ciphers=GCM_OPENSSL)},
        flows=(flow(_OUTLOOK, "TLS 1.2", with_findings(_COMPLETED, _AGAIN)),))
    refused = replace(
        first, name="fallback_scsv_refused", twin="fallback_scsv",
        sentence=f"A TLS 1.2 hello to {_OUTLOOK} with TLS_FALLBACK_SCSV; the server can do TLS 1.3 "
                 "and refuses with alert 86.",
        differs_in="server's highest TLS version: TLS 1.3, not TLS 1.2",
        servers={_OUTLOOK: Server(high="1.3", ciphers=GCM_OPENSSL)},
        flows=(flow(_OUTLOOK, "TLS 1.2", alert_by_server(86), frame_findings=[_AGAIN]),))
    return [*twin_of(
        first, "fallback_scsv_twin",
        f"A TLS 1.2 hello to {_OUTLOOK} without TLS_FALLBACK_SCSV completes.",
        "the hello: without TLS_FALLBACK_SCSV", "the hello: with TLS_FALLBACK_SCSV",
        client=replace(first.client, options=()), flows=(flow(_OUTLOOK, "TLS 1.2", _COMPLETED),)),
        refused]


def _downgraded(version, best, twin_version, chosen):
    """V14: a device on the way hides the client's best version; the server's random says so."""
    number = best.replace(".", "")
    sentinel = finding("downgrade_sentinel", "warning", "server_hello")
    old = [finding("server_chose_below_tls12", "warning", "server_hello")] if best == "1.2" else []
    server = Server(low="1.0", high=best, act=f"without-tls{number}",
                    ciphers=f"{GCM_OPENSSL}:ECDHE-RSA-AES256-SHA")
    first = Scenario(
        name=f"downgrade_from_tls{number}",
        sentence=f"TLS {best} is offered to {_OUTLOOK}; a device on the way hides that from the "
                 f"server, which chooses TLS {version} and says in its random that it can do more. "
                 "The client refuses with alert 47.",
        crafted=f"the server program hides TLS {best} in the hello that it gives to its stack; "
                "every byte in the capture is the stacks'",
        client=Client("s_client", low="1.0", high=best), calls=(_EWS,),
        servers={_OUTLOOK: server},
        flows=(flow(_OUTLOOK, f"TLS {best}", alert_by_client(
            47, f"TLS {version}", chosen, *old, sentinel)),))
    ending = completed(f"TLS {twin_version}", chosen)
    return twin_of(
        first, f"downgrade_from_tls{number}_twin",
        f"TLS {twin_version} at most is offered to {_OUTLOOK} and chosen; the server says in its "
        "random that it can do more.",
        f"client's highest TLS version: TLS {twin_version}, not TLS {best}",
        f"client's highest TLS version: TLS {best}, not TLS {twin_version}",
        client=replace(first.client, high=twin_version),
        flows=(flow(_OUTLOOK, f"TLS {twin_version}", ending),))


SCENARIOS = [*_called_again(), _after_alert(), *_scsv(),
             *_downgraded("1.2", "1.3", "1.2", GCM), *_downgraded("1.1", "1.2", "1.1", CBC)]
