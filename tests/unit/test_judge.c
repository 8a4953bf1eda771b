/* test_judge.c: which findings a conversation raises, on which frame and how severe, and in which words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A scene is a place (who is called), a script of frames and what the interface says is found. A script is a
 * list of steps, a finding is written ID=SEVERITY@STEP: raised on the frame of that step.
 */
#include "judge.h"

#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "flow_player.h"
#include "tls_names.h"

/* ---- places ---- */

struct place {
    enum role           role;
    enum cloud          cloud;
    enum flow_direction direction;
    const char         *host;
    const char         *client, *server;
    uint16_t            port;
};

#define OUTBOUND(role, host) \
    {role, CLOUD_WORLDWIDE, FLOW_DIRECTION_ONPREM_TO_CLOUD, host, "10.0.0.10", "198.51.100.20", 443}

static const struct place exo_core = OUTBOUND(ROLE_EXO_CORE, "outlook.office365.com");
static const struct place exo_autodiscover = OUTBOUND(ROLE_EXO_AUTODISCOVER, "autodiscover-s.outlook.com");
static const struct place acs = OUTBOUND(ROLE_ACS, "accounts.accesscontrol.windows.net");
static const struct place entra_sts = OUTBOUND(ROLE_ENTRA_STS, "login.microsoftonline.com");
static const struct place fed_provision = OUTBOUND(ROLE_FED_PROVISION, "domains.live.com");
static const struct place fed_metadata = OUTBOUND(ROLE_FED_METADATA, "nexus.microsoftonline-p.com");
static const struct place graph = OUTBOUND(ROLE_GRAPH, "graph.microsoft.com");
static const struct place smtp_legacy = OUTBOUND(ROLE_EXO_CLIENT_MAIL, "smtp-legacy.office365.com");
static const struct place tenant = OUTBOUND(ROLE_EXO_AUTODISCOVER, "autodiscover.contoso.onmicrosoft.com");
static const struct place routing =
    OUTBOUND(ROLE_EXO_AUTODISCOVER, "autodiscover.contoso.mail.onmicrosoft.com");
static const struct place tenant_port_80 = {
    ROLE_EXO_AUTODISCOVER, CLOUD_WORLDWIDE, FLOW_DIRECTION_ONPREM_TO_CLOUD,
    "autodiscover.contoso.onmicrosoft.com", "10.0.0.10", "198.51.100.20", 80};
static const struct place smtp_legacy_china = {
    ROLE_EXO_CLIENT_MAIL, CLOUD_CHINA, FLOW_DIRECTION_ONPREM_TO_CLOUD, "smtp-legacy.partner.outlook.cn",
    "10.0.0.10", "198.51.100.20", 587};
static const struct place mail_outbound = {
    ROLE_EOP_SMTP, CLOUD_WORLDWIDE, FLOW_DIRECTION_ONPREM_TO_CLOUD, "contoso.mail.protection.outlook.com",
    "10.0.0.10", "40.107.1.1", 25};
static const struct place china = {
    ROLE_EXO_CORE, CLOUD_CHINA, FLOW_DIRECTION_ONPREM_TO_CLOUD, "partner.outlook.cn", "10.0.0.10",
    "198.51.100.20", 443};
static const struct place gcc_high = {
    ROLE_EXO_CORE, CLOUD_GCC_HIGH, FLOW_DIRECTION_ONPREM_TO_CLOUD, "outlook.office365.us", "10.0.0.10",
    "198.51.100.20", 443};
static const struct place inbound = {
    ROLE_ONPREM_EXCHANGE, CLOUD_NONE, FLOW_DIRECTION_CLOUD_TO_ONPREM, "mail.contoso.com", "40.96.10.20",
    "192.0.2.80", 443};
static const struct place mail_inbound = {
    ROLE_EOP_SMTP, CLOUD_WORLDWIDE, FLOW_DIRECTION_CLOUD_TO_ONPREM, NULL, "40.107.1.1", "192.0.2.80", 25};
static const struct place backend = {
    ROLE_EXCH_BACKEND, CLOUD_NONE, FLOW_DIRECTION_ONPREM_TO_ONPREM, NULL, "10.20.0.10", "10.20.0.20", 444};
static const struct place unrelated = {
    ROLE_UNCLASSIFIED, CLOUD_NONE, FLOW_DIRECTION_UNKNOWN, "www.example.net", "10.0.0.10",
    "203.0.113.80", 443};
static const struct place address_only = {
    ROLE_EXO_CORE, CLOUD_WORLDWIDE, FLOW_DIRECTION_ONPREM_TO_CLOUD, NULL,
    "2001:db8:ffff:ffff:ffff:ffff:ffff:ff10", "2603:1006:ffff:ffff:ffff:ffff:ffff:ff20", 443};

static const struct place *const places[] = {
    &exo_core, &exo_autodiscover, &acs,     &entra_sts,         &fed_provision,  &fed_metadata,
    &graph,    &smtp_legacy,      &tenant,  &routing,           &tenant_port_80, &smtp_legacy_china,
    &china,    &mail_outbound,    &inbound, &mail_inbound,      &backend,        &unrelated,
    &gcc_high, &address_only,
};

/* ---- playing a script ---- */

struct stage {
    struct flow_player player;
    GString           *raised; /**< ID=SEVERITY@STEP ..., in the order of the judgements */
    char              *step;   /**< first word of the step being played */
};

static void assert_each_id_once(const struct flow *flow)
{
    for (size_t i = 0; i < flow->finding_count; i++) {
        for (size_t j = 0; j < i; j++) {
            g_assert_cmpint(rules[flow->findings[i].rule].finding, !=, rules[flow->findings[j].rule].finding);
        }
    }
}

static void note(struct stage *stage, const struct judgement *judgement, uint32_t frame)
{
    for (size_t i = 0; i < judgement->count; i++) {
        const struct rule         *rule = &rules[judgement->rules[i]];
        const struct flow_finding *kept = judge_find(&stage->player.flow, rule->finding);

        g_assert_nonnull(kept);
        g_assert_cmpuint(kept->rule, ==, judgement->rules[i]);
        g_assert_cmpuint(kept->frame, ==, frame);
        if (i > 0) {
            g_assert_cmpint(rules[judgement->rules[i - 1]].severity, >=, rule->severity);
        }
        g_string_append_printf(stage->raised, "%s%s=%s@%s", stage->raised->len > 0 ? " " : "",
                               findings[rule->finding].id, judge_severity_id(rule->severity), stage->step);
    }
}

static void judge_frame(struct flow_player *player)
{
    struct stage    *stage = player->data;
    struct judgement judgement;
    uint32_t         frame = (player->events & FLOW_EVENT_WAITED) != 0 ? 0 : player->frame;

    if (player->events == 0) {
        return;
    }
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
        if (same) {
            return version;
        }
    }
    g_error("no version %s", name);
    return 0;
}

