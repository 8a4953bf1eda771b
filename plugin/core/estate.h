/* estate.h: what one client address did in earlier flows of the capture, as far as later flows are judged by it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Only earlier frames count, so that a frame's findings are the same in every pass. The memory for one client is fixed;
 * who keeps the clients bounds their number (LIMIT_HOSTS).
 */
#ifndef ESTATE_H
#define ESTATE_H

#include "flow.h"

/** Flows of a client that are remembered to be compared with its next one. */
#define ESTATE_RECENT_FLOWS 8

/** A second attempt this many seconds after a failed one is a consequence of it. */
#define ESTATE_RETRY_SECONDS 30

/** A revocation look-up this many seconds after a hello may belong to that handshake (Windows waits 15 s a try). */
#define ESTATE_HANDSHAKE_SECONDS 60

/** Connections of a client that it left without a word and that a later handshake may explain. */
#define ESTATE_SILENT_FLOWS 2

/** One client address. Zero means "nothing seen yet". */
struct estate_client {
    struct flow_earlier current[2]; /**< offers of TLS 1.2 or above, of two different hybrid roles */
    struct flow_earlier old[2];     /**< offers below, likewise */
    const struct flow  *recent[ESTATE_RECENT_FLOWS]; /**< flows with a hello; caller's, outlive this */
    uint8_t             next;       /**< place in `recent` of the next one */
    uint8_t             next_silent;
    struct flow        *silent[ESTATE_SILENT_FLOWS]; /**< left without a ClientHello; caller's, outlive this */
    uint64_t            silent_roles;  /**< bit a role: the last connection to it was left without a ClientHello */
    uint64_t            reached_roles; /**< bit a role: a handshake with it was completed */
    uint64_t            refused_roles; /**< bit a role: a connection to it was left after a refusal (401) */
    uint64_t            let_in_roles;  /**< bit a role: a request to it succeeded */
};

/** What came of one name for one client address. Zero means "nothing seen yet". */
struct estate_name {
    uint32_t         resolved_frame;  /**< last answer with an address of use; 0: none */
    uint32_t         completed_frame; /**< last handshake completed with that name; 0: none */
    struct flow_time resolved, completed;
};

/** True if estate_observe() does anything for these events of the flow: only then its client needs a record. */
bool estate_is_interested(const struct flow *flow, unsigned events);

/** Compares the flow with what its client did before (fills in `other_offer`, `failed_try`, `beside_handshake`), and
 *  remembers it. Call once for each frame that raised events, after classify_flow(), before judge_flow().
 *  @param events or'ed enum flow_event of the frame
 *  @param time   the frame's */
void estate_observe(struct estate_client *client, struct flow *flow, unsigned events, const struct flow_time *time);

#endif
