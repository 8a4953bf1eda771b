/* listener.h: what the windows are told of the capture: all of it, and what passes a display filter.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LISTENER_H
#define LISTENER_H

#include "../statistics/summary.h"

/** Begins to listen to the tap; again has no effect. Not before the tap is registered.
 *  @param renewed called whenever there may be news */
void listener_start(void (*renewed)(void));

/** True while the capture is read, or taken: it may yet tell more. */
bool listener_is_reading(void);

/** Also listens to what passes a display filter, from the next time on that Wireshark tells of all packets. Ends that with
 *  NULL. The error (NULL for none) is the caller's to free. */
char *listener_set_filter(const char *filter);

/** True if there is such a filter. */
bool listener_has_filter(void);

/** What was told of the whole capture, or of what passes the filter; NULL if no capture is open. Free with
 *  summary_free(). */
struct summary *listener_summary(bool filtered);

#endif
