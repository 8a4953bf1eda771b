/* test_flow.c: conversations, played frame by frame, end with the outcome and the facts of the interface.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "flow.h"

#include <string.h>

#include <glib.h>

#include "flow_player.h"
#include "tls_names.h"

#define CLIENT FLOW_SIDE_CLIENT
#define SERVER FLOW_SIDE_SERVER

static void assert_outcome(const struct flow_player *player, const char *outcome)
{
    g_assert_cmpstr(flow_outcome_id(player->flow.outcome), ==, outcome);
}

static void assert_ended_by(const struct flow_player *player, const char *side)
{
    g_assert_cmpstr(flow_side_id(flow_ended_by(&player->flow)), ==, side);
}

static void start_with_hello(struct flow_player *player, uint16_t version)
{
    flow_player_start(player);
    play_connect(player);
    play_client_hello(player, version);
}

static void start_with_choice(struct flow_player *player, uint16_t version)
{
    start_with_hello(player, version);
    play_server_hello(player, version);
}

/* ---- strings ---- */

static void test_ids_are_those_of_the_interface(void)
{
    const char *outcomes[] = {NULL,      "completed",  "resumed",     "alert",  "reset", "closed",
                              "refused", "unanswered", "in_progress", "partial"};
    const char *directions[] = {"unknown", "onprem_to_cloud", "cloud_to_onprem", "onprem_to_onprem",
                                "client_to_cloud"};

    g_assert_cmpuint(G_N_ELEMENTS(outcomes), ==, FLOW_OUTCOME_COUNT);
    for (size_t i = 0; i < FLOW_OUTCOME_COUNT; i++) {
        g_assert_cmpstr(flow_outcome_id((enum flow_outcome)i), ==, outcomes[i]);
    }
    g_assert_null(flow_outcome_id(FLOW_OUTCOME_COUNT));
    g_assert_cmpuint(G_N_ELEMENTS(directions), ==, FLOW_DIRECTION_COUNT);
    for (size_t i = 0; i < FLOW_DIRECTION_COUNT; i++) {
        g_assert_cmpstr(flow_direction_id((enum flow_direction)i), ==, directions[i]);
    }
    g_assert_null(flow_direction_id(FLOW_DIRECTION_COUNT));
    g_assert_null(flow_side_id(FLOW_SIDE_NONE));
    g_assert_cmpstr(flow_side_id(FLOW_SIDE_CLIENT), ==, "client");
    g_assert_cmpstr(flow_side_id(FLOW_SIDE_SERVER), ==, "server");
}

/* ---- completion ---- */

static void test_full_handshake_completes_with_server_finished(void)
{
    const uint16_t versions[] = {TLS_VERSION_SSL3, TLS_VERSION_1_0, TLS_VERSION_1_1, TLS_VERSION_1_2};

    for (size_t i = 0; i < G_N_ELEMENTS(versions); i++) {
        struct flow_player player;

        start_with_choice(&player, versions[i]);
        play_certificate_flight(&player);
        play_key_exchange_flight(&player);
        assert_outcome(&player, "in_progress");
        play_change_cipher_spec(&player, SERVER);
        assert_outcome(&player, "in_progress");
        play_encrypted_handshake(&player, SERVER);
        assert_outcome(&player, "completed");
        assert_ended_by(&player, NULL);
        g_assert_false(flow_failed(&player.flow));
        g_assert_cmphex(player.flow.version, ==, versions[i]);
        g_assert_true(player.flow.has_cipher);
        g_assert_cmphex(player.flow.cipher, ==, 0xC030);
    }
}

/** RFC 5077 section 3.3: the ticket comes before the server's ChangeCipherSpec. */
static void test_new_ticket_is_no_resumption(void)
{
    struct flow_player player;

    start_with_choice(&player, TLS_VERSION_1_2);
    play_certificate_flight(&player);
    play_key_exchange_flight(&player);
    play_handshake(&player, SERVER, TLS_HANDSHAKE_NEW_SESSION_TICKET);
    play_finished(&player, SERVER);
    assert_outcome(&player, "completed");
}

static void test_abbreviated_handshake_is_resumed(void)
{
    struct flow_player player;

    flow_player_start(&player);
    play_connect(&player);
    play_abbreviated_handshake(&player, TLS_VERSION_1_2);
    assert_outcome(&player, "resumed");

    start_with_choice(&player, TLS_VERSION_1_0);
    play_handshake(&player, SERVER, TLS_HANDSHAKE_NEW_SESSION_TICKET);
    play_finished(&player, SERVER);
    assert_outcome(&player, "in_progress");
    play_finished(&player, CLIENT);
    assert_outcome(&player, "resumed");
}

static void test_decrypted_finished_counts(void)
{
    struct flow_player player;

    start_with_choice(&player, TLS_VERSION_1_2);
    play_certificate_flight(&player);
    play_handshake(&player, CLIENT, TLS_HANDSHAKE_CLIENT_KEY_EXCHANGE);
    play_change_cipher_spec(&player, CLIENT);
    play_handshake(&player, CLIENT, TLS_HANDSHAKE_FINISHED);
    play_change_cipher_spec(&player, SERVER);
    play_handshake(&player, SERVER, TLS_HANDSHAKE_FINISHED);
    assert_outcome(&player, "completed");

    start_with_choice(&player, TLS_VERSION_1_3);
    play_handshake(&player, SERVER, TLS_HANDSHAKE_ENCRYPTED_EXTENSIONS);
    play_handshake(&player, SERVER, TLS_HANDSHAKE_CERTIFICATE);
    play_handshake(&player, SERVER, TLS_HANDSHAKE_CERTIFICATE_VERIFY);
    play_handshake(&player, SERVER, TLS_HANDSHAKE_FINISHED);
    assert_outcome(&player, "in_progress");
    play_handshake(&player, CLIENT, TLS_HANDSHAKE_FINISHED);
    assert_outcome(&player, "completed");
}

/** Up to TLS 1.2 a record's size says nothing, and data follows its sender's Finished. */
static void test_data_after_missed_finished_completes(void)
{
    struct flow_player player;

    start_with_choice(&player, TLS_VERSION_1_2);
    play_certificate_flight(&player);
    play_handshake(&player, CLIENT, TLS_HANDSHAKE_CLIENT_KEY_EXCHANGE);
    play_application_data(&player, CLIENT, 24);
    assert_outcome(&player, "in_progress");
    play_application_data(&player, SERVER, 24);
    assert_outcome(&player, "completed");
    play_fin(&player, SERVER);
    assert_outcome(&player, "completed");
}

