/* clock.c: whether the time of a frame says when it was captured.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "clock.h"

bool clock_is_real(const struct flow_time *time)
{
    return time->seconds >= CLOCK_EARLIEST;
}
