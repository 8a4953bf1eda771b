/* verdict.c: what was seen of the hybrid traffic, what it likely means, how much of it could be judged; or that TLS is not
 * the cause, where that is proved. Other traffic comes after it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "verdict.h"

#include "../core/clock.h"
#include <wsutil/wmem/wmem.h>

#include "../knowledge/hints.h"
#include "judged.h"

/* Where there is nothing to judge at all; NULL if there is. */
static const char *nothing_seen(const struct summary *summary)
{
    if (summary->capture == NULL && summary->filtered)
        return "No flow passes the filter.";
    if (summary->capture == NULL)
        return "Nothing was analysed: the capture holds no frame, or the analysis is switched off (preference analyse, or the "
               "protocol is disabled).";
    if (summary->flows->len > 0 || summary->stories->len > 0)
        return NULL;
    if (summary->capture->hybrid_only)
        return "No flow of a hybrid deployment in this capture (others are hidden by preference scope).";
    return "No TLS and no connection to a hybrid endpoint in this capture.";
}

static void append_health(const struct summary *summary, GString *text)
{
    g_string_append_printf(text, "No TLS problem found in %u hybrid flow%s: no version below TLS 1.2, no failed handshake. If "
                                 "something still fails, TLS is not the cause here.",
                           summary->judged.hybrid, summary->judged.hybrid == 1 ? "" : "s");
    if (summary->requests > 0)
        g_string_append_printf(text, " HTTP could be read: %u request%s, no error in the answers.", summary->requests,
                               summary->requests == 1 ? "" : "s");
}

static void append_summary(GString *text, const struct summary_comparison *comparison)
{
    char seen[LIMIT_TEXT_LENGTH];

    g_string_append_printf(text, " %s", summary_text(comparison->flow, comparison->rule, JUDGE_SUMMARY, comparison->others,
                                                     seen));
}

static void append_problem(const struct summary_story *story, GString *text)
{
    const struct summary_words words = summary_words_of(story);
    char                       seen[LIMIT_TEXT_LENGTH], cause[LIMIT_TEXT_LENGTH];

    g_string_append(text, summary_words(&words, JUDGE_SUMMARY, seen));
    summary_words(&words, JUDGE_CAUSE, cause);
    g_string_append_printf(text, " Likely cause: %.*s", (int)judge_piece_length(cause, sizeof cause), cause);
    if (text->str[text->len - 1] != '.')
        g_string_append_c(text, '.');
    for (unsigned i = 0; i < summary_count_comparisons(story); i++) {
        const struct summary_comparison *comparison = summary_comparison_at(story, i);
        if (comparison->rule != story->rule)
            append_summary(text, comparison);
    }
    g_string_append_c(text, ' ');
}

/* What failed, and is normal there (Chat): each kind once. */
static void append_normal_failures(const struct summary *summary, GString *text)
{
    bool told[FINDING_COUNT] = {false};
    char seen[LIMIT_TEXT_LENGTH];

    for (unsigned i = 0; i < summary->flows->len; i++) {
        const struct flow *flow = g_ptr_array_index(summary->flows, i);
        for (size_t k = 0; flow_failed(flow) && roles[flow->recognition.role].hybrid && k < flow->finding_count; k++) {
            enum finding_id finding = rules[flow->findings[k].rule].finding;
            if (!told[finding] && rules[flow->findings[k].rule].severity == RULE_CHAT)
                g_string_append_printf(text, " %s", summary_finding_text(flow, &flow->findings[k], JUDGE_SUMMARY, seen));
            told[finding] = true;
        }
    }
}

/* The first story about hybrid traffic, or about other; NULL if there is none. Hybrid ones stand first. */
static const struct summary_story *first_story(const struct summary *summary, bool hybrid)
{
    for (unsigned i = 0; i < summary->stories->len; i++) {
        const struct summary_story *story = g_ptr_array_index(summary->stories, i);
        if (story->hybrid == hybrid)
            return story;
    }
    return NULL;
}

