/* render.c: writes what the flow record says; never asks the tree of another dissector.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "render.h"

#include <wsutil/str_util.h>

#include "../core/flow_request.h"
#include "../core/tls_names.h"
#include "../wireshark_compat.h"
#include "preferences.h"
#include "render_finding.h"
#include "render_items.h"
#include "render_request.h"

static int protocol_id = -1;

static int hf_exchange_hybrid_role = -1;
static int hf_exchange_hybrid_role_name = -1;
static int hf_exchange_hybrid_hybrid = -1;
static int hf_exchange_hybrid_cloud = -1;
static int hf_exchange_hybrid_direction = -1;
static int hf_exchange_hybrid_host = -1;
static int hf_exchange_hybrid_matched_by = -1;
static int hf_exchange_hybrid_sni = -1;
static int hf_exchange_hybrid_client_max_version = -1;
static int hf_exchange_hybrid_client_legacy_version = -1;
static int hf_exchange_hybrid_version = -1;
static int hf_exchange_hybrid_cipher = -1;
static int hf_exchange_hybrid_outcome = -1;
static int hf_exchange_hybrid_ended_by = -1;
static int hf_exchange_hybrid_alert_description = -1;
static int hf_exchange_hybrid_alert_level = -1;
static int hf_exchange_hybrid_alert_sender = -1;
static int hf_exchange_hybrid_alert_schannel_error = -1;
static int hf_exchange_hybrid_history = -1;
static int hf_exchange_hybrid_client_hello_frame = -1;
static int hf_exchange_hybrid_server_hello_frame = -1;
static int hf_exchange_hybrid_alert_frame = -1;
static int hf_exchange_hybrid_end_frame = -1;
static int hf_exchange_hybrid_certificate_subject = -1;
static int hf_exchange_hybrid_certificate_issuer = -1;
static int hf_exchange_hybrid_certificate_name = -1;
static int hf_exchange_hybrid_flow_finding = -1;
static int hf_exchange_hybrid_flow_severity = -1;
static int hf_exchange_hybrid_flow_finding_frame = -1;

static int ett_exchange_hybrid = -1;
static int ett_exchange_hybrid_evidence = -1;

/* "ID (severity): title", one a rule. */
static const char **flow_finding_labels;

static const value_string version_names[] = {
    {TLS_VERSION_SSL2, "SSL 2.0"}, {TLS_VERSION_SSL3, "SSL 3.0"}, {TLS_VERSION_1_0, "TLS 1.0"},
    {TLS_VERSION_1_1, "TLS 1.1"},  {TLS_VERSION_1_2, "TLS 1.2"},  {TLS_VERSION_1_3, "TLS 1.3"},
    {0, NULL},
};

static void add_who(proto_tree *tree, tvbuff_t *tvb, const struct flow_recognition *recognition)
{
    const struct role_row *role = &roles[recognition->role];

    render_string(tree, tvb, hf_exchange_hybrid_role, role->id);
    render_string(tree, tvb, hf_exchange_hybrid_role_name, role->name);
    render_generated(proto_tree_add_boolean(tree, hf_exchange_hybrid_hybrid, tvb, 0, 0, role->hybrid));
    render_string(tree, tvb, hf_exchange_hybrid_cloud, clouds[recognition->cloud].id);
    render_string(tree, tvb, hf_exchange_hybrid_direction, flow_direction_id(recognition->direction));
    render_string(tree, tvb, hf_exchange_hybrid_host, recognition->host);
    render_string(tree, tvb, hf_exchange_hybrid_matched_by, match_source_id(recognition->matched_by));
}

/* Part of the message that made an event happen: some of its bytes from an offset on. Nothing where the message does not
 * stand in this frame. */
static struct state_bytes part_of(tvbuff_t *tvb, const struct state_frame *frame, unsigned events, int offset, int length)
{
    const struct state_bytes *bytes = render_bytes_of(tvb, frame, events);
    struct state_bytes        part = {0, 0, 0};

    if (bytes != NULL && offset + length <= bytes->length) {
        part.start = bytes->start + offset;
        part.length = length;
    }
    return part;
}

static void add_cipher(proto_tree *tree, tvbuff_t *tvb, const struct flow *flow)
{
    if (flow->has_cipher)
        render_generated(proto_tree_add_uint(tree, hf_exchange_hybrid_cipher, tvb, 0, 0, flow->cipher));
}

