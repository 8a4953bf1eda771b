/* test_judge_offer.c: what is found in the quality of an offer, and when nothing is left of it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each scene stands beside one that differs in one thing and raises nothing.
 */
#include "judge_stage.h"

#include <string.h>

#include "tls_names.h"

#define ACCEPTED "no_accepted_cipher=warning@offer"
#define SHA1     "sha1_signatures_only=warning@offer"

static const struct scene note_scenes[] = {
    /* C6 */
    {&exo_core, "connect offer:TLS_1.2:sni", "no_sni=note@offer"},
    {&unrelated, "connect offer:TLS_1.3:sni", "no_sni=note@offer"},
    {&inbound, "connect offer:TLS_1.2:sni", "no_sni=note@offer"},
    {&smtp_legacy_china, "connect offer:TLS_1.2:sni", "no_sni=note@offer"},
    {&exo_core, "connect hello:TLS_1.2", ""},
    {&mail_outbound, "connect offer:TLS_1.2:sni", ""},
    {&mail_inbound, "connect offer:TLS_1.2:sni", ""},
    {&backend, "connect offer:TLS_1.2:sni", ""},
    {&unrelated, "connect offer:SSL_3.0:sni", "client_offers_below_tls12=warning@offer"},
    {&unrelated, "connect offer:TLS_1.0:sni", "client_offers_below_tls12=warning@offer no_sni=note@offer"},
    {&exo_core, "connect sslv2:TLS_1.2", "client_sslv2_hello=warning@sslv2"},
    {&exo_core, "connect offer:TLS_1.2:sni+grease", ""},
    /* C7 */
    {&exo_core, "connect offer:TLS_1.2:renegotiation", "no_secure_renegotiation=note@offer"},
    {&unrelated, "connect offer:TLS_1.2:renegotiation", "no_secure_renegotiation=note@offer"},
    {&exo_core, "connect offer:TLS_1.3:renegotiation", "no_secure_renegotiation=note@offer"},
    {&exo_core, "connect offer:TLS_1.3:renegotiation+only13", ""},
    {&exo_core, "connect offer:TLS_1.2:renegotiation+grease", ""},
    /* C2 */
    {&exo_core, "connect offer:TLS_1.2:rsa", "static_rsa_only=note@offer"},
    {&unrelated, "connect offer:TLS_1.2:rsa", "static_rsa_only=note@offer"},
    {&exo_core, "connect offer:TLS_1.2:rsa+grease", ""},
    /* C3 */
    {&exo_core, "connect offer:TLS_1.2:weak", "weak_ciphers_offered=note@offer"},
    {&unrelated, "connect offer:TLS_1.2:weak", "weak_ciphers_offered=note@offer"},
    {&exo_core, "connect offer:TLS_1.2:weak+grease", ""},
    /* C4 */
    {&exo_core, "connect offer:TLS_1.2:groups", "groups_too_narrow=note@offer"},
    {&unrelated, "connect offer:TLS_1.2:groups", "groups_too_narrow=note@offer"},
    {&exo_core, "connect offer:TLS_1.2:groups+rsa", "static_rsa_only=note@offer"},
    {&exo_core, "connect offer:TLS_1.2:groups+grease", ""},
    /* Several at once, and no version finding among them. */
    {&exo_core, "connect offer:TLS_1.2:sni+weak+groups+renegotiation",
     "groups_too_narrow=note@offer weak_ciphers_offered=note@offer no_sni=note@offer "
     "no_secure_renegotiation=note@offer"},
    /* Once a suite is chosen there is nothing to say, be the hello later in the file. */
    {&exo_core, "connect choice:TLS_1.2 offer:TLS_1.2:sni+weak+groups+renegotiation+accepted+sha1", ""},
    {&exo_core, "connect choice:TLS_1.2 offer:TLS_1.2:rsa+accepted", ""},
};

/** C1 C5: Warning on the hello, Error only together with what refuses it. */
static const struct scene growing_scenes[] = {
    {&exo_core, "connect offer:TLS_1.2:accepted", ACCEPTED},
    {&inbound, "connect offer:TLS_1.2:accepted", ACCEPTED},
    {&exo_core, "connect offer:TLS_1.2:accepted+grease", ACCEPTED},
    {&unrelated, "connect offer:TLS_1.2:accepted", ""},
    {&smtp_legacy, "connect offer:TLS_1.2:accepted", ""},
    {&exo_core, "connect offer:TLS_1.2:accepted+rsa", ACCEPTED " static_rsa_only=note@offer"},
    {&exo_core, "connect offer:TLS_1.2:sha1", SHA1},
    {&exo_core, "connect offer:TLS_1.2:sha1+grease", SHA1},
    {&unrelated, "connect offer:TLS_1.2:sha1", ""},
    {&unrelated, "connect offer:TLS_1.1:sha1", "client_offers_below_tls12=warning@offer"},
    {&exo_core, "connect offer:TLS_1.1:sha1", "client_offers_below_tls12=error@offer"},
};

