/* test_tls_hello.c: hellos and alerts, whole, cut, lying and random.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "tls_hello.h"

#include <string.h>

#include <glib.h>

#include "message_builder.h"
#include "tls_names.h"

static const uint16_t SUITES[] = {0xC030, 0xC02F, 0x009D};
static const uint16_t GROUPS[] = {0x0018, 0x0017};
static const uint16_t SIGNATURES[] = {0x0401, 0x0501, 0x0201};
static const uint16_t VERSIONS[] = {0x0304, 0x0303};

static struct message built;

/* What a parser gets: a copy that ends where its allocation ends, so that an address sanitiser sees the first
 * byte read too many. It lives until the next one, since hellos point into it. */
static uint8_t *copy_allocation;

static const uint8_t *copy_at_end(const uint8_t *bytes, size_t length)
{
    g_free(copy_allocation);
    copy_allocation = g_malloc(16 + length);
    if (length > 0)
        memcpy(copy_allocation + 16, bytes, length);
    return copy_allocation + 16;
}

/* ---- parsing with what must hold for every input ---- */

enum hello_kind { CLIENT, CLIENT_SSLV2, SERVER };

union any_hello {
    struct tls_client_hello client;
    struct tls_server_hello server;
};

static void assert_zeroed(const void *object, size_t size)
{
    const uint8_t *bytes = object;
    for (size_t i = 0; i < size; i++)
        g_assert_cmphex(bytes[i], ==, 0);
}

static void assert_inside(struct tls_bytes span, const uint8_t *message, size_t length)
{
    if (span.length == 0)
        return;
    size_t start = (size_t)(span.data - message);
    g_assert_cmpuint(start, <=, length);
    g_assert_cmpuint(span.length, <=, length - start);
}

static void assert_client_spans(const struct tls_client_hello *hello, const uint8_t *message, size_t length)
{
    assert_inside(hello->session_id, message, length);
    assert_inside(hello->cipher_suites, message, length);
    assert_inside(hello->server_name, message, length);
    assert_inside(hello->alpn_protocols, message, length);
    assert_inside(hello->supported_groups, message, length);
    assert_inside(hello->signature_algorithms, message, length);
    g_assert_true(hello->has_server_name == (hello->server_name.length > 0));
}

static enum tls_parse parse_any(enum hello_kind kind, const uint8_t *bytes, size_t length,
                                union any_hello *hello)
{
    const uint8_t *message = copy_at_end(bytes, length);
    size_t size = kind == SERVER ? sizeof hello->server : sizeof hello->client;
    memset(hello, 0xAA, sizeof *hello);
    enum tls_parse parse;
    if (kind == CLIENT)
        parse = tls_client_hello_parse(message, length, &hello->client);
    else if (kind == CLIENT_SSLV2)
        parse = tls_client_hello_parse_sslv2(message, length, &hello->client);
    else
        parse = tls_server_hello_parse(message, length, &hello->server);
    if (parse != TLS_PARSE_OK)
        assert_zeroed(hello, size);
    else if (kind == SERVER)
        assert_inside(hello->server.session_id, message, length);
    else
        assert_client_spans(&hello->client, message, length);
    return parse;
}

static enum tls_parse parse_built_as(enum hello_kind kind, union any_hello *hello)
{
    message_finish(&built);
    return parse_any(kind, built.bytes, built.length, hello);
}

static struct tls_client_hello parse_client(void)
{
    union any_hello hello;
    g_assert_cmpint(parse_built_as(CLIENT, &hello), ==, TLS_PARSE_OK);
    return hello.client;
}

static enum tls_parse client_failure(void)
{
    union any_hello hello;
    return parse_built_as(CLIENT, &hello);
}

static struct tls_server_hello parse_server(void)
{
    union any_hello hello;
    g_assert_cmpint(parse_built_as(SERVER, &hello), ==, TLS_PARSE_OK);
    return hello.server;
}

static enum tls_parse server_failure(void)
{
    union any_hello hello;
    return parse_built_as(SERVER, &hello);
}

static void assert_text(struct tls_bytes bytes, const char *text)
{
    g_assert_cmpuint(bytes.length, ==, strlen(text));
    g_assert_true(bytes.length == 0 || memcmp(bytes.data, text, bytes.length) == 0);
}

static void start_client(uint16_t version)
{
    message_start_client_hello(&built, version, SUITES, G_N_ELEMENTS(SUITES));
}

static void start_client_extensions(void)
{
    start_client(0x0303);
    message_open_extensions(&built);
}

