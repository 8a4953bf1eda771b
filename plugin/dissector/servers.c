/* servers.c: server address and port -> the name of earlier flows to it, bounded.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "servers.h"

#include <string.h>

#include <epan/packet.h>

#include "../content/address_key.h"
#include "records.h"
#include "state.h"

struct server {
    struct address address; /* first: address_key.h reads it */
    uint16_t       port;
    bool           recognised; /* a flow with that name was */
    bool           shared;     /* flows to it bear different names */
    const char    *name;
};

static GHashTable *servers; /* set of struct server */

static unsigned hash_server(const void *data)
{
    return address_key_hash(data) * 31u + ((const struct server *)data)->port;
}

static gboolean is_same_server(const void *left, const void *right)
{
    const struct server *first = left;
    const struct server *second = right;

    return first->port == second->port && address_key_equal(left, right);
}

static void forget(void)
{
    if (servers != NULL)
        g_hash_table_destroy(servers);
    servers = NULL;
}

static void servers_init(void)
{
    if (servers == NULL)
        servers = g_hash_table_new(hash_server, is_same_server);
}

void servers_register(void)
{
    register_init_routine(servers_init);
    records_forget_with(forget);
}

static struct server key_of(const struct flow *flow)
{
    return (struct server){.address = flow_server(flow)->address, .port = flow_server(flow)->port};
}

/* A proxy stands for many servers. */
static bool is_proxy(const struct flow *flow)
{
    return flow->proxied || flow_server(flow)->side == ORGANIZATION_SIDE_PROXY;
}

static const char *name_of(const struct flow *flow)
{
    return flow->names[MATCH_SNI] != NULL ? flow->names[MATCH_SNI] : flow->names[MATCH_CERTIFICATE];
}

/* The server's record, made if there is none yet; NULL beyond the bound. */
static struct server *record_of(const struct flow *flow)
{
    const struct server key = key_of(flow);
    struct server      *server = g_hash_table_lookup(servers, &key);

    if (server != NULL)
        return server;
    if (g_hash_table_size(servers) >= LIMIT_SERVERS) {
        state_capture()->limits.servers_cut++;
        return NULL;
    }
    server = wmem_new(records_memory(), struct server);
    *server = key;
    server->name = name_of(flow);
    g_hash_table_add(servers, server);
    return server;
}

void servers_note(const struct flow *flow)
{
    struct server *server = NULL;

    if (name_of(flow) == NULL || is_proxy(flow))
        return;
    server = record_of(flow);
    if (server == NULL)
        return;
    server->shared = server->shared || strcmp(server->name, name_of(flow)) != 0;
    server->recognised = flow->recognition.role != ROLE_UNCLASSIFIED;
}

const char *servers_name_of(const struct flow *flow)
{
    const struct server  key = key_of(flow);
    const struct server *server = is_proxy(flow) ? NULL : g_hash_table_lookup(servers, &key);

    return server != NULL && server->recognised && !server->shared ? server->name : NULL;
}
