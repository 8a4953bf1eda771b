/* summary.c: puts the flows of a capture together.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "summary.h"

#include <string.h>

const char *summary_text(const struct flow *flow, uint16_t rule, enum judge_part part, char *text)
{
    uint64_t facts = judge_facts(flow, &flow->client_hello_time);

    return judge_text(flow, &flow->recognition, facts, rule, part, text, LIMIT_TEXT_LENGTH);
}

static int compare_flows(const void *left, const void *right)
{
    const struct flow *first = *(const struct flow *const *)left;
    const struct flow *second = *(const struct flow *const *)right;

    return first->stream < second->stream ? -1 : first->stream > second->stream;
}

static int compare_lookups(const void *left, const void *right)
{
    const struct flow *first = *(const struct flow *const *)left;
    const struct flow *second = *(const struct flow *const *)right;

    return first->frames.first < second->frames.first ? -1 : first->frames.first > second->frames.first;
}

static int compare_frames(const void *left, const void *right)
{
    uint32_t first = *(const uint32_t *)left;
    uint32_t second = *(const uint32_t *)right;

    return first < second ? -1 : first > second;
}

/* Worst first; within a severity in the order of the table of rules. */
static int compare_rules(uint16_t first, uint16_t second)
{
    if (rules[first].severity != rules[second].severity)
        return rules[first].severity > rules[second].severity ? -1 : 1;
    return first < second ? -1 : first > second;
}

static int compare_findings(const void *left, const void *right)
{
    const struct summary_finding *first = *(const struct summary_finding *const *)left;
    const struct summary_finding *second = *(const struct summary_finding *const *)right;

    return compare_rules(first->rule, second->rule);
}

