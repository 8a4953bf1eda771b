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

/** Appends the text report, without colours: prose is not wrapped, each paragraph is one line. */
void report_text_append(const struct summary *summary, GString *text);

/** Appends one paragraph behind a label, as in the report: each registry path is a line of its own. */
void report_text_append_prose(GString *text, const char *label, const char *prose);

/** Prints the text report to standard output. */
void report_text_print(const struct summary *summary);

/** Prints the JSON document (schema "exchange_hybrid.report/1") to standard output. */
void report_json_print(const struct summary *summary);

#endif
