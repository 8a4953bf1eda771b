/* flow_record.c: what can be read from the record of a flow.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "flow_record.h"

#include <string.h>

static const char *const outcome_ids[FLOW_OUTCOME_COUNT] = {
    NULL, "completed", "resumed", "alert", "reset", "closed", "refused", "unanswered", "in_progress", "partial",
};

static const char *const unread_ids[FLOW_UNREAD_COUNT] = {
    NULL, "cut", "gap", "out_of_order", "one_direction", "no_hello", "two_segments", "not_analysed",
};

static const char *const direction_ids[FLOW_DIRECTION_COUNT] = {
    "unknown", "onprem_to_cloud", "cloud_to_onprem", "onprem_to_onprem", "client_to_cloud",
};

static const char *const organization_side_ids[ORGANIZATION_SIDE_COUNT] = {NULL, "onprem", "cloud", "client", "proxy"};

const char *organization_side_id(enum organization_side side)
{
    return (unsigned)side < ORGANIZATION_SIDE_COUNT ? organization_side_ids[side] : NULL;
}

const char *flow_outcome_id(enum flow_outcome outcome)
{
    return (unsigned)outcome < FLOW_OUTCOME_COUNT ? outcome_ids[outcome] : NULL;
}

const char *flow_unread_id(enum flow_unread unread)
{
    return (unsigned)unread < FLOW_UNREAD_COUNT ? unread_ids[unread] : NULL;
}

const char *flow_direction_id(enum flow_direction direction)
{
    return (unsigned)direction < FLOW_DIRECTION_COUNT ? direction_ids[direction] : NULL;
}

const char *flow_side_id(enum flow_side side)
{
    if (side == FLOW_SIDE_NONE)
        return NULL;
    return side == FLOW_SIDE_CLIENT ? "client" : "server";
}

const struct flow_end *flow_client(const struct flow *flow)
{
    return &flow->ends[flow->client_end];
}

const struct flow_end *flow_server(const struct flow *flow)
{
    return &flow->ends[1 - flow->client_end];
}

/* Times outside about +-146 years of the epoch are no capture's: clamped, so that no sum overflows; the four seconds
 * are for nanoseconds that are no nanoseconds. */
int64_t flow_time_seconds(const struct flow_time *time)
{
    const int64_t limit = INT64_MAX / 1000000000 / 2 - 4;

    if (time->seconds > limit)
        return limit;
    return time->seconds < -limit ? -limit : time->seconds;
}

int64_t flow_time_between(const struct flow_time *earlier, const struct flow_time *later)
{
    int64_t seconds = flow_time_seconds(later) - flow_time_seconds(earlier);

    return seconds * 1000000000 + ((int64_t)later->nanoseconds - earlier->nanoseconds);
}

int flow_wait_seconds(enum flow_question question)
{
    return question == FLOW_QUESTION_FLIGHT ? FLOW_STALL_SECONDS : FLOW_WAIT_SECONDS;
}

bool flow_is_complete(const struct flow *flow)
{
    return flow->outcome == FLOW_OUTCOME_COMPLETED || flow->outcome == FLOW_OUTCOME_RESUMED;
}

bool flow_hello_received(const struct flow *flow)
{
    return flow->frames.client_hello != 0 && segments_are_received(&flow_client(flow)->segments, flow->hello_end);
}

bool flow_left_silent(const struct flow *flow)
{
    bool stood = flow->syn_ack && (flow->proxied ? flow->proxy_passed : !flow_server(flow)->payload);

    return stood && !flow->spoke && !flow->tls && flow->ended_by == FLOW_SIDE_CLIENT;
}

bool flow_flight_received(const struct flow *flow)
{
    const struct flow_end *server = flow_server(flow);

    return server->flight && segments_are_received(&server->segments, server->flight_end);
}

enum flow_side flow_ended_by(const struct flow *flow)
{
    return flow_failed(flow) ? flow->ended_by : FLOW_SIDE_NONE;
}

const char *flow_history(const struct flow *flow, char *text)
{
    if (flow->history_length == 0)
        return NULL;
    memcpy(text, flow->history, flow->history_length);
    memcpy(text + flow->history_length, flow->history_cut ? "\xe2\x80\xa6" : "", flow->history_cut ? 4 : 1);
    return text;
}

bool flow_failed(const struct flow *flow)
{
    switch (flow->outcome) {
    case FLOW_OUTCOME_ALERT:
    case FLOW_OUTCOME_RESET:
    case FLOW_OUTCOME_CLOSED:
    case FLOW_OUTCOME_REFUSED:
    case FLOW_OUTCOME_UNANSWERED: return true;
    default: return false;
    }
}
