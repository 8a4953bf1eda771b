/* json_body.c: reads JSON; see json_body.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark's json_parse() gives tokens in the order of the text: an object or list, then all that is in it; the name of a
 * member, then its value. It is lax (commas and colons may be missing), so nothing here relies on well-formed JSON.
 */
#include "json_body.h"

#include <string.h>

#include <glib.h>
#include <wsutil/wsjson.h>

#include "../core/limits.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

/* Token 0 is the outermost object or list. */
enum { OUTERMOST = 0, NONE = -1 };

struct document {
    char      *text;
    jsmntok_t *tokens;
    int       *containers; /* of each token: the object or list that it is in */
    int        count;
    bool       cut;
};

/* ---- tokens ---- */

/* json_parse() goes back over all tokens at a comma: a megabyte of commas would take it seconds. */
static bool has_too_many_values(const char *text)
{
    size_t commas = 0;
    bool   in_string = false;

    for (; *text != '\0'; text++) {
        if (in_string && text[0] == '\\' && text[1] != '\0')
            text++;
        else if (*text == '"')
            in_string = !in_string;
        else if (*text == ',' && !in_string)
            commas++;
    }
    return commas >= LIMIT_JSON_VALUES;
}

static bool is_container(const jsmntok_t *token)
{
    return token->type == JSMN_OBJECT || token->type == JSMN_ARRAY;
}

/* Without recursion: each token looks outwards from where the one before it is. */
static void find_containers(struct document *document)
{
    const jsmntok_t *tokens = document->tokens;
    int              container = NONE;

    for (int i = 0; i < document->count; i++) {
        while (container != NONE && tokens[i].start >= tokens[container].end)
            container = document->containers[container];
        document->containers[i] = container;
        if (is_container(&tokens[i]))
            container = i;
    }
}

/* One value, not several in a row; newer versions of the parser overlook closing brackets behind it. */
static bool is_all_of(const char *rest)
{
    return rest[strspn(rest, " \t\r\n")] == '\0';
}

static bool parse(struct document *document, size_t length)
{
    /* Each token takes a byte at least. Names of members count as values. */
    size_t room = MIN(length, LIMIT_JSON_VALUES);

    document->cut = has_too_many_values(document->text);
    if (document->cut || room == 0)
        return false;
    document->tokens = g_new0(jsmntok_t, room);
    document->count = json_parse(document->text, document->tokens, (unsigned)room);
    document->cut = document->count == JSMN_ERROR_NOMEM;
    if (document->count <= 0 || !is_container(&document->tokens[OUTERMOST]))
        return false;
    document->containers = g_new0(int, (size_t)document->count);
    find_containers(document);
    return is_all_of(document->text + document->tokens[OUTERMOST].end);
}

static void close_document(struct document *document)
{
    g_free(document->text);
    g_free(document->tokens);
    g_free(document->containers);
}

/* To be closed in any case. UTF-16 is full of zeros; RFC 8259 section 8.1 wants UTF-8. */
static bool open_document(struct document *document, const char *bytes, size_t length)
{
    const size_t mark = strlen(BYTE_ORDER_MARK);

    memset(document, 0, sizeof *document);
    document->cut = length > LIMIT_BODY_LENGTH;
    if (document->cut || length == 0 || memchr(bytes, '\0', length) != NULL)
        return false;
    if (length >= mark && memcmp(bytes, BYTE_ORDER_MARK, mark) == 0) {
        bytes += mark;
        length -= mark;
    }
    document->text = g_strndup(bytes, length);
    return parse(document, length);
}

/* ---- members ---- */

/* If so, its value is the token behind it. */
static bool is_name(const struct document *document, int index)
{
    const jsmntok_t *token = &document->tokens[index];
    int              container = document->containers[index];

    return token->type == JSMN_STRING && token->size == 1 && index + 1 < document->count && container != NONE &&
           document->tokens[container].type == JSMN_OBJECT;
}

