/* gather.c: finfos, TCP analysis and conversations -> observations.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * States what a frame shows, and decides nothing. Only bytes of whole handshake messages and alerts are read here;
 * records, reassembly and decryption are Wireshark's.
 */
#include "gather.h"

#include <string.h>

#include <epan/dissectors/packet-tcp.h>

#include "../core/flow_mail.h"
#include "../core/ports.h"
#include "../core/tls_names.h"
#include "../wireshark_compat.h"
#include "certificates.h"
#include "client_names.h"
#include "clients.h"
#include "frame_address.h"
#include "host_names.h"
#include "layers.h"
#include "lookups.h"
#include "mail_lines.h"
#include "messages_of_frame.h"
#include "names.h"
#include "preferences.h"
#include "records.h"
#include "requests.h"
#include "segment_of_frame.h"
#include "waiting.h"
#include "wanted.h"

/* Bits of tcp.completeness, as documented for that field. */
enum { TCP_SYN_SEEN = 0x01, TCP_SYN_ACK_SEEN = 0x02, TCP_FIN_SEEN = 0x10, TCP_RST_SEEN = 0x20 };

/* The frame at hand. */
struct frame {
    packet_info                 *pinfo;
    tvbuff_t                    *tvb;
    proto_tree                  *tree;
    unsigned                     layers; /* or'ed enum layer */
    struct segment               segment;
    conversation_t              *conversation;
    struct tcp_analysis         *tcp;
    struct state_conversation   *state;
    struct address               sender, receiver;
    struct flow_time             time;
    uint8_t                      new_bits; /* of completeness, set by this frame */
    unsigned                     events;
    bool                         has_names;
    bool                         complete_before; /* the handshake, before this frame */
    const struct names_of_frame *names;
    struct requests_of_frame     requests;
    struct state_bytes           bytes[STATE_BYTES_MAX];
    uint8_t                      bytes_count;
};

static struct flow_time time_of(const packet_info *pinfo)
{
    struct flow_time time = {(int64_t)pinfo->abs_ts.secs, pinfo->abs_ts.nsecs};

    return time;
}

static bool has_tls_layer(const struct frame *frame)
{
    return (frame->layers & LAYER_TLS) != 0;
}

static void observe_in(struct frame *frame, struct observation *observation)
{
    struct flow *flow = frame->state->flow;

    observation->frame = state_frame_number(frame->pinfo);
    observation->time = frame->time;
    observation->sender = flow_end_of(flow, &frame->sender, (uint16_t)frame->pinfo->srcport);
    frame->events |= flow_observe(flow, observation);
}

static void observe(struct frame *frame, enum observation_kind kind)
{
    struct observation observation = {.kind = kind};

    observe_in(frame, &observation);
}

/* Place of the frame's sender in the conversation's `segments`. */
static size_t place_of_sender(struct frame *frame)
{
    if (frame->state->first_sender == NULL)
        frame->state->first_sender = frame->tcp->fwd;
    return frame->state->first_sender == frame->tcp->fwd ? 0 : 1;
}

/* What was seen before the flow was worth a record. */
static void observe_earlier_frames(struct frame *frame)
{
    struct state_conversation *state = frame->state;
    struct flow               *flow = state->flow;
    struct observation         syn = {.kind = OBSERVATION_SYN, .frame = state->first_frame, .time = state->first_time};
    uint8_t                    earlier = state->completeness & (uint8_t)~frame->new_bits;

    if ((earlier & TCP_SYN_SEEN) != 0 && state->syn_sender != NULL) {
        syn.sender = state->syn_sender == frame->tcp->fwd ? 0 : 1;
        flow_observe(flow, &syn);
    }
    if ((earlier & TCP_SYN_ACK_SEEN) != 0) {
        syn.kind = OBSERVATION_SYN_ACK;
        syn.sender = 1 - flow->client_end;
        flow_observe(flow, &syn);
    }
}

static void start_flow(struct frame *frame, struct flow *flow)
{
    size_t place = place_of_sender(frame);

    flow_start(flow, frame->tcp->stream, frame->state->first_frame, &frame->sender, (uint16_t)frame->pinfo->srcport,
               &frame->receiver, (uint16_t)frame->pinfo->destport);
    if (frame->state->segments != NULL) {
        flow->ends[0].segments = frame->state->segments[place];
        flow->ends[1].segments = frame->state->segments[1 - place];
    }
    flow->ordered = preferences_get()->reads_out_of_order;
    flow->not_analysed = !preferences_get()->analyses_sequence_numbers;
}

