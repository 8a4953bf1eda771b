/* report.h: what the report statistics collect, and its two forms.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Consumers of the tap record only: nothing here reaches into the dissector.
 */
#ifndef REPORT_H
#define REPORT_H

#include "summary.h"

/** Registers "-z exchange_hybrid,report" and "-z exchange_hybrid,json". Call once. */
void report_register(void);

/** Prints the text report to standard output. */
void report_text_print(const struct summary *summary);

/** Prints the JSON document (schema "exchange_hybrid.report/1") to standard output. */
void report_json_print(const struct summary *summary);

#endif
