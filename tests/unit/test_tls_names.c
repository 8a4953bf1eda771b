/* test_tls_names.c: the tables are in order, and what they say of a suite is what its name says.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls_names.h"

#include <string.h>

#include <glib.h>

static void test_versions(void)
{
    g_assert_cmpstr(tls_version_name(0x0002), ==, "SSL 2.0");
    g_assert_cmpstr(tls_version_name(0x0300), ==, "SSL 3.0");
    g_assert_cmpstr(tls_version_name(0x0301), ==, "TLS 1.0");
    g_assert_cmpstr(tls_version_name(0x0302), ==, "TLS 1.1");
    g_assert_cmpstr(tls_version_name(0x0303), ==, "TLS 1.2");
    g_assert_cmpstr(tls_version_name(0x0304), ==, "TLS 1.3");
    unsigned named = 0;
    for (unsigned version = 0; version <= 0xFFFF; version++)
        named += tls_version_name((uint16_t)version) != NULL;
    g_assert_cmpuint(named, ==, 6);
}

static void test_grease(void)
{
    unsigned found = 0;
    for (unsigned value = 0; value <= 0xFFFF; value++)
        found += tls_is_grease((uint16_t)value);
    g_assert_cmpuint(found, ==, 16);
    for (unsigned i = 0; i < 16; i++)
        g_assert_true(tls_is_grease((uint16_t)(i * 0x1010 + 0x0A0A)));
    g_assert_false(tls_is_grease(0x0A1A));
    g_assert_false(tls_is_grease(0x1A0A));
    g_assert_false(tls_is_grease(0x0A0B));
}

static void test_suites_are_in_order_and_found(void)
{
    unsigned found = 0;
    g_assert_cmpuint(tls_cipher_count(), >, 300);
    for (size_t i = 0; i < tls_cipher_count(); i++) {
        if (i > 0)
            g_assert_cmphex(tls_cipher_at(i - 1), <, tls_cipher_at(i));
        const char *name = tls_cipher_name(tls_cipher_at(i));
        g_assert_nonnull(name);
        g_assert_true(g_str_has_prefix(name, "TLS_"));
        g_assert_false(tls_is_grease(tls_cipher_at(i)));
    }
    for (unsigned suite = 0; suite <= 0xFFFF; suite++)
        found += tls_cipher_name((uint16_t)suite) != NULL;
    g_assert_cmpuint(found, ==, tls_cipher_count());
    g_assert_cmphex(tls_cipher_at(tls_cipher_count()), ==, 0);
    g_assert_cmphex(tls_cipher_at(SIZE_MAX), ==, 0);
}

static void test_suite_names_are_unique(void)
{
    GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < tls_cipher_count(); i++)
        g_assert_true(g_hash_table_add(names, (gpointer)tls_cipher_name(tls_cipher_at(i))));
    g_hash_table_destroy(names);
}

static void test_suite_samples(void)
{
    g_assert_cmpstr(tls_cipher_name(0x0000), ==, "TLS_NULL_WITH_NULL_NULL");
    g_assert_cmpstr(tls_cipher_name(0x0005), ==, "TLS_RSA_WITH_RC4_128_SHA");
    g_assert_cmpstr(tls_cipher_name(0x000A), ==, "TLS_RSA_WITH_3DES_EDE_CBC_SHA");
    g_assert_cmpstr(tls_cipher_name(0x002F), ==, "TLS_RSA_WITH_AES_128_CBC_SHA");
    g_assert_cmpstr(tls_cipher_name(0x00C7), ==, "TLS_SM4_CCM_SM3");
    g_assert_cmpstr(tls_cipher_name(0x1303), ==, "TLS_CHACHA20_POLY1305_SHA256");
    g_assert_cmpstr(tls_cipher_name(0xC030), ==, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    g_assert_cmpstr(tls_cipher_name(0xC0AA), ==, "TLS_PSK_DHE_WITH_AES_128_CCM_8");
    g_assert_cmpstr(tls_cipher_name(0xD005), ==, "TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256");
    /* Reserved or unassigned in the registry, or of drafts only. */
    const uint16_t without_name[] = {0x001C, 0x0060, 0x0066, 0x0080, 0x0A0A, 0x1300, 0x1306, 0xC000,
                                     0xC0B6, 0xC0FF, 0xCC13, 0xCCA7, 0xD004, 0xE410, 0xFEFE, 0xFFFF};
    for (size_t i = 0; i < G_N_ELEMENTS(without_name); i++) {
        g_assert_null(tls_cipher_name(without_name[i]));
        g_assert_cmpuint(tls_cipher_properties(without_name[i]), ==, 0);
    }
}