static const char *kept(const char *name)
{
    return records_keep_text(name);
}

/* What a CONNECT asks for: the last target before the proxy lets the flow through. */
static void take_connect_target(struct frame *frame, struct flow *flow)
{
    const char *target = frame->names->connect_target;
    const char *known = flow->names[MATCH_CONNECT];

    if (known != NULL && (flow->proxy_passed || strcmp(known, target) == 0))
        return;
    if (frame->state->connect_targets >= LIMIT_CONNECT_TARGETS) {
        state_capture()->limits.connect_targets_cut++;
        return;
    }
    frame->state->connect_targets++;
    flow->names[MATCH_CONNECT] = kept(target);
}

/* Names that the frame shows, kept if `flow` is a record, not one that is only tried. */
static void take_names(struct frame *frame, struct flow *flow)
{
    const struct names_of_frame *names = frame->names;
    bool                         tried = flow != frame->state->flow;

    if (flow->names[MATCH_DNS] == NULL)
        flow->names[MATCH_DNS] = lookups_name_of(&flow_server(flow)->address);
    flow->names[MATCH_SMTP] = frame->state->smtp_server;
    flow->client_name = frame->state->smtp_client;
    if (!frame->has_names)
        return;
    if (flow->agent == FLOW_AGENT_UNKNOWN)
        flow->agent = names->agent;
    if (flow->content_role == ROLE_UNCLASSIFIED)
        flow->content_role = names->content_role;
    if (names->connect)
        take_connect_target(frame, flow);
    if (names->http_host[0] != '\0' && flow->names[MATCH_HTTP_HOST] == NULL)
        flow->names[MATCH_HTTP_HOST] = tried ? names->http_host : kept(names->http_host);
}

/* SMTP shows its names before STARTTLS: kept although the flow may have no record yet. */
static void keep_smtp_names(struct frame *frame)
{
    struct state_conversation *state = frame->state;

    if (frame->names->smtp_server[0] != '\0' && state->smtp_server == NULL) {
        state->smtp_server = kept(frame->names->smtp_server);
        state->looked_up = false;
    }
    if (frame->names->smtp_client[0] != '\0' && state->smtp_client == NULL) {
        state->smtp_client = kept(frame->names->smtp_client);
        state->looked_up = false;
    }
}

/* False if the frame has nothing that was not tried before: most frames end here. */
static bool may_want_flow(const struct frame *frame)
{
    return has_tls_layer(frame) || frame->names->connect || !frame->state->looked_up ||
           frame->names->http_host[0] != '\0' || frame->names->content_role != ROLE_UNCLASSIFIED;
}

/* A flow is kept if it is TLS or a CONNECT, or if its addresses, ports or names are known. */
static bool wants_flow(struct frame *frame)
{
    struct flow flow;

    if (has_tls_layer(frame) || frame->names->connect)
        return true;
    frame->state->looked_up = true;
    start_flow(frame, &flow);
    if (frame->state->syn_sender != NULL)
        flow_set_syn_sender(&flow, frame->state->syn_sender == frame->tcp->fwd ? 0 : 1);
    else if ((frame->new_bits & TCP_SYN_ACK_SEEN) != 0)
        flow_set_syn_sender(&flow, 1);
    take_names(frame, &flow);
    classify_flow(&preferences_get()->classify, &flow);
    return flow.recognition.role != ROLE_UNCLASSIFIED;
}

/* False where the bound is reached: the flow is counted, not kept. Asked once a conversation. */
static bool has_room(struct frame *frame)
{
    struct tap_capture *capture = state_capture();

    if (frame->state->left_out)
        return false;
    if (capture->flows < LIMIT_FLOWS)
        return true;
    capture->limits.flows_cut++;
    frame->state->left_out = true;
    return false;
}

static void create_flow(struct frame *frame)
{
    state_capture()->flows++;
    frame->state = state_remember(frame->conversation, frame->state);
    frame->state->flow = wmem_new(records_memory(), struct flow);
    start_flow(frame, frame->state->flow);
    wmem_free(wmem_file_scope(), frame->state->segments);
    frame->state->segments = NULL;
    state_capture()->nameless_gaps -= frame->state->nameless_gap ? 1 : 0;
    frame->state->nameless_gap = false;
    frame->state->flow->minimum_version = preferences_get()->minimum_version;
    observe_earlier_frames(frame);
}

