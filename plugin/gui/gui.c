/* gui.c: the verdict and the report in Wireshark's windows.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "gui.h"

#include "../statistics/headline.h"
#include "../statistics/summary_make.h"
#include "gui_actions.h"
#include "listener.h"
#include "report_window.h"
#include "tool_bar.h"
#include "windows.h"

/* While a capture is read, no more than this part of the time goes into telling what is known so far. */
#define MOST_OF_TIME 20

static uint32_t    first_error;  /* frame; 0 for none */
static const char *error_filter; /* NULL: no capture is open */
static char       *note; /* what the report says of the display filter that it was asked to take; NULL: not asked */

static void show_verdict(const struct summary *summary, bool reading)
{
    char *line = summary != NULL ? headline_make(summary, reading) : g_strdup("");

    first_error = summary != NULL ? headline_first_error(summary) : 0;
    error_filter = summary != NULL ? headline_error_filter(summary) : NULL;
    tool_bar_show(line, first_error != 0);
    g_free(line);
}

static void show_report(const struct summary *whole, bool reading)
{
    struct summary *part = NULL;

    if (!report_window_is_open())
        return;
    if (whole == NULL || !listener_has_filter()) {
        report_window_show(whole, note, reading);
        return;
    }
    part = listener_summary(true);
    report_window_show(part, note, reading);
    summary_free(part);
}

static void show_all(void)
{
    struct summary *summary = listener_summary(false);

    show_verdict(summary, listener_is_reading());
    show_report(summary, listener_is_reading());
    if (summary != NULL)
        summary_free(summary);
}

/* Wireshark asks every few seconds while it reads or takes a capture, however large that has become. */
static void renew(void)
{
    static int64_t not_before;
    int64_t        begin = g_get_monotonic_time();

    if (windows_get() == NULL || (listener_is_reading() && begin < not_before))
        return;
    show_all();
    not_before = begin + MOST_OF_TIME * (g_get_monotonic_time() - begin);
}

static void forget_filter(void)
{
    g_free(note);
    note = NULL;
    listener_set_filter(NULL);
}

static void open_report(void)
{
    forget_filter();
    report_window_open();
    show_all();
}

static void go_to_first_error(void)
{
    windows_go_to_frame(first_error);
}

static void show_errors_only(void)
{
    if (error_filter != NULL)
        windows_apply_filter(error_filter);
}

const struct gui_action gui_report = {"Report", "What is wrong in this capture, and what is to be changed",
                                      open_report};
const struct gui_action gui_first_error = {"First error", "Goes to the first packet that is the evidence of an error",
                                           go_to_first_error};
const struct gui_action gui_errors_only = {"Errors only", "Filters the packets of what has an error", show_errors_only};

/* Wireshark has to tell of all packets once more. */
void gui_take_filter(void)
{
    const funnel_ops_t *windows = windows_get();
    char               *filter = g_strdup(windows->get_filter(windows->ops_id));
    char               *error = NULL;

    forget_filter();
    if (filter != NULL && filter[0] != '\0')
        error = listener_set_filter(filter);
    if (error != NULL)
        note = g_strdup_printf("All packets, because this is no display filter: %s", filter);
    if (listener_has_filter()) {
        note = g_strdup_printf("Only what passes the display filter: %s", filter);
        windows->retap_packets(windows->ops_id);
    }
    show_all();
    g_free(error);
    g_free(filter);
}

static void open_from_tools(ext_menubar_gui_type type, void *object, void *data)
{
    (void)type, (void)object, (void)data;
    open_report();
}

static void open_from_statistics(void *data)
{
    (void)data;
    open_report();
}

/* When the first file is opened: by then the tap is there. */
static void start(void)
{
    listener_start(renew);
}

void gui_register(ext_menu_t *menu)
{
    if (windows_get() == NULL)
        return;
    ext_menubar_add_entry(menu, "What is wrong in this capture?", gui_report.hint, open_from_tools, NULL);
    ext_menubar_add_separator(menu);
    funnel_register_menu("Exchange Hybrid/Report", REGISTER_PACKET_STAT_GROUP_UNSORTED, open_from_statistics, NULL,
                         NULL, false);
    tool_bar_register();
    register_init_routine(start);
}