static bool name_has_any(const char *name, const char *const *parts)
{
    for (; *parts != NULL; parts++) {
        if (strstr(name, *parts) != NULL)
            return true;
    }
    return false;
}

/* The properties a name alone tells; RFC 9150's two suites are the one exception: their names do not say
 * that they encrypt nothing. */
static unsigned properties_by_name(const char *name)
{
    static const char *const weak[] = {"RC4", "3DES", "DES40", "_DES_", "NULL", "EXPORT", "anon", "MD5",
                                       "TLS_SHA256_SHA256", "TLS_SHA384_SHA384", NULL};
    if (g_str_has_suffix(name, "_SCSV"))
        return TLS_CIPHER_SIGNALLING;
    unsigned properties = 0;
    properties |= g_str_has_prefix(name, "TLS_RSA_") ? TLS_CIPHER_STATIC_RSA : 0u;
    properties |= g_str_has_prefix(name, "TLS_ECDHE_") ? TLS_CIPHER_ECDHE : 0u;
    properties |= strstr(name, "_DHE_") != NULL ? TLS_CIPHER_DHE : 0u;
    properties |= strstr(name, "_WITH_") == NULL || strstr(name, "_MGM_") != NULL ? TLS_CIPHER_TLS13 : 0u;
    properties |= name_has_any(name, weak) ? TLS_CIPHER_WEAK : 0u;
    return properties;
}

static void test_properties_agree_with_names(void)
{
    for (size_t i = 0; i < tls_cipher_count(); i++) {
        uint16_t suite = tls_cipher_at(i);
        unsigned properties = tls_cipher_properties(suite) & ~(unsigned)TLS_CIPHER_ACCEPTED;
        g_test_message("0x%04X %s", suite, tls_cipher_name(suite));
        g_assert_cmphex(properties, ==, properties_by_name(tls_cipher_name(suite)));
    }
}

static void test_properties_do_not_contradict(void)
{
    for (size_t i = 0; i < tls_cipher_count(); i++) {
        unsigned properties = tls_cipher_properties(tls_cipher_at(i));
        unsigned exchanges = properties & (TLS_CIPHER_STATIC_RSA | TLS_CIPHER_ECDHE | TLS_CIPHER_DHE |
                                           TLS_CIPHER_TLS13 | TLS_CIPHER_SIGNALLING);
        g_assert_true((exchanges & (exchanges - 1)) == 0);
        if ((properties & TLS_CIPHER_ACCEPTED) != 0) {
            g_assert_true((properties & (TLS_CIPHER_WEAK | TLS_CIPHER_SIGNALLING)) == 0);
            g_assert_true(exchanges != 0);
        }
    }
}

static void test_accepted_suites(void)
{
    const uint16_t accepted[] = {0x009C, 0x009D, 0x1301, 0x1302, 0xC013,
                                 0xC014, 0xC027, 0xC028, 0xC02F, 0xC030};
    size_t next = 0;
    for (unsigned suite = 0; suite <= 0xFFFF; suite++) {
        if ((tls_cipher_properties((uint16_t)suite) & TLS_CIPHER_ACCEPTED) != 0) {
            g_assert_cmpuint(next, <, G_N_ELEMENTS(accepted));
            g_assert_cmphex(suite, ==, accepted[next++]);
        }
    }
    g_assert_cmpuint(next, ==, G_N_ELEMENTS(accepted));
}

