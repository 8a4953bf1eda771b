/* wanted.c: the table of wanted fields, and how their values are got.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every field costs: the tree of the first pass is built for them. Each row says what it is wanted for and, at its end, what
 * it takes: instructions a frame over all samples (tests/benchmark/run.sh --only fields). Some 20 to 30 are for telling
 * Wireshark that it is wanted, the rest for its items and those above them: ip.ttl has IP's whole tree made.
 */
#include "wanted.h"

#include <string.h>

#include <wsutil/wslog.h>

#include "../wireshark_compat.h"

/* A name may be registered more than once. */
#define MOST_FIELDS_OF_A_NAME 4

static struct {
    const char *name;
    const char *label; /* of the one that is meant, where a name is registered twice; NULL: all of them */
    const char *reason;
    unsigned    purposes; /* enum wanted_for: wanted if one of these is; 0: always */
    size_t      count;
    int         ids[MOST_FIELDS_OF_A_NAME];
} table[WANTED_COUNT] = {
    {"tls.handshake", NULL, "bytes of each handshake message, after reassembly and decryption", WANTED_ALWAYS, 0, {0}}, /* 454 */
    {COMPAT_SSLV2_HANDSHAKE_TYPE, COMPAT_SSLV2_HANDSHAKE_LABEL, "SSLv2 hellos have no tls.handshake", WANTED_ALWAYS, 0, {0}}, /* 24 */
    {"tls.change_cipher_spec", NULL, "what follows it is encrypted (TLS 1.2 and below)", WANTED_ALWAYS, 0, {0}}, /* 177 */
    {"tls.alert_message", NULL, "alerts", WANTED_ALWAYS, 0, {0}}, /* 93 */
    {"tls.app_data", NULL, "lengths of encrypted records: TLS 1.3 completes in them", WANTED_ALWAYS, 0, {0}}, /* 433 */
    {"tcp.len", NULL, "length of the payload, and where the header stands: its numbers tell of gaps", WANTED_ALWAYS, 0, {0}}, /* 1220 */
    {"http.request.method", NULL, "CONNECT names the flow behind a proxy", WANTED_ALWAYS, 0, {0}}, /* 82 */
    {"http.request.uri", NULL, "the CONNECT target", WANTED_ALWAYS, 0, {0}}, /* 73 */
    {"http.host", NULL, "plain or decrypted HTTP names the host", WANTED_ALWAYS, 0, {0}}, /* 44 */
    {"http.user_agent", NULL, "whether the client is a workstation", WANTED_ALWAYS, 0, {0}}, /* 36 */
    {"http.response.code", NULL, "what the proxy answered", WANTED_ALWAYS, 0, {0}}, /* 53 */
    {"http.proxy_authorization", NULL, "whether the CONNECT carried credentials", WANTED_ALWAYS, 0, {0}}, /* 17 */
    {"dns.qry.name", NULL, "the name that addresses stand for", WANTED_ALWAYS, 0, {0}}, /* 78 */
    {"dns.qry.type", NULL, "whether an address was asked for", WANTED_ALWAYS, 0, {0}}, /* 30 */
    {"dns.resp.name", NULL, "which record an address belongs to", WANTED_ALWAYS, 0, {0}}, /* 57 */
    {"dns.a", NULL, "addresses of a name", WANTED_ALWAYS, 0, {0}}, /* 41 */
    {"dns.aaaa", NULL, "addresses of a name", WANTED_ALWAYS, 0, {0}}, /* 42 */
    {"dns.cname", NULL, "the name behind a name", WANTED_ALWAYS, 0, {0}}, /* 34 */
    {"dns.flags", NULL, "questions and answers; names that do not resolve", WANTED_ALWAYS, 0, {0}}, /* 16 */
    {"smtp.req.command", NULL, "EHLO and HELO; STARTTLS, and mail without", WANTED_ALWAYS, 0, {0}}, /* 39 */
    {"smtp.req.parameter", NULL, "the name in EHLO", WANTED_ALWAYS, 0, {0}}, /* 41 */
    {"smtp.rsp.parameter", NULL, "the name in the banner; STARTTLS", WANTED_ALWAYS, 0, {0}}, /* 50 */
    {"smtp.response.code", NULL, "replies that say nothing behind their code", WANTED_ALWAYS, 0, {0}}, /* 41 */
    {"http", NULL, "where a message begins", WANTED_FOR_REQUESTS, 0, {0}}, /* 85 */
    {"http.request.line", NULL, "headers of requests: SOAPAction, Authorization, correlation", WANTED_FOR_REQUESTS, 0, {0}}, /* 470 */
    {"http.response.line", NULL, "headers of answers: x-ms-diagnostics, challenges, servers", WANTED_FOR_REQUESTS, 0, {0}}, /* 547 */
    {"http.file_data", NULL, "bodies: operations, faults, error codes", WANTED_FOR_REQUESTS, 0, {0}}, /* 109 */
    {"http2", NULL, "where a message's part begins", WANTED_FOR_REQUESTS, 0, {0}}, /* 21 */
    {"http2.streamid", NULL, "which request an answer belongs to", WANTED_FOR_REQUESTS, 0, {0}}, /* 28 */
    {"http2.flags.end_stream", NULL, "whether a body follows", WANTED_FOR_REQUESTS, 0, {0}}, /* 25 */
    {"http2.header.name", NULL, "as http.request.line", WANTED_FOR_REQUESTS, 0, {0}}, /* 38 */
    {"http2.header.value", NULL, "as http.request.line", WANTED_FOR_REQUESTS, 0, {0}}, /* 43 */
    {"http2.data.data", NULL, "as http.file_data", WANTED_FOR_REQUESTS, 0, {0}}, /* 26 */
    {"ip.ttl", NULL, "resets that another device sent", WANTED_FOR_RESETS, 0, {0}}, /* 3808 */
    {"ipv6.hlim", NULL, "resets that another device sent", WANTED_FOR_RESETS, 0, {0}}, /* 110 */
};

