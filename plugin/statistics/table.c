/* table.c: one table of the Statistics menu.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark's tables have no callback for drawing. tshark and sharkd draw once all packets were told: the rows are made
 * just before that, in order. A window shows the rows after it had the packets told again, when the flows are what they are
 * going to be: there each flow is put in as it comes.
 */
#include "table.h"

#include <string.h>

#include "../core/tls_names.h"

#define TABLES_MAX 8

static struct table *tables[TABLES_MAX];
static size_t        table_count;

static struct table *table_of_ui(const stat_tap_table_ui *ui)
{
    size_t i = 0;

    while (i < table_count && &tables[i]->ui != ui)
        i++;
    return i < table_count ? tables[i] : NULL;
}

static struct table *table_of_title(const char *title)
{
    size_t i = 0;

    while (i < table_count && strcmp(tables[i]->kind->title, title) != 0)
        i++;
    return i < table_count ? tables[i] : NULL;
}

/* NULL while Wireshark holds none: it frees them when it needs them no longer. */
static stat_tap_table *rows_of(struct table *table)
{
    return stat_tap_find_table(&table->ui, table->kind->title);
}

static bool is_shown_in_window(const struct table *table)
{
    return table->ui.refcount > 0;
}

static void free_cell(stat_tap_table_item_type *cell)
{
    if (cell->type == TABLE_ITEM_STRING)
        g_free((void *)(uintptr_t)cell->value.string_value);
    cell->type = TABLE_ITEM_NONE;
}

static void free_old_rows(struct table *table)
{
    for (unsigned i = 0; i < table->old_rows->len; i++) {
        stat_tap_table_item_type *row = g_ptr_array_index(table->old_rows, i);
        for (unsigned column = 0; column < table->kind->column_count; column++)
            free_cell(&row[column]);
        g_free(row);
    }
    g_ptr_array_set_size(table->old_rows, 0);
}

/* A window keeps pointers to its rows, and reads them when it sorts or saves. The one that is filled anew drops them only
 * after this; another of the same table shows them still. */
static void remove_rows(struct table *table)
{
    stat_tap_table *rows = rows_of(table);

    if (table->ui.refcount <= 1)
        free_old_rows(table);
    for (unsigned i = 0; rows != NULL && i < rows->num_elements; i++)
        g_ptr_array_add(table->old_rows, rows->elements[i]);
    if (rows != NULL)
        rows->num_elements = 0;
    if (!is_shown_in_window(table))
        free_old_rows(table);
    table->flows_cut = 0;
    if (table->kind->forget != NULL)
        table->kind->forget();
}

static void complete(struct table *table)
{
    if (table->kind->complete != NULL && collection_is_complete(&table->collection))
        table->kind->complete(table);
}

static int compare_rows(const void *left, const void *right)
{
    const stat_tap_table_item_type *first = *(const stat_tap_table_item_type *const *)left;
    const stat_tap_table_item_type *second = *(const stat_tap_table_item_type *const *)right;

    if (first->type == TABLE_ITEM_STRING)
        return strcmp(first->value.string_value, second->value.string_value);
    return first->value.uint_value < second->value.uint_value ? -1 : first->value.uint_value > second->value.uint_value;
}

/* By the first column, as a window does at first. */
static void sort_rows(stat_tap_table *rows)
{
    GPtrArray *sorted = g_ptr_array_new();

    for (unsigned i = 0; i < rows->num_elements; i++)
        g_ptr_array_add(sorted, rows->elements[i]);
    g_ptr_array_sort(sorted, compare_rows);
    for (unsigned i = 0; i < sorted->len; i++)
        rows->elements[i] = g_ptr_array_index(sorted, i);
    g_ptr_array_free(sorted, true);
}

/* Before tshark and sharkd draw. */
static void fill(void *owner)
{
    struct table *table = owner;
    GPtrArray    *flows = NULL, *lookups = NULL;

    if (rows_of(table) == NULL || is_shown_in_window(table))
        return;
    remove_rows(table);
    flows = collection_flows(&table->collection);
    for (unsigned i = 0; i < flows->len; i++)
        table->kind->count(table, g_ptr_array_index(flows, i));
    g_ptr_array_free(flows, true);
    lookups = collection_lookups(&table->collection);
    for (unsigned i = 0; table->kind->count_lookup != NULL && i < lookups->len; i++)
        table->kind->count_lookup(table, g_ptr_array_index(lookups, i));
    g_ptr_array_free(lookups, true);
    complete(table);
    sort_rows(rows_of(table));
}

static tap_packet_status take(void *data, packet_info *pinfo _U_, epan_dissect_t *edt _U_, const void *record,
                              tap_flags_t flags _U_)
{
    const stat_data_t       *statistic = data;
    struct table            *table = table_of_ui(statistic->stat_tap_data);
    const struct tap_record *told = record;

    if (table == NULL)
        return TAP_PACKET_DONT_REDRAW;
    if (!is_shown_in_window(table) && !table->collection.listening)
        collection_watch_drawing(&table->collection);
    if (!is_shown_in_window(table) && told->first_pass)
        collection_hold(&table->collection);
    if (!collection_add(&table->collection, told))
        return TAP_PACKET_DONT_REDRAW;
    if (is_shown_in_window(table) && told->flow != NULL) {
        table->kind->count(table, told->flow);
        complete(table);
    }
    if (is_shown_in_window(table) && told->lookup != NULL && table->kind->count_lookup != NULL)
        table->kind->count_lookup(table, told->lookup);
    return TAP_PACKET_REDRAW;
}

