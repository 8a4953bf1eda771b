/* test_lookup.c: DNS look-ups: what they are about, which failures matter, and what settles them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "lookup.h"

#include <string.h>

#include <glib.h>

#include "judge.h"
#include "real_tables.h"

#define CORE "outlook.office365.com"

static struct {
    struct real_tables       tables;
    struct classify_settings settings;
} fixture;

static struct address address_of(const char *text)
{
    struct address address;

    g_assert_true(address_parse(text, &address));
    return address;
}

static struct lookup lookup_of(const char *name, const char *client, const char *resolver, enum lookup_failure failure)
{
    struct lookup lookup = {.name = name, .type = LOOKUP_TYPE_A, .failure = failure, .frame = 10, .tries = 2};

    lookup.client = address_of(client);
    lookup.resolver = address_of(resolver);
    lookup.time.seconds = 1706054400;
    return lookup;
}

static struct lookup failed(const char *name, enum lookup_failure failure)
{
    struct lookup lookup = lookup_of(name, "192.0.2.10", "192.0.2.53", failure);

    lookup_classify(&fixture.settings, &lookup);
    return lookup;
}

/** "error", "warning" ..., or "none". */
static const char *severity_of(const struct lookup *lookup)
{
    uint16_t rule = 0;

    if (!judge_lookup(lookup, &rule)) {
        return "none";
    }
    g_assert_cmpint(rules[rule].finding, ==, FINDING_NAME_NOT_RESOLVED);
    return judge_severity_id(rules[rule].severity);
}

/* ---- what it is about ---- */

static void test_types(void)
{
    const uint32_t others[] = {0, 2, 6, 12, 15, 16, 33, 35, 64, 65, 255, 257, 65536 + 1};

    g_assert_true(lookup_type_is_read(1));
    g_assert_true(lookup_type_is_read(5));
    g_assert_true(lookup_type_is_read(28));
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        g_assert_false(lookup_type_is_read(others[i]));
    }
}

static void test_codes(void)
{
    const enum lookup_failure failures[16] = {
        [2] = LOOKUP_FAILURE_SERVER, [3] = LOOKUP_FAILURE_NO_SUCH_NAME, [5] = LOOKUP_FAILURE_REFUSED};

    for (unsigned code = 0; code < 16; code++) {
        g_assert_cmpint(lookup_failure_of_code(code), ==, failures[code]);
    }
}

static void test_unusable_addresses(void)
{
    const char *unusable[] = {"0.0.0.0", "127.0.0.1", "127.255.255.255", "::", "::1"};
    const char *usable[] = {"0.0.0.1", "126.255.255.255", "128.0.0.1", "10.0.0.1", "198.51.100.10", "::2", "2001:db8::1"};

    for (size_t i = 0; i < G_N_ELEMENTS(unusable); i++) {
        const struct address address = address_of(unusable[i]);
        g_assert_true(lookup_address_is_unusable(&address));
    }
    for (size_t i = 0; i < G_N_ELEMENTS(usable); i++) {
        const struct address address = address_of(usable[i]);
        g_assert_false(lookup_address_is_unusable(&address));
    }
}

/** By the name alone: whatever the resolver's address is, or is in the organisation's table. */
static void test_recognised_by_name(void)
{
    struct classify_row row = {.side = ORGANIZATION_SIDE_ONPREM, .has_role = true, .role = ROLE_ONPREM_EXCHANGE, .label = "LAN"};
    const char         *resolvers[] = {"10.0.0.5", "40.96.0.1", "8.8.8.8", "192.0.2.53"};

    g_assert_true(address_network_parse("10.0.0.0/24", &row.network));
    for (size_t i = 0; i < 2 * G_N_ELEMENTS(resolvers); i++) {
        struct lookup lookup = lookup_of("autodiscover.contoso.onmicrosoft.com", "10.0.0.9", resolvers[i / 2],
                                         LOOKUP_FAILURE_NO_SUCH_NAME);

        fixture.settings.organization = &row;
        fixture.settings.organization_count = i % 2;
        g_assert_true(lookup_classify(&fixture.settings, &lookup));
        g_assert_cmpint(lookup.recognition.role, ==, ROLE_EXO_AUTODISCOVER);
        g_assert_cmpint(lookup.recognition.matched_by, ==, MATCH_DNS);
        g_assert_cmpint(lookup.recognition.direction, ==, FLOW_DIRECTION_ONPREM_TO_CLOUD);
        g_assert_cmpstr(lookup.recognition.host, ==, lookup.name);
        g_assert_cmpstr(lookup.client_label, ==, i % 2 == 1 ? "LAN" : NULL);
        g_assert_cmpstr(severity_of(&lookup), ==, "chat");
    }
    fixture.settings.organization_count = 0;
}

