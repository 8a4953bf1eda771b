/* render_finding.h: a frame's findings -> fields and expert infos.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef RENDER_FINDING_H
#define RENDER_FINDING_H

#include <epan/packet.h>

#include "state.h"

/** Registers fields, subtrees and expert infos under the protocol; call once. */
void render_finding_register(int protocol);

/** Adds one of the frame's findings to the tree, which may be NULL: the expert info is raised all the same.
 *  @param finding one of the frame's judgement */
void render_finding(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const struct flow *flow,
                    const struct state_frame *frame, const struct judged *finding);

/** The same for what a DNS look-up's own frame showed; only for one that was `judged`. */
void render_finding_of_lookup(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const struct lookup *lookup);

#endif
