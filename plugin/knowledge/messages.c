/* messages.c: documented texts of failures, word for word.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Source of every row: "Resolve free/busy sharing issues in a hybrid Exchange environment" (Microsoft, 2024-01-24).
 * Which role fails under which text: "Exchange hybrid flows", sections 2 and 6 of the facts collected for this
 * plugin. The placeholder of the article's "application ID" stands as in the article.
 */
#include "messages.h"

#define ARTICLE "Resolve free/busy sharing issues in a hybrid Exchange environment (Microsoft, 2024-01-24)"

#define FREE_BUSY_ROLES \
    { \
        ROLE_EXO_AUTODISCOVER, ROLE_EXO_CORE, ROLE_ACS, ROLE_ENTRA_STS, ROLE_GRAPH, ROLE_EXCH_BACKEND \
    }

const struct message messages[] = {
    {"Set-FederatedOrganizationIdentifier",
     "PowerShell failed to invoke 'Set-FederatedOrganizationIdentifier': An error occurred while attempting to "
     "provision Exchange to the Partner STS. Detailed Information \"An error occurred accessing Windows Live. "
     "Detailed information: \"The underlying connection was closed: An unexpected error occurred on a "
     "receive.\".\"",
     false, {ROLE_FED_PROVISION, ROLE_FED_METADATA}, ARTICLE},
    {"Set-FederatedOrganizationIdentifier",
     "PowerShell failed to invoke 'Set-FederatedOrganizationIdentifier': An error occurred while attempting to "
     "provision Exchange to the Partner STS. Detailed Information \"An error occurred accessing Windows Live. "
     "Detailed information: \"The underlying connection was closed: An unexpected error occurred on a send.\".\"",
     false, {ROLE_FED_PROVISION, ROLE_FED_METADATA}, ARTICLE},
    {"Add-FederatedDomain",
     "PowerShell failed to invoke 'Add-FederatedDomain': Unable to reserve the URI \"contoso.com\" for the domain "
     "\"contoso.com\" on application identifier <application ID>. Detailed information: \"An error occurred "
     "accessing Windows Live. Detailed information: \"The underlying connection was closed: An unexpected error "
     "occurred on a send.\".\"",
     false, {ROLE_FED_PROVISION}, ARTICLE},
    {"New-AuthServer",
     "New-AuthServer -Name \"WindowsAzureACS\" -AuthMetadataUrl "
     "\"https://accounts.accesscontrol.windows.net/contoso.com/metadata/json/1\" Cannot acquire auth metadata "
     "document from 'https://accounts.accesscontrol.windows.net/contoso.com/metadata/json/1'. Error: The "
     "underlying connection was closed: An unexpected error occurred on a receive.",
     false, {ROLE_ACS}, ARTICLE},
    {"Test-OAuthConnectivity",
     "System.Net.WebException: The underlying connection was closed: An unexpected error occurred on a send.",
     false, {ROLE_ACS, ROLE_ENTRA_STS, ROLE_EXO_CORE, ROLE_EXO_AUTODISCOVER}, ARTICLE},
    {"Test-OAuthConnectivity",
     "System.IO.IOException: Unable to read data from the transport connection: An existing connection was "
     "forcibly closed by the remote host.",
     false, {ROLE_ACS, ROLE_ENTRA_STS, ROLE_EXO_CORE, ROLE_EXO_AUTODISCOVER}, ARTICLE},
    {"free/busy",
     "When a user who has an on-premises mailbox tries to use the Scheduling Assistant in Microsoft Outlook to "
     "retrieve free/busy information for another user who has an Exchange Online mailbox, free/busy sharing "
     "either doesn't work or works intermittently.",
     true, FREE_BUSY_ROLES, ARTICLE},
    {"shared calendar",
     "When a user who has an on-premises mailbox tries to add the shared calendar of a user who has an Exchange "
     "Online mailbox, Outlook displays a \"Could not update\" message.",
     true, FREE_BUSY_ROLES, ARTICLE},
    {"MailTips",
     "When a user who has an on-premises mailbox drafts a message to a user who has an Exchange Online mailbox, "
     "MailTips aren't displayed. This issue can occur in Outlook or Outlook on the web.",
     true, FREE_BUSY_ROLES, ARTICLE},
};

const size_t message_count = sizeof messages / sizeof messages[0];
