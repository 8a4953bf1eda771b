/* hints.h: what else stops hybrid features when TLS is healthy, and since when. One row a fact; no logic.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef HINTS_H
#define HINTS_H

#include <stddef.h>
#include <stdint.h>

#include "roles.h"

#define HINT_ROLES_MAX 4

/** Told only of healthy flows to one of the roles, in one cloud, in a capture of that time. */
struct hint {
    int64_t     from, until; /**< seconds since the epoch, 00:00 UTC of the day; until 0: no end */
    enum cloud  cloud;
    enum role   roles[HINT_ROLES_MAX]; /**< ROLE_UNCLASSIFIED ends the list */
    const char *text;
    const char *source;
};

extern const struct hint hints[];
extern const size_t      hint_count;

#endif
