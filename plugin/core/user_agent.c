/* user_agent.c: walks the table of user agents.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "user_agent.h"

#include "ascii.h"

static bool matches(const struct user_agent *row, const char *header)
{
    return row->prefix ? ascii_begins_with(header, row->pattern) : ascii_find(header, row->pattern) != NULL;
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
