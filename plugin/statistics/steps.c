/* steps.c: what is to be changed, as a letter to the one who changes it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "steps.h"

#include <string.h>

#include "report.h"

/* What merely helps is no step. */
static bool asks_for_a_step(const struct summary_story *story)
{
    return story->severity >= RULE_WARNING;
}

static void append_step(GString *text, const struct summary_story *story, const char *remedy, unsigned number)
{
    const struct summary_words words = summary_words_of(story);
    char                       label[16], seen[LIMIT_TEXT_LENGTH];

    g_snprintf(label, sizeof label, "%u.", number);
    summary_words(&words, JUDGE_SUMMARY, seen);
    report_text_append_prose(text, label, seen);
    report_text_append_prose(text, "Change:", remedy);
    g_string_append_c(text, '\n');
}

void steps_append(const struct summary *summary, GString *text)
{
    GHashTable *told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (unsigned i = 0; i < summary->stories->len; i++) {
        const struct summary_story *story = g_ptr_array_index(summary->stories, i);
        const struct summary_words  words = summary_words_of(story);
        char                        remedy[LIMIT_TEXT_LENGTH];
        summary_words(&words, JUDGE_REMEDY, remedy);
        if (!asks_for_a_step(story) || remedy[0] == '\0' || g_hash_table_contains(told, remedy))
            continue;
        g_hash_table_add(told, g_strdup(remedy));
        append_step(text, story, remedy, g_hash_table_size(told));
    }
    if (g_hash_table_size(told) == 0)
        report_text_append_prose(text, "Verdict:", summary->verdict_text);
    g_hash_table_destroy(told);
}
