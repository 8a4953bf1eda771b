/* test_certificate.c: certificates made at run time: read, matched with hosts, judged as chains.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "certificate.h"

#include <string.h>

#include <glib.h>
#include <gnutls/x509.h>

#include "certificate_builder.h"

/* ---- helpers ---- */

/* Reads a copy that ends where its allocation ends, for the address sanitiser. */
static bool read_copy(const uint8_t *der, size_t length, struct certificate *certificate)
{
    uint8_t *copy = g_malloc(16 + length);
    if (length > 0)
        memcpy(copy + 16, der, length);
    memset(certificate, 0xAA, sizeof *certificate);
    bool readable = certificate_read(copy + 16, length, certificate);
    g_free(copy);
    if (!readable) {
        struct certificate zeroed;
        memset(&zeroed, 0, sizeof zeroed);
        g_assert_cmpint(memcmp(certificate, &zeroed, sizeof zeroed), ==, 0);
        return false;
    }
    g_assert_true(g_utf8_validate(certificate->subject, -1, NULL));
    g_assert_true(g_utf8_validate(certificate->issuer, -1, NULL));
    g_assert_true(g_utf8_validate(certificate->issuer_organization, -1, NULL));
    g_assert_cmpint(certificate->not_before, >=, CERTIFICATE_TIME_EARLIEST);
    g_assert_cmpint(certificate->not_after, <=, CERTIFICATE_TIME_LATEST);
    size_t count = 0;
    for (const char *name = certificate_next_name(certificate, NULL); name != NULL;
         name = certificate_next_name(certificate, name)) {
        g_assert_cmpuint(strlen(name), >, 0);
        count++;
    }
    g_assert_cmpuint(count, ==, certificate->name_count);
    g_assert_cmpuint(count, <=, LIMIT_CERTIFICATE_NAMES);
    return true;
}

static struct certificate build_and_read(const struct certificate_recipe *recipe)
{
    struct certificate certificate;
    GByteArray *der = certificate_build(recipe);
    g_assert_true(read_copy(der->data, der->len, &certificate));
    g_byte_array_unref(der);
    return certificate;
}

static struct certificate with_names(const char *subject, const char *const *names)
{
    GByteArray *general_names = g_byte_array_new();
    for (size_t i = 0; names != NULL && names[i] != NULL; i++)
        der_add_dns_name(general_names, names[i]);
    struct certificate_recipe recipe = {.subject = subject, .issuer = "Test CA"};
    recipe.general_names = names != NULL ? general_names : NULL;
    struct certificate certificate = build_and_read(&recipe);
    g_byte_array_unref(general_names);
    return certificate;
}

/* Covered and denied are opposites here. */
static void assert_covers(const struct certificate *certificate, const char *host, bool covers)
{
    g_test_message("host %s", host);
    g_assert_true(certificate_covers_name(certificate, host) == covers);
    g_assert_true(certificate_denies_name(certificate, host) != covers);
}

/* A certificate with one DNS name, against one host. */
static void assert_name_covers(const char *name, const char *host, bool covers)
{
    const char *const names[] = {name, NULL};
    struct certificate certificate = with_names(NULL, names);
    g_test_message("name %s", name);
    assert_covers(&certificate, host, covers);
    certificate_clear(&certificate);
}

/* ---- reading ---- */

static void test_fields(void)
{
    static const char *const NAMES[] = {"outlook.office365.com", "*.office365.com", "Mail.Contoso.com", NULL};
    GByteArray *general_names = g_byte_array_new();
    for (size_t i = 0; NAMES[i] != NULL; i++)
        der_add_dns_name(general_names, NAMES[i]);
    struct certificate_recipe recipe = {.subject = "outlook.com",
                                        .subject_organization = "Microsoft Corporation",
                                        .issuer = "DigiCert Cloud Services CA-1",
                                        .issuer_organization = "DigiCert Inc",
                                        .general_names = general_names,
                                        .not_before = 1700000000,
                                        .not_after = 1800000000,
                                        .rsa_bits = 2048};
    struct certificate certificate = build_and_read(&recipe);
    g_assert_cmpstr(certificate.subject, ==, "outlook.com");
    g_assert_true(certificate.subject_is_common_name);
    g_assert_cmpstr(certificate.issuer, ==, "DigiCert Cloud Services CA-1");
    g_assert_cmpstr(certificate.issuer_organization, ==, "DigiCert Inc");
    g_assert_cmpint(certificate.issuer_kind, ==, CERTIFICATE_AUTHORITY_PUBLIC_FOR_MICROSOFT);
    g_assert_true(certificate.issuer_is_intermediate);
    g_assert_null(certificate.issuer_product);
    g_assert_cmpuint(certificate.name_count, ==, 3);
    g_assert_false(certificate.names_cut);
    g_assert_true(certificate.has_dns_names);
    const char *name = NULL;
    for (size_t i = 0; NAMES[i] != NULL; i++) {
        name = certificate_next_name(&certificate, name);
        g_assert_cmpstr(name, ==, NAMES[i]);
    }
    g_assert_null(certificate_next_name(&certificate, name));
    g_assert_cmpint(certificate.not_before, ==, 1700000000);
    g_assert_cmpint(certificate.not_after, ==, 1800000000);
    g_assert_true(certificate.key_is_rsa);
    g_assert_cmpuint(certificate.key_bits, ==, 2048);
    g_assert_false(certificate.signature_is_sha1_or_md5);
    g_assert_false(certificate.self_signed);
    certificate_clear(&certificate);
    certificate_clear(&certificate);
    g_byte_array_unref(general_names);
}

