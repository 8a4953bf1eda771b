/* summary.c: puts the flows of a capture together.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "summary.h"

#include <string.h>

#include "../content/address_key.h"
#include "actions.h"
#include "comparisons.h"
#include "judged.h"
#include "siblings.h"
#include "stories.h"
#include "verdict.h"

static unsigned request_of_rule(const struct flow *flow, uint16_t rule)
{
    for (size_t i = 0; i < flow->finding_count; i++) {
        if (flow->findings[i].rule == rule)
            return flow->findings[i].request;
    }
    return 0;
}

const char *summary_text(const struct flow *flow, uint16_t rule, enum judge_part part, const char *others, char *text)
{
    if (flow == NULL)
        return judge_text_with_others(NULL, NULL, 0, rule, part, others, text, LIMIT_TEXT_LENGTH);
    if (request_of_rule(flow, rule) != 0)
        return judge_text_of_request(flow, &flow->recognition, 0, rule, request_of_rule(flow, rule), part, text,
                                     LIMIT_TEXT_LENGTH);
    return judge_text_with_others(flow, &flow->recognition, judge_facts(flow, &flow->client_hello_time), rule, part, others,
                                  text, LIMIT_TEXT_LENGTH);
}

const char *summary_words(const struct summary_words *words, enum judge_part part, char *text)
{
    if (words->lookup != NULL)
        return judge_text_of_lookup(words->lookup, words->rule, part, text, LIMIT_TEXT_LENGTH);
    return summary_text(words->flow, words->rule, part, words->others, text);
}

struct summary_words summary_words_of(const struct summary_story *story)
{
    return (struct summary_words){.rule = story->rule, .flow = story->flow, .lookup = story->lookup, .others = story->others};
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

static int compare_frames(const void *left, const void *right)
{
    uint32_t first = *(const uint32_t *)left;
    uint32_t second = *(const uint32_t *)right;

    return first < second ? -1 : first > second;
}

int summary_compare_rules(uint16_t first, uint16_t second)
{
    if (rules[first].severity != rules[second].severity)
        return rules[first].severity > rules[second].severity ? -1 : 1;
    return first < second ? -1 : first > second;
}

static int compare_findings(const void *left, const void *right)
{
    const struct summary_finding *first = *(const struct summary_finding *const *)left;
    const struct summary_finding *second = *(const struct summary_finding *const *)right;

    return summary_compare_rules(first->words.rule, second->words.rule);
}

static int compare_hosts(const void *left, const void *right)
{
    const struct summary_host *first = *(const struct summary_host *const *)left;
    const struct summary_host *second = *(const struct summary_host *const *)right;

    return address_compare(&first->address, &second->address);
}

static void free_finding(void *data)
{
    struct summary_finding *finding = data;

    g_ptr_array_free(finding->flows, true);
    g_array_free(finding->frames, true);
    g_free(finding);
}

static void free_host(void *data)
{
    struct summary_host *host = data;

    g_array_free(host->offers, true);
    if (host->cloud_flows != NULL)
        g_ptr_array_unref(host->cloud_flows);
    g_free(host);
}

static struct summary_finding *finding_for(struct summary *summary, const struct summary_words *words)
{
    const struct rule      *rule = &rules[words->rule];
    struct summary_finding *finding = NULL;

    for (unsigned i = 0; i < summary->findings->len; i++) {
        finding = g_ptr_array_index(summary->findings, i);
        if (rules[finding->words.rule].finding == rule->finding && rules[finding->words.rule].severity == rule->severity)
            return finding;
    }
    finding = g_new0(struct summary_finding, 1);
    finding->words = *words;
    finding->flows = g_ptr_array_new();
    finding->frames = g_array_new(false, false, sizeof(uint32_t));
    g_ptr_array_add(summary->findings, finding);
    return finding;
}

static void count_findings(struct summary *summary, const struct flow *flow)
{
    for (size_t i = 0; i < flow->finding_count; i++) {
        const struct flow_finding *known = &flow->findings[i];
        const struct summary_words words = {.rule = known->rule, .flow = flow};
        struct summary_finding    *finding = finding_for(summary, &words);
        g_ptr_array_add(finding->flows, (void *)(uintptr_t)flow);
        if (known->frame != 0)
            g_array_append_val(finding->frames, known->frame);
    }
    summary->findings_cut += flow->findings_cut;
}

static void count_lookup(struct summary *summary, const struct lookup *lookup)
{
    struct summary_words    words = {.lookup = lookup};
    struct summary_finding *finding = NULL;

    if (!judge_lookup(lookup, &words.rule))
        return;
    finding = finding_for(summary, &words);
    finding->lookups++;
    if (lookup->judged)
        g_array_append_val(finding->frames, lookup->frame);
}

static void count_comparison(struct summary *summary, const struct summary_comparison *comparison)
{
    const struct summary_words words = {.rule = comparison->rule, .flow = comparison->flow, .others = comparison->others};
    struct summary_finding    *finding = finding_for(summary, &words);

    for (unsigned i = 0; i < comparison->flows->len; i++) {
        void    *flow = g_ptr_array_index(comparison->flows, i);
        unsigned bits = GPOINTER_TO_UINT(g_hash_table_lookup(summary->compared, flow)) | 1u << bit_of(comparison->rule);
        g_ptr_array_add(finding->flows, flow);
        g_hash_table_insert(summary->compared, flow, GUINT_TO_POINTER(bits));
    }
}

/* The organisation's own table comes first. */
static const char *side_of_client(const struct flow *flow)
{
    if (flow_client(flow)->side != ORGANIZATION_SIDE_NONE)
        return organization_side_id(flow_client(flow)->side);
    switch (flow->recognition.direction) {
    case FLOW_DIRECTION_ONPREM_TO_CLOUD:
    case FLOW_DIRECTION_ONPREM_TO_ONPREM: return "onprem";
    case FLOW_DIRECTION_CLOUD_TO_ONPREM: return "cloud";
    case FLOW_DIRECTION_CLIENT_TO_CLOUD: return "client";
    default: return NULL;
    }
}

