/* lookup.c: what a DNS look-up is about, and whether its failure mattered.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "lookup.h"

/* RFC 1035 section 4.1.1 */
enum { CODE_SERVER_FAILURE = 2, CODE_NAME_ERROR = 3, CODE_REFUSED = 5 };

bool lookup_type_is_read(uint32_t type)
{
    return type == LOOKUP_TYPE_A || type == LOOKUP_TYPE_CNAME || type == LOOKUP_TYPE_AAAA;
}

enum lookup_failure lookup_failure_of_code(unsigned code)
{
    switch (code) {
    case CODE_SERVER_FAILURE: return LOOKUP_FAILURE_SERVER;
    case CODE_NAME_ERROR: return LOOKUP_FAILURE_NO_SUCH_NAME;
    case CODE_REFUSED: return LOOKUP_FAILURE_REFUSED;
    default: return LOOKUP_FAILURE_NONE;
    }
}

bool lookup_address_is_unusable(const struct address *address)
{
    static const struct address_network networks[] = {
        {{ADDRESS_IPV4, {0}}, 32},
        {{ADDRESS_IPV4, {127}}, 8},
        {{ADDRESS_IPV6, {0}}, 128},
        {{ADDRESS_IPV6, {[15] = 1}}, 128},
    };

    for (size_t i = 0; i < sizeof networks / sizeof networks[0]; i++) {
        if (address_in_network(address, &networks[i]))
            return true;
    }
    return false;
}

/* The first row of the organisation's table with a side, and the first with a label, that hold the client's address. */
static enum organization_side look_up_client(const struct classify_settings *settings, struct lookup *lookup)
{
    enum organization_side side = ORGANIZATION_SIDE_NONE;

    lookup->client_label = NULL;
    for (size_t i = 0; i < settings->organization_count; i++) {
        const struct classify_row *row = &settings->organization[i];
        if (row->name != NULL || !address_in_network(&lookup->client, &row->network))
            continue;
        if (side == ORGANIZATION_SIDE_NONE)
            side = row->side;
        if (lookup->client_label == NULL)
            lookup->client_label = row->label;
    }
    return side;
}

static enum flow_direction direction_of(const struct classify_settings *settings, const struct lookup *lookup,
                                        enum organization_side side)
{
    struct recognise_range range;

    if (roles[lookup->recognition.role].place != ROLE_PLACE_MICROSOFT)
        return FLOW_DIRECTION_UNKNOWN;
    if (side == ORGANIZATION_SIDE_CLIENT)
        return FLOW_DIRECTION_CLIENT_TO_CLOUD;
    if (side == ORGANIZATION_SIDE_CLOUD || recognise_address_find(settings->addresses, &lookup->client, &range))
        return FLOW_DIRECTION_UNKNOWN;
    return FLOW_DIRECTION_ONPREM_TO_CLOUD;
}

bool lookup_classify(const struct classify_settings *settings, struct lookup *lookup)
{
    const struct endpoint *row = recognise_text(settings->names, lookup->name, false);
    enum organization_side side = look_up_client(settings, lookup);

    if (row == NULL)
        return false;
    lookup->recognition.role = row->role;
    lookup->recognition.cloud = row->cloud;
    lookup->recognition.matched_by = MATCH_DNS;
    lookup->recognition.host = lookup->name;
    lookup->recognition.direction = direction_of(settings, lookup, side);
    return true;
}

static bool was_within(uint32_t frame, const struct flow_time *earlier, const struct flow_time *now)
{
    int64_t between = flow_time_between(earlier, now);

    return frame != 0 && between >= 0 && between <= INT64_C(1000000000) * LOOKUP_SETTLED_SECONDS;
}

void lookup_compare(struct lookup *lookup)
{
    const struct estate_name *use = lookup->use;

    lookup->settled_before = use != NULL && (was_within(use->resolved_frame, &use->resolved, &lookup->time) ||
                                             was_within(use->completed_frame, &use->completed, &lookup->time));
}

bool lookup_is_settled(const struct lookup *lookup)
{
    const struct estate_name *use = lookup->use;

    if (lookup->failure == LOOKUP_FAILURE_PRIVATE_ADDRESS)
        return false;
    return lookup->settled_before ||
           (use != NULL && (use->resolved_frame > lookup->frame || use->completed_frame > lookup->frame));
}