static bool is_named(const struct document *document, int index, const char *name)
{
    const jsmntok_t *token = &document->tokens[index];
    size_t           length = strlen(name);

    return is_name(document, index) && (size_t)(token->end - token->start) == length &&
           memcmp(document->text + token->start, name, length) == 0;
}

/* A string unescaped, a number as written, made valid UTF-8. NULL for other values, and for strings with escapes that stand
 * for no character (zeros, halves of surrogate pairs). */
static char *text_of(const struct document *document, int index)
{
    const jsmntok_t *token = &document->tokens[index];
    const char      *start = document->text + token->start;
    bool             is_string = token->type == JSMN_STRING;
    bool             is_number = token->type == JSMN_PRIMITIVE && (g_ascii_isdigit(*start) || *start == '-');

    if (!is_string && !is_number)
        return NULL;
    char *raw = g_strndup(start, (size_t)(token->end - token->start));
    char *text = is_number || json_decode_string_inplace(raw) ? g_utf8_make_valid(raw, -1) : NULL;
    g_free(raw);
    return text;
}

/* Valid UTF-8 stays so: cut at a character. */
static void keep(char *destination, size_t size, const char *text)
{
    const char *end;

    g_strlcpy(destination, text, size);
    g_utf8_validate(destination, -1, &end);
    destination[end - destination] = '\0';
}

static void keep_member(const struct document *document, int value, const struct json_member *member)
{
    if (document->tokens[value].type == JSMN_ARRAY && document->tokens[value].size > 0)
        value++;
    char *text = text_of(document, value);
    if (text != NULL && strlen(text) <= LIMIT_TOKEN_LENGTH)
        keep(member->value, member->size, text);
    g_free(text);
}

static void keep_members(const struct document *document, const struct json_member *members, size_t count)
{
    for (int i = OUTERMOST + 1; i < document->count; i++) {
        for (size_t row = 0; document->containers[i] == OUTERMOST && row < count; row++) {
            if (members[row].value[0] == '\0' && is_named(document, i, members[row].name))
                keep_member(document, i + 1, &members[row]);
        }
    }
}

bool json_members(const char *text, size_t length, const struct json_member *members, size_t count)
{
    struct document document;
    bool is_object = open_document(&document, text, length) && document.tokens[OUTERMOST].type == JSMN_OBJECT;

    for (size_t row = 0; row < count; row++)
        members[row].value[0] = '\0';
    if (is_object)
        keep_members(&document, members, count);
    close_document(&document);
    return is_object;
}

bool json_text_member(const char *text, size_t length, const char *name, char *value)
{
    struct document document;
    bool            found = false;

    value[0] = '\0';
    if (open_document(&document, text, length)) {
        for (int i = OUTERMOST + 1; i < document.count && !found; i++) {
            if (document.containers[i] != OUTERMOST || !is_named(&document, i, name))
                continue;
            char *copy = text_of(&document, i + 1);
            found = copy != NULL;
            if (found)
                keep(value, JSON_TEXT_LENGTH, copy);
            g_free(copy);
        }
    }
    close_document(&document);
    return found;
}

/* ---- bodies ---- */

enum place {
    OF_OUTERMOST,   /* member of the outermost object */
    OF_FIRST_ERROR, /* of the object "error" in it */
    OF_ANY_ERROR,   /* of an object "error" at any depth */
    ANYWHERE
};

#define TEXT(name) offsetof(struct json_body, name), sizeof((struct json_body *)NULL)->name

/* What is copied of a body, and nothing else is: the first that is not empty for each text. */
static const struct {
    const char *name;
    enum place  place;
    size_t      offset;
    size_t      size;
} wanted[] = {
    {"error", OF_OUTERMOST, TEXT(error)}, /* RFC 6749 section 5.2; a string there, an object elsewhere */
    {"code", OF_FIRST_ERROR, TEXT(error)},
    {"ErrorCode", OF_OUTERMOST, TEXT(error)},
    {"error_description", OF_OUTERMOST, TEXT(error_message)},
    {"message", OF_ANY_ERROR, TEXT(error_message)},
    {"ErrorMessage", OF_OUTERMOST, TEXT(error_message)},
    {"responseCode", OF_ANY_ERROR, TEXT(response_code)},
    {"diagnosticData", ANYWHERE, TEXT(diagnostic)},
    {"issuer", OF_OUTERMOST, TEXT(issuer)},
};

