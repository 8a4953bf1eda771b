/* state.c: file-scope storage of the analysis.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "state.h"

#include <string.h>

#include <epan/proto_data.h>

#include "clients.h"
#include "conversations.h"

/* Keys of the data that a frame keeps. */
enum { FRAME_FINDINGS, FRAME_CHANGED, FRAME_REQUESTS };

static int                 protocol_id = -1;
static struct tap_capture *capture;
static GSequence          *waiting; /* of struct question, oldest first */
static struct flow_time    earliest; /* no question in `waiting` was asked before */

struct question {
    struct flow     *flow;
    struct flow_time asked;
};

static int compare_questions(const void *left, const void *right, void *user_data)
{
    const struct question *first = left;
    const struct question *second = right;
    int64_t                between = flow_time_between(&second->asked, &first->asked);

    (void)user_data;
    return between < 0 ? -1 : between > 0;
}

static void state_init(void)
{
    capture = wmem_new0(wmem_file_scope(), struct tap_capture);
    waiting = g_sequence_new(g_free);
}

static void state_cleanup(void)
{
    capture = NULL;
    if (waiting != NULL)
        g_sequence_free(waiting);
    waiting = NULL;
}

void state_register(int protocol)
{
    protocol_id = protocol;
    register_init_routine(state_init);
    register_cleanup_routine(state_cleanup);
}

struct tap_capture *state_capture(void)
{
    return capture;
}

conversation_t *state_tcp_conversation(packet_info *pinfo)
{
    /* A TCP header quoted in an ICMP error is no frame of its conversation. */
    return pinfo->ptype == PT_TCP && !pinfo->flags.in_error_pkt ? conversations_find(pinfo) : NULL;
}

struct state_conversation *state_conversation(conversation_t *conversation, bool create)
{
    struct state_conversation *state = conversation_get_proto_data(conversation, protocol_id);

    if (state != NULL || !create)
        return state;
    state = wmem_new0(wmem_file_scope(), struct state_conversation);
    conversation_add_proto_data(conversation, protocol_id, state);
    return state;
}

struct state_frame *state_frame(packet_info *pinfo)
{
    return p_get_proto_data(wmem_file_scope(), pinfo, protocol_id, FRAME_FINDINGS);
}

const struct flow *state_flow(packet_info *pinfo)
{
    conversation_t                  *conversation = state_tcp_conversation(pinfo);
    const struct state_conversation *state = conversation != NULL ? state_conversation(conversation, false) : NULL;
    const struct state_frame        *frame = NULL;

    if (state != NULL && state->flow != NULL)
        return state->flow;
    frame = state_frame(pinfo);
    return frame != NULL ? frame->flow : NULL;
}

void state_keep_frame(packet_info *pinfo, const struct state_frame *frame)
{
    const struct judgement *judgement = &frame->judgement;
    size_t                  findings_length = judgement->count * sizeof judgement->findings[0];
    struct state_frame     *kept = wmem_memdup(wmem_file_scope(), frame,
                                           offsetof(struct state_frame, judgement.findings) + findings_length);

    kept->bytes = NULL;
    if (frame->bytes_count > 0)
        kept->bytes = wmem_memdup(wmem_file_scope(), frame->bytes, frame->bytes_count * sizeof *frame->bytes);
    p_add_proto_data(wmem_file_scope(), pinfo, protocol_id, FRAME_FINDINGS, kept);
}

/* The count, then the numbers. */
void state_keep_requests(packet_info *pinfo, const struct requests_of_frame *requests)
{
    uint16_t *kept = wmem_alloc(wmem_file_scope(), (requests->count + 1u) * sizeof *kept);

    kept[0] = requests->count;
    memcpy(kept + 1, requests->numbers, requests->count * sizeof *kept);
    p_add_proto_data(wmem_file_scope(), pinfo, protocol_id, FRAME_REQUESTS, kept);
}

const uint16_t *state_requests(packet_info *pinfo, size_t *count)
{
    const uint16_t *kept = p_get_proto_data(wmem_file_scope(), pinfo, protocol_id, FRAME_REQUESTS);

    *count = kept != NULL ? kept[0] : 0;
    return kept != NULL ? kept + 1 : NULL;
}

void state_mark_changed(packet_info *pinfo, struct flow *flow)
{
    p_add_proto_data(wmem_file_scope(), pinfo, protocol_id, FRAME_CHANGED, flow);
}

const struct flow *state_changed(packet_info *pinfo)
{
    const struct state_frame *frame = state_frame(pinfo);

    if (frame != NULL)
        return frame->flow;
    return p_get_proto_data(wmem_file_scope(), pinfo, protocol_id, FRAME_CHANGED);
}

/* For most frames, this is all that has to be looked at. */
static void keep_earliest(const struct flow_time *asked)
{
    if (g_sequence_is_empty(waiting) || flow_time_between(&earliest, asked) < 0)
        earliest = *asked;
}

void state_wait(struct flow *flow)
{
    struct question *question = g_new(struct question, 1);

    keep_earliest(&flow->asked_time);
    question->flow = flow;
    question->asked = flow->asked_time;
    g_sequence_insert_sorted(waiting, question, compare_questions, NULL);
}

/* The flow may have been answered since (flow_observe() knows), or ask something else by now. */
static void tell(const struct question *question, const struct flow_time *now)
{
    struct flow       *flow = question->flow;
    struct observation observation = {.kind = OBSERVATION_WAITED, .time = *now};
    struct judgement   judgement;
    unsigned           events = 0;

    if (flow_time_between(&question->asked, &flow->asked_time) != 0)
        return;
    events = flow_observe(flow, &observation);
    if ((events & FLOW_EVENT_WAITED) == 0)
        return;
    clients_compare(flow, events, now);
    judge_flow(flow, events, 0, now, &judgement);
}

void state_expire(const struct flow_time *now)
{
    const int64_t wait = (int64_t)FLOW_WAIT_SECONDS * 1000000000;

    while (!g_sequence_is_empty(waiting) && flow_time_between(&earliest, now) >= wait) {
        GSequenceIter   *oldest = g_sequence_get_begin_iter(waiting);
        struct question *question = g_sequence_get(oldest);
        earliest = question->asked;
        if (flow_time_between(&question->asked, now) < wait)
            return;
        tell(question, now);
        g_sequence_remove(oldest);
    }
}
