/* judge_lookup.c: DNS look-up -> finding, by walking the same table of rules.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "judge.h"

#include <string.h>

/* Which fact each failure stands for. */
static const uint64_t failure_facts[] = {
    [LOOKUP_FAILURE_NONE] = 0,
    [LOOKUP_FAILURE_NO_SUCH_NAME] = RULE_LOOKUP_NO_NAME,
    [LOOKUP_FAILURE_NO_ADDRESS] = 0,
    [LOOKUP_FAILURE_SERVER] = RULE_LOOKUP_SERVER,
    [LOOKUP_FAILURE_REFUSED] = RULE_LOOKUP_REFUSED,
    [LOOKUP_FAILURE_UNANSWERED] = RULE_LOOKUP_UNANSWERED,
    [LOOKUP_FAILURE_UNUSABLE_ADDRESS] = RULE_LOOKUP_UNUSABLE,
    [LOOKUP_FAILURE_PRIVATE_ADDRESS] = RULE_LOOKUP_PRIVATE,
};

/* The tenant's own names: TENANT.onmicrosoft.com and autodiscover.TENANT.onmicrosoft.com, not the routing domain. */
static bool has_no_address_by_design(const struct flow_recognition *recognition)
{
    if (recognition->role == ROLE_TENANT_DOMAIN)
        return true;
    return judge_is_tenant_autodiscover(recognition) && strstr(recognition->host, ".mail.onmicrosoft.") == NULL;
}

static uint64_t facts_of(const struct lookup *lookup)
{
    uint64_t facts = failure_facts[lookup->failure];

    if (has_no_address_by_design(&lookup->recognition)) {
        facts |= RULE_LOOKUP_BY_DESIGN;
        facts |= lookup->failure == LOOKUP_FAILURE_NO_ADDRESS ? RULE_LOOKUP_NO_NAME : 0;
    }
    facts |= roles[lookup->recognition.role].hybrid ? RULE_LOOKUP_HYBRID : 0;
    facts |= lookup->heard ? RULE_LOOKUP_HEARD : 0;
    facts |= lookup_is_settled(lookup) ? RULE_LOOKUP_SETTLED : 0;
    return facts;
}

bool judge_lookup(const struct lookup *lookup, uint16_t *rule)
{
    uint64_t facts = facts_of(lookup);

    for (size_t i = 0; lookup->failure != LOOKUP_FAILURE_NONE && i < rule_count; i++) {
        if (rules[i].events == FLOW_EVENT_LOOKUP && (facts & rules[i].needs) == rules[i].needs &&
            (facts & rules[i].excludes) == 0) {
            *rule = (uint16_t)i;
            return true;
        }
    }
    return false;
}
