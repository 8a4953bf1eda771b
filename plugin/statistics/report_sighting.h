/* report_sighting.h: the part of the JSON report that comparing two capture points needs (preference `evidence`).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef REPORT_SIGHTING_H
#define REPORT_SIGHTING_H

#include <wsutil/json_dumper.h>

#include "../core/flow.h"

/** Members `last_time`, `tcp`, `tls`, `events` and `events_cut` of a flow; none if the flow has no sighting. */
void report_sighting_put(json_dumper *json, const struct flow *flow);

#endif
