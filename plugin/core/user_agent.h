/* user_agent.h: a User-Agent header -> the program that sent it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef USER_AGENT_H
#define USER_AGENT_H

#include "../knowledge/user_agents.h"

/** The row of a User-Agent header (RFC 9110 section 10.1.5), or NULL for NULL and for programs that no row names. */
const struct user_agent *user_agent_find(const char *header);

/** True if the header is that of a program that runs on workstations, not on servers. */
bool user_agent_is_workstation(const char *header);

#endif
