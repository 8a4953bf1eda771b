/* request_reader.c: reads requests and answers with the readers of headers, XML, JSON and tokens.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "request_reader.h"

#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "http_header.h"
#include "json_body.h"
#include "token.h"
#include "xml_body.h"

/* RFC 9110 section 15 */
enum { STATUS_OK = 200, FIRST_FINAL_STATUS = 200, FIRST_REDIRECT = 301, LAST_REDIRECT = 308, STATUS_UNAUTHORIZED = 401 };

/* How much of a body that is neither XML nor JSON is searched for known texts. */
#define PLAIN_TEXT_LENGTH 4096

/* Control characters command terminals, whatever shows the text later: ESC, BEL and those of C1 too. No letter that means
 * something in a path stands in for them. */
static void replace_controls(char *text)
{
    char *end = text;

    for (const char *at = text; *at != '\0';) {
        gunichar    character = g_utf8_get_char(at);
        const char *next = g_utf8_next_char(at);
        bool        blank = *at == '\t' || *at == '\r' || *at == '\n';
        if (g_unichar_iscntrl(character) && !blank) {
            *end++ = '.';
        } else {
            memmove(end, at, (size_t)(next - at));
            end += next - at;
        }
        at = next;
    }
    *end = '\0';
}

/* What is longer is cut at a character, and says so. */
static void bound(const char *text, char *bounded, size_t size)
{
    static const char ellipsis[] = "\u2026";
    char             *valid = g_utf8_make_valid(text, -1);
    const char       *end = NULL;

    replace_controls(valid);
    g_strlcpy(bounded, valid, size);
    if (strlen(valid) >= size) {
        bounded[size - sizeof ellipsis] = '\0';
        g_utf8_validate(bounded, -1, &end);
        g_strlcpy(bounded + (end - bounded), ellipsis, sizeof ellipsis);
    }
    g_free(valid);
}

/* Addresses are masked before anything is cut: half an address would not be known for one. */
static char *masked(const char *text)
{
    static const char longest_text[] = "<address>";
    size_t            size = strlen(text) * sizeof longest_text + 1;
    char             *result = g_malloc(size);

    http_mask_addresses(text, result, size);
    return result;
}

static const char *keep(const struct request_reader *reader, const char *text)
{
    char  bounded[LIMIT_REQUEST_TEXT];
    char *shown = NULL;

    if (text == NULL || text[0] == '\0')
        return NULL;
    shown = reader->show_addresses ? g_strdup(text) : masked(text);
    bound(shown, bounded, sizeof bounded);
    g_free(shown);
    return reader->keep(reader->context, bounded);
}

/* The first message of NTLM says only that the client speaks it (MS-NLMP 2.2.1.1), by itself or in SPNEGO. */
static bool is_first_leg(const char *base64)
{
    static const char negotiate[12] = "NTLMSSP\0\1\0\0";
    gsize             length = 0;
    guchar           *bytes = g_base64_decode(base64, &length);
    bool              found = false;

    for (gsize i = 0; i + sizeof negotiate <= length && !found; i++)
        found = memcmp(bytes + i, negotiate, sizeof negotiate) == 0;
    g_free(bytes);
    return found;
}

bool request_reader_has_credentials(const char *authorization)
{
    const char *blank = authorization != NULL ? strchr(authorization, ' ') : NULL;

    return blank != NULL && !is_first_leg(blank);
}

/* RFC 9112 section 3.2.2: to a proxy the target is an absolute URI. `length` receives the path's. */
static const char *path_of(const char *target, size_t *length)
{
    const char *authority = target[0] != '/' ? strstr(target, "://") : NULL;
    const char *start = target;

    /* "://" of a query is none of the target's. */
    if (authority != NULL && strcspn(target, "/?#") != (size_t)(authority - target) + 1)
        authority = NULL;
    if (authority != NULL)
        start = authority + 3 + strcspn(authority + 3, "/?#");
    *length = strcspn(start, "?#;");
    if (authority == NULL || *length > 0)
        return start;
    *length = 1;
    return "/";
}

