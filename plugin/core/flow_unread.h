/* flow_unread.h: what of a flow the capture does not have, or Wireshark did not read, and why.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef FLOW_UNREAD_H
#define FLOW_UNREAD_H

#include "flow_record.h"

/** What of the flow cannot be read as it was sent, whatever its outcome; FLOW_UNREAD_NONE: nothing. */
enum flow_unread flow_why_unread(const struct flow *flow);

/** True if the server may have chosen a version in bytes that the capture does not have. */
bool flow_choice_is_unseen(const struct flow *flow);

/** True if bytes of either side are missing at present. */
bool flow_misses_bytes(const struct flow *flow);

/** True if segments came in an order in which Wireshark did not read them: what it showed may not be all. */
bool flow_is_disordered(const struct flow *flow);

#endif
