/* test_judge.c: which findings a conversation raises, on which frame and how severe.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "judge_stage.h"

#include <string.h>

#include "tls_names.h"

/* ---- scenes ---- */

/* Sent again twice and never acknowledged. */
#define LOST "hello_unanswered=warning@retransmit hello_not_acknowledged=warning@retransmit"

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
    /* The ClientHello was not captured. */
    {&unrelated, "connect choice:TLS_1.0", CHOSE},
    {&exo_core, "connect choice:TLS_1.1 certificate keys finished:server", CHOSE},
    {&exo_core, "connect choice:TLS_1.2 certificate keys finished:server", ""},
    {&unrelated, "connect sentinel:TLS_1.1", "server_chose_below_tls12=warning@sentinel"},
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
    {&inbound, "connect hello:TLS_1.2 choice:TLS_1.2 rst:server", CLOSED_DURING "rst"},
    {&inbound, "connect hello:TLS_1.2 payload:server rst:client", ""},
    {&exo_core, "connect hello:TLS_1.2 payload:server rst:client", ""},
    /* R11 */
    {&exo_core, "connect proxy hello:TLS_1.2 rst:server", "closed_after_hello=error@rst"},
    {&exo_core, "connect proxy hello:TLS_1.3 fin:server", "closed_after_hello=error@fin"},
    {&exo_core, "connect proxy hello:TLS_1.1 rst:server", OLD_ERROR " closed_after_old_hello=error@rst"},
    {&exo_core, "connect proxy hello:TLS_1.2 choice:TLS_1.2 rst:server", CLOSED_DURING "rst"},
    {&exo_core, "connect proxy hello:TLS_1.2 payload:server rst:client", ""},
    {&exo_core, "connect proxy hello:TLS_1.2 later rst:client", "hello_unanswered=error@rst"},
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
    {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.2 certificate keys later fin:client", CLOSED_DURING "fin"},
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


static const struct scene silence_scenes[] = {
    /* R3 */
    {&exo_core, "connect hello:TLS_1.2 ack:server later fin:client fin:server", "hello_unanswered=error@fin"},
    {&exo_core, "connect hello:TLS_1.2 ack:server later rst:client", "hello_unanswered=error@rst"},
    {&exo_core, "connect hello:TLS_1.2 keys data:client:5000 rst:client", ""},
    {&exo_core, "connect hello:TLS_1.2 retransmit:client", ""},
    {&exo_core, "connect hello:TLS_1.2 " TWICE " retransmit:client", LOST},
    {&exo_core, "connect hello:TLS_1.2 " TWICE " choice:TLS_1.2", LOST},
    {&exo_core, "connect hello:TLS_1.2 " TWICE " later fin:client",
     LOST " hello_unanswered=error@fin"},
    {&exo_core, "connect hello:TLS_1.0 " TWICE, OLD_ERROR " " LOST},
    {&unrelated, "connect hello:TLS_1.2 later fin:client", "hello_unanswered=error@fin"},
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
    case 86: return "version_fallback";
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
        {"connect hello:TLS_1.2 ack:server waited", FINDING_HELLO_UNANSWERED, "later fin:client",
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

/** An answer that comes later corrects: what was said of silence is gone from the flow; frames keep it. */
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
        {"connect hello:TLS_1.2 " TWICE " waited choice:TLS_1.2", ""},
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
    g_assert_cmpint(rules[judgement.findings[0].rule].finding, ==, FINDING_CLOSED_AFTER_OLD_HELLO);
    g_assert_cmpint(rules[judgement.findings[1].rule].finding, ==, FINDING_CLIENT_OFFERS_BELOW_TLS12);
    g_assert_cmpint(rules[judgement.findings[2].rule].finding, ==, FINDING_CLIENT_SSLV2_HELLO);
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

        stage_start(&stage, places[g_test_rand_int_range(0, (int)place_count)], 0);
        stage.player.each_frame = NULL;
        stage_play(&stage, "connect hello:TLS_1.0 rst:server");
        flow->version = (uint16_t)g_test_rand_int_range(0x02ff, 0x0305);
        flow->outcome = (enum flow_outcome)g_test_rand_int_range(0, FLOW_OUTCOME_COUNT);
        flow->question = (enum flow_question)g_test_rand_int_range(0, 3);
        flow->has_alert = g_test_rand_bit();
        flow->alert.description = (uint8_t)g_test_rand_int();
        flow->offer = (uint16_t)g_test_rand_int();
        flow->minimum_version = g_test_rand_bit() ? TLS_VERSION_1_3 : TLS_VERSION_1_2;
        flow->other_offer.frame = g_test_rand_bit();
        flow->failed_try.frame = g_test_rand_bit();
        for (int i = 0; i < 4; i++) {
            unsigned events = (unsigned)g_test_rand_int_range(0, 2 * FLOW_EVENT_CLOSED_WITHOUT_REPLY);

            judge_flow(flow, events, 5, &stage.player.time, &judgement);
            g_assert_cmpuint(judgement.count, <=, LIMIT_FINDINGS_PER_FRAME);
            for (size_t j = 1; j < judgement.count; j++) {
                g_assert_cmpint(rules[judgement.findings[j - 1].rule].severity, >=,
                                rules[judgement.findings[j].rule].severity);
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

/** Each text is whole in each scene, wherever it plays. */
static void test_all_texts_are_whole(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(all_scenes); i++) {
        assert_texts_of_scenes(all_scenes[i].scenes, all_scenes[i].count);
    }
}

/** Without the ClientHello the choice is known, but nobody knows what was offered: nothing is said of the client. */
static void test_choice_without_hello(void)
{
    const char *const scripts[] = {"choice:TLS_1.0", "sentinel:TLS_1.1", "choice:TLS_1.0 rst:client", "choice:TLS_1.0 fin:server"};

    for (size_t i = 0; i < G_N_ELEMENTS(scripts); i++) {
        struct stage stage;

        stage_start(&stage, &unrelated, 0);
        stage_play(&stage, scripts[i]);
        g_assert_cmpuint(stage.player.flow.finding_count, ==, 1);
        g_assert_nonnull(judge_find(&stage.player.flow, FINDING_SERVER_CHOSE_BELOW_TLS12));
        stage_end(&stage);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
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
    g_test_add_func("/judge/events/choice_without_hello", test_choice_without_hello);
    g_test_add_func("/judge/text/whole", test_all_texts_are_whole);
    return g_test_run();
}
