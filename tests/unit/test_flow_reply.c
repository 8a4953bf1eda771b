/* test_flow_reply.c: requests and replies by their sizes alone, and who closed a connection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <glib.h>

#include "flow_player.h"
#include "tls_names.h"

#define CLIENT FLOW_SIDE_CLIENT
#define SERVER FLOW_SIDE_SERVER

static void start_completed(struct flow_player *player, uint16_t version)
{
    flow_player_start(player);
    play_connect(player);
    if (version == TLS_VERSION_1_3)
        play_tls13_handshake(player);
    else
        play_full_handshake(player, version);
    g_assert_cmpint(player->flow.outcome, ==, FLOW_OUTCOME_COMPLETED);
    g_assert_false(player->flow.request_open);
}

static bool is_told(const struct flow_player *player)
{
    return (player->events & FLOW_EVENT_CLOSED_WITHOUT_REPLY) != 0;
}

/** Records in their order, the client's with a minus sign; 0 ends them. */
static void assert_told(uint16_t version, const int *records, bool told)
{
    struct flow_player player;

    start_completed(&player, version);
    for (size_t i = 0; records[i] != 0; i++)
        play_application_data(&player, records[i] < 0 ? CLIENT : SERVER, (uint32_t)ABS(records[i]));
    g_assert_true(player.flow.request_open == told);
    play_rst(&player, SERVER);
    if (is_told(&player) != told)
        g_error("version 0x%04x, %d, %d, %d, %d: told is %d", version, records[0], records[1], records[2], records[3],
                !told);
}

#define RECORDS(...) \
    (const int[]) \
    { \
        __VA_ARGS__, 0, 0, 0, 0 \
    }

/** Interface: "a client record above 100 bytes after its Finished". */
static void test_requests(void)
{
    const uint16_t versions[] = {TLS_VERSION_1_0, TLS_VERSION_1_2, TLS_VERSION_1_3};

    for (size_t i = 0; i < G_N_ELEMENTS(versions); i++) {
        assert_told(versions[i], RECORDS(0), false);
        assert_told(versions[i], RECORDS(-1), false);
        assert_told(versions[i], RECORDS(-100), false);
        assert_told(versions[i], RECORDS(-101), true);
        assert_told(versions[i], RECORDS(-16000), true);
        assert_told(versions[i], RECORDS(-100, -100), false);
        assert_told(versions[i], RECORDS(-101, -100), true);
        assert_told(versions[i], RECORDS(-101, -5000), true);
        assert_told(versions[i], RECORDS(5000, -101), true);
        assert_told(versions[i], RECORDS(-101, 301), false);
        assert_told(versions[i], RECORDS(-101, 16000), false);
        assert_told(versions[i], RECORDS(-101, 301, -101), true);
        assert_told(versions[i], RECORDS(-101, 301, -100), false);
        assert_told(versions[i], RECORDS(-101, 301, -101, 5000), false);
        /* The second request does not make the first's reply its own. */
        assert_told(versions[i], RECORDS(-101, -101, 301), false);
    }
}

/** Up to TLS 1.2 tickets and alerts have record types of their own: any data is a reply. */
static void test_replies_without_tickets(void)
{
    const uint16_t versions[] = {TLS_VERSION_SSL3, TLS_VERSION_1_2};

    for (size_t i = 0; i < G_N_ELEMENTS(versions); i++) {
        assert_told(versions[i], RECORDS(-101, 1), false);
        assert_told(versions[i], RECORDS(-101, 19), false);
        assert_told(versions[i], RECORDS(-101, 100), false);
        assert_told(versions[i], RECORDS(-101, 200), false);
        assert_told(versions[i], RECORDS(-101, 300), false);
        assert_told(versions[i], RECORDS(-101, 1, -101), true);
    }
}

/** RFC 8446 section 4.6.1: in TLS 1.3 one or two records of a ticket's size may be tickets, that is, no reply. */
static void test_tickets_are_no_replies(void)
{
    const uint16_t version = TLS_VERSION_1_3;

    assert_told(version, RECORDS(-101, 300), true);
    assert_told(version, RECORDS(-101, 301), false);
    assert_told(version, RECORDS(-101, 100), true);
    assert_told(version, RECORDS(-101, 99), false);
    assert_told(version, RECORDS(-101, 200, 200), true);
    assert_told(version, RECORDS(-101, 200, 201), false);
    assert_told(version, RECORDS(-101, 200, 200, 200), false);
    assert_told(version, RECORDS(-101, 200, 500), false);
    /* They may come before the request, or between two. */
    assert_told(version, RECORDS(200, -101), true);
    assert_told(version, RECORDS(200, -101, 200), true);
    assert_told(version, RECORDS(200, -101, 201), false);
    assert_told(version, RECORDS(200, 200, -101, 200), false);
    /* They come first: behind anything else there are none. */
    assert_told(version, RECORDS(20, -101, 200), false);
    assert_told(version, RECORDS(301, -101, 200), false);
    /* The client goes on asking meanwhile: it is still the same wait. */
    assert_told(version, RECORDS(-101, 200, -101, 200), true);
    assert_told(version, RECORDS(-101, 200, -101, 201), false);
    /* After a reply no ticket is waited for any longer. */
    assert_told(version, RECORDS(-101, 500, -101, 200), false);
}

