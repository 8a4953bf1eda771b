/* test_judge_layers.c: words that fit the layer: what is shown, whose page is named, whose machine is to be changed, and
 * how long a text may be.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "judge_stage.h"

#include <string.h>

/** True for rules that speak of a flow at hand. */
static bool is_of_flow(const struct rule *rule)
{
    return rule->events != 0 && rule->events != FLOW_EVENT_LOOKUP && rule->events != FLOW_EVENT_ANSWER;
}

/** The rule's facts with those of the place; false if they exclude each other. */
static bool facts_at(const struct rule *rule, const struct flow *flow, uint64_t *facts)
{
    const uint64_t of_place = RULE_SERVER_MICROSOFT | RULE_INBOUND | RULE_MAIL | RULE_ROLE_DOT_NET | RULE_ROLE_MIXED |
                              RULE_ROLE_BACKEND | RULE_HYBRID | RULE_ROLE_REVOCATION | RULE_DIRECT_TENANT_NAME |
                              RULE_SERVER_ACCEPTS_OLD;
    struct flow_time now = {1764547200, 0};
    uint64_t         place = judge_facts(flow, &now) & of_place;

    *facts = place | rule->needs;
    return (rule->needs & of_place & ~place) == 0 && (*facts & rule->excludes) == 0;
}

/** True if a row before it holds then: this one is not reached. */
static bool is_hidden(uint16_t rule, uint64_t facts)
{
    for (uint16_t earlier = 0; earlier < rule; earlier++) {
        const struct rule *row = &rules[earlier];

        if (row->finding == rules[rule].finding && (rules[rule].events & ~row->events) == 0
            && (row->needs & ~facts) == 0 && (row->excludes & facts) == 0
            && (row->needs_evidence & ~rules[rule].needs_evidence) == 0
            && (row->excludes_evidence & ~rules[rule].excludes_evidence) == 0
            && (row->alerts[0] == 0 || memcmp(row->alerts, rules[rule].alerts, sizeof row->alerts) == 0)) {
            return true;
        }
    }
    return false;
}

typedef void (*text_check)(const struct rule *rule, const struct flow *flow, const char *text);

/** Each text of that part that can stand at the place. */
static void check_texts(const struct place *place, enum judge_part part, uint64_t beside, text_check check)
{
    static char  text[8 * LIMIT_TEXT_LENGTH];
    struct stage stage;

    stage_start(&stage, place, 0);
    stage.player.flow.frames.client_hello = 4;
    stage.player.flow.max_version = stage.player.flow.version = stage.player.flow.minimum_version = 0x0303;
    for (uint16_t rule = 0; rule < rule_count; rule++) {
        uint64_t facts = 0;

        if (!is_of_flow(&rules[rule]) || !facts_at(&rules[rule], &stage.player.flow, &facts)) {
            continue;
        }
        if ((beside & rules[rule].excludes) == 0) {
            facts |= beside;
        }
        /* An offer is old or current; the machines of the cloud are not compared with each other (estate.c). */
        if ((facts & RULE_OFFERED_OLD) != 0 && (facts & (RULE_OFFERED_CURRENT | RULE_BELOW_MINIMUM)) != 0) {
            continue;
        }
        if ((facts & RULE_INBOUND) != 0 && (facts & RULE_OFFERS_DIFFER) != 0) {
            continue;
        }
        if ((facts & RULE_BY_CLIENT) != 0 && (facts & RULE_BY_SERVER) != 0) {
            continue;
        }
        if (is_hidden(rule, facts) || (rules[rule].finding == FINDING_SMTP_WITHOUT_TLS && (facts & RULE_MAIL) == 0)) {
            continue;
        }
        stage.player.flow.alert.description = rules[rule].alerts[0];
        judge_text(&stage.player.flow, &stage.player.flow.recognition, facts, rule, part, text, sizeof text);
        check(&rules[rule], &stage.player.flow, text);
    }
    stage_end(&stage);
}

static void assert_no_calendar_page(const struct rule *rule, const struct flow *flow, const char *text)
{
    (void)flow;
    if (strstr(text, "free-busy") != NULL) {
        g_error("%s: %s", findings[rule->finding].id, text);
    }
}

/** Mail has pages of its own. */
static void test_mail_names_pages_of_mail(void)
{
    check_texts(&mail_outbound, JUDGE_REFERENCE, 0, assert_no_calendar_page);
    check_texts(&mail_inbound, JUDGE_REFERENCE, 0, assert_no_calendar_page);
}

