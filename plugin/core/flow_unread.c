/* flow_unread.c: flow record -> why how it went on cannot be told.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "flow_unread.h"

/* What only follows a ServerHello was seen, but no ServerHello: it was sent, but not captured. */
static bool server_hello_missed(const struct flow *flow)
{
    const struct flow_end *client = flow_client(flow);
    const struct flow_end *server = flow_server(flow);

    if (flow->version != 0)
        return false;
    return client->key_exchange || client->finished || server->certificate || server->key_exchange ||
           server->hello_done || server->change_cipher_spec || server->finished || server->encrypted_record;
}

bool flow_misses_bytes(const struct flow *flow)
{
    return segments_are_missing(&flow->ends[0].segments) || segments_are_missing(&flow->ends[1].segments) ||
           flow->reset_beyond;
}

bool flow_is_disordered(const struct flow *flow)
{
    return !flow->ordered && (flow->ends[0].segments.disordered || flow->ends[1].segments.disordered);
}

/* A side that sent nothing that was captured, although the other one heard of it, or went on as if. */
static bool is_one_sided(const struct flow *flow)
{
    const struct flow_end *client = flow_client(flow);
    const struct flow_end *server = flow_server(flow);

    if (!client->seen)
        return true;
    return !server->seen && (client->payload || flow->frames.client_hello != 0 || segments_are_missing(&server->segments));
}

/* Of several reasons the one that explains the others comes first. */
enum flow_unread flow_why_unread(const struct flow *flow)
{
    if (flow->two_segments)
        return FLOW_UNREAD_TWO_SEGMENTS;
    if (is_one_sided(flow))
        return FLOW_UNREAD_ONE_DIRECTION;
    if (flow->cut)
        return FLOW_UNREAD_CUT;
    if (flow_misses_bytes(flow))
        return FLOW_UNREAD_GAP;
    if (flow_is_disordered(flow))
        return FLOW_UNREAD_OUT_OF_ORDER;
    if (flow->frames.client_hello != 0 && server_hello_missed(flow))
        return FLOW_UNREAD_GAP;
    return flow->not_analysed ? FLOW_UNREAD_NOT_ANALYSED : FLOW_UNREAD_NONE;
}

bool flow_choice_is_unseen(const struct flow *flow)
{
    if (flow->frames.client_hello == 0 || flow->version != 0)
        return false;
    return server_hello_missed(flow) || segments_are_missing(&flow_server(flow)->segments);
}
