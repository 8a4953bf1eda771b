/* classify.c: weighs the evidence about the two ends of a flow.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "classify.h"

#include <string.h>

#include "ports.h"

bool classify_is_onprem(const struct classify_settings *settings, const struct address *address)
{
    for (size_t i = 0; i < settings->onprem_network_count; i++) {
        if (address_in_network(address, &settings->onprem_networks[i]))
            return true;
    }
    return false;
}

bool classify_has_handshake(const struct flow *flow)
{
    return flow->frames.client_hello != 0 || flow->version != 0 || flow_server(flow)->certificate;
}

/* RFC 1918, RFC 4193, RFC 3927, RFC 4291 section 2.5.6: private whatever the preference says. */
static const struct address_network private_networks[] = {
    {{ADDRESS_IPV4, {10}}, 8},           {{ADDRESS_IPV4, {172, 16}}, 12},  {{ADDRESS_IPV4, {192, 168}}, 16},
    {{ADDRESS_IPV4, {169, 254}}, 16},    {{ADDRESS_IPV6, {0xfc}}, 7},      {{ADDRESS_IPV6, {0xfe, 0x80}}, 10},
};

static bool is_private(const struct address *address)
{
    for (size_t i = 0; i < sizeof private_networks / sizeof private_networks[0]; i++) {
        if (address_in_network(address, &private_networks[i]))
            return true;
    }
    return false;
}

/* "*.contoso.com" matches any longer name that ends so; anything else matches itself. */
static bool pattern_matches(const char *pattern, const char *name)
{
    size_t pattern_length = strlen(pattern);
    size_t length = strlen(name);

    if (pattern_length > 1 && pattern[0] == '*' && pattern[1] == '.')
        return length > pattern_length - 1 && strcmp(name + length - (pattern_length - 1), pattern + 1) == 0;
    return strcmp(pattern, name) == 0;
}

/* The flow's strongest name that the row names; NULL if none. */
static const char *name_of_row(const struct classify_row *row, const struct flow *flow)
{
    for (size_t source = MATCH_SOURCE_COUNT; row->name != NULL && source-- > 0;) {
        if (flow->names[source] != NULL && pattern_matches(row->name, flow->names[source]))
            return flow->names[source];
    }
    return NULL;
}

static bool row_matches(const struct classify_row *row, const struct flow *flow, const struct flow_end *end, bool server)
{
    if (row->name == NULL)
        return address_in_network(&end->address, &row->network);
    return server && name_of_row(row, flow) != NULL;
}

/* Rows are tried in order: the first with a side gives the side, the first with a label the label. */
static void look_up_end(const struct classify_settings *settings, struct flow *flow, bool server)
{
    struct flow_end *end = &flow->ends[server ? 1 - flow->client_end : flow->client_end];

    end->side = ORGANIZATION_SIDE_NONE;
    end->label = NULL;
    for (size_t i = 0; i < settings->organization_count; i++) {
        const struct classify_row *row = &settings->organization[i];
        if (!row_matches(row, flow, end, server))
            continue;
        if (end->side == ORGANIZATION_SIDE_NONE)
            end->side = row->side;
        if (end->label == NULL)
            end->label = row->label;
    }
}

/* What published ranges say of an address. */
struct published {
    bool                   known;
    struct recognise_range range;
};

static struct published published_for(const struct classify_settings *settings, const struct address *address)
{
    struct published published = {false, {NULL, CLOUD_NONE}};

    published.known = recognise_address_find(settings->addresses, address, &published.range);
    return published;
}

static bool calls_onprem(const struct published *published)
{
    return published->known && address_areas[published->range.row->area].calls_onprem;
}

static bool is_exchange_online(const struct published *published)
{
    return published->known && published->range.row->area == ADDRESS_AREA_EXCHANGE_ONLINE;
}

static bool is_exchange_online_or_eop(const struct published *published)
{
    return is_exchange_online(published) || (published->known && published->range.row->area == ADDRESS_AREA_EOP);
}

static const char *first_name(const struct flow *flow)
{
    for (size_t source = MATCH_SOURCE_COUNT; source > 0; source--) {
        if (flow->names[source - 1] != NULL)
            return flow->names[source - 1];
    }
    return NULL;
}

static enum match_source first_name_source(const struct flow *flow)
{
    for (size_t source = MATCH_SOURCE_COUNT; source > 0; source--) {
        if (flow->names[source - 1] != NULL)
            return (enum match_source)(source - 1);
    }
    return MATCH_NONE;
}

struct ends {
    struct published client, server;
    bool             client_onprem, server_onprem;
    bool             server_private; /* by its address, and the table does not say otherwise */
};

static struct ends look_at_ends(const struct classify_settings *settings, const struct flow *flow)
{
    struct ends        ends;
    enum organization_side client_side = flow_client(flow)->side;
    enum organization_side server_side = flow_server(flow)->side;

