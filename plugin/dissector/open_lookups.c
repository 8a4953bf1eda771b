/* open_lookups.c: DNS questions that wait for an answer.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "open_lookups.h"

#include <string.h>

#include "../content/address_key.h"
#include "frame_address.h"
#include "records.h"
#include "state.h"

#define NANOSECONDS INT64_C(1000000000)
#define COPY (INT64_C(1000000) * FLOW_CAPTURE_COPY_MILLISECONDS)

static GHashTable      *open_lookups;                   /* set of struct lookup, by client, name and type */
static struct lookup   *waiting[LIMIT_WAITING_LOOKUPS]; /* those of them that silence may be witnessed for */
static size_t           waiting_count;
static struct flow_time previous; /* of the frame before */

static unsigned hash_question(const void *data)
{
    const struct lookup *lookup = data;

    return address_key_hash(&lookup->client) * 31u + wmem_str_hash(lookup->name) + lookup->type;
}

static gboolean equal_questions(const void *left, const void *right)
{
    const struct lookup *first = left;
    const struct lookup *second = right;

    return first->type == second->type && address_compare(&first->client, &second->client) == 0 &&
           strcmp(first->name, second->name) == 0;
}

static void forget(void)
{
    if (open_lookups != NULL)
        g_hash_table_destroy(open_lookups);
    open_lookups = NULL;
    waiting_count = 0;
}

static void open_lookups_init(void)
{
    if (open_lookups != NULL)
        return;
    open_lookups = g_hash_table_new(hash_question, equal_questions);
    waiting_count = 0;
    previous.seconds = previous.nanoseconds = 0;
}

void open_lookups_register(void)
{
    register_init_routine(open_lookups_init);
    records_forget_with(forget);
}

struct lookup *open_lookups_record(const struct lookup *lookup)
{
    struct lookup *record = wmem_memdup(records_memory(), lookup, sizeof *lookup);

    record->name = wmem_strdup(records_memory(), lookup->name);
    if (record->recognition.host != NULL)
        record->recognition.host = record->name;
    return record;
}

void open_lookups_release(struct lookup *lookup)
{
    wmem_free(records_memory(), (void *)(uintptr_t)lookup->name);
    wmem_free(records_memory(), lookup);
}

static void forget_waiting(const struct lookup *lookup)
{
    for (size_t i = 0; i < waiting_count; i++) {
        if (waiting[i] == lookup) {
            waiting[i] = waiting[--waiting_count];
            return;
        }
    }
}

static void wait_for_witness(struct lookup *lookup)
{
    if (waiting_count < LIMIT_WAITING_LOOKUPS)
        waiting[waiting_count++] = lookup;
    else
        state_capture()->limits.failed_lookups_cut++;
}

struct lookup *open_lookups_ask(const struct lookup *asked)
{
    struct lookup *known = g_hash_table_lookup(open_lookups, asked);

    if (known == NULL && g_hash_table_size(open_lookups) >= LIMIT_OPEN_LOOKUPS) {
        state_capture()->limits.failed_lookups_cut++;
        return NULL;
    }
    if (known == NULL) {
        g_hash_table_add(open_lookups, open_lookups_record(asked));
        return NULL;
    }
    if (flow_time_between(&known->asked, &asked->asked) < COPY || known->failure != LOOKUP_FAILURE_NONE)
        return NULL;
    known->asked = known->time = asked->asked;
    known->frame = asked->question_frame;
    if (known->tries < UINT8_MAX)
        known->tries++;
    if (known->tries != LOOKUP_TRIES)
        return NULL;
    wait_for_witness(known);
    return known;
}

struct lookup *open_lookups_answer(const struct lookup *answered)
{
    struct lookup *known = g_hash_table_lookup(open_lookups, answered);

    if (known == NULL)
        return NULL;
    g_hash_table_remove(open_lookups, known);
    forget_waiting(known);
    return known;
}

/* A later frame of the client itself, long enough after the second try. */
static bool is_witnessed(const struct lookup *lookup, const struct address *sender, const struct flow_time *time)
{
    return address_compare(&lookup->client, sender) == 0 &&
           flow_time_between(&lookup->asked, time) >= FLOW_WAIT_SECONDS * NANOSECONDS;
}

static void conclude(struct lookup *lookup)
{
    lookup->failure = LOOKUP_FAILURE_UNANSWERED;
    lookup_compare(lookup);
    forget_waiting(lookup);
}

void open_lookups_witness(const packet_info *pinfo, const struct flow_time *time)
{
    bool           paused = flow_time_between(&previous, time) >= FLOW_WAIT_SECONDS * NANOSECONDS;
    struct address sender, receiver;

    previous = *time;
    if (waiting_count == 0)
        return;
    /* A pause is where a capture was stopped, or another file begins: what came in it is not known. */
    if (paused) {
        waiting_count = 0;
        return;
    }
    sender = frame_address_of(&pinfo->src);
    receiver = frame_address_of(&pinfo->dst);
    for (size_t i = waiting_count; i-- > 0;) {
        if (is_witnessed(waiting[i], &sender, time))
            conclude(waiting[i]);
        else if (address_compare(&waiting[i]->client, &receiver) == 0)
            waiting[i]->heard = true;
    }
}
