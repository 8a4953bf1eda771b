/* test_json_body.c: answers of token services, Graph and Autodiscover; and bodies that are none.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "json_body.h"

#include <string.h>

#include <glib.h>

#include "limits.h"

/* ---- helpers ---- */

static void assert_text(const char *text, size_t size)
{
    g_assert_nonnull(memchr(text, '\0', size));
    g_assert_true(g_utf8_validate(text, -1, NULL));
}

/* Reads a copy that ends where its allocation ends, for the address sanitiser. */
static bool read_bytes(const char *bytes, size_t length, struct json_body *body)
{
    uint8_t *copy = g_malloc(16 + length);

    if (length > 0)
        memcpy(copy + 16, bytes, length);
    memset(body, 0xAA, sizeof *body);
    bool readable = json_body_read(copy + 16, length, body);
    g_free(copy);
    g_assert_true(readable == body->readable);
    assert_text(body->error, sizeof body->error);
    assert_text(body->error_message, sizeof body->error_message);
    assert_text(body->aadsts, sizeof body->aadsts);
    assert_text(body->response_code, sizeof body->response_code);
    assert_text(body->diagnostic, sizeof body->diagnostic);
    assert_text(body->issuer, sizeof body->issuer);
    if (!readable) {
        struct json_body empty;
        memset(&empty, 0, sizeof empty);
        empty.cut = body->cut;
        g_assert_cmpint(memcmp(body, &empty, sizeof empty), ==, 0);
    }
    return readable;
}

static struct json_body read_text(const char *text)
{
    struct json_body body;

    g_assert_true(read_bytes(text, strlen(text), &body));
    g_assert_false(body.cut);
    return body;
}

static void assert_unreadable(const char *bytes, size_t length, bool cut)
{
    struct json_body body;

    g_assert_false(read_bytes(bytes, length, &body));
    g_assert_true(body.cut == cut);
}

static void assert_absent(const struct json_body *body, const char *secret)
{
    const char *bytes = (const char *)body;

    for (size_t i = 0; i + strlen(secret) <= sizeof *body; i++)
        g_assert_cmpint(memcmp(bytes + i, secret, strlen(secret)), !=, 0);
}

static GString *repeated(const char *start, const char *unit, size_t count, const char *end)
{
    GString *text = g_string_new(start);

    for (size_t i = 0; i < count; i++)
        g_string_append(text, unit);
    g_string_append(text, end);
    return text;
}

/* ---- answers ---- */

#define UNKNOWN_KEY \
    "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS70002: Error validating credentials. AADSTS50012: " \
    "Client assertion contains an invalid signature. [Reason - The key was not found.]\\r\\nTrace ID: 1\"," \
    "\"error_codes\":[70002,50012],\"correlation_id\":\"c\"}"

#define FORBIDDEN \
    "{\"value\":[{\"scheduleId\":\"user@contoso.com\",\"error\":{\"message\":\"Request failed with http code " \
    "Forbidden\",\"responseCode\":\"ErrorProxyRequestProcessingFailed\",\"diagnosticData\":" \
    "\"CalculatedRequestType:Federated;LID:38070\"}}]}"

static void test_oauth_errors(void)
{
    struct json_body body = read_text(UNKNOWN_KEY);

    g_assert_cmpstr(body.error, ==, "invalid_client");
    g_assert_cmpstr(body.aadsts, ==, "AADSTS70002");
    g_assert_true(g_str_has_prefix(body.error_message, "AADSTS70002: Error validating"));
    g_assert_true(g_str_has_suffix(body.error_message, "not found.]\r\nTrace ID: 1"));
    g_assert_false(body.token);
    body =
        read_text("{\"error_description\" : \"(ACS50012: Authentication failed.)\" , \"error\" : \"invalid_client\"}");
    g_assert_cmpstr(body.aadsts, ==, "ACS50012");
    body = read_text("{\"error_description\":\"XAADSTS1: FACS2 ACS AADSTSx AADSTS A _ACS3 - AADSTS90002 ACS4\"}");
    g_assert_cmpstr(body.aadsts, ==, "AADSTS90002");
}