static void test_tls13_needs_finished_size_from_each_side(void)
{
    const struct {
        uint32_t    client, server;
        const char *outcome;
    } cases[] = {
        {53, 53, "completed"},   {52, 53, "in_progress"},       {53, 52, "in_progress"},
        {52, 52, "in_progress"}, {69, 2000, "completed"},       {19, 2000, "in_progress"},
        {0, 53, "in_progress"},  {UINT32_MAX, 53, "completed"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct flow_player player;

        start_with_choice(&player, TLS_VERSION_1_3);
        play_change_cipher_spec(&player, SERVER);
        play_application_data(&player, SERVER, cases[i].server);
        assert_outcome(&player, "in_progress");
        play_change_cipher_spec(&player, CLIENT);
        play_application_data(&player, CLIENT, cases[i].client);
        assert_outcome(&player, cases[i].outcome);
        g_assert_cmphex(player.flow.version, ==, TLS_VERSION_1_3);
    }
}

/** The records of the two sides may come in any order. */
static void test_tls13_order_of_sides_does_not_matter(void)
{
    struct flow_player player;

    start_with_choice(&player, TLS_VERSION_1_3);
    play_application_data(&player, CLIENT, 53);
    assert_outcome(&player, "in_progress");
    play_application_data(&player, SERVER, 60);
    assert_outcome(&player, "completed");
}

/** 0-RTT ends with EndOfEarlyData (21 bytes), client certificates may be sent empty: a Finished follows. */
static void test_tls13_small_record_before_large_one_completes(void)
{
    struct flow_player player;

    start_with_choice(&player, TLS_VERSION_1_3);
    play_application_data(&player, SERVER, 2000);
    play_application_data(&player, CLIENT, 21);
    assert_outcome(&player, "in_progress");
    play_application_data(&player, CLIENT, 53);
    assert_outcome(&player, "completed");
    play_fin(&player, CLIENT);
    assert_outcome(&player, "completed");
    assert_ended_by(&player, NULL);
}

/** Only records after the ServerHello count. */
static void test_early_data_is_no_finished(void)
{
    struct flow_player player;

    start_with_hello(&player, TLS_VERSION_1_3);
    play_change_cipher_spec(&player, CLIENT);
    play_application_data(&player, CLIENT, 500);
    assert_outcome(&player, "in_progress");
    play_server_hello(&player, TLS_VERSION_1_3);
    play_application_data(&player, SERVER, 500);
    assert_outcome(&player, "in_progress");
    play_application_data(&player, CLIENT, 53);
    assert_outcome(&player, "completed");

    start_with_hello(&player, TLS_VERSION_1_3);
    play_hello_retry_request(&player);
    play_application_data(&player, CLIENT, 500); /* was on its way */
    play_client_hello(&player, TLS_VERSION_1_3);
    play_server_hello(&player, TLS_VERSION_1_3);
    play_application_data(&player, SERVER, 500);
    assert_outcome(&player, "in_progress");
    play_rst(&player, CLIENT);
    assert_outcome(&player, "reset");
}

static void test_tls13_small_client_record_then_end(void)
{
    struct flow_player player;

    start_with_choice(&player, TLS_VERSION_1_3);
    play_application_data(&player, SERVER, 2000);
    play_application_data(&player, CLIENT, 19);
    play_fin(&player, CLIENT);
    assert_outcome(&player, "closed");
    assert_ended_by(&player, "client");
    g_assert_true(player.flow.small_client_record);

    start_with_choice(&player, TLS_VERSION_1_3);
    play_application_data(&player, SERVER, 2000);
    play_application_data(&player, CLIENT, 19);
    play_rst(&player, CLIENT);
    assert_outcome(&player, "reset");
    assert_ended_by(&player, "client");

    /* "Ended by the client", though the server was the first to end TCP. */
    start_with_choice(&player, TLS_VERSION_1_3);
    play_application_data(&player, SERVER, 2000);
    play_application_data(&player, CLIENT, 19);
    play_fin(&player, SERVER);
    assert_outcome(&player, "closed");
    assert_ended_by(&player, "client");
}

static void test_end_after_completion_changes_nothing(void)
{
    const enum flow_side sides[] = {CLIENT, SERVER};

    for (size_t i = 0; i < G_N_ELEMENTS(sides); i++) {
        struct flow_player player;

        flow_player_start(&player);
        play_connect(&player);
        play_full_handshake(&player, TLS_VERSION_1_2);
        player.all_events = 0;
        play_rst(&player, sides[i]);
        assert_outcome(&player, "completed");
        assert_ended_by(&player, NULL);
        g_assert_cmphex(player.all_events & FLOW_EVENT_ENDED, ==, 0);

        flow_player_start(&player);
        play_connect(&player);
        play_abbreviated_handshake(&player, TLS_VERSION_1_2);
        play_alert(&player, sides[i], TLS_ALERT_LEVEL_WARNING, 0);
        play_encrypted_alert(&player, sides[i]);
        play_fin(&player, sides[i]);
        assert_outcome(&player, "resumed");
        assert_ended_by(&player, NULL);

        flow_player_start(&player);
        play_connect(&player);
        play_tls13_handshake(&player);
        play_rst(&player, sides[i]);
        play_fin(&player, sides[i]);
        assert_outcome(&player, "completed");
        assert_ended_by(&player, NULL);
    }
}

/* ---- alerts ---- */

static void test_fatal_alert_before_completion(void)
{
    struct flow_player player;

    start_with_hello(&player, TLS_VERSION_1_0);
    play_fatal_alert(&player, SERVER, 70);
    assert_outcome(&player, "alert");
    assert_ended_by(&player, "server");
    g_assert_true(player.flow.has_alert);
    g_assert_cmpuint(player.flow.alert.level, ==, 2);
    g_assert_cmpuint(player.flow.alert.description, ==, 70);
    g_assert_cmpint(player.flow.alert_sender, ==, SERVER);
    g_assert_cmpuint(player.flow.frames.alert, ==, player.frame);
    g_assert_cmphex(player.events & FLOW_EVENT_FATAL_ALERT, !=, 0);
    g_assert_true(flow_failed(&player.flow));

    uint32_t alert_frame = player.frame;
    player.all_events = 0;
    play_fatal_alert(&player, CLIENT, 10);
    play_rst(&player, CLIENT);
    play_fin(&player, SERVER);
    assert_outcome(&player, "alert");
    assert_ended_by(&player, "server");
    g_assert_cmpuint(player.flow.alert.description, ==, 70);
    g_assert_cmpuint(player.flow.frames.alert, ==, alert_frame);
    g_assert_cmphex(player.all_events & (FLOW_EVENT_FATAL_ALERT | FLOW_EVENT_ENDED), ==, 0);
}

static void test_client_alert_after_server_hello(void)
{
    struct flow_player player;

    start_with_choice(&player, TLS_VERSION_1_2);
    play_certificate_flight(&player);
    play_fatal_alert(&player, CLIENT, 48);
    assert_outcome(&player, "alert");
    assert_ended_by(&player, "client");
    g_assert_cmpint(player.flow.alert_sender, ==, CLIENT);
}

static void test_fatal_alert_after_completion(void)
{
    struct flow_player player;

    flow_player_start(&player);
    play_connect(&player);
    play_full_handshake(&player, TLS_VERSION_1_2);
    play_fatal_alert(&player, SERVER, 80);
    play_rst(&player, SERVER);
    assert_outcome(&player, "completed");
    assert_ended_by(&player, NULL);
    g_assert_true(player.flow.has_alert);
    g_assert_cmpuint(player.flow.alert.description, ==, 80);
}

static void test_warning_alert_ends_nothing(void)
{
    struct flow_player player;

    start_with_hello(&player, TLS_VERSION_1_2);
    play_alert(&player, SERVER, TLS_ALERT_LEVEL_WARNING, 112);
    assert_outcome(&player, "in_progress");
    g_assert_false(player.flow.has_alert);
    g_assert_cmpuint(player.flow.frames.alert, ==, 0);
    g_assert_cmphex(player.events & FLOW_EVENT_WARNING_ALERT, !=, 0);
    g_assert_cmphex(player.events & FLOW_EVENT_FATAL_ALERT, ==, 0);
    play_server_hello(&player, TLS_VERSION_1_2);
    play_certificate_flight(&player);
    play_key_exchange_flight(&player);
    play_finished(&player, SERVER);
    assert_outcome(&player, "completed");
}

/** RFC 8446 section 6: the level is to be ignored; "level fatal" is asked of TLS 1.2 and below only. */
static void test_tls13_alert_is_fatal_whatever_its_level(void)
{
    struct flow_player player;

    start_with_choice(&player, TLS_VERSION_1_3);
    play_handshake(&player, SERVER, TLS_HANDSHAKE_FINISHED);
    play_alert(&player, CLIENT, TLS_ALERT_LEVEL_WARNING, 42);
    assert_outcome(&player, "alert");
    assert_ended_by(&player, "client");

    start_with_choice(&player, TLS_VERSION_1_3);
    play_alert(&player, CLIENT, TLS_ALERT_LEVEL_WARNING, 90);
    assert_outcome(&player, "in_progress");

    start_with_choice(&player, TLS_VERSION_1_2);
    play_alert(&player, CLIENT, TLS_ALERT_LEVEL_WARNING, 42);
    assert_outcome(&player, "in_progress");
}

static void test_close_notify_before_completion(void)
{
    struct flow_player player;

    start_with_choice(&player, TLS_VERSION_1_2);
    play_alert(&player, SERVER, TLS_ALERT_LEVEL_WARNING, 0);
    assert_outcome(&player, "closed");
    assert_ended_by(&player, "server");
    g_assert_false(player.flow.has_alert);
    play_rst(&player, CLIENT);
    assert_outcome(&player, "closed");
    assert_ended_by(&player, "server");
    g_assert_cmphex(player.events & FLOW_EVENT_ENDED, !=, 0);

    start_with_hello(&player, TLS_VERSION_1_2);
    play_alert(&player, SERVER, TLS_ALERT_LEVEL_WARNING, 0);
    play_fin(&player, SERVER);
    assert_outcome(&player, "closed");
    assert_ended_by(&player, "server");
}

static void test_encrypted_alert_decides_nothing(void)
{
    struct flow_player player;

    start_with_choice(&player, TLS_VERSION_1_2);
    play_certificate_flight(&player);
    play_key_exchange_flight(&player);
    play_encrypted_alert(&player, SERVER);
    assert_outcome(&player, "in_progress");
    g_assert_false(player.flow.has_alert);
    play_fin(&player, SERVER);
    assert_outcome(&player, "closed");
    assert_ended_by(&player, "server");
}

/* ---- TCP ends ---- */

static void test_reset_and_closed_before_completion(void)
{
    const enum flow_side sides[] = {CLIENT, SERVER};

    for (size_t i = 0; i < G_N_ELEMENTS(sides); i++) {
        struct flow_player player;

        start_with_choice(&player, TLS_VERSION_1_2);
        play_certificate_flight(&player);
        play_rst(&player, sides[i]);
        assert_outcome(&player, "reset");
        assert_ended_by(&player, flow_side_id(sides[i]));
        g_assert_cmpuint(player.flow.frames.end, ==, player.frame);
        g_assert_cmphex(player.events & FLOW_EVENT_ENDED, !=, 0);

        start_with_choice(&player, TLS_VERSION_1_2);
        play_fin(&player, sides[i]);
        assert_outcome(&player, "closed");
        assert_ended_by(&player, flow_side_id(sides[i]));
    }
}

static void test_server_ends_right_after_hello(void)
{
    struct flow_player player;

    start_with_hello(&player, TLS_VERSION_1_0);
    play_rst(&player, SERVER);
    assert_outcome(&player, "reset");
    assert_ended_by(&player, "server");

    start_with_hello(&player, TLS_VERSION_1_0);
    play_segment(&player, SERVER);
    play_fin(&player, SERVER);
    assert_outcome(&player, "closed");
    assert_ended_by(&player, "server");
}

/** The first end counts; the other side's FIN or RST answers it. */
static void test_first_end_counts(void)
{
    struct flow_player player;

    start_with_choice(&player, TLS_VERSION_1_2);
    play_fin(&player, SERVER);
    uint32_t end = player.frame;
    player.all_events = 0;
    play_fin(&player, CLIENT);
    play_rst(&player, CLIENT);
    assert_outcome(&player, "closed");
    assert_ended_by(&player, "server");
    g_assert_cmpuint(player.flow.frames.end, ==, end);
    g_assert_cmphex(player.all_events & FLOW_EVENT_ENDED, ==, 0);
}

static void test_refused(void)
{
    struct flow_player player;

    flow_player_start(&player);
    play_syn(&player);
    assert_outcome(&player, "in_progress");
    play_rst(&player, SERVER);
    assert_outcome(&player, "refused");
    assert_ended_by(&player, "server");
    g_assert_true(flow_failed(&player.flow));

    /* Refused is refused after retransmissions too. */
    flow_player_start(&player);
    play_syn(&player);
    play_pause(&player, 1000);
    play_retransmission(&player, CLIENT);
    play_pause(&player, 2000);
    play_retransmission(&player, CLIENT);
    assert_outcome(&player, "unanswered");
    play_rst(&player, SERVER);
    assert_outcome(&player, "refused");

    /* Not after the SYN-ACK. */
    flow_player_start(&player);
    play_connect(&player);
    play_rst(&player, SERVER);
    assert_outcome(&player, "reset");
}

/* ---- no answer ---- */

/** Plays up to the question: a SYN, or a ClientHello whose segment is acknowledged. */
static void ask(struct flow_player *player, bool hello)
{
    if (hello) {
        start_with_hello(player, TLS_VERSION_1_2);
        play_segment(player, SERVER);
    } else {
        flow_player_start(player);
        play_syn(player);
    }
    assert_outcome(player, "in_progress");
    player->all_events = 0;
}

static void test_second_retransmission_is_unanswered(void)
{
    for (int hello = 0; hello < 2; hello++) {
        struct flow_player player;

        ask(&player, hello);
        play_pause(&player, 300);
        play_retransmission(&player, CLIENT);
        assert_outcome(&player, "in_progress");
        g_assert_cmphex(player.events & FLOW_EVENT_RETRANSMITTED, ==, 0);
        play_pause(&player, 600);
        play_retransmission(&player, CLIENT);
        assert_outcome(&player, "unanswered");
        g_assert_cmphex(player.events & FLOW_EVENT_RETRANSMITTED, !=, 0);
        assert_ended_by(&player, NULL);
        g_assert_true(flow_failed(&player.flow));
        play_pause(&player, 1200);
        play_retransmission(&player, CLIENT);
        assert_outcome(&player, "unanswered");
        g_assert_cmphex(player.events & FLOW_EVENT_RETRANSMITTED, ==, 0);
    }
}

static void test_many_retransmissions_do_not_wrap(void)
{
    struct flow_player player;
    unsigned           told = 0;

    ask(&player, true);
    for (unsigned i = 0; i < 1000; i++) {
        play_retransmission(&player, CLIENT);
        told += (player.events & FLOW_EVENT_RETRANSMITTED) != 0;
        assert_outcome(&player, i == 0 ? "in_progress" : "unanswered");
    }
    g_assert_cmpuint(told, ==, 1);
}

/** A copy within 50 ms is a duplicate of the capture: of the original, or of a retransmission. */
static void test_copies_of_the_capture_do_not_count(void)
{
    for (int hello = 0; hello < 2; hello++) {
        struct flow_player player;

        ask(&player, hello);
        player.time = player.flow.question_time;
        play_pause(&player, 49 - FLOW_PLAYER_STEP_MILLISECONDS);
        play_retransmission(&player, CLIENT);
        play_pause(&player, -FLOW_PLAYER_STEP_MILLISECONDS);
        play_retransmission(&player, CLIENT);
        play_retransmission(&player, CLIENT); /* the first real one */
        play_pause(&player, 49 - FLOW_PLAYER_STEP_MILLISECONDS);
        play_retransmission(&player, CLIENT);
        assert_outcome(&player, "in_progress");
        play_retransmission(&player, CLIENT);
        assert_outcome(&player, "unanswered");

        ask(&player, hello);
        player.time = player.flow.question_time;
        for (int i = 0; i < 2; i++) {
            play_pause(&player, 51 - FLOW_PLAYER_STEP_MILLISECONDS);
            play_retransmission(&player, CLIENT);
        }
        assert_outcome(&player, "unanswered");
    }
}

/** Frames may be out of order in the file: what lies before the question is no retransmission of it. */
static void test_retransmission_before_its_original(void)
{
    struct flow_player player;

    ask(&player, true);
    play_pause(&player, -5000);
    play_retransmission(&player, CLIENT);
    play_retransmission(&player, CLIENT);
    assert_outcome(&player, "in_progress");
}

static void test_server_retransmissions_do_not_count(void)
{
    struct flow_player player;

    ask(&player, true);
    for (int i = 0; i < 5; i++) {
        play_retransmission(&player, SERVER);
    }
    assert_outcome(&player, "in_progress");
}

static void test_client_gives_up_unanswered(void)
{
    for (int kind = 0; kind < 4; kind++) {
        struct flow_player player;
        bool               by_rst = kind % 2 != 0;

        ask(&player, kind >= 2);
        play_pause(&player, FLOW_PATIENCE_MILLISECONDS);
        by_rst ? play_rst(&player, CLIENT) : play_fin(&player, CLIENT);
        assert_outcome(&player, "unanswered");
        assert_ended_by(&player, "client");
        g_assert_cmphex(player.events & FLOW_EVENT_ENDED, !=, 0);
    }
}

/** The server's own end brings no data: the hello stays unanswered. */
static void test_server_end_after_client_end_is_no_answer(void)
{
    for (int by_rst = 0; by_rst < 2; by_rst++) {
        struct flow_player player;

        ask(&player, true);
        play_pause(&player, FLOW_PATIENCE_MILLISECONDS);
        play_fin(&player, CLIENT);
        by_rst ? play_rst(&player, SERVER) : play_fin(&player, SERVER);
        assert_outcome(&player, "unanswered");
        assert_ended_by(&player, "client");
    }
}

static void test_waited_is_unanswered(void)
{
    for (int hello = 0; hello < 2; hello++) {
        struct flow_player player;

        ask(&player, hello);
        uint32_t last = player.flow.frames.last;
        g_assert_cmpint(player.flow.asked_time.seconds, ==, FLOW_PLAYER_FIRST_SECOND);
        g_assert_cmpint(player.flow.asked_time.nanoseconds, ==, hello ? 300000000 : 0);
        play_waited(&player);
        assert_outcome(&player, "unanswered");
        assert_ended_by(&player, NULL);
        g_assert_cmphex(player.events & FLOW_EVENT_WAITED, !=, 0);
        g_assert_cmpuint(player.flow.frames.last, ==, last);
    }
}

static void test_waited_after_answer_says_nothing(void)
{
    struct flow_player player;

    flow_player_start(&player);
    play_connect(&player);
    play_waited(&player);
    g_assert_cmphex(player.events, ==, 0);
    assert_outcome(&player, "in_progress");

    start_with_choice(&player, TLS_VERSION_1_2);
    play_waited(&player);
    g_assert_cmphex(player.events & FLOW_EVENT_WAITED, ==, 0);
    assert_outcome(&player, "in_progress");

    start_with_hello(&player, TLS_VERSION_1_2);
    play_rst(&player, SERVER);
    play_waited(&player);
    g_assert_cmphex(player.events, ==, 0);
    assert_outcome(&player, "reset");
}

static void test_late_answer_corrects(void)
{
    struct flow_player player;

    ask(&player, false);
    play_waited(&player);
    play_syn_ack(&player);
    assert_outcome(&player, "in_progress");
    g_assert_cmphex(player.events & FLOW_EVENT_ANSWERED, !=, 0);
    play_full_handshake(&player, TLS_VERSION_1_2);
    assert_outcome(&player, "completed");

    ask(&player, true);
    play_retransmission(&player, CLIENT);
    play_retransmission(&player, CLIENT);
    assert_outcome(&player, "unanswered");
    play_server_hello(&player, TLS_VERSION_1_2);
    assert_outcome(&player, "in_progress");
    play_certificate_flight(&player);
    play_key_exchange_flight(&player);
    play_finished(&player, SERVER);
    assert_outcome(&player, "completed");

    ask(&player, true);
    play_waited(&player);
    play_fatal_alert(&player, SERVER, 40);
    assert_outcome(&player, "alert");

    ask(&player, true);
    play_waited(&player);
    play_rst(&player, SERVER);
    assert_outcome(&player, "reset");
    assert_ended_by(&player, "server");
}

/** What was asked before does not count for what is asked now. */
static void test_new_question_starts_anew(void)
{
    struct flow_player player;

    ask(&player, false);
    play_retransmission(&player, CLIENT);
    play_retransmission(&player, CLIENT);
    play_waited(&player);
    play_syn_ack(&player);
    play_client_hello(&player, TLS_VERSION_1_2);
    g_assert_cmphex(player.events & FLOW_EVENT_QUESTION, !=, 0);
    play_segment(&player, SERVER);
    play_retransmission(&player, CLIENT);
    assert_outcome(&player, "in_progress");
    play_retransmission(&player, CLIENT);
    assert_outcome(&player, "unanswered");
}

/** Any data is an answer, readable or not. */
static void test_unreadable_answer_is_an_answer(void)
{
    struct flow_player player;

    ask(&player, true);
    play_payload(&player, SERVER);
    play_retransmission(&player, CLIENT);
    play_retransmission(&player, CLIENT);
    play_waited(&player);
    assert_outcome(&player, "in_progress");
    play_fin(&player, SERVER);
    assert_outcome(&player, "closed");
    assert_ended_by(&player, "server");
}

static void test_acknowledgement_is_no_answer(void)
{
    struct flow_player player;

    ask(&player, true);
    play_segment(&player, SERVER);
    play_waited(&player);
    assert_outcome(&player, "unanswered");
}

/* ---- too little to tell ---- */

static void test_no_hello_is_partial(void)
{
    struct flow_player player;

    /* Began mid-flow. */
    flow_player_start(&player);
    play_application_data(&player, CLIENT, 500);
    play_application_data(&player, SERVER, 500);
    assert_outcome(&player, "partial");
    play_fin(&player, CLIENT);
    assert_outcome(&player, "partial");
    g_assert_cmphex(player.events & FLOW_EVENT_ENDED, ==, 0);
    g_assert_false(flow_failed(&player.flow));

    /* Began behind the ClientHello. */
    flow_player_start_between(&player, "10.0.0.10", 50000, "198.51.100.20", 443, false);
    play_server_hello(&player, TLS_VERSION_1_2);
    play_certificate_flight(&player);
    play_key_exchange_flight(&player);
    play_finished(&player, SERVER);
    assert_outcome(&player, "partial");
    g_assert_cmphex(player.flow.version, ==, TLS_VERSION_1_2);
    g_assert_cmphex(player.flow.max_version, ==, 0);

    /* TCP was complete, the hello is not readable. */
    flow_player_start(&player);
    play_connect(&player);
    play_tls_layer(&player, CLIENT);
    play_rst(&player, SERVER);
    assert_outcome(&player, "partial");

    /* Nothing but an alert. */
    flow_player_start(&player);
    play_encrypted_alert(&player, CLIENT);
    assert_outcome(&player, "partial");
}

static void test_one_direction_missing_is_partial(void)
{
    struct flow_player player;

    /* The server's frames are missing: the silence is the capture's. */
    flow_player_start(&player);
    play_syn(&player);
    play_segment(&player, CLIENT);
    play_client_hello(&player, TLS_VERSION_1_2);
    assert_outcome(&player, "partial");
    play_waited(&player);
    assert_outcome(&player, "partial");
    g_assert_cmphex(player.events & FLOW_EVENT_WAITED, ==, 0);
    play_key_exchange_flight(&player);
    assert_outcome(&player, "partial");
    play_fin(&player, CLIENT);
    assert_outcome(&player, "partial");
    g_assert_cmphex(player.events & FLOW_EVENT_ENDED, ==, 0);

    /* The client's frames are missing. */
    flow_player_start_between(&player, "10.0.0.10", 50000, "198.51.100.20", 443, false);
    play_syn_ack(&player);
    play_server_hello(&player, TLS_VERSION_1_2);
    play_certificate_flight(&player);
    play_finished(&player, SERVER);
    play_application_data(&player, SERVER, 5000);
    play_fin(&player, SERVER);
    assert_outcome(&player, "partial");
    g_assert_cmpint(player.flow.client_end, ==, 1);
}

static void test_cut_payload_is_partial(void)
{
    struct flow_player player;

    /* The ServerHello is cut. */
    start_with_hello(&player, TLS_VERSION_1_2);
    play_cut_payload(&player, SERVER);
    assert_outcome(&player, "partial");
    play_rst(&player, CLIENT);
    assert_outcome(&player, "partial");
    g_assert_cmphex(player.events & FLOW_EVENT_ENDED, ==, 0);

    /* The ClientHello is cut. */
    flow_player_start(&player);
    play_connect(&player);
    play_cut_payload(&player, CLIENT);
    play_fatal_alert(&player, SERVER, 70);
    assert_outcome(&player, "partial");

    /* The ServerHello is whole, the flight behind it is not: whether anybody finished cannot be told. */
    start_with_choice(&player, TLS_VERSION_1_2);
    play_cut_payload(&player, SERVER);
    play_cut_payload(&player, CLIENT);
    play_finished(&player, SERVER);
    play_fin(&player, SERVER);
    assert_outcome(&player, "partial");
    g_assert_cmphex(player.events & FLOW_EVENT_ENDED, ==, 0);
}

static void test_cut_payload_hides_no_fact(void)
{
    struct flow_player player;

    /* A cut certificate: both Finished were seen, and the client's key exchange: a full handshake. */
    start_with_choice(&player, TLS_VERSION_1_2);
    play_cut_payload(&player, SERVER);
    play_key_exchange_flight(&player);
    play_finished(&player, SERVER);
    assert_outcome(&player, "completed");

    start_with_hello(&player, TLS_VERSION_1_2);
    play_cut_payload(&player, SERVER);
    play_fatal_alert(&player, SERVER, 40);
    assert_outcome(&player, "alert");
}

/** What only follows a ServerHello was seen: it must have been sent. Nobody "closed right after the hello".
 */
static void test_missed_server_hello_is_partial(void)
{
    struct flow_player player;

    start_with_hello(&player, TLS_VERSION_1_2);
    play_key_exchange_flight(&player);
    assert_outcome(&player, "partial");
    play_finished(&player, SERVER);
    play_fin(&player, SERVER);
    assert_outcome(&player, "partial");
    g_assert_cmphex(player.events & FLOW_EVENT_ENDED, ==, 0);

    const enum tls_handshake_type types[] = {TLS_HANDSHAKE_CERTIFICATE, TLS_HANDSHAKE_SERVER_KEY_EXCHANGE,
                                             TLS_HANDSHAKE_SERVER_HELLO_DONE, TLS_HANDSHAKE_FINISHED};
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        start_with_hello(&player, TLS_VERSION_1_2);
        play_handshake(&player, SERVER, types[i]);
        play_rst(&player, SERVER);
        assert_outcome(&player, "partial");
    }
    start_with_hello(&player, TLS_VERSION_1_2);
    play_change_cipher_spec(&player, SERVER);
    play_rst(&player, SERVER);
    assert_outcome(&player, "partial");

    start_with_hello(&player, TLS_VERSION_1_3);
    play_application_data(&player, SERVER, 3000);
    play_application_data(&player, CLIENT, 74);
    play_fin(&player, SERVER);
    assert_outcome(&player, "partial");
    g_assert_cmphex(player.events & FLOW_EVENT_ENDED, ==, 0);
}

