/* certificate_match.c: compares the names of a certificate with a host, and an issuer with the tables; see
 * certificate.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "certificate.h"

#include <string.h>

#include "../core/ascii.h"
#include "../core/host_name.h"
#include "../knowledge/authorities.h"

/* ---- hosts ---- */

static bool is_same_name(const char *left, size_t left_length, const char *right, size_t right_length)
{
    return left_length == right_length && ascii_equal_part(left, right, right_length);
}

/* RFC 9525 section 6.3. The host has no "*", so that a pattern with one elsewhere equals no host. */
static bool pattern_covers(const char *pattern, const char *host)
{
    size_t pattern_length = host_name_length(pattern);
    size_t host_length = host_name_length(host);
    if (is_same_name(host, host_length, pattern, pattern_length))
        return true;
    const char *dot = memchr(host, '.', host_length);
    if (dot == NULL || pattern_length < 3 || pattern[0] != '*' || pattern[1] != '.')
        return false;
    size_t tail_length = host_length - (size_t)(dot - host);
    return is_same_name(dot, tail_length, pattern + 1, pattern_length - 1);
}

const char *certificate_next_name(const struct certificate *certificate, const char *name)
{
    const char *next = name == NULL ? certificate->names : name + strlen(name) + 1;
    bool is_there = certificate->names != NULL && next < certificate->names + certificate->names_length;
    return is_there ? next : NULL;
}

bool certificate_covers_name(const struct certificate *certificate, const char *host)
{
    if (!host_name_is_valid(host))
        return false;
    if (!certificate->has_dns_names)
        return certificate->subject_is_common_name && pattern_covers(certificate->subject, host);
    const char *name = certificate_next_name(certificate, NULL);
    while (name != NULL && !pattern_covers(name, host))
        name = certificate_next_name(certificate, name);
    return name != NULL;
}

bool certificate_denies_name(const struct certificate *certificate, const char *host)
{
    return host_name_is_valid(host) && !certificate->names_cut && !certificate_covers_name(certificate, host);
}

/* ---- issuers ---- */

static const struct authority_product *find_product(const char *common_name, const char *organization)
{
    for (size_t i = 0; i < authority_product_count; i++) {
        const struct authority_product *row = &authority_products[i];
        if (ascii_find(common_name, row->text) != NULL || ascii_find(organization, row->text) != NULL)
            return row;
    }
    return NULL;
}

static bool authority_fits(const struct authority *row, const char *common_name, const char *organization)
{
    if (row->organization != NULL && !ascii_equal(row->organization, organization))
        return false;
    switch (row->match) {
    case AUTHORITY_EXACT: return ascii_equal(row->common_name, common_name);
    case AUTHORITY_FAMILY: return ascii_begins_with(common_name, row->common_name);
    case AUTHORITY_ANY: return true;
    }
    return false;
}

struct certificate_issuer certificate_find_issuer(const char *common_name, const char *organization)
{
    struct certificate_issuer issuer = {CERTIFICATE_AUTHORITY_UNKNOWN, false, NULL};
    const struct authority_product *product = find_product(common_name, organization);
    if (product != NULL) {
        issuer.kind = CERTIFICATE_AUTHORITY_INSPECTION;
        issuer.product = product->product;
        return issuer;
    }
    for (size_t i = 0; i < authority_count; i++) {
        const struct authority *row = &authorities[i];
        if (authority_fits(row, common_name, organization)) {
            issuer.kind = row->issues_for_microsoft ? CERTIFICATE_AUTHORITY_PUBLIC_FOR_MICROSOFT
                                                    : CERTIFICATE_AUTHORITY_PUBLIC_OTHER;
            issuer.is_intermediate = row->place == AUTHORITY_INTERMEDIATE;
            return issuer;
        }
    }
    return issuer;
}
