/* http_messages.h: the HTTP messages that Wireshark's dissectors found in a frame.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef HTTP_MESSAGES_H
#define HTTP_MESSAGES_H

#include <epan/packet.h>

#include "../content/http_message.h"
#include "../core/limits.h"

/** Messages of HTTP/1 and parts of messages of HTTP/2, in the order of the tree of the first pass.
 *  @param scope gets copies of header values
 *  @param cut   set if there were more than `room`
 *  @return how many. Strings and bodies belong to the tree, its data sources and `scope`. */
size_t http_messages_of_frame(wmem_allocator_t *scope, proto_tree *tree, struct http_message *messages, size_t room,
                              bool *cut);

#endif
