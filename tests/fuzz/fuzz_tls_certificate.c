/* fuzz_tls_certificate.c: libFuzzer target for core/tls_certificate, and for chains of content/certificate.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls_certificate.h"

#include <string.h>

#include <glib.h>

#include "certificate_store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HEADER_LENGTH 4

static void check_chain(enum tls_parse parse, const struct tls_certificate_chain *chain, const uint8_t *message,
                        size_t length)
{
    struct tls_certificate_chain nothing;

    memset(&nothing, 0, sizeof nothing); /* padding too */
    if (parse != TLS_PARSE_OK)
        g_assert_cmpint(memcmp(chain, &nothing, sizeof nothing), ==, 0);
    g_assert_cmpuint(chain->count, <=, LIMIT_CERTIFICATE_CHAIN);
    g_assert_true(chain->count == LIMIT_CERTIFICATE_CHAIN || !chain->cut);
    for (size_t i = 0; i < chain->count; i++) {
        struct tls_bytes certificate = chain->certificates[i];

        g_assert_cmpuint(certificate.length, >, 0);
        g_assert_true(certificate.data >= message);
        g_assert_cmpuint((size_t)(certificate.data - message) + certificate.length, <=, length);
    }
}

static void check_facts(const struct certificate_chain_facts *facts, const struct tls_certificate_chain *chain)
{
    g_assert_true(facts->weak == (facts->weak_signature || facts->weak_key));
    g_assert_true(facts->weak_key == (facts->weak_key_bits > 0));
    g_assert_true(facts->weak ? facts->weak_position < chain->count : facts->weak_position == 0);
    g_assert_false(facts->incomplete && chain->cut);
}

/** The chain's certificates by a store that is kept from input to input; NULL where they cannot be read. */
static void read_certificates(const struct tls_certificate_chain *chain, const struct certificate **certificates)
{
    static struct certificate_store *store;

    if (store == NULL)
        store = certificate_store_new();
    for (size_t i = 0; i < chain->count; i++) {
        const struct certificate_kept *kept = certificate_store_read(store, chain->certificates[i]);

        certificates[i] = kept->readable ? &kept->certificate : NULL;
        g_assert_true(kept->readable || kept->certificate.names == NULL);
    }
}

static void read_message(const uint8_t *message, size_t length, bool tls13)
{
    struct tls_certificate_chain   chain;
    struct certificate_chain_facts facts;
    const struct certificate      *certificates[LIMIT_CERTIFICATE_CHAIN];

    memset(&chain, 0xAA, sizeof chain);
    check_chain(tls_certificate_parse(message, length, tls13, &chain), &chain, message, length);
    read_certificates(&chain, certificates);
    if (chain.count == 0 || certificates[0] == NULL)
        return;
    facts = certificate_judge_chain(certificates, chain.count, chain.cut);
    check_facts(&facts, &chain);
}

/** The message with the lengths of its two outer vectors made true: nothing below them is reached otherwise. */
static void read_with_true_lengths(const uint8_t *data, size_t size, bool tls13)
{
    uint8_t *message = g_memdup2(data, size);
    size_t   list = HEADER_LENGTH + (tls13 ? 1 + (size_t)message[HEADER_LENGTH] : 0);
    size_t   places[] = {1, list};

    message[0] = TLS_HANDSHAKE_CERTIFICATE;
    for (size_t i = 0; i < G_N_ELEMENTS(places) && places[i] + 3 <= size; i++) {
        size_t length = size - places[i] - 3;

        message[places[i]] = (uint8_t)(length >> 16);
        message[places[i] + 1] = (uint8_t)(length >> 8);
        message[places[i] + 2] = (uint8_t)length;
    }
    read_message(message, size, tls13);
    g_free(message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (int tls13 = 0; tls13 < 2; tls13++) {
        read_message(data, size, tls13);
        if (size > HEADER_LENGTH && size < 1 << 24)
            read_with_true_lengths(data, size, tls13);
    }
    return 0;
}
