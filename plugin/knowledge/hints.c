/* hints.c: dated facts of Microsoft's clouds, newest first.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Last checked 2026-12-01. A temporary block was announced for August 2025, too; it was cancelled on 2025-08-18 (Exchange
 * Team blog 4440682): no row. How long the one of October 2025 lasted could not be confirmed: only its first day is told. For
 * ACS as Exchange uses it no end was announced (2026-04-02 is SharePoint's): no row.
 */
#include "hints.h"

#define EWS_CALLS {ROLE_ACS, ROLE_EXO_CORE, ROLE_UNCLASSIFIED}

/* Days since the epoch, and hours of the day, UTC. */
#define DAY(days) (INT64_C(86400) * (days))
#define HOUR(hours) (INT64_C(3600) * (hours))

#define WORLDWIDE CLOUD_BIT(CLOUD_WORLDWIDE)
#define BLOCKED "Exchange Online blocked EWS through the shared service principal for a test, "
#define EWS_SETTINGS "EwsEnabled true and the application's id in EwsAllowedAppIDs (Set-OrganizationConfig)"

const struct hint hints[] = {
    {DAY(20909), 0, WORLDWIDE, EWS_CALLS,
     "2027-04-01: EWS of Exchange Online was announced to end for all tenants on this day; free/busy then goes over Graph.",
     "Message Center MC1485116, as the press tells it"},
    {DAY(20727), DAY(20909), WORLDWIDE, EWS_CALLS,
     "2026-10-01: Exchange Online takes EWS only from tenants with " EWS_SETTINGS "; without a value EwsEnabled counts as false, "
     "step by step from this day on. EWS was announced to end for all on 2027-04-01.",
     "office-docs-powershell, Set-OrganizationConfig, June 2026, confirmed; the end: as the press tells it"},
    {DAY(20727), 0, WORLDWIDE, EWS_CALLS,
     "2026-05: Exchange Server SE with the update of this month or newer can ask Graph instead of EWS, once its application has the Graph "
     "permissions; Exchange 2016 and 2019 cannot.",
     "Exchange Team blog on Graph for hybrid, as the press tells it"},
    {HINT_SHARED_PRINCIPAL_ENDS, 0, WORLDWIDE, EWS_CALLS,
     "2025-10-31: free/busy, MailTips and profile pictures from on premises need the dedicated hybrid application since this "
     "day, both halves: in Entra (ConfigureExchangeHybridApplication.ps1), and on premises its id on the EvoSTS auth "
     "server with the setting override ExchangeOnpremAsThirdPartyAppId.",
     "Deploy dedicated Exchange hybrid app (Microsoft Learn); CSS-Exchange, ConfigureExchangeHybridApplication, confirmed"},
    {DAY(20368), DAY(20369), WORLDWIDE, EWS_CALLS,
     "2025-10-07: " BLOCKED "beginning on this day.",
     "Exchange Team blog on temporary enforcements; how long is not confirmed"},
    {DAY(20347) + HOUR(7), DAY(20349) + HOUR(7), WORLDWIDE | CLOUD_BIT(CLOUD_CHINA), EWS_CALLS,
     "2025-09-16: " BLOCKED "from 07:00 to 2025-09-18 07:00 UTC, worldwide and in the cloud of 21Vianet.",
     "Exchange Team blog 4452910, confirmed"},
};

const size_t hint_count = sizeof hints / sizeof hints[0];
