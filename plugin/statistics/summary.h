/* summary.h: the flows of a capture put together: findings, stories, hosts, verdict.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SUMMARY_H
#define SUMMARY_H

#include <glib.h>

#include "../core/flow_request.h"
#include "../core/judge.h"
#include "../core/capture.h"

/** A finding that needs the whole capture (report_only in the table of findings). */
struct summary_comparison {
    uint16_t           rule;
    const struct flow *flow;   /**< the one that fills in the words; NULL if they need none */
    GPtrArray         *flows;  /**< of const struct flow: those that it is about; a reference */
    GRefString        *others; /**< addresses of the machines that it is compared with, or NULL; a reference */
};

/** Where the words of a finding come from: a row of `rules`, filled in from a flow or from a look-up. */
struct summary_words {
    uint16_t             rule;
    const struct flow   *flow;   /**< NULL if they need none, and for a look-up */
    const struct lookup *lookup; /**< NULL for a flow */
    const char          *others; /**< as in struct summary_comparison */
};

/** One finding id and severity over all flows and look-ups. */
struct summary_finding {
    struct summary_words words; /**< of the first row that raised it, and of the first that has it */
    GPtrArray         *flows; /**< of const struct flow */
    unsigned           lookups; /**< how many look-ups have it */
    GArray            *frames; /**< of uint32_t, ascending, without those that belong to no frame */
};

/** One step of an action: a request, or a flow whose HTTP cannot be read. */
struct summary_step {
    const struct flow         *flow;
    const struct flow_request *request; /**< NULL: cannot be read */
    enum request_stage         stage;
};

/** Steps of one client that belong together (actions.h). */
struct summary_action {
    GArray     *steps;   /**< of struct summary_step, in order of time */
    const char *feature; /**< what they are for: "free/busy"; NULL if not known */
    bool        stopped; /**< the last step failed */
};

/** More patterns of one story are not told apart. */
#define SUMMARY_PATTERNS_MAX 16

/** Flows that show the same trouble: told once. */
struct summary_story {
    uint16_t           rule;  /**< gives cause, remedy and messages: the strongest of its findings */
    const char        *others; /**< as in struct summary_comparison, if the rule is one of those */
    const struct flow *flow;  /**< the first of them; NULL for look-ups */
    const struct lookup *lookup; /**< the first of the look-ups that it tells of instead: of one client, name and rule */
    unsigned           lookups; /**< how many these are */
    GPtrArray         *flows; /**< of const struct flow */
    GPtrArray         *patterns; /**< of const struct flow: the first to each endpoint with each set of findings, the
                                      first SUMMARY_PATTERNS_MAX of them */
    GPtrArray         *comparisons; /**< of const struct summary_comparison; NULL for none */
    const struct summary_action *action; /**< the first action that its flows belong to, or NULL */
    enum rule_severity severity;
    bool               hybrid; /**< it is about hybrid traffic: told before all other */
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
    bool           sibling; /**< may be compared with others that are (siblings.h) */
    bool           hello_missing; /**< the hello of one of its hybrid flows could not be read */
    GPtrArray     *cloud_flows; /**< of const struct flow: its hybrid flows from premises to the cloud; NULL for none */
};

/** What could be told of conversations; those of hybrid roles, where nothing else is said. */
struct summary_judged {
    unsigned hybrid;    /**< all of them: the sum of the next three */
    unsigned completed; /**< or resumed */
    unsigned failed;
    unsigned unjudged; /**< in progress, mail or others without TLS, and all that could not be read */
    unsigned current;  /**< completed or resumed with TLS 1.2 or above */
    unsigned read_in_part; /**< completed or resumed, but not all was read */
    unsigned completed_unread[FLOW_UNREAD_COUNT]; /**< ... by the reason why */
    unsigned in_progress;
    unsigned mail_without_tls;
    unsigned without_tls; /**< likewise, not mail */
    unsigned hybrid_unread[FLOW_UNREAD_COUNT]; /**< by the reason why */
    unsigned unnamed; /**< could not be read, and so not recognised either: may be hybrid traffic */
    unsigned unnamed_unread[FLOW_UNREAD_COUNT];
    unsigned unread[FLOW_UNREAD_COUNT]; /**< the same of all roles */
};

/** Everything that a report says. */
struct summary {
    const struct tap_capture *capture; /**< NULL if no record arrived */
    bool                      filtered; /**< a display filter chose the flows: nothing is said of the whole capture */
    GPtrArray                *flows;    /**< of const struct flow, in the order of the collection */
    GPtrArray                *lookups;  /**< of const struct lookup, likewise */
    GPtrArray                *comparisons; /**< of struct summary_comparison */
    GHashTable               *compared; /**< const struct flow -> bits: which rows of the report only are about it */
    GPtrArray                *findings; /**< of struct summary_finding, worst first */
    GPtrArray                *actions;  /**< of struct summary_action, in order of time */
    GPtrArray                *stories;  /**< of struct summary_story, worst first */
    GPtrArray                *hosts;    /**< of struct summary_host, by address */
    struct summary_judged     judged;
    unsigned                  requests; /**< that could be read */
    uint32_t                  findings_cut, histories_cut;
    uint32_t                  hosts_cut; /**< flows whose client is beyond LIMIT_HOSTS */
    const char               *verdict_level; /**< "ok", "note", "warning", "error"; "unknown" if there is nothing to judge by */
    char                     *verdict_text;
};

/** Puts together what was collected. `flows` and `lookups` hold each once, as a collection gives them; `filtered` says if a
 *  display filter chose them. Free with summary_free(). */
struct summary *summary_make(const struct tap_capture *capture, const GPtrArray *flows, const GPtrArray *lookups,
                             bool filtered);

void summary_free(struct summary *summary);

/** How many comparisons a story has, and the one at a place. */
unsigned summary_count_comparisons(const struct summary_story *story);
const struct summary_comparison *summary_comparison_at(const struct summary_story *story, unsigned place);

/** One part of a finding's words for a flow as it stands now; `flow` and `others` may be NULL as in struct
 *  summary_comparison; `text` holds LIMIT_TEXT_LENGTH bytes. */
const char *summary_text(const struct flow *flow, uint16_t rule, enum judge_part part, const char *others, char *text);

/** One part of the words; `text` holds LIMIT_TEXT_LENGTH bytes. */
const char *summary_words(const struct summary_words *words, enum judge_part part, char *text);

/** What a story's leading finding is filled in from. */
struct summary_words summary_words_of(const struct summary_story *story);

/** The same for one of the flow's findings: a flow may have several of one rule, each about another request. */
const char *summary_finding_text(const struct flow *flow, const struct flow_finding *finding, enum judge_part part,
                                 char *text);

/** Order of rules: worst first; within a severity as in the table of rules. Negative, zero or positive. */
int summary_compare_rules(uint16_t first, uint16_t second);

/** True if the organisation's table, or a CONNECT that it was asked, says that the host is a proxy. */
bool summary_is_proxy(const struct summary_host *host);

/** Rows of rules that need the whole capture and are about this flow.
 *  @param rows receives SUMMARY_COMPARISONS_MAX of them at most
 *  @return how many */
#define SUMMARY_COMPARISONS_MAX 8
size_t summary_comparisons_of(const struct summary *summary, const struct flow *flow,
                              uint16_t rows[SUMMARY_COMPARISONS_MAX]);

#endif
