/* certificate_builder.c: see certificate_builder.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "certificate_builder.h"

#include <string.h>

#include <gnutls/x509.h>

enum {
    KEYS_MAX = 4,
    TIME_2024 = 1704067200,
    TIME_2034 = 2019686400
};

static struct {
    unsigned              rsa_bits;
    gnutls_x509_privkey_t key;
} keys[KEYS_MAX];

static void check(int result)
{
    g_assert_cmpstr(gnutls_strerror(result < 0 ? result : 0), ==, gnutls_strerror(0));
}

/* Making an RSA key takes long: each size is made once. */
static gnutls_x509_privkey_t key_of(unsigned rsa_bits)
{
    size_t i = 0;
    while (i < KEYS_MAX && keys[i].key != NULL && keys[i].rsa_bits != rsa_bits)
        i++;
    g_assert_cmpuint(i, <, KEYS_MAX);
    if (keys[i].key == NULL) {
        gnutls_pk_algorithm_t algorithm = rsa_bits != 0 ? GNUTLS_PK_RSA : GNUTLS_PK_ECDSA;
        unsigned bits = rsa_bits != 0 ? rsa_bits : GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1);
        check(gnutls_x509_privkey_init(&keys[i].key));
        check(gnutls_x509_privkey_generate(keys[i].key, algorithm, bits, 0));
        keys[i].rsa_bits = rsa_bits;
    }
    return keys[i].key;
}

void certificate_builder_finish(void)
{
    for (size_t i = 0; i < KEYS_MAX && keys[i].key != NULL; i++) {
        gnutls_x509_privkey_deinit(keys[i].key);
        keys[i].key = NULL;
    }
}

void der_add(GByteArray *der, uint8_t tag, const void *contents, size_t length)
{
    const uint8_t header[] = {tag, 0x82, (uint8_t)(length >> 8), (uint8_t)length};
    g_assert_cmpuint(length, <=, 0xFFFF);
    if (length < 0x80) {
        g_byte_array_append(der, &header[0], 1);
        g_byte_array_append(der, &header[3], 1);
    } else if (length < 0x100) {
        const uint8_t one_byte = 0x81;
        g_byte_array_append(der, &header[0], 1);
        g_byte_array_append(der, &one_byte, 1);
        g_byte_array_append(der, &header[3], 1);
    } else {
        g_byte_array_append(der, header, sizeof header);
    }
    g_byte_array_append(der, contents, (guint)length);
}

void der_add_dns_name(GByteArray *general_names, const char *name)
{
    der_add(general_names, 0x82, name, strlen(name));
}

void certificate_patch(GByteArray *der, const void *old, const void *new_bytes, size_t length)
{
    size_t position = 0;
    while (position + length <= der->len && memcmp(der->data + position, old, length) != 0)
        position++;
    g_assert_cmpuint(position + length, <=, der->len);
    memcpy(der->data + position, new_bytes, length);
}

static void set_attribute(gnutls_x509_crt_t certificate, const char *oid, const char *text)
{
    if (text != NULL)
        check(gnutls_x509_crt_set_dn_by_oid(certificate, oid, 0, text, (unsigned)strlen(text)));
}

static void set_subject(gnutls_x509_crt_t certificate, const struct certificate_recipe *recipe)
{
    set_attribute(certificate, GNUTLS_OID_X520_ORGANIZATION_NAME, recipe->subject_organization);
    set_attribute(certificate, GNUTLS_OID_X520_COMMON_NAME, recipe->subject);
    if (recipe->subject_der != NULL)
        check(gnutls_x509_crt_set_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME, 1,
                                            recipe->subject_der->data, recipe->subject_der->len));
}

static void set_general_names(gnutls_x509_crt_t certificate, const GByteArray *general_names)
{
    if (general_names == NULL)
        return;
    GByteArray *extension = g_byte_array_new();
    der_add(extension, 0x30, general_names->data, general_names->len);
    check(gnutls_x509_crt_set_extension_by_oid(certificate, GNUTLS_X509EXT_OID_SAN, extension->data,
                                               extension->len, 0));
    g_byte_array_unref(extension);
}

/* As much of an issuer as signing wants: its name and a key. */
static gnutls_x509_crt_t build_issuer(const struct certificate_recipe *recipe, gnutls_x509_privkey_t key)
{
    gnutls_x509_crt_t issuer;
    check(gnutls_x509_crt_init(&issuer));
    check(gnutls_x509_crt_set_key(issuer, key));
    set_attribute(issuer, GNUTLS_OID_X520_ORGANIZATION_NAME, recipe->issuer_organization);
    set_attribute(issuer, GNUTLS_OID_X520_COMMON_NAME, recipe->issuer);
    return issuer;
}

static GByteArray *export_der(gnutls_x509_crt_t certificate)
{
    gnutls_datum_t der;
    check(gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_DER, &der));
    GByteArray *bytes = g_byte_array_append(g_byte_array_new(), der.data, der.size);
    gnutls_free(der.data);
    return bytes;
}

GByteArray *certificate_build(const struct certificate_recipe *recipe)
{
    gnutls_x509_crt_t certificate;
    gnutls_x509_privkey_t key = key_of(recipe->rsa_bits);
    gnutls_x509_crt_t issuer = build_issuer(recipe, key);
    time_t not_before = recipe->not_before != 0 ? recipe->not_before : TIME_2024;
    time_t not_after = recipe->not_after != 0 ? recipe->not_after : TIME_2034;
    gnutls_digest_algorithm_t digest = recipe->digest != 0 ? recipe->digest : GNUTLS_DIG_SHA256;
    check(gnutls_x509_crt_init(&certificate));
    check(gnutls_x509_crt_set_version(certificate, 3));
    check(gnutls_x509_crt_set_serial(certificate, "\x01\x02", 2));
    check(gnutls_x509_crt_set_activation_time(certificate, not_before));
    check(gnutls_x509_crt_set_expiration_time(certificate, not_after));
    check(gnutls_x509_crt_set_key(certificate, key));
    set_subject(certificate, recipe);
    set_general_names(certificate, recipe->general_names);
    check(gnutls_x509_crt_sign2(certificate, issuer, key, digest, 0));
    GByteArray *der = export_der(certificate);
    gnutls_x509_crt_deinit(certificate);
    gnutls_x509_crt_deinit(issuer);
    return der;
}
