/* test_request.c: each row of the table of requests by an example, and what must not match.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "request.h"

#include <string.h>

#include <glib.h>

#include "ascii.h"

#define TENANT "/1d2c3b4a-0000-4a4a-8b8b-123456789abc"
#define MESSAGES "http://schemas.microsoft.com/exchange/services/2006/messages/"
#define AUTODISCOVER_ACTION "http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/"

static const struct {
    const char         *id;
    const char         *method, *path, *action, *namespace;
    enum role           host_role;
    uint16_t            port;
    enum request_family family;
    enum request_stage  stage;
    enum role           implies;
} examples[] = {
    {"ews_services", "POST", "/listener/callback.aspx", MESSAGES "SendNotification", NULL, ROLE_UNCLASSIFIED, 8080,
     REQUEST_FAMILY_EWS, REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"ews_services", "POST", "/", NULL, MESSAGES "SendNotification", ROLE_UNCLASSIFIED, 80, REQUEST_FAMILY_EWS,
     REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"autod_soap", "POST", "/autodiscover/autodiscover.svc", AUTODISCOVER_ACTION "GetUserSettings", NULL,
     ROLE_EXO_AUTODISCOVER, 443, REQUEST_FAMILY_AUTODISCOVER, REQUEST_STAGE_DISCOVERY, ROLE_ONPREM_EXCHANGE},
    {"autod_soap_wssec", "POST", "/autodiscover/autodiscover.svc/WSSecurity", AUTODISCOVER_ACTION "GetUserSettings",
     NULL, ROLE_UNCLASSIFIED, 443, REQUEST_FAMILY_AUTODISCOVER, REQUEST_STAGE_DISCOVERY, ROLE_ONPREM_EXCHANGE},
    {"autod_soap_wssec_x", "POST", "/autodiscover/autodiscover.svc/wssecurity/SymmetricKey", NULL, NULL,
     ROLE_UNCLASSIFIED, 443, REQUEST_FAMILY_AUTODISCOVER, REQUEST_STAGE_DISCOVERY, ROLE_ONPREM_EXCHANGE},
    {"autod_soap_wssec_x", "POST", "/autodiscover/autodiscover.svc/wssecurity/X509Cert", NULL, NULL, ROLE_UNCLASSIFIED,
     443, REQUEST_FAMILY_AUTODISCOVER, REQUEST_STAGE_DISCOVERY, ROLE_ONPREM_EXCHANGE},
    {"autod_pox_http", "GET", "/autodiscover/autodiscover.xml", NULL, NULL, ROLE_UNCLASSIFIED, 80,
     REQUEST_FAMILY_AUTODISCOVER, REQUEST_STAGE_DISCOVERY, ROLE_UNCLASSIFIED},
    {"autod_pox", "POST", "/Autodiscover/Autodiscover.xml", NULL, NULL, ROLE_UNCLASSIFIED, 443,
     REQUEST_FAMILY_AUTODISCOVER, REQUEST_STAGE_DISCOVERY, ROLE_ONPREM_EXCHANGE},
    {"autod_pox", "GET", "/autodiscover/autodiscover.xml", NULL, NULL, ROLE_EXO_AUTODISCOVER, 443,
     REQUEST_FAMILY_AUTODISCOVER, REQUEST_STAGE_DISCOVERY, ROLE_ONPREM_EXCHANGE},
    {"autod_json", "GET", "/autodiscover/autodiscover.json", NULL, NULL, ROLE_EXO_CORE, 443,
     REQUEST_FAMILY_AUTODISCOVER, REQUEST_STAGE_DISCOVERY, ROLE_ONPREM_EXCHANGE},
    {"autod_json", "GET", "/autodiscover/autodiscover.json/v1.0/user@contoso.com", NULL, NULL, ROLE_EXO_CORE, 443,
     REQUEST_FAMILY_AUTODISCOVER, REQUEST_STAGE_DISCOVERY, ROLE_ONPREM_EXCHANGE},
    {"ews", "POST", "/EWS/Exchange.asmx", MESSAGES "GetUserAvailability", NULL, ROLE_EXO_CORE, 443, REQUEST_FAMILY_EWS,
     REQUEST_STAGE_WORK, ROLE_ONPREM_EXCHANGE},
    {"ews", "POST", "/ews/exchange.asmx", MESSAGES "GetStreamingEvents", NULL, ROLE_EXCH_BACKEND, 444,
     REQUEST_FAMILY_EWS, REQUEST_STAGE_WORK, ROLE_ONPREM_EXCHANGE},
    {"ews", "GET", "/ews/Exchange.asmx/s/GetUserPhoto", NULL, NULL, ROLE_EXO_CORE, 443, REQUEST_FAMILY_EWS,
     REQUEST_STAGE_WORK, ROLE_ONPREM_EXCHANGE},
    {"ews_wssec", "POST", "/EWS/Exchange.asmx/WSSecurity", MESSAGES "GetUserAvailability", NULL, ROLE_EXO_CORE, 443,
     REQUEST_FAMILY_EWS, REQUEST_STAGE_WORK, ROLE_ONPREM_EXCHANGE},
    {"ews_wssec_x", "POST", "/EWS/Exchange.asmx/wssecurity/symmetrickey", NULL, NULL, ROLE_EXO_CORE, 443,
     REQUEST_FAMILY_EWS, REQUEST_STAGE_WORK, ROLE_ONPREM_EXCHANGE},
    {"ews_wssec_x", "POST", "/EWS/Exchange.asmx/wssecurity/x509cert", NULL, NULL, ROLE_EXO_CORE, 443,
     REQUEST_FAMILY_EWS, REQUEST_STAGE_WORK, ROLE_ONPREM_EXCHANGE},
    {"ews_pushproxy", "POST", "/PushNotifications/service.svc", NULL, NULL, ROLE_EXO_CORE, 443, REQUEST_FAMILY_OUTLOOK,
     REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"mrsproxy", "POST", "/EWS/mrsproxy.svc", NULL, NULL, ROLE_UNCLASSIFIED, 443, REQUEST_FAMILY_MRS,
     REQUEST_STAGE_WORK, ROLE_ONPREM_EXCHANGE},
    {"mapi_emsmdb", "POST", "/mapi/emsmdb/", NULL, NULL, ROLE_EXO_CORE, 443, REQUEST_FAMILY_OUTLOOK, REQUEST_STAGE_NONE,
     ROLE_ONPREM_EXCHANGE},
    {"mapi_nspi", "POST", "/mapi/nspi/", NULL, NULL, ROLE_EXO_CORE, 443, REQUEST_FAMILY_OUTLOOK, REQUEST_STAGE_NONE,
     ROLE_ONPREM_EXCHANGE},
    {"rpc_http", "RPC_IN_DATA", "/rpc/rpcproxy.dll", NULL, NULL, ROLE_UNCLASSIFIED, 443, REQUEST_FAMILY_OUTLOOK,
     REQUEST_STAGE_NONE, ROLE_ONPREM_EXCHANGE},
    {"rpc_http", "RPC_OUT_DATA", "/rpc/RpcProxy.dll", NULL, NULL, ROLE_UNCLASSIFIED, 443, REQUEST_FAMILY_OUTLOOK,
     REQUEST_STAGE_NONE, ROLE_ONPREM_EXCHANGE},
    {"rpc_http", "POST", "/rpc/emsmdb/", NULL, NULL, ROLE_UNCLASSIFIED, 443, REQUEST_FAMILY_OUTLOOK, REQUEST_STAGE_NONE,
     ROLE_ONPREM_EXCHANGE},
    {"oab", "GET", "/OAB/6b3d4f2e-0000-4a4a-8b8b-123456789abc/oab.xml", NULL, NULL, ROLE_UNCLASSIFIED, 443,
     REQUEST_FAMILY_OUTLOOK, REQUEST_STAGE_NONE, ROLE_ONPREM_EXCHANGE},
    {"oab", "GET", "/OAB/6b3d4f2e-0000-4a4a-8b8b-123456789abc/a-data-1.LZX", NULL, NULL, ROLE_UNCLASSIFIED, 443,
     REQUEST_FAMILY_OUTLOOK, REQUEST_STAGE_NONE, ROLE_ONPREM_EXCHANGE},
    {"eas", "OPTIONS", "/Microsoft-Server-ActiveSync", NULL, NULL, ROLE_UNCLASSIFIED, 443, REQUEST_FAMILY_OUTLOOK,
     REQUEST_STAGE_NONE, ROLE_ONPREM_EXCHANGE},
    {"eas", "POST", "/Microsoft-Server-ActiveSync/default.eas", NULL, NULL, ROLE_UNCLASSIFIED, 443,
     REQUEST_FAMILY_OUTLOOK, REQUEST_STAGE_NONE, ROLE_ONPREM_EXCHANGE},
    {"owa_notify", "GET", "/owa/notificationchannel/connect", NULL, NULL, ROLE_EXO_CORE, 443, REQUEST_FAMILY_OUTLOOK,
     REQUEST_STAGE_NONE, ROLE_ONPREM_EXCHANGE},
    {"owa", "GET", "/owa/", NULL, NULL, ROLE_UNCLASSIFIED, 443, REQUEST_FAMILY_OUTLOOK, REQUEST_STAGE_NONE,
     ROLE_ONPREM_EXCHANGE},
    {"owa", "POST", "/owa/service.svc", NULL, NULL, ROLE_UNCLASSIFIED, 443, REQUEST_FAMILY_OUTLOOK, REQUEST_STAGE_NONE,
     ROLE_ONPREM_EXCHANGE},
    {"cloud_freebusy", "POST", "/CalendarService/api/v1.0/getschedule", NULL, NULL, ROLE_EXO_CORE, 443,
     REQUEST_FAMILY_GRAPH, REQUEST_STAGE_WORK, ROLE_UNCLASSIFIED},
    {"cloud_freebusy", "POST", "/outlookgatewayb2/graphql", NULL, NULL, ROLE_EXO_CORE, 443, REQUEST_FAMILY_GRAPH,
     REQUEST_STAGE_WORK, ROLE_UNCLASSIFIED},
    {"cloud_freebusy", "POST", "/SchedulingB2/api/v1.0/me/getschedule", NULL, NULL, ROLE_EXO_CORE, 443,
     REQUEST_FAMILY_GRAPH, REQUEST_STAGE_WORK, ROLE_UNCLASSIFIED},
    {"ps_remoting", "POST", "/PowerShell/", NULL, NULL, ROLE_UNCLASSIFIED, 80, REQUEST_FAMILY_ADMIN, REQUEST_STAGE_NONE,
     ROLE_ONPREM_EXCHANGE},
    {"ps_remoting", "POST", "/PowerShell-LiveId/", NULL, NULL, ROLE_EXO_CORE, 443, REQUEST_FAMILY_ADMIN,
     REQUEST_STAGE_NONE, ROLE_ONPREM_EXCHANGE},
    {"ps_rest", "POST", "/adminapi/beta" TENANT "/InvokeCommand", NULL, NULL, ROLE_EXO_CORE, 443, REQUEST_FAMILY_ADMIN,
     REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"autod_metadata", "GET", "/autodiscover/metadata/json/1", NULL, NULL, ROLE_UNCLASSIFIED, 443,
     REQUEST_FAMILY_METADATA, REQUEST_STAGE_NONE, ROLE_ONPREM_EXCHANGE},
    {"acs_metadata", "GET", "/contoso.com/metadata/json/1", NULL, NULL, ROLE_ACS, 443, REQUEST_FAMILY_OAUTH,
     REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"acs_metadata", "GET", "/x/metadata/json/1", NULL, NULL, ROLE_ACS, 443, REQUEST_FAMILY_OAUTH, REQUEST_STAGE_NONE,
     ROLE_UNCLASSIFIED},
    {"acs_metadata", "GET", "/metadata/json/1", NULL, NULL, ROLE_ACS, 443, REQUEST_FAMILY_OAUTH, REQUEST_STAGE_NONE,
     ROLE_UNCLASSIFIED},
    {"acs_token", "POST", TENANT "/tokens/OAuth/2", NULL, NULL, ROLE_ACS, 443, REQUEST_FAMILY_OAUTH,
     REQUEST_STAGE_TOKEN, ROLE_UNCLASSIFIED},
    {"acs_token", "GET", TENANT "/tokens/OAuth/2", NULL, NULL, ROLE_UNCLASSIFIED, 443, REQUEST_FAMILY_OAUTH,
     REQUEST_STAGE_TOKEN, ROLE_UNCLASSIFIED},
    {"entra_metadata", "GET", "/common/FederationMetadata/2007-06/FederationMetadata.xml", NULL, NULL, ROLE_ENTRA_STS,
     443, REQUEST_FAMILY_OAUTH, REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"adfs_oauth", "POST", "/adfs/oauth2/token", NULL, NULL, ROLE_UNCLASSIFIED, 443, REQUEST_FAMILY_OAUTH,
     REQUEST_STAGE_NONE, ROLE_ADFS},
    {"entra_authorize", "GET", "/common/oauth2/authorize", NULL, NULL, ROLE_ENTRA_STS, 443, REQUEST_FAMILY_OAUTH,
     REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"entra_authorize", "GET", TENANT "/oauth2/v2.0/authorize", NULL, NULL, ROLE_ENTRA_STS, 443, REQUEST_FAMILY_OAUTH,
     REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"entra_authorize", "GET", TENANT "/oauth2/authorize", NULL, NULL, ROLE_ENTRA_STS, 443, REQUEST_FAMILY_OAUTH,
     REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"entra_token", "POST", "/common/oauth2/token", NULL, NULL, ROLE_ENTRA_STS, 443, REQUEST_FAMILY_OAUTH,
     REQUEST_STAGE_TOKEN, ROLE_UNCLASSIFIED},
    {"entra_token", "POST", TENANT "/oauth2/v2.0/token", NULL, NULL, ROLE_ENTRA_STS, 443, REQUEST_FAMILY_OAUTH,
     REQUEST_STAGE_TOKEN, ROLE_UNCLASSIFIED},
    {"entra_token", "POST", TENANT "/oauth2/token", NULL, NULL, ROLE_ENTRA_STS, 443, REQUEST_FAMILY_OAUTH,
     REQUEST_STAGE_TOKEN, ROLE_UNCLASSIFIED},
    {"entra_userrealm", "GET", "/GetUserRealm.srf", NULL, NULL, ROLE_ENTRA_STS, 443, REQUEST_FAMILY_OAUTH,
     REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"entra_userrealm", "GET", "/common/UserRealm/user@contoso.com", NULL, NULL, ROLE_ENTRA_STS, 443,
     REQUEST_FAMILY_OAUTH, REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"mfg_sts", "POST", "/extSTS.srf", "http://schemas.xmlsoap.org/ws/2005/02/trust/RST/Issue", NULL, ROLE_ENTRA_STS,
     443, REQUEST_FAMILY_STS, REQUEST_STAGE_TOKEN, ROLE_UNCLASSIFIED},
    {"live_sts", "POST", "/RST2.srf", NULL, NULL, ROLE_MSA_STS, 443, REQUEST_FAMILY_STS, REQUEST_STAGE_TOKEN,
     ROLE_UNCLASSIFIED},
    {"fed_provision_v1", "POST", "/service/ManageDelegation.asmx", NULL, NULL, ROLE_FED_PROVISION, 443,
     REQUEST_FAMILY_PROVISION, REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"fed_provision_v2", "POST", "/service/managedelegation2.asmx",
     "http://domains.live.com/Service/ManageDelegation2/V1.0/ReserveDomain", NULL, ROLE_FED_PROVISION, 443,
     REQUEST_FAMILY_PROVISION, REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"fed_metadata_live", "GET", "//nexus.passport.com/FederationMetadata/2006-12/FederationMetadata.xml", NULL, NULL,
     ROLE_FED_METADATA, 443, REQUEST_FAMILY_METADATA, REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"fed_metadata_live", "GET", "//Nexus.Passport.com:443/FederationMetadata/2006-12/FederationMetadata.xml", NULL, NULL,
     ROLE_UNCLASSIFIED, 443, REQUEST_FAMILY_METADATA, REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"fed_metadata_mso", "GET", "//nexus.microsoftonline-p.com/FederationMetadata/2006-12/FederationMetadata.xml", NULL, NULL,
     ROLE_FED_METADATA, 443, REQUEST_FAMILY_METADATA, REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"adfs_mex", "GET", "/adfs/services/trust/mex", NULL, NULL, ROLE_UNCLASSIFIED, 443, REQUEST_FAMILY_STS,
     REQUEST_STAGE_NONE, ROLE_ADFS},
    {"adfs_trust", "POST", "/adfs/services/trust/2005/usernamemixed", NULL, NULL, ROLE_UNCLASSIFIED, 443,
     REQUEST_FAMILY_STS, REQUEST_STAGE_TOKEN, ROLE_ADFS},
    {"adfs_trust", "POST", "/adfs/services/trust/13/usernamemixed", NULL, NULL, ROLE_UNCLASSIFIED, 443,
     REQUEST_FAMILY_STS, REQUEST_STAGE_TOKEN, ROLE_ADFS},
    {"adfs_trust", "POST", "/adfs/services/trust/13/windowstransport", NULL, NULL, ROLE_ADFS, 443, REQUEST_FAMILY_STS,
     REQUEST_STAGE_TOKEN, ROLE_ADFS},
    {"adfs_trust", "POST", "/adfs/services/trust/2005/certificatemixed", NULL, NULL, ROLE_ADFS, 49443,
     REQUEST_FAMILY_STS, REQUEST_STAGE_TOKEN, ROLE_ADFS},
    {"adfs_ls", "GET", "/adfs/ls/", NULL, NULL, ROLE_UNCLASSIFIED, 443, REQUEST_FAMILY_STS, REQUEST_STAGE_NONE,
     ROLE_ADFS},
    {"adfs_fedmeta", "GET", "/FederationMetadata/2007-06/FederationMetadata.xml", NULL, NULL, ROLE_ADFS, 443,
     REQUEST_FAMILY_METADATA, REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"graph_getschedule", "POST", "/v1.0/users/user@contoso.com/calendar/getSchedule", NULL, NULL, ROLE_GRAPH, 443,
     REQUEST_FAMILY_GRAPH, REQUEST_STAGE_WORK, ROLE_UNCLASSIFIED},
    {"graph_getschedule", "POST", "/beta/me/calendar/getSchedule", NULL, NULL, ROLE_GRAPH, 443, REQUEST_FAMILY_GRAPH,
     REQUEST_STAGE_WORK, ROLE_UNCLASSIFIED},
    {"graph_mailtips", "POST", "/beta/users/user@contoso.com/getMailTips", NULL, NULL, ROLE_GRAPH, 443,
     REQUEST_FAMILY_GRAPH, REQUEST_STAGE_WORK, ROLE_UNCLASSIFIED},
    {"graph_photo", "GET", "/v1.0/users/user@contoso.com/photo/$value", NULL, NULL, ROLE_GRAPH, 443,
     REQUEST_FAMILY_GRAPH, REQUEST_STAGE_WORK, ROLE_UNCLASSIFIED},
    {"graph_photo", "GET", "/v1.0/users/user@contoso.com/photos/48x48/$value", NULL, NULL, ROLE_GRAPH, 443,
     REQUEST_FAMILY_GRAPH, REQUEST_STAGE_WORK, ROLE_UNCLASSIFIED},
    {"graph_apps", "POST", "/v1.0/applications", NULL, NULL, ROLE_GRAPH, 443, REQUEST_FAMILY_GRAPH, REQUEST_STAGE_NONE,
     ROLE_UNCLASSIFIED},
    {"graph_apps", "PATCH", "/v1.0/applications(appId='1d2c3b4a')/owners", NULL, NULL, ROLE_GRAPH, 443,
     REQUEST_FAMILY_GRAPH, REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"graph_apps", "GET", "/v1.0/servicePrincipals", NULL, NULL, ROLE_GRAPH, 443, REQUEST_FAMILY_GRAPH,
     REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"graph_apps", "GET", "/v1.0/users", NULL, NULL, ROLE_GRAPH, 443, REQUEST_FAMILY_GRAPH, REQUEST_STAGE_NONE,
     ROLE_UNCLASSIFIED},
    {"crl_ocsp", "POST", "/", NULL, NULL, ROLE_REVOCATION, 80, REQUEST_FAMILY_REVOCATION, REQUEST_STAGE_NONE,
     ROLE_UNCLASSIFIED},
    {"crl_ocsp", "GET", "/MFEwTzBNMEswSTAJBgUrDgMCGgUABBQ%2F", NULL, NULL, ROLE_REVOCATION, 80,
     REQUEST_FAMILY_REVOCATION, REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"crl_ocsp", "GET", "/DigiCertGlobalRootG2.crl", NULL, NULL, ROLE_UNCLASSIFIED, 80, REQUEST_FAMILY_REVOCATION,
     REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"crl_ocsp", "GET", "/.crl", NULL, NULL, ROLE_UNCLASSIFIED, 80, REQUEST_FAMILY_REVOCATION, REQUEST_STAGE_NONE,
     ROLE_UNCLASSIFIED},
    {"crl_ocsp", "GET", "/crls/Contoso%20CA.crl", NULL, NULL, ROLE_UNCLASSIFIED, 80, REQUEST_FAMILY_REVOCATION,
     REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"crl_ocsp", "GET", "/pkiops/crl/ContosoCA.crl", NULL, NULL, ROLE_UNCLASSIFIED, 8080, REQUEST_FAMILY_REVOCATION,
     REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
    {"crl_ocsp", "GET", "/pki/crl/products/ContosoCA.CRL", NULL, NULL, ROLE_UNCLASSIFIED, 80, REQUEST_FAMILY_REVOCATION,
     REQUEST_STAGE_NONE, ROLE_UNCLASSIFIED},
};

/** An example's path may begin with the Host that the request names: "//HOST/PATH". */
static struct request_seen seen_of(size_t i)
{
    const char         *path = examples[i].path;
    struct request_seen seen = {.host_role = examples[i].host_role,
                                .port = examples[i].port,
                                .method = examples[i].method,
                                .path = path,
                                .action = examples[i].action,
                                .namespace = examples[i].namespace};

