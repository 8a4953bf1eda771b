/* judge.c: walks the table of rules over a flow record.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "judge.h"

#include <string.h>

#include "clock.h"
#include "flow_mail.h"
#include "flow_request.h"
#include "ports.h"
#include "tls_names.h"

/* RFC 9110 section 15.5.8 */
#define HTTP_PROXY_AUTHENTICATION_REQUIRED 407
/* RFC 6066 section 9 */
#define ALERT_UNRECOGNIZED_NAME 112

static const char *const severity_ids[RULE_SEVERITY_COUNT] = {"chat", "note", "warning", "error"};

const char *judge_severity_id(enum rule_severity severity)
{
    return (unsigned)severity < RULE_SEVERITY_COUNT ? severity_ids[severity] : "chat";
}

static uint64_t fact_if(bool condition, uint64_t fact)
{
    return condition ? fact : 0;
}

/* Current, but not for the minimum that the preferences set. */
static bool is_below_minimum(const struct flow *flow, uint16_t version)
{
    return version >= TLS_VERSION_1_2 && version < flow->minimum_version;
}

/* Which fact each property of the offer stands for. */
static const struct {
    enum flow_offer property;
    uint64_t        fact;
} offer_properties[] = {
    {FLOW_OFFER_SSLV2_FRAMED, RULE_SSLV2_FRAMED},
    {FLOW_OFFER_FALLBACK_SCSV, RULE_FALLBACK_SCSV},
    {FLOW_OFFER_HTTP2, RULE_HTTP2},
    {FLOW_OFFER_NO_ACCEPTED_CIPHER, RULE_NO_ACCEPTED_CIPHER},
    {FLOW_OFFER_STATIC_RSA_ONLY, RULE_STATIC_RSA_ONLY},
    {FLOW_OFFER_WEAK_CIPHERS, RULE_WEAK_CIPHERS},
    {FLOW_OFFER_GROUPS_TOO_NARROW, RULE_GROUPS_TOO_NARROW},
    {FLOW_OFFER_SHA1_SIGNATURES_ONLY, RULE_SHA1_SIGNATURES},
    {FLOW_OFFER_NO_SECURE_RENEGOTIATION, RULE_NO_RENEGOTIATION},
    {FLOW_OFFER_GREASE, RULE_GREASE},
};

/* RFC 6066 section 3: an address literal is no server name. Old hellos have no room for one. */
static bool server_name_is_missing(const struct flow *flow)
{
    struct address literal;
    uint16_t       port = flow_server(flow)->port;

    if ((flow->offer & FLOW_OFFER_NO_SERVER_NAME) == 0 || (flow->offer & FLOW_OFFER_SSLV2_FRAMED) != 0)
        return false;
    if (flow->max_version <= TLS_VERSION_SSL3 || port == PORT_SMTP || port == PORT_EXCHANGE_BACKEND)
        return false;
    return flow->names[MATCH_CONNECT] == NULL || !address_parse(flow->names[MATCH_CONNECT], &literal);
}

static uint64_t quality_facts(const struct flow *flow)
{
    uint64_t facts = 0;

    if (flow->frames.client_hello == 0)
        return 0;
    for (size_t i = 0; i < sizeof offer_properties / sizeof offer_properties[0]; i++)
        facts |= fact_if((flow->offer & offer_properties[i].property) != 0, offer_properties[i].fact);
    facts |= fact_if(server_name_is_missing(flow), RULE_NO_SERVER_NAME);
    facts |= fact_if(flow->failed_try.frame != 0, RULE_FAILED_TRY);
    facts |= fact_if(flow->other_offer.frame != 0, RULE_OFFERS_DIFFER);
    return facts;
}

static uint64_t offer_facts(const struct flow *flow)
{
    uint64_t facts = 0;

    if (flow->frames.client_hello == 0)
        return 0;
    facts |= flow->max_version < TLS_VERSION_1_2 ? RULE_OFFERED_OLD : RULE_OFFERED_CURRENT;
    facts |= fact_if(flow->max_version <= TLS_VERSION_SSL3, RULE_OFFERED_SSL3);
    facts |= fact_if(flow->max_version == TLS_VERSION_1_1, RULE_OFFERED_TLS11);
    facts |= fact_if(is_below_minimum(flow, flow->max_version), RULE_BELOW_MINIMUM);
    return facts;
}

