/* save.c: a text saved under a name that is asked for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "save.h"

#include "windows.h"

#define TITLE "Save the report as"

static void ask(const char *question, const char *name, const char *text);

/* Where the capture is, unless the name says where. */
static char *full_name(const char *name)
{
    char *capture = windows_capture_path();
    char *folder = capture != NULL ? g_path_get_dirname(capture) : NULL;
    char *full = g_path_is_absolute(name) || folder == NULL ? g_strdup(name) : g_build_filename(folder, name, NULL);

    g_free(folder);
    g_free(capture);
    return full;
}

static void save(const char *name, const char *text)
{
    char   *path = full_name(name);
    GError *error = NULL;

    if (g_file_test(path, G_FILE_TEST_EXISTS))
        ask("There is such a file. Another name:", name, text);
    else if (!g_file_set_contents(path, text, -1, &error))
        ask(error->message, name, text);
    g_clear_error(&error);
    g_free(path);
}

/* The answers belong to whoever is told. */
static void take_answers(char **answers, void *data)
{
    if (answers[0] != NULL && answers[0][0] != '\0')
        save(answers[0], data);
    for (char **answer = answers; *answer != NULL; answer++)
        g_free(*answer);
    g_free(answers);
}

static void ask(const char *question, const char *name, const char *text)
{
    const funnel_ops_t *windows = windows_get();
    const char         *questions[] = {question, NULL};
    const char         *names[] = {name, NULL};

    if (windows != NULL)
        windows->new_dialog(windows->ops_id, TITLE, questions, names, take_answers, g_strdup(text), g_free);
}

void save_text_as(const char *text)
{
    char *capture = windows_capture_path();
    char *name = g_strconcat(capture != NULL ? capture : "report", ".txt", NULL);

    ask("File name:", name, text);
    g_free(name);
    g_free(capture);
}
