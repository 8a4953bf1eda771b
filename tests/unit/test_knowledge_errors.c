/* test_knowledge_errors.c: each row of the table of errors by an example as services send it, and what must not match.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "errors.h"

#include <string.h>

#include <glib.h>

#include "request.h"

#define LONGEST_TEXT 900

#define OAUTH FINDING_OAUTH_ERROR
#define STS FINDING_STS_ERROR
#define AUTOD FINDING_AUTODISCOVER_ERROR
#define EWS FINDING_EWS_ERROR
#define FAULT FINDING_SOAP_FAULT
#define HTTP FINDING_HTTP_ERROR

#define RECEIVED_RESET \
    "Proxy web request failed. , inner exception: System.Net.WebException: The underlying connection was closed: An " \
    "unexpected error occurred on a receive. System.IO.IOException: Unable to read data from the transport " \
    "connection: An existing connection was forcibly closed by the remote host."
#define SENT_RESET \
    "ProxyWebRequest CrossSite from S-1-5-21 to https://server:444/EWS/Exchange.asmx failed. The underlying " \
    "connection was closed: An unexpected error occurred on a send. ---> System.IO.IOException: Unable to read data " \
    "from the transport connection: An existing connection was forcibly closed by the remote host."
#define NO_CONNECTION \
    "Proxy web request failed. , inner exception: System.Net.WebException: Unable to connect to the remote server ; " \
    "System.Net.Sockets.SocketException: A connection attempt failed because the connected party did not properly " \
    "respond after a period of time"

struct example {
    enum error_kind    kind;
    const char        *code, *text, *request, *method, *server;
    enum finding_id    finding;
    enum rule_severity severity;
    const char        *meaning; /**< words of it */
};