static int compare_stories(const void *left, const void *right)
{
    const struct summary_story *first = *(const struct summary_story *const *)left;
    const struct summary_story *second = *(const struct summary_story *const *)right;
    bool first_hybrid = roles[first->flow->recognition.role].hybrid;
    bool second_hybrid = roles[second->flow->recognition.role].hybrid;

    if (first->severity != second->severity)
        return first->severity > second->severity ? -1 : 1;
    if (first_hybrid != second_hybrid)
        return first_hybrid ? -1 : 1;
    return first->flow->frames.first < second->flow->frames.first ? -1
                                                                  : first->flow->frames.first > second->flow->frames.first;
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

static void free_story(void *data)
{
    struct summary_story *story = data;

    g_ptr_array_free(story->flows, true);
    g_free(story);
}

static void free_host(void *data)
{
    struct summary_host *host = data;

    g_array_free(host->offers, true);
    g_free(host);
}

static struct summary_finding *finding_for(struct summary *summary, uint16_t rule, const struct flow *flow)
{
    struct summary_finding *finding = NULL;

    for (unsigned i = 0; i < summary->findings->len; i++) {
        finding = g_ptr_array_index(summary->findings, i);
        if (rules[finding->rule].finding == rules[rule].finding && rules[finding->rule].severity == rules[rule].severity)
            return finding;
    }
    finding = g_new0(struct summary_finding, 1);
    finding->rule = rule;
    finding->flow = flow;
    finding->flows = g_ptr_array_new();
    finding->frames = g_array_new(false, false, sizeof(uint32_t));
    g_ptr_array_add(summary->findings, finding);
    return finding;
}

static void count_findings(struct summary *summary, const struct flow *flow)
{
    for (size_t i = 0; i < flow->finding_count; i++) {
        const struct flow_finding *known = &flow->findings[i];
        struct summary_finding    *finding = finding_for(summary, known->rule, flow);
        g_ptr_array_add(finding->flows, (void *)(uintptr_t)flow);
        if (known->frame != 0)
            g_array_append_val(finding->frames, known->frame);
    }
    summary->findings_cut += flow->findings_cut;
}

/* Same client, same endpoint, same findings: the same story. */
static char *story_key(const struct flow *flow)
{
    char     client[ADDRESS_TEXT_LENGTH], server[ADDRESS_TEXT_LENGTH];
    GString *key = g_string_new(NULL);

    g_string_append_printf(key, "%s %u %s", address_format(&flow_client(flow)->address, client, sizeof client),
                           flow->recognition.role,
                           flow->recognition.host != NULL
                               ? flow->recognition.host
                               : address_format(&flow_server(flow)->address, server, sizeof server));
    for (size_t i = 0; i < flow->finding_count; i++)
        g_string_append_printf(key, " %u", flow->findings[i].rule);
    g_string_append_printf(key, " %u %u", flow->max_version, flow->version);
    return g_string_free(key, false);
}

static char *request_key(const struct flow *flow)
{
    char client[ADDRESS_TEXT_LENGTH];

    return g_strdup_printf("%s %s", address_format(&flow_client(flow)->address, client, sizeof client),
                           flow->names[MATCH_CONNECT] != NULL ? flow->names[MATCH_CONNECT] : "");
}

/* For each client and target the last stream that a proxy let through. */
static GHashTable *requests_let_through(const GPtrArray *flows)
{
    GHashTable *passed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (unsigned i = 0; i < flows->len; i++) {
        const struct flow *flow = g_ptr_array_index(flows, i);
        if (flow->proxy_passed)
            g_hash_table_replace(passed, request_key(flow), GUINT_TO_POINTER(flow->stream + 1));
    }
    return passed;
}

/* A proxy's demand for authentication is a normal step if an equal request succeeds later. */
static bool succeeded_later(const struct summary *summary, const struct flow *flow)
{
    char    *key = NULL;
    unsigned stream = 0;

    if (flow->demands == 0 || flow->proxy_passed)
        return false;
    key = request_key(flow);
    stream = GPOINTER_TO_UINT(g_hash_table_lookup(summary->let_through, key));
    g_free(key);
    return stream > flow->stream + 1;
}

/* Normal facts (Chat) are no story. */
static void tell_story(struct summary *summary, GHashTable *stories, const struct flow *flow)
{
    enum rule_severity    severity = judge_worst(flow, NULL);
    char                 *key = NULL;
    struct summary_story *story = NULL;

    if (severity == RULE_CHAT || succeeded_later(summary, flow))
        return;
    key = story_key(flow);
    story = g_hash_table_lookup(stories, key);
    if (story == NULL) {
        story = g_new0(struct summary_story, 1);
        story->flow = flow;
        story->flows = g_ptr_array_new();
        story->severity = severity;
        g_ptr_array_add(summary->stories, story);
        g_hash_table_insert(stories, key, story);
    } else {
        g_free(key);
    }
    g_ptr_array_add(story->flows, (void *)(uintptr_t)flow);
}

static void tell(struct summary *summary, GHashTable *stories, const struct flow *flow)
{
    count_findings(summary, flow);
    tell_story(summary, stories, flow);
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
    if (flow->max_version == 0)
        return;
    if (flow->max_version > offer->max_version)
        offer->max_version = flow->max_version;
    if (offer->min_version == 0 || flow->max_version < offer->min_version)
        offer->min_version = flow->max_version;
}

/* NULL where the bound is reached. */
static struct summary_host *host_for(struct summary *summary, GHashTable *hosts, const struct address *address)
{
    char                 text[ADDRESS_TEXT_LENGTH];
    struct summary_host *host = NULL;

    address_format(address, text, sizeof text);
    host = g_hash_table_lookup(hosts, text);
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
    g_hash_table_insert(hosts, g_strdup(text), host);
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
}

static void count_flow(struct summary *summary, const struct flow *flow)
{
    summary->tls_flows += flow->tls ? 1 : 0;
    summary->hybrid_flows += roles[flow->recognition.role].hybrid ? 1 : 0;
    summary->failed_flows += flow_failed(flow) ? 1 : 0;
    summary->partial_flows += flow->outcome == FLOW_OUTCOME_PARTIAL ? 1 : 0;
    summary->histories_cut += flow->history_cut ? 1 : 0;
}

static char *healthy_text(const struct summary *summary)
{
    if (summary->capture == NULL)
        return g_strdup("No flow passes the filter.");
    if (summary->flows->len == 0 && summary->capture->hybrid_only)
        return g_strdup("No flow of a hybrid deployment in this capture (others are hidden by preference scope).");
    if (summary->flows->len == 0)
        return g_strdup("No TLS and no connection to a hybrid endpoint in this capture.");
    if (summary->partial_flows == summary->flows->len)
        return g_strdup("Nothing can be told: no handshake was captured from its beginning.");
    return g_strdup_printf("No TLS problem found in %u flow%s, %u of them hybrid: no version below TLS 1.2, no failed "
                           "handshake. If something still fails, TLS is not the cause here.",
                           summary->flows->len, summary->flows->len == 1 ? "" : "s", summary->hybrid_flows);
}

/* The finding that names the cause, not only the end, speaks for a story: table order within a severity. */
static uint16_t leading_rule(const struct flow *flow)
{
    uint16_t leading = flow->findings[0].rule;

    for (size_t i = 1; i < flow->finding_count; i++) {
        if (compare_rules(flow->findings[i].rule, leading) < 0)
            leading = flow->findings[i].rule;
    }
    return leading;
}

/* What was seen, then what it likely means, then how much of the capture it concerns. */
static char *problem_text(const struct summary *summary, const struct summary_story *story)
{
    char     seen[LIMIT_TEXT_LENGTH], cause[LIMIT_TEXT_LENGTH];
    uint16_t rule = leading_rule(story->flow);
    GString *text = g_string_new(summary_text(story->flow, rule, JUDGE_SUMMARY, seen));

    summary_text(story->flow, rule, JUDGE_CAUSE, cause);
    g_string_append_printf(text, " Likely cause: %.*s", (int)judge_piece_length(cause), cause);
    if (summary->flows->len == 1 && summary->failed_flows == 1)
        g_string_append(text, " The connection failed.");
    else if (summary->failed_flows > 0)
        g_string_append_printf(text, " %u of %u flows failed.", summary->failed_flows, summary->flows->len);
    return g_string_free(text, false);
}

static void reach_verdict(struct summary *summary)
{
    static const char *const levels[RULE_SEVERITY_COUNT] = {"ok", "note", "warning", "error"};
    const struct summary_story *worst = summary->stories->len > 0 ? g_ptr_array_index(summary->stories, 0) : NULL;

    if (worst == NULL) {
        summary->verdict_level = "ok";
        summary->verdict_text = healthy_text(summary);
        return;
    }
    summary->verdict_level = levels[worst->severity];
    summary->verdict_text = problem_text(summary, worst);
}

static struct summary *summary_new(const struct tap_capture *capture)
{
    struct summary *summary = g_new0(struct summary, 1);

    summary->capture = capture;
    summary->flows = g_ptr_array_new();
    summary->lookups = g_ptr_array_new();
    summary->findings = g_ptr_array_new_with_free_func(free_finding);
    summary->stories = g_ptr_array_new_with_free_func(free_story);
    summary->hosts = g_ptr_array_new_with_free_func(free_host);
    return summary;
}

struct summary *summary_make(const struct tap_capture *capture, const GPtrArray *flows)
{
    struct summary *summary = summary_new(capture);
    GHashTable     *stories = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GHashTable     *hosts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (unsigned i = 0; i < flows->len; i++) {
        const struct flow *flow = g_ptr_array_index(flows, i);
        g_ptr_array_add(flow->lookup == FLOW_LOOKUP_NONE ? summary->flows : summary->lookups, (void *)(uintptr_t)flow);
    }
    g_ptr_array_sort(summary->flows, compare_flows);
    g_ptr_array_sort(summary->lookups, compare_lookups);
    summary->let_through = requests_let_through(summary->flows);
    for (unsigned i = 0; i < summary->flows->len; i++) {
        const struct flow *flow = g_ptr_array_index(summary->flows, i);
        count_flow(summary, flow);
        count_hosts(summary, hosts, flow);
        tell(summary, stories, flow);
    }
    for (unsigned i = 0; i < summary->lookups->len; i++)
        tell(summary, stories, g_ptr_array_index(summary->lookups, i));
    g_ptr_array_sort(summary->findings, compare_findings);
    g_ptr_array_sort(summary->stories, compare_stories);
    g_ptr_array_sort(summary->hosts, compare_hosts);
    for (unsigned i = 0; i < summary->findings->len; i++) {
        struct summary_finding *finding = g_ptr_array_index(summary->findings, i);
        g_array_sort(finding->frames, compare_frames);
    }
    reach_verdict(summary);
    g_hash_table_destroy(stories);
    g_hash_table_destroy(hosts);
    return summary;
}

void summary_free(struct summary *summary)
{
    g_ptr_array_free(summary->flows, true);
    g_ptr_array_free(summary->lookups, true);
    g_hash_table_destroy(summary->let_through);
    g_ptr_array_free(summary->findings, true);
    g_ptr_array_free(summary->stories, true);
    g_ptr_array_free(summary->hosts, true);
    g_free(summary->verdict_text);
    g_free(summary);
}
