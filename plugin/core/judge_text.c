/* judge_text.c: the words of a finding: fills the {names} of the table of rules.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdio.h>
#include <string.h>

#include "../knowledge/authorities.h"
#include "../knowledge/messages.h"
#include "flow_mail.h"
#include "flow_request.h"
#include "judge.h"
#include "tls_names.h"

/* A fragment may name values and one further fragment. */
#define DEEPEST_FRAGMENT 3

struct filling {
    const struct flow             *flow;   /* NULL for a look-up, and for words that name nothing of a flow */
    const struct lookup           *lookup; /* NULL for a flow */
    const struct flow_recognition *recognition;
    uint64_t                       facts;
    const char                    *others; /* addresses of other machines, or NULL */
    const struct flow_request       *request; /* that the finding is about, or NULL */
    const struct flow_request_error *error;   /* ... and which of its errors */
    char                          *text;
    size_t                         size;
    size_t                         length;
};

static void append_bytes(struct filling *filling, const char *bytes, size_t length)
{
    size_t room = filling->size - 1 - filling->length;

    if (length > room)
        length = room;
    memcpy(filling->text + filling->length, bytes, length);
    filling->length += length;
    filling->text[filling->length] = '\0';
}

static void append(struct filling *filling, const char *text)
{
    append_bytes(filling, text, strlen(text));
}

static void append_number(struct filling *filling, uint32_t number)
{
    char text[16];

    snprintf(text, sizeof text, "%u", number);
    append(filling, text);
}

static void append_version(struct filling *filling, uint16_t version)
{
    const char *name = tls_version_name(version);
    char        number[16];

    if (name == NULL)
        snprintf(number, sizeof number, "0x%04x", version);
    append(filling, name != NULL ? name : number);
}

static void append_machine(struct filling *filling, const struct address *address, const char *label)
{
    char text[ADDRESS_TEXT_LENGTH];

    append(filling, address_format(address, text, sizeof text));
    if (label == NULL)
        return;
    append(filling, " (");
    append(filling, label);
    append(filling, ")");
}

static void append_address(struct filling *filling, const struct flow_end *end)
{
    append_machine(filling, &end->address, end->label);
}

/* Mail from Exchange Online Protection is recognised by its sender: what was called is the server on premises. */
static bool is_inbound_mail(const struct flow_recognition *recognition)
{
    return recognition->role == ROLE_EOP_SMTP && recognition->direction == FLOW_DIRECTION_CLOUD_TO_ONPREM;
}

static void append_mail_server(struct filling *filling)
{
    const char *banner = filling->flow->names[MATCH_SMTP];

    if (banner != NULL)
        append(filling, banner);
    else
        append_address(filling, flow_server(filling->flow));
    append(filling, " (on-premises mail server)");
}

/* Who was called: "NAME (role name)", or the address in place of the name. */
static void append_target(struct filling *filling)
{
    const struct flow_recognition *recognition = filling->recognition;

    if (is_inbound_mail(recognition)) {
        append_mail_server(filling);
        return;
    }
    if (recognition->host != NULL)
        append(filling, recognition->host);
    else
        append_address(filling, flow_server(filling->flow));
    if (recognition->role != ROLE_UNCLASSIFIED) {
        append(filling, " (");
        append(filling, roles[recognition->role].name);
        append(filling, ")");
    }
}

static void append_alert(struct filling *filling)
{
    uint8_t     description = filling->flow->alert.description;
    const char *name = tls_alert_name(description);

    append(filling, name != NULL ? name : "unknown");
    append(filling, " (");
    append_number(filling, description);
    append(filling, ")");
}

static void append_schannel(struct filling *filling)
{
    const char *error = tls_alert_schannel_error(filling->flow->alert.description);

    if (error == NULL)
        return;
    append(filling, " A Windows machine that receives this alert reports ");
    append(filling, error);
    append(filling, ".");
}

static bool message_is_of(const struct message *message, enum role role)
{
    for (size_t i = 0; i < MESSAGE_ROLES_MAX && message->roles[i] != ROLE_UNCLASSIFIED; i++) {
        if (message->roles[i] == role)
            return true;
    }
    return false;
}

