/* user_agents.c: User-Agent headers of programs that talk to Exchange.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Sources: "Resolve free/busy errors" (FBERR); rules of the Office 365 Fiddler extension (FIDDLER); .NET reference of
 * SoapHttpClientProtocol and of Invoke-WebRequest (their default agents begin like a browser's). What is listed for no
 * machine in particular runs on servers as well as on workstations: it tells nothing.
 */
#include "user_agents.h"

const struct user_agent user_agents[] = {
    {"ASProxy/", true, USER_AGENT_SERVER, "Exchange availability service", "FBERR"},
    {"ASAutoDiscover/", true, USER_AGENT_SERVER, "Exchange availability service, Autodiscover", "FBERR"},
    {"MS Web Services Client Protocol", false, USER_AGENT_ANY_MACHINE, ".NET SOAP client", "SoapHttpClientProtocol"},
    {"ExchangeServicesClient/", true, USER_AGENT_ANY_MACHINE, "EWS Managed API", "EWS Managed API"},
    {"WindowsPowerShell/", false, USER_AGENT_ANY_MACHINE, "Windows PowerShell", "Invoke-WebRequest"},
    {"PowerShell/", false, USER_AGENT_ANY_MACHINE, "PowerShell", "Invoke-WebRequest"},
    {"Microsoft Office/", true, USER_AGENT_WORKSTATION, "Microsoft Office", "FIDDLER"},
    {"Microsoft Outlook", false, USER_AGENT_WORKSTATION, "Outlook", "FIDDLER"},
    {"Mozilla/", true, USER_AGENT_WORKSTATION, "browser", "RFC 9110 section 10.1.5, common use"},
};

const size_t user_agent_count = sizeof user_agents / sizeof user_agents[0];
