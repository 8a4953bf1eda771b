/* test_flow_offer.c: what the suites, groups and extensions of a ClientHello say of its quality.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each test takes a hello that is good in every respect and makes it worse in one.
 */
#include "flow_offer.h"

#include <glib.h>

#include "message_builder.h"
#include "tls_names.h"

/** What a hello is built from; zero leaves a part out. */
struct offer {
    uint16_t        version;
    const uint16_t *suites;
    size_t          suite_count;
    const char     *server_name;
    const uint16_t *groups;
    size_t          group_count;
    bool            empty_groups;
    const uint16_t *signatures;
    size_t          signature_count;
    const uint16_t *versions;
    size_t          version_count;
    bool            extended_master_secret;
    bool            renegotiation_info;
    bool            http2;
};

static const uint16_t good_suites[] = {0xC030, 0xC02F};
static const uint16_t good_groups[] = {29, 23, 24};
static const uint16_t good_signatures[] = {0x0401, 0x0804, 0x0201};

static struct offer good_offer(void)
{
    return (struct offer){
        .version = TLS_VERSION_1_2,
        .suites = good_suites,
        .suite_count = G_N_ELEMENTS(good_suites),
        .server_name = "outlook.office365.com",
        .groups = good_groups,
        .group_count = G_N_ELEMENTS(good_groups),
        .signatures = good_signatures,
        .signature_count = G_N_ELEMENTS(good_signatures),
        .extended_master_secret = true,
        .renegotiation_info = true,
    };
}

static void add_extensions(struct message *message, const struct offer *offer)
{
    message_open_extensions(message);
    if (offer->server_name != NULL)
        message_add_server_name(message, offer->server_name);
    if (offer->group_count > 0 || offer->empty_groups)
        message_add_numbers(message, 10, 2, offer->groups, offer->group_count);
    if (offer->signature_count > 0)
        message_add_numbers(message, 13, 2, offer->signatures, offer->signature_count);
    if (offer->version_count > 0)
        message_add_numbers(message, 43, 1, offer->versions, offer->version_count);
    if (offer->extended_master_secret)
        message_add_extension(message, 23, "", 0);
    if (offer->renegotiation_info)
        message_add_extension(message, 0xFF01, "\0", 1);
    if (offer->http2)
        message_add_extension(message, 16, "\0\3\2h2", 5);
}

static unsigned quality(const struct offer *offer)
{
    static struct message   message;
    struct tls_client_hello hello;

    message_start_client_hello(&message, offer->version, offer->suites, offer->suite_count);
    add_extensions(&message, offer);
    message_finish(&message);
    g_assert_cmpint(tls_client_hello_parse(message.bytes, message.length, &hello), ==, TLS_PARSE_OK);
    return flow_offer_quality(&hello);
}

static unsigned quality_of_suites(const uint16_t *suites, size_t count)
{
    struct offer offer = good_offer();

    offer.suites = suites;
    offer.suite_count = count;
    return quality(&offer);
}

#define QUALITY_OF_SUITES(...) \
    quality_of_suites((const uint16_t[]){__VA_ARGS__}, \
                      sizeof((const uint16_t[]){__VA_ARGS__}) / sizeof(uint16_t))

static void test_good_offer(void)
{
    struct offer offer = good_offer();

    g_assert_cmphex(quality(&offer), ==, 0);
}

/** C1: none of the suites that Microsoft documents. */
static void test_accepted_suites(void)
{
    const uint16_t accepted[] = {0xC030, 0xC02F, 0xC028, 0xC027, 0xC014, 0xC013, 0x009D, 0x009C};
    const uint16_t not_accepted[] = {0x0035, 0x002F, 0x003D, 0x003C, 0x000A, 0xC02B, 0xCCA8};

    for (size_t i = 0; i < G_N_ELEMENTS(accepted); i++) {
        g_assert_cmphex(QUALITY_OF_SUITES(accepted[i]) & FLOW_OFFER_NO_ACCEPTED_CIPHER, ==, 0);
        g_assert_cmphex(QUALITY_OF_SUITES(0x0035, accepted[i]) & FLOW_OFFER_NO_ACCEPTED_CIPHER, ==, 0);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(not_accepted); i++)
        g_assert_cmphex(QUALITY_OF_SUITES(not_accepted[i]) & FLOW_OFFER_NO_ACCEPTED_CIPHER, !=, 0);
    g_assert_cmphex(QUALITY_OF_SUITES(0x1301), ==, 0);
    g_assert_cmphex(QUALITY_OF_SUITES(0x1302), ==, 0);
}

