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

/** What a button or an entry of a menu does. */
struct gui_action {
    const char *name;
    const char *hint; /**< under the pointer */
    void (*act)(void);
};

extern const struct gui_action gui_report, gui_first_error, gui_errors_only;

/** Registers all of it, the report in this menu among the rest; before other entries are added to the menu. Call once, while
 *  the protocol is registered. */
void gui_register(ext_menu_t *menu);

/** Shows the report of what passes the display filter that is set at present; of all if none is. */
void gui_take_filter(void);

#endif
