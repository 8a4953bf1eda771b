/* test_recognise.c: names find their rows, and no others, at a bounded cost.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The judge is a second matcher, written to be simple and slow, that asks every row of the table in turn.
 */
#include "recognise.h"

#include <string.h>

#include <glib.h>

/* ---- the second matcher ---- */

/** Does a glob match label by label, with its "*" for one or more whole labels? */
static bool glob_matches_by_label(const char *pattern, const char *name)
{
    char   **pattern_labels = g_strsplit(pattern, ".", -1);
    char   **labels = g_strsplit(name, ".", -1);
    unsigned pattern_count = g_strv_length(pattern_labels);
    unsigned count = g_strv_length(labels);
    bool     matches = count >= pattern_count;
    unsigned extra = count - pattern_count;

    for (unsigned i = 0, place = 0; matches && i < pattern_count; i++, place++) {
        if (strcmp(pattern_labels[i], "*") == 0)
            place += extra;
        else
            matches = strcmp(pattern_labels[i], labels[place]) == 0;
    }
    g_strfreev(pattern_labels);
    g_strfreev(labels);
    return matches;
}

static bool row_matches_simply(const struct endpoint *row, const char *name)
{
    switch (row->kind) {
    case ENDPOINT_EXACT:
        return strcmp(row->pattern, name) == 0;
    case ENDPOINT_GLOB:
        return glob_matches_by_label(row->pattern, name);
    case ENDPOINT_SUFFIX:
        return strlen(name) > strlen(row->pattern) && g_str_has_suffix(name, row->pattern);
    case ENDPOINT_PREFIX:
        return strlen(name) > strlen(row->pattern) && g_str_has_prefix(name, row->pattern);
    }
    return false;
}

/** Does the name begin with a listed name and a dot? */
static bool is_look_alike(const struct recognise_names *index, const char *name)
{
    for (size_t i = 0; i < index->count; i++) {
        const struct endpoint *row = &index->rows[i];
        size_t                 length = strlen(row->pattern);

        if (row->kind == ENDPOINT_EXACT && (index->clouds_wanted >> row->cloud & 1) != 0
            && g_str_has_prefix(name, row->pattern) && name[length] == '.')
            return true;
    }
    return false;
}

/** Best row by asking all of them: kinds in order, longer patterns within a kind. */
static const struct endpoint *find_simply(const struct recognise_names *index, const char *name)
{
    const struct endpoint *best = NULL;

    for (size_t i = 0; i < index->count; i++) {
        const struct endpoint *row = &index->rows[i];

        if ((index->clouds_wanted >> row->cloud & 1) == 0 || !row_matches_simply(row, name))
            continue;
        if (best == NULL || row->kind < best->kind
            || (row->kind == best->kind && strlen(row->pattern) > strlen(best->pattern)))
            best = row;
    }
    return best != NULL && best->kind == ENDPOINT_PREFIX && is_look_alike(index, name) ? NULL : best;
}

/* ---- indexes and look-ups ---- */

/** Index over the real table or a made-up one, with room for its arrays. */
struct name_index {
    struct recognise_names names;
    uint16_t              *order;
    uint16_t              *parent;
};

static struct name_index build(const struct endpoint *rows, size_t count, uint32_t clouds_wanted)
{
    struct name_index index = {.order = g_malloc_n(count, sizeof *index.order),
                               .parent = g_malloc_n(count, sizeof *index.parent)};

    recognise_names_build(&index.names, rows, count, index.order, index.parent);
    g_assert_cmphex(index.names.clouds_wanted, ==, CLOUD_DEFAULT_WANTED);
    index.names.clouds_wanted = clouds_wanted;
    return index;
}

static void clear(struct name_index *index)
{
    g_free(index->order);
    g_free(index->parent);
}

/** The largest whole number not above 2*log2(rows)+8. */
static unsigned allowed_comparisons(size_t rows)
{
    unsigned whole_logarithm = 0;

    while ((uint64_t)rows * rows >> (whole_logarithm + 1) != 0)
        whole_logarithm++;
    return whole_logarithm + 8;
}