/** C2: static RSA and nothing else. */
static void test_static_rsa_only(void)
{
    g_assert_cmphex(QUALITY_OF_SUITES(0x009D, 0x009C), ==, FLOW_OFFER_STATIC_RSA_ONLY);
    g_assert_cmphex(QUALITY_OF_SUITES(0x0035) & FLOW_OFFER_STATIC_RSA_ONLY, !=, 0);
    g_assert_cmphex(QUALITY_OF_SUITES(0x009D, 0xC030), ==, 0);
    g_assert_cmphex(QUALITY_OF_SUITES(0x009D, 0x1301), ==, 0);
}

/** C3 */
static void test_weak_suites(void)
{
    const uint16_t weak[] = {
        0x0005, /* RC4 */      0x000A, /* 3DES */  0x0009, /* DES */
        0x0002, /* NULL */     0x0008, /* EXPORT */ 0x0004, /* RC4 with MD5 */
    };

    for (size_t i = 0; i < G_N_ELEMENTS(weak); i++)
        g_assert_cmphex(QUALITY_OF_SUITES(0xC030, weak[i]), ==, FLOW_OFFER_WEAK_CIPHERS);
}

/** GREASE and signalling suites are no suites. */
static void test_suites_that_are_none(void)
{
    g_assert_cmphex(QUALITY_OF_SUITES(0x0A0A, 0x009D, 0x00FF), ==,
                    FLOW_OFFER_STATIC_RSA_ONLY | FLOW_OFFER_GREASE);
    g_assert_cmphex(QUALITY_OF_SUITES(0x5600, 0x009D) & FLOW_OFFER_STATIC_RSA_ONLY, !=, 0);
    g_assert_cmphex(QUALITY_OF_SUITES(0x00FF, 0xFAFA), ==, FLOW_OFFER_GREASE);
}

static void test_fallback_signal(void)
{
    g_assert_cmphex(QUALITY_OF_SUITES(0xC030, 0x5600), ==, FLOW_OFFER_FALLBACK_SCSV);
}

/** C4: only if the extension is present, and only with ECDHE. */
static void test_groups(void)
{
    const uint16_t only_x25519[] = {29};
    const uint16_t x25519_and_post_quantum[] = {0x0A0A, 0x11EC, 29};
    const uint16_t p256[] = {29, 23};
    const uint16_t p384[] = {24};
    const uint16_t static_rsa[] = {0x009D};
    struct offer   offer = good_offer();

    offer.groups = only_x25519;
    offer.group_count = G_N_ELEMENTS(only_x25519);
    g_assert_cmphex(quality(&offer), ==, FLOW_OFFER_GROUPS_TOO_NARROW);
    offer.groups = x25519_and_post_quantum;
    offer.group_count = G_N_ELEMENTS(x25519_and_post_quantum);
    g_assert_cmphex(quality(&offer), ==, FLOW_OFFER_GROUPS_TOO_NARROW | FLOW_OFFER_GREASE);
    offer.groups = p256;
    offer.group_count = G_N_ELEMENTS(p256);
    g_assert_cmphex(quality(&offer), ==, 0);
    offer.groups = p384;
    offer.group_count = G_N_ELEMENTS(p384);
    g_assert_cmphex(quality(&offer), ==, 0);
    offer.group_count = 0;
    g_assert_cmphex(quality(&offer), ==, 0); /* absent */
    offer.empty_groups = true;
    g_assert_cmphex(quality(&offer), ==, FLOW_OFFER_GROUPS_TOO_NARROW);
    offer.suites = static_rsa;
    offer.suite_count = G_N_ELEMENTS(static_rsa);
    g_assert_cmphex(quality(&offer), ==, FLOW_OFFER_STATIC_RSA_ONLY);
}