/* One of everything; the known extensions stand between unknown ones. */
static void build_full_client_hello(void)
{
    static const uint8_t alpn[] = {0, 12, 2, 'h', '2', 8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    static const uint8_t unknown[] = {0xEE, 0xEE, 0xEE, 0xEE, 0xEE};
    static const uint8_t no_renegotiation[] = {0};
    start_client_extensions();
    message_add_extension(&built, 0x7777, unknown, sizeof unknown);
    message_add_server_name(&built, "autodiscover-s.outlook.com");
    message_add_numbers(&built, 10, 2, GROUPS, G_N_ELEMENTS(GROUPS));
    message_add_numbers(&built, 13, 2, SIGNATURES, G_N_ELEMENTS(SIGNATURES));
    message_add_extension(&built, 16, alpn, sizeof alpn);
    message_add_extension(&built, 23, NULL, 0);
    message_add_extension(&built, 35, unknown, sizeof unknown);
    message_add_numbers(&built, 43, 1, VERSIONS, G_N_ELEMENTS(VERSIONS));
    message_add_extension(&built, 0xFF01, no_renegotiation, sizeof no_renegotiation);
    message_add_extension(&built, 41, unknown, sizeof unknown);
    message_finish(&built);
}

static void build_full_server_hello(void)
{
    static const uint8_t version[] = {0x03, 0x04};
    static const uint8_t unknown[] = {0xEE, 0xEE, 0xEE, 0xEE, 0xEE};
    static const uint8_t renegotiation[] = {4, 1, 2, 3, 4};
    message_start_server_hello(&built, 0x0303, NULL, 0x1302);
    message_open_extensions(&built);
    message_add_extension(&built, 0x7777, unknown, sizeof unknown);
    message_add_extension(&built, 43, version, sizeof version);
    message_add_extension(&built, 23, NULL, 0);
    message_add_extension(&built, 0xFF01, renegotiation, sizeof renegotiation);
    message_finish(&built);
}

static void build_full_sslv2_hello(void)
{
    static const uint32_t specs[] = {0x010080, 0x00002F, 0x0000FF, 0x005600};
    message_build_client_hello_sslv2(&built, 0x0301, specs, G_N_ELEMENTS(specs));
}

static void build_full(enum hello_kind kind)
{
    if (kind == CLIENT)
        build_full_client_hello();
    else if (kind == CLIENT_SSLV2)
        build_full_sslv2_hello();
    else
        build_full_server_hello();
}

/* ---- every kind of hello: cut, too long, lying, damaged ---- */

static void test_full_hellos_parse(void)
{
    union any_hello hello;
    for (enum hello_kind kind = CLIENT; kind <= SERVER; kind++) {
        build_full(kind);
        g_assert_cmpint(parse_built_as(kind, &hello), ==, TLS_PARSE_OK);
    }
}

static void test_empty_input(void)
{
    union any_hello hello;
    for (enum hello_kind kind = CLIENT; kind <= SERVER; kind++)
        g_assert_cmpint(parse_any(kind, NULL, 0, &hello), ==, TLS_PARSE_TRUNCATED);
    g_assert_cmpint(tls_client_hello_parse(NULL, 0, &hello.client), ==, TLS_PARSE_TRUNCATED);
    g_assert_cmpint(tls_client_hello_parse_sslv2(NULL, 0, &hello.client), ==, TLS_PARSE_TRUNCATED);
    g_assert_cmpint(tls_server_hello_parse(NULL, 0, &hello.server), ==, TLS_PARSE_TRUNCATED);
}

static void test_wrong_type(void)
{
    union any_hello hello;
    for (enum hello_kind kind = CLIENT; kind <= SERVER; kind++) {
        uint8_t own_type = kind == SERVER ? 2 : 1;
        build_full(kind);
        for (unsigned type = 0; type <= 0xFF; type++) {
            built.bytes[0] = (uint8_t)type;
            enum tls_parse expected = type == own_type ? TLS_PARSE_OK : TLS_PARSE_WRONG_TYPE;
            g_assert_cmpint(parse_any(kind, built.bytes, built.length, &hello), ==, expected);
        }
        built.bytes[0] = 0xFF;
        g_assert_cmpint(parse_any(kind, built.bytes, 1, &hello), ==, TLS_PARSE_WRONG_TYPE);
    }
}

/* The capture ends early: the header still tells the true length. */
static void test_cut_at_every_length(void)
{
    union any_hello hello;
    for (enum hello_kind kind = CLIENT; kind <= SERVER; kind++) {
        build_full(kind);
        for (size_t length = 0; length < built.length; length++)
            g_assert_cmpint(parse_any(kind, built.bytes, length, &hello), ==, TLS_PARSE_TRUNCATED);
    }
}

/* The same cut, with a header that agrees with it: only the inner lengths can tell. The one legal cut is the
 * one before the extensions block. */
static void test_cut_with_agreeing_header(void)
{
    union any_hello hello;
    for (enum hello_kind kind = CLIENT; kind <= SERVER; kind += SERVER - CLIENT) {
        build_full(kind);
        size_t extensions_start = built.fields[kind == CLIENT ? 4 : 2].position;
        for (size_t length = 4; length < built.length; length++) {
            message_overwrite(&built, 1, 3, (uint32_t)(length - 4));
            enum tls_parse parse = parse_any(kind, built.bytes, length, &hello);
            g_assert_cmpint(parse, ==, length == extensions_start ? TLS_PARSE_OK : TLS_PARSE_TRUNCATED);
        }
    }
}

/* As above with an extensions length that agrees too: then a cut between two extensions is legal, and any
 * other is not. */
static void test_cut_inside_extensions(void)
{
    union any_hello hello;
    for (enum hello_kind kind = CLIENT; kind <= SERVER; kind += SERVER - CLIENT) {
        build_full(kind);
        size_t block = built.fields[kind == CLIENT ? 4 : 2].position + 2;
        size_t next_end = block;
        for (size_t length = block; length < built.length; length++) {
            message_overwrite(&built, 1, 3, (uint32_t)(length - 4));
            message_overwrite(&built, block - 2, 2, (uint32_t)(length - block));
            enum tls_parse parse = parse_any(kind, built.bytes, length, &hello);
            g_assert_cmpint(parse, ==, length == next_end ? TLS_PARSE_OK : TLS_PARSE_TRUNCATED);
            if (length == next_end)
                next_end += 4 + message_number_at(&built, next_end + 2, 2);
        }
        g_assert_cmpuint(next_end, ==, built.length);
    }
}

static void test_one_byte_too_many(void)
{
    union any_hello hello;
    for (enum hello_kind kind = CLIENT; kind <= SERVER; kind++) {
        build_full(kind);
        message_add(&built, 1, 0);
        g_assert_cmpint(parse_any(kind, built.bytes, built.length, &hello), ==, TLS_PARSE_TRAILING);
        if (kind != CLIENT_SSLV2) { /* a header that counts it in: it trails the extensions block */
            message_overwrite(&built, 1, 3, (uint32_t)(built.length - 4));
            g_assert_cmpint(parse_any(kind, built.bytes, built.length, &hello), ==, TLS_PARSE_TRAILING);
        }
    }
}

/* Each length field in turn says one more, one less, none, and the most it can. */
static void test_lengths_that_lie(void)
{
    union any_hello hello;
    for (enum hello_kind kind = CLIENT; kind <= SERVER; kind++) {
        build_full(kind);
        g_assert_cmpuint(built.field_count, >=, 3);
        for (size_t i = 0; i < built.field_count; i++) {
            struct message_length_field field = built.fields[i];
            uint32_t most = ((uint32_t)1 << (8 * field.width)) - 1;
            uint32_t truth = message_number_at(&built, field.position, field.width);
            const uint32_t lies[] = {truth + 1, (truth - 1) & most, most};
            for (size_t lie = 0; lie < G_N_ELEMENTS(lies); lie++) {
                message_overwrite(&built, field.position, field.width, lies[lie]);
                g_test_message("kind %d, field at %u: %u", (int)kind, (unsigned)field.position, lies[lie]);
                g_assert_cmpint(parse_any(kind, built.bytes, built.length, &hello), !=, TLS_PARSE_OK);
            }
            message_overwrite(&built, field.position, field.width, truth);
        }
        g_assert_cmpint(parse_any(kind, built.bytes, built.length, &hello), ==, TLS_PARSE_OK);
    }
}

/* Every byte takes several other values: whatever comes out, the promises of parse_any() hold. */
static void test_every_byte_damaged(void)
{
    static const uint8_t values[] = {0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF};
    union any_hello hello;
    for (enum hello_kind kind = CLIENT; kind <= SERVER; kind++) {
        build_full(kind);
        for (size_t position = 0; position < built.length; position++) {
            uint8_t truth = built.bytes[position];
            for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
                built.bytes[position] = values[i];
                parse_any(kind, built.bytes, built.length, &hello);
            }
            built.bytes[position] = truth;
        }
    }
}

/* Random damage of many bytes, always the same. */
static void test_random_damage(void)
{
    union any_hello hello;
    GRand *random = g_rand_new_with_seed(20240601);
    for (enum hello_kind kind = CLIENT; kind <= SERVER; kind++) {
        for (unsigned round = 0; round < 20000; round++) {
            build_full(kind);
            unsigned count = (unsigned)g_rand_int_range(random, 1, 8);
            for (unsigned i = 0; i < count; i++) {
                size_t position = (size_t)g_rand_int_range(random, 4, (gint32)built.length);
                built.bytes[position] = (uint8_t)g_rand_int(random);
            }
            parse_any(kind, built.bytes, built.length, &hello);
        }
    }
    g_rand_free(random);
}

