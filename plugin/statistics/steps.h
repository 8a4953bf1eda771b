/* steps.h: what is to be changed, as a letter to the one who changes it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef STEPS_H
#define STEPS_H

#include "summary.h"

/** Appends each problem with what is to be changed, worst first, each change once; without a problem the verdict, which says
 *  what to do next. Prose is not wrapped. */
void steps_append(const struct summary *summary, GString *text);

#endif