static void test_elliptic_key(void)
{
    struct certificate_recipe recipe = {.subject = "a.example", .issuer = "Test CA"};
    struct certificate certificate = build_and_read(&recipe);
    g_assert_false(certificate.key_is_rsa);
    g_assert_cmpuint(certificate.key_bits, ==, 256);
    g_assert_cmpint(certificate.issuer_kind, ==, CERTIFICATE_AUTHORITY_UNKNOWN);
    g_assert_null(certificate_next_name(&certificate, NULL));
    certificate_clear(&certificate);
}

static void test_weak_key_and_signature(void)
{
    struct certificate_recipe recipe = {
        .subject = "a.example", .issuer = "Test CA", .rsa_bits = 1024, .digest = GNUTLS_DIG_SHA1};
    struct certificate certificate = build_and_read(&recipe);
    g_assert_true(certificate.key_is_rsa);
    g_assert_cmpuint(certificate.key_bits, ==, 1024);
    g_assert_true(certificate.signature_is_sha1_or_md5);
    certificate_clear(&certificate);
    recipe.digest = GNUTLS_DIG_MD5;
    certificate = build_and_read(&recipe);
    g_assert_true(certificate.signature_is_sha1_or_md5);
    certificate_clear(&certificate);
    recipe.rsa_bits = 0;
    recipe.digest = GNUTLS_DIG_SHA1;
    certificate = build_and_read(&recipe);
    g_assert_true(certificate.signature_is_sha1_or_md5);
    certificate_clear(&certificate);
}

static void test_inspection_issuer(void)
{
    struct certificate_recipe recipe = {.subject = "outlook.office365.com",
                                        .issuer = "ca.contoso.goskope.com",
                                        .issuer_organization = "Contoso"};
    struct certificate certificate = build_and_read(&recipe);
    g_assert_cmpint(certificate.issuer_kind, ==, CERTIFICATE_AUTHORITY_INSPECTION);
    g_assert_cmpstr(certificate.issuer_product, ==, "Netskope");
    certificate_clear(&certificate);
}

static void test_no_common_name(void)
{
    struct certificate_recipe recipe = {.subject_organization = "Contoso, Ltd.",
                                        .issuer_organization = "The Go Daddy Group, Inc."};
    struct certificate certificate = build_and_read(&recipe);
    g_assert_cmpstr(certificate.subject, ==, "Contoso, Ltd.");
    g_assert_false(certificate.subject_is_common_name);
    g_assert_cmpstr(certificate.issuer, ==, "The Go Daddy Group, Inc.");
    g_assert_cmpint(certificate.issuer_kind, ==, CERTIFICATE_AUTHORITY_PUBLIC_OTHER);
    certificate_clear(&certificate);
    struct certificate_recipe nameless = {.rsa_bits = 0};
    certificate = build_and_read(&nameless);
    g_assert_cmpstr(certificate.subject, ==, "");
    g_assert_cmpstr(certificate.issuer, ==, "");
    g_assert_true(certificate.self_signed);
    assert_covers(&certificate, "a.example", false);
    certificate_clear(&certificate);
}

/* An organisation is no host name, whatever it is called. */
static void test_organization_is_no_host(void)
{
    struct certificate_recipe recipe = {.subject_organization = "mail.contoso.com", .issuer = "Test CA"};
    struct certificate certificate = build_and_read(&recipe);
    g_assert_cmpstr(certificate.subject, ==, "mail.contoso.com");
    assert_covers(&certificate, "mail.contoso.com", false);
    certificate_clear(&certificate);
}

