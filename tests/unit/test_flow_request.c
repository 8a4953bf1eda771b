/* test_flow_request.c: which answer belongs to which request, refusals, and the errors kept of an answer.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "flow_request.h"

#include <string.h>

#include <glib.h>

#include "flow_player.h"

#define ROOM 6

/** An exchange with room for its requests. */
struct scene {
    struct flow_request  memory[ROOM];
    struct flow_request *pointers[ROOM];
    struct flow_exchange exchange;
};

static void start(struct scene *scene)
{
    memset(scene, 0, sizeof *scene);
    for (size_t i = 0; i < ROOM; i++)
        scene->pointers[i] = &scene->memory[i];
    scene->exchange.requests = scene->pointers;
    scene->exchange.room = ROOM;
}

/** `id` names the row, NULL: not recognised. */
static struct flow_request *ask(struct scene *scene, uint32_t stream_id, const char *id)
{
    struct flow_request *request = scene->pointers[scene->exchange.count];

    g_assert_cmpuint(scene->exchange.count, <, ROOM);
    request->frame = 10u + scene->exchange.count;
    request->stream_id = stream_id;
    request->method = "POST";
    request->path = "/asked";
    request->row = request_find(id);
    g_assert_true(id == NULL || request->row != NULL);
    scene->exchange.count++;
    return request;
}

static void answer_with_text(struct scene *scene, struct flow_request *request, uint16_t status, const char *text,
                             uint32_t frame)
{
    request->status = status;
    flow_exchange_answered(&scene->exchange, request, text, frame);
}

static void answer(struct scene *scene, struct flow_request *request, uint16_t status)
{
    answer_with_text(scene, request, status, NULL, 100);
}

static void assert_error(const struct flow_request *request, size_t place, enum error_kind kind, const char *code,
                         enum rule_severity severity)
{
    g_assert_cmpuint(place, <, request->error_count);
    g_assert_cmpint(request->errors[place].row->kind, ==, kind);
    g_assert_cmpstr(request->errors[place].row->code, ==, code);
    g_assert_cmpint(request->errors[place].row->severity, ==, severity);
}

/** The request's only error is a status. */
static void assert_status(const struct flow_request *request, const char *code, enum rule_severity severity)
{
    g_assert_cmpuint(request->error_count, ==, 1);
    assert_error(request, 0, ERROR_HTTP_STATUS, code, severity);
    g_assert_cmpint(request->errors[0].row->finding, ==, FINDING_HTTP_ERROR);
}

/* ---- answers and requests ---- */

/** RFC 9112 section 9.3: answers come in the order of the requests. */
static void test_pipelined(void)
{
    struct scene         scene;
    struct flow_request *requests[3];

    start(&scene);
    for (size_t i = 0; i < G_N_ELEMENTS(requests); i++)
        requests[i] = ask(&scene, 0, "ews");
    for (size_t i = 0; i < G_N_ELEMENTS(requests); i++) {
        g_assert_true(flow_exchange_open(&scene.exchange, 0) == requests[i]);
        g_assert_true(flow_exchange_open(&scene.exchange, 0) == requests[i]);
        answer(&scene, requests[i], 200);
    }
    g_assert_null(flow_exchange_open(&scene.exchange, 0));
    g_assert_null(flow_exchange_open(&scene.exchange, 1));
}

/** An informational answer is not the final one. */
static void test_informational(void)
{
    struct scene         scene;
    struct flow_request *first = NULL;
    struct flow_request *second = NULL;

    start(&scene);
    first = ask(&scene, 0, "ews");
    second = ask(&scene, 0, "ews");
    first->status = 100;
    g_assert_true(flow_exchange_open(&scene.exchange, 0) == first);
    first->status = 199;
    g_assert_true(flow_exchange_open(&scene.exchange, 0) == first);
    first->status = 200;
    g_assert_true(flow_exchange_open(&scene.exchange, 0) == second);
}

