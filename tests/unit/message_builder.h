/* message_builder.h: builds TLS messages for the unit tests.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A message grows by what is added; a length field is opened, filled and closed. The places of all length
 * fields are kept, so that a test can make each of them lie. Misuse fails the test (g_assert).
 */
#ifndef MESSAGE_BUILDER_H
#define MESSAGE_BUILDER_H

#include <stddef.h>
#include <stdint.h>

#define MESSAGE_CAPACITY   (80 * 1024)
#define MESSAGE_FIELDS_MAX 64
#define MESSAGE_DEPTH_MAX  8

/** Where a length field stands. */
struct message_length_field {
    size_t position;
    size_t width; /**< 1, 2 or 3 bytes */
};

struct message {
    uint8_t bytes[MESSAGE_CAPACITY];
    size_t  length;
    struct message_length_field fields[MESSAGE_FIELDS_MAX];
    size_t  field_count;
    size_t  open[MESSAGE_DEPTH_MAX]; /**< indices of fields not yet closed */
    size_t  depth;
};

void message_start(struct message *message);

/** Adds `width` bytes of a number, network byte order. */
void message_add(struct message *message, size_t width, uint32_t number);
void message_add_bytes(struct message *message, const void *bytes, size_t length);
void message_add_filling(struct message *message, uint8_t byte, size_t length);

/** Opens a length field `width` bytes wide; message_close() writes into it what came since. */
void message_open(struct message *message, size_t width);
void message_close(struct message *message);

/** Overwrites a number, length fields included. */
void     message_overwrite(struct message *message, size_t position, size_t width, uint32_t number);
uint32_t message_number_at(const struct message *message, size_t position, size_t width);

/** Handshake header; everything open is closed by message_finish(). */
void message_start_handshake(struct message *message, uint8_t type);
void message_finish(struct message *message);

/** ClientHello up to its compression methods: what may follow is message_open_extensions(). */
void message_start_client_hello(struct message *message, uint16_t version, const uint16_t *suites,
                                size_t suite_count);

/** ServerHello up to its compression method; `random` of 32 bytes, NULL for any. */
void message_start_server_hello(struct message *message, uint16_t version, const uint8_t *random,
                                uint16_t suite);

/** Whole SSLv2-framed ClientHello without its record header; specs of 3 bytes each, challenge of 16. */
void message_build_client_hello_sslv2(struct message *message, uint16_t version, const uint32_t *specs,
                                      size_t spec_count);

/** Extensions: open the block, then add or open each. */
void message_open_extensions(struct message *message);
void message_open_extension(struct message *message, uint16_t type);
void message_add_extension(struct message *message, uint16_t type, const void *body, size_t length);

/** Extension 0 with one host_name. */
void message_add_server_name(struct message *message, const char *name);

/** An extension whose body is one vector of 2-byte numbers behind a length field of `length_width` bytes:
 *  10 and 13 with 2, 43 with 1. */
void message_add_numbers(struct message *message, uint16_t type, size_t length_width, const uint16_t *numbers,
                         size_t count);

#endif
