/* hello_hash.c: a ClientHello -> SHA-256 of what it offers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hello_hash.h"

#include <glib.h>

#include "../core/tls_reader.h"

enum { RANDOM_LENGTH = 32, EXTENSION_SUPPORTED_VERSIONS = 43 };

/* RFC 8701 section 2: both bytes are the same, and end in A. */
static bool is_grease(uint16_t value)
{
    return (value & 0x0F0F) == 0x0A0A && value >> 8 == (value & 0xFF);
}

static void add_number(GChecksum *checksum, uint16_t value)
{
    const uint8_t bytes[2] = {(uint8_t)(value >> 8), (uint8_t)value};

    g_checksum_update(checksum, bytes, sizeof bytes);
}

/* GREASE marks the end of each list, so that no two lists of different lengths are the same bytes. */
static void end_list(GChecksum *checksum)
{
    add_number(checksum, 0x0A0A);
}

static void add_list(GChecksum *checksum, struct tls_bytes list)
{
    struct tls_reader reader;

    tls_reader_start(&reader, list.data, list.length);
    while (tls_reader_left(&reader) >= 2) {
        uint16_t value = tls_reader_take_u16(&reader);
        if (!is_grease(value))
            add_number(checksum, value);
    }
    end_list(checksum);
}

/* Types in their order; of supported_versions (RFC 8446 section 4.2.1) what is in it, too. */
static void add_extensions(GChecksum *checksum, struct tls_bytes block)
{
    struct tls_reader extensions, body;

    tls_reader_start(&extensions, block.data, block.length);
    while (tls_reader_left(&extensions) > 0) {
        uint16_t         type = tls_reader_take_u16(&extensions);
        struct tls_bytes content = tls_reader_take_vector16(&extensions);
        if (extensions.failed || is_grease(type))
            continue;
        add_number(checksum, type);
        if (type != EXTENSION_SUPPORTED_VERSIONS)
            continue;
        tls_reader_start(&body, content.data, content.length);
        add_list(checksum, tls_reader_take_vector8(&body));
    }
    end_list(checksum);
}

bool hello_hash_of(const uint8_t *message, size_t length, uint8_t *hash)
{
    struct tls_reader reader;
    GChecksum        *checksum = NULL;
    gsize             hash_length = HELLO_HASH_LENGTH;

    if (tls_reader_start_handshake(&reader, message, length, TLS_HANDSHAKE_CLIENT_HELLO) != TLS_PARSE_OK)
        return false;
    checksum = g_checksum_new(G_CHECKSUM_SHA256);
    add_number(checksum, tls_reader_take_u16(&reader));
    tls_reader_take_bytes(&reader, RANDOM_LENGTH);
    tls_reader_take_vector8(&reader);
    add_list(checksum, tls_reader_take_vector16(&reader));
    tls_reader_take_vector8(&reader);
    if (tls_reader_left(&reader) > 0)
        add_extensions(checksum, tls_reader_take_vector16(&reader));
    g_checksum_get_digest(checksum, hash, &hash_length);
    g_checksum_free(checksum);
    return !reader.failed;
}

void hello_hash_bytes(const uint8_t *bytes, size_t length, uint8_t *hash)
{
    GChecksum *checksum = g_checksum_new(G_CHECKSUM_SHA256);
    gsize      hash_length = HELLO_HASH_LENGTH;

    g_checksum_update(checksum, bytes, (gssize)length);
    g_checksum_get_digest(checksum, hash, &hash_length);
    g_checksum_free(checksum);
}