    if (g_str_has_prefix(path, "//")) {
        char *host = g_strndup(path + 2, strcspn(path + 2, "/"));
        seen.path = path + 2 + strlen(host);
        seen.host = g_intern_string(host);
        g_free(host);
    }
    return seen;
}

static void test_examples(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(examples); i++) {
        struct request_seen       seen = seen_of(i);
        const struct request_row *row = request_recognise(&seen);
        g_assert_nonnull(row);
        g_assert_cmpstr(row->id, ==, examples[i].id);
        g_assert_cmpint(row->family, ==, examples[i].family);
        g_assert_cmpint(row->stage, ==, examples[i].stage);
        g_assert_cmpint(row->implies, ==, examples[i].implies);
    }
}

/** Case and a trailing slash say nothing. */
static void test_case_and_trailing_slash(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(examples); i++) {
        struct request_seen seen = seen_of(i);
        size_t              length = strlen(seen.path);
        char               *upper = g_ascii_strup(seen.path, -1);
        char               *other = NULL;
        if (length > 1 && upper[length - 1] == '/')
            other = g_strndup(upper, length - 1);
        else
            other = g_strconcat(upper, length > 1 ? "/" : "", NULL);
        seen.path = other;
        g_assert_cmpstr(request_recognise(&seen)->id, ==, examples[i].id);
        g_free(other);
        g_free(upper);
    }
}

