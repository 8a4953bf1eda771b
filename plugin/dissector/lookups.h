/* lookups.h: what DNS asked and answered in this capture: names of addresses, and look-ups without use.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * First pass only. Bounded by LIMIT_LOOKUP_ADDRESSES, LIMIT_FAILED_LOOKUPS and those of open_lookups.h.
 */
#ifndef LOOKUPS_H
#define LOOKUPS_H

#include <epan/packet.h>

#include "../core/lookup.h"

/** Registers init and cleanup. Call once. */
void lookups_register(void);

/** Name that DNS answered with this address, or NULL. Lives as long as the capture is open. */
const char *lookups_name_of(const struct address *address);

/** Takes in the DNS messages of one frame. Its look-ups without use, and those asked again without an answer, are kept with
 *  the frame (state_lookups()). */
void lookups_gather(packet_info *pinfo, proto_tree *tree, const struct flow_time *time);

#endif
