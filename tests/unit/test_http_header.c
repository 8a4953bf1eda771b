/* test_http_header.c: header values as Exchange and Exchange Online send them; and values that are wrong.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "http_header.h"

#include <string.h>

#include <glib.h>

/* ---- helpers ---- */

static void assert_text(const char *text, size_t size)
{
    g_assert_nonnull(memchr(text, '\0', size));
    g_assert_true(g_utf8_validate(text, -1, NULL));
}

static bool is_zero(const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (((const char *)bytes)[i] != 0)
            return false;
    }
    return true;
}

/* g_strdup() ends where its allocation ends, for the address sanitiser. */
static struct http_diagnostics diagnose(const char *value)
{
    struct http_diagnostics diagnostics;
    char                   *copy = g_strdup(value);

    memset(&diagnostics, 0xAA, sizeof diagnostics);
    g_assert_true(http_diagnostics_read(copy, &diagnostics) == diagnostics.readable);
    g_free(copy);
    assert_text(diagnostics.reason, sizeof diagnostics.reason);
    assert_text(diagnostics.category, sizeof diagnostics.category);
    g_assert_true(diagnostics.readable || is_zero(&diagnostics, sizeof diagnostics));
    return diagnostics;
}

static struct http_challenge challenge_of(const char *value)
{
    struct http_challenge challenge;
    char                 *copy = g_strdup(value);

    memset(&challenge, 0xAA, sizeof challenge);
    g_assert_true(http_challenge_read(copy, &challenge) == challenge.bearer);
    g_free(copy);
    assert_text(challenge.client_id, sizeof challenge.client_id);
    assert_text(challenge.trusted_issuers, sizeof challenge.trusted_issuers);
    assert_text(challenge.authorization_uri, sizeof challenge.authorization_uri);
    assert_text(challenge.token_types, sizeof challenge.token_types);
    assert_text(challenge.error, sizeof challenge.error);
    assert_text(challenge.realm, sizeof challenge.realm);
    g_assert_true(challenge.bearer || is_zero(&challenge, sizeof challenge));
    return challenge;
}

static bool read_agent(const char *value, struct http_availability_agent *agent)
{
    char *copy = g_strdup(value);

    memset(agent, 0xAA, sizeof *agent);
    bool readable = http_availability_agent_read(copy, agent);
    g_free(copy);
    assert_text(agent->version, sizeof agent->version);
    g_assert_true(readable || is_zero(agent, sizeof *agent));
    return readable;
}

static void assert_parameter(const char *header, const char *name, const char *value)
{
    char  kept[HTTP_HEADER_TEXT_LENGTH];
    char *copy = g_strdup(header);

    g_test_message("%s", header);
    memset(kept, 0xAA, sizeof kept);
    g_assert_true(http_parameter(copy, name, kept) == (value != NULL));
    g_assert_cmpstr(kept, ==, value != NULL ? value : "");
    assert_text(kept, sizeof kept);
    g_free(copy);
}

static void assert_masked(const char *text, const char *expected)
{
    char  masked[512];
    char *copy = g_strdup(text);

    memset(masked, 0xAA, sizeof masked);
    http_mask_addresses(copy, masked, sizeof masked);
    g_free(copy);
    g_assert_cmpstr(masked, ==, expected);
}

static GString *repeated(const char *start, const char *unit, size_t length)
{
    GString *text = g_string_new(start);

    while (text->len < length)
        g_string_append(text, unit);
    return text;
}

/* ---- x-ms-diagnostics ---- */

#define INVALID_RESOURCE \
    "2000003;reason=\"The hostname component of the audience claim value 'https://mail.contoso.com' is invalid. " \
    "Expected 'https://autodiscover.contoso.com', Actual 'http://x;y'\";error_category=\"invalid_resource\""

