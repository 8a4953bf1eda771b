/* state.c: file-scope storage of the analysis.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "state.h"

#include <string.h>

#include <epan/proto_data.h>

#include "conversations.h"

/* Keys of the data that a frame keeps. */
enum { FRAME_FINDINGS, FRAME_CHANGED, FRAME_REQUESTS };

static int                 protocol_id = -1;
static struct tap_capture *capture;

static void state_init(void)
{
    capture = wmem_new0(wmem_file_scope(), struct tap_capture);
}

static void state_cleanup(void)
{
    capture = NULL;
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
