/* roles.c: the roles and the clouds, one row each, in the order of their enumerators.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The `hybrid` column is a promise to users of the filter exchange_hybrid.hybrid. Last checked 2026-10.
 * The column after it says that Exchange servers call and no program of a workstation does: tokens for servers, and what
 * the trust of a federation is made and kept up with (SEED, FBC, AGENT, SETUPLOG). EWS, Autodiscover and the sign-in
 * service have callers of every kind.
 *
 * Source keys, used by every table of this folder (repositories on GitHub; "idN": row of an endpoint list):
 *   URL-WW, URL-GCCH, URL-DOD, URL-CN, URL-DE  Microsoft's endpoint lists: MicrosoftDocs/microsoft-365-docs,
 *            microsoft-365/includes/office-365-*-endpoints.md
 *   URL26    the worldwide endpoint web service on 2026-06-06: sgawa/pac-ip-manager,
 *            ip-lists/latest/microsoft365.json
 *   endpoint service CLOUD DATE  the same service for that cloud, read by the script update_endpoints on DATE
 *   ADDL     "Other endpoints not included in the Office 365 IP Address and URL Web service":
 *            microsoft-365-docs
 *   SEED     "Resolve free/busy sharing issues in a hybrid Exchange environment", FBERR "Resolve free/busy
 *            errors": MicrosoftDocs/SupportArticles-docs
 *   PREREQ   "Hybrid deployment prerequisites", AGENT "Microsoft Hybrid Agent":
 *            MicrosoftDocs/OfficeDocs-Exchange
 *   FBC, HC, CLOUD, CEHA  FreeBusyChecker, HealthChecker, Get-CloudServiceEndpoint.ps1 and
 *            ConfigureExchangeHybridApplication.ps1: microsoft/CSS-Exchange
 *   FIDDLER  rule set of jprknight/Office365FiddlerExtension
 *   SECCH    Exchange Team blog "Exchange Server Security Changes for Hybrid Deployments" and its follow-ups
 *   DHA      Microsoft Learn "Deploy dedicated Exchange hybrid app" (2026-05-07), Message Center MC1485116
 *   SETUPLOG service addresses printed by Exchange 2016 setup logs
 *   QA142364 Microsoft Q&A thread of that number
 */
#include "roles.h"

_Static_assert(ROLE_COUNT == 38, "a role was added or removed: change its row below, then this number");
_Static_assert(CLOUD_COUNT == 9, "a cloud was added or removed: change its row below, then this number");

/* clang-format off */

