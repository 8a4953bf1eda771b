/* flow_mail.c: lines of an SMTP session -> whether mail goes without TLS.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "flow_mail.h"

#include <stdio.h>
#include <string.h>

#include "ascii.h"
#include "flow_outcome.h"

/* RFC 5321 section 4.2, RFC 3207 section 4 */
enum { REPLY_SERVICE_READY = 220, FIRST_FAILURE = 400, FIRST_LASTING_FAILURE = 500, LAST_REPLY = 599 };

/* Inspection of ESMTP overwrites a keyword with a letter of its own and counts at the end: XXXXXXXA, XXXXXXXB. */
#define MASKED_LETTERS (FLOW_MAIL_KEYWORD_LENGTH - 1)

static const char starttls[] = "STARTTLS";

enum flow_mail_command flow_mail_command_of(const char *name)
{
    static const struct {
        const char            *start;
        enum flow_mail_command command;
    } commands[] = {
        {"EHLO", FLOW_MAIL_EHLO}, {"STAR", FLOW_MAIL_STARTTLS}, {"MAIL", FLOW_MAIL_SEND}, {"QUIT", FLOW_MAIL_QUIT},
    };

    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (ascii_begins_with(name, commands[i].start))
            return commands[i].command;
    }
    return FLOW_MAIL_OTHER;
}

static bool lacks_offer(const struct flow_mail *mail)
{
    return mail->offer == FLOW_MAIL_OFFER_MISSING || mail->offer == FLOW_MAIL_OFFER_MASKED;
}

/* One letter, of which no keyword is made, and the last one whatever it is. */
static bool is_masked(const char *word, size_t length)
{
    size_t same = 1;

    if (length != FLOW_MAIL_KEYWORD_LENGTH)
        return false;
    while (same < MASKED_LETTERS && word[same] == word[0])
        same++;
    return same == MASKED_LETTERS;
}

static void copy_printable(char *copy, size_t size, const char *text, size_t length)
{
    size_t kept = length < size - 1 ? length : size - 1;

    for (size_t i = 0; i < kept; i++)
        copy[i] = (char)(text[i] >= ' ' && text[i] <= '~' ? text[i] : '?');
    copy[kept] = '\0';
}

/* RFC 5321 section 4.1.1.1: the first line is the server's name, each other one a keyword and its parameters. */
static void read_keyword(struct flow_mail *mail, const struct flow_mail_reply *line)
{
    size_t length = 0;

    if (!line->whole)
        mail->torn = true;
    if (!mail->greeted) {
        mail->greeted = true;
        return;
    }
    while (length < line->length && line->text[length] != ' ')
        length++;
    if (length == sizeof starttls - 1 && ascii_equal_part(line->text, starttls, length)) {
        mail->reading = FLOW_MAIL_OFFER_MADE;
    } else if (mail->reading == FLOW_MAIL_OFFER_MISSING && is_masked(line->text, length)) {
        mail->reading = FLOW_MAIL_OFFER_MASKED;
        if (mail->keyword[0] == '\0')
            copy_printable(mail->keyword, sizeof mail->keyword, line->text, length);
    }
}

static void begin_answer(struct flow_mail *mail)
{
    mail->offer = FLOW_MAIL_OFFER_UNKNOWN;
    mail->reading = FLOW_MAIL_OFFER_MISSING;
    mail->torn = mail->greeted = false;
}

/* A server that refuses EHLO has no extensions: clients go on with HELO. */
static void take_ehlo_answer(struct flow_mail *mail, const struct flow_mail_reply *line)
{
    if (line->code < FIRST_FAILURE)
        read_keyword(mail, line);
    else if (line->code < FIRST_LASTING_FAILURE)
        mail->torn = true;
    /* An offer that was read is one, whatever else is missing. */
    if (!line->more && (!mail->torn || mail->reading == FLOW_MAIL_OFFER_MADE))
        mail->offer = mail->reading;
}

static void keep_reply(struct flow_mail *mail, const struct flow_mail_reply *line)
{
    char number[8];

    if (mail->reply[0] != '\0')
        return;
    snprintf(number, sizeof number, "%03u ", line->code % 1000u);
    copy_printable(mail->reply, sizeof mail->reply, number, line->length > 0 ? 4 : 3);
    copy_printable(mail->reply + strlen(mail->reply), sizeof mail->reply - strlen(mail->reply), line->text, line->length);
}

static unsigned take_starttls_answer(struct flow_mail *mail, const struct flow_mail_reply *line)
{
    if (line->code == REPLY_SERVICE_READY)
        mail->accepted = true;
    if (line->code < FIRST_FAILURE)
        return 0;
    mail->refused = true;
    keep_reply(mail, line);
    return FLOW_EVENT_STARTTLS_REFUSED;
}

static bool names_starttls(const struct flow_mail_reply *line)
{
    for (size_t i = 0; i + sizeof starttls - 1 <= line->length; i++) {
        if (ascii_equal_part(line->text + i, starttls, sizeof starttls - 1))
            return true;
    }
    return false;
}