static bool append_messages_of_role(struct filling *filling, bool symptoms, bool separator_first)
{
    bool any = separator_first;
    bool found = false;

    for (size_t i = 0; i < message_count; i++) {
        if (!message_is_of(&messages[i], filling->recognition->role) || messages[i].symptom != symptoms)
            continue;
        if (any)
            append(filling, " | ");
        append(filling, messages[i].text);
        any = found = true;
    }
    return found;
}

/* Generic wordings of .NET (KB 3068838 and the seed article). */
static const char *const wordings[] = {
    "The underlying connection was closed: An unexpected error occurred on a send.",
    "The underlying connection was closed: An unexpected error occurred on a receive.",
};

static bool role_says(enum role role, const char *wording)
{
    for (size_t i = 0; i < message_count; i++) {
        if (message_is_of(&messages[i], role) && strstr(messages[i].text, wording) != NULL)
            return true;
    }
    return false;
}

/* Documented texts of the role, and both wordings: neither excludes a TLS cause. */
static void append_messages(struct filling *filling)
{
    bool any = append_messages_of_role(filling, false, false);

    for (size_t i = 0; i < sizeof wordings / sizeof wordings[0]; i++) {
        if (role_says(filling->recognition->role, wordings[i]))
            continue;
        if (any)
            append(filling, " | ");
        append(filling, wordings[i]);
        any = true;
    }
    append_messages_of_role(filling, true, any);
}

/* Behind a text of its own: only what users see, whatever the error's words. */
static void append_symptoms(struct filling *filling)
{
    append_messages_of_role(filling, true, true);
}

static void append_certificate_reason(struct filling *filling)
{
    switch (filling->flow->alert.description) {
    case 44: append(filling, "it was revoked."); return;
    case 45: append(filling, "it has expired, or a clock is wrong."); return;
    case 48: append(filling, "its root is not known."); return;
    default: append(filling, "chain, name, purpose or form."); return;
    }
}

static void append_cutoff(struct filling *filling)
{
    const struct rule_cutoff *cutoff = judge_cutoff(filling->recognition);

    append(filling, cutoff != NULL ? cutoff->date : "a date not known here");
}

static void append_client(struct filling *filling)
{
    if (filling->lookup != NULL)
        append_machine(filling, &filling->lookup->client, filling->lookup->client_label);
    else
        append_address(filling, flow_client(filling->flow));
}

/* The following three are a look-up's: a flow has none. */
static void append_resolver(struct filling *filling)
{
    if (filling->lookup != NULL)
        append_machine(filling, &filling->lookup->resolver, NULL);
}

static void append_answer_address(struct filling *filling)
{
    if (filling->lookup != NULL)
        append_machine(filling, &filling->lookup->answer, NULL);
}

static void append_tries(struct filling *filling)
{
    if (filling->lookup != NULL)
        append_number(filling, filling->lookup->tries);
}

static void append_server(struct filling *filling)
{
    append_address(filling, flow_server(filling->flow));
}

static void append_offered(struct filling *filling)
{
    /* The ClientHello may be missing in the capture. */
    if (filling->flow->frames.client_hello == 0)
        append(filling, "an unknown version");
    else
        append_version(filling, filling->flow->max_version);
}

static void append_chosen(struct filling *filling)
{
    append_version(filling, filling->flow->version);
}

static void append_chosen_too(struct filling *filling)
{
    if (filling->flow->version == 0)
        return;
    append(filling, "; the server chose ");
    append_chosen(filling);
}

static void append_sender(struct filling *filling)
{
    append(filling, filling->flow->alert_sender == FLOW_SIDE_CLIENT ? "client" : "server");
}

static void append_end(struct filling *filling)
{
    append(filling, filling->flow->ended_by_rst ? "RST" : "FIN");
}

static void append_closer(struct filling *filling)
{
    append(filling, filling->flow->closed_by == FLOW_SIDE_CLIENT ? "client" : "server");
}

static void append_closing(struct filling *filling)
{
    append(filling, filling->flow->closed_by_rst ? "RST" : "FIN");
}

static void append_minimum(struct filling *filling)
{
    append_version(filling, filling->flow->minimum_version);
}

static void append_frame(struct filling *filling, uint32_t frame)
{
    append(filling, " (frame ");
    append_number(filling, frame);
    append(filling, ")");
}

static void append_other_offer(struct filling *filling)
{
    const struct flow_earlier *offer = &filling->flow->other_offer;

    append(filling, "earlier ");
    append_version(filling, offer->version);
    append(filling, " to ");
    append(filling, offer->host != NULL ? offer->host : roles[offer->role].name);
    append_frame(filling, offer->frame);
}