static void test_graph_errors(void)
{
    struct json_body body =
        read_text("{\"error\":{\"code\":\"InvalidAuthenticationToken\",\"message\":\"Access token has expired.\","
                  "\"innerError\":{\"code\":\"other\",\"message\":\"other\",\"date\":\"2026-05-07T10:00:00\"}}}");

    g_assert_cmpstr(body.error, ==, "InvalidAuthenticationToken");
    g_assert_cmpstr(body.error_message, ==, "Access token has expired.");
    g_assert_cmpstr(body.response_code, ==, "");
    body = read_text(
        "{\"value\":[{\"scheduleId\":\"a\",\"scheduleItems\":[]},{\"scheduleId\":\"b\",\"error\":{\"message\":"
        "\"Proxy web request failed. LID: 43532\",\"responseCode\":\"5016\"}},"
        "{\"error\":{\"message\":\"m\",\"responseCode\":\"5009\"}}]}");
    g_assert_cmpstr(body.response_code, ==, "5016");
    g_assert_cmpstr(body.error, ==, "");
    g_assert_cmpstr(body.error_message, ==, "Proxy web request failed. LID: 43532");
    g_assert_cmpuint(body.lid, ==, 43532);
    body = read_text("{\"value\":[{\"error\":{\"responseCode\":5016}}]}");
    g_assert_cmpstr(body.response_code, ==, "5016");
}

static void test_cloud_scheduling(void)
{
    struct json_body body = read_text(FORBIDDEN);

    g_assert_cmpstr(body.response_code, ==, "ErrorProxyRequestProcessingFailed");
    g_assert_cmpstr(body.diagnostic, ==, "CalculatedRequestType:Federated;LID:38070");
    g_assert_cmpstr(body.error_message, ==, "Request failed with http code Forbidden");
    g_assert_cmpuint(body.lid, ==, 38070);
    assert_absent(&body, "user@contoso.com");
}

static void test_autodiscover(void)
{
    struct json_body body =
        read_text("{\"ErrorCode\":\"UserNotFound\",\"ErrorMessage\":\"The given user isn't found.\"}");

    g_assert_cmpstr(body.error, ==, "UserNotFound");
    g_assert_cmpstr(body.error_message, ==, "The given user isn't found.");
    body = read_text("{\"Protocol\":\"Ews\",\"Url\":\"https://outlook.office365.com/EWS/Exchange.asmx\"}");
    g_assert_cmpstr(body.error, ==, "");
}

static void test_secrets_are_not_kept(void)
{
    static const char METADATA[] =
        "{\"issuer\":\"00000001-0000-0000-c000-000000000000@t\",\"keys\":[{\"kid\":\"SECRET\","
        "\"x5c\":[\"SECRET\"],\"keyValue\":{\"type\":\"x509\",\"value\":\"SECRET\"}}]}";
    struct json_body body = read_text("{\"token_type\":\"Bearer\",\"expires_in\":\"86399\",\"access_token\":\"SECRET\","
                                      "\"refresh_token\":\"SECRET\",\"id_token\":\"SECRET\"}");

    g_assert_true(body.token);
    assert_absent(&body, "SECRET");
    body = read_text(METADATA);
    g_assert_cmpstr(body.issuer, ==, "00000001-0000-0000-c000-000000000000@t");
    g_assert_false(body.token);
    assert_absent(&body, "SECRET");
    g_assert_false(read_text("{\"access_token\":\"\"}").token);
    g_assert_false(read_text("{\"access_token\":null}").token);
    g_assert_false(read_text("{\"a\":{\"access_token\":\"SECRET\"}}").token);
    g_assert_false(read_text("{\"a\":\"access_token\"}").token);
}