static struct summary_offer *offer_for(struct summary_host *host, enum role role)
{
    struct summary_offer offer = {.role = role};
    unsigned             place = 0;

    while (place < host->offers->len && g_array_index(host->offers, struct summary_offer, place).role < role)
        place++;
    if (place == host->offers->len || g_array_index(host->offers, struct summary_offer, place).role != role)
        g_array_insert_val(host->offers, place, offer);
    return &g_array_index(host->offers, struct summary_offer, place);
}

static void count_offer(struct summary_host *host, const struct flow *flow)
{
    struct summary_offer *offer = offer_for(host, flow->recognition.role);

    offer->flows++;
    offer->failed += flow_failed(flow) ? 1 : 0;
    if (flow->max_version == 0) {
        host->hello_missing = host->hello_missing || (roles[offer->role].hybrid && flow->unread != FLOW_UNREAD_NONE);
        return;
    }
    if (flow->max_version > offer->max_version)
        offer->max_version = flow->max_version;
    if (offer->min_version == 0 || flow->max_version < offer->min_version)
        offer->min_version = flow->max_version;
}

/* NULL where the bound is reached. */
static struct summary_host *host_for(struct summary *summary, GHashTable *hosts, const struct address *address)
{
    struct summary_host *host = g_hash_table_lookup(hosts, address);

    if (host != NULL)
        return host;
    if (summary->hosts->len >= LIMIT_HOSTS) {
        summary->hosts_cut++;
        return NULL;
    }
    host = g_new0(struct summary_host, 1);
    host->address = *address;
    host->offers = g_array_new(false, true, sizeof(struct summary_offer));
    g_ptr_array_add(summary->hosts, host);
    g_hash_table_insert(hosts, &host->address, host);
    return host;
}

