/* test_tls_certificate.c: Certificate messages of both forms, whole, cut, lying and random.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls_certificate.h"

#include <string.h>

#include <glib.h>

#include "message_builder.h"

static struct message built;

/* What a parser gets: a copy that ends where its allocation ends, so that an address sanitiser sees the first
 * byte read too many. It lives until the next one, since spans point into it. */
static uint8_t *copy_allocation;

static const uint8_t *copy_at_end(const uint8_t *bytes, size_t length)
{
    g_free(copy_allocation);
    copy_allocation = g_malloc(16 + length);
    if (length > 0)
        memcpy(copy_allocation + 16, bytes, length);
    return copy_allocation + 16;
}

/* ---- parsing with what must hold for every input ---- */

static void assert_zeroed(const struct tls_certificate_chain *chain)
{
    struct tls_certificate_chain zeroed;
    memset(&zeroed, 0, sizeof zeroed);
    g_assert_cmpint(memcmp(chain, &zeroed, sizeof zeroed), ==, 0);
}

static void assert_spans(const struct tls_certificate_chain *chain, const uint8_t *message, size_t length)
{
    const uint8_t *behind = message;
    g_assert_cmpuint(chain->count, <=, LIMIT_CERTIFICATE_CHAIN);
    g_assert_true(!chain->cut || chain->count == LIMIT_CERTIFICATE_CHAIN);
    for (size_t i = 0; i < chain->count; i++) {
        struct tls_bytes span = chain->certificates[i];
        g_assert_cmpuint(span.length, >, 0);
        g_assert_true(span.data > behind);
        behind = span.data + span.length;
        g_assert_true(behind <= message + length);
    }
}

static enum tls_parse parse(const uint8_t *bytes, size_t length, bool tls13,
                            struct tls_certificate_chain *chain)
{
    const uint8_t *message = copy_at_end(bytes, length);
    memset(chain, 0xAA, sizeof *chain);
    enum tls_parse result = tls_certificate_parse(message, length, tls13, chain);
    if (result == TLS_PARSE_OK)
        assert_spans(chain, message, length);
    else
        assert_zeroed(chain);
    return result;
}

static enum tls_parse parse_built(bool tls13, struct tls_certificate_chain *chain)
{
    return parse(built.bytes, built.length, tls13, chain);
}

/* ---- messages ---- */

static void start_message(bool tls13)
{
    message_start(&built);
    message_start_handshake(&built, TLS_HANDSHAKE_CERTIFICATE);
    if (tls13) {
        message_open(&built, 1); /* certificate_request_context */
        message_close(&built);
    }
    message_open(&built, 3);
}

/* A "certificate" of `length` bytes `byte`; the TLS 1.3 form with two extensions, whose bytes give no grammar
 * if a length before them lies. */
static void add_certificate(bool tls13, uint8_t byte, size_t length)
{
    message_open(&built, 3);
    message_add_filling(&built, byte, length);
    message_close(&built);
    if (tls13) {
        message_open_extensions(&built);
        message_add_extension(&built, 5, "\x30\x30\x30\x30\x30", 5);
        message_add_extension(&built, 0x1234, NULL, 0);
        message_close(&built);
    }
}

static void build_chain(bool tls13, size_t count)
{
    start_message(tls13);
    for (size_t i = 0; i < count; i++)
        add_certificate(tls13, (uint8_t)(i + 1), 20 + i);
    message_finish(&built);
}

/* ---- tests; each runs for both forms ---- */

static void test_chain(gconstpointer data)
{
    bool tls13 = GPOINTER_TO_INT(data) != 0;
    struct tls_certificate_chain chain;
    build_chain(tls13, 3);
    g_assert_cmpint(parse_built(tls13, &chain), ==, TLS_PARSE_OK);
    g_assert_cmpuint(chain.count, ==, 3);
    g_assert_false(chain.cut);
    for (size_t i = 0; i < 3; i++) {
        g_assert_cmpuint(chain.certificates[i].length, ==, 20 + i);
        g_assert_cmpuint(chain.certificates[i].data[0], ==, i + 1);
        g_assert_cmpuint(chain.certificates[i].data[19 + i], ==, i + 1);
    }
}

