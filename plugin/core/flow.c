/* flow.c: observations -> flow record: who offered what, who chose what, how it ended.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The outcome is worked out anew from the record after each observation, so that an answer that comes late
 * corrects it. Only completion and a fatal alert are final.
 */
#include "flow.h"

#include <string.h>

#include "flow_mail.h"
#include "flow_offer.h"
#include "flow_outcome.h"
#include "tls_names.h"

static const char *const outcome_ids[FLOW_OUTCOME_COUNT] = {
    NULL, "completed", "resumed", "alert", "reset", "closed", "refused", "unanswered", "in_progress", "partial",
};

static const char *const unread_ids[FLOW_UNREAD_COUNT] = {
    NULL, "cut", "gap", "out_of_order", "one_direction", "no_hello", "two_segments", "not_analysed",
};

static const char *const direction_ids[FLOW_DIRECTION_COUNT] = {
    "unknown", "onprem_to_cloud", "cloud_to_onprem", "onprem_to_onprem", "client_to_cloud",
};

static const char *const organization_side_ids[ORGANIZATION_SIDE_COUNT] = {NULL, "onprem", "cloud", "client", "proxy"};

const char *organization_side_id(enum organization_side side)
{
    return (unsigned)side < ORGANIZATION_SIDE_COUNT ? organization_side_ids[side] : NULL;
}

const char *flow_outcome_id(enum flow_outcome outcome)
{
    return (unsigned)outcome < FLOW_OUTCOME_COUNT ? outcome_ids[outcome] : NULL;
}

const char *flow_unread_id(enum flow_unread unread)
{
    return (unsigned)unread < FLOW_UNREAD_COUNT ? unread_ids[unread] : NULL;
}

const char *flow_direction_id(enum flow_direction direction)
{
    return (unsigned)direction < FLOW_DIRECTION_COUNT ? direction_ids[direction] : NULL;
}

const char *flow_side_id(enum flow_side side)
{
    if (side == FLOW_SIDE_NONE)
        return NULL;
    return side == FLOW_SIDE_CLIENT ? "client" : "server";
}

const struct flow_end *flow_client(const struct flow *flow)
{
    return &flow->ends[flow->client_end];
}

const struct flow_end *flow_server(const struct flow *flow)
{
    return &flow->ends[1 - flow->client_end];
}

/* Times outside about +-146 years of the epoch are no capture's: clamped, so that no sum overflows; the four seconds
 * are for nanoseconds that are no nanoseconds. */
static int64_t clamp_seconds(int64_t seconds)
{
    const int64_t limit = INT64_MAX / 1000000000 / 2 - 4;

    if (seconds > limit)
        return limit;
    return seconds < -limit ? -limit : seconds;
}

int64_t flow_time_between(const struct flow_time *earlier, const struct flow_time *later)
{
    int64_t seconds = clamp_seconds(later->seconds) - clamp_seconds(earlier->seconds);

    return seconds * 1000000000 + ((int64_t)later->nanoseconds - earlier->nanoseconds);
}

void flow_start(struct flow *flow, uint32_t stream, uint32_t first_frame, const struct address *sender,
                uint16_t sender_port, const struct address *receiver, uint16_t receiver_port)
{
    memset(flow, 0, sizeof *flow);
    flow->stream = stream;
    flow->frames.first = first_frame;
    flow->ends[0].address = *sender;
    flow->ends[0].port = sender_port;
    flow->ends[1].address = *receiver;
    flow->ends[1].port = receiver_port;
    flow->client_end = sender_port >= receiver_port ? 0 : 1;
    flow->outcome = FLOW_OUTCOME_PARTIAL;
}

uint8_t flow_end_of(const struct flow *flow, const struct address *address, uint16_t port)
{
    const struct flow_end *end = &flow->ends[0];

    return end->port == port && address_compare(&end->address, address) == 0 ? 0 : 1;
}

/* The letters so far were written for the other end: capitals are the client's. */
static void swap_history_case(struct flow *flow)
{
    for (size_t i = 0; i < flow->history_length; i++) {
        if (flow->history[i] >= 'A' && flow->history[i] <= 'Z')
            flow->history[i] = (char)(flow->history[i] - 'A' + 'a');
        else if (flow->history[i] >= 'a' && flow->history[i] <= 'z')
            flow->history[i] = (char)(flow->history[i] - 'a' + 'A');
    }
}

static void set_client(struct flow *flow, uint8_t end, enum flow_client_evidence evidence)
{
    if (evidence < flow->client_evidence)
        return;
    flow->client_evidence = evidence;
    if (flow->client_end == end)
        return;
    flow->client_end = end;
    swap_history_case(flow);
}