/** Looks a name up as it would be sent; asserts the bound, and that the simple matcher agrees. */
static const struct endpoint *find(const struct recognise_names *index, const char *sent)
{
    struct recognise_name  name;
    const struct endpoint *row = NULL;
    unsigned               comparisons = 0;

    if (recognise_name_normalise((const uint8_t *)sent, strlen(sent), &name)) {
        const struct endpoint *expected = find_simply(index, name.text);

        row = recognise_name_find(index, &name, &comparisons);
        if (row != expected)
            g_error("%s: found %s, expected %s", sent, row == NULL ? "nothing" : row->pattern,
                    expected == NULL ? "nothing" : expected->pattern);
        g_assert_true(recognise_name_find(index, &name, NULL) == row);
    }
    if (comparisons > allowed_comparisons(index->count))
        g_error("%s: %u comparisons among %" G_GSIZE_FORMAT " rows", sent, comparisons, (gsize)index->count);
    return row;
}

static struct name_index real_index(void)
{
    return build(endpoints, endpoint_count, CLOUD_ALL_WANTED);
}

/* ---- the real table, pattern by pattern ---- */

static char *replace_star(const char *pattern, const char *labels)
{
    char **parts = g_strsplit(pattern, "*", 2);
    char  *name = parts[1] == NULL ? g_strdup(pattern) : g_strconcat(parts[0], labels, parts[1], NULL);

    g_strfreev(parts);
    return name;
}

/** A name that the pattern was made for; `labels` are not in any table. */
static char *example_of(const struct endpoint *row, const char *labels)
{
    switch (row->kind) {
    case ENDPOINT_EXACT:
        return g_strdup(row->pattern);
    case ENDPOINT_GLOB:
        return replace_star(row->pattern, labels);
    case ENDPOINT_SUFFIX:
        return g_strconcat(labels, row->pattern, NULL);
    case ENDPOINT_PREFIX:
        return g_strconcat(row->pattern, labels, ".example", NULL);
    }
    return NULL;
}

static void assert_recognised(const struct recognise_names *index, const struct endpoint *row, char *name)
{
    const struct endpoint *found = find(index, name);

    if (found == NULL || found->role != row->role || found->cloud != row->cloud)
        g_error("%s, an example of %s, found %s", name, row->pattern,
                found == NULL ? "nothing" : found->pattern);
    g_free(name);
}

static void assert_not_by_row(const struct recognise_names *index, const struct endpoint *row, char *name)
{
    if (find(index, name) == row)
        g_error("%s, a near miss, matches %s", name, row->pattern);
    g_free(name);
}

static void test_every_pattern_matches_its_examples(void)
{
    struct name_index index = real_index();

    for (size_t i = 0; i < endpoint_count; i++) {
        const struct endpoint *row = &endpoints[i];
        char                  *upper = example_of(row, "Contoso");

        assert_recognised(&index.names, row, example_of(row, "contoso"));
        assert_recognised(&index.names, row, example_of(row, "a.b"));
        assert_recognised(&index.names, row, example_of(row, "host-1.a.b.c.d.e.f"));
        assert_recognised(&index.names, row, g_strconcat(upper, ".", NULL));
        assert_recognised(&index.names, row, g_ascii_strup(upper, -1));
        g_free(upper);
    }
    clear(&index);
}

/** "notlogin.microsoftonline.com": ends as the example does, but within a label. */
static char *with_first_label_glued(const char *example)
{
    return g_strconcat("not", example, NULL);
}

static char *with_last_label_changed(const char *example)
{
    const char *last_dot = strrchr(example, '.');

    if (last_dot == NULL)
        return g_strdup("other");
    return g_strdup_printf("%.*s.other", (int)(last_dot - example), example);
}

static char *with_first_label_dropped(const char *example)
{
    const char *dot = strchr(example, '.');

    return g_strdup(dot == NULL ? "" : dot + 1);
}