static void append_failed_try(struct filling *filling)
{
    append_version(filling, filling->flow->failed_try.version);
    append_frame(filling, filling->flow->failed_try.frame);
}

static void append_others(struct filling *filling)
{
    append(filling, filling->others != NULL ? filling->others : "other machines");
}

static void append_host(struct filling *filling)
{
    append(filling, filling->recognition->host != NULL ? filling->recognition->host : "a name");
}

static void append_subject(struct filling *filling)
{
    const struct flow_certificate *certificate = filling->flow->certificate;

    append(filling, certificate != NULL && certificate->subject != NULL ? certificate->subject : "no name");
}

static void append_issuer(struct filling *filling)
{
    const struct flow_certificate *certificate = filling->flow->certificate;

    append(filling, certificate != NULL && certificate->issuer != NULL ? certificate->issuer : "an unnamed issuer");
}

/* Days since the epoch to a date: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days. */
static void append_date(struct filling *filling, int64_t seconds)
{
    int64_t days = seconds / 86400 - (seconds % 86400 < 0) + 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted_month = (5 * day_of_year + 2) / 153;
    int     day = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1);
    int     month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
    char    text[32];

    snprintf(text, sizeof text, "%d-%02d-%02d", (int)(year_of_era + era * 400 + (month <= 2)), month, day);
    append(filling, text);
}

static void append_validity(struct filling *filling)
{
    const struct flow_certificate *certificate = filling->flow->certificate;

    if (certificate == NULL)
        return;
    append_date(filling, certificate->not_before);
    append(filling, " to ");
    append_date(filling, certificate->not_after);
}

/* By years: rather the clock, or an old file, than the certificate. */
static void append_validity_confidence(struct filling *filling)
{
    const struct flow_certificate *certificate = filling->flow->certificate;
    bool long_expired = certificate != NULL && (certificate->facts & FLOW_CERTIFICATE_LONG_EXPIRED) != 0;

    append(filling, long_expired ? "low" : "high");
}

static void append_proxy_status(struct filling *filling)
{
    append_number(filling, filling->flow->proxy_status);
}

/* ", but with \"HTTP/1.1 400 Bad Request\"" */
static void append_clear_answer(struct filling *filling)
{
    const char *text = filling->flow->clear_text;

    if (text == NULL || text[0] == '\0')
        return;
    append(filling, ", but with \"");
    append(filling, text);
    append(filling, "\"");
}

static void append_mail_keyword(struct filling *filling)
{
    append(filling, filling->flow->mail != NULL ? filling->flow->mail->keyword : "");
}

static void append_mail_reply(struct filling *filling)
{
    append(filling, filling->flow->mail != NULL ? filling->flow->mail->reply : "");
}

static void append_authorities_date(struct filling *filling)
{
    append(filling, "list of ");
    append(filling, authority_list_date);
}

/* "GetUserAvailability (POST /EWS/Exchange.asmx, frame 12)" */
static void append_asked(struct filling *filling)
{
    const struct flow_request *request = filling->request;
    const char                *name = NULL;

    if (request == NULL || request->frame == 0) {
        append(filling, "a request that was not captured");
        return;
    }
    name = request->operation;
    if (name == NULL && request->row != NULL)
        name = request->row->name;
    append(filling, name != NULL ? name : "a request");
    append(filling, " (");
    append(filling, request->method != NULL ? request->method : "HTTP");
    if (request->path != NULL) {
        append(filling, " ");
        append(filling, request->path);
    }
    append(filling, ", frame ");
    append_number(filling, request->frame);
    append(filling, ")");
}

static void append_quoted(struct filling *filling, const char *what, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    append(filling, what);
    append(filling, text);
    append(filling, "\"");
}

/* "HTTP 401, x-ms-diagnostics 2000005 (invalid_user): "TEXT"" */
static void append_answer(struct filling *filling)
{
    const struct flow_request       *request = filling->request;
    const struct flow_request_error *error = filling->error;

    if (request == NULL || error == NULL)
        return;
    append(filling, "HTTP ");
    append_number(filling, request->status);
    if (error->row->kind == ERROR_DIAGNOSTICS) {
        append(filling, ", x-ms-diagnostics ");
        append_number(filling, request->diagnostics_code);
    }
    if (error->code != NULL) {
        append(filling, ", ");
        append(filling, error->code);
    }
    if (request->lid != 0) {
        append(filling, ", LID ");
        append_number(filling, request->lid);
    }
    append_quoted(filling, ": \"", error->message);
    if (error->row->kind == ERROR_HTTP_STATUS && (strcmp(error->row->code, FLOW_REFUSED_AND_CLOSED) == 0 ||
                                                  strcmp(error->row->code, FLOW_REFUSED_PROBE) == 0))
        append(filling, ", and then the connection was closed");
}

