/* lookups.c: DNS messages -> names of addresses, and look-ups without use.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "lookups.h"

#include <string.h>

#include <wsutil/wmem/wmem.h>

#include "../content/address_key.h"
#include "../core/judge.h"
#include "client_names.h"
#include "frame_address.h"
#include "host_names.h"
#include "open_lookups.h"
#include "preferences.h"
#include "records.h"
#include "state.h"
#include "wanted.h"

/* Records looked at in one answer, and messages in one frame. */
#define MOST_RECORDS 64
#define MOST_MESSAGES STATE_LOOKUPS_MAX

/* In the flags of a message, RFC 1035 section 4.1.1. */
enum { DNS_RESPONSE = 0x8000, DNS_TRUNCATED = 0x0200, DNS_RCODE = 0x000f };

/* RFC 6762, RFC 4795: whoever does not know the name says nothing. */
enum { PORT_MULTICAST_DNS = 5353, PORT_LINK_LOCAL_NAMES = 5355 };

static GHashTable *names;  /* struct address -> char *, both in the memory of records */
static GHashTable *spoken; /* set of these names: each is kept once */
static unsigned    failed; /* look-ups that were kept as findings */

static void forget(void)
{
    if (names != NULL)
        g_hash_table_destroy(names);
    names = NULL;
    if (spoken != NULL)
        g_hash_table_destroy(spoken);
    spoken = NULL;
}

static void lookups_init(void)
{
    if (names != NULL)
        return;
    names = g_hash_table_new(address_key_hash, address_key_equal);
    spoken = g_hash_table_new(wmem_str_hash, g_str_equal);
    failed = 0;
}

void lookups_register(void)
{
    register_init_routine(lookups_init);
    records_forget_with(forget);
}

const char *lookups_name_of(const struct address *server)
{
    return names != NULL ? g_hash_table_lookup(names, server) : NULL;
}

/* The name as it is kept; NULL beyond the bound. */
static char *kept_name(const char *name)
{
    char *kept = g_hash_table_lookup(spoken, name);

    if (kept != NULL || g_hash_table_size(spoken) >= LIMIT_LOOKUP_ADDRESSES)
        return kept;
    kept = wmem_strdup(records_memory(), name);
    g_hash_table_add(spoken, kept);
    return kept;
}

/* The key as it is kept: the table's own if it has one. */
static struct address *kept_address(const struct address *given)
{
    void           *known = NULL;
    struct address *kept = NULL;

    if (g_hash_table_lookup_extended(names, given, &known, NULL))
        return known;
    if (g_hash_table_size(names) >= LIMIT_LOOKUP_ADDRESSES)
        return NULL;
    kept = wmem_new(records_memory(), struct address);
    *kept = *given;
    return kept;
}

/* An address may get one name after the other: the last one counts. */
static void remember(const struct address *given, const char *name)
{
    char           *kept = kept_name(name);
    struct address *key = kept != NULL ? kept_address(given) : NULL;

    if (key != NULL)
        g_hash_table_insert(names, key, kept);
    else
        state_capture()->limits.lookups_cut++;
}

/* One DNS message of the frame: its items stand from `start` to `end`. TCP carries several in one segment. */
struct message {
    const tvbuff_t *tvb;
    int             start, end;
    uint32_t        flags;
    const char     *question; /* NULL: none */
    uint32_t        type;
};

struct messages {
    struct message of_frame[MOST_MESSAGES];
    size_t         count;
    bool           cut;
};

static bool is_of_message(const struct message *message, const field_info *info)
{
    return info->ds_tvb == message->tvb && wanted_item_start(info) >= message->start && wanted_item_start(info) < message->end;
}

/* A message begins with its id, two bytes before the flags. */
static void add_message(void *context, const field_info *info)
{
    struct messages *messages = context;
    struct message  *message = &messages->of_frame[messages->count];

    if (messages->count >= MOST_MESSAGES) {
        messages->cut = true;
        return;
    }
    *message = (struct message){.tvb = info->ds_tvb, .start = wanted_item_start(info) - 2, .end = INT_MAX};
    message->flags = wanted_item_number(info);
    for (size_t i = 0; i < messages->count; i++) {
        struct message *earlier = &messages->of_frame[i];
        if (is_of_message(earlier, info))
            earlier->end = message->start;
    }
    messages->count++;
}

