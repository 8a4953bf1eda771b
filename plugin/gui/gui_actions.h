/* gui_actions.h: what the buttons of the tool bar and of the window do: gui.c does it, and knows both.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef GUI_ACTIONS_H
#define GUI_ACTIONS_H

/** What a button or an entry of a menu does. */
struct gui_action {
    const char *name;
    const char *hint; /**< under the pointer */
    void (*act)(void);
};

extern const struct gui_action gui_report, gui_first_error, gui_errors_only;

/** Shows the report of what passes the display filter that is set at present; of all if none is. */
void gui_take_filter(void);

#endif
