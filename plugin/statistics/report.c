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
#include "collection.h"

typedef void (*print_function)(const struct summary *summary);

/* One report that was asked for on the command line. */
struct report {
    struct collection collection;
    print_function    print;
    bool              filtered;
};

static void reset(void *data)
{
    struct report *report = data;

    collection_empty(&report->collection);
}

/* tshark tells of each frame once. */
static tap_packet_status collect(void *data, packet_info *pinfo _U_, epan_dissect_t *edt _U_, const void *record,
                                 tap_flags_t flags _U_)
{
    struct report *report = data;

    collection_hold(&report->collection);
    collection_add(&report->collection, record);
    return TAP_PACKET_REDRAW;
}

static void draw(void *data)
{
    struct report  *report = data;
    GPtrArray      *flows = collection_flows(&report->collection);
    GPtrArray      *lookups = collection_lookups(&report->collection);
    struct summary *summary = summary_make(report->collection.capture, flows, lookups, report->filtered);

    report->print(summary);
    summary_free(summary);
    g_ptr_array_free(flows, true);
    g_ptr_array_free(lookups, true);
}

static void finish(void *data)
{
    struct report *report = data;

    collection_end(&report->collection);
    g_free(report);
}

static void refuse(const char *argument, const char *reason)
{
    fprintf(stderr, "tshark: -z %s: %s\n", argument, reason);
    exit(1);
}

/* What stands behind the second comma of the argument is a display filter. tshark compares the beginning only: anything
 * else there would be a filter that is silently left out. */
static const char *filter_of(const char *argument, const char *command)
{
    const char *rest = argument + strlen(command);

    if (*rest != '\0' && *rest != ',')
        refuse(argument, "a comma has to stand before the display filter");
    return *rest == ',' && rest[1] != '\0' ? rest + 1 : NULL;
}

static void listen_for(const char *argument, const char *command, print_function print)
{
    struct report *report = g_new0(struct report, 1);
    const char     *filter = filter_of(argument, command);
    GString        *error = NULL;

    collection_start(&report->collection, NULL, NULL);
    report->print = print;
    report->filtered = filter != NULL;
    error = register_tap_listener(TAP_NAME, report, filter, TL_REQUIRES_NOTHING, reset, collect, draw, finish);
    if (error == NULL)
        return;
    finish(report);
    refuse(argument, error->str);
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
