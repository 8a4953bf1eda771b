/* flow_player.c: see flow_player.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "flow_player.h"

#include <string.h>

#include <glib.h>

#include "tls_names.h"

/* Of each end, by its number. */
static const uint32_t first_sequences[2] = {1000, 5000};

static struct address address_of(const char *text)
{
    struct address address;

    g_assert_true(address_parse(text, &address));
    return address;
}

void flow_player_start_between(struct flow_player *player, const char *client, uint16_t client_port,
                               const char *server, uint16_t server_port, bool client_first)
{
    struct address client_address = address_of(client);
    struct address server_address = address_of(server);

    memset(player, 0, sizeof *player);
    player->client = client_first ? 0 : 1;
    memcpy(player->sequence, first_sequences, sizeof player->sequence);
    player->time.seconds = FLOW_PLAYER_FIRST_SECOND;
    if (client_first)
        flow_start(&player->flow, 7, 1, &client_address, client_port, &server_address, server_port);
    else
        flow_start(&player->flow, 7, 1, &server_address, server_port, &client_address, client_port);
}

void flow_player_start(struct flow_player *player)
{
    flow_player_start_between(player, "10.0.0.10", 50000, "198.51.100.20", 443, true);
}

void play_pause(struct flow_player *player, int64_t milliseconds)
{
    int64_t nanoseconds = player->time.nanoseconds + milliseconds % 1000 * 1000000;

    player->time.seconds += milliseconds / 1000;
    if (nanoseconds >= 1000000000) {
        player->time.seconds++;
        nanoseconds -= 1000000000;
    } else if (nanoseconds < 0) {
        player->time.seconds--;
        nanoseconds += 1000000000;
    }
    player->time.nanoseconds = (int32_t)nanoseconds;
}

static void start_frame(struct flow_player *player)
{
    player->frame++;
    player->events = 0;
    if (player->frame > 1)
        play_pause(player, FLOW_PLAYER_STEP_MILLISECONDS);
}

static void observe(struct flow_player *player, enum flow_side side, struct observation observation)
{
    observation.frame = player->frame;
    observation.time = player->time;
    observation.sender = side == FLOW_SIDE_CLIENT ? player->client : (uint8_t)(1 - player->client);
    player->events |= flow_observe(&player->flow, &observation);
}

static void observe_kind(struct flow_player *player, enum flow_side side, enum observation_kind kind)
{
    observe(player, side, (struct observation){.kind = kind});
}

static uint8_t end_of(const struct flow_player *player, enum flow_side side)
{
    return side == FLOW_SIDE_CLIENT ? player->client : (uint8_t)(1 - player->client);
}

/* The segment of a frame: it goes on where its sender was, and acknowledges all that was sent to it. */
static void observe_segment(struct flow_player *player, enum flow_side side, struct segment segment)
{
    uint8_t end = end_of(player, side);

    segment.sequence += player->sequence[end];
    if (!player->deaf[end] && player->sequence[1 - end] != first_sequences[1 - end])
        player->heard[end] = player->sequence[1 - end];
    segment.acknowledgement = player->heard[end];
    segment.acknowledges = segment.acknowledgement != 0;
    observe(player, side, (struct observation){.kind = OBSERVATION_SEGMENT, .of.segment = segment});
    if (segment.sequence == player->sequence[end])
        player->sequence[end] += segment.length + (segment.syn ? 1 : 0) + (segment.fin ? 1 : 0);
}

/* A frame that carries a message, or other payload. */
static void observe_payload(struct flow_player *player, enum flow_side side, uint32_t length)
{
    observe_segment(player, side, (struct segment){.length = length});
}

static void end_frame(struct flow_player *player)
{
    player->all_events |= player->events;
    if (player->each_frame != NULL)
        player->each_frame(player);
}

unsigned play(struct flow_player *player, enum flow_side side, struct observation observation)
{
    start_frame(player);
    observe(player, side, observation);
    end_frame(player);
    return player->events;
}

static void play_tcp(struct flow_player *player, enum flow_side side, enum observation_kind kind, struct segment segment)
{
    start_frame(player);
    observe_segment(player, side, segment);
    if (kind != OBSERVATION_SEGMENT)
        observe_kind(player, side, kind);
    end_frame(player);
}

