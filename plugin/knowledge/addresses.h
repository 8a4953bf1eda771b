/* addresses.h: address ranges of hybrid endpoints and of private networks. One row a range.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef ADDRESSES_H
#define ADDRESSES_H

#include "roles.h"

/** What a published range serves; order as in the table `address_areas`. */
enum address_area {
    ADDRESS_AREA_EXCHANGE_ONLINE,
    ADDRESS_AREA_EOP,
    ADDRESS_AREA_EOP_HTTPS,
    ADDRESS_AREA_ENTRA,
    ADDRESS_AREA_AUTODETECT_MOBILE, /**< calls in to on premises */
    ADDRESS_AREA_FEDERATION,
    ADDRESS_AREA_COUNT
};

struct address_area_row {
    const char *id;
    enum role   role;       /**< of a server with such an address */
    bool        calls_onprem; /**< clients with such an address are the cloud calling on premises */
};

struct address_range {
    const char       *network; /**< CIDR notation */
    enum cloud        cloud;
    enum address_area area;
    const char       *source;
};

extern const struct address_area_row address_areas[ADDRESS_AREA_COUNT];
extern const struct address_range    address_ranges[];
extern const size_t                  address_range_count;

/** Private, link-local and loopback ranges: the default of preference onprem_networks, comma separated. */
extern const char address_default_onprem_networks[];

#endif
