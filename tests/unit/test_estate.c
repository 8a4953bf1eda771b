/* test_estate.c: what earlier flows of a client say of a later one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "estate.h"

#include <string.h>

#include <glib.h>

#include "flow_player.h"
#include "tls_names.h"

/** A client and its connections, in the order of their hellos. */
struct machine {
    struct estate_client client;
    struct flow_player   players[32];
    size_t               count;
};

/** A connection that starts some seconds after the first frame of all. */
static struct flow_player *start_flow(struct machine *machine, enum role role, const char *host, int64_t seconds)
{
    struct flow_player *player = &machine->players[machine->count++];

    g_assert_cmpuint(machine->count, <=, G_N_ELEMENTS(machine->players));
    flow_player_start(player);
    player->time.seconds += seconds;
    player->frame = (uint32_t)machine->count * 100;
    player->flow.recognition.role = role;
    player->flow.recognition.host = host;
    player->flow.recognition.direction = FLOW_DIRECTION_ONPREM_TO_CLOUD;
    return player;
}

static void observe(struct machine *machine, struct flow_player *player)
{
    estate_observe(&machine->client, &player->flow, player->events, &player->time);
}

static struct flow *offer(struct machine *machine, struct flow_player *player, uint16_t version)
{
    play_client_hello(player, version);
    observe(machine, player);
    return &player->flow;
}

/* ---- client_offers_differ ---- */

#define NONE ROLE_UNCLASSIFIED
#define OLD TLS_VERSION_1_1
#define NOW TLS_VERSION_1_2

/** One hello after the other; `other` is the role that it is told to differ from, NONE if it is not. */
struct hello {
    enum role role;
    uint16_t  version;
    enum role other;
};

static void assert_differ(const struct hello *hellos, size_t count)
{
    struct machine machine = {0};

    for (size_t i = 0; i < count; i++) {
        struct flow_player *player = start_flow(&machine, hellos[i].role, "host", (int64_t)i * 100);
        const struct flow  *flow = offer(&machine, player, hellos[i].version);

        g_assert_cmpint(flow->other_offer.role, ==, hellos[i].other);
        g_assert_true((flow->other_offer.frame != 0) == (hellos[i].other != NONE));
        if (hellos[i].other != NONE)
            g_assert_true((flow->other_offer.version < TLS_VERSION_1_2) == (hellos[i].version >= TLS_VERSION_1_2));
    }
}

#define ASSERT_DIFFER(...) \
    assert_differ((const struct hello[]){__VA_ARGS__}, \
                  sizeof((const struct hello[]){__VA_ARGS__}) / sizeof(struct hello))

/** Of an old hello each is told, of a current one the first that proves the difference. */
static void test_old_each_time_current_once(void)
{
    ASSERT_DIFFER({ROLE_ACS, OLD, NONE}, {ROLE_EXO_CORE, NOW, ROLE_ACS}, {ROLE_EXO_CORE, NOW, NONE},
                  {ROLE_GRAPH, NOW, NONE}, {ROLE_ACS, OLD, ROLE_EXO_CORE}, {ROLE_ACS, OLD, ROLE_EXO_CORE},
                  {ROLE_GRAPH, OLD, ROLE_EXO_CORE}, {ROLE_EXO_CORE, NOW, NONE});
    /* The old hello has told it. */
    ASSERT_DIFFER({ROLE_EXO_CORE, NOW, NONE}, {ROLE_ACS, OLD, ROLE_EXO_CORE}, {ROLE_GRAPH, NOW, NONE});
    ASSERT_DIFFER({ROLE_EXO_CORE, OLD, NONE}, {ROLE_ACS, OLD, NONE}, {ROLE_EXO_CORE, NOW, ROLE_ACS},
                  {ROLE_ACS, NOW, NONE});
    ASSERT_DIFFER({ROLE_EXO_CORE, TLS_VERSION_1_3, NONE}, {ROLE_ACS, TLS_VERSION_SSL3, ROLE_EXO_CORE});
    ASSERT_DIFFER({ROLE_ACS, TLS_VERSION_1_0, NONE}, {ROLE_EXO_CORE, TLS_VERSION_1_3, ROLE_ACS});
}

