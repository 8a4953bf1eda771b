/* test_segments.c: what of a direction is there, what is missing, who received what.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <glib.h>

#include "segments.h"

/** Both directions of a conversation. */
struct sides {
    struct segments own, other;
};

static enum segments_news take(struct sides *sides, uint32_t sequence, uint32_t length)
{
    struct segment segment = {.sequence = sequence, .length = length};

    return segments_take(&sides->own, &sides->other, &segment);
}

static void acknowledge(struct sides *sides, uint32_t acknowledgement, bool rst)
{
    struct segment segment = {.acknowledgement = acknowledgement, .acknowledges = true, .rst = rst};

    segments_take(&sides->other, &sides->own, &segment);
}

/** Numbers wrap at 2^32; every case is tried on both sides of that. */
static const uint32_t origins[] = {1000, UINT32_MAX - 150, UINT32_MAX};

static void test_bytes_in_order(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(origins); i++) {
        struct sides sides = {0};

        g_assert_cmpint(take(&sides, origins[i], 100), ==, SEGMENTS_NEW);
        g_assert_cmpint(take(&sides, origins[i] + 100, 100), ==, SEGMENTS_NEW);
        g_assert_cmpuint(sides.own.next, ==, origins[i] + 200);
        g_assert_false(segments_are_missing(&sides.own));
        g_assert_false(sides.own.disordered);
        g_assert_cmpint(take(&sides, origins[i] + 50, 100), ==, SEGMENTS_REPEATED);
        g_assert_cmpint(take(&sides, origins[i] + 150, 100), ==, SEGMENTS_NEW);
        g_assert_cmpint(take(&sides, origins[i] + 250, 0), ==, SEGMENTS_NOTHING);
    }
}

static void test_hole_is_missing_until_it_is_filled(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(origins); i++) {
        struct sides sides = {0};

        take(&sides, origins[i], 100);
        g_assert_cmpint(take(&sides, origins[i] + 200, 100), ==, SEGMENTS_BEHIND_HOLE);
        g_assert_true(segments_are_missing(&sides.own));
        g_assert_cmpuint(segments_highest(&sides.own), ==, origins[i] + 300);
        g_assert_cmpint(take(&sides, origins[i] + 200, 100), ==, SEGMENTS_REPEATED);
        g_assert_cmpint(take(&sides, origins[i] + 100, 50), ==, SEGMENTS_FILLED);
        g_assert_true(segments_are_missing(&sides.own));
        g_assert_cmpint(take(&sides, origins[i] + 150, 50), ==, SEGMENTS_FILLED);
        g_assert_false(segments_are_missing(&sides.own));
        g_assert_true(sides.own.disordered);
        g_assert_cmpuint(sides.own.next, ==, origins[i] + 300);
    }
}

/** Runs behind several holes are kept in order, whatever order they came in; beyond the bound a hole stays open. */
static void test_several_holes(void)
{
    struct sides sides = {0};

    take(&sides, 0, 100);
    take(&sides, 400, 100);
    take(&sides, 200, 100);
    g_assert_cmpuint(sides.own.run_count, ==, 2);
    g_assert_cmpuint(sides.own.runs[0].begin, ==, 200);
    g_assert_cmpint(take(&sides, 100, 100), ==, SEGMENTS_FILLED);
    g_assert_cmpuint(sides.own.next, ==, 300);
    g_assert_cmpint(take(&sides, 300, 100), ==, SEGMENTS_FILLED);
    g_assert_cmpuint(sides.own.next, ==, 500);
    g_assert_false(segments_are_missing(&sides.own));
    take(&sides, 600, 10);
    take(&sides, 700, 10);
    take(&sides, 800, 10);
    g_assert_true(sides.own.lost);
    take(&sides, 500, 400);
    g_assert_true(segments_are_missing(&sides.own));
}

static void test_acknowledged_but_unseen(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(origins); i++) {
        struct sides sides = {0};

        take(&sides, origins[i], 100);
        acknowledge(&sides, origins[i] + 100, false);
        g_assert_false(segments_are_missing(&sides.own));
        g_assert_true(segments_are_received(&sides.own, origins[i] + 100));
        g_assert_false(segments_are_received(&sides.own, origins[i] + 101));
        acknowledge(&sides, origins[i] + 150, false);
        g_assert_true(segments_are_missing(&sides.own));
        /* The bytes may stand in the file behind their acknowledgement. */
        g_assert_cmpint(take(&sides, origins[i] + 100, 50), ==, SEGMENTS_NEW);
        g_assert_false(segments_are_missing(&sides.own));
        /* An older acknowledgement takes nothing back. */
        acknowledge(&sides, origins[i] + 100, false);
        g_assert_true(segments_are_received(&sides.own, origins[i] + 150));
    }
}

/** An empty segment beyond what was captured tells of bytes that were sent; a keep-alive lies before. */
static void test_claimed_but_unseen(void)
{
    struct sides sides = {0};

    take(&sides, 1000, 100);
    take(&sides, 1099, 0);
    take(&sides, 1100, 0);
    g_assert_false(segments_are_missing(&sides.own));
    take(&sides, 1150, 0);
    g_assert_true(segments_are_missing(&sides.own));
    take(&sides, 1100, 50);
    g_assert_false(segments_are_missing(&sides.own));
}

