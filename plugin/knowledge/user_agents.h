/* user_agents.h: what a User-Agent header says of the machine that sent it. One row a fact; no logic.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef USER_AGENTS_H
#define USER_AGENTS_H

#include <stdbool.h>
#include <stddef.h>

/** Which kind of machine runs such a program. */
enum user_agent_machine {
    USER_AGENT_ANY_MACHINE, /**< servers and workstations alike */
    USER_AGENT_SERVER,
    USER_AGENT_WORKSTATION
};

struct user_agent {
    const char             *pattern; /**< compared ignoring case */
    bool                    prefix;  /**< true: the header begins so; false: the pattern stands anywhere in it */
    enum user_agent_machine machine;
    const char             *name; /**< for people */
    const char             *source;
};

/** The first row that matches counts. */
extern const struct user_agent user_agents[];
extern const size_t            user_agent_count;

#endif
