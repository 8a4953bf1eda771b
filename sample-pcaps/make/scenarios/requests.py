# SPDX-License-Identifier: GPL-2.0-or-later
"""Requests and answers of hybrid features, readable: with the secrets of TLS, or plain HTTP."""

from dataclasses import replace

from laboratory.edits import RewriteAddresses
from laboratory.expectation import (NO_HELLO, Ending, completed, content_finding, flow, known_as,
                                    matched)
from laboratory.places import CLOUD_CALLER, CLOUD_CALLER6, MAIL_SERVER, MAIL_SERVER6, PLACES
from laboratory.programs import REQUESTS
from laboratory.scenario import Call, Client, Request, Scenario, Server
from servers.answers import ANSWERS
from servers.answers.hidden import TENANT, addresses_of, secrets_of

from .common import GCM, GCM_OPENSSL, TLS13, twin_of

_OUTLOOK, _AUTODISCOVER = "outlook.office365.com", "autodiscover-s.outlook.com"
_ACS, _SIGN_IN, _GRAPH = ("accounts.accesscontrol.windows.net", "login.microsoftonline.com",
                          "graph.microsoft.com")
_DOMAINS, _MAIL, _OWN_AUTODISCOVER = ("domains.live.com", "mail.contoso.com",
                                      "autodiscover.contoso.com")
_PLAIN = 80
_CURL = Client("curl", low="1.2")
_PYTHON = Client("requests", low="1.2", high="1.3")
_ANSWERS = Server("exchange", ciphers=GCM_OPENSSL)
_COMPLETED = completed("TLS 1.2", GCM)
#: An address of Exchange Online's published range 40.96.0.0/13.
_EXCHANGE_ONLINE = "40.96.10.20"
_PRIVATE_CLIENT, _PRIVATE_SERVER = "10.20.0.10", "10.20.0.40"
#: Another machine on premises, which calls the one at which is captured.
_CALLER = PLACES["ex02.contoso.com"]

_PROXY_AGENT = "ASProxy/CrossForest/EmailDomain/EXCH/15.02.1544.009"
_DISCOVERY_AGENT = "ASAutoDiscover/CrossForest/EmailDomain//15.02.1544.009"
_SOAP = ("Content-Type", "text/xml; charset=utf-8")
_SOAP12 = "application/soap+xml; charset=utf-8"
_CORRELATION = (("client-request-id", "6f0f6c2e-7d0c-4b52-93f8-5b9e3b0f2a11"),
                ("return-client-request-id", "true"))
_BEARER = ("Authorization", "Bearer $outer_token")
_EWS_NAMESPACE = "http://schemas.microsoft.com/exchange/services/2006/messages/"
_AUTODISCOVER_NAMESPACE = "http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/"
_PROVISION_NAMESPACE = "http://domains.live.com/Service/ManageDelegation2/V1.0/"


def _action(namespace, operation):
    return ("SOAPAction", f'"{namespace}{operation}"')


def _ews(operation, body, *headers, path="/EWS/Exchange.asmx", agent=_PROXY_AGENT):
    """A request to Exchange Web Services."""
    return Request("ews", path, operation=operation, body=body, user_agent=agent,
                   headers=(_SOAP, _action(_EWS_NAMESPACE, operation), *headers))


_ASK_FREE_BUSY = _ews("GetUserAvailability", "get_user_availability.xml", *_CORRELATION)
_FREE_BUSY = replace(_ASK_FREE_BUSY, headers=(
    *_ASK_FREE_BUSY.headers, _BEARER, ("X-AnchorMailbox", "$bob"),
    ("Cookie", "exchangecookie=$exchange_cookie; X-BackEndCookie=$backend_cookie")))
_MAIL_TIPS = _ews("GetMailTips", "get_mail_tips.xml", *_CORRELATION, _BEARER,
                  ("Accept-Encoding", "gzip"))
_USER_SETTINGS = Request(
    "autod_soap", "/autodiscover/autodiscover.svc", operation="GetUserSettings",
    body="get_user_settings.xml", user_agent=_DISCOVERY_AGENT,
    headers=(_SOAP, _action(_AUTODISCOVER_NAMESPACE, "GetUserSettings"), _BEARER))