void request_reader_path(const char *target, char *path)
{
    size_t      length = 0;
    const char *start = path_of(target, &length);

    g_strlcpy(path, start, MIN((size_t)LIMIT_REQUEST_TEXT, length + 1));
}

static void take_path(const struct request_reader *reader, const char *target, struct flow_request *request)
{
    size_t      length = 0;
    const char *start = path_of(target, &length);
    char       *path = g_strndup(start, length);

    request->path = keep(reader, path);
    g_free(path);
}

static void keep_claims(const struct request_reader *reader, const struct token_claims *read, struct flow_claims *claims)
{
    claims->algorithm = keep(reader, read->algorithm);
    claims->issuer = keep(reader, read->issuer);
    claims->audience = keep(reader, read->audience);
    claims->name_id = keep(reader, read->name_id);
    claims->application = keep(reader, read->application);
    claims->not_before = read->not_before;
    claims->expires = read->expires;
}

static void take_token(const struct request_reader *reader, const char *authorization, struct flow_request *request)
{
    struct token       read;
    struct flow_token *token = NULL;

    if (authorization == NULL || g_ascii_strncasecmp(authorization, "Bearer ", 7) != 0)
        return;
    token = reader->allocate(reader->context, sizeof *token);
    token->readable = token_read(authorization, strlen(authorization), &read);
    if (token->readable) {
        keep_claims(reader, &read.claims, &token->claims);
        token->has_actor = read.has_actor;
        if (read.actor_readable)
            keep_claims(reader, &read.actor, &token->actor);
    }
    request->token = token;
}

/* SOAP 1.1 has a header, SOAP 1.2 a parameter of Content-Type (RFC 3902). */
static void action_of(const struct http_message *message, char *action)
{
    const char *header = message->headers[HTTP_HEADER_SOAP_ACTION];

    action[0] = '\0';
    if (header != NULL) {
        g_strlcpy(action, header + strspn(header, "\" "), HTTP_HEADER_TEXT_LENGTH);
        action[strcspn(action, "\"")] = '\0';
    } else if (message->headers[HTTP_HEADER_CONTENT_TYPE] != NULL) {
        http_parameter(message->headers[HTTP_HEADER_CONTENT_TYPE], "action", action);
    }
}

/* RFC 6839: "text/xml", "application/soap+xml"; not "multipart/related; type=...", not WBXML. */
static bool type_ends_with(const char *type, const char *name)
{
    size_t length = strcspn(type, "; \t,");
    size_t wanted = strlen(name);

    return length > wanted && g_ascii_strncasecmp(type + length - wanted, name, wanted) == 0 &&
           (type[length - wanted - 1] == '/' || type[length - wanted - 1] == '+');
}

static bool is_json(const struct http_message *message)
{
    const char *type = message->headers[HTTP_HEADER_CONTENT_TYPE];

    if (type != NULL)
        return type_ends_with(type, "json");
    return message->body_length > 0 && (message->body[0] == '{' || message->body[0] == '[');
}

static bool is_xml(const struct http_message *message)
{
    const char *type = message->headers[HTTP_HEADER_CONTENT_TYPE];

    if (type != NULL)
        return type_ends_with(type, "xml");
    return message->body_length > 0 && message->body[0] != '{' && message->body[0] != '[';
}

/* "GetUserAvailabilityRequest" and "GetUserSettingsRequestMessage" are the operation with what it is of. */
static void trim_operation(char *name)
{
    static const char *const endings[] = {"RequestMessage", "Request", "Type"};

    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        if (g_str_has_suffix(name, endings[i]) && strlen(name) > strlen(endings[i])) {
            name[strlen(name) - strlen(endings[i])] = '\0';
            return;
        }
    }
}

