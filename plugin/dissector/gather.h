/* gather.h: what Wireshark's dissectors found in a frame -> observations. First pass only.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef GATHER_H
#define GATHER_H

#include <epan/packet.h>

#include "state.h"

/** Resolves the wanted fields of other protocols; call from the handoff routine. */
void gather_resolve_fields(void);

/** A new array of the ids of the wanted fields (int), for set_postdissector_wanted_hfids(). */
GArray *gather_wanted_fields(void);

/** Takes in one TCP frame that was not visited before.
 *  @param tvb          the whole frame
 *  @param tree         the tree with the wanted fields in it; may be NULL
 *  @param conversation the frame's TCP conversation */
void gather_tcp_frame(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, conversation_t *conversation);

#endif
