/* siblings.c: finds the clients that do the work of servers and speak for themselves alone.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A workstation with TLS 1.2 says nothing of an Exchange server without it. Proxies, balancers and firewalls send what
 * other machines say; so does either end of a translated address, whichever of them is the machine.
 */
#include "siblings.h"

#include <wsutil/wmem/wmem.h>

static bool is_listed(const struct flow *flow)
{
    return flow_client(flow)->side == ORGANIZATION_SIDE_ONPREM;
}

static bool is_server_agent(enum flow_agent agent)
{
    return agent == FLOW_AGENT_CROSS_FOREST || agent == FLOW_AGENT_CROSS_SITE;
}

/* The flow's client is a server. */
static bool is_by_server(const struct flow *flow)
{
    return is_listed(flow) || roles[flow->recognition.role].server_to_server || is_server_agent(flow->agent);
}

static void admit_servers(const struct summary *summary)
{
    for (unsigned i = 0; i < summary->hosts->len; i++) {
        struct summary_host *host = g_ptr_array_index(summary->hosts, i);
        for (unsigned k = 0; !summary_is_proxy(host) && host->cloud_flows != NULL && k < host->cloud_flows->len; k++)
            host->sibling = host->sibling || is_by_server(g_ptr_array_index(host->cloud_flows, k));
    }
}

/* Who answers hybrid calls may be a device that passes them on, unless the organisation's table says what it is. */
static bool may_pass_on(const struct summary_host *host)
{
    return host->cloud_flows == NULL || !is_listed(g_ptr_array_index(host->cloud_flows, 0));
}

static void dismiss(struct summary_host *host)
{
    if (host != NULL && may_pass_on(host))
        host->sibling = false;
}

static void dismiss_both(struct summary_host *one, struct summary_host *other)
{
    if (one == NULL || other == NULL || one == other || summary_is_proxy(one) || summary_is_proxy(other))
        return;
    one->sibling = other->sibling = false;
}

/* Senders choose these bytes: not by their own value alone. */
static unsigned hash_random(const void *key)
{
    return wmem_strong_hash(key, sizeof(uint64_t));
}

/* One hello from two addresses; a proxy that a client was seen to ask is the other machine itself. */
static void dismiss_translated(const struct flow *flow, GHashTable *hosts, GHashTable *hellos)
{
    const struct flow *earlier = g_hash_table_lookup(hellos, &flow->hello_random);

    if (flow->hello_random == 0)
        return;
    if (earlier == NULL)
        g_hash_table_insert(hellos, (void *)(uintptr_t)&flow->hello_random, (void *)(uintptr_t)flow);
    else
        dismiss_both(g_hash_table_lookup(hosts, &flow_client(earlier)->address),
                     g_hash_table_lookup(hosts, &flow_client(flow)->address));
}

void siblings_find(const struct summary *summary, GHashTable *hosts)
{
    GHashTable *hellos = g_hash_table_new(hash_random, g_int64_equal);

    admit_servers(summary);
    for (unsigned i = 0; i < summary->flows->len; i++) {
        const struct flow *flow = g_ptr_array_index(summary->flows, i);
        if (!roles[flow->recognition.role].hybrid)
            continue;
        dismiss(g_hash_table_lookup(hosts, &flow_server(flow)->address));
        dismiss_translated(flow, hosts, hellos);
    }
    g_hash_table_destroy(hellos);
}
