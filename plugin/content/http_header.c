/* http_header.c: reads values of HTTP headers; see http_header.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "http_header.h"

#include <string.h>

#include <glib.h>

#define SPACES " \t\r\n"

/* ---- parameters (RFC 9110 section 5.6.6) ---- */

/* NAME, NAME=VALUE or NAME="VALUE". */
struct parameter {
    const char *name;
    size_t      name_length;
    bool        has_value;
    size_t      value_length;
    char        value[HTTP_HEADER_TEXT_LENGTH + 8]; /* more than is kept: a character cut here is behind what is kept */
};

static const char *skip(const char *at, const char *characters)
{
    return at + strspn(at, characters);
}

/* Copies as valid UTF-8, cut at a character. */
static void keep(char *destination, size_t size, const char *text, size_t length)
{
    char       *valid = g_utf8_make_valid(text, (gssize)length);
    const char *end;

    g_strlcpy(destination, valid, size);
    g_utf8_validate(destination, -1, &end);
    destination[end - destination] = '\0';
    g_free(valid);
}

static void add_to_value(struct parameter *parameter, char character)
{
    if (parameter->value_length < sizeof parameter->value)
        parameter->value[parameter->value_length++] = character;
}

/* From behind the opening quote to behind the closing one, or to the end if the header was cut. */
static const char *read_quoted(const char *at, struct parameter *parameter)
{
    for (; *at != '\0' && *at != '"'; at++) {
        if (at[0] == '\\' && at[1] != '\0')
            at++;
        add_to_value(parameter, *at);
    }
    return *at == '"' ? at + 1 : at;
}

static const char *read_unquoted(const char *at, struct parameter *parameter)
{
    for (; strchr(";," SPACES, *at) == NULL; at++) /* finds the terminating zero, too */
        add_to_value(parameter, *at);
    return at;
}

/* Always goes on by a character at least, unless it is at a separator, a space or the end. */
static const char *read_parameter(const char *at, struct parameter *parameter)
{
    parameter->name = at;
    parameter->name_length = strcspn(at, "=;,\"" SPACES);
    parameter->value_length = 0;
    parameter->has_value = false;
    at += parameter->name_length;
    if (*at == '"') /* belongs to nothing */
        return read_quoted(at + 1, parameter);
    const char *equals = skip(at, SPACES);
    if (*equals != '=')
        return at;
    parameter->has_value = true;
    at = skip(equals + 1, SPACES);
    return *at == '"' ? read_quoted(at + 1, parameter) : read_unquoted(at, parameter);
}

static bool is_named(const struct parameter *parameter, const char *name)
{
    return parameter->name_length == strlen(name) &&
           g_ascii_strncasecmp(parameter->name, name, parameter->name_length) == 0;
}

/* The first that is not empty stays. */
static void keep_value(char *destination, const struct parameter *parameter)
{
    if (destination[0] == '\0')
        keep(destination, HTTP_HEADER_TEXT_LENGTH, parameter->value, parameter->value_length);
}

bool http_parameter(const char *header, const char *name, char *value)
{
    struct parameter parameter;
    bool             behind_semicolon = false;

    value[0] = '\0';
    for (const char *at = header != NULL ? skip(header, SPACES) : ""; *at != '\0';) {
        if (strchr(";," SPACES, *at) != NULL) {
            behind_semicolon = *at == ';' || (behind_semicolon && *at != ',');
            at++;
            continue;
        }
        at = read_parameter(at, &parameter);
        if (behind_semicolon && parameter.has_value && is_named(&parameter, name)) {
            keep_value(value, &parameter);
            return true;
        }
        behind_semicolon = false;
    }
    return false;
}

/* ---- x-ms-diagnostics ---- */

static const struct {
    const char *name;
    size_t      offset;
} diagnostics_texts[] = {
    {"reason", offsetof(struct http_diagnostics, reason)},
    {"error_category", offsetof(struct http_diagnostics, category)},
    {"error_type", offsetof(struct http_diagnostics, category)},
    {"category", offsetof(struct http_diagnostics, category)}, /* SharePoint's name */
};

/* NULL if there is no number that fits. */
static const char *read_code(const char *at, uint32_t *code)
{
    uint64_t    number = 0;
    const char *digits = at;

    for (; g_ascii_isdigit(*at) && number <= UINT32_MAX; at++)
        number = number * 10 + (uint64_t)(*at - '0');
    bool is_number = at > digits && number <= UINT32_MAX;
    at = skip(at, SPACES);
    if (!is_number || strchr(";,", *at) == NULL) /* finds the terminating zero, too */
        return NULL;
    *code = (uint32_t)number;
    return at;
}