static void test_self_signed(void)
{
    struct certificate_recipe recipe = {.subject = "EX01", .issuer = "EX01"};
    struct certificate certificate = build_and_read(&recipe);
    g_assert_true(certificate.self_signed);
    certificate_clear(&certificate);
    recipe.issuer_organization = "Contoso";
    certificate = build_and_read(&recipe);
    g_assert_false(certificate.self_signed);
    certificate_clear(&certificate);
}

/* ---- dates ---- */

static struct certificate read_with_date(const char *old_date, const char *new_date)
{
    struct certificate certificate;
    struct certificate_recipe recipe = {.subject = "a.example", .issuer = "Test CA"};
    GByteArray *der = certificate_build(&recipe);
    certificate_patch(der, old_date, new_date, strlen(old_date));
    g_assert_true(read_copy(der->data, der->len, &certificate));
    g_byte_array_unref(der);
    return certificate;
}

static void test_dates(void)
{
    static const struct {
        const char *new_before;
        int64_t     not_before;
    } rows[] = {
        {"240101000000Z", 1704067200},
        {"700101000000Z", 0},
        {"500101000000Z", 0}, /* 1950: to GnuTLS nothing is before 1970 */
        {"491231235959Z", 2524607999},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct certificate certificate = read_with_date("240101000000Z", rows[i].new_before);
        g_assert_cmpint(certificate.not_before, ==, rows[i].not_before);
        g_assert_cmpint(certificate.not_after, ==, 2019686400);
        certificate_clear(&certificate);
    }
}

/* What is no date at all gives none, or makes the certificate unreadable, as GnuTLS likes. */
static void test_what_is_no_date(void)
{
    static const char *const DATES[] = {"zzzzzzzzzzzzZ", "\0\0\0\0\0\0\0\0\0\0\0\0Z", "9999999999999",
                                        "-----------0Z", "340000000000Z", "349999999999Z"};
    for (size_t i = 0; i < sizeof DATES / sizeof DATES[0]; i++) {
        struct certificate certificate;
        struct certificate_recipe recipe = {.subject = "a.example", .issuer = "Test CA"};
        GByteArray *der = certificate_build(&recipe);
        certificate_patch(der, "340101000000Z", DATES[i], 13);
        if (read_copy(der->data, der->len, &certificate)) {
            g_assert_cmpint(certificate.not_after, ==, CERTIFICATE_TIME_LATEST);
            certificate_clear(&certificate);
        }
        g_byte_array_unref(der);
    }
}

static void test_far_dates(void)
{
    struct certificate_recipe recipe = {.subject = "a.example", .issuer = "Test CA"};
    recipe.not_after = GNUTLS_X509_NO_WELL_DEFINED_EXPIRATION;
    struct certificate certificate = build_and_read(&recipe);
    g_assert_cmpint(certificate.not_after, ==, CERTIFICATE_TIME_LATEST);
    certificate_clear(&certificate);
    recipe.not_after = (time_t)4102444800; /* 2100: a GeneralizedTime, past 32 bits */
    certificate = build_and_read(&recipe);
    g_assert_cmpint(certificate.not_after, ==, 4102444800);
    certificate_clear(&certificate);
}

static void test_expired(void)
{
    struct certificate_recipe recipe = {
        .subject = "a.example", .issuer = "Test CA", .not_before = 1000000000, .not_after = 1100000000};
    struct certificate certificate = build_and_read(&recipe);
    g_assert_cmpint(certificate.not_before, ==, 1000000000);
    g_assert_cmpint(certificate.not_after, ==, 1100000000);
    certificate_clear(&certificate);
}

/* ---- text ---- */

static void assert_subject(uint8_t tag, const void *contents, size_t length, const char *expected)
{
    GByteArray *string = g_byte_array_new();
    der_add(string, tag, contents, length);
    struct certificate_recipe recipe = {.issuer = "Test CA", .subject_der = string};
    struct certificate certificate = build_and_read(&recipe);
    g_assert_cmpstr(certificate.subject, ==, expected);
    certificate_clear(&certificate);
    g_byte_array_unref(string);
}

