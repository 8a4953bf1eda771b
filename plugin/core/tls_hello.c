/* tls_hello.c: see tls_hello.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Top down by RFC 8446 section 4: a handshake header, a hello's fixed part, then extensions by two tables,
 * one row a known extension. Every byte comes through tls_reader, so that no length is checked twice.
 */
#include "tls_hello.h"

#include <string.h>

#include "tls_names.h"

enum {
    RANDOM_LENGTH = 32,        /* RFC 8446 section 4.1.2 */
    SESSION_ID_LENGTH_MAX = 32, /* same section: legacy_session_id<0..32> */
    SSLV2_SERVER_HELLO = 4      /* K. Hickman, "The SSL Protocol" (1995), MSG-SERVER-HELLO */
};

/* IANA TLS ExtensionType Values. */
enum extension_type {
    EXTENSION_SERVER_NAME = 0,              /* RFC 6066 section 3 */
    EXTENSION_SUPPORTED_GROUPS = 10,        /* RFC 8422 section 5.1.1, RFC 8446 section 4.2.7 */
    EXTENSION_SIGNATURE_ALGORITHMS = 13,    /* RFC 8446 section 4.2.3 */
    EXTENSION_ALPN = 16,                    /* RFC 7301 section 3.1 */
    EXTENSION_EXTENDED_MASTER_SECRET = 23,  /* RFC 7627 section 5.1 */
    EXTENSION_SESSION_TICKET = 35,          /* RFC 5077 section 3.2 */
    EXTENSION_PRE_SHARED_KEY = 41,          /* RFC 8446 section 4.2.11 */
    EXTENSION_SUPPORTED_VERSIONS = 43,      /* RFC 8446 section 4.2.1 */
    EXTENSION_RENEGOTIATION_INFO = 0xFF01   /* RFC 5746 section 3.2 */
};

/* Signalling suites. */
enum {
    SUITE_EMPTY_RENEGOTIATION_INFO = 0x00FF, /* RFC 5746 section 3.3 */
    SUITE_FALLBACK = 0x5600                  /* RFC 7507 section 3 */
};

/* RFC 8446 section 4.1.3: SHA-256 of "HelloRetryRequest". */
static const uint8_t HELLO_RETRY_REQUEST_RANDOM[RANDOM_LENGTH] = {
    0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
    0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C};

/* RFC 8446 section 4.1.3: "DOWNGRD", then 01 (to TLS 1.2) or 00 (below). */
static const uint8_t DOWNGRADE_SENTINEL[7] = {0x44, 0x4F, 0x57, 0x4E, 0x47, 0x52, 0x44};

/* Reads one extension's body into the hello (client's or server's, by table). What it leaves unread, or a
 * failed reader, makes the parse fail. */
typedef void read_extension(struct tls_reader *body, void *hello);

struct extension_row {
    uint16_t        type;
    read_extension *read;
};

/* A vector of 2-byte numbers: half a number is a length that lies. */
static struct tls_bytes only_whole_numbers(struct tls_reader *reader, struct tls_bytes vector)
{
    if (vector.length % 2 != 0)
        reader->failed = true;
    return vector;
}

static struct tls_bytes take_session_id(struct tls_reader *reader)
{
    struct tls_bytes session_id = tls_reader_take_vector8(reader);
    if (session_id.length > SESSION_ID_LENGTH_MAX)
        reader->failed = true;
    return session_id;
}

/* A version as TLS 1.3 drafts (0x7F00 + number, RFC 8446 up to draft 28) or finished ones write it; 0 for
 * GREASE and what is not known. */
static uint16_t known_version(uint16_t version)
{
    if ((version & 0xFF00) == 0x7F00)
        return TLS_VERSION_1_3;
    return version >= TLS_VERSION_SSL3 && version <= TLS_VERSION_1_3 ? version : 0;
}

/* ---- extensions of a ClientHello ---- */