_USER_SETTINGS_WSSECURITY = Request(
    "autod_soap_wssec", "/autodiscover/autodiscover.svc/WSSecurity", operation="GetUserSettings",
    body="get_user_settings_wssecurity.xml", user_agent=_DISCOVERY_AGENT,
    headers=(_SOAP, _action(_AUTODISCOVER_NAMESPACE, "GetUserSettings")))
_ACS_TOKEN = Request("acs_token", f"/{TENANT}/tokens/OAuth/2", body="acs_token.txt",
                     headers=(("Content-Type", "application/x-www-form-urlencoded"),))
_ACS_METADATA = Request("acs_metadata", "/contoso.com/metadata/json/1", "GET")
_DELEGATION_TOKEN = Request("mfg_sts", "/extSTS.srf", operation="RequestSecurityToken",
                            body="request_security_token.xml", headers=(("Content-Type", _SOAP12),))
_SCHEDULE = Request(
    "graph_getschedule", "/v1.0/users/5f0d6a52-1c1b-4b0e-a6a4-0c6f3f1f7a11/calendar/getSchedule",
    operation="getSchedule", body="get_schedule.json",
    headers=(("Content-Type", "application/json"), ("Authorization", "Bearer $graph_token")))
_RESERVE_DOMAIN = Request(
    "fed_provision_v2", "/service/managedelegation2.asmx", operation="ReserveDomain",
    body="reserve_domain.xml", headers=(_SOAP, _action(_PROVISION_NAMESPACE, "ReserveDomain"),
                                        ("Expect", "100-continue")))
_MOVE = Request(
    "mrsproxy", "/EWS/mrsproxy.svc", operation="ExchangeVersionInformation", body="mrsproxy.xml",
    headers=(("Content-Type", _SOAP12), ("Authorization", "Basic $basic_alice")))
_PROGRAM = "ExchangeServicesClient/15.00.0913.015"
_ASK_FOLDER = _ews("GetFolder", "get_folder.xml", agent=_PROGRAM)
_FOLDER = replace(_ASK_FOLDER, headers=(*_ASK_FOLDER.headers,
                                        ("Authorization", "Basic $basic_service")))
_JSON_DISCOVERY = Request("autod_json",
                          "/autodiscover/autodiscover.json?Email=$bob&Protocol=EWS", "GET")
_REDIRECT = Request("autod_pox_http", "/autodiscover/autodiscover.xml", "GET",
                    user_agent=_DISCOVERY_AGENT)


def _as_expected(request, answer):
    """What a reader must find of a request; of an answer that is cut, only that it is asked."""
    shown = {"role": request.role, "method": request.method,
             "path": request.path.partition("?")[0], "operation": request.operation,
             "status": "*" if answer.cut else answer.status, "error": answer.error}
    return {**shown, "user_agent": request.user_agent} if request.user_agent else shown


def _of_connection(exchanges):
    """Requests and findings of a flow with these (request, name of the answer) pairs."""
    answers = [ANSWERS[name] for _, name in exchanges]
    return {"requests": [_as_expected(request, answer)
                         for (request, _), answer in zip(exchanges, answers)],
            "content_findings": [content_finding(*answer.finding, number)
                                 for number, answer in enumerate(answers) if answer.finding]}


def _hidden(connections):
    """Secrets and mail addresses of all requests and answers."""
    pairs = [pair for _, exchanges in connections for pair in exchanges]
    texts = [text for request, name in pairs for text in (
        request.path, *(value for _, value in request.headers),
        (REQUESTS / request.body).read_text(encoding="utf-8") if request.body else "",
        ANSWERS[name].text, *(value for _, value in ANSWERS[name].headers))]
    return {"secrets": secrets_of(texts), "addresses": addresses_of(texts)}


