/* gather.h: what Wireshark's dissectors found in a frame -> observations. First pass only.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef GATHER_H
#define GATHER_H

#include <epan/packet.h>

#include "state.h"

/** Takes in one TCP frame that was not visited before.
 *  @param tvb          the whole frame
 *  @param tree         the tree with the wanted fields in it; may be NULL
 *  @param layers       of the frame, by layers_of_frame()
 *  @param conversation the frame's TCP conversation
 *  @return             the conversation's flow, or NULL if it has none */
const struct flow *gather_tcp_frame(packet_info *pinfo, tvbuff_t *tvb, proto_tree *tree, unsigned layers,
                                    conversation_t *conversation);

#endif