/* The body says it better than the header does. */
static void take_operation(const struct request_reader *reader, const char *element, const char *action,
                           struct flow_request *request)
{
    char        name[XML_BODY_NAME_LENGTH];
    size_t      length = 0;
    const char *of_action = NULL;

    if (request->row != NULL && request->row->operation != NULL) {
        request->operation = request->row->operation;
        return;
    }
    if (element[0] != '\0') {
        g_strlcpy(name, element, sizeof name);
        trim_operation(name);
        request->operation = keep(reader, name);
        return;
    }
    of_action = request_operation_of_action(action, &length);
    if (of_action == NULL || request->operation != NULL)
        return;
    g_strlcpy(name, of_action, MIN(sizeof name, length + 1));
    request->operation = keep(reader, name);
}

/* X-RequestType of MAPI; "Cmd=" of ActiveSync (MS-ASCMD 2.2.1.1.1), of nothing else: queries are not kept. */
static void take_named_operation(const struct request_reader *reader, const struct http_message *message,
                                 struct flow_request *request)
{
    const char *query = message->target != NULL ? strchr(message->target, '?') : NULL;
    const char *command = query != NULL ? strstr(query, "Cmd=") : NULL;
    char        name[64];

    if (message->headers[HTTP_HEADER_REQUEST_TYPE] != NULL) {
        request->operation = keep(reader, message->headers[HTTP_HEADER_REQUEST_TYPE]);
    } else if (command != NULL && (command[-1] == '?' || command[-1] == '&') && request->row != NULL &&
               strcmp(request->row->id, "eas") == 0) {
        g_strlcpy(name, command + 4, MIN(sizeof name, strcspn(command + 4, "& ") + 1));
        request->operation = keep(reader, name);
    }
}

static void take_request_head(const struct request_reader *reader, const struct http_message *message,
                              struct flow_request *request)
{
    request->method = keep(reader, message->method);
    request->host = keep(reader, message->headers[HTTP_HEADER_HOST]);
    request->user_agent = keep(reader, message->headers[HTTP_HEADER_USER_AGENT]);
    request->client_request_id = keep(reader, message->headers[HTTP_HEADER_CLIENT_REQUEST_ID]);
    request->anonymous = message->headers[HTTP_HEADER_AUTHORIZATION] == NULL;
    request->credentials = request_reader_has_credentials(message->headers[HTTP_HEADER_AUTHORIZATION]);
    take_token(reader, message->headers[HTTP_HEADER_AUTHORIZATION], request);
    if (message->target != NULL)
        take_path(reader, message->target, request);
}

void request_reader_take_request(const struct request_reader *reader, const struct http_message *message,
                                 enum role host_role, uint16_t port, struct flow_request *request)
{
    struct xml_body     body = {.readable = false};
    struct json_body    json;
    char                action[HTTP_HEADER_TEXT_LENGTH], path[LIMIT_REQUEST_TEXT];
    struct request_seen seen = {.host_role = host_role, .port = port, .action = action};

    if (message->method != NULL)
        take_request_head(reader, message, request);
    action_of(message, action);
    if (message->body_length > 0 && is_xml(message)) {
        xml_body_read(message->body, message->body_length, &body);
        request->unreadable = !body.readable && message->headers[HTTP_HEADER_CONTENT_TYPE] != NULL;
        if (action[0] == '\0')
            g_strlcpy(action, body.action, sizeof action);
    } else if (message->body_length > 0 && is_json(message) && message->headers[HTTP_HEADER_CONTENT_TYPE] != NULL) {
        request->unreadable = !json_body_read(message->body, message->body_length, &json);
    }
    /* What is kept of the path may be masked; rows are found by the path as sent. */
    g_strlcpy(path, request->path != NULL ? request->path : "", sizeof path);
    if (message->target != NULL)
        request_reader_path(message->target, path);
    seen.method = request->method;
    seen.path = path;
    seen.host = request->host;
    seen.namespace = body.operation_namespace;
    if (request->row == NULL)
        request->row = request_recognise(&seen);
    if (message->method != NULL)
        take_named_operation(reader, message, request);
    if (body.applies_to[0] != '\0')
        request->applies_to = keep(reader, body.applies_to);
    /* An envelope with an empty body names no operation. */
    take_operation(reader, strcmp(body.operation, "Envelope") != 0 ? body.operation : "", action, request);
}