/** Different versions to one role are the matter of version_fallback, or of several programs. */
static void test_same_role_never(void)
{
    ASSERT_DIFFER({ROLE_EXO_CORE, NOW, NONE}, {ROLE_EXO_CORE, OLD, NONE}, {ROLE_EXO_CORE, NOW, NONE},
                  {ROLE_EXO_CORE, OLD, NONE}, {ROLE_ACS, NOW, ROLE_EXO_CORE}, {ROLE_GRAPH, NOW, NONE});
    ASSERT_DIFFER({ROLE_EXO_CORE, NOW, NONE}, {ROLE_ACS, NOW, NONE}, {ROLE_GRAPH, TLS_VERSION_1_3, NONE});
    ASSERT_DIFFER({ROLE_EXO_CORE, OLD, NONE}, {ROLE_ACS, OLD, NONE}, {ROLE_GRAPH, TLS_VERSION_1_0, NONE});
}

/** Other programs of the machine may do as they like: neither told nor remembered. */
static void test_other_than_hybrid_never(void)
{
    ASSERT_DIFFER({ROLE_UNCLASSIFIED, NOW, NONE}, {ROLE_ACS, OLD, NONE}, {ROLE_REVOCATION, NOW, NONE},
                  {ROLE_EXO_CLIENT_MAIL, NOW, NONE}, {ROLE_EXO_CORE, NOW, ROLE_ACS});
    ASSERT_DIFFER({ROLE_EXO_OTHER, OLD, NONE}, {ROLE_ACS, NOW, NONE}, {ROLE_UNCLASSIFIED, OLD, NONE},
                  {ROLE_EXO_CORE, OLD, ROLE_ACS});
}

/** Two remembered roles are enough, whichever role comes third. */
static void test_two_roles_are_remembered(void)
{
    ASSERT_DIFFER({ROLE_EXO_CORE, NOW, NONE}, {ROLE_EXO_CORE, NOW, NONE}, {ROLE_ACS, NOW, NONE},
                  {ROLE_GRAPH, NOW, NONE}, {ROLE_EXO_CORE, OLD, ROLE_ACS}, {ROLE_ACS, OLD, ROLE_EXO_CORE},
                  {ROLE_GRAPH, OLD, ROLE_EXO_CORE}, {ROLE_ENTRA_STS, OLD, ROLE_EXO_CORE});
    ASSERT_DIFFER({ROLE_EXO_CORE, OLD, NONE}, {ROLE_EXO_CORE, OLD, NONE}, {ROLE_ACS, OLD, NONE},
                  {ROLE_EXO_CORE, NOW, ROLE_ACS});
}

/** A later correction of the earlier flow must not change what was told on a frame. */
static void test_offer_is_kept_as_it_was(void)
{
    struct machine             machine = {0};
    struct flow               *earlier = offer(&machine, start_flow(&machine, ROLE_ACS, "first", 0), OLD);
    const struct flow_earlier *other = NULL;
    struct flow               *later = NULL;

    earlier->recognition.role = ROLE_UNCLASSIFIED;
    earlier->recognition.host = "second";
    earlier->max_version = 0;
    later = offer(&machine, start_flow(&machine, ROLE_EXO_CORE, NULL, 1), NOW);
    other = &later->other_offer;
    g_assert_cmpuint(other->frame, ==, 101);
    g_assert_cmpint(other->role, ==, ROLE_ACS);
    g_assert_cmpstr(other->host, ==, "first");
    g_assert_cmphex(other->version, ==, OLD);
}

