/* judged.h: how many hybrid handshakes could be judged, why the others could not, and how to capture them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef JUDGED_H
#define JUDGED_H

#include "summary.h"

/** Counts one conversation. */
void judged_count(struct summary_judged *judged, const struct flow *flow);

/** True if all that was seen of the hybrid traffic is healthy, and nothing of it is missing: what may be said of TLS then
 *  may be said in no other case. */
bool judged_is_healthy(const struct summary *summary);

/** Appends "3 hybrid handshakes were completed, 1 failed, 2 could not be judged (cut at 128 bytes)." and what to do about the
 *  last; the same of flows that could not even be recognised. Nothing where there are none of both. */
void judged_append(const struct summary *summary, GString *text);

/** How many flows could not be read for this reason, and frames; false if there are none.
 *  @param frames receives 0 where they are not counted */
bool judged_unread(const struct summary *summary, enum flow_unread reason, unsigned *flows, uint32_t *frames);

/** What to do so that it can be read. The text is the caller's to free. */
char *judged_advice(const struct summary *summary, enum flow_unread reason);

#endif
