# SPDX-License-Identifier: GPL-2.0-or-later
"""What HTTP tells where it can be read: with the secrets of TLS in the capture, or in clear."""

from laboratory.expectation import NO_HELLO, UNRECOGNISED, Ending, completed, flow, matched
from laboratory.scenario import Call, Client, Scenario, Server

from .common import GCM, GCM_OPENSSL, TLS13, twin_of

_ANSWERS = Server(ciphers=GCM_OPENSSL)
_ANSWERS_13 = Server(high="1.3", ciphers=GCM_OPENSSL)
_OUTLOOK, _AUTODISCOVER = "outlook.office365.com", "autodiscover-s.outlook.com"
_OUTLOOK_PROGRAM = "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)"
_EXCHANGE = "ASProxy/CrossForest/EmailDomain/EXCH/15.02.1544.009"
_BROWSER = ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0")
_EWS_PROGRAM = "ExchangeServicesClient/15.00.0913.015"
_BY_CLIENT = {"direction": "client_to_cloud"}


def _host_decrypted():
    """Neither name nor certificate can be seen without the secrets."""
    first = Scenario(
        name="decrypted_host",
        sentence=f"A TLS 1.3 call without a server name; the capture holds the secrets, and the "
                 f"request says Host: {_OUTLOOK}.",
        client=Client("s_client", low="1.2", high="1.3", sni=False),
        calls=(Call(_OUTLOOK, "/EWS/Exchange.asmx", "POST"),), servers={_OUTLOOK: _ANSWERS_13},
        secrets=True,
        flows=(flow(_OUTLOOK, "TLS 1.3", TLS13, **matched("http_host", _OUTLOOK)),))
    return twin_of(
        first, "decrypted_host_twin",
        "A TLS 1.3 call without a server name; the capture holds no secrets.",
        "the secrets: not in the capture", "the secrets: in the capture", secrets=False,
        flows=(flow(_OUTLOOK, "TLS 1.3", TLS13, **matched("none"), **UNRECOGNISED),))


def _agents(name, how, agent, other, one, **same):
    """The program that asks is a user's; the twin's is a server's, or any program's.

    `one`: calls and flows of a request with a User-Agent, by which the flow has these facts.
    """
    def sentence(asking):
        return f"{how}; User-Agent: {asking}."

    first = Scenario(name=name, sentence=sentence(agent), **one(agent, _BY_CLIENT), **same)
    return twin_of(first, f"{name}_twin", sentence(other), f"User-Agent: {other.split('/')[0]}",
                   f"User-Agent: {agent.split('/')[0]}", **one(other, {}))


def _agent_decrypted():
    def one(agent, facts):
        return {"calls": (Call(_OUTLOOK, "/EWS/Exchange.asmx", "POST", user_agent=agent),),
                "flows": (flow(_OUTLOOK, "TLS 1.2", completed("TLS 1.2", GCM), user_agent=agent,
                               **facts),)}

    return _agents(
        "decrypted_user_agent", f"A TLS 1.2 call to {_OUTLOOK}; the capture holds the secrets",
        _OUTLOOK_PROGRAM, _EXCHANGE, one, client=Client("curl", low="1.2"),
        servers={_OUTLOOK: _ANSWERS}, secrets=True)


def _agent_in_clear():
    def one(agent, facts):
        call = Call(_AUTODISCOVER, "/autodiscover/autodiscover.xml", port=80, user_agent=agent)
        return {"calls": (call,),
                "flows": (flow(_AUTODISCOVER, "TLS 1.2", Ending("*", "*"), server_port=80,
                               user_agent=agent, **matched("http_host", _AUTODISCOVER),
                               **NO_HELLO, **facts),)}

    return _agents(
        "http_user_agent", f"Plain HTTP to {_AUTODISCOVER}, named by the request's Host only",
        _BROWSER, _EWS_PROGRAM, one, client=Client("curl", low="1.2"),
        servers={_AUTODISCOVER: Server(stack="http")})


SCENARIOS = [*_host_decrypted(), *_agent_decrypted(), *_agent_in_clear()]
