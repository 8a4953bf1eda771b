/* user_agent.c: walks the table of user agents.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "user_agent.h"

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static bool begins_with(const char *text, const char *pattern)
{
    while (*pattern != '\0' && lower(*text) == lower(*pattern)) {
        text++;
        pattern++;
    }
    return *pattern == '\0';
}

static bool matches(const struct user_agent *row, const char *header)
{
    if (row->prefix)
        return begins_with(header, row->pattern);
    for (; *header != '\0'; header++) {
        if (begins_with(header, row->pattern))
            return true;
    }
    return false;
}

const struct user_agent *user_agent_find(const char *header)
{
    for (size_t i = 0; header != NULL && i < user_agent_count; i++) {
        if (matches(&user_agents[i], header))
            return &user_agents[i];
    }
    return NULL;
}

bool user_agent_is_workstation(const char *header)
{
    const struct user_agent *row = user_agent_find(header);

    return row != NULL && row->machine == USER_AGENT_WORKSTATION;
}
