/* test_judge_estate.c: findings that compare: with earlier flows of the client, with what was offered, with the
 * minimum of the preferences, and with other machines.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "flow_request.h"
#include "judge_stage.h"

#include <string.h>

#include "tls_names.h"

/* ---- several flows of one client ---- */

/** One connection after the other, `pause` seconds after the first frame of the one before. */
struct visit {
    const struct place *place;
    const char         *script;
    const char         *expected;
    int64_t             pause;
};

#define VISITS_MAX 6

/** The stages stay as they are until capture_end(). */
struct capture {
    struct estate_client client;
    struct stage         stages[VISITS_MAX];
    size_t               count;
};

static struct stage *capture_play(struct capture *capture, const struct visit *visit)
{
    struct stage *stage = &capture->stages[capture->count];
    int64_t       seconds = FLOW_PLAYER_FIRST_SECOND;

    g_assert_cmpuint(capture->count, <, VISITS_MAX);
    if (capture->count > 0) {
        seconds = capture->stages[capture->count - 1].player.flow.first_time.seconds;
    }
    stage_start(stage, visit->place, seconds + visit->pause);
    stage->earlier = &capture->client;
    stage->player.frame = (uint32_t)capture->count++ * 100;
    stage_play(stage, visit->script);
    return stage;
}

static void capture_end(struct capture *capture)
{
    for (size_t i = 0; i < capture->count; i++) {
        stage_end(&capture->stages[i]);
    }
}

static void assert_visits(const struct visit *visits, size_t count)
{
    struct capture capture = {0};

    for (size_t i = 0; i < count; i++) {
        const struct stage *stage = capture_play(&capture, &visits[i]);

        if (strcmp(stage->raised->str, visits[i].expected) != 0) {
            g_error("visit %" G_GSIZE_FORMAT ", %s: found %s, expected %s", i, visits[i].script, stage->raised->str,
                    visits[i].expected);
        }
        assert_all_texts_are_whole(stage);
    }
    capture_end(&capture);
}

#define ASSERT_VISITS(...) \
    assert_visits((const struct visit[]){__VA_ARGS__}, \
                  sizeof((const struct visit[]){__VA_ARGS__}) / sizeof(struct visit))

#define DIFFER   "client_offers_differ=warning@hello"
#define FALLBACK "version_fallback=warning@hello"
#define NEW      "connect hello:TLS_1.2 choice:TLS_1.2"
#define PAST     "connect hello:TLS_1.0"

/** The text of the last visit's finding. Free with g_free(). */
static char *visits_text(const struct visit *visits, size_t count, enum finding_id finding, enum judge_part part)
{
    struct capture capture = {0};
    char          *text = NULL;

    for (size_t i = 0; i < count; i++) {
        capture_play(&capture, &visits[i]);
    }
    text = text_of(&capture.stages[count - 1], finding, part);
    capture_end(&capture);
    return text;
}

/* ---- client_offers_differ ---- */

static void test_offers_differ(void)
{
    ASSERT_VISITS({&exo_core, NEW, "", 0}, {&acs, PAST, OLD_ERROR " " DIFFER, 100},
                  {&acs, PAST, OLD_ERROR " " DIFFER, 100}, {&exo_autodiscover, NEW, "", 100});
    ASSERT_VISITS({&acs, PAST, OLD_ERROR, 0}, {&exo_core, NEW, DIFFER, 100}, {&exo_core, NEW, "", 100});
    /* The same role, another machine's proxy, the cloud, and what is no hybrid flow. */
    ASSERT_VISITS({&exo_core, NEW, "", 0}, {&exo_core, PAST, OLD_ERROR, 100});
    ASSERT_VISITS({&unrelated, NEW, "", 0}, {&acs, PAST, OLD_ERROR, 100}, {&unrelated, NEW, "", 100});
    ASSERT_VISITS({&inbound, NEW, "", 0}, {&mail_inbound, PAST, OLD_WARNING, 100});
}