def _played(*connections, ending=_COMPLETED, offered="TLS 1.2", port=443, server=_ANSWERS,
            facts=None):
    """Members of a scenario with these connections: (host, ((request, name of the answer), ...)).
    """
    hosts = dict.fromkeys(host for host, _ in connections)
    answers = {host: tuple(name for one, exchanges in connections if one == host
                           for _, name in exchanges) for host in hosts}
    return {
        "calls": tuple(Call(host, port=port, requests=tuple(request for request, _ in exchanges))
                       for host, exchanges in connections),
        "servers": {host: replace(server, answers=answers[host]) for host in hosts},
        "flows": tuple(flow(host, offered, ending, stream=number,
                            **{**_of_connection(exchanges), **(facts or {})})
                       for number, (host, exchanges) in enumerate(connections)),
        "hides": _hidden(connections), "secrets": port != _PLAIN}


def _scenario(name, sentence, *connections, client=_CURL, verdict=None, how=None, **other):
    """One sample; `how`: arguments of _played()."""
    return Scenario(name=name, sentence=f"{sentence}.", client=client,
                    verdict_contains=verdict and tuple(verdict),
                    **{**_played(*connections, **(how or {})), **other})


def _pair(name, sentence, twin_sentence, failing, healthy, differs_in, back, *, verdict=None,
          how=None, healthy_verdict=None, **other):
    """A sample and its twin: `failing` and `healthy` are the connections."""
    first = _scenario(name, sentence, *failing, verdict=verdict, how=how, **other)
    second = {**_played(*healthy, **(how or {})), "verdict_contains": healthy_verdict}
    return twin_of(first, f"{name}_twin", f"{twin_sentence}.", differs_in, back, **second)


def _answered(name, host, request, sentence, bad, good, said, good_said, verdict, **other):
    """One request, answered badly and well."""
    return _pair(name, f"{sentence}: {said}", f"{sentence}: {good_said}",
                 [(host, ((request, bad),))], [(host, ((request, good),))],
                 f"the answer: {good_said}", f"the answer: {said}", verdict=verdict, **other)


def _free_busy_oauth():
    """The whole way of a free/busy lookup."""
    def ways(last):
        return [(_AUTODISCOVER, ((_USER_SETTINGS, "user_settings"),)),
                (_ACS, ((_ACS_TOKEN, "acs_token"),)),
                (_OUTLOOK, ((_ASK_FREE_BUSY, "challenge"), (_FREE_BUSY, last)))]

    how = ("Free/busy over OAuth: Autodiscover, a token of ACS, then EWS, which asks for a token "
           "(401) and")
    return _pair("requests_freebusy_oauth", f"{how} answers", f"{how} refuses the token as expired",
                 ways("free_busy"), ways("free_busy_2000002"),
                 "the last answer: 401, x-ms-diagnostics 2000002", "the last answer: 200",
                 healthy_verdict=("2000002",))


def _token_refused():
    how = f"A free/busy lookup at {_OUTLOOK} with an OAuth token"
    return [one for code, why in ((2000003, "invalid_resource"), (2000005, "invalid_user"))
            for one in _answered(
                f"requests_oauth_{code}", _OUTLOOK, _FREE_BUSY, how, f"free_busy_{code}", "free_busy",
                f"401, x-ms-diagnostics {code} ({why})", "200 with the schedule", [str(code)])]


def _delegation():
    def ways(name):
        return [(_AUTODISCOVER, ((_USER_SETTINGS_WSSECURITY, "user_settings"),)),
                (_SIGN_IN, ((_DELEGATION_TOKEN, name),))]

    how = "Autodiscover with a delegation token that is still good, then extSTS.srf for another one"
    return _pair("requests_dauth_sts_fault", f"{how}: wst:FailedAuthentication, 0x80048821",
                 f"{how}, which is given", ways("delegation_token_fault"), ways("delegation_token"),
                 "the answer of extSTS.srf: 200 with a token",
                 "the answer of extSTS.srf: 500, wst:FailedAuthentication",
                 verdict=["FailedAuthentication"])