static void play_tls(struct flow_player *player, enum flow_side side, struct observation observation)
{
    start_frame(player);
    observe_payload(player, side, 200);
    observe_kind(player, side, OBSERVATION_TLS_LAYER);
    if (observation.kind == OBSERVATION_CLIENT_HELLO)
        observation.message_length = 195;
    if (observation.kind != OBSERVATION_TLS_LAYER)
        observe(player, side, observation);
    end_frame(player);
}

void play_raw_segment(struct flow_player *player, enum flow_side side, struct segment segment)
{
    play_tcp(player, side, OBSERVATION_SEGMENT, segment);
}

void play_loss(struct flow_player *player, enum flow_side side, uint32_t bytes)
{
    player->sequence[end_of(player, side)] += bytes;
}

void play_deafness(struct flow_player *player, enum flow_side side)
{
    player->deaf[end_of(player, side)] = true;
}

/* ---- TCP ---- */

void play_syn(struct flow_player *player)
{
    play_tcp(player, FLOW_SIDE_CLIENT, OBSERVATION_SYN, (struct segment){.syn = true});
}

void play_syn_ack(struct flow_player *player)
{
    play_tcp(player, FLOW_SIDE_SERVER, OBSERVATION_SYN_ACK, (struct segment){.syn = true});
}

void play_connect(struct flow_player *player)
{
    play_syn(player);
    play_syn_ack(player);
    play_segment(player, FLOW_SIDE_CLIENT);
}

void play_proxy(struct flow_player *player)
{
    play(player, FLOW_SIDE_CLIENT, (struct observation){.kind = OBSERVATION_CONNECT});
    play(player, FLOW_SIDE_SERVER, (struct observation){.kind = OBSERVATION_PROXY_ANSWER, .of.status = 200});
}

void play_segment(struct flow_player *player, enum flow_side side)
{
    play_tcp(player, side, OBSERVATION_SEGMENT, (struct segment){0});
}

void play_payload(struct flow_player *player, enum flow_side side)
{
    play_tcp(player, side, OBSERVATION_SEGMENT, (struct segment){.length = 200});
}

void play_cut_payload(struct flow_player *player, enum flow_side side)
{
    start_frame(player);
    observe_segment(player, side, (struct segment){.length = 200, .cut = true});
    observe_kind(player, side, OBSERVATION_TLS_LAYER);
    end_frame(player);
}

/* Of what this end sent last: a SYN if it sent nothing else. */
void play_retransmission(struct flow_player *player, enum flow_side side)
{
    bool syn = player->flow.question == FLOW_QUESTION_SYN;

    play_tcp(player, side, OBSERVATION_SEGMENT,
             syn ? (struct segment){.syn = true, .sequence = UINT32_MAX} : (struct segment){.length = 200, .sequence = UINT32_MAX - 199});
}

void play_fin(struct flow_player *player, enum flow_side side)
{
    play_tcp(player, side, OBSERVATION_FIN, (struct segment){.fin = true});
}

void play_rst(struct flow_player *player, enum flow_side side)
{
    play_tcp(player, side, OBSERVATION_RST, (struct segment){.rst = true});
}

void play_waited(struct flow_player *player)
{
    struct observation observation = {.kind = OBSERVATION_WAITED, .time = player->time};

    observation.time.seconds += flow_wait_seconds(player->flow.question);
    player->events = flow_observe(&player->flow, &observation);
    end_frame(player);
}

/* ---- TLS ---- */

void play_tls_layer(struct flow_player *player, enum flow_side side)
{
    play_tls(player, side, (struct observation){.kind = OBSERVATION_TLS_LAYER});
}

static void play_hello(struct flow_player *player, const struct tls_client_hello *hello)
{
    play_tls(player, FLOW_SIDE_CLIENT,
             (struct observation){.kind = OBSERVATION_CLIENT_HELLO, .of.client_hello = hello});
}

void play_client_hello_message(struct flow_player *player, struct message *message)
{
    struct tls_client_hello hello;

    message_finish(message);
    g_assert_cmpint(tls_client_hello_parse(message->bytes, message->length, &hello), ==, TLS_PARSE_OK);
    play_hello(player, &hello);
}

/* ---- a hello without fault, and what can be wrong with one ---- */