static struct message *message_of(struct messages *messages, const field_info *info)
{
    for (size_t i = 0; i < messages->count; i++) {
        if (is_of_message(&messages->of_frame[i], info))
            return &messages->of_frame[i];
    }
    return NULL;
}

/* The first question of a message counts: nobody asks two. */
static void add_question(void *context, const field_info *info)
{
    struct message *message = message_of(context, info);

    if (message != NULL && message->question == NULL)
        message->question = wanted_item_string(info);
}

static void add_type(void *context, const field_info *info)
{
    struct message *message = message_of(context, info);

    if (message != NULL && message->type == 0)
        message->type = wanted_item_number(info);
}

/* One resource record: the item of its name, and where its data stands. */
struct record {
    const char    *name;
    int            start;
    const char    *alias; /* CNAME */
    struct address address;
};

struct answer {
    const struct message *message;
    struct record         records[MOST_RECORDS];
    size_t                count;
};

static void add_record(void *context, const field_info *info)
{
    struct answer *answer = context;
    struct record *record = &answer->records[answer->count];

    if (answer->count >= MOST_RECORDS || !is_of_message(answer->message, info))
        return;
    memset(record, 0, sizeof *record);
    record->name = wanted_item_string(info);
    record->start = wanted_item_start(info);
    answer->count++;
}

/* The data belongs to the last record that begins before it. */
static struct record *record_of(struct answer *answer, const field_info *info)
{
    struct record *found = NULL;

    for (size_t i = 0; is_of_message(answer->message, info) && i < answer->count; i++) {
        struct record *record = &answer->records[i];
        if (record->start <= wanted_item_start(info) && (found == NULL || record->start > found->start))
            found = record;
    }
    return found;
}

static void add_alias(void *context, const field_info *info)
{
    struct record *record = record_of(context, info);

    if (record != NULL)
        record->alias = wanted_item_string(info);
}

static void add_address(void *context, const field_info *info)
{
    struct record *record = record_of(context, info);
    int            length = info->hfinfo->type == FT_IPv4 ? 4 : 16;

    if (record == NULL || wanted_item_length(info) != length || !tvb_bytes_exist(info->ds_tvb, wanted_item_start(info), length))
        return;
    record->address.family = length == 4 ? ADDRESS_IPV4 : ADDRESS_IPV6;
    tvb_memcpy(info->ds_tvb, record->address.bytes, wanted_item_start(info), (size_t)length);
}

static void read_answer(proto_tree *tree, const struct message *message, struct answer *answer)
{
    answer->message = message;
    answer->count = 0;
    wanted_visit(tree, WANTED_DNS_RESPONSE_NAME, add_record, answer);
    wanted_visit(tree, WANTED_DNS_CNAME, add_alias, answer);
    wanted_visit(tree, WANTED_DNS_A, add_address, answer);
    wanted_visit(tree, WANTED_DNS_AAAA, add_address, answer);
}

static char *comparable(const char *name)
{
    return host_names_comparable(name, strlen(name));
}

static const struct endpoint *row_of(const char *text)
{
    return recognise_text(preferences_get()->classify.names, text, false);
}

static bool is_listed(const char *text)
{
    return row_of(text) != NULL;
}

/* The target of an alias is no name that the client asked for. */
static bool speaks_for_others(const char *text)
{
    return is_listed(text) && recognise_speaks_for_others(row_of(text));
}

static char *alias_of(const struct answer *answer, const char *wanted)
{
    for (size_t i = 0; i < answer->count; i++) {
        char *name = comparable(answer->records[i].name);
        bool  found = answer->records[i].alias != NULL && strcmp(name, wanted) == 0;
        g_free(name);
        if (found)
            return comparable(answer->records[i].alias);
    }
    return NULL;
}

/* Follows the chain of aliases from the question; the first listed name in it that may speak for others does so for the
 *  addresses, else the question's own name does. A chain that closes on itself ends there. */
