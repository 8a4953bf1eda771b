/* recognise.c: finds the row of a host name or of an address through sorted indexes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Owns the search only; what the rows say is in knowledge/, what a match means is the caller's business.
 *
 * How a name is found. Rows are sorted in two halves. Globs and suffixes go by their tails (a glob's tail
 * stands behind its "*") read backwards, so that a tail that ends another stands before it, and all tails
 * that end one name stand on one chain: the last row not behind the name, its parent, the parent's parent ...
 * One binary search finds where the chain starts and how many characters that row shares with the name; a
 * tail on the chain ends the name if it is not longer than that, with no further comparison. A glob there
 * costs one more, for what stands before its "*": tables keep globs with nested tails few. Exact and prefix
 * rows do the same forwards. The same idea finds the networks around an address.
 */
#include "recognise.h"
#include "../knowledge/shared_suffixes.h"

#include <string.h>

static const char *const match_source_ids[MATCH_SOURCE_COUNT] = {
    [MATCH_NONE] = "none",
    [MATCH_PORT] = "port",
    [MATCH_ADDRESS] = "address",
    [MATCH_SMTP] = "smtp",
    [MATCH_DNS] = "dns",
    [MATCH_CERTIFICATE] = "certificate",
    [MATCH_HTTP_HOST] = "http_host",
    [MATCH_CONNECT] = "connect",
    [MATCH_SNI] = "sni",
    [MATCH_USER_TABLE] = "user_table",
};

_Static_assert(MATCH_SOURCE_COUNT == 10, "a match source was added or removed: change its id above");
_Static_assert(CLOUD_COUNT < 32, "clouds_wanted has 32 bits");

const char *match_source_id(enum match_source source)
{
    return (size_t)source < MATCH_SOURCE_COUNT ? match_source_ids[source] : match_source_ids[MATCH_NONE];
}

static bool cloud_wanted(uint32_t clouds_wanted, enum cloud cloud)
{
    return (clouds_wanted & CLOUD_BIT(cloud)) != 0;
}

/* ---- sorting: a heap sort, because the index may not allocate and qsort knows no context ---- */

/** What the heap sort must know: does the item at `left` belong behind that at `right`, how to swap them. */
struct sortable {
    void *items;
    bool (*is_behind)(const void *items, size_t left, size_t right);
    void (*exchange)(void *items, size_t left, size_t right);
};

static void sift_down(const struct sortable *sortable, size_t top, size_t count)
{
    for (size_t child = top * 2 + 1; child < count; child = top * 2 + 1) {
        if (child + 1 < count && sortable->is_behind(sortable->items, child + 1, child))
            child++;
        if (!sortable->is_behind(sortable->items, child, top))
            return;
        sortable->exchange(sortable->items, top, child);
        top = child;
    }
}

static void heap_sort(const struct sortable *sortable, size_t count)
{
    for (size_t top = count / 2; top > 0; top--)
        sift_down(sortable, top - 1, count);
    for (size_t last = count; last > 1; last--) {
        sortable->exchange(sortable->items, 0, last - 1);
        sift_down(sortable, 0, last - 1);
    }
}

/* ---- names: tails and heads of patterns ---- */

/** Characters of a pattern or name that are compared. */
struct span {
    const char *start;
    size_t      length;
};

/** Exact and prefix rows begin the name that they match; globs and suffixes end it. */
static bool is_forward_row(const struct endpoint *row)
{
    return row->kind == ENDPOINT_EXACT || row->kind == ENDPOINT_PREFIX;
}

/** The part that begins or ends a matching name. */
static struct span key_of(const struct endpoint *row)
{
    const char *star = row->kind == ENDPOINT_GLOB ? strchr(row->pattern, '*') : NULL;
    const char *start = star == NULL ? row->pattern : star + 1;

    return (struct span){start, strlen(start)};
}

/** Compares backwards from the end, or forwards; `*shared` is the number of equal characters before the first
 *  difference. A key that ends (begins) the other comes first. */
static int compare_keys(struct span left, struct span right, bool forwards, size_t *shared)
{
    size_t shorter = left.length < right.length ? left.length : right.length;

    for (size_t i = 0; i < shorter; i++) {
        unsigned char left_byte = (unsigned char)left.start[forwards ? i : left.length - 1 - i];
        unsigned char right_byte = (unsigned char)right.start[forwards ? i : right.length - 1 - i];

        if (left_byte != right_byte) {
            *shared = i;
            return left_byte < right_byte ? -1 : 1;
        }
    }
    *shared = shorter;
    return (left.length > right.length) - (left.length < right.length);
}

