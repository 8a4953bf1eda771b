/* fuzz_name.c: libFuzzer target for the host names of core/recognise: the bytes as a name.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "recognise.h"

#include <string.h>

#include <glib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct recognise_names *names(void)
{
    static struct recognise_names index;

    if (index.rows == NULL)
        recognise_names_build(&index, endpoints, endpoint_count, g_new(uint16_t, endpoint_count),
                              g_new(uint16_t, endpoint_count));
    return &index;
}

static void check_match(const struct endpoint *row, const char *name)
{
    const char *star = strchr(row->pattern, '*');

    if (row->kind == ENDPOINT_EXACT)
        g_assert_cmpstr(row->pattern, ==, name);
    else if (row->kind == ENDPOINT_PREFIX)
        g_assert_true(g_str_has_prefix(name, row->pattern));
    else
        g_assert_true(g_str_has_suffix(name, star != NULL ? star + 1 : row->pattern));
    g_assert_true(row->kind == ENDPOINT_EXACT || strlen(name) > strlen(row->pattern) - (star != NULL ? 1 : 0));
    g_assert_cmpuint(names()->clouds_wanted & CLOUD_BIT(row->cloud), !=, 0);
}

/** The bound that recognise.h promises. */
static void check_comparisons(unsigned comparisons)
{
    g_assert_cmpuint(comparisons, <=, 2 * g_bit_storage(endpoint_count) + 8);
}

static const struct endpoint *find(const struct recognise_name *name)
{
    struct recognise_name  again;
    unsigned               comparisons = 0;
    const struct endpoint *row = recognise_name_find(names(), name, &comparisons);

    check_comparisons(comparisons);
    g_assert_cmpuint(strlen(name->text), ==, name->length);
    g_assert_cmpuint(name->length, >, 0);
    g_assert_true(recognise_name_normalise((const uint8_t *)name->text, name->length, &again));
    g_assert_cmpstr(again.text, ==, name->text);
    if (row != NULL)
        check_match(row, name->text);
    return row;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct recognise_name  name;
    const struct endpoint *row = NULL;
    char                  *text = g_malloc(size + 1); /* ends where its allocation ends */

    memset(&name, 0xAA, sizeof name);
    if (recognise_name_normalise(data, size, &name))
        row = find(&name);
    else
        g_assert_cmpuint(name.length, ==, 0);
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    if (strlen(text) == size) {
        g_assert_true(recognise_text(names(), text, true) == row);
        g_assert_true(recognise_text(names(), text, false) ==
                      (row != NULL && row->kind == ENDPOINT_PREFIX ? NULL : row));
    }
    g_free(text);
    return 0;
}
