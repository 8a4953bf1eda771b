/* xml_body.c: reads XML bodies; see xml_body.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * GMarkup tells of elements and texts one after the other; no tree is built. A row of the table of texts, or of flags,
 * says where an element has to stand and what becomes of it. GMarkup knows XML's five entities and character references
 * only: a document that uses an entity of its own document type is not readable, and none can swell.
 *
 * A text counts when its element ends: half a code or half a number of a body that was cut would be a wrong one.
 */
#include "xml_body.h"

#include <string.h>

#include <glib.h>

#include "../core/limits.h"

enum {
    OPERATION_DEPTH = 3,   /* Envelope, Body, operation: no namespace is asked for further down */
    NAMESPACES_MAX = 256,  /* declarations remembered at a time */
    DECLARATION_MAX = 256, /* bytes in which the XML declaration names the encoding */
    CHARSET_LENGTH = 24
};

/* An open element. */
struct frame {
    char name[XML_BODY_NAME_LENGTH];    /* without prefix; no row's name is long enough to be cut */
    char message[XML_BODY_TEXT_LENGTH]; /* text of its first child that is a message */
    bool failed;                        /* the error that the body is about stands in it */
};

struct namespace_declaration {
    size_t depth;
    char  *prefix;
    char  *uri;
};

struct text_row;

/* A document while it is read. */
struct reading {
    struct xml_body       *body;
    struct frame           frames[LIMIT_XML_DEPTH];
    size_t                 depth;
    GArray                *namespaces; /* struct namespace_declaration, outermost first */
    const struct text_row *wanted;     /* row of the innermost element if nothing but text came in it; or NULL */
    GString               *text;       /* of that element; no longer than the body */
    bool                   operation_known;
    bool                   closed; /* the root element ended */
    bool                   too_deep;
};

/* Where an element stands. */
struct place {
    const char *name;
    const char *parent; /* NULL: any */
    const char *within; /* an ancestor, parent included; NULL: none needed */
    size_t      depth;  /* the root element has 1; 0: any */
};

/* An element whose text is taken; texts of elements with children are not. */
struct text_row {
    struct place place;
    void (*take)(struct reading *reading, const struct text_row *row);
    size_t offset; /* in struct xml_body */
    size_t size;
};

/* An element that says something by being there. */
struct flag_row {
    struct place place;
    size_t       offset; /* of a bool in struct xml_body */
};

/* ---- text ---- */

/* Controls, line ends, and the signs that turn the direction of writing could make a display lie. */
static gunichar displayable(gunichar character)
{
    switch (g_unichar_type(character)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR: return ' ';
    default: return character;
    }
}

/* Trimmed and cut at a character. GMarkup gives valid UTF-8 only. */
static void copy_text(const char *text, char *copy, size_t size)
{
    size_t used = 0;

    for (const char *next = text; *next != '\0'; next = g_utf8_next_char(next)) {
        char     bytes[6];
        gunichar character = displayable(g_utf8_get_char(next));
        size_t   length = (size_t)g_unichar_to_utf8(character, bytes);

        if (used == 0 && character == ' ')
            continue;
        if (used + length >= size)
            break;
        memcpy(copy + used, bytes, length);
        used += length;
    }
    while (used > 0 && copy[used - 1] == ' ')
        used--;
    copy[used] = '\0';
}

static bool is_word(char character)
{
    return g_ascii_isalnum(character) || character == '_';
}

/* 0 for what is no number of 32 bits. */
static uint32_t read_number(const char *text)
{
    char   *end = NULL;
    guint64 number = 0;

    if (!g_ascii_isdigit(*text))
        return 0;
    number = g_ascii_strtoull(text, &end, 10);
    return number <= UINT32_MAX && !is_word(*end) ? (uint32_t)number : 0;
}

/* "LID: 43532" of Exchange's availability service; texts may be longer than what is kept of them. */
static uint32_t find_lid(const char *text)
{
    static const char mark[] = "LID";
    const size_t      length = sizeof mark - 1;

    for (const char *colon = strchr(text, ':'); colon != NULL; colon = strchr(colon + 1, ':')) {
        size_t   before = (size_t)(colon - text);
        uint32_t lid = 0;

        if (before < length || memcmp(colon - length, mark, length) != 0)
            continue;
        if (before == length || !is_word(text[before - length - 1]))
            lid = read_number(colon + 1 + strspn(colon + 1, " \t\r\n"));
        if (lid != 0)
            return lid;
    }
    return 0;
}

