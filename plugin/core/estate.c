/* estate.c: compares a flow with earlier ones of the same client.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "estate.h"

#include <string.h>

#include "flow_request.h"
#include "judge.h"
#include "tls_names.h"

#define NANOSECONDS INT64_C(1000000000)

static struct flow_earlier offer_of(const struct flow *flow)
{
    struct flow_earlier offer = {flow->recognition.host, flow->frames.client_hello, flow->max_version,
                                 (uint8_t)flow->recognition.role};

    return offer;
}

static bool is_current(const struct flow *flow)
{
    return flow->max_version >= TLS_VERSION_1_2;
}

/* The first of two remembered offers that went to another role; NULL if there is none. */
static const struct flow_earlier *offer_to_other_role(const struct flow_earlier offers[2], enum role role)
{
    for (size_t i = 0; i < 2; i++) {
        if (offers[i].frame != 0 && offers[i].role != role)
            return &offers[i];
    }
    return NULL;
}

/* Two roles are enough to find one that differs from any third. */
static void remember_offer(struct flow_earlier offers[2], const struct flow *flow)
{
    size_t place = offers[0].frame == 0 ? 0 : 1;

    if (offers[place].frame == 0 && (place == 0 || offers[0].role != flow->recognition.role))
        offers[place] = offer_of(flow);
}

/* A proxy speaks for many machines, the cloud for many of its own: no settings of one machine are compared there. */
static bool is_one_machine(const struct flow *flow)
{
    return flow->recognition.direction != FLOW_DIRECTION_CLOUD_TO_ONPREM &&
           flow_client(flow)->side != ORGANIZATION_SIDE_PROXY && flow_client(flow)->side != ORGANIZATION_SIDE_CLOUD;
}

static bool difference_is_proven(const struct estate_client *client)
{
    for (size_t i = 0; i < 2; i++) {
        if (client->old[i].frame != 0 && offer_to_other_role(client->current, client->old[i].role) != NULL)
            return true;
    }
    return false;
}

/* Of an old hello each is told; of a current one only the first that proves the difference. */
static void compare_offers(struct estate_client *client, struct flow *flow)
{
    enum role                  role = flow->recognition.role;
    const struct flow_earlier *other = NULL;

    if (!roles[role].hybrid || !is_one_machine(flow))
        return;
    if (!is_current(flow))
        other = offer_to_other_role(client->current, role);
    else if (!difference_is_proven(client))
        other = offer_to_other_role(client->old, role);
    if (other != NULL)
        flow->other_offer = *other;
    remember_offer(is_current(flow) ? client->current : client->old, flow);
}

static bool same_endpoint(const struct flow *first, const struct flow *second)
{
    const char *one = first->recognition.host;
    const char *other = second->recognition.host;

    if (flow_server(first)->port != flow_server(second)->port)
        return false;
    if (one != NULL && other != NULL)
        return strcmp(one, other) == 0;
    return address_compare(&flow_server(first)->address, &flow_server(second)->address) == 0;
}

static bool is_within(const struct flow_time *earlier, const struct flow_time *later, int64_t seconds)
{
    int64_t between = flow_time_between(earlier, later);

    return between >= 0 && between <= seconds * NANOSECONDS;
}

static const struct flow_time *failure_time(const struct flow *flow)
{
    if (flow->frames.end != 0)
        return &flow->end_time;
    return flow->frames.alert != 0 ? &flow->alert_time : &flow->client_hello_time;
}

/* RFC 7507 section 1: clients that try again with less when an attempt failed. */
static void look_for_failed_try(const struct estate_client *client, struct flow *flow)
{
    for (size_t i = 0; i < ESTATE_RECENT_FLOWS; i++) {
        const struct flow *earlier = client->recent[i];
        if (earlier == NULL || earlier == flow || !flow_failed(earlier) || earlier->max_version <= flow->max_version)
            continue;
        if (same_endpoint(earlier, flow) &&
            is_within(failure_time(earlier), &flow->client_hello_time, ESTATE_RETRY_SECONDS)) {
            flow->failed_try = offer_of(earlier);
            return;
        }
    }
}

