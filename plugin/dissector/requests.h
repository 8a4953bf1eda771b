/* requests.h: HTTP messages of a frame -> requests and answers of its flow.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef REQUESTS_OF_FRAME_H
#define REQUESTS_OF_FRAME_H

#include <epan/packet.h>

#include "../core/flow_request.h"

/** Requests that a frame is about: their numbers in the flow, from 1. */
struct requests_of_frame {
    uint16_t count;
    uint16_t numbers[LIMIT_HTTP_MESSAGES_PER_FRAME];
};

/** Call once, at registration. */
void requests_register(void);

/** Takes the frame's messages into the flow's record.
 *  @param from_client the frame's sender is the flow's client */
void requests_gather(packet_info *pinfo, proto_tree *tree, struct flow *flow, bool from_client,
                     const struct flow_time *time, struct requests_of_frame *touched);

/** The first FIN or RST of the flow was seen in this frame. */
void requests_closed(packet_info *pinfo, struct flow *flow, struct requests_of_frame *touched);

#endif