/** C5: only SHA-1 or MD5, or none named at all with TLS 1.2. */
static void test_signatures(void)
{
    const uint16_t sha1[] = {0x0201, 0x0203, 0x0101};
    const uint16_t sha1_and_grease[] = {0x3A3A, 0x0201};
    const uint16_t sha256_last[] = {0x0201, 0x0401};
    struct offer   offer = good_offer();

    offer.signatures = sha1;
    offer.signature_count = G_N_ELEMENTS(sha1);
    g_assert_cmphex(quality(&offer), ==, FLOW_OFFER_SHA1_SIGNATURES_ONLY);
    offer.signatures = sha1_and_grease;
    offer.signature_count = G_N_ELEMENTS(sha1_and_grease);
    g_assert_cmphex(quality(&offer), ==, FLOW_OFFER_SHA1_SIGNATURES_ONLY);
    offer.signatures = sha256_last;
    offer.signature_count = G_N_ELEMENTS(sha256_last);
    g_assert_cmphex(quality(&offer), ==, 0);
    offer.signature_count = 0;
    g_assert_cmphex(quality(&offer), ==, FLOW_OFFER_SHA1_SIGNATURES_ONLY);
    offer.version = TLS_VERSION_1_1; /* which has no such extension */
    g_assert_cmphex(quality(&offer), ==, 0);
}

/** C6 */
static void test_no_server_name(void)
{
    struct offer offer = good_offer();

    offer.server_name = NULL;
    g_assert_cmphex(quality(&offer), ==, FLOW_OFFER_NO_SERVER_NAME);
}

/** C7: neither of the two; not for hellos that offer only TLS 1.3. */
static void test_secure_renegotiation(void)
{
    const uint16_t only_tls13[] = {0x7A7A, TLS_VERSION_1_3};
    const uint16_t both[] = {TLS_VERSION_1_3, TLS_VERSION_1_2};
    const uint16_t with_signal[] = {0xC030, 0x00FF};
    struct offer   offer = good_offer();

    offer.extended_master_secret = false;
    g_assert_cmphex(quality(&offer), ==, 0);
    offer.renegotiation_info = false;
    g_assert_cmphex(quality(&offer), ==, FLOW_OFFER_NO_SECURE_RENEGOTIATION);
    offer.versions = only_tls13;
    offer.version_count = G_N_ELEMENTS(only_tls13);
    g_assert_cmphex(quality(&offer), ==, 0);
    offer.versions = both;
    offer.version_count = G_N_ELEMENTS(both);
    g_assert_cmphex(quality(&offer), ==, FLOW_OFFER_NO_SECURE_RENEGOTIATION);
    offer.suites = with_signal;
    g_assert_cmphex(quality(&offer), ==, 0);
    offer.suites = good_suites;
    offer.extended_master_secret = true;
    g_assert_cmphex(quality(&offer), ==, 0);
}

static void test_http2(void)
{
    struct offer offer = good_offer();

    offer.http2 = true;
    g_assert_cmphex(quality(&offer), ==, FLOW_OFFER_HTTP2);
}

static unsigned quality_sslv2(const uint32_t *specs, size_t count)
{
    static struct message   message;
    struct tls_client_hello hello;

    message_build_client_hello_sslv2(&message, TLS_VERSION_1_2, specs, count);
    g_assert_cmpint(tls_client_hello_parse_sslv2(message.bytes, message.length, &hello), ==, TLS_PARSE_OK);
    return flow_offer_quality(&hello);
}