def _services():
    """One request to one service of the cloud each."""
    return [
        *_answered("requests_freebusy_lid43532", _OUTLOOK, _FREE_BUSY,
                   f"A free/busy lookup at {_OUTLOOK} is answered with 200", "free_busy_lid43532",
                   "free_busy", "ErrorProxyRequestProcessingFailed, forcibly closed, LID 43532",
                   "NoError", ["ErrorProxyRequestProcessingFailed"]),
        *_answered("requests_autodiscover_invalid_user", _AUTODISCOVER, _USER_SETTINGS,
                   "GetUserSettings of SOAP Autodiscover is answered with 200",
                   "user_settings_invalid_user", "user_settings", "InvalidUser", "NoError",
                   ["InvalidUser"]),
        *_answered("requests_mailtips", _OUTLOOK, _MAIL_TIPS,
                   f"GetMailTips at {_OUTLOOK} is answered with 200, compressed", "mail_tips",
                   "mail_tips_not_allowed", "NoError", "ErrorProxyRequestNotAllowed of a recipient",
                   None, healthy_verdict=("ErrorProxyRequestNotAllowed",)),
        *_answered("requests_graph_getschedule", _GRAPH, _SCHEDULE,
                   "getSchedule of Microsoft Graph is answered with 200", "schedule",
                   "schedule_5016", "a schedule", "an error with responseCode 5016", None,
                   healthy_verdict=("5016",)),
        *_answered("requests_acs_metadata", _ACS, _ACS_METADATA,
                   "The authentication metadata of contoso.com at ACS", "acs_metadata",
                   "acs_metadata_not_found", "200", "404", None, healthy_verdict=("404",)),
        *_answered("requests_fed_provision", _DOMAINS, _RESERVE_DOMAIN,
                   f"ReserveDomain at {_DOMAINS}, after 100 Continue", "reserve_domain",
                   "reserve_domain_fault", "200", "500 with a SOAP fault", None),
    ]


def _inbound():
    return _answered(
        "requests_mrsproxy_403", _MAIL, _MOVE,
        f"Exchange Online calls the MRS proxy of {_MAIL} for a mailbox move", "mrsproxy_forbidden",
        "mrsproxy", "403", "200", ["403"], how={"facts": {"client": _EXCHANGE_ONLINE}},
        client_site="cloud", client_addresses=(CLOUD_CALLER, CLOUD_CALLER6),
        edits=(RewriteAddresses(((CLOUD_CALLER, _EXCHANGE_ONLINE),)),))


def _http2():
    def one(second):
        return [(_OUTLOOK, ((_FREE_BUSY, "free_busy"), (_FREE_BUSY, second)))]

    how = (f"Two free/busy lookups at {_OUTLOOK} on two streams of one HTTP/2 connection, of which "
           "the second is answered first")
    return _pair("requests_http2", f"{how}: 200, and 401 with x-ms-diagnostics 2000002",
                 f"{how}: 200 twice", one("free_busy_2000002"), one("free_busy"),
                 "the answer to the second request: 200",
                 "the answer to the second request: 401, x-ms-diagnostics 2000002",
                 verdict=["2000002"],
                 client=Client("curl", low="1.2", high="1.3", options=("http2",)),
                 how={"ending": TLS13, "offered": "TLS 1.3",
                      "server": Server("exchange_h2", high="1.3", ciphers=GCM_OPENSSL)})


def _in_clear(name, host, *row, site="premises", caller=(MAIL_SERVER, MAIL_SERVER6)):
    """Plain HTTP between private addresses."""
    facts = {"client": _PRIVATE_CLIENT, "server": _PRIVATE_SERVER, "server_port": _PLAIN,
             "direction": "onprem_to_onprem", **matched("http_host", host), **NO_HELLO}
    if host == _OWN_AUTODISCOVER:
        facts |= {**known_as(_MAIL), "role": "onprem_autodiscover", "direction": "onprem_to_onprem"}
    return _answered(
        name, host, *row, how={"ending": Ending("*", "*"), "port": _PLAIN, "facts": facts},
        client_site=site, client_addresses=caller,
        edits=(RewriteAddresses(((caller[0], _PRIVATE_CLIENT),
                                 (PLACES[host].address, _PRIVATE_SERVER))),))