static const struct example examples[] = {
    /* hybrid-flows 6a: x-ms-diagnostics */
    {ERROR_DIAGNOSTICS, "2000000", "The token has an invalid signature.", "ews", "POST", NULL, OAUTH, RULE_ERROR,
     "does not know the key"},
    {ERROR_DIAGNOSTICS, "2000001", NULL, "ews", "POST", NULL, OAUTH, RULE_ERROR, "could not be read"},
    {ERROR_DIAGNOSTICS, "2000002", "The token has expired.", "ews", "POST", NULL, OAUTH, RULE_ERROR, "clocks"},
    {ERROR_DIAGNOSTICS, "2000002", "The token has expired.", "mapi_emsmdb", "POST", NULL, OAUTH, RULE_NOTE,
     "fetch a new one"},
    {ERROR_DIAGNOSTICS, "2000003",
     "The hostname component of the audience claim value 'https://mail.contoso.com' is invalid", "ews", "POST", NULL,
     OAUTH, RULE_ERROR, "SSL offloading"},
    {ERROR_DIAGNOSTICS, "2000004", NULL, "autod_soap", "POST", NULL, OAUTH, RULE_ERROR, "another tenant"},
    {ERROR_DIAGNOSTICS, "2000005", "The user specified by the user-context in the token is ambiguous.", "ews", "POST",
     NULL, OAUTH, RULE_ERROR, "More than one object"},
    {ERROR_DIAGNOSTICS, "2000005", "The user specified by the user-context in the token does not exist.", "ews", "POST",
     NULL, OAUTH, RULE_ERROR, "not known there"},
    {ERROR_DIAGNOSTICS, "2000005", NULL, "ews", "POST", NULL, OAUTH, RULE_ERROR, "more than once"},
    {ERROR_DIAGNOSTICS, "2000006", NULL, "ews", "POST", NULL, OAUTH, RULE_ERROR, "not trusted"},
    {ERROR_DIAGNOSTICS, "2000007", NULL, "ews", "POST", NULL, OAUTH, RULE_ERROR, "server failed"},
    {ERROR_DIAGNOSTICS, "2000008", NULL, "ews", "POST", NULL, OAUTH, RULE_ERROR, "gives no right"},
    {ERROR_DIAGNOSTICS, "2000008", "The application is missing a linked account for RBAC roles", "ews", "POST", NULL,
     OAUTH, RULE_ERROR, "no linked account"},
    {ERROR_DIAGNOSTICS, "3001000", NULL, "ews", "POST", NULL, OAUTH, RULE_ERROR, "scope or role"},
    {ERROR_DIAGNOSTICS, "3001003", "There has been an error authenticating the request.", NULL, NULL, NULL, OAUTH,
     RULE_ERROR, "scope or role"},
    {ERROR_DIAGNOSTICS, "4000000", "Flighting is not enabled for domain 'contoso.com'.", "ews", "POST", NULL, OAUTH,
     RULE_ERROR, "OAuth is not available"},
    {ERROR_DIAGNOSTICS, "4000000", "Flighting is not enabled for domain 'contoso.com'.", "mapi_emsmdb", "POST", NULL,
     OAUTH, RULE_WARNING, "another way"},
    {ERROR_DIAGNOSTICS, "2000099", NULL, "ews", "POST", NULL, OAUTH, RULE_WARNING, "does not know"},

    /* hybrid-flows 7: Bearer challenges */
    {ERROR_CHALLENGE, "client_id", NULL, "ews", "POST", NULL, OAUTH, RULE_NOTE, "client_id"},
    {ERROR_CHALLENGE, "trusted_issuers", NULL, "ews", "POST", NULL, OAUTH, RULE_NOTE, "trusted issuer"},
    {ERROR_CHALLENGE, "authorization_uri", NULL, "ews", "POST", NULL, OAUTH, RULE_CHAT, "not to server-to-server"},
    {ERROR_CHALLENGE, "authorization_uri", NULL, "mapi_emsmdb", "POST", NULL, OAUTH, RULE_NOTE, "EvoSTS"},
    {ERROR_CHALLENGE, "error=invalid_token", NULL, "ews", "POST", NULL, OAUTH, RULE_WARNING, "expired, revoked"},
    {ERROR_CHALLENGE, "error=insufficient_scope", NULL, "ews", "POST", NULL, OAUTH, RULE_WARNING, "permission"},
    {ERROR_CHALLENGE, "error=insufficient_claims", NULL, "owa", "GET", NULL, OAUTH, RULE_NOTE, "new sign-in"},
    {ERROR_CHALLENGE, "error=whatever", NULL, "ews", "POST", NULL, OAUTH, RULE_NOTE, "does not know"},

    /* hybrid-flows 8: texts with a LID; the text decides */
    {ERROR_LID, "43532", NO_CONNECTION, "ews", "POST", NULL, EWS, RULE_ERROR, "no TCP connection"},
    {ERROR_LID, "43532", RECEIVED_RESET, "ews", "POST", NULL, EWS, RULE_ERROR, "instead of answering"},
    {ERROR_LID, "43532", SENT_RESET, "ews", "POST", NULL, EWS, RULE_ERROR, "while it was sending"},
    {ERROR_LID, "43532", "The request was aborted: Could not create SSL/TLS secure channel.", "ews", "POST", NULL, EWS,
     RULE_ERROR, "agree with the other side on TLS"},
    {ERROR_LID, "43532", "The underlying connection was closed: The connection was closed unexpectedly.", "ews", "POST",
     NULL, EWS, RULE_ERROR, "in the middle of the exchange"},
    {ERROR_LID, "43532",
     "Exception Proxy web request failed. , inner exception: The request failed with HTTP status 401: Unauthorized "
     "diagnostics: 2000005;reason= \"The user specified by the user-context in the token is ambiguous.\"",
     "ews", "POST", NULL, EWS, RULE_ERROR, "More than one object"},
    {ERROR_LID, "43532", "The request failed with HTTP status 504: Gateway Timeout", "ews", "POST", NULL, EWS,
     RULE_ERROR, "Hybrid Agent"},
    {ERROR_LID, "43532", "Proxy web request failed.", "ews", "POST", NULL, EWS, RULE_ERROR, "could not pass"},
    {ERROR_LID, "43532", NULL, NULL, NULL, NULL, EWS, RULE_ERROR, "could not pass"},
    {ERROR_LID, "47932", "Configuration information for forest/domain contoso.com could not be found in AD", "ews",
     "POST", NULL, EWS, RULE_ERROR, "neither the organization relationship"},
    {ERROR_LID, "47932", NULL, "ews", "POST", NULL, EWS, RULE_ERROR, "neither the organization relationship"},
    {ERROR_LID, "33676",
     "The response from the Autodiscover service at 'https://Autodiscover/Autodiscover.svc/WSSecurity' failed due to "
     "an error in user setting 'ExternalEwsUrl'. Error message: InvalidUser.",
     "ews", "POST", NULL, EWS, RULE_ERROR, "gave no EWS address"},
    {ERROR_LID, "33676", NULL, "ews", "POST", NULL, EWS, RULE_ERROR, "gave no EWS address"},
    {ERROR_LID, "47652", NULL, "ews", "POST", NULL, EWS, RULE_WARNING, "may not see"},
    {ERROR_LID, "44348", NULL, "ews", "POST", NULL, EWS, RULE_WARNING, "may not see"},
    {ERROR_LID, "40764", NULL, "ews", "POST", NULL, EWS, RULE_WARNING, "may not see"},
    {ERROR_LID, "59916",
     "Proxy web request failed. , inner exception: An error occurred when processing the security tokens in the "
     "message.",
     "ews_wssec", "POST", NULL, EWS, RULE_ERROR, "federation token"},
    {ERROR_LID, "59916", NULL, "ews_wssec", "POST", NULL, EWS, RULE_ERROR, "federation token"},
    {ERROR_LID, "39660",
     "The cross-organization request for mailbox user@contoso.com is not allowed because the requester is from a "
     "different organization",
     "ews", "POST", NULL, EWS, RULE_ERROR, "does not hold the mailbox"},
    {ERROR_LID, "39660", NULL, "ews", "POST", NULL, EWS, RULE_ERROR, "does not hold the mailbox"},
    {ERROR_LID, "43404",
     "Request could not be processed in time. Timeout occurred during 'Waiting-For-Request-Completion'.", "ews", "POST",
     NULL, EWS, RULE_WARNING, "did not answer in time"},
    {ERROR_LID, "43404", NULL, "ews", "POST", NULL, EWS, RULE_WARNING, "did not answer in time"},
    {ERROR_LID, "54796",
     "Exception: The result set contains too many calendar entries. The allowed size = 1000; the actual size = 5009.",
     "ews", "POST", NULL, EWS, RULE_ERROR, "More than 1000"},
    {ERROR_LID, "54796", NULL, "ews", "POST", NULL, EWS, RULE_ERROR, "More than 1000"},
    {ERROR_LID, "38070", "Request failed with http code Forbidden", "cloud_freebusy", "POST", NULL, EWS, RULE_ERROR,
     "scheduling service"},
    {ERROR_LID, "38070", NULL, "cloud_freebusy", "POST", NULL, EWS, RULE_ERROR, "scheduling service"},
    {ERROR_LID, "12345", "Something else", "ews", "POST", NULL, EWS, RULE_NOTE, "does not know"},

    /* ... and without one */
    {ERROR_EWS_CODE, "ErrorProxyRequestProcessingFailed", NO_CONNECTION, "ews", "POST", NULL, EWS, RULE_ERROR,
     "no TCP connection"},
    {ERROR_EWS_CODE, "ErrorMailRecipientNotFound",
     "Autodiscover failed for E-Mail Address user@contoso.com with error System.Net.WebException: The remote name "
     "could not be resolved: 'mail.contoso.com'",
     "ews", "POST", NULL, EWS, RULE_ERROR, "could not resolve"},
    {ERROR_EWS_CODE, "ErrorProxyRequestProcessingFailed",
     "Failed to communicate with https://login.microsoftonline.com/extSTS.srf., inner exception: Unable to connect to "
     "the remote server.",
     "ews", "POST", NULL, EWS, RULE_ERROR, "token service of the federation gateway"},
    {ERROR_EWS_CODE, "ErrorProxyRequestProcessingFailed", "An existing connection was forcibly closed", "ews", "POST",
     NULL, EWS, RULE_ERROR, "instead of answering"},
    {ERROR_EWS_CODE, "ErrorProxyRequestProcessingFailed",
     "Proxy web request failed., inner exception: Response is not "
     "well-formed XML",
     "ews", "POST", NULL, EWS, RULE_ERROR, "did not send EWS"},
    {ERROR_EWS_CODE, "ErrorProxyRequestProcessingFailed", "The request failed with the error message: Object moved.",
     "ews", "POST", NULL, EWS, RULE_ERROR, "TargetSharingEpr"},
    {ERROR_EWS_CODE, "ErrorProxyRequestProcessingFailed", "The request failed with HTTP status 401: Unauthorized.",
     "ews", "POST", NULL, EWS, RULE_ERROR, "not authenticated"},
    {ERROR_EWS_CODE, "ErrorProxyRequestProcessingFailed",
     "The remote server returned an error: (401) Unauthorized. diagnostics: 2000000; reason=\"The token has an invalid "
     "signature.\";error_category=\"invalid_signature\".",
     "ews", "POST", NULL, EWS, RULE_ERROR, "does not know the key"},
    {ERROR_EWS_CODE, "ErrorProxyRequestProcessingFailed", "The remote server returned an error: (403) Forbidden.",
     "ews", "POST", NULL, EWS, RULE_ERROR, "refused the request that was passed on"},
    {ERROR_EWS_CODE, "ErrorProxyRequestProcessingFailed", "The request failed with HTTP status 404: Not Found.", "ews",
     "POST", NULL, EWS, RULE_ERROR, "does not exist on the other side"},
    {ERROR_EWS_CODE, "ErrorProxyRequestProcessingFailed",
     "The request failed with HTTP status 503: Service Unavailable", "ews", "POST", NULL, EWS, RULE_ERROR, "stopped"},
    {ERROR_EWS_CODE, "ErrorProxyRequestProcessingFailed", NULL, "ews", "POST", NULL, EWS, RULE_ERROR, "could not pass"},
    {ERROR_EWS_CODE, "errorproxyrequestprocessingfailed", NULL, NULL, NULL, NULL, EWS, RULE_ERROR, "could not pass"},
    {ERROR_EWS_CODE, "ErrorProxyRequestNotAllowed", NULL, "ews", "POST", NULL, EWS, RULE_ERROR, "may not pass"},
    {ERROR_EWS_CODE, "ErrorProxyServiceDiscoveryFailed", NULL, "ews", "POST", NULL, EWS, RULE_ERROR, "no EWS endpoint"},
    {ERROR_EWS_CODE, "ErrorServiceDiscoveryFailed", NULL, "ews", "POST", NULL, EWS, RULE_ERROR, "no Exchange server"},
    {ERROR_EWS_CODE, "ErrorAutoDiscoverFailed", NULL, "ews", "POST", NULL, EWS, RULE_ERROR, "by Autodiscover"},
    {ERROR_EWS_CODE, "ErrorAddressSpaceNotFound", NULL, "ews", "POST", NULL, EWS, RULE_ERROR, "mail domain"},
    {ERROR_EWS_CODE, "ErrorAvailabilityConfigNotFound", NULL, "ews", "POST", NULL, EWS, RULE_ERROR, "mail domain"},
    {ERROR_EWS_CODE, "ErrorOrganizationNotFederated", NULL, "ews", "POST", NULL, EWS, RULE_ERROR, "federation trust"},
    {ERROR_EWS_CODE, "ErrorTimeoutExpired", NULL, "ews", "POST", NULL, EWS, RULE_WARNING, "did not answer in time"},
    {ERROR_EWS_CODE, "ErrorServerBusy", NULL, "ews", "POST", NULL, EWS, RULE_WARNING, "busy"},
    {ERROR_EWS_CODE, "ErrorResultSetTooBig", NULL, "ews", "POST", NULL, EWS, RULE_WARNING, "more entries"},
    {ERROR_EWS_CODE, "ErrorTimeIntervalTooBig", NULL, "ews", "POST", NULL, EWS, RULE_WARNING, "longer than"},
    {ERROR_EWS_CODE, "ErrorImpersonateUserDenied", NULL, "ews", "POST", NULL, EWS, RULE_ERROR, "impersonation"},
    {ERROR_EWS_CODE, "ErrorWin32InteropError", NULL, "ews", "POST", NULL, EWS, RULE_ERROR, "present state"},
    {ERROR_EWS_CODE, "ErrorNoFreeBusyAccess", NULL, "ews", "POST", NULL, EWS, RULE_WARNING, "may not see"},
    {ERROR_EWS_CODE, "ErrorMailRecipientNotFound", NULL, "ews", "POST", NULL, EWS, RULE_WARNING, "not found there"},
    {ERROR_EWS_CODE, "ErrorItemNotFound", NULL, "ews", "POST", NULL, EWS, RULE_NOTE, "normal for clients"},
    {ERROR_EWS_CODE, "ErrorInvalidParameter",
     "Microsoft.Exchange.InfoWorker.Common.InvalidParameterException: Work hours start time must be less than or equal "
     "to end time.",
     "ews", "POST", NULL, EWS, RULE_WARNING, "working hours"},

    /* hybrid-flows 8: Autodiscover */
    {ERROR_AUTODISCOVER, "RedirectAddress", NULL, "autod_soap", "POST", NULL, AUTOD, RULE_CHAT, "normal step"},
    {ERROR_AUTODISCOVER, "RedirectUrl", NULL, "autod_soap", "POST", NULL, AUTOD, RULE_CHAT, "normal step"},
    {ERROR_AUTODISCOVER, "InvalidUser", NULL, "autod_soap", "POST", NULL, AUTOD, RULE_ERROR,
     "does not know the user"},
    {ERROR_AUTODISCOVER, "InvalidRequest", NULL, "autod_soap", "POST", NULL, AUTOD, RULE_WARNING, "understand"},
    {ERROR_AUTODISCOVER, "InvalidSetting", NULL, "autod_soap", "POST", NULL, AUTOD, RULE_NOTE, "does not exist"},
    {ERROR_AUTODISCOVER, "SettingIsNotAvailable", NULL, "autod_soap", "POST", NULL, AUTOD, RULE_NOTE, "not set"},
    {ERROR_AUTODISCOVER, "ServerBusy", NULL, "autod_soap", "POST", NULL, AUTOD, RULE_WARNING, "busy"},
    {ERROR_AUTODISCOVER, "InvalidDomain", NULL, "autod_soap", "POST", NULL, AUTOD, RULE_WARNING, "accepted domain"},
    {ERROR_AUTODISCOVER, "NotFederated", NULL, "autod_soap", "POST", NULL, AUTOD, RULE_WARNING, "federation trust"},
    {ERROR_AUTODISCOVER, "InternalServerError", NULL, "autod_soap", "POST", NULL, AUTOD, RULE_WARNING, "failed"},
    {ERROR_AUTODISCOVER, "500", "The e-mail address can't be found.", "autod_pox", "POST", NULL, AUTOD, RULE_NOTE,
     "mail address"},
    {ERROR_AUTODISCOVER, "501", NULL, "autod_pox", "POST", NULL, AUTOD, RULE_WARNING, "no settings"},
    {ERROR_AUTODISCOVER, "600", "Invalid Request", "autod_pox", "GET", NULL, AUTOD, RULE_CHAT, "wants a POST"},
    {ERROR_AUTODISCOVER, "600", "Invalid Request", "autod_pox", "POST", NULL, AUTOD, RULE_WARNING, "understand"},
    {ERROR_AUTODISCOVER, "601", NULL, "autod_pox", "POST", NULL, AUTOD, RULE_NOTE, "not supported"},
    {ERROR_AUTODISCOVER, "602", NULL, "autod_pox", "POST", NULL, AUTOD, RULE_WARNING, "configuration"},
    {ERROR_AUTODISCOVER, "603", NULL, "autod_pox", "POST", NULL, AUTOD, RULE_WARNING, "failed on the server"},
    {ERROR_AUTODISCOVER, "ProtocolNotSupported", NULL, "autod_json", "GET", NULL, AUTOD, RULE_NOTE, "does not know"},

    /* hybrid-flows 7 and 8: token services */
    {ERROR_STS, "0x80048821", "Authentication Failure The specified member name is either invalid or empty.", "mfg_sts",
     "POST", NULL, STS, RULE_ERROR, "name of the user"},
    {ERROR_STS, "0x80048821", "Authentication Failure", "mfg_sts", "POST", NULL, STS, RULE_ERROR,
     "refused to authenticate"},
    {ERROR_STS, "0x80041034", NULL, NULL, NULL, NULL, STS, RULE_ERROR, "name of the user"},
    {ERROR_STS, "FailedAuthentication", "Authentication Failure", "mfg_sts", "POST", NULL, STS, RULE_ERROR,
     "could not authenticate"},
    {ERROR_STS, "0x8004882c", "Provision is needed before federated account can be logged in. ErrorWin32InteropError",
     "mfg_sts", "POST", NULL, STS, RULE_ERROR, "present state"},
    {ERROR_STS, "ErrorWin32InteropError", NULL, "mfg_sts", "POST", NULL, STS, RULE_ERROR, "present state"},
    {ERROR_STS, "0x80041012", "The entered and stored passwords do not match.", "mfg_sts", "POST", NULL, STS,
     RULE_ERROR, "password state"},
    {ERROR_STS, "0x80041012", "The password for the account has expired.", "mfg_sts", "POST", NULL, STS, RULE_ERROR,
     "password state"},
    {ERROR_STS, "0x80041012", "The password has to be changed.", "mfg_sts", "POST", NULL, STS, RULE_ERROR,
     "password state"},
    {ERROR_STS, "ExpiredData", NULL, "mfg_sts", "POST", NULL, STS, RULE_ERROR, "clocks differ"},
    {ERROR_STS, "InvalidTimeRange", NULL, "mfg_sts", "POST", NULL, STS, RULE_ERROR, "clocks differ"},
    {ERROR_STS, "InvalidScope", NULL, "mfg_sts", "POST", NULL, STS, RULE_ERROR, "application URI"},
    {ERROR_STS, "AADSTS50012",
     "AADSTS70002: Error validating credentials. AADSTS50012: Client assertion contains an invalid signature. [Reason "
     "- The key was not found., Thumbprint of key used by client: '0123']",
     "acs_token", "POST", NULL, STS, RULE_ERROR, "auth certificate"},
    {ERROR_STS, "AADSTS70002", NULL, "acs_token", "POST", NULL, STS, RULE_ERROR, "credentials of the application"},
    {ERROR_STS, "ACS50012", NULL, "acs_token", "POST", NULL, STS, RULE_ERROR, "auth certificate"},
    {ERROR_STS, "AADSTS700027", NULL, "entra_token", "POST", NULL, STS, RULE_ERROR, "signature"},
    {ERROR_STS, "AADSTS700016", NULL, "entra_token", "POST", NULL, STS, RULE_ERROR, "not known in this tenant"},
    {ERROR_STS, "AADSTS90002", NULL, "entra_token", "POST", NULL, STS, RULE_ERROR, "tenant"},
    {ERROR_STS, "AADSTS53003", NULL, "entra_token", "POST", NULL, STS, RULE_ERROR, "conditional access"},
    {ERROR_STS, "authorization_pending", NULL, "entra_token", "POST", NULL, STS, RULE_CHAT, "asks again"},
    {ERROR_STS, "interaction_required", NULL, "entra_token", "POST", NULL, STS, RULE_NOTE, "sign in again"},
    {ERROR_STS, "invalid_client", NULL, "acs_token", "POST", NULL, STS, RULE_ERROR, "credentials"},
    {ERROR_STS, "invalid_request", NULL, "entra_token", "POST", NULL, STS, RULE_WARNING, "does not know"},

    /* hybrid-flows 8: SOAP faults */
    {ERROR_SOAP_FAULT, "InvalidSecurity", "An error occurred when verifying security for the message.", "ews_wssec",
     "POST", NULL, FAULT, RULE_ERROR, "could not be verified"},
    {ERROR_SOAP_FAULT, "InvalidSecurity", NULL, "autod_soap_wssec", "POST", NULL, FAULT, RULE_ERROR,
     "could not be verified"},
    {ERROR_SOAP_FAULT, "InvalidSecurityToken", "An error occurred when processing the security tokens in the message.",
     "ews_wssec", "POST", NULL, FAULT, RULE_ERROR, "federation token"},
    {ERROR_SOAP_FAULT, "InvalidSecurityToken", NULL, "ews_wssec", "POST", NULL, FAULT, RULE_ERROR, "federation token"},
    {ERROR_SOAP_FAULT, "FailedAuthentication", NULL, "autod_soap_wssec", "POST", NULL, FAULT, RULE_ERROR,
     "federation token"},
    {ERROR_SOAP_FAULT, "MessageExpired", NULL, "ews_wssec", "POST", NULL, FAULT, RULE_ERROR, "clocks differ"},
    {ERROR_SOAP_FAULT, "Client",
     "The application is missing a linked account for RBAC roles, or the linked account has no RBAC role assignments, "
     "or the calling users account is logon disabled.",
     "ews", "POST", NULL, FAULT, RULE_ERROR, "no linked account"},
    {ERROR_SOAP_FAULT, "Server", "Domain ownership", "fed_provision_v2", "POST", NULL, FAULT, RULE_WARNING,
     "provisioning service"},
    {ERROR_SOAP_FAULT, "Receiver", NULL, "mrsproxy", "POST", NULL, FAULT, RULE_WARNING, "refused or failed"},
    {ERROR_SOAP_FAULT, "Receiver", NULL, "ps_remoting", "POST", NULL, FAULT, RULE_NOTE, "SOAP fault"},

    /* hybrid-flows 8: JSON of Graph and of cloud scheduling */
    {ERROR_GRAPH, "5016", NULL, "graph_getschedule", "POST", NULL, EWS, RULE_WARNING, "no mailbox"},
    {ERROR_GRAPH, "ErrorProxyRequestProcessingFailed", "Request failed with http code Forbidden", "cloud_freebusy",
     "POST", NULL, EWS, RULE_ERROR, "scheduling service"},
    {ERROR_GRAPH, "MailboxNotEnabledForRESTAPI", NULL, "graph_getschedule", "POST", NULL, EWS, RULE_ERROR,
     "on premises"},
    {ERROR_GRAPH, "InvalidAuthenticationToken", NULL, "graph_mailtips", "POST", NULL, EWS, RULE_WARNING, "token"},
    {ERROR_GRAPH, "Authorization_RequestDenied", NULL, "graph_apps", "POST", NULL, EWS, RULE_WARNING, "permission"},
    {ERROR_GRAPH, "ErrorAccessDenied", NULL, "graph_mailtips", "POST", NULL, EWS, RULE_WARNING, "may not do this"},
    {ERROR_GRAPH, "ErrorItemNotFound", NULL, "graph_photo", "GET", NULL, EWS, RULE_NOTE, "does not know"},

    /* MAPI over HTTP */
    {ERROR_MAPI, "1", "Microsoft.Exchange.Data.Storage.ProtocolDisabledException: ProtocolDisabled", "mapi_emsmdb",
     "POST", NULL, HTTP, RULE_WARNING, "switched off for this mailbox"},
    {ERROR_MAPI, "1", "Connection blocked by Client Access Rules", "mapi_emsmdb", "POST", NULL, HTTP, RULE_WARNING,
     "access rule"},
    {ERROR_MAPI, "1", "Culture is not supported.", "mapi_emsmdb", "POST", NULL, HTTP, RULE_WARNING, "language"},
    {ERROR_MAPI, "10", NULL, "mapi_emsmdb", "POST", NULL, HTTP, RULE_CHAT, "connects again"},
    {ERROR_MAPI, "16", NULL, "mapi_nspi", "POST", NULL, HTTP, RULE_NOTE, "switched off"},
    {ERROR_MAPI, "5", NULL, "mapi_nspi", "POST", NULL, HTTP, RULE_NOTE, "error of the protocol"},

    /* hybrid-flows 6b: HTTP status */
    {ERROR_HTTP_STATUS, "400", NULL, "acs_token", "GET", NULL, HTTP, RULE_CHAT, "healthy"},
    {ERROR_HTTP_STATUS, "400", NULL, "acs_token", "POST", NULL, HTTP, RULE_WARNING, "refused the request"},
    {ERROR_HTTP_STATUS, "400", NULL, "adfs_trust", "GET", NULL, HTTP, RULE_CHAT, "healthy"},
    {ERROR_HTTP_STATUS, "400", NULL, "entra_token", "POST", NULL, HTTP, RULE_WARNING, "gave no token"},
    {ERROR_HTTP_STATUS, "400", "{\"error\":\"authorization_pending\"}", "entra_token", "POST", NULL, HTTP, RULE_CHAT,
     "asks again"},
    {ERROR_HTTP_STATUS, "400", "{\"error\":\"interaction_required\"}", "entra_token", "POST", NULL, HTTP, RULE_NOTE,
     "sign in again"},
    {ERROR_HTTP_STATUS, "400", NULL, "entra_authorize", "GET", NULL, HTTP, RULE_WARNING, "sign-in request"},
    {ERROR_HTTP_STATUS, "400", NULL, "mrsproxy", "POST", NULL, HTTP, RULE_WARNING, "mailbox move"},
    {ERROR_HTTP_STATUS, "401", NULL, "ews", "POST", NULL, HTTP, RULE_CHAT, "normal first step"},
    {ERROR_HTTP_STATUS, "401", NULL, "autod_soap", "POST", NULL, HTTP, RULE_CHAT, "normal first step"},
    {ERROR_HTTP_STATUS, "401 again", NULL, "ews", "POST", NULL, HTTP, RULE_WARNING, "did not accept the credentials"},
    {ERROR_HTTP_STATUS, "401 closed", NULL, "ews", "POST", NULL, HTTP, RULE_ERROR, "without a success"},
    {ERROR_HTTP_STATUS, "401 probe", NULL, "ews", "POST", NULL, HTTP, RULE_NOTE, "Nobody tried to sign in"},
    {ERROR_HTTP_STATUS, "302", "https://sts.contoso.com/adfs/ls/?x", "ews_wssec", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "302", "/Login.aspx", "ews_wssec", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "302", "https://tmg.contoso.com/CookieAuth.dll?GetLogon", "ews_wssec", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "302", "/vpn/SignIn", "ews_wssec", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "302", "/sso?SAMLRequest=fZ", "ews_wssec", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "303", "/?wa=wsignin1.0", "ews_wssec", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "307", "/owa/auth/logon.aspx", "ews_wssec", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "302", "/my.policy", "ews_wssec", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "html page", NULL, "ews_wssec", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "302", "https://sts.contoso.com/adfs/ls/?x", "autod_soap", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "302", "/Login.aspx", "autod_soap", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "302", "https://tmg.contoso.com/CookieAuth.dll?GetLogon", "autod_soap", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "302", "/vpn/SignIn", "autod_soap", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "302", "/sso?SAMLRequest=fZ", "autod_soap", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "303", "/?wa=wsignin1.0", "autod_soap", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "307", "/owa/auth/logon.aspx", "autod_soap", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "302", "/my.policy", "autod_soap", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "html page", NULL, "autod_soap", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "302", "https://sts.contoso.com/adfs/ls/?x", "autod_soap_wssec", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "302", "/Login.aspx", "autod_soap_wssec", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "302", "https://tmg.contoso.com/CookieAuth.dll?GetLogon", "autod_soap_wssec", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "302", "/vpn/SignIn", "autod_soap_wssec", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "302", "/sso?SAMLRequest=fZ", "autod_soap_wssec", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "303", "/?wa=wsignin1.0", "autod_soap_wssec", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "307", "/owa/auth/logon.aspx", "autod_soap_wssec", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "302", "/my.policy", "autod_soap_wssec", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "html page", NULL, "autod_soap_wssec", "POST", NULL, HTTP, RULE_ERROR, "Pre-authentication"},
    {ERROR_HTTP_STATUS, "403", NULL, "ews", "POST", NULL, HTTP, RULE_WARNING, "EWS was refused"},
    {ERROR_HTTP_STATUS, "403", "<h1>Access Denied</h1>", "ews", "POST", NULL, HTTP, RULE_WARNING, "proxies"},
    {ERROR_HTTP_STATUS, "403", "Access Blocked by policy", "acs_token", "POST", NULL, HTTP, RULE_WARNING, "proxies"},
    {ERROR_HTTP_STATUS, "403", NULL, "mrsproxy", "POST", NULL, HTTP, RULE_WARNING, "MRS Proxy"},
    {ERROR_HTTP_STATUS, "403", NULL, "autod_soap", "POST", NULL, HTTP, RULE_WARNING, "refused"},
    {ERROR_HTTP_STATUS, "404", NULL, "autod_soap", "POST", NULL, HTTP, RULE_WARNING, "no Autodiscover"},
    {ERROR_HTTP_STATUS, "404", NULL, "autod_pox", "POST", "Apache/2.4.57", HTTP, RULE_NOTE, "not Exchange"},
    {ERROR_HTTP_STATUS, "404", NULL, "ews", "POST", NULL, HTTP, RULE_WARNING, "does not exist"},
    {ERROR_HTTP_STATUS, "404", NULL, "ews", "GET", NULL, HTTP, RULE_NOTE, "no photo"},
    {ERROR_HTTP_STATUS, "404", NULL, "graph_photo", "GET", NULL, HTTP, RULE_CHAT, "no photo"},
    {ERROR_HTTP_STATUS, "405", NULL, "autod_soap", "POST", NULL, HTTP, RULE_WARNING, ".svc"},
    {ERROR_HTTP_STATUS, "407", NULL, "acs_token", "POST", NULL, HTTP, RULE_CHAT, "proxy asks"},
    {ERROR_HTTP_STATUS, "412", NULL, "entra_authorize", "GET", NULL, HTTP, RULE_WARNING, "cookies"},
    {ERROR_HTTP_STATUS, "429", NULL, "ps_remoting", "POST", NULL, HTTP, RULE_WARNING, "hybrid wizard"},
    {ERROR_HTTP_STATUS, "429", NULL, "ews", "POST", NULL, HTTP, RULE_WARNING, "throttles"},
    {ERROR_HTTP_STATUS, "440", NULL, "owa", "GET", NULL, HTTP, RULE_NOTE, "timed out"},
    {ERROR_HTTP_STATUS, "449", NULL, "eas", "POST", NULL, HTTP, RULE_CHAT, "policy"},
    {ERROR_HTTP_STATUS, "451", NULL, "eas", "POST", NULL, HTTP, RULE_CHAT, "another server"},
    {ERROR_HTTP_STATUS, "456", "you must use multi-factor authentication", "ews", "POST", NULL, HTTP, RULE_WARNING,
     "multi-factor authentication, which"},
    {ERROR_HTTP_STATUS, "456", "oauth_not_available", "mapi_emsmdb", "POST", NULL, HTTP, RULE_WARNING, "OAuth is not"},
    {ERROR_HTTP_STATUS, "456", NULL, "ews", "POST", NULL, HTTP, RULE_WARNING, "blocked the sign-in"},
    {ERROR_HTTP_STATUS, "500", "<e:ResponseCode>ErrorImpersonateUserDenied</e:ResponseCode>", "ews", "POST", NULL, EWS,
     RULE_ERROR, "impersonation"},
    {ERROR_HTTP_STATUS, "500", "<e:ResponseCode>ErrorItemNotFound</e:ResponseCode>", "ews", "POST", NULL, HTTP,
     RULE_CHAT, "in the body"},
    {ERROR_HTTP_STATUS, "500", "Repeating redirects detected", "owa", "GET", NULL, HTTP, RULE_WARNING, "in circles"},
    {ERROR_HTTP_STATUS, "500", NULL, "ews_wssec", "POST", NULL, HTTP, RULE_WARNING, "federation token"},
    {ERROR_HTTP_STATUS, "500", NULL, "autod_soap_wssec", "POST", NULL, HTTP, RULE_WARNING, "federation token"},
    {ERROR_HTTP_STATUS, "502", NULL, "autod_pox", "POST", NULL, HTTP, RULE_NOTE, "by design"},
    {ERROR_HTTP_STATUS, "502", NULL, "ews", "POST", NULL, HTTP, RULE_WARNING, "could not connect"},
    {ERROR_HTTP_STATUS, "503", "X-Error: FederatedSTSUnreachable", "mapi_emsmdb", "POST", NULL, HTTP, RULE_ERROR,
     "AD FS"},
    {ERROR_HTTP_STATUS, "503", NULL, "ews", "POST", "Microsoft-HTTPAPI/2.0", HTTP, RULE_WARNING,
     "Web Application Proxy"},
    {ERROR_HTTP_STATUS, "503", NULL, "ews", "POST", "Microsoft-IIS/10.0", HTTP, RULE_WARNING, "stopped, or overloaded"},
    {ERROR_HTTP_STATUS, "504", NULL, "ews", "POST", NULL, HTTP, RULE_WARNING, "Hybrid Agent"},
    {ERROR_HTTP_STATUS, "504", "Internet access is blocked", "ews", "POST", NULL, HTTP, RULE_WARNING, "is blocked"},
    {ERROR_HTTP_STATUS, "418", NULL, "ews", "POST", NULL, HTTP, RULE_WARNING, "refused the request"},
    {ERROR_HTTP_STATUS, "4xx", NULL, "ews", "POST", NULL, HTTP, RULE_WARNING, "refused the request"},
    {ERROR_HTTP_STATUS, "404", NULL, "crl_ocsp", "GET", NULL, HTTP, RULE_NOTE, "refused the request"},
    {ERROR_HTTP_STATUS, "500", NULL, "graph_getschedule", "POST", NULL, HTTP, RULE_WARNING, "failed the request"},
    {ERROR_HTTP_STATUS, "5xx", NULL, "owa", "GET", NULL, HTTP, RULE_NOTE, "failed the request"},
};

