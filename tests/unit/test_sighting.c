/* test_sighting.c: what tells a connection again at another capture point.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include <glib.h>

#include "sighting.h"

/** A sighting with all its room. */
struct stage {
    struct sighting       sighting;
    struct sighting_event events[SIGHTING_EVENTS_MAX];
    struct segments       segments[2];
    uint32_t              frame;
};

static void set(struct stage *stage)
{
    memset(stage, 0, sizeof *stage);
    stage->sighting.events = stage->events;
    stage->sighting.room = SIGHTING_EVENTS_MAX;
}

static struct sighting_frame frame_of(struct stage *stage, uint8_t sender, const struct segment *segment)
{
    struct sighting_frame frame = {
        .time = {100, 5}, .number = ++stage->frame, .sender = sender, .hop_limit = 64, .segment = segment};

    return frame;
}

static void take(struct stage *stage, uint8_t sender, const struct segment *segment)
{
    struct sighting_frame frame = frame_of(stage, sender, segment);

    sighting_take_segment(&stage->sighting, &frame);
    segments_take(&stage->segments[sender], &stage->segments[1 - sender], segment);
}

static void open_connection(struct stage *stage, uint32_t client, uint32_t server)
{
    const struct segment syn = {.sequence = client, .syn = true, .maximum_segment = 1460};
    const struct segment answer = {
        .sequence = server, .acknowledgement = client + 1, .syn = true, .acknowledges = true, .maximum_segment = 1380};

    set(stage);
    take(stage, 0, &syn);
    take(stage, 1, &answer);
}

/** Numbers wrap at 2^32; every case is tried on both sides of that. */
static const uint32_t origins[] = {1000, UINT32_MAX - 150, UINT32_MAX};

static void test_bytes_count_from_the_syn(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(origins); i++) {
        struct stage         stage;
        const struct segment hello = {.sequence = origins[i] + 1, .length = 200};
        const struct segment beyond = {.sequence = origins[i] + 301, .length = 100};
        const struct segment answer = {
            .sequence = 70001, .acknowledgement = origins[i] + 201, .acknowledges = true, .length = 50, .fin = true};
        uint32_t bytes = 0;

        open_connection(&stage, origins[i], 70000);
        take(&stage, 0, &hello);
        take(&stage, 0, &beyond);
        take(&stage, 1, &answer);
        g_assert_true(sighting_sent(&stage.sighting.ends[0], &bytes));
        g_assert_cmpuint(bytes, ==, 400);
        g_assert_true(sighting_captured(&stage.sighting.ends[0], &stage.segments[0], &bytes));
        g_assert_cmpuint(bytes, ==, 200);
        g_assert_true(sighting_acknowledged(&stage.sighting.ends[0], &stage.segments[0], &bytes));
        g_assert_cmpuint(bytes, ==, 200);
        /* A FIN takes a number, and is no byte of payload. */
        g_assert_true(sighting_captured(&stage.sighting.ends[1], &stage.segments[1], &bytes));
        g_assert_cmpuint(bytes, ==, 50);
        g_assert_cmpuint(stage.sighting.ends[0].maximum_segment, ==, 1460);
        g_assert_cmpuint(stage.sighting.ends[1].maximum_segment, ==, 1380);
    }
}

static void test_without_syn_nothing_is_counted(void)
{
    struct stage         stage;
    const struct segment data = {.sequence = 5000, .length = 200};
    uint32_t             bytes = 0;

    set(&stage);
    take(&stage, 0, &data);
    g_assert_false(sighting_sent(&stage.sighting.ends[0], &bytes));
    g_assert_false(sighting_captured(&stage.sighting.ends[0], &stage.segments[0], &bytes));
}

static unsigned count_of(const struct stage *stage, enum sighting_kind kind)
{
    unsigned count = 0;

    for (unsigned i = 0; i < stage->sighting.count; i++)
        count += stage->sighting.events[i].kind == kind ? 1 : 0;
    return count;
}

static void test_events(void)
{
    struct stage         stage;
    const struct segment hello = {.sequence = 1001, .length = 200};
    const struct segment fin = {.sequence = 1201, .fin = true};
    const struct segment reset = {.sequence = 70001, .rst = true};

    open_connection(&stage, 1000, 70000);
    take(&stage, 0, &hello);
    take(&stage, 0, &hello);
    take(&stage, 0, &fin);
    take(&stage, 0, &fin);
    take(&stage, 1, &reset);
    take(&stage, 1, &reset);
    g_assert_cmpuint(count_of(&stage, SIGHTING_SYN), ==, 1);
    g_assert_cmpuint(count_of(&stage, SIGHTING_SYN_ACK), ==, 1);
    g_assert_cmpuint(count_of(&stage, SIGHTING_RETRANSMISSION), ==, 1);
    g_assert_cmpuint(count_of(&stage, SIGHTING_FIN), ==, 1);
    g_assert_cmpuint(count_of(&stage, SIGHTING_RST), ==, 2);
    g_assert_cmpuint(stage.sighting.ends[0].retransmissions, ==, 1);
    g_assert_cmpint(stage.sighting.events[0].time, ==, G_GINT64_CONSTANT(100000000005));
    g_assert_cmpuint(stage.sighting.events[0].hop_limit, ==, 64);
    g_assert_cmpuint(stage.sighting.events[0].frame, ==, 1);
    g_assert_cmpuint(stage.sighting.ends[0].last_frame, ==, 6);
}

