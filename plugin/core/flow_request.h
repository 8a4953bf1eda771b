/* flow_request.h: HTTP requests of one flow and their answers, where they can be read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Filled by content/request_reader.h, kept by the caller. Strings belong to the caller, outlive the record, are valid
 * UTF-8 and hold no secret: no query, no signature, no password, no cookie.
 */
#ifndef FLOW_REQUEST_H
#define FLOW_REQUEST_H

#include "flow.h"
#include "request.h"

/** Codes in the table of errors by which refusals (401) are told apart: the first ones; one more although the request carried
 *  credentials; the connection closed without a success; it closed so, but nobody had tried to sign in. */
#define FLOW_REFUSED "401"
#define FLOW_REFUSED_AGAIN "401 again"
#define FLOW_REFUSED_AND_CLOSED "401 closed"
#define FLOW_REFUSED_PROBE "401 probe"

/** Errors kept of one answer. */
#define FLOW_REQUEST_ERRORS 4

/** Claims of one token; NULL and 0 where there is none. */
struct flow_claims {
    const char *algorithm, *issuer, *audience, *name_id, *application;
    int64_t     not_before, expires; /**< seconds since the epoch */
};

/** The bearer token of a request. */
struct flow_token {
    bool               readable;
    bool               has_actor; /**< it carries the token of the application that acts (MS-XOAUTH) */
    struct flow_claims claims, actor;
};

/** One error that an answer shows. */
struct flow_request_error {
    const struct error_row *row;
    const char             *code;    /**< as on the wire: "ErrorProxyRequestProcessingFailed", "invalid_resource" */
    const char             *message; /**< text that goes with it, or NULL */
    uint32_t                frame;   /**< that shows it */
};

/** One request and its answer. NULL and 0 where nothing is known. */
struct flow_request {
    const struct request_row *row; /**< NULL: none of the known requests */
    const char *method, *path, *host, *operation, *user_agent, *client_request_id;
    const char *applies_to; /**< for whom a token is asked (WS-Trust) */
    const struct flow_token *token;
    uint32_t         frame; /**< of the request's head; 0: not captured */
    struct flow_time time;
    uint32_t         stream_id;   /**< HTTP/2 stream; 0: HTTP/1 */
    bool             credentials; /**< carries credentials, not only the first leg of NTLM or Negotiate */
    bool             anonymous;   /**< carries no Authorization at all, not even a first leg */
    bool             unreadable;  /**< its body is neither XML nor JSON although it says so */

    uint32_t         end;         /**< HTTP/1: TCP sequence number behind what the client had sent with it */
    uint32_t         server_next; /**< ... and behind what the server had sent before it */
    bool             answer_lost; /**< HTTP/1: its answer is missing in the capture */
    uint32_t         answer_frame; /**< of the final answer's head; 0: none seen */
    struct flow_time answer_time;
    uint16_t         status; /**< HTTP status of the final answer */
    uint32_t         diagnostics_code; /**< of x-ms-diagnostics; 0: none */
    const char      *diagnostics_reason, *diagnostics_category;
    const char      *front_end, *back_end, *request_id, *server; /**< X-FEServer, X-BEServer, request-id, Server */
    const char      *issuers, *authorization_uri; /**< of a Bearer challenge */
    bool             answer_unreadable; /**< as `unreadable`, of the answer's body */
    bool             complete;          /**< head and body of the answer were seen */
    uint32_t         lid;               /**< Exchange's location identifier in the answer; 0: none */
    uint8_t          error_count;
    struct flow_request_error errors[FLOW_REQUEST_ERRORS];
};

/** The requests of a flow, in order. `requests` has room for `room` pointers and is the caller's. */
struct flow_exchange {
    struct flow_request **requests;
    uint16_t              count, room;
    uint32_t              cut;     /**< requests beyond LIMIT_REQUESTS_PER_FLOW or LIMIT_REQUESTS */
    bool                  hole_known; /**< a hole in the server's bytes was seen ... */
    uint32_t              hole;       /**< ... and this is where they go on behind it */
    uint16_t              refused; /**< number (from 1) of a request whose last answer was 401, not followed by success */
    uint8_t               refusals; /**< answers 401 so far */
    bool                  left_refused;   /**< it closed after a refusal that no success followed */
    bool                  refused_before; /**< an earlier connection of the client, too, and it never got through */
};

/** The request that an answer belongs to: of HTTP/2 the last one of the stream, of HTTP/1 the first without a final
 *  answer (RFC 9112 section 9.3). NULL if there is none. */
struct flow_request *flow_exchange_open(const struct flow_exchange *exchange, uint32_t stream_id);

/** An answer of HTTP/1 comes in: what bytes of the server the capture lacks may have been answers to open requests. What
 *  follows such a hole belongs to the last request that the server has received. */
void flow_exchange_pass_hole(struct flow *flow);

/** True if the first request without an answer, in clear, had none from the server, of which no byte is missing. */
bool flow_exchange_unanswered(const struct flow *flow);

/** Request by its number from 1; NULL for 0 and beyond. */
const struct flow_request *flow_exchange_at(const struct flow_exchange *exchange, unsigned number);

/** Number from 1 of a request; 0 if it is none of them. */
uint16_t flow_exchange_number(const struct flow_exchange *exchange, const struct flow_request *request);

/** Adds an error that an answer shows, if a row of the table of errors holds; each row once a request.
 *  @param seen    kind, code and texts; the request's own facts are filled in
 *  @param code    what to call it, kept
 *  @param message text that goes with it, kept, or NULL
 *  @return the row, or NULL */
const struct error_row *flow_request_add_error(struct flow_request *request, struct request_error_seen *seen,
                                               const char *code, const char *message, uint32_t frame);

/** Judges the status of a complete answer: counts refusals (401), and adds the error of the status where nothing more
 *  telling was found. @param text body as text, or NULL */
void flow_exchange_answered(struct flow_exchange *exchange, struct flow_request *request, const char *text, uint32_t frame);

/** True if a request was answered with neither a refusal nor another error. */
bool flow_exchange_succeeded(const struct flow_exchange *exchange);

/** The connection closed: a refusal that no success followed is an error; only a note if nobody had tried to sign in, unless
 *  `refused_before`.
 *  @return the request refused, or NULL */
const struct flow_request *flow_exchange_closed(struct flow_exchange *exchange, uint32_t frame);

/** The error that a finding about a request speaks of: the first of this id and severity; NULL if there is none, and for
 *  NULL. */
const struct flow_request_error *flow_request_error_of(const struct flow_request *request, enum finding_id finding,
                                                       enum rule_severity severity);

/** True if an error of the request is worse than a note: it says more than the status does. */
bool flow_request_is_explained(const struct flow_request *request);

/** What the flow's answers call the error of a request: its first error's code, or NULL. */
const char *flow_request_error(const struct flow_request *request);

#endif
