/* messages_of_frame.c: reads the wanted fields out of the tree of the first pass.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "messages_of_frame.h"

#include <string.h>

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
        add(adding->list, adding->kind, info->ds_tvb, wanted_item_start(info), wanted_item_length(info));
}

static void add_items(struct list *list, enum message_kind kind, proto_tree *tree, enum wanted field)
{
    struct adding adding = {list, kind};

    wanted_visit(tree, field, add_item, &adding);
}

static bool is_inside_handshake(const struct list *list, const field_info *info)
{
    int start = wanted_item_start(info);

    for (size_t i = 0; i < list->count; i++) {
        const struct message_of_frame *message = &list->messages[i];
        if (message->kind == MESSAGE_HANDSHAKE && message->tvb == info->ds_tvb && message->start <= start &&
            start < message->start + message->length)
            return true;
    }
    return false;
}

/* RFC 5246 appendix E.2: two bytes of length, the top bit set, before the msg_type. */
static void add_sslv2_hello(void *context, const field_info *info)
{
    struct list *list = context;
    int          start = wanted_item_start(info);
    uint16_t     header = 0;
    int          length = 0;

    if (info->ds_tvb == NULL || is_inside_handshake(list, info))
        return;
    if (start < 2 || !tvb_bytes_exist(info->ds_tvb, start - 2, 2))
        return;
    header = tvb_get_ntohs(info->ds_tvb, start - 2);
    length = header & 0x7fff;
    if ((header & 0x8000) != 0 && tvb_bytes_exist(info->ds_tvb, start, length))
        add(list, MESSAGE_SSLV2_HELLO, info->ds_tvb, start, length);
}

/* The items of one field stand in the order in which they were sent, whatever data source (reassembled, decrypted) they
 * are in. An item of another field goes before the first one that stands behind it in the same data source. */
static size_t place_of(const struct list *list, size_t count, const struct message_of_frame *message)
{
    for (size_t i = 0; i < count; i++) {
        if (list->messages[i].tvb == message->tvb && list->messages[i].start > message->start)
            return i;
    }
    return count;
}

static void put_in_order(struct list *list, size_t first)
{
    for (size_t i = first; i < list->count; i++) {
        struct message_of_frame message = list->messages[i];
        size_t                  place = place_of(list, i, &message);
        memmove(&list->messages[place + 1], &list->messages[place], (i - place) * sizeof message);
        list->messages[place] = message;
    }
}

size_t messages_of_frame(proto_tree *tree, struct message_of_frame *messages, size_t room, bool *cut)
{
    struct list list = {messages, 0, room, false};
    size_t      handshakes = 0;

    add_items(&list, MESSAGE_HANDSHAKE, tree, WANTED_HANDSHAKE);
    wanted_visit(tree, WANTED_HANDSHAKE_TYPE, add_sslv2_hello, &list);
    handshakes = list.count;
    add_items(&list, MESSAGE_CHANGE_CIPHER_SPEC, tree, WANTED_CHANGE_CIPHER_SPEC);
    add_items(&list, MESSAGE_ALERT, tree, WANTED_ALERT);
    add_items(&list, MESSAGE_APPLICATION_DATA, tree, WANTED_APPLICATION_DATA);
    put_in_order(&list, handshakes);
    *cut = list.cut;
    return list.count;
}