/** RFC 8446 section 6: an encrypted alert of TLS 1.3 looks like a record of 19 bytes. */
static void test_alerts_are_no_replies(void)
{
    const uint16_t version = TLS_VERSION_1_3;

    assert_told(version, RECORDS(-101, 19), true);
    assert_told(version, RECORDS(-101, 1), true);
    assert_told(version, RECORDS(-101, 20), false);
    assert_told(version, RECORDS(-101, 200, 19, 200, 19), true);
    assert_told(version, RECORDS(19, -101, 200), true);
}

/** Without an end it is a count that must not wrap around. */
static void test_many_records(void)
{
    struct flow_player player;

    start_completed(&player, TLS_VERSION_1_3);
    play_application_data(&player, CLIENT, 101);
    for (int i = 0; i < 600; i++) {
        play_application_data(&player, SERVER, 200);
        g_assert_true(player.flow.request_open == (i < FLOW_MOST_TICKETS));
    }
}

/** RFC 8446 section 4.4.4: what the client sends first is its Finished, with a certificate a large one. */
static void test_first_tls13_record_is_finished(void)
{
    struct flow_player player;

    for (int small = 0; small < 2; small++) {
        flow_player_start(&player);
        play_connect(&player);
        play_client_hello(&player, TLS_VERSION_1_3);
        play_server_hello(&player, TLS_VERSION_1_3);
        play_application_data(&player, SERVER, 2000);
        /* EndOfEarlyData or an empty certificate may go before it. */
        if (small == 1)
            play_application_data(&player, CLIENT, FLOW_SMALLEST_FINISHED_RECORD - 1);
        play_application_data(&player, CLIENT, 5000);
        g_assert_false(player.flow.request_open);
        play_rst(&player, SERVER);
        g_assert_false(is_told(&player));
        start_completed(&player, TLS_VERSION_1_3);
        play_application_data(&player, CLIENT, 5000);
        g_assert_true(player.flow.request_open);
    }
    /* With keys the Finished can be read: the next record is no second one. */
    flow_player_start(&player);
    play_connect(&player);
    play_client_hello(&player, TLS_VERSION_1_3);
    play_server_hello(&player, TLS_VERSION_1_3);
    play_handshake(&player, SERVER, TLS_HANDSHAKE_FINISHED);
    play_handshake(&player, CLIENT, TLS_HANDSHAKE_FINISHED);
    play_application_data(&player, CLIENT, 101);
    play_fin(&player, CLIENT);
    g_assert_true(is_told(&player));
}

/** Early data and the first data of a capture that missed the Finished are not known to be requests. */
static void test_data_before_finished_is_no_request(void)
{
    struct flow_player player;

    flow_player_start(&player);
    play_connect(&player);
    play_client_hello(&player, TLS_VERSION_1_3);
    play_application_data(&player, CLIENT, 5000);
    g_assert_false(player.flow.request_open);
    play_server_hello(&player, TLS_VERSION_1_3);
    g_assert_false(player.flow.request_open);
    flow_player_start(&player);
    play_connect(&player);
    play_client_hello(&player, TLS_VERSION_1_2);
    play_server_hello(&player, TLS_VERSION_1_2);
    play_application_data(&player, CLIENT, 5000);
    g_assert_false(player.flow.request_open);
    play_application_data(&player, CLIENT, 5000);
    g_assert_true(player.flow.request_open);
    play_rst(&player, SERVER); /* before the server's Finished: another finding */
    g_assert_false(is_told(&player));
    g_assert_cmphex(player.events & FLOW_EVENT_ENDED, !=, 0);
}

/** After completion it is this event, and never the one of a failed handshake. */
static void test_events(void)
{
    struct flow_player player;

    start_completed(&player, TLS_VERSION_1_2);
    play_application_data(&player, CLIENT, 101);
    play_rst(&player, SERVER);
    g_assert_cmphex(player.events, ==,
                    FLOW_EVENT_ANSWERED | FLOW_EVENT_CLOSED_WITHOUT_REPLY | FLOW_EVENT_CHANGED);
    g_assert_cmpint(player.flow.outcome, ==, FLOW_OUTCOME_COMPLETED);
    play_rst(&player, CLIENT);
    g_assert_false(is_told(&player));
    play_fin(&player, SERVER);
    g_assert_false(is_told(&player));
}