static void add_suites(struct message *message, unsigned faults)
{
    message_open(message, 2);
    if ((faults & FAULT_GREASE) != 0)
        message_add(message, 2, 0x0A0A);
    if ((faults & FAULT_STATIC_RSA) != 0) {
        /* 0x003C is no suite that Microsoft documents. */
        message_add(message, 2, (faults & FAULT_NO_ACCEPTED) != 0 ? 0x003C : 0x009D);
    } else if ((faults & FAULT_NO_ACCEPTED) != 0) {
        message_add(message, 2, 0xC02B);
    } else {
        message_add(message, 2, 0xC030);
        message_add(message, 2, 0xC02F);
    }
    if ((faults & FAULT_WEAK) != 0)
        message_add(message, 2, 0x000A);
    if ((faults & FAULT_FALLBACK) != 0)
        message_add(message, 2, 0x5600);
    if ((faults & FAULT_NO_RENEGOTIATION) == 0)
        message_add(message, 2, 0x00FF);
    message_close(message);
}

static void add_extensions(struct message *message, uint16_t max_version, unsigned faults)
{
    const uint16_t versions[] = {0x7A7A, max_version, TLS_VERSION_1_2};
    const uint16_t groups[] = {29, 23, 24};
    const uint16_t signatures[] = {0x0201, 0x0401, 0x0804};

    message_open_extensions(message);
    if ((faults & FAULT_NO_SNI) == 0)
        message_add_server_name(message, "mail.example.com");
    message_add_numbers(message, 10, 2, groups, (faults & FAULT_GROUPS) != 0 ? 1 : 3);
    if (max_version >= TLS_VERSION_1_2)
        message_add_numbers(message, 13, 2, signatures, (faults & FAULT_SHA1) != 0 ? 1 : 3);
    if ((faults & FAULT_HTTP2) != 0)
        message_add_extension(message, 16, "\0\3\2h2", 5);
    if ((faults & FAULT_NO_RENEGOTIATION) == 0) {
        message_add_extension(message, 23, "", 0);
        message_add_extension(message, 0xFF01, "\0", 1);
    }
    if (max_version > TLS_VERSION_1_2)
        message_add_numbers(message, 43, 1, versions, (faults & FAULT_TLS13_ONLY) != 0 ? 2 : 3);
}

void play_client_hello_with(struct flow_player *player, uint16_t max_version, unsigned faults)
{
    static struct message message;

    message_start_handshake(&message, TLS_HANDSHAKE_CLIENT_HELLO);
    message_add(&message, 2, MIN(max_version, TLS_VERSION_1_2));
    message_add_filling(&message, 0x52, 32); /* random */
    message_add(&message, 1, 0);             /* session id: none */
    add_suites(&message, faults);
    message_add(&message, 2, 0x0100); /* compression: null */
    /* SSL 3.0 knows no extensions. */
    if (max_version > TLS_VERSION_SSL3)
        add_extensions(&message, max_version, faults);
    play_client_hello_message(player, &message);
}

void play_client_hello(struct flow_player *player, uint16_t max_version)
{
    play_client_hello_with(player, max_version, 0);
}

void play_client_hello_sslv2_suites(struct flow_player *player, uint16_t max_version, const uint32_t *suites,
                                    size_t count)
{
    static struct message   message;
    struct tls_client_hello hello;

    message_build_client_hello_sslv2(&message, max_version, suites, count);
    g_assert_cmpint(tls_client_hello_parse_sslv2(message.bytes, message.length, &hello), ==, TLS_PARSE_OK);
    play_hello(player, &hello);
}

void play_client_hello_sslv2(struct flow_player *player, uint16_t max_version)
{
    const uint32_t suites[] = {0x00C030, 0x0000FF};

    play_client_hello_sslv2_suites(player, max_version, suites, G_N_ELEMENTS(suites));
}

static void play_choice(struct flow_player *player, uint16_t version, const uint8_t *random)
{
    static struct message   message;
    struct tls_server_hello hello;
    bool                    tls13 = version > TLS_VERSION_1_2;
    const uint8_t           chosen[] = {(uint8_t)(version >> 8), (uint8_t)version};

    message_start_server_hello(&message, tls13 ? TLS_VERSION_1_2 : version, random, tls13 ? 0x1302 : 0xC030);
    if (tls13) {
        message_open_extensions(&message);
        message_add_extension(&message, 43, chosen, sizeof chosen);
    }
    message_finish(&message);
    g_assert_cmpint(tls_server_hello_parse(message.bytes, message.length, &hello), ==, TLS_PARSE_OK);
    play_tls(player, FLOW_SIDE_SERVER,
             (struct observation){.kind = OBSERVATION_SERVER_HELLO, .of.server_hello = &hello});
}

