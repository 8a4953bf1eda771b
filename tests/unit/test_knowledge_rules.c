/* test_knowledge_rules.c: the tables of findings, rules, fragments, dates and messages are whole.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

#include <string.h>

#include <glib.h>

#include "flow.h"
#include "judge.h"
#include "messages.h"

/* ---- findings ---- */

/** Ids of the interface that are found so far, in any order. */
static const char *const promised_ids[] = {
    "client_offers_below_tls12", "client_sslv2_hello", "server_chose_below_tls12", "version_refused",
    "closed_after_old_hello", "closed_after_hello", "onprem_refuses_cloud", "no_tcp_answer", "tcp_refused",
    "hello_unanswered", "client_gave_up_after_certificate", "closed_during_handshake", "handshake_failure",
    "insufficient_security", "certificate_refused", "name_unrecognised", "other_fatal_alert",
    "client_offers_differ", "client_behind_siblings", "version_fallback", "downgrade_sentinel",
    "hello_not_acknowledged", "foreign_reset", "closed_without_reply", "proxy_refused", "proxy_use_differs",
    "name_not_resolved", "no_hybrid_flow", "revocation_unreachable", "tls_inspection",
    "certificate_name_mismatch", "certificate_expired", "certificate_chain_incomplete", "certificate_weak",
    "client_certificate_requested", "client_certificate_empty", "no_accepted_cipher", "weak_ciphers_offered",
    "static_rsa_only", "groups_too_narrow", "sha1_signatures_only", "no_sni", "no_secure_renegotiation",
    "proxy_authentication", "oauth_error", "soap_fault", "ews_error", "autodiscover_error", "http_error",
    "sts_error", "smtp_without_tls",
};

static size_t count_of_id(const char *id)
{
    size_t count = 0;

    for (size_t i = 0; i < FINDING_COUNT; i++) {
        count += strcmp(findings[i].id, id) == 0;
    }
    return count;
}

static void test_every_finding_has_id_and_title(void)
{
    for (size_t i = 0; i < FINDING_COUNT; i++) {
        g_assert_nonnull(findings[i].id);
        g_assert_true(g_regex_match_simple("^[a-z][a-z0-9_]*$", findings[i].id, 0, 0));
        g_assert_cmpuint(count_of_id(findings[i].id), ==, 1);
        g_assert_nonnull(findings[i].title);
        g_assert_cmpuint(strlen(findings[i].title), >, 10);
        g_assert_null(strpbrk(findings[i].title, "{}"));
    }
    for (size_t i = 0; i < G_N_ELEMENTS(promised_ids); i++) {
        g_assert_cmpuint(count_of_id(promised_ids[i]), ==, 1);
    }
}

