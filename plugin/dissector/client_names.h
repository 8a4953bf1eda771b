/* client_names.h: what came of each listed name for each client address of the open capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * First pass only. Bounded by LIMIT_CLIENT_NAMES, counted beyond it.
 */
#ifndef CLIENT_NAMES_H
#define CLIENT_NAMES_H

#include "../core/estate.h"

/** Registers init and cleanup. Call once. */
void client_names_register(void);

/** The record of a client and a name, made if there is none yet; NULL beyond the bound. */
struct estate_name *client_names_record(const struct address *client, const char *name);

/** Notes that DNS gave the client an address of use for the name. */
void client_names_resolved(const struct address *client, const char *name, uint32_t frame, const struct flow_time *time);

/** Notes that the flow's handshake was completed on this frame. */
void client_names_completed(const struct flow *flow, uint32_t frame, const struct flow_time *time);

#endif
