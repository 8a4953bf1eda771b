/* hello_origin.c: see hello_origin.h; the tables are hello_origins.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * First what Schannel never sends: one such thing suffices. Then its own lists. Whatever is left cannot be told.
 */
#include "hello_origin.h"

#include <stdio.h>
#include <string.h>

#include "tls_names.h"

enum {
    EXTENSIONS_MOST = 48, /* more than any library sends; of a hello with more nothing is told */
    EXTENSION_GROUPS = 10,
    EXTENSION_PADDING = 21,
    EXTENSION_ENCRYPT_THEN_MAC = 22,
    EXTENSION_RENEGOTIATION_INFO = 65281,
    SUITE_RENEGOTIATION_INFO = 0x00FF,
    SUITE_DHE_RSA_AES_128 = 0x0033
};

/* A hello as the tables speak of it: without GREASE. */
struct shape {
    const struct tls_client_hello *hello;
    uint16_t                       extensions[EXTENSIONS_MOST];
    size_t                         extension_count;
    bool                           too_many;
    bool                           grease;
    bool                           signalling; /* suite 0x00FF */
};

/* ---- the parts of a hello ---- */

static void take_extension_types(struct shape *shape)
{
    struct tls_reader reader;

    tls_reader_start(&reader, shape->hello->extensions.data, shape->hello->extensions.length);
    while (tls_reader_left(&reader) > 0) {
        uint16_t type = tls_reader_take_u16(&reader);
        tls_reader_take_vector16(&reader);
        if (tls_is_grease(type))
            shape->grease = true;
        else if (shape->extension_count < EXTENSIONS_MOST)
            shape->extensions[shape->extension_count++] = type;
        else
            shape->too_many = true;
    }
}

static bool has_grease(struct tls_bytes numbers)
{
    for (size_t i = 0; i < numbers.length / 2; i++) {
        if (tls_is_grease(tls_bytes_u16(numbers, i)))
            return true;
    }
    return false;
}

static bool has_number(struct tls_bytes numbers, uint16_t number)
{
    for (size_t i = 0; i < numbers.length / 2; i++) {
        if (tls_bytes_u16(numbers, i) == number)
            return true;
    }
    return false;
}

static void take_shape(const struct tls_client_hello *hello, struct shape *shape)
{
    memset(shape, 0, sizeof *shape);
    shape->hello = hello;
    take_extension_types(shape);
    shape->grease = shape->grease || has_grease(hello->cipher_suites) || has_grease(hello->supported_groups) ||
                    has_grease(hello->signature_algorithms) || has_grease(hello->supported_versions);
    shape->signalling = has_number(hello->cipher_suites, SUITE_RENEGOTIATION_INFO);
}

static bool list_has(const uint16_t *list, uint16_t number)
{
    for (; *list != HELLO_LIST_END; list++) {
        if (*list == number)
            return true;
    }
    return false;
}

/* Place of an extension in the hello; EXTENSIONS_MOST if it is not there. */
static size_t place_of(const struct shape *shape, uint16_t type)
{
    for (size_t i = 0; i < shape->extension_count; i++) {
        if (shape->extensions[i] == type)
            return i;
    }
    return EXTENSIONS_MOST;
}

static bool has_extension(const struct shape *shape, uint16_t type)
{
    return place_of(shape, type) < EXTENSIONS_MOST;
}

/* True if the hello's extensions are some of the list's, in its order. */
static bool follows_order(const struct shape *shape, const uint16_t *order, bool padding_anywhere)
{
    for (size_t i = 0; i < shape->extension_count; i++) {
        if (padding_anywhere && shape->extensions[i] == EXTENSION_PADDING)
            continue;
        while (*order != HELLO_LIST_END && *order != shape->extensions[i])
            order++;
        if (*order == HELLO_LIST_END)
            return false;
        order++;
    }
    return true;
}