static void test_diagnostics(void)
{
    struct http_diagnostics diagnostics = diagnose(INVALID_RESOURCE);

    g_assert_true(diagnostics.readable);
    g_assert_cmpuint(diagnostics.code, ==, 2000003);
    g_assert_true(g_str_has_prefix(diagnostics.reason, "The hostname component of the audience claim value 'https://"));
    g_assert_true(g_str_has_suffix(diagnostics.reason, "Actual 'http://x;y'"));
    g_assert_cmpstr(diagnostics.category, ==, "invalid_resource");
    diagnostics = diagnose("4000000;reason=\"Flighting is not enabled for domain 'contoso.com'.\";"
                           "error_category=\"oauth_not_available\", " INVALID_RESOURCE);
    g_assert_cmpuint(diagnostics.code, ==, 4000000);
    g_assert_cmpstr(diagnostics.category, ==, "oauth_not_available");
    diagnostics = diagnose("2000005;reason=\"r\", 2000003;error_category=\"invalid_resource\"");
    g_assert_cmpstr(diagnostics.category, ==, "");
    diagnostics = diagnose("2000008,2000003;reason=\"r\";error_category=\"c\"");
    g_assert_cmpuint(diagnostics.code, ==, 2000008);
    g_assert_cmpstr(diagnostics.reason, ==, "");
    diagnostics = diagnose(" 2000002 ; Reason = \"a \\\"b\\\" \\\\\" ; ERROR_TYPE = token_expired ; reason=\"second\"");
    g_assert_cmpstr(diagnostics.reason, ==, "a \"b\" \\");
    g_assert_cmpstr(diagnostics.category, ==, "token_expired");
    diagnostics = diagnose("3001003;reason=\"quote \" not escaped\";category=\"access_denied\"");
    g_assert_cmpstr(diagnostics.reason, ==, "quote ");
    diagnostics = diagnose("2000001;reason=\"never closed");
    g_assert_cmpstr(diagnostics.reason, ==, "never closed");
    diagnostics = diagnose("3001000;reason=\"There has been an error\";category=\"invalid_client\"");
    g_assert_cmpstr(diagnostics.category, ==, "invalid_client");
    g_assert_cmpstr(diagnose("5;xreason=\"a\";reasonx=\"b\";reason").reason, ==, "");
}

static void test_diagnostic_codes(void)
{
    static const char *const UNREADABLE[] = {"",
                                             " ",
                                             ";",
                                             "x",
                                             "-1",
                                             "+1",
                                             "2000003x",
                                             "2000003 x",
                                             "4294967296",
                                             "0x10",
                                             "99999999999999999999999",
                                             "reason=\"r\"",
                                             "\"2000003\"",
                                             ",2000003"};

    g_assert_cmpuint(diagnose("4294967295").code, ==, UINT32_MAX);
    g_assert_cmpuint(diagnose("00000000000000000000000005").code, ==, 5);
    g_assert_true(diagnose("0").readable);
    for (size_t i = 0; i < G_N_ELEMENTS(UNREADABLE); i++) {
        g_test_message("%s", UNREADABLE[i]);
        g_assert_false(diagnose(UNREADABLE[i]).readable);
    }
    g_assert_false(diagnose(NULL).readable);
}

/* ---- WWW-Authenticate ---- */

#define EXCHANGE_ONLINE \
    "Bearer client_id=\"00000002-0000-0ff1-ce00-000000000000\", " \
    "trusted_issuers=\"00000001-0000-0000-c000-000000000000@*,b@c\", " \
    "token_types=\"app_asserted_user_v1 service_asserted_app_v1\", " \
    "authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", Basic Realm=\"\""

static void test_challenge(void)
{
    struct http_challenge challenge = challenge_of(EXCHANGE_ONLINE);

    g_assert_true(challenge.bearer);
    g_assert_cmpstr(challenge.client_id, ==, "00000002-0000-0ff1-ce00-000000000000");
    g_assert_cmpstr(challenge.trusted_issuers, ==, "00000001-0000-0000-c000-000000000000@*,b@c");
    g_assert_cmpstr(challenge.token_types, ==, "app_asserted_user_v1 service_asserted_app_v1");
    g_assert_cmpstr(challenge.authorization_uri, ==, "https://login.microsoftonline.com/common/oauth2/authorize");
    g_assert_cmpstr(challenge.error, ==, "");
    g_assert_cmpstr(challenge.realm, ==, "");
    challenge =
        challenge_of("Basic Realm=\"mail.contoso.com\",Negotiate, bearer  Client_Id=\"i\" ,error = invalid_token,"
                     "Basic error=\"other\", realm=\"other\"");
    g_assert_cmpstr(challenge.client_id, ==, "i");
    g_assert_cmpstr(challenge.error, ==, "invalid_token");
    g_assert_cmpstr(challenge.realm, ==, "");
    challenge = challenge_of("Negotiate YIIabc, Bearer realm=\"a \\\" , Basic realm=\\\"b\"");
    g_assert_cmpstr(challenge.realm, ==, "a \" , Basic realm=\"b");
    g_assert_cmpstr(challenge_of("Bearer error=\"first\", Bearer error=\"second\"").error, ==, "first");
    g_assert_cmpstr(challenge_of("Bearer realm=\"never closed").realm, ==, "never closed");
}

