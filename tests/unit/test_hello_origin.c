/* test_hello_origin.c: who made a hello: Windows' own lists, other libraries' habits, and what cannot be told.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each test begins with a hello of the shape that Schannel's have (measured on 972 of them) or of a known library, and
 * changes one thing.
 */
#include "hello_origin.h"

#include <string.h>

#include <glib.h>

#include "message_builder.h"
#include "schannel_lists.h"
#include "tls_names.h"

enum { MOST = 64 };

/** A hello to build: code points in their order. */
struct sketch {
    uint16_t version;
    uint16_t suites[MOST];
    size_t   suite_count;
    uint16_t extensions[MOST];
    size_t   extension_count;
    uint16_t groups[MOST];
    size_t   group_count;
    uint16_t signatures[MOST];
    size_t   signature_count;
    uint8_t  points[3];
    size_t   point_count;
};

static struct message built;

static size_t read_list(const char *text, uint16_t *numbers, int base)
{
    char **words = g_strsplit(text, " ", -1);
    size_t count = 0;

    for (char **word = words; *word != NULL && **word != '\0'; word++) {
        g_assert_cmpuint(count, <, MOST);
        numbers[count++] = (uint16_t)g_ascii_strtoull(*word, NULL, (guint)base);
    }
    g_strfreev(words);
    return count;
}

#define SUITES(sketch, text) (sketch).suite_count = read_list(text, (sketch).suites, 16)
#define EXTENSIONS(sketch, text) (sketch).extension_count = read_list(text, (sketch).extensions, 10)
#define GROUPS(sketch, text) (sketch).group_count = read_list(text, (sketch).groups, 10)
#define SIGNATURES(sketch, text) (sketch).signature_count = read_list(text, (sketch).signatures, 16)

static void add_extension(const struct sketch *sketch, uint16_t type)
{
    const uint16_t versions[] = {TLS_VERSION_1_3, TLS_VERSION_1_2};

    switch (type) {
    case 0: message_add_server_name(&built, "outlook.office365.com"); break;
    case 10: message_add_numbers(&built, type, 2, sketch->groups, sketch->group_count); break;
    case 11:
        message_open_extension(&built, type);
        message_open(&built, 1);
        message_add_bytes(&built, sketch->points, sketch->point_count);
        message_close(&built);
        message_close(&built);
        break;
    case 13: message_add_numbers(&built, type, 2, sketch->signatures, sketch->signature_count); break;
    case 16: message_add_extension(&built, type, "\0\3\2h2", 5); break;
    case 43: message_add_numbers(&built, type, 1, versions, 2); break;
    case 65281: message_add_extension(&built, type, "\0", 1); break;
    default: message_add_extension(&built, type, NULL, 0); break;
    }
}

static struct hello_origin origin_of(const struct sketch *sketch)
{
    struct tls_client_hello hello;
    uint16_t                version = MIN(sketch->version, TLS_VERSION_1_2);

    message_start_client_hello(&built, version, sketch->suites, sketch->suite_count);
    if (sketch->extension_count > 0) {
        message_open_extensions(&built);
        for (size_t i = 0; i < sketch->extension_count; i++)
            add_extension(sketch, sketch->extensions[i]);
    }
    message_finish(&built);
    g_assert_cmpint(tls_client_hello_parse(built.bytes, built.length, &hello), ==, TLS_PARSE_OK);
    g_assert_cmphex(hello.max_version, ==, sketch->version);
    return hello_origin_of(&hello);
}

static const char *family_of(const struct sketch *sketch)
{
    struct hello_origin origin = origin_of(sketch);

    return hello_origin_id(&origin);
}

static const char *proof_of(const struct sketch *sketch)
{
    static char         text[HELLO_ORIGIN_TEXT_LENGTH];
    struct hello_origin origin = origin_of(sketch);

    return hello_origin_proof(&origin, text);
}

static const char *detail_of(const struct sketch *sketch)
{
    static char         text[HELLO_ORIGIN_TEXT_LENGTH];
    struct hello_origin origin = origin_of(sketch);

    return hello_origin_detail(&origin, text);
}

/** As Schannel shapes it: what its order of extensions is with TLS 1.3, and before. */
static struct sketch schannel(const char *suites, uint16_t version)
{
    struct sketch sketch = {.version = version, .points = {0}, .point_count = 1};