static bool equals_list(struct tls_bytes numbers, const uint16_t *list)
{
    size_t i = 0;

    for (; list[i] != HELLO_LIST_END; i++) {
        if (i >= numbers.length / 2 || tls_bytes_u16(numbers, i) != list[i])
            return false;
    }
    return i == numbers.length / 2;
}

static bool points_are(const struct tls_client_hello *hello, enum hello_points points)
{
    static const uint8_t ALL_THREE[] = {0, 1, 2};
    size_t               length = points == HELLO_POINTS_ALL_THREE ? sizeof ALL_THREE : 1;

    return points == HELLO_POINTS_ANY ||
           (hello->point_formats.length == length && memcmp(hello->point_formats.data, ALL_THREE, length) == 0);
}

/* ---- what Schannel never sends ---- */

static const struct schannel_suite *schannel_suite_of(uint16_t code)
{
    for (size_t i = 0; i < schannel_suite_count; i++) {
        if (schannel_suites[i].code == code)
            return &schannel_suites[i];
    }
    return NULL;
}

static bool is_foreign_suite(uint16_t code)
{
    return !tls_is_grease(code) && (tls_cipher_properties(code) & TLS_CIPHER_SIGNALLING) == 0 &&
           schannel_suite_of(code) == NULL && !list_has(foreign_suites_in_schannel, code);
}

static bool is_foreign_group(uint16_t code)
{
    return !tls_is_grease(code) && !list_has(schannel_groups, code);
}

static bool find_number(struct tls_bytes numbers, bool (*is_sought)(uint16_t), uint16_t *found)
{
    for (size_t i = 0; i < numbers.length / 2; i++) {
        *found = tls_bytes_u16(numbers, i);
        if (is_sought(*found))
            return true;
    }
    return false;
}

static bool find_foreign_extension(const struct shape *shape, uint16_t *found)
{
    for (size_t i = 0; i < shape->extension_count; i++) {
        bool known = false;
        for (size_t order = 0; order < schannel_order_count; order++)
            known = known || list_has(schannel_orders[order], shape->extensions[i]);
        *found = shape->extensions[i];
        if (!known)
            return true;
    }
    return false;
}

/* Measured up to TLS 1.2: what always comes after the groups, and where renegotiation_info stands. */
static bool has_foreign_order(const struct shape *shape)
{
    static const uint16_t AFTER_GROUPS[] = {11, 13, 16, 23, 35};
    size_t                groups = place_of(shape, EXTENSION_GROUPS);
    size_t                renegotiation = place_of(shape, EXTENSION_RENEGOTIATION_INFO);

    if (shape->hello->has_supported_versions)
        return false;
    for (size_t i = 0; groups < EXTENSIONS_MOST && i < sizeof AFTER_GROUPS / sizeof AFTER_GROUPS[0]; i++) {
        if (place_of(shape, AFTER_GROUPS[i]) < groups)
            return true;
    }
    return renegotiation < EXTENSIONS_MOST && renegotiation > 0 && renegotiation + 1 < shape->extension_count;
}

/* The surest first. */
static enum hello_proof find_foreign(const struct shape *shape, uint16_t *value)
{
    const struct tls_client_hello *hello = shape->hello;

    if (find_number(hello->cipher_suites, is_foreign_suite, value))
        return HELLO_PROOF_SUITE;
    if (find_number(hello->supported_groups, is_foreign_group, value))
        return HELLO_PROOF_GROUP;
    *value = 0;
    if (has_extension(shape, EXTENSION_ENCRYPT_THEN_MAC))
        return HELLO_PROOF_ENCRYPT_THEN_MAC;
    if (hello->point_formats.length > 0 && !points_are(hello, HELLO_POINTS_UNCOMPRESSED))
        return HELLO_PROOF_POINT_FORMATS;
    if (shape->signalling && hello->has_extensions)
        return HELLO_PROOF_SIGNALLING_SUITE;
    if (shape->grease)
        return HELLO_PROOF_GREASE;
    if (hello->compression_methods.length != 1 || hello->compression_methods.data[0] != 0)
        return HELLO_PROOF_COMPRESSION;
    if (find_foreign_extension(shape, value))
        return HELLO_PROOF_EXTENSION;
    *value = 0;
    return has_foreign_order(shape) ? HELLO_PROOF_EXTENSION_ORDER : HELLO_PROOF_NONE;
}