static void test_text_encodings(void)
{
    assert_subject(0x0C, "B\xC3\xBCro", 5, "B\xC3\xBCro");
    assert_subject(0x13, "Printable", 9, "Printable");
    assert_subject(0x16, "ia5", 3, "ia5");
    assert_subject(0x14, "B\xFCro", 4, "B\xC3\xBCro");
    assert_subject(0x1E, "\0B\0\xFC\0r", 6, "B\xC3\xBCr");
    assert_subject(0x1E, "\xD8\x3D\0x", 4, "\xEF\xBF\xBDx");
    assert_subject(0x1C, "\0\0\0A\0\1\xF6\0", 8, "A\xF0\x9F\x98\x80");
    assert_subject(0x1C, "\xFF\xFF\xFF\xFF", 4, "\xEF\xBF\xBD");
    assert_subject(0x0C, "a\xFFz", 3, "a\xEF\xBF\xBDz");
    assert_subject(0x0C, "a\xC3", 2, "a\xEF\xBF\xBD");
    assert_subject(0x0C, "a\0z", 3, "a\xEF\xBF\xBDz");
    assert_subject(0x0C, "a\n\x1B[0m", 6, "a\xEF\xBF\xBD\xEF\xBF\xBD[0m");
    assert_subject(0x0C, "a\xE2\x80\xAEz", 5, "a\xEF\xBF\xBDz"); /* U+202E turns the direction */
    assert_subject(0x0C, "", 0, "");
    assert_subject(0x04, "octets", 6, "");
}

/* The cut falls between characters wherever the bound falls, and shows. */
static void test_long_text_is_cut(void)
{
    for (size_t shift = 0; shift < 3; shift++) {
        char text[1200];
        memset(text, 'a', shift);
        for (size_t i = shift; i + 3 <= sizeof text; i += 3)
            memcpy(text + i, "\xE2\x82\xAC", 3);
        size_t length = shift + (sizeof text - shift) / 3 * 3;
        GByteArray *string = g_byte_array_new();
        der_add(string, 0x0C, text, length);
        struct certificate_recipe recipe = {.issuer = "Test CA", .subject_der = string};
        struct certificate certificate = build_and_read(&recipe);
        g_assert_cmpuint(strlen(certificate.subject), <=, LIMIT_NAME_LENGTH);
        g_assert_cmpuint(strlen(certificate.subject), >, LIMIT_NAME_LENGTH - 6);
        g_assert_true(g_str_has_suffix(certificate.subject, "\xE2\x80\xA6"));
        certificate_clear(&certificate);
        g_byte_array_unref(string);
    }
}

/* ---- hosts ---- */

static void test_wildcards(void)
{
    assert_name_covers("*.example.com", "a.example.com", true);
    assert_name_covers("*.example.com", "A.EXAMPLE.COM.", true);
    assert_name_covers("*.example.com.", "a.example.com", true);
    assert_name_covers("*.EXAMPLE.com", "a_b.example.com", true);
    assert_name_covers("*.example.com", "example.com", false);
    assert_name_covers("*.example.com", "a.b.example.com", false);
    assert_name_covers("*.example.com", "aexample.com", false);
    assert_name_covers("*.example.com", "a.example.com.evil", false);
    assert_name_covers("*.example.com", "a.example.co", false);
    assert_name_covers("*.mail.onmicrosoft.com", "contoso.mail.onmicrosoft.com", true);
    assert_name_covers("*.onmicrosoft.com", "contoso.mail.onmicrosoft.com", false);
    assert_name_covers("*.outlook.com", "contoso-com.mail.protection.outlook.com", false);
    assert_name_covers("*.mail.protection.outlook.com", "contoso-com.mail.protection.outlook.com", true);
    assert_name_covers("a*.example.com", "ab.example.com", false);
    assert_name_covers("*a.example.com", "ba.example.com", false);
    assert_name_covers("a.*.example.com", "a.b.example.com", false);
    assert_name_covers("*.*.example.com", "a.b.example.com", false);
    assert_name_covers("**.example.com", "a.example.com", false);
    assert_name_covers("*", "example", false);
    assert_name_covers("*.", "example", false);
    assert_name_covers("*..", "a.", false);
}

static void test_plain_names(void)
{
    assert_name_covers("mail.contoso.com", "mail.contoso.com", true);
    assert_name_covers("mail.contoso.com", "MAIL.contoso.com.", true);
    assert_name_covers("mail.contoso.com", "mail.contoso.co", false);
    assert_name_covers("mail.contoso.com", "mail.contoso.comm", false);
    assert_name_covers("mail.contoso.com", "amail.contoso.com", false);
    assert_name_covers("ex01", "EX01", true);
    assert_name_covers("xn--bro-hoa.example", "XN--BRO-HOA.example", true);
}