/* Members count only where they belong. */
static void test_places(void)
{
    struct json_body body = read_text("{\"a\":{\"error\":\"e\",\"ErrorCode\":\"e\",\"issuer\":\"i\"},\"code\":\"c\","
                                      "\"message\":\"m\",\"responseCode\":\"r\",\"b\":[{\"error\":{\"code\":\"c\"}}]}");

    g_assert_cmpstr(body.error, ==, "");
    g_assert_cmpstr(body.issuer, ==, "");
    g_assert_cmpstr(body.error_message, ==, "");
    g_assert_cmpstr(body.response_code, ==, "");
    body = read_text(
        "{\"x\":\"error\",\"y\":[\"error\",\"e\"],\"Error\":\"e\",\"error \":\"e\",\"erro\":\"e\",\"issuer\":[\"i\"]}");
    g_assert_cmpstr(body.error, ==, "");
    g_assert_cmpstr(body.issuer, ==, "");
    body = read_text("[{\"a\":[{\"error\":{\"b\":[[{\"error\":{\"responseCode\":\"deep\"}}]]}}]}]");
    g_assert_cmpstr(body.response_code, ==, "deep");
    g_assert_cmpstr(read_text("{\"a\":{\"b\":[{}]},\"error\":\"e\"}").error, ==, "e");
    body = read_text("[[{}],{\"diagnosticData\":\"d\"}]");
    g_assert_cmpstr(body.diagnostic, ==, "d");
}

static void test_duplicates(void)
{
    struct json_body body =
        read_text("{\"error\":\"\",\"error\":null,\"error\":true,\"error\":[\"l\"],\"error\":\"first\","
                  "\"error\":\"second\"}");

    g_assert_cmpstr(body.error, ==, "first");
}

