/* stories.c: which flows belong to one story, and which finding leads it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Old hellos of one client are one story whatever the endpoint: the setting to change is one. All other trouble is told
 * by client and endpoint.
 */
#include "stories.h"

#include <string.h>

#include <wsutil/wmem/wmem.h>

#include "../content/address_key.h"
#include "actions.h"

/* What flows of one story have in common. */
enum common { COMMON_OLD_HELLOS, COMMON_PATTERN, COMMON_COMPARISON };

struct key {
    enum common        common;
    const struct flow *flow;    /* its client counts, and of COMMON_PATTERN what was seen */
    enum finding_id    finding; /* of COMMON_COMPARISON: nothing else counts */
};

struct telling {
    const struct summary *summary;
    GPtrArray            *stories;
    GHashTable           *by_key;      /* struct key -> struct summary_story */
    GHashTable           *actions;     /* const struct flow -> const struct summary_action: one that stopped */
    GHashTable           *let_through; /* const struct flow by client and CONNECT -> first frame of the last one let through */
    GHashTable           *succeeded;   /* struct summary_step by client and request -> frame of the last success */
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

static uint32_t first_frame(const struct summary_story *story)
{
    return story->lookup != NULL ? story->lookup->frame : story->flow->frames.first;
}

static int compare_stories(const void *left, const void *right)
{
    const struct summary_story *first = *(const struct summary_story *const *)left;
    const struct summary_story *second = *(const struct summary_story *const *)right;

    if (first->hybrid != second->hybrid)
        return first->hybrid ? -1 : 1;
    if (first->severity != second->severity)
        return first->severity > second->severity ? -1 : 1;
    return first_frame(first) < first_frame(second) ? -1 : first_frame(first) > first_frame(second);
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

static bool same_endpoint(const struct flow *first, const struct flow *second)
{
    if (first->recognition.role != second->recognition.role)
        return false;
    if (first->recognition.host != NULL && second->recognition.host != NULL)
        return strcmp(first->recognition.host, second->recognition.host) == 0;
    return first->recognition.host == second->recognition.host &&
           address_compare(&flow_server(first)->address, &flow_server(second)->address) == 0;
}

/* Which error of the table a finding about a request stands for. */
static const struct error_row *error_of(const struct flow *flow, size_t place)
{
    const struct flow_finding       *finding = &flow->findings[place];
    const struct flow_request_error *error = flow_request_error_of(
        flow_exchange_at(flow->exchange, finding->request), rules[finding->rule].finding, rules[finding->rule].severity);

    return error != NULL ? error->row : NULL;
}

/* Endpoint and findings: what is seen is the same. */
static bool same_pattern(const struct flow *first, const struct flow *second)
{
    if (!same_endpoint(first, second) || first->finding_count != second->finding_count ||
        first->max_version != second->max_version || first->version != second->version)
        return false;
    for (size_t i = 0; i < first->finding_count; i++) {
        if (first->findings[i].rule != second->findings[i].rule || error_of(first, i) != error_of(second, i))
            return false;
    }
    return true;
}

static bool same_text(const char *first, const char *second)
{
    return g_strcmp0(first, second) == 0;
}

static unsigned hash_client(const struct flow *flow)
{
    return address_key_hash(&flow_client(flow)->address);
}

static bool same_client(const struct flow *first, const struct flow *second)
{
    return address_compare(&flow_client(first)->address, &flow_client(second)->address) == 0;
}

/* Names come from packets: nobody can choose many with one hash (wmem_strong_hash()). */
static unsigned hash_text(const char *text)
{
    return text != NULL ? wmem_str_hash(text) : 0;
}

/* Endpoints that are the same (same_endpoint()) have the same hash. */
static unsigned hash_endpoint(const struct flow *flow)
{
    if (flow->recognition.host != NULL)
        return hash_text(flow->recognition.host);
    return address_key_hash(&flow_server(flow)->address);
}

static unsigned hash_key(const void *data)
{
    const struct key *key = data;

    if (key->common == COMMON_COMPARISON)
        return (unsigned)key->finding;
    if (key->common == COMMON_OLD_HELLOS)
        return hash_client(key->flow);
    return hash_client(key->flow) * 31u + hash_endpoint(key->flow) + key->flow->finding_count;
}

static int equal_keys(const void *left, const void *right)
{
    const struct key *first = left;
    const struct key *second = right;

    if (first->common != second->common)
        return false;
    if (first->common == COMMON_COMPARISON)
        return first->finding == second->finding;
    return same_client(first->flow, second->flow) &&
           (first->common == COMMON_OLD_HELLOS || same_pattern(first->flow, second->flow));
}

static bool has_old_hellos(const struct telling *telling, const struct flow *flow)
{
    const struct key key = {.common = COMMON_OLD_HELLOS, .flow = flow};

    return g_hash_table_contains(telling->by_key, &key);
}

/* The flow in which the action stopped that this one belongs to; else itself. */
static const struct flow *speaker_of(const struct telling *telling, const struct flow *flow)
{
    const struct summary_action *action = g_hash_table_lookup(telling->actions, flow);
    const struct flow           *last = NULL;

    if (action == NULL)
        return flow;
    last = g_array_index(action->steps, struct summary_step, action->steps->len - 1).flow;
    return last->finding_count > 0 ? last : flow;
}

static struct key key_of(const struct telling *telling, const struct flow *flow)
{
    enum finding_id leading = rules[leading_rule(flow)].finding;
    struct key      key = {.common = COMMON_PATTERN, .flow = speaker_of(telling, flow)};

    if ((leading == FINDING_CLIENT_OFFERS_BELOW_TLS12 && judge_worst(flow, NULL) == RULE_ERROR) ||
        (leading == FINDING_CLIENT_OFFERS_DIFFER && has_old_hellos(telling, flow))) {
        key.common = COMMON_OLD_HELLOS;
        key.flow = flow;
    }
    return key;
}

/* A revocation check is part of the handshake that it belongs to. */
static bool is_about_hybrid(const struct flow *flow)
{
    return roles[flow->recognition.role].hybrid || flow->beside_handshake;
}

static struct summary_story *new_story(struct telling *telling, uint16_t rule)
{
    struct summary_story *story = g_new0(struct summary_story, 1);

    story->rule = rule;
    story->flows = g_ptr_array_new();
    story->patterns = g_ptr_array_new();
    story->severity = rules[rule].severity;
    g_ptr_array_add(telling->stories, story);
    return story;
}

static struct summary_story *story_for(struct telling *telling, const struct key *key, uint16_t rule)
{
    struct summary_story *story = g_hash_table_lookup(telling->by_key, key);

    if (story != NULL)
        return story;
    story = new_story(telling, rule);
    story->flow = key->flow;
    story->hybrid = is_about_hybrid(key->flow);
    g_hash_table_insert(telling->by_key, g_memdup2(key, sizeof *key), story);
    return story;
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

static unsigned hash_tunnel(const void *data)
{
    const struct flow *flow = data;

    return hash_client(flow) + hash_text(flow->names[MATCH_CONNECT]);
}

static int equal_tunnels(const void *left, const void *right)
{
    const struct flow *first = left;
    const struct flow *second = right;

    return same_client(first, second) && same_text(first->names[MATCH_CONNECT], second->names[MATCH_CONNECT]);
}

static unsigned hash_asked(const void *data)
{
    const struct summary_step *asked = data;

    return hash_client(asked->flow) + g_direct_hash(asked->request->row) + hash_text(asked->request->host) * 31u +
           (asked->request->row == NULL ? hash_text(asked->request->path) : 0);
}

static int equal_asked(const void *left, const void *right)
{
    const struct summary_step *first = left;
    const struct summary_step *second = right;

    return first->request->row == second->request->row && same_client(first->flow, second->flow) &&
           same_text(first->request->host, second->request->host) &&
           (first->request->row != NULL || same_text(first->request->path, second->request->path));
}

/* RFC 9110 section 15 */
enum { FIRST_FINAL_STATUS = 200, FIRST_ERROR_STATUS = 400, STATUS_UNAUTHORIZED = 401 };

static void note_success(struct telling *telling, const struct flow *flow)
{
    if (flow->proxy_passed)
        g_hash_table_replace(telling->let_through, (void *)(uintptr_t)flow, GUINT_TO_POINTER(flow->frames.first));
    for (unsigned i = 1; flow->exchange != NULL && i <= flow->exchange->count; i++) {
        struct summary_step asked = {.flow = flow, .request = flow_exchange_at(flow->exchange, i)};
        uint16_t            status = asked.request->status;
        if (status >= FIRST_FINAL_STATUS && status < FIRST_ERROR_STATUS)
            g_hash_table_replace(telling->succeeded, g_memdup2(&asked, sizeof asked),
                                 GUINT_TO_POINTER(asked.request->answer_frame));
    }
}

static void note_actions(struct telling *telling)
{
    const GPtrArray *actions = telling->summary->actions;

    for (unsigned i = 0; i < actions->len; i++) {
        const struct summary_action *action = g_ptr_array_index(actions, i);
        for (unsigned k = 0; action->stopped && k < action->steps->len; k++)
            g_hash_table_insert(telling->actions,
                                (void *)(uintptr_t)g_array_index(action->steps, struct summary_step, k).flow,
                                (void *)(uintptr_t)action);
    }
}

/* Only refusals (401), of which each was followed by an equal request that succeeded. */
static bool refusals_are_settled(const struct telling *telling, const struct flow *flow)
{
    bool any = false;

    for (size_t i = 0; i < flow->finding_count; i++) {
        const struct flow_finding *finding = &flow->findings[i];
        struct summary_step asked = {.flow = flow, .request = flow_exchange_at(flow->exchange, finding->request)};
        if (rules[finding->rule].severity == RULE_CHAT)
            continue;
        if (rules[finding->rule].finding != FINDING_HTTP_ERROR || asked.request == NULL ||
            asked.request->status != STATUS_UNAUTHORIZED)
            return false;
        if (GPOINTER_TO_UINT(g_hash_table_lookup(telling->succeeded, &asked)) <= finding->frame)
            return false;
        any = true;
    }
    return any;
}

/* A demand for authentication is a normal step if an equal request succeeds later. */
static bool succeeded_later(const struct telling *telling, const struct flow *flow)
{
    if (refusals_are_settled(telling, flow))
        return true;
    if (flow->demands == 0 || flow->proxy_passed)
        return false;
    return GPOINTER_TO_UINT(g_hash_table_lookup(telling->let_through, flow)) > flow->frames.first;
}

/* The strongest finding speaks for all flows of the story. */
static void lead(struct summary_story *story, const struct flow *flow)
{
    uint16_t rule = leading_rule(flow);

    if (rules[rule].severity <= story->severity)
        return;
    story->rule = rule;
    story->severity = rules[rule].severity;
    story->flow = flow;
}

/* Normal facts (Chat) are no story. */
static void tell(struct telling *telling, const struct flow *flow)
{
    struct key            key;
    struct summary_story *story = NULL;

    if (judge_worst(flow, NULL) == RULE_CHAT || succeeded_later(telling, flow))
        return;
    key = key_of(telling, flow);
    story = story_for(telling, &key, leading_rule(flow));
    if (story->flows->len == 0)
        story->flow = flow;
    else if (key.common == COMMON_PATTERN)
        lead(story, flow);
    if (story->action == NULL)
        story->action = g_hash_table_lookup(telling->actions, flow);
    add_to_story(story, flow);
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

/* Look-ups of one client and name that failed alike are one story. */
static void tell_lookups(struct telling *telling)
{
    const GPtrArray *lookups = telling->summary->lookups;
    GHashTable      *known = g_hash_table_new_full(wmem_str_hash, g_str_equal, g_free, NULL);
    char             address[ADDRESS_TEXT_LENGTH];

    for (unsigned i = 0; i < lookups->len; i++) {
        const struct lookup  *lookup = g_ptr_array_index(lookups, i);
        struct summary_story *story = NULL;
        uint16_t              rule = 0;
        char                 *key = NULL;
        if (!judge_lookup(lookup, &rule) || rules[rule].severity == RULE_CHAT)
            continue;
        key = g_strdup_printf("%s %u %s", address_format(&lookup->client, address, sizeof address), rule, lookup->name);
        story = g_hash_table_lookup(known, key);
        if (story == NULL) {
            story = new_story(telling, rule);
            story->lookup = lookup;
            story->hybrid = roles[lookup->recognition.role].hybrid;
            g_hash_table_insert(known, g_strdup(key), story);
        }
        story->lookups++;
        g_free(key);
    }
    g_hash_table_destroy(known);
}

/* Old hellos that are compared with those of others stay the one story that they are. */
static void tell_comparison(struct telling *telling, const struct summary_comparison *comparison)
{
    struct key            key = {.flow = comparison->flow, .finding = rules[comparison->rule].finding};
    struct summary_story *story = NULL;

    if (comparison->flow == NULL || rules[comparison->rule].severity == RULE_CHAT)
        return;
    key.common = key.finding == FINDING_CLIENT_BEHIND_SIBLINGS ? COMMON_OLD_HELLOS : COMMON_COMPARISON;
    story = story_for(telling, &key, comparison->rule);
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
        .by_key = g_hash_table_new_full(hash_key, equal_keys, g_free, NULL),
        .actions = g_hash_table_new(NULL, NULL),
        .let_through = g_hash_table_new(hash_tunnel, equal_tunnels),
        .succeeded = g_hash_table_new_full(hash_asked, equal_asked, g_free, NULL),
    };

    for (unsigned i = 0; i < summary->flows->len; i++)
        note_success(&telling, g_ptr_array_index(summary->flows, i));
    note_actions(&telling);
    tell_all(&telling, summary->flows, false);
    tell_all(&telling, summary->flows, true);
    tell_lookups(&telling);
    for (unsigned i = 0; i < summary->comparisons->len; i++)
        tell_comparison(&telling, g_ptr_array_index(summary->comparisons, i));
    g_ptr_array_sort(telling.stories, compare_stories);
    g_hash_table_destroy(telling.by_key);
    g_hash_table_destroy(telling.actions);
    g_hash_table_destroy(telling.let_through);
    g_hash_table_destroy(telling.succeeded);
    return telling.stories;
}
