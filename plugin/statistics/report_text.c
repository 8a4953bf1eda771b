/* report_text.c: the report for people: verdict, stories, who offers what, flows.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Prose is wrapped at TEXT_WIDTH columns. Registry paths, quoted messages and display filters stay on a line of their
 * own whatever their length: they are there to be searched for and pasted.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <wsutil/wmem/wmem.h>

#include "../core/tls_names.h"
#include "comparisons.h"
#include "limits_told.h"
#include "report.h"

#define TEXT_WIDTH 118
#define INDENT 14

/* More than this of anything is counted, not printed. */
#define MOST_STORIES 20
#define MOST_FLOWS 200
#define MOST_HOSTS 50
#define MOST_STREAMS_IN_FILTER 20
/* Endpoints and sets of findings of one story. */
#define MOST_PATTERNS 5
#define MOST_STEPS 12
#define MOST_REQUESTS 200

/* What the report is written on. */
struct sheet {
    GString *text;
    size_t   width;    /* of prose, in columns */
    bool     coloured; /* with the control sequences of terminals */
};

static void print_spaces(struct sheet *out, size_t count)
{
    g_string_append_printf(out->text, "%*s", (int)count, "");
}

/* Names come from packets: what does not print (control characters, changes of direction) never reaches the terminal. */
static void print_bytes(struct sheet *out, const char *text, size_t length)
{
    const char *end = text + length;

    while (text < end) {
        gunichar    character = g_utf8_get_char_validated(text, end - text);
        bool        valid = character != (gunichar)-1 && character != (gunichar)-2;
        const char *next = valid ? g_utf8_next_char(text) : text + 1;
        if (valid && g_unichar_isprint(character))
            g_string_append_printf(out->text, "%.*s", (int)(next - text), text);
        else
            g_string_append_c(out->text, '?');
        text = next;
    }
}

/* Prints words from `text` up to `length` bytes, wrapped, each new line indented; returns the column it ends at. */
static size_t print_wrapped(struct sheet *out, const char *text, size_t length, size_t column, size_t indent)
{
    const char *end = text + length;

    while (text < end) {
        size_t word = 0;
        while (text < end && *text == ' ')
            text++;
        while (text + word < end && text[word] != ' ')
            word++;
        if (word == 0)
            break;
        if (column > indent && column + 1 + word > out->width) {
            g_string_append_c(out->text, '\n');
            print_spaces(out, indent);
            column = indent;
        }
        if (column > indent) {
            g_string_append_c(out->text, ' ');
            column++;
        }
        print_bytes(out, text, word);
        column += word;
        text += word;
    }
    return column;
}

/* A registry path runs up to the values behind its colon, and those up to ";" or ". ". */
static size_t path_length(const char *path)
{
    const char *semicolon = strchr(path, ';');
    const char *stop = strstr(path, ". ");
    size_t      length = strlen(path);

    if (semicolon != NULL && (size_t)(semicolon - path) < length)
        length = (size_t)(semicolon - path);
    if (stop != NULL && (size_t)(stop - path) < length)
        length = (size_t)(stop - path);
    return length;
}

/* "PATH: VALUES", the values on a line of their own. */
static void print_setting(struct sheet *out, const char *path, size_t length)
{
    const char *values = strstr(path, ": ");
    size_t      path_only = values != NULL ? (size_t)(values - path) : length;

    g_string_append_printf(out->text, "\n");
    print_spaces(out, INDENT + 2);
    if (path_only >= length) {
        print_bytes(out, path, length);
        return;
    }
    print_bytes(out, path, path_only);
    g_string_append_printf(out->text, "\n");
    print_spaces(out, INDENT + 4);
    print_bytes(out, values + 2, length - path_only - 2);
}

static void print_label(struct sheet *out, const char *label)
{
    g_string_append_printf(out->text, "   %-*s", INDENT - 3, label);
}

/* Prose with registry paths in it: each path on its own line. */
static void print_prose(struct sheet *out, const char *label, const char *text)
{
    size_t column = INDENT;

    print_label(out, label);
    while (*text != '\0') {
        const char *path = strstr(text, "HKLM\\");
        size_t      plain = path != NULL ? (size_t)(path - text) : strlen(text);
        column = print_wrapped(out, text, plain, column, INDENT);
        if (path == NULL)
            break;
        print_setting(out, path, path_length(path));
        text = path + path_length(path);
        text += strspn(text, ";. ");
        if (*text != '\0' && strncmp(text, "HKLM\\", 5) != 0) {
            g_string_append_printf(out->text, "\n");
            print_spaces(out, INDENT);
        }
        column = INDENT;
    }
    g_string_append_printf(out->text, "\n");
}

/* One message a line, word for word. */
static void print_messages(struct sheet *out, const char *label, const char *text)
{
    char **messages = g_strsplit(text, " | ", -1);

    for (char **message = messages; *message != NULL; message++) {
        print_label(out, message == messages ? label : "");
        print_bytes(out, *message, strlen(*message));
        g_string_append_printf(out->text, "\n");
    }
    g_strfreev(messages);
}