/* ---- no TLS ---- */

static void test_flows_without_tls_have_no_outcome(void)
{
    struct flow_player player;

    flow_player_start(&player);
    play_connect(&player);
    assert_outcome(&player, "in_progress");
    play_payload(&player, CLIENT);
    g_assert_cmpint(player.flow.outcome, ==, FLOW_OUTCOME_NONE);
    play_payload(&player, SERVER);
    play_rst(&player, SERVER);
    g_assert_cmpint(player.flow.outcome, ==, FLOW_OUTCOME_NONE);
    g_assert_cmphex(player.all_events & FLOW_EVENT_ENDED, ==, 0);
    g_assert_false(flow_failed(&player.flow));

    /* SMTP: in clear until STARTTLS. */
    flow_player_start_between(&player, "10.0.0.10", 50000, "40.107.0.1", 25, true);
    play_connect(&player);
    play_payload(&player, SERVER);
    play_payload(&player, CLIENT);
    g_assert_cmpint(player.flow.outcome, ==, FLOW_OUTCOME_NONE);
    play_full_handshake(&player, TLS_VERSION_1_2);
    assert_outcome(&player, "completed");
}

/* ---- who is the client ---- */

static void test_higher_port_is_the_client_at_first(void)
{
    struct flow_player player;

    flow_player_start_between(&player, "10.0.0.10", 50000, "198.51.100.20", 443, false);
    g_assert_cmpuint(flow_client(&player.flow)->port, ==, 50000);
    g_assert_cmpuint(flow_server(&player.flow)->port, ==, 443);
    flow_player_start_between(&player, "10.0.0.10", 50000, "198.51.100.20", 443, true);
    g_assert_cmpuint(flow_client(&player.flow)->port, ==, 50000);
}