/** Whatever repeats, an RST finds room until the bound, and what does not is counted. */
static void test_events_are_bounded(void)
{
    struct stage         stage;
    const struct segment hello = {.sequence = 1001, .length = 200};
    const struct segment reset = {.sequence = 70001, .rst = true};

    open_connection(&stage, 1000, 70000);
    for (int i = 0; i < 100; i++)
        take(&stage, 0, &hello);
    g_assert_cmpuint(count_of(&stage, SIGHTING_RETRANSMISSION), ==, SIGHTING_EVENTS_OF_A_KIND);
    g_assert_cmpuint(stage.sighting.ends[0].retransmissions, ==, 99);
    for (int i = 0; i < 100; i++)
        take(&stage, 1, &reset);
    g_assert_cmpuint(stage.sighting.count, ==, SIGHTING_EVENTS_MAX);
    g_assert_cmpuint(count_of(&stage, SIGHTING_RST), ==, SIGHTING_EVENTS_MAX - 2 - SIGHTING_EVENTS_OF_A_KIND);
    g_assert_cmpuint(stage.sighting.cut, ==, 202 - SIGHTING_EVENTS_MAX - 1);
    g_assert_false(sighting_wants_room(&stage.sighting));
}

static void test_swapped_ends(void)
{
    struct stage stage;

    open_connection(&stage, 1000, 70000);
    sighting_swap_ends(&stage.sighting);
    g_assert_cmpuint(stage.sighting.ends[0].initial, ==, 70000);
    g_assert_cmpuint(stage.sighting.ends[1].initial, ==, 1000);
    g_assert_cmpuint(stage.sighting.events[0].by, ==, 1);
    g_assert_cmpuint(stage.sighting.events[1].by, ==, 0);
}

/** The first hello's numbers stay. */
static void test_randoms(void)
{
    struct stage            stage;
    uint8_t                 random[SIGHTING_RANDOM_LENGTH] = {7}, other[SIGHTING_RANDOM_LENGTH] = {8};
    uint8_t                 message[6 + SIGHTING_RANDOM_LENGTH] = {2, 0, 0, 70, 3, 3, 9};
    struct tls_client_hello hello = {.random = {random, sizeof random}, .session_id = {random, 4}};
    struct tls_client_hello second = {.random = {other, sizeof other}};

    set(&stage);
    sighting_take_client_hello(&stage.sighting, &hello);
    sighting_take_client_hello(&stage.sighting, &second);
    g_assert_cmpint(memcmp(stage.sighting.client_random, random, sizeof random), ==, 0);
    g_assert_cmpuint(stage.sighting.session_id_length, ==, 4);
    sighting_take_server_hello(&stage.sighting, message, sizeof message - 1);
    g_assert_false(stage.sighting.has_server_random);
    sighting_take_server_hello(&stage.sighting, message, sizeof message);
    g_assert_true(stage.sighting.has_server_random);
    g_assert_cmpuint(stage.sighting.server_random[0], ==, 9);
}

static void test_times_saturate(void)
{
    const struct flow_time late = {INT64_MAX, 0}, early = {INT64_MIN, 0}, before = {-1, 750000000};

    g_assert_cmpint(sighting_nanoseconds(&late), ==, INT64_MAX);
    g_assert_cmpint(sighting_nanoseconds(&early), ==, INT64_MIN);
    g_assert_cmpint(sighting_nanoseconds(&before), ==, -250000000);
}

static void test_every_kind_has_a_name(void)
{
    for (int kind = 0; kind < SIGHTING_KIND_COUNT; kind++)
        g_assert_nonnull(sighting_kind_id((enum sighting_kind)kind));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sighting/bytes", test_bytes_count_from_the_syn);
    g_test_add_func("/sighting/without_syn", test_without_syn_nothing_is_counted);
    g_test_add_func("/sighting/events", test_events);
    g_test_add_func("/sighting/bounds", test_events_are_bounded);
    g_test_add_func("/sighting/swapped", test_swapped_ends);
    g_test_add_func("/sighting/randoms", test_randoms);
    g_test_add_func("/sighting/times", test_times_saturate);
    g_test_add_func("/sighting/kinds", test_every_kind_has_a_name);
    return g_test_run();
}