static void test_near_misses_of_exact_names(void)
{
    struct name_index index = real_index();

    for (size_t i = 0; i < endpoint_count; i++) {
        const struct endpoint *row = &endpoints[i];

        if (row->kind == ENDPOINT_EXACT) {
            assert_not_by_row(&index.names, row, g_strconcat(row->pattern, ".example.net", NULL));
            assert_not_by_row(&index.names, row, with_first_label_glued(row->pattern));
            assert_not_by_row(&index.names, row, g_strconcat("host.", row->pattern, NULL));
            assert_not_by_row(&index.names, row, with_last_label_changed(row->pattern));
            assert_not_by_row(&index.names, row, with_first_label_dropped(row->pattern));
        }
    }
    clear(&index);
}

static void test_near_misses_of_globs(void)
{
    struct name_index index = real_index();

    for (size_t i = 0; i < endpoint_count; i++) {
        const struct endpoint *row = &endpoints[i];
        char                  *example = example_of(row, "contoso");

        if (row->kind == ENDPOINT_GLOB) {
            assert_not_by_row(&index.names, row, g_strconcat(example, ".example.net", NULL));
            assert_not_by_row(&index.names, row, with_first_label_glued(example));
            assert_not_by_row(&index.names, row, with_last_label_changed(example));
            assert_not_by_row(&index.names, row, with_first_label_dropped(example));
            assert_not_by_row(&index.names, row, replace_star(row->pattern, ""));
            assert_not_by_row(&index.names, row, g_strdelimit(g_strdup(example), ".", '-'));
        }
        g_free(example);
    }
    clear(&index);
}

static void test_near_misses_of_suffixes(void)
{
    struct name_index index = real_index();

    for (size_t i = 0; i < endpoint_count; i++) {
        const struct endpoint *row = &endpoints[i];
        char                  *example = example_of(row, "contoso");

        if (row->kind == ENDPOINT_SUFFIX) {
            assert_not_by_row(&index.names, row, g_strconcat(example, ".example.net", NULL));
            assert_not_by_row(&index.names, row, g_strconcat("not", row->pattern + 1, NULL));
            assert_not_by_row(&index.names, row, g_strconcat("contoso.not", row->pattern + 1, NULL));
            assert_not_by_row(&index.names, row, with_last_label_changed(example));
            assert_not_by_row(&index.names, row, g_strdup(row->pattern + 1));
            assert_not_by_row(&index.names, row, g_strdup(row->pattern));
        }
        g_free(example);
    }
    clear(&index);
}

static void test_near_misses_of_prefixes(void)
{
    struct name_index index = real_index();

    for (size_t i = 0; i < endpoint_count; i++) {
        const struct endpoint *row = &endpoints[i];

        if (row->kind == ENDPOINT_PREFIX) {
            char *label = g_strndup(row->pattern, strlen(row->pattern) - 1);

            assert_not_by_row(&index.names, row, g_strconcat("not", row->pattern, "contoso.example", NULL));
            assert_not_by_row(&index.names, row, g_strconcat("contoso.", row->pattern, "example", NULL));
            assert_not_by_row(&index.names, row, g_strconcat(label, "s.contoso.example", NULL));
            assert_not_by_row(&index.names, row, g_strdup("contoso.example"));
            assert_not_by_row(&index.names, row, g_strdup(row->pattern));
            g_free(label);
        }
    }
    clear(&index);
}

/* ---- the real table, names that people would try ---- */

struct expectation {
    const char *name;
    const char *pattern; /**< NULL: nothing */
};

