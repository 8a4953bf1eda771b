/* report_sighting.h: the part of the JSON report that comparing two capture points needs (preference `evidence`).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef REPORT_SIGHTING_H
#define REPORT_SIGHTING_H

#include <wsutil/json_dumper.h>

#include "../core/flow.h"
#include "../core/sighting.h"

/** A connection as one capture point saw it. */
struct report_sighted {
    const struct sighting *sighting;
    const struct segments *segments[2];
    uint8_t                client_end;
};

/** Members `last_time`, `tcp`, `tls`, `events` and `events_cut` of a flow; none if it has no sighting. */
void report_sighting_put(json_dumper *json, const struct report_sighted *sighted);

/** The same of a flow. */
void report_sighting_put_flow(json_dumper *json, const struct flow *flow);

#endif