static void test_signalling_suites(void)
{
    unsigned found = 0;
    for (unsigned suite = 0; suite <= 0xFFFF; suite++)
        found += (tls_cipher_properties((uint16_t)suite) & TLS_CIPHER_SIGNALLING) != 0;
    g_assert_cmpuint(found, ==, 2);
    g_assert_cmphex(tls_cipher_properties(0x00FF), ==, TLS_CIPHER_SIGNALLING);
    g_assert_cmphex(tls_cipher_properties(0x5600), ==, TLS_CIPHER_SIGNALLING);
    g_assert_cmpstr(tls_cipher_name(0x00FF), ==, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV");
    g_assert_cmpstr(tls_cipher_name(0x5600), ==, "TLS_FALLBACK_SCSV");
}

struct alert_expected {
    uint8_t     description;
    const char *name;
    const char *schannel_error;
};

#define ILLEGAL_MESSAGE "SEC_E_ILLEGAL_MESSAGE (0x80090326)"

static const struct alert_expected ALERTS_EXPECTED[] = {
    {0, "close_notify", NULL},
    {10, "unexpected_message", ILLEGAL_MESSAGE},
    {20, "bad_record_mac", "SEC_E_MESSAGE_ALTERED (0x8009030F)"},
    {21, "decryption_failed", "SEC_E_DECRYPT_FAILURE (0x80090330)"},
    {22, "record_overflow", ILLEGAL_MESSAGE},
    {30, "decompression_failure", "SEC_E_MESSAGE_ALTERED (0x8009030F)"},
    {40, "handshake_failure", ILLEGAL_MESSAGE},
    {41, "no_certificate_RESERVED", ILLEGAL_MESSAGE},
    {42, "bad_certificate", "SEC_E_CERT_UNKNOWN (0x80090327)"},
    {43, "unsupported_certificate", "SEC_E_CERT_UNKNOWN (0x80090327)"},
    {44, "certificate_revoked", "CRYPT_E_REVOKED (0x80092010)"},
    {45, "certificate_expired", "SEC_E_CERT_EXPIRED (0x80090328)"},
    {46, "certificate_unknown", "SEC_E_CERT_UNKNOWN (0x80090327)"},
    {47, "illegal_parameter", ILLEGAL_MESSAGE},
    {48, "unknown_ca", "SEC_E_UNTRUSTED_ROOT (0x80090325)"},
    {49, "access_denied", "SEC_E_LOGON_DENIED (0x8009030C)"},
    {50, "decode_error", ILLEGAL_MESSAGE},
    {51, "decrypt_error", "SEC_E_DECRYPT_FAILURE (0x80090330)"},
    {60, "export_restriction", ILLEGAL_MESSAGE},
    {70, "protocol_version", "SEC_E_UNSUPPORTED_FUNCTION (0x80090302)"},
    {71, "insufficient_security", "SEC_E_ALGORITHM_MISMATCH (0x80090331)"},
    {80, "internal_error", "SEC_E_INTERNAL_ERROR (0x80090304)"},
    {86, "inappropriate_fallback", ILLEGAL_MESSAGE},
    {90, "user_canceled", "SEC_E_UNFINISHED_CONTEXT_DELETED (0x80090333)"},
    {100, "no_renegotiation", ILLEGAL_MESSAGE},
    {109, "missing_extension", ILLEGAL_MESSAGE},
    {110, "unsupported_extension", ILLEGAL_MESSAGE},
    {111, "certificate_unobtainable", ILLEGAL_MESSAGE},
    {112, "unrecognized_name", ILLEGAL_MESSAGE},
    {113, "bad_certificate_status_response", ILLEGAL_MESSAGE},
    {114, "bad_certificate_hash_value", ILLEGAL_MESSAGE},
    {115, "unknown_psk_identity", ILLEGAL_MESSAGE},
    {116, "certificate_required", ILLEGAL_MESSAGE},
    {120, "no_application_protocol", "SEC_E_APPLICATION_PROTOCOL_MISMATCH (0x80090367)"},
    {121, "ech_required", ILLEGAL_MESSAGE},
};

static void test_alerts(void)
{
    size_t next = 0;
    for (unsigned description = 0; description <= 0xFF; description++) {
        struct alert_expected expected = {(uint8_t)description, NULL, NULL};
        if (next < G_N_ELEMENTS(ALERTS_EXPECTED) && ALERTS_EXPECTED[next].description == description)
            expected = ALERTS_EXPECTED[next++];
        g_assert_cmpstr(tls_alert_name((uint8_t)description), ==, expected.name);
        g_assert_cmpstr(tls_alert_schannel_error((uint8_t)description), ==, expected.schannel_error);
    }
    g_assert_cmpuint(next, ==, G_N_ELEMENTS(ALERTS_EXPECTED));
}

static void test_groups(void)
{
    g_assert_cmpstr(tls_group_name(1), ==, "sect163k1");
    g_assert_cmpstr(tls_group_name(23), ==, "secp256r1");
    g_assert_cmpstr(tls_group_name(24), ==, "secp384r1");
    g_assert_cmpstr(tls_group_name(25), ==, "secp521r1");
    g_assert_cmpstr(tls_group_name(29), ==, "x25519");
    g_assert_cmpstr(tls_group_name(0x0100), ==, "ffdhe2048");
    g_assert_cmpstr(tls_group_name(0x11EC), ==, "X25519MLKEM768");
    g_assert_null(tls_group_name(0));
    g_assert_null(tls_group_name(42));
    GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
    for (unsigned group = 0; group <= 0xFFFF; group++) {
        const char *name = tls_group_name((uint16_t)group);
        g_assert_false(name != NULL && tls_is_grease((uint16_t)group));
        g_assert_true(name == NULL || g_hash_table_add(names, (gpointer)name));
    }
    g_assert_cmpuint(g_hash_table_size(names), ==, 56);
    g_hash_table_destroy(names);
}

static void test_signatures(void)
{
    const uint16_t old[] = {0x0101, 0x0102, 0x0103, 0x0201, 0x0202, 0x0203};
    const uint16_t current[] = {0x0000, 0x0301, 0x0401, 0x0403, 0x0501, 0x0503, 0x0601, 0x0603,
                                0x0804, 0x0807, 0x0809, 0x0A0A, 0x1A1A, 0xFFFF};
    for (size_t i = 0; i < G_N_ELEMENTS(old); i++)
        g_assert_true(tls_signature_is_sha1_or_md5(old[i]));
    for (size_t i = 0; i < G_N_ELEMENTS(current); i++)
        g_assert_false(tls_signature_is_sha1_or_md5(current[i]));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tls_names/versions", test_versions);
    g_test_add_func("/tls_names/grease", test_grease);
    g_test_add_func("/tls_names/suites_are_in_order_and_found", test_suites_are_in_order_and_found);
    g_test_add_func("/tls_names/suite_names_are_unique", test_suite_names_are_unique);
    g_test_add_func("/tls_names/suite_samples", test_suite_samples);
    g_test_add_func("/tls_names/properties_agree_with_names", test_properties_agree_with_names);
    g_test_add_func("/tls_names/properties_do_not_contradict", test_properties_do_not_contradict);
    g_test_add_func("/tls_names/accepted_suites", test_accepted_suites);
    g_test_add_func("/tls_names/signalling_suites", test_signalling_suites);
    g_test_add_func("/tls_names/alerts", test_alerts);
    g_test_add_func("/tls_names/groups", test_groups);
    g_test_add_func("/tls_names/signatures", test_signatures);
    return g_test_run();
}
