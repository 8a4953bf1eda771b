/* test_judge_request.c: findings about requests: on which frame, how severe, in which words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "flow_request.h"

#include <string.h>

#include "judge_stage.h"

#define ROOM 20

/** A flow with an exchange. */
struct request_scene {
    struct stage         stage;
    struct flow         *flow;
    struct flow_request  memory[ROOM];
    struct flow_request *pointers[ROOM];
    struct flow_exchange exchange;
    struct judgement     judgement;
};

static void start_at(struct request_scene *scene, const struct place *place)
{
    memset(scene, 0, sizeof *scene);
    stage_start(&scene->stage, place, 0);
    scene->flow = &scene->stage.player.flow;
    for (size_t i = 0; i < ROOM; i++)
        scene->pointers[i] = &scene->memory[i];
    scene->exchange.requests = scene->pointers;
    scene->exchange.room = ROOM;
    scene->flow->exchange = &scene->exchange;
}

static void start(struct request_scene *scene)
{
    start_at(scene, &exo_core);
}

static void finish(struct request_scene *scene)
{
    stage_end(&scene->stage);
}

static struct flow_request *ask(struct request_scene *scene, const char *id, const char *path)
{
    struct flow_request *request = scene->pointers[scene->exchange.count];

    g_assert_cmpuint(scene->exchange.count, <, ROOM);
    scene->exchange.count++;
    request->frame = 12;
    request->method = "POST";
    request->path = path;
    request->row = request_find(id);
    g_assert_nonnull(request->row);
    return request;
}

static void add(struct flow_request *request, enum error_kind kind, const char *code, const char *told,
                const char *message, uint32_t frame)
{
    struct request_error_seen seen = {.kind = kind, .code = code, .text = message};

    g_assert_nonnull(flow_request_add_error(request, &seen, told, message, frame));
}

static void add_ews(struct flow_request *request, const char *code, uint32_t frame)
{
    add(request, ERROR_EWS_CODE, code, code, "text", frame);
}

/** Judges a request on a frame by itself. */
static void judge(struct request_scene *scene, unsigned number, uint32_t frame)
{
    memset(&scene->judgement, 0, sizeof scene->judgement);
    judge_request(scene->flow, number, frame, &scene->judgement);
}

static void assert_raised(const struct request_scene *scene, const char *expected)
{
    GString *raised = g_string_new("");

    for (size_t i = 0; i < scene->judgement.count; i++) {
        const struct rule *rule = &rules[scene->judgement.findings[i].rule];

        g_string_append_printf(raised, "%s%s=%s@%u", i > 0 ? " " : "", findings[rule->finding].id,
                               judge_severity_id(rule->severity), scene->judgement.findings[i].request);
    }
    g_assert_cmpstr(raised->str, ==, expected);
    g_string_free(raised, TRUE);
}

static void assert_kept(const struct request_scene *scene, const char *expected)
{
    GString *kept = g_string_new("");

    for (size_t i = 0; i < scene->flow->finding_count; i++) {
        const struct flow_finding *finding = &scene->flow->findings[i];
        const struct rule         *rule = &rules[finding->rule];

        g_string_append_printf(kept, "%s%s=%s@%u/%u", i > 0 ? " " : "", findings[rule->finding].id,
                               judge_severity_id(rule->severity), finding->request, finding->frame);
    }
    g_assert_cmpstr(kept->str, ==, expected);
    g_string_free(kept, TRUE);
}

/* ---- frames ---- */

static void test_nothing(void)
{
    struct request_scene scene;

    start(&scene);
    judge(&scene, 0, 20);
    judge(&scene, 1, 20);
    ask(&scene, "ews", "/ews/exchange.asmx");
    judge(&scene, 1, 20);
    judge(&scene, 2, 20);
    scene.flow->exchange = NULL;
    judge(&scene, 1, 20);
    assert_raised(&scene, "");
    assert_kept(&scene, "");
    finish(&scene);
}

/** Only what this frame shows. */
static void test_own_frame(void)
{
    struct request_scene         scene;
    struct flow_request *request = NULL;

    start(&scene);
    request = ask(&scene, "ews", "/ews/exchange.asmx");
    add(request, ERROR_HTTP_STATUS, "401", NULL, NULL, 20);
    add(request, ERROR_HTTP_STATUS, "401 closed", NULL, NULL, 30);
    judge(&scene, 1, 19);
    assert_raised(&scene, "");
    judge(&scene, 1, 20);
    assert_raised(&scene, "http_error=chat@1");
    judge(&scene, 1, 30);
    assert_raised(&scene, "http_error=error@1");
    assert_kept(&scene, "http_error=chat@1/20 http_error=error@1/30");
    finish(&scene);
}

