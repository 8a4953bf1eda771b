/* segment_of_frame.h: a frame's TCP header -> a segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SEGMENT_OF_FRAME_H
#define SEGMENT_OF_FRAME_H

#include <epan/packet.h>

#include "../core/segments.h"

/** Reads the frame's segment.
 *  @param tree    of the first pass, with the wanted fields in it
 *  @param segment receives the last segment of the frame; its start is valid as long as the frame is dissected
 *  @return        how many segments the frame holds: 0 if there is no header to read, more than one in aggregates (IEEE
 *                 802.11 A-MSDU) and some tunnels */
unsigned segments_of_frame(const packet_info *pinfo, proto_tree *tree, struct segment *segment);

#endif
