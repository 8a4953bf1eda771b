/* fuzz_http_header.c: libFuzzer target for content/http_header.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "http_header.h"

#include <string.h>

#include <glib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *text, size_t size)
{
    g_assert_nonnull(memchr(text, '\0', size));
    g_assert_true(g_utf8_validate(text, -1, NULL));
}

static void check_diagnostics(const char *value)
{
    struct http_diagnostics diagnostics;

    memset(&diagnostics, 0xAA, sizeof diagnostics);
    g_assert_true(http_diagnostics_read(value, &diagnostics) == diagnostics.readable);
    check(diagnostics.reason, sizeof diagnostics.reason);
    check(diagnostics.category, sizeof diagnostics.category);
    g_assert_true(diagnostics.readable || diagnostics.code == 0);
}

static void check_challenge(const char *value)
{
    struct http_challenge challenge;

    memset(&challenge, 0xAA, sizeof challenge);
    g_assert_true(http_challenge_read(value, &challenge) == challenge.bearer);
    check(challenge.client_id, sizeof challenge.client_id);
    check(challenge.trusted_issuers, sizeof challenge.trusted_issuers);
    check(challenge.authorization_uri, sizeof challenge.authorization_uri);
    check(challenge.token_types, sizeof challenge.token_types);
    check(challenge.error, sizeof challenge.error);
    check(challenge.realm, sizeof challenge.realm);
}

/* The first byte of the input is the size that a masked text has to fit in. */
static void check_masks(const char *text, unsigned char size)
{
    char  *masked = g_malloc(size);
    size_t room = 16 * strlen(text) + 16;
    char  *once = g_malloc(room);

    http_mask_addresses(text, masked, size);
    http_mask_addresses(text, once, room);
    check(once, room);
    if (size > 0) {
        check(masked, size);
        g_assert_true(g_str_has_prefix(once, masked));
    }
    g_free(masked);
    g_free(once);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    char                          *text = g_strndup((const char *)data + 1, size - 1);
    char                          *value = g_strdup(text); /* ends where its allocation ends */
    struct http_availability_agent agent;
    char                           parameter[HTTP_HEADER_TEXT_LENGTH];

    check_diagnostics(value);
    check_challenge(value);
    check_masks(value, data[0]);
    memset(&agent, 0xAA, sizeof agent);
    http_availability_agent_read(value, &agent);
    check(agent.version, sizeof agent.version);
    memset(parameter, 0xAA, sizeof parameter);
    g_assert_true(http_parameter(value, "charset", parameter) || parameter[0] == '\0');
    check(parameter, sizeof parameter);
    g_free(value);
    g_free(text);
    return 0;
}