/* "soap:Client" -> "Client". */
static const char *after_prefix(const char *name)
{
    const char *colon = strrchr(name, ':');

    return colon != NULL ? colon + 1 : name;
}

/* ---- what becomes of a text ---- */

static char *destination(const struct reading *reading, const struct text_row *row)
{
    return (char *)reading->body + row->offset;
}

/* Only where there is a parent: rows hold below the root element. */
static struct frame *parent_frame(struct reading *reading)
{
    return &reading->frames[reading->depth - 2];
}

static bool is_within(const struct reading *reading, const char *name)
{
    for (size_t i = 0; i + 1 < reading->depth; i++) {
        if (strcmp(reading->frames[i].name, name) == 0)
            return true;
    }
    return false;
}

/* The first one counts. */
static void take_text(struct reading *reading, const struct text_row *row)
{
    char *copy = destination(reading, row);

    if (copy[0] == '\0')
        copy_text(reading->text->str, copy, row->size);
}

/* The last one counts: an outer Value stands before the inner Subcode. */
static void take_last_name(struct reading *reading, const struct text_row *row)
{
    copy_text(after_prefix(reading->text->str), destination(reading, row), row->size);
}

static void take_name(struct reading *reading, const struct text_row *row)
{
    if (destination(reading, row)[0] == '\0')
        take_last_name(reading, row);
}

/* A message goes with the code that has the same parent; either may come first. */
static void join_message(struct reading *reading)
{
    const struct frame *parent = parent_frame(reading);
    char               *message = reading->body->message;

    if (parent->failed && message[0] == '\0')
        copy_text(parent->message, message, sizeof reading->body->message);
}

/* The first error counts: an Autodiscover answer says NoError for itself, then an error for the user. */
static void take_code(struct reading *reading, const struct text_row *row)
{
    char *copy = destination(reading, row);
    char  code[XML_BODY_NAME_LENGTH];

    copy_text(reading->text->str, code, sizeof code);
    if (strcmp(code, "NoError") == 0)
        reading->body->success = true;
    else if (copy[0] == '\0' && code[0] != '\0' && strcmp(code, "0") != 0) {
        copy_text(code, copy, row->size);
        parent_frame(reading)->failed = true;
        join_message(reading);
    }
}

/* In a fault no code is needed. */
static void take_message(struct reading *reading, const struct text_row *row)
{
    struct frame *parent = parent_frame(reading);

    (void)row;
    if (parent->message[0] == '\0')
        copy_text(reading->text->str, parent->message, sizeof parent->message);
    if (reading->body->fault && is_within(reading, "Fault"))
        parent->failed = true;
    join_message(reading);
}

#define INTO(member) offsetof(struct xml_body, member), sizeof(((struct xml_body *)NULL)->member)

/* SOAP 1.1 section 4.4, SOAP 1.2 part 1 section 5.4; the federation gateway's psf:error; EWS and Autodiscover references. */
static const struct text_row texts[] = {
    {{"Action", "Header", "Envelope", 3}, take_text, INTO(action)},
    {{"Address", NULL, "AppliesTo", 0}, take_text, INTO(applies_to)},
    {{"faultcode", "Fault", "Envelope", 4}, take_name, INTO(fault_code)},
    {{"Value", "Code", "Fault", 5}, take_name, INTO(fault_code)},
    {{"Value", "Subcode", "Fault", 0}, take_last_name, INTO(fault_subcode)},
    {{"faultstring", "Fault", "Envelope", 4}, take_text, INTO(fault_text)},
    {{"Text", "Reason", "Fault", 5}, take_text, INTO(fault_text)},
    {{"value", "error", "Fault", 0}, take_text, INTO(fault_value)},
    {{"code", "internalerror", "Fault", 0}, take_text, INTO(fault_internal_value)},
    {{"text", "internalerror", "Fault", 0}, take_text, INTO(fault_internal_text)},
    {{"ResponseCode", NULL, NULL, 0}, take_code, INTO(response_code)},
    {{"ErrorCode", NULL, NULL, 0}, take_code, INTO(error_code)},
    {{"MessageText", NULL, NULL, 0}, take_message, INTO(message)},
    {{"ErrorMessage", NULL, NULL, 0}, take_message, INTO(message)},
    {{"Message", NULL, NULL, 0}, take_message, INTO(message)},
};