static const struct error_row *find(const struct example *example)
{
    struct request_error_seen seen = {
        example->kind, example->code, example->text, request_find(example->request), example->method, example->server,
    };

    g_assert_true(example->request == NULL || seen.request != NULL);
    return request_error_find(&seen);
}

static void test_examples(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(examples); i++) {
        const struct error_row *row = find(&examples[i]);
        if (row == NULL)
            g_error("no row for %s %s", examples[i].code, examples[i].request);
        if (strstr(row->meaning, examples[i].meaning) == NULL)
            g_error("%s %s: %s", examples[i].code, examples[i].request, row->meaning);
        g_assert_cmpint(row->finding, ==, examples[i].finding);
        g_assert_cmpint(row->severity, ==, examples[i].severity);
    }
}

/** A request of a family, or NULL. */
static const struct request_row *request_of(unsigned family)
{
    for (size_t i = 0; i < request_row_count; i++) {
        if (REQUEST_FAMILY_BIT(request_rows[i].family) == family)
            return &request_rows[i];
    }
    return NULL;
}

static bool is_found_with(const struct error_row *row, const struct request_row *request)
{
    char *code = strcmp(row->code, "*") == 0 ? g_strdup("unheard-of") : g_strdup(row->code);
    char *text = g_strdup_printf("Before: %s; after", row->fragment);
    char *server = g_strdup_printf("%s/2.0", row->server);
    char *method = g_strndup(row->methods != NULL ? row->methods : "PUT",
                             strcspn(row->methods != NULL ? row->methods : "PUT", " "));
    struct request_error_seen seen = {row->kind, code,   row->fragment != NULL ? text : NULL,
                                      request,   method, row->server != NULL ? server : NULL};
    const struct error_row   *found = request_error_find(&seen);

    g_free(method);
    g_free(server);
    g_free(text);
    g_free(code);
    return found == row;
}