/* An answer, read. */
struct reading {
    const struct request_reader *reader;
    struct flow_request         *request;
    uint32_t                     frame;
    const char                  *text; /* all that a fragment may stand in, or NULL */
};

/* False if no row holds. */
static bool add_error(const struct reading *reading, enum error_kind kind, const char *code, const char *told,
                      const char *message)
{
    struct request_error_seen seen = {.kind = kind, .code = code, .text = reading->text};

    if (code == NULL || code[0] == '\0')
        return false;
    return flow_request_add_error(reading->request, &seen, keep(reading->reader, told), keep(reading->reader, message),
                                  reading->frame) != NULL;
}

/* What an answer may be judged by. */
struct candidate {
    enum error_kind kind;
    const char     *code, *told, *message;
};

/* False too where the table knows the code only as one of those that it does not know. */
static bool is_known(const struct reading *reading, const struct candidate *candidate)
{
    struct request_error_seen seen = {
        .kind = candidate->kind,
        .code = candidate->code,
        .text = reading->text,
        .request = reading->request->row,
        .method = reading->request->method,
        .server = reading->request->server,
    };
    const struct error_row *row = request_error_find(&seen);

    return row != NULL && (strcmp(row->code, "*") != 0 || row->fragment != NULL);
}

/* The first that is known; else the first for which a row holds. */
static bool add_first(const struct reading *reading, const struct candidate *candidates, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (is_known(reading, &candidates[i]))
            return add_error(reading, candidates[i].kind, candidates[i].code, candidates[i].told, candidates[i].message);
    }
    for (size_t i = 0; i < count; i++) {
        if (add_error(reading, candidates[i].kind, candidates[i].code, candidates[i].told, candidates[i].message))
            return true;
    }
    return false;
}

/* Decimal; empty for 0. `text` holds 16 bytes. */
static const char *decimal(uint32_t number, char *text)
{
    g_snprintf(text, 16, "%.0u", number); /* a precision of 0: nothing for 0 */
    return text;
}

static void take_diagnostics(struct reading *reading, const char *value)
{
    struct http_diagnostics diagnostics;
    char                    code[16];
    struct flow_request    *request = reading->request;

    if (value == NULL || !http_diagnostics_read(value, &diagnostics))
        return;
    request->diagnostics_code = diagnostics.code;
    request->diagnostics_reason = keep(reading->reader, diagnostics.reason);
    request->diagnostics_category = keep(reading->reader, diagnostics.category);
    reading->text = diagnostics.reason;
    add_error(reading, ERROR_DIAGNOSTICS, decimal(diagnostics.code, code),
              diagnostics.category[0] != '\0' ? diagnostics.category : NULL, diagnostics.reason);
    reading->text = NULL;
}

/* What a Bearer challenge should name. */
static void take_challenge(const struct reading *reading, const char *value)
{
    struct http_challenge challenge;
    struct flow_request  *request = reading->request;
    char                  code[HTTP_HEADER_TEXT_LENGTH + 8];

    if (value == NULL || request->status != STATUS_UNAUTHORIZED || !http_challenge_read(value, &challenge))
        return;
    request->issuers = keep(reading->reader, challenge.trusted_issuers);
    request->authorization_uri = keep(reading->reader, challenge.authorization_uri);
    if (challenge.client_id[0] == '\0')
        add_error(reading, ERROR_CHALLENGE, "client_id", NULL, NULL);
    if (challenge.trusted_issuers[0] == '\0')
        add_error(reading, ERROR_CHALLENGE, "trusted_issuers", NULL, NULL);
    if (challenge.authorization_uri[0] == '\0')
        add_error(reading, ERROR_CHALLENGE, "authorization_uri", NULL, NULL);
    if (challenge.error[0] != '\0' && request->diagnostics_code == 0) {
        g_snprintf(code, sizeof code, "error=%s", challenge.error);
        add_error(reading, ERROR_CHALLENGE, code, challenge.error, NULL);
    }
}