/** Every row is reached by some example: none hides behind an earlier one. */
static void test_rows_are_reached(void)
{
    for (size_t row = 0; row < request_row_count; row++) {
        bool reached = false;
        for (size_t i = 0; i < G_N_ELEMENTS(examples); i++) {
            struct request_seen seen = seen_of(i);
            reached = reached || request_recognise(&seen) == &request_rows[row];
        }
        if (!reached)
            g_error("no example reaches %s %s", request_rows[row].id, request_rows[row].path);
    }
}

static void test_near_misses(void)
{
    static const struct {
        const char *method, *path;
        enum role   host_role;
        uint16_t    port;
    } misses[] = {
        {"POST", NULL, ROLE_EXO_CORE, 443},
        {"OPTIONS", "*", ROLE_EXO_CORE, 443},
        {"OPTIONS", "*", ROLE_REVOCATION, 80},
        {"GET", "/", ROLE_EXO_CORE, 443},
        {"GET", "", ROLE_EXO_CORE, 443},
        {"POST", "/autodiscover", ROLE_EXO_CORE, 443},
        {"POST", "/autodiscover/autodiscover.svcx", ROLE_EXO_CORE, 443},
        {"POST", "/x/autodiscover/autodiscover.svc", ROLE_EXO_CORE, 443},
        {"POST", "autodiscover/autodiscover.svc", ROLE_EXO_CORE, 443},
        {"POST", "/autodiscover//autodiscover.svc", ROLE_EXO_CORE, 443},
        {"POST", "/autodiscover/autodiscover%2Esvc", ROLE_EXO_CORE, 443},
        {"POST", "/autodiscover/autodiscover.svc/wssecurity/x509cert/more", ROLE_EXO_CORE, 443},
        {"GET", "/autodiscover/autodiscover.json/v2.0/user@contoso.com", ROLE_EXO_CORE, 443},
        {"POST", "/ews/exchange", ROLE_EXO_CORE, 443},
        {"POST", "/ews/exchange.asmx/wssecurity/x509cert/more", ROLE_EXO_CORE, 443},
        {"GET", "/mapi/other", ROLE_EXO_CORE, 443},
        {"GET", "/oab/oab.xml", ROLE_EXO_CORE, 443},
        {"GET", "/oab/a/b/oab.xml", ROLE_EXO_CORE, 443},
        {"GET", "/oab/a/x.lzx.txt", ROLE_EXO_CORE, 443},
        {"GET", "/owas", ROLE_EXO_CORE, 443},
        {"POST", "/calendarservice/api", ROLE_UNCLASSIFIED, 443},
        {"GET", "/powershell", ROLE_UNCLASSIFIED, 443},
        {NULL, "/powershell", ROLE_UNCLASSIFIED, 443},
        {"", "/powershell", ROLE_UNCLASSIFIED, 443},
        {"POS", "/powershell", ROLE_UNCLASSIFIED, 443},
        {"POSTS", "/powershell", ROLE_UNCLASSIFIED, 443},
        {"POST", "/powershell/module", ROLE_UNCLASSIFIED, 443},
        {"GET", "/_layouts/15/metadata/json/1", ROLE_UNCLASSIFIED, 443},
        {"GET", "//metadata/json/1", ROLE_UNCLASSIFIED, 443},
        {"GET", "/contoso.com/metadata/json/2", ROLE_ACS, 443},
        {"POST", "/tokens/oauth/2", ROLE_ACS, 443},
        {"POST", "/services/oauth2/token", ROLE_UNCLASSIFIED, 443},
        {"GET", "/services/oauth2/authorize", ROLE_UNCLASSIFIED, 443},
        {"POST", "/rst2.srf", ROLE_ENTRA_STS, 443},
        {"POST", "/service/managedelegation3.asmx", ROLE_FED_PROVISION, 443},
        {"GET", "/adfs", ROLE_ADFS, 443},
        {"GET", "/v1.0/users", ROLE_UNCLASSIFIED, 443},
        {"POST", "/v1.0/me/calendar/getSchedule", ROLE_EXO_CORE, 443},
        {"GET", "/users", ROLE_GRAPH, 443},
        {"POST", "/v1.0/groups", ROLE_GRAPH, 443},
        {"GET", "/pkiops/docs/primarycps.htm", ROLE_REVOCATION, 443},
        {"POST", "/upload.crl", ROLE_UNCLASSIFIED, 80},
        {"GET", "/a.crl.txt", ROLE_UNCLASSIFIED, 80},
        {"GET", "/crl", ROLE_UNCLASSIFIED, 80},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(misses); i++) {
        struct request_seen seen = {.host_role = misses[i].host_role,
                                    .port = misses[i].port,
                                    .method = misses[i].method,
                                    .path = misses[i].path};
        g_assert_null(request_recognise(&seen));
    }
}

