/* summary.c: the words of findings, as reports say them; their order.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "summary.h"

#include <string.h>

static unsigned request_of_rule(const struct flow *flow, uint16_t rule)
{
    for (size_t i = 0; i < flow->finding_count; i++) {
        if (flow->findings[i].rule == rule)
            return flow->findings[i].request;
    }
    return 0;
}

static const char *text_by(const struct flow *flow, uint64_t facts, uint16_t rule, enum judge_part part, const char *others,
                           char *text)
{
    if (flow == NULL)
        return judge_text_with_others(NULL, NULL, 0, rule, part, others, text, LIMIT_TEXT_LENGTH);
    if (request_of_rule(flow, rule) != 0)
        return judge_text_of_request(flow, &flow->recognition, 0, rule, request_of_rule(flow, rule), part, text,
                                     LIMIT_TEXT_LENGTH);
    return judge_text_with_others(flow, &flow->recognition, judge_facts(flow, &flow->client_hello_time) | facts, rule, part,
                                  others, text, LIMIT_TEXT_LENGTH);
}

const char *summary_text(const struct flow *flow, uint16_t rule, enum judge_part part, const char *others, char *text)
{
    return text_by(flow, 0, rule, part, others, text);
}

const char *summary_words(const struct summary_words *words, enum judge_part part, char *text)
{
    if (words->lookup != NULL)
        return judge_text_of_lookup(words->lookup, words->rule, part, text, LIMIT_TEXT_LENGTH);
    return text_by(words->flow, words->facts, words->rule, part, words->others, text);
}

struct summary_words summary_words_of(const struct summary_story *story)
{
    return (struct summary_words){.rule = story->rule, .flow = story->flow, .lookup = story->lookup, .others = story->others,
                                  .facts = story->facts};
}

const char *summary_finding_text(const struct flow *flow, const struct flow_finding *finding, enum judge_part part, char *text)
{
    if (finding->request == 0)
        return summary_text(flow, finding->rule, part, NULL, text);
    return judge_text_of_request(flow, &flow->recognition, 0, finding->rule, finding->request, part, text, LIMIT_TEXT_LENGTH);
}

unsigned summary_count_comparisons(const struct summary_story *story)
{
    return story->comparisons != NULL ? story->comparisons->len : 0;
}

const struct summary_comparison *summary_comparison_at(const struct summary_story *story, unsigned place)
{
    return g_ptr_array_index(story->comparisons, place);
}

bool summary_is_proxy(const struct summary_host *host)
{
    return host->side != NULL && strcmp(host->side, organization_side_id(ORGANIZATION_SIDE_PROXY)) == 0;
}

/* Order number of a row among those that no event raises; these are few. */
static unsigned bit_of(uint16_t rule)
{
    unsigned bit = 0;

    for (uint16_t i = 0; i < rule; i++)
        bit += rules[i].events == 0 ? 1 : 0;
    return bit;
}

void summary_add_comparison(struct summary *summary, const struct flow *flow, uint16_t rule)
{
    unsigned bits = GPOINTER_TO_UINT(g_hash_table_lookup(summary->compared, flow)) | 1u << bit_of(rule);

    g_hash_table_insert(summary->compared, (void *)(uintptr_t)flow, GUINT_TO_POINTER(bits));
}

size_t summary_comparisons_of(const struct summary *summary, const struct flow *flow,
                              uint16_t rows[SUMMARY_COMPARISONS_MAX])
{
    unsigned bits = GPOINTER_TO_UINT(g_hash_table_lookup(summary->compared, flow));
    size_t   count = 0;

    for (uint16_t i = 0; bits != 0 && i < rule_count && count < SUMMARY_COMPARISONS_MAX; i++) {
        if (rules[i].events == 0 && (bits & 1u << bit_of(i)) != 0)
            rows[count++] = i;
    }
    return count;
}
