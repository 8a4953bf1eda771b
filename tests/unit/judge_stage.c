/* judge_stage.c: see judge_stage.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "judge_stage.h"

#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "tls_names.h"

/* ---- places ---- */

#define OUTBOUND(role, host) \
    {role, CLOUD_WORLDWIDE, FLOW_DIRECTION_ONPREM_TO_CLOUD, host, "10.0.0.10", "198.51.100.20", 443}

const struct place exo_core = OUTBOUND(ROLE_EXO_CORE, "outlook.office365.com");
const struct place exo_autodiscover = OUTBOUND(ROLE_EXO_AUTODISCOVER, "autodiscover-s.outlook.com");
const struct place acs = OUTBOUND(ROLE_ACS, "accounts.accesscontrol.windows.net");
const struct place entra_sts = OUTBOUND(ROLE_ENTRA_STS, "login.microsoftonline.com");
const struct place fed_provision = OUTBOUND(ROLE_FED_PROVISION, "domains.live.com");
const struct place fed_metadata = OUTBOUND(ROLE_FED_METADATA, "nexus.microsoftonline-p.com");
const struct place graph = OUTBOUND(ROLE_GRAPH, "graph.microsoft.com");
const struct place smtp_legacy = OUTBOUND(ROLE_EXO_CLIENT_MAIL, "smtp-legacy.office365.com");
const struct place tenant = OUTBOUND(ROLE_EXO_AUTODISCOVER, "autodiscover.contoso.onmicrosoft.com");
const struct place routing =
    OUTBOUND(ROLE_EXO_AUTODISCOVER, "autodiscover.contoso.mail.onmicrosoft.com");
const struct place tenant_port_80 = {
    ROLE_EXO_AUTODISCOVER, CLOUD_WORLDWIDE, FLOW_DIRECTION_ONPREM_TO_CLOUD,
    "autodiscover.contoso.onmicrosoft.com", "10.0.0.10", "198.51.100.20", 80};
const struct place smtp_legacy_china = {
    ROLE_EXO_CLIENT_MAIL, CLOUD_CHINA, FLOW_DIRECTION_ONPREM_TO_CLOUD, "smtp-legacy.partner.outlook.cn",
    "10.0.0.10", "198.51.100.20", 587};
const struct place mail_outbound = {
    ROLE_EOP_SMTP, CLOUD_WORLDWIDE, FLOW_DIRECTION_ONPREM_TO_CLOUD, "contoso.mail.protection.outlook.com",
    "10.0.0.10", "40.107.1.1", 25};
const struct place china = {
    ROLE_EXO_CORE, CLOUD_CHINA, FLOW_DIRECTION_ONPREM_TO_CLOUD, "partner.outlook.cn", "10.0.0.10",
    "198.51.100.20", 443};
const struct place gcc_high = {
    ROLE_EXO_CORE, CLOUD_GCC_HIGH, FLOW_DIRECTION_ONPREM_TO_CLOUD, "outlook.office365.us", "10.0.0.10",
    "198.51.100.20", 443};
const struct place inbound = {
    ROLE_ONPREM_EXCHANGE, CLOUD_NONE, FLOW_DIRECTION_CLOUD_TO_ONPREM, "mail.contoso.com", "40.96.10.20",
    "192.0.2.80", 443};
const struct place mail_inbound = {
    ROLE_EOP_SMTP, CLOUD_WORLDWIDE, FLOW_DIRECTION_CLOUD_TO_ONPREM, NULL, "40.107.1.1", "192.0.2.80", 25};
const struct place backend = {
    ROLE_EXCH_BACKEND, CLOUD_NONE, FLOW_DIRECTION_ONPREM_TO_ONPREM, NULL, "10.20.0.10", "10.20.0.20", 444};
const struct place unrelated = {
    ROLE_UNCLASSIFIED, CLOUD_NONE, FLOW_DIRECTION_UNKNOWN, "www.example.net", "10.0.0.10",
    "203.0.113.80", 443};
const struct place address_only = {
    ROLE_EXO_CORE, CLOUD_WORLDWIDE, FLOW_DIRECTION_ONPREM_TO_CLOUD, NULL,
    "2001:db8:ffff:ffff:ffff:ffff:ffff:ff10", "2603:1006:ffff:ffff:ffff:ffff:ffff:ff20", 443};

const struct place *const places[] = {
    &exo_core, &exo_autodiscover, &acs,     &entra_sts,         &fed_provision,  &fed_metadata,
    &graph,    &smtp_legacy,      &tenant,  &routing,           &tenant_port_80, &smtp_legacy_china,
    &china,    &mail_outbound,    &inbound, &mail_inbound,      &backend,        &unrelated,
    &gcc_high, &address_only,
};

const size_t place_count = G_N_ELEMENTS(places);

/* ---- playing a script ---- */

void assert_each_id_once(const struct flow *flow)
{
    for (size_t i = 0; i < flow->finding_count; i++) {
        for (size_t j = 0; j < i; j++)
            g_assert_cmpint(rules[flow->findings[i].rule].finding, !=, rules[flow->findings[j].rule].finding);
    }
}

