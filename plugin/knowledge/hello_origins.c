/* hello_origins.c: see hello_origins.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Suites, lists and groups of Windows: Microsoft's pages "Cipher Suites in TLS/SSL (Schannel SSP)" and "TLS Elliptic
 * Curves", one a Windows (MicrosoftDocs/win32, desktop-src/SecAuthN, commit 47e64c189dcb). Where these are silent: as
 * measured on hellos whose sender is known by other evidence, said in the row.
 */
#include "hello_origins.h"

#define END HELLO_LIST_END
#define LIST(...) ((const uint16_t[]){__VA_ARGS__, END})

/* Versions as tls_names.h has them. */
enum { SSL3 = 0x0300, TLS10 = 0x0301, TLS12 = 0x0303, TLS13 = 0x0304 };

/* All tables of the pages: default, supported, for pre-shared keys only; and those of Windows XP. */
const struct schannel_suite schannel_suites[] = {
    {0x0001, SSL3},  {0x0002, SSL3},  {0x0003, SSL3},  {0x0004, SSL3},  {0x0005, SSL3},  {0x0006, SSL3},  {0x0009, SSL3},
    {0x000A, TLS10}, {0x0012, SSL3},  {0x0013, SSL3},  {0x002F, TLS10}, {0x0032, TLS10}, {0x0033, TLS10}, {0x0035, TLS10},
    {0x0038, TLS10}, {0x0039, TLS10}, {0x003B, TLS12}, {0x003C, TLS12}, {0x003D, TLS12}, {0x0040, TLS12}, {0x0062, SSL3},
    {0x0063, SSL3},  {0x0064, SSL3},  {0x006A, TLS12}, {0x009C, TLS12}, {0x009D, TLS12}, {0x009E, TLS12}, {0x009F, TLS12},
    {0x00A8, TLS12}, {0x00A9, TLS12}, {0x00AE, TLS12}, {0x00AF, TLS12}, {0x00B0, TLS12}, {0x00B1, TLS12}, {0x1301, TLS13},
    {0x1302, TLS13}, {0x1303, TLS13}, {0xC009, TLS10}, {0xC00A, TLS10}, {0xC013, TLS10}, {0xC014, TLS10}, {0xC023, TLS12},
    {0xC024, TLS12}, {0xC027, TLS12}, {0xC028, TLS12}, {0xC02B, TLS12}, {0xC02C, TLS12}, {0xC02F, TLS12}, {0xC030, TLS12},
};
const size_t schannel_suite_count = sizeof schannel_suites / sizeof schannel_suites[0];

/* GOST suites, which CryptoPro's provider adds to Schannel. */
const uint16_t foreign_suites_in_schannel[] = {0x0081, 0xFF85, 0xC100, 0xC101, 0xC102, 0xC103, 0xC104, 0xC105, 0xC106, END};

static const uint16_t NONE[] = {END};
static const uint16_t RC4[] = {0x0004, 0x0005, END};
static const uint16_t DHE_256[] = {0x009F, END};
static const uint16_t TRIPLE_DES[] = {0x000A, END};
static const uint16_t DHE_256_AND_TRIPLE_DES[] = {0x009F, 0x000A, END};

/* tls-cipher-suites-in-windows-7.md and -8-1.md: one list. */
static const uint16_t SUITES_7[] = {0xC028, 0xC027, 0xC014, 0xC013, 0x009F, 0x009E, 0x0039, 0x0033, 0x009D, 0x009C,
                                    0x003D, 0x003C, 0x0035, 0x002F, 0xC02C, 0xC02B, 0xC024, 0xC023, 0xC00A, 0xC009,
                                    0x006A, 0x0040, 0x0038, 0x0032, 0x000A, 0x0013, 0x0005, 0x0004, END};
/* tls-cipher-suites-in-windows-10-v1511.md and -v1607.md: one list. */
static const uint16_t SUITES_1511[] = {0xC02C, 0xC02B, 0xC030, 0xC02F, 0x009F, 0x009E, 0xC024, 0xC023, 0xC028, 0xC027,
                                       0xC00A, 0xC009, 0xC014, 0xC013, 0x0039, 0x0033, 0x009D, 0x009C, 0x003D, 0x003C,
                                       0x0035, 0x002F, 0x000A, 0x006A, 0x0040, 0x0038, 0x0032, 0x0013, 0x0005, 0x0004, END};
/* tls-cipher-suites-in-windows-10-v1709.md to -v20h2.md: one list. */
static const uint16_t SUITES_1709[] = {0xC02C, 0xC02B, 0xC030, 0xC02F, 0x009F, 0x009E, 0xC024, 0xC023, 0xC028, 0xC027, 0xC00A,
                                       0xC009, 0xC014, 0xC013, 0x009D, 0x009C, 0x003D, 0x003C, 0x0035, 0x002F, 0x000A, END};
