/* tables.c: the tables of the Statistics menu: flows, servers, findings.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Values are those of the display filter fields: what is read here can be typed there.
 */
#include "tables.h"

#include <string.h>

#include "../content/address_key.h"
#include "../core/judge.h"
#include "summary.h"
#include "table.h"

#define NUMBER_COLUMN(name) \
    { \
        TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, name, "%u" \
    }
/* Sorted by at first: its heading needs room for the arrow on its right. */
#define FIRST_NUMBER_COLUMN(name) \
    { \
        TABLE_ITEM_UINT, TAP_ALIGN_LEFT, name, "%u" \
    }
#define TEXT_COLUMN(name) \
    { \
        TABLE_ITEM_STRING, TAP_ALIGN_LEFT, name, "%s" \
    }
#define MENU "Exchange Hybrid/"

/* A flow a row. */
enum {
    FLOW_STREAM,
    FLOW_CLIENT,
    FLOW_ROLE,
    FLOW_OFFERED,
    FLOW_OUTCOME,
    FLOW_SEVERITY,
    FLOW_FINDING,
    FLOW_HOST,
    FLOW_NEGOTIATED,
    FLOW_DIRECTION,
    FLOW_SERVER,
    FLOW_FIRST_FRAME,
    FLOW_COLUMN_COUNT
};

static const stat_tap_table_item flow_columns[FLOW_COLUMN_COUNT] = {
    FIRST_NUMBER_COLUMN("Stream"), TEXT_COLUMN("Client"),         TEXT_COLUMN("Role"),
    TEXT_COLUMN("Offered"),        TEXT_COLUMN("Outcome"),        TEXT_COLUMN("Severity"),
    TEXT_COLUMN("Worst Finding"),  TEXT_COLUMN("Host"),           TEXT_COLUMN("Negotiated"),
    TEXT_COLUMN("Direction"),      TEXT_COLUMN("Server"),         NUMBER_COLUMN("First Frame"),
};

/* "192.0.2.1:443"; "[2001:db8::1]:443 (EX01)" where the organisation's table has a label. */
static void set_end(struct table *table, unsigned row, unsigned column, const struct flow_end *end)
{
    char  number[ADDRESS_TEXT_LENGTH];
    char *text = NULL;

    address_format(&end->address, number, sizeof number);
    text = g_strdup_printf(end->address.family == ADDRESS_IPV6 ? "[%s]:%u%s%s%s" : "%s:%u%s%s%s", number, end->port,
                           end->label != NULL ? " (" : "", end->label != NULL ? end->label : "",
                           end->label != NULL ? ")" : "");
    table_set_text(table, row, column, text);
    g_free(text);
}

/* The first of the strongest, as a column of exchange_hybrid.flow_finding has it. */
static const struct flow_finding *worst_finding(const struct flow *flow)
{
    const struct flow_finding *worst = NULL;

    for (size_t i = 0; i < flow->finding_count; i++) {
        if (worst == NULL || rules[flow->findings[i].rule].severity > rules[worst->rule].severity)
            worst = &flow->findings[i];
    }
    return worst;
}

static void count_in_flows(struct table *table, const struct flow *flow)
{
    const struct flow_finding *worst = worst_finding(flow);
    unsigned                   row = 0;

    if (!table_add_row(table, &row))
        return;
    table_set_number(table, row, FLOW_STREAM, flow->stream);
    set_end(table, row, FLOW_CLIENT, flow_client(flow));
    set_end(table, row, FLOW_SERVER, flow_server(flow));
    table_set_text(table, row, FLOW_HOST, flow->recognition.host);
    table_set_text(table, row, FLOW_ROLE, roles[flow->recognition.role].id);
    table_set_text(table, row, FLOW_DIRECTION, flow_direction_id(flow->recognition.direction));
    table_set_version(table, row, FLOW_OFFERED, flow->max_version);
    table_set_version(table, row, FLOW_NEGOTIATED, flow->version);
    table_set_text(table, row, FLOW_OUTCOME, flow_outcome_id(flow->outcome));
    table_set_number(table, row, FLOW_FIRST_FRAME, flow->frames.first);
    if (worst == NULL)
        return;
    table_set_text(table, row, FLOW_SEVERITY, judge_severity_id(rules[worst->rule].severity));
    table_set_text(table, row, FLOW_FINDING, findings[rules[worst->rule].finding].id);
}

