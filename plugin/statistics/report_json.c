/* report_json.c: the report as one JSON document, schema "exchange_hybrid.report/1".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every key is always there; what is not known is null. Names were made valid UTF-8 when they were taken in.
 */
#include <inttypes.h>
#include <stdio.h>

#include <epan/epan.h>
#include <wsutil/json_dumper.h>

#include "../core/flow_request.h"
#include "../core/tls_names.h"
#include "comparisons.h"
#include "judged.h"
#include "report.h"

static void put_string(json_dumper *json, const char *name, const char *value)
{
    json_dumper_set_member_name(json, name);
    json_dumper_value_string(json, value);
}

static void put_number(json_dumper *json, const char *name, uint32_t value)
{
    json_dumper_set_member_name(json, name);
    json_dumper_value_anyf(json, "%u", value);
}

/* Frame numbers and the like: 0 is none. */
static void put_positive(json_dumper *json, const char *name, uint32_t value)
{
    json_dumper_set_member_name(json, name);
    if (value != 0)
        json_dumper_value_anyf(json, "%u", value);
    else
        json_dumper_value_anyf(json, "null");
}

static void put_null(json_dumper *json, const char *name)
{
    json_dumper_set_member_name(json, name);
    json_dumper_value_anyf(json, "null");
}

static void put_boolean(json_dumper *json, const char *name, bool value)
{
    json_dumper_set_member_name(json, name);
    json_dumper_value_anyf(json, value ? "true" : "false");
}

static void begin_object(json_dumper *json, const char *name)
{
    json_dumper_set_member_name(json, name);
    json_dumper_begin_object(json);
}

static void begin_array(json_dumper *json, const char *name)
{
    json_dumper_set_member_name(json, name);
    json_dumper_begin_array(json);
}

static void put_version(json_dumper *json, const char *name, uint16_t version)
{
    char number[16];

    if (version != 0 && tls_version_name(version) == NULL) {
        snprintf(number, sizeof number, "0x%04x", version);
        put_string(json, name, number);
    } else {
        put_string(json, name, tls_version_name(version));
    }
}

static void put_time(json_dumper *json, const char *name, const struct flow_time *time)
{
    char text[64];

    /* Before the epoch the fraction counts on from the whole second before: -1 s and 0.75 s are -0.25 s. */
    if (time->seconds < 0 && time->nanoseconds > 0)
        snprintf(text, sizeof text, "-%" PRId64 ".%09d", -(time->seconds + 1), 1000000000 - time->nanoseconds);
    else
        snprintf(text, sizeof text, "%" PRId64 ".%09d", time->seconds, time->nanoseconds);
    put_string(json, name, text);
}

static void put_address(json_dumper *json, const char *name, const struct address *address)
{
    char text[ADDRESS_TEXT_LENGTH];

    put_string(json, name, address_format(address, text, sizeof text));
}

static void put_end(json_dumper *json, const char *name, const struct flow_end *end)
{
    begin_object(json, name);
    put_address(json, "address", &end->address);
    put_number(json, "port", end->port);
    json_dumper_end_object(json);
}

static void put_cipher(json_dumper *json, const struct flow *flow)
{
    const char *name = flow->has_cipher ? tls_cipher_name(flow->cipher) : NULL;
    char        number[16];

    snprintf(number, sizeof number, "0x%04X", flow->cipher);
    put_string(json, "cipher", flow->has_cipher && name == NULL ? number : name);
}

static void put_alert(json_dumper *json, const struct flow *flow)
{
    if (!flow->has_alert) {
        put_null(json, "alert");
        return;
    }
    begin_object(json, "alert");
    put_string(json, "sender", flow_side_id(flow->alert_sender));
    put_string(json, "level", flow->alert.level == TLS_ALERT_LEVEL_FATAL ? "fatal" : "warning");
    put_number(json, "code", flow->alert.description);
    put_string(json, "description", tls_alert_name(flow->alert.description));
    json_dumper_end_object(json);
}

static void put_seconds(json_dumper *json, const char *name, int64_t seconds)
{
    const struct flow_time time = {seconds, 0};

    put_time(json, name, &time);
}

static void put_certificate(json_dumper *json, const struct flow_certificate *certificate)
{
    if (certificate == NULL || certificate->empty) {
        put_null(json, "certificate");
        return;
    }
    begin_object(json, "certificate");
    put_string(json, "subject", certificate->subject);
    put_string(json, "issuer", certificate->issuer);
    begin_array(json, "names");
    for (uint32_t i = 0; i < certificate->name_count; i++)
        json_dumper_value_string(json, certificate->names[i]);
    json_dumper_end_array(json);
    put_seconds(json, "not_before", certificate->not_before);
    put_seconds(json, "not_after", certificate->not_after);
    json_dumper_end_object(json);
}