/** Each frame shows its evidence; the flow keeps the same error once, with the first request. */
static void test_same_error_again(void)
{
    struct request_scene scene;

    start(&scene);
    add_ews(ask(&scene, "ews", "/ews/exchange.asmx"), "ErrorServerBusy", 20);
    add_ews(ask(&scene, "ews", "/ews/exchange.asmx"), "ErrorServerBusy", 30);
    add_ews(ask(&scene, "ews", "/ews/exchange.asmx"), "ErrorTimeoutExpired", 40);
    judge(&scene, 1, 20);
    assert_raised(&scene, "ews_error=warning@1");
    judge(&scene, 2, 30);
    assert_raised(&scene, "ews_error=warning@2");
    judge(&scene, 3, 40);
    assert_raised(&scene, "ews_error=warning@3");
    assert_kept(&scene, "ews_error=warning@1/20 ews_error=warning@3/40");
    /* The second pass changes nothing. */
    judge(&scene, 1, 20);
    judge(&scene, 2, 30);
    assert_raised(&scene, "ews_error=warning@2");
    assert_kept(&scene, "ews_error=warning@1/20 ews_error=warning@3/40");
    finish(&scene);
}

static void test_order_by_severity(void)
{
    struct request_scene         scene;
    struct flow_request *request = NULL;

    start(&scene);
    request = ask(&scene, "ews", "/ews/exchange.asmx");
    add(request, ERROR_CHALLENGE, "client_id", NULL, NULL, 20);              /* note */
    add(request, ERROR_EWS_CODE, "ErrorServerBusy", NULL, NULL, 20);         /* warning */
    add(request, ERROR_HTTP_STATUS, "401", NULL, NULL, 20);                  /* chat */
    add(request, ERROR_SOAP_FAULT, "InvalidSecurity", NULL, NULL, 20);       /* error */
    judge(&scene, 1, 20);
    assert_raised(&scene, "soap_fault=error@1 ews_error=warning@1 oauth_error=note@1 http_error=chat@1");
    finish(&scene);
}

/** Two requests of one frame (HTTP/2): numbers go with their rules. */
static void test_two_requests_of_a_frame(void)
{
    struct request_scene scene;

    start(&scene);
    add(ask(&scene, "ews", "/ews/exchange.asmx"), ERROR_HTTP_STATUS, "401", NULL, NULL, 20);
    add_ews(ask(&scene, "ews", "/ews/exchange.asmx"), "ErrorServerBusy", 20);
    add(ask(&scene, "ews", "/ews/exchange.asmx"), ERROR_SOAP_FAULT, "InvalidSecurity", NULL, NULL, 20);
    memset(&scene.judgement, 0, sizeof scene.judgement);
    for (unsigned number = 1; number <= 3; number++)
        judge_request(scene.flow, number, 20, &scene.judgement);
    assert_raised(&scene, "soap_fault=error@3 ews_error=warning@2 http_error=chat@1");
    finish(&scene);
}

/** What TLS rules raised on the frame stands beside it. */
static void test_beside_other_findings(void)
{
    struct request_scene         scene;
    struct judgement     judgement;
    struct flow_request *request = NULL;

    start(&scene);
    stage_play(&scene.stage, "connect hello:TLS_1.0");
    request = ask(&scene, "ews", "/ews/exchange.asmx");
    add(request, ERROR_HTTP_STATUS, "401", NULL, NULL, 40);
    judge_flow(scene.flow, FLOW_EVENT_ANSWER, 40, &scene.stage.player.time, &judgement);
    g_assert_cmpuint(judgement.count, ==, 0); /* rows of answers are raised by judge_request() only */
    judge_request(scene.flow, 1, 40, &judgement);
    g_assert_cmpuint(judgement.count, ==, 1);
    g_assert_cmpuint(scene.flow->finding_count, ==, 2);
    finish(&scene);
}

