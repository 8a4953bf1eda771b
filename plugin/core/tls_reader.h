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

/** A vector (RFC 8446 section 3.4) with a length field of 1 or 2 bytes in front: its contents. */
struct tls_bytes tls_reader_take_vector8(struct tls_reader *reader);
struct tls_bytes tls_reader_take_vector16(struct tls_reader *reader);

#endif