/* ---- ClientHello ---- */

static void test_client_full(void)
{
    build_full_client_hello();
    struct tls_client_hello hello = parse_client();
    g_assert_cmphex(hello.legacy_version, ==, 0x0303);
    g_assert_cmphex(hello.max_version, ==, 0x0304);
    g_assert_false(hello.sslv2_framed);
    g_assert_cmpuint(hello.session_id.length, ==, 32);
    g_assert_cmphex(hello.session_id.data[0], ==, 0x53);
    g_assert_cmpuint(hello.cipher_suites.length, ==, 6);
    g_assert_cmphex(tls_bytes_u16(hello.cipher_suites, 0), ==, 0xC030);
    g_assert_cmphex(tls_bytes_u16(hello.cipher_suites, 2), ==, 0x009D);
    g_assert_cmphex(tls_bytes_u16(hello.supported_groups, 1), ==, 0x0017);
    g_assert_cmphex(tls_bytes_u16(hello.signature_algorithms, 2), ==, 0x0201);
    assert_text(hello.server_name, "autodiscover-s.outlook.com");
    assert_text(hello.alpn_protocols, "\2h2\10http/1.1");
    g_assert_true(hello.has_extensions && hello.has_server_name && hello.has_supported_versions);
    g_assert_true(hello.has_supported_groups && hello.has_signature_algorithms);
    g_assert_true(hello.has_extended_master_secret && hello.has_renegotiation_info);
    g_assert_true(hello.has_session_ticket && hello.has_pre_shared_key && hello.offers_http2);
    g_assert_false(hello.has_fallback_scsv);
}

static void assert_nothing_beyond_suites(const struct tls_client_hello *hello)
{
    g_assert_false(hello->has_server_name || hello->has_supported_versions || hello->has_supported_groups);
    g_assert_false(hello->has_signature_algorithms || hello->has_extended_master_secret);
    g_assert_false(hello->has_renegotiation_info || hello->has_fallback_scsv || hello->has_session_ticket);
    g_assert_false(hello->has_pre_shared_key || hello->offers_http2);
    g_assert_cmpuint(hello->supported_groups.length, ==, 0);
}

/* SSL 3.0 and the first TLS 1.0 stacks end after the compression methods. */
static void test_client_without_extensions(void)
{
    for (uint16_t version = 0x0300; version <= 0x0303; version++) {
        start_client(version);
        struct tls_client_hello hello = parse_client();
        g_assert_cmphex(hello.legacy_version, ==, version);
        g_assert_cmphex(hello.max_version, ==, version);
        g_assert_false(hello.has_extensions);
        assert_nothing_beyond_suites(&hello);
    }
}

static void test_client_with_empty_extensions_block(void)
{
    start_client_extensions();
    struct tls_client_hello hello = parse_client();
    g_assert_true(hello.has_extensions);
    assert_nothing_beyond_suites(&hello);
}

static void test_client_half_an_extensions_length(void)
{
    start_client(0x0301);
    message_add(&built, 1, 0);
    g_assert_cmpint(client_failure(), ==, TLS_PARSE_TRUNCATED);
}

static void test_client_mandatory_parts(void)
{
    message_start_client_hello(&built, 0x0303, SUITES, 0);
    g_assert_cmpint(client_failure(), ==, TLS_PARSE_TRUNCATED);
    message_start_handshake(&built, 1);
    g_assert_cmpint(client_failure(), ==, TLS_PARSE_TRUNCATED);
    message_start_handshake(&built, 1); /* no compression method */
    message_add(&built, 2, 0x0301);
    message_add_filling(&built, 0, 32);
    message_add(&built, 1, 0);
    message_add(&built, 2, 2);
    message_add(&built, 2, 0x002F);
    message_add(&built, 1, 0);
    g_assert_cmpint(client_failure(), ==, TLS_PARSE_TRUNCATED);
}

static enum tls_parse parse_with_session_id(enum hello_kind kind, size_t session_id_length)
{
    union any_hello hello;
    message_start_handshake(&built, kind == SERVER ? 2 : 1);
    message_add(&built, 2, 0x0301);
    message_add_filling(&built, 0, 32);
    message_open(&built, 1);
    message_add_filling(&built, 0x53, session_id_length);
    message_close(&built);
    if (kind == CLIENT)
        message_add(&built, 2, 2);
    message_add(&built, 2, 0x002F);
    if (kind == CLIENT)
        message_add(&built, 1, 1);
    message_add(&built, 1, 0);
    enum tls_parse parse = parse_built_as(kind, &hello);
    if (parse == TLS_PARSE_OK) {
        struct tls_bytes session_id = kind == SERVER ? hello.server.session_id : hello.client.session_id;
        g_assert_cmpuint(session_id.length, ==, session_id_length);
    }
    return parse;
}

static void test_session_id_lengths(void)
{
    for (enum hello_kind kind = CLIENT; kind <= SERVER; kind += SERVER - CLIENT) {
        for (size_t length = 0; length <= 255; length++) {
            enum tls_parse expected = length <= 32 ? TLS_PARSE_OK : TLS_PARSE_TRUNCATED;
            g_assert_cmpint(parse_with_session_id(kind, length), ==, expected);
        }
    }
}

static void test_client_odd_suites(void)
{
    message_start_handshake(&built, 1);
    message_add(&built, 2, 0x0303);
    message_add_filling(&built, 0, 32);
    message_add(&built, 1, 0);
    message_open(&built, 2);
    message_add(&built, 3, 0xC03000);
    message_close(&built);
    message_add(&built, 2, 0x0100);
    g_assert_cmpint(client_failure(), ==, TLS_PARSE_TRUNCATED);
}

static void test_client_signalling_suites(void)
{
    const uint16_t renegotiation[] = {0x002F, 0x00FF};
    const uint16_t fallback[] = {0x5600, 0x002F};
    const uint16_t neither[] = {0xFF00, 0x0056, 0xFF56};
    message_start_client_hello(&built, 0x0301, renegotiation, G_N_ELEMENTS(renegotiation));
    struct tls_client_hello hello = parse_client();
    g_assert_true(hello.has_renegotiation_info && !hello.has_fallback_scsv);
    message_start_client_hello(&built, 0x0301, fallback, G_N_ELEMENTS(fallback));
    hello = parse_client();
    g_assert_true(!hello.has_renegotiation_info && hello.has_fallback_scsv);
    message_start_client_hello(&built, 0x0301, neither, G_N_ELEMENTS(neither));
    hello = parse_client();
    g_assert_true(!hello.has_renegotiation_info && !hello.has_fallback_scsv);
}

