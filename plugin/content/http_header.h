/* http_header.h: values of HTTP headers that say why an answer is as it is.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef HTTP_HEADER_H
#define HTTP_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HTTP_HEADER_TEXT_LENGTH 256

/** x-ms-diagnostics: CODE;reason="TEXT";error_category="CATEGORY" (Exchange developer documentation, "HTTP response headers
 *  for instrumenting EWS clients"). */
struct http_diagnostics {
    bool     readable;
    uint32_t code;
    char     reason[HTTP_HEADER_TEXT_LENGTH];   /**< valid UTF-8, cut at a character */
    char     category[HTTP_HEADER_TEXT_LENGTH]; /**< error_category, or error_type */
};

bool http_diagnostics_read(const char *value, struct http_diagnostics *diagnostics);

/** One WWW-Authenticate: Bearer challenge (RFC 6750 section 3, MS-XOAUTH). */
struct http_challenge {
    bool bearer; /**< the value holds a Bearer challenge, among others perhaps */
    char client_id[HTTP_HEADER_TEXT_LENGTH];
    char trusted_issuers[HTTP_HEADER_TEXT_LENGTH];
    char authorization_uri[HTTP_HEADER_TEXT_LENGTH];
    char token_types[HTTP_HEADER_TEXT_LENGTH];
    char error[HTTP_HEADER_TEXT_LENGTH];
    char realm[HTTP_HEADER_TEXT_LENGTH];
};

/** Reads one WWW-Authenticate value; other schemes before and after are skipped. @return `challenge->bearer` */
bool http_challenge_read(const char *value, struct http_challenge *challenge);

/** User-Agent of Exchange's availability service:
 *  (ASAutoDiscover|ASProxy)/(CrossForest|CrossSite)/(EmailDomain|Directory)[/EXCH]/VERSION, ignoring case. */
struct http_availability_agent {
    bool autodiscover;  /**< ASAutoDiscover; else ASProxy */
    bool cross_forest;  /**< to another organisation; else another site of the same */
    bool by_directory;  /**< endpoint found in the directory; else by the domain of the mail address */
    char version[32];   /**< "15.02.1544.009", empty if there is none */
};

bool http_availability_agent_read(const char *user_agent, struct http_availability_agent *agent);

/** Value of a parameter of a header such as Content-Type (RFC 9110 section 5.6.6), quotes removed; false if absent. `value`
 *  holds HTTP_HEADER_TEXT_LENGTH bytes. */
bool http_parameter(const char *header, const char *name, char *value);

/** Copies text with each mail address in it replaced by "<address>". `masked` holds `size` bytes and is cut at a
 *  character. */
void http_mask_addresses(const char *text, char *masked, size_t size);

#endif
