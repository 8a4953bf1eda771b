/* tool_bar.h: the tool bar "Exchange Hybrid": the verdict, and what to do about it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TOOL_BAR_H
#define TOOL_BAR_H

#include <stdbool.h>

/** Registers it. Call once, while the protocol is registered. */
void tool_bar_register(void);

/** Shows the verdict.
 *  @param line  in one line; "" for none
 *  @param error there is an error to jump to */
void tool_bar_show(const char *line, bool error);

#endif
