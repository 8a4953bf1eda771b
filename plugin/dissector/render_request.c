/* render_request.c: writes what is known of the requests that a frame is about.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "render_request.h"

#include "../core/flow_request.h"
#include "../core/identify.h"
#include "render_items.h"
#include "state.h"

static int hf_exchange_hybrid_request = -1;
static int hf_exchange_hybrid_request_role = -1;
static int hf_exchange_hybrid_request_role_name = -1;
static int hf_exchange_hybrid_request_method = -1;
static int hf_exchange_hybrid_request_path = -1;
static int hf_exchange_hybrid_request_operation = -1;
static int hf_exchange_hybrid_request_feature = -1;
static int hf_exchange_hybrid_request_user_agent = -1;
static int hf_exchange_hybrid_request_client_request_id = -1;
static int hf_exchange_hybrid_request_applies_to = -1;
static int hf_exchange_hybrid_request_setting = -1;
static int hf_exchange_hybrid_request_frame = -1;
static int hf_exchange_hybrid_request_body = -1;
static int hf_exchange_hybrid_response_frame = -1;
static int hf_exchange_hybrid_response_status = -1;
static int hf_exchange_hybrid_response_error = -1;
static int hf_exchange_hybrid_response_lid = -1;
static int hf_exchange_hybrid_response_diagnostics_code = -1;
static int hf_exchange_hybrid_response_diagnostics_reason = -1;
static int hf_exchange_hybrid_response_diagnostics_category = -1;
static int hf_exchange_hybrid_response_trusted_issuers = -1;
static int hf_exchange_hybrid_response_authorization_uri = -1;
static int hf_exchange_hybrid_response_front_end = -1;
static int hf_exchange_hybrid_response_back_end = -1;
static int hf_exchange_hybrid_response_request_id = -1;
static int hf_exchange_hybrid_response_server = -1;
static int hf_exchange_hybrid_response_body = -1;
static int hf_exchange_hybrid_token = -1;
static int hf_exchange_hybrid_token_algorithm = -1;
static int hf_exchange_hybrid_token_issuer = -1;
static int hf_exchange_hybrid_token_audience = -1;
static int hf_exchange_hybrid_token_name_id = -1;
static int hf_exchange_hybrid_token_application = -1;
static int hf_exchange_hybrid_token_not_before = -1;
static int hf_exchange_hybrid_token_expires = -1;
static int hf_exchange_hybrid_token_validity = -1;
static int hf_exchange_hybrid_token_well_known = -1;

static int ett_exchange_hybrid_request = -1;
static int ett_exchange_hybrid_token = -1;

static void add_time(proto_tree *tree, tvbuff_t *tvb, int field, int64_t seconds)
{
    nstime_t time = NSTIME_INIT_ZERO;

    if (seconds == 0)
        return;
    time.secs = (time_t)seconds;
    render_generated(proto_tree_add_time(tree, field, tvb, 0, 0, &time));
}

/* A value, and below it which well-known application or issuer it names. */
static void add_claim(proto_tree *tree, tvbuff_t *tvb, int field, const char *value)
{
    const char *name = identify_id(value);
    proto_item *item = NULL;

    if (value == NULL)
        return;
    item = render_generated(proto_tree_add_string(tree, field, tvb, 0, 0, value));
    if (name != NULL)
        render_string(proto_item_add_subtree(item, ett_exchange_hybrid_token), tvb, hf_exchange_hybrid_token_well_known, name);
}

/* Against the time of the request: the capture's clock, not the server's. */
static const char *validity_of(const struct flow_claims *claims, const struct flow_time *time)
{
    if (claims->expires != 0 && time->seconds >= claims->expires)
        return "expired";
    if (claims->not_before != 0 && time->seconds < claims->not_before)
        return "not yet valid";
    return claims->expires != 0 ? "valid" : NULL;
}

static void add_claims(proto_tree *tree, tvbuff_t *tvb, const char *label, const struct flow_claims *claims,
                       const struct flow_time *time)
{
    proto_item *item = render_generated(proto_tree_add_string(tree, hf_exchange_hybrid_token, tvb, 0, 0, label));
    proto_tree *subtree = proto_item_add_subtree(item, ett_exchange_hybrid_token);

    render_string(subtree, tvb, hf_exchange_hybrid_token_algorithm, claims->algorithm);
    add_claim(subtree, tvb, hf_exchange_hybrid_token_issuer, claims->issuer);
    add_claim(subtree, tvb, hf_exchange_hybrid_token_audience, claims->audience);
    add_claim(subtree, tvb, hf_exchange_hybrid_token_name_id, claims->name_id);
    add_claim(subtree, tvb, hf_exchange_hybrid_token_application, claims->application);
    add_time(subtree, tvb, hf_exchange_hybrid_token_not_before, claims->not_before);
    add_time(subtree, tvb, hf_exchange_hybrid_token_expires, claims->expires);
    render_string(subtree, tvb, hf_exchange_hybrid_token_validity, validity_of(claims, time));
}

