/* mail_lines.h: commands and lines of replies that SMTP shows in a frame.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef MAIL_LINES_H
#define MAIL_LINES_H

#include <epan/packet.h>

#include "../core/flow.h"

/** Reads the wanted fields of the tree: commands, then lines of replies, each in their order; `sender`, frame and time of
 *  the observations are left to the caller, and their texts live as long as the packet.
 *  @param cut set if there was no room for all
 *  @return how many */
size_t mail_lines_of_frame(proto_tree *tree, struct observation *observations, size_t room, bool *cut);

#endif
