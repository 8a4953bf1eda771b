/* http_message.h: one HTTP message, or one part of it, as Wireshark's dissectors hand it over.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef HTTP_MESSAGE_H
#define HTTP_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Headers that are looked at; order as in the table of names. */
enum http_header {
    HTTP_HEADER_HOST,
    HTTP_HEADER_SOAP_ACTION,
    HTTP_HEADER_CONTENT_TYPE,
    HTTP_HEADER_USER_AGENT,
    HTTP_HEADER_AUTHORIZATION,
    HTTP_HEADER_CLIENT_REQUEST_ID,
    HTTP_HEADER_REQUEST_TYPE,  /**< X-RequestType (MS-OXCMAPIHTTP) */
    HTTP_HEADER_RESPONSE_CODE, /**< X-ResponseCode (MS-OXCMAPIHTTP) */
    HTTP_HEADER_DIAGNOSTICS,
    HTTP_HEADER_WWW_AUTHENTICATE,
    HTTP_HEADER_REQUEST_ID,
    HTTP_HEADER_FRONT_END,
    HTTP_HEADER_BACK_END,
    HTTP_HEADER_TARGET_BACK_END,
    HTTP_HEADER_SERVER,
    HTTP_HEADER_LOCATION,
    HTTP_HEADER_COUNT
};

/** One message of HTTP/1, whole; of HTTP/2 the part that one frame holds. Strings belong to the caller; NULL where there
 *  is nothing. */
struct http_message {
    uint32_t       stream_id; /**< HTTP/2; 0: HTTP/1 */
    const char    *method;    /**< of a request's head */
    const char    *target;    /**< as sent: path with query, absolute URI or authority */
    uint32_t       status;    /**< of an answer's head; 0: none here */
    bool           end;       /**< nothing of this message follows */
    const char    *headers[HTTP_HEADER_COUNT]; /**< of several with one name the first; WWW-Authenticate: the one that
                                                    holds a Bearer challenge, if any */
    const uint8_t *body;      /**< decoded: neither chunked nor compressed */
    size_t         body_length;
};

/** Which header a name is (RFC 9110 section 5.1: case does not matter); HTTP_HEADER_COUNT if none that is looked at. */
enum http_header http_header_of(const char *name, size_t length);

/** Notes a header of the message. `value` is kept as it is. */
void http_message_add_header(struct http_message *message, enum http_header header, const char *value);

#endif
