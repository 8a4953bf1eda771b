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

/* A flow that asked something. */
struct question {
    struct flow     *flow;
    bool            *waits;
    struct flow_time due; /* not told of before */
};

static GSequence       *pending; /* of struct question, first due first */
static GHashTable      *ripe;    /* struct address of a host -> GPtrArray of struct question that it can witness */
static struct flow_time earliest; /* no question in `pending` is due before */
static struct flow_time last;     /* latest time of a frame so far */
static bool             started;

static int compare_questions(const void *left, const void *right, void *user_data)
{
    const struct question *first = left;
    const struct question *second = right;
    int64_t                between = flow_time_between(&second->due, &first->due);

    (void)user_data;
    return between < 0 ? -1 : between > 0;
}

static void free_questions(void *questions)
{
    g_ptr_array_free(questions, true);
}

static void waiting_init(void)
{
    if (pending != NULL)
        return;
    pending = g_sequence_new(g_free);
    ripe = g_hash_table_new_full(address_key_hash, address_key_equal, g_free, free_questions);
    started = false;
}

static void forget(void)
{
    if (pending == NULL)
        return;
    g_sequence_free(pending);
    g_hash_table_destroy(ripe);
    pending = NULL;
    ripe = NULL;
}

void waiting_register(void)
{
    register_init_routine(waiting_init);
    records_forget_with(forget);
}

static struct flow_time due_time(const struct flow *flow)
{
    struct flow_time due = flow->asked_time;

    due.seconds += flow_wait_seconds(flow->question);
    return due;
}

/* Takes the question over. */
static void put_off(struct question *question)
{
    question->due = due_time(question->flow);
    if (g_sequence_is_empty(pending) || flow_time_between(&earliest, &question->due) < 0)
        earliest = question->due;
    g_sequence_insert_sorted(pending, question, compare_questions, NULL);
}

void waiting_add(struct flow *flow, bool *waits)
{
    struct question *question = NULL;

    if (*waits)
        return;
    question = g_new(struct question, 1);
    question->flow = flow;
    question->waits = waits;
    *waits = true;
    put_off(question);
}

static void drop(struct question *question)
{
    *question->waits = false;
    g_free(question);
}

/* What is known of a handshake that stands still rests on what was acknowledged, not on who was seen meanwhile. */
static bool outlives_pause(const struct question *question)
{
    return question->flow->question == FLOW_QUESTION_FLIGHT;
}

static void let_witness(const struct address *host, struct question *question)
{
    GPtrArray *questions = g_hash_table_lookup(ripe, host);

    if (questions == NULL) {
        questions = g_ptr_array_new_with_free_func(g_free);
        g_hash_table_insert(ripe, g_memdup2(host, sizeof *host), questions);
    }
    g_ptr_array_add(questions, question);
}

/* Either end of a handshake that stands still may be the one that the capture goes on seeing. */
static void ripen(struct question *question)
{
    const struct flow *flow = question->flow;

    if (flow->question == FLOW_QUESTION_FLIGHT)
        let_witness(&flow_server(flow)->address, g_memdup2(question, sizeof *question));
    let_witness(&flow_client(flow)->address, question);
}

/* The flow may have been answered since, or ask something else by now. */
static void ripen_due(const struct flow_time *now)
{
    while (!g_sequence_is_empty(pending) && flow_time_between(&earliest, now) >= 0) {
        GSequenceIter   *first = g_sequence_get_begin_iter(pending);
        struct question *question = g_sequence_get(first);
        struct flow_time due = due_time(question->flow);

        earliest = question->due;
        if (flow_time_between(&earliest, now) < 0)
            return;
        question = g_memdup2(question, sizeof *question);
        g_sequence_remove(first);
        if (question->flow->question == FLOW_QUESTION_NONE)
            drop(question);
        else if (flow_time_between(&due, now) < 0)
            put_off(question);
        else
            ripen(question);
    }
}

static void tell(const struct question *question, const struct flow_time *now)
{
    struct flow       *flow = question->flow;
    struct observation observation = {.kind = OBSERVATION_WAITED, .time = *now};
    struct flow_time   due = due_time(flow);
    struct judgement   judgement;
    unsigned           events = 0;

    *question->waits = false;
    if (flow->question == FLOW_QUESTION_NONE)
        return;
    if (flow_time_between(&due, now) < 0) {
        waiting_add(flow, question->waits);
        return;
    }
    events = flow_observe(flow, &observation);
    clients_compare(flow, events, now);
    judge_flow(flow, events, 0, now, &judgement);
}

static void let_tell(const struct address *host, const struct flow_time *now)
{
    void      *key = NULL, *value = NULL;
    GPtrArray *questions = NULL;

    if (!g_hash_table_steal_extended(ripe, host, &key, &value))
        return;
    questions = value;
    for (unsigned i = 0; i < questions->len; i++)
        tell(g_ptr_array_index(questions, i), now);
    g_ptr_array_free(questions, true);
    g_free(key);
}

static int forget_if_paused(struct question *question)
{
    if (outlives_pause(question))
        return false;
    *question->waits = false;
    return true;
}

/* After a pause nothing that was asked before it is witnessed any more. */
static void forget_before_pause(void)
{
    GHashTableIter iterator;
    void          *value = NULL;

    for (GSequenceIter *place = g_sequence_get_begin_iter(pending); !g_sequence_iter_is_end(place);) {
        GSequenceIter *next = g_sequence_iter_next(place);
        if (forget_if_paused(g_sequence_get(place)))
            g_sequence_remove(place);
        place = next;
    }
    g_hash_table_iter_init(&iterator, ripe);
    while (g_hash_table_iter_next(&iterator, NULL, &value)) {
        GPtrArray *questions = value;
        for (unsigned i = questions->len; i > 0; i--) {
            if (forget_if_paused(g_ptr_array_index(questions, i - 1)))
                g_ptr_array_remove_index_fast(questions, i - 1);
        }
    }
}

void waiting_see_frame(const packet_info *pinfo, const struct flow_time *time)
{
    struct address sender;

    if (started && flow_time_between(&last, time) >= FLOW_WAIT_SECONDS * NANOSECONDS)
        forget_before_pause();
    if (!started || flow_time_between(&last, time) > 0)
        last = *time;
    started = true;
    ripen_due(time);
    if (g_hash_table_size(ripe) == 0)
        return;
    sender = frame_address_of(&pinfo->src);
    let_tell(&sender, time);
}
