/* identifiers.c: well-known ids in tokens, and the values that a federation trust is expected to have.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Sources: keys of roles.c; S2SAUTH is the open specification MS-SPS2SAUTH, ENTRADOC "Verify first-party Microsoft
 * applications in sign-in reports" (Microsoft Learn).
 */
#include "identifiers.h"

/* clang-format off */

const struct identifier identifiers[] = {
    {"00000001-0000-0000-c000-000000000000", "ACS (Azure Access Control Service)", "FBC"},
    {"00000002-0000-0ff1-ce00-000000000000", "Office 365 Exchange Online", "FBC, CEHA"},
    {"00000003-0000-0ff1-ce00-000000000000", "SharePoint Online", "S2SAUTH"},
    {"00000004-0000-0ff1-ce00-000000000000", "Skype for Business Online", "HC (legacy partner application)"},
    {"00000003-0000-0000-c000-000000000000", "Microsoft Graph", "ENTRADOC"},
    {"7557eb47-c689-4224-abcf-aef9bd7573df", "Teams Scheduler", "HC"},
    {"db7de2b5-2149-435e-8043-e080dd50afae", "Cloud Voicemail", "HC"},
    {"dc890d15-9560-4a4c-9b7f-a736ec74ec40", "Role full_access_as_app of Exchange Online", "CEHA"},
};

const size_t identifier_count = sizeof identifiers / sizeof identifiers[0];

const struct federation_constant federation_constants[] = {
    {"TokenIssuerUri", "urn:federation:MicrosoftOnline", "FBC"},
    {"TokenIssuerEpr", "https://login.microsoftonline.com/extSTS.srf", "FBC"},
    {"TokenIssuerMetadataEpr",
     "https://nexus.microsoftonline-p.com/FederationMetadata/2006-12/FederationMetadata.xml", "FBC"},
    {"ApplicationUri (on premises)", "FYDIBOHF25SPDLT.<domain>", "FBC"},
    {"TargetApplicationUri (of the cloud)", "outlook.com", "FBC, FBERR (not outlook.live.com)"},
    {"ApplicationIdentifier (of the cloud)", "260563", "FBC, FBERR (not 292841)"},
    {"TargetAutodiscoverEpr (on premises)",
     "https://autodiscover-s.outlook.com/autodiscover/autodiscover.svc/WSSecurity", "FBC"},
    {"DiscoveryEndpoint (on premises)",
     "https://autodiscover-s.outlook.com/autodiscover/autodiscover.svc", "FBC (without /WSSecurity)"},
    {"TargetSharingEpr (on premises, empty or)", "https://outlook.office365.com/EWS/Exchange.asmx", "FBC"},
    {"TargetSharingEpr (in the cloud, with the Hybrid Agent)",
     "https://<guid>.resource.mailboxmigration.his.msappproxy.net/EWS/Exchange.asmx", "FBC, AGENT"},
};

const size_t federation_constant_count = sizeof federation_constants / sizeof federation_constants[0];

/* clang-format on */
