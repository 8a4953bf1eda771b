/* tls_certificate.c: see tls_certificate.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls_certificate.h"

#include <string.h>

/* RFC 8446 section 4.2: Extension extensions<0..2^16-1>. None is of use here, but a length in it that lies
 * makes the whole message unreadable, as in the hellos. */
static void skip_extensions(struct tls_reader *reader)
{
    struct tls_bytes block = tls_reader_take_vector16(reader);
    struct tls_reader extensions;
    tls_reader_start(&extensions, block.data, block.length);
    while (tls_reader_left(&extensions) > 0) {
        tls_reader_take_u16(&extensions);
        tls_reader_take_vector16(&extensions);
    }
    reader->failed = reader->failed || extensions.failed;
}

/* RFC 5246 section 7.4.2: ASN.1Cert<1..2^24-1>; RFC 8446 section 4.4.2: CertificateEntry. */
static void take_certificate(struct tls_reader *list, bool tls13, struct tls_certificate_chain *chain)
{
    struct tls_bytes certificate = tls_reader_take_vector24(list);
    if (certificate.length == 0)
        list->failed = true;
    if (tls13)
        skip_extensions(list);
    if (chain->count < LIMIT_CERTIFICATE_CHAIN)
        chain->certificates[chain->count++] = certificate;
    else
        chain->cut = true;
}

static enum tls_parse read_chain(struct tls_reader *body, bool tls13, struct tls_certificate_chain *chain)
{
    if (tls13) {
        tls_reader_take_vector8(body); /* certificate_request_context */
    }
    struct tls_bytes list_bytes = tls_reader_take_vector24(body);
    enum tls_parse parse = tls_reader_outcome(body);
    if (parse != TLS_PARSE_OK)
        return parse;
    struct tls_reader list;
    tls_reader_start(&list, list_bytes.data, list_bytes.length);
    while (tls_reader_left(&list) > 0)
        take_certificate(&list, tls13, chain);
    return tls_reader_outcome(&list);
}

enum tls_parse tls_certificate_parse(const uint8_t *message, size_t length, bool tls13,
                                     struct tls_certificate_chain *chain)
{
    struct tls_reader body;
    memset(chain, 0, sizeof *chain);
    enum tls_parse parse = tls_reader_start_handshake(&body, message, length, TLS_HANDSHAKE_CERTIFICATE);
    if (parse == TLS_PARSE_OK)
        parse = read_chain(&body, tls13, chain);
    if (parse != TLS_PARSE_OK)
        memset(chain, 0, sizeof *chain);
    return parse;
}
