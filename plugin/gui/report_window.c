/* report_window.c: the text report in a window.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The text is put in as it is, in one piece, so that the window shows its beginning. Wireshark takes a text that is set for
 * HTML if it looks like that, as names in a capture may; what is appended it does not.
 */
#include "report_window.h"

#include "../statistics/headline.h"
#include "../statistics/report.h"
#include "../statistics/steps.h"
#include "../wireshark_compat.h"
#include "gui_actions.h"
#include "save.h"
#include "windows.h"
#include "wrap.h"

/* One title, so that Wireshark remembers size and place of the window. */
#define TITLE "Exchange Hybrid: what is wrong in this capture"

/* The window opens 75 columns wide. */
#define COLUMNS 72

static funnel_text_window_t *window;
static char                 *text;  /* that it shows; NULL for none */
static char                 *steps; /* what is to be changed; NULL for nothing */

static void copy(const char *copied)
{
    GString *string = g_string_new(copied);

    windows_get()->copy_to_clipboard(string);
    g_string_free(string, true);
}

static void copy_text(void)
{
    copy(text);
}

static void copy_steps(void)
{
    copy(steps);
}

static void save_text(void)
{
    save_text_as(text);
}

static const struct gui_action copy_action = {"Copy", NULL, copy_text};
static const struct gui_action copy_steps_action = {"Copy the steps", NULL, copy_steps};
static const struct gui_action save_action = {"Save as", NULL, save_text};
static const struct gui_action filter_action = {"With the display filter", NULL, gui_take_filter};

static compat_pressed press(funnel_text_window_t *pressed, void *data)
{
    const struct gui_action *action = data;

    (void)pressed;
    if (window != NULL && text != NULL)
        action->act();
    return true;
}

/* Wireshark keeps the pointer for as long as the window lives. */
static void add_buttons(void)
{
    static funnel_bt_t buttons[] = {
        {.func = press, .data = (void *)(uintptr_t)&copy_action},
        {.func = press, .data = (void *)(uintptr_t)&copy_steps_action},
        {.func = press, .data = (void *)(uintptr_t)&save_action},
        {.func = press, .data = (void *)(uintptr_t)&gui_first_error},
        {.func = press, .data = (void *)(uintptr_t)&gui_errors_only},
        {.func = press, .data = (void *)(uintptr_t)&filter_action},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(buttons); i++) {
        const struct gui_action *action = buttons[i].data;
        windows_get()->add_button(window, &buttons[i], action->name);
    }
}

static void forget_texts(void)
{
    g_free(text);
    g_free(steps);
    text = steps = NULL;
}

static void forget_window(void *data)
{
    (void)data;
    window = NULL;
    forget_texts();
}

void report_window_open(void)
{
    const funnel_ops_t *windows = windows_get();

    if (windows == NULL)
        return;
    if (window != NULL)
        windows->destroy_text_window(window);
    window = windows->new_text_window(windows->ops_id, TITLE);
    windows->set_close_cb(window, forget_window, NULL);
    add_buttons();
}

bool report_window_is_open(void)
{
    return window != NULL && windows_get() != NULL;
}

/* The file's name, the verdict in a line, and what the report is limited to, if it is. */
static void append_heading(GString *heading, const struct summary *summary, const char *note, bool reading)
{
    char *name = windows_capture_name();
    char *headline = headline_make(summary, reading);

    g_string_append_printf(heading, "%s\n", name);
    wrap_append(heading, headline, COLUMNS);
    g_string_append_c(heading, '\n');
    if (note != NULL)
        g_string_append_printf(heading, "%s\n", note);
    g_string_append_c(heading, '\n');
    g_free(headline);
    g_free(name);
}

static char *text_of(const struct summary *summary, const char *note, bool reading)
{
    GString *report = g_string_new(NULL);
    GString *whole = g_string_new(NULL);

    append_heading(whole, summary, note, reading);
    report_text_append(summary, report);
    wrap_append(whole, report->str, COLUMNS);
    g_string_free(report, true);
    return g_string_free(whole, false);
}

static char *steps_of(const struct summary *summary, const char *note, bool reading)
{
    GString *list = g_string_new(NULL);
    GString *whole = g_string_new(NULL);

    append_heading(whole, summary, note, reading);
    steps_append(summary, list);
    wrap_append(whole, list->str, COLUMNS);
    g_string_free(list, true);
    return g_string_free(whole, false);
}

static void put(const char *shown)
{
    const funnel_ops_t *windows = windows_get();

    windows->clear_text(window);
    windows->append_text(window, shown);
}

void report_window_show(const struct summary *summary, const char *note, bool reading)
{
    char *news = NULL;

    if (!report_window_is_open())
        return;
    if (summary == NULL) {
        forget_texts();
        put("No capture is open.\n");
        return;
    }
    news = text_of(summary, note, reading);
    /* Who reads keeps his place if there is nothing new. */
    if (g_strcmp0(news, text) != 0)
        put(news);
    forget_texts();
    text = news;
    steps = steps_of(summary, note, reading);
}
