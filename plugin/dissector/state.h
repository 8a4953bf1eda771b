/* state.h: what is kept of the open capture: flows by conversation, findings by frame.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a frame keeps lives in file scope: Wireshark frees it when the file closes or is dissected anew. Flow records, and
 * what goes on with them where tshark throws its file scope away in the middle of a capture, outlive it (records.h).
 */
#ifndef STATE_H
#define STATE_H

#include <epan/conversation.h>
#include <epan/packet.h>

#include "../core/capture.h"
#include "../core/judge.h"

/** What is kept of each TCP conversation, ours or not. */
struct state_conversation {
    struct flow *flow;           /**< NULL until TLS or a recognised endpoint is seen */
    const void  *syn_sender;     /**< Wireshark's record of the end that sent the SYN, or NULL; only compared */
    const void  *first_sender;   /**< likewise, the end that `segments[0]` belongs to */
    struct segments *segments;   /**< of both ends, up to the frame that makes the flow, which keeps them from then on */
    uint32_t     first_frame;
    struct flow_time first_time;
    uint8_t      completeness; /**< tcp.completeness bits up to the last frame looked at */
    bool         looked_up;    /**< addresses and ports were tried */
    bool         nameless_gap; /**< it counts as one (core/capture.h) */
    bool         left_out;     /**< there was no room for a flow record */
    uint8_t      connect_targets; /**< that were kept */
    const char  *smtp_server;  /**< names that SMTP showed before the flow had a record, or NULL */
    const char  *smtp_client;
};

/** Bytes of a frame, as it was captured, that made something happen. */
struct state_bytes {
    unsigned events; /**< enum flow_event */
    int      start, length;
};

/** More are not kept of one frame. */
#define STATE_BYTES_MAX 4

/** What a frame is evidence for; kept with the frame. */
struct state_frame {
    const struct flow        *flow;
    struct flow_recognition   recognition; /**< as it was then */
    const struct state_bytes *bytes;       /**< of messages that stand in this frame whole, and are not encrypted */
    uint8_t                   bytes_count; /**< at most STATE_BYTES_MAX */
    struct judgement          judgement;   /**< last: of a kept record only the findings in use have memory */
};

/** More look-ups are not kept of one frame. */
#define STATE_LOOKUPS_MAX 16

/** DNS look-ups that a frame changed, and those that its answers are evidence for (`judged`, and `frame` is this one). */
struct state_lookups {
    size_t               count;
    const struct lookup *lookups[STATE_LOOKUPS_MAX]; /**< last: of a kept record only those in use have memory */
};

/** Registers init and cleanup; `protocol` keys the data. Call once. */
void state_register(int protocol);

/** Facts of the open capture. */
struct tap_capture *state_capture(void);

/** The frame's number in the whole capture. Wireshark's own begins anew where it throws its state away. */
uint32_t state_frame_number(const packet_info *pinfo);

/** The frame's TCP conversation as Wireshark keeps it, or NULL. */
conversation_t *state_tcp_conversation(packet_info *pinfo);

/** The conversation's record; created if `create`, else NULL where there is none. */
struct state_conversation *state_conversation(conversation_t *conversation, bool create);

/** Has the record of a conversation, which is to have a flow, outlive file scope if the flow does.
 *  @return the record from now on */
struct state_conversation *state_remember(conversation_t *conversation, struct state_conversation *state);

/** The record of a conversation that Wireshark begins anew after it threw its state away: the one that it had before, if
 *  there was one with a flow between these ends; else a new one.
 *  @param ends a flow, of which only addresses and ports count */
struct state_conversation *state_go_on(conversation_t *conversation, const struct flow *ends);

/** The frame's record, or NULL. */
struct state_frame *state_frame(packet_info *pinfo);

/** The flow of the frame's conversation; NULL if there is none. Any pass. */
const struct flow *state_flow(packet_info *pinfo);

/** Keeps the look-ups of a frame. */
void state_keep_lookups(packet_info *pinfo, const struct state_lookups *lookups);

/** The look-ups of the frame; NULL if there are none. Any pass. */
const struct state_lookups *state_lookups(packet_info *pinfo);

/** Keeps a copy of a frame record and its bytes, and with it that the flow's record changed on the frame. */
void state_keep_frame(packet_info *pinfo, const struct state_frame *frame);

/** Keeps the numbers of the requests that the frame is about. */
void state_keep_requests(packet_info *pinfo, const uint16_t *numbers, uint16_t count);

/** Their numbers, counted from 1; NULL if there are none. */
const uint16_t *state_requests(packet_info *pinfo, size_t *count);

/** Marks a frame without a record as one on which the flow's record changed: statistics are told on every pass. */
void state_mark_changed(packet_info *pinfo, struct flow *flow);

/** The flow whose record changed on this frame, or NULL. */
const struct flow *state_changed(packet_info *pinfo);

#endif
