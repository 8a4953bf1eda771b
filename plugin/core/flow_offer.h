/* flow_offer.h: quality of what a ClientHello offers, by the tables of tls_names.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef FLOW_OFFER_H
#define FLOW_OFFER_H

#include "flow.h"

/** Or'ed enum flow_offer. GREASE and signalling suites count as nothing. */
uint16_t flow_offer_quality(const struct tls_client_hello *hello);

#endif