static void append_error_meaning(struct filling *filling)
{
    append(filling, filling->error != NULL ? filling->error->row->meaning : "");
}

static void append_error_check(struct filling *filling)
{
    append(filling, filling->error != NULL ? filling->error->row->check : "");
}

static void append_error_source(struct filling *filling)
{
    append(filling, filling->error != NULL ? filling->error->row->source : "");
}

static void append_error_confidence(struct filling *filling)
{
    append(filling, filling->error != NULL ? filling->error->row->confidence : "low");
}

/* What .NET says of a status code (System.Net.WebException, ProtocolError). */
static const struct {
    uint16_t    status;
    const char *phrase;
} dot_net_phrases[] = {
    {400, "Bad Request"},           {401, "Unauthorized"}, {403, "Forbidden"},          {404, "Not Found"},
    {405, "Method Not Allowed"},    {407, "Proxy Authentication Required"},             {500, "Internal Server Error"},
    {502, "Bad Gateway"},           {503, "Server Unavailable"},                        {504, "Gateway Timeout"},
};

/* What the caller will have shown: .NET's words for the status, the answer's own words for errors in an answer 200. */
static void append_shown(struct filling *filling)
{
    const struct flow_request *request = filling->request;

    if (request == NULL)
        return;
    for (size_t i = 0; i < sizeof dot_net_phrases / sizeof dot_net_phrases[0]; i++) {
        if (dot_net_phrases[i].status != request->status)
            continue;
        append(filling, "The remote server returned an error: (");
        append_number(filling, request->status);
        append(filling, ") ");
        append(filling, dot_net_phrases[i].phrase);
        append(filling, ".");
        return;
    }
    if (filling->error != NULL && filling->error->message != NULL)
        append(filling, filling->error->message);
    else if (filling->error != NULL && filling->error->code != NULL)
        append(filling, filling->error->code);
}

static const struct {
    const char *name;
    void (*fill)(struct filling *filling);
} values[] = {
    {"client", append_client},
    {"resolver", append_resolver},
    {"answer_address", append_answer_address},
    {"tries", append_tries},
    {"server", append_server},
    {"target", append_target},
    {"offered", append_offered},
    {"chosen", append_chosen},
    {"chosen_too", append_chosen_too},
    {"alert", append_alert},
    {"schannel", append_schannel},
    {"sender", append_sender},
    {"end", append_end},
    {"messages", append_messages},
    {"symptoms", append_symptoms},
    {"certificate_reason", append_certificate_reason},
    {"cutoff", append_cutoff},
    {"closer", append_closer},
    {"closing", append_closing},
    {"minimum", append_minimum},
    {"other_offer", append_other_offer},
    {"failed_try", append_failed_try},
    {"others", append_others},
    {"host", append_host},
    {"subject", append_subject},
    {"issuer", append_issuer},
    {"validity", append_validity},
    {"validity_confidence", append_validity_confidence},
    {"proxy_status", append_proxy_status},
    {"clear_answer", append_clear_answer},
    {"mail_keyword", append_mail_keyword},
    {"mail_reply", append_mail_reply},
    {"authorities_date", append_authorities_date},
    {"asked", append_asked},
    {"answer", append_answer},
    {"shown", append_shown},
    {"error_meaning", append_error_meaning},
    {"error_check", append_error_check},
    {"error_source", append_error_source},
    {"error_confidence", append_error_confidence},
};

/* Of many names nearly all differ in the first letter already. */
static bool is_name(const char *known, const char *name, size_t length)
{
    return known[0] == name[0] && strncmp(known, name, length) == 0 && known[length] == '\0';
}

static bool fill_value(struct filling *filling, const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        if (is_name(values[i].name, name, length)) {
            values[i].fill(filling);
            return true;
        }
    }
    return false;
}