static void test_empty_list(gconstpointer data)
{
    bool tls13 = GPOINTER_TO_INT(data) != 0;
    struct tls_certificate_chain chain;
    build_chain(tls13, 0);
    g_assert_cmpint(parse_built(tls13, &chain), ==, TLS_PARSE_OK);
    assert_zeroed(&chain);
}

static void test_more_than_the_bound(gconstpointer data)
{
    bool tls13 = GPOINTER_TO_INT(data) != 0;
    struct tls_certificate_chain chain;
    build_chain(tls13, LIMIT_CERTIFICATE_CHAIN);
    g_assert_cmpint(parse_built(tls13, &chain), ==, TLS_PARSE_OK);
    g_assert_cmpuint(chain.count, ==, LIMIT_CERTIFICATE_CHAIN);
    g_assert_false(chain.cut);
    build_chain(tls13, LIMIT_CERTIFICATE_CHAIN + 1);
    g_assert_cmpint(parse_built(tls13, &chain), ==, TLS_PARSE_OK);
    g_assert_cmpuint(chain.count, ==, LIMIT_CERTIFICATE_CHAIN);
    g_assert_true(chain.cut);
    g_assert_cmpint(parse(built.bytes, built.length - 1, tls13, &chain), ==, TLS_PARSE_TRUNCATED);
}

/* A certificate of no bytes breaks the grammar of both RFCs: ASN.1Cert<1..2^24-1>. */
static void test_certificate_without_bytes(gconstpointer data)
{
    bool tls13 = GPOINTER_TO_INT(data) != 0;
    struct tls_certificate_chain chain;
    start_message(tls13);
    add_certificate(tls13, 1, 20);
    add_certificate(tls13, 2, 0);
    message_finish(&built);
    g_assert_cmpint(parse_built(tls13, &chain), ==, TLS_PARSE_TRUNCATED);
}

static void test_one_byte_behind(gconstpointer data)
{
    bool tls13 = GPOINTER_TO_INT(data) != 0;
    struct tls_certificate_chain chain;
    build_chain(tls13, 2);
    message_add(&built, 1, 0);
    g_assert_cmpint(parse_built(tls13, &chain), ==, TLS_PARSE_TRAILING);
    message_overwrite(&built, 1, 3, (uint32_t)built.length - 4); /* now it is behind the list */
    g_assert_cmpint(parse_built(tls13, &chain), ==, TLS_PARSE_TRAILING);
}

static void test_cut_at_every_length(gconstpointer data)
{
    bool tls13 = GPOINTER_TO_INT(data) != 0;
    struct tls_certificate_chain chain;
    build_chain(tls13, 2);
    for (size_t length = 0; length < built.length; length++)
        g_assert_cmpint(parse(built.bytes, length, tls13, &chain), ==, TLS_PARSE_TRUNCATED);
}

/* Cut, with a header that owns up to it: the lengths inside lie then. */
static void test_cut_inside(gconstpointer data)
{
    bool tls13 = GPOINTER_TO_INT(data) != 0;
    struct tls_certificate_chain chain;
    build_chain(tls13, 2);
    for (size_t length = 4; length < built.length; length++) {
        message_overwrite(&built, 1, 3, (uint32_t)length - 4);
        g_assert_cmpint(parse(built.bytes, length, tls13, &chain), ==, TLS_PARSE_TRUNCATED);
    }
}

/* Each length one too small, one too large, nothing and as large as can be. */
static void test_lengths_that_lie(gconstpointer data)
{
    bool tls13 = GPOINTER_TO_INT(data) != 0;
    struct tls_certificate_chain chain;
    build_chain(tls13, 2);
    for (size_t i = 0; i < built.field_count; i++) {
        struct message_length_field field = built.fields[i];
        uint32_t honest = message_number_at(&built, field.position, field.width);
        uint32_t largest = (uint32_t)((UINT64_C(1) << (8 * field.width)) - 1);
        const uint32_t lies[] = {honest + 1, honest > 0 ? honest - 1 : 1, 0, largest};
        for (size_t k = 0; k < sizeof lies / sizeof lies[0]; k++) {
            if (lies[k] == honest)
                continue;
            message_overwrite(&built, field.position, field.width, lies[k]);
            g_assert_cmpint(parse_built(tls13, &chain), !=, TLS_PARSE_OK);
        }
        message_overwrite(&built, field.position, field.width, honest);
    }
    g_assert_cmpint(parse_built(tls13, &chain), ==, TLS_PARSE_OK);
}