static bool is_at(const struct document *document, int index, enum place place)
{
    int  container = document->containers[index];
    bool in_error = container > OUTERMOST && is_named(document, container - 1, "error");

    switch (place) {
    case OF_OUTERMOST: return container == OUTERMOST;
    case OF_FIRST_ERROR: return in_error && document->containers[container] == OUTERMOST;
    case OF_ANY_ERROR: return in_error;
    case ANYWHERE: return true;
    }
    return false;
}

static bool begins_word(const char *text, const char *at)
{
    return at == text || !(g_ascii_isalnum(at[-1]) || at[-1] == '_');
}

/* 0 if there is none that fits. */
static uint32_t lid_in(const char *text)
{
    static const char LABEL[] = "LID:";

    for (const char *at = strstr(text, LABEL); at != NULL; at = strstr(at + 1, LABEL)) {
        const char *digits = at + strlen(LABEL);
        uint64_t    number = 0;
        for (digits += strspn(digits, " "); g_ascii_isdigit(*digits) && number <= UINT32_MAX; digits++)
            number = number * 10 + (uint64_t)(*digits - '0');
        if (begins_word(text, at) && number > 0 && number <= UINT32_MAX)
            return (uint32_t)number;
    }
    return 0;
}

/* Length of the code of an error of Entra or the Access Control Service that is here; 0 if none is. */
static size_t sign_in_error_length(const char *at)
{
    static const char *const PREFIXES[] = {"AADSTS", "ACS"};

    for (size_t i = 0; i < G_N_ELEMENTS(PREFIXES); i++) {
        if (g_str_has_prefix(at, PREFIXES[i])) {
            size_t prefix = strlen(PREFIXES[i]);
            size_t digits = strspn(at + prefix, "0123456789");
            return digits > 0 ? prefix + digits : 0;
        }
    }
    return 0;
}

static void find_sign_in_error(const char *text, char *word, size_t size)
{
    for (const char *at = text; *at != '\0'; at++) {
        size_t length = *at == 'A' && begins_word(text, at) ? sign_in_error_length(at) : 0;
        if (length > 0) {
            g_strlcpy(word, at, MIN(length + 1, size));
            return;
        }
    }
}

static void read_wanted(const struct document *document, int value, size_t row, struct json_body *body)
{
    char *destination = (char *)body + wanted[row].offset;
    char *text = destination[0] == '\0' ? text_of(document, value) : NULL;

    if (text != NULL) {
        keep(destination, wanted[row].size, text);
        /* Looked for in the whole text: a code at the cut would lose digits. */
        if (body->lid == 0)
            body->lid = lid_in(text);
        if (destination == body->error_message)
            find_sign_in_error(text, body->aadsts, sizeof body->aadsts);
    }
    g_free(text);
}

static void read_members(const struct document *document, struct json_body *body)
{
    for (int i = OUTERMOST + 1; i < document->count; i++) {
        if (!is_name(document, i))
            continue;
        const jsmntok_t *value = &document->tokens[i + 1];
        if (is_at(document, i, OF_OUTERMOST) && is_named(document, i, "access_token"))
            body->token = body->token || (value->type == JSMN_STRING && value->end > value->start);
        for (size_t row = 0; row < G_N_ELEMENTS(wanted); row++) {
            if (is_named(document, i, wanted[row].name) && is_at(document, i, wanted[row].place))
                read_wanted(document, i + 1, row, body);
        }
    }
}

bool json_body_read(const uint8_t *bytes, size_t length, struct json_body *body)
{
    struct document document;

    memset(body, 0, sizeof *body);
    body->readable = open_document(&document, (const char *)bytes, length);
    body->cut = document.cut;
    if (body->readable)
        read_members(&document, body);
    close_document(&document);
    return body->readable;
}
