/* quic.h: QUIC connections to recognised hosts: counted, not analysed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef QUIC_H
#define QUIC_H

#include <epan/packet.h>

/** Counts the connection if the frame holds the first ClientHello of one (RFC 9001 section 4) whose server name or
 *  address is recognised. First pass only. */
void quic_gather(packet_info *pinfo, proto_tree *tree);

#endif
