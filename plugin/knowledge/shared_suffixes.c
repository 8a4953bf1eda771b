/* shared_suffixes.c: endings of names that many owners share. One row a fact, with its source.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A file of its own: update_endpoints, beside this one, keeps the rows of endpoints.c.
 */
#include "shared_suffixes.h"

const struct shared_suffix shared_suffixes[] = {
    {".core.windows.net", "Azure Storage, \"Storage account overview\": every customer's account has a name below it"},
    {".servicebus.windows.net", "Azure Service Bus and Relay: every customer's namespace has a name below it"},
    {".msappproxy.net", "Entra application proxy: every tenant's published applications have names below it"},
    {".trafficmanager.net", "Azure Traffic Manager: every customer's profile has a name below it"},
    {".azurewebsites.net", "Azure App Service: every customer's application has a name below it"},
    {".msecnd.net", "Azure Content Delivery Network: customers' endpoints had names below it"},
    {".chinacloudapi.cn", "Azure China: customers' storage, service bus and virtual machines have names below it"},
};

const size_t shared_suffix_count = sizeof shared_suffixes / sizeof shared_suffixes[0];