/* A copy that is kept, lower case and without trailing dot, or the text itself where that changes nothing. */
static const char *comparable_name(const char *text)
{
    char       *name = host_names_comparable(text, strlen(text));
    const char *kept_name = NULL;

    if (strcmp(name, text) != 0)
        kept_name = records_keep_text(name);
    g_free(name);
    return kept_name != NULL ? kept_name : text;
}

/* server_name is bytes (RFC 6066 section 3): whatever they are, the record holds valid UTF-8. */
static void take_server_name(struct frame *frame, struct tls_bytes server_name)
{
    struct flow *flow = frame->state->flow;
    size_t       length = server_name.length;
    char        *valid = NULL;

    if (length == 0 || flow->sni != NULL)
        return;
    if (length > LIMIT_NAME_LENGTH) {
        length = LIMIT_NAME_LENGTH;
        state_capture()->limits.names_cut++;
    }
    valid = g_utf8_make_valid((const char *)server_name.data, (gssize)length);
    flow->sni = records_keep_text(valid);
    flow->names[MATCH_SNI] = comparable_name(flow->sni);
    g_free(valid);
}

static void observe_client_hello(struct frame *frame, const struct tls_client_hello *hello, size_t length)
{
    struct observation observation = {
        .kind = OBSERVATION_CLIENT_HELLO, .message_length = (uint32_t)length, .of.client_hello = hello};
    bool               first = frame->state->flow->frames.client_hello == 0;

    observe_in(frame, &observation);
    if (first && frame->state->flow->frames.client_hello != 0)
        take_server_name(frame, hello->server_name);
}

static bool is_encrypted_now(const struct frame *frame)
{
    const struct flow *flow = frame->state->flow;
    uint8_t            sender = flow_end_of(flow, &frame->sender, (uint16_t)frame->pinfo->srcport);

    return flow->ends[sender].change_cipher_spec && flow->version < TLS_VERSION_1_3;
}

/* Reads it, and takes its names as evidence if it is the server's. Of each end the first one counts: no flow makes the
 * plugin read, and keep, one after the other. */
static const struct flow_certificate *read_certificate(struct frame *frame, const uint8_t *bytes, size_t length)
{
    struct flow *flow = frame->state->flow;
    uint8_t      sender = flow_end_of(flow, &frame->sender, (uint16_t)frame->pinfo->srcport);
    bool         server = sender != flow->client_end;
    const struct flow_certificate *certificate = NULL;

    if (flow->ends[sender].certificate)
        return NULL;
    certificate = certificates_read(flow, bytes, length, server, &frame->time, &preferences_get()->classify);
    if (server && certificate != NULL && flow->names[MATCH_CERTIFICATE] == NULL)
        flow->names[MATCH_CERTIFICATE] = certificate->speaking_name;
    return certificate;
}

static void observe_handshake(struct frame *frame, const uint8_t *bytes, size_t length)
{
    struct tls_client_hello client_hello;
    struct tls_server_hello server_hello;
    struct observation      observation = {.kind = OBSERVATION_HANDSHAKE};

    if (is_encrypted_now(frame)) {
        observe(frame, OBSERVATION_ENCRYPTED_HANDSHAKE);
        return;
    }
    /* Fragments and what cannot be decrypted carry the same field (see tls_handshake_is_whole()). */
    if (!tls_handshake_is_whole(bytes, length))
        return;
    if (tls_client_hello_parse(bytes, length, &client_hello) == TLS_PARSE_OK) {
        observe_client_hello(frame, &client_hello, length);
    } else if (tls_server_hello_parse(bytes, length, &server_hello) == TLS_PARSE_OK) {
        observation.kind = OBSERVATION_SERVER_HELLO;
        observation.of.server_hello = &server_hello;
        observe_in(frame, &observation);
    } else if (bytes[0] == TLS_HANDSHAKE_CERTIFICATE) {
        observation.kind = OBSERVATION_CERTIFICATE;
        observation.of.certificate = read_certificate(frame, bytes, length);
        observe_in(frame, &observation);
    } else if (bytes[0] != TLS_HANDSHAKE_CLIENT_HELLO && bytes[0] != TLS_HANDSHAKE_SERVER_HELLO) {
        observation.of.handshake_type = bytes[0];
        observe_in(frame, &observation);
    }
}