/* What is no host name is neither covered nor denied. */
static void test_hosts_that_are_no_names(void)
{
    static const char *const HOSTS[] = {"",           ".",           "..",  "a..b",  ".b.c",      "192.0.2.1",
                                        "192.0.2.1.", "2001:db8::1", "a b", "*.b.c", "a\xC3\xBC", "a/b",
                                        "10"};
    static const char *const NAMES[] = {"192.0.2.1", "*.0.2.1", "*.b.c", "a", NULL};
    struct certificate certificate = with_names(NULL, NAMES);
    for (size_t i = 0; i < sizeof HOSTS / sizeof HOSTS[0]; i++) {
        g_assert_false(certificate_covers_name(&certificate, HOSTS[i]));
        g_assert_false(certificate_denies_name(&certificate, HOSTS[i]));
    }
    certificate_clear(&certificate);
}

static void test_common_name_counts_alone_only(void)
{
    static const char *const NAMES[] = {"a.example", NULL};
    struct certificate certificate = with_names("mail.contoso.com", NULL);
    assert_covers(&certificate, "Mail.contoso.com", true);
    assert_covers(&certificate, "a.example", false);
    certificate_clear(&certificate);
    certificate = with_names("*.contoso.com", NULL);
    assert_covers(&certificate, "mail.contoso.com", true);
    certificate_clear(&certificate);
    certificate = with_names("mail.contoso.com", NAMES);
    assert_covers(&certificate, "mail.contoso.com", false);
    assert_covers(&certificate, "a.example", true);
    certificate_clear(&certificate);
}

/* A subjectAltName without a dNSName leaves the common name in force. */
static void test_other_general_names(void)
{
    GByteArray *general_names = g_byte_array_new();
    der_add(general_names, 0x81, "postmaster@contoso.com", 22);
    der_add(general_names, 0x87, "\xC0\x00\x02\x01", 4);
    der_add(general_names, 0x86, "https://mail.fabrikam.com/", 26);
    struct certificate_recipe recipe = {
        .subject = "mail.contoso.com", .issuer = "Test CA", .general_names = general_names};
    struct certificate certificate = build_and_read(&recipe);
    g_assert_cmpuint(certificate.name_count, ==, 0);
    g_assert_false(certificate.has_dns_names);
    assert_covers(&certificate, "mail.contoso.com", true);
    assert_covers(&certificate, "mail.fabrikam.com", false);
    certificate_clear(&certificate);
    g_byte_array_unref(general_names);
}

/* GnuTLS itself may refuse such a certificate: then it is unreadable, which is as good. */
static void assert_name_is_unusable(const void *name, size_t length, const char *host)
{
    struct certificate certificate;
    GByteArray *general_names = g_byte_array_new();
    der_add(general_names, 0x82, name, length);
    struct certificate_recipe recipe = {.subject = host, .issuer = "Test CA", .general_names = general_names};
    GByteArray *der = certificate_build(&recipe);
    if (read_copy(der->data, der->len, &certificate)) {
        g_assert_cmpuint(certificate.name_count, ==, 0);
        g_assert_true(certificate.has_dns_names);
        assert_covers(&certificate, host, false);
        certificate_clear(&certificate);
    }
    g_byte_array_unref(der);
    g_byte_array_unref(general_names);
}

static void test_unusable_names(void)
{
    char too_long[300];
    memset(too_long, 'a', sizeof too_long);
    assert_name_is_unusable("outlook.com\0.evil.example", 25, "outlook.com");
    assert_name_is_unusable("\0outlook.com", 12, "outlook.com");
    assert_name_is_unusable("outlook.com\0", 12, "outlook.com");
    assert_name_is_unusable("", 0, "outlook.com");
    assert_name_is_unusable("outlook.com ", 12, "outlook.com");
    assert_name_is_unusable("outl\xC3\xB6ok.com", 12, "outlook.com");
    assert_name_is_unusable("outlook.com\n", 12, "outlook.com");
    assert_name_is_unusable(too_long, 256, "outlook.com");
}

static void test_zero_in_common_name(void)
{
    GByteArray *string = g_byte_array_new();
    der_add(string, 0x0C, "outlook.com\0.evil.example", 25);
    struct certificate_recipe recipe = {.issuer = "Test CA", .subject_der = string};
    struct certificate certificate = build_and_read(&recipe);
    g_assert_cmpstr(certificate.subject, ==, "outlook.com\xEF\xBF\xBD.evil.example");
    assert_covers(&certificate, "outlook.com", false);
    certificate_clear(&certificate);
    g_byte_array_unref(string);
}

