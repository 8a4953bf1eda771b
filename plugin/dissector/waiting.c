/* waiting.c: which questions have waited long enough, and which frame proves it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "waiting.h"

#include "../content/address_key.h"
#include "../core/judge.h"
#include "clients.h"
#include "frame_address.h"
#include "records.h"

#define NANOSECONDS INT64_C(1000000000)

/* Those that wait for an answer, and those that wait for the next part of a handshake. */
enum { SHORT, LONG, QUEUES };

struct queue {
    GSequence  *pending; /* of struct flow, by `due` */
    int64_t     earliest; /* no flow in `pending` is due before */
    GHashTable *ripe;    /* struct address of a host -> GPtrArray of struct flow that it can witness for */
};

static struct queue queues[QUEUES];
static struct flow_time last; /* latest time of a frame so far */
static bool             started;

/* flow_time_between() clamps what is no time. */
static int64_t nanoseconds_of(const struct flow_time *time)
{
    const struct flow_time epoch = {0, 0};

    return flow_time_between(&epoch, time);
}

static int compare_due(const void *left, const void *right, void *user_data)
{
    const struct flow *first = left;
    const struct flow *second = right;

    (void)user_data;
    return first->due < second->due ? -1 : first->due > second->due;
}

static void free_flows(void *flows)
{
    g_ptr_array_free(flows, true);
}

static void waiting_init(void)
{
    if (queues[SHORT].pending != NULL)
        return;
    for (size_t i = 0; i < QUEUES; i++) {
        queues[i].pending = g_sequence_new(NULL);
        queues[i].ripe = g_hash_table_new_full(address_key_hash, address_key_equal, g_free, free_flows);
    }
    started = false;
}

static void forget(void)
{
    if (queues[SHORT].pending == NULL)
        return;
    for (size_t i = 0; i < QUEUES; i++) {
        g_sequence_free(queues[i].pending);
        g_hash_table_destroy(queues[i].ripe);
        queues[i].pending = NULL;
    }
}

void waiting_register(void)
{
    register_init_routine(waiting_init);
    records_forget_with(forget);
}

static int64_t due_of(const struct flow *flow)
{
    return nanoseconds_of(&flow->asked_time) + flow_wait_seconds(flow->question) * NANOSECONDS;
}

void waiting_add(struct flow *flow)
{
    struct queue *queue = &queues[flow->question == FLOW_QUESTION_FLIGHT ? LONG : SHORT];

    if (flow->kept_waiting)
        return;
    flow->kept_waiting = true;
    flow->due = due_of(flow);
    if (g_sequence_is_empty(queue->pending) || flow->due < queue->earliest)
        queue->earliest = flow->due;
    g_sequence_insert_sorted(queue->pending, flow, compare_due, NULL);
}

/* The flow may have been answered since, or ask something else by now. True if it is still to be told. */
static bool is_still_due(struct flow *flow, int64_t now)
{
    flow->kept_waiting = false;
    if (flow->question == FLOW_QUESTION_NONE)
        return false;
    if (due_of(flow) <= now)
        return true;
    waiting_add(flow);
    return false;
}

static void let_witness(struct queue *queue, const struct address *host, struct flow *flow)
{
    GPtrArray *flows = g_hash_table_lookup(queue->ripe, host);

    if (flows == NULL) {
        flows = g_ptr_array_new();
        g_hash_table_insert(queue->ripe, g_memdup2(host, sizeof *host), flows);
    }
    g_ptr_array_add(flows, flow);
}

/* Either end of a handshake that stands still may be the one that the capture goes on seeing. */
static void ripen(struct queue *queue, struct flow *flow)
{
    flow->kept_waiting = true;
    if (flow->question == FLOW_QUESTION_FLIGHT)
        let_witness(&queues[LONG], &flow_server(flow)->address, flow);
    let_witness(queue, &flow_client(flow)->address, flow);
}

static void ripen_due(struct queue *queue, int64_t now)
{
    while (!g_sequence_is_empty(queue->pending) && queue->earliest <= now) {
        GSequenceIter *first = g_sequence_get_begin_iter(queue->pending);
        struct flow   *flow = g_sequence_get(first);

        queue->earliest = flow->due;
        if (flow->due > now)
            return;
        g_sequence_remove(first);
        if (is_still_due(flow, now))
            ripen(queue, flow);
    }
}

static void tell(struct flow *flow, const struct flow_time *now)
{
    struct observation observation = {.kind = OBSERVATION_WAITED, .time = *now};
    struct judgement   judgement;
    unsigned           events = 0;

    if (!is_still_due(flow, nanoseconds_of(now)))
        return;
    events = flow_observe(flow, &observation);
    clients_compare(flow, events, now);
    judge_flow(flow, events, 0, now, &judgement);
}

static void let_tell(struct queue *queue, const struct address *host, const struct flow_time *now)
{
    void      *key = NULL, *value = NULL;
    GPtrArray *flows = NULL;

    if (!g_hash_table_steal_extended(queue->ripe, host, &key, &value))
        return;
    flows = value;
    for (unsigned i = 0; i < flows->len; i++)
        tell(g_ptr_array_index(flows, i), now);
    g_ptr_array_free(flows, true);
    g_free(key);
}

/* What is known of a handshake that stands still rests on what was acknowledged, not on who was seen meanwhile. */
static void outlive_pause(void *data, void *user_data)
{
    struct flow *flow = data;

    (void)user_data;
    flow->kept_waiting = false;
    if (flow->question == FLOW_QUESTION_FLIGHT)
        waiting_add(flow);
}

/* After a pause nothing that was asked before it is witnessed any more. */
static void forget_before_pause(void)
{
    struct queue  *queue = &queues[SHORT];
    GHashTableIter iterator;
    void          *flows = NULL;

    g_sequence_foreach(queue->pending, outlive_pause, NULL);
    g_sequence_remove_range(g_sequence_get_begin_iter(queue->pending), g_sequence_get_end_iter(queue->pending));
    g_hash_table_iter_init(&iterator, queue->ripe);
    while (g_hash_table_iter_next(&iterator, NULL, &flows))
        g_ptr_array_foreach(flows, outlive_pause, NULL);
    g_hash_table_remove_all(queue->ripe);
}

void waiting_see_frame(const packet_info *pinfo, const struct flow_time *time)
{
    int64_t        now = nanoseconds_of(time);
    struct address sender;

    if (started && flow_time_between(&last, time) >= FLOW_WAIT_SECONDS * NANOSECONDS)
        forget_before_pause();
    if (!started || flow_time_between(&last, time) > 0)
        last = *time;
    started = true;
    ripen_due(&queues[SHORT], now);
    ripen_due(&queues[LONG], now);
    if (g_hash_table_size(queues[SHORT].ripe) == 0 && g_hash_table_size(queues[LONG].ripe) == 0)
        return;
    sender = frame_address_of(&pinfo->src);
    let_tell(&queues[SHORT], &sender, time);
    let_tell(&queues[LONG], &sender, time);
}