static uint64_t choice_facts(const struct flow *flow)
{
    const struct flow_end *client = flow_client(flow);
    uint64_t               facts = 0;

    facts |= fact_if(flow->version != 0, RULE_CHOSEN);
    facts |= fact_if(flow->version != 0 && flow->version < TLS_VERSION_1_2, RULE_CHOSEN_OLD);
    facts |= fact_if(flow->version >= TLS_VERSION_1_3, RULE_CHOSEN_TLS13);
    facts |= fact_if(is_below_minimum(flow, flow->version), RULE_CHOSEN_BELOW_MINIMUM);
    facts |= fact_if(flow->downgrade_sentinel && flow->max_version > flow->version, RULE_DOWNGRADED);
    facts |= fact_if(flow_server(flow)->certificate, RULE_CERTIFICATE_SEEN);
    facts |= fact_if(client->key_exchange || client->finished || client->finished_size_record, RULE_CLIENT_WENT_ON);
    facts |= fact_if(flow->small_client_record && !client->finished_size_record, RULE_SMALL_RECORD);
    return facts;
}

/* Names that accept TLS 1.0/1.1 on purpose ("Opt in to the legacy SMTP endpoint", Exchange Team blog). */
static bool accepts_old(const char *host)
{
    return host != NULL &&
           (strcmp(host, "smtp-legacy.office365.com") == 0 || strcmp(host, "smtp-legacy.partner.outlook.cn") == 0);
}

bool judge_is_tenant_autodiscover(const struct flow_recognition *recognition)
{
    return recognition->role == ROLE_EXO_AUTODISCOVER && recognition->host != NULL &&
           strstr(recognition->host, ".onmicrosoft.") != NULL;
}

/* By design on the port of HTTPS only; on port 80 stands the redirect. */
static bool is_direct_tenant_name(const struct flow *flow)
{
    return flow_server(flow)->port == PORT_HTTPS && judge_is_tenant_autodiscover(&flow->recognition);
}

static uint64_t role_facts(const struct flow *flow)
{
    const struct flow_recognition *recognition = &flow->recognition;
    enum role                      role = recognition->role;
    uint64_t                       facts = 0;

    facts |= fact_if(roles[role].place == ROLE_PLACE_MICROSOFT, RULE_SERVER_MICROSOFT);
    facts |= fact_if(role == ROLE_REVOCATION, RULE_ROLE_REVOCATION);
    facts |= fact_if(flow->beside_handshake, RULE_BESIDE_HANDSHAKE);
    facts |= fact_if(roles[role].hybrid, RULE_HYBRID);
    facts |= fact_if(accepts_old(recognition->host), RULE_SERVER_ACCEPTS_OLD);
    facts |= fact_if(role == ROLE_ACS || role == ROLE_FED_PROVISION || role == ROLE_FED_METADATA, RULE_ROLE_DOT_NET);
    facts |= fact_if(role == ROLE_EXO_CORE || role == ROLE_EXO_AUTODISCOVER || role == ROLE_ENTRA_STS, RULE_ROLE_MIXED);
    facts |= fact_if(flow_server(flow)->port == PORT_SMTP, RULE_MAIL);
    facts |= fact_if(role == ROLE_EXCH_BACKEND, RULE_ROLE_BACKEND);
    facts |= fact_if(is_direct_tenant_name(flow), RULE_DIRECT_TENANT_NAME);
    if (recognition->direction == FLOW_DIRECTION_CLOUD_TO_ONPREM) {
        facts &= ~RULE_SERVER_MICROSOFT;
        facts |= RULE_INBOUND;
    }
    return facts;
}

