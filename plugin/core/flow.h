/* flow.h: one TCP conversation as the analysis sees it: observations in, flow record out.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The glue states what a frame shows as observations, in the order of the frame; the record keeps what has been
 * seen and how the handshake stands. No verdict is made here
 * (judge.h), nothing is allocated, and strings belong to the caller and must outlive the record.
 */
#ifndef FLOW_H
#define FLOW_H

#include "flow_record.h"
#include "observation.h"

/** Starts a record. End 0 is the sender of the frame at hand; the client is the end with the higher port until
 *  better is known. */
void flow_start(struct flow *flow, uint32_t stream, uint32_t first_frame, const struct address *sender,
                uint16_t sender_port, const struct address *receiver, uint16_t receiver_port);

/** Says which end sent the SYN: that end is the client from now on. */
void flow_set_syn_sender(struct flow *flow, uint8_t end);

/** Number of the end with this address and port; 0 if neither (cannot be for frames of the conversation). */
uint8_t flow_end_of(const struct flow *flow, const struct address *address, uint16_t port);

/** Adds one observation. Returns or'ed enum flow_event. */
unsigned flow_observe(struct flow *flow, const struct observation *observation);

#endif