/** The table stands in the order of the enum: a sample of rows that could be mixed up. */
static void test_findings_stand_in_the_order_of_the_enum(void)
{
    const struct {
        enum finding_id finding;
        const char     *id;
        enum rule_group group;
    } rows[] = {
        {FINDING_CLIENT_OFFERS_BELOW_TLS12, "client_offers_below_tls12", RULE_GROUP_SECURITY},
        {FINDING_CLIENT_SSLV2_HELLO, "client_sslv2_hello", RULE_GROUP_SECURITY},
        {FINDING_SERVER_CHOSE_BELOW_TLS12, "server_chose_below_tls12", RULE_GROUP_SECURITY},
        {FINDING_VERSION_REFUSED, "version_refused", RULE_GROUP_PROTOCOL},
        {FINDING_ONPREM_REFUSES_CLOUD, "onprem_refuses_cloud", RULE_GROUP_PROTOCOL},
        {FINDING_CLOSED_AFTER_OLD_HELLO, "closed_after_old_hello", RULE_GROUP_SEQUENCE},
        {FINDING_CLOSED_AFTER_HELLO, "closed_after_hello", RULE_GROUP_SEQUENCE},
        {FINDING_CLOSED_DURING_HANDSHAKE, "closed_during_handshake", RULE_GROUP_SEQUENCE},
        {FINDING_CLIENT_GAVE_UP_AFTER_CERTIFICATE, "client_gave_up_after_certificate", RULE_GROUP_SEQUENCE},
        {FINDING_HANDSHAKE_FAILURE, "handshake_failure", RULE_GROUP_PROTOCOL},
        {FINDING_INSUFFICIENT_SECURITY, "insufficient_security", RULE_GROUP_PROTOCOL},
        {FINDING_CERTIFICATE_REFUSED, "certificate_refused", RULE_GROUP_PROTOCOL},
        {FINDING_NAME_UNRECOGNISED, "name_unrecognised", RULE_GROUP_PROTOCOL},
        {FINDING_OTHER_FATAL_ALERT, "other_fatal_alert", RULE_GROUP_PROTOCOL},
        {FINDING_SMTP_WITHOUT_TLS, "smtp_without_tls", RULE_GROUP_SECURITY},
        {FINDING_HELLO_UNANSWERED, "hello_unanswered", RULE_GROUP_SEQUENCE},
        {FINDING_NO_TCP_ANSWER, "no_tcp_answer", RULE_GROUP_SEQUENCE},
        {FINDING_TCP_REFUSED, "tcp_refused", RULE_GROUP_SEQUENCE},
        {FINDING_CLIENT_OFFERS_DIFFER, "client_offers_differ", RULE_GROUP_SECURITY},
        {FINDING_VERSION_FALLBACK, "version_fallback", RULE_GROUP_SECURITY},
        {FINDING_DOWNGRADE_SENTINEL, "downgrade_sentinel", RULE_GROUP_SECURITY},
        {FINDING_CLOSED_WITHOUT_REPLY, "closed_without_reply", RULE_GROUP_SEQUENCE},
        {FINDING_REVOCATION_UNREACHABLE, "revocation_unreachable", RULE_GROUP_SEQUENCE},
        {FINDING_NO_ACCEPTED_CIPHER, "no_accepted_cipher", RULE_GROUP_SECURITY},
        {FINDING_SHA1_SIGNATURES_ONLY, "sha1_signatures_only", RULE_GROUP_SECURITY},
        {FINDING_STATIC_RSA_ONLY, "static_rsa_only", RULE_GROUP_SECURITY},
        {FINDING_GROUPS_TOO_NARROW, "groups_too_narrow", RULE_GROUP_SECURITY},
        {FINDING_WEAK_CIPHERS_OFFERED, "weak_ciphers_offered", RULE_GROUP_SECURITY},
        {FINDING_NO_SNI, "no_sni", RULE_GROUP_SECURITY},
        {FINDING_NO_SECURE_RENEGOTIATION, "no_secure_renegotiation", RULE_GROUP_SECURITY},
        {FINDING_STS_ERROR, "sts_error", RULE_GROUP_RESPONSE_CODE},
        {FINDING_OAUTH_ERROR, "oauth_error", RULE_GROUP_RESPONSE_CODE},
        {FINDING_AUTODISCOVER_ERROR, "autodiscover_error", RULE_GROUP_RESPONSE_CODE},
        {FINDING_EWS_ERROR, "ews_error", RULE_GROUP_RESPONSE_CODE},
        {FINDING_SOAP_FAULT, "soap_fault", RULE_GROUP_RESPONSE_CODE},
        {FINDING_HTTP_ERROR, "http_error", RULE_GROUP_RESPONSE_CODE},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_assert_cmpstr(findings[rows[i].finding].id, ==, rows[i].id);
        g_assert_cmpint(findings[rows[i].finding].group, ==, rows[i].group);
        g_assert_false(findings[rows[i].finding].report_only);
    }
}

static bool is_one_of(enum finding_id finding, const enum finding_id *some, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (some[i] == finding) {
            return true;
        }
    }
    return false;
}

