/* summary_make.h: puts the flows of a capture together.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SUMMARY_MAKE_H
#define SUMMARY_MAKE_H

#include "summary.h"

/** Puts together what was collected. `flows` and `lookups` hold each once, as a collection gives them; `filtered` says if a
 *  display filter chose them. Free with summary_free(). */
struct summary *summary_make(const struct tap_capture *capture, const GPtrArray *flows, const GPtrArray *lookups,
                             bool filtered);

/** Frees it. */
void summary_free(struct summary *summary);

#endif