static void test_lids(void)
{
    static const struct {
        const char *text;
        uint32_t    lid;
    } EXAMPLES[] = {
        {"LID:43532", 43532},
        {"x;LID: 43532, y", 43532},
        {"VALID:5 LID:6", 6},
        {"LID: x LID:7", 7},
        {"lid:5", 0},
        {"LID5", 0},
        {"LID:4294967295", UINT32_MAX},
        {"LID:4294967296", 0},
        {"LID:0 LID:8", 8},
        {"LID:18446744073709551621", 0},
        {"LID:-1", 0},
        {"LID:", 0},
        {"LID:99999999999999999999999999999999999999", 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(EXAMPLES); i++) {
        char            *text = g_strdup_printf("{\"diagnosticData\":\"%s\"}", EXAMPLES[i].text);
        struct json_body body = read_text(text);
        g_assert_cmpuint(body.lid, ==, EXAMPLES[i].lid);
        g_free(text);
    }
}

/* ---- texts ---- */

static void test_escapes(void)
{
    struct json_body body = read_text("{\"error\":\"\\u00e4\\\"\\\\\\/\\ud83d\\ude00\\n\"}");

    g_assert_cmpstr(body.error, ==, "\xC3\xA4\"\\/\xF0\x9F\x98\x80\n");
    static const char *const NO_CHARACTERS[] = {"a\\u0000b", "\\ud83d", "\\ude00", "\\ud83d\\u0041", "\\ud83dx"};
    for (size_t i = 0; i < G_N_ELEMENTS(NO_CHARACTERS); i++) {
        char *text = g_strdup_printf("{\"error\":\"%s\",\"issuer\":\"i\"}", NO_CHARACTERS[i]);
        body = read_text(text);
        g_assert_cmpstr(body.error, ==, "");
        g_assert_cmpstr(body.issuer, ==, "i");
        g_free(text);
    }
    body = read_text("{\"error\":\"a\xFF\xC3(\"}");
    g_assert_cmpstr(body.error, ==, "a\xEF\xBF\xBD\xEF\xBF\xBD(");
}

/* Cut at a character, not through it; what is found in a text is found behind the cut, too. */
static void test_long_texts(void)
{
    for (size_t shift = 0; shift < 4; shift++) {
        GString *text = repeated("{\"error_description\":\"", "x", shift, "");
        for (size_t i = 0; i < 300; i++)
            g_string_append(text, "\\ud83d\\ude00");
        g_string_append(text, " AADSTS50012 LID:43532\"}");
        struct json_body body = read_text(text->str);
        g_assert_cmpuint(strlen(body.error_message), ==, shift + (JSON_BODY_TEXT_LENGTH - 1 - shift) / 4 * 4);
        g_assert_cmpstr(body.aadsts, ==, "AADSTS50012");
        g_assert_cmpuint(body.lid, ==, 43532);
        g_string_free(text, TRUE);
    }
    GString         *text = repeated("{\"error_description\":\"AADSTS", "7", 1000, "\"}");
    struct json_body body = read_text(text->str);
    g_assert_cmpuint(strlen(body.aadsts), ==, JSON_BODY_NAME_LENGTH - 1);
    g_string_free(text, TRUE);
}

static void test_encodings(void)
{
    static const char UTF_16[] = "{\0\"\0e\0r\0r\0o\0r\0\"\0:\0\"\0e\0\"\0}\0";
    static const char UTF_16_MARKED[] = "\xFF\xFE{\0\"\0a\0\"\0:\0\"\0e\0\"\0}\0";

    g_assert_cmpstr(read_text("\xEF\xBB\xBF{\"error\":\"e\"}").error, ==, "e");
    assert_unreadable(UTF_16, sizeof UTF_16 - 1, false);
    assert_unreadable(UTF_16_MARKED, sizeof UTF_16_MARKED - 1, false);
    assert_unreadable("\xEF\xBB\xBF", 3, false);
    assert_unreadable("\xEF\xBB{}", 4, false);
}

/* ---- hostile bodies ---- */

static void test_no_json(void)
{
    static const char *const BODIES[] = {"",
                                         " ",
                                         "x",
                                         "\"text\"",
                                         "12 ",
                                         "true ",
                                         "<html></html>",
                                         "{",
                                         "}",
                                         "{]",
                                         "[}",
                                         "{{}",
                                         "[]]",
                                         "{\"a\":\"}",
                                         "{} {}",
                                         "{}[]",
                                         "{a:1}",
                                         "{\"a\":\"\\x\"}",
                                         "{\"a\":\"\\u12\"}",
                                         ":",
                                         ",",
                                         "\\"};

    for (size_t i = 0; i < G_N_ELEMENTS(BODIES); i++) {
        g_test_message("%s", BODIES[i]);
        assert_unreadable(BODIES[i], strlen(BODIES[i]), false);
    }
    assert_unreadable("{}\0", 3, false);
    assert_unreadable("{\"error\":\"a\0b\"}", 15, false);
    assert_unreadable(NULL, 0, false);
}

static void test_lax_json(void)
{
    static const char *const BODIES[] = {"{}",
                                         "[]",
                                         "{\"error\"}",
                                         "{\"error\":}",
                                         "{\"error\" \"e\"}",
                                         "{\"error\":\"e\":\"f\"}",
                                         "{\"error\",\"e\"}",
                                         "[\"error\":\"e\"]",
                                         "{:,:,}",
                                         "{\"error\":{}:{\"code\":1}}"};
    struct json_body         body;

    for (size_t i = 0; i < G_N_ELEMENTS(BODIES); i++)
        read_bytes(BODIES[i], strlen(BODIES[i]), &body);
    read_bytes("{\"error\"}", 9, &body);
    g_assert_cmpstr(body.error, ==, "");
    read_bytes("[\"error\":\"e\"]", 13, &body);
    g_assert_cmpstr(body.error, ==, "");
}

static void test_every_cut_and_change(void)
{
    static const char *const BODIES[] = {UNKNOWN_KEY, FORBIDDEN};
    struct json_body         body;

    for (size_t i = 0; i < G_N_ELEMENTS(BODIES); i++) {
        size_t length = strlen(BODIES[i]);
        char  *copy = g_strdup(BODIES[i]);
        for (size_t cut = 0; cut < length; cut++) {
            assert_unreadable(BODIES[i], cut, false);
            for (size_t k = 0; k < 8; k++) {
                copy[cut] = "\"\\{}[],\xFF"[k];
                read_bytes(copy, length, &body);
            }
            copy[cut] = BODIES[i][cut];
        }
        g_free(copy);
    }
}

static void test_bounds(void)
{
    GString *text = repeated("[", "0,", LIMIT_JSON_VALUES - 2, "0]");
    read_text(text->str); /* the list is a value */
    g_string_free(text, TRUE);
    text = repeated("[", "0,", LIMIT_JSON_VALUES - 1, "0]");
    assert_unreadable(text->str, text->len, true);
    g_string_free(text, TRUE);
    text = repeated("{\"error\":\"e\",\"a\":\",\\\"", ",", LIMIT_JSON_VALUES,
                    "\"}"); /* commas in a string are no values */
    g_assert_cmpstr(read_text(text->str).error, ==, "e");
    g_string_free(text, TRUE);
    text = repeated("{\"error\":\"e\"}", " ", LIMIT_BODY_LENGTH - 13, "");
    g_assert_cmpuint(text->len, ==, LIMIT_BODY_LENGTH);
    g_assert_cmpstr(read_text(text->str).error, ==, "e");
    g_string_append_c(text, ' ');
    assert_unreadable(text->str, text->len, true);
    g_string_free(text, TRUE);
    text = repeated("[", "{\"error\":\"e\"},", 10 * 1024 * 1024 / 14, "{}]");
    assert_unreadable(text->str, text->len, true);
    g_string_free(text, TRUE);
}

static void test_depth(void)
{
    static const struct {
        const char *open;
        const char *close;
        size_t      depth;
        bool        readable;
    } EXAMPLES[] = {{"[", "]", LIMIT_JSON_VALUES - 3, true}, /* three more in the middle */
                    {"[", "]", LIMIT_JSON_VALUES - 2, false},
                    {"[", "]", 100000, false},
                    {"{\"error\":", "}", (LIMIT_JSON_VALUES - 3) / 2, true},
                    {"{\"error\":", "}", 100000, false}};

    for (size_t i = 0; i < G_N_ELEMENTS(EXAMPLES); i++) {
        struct json_body body;
        GString         *text = repeated("", EXAMPLES[i].open, EXAMPLES[i].depth, "{\"responseCode\":\"r\"}");
        GString         *end = repeated("", EXAMPLES[i].close, EXAMPLES[i].depth, "");
        assert_unreadable(text->str, text->len, !EXAMPLES[i].readable);
        g_string_append(text, end->str);
        g_assert_true(read_bytes(text->str, text->len, &body) == EXAMPLES[i].readable);
        g_assert_true(body.cut != EXAMPLES[i].readable);
        g_assert_cmpstr(body.response_code, ==, EXAMPLES[i].open[0] == '{' && EXAMPLES[i].readable ? "r" : "");
        g_string_free(text, TRUE);
        g_string_free(end, TRUE);
    }
}

/* What makes json_parse() slow is not given to it. */
static void test_time(void)
{
    struct json_body body;
    GString         *text = repeated("[", "0,", LIMIT_JSON_VALUES - 10, "");
    gint64           start = g_get_monotonic_time();

    for (size_t i = 0; i < 500000; i++)
        g_string_append(text, ":,");
    read_bytes(text->str, text->len, &body);
    g_assert_true(body.cut);
    g_string_free(text, TRUE);
    text = repeated("{", "\"diagnosticData\":\"\",", 4998, "\"a\":0}");
    read_text(text->str);
    g_string_free(text, TRUE);
    g_assert_cmpint(g_get_monotonic_time() - start, <, 3 * G_USEC_PER_SEC);
}

/* ---- members ---- */

#define HEADER \
    "{\"alg\":\"RS256\",\"n\":-1.5e3,\"b\":true,\"o\":{\"x\":\"y\"},\"l\":[\"one\",\"two\"],\"z\":[],\"e\":\"\"}"

static void assert_member(const char *text, const char *name, const char *value)
{
    char copy[JSON_TEXT_LENGTH];

    memset(copy, 0xAA, sizeof copy);
    g_assert_true(json_text_member(text, strlen(text), name, copy) == (value != NULL));
    g_assert_cmpstr(copy, ==, value != NULL ? value : "");
}

static void test_text_member(void)
{
    assert_member(HEADER, "alg", "RS256");
    assert_member(HEADER, "n", "-1.5e3");
    assert_member(HEADER, "e", "");
    assert_member(HEADER, "b", NULL);
    assert_member(HEADER, "o", NULL);
    assert_member(HEADER, "l", NULL);
    assert_member(HEADER, "x", NULL);
    assert_member(HEADER, "ALG", NULL);
    assert_member("[\"alg\",\"a\"]", "alg", NULL);
    assert_member("{\"alg\":\"a\"", "alg", NULL);
    assert_member("", "alg", NULL);
    GString *text = repeated("{\"alg\":\"", "\xC3\xA4", 500, "\"}");
    GString *value = repeated("", "\xC3\xA4", 127, "");
    assert_member(text->str, "alg", value->str);
    g_string_free(text, TRUE);
    g_string_free(value, TRUE);
}

static void test_members(void)
{
    char                     algorithm[4];
    char                     list[8];
    char                     shared[8];
    char                     empty[8];
    const struct json_member members[] = {{"alg", algorithm, sizeof algorithm},
                                          {"l", list, sizeof list},
                                          {"none", shared, sizeof shared},
                                          {"n", shared, sizeof shared},
                                          {"alg", shared, sizeof shared},
                                          {"z", empty, sizeof empty},
                                          {"x", empty, sizeof empty}};

    memset(empty, 0xAA, sizeof empty);
    g_assert_true(json_members(HEADER, strlen(HEADER), members, G_N_ELEMENTS(members)));
    g_assert_cmpstr(algorithm, ==, "RS2");
    g_assert_cmpstr(list, ==, "one");
    g_assert_cmpstr(shared, ==, "RS256");
    g_assert_cmpstr(empty, ==, "");
    g_assert_false(json_members("[]", 2, members, G_N_ELEMENTS(members)));
    g_assert_cmpstr(algorithm, ==, "");
    g_assert_cmpstr(shared, ==, "");
    GString *text = repeated("{\"l\":\"", "x", LIMIT_TOKEN_LENGTH + 1, "\"}"); /* too long for a token */
    g_assert_true(json_members(text->str, text->len, members, G_N_ELEMENTS(members)));
    g_assert_cmpstr(list, ==, "");
    g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/json_body/oauth_errors", test_oauth_errors);
    g_test_add_func("/json_body/graph_errors", test_graph_errors);
    g_test_add_func("/json_body/cloud_scheduling", test_cloud_scheduling);
    g_test_add_func("/json_body/autodiscover", test_autodiscover);
    g_test_add_func("/json_body/secrets_are_not_kept", test_secrets_are_not_kept);
    g_test_add_func("/json_body/places", test_places);
    g_test_add_func("/json_body/duplicates", test_duplicates);
    g_test_add_func("/json_body/lids", test_lids);
    g_test_add_func("/json_body/escapes", test_escapes);
    g_test_add_func("/json_body/long_texts", test_long_texts);
    g_test_add_func("/json_body/encodings", test_encodings);
    g_test_add_func("/json_body/no_json", test_no_json);
    g_test_add_func("/json_body/lax_json", test_lax_json);
    g_test_add_func("/json_body/every_cut_and_change", test_every_cut_and_change);
    g_test_add_func("/json_body/bounds", test_bounds);
    g_test_add_func("/json_body/depth", test_depth);
    g_test_add_func("/json_body/time", test_time);
    g_test_add_func("/json_body/text_member", test_text_member);
    g_test_add_func("/json_body/members", test_members);
    return g_test_run();
}