static bool is_token_service(const struct flow_request *request)
{
    return request->row != NULL &&
           (request->row->family == REQUEST_FAMILY_STS || request->row->family == REQUEST_FAMILY_OAUTH);
}

static bool is_of_family(const struct flow_request *request, enum request_family family)
{
    return request->row != NULL && request->row->family == family;
}

static void take_fault(const struct reading *reading, const struct xml_body *body)
{
    char       lid[16];
    bool       token_service = is_token_service(reading->request) || body->fault_value[0] != '\0';
    const char *subcode = body->fault_subcode[0] != '\0' ? body->fault_subcode : body->fault_value;
    const struct candidate of_token_service[] = {
        {ERROR_STS, body->fault_internal_value, subcode, body->fault_internal_text},
        {ERROR_STS, body->fault_value, subcode, body->fault_text},
        {ERROR_STS, body->fault_subcode, subcode, body->fault_text},
    };
    const struct candidate of_service[] = {
        {ERROR_LID, decimal(body->lid, lid), body->response_code, body->fault_text},
        {ERROR_EWS_CODE, body->response_code, body->response_code, body->fault_text},
    };

    if (token_service && add_first(reading, of_token_service, G_N_ELEMENTS(of_token_service)))
        return;
    if (add_first(reading, of_service, G_N_ELEMENTS(of_service)))
        return;
    if (!add_error(reading, ERROR_SOAP_FAULT, body->fault_subcode, body->fault_subcode, body->fault_text))
        add_error(reading, ERROR_SOAP_FAULT, body->fault_code[0] != '\0' ? body->fault_code : "*", body->fault_code,
                  body->fault_text);
}

static void take_xml(struct reading *reading, const struct xml_body *body)
{
    char *text = g_strjoin(" ", body->fault_text, body->fault_internal_text, body->message, NULL);
    char  lid[16];
    const struct candidate codes[] = {
        {ERROR_LID, decimal(body->lid, lid), body->response_code, body->message},
        {ERROR_EWS_CODE, body->response_code, body->response_code, body->message},
    };

    reading->text = text;
    reading->request->lid = body->lid;
    if (body->fault)
        take_fault(reading, body);
    else if (body->error_code[0] != '\0' && body->response_code[0] == '\0')
        add_error(reading, ERROR_AUTODISCOVER, body->error_code, body->error_code, body->message);
    else
        add_first(reading, codes, G_N_ELEMENTS(codes));
    reading->text = NULL;
    g_free(text);
}

static void take_json(struct reading *reading, const struct json_body *body)
{
    char *text = g_strjoin(" ", body->error_message, body->diagnostic, NULL);
    char  lid[16];
    const struct candidate of_token_service[] = {
        {ERROR_STS, body->aadsts, body->error, body->error_message},
        {ERROR_STS, body->error, body->error, body->error_message},
    };
    const struct candidate of_service[] = {
        {ERROR_LID, decimal(body->lid, lid), body->response_code, body->error_message},
        {ERROR_GRAPH, body->response_code, body->response_code, body->error_message},
        {ERROR_GRAPH, body->error, body->error, body->error_message},
    };

    reading->text = text;
    reading->request->lid = body->lid;
    if (is_token_service(reading->request))
        add_first(reading, of_token_service, G_N_ELEMENTS(of_token_service));
    else if (is_of_family(reading->request, REQUEST_FAMILY_AUTODISCOVER))
        add_error(reading, ERROR_AUTODISCOVER, body->error, body->error, body->error_message);
    else
        add_first(reading, of_service, G_N_ELEMENTS(of_service));
    reading->text = NULL;
    g_free(text);
}

