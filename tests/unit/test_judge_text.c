/* test_judge_text.c: in which words a finding is told.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "judge_stage.h"

#include <string.h>

#include "tls_names.h"

/* ---- all texts ---- */

/** Two findings are of the capture, not of one client. */
static bool is_about_no_client(enum finding_id finding)
{
    return finding == FINDING_PROXY_USE_DIFFERS || finding == FINDING_NO_HYBRID_FLOW;
}

/** Whoever reads a finding alone must know whose connection it is about. */
static void test_summaries_hold_the_client(void)
{
    char         text[LIMIT_TEXT_LENGTH];
    struct stage stage;

    stage_start(&stage, &exo_core, 0);
    for (uint16_t rule = 0; rule < rule_count; rule++) {
        judge_text(&stage.player.flow, &stage.player.flow.recognition, 0, rule, JUDGE_SUMMARY, text,
                   sizeof text);
        if (is_about_no_client(rules[rule].finding)) {
            assert_lacks(text, "10.0.0.10");
        } else {
            assert_holds(text, "10.0.0.10");
        }
    }
    stage_end(&stage);
}

/* What a text can hold at most: the longest name, the longest addresses, labels of the organisation's table for both
 * ends, and, where machines are compared, as many addresses as the report names. */
#define LONGEST_ADDRESS "2001:db8:ffff:ffff:ffff:ffff:ffff:ff10"
#define OTHERS \
    LONGEST_ADDRESS ", " LONGEST_ADDRESS ", " LONGEST_ADDRESS ", " LONGEST_ADDRESS ", " LONGEST_ADDRESS \
                    " and 100000 more"
#define LABEL "Exchange 2019 CU14, mailbox server EX01, data centre Frankfurt 2"

/* An offer is old or below the minimum, never both. */
static bool can_hold(const struct rule *rule, uint64_t facts)
{
    return (rule->needs & RULE_BELOW_MINIMUM) == 0 || (facts & RULE_OFFERED_OLD) == 0;
}

/** For all rules, be they raised or not: `text` has room for more than a finding may have. */
static void assert_all_texts_fit(const struct flow *flow, uint64_t facts)
{
    static char text[8 * LIMIT_TEXT_LENGTH];

    for (uint16_t rule = 0; rule < rule_count; rule++) {
        for (unsigned part = 0; part < JUDGE_PART_COUNT; part++) {
            judge_text_with_others(flow, &flow->recognition, facts, rule, (enum judge_part)part, OTHERS, text,
                                   sizeof text);
            if (strlen(text) >= LIMIT_TEXT_LENGTH && can_hold(&rules[rule], facts)) {
                g_error("%s, part %u, role %s, %" G_GSIZE_FORMAT " bytes: %s", findings[rules[rule].finding].id, part,
                        roles[flow->recognition.role].id, strlen(text), text);
            }
        }
    }
}

static void test_longest_names_fit(void)
{
    const char *scripts[] = {
        "connect hello:TLS_1.0 choice:TLS_1.0 alert:client:48", "connect hello:TLS_1.1 alert:server:70",
        "connect hello:SSL_3.0 alert:server:120",               "connect hello:TLS_1.1 rst:server",
        "connect hello:TLS_1.2 choice:TLS_1.2 fin:server",      "connect hello:TLS_1.2 alert:server:86",
        "connect hello:TLS_1.3 alert:server:40",
    };
    struct place place = address_only;
    char         name[LIMIT_NAME_LENGTH + 1];

    memset(name, 'a', LIMIT_NAME_LENGTH);
    name[LIMIT_NAME_LENGTH] = '\0';
    place.host = name;
    for (size_t i = 0; i < ROLE_COUNT * G_N_ELEMENTS(scripts) * 2; i++) {
        struct stage stage;
        struct flow *flow = &stage.player.flow;

        place.role = (enum role)(i / 2 / G_N_ELEMENTS(scripts));
        place.port = i % 2 == 0 ? 25 : 443;
        stage_start(&stage, &place, 0);
        flow->minimum_version = TLS_VERSION_1_3;
        flow->other_offer = flow->failed_try = (struct flow_earlier){name, UINT32_MAX, TLS_VERSION_1_3,
                                                                     (uint8_t)place.role};
        stage_play(&stage, scripts[i / 2 % G_N_ELEMENTS(scripts)]);
        assert_all_texts_are_whole(&stage);
        flow->ends[0].label = flow->ends[1].label = LABEL;
        assert_all_texts_fit(flow, judge_facts(flow, &stage.player.time));
        stage_end(&stage);
    }
}