static void test_notes(void)
{
    assert_scenes(note_scenes, G_N_ELEMENTS(note_scenes));
}

static void test_warnings(void)
{
    assert_scenes(growing_scenes, G_N_ELEMENTS(growing_scenes));
}

/** RFC 5246 appendix E.2: a hello in SSL 2.0 framing is judged by its suites, not by what it has no room for. */
static void test_sslv2_framing(void)
{
    const uint32_t suites[] = {0x00002F, 0x010080};
    struct stage   stage;

    stage_start(&stage, &exo_core, 0);
    stage_play(&stage, "connect");
    stage.step = "sslv2";
    play_client_hello_sslv2_suites(&stage.player, TLS_VERSION_1_2, suites, G_N_ELEMENTS(suites));
    g_assert_cmpstr(stage.raised->str, ==,
                    "client_sslv2_hello=warning@sslv2 no_accepted_cipher=warning@sslv2 "
                    "weak_ciphers_offered=note@sslv2 no_secure_renegotiation=note@sslv2");
    stage_end(&stage);
}

/** RFC 6066 section 3: a proxy that was asked for an address is sent no name either. */
static void test_address_literals_need_no_name(void)
{
    const struct {
        const char *name;
        bool        told;
    } cases[] = {
        {"192.0.2.7", false}, {"2001:db8::7", false}, {"mail.contoso.com", true}, {"192.0.2.7.example", true}};

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct stage stage;

        stage_start(&stage, &exo_core, 0);
        stage.player.flow.names[MATCH_CONNECT] = cases[i].name;
        stage_play(&stage, "connect offer:TLS_1.2:sni");
        g_assert_cmpstr(stage.raised->str, ==, cases[i].told ? "no_sni=note@offer" : "");
        stage_end(&stage);
    }
}

/* ---- growing ---- */

static const struct {
    const char     *fault;
    enum finding_id finding;
} growing[] = {{"accepted", FINDING_NO_ACCEPTED_CIPHER}, {"sha1", FINDING_SHA1_SIGNATURES_ONLY}};

/** The severity that the flow keeps, and on which frame from the end it is. */
static void assert_grows(const struct place *place, const char *behind, bool grows)
{
    for (size_t i = 0; i < G_N_ELEMENTS(growing); i++) {
        struct stage               stage;
        const struct flow_finding *found = NULL;
        char *script = g_strdup_printf("connect offer:TLS_1.2:%s %s", growing[i].fault, behind);

        stage_start(&stage, place, 0);
        stage_play(&stage, script);
        found = judge_find(&stage.player.flow, growing[i].finding);
        g_assert_nonnull(found);
        if ((rules[found->rule].severity == RULE_ERROR) != grows) {
            g_error("%s: %s", script, stage.raised->str);
        }
        g_assert_cmpuint(found->frame, ==, grows ? stage.player.frame : stage.player.flow.frames.client_hello);
        /* Each once, at most: the Warning on the hello, the Error on the refusal. */
        g_assert_true(strstr(stage.raised->str, "=warning@offer") != NULL);
        stage_end(&stage);
        g_free(script);
    }
}

static void test_grows_with_the_refusal(void)
{
    const char *refusals[] = {"alert:server:40", "alert:server:71", "rst:server", "fin:server",
                              "ack:server rst:server"};

    for (size_t i = 0; i < G_N_ELEMENTS(refusals); i++) {
        assert_grows(&exo_core, refusals[i], true);
        assert_grows(&inbound, refusals[i], true);
    }
}

static void test_does_not_grow_otherwise(void)
{
    const char *others[] = {"alert:server:70", "alert:server:80", "alert:server:48", "alert:client:40",
                            "alert:client:71", "warning:server:112", "rst:client", "fin:client", TWICE, "waited",
                            "ack:server fin:client rst:server", "payload:server rst:client",
                            "payload:server fin:client"};

    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        assert_grows(&exo_core, others[i], false);
    }
}

/** Where it was no finding before, the refusal makes it none. */
static void test_nothing_grows_elsewhere(void)
{
    const struct scene scenes[] = {
        {&unrelated, "connect offer:TLS_1.2:accepted alert:server:40", "handshake_failure=error@alert"},
        {&unrelated, "connect offer:TLS_1.2:sha1 alert:server:71", "insufficient_security=error@alert"},
        {&unrelated, "connect offer:TLS_1.2:accepted+sha1 rst:server", "closed_after_hello=error@rst"},
        {&exo_core, "connect hello:TLS_1.2 alert:server:40", "handshake_failure=error@alert"},
        {&exo_core, "connect hello:TLS_1.2 rst:server", "closed_after_hello=error@rst"},
    };

    assert_scenes(scenes, G_N_ELEMENTS(scenes));
}

