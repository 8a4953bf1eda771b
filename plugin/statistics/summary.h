/* summary.h: the flows of a capture put together: findings, stories, hosts, verdict.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SUMMARY_H
#define SUMMARY_H

#include <glib.h>

#include "../core/judge.h"
#include "../dissector/tap.h"

/** One finding id and severity over all flows. */
struct summary_finding {
    uint16_t           rule; /**< the first row that raised it: gives the words */
    const struct flow *flow; /**< the first flow that has it: fills them in */
    GPtrArray         *flows; /**< of const struct flow */
    GArray            *frames; /**< of uint32_t, ascending, without those that belong to no frame */
};

/** Flows of one client to one endpoint that show the same findings: told once. */
struct summary_story {
    const struct flow *flow;  /**< the first of them */
    GPtrArray         *flows; /**< of const struct flow */
    enum rule_severity severity;
};

/** What one client address offered to one role. */
struct summary_offer {
    enum role role;
    uint16_t  max_version, min_version; /**< highest and lowest of the highest offered; 0: no hello */
    unsigned  flows, failed;
};

/** One client address. */
struct summary_host {
    struct address address;
    const char    *side;   /**< "onprem", "cloud", "client", "proxy" or NULL */
    const char    *label;  /**< what the organisation's table calls it, or NULL */
    GArray        *offers; /**< of struct summary_offer, in order of role */
};

/** Everything that a report says. */
struct summary {
    const struct tap_capture *capture; /**< NULL if no record arrived */
    GPtrArray                *flows;    /**< of const struct flow, by stream */
    GPtrArray                *lookups;  /**< of const struct flow: DNS look-ups with a finding, by frame */
    GPtrArray                *findings; /**< of struct summary_finding, worst first */
    GPtrArray                *stories;  /**< of struct summary_story, worst first */
    GPtrArray                *hosts;    /**< of struct summary_host, by address */
    GHashTable               *let_through; /**< "client target" -> last stream that a proxy let through, plus one */
    unsigned                  hybrid_flows, failed_flows, partial_flows, tls_flows;
    uint32_t                  findings_cut, histories_cut;
    uint32_t                  hosts_cut; /**< flows whose client is beyond LIMIT_HOSTS */
    const char               *verdict_level; /**< "ok", "note", "warning", "error" */
    char                     *verdict_text;
};

/** Puts together what was collected. `flows` holds each flow once, in any order.
 *  Free with summary_free(). */
struct summary *summary_make(const struct tap_capture *capture, const GPtrArray *flows);

void summary_free(struct summary *summary);

/** One part of a finding's words for a flow as it stands now; `text` holds LIMIT_TEXT_LENGTH bytes. */
const char *summary_text(const struct flow *flow, uint16_t rule, enum judge_part part, char *text);

#endif
