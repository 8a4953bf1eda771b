/* requests.c: requests by host, method, path and marker, and what EWS and other operations are for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Columns of `request_rows`: id, name, path, methods, marker, host roles, port, family, stage, role implied, operation,
 * source, confidence. The first row that matches counts.
 *
 * A request that comes under several paths has several rows: they stand together and differ in nothing but what is
 * compared, the operation, source and confidence. Methods are named only where they tell requests apart: probes and
 * browsers ask with GET and HEAD what a client asks with POST, and are answered alike. Host roles are named only where
 * others use such a path too, so that clouds and servers that no table names are recognised. Where a path says
 * "on premises" of a server that is not recognised otherwise, the row implies its role.
 *
 * Sources: keys of roles.c, and
 *   OXDSCLI, OXWAVLS, OXCMAPIHTTP, RPCH   the open specifications MS-OXDSCLI, MS-OXWAVLS, MS-OXCMAPIHTTP, MS-RPCH
 *   AUTOSOAP  "Autodiscover web service reference for Exchange"
 *   EWSREF    "EWS reference for Exchange"
 *   VDIR      virtual directories and ActiveSync in MicrosoftDocs/OfficeDocs-Exchange
 *   PUSH      "Configuring push notifications proxying for OWA for Devices", OfficeDocs-Exchange
 *   OAUTHCFG  "Configure OAuth authentication between Exchange and Exchange Online organizations", OfficeDocs-Exchange
 *   HMAMOB    "Using hybrid Modern Authentication with Outlook for iOS and Android", OfficeDocs-Exchange
 *   S2S       "Configure partner applications": New-PartnerApplication -AuthMetadataUrl, Microsoft Learn
 *   BH25      Black Hat USA 2025, D. Mollema: trace of Test-OAuthConnectivity
 *   CSS       scripts and test data of microsoft/CSS-Exchange
 *   ADFSDOC   AD FS documentation on Microsoft Learn: endpoints
 *   FBTS      "Troubleshoot free/busy issues in Exchange hybrid environment" (KB 10092)
 */
#include "requests.h"

/* clang-format off */

#define OTHER        REQUEST_FAMILY_OTHER
#define AUTODISCOVER REQUEST_FAMILY_AUTODISCOVER
#define EWS          REQUEST_FAMILY_EWS
#define MRS          REQUEST_FAMILY_MRS
#define OUTLOOK      REQUEST_FAMILY_OUTLOOK
#define ADMIN        REQUEST_FAMILY_ADMIN
#define OAUTH        REQUEST_FAMILY_OAUTH
#define STS          REQUEST_FAMILY_STS
#define PROVISION    REQUEST_FAMILY_PROVISION
#define METADATA     REQUEST_FAMILY_METADATA
#define GRAPH        REQUEST_FAMILY_GRAPH
#define REVOCATION   REQUEST_FAMILY_REVOCATION

#define NO_STAGE  REQUEST_STAGE_NONE
#define DISCOVERY REQUEST_STAGE_DISCOVERY
#define TOKEN     REQUEST_STAGE_TOKEN
#define WORK      REQUEST_STAGE_WORK

#define ANY_HOST          {ROLE_UNCLASSIFIED}
#define AT(role)          {role, ROLE_UNCLASSIFIED}
#define IMPLIES_EXCHANGE  ROLE_ONPREM_EXCHANGE
#define IMPLIES_ADFS      ROLE_ADFS
#define IMPLIES_NONE      ROLE_UNCLASSIFIED

#define NOTIFICATION_ACTION "exchange/services/2006/messages/SendNotification"

