/* collection.c: the flows that one report, window or table has been told of.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "collection.h"

#include <epan/packet.h>
#include <epan/tap.h>

static GList *collections;

static void empty_unless_held(void *data, void *user_data)
{
    struct collection *collection = data;

    (void)user_data;
    if (!collection->holds)
        collection_empty(collection);
}

/* Runs before the memory of what nobody holds is freed. */
static void empty_all(void)
{
    g_list_foreach(collections, empty_unless_held, NULL);
}

void collection_register(void)
{
    register_cleanup_routine(empty_all);
}

void collection_start(struct collection *collection, void (*before_drawing)(void *owner), void *owner)
{
    collection->capture = NULL;
    collection->conversations = 0;
    collection->flows = g_hash_table_new(NULL, NULL);
    collection->before_drawing = before_drawing;
    collection->owner = owner;
    collection->listening = false;
    collection->holds = false;
    collections = g_list_prepend(collections, collection);
}

void collection_end(struct collection *collection)
{
    collection_empty(collection);
    collection_ignore_drawing(collection);
    collections = g_list_remove(collections, collection);
    g_hash_table_destroy(collection->flows);
    collection->flows = NULL;
}

void collection_empty(struct collection *collection)
{
    collection->capture = NULL;
    collection->conversations = 0;
    g_hash_table_remove_all(collection->flows);
    if (collection->holds)
        tap_release_records();
    collection->holds = false;
}

void collection_hold(struct collection *collection)
{
    if (!collection->holds)
        tap_hold_records();
    collection->holds = true;
}

bool collection_add(struct collection *collection, const struct tap_record *record)
{
    collection->capture = record->capture;
    if (record->flow == NULL || !g_hash_table_add(collection->flows, (void *)(uintptr_t)record->flow))
        return false;
    collection->conversations += record->flow->lookup == FLOW_LOOKUP_NONE ? 1 : 0;
    return true;
}

bool collection_is_complete(const struct collection *collection)
{
    return collection->capture != NULL && collection->conversations == collection->capture->flows;
}

static void draw(void *data)
{
    struct collection *collection = data;

    collection->before_drawing(collection->owner);
}

/* Called whoever ends it: Wireshark does when the program ends. */
static void end_listening(void *data)
{
    struct collection *collection = data;

    collection->listening = false;
}

/* Wireshark draws the youngest listener first. */
void collection_watch_drawing(struct collection *collection)
{
    GString *error = NULL;

    collection_ignore_drawing(collection);
    error = register_tap_listener(TAP_NAME, collection, NULL, TL_REQUIRES_NOTHING, NULL, NULL, draw,
                                  end_listening);
    if (error != NULL)
        g_string_free(error, true);
    else
        collection->listening = true;
}

void collection_ignore_drawing(struct collection *collection)
{
    if (collection->listening)
        remove_tap_listener(collection);
}

/* A stream's number may come again after a reset, a frame's does not. */
static int compare_flows(const void *left, const void *right)
{
    const struct flow *first = *(const struct flow *const *)left;
    const struct flow *second = *(const struct flow *const *)right;
    bool               first_is_lookup = first->lookup != FLOW_LOOKUP_NONE;
    bool               second_is_lookup = second->lookup != FLOW_LOOKUP_NONE;

    if (first_is_lookup != second_is_lookup)
        return first_is_lookup ? 1 : -1;
    if (first->frames.first != second->frames.first)
        return first->frames.first < second->frames.first ? -1 : 1;
    return first->stream < second->stream ? -1 : first->stream > second->stream;
}

GPtrArray *collection_flows(const struct collection *collection)
{
    GPtrArray     *flows = g_ptr_array_new();
    GHashTableIter iterator;
    void          *flow = NULL;

    g_hash_table_iter_init(&iterator, collection->flows);
    while (g_hash_table_iter_next(&iterator, &flow, NULL))
        g_ptr_array_add(flows, flow);
    g_ptr_array_sort(flows, compare_flows);
    return flows;
}