static uint64_t end_facts(const struct flow *flow)
{
    enum flow_side side = flow->has_alert ? flow->alert_sender : flow->ended_by;
    uint64_t       facts = 0;

    facts |= fact_if(side == FLOW_SIDE_CLIENT, RULE_BY_CLIENT);
    facts |= fact_if(side == FLOW_SIDE_SERVER, RULE_BY_SERVER);
    facts |= fact_if(flow->outcome == FLOW_OUTCOME_UNANSWERED, RULE_UNANSWERED);
    facts |= fact_if(flow->outcome == FLOW_OUTCOME_REFUSED, RULE_REFUSED);
    facts |= fact_if(flow->last_warning == ALERT_UNRECOGNIZED_NAME, RULE_WARNED_NAME);
    facts |= fact_if(flow->question == FLOW_QUESTION_HELLO, RULE_ASKED_HELLO);
    facts |= fact_if(flow->question == FLOW_QUESTION_SYN, RULE_ASKED_SYN);
    facts |= fact_if(flow->closed_by == FLOW_SIDE_CLIENT, RULE_CLOSED_BY_CLIENT);
    facts |= fact_if(!flow_hello_received(flow), RULE_NOT_ACKNOWLEDGED);
    facts |= fact_if(flow->foreign_reset, RULE_FOREIGN_RESET);
    return facts;
}

static uint64_t certificate_facts(const struct flow *flow)
{
    unsigned shown = flow->certificate != NULL ? flow->certificate->facts : 0;
    uint64_t facts = 0;

    facts |= fact_if((shown & FLOW_CERTIFICATE_EXPIRED) != 0, RULE_CERTIFICATE_EXPIRED);
    facts |= fact_if((shown & FLOW_CERTIFICATE_NAME_MISMATCH) != 0, RULE_CERTIFICATE_MISMATCH);
    facts |= fact_if((shown & FLOW_CERTIFICATE_WEAK) != 0, RULE_CERTIFICATE_WEAK);
    facts |= fact_if((shown & FLOW_CERTIFICATE_CHAIN_INCOMPLETE) != 0, RULE_CERTIFICATE_INCOMPLETE);
    facts |= fact_if((shown & FLOW_CERTIFICATE_UNLISTED_ISSUER) != 0, RULE_CERTIFICATE_UNLISTED);
    facts |= fact_if((shown & FLOW_CERTIFICATE_INSPECTION) != 0, RULE_CERTIFICATE_INSPECTION);
    facts |= fact_if(flow->client_certificate_empty, RULE_CLIENT_CERTIFICATE_EMPTY);
    return facts;
}

static uint64_t proxy_facts(const struct flow *flow)
{
    bool     demands = flow->proxy_status == HTTP_PROXY_AUTHENTICATION_REQUIRED;
    uint64_t facts = 0;

    facts |= fact_if(demands, RULE_PROXY_DEMANDS);
    facts |= fact_if(flow->proxied, RULE_PROXIED);
    facts |= fact_if(demands && flow->demands >= 2 && flow->asked_with_credentials, RULE_PROXY_DEMANDS_AGAIN);
    facts |= fact_if(flow->proxy_status != 0 && !flow->proxy_passed, RULE_PROXY_STOPPED);
    return facts;
}

const struct rule_cutoff *judge_cutoff(const struct flow_recognition *recognition)
{
    for (size_t i = 0; i < rule_cutoff_count; i++) {
        const struct rule_cutoff *row = &rule_cutoffs[i];
        if (row->cloud == recognition->cloud && (row->role == ROLE_UNCLASSIFIED || row->role == recognition->role))
            return row;
    }
    return NULL;
}

uint64_t judge_facts(const struct flow *flow, const struct flow_time *time)
{
    const struct rule_cutoff *cutoff = clock_is_real(time) ? judge_cutoff(&flow->recognition) : NULL;
    uint64_t                  facts = 0;

    facts = offer_facts(flow) | choice_facts(flow) | role_facts(flow) | end_facts(flow);
    facts |= quality_facts(flow) | certificate_facts(flow) | proxy_facts(flow);
    facts |= fact_if(cutoff != NULL, RULE_CUTOFF_KNOWN);
    facts |= fact_if(cutoff != NULL && time->seconds < cutoff->seconds, RULE_BEFORE_CUTOFF);
    return facts;
}