static struct certificate read_with_numbered_names(size_t count)
{
    GByteArray *general_names = g_byte_array_new();
    for (size_t i = 0; i < count; i++) {
        char name[32];
        g_snprintf(name, sizeof name, "host%" G_GSIZE_FORMAT ".contoso.com", i);
        der_add_dns_name(general_names, name);
    }
    struct certificate_recipe recipe = {
        .subject = "mail.contoso.com", .issuer = "Test CA", .general_names = general_names};
    struct certificate certificate = build_and_read(&recipe);
    g_byte_array_unref(general_names);
    return certificate;
}

static void test_many_names(void)
{
    struct certificate certificate = read_with_numbered_names(LIMIT_CERTIFICATE_NAMES);
    g_assert_cmpuint(certificate.name_count, ==, LIMIT_CERTIFICATE_NAMES);
    g_assert_false(certificate.names_cut);
    assert_covers(&certificate, "host255.contoso.com", true);
    assert_covers(&certificate, "host256.contoso.com", false);
    certificate_clear(&certificate);

    certificate = read_with_numbered_names(1000);
    g_assert_cmpuint(certificate.name_count, ==, LIMIT_CERTIFICATE_NAMES);
    g_assert_true(certificate.names_cut);
    g_assert_true(certificate_covers_name(&certificate, "host0.contoso.com"));
    g_assert_false(certificate_covers_name(&certificate, "host999.contoso.com"));
    g_assert_false(certificate_denies_name(&certificate, "host999.contoso.com"));
    g_assert_false(certificate_denies_name(&certificate, "mail.fabrikam.com"));
    certificate_clear(&certificate);
}

/* ---- hostile DER ---- */

static void test_cut_at_every_length(void)
{
    struct certificate certificate;
    GByteArray *general_names = g_byte_array_new();
    der_add_dns_name(general_names, "mail.contoso.com");
    struct certificate_recipe recipe = {
        .subject = "mail.contoso.com", .issuer = "Test CA", .general_names = general_names};
    GByteArray *der = certificate_build(&recipe);
    for (size_t length = 0; length < der->len; length++)
        g_assert_false(read_copy(der->data, length, &certificate));
    g_assert_false(certificate_read(NULL, 0, &certificate));
    g_byte_array_unref(der);
    g_byte_array_unref(general_names);
}

static void test_every_byte_changed(void)
{
    struct certificate certificate;
    GByteArray *general_names = g_byte_array_new();
    der_add_dns_name(general_names, "mail.contoso.com");
    der_add_dns_name(general_names, "*.contoso.com");
    struct certificate_recipe recipe = {
        .subject = "mail.contoso.com", .issuer = "Test CA", .general_names = general_names};
    GByteArray *der = certificate_build(&recipe);
    for (size_t i = 0; i < der->len; i++) {
        const uint8_t honest = der->data[i];
        const uint8_t lies[] = {0, 1, 0x7F, 0x80, 0x84, 0xFF, (uint8_t)(honest + 1), (uint8_t)(honest - 1)};
        for (size_t k = 0; k < sizeof lies; k++) {
            der->data[i] = lies[k];
            if (read_copy(der->data, der->len, &certificate))
                certificate_clear(&certificate);
        }
        der->data[i] = honest;
    }
    g_byte_array_unref(der);
    g_byte_array_unref(general_names);
}

static void test_random_bytes(void)
{
    struct certificate certificate;
    for (int round = 0; round < 5000; round++) {
        uint8_t bytes[64];
        size_t length = (size_t)g_test_rand_int_range(0, sizeof bytes);
        for (size_t i = 0; i < length; i++)
            bytes[i] = (uint8_t)g_test_rand_int_range(0, 256);
        if (read_copy(bytes, length, &certificate))
            certificate_clear(&certificate);
    }
}

/* The longest certificate that is read, full of the shortest names; one byte more is not looked at. */
static void test_longest(void)
{
    struct certificate certificate;
    GByteArray *general_names = g_byte_array_new();
    while (general_names->len + 3 < LIMIT_CERTIFICATE_LENGTH - 400)
        der_add(general_names, 0x82, "a", 1);
    struct certificate_recipe recipe = {.subject = "a.example", .issuer = "Test CA"};
    recipe.general_names = general_names;
    GByteArray *der = certificate_build(&recipe);
    g_assert_cmpuint(der->len, <=, LIMIT_CERTIFICATE_LENGTH);
    gint64 start = g_get_monotonic_time();
    g_assert_true(read_copy(der->data, der->len, &certificate));
    g_test_message("longest certificate: %" G_GINT64_FORMAT " us", g_get_monotonic_time() - start);
    g_assert_true(certificate.names_cut);
    certificate_clear(&certificate);
    g_byte_array_set_size(der, LIMIT_CERTIFICATE_LENGTH + 1);
    g_assert_false(read_copy(der->data, der->len, &certificate));
    g_byte_array_unref(der);
    g_byte_array_unref(general_names);
}