static void put_frames(json_dumper *json, const struct flow *flow)
{
    begin_object(json, "frames");
    put_positive(json, "first", flow->frames.first);
    put_positive(json, "client_hello", flow->frames.client_hello);
    put_positive(json, "server_hello", flow->frames.server_hello);
    put_positive(json, "alert", flow->frames.alert);
    put_positive(json, "end", flow->frames.end);
    put_positive(json, "last", flow->frames.last);
    json_dumper_end_object(json);
}

/* What belongs to no frame has none. */
static void put_flow_finding(json_dumper *json, const struct rule *rule, uint32_t frame)
{
    json_dumper_begin_object(json);
    put_string(json, "id", findings[rule->finding].id);
    put_string(json, "severity", judge_severity_id(rule->severity));
    put_positive(json, "frame", frame);
    json_dumper_end_object(json);
}

static void put_flow_findings(json_dumper *json, const struct summary *summary, const struct flow *flow)
{
    uint16_t rows[SUMMARY_COMPARISONS_MAX];
    size_t   count = 0;

    begin_array(json, "findings");
    for (size_t i = 0; i < flow->finding_count; i++)
        put_flow_finding(json, &rules[flow->findings[i].rule], flow->findings[i].frame);
    count = summary_comparisons_of(summary, flow, rows);
    for (size_t i = 0; i < count; i++)
        put_flow_finding(json, &rules[rows[i]], 0);
    json_dumper_end_array(json);
}

static void put_recognition(json_dumper *json, const struct flow *flow)
{
    const struct flow_recognition *recognition = &flow->recognition;

    put_string(json, "role", roles[recognition->role].id);
    put_boolean(json, "hybrid", roles[recognition->role].hybrid);
    put_string(json, "cloud", clouds[recognition->cloud].id);
    put_string(json, "direction", flow_direction_id(recognition->direction));
    put_string(json, "host", recognition->host);
    put_string(json, "matched_by", match_source_id(recognition->matched_by));
}

static void put_request(json_dumper *json, const struct flow_request *request)
{
    json_dumper_begin_object(json);
    put_positive(json, "frame", request->frame);
    put_string(json, "role", request->row != NULL ? request->row->id : NULL);
    put_string(json, "method", request->method);
    put_string(json, "path", request->path);
    put_string(json, "operation", request->operation);
    put_string(json, "user_agent", request->user_agent);
    put_positive(json, "status", request->status);
    put_string(json, "error", flow_request_error(request));
    put_positive(json, "answer_frame", request->answer_frame);
    json_dumper_end_object(json);
}

static void put_requests(json_dumper *json, const struct flow_exchange *exchange)
{
    begin_array(json, "requests");
    for (unsigned i = 1; exchange != NULL && i <= exchange->count; i++)
        put_request(json, flow_exchange_at(exchange, i));
    json_dumper_end_array(json);
}

static void put_flow(json_dumper *json, const struct summary *summary, const struct flow *flow)
{
    char history[FLOW_HISTORY_TEXT_LENGTH];

    json_dumper_begin_object(json);
    put_number(json, "stream", flow->stream);
    put_end(json, "client", flow_client(flow));
    put_end(json, "server", flow_server(flow));
    put_recognition(json, flow);
    put_string(json, "sni", flow->sni);
    put_version(json, "client_max_version", flow->max_version);
    put_version(json, "negotiated_version", flow->version);
    put_cipher(json, flow);
    put_string(json, "outcome", flow_outcome_id(flow->outcome));
    put_string(json, "ended_by", flow_side_id(flow_ended_by(flow)));
    put_alert(json, flow);
    put_string(json, "history", flow_history(flow, history));
    put_frames(json, flow);
    put_time(json, "first_time", &flow->first_time);
    put_certificate(json, flow->certificate);
    put_string(json, "unread", flow_unread_id(flow->unread));
    put_requests(json, flow->exchange);
    put_flow_findings(json, summary, flow);
    json_dumper_end_object(json);
}

