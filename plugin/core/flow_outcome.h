/* flow_outcome.h: how a flow's handshake stands, from what its record holds and from what the capture lacks.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef FLOW_OUTCOME_H
#define FLOW_OUTCOME_H

#include "flow_record.h"

/** Works the outcome out anew. `unread` receives why it cannot be told, or why not all of what
 *  completed was read; FLOW_UNREAD_NONE: neither. */
enum flow_outcome flow_work_out_outcome(const struct flow *flow, enum flow_unread *unread);

#endif