static void test_hello_sender_beats_port(void)
{
    struct flow_player player;

    flow_player_start_between(&player, "10.0.0.10", 1024, "198.51.100.20", 8443, true);
    play_segment(&player, SERVER);
    g_assert_cmpuint(flow_client(&player.flow)->port, ==, 8443);
    play_client_hello(&player, TLS_VERSION_1_2);
    g_assert_cmpuint(flow_client(&player.flow)->port, ==, 1024);
    g_assert_cmpint(player.flow.client_evidence, ==, FLOW_CLIENT_BY_HELLO);
}

/** Who opened the connection stays the client, even if the other end speaks TLS first. */
static void test_syn_sender_beats_hello(void)
{
    struct flow_player player;

    flow_player_start_between(&player, "10.0.0.10", 1024, "198.51.100.20", 8443, true);
    play_connect(&player);
    g_assert_cmpuint(flow_client(&player.flow)->port, ==, 1024);
    player.client = 1; /* the server says hello */
    play_client_hello(&player, TLS_VERSION_1_2);
    g_assert_cmpuint(flow_client(&player.flow)->port, ==, 1024);
    g_assert_cmpint(player.flow.client_evidence, ==, FLOW_CLIENT_BY_SYN);
}

static void test_syn_ack_tells_the_client_too(void)
{
    struct flow_player player;

    flow_player_start_between(&player, "10.0.0.10", 1024, "198.51.100.20", 8443, false);
    g_assert_cmpuint(flow_client(&player.flow)->port, ==, 8443);
    play_syn_ack(&player);
    g_assert_cmpuint(flow_client(&player.flow)->port, ==, 1024);
}