/* RFC 8446 section 6: the level, then the description. */
static void add_alert(proto_tree *tree, tvbuff_t *tvb, const struct flow *flow, const struct state_frame *frame)
{
    const char        *name = tls_alert_name(flow->alert.description);
    struct state_bytes level = part_of(tvb, frame, FLOW_EVENT_FATAL_ALERT, 0, 1);
    struct state_bytes description = part_of(tvb, frame, FLOW_EVENT_FATAL_ALERT, 1, 1);

    if (!flow->has_alert)
        return;
    render_generated(proto_tree_add_uint_format_value(tree, hf_exchange_hybrid_alert_description, tvb,
                                                      description.start, description.length, flow->alert.description,
                                                      "%s (%u)", name != NULL ? name : "Unknown", flow->alert.description));
    render_generated(proto_tree_add_uint_format_value(
        tree, hf_exchange_hybrid_alert_level, tvb, level.start, level.length, flow->alert.level, "%s (%u)",
        flow->alert.level == TLS_ALERT_LEVEL_FATAL ? "fatal" : "warning", flow->alert.level));
    render_string(tree, tvb, hf_exchange_hybrid_alert_sender, flow_side_id(flow->alert_sender));
    render_string(tree, tvb, hf_exchange_hybrid_alert_schannel_error, tls_alert_schannel_error(flow->alert.description));
}

/* RFC 8446 section 4.1.2: behind type and length of the message; RFC 5246 appendix E.2: behind the type. */
static void add_legacy_version(proto_tree *tree, tvbuff_t *tvb, const struct flow *flow, const struct state_frame *frame)
{
    int                offset = (flow->offer & FLOW_OFFER_SSLV2_FRAMED) != 0 ? 1 : 4;
    struct state_bytes bytes = part_of(tvb, frame, FLOW_EVENT_CLIENT_HELLO, offset, 2);

    if (flow->legacy_version != 0)
        render_generated(proto_tree_add_uint(tree, hf_exchange_hybrid_client_legacy_version, tvb, bytes.start, bytes.length,
                                             flow->legacy_version));
}

static void add_what(proto_tree *tree, tvbuff_t *tvb, const struct flow *flow, const struct state_frame *frame)
{
    render_number(tree, tvb, hf_exchange_hybrid_client_max_version, flow->max_version);
    add_legacy_version(tree, tvb, flow, frame);
    render_number(tree, tvb, hf_exchange_hybrid_version, flow->version);
    add_cipher(tree, tvb, flow);
}

static void add_ending(proto_tree *tree, tvbuff_t *tvb, const struct flow *flow, const struct state_frame *frame)
{
    render_string(tree, tvb, hf_exchange_hybrid_outcome, flow_outcome_id(flow->outcome));
    render_string(tree, tvb, hf_exchange_hybrid_ended_by, flow_side_id(flow_ended_by(flow)));
    add_alert(tree, tvb, flow, frame);
}

static void add_certificate(proto_tree *tree, tvbuff_t *tvb, const struct flow_certificate *certificate)
{
    if (certificate == NULL)
        return;
    render_string(tree, tvb, hf_exchange_hybrid_certificate_subject, certificate->subject);
    render_string(tree, tvb, hf_exchange_hybrid_certificate_issuer, certificate->issuer);
    for (uint32_t i = 0; i < certificate->name_count; i++)
        render_string(tree, tvb, hf_exchange_hybrid_certificate_name, certificate->names[i]);
}

static void add_frames(proto_tree *tree, tvbuff_t *tvb, const struct flow *flow)
{
    char history[FLOW_HISTORY_TEXT_LENGTH];

    render_string(tree, tvb, hf_exchange_hybrid_history, flow_history(flow, history));
    render_number(tree, tvb, hf_exchange_hybrid_client_hello_frame, flow->frames.client_hello);
    render_number(tree, tvb, hf_exchange_hybrid_server_hello_frame, flow->frames.server_hello);
    render_number(tree, tvb, hf_exchange_hybrid_alert_frame, flow->frames.alert);
    render_number(tree, tvb, hf_exchange_hybrid_end_frame, flow->frames.end);
}

