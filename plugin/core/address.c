/* address.c: reads, writes and compares IPv4 and IPv6 addresses and networks.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Works on text and bytes only, so that the core needs no operating system's socket headers.
 */
#include "address.h"

#include <string.h>

#define IPV4_BYTES  4
#define IPV6_BYTES  16
#define IPV6_GROUPS 8

static size_t family_bytes(uint8_t family)
{
    return family == ADDRESS_IPV4 ? IPV4_BYTES : family == ADDRESS_IPV6 ? IPV6_BYTES : 0;
}

int address_compare(const struct address *left, const struct address *right)
{
    if (left->family != right->family)
        return left->family < right->family ? -1 : 1;
    int order = memcmp(left->bytes, right->bytes, sizeof left->bytes);
    return (order > 0) - (order < 0);
}

bool address_in_network(const struct address *address, const struct address_network *network)
{
    size_t whole_bytes = network->prefix_length / 8;
    unsigned rest_bits = network->prefix_length % 8;

    if (address->family != network->address.family
        || network->prefix_length > family_bytes(address->family) * 8)
        return false;
    if (memcmp(address->bytes, network->address.bytes, whole_bytes) != 0)
        return false;
    if (rest_bits == 0)
        return true;
    unsigned differing = (unsigned)address->bytes[whole_bytes] ^ network->address.bytes[whole_bytes];
    return differing >> (8 - rest_bits) == 0;
}

/* ---- reading ---- */

/** Reads a decimal number of at most `max_value` without leading zeros; moves `*text` behind it. */
static bool take_decimal(const char **text, unsigned max_value, unsigned *value)
{
    const char *start = *text;
    unsigned    sum = 0;

    while (**text >= '0' && **text <= '9') {
        sum = sum * 10 + (unsigned)(**text - '0');
        if (sum > max_value)
            return false;
        (*text)++;
    }
    *value = sum;
    return *text != start && (*start != '0' || *text == start + 1);
}

/** Reads four decimal numbers with dots between them, up to the end of the text. */
static bool parse_ipv4(const char *text, uint8_t *bytes)
{
    for (size_t i = 0; i < IPV4_BYTES; i++) {
        unsigned value = 0;

        if (!take_decimal(&text, 255, &value))
            return false;
        bytes[i] = (uint8_t)value;
        if (*text != (i + 1 < IPV4_BYTES ? '.' : '\0'))
            return false;
        text++;
    }
    return true;
}

static int hexadecimal_digit(char character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    if (character >= 'a' && character <= 'f')
        return character - 'a' + 10;
    if (character >= 'A' && character <= 'F')
        return character - 'A' + 10;
    return -1;
}

/** Reads one to four hexadecimal digits; returns how many there were, 0 if none or more than four. */
static size_t take_group(const char *text, unsigned *value)
{
    size_t digits = 0;

    *value = 0;
    while (hexadecimal_digit(text[digits]) >= 0) {
        if (digits == 4)
            return 0;
        *value = *value * 16 + (unsigned)hexadecimal_digit(text[digits]);
        digits++;
    }
    return digits;
}

/** The groups of an IPv6 text in the order read, and where "::" stood. */
struct ipv6_reading {
    uint8_t bytes[IPV6_BYTES];
    size_t  used; /**< bytes read so far */
    size_t  gap;  /**< value of `used` at "::", or IPV6_BYTES + 1 if there was none */
};

/** Reads one group, or the IPv4 address that may end the text. Returns the text behind it, NULL on error. */
static const char *take_ipv6_part(const char *text, struct ipv6_reading *reading)
{
    unsigned value = 0;
    size_t   digits = take_group(text, &value);

    if (digits == 0)
        return NULL;
    if (text[digits] == '.') {
        if (reading->used + IPV4_BYTES > IPV6_BYTES || !parse_ipv4(text, reading->bytes + reading->used))
            return NULL;
        reading->used += IPV4_BYTES;
        return text + strlen(text);
    }
    if (reading->used + 2 > IPV6_BYTES)
        return NULL;
    reading->bytes[reading->used] = (uint8_t)(value >> 8);
    reading->bytes[reading->used + 1] = (uint8_t)(value & 0xff);
    reading->used += 2;
    return text + digits;
}

static bool read_ipv6_parts(const char *text, struct ipv6_reading *reading)
{
    if (text[0] == ':' && text[1] != ':')
        return false;
    while (*text != '\0') {
        if (text[0] == ':' && text[1] == ':') {
            if (reading->gap <= IPV6_BYTES)
                return false;
            reading->gap = reading->used;
            text += 2;
            if (*text == '\0')
                break;
        }
        text = take_ipv6_part(text, reading);
        if (text == NULL)
            return false;
        if (*text == '\0' || (text[0] == ':' && text[1] == ':'))
            continue;
        if (text[0] != ':' || text[1] == '\0')
            return false;
        text++;
    }
    return true;
}

