/* test_token.c: tokens of MS-XOAUTH made at run time; and texts that are none.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "token.h"

#include <string.h>

#include <glib.h>

#include "limits.h"

/* ---- helpers ---- */

#define ISSUER "00000001-0000-0000-c000-000000000000@f1f2f3f4-0000-1111-2222-333344445555"
#define EXCHANGE "00000002-0000-0ff1-ce00-000000000000@f1f2f3f4-0000-1111-2222-333344445555"
#define AUDIENCE "00000002-0000-0ff1-ce00-000000000000/outlook.office365.com@f1f2f3f4-0000-1111-2222-333344445555"
#define SIGNATURE "U0lHTkFUVVJFU0lHTkFUVVJF"

#define ACTOR_CLAIMS \
    "{\"aud\":\"" AUDIENCE "\",\"iss\":\"" ISSUER "\",\"identityprovider\":\"" ISSUER "\",\"nameid\":\"" EXCHANGE \
    "\",\"nbf\":1700000000,\"exp\":1700086400,\"trustedfordelegation\":\"true\"}"

static void assert_claims(const struct token_claims *claims)
{
    g_assert_nonnull(memchr(claims->algorithm, '\0', sizeof claims->algorithm));
    g_assert_nonnull(memchr(claims->issuer, '\0', sizeof claims->issuer));
    g_assert_nonnull(memchr(claims->audience, '\0', sizeof claims->audience));
    g_assert_nonnull(memchr(claims->name_id, '\0', sizeof claims->name_id));
    g_assert_nonnull(memchr(claims->application, '\0', sizeof claims->application));
    g_assert_true(g_utf8_validate(claims->algorithm, -1, NULL));
    g_assert_true(g_utf8_validate(claims->issuer, -1, NULL));
    g_assert_true(g_utf8_validate(claims->audience, -1, NULL));
    g_assert_true(g_utf8_validate(claims->name_id, -1, NULL));
    g_assert_true(g_utf8_validate(claims->application, -1, NULL));
    g_assert_cmpint(claims->not_before, >=, 0);
    g_assert_cmpint(claims->expires, <=, INT64_C(253402300799));
}

static bool is_zero(const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (((const char *)bytes)[i] != 0)
            return false;
    }
    return true;
}

/* Reads a copy that ends where its allocation ends, for the address sanitiser. */
static bool read_bytes(const char *text, size_t length, struct token *token)
{
    char *copy = g_malloc(16 + length);

    if (length > 0)
        memcpy(copy + 16, text, length);
    memset(token, 0xAA, sizeof *token);
    bool readable = token_read(copy + 16, length, token);
    g_free(copy);
    g_assert_true(readable == token->readable);
    assert_claims(&token->claims);
    assert_claims(&token->actor);
    g_assert_true(readable || is_zero(token, sizeof *token));
    g_assert_true(token->has_actor || !token->actor_readable);
    g_assert_true(token->actor_readable || is_zero(&token->actor, sizeof token->actor));
    return readable;
}

static struct token read_text(const char *text)
{
    struct token token;

    g_assert_true(read_bytes(text, strlen(text), &token));
    return token;
}

static void assert_unreadable(const char *text)
{
    struct token token;

    g_test_message("%s", text);
    g_assert_false(read_bytes(text, strlen(text), &token));
}

static char *encode(const char *bytes)
{
    char *text = g_base64_encode((const guchar *)bytes, strlen(bytes));

    g_strdelimit(text, "+", '-');
    g_strdelimit(text, "/", '_');
    text[strcspn(text, "=")] = '\0';
    return text;
}

static char *make(const char *header, const char *claims, const char *signature)
{
    char *parts[] = {encode(header), encode(claims)};
    char *token = g_strconcat(parts[0], ".", parts[1], ".", signature, NULL);

    g_free(parts[0]);
    g_free(parts[1]);
    return token;
}

static char *make_outer(const char *actor_name, const char *actor)
{
    char *claims =
        g_strdup_printf("{\"aud\":\"%s\",\"iss\":\"%s\",\"nbf\":\"1700000001\",\"exp\":\"1700003600\",\"nameid\":"
                        "\"10032000dfa8ba4f\",\"nii\":\"urn:federation:MicrosoftOnline\",\"%s\":\"%s\"}",
                        AUDIENCE, EXCHANGE, actor_name, actor);
    char *token = make("{\"typ\":\"JWT\",\"alg\":\"none\"}", claims, "");

    g_free(claims);
    return token;
}