/** What grows stands beside what the refusal itself raises. */
static void test_refusal_keeps_its_own_findings(void)
{
    const struct {
        const char     *refusal;
        enum finding_id own;
    } cases[] = {
        {"alert:server:40", FINDING_HANDSHAKE_FAILURE},
        {"alert:server:71", FINDING_INSUFFICIENT_SECURITY},
        {"rst:server", FINDING_CLOSED_AFTER_HELLO},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct stage stage;
        char        *script = g_strdup_printf("connect offer:TLS_1.2:accepted+sha1 %s", cases[i].refusal);

        stage_start(&stage, &exo_core, 0);
        stage_play(&stage, script);
        g_assert_nonnull(judge_find(&stage.player.flow, cases[i].own));
        g_assert_nonnull(judge_find(&stage.player.flow, FINDING_NO_ACCEPTED_CIPHER));
        g_assert_nonnull(judge_find(&stage.player.flow, FINDING_SHA1_SIGNATURES_ONLY));
        g_assert_null(judge_find(&stage.player.flow, FINDING_OTHER_FATAL_ALERT));
        g_assert_cmpuint(stage.player.flow.finding_count, ==, 3);
        stage_end(&stage);
        g_free(script);
    }
}

/* ---- until the server has chosen ---- */

/** The frame of the hello keeps what it showed; the flow's own list does not. */
static void test_choice_ends_offer_quality(void)
{
    const char *choices[] = {"choice:TLS_1.2", "retry", "choice:TLS_1.3", "ack:server choice:TLS_1.2",
                             TWICE " choice:TLS_1.2"};
    const char *faults = "sni+weak+groups+renegotiation+accepted+sha1";

    for (size_t i = 0; i < G_N_ELEMENTS(choices); i++) {
        struct stage stage;
        char        *script = g_strdup_printf("connect offer:TLS_1.3:%s", faults);

        stage_start(&stage, &exo_core, 0);
        stage_play(&stage, script);
        g_assert_cmpuint(stage.player.flow.finding_count, ==, 6);
        stage_play(&stage, choices[i]);
        for (size_t j = 0; j < stage.player.flow.finding_count; j++) {
            g_assert_false(findings[rules[stage.player.flow.findings[j].rule].finding].until & FLOW_EVENT_SERVER_HELLO);
        }
        stage_play(&stage, "alert:server:40");
        g_assert_null(judge_find(&stage.player.flow, FINDING_NO_ACCEPTED_CIPHER));
        g_assert_null(judge_find(&stage.player.flow, FINDING_SHA1_SIGNATURES_ONLY));
        stage_end(&stage);
        g_free(script);
    }
}

/** Everything else stays, in its order and on its frame. */
static void test_choice_keeps_the_rest(void)
{
    struct stage stage;
    struct flow *flow = &stage.player.flow;

    stage_start(&stage, &exo_core, 0);
    stage_play(&stage, "connect offer:TLS_1.0:sni+weak+fallback " TWICE);
    g_assert_cmpstr(stage.raised->str, ==,
                    "client_offers_below_tls12=error@offer version_fallback=warning@offer "
                    "weak_ciphers_offered=note@offer no_sni=note@offer hello_unanswered=warning@retransmit "
                    "hello_not_acknowledged=warning@retransmit");
    g_assert_cmpuint(flow->finding_count, ==, 6);
    stage_play(&stage, "choice:TLS_1.2");
    g_assert_cmpuint(flow->finding_count, ==, 2);
    g_assert_cmpint(rules[flow->findings[0].rule].finding, ==, FINDING_CLIENT_OFFERS_BELOW_TLS12);
    g_assert_cmpint(rules[flow->findings[1].rule].finding, ==, FINDING_VERSION_FALLBACK);
    g_assert_cmpuint(flow->findings[0].frame, ==, flow->frames.client_hello);
    stage_end(&stage);
    /* Without a choice nothing vanishes. */
    stage_start(&stage, &exo_core, 0);
    stage_play(&stage, "connect offer:TLS_1.2:sni ack:server payload:server rst:server");
    g_assert_nonnull(judge_find(flow, FINDING_NO_SNI));
    stage_end(&stage);
}

static void test_texts_are_whole(void)
{
    assert_texts_of_scenes(note_scenes, G_N_ELEMENTS(note_scenes));
    assert_texts_of_scenes(growing_scenes, G_N_ELEMENTS(growing_scenes));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/judge_offer/notes", test_notes);
    g_test_add_func("/judge_offer/warnings", test_warnings);
    g_test_add_func("/judge_offer/sslv2", test_sslv2_framing);
    g_test_add_func("/judge_offer/literals", test_address_literals_need_no_name);
    g_test_add_func("/judge_offer/grows", test_grows_with_the_refusal);
    g_test_add_func("/judge_offer/grows_not", test_does_not_grow_otherwise);
    g_test_add_func("/judge_offer/grows_not_elsewhere", test_nothing_grows_elsewhere);
    g_test_add_func("/judge_offer/beside", test_refusal_keeps_its_own_findings);
    g_test_add_func("/judge_offer/choice_ends", test_choice_ends_offer_quality);
    g_test_add_func("/judge_offer/choice_keeps", test_choice_keeps_the_rest);
    g_test_add_func("/judge_offer/texts", test_texts_are_whole);
    return g_test_run();
}