static void observe_sslv2_hello(struct frame *frame, const uint8_t *bytes, size_t length)
{
    struct tls_client_hello client_hello;
    struct tls_server_hello server_hello;
    struct observation      observation = {.kind = OBSERVATION_SERVER_HELLO, .of.server_hello = &server_hello};

    if (tls_client_hello_parse_sslv2(bytes, length, &client_hello) == TLS_PARSE_OK)
        observe_client_hello(frame, &client_hello, length);
    else if (tls_server_hello_parse_sslv2(bytes, length, &server_hello) == TLS_PARSE_OK)
        observe_in(frame, &observation);
}

static void observe_alert(struct frame *frame, const uint8_t *bytes, size_t length)
{
    struct observation observation = {.kind = OBSERVATION_ALERT};

    if (tls_alert_parse(bytes, length, &observation.of.alert) != TLS_PARSE_OK)
        observation.kind = OBSERVATION_ENCRYPTED_ALERT;
    observe_in(frame, &observation);
}

/* Where the message that made the frame's events stands, if it does in the frame itself. */
static void keep_bytes(struct frame *frame, const struct message_of_frame *message)
{
    const unsigned      of_messages = FLOW_EVENT_CLIENT_HELLO | FLOW_EVENT_SERVER_HELLO | FLOW_EVENT_FATAL_ALERT |
                                      FLOW_EVENT_WARNING_ALERT | FLOW_EVENT_CERTIFICATE | FLOW_EVENT_CLIENT_CERTIFICATE |
                                      FLOW_EVENT_CERTIFICATE_REQUEST;
    struct state_bytes *bytes = &frame->bytes[frame->bytes_count];

    if ((frame->events & of_messages) == 0 || message->tvb != frame->tvb || frame->bytes_count >= STATE_BYTES_MAX)
        return;
    bytes->events = frame->events & of_messages;
    bytes->start = message->start;
    bytes->length = message->length;
    frame->bytes_count++;
}

static void observe_message(struct frame *frame, const struct message_of_frame *message)
{
    struct observation observation = {.kind = OBSERVATION_APPLICATION_DATA};
    const uint8_t     *bytes = NULL;
    unsigned           before = frame->events;

    if (message->kind == MESSAGE_APPLICATION_DATA) {
        observation.of.record_length = (uint32_t)message->length;
        observe_in(frame, &observation);
        return;
    }
    if (message->kind == MESSAGE_CHANGE_CIPHER_SPEC) {
        observe(frame, OBSERVATION_CHANGE_CIPHER_SPEC);
        return;
    }
    if (message->length <= 0 || !tvb_bytes_exist(message->tvb, message->start, message->length))
        return;
    frame->events = 0;
    bytes = tvb_get_ptr(message->tvb, message->start, message->length);
    if (message->kind == MESSAGE_ALERT)
        observe_alert(frame, bytes, (size_t)message->length);
    else if (message->kind == MESSAGE_SSLV2_HELLO)
        observe_sslv2_hello(frame, bytes, (size_t)message->length);
    else
        observe_handshake(frame, bytes, (size_t)message->length);
    keep_bytes(frame, message);
    frame->events |= before;
}

static void observe_messages(struct frame *frame)
{
    struct message_of_frame messages[LIMIT_MESSAGES_PER_FRAME];
    bool                    cut = false;
    size_t count = messages_of_frame(frame->tree, messages, LIMIT_MESSAGES_PER_FRAME, &cut);

    for (size_t i = 0; i < count; i++)
        observe_message(frame, &messages[i]);
    if (cut)
        state_capture()->limits.messages_cut++;
}

static void observe_hop_limit(struct frame *frame)
{
    struct observation observation = {.kind = OBSERVATION_HOP_LIMIT};
    uint32_t           limit = 0;

    if (!preferences_get()->trace_resets)
        return;
    if (!wanted_number(frame->tree, WANTED_IP_TTL, &limit) && !wanted_number(frame->tree, WANTED_IPV6_HOP_LIMIT, &limit))
        return;
    observation.of.hop_limit = (uint8_t)limit;
    observe_in(frame, &observation);
}

