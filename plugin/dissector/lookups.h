/* lookups.h: what DNS answered in this capture: names of addresses, and names that did not resolve.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * First pass only. Bounded by LIMIT_LOOKUP_ADDRESSES.
 */
#ifndef LOOKUPS_H
#define LOOKUPS_H

#include <epan/packet.h>

#include "../core/flow.h"

/** Registers init and cleanup. Call once. */
void lookups_register(void);

/** Name that DNS answered with this address, or NULL. Lives as long as the capture is open. */
const char *lookups_name_of(const struct address *address);

/** Takes in one frame with a DNS answer.
 *  @return a record of the look-up if the answer is of no use for a hybrid endpoint (flow->lookup says why), else
 *          NULL; ready to be judged */
struct flow *lookups_gather(packet_info *pinfo, proto_tree *tree, const struct address *resolver,
                            const struct address *client);

#endif
