/* request.c: walks the tables of requests and of errors.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "request.h"

#include <string.h>

#include "ascii.h"

/* One part of a path, between two slashes. */
struct segment {
    const char *text;
    size_t      length;
};

/* Takes the next segment off `rest`; false at its end, and before a slash that ends it. */
static bool next_segment(const char **rest, struct segment *segment)
{
    if ((*rest)[0] != '/' || (*rest)[1] == '\0')
        return false;
    segment->text = *rest + 1;
    segment->length = strcspn(segment->text, "/");
    *rest = segment->text + segment->length;
    return true;
}

static bool is(const struct segment *segment, const char *text)
{
    return segment->length == strlen(text) && memcmp(segment->text, text, segment->length) == 0;
}

static bool begins_with(const struct segment *given, const char *start, size_t length)
{
    return given->length >= length && ascii_equal_part(given->text, start, length);
}

static bool ends_with(const struct segment *given, const char *end, size_t length)
{
    return given->length >= length && ascii_equal_part(given->text + given->length - length, end, length);
}

static bool segment_matches(const struct segment *wanted, const struct segment *given)
{
    if (is(wanted, "*"))
        return given->length > 0;
    if (wanted->text[0] == '*')
        return ends_with(given, wanted->text + 1, wanted->length - 1);
    if (wanted->text[wanted->length - 1] == '*')
        return begins_with(given, wanted->text, wanted->length - 1);
    return given->length == wanted->length && begins_with(given, wanted->text, wanted->length);
}

/* The pattern language is that of struct request_row. */
static bool path_matches(const char *pattern, const char *path)
{
    struct segment wanted;
    struct segment given;

    if (path == NULL || (path[0] != '/' && path[0] != '\0'))
        return false;
    while (next_segment(&pattern, &wanted)) {
        if (is(&wanted, "**"))
            return true;
        if (!next_segment(&path, &given) || !segment_matches(&wanted, &given))
            return false;
    }
    return !next_segment(&path, &given);
}

/* True if `word` is one of the words of `list`, which blanks separate; any word is on the list NULL. */
static bool is_listed(const char *list, const char *word)
{
    size_t length = word != NULL ? strlen(word) : 0;

    if (list == NULL)
        return true;
    while (*list != '\0') {
        size_t next = strcspn(list, " ");
        if (length > 0 && next == length && ascii_equal_part(list, word, length))
            return true;
        list += next;
        list += strspn(list, " ");
    }
    return false;
}

/* True for the part NULL too: no condition. */
static bool contains(const char *text, const char *part)
{
    return part == NULL || (text != NULL && ascii_find(text, part) != NULL);
}

static bool host_fits(const struct request_row *row, enum role role)
{
    if (row->hosts[0] == ROLE_UNCLASSIFIED)
        return true;
    for (size_t i = 0; i < REQUEST_HOSTS_MAX && row->hosts[i] != ROLE_UNCLASSIFIED; i++) {
        if (row->hosts[i] == role)
            return true;
    }
    return false;
}

/* "//HOST/PATH": the host, without the request's port, and then the path. */
static bool target_matches(const char *pattern, const struct request_seen *seen)
{
    size_t length = 0;

    if (strncmp(pattern, "//", 2) != 0)
        return path_matches(pattern, seen->path);
    length = strcspn(pattern + 2, "/");
    return seen->host != NULL && strcspn(seen->host, ":") == length && ascii_equal_part(pattern + 2, seen->host, length) &&
           path_matches(pattern + 2 + length, seen->path);
}

static bool row_matches(const struct request_row *row, const struct request_seen *seen)
{
    return target_matches(row->path, seen) && is_listed(row->methods, seen->method) &&
           host_fits(row, seen->host_role) && (row->port == 0 || row->port == seen->port) &&
           (contains(seen->action, row->marker) || contains(seen->namespace, row->marker));
}

const struct request_row *request_recognise(const struct request_seen *seen)
{
    for (size_t i = 0; i < request_row_count; i++) {
        if (row_matches(&request_rows[i], seen))
            return &request_rows[i];
    }
    return NULL;
}

const struct request_row *request_find(const char *id)
{
    for (size_t i = 0; id != NULL && i < request_row_count; i++) {
        if (strcmp(request_rows[i].id, id) == 0)
            return &request_rows[i];
    }
    return NULL;
}

const char *request_operation_of_action(const char *action, size_t *length)
{
    static const char suffix[] = "Request";
    const size_t      suffix_length = sizeof suffix - 1;
    const char       *name = action;

    for (const char *at = action; at != NULL && *at != '\0'; at++) {
        if (*at == '/' || *at == ':')
            name = at + 1;
    }
    *length = name != NULL ? strlen(name) : 0;
    if (*length > suffix_length && ascii_equal(name + *length - suffix_length, suffix))
        *length -= suffix_length;
    return *length > 0 ? name : NULL;
}

/* Elements of SOAP bodies say more: "GetUserAvailabilityRequest", "GetUserSettingsRequestMessage". */
static bool operation_is(const char *given, const char *operation)
{
    const char *rest = NULL;

    if (!ascii_begins_with(given, operation))
        return false;
    rest = given + strlen(operation);
    return *rest == '\0' || ascii_equal(rest, "Request") || ascii_equal(rest, "RequestMessage");
}

const char *request_feature(const struct request_row *row, const char *operation)
{
    if (row != NULL && operation == NULL)
        operation = row->operation;
    for (size_t i = 0; row != NULL && operation != NULL && i < request_operation_count; i++) {
        const struct request_operation *known = &request_operations[i];
        if (known->family == row->family && operation_is(operation, known->operation))
            return known->feature;
    }
    return NULL;
}

static bool is_any(const struct error_row *row)
{
    return strcmp(row->code, "*") == 0;
}

static bool is_success(const char *code)
{
    return code[0] == '\0' || strcmp(code, "0") == 0 || ascii_equal(code, "NoError") || ascii_equal(code, "Success");
}

/* "4xx": each x stands for one digit. */
static bool digits_fit(const char *pattern, const char *code)
{
    for (; *pattern != '\0' && *code != '\0'; pattern++, code++) {
        if (*pattern != *code && !(*pattern == 'x' && *code >= '0' && *code <= '9'))
            return false;
    }
    return *pattern == *code;
}

static bool code_fits(const struct error_row *row, const char *code)
{
    if (code == NULL || is_success(code))
        return false;
    if (row->kind == ERROR_HTTP_STATUS || row->kind == ERROR_DIAGNOSTICS)
        return is_any(row) || digits_fit(row->code, code);
    return is_any(row) || ascii_equal(row->code, code);
}

/* A request that was not recognised is of no family; its status code says nothing of Exchange. */
static bool request_fits(const struct error_row *row, const struct request_row *request)
{
    if (request == NULL)
        return row->families == 0 && row->request == NULL && row->kind != ERROR_HTTP_STATUS;
    return (row->families == 0 || (row->families & REQUEST_FAMILY_BIT(request->family)) != 0) &&
           (row->request == NULL || strcmp(row->request, request->id) == 0);
}

static bool error_fits(const struct error_row *row, const struct request_error_seen *seen)
{
    return row->kind == seen->kind && code_fits(row, seen->code) && request_fits(row, seen->request) &&
           is_listed(row->methods, seen->method) && contains(seen->text, row->fragment) &&
           contains(seen->server, row->server);
}

const struct error_row *request_error_find(const struct request_error_seen *seen)
{
    for (size_t i = 0; i < error_count; i++) {
        if (error_fits(&errors[i], seen))
            return &errors[i];
    }
    return NULL;
}