static void assert_no_order(const struct rule *rule, const char *text, const struct address *machine)
{
    static const char *const orders[] = {"On %s", "on %s", "machine at %s", " at %s", "(%s). If", "change %s"};
    char                     address[ADDRESS_TEXT_LENGTH];

    address_format(machine, address, sizeof address);
    for (size_t i = 0; i < G_N_ELEMENTS(orders); i++) {
        const char *mark = strstr(orders[i], "%s");
        char       *order = g_strdup_printf("%.*s%s%s", (int)(mark - orders[i]), orders[i], address, mark + 2);

        if (strstr(text, order) != NULL) {
            g_error("%s (%s) orders: %s", findings[rule->finding].id, order, text);
        }
        g_free(order);
    }
}

static void assert_server_is_left_alone(const struct rule *rule, const struct flow *flow, const char *text)
{
    /* There the proxy is the server. */
    if ((rule->needs & RULE_PROXIED) == 0 && strncmp(findings[rule->finding].id, "proxy_", 6) != 0) {
        assert_no_order(rule, text, &flow_server(flow)->address);
    }
}

static void assert_client_is_left_alone(const struct rule *rule, const struct flow *flow, const char *text)
{
    assert_no_order(rule, text, &flow_client(flow)->address);
}

/** Nobody can change a machine of Microsoft's: a device on the way, or a ticket. */
static void test_machines_of_microsoft_are_left_alone(void)
{
    const struct place *called[] = {&exo_core, &acs, &entra_sts, &fed_metadata, &graph, &mail_outbound, &gcc_high, &china};
    const uint64_t      beside[] = {0, RULE_OFFERED_OLD, RULE_OFFERED_CURRENT, RULE_OFFERS_DIFFER | RULE_OFFERED_OLD,
                                    RULE_BY_SERVER, RULE_BY_CLIENT};

    for (size_t i = 0; i < G_N_ELEMENTS(beside); i++) {
        for (size_t place = 0; place < G_N_ELEMENTS(called); place++) {
            check_texts(called[place], JUDGE_REMEDY, beside[i], assert_server_is_left_alone);
        }
        check_texts(&inbound, JUDGE_REMEDY, beside[i], assert_client_is_left_alone);
        check_texts(&mail_inbound, JUDGE_REMEDY, beside[i], assert_client_is_left_alone);
    }
}

/* ---- what is shown ---- */

static const char *const dot_net[] = {"System.Net", "underlying connection", "SSL/TLS secure channel", "remote server",
                                      "Test-OAuthConnectivity", "PowerShell", "New-AuthServer"};
static const char *const queue[] = {"queue", "protocol log", "451 ", "454 ", "Mail "};

static bool holds_any(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strstr(text, words[i]) != NULL) {
            return true;
        }
    }
    return false;
}

static void assert_no_words_of_dot_net(const struct rule *rule, const struct flow *flow, const char *text)
{
    (void)flow;
    if (holds_any(text, dot_net, G_N_ELEMENTS(dot_net)) && strncmp(findings[rule->finding].id, "proxy_", 6) != 0) {
        g_error("%s is mail: %s", findings[rule->finding].id, text);
    }
}

static void assert_no_words_of_queues(const struct rule *rule, const struct flow *flow, const char *text)
{
    (void)flow;
    if (holds_any(text, queue, G_N_ELEMENTS(queue))) {
        g_error("%s is no mail: %s", findings[rule->finding].id, text);
    }
}

/** What a server on premises shows is not shown where the cloud calls. */
static void assert_words_of_the_cloud(const struct rule *rule, const struct flow *flow, const char *text)
{
    (void)flow;
    if (holds_any(text, dot_net, G_N_ELEMENTS(dot_net)) && strstr(text, "LID: 43532") == NULL
        && strncmp(findings[rule->finding].id, "proxy_", 6) != 0) {
        g_error("%s is the cloud's call: %s", findings[rule->finding].id, text);
    }
    assert_no_words_of_queues(rule, flow, text);
}

static void test_each_layer_has_its_words(void)
{
    check_texts(&mail_outbound, JUDGE_EXPLAINS, 0, assert_no_words_of_dot_net);
    check_texts(&mail_inbound, JUDGE_EXPLAINS, 0, assert_no_words_of_dot_net);
    check_texts(&inbound, JUDGE_EXPLAINS, 0, assert_words_of_the_cloud);
    check_texts(&exo_core, JUDGE_EXPLAINS, 0, assert_no_words_of_queues);
    check_texts(&acs, JUDGE_EXPLAINS, 0, assert_no_words_of_queues);
    check_texts(&backend, JUDGE_EXPLAINS, 0, assert_no_words_of_queues);
}

