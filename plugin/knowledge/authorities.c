/* authorities.c: certification authorities by the names they have in an issuer field, one row a fact.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The first row that fits counts. Columns of `authorities`: common name, how it is compared, organization,
 * issues for names of Microsoft's clouds, place in a chain, source. Authorities of the past stay: captures
 * are old.
 *
 * Source keys:
 *   AZCA       "Azure Certificate Authority details", Microsoft Learn, 2025-11-17 (MicrosoftDocs/azure-docs,
 *              articles/security/fundamentals); "removed DATE": its change log, in use until then
 *   M365CHAIN  "Encryption chains", 2019-12-19, and "Office 365 encryption chains - ITAR", 2020-02-20
 *              (MicrosoftDocs/microsoft-365-docs, microsoft-365/compliance)
 *   M365TLS    "Office TLS Certificate Changes", 2022-03-07 (same folder)
 *   EXG2       Exchange Team blog "Trust DigiCert Global Root G2 Certificate Authority to Avoid Exchange
 *              Online Email Disruption", edited 2026-02-04: the chains of AZCA are those of SMTP too
 *   MOZILLA    Mozilla's list of roots as packaged in ca-certificates 20230311 (names of the certificates)
 *   LETSENCRYPT "Chains of Trust", letsencrypt.org/certificates, 2026-01-08
 *   SECTIGO25  "Sectigo new Public Roots and Issuing CAs Hierarchy", Sectigo Knowledge Base, 2025
 *   SECTIGO    "Sectigo Root and Intermediate Certificates", help.comodosslstore.com, 2025 and before
 *   DIGICERT   "DigiCert Root and Intermediate (ICA) Selections", help.rapidsslonline.com, 2025, and
 *              "GeoTrust Intermediate Certificates", thesslstore.com, 2025
 *   DIGICERT23 "DigiCert root and intermediate CA certificate updates 2023", DigiCert Knowledge
 *   GLOBALSIGN "OrganizationSSL Intermediate Certificates", GlobalSign Support, 2026-01-08
 *   ENTRUST    "TLS Certificate Information Center", Entrust, 2024, and "Sectigo and Entrust", CCADB Public,
 *              2025-06-24
 *   CHROMIUM   list of TLS-opening software, chrome/browser/resources/ssl/ssl_error_assistant, version 4
 *   SEEN       the issuer of certificates shown in public logs and code, collected 2026-11
 */
#include "authorities.h"

/* That of AZCA, the list that decides for Microsoft's names. */
const char authority_list_date[] = "2025-11-17";

/* clang-format off */

#define EXACT        AUTHORITY_EXACT
#define FAMILY       AUTHORITY_FAMILY
#define ANY          AUTHORITY_ANY
#define ROOT         AUTHORITY_ROOT
#define INTERMEDIATE AUTHORITY_INTERMEDIATE
#define EITHER       AUTHORITY_EITHER

#define MICROSOFT "Microsoft Corporation"