/* UTC, ISO 8601, milliseconds: as Exchange and HCW logs are read. */
static const char *format_time(const struct flow_time *time, char *text, size_t size)
{
    GDateTime *date = g_date_time_new_from_unix_utc(time->seconds);

    if (date == NULL) {
        snprintf(text, size, "%" PRId64, time->seconds);
        return text;
    }
    snprintf(text, size, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", g_date_time_get_year(date), g_date_time_get_month(date),
             g_date_time_get_day_of_month(date), g_date_time_get_hour(date), g_date_time_get_minute(date),
             g_date_time_get_second(date), time->nanoseconds / 1000000);
    g_date_time_unref(date);
    return text;
}

static const struct flow_time *time_of_finding(const struct flow *flow, const struct flow_finding *finding)
{
    const struct flow_request *request = flow_exchange_at(flow->exchange, finding->request);
    uint32_t                   frame = finding->frame;

    if (request != NULL && frame == request->answer_frame)
        return &request->answer_time;
    if (frame == flow->frames.client_hello)
        return &flow->client_hello_time;
    if (frame == flow->frames.server_hello)
        return &flow->server_hello_time;
    if (frame == flow->frames.alert)
        return &flow->alert_time;
    return frame == flow->frames.end ? &flow->end_time : NULL;
}

/* What Windows calls the alert, told with the first finding on its frame. */
static const char *schannel_error_of(const struct flow *flow, const struct flow_finding *finding)
{
    if (finding->frame == 0 || finding->frame != flow->frames.alert)
        return NULL;
    for (const struct flow_finding *earlier = flow->findings; earlier < finding; earlier++) {
        if (earlier->frame == finding->frame)
            return NULL;
    }
    return tls_alert_schannel_error(flow->alert.description);
}

static void print_seen(struct sheet *out, const struct flow *flow, const struct flow_finding *finding, bool first)
{
    const char             *schannel = schannel_error_of(flow, finding);
    const struct flow_time *time = time_of_finding(flow, finding);
    char                    text[LIMIT_TEXT_LENGTH], when[64];
    char                   *line = NULL;

    summary_finding_text(flow, finding, JUDGE_SUMMARY, text);
    if (finding->frame == 0)
        line = g_strdup(text);
    else if (time == NULL)
        line = g_strdup_printf("Frame %u: %s", finding->frame, text);
    else
        line = g_strdup_printf("Frame %u, %s: %s", finding->frame, format_time(time, when, sizeof when), text);
    if (schannel != NULL) {
        char *more = g_strdup_printf("%s (Windows: %s)", line, schannel);
        g_free(line);
        line = more;
    }
    print_prose(out, first ? "Seen:" : "", line);
    g_free(line);
}

/* What a report tells once, and in which story: texts -> number of the story. */
struct told {
    GHashTable *causes, *remedies, *messages, *checks;
    bool        callers; /* which servers were seen */
};

