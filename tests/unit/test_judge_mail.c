/* test_judge_mail.c: mail to and from Exchange Online that goes without TLS, and why.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "flow_mail.h"
#include "judge_stage.h"
#include "tls_names.h"

/** A session: commands begin with "C ", lines of replies with "S ", an end is "C fin", "S rst" ... */
struct session {
    const struct place *place;
    const char         *lines[14];
    const char         *expected;
};

#define BANNER    "S 220 mx.example Ready"
#define EHLO      "C EHLO mail.contoso.com"
#define OFFERED   "S 250-mx.example Hello", "S 250-SIZE 1", "S 250-StartTLS", "S 250 CHUNKING"
#define MISSING   "S 250-mx.example Hello", "S 250-SIZE 1", "S 250 CHUNKING"
#define MASKED    "S 250-mx.example Hello", "S 250-XXXXXXXA", "S 250-XXXXXXXB", "S 250 SIZE 1"
#define MAIL      "C MAIL"
#define WARNING   "smtp_without_tls=warning@"
#define ERROR     "smtp_without_tls=error@"

static void say_command(struct stage *stage, const char *name)
{
    play_payload(&stage->player, FLOW_SIDE_CLIENT);
    play(&stage->player, FLOW_SIDE_CLIENT,
         (struct observation){.kind = OBSERVATION_MAIL_COMMAND, .of.mail_command = flow_mail_command_of(name)});
}

/** "250-TEXT", "220"; a text that ends in "~" is not whole. */
static void say_reply(struct stage *stage, const char *line)
{
    struct flow_mail_reply reply = {.code = (uint16_t)atoi(line), .more = line[3] == '-', .whole = true, .text = ""};

    if (strlen(line) > 4) {
        reply.text = line + 4;
        reply.whole = !g_str_has_suffix(line, "~");
        reply.length = strlen(line + 4) - (reply.whole ? 0 : 1);
    }
    play_payload(&stage->player, FLOW_SIDE_SERVER);
    play(&stage->player, FLOW_SIDE_SERVER, (struct observation){.kind = OBSERVATION_MAIL_REPLY, .of.mail_reply = reply});
}

static void play_line(struct stage *stage, const char *line)
{
    enum flow_side side = line[0] == 'C' ? FLOW_SIDE_CLIENT : FLOW_SIDE_SERVER;

    stage->step = (char *)line;
    if (g_str_has_suffix(line, " fin")) {
        play_fin(&stage->player, side);
    } else if (g_str_has_suffix(line, " rst")) {
        play_rst(&stage->player, side);
    } else if (g_str_has_suffix(line, " hello")) {
        play_client_hello(&stage->player, TLS_VERSION_1_2);
    } else if (g_str_has_suffix(line, " bytes")) {
        play_payload(&stage->player, side);
    } else if (side == FLOW_SIDE_CLIENT) {
        say_command(stage, line + 2);
    } else {
        say_reply(stage, line + 2);
    }
}

static void play_session(struct stage *stage, struct flow_mail *mail, const struct session *session)
{
    stage_start(stage, session->place, 0);
    memset(mail, 0, sizeof *mail);
    play_connect(&stage->player);
    stage->player.flow.mail = mail;
    for (size_t i = 0; i < G_N_ELEMENTS(session->lines) && session->lines[i] != NULL; i++) {
        play_line(stage, session->lines[i]);
    }
}

static void assert_sessions(const struct session *sessions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct stage     stage;
        struct flow_mail mail;

        play_session(&stage, &mail, &sessions[i]);
        if (strcmp(stage.raised->str, sessions[i].expected) != 0) {
            g_error("session %" G_GSIZE_FORMAT ": found \"%s\", expected \"%s\"", i, stage.raised->str, sessions[i].expected);
        }
        stage_end(&stage);
    }
}

