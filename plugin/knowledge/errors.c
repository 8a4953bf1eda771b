/* errors.c: errors in answers, and what they mean, one row a fact.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The first row that holds counts. Within a kind the order is: texts that tell more than the code beside them
 * (code "*" with a fragment), codes with a condition, codes alone, and "*" last. Rows for any code without a fragment
 * name families: an answer to a request that was not recognised is judged by what is Exchange's own only.
 *
 * Texts of failed free/busy, MailTips and Autodiscover requests stand in EWS answers with or without a LID, and in SOAP
 * faults: TEXTS() are their rows, once for each kind of error that they come with. The same LID (43532: the proxied
 * request failed) has as many meanings as texts, so the text decides before the number does.
 *
 * In codes of ERROR_HTTP_STATUS and ERROR_DIAGNOSTICS an x stands for one digit. Codes of refusals (401), by how often
 * they came: "401", "401 again" (to a request with credentials), "401 closed" (the connection closed after that),
 * "401 probe" (likewise, but nobody had tried to sign in).
 *
 * Severity: Error, this broke the request; Warning, likely trouble; Note, worth knowing; Chat, normal.
 */
#include "errors.h"

/* clang-format off */

#define FBERR \
    "Resolve free/busy errors, https://learn.microsoft.com/outlook/troubleshoot/calendaring/resolve-free-busy-errors"
#define EWSHDR \
    "Instrumenting client requests for EWS and REST in Exchange, " \
    "https://learn.microsoft.com/exchange/client-developer/exchange-web-services/" \
    "instrumenting-client-requests-for-ews-and-rest-in-exchange"
#define EWSRC \
    "ResponseCode (EWS reference), " \
    "https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode"
#define HMAMOB \
    "Using hybrid Modern Authentication with Outlook for iOS and Android, " \
    "https://learn.microsoft.com/exchange/clients/outlook-for-ios-and-android/use-hybrid-modern-auth"
#define OXDSCLI "MS-OXDSCLI, https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxdscli/"
#define AUTOSOAP "Autodiscover web service reference for Exchange (SOAP ErrorCode), Microsoft Learn"
#define FIDDLER "Rule set of the Office 365 Fiddler Extension, https://github.com/jprknight/Office365FiddlerExtension"
#define ENTRAERR \
    "Microsoft Entra authentication and authorization error codes, " \
    "https://learn.microsoft.com/entra/identity-platform/reference-error-codes"
#define OXCMAPIHTTP \
    "MS-OXCMAPIHTTP 2.2.3.3.3, https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcmapihttp/"
#define GRAPHERR "Microsoft Graph error responses and resource types, https://learn.microsoft.com/graph/errors"
#define WSTRUST "WS-Trust, February 2005, section 11"
#define RFC6750 "RFC 6750 section 3.1, https://www.rfc-editor.org/rfc/rfc6750"
#define RFC8628 "RFC 8628 section 3.5, https://www.rfc-editor.org/rfc/rfc8628"
#define RFC9110 "RFC 9110 section 15, https://www.rfc-editor.org/rfc/rfc9110"
#define KB3068838 "The underlying connection was closed (KB 3068838), https://support.microsoft.com/help/3068838"
#define QA142364 "Microsoft Q&A 142364 (cross-server free/busy, event 4002)"
#define SUPPORT "Exchange hybrid support articles (MicrosoftDocs/SupportArticles-docs)"
#define HANDLER_405 \
    "Endpoint connection error 405, " \
    "https://learn.microsoft.com/exchange/troubleshoot/administration/endpoint-connection-405-error"

#define PREREQ "Hybrid deployment prerequisites, https://learn.microsoft.com/exchange/hybrid-deployment-prerequisites"

#define HIGH "high"
#define MEDIUM "medium"
#define LOW "low"

#define F(family) REQUEST_FAMILY_BIT(REQUEST_FAMILY_##family)
#define ANY_FAMILY 0
#define HYBRID \
    (F(AUTODISCOVER) | F(EWS) | F(MRS) | F(OAUTH) | F(STS) | F(PROVISION) | F(METADATA) | F(GRAPH))
#define OTHERS (F(OTHER) | F(OUTLOOK) | F(ADMIN) | F(REVOCATION))
#define CLIENTS (F(OUTLOOK) | F(ADMIN))
#define EXCHANGE (F(AUTODISCOVER) | F(EWS) | F(MRS))
#define TOKENS (F(OAUTH) | F(STS))

/* The first columns of a row, by kind; their order is that of struct error_row. */
#define DIAGNOSTICS(code, fragment, families) \
    ERROR_DIAGNOSTICS, code, fragment, families, NULL, NULL, NULL, FINDING_OAUTH_ERROR
#define CHALLENGE(code, families) \
    ERROR_CHALLENGE, code, NULL, families, NULL, NULL, NULL, FINDING_OAUTH_ERROR
#define LID(code, families) \
    ERROR_LID, code, NULL, families, NULL, NULL, NULL, FINDING_EWS_ERROR
#define EWS(code, families) \
    ERROR_EWS_CODE, code, NULL, families, NULL, NULL, NULL, FINDING_EWS_ERROR
#define AUTODISCOVER(code, families, methods) \
    ERROR_AUTODISCOVER, code, NULL, families, NULL, methods, NULL, FINDING_AUTODISCOVER_ERROR
#define STS(code, fragment, families) \
    ERROR_STS, code, fragment, families, NULL, NULL, NULL, FINDING_STS_ERROR
#define FAULT(code, families) \
    ERROR_SOAP_FAULT, code, NULL, families, NULL, NULL, NULL, FINDING_SOAP_FAULT
#define GRAPH(code, fragment, families) \
    ERROR_GRAPH, code, fragment, families, NULL, NULL, NULL, FINDING_EWS_ERROR
#define MAPI(code, fragment) \
    ERROR_MAPI, code, fragment, F(OUTLOOK), NULL, NULL, NULL, FINDING_HTTP_ERROR
#define STATUS(code, families) \
    ERROR_HTTP_STATUS, code, NULL, families, NULL, NULL, NULL, FINDING_HTTP_ERROR
#define STATUS_TEXT(code, fragment, families) \
    ERROR_HTTP_STATUS, code, fragment, families, NULL, NULL, NULL, FINDING_HTTP_ERROR
#define STATUS_OF(code, request, methods) \
    ERROR_HTTP_STATUS, code, NULL, ANY_FAMILY, request, methods, NULL, FINDING_HTTP_ERROR

#define SIGN_IN_ROW(fragment, families, request) \
    {ERROR_HTTP_STATUS, "3xx", fragment, families, request, "POST", NULL, FINDING_HTTP_ERROR, RULE_ERROR, SIGN_IN, \
     SIGN_IN_CHECK, PREREQ, HIGH}
#define SIGN_IN_REDIRECT(fragment) \
    SIGN_IN_ROW(fragment, F(EWS), NULL), SIGN_IN_ROW(fragment, ANY_FAMILY, "autod_soap"), \
    SIGN_IN_ROW(fragment, ANY_FAMILY, "autod_soap_wssec")

/* Texts that stand in several rows: what it means, and what to look at first. */
#define SIGN_IN \
    "Pre-authentication stands before Exchange: a proxy or gateway answered a call between servers with its sign-in page."
#define SIGN_IN_CHECK \
    "Publish the paths of EWS and Autodiscover without pre-authentication (pass-through) on the reverse proxy, Web Application " \
    "Proxy or gateway: hybrid calls cannot sign in to it."
#define TOKEN_SERVICE_REACH \
    "The Exchange server that wrote this could not communicate with the token service of the federation gateway."
#define TOKEN_SERVICE_REACH_CHECK \
    "Look in the capture for connections from that server to login.microsoftonline.com: unanswered SYN, reset, TLS " \
    "alert. Open https://login.microsoftonline.com/extSTS.srf there as the system account, and check proxy and " \
    "firewall."
#define NO_TCP \
    "The server that passed the request on got no TCP connection to the other organisation. Most likely a firewall " \
    "or an address allow list stands between, or the address is wrong."
#define NO_TCP_CHECK \
    "Look for SYN without SYN-ACK to the other side. Compare the allow lists of firewall and reverse proxy with the " \
    "published Exchange Online addresses; Test-MigrationServerAvailability tries the way from the cloud."
#define NO_NAME "The server that passed the request on could not resolve the host name of the other side."
#define NO_NAME_CHECK \
    "Check the public DNS record of the name in the message, and TargetAutodiscoverEpr or DiscoveryEndpoint " \
    "(Get-OrganizationRelationship, Get-IntraOrganizationConnector)."
#define NO_CHANNEL \
    "The server that passed the request on could not agree with the other side on TLS: version, cipher suite or " \
    "trust in the certificate did not fit."
#define NO_CHANNEL_CHECK \
    "Look at the TLS findings of the connection to the other side: versions offered, alert, certificate. " \
    "HealthChecker shows a server's TLS settings; every endpoint that Exchange Online calls has to speak TLS 1.2."