/** Addresses that stand for many machines are neither told of nor remembered. */
static void test_many_machines_never(void)
{
    const struct {
        enum flow_direction    direction;
        enum organization_side side;
        bool                   told;
    } cases[] = {
        {FLOW_DIRECTION_ONPREM_TO_CLOUD, ORGANIZATION_SIDE_NONE, true},
        {FLOW_DIRECTION_ONPREM_TO_CLOUD, ORGANIZATION_SIDE_ONPREM, true},
        {FLOW_DIRECTION_CLIENT_TO_CLOUD, ORGANIZATION_SIDE_CLIENT, true},
        {FLOW_DIRECTION_ONPREM_TO_ONPREM, ORGANIZATION_SIDE_NONE, true},
        {FLOW_DIRECTION_UNKNOWN, ORGANIZATION_SIDE_NONE, true},
        {FLOW_DIRECTION_CLOUD_TO_ONPREM, ORGANIZATION_SIDE_NONE, false},
        {FLOW_DIRECTION_ONPREM_TO_CLOUD, ORGANIZATION_SIDE_PROXY, false},
        {FLOW_DIRECTION_UNKNOWN, ORGANIZATION_SIDE_CLOUD, false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases) * 2; i++) {
        struct machine      machine = {0};
        size_t              row = i / 2;
        struct flow_player *first = start_flow(&machine, ROLE_ACS, NULL, 0);
        struct flow_player *second = start_flow(&machine, ROLE_EXO_CORE, NULL, 1);
        struct flow        *odd = i % 2 == 0 ? &first->flow : &second->flow;

        odd->recognition.direction = cases[row].direction;
        odd->ends[odd->client_end].side = cases[row].side;
        offer(&machine, first, NOW);
        offer(&machine, second, OLD);
        g_assert_true((second->flow.other_offer.frame != 0) == cases[row].told);
    }
    /* The server end's side says nothing of the client. */
    struct machine      machine = {0};
    struct flow_player *second = NULL;
    offer(&machine, start_flow(&machine, ROLE_ACS, NULL, 0), NOW);
    second = start_flow(&machine, ROLE_EXO_CORE, NULL, 1);
    second->flow.ends[1].side = ORGANIZATION_SIDE_PROXY;
    g_assert_cmpuint(offer(&machine, second, OLD)->other_offer.frame, !=, 0);
}

static void test_only_on_a_hello(void)
{
    struct machine      machine = {0};
    struct flow_player *player = NULL;

    offer(&machine, start_flow(&machine, ROLE_ACS, NULL, 0), NOW);
    player = start_flow(&machine, ROLE_EXO_CORE, NULL, 1);
    play_client_hello(player, OLD);
    player->events &= ~(unsigned)FLOW_EVENT_CLIENT_HELLO;
    observe(&machine, player);
    g_assert_cmpuint(player->flow.other_offer.frame, ==, 0);
    play_server_hello(player, OLD);
    observe(&machine, player);
    g_assert_cmpuint(player->flow.other_offer.frame, ==, 0);
    g_assert_cmpuint(machine.client.next, ==, 1);
    g_assert_cmpuint(machine.client.old[0].frame, ==, 0);
}

/* ---- failed_try ---- */

/** How a first try ends; the seconds are counted from that moment. */
static void end_by_rst(struct flow_player *player)
{
    play_rst(player, FLOW_SIDE_SERVER);
}

static void end_by_fin(struct flow_player *player)
{
    play_pause(player, 5000);
    play_fin(player, FLOW_SIDE_SERVER);
}

static void end_by_alert(struct flow_player *player)
{
    play_pause(player, 5000);
    play_fatal_alert(player, FLOW_SIDE_SERVER, 40);
}

static void end_by_alert_then_fin(struct flow_player *player)
{
    end_by_alert(player);
    play_pause(player, 5000);
    play_fin(player, FLOW_SIDE_SERVER);
}

/** Silence has no frame of its own: counted from the hello. */
static void end_by_silence(struct flow_player *player)
{
    play_segment(player, FLOW_SIDE_SERVER);
    play_pause(player, -FLOW_PLAYER_STEP_MILLISECONDS);
    play_waited(player);
}

static void end_completed(struct flow_player *player)
{
    play_server_hello(player, TLS_VERSION_1_2);
    play_certificate_flight(player);
    play_key_exchange_flight(player);
    play_finished(player, FLOW_SIDE_SERVER);
    play_rst(player, FLOW_SIDE_SERVER);
}

static void end_not_at_all(struct flow_player *player)
{
    play_server_hello(player, TLS_VERSION_1_2);
}

