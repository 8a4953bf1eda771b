/* http_message.c: names of the HTTP headers that are looked at.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Sources: RFC 9110 (Host, Content-Type, User-Agent, Authorization, WWW-Authenticate, Server); SOAP 1.1 section 6.1.1
 * (SOAPAction); MS-OXCMAPIHTTP (X-RequestType, X-ResponseCode); Exchange developer documentation, HTTP response headers for
 * instrumenting EWS clients (the others; X-BEServer is widely reported).
 */
#include "http_message.h"

#include <string.h>

#include <glib.h>

#include "http_header.h"

static const char *const names[HTTP_HEADER_COUNT] = {
    "Host",          "SOAPAction",       "Content-Type", "User-Agent", "Authorization", "client-request-id",
    "X-RequestType", "X-ResponseCode",   "x-ms-diagnostics", "WWW-Authenticate", "request-id", "X-FEServer",
    "X-BEServer",    "X-TargetBEServer", "Server",       "Location",
};

enum http_header http_header_of(const char *name, size_t length)
{
    for (int i = 0; i < HTTP_HEADER_COUNT; i++) {
        if (strlen(names[i]) == length && g_ascii_strncasecmp(names[i], name, length) == 0)
            return (enum http_header)i;
    }
    return HTTP_HEADER_COUNT;
}

void http_message_add_header(struct http_message *message, enum http_header header, const char *value)
{
    struct http_challenge challenge;
    bool first = header < HTTP_HEADER_COUNT && message->headers[header] == NULL;

    if (first || (header == HTTP_HEADER_WWW_AUTHENTICATE && http_challenge_read(value, &challenge)))
        message->headers[header] = value;
}
