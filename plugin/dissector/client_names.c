/* client_names.c: client address and name -> what came of the name, bounded.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "client_names.h"

#include <string.h>

#include <epan/packet.h>

#include "../content/address_key.h"
#include "records.h"
#include "state.h"

struct client_name {
    struct address     client;
    const char        *name;
    struct estate_name estate;
};

static GHashTable *client_names; /* set of struct client_name */

static unsigned hash_key(const void *data)
{
    const struct client_name *key = data;

    return address_key_hash(&key->client) * 31u + wmem_str_hash(key->name);
}

static gboolean equal_keys(const void *left, const void *right)
{
    const struct client_name *first = left;
    const struct client_name *second = right;

    return address_compare(&first->client, &second->client) == 0 && strcmp(first->name, second->name) == 0;
}

static void forget(void)
{
    if (client_names != NULL)
        g_hash_table_destroy(client_names);
    client_names = NULL;
}

static void client_names_init(void)
{
    if (client_names == NULL)
        client_names = g_hash_table_new(hash_key, equal_keys);
}

void client_names_register(void)
{
    register_init_routine(client_names_init);
    records_forget_with(forget);
}

static struct client_name *find(const struct address *client, const char *name)
{
    const struct client_name key = {.client = *client, .name = name};

    return g_hash_table_lookup(client_names, &key);
}

struct estate_name *client_names_record(const struct address *client, const char *name)
{
    struct client_name *known = find(client, name);

    if (known != NULL)
        return &known->estate;
    if (g_hash_table_size(client_names) >= LIMIT_CLIENT_NAMES) {
        state_capture()->limits.client_names_cut++;
        return NULL;
    }
    known = wmem_new0(records_memory(), struct client_name);
    known->client = *client;
    known->name = wmem_strdup(records_memory(), name);
    g_hash_table_add(client_names, known);
    return &known->estate;
}

void client_names_resolved(const struct address *client, const char *name, uint32_t frame, const struct flow_time *time)
{
    struct estate_name *estate = client_names_record(client, name);

    if (estate == NULL)
        return;
    estate->resolved_frame = frame;
    estate->resolved = *time;
}

void client_names_completed(const struct flow *flow, uint32_t frame, const struct flow_time *time)
{
    struct client_name *known = NULL;

    if (flow->recognition.host != NULL)
        known = find(&flow_client(flow)->address, flow->recognition.host);
    if (known == NULL)
        return;
    known->estate.completed_frame = frame;
    known->estate.completed = *time;
}
