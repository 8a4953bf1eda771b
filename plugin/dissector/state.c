/* state.c: file-scope storage of the analysis.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "state.h"

#include <string.h>

#include <epan/proto_data.h>

#include "../content/address_key.h"
#include "conversations.h"
#include "records.h"

/* Keys of the data that a frame keeps. */
enum { FRAME_FINDINGS, FRAME_CHANGED, FRAME_REQUESTS, FRAME_LOOKUPS };

static int                 protocol_id = -1;
static struct tap_capture *capture;
static GPtrArray          *with_flow; /* of struct state_conversation, since Wireshark last began anew */
static GHashTable         *earlier;   /* const struct flow, by its ends -> struct state_conversation from before that */

static unsigned hash_end(const struct flow_end *end)
{
    return address_key_hash(&end->address) * 31 + end->port;
}

/* The same in both directions. */
static unsigned hash_ends(const void *data)
{
    const struct flow *flow = data;

    return hash_end(&flow->ends[0]) + hash_end(&flow->ends[1]);
}

static bool is_end(const struct flow_end *first, const struct flow_end *second)
{
    return first->port == second->port && address_compare(&first->address, &second->address) == 0;
}

static gboolean has_same_ends(const void *left, const void *right)
{
    const struct flow_end *first = ((const struct flow *)left)->ends;
    const struct flow_end *second = ((const struct flow *)right)->ends;

    return (is_end(&first[0], &second[0]) && is_end(&first[1], &second[1])) ||
           (is_end(&first[0], &second[1]) && is_end(&first[1], &second[0]));
}

static void forget(void)
{
    capture = NULL;
    if (with_flow != NULL)
        g_ptr_array_free(with_flow, true);
    with_flow = NULL;
    if (earlier != NULL)
        g_hash_table_destroy(earlier);
    earlier = NULL;
}

/* The youngest conversation between two ends is the one that may go on. */
static void file_conversations(void)
{
    for (unsigned i = 0; i < with_flow->len; i++) {
        struct state_conversation *state = g_ptr_array_index(with_flow, i);
        g_hash_table_replace(earlier, state->flow, state);
    }
    g_ptr_array_set_size(with_flow, 0);
}

/* What statistics hold is the first part of the same capture. */
static void state_init(void)
{
    if (capture != NULL) {
        capture->resets++;
        capture->earlier_frames = capture->frames;
        file_conversations();
        return;
    }
    capture = wmem_new0(records_memory(), struct tap_capture);
    with_flow = g_ptr_array_new();
    earlier = g_hash_table_new(hash_ends, has_same_ends);
}

void state_register(int protocol)
{
    protocol_id = protocol;
    register_init_routine(state_init);
    records_forget_with(forget);
}

struct tap_capture *state_capture(void)
{
    return capture;
}

uint32_t state_frame_number(const packet_info *pinfo)
{
    return capture->earlier_frames + pinfo->num;
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

struct state_conversation *state_remember(conversation_t *conversation, struct state_conversation *state)
{
    struct state_conversation *kept = wmem_memdup(records_memory(), state, sizeof *state);

    conversation_delete_proto_data(conversation, protocol_id);
    conversation_add_proto_data(conversation, protocol_id, kept);
    g_ptr_array_add(with_flow, kept);
    wmem_free(wmem_file_scope(), state);
    return kept;
}

/* Wireshark's own records of the ends are gone. */
struct state_conversation *state_go_on(conversation_t *conversation, const struct flow *ends)
{
    struct state_conversation *state = g_hash_table_lookup(earlier, ends);

    if (state == NULL)
        return state_conversation(conversation, true);
    state->syn_sender = NULL;
    state->first_sender = NULL;
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

    return state != NULL ? state->flow : NULL;
}

void state_keep_lookups(packet_info *pinfo, const struct state_lookups *lookups)
{
    size_t length = offsetof(struct state_lookups, lookups) + lookups->count * sizeof lookups->lookups[0];

    p_add_proto_data(wmem_file_scope(), pinfo, protocol_id, FRAME_LOOKUPS, wmem_memdup(wmem_file_scope(), lookups, length));
}

const struct state_lookups *state_lookups(packet_info *pinfo)
{
    return p_get_proto_data(wmem_file_scope(), pinfo, protocol_id, FRAME_LOOKUPS);
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
void state_keep_requests(packet_info *pinfo, const uint16_t *numbers, uint16_t count)
{
    uint16_t *kept = wmem_alloc(wmem_file_scope(), (count + 1u) * sizeof *kept);

    kept[0] = count;
    memcpy(kept + 1, numbers, count * sizeof *kept);
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
