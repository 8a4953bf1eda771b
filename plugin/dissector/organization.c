/* organization.c: the organisation's own table.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark edits and stores the rows as text; the check of each column refuses what the classifier could not use,
 * with a message that names the column.
 */
#include "organization.h"

#include <string.h>

#include <epan/packet.h>
#include <epan/uat.h>

#include "../core/host_name.h"
#include "../wireshark_compat.h"
#include "host_names.h"

/* One row as Wireshark keeps it. The functions that the macros below make need these names. */
struct organization_row {
    char *pattern;
    char *role;
    char *side;
    char *label;
};

static struct organization_row *rows;
static unsigned                 row_count;
static GArray                  *prepared; /* of struct classify_row */

UAT_CSTRING_CB_DEF(organization, pattern, struct organization_row)
UAT_CSTRING_CB_DEF(organization, role, struct organization_row)
UAT_CSTRING_CB_DEF(organization, side, struct organization_row)
UAT_CSTRING_CB_DEF(organization, label, struct organization_row)

static bool find_role(const char *id, enum role *role)
{
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        if (strcmp(roles[i].id, id) == 0) {
            *role = (enum role)i;
            return true;
        }
    }
    return false;
}

static bool find_side(const char *id, enum organization_side *side)
{
    for (size_t i = 0; i < ORGANIZATION_SIDE_COUNT; i++) {
        const char *known = organization_side_id((enum organization_side)i);
        if (strcmp(known != NULL ? known : "", id) == 0) {
            *side = (enum organization_side)i;
            return true;
        }
    }
    return false;
}

static bool is_host_pattern(const char *pattern)
{
    return host_name_is_valid(strncmp(pattern, "*.", 2) == 0 ? pattern + 2 : pattern);
}

static bool is_pattern(const char *text)
{
    struct address_network network;

    return address_network_parse(text, &network) || (strchr(text, '/') == NULL && is_host_pattern(text));
}

static bool is_role_or_empty(const char *text)
{
    enum role role = ROLE_UNCLASSIFIED;

    return *text == '\0' || find_role(text, &role);
}

static bool is_side_or_empty(const char *text)
{
    enum organization_side side = ORGANIZATION_SIDE_NONE;

    return find_side(text, &side);
}

/* Gives the message that Wireshark shows if the value is not good. */
static bool check(const char *column, bool (*is_good)(const char *text), const char *wanted, const char *value,
                  unsigned length, char **error)
{
    char *text = g_strndup(value, length);
    bool  good = is_good(text);

    if (!good)
        *error = g_strdup_printf("Column \"%s\": \"%s\" %s.", column, text, wanted);
    g_free(text);
    return good;
}

static preference_bool check_pattern(void *row _U_, const char *value, unsigned length, const void *a _U_,
                                     const void *b _U_, char **error)
{
    return check("Pattern", is_pattern, "must be a host name, \"*.suffix\", an address or ADDRESS/LENGTH", value, length,
                 error);
}

static preference_bool check_role(void *row _U_, const char *value, unsigned length, const void *a _U_,
                                  const void *b _U_, char **error)
{
    return check("Role", is_role_or_empty, "must be empty or a role id such as \"onprem_exchange\" (plugin/doc/reference.md lists them)",
                 value, length, error);
}

static preference_bool check_side(void *row _U_, const char *value, unsigned length, const void *a _U_,
                                  const void *b _U_, char **error)
{
    return check("Side", is_side_or_empty, "must be empty, \"onprem\", \"cloud\", \"client\" or \"proxy\"", value,
                 length, error);
}

static void *copy_row(void *target, const void *source, size_t size _U_)
{
    struct organization_row       *copy = target;
    const struct organization_row *row = source;

    copy->pattern = g_strdup(row->pattern);
    copy->role = g_strdup(row->role);
    copy->side = g_strdup(row->side);
    copy->label = g_strdup(row->label);
    return copy;
}

static void free_row(void *data)
{
    struct organization_row *row = data;

    g_free(row->pattern);
    g_free(row->role);
    g_free(row->side);
    g_free(row->label);
}

static void prepare_row(const struct organization_row *row)
{
    struct classify_row prepared_row;

    memset(&prepared_row, 0, sizeof prepared_row);
    prepared_row.has_role = row->role != NULL && row->role[0] != '\0' && find_role(row->role, &prepared_row.role);
    if (row->side != NULL)
        find_side(row->side, &prepared_row.side);
    /* Flow records point to it, and may outlive the row. */
    if (row->label != NULL && row->label[0] != '\0')
        prepared_row.label = g_intern_string(row->label);
    if (!address_network_parse(row->pattern, &prepared_row.network))
        prepared_row.name = host_names_comparable(row->pattern, strlen(row->pattern));
    g_array_append_val(prepared, prepared_row);
}

static void forget_prepared(void)
{
    if (prepared == NULL)
        return;
    for (unsigned i = 0; i < prepared->len; i++)
        g_free((void *)(uintptr_t)g_array_index(prepared, struct classify_row, i).name);
    g_array_set_size(prepared, 0);
}

static void prepare_rows(void)
{
    forget_prepared();
    for (unsigned i = 0; i < row_count; i++) {
        if (rows[i].pattern != NULL)
            prepare_row(&rows[i]);
    }
}

const struct classify_row *organization_rows(size_t *count)
{
    *count = prepared->len;
    return (const struct classify_row *)(const void *)prepared->data;
}

/* Wireshark may reset the table once more after this. */
static void shut_down(void)
{
    forget_prepared();
    g_array_free(prepared, true);
    prepared = NULL;
}

void organization_register(module_t *module)
{
    static uat_field_t columns[] = {
        UAT_FLD_CSTRING_OTHER(organization, pattern, "Pattern", check_pattern,
                              "Host name, *.suffix, address or ADDRESS/LENGTH"),
        UAT_FLD_CSTRING_OTHER(organization, role, "Role", check_role,
                              "Role id of a server with this name or address; may be empty"),
        UAT_FLD_CSTRING_OTHER(organization, side, "Side", check_side, "onprem, cloud, client or proxy; may be empty"),
        UAT_FLD_CSTRING(organization, label, "Label", "For people; may be empty"),
        UAT_END_FIELDS,
    };
    uat_t *table = NULL;

    prepared = g_array_new(false, true, sizeof(struct classify_row));
    table = uat_new("Exchange Hybrid Organisation", sizeof(struct organization_row), "exchange_hybrid_organization", true,
                    &rows, &row_count, UAT_AFFECTS_DISSECTION, NULL, copy_row, NULL, free_row, prepare_rows,
                    forget_prepared, columns);
    prefs_register_uat_preference(module, "organization", "Organisation",
                                  "Your own servers, clients, proxies and load balancers: rows are tried in order",
                                  table);
    register_shutdown_routine(shut_down);
}