void flow_set_syn_sender(struct flow *flow, uint8_t end)
{
    flow->syn = true;
    flow->ends[end].seen = true;
    set_client(flow, end, FLOW_CLIENT_BY_SYN);
}

static bool is_client(const struct flow *flow, uint8_t end)
{
    return flow->client_end == end;
}

static enum flow_side side_of(const struct flow *flow, uint8_t end)
{
    return is_client(flow, end) ? FLOW_SIDE_CLIENT : FLOW_SIDE_SERVER;
}

/* One letter an event; the table for readers is in plugin/doc/reference.md ("History letters"). Runs of the same letter count once. */
static void add_history(struct flow *flow, char letter, uint8_t sender)
{
    char cased = is_client(flow, sender) ? letter : (char)(letter - 'A' + 'a');

    if (flow->history_length > 0 && flow->history[flow->history_length - 1] == cased)
        return;
    if (flow->history_length >= LIMIT_HISTORY_EVENTS) {
        flow->history_cut = true;
        return;
    }
    flow->history[flow->history_length++] = cased;
    flow->history[flow->history_length] = '\0';
}

static bool has_hello(const struct flow *flow)
{
    return flow->frames.client_hello != 0;
}

static bool is_complete(const struct flow *flow)
{
    return flow->outcome == FLOW_OUTCOME_COMPLETED || flow->outcome == FLOW_OUTCOME_RESUMED;
}

int flow_wait_seconds(enum flow_question question)
{
    return question == FLOW_QUESTION_FLIGHT ? FLOW_STALL_SECONDS : FLOW_WAIT_SECONDS;
}

/* What end `asker` has sent up to now, from `begin` on, waits for the other side. */
static unsigned ask(struct flow *flow, enum flow_question question, uint8_t asker, uint32_t begin, const struct flow_time *time)
{
    flow->question = question;
    flow->asker = asker;
    flow->question_begin = begin;
    flow->question_end = flow->ends[asker].segments.next;
    flow->asked_time = *time;
    flow->question_time = *time;
    flow->retransmissions = 0;
    flow->waited = false;
    return FLOW_EVENT_QUESTION;
}

/* A part of the handshake, but for the ClientHello, waits for what follows it. */
static unsigned ask_for_next_flight(struct flow *flow, const struct observation *observation)
{
    struct flow_end *end = &flow->ends[observation->sender];

    if (flow->version == 0 || is_complete(flow) || flow->has_alert)
        return 0;
    end->flight = true;
    end->flight_end = end->segments.next;
    return ask(flow, FLOW_QUESTION_FLIGHT, observation->sender, end->segments.next, &observation->time);
}

/* The first bytes may be a clock's (RFC 5246 section 7.4.1.2), the last are drawn. */
static uint64_t last_bytes_of(struct tls_bytes random)
{
    uint64_t value = 0;

    if (random.length >= sizeof value)
        memcpy(&value, random.data + random.length - sizeof value, sizeof value);
    return value;
}

static unsigned observe_client_hello(struct flow *flow, const struct observation *observation)
{
    const struct tls_client_hello *hello = observation->of.client_hello;

    add_history(flow, 'H', observation->sender);
    if (has_hello(flow))
        return ask_for_next_flight(flow, observation);
    set_client(flow, observation->sender, FLOW_CLIENT_BY_HELLO);
    flow->frames.client_hello = observation->frame;
    flow->client_hello_time = observation->time;
    flow->legacy_version = hello->legacy_version;
    flow->max_version = hello->max_version;
    flow->hello_random = last_bytes_of(hello->random);
    flow->offer = flow_offer_quality(hello);
    flow->hello_end = flow->ends[observation->sender].segments.next;
    flow->answer_begun = segments_are_missing(&flow_server(flow)->segments);
    /* A ServerHello that was seen first is out of order in the capture: nothing waits for it. */
    if (flow->version != 0)
        return FLOW_EVENT_CLIENT_HELLO;
    return FLOW_EVENT_CLIENT_HELLO |
           ask(flow, FLOW_QUESTION_HELLO, observation->sender, flow->hello_end - observation->message_length,
               &observation->time);
}

/* RFC 8446 section 4.2.10: early data that was still on its way at the HelloRetryRequest is no Finished. */
static void forget_early_data(struct flow *flow)
{
    struct flow_end *client = &flow->ends[flow->client_end];

    client->encrypted_record = false;
    client->finished_size_record = false;
    flow->small_client_record = false;
    flow->request_open = false;
    flow->tickets = 0;
}

