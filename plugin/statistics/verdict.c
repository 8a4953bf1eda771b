/* verdict.c: what was seen of the hybrid traffic, what it likely means, how much of it could be judged; or that TLS is not
 * the cause, where that is proved. Other traffic comes after it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "verdict.h"

#include <string.h>

#include "../knowledge/verdicts.h"
#include "dated_facts.h"
#include "judged.h"

/* Where there is nothing to judge at all; NULL if there is. */
static const char *nothing_seen(const struct summary *summary)
{
    if (summary->capture == NULL && summary->filtered)
        return "No flow passes the filter.";
    if (summary->capture == NULL)
        return "Nothing was analysed: the capture holds no frame, or the analysis is switched off (preference analyse, "
               "or the "
               "protocol is disabled).";
    if (summary->flows->len > 0 || summary->stories->len > 0)
        return NULL;
    if (summary->capture->hybrid_only)
        return "No flow of a hybrid deployment in this capture (others are hidden by preference scope).";
    return "No TLS and no connection to a hybrid endpoint in this capture.";
}

static void append_health(const struct summary *summary, GString *text)
{
    g_string_append_printf(
        text,
        "No TLS problem found in %u hybrid flow%s: no version below TLS 1.2, no failed handshake. If "
        "something still fails, TLS is not the cause here.",
        summary->judged.hybrid, summary->judged.hybrid == 1 ? "" : "s");
    if (summary->requests > 0)
        g_string_append_printf(text, " HTTP could be read: %u request%s, no error in the answers.", summary->requests,
                               summary->requests == 1 ? "" : "s");
}

/* Length of the first sentence. */
static size_t sentence_length(const char *text)
{
    const char *end = strstr(text, ". ");

    return end != NULL ? (size_t)(end - text) + 1 : strlen(text);
}

/* Where a sentence of more words is cut: before the last clause that begins within them, else behind the last of them. */
static size_t length_within_words(const char *text, size_t length, unsigned most)
{
    size_t   clause = 0;
    unsigned words = 0;

    for (size_t i = 0; i < length; i++) {
        if (text[i] != ' ')
            continue;
        words++;
        if (i > 0 && strchr(",;:", text[i - 1]) != NULL)
            clause = i - 1;
        if (words == most)
            return clause > 0 ? clause : i;
    }
    return length;
}

/* A story is best told by what compares its client with others. */
static struct summary_words first_words_of(const struct summary_story *story)
{
    for (unsigned i = 0; i < summary_count_comparisons(story); i++) {
        const struct summary_comparison *comparison = summary_comparison_at(story, i);
        if (comparison->rule != story->rule && rules[comparison->rule].severity >= story->severity)
            return (struct summary_words){
                .rule = comparison->rule, .flow = comparison->flow, .others = comparison->others};
    }
    return summary_words_of(story);
}

/* The cause, in a sentence. */
static void append_cause(const struct summary_story *story, GString *text)
{
    const struct summary_words words = first_words_of(story);
    char                       cause[LIMIT_TEXT_LENGTH];
    size_t                     length = 0;

    summary_words(&words, JUDGE_FIRST_CAUSE, cause);
    length = length_within_words(cause, sentence_length(cause), VERDICT_CAUSE_WORDS);
    g_string_append_len(text, cause, (gssize)length);
    if (length == 0 || strchr(".?", text->str[text->len - 1]) == NULL)
        g_string_append_c(text, '.');
}