/* tls-cipher-suites-in-windows-server-2022.md and -windows-11.md: one list. */
static const uint16_t SUITES_2022[] = {0x1302, 0x1301, 0xC02C, 0xC02B, 0xC030, 0xC02F, 0x009F, 0x009E,
                                       0xC024, 0xC023, 0xC028, 0xC027, 0xC00A, 0xC009, 0xC014, 0xC013,
                                       0x009D, 0x009C, 0x003D, 0x003C, 0x0035, 0x002F, 0x000A, END};

/* Oldest first. Session tickets: since Windows 8 ("What's New in TLS/SSL (Schannel SSP)"). */
const struct windows_tls windows_tls[] = {
    /* In no page; on 18 hellos of 2 public captures. */
    {.name = "Windows XP / Server 2003",
     .suites = LIST(0x0004, 0x0005, 0x000A, 0x0009, 0x0064, 0x0062, 0x0003, 0x0006, 0x0013, 0x0012, 0x0063),
     .strong_drops = NONE},
    {.name = "Windows Vista / Server 2008",
     .suites = LIST(0x002F, 0x0035, 0x0005, 0x000A, 0xC009, 0xC00A, 0xC013, 0xC014, 0x0032, 0x0038, 0x0013, 0x0004),
     .strong_drops = NONE},
    /* In no page; on 265 hellos of 26 public captures, among them machines that say Windows 7 or Server 2008 R2. */
    {.name = "Windows 7 / Server 2008 R2 without KB3042058",
     .suites = LIST(0x003C, 0x002F, 0x003D, 0x0035, 0x0005, 0x000A, 0xC027, 0xC013, 0xC014, 0xC02B, 0xC023, 0xC02C, 0xC024,
                    0xC009, 0xC00A, 0x0040, 0x0032, 0x006A, 0x0038, 0x0013, 0x0004),
     .strong_drops = RC4,
     .rc4 = true},
    {.name = "Windows 7 / Server 2008 R2", .suites = SUITES_7, .strong_drops = RC4, .rc4 = true},
    {.name = "Windows 8 / Server 2012",
     .suites = LIST(0xC028, 0xC027, 0xC014, 0xC013, 0x009F, 0x009E, 0x009D, 0x009C, 0x003D, 0x003C, 0x0035, 0x002F, 0xC02C,
                    0xC02B, 0xC024, 0xC023, 0xC00A, 0xC009, 0x006A, 0x0040, 0x0038, 0x0032, 0x000A, 0x0013, 0x0005, 0x0004),
     .strong_drops = RC4,
     .tickets = true,
     .rc4 = true},
    {.name = "Windows 8.1 / Server 2012 R2", .suites = SUITES_7, .strong_drops = RC4, .tickets = true, .rc4 = true},
    {.name = "Windows 10 1507",
     .suites = LIST(0xC030, 0xC02F, 0xC028, 0xC027, 0xC014, 0xC013, 0x009F, 0x009E, 0x0039, 0x0033, 0x009D, 0x009C, 0x003D,
                    0x003C, 0x0035, 0x002F, 0xC02C, 0xC02B, 0xC024, 0xC023, 0xC00A, 0xC009, 0x006A, 0x0040, 0x0038, 0x0032,
                    0x000A, 0x0013, 0x0005, 0x0004),
     .strong_drops = RC4,
     .tickets = true,
     .rc4 = true},
    {.name = "Windows 10 1511 to 1607 / Server 2016",
     .suites = SUITES_1511,
     .strong_drops = RC4,
     .tickets = true,
     .rc4 = true},
    {.name = "Windows 10 1703",
     .suites = LIST(0xC02C, 0xC02B, 0xC030, 0xC02F, 0x009F, 0x009E, 0xC024, 0xC023, 0xC028, 0xC027, 0xC00A, 0xC009, 0xC014,
                    0xC013, 0x009D, 0x009C, 0x003D, 0x003C, 0x0035, 0x002F, 0x000A, 0x0005, 0x0004),
     .strong_drops = RC4,
     .tickets = true,
     .rc4 = true},
    {.name = "Windows 10 1709 to 1809 / Server 2019", .suites = SUITES_1709, .strong_drops = NONE, .tickets = true},
    {.name = "Windows 10 1903 to 21H2", .suites = SUITES_1709, .strong_drops = DHE_256, .tickets = true},
    {.name = "Server 2022", .suites = SUITES_2022, .strong_drops = TRIPLE_DES, .tickets = true},
    {.name = "Windows 11 21H2", .suites = SUITES_2022, .strong_drops = DHE_256_AND_TRIPLE_DES, .tickets = true},
    {.name = "Windows 10 22H2",
     .suites = LIST(0xC02C, 0xC02B, 0xC030, 0xC02F, 0xC024, 0xC023, 0xC028, 0xC027, 0xC00A, 0xC009, 0xC014, 0xC013, 0x009D,
                    0x009C, 0x003D, 0x003C, 0x0035, 0x002F),
     .strong_drops = NONE,
     .tickets = true},
    {.name = "Windows 11 22H2 or later / Server 2025",
     .suites = LIST(0x1302, 0x1301, 0xC02C, 0xC02B, 0xC030, 0xC02F, 0xC024, 0xC023, 0xC028, 0xC027, 0xC00A, 0xC009, 0xC014,
                    0xC013, 0x009D, 0x009C, 0x003D, 0x003C, 0x0035, 0x002F),
     .strong_drops = NONE,
     .tickets = true},
};
const size_t windows_tls_count = sizeof windows_tls / sizeof windows_tls[0];