static void test_bearer_or_not(void)
{
    static const char *const BEARER[] = {"Bearer",
                                         "BEARER",
                                         " Bearer ",
                                         "Negotiate,Bearer",
                                         "Bearer,Basic realm=\"x\"",
                                         "NTLM TlRM==, Bearer",
                                         "Basic realm=\"x\", Bearer"};
    static const char *const OTHERS[] = {"",
                                         ",",
                                         "Negotiate",
                                         "NTLM",
                                         "Basic realm=\"Bearer\"",
                                         "Basic realm=\"a\\\", Bearer \"",
                                         "Basic realm=\", Bearer",
                                         "Basic realm=Bearer",
                                         "Negotiate Bearer",
                                         "Bearerx",
                                         "xBearer",
                                         "Bearer=\"x\"",
                                         "client_id=\"x\"",
                                         "\"Bearer\"",
                                         "Basic a=\"b\" Bearer"};

    for (size_t i = 0; i < G_N_ELEMENTS(BEARER); i++) {
        g_test_message("%s", BEARER[i]);
        g_assert_true(challenge_of(BEARER[i]).bearer);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(OTHERS); i++) {
        g_test_message("%s", OTHERS[i]);
        g_assert_false(challenge_of(OTHERS[i]).bearer);
    }
    g_assert_false(challenge_of(NULL).bearer);
}

/* ---- User-Agent ---- */

static void test_availability_agents(void)
{
    static const struct {
        const char                    *header;
        struct http_availability_agent expected;
    } EXAMPLES[] = {
        {"ASProxy/CrossForest/EmailDomain/EXCH/08.03.0083.000", {false, true, false, "08.03.0083.000"}},
        {"asproxy/crosssite/directory/exch/15.00.1104.000", {false, false, true, "15.00.1104.000"}},
        {"ASAutoDiscover/CrossForest/EmailDomain//15.01.2507.039", {true, true, false, "15.01.2507.039"}},
        {"ASAutoDiscover/CrossForest/Directory/15.02.1544.009 (x)", {true, true, true, "15.02.1544.009"}},
        {"ASProxy/CrossForest/EmailDomainEXCH/15.20.1.2", {false, true, false, "15.20.1.2"}},
        {"ASProxy/CrossForest/EmailDomain//EXCH//15.20.1.2", {false, true, false, "15.20.1.2"}},
        {"ASProxy/CrossForest/EmailDomain", {false, true, false, ""}},
        {"ASProxy/CrossForest/EmailDomain/", {false, true, false, ""}},
        {"ASProxy/CrossForest/EmailDomain/EXCH", {false, true, false, ""}},
        {"ASProxy/CrossForest/EmailDomain/EXCH/", {false, true, false, ""}},
        {"ASProxy/CrossForest/EmailDomain/EXCH/v1", {false, true, false, ""}},
        {"ASProxy/CrossForest/EmailDomain/1234567890123456789012345678901",
         {false, true, false, "1234567890123456789012345678901"}},
        {"ASProxy/CrossForest/EmailDomain/12345678901234567890123456789012", {false, true, false, ""}}, /* no version */
    };
    struct http_availability_agent agent;

    for (size_t i = 0; i < G_N_ELEMENTS(EXAMPLES); i++) {
        g_test_message("%s", EXAMPLES[i].header);
        g_assert_true(read_agent(EXAMPLES[i].header, &agent));
        g_assert_cmpint(memcmp(&agent, &EXAMPLES[i].expected, sizeof agent), ==, 0);
    }
    for (size_t cut = 0; cut < strlen("ASProxy/CrossForest/EmailDomain"); cut++) {
        char *text = g_strndup(EXAMPLES[0].header, cut);
        g_assert_false(read_agent(text, &agent));
        g_free(text);
    }
}

