/* test_dated.c: what is told of each cloud the day before, the day of and the day after each announcement.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "dated.h"

#include <string.h>

#include <glib.h>

/** What is told of EWS calls in one cloud at one minute: the first words of the rows, newest first. Dates: the table of
 *  announcements, "What changed between 2024 and December 2026". */
static const struct {
    const char *time;
    enum cloud  cloud;
    const char *told; /* first letters of the rows, up to the colon */
} moments[] = {
    /* The block of August 2025 was cancelled. */
    {"2025-08-18T12:00:00Z", CLOUD_WORLDWIDE, ""},
    {"2025-08-19T12:00:00Z", CLOUD_WORLDWIDE, ""},
    {"2025-08-20T12:00:00Z", CLOUD_WORLDWIDE, ""},
    {"2025-09-15T12:00:00Z", CLOUD_WORLDWIDE, ""},
    {"2025-09-16T06:59:59Z", CLOUD_WORLDWIDE, ""},
    {"2025-09-16T07:00:00Z", CLOUD_WORLDWIDE, "2025-09-16"},
    {"2025-09-17T12:00:00Z", CLOUD_WORLDWIDE, "2025-09-16"},
    {"2025-09-18T06:59:59Z", CLOUD_WORLDWIDE, "2025-09-16"},
    {"2025-09-18T07:00:00Z", CLOUD_WORLDWIDE, ""},
    {"2025-09-19T12:00:00Z", CLOUD_WORLDWIDE, ""},
    {"2025-09-15T12:00:00Z", CLOUD_CHINA, ""},
    {"2025-09-16T12:00:00Z", CLOUD_CHINA, "2025-09-16"},
    {"2025-09-19T12:00:00Z", CLOUD_CHINA, ""},
    {"2025-10-06T12:00:00Z", CLOUD_WORLDWIDE, ""},
    {"2025-10-07T12:00:00Z", CLOUD_WORLDWIDE, "2025-10-07"},
    {"2025-10-08T12:00:00Z", CLOUD_WORLDWIDE, ""},
    {"2025-10-07T12:00:00Z", CLOUD_CHINA, ""},
    {"2025-10-30T12:00:00Z", CLOUD_WORLDWIDE, ""},
    {"2025-10-31T00:00:00Z", CLOUD_WORLDWIDE, "2025-10-31"},
    {"2025-11-01T12:00:00Z", CLOUD_WORLDWIDE, "2025-10-31"},
    {"2025-11-01T12:00:00Z", CLOUD_CHINA, ""},
    {"2026-09-30T23:59:59Z", CLOUD_WORLDWIDE, "2025-10-31"},
    {"2026-10-01T00:00:00Z", CLOUD_WORLDWIDE, "2026-10-01 2026-05 2025-10-31"},
    {"2026-10-02T12:00:00Z", CLOUD_WORLDWIDE, "2026-10-01 2026-05 2025-10-31"},
    {"2027-03-31T23:59:59Z", CLOUD_WORLDWIDE, "2026-10-01 2026-05 2025-10-31"},
    {"2027-04-01T00:00:00Z", CLOUD_WORLDWIDE, "2027-04-01 2026-05 2025-10-31"},
    {"2027-04-02T12:00:00Z", CLOUD_WORLDWIDE, "2027-04-01 2026-05 2025-10-31"},
    {"2027-04-02T12:00:00Z", CLOUD_GCC_HIGH, ""},
    {"2027-04-02T12:00:00Z", CLOUD_DOD, ""},
    {"2027-04-02T12:00:00Z", CLOUD_CHINA, ""},
    {"2027-04-02T12:00:00Z", CLOUD_BLEU, ""},
    {"2027-04-02T12:00:00Z", CLOUD_DELOS, ""},
    {"2027-04-02T12:00:00Z", CLOUD_GERMANY, ""},
    {"2027-04-02T12:00:00Z", CLOUD_NONE, ""},
    /* No real clock, no day. */
    {"1970-01-01T00:00:01Z", CLOUD_WORLDWIDE, ""},
};

static struct flow_time time_of(const char *text)
{
    GDateTime       *date = g_date_time_new_from_iso8601(text, NULL);
    struct flow_time time = {g_date_time_to_unix(date), 0};

    g_date_time_unref(date);
    return time;
}

static struct flow call_of(enum role role, enum cloud cloud)
{
    return (struct flow){
        .recognition = {.role = role, .cloud = cloud, .direction = FLOW_DIRECTION_ONPREM_TO_CLOUD}};
}