/* Measured on 972 hellos: up to TLS 1.2, today's and the one before about 2014; with TLS 1.3, where RFC 8446 section
 * 4.2.11 puts pre_shared_key last. */
const uint16_t *const schannel_orders[] = {
    LIST(0, 5, 10, 11, 13, 35, 16, 13172, 23, 24, 21760, 65281),
    LIST(65281, 0, 5, 10, 11, 13, 35, 16, 13172, 23, 24, 21760),
    LIST(0, 5, 43, 13, 35, 10, 11, 16, 51, 49, 23, 65281, 45, 41),
};
const size_t schannel_order_count = sizeof schannel_orders / sizeof schannel_orders[0];

/* tls-elliptic-curves-in-windows-10-1607-and-later.md, tls-supported-groups-in-windows-11-24h2-and-later.md. */
const uint16_t schannel_groups[] = {15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 0x11EB, 0x11EC, 0x11ED, END};

/* The same pages, enabled by default; Windows Vista's third. */
const uint16_t schannel_default_groups[][4] = {{23, 24, END}, {29, 23, 24, END}, {23, 24, 25, END}};
const size_t   schannel_default_group_count = sizeof schannel_default_groups / sizeof schannel_default_groups[0];

/* Measured: Windows 7, 8.1, 10 up to 1803, later ones. */
const uint16_t *const schannel_signatures[] = {
    LIST(0x0601, 0x0603, 0x0401, 0x0501, 0x0201, 0x0403, 0x0503, 0x0203, 0x0202),
    LIST(0x0401, 0x0501, 0x0601, 0x0201, 0x0403, 0x0503, 0x0603, 0x0203, 0x0202),
    LIST(0x0401, 0x0501, 0x0201, 0x0403, 0x0503, 0x0203, 0x0202, 0x0601, 0x0603),
    LIST(0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0201, 0x0403, 0x0503, 0x0203, 0x0202, 0x0601, 0x0603),
};
const size_t schannel_signature_count = sizeof schannel_signatures / sizeof schannel_signatures[0];

/* Measured on 794 hellos of stacks that are known, and none else has them: the first row that fits names the library.
 * Go's order after 1.19 was not measured. */
const struct hello_family_row hello_families[] = {
    {.family = HELLO_FAMILY_OPENSSL,
     .name = "OpenSSL 1.1.0 or later",
     .all_of = LIST(22),
     .points = HELLO_POINTS_ALL_THREE},
    {.family = HELLO_FAMILY_JAVA, .name = "Java 11 or later", .all_of = LIST(17), .one_of = LIST(50, 23)},
    {.family = HELLO_FAMILY_GNUTLS,
     .name = "GnuTLS",
     .all_of = LIST(22, 28),
     .signalling = HELLO_WITHOUT},
    {.family = HELLO_FAMILY_GNUTLS,
     .name = "GnuTLS",
     .all_of = LIST(22),
     .order = LIST(23, 22, 5, 0, 65281, 35, 10, 11, 13, 16),
     .signalling = HELLO_WITHOUT},
    {.family = HELLO_FAMILY_MBEDTLS,
     .name = "mbed TLS",
     .all_of = LIST(22),
     .order = LIST(0, 13, 10, 11, 22, 23, 35),
     .points = HELLO_POINTS_UNCOMPRESSED,
     .signalling = HELLO_WITH},
    {.family = HELLO_FAMILY_GO,
     .name = "Go",
     .all_of = LIST(5, 18, 65281),
     .order = LIST(0, 5, 10, 11, 13, 50, 65281, 23, 16, 18, 43, 51)},
    {.family = HELLO_FAMILY_NSS,
     .name = "NSS (Mozilla)",
     .begins = LIST(0, 23, 65281, 10),
     .one_of = LIST(28, 34),
     .or_group = LIST(256, 257)},
    {.family = HELLO_FAMILY_BROWSER, .name = "a browser", .grease = HELLO_WITH},
    {.family = HELLO_FAMILY_OPENSSL,
     .name = "OpenSSL 1.0 or its kin (LibreSSL, old Android)",
     .order = LIST(0, 11, 10, 35, 13, 5, 15, 13172, 16),
     .points = HELLO_POINTS_ALL_THREE},
    {.family = HELLO_FAMILY_OTHER, .name = "BoringSSL or Apple's", .begins = LIST(65281, 0, 23)},
};
const size_t hello_family_count = sizeof hello_families / sizeof hello_families[0];
