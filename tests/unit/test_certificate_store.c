/* test_certificate_store.c: what is kept of certificates, and when it is forgotten.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "certificate_store.h"

#include <string.h>

#include <glib.h>

#include "certificate_builder.h"

static const struct certificate_recipe RECIPE = {.subject = "mail.contoso.com", .issuer = "mail.contoso.com"};

static struct tls_bytes bytes_of(const GByteArray *der)
{
    return (struct tls_bytes){der->data, der->len};
}

/* Bytes that are no certificate, others for each number. */
static struct certificate_kept *ask_for_garbage(struct certificate_store *store, uint32_t number)
{
    uint8_t garbage[100] = {0x30};

    memcpy(garbage + sizeof garbage - sizeof number, &number, sizeof number);
    return certificate_store_read(store, (struct tls_bytes){garbage, sizeof garbage});
}

/* The same bytes, wherever they lie, are the same certificate; those that were read may go. */
static void test_read_once(void)
{
    struct certificate_store *store = certificate_store_new();
    GByteArray               *first = certificate_build(&RECIPE);
    GByteArray               *copy = g_byte_array_new();
    struct certificate_kept  *kept = certificate_store_read(store, bytes_of(first));

    g_byte_array_append(copy, first->data, first->len);
    g_assert_true(kept->readable);
    g_assert_null(kept->note);
    kept->note = copy;
    memset(first->data, 0xAA, first->len);
    g_byte_array_unref(first);
    g_assert_true(certificate_store_read(store, bytes_of(copy)) == kept);
    g_assert_true(kept->note == copy);
    g_assert_cmpstr(kept->certificate.subject, ==, "mail.contoso.com");
    g_assert_true(kept->certificate.self_signed);
    g_assert_cmpuint(kept->certificate.issuer_name.length, ==, kept->certificate.subject_name.length);
    g_assert_cmpint(memcmp(kept->certificate.issuer_name.data, kept->certificate.subject_name.data,
                           kept->certificate.issuer_name.length), ==, 0);
    certificate_store_free(store);
    g_byte_array_unref(copy);
}

/* One byte tells two certificates apart, whether it stands in what is hashed or before. */
static void test_other_bytes(void)
{
    struct certificate_store *store = certificate_store_new();
    GByteArray               *der = certificate_build(&RECIPE);
    struct certificate_kept  *kept = certificate_store_read(store, bytes_of(der));
    const char               *name = "mail.contoso.com";

    certificate_patch(der, name, "mail.fabrikam.de", strlen(name));
    g_assert_cmpstr(certificate_store_read(store, bytes_of(der))->certificate.issuer, ==, "mail.fabrikam.de");
    der->data[der->len - 1] ^= 1;
    g_assert_true(certificate_store_read(store, bytes_of(der)) != kept);
    g_assert_cmpstr(kept->certificate.issuer, ==, "mail.contoso.com");
    certificate_store_free(store);
    g_byte_array_unref(der);
}

/* What is no certificate is remembered as such; what is too long to be read is not copied. */
static void test_unreadable(void)
{
    struct certificate_store *store = certificate_store_new();
    GByteArray               *der = certificate_build(&RECIPE);
    struct certificate_kept  *kept = ask_for_garbage(store, 1);

    g_assert_false(kept->readable);
    g_assert_null(kept->certificate.names);
    g_assert_true(ask_for_garbage(store, 1) == kept);
    g_assert_true(ask_for_garbage(store, 2) != kept);
    g_byte_array_set_size(der, LIMIT_CERTIFICATE_LENGTH + 1);
    kept = certificate_store_read(store, bytes_of(der));
    g_assert_false(kept->readable);
    der->data[der->len - 1] ^= 1;
    g_assert_true(certificate_store_read(store, bytes_of(der)) == kept);
    g_assert_false(certificate_store_read(store, (struct tls_bytes){der->data, 0})->readable);
    certificate_store_free(store);
    g_byte_array_unref(der);
}

/* However many come, what is asked for again and again stays, and what is not goes. */
static void test_forgotten(void)
{
    struct certificate_store *store = certificate_store_new();
    int                       asked = 0;

    ask_for_garbage(store, 0)->note = &asked;
    ask_for_garbage(store, 1)->note = &asked;
    for (uint32_t number = 2; number < 3 * LIMIT_CERTIFICATES_READ; number++) {
        ask_for_garbage(store, number);
        g_assert_true(ask_for_garbage(store, 0)->note == &asked);
        if (number <= LIMIT_CERTIFICATES_READ)
            g_assert_true(ask_for_garbage(store, 1)->note == &asked);
    }
    g_assert_null(ask_for_garbage(store, 1)->note);
    certificate_store_free(store);
}

/* What was asked for first is still there when the last of a chain has been read, wherever the store is full. */
static void test_chain_stays(void)
{
    struct certificate_store *store = certificate_store_new();
    uint32_t                  number = 0;

    for (size_t round = 0; round < LIMIT_CERTIFICATES_READ; round++) {
        struct certificate_kept *first = ask_for_garbage(store, 0);
        first->note = store;
        for (size_t i = 1; i < LIMIT_CERTIFICATE_CHAIN; i++)
            ask_for_garbage(store, ++number);
        g_assert_true(first->note == store);
        g_assert_true(ask_for_garbage(store, 0) == first);
    }
    certificate_store_free(store);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/certificate_store/read_once", test_read_once);
    g_test_add_func("/certificate_store/other_bytes", test_other_bytes);
    g_test_add_func("/certificate_store/unreadable", test_unreadable);
    g_test_add_func("/certificate_store/forgotten", test_forgotten);
    g_test_add_func("/certificate_store/chain_stays", test_chain_stays);
    int failed = g_test_run();
    certificate_builder_finish();
    return failed;
}
