/* request_reader.h: HTTP messages -> what the record of a request and its answer keeps of them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is kept is valid UTF-8, bounded by LIMIT_REQUEST_TEXT, without query and without secrets; mail addresses are
 * masked unless asked for.
 */
#ifndef REQUEST_READER_H
#define REQUEST_READER_H

#include "../core/flow_request.h"
#include "http_message.h"

/** Where texts and tokens go. */
struct request_reader {
    /** Returns a copy of a text that outlives the record; NULL where there is no room for it. */
    const char *(*keep)(void *context, const char *text);
    /** Returns cleared memory that does. */
    void *(*allocate)(void *context, size_t size);
    void *context;
    bool  show_addresses; /**< keep mail addresses as they are */
};

/** Takes a request, or a further part of it.
 *  @param host_role of the server, as recognised so far; `port` its port */
void request_reader_take_request(const struct request_reader *reader, const struct http_message *message,
                                 enum role host_role, uint16_t port, struct flow_request *request);

/** Takes an answer, or a further part of it. Informational answers (1xx) change nothing. The request is one of the
 *  exchange's. */
void request_reader_take_answer(const struct request_reader *reader, const struct http_message *message, uint32_t frame,
                                struct flow_exchange *exchange, struct flow_request *request);

/** True if the value of an Authorization or Proxy-Authorization header carries credentials, not only the first leg of NTLM
 *  or Negotiate; false for NULL. */
bool request_reader_has_credentials(const char *authorization);

/** Path of a request target, without query: copied to `path`, which holds LIMIT_REQUEST_TEXT bytes. */
void request_reader_path(const char *target, char *path);

#endif
