/* test_address.c: reading, writing and comparing addresses, checked against the C library's own functions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "address.h"

#include <string.h>

#ifdef _WIN32
#include <ws2tcpip.h>
#else
#include <arpa/inet.h>
#endif
#include <glib.h>

static struct address parsed(const char *text)
{
    struct address address;

    if (!address_parse(text, &address))
        g_error("not an address: %s", text);
    return address;
}

static void assert_refused(const char *text, bool accepted)
{
    if (accepted)
        g_error("accepted: \"%s\"", text);
}

static void assert_bytes(const struct address *address, const uint8_t expected[16])
{
    g_assert_true(memcmp(address->bytes, expected, sizeof address->bytes) == 0);
}

static struct address_network parsed_network(const char *text)
{
    struct address_network network;

    if (!address_network_parse(text, &network))
        g_error("not a network: %s", text);
    return network;
}

static void assert_formats(const char *text, const char *expected)
{
    struct address address = parsed(text);
    char           formatted[ADDRESS_TEXT_LENGTH];

    g_assert_cmpstr(address_format(&address, formatted, sizeof formatted), ==, expected);
}

static void test_parse_ipv4(void)
{
    struct address address = parsed("192.0.2.1");
    const uint8_t  expected[16] = {192, 0, 2, 1};

    g_assert_cmpint(address.family, ==, ADDRESS_IPV4);
    assert_bytes(&address, expected);
    (void)parsed("0.0.0.0");
    (void)parsed("255.255.255.255");
}

static void test_parse_ipv6(void)
{
    struct address address = parsed("2001:DB8::1:192.0.2.33");
    const uint8_t  expected[16] = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 1, 192, 0, 2, 33};

    g_assert_cmpint(address.family, ==, ADDRESS_IPV6);
    assert_bytes(&address, expected);
}

static void test_parse_refuses(void)
{
    static const char *const texts[] = {
        "", ".", ":", "1", "1.2.3", "1.2.3.", "1.2.3.4.", ".1.2.3.4", "1..2.3", "1.2.3.4.5", "256.1.1.1",
        "1.2.3.256", "01.2.3.4", "1.2.3.00", "1.2.3.4 ", " 1.2.3.4", "1.2.3.-4", "+1.2.3.4", "0x1.2.3.4",
        "99999999999.1.1.1", "1.2.3.4/8", "::1/128", ":::", "1:::2", "::1::", "1::2::3", ":1", "1:",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8:",
        "::1:2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8", "12345::", "00001::", "g::", "fe80::1%eth0", "[::1]",
        "::1.2.3", "::1.2.3.4.5", "::1.2.3.4:5", "1.2.3.4::", "::256.1.1.1", "1:2:3:4:5:6:7:1.2.3.4",
        "::01.2.3.4", "1:2:3:4:5:1.2.3.4", ":: 1", "outlook.office365.com",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        struct address address;

        assert_refused(texts[i], address_parse(texts[i], &address));
        g_assert_cmpint(address.family, ==, ADDRESS_NONE);
    }
}

static void test_format_rfc5952(void)
{
    assert_formats("192.0.2.1", "192.0.2.1");
    assert_formats("2001:0db8::0001", "2001:db8::1");
    assert_formats("2001:db8:0:0:0:0:2:1", "2001:db8::2:1");
    assert_formats("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1");
    assert_formats("2001:0:0:1:0:0:0:1", "2001:0:0:1::1");
    assert_formats("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1");
    assert_formats("2001:DB8::ABCD", "2001:db8::abcd");
    assert_formats("0:0:0:0:0:0:0:0", "::");
    assert_formats("0:0:0:0:0:0:0:1", "::1");
    assert_formats("1:0:0:0:0:0:0:0", "1::");
    assert_formats("0:1:0:0:0:0:0:0", "0:1::");
    assert_formats("::ffff:192.0.2.1", "::ffff:192.0.2.1");
    assert_formats("1:2:3:4:5:6:255.254.253.252", "1:2:3:4:5:6:fffe:fdfc");
}

static void test_format_bounds(void)
{
    struct address none = {0};
    struct address address = parsed("192.0.2.1");
    char           text[ADDRESS_TEXT_LENGTH] = "untouched";

    g_assert_cmpstr(address_format(&address, text, 0), ==, "untouched");
    g_assert_cmpstr(address_format(&none, text, sizeof text), ==, "?");
    g_assert_cmpstr(address_format(&address, text, 1), ==, "");
    g_assert_cmpstr(address_format(&address, text, 4), ==, "192");
    g_assert_cmpstr(address_format(&address, text, 9), ==, "192.0.2.");
    g_assert_cmpstr(address_format(&address, text, 10), ==, "192.0.2.1");
}

/** Random IPv6 addresses with many zero groups, written and read as the C library does. */
static void test_agrees_with_c_library(void)
{
    for (unsigned round = 0; round < 20000; round++) {
        struct address address = {.family = round % 4 == 0 ? ADDRESS_IPV4 : ADDRESS_IPV6};
        int            family = address.family == ADDRESS_IPV4 ? AF_INET : AF_INET6;
        char           expected[ADDRESS_TEXT_LENGTH];
        char           text[ADDRESS_TEXT_LENGTH];

        for (size_t i = 0; i < (family == AF_INET ? 4U : 16U); i++)
            address.bytes[i] = g_test_rand_bit() ? 0 : (uint8_t)g_test_rand_int_range(0, 256);
        g_assert_nonnull(inet_ntop(family, address.bytes, expected, sizeof expected));
        (void)address_format(&address, text, sizeof text);
        if (strchr(expected, ':') == NULL || strchr(expected, '.') == NULL)
            g_assert_cmpstr(text, ==, expected);
        struct address again = parsed(text);
        g_assert_cmpint(address_compare(&again, &address), ==, 0);
        again = parsed(expected);
        g_assert_cmpint(address_compare(&again, &address), ==, 0);
    }
}

