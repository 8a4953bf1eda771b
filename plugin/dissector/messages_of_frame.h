/* messages_of_frame.h: the TLS messages of a frame in their order.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef MESSAGES_OF_FRAME_H
#define MESSAGES_OF_FRAME_H

#include <epan/packet.h>

enum message_kind {
    MESSAGE_HANDSHAKE, /**< one message with its header, a fragment of one, or an encrypted one */
    MESSAGE_SSLV2_HELLO, /**< from the msg_type byte on */
    MESSAGE_CHANGE_CIPHER_SPEC,
    MESSAGE_ALERT,
    MESSAGE_APPLICATION_DATA /**< an encrypted record of type 23, without its header */
};

/** Where the bytes are: a data source of the frame, possibly reassembled or decrypted. */
struct message_of_frame {
    enum message_kind kind;
    tvbuff_t         *tvb;
    int               start, length; /**< in bytes; may reach past what was captured */
};

/** Lists the frame's messages in the order in which they were sent, as far as the tree shows.
 *  @param tree may be NULL: no messages
 *  @param cut  set if there were more than `room`
 *  @return how many were written */
size_t messages_of_frame(proto_tree *tree, struct message_of_frame *messages, size_t room, bool *cut);

#endif
