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
enum common { COMMON_OLD_HELLOS, COMMON_RETRY, COMMON_PATTERN, COMMON_COMPARISON };

struct key {
    enum common        common;
    const struct flow *flow;    /* its client counts, of COMMON_RETRY its endpoint, of COMMON_PATTERN what was seen */
    enum finding_id    finding; /* of COMMON_COMPARISON: nothing else counts */
};

struct telling {
    const struct summary *summary;
    GPtrArray            *stories;
    GHashTable           *by_key;      /* struct key -> struct summary_story */
    GHashTable           *actions;     /* const struct flow -> const struct summary_action: one that stopped */
    GHashTable           *let_through; /* const struct flow by client and CONNECT -> first frame of the last one let through */
    GHashTable           *differing;   /* const struct flow by client: of those that offer different versions */
    GHashTable           *retried;     /* frame of the ClientHello of an attempt -> const struct flow that succeeded after it */
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
    const struct flow *first = story->flows->len > 0 ? g_ptr_array_index(story->flows, 0) : story->flow;

    return story->lookup != NULL ? story->lookup->frame : first->frames.first;
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

/* Of a flow with findings. */
static uint16_t leading_rule(const struct flow *flow)
{
    return judge_worst(flow)->rule;
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
    if (key->common == COMMON_RETRY)
        return hash_client(key->flow) + hash_endpoint(key->flow);
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
    if (!same_client(first->flow, second->flow))
        return false;
    if (first->common == COMMON_RETRY)
        return same_endpoint(first->flow, second->flow);
    return first->common == COMMON_OLD_HELLOS || same_pattern(first->flow, second->flow);
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

/* The flow's worst finding that leads a story of this kind, or NULL. */
static const struct flow_finding *finding_of_story(const struct flow *flow, enum finding_story kind)
{
    const struct flow_finding *worst = NULL;

    for (size_t i = 0; i < flow->finding_count; i++) {
        const struct flow_finding *finding = &flow->findings[i];
        if (findings[rules[finding->rule].finding].story == kind &&
            (worst == NULL || judge_compare_rules(finding->rule, worst->rule) < 0))
            worst = finding;
    }
    return worst;
}

/* A second attempt with a lower version that came through: the version is the reason why the first did not. */
static bool is_retry(const struct flow *flow)
{
    return flow->failed_try.frame != 0 && finding_of_story(flow, FINDING_STORY_RETRY) != NULL &&
           (flow->outcome == FLOW_OUTCOME_COMPLETED || flow->outcome == FLOW_OUTCOME_RESUMED);
}

/* The retry that a flow is, or that succeeded after it; NULL for none. */
static const struct flow *retry_of(const struct telling *telling, const struct flow *flow)
{
    if (is_retry(flow))
        return flow;
    if (flow->frames.client_hello == 0)
        return NULL;
    return g_hash_table_lookup(telling->retried, GUINT_TO_POINTER(flow->frames.client_hello));
}

/* Old hellos are one story where a setting of the client is the cause for certain: something that refuses them was called, or
 * the same client does better elsewhere. */
static bool is_about_offer(const struct telling *telling, const struct flow *flow)
{
    switch (findings[rules[leading_rule(flow)].finding].story) {
    case FINDING_STORY_OFFER:
        return judge_severity(flow) == RULE_ERROR || g_hash_table_contains(telling->differing, flow);
    case FINDING_STORY_JOINS_OFFER: return has_old_hellos(telling, flow);
    default: return false;
    }
}

static struct key key_of(const struct telling *telling, const struct flow *flow)
{
    const struct flow *retry = retry_of(telling, flow);

    if (retry != NULL)
        return (struct key){.common = COMMON_RETRY, .flow = retry};
    if (is_about_offer(telling, flow))
        return (struct key){.common = COMMON_OLD_HELLOS, .flow = flow};
    return (struct key){.common = COMMON_PATTERN, .flow = speaker_of(telling, flow)};
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

static unsigned hash_client_of(const void *data)
{
    return hash_client(data);
}

static int equal_clients(const void *left, const void *right)
{
    return same_client(left, right);
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

static void note_offers(struct telling *telling, const struct flow *flow)
{
    if (finding_of_story(flow, FINDING_STORY_JOINS_OFFER) != NULL)
        g_hash_table_add(telling->differing, (void *)(uintptr_t)flow);
    if (is_retry(flow))
        g_hash_table_insert(telling->retried, GUINT_TO_POINTER(flow->failed_try.frame), (void *)(uintptr_t)flow);
}

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
        if (!findings[rules[finding->rule].finding].settled_by_success || asked.request == NULL ||
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

/* Normal facts (Chat) are none, and what the dated facts beside the verdict tell already is none of its own. */
static bool makes_a_story(const struct flow *flow)
{
    for (size_t i = 0; i < flow->finding_count; i++) {
        const struct rule *rule = &rules[flow->findings[i].rule];
        if (rule->severity > RULE_NOTE || (rule->severity == RULE_NOTE && !findings[rule->finding].in_dated_facts))
            return true;
    }
    return false;
}

static void tell(struct telling *telling, const struct flow *flow)
{
    struct key            key;
    struct summary_story *story = NULL;

    if (!makes_a_story(flow) || succeeded_later(telling, flow))
        return;
    key = key_of(telling, flow);
    story = story_for(telling, &key,
                      key.common == COMMON_RETRY ? finding_of_story(key.flow, FINDING_STORY_RETRY)->rule : leading_rule(flow));
    if (key.common == COMMON_RETRY)
        story->severity = MAX(story->severity, judge_severity(flow));
    else if (story->flows->len == 0)
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
        bool differs = flow->finding_count > 0 &&
                       findings[rules[leading_rule(flow)].finding].story == FINDING_STORY_JOINS_OFFER;
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
    key.common = findings[key.finding].story == FINDING_STORY_OFFER ? COMMON_OLD_HELLOS : COMMON_COMPARISON;
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

static bool calls_dot_net(const struct flow *flow)
{
    return (judge_facts(flow, &flow->client_hello_time) & RULE_ROLE_DOT_NET) != 0;
}

/* Which of two flows with old hellos speaks for their client, whatever came first: the one that names the setting best. */
static bool speaks_better(const struct flow *flow, const struct flow *than)
{
    int rule = judge_compare_rules(finding_of_story(flow, FINDING_STORY_OFFER)->rule,
                                   finding_of_story(than, FINDING_STORY_OFFER)->rule);

    if (rule != 0)
        return rule < 0;
    if (calls_dot_net(flow) != calls_dot_net(than))
        return calls_dot_net(flow);
    if (flow->recognition.role != than->recognition.role)
        return flow->recognition.role < than->recognition.role;
    return g_strcmp0(flow->recognition.host, than->recognition.host) < 0;
}

/* Words for a story of old hellos do not depend on the order in which they came. */
static void choose_speaker(const struct telling *telling, struct summary_story *story)
{
    const struct flow *best = NULL;

    for (unsigned i = 0; i < story->flows->len; i++) {
        const struct flow *flow = g_ptr_array_index(story->flows, i);
        if (finding_of_story(flow, FINDING_STORY_OFFER) != NULL && (best == NULL || speaks_better(flow, best)))
            best = flow;
    }
    if (best == NULL)
        return;
    story->flow = best;
    if (!findings[rules[story->rule].finding].report_only)
        story->rule = finding_of_story(best, FINDING_STORY_OFFER)->rule;
    story->facts = g_hash_table_contains(telling->differing, best) ? RULE_OFFERS_DIFFER : 0;
}

static void choose_speakers(const struct telling *telling)
{
    for (unsigned i = 0; i < telling->stories->len; i++) {
        struct summary_story *story = g_ptr_array_index(telling->stories, i);
        if (story->lookup == NULL && findings[rules[story->rule].finding].story == FINDING_STORY_OFFER)
            choose_speaker(telling, story);
    }
}

GPtrArray *stories_make(const struct summary *summary)
{
    struct telling telling = {
        .summary = summary,
        .stories = g_ptr_array_new_with_free_func(free_story),
        .by_key = g_hash_table_new_full(hash_key, equal_keys, g_free, NULL),
        .actions = g_hash_table_new(NULL, NULL),
        .let_through = g_hash_table_new(hash_tunnel, equal_tunnels),
        .differing = g_hash_table_new(hash_client_of, equal_clients),
        .retried = g_hash_table_new(NULL, NULL),
        .succeeded = g_hash_table_new_full(hash_asked, equal_asked, g_free, NULL),
    };

    for (unsigned i = 0; i < summary->flows->len; i++) {
        note_success(&telling, g_ptr_array_index(summary->flows, i));
        note_offers(&telling, g_ptr_array_index(summary->flows, i));
    }
    note_actions(&telling);
    tell_all(&telling, summary->flows, false);
    tell_all(&telling, summary->flows, true);
    tell_lookups(&telling);
    for (unsigned i = 0; i < summary->comparisons->len; i++)
        tell_comparison(&telling, g_ptr_array_index(summary->comparisons, i));
    choose_speakers(&telling);
    g_ptr_array_sort(telling.stories, compare_stories);
    g_hash_table_destroy(telling.by_key);
    g_hash_table_destroy(telling.actions);
    g_hash_table_destroy(telling.let_through);
    g_hash_table_destroy(telling.differing);
    g_hash_table_destroy(telling.retried);
    g_hash_table_destroy(telling.succeeded);
    return telling.stories;
}
