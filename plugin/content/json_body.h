/* json_body.h: the JSON of an HTTP body -> what token services, Graph and Autodiscover say in it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reads with Wireshark's wsutil/wsjson.h. Bodies are hostile: length, number of values and every text are bounded.
 */
#ifndef JSON_BODY_H
#define JSON_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_BODY_NAME_LENGTH 96
#define JSON_BODY_TEXT_LENGTH 512

/** What a body says. Empty strings where there is nothing; all are valid UTF-8. No token and no key is copied. */
struct json_body {
    bool readable;
    bool cut; /**< longer than LIMIT_BODY_LENGTH, or more values than LIMIT_JSON_VALUES: not read */
    char error[JSON_BODY_NAME_LENGTH];       /**< "error" (OAuth, RFC 6749 section 5.2), or "error"/"code" (Graph), or
                                                  "ErrorCode" (Autodiscover v2) */
    char error_message[JSON_BODY_TEXT_LENGTH]; /**< "error_description", "error"/"message", "ErrorMessage" */
    char aadsts[JSON_BODY_NAME_LENGTH];      /**< "AADSTS50012": first such word in the message; or ACS50012 */
    char response_code[JSON_BODY_NAME_LENGTH]; /**< first "responseCode" of an error object at any depth (getSchedule) */
    char diagnostic[JSON_BODY_TEXT_LENGTH];  /**< first "diagnosticData" (cloud scheduling) */
    uint32_t lid;                            /**< first "LID:NUMBER" in any of these texts; 0: none */
    bool     token;                          /**< an "access_token" was answered */
    char     issuer[JSON_BODY_TEXT_LENGTH];  /**< "issuer" (metadata) */
};

/** Reads a body. @return `body->readable` */
bool json_body_read(const uint8_t *bytes, size_t length, struct json_body *body);

/** Length in bytes that one text of an object needs at most to be copied by json_text(). */
#define JSON_TEXT_LENGTH 256

/** Copies one member of the outermost object of a JSON text: a string unescaped, a number as written. False if it is not
 *  there, or the text is no JSON object. `value` holds JSON_TEXT_LENGTH bytes; longer ones are cut at a character. */
bool json_text_member(const char *text, size_t length, const char *name, char *value);

/** A member to be copied from a JSON object: its name, where to, how many bytes there are. */
struct json_member {
    const char *name;
    char       *value;
    size_t      size;
};

/** Copies several members of the outermost object at once, each as json_text_member() does, and of a list its first. Values
 *  are emptied first; of several members for one `value` (rows may share it) the first that is not empty stays. False if the
 *  text is no JSON object. */
bool json_members(const char *text, size_t length, const struct json_member *members, size_t count);

#endif