def _plain():
    redirect = _in_clear(
        "requests_plain_autodiscover_redirect", _OWN_AUTODISCOVER, _REDIRECT,
        f"Plain HTTP to {_OWN_AUTODISCOVER} in the same network, for a redirection", "redirect",
        "redirect_not_found", "302 to autodiscover-s.outlook.com", "404", None)
    return [
        *_in_clear("requests_plain_backend", _MAIL, _FOLDER,
                   f"Plain HTTP behind a device that ends TLS: GetFolder at {_MAIL}",
                   "folder_impersonation_denied", "folder",
                   "500, ErrorImpersonateUserDenied in a SOAP fault", "200",
                   ["ErrorImpersonateUserDenied"], site=_CALLER.site,
                   caller=(_CALLER.address, _CALLER.address6)),
        *redirect]


def _pipelined():
    def one(last):
        return [(_OUTLOOK, ((_JSON_DISCOVERY, "autodiscover_json"),
                            (replace(_FREE_BUSY, pipelined=True), "free_busy"),
                            (_FREE_BUSY, "free_busy_gzip_chunked"), (_FREE_BUSY, "free_busy_large"),
                            (_FREE_BUSY, last)))]

    how = (f"Five requests to {_OUTLOOK} on one connection, the first two pipelined; the third "
           "answer is compressed and chunked, the fourth above 40 KiB in many records, the last")
    return _pair("requests_pipelined", f"{how} is 200", f"{how} is 401, x-ms-diagnostics 2000003",
                 one("free_busy"), one("free_busy_2000003"),
                 "the last answer: 401, x-ms-diagnostics 2000003", "the last answer: 200",
                 client=_PYTHON, healthy_verdict=("2000003",),
                 how={"ending": TLS13, "offered": "TLS 1.3", "server": replace(_ANSWERS, high="1.3")})


def _again():
    ask = replace(_ASK_FREE_BUSY, path="/EWS/Exchange.asmx", user_agent=_PROGRAM)
    with_credentials = replace(ask, headers=(*ask.headers, ("Authorization", "Basic $basic_alice")))
    connections = [[(_OUTLOOK, ((ask, "who_are_you"), (with_credentials, answer)))]
                   for answer in ("who_are_you_again", "free_busy")]
    how = f"{_OUTLOOK} asks for credentials (401), is given them, and"
    first, twin = _pair("requests_401_again", f"{how} asks again and closes the connection",
                        f"{how} answers", *connections, "the second answer: 200",
                        "the second answer: 401, and the end of the connection", verdict=["401"])
    closed, = first.flows
    closed = replace(closed, content_findings=[*closed.content_findings,
                                               content_finding("http_error", "error", None)])
    return [replace(first, flows=(closed,)), twin]


def _bad_bodies():
    odd = replace(_ASK_FREE_BUSY, headers=(*_ASK_FREE_BUSY.headers,
                                           ("Authorization", "Bearer $odd_token")))

    def ways(*answers):
        *several, long_header, cut = answers
        return [(_OUTLOOK, tuple((odd, name) for name in several)),
                (_OUTLOOK, ((_FREE_BUSY, long_header),)), (_OUTLOOK, ((_FREE_BUSY, cut),))]

    bad = ways("not_xml", "entity_bomb", "deep", "odd_charset", "long_header", "cut")
    how = f"Six requests to {_OUTLOOK} on three connections, of which four bear a token that is no token"
    return _pair("requests_bad_bodies",
                 f"{how}; the answers: HTML, entities within entities, 300 elements within one "
                 "another, a wrong charset, a header of 64 KiB, and a body that is cut",
                 f"{how}; the answers are good", bad, ways(*["free_busy"] * 6),
                 "the answers: as they should be", "the answers: as no server should send them",
                 client=replace(_PYTHON, high="1.2"))


SCENARIOS = [
    *_free_busy_oauth(), *_token_refused(), *_delegation(), *_services(), *_inbound(), *_http2(),
    *_plain(), *_pipelined(), *_again(), *_bad_bodies(),
]
