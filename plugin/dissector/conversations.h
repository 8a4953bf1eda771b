/* conversations.h: the TCP conversation of a frame.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef CONVERSATIONS_H
#define CONVERSATIONS_H

#include <epan/conversation.h>
#include <epan/packet.h>

/** Registers what forgets the conversations of a file. Call once. */
void conversations_register(void);

/** The TCP conversation of a TCP frame, or NULL; never creates one. */
conversation_t *conversations_find(packet_info *pinfo);

#endif