/* RFC 6066 section 3: an entry of a type yet unknown has a 2-byte length too, so that it can be skipped. */
static void read_server_name(struct tls_reader *body, void *hello)
{
    struct tls_client_hello *client = hello;
    if (tls_reader_left(body) == 0) {
        return; /* a server's answer looks so; in a ClientHello it names nobody */
    }
    struct tls_bytes list = tls_reader_take_vector16(body);
    struct tls_reader entries;
    tls_reader_start(&entries, list.data, list.length);
    while (tls_reader_left(&entries) > 0) {
        uint8_t name_type = tls_reader_take_u8(&entries);
        struct tls_bytes name = tls_reader_take_vector16(&entries);
        if (name_type == 0 && name.length > 0 && !client->has_server_name) {
            client->has_server_name = true;
            client->server_name = name;
        }
    }
    body->failed = body->failed || entries.failed;
}

static void read_supported_groups(struct tls_reader *body, void *hello)
{
    struct tls_client_hello *client = hello;
    client->supported_groups = only_whole_numbers(body, tls_reader_take_vector16(body));
    client->has_supported_groups = true;
}

static void read_signature_algorithms(struct tls_reader *body, void *hello)
{
    struct tls_client_hello *client = hello;
    client->signature_algorithms = only_whole_numbers(body, tls_reader_take_vector16(body));
    client->has_signature_algorithms = true;
}

static void read_alpn(struct tls_reader *body, void *hello)
{
    struct tls_client_hello *client = hello;
    client->alpn_protocols = tls_reader_take_vector16(body);
    struct tls_reader names;
    tls_reader_start(&names, client->alpn_protocols.data, client->alpn_protocols.length);
    while (tls_reader_left(&names) > 0) {
        struct tls_bytes name = tls_reader_take_vector8(&names);
        if (name.length == 2 && memcmp(name.data, "h2", 2) == 0)
            client->offers_http2 = true;
    }
    body->failed = body->failed || names.failed;
}

static void read_client_extended_master_secret(struct tls_reader *body, void *hello)
{
    struct tls_client_hello *client = hello;
    (void)body; /* must be empty: nothing is taken */
    client->has_extended_master_secret = true;
}

static void read_session_ticket(struct tls_reader *body, void *hello)
{
    struct tls_client_hello *client = hello;
    tls_reader_take_bytes(body, tls_reader_left(body)); /* opaque */
    client->has_session_ticket = true;
}

static void read_pre_shared_key(struct tls_reader *body, void *hello)
{
    struct tls_client_hello *client = hello;
    tls_reader_take_bytes(body, tls_reader_left(body)); /* only its presence counts */
    client->has_pre_shared_key = true;
}

static void read_offered_versions(struct tls_reader *body, void *hello)
{
    struct tls_client_hello *client = hello;
    struct tls_bytes versions = only_whole_numbers(body, tls_reader_take_vector8(body));
    bool any_older = false;
    for (size_t i = 0; i < versions.length / 2; i++) {
        uint16_t version = known_version(tls_bytes_u16(versions, i));
        any_older = any_older || (version != 0 && version < TLS_VERSION_1_3);
        if (version > client->max_version)
            client->max_version = version;
    }
    client->has_supported_versions = true;
    client->tls13_only = client->max_version >= TLS_VERSION_1_3 && !any_older;
}

static void read_client_renegotiation_info(struct tls_reader *body, void *hello)
{
    struct tls_client_hello *client = hello;
    tls_reader_take_vector8(body);
    client->has_renegotiation_info = true;
}

static const struct extension_row CLIENT_EXTENSIONS[] = {
    {EXTENSION_SERVER_NAME, read_server_name},
    {EXTENSION_SUPPORTED_GROUPS, read_supported_groups},
    {EXTENSION_SIGNATURE_ALGORITHMS, read_signature_algorithms},
    {EXTENSION_ALPN, read_alpn},
    {EXTENSION_EXTENDED_MASTER_SECRET, read_client_extended_master_secret},
    {EXTENSION_SESSION_TICKET, read_session_ticket},
    {EXTENSION_PRE_SHARED_KEY, read_pre_shared_key},
    {EXTENSION_SUPPORTED_VERSIONS, read_offered_versions},
    {EXTENSION_RENEGOTIATION_INFO, read_client_renegotiation_info},
};

/* ---- extensions of a ServerHello ---- */

