/* render_finding.c: writes the parts of a finding, and raises its expert info.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "render_finding.h"

#include <string.h>

#include <epan/expert.h>
#include <epan/strutil.h>
#include <wsutil/str_util.h>

#include "../wireshark_compat.h"
#include "render_items.h"

static int hf_exchange_hybrid_finding = -1;
static int hf_exchange_hybrid_severity = -1;
static int hf_exchange_hybrid_summary = -1;
static int hf_exchange_hybrid_cause = -1;
static int hf_exchange_hybrid_remedy = -1;
static int hf_exchange_hybrid_explains = -1;
static int hf_exchange_hybrid_summary_sentence = -1;
static int hf_exchange_hybrid_remedy_step = -1;
static int hf_exchange_hybrid_explains_message = -1;
static int hf_exchange_hybrid_cause_sentence = -1;
static int hf_exchange_hybrid_reference = -1;
static int hf_exchange_hybrid_reference_address = -1;
static int hf_exchange_hybrid_confidence = -1;

static int ett_exchange_hybrid_finding = -1;
static int ett_exchange_hybrid_part = -1;

/* A hidden item a finding id, for filters: the same whatever the severity. */
static int hf_exchange_hybrid_id[FINDING_COUNT];

/* One expert info a finding id and severity, each under an abbreviation of its own: the user's expert_severity table
 * finds one expert info an abbreviation. */
static expert_field ei_exchange_hybrid[FINDING_COUNT][RULE_SEVERITY_COUNT];

/* Fields of a finding's parts, and of what stands below these. */
static const struct {
    int *field;
    int *below;
} parts[JUDGE_PART_COUNT] = {
    [JUDGE_SUMMARY] = {&hf_exchange_hybrid_summary, &hf_exchange_hybrid_summary_sentence},
    [JUDGE_CAUSE] = {&hf_exchange_hybrid_cause, &hf_exchange_hybrid_cause_sentence},
    [JUDGE_REMEDY] = {&hf_exchange_hybrid_remedy, &hf_exchange_hybrid_remedy_step},
    [JUDGE_EXPLAINS] = {&hf_exchange_hybrid_explains, &hf_exchange_hybrid_explains_message},
    [JUDGE_REFERENCE] = {&hf_exchange_hybrid_reference, &hf_exchange_hybrid_reference_address},
    [JUDGE_CONFIDENCE] = {&hf_exchange_hybrid_confidence, NULL},
};

/* What a finding of a frame is about: a flow, or a DNS look-up. */
struct subject {
    const struct flow        *flow;
    const struct state_frame *frame; /* of a flow's finding; NULL for a look-up's */
    const struct lookup      *lookup;
};

static const char *part_text(const struct subject *subject, const struct judged *finding, enum judge_part part, char *text)
{
    const struct flow        *flow = subject->flow;
    const struct state_frame *frame = subject->frame;

    if (subject->lookup != NULL)
        return judge_text_of_lookup(subject->lookup, finding->rule, part, text, LIMIT_TEXT_LENGTH);
    return judge_text_of_request(flow, &frame->recognition, frame->judgement.facts, finding->rule, finding->request, part,
                                 text, LIMIT_TEXT_LENGTH);
}

/* Wireshark cuts an item's label, the field's name and the value, at ITEM_LABEL_LENGTH bytes. */
#define LABEL_ROOM (ITEM_LABEL_LENGTH - 20)

static proto_item *add_cut_string(tvbuff_t *tvb, proto_tree *tree, int field, char *text, size_t length)
{
    proto_item *item = NULL;
    char        next = text[length];

    text[length] = '\0';
    item = render_generated(proto_tree_add_string(tree, field, tvb, 0, 0, text));
    text[length] = next;
    return item;
}

static size_t piece_behind(const char *text, size_t place)
{
    return place + strspn(text + place, " ;|");
}

/* Nothing but the characters of ASCII from space to "~": eight at a time, the rest one by one. A byte of a word is made to
 * have its highest bit by what it is: below space, above "~", or beyond ASCII. */
static bool is_printable(const char *text, size_t length)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t       strange = 0, word = 0;

    for (; length >= sizeof word; text += sizeof word, length -= sizeof word) {
        memcpy(&word, text, sizeof word);
        strange |= (word - ' ' * ones) | word | (word + ones);
    }
    for (; length > 0; text++, length--)
        strange |= g_ascii_isprint(*text) ? 0 : ones << 7;
    return (strange & ones << 7) == 0;
}

/* The first bytes of a text for a label. Wireshark makes others of values, and escapes what cannot be printed: names in
 * them come from packets. Most texts hold nothing but ASCII, and are not copied. */