    SUITES(sketch, suites);
    if (version == TLS_VERSION_1_3)
        EXTENSIONS(sketch, "0 5 43 13 10 11 16 51 49 23 65281 45");
    else if (version == TLS_VERSION_1_2)
        EXTENSIONS(sketch, "0 5 10 11 13 16 23 65281");
    else
        EXTENSIONS(sketch, "0 5 10 11 23 65281");
    GROUPS(sketch, "29 23 24");
    SIGNATURES(sketch, "0401 0501 0201 0403 0503 0203 0202 0601 0603");
    return sketch;
}

/** The documents' Windows by the names that the lists here have, and the row that stands for each. */
static const struct {
    const char *name, *row;
} WINDOWS[] = {
    {"XP", "Windows XP / Server 2003"},
    {"Vista", "Windows Vista / Server 2008"},
    {"7-before", "Windows 7 / Server 2008 R2 without KB3042058"},
    {"7", "Windows 7 / Server 2008 R2"},
    {"8", "Windows 8 / Server 2012"},
    {"8.1", "Windows 8.1 / Server 2012 R2"},
    {"1507", "Windows 10 1507"},
    {"1511", "Windows 10 1511 to 1607 / Server 2016"},
    {"1607", "Windows 10 1511 to 1607 / Server 2016"},
    {"1703", "Windows 10 1703"},
    {"1709", "Windows 10 1709 to 1809 / Server 2019"},
    {"1803", "Windows 10 1709 to 1809 / Server 2019"},
    {"1809", "Windows 10 1709 to 1809 / Server 2019"},
    {"1903", "Windows 10 1903 to 21H2"},
    {"21H2", "Windows 10 1903 to 21H2"},
    {"22H2", "Windows 10 22H2"},
    {"2022", "Server 2022"},
    {"11-21H2", "Windows 11 21H2"},
    {"11-22H2", "Windows 11 22H2 or later / Server 2025"},
    {"2025", "Windows 11 22H2 or later / Server 2025"},
};

static unsigned rows_named(const char *windows)
{
    char   **names = g_strsplit(windows, " ", -1);
    unsigned set = 0;

    for (char **name = names; *name != NULL; name++) {
        for (size_t i = 0; i < G_N_ELEMENTS(WINDOWS); i++) {
            for (size_t row = 0; g_str_equal(WINDOWS[i].name, *name) && row < windows_tls_count; row++)
                set |= g_str_equal(WINDOWS[i].row, windows_tls[row].name) ? 1u << row : 0u;
        }
    }
    g_strfreev(names);
    return set;
}

/** Each list that the documents predict, and each that was observed, is that of its Windows and no other. */
static void test_schannel_lists(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(SCHANNEL_LISTS); i++) {
        const struct schannel_list *list = &SCHANNEL_LISTS[i];
        struct sketch               sketch = schannel(list->suites, list->version);
        struct hello_origin         origin = origin_of(&sketch);

        g_assert_cmpstr(hello_origin_id(&origin), ==, "schannel");
        g_assert_cmpint(origin.proof, ==, HELLO_PROOF_DOCUMENTED_LIST);
        g_assert_cmphex(origin.windows, ==, rows_named(list->windows));
        g_assert_false(hello_origin_is_foreign(&origin));
    }
}

/** Windows 7 sends no session tickets: with them it is none of the older ones. */
static void test_tickets(void)
{
    struct sketch sketch = schannel("c014 c013 0039 0033 0035 002f c00a c009 0038 0032 000a 0013", TLS_VERSION_1_0);

    GROUPS(sketch, "23 24");
    g_assert_cmpstr(detail_of(&sketch), ==,
                    "Windows 7 / Server 2008 R2, Windows 8.1 / Server 2012 R2 or Windows 10 1507, without RC4");
    EXTENSIONS(sketch, "0 10 11 35 23 65281");
    g_assert_cmpstr(detail_of(&sketch), ==, "Windows 8.1 / Server 2012 R2 or Windows 10 1507, without RC4");
}

/** RC4 is left out where the Windows would offer it; from Server 2019 on its absence tells nothing. */
static void test_rc4(void)
{
    struct sketch with =
        schannel("c00a c009 c014 c013 0039 0033 0035 002f 000a 0038 0032 0013 0005 0004", TLS_VERSION_1_0);
    struct sketch later = schannel("c00a c009 c014 c013 0035 002f", TLS_VERSION_1_0);

    g_assert_cmpstr(detail_of(&with), ==, "Windows 10 1511 to 1607 / Server 2016");
    g_assert_null(strstr(detail_of(&later), "RC4"));
    g_assert_nonnull(strstr(detail_of(&later), "Server 2022"));
}