static void test_other_agents(void)
{
    static const char *const       HEADERS[] = {"",
                                                "/",
                                                "///",
                                                "ASProxy",
                                                "ASProxy//EmailDomain",
                                                "xASProxy/CrossForest/EmailDomain",
                                                " ASProxy/CrossForest/EmailDomain",
                                                "ASProxyx/CrossForest/EmailDomain",
                                                "ASProxy/CrossForest/EmailDomains",
                                                "ASProxy/CrossForest/EmailDomainEXCH15",
                                                "ASProxy/CrossTown/EmailDomain/EXCH/15.00",
                                                "ASProxy/Directory/CrossForest",
                                                "ASProxy CrossForest EmailDomain",
                                                "ExchangeServicesClient/15.00.0913.015"};
    struct http_availability_agent agent;

    for (size_t i = 0; i < G_N_ELEMENTS(HEADERS); i++) {
        g_test_message("%s", HEADERS[i]);
        g_assert_false(read_agent(HEADERS[i], &agent));
    }
    g_assert_false(read_agent(NULL, &agent));
}

/* ---- parameters ---- */

static void test_parameters(void)
{
    static const char SOAP[] =
        "application/soap+xml; charset=utf-8; action=\"http://schemas.xmlsoap.org/ws/2005/02/trust/RST/Issue\"";

    assert_parameter(SOAP, "action", "http://schemas.xmlsoap.org/ws/2005/02/trust/RST/Issue");
    assert_parameter(SOAP, "charset", "utf-8");
    assert_parameter(SOAP, "Charset", "utf-8");
    assert_parameter(SOAP, "char", NULL);
    assert_parameter(SOAP, "application/soap+xml", NULL);
    assert_parameter("multipart/related;type=\"application/xop+xml\";start=\"<a@b>\";boundary=\"uuid:1+id=1\"",
                     "boundary", "uuid:1+id=1");
    assert_parameter("text/xml; x=\"a;charset=b\"; charset = UTF-16", "charset", "UTF-16");
    assert_parameter("text/xml; x=\"a\\\";charset=b\"", "charset", NULL);
    assert_parameter("text/xml;charset=a;charset=b", "charset", "a");
    assert_parameter("text/xml;;; ;charset=a", "charset", "a");
    assert_parameter("text/xml;charset=", "charset", "");
    assert_parameter("text/xml;charset=\"\"", "charset", "");
    assert_parameter("text/xml;charset", "charset", NULL);
    assert_parameter("text/xml;charset=\"a", "charset", "a");
    assert_parameter("text/xml;charset=\"a\\", "charset", "a\\");
    assert_parameter("charset=a", "charset", NULL);
    assert_parameter("\"x;charset=a\"", "charset", NULL);
    assert_parameter("text/xml charset=a", "charset", NULL);
    assert_parameter("text/xml, charset=a", "charset", NULL);
    assert_parameter("text/xml;, charset=a", "charset", NULL);
    assert_parameter("text/xml;charset=a,b", "charset", "a");
    assert_parameter("text/xml;charset=\"a\xFF\"", "charset", "a\xEF\xBF\xBD");
    assert_parameter(";=;=a;charset=b", "charset", "b");
    assert_parameter("", "charset", NULL);
    assert_parameter(NULL, "charset", NULL);
}

/* ---- mail addresses ---- */

#define GUID "f1f2f3f4-0000-1111-2222-333344445555"
#define ACS "00000001-0000-0000-c000-000000000000"