static void note(struct stage *stage, const struct judgement *judgement, uint32_t frame)
{
    for (size_t i = 0; i < judgement->count; i++) {
        const struct rule         *rule = &rules[judgement->findings[i].rule];
        const struct flow_finding *kept = judge_find(&stage->player.flow, rule->finding);

        g_assert_nonnull(kept);
        g_assert_cmpuint(kept->rule, ==, judgement->findings[i].rule);
        g_assert_cmpuint(kept->frame, ==, frame);
        if (i > 0)
            g_assert_cmpint(rules[judgement->findings[i - 1].rule].severity, >=, rule->severity);
        g_string_append_printf(stage->raised, "%s%s=%s@%s", stage->raised->len > 0 ? " " : "",
                               findings[rule->finding].id, judge_severity_id(rule->severity), stage->step);
    }
}

static void judge_frame(struct flow_player *player)
{
    struct stage    *stage = player->data;
    struct judgement judgement;
    uint32_t         frame = (player->events & FLOW_EVENT_WAITED) != 0 ? 0 : player->frame;

    if (player->events == 0)
        return;
    if (stage->earlier != NULL)
        estate_observe(stage->earlier, &player->flow, player->events, &player->time);
    judge_flow(&player->flow, player->events, frame, &player->time, &judgement);
    g_assert_false(judgement.cut);
    note(stage, &judgement, frame);
    assert_each_id_once(&player->flow);
}

static enum flow_side side_named(const char *name)
{
    g_assert_true(strcmp(name, "client") == 0 || strcmp(name, "server") == 0);
    return strcmp(name, "client") == 0 ? FLOW_SIDE_CLIENT : FLOW_SIDE_SERVER;
}

static uint16_t version_named(const char *name)
{
    for (uint16_t version = TLS_VERSION_SSL3; version <= TLS_VERSION_1_3; version++) {
        char *short_name = g_strdelimit(g_strdup(tls_version_name(version)), " ", '_');
        bool  same = strcmp(short_name, name) == 0;

        g_free(short_name);
        if (same)
            return version;
    }
    g_error("no version %s", name);
    return 0;
}

/** Steps without a word behind them. False if the step is not one of them. */
static void play_five_seconds(struct flow_player *player)
{
    play_pause(player, 5000);
}

static bool play_plain_step(struct flow_player *player, const char *step)
{
    static const struct {
        const char *name;
        void (*play)(struct flow_player *player);
    } steps[] = {
        {"connect", play_connect},
        {"retry", play_hello_retry_request},
        {"proxy", play_proxy},
        {"syn", play_syn},
        {"certificate", play_certificate_flight},
        {"keys", play_key_exchange_flight},
        {"waited", play_waited},
        {"later", play_five_seconds},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
        if (strcmp(steps[i].name, step) == 0) {
            steps[i].play(player);
            return true;
        }
    }
    return false;
}

static bool play_version_step(struct flow_player *player, const char *step, const char *version)
{
    if (strcmp(step, "hello") == 0) {
        play_client_hello(player, version_named(version));
    } else if (strcmp(step, "sslv2") == 0) {
        play_client_hello_sslv2(player, version_named(version));
    } else if (strcmp(step, "choice") == 0) {
        play_server_hello(player, version_named(version));
    } else if (strcmp(step, "sentinel") == 0) {
        play_downgraded_server_hello(player, version_named(version));
} else {
        return false;
    }
    return true;
}

static bool play_side_step(struct flow_player *player, const char *step, enum flow_side side)
{
    static const struct {
        const char *name;
        void (*play)(struct flow_player *player, enum flow_side side);
    } steps[] = {
        {"ack", play_segment},          {"payload", play_payload},       {"cut", play_cut_payload},
        {"rst", play_rst},              {"fin", play_fin},               {"finished", play_finished},
        {"retransmit", play_retransmission},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
        if (strcmp(steps[i].name, step) == 0) {
            steps[i].play(player, side);
            return true;
        }
    }
    return false;
}

static void play_number_step(struct flow_player *player, const char *step, enum flow_side side, int number)
{
    if (strcmp(step, "alert") == 0)
        play_fatal_alert(player, side, (uint8_t)number);
    else if (strcmp(step, "warning") == 0)
        play_alert(player, side, TLS_ALERT_LEVEL_WARNING, (uint8_t)number);
    else if (strcmp(step, "data") == 0)
        play_application_data(player, side, (uint32_t)number);
    else
        g_error("no step %s", step);
}

/** "sni+grease": what is wrong with a hello. */
static unsigned faults_named(const char *names)
{
    static const struct {
        const char *name;
        unsigned    fault;
    } faults[] = {
        {"sni", FAULT_NO_SNI},         {"renegotiation", FAULT_NO_RENEGOTIATION}, {"rsa", FAULT_STATIC_RSA},
        {"accepted", FAULT_NO_ACCEPTED}, {"weak", FAULT_WEAK},                    {"groups", FAULT_GROUPS},
        {"sha1", FAULT_SHA1},          {"grease", FAULT_GREASE},                  {"h2", FAULT_HTTP2},
        {"fallback", FAULT_FALLBACK},  {"only13", FAULT_TLS13_ONLY},
    };
    char   **words = g_strsplit(names, "+", -1);
    unsigned found = 0;

    for (size_t i = 0; words[i] != NULL; i++) {
        unsigned before = found;

        for (size_t j = 0; j < G_N_ELEMENTS(faults); j++)
            found |= strcmp(words[i], faults[j].name) == 0 ? faults[j].fault : 0;
        g_assert_cmphex(found, !=, before);
    }
    g_strfreev(words);
    return found;
}

