/* open_lookups.h: DNS questions without an answer so far, and the witness of silence.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * First pass only. Bounded by LIMIT_OPEN_LOOKUPS and LIMIT_WAITING_LOOKUPS.
 */
#ifndef OPEN_LOOKUPS_H
#define OPEN_LOOKUPS_H

#include <epan/packet.h>

#include "../core/lookup.h"

/** Registers init and cleanup. Call once. */
void open_lookups_register(void);

/** Takes in a question. A copy of the capture, shortly after the last one, is no new try.
 *  @param asked client, resolver, name, type, `asked` and `question_frame` of it
 *  @return the question's record, to be kept with this frame, if it was asked again just now; else NULL */
struct lookup *open_lookups_ask(const struct lookup *asked);

/** Ends the question that an answer belongs to: from the same client, of the same name and type, whoever answers.
 *  @return its record, or NULL if the question was not seen */
struct lookup *open_lookups_answer(const struct lookup *answered);

/** A record of its own in the memory of the capture. */
struct lookup *open_lookups_record(const struct lookup *lookup);

/** Gives back a record that nothing points to. */
void open_lookups_release(struct lookup *lookup);

/** Takes any frame as a witness of silence: one of a client ten seconds or more after its question, with no pause as long in
 *  the capture between, proves that no answer came. Call for each frame, before its own questions and answers. */
void open_lookups_witness(const packet_info *pinfo, const struct flow_time *time);

#endif
