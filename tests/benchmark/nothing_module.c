/* nothing_module.c: a post-dissector that wants the plugin's fields and does nothing: what the plugin's own work is
 * measured against. The environment may name one field that it does not want: what that field costs is the difference.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include <epan/packet.h>
#include <epan/proto.h>

#include "../../plugin/dissector/wanted.h"
#include "../../plugin/wireshark_compat.h"

WS_DLL_PUBLIC_DEF const char plugin_version[] = "0";
WS_DLL_PUBLIC_DEF const int  plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int  plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void     plugin_register(void);
WS_DLL_PUBLIC uint32_t plugin_describe(void);

static dissector_handle_t handle;

static int dissect_nothing(tvbuff_t *tvb _U_, packet_info *pinfo _U_, proto_tree *tree _U_, void *data _U_)
{
    return 0;
}

static void leave_out(GArray *ids, const char *name)
{
    for (unsigned i = ids->len; i > 0; i--) {
        const header_field_info *info = proto_registrar_get_nth((unsigned)g_array_index(ids, int, i - 1));
        if (strcmp(info->abbrev, name) == 0)
            g_array_remove_index(ids, i - 1);
    }
}

/* As the plugin's default: contents of HTTP too, no hop limits. With a field to leave out: of all fields. */
static void arm(void)
{
    const char *without = g_getenv("EXCHANGE_HYBRID_WITHOUT_FIELD");
    GArray     *ids = wanted_fields(without != NULL ? WANTED_FOR_REQUESTS | WANTED_FOR_RESETS : WANTED_FOR_REQUESTS);

    if (without != NULL)
        leave_out(ids, without);
    set_postdissector_wanted_hfids(handle, ids);
}

static void register_nothing(void)
{
    int protocol = proto_register_protocol("Nothing at all", "Nothing", "exchange_hybrid_nothing");

    handle = register_dissector("exchange_hybrid_nothing", dissect_nothing, protocol);
    register_init_routine(arm);
}

static void hand_off_nothing(void)
{
    wanted_resolve();
    register_postdissector(handle);
}

void plugin_register(void)
{
    static proto_plugin plugin;

    plugin.register_protoinfo = register_nothing;
    plugin.register_handoff = hand_off_nothing;
    proto_register_plugin(&plugin);
}

uint32_t plugin_describe(void)
{
    return COMPAT_PLUGIN_DISSECTOR;
}