const struct role_row roles[ROLE_COUNT] = {
    [ROLE_UNCLASSIFIED] = {
        "unclassified", "Not recognised", false, false, ROLE_PLACE_UNKNOWN,
        "unknown: neither name, address nor port is listed", "the absence of every other row"},
    [ROLE_EXO_AUTODISCOVER] = {
        "exo_autodiscover", "Exchange Online Autodiscover", true, false, ROLE_PLACE_MICROSOFT,
        "finding the other side's EWS address and federation information", "FBC, FIDDLER, URL26"},
    [ROLE_EXO_CORE] = {
        "exo_core", "EWS / free-busy front door of Exchange Online", true, false, ROLE_PLACE_MICROSOFT,
        "free/busy, MailTips, archives, mailbox moves, Outlook and remote PowerShell", "FBC, FBERR, URL26"},
    [ROLE_ACS] = {
        "acs", "Azure ACS token service", true, true, ROLE_PLACE_MICROSOFT,
        "OAuth server-to-server tokens and their metadata", "SEED, FBC, FBERR"},
    [ROLE_ENTRA_STS] = {
        "entra_sts", "Microsoft Entra sign-in and token service", true, false, ROLE_PLACE_MICROSOFT,
        "federation delegation tokens, OAuth tokens and sign-in", "FBC, FBERR, URL26"},
    [ROLE_FED_PROVISION] = {
        "fed_provision", "Federation trust provisioning", true, true, ROLE_PLACE_MICROSOFT,
        "adding and removing domains of the federation trust", "AGENT, FBERR, SETUPLOG, ADDL"},
    [ROLE_FED_METADATA] = {
        "fed_metadata", "Federation gateway metadata", true, true, ROLE_PLACE_MICROSOFT,
        "metadata and certificates of the federation gateway", "FBC, FBERR, SETUPLOG"},
    [ROLE_MSA_STS] = {
        "msa_sts", "Microsoft account sign-in, the old federation gateway", true, true, ROLE_PLACE_MICROSOFT,
        "tokens of old consumer federation trusts", "SETUPLOG, ADDL"},
    [ROLE_GRAPH] = {
        "graph", "Microsoft Graph", true, false, ROLE_PLACE_MICROSOFT,
        "free/busy, MailTips and photos of newer Exchange versions; hybrid application setup",
        "SECCH, DHA, CEHA, CLOUD"},
    [ROLE_EOP_SMTP] = {
        "eop_smtp", "Exchange Online Protection mail flow", true, false, ROLE_PLACE_MICROSOFT,
        "mail between the organisations over SMTP with STARTTLS", "PREREQ, URL26, HC"},
    [ROLE_EOP_HTTPS] = {
        "eop_https", "Exchange Online Protection web pages", false, false, ROLE_PLACE_MICROSOFT,
        "quarantine and administration pages", "URL-WW"},
    [ROLE_HYBRID_AGENT] = {
        "hybrid_agent", "Hybrid Agent and application proxy", true, false, ROLE_PLACE_MICROSOFT,
        "free/busy and mailbox moves from the cloud, relayed over outbound connections", "AGENT, ADDL"},
    [ROLE_HCW] = {
        "hcw", "Hybrid Configuration Wizard", true, false, ROLE_PLACE_MICROSOFT,
        "download of the wizard and upload of its logs", "ADDL"},
    [ROLE_REVOCATION] = {
        "revocation", "Certificate revocation and issuer download", false, false, ROLE_PLACE_OTHER,
        "revocation lists, OCSP answers and issuer certificates", "URL-WW id84/125, URL26"},
    [ROLE_ADFS] = {
        "adfs", "AD FS or Web Application Proxy of the organisation", true, false, ROLE_PLACE_ONPREM,
        "sign-in of federated identities", "PREREQ, ADDL rows 3-4, FIDDLER"},
    [ROLE_ONPREM_EXCHANGE] = {
        "onprem_exchange", "Exchange Server on premises", true, false, ROLE_PLACE_ONPREM,
        "free/busy, mailbox moves and mobile mail that the cloud fetches from on premises", "PREREQ, FBERR"},
    [ROLE_ONPREM_AUTODISCOVER] = {
        "onprem_autodiscover", "Autodiscover on premises", true, false, ROLE_PLACE_ONPREM,
        "finding the on-premises EWS address", "Autodiscover convention of MS-OXDSCLI"},
    [ROLE_EXCH_BACKEND] = {
        "exch_backend", "Exchange Server back end", true, false, ROLE_PLACE_ONPREM,
        "EWS and Autodiscover passed on between Exchange servers", "QA142364, HC"},
    [ROLE_AUTODETECT_MOBILE] = {
        "autodetect_mobile", "Outlook mobile AutoDetect and synchronisation", true, false, ROLE_PLACE_MICROSOFT,
        "finding and synchronising mailboxes for Outlook on phones", "ADDL row 10, CSS-Exchange Hybrid/Test-HMAEAS.ps1"},
    [ROLE_EXCH_MITIGATION] = {
        "exch_mitigation", "Exchange Emergency Mitigation service", false, false, ROLE_PLACE_MICROSOFT,
        "mitigations and feature settings for Exchange Server", "CSS-Exchange (EEMS check)"},
    [ROLE_EXO_OTHER] = {
        "exo_other", "Exchange Online, other", false, false, ROLE_PLACE_MICROSOFT,
        "Exchange Online traffic without a known hybrid purpose", "URL-WW 2023-07-31 id8, URL-CN id8"},
    [ROLE_EXO_CONTENT] = {
        "exo_content", "Exchange Online attachments and static content", false, false, ROLE_PLACE_MICROSOFT,
        "attachments, scripts and pictures of Outlook on the web", "URL-WW 2022-07-28 id3/8, URL26"},
    [ROLE_EXO_CLIENT_MAIL] = {
        "exo_client_mail", "Exchange Online SMTP, IMAP and POP for clients", false, false, ROLE_PLACE_MICROSOFT,
        "mail programs that submit or fetch mail", "URL-WW 2023-07-31 id2, URL26"},
    [ROLE_EXO_UM] = {
        "exo_um", "Exchange Online unified messaging, retired", false, false, ROLE_PLACE_MICROSOFT,
        "voice mail signalling", "ADDL row 5"},
    [ROLE_ENTRA_SSO] = {
        "entra_sso", "Microsoft Entra seamless single sign-on", false, false, ROLE_PLACE_MICROSOFT,
        "Kerberos sign-in of domain computers", "URL-WW 2023-07-31 id56, URL26"},
    [ROLE_ENTRA_PROVISIONING] = {
        "entra_provisioning", "Microsoft Entra directory provisioning", false, false, ROLE_PLACE_MICROSOFT,
        "directory synchronisation and administration", "URL-WW 2023-07-31 id56, URL26"},
    [ROLE_ENTRA_OTHER] = {
        "entra_other", "Microsoft Entra, other", false, false, ROLE_PLACE_MICROSOFT,
        "sign-in pages' content, multi-factor sign-in, device registration", "URL-WW 2023-07-31 id56/59/125, URL26"},
    [ROLE_MSA_OTHER] = {
        "msa_other", "Microsoft account pages", false, false, ROLE_PLACE_MICROSOFT,
        "management of personal Microsoft accounts", "URL-WW 2023-07-31 id97, URL26"},
    [ROLE_GRAPH_AAD_LEGACY] = {
        "graph_aad_legacy", "Azure AD Graph, retired", false, false, ROLE_PLACE_MICROSOFT,
        "directory queries of old programs", "URL-WW 2023-07-31 id56, URL26"},
    [ROLE_TENANT_DOMAIN] = {
        "tenant_domain", "Tenant's initial domain", false, false, ROLE_PLACE_MICROSOFT,
        "names below the tenant's initial domain", "URL-WW 2023-07-31 id78, URL26"},
    [ROLE_TENANT_ROUTING] = {
        "tenant_routing", "Tenant's hybrid routing domain", true, false, ROLE_PLACE_MICROSOFT,
        "names below the domain that hybrid mail and free/busy are routed by", "CSS-Exchange ExoConnectorCheck (address space)"},
    [ROLE_M365_OTHER] = {
        "m365_other", "Microsoft 365, other", false, false, ROLE_PLACE_MICROSOFT,
        "Microsoft 365 traffic without hybrid meaning", "URL-WW 2023-07-31 id64/159, URL26"},
    [ROLE_M365_ADMIN] = {
        "m365_admin", "Microsoft 365 administration", false, false, ROLE_PLACE_MICROSOFT,
        "administration, security and compliance pages", "URL-WW 2023-07-31 id64, URL-GCCH id6"},
    [ROLE_MS_SHORTLINK] = {
        "ms_shortlink", "Microsoft short links", false, false, ROLE_PLACE_MICROSOFT,
        "redirections to downloads and documentation", "ADDL row 9, URL26"},
    [ROLE_AZURE_CHINA] = {
        "azure_china", "Azure China, other", false, false, ROLE_PLACE_MICROSOFT,
        "Azure services in China without hybrid meaning", "URL-CN 2023-06-29 id7"},
    [ROLE_CONSUMER_OUTLOOK] = {
        "consumer_outlook", "Outlook.com for consumers", false, false, ROLE_PLACE_MICROSOFT,
        "personal mailboxes", "ntop/nDPI src/lib/ndpi_content_match.c.inc"},
    [ROLE_RCA] = {
        "rca", "Microsoft Remote Connectivity Analyzer", false, false, ROLE_PLACE_MICROSOFT,
        "connectivity tests started by an administrator", "SEED, FBERR"},
    [ROLE_SARA] = {
        "sara", "Microsoft Support and Recovery Assistant", false, false, ROLE_PLACE_MICROSOFT,
        "diagnostics started by a user", "ADDL row 2"},
};

/* Names: CLOUD and Microsoft's endpoint lists (see the source keys above). */
const struct cloud_row clouds[CLOUD_COUNT] = {
    [CLOUD_NONE]            = {NULL, "On premises, or not known"},
    [CLOUD_WORLDWIDE]       = {"worldwide", "Worldwide and GCC"},
    [CLOUD_GCC_HIGH]        = {"gcc_high", "US Government GCC High"},
    [CLOUD_DOD]             = {"dod", "US Government DoD"},
    [CLOUD_CHINA]           = {"china", "China (operated by 21Vianet)"},
    [CLOUD_BLEU]            = {"bleu", "Bleu (sovereign cloud, France)"},
    [CLOUD_DELOS]           = {"delos", "Delos (sovereign cloud, Germany)"},
    [CLOUD_GERMANY]         = {"germany", "Microsoft Cloud Germany (closed)"},
    [CLOUD_GCC_HIGH_OR_DOD] = {NULL, "US Government, GCC High or DoD"},
};

/* clang-format on */