/* WS-Security section 4, WS-Trust section 3.2. */
static const struct flag_row flags[] = {
    {{"Fault", "Body", "Envelope", 3}, offsetof(struct xml_body, fault)},
    {{"Assertion", "Security", "Header", 4}, offsetof(struct xml_body, security_token)},
    {{"EncryptedAssertion", "Security", "Header", 4}, offsetof(struct xml_body, security_token)},
    {{"EncryptedData", "Security", "Header", 4}, offsetof(struct xml_body, security_token)},
    {{"RequestSecurityTokenResponse", NULL, "Body", 0}, offsetof(struct xml_body, success)},
};

/* Is the innermost element there? */
static bool is_at(struct reading *reading, const struct place *place)
{
    return strcmp(reading->frames[reading->depth - 1].name, place->name) == 0 &&
           (place->depth == 0 || place->depth == reading->depth) &&
           (place->parent == NULL || strcmp(parent_frame(reading)->name, place->parent) == 0) &&
           (place->within == NULL || is_within(reading, place->within));
}

static const struct text_row *find_text_row(struct reading *reading)
{
    for (size_t i = 0; reading->depth > 1 && i < G_N_ELEMENTS(texts); i++) {
        if (is_at(reading, &texts[i].place))
            return &texts[i];
    }
    return NULL;
}

static void raise_flags(struct reading *reading)
{
    for (size_t i = 0; reading->depth > 1 && i < G_N_ELEMENTS(flags); i++) {
        void *flag = (char *)reading->body + flags[i].offset;

        if (is_at(reading, &flags[i].place))
            *(bool *)flag = true;
    }
}

/* ---- namespaces ---- */

static void clear_declaration(gpointer data)
{
    struct namespace_declaration *declaration = data;

    g_free(declaration->prefix);
    g_free(declaration->uri);
}

static void remember_namespaces(struct reading *reading, const gchar **names, const gchar **values)
{
    for (size_t i = 0; names[i] != NULL && reading->namespaces->len < NAMESPACES_MAX; i++) {
        struct namespace_declaration declaration = {reading->depth, NULL, NULL};

        if (strcmp(names[i], "xmlns") != 0 && !g_str_has_prefix(names[i], "xmlns:"))
            continue;
        declaration.prefix = g_strdup(names[i][5] == ':' ? names[i] + 6 : "");
        declaration.uri = g_strdup(values[i]);
        g_array_append_val(reading->namespaces, declaration);
    }
}

static void forget_namespaces(struct reading *reading)
{
    guint kept = reading->namespaces->len;

    while (kept > 0 &&
           g_array_index(reading->namespaces, struct namespace_declaration, kept - 1).depth >= reading->depth)
        kept--;
    g_array_set_size(reading->namespaces, kept);
}

/* Namespace of an element by its name with prefix: the innermost declaration counts; "" if there is none. */
static const char *resolve_namespace(const struct reading *reading, const char *name)
{
    const char *colon = strchr(name, ':');
    size_t      length = colon != NULL ? (size_t)(colon - name) : 0;

    for (guint i = reading->namespaces->len; i > 0; i--) {
        const struct namespace_declaration *declaration =
            &g_array_index(reading->namespaces, struct namespace_declaration, i - 1);

        if (strlen(declaration->prefix) == length && memcmp(declaration->prefix, name, length) == 0)
            return declaration->uri;
    }
    return "";
}

/* The first element in the SOAP body; the root element until there is one. */
static void note_operation(struct reading *reading, const char *name)
{
    struct xml_body    *body = reading->body;
    const struct frame *frames = reading->frames;
    bool                in_body = reading->depth == OPERATION_DEPTH && strcmp(frames[0].name, "Envelope") == 0 &&
                   strcmp(frames[1].name, "Body") == 0;

    if (reading->depth == 1)
        copy_text(frames[0].name, body->root, sizeof body->root);
    if (reading->depth != 1 && (!in_body || reading->operation_known))
        return;
    copy_text(frames[reading->depth - 1].name, body->operation, sizeof body->operation);
    copy_text(resolve_namespace(reading, name), body->operation_namespace, sizeof body->operation_namespace);
    reading->operation_known = in_body;
}