static bool meets(enum hello_demand demand, bool there)
{
    return demand == HELLO_ANY || (demand == HELLO_WITH) == there;
}

static bool has_all_of(const struct shape *shape, const uint16_t *types)
{
    for (; types != NULL && *types != HELLO_LIST_END; types++) {
        if (!has_extension(shape, *types))
            return false;
    }
    return true;
}

static bool has_one_of(const struct shape *shape, const struct hello_family_row *row)
{
    const uint16_t *types = row->one_of;
    const uint16_t *groups = row->or_group;

    if (types == NULL)
        return true;
    for (; *types != HELLO_LIST_END; types++) {
        if (has_extension(shape, *types))
            return true;
    }
    for (; groups != NULL && *groups != HELLO_LIST_END; groups++) {
        if (has_number(shape->hello->supported_groups, *groups))
            return true;
    }
    return false;
}

static bool begins_with(const struct shape *shape, const uint16_t *types)
{
    for (size_t i = 0; types != NULL && types[i] != HELLO_LIST_END; i++) {
        if (i >= shape->extension_count || shape->extensions[i] != types[i])
            return false;
    }
    return true;
}

static bool is_of_family(const struct shape *shape, const struct hello_family_row *row)
{
    return has_all_of(shape, row->all_of) && has_one_of(shape, row) && begins_with(shape, row->begins) &&
           (row->order == NULL || follows_order(shape, row->order, true)) && points_are(shape->hello, row->points) &&
           meets(row->signalling, shape->signalling) && meets(row->grease, shape->grease);
}

static void name_family(const struct shape *shape, struct hello_origin *origin)
{
    origin->family = HELLO_FAMILY_OTHER;
    for (size_t i = 0; i < hello_family_count; i++) {
        if (is_of_family(shape, &hello_families[i])) {
            origin->family = (uint8_t)hello_families[i].family;
            origin->row = (uint8_t)(i + 1);
            return;
        }
    }
}

/* ---- what Schannel sends ---- */

/* WinINet and others leave these out. */
static bool is_dhe_rsa(uint16_t suite)
{
    static const uint16_t DHE_RSA[] = {0x0033, 0x0039, 0x009E, 0x009F, HELLO_LIST_END};

    return list_has(DHE_RSA, suite);
}

/* The list of a Windows as far as this version offers it, without what was left out. */
static bool is_list_of(const struct tls_client_hello *hello, const struct windows_tls *windows, bool strong,
                       bool dhe_rsa)
{
    size_t count = hello->cipher_suites.length / 2;
    size_t next = 0;

    for (const uint16_t *suite = windows->suites; *suite != HELLO_LIST_END; suite++) {
        const struct schannel_suite *known = schannel_suite_of(*suite);
        if (known == NULL || known->version > hello->max_version ||
            (strong && list_has(windows->strong_drops, *suite)) || (!dhe_rsa && is_dhe_rsa(*suite)))
            continue;
        if (next >= count || tls_bytes_u16(hello->cipher_suites, next) != *suite)
            return false;
        next++;
    }
    return next == count;
}

static bool is_of_windows(const struct tls_client_hello *hello, const struct windows_tls *windows)
{
    if (hello->has_session_ticket && !windows->tickets)
        return false;
    for (unsigned variant = 0; variant < 4; variant++) {
        if (is_list_of(hello, windows, (variant & 1) != 0, (variant & 2) != 0))
            return true;
    }
    return false;
}