static const char *label_text(packet_info *pinfo, const char *text, size_t *length)
{
    const char *escaped = NULL;

    if (is_printable(text, *length))
        return text;
    escaped = COMPAT_FORMAT_TEXT(pinfo->pool, text, *length);
    *length = strlen(escaped);
    return escaped;
}

/* As many first pieces as a label has room for stand in it, the others below it, one a line. */
static void add_long_text(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, enum judge_part part, char *text)
{
    size_t      shown = 0, next = 0, length = judge_piece_length(text, LABEL_ROOM);
    const char *label = NULL;
    proto_item *item = NULL;
    proto_tree *subtree = NULL;

    while (next + length <= LABEL_ROOM && text[next] != '\0') {
        shown = next + length;
        next = piece_behind(text, shown);
        length = judge_piece_length(text + next, LABEL_ROOM);
    }
    label = label_text(pinfo, text, &shown);
    item = proto_tree_add_string_format_value(tree, *parts[part].field, tvb, 0, 0, text, "%.*s \u2026", (int)shown, label);
    subtree = proto_item_add_subtree(render_generated(item), ett_exchange_hybrid_part);
    while (text[next] != '\0') {
        add_cut_string(tvb, subtree, *parts[part].below, text + next, length);
        next = piece_behind(text, next + length);
        length = judge_piece_length(text + next, LABEL_ROOM);
    }
}

/* Wireshark opens what is marked so, on a double click. It cuts longer addresses before it does: those are left plain. */
#define LONGEST_LINK 79

static void add_addresses(tvbuff_t *tvb, proto_item *item, char *text)
{
    proto_tree *subtree = proto_item_add_subtree(item, ett_exchange_hybrid_part);

    for (char *next = strstr(text, "https://"); next != NULL; next = strstr(next, "https://")) {
        size_t      length = strcspn(next, " ,;|");
        proto_item *link = add_cut_string(tvb, subtree, hf_exchange_hybrid_reference_address, next, length);
        if (length <= LONGEST_LINK)
            proto_item_set_url(link);
        next += length;
    }
}

/* Words cost more than all else: none are made where nobody asks for them. */
static bool is_wanted(proto_tree *tree, enum judge_part part)
{
    return proto_field_is_referenced(tree, *parts[part].field) ||
           (parts[part].below != NULL && proto_field_is_referenced(tree, *parts[part].below));
}

static void add_part(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, enum judge_part part, char *text)
{
    proto_item *item = NULL;

    if (part != JUDGE_REFERENCE && parts[part].below != NULL && strlen(text) > LABEL_ROOM) {
        add_long_text(tvb, pinfo, tree, part, text);
        return;
    }
    item = render_generated(proto_tree_add_string(tree, *parts[part].field, tvb, 0, 0, text));
    if (part == JUDGE_REFERENCE)
        add_addresses(tvb, item, text);
}

static void add_id(tvbuff_t *tvb, proto_tree *tree, enum finding_id finding)
{
    proto_item_set_hidden(render_generated(proto_tree_add_item(tree, hf_exchange_hybrid_id[finding], tvb, 0, 0, ENC_NA)));
}

static void add_finding(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const struct subject *subject,
                        const struct judged *finding)
{
    const struct rule        *rule = &rules[finding->rule];
    const struct state_bytes *bytes = render_bytes_of(tvb, subject->frame, rule->events);
    char                      summary[LIMIT_TEXT_LENGTH], text[LIMIT_TEXT_LENGTH];
    proto_item               *item = render_generated(
        proto_tree_add_string(tree, hf_exchange_hybrid_finding, tvb, bytes != NULL ? bytes->start : 0,
                              bytes != NULL ? bytes->length : 0, findings[rule->finding].id));
    proto_tree *subtree = proto_item_add_subtree(item, ett_exchange_hybrid_finding);
    size_t      length = 0;

    add_id(tvb, subtree, rule->finding);
    render_string(subtree, tvb, hf_exchange_hybrid_severity, judge_severity_id(rule->severity));
    part_text(subject, finding, JUDGE_SUMMARY, summary);
    add_part(tvb, pinfo, subtree, JUDGE_SUMMARY, summary);
    for (int part = JUDGE_SUMMARY + 1; part < JUDGE_PART_COUNT; part++) {
        if (is_wanted(subtree, (enum judge_part)part)) {
            part_text(subject, finding, (enum judge_part)part, text);
            add_part(tvb, pinfo, subtree, (enum judge_part)part, text);
        }
    }
    length = strlen(summary);
    expert_add_info_format(pinfo, item, &ei_exchange_hybrid[rule->finding][rule->severity], "%s",
                           label_text(pinfo, summary, &length));
}

void render_finding(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const struct flow *flow,
                    const struct state_frame *frame, const struct judged *finding)
{
    const struct subject subject = {.flow = flow, .frame = frame};

    add_finding(tvb, pinfo, tree, &subject, finding);
}