static void test_chosen_names(void)
{
    static const struct expectation expectations[] = {
        {"outlook.office365.com", "outlook.office365.com"},
        {"OUTLOOK.Office365.COM.", "outlook.office365.com"},
        {"outlook.office365.com.example.net", NULL},
        {"autodiscover.outlook.com.contoso.local", NULL},
        {"outlook.office365.community", "outlook."},
        {"outlook.office36", "outlook."},
        {"login.microsoftonline.com.example.net", NULL},
        {"accounts.accesscontrol.windows.net.example.net", NULL},
        {"outlook.com", "outlook."},
        {"office365.com", NULL},
        {"notoutlook.com", NULL},
        {"not-outlook.com", NULL},
        {"host.outlook.com", ".outlook.com"},
        {"contoso.mail.protection.outlook.com", ".mail.protection.outlook.com"},
        {"mail.protection.outlook.com", ".protection.outlook.com"},
        {"autodiscover.contoso.onmicrosoft.com", "autodiscover.*.onmicrosoft.com"},
        {"autodiscover.contoso.mail.onmicrosoft.com", "autodiscover.*.mail.onmicrosoft.com"},
        {"autodiscover.mail.onmicrosoft.com", "autodiscover.*.onmicrosoft.com"},
        {"autodiscover.onmicrosoft.com", ".onmicrosoft.com"},
        {"contoso.mail.onmicrosoft.com", ".mail.onmicrosoft.com"},
        {"autodiscover.contoso.com", "autodiscover."},
        {"fs.contoso.com", "fs."},
        {"nfs.contoso.com", NULL},
        {"fs", NULL},
        {"fs.", NULL},
        {"example.com", NULL},
        {"com", NULL},
    };
    struct name_index index = real_index();

    for (size_t i = 0; i < G_N_ELEMENTS(expectations); i++) {
        const struct endpoint *row = find(&index.names, expectations[i].name);

        g_assert_cmpstr(row == NULL ? NULL : row->pattern, ==, expectations[i].pattern);
    }
    clear(&index);
}

/** A listed name with something behind it is nothing; where tenants choose labels it is a guess at most. */
static void test_look_alikes_match_nothing(void)
{
    struct name_index index = real_index();

    for (size_t i = 0; i < endpoint_count; i++) {
        if (endpoints[i].kind != ENDPOINT_PREFIX) {
            char                  *example = example_of(&endpoints[i], "contoso");
            char                  *name = g_strconcat(example, ".example.net", NULL);
            const struct endpoint *row = find(&index.names, name);

            if (endpoints[i].kind == ENDPOINT_EXACT)
                g_assert_null(row);
            g_assert_true(row == NULL || (row->kind == ENDPOINT_PREFIX && row->cloud == CLOUD_NONE));
            g_free(name);
            g_free(example);
        }
    }
    clear(&index);
}

static void test_closed_cloud_is_off_by_default(void)
{
    struct name_index index = build(endpoints, endpoint_count, CLOUD_DEFAULT_WANTED);

    for (size_t i = 0; i < endpoint_count; i++) {
        char                  *example = example_of(&endpoints[i], "contoso");
        const struct endpoint *row = find(&index.names, example);

        bool                   found = row != NULL && row->cloud == endpoints[i].cloud;

        g_assert_true(found == (endpoints[i].cloud != CLOUD_GERMANY));
        g_free(example);
    }
    index.names.clouds_wanted = CLOUD_ALL_WANTED;
    g_assert_nonnull(find(&index.names, "login.microsoftonline.de"));
    index.names.clouds_wanted = 0;
    g_assert_null(find(&index.names, "outlook.office365.com"));
    clear(&index);
}

/* ---- made-up tables ---- */

/* clang-format off */
#define ROW(text, row_kind, row_cloud) {.pattern = (text), .kind = (row_kind), .cloud = (row_cloud)}
/* clang-format on */

