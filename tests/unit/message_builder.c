/* message_builder.c: see message_builder.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "message_builder.h"

#include <string.h>

#include <glib.h>

void message_start(struct message *message)
{
    message->length = 0;
    message->field_count = 0;
    message->depth = 0;
}

void message_overwrite(struct message *message, size_t position, size_t width, uint32_t number)
{
    g_assert_cmpuint(position + width, <=, message->length);
    for (size_t i = 0; i < width; i++)
        message->bytes[position + width - 1 - i] = (uint8_t)(number >> (8 * i));
}

uint32_t message_number_at(const struct message *message, size_t position, size_t width)
{
    uint32_t number = 0;
    g_assert_cmpuint(position + width, <=, message->length);
    for (size_t i = 0; i < width; i++)
        number = (number << 8) | message->bytes[position + i];
    return number;
}

void message_add_filling(struct message *message, uint8_t byte, size_t length)
{
    g_assert_cmpuint(length, <=, sizeof message->bytes - message->length);
    memset(message->bytes + message->length, byte, length);
    message->length += length;
}

void message_add(struct message *message, size_t width, uint32_t number)
{
    size_t position = message->length;
    message_add_filling(message, 0, width);
    message_overwrite(message, position, width, number);
}

void message_add_bytes(struct message *message, const void *bytes, size_t length)
{
    size_t position = message->length;
    message_add_filling(message, 0, length);
    if (length > 0)
        memcpy(message->bytes + position, bytes, length);
}

static size_t add_field(struct message *message, size_t width)
{
    g_assert_cmpuint(message->field_count, <, MESSAGE_FIELDS_MAX);
    struct message_length_field field = {message->length, width};
    message->fields[message->field_count] = field;
    message_add_filling(message, 0, width);
    return message->field_count++;
}

void message_open(struct message *message, size_t width)
{
    g_assert_cmpuint(message->depth, <, MESSAGE_DEPTH_MAX);
    message->open[message->depth++] = add_field(message, width);
}

void message_close(struct message *message)
{
    g_assert_cmpuint(message->depth, >, 0);
    struct message_length_field field = message->fields[message->open[--message->depth]];
    size_t content = message->length - field.position - field.width;
    g_assert_cmpuint(content, <, (size_t)1 << (8 * field.width));
    message_overwrite(message, field.position, field.width, (uint32_t)content);
}

void message_start_handshake(struct message *message, uint8_t type)
{
    message_start(message);
    message_add(message, 1, type);
    message_open(message, 3);
}

void message_finish(struct message *message)
{
    while (message->depth > 0)
        message_close(message);
}

void message_start_client_hello(struct message *message, uint16_t version, const uint16_t *suites,
                                size_t suite_count)
{
    message_start_handshake(message, 1);
    message_add(message, 2, version);
    message_add_filling(message, 0x52, 32); /* random */
    message_open(message, 1);
    message_add_filling(message, 0x53, 32); /* session id */
    message_close(message);
    message_open(message, 2);
    for (size_t i = 0; i < suite_count; i++)
        message_add(message, 2, suites[i]);
    message_close(message);
    message_open(message, 1);
    message_add(message, 1, 0); /* compression: null */
    message_close(message);
}

void message_start_server_hello(struct message *message, uint16_t version, const uint8_t *random,
                                uint16_t suite)
{
    message_start_handshake(message, 2);
    message_add(message, 2, version);
    if (random != NULL)
        message_add_bytes(message, random, 32);
    else
        message_add_filling(message, 0x52, 32);
    message_open(message, 1);
    message_add_filling(message, 0x53, 32); /* session id */
    message_close(message);
    message_add(message, 2, suite);
    message_add(message, 1, 0); /* compression: null */
}

void message_build_client_hello_sslv2(struct message *message, uint16_t version, const uint32_t *specs,
                                      size_t spec_count)
{
    const size_t challenge_length = 16;
    message_start(message);
    message_add(message, 1, 1);
    message_add(message, 2, version);
    size_t first_field = add_field(message, 2);
    add_field(message, 2); /* session id: none */
    add_field(message, 2);
    message_overwrite(message, message->fields[first_field].position, 2, (uint32_t)(spec_count * 3));
    message_overwrite(message, message->fields[first_field + 2].position, 2, (uint32_t)challenge_length);
    for (size_t i = 0; i < spec_count; i++)
        message_add(message, 3, specs[i]);
    message_add_filling(message, 0x43, challenge_length);
}

void message_open_extensions(struct message *message)
{
    message_open(message, 2);
}

void message_open_extension(struct message *message, uint16_t type)
{
    message_add(message, 2, type);
    message_open(message, 2);
}

void message_add_extension(struct message *message, uint16_t type, const void *body, size_t length)
{
    message_open_extension(message, type);
    message_add_bytes(message, body, length);
    message_close(message);
}

void message_add_server_name(struct message *message, const char *name)
{
    message_open_extension(message, 0);
    message_open(message, 2);
    message_add(message, 1, 0); /* name_type host_name */
    message_open(message, 2);
    message_add_bytes(message, name, strlen(name));
    message_close(message);
    message_close(message);
    message_close(message);
}

void message_add_numbers(struct message *message, uint16_t type, size_t length_width, const uint16_t *numbers,
                         size_t count)
{
    message_open_extension(message, type);
    message_open(message, length_width);
    for (size_t i = 0; i < count; i++)
        message_add(message, 2, numbers[i]);
    message_close(message);
    message_close(message);
}