static struct token read_claims(const char *claims)
{
    char        *text = make("{\"alg\":\"RS256\"}", claims, SIGNATURE);
    struct token token = read_text(text);

    g_free(text);
    return token;
}

/* No piece of the secret with 12 characters is in the struct. */
static void assert_absent(const struct token *token, const char *secret)
{
    const char *bytes = (const char *)token;

    for (size_t piece = 0; piece + 12 <= strlen(secret); piece++) {
        for (size_t i = 0; i + 12 <= sizeof *token; i++)
            g_assert_cmpint(memcmp(bytes + i, secret + piece, 12), !=, 0);
    }
}

/* ---- tokens ---- */

static void test_actor_token(void)
{
    char *text =
        make("{\"typ\":\"JWT\",\"alg\":\"RS256\",\"x5t\":\"XqrnFEfsS55_vMBpHvF0pTnqeaM\"}", ACTOR_CLAIMS, SIGNATURE);
    struct token token = read_text(text);

    g_assert_cmpstr(token.claims.algorithm, ==, "RS256");
    g_assert_cmpstr(token.claims.issuer, ==, ISSUER);
    g_assert_cmpstr(token.claims.audience, ==, AUDIENCE);
    g_assert_cmpstr(token.claims.name_id, ==, EXCHANGE);
    g_assert_cmpstr(token.claims.application, ==, "");
    g_assert_cmpint(token.claims.not_before, ==, 1700000000);
    g_assert_cmpint(token.claims.expires, ==, 1700086400);
    g_assert_false(token.has_actor);
    assert_absent(&token, text);
    g_free(text);
}

static void test_outer_token(void)
{
    static const char *const NAMES[] = {"actortoken", "actort"};

    for (size_t i = 0; i < G_N_ELEMENTS(NAMES); i++) {
        char        *actor = make("{\"alg\":\"RS256\"}", ACTOR_CLAIMS, SIGNATURE);
        char        *text = make_outer(NAMES[i], actor);
        struct token token = read_text(text);
        g_assert_cmpuint(strlen(actor), >, TOKEN_TEXT_LENGTH); /* so that a claim cut like others would not do */
        g_assert_cmpstr(token.claims.algorithm, ==, "none");
        g_assert_cmpstr(token.claims.issuer, ==, EXCHANGE);
        g_assert_cmpint(token.claims.not_before, ==, 1700000001);
        g_assert_cmpint(token.claims.expires, ==, 1700003600);
        g_assert_true(token.has_actor && token.actor_readable);
        g_assert_cmpstr(token.actor.algorithm, ==, "RS256");
        g_assert_cmpstr(token.actor.issuer, ==, ISSUER);
        g_assert_cmpstr(token.actor.name_id, ==, EXCHANGE);
        g_assert_cmpint(token.actor.expires, ==, 1700086400);
        assert_absent(&token, actor);
        assert_absent(&token, text);
        g_free(actor);
        g_free(text);
    }
}

/* One level of actors; what an actor holds is not looked for. */
static void test_actors(void)
{
    char        *inner = make("{\"alg\":\"RS256\"}", ACTOR_CLAIMS, SIGNATURE);
    char        *middle = make_outer("actortoken", inner);
    char        *text = make_outer("actortoken", middle);
    struct token token = read_text(text);

    g_assert_true(token.actor_readable);
    g_assert_cmpstr(token.actor.issuer, ==, EXCHANGE);
    g_assert_cmpstr(token.actor.algorithm, ==, "none");
    g_free(inner);
    g_free(middle);
    g_free(text);
    token = read_claims("{\"iss\":\"i\",\"actortoken\":\"opaque\"}");
    g_assert_true(token.has_actor && !token.actor_readable);
    g_assert_cmpstr(token.claims.issuer, ==, "i");
    g_assert_false(read_claims("{\"actortoken\":\"\"}").has_actor);
    g_assert_false(read_claims("{\"actortoken\":{\"iss\":\"i\"}}").has_actor);
}