    ends.client = published_for(settings, &flow_client(flow)->address);
    ends.server = published_for(settings, &flow_server(flow)->address);
    /* Behind a proxy the server's end is the proxy: what counts is the target, if that is an address. */
    if (flow->proxied) {
        struct address target = {ADDRESS_NONE, {0}};
        const char    *text = flow->names[MATCH_CONNECT];
        if (text == NULL || !address_parse(text, &target))
            target.family = ADDRESS_NONE;
        ends.server = published_for(settings, &target);
        ends.client_onprem = ends.server_onprem = ends.server_private = false;
        return ends;
    }
    ends.client_onprem = client_side == ORGANIZATION_SIDE_ONPREM ||
                         (client_side == ORGANIZATION_SIDE_NONE &&
                          classify_is_onprem(settings, &flow_client(flow)->address));
    ends.server_onprem = server_side == ORGANIZATION_SIDE_ONPREM ||
                         (server_side == ORGANIZATION_SIDE_NONE &&
                          classify_is_onprem(settings, &flow_server(flow)->address));
    ends.server_private = server_side == ORGANIZATION_SIDE_NONE && is_private(&flow_server(flow)->address);
    return ends;
}

static bool by_user_table(const struct classify_settings *settings, const struct flow *flow,
                          struct flow_recognition *recognition)
{
    for (size_t i = 0; i < settings->organization_count; i++) {
        const struct classify_row *row = &settings->organization[i];
        if (!row_matches(row, flow, flow_server(flow), true))
            continue;
        if (!row->has_role)
            return false;
        recognition->role = row->role;
        recognition->matched_by = MATCH_USER_TABLE;
        recognition->host = name_of_row(row, flow);
        return true;
    }
    return false;
}

/* Many programs listen there: only a TLS handshake makes it Exchange's. */
static bool is_backend(const struct flow *flow, const struct ends *ends)
{
    return flow_server(flow)->port == PORT_EXCHANGE_BACKEND && ends->server_onprem && ends->client_onprem &&
           classify_has_handshake(flow);
}

/* A convention name never decides alone (interface: "Convention names"). */
static bool prefix_may_decide(const struct flow *flow, const struct ends *ends, enum match_source source)
{
    if (is_backend(flow, ends))
        return false;
    return ends->server_onprem || ends->server_private || is_exchange_online(&ends->client) ||
           source == MATCH_HTTP_HOST;
}

/* The name that the client asked for, by the strongest evidence: in its hello or request, else of DNS. */
static bool is_asked_for(const struct flow *flow, enum match_source source)
{
    static const enum match_source asked[] = {MATCH_SNI, MATCH_CONNECT, MATCH_HTTP_HOST, MATCH_DNS};

    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        if (flow->names[asked[i]] != NULL)
            return asked[i] == source;
    }
    return false;
}

/* Names that many owners share, and those of the Hybrid Agent and the wizard, speak for themselves only, on the row's
 * ports. Behind a proxy the port is the proxy's. */
static bool row_may_decide(const struct flow *flow, const struct endpoint *row, enum match_source source)
{
    if (recognise_speaks_for_others(row))
        return true;
    return is_asked_for(flow, source) && (flow->proxied || recognise_port_is_listed(row, flow_server(flow)->port));
}

static void take_row(const struct endpoint *row, enum match_source source, const char *host,
                     struct flow_recognition *recognition)
{
    recognition->role = row->role;
    recognition->cloud = row->cloud;
    recognition->matched_by = source;
    recognition->host = host;
}

/* A name in EHLO is the client's: mail that comes in from Exchange Online Protection. */
static bool by_client_name(const struct classify_settings *settings, const struct flow *flow,
                           struct flow_recognition *recognition)
{
    const struct endpoint *row = recognise_text(settings->names, flow->client_name, true);

    if (row == NULL || row->role != ROLE_EOP_SMTP)
        return false;
    take_row(row, MATCH_SMTP, flow->client_name, recognition);
    return true;
}

static bool by_name(const struct classify_settings *settings, const struct flow *flow, const struct ends *ends,
                    struct flow_recognition *recognition)
{
    for (size_t source = MATCH_SOURCE_COUNT; source-- > MATCH_NONE + 1;) {
        const struct endpoint *row = recognise_text(settings->names, flow->names[source], true);
        bool weak = row != NULL && row->kind == ENDPOINT_PREFIX && !prefix_may_decide(flow, ends, (enum match_source)source);
        if (row != NULL && !weak && row_may_decide(flow, row, (enum match_source)source)) {
            take_row(row, (enum match_source)source, flow->names[source], recognition);
            return true;
        }
        if (source == MATCH_SMTP && by_client_name(settings, flow, recognition))
            return true;
    }
    return false;
}