static const struct table_kind flows_kind = {
    MENU "Flows", TAP_NAME ",flows", flow_columns, FLOW_COLUMN_COUNT, count_in_flows, NULL, NULL, NULL,
};

/* A client and role a row: the matrix of the report. */
enum {
    SERVER_CLIENT,
    SERVER_ROLE,
    SERVER_FLOWS,
    SERVER_FAILED,
    SERVER_HIGHEST,
    SERVER_LOWEST,
    SERVER_OUTCOME,
    SERVER_LABEL,
    SERVER_COLUMN_COUNT
};

static const stat_tap_table_item server_columns[SERVER_COLUMN_COUNT] = {
    TEXT_COLUMN("Client"),          TEXT_COLUMN("Role"),           NUMBER_COLUMN("Flows"),         NUMBER_COLUMN("Failed"),
    TEXT_COLUMN("Highest Offered"), TEXT_COLUMN("Lowest Offered"), TEXT_COLUMN("Worst Outcome"), TEXT_COLUMN("Label"),
};

struct client_and_role {
    struct address client; /* first: address_key.h reads it */
    enum role      role;
};

struct server {
    struct client_and_role key;
    unsigned               row;
    unsigned               flows, failed;
    uint16_t               highest, lowest; /* of the highest version offered; 0: no hello */
    unsigned               badness;         /* of the worst outcome */
};

static GHashTable *servers; /* of struct server */

/* Higher is worse: what the server said, what was cut off, what nobody answered. */
static unsigned badness_of(enum flow_outcome outcome)
{
    static const enum flow_outcome order[] = {
        FLOW_OUTCOME_NONE,        FLOW_OUTCOME_COMPLETED, FLOW_OUTCOME_RESUMED,    FLOW_OUTCOME_PARTIAL,
        FLOW_OUTCOME_IN_PROGRESS, FLOW_OUTCOME_REFUSED,   FLOW_OUTCOME_UNANSWERED, FLOW_OUTCOME_CLOSED,
        FLOW_OUTCOME_RESET,       FLOW_OUTCOME_ALERT,
    };
    unsigned place = 0;

    while (place + 1 < G_N_ELEMENTS(order) && order[place] != outcome)
        place++;
    return place;
}

static unsigned hash_of_key(const void *key)
{
    return address_key_hash(key) * 31 + (unsigned)((const struct client_and_role *)key)->role;
}

static gboolean is_same_key(const void *left, const void *right)
{
    const struct client_and_role *first = left;
    const struct client_and_role *second = right;

    return first->role == second->role && address_key_equal(left, right);
}

static void forget_servers(void)
{
    if (servers != NULL)
        g_hash_table_remove_all(servers);
}

/* NULL where there is no room for another. */
static struct server *server_for(struct table *table, const struct flow *flow)
{
    struct client_and_role key = {flow_client(flow)->address, flow->recognition.role};
    struct server         *server = g_hash_table_lookup(servers, &key);
    char                   text[ADDRESS_TEXT_LENGTH];
    unsigned               row = 0;

    if (server != NULL || !table_add_row(table, &row))
        return server;
    server = g_new0(struct server, 1);
    server->key = key;
    server->row = row;
    g_hash_table_insert(servers, &server->key, server);
    table_set_text(table, row, SERVER_CLIENT, address_format(&key.client, text, sizeof text));
    table_set_text(table, row, SERVER_LABEL, flow_client(flow)->label);
    table_set_text(table, row, SERVER_ROLE, roles[key.role].id);
    return server;
}

