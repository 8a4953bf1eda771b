/* fuzz_request_reader.c: any bytes as a request and its answer (libFuzzer).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Input: parts that the byte 0x1E separates. Method, target, a header line each ("Name: value") up to an empty part, body
 * of the request; status, header lines up to an empty part, body of the answer. A missing part is empty.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "limits.h"
#include "request_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SEPARATOR 0x1E

/** Texts and tokens of one run. */
static GPtrArray *kept;

static const char *keep_text(void *context, const char *text)
{
    char *copy = NULL;

    (void)context;
    g_assert_true(g_utf8_validate(text, -1, NULL));
    g_assert_cmpuint(strlen(text), <, LIMIT_REQUEST_TEXT);
    g_assert_cmpuint(strlen(text), >, 0);
    copy = g_strdup(text);
    g_ptr_array_add(kept, copy);
    return copy;
}

static void *allocate_cleared(void *context, size_t size)
{
    void *memory = g_malloc0(size);

    (void)context;
    g_ptr_array_add(kept, memory);
    return memory;
}

/** What is left of the input. */
struct input {
    const uint8_t *at, *end;
};

/** The next part, as bytes. */
static size_t next_bytes(struct input *input, const uint8_t **bytes)
{
    const uint8_t *separator = input->at < input->end ? memchr(input->at, SEPARATOR, (size_t)(input->end - input->at)) : NULL;
    const uint8_t *end = separator != NULL ? separator : input->end;
    size_t         length = (size_t)(end - input->at);

    *bytes = input->at;
    input->at = separator != NULL ? separator + 1 : input->end;
    return length;
}

/** The next part as a text of its own. */
static char *next_text(struct input *input)
{
    const uint8_t *bytes = NULL;
    size_t         length = next_bytes(input, &bytes);
    char          *text = g_strndup(length > 0 ? (const char *)bytes : "", length);

    g_ptr_array_add(kept, text);
    return text;
}

static void read_headers(struct input *input, struct http_message *message)
{
    for (char *line = next_text(input); line[0] != '\0'; line = next_text(input)) {
        size_t name = strcspn(line, ":");

        if (line[name] == ':')
            http_message_add_header(message, http_header_of(line, name), line + name + 1 + strspn(line + name + 1, " "));
    }
}

static void read_body(struct input *input, struct http_message *message)
{
    const uint8_t *bytes = NULL;
    size_t         length = next_bytes(input, &bytes);
    uint8_t       *copy = g_malloc(MAX(length, 1)); /* ends where its allocation ends */

    if (length > 0)
        memcpy(copy, bytes, length);
    g_ptr_array_add(kept, copy);
    message->body = length > 0 ? copy : NULL;
    message->body_length = length;
}

/** `parts`: as HTTP/2 does, the head and then the body. */
static void feed(const struct request_reader *reader, const struct http_message *message, bool parts, bool answer,
                 struct flow_exchange *exchange)
{
    struct http_message head = *message;
    struct http_message body = {.body = message->body, .body_length = message->body_length, .end = true};
    struct flow_request *request = exchange->requests[0];

    if (parts) {
        head.body = NULL;
        head.body_length = 0;
        head.end = false;
    }
    if (answer)
        request_reader_take_answer(reader, &head, 2, exchange, request);
    else
        request_reader_take_request(reader, &head, ROLE_UNCLASSIFIED, 443, request);
    if (!parts)
        return;
    if (answer)
        request_reader_take_answer(reader, &body, 3, exchange, request);
    else
        request_reader_take_request(reader, &body, ROLE_UNCLASSIFIED, 443, request);
}

static void check(const struct flow_request *request)
{
    g_assert_cmpuint(request->error_count, <=, FLOW_REQUEST_ERRORS);
    for (size_t i = 0; i < request->error_count; i++) {
        g_assert_nonnull(request->errors[i].row);
        g_assert_cmpuint(request->errors[i].frame, !=, 0);
        for (size_t j = 0; j < i; j++)
            g_assert_true(request->errors[i].row != request->errors[j].row);
    }
    g_assert_true(!request->complete || request->status >= 200);
    g_assert_true(request->path == NULL || strpbrk(request->path, "?#") == NULL);
}

static void run(const uint8_t *data, size_t size, bool parts, bool show_addresses)
{
    struct flow_request   request = {.frame = 1};
    struct flow_request  *pointer = &request;
    struct flow_exchange  exchange = {.requests = &pointer, .count = 1, .room = 1};
    struct request_reader reader = {.keep = keep_text, .allocate = allocate_cleared, .show_addresses = show_addresses};
    struct input          input = {data, data + size};
    struct http_message   asked = {.end = true};
    struct http_message   answered = {.end = true};

    kept = g_ptr_array_new_with_free_func(g_free);
    asked.method = next_text(&input);
    asked.target = next_text(&input);
    read_headers(&input, &asked);
    read_body(&input, &asked);
    answered.status = (uint32_t)strtoul(next_text(&input), NULL, 10);
    read_headers(&input, &answered);
    read_body(&input, &answered);
    feed(&reader, &asked, parts, false, &exchange);
    feed(&reader, &answered, parts, true, &exchange);
    check(&request);
    flow_exchange_closed(&exchange, 4);
    check(&request);
    g_ptr_array_free(kept, TRUE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (int variant = 0; variant < 4; variant++)
        run(data, size, (variant & 1) != 0, (variant & 2) != 0);
    return 0;
}