/** What needs the whole capture is attached to no frame, and what is of the offer ends with the server's choice. */
static void test_report_only_and_until_choice(void)
{
    const enum finding_id report_only[] = {
        FINDING_CLIENT_BEHIND_SIBLINGS, FINDING_PROXY_USE_DIFFERS, FINDING_NO_HYBRID_FLOW};
    const enum finding_id until_choice[] = {
        FINDING_NO_ACCEPTED_CIPHER, FINDING_SHA1_SIGNATURES_ONLY, FINDING_STATIC_RSA_ONLY,
        FINDING_GROUPS_TOO_NARROW, FINDING_WEAK_CIPHERS_OFFERED, FINDING_NO_SNI, FINDING_NO_SECURE_RENEGOTIATION};

    for (size_t i = 0; i < FINDING_COUNT; i++) {
        enum finding_id finding = (enum finding_id)i;

        g_assert_true(findings[i].report_only == is_one_of(finding, report_only, G_N_ELEMENTS(report_only)));
        g_assert_true(((findings[i].until & FLOW_EVENT_SERVER_HELLO) != 0) ==
                      is_one_of(finding, until_choice, G_N_ELEMENTS(until_choice)));
    }
    /* A ServerHello may stand before its ClientHello in the file: then there is nothing to be said of the offer. */
    for (size_t i = 0; i < rule_count; i++) {
        if ((findings[rules[i].finding].until & FLOW_EVENT_SERVER_HELLO) != 0) {
            g_assert_cmphex(rules[i].excludes & RULE_CHOSEN, !=, 0);
            g_assert_cmphex(rules[i].events & FLOW_EVENT_SERVER_HELLO, ==, 0);
        }
    }
}

/** Severities of the interface: C1 and C5 Warning on the hello and Error on what refuses it, the others Note. */
static void test_severities_of_offer_quality(void)
{
    for (size_t i = 0; i < rule_count; i++) {
        enum finding_id finding = rules[i].finding;
        bool            grows = finding == FINDING_NO_ACCEPTED_CIPHER || finding == FINDING_SHA1_SIGNATURES_ONLY;

        if ((findings[finding].until & FLOW_EVENT_SERVER_HELLO) == 0) {
            continue;
        }
        if (!grows) {
            g_assert_cmpint(rules[i].severity, ==, RULE_NOTE);
            g_assert_cmphex(rules[i].events, ==, FLOW_EVENT_CLIENT_HELLO);
        } else {
            g_assert_cmpint(rules[i].severity, ==,
                            rules[i].events == FLOW_EVENT_CLIENT_HELLO ? RULE_WARNING : RULE_ERROR);
        }
    }
}

static void test_every_finding_has_a_rule(void)
{
    bool has_rule[FINDING_COUNT] = {false};

    for (size_t i = 0; i < rule_count; i++) {
        g_assert_cmpuint(rules[i].finding, <, FINDING_COUNT);
        has_rule[rules[i].finding] = true;
    }
    for (size_t i = 0; i < FINDING_COUNT; i++) {
        g_assert_true(has_rule[i]);
    }
}

/* ---- rules ---- */

static const char *part_of(const struct rule *rule, unsigned part)
{
    const char *parts[JUDGE_PART_COUNT] = {
        [JUDGE_SUMMARY] = rule->summary,     [JUDGE_CAUSE] = rule->cause,
        [JUDGE_REMEDY] = rule->remedy,       [JUDGE_EXPLAINS] = rule->explains,
        [JUDGE_REFERENCE] = rule->reference, [JUDGE_CONFIDENCE] = rule->confidence,
    };

    return parts[part];
}

/** The words of these are those of an error in an answer; they are chosen by finding and severity. */
static bool is_of_answer(const struct rule *rule)
{
    return rule->events == FLOW_EVENT_ANSWER;
}

