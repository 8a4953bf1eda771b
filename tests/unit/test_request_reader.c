/* test_request_reader.c: HTTP messages -> what is kept of requests and answers, and what never is.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "request_reader.h"

#include <string.h>

#include <glib.h>

#define SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define SOAP12 "http://www.w3.org/2003/05/soap-envelope"
#define EWS_MESSAGES "http://schemas.microsoft.com/exchange/services/2006/messages"
#define EWS_TYPES "http://schemas.microsoft.com/exchange/services/2006/types"
#define AUTODISCOVER_SOAP "http://schemas.microsoft.com/exchange/2010/Autodiscover"
#define ADDRESSING "http://www.w3.org/2005/08/addressing"
#define TRUST "http://schemas.xmlsoap.org/ws/2005/02/trust"
#define PSF "http://schemas.microsoft.com/Passport/SoapServices/SOAPFault"

#define ENVELOPE(soap, header, content) \
    "<?xml version=\"1.0\" encoding=\"utf-8\"?><s:Envelope xmlns:s=\"" soap "\" xmlns:a=\"" ADDRESSING "\"><s:Header>" \
    header "</s:Header><s:Body>" content "</s:Body></s:Envelope>"
#define SOAP(content) ENVELOPE(SOAP11, "", content)

#define XML  "text/xml; charset=utf-8"
#define JSON "application/json; charset=utf-8"

/* ---- a reader that collects all that is kept ---- */

struct scene {
    GPtrArray            *kept, *memory;
    struct request_reader reader;
    struct flow_request   requests[3];
    struct flow_request  *pointers[3];
    struct flow_exchange  exchange;
    struct flow_request  *request; /* the first */
};

static const char *keep_text(void *context, const char *text)
{
    struct scene *scene = context;
    char         *copy = g_strdup(text);

    g_assert_true(g_utf8_validate(text, -1, NULL));
    g_assert_cmpuint(strlen(text), <, LIMIT_REQUEST_TEXT);
    g_assert_cmpuint(strlen(text), >, 0);
    g_ptr_array_add(scene->kept, copy);
    return copy;
}

static void *allocate_cleared(void *context, size_t size)
{
    struct scene *scene = context;
    void         *memory = g_malloc0(size);

    g_ptr_array_add(scene->memory, memory);
    return memory;
}

static void start(struct scene *scene)
{
    memset(scene, 0, sizeof *scene);
    scene->kept = g_ptr_array_new_with_free_func(g_free);
    scene->memory = g_ptr_array_new_with_free_func(g_free);
    scene->reader.keep = keep_text;
    scene->reader.allocate = allocate_cleared;
    scene->reader.context = scene;
    for (size_t i = 0; i < G_N_ELEMENTS(scene->requests); i++)
        scene->pointers[i] = &scene->requests[i];
    scene->exchange.requests = scene->pointers;
    scene->exchange.room = G_N_ELEMENTS(scene->requests);
    scene->exchange.count = 1;
    scene->request = &scene->requests[0];
    scene->request->frame = 10;
}

static void finish(struct scene *scene)
{
    g_ptr_array_free(scene->kept, TRUE);
    g_ptr_array_free(scene->memory, TRUE);
}

static void assert_not_kept(const struct scene *scene, const char *secret)
{
    for (unsigned i = 0; i < scene->kept->len; i++) {
        const char *text = g_ptr_array_index(scene->kept, i);

        if (strstr(text, secret) != NULL)
            g_error("%s was kept: %s", secret, text);
    }
}

static void set_body(struct http_message *message, const char *body)
{
    message->body = (const uint8_t *)body;
    message->body_length = strlen(body);
}

static struct http_message request_for(const char *method, const char *target)
{
    struct http_message message = {.method = method, .target = target, .end = true};

    return message;
}

static struct http_message answer_with(uint32_t status, const char *type, const char *body)
{
    struct http_message message = {.status = status, .end = true};

    message.headers[HTTP_HEADER_CONTENT_TYPE] = type;
    if (body != NULL)
        set_body(&message, body);
    return message;
}

static void take_request_at(struct scene *scene, const struct http_message *message, enum role host, uint16_t port)
{
    request_reader_take_request(&scene->reader, message, host, port, scene->request);
}

static void take_request(struct scene *scene, const struct http_message *message)
{
    take_request_at(scene, message, ROLE_UNCLASSIFIED, 443);
}

static void take_answer(struct scene *scene, const struct http_message *message, uint32_t frame)
{
    request_reader_take_answer(&scene->reader, message, frame, &scene->exchange, scene->request);
}

/** Asks at a path of a host. */
static void ask(struct scene *scene, const char *method, const char *path, enum role host)
{
    struct http_message message = request_for(method, path);

    start(scene);
    take_request_at(scene, &message, host, 443);
    g_assert_nonnull(scene->request->row);
}

static void ask_and_answer(struct scene *scene, const char *path, enum role host, uint32_t status, const char *type,
                           const char *body)
{
    struct http_message message = answer_with(status, type, body);

    ask(scene, "POST", path, host);
    take_answer(scene, &message, 20);
    g_assert_true(scene->request->complete);
}

static void assert_row(const struct flow_request *request, const char *id)
{
    g_assert_cmpstr(request->row != NULL ? request->row->id : NULL, ==, id);
}

static const struct flow_request_error *find_error(const struct flow_request *request, enum error_kind kind,
                                                   const char *row_code)
{
    for (size_t i = 0; i < request->error_count; i++) {
        const struct error_row *row = request->errors[i].row;

        if (row->kind == kind && strcmp(row->code, row_code) == 0)
            return &request->errors[i];
    }
    return NULL;
}

static void assert_only_error(const struct flow_request *request, enum error_kind kind, const char *row_code,
                              const char *code, const char *message)
{
    g_assert_cmpuint(request->error_count, ==, 1);
    g_assert_cmpint(request->errors[0].row->kind, ==, kind);
    g_assert_cmpstr(request->errors[0].row->code, ==, row_code);
    g_assert_cmpstr(request->errors[0].code, ==, code);
    g_assert_cmpstr(request->errors[0].message, ==, message);
    g_assert_cmpuint(request->errors[0].frame, ==, 20);
}

/* ---- paths ---- */

static void assert_path(const char *target, const char *expected)
{
    char path[LIMIT_REQUEST_TEXT];

    memset(path, 'x', sizeof path);
    request_reader_path(target, path);
    g_assert_cmpstr(path, ==, expected);
}

static void test_paths(void)
{
    assert_path("/EWS/Exchange.asmx", "/EWS/Exchange.asmx");
    assert_path("/a?b=c", "/a");
    assert_path("/a#b", "/a");
    assert_path("/a;b=c/d", "/a");
    assert_path("/a?b;c", "/a");
    assert_path("/?", "/");
    assert_path("/", "/");
    assert_path("", "");
    assert_path("*", "*");
    assert_path("mail.contoso.com:443", "mail.contoso.com:443");
    /* To a proxy: RFC 9112 section 3.2.2. */
    assert_path("http://mail.contoso.com/ews/exchange.asmx?x=y", "/ews/exchange.asmx");
    assert_path("https://mail.contoso.com:444/ews", "/ews");
    assert_path("http://user:Hunter2@mail.contoso.com/ews", "/ews");
    assert_path("http://mail.contoso.com", "/");
    /* An address in the query is none of the target's. */
    assert_path("/owa?url=https://mail.contoso.com/secret", "/owa");
}

/** RFC 9110 section 4.2.3: an empty path is "/"; the query stays out. */
static void test_paths_of_odd_targets(void)
{
    assert_path("http://mail.contoso.com?q=Hunter2", "/");
    assert_path("http://mail.contoso.com#Hunter2", "/");
    assert_path("x?url=https://mail.contoso.com/Hunter2", "x");
    assert_path("?url=https://mail.contoso.com/Hunter2", "");
}

static void test_long_path(void)
{
    struct scene        scene;
    struct http_message message;
    char               *target = g_malloc(65537);

    memset(target, 'a', 65536);
    target[0] = '/';
    target[65536] = '\0';
    start(&scene);
    message = request_for("GET", target);
    message.headers[HTTP_HEADER_HOST] = target;
    message.headers[HTTP_HEADER_USER_AGENT] = target;
    take_request(&scene, &message);
    /* Cut at the bound, and says so. */
    g_assert_cmpuint(strlen(scene.request->path), ==, LIMIT_REQUEST_TEXT - 1);
    g_assert_cmpint(strncmp(scene.request->path, target, LIMIT_REQUEST_TEXT - 4), ==, 0);
    g_assert_true(g_str_has_suffix(scene.request->path, "\u2026"));
    g_assert_cmpuint(strlen(scene.request->user_agent), ==, LIMIT_REQUEST_TEXT - 1);
    finish(&scene);
    g_free(target);
}

static void test_head(void)
{
    struct scene        scene;
    struct http_message message = request_for("POST", "/EWS/Exchange.asmx?x=y");

    start(&scene);
    message.headers[HTTP_HEADER_HOST] = "mail.contoso.com";
    message.headers[HTTP_HEADER_USER_AGENT] = "ASProxy/CrossForest/EmailDomain//15.02.1544.009";
    message.headers[HTTP_HEADER_CLIENT_REQUEST_ID] = "6e0e6a6f-7fd0-4b4d-a4a3-6f27f4f1c9a1";
    take_request(&scene, &message);
    g_assert_cmpstr(scene.request->method, ==, "POST");
    g_assert_cmpstr(scene.request->path, ==, "/EWS/Exchange.asmx");
    g_assert_cmpstr(scene.request->host, ==, "mail.contoso.com");
    g_assert_cmpstr(scene.request->user_agent, ==, "ASProxy/CrossForest/EmailDomain//15.02.1544.009");
    g_assert_cmpstr(scene.request->client_request_id, ==, "6e0e6a6f-7fd0-4b4d-a4a3-6f27f4f1c9a1");
    g_assert_null(scene.request->operation);
    g_assert_null(scene.request->token);
    g_assert_false(scene.request->credentials);
    g_assert_false(scene.request->unreadable);
    g_assert_false(scene.request->complete);
    g_assert_cmpuint(scene.request->status, ==, 0);
    assert_row(scene.request, "ews");
    finish(&scene);
}

