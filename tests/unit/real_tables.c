/* real_tables.c: indexes over the real tables of names and addresses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "real_tables.h"

#include <glib.h>

void real_tables_build(struct real_tables *tables)
{
    uint16_t *order = g_malloc_n(endpoint_count, sizeof *order);
    uint16_t *parent = g_malloc_n(endpoint_count, sizeof *parent);

    recognise_names_build(&tables->names, endpoints, endpoint_count, order, parent);
    recognise_addresses_build(&tables->addresses, address_ranges, address_range_count,
                              g_malloc_n(address_range_count, sizeof(struct recognise_network)));
}

void real_tables_free(struct real_tables *tables)
{
    g_free(tables->names.order);
    g_free(tables->names.parent);
    g_free(tables->addresses.networks);
}