/** Steps without a word behind them. False if the step is not one of them. */
static bool play_plain_step(struct flow_player *player, const char *step)
{
    static const struct {
        const char *name;
        void (*play)(struct flow_player *player);
    } steps[] = {
        {"connect", play_connect},
        {"syn", play_syn},
        {"certificate", play_certificate_flight},
        {"keys", play_key_exchange_flight},
        {"waited", play_waited},
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
        {"ack", play_acknowledgement},          {"payload", play_payload},       {"cut", play_cut_payload},
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
    if (strcmp(step, "alert") == 0) {
        play_fatal_alert(player, side, (uint8_t)number);
    } else if (strcmp(step, "warning") == 0) {
        play_alert(player, side, TLS_ALERT_LEVEL_WARNING, (uint8_t)number);
    } else if (strcmp(step, "data") == 0) {
        play_application_data(player, side, (uint32_t)number);
    } else {
        g_error("no step %s", step);
    }
}

static void play_step(struct stage *stage, const char *text)
{
    char   **words = g_strsplit(text, ":", 3);
    unsigned count = g_strv_length(words);

    stage->step = words[0];
    if (count == 1) {
        g_assert_true(play_plain_step(&stage->player, words[0]));
    } else if (count == 3) {
        play_number_step(&stage->player, words[0], side_named(words[1]), atoi(words[2]));
    } else if (!play_version_step(&stage->player, words[0], words[1])) {
        g_assert_true(play_side_step(&stage->player, words[0], side_named(words[1])));
    }
    g_strfreev(words);
}

static void recognise(struct flow *flow, const struct place *place)
{
    flow->recognition =
        (struct flow_recognition){place->role, place->cloud, place->direction,
                                  place->host != NULL ? MATCH_SNI : MATCH_ADDRESS, place->host};
}

/** `seconds`: time of the first frame, 0 for the player's. */
static void stage_start(struct stage *stage, const struct place *place, int64_t seconds)
{
    flow_player_start_between(&stage->player, place->client, 50000, place->server, place->port, true);
    recognise(&stage->player.flow, place);
    if (seconds != 0) {
        stage->player.time.seconds = seconds;
    }
    stage->raised = g_string_new("");
    stage->player.each_frame = judge_frame;
    stage->player.data = stage;
}

static void stage_play(struct stage *stage, const char *script)
{
    char **steps = g_strsplit(script, " ", -1);

    for (size_t i = 0; steps[i] != NULL; i++) {
        play_step(stage, steps[i]);
    }
    g_strfreev(steps);
}

static void stage_end(struct stage *stage)
{
    g_string_free(stage->raised, TRUE);
}

/* ---- scenes ---- */

struct scene {
    const struct place *place;
    const char         *script;
    const char         *expected;
};

/* Sent again twice and never acknowledged. */
#define LOST "hello_unanswered=warning@retransmit hello_not_acknowledged=warning@retransmit"
#define OLD_ERROR "client_offers_below_tls12=error@hello"
#define OLD_WARNING "client_offers_below_tls12=warning@hello"
#define CHOSE "server_chose_below_tls12=warning@choice"

static const struct scene offer_scenes[] = {
    /* V1 V2 V3 */
    {&exo_core, "connect hello:SSL_3.0", OLD_ERROR},
    {&exo_autodiscover, "connect hello:TLS_1.0", OLD_ERROR},
    {&acs, "connect hello:TLS_1.1", OLD_ERROR},
    {&mail_outbound, "connect hello:TLS_1.0", OLD_ERROR},
    {&exo_core, "connect hello:TLS_1.2", ""},
    {&exo_core, "connect hello:TLS_1.3", ""},
    {&unrelated, "connect hello:TLS_1.0", OLD_WARNING},
    {&backend, "connect hello:TLS_1.1", OLD_WARNING},
    {&inbound, "connect hello:TLS_1.0", OLD_WARNING},
    {&mail_inbound, "connect hello:TLS_1.0", OLD_WARNING},
    {&smtp_legacy, "connect hello:TLS_1.0", OLD_WARNING},
    {&smtp_legacy_china, "connect hello:TLS_1.1", OLD_WARNING},
    /* Only the first hello counts. */
    {&exo_core, "connect hello:TLS_1.2 hello:TLS_1.0", ""},
    {&exo_core, "connect hello:TLS_1.0 hello:TLS_1.0", OLD_ERROR},
    /* V4 */
    {&exo_core, "connect sslv2:TLS_1.0",
     "client_offers_below_tls12=error@sslv2 client_sslv2_hello=warning@sslv2"},
    {&unrelated, "connect sslv2:TLS_1.2", "client_sslv2_hello=warning@sslv2"},
};

static const struct scene choice_scenes[] = {
    /* V7 V8 */
    {&unrelated, "connect hello:TLS_1.0 choice:TLS_1.0 certificate keys finished:server",
     OLD_WARNING " " CHOSE},
    {&unrelated, "connect hello:TLS_1.2 choice:TLS_1.1 certificate keys finished:server", CHOSE},
    {&unrelated, "connect hello:TLS_1.2 choice:TLS_1.2 certificate keys finished:server", ""},
    {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.0 certificate keys finished:server", CHOSE},
    {&exo_core, "connect hello:TLS_1.1 choice:TLS_1.1 finished:server finished:client", OLD_ERROR " " CHOSE},
    {&exo_core, "connect hello:TLS_1.3 choice:TLS_1.3 data:server:2000 data:client:53 fin:client", ""},
    {&smtp_legacy, "connect hello:TLS_1.0 choice:TLS_1.0", OLD_WARNING " " CHOSE},
    {&backend, "connect hello:TLS_1.2 choice:TLS_1.0", CHOSE},
    {&inbound, "connect hello:TLS_1.3 choice:TLS_1.0", CHOSE},
};

static const struct scene alert_scenes[] = {
    /* V9 */
    {&acs, "connect hello:TLS_1.0 alert:server:70", OLD_ERROR " version_refused=error@alert"},
    {&exo_core, "connect hello:TLS_1.2 alert:server:70", "version_refused=error@alert"},
    {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.0 alert:client:70", CHOSE " version_refused=error@alert"},
    {&unrelated, "connect hello:SSL_3.0 alert:server:70", OLD_WARNING " version_refused=error@alert"},
    /* V16 */
    {&inbound, "connect hello:TLS_1.2 alert:server:70",
     "version_refused=error@alert onprem_refuses_cloud=error@alert"},
    {&inbound, "connect hello:TLS_1.2 alert:server:40",
     "onprem_refuses_cloud=error@alert handshake_failure=error@alert"},
    {&mail_inbound, "connect hello:TLS_1.2 alert:server:71",
     "onprem_refuses_cloud=error@alert insufficient_security=error@alert"},
    {&inbound, "connect hello:TLS_1.2 alert:server:48", "certificate_refused=error@alert"},
    {&inbound, "connect hello:TLS_1.2 choice:TLS_1.2 certificate alert:client:40",
     "handshake_failure=error@alert"},
    {&backend, "connect hello:TLS_1.2 alert:server:40", "handshake_failure=error@alert"},
    /* A1 and others */
    {&exo_core, "connect hello:TLS_1.0 alert:server:40", OLD_ERROR " handshake_failure=error@alert"},
    {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.2 certificate alert:client:48 rst:client",
     "certificate_refused=error@alert"},
    {&exo_core, "connect hello:TLS_1.2 alert:server:80 fin:server fin:client",
     "other_fatal_alert=error@alert"},
    {&exo_core, "connect hello:TLS_1.2 alert:server:112", "name_unrecognised=error@alert"},
    {&exo_core, "connect hello:TLS_1.2 alert:server:80 alert:client:48", "other_fatal_alert=error@alert"},
    {&exo_core, "connect hello:TLS_1.2 warning:server:80 choice:TLS_1.2", ""},
    {&exo_core, "connect hello:TLS_1.2 warning:server:70 choice:TLS_1.2", ""},
};

#define GAVE_UP "client_gave_up_after_certificate=error@"
#define CLOSED_DURING "closed_during_handshake=error@"

static const struct scene end_scenes[] = {
    /* V10 */
    {&exo_core, "connect hello:TLS_1.0 rst:server", OLD_ERROR " closed_after_old_hello=error@rst"},
    {&acs, "connect hello:TLS_1.0 ack:server fin:server fin:client",
     OLD_ERROR " closed_after_old_hello=error@fin"},
    {&backend, "connect hello:TLS_1.0 rst:server", OLD_WARNING " closed_after_old_hello=error@rst"},
    {&inbound, "connect hello:TLS_1.0 rst:server", OLD_WARNING " closed_after_old_hello=error@rst"},
    /* V11 */
    {&exo_core, "connect hello:TLS_1.2 rst:server", "closed_after_hello=error@rst"},
    {&exo_core, "connect hello:TLS_1.3 fin:server rst:client", "closed_after_hello=error@fin"},
    {&inbound, "connect hello:TLS_1.2 rst:server", "closed_after_hello=error@rst"},
    {&exo_core, "connect hello:TLS_1.2 payload:server fin:server", "closed_after_hello=error@fin"},
    /* R6 */
    {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.2 certificate rst:client", GAVE_UP "rst"},
    {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.2 certificate fin:client rst:server", GAVE_UP "fin"},
    {&exo_core, "connect hello:TLS_1.3 choice:TLS_1.3 data:server:2000 data:client:19 fin:client",
     GAVE_UP "fin"},
    {&exo_core, "connect hello:TLS_1.3 choice:TLS_1.3 data:server:2000 data:client:19 rst:client",
     GAVE_UP "rst"},
    {&exo_core, "connect hello:TLS_1.3 choice:TLS_1.3 data:server:2000 data:client:19 fin:server",
     GAVE_UP "fin"},
    /* R7 and every other one */
    {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.2 certificate keys rst:server", CLOSED_DURING "rst"},
    {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.2 certificate keys fin:client", CLOSED_DURING "fin"},
    {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.2 certificate fin:server", CLOSED_DURING "fin"},
    {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.2 rst:client", CLOSED_DURING "rst"},
    {&exo_core, "connect hello:TLS_1.3 choice:TLS_1.3 data:server:2000 rst:client", CLOSED_DURING "rst"},
    {&exo_core, "connect hello:TLS_1.3 choice:TLS_1.3 data:server:2000 rst:server", CLOSED_DURING "rst"},
    {&unrelated, "connect hello:TLS_1.2 choice:TLS_1.0 certificate rst:client", CHOSE " " GAVE_UP "rst"},
    /* Nothing is wrong, or nothing can be told. */
    {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.2 certificate keys finished:server rst:server rst:client",
     ""},
    {&exo_core, "connect hello:TLS_1.2 cut:server rst:client", ""},
    {&exo_core, "connect hello:TLS_1.2 certificate keys finished:server fin:server", ""},
    {&exo_core, "syn hello:TLS_1.2 fin:client", ""},
    {&exo_core, "connect payload:client payload:server rst:server", ""},
    {&exo_core, "connect rst:server", ""},
};

#define TWICE "retransmit:client retransmit:client"

static const struct scene silence_scenes[] = {
    /* R3 */
    {&exo_core, "connect hello:TLS_1.2 ack:server fin:client fin:server", "hello_unanswered=error@fin"},
    {&exo_core, "connect hello:TLS_1.2 ack:server rst:client", "hello_unanswered=error@rst"},
    {&exo_core, "connect hello:TLS_1.2 retransmit:client", ""},
    {&exo_core, "connect hello:TLS_1.2 " TWICE " retransmit:client", LOST},
    {&exo_core, "connect hello:TLS_1.2 " TWICE " choice:TLS_1.2", LOST},
    {&exo_core, "connect hello:TLS_1.2 " TWICE " fin:client",
     LOST " hello_unanswered=error@fin"},
    {&exo_core, "connect hello:TLS_1.0 " TWICE, OLD_ERROR " " LOST},
    {&unrelated, "connect hello:TLS_1.2 fin:client", "hello_unanswered=error@fin"},
    /* R1 */
    {&exo_core, "syn retransmit:client", ""},
    {&exo_core, "syn " TWICE, "no_tcp_answer=warning@retransmit"},
    {&exo_core, "syn rst:client", "no_tcp_answer=error@rst"},
    {&exo_core, "syn " TWICE " rst:client", "no_tcp_answer=warning@retransmit no_tcp_answer=error@rst"},
    {&tenant, "syn " TWICE, "no_tcp_answer=chat@retransmit"},
    {&routing, "syn rst:client", "no_tcp_answer=chat@rst"},
    {&tenant, "syn " TWICE " rst:client", "no_tcp_answer=chat@retransmit"},
    {&tenant_port_80, "syn " TWICE, "no_tcp_answer=warning@retransmit"},
    {&exo_autodiscover, "syn rst:client", "no_tcp_answer=error@rst"},
    /* R2 */
    {&exo_core, "syn rst:server", "tcp_refused=error@rst"},
    {&inbound, "syn rst:server", "tcp_refused=error@rst"},
    {&tenant, "syn rst:server", "tcp_refused=chat@rst"},
    {&routing, "syn rst:server", "tcp_refused=chat@rst"},
    {&tenant_port_80, "syn rst:server", "tcp_refused=error@rst"},
    {&exo_autodiscover, "syn rst:server", "tcp_refused=error@rst"},
};

static const struct {
    const struct scene *scenes;
    size_t              count;
} all_scenes[] = {
    {offer_scenes, G_N_ELEMENTS(offer_scenes)}, {choice_scenes, G_N_ELEMENTS(choice_scenes)},
    {alert_scenes, G_N_ELEMENTS(alert_scenes)}, {end_scenes, G_N_ELEMENTS(end_scenes)},
    {silence_scenes, G_N_ELEMENTS(silence_scenes)},
};

static void assert_scenes(const struct scene *scenes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct stage stage;

        stage_start(&stage, scenes[i].place, 0);
        stage_play(&stage, scenes[i].script);
        if (strcmp(stage.raised->str, scenes[i].expected) != 0) {
            g_error("%s, %s:\n  found    %s\n  expected %s", roles[scenes[i].place->role].id,
                    scenes[i].script, stage.raised->str, scenes[i].expected);
        }
        stage_end(&stage);
    }
}

static void test_offers(void)
{
    assert_scenes(offer_scenes, G_N_ELEMENTS(offer_scenes));
}

static void test_choices(void)
{
    assert_scenes(choice_scenes, G_N_ELEMENTS(choice_scenes));
}

static void test_alerts(void)
{
    assert_scenes(alert_scenes, G_N_ELEMENTS(alert_scenes));
}

static void test_ends(void)
{
    assert_scenes(end_scenes, G_N_ELEMENTS(end_scenes));
}

static void test_silence(void)
{
    assert_scenes(silence_scenes, G_N_ELEMENTS(silence_scenes));
}

/* ---- scenes that no table holds ---- */

/** Error for what a Microsoft cloud endpoint refuses, Warning for every other hello below TLS 1.2. */
static void test_old_offer_is_error_for_microsoft_roles_only(void)
{
    for (size_t role = 0; role < ROLE_COUNT; role++) {
        struct place place = unrelated;
        struct stage stage;
        bool         microsoft = roles[role].place == ROLE_PLACE_MICROSOFT;

        place.role = (enum role)role;
        stage_start(&stage, &place, 0);
        stage_play(&stage, "connect hello:TLS_1.0");
        g_assert_cmpstr(stage.raised->str, ==, microsoft ? OLD_ERROR : OLD_WARNING);
        stage_end(&stage);
    }
}

static const char *id_of_alert(int description)
{
    switch (description) {
    case 40: return "handshake_failure";
    case 42:
    case 43:
    case 44:
    case 45:
    case 46:
    case 48: return "certificate_refused";
    case 70: return "version_refused";
    case 71: return "insufficient_security";
    case 112: return "name_unrecognised";
    default: return "other_fatal_alert";
    }
}

/** Each fatal alert has exactly one id of its own, by either sender, whatever was offered. */
static void test_every_alert_has_one_id(void)
{
    const char *scripts[] = {
        "connect hello:TLS_1.2 alert:server:%d",
        "connect hello:TLS_1.2 choice:TLS_1.2 certificate alert:client:%d",
        "connect hello:TLS_1.2 choice:TLS_1.2 certificate keys finished:server alert:server:%d",
    };

    for (int description = 1; description <= 255; description++) {
        for (size_t i = 0; i < G_N_ELEMENTS(scripts); i++) {
            struct stage stage;
            char       **parts = g_strsplit(scripts[i], "%d", 2);
            char        *script = g_strdup_printf("%s%d", parts[0], description);
            char        *expected = g_strdup_printf("%s=error@alert", id_of_alert(description));

            stage_start(&stage, &exo_core, 0);
            stage_play(&stage, script);
            g_assert_cmpstr(stage.raised->str, ==, expected);
            stage_end(&stage);
            g_free(expected);
            g_free(script);
            g_strfreev(parts);
        }
    }
}

static void test_onprem_refuses_cloud_needs_three_alerts(void)
{
    for (int description = 1; description <= 255; description++) {
        bool         refuses = description == 40 || description == 70 || description == 71;
        char        *script = g_strdup_printf("connect hello:TLS_1.2 alert:server:%d", description);
        struct stage stage;

        stage_start(&stage, &inbound, 0);
        stage_play(&stage, script);
        g_assert_true((judge_find(&stage.player.flow, FINDING_ONPREM_REFUSES_CLOUD) != NULL) == refuses);
        g_assert_cmpuint(stage.player.flow.finding_count, ==, refuses ? 2 : 1);
        stage_end(&stage);
        g_free(script);
    }
}

/** Interface: "a warning-level 112 is Chat". */
static void test_warning_unrecognised_name_is_chat(void)
{
    struct stage stage;

    stage_start(&stage, &exo_core, 0);
    stage_play(&stage, "connect hello:TLS_1.2 warning:server:112 choice:TLS_1.2");
    g_assert_cmpstr(stage.raised->str, ==, "name_unrecognised=chat@warning");
    stage_end(&stage);
}

static void test_close_notify_and_fin(void)
{
    struct stage stage;

    stage_start(&stage, &exo_core, 0);
    stage_play(&stage, "connect hello:TLS_1.2 choice:TLS_1.2 certificate keys warning:server:0 fin:server");
    g_assert_cmpstr(stage.raised->str, ==, CLOSED_DURING "fin");
    stage_end(&stage);
}

/** Ten seconds of silence belong to no frame, and hide nothing that a frame shows. */
static void test_waited_belongs_to_no_frame(void)
{
    const struct {
        const char     *script;
        enum finding_id finding;
        const char     *then, *raised;
    } cases[] = {
        {"connect hello:TLS_1.2 ack:server waited", FINDING_HELLO_UNANSWERED, "fin:client",
         "hello_unanswered=error@fin"},
        {"connect hello:TLS_1.2 ack:server waited", FINDING_HELLO_UNANSWERED, TWICE,
         "hello_unanswered=warning@retransmit"},
        {"syn waited", FINDING_NO_TCP_ANSWER, "rst:client", "no_tcp_answer=error@rst"},
        {"syn waited", FINDING_NO_TCP_ANSWER, TWICE, "no_tcp_answer=warning@retransmit"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct stage               stage;
        const struct flow_finding *found = NULL;

        stage_start(&stage, &exo_core, 0);
        stage_play(&stage, cases[i].script);
        found = judge_find(&stage.player.flow, cases[i].finding);
        g_assert_nonnull(found);
        g_assert_cmpuint(found->frame, ==, 0);
        g_assert_cmpuint(stage.player.flow.finding_count, ==, 1);
        g_string_truncate(stage.raised, 0);
        stage_play(&stage, cases[i].then);
        g_assert_cmpstr(stage.raised->str, ==, cases[i].raised);
        stage_end(&stage);
    }
}

/** An answer that comes later corrects: what rested on waiting alone is gone, what a frame showed stays. */
static void test_answer_ends_waiting(void)
{
    const struct {
        const char *script, *left;
    } cases[] = {
        {"connect hello:TLS_1.2 ack:server waited choice:TLS_1.2", ""},
        {"connect hello:TLS_1.2 ack:server waited payload:server", ""},
        {"syn waited", "no_tcp_answer "},
        {"connect hello:TLS_1.0 waited", "client_offers_below_tls12 hello_unanswered "},
        {"connect hello:TLS_1.0 waited choice:TLS_1.2", "client_offers_below_tls12 "},
        {"connect hello:TLS_1.2 " TWICE " waited choice:TLS_1.2",
         "hello_unanswered hello_not_acknowledged "},
        {"connect hello:TLS_1.2 ack:server waited rst:server", "closed_after_hello "},
        {"syn waited rst:server", "tcp_refused "},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct stage stage;
        GString     *left = g_string_new("");

        stage_start(&stage, &exo_core, 0);
        stage_play(&stage, cases[i].script);
        for (size_t j = 0; j < stage.player.flow.finding_count; j++) {
            const struct flow_finding *found = &stage.player.flow.findings[j];

            g_string_append_printf(left, "%s ", findings[rules[found->rule].finding].id);
        }
        g_assert_cmpstr(left->str, ==, cases[i].left);
        g_string_free(left, TRUE);
        stage_end(&stage);
    }
}

static void test_syn_ack_ends_waiting(void)
{
    struct stage stage;

    stage_start(&stage, &exo_core, 0);
    stage_play(&stage, "syn waited");
    g_assert_cmpuint(stage.player.flow.finding_count, ==, 1);
    play_syn_ack(&stage.player);
    g_assert_cmpuint(stage.player.flow.finding_count, ==, 0);
    stage_end(&stage);
}

/** Several events on one frame: strongest first, though the weaker stands first in the table. */
static void test_order_within_a_frame(void)
{
    struct stage     stage;
    struct judgement judgement;

    stage_start(&stage, &unrelated, 0);
    stage.player.each_frame = NULL;
    stage_play(&stage, "connect sslv2:TLS_1.0 rst:server");
    judge_flow(&stage.player.flow, stage.player.all_events, 5, &stage.player.time, &judgement);
    g_assert_cmpuint(judgement.count, ==, 3);
    g_assert_cmpint(rules[judgement.rules[0]].finding, ==, FINDING_CLOSED_AFTER_OLD_HELLO);
    g_assert_cmpint(rules[judgement.rules[1]].finding, ==, FINDING_CLIENT_OFFERS_BELOW_TLS12);
    g_assert_cmpint(rules[judgement.rules[2]].finding, ==, FINDING_CLIENT_SSLV2_HELLO);
    judge_flow(&stage.player.flow, stage.player.all_events, 6, &stage.player.time, &judgement);
    g_assert_cmpuint(judgement.count, ==, 0);
    stage_end(&stage);
}

static void test_no_events_no_findings(void)
{
    struct stage     stage;
    struct judgement judgement;

    stage_start(&stage, &exo_core, 0);
    stage.player.each_frame = NULL;
    stage_play(&stage, "connect hello:TLS_1.0 rst:server");
    judge_flow(&stage.player.flow, 0, 5, &stage.player.time, &judgement);
    g_assert_cmpuint(judgement.count, ==, 0);
    judge_flow(&stage.player.flow, FLOW_EVENT_CHANGED | FLOW_EVENT_ANSWERED | FLOW_EVENT_QUESTION, 5,
               &stage.player.time, &judgement);
    g_assert_cmpuint(judgement.count, ==, 0);
    stage_end(&stage);
}

static void test_findings_of_a_flow_are_bounded(void)
{
    struct stage     stage;
    struct judgement judgement;
    struct flow     *flow = &stage.player.flow;

    stage_start(&stage, &exo_core, 0);
    stage.player.each_frame = NULL;
    stage_play(&stage, "connect hello:TLS_1.0");
    for (flow->finding_count = 0; flow->finding_count < LIMIT_FINDINGS_PER_FLOW; flow->finding_count++) {
        flow->findings[flow->finding_count].rule = (uint16_t)(rule_count - 1);
    }
    for (unsigned i = 1; i < 300; i++) {
        judge_flow(flow, FLOW_EVENT_CLIENT_HELLO, 4, &stage.player.time, &judgement);
        g_assert_cmpuint(judgement.count, ==, 0);
        g_assert_cmpuint(flow->finding_count, ==, LIMIT_FINDINGS_PER_FLOW);
        g_assert_cmpuint(flow->findings_cut, ==, MIN(i, UINT8_MAX));
    }
    stage_end(&stage);
}

/** Whatever is true at once: bounds and order hold (sanitizer), each id once. */
static void test_random_events_keep_bounds(void)
{
    for (int round = 0; round < 2000; round++) {
        struct stage     stage;
        struct judgement judgement;
        struct flow     *flow = &stage.player.flow;

        stage_start(&stage, places[g_test_rand_int_range(0, G_N_ELEMENTS(places))], 0);
        stage.player.each_frame = NULL;
        stage_play(&stage, "connect hello:TLS_1.0 rst:server");
        flow->version = (uint16_t)g_test_rand_int_range(0x02ff, 0x0305);
        flow->outcome = (enum flow_outcome)g_test_rand_int_range(0, FLOW_OUTCOME_COUNT);
        flow->question = (enum flow_question)g_test_rand_int_range(0, 3);
        flow->has_alert = g_test_rand_bit();
        flow->alert.description = (uint8_t)g_test_rand_int();
        for (int i = 0; i < 4; i++) {
            judge_flow(flow, (unsigned)g_test_rand_int_range(0, 1024), 5, &stage.player.time, &judgement);
            g_assert_cmpuint(judgement.count, <=, LIMIT_FINDINGS_PER_FRAME);
            for (size_t j = 1; j < judgement.count; j++) {
                g_assert_cmpint(rules[judgement.rules[j - 1]].severity, >=,
                                rules[judgement.rules[j]].severity);
            }
            assert_each_id_once(flow);
        }
        stage_end(&stage);
    }
}

static void test_severities(void)
{
    struct stage stage;
    bool         any = true;

    g_assert_cmpuint(RULE_SEVERITY_COUNT, ==, 4);
    g_assert_cmpstr(judge_severity_id(RULE_CHAT), ==, "chat");
    g_assert_cmpstr(judge_severity_id(RULE_NOTE), ==, "note");
    g_assert_cmpstr(judge_severity_id(RULE_WARNING), ==, "warning");
    g_assert_cmpstr(judge_severity_id(RULE_ERROR), ==, "error");
    stage_start(&stage, &unrelated, 0);
    g_assert_cmpint(judge_worst(&stage.player.flow, &any), ==, RULE_CHAT);
    g_assert_false(any);
    g_assert_null(judge_find(&stage.player.flow, FINDING_CLIENT_OFFERS_BELOW_TLS12));
    stage_play(&stage, "connect hello:TLS_1.0");
    g_assert_cmpint(judge_worst(&stage.player.flow, &any), ==, RULE_WARNING);
    g_assert_true(any);
    stage_play(&stage, "rst:server");
    g_assert_cmpint(judge_worst(&stage.player.flow, NULL), ==, RULE_ERROR);
    stage_end(&stage);
    stage_start(&stage, &tenant, 0);
    stage_play(&stage, "syn rst:server");
    g_assert_cmpint(judge_worst(&stage.player.flow, &any), ==, RULE_CHAT);
    g_assert_true(any);
    stage_end(&stage);
}

/* ---- words ---- */

/** The text of the flow's finding. Free with g_free(). */
static char *text_of(const struct stage *stage, enum finding_id finding, enum judge_part part)
{
    const struct flow         *flow = &stage->player.flow;
    const struct flow_finding *found = judge_find(flow, finding);
    char                      *text = g_malloc(LIMIT_TEXT_LENGTH);

    g_assert_nonnull(found);
    judge_text(flow, &flow->recognition, judge_facts(flow, &stage->player.time), found->rule, part, text,
               LIMIT_TEXT_LENGTH);
    return text;
}

static char *play_text(const struct place *place, const char *script, enum finding_id finding,
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

static void assert_holds(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        g_error("\"%s\" is not in: %s", part, text);
    }
}

/** Fills every part of every rule for the flow as it stands. */
static void assert_all_texts_are_whole(const struct stage *stage)
{
    static char        text[8 * LIMIT_TEXT_LENGTH];
    const struct flow *flow = &stage->player.flow;

    for (uint16_t rule = 0; rule < rule_count; rule++) {
        for (unsigned part = 0; part < JUDGE_PART_COUNT; part++) {
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

static void test_all_texts_are_whole(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(all_scenes); i++) {
        for (size_t j = 0; j < all_scenes[i].count; j++) {
            for (size_t k = 0; k < G_N_ELEMENTS(places); k++) {
                struct stage stage;

                stage_start(&stage, places[k], 0);
                stage_play(&stage, all_scenes[i].scenes[j].script);
                assert_all_texts_are_whole(&stage);
                stage_end(&stage);
            }
        }
    }
}

/** Whoever reads a finding alone must know whose connection it is about. */
static void test_summaries_hold_the_client(void)
{
    char         text[LIMIT_TEXT_LENGTH];
    struct stage stage;

    stage_start(&stage, &exo_core, 0);
    for (uint16_t rule = 0; rule < rule_count; rule++) {
        judge_text(&stage.player.flow, &stage.player.flow.recognition, 0, rule, JUDGE_SUMMARY, text,
                   sizeof text);
        assert_holds(text, "10.0.0.10");
    }
    stage_end(&stage);
}

/** The longest name and the longest addresses still leave every text whole. */
static void test_longest_names_fit(void)
{
    struct place place = address_only;
    char         name[LIMIT_NAME_LENGTH + 1];

    memset(name, 'a', LIMIT_NAME_LENGTH);
    name[LIMIT_NAME_LENGTH] = '\0';
    place.host = name;
    for (size_t role = 0; role < ROLE_COUNT; role++) {
        struct stage stage;

        place.role = (enum role)role;
        for (int alert = 0; alert < 3; alert++) {
            stage_start(&stage, &place, 0);
            stage_play(&stage, alert == 0   ? "connect hello:TLS_1.0 choice:TLS_1.0 alert:client:48"
                               : alert == 1 ? "connect hello:TLS_1.1 alert:server:70"
                                            : "connect hello:SSL_3.0 alert:server:120");
            assert_all_texts_are_whole(&stage);
            stage_end(&stage);
        }
    }
}

/** Facts may be anything: no {name} is ever left over. */
static void test_all_facts_resolve(void)
{
    static char  text[8 * LIMIT_TEXT_LENGTH];
    struct stage stage;

    stage_start(&stage, &exo_core, 0);
    for (int round = 0; round < 500; round++) {
        uint64_t facts = (uint64_t)(uint32_t)g_test_rand_int() << 32 | (uint32_t)g_test_rand_int();

        for (uint16_t rule = 0; rule < rule_count; rule++) {
            for (unsigned part = 0; part < JUDGE_PART_COUNT; part++) {
                judge_text(&stage.player.flow, &stage.player.flow.recognition, facts, rule,
                           (enum judge_part)part, text, sizeof text);
                g_assert_null(strpbrk(text, "{}"));
            }
        }
    }
    stage_end(&stage);
}

/** A name from the wire is no template, and ends up in the text as it is. */
static void test_hostile_name_is_not_expanded(void)
{
    struct place place = exo_core;
    char        *text = NULL;

    place.host = "{client}{messages}%s%n{.example.com";
    text = play_text(&place, "connect hello:TLS_1.0", FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_SUMMARY);
    assert_holds(text, "{client}{messages}%s%n{.example.com");
    g_free(text);
}

static void test_small_buffers(void)
{
    struct stage stage;
    char        *whole = NULL;

    stage_start(&stage, &exo_core, 0);
    stage_play(&stage, "connect hello:TLS_1.0");
    whole = text_of(&stage, FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_REMEDY);
    for (size_t size = 1; size <= strlen(whole) + 1; size++) {
        char *text = g_malloc(size);

        judge_text(&stage.player.flow, &stage.player.flow.recognition,
                   judge_facts(&stage.player.flow, &stage.player.time), stage.player.flow.findings[0].rule,
                   JUDGE_REMEDY, text, size);
        g_assert_cmpuint(strlen(text), ==, size - 1);
        g_assert_cmpint(strncmp(text, whole, size - 1), ==, 0);
        g_free(text);
    }
    char untouched = 'x';
    judge_text(&stage.player.flow, &stage.player.flow.recognition, 0, 0, JUDGE_CAUSE, &untouched, 0);
    g_assert_cmpint(untouched, ==, 'x');
    char nothing[8] = "before";
    judge_text(&stage.player.flow, &stage.player.flow.recognition, 0, UINT16_MAX, JUDGE_CAUSE, nothing, 8);
    g_assert_cmpstr(nothing, ==, "");
    g_free(whole);
    stage_end(&stage);
}

/** Each value stands where it belongs. */
static void test_values(void)
{
    const struct {
        const struct place *place;
        const char         *script;
        enum finding_id     finding;
        enum judge_part     part;
        const char         *holds;
    } cases[] = {
        {&exo_core, "connect hello:TLS_1.2 rst:server", FINDING_CLOSED_AFTER_HELLO, JUDGE_SUMMARY, "RST"},
        {&exo_core, "connect hello:TLS_1.2 fin:server", FINDING_CLOSED_AFTER_HELLO, JUDGE_SUMMARY, "FIN"},
        {&exo_core, "connect hello:TLS_1.2 fin:server", FINDING_CLOSED_AFTER_HELLO, JUDGE_SUMMARY,
         roles[ROLE_EXO_CORE].name},
        {&exo_core, "connect hello:TLS_1.2 fin:server", FINDING_CLOSED_AFTER_HELLO, JUDGE_SUMMARY,
         "outlook.office365.com ("},
        {&exo_core, "connect hello:TLS_1.2 fin:server", FINDING_CLOSED_AFTER_HELLO, JUDGE_SUMMARY, "); "},
        {&exo_core, "connect hello:TLS_1.2 fin:server", FINDING_CLOSED_AFTER_HELLO, JUDGE_REMEDY,
         "from 10.0.0.10 to 198.51.100.20"},
        {&unrelated, "connect hello:TLS_1.0", FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_SUMMARY,
         "www.example.net."},
        {&address_only, "connect hello:TLS_1.0", FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_SUMMARY,
         "2603:1006:ffff:ffff:ffff:ffff:ffff:ff20 ("},
        {&exo_core, "connect hello:TLS_1.2 alert:server:80", FINDING_OTHER_FATAL_ALERT, JUDGE_SUMMARY,
         "The server ended"},
        {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.2 alert:client:80", FINDING_OTHER_FATAL_ALERT,
         JUDGE_SUMMARY, "The client ended"},
        {&exo_core, "connect hello:TLS_1.2 alert:server:80", FINDING_OTHER_FATAL_ALERT, JUDGE_SUMMARY,
         "internal_error (80); a Windows machine that receives it reports SEC_E_INTERNAL_ERROR"},
        {&exo_core, "connect hello:TLS_1.2 alert:server:200", FINDING_OTHER_FATAL_ALERT, JUDGE_SUMMARY,
         "unknown (200)."},
        {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.2 alert:client:45", FINDING_CERTIFICATE_REFUSED,
         JUDGE_CAUSE, "expired"},
        {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.2 alert:client:44", FINDING_CERTIFICATE_REFUSED,
         JUDGE_CAUSE, "revoked"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = play_text(cases[i].place, cases[i].script, cases[i].finding, cases[i].part);

        assert_holds(text, cases[i].holds);
        g_free(text);
    }
}

/** First pieces: a setting, a message, a sentence; what only looks like an end is none. */
static void test_pieces(void)
{
    const struct {
        const char *text, *piece;
    } cases[] = {
        {"", ""},
        {"Restart the machine.", "Restart the machine."},
        {"One sentence. Another.", "One sentence."},
        {"one message | another", "one message"},
        {"HKLM\\A\\v4.0.30319: B=1, C=0 (DWORD); HKLM\\D", "HKLM\\A\\v4.0.30319: B=1, C=0 (DWORD)"},
        {"Then Schannel: HKLM\\A: B=1", "Then Schannel:"},
        {"TLS 1.2 or 10.0.0.10", "TLS 1.2 or 10.0.0.10"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *piece = g_strndup(cases[i].text, judge_piece_length(cases[i].text));

        g_assert_cmpstr(piece, ==, cases[i].piece);
        g_free(piece);
    }
}

/** A version without a name is told as its number. */
static void test_unnamed_version(void)
{
    struct stage stage;
    char        *text = NULL;

    stage_start(&stage, &exo_core, 0);
    stage_play(&stage, "connect hello:TLS_1.2 rst:server");
    stage.player.flow.max_version = 0x0399;
    text = text_of(&stage, FINDING_CLOSED_AFTER_HELLO, JUDGE_SUMMARY);
    assert_holds(text, "0x0399");
    g_free(text);
    stage_end(&stage);
}

/** Half a capture is not judged: without the ClientHello nobody knows what was offered. */
static void test_choice_without_hello_is_not_judged(void)
{
    struct stage stage;

    stage_start(&stage, &unrelated, 0);
    stage_play(&stage, "choice:TLS_1.0");
    g_assert_cmpuint(stage.player.flow.finding_count, ==, 0);
    stage_end(&stage);
}

/* ---- words: remedies ---- */

#define SCHANNEL "HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\"
#define DOT_NET "\\Microsoft\\.NETFramework\\v4.0.30319: SystemDefaultTlsVersions=1, SchUseStrongCrypto=1"

static const struct place *const seed_places[] = {&fed_provision, &acs, &entra_sts, &exo_core,
                                                  &exo_autodiscover};

static void test_remedies_of_the_seed_roles(void)
{
    const char *versions[] = {"SSL_3.0", "TLS_1.0", "TLS_1.1"};

    for (size_t i = 0; i < G_N_ELEMENTS(seed_places) * G_N_ELEMENTS(versions); i++) {
        char *script = g_strdup_printf("connect hello:%s rst:server", versions[i % 3]);

        for (int finding = 0; finding < 2; finding++) {
            char *text = play_text(seed_places[i / 3], script,
                                   finding == 0 ? FINDING_CLIENT_OFFERS_BELOW_TLS12
                                                : FINDING_CLOSED_AFTER_OLD_HELLO, JUDGE_REMEDY);

            g_assert_true(g_str_has_prefix(text,
                                           "On the machine that sent this hello (10.0.0.10). If that is a "
                                           "proxy, firewall or load balancer, change it there, not on "
                                           "Exchange."));
            assert_holds(text, SCHANNEL "Client: Enabled=1, DisabledByDefault=0");
            assert_holds(text, SCHANNEL "Server: Enabled=1, DisabledByDefault=0");
            assert_holds(text, "HKLM\\SOFTWARE" DOT_NET);
            assert_holds(text, "HKLM\\SOFTWARE\\Wow6432Node" DOT_NET);
            assert_holds(text, "Restart");
            g_free(text);
        }
        g_free(script);
    }
}

static void test_dot_net_first_for_acs_and_federation(void)
{
    const struct place *const dot_net[] = {&acs, &fed_provision, &fed_metadata};
    const struct place *const mixed[] = {&exo_core, &exo_autodiscover, &entra_sts};

    for (size_t i = 0; i < G_N_ELEMENTS(dot_net); i++) {
        char *text = play_text(dot_net[i], "connect hello:TLS_1.0", FINDING_CLIENT_OFFERS_BELOW_TLS12,
                               JUDGE_REMEDY);

        g_assert_true(strstr(text, ".NETFramework") < strstr(text, "SCHANNEL"));
        g_free(text);
        text = play_text(mixed[i], "connect hello:TLS_1.0", FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_REMEDY);
        assert_holds(text, ".NET keys if an Exchange server");
        assert_holds(text, "WinHTTP DefaultSecureProtocols if a workstation");
        assert_holds(text, "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\WinHttp");
        g_free(text);
    }
}

/** V1 V2 V3: the text names the version and, by version, the setting. */
static void test_old_offer_names_version_and_setting(void)
{
    const struct {
        const char *script, *version, *cause;
    } cases[] = {
        {"connect hello:TLS_1.0", "TLS 1.0", "SystemDefaultTlsVersions"},
        {"connect hello:TLS_1.1", "TLS 1.1", "Schannel"},
        {"connect hello:SSL_3.0", "SSL 3.0", "hard coded"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = play_text(&acs, cases[i].script, FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_SUMMARY);

        assert_holds(text, cases[i].version);
        assert_holds(text, "accounts.accesscontrol.windows.net");
        g_free(text);
        text = play_text(&acs, cases[i].script, FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_CAUSE);
        assert_holds(text, cases[i].cause);
        g_free(text);
    }
}

/** Port 25 is opportunistic: mail may go on in clear, or queue. The text of the failure says both. */
static void test_mail_says_both(void)
{
    const struct {
        const char     *script;
        enum finding_id finding;
    } cases[] = {
        {"connect hello:TLS_1.0 alert:server:70", FINDING_VERSION_REFUSED},
        {"connect hello:TLS_1.0 rst:server", FINDING_CLOSED_AFTER_OLD_HELLO},
        {"connect hello:TLS_1.1 alert:server:70", FINDING_VERSION_REFUSED},
        {"connect hello:TLS_1.2 alert:server:40", FINDING_HANDSHAKE_FAILURE},
        {"connect hello:TLS_1.2 rst:server", FINDING_CLOSED_AFTER_HELLO},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        GString *all = g_string_new("");

        for (unsigned part = 0; part < JUDGE_PART_COUNT; part++) {
            char *text = play_text(&mail_outbound, cases[i].script, cases[i].finding, (enum judge_part)part);

            g_string_append(all, text);
            g_free(text);
        }
        assert_holds(all->str, "in clear");
        assert_holds(all->str, "queue");
        g_string_free(all, TRUE);
    }
}

/** "words by sender": a client's alert refuses the server's choice; a server's may mean TLS 1.3 only. */
static void test_version_refused_words_by_sender(void)
{
    char *client = play_text(&exo_core, "connect hello:TLS_1.2 choice:TLS_1.0 alert:client:70",
                             FINDING_VERSION_REFUSED, JUDGE_SUMMARY);
    char *server = play_text(&exo_core, "connect hello:TLS_1.2 alert:server:70", FINDING_VERSION_REFUSED,
                             JUDGE_CAUSE);
    char *old = play_text(&exo_core, "connect hello:TLS_1.0 alert:server:70", FINDING_VERSION_REFUSED,
                          JUDGE_CAUSE);

    assert_holds(client, "10.0.0.10 refused the version");
    assert_holds(client, "TLS 1.0");
    assert_holds(client, "protocol_version (70)");
    assert_holds(server, "only TLS 1.3");
    g_assert_null(strstr(old, "TLS 1.3"));
    g_free(client);
    g_free(server);
    g_free(old);
}

static void test_inbound_close_names_the_firewall_first(void)
{
    char *text =
        play_text(&inbound, "connect hello:TLS_1.2 rst:server", FINDING_CLOSED_AFTER_HELLO, JUDGE_CAUSE);

    assert_holds(text, "firewall");
    assert_holds(text, "allow list");
    assert_holds(text, "without TLS 1.2");
    g_assert_true(strstr(text, "allow list") < strstr(text, "without TLS 1.2"));
    g_free(text);
}

static void test_gave_up_in_tls13_is_medium(void)
{
    const char *script = "connect hello:TLS_1.3 choice:TLS_1.3 data:server:2000 data:client:19 fin:client";
    char *text = play_text(&graph, script, FINDING_CLIENT_GAVE_UP_AFTER_CERTIFICATE, JUDGE_CONFIDENCE);

    g_assert_cmpstr(text, ==, "medium");
    g_free(text);
    text = play_text(&graph, script, FINDING_CLIENT_GAVE_UP_AFTER_CERTIFICATE, JUDGE_CAUSE);
    g_assert_true(g_str_has_prefix(text, "An encrypted alert, probably: certificate not accepted"));
    g_free(text);
}

/* ---- words: what the administrator has seen ---- */

/* Word for word from "Resolve free/busy sharing issues in a hybrid Exchange environment". */
#define SET_FEDERATED_RECEIVE \
    "PowerShell failed to invoke 'Set-FederatedOrganizationIdentifier': An error occurred while " \
    "attempting to provision Exchange to the Partner STS. Detailed Information \"An error occurred " \
    "accessing Windows Live. Detailed information: \"The underlying connection was closed: An " \
    "unexpected error occurred on a receive.\".\""
#define SET_FEDERATED_SEND \
    "PowerShell failed to invoke 'Set-FederatedOrganizationIdentifier': An error occurred while " \
    "attempting to provision Exchange to the Partner STS. Detailed Information \"An error occurred " \
    "accessing Windows Live. Detailed information: \"The underlying connection was closed: An " \
    "unexpected error occurred on a send.\".\""
#define ADD_FEDERATED \
    "PowerShell failed to invoke 'Add-FederatedDomain': Unable to reserve the URI \"contoso.com\" for " \
    "the domain \"contoso.com\" on application identifier <application ID>. Detailed information: \"An " \
    "error occurred accessing Windows Live. Detailed information: \"The underlying connection was " \
    "closed: An unexpected error occurred on a send.\".\""
#define NEW_AUTH_SERVER \
    "New-AuthServer -Name \"WindowsAzureACS\" -AuthMetadataUrl " \
    "\"https://accounts.accesscontrol.windows.net/contoso.com/metadata/json/1\" Cannot acquire auth " \
    "metadata document from 'https://accounts.accesscontrol.windows.net/contoso.com/metadata/json/1'. " \
    "Error: The underlying connection was closed: An unexpected error occurred on a receive."
#define OAUTH_SEND \
    "System.Net.WebException: The underlying connection was closed: An unexpected error occurred on a " \
    "send."
#define OAUTH_RESET \
    "System.IO.IOException: Unable to read data from the transport connection: An existing connection " \
    "was forcibly closed by the remote host."
#define FREE_BUSY \
    "When a user who has an on-premises mailbox tries to use the Scheduling Assistant in Microsoft " \
    "Outlook to retrieve free/busy information for another user who has an Exchange Online mailbox, " \
    "free/busy sharing either doesn't work or works intermittently."
#define SHARED_CALENDAR \
    "When a user who has an on-premises mailbox tries to add the shared calendar of a user who has an " \
    "Exchange Online mailbox, Outlook displays a \"Could not update\" message."
#define MAIL_TIPS \
    "When a user who has an on-premises mailbox drafts a message to a user who has an Exchange Online " \
    "mailbox, MailTips aren't displayed. This issue can occur in Outlook or Outlook on the web."

static void assert_explains(const struct place *place, const char *const *sentences)
{
    const struct {
        const char     *script;
        enum finding_id finding;
    } cases[] = {
        {"connect hello:TLS_1.0 rst:server", FINDING_CLIENT_OFFERS_BELOW_TLS12},
        {"connect hello:TLS_1.0 rst:server", FINDING_CLOSED_AFTER_OLD_HELLO},
        {"connect hello:TLS_1.0 alert:server:70", FINDING_VERSION_REFUSED},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = play_text(place, cases[i].script, cases[i].finding, JUDGE_EXPLAINS);

        for (size_t j = 0; sentences[j] != NULL; j++) {
            assert_holds(text, sentences[j]);
        }
        g_free(text);
    }
}

static void test_explains_holds_the_article(void)
{
    const char *const federation[] = {SET_FEDERATED_RECEIVE, SET_FEDERATED_SEND, ADD_FEDERATED, NULL};
    const char *const auth_server[] = {NEW_AUTH_SERVER, OAUTH_SEND, OAUTH_RESET, NULL};
    const char *const free_busy[] = {OAUTH_SEND, OAUTH_RESET, FREE_BUSY, SHARED_CALENDAR, MAIL_TIPS, NULL};

    assert_explains(&fed_provision, federation);
    assert_explains(&acs, auth_server);
    assert_explains(&entra_sts, free_busy);
    assert_explains(&exo_core, free_busy);
    assert_explains(&exo_autodiscover, free_busy);
}

/** Each message stands by itself, and no other role's with it. */
static void test_explains_separates_messages(void)
{
    char  *text = play_text(&fed_provision, "connect hello:TLS_1.0", FINDING_CLIENT_OFFERS_BELOW_TLS12,
                            JUDGE_EXPLAINS);
    char **parts = g_strsplit(text, " | ", -1);

    g_assert_cmpuint(g_strv_length(parts), ==, 3);
    g_assert_cmpstr(parts[0], ==, SET_FEDERATED_RECEIVE);
    g_assert_cmpstr(parts[1], ==, SET_FEDERATED_SEND);
    g_assert_cmpstr(parts[2], ==, ADD_FEDERATED);
    g_strfreev(parts);
    g_free(text);
}

/* ---- words: when TLS 1.0 and 1.1 ended ---- */

static int64_t seconds_of(int year, int month, int day)
{
    GDateTime *date = g_date_time_new_utc(year, month, day, 0, 0, 0);
    int64_t    seconds = g_date_time_to_unix(date);

    g_date_time_unref(date);
    return seconds;
}

static char *cause_of_old_choice(const struct place *place, int64_t seconds)
{
    struct stage stage;
    char        *text = NULL;

    stage_start(&stage, place, seconds);
    stage_play(&stage, "hello:TLS_1.0 choice:TLS_1.0");
    text = text_of(&stage, FINDING_SERVER_CHOSE_BELOW_TLS12, JUDGE_CAUSE);
    stage_end(&stage);
    return text;
}

static void test_old_choice_of_a_cloud_names_the_date(void)
{
    const struct {
        const struct place *place;
        int                 year, month, day;
    } cases[] = {
        {&exo_core, 2020, 10, 15},
        {&graph, 2020, 10, 15},
        {&entra_sts, 2022, 1, 31},
        {&gcc_high, 2020, 1, 15},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        int64_t end = seconds_of(cases[i].year, cases[i].month, cases[i].day);
        char   *date = g_strdup_printf("since %d-%02d-%02d", cases[i].year, cases[i].month, cases[i].day);
        char   *before = cause_of_old_choice(cases[i].place, end - 1);
        char   *after = cause_of_old_choice(cases[i].place, end);

        assert_holds(before, date);
        assert_holds(before, "the capture is older");
        g_assert_null(strstr(before, "device on the way"));
        assert_holds(after, date);
        assert_holds(after, "device on the way");
        g_free(date);
        g_free(before);
        g_free(after);
    }
    char *unknown = cause_of_old_choice(&china, seconds_of(2024, 1, 24));
    g_assert_null(strstr(unknown, "since "));
    assert_holds(unknown, "device on the way");
    g_free(unknown);
    char *elsewhere = cause_of_old_choice(&unrelated, seconds_of(2024, 1, 24));
    g_assert_null(strstr(elsewhere, "since "));
    g_free(elsewhere);
}

static void test_extreme_times(void)
{
    const int64_t times[] = {INT64_MIN, -1, 1, INT64_MAX};

    for (size_t i = 0; i < G_N_ELEMENTS(times); i++) {
        char *text = cause_of_old_choice(&exo_core, times[i]);

        g_assert_true((strstr(text, "device on the way") != NULL) == (times[i] == INT64_MAX));
        g_free(text);
    }
}

static void add_finding_tests(void)
{
    g_test_add_func("/judge/offers", test_offers);
    g_test_add_func("/judge/choices", test_choices);
    g_test_add_func("/judge/alerts", test_alerts);
    g_test_add_func("/judge/ends", test_ends);
    g_test_add_func("/judge/silence", test_silence);
    g_test_add_func("/judge/old_offer_by_role", test_old_offer_is_error_for_microsoft_roles_only);
    g_test_add_func("/judge/every_alert", test_every_alert_has_one_id);
    g_test_add_func("/judge/onprem_refuses_cloud", test_onprem_refuses_cloud_needs_three_alerts);
    g_test_add_func("/judge/warning_unrecognised_name", test_warning_unrecognised_name_is_chat);
    g_test_add_func("/judge/close_notify", test_close_notify_and_fin);
    g_test_add_func("/judge/waited", test_waited_belongs_to_no_frame);
    g_test_add_func("/judge/answer_ends_waiting", test_answer_ends_waiting);
    g_test_add_func("/judge/syn_ack_ends_waiting", test_syn_ack_ends_waiting);
    g_test_add_func("/judge/order", test_order_within_a_frame);
    g_test_add_func("/judge/no_events", test_no_events_no_findings);
    g_test_add_func("/judge/bound", test_findings_of_a_flow_are_bounded);
    g_test_add_func("/judge/random", test_random_events_keep_bounds);
    g_test_add_func("/judge/severities", test_severities);
}

static void add_text_tests(void)
{
    g_test_add_func("/judge/text/whole", test_all_texts_are_whole);
    g_test_add_func("/judge/text/client", test_summaries_hold_the_client);
    g_test_add_func("/judge/text/longest_names", test_longest_names_fit);
    g_test_add_func("/judge/text/all_facts", test_all_facts_resolve);
    g_test_add_func("/judge/text/hostile_name", test_hostile_name_is_not_expanded);
    g_test_add_func("/judge/text/small_buffers", test_small_buffers);
    g_test_add_func("/judge/text/values", test_values);
    g_test_add_func("/judge/text/pieces", test_pieces);
    g_test_add_func("/judge/text/unnamed_version", test_unnamed_version);
    g_test_add_func("/judge/events/choice_without_hello", test_choice_without_hello_is_not_judged);
    g_test_add_func("/judge/text/seed_remedies", test_remedies_of_the_seed_roles);
    g_test_add_func("/judge/text/dot_net_first", test_dot_net_first_for_acs_and_federation);
    g_test_add_func("/judge/text/version_and_setting", test_old_offer_names_version_and_setting);
    g_test_add_func("/judge/text/mail", test_mail_says_both);
    g_test_add_func("/judge/text/version_refused", test_version_refused_words_by_sender);
    g_test_add_func("/judge/text/inbound_close", test_inbound_close_names_the_firewall_first);
    g_test_add_func("/judge/text/gave_up_tls13", test_gave_up_in_tls13_is_medium);
    g_test_add_func("/judge/text/article", test_explains_holds_the_article);
    g_test_add_func("/judge/text/messages", test_explains_separates_messages);
    g_test_add_func("/judge/text/cutoff", test_old_choice_of_a_cloud_names_the_date);
    g_test_add_func("/judge/text/extreme_times", test_extreme_times);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_finding_tests();
    add_text_tests();
    return g_test_run();
}
