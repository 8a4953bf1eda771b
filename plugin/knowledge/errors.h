/* errors.h: errors that Exchange, Entra ID, ACS and the federation gateway answer with, and what they mean. One row a
 * fact; no logic (core/request.h walks this table).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef ERRORS_H
#define ERRORS_H

#include <stddef.h>
#include <stdint.h>

#include "requests.h"
#include "rules.h"

/** Where in an answer the error stands. */
enum error_kind {
    ERROR_DIAGNOSTICS,     /**< code in x-ms-diagnostics, decimal */
    ERROR_CHALLENGE,       /**< what a WWW-Authenticate: Bearer challenge lacks: "client_id", "trusted_issuers",
                                "authorization_uri"; or its parameter error: "error=VALUE" */
    ERROR_LID,             /**< "LID: NUMBER" in a message, decimal */
    ERROR_EWS_CODE,        /**< ResponseCode or a fault's detail code of EWS */
    ERROR_AUTODISCOVER,    /**< ErrorCode of SOAP Autodiscover (text) or POX (number) */
    ERROR_STS,             /**< fault subcode, psf value, AADSTS number or OAuth error of a token service */
    ERROR_SOAP_FAULT,      /**< any other SOAP fault: its code or subcode without prefix */
    ERROR_GRAPH,           /**< error code or responseCode in the JSON of Graph and cloud scheduling */
    ERROR_MAPI,            /**< X-ResponseCode of MAPI over HTTP, decimal */
    ERROR_HTTP_STATUS,     /**< status code, decimal, or "4xx", "5xx" */
    ERROR_KIND_COUNT
};

/** One error. A row holds if kind and code fit and all conditions that it names do. The first row that holds counts:
 *  more special ones come first, "*" (any code but "NoError" and success) last of its kind. */
struct error_row {
    enum error_kind    kind;
    const char        *code;     /**< compared ignoring case; "*": any */
    const char        *fragment; /**< must stand in the message, reason or body text of the answer, ignoring case; NULL: no
                                      condition */
    unsigned           families; /**< REQUEST_FAMILY_BITs of the request; 0: any */
    const char        *request;  /**< id of the request role; NULL: any */
    const char        *methods;  /**< methods of the request, separated by blanks; NULL: any */
    const char        *server;   /**< must stand in the answer's Server header, ignoring case; NULL: no condition */
    enum finding_id    finding;
    enum rule_severity severity;
    const char        *meaning;  /**< what it likely means; whole sentences */
    const char        *check;    /**< what to look at first; whole sentences */
    const char        *source;   /**< title, and address where there is one */
    const char        *confidence; /**< "high", "medium", "low": of the meaning */
};

extern const struct error_row errors[];
extern const size_t           error_count;

#endif