/** What cannot be the acknowledgement of this connection proves nothing. */
static void test_absurd_acknowledgements(void)
{
    struct sides sides = {0};

    take(&sides, 1000, 100);
    acknowledge(&sides, 1100 + (UINT32_C(1) << 30) + 1, false);
    acknowledge(&sides, 0, true);
    g_assert_false(segments_are_missing(&sides.own));
    acknowledge(&sides, 1100, true);
    g_assert_true(segments_are_received(&sides.own, 1100));
    acknowledge(&sides, 1200, true);
    g_assert_true(segments_are_missing(&sides.own));
}

static void test_syn_and_fin_count(void)
{
    struct sides   sides = {0};
    struct segment syn = {.sequence = 999, .syn = true};
    struct segment fin = {.sequence = 1000, .length = 10, .fin = true};

    g_assert_cmpint(segments_take(&sides.own, &sides.other, &syn), ==, SEGMENTS_NEW);
    g_assert_cmpuint(sides.own.next, ==, 1000);
    g_assert_cmpint(segments_take(&sides.own, &sides.other, &syn), ==, SEGMENTS_REPEATED);
    g_assert_cmpint(segments_take(&sides.own, &sides.other, &fin), ==, SEGMENTS_NEW);
    g_assert_cmpuint(sides.own.next, ==, 1011);
    /* A FIN that was not captured, but acknowledged, came before. */
    acknowledge(&sides, 1012, false);
    g_assert_true(segments_are_missing(&sides.own));
    /* A new SYN begins anew. */
    syn.sequence = 70000;
    g_assert_cmpint(segments_take(&sides.own, &sides.other, &syn), ==, SEGMENTS_NEW);
    g_assert_cmpuint(sides.own.next, ==, 70001);
    g_assert_false(segments_are_missing(&sides.own));
}

static void test_resets_beyond_what_was_captured(void)
{
    struct sides sides = {0};

    g_assert_false(segments_are_missing_before_reset(&sides.own, 5000));
    take(&sides, 1000, 100);
    g_assert_false(segments_are_missing_before_reset(&sides.own, 1100));
    g_assert_false(segments_are_missing_before_reset(&sides.own, 1050));
    g_assert_false(segments_are_missing_before_reset(&sides.own, 0));
    g_assert_true(segments_are_missing_before_reset(&sides.own, 1101));
    take(&sides, 1000, 100);
    g_assert_false(segments_are_missing_before_reset(&sides.own, 1101));
}

/** A capture that begins in the middle: what the other end waits for is due. */
static void test_begun_in_the_middle(void)
{
    struct sides sides = {0};

    acknowledge(&sides, 5000, false);
    g_assert_cmpint(take(&sides, 5000, 10), ==, SEGMENTS_NEW);
    g_assert_false(segments_are_missing(&sides.own));
    g_assert_cmpint(take(&sides, 4990, 10), ==, SEGMENTS_REPEATED);
}

/** Whatever comes, bounds hold, and bytes that were filled in are there. */
static void test_anything(void)
{
    for (int round = 0; round < 2000; round++) {
        struct sides sides = {0};

        for (int i = 0; i < 50; i++) {
            struct segment segment = {.sequence = (uint32_t)g_test_rand_int_range(-200, 400),
                                      .acknowledgement = (uint32_t)g_test_rand_int_range(-200, 400),
                                      .length = (uint32_t)g_test_rand_int_range(0, 80),
                                      .acknowledges = g_test_rand_bit(),
                                      .rst = g_test_rand_int_range(0, 20) == 0,
                                      .syn = g_test_rand_int_range(0, 40) == 0,
                                      .fin = g_test_rand_int_range(0, 40) == 0};
            segments_take(&sides.own, &sides.other, &segment);
            g_assert_cmpuint(sides.own.run_count, <=, SEGMENTS_RUNS_MAX);
            for (uint8_t k = 0; k < sides.own.run_count; k++) {
                uint32_t before = k == 0 ? sides.own.next : sides.own.runs[k - 1].end;
                g_assert_cmpint(segments_distance(before, sides.own.runs[k].begin), >, 0);
                g_assert_cmpint(segments_distance(sides.own.runs[k].begin, sides.own.runs[k].end), >, 0);
            }
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/segments/in_order", test_bytes_in_order);
    g_test_add_func("/segments/hole", test_hole_is_missing_until_it_is_filled);
    g_test_add_func("/segments/several_holes", test_several_holes);
    g_test_add_func("/segments/acknowledged", test_acknowledged_but_unseen);
    g_test_add_func("/segments/claimed", test_claimed_but_unseen);
    g_test_add_func("/segments/absurd", test_absurd_acknowledgements);
    g_test_add_func("/segments/syn_fin", test_syn_and_fin_count);
    g_test_add_func("/segments/reset", test_resets_beyond_what_was_captured);
    g_test_add_func("/segments/middle", test_begun_in_the_middle);
    g_test_add_func("/segments/anything", test_anything);
    return g_test_run();
}