/** Every row is found by what it says itself, with a request of one of its families at least: none is hidden. */
static void test_rows_are_reached(void)
{
    for (size_t i = 0; i < error_count; i++) {
        const struct error_row *row = &errors[i];
        bool                    found = false;
        if (row->request != NULL)
            found = is_found_with(row, request_find(row->request));
        else if (row->families == 0)
            found = is_found_with(row, NULL);
        for (unsigned family = 0; family < REQUEST_FAMILY_COUNT; family++) {
            unsigned bit = REQUEST_FAMILY_BIT(family);
            if ((row->families & bit) != 0 && request_of(bit) != NULL)
                found = found || is_found_with(row, request_of(bit));
        }
        if (!found)
            g_error("row %u is hidden: %s %s", (unsigned)i, row->code, row->meaning);
    }
}

/** Each row has an example above, but for the texts that several kinds share: those are below. */
static void test_rows_have_examples(void)
{
    for (size_t row = 0; row < error_count; row++) {
        bool reached = strcmp(errors[row].code, "*") == 0 && errors[row].fragment != NULL &&
                       errors[row].kind != ERROR_STS && errors[row].kind != ERROR_GRAPH &&
                       errors[row].kind != ERROR_MAPI;
        for (size_t i = 0; i < G_N_ELEMENTS(examples); i++)
            reached = reached || find(&examples[i]) == &errors[row];
        if (!reached)
            g_error("no example reaches %s: %s", errors[row].code, errors[row].meaning);
    }
}

