/* windows.c: Wireshark's windows, where there are any.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "windows.h"

#include <epan/plugin_if.h>

/* The command line has a stand-in for windows, which has no buttons. */
const funnel_ops_t *windows_get(void)
{
    const funnel_ops_t *windows = funnel_get_funnel_ops();

    return windows != NULL && windows->ops_id != NULL && windows->add_button != NULL ? windows : NULL;
}

static void *copy_path(capture_file *file, void *data)
{
    (void)data;
    return file->state != FILE_CLOSED ? g_strdup(file->filename) : NULL;
}

static void *copy_filter(capture_file *file, void *data)
{
    (void)data;
    return file->state != FILE_CLOSED ? g_strdup(file->dfilter) : NULL;
}

static void *note_selected(capture_file *file, void *data)
{
    uint32_t *frame = data;

    if (file->state != FILE_CLOSED && file->current_frame != NULL)
        *frame = file->current_frame->num;
    return NULL;
}

char *windows_capture_path(void)
{
    return plugin_if_get_capture_file(copy_path, NULL);
}

char *windows_capture_name(void)
{
    char *path = windows_capture_path();
    char *name = path != NULL ? g_path_get_basename(path) : g_strdup("");

    g_free(path);
    return name;
}

static bool is_selected(uint32_t frame)
{
    uint32_t selected = 0;

    plugin_if_get_capture_file(note_selected, &selected);
    return selected == frame;
}

void windows_go_to_frame(uint32_t frame)
{
    if (frame == 0)
        return;
    plugin_if_goto_frame(frame);
    if (is_selected(frame))
        return;
    plugin_if_apply_filter("", true);
    plugin_if_goto_frame(frame);
}

void windows_apply_filter(const char *filter)
{
    char *applied = plugin_if_get_capture_file(copy_filter, NULL);

    if (g_strcmp0(applied, filter) == 0)
        plugin_if_apply_filter("", true);
    plugin_if_apply_filter(filter, true);
    g_free(applied);
}