const struct request_row request_rows[] = {
    /* The callback address is the client's choice: only the action tells. The server there is the client's. */
    {"ews_services", "EWS push notification", "/**", "POST", NOTIFICATION_ACTION, ANY_HOST, 0,
     EWS, NO_STAGE, IMPLIES_NONE, "SendNotification", "EWSREF", "D"},

    /* Autodiscover. The redirect probe goes to guessed names: whoever answers on port 80 need not be Exchange. */
    {"autod_soap", "SOAP Autodiscover", "/autodiscover/autodiscover.svc", NULL, NULL, ANY_HOST, 0,
     AUTODISCOVER, DISCOVERY, IMPLIES_EXCHANGE, NULL, "PREREQ, OXDSCLI, AUTOSOAP", "D"},
    {"autod_soap_wssec", "SOAP Autodiscover with WS-Security",
     "/autodiscover/autodiscover.svc/wssecurity", NULL, NULL, ANY_HOST, 0,
     AUTODISCOVER, DISCOVERY, IMPLIES_EXCHANGE, NULL, "PREREQ, FBC", "D"},
    {"autod_soap_wssec_x", "SOAP Autodiscover with WS-Security by key or certificate",
     "/autodiscover/autodiscover.svc/wssecurity/*", NULL, NULL, ANY_HOST, 0,
     AUTODISCOVER, DISCOVERY, IMPLIES_EXCHANGE, NULL, "general Exchange knowledge", "I"},
    {"autod_pox_http", "Autodiscover redirect probe", "/autodiscover/autodiscover.xml", "GET HEAD", NULL, ANY_HOST, 80,
     AUTODISCOVER, DISCOVERY, IMPLIES_NONE, NULL, "FIDDLER (502 rules)", "D"},
    {"autod_pox", "POX Autodiscover", "/autodiscover/autodiscover.xml", NULL, NULL, ANY_HOST, 0,
     AUTODISCOVER, DISCOVERY, IMPLIES_EXCHANGE, NULL, "OXDSCLI, FIDDLER", "D"},
    {"autod_json", "Autodiscover v2", "/autodiscover/autodiscover.json", NULL, NULL, ANY_HOST, 0,
     AUTODISCOVER, DISCOVERY, IMPLIES_EXCHANGE, NULL, "CEHA, HMAMOB", "D"},
    {"autod_json", "Autodiscover v2", "/autodiscover/autodiscover.json/v1.0/*", NULL, NULL, ANY_HOST, 0,
     AUTODISCOVER, DISCOVERY, IMPLIES_EXCHANGE, NULL, "public tools", "W"},

    /* EWS and what stands beside it */
    {"ews", "Exchange Web Services", "/ews/exchange.asmx", NULL, NULL, ANY_HOST, 0,
     EWS, WORK, IMPLIES_EXCHANGE, NULL, "OXWAVLS, PREREQ", "D"},
    {"ews", "Exchange Web Services", "/ews/exchange.asmx/s/getuserphoto", NULL, NULL, ANY_HOST, 0,
     EWS, WORK, IMPLIES_EXCHANGE, "GetUserPhoto", "EWSREF", "D"},
    {"ews_wssec", "EWS with WS-Security", "/ews/exchange.asmx/wssecurity", NULL, NULL, ANY_HOST, 0,
     EWS, WORK, IMPLIES_EXCHANGE, NULL, "PREREQ, FBTS", "D"},
    {"ews_wssec_x", "EWS with WS-Security by key or certificate",
     "/ews/exchange.asmx/wssecurity/*", NULL, NULL, ANY_HOST, 0,
     EWS, WORK, IMPLIES_EXCHANGE, NULL, "general Exchange knowledge", "I"},
    {"ews_pushproxy", "Push notification proxy for Outlook on the web for devices", "/pushnotifications/service.svc/**",
     NULL, NULL, ANY_HOST, 0, OUTLOOK, NO_STAGE, IMPLIES_NONE, NULL, "PUSH (path: W)", "D"},
    {"mrsproxy", "MRS Proxy (mailbox move)", "/ews/mrsproxy.svc/**", NULL, NULL, ANY_HOST, 0,
     MRS, WORK, IMPLIES_EXCHANGE, NULL, "PREREQ", "D"},

    /* Outlook, phones and browsers */
    {"mapi_emsmdb", "MAPI over HTTP", "/mapi/emsmdb", NULL, NULL, ANY_HOST, 0,
     OUTLOOK, NO_STAGE, IMPLIES_EXCHANGE, NULL, "FIDDLER, OXCMAPIHTTP", "D"},
    {"mapi_nspi", "MAPI over HTTP address book", "/mapi/nspi", NULL, NULL, ANY_HOST, 0,
     OUTLOOK, NO_STAGE, IMPLIES_EXCHANGE, NULL, "FIDDLER, OXCMAPIHTTP", "D"},
    {"rpc_http", "Outlook Anywhere (RPC over HTTP)", "/rpc/rpcproxy.dll", NULL, NULL, ANY_HOST, 0,
     OUTLOOK, NO_STAGE, IMPLIES_EXCHANGE, NULL, "RPCH", "D"},
    {"rpc_http", "Outlook Anywhere (RPC over HTTP)", "/rpc/emsmdb/**", NULL, NULL, ANY_HOST, 0,
     OUTLOOK, NO_STAGE, IMPLIES_EXCHANGE, NULL, "FIDDLER", "D"},
    {"oab", "Offline address book", "/oab/*/oab.xml", NULL, NULL, ANY_HOST, 0,
     OUTLOOK, NO_STAGE, IMPLIES_EXCHANGE, NULL, "VDIR", "D"},
    {"oab", "Offline address book", "/oab/*/*.lzx", NULL, NULL, ANY_HOST, 0,
     OUTLOOK, NO_STAGE, IMPLIES_EXCHANGE, NULL, "VDIR", "D"},
    {"eas", "Exchange ActiveSync", "/microsoft-server-activesync/**", NULL, NULL, ANY_HOST, 0,
     OUTLOOK, NO_STAGE, IMPLIES_EXCHANGE, NULL, "HMAMOB", "D"},
    {"owa_notify", "Outlook on the web, notifications", "/owa/notificationchannel/**", NULL, NULL, ANY_HOST, 0,
     OUTLOOK, NO_STAGE, IMPLIES_EXCHANGE, NULL, "FIDDLER", "D"},
    {"owa", "Outlook on the web", "/owa/**", NULL, NULL, ANY_HOST, 0,
     OUTLOOK, NO_STAGE, IMPLIES_EXCHANGE, NULL, "FIDDLER", "D"},

    /* The scheduling service answers JSON as Graph does. */
    {"cloud_freebusy", "Cloud scheduling service", "/calendarservice/**", NULL, NULL, AT(ROLE_EXO_CORE), 0,
     GRAPH, WORK, IMPLIES_NONE, NULL, "FIDDLER (200 and 403 rules)", "W"},
    {"cloud_freebusy", "Cloud scheduling service", "/outlookgatewayb2/**", NULL, NULL, AT(ROLE_EXO_CORE), 0,
     GRAPH, WORK, IMPLIES_NONE, NULL, "FIDDLER (200 and 403 rules)", "W"},
    {"cloud_freebusy", "Cloud scheduling service", "/schedulingb2/**", NULL, NULL, AT(ROLE_EXO_CORE), 0,
     GRAPH, WORK, IMPLIES_NONE, NULL, "FIDDLER (200 and 403 rules)", "W"},

    /* Administration. Web pages too have a folder "powershell": only a POST is WS-Management. */
    {"ps_remoting", "Remote PowerShell", "/powershell", "POST", NULL, ANY_HOST, 0,
     ADMIN, NO_STAGE, IMPLIES_EXCHANGE, NULL, "CSS", "D"},
    {"ps_remoting", "Remote PowerShell", "/powershell-liveid", "POST", NULL, ANY_HOST, 0,
     ADMIN, NO_STAGE, IMPLIES_EXCHANGE, NULL, "CSS", "D"},
    {"ps_rest", "Exchange Online admin API", "/adminapi/*/*/invokecommand", NULL, NULL, ANY_HOST, 0,
     ADMIN, NO_STAGE, IMPLIES_NONE, "InvokeCommand", "public tools", "W"},

    /* OAuth tokens and metadata. Exchange has a metadata document of its own, AD FS has OAuth paths like Entra ID's. */
    {"autod_metadata", "Auth metadata of Exchange", "/autodiscover/metadata/json/1", NULL, NULL, ANY_HOST, 0,
     METADATA, NO_STAGE, IMPLIES_EXCHANGE, NULL, "S2S", "D"},
    {"acs_metadata", "ACS auth metadata", "/*/metadata/json/1", NULL, NULL, ANY_HOST, 0,
     OAUTH, NO_STAGE, IMPLIES_NONE, NULL, "SEED, OAUTHCFG", "D"},
    {"acs_metadata", "ACS auth metadata", "/metadata/json/1", NULL, NULL, ANY_HOST, 0,
     OAUTH, NO_STAGE, IMPLIES_NONE, NULL, "OAUTHCFG (older form, with realm in the query)", "D"},
    {"acs_token", "ACS token endpoint", "/*/tokens/oauth/2", NULL, NULL, ANY_HOST, 0,
     OAUTH, TOKEN, IMPLIES_NONE, NULL, "FBERR, FBC, BH25", "D"},
    {"entra_metadata", "Entra ID federation metadata",
     "/*/federationmetadata/2007-06/federationmetadata.xml", NULL, NULL, ANY_HOST, 0,
     OAUTH, NO_STAGE, IMPLIES_NONE, NULL, "CSS (values of auth servers)", "D"},
    {"adfs_oauth", "AD FS OAuth", "/adfs/oauth2/**", NULL, NULL, ANY_HOST, 0,
     OAUTH, NO_STAGE, IMPLIES_ADFS, NULL, "ADFSDOC", "D"},
    {"entra_authorize", "Entra ID OAuth authorisation", "/common/oauth2/authorize", NULL, NULL, ANY_HOST, 0,
     OAUTH, NO_STAGE, IMPLIES_NONE, NULL, "CSS, HMAMOB", "D"},
    {"entra_authorize", "Entra ID OAuth authorisation", "/*/oauth2/v2.0/authorize", NULL, NULL, ANY_HOST, 0,
     OAUTH, NO_STAGE, IMPLIES_NONE, NULL, "CSS, HMAMOB", "D"},
    {"entra_authorize", "Entra ID OAuth authorisation", "/*/oauth2/authorize", NULL, NULL, AT(ROLE_ENTRA_STS), 0,
     OAUTH, NO_STAGE, IMPLIES_NONE, NULL, "CSS, HMAMOB", "D"},
    {"entra_token", "Entra ID OAuth token", "/common/oauth2/token", NULL, NULL, ANY_HOST, 0,
     OAUTH, TOKEN, IMPLIES_NONE, NULL, "CSS, DHA", "D"},
    {"entra_token", "Entra ID OAuth token", "/*/oauth2/v2.0/token", NULL, NULL, ANY_HOST, 0,
     OAUTH, TOKEN, IMPLIES_NONE, NULL, "CSS, DHA", "D"},
    {"entra_token", "Entra ID OAuth token", "/*/oauth2/token", NULL, NULL, AT(ROLE_ENTRA_STS), 0,
     OAUTH, TOKEN, IMPLIES_NONE, NULL, "CSS, DHA", "D"},
    {"entra_userrealm", "Realm discovery", "/getuserrealm.srf", NULL, NULL, ANY_HOST, 0,
     OAUTH, NO_STAGE, IMPLIES_NONE, NULL, "FIDDLER (503 rule)", "D"},
    {"entra_userrealm", "Realm discovery", "/common/userrealm/**", NULL, NULL, ANY_HOST, 0,
     OAUTH, NO_STAGE, IMPLIES_NONE, NULL, "FIDDLER (503 rule)", "D"},

    /* Delegation tokens and the federation trust. Rich clients ask Entra ID for /RST2.srf too: not a consumer's. */
    {"mfg_sts", "Federation gateway token service", "/extsts.srf", NULL, NULL, ANY_HOST, 0,
     STS, TOKEN, IMPLIES_NONE, NULL, "FBC, FBERR", "D"},
    {"live_sts", "Consumer token service", "/rst2.srf", NULL, NULL, AT(ROLE_MSA_STS), 0,
     STS, TOKEN, IMPLIES_NONE, NULL, "SETUPLOG", "D"},
    {"fed_provision_v1", "Federation trust provisioning, consumer",
     "/service/managedelegation.asmx", NULL, NULL, ANY_HOST, 0,
     PROVISION, NO_STAGE, IMPLIES_NONE, NULL, "SETUPLOG", "D"},
    {"fed_provision_v2", "Federation trust provisioning", "/service/managedelegation2.asmx", NULL, NULL, ANY_HOST, 0,
     PROVISION, NO_STAGE, IMPLIES_NONE, NULL, "FBERR, SETUPLOG", "D"},
    {"fed_metadata_live", "Federation gateway metadata, consumer",
     "//nexus.passport.com/federationmetadata/2006-12/federationmetadata.xml", NULL, NULL, ANY_HOST, 0,
     METADATA, NO_STAGE, IMPLIES_NONE, NULL, "SETUPLOG", "D"},
    {"fed_metadata_mso", "Federation gateway metadata", "/federationmetadata/2006-12/federationmetadata.xml",
     NULL, NULL, ANY_HOST, 0, METADATA, NO_STAGE, IMPLIES_NONE, NULL, "FBC, SETUPLOG", "D"},

    /* AD FS */
    {"adfs_mex", "AD FS metadata exchange", "/adfs/services/trust/mex", NULL, NULL, ANY_HOST, 0,
     STS, NO_STAGE, IMPLIES_ADFS, NULL, "FIDDLER", "D"},
    {"adfs_trust", "AD FS WS-Trust", "/adfs/services/trust/**", NULL, NULL, ANY_HOST, 0,
     STS, TOKEN, IMPLIES_ADFS, NULL, "ADFSDOC", "D"},
    {"adfs_ls", "AD FS sign-in page", "/adfs/ls/**", NULL, NULL, ANY_HOST, 0,
     STS, NO_STAGE, IMPLIES_ADFS, NULL, "FIDDLER", "D"},
    {"adfs_fedmeta", "AD FS federation metadata",
     "/federationmetadata/2007-06/federationmetadata.xml", NULL, NULL, ANY_HOST, 0,
     METADATA, NO_STAGE, IMPLIES_NONE, NULL, "ADFSDOC", "D"},

    /* Graph: "v1.0" or "beta" first. A key may stand in brackets: /applications(appId='...'). */
    {"graph_getschedule", "Graph free/busy", "/*/users/*/calendar/getschedule", NULL, NULL, AT(ROLE_GRAPH), 0,
     GRAPH, WORK, IMPLIES_NONE, "getSchedule", "DHA (permission Calendars.Read)", "I"},
    {"graph_getschedule", "Graph free/busy", "/*/me/calendar/getschedule", NULL, NULL, AT(ROLE_GRAPH), 0,
     GRAPH, WORK, IMPLIES_NONE, "getSchedule", "Microsoft Graph reference", "I"},
    {"graph_mailtips", "Graph MailTips", "/*/users/*/getmailtips", NULL, NULL, AT(ROLE_GRAPH), 0,
     GRAPH, WORK, IMPLIES_NONE, "getMailTips", "DHA (permission MailTips.ReadBasic.All)", "I"},
    {"graph_photo", "Graph photo", "/*/users/*/photo/**", NULL, NULL, AT(ROLE_GRAPH), 0,
     GRAPH, WORK, IMPLIES_NONE, "photo", "DHA (permission ProfilePhoto.Read.All)", "I"},
    {"graph_photo", "Graph photo", "/*/users/*/photos/**", NULL, NULL, AT(ROLE_GRAPH), 0,
     GRAPH, WORK, IMPLIES_NONE, "photo", "DHA (permission ProfilePhoto.Read.All)", "I"},
    {"graph_apps", "Graph application management", "/*/applications*/**", NULL, NULL, AT(ROLE_GRAPH), 0,
     GRAPH, NO_STAGE, IMPLIES_NONE, "applications", "CEHA", "D"},
    {"graph_apps", "Graph application management", "/*/serviceprincipals*/**", NULL, NULL, AT(ROLE_GRAPH), 0,
     GRAPH, NO_STAGE, IMPLIES_NONE, "servicePrincipals", "CEHA", "D"},
    {"graph_apps", "Graph application management", "/*/users/**", NULL, NULL, AT(ROLE_GRAPH), 0,
     GRAPH, NO_STAGE, IMPLIES_NONE, "users", "CEHA", "D"},

    /* Revocation: everything that a revocation host is asked for in clear, and lists wherever they are. */
    {"crl_ocsp", "Certificate revocation", "/**", NULL, NULL, AT(ROLE_REVOCATION), 80,
     REVOCATION, NO_STAGE, IMPLIES_NONE, NULL, "URL-WW id84/125", "D"},
    {"crl_ocsp", "Certificate revocation", "/*.crl", "GET HEAD", NULL, ANY_HOST, 0,
     REVOCATION, NO_STAGE, IMPLIES_NONE, NULL, "URL-WW id84/125", "D"},
    {"crl_ocsp", "Certificate revocation", "/*/*.crl", "GET HEAD", NULL, ANY_HOST, 0,
     REVOCATION, NO_STAGE, IMPLIES_NONE, NULL, "URL-WW id84/125", "D"},
    {"crl_ocsp", "Certificate revocation", "/*/*/*.crl", "GET HEAD", NULL, ANY_HOST, 0,
     REVOCATION, NO_STAGE, IMPLIES_NONE, NULL, "URL-WW id84/125", "D"},
    {"crl_ocsp", "Certificate revocation", "/*/*/*/*.crl", "GET HEAD", NULL, ANY_HOST, 0,
     REVOCATION, NO_STAGE, IMPLIES_NONE, NULL, "URL-WW id84/125", "D"},
};