static char *follow(const struct answer *answer, const char *question, GHashTable *chain)
{
    char *speaking = comparable(question);
    char *current = comparable(question);

    while (current != NULL && !g_hash_table_contains(chain, current)) {
        char *next = alias_of(answer, current);
        if (speaks_for_others(current) && !is_listed(speaking)) {
            g_free(speaking);
            speaking = g_strdup(current);
        }
        g_hash_table_add(chain, current);
        current = next;
    }
    g_free(current);
    return speaking;
}

/* What the addresses of an answer are good for. */
struct addresses {
    size_t         count;
    bool           of_use; /* one of them is neither unusable nor private */
    struct address unusable, onprem; /* the first of each, or ADDRESS_NONE */
};

static void note_address(struct addresses *addresses, const struct address *given)
{
    addresses->count++;
    if (lookup_address_is_unusable(given))
        addresses->unusable = addresses->unusable.family == ADDRESS_NONE ? *given : addresses->unusable;
    else if (classify_is_onprem(&preferences_get()->classify, given))
        addresses->onprem = addresses->onprem.family == ADDRESS_NONE ? *given : addresses->onprem;
    else
        addresses->of_use = true;
}

/* Remembers what name stands for the addresses at the end of the chain. */
static struct addresses remember_addresses(const struct answer *answer, GHashTable *chain, const char *speaking)
{
    struct addresses addresses = {.count = 0};

    for (size_t i = 0; i < answer->count; i++) {
        const struct record *record = &answer->records[i];
        char                *name = comparable(record->name);
        if (record->address.family != ADDRESS_NONE && g_hash_table_contains(chain, name)) {
            if (!lookup_address_is_unusable(&record->address))
                remember(&record->address, speaking);
            note_address(&addresses, &record->address);
        }
        g_free(name);
    }
    return addresses;
}

static struct addresses read_addresses(proto_tree *tree, const struct message *message)
{
    struct answer    answer;
    GHashTable      *chain = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    char            *speaking = NULL;
    struct addresses addresses;

    read_answer(tree, message, &answer);
    speaking = follow(&answer, message->question, chain);
    addresses = remember_addresses(&answer, chain, speaking);
    g_free(speaking);
    g_hash_table_destroy(chain);
    return addresses;
}

/* A truncated answer is asked for again over TCP. */
static void judge_answer(const struct message *message, const struct addresses *addresses, struct lookup *lookup)
{
    lookup->failure = lookup_failure_of_code(message->flags & DNS_RCODE);
    if (lookup->failure != LOOKUP_FAILURE_NONE || (message->flags & (DNS_RCODE | DNS_TRUNCATED)) != 0)
        return;
    if (addresses->unusable.family != ADDRESS_NONE && !addresses->of_use) {
        lookup->failure = LOOKUP_FAILURE_UNUSABLE_ADDRESS;
        lookup->answer = addresses->unusable;
    } else if (addresses->onprem.family != ADDRESS_NONE) {
        lookup->failure = LOOKUP_FAILURE_PRIVATE_ADDRESS;
        lookup->answer = addresses->onprem;
    } else if (addresses->count == 0 && message->type == LOOKUP_TYPE_A) {
        lookup->failure = LOOKUP_FAILURE_NO_ADDRESS;
    }
}

/* The record of the answer: that of its question, if it was seen. */
static struct lookup *record_of_answer(const struct lookup *answered, struct lookup *open)
{
    if (open == NULL)
        return open_lookups_record(answered);
    open->failure = answered->failure;
    open->answer = answered->answer;
    open->resolver = answered->resolver;
    open->frame = answered->frame;
    open->time = answered->time;
    return open;
}

