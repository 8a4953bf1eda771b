/* menu.c: Tools > Exchange Hybrid, and two entries of Conversation Filter.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark asks about one packet, the selected one, and what is kept of its conversation answers: state.h, which
 * statistics never see. That is why the filters live here.
 */
#include "menu.h"

#include <epan/packet.h>

#include <epan/conversation_filter.h>
#include <epan/plugin_if.h>

#include "../knowledge/links.h"
#include "../wireshark_compat.h"
#include "preferences.h"
#include "state.h"

#define FLOW_NAME "Exchange hybrid flow"
#define CLIENT_NAME "Same client host, all hybrid flows"

static bool is_analysed(void)
{
    return preferences_get()->analyse && state_capture() != NULL;
}

/* NULL for packets that the plugin says nothing about, and for DNS look-ups: they are no conversation. */
static const struct flow *shown_flow(packet_info *pinfo)
{
    const struct flow *flow = is_analysed() ? state_flow(pinfo) : NULL;

    return flow != NULL && preferences_wants(&flow->recognition) ? flow : NULL;
}

static compat_filter_valid has_conversation(packet_info *pinfo COMPAT_FILTER_DATA)
{
    return shown_flow(pinfo) != NULL;
}

static char *conversation_filter(packet_info *pinfo COMPAT_FILTER_DATA)
{
    const struct flow *flow = shown_flow(pinfo);

    return flow != NULL ? g_strdup_printf("tcp.stream == %u", flow->stream) : NULL;
}

/* The client of the frame's flow, or of its DNS look-up. */
static const struct address *client_of_frame(packet_info *pinfo)
{
    const struct flow          *flow = shown_flow(pinfo);
    const struct state_lookups *lookups = is_analysed() ? state_lookups(pinfo) : NULL;

    if (flow != NULL)
        return &flow_client(flow)->address;
    if (lookups != NULL && preferences_wants(&lookups->lookups[0]->recognition))
        return &lookups->lookups[0]->client;
    return NULL;
}

/* NULL if it is not known. */
static const struct address *shown_client(packet_info *pinfo)
{
    const struct address *client = client_of_frame(pinfo);

    return client != NULL && client->family != ADDRESS_NONE ? client : NULL;
}

static compat_filter_valid has_client(packet_info *pinfo COMPAT_FILTER_DATA)
{
    return shown_client(pinfo) != NULL;
}

static char *client_filter(packet_info *pinfo COMPAT_FILTER_DATA)
{
    const struct address *client = shown_client(pinfo);
    char                  text[ADDRESS_TEXT_LENGTH];

    if (client == NULL)
        return NULL;
    return g_strdup_printf("exchange_hybrid.hybrid == 1 && %s == %s", client->family == ADDRESS_IPV6 ? "ipv6.addr" : "ip.addr",
                           address_format(client, text, sizeof text));
}

static void add_links(int protocol)
{
    ext_menu_t *menu = ext_menubar_register_menu(protocol, "Exchange Hybrid", true);

    ext_menubar_set_parentmenu(menu, "Tools");
    for (size_t i = 0; i < link_count; i++)
        ext_menubar_add_website(menu, links[i].name, links[i].hint, links[i].address);
}

void menu_register(int protocol)
{
    add_links(protocol);
    register_conversation_filter("exchange_hybrid", FLOW_NAME, has_conversation, conversation_filter COMPAT_FILTER_NO_DATA);
    register_conversation_filter("exchange_hybrid", CLIENT_NAME, has_client, client_filter COMPAT_FILTER_NO_DATA);
}
