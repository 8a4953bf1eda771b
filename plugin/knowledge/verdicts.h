/* verdicts.h: what is said of a finding first: in a column, at the head of a report, and what to do first.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef VERDICTS_H
#define VERDICTS_H

#include "rules.h"

/** Of a finding the first row is taken whose facts (RULE_FACT) and evidence (RULE_EVIDENCE) hold; the last one of each
 *  finding needs none. {names} in braces are filled in as in the table of rules. */
struct verdict_row {
    enum finding_id finding;
    uint64_t        needs;
    uint32_t        needs_evidence;
    const char     *in_short; /**< the flow in at most VERDICT_IN_SHORT_LENGTH letters; NULL: of no flow */
    const char     *cause;    /**< one sentence of at most VERDICT_CAUSE_WORDS words: what is wrong, and where */
    const char *do_first; /**< one line: machine, values, restart, or the question to ask; "": there is nothing to do */
    const char *check;    /**< what to try next to see more of it; "": nothing helps */
};

enum { VERDICT_IN_SHORT_LENGTH = 60, VERDICT_CAUSE_WORDS = 25 };

extern const struct verdict_row verdicts[];
extern const size_t             verdict_count;

#endif
