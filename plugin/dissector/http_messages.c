/* http_messages.c: items of the HTTP and HTTP/2 dissectors -> messages.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Items are visited in the order of the tree: only there it shows which header and which body belong to which message.
 */
#include "http_messages.h"

#include <string.h>

#include "wanted.h"

struct list {
    wmem_allocator_t    *scope;
    struct http_message *messages;
    struct http_message *message; /* at hand, or NULL */
    const char          *name;    /* HTTP/2: of the header whose value follows */
    size_t               count, room;
    bool                 cut;
};

static void begin(struct list *list)
{
    list->message = NULL;
    list->name = NULL;
    if (list->count >= list->room) {
        list->cut = true;
        return;
    }
    list->message = &list->messages[list->count++];
    memset(list->message, 0, sizeof *list->message);
}

static void add_header(struct list *list, const char *name, size_t length, const char *value)
{
    enum http_header header = http_header_of(name, length);

    if (header == HTTP_HEADER_COUNT)
        return;
    value += strspn(value, " \t");
    http_message_add_header(list->message, header, wmem_strndup(list->scope, value, strcspn(value, "\r\n")));
}

/* "Name: value\r\n" */
static void add_line(struct list *list, const field_info *info)
{
    const char *line = wanted_item_string(info);
    const char *colon = line != NULL ? strchr(line, ':') : NULL;

    if (colon != NULL)
        add_header(list, line, (size_t)(colon - line), colon + 1);
}

/* RFC 9113 section 8.3: method, path and status are headers whose names begin with a colon. */
static void add_http2_value(struct list *list, const field_info *info)
{
    const char *name = list->name;
    const char *value = wanted_item_string(info);

    list->name = NULL;
    if (name == NULL || value == NULL)
        return;
    if (strcmp(name, ":method") == 0)
        list->message->method = value;
    else if (strcmp(name, ":path") == 0)
        list->message->target = value;
    else if (strcmp(name, ":authority") == 0)
        add_header(list, "Host", strlen("Host"), value);
    else if (strcmp(name, ":status") == 0)
        list->message->status = (uint32_t)g_ascii_strtoull(value, NULL, 10);
    else
        add_header(list, name, strlen(name), value);
}

static void add_body(struct list *list, const field_info *info)
{
    size_t         length = 0;
    const uint8_t *body = wanted_item_bytes(info, &length);

    if (body == NULL)
        return;
    list->message->body = body;
    list->message->body_length = length;
}

static void take_http(struct list *list, const field_info *info)
{
    if (wanted_is(info, WANTED_HTTP_METHOD))
        list->message->method = wanted_item_string(info);
    else if (wanted_is(info, WANTED_HTTP_URI))
        list->message->target = wanted_item_string(info);
    else if (wanted_is(info, WANTED_HTTP_RESPONSE_CODE))
        list->message->status = wanted_item_number(info);
    else if (wanted_is(info, WANTED_HTTP_REQUEST_LINE) || wanted_is(info, WANTED_HTTP_RESPONSE_LINE))
        add_line(list, info);
    else if (wanted_is(info, WANTED_HTTP_BODY))
        add_body(list, info);
}

static void take_http2(struct list *list, const field_info *info)
{
    if (wanted_is(info, WANTED_HTTP2_STREAM))
        list->message->stream_id = wanted_item_number(info);
    else if (wanted_is(info, WANTED_HTTP2_END_STREAM))
        list->message->end = list->message->end || wanted_item_number(info) != 0;
    else if (wanted_is(info, WANTED_HTTP2_HEADER_NAME))
        list->name = wanted_item_string(info);
    else if (wanted_is(info, WANTED_HTTP2_HEADER_VALUE))
        add_http2_value(list, info);
    else if (wanted_is(info, WANTED_HTTP2_BODY))
        add_body(list, info);
}

static void visit_http(proto_node *node, void *data)
{
    struct list *list = data;

    if (PNODE_FINFO(node) != NULL && list->message != NULL)
        take_http(list, PNODE_FINFO(node));
    proto_tree_children_foreach(node, visit_http, data);
}

static void visit_http2(proto_node *node, void *data)
{
    struct list *list = data;

    if (PNODE_FINFO(node) != NULL && list->message != NULL)
        take_http2(list, PNODE_FINFO(node));
    proto_tree_children_foreach(node, visit_http2, data);
}

/* Every message has a protocol item of its own. */
static void visit(proto_node *node, void *data)
{
    struct list      *list = data;
    const field_info *info = PNODE_FINFO(node);

    if (info != NULL && wanted_is(info, WANTED_HTTP)) {
        begin(list);
        if (list->message != NULL)
            list->message->end = true;
        proto_tree_children_foreach(node, visit_http, data);
    } else if (info != NULL && wanted_is(info, WANTED_HTTP2)) {
        begin(list);
        proto_tree_children_foreach(node, visit_http2, data);
    } else {
        proto_tree_children_foreach(node, visit, data);
    }
}

size_t http_messages_of_frame(wmem_allocator_t *scope, proto_tree *tree, struct http_message *messages, size_t room,
                              bool *cut)
{
    struct list list = {.scope = scope, .messages = messages, .room = room};

    if (wanted_present(tree, WANTED_HTTP) || wanted_present(tree, WANTED_HTTP2))
        proto_tree_children_foreach(tree, visit, &list);
    *cut = list.cut;
    return list.count;
}