/** The older hello is the one with the fault: the words say which one it was. */
static void test_offers_differ_words(void)
{
    const struct visit old_last[] = {{&exo_core, NEW, "", 0}, {&acs, PAST, "", 100}};
    const struct visit old_first[] = {{&acs, PAST, "", 0}, {&exo_core, NEW, "", 100}};
    const struct visit unnamed[] = {{&address_only, PAST, "", 0}, {&acs, NEW, "", 100}};
    const struct {
        const struct visit *visits;
        enum judge_part     part;
        const char         *holds;
    } cases[] = {
        {old_last, JUDGE_SUMMARY, "10.0.0.10 offered at most TLS 1.0 to accounts.accesscontrol.windows.net"},
        {old_last, JUDGE_SUMMARY, "but earlier TLS 1.2 to outlook.office365.com (frame 4)."},
        {old_last, JUDGE_CAUSE, "The program that sent this hello"},
        {old_last, JUDGE_CAUSE, "Schannel does not hold it back"},
        {old_last, JUDGE_CAUSE, "several machines"},
        {old_last, JUDGE_REMEDY, ".NETFramework\\v4.0.30319: SystemDefaultTlsVersions=1"},
        {old_first, JUDGE_SUMMARY, "but earlier TLS 1.0 to accounts.accesscontrol.windows.net (frame 4)."},
        {old_first, JUDGE_CAUSE, "The program that sent the older hello"},
        {old_first, JUDGE_REMEDY, "WinHttp: DefaultSecureProtocols=0x00000A00"},
        {unnamed, JUDGE_SUMMARY, "but earlier TLS 1.0 to EWS / free-busy front door of Exchange Online (frame 4)."},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = visits_text(cases[i].visits, 2, FINDING_CLIENT_OFFERS_DIFFER, cases[i].part);

        assert_holds(text, cases[i].holds);
        g_free(text);
    }
    /* V5: "not Schannel". */
    for (int i = 0; i < 2; i++) {
        char *text = visits_text(i == 0 ? old_last : old_first, 2, FINDING_CLIENT_OFFERS_DIFFER, JUDGE_REMEDY);

        assert_lacks(text, "SCHANNEL");
        g_free(text);
    }
}

/* ---- version_fallback ---- */

static void test_second_try_with_less(void)
{
    const char *refused = "closed_after_hello=error@rst";

    ASSERT_VISITS({&exo_core, "connect hello:TLS_1.3 rst:server", refused, 0}, {&exo_core, NEW, FALLBACK, 20});
    ASSERT_VISITS({&exo_core, "connect hello:TLS_1.2 alert:server:40", "handshake_failure=error@alert", 0},
                  {&exo_core, "connect hello:TLS_1.1", OLD_ERROR " " FALLBACK, 20});
    /* Later, after success, elsewhere, or with as much as before. */
    ASSERT_VISITS({&exo_core, "connect hello:TLS_1.3 rst:server", refused, 0}, {&exo_core, NEW, "", 40});
    ASSERT_VISITS({&exo_core, "connect hello:TLS_1.3 choice:TLS_1.2", "", 0}, {&exo_core, NEW, "", 20});
    ASSERT_VISITS({&exo_core, "connect hello:TLS_1.3 rst:server", refused, 0}, {&graph, NEW, "", 20});
    ASSERT_VISITS({&exo_core, "connect hello:TLS_1.2 rst:server", refused, 0}, {&exo_core, NEW, "", 20});
}

