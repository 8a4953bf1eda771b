/* table.h: one table of the Statistics menu: rows of cells, for tshark, sharkd and a window.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TABLE_H
#define TABLE_H

#include <epan/packet.h>
#include <epan/stat_tap_ui.h>

#include "collection.h"

struct table;

/** What tells one table from another; lives as long as the program. */
struct table_kind {
    const char                *title;   /**< "Exchange Hybrid/Flows" */
    const char                *command; /**< beginning of the "-z" argument */
    const stat_tap_table_item *columns;
    unsigned                   column_count;
    void (*count)(struct table *table, const struct flow *flow); /**< puts a flow into the rows */
    void (*count_lookup)(struct table *table, const struct lookup *lookup); /**< puts a DNS look-up into them; may be NULL */
    void (*complete)(struct table *table); /**< adds what holds only for all flows of a capture; NULL for nothing */
    void (*forget)(void);                  /**< there are no rows any longer; NULL if nothing is kept about them */
};

/** One registered table; all zero before table_register(). */
struct table {
    const struct table_kind *kind;
    stat_tap_table_ui        ui;
    struct collection        collection;
    GPtrArray               *old_rows;  /**< rows of earlier fillings, which other windows may still show */
    unsigned                 flows_cut; /**< flows that would need rows beyond LIMIT_TABLE_ROWS */
    bool                     requested; /**< on the command line */
};

/** Registers a table. Both live as long as the program. */
void table_register(struct table *table, const struct table_kind *kind);

/** Gives back what all tables hold, when the program ends. */
void table_end_all(void);

/** Adds a row with empty cells.
 *  @param row receives its number
 *  @return false where the bound is reached: a row of its own says how many flows are left out */
bool table_add_row(struct table *table, unsigned *row);

/** Fill one cell. Texts are copied; what does not print is replaced, NULL gives "-". */
void table_set_number(struct table *table, unsigned row, unsigned column, unsigned value);
void table_set_text(struct table *table, unsigned row, unsigned column, const char *text);

/** The same with "TLS 1.0"; "0x0305" if the version has no name; "-" for 0. */
void table_set_version(struct table *table, unsigned row, unsigned column, uint16_t version);

#endif
