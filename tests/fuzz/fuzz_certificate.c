/* fuzz_certificate.c: libFuzzer target for content/certificate: the bytes as the DER of a certificate.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "certificate.h"

#include <string.h>

#include <glib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text, size_t size)
{
    g_assert_nonnull(memchr(text, '\0', size));
    g_assert_true(g_utf8_validate(text, -1, NULL));
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at))
        g_assert_false(g_unichar_iscntrl(g_utf8_get_char(at)));
}

static void check_names(const struct certificate *certificate)
{
    size_t count = 0;
    size_t length = 0;

    for (const char *name = certificate_next_name(certificate, NULL); name != NULL;
         name = certificate_next_name(certificate, name)) {
        check_text(name, LIMIT_NAME_LENGTH + 1);
        g_assert_cmpuint(strlen(name), >, 0);
        g_assert_false(certificate_covers_name(certificate, name) && certificate_denies_name(certificate, name));
        length += strlen(name) + 1;
        count++;
    }
    g_assert_cmpuint(count, ==, certificate->name_count);
    g_assert_cmpuint(length, ==, certificate->names_length);
    g_assert_cmpuint(count, <=, LIMIT_CERTIFICATE_NAMES);
    g_assert_true(certificate->has_dns_names || count == 0);
    g_assert_true(count == LIMIT_CERTIFICATE_NAMES || !certificate->names_cut);
}

static void check_readable(const struct certificate *certificate)
{
    check_text(certificate->subject, sizeof certificate->subject);
    check_text(certificate->issuer, sizeof certificate->issuer);
    check_text(certificate->issuer_organization, sizeof certificate->issuer_organization);
    check_names(certificate);
    g_assert_cmpint(certificate->not_before, >=, CERTIFICATE_TIME_EARLIEST);
    g_assert_cmpint(certificate->not_before, <=, CERTIFICATE_TIME_LATEST);
    g_assert_cmpint(certificate->not_after, >=, CERTIFICATE_TIME_EARLIEST);
    g_assert_cmpint(certificate->not_after, <=, CERTIFICATE_TIME_LATEST);
    g_assert_cmpint(certificate->issuer_kind, <, CERTIFICATE_AUTHORITY_COUNT);
    g_assert_true((certificate->issuer_product != NULL) ==
                  (certificate->issuer_kind == CERTIFICATE_AUTHORITY_INSPECTION));
    g_assert_true(certificate->subject[0] != '\0' || !certificate->subject_is_common_name);
    g_assert_false(certificate_covers_name(certificate, "192.0.2.1"));
    g_assert_false(certificate_denies_name(certificate, "192.0.2.1"));
    g_assert_false(certificate_covers_name(certificate, ""));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct certificate certificate;
    struct certificate nothing;

    memset(&nothing, 0, sizeof nothing);
    memset(&certificate, 0xAA, sizeof certificate);
    if (certificate_read(data, size, &certificate))
        check_readable(&certificate);
    else
        g_assert_cmpint(memcmp(&certificate, &nothing, sizeof nothing), ==, 0);
    certificate_clear(&certificate);
    g_assert_cmpint(memcmp(&certificate, &nothing, sizeof nothing), ==, 0);
    return 0;
}
