/* test_tls_reader.c: the cursor reads what is there, never more, and stays failed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls_reader.h"

#include <string.h>

#include <glib.h>

/* A copy that ends where its allocation ends: an address sanitiser sees one byte too many, even after 0. */
static uint8_t *copy_at_end(const uint8_t *bytes, size_t length, uint8_t **allocation)
{
    *allocation = g_malloc(16 + length);
    if (length > 0)
        memcpy(*allocation + 16, bytes, length);
    return *allocation + 16;
}

static void assert_empty(struct tls_bytes bytes)
{
    g_assert_null(bytes.data);
    g_assert_cmpuint(bytes.length, ==, 0);
}

static void test_numbers_are_in_network_byte_order(void)
{
    const uint8_t data[] = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06};
    struct tls_reader reader;
    tls_reader_start(&reader, data, sizeof data);
    g_assert_cmpuint(tls_reader_left(&reader), ==, 6);
    g_assert_cmphex(tls_reader_take_u8(&reader), ==, 0x01);
    g_assert_cmphex(tls_reader_take_u16(&reader), ==, 0x0203);
    g_assert_cmphex(tls_reader_take_u24(&reader), ==, 0x040506);
    g_assert_cmpuint(tls_reader_left(&reader), ==, 0);
    g_assert_false(reader.failed);
}

static void test_highest_numbers(void)
{
    const uint8_t data[] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    struct tls_reader reader;
    tls_reader_start(&reader, data, sizeof data);
    g_assert_cmphex(tls_reader_take_u8(&reader), ==, 0xFF);
    g_assert_cmphex(tls_reader_take_u16(&reader), ==, 0xFFFF);
    g_assert_cmphex(tls_reader_take_u24(&reader), ==, 0xFFFFFF);
    g_assert_false(reader.failed);
}

static void test_empty_input(void)
{
    struct tls_reader reader;
    tls_reader_start(&reader, NULL, 0);
    g_assert_cmpuint(tls_reader_left(&reader), ==, 0);
    assert_empty(tls_reader_take_bytes(&reader, 0));
    g_assert_false(reader.failed);
    g_assert_cmpuint(tls_reader_take_u8(&reader), ==, 0);
    g_assert_true(reader.failed);
}

/* Every kind of number with one byte less than it needs. */
static void test_numbers_one_byte_short(void)
{
    const uint8_t data[] = {0x11, 0x22, 0x33};
    for (size_t width = 1; width <= 3; width++) {
        uint8_t *allocation;
        struct tls_reader reader;
        tls_reader_start(&reader, copy_at_end(data, width - 1, &allocation), width - 1);
        uint32_t number = width == 1   ? tls_reader_take_u8(&reader)
                          : width == 2 ? tls_reader_take_u16(&reader)
                                       : tls_reader_take_u24(&reader);
        g_assert_cmphex(number, ==, 0);
        g_assert_true(reader.failed);
        g_assert_cmpuint(reader.position, <=, reader.length);
        g_free(allocation);
    }
}

static void test_failure_is_sticky(void)
{
    const uint8_t data[] = {1, 2, 3, 4};
    struct tls_reader reader;
    tls_reader_start(&reader, data, sizeof data);
    assert_empty(tls_reader_take_bytes(&reader, 5));
    g_assert_true(reader.failed);
    g_assert_cmpuint(tls_reader_left(&reader), ==, 0);
    g_assert_cmpuint(tls_reader_take_u8(&reader), ==, 0);
    g_assert_cmpuint(tls_reader_take_u16(&reader), ==, 0);
    g_assert_cmpuint(tls_reader_take_u24(&reader), ==, 0);
    assert_empty(tls_reader_take_bytes(&reader, 0));
    assert_empty(tls_reader_take_bytes(&reader, 1));
    assert_empty(tls_reader_take_vector8(&reader));
    assert_empty(tls_reader_take_vector16(&reader));
    g_assert_true(reader.failed);
}

static void test_start_clears_failure(void)
{
    const uint8_t data[] = {7};
    struct tls_reader reader;
    tls_reader_start(&reader, data, sizeof data);
    tls_reader_take_u16(&reader);
    g_assert_true(reader.failed);
    tls_reader_start(&reader, data, sizeof data);
    g_assert_cmpuint(tls_reader_take_u8(&reader), ==, 7);
    g_assert_false(reader.failed);
}

static void test_bytes_point_into_the_input(void)
{
    const uint8_t data[] = {1, 2, 3, 4};
    struct tls_reader reader;
    tls_reader_start(&reader, data, sizeof data);
    tls_reader_take_u8(&reader);
    struct tls_bytes bytes = tls_reader_take_bytes(&reader, 3);
    g_assert_true(bytes.data == data + 1);
    g_assert_cmpuint(bytes.length, ==, 3);
    g_assert_false(reader.failed);
    assert_empty(tls_reader_take_bytes(&reader, 0));
    g_assert_false(reader.failed);
}

