/* actions.h: flows of one client that belong to one action, such as free/busy: Autodiscover, then token, then EWS.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef ACTIONS_H
#define ACTIONS_H

#include "summary.h"

/** Actions of two steps or more, of which at least one could be read: a new array of struct summary_action, which frees
 *  them. In order of their first step. */
GPtrArray *actions_make(const GPtrArray *flows);

#endif