/* Clients with what they offered; proxies, so that their addresses are not taken for endpoints. */
static void count_hosts(struct summary *summary, GHashTable *hosts, const struct flow *flow)
{
    struct summary_host *client = host_for(summary, hosts, &flow_client(flow)->address);
    bool                 by_proxy = flow->proxied || flow_server(flow)->side == ORGANIZATION_SIDE_PROXY;
    struct summary_host *proxy = by_proxy ? host_for(summary, hosts, &flow_server(flow)->address) : NULL;

    if (proxy != NULL)
        proxy->side = "proxy";
    if (client == NULL)
        return;
    if (client->side == NULL)
        client->side = side_of_client(flow);
    if (client->label == NULL)
        client->label = flow_client(flow)->label;
    count_offer(client, flow);
    if (flow->recognition.direction != FLOW_DIRECTION_ONPREM_TO_CLOUD || !roles[flow->recognition.role].hybrid)
        return;
    if (client->cloud_flows == NULL)
        client->cloud_flows = g_ptr_array_new();
    g_ptr_array_add(client->cloud_flows, (void *)(uintptr_t)flow);
}

static void count_flow(struct summary *summary, const struct flow *flow)
{
    judged_count(&summary->judged, flow);
    summary->histories_cut += flow->history_cut ? 1 : 0;
    summary->requests += flow->exchange != NULL ? flow->exchange->count : 0;
}

static struct summary *summary_new(const struct tap_capture *capture, bool filtered)
{
    struct summary *summary = g_new0(struct summary, 1);

    summary->capture = capture;
    summary->filtered = filtered;
    summary->compared = g_hash_table_new(NULL, NULL);
    summary->findings = g_ptr_array_new_with_free_func(free_finding);
    summary->hosts = g_ptr_array_new_with_free_func(free_host);
    return summary;
}

static GPtrArray *copy_of(const GPtrArray *given)
{
    GPtrArray *copy = g_ptr_array_new();

    for (unsigned i = 0; i < given->len; i++)
        g_ptr_array_add(copy, g_ptr_array_index(given, i));
    return copy;
}

static void count_all(struct summary *summary)
{
    GHashTable *hosts = g_hash_table_new(address_key_hash, address_key_equal);

    for (unsigned i = 0; i < summary->flows->len; i++) {
        const struct flow *flow = g_ptr_array_index(summary->flows, i);
        count_flow(summary, flow);
        count_hosts(summary, hosts, flow);
        count_findings(summary, flow);
    }
    for (unsigned i = 0; i < summary->lookups->len; i++)
        count_lookup(summary, g_ptr_array_index(summary->lookups, i));
    siblings_find(summary, hosts);
    g_ptr_array_sort(summary->hosts, compare_hosts);
    g_hash_table_destroy(hosts);
}

static void sort_findings(struct summary *summary)
{
    g_ptr_array_sort(summary->findings, compare_findings);
    for (unsigned i = 0; i < summary->findings->len; i++) {
        struct summary_finding *finding = g_ptr_array_index(summary->findings, i);
        g_array_sort(finding->frames, compare_frames);
    }
}

struct summary *summary_make(const struct tap_capture *capture, const GPtrArray *flows, const GPtrArray *lookups,
                             bool filtered)
{
    struct summary *summary = summary_new(capture, filtered);

    summary->flows = copy_of(flows);
    summary->lookups = copy_of(lookups);
    count_all(summary);
    summary->comparisons = comparisons_make(summary);
    for (unsigned i = 0; i < summary->comparisons->len; i++)
        count_comparison(summary, g_ptr_array_index(summary->comparisons, i));
    sort_findings(summary);
    summary->actions = actions_make(summary->flows);
    summary->stories = stories_make(summary);
    verdict_reach(summary);
    return summary;
}

void summary_free(struct summary *summary)
{
    g_ptr_array_free(summary->stories, true);
    g_ptr_array_free(summary->actions, true);
    g_ptr_array_free(summary->findings, true);
    g_ptr_array_free(summary->comparisons, true);
    g_ptr_array_free(summary->hosts, true);
    g_hash_table_destroy(summary->compared);
    g_ptr_array_free(summary->flows, true);
    g_ptr_array_free(summary->lookups, true);
    g_free(summary->verdict_text);
    g_free(summary);
}