/** Nothing is known where nothing was sent. */
static void test_empty_headers(void)
{
    struct scene        scene;
    struct http_message message = request_for("GET", "/");

    start(&scene);
    message.headers[HTTP_HEADER_HOST] = "";
    message.headers[HTTP_HEADER_AUTHORIZATION] = "";
    message.headers[HTTP_HEADER_SOAP_ACTION] = "";
    message.headers[HTTP_HEADER_CONTENT_TYPE] = "";
    take_request(&scene, &message);
    g_assert_null(scene.request->host);
    g_assert_null(scene.request->operation);
    g_assert_null(scene.request->row);
    g_assert_false(scene.request->credentials);
    finish(&scene);
}

/** Role of the host and port help to recognise the request. */
static void test_host_and_port(void)
{
    struct scene        scene;
    struct http_message message = request_for("POST", "/v1.0/users/u1/calendar/getSchedule");

    start(&scene);
    take_request_at(&scene, &message, ROLE_GRAPH, 443);
    assert_row(scene.request, "graph_getschedule");
    g_assert_cmpstr(scene.request->operation, ==, "getSchedule");
    finish(&scene);
    start(&scene);
    take_request_at(&scene, &message, ROLE_UNCLASSIFIED, 443);
    assert_row(scene.request, NULL);
    finish(&scene);
    start(&scene);
    message = request_for("GET", "/anything");
    take_request_at(&scene, &message, ROLE_REVOCATION, 80);
    assert_row(scene.request, "crl_ocsp");
    finish(&scene);
    start(&scene);
    take_request_at(&scene, &message, ROLE_REVOCATION, 443);
    assert_row(scene.request, NULL);
    finish(&scene);
}

/* ---- operations ---- */

struct operation_case {
    const char *target, *request_type, *soap_action, *content_type, *body, *row, *operation;
};

#define ACTION(text) "<a:Action>" text "</a:Action>"
#define AVAILABILITY "<GetUserAvailabilityRequest xmlns=\"" EWS_MESSAGES "\"/>"

static const struct operation_case operation_cases[] = {
    /* of the body's first element, without what it is of */
    {"/EWS/Exchange.asmx", NULL, NULL, XML, SOAP(AVAILABILITY), "ews", "GetUserAvailability"},
    {"/ews/exchange.asmx/WSSecurity", NULL, NULL, XML, SOAP("<GetMailTips xmlns=\"" EWS_MESSAGES "\"/>"), "ews_wssec",
     "GetMailTips"},
    {"/autodiscover/autodiscover.svc", NULL, NULL, XML,
     SOAP("<GetUserSettingsRequestMessage xmlns=\"" AUTODISCOVER_SOAP "\"/>"), "autod_soap", "GetUserSettings"},
    {"/ews/exchange.asmx", NULL, NULL, XML, SOAP("<GetItemType xmlns=\"" EWS_MESSAGES "\"/>"), "ews", "GetItem"},
    /* The body says it better than the header. */
    {"/ews/exchange.asmx", NULL, "\"" EWS_MESSAGES "/FindItem\"", XML, SOAP(AVAILABILITY), "ews", "GetUserAvailability"},
    /* SOAP 1.1 */
    {"/ews/exchange.asmx", NULL, "\"" EWS_MESSAGES "/GetUserAvailability\"", XML, NULL, "ews", "GetUserAvailability"},
    {"/ews/exchange.asmx", NULL, EWS_MESSAGES "/GetUserAvailability", XML, NULL, "ews", "GetUserAvailability"},
    {"/ews/exchange.asmx", NULL, " \"urn:x:FindItemRequest\"", NULL, NULL, "ews", "FindItem"},
    {"/ews/exchange.asmx", NULL, "\"\"", XML, NULL, "ews", NULL},
    /* SOAP 1.2 */
    {"/ews/exchange.asmx", NULL, NULL, "application/soap+xml; charset=utf-8; action=\"" EWS_MESSAGES "/GetItem\"", NULL,
     "ews", "GetItem"},
    {"/ews/exchange.asmx", NULL, NULL, "application/soap+xml;action=urn:GetItem", NULL, "ews", "GetItem"},
    /* wsa:Action, where the body is empty */
    {"/ews/mrsproxy.svc", NULL, NULL, "application/soap+xml", ENVELOPE(SOAP12, ACTION("urn:x/Ping"), ""), "mrsproxy",
     "Ping"},
    /* The client chooses the address: only the action tells, in either place. */
    {"/callback", NULL, "\"" EWS_MESSAGES "/SendNotification\"", XML, SOAP("<x/>"), "ews_services", "SendNotification"},
    {"/callback", NULL, NULL, XML, ENVELOPE(SOAP12, ACTION(EWS_MESSAGES "/SendNotification"), "<x/>"), "ews_services",
     "SendNotification"},
    {"/callback", NULL, NULL, XML, ENVELOPE(SOAP12, ACTION("urn:x/Other"), "<x/>"), NULL, "x"},
    /* WS-Trust: the name of the thing itself */
    {"/extSTS.srf", NULL, NULL, "application/soap+xml",
     ENVELOPE(SOAP12, ACTION(TRUST "/RST/Issue"), "<RequestSecurityToken xmlns=\"" TRUST "\"/>"), "mfg_sts",
     "RequestSecurityToken"},
    {"/extSTS.srf", NULL, TRUST "/RST/Issue", NULL, NULL, "mfg_sts", "Issue"},
    /* MAPI over HTTP, ActiveSync */
    {"/mapi/emsmdb/?MailboxId=1", "Connect", NULL, "application/mapi-http", NULL, "mapi_emsmdb", "Connect"},
    {"/mapi/emsmdb/?MailboxId=1", "Connect", "urn:Other", "application/mapi-http", NULL, "mapi_emsmdb", "Connect"},
    {"/Microsoft-Server-ActiveSync?Cmd=Sync&User=u&DeviceId=1", NULL, NULL, NULL, NULL, "eas", "Sync"},
    {"/Microsoft-Server-ActiveSync?User=u&Cmd=Ping", NULL, NULL, NULL, NULL, "eas", "Ping"},
    {"/Microsoft-Server-ActiveSync?Cmd=&User=u", NULL, NULL, NULL, NULL, "eas", NULL},
    {"/Microsoft-Server-ActiveSync", NULL, NULL, NULL, NULL, "eas", NULL},
    /* The path is the operation. */
    {"/ews/exchange.asmx/s/GetUserPhoto?email=u", NULL, "urn:GetItem", NULL, NULL, "ews", "GetUserPhoto"},
    /* An element of that name alone */
    {"/ews/exchange.asmx", NULL, NULL, XML, SOAP("<Request xmlns=\"" EWS_MESSAGES "\"/>"), "ews", "Request"},
};

static void test_operations(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(operation_cases); i++) {
        const struct operation_case *given = &operation_cases[i];
        struct http_message          message = request_for("POST", given->target);
        struct scene                 scene;

        start(&scene);
        message.headers[HTTP_HEADER_REQUEST_TYPE] = given->request_type;
        message.headers[HTTP_HEADER_SOAP_ACTION] = given->soap_action;
        message.headers[HTTP_HEADER_CONTENT_TYPE] = given->content_type;
        if (given->body != NULL)
            set_body(&message, given->body);
        take_request(&scene, &message);
        g_test_message("%s", given->target);
        assert_row(scene.request, given->row);
        g_assert_cmpstr(scene.request->operation, ==, given->operation);
        g_assert_false(scene.request->unreadable);
        finish(&scene);
    }
}

/** HTTP/2: the body comes in a frame of its own, without headers. */
static void test_request_in_two_parts(void)
{
    struct scene        scene;
    struct http_message head = request_for("POST", "/EWS/Exchange.asmx");
    struct http_message body = {.stream_id = 1, .end = true};

    start(&scene);
    head.end = false;
    head.headers[HTTP_HEADER_HOST] = "outlook.office365.com";
    head.headers[HTTP_HEADER_CONTENT_TYPE] = XML;
    take_request(&scene, &head);
    set_body(&body, SOAP(AVAILABILITY));
    take_request(&scene, &body);
    assert_row(scene.request, "ews");
    g_assert_cmpstr(scene.request->operation, ==, "GetUserAvailability");
    g_assert_cmpstr(scene.request->method, ==, "POST");
    g_assert_cmpstr(scene.request->path, ==, "/EWS/Exchange.asmx");
    g_assert_cmpstr(scene.request->host, ==, "outlook.office365.com");
    finish(&scene);
}

/** What the head was recognised as stays, whatever is known of the host later. */
static void test_row_stays(void)
{
    struct scene        scene;
    struct http_message head = request_for("POST", "/v1.0/users/u1/calendar/getSchedule");
    struct http_message body = {.stream_id = 1, .end = true};

    start(&scene);
    take_request_at(&scene, &head, ROLE_GRAPH, 443);
    set_body(&body, "{}");
    take_request_at(&scene, &body, ROLE_UNCLASSIFIED, 443);
    assert_row(scene.request, "graph_getschedule");
    g_assert_cmpstr(scene.request->operation, ==, "getSchedule");
    finish(&scene);
}

