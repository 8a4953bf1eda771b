/* flow_outcome.c: flow record -> outcome. What is missing is no silence: as long as bytes that were sent are not in the
 * capture, nothing is said of an ending.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "flow_outcome.h"

#include "flow_mail.h"
#include "tls_names.h"

/* RFC 8446 appendix D.4: what TLS 1.3 sends after the ServerHello looks like application data. */
static bool both_finished(const struct flow *flow)
{
    const struct flow_end *client = flow_client(flow);
    const struct flow_end *server = flow_server(flow);

    if (flow->version >= TLS_VERSION_1_3)
        return (client->finished || client->finished_size_record) &&
               (server->finished || server->finished_size_record);
    return client->finished && server->finished;
}

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
bool flow_is_disordered(const struct flow *flow)
{
    return !flow->ordered && (flow->ends[0].segments.disordered || flow->ends[1].segments.disordered);
}

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

/* A client's alert against something that the capture does not have, or that Wireshark did not read. */
static bool alert_is_unexplained(const struct flow *flow)
{
    bool unread = flow_choice_is_unseen(flow) || (flow->version == 0 && flow_is_disordered(flow));

    return flow->alert_sender == FLOW_SIDE_CLIENT && unread;
}

static bool is_unanswered(const struct flow *flow)
{
    if (flow->question == FLOW_QUESTION_NONE || flow->question == FLOW_QUESTION_FLIGHT)
        return false;
    if (flow->retransmissions >= 2 || flow->waited)
        return true;
    return flow->ended_by == FLOW_SIDE_CLIENT && !flow->hasty && flow->question != FLOW_QUESTION_CONNECT;
}

static enum flow_outcome outcome_of_end(const struct flow *flow)
{
    if (flow->ended_by == FLOW_SIDE_NONE)
        return FLOW_OUTCOME_IN_PROGRESS;
    return flow->ended_by_rst ? FLOW_OUTCOME_RESET : FLOW_OUTCOME_CLOSED;
}

static enum flow_outcome outcome_without_hello(const struct flow *flow, enum flow_unread *unread)
{
    enum flow_unread reason = flow_why_unread(flow);

    if (flow->tls || !flow->syn) {
        *unread = reason != FLOW_UNREAD_NONE ? reason : FLOW_UNREAD_NO_HELLO;
        return FLOW_OUTCOME_PARTIAL;
    }
    if ((flow->ends[0].payload || flow->ends[1].payload) && !flow->proxied && !flow_mail_expects_hello(flow))
        return FLOW_OUTCOME_NONE;
    if (reason != FLOW_UNREAD_NONE) {
        *unread = reason;
        return FLOW_OUTCOME_PARTIAL;
    }
    if (is_unanswered(flow))
        return FLOW_OUTCOME_UNANSWERED;
    if (!flow->syn_ack && flow->ended_by == FLOW_SIDE_SERVER && flow->ended_by_rst)
        return FLOW_OUTCOME_REFUSED;
    return outcome_of_end(flow);
}

static enum flow_outcome outcome_with_hello(const struct flow *flow, enum flow_unread *unread)
{
    *unread = flow_why_unread(flow);
    if (*unread != FLOW_UNREAD_NONE)
        return FLOW_OUTCOME_PARTIAL;
    return is_unanswered(flow) ? FLOW_OUTCOME_UNANSWERED : outcome_of_end(flow);
}

/* What completed may still not have been read whole: that is told, and no health is claimed of it. */
static enum flow_unread why_read_in_part(const struct flow *flow)
{
    bool gap = flow_misses_bytes(flow) && (flow->unread == FLOW_UNREAD_GAP || flow->frames.end != 0);

    if (flow->unread != FLOW_UNREAD_NONE && flow->unread != FLOW_UNREAD_GAP)
        return flow->unread;
    if (flow_is_disordered(flow))
        return FLOW_UNREAD_OUT_OF_ORDER;
    return gap ? FLOW_UNREAD_GAP : FLOW_UNREAD_NONE;
}

static enum flow_outcome outcome_of_completion(const struct flow *flow, enum flow_unread *unread)
{
    *unread = flow_why_unread(flow);
    return flow->abbreviated ? FLOW_OUTCOME_RESUMED : FLOW_OUTCOME_COMPLETED;
}

enum flow_outcome flow_work_out_outcome(const struct flow *flow, enum flow_unread *unread)
{
    bool complete = flow->outcome == FLOW_OUTCOME_COMPLETED || flow->outcome == FLOW_OUTCOME_RESUMED;

    *unread = complete ? why_read_in_part(flow) : FLOW_UNREAD_NONE;
    if (flow->outcome == FLOW_OUTCOME_ALERT && flow_is_disordered(flow))
        *unread = FLOW_UNREAD_OUT_OF_ORDER;
    if (complete || flow->outcome == FLOW_OUTCOME_ALERT)
        return flow->outcome;
    if (flow->frames.client_hello == 0)
        return outcome_without_hello(flow, unread);
    if (flow->has_alert && !alert_is_unexplained(flow))
        return FLOW_OUTCOME_ALERT;
    if (flow->version != 0 && both_finished(flow))
        return outcome_of_completion(flow, unread);
    return outcome_with_hello(flow, unread);
}
