/* tls_reader.h: a bounded cursor over the bytes of one TLS message.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A read past the end, or a vector whose length says more than is there, sets `failed`, which stays set:
 * a parser reads on and asks once at the end. Failed reads give 0 and empty spans.
 */
#ifndef TLS_READER_H
#define TLS_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A run of bytes inside the caller's buffer; `data` may be NULL only if `length` is 0. */
struct tls_bytes {
    const uint8_t *data;
    size_t         length; /**< in bytes */
};

/** Outcome of a parse. Anything but TLS_PARSE_OK leaves the struct zeroed: no half-read facts. */
enum tls_parse {
    TLS_PARSE_OK,
    TLS_PARSE_TRUNCATED, /**< a length says more than is there, or a mandatory field is missing */
    TLS_PARSE_TRAILING,  /**< bytes left over where the grammar has none */
    TLS_PARSE_WRONG_TYPE /**< not this kind of message */
};

/** Handshake types (RFC 8446 section 4, RFC 5246 section 7.4) that the analysis knows. */
enum tls_handshake_type {
    TLS_HANDSHAKE_HELLO_REQUEST = 0,
    TLS_HANDSHAKE_CLIENT_HELLO = 1,
    TLS_HANDSHAKE_SERVER_HELLO = 2,
    TLS_HANDSHAKE_NEW_SESSION_TICKET = 4,
    TLS_HANDSHAKE_END_OF_EARLY_DATA = 5,
    TLS_HANDSHAKE_ENCRYPTED_EXTENSIONS = 8,
    TLS_HANDSHAKE_CERTIFICATE = 11,
    TLS_HANDSHAKE_SERVER_KEY_EXCHANGE = 12,
    TLS_HANDSHAKE_CERTIFICATE_REQUEST = 13,
    TLS_HANDSHAKE_SERVER_HELLO_DONE = 14,
    TLS_HANDSHAKE_CERTIFICATE_VERIFY = 15,
    TLS_HANDSHAKE_CLIENT_KEY_EXCHANGE = 16,
    TLS_HANDSHAKE_FINISHED = 20,
    TLS_HANDSHAKE_CERTIFICATE_STATUS = 22
};

/** The cursor; start it with tls_reader_start(). It owns nothing. */
struct tls_reader {
    const uint8_t *data;
    size_t         length;   /**< of data, in bytes */
    size_t         position; /**< next byte to read, never above length */
    bool           failed;   /**< sticky */
};

/** Sets the cursor at the first byte. `data` must live as long as whatever is read from it. */
void tls_reader_start(struct tls_reader *reader, const uint8_t *data, size_t length);

/** Bytes left to read; 0 once failed. */
size_t tls_reader_left(const struct tls_reader *reader);

/** Next 1, 2 or 3 bytes as a number, network byte order on the wire, host byte order here. */
uint8_t  tls_reader_take_u8(struct tls_reader *reader);
uint16_t tls_reader_take_u16(struct tls_reader *reader);
uint32_t tls_reader_take_u24(struct tls_reader *reader);

/** Next `length` bytes. */
struct tls_bytes tls_reader_take_bytes(struct tls_reader *reader, size_t length);

/** A vector (RFC 8446 section 3.4) with a length field of 1, 2 or 3 bytes in front: its contents. */
struct tls_bytes tls_reader_take_vector8(struct tls_reader *reader);
struct tls_bytes tls_reader_take_vector16(struct tls_reader *reader);
struct tls_bytes tls_reader_take_vector24(struct tls_reader *reader);

/** How reading went, asked at the end of what the grammar has. */
enum tls_parse tls_reader_outcome(const struct tls_reader *reader);

/** Starts at a whole handshake message: type (1 byte), length (3 bytes; RFC 8446 section 4). The reader stands behind
 *  them if all is well: the type is this one, and the length that of the rest. */
enum tls_parse tls_reader_start_handshake(struct tls_reader *reader, const uint8_t *message, size_t length,
                                          enum tls_handshake_type type);

#endif
