/* tls_certificate.c: see tls_certificate.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls_certificate.h"

#include <string.h>

static struct tls_bytes take_vector24(struct tls_reader *reader)
{
    size_t length = tls_reader_take_u24(reader);
    return tls_reader_take_bytes(reader, length);
}

static enum tls_parse outcome(const struct tls_reader *reader)
{
    if (reader->failed) {
        return TLS_PARSE_TRUNCATED;
    }
    return tls_reader_left(reader) > 0 ? TLS_PARSE_TRAILING : TLS_PARSE_OK;
}

/* RFC 8446 section 4: type (1 byte), length (3 bytes); the rest is the body. */
static enum tls_parse take_body(const uint8_t *message, size_t length, struct tls_bytes *body)
{
    struct tls_reader reader;
    tls_reader_start(&reader, message, length);
    if (length > 0 && message[0] != TLS_HANDSHAKE_CERTIFICATE) {
        return TLS_PARSE_WRONG_TYPE;
    }
    tls_reader_take_u8(&reader);
    *body = take_vector24(&reader);
    return outcome(&reader);
}

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
    struct tls_bytes certificate = take_vector24(list);
    if (certificate.length == 0) {
        list->failed = true;
    }
    if (tls13) {
        skip_extensions(list);
    }
    if (chain->count < LIMIT_CERTIFICATE_CHAIN) {
        chain->certificates[chain->count++] = certificate;
    } else {
        chain->cut = true;
    }
}

static enum tls_parse read_chain(struct tls_bytes body, bool tls13, struct tls_certificate_chain *chain)
{
    struct tls_reader reader;
    tls_reader_start(&reader, body.data, body.length);
    if (tls13) {
        tls_reader_take_vector8(&reader); /* certificate_request_context */
    }
    struct tls_bytes list_bytes = take_vector24(&reader);
    enum tls_parse parse = outcome(&reader);
    if (parse != TLS_PARSE_OK) {
        return parse;
    }
    struct tls_reader list;
    tls_reader_start(&list, list_bytes.data, list_bytes.length);
    while (tls_reader_left(&list) > 0) {
        take_certificate(&list, tls13, chain);
    }
    return outcome(&list);
}

enum tls_parse tls_certificate_parse(const uint8_t *message, size_t length, bool tls13,
                                     struct tls_certificate_chain *chain)
{
    struct tls_bytes body;
    memset(chain, 0, sizeof *chain);
    enum tls_parse parse = take_body(message, length, &body);
    if (parse == TLS_PARSE_OK) {
        parse = read_chain(body, tls13, chain);
    }
    if (parse != TLS_PARSE_OK) {
        memset(chain, 0, sizeof *chain);
    }
    return parse;
}
