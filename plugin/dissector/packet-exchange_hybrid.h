/* packet-exchange_hybrid.h: registration of the protocol.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PACKET_EXCHANGE_HYBRID_H
#define PACKET_EXCHANGE_HYBRID_H

/** Registers protocol, fields, expert infos, preferences, tap and statistics. */
void proto_register_exchange_hybrid(void);

/** Registers the post-dissector, once the fields of other protocols are known. */
void proto_reg_handoff_exchange_hybrid(void);

#endif
