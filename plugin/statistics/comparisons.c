/* comparisons.c: client_behind_siblings, proxy_use_differs, no_hybrid_flow.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "comparisons.h"

#include "../core/tls_names.h"

/* Addresses that a text names before it counts the rest. */
#define MOST_ADDRESSES 5

static void free_comparison(void *data)
{
    struct summary_comparison *comparison = data;

    g_ptr_array_unref(comparison->flows);
    if (comparison->others != NULL)
        g_ref_string_release(comparison->others);
    g_free(comparison);
}

/* The rule's row: such findings have one. */
static uint16_t row_of(enum finding_id finding)
{
    uint16_t row = 0;

    while (row + 1u < rule_count && rules[row].finding != finding)
        row++;
    return row;
}

/* Takes over both references. */
static void add_comparison(GPtrArray *comparisons, enum finding_id finding, const struct flow *flow, GPtrArray *flows,
                           GRefString *others)
{
    struct summary_comparison *comparison = g_new0(struct summary_comparison, 1);

    comparison->rule = row_of(finding);
    comparison->flow = flow;
    comparison->flows = flows;
    comparison->others = others;
    g_ptr_array_add(comparisons, comparison);
}

static unsigned count_flows(const struct summary_host *host)
{
    return host->cloud_flows != NULL ? host->cloud_flows->len : 0;
}

static const struct flow *flow_at(const struct summary_host *host, unsigned place)
{
    return g_ptr_array_index(host->cloud_flows, place);
}

typedef bool (*host_test)(const struct summary_host *host);

/* Lowest and highest of what its hellos offer in hybrid flows of any direction; false if it sent none. */
static bool offered_range(const struct summary_host *host, uint16_t *lowest, uint16_t *highest)
{
    *lowest = UINT16_MAX;
    *highest = 0;
    for (unsigned i = 0; i < host->offers->len; i++) {
        const struct summary_offer *offer = &g_array_index(host->offers, struct summary_offer, i);
        if (!roles[offer->role].hybrid || offer->max_version == 0)
            continue;
        *lowest = MIN(*lowest, offer->min_version);
        *highest = MAX(*highest, offer->max_version);
    }
    return *highest != 0;
}

/* A hello that could not be read may have offered more, or less. */
enum comparison_standing comparisons_standing(const struct summary_host *host)
{
    uint16_t lowest = 0, highest = 0;

    if (!host->sibling || !offered_range(host, &lowest, &highest))
        return COMPARISON_NOT_COMPARED;
    if (lowest < TLS_VERSION_1_2 && highest >= TLS_VERSION_1_2)
        return COMPARISON_MIXED;
    if (host->hello_missing)
        return COMPARISON_NOT_COMPARED;
    return lowest >= TLS_VERSION_1_2 ? COMPARISON_AHEAD : COMPARISON_BEHIND;
}

const char *comparison_standing_id(enum comparison_standing standing)
{
    static const char *const ids[] = {
        [COMPARISON_NOT_COMPARED] = NULL,
        [COMPARISON_BEHIND] = "behind",
        [COMPARISON_AHEAD] = "ahead",
        [COMPARISON_MIXED] = "mixed",
    };

    return ids[standing];
}

uint16_t comparisons_siblings_rule(void)
{
    return row_of(FINDING_CLIENT_BEHIND_SIBLINGS);
}

static bool is_always_old(const struct summary_host *host)
{
    return comparisons_standing(host) == COMPARISON_BEHIND;
}

static bool is_always_current(const struct summary_host *host)
{
    return comparisons_standing(host) == COMPARISON_AHEAD;
}

static bool uses_proxy(const struct summary_host *host)
{
    for (unsigned i = 0; !summary_is_proxy(host) && i < count_flows(host); i++) {
        if (flow_at(host, i)->proxied)
            return true;
    }
    return false;
}