static void observe_names(struct frame *frame)
{
    const struct names_of_frame *names = frame->names;
    struct observation           observation = {.kind = OBSERVATION_CONNECT};

    take_names(frame, frame->state->flow);
    if (!frame->has_names)
        return;
    if (names->connect) {
        observation.of.with_credentials = names->with_credentials;
        observe_in(frame, &observation);
    }
    if (names->http_status != 0) {
        observation.kind = OBSERVATION_PROXY_ANSWER;
        observation.of.status = names->http_status;
        observe_in(frame, &observation);
    }
}

/* The first line of what answered a ClientHello in clear, as text; kept once. */
static void take_clear_text(struct frame *frame)
{
    const struct segment *segment = &frame->segment;
    struct flow          *flow = frame->state->flow;
    size_t                length = 0;

    if (!flow->in_clear || flow->clear_text != NULL)
        return;
    while (length < segment->start_length && segment->start[length] >= ' ' && segment->start[length] <= '~')
        length++;
    flow->clear_text = wmem_strndup(records_memory(), (const char *)segment->start, length);
}

static void observe_segment(struct frame *frame)
{
    struct observation observation = {.kind = OBSERVATION_SEGMENT, .of.segment = frame->segment};

    observe_in(frame, &observation);
    take_clear_text(frame);
    observe_hop_limit(frame);
    if ((frame->new_bits & TCP_SYN_SEEN) != 0)
        observe(frame, OBSERVATION_SYN);
    if ((frame->new_bits & TCP_SYN_ACK_SEEN) != 0)
        observe(frame, OBSERVATION_SYN_ACK);
}

static void observe_requests(struct frame *frame)
{
    struct flow *flow = frame->state->flow;
    uint8_t      sender = flow_end_of(flow, &frame->sender, (uint16_t)frame->pinfo->srcport);

    if ((frame->layers & LAYER_HTTP) == 0 || !preferences_get()->requests)
        return;
    requests_gather(frame->pinfo, frame->tree, flow, sender == flow->client_end, &frame->time, &frame->requests);
}

/* In clear only: what is said within TLS is as safe as TLS. */
static void observe_mail(struct frame *frame)
{
    struct flow       *flow = frame->state->flow;
    struct observation lines[LIMIT_MAIL_LINES_PER_FRAME];
    bool               cut = false;
    size_t             count = 0;

    if ((frame->layers & LAYER_SMTP) == 0 || flow->tls)
        return;
    if (flow->mail == NULL)
        flow->mail = wmem_new0(records_memory(), struct flow_mail);
    count = mail_lines_of_frame(frame->tree, lines, LIMIT_MAIL_LINES_PER_FRAME, &cut);
    for (size_t i = 0; i < count; i++)
        observe_in(frame, &lines[i]);
    if (cut)
        state_capture()->limits.messages_cut++;
}

static void observe_ends(struct frame *frame)
{
    bool closing = (frame->new_bits & (TCP_FIN_SEEN | TCP_RST_SEEN)) != 0;

    if ((frame->new_bits & TCP_FIN_SEEN) != 0)
        observe(frame, OBSERVATION_FIN);
    if ((frame->new_bits & TCP_RST_SEEN) != 0)
        observe(frame, OBSERVATION_RST);
    if (closing)
        requests_closed(frame->pinfo, frame->state->flow, &frame->requests);
    if (frame->requests.count > 0)
        frame->events |= FLOW_EVENT_ANSWER;
    if (closing && frame->state->flow->frames.end == frame->pinfo->num && flow_exchange_unanswered(frame->state->flow))
        frame->events |= FLOW_EVENT_CLOSED_WITHOUT_REPLY;
}

static void observe_frame(struct frame *frame)
{
    observe_segment(frame);
    observe_names(frame);
    if (has_tls_layer(frame)) {
        observe(frame, OBSERVATION_TLS_LAYER);
        observe_messages(frame);
    }
    observe_mail(frame);
    observe_requests(frame);
    observe_ends(frame);
}