/** Facts may be anything: no {name} is ever left over. */
static void test_all_facts_resolve(void)
{
    static char  text[8 * LIMIT_TEXT_LENGTH];
    struct stage stage;

    stage_start(&stage, &exo_core, 0);
    for (int round = 0; round < 500; round++) {
        uint64_t facts = (uint64_t)(uint32_t)g_test_rand_int() << 32 | (uint32_t)g_test_rand_int();

        for (uint16_t rule = 0; rule < rule_count; rule++) {
            for (unsigned part = 0; part < JUDGE_PART_COUNT; part++) {
                judge_text(&stage.player.flow, &stage.player.flow.recognition, facts, rule,
                           (enum judge_part)part, text, sizeof text);
                g_assert_null(strpbrk(text, "{}"));
            }
        }
    }
    stage_end(&stage);
}

/** A name from the wire is no template, and ends up in the text as it is. */
static void test_hostile_name_is_not_expanded(void)
{
    struct place place = exo_core;
    char        *text = NULL;

    place.host = "{client}{messages}%s%n{.example.com";
    text = play_text(&place, "connect hello:TLS_1.0", FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_SUMMARY);
    assert_holds(text, "{client}{messages}%s%n{.example.com");
    g_free(text);
}

static void test_small_buffers(void)
{
    struct stage stage;
    char        *whole = NULL;

    stage_start(&stage, &exo_core, 0);
    stage_play(&stage, "connect hello:TLS_1.0");
    whole = text_of(&stage, FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_REMEDY);
    for (size_t size = 1; size <= strlen(whole) + 1; size++) {
        char *text = g_malloc(size);

        judge_text(&stage.player.flow, &stage.player.flow.recognition,
                   judge_facts(&stage.player.flow, &stage.player.time), stage.player.flow.findings[0].rule,
                   JUDGE_REMEDY, text, size);
        g_assert_cmpuint(strlen(text), ==, size - 1);
        g_assert_cmpint(strncmp(text, whole, size - 1), ==, 0);
        g_free(text);
    }
    char untouched = 'x';
    judge_text(&stage.player.flow, &stage.player.flow.recognition, 0, 0, JUDGE_CAUSE, &untouched, 0);
    g_assert_cmpint(untouched, ==, 'x');
    char nothing[8] = "before";
    judge_text(&stage.player.flow, &stage.player.flow.recognition, 0, UINT16_MAX, JUDGE_CAUSE, nothing, 8);
    g_assert_cmpstr(nothing, ==, "");
    g_free(whole);
    stage_end(&stage);
}