/** A notification is told by its marker alone, which may stand in action or namespace. */
static void test_marker(void)
{
    struct request_seen seen = {
        .port = 80, .method = "POST", .path = "/listener", .action = MESSAGES "sendnotification"};

    g_assert_cmpstr(request_recognise(&seen)->id, ==, "ews_services");
    seen.action = NULL;
    g_assert_null(request_recognise(&seen));
    seen.action = "http://example.com/SendNotification";
    g_assert_null(request_recognise(&seen));
    seen.namespace = MESSAGES "SendNotification";
    g_assert_cmpstr(request_recognise(&seen)->id, ==, "ews_services");
    seen.method = "GET";
    g_assert_null(request_recognise(&seen));
}

static bool is_source_class(const char *confidence)
{
    return strcmp(confidence, "D") == 0 || strcmp(confidence, "W") == 0 || strcmp(confidence, "I") == 0;
}

/** "*" stands at one end of a segment, "**" and a suffix at the end of the path; a host may stand before it. */
static void assert_path(const char *path)
{
    char **segments = g_strsplit(path + (g_str_has_prefix(path, "//") ? 2 : 1), "/", -1);
    char  *lower = g_ascii_strdown(path, -1);

    g_assert_true(path[0] == '/');
    g_assert_cmpstr(lower, ==, path);
    g_assert_null(strpbrk(path, "?# "));
    for (size_t i = 0; segments[i] != NULL; i++) {
        const char *star = strchr(segments[i], '*');
        bool        last = segments[i + 1] == NULL;
        g_assert_cmpstr(segments[i], !=, "");
        if (star == NULL || strcmp(segments[i], "*") == 0)
            continue;
        g_assert_true(last || star[1] == '\0');
        g_assert_true(star == segments[i] || star[1] == '\0');
        g_assert_true(strcmp(segments[i], "**") == 0 || strchr(star + 1, '*') == NULL);
        g_assert_true(last || strcmp(segments[i], "**") != 0);
    }
    g_free(lower);
    g_strfreev(segments);
}

