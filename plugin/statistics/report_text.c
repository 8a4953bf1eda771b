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

static void print_spaces(size_t count)
{
    printf("%*s", (int)count, "");
}

/* Names come from packets: what does not print (control characters, changes of direction) never reaches the terminal. */
static void print_bytes(const char *text, size_t length)
{
    const char *end = text + length;

    while (text < end) {
        gunichar    character = g_utf8_get_char_validated(text, end - text);
        bool        valid = character != (gunichar)-1 && character != (gunichar)-2;
        const char *next = valid ? g_utf8_next_char(text) : text + 1;
        if (valid && g_unichar_isprint(character))
            printf("%.*s", (int)(next - text), text);
        else
            putchar('?');
        text = next;
    }
}

/* Prints words from `text` up to `length` bytes, wrapped, each new line indented; returns the column it ends at. */
static size_t print_wrapped(const char *text, size_t length, size_t column, size_t indent)
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
        if (column > indent && column + 1 + word > TEXT_WIDTH) {
            putchar('\n');
            print_spaces(indent);
            column = indent;
        }
        if (column > indent) {
            putchar(' ');
            column++;
        }
        print_bytes(text, word);
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
static void print_setting(const char *path, size_t length)
{
    const char *values = strstr(path, ": ");
    size_t      path_only = values != NULL ? (size_t)(values - path) : length;

    printf("\n");
    print_spaces(INDENT + 2);
    if (path_only >= length) {
        print_bytes(path, length);
        return;
    }
    print_bytes(path, path_only);
    printf("\n");
    print_spaces(INDENT + 4);
    print_bytes(values + 2, length - path_only - 2);
}

static void print_label(const char *label)
{
    printf("   %-*s", INDENT - 3, label);
}

/* Prose with registry paths in it: each path on its own line. */
static void print_prose(const char *label, const char *text)
{
    size_t column = INDENT;

    print_label(label);
    while (*text != '\0') {
        const char *path = strstr(text, "HKLM\\");
        size_t      plain = path != NULL ? (size_t)(path - text) : strlen(text);
        column = print_wrapped(text, plain, column, INDENT);
        if (path == NULL)
            break;
        print_setting(path, path_length(path));
        text = path + path_length(path);
        text += strspn(text, ";. ");
        if (*text != '\0' && strncmp(text, "HKLM\\", 5) != 0) {
            printf("\n");
            print_spaces(INDENT);
        }
        column = INDENT;
    }
    printf("\n");
}