/* ---- what GMarkup calls ---- */

/* An error is the only way to end GMarkup's reading. */
static void stop(GError **error)
{
    g_set_error_literal(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "stopped");
}

static void start_element(GMarkupParseContext *context, const gchar *name, const gchar **attributes,
                          const gchar **values, gpointer data, GError **error)
{
    struct reading *reading = data;
    struct frame   *frame = &reading->frames[reading->depth];

    (void)context;
    if (reading->depth == LIMIT_XML_DEPTH) {
        reading->too_deep = true;
        stop(error);
        return;
    }
    reading->depth++;
    copy_text(after_prefix(name), frame->name, sizeof frame->name);
    frame->message[0] = '\0';
    frame->failed = false;
    if (reading->depth <= OPERATION_DEPTH) {
        remember_namespaces(reading, attributes, values);
        note_operation(reading, name);
    }
    raise_flags(reading);
    reading->wanted = find_text_row(reading);
    g_string_truncate(reading->text, 0);
}

static void add_text(GMarkupParseContext *context, const gchar *text, gsize length, gpointer data, GError **error)
{
    struct reading *reading = data;

    (void)context;
    (void)error;
    if (reading->wanted != NULL)
        g_string_append_len(reading->text, text, (gssize)length);
}

/* What follows the root element is not read: EWS streams notifications as one document after the other. */
static void end_element(GMarkupParseContext *context, const gchar *name, gpointer data, GError **error)
{
    struct reading *reading = data;

    (void)context;
    (void)name;
    if (reading->wanted != NULL) {
        if (reading->body->lid == 0)
            reading->body->lid = find_lid(reading->text->str);
        reading->wanted->take(reading, reading->wanted);
    }
    reading->wanted = NULL;
    forget_namespaces(reading);
    reading->depth--;
    if (reading->depth == 0) {
        reading->closed = true;
        stop(error);
    }
}

static const GMarkupParser parser = {start_element, end_element, add_text, NULL, NULL};

/* What GMarkup lets pass: blanks as a document that was cut, and zeros, at which texts end. */
static bool may_be_markup(const char *text, size_t length)
{
    return memchr(text, '<', length) != NULL && memchr(text, '\0', length) == NULL;
}

/* Readable if nothing was wrong up to the end of the root element, or up to where the body ends before that. */
static bool read_markup(const char *text, size_t length, struct xml_body *body)
{
    struct reading      *reading = g_new0(struct reading, 1);
    GMarkupParseContext *context = g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, reading, NULL);
    bool                 readable = false;

    reading->body = body;
    reading->text = g_string_new(NULL);
    reading->namespaces = g_array_new(FALSE, FALSE, sizeof(struct namespace_declaration));
    g_array_set_clear_func(reading->namespaces, clear_declaration);
    readable = may_be_markup(text, length) &&
               (g_markup_parse_context_parse(context, text, (gssize)length, NULL) || reading->closed);
    body->cut = body->cut || reading->too_deep || (readable && !reading->closed);
    g_markup_parse_context_free(context);
    g_array_free(reading->namespaces, TRUE);
    g_string_free(reading->text, TRUE);
    g_free(reading);
    return readable;
}

/* ---- encodings ---- */

static const char utf8[] = "UTF-8";

/* XML 1.0 appendix F: how a document begins. */
static const struct {
    const char *bytes;
    size_t      length;
    size_t      skipped; /* a byte order mark is no text */
    const char *charset;
} beginnings[] = {
    {"\xEF\xBB\xBF", 3, 3, utf8}, {"\xFF\xFE", 2, 2, "UTF-16LE"}, {"\xFE\xFF", 2, 2, "UTF-16BE"},
    {"<\0", 2, 0, "UTF-16LE"},    {"\0<", 2, 0, "UTF-16BE"},
};

