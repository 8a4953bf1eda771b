/* listener.c: what the windows are told of the capture: all of it, and what passes a display filter.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Records live until the file is closed or dissected anew: what was once told of the whole capture holds until then. Only
 * what passes a filter is forgotten whenever Wireshark begins to tell of all packets again, which a user may stop halfway.
 */
#include "listener.h"

#include <epan/packet.h>
#include <epan/tap.h>

#include "../statistics/collection.h"
#include "../statistics/summary_make.h"

struct listener {
    struct collection collection;
    bool              listening;
};

static struct listener whole, filtered;
static bool            is_reading; /* the first pass, or a live capture */
static void (*announce)(void);

static tap_packet_status take(void *data, packet_info *pinfo, epan_dissect_t *edt, const void *data_of_tap,
                              tap_flags_t flags)
{
    struct listener         *listener = data;
    const struct tap_record *record = data_of_tap;

    (void)pinfo, (void)edt, (void)flags;
    is_reading = record->first_pass;
    collection_add(&listener->collection, record);
    return TAP_PACKET_REDRAW;
}

static void forget(void *data)
{
    struct listener *listener = data;

    collection_empty(&listener->collection);
}

static void draw(void *data)
{
    (void)data;
    announce();
}

static void end(void *data)
{
    struct listener *listener = data;

    listener->listening = false;
    collection_end(&listener->collection);
}

static char *listen(struct listener *listener, const char *filter)
{
    GString *error = NULL;

    collection_start(&listener->collection, NULL, NULL);
    error = register_tap_listener(TAP_NAME, listener, filter, TL_REQUIRES_NOTHING, filter != NULL ? forget : NULL, take,
                                  draw, end);
    listener->listening = error == NULL;
    if (error == NULL)
        return NULL;
    collection_end(&listener->collection);
    return g_string_free(error, false);
}

/* A file was read, or dissected anew, to its end. */
static void finish_reading(void)
{
    is_reading = false;
    if (whole.listening)
        announce();
}

/* It is closed, or is going to be dissected anew. */
static void forget_all(void)
{
    is_reading = false;
    if (!whole.listening)
        return;
    forget(&whole);
    if (filtered.listening)
        forget(&filtered);
    announce();
}

void listener_start(void (*renewed)(void))
{
    char *error = NULL;

    if (announce != NULL)
        return;
    announce = renewed;
    error = listen(&whole, NULL);
    if (error != NULL)
        ws_warning("%s", error);
    g_free(error);
    register_postseq_cleanup_routine(finish_reading);
    register_cleanup_routine(forget_all);
}

bool listener_is_reading(void)
{
    return is_reading;
}

char *listener_set_filter(const char *filter)
{
    if (filtered.listening)
        remove_tap_listener(&filtered);
    return filter != NULL ? listen(&filtered, filter) : NULL;
}

bool listener_has_filter(void)
{
    return filtered.listening;
}

struct summary *listener_summary(bool of_filter)
{
    const struct collection *collection = of_filter ? &filtered.collection : &whole.collection;
    GPtrArray               *flows = NULL, *lookups = NULL;
    struct summary          *summary = NULL;

    if (!whole.listening || whole.collection.capture == NULL)
        return NULL;
    flows = collection_flows(collection);
    lookups = collection_lookups(collection);
    summary = summary_make(collection->capture, flows, lookups, of_filter);
    g_ptr_array_free(flows, true);
    g_ptr_array_free(lookups, true);
    return summary;
}
