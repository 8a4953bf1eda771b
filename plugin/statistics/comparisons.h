/* comparisons.h: findings that need the whole capture: machines compared with each other.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef COMPARISONS_H
#define COMPARISONS_H

#include "summary.h"

/** A new array of struct summary_comparison, from the hosts and flows of the summary; frees its members itself. */
GPtrArray *comparisons_make(const struct summary *summary);

/** How the hellos that a server sent in hybrid flows stand beside those of other servers. */
enum comparison_standing {
    COMPARISON_NOT_COMPARED, /**< it sent none, one could not be read, or it is nobody's sibling (siblings.h) */
    COMPARISON_BEHIND,       /**< all of them offer less than TLS 1.2 */
    COMPARISON_AHEAD,        /**< all of them offer TLS 1.2 or above */
    COMPARISON_MIXED
};

/** The standing of one client: what a comparison over several captures needs. */
enum comparison_standing comparisons_standing(const struct summary_host *host);

/** Identifiers in reports: "behind", "ahead", "mixed". */
const char *comparison_standing_id(enum comparison_standing standing);

/** Row of the rule that says it of a client that is behind. */
uint16_t comparisons_siblings_rule(void);

#endif
