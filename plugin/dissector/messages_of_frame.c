/* messages_of_frame.c: reads the wanted fields out of the tree of the first pass.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "messages_of_frame.h"

#include "wanted.h"

struct list {
    struct message_of_frame *messages;
    size_t                   count, room;
    bool                     cut;
};

static void add(struct list *list, enum message_kind kind, tvbuff_t *tvb, int start, int length)
{
    if (list->count >= list->room) {
        list->cut = true;
        return;
    }
    list->messages[list->count].kind = kind;
    list->messages[list->count].tvb = tvb;
    list->messages[list->count].start = start;
    list->messages[list->count].length = length;
    list->count++;
}

struct adding {
    struct list      *list;
    enum message_kind kind;
};

static void add_item(void *context, const field_info *info)
{
    const struct adding *adding = context;

    if (info->ds_tvb != NULL)
        add(adding->list, adding->kind, info->ds_tvb, info->start, info->length);
}

static void add_items(struct list *list, enum message_kind kind, proto_tree *tree, enum wanted field)
{
    struct adding adding = {list, kind};

    wanted_visit(tree, field, add_item, &adding);
}

static bool is_inside_handshake(const struct list *list, const field_info *info)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct message_of_frame *message = &list->messages[i];
        if (message->kind == MESSAGE_HANDSHAKE && message->tvb == info->ds_tvb && message->start <= info->start &&
            info->start < message->start + message->length)
            return true;
    }
    return false;
}

/* RFC 5246 appendix E.2: two bytes of length, the top bit set, before the msg_type. */
static void add_sslv2_hello(void *context, const field_info *info)
{
    struct list *list = context;
    uint16_t     header = 0;
    int          length = 0;

    if (info->ds_tvb == NULL || is_inside_handshake(list, info))
        return;
    if (info->start < 2 || !tvb_bytes_exist(info->ds_tvb, info->start - 2, 2))
        return;
    header = tvb_get_ntohs(info->ds_tvb, info->start - 2);
    length = header & 0x7fff;
    if ((header & 0x8000) != 0 && tvb_bytes_exist(info->ds_tvb, info->start, length))
        add(list, MESSAGE_SSLV2_HELLO, info->ds_tvb, info->start, length);
}

/* What was reassembled began in an earlier frame, so it comes before what stands in this frame alone. */
static bool comes_before(const struct message_of_frame *left, const struct message_of_frame *right,
                         const tvbuff_t *frame_tvb)
{
    if (left->tvb == right->tvb)
        return left->start < right->start;
    return left->tvb != frame_tvb && right->tvb == frame_tvb;
}

/* Insertion sort: each field's items are in order already, so that there is little to move. */
static void sort(struct list *list, const tvbuff_t *frame_tvb)
{
    for (size_t i = 1; i < list->count; i++) {
        struct message_of_frame message = list->messages[i];
        size_t                  place = i;
        while (place > 0 && comes_before(&message, &list->messages[place - 1], frame_tvb)) {
            list->messages[place] = list->messages[place - 1];
            place--;
        }
        list->messages[place] = message;
    }
}

size_t messages_of_frame(proto_tree *tree, tvbuff_t *frame_tvb, struct message_of_frame *messages, size_t room,
                         bool *cut)
{
    struct list list = {messages, 0, room, false};

    add_items(&list, MESSAGE_HANDSHAKE, tree, WANTED_HANDSHAKE);
    wanted_visit(tree, WANTED_HANDSHAKE_TYPE, add_sslv2_hello, &list);
    add_items(&list, MESSAGE_CHANGE_CIPHER_SPEC, tree, WANTED_CHANGE_CIPHER_SPEC);
    add_items(&list, MESSAGE_ALERT, tree, WANTED_ALERT);
    add_items(&list, MESSAGE_APPLICATION_DATA, tree, WANTED_APPLICATION_DATA);
    sort(&list, frame_tvb);
    *cut = list.cut;
    return list.count;
}