static bool has_hybrid_handshake(const struct estate_client *client, const struct flow_time *time)
{
    for (size_t i = 0; i < ESTATE_RECENT_FLOWS; i++) {
        const struct flow *flow = client->recent[i];
        if (flow != NULL && roles[flow->recognition.role].hybrid &&
            is_within(&flow->client_hello_time, time, ESTATE_HANDSHAKE_SECONDS))
            return true;
    }
    return false;
}

static bool is_revocation_check(const struct flow *flow)
{
    return flow->recognition.role == ROLE_REVOCATION && !flow->tls;
}

_Static_assert(ROLE_COUNT <= 64, "a role is a bit of silent_roles and reached_roles");

static uint64_t bit_of(enum role role)
{
    return UINT64_C(1) << role;
}

static bool is_left_silent(const struct flow *flow, unsigned events)
{
    return (events & FLOW_EVENT_ENDED) != 0 && roles[flow->recognition.role].hybrid && flow_left_silent(flow);
}

static void note_silence(struct estate_client *client, struct flow *flow)
{
    uint64_t role = bit_of(flow->recognition.role);

    flow->probe = (client->reached_roles & role) != 0 || flow_client(flow)->side == ORGANIZATION_SIDE_PROXY;
    flow->silent_before = (client->silent_roles & role) != 0;
    client->silent_roles |= role;
    client->silent[client->next_silent] = flow;
    client->next_silent = (uint8_t)((client->next_silent + 1) % ESTATE_SILENT_FLOWS);
}

/* Who does its handshakes there left the others silent for some other reason. */
static void note_handshake(struct estate_client *client, const struct flow *flow)
{
    client->reached_roles |= bit_of(flow->recognition.role);
    for (size_t i = 0; i < ESTATE_SILENT_FLOWS; i++) {
        struct flow *silent = client->silent[i];
        if (silent == NULL || silent->recognition.role != flow->recognition.role)
            continue;
        silent->probe = true;
        judge_revise(silent);
        client->silent[i] = NULL;
    }
}

/* Who never got through is refused, however little it tried. */
static void note_answers(struct estate_client *client, struct flow_exchange *exchange, enum role to)
{
    uint64_t role = bit_of(to);

    if (flow_exchange_succeeded(exchange))
        client->let_in_roles |= role;
    if (exchange->left_refused)
        client->refused_roles |= role;
    else
        exchange->refused_before = (client->refused_roles & ~client->let_in_roles & role) != 0;
}

bool estate_is_interested(const struct flow *flow, unsigned events)
{
    return (events & (FLOW_EVENT_CLIENT_HELLO | FLOW_EVENT_COMPLETED | FLOW_EVENT_ANSWER)) != 0 || is_revocation_check(flow) ||
           is_left_silent(flow, events);
}

void estate_observe(struct estate_client *client, struct flow *flow, unsigned events, const struct flow_time *time)
{
    if (is_revocation_check(flow))
        flow->beside_handshake = flow->beside_handshake || has_hybrid_handshake(client, time);
    if (is_left_silent(flow, events))
        note_silence(client, flow);
    if ((events & FLOW_EVENT_COMPLETED) != 0 && roles[flow->recognition.role].hybrid)
        note_handshake(client, flow);
    if ((events & FLOW_EVENT_ANSWER) != 0 && flow->exchange != NULL)
        note_answers(client, flow->exchange, flow->recognition.role);
    if ((events & FLOW_EVENT_CLIENT_HELLO) == 0)
        return;
    client->silent_roles &= ~bit_of(flow->recognition.role);
    compare_offers(client, flow);
    look_for_failed_try(client, flow);
    client->recent[client->next] = flow;
    client->next = (uint8_t)((client->next + 1) % ESTATE_RECENT_FLOWS);
}
