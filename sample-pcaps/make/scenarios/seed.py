# SPDX-License-Identifier: GPL-2.0-or-later
"""The article's six cases, each as it fails with a TLS 1.0 client and healthy with TLS 1.2."""

from laboratory.expectation import alert_by_server, ended_after_hello
from laboratory.scenario import Call, Client, Server

from .common import GCM_GO, GCM_OPENSSL, version_pair

_RESETS = Server(below="reset", ciphers=GCM_OPENSSL)
_CLOSES = Server(below="close", ciphers=GCM_OPENSSL)
_ALERTS = Server(below="alert", ciphers=GCM_OPENSSL)
_ALERTS_GO = Server(stack="go", ciphers=GCM_GO)

_MANAGE_DELEGATION = "/service/managedelegation2.asmx"
_AUTODISCOVER = "/autodiscover/autodiscover.svc/WSSecurity"
_EWS = "/EWS/Exchange.asmx/WSSecurity"

SCENARIOS = [
    *version_pair(
        "set_federated_organization_identifier",
        "Set-FederatedOrganizationIdentifier: the Exchange server's TLS 1.0 hello to "
        "domains.live.com is answered by a reset.",
        "Set-FederatedOrganizationIdentifier: the Exchange server registers at domains.live.com "
        "over TLS 1.2.",
        client=Client("mono"), server=_RESETS, ending=ended_after_hello("reset", "TLS 1.0"),
        calls=[Call("domains.live.com", _MANAGE_DELEGATION, "POST")],
        seed="set_federated_organization_identifier"),
    *version_pair(
        "add_federated_domain",
        "Add-FederatedDomain: the Exchange server's TLS 1.0 hello to domains.live.com is answered "
        "by the end of the connection (FIN).",
        "Add-FederatedDomain: the Exchange server reserves the domain at domains.live.com over "
        "TLS 1.2.",
        client=Client("curl"), server=_CLOSES, ending=ended_after_hello("closed", "TLS 1.0"),
        calls=[Call("domains.live.com", _MANAGE_DELEGATION, "POST")],
        seed="add_federated_domain"),
    *version_pair(
        "new_auth_server",
        "New-AuthServer: the Exchange server asks accounts.accesscontrol.windows.net for the "
        "metadata document with a TLS 1.0 hello and gets alert 70.",
        "New-AuthServer: the Exchange server gets the metadata document from "
        "accounts.accesscontrol.windows.net over TLS 1.2.",
        client=Client("mono"), server=_ALERTS, ending=alert_by_server(70),
        calls=[Call("accounts.accesscontrol.windows.net", "/contoso.com/metadata/json/1")],
        seed="new_auth_server"),
    *version_pair(
        "test_oauth_connectivity",
        "Test-OAuthConnectivity: both the token call to accounts.accesscontrol.windows.net and "
        "the EWS call to outlook.office365.com begin with a TLS 1.0 hello and are reset.",
        "Test-OAuthConnectivity: token from accounts.accesscontrol.windows.net, then EWS at "
        "outlook.office365.com, both over TLS 1.2.",
        client=Client("java"), server=_RESETS, ending=ended_after_hello("reset", "TLS 1.0"),
        calls=[Call("accounts.accesscontrol.windows.net", "/contoso.com/tokens/OAuth/2", "POST"),
               Call("outlook.office365.com", "/ews/exchange.asmx")],
        seed="test_oauth_connectivity"),
    *version_pair(
        "free_busy",
        "Free/busy from on premises: Autodiscover at autodiscover-s.outlook.com and EWS at "
        "outlook.office365.com are both refused with alert 70 after a TLS 1.0 hello.",
        "Free/busy from on premises: Autodiscover at autodiscover-s.outlook.com, then EWS at "
        "outlook.office365.com, both over TLS 1.2.",
        client=Client("nss"), server=_ALERTS_GO, ending=alert_by_server(70),
        calls=[Call("autodiscover-s.outlook.com", _AUTODISCOVER, "POST"),
               Call("outlook.office365.com", _EWS, "POST")],
        seed="free_busy"),
    *version_pair(
        "mailtips",
        "MailTips from on premises: Autodiscover at autodiscover-s.outlook.com and EWS at "
        "outlook.office365.com are both reset after a TLS 1.0 hello.",
        "MailTips from on premises: Autodiscover at autodiscover-s.outlook.com, then EWS at "
        "outlook.office365.com, both over TLS 1.2.",
        client=Client("go"), server=_RESETS, ending=ended_after_hello("reset", "TLS 1.0"),
        calls=[Call("autodiscover-s.outlook.com", _AUTODISCOVER, "POST"),
               Call("outlook.office365.com", _EWS, "POST")],
        seed="mailtips"),
]