static void read_server_extended_master_secret(struct tls_reader *body, void *hello)
{
    struct tls_server_hello *server = hello;
    (void)body; /* must be empty: nothing is taken */
    server->has_extended_master_secret = true;
}

static void read_chosen_version(struct tls_reader *body, void *hello)
{
    struct tls_server_hello *server = hello;
    uint16_t version = tls_reader_take_u16(body);
    server->version = known_version(version) != 0 ? known_version(version) : version;
    server->has_supported_versions = true;
}

static void read_server_renegotiation_info(struct tls_reader *body, void *hello)
{
    struct tls_server_hello *server = hello;
    tls_reader_take_vector8(body);
    server->has_renegotiation_info = true;
}

static const struct extension_row SERVER_EXTENSIONS[] = {
    {EXTENSION_EXTENDED_MASTER_SECRET, read_server_extended_master_secret},
    {EXTENSION_SUPPORTED_VERSIONS, read_chosen_version},
    {EXTENSION_RENEGOTIATION_INFO, read_server_renegotiation_info},
};

/* ---- the walk over an extensions block ---- */

/* Reads the body if the type is known and was not there before (RFC 8446 section 4.2 forbids a second one;
 * the first counts). `seen` has one bit a row. */
static enum tls_parse read_one_extension(const struct extension_row *rows, size_t row_count, uint16_t type,
                                         struct tls_bytes body_bytes, unsigned *seen, void *hello)
{
    for (size_t i = 0; i < row_count; i++) {
        if (rows[i].type != type || (*seen & (1u << i)) != 0)
            continue;
        *seen |= 1u << i;
        struct tls_reader body;
        tls_reader_start(&body, body_bytes.data, body_bytes.length);
        rows[i].read(&body, hello);
        return tls_reader_outcome(&body);
    }
    return TLS_PARSE_OK;
}

/* RFC 8446 section 4.2: type (2 bytes), then a vector. The block must be the last thing in the message. */
static enum tls_parse read_extensions(struct tls_reader *message, const struct extension_row *rows,
                                      size_t row_count, void *hello)
{
    struct tls_bytes block = tls_reader_take_vector16(message);
    enum tls_parse parse = tls_reader_outcome(message);
    if (parse != TLS_PARSE_OK)
        return parse;
    struct tls_reader extensions;
    tls_reader_start(&extensions, block.data, block.length);
    unsigned seen = 0;
    while (tls_reader_left(&extensions) > 0) {
        uint16_t type = tls_reader_take_u16(&extensions);
        struct tls_bytes body = tls_reader_take_vector16(&extensions);
        if (extensions.failed)
            return TLS_PARSE_TRUNCATED;
        parse = read_one_extension(rows, row_count, type, body, &seen, hello);
        if (parse != TLS_PARSE_OK)
            return parse;
    }
    return TLS_PARSE_OK;
}

/* ---- messages ---- */

static void note_signalling_suite(struct tls_client_hello *hello, uint32_t suite)
{
    if (suite == SUITE_EMPTY_RENEGOTIATION_INFO)
        hello->has_renegotiation_info = true;
    if (suite == SUITE_FALLBACK)
        hello->has_fallback_scsv = true;
}

/* RFC 8446 section 4.1.2; RFC 5246 section 7.4.1.2 for a hello that ends without extensions. */
static enum tls_parse read_client_hello(struct tls_reader *message, struct tls_client_hello *hello)
{
    hello->legacy_version = tls_reader_take_u16(message);
    hello->random = tls_reader_take_bytes(message, RANDOM_LENGTH);
    hello->session_id = take_session_id(message);
    hello->cipher_suites = only_whole_numbers(message, tls_reader_take_vector16(message));
    struct tls_bytes compression_methods = tls_reader_take_vector8(message);
    if (message->failed || hello->cipher_suites.length == 0 || compression_methods.length == 0)
        return TLS_PARSE_TRUNCATED;
    for (size_t i = 0; i < hello->cipher_suites.length / 2; i++)
        note_signalling_suite(hello, tls_bytes_u16(hello->cipher_suites, i));
    if (tls_reader_left(message) > 0) {
        hello->has_extensions = true;
        enum tls_parse parse = read_extensions(message, CLIENT_EXTENSIONS,
                                               sizeof CLIENT_EXTENSIONS / sizeof CLIENT_EXTENSIONS[0], hello);
        if (parse != TLS_PARSE_OK)
            return parse;
    }
    if (hello->max_version == 0)
        hello->max_version = hello->legacy_version;
    return TLS_PARSE_OK;
}

