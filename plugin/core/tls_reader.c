/* tls_reader.c: see tls_reader.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls_reader.h"

static const struct tls_bytes NO_BYTES = {NULL, 0};

void tls_reader_start(struct tls_reader *reader, const uint8_t *data, size_t length)
{
    reader->data = data;
    reader->length = length;
    reader->position = 0;
    reader->failed = false;
}

size_t tls_reader_left(const struct tls_reader *reader)
{
    return reader->failed ? 0 : reader->length - reader->position;
}

/* The one place where the position moves, hence the one place where bounds are checked. */
struct tls_bytes tls_reader_take_bytes(struct tls_reader *reader, size_t length)
{
    if (length > tls_reader_left(reader)) {
        reader->failed = true;
        return NO_BYTES;
    }
    /* Also keeps NULL + 0, undefined in C11, from being computed. */
    if (length == 0)
        return NO_BYTES;
    struct tls_bytes taken = {reader->data + reader->position, length};
    reader->position += length;
    return taken;
}

static uint32_t take_number(struct tls_reader *reader, size_t width)
{
    struct tls_bytes bytes = tls_reader_take_bytes(reader, width);
    uint32_t number = 0;
    for (size_t i = 0; i < bytes.length; i++)
        number = (number << 8) | bytes.data[i];
    return number;
}

uint8_t tls_reader_take_u8(struct tls_reader *reader)
{
    return (uint8_t)take_number(reader, 1);
}

uint16_t tls_reader_take_u16(struct tls_reader *reader)
{
    return (uint16_t)take_number(reader, 2);
}

uint32_t tls_reader_take_u24(struct tls_reader *reader)
{
    return take_number(reader, 3);
}

struct tls_bytes tls_reader_take_vector8(struct tls_reader *reader)
{
    size_t length = tls_reader_take_u8(reader);
    return tls_reader_take_bytes(reader, length);
}

struct tls_bytes tls_reader_take_vector16(struct tls_reader *reader)
{
    size_t length = tls_reader_take_u16(reader);
    return tls_reader_take_bytes(reader, length);
}

struct tls_bytes tls_reader_take_vector24(struct tls_reader *reader)
{
    size_t length = tls_reader_take_u24(reader);
    return tls_reader_take_bytes(reader, length);
}

enum tls_parse tls_reader_outcome(const struct tls_reader *reader)
{
    if (reader->failed)
        return TLS_PARSE_TRUNCATED;
    return tls_reader_left(reader) > 0 ? TLS_PARSE_TRAILING : TLS_PARSE_OK;
}

enum tls_parse tls_reader_start_handshake(struct tls_reader *reader, const uint8_t *message, size_t length,
                                          enum tls_handshake_type type)
{
    tls_reader_start(reader, message, length);
    if (length > 0 && message[0] != (uint8_t)type)
        return TLS_PARSE_WRONG_TYPE;
    tls_reader_take_u8(reader);
    uint32_t declared = tls_reader_take_u24(reader);
    if (reader->failed || declared > tls_reader_left(reader))
        return TLS_PARSE_TRUNCATED;
    return declared < tls_reader_left(reader) ? TLS_PARSE_TRAILING : TLS_PARSE_OK;
}
