/* test_recognise_addresses.c: addresses find the longest network around them, in the clouds that are wanted.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The judge is a second matcher, written to be simple and slow, that asks every row of the table in turn.
 */
#include "recognise.h"

#include <string.h>

#include <glib.h>

struct address_index {
    struct recognise_addresses addresses;
    struct recognise_network  *networks;
};

static struct address_index build_addresses(const struct address_range *rows, size_t count)
{
    struct address_index index = {.networks = g_malloc_n(count, sizeof *index.networks)};

    recognise_addresses_build(&index.addresses, rows, count, index.networks);
    g_assert_cmphex(index.addresses.clouds_wanted, ==, CLOUD_DEFAULT_WANTED);
    return index;
}

/** The longest wanted network around the address by asking every row; CLOUD_NONE if equal ones differ. */
static struct recognise_range find_address_simply(const struct address_range *rows, size_t count,
                                                  uint32_t clouds_wanted, const struct address *address)
{
    struct recognise_range best = {NULL, CLOUD_NONE};
    int                    best_length = -1;

    for (size_t i = 0; i < count; i++) {
        struct address_network network;

        if ((clouds_wanted >> rows[i].cloud & 1) == 0 || !address_network_parse(rows[i].network, &network)
            || !address_in_network(address, &network))
            continue;
        if (network.prefix_length > best_length) {
            best = (struct recognise_range){&rows[i], rows[i].cloud};
            best_length = network.prefix_length;
        } else if (network.prefix_length == best_length && rows[i].cloud != best.cloud) {
            best.cloud = CLOUD_NONE;
        }
    }
    return best;
}

/** Looks the address up; the simple matcher must agree. Returns the row or NULL. */
static const struct address_range *find_address(const struct recognise_addresses *index, size_t row_count,
                                                const struct address *address)
{
    struct recognise_range expected =
        find_address_simply(index->rows, row_count, index->clouds_wanted, address);
    struct recognise_range range = {NULL, CLOUD_NONE};
    bool                   found = recognise_address_find(index, address, &range);

    g_assert_true(found == (range.row != NULL));
    if (range.row != expected.row || range.cloud != expected.cloud) {
        char text[ADDRESS_TEXT_LENGTH];

        g_error("%s: found %s, expected %s", address_format(address, text, sizeof text),
                found ? range.row->network : "nothing",
                expected.row == NULL ? "nothing" : expected.row->network);
    }
    return range.row;
}

static const struct address_range *find_text(const struct address_index *index, size_t row_count,
                                             const char *text)
{
    struct address address;

    g_assert_true(address_parse(text, &address));
    return find_address(&index->addresses, row_count, &address);
}

static struct address neighbour(struct address address, bool up)
{
    for (size_t i = address.family == ADDRESS_IPV4 ? 4 : 16; i > 0; i--) {
        address.bytes[i - 1] = (uint8_t)(address.bytes[i - 1] + (up ? 1 : 0xff));
        if (address.bytes[i - 1] != (up ? 0 : 0xff))
            break;
    }
    return address;
}

static struct address last_of(const struct address_network *network)
{
    struct address last = network->address;

    for (unsigned bit = network->prefix_length; bit < (last.family == ADDRESS_IPV4 ? 32U : 128U); bit++)
        last.bytes[bit / 8] |= (uint8_t)(0x80U >> bit % 8);
    return last;
}

static void assert_edges_agree(const struct address_index *index, const struct address_range *rows,
                               size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct address_network network;

        if (address_network_parse(rows[i].network, &network)) {
            struct address last = last_of(&network);
            struct address before = neighbour(network.address, false);
            struct address after = neighbour(last, true);

            g_assert_true(find_address(&index->addresses, count, &network.address) != NULL
                          || (index->addresses.clouds_wanted & CLOUD_BIT(rows[i].cloud)) == 0);
            (void)find_address(&index->addresses, count, &last);
            (void)find_address(&index->addresses, count, &before);
            (void)find_address(&index->addresses, count, &after);
        }
    }
}

static void test_edges_of_every_range(void)
{
    struct address_index index = build_addresses(address_ranges, address_range_count);

    g_assert_cmpuint(index.addresses.count, ==, address_range_count);
    assert_edges_agree(&index, address_ranges, address_range_count);
    index.addresses.clouds_wanted = CLOUD_ALL_WANTED;
    assert_edges_agree(&index, address_ranges, address_range_count);
    index.addresses.clouds_wanted = CLOUD_BIT(CLOUD_CHINA) | CLOUD_BIT(CLOUD_DOD);
    assert_edges_agree(&index, address_ranges, address_range_count);
    g_free(index.networks);
}