/* False if the frame is evidence for nothing. */
static bool judge_and_keep(const struct frame *frame, struct flow *flow, unsigned events)
{
    const struct requests_of_frame *requests = &frame->requests;
    packet_info                    *pinfo = frame->pinfo;
    struct state_frame              record = {
        .flow = flow, .recognition = flow->recognition, .bytes = frame->bytes, .bytes_count = frame->bytes_count};

    judge_flow(flow, events, state_frame_number(pinfo), &frame->time, &record.judgement);
    for (size_t i = 0; i < requests->count; i++)
        judge_request(flow, requests->numbers[i], state_frame_number(pinfo), &record.judgement);
    if (record.judgement.count == 0)
        return false;
    state_keep_frame(pinfo, &record);
    return true;
}

/* What classify_flow() weighs: the same evidence gives the same recognition. */
struct evidence {
    const char     *names[MATCH_SOURCE_COUNT];
    const char     *client_name;
    enum flow_agent agent;
    enum role       content_role;
    uint8_t         client_end;
    bool            proxied;
    bool            handshake;
};

static struct evidence evidence_of(const struct flow *flow)
{
    struct evidence evidence = {.client_name = flow->client_name,
                                .agent = flow->agent,
                                .content_role = flow->content_role,
                                .client_end = flow->client_end,
                                .proxied = flow->proxied,
                                .handshake = classify_has_handshake(flow)};

    memcpy(evidence.names, flow->names, sizeof evidence.names);
    return evidence;
}

static bool is_same_evidence(const struct evidence *evidence, const struct flow *flow)
{
    return memcmp(evidence->names, flow->names, sizeof evidence->names) == 0 &&
           evidence->client_name == flow->client_name && evidence->agent == flow->agent &&
           evidence->content_role == flow->content_role && evidence->client_end == flow->client_end &&
           evidence->proxied == flow->proxied && evidence->handshake == classify_has_handshake(flow);
}

static bool is_complete(const struct flow *flow)
{
    return flow->outcome == FLOW_OUTCOME_COMPLETED || flow->outcome == FLOW_OUTCOME_RESUMED;
}

/* `before`: the evidence before this frame; NULL if the record is new. */
static void judge_frame(struct frame *frame, const struct evidence *before)
{
    struct flow *flow = frame->state->flow;
    bool         created = before == NULL;
    bool         recognised = false, judged = false;

    if (created || !is_same_evidence(before, flow))
        recognised = classify_flow(&preferences_get()->classify, flow);
    if ((frame->events & FLOW_EVENT_QUESTION) != 0 && flow->question != FLOW_QUESTION_NONE)
        waiting_add(flow);
    if (frame->requests.count > 0)
        state_keep_requests(frame->pinfo, frame->requests.numbers, frame->requests.count);
    if (is_complete(flow) && !frame->complete_before)
        client_names_completed(flow, state_frame_number(frame->pinfo), &frame->time);
    if (frame->events != 0) {
        clients_compare(flow, frame->events, &frame->time);
        judged = judge_and_keep(frame, flow, frame->events);
    }
    if (!judged && (created || recognised || (frame->events & FLOW_EVENT_CHANGED) != 0))
        state_mark_changed(frame->pinfo, flow);
}

/* Every TCP conversation has a small record: who sent the SYN, and how far each end's sequence numbers are. What has been seen
 * of a connection is TCP's own count, from a public header: a count of ours would differ where ports are used anew, which TCP
 * decides, and from the field tcp.completeness that people look at. */
static void update_conversation(struct frame *frame)
{
    struct state_conversation *state = frame->state;
    uint8_t                    bits = (uint8_t)frame->tcp->conversation_completeness;

    if (state->first_frame == 0) {
        state->first_frame = state_frame_number(frame->pinfo);
        state->first_time = frame->time;
    }
    frame->new_bits = bits & (uint8_t)~state->completeness;
    state->completeness = bits;
    if ((frame->new_bits & TCP_SYN_SEEN) != 0)
        state->syn_sender = frame->tcp->fwd;
}

/* Most frames have none: `names` is left alone then. */
static void read_names(struct frame *frame, struct names_of_frame *names)
{
    static const struct names_of_frame none = {.agent = FLOW_AGENT_UNKNOWN, .content_role = ROLE_UNCLASSIFIED};

    frame->names = &none;
    if ((frame->layers & (LAYER_HTTP | LAYER_SMTP)) == 0)
        return;
    frame->has_names = names_of_frame(frame->tree, names);
    frame->names = names;
}

static bool is_tls_port(uint32_t port)
{
    return port == PORT_HTTPS || port == PORT_EXCHANGE_BACKEND;
}

