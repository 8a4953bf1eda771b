/* fuzz_address.c: libFuzzer target for core/address and the address ranges of core/recognise: the bytes as a text.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The C library's inet_pton() has to read the same addresses; a walk over the whole table has to find the same range.
 */
#include "address.h"

#include <string.h>

#include <arpa/inet.h>
#include <glib.h>

#include "recognise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct recognise_addresses *ranges(void)
{
    static struct recognise_addresses index;

    if (index.rows == NULL)
        recognise_addresses_build(&index, address_ranges, address_range_count,
                                  g_new(struct recognise_network, address_range_count));
    return &index;
}

static void check_format(const struct address *address)
{
    char           text[ADDRESS_TEXT_LENGTH];
    char           little[8];
    struct address again;

    g_assert_true(address_parse(address_format(address, text, sizeof text), &again));
    g_assert_cmpint(address_compare(address, &again), ==, 0);
    address_format(address, little, sizeof little);
    g_assert_cmpuint(strlen(little), <, sizeof little);
    g_assert_true(g_str_has_prefix(text, little));
}

/** Length of the longest published network around the address, among the clouds wanted; -1: none. */
static int longest_prefix(const struct address *address)
{
    int longest = -1;

    for (size_t i = 0; i < ranges()->count; i++) {
        const struct recognise_network *network = &ranges()->networks[i];

        if ((ranges()->clouds_wanted & CLOUD_BIT(ranges()->rows[network->row].cloud)) != 0 &&
            address_in_network(address, &network->network))
            longest = MAX(longest, network->network.prefix_length);
    }
    return longest;
}

static void check_range(const struct address *address)
{
    struct recognise_range range;
    struct address_network network;
    int                    longest = longest_prefix(address);

    g_assert_true(recognise_address_find(ranges(), address, &range) == (longest >= 0));
    if (longest < 0)
        return;
    g_assert_true(address_network_parse(range.row->network, &network));
    g_assert_cmpint(network.prefix_length, ==, longest);
    g_assert_true(address_in_network(address, &network));
}

static void check_address(const char *text)
{
    unsigned char  bytes[sizeof(struct in6_addr)] = {0};
    struct address address;
    int            family = strchr(text, ':') != NULL ? AF_INET6 : AF_INET;

    memset(&address, 0xAA, sizeof address);
    bool readable = address_parse(text, &address);
    g_assert_true(readable == (inet_pton(family, text, bytes) == 1));
    if (!readable) {
        g_assert_cmpint(address.family, ==, ADDRESS_NONE);
        return;
    }
    g_assert_cmpint(address.family, ==, family == AF_INET6 ? ADDRESS_IPV6 : ADDRESS_IPV4);
    g_assert_cmpmem(address.bytes, sizeof address.bytes, bytes, sizeof bytes);
    check_format(&address);
    check_range(&address);
}

static void check_network(const char *text)
{
    struct address_network network;

    memset(&network, 0xAA, sizeof network);
    if (!address_network_parse(text, &network)) {
        g_assert_cmpint(network.address.family, ==, ADDRESS_NONE);
        g_assert_cmpint(network.prefix_length, ==, 0);
        return;
    }
    g_assert_cmpint(network.prefix_length, <=, network.address.family == ADDRESS_IPV4 ? 32 : 128);
    g_assert_true(address_in_network(&network.address, &network));
    check_format(&network.address);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = g_strndup(size > 0 ? (const char *)data : "", size);
    char *exact = g_strdup(text); /* ends where its allocation ends */

    check_address(exact);
    check_network(exact);
    g_free(exact);
    g_free(text);
    return 0;
}