static void play_step(struct stage *stage, const char *text)
{
    char   **words = g_strsplit(text, ":", 3);
    unsigned count = g_strv_length(words);

    stage->step = words[0];
    if (count == 1)
        g_assert_true(play_plain_step(&stage->player, words[0]));
    else if (count == 3 && strcmp(words[0], "offer") == 0)
        play_client_hello_with(&stage->player, version_named(words[1]), faults_named(words[2]));
    else if (count == 3)
        play_number_step(&stage->player, words[0], side_named(words[1]), atoi(words[2]));
    else if (!play_version_step(&stage->player, words[0], words[1]))
        g_assert_true(play_side_step(&stage->player, words[0], side_named(words[1])));
    g_strfreev(words);
}

static void recognise(struct flow *flow, const struct place *place)
{
    flow->recognition =
        (struct flow_recognition){place->role, place->cloud, place->direction,
                                  place->host != NULL ? MATCH_SNI : MATCH_ADDRESS, place->host};
}

void stage_start(struct stage *stage, const struct place *place, int64_t seconds)
{
    memset(stage, 0, sizeof *stage);
    flow_player_start_between(&stage->player, place->client, 50000, place->server, place->port, true);
    recognise(&stage->player.flow, place);
    if (seconds != 0)
        stage->player.time.seconds = seconds;
    stage->raised = g_string_new("");
    stage->player.each_frame = judge_frame;
    stage->player.data = stage;
}

void stage_play(struct stage *stage, const char *script)
{
    char **steps = g_strsplit(script, " ", -1);

    for (size_t i = 0; steps[i] != NULL; i++)
        play_step(stage, steps[i]);
    g_strfreev(steps);
}

void stage_end(struct stage *stage)
{
    g_string_free(stage->raised, TRUE);
}

void assert_scenes(const struct scene *scenes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct stage stage;

        stage_start(&stage, scenes[i].place, 0);
        stage_play(&stage, scenes[i].script);
        if (strcmp(stage.raised->str, scenes[i].expected) != 0)
            g_error("%s, %s:\n  found    %s\n  expected %s", roles[scenes[i].place->role].id,
                    scenes[i].script, stage.raised->str, scenes[i].expected);
        stage_end(&stage);
    }
}

/* ---- words ---- */

char *text_of(const struct stage *stage, enum finding_id finding, enum judge_part part)
{
    const struct flow         *flow = &stage->player.flow;
    const struct flow_finding *found = judge_find(flow, finding);
    char                      *text = g_malloc(LIMIT_TEXT_LENGTH);

    g_assert_nonnull(found);
    judge_text(flow, &flow->recognition, judge_facts(flow, &stage->player.time), found->rule, part, text,
               LIMIT_TEXT_LENGTH);
    return text;
}

char *play_text(const struct place *place, const char *script, enum finding_id finding,
                       enum judge_part part)
{
    struct stage stage;
    char        *text = NULL;

    stage_start(&stage, place, 0);
    stage_play(&stage, script);
    text = text_of(&stage, finding, part);
    stage_end(&stage);
    return text;
}

void assert_holds(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        g_error("\"%s\" is not in: %s", part, text);
}

/* These have words only together with a request (test_judge_request.c). */
static bool is_of_answer(const struct rule *rule)
{
    return rule->events == FLOW_EVENT_ANSWER;
}

void assert_all_texts_are_whole(const struct stage *stage)
{
    static char        text[8 * LIMIT_TEXT_LENGTH];
    const struct flow *flow = &stage->player.flow;

    for (uint16_t rule = 0; rule < rule_count; rule++) {
        for (unsigned part = 0; part < JUDGE_PART_COUNT && !is_of_answer(&rules[rule]); part++) {
            g_assert_true(judge_text(flow, &flow->recognition, judge_facts(flow, &stage->player.time), rule,
                                     (enum judge_part)part, text, sizeof text) == text);
            g_assert_cmpuint(strlen(text), >, 0);
            g_assert_cmpuint(strlen(text), <, LIMIT_TEXT_LENGTH);
            g_assert_null(strpbrk(text, "{}"));
            g_assert_null(strstr(text, "(null)"));
            g_assert_null(strstr(text, "this server"));
        }
    }
}

void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        g_error("\"%s\" is in: %s", part, text);
}

void assert_texts_of_scenes(const struct scene *scenes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < place_count; j++) {
            struct stage stage;

            stage_start(&stage, places[j], 0);
            stage_play(&stage, scenes[i].script);
            assert_all_texts_are_whole(&stage);
            stage_end(&stage);
        }
    }
}
