/* lookups.c: DNS answers -> names of addresses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "lookups.h"

#include <string.h>

#include <wsutil/wmem/wmem.h>

#include "../content/address_key.h"
#include "../core/classify.h"
#include "host_names.h"
#include "preferences.h"
#include "records.h"
#include "state.h"
#include "wanted.h"

/* Records looked at in one answer. */
#define MOST_RECORDS 64

/* In the flags of a message, RFC 1035 section 4.1.1. */
enum { DNS_RESPONSE = 0x8000, DNS_RCODE = 0x000f, DNS_NO_SUCH_NAME = 3 };

static GHashTable *names;  /* struct address -> char *, both in the memory of records */
static GHashTable *spoken; /* set of these names: each is kept once */
static unsigned    failed; /* look-ups with a record */

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

/* One resource record: the item of its name, and where its data stands. */
struct record {
    const char    *name;
    const tvbuff_t *tvb;
    int            start;
    const char    *alias; /* CNAME */
    struct address address;
};

struct answer {
    struct record records[MOST_RECORDS];
    size_t        count;
};

static void add_record(void *context, const field_info *info)
{
    struct answer *answer = context;
    struct record *record = &answer->records[answer->count];

    if (answer->count >= MOST_RECORDS)
        return;
    memset(record, 0, sizeof *record);
    record->name = wanted_item_string(info);
    record->tvb = info->ds_tvb;
    record->start = wanted_item_start(info);
    answer->count++;
}

/* The data belongs to the last record that begins before it. */
static struct record *record_of(struct answer *answer, const field_info *info)
{
    struct record *found = NULL;

    for (size_t i = 0; i < answer->count; i++) {
        struct record *record = &answer->records[i];
        if (record->tvb == info->ds_tvb && record->start <= wanted_item_start(info) &&
            (found == NULL || record->start > found->start))
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

    if (record == NULL || wanted_item_length(info) != length ||
        !tvb_bytes_exist(info->ds_tvb, wanted_item_start(info), length))
        return;
    record->address.family = length == 4 ? ADDRESS_IPV4 : ADDRESS_IPV6;
    tvb_memcpy(info->ds_tvb, record->address.bytes, wanted_item_start(info), (size_t)length);
}

static void read_answer(proto_tree *tree, struct answer *answer)
{
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

/* Remembers the addresses; returns the first of them that is on premises, or NULL. */
static const struct address *remember_addresses(const struct answer *answer, GHashTable *chain, const char *speaking,
                                                size_t *count)
{
    const struct address *onprem = NULL;

    for (size_t i = 0; i < answer->count; i++) {
        const struct record *record = &answer->records[i];
        char                *name = comparable(record->name);
        if (record->address.family != ADDRESS_NONE && g_hash_table_contains(chain, name)) {
            remember(&record->address, speaking);
            (*count)++;
            if (onprem == NULL && classify_is_onprem(&preferences_get()->classify, &record->address))
                onprem = &record->address;
        }
        g_free(name);
    }
    return onprem;
}

static enum flow_lookup read_lookup(proto_tree *tree, const char *question, uint32_t rcode)
{
    struct answer         answer;
    GHashTable           *chain = NULL;
    char                 *speaking = NULL;
    size_t                count = 0;
    const struct address *onprem = NULL;

    if (rcode == DNS_NO_SUCH_NAME)
        return FLOW_LOOKUP_NO_SUCH_NAME;
    if (rcode != 0)
        return FLOW_LOOKUP_NONE;
    read_answer(tree, &answer);
    chain = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    speaking = follow(&answer, question, chain);
    onprem = remember_addresses(&answer, chain, speaking, &count);
    g_free(speaking);
    g_hash_table_destroy(chain);
    if (onprem != NULL)
        return FLOW_LOOKUP_PRIVATE_ADDRESS;
    return count == 0 ? FLOW_LOOKUP_NO_ADDRESS : FLOW_LOOKUP_NONE;
}

static struct flow *start_record(packet_info *pinfo, const char *question, const struct address *resolver,
                                 const struct address *client)
{
    struct flow *flow = wmem_new(records_memory(), struct flow);
    char        *name = comparable(question);

    flow_start(flow, UINT32_MAX, state_frame_number(pinfo), client, (uint16_t)pinfo->destport, resolver, (uint16_t)pinfo->srcport);
    flow_set_syn_sender(flow, 0);
    flow->names[MATCH_DNS] = wmem_strdup(records_memory(), name);
    g_free(name);
    return flow;
}

struct flow *lookups_gather(packet_info *pinfo, proto_tree *tree, const struct address *resolver,
                            const struct address *client)
{
    uint32_t         flags = 0;
    const char      *question = wanted_string(tree, WANTED_DNS_QUERY_NAME);
    struct flow     *flow = NULL;
    enum flow_lookup lookup = FLOW_LOOKUP_NONE;

    if (question == NULL || !wanted_number(tree, WANTED_DNS_FLAGS, &flags) || (flags & DNS_RESPONSE) == 0)
        return NULL;
    lookup = read_lookup(tree, question, flags & DNS_RCODE);
    if (lookup == FLOW_LOOKUP_NONE || !is_listed(question))
        return NULL;
    if (failed >= LIMIT_FAILED_LOOKUPS) {
        state_capture()->limits.failed_lookups_cut++;
        return NULL;
    }
    failed++;
    flow = start_record(pinfo, question, resolver, client);
    flow->lookup = lookup;
    return flow;
}