static unsigned observe_server_hello(struct flow *flow, const struct observation *observation)
{
    const struct tls_server_hello *hello = observation->of.server_hello;

    add_history(flow, hello->is_hello_retry_request ? 'Y' : 'H', observation->sender);
    if (!has_hello(flow))
        set_client(flow, (uint8_t)(1 - observation->sender), FLOW_CLIENT_BY_HELLO);
    if (flow->hello_retry_request && !hello->is_hello_retry_request)
        forget_early_data(flow);
    flow->hello_retry_request = flow->hello_retry_request || hello->is_hello_retry_request;
    if (flow->version != 0)
        return 0;
    flow->version = hello->version;
    flow->cipher = hello->cipher_suite;
    flow->has_cipher = !hello->sslv2_framed;
    flow->downgrade_sentinel = hello->has_downgrade_sentinel;
    flow->frames.server_hello = observation->frame;
    flow->server_hello_time = observation->time;
    return FLOW_EVENT_SERVER_HELLO;
}

static char handshake_letter(uint8_t type)
{
    switch (type) {
    case TLS_HANDSHAKE_CERTIFICATE: return 'C';
    case TLS_HANDSHAKE_SERVER_KEY_EXCHANGE:
    case TLS_HANDSHAKE_CLIENT_KEY_EXCHANGE: return 'K';
    case TLS_HANDSHAKE_CERTIFICATE_REQUEST: return 'Q';
    case TLS_HANDSHAKE_SERVER_HELLO_DONE: return 'D';
    case TLS_HANDSHAKE_CERTIFICATE_VERIFY: return 'V';
    case TLS_HANDSHAKE_NEW_SESSION_TICKET: return 'T';
    case TLS_HANDSHAKE_FINISHED: return 'F';
    default: return 'O';
    }
}

static unsigned observe_handshake(struct flow *flow, const struct observation *observation)
{
    struct flow_end *end = &flow->ends[observation->sender];
    uint8_t          type = observation->of.handshake_type;

    add_history(flow, handshake_letter(type), observation->sender);
    end->certificate = end->certificate || type == TLS_HANDSHAKE_CERTIFICATE;
    end->hello_done = end->hello_done || type == TLS_HANDSHAKE_SERVER_HELLO_DONE;
    end->finished = end->finished || type == TLS_HANDSHAKE_FINISHED;
    if (type == TLS_HANDSHAKE_CLIENT_KEY_EXCHANGE || type == TLS_HANDSHAKE_SERVER_KEY_EXCHANGE)
        end->key_exchange = true;
    return type == TLS_HANDSHAKE_CERTIFICATE_REQUEST ? FLOW_EVENT_CERTIFICATE_REQUEST : 0;
}

static void observe_change_cipher_spec(struct flow *flow, uint8_t sender)
{
    struct flow_end *end = &flow->ends[sender];
    bool             full = end->hello_done || flow_client(flow)->key_exchange;

    add_history(flow, 'G', sender);
    if (!end->change_cipher_spec && !is_client(flow, sender) && !full)
        flow->abbreviated = flow->version != 0 && flow->version < TLS_VERSION_1_3;
    end->change_cipher_spec = true;
}

static void observe_encrypted_handshake(struct flow *flow, uint8_t sender)
{
    add_history(flow, 'F', sender);
    flow->ends[sender].finished = true;
}

/* Up to TLS 1.2 tickets are handshake messages: any data is a reply. */
static bool is_ticket(const struct flow *flow, uint32_t length)
{
    if (flow->version < TLS_VERSION_1_3 || flow->tickets >= FLOW_MOST_TICKETS)
        return false;
    if (length > FLOW_LONGEST_TICKET_RECORD || length < FLOW_SHORTEST_TICKET_RECORD)
        return false;
    return flow->tickets == 0 || length == flow->ticket_length;
}

static void note_reply(struct flow *flow, uint32_t length)
{
    if (flow->version >= TLS_VERSION_1_3 && length <= FLOW_ALERT_RECORD)
        return;
    if (is_ticket(flow, length)) {
        flow->tickets++;
        flow->ticket_length = length;
        return;
    }
    flow->tickets = FLOW_MOST_TICKETS;
    flow->request_open = false;
}

/* What the client asks after its Finished, and what the server answers, by size alone. */
static void note_request_or_reply(struct flow *flow, const struct observation *observation)
{
    const struct flow_end *client = flow_client(flow);
    bool finished_before = flow->version < TLS_VERSION_1_3 ? client->finished
                                                           : client->finished || client->finished_size_record;

    if (!finished_before)
        return;
    if (is_client(flow, observation->sender))
        flow->request_open = flow->request_open || observation->of.record_length > FLOW_REQUEST_RECORD;
    else
        note_reply(flow, observation->of.record_length);
}

