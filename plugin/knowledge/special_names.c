/* special_names.c: host names of which something is true by design. One row a fact, with its source (roles.c has the keys).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "special_names.h"

#define LEGACY_SMTP "Exchange Team blog, opting in to the legacy SMTP endpoint"

const struct special_name special_names[] = {
    {ROLE_UNCLASSIFIED, "smtp-legacy.office365.com", true, SPECIAL_NAME_ACCEPTS_OLD, LEGACY_SMTP},
    {ROLE_UNCLASSIFIED, "smtp-legacy.partner.outlook.cn", true, SPECIAL_NAME_ACCEPTS_OLD, LEGACY_SMTP},
    /* A tenant's own domains have no Autodiscover of their own; that of the routing domain is a redirect on port 80. */
    {ROLE_EXO_AUTODISCOVER, ".mail.onmicrosoft.", false, SPECIAL_NAME_SHUT, "URL-WW 2023-07-31 id8; FBC"},
    {ROLE_EXO_AUTODISCOVER, ".onmicrosoft.", false, SPECIAL_NAME_SHUT | SPECIAL_NAME_WITHOUT_ADDRESS, "URL-WW 2023-07-31 id8; FBC"},
    {ROLE_TENANT_DOMAIN, "", false, SPECIAL_NAME_WITHOUT_ADDRESS, "URL-WW 2023-07-31 id78"},
};

const size_t special_name_count = sizeof special_names / sizeof special_names[0];