/** Forward rows last; then by key; then by row number. */
static int compare_rows(const struct endpoint *rows, uint16_t left, uint16_t right)
{
    const struct endpoint *left_row = &rows[left];
    const struct endpoint *right_row = &rows[right];
    size_t                 shared = 0;

    if (is_forward_row(left_row) != is_forward_row(right_row))
        return is_forward_row(left_row) ? 1 : -1;
    int order = compare_keys(key_of(left_row), key_of(right_row), is_forward_row(left_row), &shared);
    return order != 0 ? order : (left > right) - (left < right);
}

static bool name_is_behind(const void *items, size_t left, size_t right)
{
    const struct recognise_names *index = items;

    return compare_rows(index->rows, index->order[left], index->order[right]) > 0;
}

static void exchange_names(void *items, size_t left, size_t right)
{
    struct recognise_names *index = items;
    uint16_t                kept = index->order[left];

    index->order[left] = index->order[right];
    index->order[right] = kept;
}

static const struct endpoint *row_at(const struct recognise_names *index, size_t place)
{
    return &index->rows[index->order[place]];
}

/** Does the key at `parent` end (begin) the one at `place`, so that names which match there concern both? */
static bool is_parent(const struct recognise_names *index, size_t parent, size_t place)
{
    struct span parent_key = key_of(row_at(index, parent));
    struct span key = key_of(row_at(index, place));
    size_t      shared = 0;

    (void)compare_keys(parent_key, key, place >= index->forward_start, &shared);
    return shared == parent_key.length;
}

static void link_parents(struct recognise_names *index, size_t first, size_t end)
{
    for (size_t place = first; place < end; place++) {
        size_t parent = place == first ? index->count : place - 1;

        while (parent != index->count && !is_parent(index, parent, place))
            parent = index->parent[parent];
        index->parent[place] = (uint16_t)parent;
    }
}

void recognise_names_build(struct recognise_names *index, const struct endpoint *rows, size_t count,
                           uint16_t *order, uint16_t *parent)
{
    *index = (struct recognise_names){
        .rows = rows,
        .count = count,
        .order = order,
        .parent = parent,
        .forward_start = count,
        .clouds_wanted = CLOUD_DEFAULT_WANTED,
    };
    for (size_t i = 0; i < count; i++) {
        order[i] = (uint16_t)i;
        index->forward_start -= is_forward_row(&rows[i]);
    }
    heap_sort(&(struct sortable){index, name_is_behind, exchange_names}, count);
    link_parents(index, 0, index->forward_start);
    link_parents(index, index->forward_start, count);
}

/* ---- names: what was sent ---- */

/** Strips the dot that ends a fully qualified name. */
static size_t length_without_trailing_dot(const uint8_t *bytes, size_t length)
{
    return length > 0 && bytes[length - 1] == '.' ? length - 1 : length;
}

static bool is_address_literal(const char *text)
{
    struct address address;

    return text[0] == '[' || address_parse(text, &address);
}

bool recognise_name_normalise(const uint8_t *bytes, size_t length, struct recognise_name *name)
{
    uint8_t previous = '.';

    name->length = 0;
    name->text[0] = '\0';
    length = length_without_trailing_dot(bytes, length);
    if (length == 0 || length > LIMIT_NAME_LENGTH)
        return false;
    for (size_t i = 0; i < length; i++) {
        uint8_t byte = bytes[i];

        if (byte < 0x21 || byte > 0x7e || (byte == '.' && previous == '.'))
            return false;
        previous = byte;
        name->text[i] = (char)(byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte);
    }
    name->text[length] = '\0';
    if (previous == '.' || is_address_literal(name->text))
        return false;
    name->length = length;
    return true;
}

/* ---- names: the look-up ---- */

/** Where a name's chain of possible rows starts, and how far the first row agrees with the name. */
struct chain {
    size_t place; /**< count if the chain is empty */
    size_t shared;
};

/** The last row from `first` to `end` whose key is not behind the name. */
static struct chain find_chain(const struct recognise_names *index, struct span name, size_t first,
                               size_t end, unsigned *comparisons)
{
    struct chain chain = {index->count, 0};
    bool         forwards = first >= index->forward_start;

    while (first < end) {
        size_t middle = first + (end - first) / 2;
        size_t shared = 0;

        (*comparisons)++;
        if (compare_keys(key_of(row_at(index, middle)), name, forwards, &shared) > 0) {
            end = middle;
        } else {
            chain = (struct chain){middle, shared};
            first = middle + 1;
        }
    }
    return chain;
}