static void test_every_rule_has_all_texts(void)
{
    for (size_t i = 0; i < rule_count; i++) {
        for (unsigned part = 0; part < JUDGE_PART_COUNT; part++) {
            g_assert_nonnull(part_of(&rules[i], part));
            g_assert_cmpuint(strlen(part_of(&rules[i], part)), >, 0);
        }
        g_assert_cmpuint(rules[i].severity, <, RULE_SEVERITY_COUNT);
        if (is_of_answer(&rules[i])) {
            continue;
        }
        g_assert_true(g_regex_match_simple("^[^,]+.*, https://[a-z0-9.-]+/[^ ]+$", rules[i].reference, 0, 0));
        g_assert_true(strcmp(rules[i].confidence, "high") == 0 || strcmp(rules[i].confidence, "medium") == 0
                      || strcmp(rules[i].confidence, "low") == 0
                      || strcmp(rules[i].confidence, "{validity_confidence}") == 0);
    }
}

static void test_every_rule_can_hold(void)
{
    for (size_t i = 0; i < rule_count; i++) {
        g_assert_cmpint(rules[i].events == 0, ==, findings[rules[i].finding].report_only);
        g_assert_cmphex(rules[i].needs & rules[i].excludes, ==, 0);
        if ((rules[i].events & FLOW_EVENT_FATAL_ALERT) == 0) {
            g_assert_cmphex(
                rules[i].events & (FLOW_EVENT_CHANGED | FLOW_EVENT_ANSWERED | FLOW_EVENT_QUESTION), ==, 0);
        }
    }
}

/** What is true whenever some facts are. */
static uint64_t with_implied(uint64_t facts)
{
    static const struct {
        uint64_t fact, implies;
    } implications[] = {
        {RULE_CHOSEN_OLD, RULE_CHOSEN},           {RULE_CHOSEN_TLS13, RULE_CHOSEN},
        {RULE_OFFERED_SSL3, RULE_OFFERED_OLD},    {RULE_BELOW_MINIMUM, RULE_OFFERED_CURRENT},
        {RULE_OFFERED_TLS11, RULE_OFFERED_OLD},   {RULE_BEFORE_CUTOFF, RULE_CUTOFF_KNOWN},
        {RULE_SMALL_RECORD, RULE_CHOSEN_TLS13 | RULE_CHOSEN},
        {RULE_DIRECT_TENANT_NAME, RULE_SERVER_MICROSOFT | RULE_HYBRID},
        {RULE_ROLE_DOT_NET, RULE_HYBRID},         {RULE_ROLE_MIXED, RULE_HYBRID},
        {RULE_SHA1_SIGNATURES, RULE_OFFERED_CURRENT},
        {RULE_CHOSEN_BELOW_MINIMUM, RULE_CHOSEN}, {RULE_DOWNGRADED, RULE_CHOSEN},
        {RULE_OFFERS_DIFFER, RULE_HYBRID},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(implications); i++) {
        if ((facts & implications[i].fact) == implications[i].fact) {
            facts |= implications[i].implies;
        }
    }
    return facts;
}

static bool names_no_alert_beyond(const struct rule *later, const struct rule *earlier)
{
    if (earlier->alerts[0] == 0) {
        return true;
    }
    for (size_t i = 0; i < RULE_ALERTS_MAX && later->alerts[i] != 0; i++) {
        if (memchr(earlier->alerts, later->alerts[i], RULE_ALERTS_MAX) == NULL) {
            return false;
        }
    }
    return later->alerts[0] != 0;
}

/** True if `earlier` holds whenever `later` does. */
static bool shadows(const struct rule *earlier, const struct rule *later)
{
    if (is_of_answer(earlier) && is_of_answer(later)) {
        return earlier->severity == later->severity;
    }
    /* Look-ups have facts of their own numbering. */
    uint64_t known = later->events == FLOW_EVENT_LOOKUP ? later->needs : with_implied(later->needs);
    return (later->events & ~earlier->events) == 0 && (earlier->needs & ~known) == 0
           && (earlier->excludes & ~later->excludes) == 0 && names_no_alert_beyond(later, earlier)
           && (earlier->needs_evidence & ~later->needs_evidence) == 0
           && (earlier->excludes_evidence & ~later->excludes_evidence) == 0;
}