static uint32_t evidence_if(bool condition, uint32_t evidence)
{
    return condition ? evidence : 0;
}

/* Mail on port 25 from or to Exchange Online Protection: there TLS is expected. */
static uint32_t mail_evidence(const struct flow *flow)
{
    const struct flow_mail *mail = flow->mail;
    bool inbound = flow->recognition.direction == FLOW_DIRECTION_CLOUD_TO_ONPREM;
    uint32_t evidence = 0;

    if (mail == NULL || flow_server(flow)->port != PORT_SMTP || (flow->recognition.role != ROLE_EOP_SMTP && !inbound))
        return 0;
    evidence |= evidence_if(mail->offer == FLOW_MAIL_OFFER_MISSING, RULE_MAIL_NOT_OFFERED);
    evidence |= evidence_if(mail->offer == FLOW_MAIL_OFFER_MASKED, RULE_MAIL_MASKED);
    evidence |= evidence_if(mail->offer == FLOW_MAIL_OFFER_MADE && !mail->asked, RULE_MAIL_UNUSED);
    evidence |= evidence_if(mail->refused, RULE_MAIL_REFUSED);
    evidence |= evidence_if(mail->accepted, RULE_MAIL_ACCEPTED);
    evidence |= evidence_if(mail->demanded, RULE_MAIL_DEMANDED);
    return evidence;
}

uint32_t judge_evidence(const struct flow *flow)
{
    bool     client_silent = flow->asker != flow->client_end;
    bool     waited = flow->question == FLOW_QUESTION_FLIGHT && flow->ended_by != FLOW_SIDE_NONE;
    uint32_t evidence = 0;

    evidence |= evidence_if(flow_hello_received(flow), RULE_HELLO_RECEIVED);
    evidence |= evidence_if(flow_flight_received(flow), RULE_FLIGHT_RECEIVED);
    evidence |= evidence_if(flow->hasty, RULE_HASTY);
    evidence |= evidence_if(flow_left_silent(flow), RULE_LEFT_SILENT);
    evidence |= evidence_if(flow->silent_before, RULE_SILENT_BEFORE);
    evidence |= evidence_if(flow->probe, RULE_PROBE);
    evidence |= evidence_if(flow->question == FLOW_QUESTION_CONNECT, RULE_ASKED_CONNECT);
    evidence |= evidence_if(flow->in_clear, RULE_IN_CLEAR);
    evidence |= evidence_if(flow->ends[0].lost_large || flow->ends[1].lost_large, RULE_LARGE_LOST);
    evidence |= evidence_if(client_silent, RULE_CLIENT_SILENT);
    evidence |= evidence_if(waited && flow->stalled, RULE_STALLED);
    evidence |= evidence_if(flow_exchange_unanswered(flow), RULE_READABLE);
    evidence |= evidence_if(flow->version != 0 && flow->version < flow->max_version, RULE_CHOSEN_LESS);
    return evidence | mail_evidence(flow);
}

static bool names_alert(const struct rule *rule, const struct flow *flow)
{
    if (rule->alerts[0] == 0)
        return true;
    for (size_t i = 0; i < RULE_ALERTS_MAX && rule->alerts[i] != 0; i++) {
        if (rule->alerts[i] == flow->alert.description)
            return true;
    }
    return false;
}

/* Exclusive pair of the interface: who gave up after the certificate did not just close. */
static bool is_said_otherwise(enum finding_id finding, const bool taken[FINDING_COUNT])
{
    return finding == FINDING_CLOSED_DURING_HANDSHAKE && taken[FINDING_CLIENT_GAVE_UP_AFTER_CERTIFICATE];
}

static bool rule_holds(const struct rule *rule, const struct flow *flow, unsigned events, uint64_t facts, uint32_t evidence)
{
    if ((rule->events & events) == 0)
        return false;
    if ((facts & rule->needs) != rule->needs || (facts & rule->excludes) != 0)
        return false;
    if ((evidence & rule->needs_evidence) != rule->needs_evidence || (evidence & rule->excludes_evidence) != 0)
        return false;
    return names_alert(rule, flow);
}

