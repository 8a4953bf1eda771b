/* preferences.h: preferences -> one plain settings struct.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PREFERENCES_H
#define PREFERENCES_H

#include <stdbool.h>

#include "../core/classify.h"

/** Which flows are shown. */
enum preferences_scope { PREFERENCES_SCOPE_ALL, PREFERENCES_SCOPE_HYBRID };

/** The preferences as the rest of the glue reads them. */
struct preferences {
    enum preferences_scope   scope;
    uint16_t                 minimum_version; /**< lowest TLS version that counts as current */
    bool                     analyse;     /**< off: no wanted fields, no output */
    bool                     info_column; /**< prefix the Info column */
    bool                     trace_resets; /**< read TTLs and hop limits too */
    bool                     requests;     /**< read contents of HTTP */
    bool                     show_addresses; /**< mail addresses as they are, not masked */
    bool                     analyses_sequence_numbers; /**< Wireshark's tcp.analyze_sequence_numbers */
    bool                     reads_out_of_order;        /**< Wireshark's tcp.reassemble_out_of_order */
    struct classify_settings classify;
};

/** Registers them under the protocol; call once from the registration routine. */
void preferences_register(int protocol);

/** Takes the preferences' values over: sharkd sets them without telling anybody. Call before a file is read. */
void preferences_refresh(void);

/** The settings as they stand; valid until the next change. */
const struct preferences *preferences_get(void);

/** True if the scope preference wants a flow or look-up shown that was recognised as this. */
bool preferences_wants(const struct flow_recognition *recognition);

#endif