/* 32767 suites, the most that 65535 bytes hold. */
static void test_client_most_suites(void)
{
    static uint16_t suites[32767];
    suites[32766] = 0x5600;
    message_start_client_hello(&built, 0x0303, suites, G_N_ELEMENTS(suites));
    struct tls_client_hello hello = parse_client();
    g_assert_cmpuint(hello.cipher_suites.length, ==, 65534);
    g_assert_true(hello.has_fallback_scsv);
}

/* ---- versions offered ---- */

struct versions_case {
    uint16_t legacy_version;
    uint16_t versions[5];
    size_t   count;
    uint16_t max_version;
};

static void test_client_offered_versions(void)
{
    static const struct versions_case cases[] = {
        {0x0303, {0x0304, 0x0303}, 2, 0x0304},
        {0x0303, {0x0303, 0x0304}, 2, 0x0304},
        {0x0303, {0x0301, 0x0302}, 2, 0x0302}, /* the extension decides, even downwards */
        {0x0301, {0x0300}, 1, 0x0300},
        {0x0303, {0x3A3A, 0x0303, 0xFAFA, 0x0302}, 4, 0x0303},
        {0x0303, {0x0A0A}, 1, 0x0303},  /* GREASE alone: legacy_version */
        {0x0302, {0xFAFA}, 1, 0x0302},
        {0x0303, {0}, 0, 0x0303},       /* empty list */
        {0x0303, {0x7F1C}, 1, 0x0304},  /* TLS 1.3 draft 28 */
        {0x0303, {0x7F00, 0x0303}, 2, 0x0304},
        {0x0303, {0x7FFF}, 1, 0x0304},
        {0x0303, {0x7EFF, 0x8000, 0x0303}, 3, 0x0303},
        {0x0303, {0x0305, 0xFFFF, 0x0302}, 3, 0x0302}, /* later than known */
        {0x0301, {0x0305}, 1, 0x0301},
        {0x0301, {0x02FF, 0x0002, 0x0000}, 3, 0x0301}, /* older than the extension can mean */
        {0x0303, {0xFEFC, 0xFEFD}, 2, 0x0303},         /* DTLS */
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        start_client(cases[i].legacy_version);
        message_open_extensions(&built);
        message_add_numbers(&built, 43, 1, cases[i].versions, cases[i].count);
        struct tls_client_hello hello = parse_client();
        g_assert_true(hello.has_supported_versions);
        g_assert_cmphex(hello.legacy_version, ==, cases[i].legacy_version);
        g_assert_cmphex(hello.max_version, ==, cases[i].max_version);
    }
}

static void test_client_most_versions(void)
{
    uint16_t versions[127];
    for (size_t i = 0; i < G_N_ELEMENTS(versions); i++)
        versions[i] = 0x0A0A;
    versions[126] = 0x0304;
    start_client_extensions();
    message_add_numbers(&built, 43, 1, versions, G_N_ELEMENTS(versions));
    g_assert_cmphex(parse_client().max_version, ==, 0x0304);
}

static void test_client_stores_any_legacy_version(void)
{
    const uint16_t versions[] = {0x0000, 0x0002, 0x0304, 0x0A0A, 0xFEFD, 0xFEFF, 0xFFFF};
    for (size_t i = 0; i < G_N_ELEMENTS(versions); i++) {
        start_client(versions[i]);
        struct tls_client_hello hello = parse_client();
        g_assert_cmphex(hello.legacy_version, ==, versions[i]);
        g_assert_cmphex(hello.max_version, ==, versions[i]);
    }
}

/* ---- server name ---- */

/* Opens extension 0 and its list, and adds entries as (type, name) pairs. */
static void add_server_names(const char *const *names, const uint8_t *types, size_t count)
{
    message_open_extension(&built, 0);
    message_open(&built, 2);
    for (size_t i = 0; i < count; i++) {
        message_add(&built, 1, types[i]);
        message_open(&built, 2);
        message_add_bytes(&built, names[i], strlen(names[i]));
        message_close(&built);
    }
    message_close(&built);
    message_close(&built);
}

static void test_client_first_host_name(void)
{
    const char *const names[] = {"not-a-host", "first.example", "second.example"};
    const uint8_t types[] = {1, 0, 0};
    for (size_t count = 1; count <= 3; count++) {
        start_client_extensions();
        add_server_names(names, types, count);
        struct tls_client_hello hello = parse_client();
        g_assert_true(hello.has_server_name == (count > 1));
        assert_text(hello.server_name, count > 1 ? "first.example" : "");
    }
}

static void test_client_server_name_of_length_0(void)
{
    const char *const names[] = {"", "second.example"};
    const uint8_t types[] = {0, 0};
    start_client_extensions();
    message_add_extension(&built, 0, NULL, 0); /* empty extension */
    g_assert_false(parse_client().has_server_name);
    start_client_extensions();
    add_server_names(names, types, 0); /* empty list */
    g_assert_false(parse_client().has_server_name);
    start_client_extensions();
    add_server_names(names, types, 1); /* empty name */
    g_assert_false(parse_client().has_server_name);
    start_client_extensions();
    add_server_names(names, types, 2);
    assert_text(parse_client().server_name, "second.example");
}

/* Bytes are handed over as sent: zero bytes, no UTF-8 and 64 KiB are the caller's to judge. */
static void test_client_strange_server_names(void)
{
    static char long_name[60001];
    memset(long_name, 'a', sizeof long_name - 1);
    start_client_extensions();
    message_add_server_name(&built, long_name);
    g_assert_cmpuint(parse_client().server_name.length, ==, 60000);
    const uint8_t body[] = {0, 7, 0, 0, 4, 'a', 0, 0xFF, 'b'};
    start_client_extensions();
    message_add_extension(&built, 0, body, sizeof body);
    struct tls_client_hello hello = parse_client();
    g_assert_cmpuint(hello.server_name.length, ==, 4);
    g_assert_cmphex(hello.server_name.data[2], ==, 0xFF);
}

/* ---- broken bodies of known extensions ---- */

struct body_case {
    uint16_t       type;
    uint8_t        body[8];
    size_t         length;
    enum tls_parse expected;
};

static void run_body_cases(enum hello_kind kind, const struct body_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (kind == SERVER) {
            message_start_server_hello(&built, 0x0303, NULL, 0xC030);
            message_open_extensions(&built);
        } else {
            start_client_extensions();
        }
        message_add_extension(&built, cases[i].type, cases[i].body, cases[i].length);
        g_test_message("case %u: extension %u", (unsigned)i, cases[i].type);
        g_assert_cmpint(kind == SERVER ? server_failure() : client_failure(), ==, cases[i].expected);
    }
}