/* An alert that a row of its own names is not "other". */
static bool alert_is_named(const struct flow *flow)
{
    for (size_t i = 0; i < rule_count; i++) {
        if (rules[i].alerts[0] != 0 && rules[i].finding != FINDING_ONPREM_REFUSES_CLOUD && names_alert(&rules[i], flow))
            return true;
    }
    return false;
}

const struct flow_finding *judge_find(const struct flow *flow, enum finding_id finding)
{
    for (size_t i = 0; i < flow->finding_count; i++) {
        if (rules[flow->findings[i].rule].finding == finding)
            return &flow->findings[i];
    }
    return NULL;
}

/* False where there is no room. */
static bool append_to_flow(struct flow *flow, uint16_t rule, uint16_t request, uint32_t frame)
{
    struct flow_finding *finding = &flow->findings[flow->finding_count];

    if (flow->finding_count >= LIMIT_FINDINGS_PER_FLOW) {
        if (flow->findings_cut < UINT8_MAX)
            flow->findings_cut++;
        return false;
    }
    finding->rule = rule;
    finding->request = request;
    finding->frame = frame;
    flow->finding_count++;
    return true;
}

/* The flow keeps one entry an id: the first, unless a later one is more severe. What belongs to no frame keeps no
 * frame from showing its evidence. False if nothing new. */
static bool add_to_flow(struct flow *flow, uint16_t rule, uint32_t frame)
{
    for (size_t i = 0; i < flow->finding_count; i++) {
        struct flow_finding *known = &flow->findings[i];
        if (rules[known->rule].finding != rules[rule].finding)
            continue;
        if (rules[known->rule].severity >= rules[rule].severity && (known->frame != 0 || frame == 0))
            return false;
        if (rules[known->rule].severity <= rules[rule].severity) {
            known->rule = rule;
            known->frame = frame;
        }
        return true;
    }
    return append_to_flow(flow, rule, 0, frame);
}

/* Strongest first; within a severity in the order of the table. */
static void insert_sorted(struct judgement *judgement, uint16_t rule, uint16_t request)
{
    size_t place = judgement->count;

    if (place >= LIMIT_FINDINGS_PER_FRAME) {
        judgement->cut = true;
        return;
    }
    for (; place > 0 && rules[judgement->findings[place - 1].rule].severity < rules[rule].severity; place--)
        judgement->findings[place] = judgement->findings[place - 1];
    judgement->findings[place].rule = rule;
    judgement->findings[place].request = request;
    judgement->count++;
}

/* What later frames disprove leaves the flow; frames keep what was attached to them. */
static void forget_disproved(struct flow *flow, unsigned events)
{
    size_t kept = 0;

    for (size_t i = 0; i < flow->finding_count; i++) {
        if ((findings[rules[flow->findings[i].rule].finding].until & events) == 0)
            flow->findings[kept++] = flow->findings[i];
    }
    flow->finding_count = (uint8_t)kept;
}

/* The row of the same finding and kind of event that holds by now, or -1. */
static int row_that_holds(const struct flow *flow, const struct rule *known, uint64_t facts, uint32_t evidence)
{
    for (size_t i = 0; i < rule_count; i++) {
        if (rules[i].finding == known->finding && rule_holds(&rules[i], flow, known->events, facts, evidence))
            return (int)i;
    }
    return -1;
}

void judge_revise(struct flow *flow)
{
    uint64_t facts = judge_facts(flow, &flow->first_time);
    uint32_t evidence = judge_evidence(flow);
    size_t   kept = 0;

    for (size_t i = 0; i < flow->finding_count; i++) {
        const struct rule *known = &rules[flow->findings[i].rule];
        int                row = findings[known->finding].revised ? row_that_holds(flow, known, facts, evidence) : flow->findings[i].rule;
        if (row < 0)
            continue;
        flow->findings[kept] = flow->findings[i];
        flow->findings[kept++].rule = (uint16_t)row;
    }
    flow->finding_count = (uint8_t)kept;
}

void judge_flow(struct flow *flow, unsigned events, uint32_t frame, const struct flow_time *time,
                struct judgement *judgement)
{
    bool     taken[FINDING_COUNT] = {false};
    uint32_t evidence = 0;