/** Rows are found by the path as sent, not by what is kept of it. */
static void test_row_of_a_masked_path(void)
{
    struct scene        scene;
    struct http_message message = request_for("GET", "/anna@contoso.com.crl");

    start(&scene);
    take_request(&scene, &message);
    g_assert_cmpstr(scene.request->path, ==, "/<address>");
    assert_row(scene.request, "crl_ocsp");
    finish(&scene);
}

/* ---- bodies that are not what they say ---- */

static void assert_unreadable(const char *type, const char *body, bool request, bool answer)
{
    struct scene        scene;
    struct http_message message = request_for("POST", "/ews/exchange.asmx");
    struct http_message reply = answer_with(200, type, body);

    g_test_message("%s: %s", type != NULL ? type : "", body);
    start(&scene);
    message.headers[HTTP_HEADER_CONTENT_TYPE] = type;
    set_body(&message, body);
    take_request(&scene, &message);
    g_assert_true(scene.request->unreadable == request);
    take_answer(&scene, &reply, 20);
    g_assert_true(scene.request->answer_unreadable == answer);
    g_assert_true(scene.request->complete);
    g_assert_cmpuint(scene.request->error_count, ==, 0);
    finish(&scene);
}

static void test_unreadable_xml(void)
{
    assert_unreadable(XML, "this is no markup", true, true);
    assert_unreadable("application/soap+xml", "\x01\x02\x03", true, true);
    assert_unreadable(XML, SOAP(""), false, false);
    assert_unreadable("text/plain", "this is no markup", false, false);
    assert_unreadable(NULL, "this is no markup", false, false);
}

/** RFC 9110 section 8.3.1: types and subtypes compare ignoring case. */
static void test_unreadable_case(void)
{
    assert_unreadable("Text/XML; charset=utf-8", "this is no markup", true, true);
}

static void test_unreadable_json(void)
{
    struct scene scene;

    ask_and_answer(&scene, "/ews/exchange.asmx", ROLE_UNCLASSIFIED, 200, JSON, "<html>no</html>");
    g_assert_true(scene.request->answer_unreadable);
    finish(&scene);
    ask_and_answer(&scene, "/ews/exchange.asmx", ROLE_UNCLASSIFIED, 200, JSON, "{\"a\":1}");
    g_assert_false(scene.request->answer_unreadable);
    finish(&scene);
}

/** flow_request.h: "neither XML nor JSON although it says so", of requests as of answers. */
static void test_unreadable_json_request(void)
{
    assert_unreadable(JSON, "<html>no</html>", true, true);
}

/** Other types have "xml" in their names: WBXML of ActiveSync (MS-ASHTTP), MTOM, office documents. */
static void test_types_that_are_not_xml(void)
{
    assert_unreadable("application/vnd.ms-sync.wbxml", "\x03\x01\x6a", false, false);
    assert_unreadable("multipart/related; type=\"application/xop+xml\"; boundary=b", "--b\r\n\r\n--b--", false, false);
    assert_unreadable("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK\x03\x04", false,
                      false);
}

/* ---- credentials and tokens ---- */

static void test_credentials(void)
{
    g_assert_false(request_reader_has_credentials(NULL));
    g_assert_false(request_reader_has_credentials(""));
    g_assert_false(request_reader_has_credentials("Bearer"));
    g_assert_false(request_reader_has_credentials("NTLM TlRMTVNTUAABAAAAB4IIogAAAAA="));
    g_assert_false(request_reader_has_credentials("Negotiate TlRMTVNTUAABAAAAl4II4gAAAAA="));
    g_assert_true(request_reader_has_credentials("NTLM TlRMTVNTUAADAAAAGAAYAHwAAAA="));
    g_assert_true(request_reader_has_credentials("Negotiate TlRMTVNTUAADAAAAGAAYAHwAAAA="));
    g_assert_true(request_reader_has_credentials("Negotiate YIIGgwYGKwYBBQUCoIIGdzCC"));
    g_assert_true(request_reader_has_credentials("Basic dXNlcjpIdW50ZXIy"));
    g_assert_true(request_reader_has_credentials("Bearer eyJ0eXAiOiJKV1QifQ.e30."));
}

/** The usual first leg of Negotiate is NTLM's first message in SPNEGO (RFC 4178 section 4.2.1). */
static void test_first_leg_in_spnego(void)
{
    const char *const first_leg = "Negotiate YEgGBisGAQUFAqA+MDygDjAMBgorBgEEAYI3AgIKoioEKE5UTE1TU1AAAQAAAJeCCOIAAAAAAAAA"
                                  "AAAAAAAAAAAACgBhSgAAAA8=";

    g_assert_false(request_reader_has_credentials(first_leg));
}

#define TENANT "f1f2f3f4-0000-1111-2222-333344445555"
#define ISSUER "00000001-0000-0000-c000-000000000000@" TENANT
#define EXCHANGE "00000002-0000-0ff1-ce00-000000000000@" TENANT
#define AUDIENCE "00000002-0000-0ff1-ce00-000000000000/outlook.office365.com@" TENANT
#define SIGNATURE "U0lHTkFUVVJFU0lHTkFUVVJF"

static char *encode(const char *text)
{
    char *encoded = g_base64_encode((const unsigned char *)text, strlen(text));

    g_strdelimit(encoded, "+", '-');
    g_strdelimit(encoded, "/", '_');
    encoded[strcspn(encoded, "=")] = '\0';
    return encoded;
}

static char *make_token(const char *header, const char *claims, const char *signature)
{
    char *first = encode(header);
    char *second = encode(claims);
    char *token = g_strjoin(".", first, second, signature, NULL);

    g_free(second);
    g_free(first);
    return token;
}

/** The token of hybrid-flows section 7: an unsigned one that carries the application's. */
static char *make_nested_token(void)
{
    char *actor = make_token("{\"typ\":\"JWT\",\"alg\":\"RS256\"}",
                             "{\"aud\":\"" AUDIENCE "\",\"iss\":\"" ISSUER "\",\"nameid\":\"" EXCHANGE
                             "\",\"appid\":\"app\",\"nbf\":1700000000,\"exp\":1700086400}",
                             SIGNATURE);
    char *claims = g_strdup_printf("{\"iss\":\"" EXCHANGE "\",\"aud\":\"" AUDIENCE
                                   "\",\"nameid\":\"anna@contoso.com\",\"nbf\":1700000001,\"exp\":1700028800,"
                                   "\"actortoken\":\"%s\"}",
                                   actor);
    char *token = make_token("{\"typ\":\"JWT\",\"alg\":\"none\"}", claims, "");

    g_free(claims);
    g_free(actor);
    return token;
}

static void test_token(void)
{
    struct scene             scene;
    struct http_message      message = request_for("POST", "/ews/exchange.asmx");
    char                    *token = make_nested_token();
    char                    *authorization = g_strconcat("Bearer ", token, NULL);
    const struct flow_token *read = NULL;

    start(&scene);
    message.headers[HTTP_HEADER_AUTHORIZATION] = authorization;
    take_request(&scene, &message);
    read = scene.request->token;
    g_assert_true(scene.request->credentials);
    g_assert_nonnull(read);
    g_assert_true(read->readable);
    g_assert_true(read->has_actor);
    g_assert_cmpstr(read->claims.algorithm, ==, "none");
    g_assert_cmpstr(read->claims.issuer, ==, EXCHANGE);
    g_assert_cmpstr(read->claims.audience, ==, AUDIENCE);
    g_assert_cmpstr(read->claims.name_id, ==, "<address>");
    g_assert_null(read->claims.application);
    g_assert_cmpint(read->claims.not_before, ==, 1700000001);
    g_assert_cmpint(read->claims.expires, ==, 1700028800);
    g_assert_cmpstr(read->actor.algorithm, ==, "RS256");
    g_assert_cmpstr(read->actor.issuer, ==, ISSUER);
    g_assert_cmpstr(read->actor.audience, ==, AUDIENCE);
    g_assert_cmpstr(read->actor.name_id, ==, EXCHANGE);
    g_assert_cmpstr(read->actor.application, ==, "app");
    g_assert_cmpint(read->actor.not_before, ==, 1700000000);
    g_assert_cmpint(read->actor.expires, ==, 1700086400);
    assert_not_kept(&scene, SIGNATURE);
    assert_not_kept(&scene, token);
    assert_not_kept(&scene, "anna");
    finish(&scene);
    g_free(authorization);
    g_free(token);
}

static void test_unreadable_token(void)
{
    struct scene        scene;
    struct http_message message = request_for("POST", "/ews/exchange.asmx");

    start(&scene);
    message.headers[HTTP_HEADER_AUTHORIZATION] = "bearer Hunter2Hunter2";
    take_request(&scene, &message);
    g_assert_nonnull(scene.request->token);
    g_assert_false(scene.request->token->readable);
    g_assert_null(scene.request->token->claims.issuer);
    assert_not_kept(&scene, "Hunter2");
    finish(&scene);
    start(&scene);
    message.headers[HTTP_HEADER_AUTHORIZATION] = "Basic SHVudGVyMg==";
    take_request(&scene, &message);
    g_assert_null(scene.request->token);
    g_assert_true(scene.request->credentials);
    finish(&scene);
}

/* ---- secrets ---- */

#define SECRET "Hunter2Hunter2"
#define COOKIE "CookieCookieCookie"