static void test_unwanted_rows_hide_nothing(void)
{
    static const struct endpoint rows[] = {
        ROW(".example.net", ENDPOINT_SUFFIX, CLOUD_WORLDWIDE),
        ROW(".a.example.net", ENDPOINT_SUFFIX, CLOUD_GERMANY),
        ROW("h.*.example.net", ENDPOINT_GLOB, CLOUD_GERMANY),
        ROW("h.a.example.net", ENDPOINT_EXACT, CLOUD_GERMANY),
        ROW("h.a.example.net", ENDPOINT_EXACT, CLOUD_DOD),
        ROW("host.", ENDPOINT_PREFIX, CLOUD_NONE),
        ROW("host.b.", ENDPOINT_PREFIX, CLOUD_GERMANY),
        ROW(".c.example.org", ENDPOINT_SUFFIX, CLOUD_GERMANY),
        ROW("host.example.com", ENDPOINT_EXACT, CLOUD_GERMANY),
        ROW("host.d.example.com", ENDPOINT_EXACT, CLOUD_DOD),
    };
    struct name_index index = build(rows, G_N_ELEMENTS(rows), CLOUD_DEFAULT_WANTED);

    g_assert_true(find(&index.names, "x.a.example.net") == &rows[0]);
    g_assert_true(find(&index.names, "h.b.example.net") == &rows[0]);
    g_assert_true(find(&index.names, "h.a.example.net") == &rows[4]);
    g_assert_true(find(&index.names, "host.b.example.com") == &rows[5]);
    g_assert_true(find(&index.names, "host.c.example.org") == &rows[5]);
    g_assert_null(find(&index.names, "x.c.example.org"));
    g_assert_true(find(&index.names, "host.example.com") == &rows[5]);
    g_assert_true(find(&index.names, "host.example.com.local") == &rows[5]);
    g_assert_null(find(&index.names, "host.d.example.com.local"));
    index.names.clouds_wanted &= ~CLOUD_BIT(CLOUD_DOD);
    g_assert_true(find(&index.names, "h.a.example.net") == &rows[0]);
    clear(&index);
}

static void test_kinds_and_lengths_decide(void)
{
    static const struct endpoint rows[] = {
        ROW("a.*.net", ENDPOINT_GLOB, CLOUD_DOD),
        ROW("a.b.*.net", ENDPOINT_GLOB, CLOUD_DOD),
        ROW("a.*.example.net", ENDPOINT_GLOB, CLOUD_DOD),
        ROW(".c.d.example.net", ENDPOINT_SUFFIX, CLOUD_DOD),
        ROW("a.b.c.d.example.net", ENDPOINT_EXACT, CLOUD_DOD),
        ROW("no-star.net", ENDPOINT_GLOB, CLOUD_DOD),
        ROW("*.star.net", ENDPOINT_GLOB, CLOUD_DOD),
    };
    struct name_index index = build(rows, G_N_ELEMENTS(rows), CLOUD_DEFAULT_WANTED);

    g_assert_true(find(&index.names, "a.b.c.d.example.net") == &rows[4]);
    g_assert_true(find(&index.names, "a.x.c.d.example.net") == &rows[2]);
    g_assert_true(find(&index.names, "a.b.x.net") == &rows[1]);
    g_assert_true(find(&index.names, "a.x.net") == &rows[0]);
    g_assert_true(find(&index.names, "b.c.d.example.net") == &rows[3]);
    g_assert_true(find(&index.names, "a.b.star.net") == &rows[6]);
    g_assert_null(find(&index.names, "star.net"));
    g_assert_null(find(&index.names, "x.a.net"));
    clear(&index);
}

static void test_empty_and_one_sided_tables(void)
{
    static const struct endpoint prefixes[] = {ROW("fs.", ENDPOINT_PREFIX, CLOUD_NONE)};
    static const struct endpoint suffixes[] = {ROW(".net", ENDPOINT_SUFFIX, CLOUD_DOD)};
    struct recognise_names       nothing;
    struct recognise_name        name = {"fs.net", 6};
    struct recognise_name        empty = {"", 0};

    recognise_names_build(&nothing, endpoints, 0, NULL, NULL);
    g_assert_null(recognise_name_find(&nothing, &name, NULL));

    struct name_index index = build(prefixes, 1, CLOUD_DEFAULT_WANTED);
    g_assert_true(find(&index.names, "fs.net") == prefixes);
    g_assert_null(find(&index.names, "net"));
    clear(&index);

    index = build(suffixes, 1, CLOUD_DEFAULT_WANTED);
    g_assert_true(find(&index.names, "fs.net") == suffixes);
    g_assert_null(recognise_name_find(&index.names, &empty, NULL));
    clear(&index);
}

