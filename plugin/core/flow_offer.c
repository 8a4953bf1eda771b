/* flow_offer.c: quality of what a ClientHello offers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The facts of each suite, group and signature scheme are in tls_names; the conditions are those of
 * "TLS rules and diagnosis for Exchange hybrid", section 5d.
 */
#include "flow_offer.h"

#include "tls_names.h"

/* SSLv2 framing (RFC 5246 appendix E.2): three bytes a suite, of which TLS ones begin with a zero. */
static unsigned suite_properties_at(const struct tls_client_hello *hello, size_t index)
{
    uint16_t suite = 0;

    if (!hello->sslv2_framed) {
        suite = tls_bytes_u16(hello->cipher_suites, index);
        return tls_is_grease(suite) ? TLS_CIPHER_SIGNALLING : tls_cipher_properties(suite);
    }
    if (hello->cipher_suites.data[index * 3] != 0)
        return TLS_CIPHER_WEAK;
    suite = (uint16_t)(hello->cipher_suites.data[index * 3 + 1] << 8 | hello->cipher_suites.data[index * 3 + 2]);
    return tls_cipher_properties(suite);
}

struct suite_summary {
    unsigned any;        /* properties that some suite has */
    unsigned other_than; /* properties that some suite lacks */
    size_t   count;
};

static struct suite_summary summarise_suites(const struct tls_client_hello *hello)
{
    struct suite_summary summary = {0, 0, 0};
    size_t               count = hello->cipher_suites.length / (hello->sslv2_framed ? 3 : 2);

    for (size_t i = 0; i < count; i++) {
        unsigned properties = suite_properties_at(hello, i);
        if ((properties & TLS_CIPHER_SIGNALLING) != 0)
            continue;
        summary.any |= properties;
        summary.other_than |= ~properties;
        summary.count++;
    }
    return summary;
}

/* Named curves of RFC 8422: secp256r1, secp384r1, secp521r1. */
static bool offers_nist_curve(const struct tls_client_hello *hello)
{
    for (size_t i = 0; i < hello->supported_groups.length / 2; i++) {
        uint16_t group = tls_bytes_u16(hello->supported_groups, i);
        if (group >= 23 && group <= 25)
            return true;
    }
    return false;
}

static bool sha1_signatures_only(const struct tls_client_hello *hello)
{
    if (hello->max_version < TLS_VERSION_1_2 || hello->sslv2_framed)
        return false;
    for (size_t i = 0; i < hello->signature_algorithms.length / 2; i++) {
        uint16_t scheme = tls_bytes_u16(hello->signature_algorithms, i);
        if (!tls_is_grease(scheme) && !tls_signature_is_sha1_or_md5(scheme))
            return false;
    }
    return true;
}

/* RFC 8701: only browsers send them. */
static bool has_grease(struct tls_bytes numbers)
{
    for (size_t i = 0; i < numbers.length / 2; i++) {
        if (tls_is_grease(tls_bytes_u16(numbers, i)))
            return true;
    }
    return false;
}

uint16_t flow_offer_quality(const struct tls_client_hello *hello)
{
    struct suite_summary suites = summarise_suites(hello);
    unsigned             offer = 0;

    offer |= hello->sslv2_framed ? FLOW_OFFER_SSLV2_FRAMED : 0u;
    offer |= hello->has_server_name ? 0u : FLOW_OFFER_NO_SERVER_NAME;
    offer |= hello->has_fallback_scsv ? FLOW_OFFER_FALLBACK_SCSV : 0u;
    offer |= hello->offers_http2 ? FLOW_OFFER_HTTP2 : 0u;
    if (suites.count > 0) {
        offer |= (suites.any & TLS_CIPHER_ACCEPTED) != 0 ? 0u : FLOW_OFFER_NO_ACCEPTED_CIPHER;
        offer |= (suites.other_than & TLS_CIPHER_STATIC_RSA) != 0 ? 0u : FLOW_OFFER_STATIC_RSA_ONLY;
        offer |= (suites.any & TLS_CIPHER_WEAK) != 0 ? FLOW_OFFER_WEAK_CIPHERS : 0u;
    }
    if (hello->has_supported_groups && (suites.any & TLS_CIPHER_ECDHE) != 0 && !offers_nist_curve(hello))
        offer |= FLOW_OFFER_GROUPS_TOO_NARROW;
    offer |= sha1_signatures_only(hello) ? FLOW_OFFER_SHA1_SIGNATURES_ONLY : 0u;
    if (!hello->has_extended_master_secret && !hello->has_renegotiation_info && !hello->tls13_only)
        offer |= FLOW_OFFER_NO_SECURE_RENEGOTIATION;
    if (!hello->sslv2_framed && (has_grease(hello->cipher_suites) || has_grease(hello->supported_groups)))
        offer |= FLOW_OFFER_GREASE;
    return (uint16_t)offer;
}
