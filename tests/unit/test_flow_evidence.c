/* test_flow_evidence.c: what is missing is no silence; who received what; what later frames disprove.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <glib.h>

#include "flow_player.h"
#include "judge.h"
#include "tls_names.h"

#define CLIENT FLOW_SIDE_CLIENT
#define SERVER FLOW_SIDE_SERVER

static void start_with_hello(struct flow_player *player)
{
    flow_player_start(player);
    play_connect(player);
    play_client_hello(player, TLS_VERSION_1_2);
}

static void start_with_certificate(struct flow_player *player)
{
    start_with_hello(player);
    play_server_hello(player, TLS_VERSION_1_2);
    play_certificate_flight(player);
}

static void assert_is(const struct flow_player *player, const char *outcome, const char *unread)
{
    g_assert_cmpstr(flow_outcome_id(player->flow.outcome), ==, outcome);
    g_assert_cmpstr(flow_unread_id(player->flow.unread), ==, unread);
}

/** Bytes of the server, or of the client, that the capture lost before the end: nobody is blamed. */
static void test_gap_before_the_end(void)
{
    for (int kind = 0; kind < 4; kind++) {
        struct flow_player player;

        start_with_hello(&player);
        play_loss(&player, kind < 2 ? SERVER : CLIENT, 7);
        kind % 2 == 0 ? play_fin(&player, SERVER) : play_rst(&player, SERVER);
        assert_is(&player, "partial", "gap");
        g_assert_cmphex(player.events & FLOW_EVENT_ENDED, ==, 0);
        g_assert_cmpint(flow_ended_by(&player.flow), ==, FLOW_SIDE_NONE);
    }
}

/** The hole is filled after the end: where Wireshark reads in order, the end is judged then; else nothing can be told. */
static void test_gap_filled_after_the_end(void)
{
    for (int ordered = 0; ordered < 2; ordered++) {
        struct flow_player player;

        start_with_hello(&player);
        player.flow.ordered = ordered != 0;
        play_loss(&player, SERVER, 7);
        play_fin(&player, SERVER);
        assert_is(&player, "partial", "gap");
        play_raw_segment(&player, SERVER, (struct segment){.sequence = UINT32_MAX - 7, .length = 7});
        assert_is(&player, ordered ? "closed" : "partial", ordered ? NULL : "out_of_order");
        g_assert_cmphex(player.events & FLOW_EVENT_ENDED, ==, ordered ? (unsigned)FLOW_EVENT_ENDED : 0u);
    }
}

/** What is missing after the handshake takes nothing from it, but not all was read. */
static void test_gap_after_completion(void)
{
    struct flow_player player;

    flow_player_start(&player);
    play_connect(&player);
    play_full_handshake(&player, TLS_VERSION_1_2);
    play_loss(&player, SERVER, 1000);
    assert_is(&player, "completed", NULL);
    play_rst(&player, SERVER);
    assert_is(&player, "completed", "gap");
}

static void test_one_direction(void)
{
    struct flow_player player;

    flow_player_start(&player);
    play_syn(&player);
    player.heard[player.client] = 5001;
    play_deafness(&player, CLIENT);
    play_client_hello(&player, TLS_VERSION_1_2);
    for (int i = 0; i < 3; i++)
        play_retransmission(&player, CLIENT);
    play_pause(&player, 20000);
    play_fin(&player, CLIENT);
    assert_is(&player, "partial", "one_direction");
    g_assert_cmphex(player.all_events & (FLOW_EVENT_ENDED | FLOW_EVENT_RETRANSMITTED), ==, 0);
}

static void test_cut_and_left_out(void)
{
    struct flow_player player;

    start_with_hello(&player);
    play_cut_payload(&player, SERVER);
    play_rst(&player, SERVER);
    assert_is(&player, "partial", "cut");

    start_with_hello(&player);
    play(&player, CLIENT, (struct observation){.kind = OBSERVATION_TWO_SEGMENTS});
    play_rst(&player, SERVER);
    assert_is(&player, "partial", "two_segments");

    start_with_hello(&player);
    player.flow.not_analysed = true;
    play_rst(&player, SERVER);
    assert_is(&player, "partial", "not_analysed");
}