/** One character of a good text is changed, dropped or doubled: both readers accept the same texts. */
static void mutate(char *text, size_t size)
{
    static const char characters[] = "::..0129afg/% ";
    size_t            length = strlen(text);
    size_t            place = (size_t)g_test_rand_int_range(0, (gint32)length);

    switch (g_test_rand_int_range(0, 3)) {
    case 0:
        text[place] = characters[g_test_rand_int_range(0, sizeof characters - 1)];
        break;
    case 1:
        memmove(text + place, text + place + 1, length - place);
        break;
    default:
        g_assert_cmpuint(length + 2, <=, size);
        memmove(text + place + 1, text + place, length - place + 1);
        break;
    }
}

static void test_reads_what_c_library_reads(void)
{
#ifdef _WIN32
    g_test_skip("Windows reads 192.00.2.1 as an address");
    return;
#endif
    static const char *const seeds[] = {
        "192.0.2.1", "0.10.200.255", "::", "::1", "1::", "2001:db8::1:0:0:1",
        "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1", "1:2:3:4:5:6:1.2.3.4", "0:0::0:0",
    };
    unsigned accepted = 0;

    for (unsigned round = 0; round < 100000; round++) {
        char           text[ADDRESS_TEXT_LENGTH];
        uint8_t        expected[16] = {0};
        struct address address;

        (void)g_strlcpy(text, seeds[round % G_N_ELEMENTS(seeds)], sizeof text);
        for (gint32 mutations = g_test_rand_int_range(1, 4); mutations > 0 && text[0] != '\0'; mutations--)
            mutate(text, sizeof text);
        bool is_address = inet_pton(strchr(text, ':') == NULL ? AF_INET : AF_INET6, text, expected) == 1;
        if (address_parse(text, &address) != is_address)
            g_error("the readers differ on \"%s\"", text);
        assert_bytes(&address, is_address ? expected : (const uint8_t[16]){0});
        accepted += is_address;
    }
    g_assert_cmpuint(accepted, >, 10000);
}

static void test_compare(void)
{
    static const char *const ascending[] = {
        "0.0.0.0", "10.0.0.1", "10.0.1.0", "255.0.0.0", "::", "::1", "f::",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(ascending); i++) {
        for (size_t j = 0; j < G_N_ELEMENTS(ascending); j++) {
            struct address left = parsed(ascending[i]);
            struct address right = parsed(ascending[j]);

            g_assert_cmpint(address_compare(&left, &right), ==, (i > j) - (i < j));
        }
    }
}

