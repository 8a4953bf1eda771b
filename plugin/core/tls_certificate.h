/* tls_certificate.h: splits a Certificate handshake message into the DER of each certificate.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Input is one whole message as Wireshark's TLS dissector hands it over (reassembled, decrypted). What a
 * certificate says is not known here. Nothing is copied: spans point into the caller's bytes.
 */
#ifndef TLS_CERTIFICATE_H
#define TLS_CERTIFICATE_H

#include "limits.h"
#include "tls_hello.h"

/** The certificates of one message in the order sent: the sender's own first. */
struct tls_certificate_chain {
    struct tls_bytes certificates[LIMIT_CERTIFICATE_CHAIN]; /**< DER of each, never empty */
    size_t           count; /**< 0 for the empty list that a client without a certificate sends */
    bool             cut;   /**< more were sent than there is room for; the rest was checked, not kept */
};

/** Parses a Certificate message with its 4-byte handshake header.
 *  @param message the whole message, type and 24-bit length included
 *  @param length  its length in bytes; must equal the 24-bit length + 4
 *  @param tls13   form of RFC 8446 section 4.4.2 (request context, extensions of each certificate), else that
 *                 of RFC 5246 section 7.4.2, which TLS 1.0, TLS 1.1 and SSL 3.0 share
 *  An empty list is TLS_PARSE_OK. On anything else the chain is zeroed. */
enum tls_parse tls_certificate_parse(const uint8_t *message, size_t length, bool tls13,
                                     struct tls_certificate_chain *chain);

#endif
