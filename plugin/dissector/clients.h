/* clients.h: what is remembered of each client address of the open capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef CLIENTS_H
#define CLIENTS_H

#include "../core/estate.h"

/** Registers init and cleanup. Call once. */
void clients_register(void);

/** Compares the flow with what its client did before, and remembers it: estate_observe() with the client's record. Beyond
 *  LIMIT_HOSTS clients nothing is compared, and that is counted. */
void clients_compare(struct flow *flow, unsigned events, const struct flow_time *time);

#endif