/* What could not be read, and what to do about it. */
static void put_unread(json_dumper *json, const struct summary *summary)
{
    begin_array(json, "unread");
    for (int reason = 0; reason < FLOW_UNREAD_COUNT; reason++) {
        unsigned flows = 0;
        uint32_t frames = 0;
        char    *advice = NULL;
        if (!judged_unread(summary, (enum flow_unread)reason, &flows, &frames))
            continue;
        advice = judged_advice(summary, (enum flow_unread)reason);
        json_dumper_begin_object(json);
        put_string(json, "reason", flow_unread_id((enum flow_unread)reason));
        put_number(json, "flows", flows);
        put_positive(json, "frames", frames);
        put_string(json, "advice", advice);
        json_dumper_end_object(json);
        g_free(advice);
    }
    json_dumper_end_array(json);
}

static void put_capture(json_dumper *json, const struct summary *summary)
{
    const struct tap_capture *capture = summary->capture;

    begin_object(json, "capture");
    if (capture != NULL && capture->frames > 0) {
        put_number(json, "frames", capture->frames);
        put_time(json, "first_time", &capture->first_time);
        put_time(json, "last_time", &capture->last_time);
    } else {
        put_null(json, "frames");
        put_null(json, "first_time");
        put_null(json, "last_time");
    }
    put_number(json, "resets", capture != NULL ? capture->resets : 0);
    put_unread(json, summary);
    json_dumper_end_object(json);
}

static void put_host(json_dumper *json, const struct summary_host *host)
{
    json_dumper_begin_object(json);
    put_address(json, "address", &host->address);
    put_string(json, "side", host->side);
    put_string(json, "label", host->label);
    begin_array(json, "offers");
    for (unsigned i = 0; i < host->offers->len; i++) {
        const struct summary_offer *offer = &g_array_index(host->offers, struct summary_offer, i);
        json_dumper_begin_object(json);
        put_string(json, "role", roles[offer->role].id);
        put_version(json, "max_version", offer->max_version);
        put_version(json, "min_version", offer->min_version);
        put_number(json, "flows", offer->flows);
        put_number(json, "failed", offer->failed);
        json_dumper_end_object(json);
    }
    json_dumper_end_array(json);
    json_dumper_end_object(json);
}

/* What is said of a rule, and its words. */
static void put_words(json_dumper *json, const struct summary_words *words)
{
    static const char *const parts[JUDGE_PART_COUNT] = {"summary",  "cause",     "remedy",
                                                        "explains", "reference", "confidence"};
    char                     text[LIMIT_TEXT_LENGTH];

    put_string(json, "id", findings[rules[words->rule].finding].id);
    put_string(json, "severity", judge_severity_id(rules[words->rule].severity));
    for (int part = 0; part < JUDGE_PART_COUNT; part++)
        put_string(json, parts[part], summary_words(words, (enum judge_part)part, text));
}

/* For a comparison over several captures: how each client stands in this one, and what to say if it is behind, with a
 * place for the addresses of the others. Where a filter hides flows, nothing is known. */
static void put_comparable(json_dumper *json, const struct summary *summary)
{
    struct summary_words words = {.rule = comparisons_siblings_rule(), .others = "{others}"};

    begin_array(json, "comparable");
    for (unsigned i = 0; !summary->filtered && i < summary->hosts->len; i++) {
        const struct summary_host *host = g_ptr_array_index(summary->hosts, i);
        const char                *standing = comparison_standing_id(comparisons_standing(host));
        if (standing == NULL)
            continue;
        words.flow = g_ptr_array_index(host->cloud_flows, 0);
        json_dumper_begin_object(json);
        put_address(json, "address", &host->address);
        put_string(json, "standing", standing);
        put_words(json, &words);
        json_dumper_end_object(json);
    }
    json_dumper_end_array(json);
}

static void put_finding(json_dumper *json, const struct summary_finding *finding)
{
    json_dumper_begin_object(json);
    put_words(json, &finding->words);
    put_number(json, "count", finding->flows->len + finding->lookups);
    begin_array(json, "streams");
    for (unsigned i = 0; i < finding->flows->len; i++) {
        const struct flow *flow = g_ptr_array_index(finding->flows, i);
        json_dumper_value_anyf(json, "%u", flow->stream);
    }
    json_dumper_end_array(json);
    begin_array(json, "frames");
    for (unsigned i = 0; i < finding->frames->len; i++)
        json_dumper_value_anyf(json, "%u", g_array_index(finding->frames, uint32_t, i));
    json_dumper_end_array(json);
    json_dumper_end_object(json);
}