static void test_streams_out_of_order(void)
{
    struct scene         scene;
    struct flow_request *one = NULL;
    struct flow_request *three = NULL;
    struct flow_request *five = NULL;

    start(&scene);
    one = ask(&scene, 1, "ews");
    three = ask(&scene, 3, "ews");
    five = ask(&scene, 5, "ews");
    g_assert_true(flow_exchange_open(&scene.exchange, 5) == five);
    answer(&scene, five, 200);
    g_assert_true(flow_exchange_open(&scene.exchange, 1) == one);
    g_assert_true(flow_exchange_open(&scene.exchange, 3) == three);
    /* The body comes after the head: the request is still the stream's. */
    g_assert_true(flow_exchange_open(&scene.exchange, 5) == five);
    g_assert_null(flow_exchange_open(&scene.exchange, 7));
    g_assert_null(flow_exchange_open(&scene.exchange, 0));
}

static void test_last_of_a_stream(void)
{
    struct scene         scene;
    struct flow_request *again = NULL;

    start(&scene);
    ask(&scene, 1, "ews");
    ask(&scene, 0, "ews");
    again = ask(&scene, 1, "ews");
    ask(&scene, 3, "ews");
    g_assert_true(flow_exchange_open(&scene.exchange, 1) == again);
}

/** The first HTTP/1 request without answer, whatever streams stand between. */
static void test_streams_are_not_http1(void)
{
    struct scene         scene;
    struct flow_request *plain = NULL;

    start(&scene);
    ask(&scene, 1, "ews");
    plain = ask(&scene, 0, "ews");
    g_assert_true(flow_exchange_open(&scene.exchange, 0) == plain);
}

static void test_numbers(void)
{
    struct scene         scene;
    struct flow_request *first = NULL;
    struct flow_request *second = NULL;

    start(&scene);
    g_assert_null(flow_exchange_open(&scene.exchange, 0));
    g_assert_null(flow_exchange_open(&scene.exchange, 1));
    g_assert_null(flow_exchange_at(NULL, 1));
    g_assert_null(flow_exchange_at(&scene.exchange, 0));
    g_assert_null(flow_exchange_at(&scene.exchange, 1));
    first = ask(&scene, 0, "ews");
    second = ask(&scene, 0, "ews");
    g_assert_true(flow_exchange_at(&scene.exchange, 1) == first);
    g_assert_true(flow_exchange_at(&scene.exchange, 2) == second);
    g_assert_null(flow_exchange_at(&scene.exchange, 0));
    g_assert_null(flow_exchange_at(&scene.exchange, 3));
    g_assert_cmpuint(flow_exchange_number(&scene.exchange, first), ==, 1);
    g_assert_cmpuint(flow_exchange_number(&scene.exchange, second), ==, 2);
    g_assert_cmpuint(flow_exchange_number(&scene.exchange, &scene.memory[3]), ==, 0);
    g_assert_cmpuint(flow_exchange_number(&scene.exchange, NULL), ==, 0);
}

/** What did not fit is not looked at, though the exchange is full. */
static void test_more_than_room(void)
{
    struct scene scene;

    start(&scene);
    for (size_t i = 0; i < ROOM; i++)
        ask(&scene, 0, "ews");
    scene.exchange.cut = 3;
    for (size_t i = 0; i < ROOM; i++)
        answer(&scene, flow_exchange_open(&scene.exchange, 0), 200);
    g_assert_null(flow_exchange_open(&scene.exchange, 0));
    g_assert_cmpuint(flow_exchange_number(&scene.exchange, &scene.memory[ROOM - 1]), ==, ROOM);
    g_assert_null(flow_exchange_at(&scene.exchange, ROOM + 1));
}

/* ---- refusals: interface, "401 and 407" ---- */

static void test_first_refusal(void)
{
    struct scene         scene;
    struct flow_request *request = NULL;

    for (int credentials = 0; credentials < 2; credentials++) {
        start(&scene);
        request = ask(&scene, 0, "ews");
        request->credentials = credentials != 0;
        answer_with_text(&scene, request, 401, NULL, 21);
        assert_status(request, "401", RULE_CHAT);
        g_assert_cmpuint(request->errors[0].frame, ==, 21);
        g_assert_true(request->complete);
        g_assert_cmpuint(scene.exchange.refusals, ==, 1);
        g_assert_cmpuint(scene.exchange.refused, ==, 1);
    }
}