/* Messages as Exchange writes them; a LID, a ResponseCode or a SOAP fault may come with them. */
static const struct {
    const char        *text;
    enum rule_severity severity;
    const char        *meaning; /**< words of it */
} texts[] = {
    {"Failed to communicate with https://login.microsoftonline.com/extSTS.srf., inner exception: Unable to connect to "
     "the remote server.",
     RULE_ERROR, "token service of the federation gateway"},
    {NO_CONNECTION, RULE_ERROR, "no TCP connection"},
    {"Autodiscover failed for E-Mail Address user@contoso.com with error System.Net.WebException: The remote name "
     "could "
     "not be resolved: 'mail.contoso.com'.",
     RULE_ERROR, "could not resolve"},
    {"The request was aborted: Could not create SSL/TLS secure channel.", RULE_ERROR, "on TLS"},
    {SENT_RESET, RULE_ERROR, "while it was sending"},
    {RECEIVED_RESET, RULE_ERROR, "instead of answering"},
    {"System.Net.Sockets.SocketException: An existing connection was forcibly closed by the remote host.", RULE_ERROR,
     "instead of answering"},
    {"The underlying connection was closed: The connection was closed unexpectedly.", RULE_ERROR, "in the middle"},
    {"The request failed with HTTP status 401: Unauthorized diagnostics: 2000005;reason= \"The user specified by the "
     "user-context in the token is ambiguous.\" ;error_category=\"invalid_user\"",
     RULE_ERROR, "More than one object"},
    {"The user specified by the user-context in the token does not exist. error_category=\"invalid_user\". 401: "
     "Unauthorized.",
     RULE_ERROR, "not known there"},
    {"The remote server returned an error: (401) Unauthorized. Boolean reloadConfig, diagnostics: 2000000; "
     "reason=\"The token has an invalid signature.\";error_category=\"invalid_signature\".",
     RULE_ERROR, "does not know the key"},
    {"The hostname component of the audience claim value 'https://hybrid.contoso.com' is invalid; "
     "error_category=\"invalid_resource\"",
     RULE_ERROR, "SSL offloading"},
    {"Proxy web request failed. , inner exception: An error occurred when processing the security tokens in the "
     "message.",
     RULE_ERROR, "federation token"},
    {"Autodiscover failed for email address user@contoso.com with error System.Web.Services.Protocols."
     "SoapHeaderException: An error occurred when verifying security for the message at System.Web",
     RULE_ERROR, "WS-Security part"},
    {"Configuration information for forest/domain contoso.com could not be found in Active Directory.", RULE_ERROR,
     "neither the organization relationship"},
    {"The response from the Autodiscover service at 'https://Autodiscover/Autodiscover.svc/WSSecurity' failed due to "
     "an "
     "error in user setting 'ExternalEwsUrl'. Error message: InvalidUser.",
     RULE_ERROR, "gave no EWS address"},
    {"Microsoft.Exchange.InfoWorker.Common.Availability.NoFreeBusyAccessException: The caller does not have access to "
     "free/busy data.",
     RULE_WARNING, "may not see"},
    {"Exception Message: The cross-organization request for user@contoso.com is not allowed because the requester is "
     "from a different organization.",
     RULE_ERROR, "does not hold the mailbox"},
    {"Request could not be processed in time. Timeout occurred during 'Waiting-For-Request-Completion'.", RULE_WARNING,
     "did not answer in time"},
    {"Exception: The result set contains too many calendar entries. The allowed size = 1000; the actual size = 5009.",
     RULE_ERROR, "More than 1000"},
    {"System.Web.Services.Protocols.SoapException: The application is missing a linked account for RBAC roles, or the "
     "linked account has no RBAC role assignments, or the calling users account is logon disabled.",
     RULE_ERROR, "no linked account"},
    {"Provision is needed before federated account can be logged in. ErrorWin32InteropError", RULE_ERROR,
     "present state"},
    {"The specified member name is either invalid or empty. ", RULE_ERROR, "name of the user"},
    {"Soap fault exception received. The entered and stored passwords do not match.", RULE_ERROR, "password state"},
    {"The password for the account has expired", RULE_ERROR, "password state"},
    {"The password has to be changed", RULE_ERROR, "password state"},
    {"Proxy web request failed., inner exception: Response is not well-formed XML", RULE_ERROR, "did not send EWS"},
    {"Proxy web request failed. , inner exception: System.Net.WebException: The request failed with the error message: "
     "Object moved.",
     RULE_ERROR, "redirection"},
    {"Exception: Microsoft.Exchange.InfoWorker.Common.InvalidParameterException: Work hours start time must be less "
     "than or equal to end time.",
     RULE_WARNING, "working hours"},
    {"Proxy web request failed. ,inner exception: The request failed with HTTP status 401: Unauthorized.", RULE_ERROR,
     "not authenticated"},
    {"System.Net.WebException: The remote server returned an error: (401) Unauthorized.", RULE_ERROR,
     "not authenticated"},
    {"The request failed with HTTP status 403: Forbidden.", RULE_ERROR, "or a device before it, refused"},
    {"System.Net.WebException: The remote server returned an error: (403) Forbidden.", RULE_ERROR,
     "or a device before it, refused"},
    {"System.Net.WebException: The request failed with HTTP status 404: Not Found.", RULE_ERROR, "does not exist"},
    {"System.Net.WebException: The remote server returned an error: (404) Not Found.", RULE_ERROR, "does not exist"},
    {"System.Net.WebException: The request failed with HTTP status 503: Service Unavailable...", RULE_ERROR,
     "pool of the other side"},
    {"System.Net.WebException: The remote server returned an error: (503) Server Unavailable.", RULE_ERROR,
     "pool of the other side"},
    {"Proxy web request failed, inner exception: The request failed with HTTP status 504: Gateway Timeout...",
     RULE_ERROR, "Hybrid Agent"},
    {"System.Net.WebException: The remote server returned an error: (504) Gateway Timeout.", RULE_ERROR,
     "Hybrid Agent"},
    {"Request failed with http code Forbidden", RULE_ERROR, "scheduling service"},
};

