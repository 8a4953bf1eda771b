/* report.c: the "-z exchange_hybrid,report" and ",json" statistics: collect flows, print at the end.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "report.h"

#include <string.h>

#include <epan/packet.h>
#include <epan/stat_tap_ui.h>
#include <epan/tap.h>

#include "../wireshark_compat.h"

typedef void (*print_function)(const struct summary *summary);

/* One request for a report on the command line. */
struct collection {
    const struct tap_capture *capture;
    GHashTable               *flows; /* set of const struct flow */
    print_function            print;
    bool                      filtered;
};

static void reset_collection(void *data)
{
    struct collection *collection = data;

    collection->capture = NULL;
    g_hash_table_remove_all(collection->flows);
}

static tap_packet_status collect(void *data, packet_info *pinfo _U_, epan_dissect_t *edt _U_, const void *tap_data,
                                 tap_flags_t flags _U_)
{
    struct collection       *collection = data;
    const struct tap_record *record = tap_data;

    collection->capture = record->capture;
    if (record->flow != NULL)
        g_hash_table_add(collection->flows, (void *)(uintptr_t)record->flow);
    return TAP_PACKET_REDRAW;
}

static void draw(void *data)
{
    struct collection *collection = data;
    GPtrArray         *flows = g_ptr_array_new();
    struct summary    *summary = NULL;
    GHashTableIter     iterator;
    void              *flow = NULL;

    g_hash_table_iter_init(&iterator, collection->flows);
    while (g_hash_table_iter_next(&iterator, &flow, NULL))
        g_ptr_array_add(flows, flow);
    summary = summary_make(collection->capture, flows, collection->filtered);
    collection->print(summary);
    summary_free(summary);
    g_ptr_array_free(flows, true);
}

static void finish(void *data)
{
    struct collection *collection = data;

    g_hash_table_destroy(collection->flows);
    g_free(collection);
}

/* What stands behind the second comma of the argument is a display filter. */
static const char *filter_of(const char *argument, const char *command)
{
    const char *rest = argument + strlen(command);

    return *rest == ',' && rest[1] != '\0' ? rest + 1 : NULL;
}

static void listen_for(const char *argument, const char *command, print_function print)
{
    struct collection *collection = g_new0(struct collection, 1);
    const char        *filter = filter_of(argument, command);
    GString           *error = NULL;

    collection->flows = g_hash_table_new(NULL, NULL);
    collection->print = print;
    collection->filtered = filter != NULL;
    error = register_tap_listener(TAP_NAME, collection, filter, TL_REQUIRES_NOTHING,
                                  reset_collection, collect, draw, finish);
    if (error == NULL)
        return;
    finish(collection);
    fprintf(stderr, "tshark: -z %s: %s\n", argument, error->str);
    g_string_free(error, true);
    exit(1);
}

#define COMMAND_REPORT TAP_NAME ",report"
#define COMMAND_JSON TAP_NAME ",json"

static compat_stat_init init_report(const char *argument, void *data _U_)
{
    listen_for(argument, COMMAND_REPORT, report_text_print);
    COMPAT_STAT_INIT_DONE;
}

static compat_stat_init init_json(const char *argument, void *data _U_)
{
    listen_for(argument, COMMAND_JSON, report_json_print);
    COMPAT_STAT_INIT_DONE;
}

void report_register(void)
{
    static stat_tap_ui report = {REGISTER_PACKET_STAT_GROUP_UNSORTED, NULL, COMMAND_REPORT, init_report, 0, NULL};
    static stat_tap_ui json = {REGISTER_PACKET_STAT_GROUP_UNSORTED, NULL, COMMAND_JSON, init_json, 0, NULL};

    register_stat_tap_ui(&report, NULL);
    register_stat_tap_ui(&json, NULL);
}