/** RFC 7507: the client says it itself, and the server may take offence (alert 86). */
static void test_fallback_signal(void)
{
    const struct scene scenes[] = {
        {&exo_core, "connect offer:TLS_1.2:fallback", "version_fallback=warning@offer"},
        {&unrelated, "connect offer:TLS_1.2:fallback", "version_fallback=warning@offer"},
        {&exo_core, "connect offer:TLS_1.2:fallback alert:server:86",
         "version_fallback=warning@offer version_fallback=error@alert"},
        {&unrelated, "connect hello:TLS_1.2 alert:server:86", "version_fallback=error@alert"},
        {&exo_core, "connect hello:TLS_1.2 warning:server:86 choice:TLS_1.2", ""},
        {&inbound, "connect hello:TLS_1.2 alert:server:86", "version_fallback=error@alert"},
    };

    assert_scenes(scenes, G_N_ELEMENTS(scenes));
    assert_texts_of_scenes(scenes, G_N_ELEMENTS(scenes));
}

/** Where the failed try was seen, the words name it rather than the signal. */
static void test_fallback_words(void)
{
    const struct visit seen[] = {{&exo_core, "connect hello:TLS_1.3 rst:server", "", 0},
                                 {&exo_core, "connect offer:TLS_1.2:fallback", "", 20}};
    char *summary = visits_text(seen, 2, FINDING_VERSION_FALLBACK, JUDGE_SUMMARY);
    char *signal = play_text(&exo_core, "connect offer:TLS_1.2:fallback", FINDING_VERSION_FALLBACK, JUDGE_SUMMARY);
    char *alert = play_text(&exo_core, "connect offer:TLS_1.2:fallback alert:server:86", FINDING_VERSION_FALLBACK,
                            JUDGE_SUMMARY);
    char *remedy = play_text(&exo_core, "connect offer:TLS_1.2:fallback", FINDING_VERSION_FALLBACK, JUDGE_REMEDY);

    assert_holds(summary, "again with at most TLS 1.2, after TLS 1.3 (frame 4) had failed");
    assert_holds(signal, "TLS_FALLBACK_SCSV");
    assert_holds(alert, "The server refused the handshake between 10.0.0.10");
    assert_holds(alert, "inappropriate_fallback (86)");
    assert_holds(remedy, "EnableInsecureTlsFallback");
    g_free(summary);
    g_free(signal);
    g_free(alert);
    g_free(remedy);
}

/* ---- downgrade_sentinel ---- */

/** RFC 8446 section 4.1.3: the mark means something to whoever offered more. */
static void test_downgrade_sentinel(void)
{
    const struct scene scenes[] = {
        {&exo_core, "connect hello:TLS_1.3 sentinel:TLS_1.2", "downgrade_sentinel=warning@sentinel"},
        {&unrelated, "connect hello:TLS_1.2 sentinel:TLS_1.1",
         "server_chose_below_tls12=warning@sentinel downgrade_sentinel=warning@sentinel"},
        {&exo_core, "connect hello:TLS_1.3 choice:TLS_1.2", ""},
        {&exo_core, "connect hello:TLS_1.2 sentinel:TLS_1.2", ""},
        {&unrelated, "connect hello:TLS_1.1 sentinel:TLS_1.1",
         OLD_WARNING " server_chose_below_tls12=warning@sentinel"},
        {&exo_core, "connect sentinel:TLS_1.2", ""},
    };
    char *text = play_text(&exo_core, "connect hello:TLS_1.3 sentinel:TLS_1.2", FINDING_DOWNGRADE_SENTINEL,
                           JUDGE_SUMMARY);

    assert_scenes(scenes, G_N_ELEMENTS(scenes));
    assert_texts_of_scenes(scenes, G_N_ELEMENTS(scenes));
    assert_holds(text, "chose TLS 1.2");
    assert_holds(text, "had offered TLS 1.3");
    g_free(text);
}

/* ---- no_client_hello ---- */

#define SILENT "no_client_hello="

