/* waiting.h: questions that wait for an answer, and the witness of silence.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Silence is proved by a later frame of the host that asked, long enough after the question: the capture still saw that
 * host. A pause in which no host at all was seen is where a capture was stopped, or where another file begins.
 */
#ifndef WAITING_H
#define WAITING_H

#include <epan/packet.h>

#include "../core/flow.h"

/** Registers init and cleanup. Call once. */
void waiting_register(void);

/** Lets a flow's question wait, as it stands now or will be asked later. */
void waiting_add(struct flow *flow);

/** Takes in a frame of the first pass, whatever it holds: tells the questions that it is a witness for. */
void waiting_see_frame(const packet_info *pinfo, const struct flow_time *time);

#endif