static const struct error_row *find_text(enum error_kind kind, size_t i)
{
    struct request_error_seen seen = {kind, "unheard-of", texts[i].text, request_find("ews"), "POST", NULL};

    return request_error_find(&seen);
}

static void test_texts(void)
{
    static const enum error_kind kinds[] = {ERROR_LID, ERROR_EWS_CODE, ERROR_SOAP_FAULT};

    for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
        for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
            const struct error_row *row = find_text(kinds[k], i);
            if (strstr(row->meaning, texts[i].meaning) == NULL)
                g_error("%s: %s", texts[i].text, row->meaning);
            g_assert_cmpint(row->severity, ==, texts[i].severity);
            g_assert_cmpint(row->finding, ==, kinds[k] == ERROR_SOAP_FAULT ? FINDING_SOAP_FAULT : FINDING_EWS_ERROR);
        }
    }
}

/** Each row of a text has such a message. */
static void test_texts_are_reached(void)
{
    for (size_t row = 0; row < error_count; row++) {
        bool reached = strcmp(errors[row].code, "*") != 0 || errors[row].fragment == NULL ||
                       errors[row].kind == ERROR_STS || errors[row].kind == ERROR_GRAPH ||
                       errors[row].kind == ERROR_MAPI;
        for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
            reached = reached || find_text(errors[row].kind, i) == &errors[row];
        if (!reached)
            g_error("no message has the text %s", errors[row].fragment);
    }
}