enum tls_parse tls_client_hello_parse(const uint8_t *message, size_t length, struct tls_client_hello *hello)
{
    struct tls_reader reader;
    memset(hello, 0, sizeof *hello);
    enum tls_parse parse = tls_reader_start_handshake(&reader, message, length, TLS_HANDSHAKE_CLIENT_HELLO);
    if (parse == TLS_PARSE_OK)
        parse = read_client_hello(&reader, hello);
    if (parse != TLS_PARSE_OK)
        memset(hello, 0, sizeof *hello);
    return parse;
}

/* RFC 5246 appendix E.2: three lengths, then the three runs of bytes. Session id and challenge lengths are
 * not held to the RFC's ranges: SSL 2.0 stacks differ, and nothing is concluded from them. */
static enum tls_parse read_client_hello_sslv2(struct tls_reader *message, struct tls_client_hello *hello)
{
    tls_reader_take_u8(message);
    hello->sslv2_framed = true;
    hello->legacy_version = tls_reader_take_u16(message);
    hello->max_version = hello->legacy_version;
    size_t cipher_spec_length = tls_reader_take_u16(message);
    size_t session_id_length = tls_reader_take_u16(message);
    size_t challenge_length = tls_reader_take_u16(message);
    hello->cipher_suites = tls_reader_take_bytes(message, cipher_spec_length);
    hello->session_id = tls_reader_take_bytes(message, session_id_length);
    tls_reader_take_bytes(message, challenge_length);
    if (hello->cipher_suites.length == 0 || hello->cipher_suites.length % 3 != 0)
        return TLS_PARSE_TRUNCATED;
    struct tls_reader specs;
    tls_reader_start(&specs, hello->cipher_suites.data, hello->cipher_suites.length);
    while (tls_reader_left(&specs) > 0)
        note_signalling_suite(hello, tls_reader_take_u24(&specs));
    return tls_reader_outcome(message);
}

enum tls_parse tls_client_hello_parse_sslv2(const uint8_t *message, size_t length,
                                            struct tls_client_hello *hello)
{
    memset(hello, 0, sizeof *hello);
    if (length > 0 && message[0] != TLS_HANDSHAKE_CLIENT_HELLO)
        return TLS_PARSE_WRONG_TYPE;
    struct tls_reader reader;
    tls_reader_start(&reader, message, length);
    enum tls_parse parse = read_client_hello_sslv2(&reader, hello);
    if (parse != TLS_PARSE_OK)
        memset(hello, 0, sizeof *hello);
    return parse;
}

/* A server that could do better says so in its random; in TLS 1.3 itself the bytes mean nothing. */
static bool is_downgrade_random(struct tls_bytes random, uint16_t version)
{
    const size_t sentinel_start = RANDOM_LENGTH - sizeof DOWNGRADE_SENTINEL - 1;
    return version < TLS_VERSION_1_3 &&
           memcmp(random.data + sentinel_start, DOWNGRADE_SENTINEL, sizeof DOWNGRADE_SENTINEL) == 0 &&
           random.data[RANDOM_LENGTH - 1] <= 1;
}

/* RFC 8446 section 4.1.3; RFC 5246 section 7.4.1.3 for a hello that ends without extensions. */
static enum tls_parse read_server_hello(struct tls_reader *message, struct tls_server_hello *hello)
{
    hello->legacy_version = tls_reader_take_u16(message);
    struct tls_bytes random = tls_reader_take_bytes(message, RANDOM_LENGTH);
    hello->session_id = take_session_id(message);
    hello->cipher_suite = tls_reader_take_u16(message);
    tls_reader_take_u8(message); /* compression method */
    if (message->failed)
        return TLS_PARSE_TRUNCATED;
    if (tls_reader_left(message) > 0) {
        enum tls_parse parse = read_extensions(message, SERVER_EXTENSIONS,
                                               sizeof SERVER_EXTENSIONS / sizeof SERVER_EXTENSIONS[0], hello);
        if (parse != TLS_PARSE_OK)
            return parse;
    }
    if (!hello->has_supported_versions)
        hello->version = hello->legacy_version;
    hello->is_hello_retry_request = memcmp(random.data, HELLO_RETRY_REQUEST_RANDOM, RANDOM_LENGTH) == 0;
    hello->has_downgrade_sentinel = is_downgrade_random(random, hello->version);
    return TLS_PARSE_OK;
}