static bool parse_ipv6(const char *text, uint8_t *bytes)
{
    struct ipv6_reading reading = {.gap = IPV6_BYTES + 1};

    if (!read_ipv6_parts(text, &reading))
        return false;
    if (reading.gap > IPV6_BYTES) {
        memcpy(bytes, reading.bytes, IPV6_BYTES);
        return reading.used == IPV6_BYTES;
    }
    if (reading.used == IPV6_BYTES) {
        return false; /* "::" must stand for at least one group */
    }
    size_t behind_gap = reading.used - reading.gap;
    memset(bytes, 0, IPV6_BYTES);
    memcpy(bytes, reading.bytes, reading.gap);
    memcpy(bytes + IPV6_BYTES - behind_gap, reading.bytes + reading.gap, behind_gap);
    return true;
}

bool address_parse(const char *text, struct address *address)
{
    memset(address, 0, sizeof *address);
    bool is_ipv6 = strchr(text, ':') != NULL;
    if (!(is_ipv6 ? parse_ipv6(text, address->bytes) : parse_ipv4(text, address->bytes))) {
        memset(address, 0, sizeof *address);
        return false;
    }
    address->family = is_ipv6 ? ADDRESS_IPV6 : ADDRESS_IPV4;
    return true;
}

static void clear_host_bits(struct address_network *network)
{
    size_t   first = network->prefix_length / 8;
    unsigned kept_bits = network->prefix_length % 8;

    if (kept_bits != 0) {
        network->address.bytes[first] &= (uint8_t)(0xffU << (8 - kept_bits));
        first++;
    }
    memset(network->address.bytes + first, 0, IPV6_BYTES - first);
}

bool address_network_parse(const char *text, struct address_network *network)
{
    char        address_text[ADDRESS_TEXT_LENGTH];
    const char *slash = strchr(text, '/');
    size_t      length = slash == NULL ? strlen(text) : (size_t)(slash - text);

    memset(network, 0, sizeof *network);
    if (length >= sizeof address_text)
        return false;
    memcpy(address_text, text, length);
    address_text[length] = '\0';

    struct address_network parsed = {0};
    if (!address_parse(address_text, &parsed.address))
        return false;
    unsigned bits = (unsigned)family_bytes(parsed.address.family) * 8;
    unsigned prefix_length = bits;
    if (slash != NULL) {
        slash++;
        if (!take_decimal(&slash, bits, &prefix_length) || *slash != '\0')
            return false;
    }
    parsed.prefix_length = (uint8_t)prefix_length;
    clear_host_bits(&parsed);
    *network = parsed;
    return true;
}

/* ---- writing ---- */

/** Text that grows in a buffer large enough for every address. */
struct address_text {
    char   text[ADDRESS_TEXT_LENGTH];
    size_t length;
};

static void append_character(struct address_text *out, char character)
{
    if (out->length + 1 < sizeof out->text)
        out->text[out->length++] = character;
}

static void append_number(struct address_text *out, unsigned value, unsigned base)
{
    if (value >= base)
        append_number(out, value / base, base);
    append_character(out, "0123456789abcdef"[value % base]);
}

static void append_ipv4(struct address_text *out, const uint8_t *bytes)
{
    for (size_t i = 0; i < IPV4_BYTES; i++) {
        if (i > 0)
            append_character(out, '.');
        append_number(out, bytes[i], 10);
    }
}

static unsigned group_at(const uint8_t *bytes, size_t group)
{
    return (unsigned)bytes[group * 2] << 8 | bytes[group * 2 + 1];
}

/** The longest run of two or more zero groups, the first of equals (RFC 5952 section 4.2). */
static size_t longest_zero_run(const uint8_t *bytes, size_t groups, size_t *start)
{
    size_t best = 0;
    size_t run = 0;

    for (size_t i = 0; i < groups; i++) {
        run = group_at(bytes, i) == 0 ? run + 1 : 0;
        if (run > best) {
            best = run;
            *start = i + 1 - run;
        }
    }
    return best >= 2 ? best : 0;
}

/** RFC 5952 section 5: an IPv4-mapped address (RFC 4291 section 2.5.5.2) ends in dotted decimal. */
static bool is_ipv4_mapped(const uint8_t *bytes)
{
    static const uint8_t mapped_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

    return memcmp(bytes, mapped_prefix, sizeof mapped_prefix) == 0;
}

static void append_ipv6(struct address_text *out, const uint8_t *bytes)
{
    bool   mapped = is_ipv4_mapped(bytes);
    size_t groups = mapped ? IPV6_GROUPS - 2 : IPV6_GROUPS;
    size_t run_start = 0;
    size_t run = longest_zero_run(bytes, groups, &run_start);

    for (size_t i = 0; i < groups; i++) {
        if (run > 0 && i == run_start) {
            append_character(out, ':');
            append_character(out, ':');
            i += run - 1;
            continue;
        }
        if (i > 0 && out->text[out->length - 1] != ':')
            append_character(out, ':');
        append_number(out, group_at(bytes, i), 16);
    }
    if (mapped) {
        append_character(out, ':');
        append_ipv4(out, bytes + IPV6_BYTES - IPV4_BYTES);
    }
}

const char *address_format(const struct address *address, char *text, size_t size)
{
    struct address_text out = {.length = 0};

    if (address->family == ADDRESS_IPV4)
        append_ipv4(&out, address->bytes);
    else if (address->family == ADDRESS_IPV6)
        append_ipv6(&out, address->bytes);
    else
        append_character(&out, '?');
    if (size > 0) {
        size_t length = out.length < size ? out.length : size - 1;
        memcpy(text, out.text, length);
        text[length] = '\0';
    }
    return text;
}