static void test_end_of(void)
{
    struct flow_player player;
    struct address     server;

    flow_player_start_between(&player, "10.0.0.10", 443, "10.0.0.11", 443, true);
    g_assert_true(address_parse("10.0.0.11", &server));
    g_assert_cmpuint(flow_end_of(&player.flow, &player.flow.ends[0].address, 443), ==, 0);
    g_assert_cmpuint(flow_end_of(&player.flow, &server, 443), ==, 1);
    flow_player_start_between(&player, "10.0.0.10", 443, "10.0.0.10", 50000, true);
    g_assert_cmpuint(flow_end_of(&player.flow, &player.flow.ends[0].address, 443), ==, 0);
    g_assert_cmpuint(flow_end_of(&player.flow, &player.flow.ends[0].address, 50000), ==, 1);
}

/* ---- history ---- */

static void test_history_has_capitals_for_the_client(void)
{
    struct flow_player player;

    flow_player_start(&player);
    play_connect(&player);
    g_assert_cmpstr(player.flow.history, ==, "Ss");
    play_client_hello(&player, TLS_VERSION_1_2);
    play_server_hello(&player, TLS_VERSION_1_2);
    g_assert_cmpstr(player.flow.history, ==, "SsHh");
    play_fatal_alert(&player, CLIENT, 48);
    play_rst(&player, SERVER);
    g_assert_cmpuint(strlen(player.flow.history), ==, 6);
    g_assert_true(g_ascii_isupper(player.flow.history[4]));
    g_assert_true(g_ascii_islower(player.flow.history[5]));
    g_assert_cmpuint(player.flow.history_length, ==, 6);
}

static void test_history_is_swapped_when_the_client_is_corrected(void)
{
    struct flow_player by_port, by_hello;

    flow_player_start_between(&by_port, "10.0.0.10", 50000, "198.51.100.20", 443, true);
    flow_player_start_between(&by_hello, "10.0.0.10", 443, "198.51.100.20", 50000, true);
    play_tls_layer(&by_port, CLIENT);
    play_tls_layer(&by_hello, CLIENT);
    for (int i = 0; i < 2; i++) {
        struct flow_player *player = i == 0 ? &by_port : &by_hello;

        play_alert(player, CLIENT, TLS_ALERT_LEVEL_WARNING, 90);
        play_alert(player, SERVER, TLS_ALERT_LEVEL_WARNING, 112);
        play_client_hello(player, TLS_VERSION_1_2);
        play_server_hello(player, TLS_VERSION_1_2);
    }
    g_assert_cmpstr(by_hello.flow.history, ==, by_port.flow.history);
    g_assert_cmpuint(by_hello.flow.history_length, ==, 4);
}