static void test_names_that_say_nothing(void)
{
    const char *names[] = {"www.example.net", "autodiscover.contoso.com", "sts.contoso.com", "", "outlook.office365.com.contoso.com"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        struct lookup lookup = lookup_of(names[i], "10.0.0.9", "10.0.0.5", LOOKUP_FAILURE_NO_SUCH_NAME);

        g_assert_false(lookup_classify(&fixture.settings, &lookup));
        g_assert_cmpstr(severity_of(&lookup), ==, "none");
    }
}

static void test_direction_by_client(void)
{
    const struct {
        const char            *client;
        enum organization_side side;
        enum flow_direction    direction;
    } cases[] = {
        {"10.0.0.9", ORGANIZATION_SIDE_NONE, FLOW_DIRECTION_ONPREM_TO_CLOUD},
        {"10.0.0.9", ORGANIZATION_SIDE_CLIENT, FLOW_DIRECTION_CLIENT_TO_CLOUD},
        {"10.0.0.9", ORGANIZATION_SIDE_CLOUD, FLOW_DIRECTION_UNKNOWN},
        {"40.96.0.1", ORGANIZATION_SIDE_NONE, FLOW_DIRECTION_UNKNOWN},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct classify_row row = {.side = cases[i].side, .network = {address_of(cases[i].client), 32}};
        struct lookup       lookup = lookup_of(CORE, cases[i].client, "10.0.0.5", LOOKUP_FAILURE_NONE);

        fixture.settings.organization = &row;
        fixture.settings.organization_count = 1;
        g_assert_true(lookup_classify(&fixture.settings, &lookup));
        g_assert_cmpint(lookup.recognition.direction, ==, cases[i].direction);
    }
    fixture.settings.organization_count = 0;
}

/* ---- what is found ---- */