    memset(judgement, 0, sizeof *judgement);
    forget_disproved(flow, events);
    /* Who left before an answer came left before this one, which completed it all the same. */
    if ((events & FLOW_EVENT_COMPLETED) != 0)
        events &= ~(unsigned)FLOW_EVENT_ENDED;
    if ((events & ~(unsigned)(FLOW_EVENT_CHANGED | FLOW_EVENT_ANSWERED | FLOW_EVENT_QUESTION | FLOW_EVENT_ANSWER |
                              FLOW_EVENT_REPLIED | FLOW_EVENT_COMPLETED | FLOW_EVENT_CHOICE_UNSEEN)) == 0)
        return;
    judgement->facts = judge_facts(flow, time);
    evidence = judge_evidence(flow);
    for (size_t i = 0; i < rule_count; i++) {
        enum finding_id finding = rules[i].finding;
        if (taken[finding] || is_said_otherwise(finding, taken) ||
            !rule_holds(&rules[i], flow, events, judgement->facts, evidence))
            continue;
        taken[finding] = true;
        if (finding == FINDING_OTHER_FATAL_ALERT && alert_is_named(flow))
            continue;
        if (add_to_flow(flow, (uint16_t)i, frame))
            insert_sorted(judgement, (uint16_t)i, 0);
    }
}

/* The row that gives the words of an error: one a finding id and severity. */
static bool rule_of_error(const struct error_row *error, uint16_t *rule)
{
    for (size_t i = 0; i < rule_count; i++) {
        if (rules[i].events == FLOW_EVENT_ANSWER && rules[i].finding == error->finding &&
            rules[i].severity == error->severity) {
            *rule = (uint16_t)i;
            return true;
        }
    }
    return false;
}

/* The same error of several requests is one finding of the flow. */
static bool flow_has_error(const struct flow *flow, const struct error_row *error)
{
    for (size_t i = 0; i < flow->finding_count; i++) {
        const struct flow_finding *finding = &flow->findings[i];
        const struct flow_request_error *known = flow_request_error_of(flow_exchange_at(flow->exchange, finding->request),
                                                                       rules[finding->rule].finding,
                                                                       rules[finding->rule].severity);
        if (known != NULL && known->row == error)
            return true;
    }
    return false;
}

/* Interface: once per frame and finding; the strongest stays. False if there is nothing to add. */
static bool make_way(struct judgement *judgement, uint16_t rule)
{
    for (size_t i = 0; i < judgement->count; i++) {
        struct judged *finding = &judgement->findings[i];
        if (rules[finding->rule].finding != rules[rule].finding)
            continue;
        if (rules[finding->rule].severity >= rules[rule].severity)
            return false;
        judgement->count--;
        memmove(finding, finding + 1, (judgement->count - i) * sizeof *finding);
        return true;
    }
    return true;
}

void judge_request(struct flow *flow, unsigned number, uint32_t frame, struct judgement *judgement)
{
    const struct flow_request *request = flow_exchange_at(flow->exchange, number);
    uint16_t                   rule = 0;

    for (size_t i = 0; request != NULL && i < request->error_count; i++) {
        const struct flow_request_error *error = &request->errors[i];
        /* One rule speaks of one error of a request. */
        if (error->frame != frame || error != flow_request_error_of(request, error->row->finding, error->row->severity) ||
            !rule_of_error(error->row, &rule))
            continue;
        if (!flow_has_error(flow, error->row))
            append_to_flow(flow, rule, (uint16_t)number, frame);
        if (make_way(judgement, rule))
            insert_sorted(judgement, rule, (uint16_t)number);
    }
}

enum rule_severity judge_worst(const struct flow *flow, bool *any)
{
    enum rule_severity worst = RULE_CHAT;

    if (any != NULL)
        *any = flow->finding_count > 0;
    for (size_t i = 0; i < flow->finding_count; i++) {
        if (rules[flow->findings[i].rule].severity > worst)
            worst = rules[flow->findings[i].rule].severity;
    }
    return worst;
}