/* ---- cost, and agreement with the simple matcher ---- */

/** One of the table's patterns or labels, or a label that no table has. */
static char *random_part(const struct endpoint *rows, size_t count)
{
    static const char *const strangers[] = {"contoso", "a", "not", "mail", "autodiscover", "com", "net"};
    const char              *pattern = rows[(size_t)g_test_rand_int_range(0, (gint32)count)].pattern;

    switch (g_test_rand_int_range(0, 3)) {
    case 0:
        return g_strdup(strangers[g_test_rand_int_range(0, G_N_ELEMENTS(strangers))]);
    case 1: {
        char **labels = g_strsplit(pattern, ".", -1);
        char  *label = g_strdup(labels[g_test_rand_int_range(0, (gint32)g_strv_length(labels))]);

        g_strfreev(labels);
        return label;
    }
    default:
        return replace_star(pattern, "tenant");
    }
}

/** Parts joined with or without a dot: names that nearly, or just, match. */
static char *random_name(const struct endpoint *rows, size_t count)
{
    GString *name = g_string_new(NULL);

    for (gint32 parts = g_test_rand_int_range(1, 5); parts > 0; parts--) {
        char *part = random_part(rows, count);

        if (name->len == 0 && part[0] == '.')
            g_string_append_c(name, 'a');
        if (name->len > 0 && part[0] != '.' && g_test_rand_int_range(0, 8) != 0)
            g_string_append_c(name, '.');
        g_string_append(name, part);
        g_free(part);
    }
    return g_string_free(name, FALSE);
}

static void assert_random_names_agree(const struct recognise_names *index, unsigned rounds)
{
    unsigned found = 0;

    for (unsigned round = 0; round < rounds; round++) {
        char *name = random_name(index->rows, index->count);

        found += find(index, name) != NULL;
        g_free(name);
    }
    g_assert_cmpuint(found, >, rounds / 100);
}

static void test_real_table_agrees_with_simple_matcher(void)
{
    struct name_index index = real_index();

    assert_random_names_agree(&index.names, 20000);
    index.names.clouds_wanted = CLOUD_DEFAULT_WANTED;
    assert_random_names_agree(&index.names, 5000);
    index.names.clouds_wanted = CLOUD_BIT(CLOUD_NONE) | CLOUD_BIT(CLOUD_GERMANY) | CLOUD_BIT(CLOUD_CHINA);
    assert_random_names_agree(&index.names, 5000);
    clear(&index);
}

/** Fills the rest of a 255-byte name with copies of a text. */
static char *repeated(const char *text, const char *end)
{
    GString *name = g_string_new(NULL);

    while (name->len + strlen(text) + strlen(end) <= LIMIT_NAME_LENGTH)
        g_string_append(name, text);
    g_string_append(name, end);
    return g_string_free(name, FALSE);
}

static void test_hostile_names_cost_no_more(void)
{
    static const char *const texts[] = {"a.",         "autodiscover.",    "mail.",  "onmicrosoft.com.",
                                        "com.",       "autodiscover.mail.onmicrosoft.com.",
                                        "outlook.com.", "protection.",      "0.",     "z"};
    struct name_index        index = real_index();

    for (size_t text = 0; text < G_N_ELEMENTS(texts); text++) {
        for (size_t i = 0; i < endpoint_count; i++) {
            char *end = example_of(&endpoints[i], "mail");
            char *name = repeated(texts[text], end);
            char *start = g_strconcat("autodiscover.", name + strlen("autodiscover."), NULL);

            (void)find(&index.names, name);
            (void)find(&index.names, start);
            g_free(start);
            g_free(name);
            g_free(end);
        }
    }
    clear(&index);
}

