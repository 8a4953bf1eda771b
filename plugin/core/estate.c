/* estate.c: compares a flow with earlier ones of the same client.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "estate.h"

#include <string.h>

#include "../knowledge/hints.h"
#include "clock.h"
#include "flow_request.h"
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
static void note_handshake(struct estate_client *client, const struct flow *flow, struct estate_retold *retold)
{
    client->reached_roles |= bit_of(flow->recognition.role);
    for (size_t i = 0; i < ESTATE_SILENT_FLOWS; i++) {
        struct flow *silent = client->silent[i];
        if (silent == NULL || silent->recognition.role != flow->recognition.role)
            continue;
        silent->probe = true;
        retold->flows[retold->count++] = silent;
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

/* Who calls such a service is an Exchange server, unless it speaks for others. */
static void note_caller(struct estate_client *client, const struct flow *flow)
{
    enum role_callers callers = roles[flow->recognition.role].callers;

    if ((callers == ROLE_CALLERS_SERVERS || callers == ROLE_CALLERS_DOT_NET) && is_one_machine(flow) &&
        flow_client(flow)->side != ORGANIZATION_SIDE_CLIENT)
        client->caller.exchange_server = true;
}

/* Which token service the client asks: ACS gives tokens of the shared service principal, Entra those of an application. */
static void note_token_service(struct estate_client *client, const struct flow *flow, struct estate_retold *retold)
{
    if (flow->recognition.role == ROLE_ACS) {
        client->asked_acs = true;
        client->token_time = flow->client_hello_time;
    }
    if (flow->recognition.role != ROLE_ENTRA_STS || client->asked_entra)
        return;
    client->asked_entra = true;
    for (size_t i = 0; i < ESTATE_SHARED_FLOWS; i++) {
        if (client->shared[i] == NULL)
            continue;
        client->shared[i]->shared_principal = false;
        retold->flows[retold->count++] = client->shared[i];
    }
}

static void look_for_shared_principal(struct estate_client *client, struct flow *flow)
{
    if (flow->recognition.role != ROLE_EXO_CORE || flow->recognition.cloud != CLOUD_WORLDWIDE || !is_one_machine(flow) ||
        !client->asked_acs || client->asked_entra || !clock_is_real(&flow->client_hello_time) ||
        flow->client_hello_time.seconds < HINT_SHARED_PRINCIPAL_ENDS ||
        !is_within(&client->token_time, &flow->client_hello_time, ESTATE_TOKEN_SECONDS))
        return;
    flow->shared_principal = true;
    client->shared[client->next_shared] = flow;
    client->next_shared = (uint8_t)((client->next_shared + 1) % ESTATE_SHARED_FLOWS);
}

bool estate_is_interested(const struct flow *flow, unsigned events)
{
    return (events & (FLOW_EVENT_CLIENT_HELLO | FLOW_EVENT_COMPLETED | FLOW_EVENT_ANSWER)) != 0 || is_revocation_check(flow) ||
           is_left_silent(flow, events);
}

struct estate_retold estate_observe(struct estate_client *client, struct flow *flow, unsigned events,
                                    const struct flow_time *time)
{
    struct estate_retold retold = {.count = 0};

    if (is_revocation_check(flow))
        flow->beside_handshake = flow->beside_handshake || has_hybrid_handshake(client, time);
    if (is_left_silent(flow, events))
        note_silence(client, flow);
    if ((events & FLOW_EVENT_COMPLETED) != 0 && roles[flow->recognition.role].hybrid)
        note_handshake(client, flow, &retold);
    if ((events & FLOW_EVENT_ANSWER) != 0 && flow->exchange != NULL)
        note_answers(client, flow->exchange, flow->recognition.role);
    if ((events & FLOW_EVENT_COMPLETED) != 0)
        look_for_shared_principal(client, flow);
    if ((events & FLOW_EVENT_CLIENT_HELLO) == 0)
        return retold;
    flow->caller = &client->caller;
    note_caller(client, flow);
    note_token_service(client, flow, &retold);
    client->silent_roles &= ~bit_of(flow->recognition.role);
    compare_offers(client, flow);
    look_for_failed_try(client, flow);
    client->recent[client->next] = flow;
    client->next = (uint8_t)((client->next + 1) % ESTATE_RECENT_FLOWS);
    return retold;
}

/* One machine has an address of each family; two addresses of one family behind one link address are two machines. */
static bool is_another_way(const struct flow *flow, const struct address *client, const struct address *server)
{
    const struct address *own = &flow_client(flow)->address;

    if (client->family == own->family && address_compare(client, own) != 0)
        return false;
    return address_compare(&flow_server(flow)->address, server) != 0;
}

void estate_attempt(struct estate_name *name, struct flow *flow, const struct flow_time *time)
{
    if (name->completed_at.family != ADDRESS_NONE && is_another_way(flow, &name->completed_by, &name->completed_at) &&
        is_within(&name->completed, time, ESTATE_HANDSHAKE_SECONDS))
        flow->reached_otherwise = true;
    for (size_t i = 0; i < ESTATE_ATTEMPTS; i++) {
        if (name->attempts[i] == flow)
            return;
    }
    name->attempts[name->next_attempt] = flow;
    name->next_attempt = (uint8_t)((name->next_attempt + 1) % ESTATE_ATTEMPTS);
}

struct estate_retold estate_reached(struct estate_name *name, const struct flow *flow, uint32_t frame,
                                    const struct flow_time *time)
{
    struct estate_retold retold = {.count = 0};

    name->completed_frame = frame;
    name->completed = *time;
    name->completed_by = flow_client(flow)->address;
    name->completed_at = flow->proxied ? (struct address){.family = ADDRESS_NONE} : flow_server(flow)->address;
    for (size_t i = 0; i < ESTATE_ATTEMPTS; i++) {
        struct flow *attempt = name->attempts[i];
        if (flow->proxied || attempt == NULL || attempt->syn_ack ||
            !is_another_way(attempt, &name->completed_by, &name->completed_at))
            continue;
        attempt->reached_otherwise = true;
        retold.flows[retold.count++] = attempt;
        name->attempts[i] = NULL;
    }
    return retold;
}