/* Of several diagnostics in one value, joined by commas, the first. */
bool http_diagnostics_read(const char *value, struct http_diagnostics *diagnostics)
{
    struct parameter parameter;

    memset(diagnostics, 0, sizeof *diagnostics);
    const char *at = value != NULL ? read_code(skip(value, SPACES), &diagnostics->code) : NULL;
    diagnostics->readable = at != NULL;
    while (at != NULL && *at == ';') {
        at = read_parameter(skip(at + 1, SPACES), &parameter);
        for (size_t i = 0; parameter.has_value && i < G_N_ELEMENTS(diagnostics_texts); i++) {
            if (is_named(&parameter, diagnostics_texts[i].name))
                keep_value((char *)diagnostics + diagnostics_texts[i].offset, &parameter);
        }
        at += strcspn(at, ";,"); /* what is behind a value is none of ours: a quote that was not escaped */
    }
    return diagnostics->readable;
}

/* ---- WWW-Authenticate ---- */

static const struct {
    const char *name;
    size_t      offset;
} challenge_texts[] = {
    {"client_id", offsetof(struct http_challenge, client_id)},
    {"trusted_issuers", offsetof(struct http_challenge, trusted_issuers)},
    {"authorization_uri", offsetof(struct http_challenge, authorization_uri)},
    {"token_types", offsetof(struct http_challenge, token_types)},
    {"error", offsetof(struct http_challenge, error)},
    {"realm", offsetof(struct http_challenge, realm)},
};

/* RFC 9110 section 11.6.1: a name without value is a scheme at the start or behind a comma, else credentials. */
bool http_challenge_read(const char *value, struct http_challenge *challenge)
{
    struct parameter parameter;
    bool             in_bearer = false;
    bool             is_first = true;

    memset(challenge, 0, sizeof *challenge);
    for (const char *at = value != NULL ? skip(value, SPACES) : ""; *at != '\0'; at = skip(at, SPACES)) {
        if (*at == ',' || *at == ';') {
            is_first = is_first || *at == ',';
            at++;
            continue;
        }
        at = read_parameter(at, &parameter);
        if (is_first && !parameter.has_value)
            in_bearer = is_named(&parameter, "Bearer");
        is_first = false;
        challenge->bearer = challenge->bearer || in_bearer;
        for (size_t i = 0; in_bearer && parameter.has_value && i < G_N_ELEMENTS(challenge_texts); i++) {
            if (is_named(&parameter, challenge_texts[i].name))
                keep_value((char *)challenge + challenge_texts[i].offset, &parameter);
        }
    }
    return challenge->bearer;
}

/* ---- User-Agent of the availability service ---- */

/* One of two words, and a slash between them. */
static const struct {
    const char *yes;
    const char *no;
    size_t      offset;
} agent_words[] = {
    {"ASAutoDiscover", "ASProxy", offsetof(struct http_availability_agent, autodiscover)},
    {"CrossForest", "CrossSite", offsetof(struct http_availability_agent, cross_forest)},
    {"Directory", "EmailDomain", offsetof(struct http_availability_agent, by_directory)},
};

/* Behind the word, ignoring case; NULL if it is not there. */
static const char *behind(const char *text, const char *word)
{
    return g_ascii_strncasecmp(text, word, strlen(word)) == 0 ? text + strlen(word) : NULL;
}

/* The version is behind "/", "//", "/EXCH/" or "EXCH/". False if another word begins here. */
static bool read_agent_version(const char *at, struct http_availability_agent *agent)
{
    const char *marked = behind(skip(at, "/"), "EXCH/");

    if (marked == NULL && g_ascii_isalnum(*at))
        return false;
    at = skip(marked != NULL ? marked : at, "/");
    size_t length = strspn(at, "0123456789.");
    if (length < sizeof agent->version)
        memcpy(agent->version, at, length);
    return true;
}

static bool read_agent(const char *at, struct http_availability_agent *agent)
{
    for (size_t i = 0; i < G_N_ELEMENTS(agent_words); i++) {
        if (i > 0 && *at++ != '/')
            return false;
        const char *yes = behind(at, agent_words[i].yes);
        const char *no = behind(at, agent_words[i].no);
        if (yes == NULL && no == NULL)
            return false;
        *(bool *)((char *)agent + agent_words[i].offset) = yes != NULL;
        at = yes != NULL ? yes : no;
    }
    return read_agent_version(at, agent);
}

bool http_availability_agent_read(const char *user_agent, struct http_availability_agent *agent)
{
    memset(agent, 0, sizeof *agent);
    if (user_agent != NULL && read_agent(user_agent, agent))
        return true;
    memset(agent, 0, sizeof *agent);
    return false;
}

/* ---- mail addresses ---- */

