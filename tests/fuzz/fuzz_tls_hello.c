/* fuzz_tls_hello.c: libFuzzer target for core/tls_hello: the bytes as a message, and as what stands in one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls_hello.h"

#include <string.h>

#include <glib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HEADER_LENGTH 4

/** Bytes that were read lie in the message. */
static void check_span(struct tls_bytes span, const uint8_t *message, size_t length)
{
    g_assert_true(span.length == 0 || span.data >= message);
    g_assert_true(span.length == 0 || (size_t)(span.data - message) <= length - span.length);
    g_assert_cmpuint(tls_bytes_u16(span, span.length / 2), ==, 0);
}

static void check_client_hello(enum tls_parse parse, const struct tls_client_hello *hello, const uint8_t *message,
                               size_t length)
{
    struct tls_client_hello nothing;

    memset(&nothing, 0, sizeof nothing); /* padding too */
    if (parse != TLS_PARSE_OK) {
        g_assert_cmpint(memcmp(hello, &nothing, sizeof nothing), ==, 0);
        return;
    }
    check_span(hello->session_id, message, length);
    check_span(hello->cipher_suites, message, length);
    check_span(hello->server_name, message, length);
    check_span(hello->alpn_protocols, message, length);
    check_span(hello->supported_groups, message, length);
    check_span(hello->signature_algorithms, message, length);
    g_assert_cmpuint(hello->cipher_suites.length % (hello->sslv2_framed ? 3 : 2), ==, 0);
    g_assert_cmpuint(hello->cipher_suites.length, >, 0);
    g_assert_true(hello->has_server_name == (hello->server_name.length > 0));
    g_assert_true(hello->has_supported_versions || !hello->tls13_only);
    g_assert_true(hello->has_supported_groups || hello->supported_groups.length == 0);
    g_assert_true(hello->has_signature_algorithms || hello->signature_algorithms.length == 0);
    g_assert_true(hello->alpn_protocols.length > 0 || !hello->offers_http2);
}

static void check_server_hello(enum tls_parse parse, const struct tls_server_hello *hello, const uint8_t *message,
                               size_t length)
{
    struct tls_server_hello nothing;

    memset(&nothing, 0, sizeof nothing);
    if (parse != TLS_PARSE_OK) {
        g_assert_cmpint(memcmp(hello, &nothing, sizeof nothing), ==, 0);
        return;
    }
    check_span(hello->session_id, message, length);
    g_assert_true(hello->has_supported_versions || hello->version == hello->legacy_version);
    g_assert_false(hello->is_hello_retry_request && hello->has_downgrade_sentinel);
}

static void read_message(const uint8_t *message, size_t length)
{
    struct tls_client_hello client;
    struct tls_server_hello server;
    struct tls_alert        alert;
    bool                    whole = tls_handshake_is_whole(message, length);

    memset(&client, 0xAA, sizeof client);
    enum tls_parse parse = tls_client_hello_parse(message, length, &client);
    check_client_hello(parse, &client, message, length);
    g_assert_true(whole || parse != TLS_PARSE_OK);
    g_assert_false(client.sslv2_framed);

    memset(&client, 0xAA, sizeof client);
    parse = tls_client_hello_parse_sslv2(message, length, &client);
    check_client_hello(parse, &client, message, length);
    g_assert_true(client.sslv2_framed == (parse == TLS_PARSE_OK));

    memset(&server, 0xAA, sizeof server);
    parse = tls_server_hello_parse(message, length, &server);
    check_server_hello(parse, &server, message, length);
    g_assert_true(whole || parse != TLS_PARSE_OK);

    g_assert_false(server.sslv2_framed);

    memset(&server, 0xAA, sizeof server);
    parse = tls_server_hello_parse_sslv2(message, length, &server);
    check_server_hello(parse, &server, message, length);
    g_assert_true(server.sslv2_framed == (parse == TLS_PARSE_OK));

    memset(&alert, 0xAA, sizeof alert);
    parse = tls_alert_parse(message, length, &alert);
    g_assert_true((alert.level == TLS_ALERT_LEVEL_WARNING || alert.level == TLS_ALERT_LEVEL_FATAL) ==
                  (parse == TLS_PARSE_OK));
}

/** The message with the length that it has written into it: nothing below the header is reached otherwise. */
static void read_with_true_length(const uint8_t *data, size_t size)
{
    uint8_t *message = g_memdup2(data, size);
    size_t   length = size - HEADER_LENGTH;

    message[1] = (uint8_t)(length >> 16);
    message[2] = (uint8_t)(length >> 8);
    message[3] = (uint8_t)length;
    g_assert_true(tls_handshake_is_whole(message, size));
    read_message(message, size);
    g_free(message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_message(data, size);
    if (size >= HEADER_LENGTH && size < 1 << 24)
        read_with_true_length(data, size);
    return 0;
}
