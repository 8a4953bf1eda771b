/* flow_outcome.h: how a flow's handshake stands, from what its record holds and from what the capture lacks.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef FLOW_OUTCOME_H
#define FLOW_OUTCOME_H

#include "flow.h"

/** Works the outcome out anew. `unread` receives why it cannot be told, or why not all of what
 *  completed was read; FLOW_UNREAD_NONE: neither. */
enum flow_outcome flow_work_out_outcome(const struct flow *flow, enum flow_unread *unread);

/** What of the flow cannot be read as it was sent, whatever its outcome; FLOW_UNREAD_NONE: nothing. */
enum flow_unread flow_why_unread(const struct flow *flow);

/** True if the server may have chosen a version in bytes that the capture does not have. */
bool flow_choice_is_unseen(const struct flow *flow);

/** True if bytes of either side are missing at present. */
bool flow_misses_bytes(const struct flow *flow);

#endif