/** Not on the answer to EHLO: EHLO may be said again. On what the client does about it. */
static void test_not_offered(void)
{
    const struct session sessions[] = {
        {&mail_inbound, {BANNER, EHLO, MISSING}, ""},
        {&mail_inbound, {BANNER, EHLO, MISSING, "C QUIT", "S 221 bye", "C fin"}, ERROR "C QUIT"},
        {&mail_inbound, {BANNER, EHLO, MISSING, "C fin"}, ERROR "C fin"},
        {&mail_inbound, {BANNER, EHLO, MISSING, "C rst"}, ERROR "C rst"},
        {&mail_inbound, {BANNER, EHLO, MISSING, "S fin", "C fin"}, ""},
        {&mail_inbound, {BANNER, EHLO, MISSING, MAIL, "S 250 ok", "C QUIT", "C fin"}, WARNING "C MAIL"},
        {&mail_outbound, {BANNER, EHLO, MISSING, MAIL, "S 250 ok", "C QUIT", "C fin"}, WARNING "C MAIL"},
        {&mail_outbound, {BANNER, EHLO, MISSING, "C QUIT"}, ERROR "C QUIT"},
        {&mail_outbound, {BANNER, EHLO, "S 250 mx.example", "C QUIT"}, ERROR "C QUIT"},
        {&mail_outbound, {BANNER, EHLO, MISSING, "C EHLO", OFFERED, "C QUIT"}, ""},
        {&mail_outbound, {BANNER, EHLO, "S 500 unknown", "C HELO", "S 250 mx.example", MAIL}, WARNING "C MAIL"},
        {&mail_outbound, {BANNER, EHLO, "S 421 busy", "C QUIT"}, ""},
        /* An answer that comes before the banner was asked for is the banner. */
        {&mail_outbound, {EHLO, BANNER, OFFERED, "C QUIT"}, ""},
        /* A record that begins with the answer. */
        {&mail_outbound, {MISSING, "C QUIT"}, ERROR "C QUIT"},
        {&mail_outbound, {BANNER, "S 250-HELP", "S 250 more", "C QUIT"}, ""},
    };

    assert_sessions(sessions, G_N_ELEMENTS(sessions));
}

/** A keyword of the same length, overwritten; and a server that demands what its answer did not offer. */
static void test_changed_on_the_way(void)
{
    const struct session sessions[] = {
        {&mail_outbound, {BANNER, EHLO, MASKED, MAIL, "S 250 ok"}, WARNING "C MAIL"},
        {&mail_outbound, {BANNER, EHLO, MASKED, "C QUIT"}, ERROR "C QUIT"},
        {&mail_outbound,
         {BANNER, EHLO, MASKED, MAIL, "S 451 5.7.3 STARTTLS is required to send mail", "C QUIT", "C fin"},
         WARNING "C MAIL " ERROR "S 451 5.7.3 STARTTLS is required to send mail"},
        {&mail_outbound,
         {BANNER, EHLO, MISSING, MAIL, "S 530 5.7.0 Must issue a STARTTLS command first"},
         WARNING "C MAIL " ERROR "S 530 5.7.0 Must issue a STARTTLS command first"},
        {&mail_outbound, {BANNER, EHLO, OFFERED, MAIL, "S 530 Must issue a STARTTLS command first"},
         WARNING "C MAIL " ERROR "S 530 Must issue a STARTTLS command first"},
        {&mail_outbound, {BANNER, EHLO, MISSING, MAIL, "S 550 5.1.1 no such user"}, WARNING "C MAIL"},
        {&mail_outbound, {BANNER, EHLO, "S 250-mx", "S 250-XXXXXXXA", "S 250 STARTTLS", "C QUIT"}, ""},
    };

    assert_sessions(sessions, G_N_ELEMENTS(sessions));
}