/** Every place of a request that may hold one. */
static void test_no_secret_of_a_request(void)
{
    struct scene        scene;
    struct http_message message = request_for("POST", "/adfs/services/trust/13/usernamemixed?password=" SECRET
                                                      "&cookie=" COOKIE);
    char               *token = make_token("{\"alg\":\"RS256\"}",
                                           "{\"aud\":\"a\",\"pwd\":\"" SECRET "\",\"iss\":\"i\"}", SIGNATURE);
    char               *authorization = g_strconcat("Bearer ", token, NULL);

    start(&scene);
    scene.reader.show_addresses = true;
    message.headers[HTTP_HEADER_AUTHORIZATION] = authorization;
    message.headers[HTTP_HEADER_CONTENT_TYPE] = "application/soap+xml";
    set_body(&message, ENVELOPE(SOAP12,
                                "<o:Security xmlns:o=\"urn:o\"><o:UsernameToken><o:Username>anna</o:Username><o:Password>" SECRET
                                "</o:Password></o:UsernameToken><c>" COOKIE "</c></o:Security>",
                                "<RequestSecurityToken xmlns=\"" TRUST "\">" SECRET "</RequestSecurityToken>"));
    take_request(&scene, &message);
    assert_row(scene.request, "adfs_trust");
    g_assert_cmpuint(scene.kept->len, >, 3);
    assert_not_kept(&scene, SECRET);
    assert_not_kept(&scene, COOKIE);
    assert_not_kept(&scene, SIGNATURE);
    assert_not_kept(&scene, token);
    assert_not_kept(&scene, "anna");
    finish(&scene);
    g_free(authorization);
    g_free(token);
}

static void test_no_secret_of_other_authorizations(void)
{
    const char *const values[] = {"Basic " SECRET, "NTLM TlRMTVNTUAAD" SECRET, "Negotiate " SECRET, SECRET,
                                  "Bearer " SECRET ".e30." SECRET};

    for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
        struct scene        scene;
        struct http_message message = request_for("POST", "/ews/exchange.asmx;" SECRET);

        start(&scene);
        message.headers[HTTP_HEADER_AUTHORIZATION] = values[i];
        take_request(&scene, &message);
        assert_not_kept(&scene, SECRET);
        finish(&scene);
    }
}

/** Forms of token requests: the client's secret and assertion. */
static void test_no_secret_of_a_form(void)
{
    struct scene        scene;
    struct http_message message = request_for("POST", "/common/oauth2/token");
    struct http_message answer = answer_with(200, JSON,
                                             "{\"access_token\":\"" SECRET "\",\"refresh_token\":\"" SECRET
                                             "\",\"token_type\":\"Bearer\"}");

    start(&scene);
    message.headers[HTTP_HEADER_CONTENT_TYPE] = "application/x-www-form-urlencoded";
    set_body(&message, "grant_type=password&client_secret=" SECRET "&assertion=" SECRET "&password=" SECRET);
    take_request(&scene, &message);
    assert_row(scene.request, "entra_token");
    g_assert_false(scene.request->unreadable);
    take_answer(&scene, &answer, 20);
    g_assert_cmpuint(scene.request->error_count, ==, 0);
    assert_not_kept(&scene, SECRET);
    finish(&scene);
}

/** "no query": a value that only looks like a command of ActiveSync is none. */
static void test_no_secret_of_a_query(void)
{
    const char *const targets[] = {
        "/owa/?Cmd=" SECRET "%20x",
        "/owa/?NotCmd=" SECRET,
        "/api/login?password=Cmd=" SECRET,
        "x?url=https://h/" SECRET,
        "/Microsoft-Server-ActiveSync?User=xCmd=" SECRET,
    };

    for (size_t i = 0; i < G_N_ELEMENTS(targets); i++) {
        struct scene        scene;
        struct http_message message = request_for("GET", targets[i]);

        start(&scene);
        take_request(&scene, &message);
        assert_not_kept(&scene, SECRET);
        finish(&scene);
    }
}

/** A challenge's own token and a cookie of the answer. */
static void test_no_secret_of_an_answer(void)
{
    struct scene        scene;
    struct http_message answer = answer_with(401, "text/html", "<html>" SECRET "</html>");

    ask(&scene, "POST", "/ews/exchange.asmx", ROLE_UNCLASSIFIED);
    answer.headers[HTTP_HEADER_WWW_AUTHENTICATE] = "Negotiate " SECRET ", NTLM " SECRET ", Bearer client_id=\"c\"";
    take_answer(&scene, &answer, 20);
    assert_not_kept(&scene, SECRET);
    finish(&scene);
}

/* ---- mail addresses and encodings ---- */

static void take_with_addresses(struct scene *scene, bool show)
{
    struct http_message message = request_for("GET", "/autodiscover/autodiscover.json/v1.0/anna@contoso.com");
    struct http_message answer = answer_with(200, XML, SOAP("<m:R xmlns:m=\"" EWS_MESSAGES "\"><m:MessageText>anna@contoso.com "
                                                            "failed</m:MessageText><m:ResponseCode>ErrorMailRecipientNotFound"
                                                            "</m:ResponseCode></m:R>"));

    start(scene);
    scene->reader.show_addresses = show;
    message.headers[HTTP_HEADER_USER_AGENT] = "probe (anna@contoso.com)";
    take_request(scene, &message);
    answer.headers[HTTP_HEADER_DIAGNOSTICS] = "2000005;reason=\"The user anna@contoso.com is ambiguous\"";
    take_answer(scene, &answer, 20);
}

static void test_addresses_are_masked(void)
{
    struct scene scene;

    take_with_addresses(&scene, false);
    g_assert_cmpstr(scene.request->path, ==, "/autodiscover/autodiscover.json/v1.0/<address>");
    g_assert_cmpstr(scene.request->user_agent, ==, "probe (<address>)");
    g_assert_cmpstr(scene.request->diagnostics_reason, ==, "The user <address> is ambiguous");
    assert_row(scene.request, "autod_json"); /* by the path as sent */
    assert_not_kept(&scene, "anna");
    finish(&scene);
    take_with_addresses(&scene, true);
    g_assert_cmpstr(scene.request->path, ==, "/autodiscover/autodiscover.json/v1.0/anna@contoso.com");
    g_assert_cmpstr(scene.request->user_agent, ==, "probe (anna@contoso.com)");
    g_assert_cmpstr(scene.request->diagnostics_reason, ==, "The user anna@contoso.com is ambiguous");
    assert_row(scene.request, "autod_json");
    g_assert_cmpstr(scene.request->errors[1].message, ==, "anna@contoso.com failed");
    finish(&scene);
}

/** Bytes of Latin-1 and characters cut at the bound; keep_text() looks at each. */
static void test_encodings(void)
{
    for (int show = 0; show < 2; show++) {
        for (size_t length = LIMIT_REQUEST_TEXT - 12; length < LIMIT_REQUEST_TEXT + 6; length++) {
            struct scene        scene;
            struct http_message message = request_for("GET", NULL);
            char               *agent = g_strnfill(length, 'a');
            char               *euro = g_strconcat(agent, "\xE2\x82\xAC\xE2\x82\xAC", NULL);
            char               *path = g_strconcat("/", agent, "\xE2\x82\xAC", NULL);

            start(&scene);
            scene.reader.show_addresses = show != 0;
            message.target = path;
            message.headers[HTTP_HEADER_HOST] = "m\xFCnchen.contoso.com";
            message.headers[HTTP_HEADER_USER_AGENT] = euro;
            take_request(&scene, &message);
            g_assert_cmpstr(scene.request->host, ==, "m\xEF\xBF\xBDnchen.contoso.com");
            g_assert_true(strcmp(scene.request->user_agent, euro) == 0 ||
                          g_str_has_suffix(scene.request->user_agent, "\u2026"));
            g_assert_true((strlen(euro) < LIMIT_REQUEST_TEXT) == (strcmp(scene.request->user_agent, euro) == 0));
            finish(&scene);
            g_free(path);
            g_free(euro);
            g_free(agent);
        }
    }
}

/** Half an address at the bound is none that is kept. */
static void test_address_at_the_bound(void)
{
    for (size_t length = LIMIT_REQUEST_TEXT - 24; length < LIMIT_REQUEST_TEXT + 2; length++) {
        struct scene        scene;
        struct http_message message = request_for("GET", NULL);
        char               *path = g_strnfill(length, '/');
        char               *target = g_strconcat(path, "anna.smith@contoso.com", NULL);

        start(&scene);
        message.target = target;
        message.headers[HTTP_HEADER_USER_AGENT] = target;
        take_request(&scene, &message);
        assert_not_kept(&scene, "ann");
        finish(&scene);
        g_free(target);
        g_free(path);
    }
}

/* ---- heads of answers ---- */

static void test_answer_head(void)
{
    struct scene        scene;
    struct http_message answer = answer_with(200, NULL, NULL);

    ask(&scene, "POST", "/ews/exchange.asmx", ROLE_UNCLASSIFIED);
    answer.headers[HTTP_HEADER_FRONT_END] = "EX01";
    answer.headers[HTTP_HEADER_BACK_END] = "EX02";
    answer.headers[HTTP_HEADER_TARGET_BACK_END] = "EX03";
    answer.headers[HTTP_HEADER_REQUEST_ID] = "r1";
    answer.headers[HTTP_HEADER_SERVER] = "Microsoft-IIS/10.0";
    take_answer(&scene, &answer, 20);
    g_assert_cmpuint(scene.request->status, ==, 200);
    g_assert_cmpstr(scene.request->front_end, ==, "EX01");
    g_assert_cmpstr(scene.request->back_end, ==, "EX02");
    g_assert_cmpstr(scene.request->request_id, ==, "r1");
    g_assert_cmpstr(scene.request->server, ==, "Microsoft-IIS/10.0");
    g_assert_true(scene.request->complete);
    g_assert_cmpuint(scene.request->error_count, ==, 0);
    finish(&scene);
    ask(&scene, "POST", "/ews/exchange.asmx", ROLE_UNCLASSIFIED);
    answer.headers[HTTP_HEADER_BACK_END] = NULL;
    take_answer(&scene, &answer, 20);
    g_assert_cmpstr(scene.request->back_end, ==, "EX03");
    finish(&scene);
}