const struct authority authorities[] = {
    /* Microsoft's own */
    {"Microsoft Azure RSA TLS Issuing CA ", FAMILY, MICROSOFT, true, INTERMEDIATE, "AZCA (03, 04, 07, 08)"},
    {"Microsoft Azure ECC TLS Issuing CA ", FAMILY, MICROSOFT, true, INTERMEDIATE,
     "AZCA (03, 04, 07, 08; 01, 02, 05, 06 removed 2024-06-27)"},
    {"Microsoft Azure TLS Issuing CA ", FAMILY, MICROSOFT, true, INTERMEDIATE,
     "AZCA (01, 02, 05, 06 removed 2024-06-27); M365TLS"},
    {"Microsoft TLS G2 RSA CA OCSP ", FAMILY, MICROSOFT, true, INTERMEDIATE, "AZCA (02, 04 ... 16)"},
    {"Microsoft TLS G2 ECC CA OCSP ", FAMILY, MICROSOFT, true, INTERMEDIATE, "AZCA (02, 04, 06, 08)"},
    {"Microsoft TLS RSA Root G2", EXACT, MICROSOFT, true, EITHER, "AZCA (also signed by a DigiCert root)"},
    {"Microsoft TLS ECC Root G2", EXACT, MICROSOFT, true, EITHER, "AZCA (also signed by a DigiCert root)"},
    {"Microsoft RSA TLS Issuing AOC CA ", FAMILY, MICROSOFT, true, INTERMEDIATE, "AZCA (removed 2025-09-09)"},
    {"Microsoft RSA TLS Issuing EOC CA ", FAMILY, MICROSOFT, true, INTERMEDIATE, "AZCA (removed 2025-09-09)"},
    {"Microsoft ECC TLS Issuing AOC CA ", FAMILY, MICROSOFT, true, INTERMEDIATE, "AZCA (removed 2025-09-09)"},
    {"Microsoft ECC TLS Issuing EOC CA ", FAMILY, MICROSOFT, true, INTERMEDIATE, "AZCA (removed 2025-09-09)"},
    {"Microsoft RSA TLS CA ", FAMILY, MICROSOFT, true, INTERMEDIATE,
     "AZCA (01, 02 removed 2024-10-08); M365TLS"},
    {"Microsoft IT TLS CA ", FAMILY, MICROSOFT, true, INTERMEDIATE, "M365CHAIN (1, 2, 4, 5)"},
    {"Microsoft IT SSL SHA2", EXACT, MICROSOFT, true, INTERMEDIATE, "M365CHAIN"},
    {"Microsoft RSA Root Certificate Authority 2017", EXACT, MICROSOFT, true, ROOT, "AZCA; M365TLS; MOZILLA"},
    {"Microsoft ECC Root Certificate Authority 2017", EXACT, MICROSOFT, true, ROOT, "AZCA; M365TLS; MOZILLA"},

    /* DigiCert and its brands, on Microsoft's names */
    {"DigiCert Cloud Services CA-1", EXACT, "DigiCert Inc", true, INTERMEDIATE, "AZCA; M365CHAIN"},
    {"DigiCert SHA2 Secure Server CA", EXACT, "DigiCert Inc", true, INTERMEDIATE, "AZCA; M365CHAIN"},
    {"DigiCert SHA2 High Assurance Server CA", EXACT, "DigiCert Inc", true, INTERMEDIATE, "M365CHAIN"},
    {"DigiCert SHA2 Extended Validation Server CA", EXACT, "DigiCert Inc", true, INTERMEDIATE,
     "M365CHAIN (issuer addresses); DIGICERT"},
    {"DigiCert TLS RSA SHA256 2020 CA1", EXACT, "DigiCert Inc", true, INTERMEDIATE, "AZCA"},
    {"DigiCert TLS Hybrid ECC SHA384 2020 CA1", EXACT, "DigiCert Inc", true, INTERMEDIATE, "AZCA"},
    {"DigiCert Global G2 TLS RSA SHA256 2020 CA1", EXACT, "DigiCert Inc", true, INTERMEDIATE, "AZCA; EXG2"},
    {"DigiCert Global G3 TLS ECC SHA384 2020 CA1", EXACT, "DigiCert Inc", true, INTERMEDIATE, "AZCA; EXG2"},
    {"DigiCert Basic RSA CN CA G2", EXACT, "DigiCert Inc", true, INTERMEDIATE, "AZCA (China)"},
    {"DigiCert Basic OV ", FAMILY, "DigiCert Inc", true, INTERMEDIATE,
     "AZCA (China: G2 TLS CN RSA4096 SHA256 2022 CA1, G3 TLS CN ECC P-384 SHA384 2022 CA1)"},
    {"DigiCert EV RSA CA G2", EXACT, "DigiCert Inc", true, INTERMEDIATE, "DIGICERT"},
    {"GeoTrust Global TLS RSA4096 SHA256 2022 CA1", EXACT, "DigiCert Inc", true, INTERMEDIATE, "AZCA"},
    {"DigiCert Global Root CA", EXACT, "DigiCert Inc", true, ROOT, "AZCA; M365CHAIN; MOZILLA"},
    {"DigiCert Global Root G2", EXACT, "DigiCert Inc", true, ROOT, "AZCA; M365TLS; EXG2; MOZILLA"},
    {"DigiCert Global Root G3", EXACT, "DigiCert Inc", true, ROOT, "AZCA; MOZILLA"},
    {"DigiCert High Assurance EV Root CA", EXACT, "DigiCert Inc", true, ROOT, "M365CHAIN; MOZILLA"},
    {"DigiCert TLS RSA4096 Root G5", EXACT, "DigiCert, Inc.", true, ROOT, "AZCA; MOZILLA"},
    {"DigiCert TLS ECC P384 Root G5", EXACT, "DigiCert, Inc.", true, ROOT, "AZCA; MOZILLA"},
    {"Baltimore CyberTrust Root", EXACT, "Baltimore", true, ROOT,
     "AZCA (removed 2024-10-08); M365CHAIN; MOZILLA"},
    {"Symantec Class 3 Secure Server CA - G4", EXACT, "Symantec Corporation", true, INTERMEDIATE,
     "M365CHAIN"},
    {"Symantec Class 3 EV SSL CA - G3", EXACT, "Symantec Corporation", true, INTERMEDIATE, "M365CHAIN"},
    {"VeriSign Class 3 Public Primary Certification Authority - G5", EXACT, "VeriSign, Inc.", true, ROOT,
     "M365CHAIN"},
    {"thawte SHA256 SSL CA", EXACT, "thawte, Inc.", true, INTERMEDIATE, "M365CHAIN"},
    {"thawte Primary Root CA - G3", EXACT, "thawte, Inc.", true, ROOT, "M365CHAIN"},
    {"Verizon Akamai SureServer CA G14-SHA2", EXACT, "Verizon Enterprise Solutions", true, INTERMEDIATE,
     "M365CHAIN"},

    /* Others that Microsoft lists */
    {"Entrust Certification Authority - L1C", EXACT, "Entrust, Inc.", true, INTERMEDIATE, "M365CHAIN"},
    {"Entrust Certification Authority - L1K", EXACT, "Entrust, Inc.", true, INTERMEDIATE,
     "M365CHAIN; AZCA (removed 2025-09-05)"},
    {"Entrust Certification Authority - L1M", EXACT, "Entrust, Inc.", true, INTERMEDIATE,
     "AZCA (removed 2025-09-05)"},
    {"Entrust Root Certification Authority - G2", EXACT, "Entrust, Inc.", true, ROOT,
     "M365CHAIN; AZCA (removed 2025-09-05); MOZILLA"},
    {"Entrust.net Certification Authority (2048)", EXACT, "Entrust.net", true, ROOT, "M365CHAIN; MOZILLA"},
    {"GlobalSign Organization Validation CA - SHA256 - G", FAMILY, "GlobalSign nv-sa", true, INTERMEDIATE,
     "M365CHAIN (G2, and G3 by its address)"},
    {"GlobalSign Extended Validation CA - SHA256 - G", FAMILY, "GlobalSign nv-sa", true, INTERMEDIATE,
     "M365CHAIN (G2, G3)"},
    {"GlobalSign Root CA", EXACT, "GlobalSign nv-sa", true, ROOT, "M365CHAIN; MOZILLA"},
    {"GlobalSign", EXACT, "GlobalSign", true, ROOT,
     "M365CHAIN (R2, R3); MOZILLA (R3 to R6, told apart by OU)"},
    {"D-TRUST SSL Class 3 CA 1 2009", EXACT, "D-Trust GmbH", true, INTERMEDIATE, "M365CHAIN (Germany)"},
    {"D-TRUST SSL Class 3 CA 1 EV 2009", EXACT, "D-Trust GmbH", true, INTERMEDIATE, "M365CHAIN (Germany)"},
    {"D-TRUST Root Class 3 CA 2 2009", EXACT, "D-Trust GmbH", true, ROOT, "M365CHAIN (Germany); MOZILLA"},
    {"D-TRUST Root Class 3 CA 2 EV 2009", EXACT, "D-Trust GmbH", true, ROOT, "M365CHAIN (Germany); MOZILLA"},
    {"CNNIC SHA256 SSL", EXACT, "CNNIC SHA256 SSL", true, INTERMEDIATE, "M365CHAIN (China)"},
    {"CNNIC ROOT", EXACT, "CNNIC", true, ROOT, "M365CHAIN (China)"},
    {"Let's Encrypt Authority X3", EXACT, "Let's Encrypt", true, INTERMEDIATE, "M365CHAIN"},
    {"DST Root CA X3", EXACT, "Digital Signature Trust Co.", true, ROOT, "M365CHAIN"},

    /* Intermediates of others, as on servers that organisations publish */
    {"Sectigo Public Server Authentication CA ", FAMILY, "Sectigo Limited", false, INTERMEDIATE,
     "SECTIGO25 (DV, OV, EV; R36, E36)"},
    {"Sectigo RSA Domain Validation Secure Server CA", EXACT, "Sectigo Limited", false, INTERMEDIATE,
     "SECTIGO"},
    {"Sectigo RSA Organization Validation Secure Server CA", EXACT, "Sectigo Limited", false, INTERMEDIATE,
     "SECTIGO"},
    {"Sectigo RSA Extended Validation Secure Server CA", EXACT, "Sectigo Limited", false, INTERMEDIATE,
     "SECTIGO"},
    {"Sectigo ECC Domain Validation Secure Server CA", EXACT, "Sectigo Limited", false, INTERMEDIATE, "SEEN"},
    {"Sectigo ECC Organization Validation Secure Server CA", EXACT, "Sectigo Limited", false, INTERMEDIATE,
     "SEEN"},
    {"COMODO RSA Domain Validation Secure Server CA", EXACT, "COMODO CA Limited", false, INTERMEDIATE,
     "SEEN"},
    {"COMODO RSA Organization Validation Secure Server CA", EXACT, "COMODO CA Limited", false, INTERMEDIATE,
     "SEEN"},
    {"COMODO RSA Extended Validation Secure Server CA", EXACT, "COMODO CA Limited", false, INTERMEDIATE,
     "SEEN"},
    {"Go Daddy Secure Certificate Authority - G2", EXACT, "GoDaddy.com, Inc.", false, INTERMEDIATE,
     "CHROMIUM (issuer of portal certificates); SEEN"},
    {"Starfield Secure Certificate Authority - G2", EXACT,
     "Starfield Technologies, Inc.", false, INTERMEDIATE,
     "SEEN"},
    {"Entrust Certification Authority - L1F", EXACT, "Entrust, Inc.", false, INTERMEDIATE, "SEEN"},
    {"Entrust OV TLS Issuing ", FAMILY, NULL, false, INTERMEDIATE,
     "ENTRUST (under SSL.com, then Sectigo); SEEN"},
    {"Entrust EV TLS Issuing ", FAMILY, NULL, false, INTERMEDIATE,
     "ENTRUST (under SSL.com, then Sectigo); SEEN"},
    {"Entrust DV TLS Issuing ", FAMILY, NULL, false, INTERMEDIATE,
     "ENTRUST (under SSL.com, then Sectigo); SEEN"},
    {"GeoTrust TLS ", FAMILY, "DigiCert Inc", false, INTERMEDIATE, "DIGICERT (RSA CA G1, ECC CA G1)"},
    {"GeoTrust RSA CA 2018", EXACT, "DigiCert Inc", false, INTERMEDIATE, "DIGICERT"},
    {"GeoTrust ECC CA 2018", EXACT, "DigiCert Inc", false, INTERMEDIATE, "DIGICERT"},
    {"GeoTrust EV ", FAMILY, "DigiCert Inc", false, INTERMEDIATE,
     "DIGICERT (RSA CA G2, RSA CA 2018, ECC CA 2018)"},
    {"GeoTrust G5 TLS ", FAMILY, "DigiCert, Inc.", false, INTERMEDIATE, "DIGICERT"},
    {"RapidSSL TLS ", FAMILY, "DigiCert Inc", false, INTERMEDIATE, "SEEN (RSA CA G1, ECC CA G1)"},
    {"RapidSSL RSA CA 2018", EXACT, "DigiCert Inc", false, INTERMEDIATE, "SEEN"},
    {"RapidSSL Global TLS RSA4096 SHA256 2022 CA1", EXACT, "DigiCert Inc", false, INTERMEDIATE, "SEEN"},
    {"Thawte TLS ", FAMILY, "DigiCert Inc", false, INTERMEDIATE, "SEEN (RSA CA G1)"},
    {"Thawte RSA CA 2018", EXACT, "DigiCert Inc", false, INTERMEDIATE, "SEEN"},
    {"Thawte EV RSA CA ", FAMILY, "DigiCert Inc", false, INTERMEDIATE, "SEEN (2018, G2)"},
    {"Encryption Everywhere DV TLS CA", FAMILY, "DigiCert Inc", false, INTERMEDIATE, "DIGICERT23"},
    {"GlobalSign RSA OV SSL CA 2018", EXACT, "GlobalSign nv-sa", false, INTERMEDIATE, "GLOBALSIGN; SEEN"},
    {"GlobalSign GCC ", FAMILY, "GlobalSign nv-sa", false, INTERMEDIATE,
     "GLOBALSIGN (R46 and E46 OV TLS CA 2025); SEEN (R3, R6)"},
    {"GlobalSign Domain Validation CA - SHA256 - G", FAMILY, "GlobalSign nv-sa", false, INTERMEDIATE, "SEEN"},
    {"WR", FAMILY, "Google Trust Services", false, INTERMEDIATE, "SEEN (WR1 ... WR4)"},
    {"WE", FAMILY, "Google Trust Services", false, INTERMEDIATE, "SEEN (WE1, WE2)"},
    {"GTS CA ", FAMILY, "Google Trust Services LLC", false, INTERMEDIATE, "SEEN (1C3, 1D4, 1P5)"},
    {"Amazon RSA ", FAMILY, "Amazon", false, INTERMEDIATE, "SEEN (2048 M01 ... M04)"},
    {"Amazon ECDSA ", FAMILY, "Amazon", false, INTERMEDIATE, "SEEN (256 and 384, M02 ... M04)"},
    {"SSL.com RSA SSL subCA", EXACT, "SSL Corporation", false, INTERMEDIATE, "SEEN"},
    {"GEANT OV RSA CA 4", EXACT, "GEANT Vereniging", false, INTERMEDIATE, "SEEN"},
    {"InCommon RSA Server CA 2", EXACT, "Internet2", false, INTERMEDIATE, "SEEN"},
    {"Telekom Security ServerID OV Class 2 CA", EXACT, "Deutsche Telekom Security GmbH", false, INTERMEDIATE,
     "SEEN"},
    {"Gandi Standard SSL CA 2", EXACT, "Gandi", false, INTERMEDIATE,
     "CHROMIUM (issuer of portal certificates)"},

    /* Whole organisations: what no row above names is public all the same */
    {NULL, ANY, "Let's Encrypt", false, INTERMEDIATE,
     "LETSENCRYPT (R3, R10 and on, E1 and on; roots are of ISRG)"},
    {NULL, ANY, "DigiCert Inc", true, EITHER, "AZCA; MOZILLA"},
    {NULL, ANY, "DigiCert, Inc.", true, EITHER, "AZCA; MOZILLA"},
    {NULL, ANY, "ACCV", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Actalis S.p.A./03358520967", false, EITHER, "MOZILLA"},
    {NULL, ANY, "AffirmTrust", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Amazon", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Asseco Data Systems S.A.", false, EITHER, "MOZILLA (Certum)"},
    {NULL, ANY, "Unizeto Technologies S.A.", false, EITHER, "MOZILLA (Certum)"},
    {NULL, ANY, "Buypass AS-983163327", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Certainly", false, EITHER, "MOZILLA"},
    {NULL, ANY, "CERTSIGN SA", false, EITHER, "MOZILLA"},
    {NULL, ANY, "certSIGN", false, EITHER, "MOZILLA"},
    {NULL, ANY, "China Financial Certification Authority", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Chunghwa Telecom Co., Ltd.", false, EITHER, "MOZILLA"},
    {NULL, ANY, "COMODO CA Limited", false, EITHER, "MOZILLA"},
    {NULL, ANY, "D-Trust GmbH", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Deutsche Telekom Security GmbH", false, EITHER, "SEEN"},
    {NULL, ANY, "T-Systems Enterprise Services GmbH", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Dhimyotis", false, EITHER, "MOZILLA (Certigna)"},
    {NULL, ANY, "Disig a.s.", false, EITHER, "MOZILLA"},
    {NULL, ANY, "e-commerce monitoring GmbH", false, EITHER, "MOZILLA (GLOBALTRUST)"},
    {NULL, ANY, "eMudhra Inc", false, EITHER, "MOZILLA"},
    {NULL, ANY, "eMudhra Technologies Limited", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Entrust, Inc.", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Entrust Limited", false, EITHER, "SEEN"},
    {NULL, ANY, "FNMT-RCM", false, EITHER, "MOZILLA"},
    {NULL, ANY, "GEANT Vereniging", false, EITHER, "SEEN"},
    {NULL, ANY, "GlobalSign", false, EITHER, "MOZILLA"},
    {NULL, ANY, "GlobalSign nv-sa", false, EITHER, "MOZILLA"},
    {NULL, ANY, "GoDaddy.com, Inc.", false, EITHER, "MOZILLA"},
    {NULL, ANY, "The Go Daddy Group, Inc.", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Starfield Technologies, Inc.", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Google Trust Services", false, EITHER, "SEEN"},
    {NULL, ANY, "Google Trust Services LLC", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Hellenic Academic and Research Institutions CA", false, EITHER, "MOZILLA (HARICA)"},
    {NULL, ANY, "Hellenic Academic and Research Institutions Cert. Authority", false, EITHER,
     "MOZILLA (HARICA)"},
    {NULL, ANY, "Hongkong Post", false, EITHER, "MOZILLA"},
    {NULL, ANY, "IdenTrust", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Internet Security Research Group", false, EITHER, "MOZILLA"},
    {NULL, ANY, "ISRG", false, EITHER, "LETSENCRYPT (roots YR, YE)"},
    {NULL, ANY, "iTrusChina Co.,Ltd.", false, EITHER, "MOZILLA"},
    {NULL, ANY, "IZENPE S.A.", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Japan Certification Services, Inc.", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Krajowa Izba Rozliczeniowa S.A.", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Microsec Ltd.", false, EITHER, "MOZILLA"},
    {NULL, ANY, "NAVER BUSINESS PLATFORM Corp.", false, EITHER, "MOZILLA"},
    {NULL, ANY, "NetLock Kft.", false, EITHER, "MOZILLA"},
    {NULL, ANY, "QuoVadis Limited", false, EITHER, "MOZILLA"},
    {NULL, ANY, "SECOM Trust Systems CO.,LTD.", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Sectigo Limited", false, EITHER, "MOZILLA"},
    {NULL, ANY, "SecureTrust Corporation", false, EITHER, "MOZILLA"},
    {NULL, ANY, "SSL Corporation", false, EITHER, "MOZILLA"},
    {NULL, ANY, "SwissSign AG", false, EITHER, "MOZILLA"},
    {NULL, ANY, "TAIWAN-CA", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Telia Finland Oyj", false, EITHER, "MOZILLA"},
    {NULL, ANY, "TeliaSonera", false, EITHER, "MOZILLA"},
    {NULL, ANY, "The USERTRUST Network", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Trustwave Holdings, Inc.", false, EITHER, "MOZILLA"},
    {NULL, ANY, "UniTrust", false, EITHER, "MOZILLA"},
    {NULL, ANY, "WISeKey", false, EITHER, "MOZILLA"},
    {NULL, ANY, "SECOM Trust.net", false, EITHER, "MOZILLA"},
    {NULL, ANY, "GUANG DONG CERTIFICATE AUTHORITY CO.,LTD.", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Turkiye Bilimsel ve Teknolojik Arastirma Kurumu - TUBITAK", false, EITHER, "MOZILLA"},
    {NULL, ANY, "Agence Nationale de Certification Electronique", false, EITHER, "MOZILLA"},
};

const size_t authority_count = sizeof authorities / sizeof authorities[0];

/* Only texts that no public authority has; a test holds the two tables apart. Columns: text, product, source.
 * Where the administrator names the authority (Check Point, Palo Alto Networks, WatchGuard, Barracuda ...), a
 * row finds it only if the vendor's name is part of it. */
const struct authority_product authority_products[] = {
    {"Zscaler", "Zscaler", "CHROMIUM; \"Choosing the CA Certificate for SSL Inspection\", help.zscaler.com"},
    {"goskope.com", "Netskope", "SEEN: CN=ca.TENANT.goskope.com"},
    {"Netskope", "Netskope", "SEEN: O=Netskope Inc.; CN=caadmin.netskope.com"},
    {"Cisco Umbrella", "Cisco Umbrella",
     "CHROMIUM; \"Why Is the Expiration of Certificates from the Cisco Umbrella Proxy ...\", Cisco"},
    {"Cisco Secure Access", "Cisco Secure Access", "SEEN: CN=Cisco Secure Access Secondary SubCA"},
    {"Cloudflare Managed", "Cloudflare Gateway", "SEEN: CN=Gateway CA - Cloudflare Managed G1, G2"},
    {"Forcepoint", "Forcepoint", "CHROMIUM"},
    {"Websense", "Forcepoint (Websense)", "SEEN: CN=Websense Public Primary Certificate Authority"},
    {"Blue Coat", "Symantec (Blue Coat)", "CHROMIUM"},
    {"Symantec SSL Visibility", "Symantec SSL Visibility", "SEEN: public lists of inspecting issuers"},
    {"Fortinet", "Fortinet",
     "CHROMIUM; \"How to Regenerate the Fortinet_CA_SSLProxy CA certificate\", Fortinet, 2025-08-11"},
    {"FortiGate", "Fortinet FortiGate", "CHROMIUM: CN=FortiGate CA"},
    {"Palo Alto Networks", "Palo Alto Networks", "SEEN: O=Palo Alto Networks"},
    {"Check Point", "Check Point", "SEEN: public lists of inspecting issuers"},
    {"Sophos", "Sophos", "CHROMIUM: Sophos SSL CA_, Sophos_CA_, sophosutm Proxy CA, Sophos Web Appliance"},
    {"Cyberoam", "Sophos (Cyberoam)", "CHROMIUM"},
    {"SonicWALL", "SonicWall", "SEEN: CN=SonicWALL Firewall DPI-SSL; CHROMIUM"},
    {"WatchGuard", "WatchGuard", "SEEN: vendor's name"},
    {"Fireware HTTPS Proxy", "WatchGuard", "SEEN"},
    {"Barracuda", "Barracuda", "SEEN: public lists of inspecting issuers"},
    {"Smoothwall", "Smoothwall", "CHROMIUM"},
    {"ContentKeeper", "ContentKeeper", "CHROMIUM"},
    {"NetSpark", "NetSpark", "CHROMIUM"},
    {"McAfee Web Gateway", "McAfee Web Gateway", "CHROMIUM"},
    {"Skyhigh", "Skyhigh Web Gateway", "SEEN: later name of McAfee Web Gateway"},
    {"IWSS.TREND", "Trend Micro InterScan", "CHROMIUM"},
    {"Kaspersky", "Kaspersky", "CHROMIUM: CN=Kaspersky Anti-Virus Personal Root Certificate"},
    {"ESET SSL Filter CA", "ESET", "SEEN"},
    {"Web/Mail Shield", "Avast, AVG or Norton", "CHROMIUM: CN=avast! Web/Mail Shield Root; SEEN"},
    {"Bitdefender", "Bitdefender", "CHROMIUM: CN=Bitdefender Personal CA.Net-Defender"},
    {"FiddlerRoot", "Fiddler", "SEEN: CN=DO_NOT_TRUST_FiddlerRoot"},
    {"mitmproxy", "mitmproxy", "SEEN: CN=mitmproxy"},
    {"Charles Proxy", "Charles", "SEEN: CN=Charles Proxy CA (DATE, HOST)"},
    {"PortSwigger", "Burp", "SEEN: CN=PortSwigger CA"},
};

const size_t authority_product_count = sizeof authority_products / sizeof authority_products[0];