/* What is missing may have been a ClientHello, with a name in it. */
static void count_nameless_gap(struct state_conversation *state, bool on_tls_port)
{
    const struct segments *segments = state->segments;
    bool gap = on_tls_port && (segments_are_missing(&segments[0]) || segments_are_missing(&segments[1]));

    if (gap == state->nameless_gap)
        return;
    state->nameless_gap = gap;
    state_capture()->nameless_gaps += gap ? 1 : UINT32_MAX;
}

/* A frame of a conversation without a flow: only its bytes are counted. */
static void pass_by(struct frame *frame)
{
    size_t place = place_of_sender(frame);

    if (frame->state->segments == NULL)
        frame->state->segments = wmem_alloc0_array(wmem_file_scope(), struct segments, 2);
    segments_take(&frame->state->segments[place], &frame->state->segments[1 - place], &frame->segment);
    count_nameless_gap(frame->state, is_tls_port(frame->pinfo->srcport) || is_tls_port(frame->pinfo->destport));
}

/* Of several segments in one frame Wireshark describes the last one's conversation only: none is read, and the bytes are
 * missing from then on. Without a segment (its header is cut) there is nothing to read. */
static const struct flow *leave_out(struct frame *frame, unsigned segments)
{
    struct flow       *flow = frame->state->flow;
    struct observation observation = {.kind = OBSERVATION_TWO_SEGMENTS};

    if (segments > 1)
        state_capture()->frames_of_two_segments++;
    if (segments < 2 || flow == NULL)
        return flow;
    frame->sender = frame_address_of(&frame->pinfo->src);
    observe_in(frame, &observation);
    state_mark_changed(frame->pinfo, flow);
    return flow;
}

/* A conversation that began before Wireshark threw its state away goes on with the record that it had: this is the first
 * frame of it since, and no new SYN. */
static struct state_conversation *record_of(const struct frame *frame)
{
    const packet_info         *pinfo = frame->pinfo;
    struct state_conversation *state = state_conversation(frame->conversation, false);
    struct flow                ends;

    if (state != NULL || state_capture()->resets == 0 || (frame->tcp->conversation_completeness & TCP_SYN_SEEN) != 0)
        return state_conversation(frame->conversation, true);
    ends.ends[0].address = frame_address_of(&pinfo->src);
    ends.ends[0].port = (uint16_t)pinfo->srcport;
    ends.ends[1].address = frame_address_of(&pinfo->dst);
    ends.ends[1].port = (uint16_t)pinfo->destport;
    return state_go_on(frame->conversation, &ends);
}

const struct flow *gather_tcp_frame(packet_info *pinfo, tvbuff_t *tvb, proto_tree *tree, unsigned layers,
                                    conversation_t *conversation)
{
    struct frame          frame = {
        .pinfo = pinfo, .tvb = tvb, .tree = tree, .layers = layers, .conversation = conversation,
        .time = time_of(pinfo)};
    struct names_of_frame names;
    struct evidence       before;
    unsigned              segments = 0;
    bool                  created = false;

    /* Exported for other dissectors, as which of a connection's two ends sent a frame is told by nothing else: addresses and
     * ports are the same for both where a host talks to itself. */
    frame.tcp = get_tcp_conversation_data(conversation, pinfo);
    if (frame.tcp == NULL || frame.tcp->fwd == NULL)
        return NULL;
    frame.state = record_of(&frame);
    update_conversation(&frame);
    segments = segments_of_frame(pinfo, tree, &frame.segment);
    if (segments != 1)
        return leave_out(&frame, segments);
    read_names(&frame, &names);
    keep_smtp_names(&frame);
    if (frame.state->flow == NULL && !may_want_flow(&frame)) {
        pass_by(&frame);
        return NULL;
    }
    frame.sender = frame_address_of(&pinfo->src);
    frame.receiver = frame_address_of(&pinfo->dst);
    if (frame.state->flow == NULL) {
        if (!wants_flow(&frame) || !has_room(&frame)) {
            pass_by(&frame);
            return NULL;
        }
        create_flow(&frame);
        created = true;
    }
    before = evidence_of(frame.state->flow);
    frame.complete_before = is_complete(frame.state->flow);
    observe_frame(&frame);
    judge_frame(&frame, created ? NULL : &before);
    return frame.state->flow;
}