static bool by_address(const struct flow *flow, const struct ends *ends, struct flow_recognition *recognition)
{
    uint16_t port = flow_server(flow)->port;

    if (ends->server.known) {
        recognition->role = address_areas[ends->server.range.row->area].role;
        recognition->cloud = ends->server.range.cloud;
    } else if (calls_onprem(&ends->client) && port == PORT_SMTP) {
        recognition->role = ROLE_EOP_SMTP;
        recognition->cloud = ends->client.range.cloud;
    } else if (is_exchange_online(&ends->client)) {
        recognition->role = ROLE_ONPREM_EXCHANGE;
    } else if (calls_onprem(&ends->client) && !is_exchange_online_or_eop(&ends->client)) {
        recognition->role = address_areas[ends->client.range.row->area].role;
        recognition->cloud = ends->client.range.cloud;
    } else {
        return false;
    }
    recognition->matched_by = MATCH_ADDRESS;
    return true;
}

static bool by_port(const struct flow *flow, const struct ends *ends, struct flow_recognition *recognition)
{
    if (!is_backend(flow, ends))
        return false;
    recognition->role = ROLE_EXCH_BACKEND;
    recognition->matched_by = MATCH_PORT;
    return true;
}

/* Named, but by no name that is listed. */
static void name_only(const struct flow *flow, struct flow_recognition *recognition)
{
    recognition->host = first_name(flow);
    recognition->matched_by = first_name_source(flow);
}

/* What is asked for tells what the server is, whatever its name. */
static bool by_content(const struct flow *flow, struct flow_recognition *recognition)
{
    if (flow->content_role == ROLE_UNCLASSIFIED)
        return false;
    name_only(flow, recognition);
    recognition->role = flow->content_role;
    if (recognition->matched_by == MATCH_NONE)
        recognition->matched_by = MATCH_HTTP_HOST;
    return true;
}

/* The availability service says whom it calls; only a published server has callers of other organisations. */
static enum flow_direction direction_by_agent(const struct flow *flow, const struct flow_recognition *found)
{
    if (roles[found->role].place != ROLE_PLACE_ONPREM)
        return FLOW_DIRECTION_UNKNOWN;
    switch (flow->agent) {
    case FLOW_AGENT_CROSS_FOREST: return FLOW_DIRECTION_CLOUD_TO_ONPREM;
    case FLOW_AGENT_CROSS_SITE: return FLOW_DIRECTION_ONPREM_TO_ONPREM;
    default: return FLOW_DIRECTION_UNKNOWN;
    }
}

static enum flow_direction direction_of(const struct flow *flow, const struct ends *ends,
                                        const struct flow_recognition *found)
{
    enum organization_side client_side = flow_client(flow)->side;
    bool               cloud_role = roles[found->role].place == ROLE_PLACE_MICROSOFT ||
                                    flow_server(flow)->side == ORGANIZATION_SIDE_CLOUD;
    bool               client_in_cloud = ends->client.known || client_side == ORGANIZATION_SIDE_CLOUD;
    bool               calls_in = is_exchange_online_or_eop(&ends->client) || client_side == ORGANIZATION_SIDE_CLOUD;

    if (cloud_role && (client_side == ORGANIZATION_SIDE_CLIENT ||
                       (client_side == ORGANIZATION_SIDE_NONE && flow->agent == FLOW_AGENT_WORKSTATION)))
        return FLOW_DIRECTION_CLIENT_TO_CLOUD;
    /* Mail comes in by the same role that it goes out by: the range of the client tells. */
    if (found->host != NULL && found->host == flow->client_name)
        return FLOW_DIRECTION_CLOUD_TO_ONPREM;
    if (calls_in && !ends->server.known && (!cloud_role || found->role == ROLE_EOP_SMTP))
        return FLOW_DIRECTION_CLOUD_TO_ONPREM;
    if (cloud_role && !client_in_cloud)
        return FLOW_DIRECTION_ONPREM_TO_CLOUD;
    if (ends->client_onprem && ends->server_onprem)
        return FLOW_DIRECTION_ONPREM_TO_ONPREM;
    return direction_by_agent(flow, found);
}

bool classify_flow(const struct classify_settings *settings, struct flow *flow)
{
    struct flow_recognition before = flow->recognition;
    struct flow_recognition found = {ROLE_UNCLASSIFIED, CLOUD_NONE, FLOW_DIRECTION_UNKNOWN, MATCH_NONE, NULL};
    struct ends             ends;

    look_up_end(settings, flow, false);
    look_up_end(settings, flow, true);
    ends = look_at_ends(settings, flow);
    if (!by_user_table(settings, flow, &found) && !by_name(settings, flow, &ends, &found) &&
        !by_address(flow, &ends, &found) && !by_port(flow, &ends, &found) && !by_content(flow, &found))
        name_only(flow, &found);
    found.direction = direction_of(flow, &ends, &found);
    flow->recognition = found;
    return found.role != before.role || found.cloud != before.cloud || found.direction != before.direction ||
           found.matched_by != before.matched_by || found.host != before.host;
}