/* What the flow has on other frames stands here in short: id, meaning, severity, and a link to the frame that proves it. */
static void add_flow_finding(proto_tree *tree, tvbuff_t *tvb, const struct flow_finding *finding)
{
    proto_item *item = render_generated(
        proto_tree_add_string_format_value(tree, hf_exchange_hybrid_flow_finding, tvb, 0, 0,
                                           findings[rules[finding->rule].finding].id, "%s", flow_finding_labels[finding->rule]));

    render_number(proto_item_add_subtree(item, ett_exchange_hybrid_evidence), tvb, hf_exchange_hybrid_flow_finding_frame,
                  finding->frame);
}

/* Worst first: a narrow column shows the one that matters. */
static void add_flow_findings(proto_tree *tree, tvbuff_t *tvb, const struct flow *flow)
{
    bool               any;
    enum rule_severity worst = judge_worst(flow, &any);

    for (int severity = (int)worst; severity >= RULE_CHAT; severity--) {
        for (size_t i = 0; i < flow->finding_count; i++) {
            if ((int)rules[flow->findings[i].rule].severity == severity)
                add_flow_finding(tree, tvb, &flow->findings[i]);
        }
    }
    if (any)
        render_string(tree, tvb, hf_exchange_hybrid_flow_severity, judge_severity_id(worst));
}

/* What went wrong behind a handshake that was complete: ", HTTP 401". */
static const char *answer_words(packet_info *pinfo, const struct flow *flow)
{
    const struct flow_finding *worst = NULL;

    for (size_t i = 0; i < flow->finding_count; i++) {
        const struct flow_finding *finding = &flow->findings[i];
        if (finding->request != 0 && rules[finding->rule].severity >= RULE_WARNING &&
            (worst == NULL || rules[finding->rule].severity > rules[worst->rule].severity))
            worst = finding;
    }
    if (worst == NULL)
        return "";
    return wmem_strdup_printf(pinfo->pool, ", HTTP %u", flow_exchange_at(flow->exchange, worst->request)->status);
}

static const char *ending_words(packet_info *pinfo, const struct flow *flow)
{
    const char *outcome = flow_outcome_id(flow->outcome);
    const char *side = flow_side_id(flow_ended_by(flow));

    if (outcome == NULL)
        return "no TLS";
    return side != NULL ? wmem_strconcat(pinfo->pool, outcome, " by ", side, NULL) : outcome;
}

static const char *offer_words(packet_info *pinfo, const struct flow *flow)
{
    const char *version = tls_version_name(flow->max_version);

    if (flow->max_version == 0)
        return "";
    return wmem_strconcat(pinfo->pool, ", ", version != NULL ? version : "unknown version", " offered", NULL);
}

static const char *direction_words(enum flow_direction direction)
{
    static const char *const words[FLOW_DIRECTION_COUNT] = {
        "", " (on-premises \u2192 Exchange Online)", " (Exchange Online \u2192 on-premises)",
        " (on-premises \u2192 on-premises)", " (client \u2192 Exchange Online)",
    };

    return words[direction];
}

/* The first line is the answer: who, what was offered, how it ended. */
static proto_tree *add_protocol(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const struct flow *flow)
{
    const char *answer = wmem_strconcat(pinfo->pool, roles[flow->recognition.role].name,
                                        direction_words(flow->recognition.direction), offer_words(pinfo, flow), ", ",
                                        ending_words(pinfo, flow), answer_words(pinfo, flow), NULL);
    proto_item *item = proto_tree_add_item(tree, protocol_id, tvb, 0, 0, ENC_NA);

    proto_item_append_text(item, ": %s", answer);
    return proto_item_add_subtree(render_generated(item), ett_exchange_hybrid);
}

static void prefix_info_column(packet_info *pinfo, const struct state_frame *frame)
{
    if (preferences_get()->info_column && frame != NULL)
        col_prepend_fence_fstr(pinfo->cinfo, COL_INFO, "[%s] ", findings[rules[frame->judgement.findings[0].rule].finding].id);
}

/* Facts of the flow that stand above the findings: who, what TLS, how it ended. */
static void add_facts(tvbuff_t *tvb, proto_tree *tree, const struct flow *flow, const struct state_frame *frame)
{
    add_who(tree, tvb, &flow->recognition);
    render_string(tree, tvb, hf_exchange_hybrid_sni, flow->sni);
    add_what(tree, tvb, flow, frame);
    add_ending(tree, tvb, flow, frame);
}