static void test_masked_keywords(void)
{
    const struct {
        const char *keyword;
        bool        masked;
    } keywords[] = {
        {"XXXXXXXA", true}, {"XXXXXXXX", true}, {"********", true}, {"xxxxxxxb 1", true}, {"XXXXXXA", false},
        {"XXXXXXXXA", false}, {"CHUNKING", false}, {"8BITMIME", false}, {"SMTPUTF8", false}, {"XXXXXXAB", false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(keywords); i++) {
        struct stage     stage;
        struct flow_mail mail;
        char            *line = g_strdup_printf("S 250-%s", keywords[i].keyword);
        struct session   session = {&mail_outbound, {EHLO, "S 250-mx", line, "S 250 DSN", NULL}, ""};

        play_session(&stage, &mail, &session);
        g_assert_cmpint(mail.offer, ==, keywords[i].masked ? FLOW_MAIL_OFFER_MASKED : FLOW_MAIL_OFFER_MISSING);
        stage_end(&stage);
        g_free(line);
    }
}

static void test_refused_or_nothing_came_of_it(void)
{
    const char *const refusal = "S 454 4.7.0 TLS not available due to local problem";
    const struct session sessions[] = {
        {&mail_inbound, {BANNER, EHLO, OFFERED, "C STARTTLS", refusal},
         WARNING "S 454 4.7.0 TLS not available due to local problem"},
        {&mail_inbound, {BANNER, EHLO, OFFERED, "C STARTTLS", refusal, "C QUIT", "C fin"},
         WARNING "S 454 4.7.0 TLS not available due to local problem " ERROR "C QUIT"},
        {&mail_inbound, {BANNER, EHLO, OFFERED, "C STARTTLS", "S 554", MAIL, "S 250 ok", "C QUIT"}, WARNING "S 554"},
        /* Wireshark 4.0 names a command by four letters. */
        {&mail_inbound, {BANNER, EHLO, OFFERED, "C STAR", "S 220 go", "S fin"}, ERROR "S fin"},
        {&mail_inbound, {BANNER, EHLO, OFFERED, "C STARTTLS", "S 220", "C rst"}, ERROR "C rst"},
        {&mail_inbound, {BANNER, EHLO, OFFERED, "C STARTTLS", "S 220 go", "C bytes", "S fin"}, ""},
        {&mail_inbound, {BANNER, EHLO, OFFERED, "C STARTTLS", "S 220 go"}, ""},
        {&mail_inbound, {BANNER, EHLO, OFFERED, "C STARTTLS", "C fin"}, ""},
        {&mail_inbound, {BANNER, EHLO, OFFERED, MAIL, "S 250 ok"}, WARNING "C MAIL"},
        {&mail_inbound, {BANNER, EHLO, OFFERED, "C QUIT", "C fin"}, ""},
        {&mail_inbound, {BANNER, EHLO, OFFERED, "C fin"}, ""},
    };

    assert_sessions(sessions, G_N_ELEMENTS(sessions));
}

/** STARTTLS was accepted: the handshake that is due ended before it began. */
static void test_outcome(void)
{
    struct stage         stage;
    struct flow_mail     mail;
    const struct session accepted = {&mail_outbound, {EHLO, OFFERED, "C STARTTLS", "S 220 go", "S rst"}, ""};
    const struct session clear = {&mail_outbound, {EHLO, OFFERED, "C STARTTLS", "S 454 no", "C fin"}, ""};

    play_session(&stage, &mail, &accepted);
    g_assert_cmpint(stage.player.flow.outcome, ==, FLOW_OUTCOME_RESET);
    stage_end(&stage);
    play_session(&stage, &mail, &clear);
    g_assert_cmpint(stage.player.flow.outcome, ==, FLOW_OUTCOME_NONE);
    stage_end(&stage);
}

/** Bytes that are missing may have held the offer; what began with TLS after all was not without. */
static void test_what_cannot_be_told(void)
{
    const struct session sessions[] = {
        {&mail_outbound, {EHLO, "S 250-mx", "S 250-STAR~", "S 250 DSN", "C QUIT"}, ""},
        {&mail_outbound, {EHLO, "S 250-mx", "S 250-DSN", "C QUIT"}, ""},
        {&mail_outbound, {EHLO, MAIL, "S 250 ok", "C QUIT"}, ""},
        {&mail_outbound, {MAIL, "S 451 5.7.3 STARTTLS is required to send mail", "C QUIT"}, ""},
        {&mail_outbound, {EHLO, OFFERED, "C STARTTLS", "S 220 go", "C hello", EHLO, MISSING, "C MAIL"}, ""},
        {&unrelated, {EHLO, MISSING, MAIL, "C QUIT"}, ""},
        {&exo_core, {EHLO, MISSING, MAIL, "C QUIT"}, ""},
    };

    assert_sessions(sessions, G_N_ELEMENTS(sessions));
}

/** A hole in the middle of the answer, which the client's acknowledgement proves; a cut frame. */
static void test_missing_bytes(void)
{
    for (int way = 0; way < 3; way++) {
        struct stage     stage;
        struct flow_mail mail;

        play_session(&stage, &mail, &(struct session){&mail_outbound, {EHLO, "S 250-mx"}, ""});
        if (way == 1) {
            play_loss(&stage.player, FLOW_SIDE_SERVER, 20);
        } else if (way == 2) {
            play_cut_payload(&stage.player, FLOW_SIDE_SERVER);
        }
        play_line(&stage, "S 250 DSN");
        play_line(&stage, "C QUIT");
        g_assert_cmpstr(stage.raised->str, ==, way == 0 ? ERROR "C QUIT" : "");
        stage_end(&stage);
    }
}

/** STARTTLS that succeeds at the second try leaves nothing of the refusal. */
static void test_tls_after_all(void)
{
    const struct session session = {
        &mail_outbound, {EHLO, OFFERED, "C STARTTLS", "S 454 later", "C STARTTLS", "S 220 go", "C hello"}, ""};
    struct stage     stage;
    struct flow_mail mail;

    play_session(&stage, &mail, &session);
    g_assert_nonnull(strstr(stage.raised->str, WARNING "S 454 later"));
    g_assert_null(judge_find(&stage.player.flow, FINDING_SMTP_WITHOUT_TLS));
    stage_end(&stage);
}

static void assert_words(const struct session *session, const char *summary, const char *cause)
{
    struct stage     stage;
    struct flow_mail mail;
    char            *text = NULL;

    play_session(&stage, &mail, session);
    text = text_of(&stage, FINDING_SMTP_WITHOUT_TLS, JUDGE_SUMMARY);
    assert_holds(text, summary);
    g_free(text);
    text = text_of(&stage, FINDING_SMTP_WITHOUT_TLS, JUDGE_CAUSE);
    assert_holds(text, cause);
    g_free(text);
    assert_all_texts_are_whole(&stage);
    stage_end(&stage);
}

/** The four are told apart, and the reply is named; what a server writes is shown as printable ASCII, and no longer. */
static void test_words(void)
{
    const struct session masked = {&mail_outbound, {EHLO, MASKED, MAIL, "S 451 5.7.3 STARTTLS needed"}, ""};
    const struct session taken_out = {&mail_outbound, {EHLO, MISSING, MAIL}, ""};
    const struct session missing = {&mail_inbound, {EHLO, MISSING, "C QUIT"}, ""};
    const struct session refused = {&mail_inbound, {EHLO, OFFERED, "C STARTTLS", "S 454 4.7.0 n\x1b\xc3\xa9", "C QUIT"}, ""};
    const struct session nothing = {&mail_inbound, {EHLO, OFFERED, "C STARTTLS", "S 220 go", "S fin"}, ""};

    assert_words(&masked, "\"451 5.7.3 STARTTLS needed\"", "overwrote STARTTLS");
    assert_words(&masked, "XXXXXXXA", "offered");
    assert_words(&taken_out, "does not offer STARTTLS", "a device on the way");
    assert_words(&missing, "the server on premises", "no TLS");
    assert_words(&refused, "\"454 4.7.0 n???\"", "certificate");
    assert_words(&nothing, "the server closed with a FIN", "Schannel");
}

static void test_long_reply(void)
{
    struct stage         stage;
    struct flow_mail     mail;
    char                *reply = g_strdup_printf("S 454 %0300d", 7);
    const struct session session = {&mail_outbound, {EHLO, OFFERED, "C STARTTLS", reply, NULL}, ""};

    play_session(&stage, &mail, &session);
    g_assert_cmpuint(strlen(mail.reply), ==, LIMIT_MAIL_REPLY - 1);
    stage_end(&stage);
    g_free(reply);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/judge/mail/not_offered", test_not_offered);
    g_test_add_func("/judge/mail/changed_on_the_way", test_changed_on_the_way);
    g_test_add_func("/judge/mail/masked_keywords", test_masked_keywords);
    g_test_add_func("/judge/mail/refused", test_refused_or_nothing_came_of_it);
    g_test_add_func("/judge/mail/outcome", test_outcome);
    g_test_add_func("/judge/mail/cannot_be_told", test_what_cannot_be_told);
    g_test_add_func("/judge/mail/missing_bytes", test_missing_bytes);
    g_test_add_func("/judge/mail/tls_after_all", test_tls_after_all);
    g_test_add_func("/judge/mail/words", test_words);
    g_test_add_func("/judge/mail/long_reply", test_long_reply);
    return g_test_run();
}