static void put_step(json_dumper *json, const struct summary_step *step)
{
    const struct flow_request *request = step->request;

    json_dumper_begin_object(json);
    put_number(json, "stream", step->flow->stream);
    put_positive(json, "frame", request != NULL ? request->frame : step->flow->frames.first);
    put_string(json, "role", request != NULL ? request->row->id : roles[step->flow->recognition.role].id);
    put_string(json, "operation", request != NULL ? request->operation : NULL);
    put_positive(json, "status", request != NULL ? request->status : 0);
    put_string(json, "error", request != NULL ? flow_request_error(request) : NULL);
    json_dumper_end_object(json);
}

static void put_actions(json_dumper *json, const GPtrArray *actions)
{
    begin_array(json, "actions");
    for (unsigned i = 0; i < actions->len; i++) {
        const struct summary_action *action = g_ptr_array_index(actions, i);
        const struct summary_step   *first = &g_array_index(action->steps, struct summary_step, 0);
        json_dumper_begin_object(json);
        put_address(json, "client", &flow_client(first->flow)->address);
        put_string(json, "feature", action->feature);
        put_boolean(json, "stopped", action->stopped);
        begin_array(json, "steps");
        for (unsigned k = 0; k < action->steps->len; k++)
            put_step(json, &g_array_index(action->steps, struct summary_step, k));
        json_dumper_end_array(json);
        json_dumper_end_object(json);
    }
    json_dumper_end_array(json);
}

static void put_verdict_and_limits(json_dumper *json, const struct summary *summary)
{
    const struct tap_capture *capture = summary->capture;

    begin_object(json, "verdict");
    put_string(json, "level", summary->verdict_level);
    put_string(json, "text", summary->verdict_text);
    put_null(json, "do_first");
    begin_object(json, "judged");
    put_number(json, "completed", summary->judged.completed);
    put_number(json, "failed", summary->judged.failed);
    put_number(json, "unjudged", summary->judged.unjudged);
    json_dumper_end_object(json);
    json_dumper_end_object(json);
    begin_object(json, "limits");
    put_number(json, "flows_cut", capture != NULL ? capture->limits.flows_cut : 0);
    put_number(json, "hosts_cut", summary->hosts_cut);
    put_number(json, "issuers_cut", capture != NULL ? capture->limits.issuers_cut : 0);
    put_number(json, "clients_cut", capture != NULL ? capture->limits.clients_cut : 0);
    put_number(json, "lookups_cut", capture != NULL ? capture->limits.lookups_cut : 0);
    put_number(json, "failed_lookups_cut", capture != NULL ? capture->limits.failed_lookups_cut : 0);
    put_number(json, "client_names_cut", capture != NULL ? capture->limits.client_names_cut : 0);
    put_number(json, "connect_targets_cut", capture != NULL ? capture->limits.connect_targets_cut : 0);
    put_number(json, "names_cut", capture != NULL ? capture->limits.names_cut : 0);
    put_number(json, "messages_cut", capture != NULL ? capture->limits.messages_cut : 0);
    put_number(json, "requests_cut", capture != NULL ? capture->limits.requests_cut : 0);
    put_number(json, "texts_cut", capture != NULL ? capture->limits.texts_cut : 0);
    put_number(json, "certificates_unread", capture != NULL ? capture->limits.certificates_unread : 0);
    put_number(json, "quic_connections", capture != NULL ? capture->limits.quic_connections : 0);
    put_number(json, "findings_cut", summary->findings_cut);
    put_number(json, "histories_cut", summary->histories_cut);
    json_dumper_end_object(json);
}

void report_json_print(const struct summary *summary)
{
    json_dumper json = {.output_file = stdout};

    json_dumper_begin_object(&json);
    put_string(&json, "schema", "exchange_hybrid.report/1");
    put_string(&json, "plugin_version", PLUGIN_VERSION);
    put_string(&json, "wireshark_version", epan_get_version());
    put_capture(&json, summary);
    begin_array(&json, "flows");
    for (unsigned i = 0; i < summary->flows->len; i++)
        put_flow(&json, summary, g_ptr_array_index(summary->flows, i));
    json_dumper_end_array(&json);
    begin_array(&json, "hosts");
    for (unsigned i = 0; i < summary->hosts->len; i++)
        put_host(&json, g_ptr_array_index(summary->hosts, i));
    json_dumper_end_array(&json);
    begin_array(&json, "findings");
    for (unsigned i = 0; i < summary->findings->len; i++)
        put_finding(&json, g_ptr_array_index(summary->findings, i));
    json_dumper_end_array(&json);
    put_comparable(&json, summary);
    put_actions(&json, summary->actions);
    put_verdict_and_limits(&json, summary);
    json_dumper_end_object(&json);
    json_dumper_finish(&json);
}
