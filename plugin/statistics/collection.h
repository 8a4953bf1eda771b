/* collection.h: the flows that one report, window or table has been told of.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A flow is told of on every frame that changed its record, by pointers: a collection has each flow once. It forgets all
 * when the file is closed or dissected anew, unless it was told to hold them.
 */
#ifndef COLLECTION_H
#define COLLECTION_H

#include <glib.h>

#include "../core/capture.h"

struct collection {
    const struct tap_capture *capture;       /**< NULL: told of nothing so far */
    GHashTable               *flows;         /**< set of const struct flow */
    GHashTable               *lookups;       /**< set of const struct lookup */
    void (*before_drawing)(void *owner);
    void *owner;
    bool  listening;
    bool  holds;
};

/** Has collections emptied when a file is closed. Call once, while the protocol is registered. */
void collection_register(void);

/** Starts an empty collection. End it with collection_end().
 *  @param before_drawing called before Wireshark draws what the collection is for (collection_watch_drawing()) */
void collection_start(struct collection *collection, void (*before_drawing)(void *owner), void *owner);

void collection_end(struct collection *collection);

/** Forgets all flows. */
void collection_empty(struct collection *collection);

/** From now on, until it is emptied, the collection keeps its flows although Wireshark throws its state away: for what is
 *  told of each frame once only. */
void collection_hold(struct collection *collection);

/** Takes one record. True if it brings a flow or a look-up that was not there. */
bool collection_add(struct collection *collection, const struct tap_record *record);

/** True if every conversation of the capture is there: no display filter, no preference left one out. What holds for
 *  flows compared with each other may be said then. */
bool collection_is_complete(const struct collection *collection);

/** From now on `before_drawing` is called before everything that began to listen to the tap earlier than this call is
 *  drawn. A flow's record may change on frames that it is not told of (silence), and Wireshark's tables and trees offer no
 *  callback for drawing. */
void collection_watch_drawing(struct collection *collection);

/** Ends that. */
void collection_ignore_drawing(struct collection *collection);

/** The flows in the order in which they are told: by their first frame; free with g_ptr_array_free(). */
GPtrArray *collection_flows(const struct collection *collection);

/** The DNS look-ups by frame; free with g_ptr_array_free(). */
GPtrArray *collection_lookups(const struct collection *collection);

#endif