static void test_second_refusal(void)
{
    struct scene         scene;
    struct flow_request *request = NULL;

    start(&scene);
    answer(&scene, ask(&scene, 0, "ews"), 401);
    request = ask(&scene, 0, "ews"); /* the first leg of NTLM */
    answer(&scene, request, 401);
    assert_status(request, "401", RULE_CHAT);
    request = ask(&scene, 0, "ews");
    request->credentials = true;
    answer(&scene, request, 401);
    assert_status(request, "401 again", RULE_WARNING);
    g_assert_cmpuint(scene.exchange.refusals, ==, 3);
    g_assert_cmpuint(scene.exchange.refused, ==, 3);
}

static void test_refusals_saturate(void)
{
    struct scene         scene;
    struct flow_request *request = NULL;

    start(&scene);
    request = ask(&scene, 0, "ews");
    for (int i = 0; i < 300; i++)
        answer(&scene, request, 401);
    g_assert_cmpuint(scene.exchange.refusals, ==, UINT8_MAX);
    assert_status(request, "401", RULE_CHAT);
}

static void test_closed_after_refusal(void)
{
    struct scene         scene;
    struct flow_request *request = NULL;

    start(&scene);
    g_assert_null(flow_exchange_closed(&scene.exchange, 90));
    request = ask(&scene, 0, "ews");
    g_assert_null(flow_exchange_closed(&scene.exchange, 90)); /* not answered at all */
    answer(&scene, request, 401);
    g_assert_true(flow_exchange_closed(&scene.exchange, 91) == request);
    g_assert_cmpuint(request->error_count, ==, 2);
    assert_error(request, 1, ERROR_HTTP_STATUS, "401 closed", RULE_ERROR);
    g_assert_cmpuint(request->errors[1].frame, ==, 91);
    g_assert_null(flow_exchange_closed(&scene.exchange, 92)); /* told once */
    g_assert_cmpuint(request->error_count, ==, 2);
}

/** Nobody who wants in leaves without having tried to sign in, unless it cannot. */
static void test_probe(void)
{
    const struct {
        bool          first_signs, second_signs, refused_before;
        const char   *code;
        enum rule_severity severity;
    } cases[] = {
        {false, false, false, "401 probe", RULE_NOTE},
        {true, false, false, "401 closed", RULE_ERROR},
        {false, true, false, "401 closed", RULE_ERROR},
        {false, false, true, "401 closed", RULE_ERROR},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct scene scene;

        start(&scene);
        answer(&scene, ask(&scene, 0, "ews"), 401);
        answer(&scene, ask(&scene, 0, "ews"), 401);
        scene.memory[0].anonymous = !cases[i].first_signs;
        scene.memory[1].anonymous = !cases[i].second_signs;
        scene.exchange.refused_before = cases[i].refused_before;
        g_assert_false(scene.exchange.left_refused);
        g_assert_nonnull(flow_exchange_closed(&scene.exchange, 91));
        g_assert_true(scene.exchange.left_refused);
        assert_error(&scene.memory[1], 1, ERROR_HTTP_STATUS, cases[i].code, cases[i].severity);
    }
}

static void test_success_clears(void)
{
    const uint16_t statuses[] = {200, 204, 304};
    struct scene   scene;

    for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++) {
        start(&scene);
        answer(&scene, ask(&scene, 0, "ews"), 401);
        ask(&scene, 0, "ews")->path = "/asked/in/other/letters"; /* the row says what it is */
        answer(&scene, &scene.memory[1], statuses[i]);
        g_assert_cmpuint(scene.exchange.refused, ==, 0);
        g_assert_null(flow_exchange_closed(&scene.exchange, 90));
        g_assert_cmpuint(scene.memory[0].error_count, ==, 1);
        g_assert_cmpuint(scene.memory[1].error_count, ==, 0);
        g_assert_true(scene.memory[1].complete);
    }
}

