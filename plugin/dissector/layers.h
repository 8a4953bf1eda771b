/* layers.h: which dissectors had a part in a frame, asked once a frame.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LAYERS_H
#define LAYERS_H

#include <epan/packet.h>

/** Bits, or'ed. What a frame does not have need not be looked for in its tree. */
enum layer {
    LAYER_TLS = 1 << 0,
    LAYER_QUIC = 1 << 1,
    LAYER_HTTP = 1 << 2, /**< HTTP/1 or HTTP/2 */
    LAYER_SMTP = 1 << 3,
    LAYER_DNS = 1 << 4,      /**< with multicast DNS and LLMNR, which have the same fields */
    LAYER_TRANSPORT = 1 << 5 /**< TCP or UDP */
};

/** Looks up the dissectors. Call from the handoff routine. */
void layers_resolve(void);

/** Or'ed enum layer of a frame: of the innermost TCP or UDP and what it carries, since what stands before that belongs to a
 *  tunnel around the conversation. The same on every pass. */
unsigned layers_of_frame(const packet_info *pinfo);

#endif