static void test_resumed_counts_too(void)
{
    struct flow_player player;

    flow_player_start(&player);
    play_connect(&player);
    play_abbreviated_handshake(&player, TLS_VERSION_1_2);
    g_assert_cmpint(player.flow.outcome, ==, FLOW_OUTCOME_RESUMED);
    play_application_data(&player, CLIENT, 101);
    play_fin(&player, SERVER);
    g_assert_true(is_told(&player));
}

/** A fatal alert says more than the end does; what the file does not hold may have been the reply. */
static void test_not_told_where_more_or_less_is_known(void)
{
    struct flow_player player;

    start_completed(&player, TLS_VERSION_1_2);
    play_application_data(&player, CLIENT, 101);
    play_fatal_alert(&player, SERVER, 80);
    play_rst(&player, SERVER);
    g_assert_false(is_told(&player));
    start_completed(&player, TLS_VERSION_1_2);
    play_application_data(&player, CLIENT, 101);
    play_cut_payload(&player, SERVER);
    play_rst(&player, SERVER);
    g_assert_false(is_told(&player));
    /* One direction: the handshake was never seen complete. */
    flow_player_start(&player);
    play_connect(&player);
    play_client_hello(&player, TLS_VERSION_1_2);
    play_key_exchange_flight(&player);
    play_application_data(&player, CLIENT, 101);
    play_rst(&player, CLIENT);
    g_assert_false(is_told(&player));
}

/** The first RST or FIN counts, before completion and after it. */
static void test_closed_by(void)
{
    for (int round = 0; round < 8; round++) {
        struct flow_player player;
        enum flow_side     first = (round & 1) != 0 ? CLIENT : SERVER;
        enum flow_side     second = first == CLIENT ? SERVER : CLIENT;
        bool               by_rst = (round & 2) != 0;

        if ((round & 4) != 0) {
            start_completed(&player, TLS_VERSION_1_2);
        } else {
            flow_player_start(&player);
            play_connect(&player);
            play_client_hello(&player, TLS_VERSION_1_2);
        }
        g_assert_cmpint(player.flow.closed_by, ==, FLOW_SIDE_NONE);
        if (by_rst) {
            play_rst(&player, first);
            play_fin(&player, second);
        } else {
            play_fin(&player, first);
            play_rst(&player, second);
        }
        g_assert_cmpint(player.flow.closed_by, ==, first);
        g_assert_true(player.flow.closed_by_rst == by_rst);
        g_assert_cmpint(player.flow.ended_by, ==, (round & 4) != 0 ? FLOW_SIDE_NONE : first);
    }
}

/** RFC 8446 section 4.2.10: early data that was sent before a HelloRetryRequest arrived is no request. */
static void test_early_data_is_no_request(void)
{
    struct flow_player player;

    flow_player_start(&player);
    play_connect(&player);
    play_client_hello(&player, TLS_VERSION_1_3);
    play_hello_retry_request(&player);
    play_application_data(&player, CLIENT, 500);
    play_application_data(&player, CLIENT, 500);
    play_client_hello(&player, TLS_VERSION_1_3);
    play_server_hello(&player, TLS_VERSION_1_3);
    play_application_data(&player, SERVER, 2000);
    play_application_data(&player, CLIENT, 53);
    play_fin(&player, CLIENT);
    g_assert_false(is_told(&player));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/flow_reply/requests", test_requests);
    g_test_add_func("/flow_reply/replies", test_replies_without_tickets);
    g_test_add_func("/flow_reply/tickets", test_tickets_are_no_replies);
    g_test_add_func("/flow_reply/alerts", test_alerts_are_no_replies);
    g_test_add_func("/flow_reply/many", test_many_records);
    g_test_add_func("/flow_reply/tls13_finished", test_first_tls13_record_is_finished);
    g_test_add_func("/flow_reply/before_finished", test_data_before_finished_is_no_request);
    g_test_add_func("/flow_reply/events", test_events);
    g_test_add_func("/flow_reply/resumed", test_resumed_counts_too);
    g_test_add_func("/flow_reply/not_told", test_not_told_where_more_or_less_is_known);
    g_test_add_func("/flow_reply/early_data", test_early_data_is_no_request);
    g_test_add_func("/flow_reply/closed_by", test_closed_by);
    return g_test_run();
}