static void test_client_extension_bodies(void)
{
    static const struct body_case cases[] = {
        {0, {0}, 1, TLS_PARSE_TRUNCATED},
        {0, {0, 1}, 2, TLS_PARSE_TRUNCATED},
        {0, {0, 1, 0}, 3, TLS_PARSE_TRUNCATED},              /* entry without a length */
        {0, {0, 4, 0, 0, 2, 'a'}, 6, TLS_PARSE_TRUNCATED},   /* name longer than the list */
        {0, {0, 4, 0, 0, 1, 'a', 0}, 7, TLS_PARSE_TRAILING}, /* list shorter than the extension */
        {10, {0}, 0, TLS_PARSE_TRUNCATED},
        {10, {0}, 1, TLS_PARSE_TRUNCATED},
        {10, {0, 0}, 2, TLS_PARSE_OK}, /* no group at all: a finding, not a broken hello */
        {10, {0, 1, 0}, 3, TLS_PARSE_TRUNCATED},
        {10, {0, 3, 0, 0x17, 0}, 5, TLS_PARSE_TRUNCATED},
        {10, {0, 2, 0, 0x17, 0}, 5, TLS_PARSE_TRAILING},
        {10, {0, 4, 0, 0x17}, 4, TLS_PARSE_TRUNCATED},
        {13, {0}, 0, TLS_PARSE_TRUNCATED},
        {13, {0, 0}, 2, TLS_PARSE_OK},
        {13, {0, 3, 4, 1, 5}, 5, TLS_PARSE_TRUNCATED},
        {13, {0, 2, 4, 1, 5}, 5, TLS_PARSE_TRAILING},
        {16, {0}, 0, TLS_PARSE_TRUNCATED},
        {16, {0, 0}, 2, TLS_PARSE_OK},
        {16, {0, 2, 2, 'h'}, 4, TLS_PARSE_TRUNCATED}, /* name longer than the list */
        {16, {0, 3, 2, 'h', '2', 0}, 6, TLS_PARSE_TRAILING},
        {23, {0}, 1, TLS_PARSE_TRAILING},
        {35, {0}, 0, TLS_PARSE_OK},
        {41, {0}, 0, TLS_PARSE_OK},
        {43, {0}, 0, TLS_PARSE_TRUNCATED},
        {43, {1, 3}, 2, TLS_PARSE_TRUNCATED},
        {43, {2, 3}, 2, TLS_PARSE_TRUNCATED},
        {43, {3, 3, 4, 3}, 4, TLS_PARSE_TRUNCATED},
        {43, {2, 3, 4, 3}, 4, TLS_PARSE_TRAILING},
        {43, {3, 4}, 2, TLS_PARSE_TRUNCATED}, /* the server's form */
        {0xFF01, {0}, 0, TLS_PARSE_TRUNCATED},
        {0xFF01, {1}, 1, TLS_PARSE_TRUNCATED},
        {0xFF01, {0, 0}, 2, TLS_PARSE_TRAILING},
        {0xFF01, {2, 9, 9}, 3, TLS_PARSE_OK},
    };
    run_body_cases(CLIENT, cases, G_N_ELEMENTS(cases));
}

static void test_client_http2_only_by_exact_name(void)
{
    static const struct {
        const char *list;
        bool        offers_http2;
    } cases[] = {{"\2h2", true},      {"\10http/1.1\2h2", true}, {"\3h2c", false}, {"\1h", false},
                 {"\2H2", false},     {"\5h2-14", false},        {"\2\x0A\x0A", false}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        start_client_extensions();
        message_open_extension(&built, 16);
        message_open(&built, 2);
        message_add_bytes(&built, cases[i].list, strlen(cases[i].list));
        struct tls_client_hello hello = parse_client();
        g_assert_true(hello.offers_http2 == cases[i].offers_http2);
        assert_text(hello.alpn_protocols, cases[i].list);
    }
}

/* ---- many and strange extensions ---- */

static void test_client_duplicates_first_counts(void)
{
    const uint16_t first_versions[] = {0x0302};
    const uint8_t broken[] = {0xFF};
    start_client_extensions();
    message_add_numbers(&built, 43, 1, first_versions, 1);
    message_add_numbers(&built, 43, 1, VERSIONS, 2);
    message_add_server_name(&built, "first.example");
    message_add_server_name(&built, "second.example");
    message_add_numbers(&built, 10, 2, GROUPS, 1);
    message_add_extension(&built, 10, broken, sizeof broken);
    struct tls_client_hello hello = parse_client();
    g_assert_cmphex(hello.max_version, ==, 0x0302);
    assert_text(hello.server_name, "first.example");
    g_assert_cmpuint(hello.supported_groups.length, ==, 2);
    start_client_extensions();
    message_add_extension(&built, 0, NULL, 0);
    message_add_server_name(&built, "second.example");
    g_assert_false(parse_client().has_server_name);
}

static void test_client_grease_everywhere(void)
{
    for (unsigned i = 0; i < 16; i++) {
        uint16_t grease = (uint16_t)(i * 0x1010 + 0x0A0A);
        const uint16_t suites[] = {grease, 0xC030};
        const uint16_t numbers[] = {grease, 0x0017};
        const uint16_t versions[] = {grease, 0x0303};
        message_start_client_hello(&built, 0x0303, suites, G_N_ELEMENTS(suites));
        message_open_extensions(&built);
        message_add_extension(&built, grease, NULL, 0);
        message_add_numbers(&built, 10, 2, numbers, G_N_ELEMENTS(numbers));
        message_add_numbers(&built, 13, 2, numbers, G_N_ELEMENTS(numbers));
        message_add_numbers(&built, 43, 1, versions, G_N_ELEMENTS(versions));
        message_add_server_name(&built, "outlook.office365.com");
        message_add_extension(&built, (uint16_t)(grease ^ 0x1010), "\0", 1);
        struct tls_client_hello hello = parse_client();
        g_assert_cmphex(hello.max_version, ==, 0x0303);
        g_assert_cmphex(tls_bytes_u16(hello.cipher_suites, 0), ==, grease);
        g_assert_cmphex(tls_bytes_u16(hello.supported_groups, 0), ==, grease);
        assert_text(hello.server_name, "outlook.office365.com");
    }
}

/* 65535 bytes of extensions in one; one byte more cannot be said. */
static void test_client_one_enormous_extension(void)
{
    start_client_extensions();
    message_open_extension(&built, 0x7777);
    message_add_filling(&built, 0xFF, 65535 - 4);
    message_finish(&built);
    g_assert_cmphex(message_number_at(&built, built.fields[4].position, 2), ==, 0xFFFF);
    struct tls_client_hello hello = parse_client();
    g_assert_true(hello.has_extensions);
    assert_nothing_beyond_suites(&hello);
    message_overwrite(&built, built.fields[5].position, 2, 65535 - 4 + 1);
    g_assert_cmpint(client_failure(), ==, TLS_PARSE_TRUNCATED);
}

/* 16380 empty extensions, then a server name: 65535 bytes; the walk gets to the end. */
static void test_client_most_extensions(void)
{
    start_client_extensions();
    size_t block = built.length;
    for (unsigned i = 0; i < 16380; i++)
        message_add(&built, 4, 0x77770000);
    message_add_server_name(&built, "ab.cd.");
    g_assert_cmpuint(built.length - block, ==, 65535);
    assert_text(parse_client().server_name, "ab.cd.");
}