/** Each kind of message has a letter of its own. */
static void test_history_has_a_letter_for_each_kind(void)
{
    struct flow_player player;
    char               text[FLOW_HISTORY_TEXT_LENGTH];

    flow_player_start(&player);
    g_assert_null(flow_history(&player.flow, text));
    play_connect(&player);
    play_client_hello(&player, TLS_VERSION_1_2);
    play_server_hello(&player, TLS_VERSION_1_2);
    play_certificate_flight(&player);
    play_change_cipher_spec(&player, SERVER);
    play_encrypted_handshake(&player, SERVER);
    play_application_data(&player, SERVER, 100);
    play_encrypted_alert(&player, SERVER);
    play_alert(&player, SERVER, TLS_ALERT_LEVEL_WARNING, 0);
    play_alert(&player, SERVER, TLS_ALERT_LEVEL_WARNING, 90);
    play_fatal_alert(&player, SERVER, 80);
    play_fin(&player, SERVER);
    play_rst(&player, SERVER);
    g_assert_true(flow_history(&player.flow, text) == text);
    g_assert_cmpstr(text, ==, player.flow.history);
    g_assert_cmpuint(strlen(text), ==, 16);
    for (size_t i = 3; text[i] != '\0'; i++) {
        g_assert_true(g_ascii_islower(text[i]));
        g_assert_true(memchr(text + 2, text[i], i - 2) == NULL);
    }
}

static void test_history_is_bounded(void)
{
    struct flow_player player;
    char               kept[LIMIT_HISTORY_EVENTS + 1];

    start_with_choice(&player, TLS_VERSION_1_2);
    while (player.flow.history_length < LIMIT_HISTORY_EVENTS) {
        g_assert_false(player.flow.history_cut);
        play_handshake(&player, player.frame % 2 == 0 ? CLIENT : SERVER, TLS_HANDSHAKE_CERTIFICATE);
    }
    g_assert_false(player.flow.history_cut);
    memcpy(kept, player.flow.history, sizeof kept);
    g_assert_cmpuint(strlen(kept), ==, LIMIT_HISTORY_EVENTS);
    for (int i = 0; i < 300; i++) {
        play_handshake(&player, i % 2 == 0 ? CLIENT : SERVER, TLS_HANDSHAKE_CERTIFICATE_REQUEST);
    }
    g_assert_true(player.flow.history_cut);
    g_assert_cmpstr(player.flow.history, ==, kept);
    g_assert_cmpuint(player.flow.history_length, ==, LIMIT_HISTORY_EVENTS);

    char  text[FLOW_HISTORY_TEXT_LENGTH];
    char *expected = g_strconcat(kept, "\xe2\x80\xa6", NULL);
    g_assert_cmpstr(flow_history(&player.flow, text), ==, expected);
    g_free(expected);
}

/* ---- the first handshake decides ---- */

static void test_hello_retry_request_counts_as_choice(void)
{
    struct flow_player player;

    start_with_hello(&player, TLS_VERSION_1_3);
    uint32_t client_hello = player.frame;
    g_assert_cmphex(player.flow.max_version, ==, TLS_VERSION_1_3);
    g_assert_cmphex(player.flow.legacy_version, ==, TLS_VERSION_1_2);
    play_hello_retry_request(&player);
    uint32_t choice = player.frame;
    g_assert_cmphex(player.flow.version, ==, TLS_VERSION_1_3);
    g_assert_cmphex(player.events & FLOW_EVENT_SERVER_HELLO, !=, 0);
    player.all_events = 0;
    play_client_hello(&player, TLS_VERSION_1_2);
    play_server_hello(&player, TLS_VERSION_1_2);
    g_assert_cmphex(player.all_events & (FLOW_EVENT_CLIENT_HELLO | FLOW_EVENT_SERVER_HELLO), ==, 0);
    g_assert_cmphex(player.flow.max_version, ==, TLS_VERSION_1_3);
    g_assert_cmphex(player.flow.legacy_version, ==, TLS_VERSION_1_2);
    g_assert_cmphex(player.flow.version, ==, TLS_VERSION_1_3);
    g_assert_cmphex(player.flow.cipher, ==, 0x1302);
    g_assert_cmpuint(player.flow.frames.client_hello, ==, client_hello);
    g_assert_cmpuint(player.flow.frames.server_hello, ==, choice);
    play_application_data(&player, SERVER, 2000);
    play_application_data(&player, CLIENT, 53);
    assert_outcome(&player, "completed");
}

static void test_renegotiation_changes_nothing(void)
{
    struct flow_player player;

    start_with_hello(&player, TLS_VERSION_1_0);
    uint32_t client_hello = player.frame;
    play_server_hello(&player, TLS_VERSION_1_0);
    play_certificate_flight(&player);
    play_key_exchange_flight(&player);
    play_finished(&player, SERVER);
    player.all_events = 0;
    play_client_hello(&player, TLS_VERSION_1_2);
    play_server_hello(&player, TLS_VERSION_1_2);
    g_assert_cmphex(player.flow.max_version, ==, TLS_VERSION_1_0);
    g_assert_cmphex(player.flow.legacy_version, ==, TLS_VERSION_1_0);
    g_assert_cmphex(player.flow.version, ==, TLS_VERSION_1_0);
    g_assert_cmpuint(player.flow.frames.client_hello, ==, client_hello);
    g_assert_cmphex(player.all_events & (FLOW_EVENT_CLIENT_HELLO | FLOW_EVENT_SERVER_HELLO), ==, 0);
    play_rst(&player, CLIENT);
    assert_outcome(&player, "completed");
}

/** RFC 8446 section 4.1.3: the random of a server that could do more. */
static void test_downgrade_sentinel(void)
{
    for (int sentinel = 0; sentinel < 2; sentinel++) {
        struct flow_player      player;
        struct tls_server_hello hello = {.version = TLS_VERSION_1_2, .has_downgrade_sentinel = sentinel != 0};

        start_with_hello(&player, TLS_VERSION_1_3);
        play(&player, SERVER,
             (struct observation){.kind = OBSERVATION_SERVER_HELLO, .of.server_hello = &hello});
        g_assert_true(player.flow.downgrade_sentinel == (sentinel != 0));
    }
}

static void test_sslv2_framed_hello(void)
{
    struct flow_player player;

    flow_player_start(&player);
    play_connect(&player);
    play_client_hello_sslv2(&player, TLS_VERSION_1_0);
    g_assert_cmphex(player.flow.max_version, ==, TLS_VERSION_1_0);
    g_assert_cmphex(player.flow.offer & FLOW_OFFER_SSLV2_FRAMED, !=, 0);
}

static void play_sslv2_server_hello(struct flow_player *player)
{
    const struct tls_server_hello hello = {
        .version = TLS_VERSION_SSL2, .legacy_version = TLS_VERSION_SSL2, .sslv2_framed = true};

    play_client_hello_sslv2(player, TLS_VERSION_1_0);
    play_payload(player, SERVER);
    play(player, SERVER, (struct observation){.kind = OBSERVATION_SERVER_HELLO, .of.server_hello = &hello});
}

/** The rest of such a handshake is encrypted records without a type. */
static void test_sslv2_server_hello(void)
{
    struct flow_player player;

    flow_player_start(&player);
    play_connect(&player);
    play_sslv2_server_hello(&player);
    g_assert_cmphex(player.flow.version, ==, TLS_VERSION_SSL2);
    g_assert_false(player.flow.has_cipher);
    play_payload(&player, SERVER);
    assert_outcome(&player, "in_progress");
    play_payload(&player, CLIENT);
    play_raw_segment(&player, SERVER, (struct segment){.length = FLOW_SHORTEST_SSL2_VERIFY - 1});
    assert_outcome(&player, "in_progress");
    play_payload(&player, SERVER);
    assert_outcome(&player, "completed");
}

