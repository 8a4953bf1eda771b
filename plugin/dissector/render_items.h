/* render_items.h: how a fact becomes an item of the tree.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every item is generated: it stands for a fact about the flow, not for bytes of this frame.
 */
#ifndef RENDER_ITEMS_H
#define RENDER_ITEMS_H

#include <epan/packet.h>

/** Marks an item as generated. Returns it; NULL is fine. */
proto_item *render_generated(proto_item *item);

/** Adds a text; nothing for NULL. */
void render_string(proto_tree *tree, tvbuff_t *tvb, int field, const char *value);

/** Adds a number; nothing for 0. */
void render_number(proto_tree *tree, tvbuff_t *tvb, int field, uint32_t value);

#endif
