/* flow_request.c: which answer belongs to which request, and which errors it shows.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "flow_request.h"

#include <stdio.h>
#include <string.h>

#include "flow_outcome.h"

/* RFC 9110 section 15 */
enum { STATUS_UNAUTHORIZED = 401, FIRST_FINAL_STATUS = 200, FIRST_ERROR_STATUS = 400 };

struct flow_request *flow_exchange_open(const struct flow_exchange *exchange, uint32_t stream_id)
{
    for (size_t i = 0; stream_id == 0 && i < exchange->count; i++) {
        const struct flow_request *request = exchange->requests[i];
        if (request->stream_id == 0 && !request->answer_lost && request->status < FIRST_FINAL_STATUS)
            return exchange->requests[i];
    }
    for (size_t i = exchange->count; stream_id != 0 && i > 0; i--) {
        if (exchange->requests[i - 1]->stream_id == stream_id)
            return exchange->requests[i - 1];
    }
    return NULL;
}

static bool is_open(const struct flow_request *request)
{
    return request->stream_id == 0 && request->status < FIRST_FINAL_STATUS && !request->answer_lost;
}

/* False if there is none that was not passed before. */
static bool is_new_hole(struct flow_exchange *exchange, const struct segments *server)
{
    uint32_t behind = 0;

    if (server->run_count == 0)
        return false;
    behind = server->runs[server->run_count - 1].begin;
    if (exchange->hole_known && exchange->hole == behind)
        return false;
    exchange->hole_known = true;
    exchange->hole = behind;
    return true;
}

void flow_exchange_pass_hole(struct flow *flow)
{
    struct flow_exchange  *exchange = flow->exchange;
    const struct segments *client = &flow_client(flow)->segments;
    size_t                 last = 0;

    if (exchange == NULL || !is_new_hole(exchange, &flow_server(flow)->segments))
        return;
    for (size_t i = 0; i < exchange->count; i++) {
        if (is_open(exchange->requests[i]) && segments_are_received(client, exchange->requests[i]->end))
            last = i;
    }
    for (size_t i = 0; i < last; i++)
        exchange->requests[i]->answer_lost = exchange->requests[i]->answer_lost || is_open(exchange->requests[i]);
}

bool flow_exchange_unanswered(const struct flow *flow)
{
    const struct flow_request *request = flow->exchange != NULL ? flow_exchange_open(flow->exchange, 0) : NULL;
    uint32_t                   next = segments_highest(&flow_server(flow)->segments);

    if (flow->tls || request == NULL || request->status != 0 || flow_why_unread(flow) != FLOW_UNREAD_NONE)
        return false;
    /* A FIN counts as one byte. */
    return segments_distance(request->server_next, next) <= (flow->closed_by == FLOW_SIDE_SERVER && !flow->closed_by_rst ? 1 : 0);
}

const struct flow_request *flow_exchange_at(const struct flow_exchange *exchange, unsigned number)
{
    if (exchange == NULL || number == 0 || number > exchange->count)
        return NULL;
    return exchange->requests[number - 1];
}

uint16_t flow_exchange_number(const struct flow_exchange *exchange, const struct flow_request *request)
{
    for (uint16_t i = exchange->count; i > 0; i--) {
        if (exchange->requests[i - 1] == request)
            return i;
    }
    return 0;
}

static bool has_row(const struct flow_request *request, const struct error_row *row)
{
    for (size_t i = 0; i < request->error_count; i++) {
        if (request->errors[i].row == row)
            return true;
    }
    return false;
}

const struct error_row *flow_request_add_error(struct flow_request *request, struct request_error_seen *seen,
                                               const char *code, const char *message, uint32_t frame)
{
    const struct error_row *row = NULL;
    uint8_t                 room = FLOW_REQUEST_ERRORS;

    seen->request = request->row;
    seen->method = request->method;
    seen->server = request->server;
    row = request_error_find(seen);
    /* The last place is kept for what is worse than a note. */
    if (row != NULL && row->severity < RULE_WARNING)
        room--;
    if (row == NULL || has_row(request, row) || request->error_count >= room)
        return row;
    request->errors[request->error_count].row = row;
    request->errors[request->error_count].code = code;
    request->errors[request->error_count].message = message;
    request->errors[request->error_count].frame = frame;
    request->error_count++;
    return row;
}