/* ---- SSLv2 framing ---- */

static void test_sslv2_full(void)
{
    union any_hello hello;
    build_full_sslv2_hello();
    g_assert_cmpint(parse_built_as(CLIENT_SSLV2, &hello), ==, TLS_PARSE_OK);
    g_assert_true(hello.client.sslv2_framed);
    g_assert_cmphex(hello.client.legacy_version, ==, 0x0301);
    g_assert_cmphex(hello.client.max_version, ==, 0x0301);
    g_assert_cmpuint(hello.client.cipher_suites.length, ==, 12);
    g_assert_true(hello.client.has_renegotiation_info && hello.client.has_fallback_scsv);
    g_assert_false(hello.client.has_extensions || hello.client.has_server_name);
    g_assert_cmpuint(hello.client.session_id.length, ==, 0);
}

static void test_sslv2_without_signalling(void)
{
    const uint32_t specs[] = {0x0100FF, 0x015600, 0x00FF00, 0x560000, 0x070 << 8 | 0xC0};
    union any_hello hello;
    message_build_client_hello_sslv2(&built, 0x0002, specs, G_N_ELEMENTS(specs));
    g_assert_cmpint(parse_built_as(CLIENT_SSLV2, &hello), ==, TLS_PARSE_OK);
    g_assert_cmphex(hello.client.max_version, ==, 0x0002);
    g_assert_false(hello.client.has_renegotiation_info || hello.client.has_fallback_scsv);
}

static void test_sslv2_session_id(void)
{
    static const uint8_t message[] = {1, 0x00, 0x02, 0, 3, 0, 2, 0, 1, 0x01, 0x00, 0x80, 0x5A, 0x5B, 0x43};
    union any_hello hello;
    g_assert_cmpint(parse_any(CLIENT_SSLV2, message, sizeof message, &hello), ==, TLS_PARSE_OK);
    g_assert_cmpuint(hello.client.session_id.length, ==, 2);
    g_assert_cmphex(hello.client.session_id.data[1], ==, 0x5B);
}

static void test_sslv2_spec_lengths(void)
{
    union any_hello hello;
    for (uint32_t length = 0; length <= 12; length++) {
        message_start(&built);
        message_add(&built, 3, 0x010301);
        message_add(&built, 2, length);
        message_add(&built, 4, 0x00000010); /* no session id, challenge of 16 */
        message_add_filling(&built, 0x2F, length + 16);
        enum tls_parse expected = length > 0 && length % 3 == 0 ? TLS_PARSE_OK : TLS_PARSE_TRUNCATED;
        g_assert_cmpint(parse_built_as(CLIENT_SSLV2, &hello), ==, expected);
    }
}

/* Two parsers, two forms: neither takes the other's. */
static void test_sslv2_is_not_a_handshake(void)
{
    union any_hello hello;
    build_full_client_hello();
    g_assert_cmpint(parse_any(CLIENT_SSLV2, built.bytes, built.length, &hello), !=, TLS_PARSE_OK);
    build_full_sslv2_hello();
    g_assert_cmpint(parse_any(CLIENT, built.bytes, built.length, &hello), !=, TLS_PARSE_OK);
}

/* ---- ServerHello ---- */

static const uint8_t HELLO_RETRY_REQUEST[] = {
    0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
    0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C};

/* The constant of RFC 8446 section 4.1.3 is the SHA-256 of its own name. */
static void test_hello_retry_request_random(void)
{
    uint8_t digest[32];
    gsize length = sizeof digest;
    GChecksum *checksum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(checksum, (const guchar *)"HelloRetryRequest", -1);
    g_checksum_get_digest(checksum, digest, &length);
    g_checksum_free(checksum);
    g_assert_true(memcmp(digest, HELLO_RETRY_REQUEST, sizeof digest) == 0);
}

static void test_server_full(void)
{
    build_full_server_hello();
    struct tls_server_hello hello = parse_server();
    g_assert_cmphex(hello.legacy_version, ==, 0x0303);
    g_assert_cmphex(hello.version, ==, 0x0304);
    g_assert_cmphex(hello.cipher_suite, ==, 0x1302);
    g_assert_cmpuint(hello.session_id.length, ==, 32);
    g_assert_true(hello.has_supported_versions && hello.has_extended_master_secret);
    g_assert_true(hello.has_renegotiation_info);
    g_assert_false(hello.is_hello_retry_request || hello.has_downgrade_sentinel);
}

static void test_server_without_extensions(void)
{
    for (uint16_t version = 0x0300; version <= 0x0303; version++) {
        message_start_server_hello(&built, version, NULL, 0x002F);
        struct tls_server_hello hello = parse_server();
        g_assert_cmphex(hello.version, ==, version);
        g_assert_cmphex(hello.cipher_suite, ==, 0x002F);
        g_assert_false(hello.has_supported_versions || hello.has_extended_master_secret);
        g_assert_false(hello.has_renegotiation_info || hello.has_downgrade_sentinel);
    }
    message_start_server_hello(&built, 0x0301, NULL, 0x002F);
    message_open_extensions(&built);
    g_assert_cmphex(parse_server().version, ==, 0x0301);
}

static void test_server_hello_retry_request(void)
{
    static const uint8_t version[] = {0x03, 0x04};
    static const uint8_t group[] = {0x00, 0x18};
    message_start_server_hello(&built, 0x0303, HELLO_RETRY_REQUEST, 0x1302);
    message_open_extensions(&built);
    message_add_extension(&built, 43, version, sizeof version);
    message_add_extension(&built, 51, group, sizeof group);
    struct tls_server_hello hello = parse_server();
    g_assert_true(hello.is_hello_retry_request);
    g_assert_false(hello.has_downgrade_sentinel);
    g_assert_cmphex(hello.version, ==, 0x0304);
    for (size_t i = 0; i < 32; i++) { /* one byte off: an ordinary random */
        built.bytes[6 + i] ^= 1;
        g_assert_false(parse_server().is_hello_retry_request);
        built.bytes[6 + i] ^= 1;
    }
}

static void build_downgrade(uint8_t last, uint16_t legacy_version, uint16_t chosen_version)
{
    uint8_t random[32] = {0};
    memcpy(random + 24, "DOWNGRD", 7);
    random[31] = last;
    message_start_server_hello(&built, legacy_version, random, 0xC030);
    if (chosen_version != 0) {
        const uint8_t body[] = {(uint8_t)(chosen_version >> 8), (uint8_t)chosen_version};
        message_open_extensions(&built);
        message_add_extension(&built, 43, body, sizeof body);
    }
    message_finish(&built);
}