/* ---- chains ---- */

#define ISRG "Internet Security Research Group"

static const struct certificate_recipe LEAF = {.subject = "mail.contoso.com",
                                               .issuer = "R11",
                                               .issuer_organization = "Let's Encrypt"};
static const struct certificate_recipe INTERMEDIATE = {.subject = "R11",
                                                       .subject_organization = "Let's Encrypt",
                                                       .issuer = "ISRG Root X1",
                                                       .issuer_organization = ISRG};
static const struct certificate_recipe ROOT = {.subject = "ISRG Root X1",
                                               .subject_organization = ISRG,
                                               .issuer = "ISRG Root X1",
                                               .issuer_organization = ISRG};

/* Up to three certificates; `cut` as a parser would say it. */
static struct certificate_chain_facts judge(const struct certificate_recipe *const *recipes, bool cut)
{
    struct certificate certificates[3];
    const struct certificate *chain[3];
    GByteArray *ders[3];
    size_t count = 0;
    for (; count < 3 && recipes[count] != NULL; count++) {
        ders[count] = certificate_build(recipes[count]);
        g_assert_true(certificate_read(ders[count]->data, ders[count]->len, &certificates[count]));
        chain[count] = &certificates[count];
    }
    struct certificate_chain_facts facts = certificate_judge_chain(chain, count, cut);
    for (size_t i = 0; i < count; i++) {
        certificate_clear(&certificates[i]);
        g_byte_array_unref(ders[i]);
    }
    return facts;
}

static struct certificate_chain_facts judge_three(const struct certificate_recipe *first,
                                                  const struct certificate_recipe *second,
                                                  const struct certificate_recipe *third)
{
    const struct certificate_recipe *const recipes[] = {first, second, third};
    return judge(recipes, false);
}

static void test_whole_chain(void)
{
    struct certificate_chain_facts facts = judge_three(&LEAF, &INTERMEDIATE, &ROOT);
    g_assert_false(facts.weak);
    g_assert_false(facts.incomplete);
    facts = judge_three(&LEAF, &INTERMEDIATE, NULL);
    g_assert_false(facts.incomplete);
    facts = judge_three(&LEAF, &ROOT, &INTERMEDIATE); /* order does not matter here */
    g_assert_false(facts.incomplete);
}

static void test_incomplete_chain(void)
{
    g_assert_true(judge_three(&LEAF, NULL, NULL).incomplete);
    g_assert_true(judge_three(&LEAF, &ROOT, NULL).incomplete);
    struct certificate_recipe other = INTERMEDIATE;
    other.subject = "R10";
    g_assert_true(judge_three(&LEAF, &other, NULL).incomplete);
}

/* Nothing is missing, or nobody knows: private issuers, roots, self-signed ones, chains not seen whole. */
static void test_chain_not_known_to_be_incomplete(void)
{
    struct certificate_recipe leaf = LEAF;
    leaf.issuer = "Contoso Issuing CA 1";
    leaf.issuer_organization = "Contoso";
    g_assert_false(judge_three(&leaf, NULL, NULL).incomplete);
    leaf.issuer = "DigiCert Global Root G2";
    leaf.issuer_organization = "DigiCert Inc";
    g_assert_false(judge_three(&leaf, NULL, NULL).incomplete);
    leaf.issuer = "Zscaler Intermediate Root CA (zscalertwo.net)";
    leaf.issuer_organization = "Zscaler Inc.";
    g_assert_false(judge_three(&leaf, NULL, NULL).incomplete);
    g_assert_false(judge_three(&ROOT, NULL, NULL).incomplete);
    struct certificate_recipe self = {.subject = "R11",
                                      .subject_organization = "Let's Encrypt",
                                      .issuer = "R11",
                                      .issuer_organization = "Let's Encrypt"};
    g_assert_false(judge_three(&self, NULL, NULL).incomplete);
    const struct certificate_recipe *const cut[] = {&LEAF, &ROOT, NULL};
    g_assert_false(judge(cut, true).incomplete);
}

