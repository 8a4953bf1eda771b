/* headline.c: the verdict in one line, and where its evidence begins.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "headline.h"

#include <string.h>

#include "../core/tls_names.h"
#include "judged.h"

/* Not to know is no level of severity: it stands there in words. */
static const struct {
    const char *level, *shown;
} levels[] = {
    {"ok", "OK"}, {"note", "NOTE"}, {"warning", "WARNING"}, {"error", "ERROR"}, {"unknown", "CANNOT TELL"},
};

static const char *shown_level(const char *level)
{
    for (size_t i = 0; i < G_N_ELEMENTS(levels); i++) {
        if (strcmp(levels[i].level, level) == 0)
            return levels[i].shown;
    }
    return level;
}

/* The story that the level was taken from: other traffic counts where there is nothing hybrid. */
static const struct summary_story *leading_story(const struct summary *summary)
{
    const struct summary_story *first = summary->stories->len > 0 ? g_ptr_array_index(summary->stories, 0) : NULL;

    return first != NULL && (first->hybrid || summary->judged.hybrid == 0) ? first : NULL;
}

static void append_machine(GString *line, const struct address *address, const char *label)
{
    char text[ADDRESS_TEXT_LENGTH];

    g_string_append(line, address_format(address, text, sizeof text));
    if (label != NULL)
        g_string_append_printf(line, " (%s)", label);
}

/* "TLS 1.0" where that is all that a client of old versions offers. */
static const char *old_offer(const struct summary_story *story)
{
    if (judge_find(story->flow, FINDING_CLIENT_OFFERS_BELOW_TLS12) == NULL ||
        story->flow->max_version >= TLS_VERSION_1_2)
        return NULL;
    return tls_version_name(story->flow->max_version);
}

/* ": 2 calls failed", of those that failed. */
static void append_count(GString *line, const struct summary_story *story)
{
    unsigned failed = 0;

    for (unsigned i = 0; i < story->flows->len; i++)
        failed += flow_failed(g_ptr_array_index(story->flows, i)) ? 1 : 0;
    if (failed > 0)
        g_string_append_printf(line, ": %u call%s failed", failed, failed == 1 ? "" : "s");
}

static void append_story(GString *line, const struct summary_story *story)
{
    const char *title = findings[rules[story->rule].finding].title;

    if (story->lookup != NULL) {
        append_machine(line, &story->lookup->client, story->lookup->client_label);
        g_string_append_printf(line, " asks for %s: %s", story->lookup->name, title);
    } else if (story->flow == NULL || story->patterns->len == 0) {
        g_string_append(line, title);
    } else if (old_offer(story) != NULL) {
        append_machine(line, &flow_client(story->flow)->address, flow_client(story->flow)->label);
        g_string_append_printf(line, " offers only %s to %s", old_offer(story),
                               roles[story->flow->recognition.role].name);
        append_count(line, story);
    } else {
        append_machine(line, &flow_client(story->flow)->address, flow_client(story->flow)->label);
        g_string_append_printf(line, " to %s: %s", roles[story->flow->recognition.role].name, title);
    }
}

/* "TLS 1.2", or what all of them have at least. */
static void append_health(GString *line, const struct summary *summary)
{
    unsigned count = summary->judged.completed;
    uint16_t lowest = 0;
    bool     equal = true;

    for (unsigned i = 0; i < summary->flows->len; i++) {
        const struct flow *flow = g_ptr_array_index(summary->flows, i);
        if (!roles[flow->recognition.role].hybrid || flow->version == 0)
            continue;
        equal = equal && (lowest == 0 || flow->version == lowest);
        lowest = lowest == 0 || flow->version < lowest ? flow->version : lowest;
    }
    g_string_append_printf(line, "%u hybrid flow%s completed with %s%s", count, count == 1 ? "" : "s",
                           tls_version_name(lowest), equal ? "" : " or above");
}

/* Names come from packets. */
static char *printable(const char *text)
{
    char    *valid = g_utf8_make_valid(text, -1);
    GString *result = g_string_new(NULL);

    for (const char *next = valid; *next != '\0'; next = g_utf8_next_char(next)) {
        gunichar character = g_utf8_get_char(next);
        g_string_append_unichar(result, g_unichar_isprint(character) ? character : '?');
    }
    g_free(valid);
    return g_string_free(result, false);
}

/* Cuts what is too long before a word. */
static void shorten(char *line)
{
    char *end = line;

    if (g_utf8_strlen(line, -1) <= HEADLINE_LETTERS)
        return;
    end = g_utf8_offset_to_pointer(line, HEADLINE_LETTERS - (glong)strlen("..."));
    while (end > line && *end != ' ')
        end--;
    if (end == line)
        end = g_utf8_offset_to_pointer(line, HEADLINE_LETTERS - (glong)strlen("..."));
    memcpy(end, "...", sizeof "...");
}

char *headline_make(const struct summary *summary, bool so_far)
{
    const struct summary_story *story = leading_story(summary);
    GString                    *line = g_string_new(so_far ? "So far: " : "");
    char                       *result = NULL;

    g_string_append_printf(line, "%s  ", shown_level(summary->verdict_level));
    if (story != NULL)
        append_story(line, story);
    else if (judged_is_healthy(summary))
        append_health(line, summary);
    else
        g_string_append_len(line, summary->verdict_text,
                            (gssize)judge_piece_length(summary->verdict_text, LIMIT_TEXT_LENGTH));
    result = printable(line->str);
    g_string_free(line, true);
    shorten(result);
    return result;
}

static uint32_t earlier(uint32_t first, uint32_t second)
{
    if (first == 0 || second == 0)
        return first + second;
    return MIN(first, second);
}

/* The frame that shows it; of what no frame shows, the one that the call began with. */
static uint32_t first_error_of_flow(const struct flow *flow)
{
    uint32_t frame = 0;

    for (size_t i = 0; i < flow->finding_count; i++) {
        if (rules[flow->findings[i].rule].severity == RULE_ERROR)
            frame = earlier(frame, flow->findings[i].frame);
    }
    if (frame != 0)
        return frame;
    return flow->frames.client_hello != 0 ? flow->frames.client_hello : flow->frames.first;
}

static uint32_t first_error_of_story(const struct summary_story *story)
{
    uint32_t frame = story->lookup != NULL ? story->lookup->frame : 0;

    for (unsigned i = 0; i < story->flows->len; i++)
        frame = earlier(frame, first_error_of_flow(g_ptr_array_index(story->flows, i)));
    return frame;
}

uint32_t headline_first_error(const struct summary *summary)
{
    const struct summary_story *leading = leading_story(summary);
    uint32_t                    frame = 0;

    for (unsigned i = 0; leading != NULL && i < summary->stories->len; i++) {
        const struct summary_story *story = g_ptr_array_index(summary->stories, i);
        if (story->severity == RULE_ERROR && story->hybrid == leading->hybrid)
            frame = earlier(frame, first_error_of_story(story));
    }
    return frame;
}

const char *headline_error_filter(const struct summary *summary)
{
    const struct summary_story *leading = leading_story(summary);

    if (leading != NULL && !leading->hybrid)
        return "exchange_hybrid.flow_severity == \"error\"";
    return "exchange_hybrid.flow_severity == \"error\" && exchange_hybrid.hybrid == 1";
}
