/* vocabulary.h: what happens in a flow: the events that the flow record tells and that rules are hung on.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef VOCABULARY_H
#define VOCABULARY_H

/** What changed with an observation; bits, or'ed: rules are hung on these. */
enum flow_event {
    FLOW_EVENT_CLIENT_HELLO = 1 << 0,  /**< the first ClientHello */
    FLOW_EVENT_SERVER_HELLO = 1 << 1,  /**< the server chose a version */
    FLOW_EVENT_FATAL_ALERT = 1 << 2,   /**< the first fatal alert */
    FLOW_EVENT_ENDED = 1 << 3,         /**< RST or FIN before completion, no fatal alert before it */
    FLOW_EVENT_RETRANSMITTED = 1 << 4, /**< second retransmission of a question without an answer */
    FLOW_EVENT_WAITED = 1 << 5,        /**< ten seconds without an answer; belongs to no frame */
    FLOW_EVENT_ANSWERED = 1 << 6,      /**< the question was answered: nothing waits any longer */
    FLOW_EVENT_CHANGED = 1 << 7,       /**< the record reads differently than before */
    FLOW_EVENT_QUESTION = 1 << 8,      /**< a SYN or ClientHello that waits for an answer from now on */
    FLOW_EVENT_CERTIFICATE = 1 << 10,  /**< the server's Certificate */
    FLOW_EVENT_CLIENT_CERTIFICATE = 1 << 11,
    FLOW_EVENT_CERTIFICATE_REQUEST = 1 << 12,
    FLOW_EVENT_PROXY_ANSWER = 1 << 13, /**< an answer to CONNECT other than success */
    FLOW_EVENT_LOOKUP = 1 << 14,       /**< no flow's: a DNS look-up without use (lookup.h) */
    FLOW_EVENT_WARNING_ALERT = 1 << 9, /**< an alert of level warning other than close_notify */
    FLOW_EVENT_CLOSED_WITHOUT_REPLY = 1 << 15, /**< RST or FIN after completion, with a request open */
    FLOW_EVENT_ANSWER = 1 << 16,               /**< an HTTP request or answer was read (judge_request()) */
    FLOW_EVENT_IN_CLEAR = 1 << 17,             /**< the ClientHello was answered by something that is not TLS */
    FLOW_EVENT_LARGE_LOST = 1 << 18,           /**< large segments do not get through, small ones do */
    FLOW_EVENT_STALLED = 1 << 19,              /**< nothing followed a part of the handshake that was received */
    FLOW_EVENT_COMPLETED = 1 << 20,            /**< the handshake is complete */
    FLOW_EVENT_CHOICE_UNSEEN = 1 << 22,        /**< the server may have chosen, in bytes that the capture lacks */
    FLOW_EVENT_REPLIED = 1 << 21,              /**< the other side answered, or ended it: what was said of its silence is over */
    FLOW_EVENT_STARTTLS_REFUSED = 1 << 24, /**< a reply refuses STARTTLS, or a command for want of it */
    FLOW_EVENT_MAIL_IN_CLEAR = 1 << 25,    /**< the client hands over mail without TLS */
    FLOW_EVENT_MAIL_LEFT = 1 << 26         /**< the session ends without TLS, and with no mail handed over */
};

#endif