static void observe_application_data(struct flow *flow, const struct observation *observation)
{
    struct flow_end *end = &flow->ends[observation->sender];

    add_history(flow, 'A', observation->sender);
    note_request_or_reply(flow, observation);
    if (flow->version == 0) {
        end->encrypted_record = end->encrypted_record || !is_client(flow, observation->sender);
        return;
    }
    /* RFC 5246 section 7.4.9: nobody sends these before its own Finished, which the capture may have missed. */
    if (flow->version < TLS_VERSION_1_3) {
        end->finished = true;
        return;
    }
    if (observation->of.record_length >= FLOW_SMALLEST_FINISHED_RECORD)
        end->finished_size_record = true;
    else if (!end->encrypted_record && is_client(flow, observation->sender))
        flow->small_client_record = true;
    end->encrypted_record = true;
}

/* Before completion only: the first end is the one that counts. */
static void note_end(struct flow *flow, enum flow_side side, bool by_rst)
{
    if (flow->ended_by != FLOW_SIDE_NONE || is_complete(flow) || flow->has_alert)
        return;
    flow->ended_by = side;
    flow->ended_by_rst = by_rst;
    /* RFC 8446 section 6: the client's only record is too small for anything but an alert. */
    if (flow->small_client_record && !flow_client(flow)->finished_size_record)
        flow->ended_by = FLOW_SIDE_CLIENT;
}

/* RFC 8446 section 6: from TLS 1.3 on the level says nothing; user_canceled (90) announces a closure only. */
static bool is_fatal(const struct flow *flow, struct tls_alert alert)
{
    return alert.level == TLS_ALERT_LEVEL_FATAL || (flow->version >= TLS_VERSION_1_3 && alert.description != 90);
}

static unsigned observe_alert(struct flow *flow, const struct observation *observation)
{
    struct tls_alert alert = observation->of.alert;
    enum flow_side   side = side_of(flow, observation->sender);
    bool             complete = is_complete(flow);

    if (alert.description == 0) {
        add_history(flow, 'N', observation->sender);
        if (has_hello(flow))
            note_end(flow, side, false);
        return 0;
    }
    if (!is_fatal(flow, alert)) {
        add_history(flow, 'W', observation->sender);
        flow->last_warning = alert.description;
        return has_hello(flow) ? FLOW_EVENT_WARNING_ALERT : 0;
    }
    add_history(flow, 'L', observation->sender);
    if (flow->has_alert)
        return 0;
    flow->has_alert = true;
    flow->alert = alert;
    flow->alert_sender = side;
    flow->frames.alert = observation->frame;
    flow->alert_time = observation->time;
    if (!has_hello(flow))
        return 0;
    if (!complete)
        flow->ended_by = side;
    return FLOW_EVENT_FATAL_ALERT;
}

/* Two apart and more: one hop may come and go with routes that are shared out. The RST's own limit counts in. */
static bool has_foreign_hop_limit(const struct flow_end *end)
{
    return end->hop_limit_high != 0 && end->hop_limit_high - end->hop_limit_low > 2;
}

/* That one part of a handshake follows another is told only where somebody was said to wait for it. */
static unsigned end_question(struct flow *flow)
{
    bool told = flow->question != FLOW_QUESTION_FLIGHT || flow->waited;

    flow->question = FLOW_QUESTION_NONE;
    flow->waited = false;
    return told ? FLOW_EVENT_ANSWERED | FLOW_EVENT_REPLIED : 0;
}

bool flow_hello_received(const struct flow *flow)
{
    return has_hello(flow) && segments_are_received(&flow_client(flow)->segments, flow->hello_end);
}

bool flow_left_silent(const struct flow *flow)
{
    bool stood = flow->syn_ack && (flow->proxied ? flow->proxy_passed : !flow_server(flow)->payload);

    return stood && !flow->spoke && !flow->tls && flow->ended_by == FLOW_SIDE_CLIENT;
}

bool flow_flight_received(const struct flow *flow)
{
    const struct flow_end *server = flow_server(flow);

    return server->flight && segments_are_received(&server->segments, server->flight_end);
}

/* RFC 6298 section 2: what is lost is sent again after a second; two round trips let an answer come and be repeated. */
static bool is_hasty(const struct flow *flow, enum flow_side side, const struct flow_time *time)
{
    int64_t patience = (int64_t)FLOW_PATIENCE_MILLISECONDS * 1000000;
    int64_t round_trips = (int64_t)flow->round_trip * 2000;
    bool    asked = flow->question != FLOW_QUESTION_NONE && flow->question != FLOW_QUESTION_SYN;

    if (side != FLOW_SIDE_CLIENT || !asked || !is_client(flow, flow->asker))
        return false;
    return flow_time_between(&flow->asked_time, time) < (round_trips > patience ? round_trips : patience);
}