static void test_client_leaves_after_sslv2_server_hello(void)
{
    struct flow_player player;

    flow_player_start(&player);
    play_connect(&player);
    play_sslv2_server_hello(&player);
    play_fin(&player, CLIENT);
    assert_outcome(&player, "closed");
}

/** Who sent a ServerHello is the server, whatever the ports say; nobody needs to have seen the question. */
static void test_server_hello_alone(void)
{
    struct flow_player player;

    flow_player_start_between(&player, "10.0.0.10", 443, "198.51.100.20", 50000, false);
    play_server_hello(&player, TLS_VERSION_1_0);
    g_assert_cmphex(player.events & FLOW_EVENT_SERVER_HELLO, !=, 0);
    g_assert_cmpuint(player.flow.client_end, ==, player.client);
    assert_outcome(&player, "partial");
}

/** Messages out of order in the file: the answer stands before the question. */
static void test_server_hello_before_client_hello(void)
{
    struct flow_player player;

    flow_player_start(&player);
    play_connect(&player);
    play_server_hello(&player, TLS_VERSION_1_2);
    assert_outcome(&player, "partial");
    play_client_hello(&player, TLS_VERSION_1_2);
    play_waited(&player);
    assert_outcome(&player, "in_progress");
    play_certificate_flight(&player);
    play_key_exchange_flight(&player);
    play_finished(&player, SERVER);
    assert_outcome(&player, "completed");
}

/* ---- frames and times ---- */

static void test_frames_of_a_flow(void)
{
    struct flow_player player;

    flow_player_start(&player);
    play_connect(&player);                         /* 1 to 3 */
    play_client_hello(&player, TLS_VERSION_1_2);   /* 4 */
    play_server_hello(&player, TLS_VERSION_1_2);   /* 5 */
    play_fatal_alert(&player, CLIENT, 48);         /* 6 */
    play_fin(&player, CLIENT);                     /* 7 */
    play_segment(&player, SERVER);                 /* 8 */
    g_assert_cmpuint(player.flow.stream, ==, 7);
    g_assert_cmpuint(player.flow.frames.first, ==, 1);
    g_assert_cmpuint(player.flow.frames.client_hello, ==, 4);
    g_assert_cmpuint(player.flow.frames.server_hello, ==, 5);
    g_assert_cmpuint(player.flow.frames.alert, ==, 6);
    g_assert_cmpuint(player.flow.frames.end, ==, 7);
    g_assert_cmpuint(player.flow.frames.last, ==, 8);
    g_assert_cmpint(player.flow.first_time.seconds, ==, FLOW_PLAYER_FIRST_SECOND);
}

static void test_unknown_sender_is_ignored(void)
{
    for (unsigned kind = OBSERVATION_SYN; kind <= OBSERVATION_WAITED; kind++) {
        struct flow_player player;
        struct observation observation = {.kind = (enum observation_kind)kind, .sender = 2, .frame = 99};
        struct flow        before;

        flow_player_start(&player);
        play_connect(&player);
        memcpy(&before, &player.flow, sizeof before);
        g_assert_cmphex(flow_observe(&player.flow, &observation), ==, 0);
        observation.sender = UINT8_MAX;
        g_assert_cmphex(flow_observe(&player.flow, &observation), ==, 0);
        g_assert_cmpint(memcmp(&player.flow, &before, sizeof before), ==, 0);
    }
}

static void test_time_between(void)
{
    const struct flow_time zero = {0, 0};
    const struct flow_time half = {1706054400, 500000000};
    const struct flow_time later = {1706054402, 250000000};

    g_assert_cmpint(flow_time_between(&half, &later), ==, 1750000000);
    g_assert_cmpint(flow_time_between(&later, &half), ==, -1750000000);
    g_assert_cmpint(flow_time_between(&zero, &zero), ==, 0);
    g_assert_cmpint(flow_time_between(&half, &half), ==, 0);
}

/** Hostile time stamps: no overflow, the sign is right. */
static void test_extreme_times(void)
{
    const int64_t seconds[] = {INT64_MIN, INT64_MIN + 1, -1, 0, 1, FLOW_PLAYER_FIRST_SECOND, INT64_MAX};
    const int32_t nanoseconds[] = {INT32_MIN, -1, 0, 999999999, INT32_MAX};

    for (size_t i = 0; i < G_N_ELEMENTS(seconds) * G_N_ELEMENTS(nanoseconds); i++) {
        for (size_t j = 0; j < G_N_ELEMENTS(seconds) * G_N_ELEMENTS(nanoseconds); j++) {
            struct flow_time earlier = {seconds[i % 7], nanoseconds[i / 7]};
            struct flow_time later = {seconds[j % 7], nanoseconds[j / 7]};
            int64_t          between = flow_time_between(&earlier, &later);

            g_assert_cmpint(between, ==, -flow_time_between(&later, &earlier));
            if (later.seconds > earlier.seconds && later.seconds / 2 - earlier.seconds / 2 > 10) {
                g_assert_cmpint(between, >, 0);
            }
        }
    }
}

static void test_extreme_times_of_retransmissions(void)
{
    const struct flow_time times[] = {{INT64_MAX, INT32_MAX}, {INT64_MIN, INT32_MIN}, {0, INT32_MIN}};

    for (size_t i = 0; i < G_N_ELEMENTS(times); i++) {
        struct flow_player player;

        flow_player_start(&player);
        player.time = times[i];
        play_syn(&player);
        for (size_t j = 0; j < G_N_ELEMENTS(times); j++) {
            player.flow.question_time = times[i];
            flow_observe(&player.flow, &(struct observation){.kind = OBSERVATION_SEGMENT,
                                                             .time = times[j],
                                                             .of.segment = {.syn = true, .sequence = 1000}});
        }
        g_assert_cmpint(player.flow.question, ==, FLOW_QUESTION_SYN);
    }
}

/* ---- anything, in any order ---- */

static void observe_anything(struct flow_player *player, const struct tls_client_hello *client_hello,
                             const struct tls_server_hello *server_hello)
{
    struct observation observation = {
        .kind = (enum observation_kind)g_test_rand_int_range(OBSERVATION_SYN, OBSERVATION_WAITED + 1)};
    enum flow_side side = g_test_rand_bit() ? CLIENT : SERVER;

    switch (observation.kind) {
    case OBSERVATION_CLIENT_HELLO: observation.of.client_hello = client_hello; break;
    case OBSERVATION_SERVER_HELLO: observation.of.server_hello = server_hello; break;
    case OBSERVATION_ALERT:
        observation.of.alert.level = g_test_rand_bit() ? 1 : 2;
        observation.of.alert.description = (uint8_t)g_test_rand_int();
        break;
    case OBSERVATION_HANDSHAKE: observation.of.handshake_type = (uint8_t)g_test_rand_int_range(0, 30); break;
    case OBSERVATION_SEGMENT:
        observation.of.segment.sequence = 1000 + (uint32_t)g_test_rand_int_range(-50, 3000);
        observation.of.segment.acknowledgement = 1000 + (uint32_t)g_test_rand_int_range(-50, 3000);
        observation.of.segment.acknowledges = g_test_rand_bit();
        observation.of.segment.length = (uint32_t)g_test_rand_int_range(0, 1500);
        observation.of.segment.cut = g_test_rand_int_range(0, 20) == 0;
        break;
    case OBSERVATION_APPLICATION_DATA:
        observation.of.record_length = (uint32_t)g_test_rand_int_range(0, 120);
        break;
    default: break;
    }
    play_pause(player, g_test_rand_int_range(-200, 3000));
    play(player, side, observation);
}