/** Only the same request's success does. */
static void test_other_success_does_not_clear(void)
{
    struct scene         scene;
    struct flow_request *refused = NULL;

    start(&scene);
    refused = ask(&scene, 0, "ews");
    answer(&scene, refused, 401);
    answer(&scene, ask(&scene, 0, "autod_soap"), 200);
    answer(&scene, ask(&scene, 0, NULL), 200);
    answer(&scene, ask(&scene, 0, "ews"), 500);
    g_assert_true(flow_exchange_closed(&scene.exchange, 90) == refused);
    assert_error(refused, 1, ERROR_HTTP_STATUS, "401 closed", RULE_ERROR);
}

/** Without a row the path says what was asked for. */
static void test_unrecognised_by_path(void)
{
    struct scene         scene;
    struct flow_request *refused = NULL;
    struct flow_request *other = NULL;

    start(&scene);
    refused = ask(&scene, 0, NULL);
    answer(&scene, refused, 401);
    g_assert_cmpuint(refused->error_count, ==, 0); /* says nothing of Exchange */
    other = ask(&scene, 0, NULL);
    other->path = "/other";
    answer(&scene, other, 200);
    g_assert_cmpuint(scene.exchange.refused, ==, 1);
    other = ask(&scene, 0, NULL);
    other->path = NULL;
    answer(&scene, other, 200);
    g_assert_cmpuint(scene.exchange.refused, ==, 1);
    answer(&scene, ask(&scene, 0, NULL), 200);
    g_assert_cmpuint(scene.exchange.refused, ==, 0);
}

static void test_refusal_of_the_later_request(void)
{
    struct scene         scene;
    struct flow_request *later = NULL;

    start(&scene);
    answer(&scene, ask(&scene, 0, "ews"), 401);
    answer(&scene, ask(&scene, 0, "ews"), 200);
    later = ask(&scene, 0, "autod_soap");
    answer(&scene, later, 401);
    g_assert_true(flow_exchange_closed(&scene.exchange, 90) == later);
}

/** An answer that says why settles it: the refusal needs no error of its own. */
static void test_explanation_clears(void)
{
    struct scene              scene;
    struct request_error_seen seen = {.kind = ERROR_DIAGNOSTICS, .code = "2000001"};

    start(&scene);
    answer(&scene, ask(&scene, 0, "ews"), 401);
    flow_request_add_error(ask(&scene, 0, "ews"), &seen, NULL, NULL, 50);
    answer(&scene, &scene.memory[1], 401);
    g_assert_null(flow_exchange_closed(&scene.exchange, 90));
    /* Not another request's. */
    start(&scene);
    answer(&scene, ask(&scene, 0, "autod_soap"), 401);
    flow_request_add_error(ask(&scene, 0, "ews"), &seen, NULL, NULL, 50);
    answer(&scene, &scene.memory[1], 401);
    g_assert_nonnull(flow_exchange_closed(&scene.exchange, 90));
}

/* ---- statuses ---- */

static void test_statuses(void)
{
    const struct {
        const char        *row, *method;
        uint16_t           status;
        const char        *text, *code;
        enum rule_severity severity;
    } cases[] = {
        {"ews", "POST", 403, NULL, "403", RULE_WARNING},
        {"ews", "POST", 418, NULL, "4xx", RULE_WARNING},
        {"ews", "POST", 499, NULL, "4xx", RULE_WARNING},
        {"ews", "POST", 500, NULL, "5xx", RULE_WARNING},
        {"ews", "POST", 599, NULL, "5xx", RULE_WARNING},
        {"ews", "POST", 407, NULL, "407", RULE_CHAT},
        {"owa", "GET", 418, NULL, "4xx", RULE_NOTE},
        {"owa", "GET", 500, NULL, "5xx", RULE_NOTE},
        {"autod_soap", "POST", 404, NULL, "404", RULE_WARNING},
        {"autod_soap", "POST", 405, NULL, "405", RULE_WARNING},
        {"autod_soap_wssec", "POST", 500, NULL, "500", RULE_WARNING},
        /* Healthy: a browser asks the token endpoint. */
        {"acs_token", "GET", 400, NULL, "400", RULE_CHAT},
        {"acs_token", "POST", 400, NULL, "4xx", RULE_WARNING},
        {"eas", "POST", 449, NULL, "449", RULE_CHAT},
        {"entra_token", "POST", 400, "... authorization_pending ...", "400", RULE_CHAT},
        {"adfs_trust", "POST", 503, "FederatedSTSUnreachable", "503", RULE_ERROR},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct scene         scene;
        struct flow_request *request = NULL;

        start(&scene);
        request = ask(&scene, 0, cases[i].row);
        request->method = cases[i].method;
        answer_with_text(&scene, request, cases[i].status, cases[i].text, 44);
        assert_status(request, cases[i].code, cases[i].severity);
        g_assert_cmpuint(request->errors[0].frame, ==, 44);
        g_assert_null(request->errors[0].code);
        g_assert_null(flow_request_error(request));
        g_assert_cmpuint(scene.exchange.refusals, ==, 0);
    }
}