static bool has_stalled(const struct flow *flow, const struct flow_time *time)
{
    const struct segments *asked = &flow->ends[flow->asker].segments;
    const struct segments *silent = &flow->ends[1 - flow->asker].segments;

    return flow->question == FLOW_QUESTION_FLIGHT && segments_are_received(asked, flow->question_end) &&
           !segments_are_missing(silent) &&
           flow_time_between(&flow->asked_time, time) >= (int64_t)FLOW_STALL_SECONDS * 1000000000;
}

/* Who receives what stands behind a hole complains by acknowledging what stands before it, again and again. */
static bool has_large_hole(const struct segments *segments)
{
    return segments->run_count > 0 && segments->acknowledged_known && segments->acknowledged == segments->next &&
           segments_distance(segments->next, segments->runs[0].begin) >= FLOW_LARGE_SEGMENT;
}

static bool is_lasting_hole(const struct flow *flow, const struct flow_time *time)
{
    return flow->hole_since != 0 && has_large_hole(&flow_server(flow)->segments) &&
           clamp_seconds(time->seconds) - flow->hole_since >= FLOW_HOLE_SECONDS;
}

static unsigned note_large_lost(struct flow_end *end)
{
    end->lost_large = true;
    return FLOW_EVENT_LARGE_LOST;
}

static unsigned observe_tcp_end(struct flow *flow, const struct observation *observation)
{
    bool           by_rst = observation->kind == OBSERVATION_RST;
    enum flow_side side = side_of(flow, observation->sender);
    bool           first = flow->frames.end == 0;
    bool           decided = is_complete(flow) || flow->has_alert;
    unsigned       events = FLOW_EVENT_ANSWERED;

    add_history(flow, by_rst ? 'R' : 'Z', observation->sender);
    /* The server's end of a connection that the client has given up answers nothing. */
    if (!first)
        return FLOW_EVENT_ANSWERED;
    flow->closed_by = side;
    flow->closed_by_rst = by_rst;
    flow->hasty = is_hasty(flow, side, &observation->time);
    if (!decided && has_stalled(flow, &observation->time)) {
        flow->stalled = observation->sender == flow->asker;
        events |= FLOW_EVENT_STALLED;
    }
    if (!decided && is_lasting_hole(flow, &observation->time))
        events |= note_large_lost(&flow->ends[1 - flow->client_end]);
    /* Who gives a CONNECT no answer, or waits itself, has not answered by closing. */
    if (observation->sender != flow->asker && flow->question != FLOW_QUESTION_NONE && flow->question != FLOW_QUESTION_CONNECT)
        events |= end_question(flow);
    flow->frames.end = observation->frame;
    flow->end_time = observation->time;
    flow->foreign_reset = by_rst && has_foreign_hop_limit(&flow->ends[observation->sender]);
    note_end(flow, side, by_rst);
    if (is_complete(flow) && flow->request_open && !flow->has_alert && flow_why_unread(flow) == FLOW_UNREAD_NONE)
        return events | FLOW_EVENT_CLOSED_WITHOUT_REPLY;
    return decided ? events : events | FLOW_EVENT_ENDED;
}

static unsigned observe_answer(struct flow *flow, uint8_t sender)
{
    if (flow->question == FLOW_QUESTION_NONE || sender == flow->asker)
        return 0;
    if (flow->ended_by == FLOW_SIDE_NONE)
        return end_question(flow);
    /* Whoever asked left before the answer came. */
    flow->hasty = flow->ended_by == FLOW_SIDE_CLIENT;
    return end_question(flow) | FLOW_EVENT_ENDED;
}

/* RFC 8446 section 5.1 and RFC 5246 section 6.2.1: content types 20 to 24, major version 3; or a ServerHello in the
 * framing of SSL 2.0, whose length has its highest bit set. */
static bool is_tls_record(const struct segment *segment)
{
    const uint8_t *start = segment->start;

    if (segment->start_length < 2)
        return true;
    if (start[0] >= 20 && start[0] <= 24)
        return start[1] == 3;
    return (start[0] & 0x80) != 0 && (segment->start_length < 3 || start[2] == 4);
}

/* SSL 2.0: what follows the hellos is encrypted records without a type. The client's next bytes are its key and Finished;
 * what the server says then, and is no error, proves that it has the key. */
static void observe_ssl2_payload(struct flow *flow, uint8_t sender, const struct segment *segment)
{
    struct flow_end *client = &flow->ends[flow->client_end];

    if (flow->version != TLS_VERSION_SSL2)
        return;
    if (is_client(flow, sender))
        client->key_exchange = client->finished = true;
    else if (client->finished && segment->length >= FLOW_SHORTEST_SSL2_VERIFY)
        flow->ends[sender].finished = true;
}

