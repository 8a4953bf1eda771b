/* recognise_benchmark.c: prints what a look-up of a name costs in a small and in a large table.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Judges nothing: times differ between machines. That the cost grows with the logarithm of the rows at most,
 * the unit test of recognise.c asserts by counting comparisons.
 */
#include "recognise.h"

#include <string.h>

#include <glib.h>

#define LOOKUPS     1000000
#define NAMES       1024
#define LARGE_TABLE 20000
#define SMALL_TABLE 200

/** Exact names, suffixes, globs and prefixes in the proportions of the real table, roughly. */
static struct endpoint *make_table(size_t count)
{
    struct endpoint *rows = g_malloc0_n(count, sizeof *rows);

    for (size_t i = 0; i < count; i++) {
        unsigned number = (unsigned)i;

        if (i % 20 == 0) {
            rows[i].kind = ENDPOINT_PREFIX;
            rows[i].pattern = g_strdup_printf("host%u.", number);
        } else if (i % 20 == 1) {
            rows[i].kind = ENDPOINT_GLOB;
            rows[i].pattern = g_strdup_printf("autodiscover.*.zone%u.example.com", number);
        } else if (i % 2 == 0) {
            rows[i].kind = ENDPOINT_SUFFIX;
            rows[i].pattern = g_strdup_printf(".zone%u.example.com", number);
        } else {
            rows[i].kind = ENDPOINT_EXACT;
            rows[i].pattern = g_strdup_printf("host%u.example.com", number);
        }
    }
    return rows;
}

static void free_table(struct endpoint *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        g_free((char *)(uintptr_t)rows[i].pattern);
    g_free(rows);
}

/** Names in the shapes of the rows; some match one of every kind, most do not. */
static void make_names(struct recognise_name *names, size_t rows)
{
    static const char *const forms[] = {"host%u.example.com", "a.b.zone%u.example.com",
                                        "autodiscover.contoso.zone%u.example.com", "host%u.contoso.net",
                                        "www%u.example.org"};

    for (size_t i = 0; i < NAMES; i++) {
        char  *number = g_strdup_printf("%u", (unsigned)(i * 7919 % rows));
        char **parts = g_strsplit(forms[i % G_N_ELEMENTS(forms)], "%u", 2);
        char  *text = g_strjoinv(number, parts);

        (void)recognise_name_normalise((const uint8_t *)text, strlen(text), &names[i]);
        g_free(text);
        g_strfreev(parts);
        g_free(number);
    }
}

static void measure(const struct endpoint *rows, size_t count)
{
    struct recognise_names index;
    struct recognise_name *names = g_malloc0_n(NAMES, sizeof *names);
    uint16_t              *order = g_malloc_n(count, sizeof *order);
    uint16_t              *parent = g_malloc_n(count, sizeof *parent);
    unsigned               comparisons = 0;
    unsigned               found = 0;

    gint64 before_build = g_get_monotonic_time();
    recognise_names_build(&index, rows, count, order, parent);
    index.clouds_wanted = CLOUD_ALL_WANTED;
    gint64 built = g_get_monotonic_time();

    make_names(names, count);
    gint64 start = g_get_monotonic_time();
    for (unsigned i = 0; i < LOOKUPS; i++)
        found += recognise_name_find(&index, &names[i % NAMES], &comparisons) != NULL;
    gint64 microseconds = g_get_monotonic_time() - start;

    g_print("%5u rows: %4.0f ns and %4.1f comparisons a look-up, %2.0f%% found, index built in %.2f ms\n",
            (unsigned)count, (double)microseconds * 1000 / LOOKUPS, (double)comparisons / LOOKUPS,
            (double)found * 100 / LOOKUPS, (double)(built - before_build) / 1000);
    g_free(parent);
    g_free(order);
    g_free(names);
}

static void measure_made_up(size_t count)
{
    struct endpoint *rows = make_table(count);

    measure(rows, count);
    free_table(rows, count);
}

int main(void)
{
    measure_made_up(SMALL_TABLE);
    measure_made_up(LARGE_TABLE);
    g_print("The table of this plugin:\n");
    measure(endpoints, endpoint_count);
    return 0;
}