/* "451 5.7.3 STARTTLS is required to send mail", "530 5.7.0 Must issue a STARTTLS command first" */
static unsigned take_other_answer(struct flow_mail *mail, const struct flow_mail_reply *line)
{
    if (mail->demanded || line->code < FIRST_FAILURE || mail->offer == FLOW_MAIL_OFFER_UNKNOWN || !names_starttls(line))
        return 0;
    mail->demanded = true;
    keep_reply(mail, line);
    return FLOW_EVENT_STARTTLS_REFUSED;
}

/* Which command a reply belongs to: EHLO, STARTTLS and the first of a group of others are waited for (RFC 2920). */
static unsigned take_reply(struct flow *flow, const struct flow_mail_reply *line)
{
    struct flow_mail *mail = flow->mail;
    bool              greeting = line->code == REPLY_SERVICE_READY && mail->waits_for == FLOW_MAIL_EHLO;

    /* A record that begins with an answer of several lines: only EHLO has such a one. */
    if (!mail->any && line->code < FIRST_FAILURE && line->code != REPLY_SERVICE_READY && line->more) {
        mail->waits = true;
        mail->waits_for = FLOW_MAIL_EHLO;
        begin_answer(mail);
    }
    mail->any = true;
    if (line->code > LAST_REPLY || greeting)
        return 0;
    if (!mail->waits)
        return take_other_answer(mail, line);
    mail->waits = line->more;
    if (mail->waits_for == FLOW_MAIL_EHLO) {
        take_ehlo_answer(mail, line);
        return 0;
    }
    mail->client_next = segments_highest(&flow_client(flow)->segments);
    return mail->waits_for == FLOW_MAIL_STARTTLS ? take_starttls_answer(mail, line) : take_other_answer(mail, line);
}

static unsigned leave(struct flow_mail *mail)
{
    mail->left = true;
    return FLOW_EVENT_MAIL_LEFT;
}

/* The client goes away with its mail. */
static unsigned client_leaves(struct flow_mail *mail)
{
    if (mail->sent || mail->demanded || mail->left || mail->accepted)
        return 0;
    return lacks_offer(mail) || mail->refused ? leave(mail) : 0;
}

static unsigned send_in_clear(struct flow_mail *mail)
{
    bool unused = mail->offer == FLOW_MAIL_OFFER_MADE && !mail->asked;

    if (mail->sent || !(lacks_offer(mail) || mail->refused || unused))
        return 0;
    mail->sent = true;
    return FLOW_EVENT_MAIL_IN_CLEAR;
}

/* RFC 2920 section 3.1: EHLO and STARTTLS end a group of commands. What follows them without an answer shows that the
 * answer was not captured. */
static bool ends_group(enum flow_mail_command command)
{
    return command == FLOW_MAIL_EHLO || command == FLOW_MAIL_STARTTLS;
}

static unsigned take_command(struct flow_mail *mail, enum flow_mail_command command)
{
    mail->any = true;
    if (!mail->waits || ends_group(mail->waits_for) || ends_group(command))
        mail->waits_for = command;
    mail->waits = true;
    switch (command) {
    case FLOW_MAIL_EHLO: begin_answer(mail); return 0;
    case FLOW_MAIL_STARTTLS: mail->asked = true; return 0;
    case FLOW_MAIL_SEND: return send_in_clear(mail);
    case FLOW_MAIL_QUIT: return client_leaves(mail);
    default: return 0;
    }
}

static unsigned take_end(struct flow *flow, const struct observation *observation)
{
    struct flow_mail *mail = flow->mail;

    if (flow->frames.end != observation->frame || mail->left)
        return 0;
    if (mail->accepted)
        return leave(mail);
    return flow->client_end == observation->sender ? client_leaves(mail) : 0;
}

/* Whatever the client sends once STARTTLS is accepted, it is no silence. */
static void hear(struct flow *flow, const struct observation *observation)
{
    const struct segment *segment = &observation->of.segment;
    struct flow_mail     *mail = flow->mail;

    if (flow->client_end == observation->sender && segment->length > 0 &&
        segments_distance(mail->client_next, segment->sequence + segment->length) > 0)
        mail->accepted = false;
}

static unsigned take(struct flow *flow, const struct observation *observation)
{
    struct flow_mail *mail = flow->mail;

    switch (observation->kind) {
    case OBSERVATION_MAIL_COMMAND: return take_command(mail, observation->of.mail_command);
    case OBSERVATION_MAIL_REPLY: return take_reply(flow, &observation->of.mail_reply);
    case OBSERVATION_SEGMENT: hear(flow, observation); return 0;
    case OBSERVATION_FIN:
    case OBSERVATION_RST: return take_end(flow, observation);
    default: return 0;
    }
}

unsigned flow_mail_observe(struct flow *flow, const struct observation *observation)
{
    unsigned events = 0;

    if (flow->mail == NULL || flow->tls || flow->frames.client_hello != 0)
        return 0;
    events = take(flow, observation);
    /* Bytes that the capture does not have may have held what seems to be missing. */
    return flow_why_unread(flow) == FLOW_UNREAD_NONE ? events : 0;
}

bool flow_mail_expects_hello(const struct flow *flow)
{
    return flow->mail != NULL && flow->mail->accepted;
}