/* Payload that was due, or that fills a hole. */
static unsigned observe_payload(struct flow *flow, uint8_t sender, const struct segment *segment, enum segments_news news)
{
    bool     begins = news != SEGMENTS_BEHIND_HOLE && has_hello(flow) && !flow->answer_begun && !is_client(flow, sender);
    unsigned events = 0;

    flow->ends[sender].payload = true;
    flow->cut = flow->cut || segment->cut;
    observe_ssl2_payload(flow, sender, segment);
    if (is_client(flow, sender) && (!flow->proxied || flow->proxy_passed))
        flow->spoke = true;
    if (begins) {
        flow->answer_begun = true;
        flow->in_clear = !is_tls_record(segment);
        events |= flow->in_clear ? FLOW_EVENT_IN_CLEAR : 0u;
    }
    return events | observe_answer(flow, sender);
}

/* True if the segment is neither a copy made by the capture nor a keep-alive (RFC 9293 section 3.8.4: one byte at most). */
static bool is_sent_again(const struct flow *flow, const struct segment *segment, const struct flow_time *time)
{
    const int64_t copy = (int64_t)FLOW_CAPTURE_COPY_MILLISECONDS * 1000000;

    return (segment->length > 1 || segment->syn) && flow_time_between(&flow->question_time, time) >= copy;
}

/* A large segment that is the first one not acknowledged. */
static unsigned note_large_repeat(struct flow *flow, struct flow_end *end, const struct segment *segment)
{
    bool first = !end->segments.acknowledged_known || segments_distance(end->segments.acknowledged, segment->sequence) == 0;

    if (segment->length < FLOW_LARGE_SEGMENT || !first || is_complete(flow) || flow->has_alert)
        return 0;
    if (end->large_repeats < UINT8_MAX)
        end->large_repeats++;
    return end->large_repeats == FLOW_LARGE_REPEATS ? note_large_lost(end) : 0;
}

/* Bytes that were sent before: of the question, they prove that its sender waits. */
static unsigned observe_repetition(struct flow *flow, uint8_t sender, const struct segment *segment,
                                   const struct flow_time *time)
{
    uint32_t end = segment->sequence + segment->length + (segment->syn ? 1 : 0);
    bool     repeats = segments_distance(segment->sequence, flow->question_end) > 0 &&
                   segments_distance(flow->question_begin, end) > 0;
    unsigned events = 0;

    if (flow->question == FLOW_QUESTION_NONE || sender != flow->asker || !is_sent_again(flow, segment, time))
        return 0;
    events = note_large_repeat(flow, &flow->ends[sender], segment);
    if (flow->question != FLOW_QUESTION_FLIGHT && !repeats)
        return events;
    flow->question_time = *time;
    if (flow->retransmissions < UINT8_MAX)
        flow->retransmissions++;
    add_history(flow, 'X', sender);
    if (flow->retransmissions != 2 || flow->question == FLOW_QUESTION_FLIGHT)
        return events;
    return events | FLOW_EVENT_RETRANSMITTED;
}

/* Acknowledging a SYN-ACK, or sending more than a SYN, proves that the SYN was answered. */
static unsigned observe_progress(struct flow *flow, uint8_t sender, const struct segment *segment)
{
    if (flow->question != FLOW_QUESTION_SYN || sender != flow->asker || segment->syn || segment->rst || !segment->acknowledges)
        return 0;
    return end_question(flow);
}

static void note_hole(struct flow *flow, uint8_t sender, const struct flow_time *time)
{
    if (!has_large_hole(&flow_server(flow)->segments))
        flow->hole_since = 0;
    else if (is_client(flow, sender) && flow->hole_since == 0)
        flow->hole_since = clamp_seconds(time->seconds);
}

static unsigned observe_segment(struct flow *flow, const struct observation *observation)
{
    const struct segment *segment = &observation->of.segment;
    struct flow_end      *own = &flow->ends[observation->sender];
    struct flow_end      *other = &flow->ends[1 - observation->sender];
    uint32_t              acknowledged = other->segments.acknowledged;
    enum segments_news    news = SEGMENTS_NOTHING;
    unsigned              events = 0;

    if (segment->rst)
        flow->reset_beyond = segments_are_missing_before_reset(&own->segments, segment->sequence);
    news = segments_take(&own->segments, &other->segments, segment);
    if (other->segments.acknowledged != acknowledged)
        other->large_repeats = 0;
    note_hole(flow, observation->sender, &observation->time);
    events = observe_progress(flow, observation->sender, segment);
    if (news == SEGMENTS_REPEATED)
        return events | observe_repetition(flow, observation->sender, segment, &observation->time);
    if (segment->length == 0)
        return events;
    return events | observe_payload(flow, observation->sender, segment, news);
}