#define ON_SEND \
    "The connection of the server that passed the request on broke while it was sending, often during the TLS " \
    "handshake. Between Exchange servers (port 444) TLS versions that do not fit are the usual cause."
#define ON_SEND_CHECK \
    "Look at the ClientHello of that connection and at who sent the reset; compare the TLS settings of all Exchange " \
    "servers with HealthChecker. Event 4002 of MSExchange Availability names the target."
#define ON_RECEIVE \
    "The other side, or a device before it, closed the connection instead of answering. From the cloud to on " \
    "premises that is most likely a firewall which refuses the addresses of Exchange Online."
#define ON_RECEIVE_CHECK \
    "Look for the reset, and whether it came after the ClientHello or after the request. Look for " \
    "ASProxy/CrossForest or ASAutoDiscover/CrossForest in the HttpProxy logs of Exchange: if they lack it, look in " \
    "firewall and reverse proxy logs."
#define CLOSED_EARLY \
    "The connection ended in the middle of the exchange. A proxy or firewall on the way is the likely cause."
#define CLOSED_EARLY_CHECK \
    "Look for FIN or RST before the answer and for the proxy's reply to CONNECT. Check the proxy that Exchange uses " \
    "(InternetWebProxy of Get-ExchangeServer) and that of WinHTTP."
#define AMBIGUOUS_USER \
    "More than one object of the directory has the UPN, SMTP or SIP address of the user that the token names."
#define AMBIGUOUS_USER_CHECK \
    "Search Active Directory for other objects with this userPrincipalName or with this address in proxyAddresses, " \
    "and remove the duplicate."
#define UNKNOWN_USER \
    "The user that the token names is not known there: most likely the mailbox and its mail user in Entra ID are not " \
    "synchronised."
#define UNKNOWN_USER_CHECK \
    "Check in Entra Connect whether the user is synchronised, and whether the addresses are the same on both sides."
#define BAD_SIGNATURE \
    "The server that was asked does not know the key that signed the token: its metadata of the authorisation server " \
    "is probably out of date, or its auth server settings are wrong."
#define BAD_SIGNATURE_CHECK \
    "Run Set-AuthServer with -RefreshAuthMetadata on premises, wait 15 minutes or restart IIS, and compare " \
    "Get-AuthServer (issuer, token endpoint, metadata address) with the tenant's values."
#define BAD_AUDIENCE \
    "The token was made for another host name or scheme than the one that the server saw. SSL offloading together " \
    "with OAuth does that, and devices that rewrite the name."
#define BAD_AUDIENCE_CHECK \
    "Compare the expected and the actual address in the message. Switch SSL offloading off for EWS and Autodiscover, " \
    "and look at what reverse proxy and load balancer pass on."
#define SECURITY_TOKENS \
    "The federation token of the request was not accepted. Expired federation certificates or old metadata of the " \
    "federation gateway are the likely causes."
#define SECURITY_TOKENS_CHECK \
    "TLS worked, else there would be no such answer. Run Test-FederationTrust and Test-FederationTrustCertificate; " \
    "then Get-FederationTrust | Set-FederationTrust -RefreshMetadata, twice."
#define VERIFY_SECURITY \
    "The WS-Security part of the request could not be verified: WSSecurity authentication is off or has to be reset, " \
    "the federation certificates are new, or the clocks differ."
#define VERIFY_SECURITY_CHECK \
    "Set WSSecurity authentication of the Autodiscover and EWS virtual directories off and on again, restart IIS, " \
    "look for time skew in the System event log, and refresh the federation metadata (Set-FederationTrust " \
    "-RefreshMetadata)."
#define NO_DOMAIN \
    "The mail domain of the user asked for is in neither the organization relationship nor the intra-organization " \
    "connector: such a request is not sent at all."
#define NO_DOMAIN_CHECK \
    "Compare Get-IntraOrganizationConnector (TargetAddressDomains) and Get-OrganizationRelationship (DomainNames) " \
    "with the domain in the message. A minimal hybrid configuration creates neither."
#define NO_EWS_ADDRESS \
    "Autodiscover was reached but gave no EWS address for the user: the recipient or the Autodiscover endpoint is " \
    "not set up for this."
#define NO_EWS_ADDRESS_CHECK \
    "Check that the cloud user has an address in the tenant's mail.onmicrosoft.com domain, and where " \
    "TargetAutodiscoverEpr points. With TargetSharingEpr set, Autodiscover is not needed."
#define NO_ACCESS \
    "The calling user may not see the free/busy data of the user asked for. The connection itself works."
#define NO_ACCESS_CHECK \
    "Check the right of Default on the calendar (Get-MailboxFolderPermission: AvailabilityOnly or LimitedDetails), " \
    "and whether the organization relationship of that side names the caller's mail domain."
#define WRONG_ORGANISATION \
    "The request went to an organisation that does not hold the mailbox: Autodiscover of the address asked for " \
    "points to the other part of the hybrid."
#define WRONG_ORGANISATION_CHECK \
    "Ask by an address whose Autodiscover points to where the mailbox is, such as that in mail.onmicrosoft.com; " \
    "check the target address of the mail user."
#define TIMED_OUT \
    "The other side did not answer in time. Slow networks, a blocked token service and blocked revocation checks all " \
    "end so."
#define TIMED_OUT_CHECK \
    "Look for long gaps, unanswered SYNs and ClientHellos of the server that wrote this, also to CRL and OCSP hosts. " \
    "Compare time-taken in the EWS log. Repeat the request: it may have been a moment's trouble."
#define TOO_MANY_ENTRIES \
    "More than 1000 calendar entries lie in the time asked for. Connection and permissions work."
#define TOO_MANY_ENTRIES_CHECK "Remove entries from that time in the calendar, or ask for a shorter time."
#define NO_LINKED_ACCOUNT \
    "The partner application of Exchange Online has no linked account with roles on premises, or that account is " \
    "disabled."
#define NO_LINKED_ACCOUNT_CHECK \
    "Check Get-PartnerApplication (LinkedAccount: Exchange Online-ApplicationAccount) and " \
    "Get-ManagementRoleAssignment -RoleAssignee of that account, then the EWS and event logs."
#define USER_STATE \
    "The token service does not accept the user in its present state: data of this user in Entra ID, or of its " \
    "federation, do not fit together."
#define USER_STATE_CHECK \
    "Run Test-OrganizationRelationship -UserIdentity for this user. The documented repair is to change the user's " \
    "UPN to the onmicrosoft.com domain and back; check ImmutableId and the AD FS rules. If most users are affected, " \
    "ask Microsoft."
#define MEMBER_NAME \
    "The token service does not accept the name of the user who needs a delegation token: the user's data in Entra " \
    "ID or the AD FS setup for this user do not fit together."
#define PASSWORD_STATE \
    "The token service refuses this user because of its password state in Entra ID, although a delegation token " \
    "needs no password. Data of single users are affected."
#define PASSWORD_STATE_CHECK \
    "Run Test-OrganizationRelationship -UserIdentity for this user. Reset the password or its expiry in Entra ID, or " \
    "change the UPN to the onmicrosoft.com domain and back."
#define NOT_XML \
    "What answered did not send EWS: a page of a reverse proxy, firewall or another web server instead of Exchange's " \
    "answer is likely."
#define NOT_XML_CHECK \
    "Look whether the request is in the IIS logs of Exchange. If not, a device on the way answered: compare its " \
    "Server header and certificate, and look in its log."
#define MOVED \
    "The EWS address that was called answered with a redirection: TargetSharingEpr is probably wrong."
#define MOVED_CHECK \
    "Check TargetSharingEpr (Get-OrganizationRelationship, Get-IntraOrganizationConnector): the external EWS " \
    "address, resolvable in public DNS, or empty."
#define WORK_HOURS "A room mailbox of the list has working hours that end before they start, or no time zone."
#define WORK_HOURS_CHECK "Compare WorkingHours of the rooms with Get-MailboxCalendarConfiguration."
#define INNER_401 \
    "The other side refused the request that was passed on as not authenticated. A device before Exchange that asks " \
    "for credentials first is a frequent cause; EWS and Autodiscover of a hybrid do not support that."
#define INNER_401_CHECK \
    "Look for ASProxy/CrossForest and ASAutoDiscover/CrossForest in the HttpProxy logs of Exchange: if they lack it, " \
    "a device on the way refused. Then check OAuth or WSSecurity of the virtual directories, and " \
    "Test-OAuthConnectivity."
#define INNER_403 "The other side, or a device before it, refused the request that was passed on."
#define INNER_403_CHECK \
    "Look whether the request is in the IIS logs of the other side. If not, look in the logs of proxy and firewall; " \
    "if so, at the rights of application and user."
#define INNER_404 \
    "The address that was called does not exist on the other side: wrong endpoint, or a missing handler for .svc " \
    "files."
#define INNER_404_CHECK \
    "Check DiscoveryEndpoint, TargetAutodiscoverEpr and TargetSharingEpr, and in IIS the handler mapping for .svc " \
    "files of the Autodiscover and EWS virtual directories."
