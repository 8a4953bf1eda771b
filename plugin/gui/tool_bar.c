/* tool_bar.c: the tool bar "Exchange Hybrid": the verdict, and what to do about it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tool_bar.h"

#include <epan/packet.h>

#include <epan/plugin_if.h>

#include "gui_actions.h"

#define NAME "Exchange Hybrid"

/* Wireshark tells entries of all tool bars apart by their names only. */
static ext_toolbar_t *verdict, *first_error, *errors_only;
static char          *shown; /* NULL: nothing, as when Wireshark ends */

/* A text in a tool bar can be written in: what stood there comes back. */
static void restore(void *item, void *item_data, void *user_data)
{
    (void)item, (void)item_data, (void)user_data;
    ext_toolbar_update_value(verdict, shown != NULL ? shown : "", true);
}

static void press(void *item, void *item_data, void *user_data)
{
    const struct gui_action *action = user_data;

    (void)item, (void)item_data;
    action->act();
}

static ext_toolbar_t *add_button(ext_toolbar_t *bar, const struct gui_action *action)
{
    return ext_toolbar_add_entry(bar, EXT_TOOLBAR_BUTTON, action->name, NULL, action->hint, false, NULL, false, NULL,
                                 press, (void *)(uintptr_t)action);
}

void tool_bar_register(void)
{
    ext_toolbar_t *bar = ext_toolbar_register_toolbar(NAME);

    verdict = ext_toolbar_add_entry(bar, EXT_TOOLBAR_STRING, "Exchange Hybrid: ", NULL, "What is wrong in this capture",
                                    false, NULL, true, NULL, restore, NULL);
    add_button(bar, &gui_report);
    first_error = add_button(bar, &gui_first_error);
    errors_only = add_button(bar, &gui_errors_only);
}

void tool_bar_show(const char *line, bool error)
{
    g_free(shown);
    shown = line[0] != '\0' ? g_strdup(line) : NULL;
    ext_toolbar_update_value(verdict, (void *)(uintptr_t)line, true);
    ext_toolbar_update_data_set_active(first_error, error);
    ext_toolbar_update_data_set_active(errors_only, error);
}
