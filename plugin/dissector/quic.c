/* quic.c: ClientHellos in QUIC -> number of connections to recognised hosts.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark decrypts the Initial packets, whose keys everybody can derive (RFC 9001 section 5.2).
 */
#include "quic.h"

#include "../core/classify.h"
#include "frame_address.h"
#include "host_names.h"
#include "preferences.h"
#include "state.h"
#include "wanted.h"

struct search {
    struct tls_client_hello hello;
    bool                    found;
};

static void find_hello(void *context, const field_info *info)
{
    struct search *search = context;
    size_t         length = 0;
    const uint8_t *bytes = search->found ? NULL : wanted_item_bytes(info, &length);

    if (bytes != NULL)
        search->found = tls_client_hello_parse(bytes, length, &search->hello) == TLS_PARSE_OK;
}

static bool is_recognised(const packet_info *pinfo, const struct tls_client_hello *hello)
{
    struct flow    flow;
    struct address client = frame_address_of(&pinfo->src);
    struct address server = frame_address_of(&pinfo->dst);
    char          *name = NULL;

    flow_start(&flow, 0, pinfo->num, &client, (uint16_t)pinfo->srcport, &server, (uint16_t)pinfo->destport);
    flow_set_syn_sender(&flow, 0);
    if (hello->server_name.length > 0)
        name = host_names_comparable((const char *)hello->server_name.data, hello->server_name.length);
    flow.names[MATCH_SNI] = name;
    classify_flow(&preferences_get()->classify, &flow);
    g_free(name);
    return flow.recognition.role != ROLE_UNCLASSIFIED;
}

void quic_gather(packet_info *pinfo, proto_tree *tree)
{
    struct search              search = {.found = false};
    conversation_t            *conversation = NULL;
    struct state_conversation *state = NULL;

    wanted_visit(tree, WANTED_HANDSHAKE, find_hello, &search);
    if (!search.found)
        return;
    conversation = find_conversation_pinfo(pinfo, 0);
    if (conversation == NULL)
        return;
    state = state_conversation(conversation, true);
    if (state->looked_up)
        return;
    state->looked_up = true;
    if (is_recognised(pinfo, &search.hello))
        state_capture()->limits.quic_connections++;
}