enum tls_parse tls_server_hello_parse(const uint8_t *message, size_t length, struct tls_server_hello *hello)
{
    struct tls_reader reader;
    memset(hello, 0, sizeof *hello);
    enum tls_parse parse = tls_reader_start_handshake(&reader, message, length, TLS_HANDSHAKE_SERVER_HELLO);
    if (parse == TLS_PARSE_OK)
        parse = read_server_hello(&reader, hello);
    if (parse != TLS_PARSE_OK)
        memset(hello, 0, sizeof *hello);
    return parse;
}

/* K. Hickman, "The SSL Protocol" (1995), SERVER-HELLO: the suites are what both sides know, the client chooses among them. */
static enum tls_parse read_server_hello_sslv2(struct tls_reader *message, struct tls_server_hello *hello)
{
    tls_reader_take_u8(message); /* message type */
    tls_reader_take_u8(message); /* session id hit */
    tls_reader_take_u8(message); /* certificate type */
    hello->sslv2_framed = true;
    hello->version = hello->legacy_version = tls_reader_take_u16(message);
    size_t certificate_length = tls_reader_take_u16(message);
    size_t cipher_spec_length = tls_reader_take_u16(message);
    size_t connection_id_length = tls_reader_take_u16(message);
    tls_reader_take_bytes(message, certificate_length);
    tls_reader_take_bytes(message, cipher_spec_length);
    tls_reader_take_bytes(message, connection_id_length);
    if (!message->failed && (hello->version != TLS_VERSION_SSL2 || cipher_spec_length % 3 != 0))
        return TLS_PARSE_WRONG_TYPE;
    return tls_reader_outcome(message);
}

enum tls_parse tls_server_hello_parse_sslv2(const uint8_t *message, size_t length, struct tls_server_hello *hello)
{
    memset(hello, 0, sizeof *hello);
    if (length > 0 && message[0] != SSLV2_SERVER_HELLO)
        return TLS_PARSE_WRONG_TYPE;
    struct tls_reader reader;
    tls_reader_start(&reader, message, length);
    enum tls_parse parse = read_server_hello_sslv2(&reader, hello);
    if (parse != TLS_PARSE_OK)
        memset(hello, 0, sizeof *hello);
    return parse;
}

/* RFC 5246 section 7.2. */
enum tls_parse tls_alert_parse(const uint8_t *content, size_t length, struct tls_alert *alert)
{
    struct tls_reader reader;
    memset(alert, 0, sizeof *alert);
    tls_reader_start(&reader, content, length);
    uint8_t level = tls_reader_take_u8(&reader);
    uint8_t description = tls_reader_take_u8(&reader);
    enum tls_parse parse = tls_reader_outcome(&reader);
    if (parse != TLS_PARSE_OK)
        return parse;
    if (level != TLS_ALERT_LEVEL_WARNING && level != TLS_ALERT_LEVEL_FATAL)
        return TLS_PARSE_WRONG_TYPE;
    alert->level = level;
    alert->description = description;
    return TLS_PARSE_OK;
}

bool tls_handshake_is_whole(const uint8_t *message, size_t length)
{
    struct tls_reader reader;
    tls_reader_start(&reader, message, length);
    tls_reader_take_u8(&reader);
    uint32_t declared = tls_reader_take_u24(&reader);
    return !reader.failed && declared == tls_reader_left(&reader);
}

uint16_t tls_bytes_u16(struct tls_bytes span, size_t index)
{
    if (index >= span.length / 2)
        return 0;
    const uint8_t *number = span.data + index * 2;
    return (uint16_t)((number[0] << 8) | number[1]);
}