/** Two errors that one rule speaks of are one finding of the frame: exactly once per frame and finding. */
static void test_once_per_frame_and_finding(void)
{
    struct request_scene         scene;
    struct flow_request *request = NULL;

    start(&scene);
    for (int i = 0; i < 2; i++) {
        request = ask(&scene, "ews", "/ews/exchange.asmx");
        add(request, ERROR_CHALLENGE, "client_id", NULL, NULL, 20);
        add(request, ERROR_CHALLENGE, "trusted_issuers", NULL, NULL, 20);
    }
    judge(&scene, 1, 20);
    assert_raised(&scene, "oauth_error=note@1");
    assert_kept(&scene, "oauth_error=note@1/20");
    judge(&scene, 2, 20);
    assert_kept(&scene, "oauth_error=note@1/20");
    finish(&scene);
}

/** Of one finding the strongest stays, whichever came first; what stands beside it keeps its place. */
static void test_strongest_of_a_frame(void)
{
    struct request_scene scene;
    struct flow_request *request = NULL;

    start(&scene);
    request = ask(&scene, "ews", "/ews/exchange.asmx");
    add(request, ERROR_DIAGNOSTICS, "2000003", NULL, NULL, 20); /* error */
    add(request, ERROR_CHALLENGE, "client_id", NULL, NULL, 20); /* note */
    judge(&scene, 1, 20);
    assert_raised(&scene, "oauth_error=error@1");
    assert_kept(&scene, "oauth_error=error@1/20 oauth_error=note@1/20");
    finish(&scene);
    start(&scene);
    request = ask(&scene, "ews", "/ews/exchange.asmx");
    add(request, ERROR_EWS_CODE, "ErrorServerBusy", NULL, NULL, 20);
    add(request, ERROR_CHALLENGE, "client_id", NULL, NULL, 20);
    add(ask(&scene, "ews", "/ews/exchange.asmx"), ERROR_HTTP_STATUS, "401", NULL, NULL, 20);
    add(ask(&scene, "ews", "/ews/exchange.asmx"), ERROR_DIAGNOSTICS, "2000003", NULL, NULL, 20);
    add(ask(&scene, "ews", "/ews/exchange.asmx"), ERROR_DIAGNOSTICS, "2000003", NULL, NULL, 20);
    memset(&scene.judgement, 0, sizeof scene.judgement);
    for (unsigned number = 1; number <= 4; number++)
        judge_request(scene.flow, number, 20, &scene.judgement);
    assert_raised(&scene, "oauth_error=error@3 ews_error=warning@1 http_error=chat@2");
    finish(&scene);
}

/* ---- bounds ---- */

/** Rows of EWS codes, all different. */
static size_t ews_rows(const char **codes, size_t room)
{
    size_t count = 0;

    for (size_t i = 0; i < error_count && count < room; i++) {
        if (errors[i].kind == ERROR_EWS_CODE && errors[i].fragment == NULL && strcmp(errors[i].code, "*") != 0 &&
            errors[i].families == 0)
            codes[count++] = errors[i].code;
    }
    return count;
}

/** Each on a frame of its own: the flow is full, the frames show all the same. */
static void test_full_flow(void)
{
    const char *codes[ROOM] = {NULL};
    size_t      count = 0;
    struct request_scene scene;

    start(&scene);
    count = ews_rows(codes, 14);
    g_assert_cmpuint(count, ==, 14);
    codes[count++] = "500"; /* Autodiscover's; each another row */
    codes[count++] = "501";
    codes[count++] = "602";
    codes[count++] = "603";
    for (size_t i = 0; i < count; i++) {
        bool autodiscover = i >= 14;

        add(ask(&scene, autodiscover ? "autod_pox" : "ews", "/x"), autodiscover ? ERROR_AUTODISCOVER : ERROR_EWS_CODE,
            codes[i], codes[i], NULL, 20 + (uint32_t)i);
        judge(&scene, (unsigned)i + 1, 20 + (uint32_t)i);
        g_assert_cmpuint(scene.judgement.count, ==, 1);
        g_assert_false(scene.judgement.cut);
    }
    g_assert_cmpuint(scene.flow->finding_count, ==, LIMIT_FINDINGS_PER_FLOW);
    g_assert_cmpuint(scene.flow->findings_cut, ==, count - LIMIT_FINDINGS_PER_FLOW);
    finish(&scene);
}