static void start(stat_tap_table_ui *ui)
{
    struct table *table = table_of_ui(ui);

    if (table == NULL)
        return;
    collection_ignore_drawing(&table->collection);
    collection_empty(&table->collection);
    if (rows_of(table) == NULL)
        stat_tap_add_table(ui, stat_tap_init_table(table->kind->title, (int)table->kind->column_count, 0, NULL));
    else if (!is_shown_in_window(table))
        remove_rows(table);
}

static void reset(stat_tap_table *rows)
{
    struct table *table = table_of_title(rows->title);

    if (table == NULL)
        return;
    collection_empty(&table->collection);
    remove_rows(table);
}

/* Called for each cell of the rows that Wireshark frees: nobody shows any rows of the table. */
static void free_item(stat_tap_table *rows, unsigned row, unsigned column, stat_tap_table_item_type *cell)
{
    struct table *table = row == 0 && column == 0 ? table_of_title(rows->title) : NULL;

    if (table != NULL && !is_shown_in_window(table))
        free_old_rows(table);
    free_cell(cell);
}

/* Only tshark asks. It would print the flows of all filters under each of them. */
static void check(const char *argument, const char **filter, char **error)
{
    (void)filter;
    for (size_t i = 0; i < table_count; i++) {
        if (strncmp(argument, tables[i]->kind->command, strlen(tables[i]->kind->command)) != 0)
            continue;
        if (tables[i]->requested)
            *error = g_strdup_printf("-z %s can be given once only.", tables[i]->kind->command);
        tables[i]->requested = true;
    }
}

void table_register(struct table *table, const struct table_kind *kind)
{
    if (table_count >= TABLES_MAX)
        return;
    tables[table_count++] = table;
    table->kind = kind;
    table->old_rows = g_ptr_array_new();
    collection_start(&table->collection, fill, table);
    table->ui.group = REGISTER_PACKET_STAT_GROUP_UNSORTED;
    table->ui.title = kind->title;
    table->ui.tap_name = TAP_NAME;
    table->ui.cli_string = kind->command;
    table->ui.stat_tap_init_cb = start;
    table->ui.packet_func = take;
    table->ui.stat_tap_reset_table_cb = reset;
    table->ui.stat_tap_free_table_item_cb = free_item;
    table->ui.stat_filter_check_cb = check;
    table->ui.nfields = kind->column_count;
    table->ui.fields = (stat_tap_table_item *)(uintptr_t)kind->columns;
    register_stat_tap_table_ui(&table->ui);
}

void table_end_all(void)
{
    for (size_t i = 0; i < table_count; i++) {
        struct table *table = tables[i];
        if (table->ui.tables != NULL) {
            free_stat_tables(&table->ui);
            g_array_free(table->ui.tables, true);
            table->ui.tables = NULL;
        }
        free_old_rows(table);
        g_ptr_array_free(table->old_rows, true);
        collection_end(&table->collection);
    }
    table_count = 0;
}

static unsigned append_row(struct table *table, stat_tap_table *rows)
{
    unsigned                  row = rows->num_elements;
    stat_tap_table_item_type *cells = g_new0(stat_tap_table_item_type, table->kind->column_count);

    for (unsigned column = 0; column < table->kind->column_count; column++) {
        cells[column].type = table->kind->columns[column].type;
        if (cells[column].type == TABLE_ITEM_STRING)
            cells[column].value.string_value = g_strdup("-");
    }
    stat_tap_init_table_row(rows, row, table->kind->column_count, cells);
    g_free(cells);
    return row;
}

static void tell_cut(struct table *table, stat_tap_table *rows)
{
    unsigned column = 0;
    char    *text = NULL;

    if (table->flows_cut++ == 0)
        append_row(table, rows);
    while (table->kind->columns[column].type != TABLE_ITEM_STRING)
        column++;
    text = g_strdup_printf("%u flows are not listed: more than %u rows", table->flows_cut, (unsigned)LIMIT_TABLE_ROWS);
    table_set_text(table, LIMIT_TABLE_ROWS, column, text);
    g_free(text);
}

bool table_add_row(struct table *table, unsigned *row)
{
    stat_tap_table *rows = rows_of(table);

    if (rows == NULL)
        return false;
    if (rows->num_elements >= LIMIT_TABLE_ROWS) {
        tell_cut(table, rows);
        return false;
    }
    *row = append_row(table, rows);
    return true;
}

void table_set_number(struct table *table, unsigned row, unsigned column, unsigned value)
{
    stat_tap_get_field_data(rows_of(table), row, column)->value.uint_value = value;
}

/* Names come from packets. Wireshark puts quotation marks around a text when it saves a table, and escapes none in it. */
static char *printable(const char *text)
{
    char    *valid = g_utf8_make_valid(text, -1);
    GString *result = g_string_new(NULL);

    for (const char *next = valid; *next != '\0'; next = g_utf8_next_char(next)) {
        gunichar character = g_utf8_get_char(next);
        if (!g_unichar_isprint(character))
            g_string_append_c(result, '?');
        else
            g_string_append_unichar(result, character == '"' ? '\'' : character);
    }
    g_free(valid);
    return g_string_free(result, false);
}

void table_set_text(struct table *table, unsigned row, unsigned column, const char *text)
{
    stat_tap_table_item_type *cell = stat_tap_get_field_data(rows_of(table), row, column);

    free_cell(cell);
    cell->type = TABLE_ITEM_STRING;
    cell->value.string_value = printable(text != NULL ? text : "-");
}

void table_set_version(struct table *table, unsigned row, unsigned column, uint16_t version)
{
    char number[8];

    snprintf(number, sizeof number, "0x%04x", version);
    if (version == 0)
        table_set_text(table, row, column, NULL);
    else
        table_set_text(table, row, column, tls_version_name(version) != NULL ? tls_version_name(version) : number);
}
