/* limits_told.c: what exceeded a bound, and the count's place.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "limits_told.h"

#include <string.h>

#define BY_DISSECTOR(count) .id = #count, .capture = true, .offset = offsetof(struct tap_capture, limits.count)
#define BY_SUMMARY(count) .id = #count, .offset = offsetof(struct summary, count)

const struct limit_told limits_told[] = {
    {BY_DISSECTOR(flows_cut), .what = "flows go beyond the bound of", .bound = LIMIT_FLOWS},
    {BY_SUMMARY(hosts_cut), .what = "flows have clients beyond the bound of", .bound = LIMIT_HOSTS},
    {BY_DISSECTOR(issuers_cut), .what = "issuers of certificates go beyond the bound of", .bound = LIMIT_ISSUERS},
    {BY_DISSECTOR(clients_cut), .what = "flows have clients beyond the bound of what is compared,", .bound = LIMIT_HOSTS},
    {BY_DISSECTOR(lookups_cut), .what = "addresses in DNS answers go beyond the bound of", .bound = LIMIT_LOOKUP_ADDRESSES},
    {BY_DISSECTOR(failed_lookups_cut), .what = "DNS answers without use go beyond the bound of", .bound = LIMIT_FAILED_LOOKUPS},
    {BY_DISSECTOR(servers_cut), .what = "flows have servers beyond the bound of", .bound = LIMIT_SERVERS},
    {BY_DISSECTOR(client_names_cut), .what = "look-ups go beyond the bound of clients and names,", .bound = LIMIT_CLIENT_NAMES},
    {BY_DISSECTOR(connect_targets_cut),
     .what = "targets asked of a proxy go beyond the bound of one flow,",
     .bound = LIMIT_CONNECT_TARGETS},
    {BY_DISSECTOR(names_cut), .what = "server names are longer than the bound of", .bound = LIMIT_NAME_LENGTH},
    {BY_DISSECTOR(messages_cut),
     .what = "frames hold more messages than are looked at: of TLS 512, of HTTP",
     .bound = LIMIT_HTTP_MESSAGES_PER_FRAME},
    {BY_DISSECTOR(requests_cut), .what = "requests go beyond the bound of a flow or of", .bound = LIMIT_REQUESTS},
    {BY_DISSECTOR(texts_cut), .what = "texts of requests and answers go beyond the bound of", .bound = LIMIT_REQUEST_TEXTS},
    {BY_DISSECTOR(certificates_unread)},
    {BY_DISSECTOR(quic_connections)},
    {BY_SUMMARY(findings_cut), .what = "findings go beyond the bound of one flow,", .bound = LIMIT_FINDINGS_PER_FLOW},
    {BY_SUMMARY(histories_cut), .what = "flows have more events than their history tells,", .bound = LIMIT_HISTORY_EVENTS},
};

const size_t limit_told_count = sizeof limits_told / sizeof limits_told[0];

uint32_t limits_told_count_of(const struct summary *summary, const struct limit_told *limit)
{
    const char *counts = limit->capture ? (const char *)summary->capture : (const char *)summary;
    uint32_t    count = 0;

    if (counts != NULL)
        memcpy(&count, counts + limit->offset, sizeof count);
    return count;
}