/* One message a line, word for word. */
static void print_messages(const char *label, const char *text)
{
    char **messages = g_strsplit(text, " | ", -1);

    for (char **message = messages; *message != NULL; message++) {
        print_label(message == messages ? label : "");
        print_bytes(*message, strlen(*message));
        printf("\n");
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

static void print_seen(const struct flow *flow, const struct flow_finding *finding, bool first)
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
    print_prose(first ? "Seen:" : "", line);
    g_free(line);
}

/* What a story has in common with an earlier one is not printed again. */
static bool is_told(const GPtrArray *told, const char *text, unsigned *number)
{
    for (unsigned i = 0; i < told->len; i++) {
        if (strcmp(g_ptr_array_index(told, i), text) == 0) {
            *number = i + 1;
            return true;
        }
    }
    return false;
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
static void print_more_causes(const struct summary_story *story)
{
    bool told[FINDING_COUNT] = {false};
    char cause[LIMIT_TEXT_LENGTH];

    told[rules[story->rule].finding] = true;
    for (unsigned i = 0; i < summary_count_comparisons(story); i++) {
        const struct summary_comparison *comparison = summary_comparison_at(story, i);
        if (told[rules[comparison->rule].finding])
            continue;
        told[rules[comparison->rule].finding] = true;
        print_prose("", summary_text(comparison->flow, comparison->rule, JUDGE_CAUSE, comparison->others, cause));
    }
    for (unsigned i = 0; i < story->patterns->len && i < MOST_PATTERNS; i++) {
        const struct flow *flow = g_ptr_array_index(story->patterns, i);
        for (size_t k = 0; k < flow->finding_count; k++) {
            enum finding_id finding = rules[flow->findings[k].rule].finding;
            if (!findings[finding].adds || told[finding])
                continue;
            told[finding] = true;
            print_prose("", summary_text(flow, flow->findings[k].rule, JUDGE_CAUSE, NULL, cause));
        }
    }
}

/* What differs for further endpoints of the story. */
static void print_more_remedies(const struct summary_story *story, const char *printed)
{
    char remedy[LIMIT_TEXT_LENGTH], last[LIMIT_TEXT_LENGTH];

    g_strlcpy(last, printed, sizeof last);
    for (unsigned i = 1; i < story->patterns->len && i < MOST_PATTERNS; i++) {
        const struct flow *flow = g_ptr_array_index(story->patterns, i);
        char              *line = NULL;
        summary_text(flow, story->rule, JUDGE_REMEDY, story->others, remedy);
        if (strcmp(remedy, printed) == 0 || strcmp(remedy, last) == 0)
            continue;
        g_strlcpy(last, remedy, sizeof last);
        line = g_strdup_printf("For %s: %s", roles[flow->recognition.role].name, remedy);
        print_prose("", line);
        g_free(line);
    }
}

/* Cause, remedy and messages of the story's leading finding. */
static void print_advice(const struct summary_story *story, GPtrArray *told)
{
    const struct summary_words words = summary_words_of(story);
    char                       cause[LIMIT_TEXT_LENGTH], remedy[LIMIT_TEXT_LENGTH];
    char                      *explains = messages_of(story);
    char                      *advice = NULL;
    unsigned                   number = 0;

    summary_words(&words, JUDGE_CAUSE, cause);
    summary_words(&words, JUDGE_REMEDY, remedy);
    advice = g_strconcat(cause, "\n", remedy, "\n", explains, NULL);
    if (is_told(told, advice, &number)) {
        print_label("Means:");
        printf("as in %u; what to change and what is shown: as there\n", number);
        print_more_causes(story);
        g_ptr_array_add(told, g_strdup(""));
        g_free(advice);
    } else {
        g_ptr_array_add(told, advice);
        print_prose("Means:", cause);
        print_more_causes(story);
        print_prose("Change:", remedy);
        print_more_remedies(story, remedy);
        print_messages("Shown as:", explains);
    }
    g_free(explains);
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

/* File descriptor, POSIX and Windows alike. */
#define STANDARD_OUTPUT 1

/* Red, yellow, blue: how Wireshark paints errors, warnings and notes; only where the terminal can. */
static const char *const colours[RULE_SEVERITY_COUNT] = {"", "\033[1;36m", "\033[1;33m", "\033[1;31m"};

static void print_severity(enum rule_severity severity)
{
    bool colour = g_log_writer_supports_color(STANDARD_OUTPUT) && g_getenv("NO_COLOR") == NULL;

    printf("%s%s%s", colour ? colours[severity] : "", judge_severity_id(severity), colour ? "\033[0m" : "");
}

static void print_machine(const struct address *address, const char *label)
{
    char text[ADDRESS_TEXT_LENGTH];

    printf("%s", address_format(address, text, sizeof text));
    if (label == NULL)
        return;
    printf(" (");
    print_bytes(label, strlen(label));
    printf(")");
}

static void print_end_name(const struct flow_end *end)
{
    print_machine(&end->address, end->label);
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

static void print_one_endpoint(const struct summary_story *story)
{
    const struct flow *flow = story->flow;
    const char        *host = flow->recognition.host;

    if (host != NULL)
        print_bytes(host, strlen(host));
    else
        print_end_name(flow_server(flow));
    printf(" port %u, %s", flow_server(flow)->port, roles[flow->recognition.role].name);
    if (story->flows->len > 1)
        printf(", %u flows alike; the first:", story->flows->len);
}

static void print_lookup_heading(const struct summary_story *story)
{
    const struct lookup *lookup = story->lookup;

    print_machine(&lookup->client, lookup->client_label);
    printf(" -> DNS look-up of ");
    print_bytes(lookup->name, strlen(lookup->name));
    printf(", %s", roles[lookup->recognition.role].name);
    if (story->lookups > 1)
        printf(", %u look-ups alike; the first:", story->lookups);
    printf("\n");
}

static void print_story_heading(const struct summary_story *story, unsigned number)
{
    unsigned endpoint_total = count_endpoints(story);

    printf("%2u. ", number);
    print_severity(story->severity);
    printf(": ");
    if (story->lookup != NULL) {
        print_lookup_heading(story);
        return;
    }
    if (story->patterns->len == 0)
        printf("%s", findings[rules[story->rule].finding].title);
    else
        print_end_name(flow_client(story->flow));
    if (endpoint_total == 1) {
        printf(" -> ");
        print_one_endpoint(story);
    } else {
        printf(" -> %u endpoints, %u flows", endpoint_total, story->flows->len);
    }
    printf("\n");
}

static void print_seen_of_lookup(const struct summary_story *story)
{
    const struct summary_words words = summary_words_of(story);
    char                       text[LIMIT_TEXT_LENGTH], when[64];
    char                      *line = NULL;

    summary_words(&words, JUDGE_SUMMARY, text);
    line = g_strdup_printf("Frame %u, %s: %s", story->lookup->frame, format_time(&story->lookup->time, when, sizeof when), text);
    print_prose("Seen:", story->lookup->judged ? line : text);
    g_free(line);
}

static void print_all_seen(const struct summary_story *story)
{
    char text[LIMIT_TEXT_LENGTH];
    bool first = true;

    if (story->lookup != NULL)
        print_seen_of_lookup(story);

    for (unsigned i = 0; i < story->patterns->len && i < MOST_PATTERNS; i++) {
        const struct flow *flow = g_ptr_array_index(story->patterns, i);
        for (size_t k = 0; k < flow->finding_count; k++) {
            /* What merely helps is not told beside what broke the flow. */
            if (story->severity == RULE_ERROR && rules[flow->findings[k].rule].severity < RULE_WARNING)
                continue;
            print_seen(flow, &flow->findings[k], first);
            first = false;
        }
    }
    if (story->patterns->len > MOST_PATTERNS) {
        print_label("");
        printf("... and more endpoints of the same client\n");
    }
    for (unsigned i = 0; i < summary_count_comparisons(story); i++) {
        const struct summary_comparison *comparison = summary_comparison_at(story, i);
        print_prose(first ? "Seen:" : "",
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
static void print_steps(const struct summary_action *action)
{
    for (unsigned i = 0; i < action->steps->len && i < MOST_STEPS; i++) {
        char *line = step_text(&g_array_index(action->steps, struct summary_step, i), i + 1);
        char *told = i + 1 == action->steps->len && action->stopped ? g_strconcat(line, " - stopped here", NULL) : NULL;
        print_prose(i == 0 ? "Steps:" : "", told != NULL ? told : line);
        g_free(told);
        g_free(line);
    }
    if (action->steps->len > MOST_STEPS) {
        print_label("");
        printf("... and %u more steps\n", action->steps->len - MOST_STEPS);
    }
}

static void print_story(const struct summary_story *story, unsigned number, GPtrArray *told)
{
    const struct summary_words words = summary_words_of(story);
    char                      *filter = filter_of_story(story);
    char                       text[LIMIT_TEXT_LENGTH];

    print_story_heading(story, number);
    print_all_seen(story);
    if (story->action != NULL)
        print_steps(story->action);
    print_advice(story, told);
    print_label("Filter:");
    print_bytes(filter, strlen(filter));
    printf("\n");
    print_label("Certainty:");
    printf("%s (of what it means; what was seen is certain)\n",
           summary_words(&words, JUDGE_CONFIDENCE, text));
    print_label("Source:");
    printf("%s\n\n", summary_words(&words, JUDGE_REFERENCE, text));
    g_free(filter);
}

static void print_rest(unsigned all, unsigned most, const char *what)
{
    if (all > most)
        printf("   ... and %u more %s\n", all - most, what);
}

static void print_stories(const struct summary *summary)
{
    GPtrArray *told = g_ptr_array_new_with_free_func(g_free);

    for (unsigned i = 0; i < summary->stories->len && i < MOST_STORIES; i++)
        print_story(g_ptr_array_index(summary->stories, i), i + 1, told);
    print_rest(summary->stories->len, MOST_STORIES, "of equal or less weight");
    g_ptr_array_free(told, true);
}

/* "TLS 1.0 to 1.2" where the flows differ: the lowest is what fails. */
static void print_offer(const char *address, const struct summary_offer *offer)
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
    printf("   %-39s %-22s %-24s %u flow%s", address, roles[offer->role].id, range, offer->flows,
           offer->flows == 1 ? "" : "s");
    if (offer->failed > 0)
        printf(", %u failed", offer->failed);
    printf("\n");
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

static void print_hosts(const struct summary *summary)
{
    char address[HOST_TEXT_LENGTH];

    printf("Highest TLS version offered, by client and role\n");
    for (unsigned i = 0; i < summary->hosts->len && i < MOST_HOSTS; i++) {
        const struct summary_host *host = g_ptr_array_index(summary->hosts, i);
        for (unsigned k = 0; k < host->offers->len; k++)
            print_offer(k == 0 ? name_of_host(host, address) : "",
                        &g_array_index(host->offers, struct summary_offer, k));
    }
    print_rest(summary->hosts->len, MOST_HOSTS, "clients");
    printf("\n");
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

static void print_end(const struct flow_end *end)
{
    char address[ADDRESS_TEXT_LENGTH], text[ADDRESS_TEXT_LENGTH + 8], shortened[END_WIDTH + 1];

    address_format(&end->address, address, sizeof address);
    snprintf(text, sizeof text, end->address.family == ADDRESS_IPV6 ? "[%s]:%u" : "%s:%u", address, end->port);
    printf(" %-*s", END_WIDTH, shorten(text, END_WIDTH, shortened));
}

static void print_flow(const struct flow *flow)
{
    const char *offered = tls_version_name(flow->max_version);
    const char *chosen = tls_version_name(flow->version);
    const char *outcome = flow_outcome_id(flow->outcome);
    char        shortened[HOST_WIDTH + 1];
    char       *host = g_strescape(flow->recognition.host != NULL ? flow->recognition.host : "-", NULL);

    printf("%6u", flow->stream);
    print_end(flow_client(flow));
    print_end(flow_server(flow));
    printf(" %-*s %-7s %-7s %s\n", HOST_WIDTH, shorten(host, HOST_WIDTH, shortened), offered != NULL ? offered : "-",
           chosen != NULL ? chosen : "-", outcome != NULL ? outcome : "no TLS");
    g_free(host);
}

static void print_flows(const struct summary *summary)
{
    printf("Flows\n%6s %-*s %-*s %-*s %-7s %-7s %s\n", "Stream", END_WIDTH, "Client", END_WIDTH, "Server", HOST_WIDTH, "Host",
           "Offered", "Chosen", "Outcome");
    for (unsigned i = 0; i < summary->flows->len && i < MOST_FLOWS; i++)
        print_flow(g_ptr_array_index(summary->flows, i));
    print_rest(summary->flows->len, MOST_FLOWS, "flows");
}

static void print_request(const struct flow *flow, const struct flow_request *request)
{
    const char *error = flow_request_error(request);
    const char *asked = request->operation != NULL ? request->operation : request->path;
    char        status[8], shortened[HOST_WIDTH + 1];
    char       *text = g_strescape(asked != NULL ? asked : "-", NULL);

    snprintf(status, sizeof status, "%u", request->status);
    printf("%7u %6u %-22s %-8s %-*s %s", request->frame, flow->stream, request->row != NULL ? request->row->id : "-",
           request->method != NULL ? request->method : "-", HOST_WIDTH, shorten(text, HOST_WIDTH, shortened),
           request->status != 0 ? status : "-");
    if (error != NULL) {
        printf("%*s", request->status != 0 ? 5 : 7, "");
        print_bytes(error, strlen(error));
    }
    printf("\n");
    g_free(text);
}

static unsigned print_requests_of(const struct flow *flow, unsigned printed)
{
    for (unsigned i = 1; flow->exchange != NULL && i <= flow->exchange->count; i++) {
        if (printed == 0)
            printf("\nRequests\n%7s %6s %-22s %-8s %-*s %-7s %s\n", "Frame", "Stream", "Request", "Method", HOST_WIDTH,
                   "Operation", "Status", "Error");
        if (printed < MOST_REQUESTS)
            print_request(flow, flow_exchange_at(flow->exchange, i));
        printed++;
    }
    return printed;
}

/* Only where HTTP could be read. */
static void print_requests(const struct summary *summary)
{
    unsigned printed = 0;

    for (unsigned i = 0; i < summary->flows->len; i++)
        printed = print_requests_of(g_ptr_array_index(summary->flows, i), printed);
    print_rest(printed, MOST_REQUESTS, "requests");
}

static void print_limit(uint32_t cut, const char *what, unsigned bound)
{
    if (cut > 0)
        printf("Cut: %u %s %u.\n", cut, what, bound);
}

static void print_limits(const struct summary *summary)
{
    const struct tap_capture *capture = summary->capture;

    print_limit(summary->hosts_cut, "flows have clients beyond the bound of", LIMIT_HOSTS);
    print_limit(summary->histories_cut, "flows have more events than their history tells,", LIMIT_HISTORY_EVENTS);
    print_limit(summary->findings_cut, "findings go beyond the bound of one flow,", LIMIT_FINDINGS_PER_FLOW);
    if (capture == NULL)
        return;
    if (capture->limits.quic_connections > 0)
        printf("Not analysed: %u QUIC connection%s to recognised hosts.\n", capture->limits.quic_connections,
               capture->limits.quic_connections == 1 ? "" : "s");
    if (capture->limits.certificates_unread > 0)
        printf("Not read: %u message%s with certificates, because GnuTLS (libgnutls-30.dll) is not there.\n",
               capture->limits.certificates_unread, capture->limits.certificates_unread == 1 ? "" : "s");
    print_limit(capture->limits.flows_cut, "flows go beyond the bound of", LIMIT_FLOWS);
    print_limit(capture->limits.clients_cut, "flows have clients beyond the bound of what is compared,", LIMIT_HOSTS);
    print_limit(capture->limits.issuers_cut, "issuers of certificates go beyond the bound of", LIMIT_ISSUERS);
    print_limit(capture->limits.lookups_cut, "addresses in DNS answers go beyond the bound of", LIMIT_LOOKUP_ADDRESSES);
    print_limit(capture->limits.failed_lookups_cut, "DNS answers without use go beyond the bound of", LIMIT_FAILED_LOOKUPS);
    print_limit(capture->limits.client_names_cut, "look-ups go beyond the bound of clients and names,", LIMIT_CLIENT_NAMES);
    print_limit(capture->limits.connect_targets_cut, "targets asked of a proxy go beyond the bound of one flow,",
                LIMIT_CONNECT_TARGETS);
    print_limit(capture->limits.names_cut, "server names are longer than the bound of", LIMIT_NAME_LENGTH);
    print_limit(capture->limits.messages_cut, "frames hold more messages than are looked at: of TLS 512, of HTTP",
                LIMIT_HTTP_MESSAGES_PER_FRAME);
    print_limit(capture->limits.requests_cut, "requests go beyond the bound of a flow or of", LIMIT_REQUESTS);
    print_limit(capture->limits.texts_cut, "texts of requests and answers go beyond the bound of", LIMIT_REQUEST_TEXTS);
}

static void print_capture(const struct tap_capture *capture)
{
    char first[64], last[64];

    printf("Capture: %u frames, %s to %s\n", capture->frames, format_time(&capture->first_time, first, sizeof first),
           format_time(&capture->last_time, last, sizeof last));
    if (capture->resets > 0)
        printf("Resets:  tshark threw its state away %u time%s; streams are numbered anew after each, frames are not\n",
               capture->resets, capture->resets == 1 ? "" : "s");
}

void report_text_print(const struct summary *summary)
{

    printf("Verdict:");
    print_wrapped(summary->verdict_text, strlen(summary->verdict_text), strlen("Verdict:"), 3);
    printf("\n");
    if (summary->flows->len == 0 && summary->stories->len == 0)
        return;
    if (summary->capture != NULL)
        print_capture(summary->capture);
    printf("\n");
    print_stories(summary);
    if (summary->flows->len > 0) {
        print_hosts(summary);
        print_flows(summary);
        print_requests(summary);
    }
    print_limits(summary);
}
