/* test_knowledge_verdicts.c: the table of what is said first is whole: each finding has its words, whatever its facts.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <glib.h>
#include <string.h>

#include "verdicts.h"

static const struct verdict_row *last_row_of(enum finding_id finding)
{
    const struct verdict_row *last = NULL;

    for (size_t i = 0; i < verdict_count; i++) {
        if (verdicts[i].finding == finding)
            last = &verdicts[i];
    }
    return last;
}

static void test_each_finding_has_a_row_that_always_holds(void)
{
    for (int finding = 0; finding < FINDING_COUNT; finding++) {
        const struct verdict_row *last = last_row_of((enum finding_id)finding);
        g_assert_nonnull(last);
        g_assert_true(last->needs == 0 && last->needs_evidence == 0);
    }
}

static void test_each_row_has_its_words(void)
{
    for (size_t i = 0; i < verdict_count; i++) {
        const struct verdict_row *row = &verdicts[i];
        g_assert_true((row->in_short == NULL) == findings[row->finding].report_only);
        g_assert_cmpuint(strlen(row->cause), >, 0);
        g_assert_nonnull(row->do_first);
        g_assert_nonnull(row->check);
        /* One line, and whole sentences. */
        g_assert_null(strchr(row->do_first, '\n'));
        g_assert_true(g_str_has_suffix(row->cause, ".") || g_str_has_suffix(row->cause, "{error_meaning}"));
        g_assert_true(g_str_has_suffix(row->do_first, ".") || strcmp(row->do_first, "{error_check}") == 0);
    }
}

/* A row that a more general one of its finding stands before would never speak. */
static void test_no_row_stands_behind_one_that_needs_less(void)
{
    for (size_t later = 0; later < verdict_count; later++) {
        for (size_t i = 0; i < later; i++) {
            const struct verdict_row *earlier = &verdicts[i], *row = &verdicts[later];
            if (earlier->finding == row->finding)
                g_assert_false((earlier->needs & ~row->needs) == 0 &&
                               (earlier->needs_evidence & ~row->needs_evidence) == 0);
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/verdicts/each_finding_has_a_row_that_always_holds",
                    test_each_finding_has_a_row_that_always_holds);
    g_test_add_func("/verdicts/each_row_has_its_words", test_each_row_has_its_words);
    g_test_add_func("/verdicts/no_row_stands_behind_one_that_needs_less",
                    test_no_row_stands_behind_one_that_needs_less);
    return g_test_run();
}