/** Each value stands where it belongs. */
static void test_values(void)
{
    const struct {
        const struct place *place;
        const char         *script;
        enum finding_id     finding;
        enum judge_part     part;
        const char         *holds;
    } cases[] = {
        {&exo_core, "connect hello:TLS_1.2 rst:server", FINDING_CLOSED_AFTER_HELLO, JUDGE_SUMMARY, "RST"},
        {&exo_core, "connect hello:TLS_1.2 fin:server", FINDING_CLOSED_AFTER_HELLO, JUDGE_SUMMARY, "FIN"},
        {&exo_core, "connect hello:TLS_1.2 fin:server", FINDING_CLOSED_AFTER_HELLO, JUDGE_SUMMARY,
         roles[ROLE_EXO_CORE].name},
        {&exo_core, "connect hello:TLS_1.2 fin:server", FINDING_CLOSED_AFTER_HELLO, JUDGE_SUMMARY,
         "outlook.office365.com ("},
        {&exo_core, "connect hello:TLS_1.2 fin:server", FINDING_CLOSED_AFTER_HELLO, JUDGE_SUMMARY, "); "},
        {&exo_core, "connect hello:TLS_1.2 fin:server", FINDING_CLOSED_AFTER_HELLO, JUDGE_REMEDY,
         "from 10.0.0.10 to 198.51.100.20"},
        {&exo_core, "connect proxy hello:TLS_1.2 rst:server", FINDING_CLOSED_AFTER_HELLO, JUDGE_SUMMARY,
         "through the proxy 198.51.100.20"},
        {&unrelated, "connect hello:TLS_1.0", FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_SUMMARY,
         "www.example.net."},
        {&address_only, "connect hello:TLS_1.0", FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_SUMMARY,
         "2603:1006:ffff:ffff:ffff:ffff:ffff:ff20 ("},
        {&exo_core, "connect hello:TLS_1.2 alert:server:80", FINDING_OTHER_FATAL_ALERT, JUDGE_SUMMARY,
         "The server ended"},
        {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.2 alert:client:80", FINDING_OTHER_FATAL_ALERT,
         JUDGE_SUMMARY, "The client ended"},
        {&exo_core, "connect hello:TLS_1.2 alert:server:80", FINDING_OTHER_FATAL_ALERT, JUDGE_SUMMARY,
         "internal_error (80)."},
        {&exo_core, "connect hello:TLS_1.2 alert:server:80", FINDING_OTHER_FATAL_ALERT, JUDGE_CAUSE,
         " A Windows machine that receives this alert reports SEC_E_INTERNAL_ERROR (0x80090304)."},
        {&exo_core, "connect hello:TLS_1.2 alert:server:200", FINDING_OTHER_FATAL_ALERT, JUDGE_SUMMARY,
         "unknown (200)."},
        {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.2 alert:client:45", FINDING_CERTIFICATE_REFUSED,
         JUDGE_CAUSE, "expired"},
        {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.2 alert:client:44", FINDING_CERTIFICATE_REFUSED,
         JUDGE_CAUSE, "revoked"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = play_text(cases[i].place, cases[i].script, cases[i].finding, cases[i].part);

        assert_holds(text, cases[i].holds);
        g_free(text);
    }
}

/** First pieces: a setting, a message, a sentence; what only looks like an end is none. */
static void test_pieces(void)
{
    const struct {
        const char *text, *piece;
    } cases[] = {
        {"", ""},
        {"A sentence that has more than forty bytes in it. Another.", "A sentence that has more than forty"},
        {"A_word_that_has_more_than_forty_bytes_in_it. Another.", "A_word_that_has_more_than_forty_bytes_in_it."},
        {"A sentence that fills the forty bytes... Another.", "A sentence that fills the forty bytes..."},
        {"Restart the machine.", "Restart the machine."},
        {"One sentence. Another.", "One sentence."},
        {"one message | another", "one message"},
        {"HKLM\\A\\v4.0.30319: B=1, C=0 (DWORD); HKLM\\D", "HKLM\\A\\v4.0.30319: B=1, C=0 (DWORD)"},
        {"Then Schannel: HKLM\\A: B=1", "Then Schannel:"},
        {"TLS 1.2 or 10.0.0.10", "TLS 1.2 or 10.0.0.10"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *piece = g_strndup(cases[i].text, judge_piece_length(cases[i].text, 40));

        g_assert_cmpstr(piece, ==, cases[i].piece);
        g_free(piece);
    }
}

/** A version without a name is told as its number. */
static void test_unnamed_version(void)
{
    struct stage stage;
    char        *text = NULL;

    stage_start(&stage, &exo_core, 0);
    stage_play(&stage, "connect hello:TLS_1.2 rst:server");
    stage.player.flow.max_version = 0x0399;
    text = text_of(&stage, FINDING_CLOSED_AFTER_HELLO, JUDGE_SUMMARY);
    assert_holds(text, "0x0399");
    g_free(text);
    stage_end(&stage);
}

/* ---- words: remedies ---- */

#define SCHANNEL "HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\"
#define DOT_NET "\\Microsoft\\.NETFramework\\v4.0.30319: SystemDefaultTlsVersions=1, SchUseStrongCrypto=1"

static const struct place *const seed_places[] = {&fed_provision, &acs, &entra_sts, &exo_core,
                                                  &exo_autodiscover};

static void test_remedies_of_the_seed_roles(void)
{
    const char *versions[] = {"SSL_3.0", "TLS_1.0", "TLS_1.1"};

    for (size_t i = 0; i < G_N_ELEMENTS(seed_places) * G_N_ELEMENTS(versions); i++) {
        char *script = g_strdup_printf("connect hello:%s rst:server", versions[i % 3]);

        for (int finding = 0; finding < 2; finding++) {
            char *text = play_text(seed_places[i / 3], script,
                                   finding == 0 ? FINDING_CLIENT_OFFERS_BELOW_TLS12
                                                : FINDING_CLOSED_AFTER_OLD_HELLO, JUDGE_REMEDY);

            g_assert_true(g_str_has_prefix(text,
                                           "On the machine that sent this hello (10.0.0.10). If that is a "
                                           "proxy, firewall or load balancer, change it there, not on "
                                           "Exchange."));
            assert_holds(text, SCHANNEL "Client: Enabled=1, DisabledByDefault=0");
            assert_holds(text, SCHANNEL "Server: Enabled=1, DisabledByDefault=0");
            assert_holds(text, "HKLM\\SOFTWARE" DOT_NET);
            assert_holds(text, "HKLM\\SOFTWARE\\Wow6432Node" DOT_NET);
            assert_holds(text, "Restart");
            g_free(text);
        }
        g_free(script);
    }
}

static void test_dot_net_first_for_acs_and_federation(void)
{
    const struct place *const dot_net[] = {&acs, &fed_provision, &fed_metadata};
    const struct place *const mixed[] = {&exo_core, &exo_autodiscover, &entra_sts};

    for (size_t i = 0; i < G_N_ELEMENTS(dot_net); i++) {
        char *text = play_text(dot_net[i], "connect hello:TLS_1.0", FINDING_CLIENT_OFFERS_BELOW_TLS12,
                               JUDGE_REMEDY);

        g_assert_true(strstr(text, ".NETFramework") < strstr(text, "SCHANNEL"));
        g_free(text);
        text = play_text(mixed[i], "connect hello:TLS_1.0", FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_REMEDY);
        assert_holds(text, ".NET keys if an Exchange server");
        assert_holds(text, "WinHTTP DefaultSecureProtocols if a workstation");
        assert_holds(text, "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\WinHttp");
        g_free(text);
    }
}

/** V1 V2 V3: the text names the version and, by version, the setting. */
static void test_old_offer_names_version_and_setting(void)
{
    const struct {
        const char *script, *version, *cause;
    } cases[] = {
        {"connect hello:TLS_1.0", "TLS 1.0", "SystemDefaultTlsVersions"},
        {"connect hello:TLS_1.1", "TLS 1.1", "Schannel"},
        {"connect hello:SSL_3.0", "SSL 3.0", "hard coded"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = play_text(&acs, cases[i].script, FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_SUMMARY);

        assert_holds(text, cases[i].version);
        assert_holds(text, "accounts.accesscontrol.windows.net");
        g_free(text);
        text = play_text(&acs, cases[i].script, FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_CAUSE);
        assert_holds(text, cases[i].cause);
        g_free(text);
    }
}

/** Port 25 is opportunistic: mail may go on in clear, or queue. The text of the failure says both. */
static void test_mail_says_both(void)
{
    const struct {
        const char     *script;
        enum finding_id finding;
    } cases[] = {
        {"connect hello:TLS_1.0 alert:server:70", FINDING_VERSION_REFUSED},
        {"connect hello:TLS_1.0 rst:server", FINDING_CLOSED_AFTER_OLD_HELLO},
        {"connect hello:TLS_1.1 alert:server:70", FINDING_VERSION_REFUSED},
        {"connect hello:TLS_1.2 alert:server:40", FINDING_HANDSHAKE_FAILURE},
        {"connect hello:TLS_1.2 rst:server", FINDING_CLOSED_AFTER_HELLO},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        GString *all = g_string_new("");

        for (unsigned part = 0; part < JUDGE_PART_COUNT; part++) {
            char *text = play_text(&mail_outbound, cases[i].script, cases[i].finding, (enum judge_part)part);

            g_string_append(all, text);
            g_free(text);
        }
        assert_holds(all->str, "in clear");
        assert_holds(all->str, "queue");
        g_string_free(all, TRUE);
    }
}

/** "words by sender": a client's alert refuses the server's choice; a server's may mean TLS 1.3 only. */
static void test_version_refused_words_by_sender(void)
{
    char *client = play_text(&exo_core, "connect hello:TLS_1.2 choice:TLS_1.0 alert:client:70",
                             FINDING_VERSION_REFUSED, JUDGE_SUMMARY);
    char *server = play_text(&exo_core, "connect hello:TLS_1.2 alert:server:70", FINDING_VERSION_REFUSED,
                             JUDGE_CAUSE);
    char *old = play_text(&exo_core, "connect hello:TLS_1.0 alert:server:70", FINDING_VERSION_REFUSED,
                          JUDGE_CAUSE);

    assert_holds(client, "10.0.0.10 refused the version");
    assert_holds(client, "TLS 1.0");
    assert_holds(client, "protocol_version (70)");
    assert_holds(server, "only TLS 1.3");
    g_assert_null(strstr(old, "TLS 1.3"));
    g_free(client);
    g_free(server);
    g_free(old);
}

static void test_inbound_close_names_the_firewall_first(void)
{
    char *text =
        play_text(&inbound, "connect hello:TLS_1.2 rst:server", FINDING_CLOSED_AFTER_HELLO, JUDGE_CAUSE);

    assert_holds(text, "firewall");
    assert_holds(text, "allow list");
    assert_holds(text, "without TLS 1.2");
    g_assert_true(strstr(text, "allow list") < strstr(text, "without TLS 1.2"));
    g_free(text);
}

static void test_gave_up_in_tls13_is_medium(void)
{
    const char *script = "connect hello:TLS_1.3 choice:TLS_1.3 data:server:2000 data:client:19 fin:client";
    char *text = play_text(&graph, script, FINDING_CLIENT_GAVE_UP_AFTER_CERTIFICATE, JUDGE_CONFIDENCE);

    g_assert_cmpstr(text, ==, "medium");
    g_free(text);
    text = play_text(&graph, script, FINDING_CLIENT_GAVE_UP_AFTER_CERTIFICATE, JUDGE_CAUSE);
    g_assert_true(g_str_has_prefix(text, "An encrypted alert, probably: certificate not accepted"));
    g_free(text);
}

/* ---- words: what the administrator has seen ---- */

/* Word for word from "Resolve free/busy sharing issues in a hybrid Exchange environment". */
#define SET_FEDERATED_RECEIVE \
    "PowerShell failed to invoke 'Set-FederatedOrganizationIdentifier': An error occurred while " \
    "attempting to provision Exchange to the Partner STS. Detailed Information \"An error occurred " \
    "accessing Windows Live. Detailed information: \"The underlying connection was closed: An " \
    "unexpected error occurred on a receive.\".\""
#define SET_FEDERATED_SEND \
    "PowerShell failed to invoke 'Set-FederatedOrganizationIdentifier': An error occurred while " \
    "attempting to provision Exchange to the Partner STS. Detailed Information \"An error occurred " \
    "accessing Windows Live. Detailed information: \"The underlying connection was closed: An " \
    "unexpected error occurred on a send.\".\""
#define ADD_FEDERATED \
    "PowerShell failed to invoke 'Add-FederatedDomain': Unable to reserve the URI \"contoso.com\" for " \
    "the domain \"contoso.com\" on application identifier <application ID>. Detailed information: \"An " \
    "error occurred accessing Windows Live. Detailed information: \"The underlying connection was " \
    "closed: An unexpected error occurred on a send.\".\""
#define NEW_AUTH_SERVER \
    "New-AuthServer -Name \"WindowsAzureACS\" -AuthMetadataUrl " \
    "\"https://accounts.accesscontrol.windows.net/contoso.com/metadata/json/1\" Cannot acquire auth " \
    "metadata document from 'https://accounts.accesscontrol.windows.net/contoso.com/metadata/json/1'. " \
    "Error: The underlying connection was closed: An unexpected error occurred on a receive."
#define OAUTH_SEND \
    "System.Net.WebException: The underlying connection was closed: An unexpected error occurred on a " \
    "send."
#define OAUTH_RESET \
    "System.IO.IOException: Unable to read data from the transport connection: An existing connection " \
    "was forcibly closed by the remote host."
#define FREE_BUSY \
    "When a user who has an on-premises mailbox tries to use the Scheduling Assistant in Microsoft " \
    "Outlook to retrieve free/busy information for another user who has an Exchange Online mailbox, " \
    "free/busy sharing either doesn't work or works intermittently."
#define SHARED_CALENDAR \
    "When a user who has an on-premises mailbox tries to add the shared calendar of a user who has an " \
    "Exchange Online mailbox, Outlook displays a \"Could not update\" message."
#define MAIL_TIPS \
    "When a user who has an on-premises mailbox drafts a message to a user who has an Exchange Online " \
    "mailbox, MailTips aren't displayed. This issue can occur in Outlook or Outlook on the web."

static void assert_explains(const struct place *place, const char *const *sentences)
{
    const struct {
        const char     *script;
        enum finding_id finding;
    } cases[] = {
        {"connect hello:TLS_1.0 rst:server", FINDING_CLIENT_OFFERS_BELOW_TLS12},
        {"connect hello:TLS_1.0 rst:server", FINDING_CLOSED_AFTER_OLD_HELLO},
        {"connect hello:TLS_1.0 alert:server:70", FINDING_VERSION_REFUSED},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = play_text(place, cases[i].script, cases[i].finding, JUDGE_EXPLAINS);

        for (size_t j = 0; sentences[j] != NULL; j++) {
            assert_holds(text, sentences[j]);
        }
        g_free(text);
    }
}

static void test_explains_holds_the_article(void)
{
    const char *const federation[] = {SET_FEDERATED_RECEIVE, SET_FEDERATED_SEND, ADD_FEDERATED, NULL};
    const char *const auth_server[] = {NEW_AUTH_SERVER, OAUTH_SEND, OAUTH_RESET, NULL};
    const char *const free_busy[] = {OAUTH_SEND, OAUTH_RESET, FREE_BUSY, SHARED_CALENDAR, MAIL_TIPS, NULL};

    assert_explains(&fed_provision, federation);
    assert_explains(&acs, auth_server);
    assert_explains(&entra_sts, free_busy);
    assert_explains(&exo_core, free_busy);
    assert_explains(&exo_autodiscover, free_busy);
}

/** Each message stands by itself, and no other role's with it. */
static void test_explains_separates_messages(void)
{
    char  *text = play_text(&fed_provision, "connect hello:TLS_1.0", FINDING_CLIENT_OFFERS_BELOW_TLS12,
                            JUDGE_EXPLAINS);
    char **parts = g_strsplit(text, " | ", -1);

    g_assert_cmpuint(g_strv_length(parts), ==, 3);
    g_assert_cmpstr(parts[0], ==, SET_FEDERATED_RECEIVE);
    g_assert_cmpstr(parts[1], ==, SET_FEDERATED_SEND);
    g_assert_cmpstr(parts[2], ==, ADD_FEDERATED);
    g_strfreev(parts);
    g_free(text);
}

/** No wording of .NET excludes a cause: every finding of a connection that was closed lists both, for each role. */
static void test_closed_findings_list_both_wordings(void)
{
    size_t rows = 0;

    for (uint16_t rule = 0; rule < rule_count; rule++) {
        if (!g_str_has_prefix(findings[rules[rule].finding].id, "closed_")) {
            continue;
        }
        rows++;
        for (size_t role = 0; role < ROLE_COUNT; role++) {
            struct flow_recognition recognition = {.role = (enum role)role};
            struct flow             flow = {.recognition = recognition};
            char                    text[LIMIT_TEXT_LENGTH];

            judge_text(&flow, &recognition, 0, rule, JUDGE_EXPLAINS, text, sizeof text);
            assert_holds(text, "The underlying connection was closed: An unexpected error occurred on a send.");
            assert_holds(text, "The underlying connection was closed: An unexpected error occurred on a receive.");
            g_assert_false(g_str_has_prefix(text, " | "));
            g_assert_false(g_str_has_suffix(text, " | "));
        }
    }
    g_assert_cmpuint(rows, >=, 9);
}

/* ---- words: what Windows makes of an alert ---- */

/** "TLS alert -> Schannel error": in the cause of the finding that an alert has as its own. */
static void test_alerts_name_the_schannel_error(void)
{
    const struct {
        uint8_t         alert;
        enum finding_id finding;
        const char     *error;
    } cases[] = {
        {10, FINDING_OTHER_FATAL_ALERT, "SEC_E_ILLEGAL_MESSAGE (0x80090326)"},
        {20, FINDING_OTHER_FATAL_ALERT, "SEC_E_MESSAGE_ALTERED (0x8009030F)"},
        {40, FINDING_HANDSHAKE_FAILURE, "SEC_E_ILLEGAL_MESSAGE (0x80090326)"},
        {42, FINDING_CERTIFICATE_REFUSED, "SEC_E_CERT_UNKNOWN (0x80090327)"},
        {43, FINDING_CERTIFICATE_REFUSED, "SEC_E_CERT_UNKNOWN (0x80090327)"},
        {44, FINDING_CERTIFICATE_REFUSED, "CRYPT_E_REVOKED (0x80092010)"},
        {45, FINDING_CERTIFICATE_REFUSED, "SEC_E_CERT_EXPIRED (0x80090328)"},
        {46, FINDING_CERTIFICATE_REFUSED, "SEC_E_CERT_UNKNOWN (0x80090327)"},
        {48, FINDING_CERTIFICATE_REFUSED, "SEC_E_UNTRUSTED_ROOT (0x80090325)"},
        {49, FINDING_OTHER_FATAL_ALERT, "SEC_E_LOGON_DENIED (0x8009030C)"},
        {51, FINDING_OTHER_FATAL_ALERT, "SEC_E_DECRYPT_FAILURE (0x80090330)"},
        {70, FINDING_VERSION_REFUSED, "SEC_E_UNSUPPORTED_FUNCTION (0x80090302)"},
        {71, FINDING_INSUFFICIENT_SECURITY, "SEC_E_ALGORITHM_MISMATCH (0x80090331)"},
        {80, FINDING_OTHER_FATAL_ALERT, "SEC_E_INTERNAL_ERROR (0x80090304)"},
        {86, FINDING_VERSION_FALLBACK, "SEC_E_ILLEGAL_MESSAGE (0x80090326)"},
        {112, FINDING_NAME_UNRECOGNISED, "SEC_E_ILLEGAL_MESSAGE (0x80090326)"},
    };
    const char *scripts[] = {"connect hello:TLS_1.0 alert:server:%u", "connect hello:TLS_1.2 alert:server:%u",
                             "connect hello:TLS_1.2 choice:TLS_1.2 alert:client:%u",
                             "connect hello:TLS_1.2 choice:TLS_1.0 certificate alert:client:%u"};
    const struct place *const at[] = {&exo_core, &mail_outbound, &inbound, &unrelated};

    for (size_t i = 0; i < G_N_ELEMENTS(cases) * G_N_ELEMENTS(scripts) * G_N_ELEMENTS(at); i++) {
        size_t              row = i % G_N_ELEMENTS(cases);
        const char         *pattern = scripts[i / G_N_ELEMENTS(cases) % G_N_ELEMENTS(scripts)];
        const struct place *place = at[i / G_N_ELEMENTS(cases) / G_N_ELEMENTS(scripts)];
        char              **parts = g_strsplit(pattern, "%u", 2);
        char               *script = g_strdup_printf("%s%u", parts[0], cases[row].alert);
        char *text = play_text(place, script, cases[row].finding, JUDGE_CAUSE);
        char *sentence =
            g_strdup_printf(" A Windows machine that receives this alert reports %s.", cases[row].error);

        assert_holds(text, sentence);
        g_free(sentence);
        g_free(text);
        g_free(script);
        g_strfreev(parts);
    }
}

/** V16, and an alert that the list does not hold. */
static void test_schannel_error_elsewhere(void)
{
    char *refused = play_text(&inbound, "connect hello:TLS_1.2 alert:server:70", FINDING_ONPREM_REFUSES_CLOUD,
                              JUDGE_CAUSE);
    char *unknown = play_text(&exo_core, "connect hello:TLS_1.2 alert:server:200", FINDING_OTHER_FATAL_ALERT,
                              JUDGE_CAUSE);

    assert_holds(refused, "SEC_E_UNSUPPORTED_FUNCTION (0x80090302)");
    assert_lacks(unknown, "Windows machine");
    g_assert_true(g_str_has_suffix(unknown, "."));
    g_free(refused);
    g_free(unknown);
}

/* ---- words: when TLS 1.0 and 1.1 ended ---- */

static int64_t seconds_of(int year, int month, int day)
{
    GDateTime *date = g_date_time_new_utc(year, month, day, 0, 0, 0);
    int64_t    seconds = g_date_time_to_unix(date);

    g_date_time_unref(date);
    return seconds;
}

static char *cause_of_old_choice(const struct place *place, int64_t seconds)
{
    struct stage stage;
    char        *text = NULL;

    stage_start(&stage, place, seconds);
    stage_play(&stage, "hello:TLS_1.0 choice:TLS_1.0");
    text = text_of(&stage, FINDING_SERVER_CHOSE_BELOW_TLS12, JUDGE_CAUSE);
    stage_end(&stage);
    return text;
}

/** Inbound mail is recognised by its sender's name, which names nobody who was called. */
static void test_inbound_mail_names_the_server(void)
{
    struct stage stage;
    char        *text = NULL;

    stage_start(&stage, &mail_inbound, 0);
    stage.player.flow.recognition.host = "mail-am6.outbound.protection.outlook.com";
    stage_play(&stage, "connect hello:TLS_1.0");
    text = text_of(&stage, FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_SUMMARY);
    g_assert_nonnull(strstr(text, " to 192.0.2.80 (on-premises mail server)"));
    assert_lacks(text, "outlook.com");
    g_free(text);
    stage.player.flow.names[MATCH_SMTP] = "mx.contoso.example";
    text = text_of(&stage, FINDING_CLIENT_OFFERS_BELOW_TLS12, JUDGE_SUMMARY);
    g_assert_nonnull(strstr(text, " to mx.contoso.example (on-premises mail server)"));
    g_free(text);
    stage_end(&stage);
}

/** What the server chose is the best that was offered only if nothing better was. */
static void test_choice_below_an_old_offer(void)
{
    char *equal = play_text(&unrelated, "hello:TLS_1.1 choice:TLS_1.1", FINDING_SERVER_CHOSE_BELOW_TLS12, JUDGE_SUMMARY);
    char *less = play_text(&unrelated, "hello:TLS_1.1 choice:TLS_1.0", FINDING_SERVER_CHOSE_BELOW_TLS12, JUDGE_SUMMARY);

    g_assert_nonnull(strstr(equal, "chose TLS 1.1, the best that"));
    g_assert_nonnull(strstr(less, "chose TLS 1.0 although the machine at 10.0.0.10 offered TLS 1.1."));
    g_free(equal);
    g_free(less);
}

/** No word of an offer that nobody saw. */
static void test_old_choice_without_its_hello(void)
{
    const struct place *const at[] = {&unrelated, &exo_core, &mail_outbound, &smtp_legacy, &china, &inbound};

    for (size_t i = 0; i < G_N_ELEMENTS(at); i++) {
        char *summary = play_text(at[i], "connect choice:TLS_1.0", FINDING_SERVER_CHOSE_BELOW_TLS12, JUDGE_SUMMARY);
        char *cause = play_text(at[i], "connect choice:TLS_1.0", FINDING_SERVER_CHOSE_BELOW_TLS12, JUDGE_CAUSE);
        g_assert_nonnull(strstr(summary, "chose TLS 1.0; what the machine at "));
        g_assert_nonnull(strstr(summary, " offered was not captured."));
        assert_lacks(cause, "Both sides still");
        g_free(summary);
        g_free(cause);
    }
}

static void test_old_choice_of_a_cloud_names_the_date(void)
{
    const struct {
        const struct place *place;
        int                 year, month, day;
    } cases[] = {
        {&exo_core, 2020, 10, 15},
        {&graph, 2020, 10, 15},
        {&entra_sts, 2022, 1, 31},
        {&gcc_high, 2020, 1, 15},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        int64_t end = seconds_of(cases[i].year, cases[i].month, cases[i].day);
        char   *date = g_strdup_printf("since %d-%02d-%02d", cases[i].year, cases[i].month, cases[i].day);
        char   *before = cause_of_old_choice(cases[i].place, end - 1);
        char   *after = cause_of_old_choice(cases[i].place, end);

        assert_holds(before, date);
        assert_holds(before, "the capture is older");
        g_assert_null(strstr(before, "device on the way"));
        assert_holds(after, date);
        assert_holds(after, "device on the way");
        g_free(date);
        g_free(before);
        g_free(after);
    }
    char *unknown = cause_of_old_choice(&china, seconds_of(2024, 1, 24));
    g_assert_null(strstr(unknown, "since "));
    assert_holds(unknown, "device on the way");
    g_free(unknown);
    char *elsewhere = cause_of_old_choice(&unrelated, seconds_of(2024, 1, 24));
    g_assert_null(strstr(elsewhere, "since "));
    g_free(elsewhere);
}

static void test_extreme_times(void)
{
    const struct {
        int64_t time;
        bool    dated, after;
    } cases[] = {
        {INT64_MIN, false, false}, {-1, false, false},       {1, false, false},          {946684799, false, false},
        {946684800, true, false},  {INT64_MAX, true, true},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = cause_of_old_choice(&exo_core, cases[i].time);

        /* A time before 2000 is no date: nothing is said of one. */
        g_assert_true((strstr(text, "since ") != NULL) == cases[i].dated);
        g_assert_true((strstr(text, "device on the way") != NULL) == (cases[i].after || !cases[i].dated));
        g_free(text);
    }
}

/** Years outside its validity tell rather of the clock, or of an old file. */
static void test_confidence_of_validity(void)
{
    const struct {
        unsigned    facts;
        const char *confidence;
    } cases[] = {
        {FLOW_CERTIFICATE_EXPIRED, "high"},
        {FLOW_CERTIFICATE_EXPIRED | FLOW_CERTIFICATE_LONG_EXPIRED, "low"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct flow_certificate certificate = {.subject = "mail.contoso.com", .facts = cases[i].facts};
        struct stage            stage;

        stage_start(&stage, &unrelated, 0);
        stage_play(&stage, "connect hello:TLS_1.2 choice:TLS_1.2");
        play(&stage.player, FLOW_SIDE_SERVER,
             (struct observation){.kind = OBSERVATION_CERTIFICATE, .of.certificate = &certificate});
        char *confidence = text_of(&stage, FINDING_CERTIFICATE_EXPIRED, JUDGE_CONFIDENCE);
        g_assert_cmpstr(confidence, ==, cases[i].confidence);
        g_free(confidence);
        stage_end(&stage);
    }
}

/** A7: what Exchange Online refuses is to be changed on premises, not on Exchange Online's machine. */
static void test_inbound_remedies_are_on_premises(void)
{
    static const struct {
        const char     *script;
        enum finding_id finding;
        const char     *holds;
    } cases[] = {
        {"connect hello:TLS_1.2 choice:TLS_1.2 certificate alert:client:48", FINDING_CERTIFICATE_REFUSED, "public CA"},
        {"connect hello:TLS_1.2 choice:TLS_1.2 certificate rst:client", FINDING_CLIENT_GAVE_UP_AFTER_CERTIFICATE,
         "public CA"},
        {"connect hello:TLS_1.2 choice:TLS_1.2 certificate alert:client:40", FINDING_HANDSHAKE_FAILURE,
         "published endpoint"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = play_text(&inbound, cases[i].script, cases[i].finding, JUDGE_REMEDY);

        assert_holds(text, cases[i].holds);
        assert_holds(text, "published endpoint");
        g_assert_null(strstr(text, "On the machine at"));
        g_free(text);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/judge/text/client", test_summaries_hold_the_client);
    g_test_add_func("/judge/text/longest_names", test_longest_names_fit);
    g_test_add_func("/judge/text/all_facts", test_all_facts_resolve);
    g_test_add_func("/judge/text/hostile_name", test_hostile_name_is_not_expanded);
    g_test_add_func("/judge/text/small_buffers", test_small_buffers);
    g_test_add_func("/judge/text/values", test_values);
    g_test_add_func("/judge/text/pieces", test_pieces);
    g_test_add_func("/judge/text/unnamed_version", test_unnamed_version);
    g_test_add_func("/judge/text/seed_remedies", test_remedies_of_the_seed_roles);
    g_test_add_func("/judge/text/dot_net_first", test_dot_net_first_for_acs_and_federation);
    g_test_add_func("/judge/text/version_and_setting", test_old_offer_names_version_and_setting);
    g_test_add_func("/judge/text/mail", test_mail_says_both);
    g_test_add_func("/judge/text/version_refused", test_version_refused_words_by_sender);
    g_test_add_func("/judge/text/inbound_mail_server", test_inbound_mail_names_the_server);
    g_test_add_func("/judge/text/choice_below_an_old_offer", test_choice_below_an_old_offer);
    g_test_add_func("/judge/text/old_choice_without_its_hello", test_old_choice_without_its_hello);
    g_test_add_func("/judge/text/inbound_close", test_inbound_close_names_the_firewall_first);
    g_test_add_func("/judge/text/gave_up_tls13", test_gave_up_in_tls13_is_medium);
    g_test_add_func("/judge/text/article", test_explains_holds_the_article);
    g_test_add_func("/judge/text/both_wordings", test_closed_findings_list_both_wordings);
    g_test_add_func("/judge/text/schannel", test_alerts_name_the_schannel_error);
    g_test_add_func("/judge/text/schannel_elsewhere", test_schannel_error_elsewhere);
    g_test_add_func("/judge/text/messages", test_explains_separates_messages);
    g_test_add_func("/judge/text/cutoff", test_old_choice_of_a_cloud_names_the_date);
    g_test_add_func("/judge/text/extreme_times", test_extreme_times);
    g_test_add_func("/judge_text/validity/confidence", test_confidence_of_validity);
    g_test_add_func("/judge_text/inbound_remedies", test_inbound_remedies_are_on_premises);
    return g_test_run();
}