static void assert_methods(const char *methods)
{
    char **words = g_strsplit(methods, " ", -1);

    for (size_t i = 0; words[i] != NULL; i++) {
        g_assert_cmpstr(words[i], !=, "");
        for (const char *letter = words[i]; *letter != '\0'; letter++)
            g_assert_true((*letter >= 'A' && *letter <= 'Z') || *letter == '_');
    }
    g_strfreev(words);
}

static void test_rows_are_well_formed(void)
{
    for (size_t i = 0; i < request_row_count; i++) {
        const struct request_row *row = &request_rows[i];
        g_assert_cmpstr(row->id, !=, "");
        g_assert_cmpstr(row->name, !=, "");
        g_assert_cmpstr(row->source, !=, "");
        g_assert_true(is_source_class(row->confidence));
        g_assert_cmpint(row->family, <, REQUEST_FAMILY_COUNT);
        g_assert_cmpint(row->stage, <=, REQUEST_STAGE_WORK);
        g_assert_true(row->marker == NULL || row->marker[0] != '\0');
        g_assert_true(row->operation == NULL || row->operation[0] != '\0');
        g_assert_true(row->implies == ROLE_UNCLASSIFIED || row->implies == ROLE_ONPREM_EXCHANGE ||
                      row->implies == ROLE_ADFS);
        g_assert_true(row->hosts[REQUEST_HOSTS_MAX - 1] == ROLE_UNCLASSIFIED);
        assert_path(row->path);
        if (row->methods != NULL)
            assert_methods(row->methods);
    }
}