/* Those that stand below: the rest, and where to look. */
static void add_details(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const struct flow *flow)
{
    add_flow_findings(tree, tvb, flow);
    render_requests(tvb, pinfo, tree, flow);
    add_frames(tree, tvb, flow);
    add_certificate(tree, tvb, flow->certificate);
}

/* Most of what the plugin does for a frame is done here: no facts where nobody asks for any of it. */
void render_flow(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const struct flow *flow,
                 const struct state_frame *finding)
{
    bool        facts = proto_field_is_referenced(tree, protocol_id);
    proto_tree *subtree = facts || finding != NULL ? add_protocol(tvb, pinfo, tree, flow) : NULL;

    if (facts)
        add_facts(tvb, subtree, flow, finding);
    for (size_t i = 0; finding != NULL && i < finding->judgement.count; i++)
        render_finding(tvb, pinfo, subtree, flow, finding, &finding->judgement.findings[i]);
    if (facts)
        add_details(tvb, pinfo, subtree, flow);
    prefix_info_column(pinfo, finding);
}

/* On the frame that shows it, and on the last question of one that got no answer: only where something is to be said. */
void render_lookup(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const struct lookup *lookup)
{
    const struct role_row *role = &roles[lookup->recognition.role];
    bool                   shown = lookup->judged && lookup->frame == state_frame_number(pinfo);
    struct flow_finding    now = {.frame = lookup->judged ? lookup->frame : 0};
    bool                   held = judge_lookup(lookup, &now.rule);
    proto_item            *item = NULL;
    proto_tree            *subtree = NULL;

    if (!held && !shown)
        return;
    item = proto_tree_add_item(tree, protocol_id, tvb, 0, 0, ENC_NA);
    proto_item_append_text(item, ": %s%s, DNS look-up", role->name, direction_words(lookup->recognition.direction));
    subtree = proto_item_add_subtree(render_generated(item), ett_exchange_hybrid);
    add_who(subtree, tvb, &lookup->recognition);
    if (shown)
        render_finding_of_lookup(tvb, pinfo, subtree, lookup);
    if (held) {
        add_flow_finding(subtree, tvb, &now);
        render_string(subtree, tvb, hf_exchange_hybrid_flow_severity, judge_severity_id(rules[now.rule].severity));
    }
    if (shown && preferences_get()->info_column)
        col_prepend_fence_fstr(pinfo->cinfo, COL_INFO, "[%s] ", findings[rules[lookup->rule].finding].id);
}

#define VERSION_FIELD(variable, label, abbreviation, blurb) \
    RENDER_FIELD(variable, label, abbreviation, FT_UINT16, BASE_HEX, VALS(version_names), blurb)
#define FRAME_FIELD(variable, label, abbreviation, blurb) \
    RENDER_FIELD(variable, label, abbreviation, FT_FRAMENUM, BASE_NONE, FRAMENUM_TYPE(FT_FRAMENUM_NONE), blurb)