/** True if the name begins with what stands before the glob's "*", and leaves something for the "*". */
static bool glob_matches(const struct endpoint *row, size_t tail_length, struct span name,
                         unsigned *comparisons)
{
    const char *star = strchr(row->pattern, '*');

    if (star == NULL)
        return false;
    size_t head_length = (size_t)(star - row->pattern);
    if (name.length <= head_length + tail_length)
        return false;
    (*comparisons)++;
    return memcmp(name.start, row->pattern, head_length) == 0;
}

/** The chain's next place, from `place` on, whose key ends (begins) the name and whose cloud is wanted. */
static size_t skip_to_candidate(const struct recognise_names *index, struct chain chain, size_t place)
{
    while (place != index->count
           && (key_of(row_at(index, place)).length > chain.shared
               || !cloud_wanted(index->clouds_wanted, row_at(index, place)->cloud)))
        place = index->parent[place];
    return place;
}

static size_t first_candidate(const struct recognise_names *index, struct chain chain)
{
    return skip_to_candidate(index, chain, chain.place);
}

static size_t next_candidate(const struct recognise_names *index, struct chain chain, size_t place)
{
    return skip_to_candidate(index, chain, index->parent[place]);
}

/** The exact row among the rows that begin the name. It would be the longest, so it comes first. */
static const struct endpoint *find_exact(const struct recognise_names *index, struct chain chain,
                                         struct span name)
{
    for (size_t place = first_candidate(index, chain); place != index->count;
         place = next_candidate(index, chain, place)) {
        const struct endpoint *row = row_at(index, place);

        if (key_of(row).length < name.length)
            return NULL;
        if (row->kind == ENDPOINT_EXACT)
            return row;
    }
    return NULL;
}

/** The longest prefix row. None if the name begins with a listed name and a dot: look-alikes do, and
 *  resolvers that append a search domain; that is nobody's naming convention. */
static const struct endpoint *find_prefix(const struct recognise_names *index, struct chain chain,
                                          struct span name)
{
    const struct endpoint *best = NULL;

    for (size_t place = first_candidate(index, chain); place != index->count;
         place = next_candidate(index, chain, place)) {
        const struct endpoint *row = row_at(index, place);
        size_t                 length = key_of(row).length;

        if (length == name.length)
            continue;
        if (row->kind == ENDPOINT_EXACT && name.start[length] == '.')
            return NULL;
        if (row->kind == ENDPOINT_PREFIX && best == NULL)
            best = row;
    }
    return best;
}

/** Is `row` better than `best`: globs before suffixes, the longer pattern within one kind? */
static bool is_better(const struct endpoint *row, const struct endpoint *best)
{
    if (best == NULL || row->kind != best->kind)
        return best == NULL || row->kind == ENDPOINT_GLOB;
    return strlen(row->pattern) > strlen(best->pattern);
}

/** The best of the globs and suffixes that end the name and leave something before their tails. */
static const struct endpoint *find_tail(const struct recognise_names *index, struct chain chain,
                                        struct span name, unsigned *comparisons)
{
    const struct endpoint *best = NULL;

    for (size_t place = first_candidate(index, chain); place != index->count;
         place = next_candidate(index, chain, place)) {
        const struct endpoint *row = row_at(index, place);
        size_t                 length = key_of(row).length;

        if (length < name.length && is_better(row, best)
            && (row->kind == ENDPOINT_SUFFIX || glob_matches(row, length, name, comparisons)))
            best = row;
    }
    return best;
}

static const struct endpoint *find_row(const struct recognise_names *index, struct span name,
                                       unsigned *comparisons)
{
    struct chain           begins = find_chain(index, name, index->forward_start, index->count, comparisons);
    const struct endpoint *row = find_exact(index, begins, name);

    if (row == NULL) {
        struct chain ends = find_chain(index, name, 0, index->forward_start, comparisons);

        row = find_tail(index, ends, name, comparisons);
    }
    return row != NULL ? row : find_prefix(index, begins, name);
}

const struct endpoint *recognise_name_find(const struct recognise_names *index,
                                           const struct recognise_name *name, unsigned *comparisons)
{
    unsigned made = 0;

    if (name->length == 0)
        return NULL;
    const struct endpoint *row = find_row(index, (struct span){name->text, name->length}, &made);
    if (comparisons != NULL)
        *comparisons += made;
    return row;
}

const struct endpoint *recognise_text(const struct recognise_names *index, const char *text, bool with_guesses)
{
    struct recognise_name  name;
    const struct endpoint *row = NULL;

    if (text == NULL || !recognise_name_normalise((const uint8_t *)text, strlen(text), &name))
        return NULL;
    row = recognise_name_find(index, &name, NULL);
    return row != NULL && row->kind == ENDPOINT_PREFIX && !with_guesses ? NULL : row;
}

