/* limits_told.h: what exceeded a bound, as both reports tell it. One table.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LIMITS_TOLD_H
#define LIMITS_TOLD_H

#include "summary.h"

/** One count of what was left out. */
struct limit_told {
    const char *id;      /**< key in the JSON report: "flows_cut" */
    bool        capture; /**< the dissector counted it, in `limits` of the capture's facts; else the summary did */
    size_t      offset;  /**< of the count, a uint32_t, in that struct */
    const char *what;    /**< stands between the count and the bound in the text report; NULL: told in words of its own there */
    unsigned    bound;
};

/** In the order of the JSON report. */
extern const struct limit_told limits_told[];
extern const size_t            limit_told_count;

/** How much was left out. */
uint32_t limits_told_count_of(const struct summary *summary, const struct limit_told *limit);

#endif
