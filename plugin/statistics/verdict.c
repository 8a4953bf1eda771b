/* verdict.c: what was seen, what it likely means, how much of the capture it concerns; or that TLS is not the cause.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "verdict.h"

#include "../core/clock.h"
#include "../knowledge/hints.h"

static char *healthy_text(const struct summary *summary)
{
    GString *text = NULL;

    if (summary->capture == NULL && summary->filtered)
        return g_strdup("No flow passes the filter.");
    if (summary->capture == NULL)
        return g_strdup("Nothing was analysed: the capture holds no frame, or the analysis is switched off (preference "
                        "analyse, or the protocol is disabled).");
    if (summary->flows->len == 0 && summary->capture->hybrid_only)
        return g_strdup("No flow of a hybrid deployment in this capture (others are hidden by preference scope).");
    if (summary->flows->len == 0)
        return g_strdup("No TLS and no connection to a hybrid endpoint in this capture.");
    if (summary->partial_flows == summary->flows->len)
        return g_strdup("Nothing can be told: no handshake was captured from its beginning.");
    text = g_string_new(NULL);
    g_string_printf(text, "No TLS problem found in %u flow%s, %u of them hybrid: no version below TLS 1.2, no failed "
                    "handshake. If something still fails, TLS is not the cause here.",
                    summary->flows->len, summary->flows->len == 1 ? "" : "s", summary->hybrid_flows);
    if (summary->requests > 0)
        g_string_append_printf(text, " HTTP could be read: %u request%s, no error in the answers.", summary->requests,
                               summary->requests == 1 ? "" : "s");
    return g_string_free(text, false);
}

static char *problem_text(const struct summary *summary, const struct summary_story *story)
{
    char     seen[LIMIT_TEXT_LENGTH], cause[LIMIT_TEXT_LENGTH];
    GString *text = g_string_new(summary_text(story->flow, story->rule, JUDGE_SUMMARY, story->others, seen));

    summary_text(story->flow, story->rule, JUDGE_CAUSE, story->others, cause);
    g_string_append_printf(text, " Likely cause: %.*s", (int)judge_piece_length(cause, sizeof cause), cause);
    if (text->str[text->len - 1] != '.')
        g_string_append_c(text, '.');
    for (unsigned i = 0; i < summary_count_comparisons(story); i++) {
        const struct summary_comparison *comparison = summary_comparison_at(story, i);
        if (comparison->rule != story->rule)
            g_string_append_printf(text, " %s", summary_text(comparison->flow, comparison->rule, JUDGE_SUMMARY,
                                                             comparison->others, seen));
    }
    if (summary->flows->len == 1 && summary->failed_flows == 1)
        g_string_append(text, " The connection failed.");
    else if (summary->failed_flows > 0)
        g_string_append_printf(text, " %u of %u flows failed.", summary->failed_flows, summary->flows->len);
    return g_string_free(text, false);
}

static bool is_healthy(const struct flow *flow)
{
    return flow->outcome == FLOW_OUTCOME_COMPLETED || flow->outcome == FLOW_OUTCOME_RESUMED;
}

static bool is_told_of(const struct hint *hint, const struct flow *flow)
{
    if (flow->recognition.cloud != hint->cloud || !is_healthy(flow) ||
        flow->recognition.direction == FLOW_DIRECTION_CLIENT_TO_CLOUD)
        return false;
    for (size_t i = 0; i < HINT_ROLES_MAX && hint->roles[i] != ROLE_UNCLASSIFIED; i++) {
        if (hint->roles[i] == flow->recognition.role)
            return true;
    }
    return false;
}

static bool hint_applies(const struct hint *hint, const struct summary *summary)
{
    if (!clock_is_real(&summary->capture->first_time) || summary->capture->last_time.seconds < hint->from)
        return false;
    if (hint->until != 0 && summary->capture->first_time.seconds >= hint->until)
        return false;
    for (unsigned i = 0; i < summary->flows->len; i++) {
        if (is_told_of(hint, g_ptr_array_index(summary->flows, i)))
            return true;
    }
    return false;
}

/* Where TLS is healthy: what else is known to stop the features of these endpoints. */
static char *with_hints(const struct summary *summary, char *text)
{
    GString *all = g_string_new(text);

    g_free(text);
    for (size_t i = 0; summary->capture != NULL && i < hint_count; i++) {
        if (hint_applies(&hints[i], summary))
            g_string_append_printf(all, " %s", hints[i].text);
    }
    return g_string_free(all, false);
}

/* Normal facts about the whole capture; without any flow the verdict has said it all. */
static char *with_facts(const struct summary *summary, char *text)
{
    GString *all = g_string_new(text);
    char     fact[LIMIT_TEXT_LENGTH];

    g_free(text);
    for (unsigned i = 0; summary->flows->len > 0 && i < summary->comparisons->len; i++) {
        const struct summary_comparison *comparison = g_ptr_array_index(summary->comparisons, i);
        if (rules[comparison->rule].severity == RULE_CHAT)
            g_string_append_printf(all, " %s", summary_text(comparison->flow, comparison->rule, JUDGE_SUMMARY,
                                                            comparison->others, fact));
    }
    return g_string_free(all, false);
}

void verdict_reach(struct summary *summary)
{
    static const char *const levels[RULE_SEVERITY_COUNT] = {"ok", "note", "warning", "error"};
    const struct summary_story *worst = summary->stories->len > 0 ? g_ptr_array_index(summary->stories, 0) : NULL;
    char                       *text = NULL;

    summary->verdict_level = levels[worst != NULL ? worst->severity : RULE_CHAT];
    text = worst != NULL ? problem_text(summary, worst) : healthy_text(summary);
    if (worst == NULL)
        text = with_hints(summary, text);
    summary->verdict_text = with_facts(summary, text);
}