/* A length that would overflow position + length must not pass. */
static void test_enormous_length(void)
{
    const uint8_t data[] = {1, 2, 3, 4};
    struct tls_reader reader;
    tls_reader_start(&reader, data, sizeof data);
    tls_reader_take_u8(&reader);
    assert_empty(tls_reader_take_bytes(&reader, SIZE_MAX));
    g_assert_true(reader.failed);
    tls_reader_start(&reader, data, sizeof data);
    tls_reader_take_u16(&reader);
    assert_empty(tls_reader_take_bytes(&reader, SIZE_MAX - 1));
    g_assert_true(reader.failed);
}

static void test_vectors(void)
{
    const uint8_t data[] = {2, 0xAA, 0xBB, 0, 3, 0xCC, 0xDD, 0xEE, 0, 0, 0};
    struct tls_reader reader;
    tls_reader_start(&reader, data, sizeof data);
    struct tls_bytes first = tls_reader_take_vector8(&reader);
    g_assert_true(first.data == data + 1 && first.length == 2);
    struct tls_bytes second = tls_reader_take_vector16(&reader);
    g_assert_true(second.data == data + 5 && second.length == 3);
    assert_empty(tls_reader_take_vector8(&reader));
    assert_empty(tls_reader_take_vector16(&reader));
    g_assert_false(reader.failed);
    g_assert_cmpuint(tls_reader_left(&reader), ==, 0);
}

/* Both vectors, cut at every length. */
static void test_vectors_cut(void)
{
    const uint8_t narrow[] = {3, 1, 2, 3};
    const uint8_t wide[] = {0, 3, 1, 2, 3};
    for (size_t length = 0; length <= sizeof wide; length++) {
        uint8_t *allocation;
        struct tls_reader reader;
        tls_reader_start(&reader, copy_at_end(wide, length, &allocation), length);
        struct tls_bytes vector = tls_reader_take_vector16(&reader);
        g_assert_cmpuint(vector.length, ==, length == sizeof wide ? 3 : 0);
        g_assert_true(reader.failed == (length < sizeof wide));
        g_free(allocation);
    }
    for (size_t length = 0; length <= sizeof narrow; length++) {
        uint8_t *allocation;
        struct tls_reader reader;
        tls_reader_start(&reader, copy_at_end(narrow, length, &allocation), length);
        struct tls_bytes vector = tls_reader_take_vector8(&reader);
        g_assert_cmpuint(vector.length, ==, length == sizeof narrow ? 3 : 0);
        g_assert_true(reader.failed == (length < sizeof narrow));
        g_free(allocation);
    }
}

static void test_longest_vectors(void)
{
    uint8_t *data = g_malloc0(2 + 0xFFFF);
    struct tls_reader reader;
    data[0] = 0xFF;
    data[1] = 0xFF;
    tls_reader_start(&reader, data, 2 + 0xFFFF);
    g_assert_cmpuint(tls_reader_take_vector16(&reader).length, ==, 0xFFFF);
    g_assert_false(reader.failed);
    tls_reader_start(&reader, data, 1 + 0xFFFF);
    assert_empty(tls_reader_take_vector16(&reader));
    g_assert_true(reader.failed);
    tls_reader_start(&reader, data, 1 + 0xFF);
    g_assert_cmpuint(tls_reader_take_vector8(&reader).length, ==, 0xFF);
    tls_reader_start(&reader, data, 0xFF);
    assert_empty(tls_reader_take_vector8(&reader));
    g_assert_true(reader.failed);
    g_free(data);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tls_reader/numbers_are_in_network_byte_order", test_numbers_are_in_network_byte_order);
    g_test_add_func("/tls_reader/highest_numbers", test_highest_numbers);
    g_test_add_func("/tls_reader/empty_input", test_empty_input);
    g_test_add_func("/tls_reader/numbers_one_byte_short", test_numbers_one_byte_short);
    g_test_add_func("/tls_reader/failure_is_sticky", test_failure_is_sticky);
    g_test_add_func("/tls_reader/start_clears_failure", test_start_clears_failure);
    g_test_add_func("/tls_reader/bytes_point_into_the_input", test_bytes_point_into_the_input);
    g_test_add_func("/tls_reader/enormous_length", test_enormous_length);
    g_test_add_func("/tls_reader/vectors", test_vectors);
    g_test_add_func("/tls_reader/vectors_cut", test_vectors_cut);
    g_test_add_func("/tls_reader/longest_vectors", test_longest_vectors);
    return g_test_run();
}
