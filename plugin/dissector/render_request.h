/* render_request.h: HTTP requests and answers of a frame -> fields.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef RENDER_REQUEST_H
#define RENDER_REQUEST_H

#include <epan/packet.h>

#include "../core/flow.h"

/** Registers the fields; call once. */
void render_request_register(int protocol);

/** Writes the requests that the frame is about, as they are known by now. */
void render_requests(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const struct flow *flow);

#endif
