/* render_items.h: how a fact becomes an item of the tree.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every item is generated: it stands for a fact about the flow, not for bytes of this frame.
 */
#ifndef RENDER_ITEMS_H
#define RENDER_ITEMS_H

#include <epan/packet.h>

#include "state.h"

/** One row of an array of fields; `variable` is the rest of its variable's name. */
#define RENDER_FIELD(variable, label, abbreviation, type, display, strings, blurb) \
    { \
        &hf_exchange_hybrid_##variable, \
        { \
            label, "exchange_hybrid." abbreviation, type, display, strings, 0x0, blurb, HFILL \
        } \
    }
#define RENDER_STRING_FIELD(variable, label, abbreviation, blurb) \
    RENDER_FIELD(variable, label, abbreviation, FT_STRING, BASE_NONE, NULL, blurb)

/** Marks an item as generated. Returns it; NULL is fine. */
proto_item *render_generated(proto_item *item);

/** Adds a text; nothing for NULL. */
void render_string(proto_tree *tree, tvbuff_t *tvb, int field, const char *value);

/** Adds a number; nothing for 0. */
void render_number(proto_tree *tree, tvbuff_t *tvb, int field, uint32_t value);

/** Bytes of the message that made one of the events happen (or'ed enum flow_event); NULL if it does not stand in this
 *  frame. `frame` may be NULL. */
const struct state_bytes *render_bytes_of(tvbuff_t *tvb, const struct state_frame *frame, unsigned events);

#endif
