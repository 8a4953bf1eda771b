/* collection.c: the flows that one report, window or table has been told of.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "collection.h"

#include <string.h>

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
    collection->flows = g_hash_table_new(NULL, NULL);
    collection->lookups = g_hash_table_new(NULL, NULL);
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
    g_hash_table_destroy(collection->lookups);
    collection->flows = collection->lookups = NULL;
}

void collection_empty(struct collection *collection)
{
    collection->capture = NULL;
    g_hash_table_remove_all(collection->flows);
    g_hash_table_remove_all(collection->lookups);
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
    if (record->lookup != NULL)
        return g_hash_table_add(collection->lookups, (void *)(uintptr_t)record->lookup);
    return record->flow != NULL && g_hash_table_add(collection->flows, (void *)(uintptr_t)record->flow);
}

bool collection_is_complete(const struct collection *collection)
{
    return collection->capture != NULL && g_hash_table_size(collection->flows) == collection->capture->flows;
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

    if (first->frames.first != second->frames.first)
        return first->frames.first < second->frames.first ? -1 : 1;
    return first->stream < second->stream ? -1 : first->stream > second->stream;
}

/* Answers of one frame by type and name. */
static int compare_lookups(const void *left, const void *right)
{
    const struct lookup *first = *(const struct lookup *const *)left;
    const struct lookup *second = *(const struct lookup *const *)right;

    if (first->frame != second->frame)
        return first->frame < second->frame ? -1 : 1;
    if (first->type != second->type)
        return first->type < second->type ? -1 : 1;
    return strcmp(first->name, second->name);
}

static GPtrArray *sorted(GHashTable *set, GCompareFunc compare)
{
    GPtrArray     *members = g_ptr_array_new();
    GHashTableIter iterator;
    void          *member = NULL;

    g_hash_table_iter_init(&iterator, set);
    while (g_hash_table_iter_next(&iterator, &member, NULL))
        g_ptr_array_add(members, member);
    g_ptr_array_sort(members, compare);
    return members;
}

GPtrArray *collection_flows(const struct collection *collection)
{
    return sorted(collection->flows, compare_flows);
}

GPtrArray *collection_lookups(const struct collection *collection)
{
    return sorted(collection->lookups, compare_lookups);
}
