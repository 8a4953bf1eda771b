/* fuzz_user_agent.c: libFuzzer target for core/user_agent: the bytes as a User-Agent header.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "user_agent.h"

#include <stdint.h>
#include <string.h>

#include <glib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** The first row of the table that fits, found by GLib instead of core/ascii. */
static const struct user_agent *expected(const char *header)
{
    char                    *lower = g_ascii_strdown(header, -1);
    const struct user_agent *found = NULL;

    for (size_t i = 0; i < user_agent_count && found == NULL; i++) {
        char *pattern = g_ascii_strdown(user_agents[i].pattern, -1);

        if (user_agents[i].prefix ? g_str_has_prefix(lower, pattern) : strstr(lower, pattern) != NULL)
            found = &user_agents[i];
        g_free(pattern);
    }
    g_free(lower);
    return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = g_strndup(size > 0 ? (const char *)data : "", size);
    char *header = g_strdup(text); /* ends where its allocation ends */

    const struct user_agent *row = user_agent_find(header);
    g_assert_true(row == expected(header));
    g_assert_true(user_agent_is_workstation(header) == (row != NULL && row->machine == USER_AGENT_WORKSTATION));
    g_free(header);
    g_free(text);
    return 0;
}
