/* real_tables.h: indexes over the real tables of names and addresses, as the glue builds them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef REAL_TABLES_H
#define REAL_TABLES_H

#include "recognise.h"

struct real_tables {
    struct recognise_names     names;
    struct recognise_addresses addresses;
};

void real_tables_build(struct real_tables *tables);
void real_tables_free(struct real_tables *tables);

#endif