static const char *find_fragment(const struct filling *filling, const char *name, size_t length)
{
    for (size_t i = 0; i < rule_fragment_count; i++) {
        const struct rule_fragment *row = &rule_fragments[i];
        if (!is_name(row->name, name, length))
            continue;
        if ((filling->facts & row->needs) == row->needs && (filling->facts & row->excludes) == 0)
            return row->text;
    }
    return NULL;
}

/* Recursion ends at DEEPEST_FRAGMENT; an unknown name stays as it stands, which the unit test of the tables finds. */
static void fill_template(struct filling *filling, const char *pattern, unsigned depth)
{
    while (*pattern != '\0') {
        size_t      plain = strcspn(pattern, "{");
        const char *name = pattern + plain + 1;
        size_t      length = 0;
        const char *fragment = NULL;

        append_bytes(filling, pattern, plain);
        if (pattern[plain] == '\0')
            return;
        length = strcspn(name, "}");
        fragment = find_fragment(filling, name, length);
        if (fragment != NULL && depth < DEEPEST_FRAGMENT)
            fill_template(filling, fragment, depth + 1);
        else if (!fill_value(filling, name, length))
            append_bytes(filling, name - 1, length + 1 + (name[length] == '}'));
        pattern = name + length + (name[length] == '}');
    }
}

static const char *part_of(const struct rule *rule, enum judge_part part)
{
    switch (part) {
    case JUDGE_SUMMARY: return rule->summary;
    case JUDGE_CAUSE: return rule->cause;
    case JUDGE_REMEDY: return rule->remedy;
    case JUDGE_EXPLAINS: return rule->explains;
    case JUDGE_REFERENCE: return rule->reference;
    default: return rule->confidence;
    }
}

static const char *fill(struct filling *filling, uint16_t rule, enum judge_part part)
{
    if (filling->size == 0)
        return filling->text;
    filling->text[0] = '\0';
    if (rule < rule_count)
        fill_template(filling, part_of(&rules[rule], part), 0);
    return filling->text;
}

const char *judge_text(const struct flow *flow, const struct flow_recognition *recognition, uint64_t facts,
                       uint16_t rule, enum judge_part part, char *text, size_t size)
{
    return judge_text_with_others(flow, recognition, facts, rule, part, NULL, text, size);
}

const char *judge_text_with_others(const struct flow *flow, const struct flow_recognition *recognition, uint64_t facts,
                                   uint16_t rule, enum judge_part part, const char *others, char *text, size_t size)
{
    struct filling filling = {.flow = flow, .recognition = recognition, .facts = facts, .others = others, .text = text,
                              .size = size};

    return fill(&filling, rule, part);
}

const char *judge_text_of_request(const struct flow *flow, const struct flow_recognition *recognition, uint64_t facts,
                                  uint16_t rule, unsigned request, enum judge_part part, char *text, size_t size)
{
    struct filling filling = {.flow = flow, .recognition = recognition, .facts = facts, .text = text, .size = size};

    filling.request = flow_exchange_at(flow->exchange, request);
    if (rule < rule_count)
        filling.error = flow_request_error_of(filling.request, rules[rule].finding, rules[rule].severity);
    return fill(&filling, rule, part);
}

const char *judge_text_of_lookup(const struct lookup *lookup, uint16_t rule, enum judge_part part, char *text, size_t size)
{
    struct filling filling = {.lookup = lookup, .recognition = &lookup->recognition, .text = text, .size = size};

    return fill(&filling, rule, part);
}

/* The pieces that rules.c writes: "SETTING; SETTING. Sentence. Sentence | message | message". */
static size_t whole_piece_length(const char *text)
{
    size_t length = strcspn(text, "|;.:");

    while (text[length] != '\0') {
        const char *mark = text + length;
        if (*mark == '|' && length > 0 && mark[-1] == ' ' && mark[1] == ' ')
            return length - 1;
        if (*mark == ';' && mark[1] == ' ')
            return length;
        if ((*mark == '.' && mark[1] == ' ') || (*mark == ':' && strncmp(mark, ": HKLM\\", 7) == 0))
            return length + 1;
        length += 1 + strcspn(mark + 1, "|;.:");
    }
    return length;
}

size_t judge_piece_length(const char *text, size_t most)
{
    size_t length = whole_piece_length(text);

    for (size_t end = most; length > most && end > 0; end--) {
        if (text[end] == ' ')
            return end;
    }
    return length;
}
