/* classify.h: all evidence about the two ends of a flow -> role, cloud, direction, and by what.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The order of evidence is that of enum match_source. recognise.h answers for one name or one address; this file
 * weighs the answers. It may be asked again whenever something new is known: the strongest evidence wins.
 */
#ifndef CLASSIFY_H
#define CLASSIFY_H

#include "flow.h"
#include "recognise.h"

/** One row of the organisation's own table. Exactly one of `name` and `network` is used. */
struct classify_row {
    const char            *name;    /**< host name, or "*.suffix"; lower case; NULL: `network` counts */
    struct address_network network; /**< an address or a network */
    bool                   has_role;
    enum role              role; /**< applies to the server end */
    enum organization_side     side; /**< applies to either end */
    const char            *label; /**< for people, or NULL; outlives every flow */
};

/** Settings of the analysis; the arrays are the caller's and outlive every use. */
struct classify_settings {
    const struct recognise_names     *names;
    const struct recognise_addresses *addresses;
    const struct address_network     *onprem_networks;
    size_t                            onprem_network_count;
    const struct classify_row        *organization;
    size_t                            organization_count;
};

/** Works out `flow->recognition`, and what the organisation's table says of each end, from the flow's names, addresses
 *  and ports. `recognition.host` points to one of
 *  the flow's names. Returns true if anything in it changed. */
bool classify_flow(const struct classify_settings *settings, struct flow *flow);

/** True if a message of a TLS handshake was read: evidence for an Exchange back end on its port. */
bool classify_has_handshake(const struct flow *flow);

/** True if the address lies in onprem_networks. */
bool classify_is_onprem(const struct classify_settings *settings, const struct address *address);

#endif