const size_t request_row_count = sizeof request_rows / sizeof request_rows[0];

#define EDISCOVERY "eDiscovery"
#define ITEMS      "items (archive, calendar reading)"
#define HELPERS    "client helpers"

const struct request_operation request_operations[] = {
    {EWS, "GetUserAvailability", "free/busy", "OXWAVLS", "D"},
    {EWS, "GetMailTips", "MailTips", "QA142364, EWSREF", "D"},
    {EWS, "GetUserPhoto", "photos", "EWSREF", "D"},
    {EWS, "FindMessageTrackingReport", "message tracking", "PREREQ, EWSREF (schema)", "D"},
    {EWS, "GetMessageTrackingReport", "message tracking", "PREREQ, EWSREF (schema)", "D"},
    {EWS, "GetSearchableMailboxes", EDISCOVERY, "PREREQ, EWSREF", "D"},
    {EWS, "SearchMailboxes", EDISCOVERY, "PREREQ, EWSREF", "D"},
    {EWS, "GetDiscoverySearchConfiguration", EDISCOVERY, "PREREQ, EWSREF", "D"},
    {EWS, "GetHoldOnMailboxes", EDISCOVERY, "PREREQ, EWSREF", "D"},
    {EWS, "SetHoldOnMailboxes", EDISCOVERY, "PREREQ, EWSREF", "D"},
    {EWS, "GetSharingMetadata", "calendar sharing", "EWSREF", "D"},
    {EWS, "GetSharingFolder", "calendar sharing", "EWSREF", "D"},
    {EWS, "RefreshSharingFolder", "calendar sharing", "EWSREF", "D"},
    {EWS, "CreateItem", ITEMS, "EWSREF", "I"},
    {EWS, "MoveItem", ITEMS, "EWSREF", "I"},
    {EWS, "ExportItems", ITEMS, "EWSREF", "I"},
    {EWS, "UploadItems", ITEMS, "EWSREF", "I"},
    {EWS, "SyncFolderItems", ITEMS, "EWSREF", "I"},
    {EWS, "FindItem", ITEMS, "EWSREF", "I"},
    {EWS, "GetItem", ITEMS, "EWSREF", "I"},
    {EWS, "GetFolder", ITEMS, "EWSREF", "I"},
    {EWS, "GetServiceConfiguration", HELPERS, "EWSREF", "D"},
    {EWS, "GetServerTimeZones", HELPERS, "EWSREF", "D"},
    {EWS, "ResolveNames", HELPERS, "EWSREF", "D"},
    {EWS, "GetRoomLists", HELPERS, "EWSREF", "D"},
    {EWS, "GetRooms", HELPERS, "EWSREF", "D"},
    {EWS, "Subscribe", "notifications", "EWSREF", "D"},
    {EWS, "GetEvents", "notifications", "EWSREF", "D"},
    {EWS, "GetStreamingEvents", "notifications", "EWSREF", "D"},
    {EWS, "SendNotification", "notifications", "EWSREF", "D"},
    {EWS, "GetUnifiedGroupsSettings", "Outlook groups", "FIDDLER", "W"},

    {AUTODISCOVER, "GetUserSettings", "Autodiscover", "OXDSCLI, AUTOSOAP", "D"},
    {AUTODISCOVER, "GetDomainSettings", "Autodiscover", "AUTOSOAP", "D"},
    {AUTODISCOVER, "GetFederationInformation", "Autodiscover", "AUTOSOAP", "D"},
    {AUTODISCOVER, "GetOrganizationRelationshipSettings", "Autodiscover", "AUTOSOAP", "D"},

    {PROVISION, "CreateAppId", "federation trust", "names of ManageDelegation2 in public code", "W"},
    {PROVISION, "UpdateAppIdCertificate", "federation trust", "names of ManageDelegation2 in public code", "W"},
    {PROVISION, "UpdateAppIdProperties", "federation trust", "names of ManageDelegation2 in public code", "W"},
    {PROVISION, "AddUri", "federation trust", "names of ManageDelegation2 in public code; SEED", "W"},
    {PROVISION, "RemoveUri", "federation trust", "names of ManageDelegation2 in public code", "W"},
    {PROVISION, "ReserveDomain", "federation trust", "names of ManageDelegation2 in public code; SEED", "W"},
    {PROVISION, "ReleaseDomain", "federation trust", "names of ManageDelegation2 in public code", "W"},
    {PROVISION, "GetDomainInfo", "federation trust", "names of ManageDelegation2 in public code", "W"},

    /* The body's element, and the end of the action .../trust/RST/Issue. */
    {STS, "RequestSecurityToken", "delegation token", "WS-Trust, February 2005; FBERR", "D"},
    {STS, "Issue", "delegation token", "WS-Trust, February 2005", "I"},

    {GRAPH, "getSchedule", "free/busy", "DHA, FIDDLER", "D"},
    {GRAPH, "getMailTips", "MailTips", "DHA", "D"},
    {GRAPH, "photo", "photos", "DHA", "D"},
    {GRAPH, "applications", "hybrid application", "CEHA", "D"},
    {GRAPH, "servicePrincipals", "hybrid application", "CEHA", "D"},
};

const size_t request_operation_count = sizeof request_operations / sizeof request_operations[0];

/* clang-format on */