static void test_masks(void)
{
    static const char *const EXAMPLES[][2] = {
        {"user@contoso.com", "<address>"},
        {"user@localhost", "<address>"},
        {"first.last+tag_x-y~z@mail.contoso.com.", "<address>."},
        {"\"user@contoso.com\" '<user@contoso.com>'", "\"<address>\" '<<address>>'"},
        {"'user@contoso.com',user@contoso.com;user@contoso.com", "'<address>',<address>;<address>"},
        {"o'neill@contoso.com", "<address>"},
        {"\"first last\"@contoso.com, \"x\"", "<address>, \"x\""},
        {"a \"quote\" \"first last\"@contoso.com", "a \"quote\" <address>"},
        {"/v1.0/users/user@contoso.com/calendar/getSchedule", "/v1.0/users/<address>/calendar/getSchedule"},
        {"/autodiscover/autodiscover.json?Email=user%40contoso.com&Protocol=Ews",
         "/autodiscover/autodiscover.json?Email=<address>&Protocol=Ews"},
        {"x=https%3A%2F%2Fh%2Fuser%2540contoso%252Ecom%252Fy", "x=https%3A%2F%2Fh%2F<address>%252Fy"},
        {"first%2Elast%2Bx%40contoso.com?", "<address>?"},
        {"SMTP:j\xC3\xBCrgen@m\xC3\xBCller.de \xC3\xA4", "SMTP:<address> \xC3\xA4"},
        {"SystemMailbox{" GUID "}@contoso.com", "<address>"},
        {"user_fabrikam.com#EXT#@contoso.onmicrosoft.com", "<address>"},
        {GUID "@contoso.com", "<address>"},
        {GUID "/user@contoso.com", GUID "/<address>"},
        {"user@contoso.com@" GUID, "<address>@" GUID},
        {"cut off: user@", "cut off: <address>"},
        {"user@" GUID, "<address>"},
        {"user%252540contoso.com", "<address>"},
        {"user%00x@contoso%00.com", "user%00<address>%00.com"},
        {ACS "@" GUID "-0", "<address>"},
        {ACS ":host@" GUID, ACS ":<address>"},
        {"\"a\"@b\"@c", "<address>\"@c"},
        {"a@b c@d", "<address> <address>"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(EXAMPLES); i++)
        assert_masked(EXAMPLES[i][0], EXAMPLES[i][1]);
}

static void test_no_addresses(void)
{
    static const char *const TEXTS[] = {"",
                                        "@",
                                        "@@@",
                                        " @ ",
                                        "user @contoso.com",
                                        "user@ contoso.com",
                                        "user@/x",
                                        "@contoso.com",
                                        "100%",
                                        "%4",
                                        "%",
                                        "%25",
                                        "%2525",
                                        "user\\at",
                                        "\"",
                                        "\"@",
                                        "\"a\" @b",
                                        "a@.b",
                                        "a@-b",
                                        ACS "@*",
                                        ACS "@*," ACS "@" GUID,
                                        ACS "@" GUID,
                                        "00000002-0000-0ff1-ce00-000000000000/outlook.office365.com@" GUID,
                                        "'https://mail.contoso.com'",
                                        "a@*",
                                        "/Microsoft-Server-ActiveSync?Cmd=Sync"};

    for (size_t i = 0; i < G_N_ELEMENTS(TEXTS); i++)
        assert_masked(TEXTS[i], TEXTS[i]);
    assert_masked("user%2540", "<address>"); /* an address that was cut */
    assert_masked("a\xFF", "a\xEF\xBF\xBD");
    assert_masked(NULL, "");
    /* Nearly GUIDs. */
    assert_masked("0000000g-0000-0000-c000-000000000000@" GUID, "<address>");
    assert_masked(ACS "@" GUID "0", "<address>");
    assert_masked("x" ACS "@" GUID, "<address>");
}

static void test_mask_sizes(void)
{
    static const char TEXT[] = "\xC3\xA4 user@contoso.com \xC3\xA4";
    static const char MASKED[] = "\xC3\xA4 <address> \xC3\xA4";

    for (size_t size = 0; size < 24; size++) {
        char *masked = g_malloc(size);
        http_mask_addresses(TEXT, masked, size);
        if (size > 0) {
            assert_text(masked, size);
            g_assert_true(g_str_has_prefix(MASKED, masked));
            g_assert_cmpuint(strlen(masked) + 2, >=, MIN(size, sizeof MASKED));
        }
        g_free(masked);
    }
}

/* ---- hostile values ---- */

static void read_all(const char *text)
{
    struct http_availability_agent agent;
    char                           value[HTTP_HEADER_TEXT_LENGTH];
    char                           masked[300];

    diagnose(text);
    challenge_of(text);
    read_agent(text, &agent);
    http_parameter(text, "charset", value);
    assert_text(value, sizeof value);
    http_mask_addresses(text, masked, sizeof masked);
    assert_text(masked, sizeof masked);
}

static void test_every_cut_and_change(void)
{
    static const char *const VALUES[] = {INVALID_RESOURCE, EXCHANGE_ONLINE,
                                         "ASProxy/CrossForest/EmailDomain/EXCH/15.01", "text/xml; charset=\"utf-8\"",
                                         "\"a b\"@c.d%2540%40"};

    for (size_t i = 0; i < G_N_ELEMENTS(VALUES); i++) {
        for (size_t at = 0; at < strlen(VALUES[i]); at++) {
            char *copy = g_strdup(VALUES[i]);
            for (size_t k = 0; k < 12; k++) {
                copy[at] = "\"\\;,= @%\xC3\xFF/2"[k];
                read_all(copy);
            }
            copy[at] = '\0';
            read_all(copy);
            g_free(copy);
        }
    }
}

static void test_long_values(void)
{
    static const char *const STARTS[] = {"",
                                         "1;reason=\"",
                                         "1;reason=",
                                         "Bearer realm=\"",
                                         "Bearer realm=",
                                         "x;charset=\"",
                                         "ASProxy/CrossForest/EmailDomain/EXCH/"};
    static const char *const UNITS[] = {"x",
                                        "\"",
                                        "\\",
                                        "\\\"",
                                        ";",
                                        ",",
                                        "=",
                                        "@",
                                        "a@",
                                        "%",
                                        "%25",
                                        "%40",
                                        "\xC3\xA4",
                                        "\xFF",
                                        "1",
                                        "/",
                                        "\"a\"@b",
                                        " ",
                                        "Bearer,",
                                        ";reason=\"r\"",
                                        "\xF0\x9F\x98\x80",
                                        "a@" GUID};
    gint64                   start = g_get_monotonic_time();

    for (size_t i = 0; i < G_N_ELEMENTS(STARTS); i++) {
        for (size_t k = 0; k < G_N_ELEMENTS(UNITS); k++) {
            GString *text = repeated(STARTS[i], UNITS[k], 65536);
            read_all(text->str);
            g_string_free(text, TRUE);
        }
    }
    g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_USEC_PER_SEC);
    for (size_t shift = 0; shift < 4; shift++) {
        GString *text = g_string_new("1;reason=\"");
        g_string_append_len(text, "xxxx", (gssize)shift);
        GString                *all = repeated(text->str, "\xF0\x9F\x98\x80", 2000);
        struct http_diagnostics diagnostics = diagnose(all->str);
        g_assert_cmpuint(strlen(diagnostics.reason), ==, shift + (HTTP_HEADER_TEXT_LENGTH - 1 - shift) / 4 * 4);
        g_assert_true(g_str_has_prefix(all->str + strlen("1;reason=\""), diagnostics.reason));
        g_string_free(text, TRUE);
        g_string_free(all, TRUE);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/http_header/diagnostics", test_diagnostics);
    g_test_add_func("/http_header/diagnostic_codes", test_diagnostic_codes);
    g_test_add_func("/http_header/challenge", test_challenge);
    g_test_add_func("/http_header/bearer_or_not", test_bearer_or_not);
    g_test_add_func("/http_header/availability_agents", test_availability_agents);
    g_test_add_func("/http_header/other_agents", test_other_agents);
    g_test_add_func("/http_header/parameters", test_parameters);
    g_test_add_func("/http_header/masks", test_masks);
    g_test_add_func("/http_header/no_addresses", test_no_addresses);
    g_test_add_func("/http_header/mask_sizes", test_mask_sizes);
    g_test_add_func("/http_header/every_cut_and_change", test_every_cut_and_change);
    g_test_add_func("/http_header/long_values", test_long_values);
    return g_test_run();
}