static void test_server_downgrade_sentinel(void)
{
    for (unsigned last = 0; last <= 0xFF; last++) {
        build_downgrade((uint8_t)last, 0x0303, 0);
        g_assert_true(parse_server().has_downgrade_sentinel == (last <= 1));
    }
    build_downgrade(0, 0x0301, 0);
    g_assert_true(parse_server().has_downgrade_sentinel);
    build_downgrade(1, 0x0303, 0x0303);
    g_assert_true(parse_server().has_downgrade_sentinel);
    build_downgrade(1, 0x0303, 0x0304);
    g_assert_false(parse_server().has_downgrade_sentinel);
    build_downgrade(1, 0x0303, 0x7F1C);
    g_assert_false(parse_server().has_downgrade_sentinel);
    for (size_t i = 24; i < 31; i++) {
        build_downgrade(1, 0x0303, 0);
        built.bytes[6 + i] ^= 0x20;
        g_assert_false(parse_server().has_downgrade_sentinel);
    }
}

static void test_server_chosen_versions(void)
{
    static const struct {
        uint16_t sent;
        uint16_t version;
    } cases[] = {{0x0304, 0x0304}, {0x0303, 0x0303}, {0x7F17, 0x0304}, {0x0A0A, 0x0A0A}, {0x0305, 0x0305},
                 {0x0000, 0x0000}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const uint8_t body[] = {(uint8_t)(cases[i].sent >> 8), (uint8_t)cases[i].sent};
        message_start_server_hello(&built, 0x0303, NULL, 0x1301);
        message_open_extensions(&built);
        message_add_extension(&built, 43, body, sizeof body);
        message_add_extension(&built, 43, "\x03\x01", 2); /* first counts */
        struct tls_server_hello hello = parse_server();
        g_assert_true(hello.has_supported_versions);
        g_assert_cmphex(hello.version, ==, cases[i].version);
        g_assert_cmphex(hello.legacy_version, ==, 0x0303);
    }
}

static void test_server_extension_bodies(void)
{
    static const struct body_case cases[] = {
        {43, {0}, 0, TLS_PARSE_TRUNCATED},
        {43, {3}, 1, TLS_PARSE_TRUNCATED},
        {43, {3, 4, 0}, 3, TLS_PARSE_TRAILING},
        {43, {2, 3, 4}, 3, TLS_PARSE_TRAILING}, /* the client's form */
        {23, {0}, 1, TLS_PARSE_TRAILING},
        {0xFF01, {0}, 0, TLS_PARSE_TRUNCATED},
        {0xFF01, {2, 1}, 2, TLS_PARSE_TRUNCATED},
        {0xFF01, {0, 0}, 2, TLS_PARSE_TRAILING},
        {0xFF01, {0}, 1, TLS_PARSE_OK},
        {0, {0}, 0, TLS_PARSE_OK}, /* what only a ClientHello's reader knows is skipped */
        {10, {0xFF}, 1, TLS_PARSE_OK},
    };
    run_body_cases(SERVER, cases, G_N_ELEMENTS(cases));
}

/* ---- alerts, whole messages, numbers ---- */

static enum tls_parse parse_alert(const uint8_t *content, size_t length, struct tls_alert *alert)
{
    memset(alert, 0xAA, sizeof *alert);
    enum tls_parse parse = tls_alert_parse(copy_at_end(content, length), length, alert);
    if (parse != TLS_PARSE_OK)
        assert_zeroed(alert, sizeof *alert);
    return parse;
}

static void test_alerts(void)
{
    struct tls_alert alert;
    for (unsigned level = 0; level <= 0xFF; level++) {
        const uint8_t content[] = {(uint8_t)level, 70, 0};
        bool readable = level == 1 || level == 2;
        g_assert_cmpint(parse_alert(content, 0, &alert), ==, TLS_PARSE_TRUNCATED);
        g_assert_cmpint(parse_alert(content, 1, &alert), ==, TLS_PARSE_TRUNCATED);
        g_assert_cmpint(parse_alert(content, 3, &alert), ==, TLS_PARSE_TRAILING);
        g_assert_cmpint(parse_alert(content, 2, &alert), ==, readable ? TLS_PARSE_OK : TLS_PARSE_WRONG_TYPE);
        g_assert_cmpuint(alert.level, ==, readable ? level : 0);
        g_assert_cmpuint(alert.description, ==, readable ? 70 : 0);
    }
    g_assert_cmpint(tls_alert_parse(NULL, 0, &alert), ==, TLS_PARSE_TRUNCATED);
}

static void test_handshake_is_whole(void)
{
    const uint8_t done[] = {14, 0, 0, 0, 0};
    const uint8_t unknown[] = {0xEE, 0, 0, 1, 9};
    g_assert_false(tls_handshake_is_whole(NULL, 0));
    for (size_t length = 0; length <= sizeof done; length++) {
        g_assert_true(tls_handshake_is_whole(copy_at_end(done, length), length) == (length == 4));
        g_assert_true(tls_handshake_is_whole(copy_at_end(unknown, length), length) == (length == 5));
    }
    build_full_client_hello();
    g_assert_true(tls_handshake_is_whole(built.bytes, built.length));
    g_assert_false(tls_handshake_is_whole(built.bytes, built.length - 1));
    message_add(&built, 1, 0);
    g_assert_false(tls_handshake_is_whole(built.bytes, built.length));
    message_start_handshake(&built, 11); /* the 24-bit length's highest byte counts */
    message_add_filling(&built, 0, 0x10203);
    message_finish(&built);
    g_assert_true(tls_handshake_is_whole(built.bytes, built.length));
    built.bytes[1] = 0;
    g_assert_false(tls_handshake_is_whole(built.bytes, built.length));
}

static void test_numbers_of_a_span(void)
{
    const uint8_t data[] = {0x12, 0x34, 0xFF, 0xFE, 0x56};
    struct tls_bytes span = {copy_at_end(data, sizeof data), sizeof data};
    g_assert_cmphex(tls_bytes_u16(span, 0), ==, 0x1234);
    g_assert_cmphex(tls_bytes_u16(span, 1), ==, 0xFFFE);
    g_assert_cmphex(tls_bytes_u16(span, 2), ==, 0); /* half a number */
    g_assert_cmphex(tls_bytes_u16(span, 3), ==, 0);
    g_assert_cmphex(tls_bytes_u16(span, SIZE_MAX), ==, 0);
    g_assert_cmphex(tls_bytes_u16(span, SIZE_MAX / 2 + 1), ==, 0);
    struct tls_bytes empty = {NULL, 0};
    g_assert_cmphex(tls_bytes_u16(empty, 0), ==, 0);
}

static void add_tests_of_all_kinds(void)
{
    g_test_add_func("/tls_hello/full_hellos_parse", test_full_hellos_parse);
    g_test_add_func("/tls_hello/empty_input", test_empty_input);
    g_test_add_func("/tls_hello/wrong_type", test_wrong_type);
    g_test_add_func("/tls_hello/cut_at_every_length", test_cut_at_every_length);
    g_test_add_func("/tls_hello/cut_with_agreeing_header", test_cut_with_agreeing_header);
    g_test_add_func("/tls_hello/cut_inside_extensions", test_cut_inside_extensions);
    g_test_add_func("/tls_hello/one_byte_too_many", test_one_byte_too_many);
    g_test_add_func("/tls_hello/lengths_that_lie", test_lengths_that_lie);
    g_test_add_func("/tls_hello/every_byte_damaged", test_every_byte_damaged);
    g_test_add_func("/tls_hello/random_damage", test_random_damage);
    g_test_add_func("/tls_hello/session_id_lengths", test_session_id_lengths);
    g_test_add_func("/tls_hello/alerts", test_alerts);
    g_test_add_func("/tls_hello/handshake_is_whole", test_handshake_is_whole);
    g_test_add_func("/tls_hello/numbers_of_a_span", test_numbers_of_a_span);
}