static void test_failures(void)
{
    const struct {
        const char         *name;
        enum lookup_failure failure;
        const char         *severity;
    } cases[] = {
        {CORE, LOOKUP_FAILURE_NONE, "none"},
        {CORE, LOOKUP_FAILURE_NO_SUCH_NAME, "error"},
        {CORE, LOOKUP_FAILURE_NO_ADDRESS, "none"},
        {CORE, LOOKUP_FAILURE_SERVER, "error"},
        {CORE, LOOKUP_FAILURE_REFUSED, "error"},
        {CORE, LOOKUP_FAILURE_UNUSABLE_ADDRESS, "error"},
        {CORE, LOOKUP_FAILURE_PRIVATE_ADDRESS, "warning"},
        {"contoso.onmicrosoft.com", LOOKUP_FAILURE_NO_ADDRESS, "chat"},
        {"contoso.onmicrosoft.com", LOOKUP_FAILURE_NO_SUCH_NAME, "chat"},
        {"autodiscover.contoso.onmicrosoft.com", LOOKUP_FAILURE_NO_ADDRESS, "chat"},
        {"autodiscover.contoso.mail.onmicrosoft.com", LOOKUP_FAILURE_NO_SUCH_NAME, "error"},
        {"autodiscover.contoso.mail.onmicrosoft.com", LOOKUP_FAILURE_NO_ADDRESS, "none"},
        {"www.office.com", LOOKUP_FAILURE_NO_SUCH_NAME, "none"}, /* no hybrid name */
        {"crl.microsoft.com", LOOKUP_FAILURE_SERVER, "none"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct lookup lookup = failed(cases[i].name, cases[i].failure);

        g_assert_cmpstr(severity_of(&lookup), ==, cases[i].severity);
    }
}

/** Silence is the resolver's only if something else came through. */
static void test_silence(void)
{
    struct lookup lookup = failed(CORE, LOOKUP_FAILURE_UNANSWERED);

    g_assert_cmpstr(severity_of(&lookup), ==, "warning");
    lookup.heard = true;
    g_assert_cmpstr(severity_of(&lookup), ==, "error");
}

/* ---- what settles it ---- */

static void test_settled_later(void)
{
    const enum lookup_failure failures[] = {LOOKUP_FAILURE_NO_SUCH_NAME, LOOKUP_FAILURE_SERVER, LOOKUP_FAILURE_REFUSED,
                                            LOOKUP_FAILURE_UNANSWERED, LOOKUP_FAILURE_UNUSABLE_ADDRESS};

    for (size_t i = 0; i < G_N_ELEMENTS(failures); i++) {
        struct estate_name use = {0};
        struct lookup      lookup = failed(CORE, failures[i]);

        lookup.use = &use;
        lookup.heard = true;
        lookup_compare(&lookup);
        g_assert_cmpstr(severity_of(&lookup), ==, "error");
        use.resolved_frame = 10; /* the same frame is no later one */
        g_assert_cmpstr(severity_of(&lookup), ==, "error");
        use.resolved_frame = 11;
        g_assert_cmpstr(severity_of(&lookup), ==, "note");
        use.resolved_frame = 9;
        g_assert_cmpstr(severity_of(&lookup), ==, "error");
        use.completed_frame = 30;
        g_assert_cmpstr(severity_of(&lookup), ==, "note");
    }
}

/** Resolvers fail for one type of address: what was of use a moment ago still is; what was long ago proves nothing. */
static void test_settled_before(void)
{
    const struct {
        int64_t     seconds;
        const char *severity;
    } cases[] = {{0, "note"}, {LOOKUP_SETTLED_SECONDS, "note"}, {LOOKUP_SETTLED_SECONDS + 1, "error"}, {-1, "error"}};

    for (size_t i = 0; i < 2 * G_N_ELEMENTS(cases); i++) {
        struct estate_name use = {0};
        struct lookup      lookup = failed(CORE, LOOKUP_FAILURE_SERVER);

        lookup.use = &use;
        if (i % 2 == 0) {
            use.resolved_frame = 2;
            use.resolved.seconds = lookup.time.seconds - cases[i / 2].seconds;
        } else {
            use.completed_frame = 2;
            use.completed.seconds = lookup.time.seconds - cases[i / 2].seconds;
        }
        lookup_compare(&lookup);
        g_assert_cmpstr(severity_of(&lookup), ==, cases[i / 2].severity);
    }
}

static void test_private_address_stays(void)
{
    struct estate_name use = {.resolved_frame = 20, .completed_frame = 30};
    struct lookup      lookup = failed(CORE, LOOKUP_FAILURE_PRIVATE_ADDRESS);

    lookup.use = &use;
    g_assert_cmpstr(severity_of(&lookup), ==, "warning");
}

/* ---- words ---- */

static void test_words(void)
{
    struct lookup lookup = failed(CORE, LOOKUP_FAILURE_UNUSABLE_ADDRESS);

    lookup.client_label = "EX01";
    lookup.answer = address_of("0.0.0.0");
    for (int failure = LOOKUP_FAILURE_NO_SUCH_NAME; failure <= LOOKUP_FAILURE_PRIVATE_ADDRESS; failure++) {
        char     text[LIMIT_TEXT_LENGTH];
        uint16_t rule = 0;

        lookup.failure = (enum lookup_failure)failure;
        if (!judge_lookup(&lookup, &rule)) {
            continue;
        }
        judge_text_of_lookup(&lookup, rule, JUDGE_SUMMARY, text, sizeof text);
        g_assert_nonnull(strstr(text, CORE));
        g_assert_nonnull(strstr(text, "192.0.2.10 (EX01)"));
        g_assert_nonnull(strstr(text, "192.0.2.53"));
        g_assert_true((strstr(text, "0.0.0.0") != NULL) == (failure == LOOKUP_FAILURE_UNUSABLE_ADDRESS));
        g_assert_true((strstr(text, " 2 times") != NULL) == (failure == LOOKUP_FAILURE_UNANSWERED));
        for (int part = 0; part < JUDGE_PART_COUNT; part++) {
            judge_text_of_lookup(&lookup, rule, (enum judge_part)part, text, sizeof text);
            g_assert_cmpstr(text, !=, "");
            g_assert_null(strpbrk(text, "{}"));
        }
    }
}

int main(int argc, char **argv)
{
    int result = 0;

    g_test_init(&argc, &argv, NULL);
    real_tables_build(&fixture.tables);
    fixture.settings = (struct classify_settings){.names = &fixture.tables.names, .addresses = &fixture.tables.addresses};
    g_test_add_func("/lookup/types", test_types);
    g_test_add_func("/lookup/codes", test_codes);
    g_test_add_func("/lookup/unusable_addresses", test_unusable_addresses);
    g_test_add_func("/lookup/recognised_by_name", test_recognised_by_name);
    g_test_add_func("/lookup/names_that_say_nothing", test_names_that_say_nothing);
    g_test_add_func("/lookup/direction", test_direction_by_client);
    g_test_add_func("/lookup/failures", test_failures);
    g_test_add_func("/lookup/silence", test_silence);
    g_test_add_func("/lookup/settled/later", test_settled_later);
    g_test_add_func("/lookup/settled/before", test_settled_before);
    g_test_add_func("/lookup/settled/private_address_stays", test_private_address_stays);
    g_test_add_func("/lookup/words", test_words);
    result = g_test_run();
    real_tables_free(&fixture.tables);
    return result;
}