/** A second try, a time after the end of the first. */
static const struct flow *try_again(struct machine *machine, const struct flow_player *first, const char *host,
                                    int64_t nanoseconds, uint16_t version)
{
    struct flow_player *second = start_flow(machine, ROLE_EXO_CORE, host, 0);
    int64_t             total = first->time.nanoseconds + nanoseconds;

    /* The player goes on by a step for the frame of the hello itself. */
    second->time.seconds = first->time.seconds + total / 1000000000;
    second->time.nanoseconds = (int32_t)(total % 1000000000);
    play_pause(second, -FLOW_PLAYER_STEP_MILLISECONDS);
    return offer(machine, second, version);
}

static bool is_failed_try(void (*end)(struct flow_player *), int64_t nanoseconds, uint16_t before, uint16_t after)
{
    struct machine      machine = {0};
    struct flow_player *first = start_flow(&machine, ROLE_EXO_CORE, "host", 0);
    const struct flow  *second = NULL;

    offer(&machine, first, before);
    end(first);
    second = try_again(&machine, first, "host", nanoseconds, after);
    if (second->failed_try.frame == 0)
        return false;
    g_assert_cmpuint(second->failed_try.frame, ==, first->flow.frames.client_hello);
    g_assert_cmphex(second->failed_try.version, ==, before);
    g_assert_cmpstr(second->failed_try.host, ==, "host");
    return true;
}

#define SECOND INT64_C(1000000000)
#define BOUND  (ESTATE_RETRY_SECONDS * SECOND)

static void test_retry_within_thirty_seconds(void)
{
    void (*const ends[])(struct flow_player *) = {end_by_rst, end_by_fin, end_by_alert, end_by_alert_then_fin,
                                                  end_by_silence};

    g_assert_cmpint(ESTATE_RETRY_SECONDS, ==, 30);
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_assert_true(is_failed_try(ends[i], 0, TLS_VERSION_1_3, TLS_VERSION_1_2));
        g_assert_true(is_failed_try(ends[i], BOUND, TLS_VERSION_1_3, TLS_VERSION_1_2));
        g_assert_false(is_failed_try(ends[i], BOUND + 1, TLS_VERSION_1_3, TLS_VERSION_1_2));
        /* A hello before the failure is no answer to it. */
        g_assert_false(is_failed_try(ends[i], -1, TLS_VERSION_1_3, TLS_VERSION_1_2));
    }
}

static void test_retry_only_after_a_failure(void)
{
    g_assert_false(is_failed_try(end_completed, SECOND, TLS_VERSION_1_3, TLS_VERSION_1_2));
    g_assert_false(is_failed_try(end_not_at_all, SECOND, TLS_VERSION_1_3, TLS_VERSION_1_2));
}

static void test_retry_only_with_less(void)
{
    g_assert_true(is_failed_try(end_by_rst, SECOND, TLS_VERSION_1_2, TLS_VERSION_1_1));
    g_assert_true(is_failed_try(end_by_rst, SECOND, TLS_VERSION_1_3, TLS_VERSION_SSL3));
    g_assert_false(is_failed_try(end_by_rst, SECOND, TLS_VERSION_1_2, TLS_VERSION_1_2));
    g_assert_false(is_failed_try(end_by_rst, SECOND, TLS_VERSION_1_2, TLS_VERSION_1_3));
}