static uint16_t windows_of(const struct tls_client_hello *hello)
{
    unsigned set = 0;

    for (size_t i = 0; i < windows_tls_count; i++)
        set |= is_of_windows(hello, &windows_tls[i]) ? 1u << i : 0u;
    return (uint16_t)set;
}

static bool follows_schannel_order(const struct shape *shape)
{
    for (size_t i = 0; i < schannel_order_count; i++) {
        if (follows_order(shape, schannel_orders[i], false))
            return true;
    }
    return false;
}

static bool has_default_groups(const struct tls_client_hello *hello)
{
    if (!hello->has_supported_groups)
        return true;
    for (size_t i = 0; i < schannel_default_group_count; i++) {
        if (equals_list(hello->supported_groups, schannel_default_groups[i]))
            return true;
    }
    return false;
}

static bool has_schannel_signatures(const struct tls_client_hello *hello)
{
    for (size_t i = 0; i < schannel_signature_count; i++) {
        if (equals_list(hello->signature_algorithms, schannel_signatures[i]))
            return true;
    }
    return false;
}

/* All of the Windows that it can be of offer RC4 by themselves, and it does not. */
static bool left_rc4_out(const struct tls_client_hello *hello, uint16_t windows)
{
    bool all = windows != 0;

    for (size_t i = 0; i < windows_tls_count; i++)
        all = all && ((windows & (1u << i)) == 0 || windows_tls[i].rc4);
    return all && !has_number(hello->cipher_suites, 0x0004) && !has_number(hello->cipher_suites, 0x0005);
}

static void recognise_schannel(const struct shape *shape, struct hello_origin *origin)
{
    const struct tls_client_hello *hello = shape->hello;
    bool                           has_shape =
        follows_schannel_order(shape) && (!hello->has_extensions || has_extension(shape, EXTENSION_RENEGOTIATION_INFO));
    uint16_t windows = windows_of(hello);

    if (!has_shape)
        return;
    if (windows != 0 && has_default_groups(hello)) {
        origin->proof = HELLO_PROOF_DOCUMENTED_LIST;
        origin->windows = windows;
        origin->without_rc4 = left_rc4_out(hello, windows);
    } else if (has_schannel_signatures(hello)) {
        origin->proof = HELLO_PROOF_OWN_LIST;
    } else {
        return;
    }
    origin->family = HELLO_FAMILY_SCHANNEL;
}

struct hello_origin hello_origin_of(const struct tls_client_hello *hello)
{
    struct hello_origin origin = {0};
    struct shape        shape;

    if (hello->sslv2_framed || hello->cipher_suites.length == 0)
        return origin;
    take_shape(hello, &shape);
    if (shape.too_many)
        return origin;
    origin.proof = (uint8_t)find_foreign(&shape, &origin.proof_value);
    if (origin.proof != HELLO_PROOF_NONE)
        name_family(&shape, &origin);
    else
        recognise_schannel(&shape, &origin);
    return origin;
}

/* ---- words ---- */

const char *hello_origin_id(const struct hello_origin *origin)
{
    static const char *const IDS[] = {
        [HELLO_FAMILY_UNKNOWN] = NULL,  [HELLO_FAMILY_SCHANNEL] = "schannel", [HELLO_FAMILY_OPENSSL] = "openssl",
        [HELLO_FAMILY_JAVA] = "java",   [HELLO_FAMILY_GNUTLS] = "gnutls",     [HELLO_FAMILY_MBEDTLS] = "mbedtls",
        [HELLO_FAMILY_GO] = "go",       [HELLO_FAMILY_NSS] = "nss",           [HELLO_FAMILY_BROWSER] = "browser",
        [HELLO_FAMILY_OTHER] = "other",
    };

    return IDS[origin->family];
}

