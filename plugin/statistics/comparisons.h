/* comparisons.h: findings that need the whole capture: machines compared with each other.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef COMPARISONS_H
#define COMPARISONS_H

#include "summary.h"

/** A new array of struct summary_comparison, from the hosts and flows of the summary; frees its members itself. */
GPtrArray *comparisons_make(const struct summary *summary);

#endif