void play_server_hello(struct flow_player *player, uint16_t version)
{
    play_choice(player, version, NULL);
}

void play_downgraded_server_hello(struct flow_player *player, uint16_t version)
{
    uint8_t random[32] = {0};

    memcpy(random + 24, version == TLS_VERSION_1_2 ? "DOWNGRD\1" : "DOWNGRD\0", 8);
    play_choice(player, version, random);
}

void play_hello_retry_request(struct flow_player *player)
{
    /* RFC 8446 section 4.1.3 */
    static const uint8_t random[32] = {
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
        0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
    };

    play_choice(player, TLS_VERSION_1_3, random);
}

void play_handshake(struct flow_player *player, enum flow_side side, enum tls_handshake_type type)
{
    play_tls(player, side,
             (struct observation){.kind = OBSERVATION_HANDSHAKE, .of.handshake_type = (uint8_t)type});
}

void play_encrypted_handshake(struct flow_player *player, enum flow_side side)
{
    play_tls(player, side, (struct observation){.kind = OBSERVATION_ENCRYPTED_HANDSHAKE});
}

void play_change_cipher_spec(struct flow_player *player, enum flow_side side)
{
    play_tls(player, side, (struct observation){.kind = OBSERVATION_CHANGE_CIPHER_SPEC});
}

void play_application_data(struct flow_player *player, enum flow_side side, uint32_t record_length)
{
    play_tls(player, side,
             (struct observation){.kind = OBSERVATION_APPLICATION_DATA, .of.record_length = record_length});
}

void play_alert(struct flow_player *player, enum flow_side side, uint8_t level, uint8_t description)
{
    struct tls_alert alert = {level, description};

    play_tls(player, side, (struct observation){.kind = OBSERVATION_ALERT, .of.alert = alert});
}

void play_fatal_alert(struct flow_player *player, enum flow_side side, uint8_t description)
{
    play_alert(player, side, TLS_ALERT_LEVEL_FATAL, description);
}

void play_encrypted_alert(struct flow_player *player, enum flow_side side)
{
    play_tls(player, side, (struct observation){.kind = OBSERVATION_ENCRYPTED_ALERT});
}

/* ---- handshakes ---- */

void play_certificate_flight(struct flow_player *player)
{
    play_handshake(player, FLOW_SIDE_SERVER, TLS_HANDSHAKE_CERTIFICATE);
    play_handshake(player, FLOW_SIDE_SERVER, TLS_HANDSHAKE_SERVER_KEY_EXCHANGE);
    play_handshake(player, FLOW_SIDE_SERVER, TLS_HANDSHAKE_SERVER_HELLO_DONE);
}

void play_finished(struct flow_player *player, enum flow_side side)
{
    play_change_cipher_spec(player, side);
    play_encrypted_handshake(player, side);
}

void play_key_exchange_flight(struct flow_player *player)
{
    play_handshake(player, FLOW_SIDE_CLIENT, TLS_HANDSHAKE_CLIENT_KEY_EXCHANGE);
    play_finished(player, FLOW_SIDE_CLIENT);
}

void play_full_handshake(struct flow_player *player, uint16_t version)
{
    play_client_hello(player, version);
    play_server_hello(player, version);
    play_certificate_flight(player);
    play_key_exchange_flight(player);
    play_finished(player, FLOW_SIDE_SERVER);
}

void play_abbreviated_handshake(struct flow_player *player, uint16_t version)
{
    play_client_hello(player, version);
    play_server_hello(player, version);
    play_finished(player, FLOW_SIDE_SERVER);
    play_finished(player, FLOW_SIDE_CLIENT);
}

void play_tls13_handshake(struct flow_player *player)
{
    play_client_hello(player, TLS_VERSION_1_3);
    play_server_hello(player, TLS_VERSION_1_3);
    play_change_cipher_spec(player, FLOW_SIDE_SERVER);
    play_application_data(player, FLOW_SIDE_SERVER, 2000);
    play_change_cipher_spec(player, FLOW_SIDE_CLIENT);
    play_application_data(player, FLOW_SIDE_CLIENT, FLOW_SMALLEST_FINISHED_RECORD);
}