/** Rows of one id stand together and tell the same; an id has letters that a display filter may hold. */
static void test_ids(void)
{
    for (size_t i = 0; i < request_row_count; i++) {
        const struct request_row *row = &request_rows[i];
        const struct request_row *first = request_find(row->id);
        for (const char *letter = row->id; *letter != '\0'; letter++)
            g_assert_true(g_ascii_islower(*letter) || g_ascii_isdigit(*letter) || *letter == '_');
        g_assert_true(first <= row);
        for (const struct request_row *other = first; other <= row; other++)
            g_assert_cmpstr(other->id, ==, row->id);
        g_assert_cmpstr(first->name, ==, row->name);
        g_assert_cmpint(first->family, ==, row->family);
        g_assert_cmpint(first->stage, ==, row->stage);
        g_assert_cmpint(first->implies, ==, row->implies);
    }
    g_assert_null(request_find("eww"));
    g_assert_null(request_find("EWS"));
    g_assert_null(request_find(NULL));
}

static void assert_operation(const char *action, const char *operation)
{
    size_t      length = 99;
    const char *name = request_operation_of_action(action, &length);

    if (operation == NULL) {
        g_assert_null(name);
        g_assert_cmpuint(length, ==, 0);
        return;
    }
    g_assert_nonnull(name);
    g_assert_cmpuint(length, ==, strlen(operation));
    g_assert_true(memcmp(name, operation, length) == 0);
}