/** A list of one's own is known by the signature schemes, of no certain Windows; below TLS 1.2, which has none, not. */
static void test_own_list(void)
{
    struct sketch sketch = schannel("c030 c02f", TLS_VERSION_1_2);

    g_assert_cmpstr(detail_of(&sketch), ==, "Windows' TLS with a list of suites that was set by policy or a tool");
    SIGNATURES(sketch, "0401 0501");
    g_assert_null(family_of(&sketch));
    sketch = schannel("c014 c013", TLS_VERSION_1_0);
    g_assert_null(family_of(&sketch));
}

/** One thing that Schannel never sends suffices, and is named. */
static void test_foreign(void)
{
    const char *list =
        "c028 c027 c014 c013 009d 009c 003d 003c 0035 002f c02c c02b c024 c023 c00a c009 006a 0040 0038 0032 "
        "000a 0013";
    struct sketch sketch = schannel(list, TLS_VERSION_1_2);

    g_assert_cmpstr(family_of(&sketch), ==, "schannel");
    sketch.suites[0] = 0xCCA8;
    g_assert_cmpstr(proof_of(&sketch), ==, "suite TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    sketch = schannel(list, TLS_VERSION_1_2);
    GROUPS(sketch, "29 23 30");
    g_assert_cmpstr(proof_of(&sketch), ==, "group x448");
    sketch = schannel(list, TLS_VERSION_1_2);
    EXTENSIONS(sketch, "0 10 11 13 22 23 65281");
    g_assert_cmpstr(proof_of(&sketch), ==, "encrypt_then_mac");
    sketch = schannel(list, TLS_VERSION_1_2);
    sketch.point_count = 3;
    g_assert_cmpstr(proof_of(&sketch), ==, "its point formats");
    sketch = schannel(list, TLS_VERSION_1_2);
    sketch.suites[sketch.suite_count++] = 0x00FF;
    g_assert_cmpstr(proof_of(&sketch), ==, "suite 0x00ff beside extensions");
    sketch = schannel(list, TLS_VERSION_1_2);
    sketch.suites[sketch.suite_count++] = 0x0A0A;
    g_assert_cmpstr(proof_of(&sketch), ==, "GREASE values");
    g_assert_cmpstr(family_of(&sketch), ==, "browser");
}

/** What a new Windows might do as well is only probable, and nothing follows from it. */
static void test_probable(void)
{
    struct sketch       sketch = schannel("c014 c013", TLS_VERSION_1_0);
    struct hello_origin origin;

    EXTENSIONS(sketch, "0 10 11 50000 23 65281");
    origin = origin_of(&sketch);
    g_assert_cmpstr(proof_of(&sketch), ==, "extension 50000");
    g_assert_cmpstr(detail_of(&sketch), ==, "probably not Windows' TLS");
    g_assert_false(hello_origin_is_foreign(&origin));
    EXTENSIONS(sketch, "11 10 65281");
    g_assert_cmpstr(proof_of(&sketch), ==, "its order of extensions");
    g_assert_cmpstr(detail_of(&sketch), ==, "probably not Windows' TLS");
}

/** Other libraries as their hellos were measured; the suite is one that Windows never had. */
static void test_families(void)
{
    static const struct {
        const char *suites, *extensions, *groups;
        size_t      points;
        const char *family;
    } CASES[] = {
        {"cca8 c030 00ff", "0 11 10 35 22 23 13", "29 23 30", 3, "openssl"},
        {"cca8 c030 00ff", "0 11 10 35 13 5", "23 24", 3, "openssl"},
        {"cca8 c030 00ff", "0 5 10 13 50 23 17", "29 23", 1, "java"},
        {"cca8 c030", "0 5 10 11 13 22 23 28 35 65281", "29 23", 1, "gnutls"},
        {"cca8 c030", "23 22 5 0 65281 35 10 11 13", "29 23", 1, "gnutls"},
        {"cca8 c030 00ff", "0 13 10 11 22 23 35", "29 23", 1, "mbedtls"},
        {"cca8 c030", "0 5 10 11 13 65281 16 18", "29 23", 1, "go"},
        {"cca8 c030", "0 23 65281 10 11 35 5 34 13", "29 23", 1, "nss"},
        {"cca8 c030", "65281 0 23 13 5 10 11", "29 23", 1, "other"},
        {"cca8 c030", "0 13 10", "29 23", 1, "other"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
        struct sketch sketch = schannel(CASES[i].suites, TLS_VERSION_1_2);
        EXTENSIONS(sketch, CASES[i].extensions);
        GROUPS(sketch, CASES[i].groups);
        sketch.points[1] = 1;
        sketch.points[2] = 2;
        sketch.point_count = CASES[i].points;
        struct hello_origin origin = origin_of(&sketch);
        g_assert_cmpstr(hello_origin_id(&origin), ==, CASES[i].family);
        g_assert_true(hello_origin_is_foreign(&origin));
    }
}

/** A hello of another library that loses or changes one thing is never taken for Windows' own, nor one of Windows for
 *  another library that has a name. */
static void test_changes(void)
{
    struct sketch other = schannel("cca8 c030 c02f c014 00ff", TLS_VERSION_1_2);
    struct sketch windows = schannel(SCHANNEL_LISTS[0].suites, SCHANNEL_LISTS[0].version);
    struct sketch changed;

    other.point_count = 3;
    EXTENSIONS(other, "0 11 10 35 22 23 13");
    for (size_t i = 0; i < other.suite_count; i++) {
        changed = other;
        changed.suites[i] = 0xC013;
        g_assert_cmpstr(family_of(&changed), !=, "schannel");
    }
    for (size_t i = 0; i < other.extension_count; i++) {
        changed = other;
        memmove(changed.extensions + i, changed.extensions + i + 1,
                (changed.extension_count - i - 1) * sizeof changed.extensions[0]);
        changed.extension_count--;
        g_assert_cmpstr(family_of(&changed), !=, "schannel");
    }
    for (size_t i = 0; i < windows.suite_count; i++) {
        changed = windows;
        changed.suites[i] = 0x1234;
        g_assert_cmpstr(family_of(&changed), ==, "other");
        changed = windows;
        changed.suites[i] = 0xC030;
        g_assert_null(family_of(&changed));
    }
}

/** SSL 2.0 framing, and a hello without any extension, tell nothing. */
static void test_unknown(void)
{
    const uint32_t          specs[] = {0x00002F, 0x000035};
    struct tls_client_hello hello;
    struct hello_origin     origin;
    char                    text[HELLO_ORIGIN_TEXT_LENGTH];
    struct sketch           sketch = schannel("c014 c013 002f", TLS_VERSION_1_0);

    message_build_client_hello_sslv2(&built, TLS_VERSION_1_0, specs, G_N_ELEMENTS(specs));
    g_assert_cmpint(tls_client_hello_parse_sslv2(built.bytes, built.length, &hello), ==, TLS_PARSE_OK);
    origin = hello_origin_of(&hello);
    g_assert_null(hello_origin_id(&origin));
    g_assert_cmpstr(hello_origin_detail(&origin, text), ==, "");
    g_assert_cmpstr(hello_origin_proof(&origin, text), ==, "");
    sketch.extension_count = 0;
    g_assert_null(family_of(&sketch));
}

/** The texts have room for the longest set of Windows. */
static void test_room(void)
{
    struct hello_origin origin = {
        .family = HELLO_FAMILY_SCHANNEL, .proof = HELLO_PROOF_DOCUMENTED_LIST, .windows = 0x7FFF};
    char text[HELLO_ORIGIN_TEXT_LENGTH];

    g_assert_cmpuint(windows_tls_count, <=, 16);
    hello_origin_detail(&origin, text);
    g_assert_true(g_str_has_suffix(text, " or later / Server 2025"));
    g_assert_true(g_str_has_prefix(text, "Windows XP"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/hello_origin/schannel_lists", test_schannel_lists);
    g_test_add_func("/hello_origin/tickets", test_tickets);
    g_test_add_func("/hello_origin/rc4", test_rc4);
    g_test_add_func("/hello_origin/own_list", test_own_list);
    g_test_add_func("/hello_origin/foreign", test_foreign);
    g_test_add_func("/hello_origin/probable", test_probable);
    g_test_add_func("/hello_origin/families", test_families);
    g_test_add_func("/hello_origin/changes", test_changes);
    g_test_add_func("/hello_origin/unknown", test_unknown);
    g_test_add_func("/hello_origin/room", test_room);
    return g_test_run();
}
