/* flow_mail.h: the clear part of an SMTP session: whether TLS was offered, asked for and accepted (RFC 5321, RFC 3207).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Lines of commands and replies are stated one by one, in their order (OBSERVATION_MAIL_COMMAND, OBSERVATION_MAIL_REPLY).
 * The record is part of the flow's and the caller's to allocate.
 */
#ifndef FLOW_MAIL_H
#define FLOW_MAIL_H

#include "flow.h"

/** A keyword of the answer to EHLO as long as STARTTLS. */
#define FLOW_MAIL_KEYWORD_LENGTH 8

/** What an answer to EHLO says of STARTTLS. */
enum flow_mail_offer {
    FLOW_MAIL_OFFER_UNKNOWN, /**< not seen, or not wholly */
    FLOW_MAIL_OFFER_MISSING,
    FLOW_MAIL_OFFER_MASKED, /**< missing, and a keyword of the same length was overwritten: "XXXXXXXA" */
    FLOW_MAIL_OFFER_MADE
};

/** What a session has shown. Texts are printable ASCII, and stay what they were first. */
struct flow_mail {
    enum flow_mail_offer offer;     /**< of the last answer to EHLO that was wholly seen */
    enum flow_mail_offer reading;   /**< ... of the one whose lines are coming in */
    bool                 torn;      /**< ... which has a line that was not wholly seen */
    bool                 greeted;   /**< ... whose first line, the server's name, has come */
    bool                 any;       /**< a command or reply was seen */
    bool                 waits;     /**< a command waits for its reply: */
    enum flow_mail_command waits_for;
    bool asked;    /**< the client sent STARTTLS */
    bool refused;  /**< ... and the server said no */
    bool accepted; /**< ... or yes (220), and nothing else of the client has come since */
    bool demanded; /**< the server refused a command because STARTTLS is missing */
    bool sent;     /**< the client handed over mail in clear */
    uint32_t client_next; /**< sequence number behind what the client had sent at the last reply */
    bool left;     /**< the session ended without TLS and without mail */
    char keyword[FLOW_MAIL_KEYWORD_LENGTH + 1]; /**< that stands where STARTTLS was */
    char reply[LIMIT_MAIL_REPLY];               /**< that refused STARTTLS, or demanded it: "454 4.7.0 ..." */
};

/** Which command a line is; the name as Wireshark gives it, four letters or more. */
enum flow_mail_command flow_mail_command_of(const char *name);

/** Takes what an observation shows of the session, after the flow has taken it. Returns or'ed enum flow_event. Does
 *  nothing where the flow has no record of mail, or once TLS has begun. */
unsigned flow_mail_observe(struct flow *flow, const struct observation *observation);

/** True if the server accepted STARTTLS: a ClientHello is due. */
bool flow_mail_expects_hello(const struct flow *flow);

#endif