static void test_informational(void)
{
    const uint32_t statuses[] = {100, 101, 103, 199};
    struct scene   scene;

    ask(&scene, "POST", "/ews/exchange.asmx", ROLE_UNCLASSIFIED);
    for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++) {
        struct flow_request before = *scene.request;
        struct http_message answer = answer_with(statuses[i], XML, "no markup");

        answer.headers[HTTP_HEADER_SERVER] = "proxy";
        take_answer(&scene, &answer, 20);
        g_assert_cmpint(memcmp(&before, scene.request, sizeof before), ==, 0);
    }
    finish(&scene);
}

static void test_large_status(void)
{
    struct scene scene;

    ask_and_answer(&scene, "/ews/exchange.asmx", ROLE_UNCLASSIFIED, 70000, NULL, NULL);
    g_assert_cmpuint(scene.request->status, ==, UINT16_MAX);
    finish(&scene);
}

static void test_diagnostics(void)
{
    struct scene        scene;
    struct http_message answer = answer_with(401, NULL, NULL);

    ask(&scene, "POST", "/ews/exchange.asmx", ROLE_UNCLASSIFIED);
    answer.headers[HTTP_HEADER_DIAGNOSTICS] =
        "2000003;reason=\"The hostname component of the audience claim value is invalid.\";error_category=\"invalid_resource\"";
    take_answer(&scene, &answer, 20);
    g_assert_cmpuint(scene.request->diagnostics_code, ==, 2000003);
    g_assert_cmpstr(scene.request->diagnostics_category, ==, "invalid_resource");
    assert_only_error(scene.request, ERROR_DIAGNOSTICS, "2000003", "invalid_resource",
                      "The hostname component of the audience claim value is invalid.");
    g_assert_cmpint(scene.request->errors[0].row->finding, ==, FINDING_OAUTH_ERROR);
    g_assert_cmpstr(flow_request_error(scene.request), ==, "invalid_resource");
    g_assert_cmpuint(scene.exchange.refusals, ==, 0);
    finish(&scene);
}

/** The reason tells one user-context from the other. */
static void test_diagnostics_reason(void)
{
    const char *const fragments[] = {"is ambiguous", "does not exist"};

    for (size_t i = 0; i < G_N_ELEMENTS(fragments); i++) {
        struct scene        scene;
        struct http_message answer = answer_with(401, NULL, NULL);
        char *value = g_strdup_printf("2000005;reason=\"The user-context %s.\"", fragments[i]);

        ask(&scene, "POST", "/ews/exchange.asmx", ROLE_UNCLASSIFIED);
        answer.headers[HTTP_HEADER_DIAGNOSTICS] = value;
        take_answer(&scene, &answer, 20);
        g_assert_cmpuint(scene.request->error_count, ==, 1);
        g_assert_cmpstr(scene.request->errors[0].row->fragment, ==, fragments[i]);
        g_assert_null(scene.request->errors[0].code);
        finish(&scene);
        g_free(value);
    }
}

static void test_diagnostics_of_nothing(void)
{
    struct scene        scene;
    struct http_message answer = answer_with(200, NULL, NULL);

    ask(&scene, "POST", "/ews/exchange.asmx", ROLE_UNCLASSIFIED);
    answer.headers[HTTP_HEADER_DIAGNOSTICS] = "no number;reason=\"x\"";
    take_answer(&scene, &answer, 20);
    g_assert_cmpuint(scene.request->diagnostics_code, ==, 0);
    g_assert_null(scene.request->diagnostics_reason);
    g_assert_cmpuint(scene.request->error_count, ==, 0);
    finish(&scene);
}

#define ISSUERS "00000001-0000-0000-c000-000000000000@*"
#define AUTHORIZATION_URI "https://login.microsoftonline.com/common/oauth2/authorize"

static void take_challenge(struct scene *scene, uint32_t status, const char *value)
{
    struct http_message answer = answer_with(status, NULL, NULL);

    ask(scene, "POST", "/ews/exchange.asmx", ROLE_UNCLASSIFIED);
    answer.headers[HTTP_HEADER_WWW_AUTHENTICATE] = value;
    take_answer(scene, &answer, 20);
}

static void test_complete_challenge(void)
{
    struct scene scene;

    take_challenge(&scene, 401,
                   "Bearer client_id=\"00000002-0000-0ff1-ce00-000000000000\", trusted_issuers=\"" ISSUERS
                   "\", token_types=\"app_asserted_user_v1\", authorization_uri=\"" AUTHORIZATION_URI "\", Basic Realm=\"\"");
    g_assert_cmpstr(scene.request->issuers, ==, ISSUERS);
    g_assert_cmpstr(scene.request->authorization_uri, ==, AUTHORIZATION_URI);
    assert_only_error(scene.request, ERROR_HTTP_STATUS, "401", NULL, NULL);
    g_assert_cmpint(scene.request->errors[0].row->severity, ==, RULE_CHAT);
    g_assert_cmpuint(scene.exchange.refusals, ==, 1);
    finish(&scene);
}

