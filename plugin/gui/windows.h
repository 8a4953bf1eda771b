/* windows.h: Wireshark's windows, where there are any.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef WINDOWS_H
#define WINDOWS_H

#include <epan/packet.h>

#include <epan/funnel.h>

/** What opens and fills windows; NULL in tshark and sharkd, and while Wireshark ends. */
const funnel_ops_t *windows_get(void);

/** Name of the capture that is open, without its folder; "" if none is, or if it has none. The text is the caller's to free. */
char *windows_capture_name(void);

/** The same with its folder; NULL if none is open. */
char *windows_capture_path(void);

/** Selects a frame in the packet list. A display filter that hides it is taken away. Nothing happens for 0. */
void windows_go_to_frame(uint32_t frame);

/** Applies a display filter, although it may be the one that is applied already: Wireshark evaluates the one that is set while
 *  a file is read packet by packet, before it knows how their flows end. */
void windows_apply_filter(const char *filter);

#endif
