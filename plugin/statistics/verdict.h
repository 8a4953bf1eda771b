/* verdict.h: the first line of a report.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef VERDICT_H
#define VERDICT_H

#include "summary.h"

/** Fills in `verdict_level` and `verdict_text` from everything else in the summary. */
void verdict_reach(struct summary *summary);

#endif