static void resolve(size_t field)
{
    const header_field_info *info = proto_registrar_get_byname(table[field].name);

    table[field].count = 0;
    while (info != NULL && table[field].count < MOST_FIELDS_OF_A_NAME) {
        if (table[field].label == NULL || strcmp(table[field].label, info->name) == 0)
            table[field].ids[table[field].count++] = info->id;
        info = info->same_name_prev_id != -1 ? proto_registrar_get_nth((unsigned)info->same_name_prev_id) : NULL;
    }
}

void wanted_resolve(void)
{
    for (size_t field = 0; field < WANTED_COUNT; field++) {
        resolve(field);
        if (table[field].count == 0)
            ws_warning("this Wireshark has no field %s (%s)", table[field].name, table[field].reason);
    }
}

GArray *wanted_fields(unsigned purposes)
{
    GArray *ids = g_array_new(false, false, sizeof(int));

    for (size_t field = 0; field < WANTED_COUNT; field++) {
        if (table[field].purposes == WANTED_ALWAYS || (table[field].purposes & purposes) != 0)
            g_array_append_vals(ids, table[field].ids, (unsigned)table[field].count);
    }
    return ids;
}

void wanted_visit(proto_tree *tree, enum wanted field, wanted_function function, void *context)
{
    for (size_t k = 0; tree != NULL && k < table[field].count; k++) {
        const GPtrArray *items = proto_get_finfo_ptr_array(tree, table[field].ids[k]);
        for (unsigned i = 0; items != NULL && i < items->len; i++)
            function(context, g_ptr_array_index(items, i));
    }
}

static const field_info *first_item(proto_tree *tree, enum wanted field)
{
    for (size_t k = 0; tree != NULL && k < table[field].count; k++) {
        const GPtrArray *items = proto_get_finfo_ptr_array(tree, table[field].ids[k]);
        if (items != NULL && items->len > 0)
            return g_ptr_array_index(items, 0);
    }
    return NULL;
}

bool wanted_present(proto_tree *tree, enum wanted field)
{
    return first_item(tree, field) != NULL;
}

const char *wanted_item_string(const field_info *info)
{
    return fvalue_get_string(COMPAT_FINFO_VALUE(info));
}

const char *wanted_string(proto_tree *tree, enum wanted field)
{
    const field_info *info = first_item(tree, field);

    return info != NULL ? wanted_item_string(info) : NULL;
}

bool wanted_is(const field_info *info, enum wanted field)
{
    for (size_t k = 0; k < table[field].count; k++) {
        if (info->hfinfo->id == table[field].ids[k])
            return true;
    }
    return false;
}

uint32_t wanted_item_number(const field_info *info)
{
    if (info->hfinfo->type == FT_BOOLEAN)
        return fvalue_get_uinteger64(COMPAT_FINFO_VALUE(info)) != 0;
    return fvalue_get_uinteger(COMPAT_FINFO_VALUE(info));
}

/* The members are signed up to Wireshark 4.6, and unsigned in the branch after it. */
int wanted_item_start(const field_info *info)
{
    return (int)info->start;
}

int wanted_item_length(const field_info *info)
{
    return (int)info->length;
}

const uint8_t *wanted_item_bytes(const field_info *info, size_t *length)
{
    int start = wanted_item_start(info);
    int count = wanted_item_length(info);

    if (info->ds_tvb == NULL || count <= 0 || !tvb_bytes_exist(info->ds_tvb, start, count))
        return NULL;
    *length = (size_t)count;
    return tvb_get_ptr(info->ds_tvb, start, count);
}

bool wanted_number(proto_tree *tree, enum wanted field, uint32_t *number)
{
    const field_info *info = first_item(tree, field);

    if (info != NULL)
        *number = wanted_item_number(info);
    return info != NULL;
}