void render_finding_of_lookup(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const struct lookup *lookup)
{
    const struct subject subject = {.lookup = lookup};
    const struct judged  finding = {.rule = lookup->rule};

    add_finding(tvb, pinfo, tree, &subject, &finding);
}

static hf_register_info hf[] = {
    RENDER_STRING_FIELD(finding, "Finding", "finding", "Finding that this frame is evidence for"),
    RENDER_STRING_FIELD(severity, "Severity", "severity", "Of this finding"),
    RENDER_STRING_FIELD(summary, "Summary", "summary", "What the packets show"),
    RENDER_STRING_FIELD(cause, "Likely Cause", "cause", "What it likely means"),
    RENDER_STRING_FIELD(remedy, "Remedy", "remedy", "What to change"),
    RENDER_STRING_FIELD(explains, "Explains", "explains", "What the administrator or user will have seen"),
    RENDER_STRING_FIELD(summary_sentence, "Sentence", "summary.sentence", "Of a summary that is longer than a line"),
    RENDER_STRING_FIELD(cause_sentence, "Cause", "cause.sentence", "Of a likely cause that is longer than a line"),
    RENDER_STRING_FIELD(remedy_step, "Step", "remedy.step", "Of a remedy that is longer than a line"),
    RENDER_STRING_FIELD(explains_message, "Message", "explains.message", "Of messages and symptoms that are longer than a line"),
    RENDER_STRING_FIELD(reference, "Reference", "reference", NULL),
    RENDER_STRING_FIELD(reference_address, "Address", "reference.address", "Web page of the reference"),
    RENDER_STRING_FIELD(confidence, "Confidence", "confidence", "Of the likely cause"),
};

static const int expert_severities[RULE_SEVERITY_COUNT] = {PI_CHAT, PI_NOTE, PI_WARN, PI_ERROR};

static int expert_group(enum rule_group group)
{
    switch (group) {
    case RULE_GROUP_SECURITY: return PI_SECURITY;
    case RULE_GROUP_SEQUENCE: return PI_SEQUENCE;
    case RULE_GROUP_PROTOCOL: return PI_PROTOCOL;
    default: return PI_RESPONSE_CODE;
    }
}

static expert_field_info expert_info_of(const struct finding_row *finding, enum rule_severity severity)
{
    expert_field_info info = {
        wmem_strdup_printf(wmem_epan_scope(), "exchange_hybrid.%s.%s", finding->id, judge_severity_id(severity)),
        expert_group(finding->group),
        expert_severities[severity],
        finding->title,
        EXPFILL,
    };

    return info;
}

/* What stands on no frame is no filter. */
static void register_ids(int protocol)
{
    static hf_register_info registrations[FINDING_COUNT];
    int                     count = 0;

    for (size_t i = 0; i < FINDING_COUNT; i++) {
        hf_register_info registration = {&hf_exchange_hybrid_id[i],
                                         {findings[i].title, NULL, FT_NONE, BASE_NONE, NULL, 0x0, NULL, HFILL}};
        if (findings[i].report_only)
            continue;
        hf_exchange_hybrid_id[i] = -1;
        registration.hfinfo.abbrev = wmem_strdup_printf(wmem_epan_scope(), "exchange_hybrid.%s", findings[i].id);
        registrations[count++] = registration;
    }
    proto_register_field_array(protocol, registrations, count);
}

/* Only what some rule can raise is registered. */
static void register_expert_infos(int protocol)
{
    static ei_register_info registrations[FINDING_COUNT * RULE_SEVERITY_COUNT];
    static bool             used[FINDING_COUNT][RULE_SEVERITY_COUNT];
    size_t                  count = 0;

    for (size_t i = 0; i < rule_count; i++) {
        const struct finding_row *finding = &findings[rules[i].finding];
        enum rule_severity        severity = rules[i].severity;
        expert_field              unset = EI_INIT;
        if (finding->report_only || used[rules[i].finding][severity])
            continue;
        used[rules[i].finding][severity] = true;
        ei_exchange_hybrid[rules[i].finding][severity] = unset;
        registrations[count].ids = &ei_exchange_hybrid[rules[i].finding][severity];
        registrations[count].eiinfo = expert_info_of(finding, severity);
        count++;
    }
    expert_register_field_array(expert_register_protocol(protocol), registrations, (int)count);
}

void render_finding_register(int protocol)
{
    static int *subtrees[] = {&ett_exchange_hybrid_finding, &ett_exchange_hybrid_part};

    proto_register_field_array(protocol, hf, array_length(hf));
    proto_register_subtree_array(subtrees, array_length(subtrees));
    register_ids(protocol);
    register_expert_infos(protocol);
}
