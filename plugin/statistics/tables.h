/* tables.h: the "-z exchange_hybrid,flows", ",servers" and ",findings" tables, windows of the Statistics menu.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TABLES_H
#define TABLES_H

/** Registers the tables. Call once, while the protocol is registered. */
void tables_register(void);

#endif