#define MASK "<address>"

/* Text that was masked so far; positions are in it. */
struct masking {
    GString *text;
    size_t   local;     /* where characters that may be the local part of an address begin */
    size_t   quotes[2]; /* the last quote but one, and the last: a local part may be quoted (RFC 5322 section 3.4.1) */
    size_t   behind_quote;
};

/* One character of a text that may be percent-encoded, once or several times ("%40", "%2540"). @return its width */
static size_t read_character(const char *at, unsigned char *character)
{
    *character = (unsigned char)*at;
    if (*at != '%')
        return 1;
    const char *digits = at + 1;
    while (digits[0] == '2' && digits[1] == '5')
        digits += 2;
    if (g_ascii_isxdigit(digits[0]) && g_ascii_isxdigit(digits[1])) {
        *character = (unsigned char)(g_ascii_xdigit_value(digits[0]) * 16 + g_ascii_xdigit_value(digits[1]));
        digits += 2;
    }
    return (size_t)(digits - at);
}

static bool is_letter(unsigned char character)
{
    return g_ascii_isalnum(character) || character >= 0x80;
}

/* RFC 5322 section 3.2.3 without what delimits addresses in paths and texts ("/=?&"). */
static bool is_local(unsigned char character, bool is_first)
{
    return is_letter(character) || (character != '\0' && strchr("._+-~!#$%^{|}`*", character) != NULL) ||
           (character == '\'' && !is_first); /* o'neill@..., but '...@...' is quoted */
}

/* Up to its last letter or digit; 0 if there is none. */
static size_t domain_length(const char *domain)
{
    size_t        length = 0;
    size_t        width;
    unsigned char character;

    for (const char *at = domain; *at != '\0'; at += width) {
        width = read_character(at, &character);
        if (is_letter(character))
            length = (size_t)(at - domain) + width;
        else if (length == 0 || character == '\0' || strchr(".-_", character) == NULL)
            break;
    }
    return length;
}

static bool is_guid(const char *text, size_t length)
{
    static const char FORM[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

    for (size_t i = 0; i < length && length == strlen(FORM); i++) {
        if (FORM[i] == 'x' ? !g_ascii_isxdigit(text[i]) : text[i] != '-')
            return false;
    }
    return length == strlen(FORM);
}

/* ISSUER@REALM and CLIENT/HOST@REALM, all but the host being GUIDs, are names of MS-XOAUTH. */
static bool is_principal(const struct masking *masking, const char *domain, size_t length)
{
    const char  *local = masking->text->str + masking->local;
    const size_t guid = 36;

    if (!is_guid(domain, length))
        return false;
    return is_guid(local, masking->text->len - masking->local) ||
           (masking->local > guid && local[-1] == '/' && is_guid(local - 1 - guid, guid));
}

/* Masks the address whose "@" is before `domain`. @return how much of it is domain; false if it is no address */
static bool mask_address(struct masking *masking, const char *domain, size_t *length)
{
    size_t start = masking->local;

    *length = domain_length(domain);
    if (start == masking->text->len && masking->behind_quote == start && masking->quotes[0] != SIZE_MAX)
        start = masking->quotes[0];
    bool is_cut = *domain == '\0';
    if (start == masking->text->len || (*length == 0 && !is_cut) || is_principal(masking, domain, *length))
        return false;
    g_string_truncate(masking->text, start);
    g_string_append(masking->text, MASK);
    masking->local = masking->text->len;
    masking->quotes[0] = masking->quotes[1] = masking->behind_quote = SIZE_MAX;
    return true;
}

static void copy_character(struct masking *masking, const char *at, size_t width, unsigned char character)
{
    bool is_part = is_local(character, masking->local == masking->text->len);

    if (character == '"') {
        masking->quotes[0] = masking->quotes[1];
        masking->quotes[1] = masking->text->len;
    }
    g_string_append_len(masking->text, at, (gssize)width);
    if (character == '"')
        masking->behind_quote = masking->text->len;
    if (!is_part)
        masking->local = masking->text->len;
}

void http_mask_addresses(const char *text, char *masked, size_t size)
{
    struct masking masking = {g_string_new(NULL), 0, {SIZE_MAX, SIZE_MAX}, SIZE_MAX};
    size_t         width;
    size_t         domain;
    unsigned char  character;

    for (const char *at = text != NULL ? text : ""; *at != '\0'; at += width) {
        width = read_character(at, &character);
        if (character == '@' && mask_address(&masking, at + width, &domain))
            width += domain;
        else
            copy_character(&masking, at, width, character);
    }
    if (size > 0)
        keep(masked, size, masking.text->str, masking.text->len);
    g_string_free(masking.text, TRUE);
}