static void test_other_messages(gconstpointer data)
{
    bool tls13 = GPOINTER_TO_INT(data) != 0;
    struct tls_certificate_chain chain;
    for (unsigned type = 0; type < 256; type++) {
        build_chain(tls13, 1);
        built.bytes[0] = (uint8_t)type;
        g_assert_cmpint(parse_built(tls13, &chain), ==,
                        type == TLS_HANDSHAKE_CERTIFICATE ? TLS_PARSE_OK : TLS_PARSE_WRONG_TYPE);
    }
    g_assert_cmpint(tls_certificate_parse(NULL, 0, tls13, &chain), ==, TLS_PARSE_TRUNCATED);
}

static void test_random_bytes(gconstpointer data)
{
    bool tls13 = GPOINTER_TO_INT(data) != 0;
    struct tls_certificate_chain chain;
    for (int round = 0; round < 20000; round++) {
        build_chain(tls13, (size_t)g_test_rand_int_range(0, 4));
        size_t length = (size_t)g_test_rand_int_range(0, (int)built.length + 1);
        for (int change = g_test_rand_int_range(0, 4); change > 0 && length > 1; change--)
            built.bytes[g_test_rand_int_range(1, (int)length)] = (uint8_t)g_test_rand_int_range(0, 256);
        parse(built.bytes, length, tls13, &chain);
    }
}

/* ---- what only one form has ---- */

static void test_request_context(void)
{
    struct tls_certificate_chain chain;
    message_start(&built);
    message_start_handshake(&built, TLS_HANDSHAKE_CERTIFICATE);
    message_open(&built, 1);
    message_add_filling(&built, 0x77, 255);
    message_close(&built);
    message_open(&built, 3);
    add_certificate(true, 9, 30);
    message_finish(&built);
    g_assert_cmpint(parse_built(true, &chain), ==, TLS_PARSE_OK);
    g_assert_cmpuint(chain.count, ==, 1);
    g_assert_cmpuint(chain.certificates[0].data[0], ==, 9);
}

static void test_certificate_without_extensions(void)
{
    struct tls_certificate_chain chain;
    start_message(true);
    message_open(&built, 3);
    message_add_filling(&built, 3, 30);
    message_close(&built);
    message_open_extensions(&built);
    message_finish(&built);
    g_assert_cmpint(parse_built(true, &chain), ==, TLS_PARSE_OK);
    g_assert_cmpuint(chain.count, ==, 1);
}

/* One form read as the other must not pass. */
static void test_forms_are_told_apart(void)
{
    struct tls_certificate_chain chain;
    build_chain(false, 2);
    g_assert_cmpint(parse_built(true, &chain), !=, TLS_PARSE_OK);
    build_chain(true, 2);
    g_assert_cmpint(parse_built(false, &chain), !=, TLS_PARSE_OK);
}

static void add_for_both_forms(const char *name, GTestDataFunc test)
{
    for (int tls13 = 0; tls13 <= 1; tls13++) {
        char *path = g_strdup_printf("/tls_certificate/%s/%s", tls13 != 0 ? "tls13" : "tls12", name);
        g_test_add_data_func(path, GINT_TO_POINTER(tls13), test);
        g_free(path);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_for_both_forms("chain", test_chain);
    add_for_both_forms("empty_list", test_empty_list);
    add_for_both_forms("more_than_the_bound", test_more_than_the_bound);
    add_for_both_forms("certificate_without_bytes", test_certificate_without_bytes);
    add_for_both_forms("one_byte_behind", test_one_byte_behind);
    add_for_both_forms("cut_at_every_length", test_cut_at_every_length);
    add_for_both_forms("cut_inside", test_cut_inside);
    add_for_both_forms("lengths_that_lie", test_lengths_that_lie);
    add_for_both_forms("other_messages", test_other_messages);
    add_for_both_forms("random_bytes", test_random_bytes);
    g_test_add_func("/tls_certificate/request_context", test_request_context);
    g_test_add_func("/tls_certificate/certificate_without_extensions", test_certificate_without_extensions);
    g_test_add_func("/tls_certificate/forms_are_told_apart", test_forms_are_told_apart);
    int failed = g_test_run();
    g_free(copy_allocation);
    return failed;
}