static void add_token(proto_tree *tree, tvbuff_t *tvb, const struct flow_request *request)
{
    const struct flow_token *token = request->token;

    if (token == NULL)
        return;
    if (!token->readable) {
        render_string(tree, tvb, hf_exchange_hybrid_token, "not readable");
        return;
    }
    add_claims(tree, tvb, "token", &token->claims, &request->time);
    if (token->has_actor)
        add_claims(tree, tvb, "actor token", &token->actor, &request->time);
}

/* For whom a token is asked, and which setting of the federation that or the address called is. */
static void add_federation(proto_tree *tree, tvbuff_t *tvb, packet_info *pinfo, const struct flow_request *request)
{
    render_string(tree, tvb, hf_exchange_hybrid_request_applies_to, request->applies_to);
    render_string(tree, tvb, hf_exchange_hybrid_request_setting, identify_setting(request->applies_to));
    if (request->host != NULL && request->path != NULL)
        render_string(tree, tvb, hf_exchange_hybrid_request_setting,
                   identify_setting(wmem_strdup_printf(pinfo->pool, "https://%s%s", request->host, request->path)));
}

static void add_asked(proto_tree *tree, tvbuff_t *tvb, const struct flow_request *request)
{
    render_string(tree, tvb, hf_exchange_hybrid_request_role, request->row != NULL ? request->row->id : NULL);
    render_string(tree, tvb, hf_exchange_hybrid_request_role_name, request->row != NULL ? request->row->name : NULL);
    render_string(tree, tvb, hf_exchange_hybrid_request_method, request->method);
    render_string(tree, tvb, hf_exchange_hybrid_request_path, request->path);
    render_string(tree, tvb, hf_exchange_hybrid_request_operation, request->operation);
    render_string(tree, tvb, hf_exchange_hybrid_request_feature, request_feature(request->row, request->operation));
    render_string(tree, tvb, hf_exchange_hybrid_request_user_agent, request->user_agent);
    render_string(tree, tvb, hf_exchange_hybrid_request_client_request_id, request->client_request_id);
    render_string(tree, tvb, hf_exchange_hybrid_request_body, request->unreadable ? "not readable" : NULL);
    render_number(tree, tvb, hf_exchange_hybrid_request_frame, request->frame);
    add_token(tree, tvb, request);
}

static void add_answered(proto_tree *tree, tvbuff_t *tvb, const struct flow_request *request)
{
    render_number(tree, tvb, hf_exchange_hybrid_response_frame, request->answer_frame);
    render_number(tree, tvb, hf_exchange_hybrid_response_status, request->status);
    for (size_t i = 0; i < request->error_count; i++)
        render_string(tree, tvb, hf_exchange_hybrid_response_error, request->errors[i].code);
    render_number(tree, tvb, hf_exchange_hybrid_response_lid, request->lid);
    render_number(tree, tvb, hf_exchange_hybrid_response_diagnostics_code, request->diagnostics_code);
    render_string(tree, tvb, hf_exchange_hybrid_response_diagnostics_reason, request->diagnostics_reason);
    render_string(tree, tvb, hf_exchange_hybrid_response_diagnostics_category, request->diagnostics_category);
    render_string(tree, tvb, hf_exchange_hybrid_response_trusted_issuers, request->issuers);
    render_string(tree, tvb, hf_exchange_hybrid_response_authorization_uri, request->authorization_uri);
    render_string(tree, tvb, hf_exchange_hybrid_response_front_end, request->front_end);
    render_string(tree, tvb, hf_exchange_hybrid_response_back_end, request->back_end);
    render_string(tree, tvb, hf_exchange_hybrid_response_request_id, request->request_id);
    render_string(tree, tvb, hf_exchange_hybrid_response_server, request->server);
    render_string(tree, tvb, hf_exchange_hybrid_response_body, request->answer_unreadable ? "not readable" : NULL);
}

static const char *title_of(packet_info *pinfo, const struct flow_request *request)
{
    const char *asked = request->operation;
    const char *status = request->status != 0 ? wmem_strdup_printf(pinfo->pool, ": HTTP %u", request->status) : "";

    if (asked == NULL && request->row != NULL)
        asked = request->row->name;
    if (asked == NULL)
        asked = request->path != NULL ? request->path : "request";
    return wmem_strdup_printf(pinfo->pool, "%s%s", asked, status);
}

void render_requests(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const struct flow *flow)
{
    size_t          count = 0;
    const uint16_t *numbers = state_requests(pinfo, &count);

    for (size_t i = 0; i < count; i++) {
        const struct flow_request *request = flow_exchange_at(flow->exchange, numbers[i]);
        proto_tree                *subtree = NULL;
        if (request == NULL)
            continue;
        subtree = proto_item_add_subtree(
            render_generated(proto_tree_add_string(tree, hf_exchange_hybrid_request, tvb, 0, 0, title_of(pinfo, request))),
            ett_exchange_hybrid_request);
        add_asked(subtree, tvb, request);
        add_federation(subtree, tvb, pinfo, request);
        add_answered(subtree, tvb, request);
    }
}

