/* menu_module.c: a plugin that prints what others put into Wireshark's menus: the Tools menu and the conversation filters.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * tshark has no menus. "-z menus" lists the entries of all menus ("menu: ..."), and for each frame the filters that plugins
 * offer for it, as a window would ask for them once the frame is selected ("frame: ...").
 */
#include "../../plugin/wireshark_compat.h"

#include <epan/conversation_filter.h>
#include <epan/plugin_if.h>
#include <epan/stat_tap_ui.h>
#include <epan/tap.h>

WS_DLL_PUBLIC void plugin_register(void);
WS_DLL_PUBLIC uint32_t plugin_describe(void);

WS_DLL_PUBLIC_DEF const char plugin_version[] = "1";
WS_DLL_PUBLIC_DEF const int  plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int  plugin_want_minor = WIRESHARK_VERSION_MINOR;

#if WS_AT_LEAST(4, 4)
#define ASK(filter, callback, pinfo) (filter)->callback(pinfo, (filter)->user_data)
#else
#define ASK(filter, callback, pinfo) (filter)->callback(pinfo)
#endif

static tap_packet_status print_filters(void *data, packet_info *pinfo, epan_dissect_t *edt, const void *record,
                                       tap_flags_t flags)
{
    (void)data, (void)edt, (void)record, (void)flags;
    for (GList *entry = packet_conv_filter_list; entry != NULL; entry = g_list_next(entry)) {
        const conversation_filter_t *filter = entry->data;
        char                        *text = NULL;
        if (strcmp(filter->proto_name, "exchange_hybrid") != 0 || !ASK(filter, is_filter_valid, pinfo))
            continue;
        text = ASK(filter, build_filter_string, pinfo);
        printf("frame: %u\t%s\t%s\n", pinfo->num, filter->display_name, text);
        g_free(text);
    }
    return TAP_PACKET_DONT_REDRAW;
}

static void print_menus(void)
{
    for (GList *entry = ext_menubar_get_entries(); entry != NULL; entry = g_list_next(entry)) {
        const ext_menubar_t *menu = entry->data;
        for (GList *child = menu->children; child != NULL; child = g_list_next(child)) {
            const ext_menubar_t *item = child->data;
            printf("menu: %s\t%s\t%s\t%s\n", menu->parent_menu, menu->label, item->label, (const char *)item->user_data);
        }
    }
}

static compat_stat_init start(const char *argument, void *data)
{
    static bool listening;
    GString    *error = NULL;

    (void)argument, (void)data;
    print_menus();
    error = register_tap_listener("frame", &listening, NULL, TL_REQUIRES_NOTHING, NULL, print_filters, NULL, NULL);
    if (error != NULL)
        printf("%s\n", error->str);
    COMPAT_STAT_INIT_DONE;
}

static void register_protoinfo(void)
{
    static stat_tap_ui ui = {REGISTER_PACKET_STAT_GROUP_UNSORTED, NULL, "menus", start, 0, NULL};

    register_stat_tap_ui(&ui, NULL);
}

void plugin_register(void)
{
    static proto_plugin plugin = {.register_protoinfo = register_protoinfo};

    proto_register_plugin(&plugin);
}

uint32_t plugin_describe(void)
{
    return COMPAT_PLUGIN_TAP_LISTENER;
}