/** A client that does not wait decides for itself; one that waits was left without an answer. */
static void test_haste(void)
{
    for (int later = 0; later < 2; later++) {
        struct flow_player player;

        start_with_hello(&player);
        play_pause(&player, later != 0 ? FLOW_PATIENCE_MILLISECONDS : 0);
        play_fin(&player, CLIENT);
        assert_is(&player, later != 0 ? "unanswered" : "closed", NULL);
        g_assert_true(player.flow.hasty == (later == 0));
    }
}

/** Two round trips are waited for where these are longer than a second. */
static void test_haste_on_a_long_way(void)
{
    struct flow_player player;

    flow_player_start(&player);
    play_syn(&player);
    play_pause(&player, 900);
    play_syn_ack(&player);
    play_client_hello(&player, TLS_VERSION_1_2);
    play_pause(&player, 1500);
    play_fin(&player, CLIENT);
    g_assert_cmpuint(player.flow.round_trip, ==, 1000000);
    assert_is(&player, "closed", NULL);
    g_assert_true(player.flow.hasty);
}

/** An answer that comes after the client has left: it left too soon. */
static void test_answer_after_the_client_left(void)
{
    struct flow_player player;

    start_with_hello(&player);
    play_pause(&player, 5000);
    play_fin(&player, CLIENT);
    assert_is(&player, "unanswered", NULL);
    play_server_hello(&player, TLS_VERSION_1_2);
    assert_is(&player, "closed", NULL);
    g_assert_true(player.flow.hasty);
    g_assert_cmphex(player.events & FLOW_EVENT_REPLIED, !=, 0);
}

static void test_who_received_what(void)
{
    struct flow_player player;

    start_with_hello(&player);
    g_assert_false(flow_hello_received(&player.flow));
    play_segment(&player, SERVER);
    g_assert_true(flow_hello_received(&player.flow));
    play_server_hello(&player, TLS_VERSION_1_2);
    play_certificate_flight(&player);
    g_assert_false(flow_flight_received(&player.flow));
    play_segment(&player, CLIENT);
    g_assert_true(flow_flight_received(&player.flow));
}

/** Sent again three times, never acknowledged, while small segments pass; copies of the capture do not count. */
static void test_large_segments_lost(void)
{
    for (int length = 500; length <= 1400; length += 900) {
        struct flow_player player;
        unsigned           told = 0;

        start_with_hello(&player);
        play_server_hello(&player, TLS_VERSION_1_2);
        play_deafness(&player, CLIENT);
        play_raw_segment(&player, SERVER, (struct segment){.length = (uint32_t)length});
        play_handshake(&player, SERVER, TLS_HANDSHAKE_SERVER_HELLO_DONE);
        player.heard[player.client] = player.sequence[1 - player.client] - 200 - (uint32_t)length;
        play_segment(&player, CLIENT);
        for (int i = 0; i < 5; i++) {
            play_pause(&player, 300);
            play_raw_segment(&player, SERVER, (struct segment){.sequence = (uint32_t)(-length - 200), .length = (uint32_t)length});
            told += (player.events & FLOW_EVENT_LARGE_LOST) != 0;
        }
        g_assert_cmpuint(told, ==, length >= FLOW_LARGE_SEGMENT ? 1 : 0);
    }
}

/** Seen from the other end: the later segments arrive, the first large ones never do, and the client says so. */
static void test_large_hole(void)
{
    for (int complains = 0; complains < 2; complains++) {
        struct flow_player player;

        start_with_hello(&player);
        play_segment(&player, SERVER);
        play_deafness(&player, CLIENT);
        play_loss(&player, SERVER, 1460);
        play_raw_segment(&player, SERVER, (struct segment){.length = 700});
        if (complains)
            play_segment(&player, CLIENT);
        play_pause(&player, 60000);
        play_rst(&player, SERVER);
        assert_is(&player, "partial", "gap");
        g_assert_cmphex(player.events & FLOW_EVENT_LARGE_LOST, ==, complains ? (unsigned)FLOW_EVENT_LARGE_LOST : 0u);
    }
}

