/* wanted.c: the table of wanted fields, and how their values are got.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every field costs: the tree of the first pass is built for them. Each row says what it is wanted for.
 */
#include "wanted.h"

#include <wsutil/wslog.h>

#include "../wireshark_compat.h"

/* tls.handshake.type is registered twice in 4.0: for TLS and for SSLv2 records. */
#define MOST_FIELDS_OF_A_NAME 4

static struct {
    const char *name;
    const char *reason;
    unsigned    purposes; /* enum wanted_for: wanted if one of these is; 0: always */
    size_t      count;
    int         ids[MOST_FIELDS_OF_A_NAME];
} table[WANTED_COUNT] = {
    {"tls.handshake", "bytes of each handshake message, after reassembly and decryption", WANTED_ALWAYS, 0, {0}},
    {COMPAT_SSLV2_HANDSHAKE_TYPE, "SSLv2-framed hellos have no tls.handshake", WANTED_ALWAYS, 0, {0}},
    {"tls.change_cipher_spec", "what follows it is encrypted (TLS 1.2 and below)", WANTED_ALWAYS, 0, {0}},
    {"tls.alert_message", "alerts", WANTED_ALWAYS, 0, {0}},
    {"tls.app_data", "lengths of encrypted records: TLS 1.3 completes in them", WANTED_ALWAYS, 0, {0}},
    {"tcp.analysis.retransmission", "a question that is asked again has no answer", WANTED_ALWAYS, 0, {0}},
    {"http.request.method", "CONNECT names the flow behind a proxy", WANTED_ALWAYS, 0, {0}},
    {"http.request.uri", "the CONNECT target", WANTED_ALWAYS, 0, {0}},
    {"http.host", "plain or decrypted HTTP names the host", WANTED_ALWAYS, 0, {0}},
    {"http.user_agent", "whether the client is a workstation", WANTED_ALWAYS, 0, {0}},
    {"http.response.code", "what the proxy answered", WANTED_ALWAYS, 0, {0}},
    {"http.proxy_authorization", "whether the CONNECT carried credentials", WANTED_ALWAYS, 0, {0}},
    {"dns.qry.name", "the name that addresses stand for", WANTED_ALWAYS, 0, {0}},
    {"dns.resp.name", "which record an address belongs to", WANTED_ALWAYS, 0, {0}},
    {"dns.a", "addresses of a name", WANTED_ALWAYS, 0, {0}},
    {"dns.aaaa", "addresses of a name", WANTED_ALWAYS, 0, {0}},
    {"dns.cname", "the name behind a name", WANTED_ALWAYS, 0, {0}},
    {"dns.flags.rcode", "names that do not resolve", WANTED_ALWAYS, 0, {0}},
    {"dns.flags.response", "answers, not questions", WANTED_ALWAYS, 0, {0}},
    {"smtp.req.command", "EHLO and HELO", WANTED_ALWAYS, 0, {0}},
    {"smtp.req.parameter", "the name in EHLO", WANTED_ALWAYS, 0, {0}},
    {"smtp.rsp.parameter", "the name in the banner", WANTED_ALWAYS, 0, {0}},
    {"http", "where a message begins", WANTED_FOR_REQUESTS, 0, {0}},
    {"http.request.line", "headers of requests: SOAPAction, Authorization, correlation", WANTED_FOR_REQUESTS, 0, {0}},
    {"http.response.line", "headers of answers: x-ms-diagnostics, challenges, servers", WANTED_FOR_REQUESTS, 0, {0}},
    {"http.file_data", "bodies: operations, faults, error codes", WANTED_FOR_REQUESTS, 0, {0}},
    {"http2", "where a message's part begins", WANTED_FOR_REQUESTS, 0, {0}},
    {"http2.streamid", "which request an answer belongs to", WANTED_FOR_REQUESTS, 0, {0}},
    {"http2.flags.end_stream", "whether a body follows", WANTED_FOR_REQUESTS, 0, {0}},
    {"http2.header.name", "as http.request.line", WANTED_FOR_REQUESTS, 0, {0}},
    {"http2.header.value", "as http.request.line", WANTED_FOR_REQUESTS, 0, {0}},
    {"http2.data.data", "as http.file_data", WANTED_FOR_REQUESTS, 0, {0}},
    {"ip.ttl", "resets that another device sent", WANTED_FOR_RESETS, 0, {0}},
    {"ipv6.hlim", "resets that another device sent", WANTED_FOR_RESETS, 0, {0}},
};

static void resolve(size_t field)
{
    const header_field_info *info = proto_registrar_get_byname(table[field].name);

    table[field].count = 0;
    while (info != NULL && table[field].count < MOST_FIELDS_OF_A_NAME) {
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

bool wanted_number(proto_tree *tree, enum wanted field, uint32_t *number)
{
    const field_info *info = first_item(tree, field);

    if (info != NULL)
        *number = wanted_item_number(info);
    return info != NULL;
}