#define INNER_503 \
    "A service, a server component or an application pool of the other side is stopped, or the endpoint is wrong."
#define INNER_503_CHECK \
    "On the other side: Test-ServiceHealth, Get-ServerComponentState, the application pools " \
    "MSExchangeServicesAppPool and MSExchangeAutodiscoverAppPool, the HTTPERR log. A Server header " \
    "Microsoft-HTTPAPI/2.0 hints at a Web Application Proxy."
#define INNER_504 \
    "A gateway got no answer from Exchange. With an address in msappproxy.net the Hybrid Agent is down or points to " \
    "the wrong place."
#define INNER_504_CHECK \
    "Check the Microsoft Hybrid Service on the agent's server, Get-HybridApplication (internal address), and " \
    "TargetSharingEpr."
#define CLOUD_FORBIDDEN \
    "The cloud scheduling service was refused by the side that it asked. TLS worked."
#define CLOUD_FORBIDDEN_CHECK \
    "Find the request in the IIS logs and at the reverse proxy of the side asked; check OAuth there with " \
    "Test-OAuthConnectivity."
#define PROXY_FAILED \
    "The server could not pass the request on to the other organisation or server. Network trouble, a timeout or a " \
    "refusal there are possible; the text beside the code tells which."
#define PROXY_FAILED_CHECK \
    "Look at the connections that this server made for the request (same minute), and at event 4002 of MSExchange " \
    "Availability."

/* One row for each text. The order counts where a message holds several: what is nearest to the cause comes first. */
#define TEXT(kind, families, finding, fragment) kind, "*", fragment, families, NULL, NULL, NULL, finding
#define TEXTS(kind, families, finding) \
    {TEXT(kind, families, finding, "/extSTS.srf"), RULE_ERROR, TOKEN_SERVICE_REACH, TOKEN_SERVICE_REACH_CHECK, FBERR, \
     MEDIUM}, \
    {TEXT(kind, families, finding, "Unable to connect to the remote server"), RULE_ERROR, NO_TCP, NO_TCP_CHECK, FBERR, \
     HIGH}, \
    {TEXT(kind, families, finding, "The remote name could not be resolved"), RULE_ERROR, NO_NAME, NO_NAME_CHECK, \
     FBERR, HIGH}, \
    {TEXT(kind, families, finding, "Could not create SSL/TLS secure channel"), RULE_ERROR, NO_CHANNEL, \
     NO_CHANNEL_CHECK, FBERR, HIGH}, \
    {TEXT(kind, families, finding, "unexpected error occurred on a send"), RULE_ERROR, ON_SEND, ON_SEND_CHECK, \
     QA142364, MEDIUM}, \
    {TEXT(kind, families, finding, "unexpected error occurred on a receive"), RULE_ERROR, ON_RECEIVE, \
     ON_RECEIVE_CHECK, FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "forcibly closed"), RULE_ERROR, ON_RECEIVE, ON_RECEIVE_CHECK, FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "The connection was closed unexpectedly"), RULE_ERROR, CLOSED_EARLY, \
     CLOSED_EARLY_CHECK, KB3068838, MEDIUM}, \
    {TEXT(kind, families, finding, "user-context in the token is ambiguous"), RULE_ERROR, AMBIGUOUS_USER, \
     AMBIGUOUS_USER_CHECK, FBERR, HIGH}, \
    {TEXT(kind, families, finding, "user-context in the token does not exist"), RULE_ERROR, UNKNOWN_USER, \
     UNKNOWN_USER_CHECK, FBERR, HIGH}, \
    {TEXT(kind, families, finding, "token has an invalid signature"), RULE_ERROR, BAD_SIGNATURE, BAD_SIGNATURE_CHECK, \
     FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "hostname component of the audience claim"), RULE_ERROR, BAD_AUDIENCE, \
     BAD_AUDIENCE_CHECK, FBERR, HIGH}, \
    {TEXT(kind, families, finding, "error occurred when processing the security tokens in the message"), RULE_ERROR, \
     SECURITY_TOKENS, SECURITY_TOKENS_CHECK, FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "error occurred when verifying security for the message"), RULE_ERROR, \
     VERIFY_SECURITY, VERIFY_SECURITY_CHECK, FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "Configuration information for forest/domain"), RULE_ERROR, NO_DOMAIN, \
     NO_DOMAIN_CHECK, FBERR, HIGH}, \
    {TEXT(kind, families, finding, "error in user setting 'ExternalEwsUrl'"), RULE_ERROR, NO_EWS_ADDRESS, \
     NO_EWS_ADDRESS_CHECK, FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "does not have access to free/busy data"), RULE_WARNING, NO_ACCESS, \
     NO_ACCESS_CHECK, FBERR, HIGH}, \
    {TEXT(kind, families, finding, "requester is from a different organization"), RULE_ERROR, WRONG_ORGANISATION, \
     WRONG_ORGANISATION_CHECK, FBERR, HIGH}, \
    {TEXT(kind, families, finding, "Waiting-For-Request-Completion"), RULE_WARNING, TIMED_OUT, TIMED_OUT_CHECK, FBERR, \
     LOW}, \
    {TEXT(kind, families, finding, "result set contains too many calendar entries"), RULE_ERROR, TOO_MANY_ENTRIES, \
     TOO_MANY_ENTRIES_CHECK, FBERR, HIGH}, \
    {TEXT(kind, families, finding, "missing a linked account for RBAC roles"), RULE_ERROR, NO_LINKED_ACCOUNT, \
     NO_LINKED_ACCOUNT_CHECK, FBERR, HIGH}, \
    {TEXT(kind, families, finding, "Provision is needed before federated account can be logged in"), RULE_ERROR, \
     USER_STATE, USER_STATE_CHECK, FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "The specified member name is either invalid or empty"), RULE_ERROR, MEMBER_NAME, \
     USER_STATE_CHECK, FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "The entered and stored passwords do not match"), RULE_ERROR, PASSWORD_STATE, \
     PASSWORD_STATE_CHECK, FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "The password for the account has expired"), RULE_ERROR, PASSWORD_STATE, \
     PASSWORD_STATE_CHECK, FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "The password has to be changed"), RULE_ERROR, PASSWORD_STATE, \
     PASSWORD_STATE_CHECK, FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "Response is not well-formed XML"), RULE_ERROR, NOT_XML, NOT_XML_CHECK, FBERR, \
     MEDIUM}, \
    {TEXT(kind, families, finding, "error message: Object moved"), RULE_ERROR, MOVED, MOVED_CHECK, FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "Work hours start time must be less"), RULE_WARNING, WORK_HOURS, WORK_HOURS_CHECK, \
     FBERR, HIGH}, \
    {TEXT(kind, families, finding, "HTTP status 401"), RULE_ERROR, INNER_401, INNER_401_CHECK, FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "(401) Unauthorized"), RULE_ERROR, INNER_401, INNER_401_CHECK, FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "HTTP status 403"), RULE_ERROR, INNER_403, INNER_403_CHECK, FBERR, LOW}, \
    {TEXT(kind, families, finding, "(403) Forbidden"), RULE_ERROR, INNER_403, INNER_403_CHECK, FBERR, LOW}, \
    {TEXT(kind, families, finding, "HTTP status 404"), RULE_ERROR, INNER_404, INNER_404_CHECK, FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "(404) Not Found"), RULE_ERROR, INNER_404, INNER_404_CHECK, FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "HTTP status 503"), RULE_ERROR, INNER_503, INNER_503_CHECK, FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "(503) Server Unavailable"), RULE_ERROR, INNER_503, INNER_503_CHECK, FBERR, \
     MEDIUM}, \
    {TEXT(kind, families, finding, "HTTP status 504"), RULE_ERROR, INNER_504, INNER_504_CHECK, FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "(504) Gateway Timeout"), RULE_ERROR, INNER_504, INNER_504_CHECK, FBERR, MEDIUM}, \
    {TEXT(kind, families, finding, "Request failed with http code Forbidden"), RULE_ERROR, CLOUD_FORBIDDEN, \
     CLOUD_FORBIDDEN_CHECK, FIDDLER, MEDIUM}