/** hybrid-flows 6b: the Server header tells IIS from a web application proxy. */
static void test_server_header(void)
{
    struct scene scene;

    start(&scene);
    ask(&scene, 0, "ews")->server = "Microsoft-HTTPAPI/2.0";
    ask(&scene, 0, "ews")->server = "Microsoft-IIS/10.0";
    answer(&scene, &scene.memory[0], 503);
    answer(&scene, &scene.memory[1], 503);
    g_assert_cmpstr(scene.memory[0].errors[0].row->server, !=, NULL);
    g_assert_true(scene.memory[0].errors[0].row != scene.memory[1].errors[0].row);
}

static void test_success_is_no_error(void)
{
    const uint16_t statuses[] = {200, 202, 301, 302, 304, 399};

    for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++) {
        struct scene         scene;
        struct flow_request *request = NULL;

        start(&scene);
        request = ask(&scene, 0, "ews");
        answer(&scene, request, statuses[i]);
        g_assert_cmpuint(request->error_count, ==, 0);
        g_assert_true(request->complete);
    }
}

static const struct error_row *add(struct flow_request *request, enum error_kind kind, const char *code)
{
    struct request_error_seen seen = {.kind = kind, .code = code};

    return flow_request_add_error(request, &seen, code, "text", 55);
}

/** The status is told only where nothing more telling was found. */
static void test_explained(void)
{
    struct scene scene;

    start(&scene);
    g_assert_nonnull(add(ask(&scene, 0, "ews"), ERROR_EWS_CODE, "ErrorServerBusy")); /* a warning */
    answer(&scene, &scene.memory[0], 503);
    g_assert_cmpuint(scene.memory[0].error_count, ==, 1);
    g_assert_true(scene.memory[0].complete);
    g_assert_nonnull(add(ask(&scene, 0, "ews"), ERROR_DIAGNOSTICS, "2000001"));
    answer(&scene, &scene.memory[1], 401);
    g_assert_cmpuint(scene.memory[1].error_count, ==, 1);
    g_assert_cmpuint(scene.exchange.refusals, ==, 0);
    /* A note says less than the status. */
    g_assert_nonnull(add(ask(&scene, 0, "ews"), ERROR_CHALLENGE, "client_id"));
    answer(&scene, &scene.memory[2], 401);
    g_assert_cmpuint(scene.memory[2].error_count, ==, 2);
    assert_error(&scene.memory[2], 1, ERROR_HTTP_STATUS, "401", RULE_CHAT);
}

/* ---- errors of a request ---- */

static void test_add_error(void)
{
    struct scene            scene;
    struct flow_request    *request = NULL;
    const struct error_row *row = NULL;

    start(&scene);
    request = ask(&scene, 0, "ews");
    g_assert_null(flow_request_error(request));
    row = add(request, ERROR_EWS_CODE, "ErrorServerBusy");
    g_assert_nonnull(row);
    g_assert_cmpint(row->finding, ==, FINDING_EWS_ERROR);
    g_assert_cmpuint(request->error_count, ==, 1);
    g_assert_true(request->errors[0].row == row);
    g_assert_cmpstr(request->errors[0].code, ==, "ErrorServerBusy");
    g_assert_cmpstr(request->errors[0].message, ==, "text");
    g_assert_cmpuint(request->errors[0].frame, ==, 55);
    g_assert_cmpstr(flow_request_error(request), ==, "ErrorServerBusy");
    /* Once a request. */
    g_assert_true(add(request, ERROR_EWS_CODE, "ErrorServerBusy") == row);
    g_assert_cmpuint(request->error_count, ==, 1);
    /* Success is none. */
    g_assert_null(add(request, ERROR_EWS_CODE, "NoError"));
    g_assert_null(add(request, ERROR_MAPI, "0"));
    g_assert_cmpuint(request->error_count, ==, 1);
}

