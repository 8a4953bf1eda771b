/* dated_facts.c: the table of hints -> a paragraph beside the verdict.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Told whatever the verdict says: who repairs TLS and is blocked the next day was not helped.
 */
#include "dated_facts.h"

#include "../core/dated.h"

static bool hint_applies(const struct hint *hint, const struct summary *summary)
{
    if (summary->capture == NULL ||
        !dated_is_of_its_time(hint, &summary->capture->first_time, &summary->capture->last_time))
        return false;
    for (unsigned i = 0; i < summary->flows->len; i++) {
        if (dated_is_of_its_traffic(hint, g_ptr_array_index(summary->flows, i)))
            return true;
    }
    return false;
}

char *dated_facts_of(const struct summary *summary)
{
    GString *text = g_string_new(NULL);

    for (size_t i = 0; i < hint_count; i++) {
        if (hint_applies(&hints[i], summary))
            g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "If free/busy still fails: ", hints[i].text);
    }
    if (text->len > 0)
        g_string_append(
            text,
            " All as announced in Message Center MC1485116 and on the Exchange Team blog; check the Message Center.");
    return g_string_free(text, text->len == 0);
}