static void assert_none(enum error_kind kind, const char *code, const char *text, const char *request,
                        const char *method)
{
    struct request_error_seen seen = {kind, code, text, request_find(request), method, NULL};
    const struct error_row   *row = request_error_find(&seen);

    if (row != NULL)
        g_error("%s: %s", code, row->meaning);
}

/** Success is no error, whatever the kind. */
static void test_success(void)
{
    static const char *const codes[] = {NULL, "", "0", "NoError", "noerror", "Success"};

    for (int kind = 0; kind < ERROR_KIND_COUNT; kind++) {
        for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
            assert_none((enum error_kind)kind, codes[i], "forcibly closed", "ews", "POST");
    }
}

/** What was not recognised is judged by what is Exchange's own. */
static void test_unknown_request(void)
{
    static const char *const statuses[] = {"400", "401", "401 again", "401 closed", "401 probe", "403", "407",
                                           "456", "500", "503",       "504",        "4xx", "5xx"};

    for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++)
        assert_none(ERROR_HTTP_STATUS, statuses[i], "Access Denied ErrorImpersonateUserDenied", NULL, "POST");
    assert_none(ERROR_DIAGNOSTICS, "1234567", NULL, NULL, "POST");
    assert_none(ERROR_CHALLENGE, "client_id", NULL, NULL, "POST");
    assert_none(ERROR_CHALLENGE, "error=invalid_token", NULL, NULL, "POST");
    assert_none(ERROR_LID, "12345", NULL, NULL, "POST");
    assert_none(ERROR_EWS_CODE, "ErrorItemNotFound", NULL, NULL, "POST");
    assert_none(ERROR_AUTODISCOVER, "500", NULL, NULL, "POST");
    assert_none(ERROR_AUTODISCOVER, "Whatever", NULL, NULL, "POST");
    assert_none(ERROR_STS, "invalid_client", NULL, NULL, "POST");
    assert_none(ERROR_STS, "FailedAuthentication", NULL, NULL, "POST");
    assert_none(ERROR_SOAP_FAULT, "InvalidSecurity", NULL, NULL, "POST");
    assert_none(ERROR_SOAP_FAULT, "Receiver", "An error occurred when processing the security tokens in the message.",
                NULL, "POST");
    assert_none(ERROR_GRAPH, "5016", NULL, NULL, "POST");
    assert_none(ERROR_MAPI, "10", NULL, NULL, "POST");
}