static unsigned observe_certificate(struct flow *flow, const struct observation *observation)
{
    const struct flow_certificate *certificate = observation->of.certificate;
    bool                           client = is_client(flow, observation->sender);
    bool                           first = !flow->ends[observation->sender].certificate;

    add_history(flow, 'C', observation->sender);
    flow->ends[observation->sender].certificate = true;
    if (!first || certificate == NULL)
        return 0;
    if (client) {
        flow->client_certificate_empty = certificate->empty;
        return FLOW_EVENT_CLIENT_CERTIFICATE;
    }
    flow->certificate = certificate;
    return FLOW_EVENT_CERTIFICATE;
}

static unsigned observe_proxy_answer(struct flow *flow, uint32_t status)
{
    const uint32_t demand = 407; /* Proxy Authentication Required, RFC 9110 section 15.5.8 */

    if (!flow->proxied || flow->proxy_passed || status < 200)
        return 0;
    flow->proxy_status = (uint16_t)(status < UINT16_MAX ? status : UINT16_MAX);
    flow->proxy_passed = status < 300;
    flow->spoke = false;
    if (status == demand && flow->demands < UINT8_MAX)
        flow->demands++;
    return flow->proxy_passed ? 0 : FLOW_EVENT_PROXY_ANSWER;
}

static void observe_hop_limit(struct flow *flow, const struct observation *observation)
{
    struct flow_end *end = &flow->ends[observation->sender];
    uint8_t          limit = observation->of.hop_limit;

    if (end->hop_limit_high == 0)
        end->hop_limit_low = end->hop_limit_high = limit;
    if (limit < end->hop_limit_low)
        end->hop_limit_low = limit;
    if (limit > end->hop_limit_high)
        end->hop_limit_high = limit;
}

static unsigned observe_syn(struct flow *flow, const struct observation *observation)
{
    flow_set_syn_sender(flow, observation->sender);
    add_history(flow, 'S', observation->sender);
    if (flow->syn_ack || has_hello(flow))
        return 0;
    return ask(flow, FLOW_QUESTION_SYN, observation->sender, flow->ends[observation->sender].segments.next - 1, &observation->time);
}

/* Microseconds, for as long as anybody waits. */
static uint32_t round_trip(const struct flow_time *asked, const struct flow_time *answered)
{
    int64_t between = flow_time_between(asked, answered) / 1000;

    if (between < 0)
        return 0;
    return between < UINT32_MAX ? (uint32_t)between : UINT32_MAX;
}

static unsigned observe_syn_ack(struct flow *flow, const struct observation *observation)
{
    flow->syn_ack = true;
    if (flow->client_evidence == FLOW_CLIENT_BY_PORT)
        set_client(flow, (uint8_t)(1 - observation->sender), FLOW_CLIENT_BY_PORT);
    add_history(flow, 'S', observation->sender);
    if (flow->question != FLOW_QUESTION_SYN)
        return 0;
    flow->round_trip = round_trip(&flow->question_time, &observation->time);
    return end_question(flow);
}

static unsigned observe_connect(struct flow *flow, const struct observation *observation)
{
    const struct segments *segments = &flow->ends[observation->sender].segments;

    flow->proxied = true;
    flow->spoke = flow->spoke && flow->proxy_passed;
    flow->asked_with_credentials = observation->of.with_credentials;
    if (flow->proxy_passed)
        return 0;
    return ask(flow, FLOW_QUESTION_CONNECT, observation->sender, segments->next - 1, &observation->time);
}

static unsigned observe_waited(struct flow *flow, const struct flow_time *time)
{
    if (flow->question == FLOW_QUESTION_NONE || flow->ended_by != FLOW_SIDE_NONE)
        return 0;
    if (flow->question != FLOW_QUESTION_FLIGHT) {
        flow->waited = true;
        return FLOW_EVENT_WAITED;
    }
    flow->waited = has_stalled(flow, time);
    return flow->waited ? FLOW_EVENT_STALLED : 0;
}

static unsigned observe_message(struct flow *flow, const struct observation *observation)
{
    switch (observation->kind) {
    case OBSERVATION_SERVER_HELLO: return observe_server_hello(flow, observation);
    case OBSERVATION_HANDSHAKE: return observe_handshake(flow, observation);
    case OBSERVATION_CERTIFICATE: return observe_certificate(flow, observation);
    case OBSERVATION_ENCRYPTED_HANDSHAKE: observe_encrypted_handshake(flow, observation->sender); return 0;
    case OBSERVATION_CHANGE_CIPHER_SPEC: observe_change_cipher_spec(flow, observation->sender); return 0;
    case OBSERVATION_APPLICATION_DATA: observe_application_data(flow, observation); return 0;
    default: return 0;
    }
}

