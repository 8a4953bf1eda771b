/* test_http_message.c: which headers are looked at, and which of several counts.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "http_message.h"

#include <string.h>

#include <glib.h>

static const struct {
    const char      *name;
    enum http_header header;
} known[] = {
    {"Host", HTTP_HEADER_HOST},
    {"SOAPAction", HTTP_HEADER_SOAP_ACTION},
    {"Content-Type", HTTP_HEADER_CONTENT_TYPE},
    {"User-Agent", HTTP_HEADER_USER_AGENT},
    {"Authorization", HTTP_HEADER_AUTHORIZATION},
    {"client-request-id", HTTP_HEADER_CLIENT_REQUEST_ID},
    {"X-RequestType", HTTP_HEADER_REQUEST_TYPE},
    {"X-ResponseCode", HTTP_HEADER_RESPONSE_CODE},
    {"x-ms-diagnostics", HTTP_HEADER_DIAGNOSTICS},
    {"WWW-Authenticate", HTTP_HEADER_WWW_AUTHENTICATE},
    {"request-id", HTTP_HEADER_REQUEST_ID},
    {"X-FEServer", HTTP_HEADER_FRONT_END},
    {"X-BEServer", HTTP_HEADER_BACK_END},
    {"X-TargetBEServer", HTTP_HEADER_TARGET_BACK_END},
    {"Server", HTTP_HEADER_SERVER},
    {"Location", HTTP_HEADER_LOCATION},
};

static enum http_header header_named(const char *name)
{
    return http_header_of(name, strlen(name));
}

static void test_names(void)
{
    g_assert_cmpuint(G_N_ELEMENTS(known), ==, HTTP_HEADER_COUNT);
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
        char *upper = g_ascii_strup(known[i].name, -1);
        char *lower = g_ascii_strdown(known[i].name, -1);

        g_assert_cmpint(header_named(known[i].name), ==, known[i].header);
        g_assert_cmpint(header_named(upper), ==, known[i].header);
        g_assert_cmpint(header_named(lower), ==, known[i].header);
        g_free(lower);
        g_free(upper);
    }
}

static void test_other_names(void)
{
    const char *const others[] = {"", "Hos", "Hosts", "Cookie", "Set-Cookie", "Content-Type ", "Proxy-Authenticate",
                                  "X-Server", "X-MS-Diagnostics-Extra", "Content-Length"};

    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        g_assert_cmpint(header_named(others[i]), ==, HTTP_HEADER_COUNT);
    /* The length counts, not a terminating zero. */
    g_assert_cmpint(http_header_of("Host: example", 4), ==, HTTP_HEADER_HOST);
    g_assert_cmpint(http_header_of("Host", 3), ==, HTTP_HEADER_COUNT);
}

static void test_first_counts(void)
{
    struct http_message message = {0};

    for (int i = 0; i < HTTP_HEADER_COUNT; i++) {
        http_message_add_header(&message, (enum http_header)i, "first");
        http_message_add_header(&message, (enum http_header)i, "second");
    }
    for (int i = 0; i < HTTP_HEADER_COUNT; i++)
        g_assert_cmpstr(message.headers[i], ==, "first");
}

static void test_no_header(void)
{
    struct http_message message = {0};
    struct http_message nothing = {0};

    http_message_add_header(&message, HTTP_HEADER_COUNT, "value");
    g_assert_cmpint(memcmp(&message, &nothing, sizeof message), ==, 0);
}

static void test_bearer_challenge_counts(void)
{
    struct http_message message = {0};

    http_message_add_header(&message, HTTP_HEADER_WWW_AUTHENTICATE, "Negotiate");
    http_message_add_header(&message, HTTP_HEADER_WWW_AUTHENTICATE, "Bearer client_id=\"1\"");
    http_message_add_header(&message, HTTP_HEADER_WWW_AUTHENTICATE, "NTLM");
    http_message_add_header(&message, HTTP_HEADER_WWW_AUTHENTICATE, "Basic realm=\"Bearer\"");
    g_assert_cmpstr(message.headers[HTTP_HEADER_WWW_AUTHENTICATE], ==, "Bearer client_id=\"1\"");
    g_assert_null(message.headers[HTTP_HEADER_SERVER]);
    message.headers[HTTP_HEADER_WWW_AUTHENTICATE] = NULL;
    http_message_add_header(&message, HTTP_HEADER_WWW_AUTHENTICATE, "Negotiate");
    http_message_add_header(&message, HTTP_HEADER_WWW_AUTHENTICATE, "NTLM");
    g_assert_cmpstr(message.headers[HTTP_HEADER_WWW_AUTHENTICATE], ==, "Negotiate");
}

/** A Bearer value in another header replaces nothing. */
static void test_bearer_elsewhere(void)
{
    struct http_message message = {0};

    http_message_add_header(&message, HTTP_HEADER_SERVER, "first");
    http_message_add_header(&message, HTTP_HEADER_SERVER, "Bearer client_id=\"1\"");
    g_assert_cmpstr(message.headers[HTTP_HEADER_SERVER], ==, "first");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/http_message/names/known", test_names);
    g_test_add_func("/http_message/names/other", test_other_names);
    g_test_add_func("/http_message/add/first", test_first_counts);
    g_test_add_func("/http_message/add/none", test_no_header);
    g_test_add_func("/http_message/add/bearer", test_bearer_challenge_counts);
    g_test_add_func("/http_message/add/bearer_elsewhere", test_bearer_elsewhere);
    return g_test_run();
}
