/* fuzz_xml_body.c: any bytes as the XML of a body (libFuzzer).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

#include "limits.h"
#include "xml_body.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text, size_t size)
{
    const char *end = memchr(text, '\0', size);

    g_assert_nonnull(end);
    g_assert_true(g_utf8_validate(text, end - text, NULL));
    g_assert_false(g_str_has_prefix(text, " "));
    g_assert_false(g_str_has_suffix(text, " "));
}

#define CHECK(member) check_text(body->member, sizeof body->member)

static void check_texts(const struct xml_body *body)
{
    CHECK(root);
    CHECK(operation);
    CHECK(operation_namespace);
    CHECK(action);
    CHECK(applies_to);
    CHECK(fault_code);
    CHECK(fault_subcode);
    CHECK(fault_text);
    CHECK(fault_value);
    CHECK(fault_internal_value);
    CHECK(fault_internal_text);
    CHECK(response_code);
    CHECK(error_code);
    CHECK(message);
}

static void check_facts(const struct xml_body *body, bool readable, size_t size)
{
    struct xml_body nothing;

    memset(&nothing, 0, sizeof nothing); /* padding too */
    nothing.cut = body->cut;
    g_assert_true(body->readable == readable);
    g_assert_true(body->cut || size <= LIMIT_BODY_LENGTH);
    g_assert_cmpstr(body->response_code, !=, "NoError");
    g_assert_cmpstr(body->error_code, !=, "NoError");
    g_assert_true(body->message[0] == '\0' || body->fault || body->response_code[0] != '\0' ||
                  body->error_code[0] != '\0');
    if (!readable)
        g_assert_cmpint(memcmp(body, &nothing, sizeof nothing), ==, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct xml_body body;
    bool            readable = false;

    memset(&body, 0xAA, sizeof body);
    readable = xml_body_read(data, size, &body);
    check_texts(&body);
    check_facts(&body, readable, size);
    return 0;
}
