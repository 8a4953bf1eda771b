/* stories.c: which flows belong to one story, and which finding leads it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Old hellos of one client are one story whatever the endpoint: the setting to change is one. All other trouble is told
 * by client and endpoint.
 */
#include "stories.h"

#include <string.h>

struct telling {
    const struct summary *summary;
    GPtrArray            *stories;
    GHashTable           *by_key;      /* char * -> struct summary_story */
    GHashTable           *let_through; /* "client target" -> last stream that a proxy let through, plus one */
};

static void free_story(void *data)
{
    struct summary_story *story = data;

    g_ptr_array_free(story->flows, true);
    g_ptr_array_free(story->patterns, true);
    if (story->comparisons != NULL)
        g_ptr_array_free(story->comparisons, true);
    g_free(story);
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

/* The finding that names the cause, not only the end, speaks for a flow: table order within a severity. */
static uint16_t leading_rule(const struct flow *flow)
{
    uint16_t leading = flow->findings[0].rule;

    for (size_t i = 1; i < flow->finding_count; i++) {
        if (summary_compare_rules(flow->findings[i].rule, leading) < 0)
            leading = flow->findings[i].rule;
    }
    return leading;
}

static char *client_text(const struct flow *flow)
{
    char client[ADDRESS_TEXT_LENGTH];

    return g_strdup(address_format(&flow_client(flow)->address, client, sizeof client));
}

static char *old_hellos_key(const struct flow *flow)
{
    char *client = client_text(flow);
    char *key = g_strconcat("old hellos of ", client, NULL);

    g_free(client);
    return key;
}

/* Endpoint and findings: what is seen is the same. */
static char *pattern_of(const struct flow *flow)
{
    char     server[ADDRESS_TEXT_LENGTH];
    GString *pattern = g_string_new(NULL);

    g_string_append_printf(pattern, "%d %s", flow->recognition.role,
                           flow->recognition.host != NULL
                               ? flow->recognition.host
                               : address_format(&flow_server(flow)->address, server, sizeof server));
    for (size_t i = 0; i < flow->finding_count; i++)
        g_string_append_printf(pattern, " %u", flow->findings[i].rule);
    g_string_append_printf(pattern, " %u %u", flow->max_version, flow->version);
    return g_string_free(pattern, false);
}

static char *story_key(const struct telling *telling, const struct flow *flow)
{
    enum finding_id leading = rules[leading_rule(flow)].finding;
    char           *old_hellos = old_hellos_key(flow);
    char           *client = NULL, *pattern = NULL, *key = NULL;

    if ((leading == FINDING_CLIENT_OFFERS_BELOW_TLS12 && judge_worst(flow, NULL) == RULE_ERROR) ||
        (leading == FINDING_CLIENT_OFFERS_DIFFER && g_hash_table_contains(telling->by_key, old_hellos)))
        return old_hellos;
    g_free(old_hellos);
    client = client_text(flow);
    pattern = pattern_of(flow);
    key = g_strconcat(client, " ", pattern, NULL);
    g_free(client);
    g_free(pattern);
    return key;
}

/* Takes over the key. */
static struct summary_story *story_for(struct telling *telling, char *key, const struct flow *flow, uint16_t rule)
{
    struct summary_story *story = g_hash_table_lookup(telling->by_key, key);

    if (story != NULL) {
        g_free(key);
        return story;
    }
    story = g_new0(struct summary_story, 1);
    story->rule = rule;
    story->flow = flow;
    story->flows = g_ptr_array_new();
    story->patterns = g_ptr_array_new();
    story->severity = rules[rule].severity;
    g_ptr_array_add(telling->stories, story);
    g_hash_table_insert(telling->by_key, key, story);
    return story;
}

static bool same_endpoint(const struct flow *first, const struct flow *second)
{
    if (first->recognition.role != second->recognition.role)
        return false;
    if (first->recognition.host != NULL && second->recognition.host != NULL)
        return strcmp(first->recognition.host, second->recognition.host) == 0;
    return first->recognition.host == second->recognition.host &&
           address_compare(&flow_server(first)->address, &flow_server(second)->address) == 0;
}

static bool same_pattern(const struct flow *first, const struct flow *second)
{
    if (!same_endpoint(first, second) || first->finding_count != second->finding_count ||
        first->max_version != second->max_version || first->version != second->version)
        return false;
    for (size_t i = 0; i < first->finding_count; i++) {
        if (first->findings[i].rule != second->findings[i].rule)
            return false;
    }
    return true;
}

static bool is_known(const struct summary_story *story, const struct flow *flow)
{
    for (unsigned i = 0; i < story->patterns->len; i++) {
        if (same_pattern(g_ptr_array_index(story->patterns, i), flow))
            return true;
    }
    return false;
}

static void add_to_story(struct summary_story *story, const struct flow *flow)
{
    g_ptr_array_add(story->flows, (void *)(uintptr_t)flow);
    if (story->patterns->len < SUMMARY_PATTERNS_MAX && !is_known(story, flow))
        g_ptr_array_add(story->patterns, (void *)(uintptr_t)flow);
}

static char *request_key(const struct flow *flow)
{
    char *client = client_text(flow);
    char *key = g_strconcat(client, " ", flow->names[MATCH_CONNECT] != NULL ? flow->names[MATCH_CONNECT] : "", NULL);

    g_free(client);
    return key;
}

static void note_let_through(struct telling *telling)
{
    const GPtrArray *flows = telling->summary->flows;

    for (unsigned i = 0; i < flows->len; i++) {
        const struct flow *flow = g_ptr_array_index(flows, i);
        if (flow->proxy_passed)
            g_hash_table_replace(telling->let_through, request_key(flow), GUINT_TO_POINTER(flow->stream + 1));
    }
}

/* A proxy's demand for authentication is a normal step if an equal request succeeds later. */
static bool succeeded_later(const struct telling *telling, const struct flow *flow)
{
    char    *key = NULL;
    unsigned stream = 0;

    if (flow->demands == 0 || flow->proxy_passed)
        return false;
    key = request_key(flow);
    stream = GPOINTER_TO_UINT(g_hash_table_lookup(telling->let_through, key));
    g_free(key);
    return stream > flow->stream + 1;
}

/* Normal facts (Chat) are no story. */
static void tell(struct telling *telling, const struct flow *flow)
{
    if (judge_worst(flow, NULL) == RULE_CHAT || succeeded_later(telling, flow))
        return;
    add_to_story(story_for(telling, story_key(telling, flow), flow, leading_rule(flow)), flow);
}

/* What needs a client's old hellos to be told first comes after them. */
static void tell_all(struct telling *telling, const GPtrArray *flows, bool differing)
{
    for (unsigned i = 0; i < flows->len; i++) {
        const struct flow *flow = g_ptr_array_index(flows, i);
        bool differs = flow->finding_count > 0 && rules[leading_rule(flow)].finding == FINDING_CLIENT_OFFERS_DIFFER;
        if (differs == differing)
            tell(telling, flow);
    }
}

/* Old hellos that are compared with those of others stay the one story that they are. */
static void tell_comparison(struct telling *telling, const struct summary_comparison *comparison)
{
    struct summary_story *story = NULL;
    char                 *key = NULL;

    if (comparison->flow == NULL || rules[comparison->rule].severity == RULE_CHAT)
        return;
    key = rules[comparison->rule].finding == FINDING_CLIENT_BEHIND_SIBLINGS
              ? old_hellos_key(comparison->flow)
              : g_strdup(findings[rules[comparison->rule].finding].id);
    story = story_for(telling, key, comparison->flow, comparison->rule);
    if (story->flows->len == 0) {
        story->others = comparison->others;
        for (unsigned i = 0; i < comparison->flows->len; i++)
            g_ptr_array_add(story->flows, g_ptr_array_index(comparison->flows, i));
    }
    if (story->comparisons == NULL)
        story->comparisons = g_ptr_array_new();
    g_ptr_array_add(story->comparisons, (void *)(uintptr_t)comparison);
}

GPtrArray *stories_make(const struct summary *summary)
{
    struct telling telling = {
        .summary = summary,
        .stories = g_ptr_array_new_with_free_func(free_story),
        .by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
        .let_through = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
    };

    note_let_through(&telling);
    tell_all(&telling, summary->flows, false);
    tell_all(&telling, summary->flows, true);
    tell_all(&telling, summary->lookups, false);
    for (unsigned i = 0; i < summary->comparisons->len; i++)
        tell_comparison(&telling, g_ptr_array_index(summary->comparisons, i));
    g_ptr_array_sort(telling.stories, compare_stories);
    g_hash_table_destroy(telling.by_key);
    g_hash_table_destroy(telling.let_through);
    return telling.stories;
}