/* A new Windows may send an extension that none sent before; a library that is known for itself is not Windows' own. */
static bool is_probable(const struct hello_origin *origin)
{
    return origin->family == HELLO_FAMILY_OTHER &&
           (origin->proof == HELLO_PROOF_EXTENSION || origin->proof == HELLO_PROOF_EXTENSION_ORDER);
}

bool hello_origin_is_foreign(const struct hello_origin *origin)
{
    return origin->family > HELLO_FAMILY_SCHANNEL && !is_probable(origin);
}

/* Adds to a text of HELLO_ORIGIN_TEXT_LENGTH bytes; what does not fit is left out. */
static void add(char *text, const char *more)
{
    size_t length = strlen(text);

    snprintf(text + length, HELLO_ORIGIN_TEXT_LENGTH - length, "%s", more);
}

/* "A, B or C": the first and the last two where there are more than three. */
static void add_windows(char *text, uint16_t windows)
{
    const char *names[16];
    size_t      count = 0;

    for (size_t i = 0; i < windows_tls_count && i < 16; i++) {
        if ((windows & (1u << i)) != 0)
            names[count++] = windows_tls[i].name;
    }
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            add(text, i + 1 == count ? " or " : ", ");
        add(text, names[i]);
    }
}

const char *hello_origin_detail(const struct hello_origin *origin, char *text)
{
    text[0] = '\0';
    if (origin->family == HELLO_FAMILY_UNKNOWN)
        return text;
    if (origin->family != HELLO_FAMILY_SCHANNEL) {
        add(text, is_probable(origin) ? "probably not Windows' TLS" : "not Windows' TLS");
        if (origin->row != 0) {
            add(text, ": ");
            add(text, hello_families[origin->row - 1].name);
        }
        return text;
    }
    add_windows(text, origin->windows);
    if (origin->proof == HELLO_PROOF_OWN_LIST)
        add(text, "Windows' TLS with a list of suites that was set by policy or a tool");
    if (origin->without_rc4)
        add(text, ", without RC4");
    return text;
}

const char *hello_origin_proof(const struct hello_origin *origin, char *text)
{
    static const char *const PROOFS[] = {
        [HELLO_PROOF_NONE] = "",
        [HELLO_PROOF_DOCUMENTED_LIST] = "its list of suites",
        [HELLO_PROOF_OWN_LIST] = "its order of extensions and its signature algorithms",
        [HELLO_PROOF_SUITE] = "suite",
        [HELLO_PROOF_ENCRYPT_THEN_MAC] = "encrypt_then_mac",
        [HELLO_PROOF_POINT_FORMATS] = "its point formats",
        [HELLO_PROOF_SIGNALLING_SUITE] = "suite 0x00ff beside extensions",
        [HELLO_PROOF_GREASE] = "GREASE values",
        [HELLO_PROOF_GROUP] = "group",
        [HELLO_PROOF_COMPRESSION] = "compression",
        [HELLO_PROOF_EXTENSION] = "extension",
        [HELLO_PROOF_EXTENSION_ORDER] = "its order of extensions",
    };
    const char *name = NULL;

    text[0] = '\0';
    add(text, PROOFS[origin->proof]);
    switch (origin->proof) {
    case HELLO_PROOF_SUITE: name = tls_cipher_name(origin->proof_value); break;
    case HELLO_PROOF_GROUP: name = tls_group_name(origin->proof_value); break;
    case HELLO_PROOF_EXTENSION: break;
    default: return text;
    }
    size_t length = strlen(text);
    if (name != NULL)
        snprintf(text + length, HELLO_ORIGIN_TEXT_LENGTH - length, " %s", name);
    else if (origin->proof == HELLO_PROOF_EXTENSION)
        snprintf(text + length, HELLO_ORIGIN_TEXT_LENGTH - length, " %u", origin->proof_value);
    else
        snprintf(text + length, HELLO_ORIGIN_TEXT_LENGTH - length, " 0x%04x", origin->proof_value);
    return text;
}