static void test_no_rule_is_shadowed(void)
{
    for (size_t later = 0; later < rule_count; later++) {
        for (size_t earlier = 0; earlier < later; earlier++) {
            if (rules[earlier].finding == rules[later].finding && shadows(&rules[earlier], &rules[later])) {
                g_error("rule %" G_GSIZE_FORMAT " (%s) is never reached: %" G_GSIZE_FORMAT " holds first",
                        later, findings[rules[later].finding].id, earlier);
            }
        }
    }
}

/** Lists of alerts are filled from the left, without repetition. */
static void test_alerts_of_rules(void)
{
    for (size_t i = 0; i < rule_count; i++) {
        bool ended = false;

        for (size_t j = 0; j < RULE_ALERTS_MAX; j++) {
            uint8_t alert = rules[i].alerts[j];

            ended = ended || alert == 0;
            g_assert_true(alert == 0 || !ended);
            g_assert_true(alert == 0 || memchr(rules[i].alerts, alert, j) == NULL);
        }
        g_assert_true(rules[i].alerts[0] == 0
                      || (rules[i].events & (FLOW_EVENT_FATAL_ALERT | FLOW_EVENT_WARNING_ALERT)) != 0);
    }
}

/* ---- fragments ---- */

/** {names} that are values of the flow (judge_text.c). */
static const char *const value_names[] = {
    "client", "server", "target", "offered", "chosen", "chosen_too", "alert", "schannel", "sender", "end",
    "messages", "symptoms", "certificate_reason", "cutoff", "host", "subject", "issuer", "validity",
    "validity_confidence", "resolver", "answer_address", "tries",
    "proxy_status", "clear_answer", "mail_keyword", "mail_reply", "authorities_date", "closer", "closing", "minimum", "other_offer", "failed_try", "others",
    "asked", "answer", "shown", "error_meaning", "error_check", "error_source", "error_confidence",
};