static void test_chosen_addresses(void)
{
    struct address_index   index = build_addresses(address_ranges, address_range_count);
    struct recognise_range range;
    struct address         address;

    g_assert_true(address_parse("23.103.191.7", &address));
    g_assert_true(recognise_address_find(&index.addresses, &address, &range));
    g_assert_cmpint(range.cloud, ==, CLOUD_NONE);
    g_assert_cmpint(range.row->area, ==, ADDRESS_AREA_EOP);

    index.addresses.clouds_wanted = CLOUD_BIT(CLOUD_DOD);
    g_assert_true(recognise_address_find(&index.addresses, &address, &range));
    g_assert_cmpint(range.cloud, ==, CLOUD_DOD);
    index.addresses.clouds_wanted = CLOUD_DEFAULT_WANTED;

    const struct address_range *row = find_text(&index, address_range_count, "2603:1006:2000::1");
    g_assert_cmpint(row->area, ==, ADDRESS_AREA_ENTRA);
    row = find_text(&index, address_range_count, "2603:1006::1");
    g_assert_cmpint(row->area, ==, ADDRESS_AREA_EXCHANGE_ONLINE);
    g_assert_null(find_text(&index, address_range_count, "51.4.64.1"));
    g_assert_null(find_text(&index, address_range_count, "10.0.0.1"));
    g_assert_null(find_text(&index, address_range_count, "0.0.0.0"));
    g_assert_null(find_text(&index, address_range_count, "255.255.255.255"));
    g_assert_null(find_text(&index, address_range_count, "ffff::"));
    g_assert_null(find_text(&index, address_range_count, "::ffff:40.96.0.1"));
    g_assert_false(recognise_address_find(&index.addresses, &(struct address){0}, &range));
    g_free(index.networks);
}

static void test_nested_and_broken_ranges(void)
{
    static const struct address_range rows[] = {
        {"10.0.0.0/8", CLOUD_WORLDWIDE, ADDRESS_AREA_ENTRA, "test"},
        {"0.0.0.0/0", CLOUD_DOD, ADDRESS_AREA_EOP, "test"},
        {"10.1.0.0/16", CLOUD_GERMANY, ADDRESS_AREA_EOP, "test"},
        {"10.1.1.255/24", CLOUD_CHINA, ADDRESS_AREA_EOP, "host bits are cleared"},
        {"10.1.1.0/24", CLOUD_GERMANY, ADDRESS_AREA_EOP, "test"},
        {"10.1.1.1/32", CLOUD_GERMANY, ADDRESS_AREA_EOP, "test"},
        {"10.1.1.1", CLOUD_DOD, ADDRESS_AREA_EOP_HTTPS, "test"},
        {"10.1.1.1/32", CLOUD_CHINA, ADDRESS_AREA_EOP, "test"},
        {"10.1.1.1/32", CLOUD_DOD, ADDRESS_AREA_EOP, "test"},
        {"nonsense", CLOUD_DOD, ADDRESS_AREA_EOP, "left out"},
        {"10.0.0.0/33", CLOUD_DOD, ADDRESS_AREA_EOP, "left out"},
        {"2001:db8::1/128", CLOUD_BLEU, ADDRESS_AREA_EOP, "test"},
    };
    struct address_index index = build_addresses(rows, G_N_ELEMENTS(rows));

    g_assert_cmpuint(index.addresses.count, ==, G_N_ELEMENTS(rows) - 2);
    g_assert_true(find_text(&index, G_N_ELEMENTS(rows), "10.1.2.3") == &rows[0]);
    g_assert_true(find_text(&index, G_N_ELEMENTS(rows), "10.1.1.2") == &rows[3]);
    g_assert_true(find_text(&index, G_N_ELEMENTS(rows), "10.1.1.1") == &rows[6]);
    g_assert_true(find_text(&index, G_N_ELEMENTS(rows), "192.0.2.1") == &rows[1]);
    g_assert_null(find_text(&index, G_N_ELEMENTS(rows), "2001:db8::"));
    assert_edges_agree(&index, rows, G_N_ELEMENTS(rows));
    index.addresses.clouds_wanted = CLOUD_ALL_WANTED;
    assert_edges_agree(&index, rows, G_N_ELEMENTS(rows));
    index.addresses.clouds_wanted = CLOUD_BIT(CLOUD_GERMANY);
    assert_edges_agree(&index, rows, G_N_ELEMENTS(rows));
    g_free(index.networks);
}

/** Random networks that nest and repeat, and addresses among them. */
static void test_random_ranges_agree(void)
{
    enum { COUNT = 300 };
    struct address_range rows[COUNT];

    for (size_t i = 0; i < COUNT; i++) {
        bool ipv4 = g_test_rand_bit();

        rows[i] = (struct address_range){
            ipv4 ? g_strdup_printf("10.%d.%d.0/%d", g_test_rand_int_range(0, 3), g_test_rand_int_range(0, 3),
                                   g_test_rand_int_range(0, 33))
                 : g_strdup_printf("2001:db8:%d:%d::/%d", g_test_rand_int_range(0, 3),
                                   g_test_rand_int_range(0, 3), g_test_rand_int_range(0, 129)),
            (enum cloud)g_test_rand_int_range(0, CLOUD_COUNT), ADDRESS_AREA_EOP, "test"};
    }
    struct address_index index = build_addresses(rows, COUNT);
    assert_edges_agree(&index, rows, COUNT);
    index.addresses.clouds_wanted = CLOUD_BIT(CLOUD_DOD) | CLOUD_BIT(CLOUD_CHINA) | CLOUD_BIT(CLOUD_GERMANY);
    assert_edges_agree(&index, rows, COUNT);
    g_free(index.networks);
    for (size_t i = 0; i < COUNT; i++)
        g_free((char *)(uintptr_t)rows[i].network);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/recognise_addresses/edges_of_every_range", test_edges_of_every_range);
    g_test_add_func("/recognise_addresses/chosen_addresses", test_chosen_addresses);
    g_test_add_func("/recognise_addresses/nested_and_broken_ranges", test_nested_and_broken_ranges);
    g_test_add_func("/recognise_addresses/random_ranges_agree", test_random_ranges_agree);
    return g_test_run();
}