/** Facts of the request choose the row. */
static void test_add_error_knows_the_request(void)
{
    struct scene            scene;
    const struct error_row *browser = NULL;
    const struct error_row *client = NULL;

    start(&scene);
    ask(&scene, 0, "autod_pox")->method = "GET";
    browser = add(&scene.memory[0], ERROR_AUTODISCOVER, "600");
    client = add(ask(&scene, 0, "autod_pox"), ERROR_AUTODISCOVER, "600");
    g_assert_cmpint(browser->severity, ==, RULE_CHAT);
    g_assert_cmpint(client->severity, ==, RULE_WARNING);
    g_assert_null(add(ask(&scene, 0, "ews"), ERROR_AUTODISCOVER, "600"));
    g_assert_null(add(ask(&scene, 0, NULL), ERROR_AUTODISCOVER, "600"));
}

static void test_at_most_so_many_errors(void)
{
    const char *const codes[] = {"ErrorServerBusy", "ErrorTimeoutExpired", "ErrorResultSetTooBig",
                                 "ErrorTimeIntervalTooBig", "ErrorNoFreeBusyAccess"};
    struct scene         scene;
    struct flow_request *request = NULL;

    start(&scene);
    request = ask(&scene, 0, "ews");
    G_STATIC_ASSERT(G_N_ELEMENTS(codes) > FLOW_REQUEST_ERRORS);
    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
        g_assert_nonnull(add(request, ERROR_EWS_CODE, codes[i]));
    g_assert_cmpuint(request->error_count, ==, FLOW_REQUEST_ERRORS);
    for (size_t i = 0; i < FLOW_REQUEST_ERRORS; i++)
        g_assert_cmpstr(request->errors[i].code, ==, codes[i]);
}

/** The first that has a code names the request's error. */
static void test_error_without_code(void)
{
    struct scene              scene;
    struct flow_request      *request = NULL;
    struct request_error_seen seen = {.kind = ERROR_CHALLENGE, .code = "client_id"};

    start(&scene);
    request = ask(&scene, 0, "ews");
    flow_request_add_error(request, &seen, NULL, NULL, 1);
    g_assert_null(flow_request_error(request));
    add(request, ERROR_EWS_CODE, "ErrorServerBusy");
    g_assert_cmpstr(flow_request_error(request), ==, "ErrorServerBusy");
}

/** A request of 200 bytes in clear; the glue notes where it ends. */
static struct flow_request *ask_in_clear(struct flow_player *player, struct scene *scene)
{
    struct flow_request *request = ask(scene, 0, "ews");

    play_payload(player, FLOW_SIDE_CLIENT);
    request->end = segments_highest(&flow_client(&player->flow)->segments);
    request->server_next = segments_highest(&flow_server(&player->flow)->segments);
    return request;
}

static void start_in_clear(struct flow_player *player, struct scene *scene)
{
    start(scene);
    flow_player_start_between(player, "10.0.0.10", 50000, "198.51.100.20", 80, true);
    play_connect(player);
    player->flow.exchange = &scene->exchange;
}

