/* dated.c: compares a row of the table of hints with a flow and a time.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dated.h"

#include "clock.h"

bool dated_is_of_its_time(const struct hint *hint, const struct flow_time *first, const struct flow_time *last)
{
    return clock_is_real(first) && last->seconds >= hint->from && (hint->until == 0 || first->seconds < hint->until);
}

/* A program of a workstation has tokens of its own; what the cloud calls is not asked of the cloud. */
static bool is_of_a_server(const struct flow *flow)
{
    return flow->agent != FLOW_AGENT_WORKSTATION && flow->recognition.direction != FLOW_DIRECTION_CLIENT_TO_CLOUD &&
           flow->recognition.direction != FLOW_DIRECTION_CLOUD_TO_ONPREM;
}

bool dated_is_of_its_traffic(const struct hint *hint, const struct flow *flow)
{
    if ((CLOUD_BIT(flow->recognition.cloud) & hint->clouds) == 0 || !is_of_a_server(flow))
        return false;
    for (size_t i = 0; i < HINT_ROLES_MAX && hint->roles[i] != ROLE_UNCLASSIFIED; i++) {
        if (hint->roles[i] == flow->recognition.role)
            return true;
    }
    return false;
}