static void test_challenge_lacks(void)
{
    const struct {
        const char *value, *lacks;
    } cases[] = {
        {"Bearer trusted_issuers=\"a\", authorization_uri=\"b\"", "client_id"},
        {"Bearer client_id=\"a\", authorization_uri=\"b\"", "trusted_issuers"},
        {"Bearer client_id=\"a\", trusted_issuers=\"b\"", "authorization_uri"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct scene scene;

        take_challenge(&scene, 401, cases[i].value);
        g_assert_cmpuint(scene.request->error_count, ==, 2);
        g_assert_nonnull(find_error(scene.request, ERROR_CHALLENGE, cases[i].lacks));
        g_assert_nonnull(find_error(scene.request, ERROR_HTTP_STATUS, "401"));
        finish(&scene);
    }
}

static void test_challenge_error(void)
{
    struct scene scene;

    take_challenge(&scene, 401,
                   "Bearer client_id=\"a\", trusted_issuers=\"b\", authorization_uri=\"c\", error=\"invalid_token\"");
    assert_only_error(scene.request, ERROR_CHALLENGE, "error=invalid_token", "invalid_token", NULL);
    finish(&scene);
}

/** x-ms-diagnostics says more than the challenge's error. */
static void test_challenge_beside_diagnostics(void)
{
    struct scene        scene;
    struct http_message answer = answer_with(401, NULL, NULL);

    ask(&scene, "POST", "/ews/exchange.asmx", ROLE_UNCLASSIFIED);
    answer.headers[HTTP_HEADER_DIAGNOSTICS] = "2000002;reason=\"The token has expired.\"";
    answer.headers[HTTP_HEADER_WWW_AUTHENTICATE] =
        "Bearer client_id=\"a\", trusted_issuers=\"b\", authorization_uri=\"c\", error=\"invalid_token\"";
    take_answer(&scene, &answer, 20);
    assert_only_error(scene.request, ERROR_DIAGNOSTICS, "2000002", NULL, "The token has expired.");
    finish(&scene);
}

/** Only a refusal is judged by its challenge, and only if it is one of Bearer. */
static void test_no_challenge(void)
{
    struct scene scene;

    take_challenge(&scene, 200, "Bearer realm=\"\"");
    g_assert_cmpuint(scene.request->error_count, ==, 0);
    g_assert_null(scene.request->issuers);
    finish(&scene);
    take_challenge(&scene, 401, "Negotiate, NTLM, Basic realm=\"Bearer\"");
    assert_only_error(scene.request, ERROR_HTTP_STATUS, "401", NULL, NULL);
    finish(&scene);
}

/** A challenge with four faults leaves room for what is worse. */
static void test_full_of_notes(void)
{
    struct scene scene;

    take_challenge(&scene, 401, "Bearer error=\"unheard_of\"");
    g_assert_cmpuint(scene.request->error_count, >=, 3);
    scene.request->anonymous = false;
    g_assert_nonnull(flow_exchange_closed(&scene.exchange, 30));
    g_assert_nonnull(find_error(scene.request, ERROR_HTTP_STATUS, "401 closed"));
    finish(&scene);
}

/* ---- EWS ---- */

#define RESPONSE(code, text) \
    "<m:GetUserAvailabilityResponse xmlns:m=\"" EWS_MESSAGES "\"><m:ResponseMessage ResponseClass=\"Error\"><m:MessageText>" \
    text "</m:MessageText><m:ResponseCode>" code "</m:ResponseCode></m:ResponseMessage></m:GetUserAvailabilityResponse>"
#define FAULT(code, text, detail) \
    "<s:Fault><faultcode>" code "</faultcode><faultstring>" text "</faultstring><detail>" detail "</detail></s:Fault>"
#define EWS_DETAIL(code) "<e:ResponseCode xmlns:e=\"" EWS_MESSAGES "\">" code "</e:ResponseCode>"

static void ask_ews(struct scene *scene, uint32_t status, const char *body)
{
    ask_and_answer(scene, "/ews/exchange.asmx", ROLE_UNCLASSIFIED, status, XML, body);
}

static void test_ews_success(void)
{
    struct scene scene;

    ask_ews(&scene, 200, SOAP(RESPONSE("NoError", "")));
    g_assert_cmpuint(scene.request->error_count, ==, 0);
    g_assert_cmpuint(scene.request->lid, ==, 0);
    g_assert_false(scene.request->answer_unreadable);
    finish(&scene);
}

static void test_ews_code(void)
{
    struct scene scene;

    ask_ews(&scene, 200, SOAP(RESPONSE("ErrorServerBusy", "Try again.")));
    assert_only_error(scene.request, ERROR_EWS_CODE, "ErrorServerBusy", "ErrorServerBusy", "Try again.");
    g_assert_cmpint(scene.request->errors[0].row->finding, ==, FINDING_EWS_ERROR);
    finish(&scene);
    /* In a fault, which comes with status 500. */
    ask_ews(&scene, 500, SOAP(FAULT("a:ErrorServerBusy", "Try again.", EWS_DETAIL("ErrorServerBusy"))));
    assert_only_error(scene.request, ERROR_EWS_CODE, "ErrorServerBusy", "ErrorServerBusy", "Try again.");
    finish(&scene);
}

/** hybrid-flows section 8: the LID tells more than the code beside it. */
static void test_lid_wins(void)
{
    struct scene scene;

    ask_ews(&scene, 200, SOAP(RESPONSE("ErrorProxyRequestProcessingFailed", "It failed. LID: 47932")));
    g_assert_cmpuint(scene.request->lid, ==, 47932);
    assert_only_error(scene.request, ERROR_LID, "47932", "ErrorProxyRequestProcessingFailed", "It failed. LID: 47932");
    finish(&scene);
    ask_ews(&scene, 500, SOAP(FAULT("a:E", "It failed. LID: 47932", EWS_DETAIL("ErrorProxyRequestProcessingFailed"))));
    assert_only_error(scene.request, ERROR_LID, "47932", "ErrorProxyRequestProcessingFailed", "It failed. LID: 47932");
    finish(&scene);
}

/** The text tells which of the meanings of a LID it is. */
static void test_text_of_a_lid(void)
{
    struct scene scene;

    ask_ews(&scene, 200,
            SOAP(RESPONSE("ErrorProxyRequestProcessingFailed",
                          "Proxy web request failed. ,inner exception: Unable to connect to the remote server LID: 43532")));
    g_assert_cmpuint(scene.request->error_count, ==, 1);
    g_assert_cmpint(scene.request->errors[0].row->severity, ==, RULE_ERROR);
    g_assert_cmpstr(scene.request->errors[0].row->fragment, !=, NULL);
    finish(&scene);
}

/** A LID that is not known says less than a code that is. */
static void test_unknown_lid(void)
{
    struct scene scene;

    ask_ews(&scene, 200, SOAP(RESPONSE("ErrorProxyRequestNotAllowed", "It failed. LID: 11111")));
    g_assert_cmpuint(scene.request->lid, ==, 11111);
    g_assert_nonnull(find_error(scene.request, ERROR_EWS_CODE, "ErrorProxyRequestNotAllowed"));
    finish(&scene);
    ask_ews(&scene, 500, SOAP(FAULT("a:E", "It failed. LID: 11111", EWS_DETAIL("ErrorProxyRequestNotAllowed"))));
    g_assert_nonnull(find_error(scene.request, ERROR_EWS_CODE, "ErrorProxyRequestNotAllowed"));
    finish(&scene);
}

/** A body with both: the code of EWS is the answer's own. */
static void test_code_beside_autodiscover_code(void)
{
    struct scene scene;

    ask_ews(&scene, 200,
            SOAP("<m:R xmlns:m=\"" EWS_MESSAGES "\"><m:ErrorCode>InvalidUser</m:ErrorCode><m:ResponseCode>ErrorServerBusy"
                 "</m:ResponseCode></m:R>"));
    g_assert_cmpuint(scene.request->error_count, ==, 1);
    g_assert_nonnull(find_error(scene.request, ERROR_EWS_CODE, "ErrorServerBusy"));
    finish(&scene);
}

static void test_unknown_code(void)
{
    struct scene scene;

    ask_ews(&scene, 200, SOAP(RESPONSE("ErrorUnheardOf", "Odd.")));
    assert_only_error(scene.request, ERROR_EWS_CODE, "*", "ErrorUnheardOf", "Odd.");
    g_assert_cmpint(scene.request->errors[0].row->severity, ==, RULE_NOTE);
    finish(&scene);
}

static void test_soap_faults(void)
{
    struct scene scene;

    ask_ews(&scene, 500, SOAP(FAULT("o:InvalidSecurity", "An error occurred when verifying security for the message.", "")));
    g_assert_cmpuint(scene.request->error_count, ==, 1);
    g_assert_cmpint(scene.request->errors[0].row->kind, ==, ERROR_SOAP_FAULT);
    g_assert_cmpint(scene.request->errors[0].row->finding, ==, FINDING_SOAP_FAULT);
    g_assert_cmpint(scene.request->errors[0].row->severity, ==, RULE_ERROR);
    g_assert_cmpstr(scene.request->errors[0].code, ==, "InvalidSecurity");
    finish(&scene);
    ask_ews(&scene, 500, SOAP(FAULT("s:Server", "Odd.", "")));
    assert_only_error(scene.request, ERROR_SOAP_FAULT, "*", "Server", "Odd.");
    finish(&scene);
    /* A fault without a code is one, too. */
    ask_ews(&scene, 500, SOAP("<s:Fault><faultstring>Odd.</faultstring></s:Fault>"));
    assert_only_error(scene.request, ERROR_SOAP_FAULT, "*", NULL, "Odd.");
    finish(&scene);
    /* SOAP 1.2: the subcode says it. */
    ask_ews(&scene, 500,
            ENVELOPE(SOAP12, "",
                     "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>o:MessageExpired</s:Value></s:Subcode>"
                     "</s:Code><s:Reason><s:Text>Late.</s:Text></s:Reason></s:Fault>"));
    assert_only_error(scene.request, ERROR_SOAP_FAULT, "MessageExpired", "MessageExpired", "Late.");
    finish(&scene);
}

/* ---- Autodiscover ---- */

static void test_autodiscover(void)
{
    struct scene scene;

    ask_and_answer(&scene, "/autodiscover/autodiscover.svc", ROLE_UNCLASSIFIED, 200, XML,
                   SOAP("<R xmlns=\"" AUTODISCOVER_SOAP "\"><ErrorCode>InvalidUser</ErrorCode><ErrorMessage>Invalid "
                        "user.</ErrorMessage></R>"));
    assert_only_error(scene.request, ERROR_AUTODISCOVER, "InvalidUser", "InvalidUser", "Invalid user.");
    g_assert_cmpint(scene.request->errors[0].row->finding, ==, FINDING_AUTODISCOVER_ERROR);
    finish(&scene);
    ask_and_answer(&scene, "/autodiscover/autodiscover.xml", ROLE_UNCLASSIFIED, 200, XML,
                   "<Autodiscover><Response><Error Time=\"1\" Id=\"2\"><ErrorCode>602</ErrorCode><Message>Bad "
                   "configuration</Message></Error></Response></Autodiscover>");
    assert_only_error(scene.request, ERROR_AUTODISCOVER, "602", "602", "Bad configuration");
    finish(&scene);
    ask_and_answer(&scene, "/autodiscover/autodiscover.svc", ROLE_UNCLASSIFIED, 200, XML,
                   SOAP("<R xmlns=\"" AUTODISCOVER_SOAP "\"><ErrorCode>NoError</ErrorCode></R>"));
    g_assert_cmpuint(scene.request->error_count, ==, 0);
    finish(&scene);
}

static void test_autodiscover_json(void)
{
    struct scene scene;

    ask_and_answer(&scene, "/autodiscover/autodiscover.json", ROLE_UNCLASSIFIED, 400, JSON,
                   "{\"ErrorCode\":\"InvalidUser\",\"ErrorMessage\":\"No such user\"}");
    assert_only_error(scene.request, ERROR_AUTODISCOVER, "InvalidUser", "InvalidUser", "No such user");
    finish(&scene);
}

/* ---- token services ---- */

#define STS_FAULT(subcode, value, internal, text) \
    ENVELOPE(SOAP12, "", \
             "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>wst:" subcode "</s:Value></s:Subcode></s:Code>" \
             "<s:Reason><s:Text>Authentication Failure</s:Text></s:Reason><s:Detail><psf:error xmlns:psf=\"" PSF "\">" \
             "<psf:value>" value "</psf:value><psf:internalerror><psf:code>" internal "</psf:code><psf:text>" text "</psf:text>" \
             "</psf:internalerror></psf:error></s:Detail></s:Fault>")

static void ask_sts(struct scene *scene, const char *body)
{
    ask_and_answer(scene, "/extSTS.srf", ROLE_ENTRA_STS, 200, "application/soap+xml; charset=utf-8", body);
    assert_row(scene->request, "mfg_sts");
    g_assert_cmpuint(scene->request->error_count, ==, 1);
    g_assert_cmpint(scene->request->errors[0].row->kind, ==, ERROR_STS);
    g_assert_cmpint(scene->request->errors[0].row->finding, ==, FINDING_STS_ERROR);
}

static void test_sts_value(void)
{
    struct scene scene;

    ask_sts(&scene, STS_FAULT("FailedAuthentication", "0x80048821", "0x80049999", "Odd."));
    assert_only_error(scene.request, ERROR_STS, "0x80048821", "FailedAuthentication", "Authentication Failure");
    finish(&scene);
}

/** hybrid-flows section 8: the internal error says that the member name is invalid. */
static void test_sts_internal_text(void)
{
    struct scene scene;

    ask_sts(&scene, STS_FAULT("FailedAuthentication", "0x80048821", "0x80041034",
                              "The specified member name is either invalid or empty."));
    g_assert_cmpstr(scene.request->errors[0].row->fragment, ==, "The specified member name is either invalid or empty");
    finish(&scene);
}

/** Its number alone says it as well. */
static void test_sts_internal_value(void)
{
    struct scene scene;

    ask_sts(&scene, STS_FAULT("FailedAuthentication", "0x80048821", "0x80041034", ""));
    g_assert_cmpstr(scene.request->errors[0].row->code, ==, "0x80041034");
    finish(&scene);
}

/** A value that is not known: the subcode is. */
static void test_sts_subcode(void)
{
    struct scene scene;

    ask_sts(&scene, STS_FAULT("InvalidScope", "0x80049999", "0x80049998", "Odd."));
    assert_only_error(scene.request, ERROR_STS, "InvalidScope", "InvalidScope", "Authentication Failure");
    finish(&scene);
    ask_sts(&scene, ENVELOPE(SOAP12, "",
                             "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>wst:ExpiredData</s:Value>"
                             "</s:Subcode></s:Code><s:Reason><s:Text>Late.</s:Text></s:Reason></s:Fault>"));
    assert_only_error(scene.request, ERROR_STS, "ExpiredData", "ExpiredData", "Late.");
    finish(&scene);
    ask_sts(&scene, STS_FAULT("UnheardOf", "0x80049999", "0x80049998", "Odd."));
    g_assert_cmpstr(scene.request->errors[0].row->code, ==, "*");
    finish(&scene);
}

/** The federation gateway's own element tells where the path does not. */
static void test_sts_fault_elsewhere(void)
{
    struct scene scene;

    ask_ews(&scene, 500, STS_FAULT("FailedAuthentication", "0x80048821", "0x80049999", "Odd."));
    assert_only_error(scene.request, ERROR_STS, "0x80048821", "FailedAuthentication", "Authentication Failure");
    finish(&scene);
}

static void ask_oauth(struct scene *scene, const char *body)
{
    ask_and_answer(scene, "/common/oauth2/token", ROLE_ENTRA_STS, 400, JSON, body);
    assert_row(scene->request, "entra_token");
}

static void test_oauth(void)
{
    struct scene scene;

    ask_oauth(&scene, "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS50012: The key was not found.\"}");
    assert_only_error(scene.request, ERROR_STS, "AADSTS50012", "invalid_client", "AADSTS50012: The key was not found.");
    finish(&scene);
    ask_oauth(&scene, "{\"error\":\"invalid_client\",\"error_description\":\"Odd.\"}");
    assert_only_error(scene.request, ERROR_STS, "invalid_client", "invalid_client", "Odd.");
    finish(&scene);
    ask_oauth(&scene, "{\"error\":\"unheard_of\"}");
    assert_only_error(scene.request, ERROR_STS, "*", "unheard_of", NULL);
    finish(&scene);
    ask_oauth(&scene, "{\"error\":\"authorization_pending\"}");
    g_assert_nonnull(find_error(scene.request, ERROR_STS, "authorization_pending"));
    finish(&scene);
}

/** An AADSTS number that is not known says less than an error that is. */
static void test_oauth_unknown_number(void)
{
    struct scene scene;

    ask_oauth(&scene, "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000222: The keys are expired.\"}");
    g_assert_nonnull(find_error(scene.request, ERROR_STS, "invalid_client"));
    finish(&scene);
}

/* ---- Graph, cloud scheduling and MAPI ---- */

static void ask_graph(struct scene *scene, uint32_t status, const char *body)
{
    ask_and_answer(scene, "/v1.0/users/u1/calendar/getSchedule", ROLE_GRAPH, status, JSON, body);
}

static void test_graph(void)
{
    struct scene scene;

    ask_graph(&scene, 200, "{\"value\":[{\"error\":{\"message\":\"No way.\",\"responseCode\":\"5016\"}}]}");
    g_assert_cmpuint(scene.request->error_count, ==, 1);
    g_assert_cmpint(scene.request->errors[0].row->kind, ==, ERROR_GRAPH);
    g_assert_cmpstr(scene.request->errors[0].row->code, ==, "5016");
    g_assert_cmpstr(scene.request->errors[0].code, ==, "5016");
    finish(&scene);
    ask_graph(&scene, 403, "{\"error\":{\"code\":\"ErrorAccessDenied\",\"message\":\"Access is denied.\"}}");
    assert_only_error(scene.request, ERROR_GRAPH, "ErrorAccessDenied", "ErrorAccessDenied", "Access is denied.");
    finish(&scene);
    ask_graph(&scene, 200, "{\"value\":[]}");
    g_assert_cmpuint(scene.request->error_count, ==, 0);
    finish(&scene);
}

static void test_cloud_scheduling(void)
{
    struct scene scene;

    ask_and_answer(&scene, "/SchedulingB2/api", ROLE_EXO_CORE, 200, JSON,
                   "{\"error\":{\"message\":\"Request failed.\",\"responseCode\":\"5039\",\"diagnosticData\":"
                   "\"CalculatedRequestType:FederatedCrossForest;LID:38070\"}}");
    g_assert_cmpuint(scene.request->lid, ==, 38070);
    g_assert_cmpuint(scene.request->error_count, ==, 1);
    g_assert_cmpint(scene.request->errors[0].row->kind, ==, ERROR_LID);
    g_assert_cmpstr(scene.request->errors[0].row->code, ==, "38070");
    finish(&scene);
}

static void take_mapi(struct scene *scene, const char *code, const char *body)
{
    struct http_message answer = answer_with(200, "text/html", body);

    ask(scene, "POST", "/mapi/emsmdb/?MailboxId=1", ROLE_UNCLASSIFIED);
    answer.headers[HTTP_HEADER_RESPONSE_CODE] = code;
    take_answer(scene, &answer, 20);
}

static void test_mapi(void)
{
    struct scene scene;

    take_mapi(&scene, "0", NULL);
    g_assert_cmpuint(scene.request->error_count, ==, 0);
    finish(&scene);
    take_mapi(&scene, "10", NULL);
    assert_only_error(scene.request, ERROR_MAPI, "10", "10", NULL);
    finish(&scene);
    take_mapi(&scene, "4", NULL);
    assert_only_error(scene.request, ERROR_MAPI, "*", "4", NULL);
    finish(&scene);
}

/** What the body says decides before the number does. */
static void test_mapi_text(void)
{
    struct scene scene;

    take_mapi(&scene, "4", "<html>Connection blocked by Client Access Rules</html>");
    g_assert_cmpuint(scene.request->error_count, ==, 1);
    g_assert_cmpstr(scene.request->errors[0].row->fragment, ==, "Connection blocked by Client Access Rules");
    finish(&scene);
}

/* ---- pages, parts ---- */

static void test_html_page(void)
{
    struct scene scene;

    ask_and_answer(&scene, "/ews/exchange.asmx", ROLE_UNCLASSIFIED, 403, "text/html",
                   "<html><body><h1>Access Blocked</h1></body></html>");
    g_assert_false(scene.request->answer_unreadable);
    g_assert_cmpuint(scene.request->error_count, ==, 1);
    g_assert_cmpint(scene.request->errors[0].row->finding, ==, FINDING_HTTP_ERROR);
    g_assert_cmpint(scene.request->errors[0].row->severity, ==, RULE_WARNING);
    g_assert_cmpstr(scene.request->errors[0].row->fragment, ==, "Access Blocked");
    finish(&scene);
    ask_and_answer(&scene, "/ews/exchange.asmx", ROLE_UNCLASSIFIED, 403, "text/html", "<html>\xE4\xF6\xFC no</html>");
    g_assert_cmpstr(scene.request->errors[0].row->code, ==, "403");
    g_assert_null(scene.request->errors[0].row->fragment);
    finish(&scene);
}

/** HTTP/2: the head first; the status is judged when the body has come. */
static void test_answer_in_two_parts(void)
{
    struct scene        scene;
    struct http_message head = answer_with(500, XML, NULL);
    struct http_message body = answer_with(0, NULL, SOAP(FAULT("a:E", "Busy.", EWS_DETAIL("ErrorServerBusy"))));

    ask(&scene, "POST", "/ews/exchange.asmx", ROLE_UNCLASSIFIED);
    head.end = false;
    head.headers[HTTP_HEADER_SERVER] = "Microsoft-IIS/10.0";
    take_answer(&scene, &head, 19);
    g_assert_cmpuint(scene.request->status, ==, 500);
    g_assert_cmpuint(scene.request->error_count, ==, 0);
    g_assert_false(scene.request->complete);
    take_answer(&scene, &body, 20);
    g_assert_true(scene.request->complete);
    g_assert_cmpuint(scene.request->status, ==, 500);
    g_assert_cmpstr(scene.request->server, ==, "Microsoft-IIS/10.0");
    assert_only_error(scene.request, ERROR_EWS_CODE, "ErrorServerBusy", "ErrorServerBusy", "Busy.");
    /* Nothing is told twice. */
    take_answer(&scene, &body, 21);
    g_assert_cmpuint(scene.request->error_count, ==, 1);
    finish(&scene);
}

static void test_head_only(void)
{
    struct scene        scene;
    struct http_message head = answer_with(404, NULL, NULL);
    struct http_message end = answer_with(0, NULL, NULL);

    ask(&scene, "POST", "/autodiscover/autodiscover.svc", ROLE_UNCLASSIFIED);
    head.end = false;
    take_answer(&scene, &end, 18); /* a part whose head was not captured */
    g_assert_false(scene.request->complete);
    take_answer(&scene, &head, 19);
    g_assert_cmpuint(scene.request->error_count, ==, 0);
    take_answer(&scene, &end, 20);
    assert_only_error(scene.request, ERROR_HTTP_STATUS, "404", NULL, NULL);
    g_assert_true(scene.request->complete);
    finish(&scene);
}

/** Parts after the end count nothing twice; what was unreadable stays so. */
static void test_parts_after_the_end(void)
{
    struct scene        scene;
    struct http_message answer = answer_with(401, XML, "no markup");
    struct http_message end = answer_with(0, NULL, NULL);

    ask(&scene, "POST", "/ews/exchange.asmx", ROLE_UNCLASSIFIED);
    take_answer(&scene, &answer, 20);
    take_answer(&scene, &end, 21);
    g_assert_cmpuint(scene.exchange.refusals, ==, 1);
    g_assert_true(scene.request->answer_unreadable);
    assert_only_error(scene.request, ERROR_HTTP_STATUS, "401", NULL, NULL);
    finish(&scene);
}

/** A refusal with credentials after the first one, as the reader sees it. */
static void test_refused_again(void)
{
    struct scene        scene;
    struct http_message message = request_for("POST", "/ews/exchange.asmx");
    struct http_message answer = answer_with(401, NULL, NULL);

    start(&scene);
    scene.exchange.count = 2;
    take_request(&scene, &message);
    take_answer(&scene, &answer, 20);
    scene.request = &scene.requests[1];
    message.headers[HTTP_HEADER_AUTHORIZATION] = "NTLM TlRMTVNTUAADAAAAGAAYAHwAAAA=";
    take_request(&scene, &message);
    take_answer(&scene, &answer, 22);
    g_assert_nonnull(find_error(&scene.requests[0], ERROR_HTTP_STATUS, "401"));
    g_assert_nonnull(find_error(&scene.requests[1], ERROR_HTTP_STATUS, "401 again"));
    finish(&scene);
}

/** A request that was not recognised: its status says nothing of Exchange. */
static void test_unrecognised(void)
{
    struct scene        scene;
    struct http_message message = request_for("GET", "/shop/basket");
    struct http_message answer = answer_with(500, "text/html", "<html/>");

    start(&scene);
    take_request(&scene, &message);
    g_assert_null(scene.request->row);
    take_answer(&scene, &answer, 20);
    g_assert_cmpuint(scene.request->error_count, ==, 0);
    g_assert_cmpuint(scene.request->status, ==, 500);
    finish(&scene);
}

static void add_request_tests(void)
{
    g_test_add_func("/request_reader/path/targets", test_paths);
    g_test_add_func("/request_reader/path/odd", test_paths_of_odd_targets);
    g_test_add_func("/request_reader/path/long", test_long_path);
    g_test_add_func("/request_reader/request/head", test_head);
    g_test_add_func("/request_reader/request/empty", test_empty_headers);
    g_test_add_func("/request_reader/request/host_and_port", test_host_and_port);
    g_test_add_func("/request_reader/request/operations", test_operations);
    g_test_add_func("/request_reader/request/two_parts", test_request_in_two_parts);
    g_test_add_func("/request_reader/request/row_stays", test_row_stays);
    g_test_add_func("/request_reader/request/masked_path", test_row_of_a_masked_path);
    g_test_add_func("/request_reader/unreadable/xml", test_unreadable_xml);
    g_test_add_func("/request_reader/unreadable/case", test_unreadable_case);
    g_test_add_func("/request_reader/unreadable/json", test_unreadable_json);
    g_test_add_func("/request_reader/unreadable/json_request", test_unreadable_json_request);
    g_test_add_func("/request_reader/unreadable/other_types", test_types_that_are_not_xml);
    g_test_add_func("/request_reader/credentials/schemes", test_credentials);
    g_test_add_func("/request_reader/credentials/spnego", test_first_leg_in_spnego);
    g_test_add_func("/request_reader/token/nested", test_token);
    g_test_add_func("/request_reader/token/unreadable", test_unreadable_token);
    g_test_add_func("/request_reader/secrets/request", test_no_secret_of_a_request);
    g_test_add_func("/request_reader/secrets/authorization", test_no_secret_of_other_authorizations);
    g_test_add_func("/request_reader/secrets/form", test_no_secret_of_a_form);
    g_test_add_func("/request_reader/secrets/query", test_no_secret_of_a_query);
    g_test_add_func("/request_reader/secrets/answer", test_no_secret_of_an_answer);
    g_test_add_func("/request_reader/text/addresses", test_addresses_are_masked);
    g_test_add_func("/request_reader/text/encodings", test_encodings);
    g_test_add_func("/request_reader/text/bound", test_address_at_the_bound);
}

static void add_answer_tests(void)
{
    g_test_add_func("/request_reader/answer/head", test_answer_head);
    g_test_add_func("/request_reader/answer/informational", test_informational);
    g_test_add_func("/request_reader/answer/large_status", test_large_status);
    g_test_add_func("/request_reader/answer/diagnostics", test_diagnostics);
    g_test_add_func("/request_reader/answer/diagnostics_reason", test_diagnostics_reason);
    g_test_add_func("/request_reader/answer/diagnostics_none", test_diagnostics_of_nothing);
    g_test_add_func("/request_reader/challenge/complete", test_complete_challenge);
    g_test_add_func("/request_reader/challenge/lacks", test_challenge_lacks);
    g_test_add_func("/request_reader/challenge/error", test_challenge_error);
    g_test_add_func("/request_reader/challenge/diagnostics", test_challenge_beside_diagnostics);
    g_test_add_func("/request_reader/challenge/none", test_no_challenge);
    g_test_add_func("/request_reader/challenge/full", test_full_of_notes);
    g_test_add_func("/request_reader/ews/success", test_ews_success);
    g_test_add_func("/request_reader/ews/code", test_ews_code);
    g_test_add_func("/request_reader/ews/lid", test_lid_wins);
    g_test_add_func("/request_reader/ews/lid_text", test_text_of_a_lid);
    g_test_add_func("/request_reader/ews/lid_unknown", test_unknown_lid);
    g_test_add_func("/request_reader/ews/code_unknown", test_unknown_code);
    g_test_add_func("/request_reader/ews/both_codes", test_code_beside_autodiscover_code);
    g_test_add_func("/request_reader/ews/faults", test_soap_faults);
    g_test_add_func("/request_reader/autodiscover/xml", test_autodiscover);
    g_test_add_func("/request_reader/autodiscover/json", test_autodiscover_json);
    g_test_add_func("/request_reader/sts/value", test_sts_value);
    g_test_add_func("/request_reader/sts/internal_text", test_sts_internal_text);
    g_test_add_func("/request_reader/sts/internal_value", test_sts_internal_value);
    g_test_add_func("/request_reader/sts/subcode", test_sts_subcode);
    g_test_add_func("/request_reader/sts/elsewhere", test_sts_fault_elsewhere);
    g_test_add_func("/request_reader/oauth/errors", test_oauth);
    g_test_add_func("/request_reader/oauth/unknown_number", test_oauth_unknown_number);
    g_test_add_func("/request_reader/graph/errors", test_graph);
    g_test_add_func("/request_reader/graph/cloud_scheduling", test_cloud_scheduling);
    g_test_add_func("/request_reader/mapi/codes", test_mapi);
    g_test_add_func("/request_reader/mapi/text", test_mapi_text);
    g_test_add_func("/request_reader/pages/html", test_html_page);
    g_test_add_func("/request_reader/parts/head_then_body", test_answer_in_two_parts);
    g_test_add_func("/request_reader/parts/head_only", test_head_only);
    g_test_add_func("/request_reader/parts/after_the_end", test_parts_after_the_end);
    g_test_add_func("/request_reader/exchange/refused_again", test_refused_again);
    g_test_add_func("/request_reader/exchange/unrecognised", test_unrecognised);
}

/** A sign-in page is no answer to a call between servers; other redirects, and pages for a browser, are none of Exchange's
 *  errors. */
static void test_sign_in(void)
{
    const struct {
        const char *method, *path;
        uint32_t    status;
        const char *type, *location;
        bool        found;
    } rows[] = {
        {"POST", "/EWS/Exchange.asmx/WSSecurity", 302, NULL, "https://sts.contoso.com/adfs/ls/?wa=wsignin1.0", true},
        {"POST", "/autodiscover/autodiscover.svc", 302, NULL, "https://portal.contoso.com/Login.aspx", true},
        {"POST", "/EWS/Exchange.asmx", 200, "Text/HTML; charset=utf-8", NULL, true},
        {"POST", "/EWS/Exchange.asmx", 302, NULL, "https://mail2.contoso.com/EWS/Exchange.asmx", false},
        {"POST", "/EWS/Exchange.asmx", 302, NULL, NULL, false},
        {"POST", "/autodiscover/autodiscover.xml", 302, NULL, "https://a.contoso.com/Autodiscover/Autodiscover.xml", false},
        {"POST", "/EWS/Exchange.asmx", 200, "text/xml", NULL, false},
        {"GET", "/EWS/Exchange.asmx", 302, NULL, "https://sts.contoso.com/adfs/ls/", false},
        {"GET", "/EWS/Exchange.asmx", 200, "text/html", NULL, false},
        {"POST", "/owa/auth.owa", 302, NULL, "https://sts.contoso.com/adfs/ls/", false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct scene        scene;
        struct http_message answer = answer_with(rows[i].status, rows[i].type, NULL);

        start(&scene);
        ask(&scene, rows[i].method, rows[i].path, ROLE_UNCLASSIFIED);
        answer.headers[HTTP_HEADER_LOCATION] = rows[i].location;
        take_answer(&scene, &answer, 20);
        g_assert_cmpuint(scene.request->error_count, ==, rows[i].found ? 1 : 0);
        if (rows[i].found) {
            g_assert_cmpint(scene.request->errors[0].row->finding, ==, FINDING_HTTP_ERROR);
            g_assert_cmpint(scene.request->errors[0].row->severity, ==, RULE_ERROR);
        }
        assert_not_kept(&scene, "wsignin");
        finish(&scene);
    }
}

/** ESC, BEL and C1 bytes are kept from whatever shows the text. */
static void test_controls(void)
{
    struct scene        scene;
    struct http_message message = request_for("POST", "/EWS/Exchange.asmx");

    start(&scene);
    message.headers[HTTP_HEADER_USER_AGENT] = "a\x1b[31m\x07 \xc2\x9b" "b\x7f\t\xc3\xa9";
    take_request(&scene, &message);
    g_assert_cmpstr(scene.request->user_agent, ==, "a.[31m. .b.\t\xc3\xa9");
    finish(&scene);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_request_tests();
    add_answer_tests();
    g_test_add_func("/request_reader/answer/sign_in", test_sign_in);
    g_test_add_func("/request_reader/controls", test_controls);
    return g_test_run();
}