/** The bound for every name there can be: both searches in full, and every glob that one chain holds. */
static void test_real_table_keeps_bound_for_every_name(void)
{
    struct name_index index = real_index();
    unsigned          most_globs = 0;

    for (size_t start = 0; start < endpoint_count; start++) {
        unsigned globs = 0;

        for (size_t place = start; place != endpoint_count; place = index.parent[place])
            globs += endpoints[index.order[place]].kind == ENDPOINT_GLOB;
        most_globs = MAX(most_globs, globs);
    }
    unsigned searches = g_bit_storage((gulong)index.names.forward_start)
                        + g_bit_storage((gulong)(endpoint_count - index.names.forward_start));
    g_assert_cmpuint(searches + most_globs, <=, allowed_comparisons(endpoint_count));
    clear(&index);
}

#define MADE_UP_ROWS 20000

/** Deeply nested suffixes, exact names below them, globs and prefixes, in no order. */
static struct endpoint *made_up_table(void)
{
    struct endpoint *rows = g_malloc0_n(MADE_UP_ROWS, sizeof *rows);
    GString         *deep = g_string_new(".example.net");

    for (unsigned i = 0; i < MADE_UP_ROWS; i++) {
        unsigned number = i * 7919U % MADE_UP_ROWS;
        char    *pattern = NULL;

        rows[i].kind = (enum endpoint_kind)(number % 4);
        rows[i].cloud = (enum cloud)(number / 4 % CLOUD_COUNT);
        switch (rows[i].kind) {
        case ENDPOINT_EXACT:
            pattern = g_strdup_printf("host%u.zone%u.example.net", number, number % 50);
            break;
        case ENDPOINT_GLOB:
            pattern = g_strdup_printf("h%u.*.zone%u.example.org", number % 3, number);
            break;
        case ENDPOINT_SUFFIX:
            g_string_prepend(deep, number % 5 == 0 && deep->len < 200 ? ".d" : "");
            pattern = deep->len < 200 && number % 5 == 0 ? g_strdup(deep->str)
                                                         : g_strdup_printf(".zone%u.example.net", number);
            break;
        case ENDPOINT_PREFIX:
            pattern = g_strdup_printf("p%u.", number);
            break;
        }
        rows[i].pattern = pattern;
    }
    g_string_free(deep, TRUE);
    return rows;
}

static void test_large_table_keeps_bound(void)
{
    struct endpoint  *rows = made_up_table();
    struct name_index index = build(rows, MADE_UP_ROWS, CLOUD_ALL_WANTED);

    for (size_t i = 0; i < MADE_UP_ROWS; i += 17) {
        char *name = example_of(&rows[i], "contoso");

        g_assert_nonnull(find(&index.names, name));
        g_free(name);
    }
    assert_random_names_agree(&index.names, 3000);
    index.names.clouds_wanted = CLOUD_BIT(CLOUD_DOD) | CLOUD_BIT(CLOUD_CHINA);
    assert_random_names_agree(&index.names, 1000);
    clear(&index);
    for (size_t i = 0; i < MADE_UP_ROWS; i++)
        g_free((char *)(uintptr_t)rows[i].pattern);
    g_free(rows);
}

/* ---- names as sent ---- */

static void assert_normalises(const char *sent, size_t length, const char *expected)
{
    struct recognise_name name;
    bool                  good = recognise_name_normalise((const uint8_t *)sent, length, &name);

    if (good != (expected != NULL))
        g_error("\"%s\" was %s", sent, good ? "accepted" : "refused");
    g_assert_cmpuint(name.length, ==, good ? strlen(expected) : 0);
    if (good)
        g_assert_cmpstr(name.text, ==, expected);
}

