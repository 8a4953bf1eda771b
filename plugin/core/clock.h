/* clock.h: whether the time of a frame says when it was captured.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef CLOCK_H
#define CLOCK_H

#include "flow.h"

/** Before this second no capture file and no TLS was what they are today: 2000-01-01, 00:00 UTC. */
#define CLOCK_EARLIEST INT64_C(946684800)

/** A certificate that is outside its validity by more than this tells of the clock or of an old file: five years. */
#define CLOCK_LONG_AGO (INT64_C(86400) * (5 * 365 + 1))

/** False for times before CLOCK_EARLIEST: relative ones, which begin at the epoch, and those of a clock that was never
 *  set. Nothing that depends on the day may be said then: validity, cutoffs, announcements. */
bool clock_is_real(const struct flow_time *time);

#endif
