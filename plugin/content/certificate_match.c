/* certificate_match.c: compares the names of a certificate with a host, and an issuer with the tables; see
 * certificate.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "certificate.h"

#include <string.h>

#include "../knowledge/authorities.h"

static char lower(char character)
{
    return character >= 'A' && character <= 'Z' ? (char)(character - 'A' + 'a') : character;
}

static bool begins_with(const char *text, const char *start, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\0' || lower(text[i]) != lower(start[i])) {
            return false;
        }
    }
    return true;
}

static bool is_same(const char *left, const char *right)
{
    size_t length = strlen(left);
    return strlen(right) == length && begins_with(left, right, length);
}

static bool contains(const char *text, const char *part)
{
    size_t length = strlen(part);
    for (; *text != '\0'; text++) {
        if (begins_with(text, part, length)) {
            return true;
        }
    }
    return false;
}

/* ---- hosts ---- */

/* Length without one trailing dot. */
static size_t name_length(const char *name)
{
    size_t length = strlen(name);
    return length > 0 && name[length - 1] == '.' ? length - 1 : length;
}

/* Letters, digits, hyphens and, against RFC 1123 but in use, underscores; labels not empty. Not an IPv4
 * address, whose last label is a number (addresses are compared otherwise); an IPv6 one has colons. */
static bool is_host_name(const char *host)
{
    size_t length = name_length(host);
    bool label_is_empty = true;
    bool label_is_number = true;
    for (size_t i = 0; i < length; i++) {
        char character = lower(host[i]);
        bool is_digit = character >= '0' && character <= '9';
        if (character == '.') {
            if (label_is_empty) {
                return false;
            }
            label_is_empty = true;
            label_is_number = true;
            continue;
        }
        if (!is_digit && (character < 'a' || character > 'z') && character != '-' && character != '_') {
            return false;
        }
        label_is_empty = false;
        label_is_number = label_is_number && is_digit;
    }
    return length <= LIMIT_NAME_LENGTH && !label_is_empty && !label_is_number;
}

static bool is_same_name(const char *left, size_t left_length, const char *right, size_t right_length)
{
    return left_length == right_length && begins_with(left, right, right_length);
}

/* RFC 9525 section 6.3. The host has no "*", so that a pattern with one elsewhere equals no host. */
static bool pattern_covers(const char *pattern, const char *host)
{
    size_t pattern_length = name_length(pattern);
    size_t host_length = name_length(host);
    if (is_same_name(host, host_length, pattern, pattern_length)) {
        return true;
    }
    const char *dot = memchr(host, '.', host_length);
    if (dot == NULL || pattern_length < 3 || pattern[0] != '*' || pattern[1] != '.') {
        return false;
    }
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
    if (!is_host_name(host)) {
        return false;
    }
    if (!certificate->has_dns_names) {
        return certificate->subject_is_common_name && pattern_covers(certificate->subject, host);
    }
    const char *name = certificate_next_name(certificate, NULL);
    while (name != NULL && !pattern_covers(name, host)) {
        name = certificate_next_name(certificate, name);
    }
    return name != NULL;
}

bool certificate_denies_name(const struct certificate *certificate, const char *host)
{
    return is_host_name(host) && !certificate->names_cut && !certificate_covers_name(certificate, host);
}

/* ---- issuers ---- */

static const struct authority_product *find_product(const char *common_name, const char *organization)
{
    for (size_t i = 0; i < authority_product_count; i++) {
        const struct authority_product *row = &authority_products[i];
        if (contains(common_name, row->text) || contains(organization, row->text)) {
            return row;
        }
    }
    return NULL;
}

static bool authority_fits(const struct authority *row, const char *common_name, const char *organization)
{
    if (row->organization != NULL && !is_same(row->organization, organization)) {
        return false;
    }
    switch (row->match) {
    case AUTHORITY_EXACT: return is_same(row->common_name, common_name);
    case AUTHORITY_FAMILY: return begins_with(common_name, row->common_name, strlen(row->common_name));
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