/** By host where both are named, whatever the address; else by address; the port always. */
static void test_retry_at_the_same_endpoint(void)
{
    const struct {
        const char *first, *second, *address;
        uint16_t    port;
        bool        same;
    } cases[] = {
        {"host", "host", "198.51.100.20", 443, true},   {"host", "host", "203.0.113.9", 443, true},
        {"host", "other", "198.51.100.20", 443, false}, {"host", NULL, "198.51.100.20", 443, true},
        {NULL, "host", "198.51.100.20", 443, true},     {NULL, NULL, "198.51.100.20", 443, true},
        {NULL, NULL, "203.0.113.9", 443, false},        {"host", NULL, "203.0.113.9", 443, false},
        {NULL, "host", "203.0.113.9", 443, false},      {"host", "host", "198.51.100.20", 444, false},
        {NULL, NULL, "198.51.100.20", 444, false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct machine      machine = {0};
        struct flow_player *first = start_flow(&machine, ROLE_EXO_CORE, cases[i].first, 0);
        struct flow_player *second = start_flow(&machine, ROLE_EXO_CORE, cases[i].second, 1);

        offer(&machine, first, TLS_VERSION_1_3);
        play_rst(first, FLOW_SIDE_SERVER);
        g_assert_true(address_parse(cases[i].address, &second->flow.ends[1].address));
        second->flow.ends[1].port = cases[i].port;
        g_assert_true((offer(&machine, second, TLS_VERSION_1_2)->failed_try.frame != 0) == cases[i].same);
    }
}

/** Only the last eight flows with a hello are remembered. */
static void test_ring_forgets(void)
{
    for (int between = 0; between <= 16; between++) {
        struct machine      machine = {0};
        struct flow_player *first = start_flow(&machine, ROLE_EXO_CORE, "host", 0);

        offer(&machine, first, TLS_VERSION_1_3);
        play_rst(first, FLOW_SIDE_SERVER);
        for (int i = 0; i < between; i++)
            offer(&machine, start_flow(&machine, ROLE_EXO_CORE, "other", 1), TLS_VERSION_1_2);
        g_assert_true((try_again(&machine, first, "host", SECOND, TLS_VERSION_1_2)->failed_try.frame != 0) ==
                      (between < ESTATE_RECENT_FLOWS));
        g_assert_cmpuint(machine.client.next, <, ESTATE_RECENT_FLOWS);
    }
}

/* ---- beside_handshake ---- */

/** A look-up of revocation data that asks a time after the hello of another flow. */
static struct flow_player *ask_after(struct machine *machine, const struct flow *hello, int64_t nanoseconds)
{
    struct flow_player *player = start_flow(machine, ROLE_REVOCATION, "crl.example.net", 0);
    int64_t             total = hello->client_hello_time.nanoseconds + nanoseconds;

    play_syn(player);
    player->time.seconds = hello->client_hello_time.seconds + total / SECOND;
    player->time.nanoseconds = (int32_t)(total % SECOND);
    observe(machine, player);
    return player;
}

static void test_beside_a_handshake_of_the_last_minute(void)
{
    const int64_t minute = ESTATE_HANDSHAKE_SECONDS * SECOND;
    const struct {
        int64_t after;
        bool    beside;
    } cases[] = {{0, true}, {SECOND, true}, {minute, true}, {minute + 1, false}, {-1, false}, {10 * minute, false}};

    g_assert_cmpint(ESTATE_HANDSHAKE_SECONDS, ==, 60);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct machine     machine = {0};
        const struct flow *hello = offer(&machine, start_flow(&machine, ROLE_EXO_CORE, NULL, 0), NOW);

        g_assert_true(ask_after(&machine, hello, cases[i].after)->flow.beside_handshake == cases[i].beside);
    }
}

/** A handshake of any age counts once it was seen beside one. */
static void test_beside_stays(void)
{
    struct machine      machine = {0};
    const struct flow  *hello = offer(&machine, start_flow(&machine, ROLE_EXO_CORE, NULL, 0), NOW);
    struct flow_player *player = ask_after(&machine, hello, SECOND);

    player->time.seconds += 1000;
    observe(&machine, player);
    g_assert_true(player->flow.beside_handshake);
    g_assert_cmpuint(machine.client.next, ==, 1);
}