static hf_register_info hf[] = {
    RENDER_STRING_FIELD(role, "Role", "role", "Role of the server end"),
    RENDER_STRING_FIELD(role_name, "Role Name", "role_name", NULL),
    RENDER_FIELD(hybrid, "Hybrid", "hybrid", FT_BOOLEAN, BASE_NONE, NULL, "Part of a hybrid deployment's own traffic"),
    RENDER_STRING_FIELD(cloud, "Cloud", "cloud", NULL),
    RENDER_STRING_FIELD(direction, "Direction", "direction", "Between which premises the flow runs"),
    RENDER_STRING_FIELD(host, "Host", "host", "Name that the flow was recognised by"),
    RENDER_STRING_FIELD(matched_by, "Matched By", "matched_by", "Evidence that the flow was recognised by"),
    RENDER_STRING_FIELD(sni, "Server Name", "sni", "Server name indication as sent"),
    VERSION_FIELD(client_max_version, "Highest Version Offered", "client.max_version",
                  "Highest version that the ClientHello offers"),
    VERSION_FIELD(client_legacy_version, "Version Field of the ClientHello", "client.legacy_version", NULL),
    VERSION_FIELD(version, "Version Chosen", "version", "Version that the server chose"),
    RENDER_FIELD(cipher, "Cipher Suite", "cipher", FT_UINT16, BASE_HEX | BASE_EXT_STRING, NULL,
                 "Cipher suite that the server chose"),
    RENDER_STRING_FIELD(outcome, "Outcome", "outcome", "How the handshake ended"),
    RENDER_STRING_FIELD(ended_by, "Ended By", "ended_by", "Who ended the flow before the handshake was complete"),
    RENDER_FIELD(alert_description, "Alert", "alert.description", FT_UINT8, BASE_DEC, NULL, "First fatal alert"),
    RENDER_FIELD(alert_level, "Alert Level", "alert.level", FT_UINT8, BASE_DEC, NULL, NULL),
    RENDER_STRING_FIELD(alert_sender, "Alert Sender", "alert.sender", NULL),
    RENDER_STRING_FIELD(alert_schannel_error, "Schannel Error", "alert.schannel_error",
                        "What a Windows machine that receives this alert reports"),
    RENDER_STRING_FIELD(history, "History", "history", "One letter an event, capital for the client"),
    FRAME_FIELD(client_hello_frame, "ClientHello Frame", "client_hello_frame", NULL),
    FRAME_FIELD(server_hello_frame, "ServerHello Frame", "server_hello_frame", NULL),
    FRAME_FIELD(alert_frame, "Alert Frame", "alert_frame", NULL),
    FRAME_FIELD(end_frame, "End Frame", "end_frame", "First RST or FIN"),
    RENDER_STRING_FIELD(certificate_subject, "Certificate Subject", "certificate.subject",
                        "Common name of the server's certificate"),
    RENDER_STRING_FIELD(certificate_issuer, "Certificate Issuer", "certificate.issuer", "Common name of its issuer"),
    RENDER_STRING_FIELD(certificate_name, "Certificate Name", "certificate.name", "DNS name in the server's certificate"),
    RENDER_STRING_FIELD(flow_finding, "Finding of the Flow", "flow_finding", "Finding of the whole flow, as known so far"),
    RENDER_STRING_FIELD(flow_severity, "Severity of the Flow", "flow_severity", "Of the worst finding of the flow so far"),
    FRAME_FIELD(flow_finding_frame, "Evidence Frame", "flow_finding.frame", "Frame that the finding was made on"),
};

/* They stand on every packet of a flow: they are put together once. */
static void make_flow_finding_labels(void)
{
    flow_finding_labels = wmem_alloc_array(wmem_epan_scope(), const char *, rule_count);
    for (size_t i = 0; i < rule_count; i++) {
        const struct finding_row *row = &findings[rules[i].finding];
        flow_finding_labels[i] = wmem_strdup_printf(wmem_epan_scope(), "%s (%s): %s", row->id,
                                                    judge_severity_id(rules[i].severity), row->title);
    }
}

/* In the order of their code points, as tls_names.h gives them: Wireshark looks names up only where it shows them. */
static value_string_ext *cipher_names(void)
{
    unsigned      count = (unsigned)tls_cipher_count();
    value_string *names = wmem_alloc0_array(wmem_epan_scope(), value_string, count + 1);

    for (unsigned i = 0; i < count; i++) {
        names[i].value = tls_cipher_at(i);
        names[i].strptr = tls_cipher_name(tls_cipher_at(i));
    }
    return COMPAT_VALUE_STRING_EXT_NEW(names, count + 1, "exchange_hybrid ciphers");
}

static void name_ciphers(void)
{
    for (size_t i = 0; i < array_length(hf); i++) {
        if (hf[i].p_id == &hf_exchange_hybrid_cipher)
            hf[i].hfinfo.strings = cipher_names();
    }
}

void render_register(int protocol)
{
    static int *subtrees[] = {&ett_exchange_hybrid, &ett_exchange_hybrid_evidence};

    protocol_id = protocol;
    name_ciphers();
    make_flow_finding_labels();
    proto_register_field_array(protocol, hf, array_length(hf));
    proto_register_subtree_array(subtrees, array_length(subtrees));
    render_finding_register(protocol);
    render_request_register(protocol);
}