static unsigned observe_tls(struct flow *flow, const struct observation *observation)
{
    unsigned events = 0;

    flow->tls = true;
    switch (observation->kind) {
    case OBSERVATION_TLS_LAYER: return 0;
    case OBSERVATION_CLIENT_HELLO: return observe_client_hello(flow, observation);
    case OBSERVATION_ALERT: return observe_answer(flow, observation->sender) | observe_alert(flow, observation);
    case OBSERVATION_ENCRYPTED_ALERT:
        add_history(flow, 'E', observation->sender);
        return observe_answer(flow, observation->sender);
    default: break;
    }
    events = observe_answer(flow, observation->sender);
    events |= observe_message(flow, observation);
    return events | ask_for_next_flight(flow, observation);
}

static unsigned observe_kind(struct flow *flow, const struct observation *observation)
{
    switch (observation->kind) {
    case OBSERVATION_SYN: return observe_syn(flow, observation);
    case OBSERVATION_SYN_ACK: return observe_syn_ack(flow, observation);
    case OBSERVATION_SEGMENT: return observe_segment(flow, observation);
    case OBSERVATION_TWO_SEGMENTS: flow->two_segments = true; return 0;
    case OBSERVATION_FIN:
    case OBSERVATION_RST: return observe_tcp_end(flow, observation);
    case OBSERVATION_WAITED: return observe_waited(flow, &observation->time);
    case OBSERVATION_HOP_LIMIT: observe_hop_limit(flow, observation); return 0;
    case OBSERVATION_PROXY_ANSWER: return observe_proxy_answer(flow, observation->of.status);
    case OBSERVATION_CONNECT: return observe_connect(flow, observation);
    case OBSERVATION_MAIL_COMMAND:
    case OBSERVATION_MAIL_REPLY: return 0;
    default: return observe_tls(flow, observation);
    }
}

/* What cannot be told must not be judged; what was missing at the end may arrive after it. */
static unsigned judged_events(struct flow *flow, unsigned events)
{
    if (flow->outcome == FLOW_OUTCOME_PARTIAL || flow->outcome == FLOW_OUTCOME_NONE) {
        flow->ended_unjudged = flow->ended_unjudged || (events & FLOW_EVENT_ENDED) != 0;
        events &= ~(unsigned)(FLOW_EVENT_ENDED | FLOW_EVENT_RETRANSMITTED | FLOW_EVENT_STALLED | FLOW_EVENT_FATAL_ALERT);
    } else if (flow->ended_unjudged) {
        flow->ended_unjudged = false;
        events |= flow_failed(flow) ? FLOW_EVENT_ENDED : 0u;
    }
    if (flow->outcome != FLOW_OUTCOME_UNANSWERED)
        events &= ~(unsigned)FLOW_EVENT_WAITED;
    return events;
}

unsigned flow_observe(struct flow *flow, const struct observation *observation)
{
    enum flow_outcome before = flow->outcome;
    bool              complete = is_complete(flow);
    unsigned          events = 0;

    if (observation->sender > 1)
        return 0;
    if (observation->kind != OBSERVATION_WAITED) {
        flow->ends[observation->sender].seen = true;
        flow->frames.last = observation->frame;
    }
    if (flow->first_time.seconds == 0 && flow->first_time.nanoseconds == 0)
        flow->first_time = observation->time;
    events = observe_kind(flow, observation) | flow_mail_observe(flow, observation);
    flow->outcome = flow_work_out_outcome(flow, &flow->unread);
    if (flow_choice_is_unseen(flow))
        events |= FLOW_EVENT_CHOICE_UNSEEN;
    if (is_complete(flow) && !complete) {
        events |= FLOW_EVENT_COMPLETED;
        flow->question = FLOW_QUESTION_NONE;
    }
    if ((events & ~(unsigned)(FLOW_EVENT_QUESTION | FLOW_EVENT_CHOICE_UNSEEN)) != 0 || flow->outcome != before)
        events |= FLOW_EVENT_CHANGED;
    return judged_events(flow, events);
}

enum flow_side flow_ended_by(const struct flow *flow)
{
    return flow_failed(flow) ? flow->ended_by : FLOW_SIDE_NONE;
}

const char *flow_history(const struct flow *flow, char *text)
{
    if (flow->history_length == 0)
        return NULL;
    memcpy(text, flow->history, flow->history_length);
    memcpy(text + flow->history_length, flow->history_cut ? "\xe2\x80\xa6" : "", flow->history_cut ? 4 : 1);
    return text;
}

bool flow_failed(const struct flow *flow)
{
    switch (flow->outcome) {
    case FLOW_OUTCOME_ALERT:
    case FLOW_OUTCOME_RESET:
    case FLOW_OUTCOME_CLOSED:
    case FLOW_OUTCOME_REFUSED:
    case FLOW_OUTCOME_UNANSWERED: return true;
    default: return false;
    }
}
