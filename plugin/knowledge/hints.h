/* hints.h: dated facts of Microsoft's clouds: what else stops hybrid features, or soon will, whatever TLS does. One row a
 * fact; no logic (statistics/dated_facts.h walks this table).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef HINTS_H
#define HINTS_H

#include <stddef.h>
#include <stdint.h>

#include "roles.h"

#define HINT_ROLES_MAX 4

/** Since when EWS of Exchange Online, worldwide, refuses the shared service principal: 2025-10-31, 00:00 UTC ("Deploy
 *  dedicated Exchange hybrid app"). */
#define HINT_SHARED_PRINCIPAL_ENDS (INT64_C(86400) * 20392)

/** Told beside every verdict on a capture of that time that has traffic of a server to one of the roles, in one of the
 *  clouds. Rows stand newest first. */
struct hint {
    int64_t     from, until; /**< seconds since the epoch; until 0: no end. A capture that ends before `from`, or begins at
                                  `until` or later, is not of that time */
    uint32_t    clouds;      /**< or'ed CLOUD_BIT() */
    enum role   roles[HINT_ROLES_MAX]; /**< ROLE_UNCLASSIFIED ends the list */
    const char *text;   /**< whole sentences; dates with their day */
    const char *source; /**< title of the announcement, and how sure it is: "confirmed", or "as the press tells it" */
};

extern const struct hint hints[];
extern const size_t      hint_count;

#endif