static void keep_failure(const struct lookup *answered, struct lookup *open, struct state_lookups *kept)
{
    struct lookup *lookup = record_of_answer(answered, open);
    bool           room = failed < LIMIT_FAILED_LOOKUPS;

    lookup_compare(lookup);
    lookup->judged = room && judge_lookup(lookup, &lookup->rule);
    failed += lookup->judged ? 1 : 0;
    if (!room)
        state_capture()->limits.failed_lookups_cut++;
    if (lookup->judged)
        kept->lookups[kept->count++] = lookup;
    else if (lookup->tries < LOOKUP_TRIES)
        open_lookups_release(lookup);
    else
        lookup->failure = LOOKUP_FAILURE_NONE;
}

/* What was told of silence stays in the record only if the answer settles it. */
static void end_question(struct lookup *open, bool of_use)
{
    if (open == NULL)
        return;
    if (open->tries < LOOKUP_TRIES)
        open_lookups_release(open);
    else if (!of_use)
        open->failure = LOOKUP_FAILURE_NONE;
}

static void gather_answer(proto_tree *tree, const struct message *message, struct lookup *lookup, struct state_lookups *kept)
{
    struct addresses addresses = {.count = 0};
    struct lookup   *open = NULL;
    bool             listed = lookup_classify(&preferences_get()->classify, lookup);

    if ((message->flags & DNS_RCODE) == 0)
        addresses = read_addresses(tree, message);
    if (!listed || !lookup_type_is_read(message->type))
        return;
    lookup->use = client_names_record(&lookup->client, lookup->name);
    open = open_lookups_answer(lookup);
    judge_answer(message, &addresses, lookup);
    if (lookup->failure != LOOKUP_FAILURE_NONE)
        keep_failure(lookup, open, kept);
    else
        end_question(open, addresses.of_use);
    if (addresses.of_use)
        client_names_resolved(&lookup->client, lookup->name, lookup->frame, &lookup->time);
}

static void gather_question(const struct message *message, struct lookup *lookup, struct state_lookups *kept)
{
    struct lookup *again = NULL;

    lookup->question_frame = lookup->frame;
    lookup->asked = lookup->time;
    lookup->tries = 1;
    if (!lookup_type_is_read(message->type) || !lookup_classify(&preferences_get()->classify, lookup))
        return;
    lookup->use = client_names_record(&lookup->client, lookup->name);
    again = open_lookups_ask(lookup);
    if (again != NULL)
        kept->lookups[kept->count++] = again;
}

static bool is_multicast_name(const packet_info *pinfo)
{
    return pinfo->srcport == PORT_MULTICAST_DNS || pinfo->destport == PORT_MULTICAST_DNS ||
           pinfo->srcport == PORT_LINK_LOCAL_NAMES || pinfo->destport == PORT_LINK_LOCAL_NAMES;
}

static void gather_message(packet_info *pinfo, proto_tree *tree, const struct flow_time *time, const struct message *message,
                           struct state_lookups *kept)
{
    bool          answer = (message->flags & DNS_RESPONSE) != 0;
    char         *name = comparable(message->question);
    struct lookup lookup = {.name = name,
                            .type = (uint16_t)message->type,
                            .client = frame_address_of(answer ? &pinfo->dst : &pinfo->src),
                            .resolver = frame_address_of(answer ? &pinfo->src : &pinfo->dst),
                            .frame = state_frame_number(pinfo),
                            .time = *time};

    if (answer)
        gather_answer(tree, message, &lookup, kept);
    else if (!is_multicast_name(pinfo))
        gather_question(message, &lookup, kept);
    g_free(name);
}

void lookups_gather(packet_info *pinfo, proto_tree *tree, const struct flow_time *time)
{
    struct messages      messages = {.count = 0};
    struct state_lookups kept = {.count = 0};

    wanted_visit(tree, WANTED_DNS_FLAGS, add_message, &messages);
    wanted_visit(tree, WANTED_DNS_QUERY_NAME, add_question, &messages);
    wanted_visit(tree, WANTED_DNS_QUERY_TYPE, add_type, &messages);
    for (size_t i = 0; i < messages.count; i++) {
        if (messages.of_frame[i].question != NULL)
            gather_message(pinfo, tree, time, &messages.of_frame[i], &kept);
    }
    if (messages.cut)
        state_capture()->limits.messages_cut++;
    if (kept.count > 0)
        state_keep_lookups(pinfo, &kept);
}
