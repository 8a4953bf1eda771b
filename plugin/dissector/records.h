/* records.h: the memory of what the tap publishes: flow records and all that they point to.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * It lasts as long as the capture, like Wireshark's file scope, and beyond that as long as a statistic holds it (tap.h):
 * tshark throws its file scope away in the middle of a capture where it is told to (-M), and with each file of a ring that
 * it captures. What was known of the capture then goes on with it.
 */
#ifndef RECORDS_H
#define RECORDS_H

#include <stdbool.h>

#include <wsutil/wmem/wmem.h>

/** Makes the memory. Call once, while the protocol is registered, before the others. */
void records_register(void);

/** Has what is kept about records forgotten together with them; what is not forgotten goes on.
 *  @param forget called before the memory is given back, also if there is nothing to forget */
void records_forget_with(void (*forget)(void));

/** Where flow records, and everything that they point to, are allocated. */
wmem_allocator_t *records_memory(void);

/** A text in that memory. The same text is kept once, as long as there are no more than LIMIT_KEPT_NAMES of them. */
const char *records_keep_text(const char *text);

/** True if a statistic holds what was recorded so far. */
bool records_are_held(void);

#endif