static void count_in_servers(struct table *table, const struct flow *flow)
{
    struct server *server = server_for(table, flow);
    uint16_t       offered = flow->max_version;

    if (server == NULL)
        return;
    server->failed += flow_failed(flow) ? 1 : 0;
    if (offered > server->highest)
        server->highest = offered;
    if (offered != 0 && (server->lowest == 0 || offered < server->lowest))
        server->lowest = offered;
    table_set_number(table, server->row, SERVER_FLOWS, ++server->flows);
    table_set_number(table, server->row, SERVER_FAILED, server->failed);
    table_set_version(table, server->row, SERVER_HIGHEST, server->highest);
    table_set_version(table, server->row, SERVER_LOWEST, server->lowest);
    if (server->flows > 1 && badness_of(flow->outcome) <= server->badness)
        return;
    server->badness = badness_of(flow->outcome);
    table_set_text(table, server->row, SERVER_OUTCOME, flow_outcome_id(flow->outcome));
}

static const struct table_kind servers_kind = {
    MENU "Servers", TAP_NAME ",servers", server_columns, SERVER_COLUMN_COUNT, count_in_servers, NULL, NULL, forget_servers,
};

/* A finding and severity a row, numbered from the worst. */
enum {
    FINDING_NUMBER,
    FINDING_SEVERITY,
    FINDING_ID,
    FINDING_OCCURRENCES,
    FINDING_FLOWS,
    FINDING_FIRST_FRAME,
    FINDING_TITLE,
    FINDING_SUMMARY,
    FINDING_CAUSE,
    FINDING_REMEDY,
    FINDING_COLUMN_COUNT
};

static const stat_tap_table_item finding_columns[FINDING_COLUMN_COUNT] = {
    FIRST_NUMBER_COLUMN("No."),  TEXT_COLUMN("Severity"),      TEXT_COLUMN("Finding"), NUMBER_COLUMN("Count"),
    NUMBER_COLUMN("Flows"),      NUMBER_COLUMN("First Frame"), TEXT_COLUMN("Meaning"), TEXT_COLUMN("Summary"),
    TEXT_COLUMN("Likely Cause"), TEXT_COLUMN("Remedy"),
};

static struct {
    bool     used;
    unsigned row;
    uint16_t rule; /* the one that gave the words */
    unsigned count, flows;
    uint32_t first_frame; /* 0: belongs to none */
} found[FINDING_COUNT][RULE_SEVERITY_COUNT];

static void forget_findings(void)
{
    memset(found, 0, sizeof found);
}

static unsigned count_worse(uint16_t rule)
{
    unsigned worse = 0;

    for (size_t id = 0; id < FINDING_COUNT; id++) {
        for (int severity = 0; severity < RULE_SEVERITY_COUNT; severity++)
            worse += found[id][severity].used && summary_compare_rules(found[id][severity].rule, rule) < 0 ? 1 : 0;
    }
    return worse;
}

/* Every row's number, since a new one may stand anywhere. */
static void number_findings(struct table *table)
{
    for (size_t id = 0; id < FINDING_COUNT; id++) {
        for (int severity = 0; severity < RULE_SEVERITY_COUNT; severity++) {
            if (found[id][severity].used)
                table_set_number(table, found[id][severity].row, FINDING_NUMBER,
                                 count_worse(found[id][severity].rule) + 1);
        }
    }
}

/* The words are those of the first that has it. */
static void add_finding_row(struct table *table, unsigned row, const struct summary_words *words_of)
{
    static const struct {
        unsigned        column;
        enum judge_part part;
    } words[] = {{FINDING_SUMMARY, JUDGE_SUMMARY}, {FINDING_CAUSE, JUDGE_CAUSE}, {FINDING_REMEDY, JUDGE_REMEDY}};
    const struct rule        *rule = &rules[words_of->rule];
    const struct finding_row *finding = &findings[rule->finding];
    char                      text[LIMIT_TEXT_LENGTH];

    table_set_text(table, row, FINDING_SEVERITY, judge_severity_id(rule->severity));
    table_set_text(table, row, FINDING_ID, finding->id);
    table_set_text(table, row, FINDING_TITLE, finding->title);
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        table_set_text(table, row, words[i].column, summary_words(words_of, words[i].part, text));
}