static void append_other(const struct summary *summary, GString *text)
{
    const struct summary_story *story = first_story(summary, false);
    struct summary_words        words;
    char                        seen[LIMIT_TEXT_LENGTH];

    if (story == NULL)
        return;
    words = summary_words_of(story);
    g_string_append_printf(text, " Not part of the hybrid traffic: %s", summary_words(&words, JUDGE_SUMMARY, seen));
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
static void append_hints(const struct summary *summary, GString *text)
{
    for (size_t i = 0; i < hint_count; i++) {
        if (hint_applies(&hints[i], summary))
            g_string_append_printf(text, " %s", hints[i].text);
    }
}

/* What could not be recognised may have been hybrid. */
static bool may_be_wrong(const struct summary *summary, enum finding_id finding)
{
    return finding == FINDING_NO_HYBRID_FLOW && summary->judged.unnamed > 0;
}

/* Normal facts about the whole capture. */
static void append_facts(const struct summary *summary, GString *text)
{
    for (unsigned i = 0; i < summary->comparisons->len; i++) {
        const struct summary_comparison *comparison = g_ptr_array_index(summary->comparisons, i);
        if (rules[comparison->rule].severity == RULE_CHAT && !may_be_wrong(summary, rules[comparison->rule].finding))
            append_summary(text, comparison);
    }
}

static char *text_of(const struct summary *summary)
{
    const struct summary_story *problem = first_story(summary, true);
    GString                    *text = g_string_new(nothing_seen(summary));

    if (text->len > 0)
        return g_string_free(text, false);
    if (problem != NULL)
        append_problem(problem, text);
    if (problem == NULL && judged_is_healthy(summary))
        append_health(summary, text);
    else if (summary->judged.hybrid + summary->judged.unnamed > 0)
        judged_append(summary, text);
    else if (problem == NULL)
        g_string_append_printf(text, "%u flow%s, none of them hybrid.", summary->flows->len, summary->flows->len == 1 ? "" : "s");
    if (problem == NULL && summary->judged.failed > 0)
        append_normal_failures(summary, text);
    append_other(summary, text);
    if (problem == NULL && judged_is_healthy(summary))
        append_hints(summary, text);
    append_facts(summary, text);
    return g_strchomp(g_string_free(text, false));
}

static bool is_attempt(const struct flow *flow)
{
    return roles[flow->recognition.role].hybrid && flow->outcome == FLOW_OUTCOME_IN_PROGRESS && !flow->syn_ack &&
           flow->recognition.host != NULL;
}

/* Attempts that got no answer yet while another to the same name was completed: over the other address family, mostly. */
static unsigned count_given_up(const struct summary *summary)
{
    GHashTable *completed = g_hash_table_new(wmem_str_hash, g_str_equal);
    unsigned    count = 0;

    for (unsigned i = 0; i < summary->flows->len; i++) {
        const struct flow *flow = g_ptr_array_index(summary->flows, i);
        if (is_healthy(flow) && flow->recognition.host != NULL)
            g_hash_table_add(completed, (void *)(uintptr_t)flow->recognition.host);
    }
    for (unsigned i = 0; i < summary->flows->len; i++) {
        const struct flow *flow = g_ptr_array_index(summary->flows, i);
        count += is_attempt(flow) && g_hash_table_contains(completed, flow->recognition.host) ? 1 : 0;
    }
    g_hash_table_destroy(completed);
    return count;
}

/* Nothing is wrong with what stands open. */
static bool is_worth_a_note(const struct summary *summary)
{
    const struct summary_judged *judged = &summary->judged;

    if (summary->capture == NULL)
        return false;
    if (judged->unjudged > 0)
        return judged->failed > 0 || count_given_up(summary) == judged->unjudged;
    return judged->failed > 0 || judged->read_in_part > 0 || summary->capture->nameless_gaps > 0;
}

static const char *level_of(const struct summary *summary)
{
    const struct summary_story *problem = first_story(summary, true);
    const struct summary_story *other = first_story(summary, false);

    if (problem == NULL && summary->judged.hybrid == 0)
        problem = other;
    if (problem != NULL)
        return judge_severity_id(problem->severity);
    if (judged_is_healthy(summary))
        return other == NULL ? "ok" : "note";
    return is_worth_a_note(summary) ? "note" : "unknown";
}

void verdict_reach(struct summary *summary)
{
    summary->verdict_level = level_of(summary);
    summary->verdict_text = text_of(summary);
}
