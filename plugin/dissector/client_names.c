/* client_names.c: client address and name -> what came of the name, bounded.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "client_names.h"

#include <string.h>

#include <epan/packet.h>

#include "../content/address_key.h"
#include "../core/judge.h"
#include "records.h"
#include "state.h"

struct client_name {
    struct address     client; /* none where `link` counts */
    uint64_t           link;
    const char        *name;
    struct estate_name estate;
};

static GHashTable *client_names; /* set of struct client_name */

static unsigned hash_key(const void *data)
{
    const struct client_name *key = data;

    return address_key_hash(&key->client) * 31u + g_int64_hash(&key->link) + wmem_str_hash(key->name);
}

static gboolean equal_keys(const void *left, const void *right)
{
    const struct client_name *first = left;
    const struct client_name *second = right;

    return first->link == second->link && address_compare(&first->client, &second->client) == 0 && strcmp(first->name, second->name) == 0;
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

/* The record, made if there is none yet; NULL beyond the bound. */
static struct estate_name *record_of(const struct client_name *key)
{
    struct client_name *known = g_hash_table_lookup(client_names, key);

    if (known != NULL)
        return &known->estate;
    if (g_hash_table_size(client_names) >= LIMIT_CLIENT_NAMES) {
        state_capture()->limits.client_names_cut++;
        return NULL;
    }
    known = wmem_new(records_memory(), struct client_name);
    *known = *key;
    known->name = wmem_strdup(records_memory(), key->name);
    g_hash_table_add(client_names, known);
    return &known->estate;
}

struct estate_name *client_names_record(const struct address *client, const char *name)
{
    const struct client_name key = {.client = *client, .name = name};

    return record_of(&key);
}

/* A machine has an address of each family, and one link address. */
static struct client_name machine_of(const struct flow *flow)
{
    struct client_name key = {.link = flow->client_link, .name = flow->recognition.host};

    if (key.link == 0)
        key.client = flow_client(flow)->address;
    return key;
}

void client_names_resolved(const struct address *client, const char *name, uint32_t frame, const struct flow_time *time)
{
    struct estate_name *estate = client_names_record(client, name);

    if (estate == NULL)
        return;
    estate->resolved_frame = frame;
    estate->resolved = *time;
}

void client_names_attempted(struct flow *flow, const struct flow_time *time)
{
    const struct client_name key = machine_of(flow);
    struct estate_name      *estate = NULL;

    if (flow->recognition.host != NULL && flow->recognition.role != ROLE_UNCLASSIFIED && !flow->proxied)
        estate = record_of(&key);
    if (estate != NULL)
        estate_attempt(estate, flow, time);
}

static void note_completed(const struct client_name *key, const struct flow *flow, uint32_t frame, const struct flow_time *time)
{
    struct client_name  *known = g_hash_table_lookup(client_names, key);
    struct estate_retold retold;

    if (known == NULL)
        return;
    retold = estate_reached(&known->estate, flow, frame, time);
    for (size_t i = 0; i < retold.count; i++)
        judge_revise(retold.flows[i]);
}

void client_names_completed(const struct flow *flow, uint32_t frame, const struct flow_time *time)
{
    const struct client_name asked = {.client = flow_client(flow)->address, .name = flow->recognition.host};
    const struct client_name machine = machine_of(flow);

    if (flow->recognition.host == NULL)
        return;
    note_completed(&asked, flow, frame, time);
    if (machine.link != 0)
        note_completed(&machine, flow, frame, time);
}