static void test_normalise(void)
{
    static const char *const refused[] = {
        "", ".", "..", "...", ".a", "a..", "a..b", "a b", "a\tb", "a\x7f", "\xc3\xa9.com", " a", "a ",
        "192.0.2.1", "192.0.2.1.", "::1", "2001:db8::1", "[::1]", "[2001:db8::1]", "::ffff:192.0.2.1",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++)
        assert_normalises(refused[i], strlen(refused[i]), NULL);
    assert_normalises("a", 1, "a");
    assert_normalises("A.", 2, "a");
    assert_normalises("AZaz09-_.*", 10, "azaz09-_.*");
    assert_normalises("1.2.3", 5, "1.2.3");
    assert_normalises("1.2.3.4.example.net", 19, "1.2.3.4.example.net");
    assert_normalises("outlook.com/x", 11, "outlook.com");
    assert_normalises("a\0b", 3, NULL);
}

static void test_normalise_lengths(void)
{
    char text[LIMIT_NAME_LENGTH + 3];

    memset(text, 'a', sizeof text);
    for (size_t i = 40; i < LIMIT_NAME_LENGTH; i += 41)
        text[i] = '.';
    char *longest = g_strndup(text, LIMIT_NAME_LENGTH);
    assert_normalises(text, LIMIT_NAME_LENGTH, longest);
    assert_normalises(text, LIMIT_NAME_LENGTH + 1, NULL);
    text[LIMIT_NAME_LENGTH] = '.';
    assert_normalises(text, LIMIT_NAME_LENGTH + 1, longest);
    assert_normalises(text, LIMIT_NAME_LENGTH + 2, NULL);
    g_free(longest);

    struct name_index index = real_index();
    char             *name = repeated("a.", "contoso.outlook.com");
    g_assert_cmpuint(strlen(name), >=, LIMIT_NAME_LENGTH - 1);
    g_assert_cmpstr(find(&index.names, name)->pattern, ==, ".outlook.com");
    g_free(name);
    clear(&index);
}

static void test_match_source_ids(void)
{
    static const char *const ids[MATCH_SOURCE_COUNT] = {
        "none", "port", "address", "smtp", "dns", "certificate", "http_host", "connect", "sni", "user_table",
    };

    for (unsigned i = 0; i < MATCH_SOURCE_COUNT; i++)
        g_assert_cmpstr(match_source_id((enum match_source)i), ==, ids[i]);
    g_assert_cmpstr(match_source_id(MATCH_SOURCE_COUNT), ==, "none");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/recognise/every_pattern_matches_its_examples", test_every_pattern_matches_its_examples);
    g_test_add_func("/recognise/near_misses_of_exact_names", test_near_misses_of_exact_names);
    g_test_add_func("/recognise/near_misses_of_globs", test_near_misses_of_globs);
    g_test_add_func("/recognise/near_misses_of_suffixes", test_near_misses_of_suffixes);
    g_test_add_func("/recognise/near_misses_of_prefixes", test_near_misses_of_prefixes);
    g_test_add_func("/recognise/chosen_names", test_chosen_names);
    g_test_add_func("/recognise/look_alikes_match_nothing", test_look_alikes_match_nothing);
    g_test_add_func("/recognise/closed_cloud_is_off_by_default", test_closed_cloud_is_off_by_default);
    g_test_add_func("/recognise/unwanted_rows_hide_nothing", test_unwanted_rows_hide_nothing);
    g_test_add_func("/recognise/kinds_and_lengths_decide", test_kinds_and_lengths_decide);
    g_test_add_func("/recognise/empty_and_one_sided_tables", test_empty_and_one_sided_tables);
    g_test_add_func("/recognise/agrees_with_simple_matcher", test_real_table_agrees_with_simple_matcher);
    g_test_add_func("/recognise/hostile_names_cost_no_more", test_hostile_names_cost_no_more);
    g_test_add_func("/recognise/keeps_bound_for_every_name", test_real_table_keeps_bound_for_every_name);
    g_test_add_func("/recognise/large_table_keeps_bound", test_large_table_keeps_bound);
    g_test_add_func("/recognise/normalise", test_normalise);
    g_test_add_func("/recognise/normalise_lengths", test_normalise_lengths);
    g_test_add_func("/recognise/match_source_ids", test_match_source_ids);
    return g_test_run();
}
