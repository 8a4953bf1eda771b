/* fuzz_json_body.c: libFuzzer target for content/json_body.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "json_body.h"

#include <string.h>

#include <glib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *text, size_t size)
{
    g_assert_nonnull(memchr(text, '\0', size));
    g_assert_true(g_utf8_validate(text, -1, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct json_body   body;
    char               text[JSON_TEXT_LENGTH];
    char               list[32];
    struct json_member members[] = {
        {"aud", list, sizeof list}, {"actortoken", text, sizeof text}, {"actort", text, sizeof text}};

    memset(&body, 0xAA, sizeof body);
    g_assert_true(json_body_read(data, size, &body) == body.readable);
    g_assert_false(body.readable && body.cut);
    check(body.error, sizeof body.error);
    check(body.error_message, sizeof body.error_message);
    check(body.aadsts, sizeof body.aadsts);
    check(body.response_code, sizeof body.response_code);
    check(body.diagnostic, sizeof body.diagnostic);
    check(body.issuer, sizeof body.issuer);
    g_assert_true(body.aadsts[0] == '\0' || body.error_message[0] != '\0');

    memset(text, 0xAA, sizeof text);
    bool found = json_text_member((const char *)data, size, "error", text);
    check(text, sizeof text);
    g_assert_true(body.readable || !found);
    memset(text, 0xAA, sizeof text);
    memset(list, 0xAA, sizeof list);
    bool is_object = json_members((const char *)data, size, members, G_N_ELEMENTS(members));
    g_assert_true(body.readable || !is_object);
    check(text, sizeof text);
    check(list, sizeof list);
    return 0;
}
