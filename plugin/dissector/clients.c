/* clients.c: client address -> estate record, bounded.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "clients.h"

#include <epan/packet.h>

#include "../content/address_key.h"
#include "records.h"
#include "state.h"

struct client {
    struct address       machine;
    struct estate_client estate;
};

static GHashTable *clients; /* struct address, of the client -> struct client */

static void forget(void)
{
    if (clients != NULL)
        g_hash_table_destroy(clients);
    clients = NULL;
}

static void clients_init(void)
{
    if (clients != NULL)
        return;
    clients = g_hash_table_new(address_key_hash, address_key_equal);
}

void clients_register(void)
{
    register_init_routine(clients_init);
    records_forget_with(forget);
}

/* The client's record, made if there is none yet; NULL beyond the bound. */
static struct estate_client *client_of(const struct address *machine)
{
    struct client *client = g_hash_table_lookup(clients, machine);

    if (client != NULL)
        return &client->estate;
    if (g_hash_table_size(clients) >= LIMIT_HOSTS) {
        state_capture()->limits.clients_cut++;
        return NULL;
    }
    client = wmem_new0(records_memory(), struct client);
    client->machine = *machine;
    g_hash_table_insert(clients, &client->machine, client);
    return &client->estate;
}

void clients_compare(struct flow *flow, unsigned events, const struct flow_time *time)
{
    struct estate_client *client = NULL;

    if (!estate_is_interested(flow, events))
        return;
    client = client_of(&flow_client(flow)->address);
    if (client != NULL)
        estate_observe(client, flow, events, time);
}