static char *first_step_of(const struct summary_story *story)
{
    const struct summary_words words = first_words_of(story);
    char                       step[LIMIT_TEXT_LENGTH];

    summary_words(&words, JUDGE_DO_FIRST, step);
    return step[0] != '\0' ? g_strndup(step, sentence_length(step)) : NULL;
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
                g_string_append_printf(text, " %s",
                                       summary_finding_text(flow, &flow->findings[k], JUDGE_SUMMARY, seen));
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

/* Whatever the verdict says: what else is known to stop the features of these endpoints. */
static void append_dated_facts(const struct summary *summary, GString *text)
{
    char *facts = dated_facts_of(summary);

    if (facts != NULL)
        g_string_append_printf(text, " %s", facts);
    g_free(facts);
}

/* A normal fact about the whole capture that asks a question (Chat), or NULL. What could not be recognised may have been
 * hybrid. */
static const struct summary_comparison *question_of(const struct summary *summary)
{
    for (unsigned i = 0; summary->judged.unnamed == 0 && i < summary->comparisons->len; i++) {
        const struct summary_comparison *comparison = g_ptr_array_index(summary->comparisons, i);
        if (rules[comparison->rule].severity == RULE_CHAT)
            return comparison;
    }
    return NULL;
}

/* Which step helps most: against what is wrong, to judge the rest, or to have something to judge. */
static char *do_first_of(const struct summary *summary)
{
    const struct summary_story      *problem = first_story(summary, true);
    const struct summary_comparison *question = question_of(summary);
    GString                         *text = NULL;
    char                             step[LIMIT_TEXT_LENGTH];

    if (nothing_seen(summary) != NULL)
        return NULL;
    if (problem != NULL)
        return first_step_of(problem);
    text = g_string_new(NULL);
    if (!judged_is_healthy(summary))
        judged_append_advice(summary, text);
    if (text->len == 0 && question != NULL)
        g_string_append(text, summary_text(question->flow, question->rule, JUDGE_DO_FIRST, question->others, step));
    return g_string_free(text, text->len == 0);
}

/* How much was judged, after the cause; what helps to judge the rest is the first step where nothing else is. */
static void append_counts(const struct summary *summary, bool behind_cause, GString *text)
{
    GString *advice = g_string_new(NULL);

    if (behind_cause)
        g_string_append_c(text, ' ');
    judged_append(summary, text);
    judged_append_advice(summary, advice);
    if (behind_cause && advice->len > 0)
        g_string_append_printf(text, " %s", advice->str);
    g_string_free(advice, true);
}

/* @param cause_length  receives the length of the cause, 0 where nothing is wrong
 * @param judged_length receives the length of all that the capture shows */
static char *text_of(const struct summary *summary, size_t *cause_length, size_t *judged_length)
{
    const struct summary_story *problem = first_story(summary, true);
    GString                    *text = g_string_new(nothing_seen(summary));

    if (text->len > 0)
        return g_string_free(text, false);
    if (problem != NULL)
        append_cause(problem, text);
    *cause_length = text->len;
    if (problem == NULL && judged_is_healthy(summary))
        append_health(summary, text);
    else if (summary->judged.hybrid + summary->judged.unnamed > 0)
        append_counts(summary, problem != NULL, text);
    else if (problem == NULL)
        g_string_append_printf(text, "No hybrid flow in this capture: %u flow%s, none of them hybrid.", summary->flows->len,
                               summary->flows->len == 1 ? "" : "s");
    if (problem == NULL && summary->judged.failed > 0)
        append_normal_failures(summary, text);
    append_other(summary, text);
    *judged_length = text->len;
    append_dated_facts(summary, text);
    return g_string_free(text, false);
}

static bool is_superseded(const struct flow *flow)
{
    return roles[flow->recognition.role].hybrid && flow->outcome == FLOW_OUTCOME_IN_PROGRESS && !flow->syn_ack &&
           flow->reached_otherwise;
}

/* Attempts that got no answer yet while another address of the name was reached: of the other address family, mostly. */
static unsigned count_given_up(const struct summary *summary)
{
    unsigned count = 0;

    for (unsigned i = 0; i < summary->flows->len; i++)
        count += is_superseded(g_ptr_array_index(summary->flows, i)) ? 1 : 0;
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
    summary->verdict_text = text_of(summary, &summary->verdict_cause_length, &summary->verdict_judged_length);
    summary->verdict_do_first = do_first_of(summary);
}