static void test_network_parse(void)
{
    struct address_network network = parsed_network("10.1.2.3");
    char                   text[ADDRESS_TEXT_LENGTH];

    g_assert_cmpint(network.prefix_length, ==, 32);
    network = parsed_network("2001:db8::1");
    g_assert_cmpint(network.prefix_length, ==, 128);
    network = parsed_network("10.1.255.255/17");
    g_assert_cmpstr(address_format(&network.address, text, sizeof text), ==, "10.1.128.0");
    network = parsed_network("2001:db8:ffff::1/37");
    g_assert_cmpstr(address_format(&network.address, text, sizeof text), ==, "2001:db8:f800::");
    network = parsed_network("255.255.255.255/0");
    g_assert_cmpstr(address_format(&network.address, text, sizeof text), ==, "0.0.0.0");
}

static void test_network_parse_refuses(void)
{
    static const char *const texts[] = {
        "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/08", "10.0.0.0/-1", "10.0.0.0/8/8",
        "10/8", "10.0.0.0/8 ", "10.0.0.0 /8", "10.0.0.0/+8", "10.0.0.0/255.0.0.0", "10.0.0.0/99999999999",
        "::1%1/64", "0000000000000000000000000000000000000000000000000000000000000000000000000000::/8",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        struct address_network network;

        assert_refused(texts[i], address_network_parse(texts[i], &network));
        g_assert_cmpint(network.address.family, ==, ADDRESS_NONE);
    }
}

/** Bit by bit: slow and obvious. */
static bool in_network_bit_by_bit(const struct address *address, const struct address_network *network)
{
    if (address->family != network->address.family)
        return false;
    for (unsigned bit = 0; bit < network->prefix_length; bit++) {
        unsigned mask = 0x80U >> (bit % 8);

        if ((address->bytes[bit / 8] & mask) != (network->address.bytes[bit / 8] & mask))
            return false;
    }
    return true;
}

static void test_in_network_every_length(void)
{
    static const char *const bases[] = {"0.0.0.0", "170.85.170.85", "255.255.255.255", "::",
                                        "2001:db8:5555:aaaa:5555:aaaa:5555:aaaa",
                                        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"};

    for (size_t i = 0; i < G_N_ELEMENTS(bases); i++) {
        struct address base = parsed(bases[i]);
        unsigned       bits = base.family == ADDRESS_IPV4 ? 32 : 128;

        for (unsigned length = 0; length <= bits; length++) {
            char                  *text = g_strdup_printf("%s/%u", bases[i], length);
            struct address_network network = parsed_network(text);

            g_assert_true(address_in_network(&base, &network));
            for (unsigned flipped = 0; flipped < bits; flipped++) {
                struct address other = base;

                other.bytes[flipped / 8] ^= (uint8_t)(0x80U >> (flipped % 8));
                g_assert_cmpint(address_in_network(&other, &network), ==, flipped >= length);
                g_assert_cmpint(in_network_bit_by_bit(&other, &network), ==, flipped >= length);
            }
            g_free(text);
        }
    }
}

static void test_in_network_families(void)
{
    struct address_network everything_ipv4 = parsed_network("0.0.0.0/0");
    struct address_network everything_ipv6 = parsed_network("::/0");
    struct address_network overlong = {.address = parsed("10.0.0.0"), .prefix_length = 200};
    struct address         ipv4 = parsed("10.0.0.0");
    struct address         ipv6 = parsed("::1");
    struct address         none = {0};

    g_assert_true(address_in_network(&ipv4, &everything_ipv4));
    g_assert_false(address_in_network(&ipv6, &everything_ipv4));
    g_assert_true(address_in_network(&ipv6, &everything_ipv6));
    g_assert_false(address_in_network(&ipv4, &everything_ipv6));
    g_assert_false(address_in_network(&none, &everything_ipv4));
    g_assert_false(address_in_network(&ipv4, &overlong));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/address/parse_ipv4", test_parse_ipv4);
    g_test_add_func("/address/parse_ipv6", test_parse_ipv6);
    g_test_add_func("/address/parse_refuses", test_parse_refuses);
    g_test_add_func("/address/format_rfc5952", test_format_rfc5952);
    g_test_add_func("/address/format_bounds", test_format_bounds);
    g_test_add_func("/address/agrees_with_c_library", test_agrees_with_c_library);
    g_test_add_func("/address/reads_what_c_library_reads", test_reads_what_c_library_reads);
    g_test_add_func("/address/compare", test_compare);
    g_test_add_func("/address/network_parse", test_network_parse);
    g_test_add_func("/address/network_parse_refuses", test_network_parse_refuses);
    g_test_add_func("/address/in_network_every_length", test_in_network_every_length);
    g_test_add_func("/address/in_network_families", test_in_network_families);
    return g_test_run();
}