/** Half a minute, acknowledged, and nothing missing. */
static void test_standstill(void)
{
    for (int kind = 0; kind < 3; kind++) {
        struct flow_player player;

        start_with_certificate(&player);
        if (kind != 1)
            play_segment(&player, CLIENT);
        if (kind == 2)
            play_key_exchange_flight(&player);
        play_waited(&player);
        g_assert_cmphex(player.events & FLOW_EVENT_STALLED, ==, kind == 0 ? (unsigned)FLOW_EVENT_STALLED : 0u);
    }
}

/** Whatever is no TLS record; a record, an alert or an SSL 2.0 ServerHello is none of it. */
static void test_answer_in_clear(void)
{
    const struct {
        uint8_t start[3];
        bool    in_clear;
    } cases[] = {{{'H', 'T', 'T'}, true}, {{22, 3, 3}, false}, {{21, 3, 1}, false}, {{22, 2, 3}, true},
                 {{0x80, 20, 4}, false},  {{0x80, 20, 1}, true}};

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct flow_player player;

        start_with_hello(&player);
        play_raw_segment(&player, SERVER, (struct segment){.length = 90, .start = cases[i].start, .start_length = 3});
        g_assert_true(player.flow.in_clear == cases[i].in_clear);
        g_assert_true(((player.events & FLOW_EVENT_IN_CLEAR) != 0) == cases[i].in_clear);
    }
}

/** Only the first bytes that were due tell: behind a hole anything may stand. */
static void test_answer_behind_a_hole_is_not_in_clear(void)
{
    const uint8_t      text[] = {'H', 'T', 'T'};
    struct flow_player player;

    start_with_hello(&player);
    play_loss(&player, SERVER, 100);
    play_raw_segment(&player, SERVER, (struct segment){.length = 90, .start = text, .start_length = 3});
    g_assert_false(player.flow.in_clear);
}

static void test_left_silent(void)
{
    struct flow_player player;

    flow_player_start(&player);
    play_connect(&player);
    g_assert_false(flow_left_silent(&player.flow));
    play_fin(&player, CLIENT);
    g_assert_true(flow_left_silent(&player.flow));
    assert_is(&player, "closed", NULL);

    /* Not the client's doing; or it said something. */
    flow_player_start(&player);
    play_connect(&player);
    play_fin(&player, SERVER);
    g_assert_false(flow_left_silent(&player.flow));
    start_with_hello(&player);
    play_fin(&player, CLIENT);
    g_assert_false(flow_left_silent(&player.flow));

    /* Through a proxy the CONNECT is no word to the target. */
    flow_player_start(&player);
    play_connect(&player);
    play_payload(&player, CLIENT);
    play_proxy(&player);
    play_fin(&player, CLIENT);
    g_assert_true(flow_left_silent(&player.flow));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/flow/evidence/gap", test_gap_before_the_end);
    g_test_add_func("/flow/evidence/gap_filled", test_gap_filled_after_the_end);
    g_test_add_func("/flow/evidence/gap_after_completion", test_gap_after_completion);
    g_test_add_func("/flow/evidence/one_direction", test_one_direction);
    g_test_add_func("/flow/evidence/cut", test_cut_and_left_out);
    g_test_add_func("/flow/evidence/haste", test_haste);
    g_test_add_func("/flow/evidence/haste_long_way", test_haste_on_a_long_way);
    g_test_add_func("/flow/evidence/late_answer", test_answer_after_the_client_left);
    g_test_add_func("/flow/evidence/received", test_who_received_what);
    g_test_add_func("/flow/evidence/large_lost", test_large_segments_lost);
    g_test_add_func("/flow/evidence/large_hole", test_large_hole);
    g_test_add_func("/flow/evidence/standstill", test_standstill);
    g_test_add_func("/flow/evidence/in_clear", test_answer_in_clear);
    g_test_add_func("/flow/evidence/behind_hole", test_answer_behind_a_hole_is_not_in_clear);
    g_test_add_func("/flow/evidence/left_silent", test_left_silent);
    return g_test_run();
}
