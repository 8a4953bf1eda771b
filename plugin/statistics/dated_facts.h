/* dated_facts.h: which dated facts of Microsoft's clouds a capture's traffic and time call for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef DATED_FACTS_H
#define DATED_FACTS_H

#include "summary.h"

/** The rows of the table of hints that apply, newest first, as one paragraph; NULL for none. Free with g_free(). */
char *dated_facts_of(const struct summary *summary);

#endif