/** Invariants of every record, however it came about. */
static void assert_is_sound(const struct flow *flow)
{
    bool failed = flow->outcome >= FLOW_OUTCOME_ALERT && flow->outcome <= FLOW_OUTCOME_UNANSWERED;

    g_assert_cmpuint(flow->client_end, <=, 1);
    g_assert_cmpuint(flow->outcome, <, FLOW_OUTCOME_COUNT);
    g_assert_true(flow_failed(flow) == failed);
    g_assert_cmpuint(strlen(flow->history), ==, flow->history_length);
    g_assert_true((flow->version != 0) == (flow->frames.server_hello != 0));
    g_assert_true((flow->max_version != 0) == (flow->frames.client_hello != 0));
    g_assert_true(flow->has_alert == (flow->frames.alert != 0));
    if (flow->tls && flow->frames.client_hello == 0) {
        g_assert_cmpint(flow->outcome, ==, FLOW_OUTCOME_PARTIAL);
    }
    if (flow->outcome == FLOW_OUTCOME_COMPLETED || flow->outcome == FLOW_OUTCOME_RESUMED) {
        g_assert_cmphex(flow->version, !=, 0);
    }
}

static void test_any_order_keeps_the_record_sound(void)
{
    const uint16_t versions[] = {TLS_VERSION_1_0, TLS_VERSION_1_2, TLS_VERSION_1_3};

    for (int round = 0; round < 3000; round++) {
        struct flow_player      player;
        uint16_t                version = versions[g_test_rand_int_range(0, 3)];
        struct tls_client_hello client_hello = {.legacy_version = version, .max_version = version};
        struct tls_server_hello server_hello = {.version = version,
                                                .is_hello_retry_request = g_test_rand_bit()};

        flow_player_start_between(&player, "10.0.0.10", 50000, "198.51.100.20", 443, g_test_rand_bit());
        for (int i = 0; i < 30; i++) {
            enum flow_outcome before = player.flow.outcome;

            observe_anything(&player, &client_hello, &server_hello);
            assert_is_sound(&player.flow);
            if (before == FLOW_OUTCOME_COMPLETED || before == FLOW_OUTCOME_RESUMED) {
                g_assert_cmpint(player.flow.outcome, ==, before);
            }
        }
    }
}

static void add_completion_tests(void)
{
    g_test_add_func("/flow/ids", test_ids_are_those_of_the_interface);
    g_test_add_func("/flow/completed/full", test_full_handshake_completes_with_server_finished);
    g_test_add_func("/flow/completed/new_ticket", test_new_ticket_is_no_resumption);
    g_test_add_func("/flow/completed/abbreviated", test_abbreviated_handshake_is_resumed);
    g_test_add_func("/flow/completed/decrypted", test_decrypted_finished_counts);
    g_test_add_func("/flow/completed/missed_finished", test_data_after_missed_finished_completes);
    g_test_add_func("/flow/completed/tls13_sizes", test_tls13_needs_finished_size_from_each_side);
    g_test_add_func("/flow/completed/tls13_order", test_tls13_order_of_sides_does_not_matter);
    g_test_add_func("/flow/completed/tls13_small_then_large",
                    test_tls13_small_record_before_large_one_completes);
    g_test_add_func("/flow/completed/early_data", test_early_data_is_no_finished);
    g_test_add_func("/flow/completed/tls13_small_then_end", test_tls13_small_client_record_then_end);
    g_test_add_func("/flow/completed/end_after", test_end_after_completion_changes_nothing);
}

static void add_failure_tests(void)
{
    g_test_add_func("/flow/alert/before_completion", test_fatal_alert_before_completion);
    g_test_add_func("/flow/alert/client", test_client_alert_after_server_hello);
    g_test_add_func("/flow/alert/after_completion", test_fatal_alert_after_completion);
    g_test_add_func("/flow/alert/warning", test_warning_alert_ends_nothing);
    g_test_add_func("/flow/alert/tls13_level", test_tls13_alert_is_fatal_whatever_its_level);
    g_test_add_func("/flow/alert/close_notify", test_close_notify_before_completion);
    g_test_add_func("/flow/alert/encrypted", test_encrypted_alert_decides_nothing);
    g_test_add_func("/flow/end/before_completion", test_reset_and_closed_before_completion);
    g_test_add_func("/flow/end/after_hello", test_server_ends_right_after_hello);
    g_test_add_func("/flow/end/first_counts", test_first_end_counts);
    g_test_add_func("/flow/end/refused", test_refused);
}

static void add_silence_tests(void)
{
    g_test_add_func("/flow/unanswered/retransmissions", test_second_retransmission_is_unanswered);
    g_test_add_func("/flow/unanswered/many_retransmissions", test_many_retransmissions_do_not_wrap);
    g_test_add_func("/flow/unanswered/copies", test_copies_of_the_capture_do_not_count);
    g_test_add_func("/flow/unanswered/out_of_order", test_retransmission_before_its_original);
    g_test_add_func("/flow/unanswered/server_retransmits", test_server_retransmissions_do_not_count);
    g_test_add_func("/flow/unanswered/client_gives_up", test_client_gives_up_unanswered);
    g_test_add_func("/flow/unanswered/server_ends_too", test_server_end_after_client_end_is_no_answer);
    g_test_add_func("/flow/unanswered/waited", test_waited_is_unanswered);
    g_test_add_func("/flow/unanswered/waited_after_answer", test_waited_after_answer_says_nothing);
    g_test_add_func("/flow/unanswered/late_answer", test_late_answer_corrects);
    g_test_add_func("/flow/unanswered/new_question", test_new_question_starts_anew);
    g_test_add_func("/flow/unanswered/unreadable_answer", test_unreadable_answer_is_an_answer);
    g_test_add_func("/flow/unanswered/acknowledgement", test_acknowledgement_is_no_answer);
    g_test_add_func("/flow/partial/no_hello", test_no_hello_is_partial);
    g_test_add_func("/flow/partial/one_direction", test_one_direction_missing_is_partial);
    g_test_add_func("/flow/partial/cut", test_cut_payload_is_partial);
    g_test_add_func("/flow/partial/cut_hides_no_fact", test_cut_payload_hides_no_fact);
    g_test_add_func("/flow/partial/missed_server_hello", test_missed_server_hello_is_partial);
    g_test_add_func("/flow/none", test_flows_without_tls_have_no_outcome);
}

static void add_record_tests(void)
{
    g_test_add_func("/flow/client/by_port", test_higher_port_is_the_client_at_first);
    g_test_add_func("/flow/client/by_hello", test_hello_sender_beats_port);
    g_test_add_func("/flow/client/by_syn", test_syn_sender_beats_hello);
    g_test_add_func("/flow/client/by_syn_ack", test_syn_ack_tells_the_client_too);
    g_test_add_func("/flow/client/end_of", test_end_of);
    g_test_add_func("/flow/history/case", test_history_has_capitals_for_the_client);
    g_test_add_func("/flow/history/swap", test_history_is_swapped_when_the_client_is_corrected);
    g_test_add_func("/flow/history/letters", test_history_has_a_letter_for_each_kind);
    g_test_add_func("/flow/history/limit", test_history_is_bounded);
    g_test_add_func("/flow/first/hello_retry_request", test_hello_retry_request_counts_as_choice);
    g_test_add_func("/flow/first/renegotiation", test_renegotiation_changes_nothing);
    g_test_add_func("/flow/first/downgrade_sentinel", test_downgrade_sentinel);
    g_test_add_func("/flow/first/sslv2", test_sslv2_framed_hello);
    g_test_add_func("/flow/first/sslv2_server", test_sslv2_server_hello);
    g_test_add_func("/flow/first/sslv2_server_left", test_client_leaves_after_sslv2_server_hello);
    g_test_add_func("/flow/first/server_alone", test_server_hello_alone);
    g_test_add_func("/flow/first/out_of_order", test_server_hello_before_client_hello);
    g_test_add_func("/flow/frames", test_frames_of_a_flow);
    g_test_add_func("/flow/unknown_sender", test_unknown_sender_is_ignored);
    g_test_add_func("/flow/time/between", test_time_between);
    g_test_add_func("/flow/time/extreme", test_extreme_times);
    g_test_add_func("/flow/time/extreme_retransmissions", test_extreme_times_of_retransmissions);
    g_test_add_func("/flow/any_order", test_any_order_keeps_the_record_sound);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_completion_tests();
    add_failure_tests();
    add_silence_tests();
    add_record_tests();
    return g_test_run();
}
