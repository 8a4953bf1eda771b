/* dated.h: which dated facts a flow and the time of its capture call for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef DATED_H
#define DATED_H

#include "../knowledge/hints.h"
#include "flow.h"

/** True if a capture from `first` to `last` is of the hint's time; never where these are no times of a real clock. */
bool dated_is_of_its_time(const struct hint *hint, const struct flow_time *first, const struct flow_time *last);

/** True if the flow is a server's on premises, to one of the hint's roles in one of its clouds. */
bool dated_is_of_its_traffic(const struct hint *hint, const struct flow *flow);

#endif