static void test_operation_of_action(void)
{
    assert_operation(MESSAGES "GetUserAvailability", "GetUserAvailability");
    assert_operation(AUTODISCOVER_ACTION "GetUserSettingsRequest", "GetUserSettings");
    assert_operation("http://schemas.xmlsoap.org/ws/2005/02/trust/RST/Issue", "Issue");
    assert_operation("urn:example:GetFolder", "GetFolder");
    assert_operation("GetFolder", "GetFolder");
    assert_operation("http://example.com/RequestSecurityToken", "RequestSecurityToken");
    assert_operation("http://example.com/Request", "Request");
    assert_operation("http://example.com/", NULL);
    assert_operation("urn:", NULL);
    assert_operation("", NULL);
    assert_operation(NULL, NULL);
}

/** A row of a family that an operation belongs to. */
static const struct request_row *row_of_family(enum request_family family)
{
    for (size_t i = 0; i < request_row_count; i++) {
        if (request_rows[i].family == family)
            return &request_rows[i];
    }
    g_assert_not_reached();
}

static void test_operations(void)
{
    for (size_t i = 0; i < request_operation_count; i++) {
        const struct request_operation *known = &request_operations[i];
        const struct request_row       *row = row_of_family(known->family);
        char                           *element = g_strconcat(known->operation, "Request", NULL);
        char                           *message = g_strconcat(known->operation, "requestMESSAGE", NULL);
        char                           *other = g_strconcat(known->operation, "s", NULL);
        g_assert_cmpstr(known->source, !=, "");
        g_assert_true(is_source_class(known->confidence));
        g_assert_cmpstr(request_feature(row, known->operation), ==, known->feature);
        g_assert_cmpstr(request_feature(row, element), ==, known->feature);
        g_assert_cmpstr(request_feature(row, message), ==, known->feature);
        g_assert_null(request_feature(row, other));
        g_assert_null(request_feature(NULL, known->operation));
        g_assert_null(request_feature(request_find("mapi_emsmdb"), known->operation));
        for (size_t k = 0; k < i; k++)
            g_assert_true(request_operations[k].family != known->family ||
                          g_ascii_strcasecmp(request_operations[k].operation, known->operation) != 0);
        g_free(other);
        g_free(message);
        g_free(element);
    }
}