/* False if the body is not what it says it is. */
static bool take_answer_body(struct reading *reading, const struct http_message *message)
{
    struct xml_body  xml;
    struct json_body json;

    if (message->body_length == 0)
        return true;
    if (is_json(message)) {
        if (!json_body_read(message->body, message->body_length, &json))
            return false;
        take_json(reading, &json);
        return true;
    }
    if (!is_xml(message))
        return true;
    if (!xml_body_read(message->body, message->body_length, &xml))
        return message->headers[HTTP_HEADER_CONTENT_TYPE] == NULL;
    take_xml(reading, &xml);
    return true;
}

/* What a sign-in page in front of Exchange answers: a redirect to it, or the page itself. Rows say for which requests. */
static void take_sign_in(struct reading *reading, const struct http_message *message)
{
    const char *type = message->headers[HTTP_HEADER_CONTENT_TYPE];
    char        code[16];

    if (message->status == STATUS_OK && type != NULL && g_ascii_strncasecmp(type, "text/html", 9) == 0)
        add_error(reading, ERROR_HTTP_STATUS, "html page", "text/html", NULL);
    if (message->status < FIRST_REDIRECT || message->status > LAST_REDIRECT || message->headers[HTTP_HEADER_LOCATION] == NULL)
        return;
    reading->text = message->headers[HTTP_HEADER_LOCATION];
    add_error(reading, ERROR_HTTP_STATUS, decimal(message->status, code), NULL, NULL);
    reading->text = NULL;
}

/* `text`: the body as text, or NULL. */
static void take_answer_head(struct reading *reading, const struct http_message *message, const char *text)
{
    const struct request_reader *reader = reading->reader;
    struct flow_request         *request = reading->request;
    const char                  *back_end = message->headers[HTTP_HEADER_BACK_END];
    const char                  *result = message->headers[HTTP_HEADER_RESPONSE_CODE];

    request->status = (uint16_t)MIN(message->status, (uint32_t)UINT16_MAX);
    request->front_end = keep(reader, message->headers[HTTP_HEADER_FRONT_END]);
    request->back_end = keep(reader, back_end != NULL ? back_end : message->headers[HTTP_HEADER_TARGET_BACK_END]);
    request->request_id = keep(reader, message->headers[HTTP_HEADER_REQUEST_ID]);
    request->server = keep(reader, message->headers[HTTP_HEADER_SERVER]);
    take_diagnostics(reading, message->headers[HTTP_HEADER_DIAGNOSTICS]);
    take_challenge(reading, message->headers[HTTP_HEADER_WWW_AUTHENTICATE]);
    take_sign_in(reading, message);
    reading->text = text;
    if (result != NULL && strcmp(result, "0") != 0)
        add_error(reading, ERROR_MAPI, result, result, NULL);
    reading->text = NULL;
}

void request_reader_take_answer(const struct request_reader *reader, const struct http_message *message, uint32_t frame,
                                struct flow_exchange *exchange, struct flow_request *request)
{
    struct reading reading = {.reader = reader, .request = request, .frame = frame};
    char          *text = NULL;

    if (message->status != 0 && message->status < FIRST_FINAL_STATUS)
        return;
    if (message->body != NULL)
        text = g_utf8_make_valid((const char *)message->body, (gssize)MIN(message->body_length, (size_t)PLAIN_TEXT_LENGTH));
    if (message->status != 0)
        take_answer_head(&reading, message, text);
    request->answer_unreadable = request->answer_unreadable || !take_answer_body(&reading, message);
    if (message->end && !request->complete && request->status != 0)
        flow_exchange_answered(exchange, request, text, frame);
    g_free(text);
}
