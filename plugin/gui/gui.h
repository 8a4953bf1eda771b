/* gui.h: the verdict and the report in Wireshark's windows: a tool bar, a text window, entries of menus.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A consumer of the tap record, as the statistics are, and of the words that these make of it. Where there are no windows
 * (tshark, sharkd) nothing of it exists.
 */
#ifndef GUI_H
#define GUI_H

#include <epan/packet.h>

#include <epan/plugin_if.h>

/** Registers all of it, the report in this menu among the rest; before other entries are added to the menu. Call once, while
 *  the protocol is registered. */
void gui_register(ext_menu_t *menu);

#endif