static void test_claims(void)
{
    struct token token =
        read_claims("{\"appid\":\"a\\u00e4\",\"aud\":[\"first\",\"second\"],\"iss\":7,\"nameid\":null}");

    g_assert_cmpstr(token.claims.application, ==, "a\xC3\xA4");
    g_assert_cmpstr(token.claims.audience, ==, "first");
    g_assert_cmpstr(token.claims.issuer, ==, "7");
    g_assert_cmpstr(token.claims.name_id, ==, "");
    g_assert_cmpstr(read_claims("{\"aud\":[],\"x\":\"y\"}").claims.audience, ==, "");
    g_assert_cmpstr(read_claims("{\"aud\":{\"iss\":\"x\"}}").claims.issuer, ==, "");
    g_assert_cmpstr(read_claims("{\"iss\":\"first\",\"iss\":\"second\"}").claims.issuer, ==, "first");
    g_assert_cmpstr(read_claims("{\"iss\":\"a\xFF\"}").claims.issuer, ==, "a\xEF\xBF\xBD");
    g_assert_cmpstr(read_claims("{\"iss\":\"a\\u0000b\"}").claims.issuer, ==, "");
    g_assert_cmpstr(read_claims("{\"alg\":\"a\"}").claims.algorithm, ==, "RS256"); /* no claim */
    for (size_t i = 0; i < 3; i++) { /* "-" and "_" in each place of the encoding */
        char *spaced = g_strdup_printf("%*s{\"iss\":\">>>???\"}", (int)i, "");
        g_assert_cmpstr(read_claims(spaced).claims.issuer, ==, ">>>???");
        g_free(spaced);
    }
    GString *claims = g_string_new("{\"iss\":\"x");
    for (size_t i = 0; i < 1000; i++)
        g_string_append(claims, "\xC3\xA4");
    g_string_append(claims, "\"}");
    g_assert_cmpuint(strlen(read_claims(claims->str).claims.issuer), ==, TOKEN_TEXT_LENGTH - 1);
    g_string_free(claims, TRUE);
}

