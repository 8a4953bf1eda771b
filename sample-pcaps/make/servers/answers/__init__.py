# SPDX-License-Identifier: GPL-2.0-or-later
"""What the servers of the laboratory answer to requests, by name, and what a reader must find.

Bodies are the files beside this one, named as the answers; $NAME in them and in headers is
something of hidden.py. Those that no file can hold well are written here.
"""

from dataclasses import dataclass, replace
from pathlib import Path

_FOLDER = Path(__file__).parent
_XML, _SOAP12 = "text/xml; charset=utf-8", "application/soap+xml; charset=utf-8"
_JSON, _HTML = "application/json; charset=utf-8", "text/html; charset=utf-8"
_FAMILIES = {".xml": _XML, ".json": _JSON, ".html": _HTML}


@dataclass(frozen=True)
class Answer:
    """One answer.

    `body`: file name in this folder, or a text that begins with "<"; `error` and `finding`
    (id, severity): what a reader must find in it. `gzip`, `chunked`: how the body goes;
    `piece`: at most so many bytes of it in one TLS record; `cut`: the head promises more than
    comes, and the connection ends; `close`: it ends after the answer; `instead`: "reset" or
    "close", the end of the connection instead of an answer.
    """
    status: int | None = 200
    body: str = ""
    headers: tuple = ()
    kind: str | None = None
    error: str | None = None
    finding: tuple | None = None
    gzip: bool = False
    chunked: bool = False
    piece: int = 16384
    cut: bool = False
    close: bool = False
    instead: str | None = None

    @property
    def text(self):
        """The body with its $NAMEs."""
        if self.body.startswith("<") or not self.body:
            return self.body
        return (_FOLDER / self.body).read_text(encoding="utf-8")

    @property
    def content_type(self):
        """What the head says of the body, or None."""
        return self.kind or _FAMILIES.get(Path(self.body).suffix)


_SERVER = ("Server", "Microsoft-IIS/10.0")
_POWERED = ("X-Powered-By", "ASP.NET")
_CLOUD = (("Cache-Control", "private"), _SERVER,
          ("request-id", "0b7e6f0c-6d1e-4c58-b7c8-5a5c1e2b9d04"),
          ("X-CalculatedBETarget", "AM0PR01MB1234.eurprd01.prod.exchangelabs.com"),
          ("X-BackEndHttpStatus", "200"), ("X-FEServer", "AM0PR01CA0042"),
          ("X-BEServer", "AM0PR01MB1234"), ("X-DiagInfo", "AM0PR01MB1234"), _POWERED)
_COOKIES = (("Set-Cookie", "exchangecookie=$exchange_cookie; path=/; secure; HttpOnly"),
            ("Set-Cookie", "X-BackEndCookie=$backend_cookie; path=/EWS; secure; HttpOnly"))
_ON_PREMISES = (_SERVER, ("request-id", "4f7d6c1a-53f1-4a53-8a0e-6f8e1c1b7a52"),
                ("X-FEServer", "EX01"), ("X-DiagInfo", "EX01"), ("X-BEServer", "EX01"), _POWERED)
_BEARER = ('Bearer client_id="00000002-0000-0ff1-ce00-000000000000", '
           'trusted_issuers="00000001-0000-0000-c000-000000000000@*", '
           'token_types="app_asserted_user_v1 service_asserted_app_v1", '
           'authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"')
_BASIC = ("WWW-Authenticate", 'Basic realm="outlook.office365.com"')
_LONG_HEADER = 65536
_CHAT, _WARNING, _ERROR = "chat", "warning", "error"


def _refused_token(code, category, reason, challenge=_BEARER):
    """401 to a request with a token."""
    return Answer(401, headers=(
        *_CLOUD[:3], ("X-FEServer", "AM0PR01CA0042"), ("WWW-Authenticate", challenge),
        ("x-ms-diagnostics", f'{code};reason="{reason}";error_category="{category}"')),
                  error=category, finding=("oauth_error", _ERROR))


