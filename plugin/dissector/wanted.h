/* wanted.h: the fields of other dissectors that the plugin reads on the first pass. One table.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef WANTED_H
#define WANTED_H

#include <stdbool.h>

#include <epan/packet.h>

/** Order as in the table. */
enum wanted {
    WANTED_HANDSHAKE,
    WANTED_HANDSHAKE_TYPE,
    WANTED_CHANGE_CIPHER_SPEC,
    WANTED_ALERT,
    WANTED_APPLICATION_DATA,
    WANTED_TCP_LENGTH,
    WANTED_HTTP_METHOD,
    WANTED_HTTP_URI,
    WANTED_HTTP_HOST,
    WANTED_HTTP_USER_AGENT,
    WANTED_HTTP_RESPONSE_CODE,
    WANTED_HTTP_PROXY_AUTHORIZATION,
    WANTED_DNS_QUERY_NAME,
    WANTED_DNS_QUERY_TYPE,
    WANTED_DNS_RESPONSE_NAME,
    WANTED_DNS_A,
    WANTED_DNS_AAAA,
    WANTED_DNS_CNAME,
    WANTED_DNS_FLAGS,
    WANTED_SMTP_COMMAND,
    WANTED_SMTP_REQUEST_PARAMETER,
    WANTED_SMTP_RESPONSE_PARAMETER,
    WANTED_SMTP_RESPONSE_CODE,
    WANTED_HTTP,
    WANTED_HTTP_REQUEST_LINE,
    WANTED_HTTP_RESPONSE_LINE,
    WANTED_HTTP_BODY,
    WANTED_HTTP2,
    WANTED_HTTP2_STREAM,
    WANTED_HTTP2_END_STREAM,
    WANTED_HTTP2_HEADER_NAME,
    WANTED_HTTP2_HEADER_VALUE,
    WANTED_HTTP2_BODY,
    WANTED_IP_TTL,
    WANTED_IPV6_HOP_LIMIT,
    WANTED_COUNT
};

/** Looks up their ids; one warning for each that this Wireshark does not have. Call from the handoff routine. */
void wanted_resolve(void);

/** When a field is wanted; bits, or'ed. */
enum wanted_for {
    WANTED_ALWAYS = 0,
    WANTED_FOR_RESETS = 1 << 0,  /**< preference trace_resets */
    WANTED_FOR_REQUESTS = 1 << 1 /**< preference requests */
};

/** A new array of their ids (int), for set_postdissector_wanted_hfids().
 *  @param purposes or'ed enum wanted_for: what is wanted besides what always is */
GArray *wanted_fields(unsigned purposes);

/** True if the item is of this field. */
bool wanted_is(const field_info *info, enum wanted field);

/** Number of one item of an integer or boolean field. */
uint32_t wanted_item_number(const field_info *info);

/** Where an item begins in its tvb. */
int wanted_item_start(const field_info *info);

/** How many bytes of its tvb an item stands for. */
int wanted_item_length(const field_info *info);

/** The bytes of an item; NULL if it stands for none, or they were not captured. They belong to its tvb. */
const uint8_t *wanted_item_bytes(const field_info *info, size_t *length);

/** Called for each item of a field; `info` belongs to the tree. */
typedef void (*wanted_function)(void *context, const field_info *info);

/** Visits each item of a field in the order of the tree; a NULL tree has none. */
void wanted_visit(proto_tree *tree, enum wanted field, wanted_function function, void *context);

/** True if the frame has such an item. */
bool wanted_present(proto_tree *tree, enum wanted field);

/** Text of the first item of a string field, or NULL; belongs to the tree. */
const char *wanted_string(proto_tree *tree, enum wanted field);

/** Text of one item of a string field. */
const char *wanted_item_string(const field_info *info);

/** Number of the first item of an integer or boolean field; false if there is none. */
bool wanted_number(proto_tree *tree, enum wanted field, uint32_t *number);

#endif
