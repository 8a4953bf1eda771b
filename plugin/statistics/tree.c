/* tree.c: flows counted by role, by the highest version offered, by outcome.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A flow is told of many times and counted once, in its last state. On a pass after the first that is the state at hand. On
 * the first pass (tshark) flows are only collected, and counted before the tree is drawn.
 */
#include "tree.h"

#include <epan/packet.h>
#include <epan/stats_tree.h>

#include "../core/tls_names.h"
#include "../wireshark_compat.h"
#include "collection.h"

#define ROOT "Flows by role, highest version offered, outcome"

struct tree {
    stats_tree       *nodes;
    struct collection collection;
    GHashTable       *counted; /* set of const struct flow */
    int               root;
};

static GHashTable *trees; /* stats_tree -> struct tree */

static void count(struct tree *tree, const struct flow *flow)
{
    const char *version = flow->max_version == 0 ? "no hello" : tls_version_name(flow->max_version);
    const char *outcome = flow_outcome_id(flow->outcome);
    int         role = 0;
    int         offered = 0;

    if (!g_hash_table_add(tree->counted, (void *)(uintptr_t)flow))
        return;
    tick_stat_node(tree->nodes, ROOT, 0, true);
    role = tick_stat_node(tree->nodes, roles[flow->recognition.role].id, tree->root, true);
    offered = tick_stat_node(tree->nodes, version != NULL ? version : "unknown version", role, true);
    tick_stat_node(tree->nodes, outcome != NULL ? outcome : "no TLS", offered, false);
}

static void count_collected(void *owner)
{
    struct tree *tree = owner;
    GPtrArray   *flows = collection_flows(&tree->collection);

    for (unsigned i = 0; i < flows->len; i++)
        count(tree, g_ptr_array_index(flows, i));
    g_ptr_array_free(flows, true);
}

static void free_tree(void *data)
{
    struct tree *tree = data;

    collection_end(&tree->collection);
    g_hash_table_destroy(tree->counted);
    g_free(tree);
}

/* Called when a tree is made, and again when it is to be filled anew. */
static void start(stats_tree *nodes)
{
    struct tree *tree = g_hash_table_lookup(trees, nodes);

    if (tree == NULL) {
        tree = g_new0(struct tree, 1);
        tree->nodes = nodes;
        tree->counted = g_hash_table_new(NULL, NULL);
        collection_start(&tree->collection, count_collected, tree);
        g_hash_table_insert(trees, nodes, tree);
    }
    collection_empty(&tree->collection);
    g_hash_table_remove_all(tree->counted);
    collection_watch_drawing(&tree->collection);
    tree->root = stats_tree_create_node(nodes, ROOT, 0, STAT_DT_INT, true);
}

static tap_packet_status take(stats_tree *nodes, packet_info *pinfo _U_, epan_dissect_t *edt _U_, const void *record,
                              tap_flags_t flags _U_)
{
    const struct tap_record *told = record;
    struct tree             *tree = g_hash_table_lookup(trees, nodes);

    if (tree == NULL)
        return TAP_PACKET_DONT_REDRAW;
    if (told->first_pass)
        collection_hold(&tree->collection);
    if (!collection_add(&tree->collection, told))
        return TAP_PACKET_DONT_REDRAW;
    if (!told->first_pass && told->flow != NULL)
        count(tree, told->flow);
    return TAP_PACKET_REDRAW;
}

static void finish(stats_tree *nodes)
{
    if (trees != NULL)
        g_hash_table_remove(trees, nodes);
}

/* tshark 4.0 ends no trees. */
static void end(void)
{
    g_hash_table_destroy(trees);
    trees = NULL;
}

void tree_register(void)
{
    trees = g_hash_table_new_full(NULL, NULL, NULL, free_tree);
    stats_tree_register_plugin(TAP_NAME, TAP_NAME,
                               "Exchange Hybrid" COMPAT_STATS_TREE_SEPARATOR "Roles, Versions, Outcomes", 0, take,
                               start, finish);
    register_shutdown_routine(end);
}