static void test_beside_needs_hybrid_and_revocation(void)
{
    struct machine      machine = {0};
    struct flow_player *player = NULL;
    const struct flow  *hello = offer(&machine, start_flow(&machine, ROLE_EXO_CLIENT_MAIL, NULL, 0), NOW);

    g_assert_false(ask_after(&machine, hello, SECOND)->flow.beside_handshake);
    hello = offer(&machine, start_flow(&machine, ROLE_EXO_CORE, NULL, 0), NOW);
    g_assert_true(ask_after(&machine, hello, SECOND)->flow.beside_handshake);
    /* The call itself, or any other one, is no look-up. */
    g_assert_false(hello->beside_handshake);
    player = start_flow(&machine, ROLE_UNCLASSIFIED, NULL, 1);
    play_syn(player);
    observe(&machine, player);
    g_assert_false(player->flow.beside_handshake);
    /* Nor is TLS to a revocation host: those are fetched in clear. */
    player = start_flow(&machine, ROLE_REVOCATION, NULL, 1);
    offer(&machine, player, NOW);
    g_assert_false(player->flow.beside_handshake);
    /* Nobody else's handshake counts. */
    memset(&machine.client, 0, sizeof machine.client);
    g_assert_false(ask_after(&machine, hello, SECOND)->flow.beside_handshake);
}

/* ---- bounds ---- */

/** Whatever comes in whatever order: nothing is written outside (sanitizer), no time overflows. */
static void test_anything(void)
{
    const int64_t times[] = {INT64_MIN, -1, 0, 1, FLOW_PLAYER_FIRST_SECOND, INT64_MAX};

    for (int round = 0; round < 500; round++) {
        struct machine machine = {0};

        for (int i = 0; i < 30; i++) {
            struct flow_player *player =
                start_flow(&machine, (enum role)g_test_rand_int_range(0, ROLE_COUNT), NULL, 0);
            player->time.seconds = times[g_test_rand_int_range(0, G_N_ELEMENTS(times))];
            /* The player's own clock stands still: it is not made for such times. */
            player->frame = 0;
            offer(&machine, player, (uint16_t)g_test_rand_int_range(TLS_VERSION_SSL3, TLS_VERSION_1_3 + 1));
            player->flow.outcome = (enum flow_outcome)g_test_rand_int_range(0, FLOW_OUTCOME_COUNT);
            player->flow.tls = g_test_rand_bit();
            estate_observe(&machine.client, &player->flow, (unsigned)g_test_rand_int(), &player->time);
            g_assert_cmpuint(machine.client.next, <, ESTATE_RECENT_FLOWS);
        }
    }
}

/** A flow is no earlier try of itself, however often its hello is told. */
static void test_hello_told_twice(void)
{
    struct machine      machine = {0};
    struct flow_player *player = start_flow(&machine, ROLE_EXO_CORE, "host", 0);

    offer(&machine, player, TLS_VERSION_1_2);
    play_rst(player, FLOW_SIDE_SERVER);
    estate_observe(&machine.client, &player->flow, FLOW_EVENT_CLIENT_HELLO, &player->time);
    g_assert_cmpuint(player->flow.failed_try.frame, ==, 0);
    g_assert_cmpuint(player->flow.other_offer.frame, ==, 0);
    g_assert_cmphex(TLS_VERSION_1_2, ==, player->flow.max_version);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/estate/differ/each_and_once", test_old_each_time_current_once);
    g_test_add_func("/estate/differ/same_role", test_same_role_never);
    g_test_add_func("/estate/differ/hybrid", test_other_than_hybrid_never);
    g_test_add_func("/estate/differ/two_roles", test_two_roles_are_remembered);
    g_test_add_func("/estate/differ/kept", test_offer_is_kept_as_it_was);
    g_test_add_func("/estate/differ/many_machines", test_many_machines_never);
    g_test_add_func("/estate/differ/hello", test_only_on_a_hello);
    g_test_add_func("/estate/retry/bound", test_retry_within_thirty_seconds);
    g_test_add_func("/estate/retry/failure", test_retry_only_after_a_failure);
    g_test_add_func("/estate/retry/less", test_retry_only_with_less);
    g_test_add_func("/estate/retry/endpoint", test_retry_at_the_same_endpoint);
    g_test_add_func("/estate/retry/ring", test_ring_forgets);
    g_test_add_func("/estate/beside/minute", test_beside_a_handshake_of_the_last_minute);
    g_test_add_func("/estate/beside/stays", test_beside_stays);
    g_test_add_func("/estate/beside/roles", test_beside_needs_hybrid_and_revocation);
    g_test_add_func("/estate/anything", test_anything);
    g_test_add_func("/estate/hello_twice", test_hello_told_twice);
    return g_test_run();
}