/** Once alone tells little; again, with no hello to the same role between, it is the client's fault. */
static void test_left_without_a_hello(void)
{
    ASSERT_VISITS({&exo_core, "connect fin:client", SILENT "note@fin", 0},
                  {&exo_core, "connect rst:client", SILENT "error@rst", 10},
                  {&exo_core, "connect fin:client fin:server", SILENT "error@fin", 10});
    ASSERT_VISITS({&exo_core, "connect fin:client", SILENT "note@fin", 0},
                  {&exo_core, "connect hello:TLS_1.2", "", 10},
                  {&exo_core, "connect fin:client", SILENT "note@fin", 10});
    /* Of another role, by the server, of no hybrid role, or on the mail port, where the server speaks first. */
    ASSERT_VISITS({&exo_core, "connect fin:client", SILENT "note@fin", 0},
                  {&exo_autodiscover, "connect fin:client", SILENT "note@fin", 10});
    ASSERT_VISITS({&exo_core, "connect fin:server", "", 0}, {&unrelated, "connect fin:client", "", 10});
    ASSERT_VISITS({&mail_outbound, "connect fin:client", "", 0}, {&mail_outbound, "connect fin:client", "", 10});
}

/** Who does its handshakes there only probes with the others; a later handshake corrects what the flow keeps. */
static void test_probes_are_no_fault(void)
{
    struct capture capture = {0};
    const struct visit visits[] = {{&exo_core, "connect fin:client", SILENT "note@fin", 0},
                                   {&exo_core, "connect fin:client", SILENT "error@fin", 10},
                                   {&exo_core, NEW " certificate keys finished:server", "", 10},
                                   {&exo_core, "connect fin:client", SILENT "chat@fin", 10}};

    for (size_t i = 0; i < G_N_ELEMENTS(visits); i++)
        g_assert_cmpstr(capture_play(&capture, &visits[i])->raised->str, ==, visits[i].expected);
    for (size_t i = 0; i < G_N_ELEMENTS(visits); i++) {
        const struct flow_finding *found = judge_find(&capture.stages[i].player.flow, FINDING_NO_CLIENT_HELLO);
        g_assert_true((found != NULL) == (i != 2));
        g_assert_true(found == NULL || rules[found->rule].severity == RULE_CHAT);
    }
    capture_end(&capture);
}

/* ---- revocation_unreachable ---- */

static const struct place revocation = {
    ROLE_REVOCATION, CLOUD_NONE, FLOW_DIRECTION_UNKNOWN, "crl3.digicert.com", "10.0.0.10", "203.0.113.9", 80};

#define UNREACHABLE "revocation_unreachable=warning@"

static void test_revocation_beside_a_handshake(void)
{
    ASSERT_VISITS({&exo_core, NEW, "", 0},
                  {&revocation, "syn " TWICE, UNREACHABLE "retransmit no_tcp_answer=warning@retransmit", 59});
    ASSERT_VISITS({&exo_core, NEW, "", 0},
                  {&revocation, "syn rst:client", "no_tcp_answer=error@rst " UNREACHABLE "rst", 10});
    /* No handshake beside it, too long ago, or none of a hybrid flow. */
    ASSERT_VISITS({&revocation, "syn " TWICE, "no_tcp_answer=warning@retransmit", 0});
    ASSERT_VISITS({&exo_core, NEW, "", 0}, {&revocation, "syn " TWICE, "no_tcp_answer=warning@retransmit", 70});
    ASSERT_VISITS({&unrelated, NEW, "", 0}, {&revocation, "syn " TWICE, "no_tcp_answer=warning@retransmit", 10});
    /* Another host, an answer, a refusal, and TLS. */
    ASSERT_VISITS({&exo_core, NEW, "", 0}, {&unrelated, "syn " TWICE, "no_tcp_answer=warning@retransmit", 10});
    ASSERT_VISITS({&exo_core, NEW, "", 0}, {&revocation, "connect payload:client payload:server", "", 10});
    ASSERT_VISITS({&exo_core, NEW, "", 0}, {&revocation, "syn rst:server", "tcp_refused=error@rst", 10});
    ASSERT_VISITS({&exo_core, NEW, "", 0},
                  {&revocation, "connect hello:TLS_1.2 ack:server later rst:client", "hello_unanswered=error@rst", 10});
}