static void test_features(void)
{
    static const struct {
        const char *id, *operation, *feature;
    } features[] = {
        {"ews", "GetUserAvailability", "free/busy"},
        {"ews_wssec", "GetUserAvailabilityRequest", "free/busy"},
        {"ews", "getmailtips", "MailTips"},
        {"ews", "GetUserPhoto", "photos"},
        {"ews", "FindMessageTrackingReport", "message tracking"},
        {"ews", "GetMessageTrackingReport", "message tracking"},
        {"ews", "GetSearchableMailboxes", "eDiscovery"},
        {"ews", "SearchMailboxes", "eDiscovery"},
        {"ews", "GetDiscoverySearchConfiguration", "eDiscovery"},
        {"ews", "GetHoldOnMailboxes", "eDiscovery"},
        {"ews", "SetHoldOnMailboxes", "eDiscovery"},
        {"ews", "GetSharingMetadata", "calendar sharing"},
        {"ews", "GetSharingFolder", "calendar sharing"},
        {"ews", "RefreshSharingFolder", "calendar sharing"},
        {"ews", "CreateItem", "items (archive, calendar reading)"},
        {"ews", "MoveItem", "items (archive, calendar reading)"},
        {"ews", "ExportItems", "items (archive, calendar reading)"},
        {"ews", "UploadItems", "items (archive, calendar reading)"},
        {"ews", "SyncFolderItems", "items (archive, calendar reading)"},
        {"ews", "FindItem", "items (archive, calendar reading)"},
        {"ews", "GetItem", "items (archive, calendar reading)"},
        {"ews", "GetFolder", "items (archive, calendar reading)"},
        {"ews", "GetServiceConfiguration", "client helpers"},
        {"ews", "GetServerTimeZones", "client helpers"},
        {"ews", "ResolveNames", "client helpers"},
        {"ews", "GetRoomLists", "client helpers"},
        {"ews", "GetRooms", "client helpers"},
        {"ews", "Subscribe", "notifications"},
        {"ews", "GetEvents", "notifications"},
        {"ews", "GetStreamingEvents", "notifications"},
        {"ews_services", NULL, "notifications"},
        {"ews", "GetUnifiedGroupsSettings", "Outlook groups"},
        {"autod_soap", "GetUserSettingsRequestMessage", "Autodiscover"},
        {"autod_soap", "GetDomainSettings", "Autodiscover"},
        {"autod_soap_wssec", "GetFederationInformation", "Autodiscover"},
        {"autod_soap", "GetOrganizationRelationshipSettings", "Autodiscover"},
        {"fed_provision_v2", "CreateAppId", "federation trust"},
        {"fed_provision_v2", "UpdateAppIdCertificate", "federation trust"},
        {"fed_provision_v2", "UpdateAppIdProperties", "federation trust"},
        {"fed_provision_v2", "AddUri", "federation trust"},
        {"fed_provision_v2", "RemoveUri", "federation trust"},
        {"fed_provision_v2", "ReserveDomain", "federation trust"},
        {"fed_provision_v2", "ReleaseDomain", "federation trust"},
        {"fed_provision_v2", "GetDomainInfo", "federation trust"},
        {"mfg_sts", "RequestSecurityToken", "delegation token"},
        {"mfg_sts", "Issue", "delegation token"},
        {"graph_getschedule", NULL, "free/busy"},
        {"graph_mailtips", NULL, "MailTips"},
        {"graph_photo", NULL, "photos"},
        {"graph_apps", NULL, "hybrid application"},
        {"graph_apps", "servicePrincipals", "hybrid application"},
        {"graph_apps", "users", NULL},
        {"ews", "GetUserAvail", NULL},
        {"ews", "", NULL},
        {"ews", NULL, NULL},
        {"autod_soap", "GetUserAvailability", NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(features); i++) {
        const struct request_row *row = request_find(features[i].id);
        g_assert_nonnull(row);
        g_assert_cmpstr(request_feature(row, features[i].operation), ==, features[i].feature);
    }
}

static void test_ascii(void)
{
    g_assert_cmpint(ascii_lower('A'), ==, 'a');
    g_assert_cmpint(ascii_lower('Z'), ==, 'z');
    g_assert_cmpint(ascii_lower('@'), ==, '@');
    g_assert_cmpint(ascii_lower('['), ==, '[');
    g_assert_true(ascii_equal("aBc", "AbC"));
    g_assert_true(ascii_equal("", ""));
    g_assert_false(ascii_equal("abc", "ab"));
    g_assert_false(ascii_equal("ab", "abc"));
    g_assert_true(ascii_equal_part("abX", "aby", 2));
    g_assert_false(ascii_equal_part("ab", "ab", 3));
    g_assert_true(ascii_begins_with("Abcd", "aB"));
    g_assert_true(ascii_begins_with("a", ""));
    g_assert_false(ascii_begins_with("a", "ab"));
    g_assert_cmpstr(ascii_find("xxABab", "ab"), ==, "ABab");
    g_assert_cmpstr(ascii_find("ab", ""), ==, "ab");
    g_assert_null(ascii_find("xa", "ab"));
    g_assert_null(ascii_find("", "a"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/request/examples", test_examples);
    g_test_add_func("/request/case_and_trailing_slash", test_case_and_trailing_slash);
    g_test_add_func("/request/rows_are_reached", test_rows_are_reached);
    g_test_add_func("/request/near_misses", test_near_misses);
    g_test_add_func("/request/marker", test_marker);
    g_test_add_func("/request/rows_are_well_formed", test_rows_are_well_formed);
    g_test_add_func("/request/ids", test_ids);
    g_test_add_func("/request/operation_of_action", test_operation_of_action);
    g_test_add_func("/request/operations", test_operations);
    g_test_add_func("/request/features", test_features);
    g_test_add_func("/request/ascii", test_ascii);
    return g_test_run();
}