static void test_weak_chain(void)
{
    struct certificate_recipe old = INTERMEDIATE;
    old.digest = GNUTLS_DIG_SHA1;
    struct certificate_chain_facts facts = judge_three(&LEAF, &old, NULL);
    g_assert_true(facts.weak && facts.weak_signature && !facts.weak_key);
    g_assert_cmpuint(facts.weak_position, ==, 1);
    struct certificate_recipe small = LEAF;
    small.rsa_bits = 1024;
    facts = judge_three(&small, &old, NULL);
    g_assert_true(facts.weak && facts.weak_signature && facts.weak_key);
    g_assert_cmpuint(facts.weak_position, ==, 0);
    g_assert_cmpuint(facts.weak_key_bits, ==, 1024);
    small.rsa_bits = 2048;
    g_assert_false(judge_three(&small, &INTERMEDIATE, NULL).weak);
}

/* SHA-1 on a root, or on Exchange's own self-signed certificate, is nobody's trust. */
static void test_self_signed_sha1_is_not_weak(void)
{
    struct certificate_recipe root = ROOT;
    root.digest = GNUTLS_DIG_SHA1;
    g_assert_false(judge_three(&LEAF, &INTERMEDIATE, &root).weak);
    g_assert_false(judge_three(&root, NULL, NULL).weak);
    root.rsa_bits = 1024;
    g_assert_true(judge_three(&LEAF, &INTERMEDIATE, &root).weak_key);
}

/* The unreadable one may be what is missing. */
static void test_unreadable_link(void)
{
    struct certificate leaf;
    const struct certificate *const chain[] = {&leaf, NULL};
    GByteArray *der = certificate_build(&LEAF);
    g_assert_true(certificate_read(der->data, der->len, &leaf));
    g_assert_true(certificate_judge_chain(chain, 1, false).incomplete);
    g_assert_false(certificate_judge_chain(chain, 2, false).incomplete);
    certificate_clear(&leaf);
    g_byte_array_unref(der);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/certificate/fields", test_fields);
    g_test_add_func("/certificate/elliptic_key", test_elliptic_key);
    g_test_add_func("/certificate/weak_key_and_signature", test_weak_key_and_signature);
    g_test_add_func("/certificate/inspection_issuer", test_inspection_issuer);
    g_test_add_func("/certificate/no_common_name", test_no_common_name);
    g_test_add_func("/certificate/organization_is_no_host", test_organization_is_no_host);
    g_test_add_func("/certificate/self_signed", test_self_signed);
    g_test_add_func("/certificate/dates", test_dates);
    g_test_add_func("/certificate/what_is_no_date", test_what_is_no_date);
    g_test_add_func("/certificate/far_dates", test_far_dates);
    g_test_add_func("/certificate/expired", test_expired);
    g_test_add_func("/certificate/text_encodings", test_text_encodings);
    g_test_add_func("/certificate/long_text_is_cut", test_long_text_is_cut);
    g_test_add_func("/certificate/wildcards", test_wildcards);
    g_test_add_func("/certificate/plain_names", test_plain_names);
    g_test_add_func("/certificate/hosts_that_are_no_names", test_hosts_that_are_no_names);
    g_test_add_func("/certificate/common_name_counts_alone_only", test_common_name_counts_alone_only);
    g_test_add_func("/certificate/other_general_names", test_other_general_names);
    g_test_add_func("/certificate/unusable_names", test_unusable_names);
    g_test_add_func("/certificate/zero_in_common_name", test_zero_in_common_name);
    g_test_add_func("/certificate/many_names", test_many_names);
    g_test_add_func("/certificate/cut_at_every_length", test_cut_at_every_length);
    g_test_add_func("/certificate/every_byte_changed", test_every_byte_changed);
    g_test_add_func("/certificate/random_bytes", test_random_bytes);
    g_test_add_func("/certificate/longest", test_longest);
    g_test_add_func("/certificate/whole_chain", test_whole_chain);
    g_test_add_func("/certificate/incomplete_chain", test_incomplete_chain);
    g_test_add_func("/certificate/chain_not_known_to_be_incomplete", test_chain_not_known_to_be_incomplete);
    g_test_add_func("/certificate/weak_chain", test_weak_chain);
    g_test_add_func("/certificate/self_signed_sha1_is_not_weak", test_self_signed_sha1_is_not_weak);
    g_test_add_func("/certificate/unreadable_link", test_unreadable_link);
    int failed = g_test_run();
    certificate_builder_finish();
    return failed;
}