/** A flow may be recognised as something else after it was taken for a look-up. */
static void test_revocation_role_only(void)
{
    struct stage stage;

    stage_start(&stage, &unrelated, 0);
    stage.player.flow.beside_handshake = true;
    stage_play(&stage, "syn " TWICE);
    g_assert_cmpstr(stage.raised->str, ==, "no_tcp_answer=warning@retransmit");
    stage_end(&stage);
}

/** Ten seconds of silence belong to no frame. */
static void test_revocation_waited(void)
{
    const struct visit visits[] = {{&exo_core, NEW, "", 0}, {&revocation, "syn waited", "", 10}};
    struct capture     capture = {0};
    const struct flow_finding *found = NULL;

    for (size_t i = 0; i < G_N_ELEMENTS(visits); i++) {
        capture_play(&capture, &visits[i]);
    }
    found = judge_find(&capture.stages[1].player.flow, FINDING_REVOCATION_UNREACHABLE);
    g_assert_nonnull(found);
    g_assert_cmpuint(found->frame, ==, 0);
    capture_end(&capture);
}

/* ---- the minimum of the preferences ---- */

static void assert_with_minimum(uint16_t minimum, const struct scene *scene)
{
    struct stage stage;

    stage_start(&stage, scene->place, 0);
    stage.player.flow.minimum_version = minimum;
    stage_play(&stage, scene->script);
    if (strcmp(stage.raised->str, scene->expected) != 0) {
        g_error("%s: found %s, expected %s", scene->script, stage.raised->str, scene->expected);
    }
    assert_all_texts_are_whole(&stage);
    stage_end(&stage);
}

