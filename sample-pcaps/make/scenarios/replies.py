# SPDX-License-Identifier: GPL-2.0-or-later
"""Handshakes that complete, and then a request that nobody answers: or that somebody does."""

from dataclasses import replace

from laboratory.expectation import completed, finding, flow, with_findings
from laboratory.scenario import Call, Client, Scenario, Server

from .common import GCM, GCM_OPENSSL, TLS13, twin_of

_OUTLOOK, _UNLISTED = "outlook.office365.com", "www.example.net"
_MX = "sn1pepf00012345.mail.protection.outlook.com"
#: A request above 100 bytes, as all real ones are.
_AGENT = "ASProxy/CrossForest/EmailDomain/EXCH/15.02.1544.009"
_EWS = Call(_OUTLOOK, "/EWS/Exchange.asmx/WSSecurity", "POST", user_agent=_AGENT)
_ANSWERS = Server(ciphers=GCM_OPENSSL, act="long-answer")
_COMPLETED = completed("TLS 1.2", GCM)
_H2 = ("-alpn", "h2,http/1.1")
_OLD, _NEW = Client("python", low="1.2"), Client("python", low="1.2", high="1.3")


def _lost(severity):
    return finding("closed_without_reply", severity, "end")


def _one(name, sentence, act, *found, host=_OUTLOOK, client=_OLD, call=_EWS, server=_ANSWERS,
         facts=None, **other):
    """One call, whose handshake completes."""
    offered = f"TLS {client.high}"
    ending = TLS13 if offered == "TLS 1.3" else _COMPLETED
    return Scenario(
        name=name, sentence=sentence, client=client, calls=(replace(call, host=host),),
        servers={host: replace(server, act=act, high=client.high)},
        flows=(flow(host, offered, with_findings(ending, *found), **(facts or {})),), **other)


def _in_tls12():
    reset = _one("reply_missing_reset", f"A call to {_OUTLOOK} completes the TLS 1.2 handshake; "
                 "the request is answered by a reset.", "reset-after-request", _lost("error"))
    close = replace(
        _one("reply_missing_close", f"A call to {_OUTLOOK} completes the TLS 1.2 handshake; the "
             "request is answered by the end of the connection (FIN).", "close-after-request",
             _lost("error")),
        twin="reply_given", differs_in="the server closes; it replies in the twin")
    rows = twin_of(
        reset, "reply_given", f"A call to {_OUTLOOK} completes; the server replies with more than "
        "1000 bytes and closes.", "the server replies",
        "the server resets the connection instead of a reply",
        servers={_OUTLOOK: _ANSWERS}, flows=(flow(_OUTLOOK, "TLS 1.2", _COMPLETED),))
    others = (
        _one("reply_missing_h2", f"A call to {_OUTLOOK} whose hello offers HTTP/2 (ALPN h2) "
             "completes the TLS 1.2 handshake; the server resets after the first data.",
             "reset-after-request", client=Client("s_client", low="1.2", options=_H2)),
        _one("reply_missing_unlisted", f"A call to {_UNLISTED}, an unrelated server, completes the "
             "TLS 1.2 handshake; the request is answered by a reset.", "reset-after-request",
             host=_UNLISTED),
        _one("reply_missing_port_25", "Mail out: STARTTLS to Exchange Online Protection; the "
             "server resets after the EHLO (above 100 bytes) in TLS 1.2.", "reset-after-request",
             host=_MX, call=Call(_MX, port=25),
             client=Client("smtplib", low="1.2", ehlo=f"{'edge-transport.' * 6}contoso.com"),
             server=Server("smtp", ciphers=GCM_OPENSSL, banner=_MX),
             facts={"server_port": 25}),
        _one("keep_alive_end", f"A call to {_OUTLOOK} completes; the server replies, keeps the "
             "connection for 2 s and then closes it.", "keep-alive"))
    differs = ("ALPN in the hello: h2", f"the host that is called: {_UNLISTED}", "the port: 25",
               "the server replies, and closes 2 s later")
    return [*rows, close, *(replace(one, twin=reset.name, differs_in=why)
                            for one, why in zip(others, differs))]


def _in_tls13():
    reset = _one("reply_missing_tls13", f"A call to {_OUTLOOK} completes the TLS 1.3 handshake; "
                 "the request is answered by a reset, as far as record sizes tell.",
                 "reset-after-request", _lost("note"), client=_NEW)
    return twin_of(
        reset, "reply_given_tls13", f"A call to {_OUTLOOK} completes with TLS 1.3; the server "
        "replies with more than 1000 bytes and closes.", "the server replies",
        "the server resets the connection instead of a reply",
        servers={_OUTLOOK: replace(_ANSWERS, high="1.3")},
        flows=(flow(_OUTLOOK, "TLS 1.3", TLS13),))


SCENARIOS = [*_in_tls12(), *_in_tls13()]