static void test_times(void)
{
    static const struct {
        const char *text;
        int64_t     seconds;
    } EXAMPLES[] = {
        {"1700000000", 1700000000},
        {"1.7e9", 1700000000},
        {"1700000000.9", 1700000000},
        {"\"1700000000\"", 1700000000},
        {"253402300799", 253402300799},
        {"253402300800", 0},
        {"1e400", 0},
        {"-5", 0},
        {"0", 0},
        {"\"\"", 0},
        {"\"nan\"", 0},
        {"\"inf\"", 0},
        {"\"0x10\"", 0},
        {"\"5 \"", 0},
        {"\" 5\"", 0},
        {"\"5,6\"", 0},
        {"\"1e\"", 0},
        {"true", 0},
        {"{}", 0},
        {"9223372036854775808", 0},
        {"\"-\"", 0},
        {"1000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(EXAMPLES); i++) {
        g_test_message("%s", EXAMPLES[i].text);
        char        *claims = g_strdup_printf("{\"exp\":%s}", EXAMPLES[i].text);
        struct token token = read_claims(claims);
        g_assert_cmpint(token.claims.expires, ==, EXAMPLES[i].seconds);
        g_assert_cmpint(token.claims.not_before, ==, 0);
        g_free(claims);
    }
}

static void test_scheme(void)
{
    static const char *const BEFORE[] = {"", "Bearer ", "bEARER  ", "  Bearer\t"};
    char                    *token = make("{\"alg\":\"RS256\"}", "{\"iss\":\"i\"}", SIGNATURE);

    for (size_t i = 0; i < G_N_ELEMENTS(BEFORE); i++) {
        char *text = g_strconcat(BEFORE[i], token, " \r\n", NULL);
        g_assert_cmpstr(read_text(text).claims.issuer, ==, "i");
        g_free(text);
    }
    static const char *const WRONG[] = {"Basic ", "Bearer", "Bearer Bearer ", "Bearer: ", "\"", "Negotiate "};
    for (size_t i = 0; i < G_N_ELEMENTS(WRONG); i++) {
        char *text = g_strconcat(WRONG[i], token, NULL);
        assert_unreadable(text);
        g_free(text);
    }
    g_free(token);
}

/* ---- no tokens ---- */

#define EMPTY_OBJECT "e30" /* {} */

static void test_no_tokens(void)
{
    static const char *const TEXTS[] = {"",
                                        " ",
                                        "Bearer",
                                        "Bearer ",
                                        "Basic dXNlcjpwYXNzd29yZA==",
                                        "Negotiate TlRMTVNTUAAB",
                                        "opaque",
                                        ".",
                                        "..",
                                        "....",
                                        "a.b",
                                        EMPTY_OBJECT,
                                        EMPTY_OBJECT "." EMPTY_OBJECT,
                                        EMPTY_OBJECT "..",
                                        "." EMPTY_OBJECT ".",
                                        "..x",
                                        EMPTY_OBJECT "." EMPTY_OBJECT ".x.",
                                        EMPTY_OBJECT "." EMPTY_OBJECT ".x.y.z", /* encrypted: five parts */
                                        EMPTY_OBJECT "=." EMPTY_OBJECT ".",
                                        EMPTY_OBJECT "." EMPTY_OBJECT "0a.",
                                        EMPTY_OBJECT ".W10.", /* [] */
                                        "W10." EMPTY_OBJECT ".",
                                        EMPTY_OBJECT ".IngiCg.",
                                        EMPTY_OBJECT ".e3+0.",
                                        EMPTY_OBJECT ".e3/0.",
                                        EMPTY_OBJECT ".e 30.",
                                        EMPTY_OBJECT ".ewA.",
                                        EMPTY_OBJECT ".e30gA.",
                                        EMPTY_OBJECT ".e\xC3\xA4.",
                                        EMPTY_OBJECT ".eyJpc3MiOiJp."};

    for (size_t i = 0; i < G_N_ELEMENTS(TEXTS); i++)
        assert_unreadable(TEXTS[i]);
    read_text(EMPTY_OBJECT "." EMPTY_OBJECT ".");
    read_text(EMPTY_OBJECT "." EMPTY_OBJECT ".\x01 not looked at");
    struct token token;
    g_assert_false(read_bytes(EMPTY_OBJECT "\0" EMPTY_OBJECT ".", 8, &token));
    g_assert_false(read_bytes(EMPTY_OBJECT ".e3\0.", 8, &token));
    g_assert_false(token_read(NULL, 0, &token));
}

static void test_every_cut_and_change(void)
{
    char        *actor = make("{\"alg\":\"RS256\"}", ACTOR_CLAIMS, SIGNATURE);
    char        *text = make_outer("actortoken", actor);
    size_t       length = strlen(text);
    struct token token;

    for (size_t cut = 0; cut < length; cut++) {
        char character = text[cut];
        g_assert_false(read_bytes(text, cut, &token)); /* the last point is the last character */
        for (size_t k = 0; k < 5; k++) {
            text[cut] = ".A_\xFF="[k];
            read_bytes(text, length, &token);
            assert_absent(&token, SIGNATURE);
        }
        text[cut] = character;
    }
    g_free(actor);
    g_free(text);
}

static void test_bounds(void)
{
    struct token token;
    char        *text = make("{\"alg\":\"RS256\"}", "{\"iss\":\"i\"}", "");
    GString     *longer = g_string_new(text);

    while (longer->len < LIMIT_TOKEN_LENGTH)
        g_string_append_c(longer, 'x');
    g_assert_cmpstr(read_text(longer->str).claims.issuer, ==, "i");
    g_string_append_c(longer, 'x');
    g_assert_false(read_bytes(longer->str, longer->len, &token));
    g_string_free(longer, TRUE);
    g_free(text);
    longer = g_string_new(NULL);
    for (size_t i = 0; i < 15000; i++)
        g_string_append(longer, "{\"");
    text = make("{\"alg\":\"RS256\"}", longer->str, "");
    g_assert_false(read_bytes(text, strlen(text), &token));
    g_free(text);
    g_string_assign(longer, "{\"a\":[0");
    while (longer->len < 40000)
        g_string_append(longer, ",0");
    g_string_append(longer, "],\"iss\":\"i\"}"); /* too many values */
    text = make("{\"alg\":\"RS256\"}", longer->str, "");
    g_assert_false(read_bytes(text, strlen(text), &token));
    g_free(text);
    g_string_free(longer, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/token/actor_token", test_actor_token);
    g_test_add_func("/token/outer_token", test_outer_token);
    g_test_add_func("/token/actors", test_actors);
    g_test_add_func("/token/claims", test_claims);
    g_test_add_func("/token/times", test_times);
    g_test_add_func("/token/scheme", test_scheme);
    g_test_add_func("/token/no_tokens", test_no_tokens);
    g_test_add_func("/token/every_cut_and_change", test_every_cut_and_change);
    g_test_add_func("/token/bounds", test_bounds);
    return g_test_run();
}
