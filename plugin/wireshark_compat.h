/* wireshark_compat.h: every difference between Wireshark 4.0, 4.4 and 4.6 that the plugin meets.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * No other file tests a version.
 */
#ifndef WIRESHARK_COMPAT_H
#define WIRESHARK_COMPAT_H

#include <ws_version.h>

#include <epan/conversation.h>
#include <epan/packet.h>
#include <epan/prefs.h>
#include <epan/tfs.h>

#define WS_AT_LEAST(major, minor) \
    (WIRESHARK_VERSION_MAJOR > (major) || (WIRESHARK_VERSION_MAJOR == (major) && WIRESHARK_VERSION_MINOR >= (minor)))

/* Bits of plugin_describe(): WS_PLUGIN_DESC_DISSECTOR and WS_PLUGIN_DESC_TAP_LISTENER of 4.4, unknown to 4.0. */
#define COMPAT_PLUGIN_DISSECTOR (1u << 0)
#define COMPAT_PLUGIN_TAP_LISTENER (1u << 4)

/* Preferences write booleans through a pointer: four bytes wide in 4.0, one byte from 4.4 on. */
#if WS_AT_LEAST(4, 4)
typedef bool preference_bool;
#else
typedef gboolean preference_bool;
#endif

/* The value of a field_info: a member in 4.0, behind a pointer from 4.4 on. */
#if WS_AT_LEAST(4, 4)
#define COMPAT_FINFO_VALUE(info) ((info)->value)
#else
#define COMPAT_FINFO_VALUE(info) ((fvalue_t *)(uintptr_t)&(info)->value)
#endif

/* The init callback of a "-z" statistic says from 4.6 on whether it took its argument. */
#if WS_AT_LEAST(4, 6)
typedef bool compat_stat_init;
#define COMPAT_STAT_INIT_DONE return true
#else
typedef void compat_stat_init;
#define COMPAT_STAT_INIT_DONE return
#endif

/* Callbacks of a conversation filter take one more argument from 4.4 on, and answer with the language's own boolean. */
#if WS_AT_LEAST(4, 4)
typedef bool compat_filter_valid;
#define COMPAT_FILTER_DATA , void *user_data _U_
#define COMPAT_FILTER_NO_DATA , NULL
#else
typedef gboolean compat_filter_valid;
#define COMPAT_FILTER_DATA
#define COMPAT_FILTER_NO_DATA
#endif

/* Between the menus and the name of a stats tree: one slash in 4.0, two from 4.4 on. */
#if WS_AT_LEAST(4, 4)
#define COMPAT_STATS_TREE_SEPARATOR "//"
#else
#define COMPAT_STATS_TREE_SEPARATOR "/"
#endif

/* The field of the message type in an SSLv2-framed hello, and its label: until it got a name of its own, only the label
 * told it from that of a TLS handshake message. */
#if WS_AT_LEAST(4, 4)
#define COMPAT_SSLV2_HANDSHAKE_TYPE "tls.ssl2.handshake.type"
#define COMPAT_SSLV2_HANDSHAKE_LABEL NULL
#else
#define COMPAT_SSLV2_HANDSHAKE_TYPE "tls.handshake.type"
#define COMPAT_SSLV2_HANDSHAKE_LABEL "Handshake Message Type"
#endif

/* A text with what cannot be printed in it escaped: the letters were unsigned in 4.0. */
#if WS_AT_LEAST(4, 4)
#define COMPAT_FORMAT_TEXT(pool, text, length) format_text(pool, text, length)
#else
#define COMPAT_FORMAT_TEXT(pool, text, length) format_text(pool, (const unsigned char *)(text), length)
#endif

/* A table of names that is searched by halves belongs to a memory scope from 4.6 on; before, to nobody. */
#if WS_AT_LEAST(4, 6)
#define COMPAT_VALUE_STRING_EXT_NEW(names, count, label) value_string_ext_new(wmem_epan_scope(), names, count, label)
#else
#define COMPAT_VALUE_STRING_EXT_NEW(names, count, label) value_string_ext_new(names, count, label)
#endif

/** The TCP conversation of this frame, or NULL; never creates one. TCP moved to conversations that know the
 *  network layer (preference "deinterlacing") in 4.4, and the function got another name in 4.6. */
static inline conversation_t *compat_find_tcp_conversation(packet_info *pinfo)
{
#if WS_AT_LEAST(4, 6)
    return find_conversation_pinfo_strat(pinfo, 0);
#elif WS_AT_LEAST(4, 4)
    return find_conversation_strat(pinfo, CONVERSATION_TCP, 0);
#else
    return find_conversation_pinfo(pinfo, 0);
#endif
}

/** True if addresses and ports alone tell this frame's conversation: no dissector has named another key, and the network
 *  layer is no part of it ("deinterlacing", see above). */
static inline bool compat_conversations_are_plain(const packet_info *pinfo)
{
#if WS_AT_LEAST(4, 4)
    if (prefs.conversation_deinterlacing_key != 0)
        return false;
#endif
    return !pinfo->use_conv_addr_port_endpoints && pinfo->conv_elements == NULL;
}

#endif