static bool is_value(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(value_names); i++) {
        if (strcmp(value_names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_fragment(const char *name)
{
    for (size_t i = 0; i < rule_fragment_count; i++) {
        if (strcmp(rule_fragments[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/** The {names} of a text; free with g_strfreev(). Braces must be paired. */
static char **names_in(const char *text)
{
    GPtrArray *names = g_ptr_array_new();

    for (const char *brace = strpbrk(text, "{}"); brace != NULL; brace = strpbrk(brace + 1, "{}")) {
        const char *end = strpbrk(brace + 1, "{}");

        g_assert_cmpint(*brace, ==, '{');
        g_assert_nonnull(end);
        g_assert_cmpint(*end, ==, '}');
        g_ptr_array_add(names, g_strndup(brace + 1, (gsize)(end - brace - 1)));
        brace = end;
    }
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(names, FALSE);
}

/** How many fragments deep a text goes; fails for names that nothing resolves. */
static unsigned depth_of(const char *text, unsigned so_far)
{
    char   **names = names_in(text);
    unsigned deepest = so_far;

    g_assert_cmpuint(so_far, <, 5);
    for (size_t i = 0; names[i] != NULL; i++) {
        g_assert_true(is_value(names[i]) || is_fragment(names[i]));
        for (size_t j = 0; j < rule_fragment_count; j++) {
            if (strcmp(rule_fragments[j].name, names[i]) == 0) {
                deepest = MAX(deepest, depth_of(rule_fragments[j].text, so_far + 1));
            }
        }
    }
    g_strfreev(names);
    return deepest;
}

static void test_every_name_resolves(void)
{
    for (size_t i = 0; i < rule_count; i++) {
        for (unsigned part = 0; part < JUDGE_PART_COUNT; part++) {
            g_assert_cmpuint(depth_of(part_of(&rules[i], part), 0), <=, 3);
        }
    }
}

static bool text_uses(const char *text, const char *name)
{
    char **names = names_in(text);
    bool   uses = g_strv_contains((const char *const *)names, name);

    g_strfreev(names);
    return uses;
}

static bool is_used(const char *name)
{
    for (size_t i = 0; i < rule_count; i++) {
        for (unsigned part = 0; part < JUDGE_PART_COUNT; part++) {
            if (text_uses(part_of(&rules[i], part), name)) {
                return true;
            }
        }
    }
    for (size_t i = 0; i < rule_fragment_count; i++) {
        if (text_uses(rule_fragments[i].text, name)) {
            return true;
        }
    }
    return false;
}

static void test_every_fragment_is_used(void)
{
    for (size_t i = 0; i < rule_fragment_count; i++) {
        g_assert_false(is_value(rule_fragments[i].name));
        g_assert_nonnull(rule_fragments[i].text);
        /* Only where nothing else holds may there be nothing to say. */
        g_assert_true(rule_fragments[i].text[0] != '\0' || rule_fragments[i].needs == 0);
        if (!is_used(rule_fragments[i].name)) {
            g_error("{%s} stands in no text", rule_fragments[i].name);
        }
    }
    for (size_t i = 0; i < G_N_ELEMENTS(value_names); i++) {
        g_assert_true(is_used(value_names[i]));
    }
}

/** The last row of each name holds always; no row before it hides another. */
static void test_every_fragment_has_a_last_resort(void)
{
    for (size_t later = 0; later < rule_fragment_count; later++) {
        const struct rule_fragment *row = &rule_fragments[later];
        bool                        is_last = true;

        for (size_t i = later + 1; i < rule_fragment_count; i++) {
            is_last = is_last && strcmp(rule_fragments[i].name, row->name) != 0;
        }
        g_assert_true((row->needs == 0 && row->excludes == 0) == is_last);
        for (size_t i = 0; i < later; i++) {
            const struct rule_fragment *earlier = &rule_fragments[i];

            g_assert_false(strcmp(earlier->name, row->name) == 0
                           && (earlier->needs & ~with_implied(row->needs)) == 0
                           && (earlier->excludes & ~row->excludes) == 0);
        }
    }
}

/* ---- what no text may say ---- */

/** Interface: "None tells to disable an older version, except 'after every server, balancer and client shows
 *  1.2 (HealthChecker)'". */
static void assert_disables_nothing(const char *text)
{
    /* Weak ciphers are no versions. */
    const char *ciphers = strstr(text, "SCHANNEL\\Ciphers: Enabled=0 ");
    const char *orders[] = {"Enabled=0", "DisabledByDefault=1", "isable TLS", "isable SSL", "witch off TLS",
                            "witch TLS 1.0 off", "urn off TLS"};

    if (strstr(text, "after every server, balancer and client shows 1.2") != NULL) {
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(orders); i++) {
        const char *found = strstr(text, orders[i]);

        if (found != NULL && ciphers != NULL && found == strstr(ciphers, "Enabled=0")) {
            found = strstr(found + 1, orders[i]);
        }
        if (found != NULL) {
            g_error("\"%s\" in: %s", orders[i], text);
        }
    }
}

static void test_no_text_disables_a_version(void)
{
    for (size_t i = 0; i < rule_fragment_count; i++) {
        assert_disables_nothing(rule_fragments[i].text);
    }
    for (size_t i = 0; i < rule_count; i++) {
        for (unsigned part = 0; part < JUDGE_PART_COUNT; part++) {
            assert_disables_nothing(part_of(&rules[i], part));
        }
    }
}

static void assert_words(const char *text)
{
    g_assert_null(strstr(text, "this server"));
    g_assert_null(strstr(text, "  "));
    g_assert_true(g_utf8_validate(text, -1, NULL));
}

static void test_words(void)
{
    for (size_t i = 0; i < rule_fragment_count; i++) {
        assert_words(rule_fragments[i].text);
    }
    for (size_t i = 0; i < rule_count; i++) {
        for (unsigned part = 0; part < JUDGE_PART_COUNT; part++) {
            assert_words(part_of(&rules[i], part));
        }
    }
}

/* ---- dates ---- */

static void test_dates(void)
{
    for (size_t i = 0; i < rule_cutoff_count; i++) {
        GDateTime *time = g_date_time_new_from_unix_utc(rule_cutoffs[i].seconds);
        char      *date = g_date_time_format(time, "%Y-%m-%d %H:%M:%S");
        char      *expected = g_strdup_printf("%s 00:00:00", rule_cutoffs[i].date);

        g_assert_cmpstr(date, ==, expected);
        g_assert_nonnull(rule_cutoffs[i].source);
        g_assert_cmpuint(rule_cutoffs[i].cloud, !=, CLOUD_NONE);
        g_free(expected);
        g_free(date);
        g_date_time_unref(time);
    }
}

/** "Technical reference details about encryption", "Preparing for TLS 1.2 in Office 365 and GCC", and for
 * Entra MC246440 and MC258228. */
static void test_dates_by_role_and_cloud(void)
{
    const struct {
        enum role   role;
        enum cloud  cloud;
        const char *date;
    } rows[] = {
        {ROLE_EXO_CORE, CLOUD_WORLDWIDE, "2020-10-15"},  {ROLE_GRAPH, CLOUD_WORLDWIDE, "2020-10-15"},
        {ROLE_ENTRA_STS, CLOUD_WORLDWIDE, "2022-01-31"}, {ROLE_EXO_CORE, CLOUD_GCC_HIGH, "2020-01-15"},
        {ROLE_EXO_CORE, CLOUD_DOD, "2020-01-15"},        {ROLE_EXO_CORE, CLOUD_CHINA, NULL},
        {ROLE_EXO_CORE, CLOUD_GERMANY, NULL},            {ROLE_ENTRA_STS, CLOUD_BLEU, NULL},
        {ROLE_UNCLASSIFIED, CLOUD_NONE, NULL},           {ROLE_ONPREM_EXCHANGE, CLOUD_NONE, NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct flow_recognition   recognition = {.role = rows[i].role, .cloud = rows[i].cloud};
        const struct rule_cutoff *cutoff = judge_cutoff(&recognition);

        g_assert_cmpstr(cutoff != NULL ? cutoff->date : NULL, ==, rows[i].date);
    }
}

/** No row behind one that takes all roles of its cloud. */
static void test_no_date_is_shadowed(void)
{
    for (size_t later = 0; later < rule_cutoff_count; later++) {
        for (size_t earlier = 0; earlier < later; earlier++) {
            g_assert_false(rule_cutoffs[earlier].cloud == rule_cutoffs[later].cloud
                           && (rule_cutoffs[earlier].role == ROLE_UNCLASSIFIED
                               || rule_cutoffs[earlier].role == rule_cutoffs[later].role));
        }
    }
}

/* ---- messages ---- */

static void test_messages(void)
{
    for (size_t i = 0; i < message_count; i++) {
        bool ended = false;

        g_assert_nonnull(messages[i].action);
        g_assert_nonnull(messages[i].source);
        g_assert_cmpuint(strlen(messages[i].text), >, 40);
        g_assert_null(strpbrk(messages[i].text, "{}|\n"));
        g_assert_cmpint(messages[i].roles[0], !=, ROLE_UNCLASSIFIED);
        for (size_t j = 0; j < MESSAGE_ROLES_MAX; j++) {
            ended = ended || messages[i].roles[j] == ROLE_UNCLASSIFIED;
            g_assert_true(!ended || messages[i].roles[j] == ROLE_UNCLASSIFIED);
            g_assert_cmpuint(messages[i].roles[j], <, ROLE_COUNT);
        }
        for (size_t j = 0; j < i; j++) {
            g_assert_cmpstr(messages[i].text, !=, messages[j].text);
        }
    }
}

/** Which role fails under which text: "TLS rules and diagnosis for Exchange hybrid", section 6. */
static void test_messages_by_role(void)
{
    const struct {
        const char *action;
        enum role   role;
    } rows[] = {
        {"Set-FederatedOrganizationIdentifier", ROLE_FED_PROVISION},
        {"Set-FederatedOrganizationIdentifier", ROLE_FED_METADATA},
        {"Add-FederatedDomain", ROLE_FED_PROVISION},
        {"New-AuthServer", ROLE_ACS},
        {"Test-OAuthConnectivity", ROLE_ACS},
        {"Test-OAuthConnectivity", ROLE_ENTRA_STS},
        {"Test-OAuthConnectivity", ROLE_EXO_CORE},
        {"Test-OAuthConnectivity", ROLE_EXO_AUTODISCOVER},
        {"free/busy", ROLE_GRAPH},
        {"shared calendar", ROLE_EXCH_BACKEND},
        {"MailTips", ROLE_EXO_CORE},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        bool found = false;

        for (size_t j = 0; j < message_count * MESSAGE_ROLES_MAX; j++) {
            const struct message *message = &messages[j / MESSAGE_ROLES_MAX];

            found = found || (strcmp(message->action, rows[i].action) == 0
                              && message->roles[j % MESSAGE_ROLES_MAX] == rows[i].role);
        }
        g_assert_true(found);
    }
}

/* ---- strings beside enums ---- */

static void test_enums_have_all_their_strings(void)
{
    const char *sources[] = {"none", "port", "address", "smtp", "dns", "certificate", "http_host", "connect",
                             "sni", "user_table"};

    g_assert_cmpuint(G_N_ELEMENTS(sources), ==, MATCH_SOURCE_COUNT);
    for (size_t i = 0; i < MATCH_SOURCE_COUNT; i++) {
        g_assert_cmpstr(match_source_id((enum match_source)i), ==, sources[i]);
    }
    for (size_t i = 1; i < FLOW_OUTCOME_COUNT; i++) {
        g_assert_nonnull(flow_outcome_id((enum flow_outcome)i));
    }
    for (size_t i = 0; i < FLOW_DIRECTION_COUNT; i++) {
        g_assert_nonnull(flow_direction_id((enum flow_direction)i));
    }
    for (size_t i = 0; i < RULE_SEVERITY_COUNT; i++) {
        for (size_t j = 0; j < i; j++) {
            g_assert_cmpstr(judge_severity_id((enum rule_severity)i), !=,
                            judge_severity_id((enum rule_severity)j));
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rules/findings/texts", test_every_finding_has_id_and_title);
    g_test_add_func("/rules/findings/order", test_findings_stand_in_the_order_of_the_enum);
    g_test_add_func("/rules/findings/report_only", test_report_only_and_until_choice);
    g_test_add_func("/rules/findings/offer_quality", test_severities_of_offer_quality);
    g_test_add_func("/rules/findings/have_rules", test_every_finding_has_a_rule);
    g_test_add_func("/rules/rules/texts", test_every_rule_has_all_texts);
    g_test_add_func("/rules/rules/can_hold", test_every_rule_can_hold);
    g_test_add_func("/rules/rules/not_shadowed", test_no_rule_is_shadowed);
    g_test_add_func("/rules/rules/alerts", test_alerts_of_rules);
    g_test_add_func("/rules/fragments/resolve", test_every_name_resolves);
    g_test_add_func("/rules/fragments/used", test_every_fragment_is_used);
    g_test_add_func("/rules/fragments/last_resort", test_every_fragment_has_a_last_resort);
    g_test_add_func("/rules/words/disable_nothing", test_no_text_disables_a_version);
    g_test_add_func("/rules/words/form", test_words);
    g_test_add_func("/rules/dates/form", test_dates);
    g_test_add_func("/rules/dates/by_role_and_cloud", test_dates_by_role_and_cloud);
    g_test_add_func("/rules/dates/not_shadowed", test_no_date_is_shadowed);
    g_test_add_func("/rules/messages/form", test_messages);
    g_test_add_func("/rules/messages/by_role", test_messages_by_role);
    g_test_add_func("/rules/enums", test_enums_have_all_their_strings);
    return g_test_run();
}
