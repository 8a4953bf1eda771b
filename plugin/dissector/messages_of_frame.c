/* messages_of_frame.c: reads the wanted fields out of the tree of the first pass.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "messages_of_frame.h"

#include <wsutil/wslog.h>

#include "../wireshark_compat.h"

enum wanted {
    WANTED_HANDSHAKE,
    WANTED_HANDSHAKE_TYPE,
    WANTED_CHANGE_CIPHER_SPEC,
    WANTED_ALERT,
    WANTED_APPLICATION_DATA,
    WANTED_RETRANSMISSION,
    WANTED_COUNT
};

/* tls.handshake.type is registered twice: for TLS and for SSLv2 records. */
#define MOST_FIELDS_OF_A_NAME 4

/* Every field that the plugin asks other dissectors for, and why. */
static struct {
    const char *name;
    const char *reason;
    size_t      count;
    int         ids[MOST_FIELDS_OF_A_NAME];
} wanted[WANTED_COUNT] = {
    {"tls.handshake", "bytes of each handshake message, after reassembly and decryption", 0, {0}},
    {"tls.handshake.type", "SSLv2-framed hellos have no tls.handshake", 0, {0}},
    {"tls.change_cipher_spec", "what follows it is encrypted (TLS 1.2 and below)", 0, {0}},
    {"tls.alert_message", "alerts", 0, {0}},
    {"tls.app_data", "lengths of encrypted records: TLS 1.3 completes in them", 0, {0}},
    {"tcp.analysis.retransmission", "a question that is asked again has no answer", 0, {0}},
};

static void resolve(size_t field)
{
    const header_field_info *info = proto_registrar_get_byname(wanted[field].name);

    wanted[field].count = 0;
    while (info != NULL && wanted[field].count < MOST_FIELDS_OF_A_NAME) {
        wanted[field].ids[wanted[field].count++] = info->id;
        info = info->same_name_prev_id != -1 ? proto_registrar_get_nth((unsigned)info->same_name_prev_id) : NULL;
    }
}

void messages_resolve_fields(void)
{
    for (size_t field = 0; field < WANTED_COUNT; field++) {
        resolve(field);
        if (wanted[field].count == 0)
            ws_warning("Exchange Hybrid: this Wireshark has no field %s (%s)", wanted[field].name,
                       wanted[field].reason);
    }
}

GArray *messages_wanted_fields(void)
{
    GArray *ids = g_array_new(false, false, sizeof(int));

    for (size_t field = 0; field < WANTED_COUNT; field++)
        g_array_append_vals(ids, wanted[field].ids, (unsigned)wanted[field].count);
    return ids;
}

typedef void (*visit_function)(void *context, const field_info *info);

static void visit(proto_tree *tree, enum wanted field, visit_function function, void *context)
{
    for (size_t k = 0; tree != NULL && k < wanted[field].count; k++) {
        const GPtrArray *items = proto_get_finfo_ptr_array(tree, wanted[field].ids[k]);
        for (unsigned i = 0; items != NULL && i < items->len; i++)
            function(context, g_ptr_array_index(items, i));
    }
}

static void note_presence(void *context, const field_info *info _U_)
{
    *(bool *)context = true;
}

bool messages_has_retransmission(proto_tree *tree)
{
    bool present = false;

    visit(tree, WANTED_RETRANSMISSION, note_presence, &present);
    return present;
}

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

    visit(tree, field, add_item, &adding);
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
    visit(tree, WANTED_HANDSHAKE_TYPE, add_sslv2_hello, &list);
    add_items(&list, MESSAGE_CHANGE_CIPHER_SPEC, tree, WANTED_CHANGE_CIPHER_SPEC);
    add_items(&list, MESSAGE_ALERT, tree, WANTED_ALERT);
    add_items(&list, MESSAGE_APPLICATION_DATA, tree, WANTED_APPLICATION_DATA);
    sort(&list, frame_tvb);
    *cut = list.cut;
    return list.count;
}