const char *flow_request_error(const struct flow_request *request)
{
    for (size_t i = 0; i < request->error_count; i++) {
        if (request->errors[i].code != NULL)
            return request->errors[i].code;
    }
    return NULL;
}

const struct flow_request_error *flow_request_error_of(const struct flow_request *request, enum finding_id finding,
                                                       enum rule_severity severity)
{
    for (size_t i = 0; request != NULL && i < request->error_count; i++) {
        const struct error_row *row = request->errors[i].row;
        if (row->finding == finding && row->severity == severity)
            return &request->errors[i];
    }
    return NULL;
}

bool flow_request_is_explained(const struct flow_request *request)
{
    for (size_t i = 0; i < request->error_count; i++) {
        if (request->errors[i].row->severity >= RULE_WARNING)
            return true;
    }
    return false;
}

static void add_status(struct flow_request *request, const char *code, const char *text, uint32_t frame)
{
    struct request_error_seen seen = {.kind = ERROR_HTTP_STATUS, .code = code, .text = text};

    flow_request_add_error(request, &seen, NULL, NULL, frame);
}

/* Interface, "401 and 407": normal at first; the second one after credentials were sent is not. */
static void add_refusal(struct flow_exchange *exchange, struct flow_request *request, const char *text, uint32_t frame)
{
    bool again = request->credentials && exchange->refusals > 0;

    exchange->refused = flow_exchange_number(exchange, request);
    if (exchange->refusals < UINT8_MAX)
        exchange->refusals++;
    add_status(request, again ? FLOW_REFUSED_AGAIN : FLOW_REFUSED, text, frame);
}

static bool asks_the_same(const struct flow_request *first, const struct flow_request *second)
{
    if (first->row != second->row)
        return false;
    return first->row != NULL || (first->path != NULL && second->path != NULL && strcmp(first->path, second->path) == 0);
}

void flow_exchange_answered(struct flow_exchange *exchange, struct flow_request *request, const char *text, uint32_t frame)
{
    const struct flow_request *refused = flow_exchange_at(exchange, exchange->refused);
    char                       code[16];

    request->complete = true;
    /* Success, or an answer that says why, settles it. */
    if (request->status < FIRST_ERROR_STATUS || flow_request_is_explained(request)) {
        if (refused != NULL && asks_the_same(refused, request))
            exchange->refused = 0;
        return;
    }
    if (request->status == STATUS_UNAUTHORIZED) {
        add_refusal(exchange, request, text, frame);
        return;
    }
    snprintf(code, sizeof code, "%u", (unsigned)request->status);
    add_status(request, code, text, frame);
}

bool flow_exchange_succeeded(const struct flow_exchange *exchange)
{
    for (size_t i = 0; i < exchange->count; i++) {
        uint16_t status = exchange->requests[i]->status;
        if (status >= FIRST_FINAL_STATUS && status < FIRST_ERROR_STATUS)
            return true;
    }
    return false;
}

/* A monitor or a first look: whoever wants in begins to sign in. */
static bool is_probe(const struct flow_exchange *exchange)
{
    for (size_t i = 0; i < exchange->count; i++) {
        if (!exchange->requests[i]->anonymous)
            return false;
    }
    return !exchange->refused_before;
}

const struct flow_request *flow_exchange_closed(struct flow_exchange *exchange, uint32_t frame)
{
    const struct flow_request *refused = flow_exchange_at(exchange, exchange->refused);

    if (refused == NULL)
        return NULL;
    add_status(exchange->requests[exchange->refused - 1], is_probe(exchange) ? FLOW_REFUSED_PROBE : FLOW_REFUSED_AND_CLOSED,
               NULL, frame);
    exchange->left_refused = true;
    exchange->refused = 0;
    return refused;
}