static GHashTable *new_texts(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

/* Number of the story that told it before; 0 if none did: then it is told now. */
static unsigned told_in(GHashTable *texts, const char *text, unsigned number)
{
    unsigned before = GPOINTER_TO_UINT(g_hash_table_lookup(texts, text));

    if (before == 0)
        g_hash_table_insert(texts, g_strdup(text), GUINT_TO_POINTER(number));
    return before;
}

static char *replace(const char *text, const char *what, const char *with)
{
    char **parts = g_strsplit(text, what, -1);
    char  *replaced = g_strjoinv(with, parts);

    g_strfreev(parts);
    return replaced;
}

/* A remedy is the same for another machine: what differs is whose it is. */
static char *without_machines(const struct summary_story *story, const char *remedy)
{
    char  client[ADDRESS_TEXT_LENGTH], server[ADDRESS_TEXT_LENGTH];
    char *half = NULL, *whole = NULL;

    if (story->flow == NULL)
        return g_strdup(remedy);
    half = replace(remedy, address_format(&flow_client(story->flow)->address, client, sizeof client), "{client}");
    whole = replace(half, address_format(&flow_server(story->flow)->address, server, sizeof server), "{server}");
    g_free(half);
    return whole;
}

/* Told in the verdict, before all stories. */
#define WITH_VERDICT UINT_MAX

/* "as in 1", or "as in 1, on 192.0.2.10". */
static void print_reference(struct sheet *out, const char *label, unsigned number, const struct address *machine)
{
    char  text[ADDRESS_TEXT_LENGTH];
    char *line = machine != NULL ? g_strdup_printf("as in %u, on %s", number, address_format(machine, text, sizeof text)) :
                                   g_strdup_printf("as in %u", number);

    print_prose(out, label, line);
    g_free(line);
}

/* Every message once, over all patterns of the story. */
static char *messages_of(const struct summary_story *story)
{
    GPtrArray  *texts = g_ptr_array_new_with_free_func(g_free);
    GHashTable *known = g_hash_table_new(g_str_hash, g_str_equal);
    char        explains[LIMIT_TEXT_LENGTH];
    char       *all = NULL;

    for (unsigned i = 0; i == 0 || (i < story->patterns->len && i < MOST_PATTERNS); i++) {
        struct summary_words words = summary_words_of(story);
        char               **messages = NULL;
        if (story->patterns->len > 0)
            words.flow = g_ptr_array_index(story->patterns, i);
        messages = g_strsplit(summary_words(&words, JUDGE_EXPLAINS, explains), " | ", -1);
        for (char **message = messages; *message != NULL; message++) {
            if (g_hash_table_contains(known, *message))
                continue;
            g_ptr_array_add(texts, g_strdup(*message));
            g_hash_table_add(known, g_ptr_array_index(texts, texts->len - 1));
        }
        g_strfreev(messages);
    }
    g_ptr_array_add(texts, NULL);
    all = g_strjoinv(" | ", (char **)texts->pdata);
    g_hash_table_destroy(known);
    g_ptr_array_free(texts, true);
    return all;
}

/* What a weaker finding of the story adds to what the strongest means; each finding once. */
static void print_more_causes(struct sheet *out, const struct summary_story *story, unsigned number, struct told *told)
{
    bool known[FINDING_COUNT] = {false};
    char cause[LIMIT_TEXT_LENGTH];

    known[rules[story->rule].finding] = true;
    for (unsigned i = 0; i < summary_count_comparisons(story); i++) {
        const struct summary_comparison *comparison = summary_comparison_at(story, i);
        if (known[rules[comparison->rule].finding])
            continue;
        known[rules[comparison->rule].finding] = true;
        print_prose(out, "", summary_text(comparison->flow, comparison->rule, JUDGE_CAUSE, comparison->others, cause));
    }
    for (unsigned i = 0; i < story->patterns->len && i < MOST_PATTERNS; i++) {
        const struct flow *flow = g_ptr_array_index(story->patterns, i);
        for (size_t k = 0; k < flow->finding_count; k++) {
            enum finding_id finding = rules[flow->findings[k].rule].finding;
            if (!findings[finding].adds || known[finding])
                continue;
            known[finding] = true;
            summary_text(flow, flow->findings[k].rule, JUDGE_CAUSE, NULL, cause);
            if (told_in(told->causes, cause, number) == 0)
                print_prose(out, "", cause);
        }
    }
}

/* The verdict holds these words in full. */
static bool stands_in_verdict(const struct summary *summary, const char *cause)
{
    return g_strstr_len(summary->verdict_text, (gssize)summary->verdict_cause_length, cause) != NULL;
}

static void print_cause(struct sheet *out, const struct summary *summary, const struct summary_story *story, unsigned number,
                        struct told *told)
{
    const struct summary_words words = summary_words_of(story);
    char                       cause[LIMIT_TEXT_LENGTH];
    unsigned                   before = 0;

    summary_words(&words, JUDGE_CAUSE, cause);
    before = told_in(told->causes, cause, number);
    if (stands_in_verdict(summary, cause))
        print_prose(out, "Means:", "what the verdict says");
    else if (before == 0)
        print_prose(out, "Means:", cause);
    else
        print_reference(out, "Means:", before, NULL);
    print_more_causes(out, story, number, told);
}

/* Names of the endpoints, where one remedy is for several. */
static void print_services(struct sheet *out, const struct summary_story *story)
{
    GHashTable *known = g_hash_table_new(g_str_hash, g_str_equal);
    GString    *services = g_string_new(NULL);

    for (unsigned i = 0; i < story->patterns->len && i < MOST_PATTERNS; i++) {
        const struct flow *flow = g_ptr_array_index(story->patterns, i);
        if (flow->recognition.host == NULL || !g_hash_table_add(known, (void *)(uintptr_t)flow->recognition.host))
            continue;
        g_string_append_printf(services, "%s%s", services->len > 0 ? ", " : "", flow->recognition.host);
    }
    if (g_hash_table_size(known) > 1)
        print_prose(out, "Services:", services->str);
    g_string_free(services, true);
    g_hash_table_destroy(known);
}

/* One remedy: in full once a report; again, for another machine, by the number of its story. */
static void print_remedy(struct sheet *out, const struct summary_story *story, const char *remedy, unsigned number,
                         struct told *told)
{
    char    *same = without_machines(story, remedy);
    unsigned before = told_in(told->remedies, same, number);

    if (before == 0)
        print_prose(out, "Change:", remedy);
    else if (before == WITH_VERDICT)
        print_prose(out, "Change:", "what stands at \"Do first\"");
    else if (before != number)
        print_reference(out, "Change:", before, story->flow != NULL ? &flow_client(story->flow)->address : NULL);
    g_free(same);
}

/* What differs for further endpoints; settings of the client are one remedy whatever the endpoint. */
static void print_more_remedies(struct sheet *out, const struct summary_story *story, unsigned number, struct told *told)
{
    char remedy[LIMIT_TEXT_LENGTH];

    for (unsigned i = 1; i < story->patterns->len && i < MOST_PATTERNS; i++) {
        const struct flow *flow = g_ptr_array_index(story->patterns, i);
        if (findings[rules[story->rule].finding].story != FINDING_STORY_ENDPOINT)
            continue;
        summary_text(flow, story->rule, JUDGE_REMEDY, story->others, remedy);
        print_remedy(out, story, remedy, number, told);
    }
}

static void print_remedies(struct sheet *out, const struct summary_story *story, unsigned number, struct told *told)
{
    const struct summary_words words = summary_words_of(story);
    char                       remedy[LIMIT_TEXT_LENGTH];

    summary_words(&words, JUDGE_REMEDY, remedy);
    print_remedy(out, story, remedy, number, told);
    print_more_remedies(out, story, number, told);
}

/* Messages that an earlier story told are there. */
static void print_symptoms(struct sheet *out, const struct summary_story *story, unsigned number, struct told *told)
{
    char     *explains = messages_of(story);
    char    **messages = g_strsplit(explains, " | ", -1);
    GString  *fresh = g_string_new(NULL);
    unsigned  before = 0;

    for (char **message = messages; *message != NULL; message++) {
        unsigned earlier = told_in(told->messages, *message, number);
        before = MAX(before, earlier);
        if (earlier == 0 || earlier == number)
            g_string_append_printf(fresh, "%s%s", fresh->len > 0 ? " | " : "", *message);
    }
    if (fresh->len > 0)
        print_messages(out, "Shown as:", fresh->str);
    if (before != 0 && before != number)
        print_reference(out, fresh->len > 0 ? "" : "Shown as:", before, NULL);
    g_string_free(fresh, true);
    g_strfreev(messages);
    g_free(explains);
}

/* The flow's client calls the cloud. */
static bool is_caller(const struct summary *summary, const struct flow *flow)
{
    for (unsigned i = 0; flow != NULL && i < summary->hosts->len; i++) {
        const struct summary_host *host = g_ptr_array_index(summary->hosts, i);
        if (address_compare(&host->address, &flow_client(flow)->address) == 0)
            return host->cloud_flows != NULL;
    }
    return false;
}

/* Of several callers: who was seen; nobody else was checked. */
static void print_callers(struct sheet *out, const struct summary *summary, const struct summary_story *story,
                          struct told *told)
{
    char *callers = NULL, *line = NULL;

    if (told->callers || !story->hybrid || !is_caller(summary, story->flow))
        return;
    callers = comparisons_callers(summary);
    if (callers != NULL) {
        line = g_strdup_printf("%s; servers that are not in this capture were not checked.", callers);
        print_prose(out, "Seen:", line);
        told->callers = true;
    }
    g_free(line);
    g_free(callers);
}

static void print_next_check(struct sheet *out, const struct summary_story *story, unsigned number, struct told *told)
{
    const struct summary_words words = summary_words_of(story);
    char                       check[LIMIT_TEXT_LENGTH];

    summary_words(&words, JUDGE_NEXT_CHECK, check);
    if (check[0] != '\0' && story->hybrid && told_in(told->checks, check, number) == 0)
        print_prose(out, "Next:", check);
}

static char *filter_of_story(const struct summary_story *story)
{
    GString *filter = g_string_new(NULL);

    if (story->lookup != NULL) {
        g_string_printf(filter, "dns.qry.name == \"%s\"", story->lookup->name);
        return g_string_free(filter, false);
    }
    if (story->flows->len == 1) {
        g_string_printf(filter, "tcp.stream == %u", story->flow->stream);
        return g_string_free(filter, false);
    }
    g_string_append(filter, "tcp.stream in {");
    for (unsigned i = 0; i < story->flows->len && i < MOST_STREAMS_IN_FILTER; i++) {
        const struct flow *flow = g_ptr_array_index(story->flows, i);
        g_string_append_printf(filter, "%s%u", i > 0 ? ", " : "", flow->stream);
    }
    g_string_append(filter, "}");
    return g_string_free(filter, false);
}

/* Red, yellow, blue: how Wireshark paints errors, warnings and notes. */
static const char *const colours[RULE_SEVERITY_COUNT] = {"", "\033[1;36m", "\033[1;33m", "\033[1;31m"};

static void print_severity(struct sheet *out, enum rule_severity severity)
{
    g_string_append_printf(out->text, "%s%s%s", out->coloured ? colours[severity] : "", judge_severity_id(severity),
                           out->coloured ? "\033[0m" : "");
}

static void print_machine(struct sheet *out, const struct address *address, const char *label)
{
    char text[ADDRESS_TEXT_LENGTH];

    g_string_append_printf(out->text, "%s", address_format(address, text, sizeof text));
    if (label == NULL)
        return;
    g_string_append_printf(out->text, " (");
    print_bytes(out, label, strlen(label));
    g_string_append_printf(out->text, ")");
}

static void print_end_name(struct sheet *out, const struct flow_end *end)
{
    print_machine(out, &end->address, end->label);
}

static unsigned count_endpoints(const struct summary_story *story)
{
    GHashTable *hosts = g_hash_table_new_full(wmem_str_hash, g_str_equal, g_free, NULL);
    char        address[ADDRESS_TEXT_LENGTH];
    unsigned    count = 0;

    for (unsigned i = 0; i < story->flows->len; i++) {
        const struct flow *flow = g_ptr_array_index(story->flows, i);
        const char        *host = flow->recognition.host;
        address_format(&flow_server(flow)->address, address, sizeof address);
        g_hash_table_add(hosts, g_strdup(host != NULL ? host : address));
    }
    count = g_hash_table_size(hosts);
    g_hash_table_destroy(hosts);
    return count;
}

static void print_one_endpoint(struct sheet *out, const struct summary_story *story)
{
    const struct flow *flow = story->flow;
    const char        *host = flow->recognition.host;

    if (host != NULL)
        print_bytes(out, host, strlen(host));
    else
        print_end_name(out, flow_server(flow));
    g_string_append_printf(out->text, " port %u, %s", flow_server(flow)->port, roles[flow->recognition.role].name);
    if (story->flows->len > 1)
        g_string_append_printf(out->text, story->patterns->len > 1 ? ", %u flows:" : ", %u flows alike; the first:",
                               story->flows->len);
}

static void print_lookup_heading(struct sheet *out, const struct summary_story *story)
{
    const struct lookup *lookup = story->lookup;

    print_machine(out, &lookup->client, lookup->client_label);
    g_string_append_printf(out->text, " -> DNS look-up of ");
    print_bytes(out, lookup->name, strlen(lookup->name));
    g_string_append_printf(out->text, ", %s", roles[lookup->recognition.role].name);
    if (story->lookups > 1)
        g_string_append_printf(out->text, ", %u look-ups alike; the first:", story->lookups);
    g_string_append_printf(out->text, "\n");
}

static void print_story_heading(struct sheet *out, const struct summary_story *story, unsigned number)
{
    unsigned endpoint_total = count_endpoints(story);

    g_string_append_printf(out->text, "%2u. ", number);
    print_severity(out, story->severity);
    g_string_append_printf(out->text, ": ");
    if (story->lookup != NULL) {
        print_lookup_heading(out, story);
        return;
    }
    if (story->patterns->len == 0)
        g_string_append_printf(out->text, "%s", findings[rules[story->rule].finding].title);
    else
        print_end_name(out, flow_client(story->flow));
    if (endpoint_total == 1) {
        g_string_append_printf(out->text, " -> ");
        print_one_endpoint(out, story);
    } else {
        g_string_append_printf(out->text, " -> %u endpoints, %u flows", endpoint_total, story->flows->len);
    }
    g_string_append_printf(out->text, "\n");
}

static void print_seen_of_lookup(struct sheet *out, const struct summary_story *story)
{
    const struct summary_words words = summary_words_of(story);
    char                       text[LIMIT_TEXT_LENGTH], when[64];
    char                      *line = NULL;

    summary_words(&words, JUDGE_SUMMARY, text);
    line = g_strdup_printf("Frame %u, %s: %s", story->lookup->frame,
                           format_time(&story->lookup->time, when, sizeof when), text);
    print_prose(out, "Seen:", story->lookup->judged ? line : text);
    g_free(line);
}

static void print_all_seen(struct sheet *out, const struct summary_story *story)
{
    char text[LIMIT_TEXT_LENGTH];
    bool first = true;

    if (story->lookup != NULL)
        print_seen_of_lookup(out, story);

    for (unsigned i = 0; i < story->patterns->len && i < MOST_PATTERNS; i++) {
        const struct flow *flow = g_ptr_array_index(story->patterns, i);
        for (size_t k = 0; k < flow->finding_count; k++) {
            /* What merely helps is not told beside what broke the flow. */
            if (story->severity == RULE_ERROR && rules[flow->findings[k].rule].severity < RULE_WARNING)
                continue;
            print_seen(out, flow, &flow->findings[k], first);
            first = false;
        }
    }
    if (story->patterns->len > MOST_PATTERNS) {
        print_label(out, "");
        g_string_append_printf(out->text, "... and more endpoints of the same client\n");
    }
    for (unsigned i = 0; i < summary_count_comparisons(story); i++) {
        const struct summary_comparison *comparison = summary_comparison_at(story, i);
        print_prose(out, first ? "Seen:" : "",
                    summary_text(comparison->flow, comparison->rule, JUDGE_SUMMARY, comparison->others, text));
        first = false;
    }
}

/* "200", "401", "no answer"; of a flow that cannot be read how its handshake ended. */
static const char *step_result(const struct summary_step *step, char *text, size_t size)
{
    const char *outcome = flow_outcome_id(step->flow->outcome);

    if (step->request == NULL) {
        snprintf(text, size, "handshake %s, not decrypted", outcome != NULL ? outcome : "not seen");
    } else if (step->request->status == 0) {
        snprintf(text, size, "no answer");
    } else {
        const char *error = flow_request_error(step->request);
        snprintf(text, size, error != NULL ? "HTTP %u, %s" : "HTTP %u", step->request->status, error);
    }
    return text;
}

static char *step_text(const struct summary_step *step, unsigned number)
{
    const struct flow         *flow = step->flow;
    const struct flow_request *request = step->request;
    char                       server[ADDRESS_TEXT_LENGTH], result[LIMIT_REQUEST_TEXT];
    const char                *host = flow->recognition.host;
    const char                *asked = NULL;

    if (request != NULL)
        asked = request->operation != NULL ? request->operation : request->row->name;
    else
        asked = roles[flow->recognition.role].name;
    if (host == NULL)
        host = address_format(&flow_server(flow)->address, server, sizeof server);
    return g_strdup_printf("%u. %s at %s (frame %u): %s", number, asked, host,
                           request != NULL ? request->frame : flow->frames.first,
                           step_result(step, result, sizeof result));
}

/* One action is told with all its steps, and where it stopped. */
static void print_steps(struct sheet *out, const struct summary_action *action)
{
    for (unsigned i = 0; i < action->steps->len && i < MOST_STEPS; i++) {
        char *line = step_text(&g_array_index(action->steps, struct summary_step, i), i + 1);
        char *told = i + 1 == action->steps->len && action->stopped ? g_strconcat(line, " - stopped here", NULL) : NULL;
        print_prose(out, i == 0 ? "Steps:" : "", told != NULL ? told : line);
        g_free(told);
        g_free(line);
    }
    if (action->steps->len > MOST_STEPS) {
        print_label(out, "");
        g_string_append_printf(out->text, "... and %u more steps\n", action->steps->len - MOST_STEPS);
    }
}

static void print_story(struct sheet *out, const struct summary *summary, const struct summary_story *story,
                        unsigned number, struct told *told)
{
    const struct summary_words words = summary_words_of(story);
    char                      *filter = filter_of_story(story);
    char                       text[LIMIT_TEXT_LENGTH];

    print_story_heading(out, story, number);
    print_all_seen(out, story);
    if (story->action != NULL)
        print_steps(out, story->action);
    print_cause(out, summary, story, number, told);
    print_services(out, story);
    print_remedies(out, story, number, told);
    print_symptoms(out, story, number, told);
    print_label(out, "Filter:");
    print_bytes(out, filter, strlen(filter));
    g_string_append_printf(out->text, "\n");
    print_label(out, "Certainty:");
    g_string_append_printf(out->text, "%s (of what it means; what was seen is certain)\n",
                           summary_words(&words, JUDGE_CONFIDENCE, text));
    print_label(out, "Source:");
    g_string_append_printf(out->text, "%s\n", summary_words(&words, JUDGE_REFERENCE, text));
    print_next_check(out, story, number, told);
    print_callers(out, summary, story, told);
    g_string_append_c(out->text, '\n');
    g_free(filter);
}

static void print_rest(struct sheet *out, unsigned all, unsigned most, const char *what)
{
    if (all > most)
        g_string_append_printf(out->text, "   ... and %u more %s\n", all - most, what);
}

static void print_stories(struct sheet *out, const struct summary *summary)
{
    struct told told = {new_texts(), new_texts(), new_texts(), new_texts(), false};

    if (summary->verdict_do_first != NULL)
        told_in(told.remedies, summary->verdict_do_first, WITH_VERDICT);
    for (unsigned i = 0; i < summary->stories->len && i < MOST_STORIES; i++)
        print_story(out, summary, g_ptr_array_index(summary->stories, i), i + 1, &told);
    print_rest(out, summary->stories->len, MOST_STORIES, "of equal or less weight");
    g_hash_table_destroy(told.causes);
    g_hash_table_destroy(told.remedies);
    g_hash_table_destroy(told.messages);
    g_hash_table_destroy(told.checks);
}

/* "TLS 1.0 to 1.2" where the flows differ: the lowest is what fails. */
static void print_offer(struct sheet *out, const char *address, const struct summary_offer *offer)
{
    const char *highest = tls_version_name(offer->max_version);
    const char *lowest = tls_version_name(offer->min_version);
    char        range[64];

    if (highest == NULL)
        snprintf(range, sizeof range, "-");
    else if (lowest != NULL && offer->min_version != offer->max_version)
        snprintf(range, sizeof range, "%s, lowest %s", highest, lowest);
    else
        snprintf(range, sizeof range, "%s", highest);
    g_string_append_printf(out->text, "   %-39s %-22s %-24s %u flow%s", address, roles[offer->role].id, range,
                           offer->flows, offer->flows == 1 ? "" : "s");
    if (offer->failed > 0)
        g_string_append_printf(out->text, ", %u failed", offer->failed);
    g_string_append_printf(out->text, "\n");
}

/* Address and label; `text` holds HOST_TEXT_LENGTH bytes. */
#define HOST_TEXT_LENGTH 128
static const char *name_of_host(const struct summary_host *host, char *text)
{
    char address[ADDRESS_TEXT_LENGTH];

    address_format(&host->address, address, sizeof address);
    if (host->label != NULL)
        snprintf(text, HOST_TEXT_LENGTH, "%s (%s)", address, host->label);
    else
        snprintf(text, HOST_TEXT_LENGTH, "%s", address);
    return text;
}

static void print_hosts(struct sheet *out, const struct summary *summary)
{
    char address[HOST_TEXT_LENGTH];

    g_string_append_printf(out->text, "Highest TLS version offered, by client and role\n");
    for (unsigned i = 0; i < summary->hosts->len && i < MOST_HOSTS; i++) {
        const struct summary_host *host = g_ptr_array_index(summary->hosts, i);
        for (unsigned k = 0; k < host->offers->len; k++)
            print_offer(out, k == 0 ? name_of_host(host, address) : "",
                        &g_array_index(host->offers, struct summary_offer, k));
    }
    print_rest(out, summary->hosts->len, MOST_HOSTS, "clients");
    g_string_append_printf(out->text, "\n");
}

/* Longer texts lose their middle, so that beginning and end can be told. */
static const char *shorten(const char *text, size_t width, char *shortened)
{
    size_t length = strlen(text);
    size_t head = (width - 2) / 2;

    if (length <= width)
        return text;
    snprintf(shortened, width + 1, "%.*s..%s", (int)head, text, text + length - (width - 2 - head));
    return shortened;
}

#define HOST_WIDTH 34
#define END_WIDTH 21

static void print_end(struct sheet *out, const struct flow_end *end)
{
    char address[ADDRESS_TEXT_LENGTH], text[ADDRESS_TEXT_LENGTH + 8], shortened[END_WIDTH + 1];

    address_format(&end->address, address, sizeof address);
    snprintf(text, sizeof text, end->address.family == ADDRESS_IPV6 ? "[%s]:%u" : "%s:%u", address, end->port);
    g_string_append_printf(out->text, " %-*s", END_WIDTH, shorten(text, END_WIDTH, shortened));
}

static void print_flow(struct sheet *out, const struct flow *flow)
{
    const char *offered = tls_version_name(flow->max_version);
    const char *chosen = tls_version_name(flow->version);
    const char *outcome = flow_outcome_id(flow->outcome);
    char        shortened[HOST_WIDTH + 1];
    char       *host = g_strescape(flow->recognition.host != NULL ? flow->recognition.host : "-", NULL);

    g_string_append_printf(out->text, "%6u", flow->stream);
    print_end(out, flow_client(flow));
    print_end(out, flow_server(flow));
    g_string_append_printf(out->text, " %-*s %-7s %-7s %s\n", HOST_WIDTH, shorten(host, HOST_WIDTH, shortened),
                           offered != NULL ? offered : "-", chosen != NULL ? chosen : "-",
                           outcome != NULL ? outcome : "no TLS");
    g_free(host);
}

static void print_flows(struct sheet *out, const struct summary *summary)
{
    g_string_append_printf(out->text, "Flows\n%6s %-*s %-*s %-*s %-7s %-7s %s\n", "Stream", END_WIDTH, "Client",
                           END_WIDTH, "Server", HOST_WIDTH, "Host", "Offered", "Chosen", "Outcome");
    for (unsigned i = 0; i < summary->flows->len && i < MOST_FLOWS; i++)
        print_flow(out, g_ptr_array_index(summary->flows, i));
    print_rest(out, summary->flows->len, MOST_FLOWS, "flows");
}

static void print_request(struct sheet *out, const struct flow *flow, const struct flow_request *request)
{
    const char *error = flow_request_error(request);
    const char *asked = request->operation != NULL ? request->operation : request->path;
    char        status[8], shortened[HOST_WIDTH + 1];
    char       *text = g_strescape(asked != NULL ? asked : "-", NULL);

    snprintf(status, sizeof status, "%u", request->status);
    g_string_append_printf(out->text, "%7u %6u %-22s %-8s %-*s %s", request->frame, flow->stream,
                           request->row != NULL ? request->row->id : "-",
                           request->method != NULL ? request->method : "-", HOST_WIDTH,
                           shorten(text, HOST_WIDTH, shortened), request->status != 0 ? status : "-");
    if (error != NULL) {
        g_string_append_printf(out->text, "%*s", request->status != 0 ? 5 : 7, "");
        print_bytes(out, error, strlen(error));
    }
    g_string_append_printf(out->text, "\n");
    g_free(text);
}

static unsigned print_requests_of(struct sheet *out, const struct flow *flow, unsigned printed)
{
    for (unsigned i = 1; flow->exchange != NULL && i <= flow->exchange->count; i++) {
        if (printed == 0)
            g_string_append_printf(out->text, "\nRequests\n%7s %6s %-22s %-8s %-*s %-7s %s\n", "Frame", "Stream",
                                   "Request", "Method", HOST_WIDTH, "Operation", "Status", "Error");
        if (printed < MOST_REQUESTS)
            print_request(out, flow, flow_exchange_at(flow->exchange, i));
        printed++;
    }
    return printed;
}

/* Only where HTTP could be read. */
static void print_requests(struct sheet *out, const struct summary *summary)
{
    unsigned printed = 0;

    for (unsigned i = 0; i < summary->flows->len; i++)
        printed = print_requests_of(out, g_ptr_array_index(summary->flows, i), printed);
    print_rest(out, printed, MOST_REQUESTS, "requests");
}

static void print_limits(struct sheet *out, const struct summary *summary)
{
    const struct tap_capture *capture = summary->capture;

    if (capture != NULL && capture->limits.quic_connections > 0)
        g_string_append_printf(out->text, "Not analysed: %u QUIC connection%s to recognised hosts.\n",
                               capture->limits.quic_connections, capture->limits.quic_connections == 1 ? "" : "s");
    if (capture != NULL && capture->limits.certificates_unread > 0)
        g_string_append_printf(
            out->text, "Not read: %u message%s with certificates, because GnuTLS (libgnutls-30.dll) is not there.\n",
            capture->limits.certificates_unread, capture->limits.certificates_unread == 1 ? "" : "s");
    for (size_t i = 0; i < limit_told_count; i++) {
        uint32_t cut = limits_told_count_of(summary, &limits_told[i]);
        if (cut > 0 && limits_told[i].what != NULL)
            g_string_append_printf(out->text, "Cut: %u %s %u.\n", cut, limits_told[i].what, limits_told[i].bound);
    }
}

static void print_capture(struct sheet *out, const struct tap_capture *capture)
{
    char first[64], last[64];

    g_string_append_printf(out->text, "Capture: %u frames, %s to %s\n", capture->frames,
                           format_time(&capture->first_time, first, sizeof first),
                           format_time(&capture->last_time, last, sizeof last));
    if (capture->resets > 0)
        g_string_append_printf(
            out->text,
            "Resets:  tshark threw its state away %u time%s; streams are numbered anew after each, frames are not\n",
            capture->resets, capture->resets == 1 ? "" : "s");
}

/* Nothing where there is no text. */
static void print_line(struct sheet *out, const char *label, const char *text, size_t length)
{
    if (length == 0)
        return;
    g_string_append(out->text, label);
    print_wrapped(out, text, length, strlen(label), 3);
    g_string_append_c(out->text, '\n');
}

/* The cause, what to do first, then how much was judged, and what else is known to stop such traffic. */
static void print_verdict(struct sheet *out, const struct summary *summary)
{
    const char *text = summary->verdict_text, *do_first = summary->verdict_do_first;
    size_t      judged = summary->verdict_judged_length > 0 ? summary->verdict_judged_length : strlen(text);
    size_t      cause = summary->verdict_cause_length > 0 ? summary->verdict_cause_length : judged;

    print_line(out, "Verdict:", text, cause);
    print_line(out, "Do first:", do_first, do_first != NULL ? strlen(do_first) : 0);
    print_line(out, "Judged:", text + cause, judged - cause);
    print_line(out, "Besides:", text + judged, strlen(text + judged));
}

static void print_report(struct sheet *out, const struct summary *summary)
{
    print_verdict(out, summary);
    if (summary->flows->len == 0 && summary->stories->len == 0)
        return;
    if (summary->capture != NULL)
        print_capture(out, summary->capture);
    g_string_append_printf(out->text, "\n");
    print_stories(out, summary);
    if (summary->flows->len > 0) {
        print_hosts(out, summary);
        print_flows(out, summary);
        print_requests(out, summary);
    }
    print_limits(out, summary);
}

void report_text_append(const struct summary *summary, GString *text)
{
    struct sheet sheet = {.text = text, .width = SIZE_MAX};

    print_report(&sheet, summary);
}

void report_text_append_prose(GString *text, const char *label, const char *prose)
{
    struct sheet sheet = {.text = text, .width = SIZE_MAX};

    print_prose(&sheet, label, prose);
}

/* File descriptor, POSIX and Windows alike. */
#define STANDARD_OUTPUT 1

void report_text_print(const struct summary *summary)
{
    struct sheet sheet = {.text = g_string_new(NULL), .width = TEXT_WIDTH};

    /* Only where the terminal can. */
    sheet.coloured = g_log_writer_supports_color(STANDARD_OUTPUT) && g_getenv("NO_COLOR") == NULL;
    print_report(&sheet, summary);
    fwrite(sheet.text->str, 1, sheet.text->len, stdout);
    g_string_free(sheet.text, true);
}
