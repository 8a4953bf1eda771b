/* test_hello_hash.c: two hellos of one program have one hash, two of different ones two.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include <glib.h>

#include "hello_hash.h"
#include "message_builder.h"

enum { TLS_1_2 = 0x0303, GREASE = 0x2A2A, SUPPORTED_VERSIONS = 43, TICKET = 35, MASTER_SECRET = 23 };

/** A hello; what is 0 is left out. */
struct offer {
    uint16_t version;
    uint16_t suites[3];
    size_t   suite_count;
    uint16_t extensions[3];
    size_t   extension_count;
    uint16_t offered; /* in supported_versions */
    uint8_t  random;
};

static void hash(const struct offer *offer, uint8_t *bytes)
{
    struct message *message = g_new0(struct message, 1);

    message_start_client_hello(message, offer->version, offer->suites, offer->suite_count);
    message_open_extensions(message);
    for (size_t i = 0; i < offer->extension_count; i++)
        message_add_extension(message, offer->extensions[i], NULL, 0);
    if (offer->offered != 0)
        message_add_numbers(message, SUPPORTED_VERSIONS, 1, &offer->offered, 1);
    message_finish(message);
    memset(message->bytes + 6, offer->random, 32);
    g_assert_true(hello_hash_of(message->bytes, message->length, bytes));
    g_free(message);
}

static void assert_same(const struct offer *first, const struct offer *second, bool same)
{
    uint8_t hashes[2][HELLO_HASH_LENGTH];

    hash(first, hashes[0]);
    hash(second, hashes[1]);
    g_assert_true((memcmp(hashes[0], hashes[1], HELLO_HASH_LENGTH) == 0) == same);
}

static const struct offer plain = {TLS_1_2, {0xC030, 0xC02F}, 2, {MASTER_SECRET, TICKET}, 2, 0x0304, 1};

static void test_random_and_grease_do_not_count(void)
{
    struct offer other = plain;

    other.random = 2;
    assert_same(&plain, &other, true);
    other = (struct offer){TLS_1_2, {GREASE, 0xC030, 0xC02F}, 3, {GREASE, MASTER_SECRET, TICKET}, 3, 0x0304, 1};
    assert_same(&plain, &other, true);
}

static void test_what_is_offered_counts(void)
{
    struct offer others[] = {plain, plain, plain, plain, plain};

    others[0].version = 0x0301;
    others[1].suites[0] = 0x002F;
    others[2].extensions[0] = TICKET;
    others[2].extensions[1] = MASTER_SECRET;
    others[3].offered = 0x0303;
    others[4].suite_count = 1;
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        assert_same(&plain, &others[i], false);
}

/** A number goes from one list to the next: not the same offer. */
static void test_lists_are_apart(void)
{
    const struct offer first = {TLS_1_2, {0xC030, MASTER_SECRET}, 2, {TICKET}, 1, 0, 1};
    const struct offer second = {TLS_1_2, {0xC030}, 1, {MASTER_SECRET, TICKET}, 2, 0, 1};

    assert_same(&first, &second, false);
}

static void test_what_is_no_hello_has_none(void)
{
    const uint8_t finished[] = {20, 0, 0, 4, 1, 2, 3, 4}, cut[] = {1, 0, 0, 3, 3, 3, 0};
    uint8_t       bytes[HELLO_HASH_LENGTH];

    g_assert_false(hello_hash_of(finished, sizeof finished, bytes));
    g_assert_false(hello_hash_of(cut, sizeof cut, bytes));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/hello_hash/same", test_random_and_grease_do_not_count);
    g_test_add_func("/hello_hash/different", test_what_is_offered_counts);
    g_test_add_func("/hello_hash/lists", test_lists_are_apart);
    g_test_add_func("/hello_hash/none", test_what_is_no_hello_has_none);
    return g_test_run();
}