/** Where the other side sent an alert, Schannel had no channel; where it closed, the connection was closed. */
static void test_alert_makes_no_channel(void)
{
    const struct scene scenes[] = {
        {&exo_core, "connect hello:TLS_1.0 alert:server:70", "Could not create SSL/TLS secure channel"},
        {&exo_core, "connect hello:TLS_1.2 alert:server:40", "Could not create SSL/TLS secure channel"},
        {&inbound, "connect hello:TLS_1.2 alert:server:40", "LID: 43532"},
        {&mail_outbound, "connect hello:TLS_1.2 alert:server:40", "In the queue of the sender: 451 4.4.0"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(scenes); i++) {
        struct stage stage;
        char         text[LIMIT_TEXT_LENGTH];

        stage_start(&stage, scenes[i].place, 0);
        stage_play(&stage, scenes[i].script);
        for (size_t k = 0; k < stage.player.flow.finding_count; k++) {
            uint16_t rule = stage.player.flow.findings[k].rule;

            if (rules[rule].events != FLOW_EVENT_FATAL_ALERT) {
                continue;
            }
            judge_text(&stage.player.flow, &stage.player.flow.recognition,
                       judge_facts(&stage.player.flow, &stage.player.time), rule, JUDGE_EXPLAINS, text, sizeof text);
            assert_holds(text, scenes[i].expected);
        }
        stage_end(&stage);
    }
}

/* ---- lengths ---- */

#define LONGEST_SUMMARY 200
#define LONGEST_TEXT 600

/** Letters without registry paths and their values. */
static size_t length_without_paths(const char *text)
{
    size_t length = strlen(text);

    for (const char *path = strstr(text, "HKLM\\"); path != NULL; path = strstr(path + 1, "HKLM\\")) {
        const char *semicolon = strchr(path, ';');
        const char *stop = strstr(path, ". ");
        const char *end = path + strlen(path);

        end = semicolon != NULL && semicolon < end ? semicolon : end;
        end = stop != NULL && stop < end ? stop : end;
        length -= (size_t)(end - path);
    }
    return length;
}

static void assert_short(const struct rule *rule, const struct flow *flow, const char *text)
{
    (void)flow;
    if (length_without_paths(text) > LONGEST_TEXT) {
        g_error("%s: %" G_GSIZE_FORMAT " letters: %s", findings[rule->finding].id, length_without_paths(text), text);
    }
}

static void assert_short_summary(const struct rule *rule, const struct flow *flow, const char *text)
{
    (void)flow;
    if (strlen(text) > LONGEST_SUMMARY) {
        g_error("%s: %" G_GSIZE_FORMAT " letters: %s", findings[rule->finding].id, strlen(text), text);
    }
}

/** Nobody reads more at a time. */
static void test_texts_are_short(void)
{
    const struct place *some[] = {&exo_core, &acs, &entra_sts, &fed_metadata, &mail_outbound, &mail_inbound, &inbound, &backend,
                                  &unrelated, &gcc_high};
    const uint64_t      beside[] = {0, RULE_OFFERED_OLD, RULE_OFFERED_CURRENT, RULE_OFFERS_DIFFER | RULE_OFFERED_OLD,
                                    RULE_OFFERED_OLD | RULE_OFFERED_TLS11};

    for (size_t i = 0; i < G_N_ELEMENTS(some) * G_N_ELEMENTS(beside); i++) {
        const struct place *place = some[i % G_N_ELEMENTS(some)];
        uint64_t            facts = beside[i / G_N_ELEMENTS(some)];

        check_texts(place, JUDGE_SUMMARY, facts, assert_short_summary);
        check_texts(place, JUDGE_CAUSE, facts, assert_short);
        check_texts(place, JUDGE_REMEDY, facts, assert_short);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/judge/layers/mail_pages", test_mail_names_pages_of_mail);
    g_test_add_func("/judge/layers/microsoft", test_machines_of_microsoft_are_left_alone);
    g_test_add_func("/judge/layers/shown", test_each_layer_has_its_words);
    g_test_add_func("/judge/layers/alert", test_alert_makes_no_channel);
    g_test_add_func("/judge/layers/lengths", test_texts_are_short);
    return g_test_run();
}