/** A frame that shows as much as there is room for. */
static void test_full_frame(void)
{
    struct request_scene scene;

    start(&scene);
    add_ews(ask(&scene, "ews", "/x"), "ErrorServerBusy", 20);
    scene.judgement.count = LIMIT_FINDINGS_PER_FRAME;
    for (size_t i = 0; i < LIMIT_FINDINGS_PER_FRAME; i++)
        g_assert_cmpint(rules[scene.judgement.findings[i].rule].finding, !=, FINDING_EWS_ERROR);
    judge_request(scene.flow, 1, 20, &scene.judgement);
    g_assert_true(scene.judgement.cut);
    g_assert_cmpuint(scene.judgement.count, ==, LIMIT_FINDINGS_PER_FRAME);
    g_assert_cmpuint(scene.flow->finding_count, ==, 1);
    finish(&scene);
}

/* ---- words ---- */

static const char *text_for(const struct request_scene *scene, unsigned number, enum judge_part part, char *text)
{
    g_assert_cmpuint(scene->judgement.count, >, 0);
    return judge_text_of_request(scene->flow, &scene->flow->recognition, scene->judgement.facts, scene->judgement.findings[0].rule,
                                 number, part, text, LIMIT_TEXT_LENGTH);
}

static void assert_part(const struct request_scene *scene, enum judge_part part, const char *words)
{
    char text[LIMIT_TEXT_LENGTH];

    assert_holds(text_for(scene, 1, part, text), words);
}

static void test_words_of_diagnostics(void)
{
    struct request_scene         scene;
    struct flow_request *request = NULL;

    start(&scene);
    request = ask(&scene, "ews", "/EWS/Exchange.asmx");
    request->operation = "GetUserAvailability";
    request->status = 401;
    request->diagnostics_code = 2000003;
    add(request, ERROR_DIAGNOSTICS, "2000003", "invalid_resource", "The audience is invalid.", 20);
    judge(&scene, 1, 20);
    assert_part(&scene, JUDGE_SUMMARY, "The machine at 10.0.0.10");
    assert_part(&scene, JUDGE_SUMMARY, "outlook.office365.com");
    assert_part(&scene, JUDGE_SUMMARY, "GetUserAvailability (POST /EWS/Exchange.asmx, frame 12)");
    assert_part(&scene, JUDGE_SUMMARY, "HTTP 401");
    assert_part(&scene, JUDGE_SUMMARY, "x-ms-diagnostics 2000003");
    assert_part(&scene, JUDGE_SUMMARY, "invalid_resource");
    assert_part(&scene, JUDGE_SUMMARY, "\"The audience is invalid.\"");
    assert_part(&scene, JUDGE_CAUSE, request->errors[0].row->meaning);
    assert_part(&scene, JUDGE_REMEDY, request->errors[0].row->check);
    assert_part(&scene, JUDGE_REFERENCE, request->errors[0].row->source);
    assert_part(&scene, JUDGE_CONFIDENCE, request->errors[0].row->confidence);
    assert_part(&scene, JUDGE_EXPLAINS, "The remote server returned an error: (401) Unauthorized.");
    finish(&scene);
}

static void test_words_of_a_code(void)
{
    struct request_scene         scene;
    struct flow_request *request = NULL;
    char                 text[LIMIT_TEXT_LENGTH];

    start(&scene);
    request = ask(&scene, "ews", "/ews/exchange.asmx");
    request->status = 200;
    request->lid = 47932;
    add(request, ERROR_LID, "47932", "ErrorProxyRequestProcessingFailed", "Not found. LID: 47932", 20);
    judge(&scene, 1, 20);
    assert_part(&scene, JUDGE_SUMMARY, "Exchange Web Services (POST /ews/exchange.asmx, frame 12)");
    assert_part(&scene, JUDGE_SUMMARY, "HTTP 200");
    assert_part(&scene, JUDGE_SUMMARY, "ErrorProxyRequestProcessingFailed");
    assert_part(&scene, JUDGE_SUMMARY, "LID 47932");
    assert_part(&scene, JUDGE_EXPLAINS, "Not found. LID: 47932");
    assert_lacks(text_for(&scene, 1, JUDGE_SUMMARY, text), "x-ms-diagnostics");
    assert_lacks(text_for(&scene, 1, JUDGE_EXPLAINS, text), "The remote server returned");
    request->errors[0].message = NULL;
    assert_part(&scene, JUDGE_EXPLAINS, "ErrorProxyRequestProcessingFailed");
    finish(&scene);
}

