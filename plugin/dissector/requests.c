/* requests.c: keeps requests and answers of flows.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "requests.h"

#include <string.h>

#include "../content/request_reader.h"
#include "http_messages.h"
#include "preferences.h"
#include "records.h"
#include "state.h"

/* Texts repeat in every request: each is kept once. */
static GHashTable *texts;
static unsigned    kept_requests;

static const char *keep_text(void *context, const char *text)
{
    char *known = g_hash_table_lookup(texts, text);

    (void)context;
    if (known != NULL)
        return known;
    if (g_hash_table_size(texts) >= LIMIT_REQUEST_TEXTS) {
        state_capture()->limits.texts_cut++;
        return NULL;
    }
    known = wmem_strdup(records_memory(), text);
    g_hash_table_add(texts, known);
    return known;
}

static void *allocate(void *context, size_t size)
{
    (void)context;
    return wmem_alloc0(records_memory(), size);
}

static void forget(void)
{
    if (texts != NULL)
        g_hash_table_destroy(texts);
    texts = NULL;
    kept_requests = 0;
}

static void requests_init(void)
{
    if (texts != NULL)
        return;
    texts = g_hash_table_new(wmem_str_hash, g_str_equal);
}

void requests_register(void)
{
    register_init_routine(requests_init);
    records_forget_with(forget);
}

static struct request_reader reader_now(void)
{
    struct request_reader reader = {keep_text, allocate, NULL, preferences_get()->show_addresses};

    return reader;
}

static void grow(struct flow_exchange *exchange)
{
    uint16_t room = exchange->room == 0 ? 4 : (uint16_t)(exchange->room * 2);

    exchange->requests = wmem_realloc(records_memory(), exchange->requests, room * sizeof *exchange->requests);
    exchange->room = room;
}

/* NULL where a bound is reached: counted. */
static struct flow_request *add_request(struct flow *flow)
{
    struct flow_exchange *exchange = flow->exchange;

    if (exchange->count >= LIMIT_REQUESTS_PER_FLOW || kept_requests >= LIMIT_REQUESTS) {
        exchange->cut++;
        state_capture()->limits.requests_cut++;
        return NULL;
    }
    if (exchange->count == exchange->room)
        grow(exchange);
    exchange->requests[exchange->count] = wmem_new0(records_memory(), struct flow_request);
    kept_requests++;
    return exchange->requests[exchange->count++];
}

static void touch(const struct flow *flow, const struct flow_request *request, struct requests_of_frame *touched)
{
    uint16_t number = flow_exchange_number(flow->exchange, request);

    for (uint16_t i = 0; i < touched->count; i++) {
        if (touched->numbers[i] == number)
            return;
    }
    if (touched->count < LIMIT_HTTP_MESSAGES_PER_FRAME)
        touched->numbers[touched->count++] = number;
}

/* What asks a proxy is no request to the server; what goes on over HTTP/1 begins anew with its head. */
static struct flow_request *request_for(packet_info *pinfo, struct flow *flow, const struct http_message *message,
                                        const struct flow_time *time)
{
    struct flow_request *request = NULL;

    if (message->method == NULL)
        return message->stream_id != 0 ? flow_exchange_open(flow->exchange, message->stream_id) : NULL;
    if (strcmp(message->method, "CONNECT") == 0)
        return NULL;
    request = add_request(flow);
    if (request == NULL)
        return NULL;
    request->frame = state_frame_number(pinfo);
    request->time = *time;
    request->stream_id = message->stream_id;
    request->end = segments_highest(&flow_client(flow)->segments);
    request->server_next = segments_highest(&flow_server(flow)->segments);
    return request;
}

static void take_request(packet_info *pinfo, struct flow *flow, const struct http_message *message,
                         const struct flow_time *time, struct requests_of_frame *touched)
{
    struct request_reader reader = reader_now();
    struct flow_request  *request = request_for(pinfo, flow, message, time);

    if (request == NULL)
        return;
    request_reader_take_request(&reader, message, flow->recognition.role, flow_server(flow)->port, request);
    if (request->row != NULL && flow->content_role == ROLE_UNCLASSIFIED)
        flow->content_role = request->row->implies;
    touch(flow, request, touched);
}

static void take_answer(packet_info *pinfo, struct flow *flow, const struct http_message *message,
                        const struct flow_time *time, struct requests_of_frame *touched)
{
    struct request_reader reader = reader_now();
    struct flow_request  *request = NULL;

    if (message->stream_id == 0)
        flow_exchange_pass_hole(flow);
    request = flow_exchange_open(flow->exchange, message->stream_id);
    if (request == NULL || (message->status == 0 && message->stream_id == 0))
        return;
    request_reader_take_answer(&reader, message, state_frame_number(pinfo), flow->exchange, request);
    if (request->status != 0 && request->answer_frame == 0) {
        request->answer_frame = state_frame_number(pinfo);
        request->answer_time = *time;
    }
    touch(flow, request, touched);
}

void requests_gather(packet_info *pinfo, proto_tree *tree, struct flow *flow, bool from_client,
                     const struct flow_time *time, struct requests_of_frame *touched)
{
    struct http_message messages[LIMIT_HTTP_MESSAGES_PER_FRAME];
    bool                cut = false;
    size_t              count = http_messages_of_frame(pinfo->pool, tree, messages, LIMIT_HTTP_MESSAGES_PER_FRAME, &cut);

    if (cut)
        state_capture()->limits.messages_cut++;
    if (count > 0 && flow->exchange == NULL)
        flow->exchange = wmem_new0(records_memory(), struct flow_exchange);
    for (size_t i = 0; i < count; i++) {
        if (from_client)
            take_request(pinfo, flow, &messages[i], time, touched);
        else
            take_answer(pinfo, flow, &messages[i], time, touched);
    }
}

void requests_closed(packet_info *pinfo, struct flow *flow, struct requests_of_frame *touched)
{
    const struct flow_request *refused = NULL;

    if (flow->exchange == NULL)
        return;
    refused = flow_exchange_closed(flow->exchange, state_frame_number(pinfo));
    if (refused != NULL)
        touch(flow, refused, touched);
}
