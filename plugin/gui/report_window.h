/* report_window.h: the text report in a window.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef REPORT_WINDOW_H
#define REPORT_WINDOW_H

#include "../statistics/summary.h"

/** Opens the window. One that is open is opened anew, so that it comes to the front. */
void report_window_open(void);

bool report_window_is_open(void);

/** Fills the window, if it is open.
 *  @param summary  what is reported on; NULL if no capture is open
 *  @param note     what it says of a display filter, or NULL
 *  @param reading  the capture may yet tell more */
void report_window_show(const struct summary *summary, const char *note, bool reading);

#endif