/** The answer that follows a hole belongs to the last request that the server had received; later ones go on in order. */
static void test_answers_across_a_hole(void)
{
    for (int lost = 0; lost < 2; lost++) {
        struct flow_player  player;
        struct scene        scene;
        struct flow_request *first = NULL, *second = NULL, *third = NULL;

        start_in_clear(&player, &scene);
        first = ask_in_clear(&player, &scene);
        if (lost) {
            play_loss(&player, FLOW_SIDE_SERVER, 38);
            second = ask_in_clear(&player, &scene);
        }
        play_payload(&player, FLOW_SIDE_SERVER);
        flow_exchange_pass_hole(&player.flow);
        g_assert_true(flow_exchange_open(&scene.exchange, 0) == (lost ? second : first));
        if (!lost)
            continue;
        g_assert_true(first->answer_lost);
        answer(&scene, second, 403);
        third = ask_in_clear(&player, &scene);
        play_payload(&player, FLOW_SIDE_SERVER);
        flow_exchange_pass_hole(&player.flow);
        g_assert_true(flow_exchange_open(&scene.exchange, 0) == third);
    }
}

/** A request in clear, then the end: with no byte of the server between, and none missing. */
static void test_unanswered_in_clear(void)
{
    struct flow_player player;
    struct scene       scene;

    start_in_clear(&player, &scene);
    g_assert_false(flow_exchange_unanswered(&player.flow));
    ask_in_clear(&player, &scene);
    g_assert_true(flow_exchange_unanswered(&player.flow));
    play_fin(&player, FLOW_SIDE_SERVER);
    g_assert_true(flow_exchange_unanswered(&player.flow));

    start_in_clear(&player, &scene);
    ask_in_clear(&player, &scene);
    play_payload(&player, FLOW_SIDE_SERVER);
    play_rst(&player, FLOW_SIDE_SERVER);
    g_assert_false(flow_exchange_unanswered(&player.flow));

    start_in_clear(&player, &scene);
    answer(&scene, ask_in_clear(&player, &scene), 200);
    play_rst(&player, FLOW_SIDE_SERVER);
    g_assert_false(flow_exchange_unanswered(&player.flow));

    start_in_clear(&player, &scene);
    ask_in_clear(&player, &scene);
    play_loss(&player, FLOW_SIDE_SERVER, 100);
    play_fin(&player, FLOW_SIDE_SERVER);
    g_assert_false(flow_exchange_unanswered(&player.flow));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/flow_request/match/pipelined", test_pipelined);
    g_test_add_func("/flow_request/match/informational", test_informational);
    g_test_add_func("/flow_request/match/streams", test_streams_out_of_order);
    g_test_add_func("/flow_request/match/last_of_a_stream", test_last_of_a_stream);
    g_test_add_func("/flow_request/match/both_protocols", test_streams_are_not_http1);
    g_test_add_func("/flow_request/match/numbers", test_numbers);
    g_test_add_func("/flow_request/match/more_than_room", test_more_than_room);
    g_test_add_func("/flow_request/match/across_a_hole", test_answers_across_a_hole);
    g_test_add_func("/flow_request/match/unanswered_in_clear", test_unanswered_in_clear);
    g_test_add_func("/flow_request/refusal/first", test_first_refusal);
    g_test_add_func("/flow_request/refusal/second", test_second_refusal);
    g_test_add_func("/flow_request/refusal/many", test_refusals_saturate);
    g_test_add_func("/flow_request/refusal/closed", test_closed_after_refusal);
    g_test_add_func("/flow_request/refusal/probe", test_probe);
    g_test_add_func("/flow_request/refusal/success", test_success_clears);
    g_test_add_func("/flow_request/refusal/other_success", test_other_success_does_not_clear);
    g_test_add_func("/flow_request/refusal/unrecognised", test_unrecognised_by_path);
    g_test_add_func("/flow_request/refusal/later", test_refusal_of_the_later_request);
    g_test_add_func("/flow_request/refusal/explained", test_explanation_clears);
    g_test_add_func("/flow_request/status/table", test_statuses);
    g_test_add_func("/flow_request/status/server", test_server_header);
    g_test_add_func("/flow_request/status/success", test_success_is_no_error);
    g_test_add_func("/flow_request/status/explained", test_explained);
    g_test_add_func("/flow_request/errors/add", test_add_error);
    g_test_add_func("/flow_request/errors/request", test_add_error_knows_the_request);
    g_test_add_func("/flow_request/errors/bound", test_at_most_so_many_errors);
    g_test_add_func("/flow_request/errors/without_code", test_error_without_code);
    return g_test_run();
}
