/* token.c: reads tokens; see token.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "token.h"

#include <string.h>

#include <glib.h>

#include "../core/limits.h"
#include "json_body.h"

enum { NUMBER_LENGTH = 64 };

/* 9999-12-31 23:59:59 UTC: the last second that a date with four digits can name. */
#define LATEST 253402300799.0

/* Header and claims (RFC 7519 section 3.1), still encoded. */
enum { HEADER, CLAIMS, PART_COUNT };

struct part {
    const char *text;
    size_t      length;
};

#define TEXT(name) offsetof(struct token_claims, name), sizeof((struct token_claims *)NULL)->name

static const struct {
    int         part;
    const char *name;
    size_t      offset;
    size_t      size;
} texts[] = {
    {HEADER, "alg", TEXT(algorithm)},  {CLAIMS, "iss", TEXT(issuer)},        {CLAIMS, "aud", TEXT(audience)},
    {CLAIMS, "nameid", TEXT(name_id)}, {CLAIMS, "appid", TEXT(application)},
};

static const struct {
    const char *name;
    size_t      offset;
} times[] = {
    {"nbf", offsetof(struct token_claims, not_before)},
    {"exp", offsetof(struct token_claims, expires)},
};

static const char *const actors[] = {"actortoken", "actort"};

/* Three parts, the third of which is not looked at. An encrypted token has five. */
static bool split(const char *text, size_t length, struct part parts[PART_COUNT])
{
    for (size_t i = 0; i < PART_COUNT; i++) {
        const char *point = length > 0 ? memchr(text, '.', length) : NULL;
        if (point == NULL)
            return false;
        parts[i] = (struct part){text, (size_t)(point - text)};
        length -= parts[i].length + 1;
        text = point + 1;
    }
    return length == 0 || memchr(text, '.', length) == NULL;
}

/* RFC 4648 section 5, without padding. NULL if it is none; to be freed. */
static char *decode(struct part part, size_t *length)
{
    if (part.length == 0 || part.length % 4 == 1)
        return NULL;
    char *text = g_malloc0(part.length + 4);
    for (size_t i = 0; i < part.length; i++) {
        char character = part.text[i];
        if (!g_ascii_isalnum(character) && character != '-' && character != '_') {
            g_free(text);
            return NULL;
        }
        text[i] = (char)(character == '-' ? '+' : character == '_' ? '/' : character);
    }
    for (size_t i = part.length; i % 4 != 0; i++)
        text[i] = '=';
    g_base64_decode_inplace(text, length);
    return text;
}

static bool read_part(struct part part, const struct json_member *members, size_t count)
{
    size_t length = 0;
    char  *json = decode(part, &length);
    bool   readable = json != NULL && json_members(json, length, members, count);

    g_free(json);
    return readable;
}

static int64_t time_in(const char *text)
{
    char  *end = NULL;
    double seconds = g_ascii_strtod(text, &end);

    if (*text == '\0' || text[strspn(text, "0123456789+-.eE")] != '\0' || *end != '\0')
        return 0;
    return seconds >= 1 && seconds <= LATEST ? (int64_t)seconds : 0;
}

/* Rows for the texts of one part. @return how many */
static size_t add_texts(int part, struct token_claims *claims, struct json_member *members)
{
    size_t count = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        if (texts[i].part == part)
            members[count++] = (struct json_member){texts[i].name, (char *)claims + texts[i].offset, texts[i].size};
    }
    return count;
}

static bool read_claims(struct part part, struct token_claims *claims, char *actor, size_t actor_size)
{
    struct json_member members[G_N_ELEMENTS(texts) + G_N_ELEMENTS(times) + G_N_ELEMENTS(actors)];
    char               numbers[G_N_ELEMENTS(times)][NUMBER_LENGTH];
    size_t             count = add_texts(CLAIMS, claims, members);

    for (size_t i = 0; i < G_N_ELEMENTS(times); i++)
        members[count++] = (struct json_member){times[i].name, numbers[i], NUMBER_LENGTH};
    for (size_t i = 0; i < G_N_ELEMENTS(actors); i++)
        members[count++] = (struct json_member){actors[i], actor, actor_size};
    if (!read_part(part, members, count))
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(times); i++) {
        int64_t seconds = time_in(numbers[i]);
        memcpy((char *)claims + times[i].offset, &seconds, sizeof seconds);
    }
    return true;
}

/* The actor's token is copied as it is, for the caller to read and to free; it may be empty. */
static bool read_token(const char *text, size_t length, struct token_claims *claims, char **actor)
{
    struct json_member members[G_N_ELEMENTS(texts)];
    struct part        parts[PART_COUNT];

    *actor = g_malloc0(length + 1);
    bool readable = split(text, length, parts) &&
                    read_part(parts[HEADER], members, add_texts(HEADER, claims, members)) &&
                    read_claims(parts[CLAIMS], claims, *actor, length + 1);
    if (!readable)
        memset(claims, 0, sizeof *claims);
    return readable;
}

static struct part skip_spaces(struct part part)
{
    for (; part.length > 0 && g_ascii_isspace(*part.text); part.length--)
        part.text++;
    return part;
}

/* Without the scheme of an Authorization header and the spaces before the token; those behind it are of its third part. */
static struct part trim(struct part part)
{
    static const char SCHEME[] = "Bearer";
    const size_t      scheme = strlen(SCHEME);

    part = skip_spaces(part);
    if (part.length > scheme && g_ascii_strncasecmp(part.text, SCHEME, scheme) == 0 &&
        g_ascii_isspace(part.text[scheme]))
        part = skip_spaces((struct part){part.text + scheme, part.length - scheme});
    return part;
}

bool token_read(const char *text, size_t length, struct token *token)
{
    struct part bare = trim((struct part){text, length});

    memset(token, 0, sizeof *token);
    if (bare.length > LIMIT_TOKEN_LENGTH)
        return false;
    char *actor;
    token->readable = read_token(bare.text, bare.length, &token->claims, &actor);
    token->has_actor = actor[0] != '\0';
    if (token->has_actor) {
        char *inner; /* an actor of the actor is not read */
        token->actor_readable = read_token(actor, strlen(actor), &token->actor, &inner);
        g_free(inner);
    }
    g_free(actor);
    return token->readable;
}