/** The dates of the rows that are told; free with g_free(). */
static char *told_of(const struct flow *flow, const struct flow_time *first, const struct flow_time *last)
{
    GString *told = g_string_new(NULL);

    for (size_t i = 0; i < hint_count; i++) {
        if (dated_is_of_its_time(&hints[i], first, last) && dated_is_of_its_traffic(&hints[i], flow)) {
            g_string_append_printf(told, "%s%.*s", told->len > 0 ? " " : "", (int)strcspn(hints[i].text, ":"),
                                   hints[i].text);
        }
    }
    return g_string_free(told, FALSE);
}

static void test_days(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(moments); i++) {
        struct flow_time time = time_of(moments[i].time);
        struct flow      flow = call_of(ROLE_EXO_CORE, moments[i].cloud);
        char            *told = told_of(&flow, &time, &time);

        g_test_message("%s, cloud %d", moments[i].time, (int)moments[i].cloud);
        g_assert_cmpstr(told, ==, moments[i].told);
        g_free(told);
    }
}

/** A capture that lasts over an announcement has both times. */
static void test_capture_over_a_day(void)
{
    struct flow_time first = time_of("2025-09-15T22:00:00Z");
    struct flow_time last = time_of("2025-09-16T08:00:00Z");
    struct flow      flow = call_of(ROLE_ACS, CLOUD_WORLDWIDE);
    char            *told = told_of(&flow, &first, &last);

    g_assert_cmpstr(told, ==, "2025-09-16");
    g_free(told);
}

/** Calls of servers to EWS and its token service only. */
static void test_traffic(void)
{
    struct flow_time time = time_of("2025-12-01T00:00:00Z");
    struct flow      workstation = call_of(ROLE_EXO_CORE, CLOUD_WORLDWIDE);
    struct flow      inbound = call_of(ROLE_EXO_CORE, CLOUD_WORLDWIDE);
    const struct {
        struct flow flow;
        const char *told;
    } calls[] = {
        {call_of(ROLE_EXO_CORE, CLOUD_WORLDWIDE), "2025-10-31"},
        {call_of(ROLE_ACS, CLOUD_WORLDWIDE), "2025-10-31"},
        {call_of(ROLE_FED_METADATA, CLOUD_WORLDWIDE), ""},
        {call_of(ROLE_EOP_SMTP, CLOUD_WORLDWIDE), ""},
        {call_of(ROLE_UNCLASSIFIED, CLOUD_WORLDWIDE), ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(calls); i++) {
        char *told = told_of(&calls[i].flow, &time, &time);

        g_assert_cmpstr(told, ==, calls[i].told);
        g_free(told);
    }
    workstation.agent = FLOW_AGENT_WORKSTATION;
    inbound.recognition.direction = FLOW_DIRECTION_CLOUD_TO_ONPREM;
    for (size_t i = 0; i < hint_count; i++) {
        g_assert_false(dated_is_of_its_traffic(&hints[i], &workstation));
        g_assert_false(dated_is_of_its_traffic(&hints[i], &inbound));
    }
}

/** Newest first; one paragraph; a date before the colon; the settings that matter by their names. */
static void test_rows(void)
{
    GString *all = g_string_new(NULL);

    for (size_t i = 0; i < hint_count; i++) {
        g_assert_true(g_regex_match_simple("^20[0-9]{2}-[0-9]{2}(-[0-9]{2})?: [^\n]+\\.$", hints[i].text, 0, 0));
        g_assert_nonnull(hints[i].source);
        g_assert_cmpuint(hints[i].clouds, !=, 0);
        g_assert_true(hints[i].until == 0 || hints[i].until > hints[i].from);
        g_assert_true(i == 0 || hints[i].from <= hints[i - 1].from);
        g_assert_cmpuint(strlen(hints[i].text), <=, 300);
        g_string_append(all, hints[i].text);
    }
    g_assert_nonnull(strstr(all->str, "EwsEnabled"));
    g_assert_nonnull(strstr(all->str, "EwsAllowedAppIDs"));
    g_assert_nonnull(strstr(all->str, "ExchangeOnpremAsThirdPartyAppId"));
    g_assert_nonnull(strstr(all->str, "21Vianet"));
    g_assert_null(strstr(all->str, "2025-08"));
    g_string_free(all, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dated/days", test_days);
    g_test_add_func("/dated/capture_over_a_day", test_capture_over_a_day);
    g_test_add_func("/dated/traffic", test_traffic);
    g_test_add_func("/dated/rows", test_rows);
    return g_test_run();
}
