/* render.h: flow record and findings -> fields, expert infos, column. Any pass; from saved state only.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef RENDER_H
#define RENDER_H

#include <epan/packet.h>

#include "state.h"

/** Registers fields, subtrees and expert infos under the protocol. */
void render_register(int protocol);

/** Adds the flow's facts, and the findings of this frame, to the tree.
 *  @param tree    may be NULL: expert infos and the column are made all the same
 *  @param finding what this frame is evidence for, or NULL */
void render_flow(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const struct flow *flow,
                 const struct state_frame *finding);

/** Adds what is known of a DNS look-up, and what this frame shows of it, to the tree. */
void render_lookup(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const struct lookup *lookup);

#endif
