/* xml_body.h: the XML of an HTTP body -> what Exchange's services, token services and Autodiscover say in it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reads with GLib's GMarkup, which expands no entities but XML's five and loads nothing. Bodies are hostile: depth, length
 * and every text are bounded (limits.h).
 */
#ifndef XML_BODY_H
#define XML_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define XML_BODY_NAME_LENGTH 96
#define XML_BODY_TEXT_LENGTH 512

/** What a body says. Empty strings where there is nothing; all are valid UTF-8. Names come without namespace prefix. */
struct xml_body {
    bool readable; /**< well-formed up to its end, or up to where it was cut */
    bool cut;      /**< longer than LIMIT_BODY_LENGTH, or it ends before its root element does */
    char root[XML_BODY_NAME_LENGTH];      /**< local name of the root element */
    char operation[XML_BODY_NAME_LENGTH]; /**< first element in soap:Body ("GetUserAvailabilityRequest"); else the root */
    char operation_namespace[XML_BODY_TEXT_LENGTH]; /**< namespace of that element, prefixes resolved */
    char action[XML_BODY_TEXT_LENGTH];    /**< wsa:Action of the SOAP header */
    char applies_to[XML_BODY_TEXT_LENGTH]; /**< address in wsp:AppliesTo (WS-Trust) */
    bool security_token;                  /**< a wsse:Security header with an assertion or encrypted data */

    bool fault;                              /**< soap:Fault */
    char fault_code[XML_BODY_NAME_LENGTH];   /**< faultcode or Code/Value, without prefix ("Client", "Receiver") */
    char fault_subcode[XML_BODY_NAME_LENGTH]; /**< innermost Subcode/Value, without prefix ("FailedAuthentication") */
    char fault_text[XML_BODY_TEXT_LENGTH];   /**< faultstring or Reason/Text */
    char fault_value[XML_BODY_NAME_LENGTH];  /**< psf:error/psf:value ("0x80048821") */
    char fault_internal_value[XML_BODY_NAME_LENGTH]; /**< psf:internalerror/psf:code ("0x80041034") */
    char fault_internal_text[XML_BODY_TEXT_LENGTH];  /**< psf:internalerror/psf:text */

    char response_code[XML_BODY_NAME_LENGTH]; /**< first ResponseCode other than NoError (EWS); in a fault: detail code */
    char error_code[XML_BODY_NAME_LENGTH];    /**< first ErrorCode other than NoError and 0 (Autodiscover) */
    char message[XML_BODY_TEXT_LENGTH];       /**< first MessageText, ErrorMessage or Message that goes with an error */
    uint32_t lid;                             /**< first "LID: NUMBER" in any text; 0: none */
    bool     success;                         /**< a ResponseCode NoError, an ErrorCode NoError or a token was answered */
};

/** Reads a body. @param bytes body as sent, any encoding that its byte order mark or XML declaration names
 *  @return `body->readable` */
bool xml_body_read(const uint8_t *bytes, size_t length, struct xml_body *body);

#endif