const struct error_row errors[] = {
    /* x-ms-diagnostics */
    {DIAGNOSTICS("2000000", NULL, ANY_FAMILY), RULE_ERROR, BAD_SIGNATURE, BAD_SIGNATURE_CHECK, FBERR, MEDIUM},
    {DIAGNOSTICS("2000001", NULL, ANY_FAMILY), RULE_ERROR,
     "The token could not be read: it is damaged, or not one for this server.",
     "Compare audience and issuer of the token with what the server's challenge asks for. Look for a device that "
     "alters the Authorization header.", EWSHDR, MEDIUM},
    {DIAGNOSTICS("2000002", NULL, CLIENTS), RULE_NOTE,
     "The token had expired. Mail programs fetch a new one then and ask again.",
     "Only if this repeats: compare the clocks of client and server.", EWSHDR, MEDIUM},
    {DIAGNOSTICS("2000002", NULL, ANY_FAMILY), RULE_ERROR,
     "The token had expired: the clocks of the two sides differ, or a cached token was used for too long.",
     "Compare exp of the token with the time of the frame, and the clocks of both sides. Restarting IIS empties the "
     "cache of an Exchange server.", EWSHDR, MEDIUM},
    {DIAGNOSTICS("2000003", NULL, ANY_FAMILY), RULE_ERROR, BAD_AUDIENCE, BAD_AUDIENCE_CHECK, FBERR, MEDIUM},
    {DIAGNOSTICS("2000004", NULL, ANY_FAMILY), RULE_ERROR,
     "The token comes from another tenant than the server accepts.",
     "Compare the realm in issuer and audience of the token with the tenant in trusted_issuers of the challenge, and "
     "check Get-AuthServer (Realm, token endpoint).", EWSHDR, MEDIUM},
    {DIAGNOSTICS("2000005", "is ambiguous", ANY_FAMILY), RULE_ERROR, AMBIGUOUS_USER, AMBIGUOUS_USER_CHECK, FBERR, HIGH},
    {DIAGNOSTICS("2000005", "does not exist", ANY_FAMILY), RULE_ERROR, UNKNOWN_USER, UNKNOWN_USER_CHECK, FBERR, HIGH},
    {DIAGNOSTICS("2000005", NULL, ANY_FAMILY), RULE_ERROR,
     "The user that the token names was not accepted: unknown there, or found more than once.",
     "Check synchronisation and addresses of the user on both sides, and search for duplicates of UPN, SMTP and SIP "
     "address.", EWSHDR, HIGH},
    {DIAGNOSTICS("2000006", NULL, ANY_FAMILY), RULE_ERROR,
     "The calling application is not trusted by this server.",
     "On premises: Get-PartnerApplication and Get-AuthServer. For calls to the cloud: the service principal and its "
     "certificate, and whether the dedicated hybrid application is needed.", EWSHDR, MEDIUM},
    {DIAGNOSTICS("2000007", NULL, ANY_FAMILY), RULE_ERROR,
     "The server failed while it checked the token; the caller did nothing wrong as far as this shows.",
     "Look at the same minute in the event log and the EWS and HttpProxy logs of the server that answered "
     "(X-FEServer, X-BEServer).", EWSHDR, LOW},
    {DIAGNOSTICS("2000008", "linked account", ANY_FAMILY), RULE_ERROR, NO_LINKED_ACCOUNT, NO_LINKED_ACCOUNT_CHECK,
     FBERR, HIGH},
    {DIAGNOSTICS("2000008", NULL, ANY_FAMILY), RULE_ERROR,
     "The token is valid, but gives no right to this: permissions of the application, or its linked account, are "
     "missing.",
     "Check the application's permissions (full_access_as_app for Exchange Online), and on premises the linked "
     "account of Get-PartnerApplication.", EWSHDR, MEDIUM},
    {DIAGNOSTICS("3001xxx", NULL, ANY_FAMILY), RULE_ERROR,
     "Access was denied: the application lacks the scope or role that this request needs.",
     "Compare the permissions that the application was granted, and whether an administrator consented, with what "
     "the request needs.",
     "Public traces of Microsoft 365 services (3001003)", LOW},
    {DIAGNOSTICS("4000000", NULL, CLIENTS), RULE_WARNING,
     "OAuth is not available for this host: modern authentication seems to be switched off. Clients may sign in "
     "another way.",
     "Check OAuth2ClientProfileEnabled (Get-OrganizationConfig) and, on premises, which auth server is the default "
     "authorisation endpoint (Get-AuthServer).", FIDDLER, LOW},
    {DIAGNOSTICS("4000000", NULL, ANY_FAMILY), RULE_ERROR,
     "OAuth is not available for this host or domain: it is switched off, or no default authorisation endpoint is set.",
     "Check OAuth of the virtual directory, OAuth2ClientProfileEnabled (Get-OrganizationConfig) and "
     "IsDefaultAuthorizationEndpoint (Get-AuthServer).", FIDDLER, LOW},
    {DIAGNOSTICS("*", NULL, EXCHANGE | CLIENTS | F(GRAPH)), RULE_WARNING,
     "The server refused the token for a reason that this plugin does not know.",
     "Read reason and error_category of the x-ms-diagnostics header.", EWSHDR, LOW},

    /* WWW-Authenticate: Bearer */
    {CHALLENGE("client_id", HYBRID | CLIENTS), RULE_NOTE,
     "The server's challenge names no client_id: a caller cannot tell which resource the token has to be made for. "
     "Something else than Exchange may have answered.",
     "Compare the answer's Server header and certificate with those of Exchange, and check OAuth of the virtual "
     "directory.", HMAMOB, LOW},
    {CHALLENGE("trusted_issuers", HYBRID | CLIENTS), RULE_NOTE,
     "The server's challenge names no trusted issuer: OAuth between Exchange servers and Exchange Online needs one. "
     "The auth servers are probably not set up.",
     "Check Get-AuthServer (Enabled, IssuerIdentifier) and Get-IntraOrganizationConnector; run the OAuth part of the "
     "hybrid wizard again.", HMAMOB, MEDIUM},
    {CHALLENGE("authorization_uri", F(OUTLOOK)), RULE_NOTE,
     "The challenge names no authorization_uri: EvoSTS is not the default authorisation endpoint, so Outlook will "
     "not sign in with hybrid modern authentication. Calls between servers do not need it.",
     "If hybrid modern authentication is wanted: Get-AuthServer, IsDefaultAuthorizationEndpoint of EvoSTS.", HMAMOB,
     HIGH},
    {CHALLENGE("authorization_uri", HYBRID | F(ADMIN)), RULE_CHAT,
     "The challenge names no authorization_uri: EvoSTS is not the default. This matters to Outlook with modern "
     "authentication (HMA), not to server-to-server calls.",
     "Nothing, unless hybrid modern authentication is wanted.", HMAMOB, HIGH},
    {CHALLENGE("error=invalid_token", HYBRID | CLIENTS), RULE_WARNING,
     "The server says that the token is expired, revoked, malformed or otherwise invalid.",
     "Read x-ms-diagnostics of the same answer; compare issuer, audience and times of the token with the challenge.",
     RFC6750, HIGH},
    {CHALLENGE("error=insufficient_scope", HYBRID | CLIENTS), RULE_WARNING,
     "The token is valid but lacks a permission that the request needs.",
     "Compare the permissions of the application with what the request needs.", RFC6750, HIGH},
    {CHALLENGE("error=insufficient_claims", HYBRID | CLIENTS), RULE_NOTE,
     "The service wants a new sign-in that fulfils a policy (continuous access evaluation, conditional access).",
     "Only if it repeats: look at the sign-in log of Entra ID.",
     "Claims challenges and claims requests, Microsoft Learn", MEDIUM},
    {CHALLENGE("*", HYBRID | CLIENTS), RULE_NOTE,
     "The challenge carries an error that this plugin does not know.",
     "Read the WWW-Authenticate header of the answer.", RFC6750, LOW},

    /* Messages with a LID: text first, then the number */
    TEXTS(ERROR_LID, ANY_FAMILY, FINDING_EWS_ERROR),
    {LID("43532", ANY_FAMILY), RULE_ERROR, PROXY_FAILED, PROXY_FAILED_CHECK, FBERR, MEDIUM},
    {LID("47932", ANY_FAMILY), RULE_ERROR, NO_DOMAIN, NO_DOMAIN_CHECK, FBERR, HIGH},
    {LID("33676", ANY_FAMILY), RULE_ERROR, NO_EWS_ADDRESS, NO_EWS_ADDRESS_CHECK, FBERR, MEDIUM},
    {LID("47652", ANY_FAMILY), RULE_WARNING, NO_ACCESS, NO_ACCESS_CHECK, FBERR, HIGH},
    {LID("44348", ANY_FAMILY), RULE_WARNING, NO_ACCESS, NO_ACCESS_CHECK, FBERR, HIGH},
    {LID("40764", ANY_FAMILY), RULE_WARNING, NO_ACCESS, NO_ACCESS_CHECK, FBERR, HIGH},
    {LID("59916", ANY_FAMILY), RULE_ERROR, SECURITY_TOKENS, SECURITY_TOKENS_CHECK, FBERR, MEDIUM},
    {LID("39660", ANY_FAMILY), RULE_ERROR, WRONG_ORGANISATION, WRONG_ORGANISATION_CHECK, FBERR, HIGH},
    {LID("43404", ANY_FAMILY), RULE_WARNING, TIMED_OUT, TIMED_OUT_CHECK, FBERR, LOW},
    {LID("54796", ANY_FAMILY), RULE_ERROR, TOO_MANY_ENTRIES, TOO_MANY_ENTRIES_CHECK, FBERR, HIGH},
    {LID("38070", ANY_FAMILY), RULE_ERROR, CLOUD_FORBIDDEN, CLOUD_FORBIDDEN_CHECK, FIDDLER, MEDIUM},
    {LID("*", EXCHANGE | F(GRAPH)), RULE_NOTE,
     "Exchange wrote a location identifier that this plugin does not know.",
     "Search for this LID together with the text of the message.", FBERR, LOW},

    /* ResponseCode of EWS */
    TEXTS(ERROR_EWS_CODE, ANY_FAMILY, FINDING_EWS_ERROR),
    {EWS("ErrorProxyRequestProcessingFailed", ANY_FAMILY), RULE_ERROR, PROXY_FAILED, PROXY_FAILED_CHECK, EWSRC, MEDIUM},
    {EWS("ErrorProxyRequestNotAllowed", ANY_FAMILY), RULE_ERROR,
     "The server may not pass the request on: its configuration, or the rights of the caller, forbid it.",
     "Check the organization relationship or intra-organization connector of the side that answered, and WSSecurity "
     "and OAuth of the virtual directories of the target.", EWSRC, MEDIUM},
    {EWS("ErrorProxyServiceDiscoveryFailed", ANY_FAMILY), RULE_ERROR,
     "The server found no EWS endpoint that it could pass the request on to.",
     "Look at the Autodiscover requests before this one. Check the external addresses of the EWS virtual directories "
     "and TargetAutodiscoverEpr.", EWSRC, MEDIUM},
    {EWS("ErrorServiceDiscoveryFailed", ANY_FAMILY), RULE_ERROR,
     "The server found no Exchange server that can answer this request for the mailbox.",
     "Look at the Autodiscover requests before this one, and check the internal and external addresses of the EWS "
     "virtual directories.", EWSRC, MEDIUM},
    {EWS("ErrorAutoDiscoverFailed", ANY_FAMILY), RULE_ERROR,
     "The server could not find the other organisation's EWS by Autodiscover.",
     "Look at the Autodiscover requests of this server to the other side; check TargetAutodiscoverEpr or "
     "DiscoveryEndpoint.", EWSRC, HIGH},
    {EWS("ErrorAddressSpaceNotFound", ANY_FAMILY), RULE_ERROR, NO_DOMAIN, NO_DOMAIN_CHECK, EWSRC, MEDIUM},
    {EWS("ErrorAvailabilityConfigNotFound", ANY_FAMILY), RULE_ERROR, NO_DOMAIN, NO_DOMAIN_CHECK, EWSRC, LOW},
    {EWS("ErrorOrganizationNotFederated", ANY_FAMILY), RULE_ERROR,
     "The calling organisation, or the one asked, has no federation trust that this request needs.",
     "Check Get-FederationTrust, Get-FederatedOrganizationIdentifier (Enabled, Domains) and the organization "
     "relationship.", EWSRC, MEDIUM},
    {EWS("ErrorTimeoutExpired", ANY_FAMILY), RULE_WARNING, TIMED_OUT, TIMED_OUT_CHECK, EWSRC, LOW},
    {EWS("ErrorServerBusy", ANY_FAMILY), RULE_WARNING,
     "The server is busy or throttles the caller: the request may succeed later.",
     "Look for BackOffMilliseconds in the answer and at the number of requests of this caller; check the throttling "
     "policy.", EWSRC, HIGH},
    {EWS("ErrorResultSetTooBig", ANY_FAMILY), RULE_WARNING,
     "The answer would hold more entries than the server allows. Connection and permissions work.",
     "Ask for less: a shorter time, fewer items.", EWSRC, HIGH},
    {EWS("ErrorTimeIntervalTooBig", ANY_FAMILY), RULE_WARNING,
     "The time asked for is longer than the server allows. Connection and permissions work.",
     "Ask for a shorter time; on premises the limit is in the web.config of EWS.", EWSRC, HIGH},
    {EWS("ErrorImpersonateUserDenied", ANY_FAMILY), RULE_ERROR,
     "The calling account may not act for this mailbox: the impersonation right is missing.",
     "Check the role ApplicationImpersonation of the account (Get-ManagementRoleAssignment) and its scope.", FIDDLER,
     HIGH},
    {EWS("ErrorWin32InteropError", ANY_FAMILY), RULE_ERROR, USER_STATE, USER_STATE_CHECK, FBERR, LOW},
    {EWS("ErrorNoFreeBusyAccess", ANY_FAMILY), RULE_WARNING, NO_ACCESS, NO_ACCESS_CHECK, EWSRC, HIGH},
    {EWS("ErrorMailRecipientNotFound", ANY_FAMILY), RULE_WARNING,
     "The mailbox asked for was not found there, or its attributes are incomplete.",
     "Check the address and the target address (TargetAddress, external address) of the mail user, and directory "
     "synchronisation.", EWSRC, MEDIUM},
    {EWS("*", EXCHANGE), RULE_NOTE,
     "EWS answered with an error code. Many of them are normal for clients, such as that an item is not there.",
     "Read the message beside the code.", EWSRC, LOW},

    /* ErrorCode of Autodiscover, SOAP and POX. Numbers say nothing outside Autodiscover. */
    {AUTODISCOVER("RedirectAddress", ANY_FAMILY, NULL), RULE_CHAT,
     "Autodiscover names another mail address to ask for: the normal step from on premises to the cloud.",
     "Check that the address is in the tenant's mail.onmicrosoft.com domain.", AUTOSOAP, HIGH},
    {AUTODISCOVER("RedirectUrl", ANY_FAMILY, NULL), RULE_CHAT,
     "Autodiscover names another endpoint to ask: a normal step.", "Follow the request to that endpoint.", AUTOSOAP,
     HIGH},
    {AUTODISCOVER("InvalidUser", ANY_FAMILY, NULL), RULE_ERROR,
     "Autodiscover does not know the user asked for, or not as a mailbox of this side.",
     "Check the address asked for, the cloud user's address in mail.onmicrosoft.com, the target address of the mail "
     "user, and where TargetAutodiscoverEpr points.", FBERR, MEDIUM},
    {AUTODISCOVER("InvalidRequest", ANY_FAMILY, NULL), RULE_WARNING,
     "Autodiscover did not understand the request.",
     "Look whether a device on the way changed the request's body or headers.", AUTOSOAP, LOW},
    {AUTODISCOVER("InvalidSetting", ANY_FAMILY, NULL), RULE_NOTE,
     "A setting that was asked for does not exist in this version.",
     "Nothing, if the other settings were answered.", AUTOSOAP, MEDIUM},
    {AUTODISCOVER("SettingIsNotAvailable", ANY_FAMILY, NULL), RULE_NOTE,
     "A setting that was asked for is not set for this user, such as an external address of a virtual directory.",
     "If it is ExternalEwsUrl: check Get-WebServicesVirtualDirectory, ExternalUrl.", AUTOSOAP, MEDIUM},
    {AUTODISCOVER("ServerBusy", ANY_FAMILY, NULL), RULE_WARNING,
     "Autodiscover is busy or throttles the caller.",
     "Look at the load of the server and the number of requests of this caller.", AUTOSOAP, HIGH},
    {AUTODISCOVER("InvalidDomain", ANY_FAMILY, NULL), RULE_WARNING,
     "The domain asked for is no accepted domain of this organisation.",
     "Check Get-AcceptedDomain there, and where Autodiscover of the domain points.", AUTOSOAP, MEDIUM},
    {AUTODISCOVER("NotFederated", ANY_FAMILY, NULL), RULE_WARNING,
     "The organisation asked has no federation trust for this domain. Free/busy over OAuth does not need one.",
     "Check Get-FederatedOrganizationIdentifier (Enabled, Domains) there, if an organization relationship is to be "
     "used.", AUTOSOAP, MEDIUM},
    {AUTODISCOVER("InternalServerError", ANY_FAMILY, NULL), RULE_WARNING, "Autodiscover failed on the server.",
     "Look in the Autodiscover and event logs of the server that answered.", AUTOSOAP, MEDIUM},
    {AUTODISCOVER("500", F(AUTODISCOVER), NULL), RULE_NOTE,
     "Autodiscover does not find the mail address. This is normal where clients try several places.",
     "Only if no other place answers: check the address and where the mailbox is.", OXDSCLI, MEDIUM},
    {AUTODISCOVER("501", F(AUTODISCOVER), NULL), RULE_WARNING,
     "Autodiscover has no settings to give for this user.",
     "Check that the user has a mailbox there, and the protocols of the mailbox.", OXDSCLI, MEDIUM},
    {AUTODISCOVER("600", F(AUTODISCOVER), "GET HEAD"), RULE_CHAT,
     "The answer to a browser or a probe: Autodiscover is there, and wants a POST with a body.",
     "Nothing: the endpoint works.", OXDSCLI, HIGH},
    {AUTODISCOVER("600", F(AUTODISCOVER), NULL), RULE_WARNING,
     "Autodiscover did not understand the request.",
     "Look whether a device on the way changed the request's body or headers.", OXDSCLI, MEDIUM},
    {AUTODISCOVER("601", F(AUTODISCOVER), NULL), RULE_NOTE,
     "The kind of settings that was asked for is not supported there.",
     "Check the schema that the client asks for.", OXDSCLI, MEDIUM},
    {AUTODISCOVER("602", F(AUTODISCOVER), NULL), RULE_WARNING,
     "Autodiscover found an error in its configuration.",
     "Look in the event log of the server that answered.", OXDSCLI, MEDIUM},
    {AUTODISCOVER("603", F(AUTODISCOVER), NULL), RULE_WARNING, "Autodiscover failed on the server.",
     "Look in the Autodiscover and event logs of the server that answered.", OXDSCLI, MEDIUM},
    {AUTODISCOVER("*", F(AUTODISCOVER), NULL), RULE_NOTE,
     "Autodiscover answered with an error code that this plugin does not know.", "Read the message beside the code.",
     AUTOSOAP, LOW},

    /* Token services */
    {STS("*", "Provision is needed before federated account can be logged in", ANY_FAMILY), RULE_ERROR, USER_STATE,
     USER_STATE_CHECK, FBERR, MEDIUM},
    {STS("*", "The specified member name is either invalid or empty", ANY_FAMILY), RULE_ERROR, MEMBER_NAME,
     USER_STATE_CHECK, FBERR, HIGH},
    {STS("*", "The entered and stored passwords do not match", ANY_FAMILY), RULE_ERROR, PASSWORD_STATE,
     PASSWORD_STATE_CHECK, FBERR, MEDIUM},
    {STS("*", "The password for the account has expired", ANY_FAMILY), RULE_ERROR, PASSWORD_STATE, PASSWORD_STATE_CHECK,
     FBERR, MEDIUM},
    {STS("*", "The password has to be changed", ANY_FAMILY), RULE_ERROR, PASSWORD_STATE, PASSWORD_STATE_CHECK, FBERR,
     MEDIUM},
    {STS("0x80041034", NULL, ANY_FAMILY), RULE_ERROR, MEMBER_NAME, USER_STATE_CHECK, FBERR, HIGH},
    {STS("0x80048821", NULL, ANY_FAMILY), RULE_ERROR,
     "The token service refused to authenticate the user or the organisation of the request.",
     "Read the internal error beside it. Run Test-FederationTrust and Test-OrganizationRelationship -UserIdentity; "
     "check the user's state in Entra ID.", FBERR, MEDIUM},
    {STS("ErrorWin32InteropError", NULL, ANY_FAMILY), RULE_ERROR, USER_STATE, USER_STATE_CHECK, FBERR, MEDIUM},
    {STS("FailedAuthentication", NULL, F(STS)), RULE_ERROR,
     "The token service could not authenticate the request: the certificate of the federation trust, or the user's "
     "state in Entra ID, does not fit.",
     "Run Test-FederationTrust, Test-FederationTrustCertificate and Test-OrganizationRelationship -UserIdentity. If "
     "one user is affected, look at that user; if all are, at the certificate.", FBERR, MEDIUM},
    {STS("ExpiredData", NULL, F(STS)), RULE_ERROR,
     "The request was too old for the token service: clocks differ.",
     "Compare the clock of the calling server with the frame's time.", WSTRUST, MEDIUM},
    {STS("InvalidTimeRange", NULL, F(STS)), RULE_ERROR,
     "The token service does not accept the times in the request: clocks differ.",
     "Compare the clock of the calling server with the frame's time.", WSTRUST, MEDIUM},
    {STS("InvalidScope", NULL, F(STS)), RULE_ERROR,
     "The token service gives no token for this target: the application URI asked for is wrong or not federated.",
     "Compare AppliesTo of the request with TargetApplicationUri of the organization relationship and with the other "
     "side's federated organization identifier.", WSTRUST, MEDIUM},
    {STS("AADSTS50012", NULL, ANY_FAMILY), RULE_ERROR,
     "Entra ID does not know the certificate that signed the request: the auth certificate of Exchange was not "
     "uploaded, or has changed. The OAuth certificate on premises and that of the service principal or application "
     "differ.",
     "Compare the thumbprint of Get-AuthConfig (CurrentCertificateThumbprint) with the key credentials of the "
     "service principal 00000002-0000-0ff1-ce00-000000000000, or of the dedicated hybrid application; upload the "
     "certificate again.", FBERR, HIGH},
    {STS("ACS50012", NULL, ANY_FAMILY), RULE_ERROR,
     "ACS does not accept the certificate that signed the request: the auth certificate of Exchange was not "
     "uploaded, or has changed.",
     "Compare the thumbprint of Get-AuthConfig (CurrentCertificateThumbprint) with the key credentials of the "
     "service principal 00000002-0000-0ff1-ce00-000000000000; upload the certificate again.", FBERR, MEDIUM},
    {STS("AADSTS700027", NULL, ANY_FAMILY), RULE_ERROR,
     "Entra ID could not verify the signature of the application's request: the certificate is not registered, or "
     "expired.",
     "Compare the thumbprint in the message with the certificates of the application in Entra ID and with "
     "Get-AuthConfig.", ENTRAERR, HIGH},
    {STS("AADSTS70002", NULL, ANY_FAMILY), RULE_ERROR,
     "Entra ID does not accept the credentials of the application. With AADSTS50012 beside it, the certificate is "
     "not known there.",
     "Compare the thumbprint of Get-AuthConfig (CurrentCertificateThumbprint) with the certificates of the service "
     "principal or application in Entra ID.", FBERR, HIGH},
    {STS("AADSTS700016", NULL, ANY_FAMILY), RULE_ERROR,
     "The application is not known in this tenant.",
     "Compare the application id and the tenant of the request with the tenant's applications; was the dedicated "
     "hybrid application created (ConfigureExchangeHybridApplication.ps1)?", ENTRAERR, HIGH},
    {STS("AADSTS90002", NULL, ANY_FAMILY), RULE_ERROR,
     "The tenant of the request does not exist in this cloud.",
     "Compare the tenant in the path with the tenant's id, and whether the sign-in host is that of the right cloud.",
     ENTRAERR, HIGH},
    {STS("AADSTS53003", NULL, ANY_FAMILY), RULE_ERROR,
     "A conditional access policy blocked the token.",
     "Look at the sign-in log of Entra ID, of users and of service principals.", ENTRAERR, HIGH},
    {STS("authorization_pending", NULL, F(OAUTH)), RULE_CHAT,
     "The user has not finished the sign-in yet: the client asks again.",
     "Nothing: a normal step of the device code flow.", RFC8628, HIGH},
    {STS("interaction_required", NULL, F(OAUTH)), RULE_NOTE,
     "The user has to sign in again before a token is given. Normal for mail programs; server applications cannot do "
     "that.",
     "Only if it repeats: look at the sign-in log of Entra ID.", ENTRAERR, HIGH},
    {STS("invalid_client", NULL, TOKENS), RULE_ERROR,
     "The token service does not accept the credentials of the calling application. For Exchange that is mostly a "
     "certificate that is not known there, or has expired.",
     "Read error_description. Compare the thumbprint of Get-AuthConfig (CurrentCertificateThumbprint) with the "
     "certificates of the service principal or application.", FBERR, MEDIUM},
    {STS("*", NULL, TOKENS), RULE_WARNING,
     "The token service answered with an error that this plugin does not know.",
     "Read the text beside the code; look for the request id in the sign-in log of Entra ID.", ENTRAERR, LOW},

    /* SOAP faults */
    TEXTS(ERROR_SOAP_FAULT, HYBRID, FINDING_SOAP_FAULT),
    {FAULT("InvalidSecurityToken", HYBRID), RULE_ERROR, SECURITY_TOKENS, SECURITY_TOKENS_CHECK, FBERR, MEDIUM},
    {FAULT("FailedAuthentication", EXCHANGE), RULE_ERROR, SECURITY_TOKENS, SECURITY_TOKENS_CHECK, FBERR, MEDIUM},
    {FAULT("InvalidSecurity", HYBRID), RULE_ERROR, VERIFY_SECURITY, VERIFY_SECURITY_CHECK, FBERR, MEDIUM},
    {FAULT("MessageExpired", HYBRID), RULE_ERROR,
     "The security header of the request had expired when it was read: clocks differ.",
     "Compare the clocks of both sides, and look for time skew in the System event log.", FBERR, MEDIUM},
    {FAULT("*", F(PROVISION)), RULE_WARNING,
     "The provisioning service of the federation trust refused the request.",
     "Read the fault's text. Check the TXT record of the domain (Get-FederatedDomainProof) and whether another "
     "organisation has registered the domain or URI.", SUPPORT, LOW},
    {FAULT("*", HYBRID), RULE_WARNING,
     "The service answered with a SOAP fault: it was reached, but refused or failed the request.",
     "Read the fault's text.", "SOAP 1.1 and 1.2", LOW},
    {FAULT("*", OTHERS), RULE_NOTE,
     "The service answered with a SOAP fault.", "Read the fault's text.", "SOAP 1.1 and 1.2", LOW},

    /* JSON of Graph and of the cloud scheduling service */
    {GRAPH("*", "Request failed with http code Forbidden", ANY_FAMILY), RULE_ERROR, CLOUD_FORBIDDEN,
     CLOUD_FORBIDDEN_CHECK, FIDDLER, MEDIUM},
    {GRAPH("5016", NULL, F(GRAPH)), RULE_WARNING,
     "Free/busy of this user could not be fetched: passing the request on failed, or there is no mailbox.",
     "Check whether the user's mailbox is where the service looks for it, and the way from the cloud to on premises.",
     "Public notes on getSchedule", LOW},
    {GRAPH("MailboxNotEnabledForRESTAPI", NULL, ANY_FAMILY), RULE_ERROR,
     "Graph does not reach this mailbox: it is on premises, inactive, or of a kind that Graph does not serve.",
     "Check where the mailbox is. Graph serves mailboxes of Exchange Online.", GRAPHERR, HIGH},
    {GRAPH("InvalidAuthenticationToken", NULL, F(GRAPH)), RULE_WARNING,
     "Graph does not accept the token: it is missing, expired, or made for another audience.",
     "Compare audience and times of the token with graph.microsoft.com and the frame's time.", GRAPHERR, HIGH},
    {GRAPH("Authorization_RequestDenied", NULL, F(GRAPH)), RULE_WARNING,
     "The application or user lacks a permission in the directory for this request.",
     "Check the application's permissions and the administrator's consent.", GRAPHERR, HIGH},
    {GRAPH("ErrorAccessDenied", NULL, F(GRAPH)), RULE_WARNING,
     "The application or user may not do this with the mailbox.",
     "Check the application's permissions (Calendars.Read, MailTips.ReadBasic.All, ProfilePhoto.Read.All) and the "
     "administrator's consent.", GRAPHERR, MEDIUM},
    {GRAPH("*", NULL, F(GRAPH)), RULE_NOTE,
     "The service answered with an error code that this plugin does not know.", "Read the message beside the code.",
     GRAPHERR, LOW},

    /* X-ResponseCode of MAPI over HTTP */
    {MAPI("*", "ProtocolDisabled"), RULE_WARNING,
     "MAPI over HTTP is switched off for this mailbox.",
     "Check MapiHttpEnabled and MAPIEnabled of Get-CASMailbox.", FIDDLER, MEDIUM},
    {MAPI("*", "Connection blocked by Client Access Rules"), RULE_WARNING,
     "A client access rule blocks MAPI for this user or address.", "Check Get-ClientAccessRule.", FIDDLER, HIGH},
    {MAPI("*", "Culture is not supported"), RULE_WARNING,
     "The mailbox has no language that Exchange knows.",
     "Check and set Language of Set-MailboxRegionalConfiguration.", FIDDLER, MEDIUM},
    {MAPI("10", NULL), RULE_CHAT,
     "The server no longer knows the session: Outlook connects again.",
     "Only if this repeats: load balancing, or servers that restart.", OXCMAPIHTTP, HIGH},
    {MAPI("16", NULL), RULE_NOTE,
     "The endpoint of MAPI over HTTP is switched off.",
     "Check MapiHttpEnabled of organisation and mailbox.", OXCMAPIHTTP, MEDIUM},
    {MAPI("*", NULL), RULE_NOTE,
     "MAPI over HTTP answered with an error of the protocol.",
     "Compare the number with the table of X-ResponseCode.", OXCMAPIHTTP, LOW},

    /* HTTP status: what is normal first */
    {STATUS_OF("400", "acs_token", "GET HEAD"), RULE_CHAT,
     "The healthy answer of the token endpoint to a browser or a probe: it is reachable.", "Nothing.", FBERR, HIGH},
    {STATUS_OF("400", "adfs_trust", "GET HEAD"), RULE_CHAT,
     "The healthy answer of this AD FS endpoint to a browser or a probe: it is reachable.", "Nothing.", FIDDLER,
     MEDIUM},
    {STATUS_TEXT("400", "authorization_pending", F(OAUTH)), RULE_CHAT,
     "The user has not finished the sign-in yet: the client asks again.", "Nothing.", RFC8628, HIGH},
    {STATUS_TEXT("400", "interaction_required", F(OAUTH)), RULE_NOTE,
     "The user has to sign in again before a token is given.",
     "Only if it repeats: look at the sign-in log of Entra ID.", ENTRAERR, HIGH},
    {STATUS_OF("400", "entra_token", NULL), RULE_WARNING, "Entra ID gave no token.",
     "Read error and error_description in the body, and the sign-in log of Entra ID.", FIDDLER, MEDIUM},
    {STATUS_OF("400", "entra_authorize", NULL), RULE_WARNING,
     "Entra ID did not accept the sign-in request.",
     "Read the text of the page, and the sign-in log of Entra ID.", FIDDLER, MEDIUM},
    {STATUS_OF("400", "mrsproxy", NULL), RULE_WARNING,
     "The request of a mailbox move was refused as malformed. Near the end of a move that makes it fail.",
     "Look in the HTTPERR log of the server (request or field too long) and at devices that change requests.", SUPPORT,
     MEDIUM},
    {STATUS("401", HYBRID | OTHERS), RULE_CHAT,
     "The normal first step: the server asks for credentials.", "Nothing, if a success follows.", FBERR, HIGH},
    {STATUS("401 again", HYBRID | OTHERS), RULE_WARNING,
     "The server did not accept the credentials of the request. A device before Exchange that asks for credentials "
     "itself is one cause; EWS and Autodiscover of a hybrid do not support that.",
     "Read x-ms-diagnostics and WWW-Authenticate. Look for ASProxy or ASAutoDiscover in the HttpProxy logs of "
     "Exchange: if they lack it, a device on the way refused.", FBERR, MEDIUM},
    {STATUS("401 closed", HYBRID | OTHERS), RULE_ERROR,
     "The request was refused as not authenticated, and the connection closed without a success: sign-in failed, or "
     "the caller had nothing else to offer.",
     "Read x-ms-diagnostics and WWW-Authenticate: which kinds of sign-in did the server offer? Look for ASProxy or "
     "ASAutoDiscover in the HttpProxy logs of Exchange: if they lack it, a device on the way refused. Then "
     "Test-OAuthConnectivity or Test-FederationTrust.", FBERR, LOW},
    {STATUS("401 probe", HYBRID | OTHERS), RULE_NOTE,
     "Nobody tried to sign in: the request carried no credentials, the server asked for some, and the connection closed. "
     "Monitors and a first look do so.",
     "Nothing, if other requests of this client succeed. If none does: has the caller credentials to send?", FBERR, MEDIUM},
    {STATUS("407", HYBRID | OTHERS), RULE_CHAT,
     "The proxy asks for credentials. Exchange servers mostly cannot give any.",
     "Only if no success follows: let the hybrid endpoints pass the proxy without authentication.", FIDDLER, MEDIUM},
    {STATUS_OF("449", "eas", NULL), RULE_CHAT,
     "The phone has to fetch its policy, then asks again: a normal step of ActiveSync.", "Nothing.", "MS-ASPROV", HIGH},
    {STATUS_OF("451", "eas", NULL), RULE_CHAT,
     "The phone is sent to another server: a normal step of ActiveSync after a mailbox moved.", "Follow X-MS-Location.",
     "MS-ASHTTP", HIGH},
    {STATUS_OF("404", "graph_photo", NULL), RULE_CHAT, "The user has no photo.", "Nothing.", GRAPHERR, HIGH},
    {STATUS_OF("404", "ews", "GET HEAD"), RULE_NOTE,
     "The user has no photo, if one was asked for; else there is no EWS at this address.",
     "Compare the path with the EWS address.", EWSRC, LOW},
    {ERROR_HTTP_STATUS, "500", "ErrorImpersonateUserDenied", EXCHANGE, NULL, NULL, NULL, FINDING_EWS_ERROR, RULE_ERROR,
     "The calling account may not act for this mailbox: the impersonation right is missing.",
     "Check the role ApplicationImpersonation of the account (Get-ManagementRoleAssignment) and its scope.", FIDDLER,
     HIGH},
    {STATUS_TEXT("500", "ResponseCode", EXCHANGE), RULE_CHAT,
     "EWS sends its error codes with this status: the code in the body says what it is.",
     "Read the code and its message.", EWSRC, HIGH},

    /* A sign-in page before Exchange: servers that call cannot fill it in. */
    SIGN_IN_REDIRECT("/adfs/ls"), SIGN_IN_REDIRECT("wa=wsignin"), SIGN_IN_REDIRECT("samlrequest"), SIGN_IN_REDIRECT("/login."),
    SIGN_IN_REDIRECT("/logon."), SIGN_IN_REDIRECT("getlogon"), SIGN_IN_REDIRECT("/signin"), SIGN_IN_REDIRECT("my.policy"),
    {ERROR_HTTP_STATUS, "html page", NULL, F(EWS), NULL, "POST", NULL, FINDING_HTTP_ERROR, RULE_ERROR, SIGN_IN, SIGN_IN_CHECK,
     PREREQ, MEDIUM},
    {ERROR_HTTP_STATUS, "html page", NULL, ANY_FAMILY, "autod_soap", "POST", NULL, FINDING_HTTP_ERROR, RULE_ERROR, SIGN_IN,
     SIGN_IN_CHECK, PREREQ, MEDIUM},
    {ERROR_HTTP_STATUS, "html page", NULL, ANY_FAMILY, "autod_soap_wssec", "POST", NULL, FINDING_HTTP_ERROR, RULE_ERROR, SIGN_IN,
     SIGN_IN_CHECK, PREREQ, MEDIUM},

    /* ... then what is known of one service */
    {STATUS_TEXT("403", "Access Denied", HYBRID), RULE_WARNING,
     "The text is one that proxies and firewalls send when they block a page; Exchange may have refused too.",
     "Compare the Server header and the certificate with Exchange's, and look in the log of proxy and firewall.",
     FIDDLER, LOW},
    {STATUS_TEXT("403", "Access Blocked", HYBRID), RULE_WARNING,
     "The text is one that proxies and firewalls send when they block a page.",
     "Compare the Server header and the certificate with Exchange's, and look in the log of proxy and firewall.",
     FIDDLER, MEDIUM},
    {STATUS("403", F(MRS)), RULE_WARNING,
     "The mailbox move was refused: the MRS Proxy may be switched off, or a device before Exchange blocks it.",
     "Check MRSProxyEnabled of Get-WebServicesVirtualDirectory on every server, then proxy and firewall.", SUPPORT,
     MEDIUM},
    {STATUS("403", F(EWS)), RULE_WARNING,
     "EWS was refused: the application or user may not use it, a device on the way blocks it, or the mailbox has no "
     "language set.",
     "Check Get-CASMailbox and Get-OrganizationConfig (EwsEnabled, EwsApplicationAccessPolicy), "
     "Get-MailboxRegionalConfiguration, and whether the answer is Exchange's. For Exchange Online look in the "
     "Message Center for limits on EWS (MC1485116).", FIDDLER, LOW},
    {ERROR_HTTP_STATUS, "4xx", NULL, F(AUTODISCOVER), NULL, NULL, "Apache", FINDING_HTTP_ERROR, RULE_NOTE,
     "A web server that is not Exchange answered, as happens where clients ask the bare mail domain first.",
     "Only if clients stop there: keep them from asking the root domain (ExcludeHttpsRootDomain), or let that server "
     "answer 404.", FIDDLER, MEDIUM},
    {STATUS("404", F(AUTODISCOVER)), RULE_WARNING,
     "There is no Autodiscover at this address: the endpoint is wrong, or the handler for .svc files is missing.",
     "Check DiscoveryEndpoint and TargetAutodiscoverEpr; in IIS the handler mapping for .svc files of the "
     "Autodiscover and EWS virtual directories.", FBERR, MEDIUM},
    {STATUS("404", F(EWS) | F(MRS)), RULE_WARNING, INNER_404, INNER_404_CHECK, FBERR, MEDIUM},
    {STATUS("405", EXCHANGE), RULE_WARNING,
     "The method is not allowed at this address: the handler for .svc files is probably missing in IIS.",
     "Check the handler mapping for .svc files of the Autodiscover and EWS virtual directories, and WCF's HTTP "
     "activation.", HANDLER_405, MEDIUM},
    {STATUS("412", F(OAUTH) | F(ADMIN)), RULE_WARNING,
     "The sign-in of the hybrid wizard fails so when the browser control refuses cookies.",
     "Allow cookies for the sign-in pages on the machine that runs the wizard.", SUPPORT, MEDIUM},
    {STATUS("429", F(ADMIN)), RULE_WARNING,
     "The service throttles the caller. The hybrid wizard reports that as error 429.",
     "Close other PowerShell sessions of this account, wait, and run the wizard again.", SUPPORT, MEDIUM},
    {STATUS("429", HYBRID), RULE_WARNING,
     "The service throttles the caller: it asked too often.",
     "Look at the number of requests and at Retry-After.", RFC9110, HIGH},
    {STATUS_OF("440", "owa", NULL), RULE_NOTE,
     "The session of Outlook on the web has timed out: the user has to sign in again.", "Nothing, unless it repeats.",
     FIDDLER, MEDIUM},
    {STATUS_TEXT("456", "multi-factor", HYBRID | OTHERS), RULE_WARNING,
     "The user has to sign in with multi-factor authentication, which this kind of sign-in cannot do.",
     "Use modern authentication for this client; look at the user's sign-in log in Entra ID.", FIDDLER, MEDIUM},
    {STATUS_TEXT("456", "oauth_not_available", HYBRID | OTHERS), RULE_WARNING,
     "OAuth is not available for this user or host: modern authentication seems to be switched off.",
     "Check OAuth2ClientProfileEnabled (Get-OrganizationConfig).", FIDDLER, MEDIUM},
    {STATUS("456", HYBRID | OTHERS), RULE_WARNING,
     "Exchange Online blocked the sign-in: multi-factor authentication is needed, or OAuth is not available.",
     "Read the text of the answer; look at the user's sign-in log in Entra ID.", FIDDLER, LOW},
    {STATUS_TEXT("500", "repeating redirects", HYBRID | OTHERS), RULE_WARNING,
     "The servers send the request round in circles.",
     "Check the federation of the domain and the roles of the user.", FIDDLER, LOW},
    {STATUS_OF("500", "ews_wssec", NULL), RULE_WARNING,
     "EWS failed the request or did not accept its federation token; the answer's text was not read.",
     "Read the SOAP fault. Run Test-FederationTrust, refresh the metadata with Set-FederationTrust -RefreshMetadata, "
     "compare clocks.", FBERR, LOW},
    {STATUS_OF("500", "autod_soap_wssec", NULL), RULE_WARNING,
     "Autodiscover failed the request or did not accept its federation token; the answer's text was not read.",
     "Read the SOAP fault. Run Test-FederationTrust, refresh the metadata with Set-FederationTrust -RefreshMetadata, "
     "compare clocks.", FBERR, LOW},
    {STATUS("502", F(AUTODISCOVER)), RULE_NOTE,
     "A proxy on the way could not connect. For autodiscover names of the tenant's onmicrosoft.com domain on port "
     "443 that is by design: they answer on port 80 only.",
     "If it is another name: look at the proxy's connection to it.", FIDDLER, MEDIUM},
    {STATUS("502", HYBRID), RULE_WARNING,
     "A proxy or gateway on the way could not connect to the server behind it, or did not understand its answer.",
     "Look in the log of the device that answered, and at its connection to the server.", RFC9110, MEDIUM},
    {STATUS_TEXT("503", "FederatedSTSUnreachable", HYBRID | OTHERS), RULE_ERROR,
     "Exchange Online did not reach the AD FS server of the user's domain, so that the user cannot sign in.",
     "Check AD FS and its proxy from outside: /adfs/services/trust/mex has to answer XML; check certificate and "
     "firewall.", FIDDLER, HIGH},
    {ERROR_HTTP_STATUS, "503", NULL, EXCHANGE, NULL, NULL, "Microsoft-HTTPAPI", FINDING_HTTP_ERROR, RULE_WARNING,
     "Windows' own HTTP service answered, not IIS with Exchange: a Web Application Proxy whose service is down is "
     "likely, or an application pool that is stopped.",
     "Check the Web Application Proxy, then the application pools MSExchangeServicesAppPool and "
     "MSExchangeAutodiscoverAppPool, and the HTTPERR log.", FBERR, MEDIUM},
    {STATUS("503", EXCHANGE), RULE_WARNING,
     "A service, a server component or an application pool of Exchange is stopped, or overloaded.",
     "Test-ServiceHealth, Get-ServerComponentState, the application pools MSExchangeServicesAppPool and "
     "MSExchangeAutodiscoverAppPool, the IIS and HTTPERR logs.", FBERR, MEDIUM},
    {STATUS_TEXT("504", "blocked", HYBRID), RULE_WARNING,
     "The text says that access is blocked: a proxy or firewall answered.", "Look in the log of that device.", FIDDLER,
     LOW},
    {STATUS("504", EXCHANGE), RULE_WARNING, INNER_504, INNER_504_CHECK, FBERR, MEDIUM},

    /* ... then the rest */
    {STATUS("4xx", HYBRID), RULE_WARNING, "The service refused the request.",
     "Read the body of the answer, and the log of the server that answered.", RFC9110, LOW},
    {STATUS("4xx", OTHERS), RULE_NOTE,
     "The service refused the request. Clients meet such answers in normal work too.", "Read the body of the answer.",
     RFC9110, LOW},
    {STATUS("5xx", HYBRID), RULE_WARNING,
     "The server, or a device before it, failed the request.",
     "Read the body of the answer, and the log of the server that answered.", RFC9110, LOW},
    {STATUS("5xx", OTHERS), RULE_NOTE,
     "The server, or a device before it, failed the request.",
     "Read the body of the answer, and the log of the server that answered.", RFC9110, LOW},
};

const size_t error_count = sizeof errors / sizeof errors[0];

/* clang-format on */
