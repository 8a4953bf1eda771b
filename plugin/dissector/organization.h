/* organization.h: the organisation's own table (a UAT): names and addresses that no list knows.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef ORGANIZATION_H
#define ORGANIZATION_H

#include <epan/prefs.h>

#include "../core/classify.h"

/** Registers the table "exchange_hybrid_organization" as preference "organization". Call once. */
void organization_register(module_t *module);

/** The rows as the classifier reads them, in their order; valid until the table changes. */
const struct classify_row *organization_rows(size_t *count);

#endif