bool recognise_speaks_for_others(const struct endpoint *row)
{
    size_t length = strlen(row->pattern);

    if (row->role == ROLE_HCW || row->role == ROLE_HYBRID_AGENT)
        return false;
    for (size_t i = 0; i < shared_suffix_count; i++) {
        size_t tail = strlen(shared_suffixes[i].suffix);

        if (length >= tail && strcmp(row->pattern + length - tail, shared_suffixes[i].suffix) == 0)
            return false;
    }
    return true;
}

bool recognise_port_is_listed(const struct endpoint *row, uint16_t port)
{
    const char *text = row->ports;

    while (*text != '\0') {
        unsigned listed = 0;

        /* "udp443" is no number: it ends at once, and what follows up to the comma is left out. */
        for (; *text >= '0' && *text <= '9'; text++)
            listed = listed * 10 + (unsigned)(*text - '0');
        if (listed == port)
            return true;
        text += strcspn(text, ",");
        text += *text == ',' ? 1 : 0;
    }
    return false;
}

/* ---- addresses ---- */

/** By address, then wider networks first, then by row. */
static int compare_networks(const struct recognise_network *left, const struct recognise_network *right)
{
    int order = address_compare(&left->network.address, &right->network.address);

    if (order != 0)
        return order;
    if (left->network.prefix_length != right->network.prefix_length)
        return left->network.prefix_length < right->network.prefix_length ? -1 : 1;
    return (left->row > right->row) - (left->row < right->row);
}

static bool network_is_behind(const void *items, size_t left, size_t right)
{
    const struct recognise_network *networks = items;

    return compare_networks(&networks[left], &networks[right]) > 0;
}

static void exchange_networks(void *items, size_t left, size_t right)
{
    struct recognise_network *networks = items;
    struct recognise_network  kept = networks[left];

    networks[left] = networks[right];
    networks[right] = kept;
}

static void link_network_parents(struct recognise_addresses *index)
{
    struct recognise_network *networks = index->networks;

    for (size_t place = 0; place < index->count; place++) {
        size_t parent = place == 0 ? index->count : place - 1;

        while (parent != index->count
               && !address_in_network(&networks[place].network.address, &networks[parent].network))
            parent = networks[parent].parent;
        networks[place].parent = (uint16_t)parent;
    }
}

void recognise_addresses_build(struct recognise_addresses *index, const struct address_range *rows,
                               size_t count, struct recognise_network *networks)
{
    *index = (struct recognise_addresses){
        .rows = rows,
        .networks = networks,
        .clouds_wanted = CLOUD_DEFAULT_WANTED,
    };
    for (size_t i = 0; i < count; i++) {
        struct recognise_network *network = &networks[index->count];

        *network = (struct recognise_network){.row = (uint16_t)i};
        index->count += address_network_parse(rows[i].network, &network->network);
    }
    heap_sort(&(struct sortable){networks, network_is_behind, exchange_networks}, index->count);
    link_network_parents(index);
}

/** Place of the last network that does not begin behind the address, or count. */
static size_t last_network_before(const struct recognise_addresses *index, const struct address *address)
{
    size_t first = 0;
    size_t end = index->count;

    while (first < end) {
        size_t middle = first + (end - first) / 2;

        if (address_compare(&index->networks[middle].network.address, address) > 0)
            end = middle;
        else
            first = middle + 1;
    }
    return first == 0 ? index->count : first - 1;
}

/** Takes the networks equal to the one at `place` together: the first row of the table, CLOUD_NONE if clouds
 *  differ. Equal networks stand beside each other on the chain, the last row first. */
static struct recognise_range merge_equal_networks(const struct recognise_addresses *index, size_t place)
{
    const struct recognise_network *networks = index->networks;
    size_t                          start = place;
    struct recognise_range          range = {&index->rows[networks[place].row],
                                             index->rows[networks[place].row].cloud};

    for (place = networks[place].parent; place != index->count; place = networks[place].parent) {
        const struct address_range *row = &index->rows[networks[place].row];

        if (networks[place].network.prefix_length != networks[start].network.prefix_length)
            break;
        if (!cloud_wanted(index->clouds_wanted, row->cloud))
            continue;
        range.row = row;
        if (row->cloud != range.cloud)
            range.cloud = CLOUD_NONE;
    }
    return range;
}

bool recognise_address_find(const struct recognise_addresses *index, const struct address *address,
                            struct recognise_range *range)
{
    size_t place = last_network_before(index, address);

    for (; place != index->count; place = index->networks[place].parent) {
        const struct recognise_network *network = &index->networks[place];

        if (cloud_wanted(index->clouds_wanted, index->rows[network->row].cloud)
            && address_in_network(address, &network->network)) {
            *range = merge_equal_networks(index, place);
            return true;
        }
    }
    return false;
}