static void count_finding(struct table *table, const struct summary_words *words, uint32_t frame, unsigned count,
                          unsigned flows)
{
    size_t   id = rules[words->rule].finding;
    size_t   severity = rules[words->rule].severity;
    unsigned row = 0;

    if (!found[id][severity].used) {
        if (!table_add_row(table, &row))
            return;
        found[id][severity].used = true;
        found[id][severity].row = row;
        found[id][severity].rule = words->rule;
        add_finding_row(table, row, words);
        number_findings(table);
    }
    row = found[id][severity].row;
    if (frame != 0 && (found[id][severity].first_frame == 0 || frame < found[id][severity].first_frame))
        found[id][severity].first_frame = frame;
    found[id][severity].count += count;
    found[id][severity].flows += flows;
    table_set_number(table, row, FINDING_OCCURRENCES, found[id][severity].count);
    table_set_number(table, row, FINDING_FLOWS, found[id][severity].flows);
    table_set_number(table, row, FINDING_FIRST_FRAME, found[id][severity].first_frame);
}

/* A flow has one finding several times if it is about several requests. */
static bool is_first_of_flow(const struct flow *flow, size_t place)
{
    const struct rule *rule = &rules[flow->findings[place].rule];

    for (size_t i = 0; i < place; i++) {
        const struct rule *other = &rules[flow->findings[i].rule];
        if (other->finding == rule->finding && other->severity == rule->severity)
            return false;
    }
    return true;
}

static void count_in_findings(struct table *table, const struct flow *flow)
{
    for (size_t i = 0; i < flow->finding_count; i++) {
        const struct summary_words words = {.rule = flow->findings[i].rule, .flow = flow};
        count_finding(table, &words, flow->findings[i].frame, 1, is_first_of_flow(flow, i) ? 1 : 0);
    }
}

static void count_lookup_in_findings(struct table *table, const struct lookup *lookup)
{
    struct summary_words words = {.lookup = lookup};

    if (judge_lookup(lookup, &words.rule))
        count_finding(table, &words, lookup->judged ? lookup->frame : 0, 1, 1);
}

/* What only the whole capture shows. */
static void add_comparisons(struct table *table)
{
    GPtrArray      *flows = collection_flows(&table->collection);
    GPtrArray      *lookups = collection_lookups(&table->collection);
    struct summary *summary = summary_make(table->collection.capture, flows, lookups, false);

    for (unsigned i = 0; i < summary->comparisons->len; i++) {
        const struct summary_comparison *comparison = g_ptr_array_index(summary->comparisons, i);
        const struct summary_words words = {.rule = comparison->rule, .flow = comparison->flow, .others = comparison->others};
        count_finding(table, &words, 0, comparison->flows->len, comparison->flows->len);
    }
    summary_free(summary);
    g_ptr_array_free(lookups, true);
    g_ptr_array_free(flows, true);
}

static const struct table_kind findings_kind = {
    MENU "Findings",   TAP_NAME ",findings", finding_columns, FINDING_COLUMN_COUNT,
    count_in_findings, count_lookup_in_findings, add_comparisons, forget_findings,
};

static void end(void)
{
    table_end_all();
    g_hash_table_destroy(servers);
    servers = NULL;
}

void tables_register(void)
{
    static struct table flows_table, servers_table, findings_table;

    servers = g_hash_table_new_full(hash_of_key, is_same_key, NULL, g_free);
    table_register(&flows_table, &flows_kind);
    table_register(&servers_table, &servers_kind);
    table_register(&findings_table, &findings_kind);
    register_shutdown_routine(end);
}
