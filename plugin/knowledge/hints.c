/* hints.c: dated changes in Exchange Online that look like a failing connection although TLS is healthy.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Sources: "Exchange Server Security Changes for Hybrid Deployments" and its follow-ups (Exchange Team blog), Message
 * Center MC1485116. Widely reported, for the worldwide cloud only: a hint, never a finding.
 */
#include "hints.h"

#define EWS_CALLS {ROLE_ACS, ROLE_EXO_CORE, ROLE_UNCLASSIFIED}
#define BLOG "\"Exchange Server Security Changes for Hybrid Deployments\""
#define TEMPORARY_BLOCK \
    "If free/busy still fails: on these days Exchange Online blocked EWS through the shared service principal for a test, " \
    "as announced in " BLOG "; check the Message Center."

#define DAY(days) (INT64_C(86400) * (days))

const struct hint hints[] = {
    {DAY(20319), DAY(20321), CLOUD_WORLDWIDE, EWS_CALLS, TEMPORARY_BLOCK, "2025-08-19, two days; Exchange Team blog"},
    {DAY(20347), DAY(20350), CLOUD_WORLDWIDE, EWS_CALLS, TEMPORARY_BLOCK, "2025-09-16, three days; Exchange Team blog"},
    {DAY(20368), DAY(20371), CLOUD_WORLDWIDE, EWS_CALLS, TEMPORARY_BLOCK, "2025-10-07, three days; Exchange Team blog"},
    {DAY(20392), 0, CLOUD_WORLDWIDE, EWS_CALLS,
     "If free/busy still fails: Exchange Online blocks EWS through the shared service principal since 2025-10-31, as "
     "announced in " BLOG ": the dedicated hybrid application is needed (ConfigureExchangeHybridApplication.ps1); check the "
     "Message Center.",
     "2025-10-31; Exchange Team blog"},
    {DAY(20727), DAY(20909), CLOUD_WORLDWIDE, EWS_CALLS,
     "If free/busy still fails: from October 2026 on Exchange Online takes EWS only from applications that the tenant allows, "
     "as announced in MC1485116; check the Message Center.",
     "2026-10, phased; Message Center MC1485116"},
    {DAY(20909), 0, CLOUD_WORLDWIDE, EWS_CALLS,
     "If free/busy still fails: EWS in Exchange Online ended on 2027-04-01, as announced in MC1485116: Graph takes its place; "
     "check the Message Center.",
     "2027-04-01; Message Center MC1485116"},
};

const size_t hint_count = sizeof hints / sizeof hints[0];