#define NUMBER_FIELD(variable, label, abbreviation, type, blurb) RENDER_FIELD(variable, label, abbreviation, type, BASE_DEC, NULL, blurb)
#define TIME_FIELD(variable, label, abbreviation, blurb) \
    RENDER_FIELD(variable, label, abbreviation, FT_ABSOLUTE_TIME, ABSOLUTE_TIME_UTC, NULL, blurb)

static hf_register_info hf[] = {
    RENDER_STRING_FIELD(request, "Request", "request", "An HTTP request and its answer"),
    RENDER_STRING_FIELD(request_role, "Request Role", "request.role", "What the request is, by path, method and marker"),
    RENDER_STRING_FIELD(request_role_name, "Request Role Name", "request.role_name", NULL),
    RENDER_STRING_FIELD(request_method, "Method", "request.method", NULL),
    RENDER_STRING_FIELD(request_path, "Path", "request.path", "Without query"),
    RENDER_STRING_FIELD(request_operation, "Operation", "request.operation", "What the request asks for"),
    RENDER_STRING_FIELD(request_feature, "Feature", "request.feature", "What the operation is for"),
    RENDER_STRING_FIELD(request_user_agent, "User Agent", "request.user_agent", NULL),
    RENDER_STRING_FIELD(request_client_request_id, "Client Request Id", "request.client_request_id", NULL),
    RENDER_STRING_FIELD(request_body, "Body of the Request", "request.body", "Where it is not what it says it is"),
    RENDER_STRING_FIELD(request_applies_to, "Applies To", "request.applies_to", "For whom a token is asked"),
    RENDER_STRING_FIELD(request_setting, "Federation Setting", "request.setting", "Setting that is expected to have this value"),
    RENDER_FIELD(request_frame, "Request Frame", "request.frame", FT_FRAMENUM, BASE_NONE, FRAMENUM_TYPE(FT_FRAMENUM_REQUEST), NULL),
    RENDER_FIELD(response_frame, "Answer Frame", "response.frame", FT_FRAMENUM, BASE_NONE, FRAMENUM_TYPE(FT_FRAMENUM_RESPONSE), NULL),
    NUMBER_FIELD(response_status, "HTTP Status", "response.status", FT_UINT16, NULL),
    RENDER_STRING_FIELD(response_error, "Error", "response.error", "As the answer calls it"),
    NUMBER_FIELD(response_lid, "Location Identifier", "response.lid", FT_UINT32, "Where in Exchange's code the error arose"),
    NUMBER_FIELD(response_diagnostics_code, "Diagnostics Code", "response.diagnostics_code", FT_UINT32, "Of x-ms-diagnostics"),
    RENDER_STRING_FIELD(response_diagnostics_reason, "Diagnostics Reason", "response.diagnostics_reason", "Of x-ms-diagnostics"),
    RENDER_STRING_FIELD(response_diagnostics_category, "Diagnostics Category", "response.diagnostics_category", "Of x-ms-diagnostics"),
    RENDER_STRING_FIELD(response_trusted_issuers, "Trusted Issuers", "response.trusted_issuers", "Of the Bearer challenge"),
    RENDER_STRING_FIELD(response_authorization_uri, "Authorization URI", "response.authorization_uri", "Of the Bearer challenge"),
    RENDER_STRING_FIELD(response_front_end, "Front End Server", "response.front_end", "X-FEServer"),
    RENDER_STRING_FIELD(response_back_end, "Back End Server", "response.back_end", "X-BEServer or X-TargetBEServer"),
    RENDER_STRING_FIELD(response_request_id, "Request Id", "response.request_id", "As the server's logs have it"),
    RENDER_STRING_FIELD(response_server, "Server Software", "response.server", "Header Server"),
    RENDER_STRING_FIELD(response_body, "Body of the Answer", "response.body", "Where it is not what it says it is"),
    RENDER_STRING_FIELD(token, "Bearer Token", "token", "Claims only: the signature is neither read nor kept"),
    RENDER_STRING_FIELD(token_algorithm, "Algorithm", "token.algorithm", NULL),
    RENDER_STRING_FIELD(token_issuer, "Issuer", "token.issuer", NULL),
    RENDER_STRING_FIELD(token_audience, "Audience", "token.audience", NULL),
    RENDER_STRING_FIELD(token_name_id, "Name Id", "token.name_id", NULL),
    RENDER_STRING_FIELD(token_application, "Application Id", "token.application", NULL),
    TIME_FIELD(token_not_before, "Not Before", "token.not_before", NULL),
    TIME_FIELD(token_expires, "Expires", "token.expires", NULL),
    RENDER_STRING_FIELD(token_validity, "Validity", "token.validity", "Against the time of the request"),
    RENDER_STRING_FIELD(token_well_known, "Well-known As", "token.well_known", "Application or issuer that the id stands for"),
};

void render_request_register(int protocol)
{
    static int *subtrees[] = {&ett_exchange_hybrid_request, &ett_exchange_hybrid_token};

    proto_register_field_array(protocol, hf, array_length(hf));
    proto_register_subtree_array(subtrees, array_length(subtrees));
}