/** RFC 8701: sixteen values, among the suites or the groups; elsewhere they are no sign of a browser. */
static void test_grease(void)
{
    struct offer offer = good_offer();

    for (uint32_t value = 0; value <= UINT16_MAX; value++) {
        const uint16_t groups[] = {23, (uint16_t)value};
        bool           grease = (value & 0x0F0F) == 0x0A0A && value >> 8 == (value & 0xFF);

        g_assert_true(((QUALITY_OF_SUITES(0xC030, (uint16_t)value) & FLOW_OFFER_GREASE) != 0) == grease);
        offer.groups = groups;
        offer.group_count = G_N_ELEMENTS(groups);
        g_assert_cmphex(quality(&offer), ==, grease ? FLOW_OFFER_GREASE : 0);
    }
    offer = good_offer();
    offer.signatures = (const uint16_t[]){0x3A3A, 0x0401};
    offer.signature_count = 2;
    offer.versions = (const uint16_t[]){0x7A7A, TLS_VERSION_1_2};
    offer.version_count = 2;
    g_assert_cmphex(quality(&offer), ==, 0);
}

/** Three bytes a suite; what can only be said in extensions is no fault of this framing. */
static void test_sslv2_framing(void)
{
    const uint32_t good[] = {0x00C030, 0x00009D, 0x0000FF};
    const uint32_t static_rsa[] = {0x00009D};
    const uint32_t with_ssl2_suite[] = {0x00C030, 0x010080};
    const uint32_t pairs[] = {0x0A0A0A, 0x0A0A0A};
    unsigned       always = FLOW_OFFER_SSLV2_FRAMED | FLOW_OFFER_NO_SERVER_NAME;

    g_assert_cmphex(quality_sslv2(good, G_N_ELEMENTS(good)), ==, always);
    /* Read in pairs, the bytes of these suites would look like a browser's. */
    g_assert_cmphex(quality_sslv2(pairs, G_N_ELEMENTS(pairs)) & FLOW_OFFER_GREASE, ==, 0);
    g_assert_cmphex(quality_sslv2(static_rsa, G_N_ELEMENTS(static_rsa)), ==,
                    always | FLOW_OFFER_STATIC_RSA_ONLY | FLOW_OFFER_NO_SECURE_RENEGOTIATION);
    g_assert_cmphex(quality_sslv2(with_ssl2_suite, G_N_ELEMENTS(with_ssl2_suite)), ==,
                    always | FLOW_OFFER_WEAK_CIPHERS | FLOW_OFFER_NO_SECURE_RENEGOTIATION);
}

/** Spans of odd lengths, as a parser may hand them over: nothing is read past their ends (sanitizer). */
static void test_odd_spans(void)
{
    for (size_t length = 0; length < 8; length++) {
        uint8_t                *bytes = g_malloc0(length);
        struct tls_bytes        span = {bytes, length};
        struct tls_client_hello hello = {.max_version = TLS_VERSION_1_2, .cipher_suites = span,
                                         .supported_groups = span, .signature_algorithms = span,
                                         .has_supported_groups = true};

        flow_offer_quality(&hello);
        hello.sslv2_framed = true;
        flow_offer_quality(&hello);
        g_free(bytes);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/flow_offer/good", test_good_offer);
    g_test_add_func("/flow_offer/accepted_suites", test_accepted_suites);
    g_test_add_func("/flow_offer/static_rsa_only", test_static_rsa_only);
    g_test_add_func("/flow_offer/weak_suites", test_weak_suites);
    g_test_add_func("/flow_offer/no_suites", test_suites_that_are_none);
    g_test_add_func("/flow_offer/fallback", test_fallback_signal);
    g_test_add_func("/flow_offer/groups", test_groups);
    g_test_add_func("/flow_offer/signatures", test_signatures);
    g_test_add_func("/flow_offer/no_server_name", test_no_server_name);
    g_test_add_func("/flow_offer/secure_renegotiation", test_secure_renegotiation);
    g_test_add_func("/flow_offer/http2", test_http2);
    g_test_add_func("/flow_offer/grease", test_grease);
    g_test_add_func("/flow_offer/sslv2_framing", test_sslv2_framing);
    g_test_add_func("/flow_offer/odd_spans", test_odd_spans);
    return g_test_run();
}
