/* plugin.c: entry points of the module, nothing else.
 *
 * Exchange Hybrid: why the two halves of a hybrid Exchange organisation do not talk to each other.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
/* On Windows: what is marked as public here is exported and not imported. In this file alone: in others it would hide
 * data that Wireshark's libraries export. */
#define WS_BUILD_DLL

#include <epan/packet.h>
#include <epan/proto.h>

#include "dissector/packet-exchange_hybrid.h"
#include "wireshark_compat.h"

#ifndef PLUGIN_VERSION
#error "PLUGIN_VERSION is set by the build"
#endif

WS_DLL_PUBLIC_DEF const char plugin_version[] = PLUGIN_VERSION;
WS_DLL_PUBLIC_DEF const int  plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int  plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void     plugin_register(void);
WS_DLL_PUBLIC uint32_t plugin_describe(void);

/** Called once when Wireshark loads the module. */
void plugin_register(void)
{
    static proto_plugin plugin;

    plugin.register_protoinfo = proto_register_exchange_hybrid;
    plugin.register_handoff = proto_reg_handoff_exchange_hybrid;
    proto_register_plugin(&plugin);
}

/** What the About box says that the module holds (asked by 4.4 and above). */
uint32_t plugin_describe(void)
{
    return COMPAT_PLUGIN_DISSECTOR | COMPAT_PLUGIN_TAP_LISTENER;
}
