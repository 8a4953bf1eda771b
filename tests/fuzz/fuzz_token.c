/* fuzz_token.c: libFuzzer target for content/token: the bytes as a token, and as what is encoded in one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "token.h"

#include <string.h>

#include <glib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text, size_t size)
{
    g_assert_nonnull(memchr(text, '\0', size));
    g_assert_true(g_utf8_validate(text, -1, NULL));
}

static void check_claims(const struct token_claims *claims, bool readable)
{
    struct token_claims empty;

    check_text(claims->algorithm, sizeof claims->algorithm);
    check_text(claims->issuer, sizeof claims->issuer);
    check_text(claims->audience, sizeof claims->audience);
    check_text(claims->name_id, sizeof claims->name_id);
    check_text(claims->application, sizeof claims->application);
    g_assert_cmpint(claims->not_before, >=, 0);
    g_assert_cmpint(claims->not_before, <=, INT64_C(253402300799));
    g_assert_cmpint(claims->expires, >=, 0);
    g_assert_cmpint(claims->expires, <=, INT64_C(253402300799));
    memset(&empty, 0, sizeof empty);
    g_assert_true(readable || memcmp(claims, &empty, sizeof empty) == 0);
}

static void check(const char *text, size_t length)
{
    struct token token;

    memset(&token, 0xAA, sizeof token);
    g_assert_true(token_read(text, length, &token) == token.readable);
    check_claims(&token.claims, token.readable);
    check_claims(&token.actor, token.actor_readable);
    g_assert_true(token.readable || !token.has_actor);
    g_assert_true(token.has_actor || !token.actor_readable);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *part = g_base64_encode(data, size);

    check((const char *)data, size);
    g_strdelimit(part, "+", '-');
    g_strdelimit(part, "/", '_');
    part[strcspn(part, "=")] = '\0';
    char *inner = g_strdup_printf("Bearer %s.%s.SIGNATURE", part, part);
    check(inner, strlen(inner));
    g_free(inner);
    g_free(part);
    return 0;
}
