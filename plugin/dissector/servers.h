/* servers.h: server address and port -> the name that earlier flows to it were recognised by.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * First pass only. Bounded by LIMIT_SERVERS, counted beyond it.
 */
#ifndef SERVERS_H
#define SERVERS_H

#include "../core/flow.h"

/** Registers init and cleanup. Call once. */
void servers_register(void);

/** Notes by which name of its hello, or of the server's certificate, the flow was recognised. Where names differ, the address
 *  is shared, and tells nothing from then on. */
void servers_note(const struct flow *flow);

/** The name that all earlier flows to this flow's server were called by, if it is a recognised one; else NULL. */
const char *servers_name_of(const struct flow *flow);

#endif
