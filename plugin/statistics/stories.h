/* stories.h: flows with the same trouble, told as one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef STORIES_H
#define STORIES_H

#include "summary.h"

/** A new array of struct summary_story, worst first, from the flows, look-ups and comparisons of the summary; frees its
 *  members itself. */
GPtrArray *stories_make(const struct summary *summary);

#endif