/** With TLS 1.3 as the minimum a hello with TLS 1.2 is told, as a Warning: Microsoft's clouds accept it. */
static void test_stricter_minimum(void)
{
    const struct scene scenes[] = {
        {&exo_core, "connect hello:TLS_1.2", OLD_WARNING},
        {&unrelated, "connect hello:TLS_1.2", OLD_WARNING},
        {&inbound, "connect hello:TLS_1.2", OLD_WARNING},
        {&exo_core, "connect hello:TLS_1.3", ""},
        {&exo_core, "connect hello:TLS_1.1", OLD_ERROR},
        {&unrelated, "connect hello:TLS_1.0", OLD_WARNING},
        {&exo_core, "connect hello:TLS_1.3 choice:TLS_1.2", CHOSE},
        {&exo_core, "connect hello:TLS_1.3 choice:TLS_1.3", ""},
        {&unrelated, "connect hello:TLS_1.3 choice:TLS_1.1", CHOSE},
        {&exo_core, "connect hello:TLS_1.2 rst:server", OLD_WARNING " closed_after_old_hello=error@rst"},
        {&inbound, "connect hello:TLS_1.2 fin:server", OLD_WARNING " closed_after_old_hello=error@fin"},
        {&exo_core, "connect proxy hello:TLS_1.2 rst:server", OLD_WARNING " closed_after_old_hello=error@rst"},
        {&exo_core, "connect hello:TLS_1.3 rst:server", "closed_after_hello=error@rst"},
        {&inbound, "connect hello:TLS_1.3 rst:server", "closed_after_hello=error@rst"},
        {&exo_core, "connect hello:TLS_1.2 alert:server:70", OLD_WARNING " version_refused=error@alert"},
        {&exo_core, "connect hello:TLS_1.2 later rst:client", OLD_WARNING " hello_unanswered=error@rst"},
        {&exo_core, "connect hello:TLS_1.2 payload:server rst:client", OLD_WARNING},
        {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.2 rst:server",
         OLD_WARNING " " CHOSE " closed_during_handshake=error@rst"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(scenes); i++) {
        assert_with_minimum(TLS_VERSION_1_3, &scenes[i]);
    }
}

/** TLS 1.2, which is also what 0 stands for, changes nothing. */
static void test_usual_minimum(void)
{
    const struct scene scenes[] = {
        {&exo_core, "connect hello:TLS_1.2", ""},
        {&exo_core, "connect hello:TLS_1.1", OLD_ERROR},
        {&exo_core, "connect hello:TLS_1.3 choice:TLS_1.2", ""},
        {&exo_core, "connect hello:TLS_1.2 rst:server", "closed_after_hello=error@rst"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(scenes); i++) {
        assert_with_minimum(TLS_VERSION_1_2, &scenes[i]);
        assert_with_minimum(0, &scenes[i]);
    }
}

/** What is old by itself is not "below the minimum", nor is what was never offered or chosen. */
static void test_minimum_facts(void)
{
    const struct {
        const char *script;
        uint64_t    facts;
    } cases[] = {
        {"connect", 0},
        {"connect hello:TLS_1.1", 0},
        {"connect hello:TLS_1.2", RULE_BELOW_MINIMUM},
        {"connect hello:TLS_1.3", 0},
        {"connect hello:TLS_1.3 choice:TLS_1.1", 0},
        {"connect hello:TLS_1.3 choice:TLS_1.2", RULE_CHOSEN_BELOW_MINIMUM},
        {"connect hello:TLS_1.3 choice:TLS_1.3", 0},
        {"connect hello:TLS_1.2 choice:TLS_1.2", RULE_BELOW_MINIMUM | RULE_CHOSEN_BELOW_MINIMUM},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct stage   stage;
        const uint64_t both = RULE_BELOW_MINIMUM | RULE_CHOSEN_BELOW_MINIMUM;

        stage_start(&stage, &exo_core, 0);
        stage.player.flow.minimum_version = TLS_VERSION_1_3;
        stage_play(&stage, cases[i].script);
        g_assert_cmphex(judge_facts(&stage.player.flow, &stage.player.time) & both, ==, cases[i].facts);
        stage.player.flow.minimum_version = TLS_VERSION_1_2;
        g_assert_cmphex(judge_facts(&stage.player.flow, &stage.player.time) & both, ==, 0);
        stage_end(&stage);
    }
}

static void test_minimum_words(void)
{
    const struct {
        const char     *script;
        enum finding_id finding;
        enum judge_part part;
        const char     *holds, *lacks;
    } cases[] = {
        {"connect hello:TLS_1.2", FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_SUMMARY,
         "offered at most TLS 1.2 to outlook.office365.com", "refuse"},
        {"connect hello:TLS_1.2", FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_SUMMARY,
         "the minimum set in the preferences is TLS 1.3", "TLS 1.0"},
        {"connect hello:TLS_1.2", FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_CAUSE,
         "Microsoft's clouds accept TLS 1.2", "refuse"},
        {"connect hello:TLS_1.2", FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_REMEDY,
         "Protocols\\TLS 1.3\\Client: Enabled=1", "TLS 1.2\\Client"},
        {"connect hello:TLS_1.2", FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_REMEDY, "Windows Server 2022", "Enabled=0"},
        {"connect hello:TLS_1.3 choice:TLS_1.2", FINDING_SERVER_CHOSE_BELOW_TLS12, JUDGE_SUMMARY,
         "The minimum set in the preferences is TLS 1.3", "although"},
        {"connect hello:TLS_1.3 choice:TLS_1.2", FINDING_SERVER_CHOSE_BELOW_TLS12, JUDGE_REMEDY,
         "Nothing to change for Microsoft's clouds", "TLS 1.2\\Server"},
        {"connect hello:TLS_1.2 rst:server", FINDING_CLOSED_AFTER_OLD_HELLO, JUDGE_CAUSE,
         "If the other side insists on TLS 1.3", "drop such a hello"},
        {"connect hello:TLS_1.2 rst:server", FINDING_CLOSED_AFTER_OLD_HELLO, JUDGE_CONFIDENCE, "low", "high"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct stage stage;
        char        *text = NULL;

        stage_start(&stage, &exo_core, 0);
        stage.player.flow.minimum_version = TLS_VERSION_1_3;
        stage_play(&stage, cases[i].script);
        text = text_of(&stage, cases[i].finding, cases[i].part);
        assert_holds(text, cases[i].holds);
        assert_lacks(text, cases[i].lacks);
        g_free(text);
        stage_end(&stage);
    }
}

/* ---- findings of the whole capture ---- */

static uint16_t row_of(enum finding_id finding)
{
    uint16_t row = 0;

    while (rules[row].finding != finding) {
        row++;
    }
    return row;
}

/** The addresses of the others come from outside; without them the words still make a sentence. */
static void test_others(void)
{
    const enum finding_id with_others[] = {FINDING_CLIENT_BEHIND_SIBLINGS, FINDING_PROXY_USE_DIFFERS};
    char                  text[LIMIT_TEXT_LENGTH];
    struct stage          stage;
    const struct flow    *flow = &stage.player.flow;

    stage_start(&stage, &exo_core, 0);
    stage_play(&stage, PAST);
    for (size_t i = 0; i < G_N_ELEMENTS(with_others); i++) {
        uint16_t row = row_of(with_others[i]);

        judge_text_with_others(flow, &flow->recognition, judge_facts(flow, &stage.player.time), row, JUDGE_SUMMARY,
                               "10.0.0.11, 10.0.0.12", text, sizeof text);
        assert_holds(text, ": 10.0.0.11, 10.0.0.12.");
        judge_text(flow, &flow->recognition, judge_facts(flow, &stage.player.time), row, JUDGE_SUMMARY, text,
                   sizeof text);
        assert_holds(text, ": other machines.");
        /* What comes from outside is no template. */
        judge_text_with_others(flow, &flow->recognition, 0, row, JUDGE_SUMMARY, "{client}%s", text, sizeof text);
        assert_holds(text, "{client}%s.");
    }
    judge_text(flow, &flow->recognition, judge_facts(flow, &stage.player.time),
               row_of(FINDING_CLIENT_BEHIND_SIBLINGS), JUDGE_SUMMARY, text, sizeof text);
    assert_holds(text, "the machine at 10.0.0.10 offered less than TLS 1.2");
    stage_end(&stage);
}

/** Without any flow there is nothing to fill in. */
static void test_no_hybrid_flow_needs_no_flow(void)
{
    char text[LIMIT_TEXT_LENGTH];

    for (unsigned part = 0; part < JUDGE_PART_COUNT; part++) {
        judge_text_with_others(NULL, NULL, 0, row_of(FINDING_NO_HYBRID_FLOW), (enum judge_part)part, NULL, text,
                               sizeof text);
        g_assert_cmpuint(strlen(text), >, 0);
        g_assert_null(strpbrk(text, "{}"));
        assert_lacks(text, "(null)");
    }
    judge_text_with_others(NULL, NULL, 0, row_of(FINDING_NO_HYBRID_FLOW), JUDGE_SUMMARY, NULL, text, sizeof text);
    g_assert_cmpstr(text, ==,
                    "No hybrid flow in this capture: taken on the calling server, during the failure, long enough for "
                    "a new connection?");
    g_assert_cmpint(rules[row_of(FINDING_NO_HYBRID_FLOW)].severity, ==, RULE_CHAT);
}

/** No event of any frame raises them, whatever else is true. */
static void test_report_only_is_never_raised(void)
{
    for (size_t i = 0; i < place_count; i++) {
        struct stage     stage;
        struct judgement judgement;
        struct flow     *flow = &stage.player.flow;

        stage_start(&stage, places[i], 0);
        stage.player.each_frame = NULL;
        stage_play(&stage, PAST " rst:server");
        flow->other_offer.frame = flow->failed_try.frame = 1;
        judge_flow(flow, ~0u, 5, &stage.player.time, &judgement);
        for (size_t j = 0; j < judgement.count; j++) {
            g_assert_false(findings[rules[judgement.findings[j].rule].finding].report_only);
        }
        for (size_t j = 0; j < flow->finding_count; j++) {
            g_assert_false(findings[rules[flow->findings[j].rule].finding].report_only);
        }
        stage_end(&stage);
    }
}

/* ---- refusals of one client ---- */

/** One connection with one request; true if the client was known to have been refused before. */
static bool refused_before(struct estate_client *client, enum role role, uint16_t status, bool left)
{
    struct flow_request  request = {.status = status};
    struct flow_request *requests[] = {&request};
    struct flow_exchange exchange = {.requests = requests, .count = 1, .room = 1};
    struct flow          flow = {.recognition.role = role, .exchange = &exchange};
    struct flow_time     time = {.seconds = FLOW_PLAYER_FIRST_SECOND};

    g_assert_true(estate_is_interested(&flow, FLOW_EVENT_ANSWER));
    estate_observe(client, &flow, FLOW_EVENT_ANSWER, &time);
    exchange.left_refused = left;
    estate_observe(client, &flow, FLOW_EVENT_ANSWER, &time);
    return exchange.refused_before;
}

static void test_refused_again(void)
{
    struct estate_client never = {0}, once = {0}, later = {0};

    g_assert_false(refused_before(&never, ROLE_EXO_CORE, 401, true));
    g_assert_false(refused_before(&never, ROLE_ACS, 401, true));
    g_assert_true(refused_before(&never, ROLE_EXO_CORE, 401, true));
    g_assert_false(refused_before(&once, ROLE_EXO_CORE, 200, false));
    g_assert_false(refused_before(&once, ROLE_EXO_CORE, 401, true));
    g_assert_false(refused_before(&once, ROLE_EXO_CORE, 401, true));
    g_assert_false(refused_before(&later, ROLE_EXO_CORE, 401, true));
    g_assert_false(refused_before(&later, ROLE_EXO_CORE, 302, false));
    g_assert_false(refused_before(&later, ROLE_EXO_CORE, 401, true));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/judge_estate/differ", test_offers_differ);
    g_test_add_func("/judge_estate/differ_words", test_offers_differ_words);
    g_test_add_func("/judge_estate/second_try", test_second_try_with_less);
    g_test_add_func("/judge_estate/fallback_signal", test_fallback_signal);
    g_test_add_func("/judge_estate/fallback_words", test_fallback_words);
    g_test_add_func("/judge_estate/sentinel", test_downgrade_sentinel);
    g_test_add_func("/judge_estate/left_without_a_hello", test_left_without_a_hello);
    g_test_add_func("/judge_estate/probes", test_probes_are_no_fault);
    g_test_add_func("/judge_estate/revocation", test_revocation_beside_a_handshake);
    g_test_add_func("/judge_estate/revocation_role", test_revocation_role_only);
    g_test_add_func("/judge_estate/revocation_waited", test_revocation_waited);
    g_test_add_func("/judge_estate/minimum/stricter", test_stricter_minimum);
    g_test_add_func("/judge_estate/minimum/usual", test_usual_minimum);
    g_test_add_func("/judge_estate/minimum/facts", test_minimum_facts);
    g_test_add_func("/judge_estate/minimum/words", test_minimum_words);
    g_test_add_func("/judge_estate/others", test_others);
    g_test_add_func("/judge_estate/no_hybrid_flow", test_no_hybrid_flow_needs_no_flow);
    g_test_add_func("/judge_estate/report_only", test_report_only_is_never_raised);
    g_test_add_func("/judge_estate/refused_again", test_refused_again);
    return g_test_run();
}