static void test_near_misses(void)
{
    static const char *const codes[] = {"200", "302", "307", "399", "600", "4", "40", "4000", "4ab", "401 more"};

    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
        assert_none(ERROR_HTTP_STATUS, codes[i], NULL, "ews", "POST");
    assert_none(ERROR_DIAGNOSTICS, "3001", NULL, NULL, "POST");
    assert_none(ERROR_DIAGNOSTICS, "30010000", NULL, NULL, "POST");
    assert_none(ERROR_DIAGNOSTICS, "3002000", NULL, NULL, "POST");
    assert_none(ERROR_STS, "0x8004882", NULL, NULL, "POST");
    assert_none(ERROR_STS, "0x80048822", NULL, "ews", "POST");
    assert_none(ERROR_STS, "AADSTS5001", NULL, "ews", "POST");
    assert_none(ERROR_EWS_CODE, "ErrorServerBus", NULL, "mapi_emsmdb", "POST");
    assert_none(ERROR_MAPI, "10", NULL, "ews", "POST");
    assert_none(ERROR_GRAPH, "ErrorServerBusy", NULL, "ews", "POST");
    assert_none(ERROR_KIND_COUNT, "ErrorServerBusy", NULL, "ews", "POST");
}

/** Whole sentences that a display can show: no template, no line break, not too long. */
static void assert_sentences(const char *text)
{
    size_t length = strlen(text);

    g_assert_cmpuint(length, >, 0);
    g_assert_cmpuint(length, <, LONGEST_TEXT);
    g_assert_true(text[length - 1] == '.' || text[length - 1] == '?');
    g_assert_true(g_ascii_isupper(text[0]) || g_str_has_prefix(text, "/"));
    g_assert_null(strpbrk(text, "{}\n\t"));
    g_assert_null(strstr(text, "  "));
    g_assert_null(strstr(text, ".."));
}

static void test_rows_are_well_formed(void)
{
    for (size_t i = 0; i < error_count; i++) {
        const struct error_row *row = &errors[i];
        g_assert_cmpint(row->kind, <, ERROR_KIND_COUNT);
        g_assert_true(i == 0 || row->kind >= errors[i - 1].kind);
        g_assert_cmpstr(row->code, !=, "");
        g_assert_true(row->fragment == NULL || strlen(row->fragment) >= 7);
        g_assert_true(row->request == NULL || request_find(row->request) != NULL);
        g_assert_cmpuint(row->families, <, 1u << REQUEST_FAMILY_COUNT);
        g_assert_true(row->finding >= FINDING_STS_ERROR && row->finding <= FINDING_HTTP_ERROR);
        g_assert_cmpint(row->severity, <, RULE_SEVERITY_COUNT);
        assert_sentences(row->meaning);
        assert_sentences(row->check);
        g_assert_cmpstr(row->source, !=, "");
        g_assert_true(strcmp(row->confidence, "high") == 0 || strcmp(row->confidence, "medium") == 0 ||
                      strcmp(row->confidence, "low") == 0);
    }
}

/** "*" alone says little: never an error, and only of families that are known. Texts come before it. */
static void test_generic_rows(void)
{
    for (size_t i = 0; i < error_count; i++) {
        const struct error_row *row = &errors[i];
        bool                    generic = strcmp(row->code, "*") == 0 && row->fragment == NULL;
        if (generic || strcmp(row->code, "4xx") == 0 || strcmp(row->code, "5xx") == 0) {
            g_assert_cmpint(row->severity, <=, RULE_WARNING);
            g_assert_cmpuint(row->families, !=, 0);
        }
        for (size_t k = i + 1; generic && k < error_count && errors[k].kind == row->kind; k++)
            g_assert_cmpstr(errors[k].code, ==, "*");
    }
}

/** Refusals are normal at first (interface, "401 and 407"). */
static void test_refusals(void)
{
    for (size_t i = 0; i < request_row_count; i++) {
        const char    *id = request_rows[i].id;
        struct example first = {ERROR_HTTP_STATUS, "401", NULL, id, "POST", NULL, HTTP, RULE_CHAT, ""};
        struct example again = {ERROR_HTTP_STATUS, "401 again", NULL, id, "POST", NULL, HTTP, RULE_WARNING, ""};
        struct example closed = {ERROR_HTTP_STATUS, "401 closed", NULL, id, "POST", NULL, HTTP, RULE_ERROR, ""};
        struct example probe = {ERROR_HTTP_STATUS, "401 probe", NULL, id, "POST", NULL, HTTP, RULE_NOTE, ""};
        struct example proxy = {ERROR_HTTP_STATUS, "407", NULL, id, "POST", NULL, HTTP, RULE_CHAT, ""};
        g_assert_cmpint(find(&first)->severity, ==, first.severity);
        g_assert_cmpint(find(&again)->severity, ==, again.severity);
        g_assert_cmpint(find(&closed)->severity, ==, closed.severity);
        g_assert_cmpint(find(&probe)->severity, ==, probe.severity);
        g_assert_cmpint(find(&proxy)->severity, ==, proxy.severity);
    }
}

/** The rest of the status codes, by family. */
static void test_generic_severity(void)
{
    static const struct {
        const char        *request;
        enum rule_severity severity;
    } rows[] = {
        {"autod_soap", RULE_WARNING},       {"ews", RULE_WARNING},        {"mrsproxy", RULE_WARNING},
        {"acs_token", RULE_WARNING},        {"mfg_sts", RULE_WARNING},    {"fed_provision_v2", RULE_WARNING},
        {"fed_metadata_mso", RULE_WARNING}, {"graph_apps", RULE_WARNING}, {"owa", RULE_NOTE},
        {"ps_remoting", RULE_NOTE},         {"crl_ocsp", RULE_NOTE},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct example refused = {ERROR_HTTP_STATUS, "418", NULL, rows[i].request, "POST", NULL, HTTP, RULE_CHAT, ""};
        struct example failed = {ERROR_HTTP_STATUS, "507", NULL, rows[i].request, "POST", NULL, HTTP, RULE_CHAT, ""};
        g_assert_cmpint(find(&refused)->severity, ==, rows[i].severity);
        g_assert_cmpint(find(&failed)->severity, ==, rows[i].severity);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/knowledge_errors/examples", test_examples);
    g_test_add_func("/knowledge_errors/rows_are_reached", test_rows_are_reached);
    g_test_add_func("/knowledge_errors/rows_have_examples", test_rows_have_examples);
    g_test_add_func("/knowledge_errors/texts", test_texts);
    g_test_add_func("/knowledge_errors/texts_are_reached", test_texts_are_reached);
    g_test_add_func("/knowledge_errors/success", test_success);
    g_test_add_func("/knowledge_errors/unknown_request", test_unknown_request);
    g_test_add_func("/knowledge_errors/near_misses", test_near_misses);
    g_test_add_func("/knowledge_errors/rows_are_well_formed", test_rows_are_well_formed);
    g_test_add_func("/knowledge_errors/generic_rows", test_generic_rows);
    g_test_add_func("/knowledge_errors/refusals", test_refusals);
    g_test_add_func("/knowledge_errors/generic_severity", test_generic_severity);
    return g_test_run();
}