static void add_client_tests(void)
{
    g_test_add_func("/tls_hello/client/full", test_client_full);
    g_test_add_func("/tls_hello/client/without_extensions", test_client_without_extensions);
    g_test_add_func("/tls_hello/client/empty_extensions_block", test_client_with_empty_extensions_block);
    g_test_add_func("/tls_hello/client/half_an_extensions_length", test_client_half_an_extensions_length);
    g_test_add_func("/tls_hello/client/mandatory_parts", test_client_mandatory_parts);
    g_test_add_func("/tls_hello/client/odd_suites", test_client_odd_suites);
    g_test_add_func("/tls_hello/client/signalling_suites", test_client_signalling_suites);
    g_test_add_func("/tls_hello/client/most_suites", test_client_most_suites);
    g_test_add_func("/tls_hello/client/offered_versions", test_client_offered_versions);
    g_test_add_func("/tls_hello/client/most_versions", test_client_most_versions);
    g_test_add_func("/tls_hello/client/any_legacy_version", test_client_stores_any_legacy_version);
    g_test_add_func("/tls_hello/client/first_host_name", test_client_first_host_name);
    g_test_add_func("/tls_hello/client/server_name_of_length_0", test_client_server_name_of_length_0);
    g_test_add_func("/tls_hello/client/strange_server_names", test_client_strange_server_names);
    g_test_add_func("/tls_hello/client/extension_bodies", test_client_extension_bodies);
    g_test_add_func("/tls_hello/client/http2_by_exact_name", test_client_http2_only_by_exact_name);
    g_test_add_func("/tls_hello/client/duplicates_first_counts", test_client_duplicates_first_counts);
    g_test_add_func("/tls_hello/client/grease_everywhere", test_client_grease_everywhere);
    g_test_add_func("/tls_hello/client/one_enormous_extension", test_client_one_enormous_extension);
    g_test_add_func("/tls_hello/client/most_extensions", test_client_most_extensions);
}

/* SERVER-HELLO of SSL 2.0: no session hit, X.509; a certificate of 3 bytes, two suites, a connection id of 16. */
static void build_sslv2_server_hello(uint16_t version)
{
    message_start(&built);
    message_add(&built, 3, 0x040001);
    message_add(&built, 2, version);
    message_add(&built, 2, 3);
    message_add(&built, 2, 6);
    message_add(&built, 2, 16);
    message_add(&built, 3, 0x308201);
    message_add(&built, 3, 0x010080);
    message_add(&built, 3, 0x0700C0);
    message_add_filling(&built, 0x49, 16);
}

static void test_sslv2_server_hello(void)
{
    struct tls_server_hello hello;

    build_sslv2_server_hello(TLS_VERSION_SSL2);
    g_assert_cmpint(tls_server_hello_parse_sslv2(built.bytes, built.length, &hello), ==, TLS_PARSE_OK);
    g_assert_true(hello.sslv2_framed);
    g_assert_cmphex(hello.version, ==, TLS_VERSION_SSL2);
    g_assert_cmphex(hello.legacy_version, ==, TLS_VERSION_SSL2);
    g_assert_false(hello.has_downgrade_sentinel);
}

static void test_sslv2_server_hello_of_wrong_length(void)
{
    struct tls_server_hello hello;

    build_sslv2_server_hello(TLS_VERSION_SSL2);
    message_add(&built, 1, 0);
    g_assert_cmpint(tls_server_hello_parse_sslv2(built.bytes, built.length, &hello), ==, TLS_PARSE_TRAILING);
    assert_zeroed(&hello, sizeof hello);
    for (size_t length = 0; length < built.length - 1; length++) {
        uint8_t *part = g_memdup2(built.bytes, length);
        g_assert_cmpint(tls_server_hello_parse_sslv2(part, length, &hello), ==, TLS_PARSE_TRUNCATED);
        assert_zeroed(&hello, sizeof hello);
        g_free(part);
    }
}

static void test_sslv2_server_hello_is_nothing_else(void)
{
    struct tls_server_hello server;
    union any_hello         any;

    build_sslv2_server_hello(TLS_VERSION_1_0);
    g_assert_cmpint(tls_server_hello_parse_sslv2(built.bytes, built.length, &server), ==, TLS_PARSE_WRONG_TYPE);
    assert_zeroed(&server, sizeof server);
    build_sslv2_server_hello(TLS_VERSION_SSL2);
    g_assert_cmpint(parse_any(CLIENT_SSLV2, built.bytes, built.length, &any), ==, TLS_PARSE_WRONG_TYPE);
    built.bytes[0] = 2;
    g_assert_cmpint(tls_server_hello_parse_sslv2(built.bytes, built.length, &server), ==, TLS_PARSE_WRONG_TYPE);
}

static void add_sslv2_and_server_tests(void)
{
    g_test_add_func("/tls_hello/sslv2/server", test_sslv2_server_hello);
    g_test_add_func("/tls_hello/sslv2/server_of_wrong_length", test_sslv2_server_hello_of_wrong_length);
    g_test_add_func("/tls_hello/sslv2/server_is_nothing_else", test_sslv2_server_hello_is_nothing_else);
    g_test_add_func("/tls_hello/sslv2/full", test_sslv2_full);
    g_test_add_func("/tls_hello/sslv2/without_signalling", test_sslv2_without_signalling);
    g_test_add_func("/tls_hello/sslv2/session_id", test_sslv2_session_id);
    g_test_add_func("/tls_hello/sslv2/spec_lengths", test_sslv2_spec_lengths);
    g_test_add_func("/tls_hello/sslv2/is_not_a_handshake", test_sslv2_is_not_a_handshake);
    g_test_add_func("/tls_hello/server/hello_retry_request_random", test_hello_retry_request_random);
    g_test_add_func("/tls_hello/server/full", test_server_full);
    g_test_add_func("/tls_hello/server/without_extensions", test_server_without_extensions);
    g_test_add_func("/tls_hello/server/hello_retry_request", test_server_hello_retry_request);
    g_test_add_func("/tls_hello/server/downgrade_sentinel", test_server_downgrade_sentinel);
    g_test_add_func("/tls_hello/server/chosen_versions", test_server_chosen_versions);
    g_test_add_func("/tls_hello/server/extension_bodies", test_server_extension_bodies);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_tests_of_all_kinds();
    add_client_tests();
    add_sslv2_and_server_tests();
    int status = g_test_run();
    g_free(copy_allocation);
    return status;
}