/* Charsets that a declaration may name, followed by digits or nothing. Stateful ones (ISO-2022, UTF-7) and rare ones are
 * left out: iconv's readers of these have ended programs before (CVE-2021-3326). A declaration that can be read byte by
 * byte is not in UTF-16 (.NET writes that name into texts that are then sent as UTF-8). */
static const struct {
    const char *name;
    bool        is_utf8;
} charsets[] = {
    {"UTF-8", true},     {"UTF-16", true},     {"ASCII", true},   {"US-ASCII", true}, {"ISO-8859-", false},
    {"windows-", false}, {"KOI8-R", false},    {"KOI8-U", false}, {"GB", false},      {"GBK", false},
    {"Big", false},      {"Shift_JIS", false}, {"EUC-JP", false},
};

/* NULL if it is none of the table. */
static const char *known_charset(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(charsets); i++) {
        size_t length = strlen(charsets[i].name);

        if (g_ascii_strncasecmp(name, charsets[i].name, length) != 0)
            continue;
        if (name[length + strspn(name + length, "0123456789")] == '\0')
            return charsets[i].is_utf8 ? utf8 : name;
    }
    return NULL;
}

/* Value of encoding in <?xml version="1.0" encoding="ISO-8859-1"?>; UTF-8 if there is none. False if it is too long. */
static bool declared_charset(const uint8_t *bytes, size_t length, char *charset)
{
    char        declaration[DECLARATION_MAX + 1] = "";
    const char *value = NULL;
    char        quote[2] = "";
    size_t      value_length = 0;

    memcpy(declaration, bytes, MIN(length, DECLARATION_MAX));
    declaration[strcspn(declaration, ">")] = '\0';
    g_strlcpy(charset, utf8, CHARSET_LENGTH);
    if (!g_str_has_prefix(declaration, "<?xml") || !g_ascii_isspace(declaration[5]))
        return true;
    value = strstr(declaration, "encoding");
    if (value == NULL)
        return true;
    value += strlen("encoding");
    value += strspn(value, " \t\r\n=");
    quote[0] = *value;
    if (*value != '"' && *value != '\'')
        return true;
    value_length = strcspn(value + 1, quote);
    if (value[1 + value_length] == '\0') /* cut within the declaration */
        return true;
    if (value_length >= CHARSET_LENGTH)
        return false;
    g_strlcpy(charset, value + 1, value_length + 1);
    return true;
}

/* Reads a text that has to be converted. A character that the end of the body divides is left out. */
static bool read_converted(const char *text, size_t length, const char *charset, struct xml_body *body)
{
    gsize converted_length = 0;
    gsize read_length = 0; /* asked for: else half a character at the end is an error */
    char *converted = g_convert(text, (gssize)length, utf8, charset, &read_length, &converted_length, NULL);
    bool  readable = converted != NULL && read_markup(converted, converted_length, body);

    g_free(converted);
    return readable;
}

static bool read_encoded(const uint8_t *bytes, size_t length, struct xml_body *body)
{
    const char *text = (const char *)bytes;
    const char *charset = NULL;
    char        declared[CHARSET_LENGTH];

    for (size_t i = 0; charset == NULL && i < G_N_ELEMENTS(beginnings); i++) {
        if (length < beginnings[i].length || memcmp(bytes, beginnings[i].bytes, beginnings[i].length) != 0)
            continue;
        charset = beginnings[i].charset;
        text += beginnings[i].skipped;
        length -= beginnings[i].skipped;
    }
    if (charset == NULL && declared_charset(bytes, length, declared))
        charset = known_charset(declared);
    if (charset == NULL)
        return false;
    return charset == utf8 ? read_markup(text, length, body) : read_converted(text, length, charset, body);
}

bool xml_body_read(const uint8_t *bytes, size_t length, struct xml_body *body)
{
    memset(body, 0, sizeof *body);
    body->cut = length > LIMIT_BODY_LENGTH;
    if (length == 0)
        return false;
    body->readable = read_encoded(bytes, MIN(length, LIMIT_BODY_LENGTH), body);
    if (!body->readable) { /* what an unreadable body seems to say is no fact */
        bool cut = body->cut;

        memset(body, 0, sizeof *body);
        body->cut = cut;
    }
    return body->readable;
}