static bool calls_directly(const struct summary_host *host)
{
    for (unsigned i = 0; !summary_is_proxy(host) && i < count_flows(host); i++) {
        if (!flow_at(host, i)->proxied)
            return true;
    }
    return false;
}

/* "192.0.2.1, 192.0.2.2 and 3 more"; NULL if no host passes the test. */
static GRefString *addresses_of(const struct summary *summary, host_test test)
{
    GString    *text = g_string_new(NULL);
    GRefString *shared = NULL;
    unsigned    count = 0;
    char        address[ADDRESS_TEXT_LENGTH];

    for (unsigned i = 0; i < summary->hosts->len; i++) {
        const struct summary_host *host = g_ptr_array_index(summary->hosts, i);
        if (!test(host))
            continue;
        if (count < MOST_ADDRESSES)
            g_string_append_printf(text, "%s%s", count > 0 ? ", " : "",
                                   address_format(&host->address, address, sizeof address));
        count++;
    }
    if (count > MOST_ADDRESSES)
        g_string_append_printf(text, " and %u more", count - MOST_ADDRESSES);
    if (count > 0)
        shared = g_ref_string_new(text->str);
    g_string_free(text, true);
    return shared;
}

/* V6: each client that is always old, if others that do the same work never are. */
static void compare_offers(const struct summary *summary, GPtrArray *comparisons)
{
    GRefString *siblings = addresses_of(summary, is_always_current);

    for (unsigned i = 0; siblings != NULL && i < summary->hosts->len; i++) {
        const struct summary_host *host = g_ptr_array_index(summary->hosts, i);
        if (is_always_old(host))
            add_comparison(comparisons, FINDING_CLIENT_BEHIND_SIBLINGS, flow_at(host, 0),
                           g_ptr_array_ref(host->cloud_flows), g_ref_string_acquire(siblings));
    }
    if (siblings != NULL)
        g_ref_string_release(siblings);
}

static unsigned count_hosts(const struct summary *summary, host_test test, const struct summary_host **first)
{
    unsigned count = 0;

    for (unsigned i = summary->hosts->len; i-- > 0;) {
        const struct summary_host *host = g_ptr_array_index(summary->hosts, i);
        if (!test(host))
            continue;
        count++;
        *first = host;
    }
    return count;
}

static bool calls_at_all(const struct summary_host *host)
{
    return uses_proxy(host) || calls_directly(host);
}

/* R12: one client through the proxy, another one directly. */
static void compare_proxy_use(const struct summary *summary, GPtrArray *comparisons)
{
    const struct summary_host *first = NULL, *direct = NULL;
    GPtrArray                 *flows = NULL;

    if (count_hosts(summary, calls_at_all, &first) < 2 || count_hosts(summary, uses_proxy, &first) == 0 ||
        count_hosts(summary, calls_directly, &direct) == 0)
        return;
    flows = g_ptr_array_new();
    for (unsigned i = 0; i < summary->hosts->len; i++) {
        const struct summary_host *host = g_ptr_array_index(summary->hosts, i);
        for (unsigned k = 0; !summary_is_proxy(host) && k < count_flows(host); k++)
            g_ptr_array_add(flows, (void *)(uintptr_t)flow_at(host, k));
    }
    add_comparison(comparisons, FINDING_PROXY_USE_DIFFERS, flow_at(direct, 0), flows,
                   addresses_of(summary, calls_directly));
}

GPtrArray *comparisons_make(const struct summary *summary)
{
    GPtrArray *comparisons = g_ptr_array_new_with_free_func(free_comparison);

    /* Of the whole capture nothing can be said where a filter hides some of it. */
    if (summary->capture == NULL || summary->filtered)
        return comparisons;
    compare_offers(summary, comparisons);
    compare_proxy_use(summary, comparisons);
    /* R14 */
    if (summary->judged.hybrid == 0)
        add_comparison(comparisons, FINDING_NO_HYBRID_FLOW, NULL, g_ptr_array_new(), NULL);
    return comparisons;
}