def _free_busy(events):
    """A schedule with so many events."""
    end = "</CalendarEventArray>"
    head, tail = (_FOLDER / "free_busy.xml").read_text(encoding="utf-8").split(end)
    one = ("<CalendarEvent><StartTime>2026-11-23T{hour:02}:{minute:02}:00</StartTime><EndTime>"
           "2026-11-23T{hour:02}:{minute:02}:30</EndTime><BusyType>Busy</BusyType></CalendarEvent>")
    rows = "".join(one.format(hour=number // 60 % 24, minute=number % 60)
                   for number in range(events))
    return head + rows + end + tail


_ENVELOPE = ('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{}'
             '</s:Body></s:Envelope>')
_DEPTH = 300
_DEEP = _ENVELOPE.format("<a>" * _DEPTH + "</a>" * _DEPTH)
_BOMB = ('<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a0 "NoError">'
         + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
         + "]>" + _ENVELOPE.format("<ResponseCode>&a9;</ResponseCode>"))
_ODD_CHARSET = '<?xml version="1.0" encoding="utf-16"?>' + _ENVELOPE.format(
    "<ResponseCode>NoError</ResponseCode><Text>Grüße ÄÖÜ</Text>")

_OK = Answer(200, "free_busy.xml", (*_CLOUD, *_COOKIES))

ANSWERS = {
    # Exchange Web Services of the cloud
    "free_busy": _OK,
    "challenge": Answer(401, headers=(*_CLOUD[:3], ("WWW-Authenticate", _BEARER),
                                      ("WWW-Authenticate", 'Basic Realm=""')),
                        finding=("http_error", _CHAT)),
    "free_busy_2000002": _refused_token(2000002, "token_expired", "The token has expired."),
    "free_busy_2000003": _refused_token(
        2000003, "invalid_resource", "The hostname component of the audience claim value is invalid."
        " Expected 'https://outlook.office365.com'. Actual 'https://mail.contoso.com'."),
    "free_busy_2000005": _refused_token(
        2000005, "invalid_user",
        "The user specified by the user-context in the token does not exist.",
        f'{_BEARER}, error="invalid_token"'),
    "free_busy_lid43532": Answer(200, "free_busy_lid43532.xml", _CLOUD,
                                 error="ErrorProxyRequestProcessingFailed",
                                 finding=("ews_error", _ERROR)),
    "mail_tips": Answer(200, "mail_tips.xml", _CLOUD, gzip=True),
    "mail_tips_not_allowed": Answer(200, "mail_tips_not_allowed.xml", _CLOUD, gzip=True,
                                    error="ErrorProxyRequestNotAllowed",
                                    finding=("ews_error", _ERROR)),
    "free_busy_gzip_chunked": replace(_OK, gzip=True, chunked=True, piece=300),
    "free_busy_large": replace(_OK, body=_free_busy(300), kind=_XML, piece=1300),
    # Autodiscover
    "user_settings": Answer(200, "user_settings.xml", _CLOUD),
    "user_settings_invalid_user": Answer(200, "user_settings_invalid_user.xml", _CLOUD,
                                         error="InvalidUser",
                                         finding=("autodiscover_error", _ERROR)),
    "autodiscover_json": Answer(200, "autodiscover_json.json", _CLOUD),
    "redirect": Answer(302, headers=(
        _SERVER, ("Location", "https://autodiscover-s.outlook.com/autodiscover/autodiscover.xml"))),
    "redirect_not_found": Answer(404, "not_found.html", (_SERVER,), finding=("http_error", _WARNING)),
    # tokens and metadata
    "acs_token": Answer(200, "acs_token.json", (("Cache-Control", "no-store, no-cache"), _SERVER)),
    "acs_metadata": Answer(200, "acs_metadata.json", (_SERVER,)),
    "acs_metadata_not_found": Answer(404, "not_found.html", (_SERVER,),
                                     finding=("http_error", _WARNING)),
    "delegation_token": Answer(200, "delegation_token.xml", (_SERVER,), _SOAP12),
    "delegation_token_fault": Answer(500, "delegation_token_fault.xml", (_SERVER,), _SOAP12,
                                     error="FailedAuthentication", finding=("sts_error", _ERROR)),
    "reserve_domain": Answer(200, "reserve_domain.xml", (_SERVER,)),
    "reserve_domain_fault": Answer(500, "reserve_domain_fault.xml", (_SERVER,), error="Client",
                                   finding=("soap_fault", _WARNING)),
    # Graph
    "schedule": Answer(200, "schedule.json", (("Cache-Control", "private"),)),
    "schedule_5016": Answer(200, "schedule_5016.json", (("Cache-Control", "private"),),
                            error="5016", finding=("ews_error", _WARNING)),
    # on premises
    "mrsproxy": Answer(200, "mrsproxy.xml", _ON_PREMISES, _SOAP12),
    "mrsproxy_forbidden": Answer(403, "forbidden.html", _ON_PREMISES,
                                 finding=("http_error", _WARNING)),
    "folder": Answer(200, "folder.xml", _ON_PREMISES),
    "folder_impersonation_denied": Answer(500, "folder_impersonation_denied.xml", _ON_PREMISES,
                                          error="ErrorImpersonateUserDenied",
                                          finding=("ews_error", _ERROR)),
    "who_are_you": Answer(401, headers=(*_CLOUD, _BASIC), finding=("http_error", _CHAT)),
    "who_are_you_again": Answer(401, headers=(*_CLOUD, _BASIC), close=True,
                                finding=("http_error", _WARNING)),
    # none; and what stands before the server on premises
    "reset": Answer(None, instead="reset"),
    "sign_in": Answer(302, headers=(("Location", "https://sts.contoso.com/adfs/ls?version=1.0&action=signin&"
                                     "realm=urn%3AAppProxy%3Acom"),), body="sign_in.html",
                      finding=("http_error", _WARNING)),
    # what no server should answer
    "not_xml": Answer(200, "not_xml.html", _CLOUD, _XML),
    "entity_bomb": Answer(200, _BOMB, _CLOUD, _XML),
    "deep": Answer(200, _DEEP, _CLOUD, _XML, gzip=True),
    "odd_charset": Answer(200, _ODD_CHARSET, _CLOUD, "text/xml; charset=utf-7"),
    "long_header": Answer(200, "free_busy.xml", (*_CLOUD, ("X-Long", "a" * _LONG_HEADER))),
    "cut": replace(_OK, cut=True),
}