/** .NET's words (System.Net.HttpWebResponse of .NET Framework). */
static void test_words_of_statuses(void)
{
    const struct {
        uint16_t    status;
        const char *shown;
    } cases[] = {
        {400, "(400) Bad Request."},  {403, "(403) Forbidden."},
        {404, "(404) Not Found."},    {405, "(405) Method Not Allowed."},
        {500, "(500) Internal Server Error."}, {502, "(502) Bad Gateway."},
        {503, "(503) Server Unavailable."}, {504, "(504) Gateway Timeout."},
        {407, "(407) Proxy Authentication Required."},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct request_scene         scene;
        struct flow_request *request = NULL;
        char                *shown = g_strconcat("The remote server returned an error: ", cases[i].shown, NULL);

        start(&scene);
        request = ask(&scene, "ews", "/ews/exchange.asmx");
        request->status = cases[i].status;
        add_ews(request, "ErrorServerBusy", 20);
        judge(&scene, 1, 20);
        assert_part(&scene, JUDGE_EXPLAINS, shown);
        finish(&scene);
        g_free(shown);
    }
}

static void test_words_without_request(void)
{
    struct request_scene         scene;
    struct flow_request *request = NULL;
    char                 text[LIMIT_TEXT_LENGTH];

    start(&scene);
    request = ask(&scene, "ews", NULL);
    request->frame = 0;
    request->status = 503;
    add(request, ERROR_EWS_CODE, "ErrorServerBusy", NULL, NULL, 20);
    judge(&scene, 1, 20);
    assert_part(&scene, JUDGE_SUMMARY, "a request that was not captured");
    request->frame = 12;
    request->method = NULL;
    assert_part(&scene, JUDGE_SUMMARY, "Exchange Web Services (HTTP, frame 12)");
    request->row = NULL;
    assert_part(&scene, JUDGE_SUMMARY, "a request (HTTP, frame 12)");
    assert_lacks(text_for(&scene, 1, JUDGE_SUMMARY, text), "\"");
    /* No request at all. */
    for (unsigned part = 0; part < JUDGE_PART_COUNT; part++)
        assert_lacks(text_for(&scene, 0, (enum judge_part)part, text), "{");
    assert_holds(text_for(&scene, 0, JUDGE_SUMMARY, text), "a request that was not captured");
    assert_holds(text_for(&scene, 0, JUDGE_CONFIDENCE, text), "low");
    finish(&scene);
}

/** What an answer says is no template. */
static void test_words_are_no_templates(void)
{
    struct request_scene         scene;
    struct flow_request *request = NULL;

    start(&scene);
    request = ask(&scene, "ews", "/{client}");
    add(request, ERROR_EWS_CODE, "ErrorServerBusy", "{server}", "{target} 100% %s", 20);
    judge(&scene, 1, 20);
    assert_part(&scene, JUDGE_SUMMARY, "/{client}, frame");
    assert_part(&scene, JUDGE_SUMMARY, "{server}");
    assert_part(&scene, JUDGE_SUMMARY, "{target} 100% %s");
    finish(&scene);
}

/** Of a request's errors the words are those of the rule's. */
static void test_words_of_the_right_error(void)
{
    struct request_scene         scene;
    struct flow_request *request = NULL;

    start(&scene);
    request = ask(&scene, "ews", "/ews/exchange.asmx");
    add(request, ERROR_HTTP_STATUS, "401", "first", NULL, 20);
    add(request, ERROR_HTTP_STATUS, "401 closed", "second", NULL, 30);
    judge(&scene, 1, 30);
    assert_part(&scene, JUDGE_SUMMARY, "second");
    assert_part(&scene, JUDGE_CAUSE, request->errors[1].row->meaning);
    judge(&scene, 1, 20);
    assert_part(&scene, JUDGE_SUMMARY, "first");
    assert_part(&scene, JUDGE_CAUSE, request->errors[0].row->meaning);
    finish(&scene);
}

