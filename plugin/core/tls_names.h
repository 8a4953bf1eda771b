/* tls_names.h: names and properties of TLS versions, cipher suites, alerts, groups and signature schemes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Tables only: one row a code point, with its registry (IANA TLS parameters) above each table.
 */
#ifndef TLS_NAMES_H
#define TLS_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TLS_VERSION_SSL2 = 0x0002,
    TLS_VERSION_SSL3 = 0x0300,
    TLS_VERSION_1_0 = 0x0301,
    TLS_VERSION_1_1 = 0x0302,
    TLS_VERSION_1_2 = 0x0303,
    TLS_VERSION_1_3 = 0x0304
};

/** "SSL 2.0", "SSL 3.0", "TLS 1.0" ... "TLS 1.3"; NULL for anything else. */
const char *tls_version_name(uint16_t version);

/** True for the reserved values of RFC 8701 (0x0A0A, 0x1A1A ...). */
bool tls_is_grease(uint16_t value);

/** What the diagnosis wants to know of a suite; bits, or'ed. */
enum tls_cipher_property {
    TLS_CIPHER_STATIC_RSA = 1 << 0, /**< RSA key transport: no forward secrecy */
    TLS_CIPHER_ECDHE = 1 << 1,
    TLS_CIPHER_DHE = 1 << 2,
    TLS_CIPHER_TLS13 = 1 << 3,     /**< usable with TLS 1.3 only */
    TLS_CIPHER_WEAK = 1 << 4,      /**< RC4, 3DES, DES, NULL, EXPORT, anonymous or MD5 */
    TLS_CIPHER_ACCEPTED = 1 << 5,  /**< current in "Technical reference details about encryption" */
    TLS_CIPHER_SIGNALLING = 1 << 6 /**< an SCSV, not a suite */
};

/** IANA name ("TLS_RSA_WITH_AES_128_CBC_SHA"), or NULL if the registry has none. */
const char *tls_cipher_name(uint16_t suite);

/** Or'ed enum tls_cipher_property; 0 for an unknown code point. */
unsigned tls_cipher_properties(uint16_t suite);

/** Number of suites known, and the one at `index` in ascending order; 0 past the end. */
size_t   tls_cipher_count(void);
uint16_t tls_cipher_at(size_t index);

/** RFC name of an alert description ("protocol_version"), or NULL. */
const char *tls_alert_name(uint8_t description);

/** What Schannel reports for a received alert, e.g. "SEC_E_UNSUPPORTED_FUNCTION (0x80090302)"; NULL if
 *  not documented ("Schannel Error Codes for TLS and SSL Alerts"). */
const char *tls_alert_schannel_error(uint8_t description);

/** IANA name of a supported group ("secp384r1"), or NULL. */
const char *tls_group_name(uint16_t group);

/** True if the signature scheme (RFC 8446 section 4.2.3, RFC 5246 section 7.4.1.4.1) hashes with SHA-1 or
 *  MD5. */
bool tls_signature_is_sha1_or_md5(uint16_t scheme);

#endif
