/* render_items.c: adds items of the tree.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "render_items.h"

proto_item *render_generated(proto_item *item)
{
    proto_item_set_generated(item);
    return item;
}

void render_string(proto_tree *tree, tvbuff_t *tvb, int field, const char *value)
{
    if (value != NULL)
        render_generated(proto_tree_add_string(tree, field, tvb, 0, 0, value));
}

void render_number(proto_tree *tree, tvbuff_t *tvb, int field, uint32_t value)
{
    if (value != 0)
        render_generated(proto_tree_add_uint(tree, field, tvb, 0, 0, value));
}

const struct state_bytes *render_bytes_of(tvbuff_t *tvb, const struct state_frame *frame, unsigned events)
{
    for (size_t i = 0; frame != NULL && i < frame->bytes_count; i++) {
        const struct state_bytes *bytes = &frame->bytes[i];
        if ((bytes->events & events) != 0 && tvb_bytes_exist(tvb, bytes->start, bytes->length))
            return bytes;
    }
    return NULL;
}