/** Every row of the table has its words at every place, with the longest texts. */
static void test_every_error(void)
{
    char *path = g_strnfill(LIMIT_REQUEST_TEXT - 1, 'p');
    char *message = g_strnfill(LIMIT_REQUEST_TEXT - 1, 'm');
    char *name = g_strnfill(95, 'n'); /* XML_BODY_NAME_LENGTH, JSON_BODY_NAME_LENGTH */

    for (size_t i = 0; i < error_count; i++) {
        struct request_scene              scene;
        struct flow_request      *request = NULL;
        char                      text[LIMIT_TEXT_LENGTH];

        start_at(&scene, places[i % place_count]);
        request = ask(&scene, "ews", path);
        request->status = 401;
        request->lid = UINT32_MAX;
        request->operation = name;
        request->diagnostics_code = UINT32_MAX;
        request->error_count = 1;
        request->errors[0].row = &errors[i];
        request->errors[0].code = name;
        request->errors[0].message = message;
        request->errors[0].frame = 20;
        judge(&scene, 1, 20);
        g_assert_cmpuint(scene.judgement.count, ==, 1);
        g_assert_cmpint(rules[scene.judgement.findings[0].rule].finding, ==, errors[i].finding);
        g_assert_cmpint(rules[scene.judgement.findings[0].rule].severity, ==, errors[i].severity);
        for (unsigned part = 0; part < JUDGE_PART_COUNT; part++) {
            text_for(&scene, 1, (enum judge_part)part, text);
            g_assert_cmpuint(strlen(text), >, 0);
            if (strlen(text) >= sizeof text - 1)
                g_error("%s %s at %s, part %u is cut: %s", findings[errors[i].finding].id, errors[i].code,
                        roles[places[i % place_count]->role].id, part, text);
            g_assert_null(strpbrk(text, "{}"));
        }
        assert_part(&scene, JUDGE_SUMMARY, message);
        g_assert_cmpstr(text_for(&scene, 1, JUDGE_CAUSE, text), ==, errors[i].meaning);
        g_assert_cmpstr(text_for(&scene, 1, JUDGE_REMEDY, text), ==, errors[i].check);
        g_assert_cmpstr(text_for(&scene, 1, JUDGE_REFERENCE, text), ==, errors[i].source);
        g_assert_cmpstr(text_for(&scene, 1, JUDGE_CONFIDENCE, text), ==, errors[i].confidence);
        finish(&scene);
    }
    g_free(name);
    g_free(message);
    g_free(path);
}

static void test_no_room_for_text(void)
{
    struct request_scene scene;
    char         text[8] = "xxxxxxx";

    start(&scene);
    add_ews(ask(&scene, "ews", "/x"), "ErrorServerBusy", 20);
    judge(&scene, 1, 20);
    judge_text_of_request(scene.flow, &scene.flow->recognition, 0, scene.judgement.findings[0].rule, 1, JUDGE_SUMMARY, text, 0);
    g_assert_cmpstr(text, ==, "xxxxxxx");
    judge_text_of_request(scene.flow, &scene.flow->recognition, 0, scene.judgement.findings[0].rule, 1, JUDGE_SUMMARY, text, 4);
    g_assert_cmpstr(text, ==, "The");
    finish(&scene);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/judge_request/frames/nothing", test_nothing);
    g_test_add_func("/judge_request/frames/own", test_own_frame);
    g_test_add_func("/judge_request/frames/again", test_same_error_again);
    g_test_add_func("/judge_request/frames/order", test_order_by_severity);
    g_test_add_func("/judge_request/frames/two_requests", test_two_requests_of_a_frame);
    g_test_add_func("/judge_request/frames/beside", test_beside_other_findings);
    g_test_add_func("/judge_request/frames/once", test_once_per_frame_and_finding);
    g_test_add_func("/judge_request/frames/strongest", test_strongest_of_a_frame);
    g_test_add_func("/judge_request/bounds/flow", test_full_flow);
    g_test_add_func("/judge_request/bounds/frame", test_full_frame);
    g_test_add_func("/judge_request/words/diagnostics", test_words_of_diagnostics);
    g_test_add_func("/judge_request/words/code", test_words_of_a_code);
    g_test_add_func("/judge_request/words/status", test_words_of_statuses);
    g_test_add_func("/judge_request/words/without", test_words_without_request);
    g_test_add_func("/judge_request/words/templates", test_words_are_no_templates);
    g_test_add_func("/judge_request/words/right_error", test_words_of_the_right_error);
    g_test_add_func("/judge_request/words/every_error", test_every_error);
    g_test_add_func("/judge_request/words/no_room", test_no_room_for_text);
    return g_test_run();
}
