/* request.h: one HTTP request and its answer as the analysis sees them: what was asked, and what the answer says.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Nothing is allocated; strings belong to the caller and outlive the record. They hold no secret: paths come without
 * query, tokens as claims without signature.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../knowledge/errors.h"
#include "../knowledge/requests.h"

/** What a request shows; NULL where there is nothing. */
struct request_seen {
    enum role   host_role; /**< of the server, as recognised so far */
    uint16_t    port;      /**< of the server */
    const char *method;    /**< as sent */
    const char *host;      /**< as the request names it; a port may follow */
    const char *path;      /**< path without query, as sent; an absolute URI's path */
    const char *action;    /**< SOAPAction, action of Content-Type or wsa:Action, without quotes */
    const char *namespace; /**< of the body's root element or of the operation */
};

/** The row of a request, or NULL. */
const struct request_row *request_recognise(const struct request_seen *seen);

/** The row by id, or NULL. */
const struct request_row *request_find(const char *id);

/** Name of the operation in a SOAP action: what follows its last slash or colon ("GetUserAvailability"), without a
 *  "Request" at its end; NULL for NULL and for an action that ends there. Points into `action`; `length` receives its
 *  length in bytes. */
const char *request_operation_of_action(const char *action, size_t *length);

/** What people call the feature that an operation serves ("free/busy"), or NULL. */
const char *request_feature(const struct request_row *row, const char *operation);

/** One error that an answer shows. */
struct request_error_seen {
    enum error_kind           kind;
    const char               *code;    /**< decimal for numbers */
    const char               *text;    /**< all texts of the answer that a fragment may stand in, or NULL */
    const struct request_row *request; /**< NULL: not recognised, or not captured */
    const char               *method;  /**< of the request, or NULL */
    const char               *server;  /**< Server header, or NULL */
};

/** The row of an error, or NULL where none holds. */
const struct error_row *request_error_find(const struct request_error_seen *seen);

#endif
