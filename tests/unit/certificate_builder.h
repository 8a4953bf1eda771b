/* certificate_builder.h: makes certificates at run time for the unit tests, good and odd ones.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * GnuTLS signs them; what it would not write (names with zeros, dates that are none) comes in as raw DER, or
 * is patched in afterwards: nobody checks the signature. Misuse fails the test (g_assert).
 */
#ifndef CERTIFICATE_BUILDER_H
#define CERTIFICATE_BUILDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <glib.h>
#include <gnutls/gnutls.h>

/** What to make; a zeroed member is left out, or stands for what the comment says. */
struct certificate_recipe {
    const char *subject;              /**< common name */
    const char *subject_organization;
    const char *issuer;               /**< common name */
    const char *issuer_organization;
    const GByteArray *subject_der;    /**< common name as one DER string, in place of `subject` */
    const GByteArray *general_names;  /**< contents of the subjectAltName sequence; see der_add() */
    time_t not_before;                /**< 0: 2024-01-01 00:00:00 UTC */
    time_t not_after;                 /**< 0: 2034-01-01 00:00:00 UTC */
    unsigned rsa_bits;                /**< 0: ECDSA P-256 */
    gnutls_digest_algorithm_t digest; /**< 0: SHA-256 */
};

/** DER of a certificate. The caller frees it. */
GByteArray *certificate_build(const struct certificate_recipe *recipe);

/** Adds one DER element: tag, length, contents. */
void der_add(GByteArray *der, uint8_t tag, const void *contents, size_t length);

/** Adds a dNSName to general names. */
void der_add_dns_name(GByteArray *general_names, const char *name);

/** Overwrites the first occurrence of `old` in the DER with as many bytes of `new`. */
void certificate_patch(GByteArray *der, const void *old, const void *new_bytes, size_t length);

/** Frees the keys that certificate_build() keeps from call to call. */
void certificate_builder_finish(void);

#endif
