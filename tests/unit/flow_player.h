/* flow_player.h: plays a scripted conversation into a flow, the way the glue would.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One call is one frame: its number goes up by one, its time by FLOW_PLAYER_STEP_MILLISECONDS. What one
 * frame shows is observed in the glue's order: the segment, its payload, the TLS layer, the message.
 */
#ifndef FLOW_PLAYER_H
#define FLOW_PLAYER_H

#include "flow.h"
#include "message_builder.h"

#define FLOW_PLAYER_STEP_MILLISECONDS 100

/** What is odd about a ClientHello, which has no fault by itself; bits, or'ed. */
enum flow_player_fault {
    FAULT_NO_SNI = 1 << 0,
    FAULT_NO_RENEGOTIATION = 1 << 1, /**< no renegotiation_info, no signalling suite, no extended_master_secret */
    FAULT_STATIC_RSA = 1 << 2,       /**< only static RSA */
    FAULT_NO_ACCEPTED = 1 << 3,      /**< no suite that Microsoft documents */
    FAULT_WEAK = 1 << 4,             /**< 3DES beside good suites */
    FAULT_GROUPS = 1 << 5,           /**< no NIST curve */
    FAULT_SHA1 = 1 << 6,             /**< no signature algorithm above SHA-1 */
    FAULT_GREASE = 1 << 7,
    FAULT_HTTP2 = 1 << 8,
    FAULT_FALLBACK = 1 << 9,  /**< TLS_FALLBACK_SCSV */
    FAULT_TLS13_ONLY = 1 << 10 /**< supported_versions offers nothing else */
};

/** Time of the first frame: 2024-01-24 00:00 UTC. */
#define FLOW_PLAYER_FIRST_SECOND 1706054400

struct flow_player {
    struct flow      flow;
    uint32_t         frame;      /**< of the last frame played */
    struct flow_time time;       /**< of the last frame played */
    uint8_t          client;     /**< number of the true client's end */
    uint32_t         sequence[2]; /**< of the next byte of each end, by its number */
    bool             deaf[2];    /**< the end acknowledges nothing from now on, by its number */
    uint32_t         heard[2];   /**< what the end acknowledges, by its number */
    unsigned         events;     /**< or'ed events of the last frame */
    unsigned         all_events; /**< or'ed events of all frames */
    void (*each_frame)(struct flow_player *player); /**< called after each frame; may be NULL */
    void *data;                                     /**< of each_frame */
};

/** From 10.0.0.10, port 50000, to 198.51.100.20, port 443; the first frame is the client's. */
void flow_player_start(struct flow_player *player);

/** The same between other ends; `client_first`: the first frame is the client's. */
void flow_player_start_between(struct flow_player *player, const char *client, uint16_t client_port,
                               const char *server, uint16_t server_port, bool client_first);

/** Lets time pass before the next frame, or come back. */
void play_pause(struct flow_player *player, int64_t milliseconds);

/** Any observation as a frame of its own; `side` is the true side. Returns its events. */
unsigned play(struct flow_player *player, enum flow_side side, struct observation observation);

/** Any segment as a frame of its own: what play_tcp functions do for each of theirs. */
void play_raw_segment(struct flow_player *player, enum flow_side side, struct segment segment);

/** Bytes that this end sent and that the capture lost: `sequence` goes on behind them. */
void play_loss(struct flow_player *player, enum flow_side side, uint32_t bytes);

/** From now on this end acknowledges nothing. */
void play_deafness(struct flow_player *player, enum flow_side side);

/** TCP. */
void play_syn(struct flow_player *player);
void play_syn_ack(struct flow_player *player);
void play_connect(struct flow_player *player); /**< SYN, SYN-ACK, ACK */
void play_proxy(struct flow_player *player);   /**< CONNECT, and an answer that lets it through */
void play_segment(struct flow_player *player, enum flow_side side);

void play_payload(struct flow_player *player, enum flow_side side);
void play_cut_payload(struct flow_player *player, enum flow_side side);
void play_retransmission(struct flow_player *player, enum flow_side side);
void play_fin(struct flow_player *player, enum flow_side side);
void play_rst(struct flow_player *player, enum flow_side side);
void play_waited(struct flow_player *player); /**< belongs to no frame */

/** TLS, one message a frame. */
void play_tls_layer(struct flow_player *player, enum flow_side side);
void play_client_hello(struct flow_player *player, uint16_t max_version);
void play_client_hello_with(struct flow_player *player, uint16_t max_version, unsigned faults);
void play_client_hello_sslv2(struct flow_player *player, uint16_t max_version);
void play_client_hello_sslv2_suites(struct flow_player *player, uint16_t max_version, const uint32_t *suites,
                                    size_t count);
void play_client_hello_message(struct flow_player *player, struct message *message);
void play_server_hello(struct flow_player *player, uint16_t version);
void play_downgraded_server_hello(struct flow_player *player, uint16_t version); /**< RFC 8446 section 4.1.3 */
void play_hello_retry_request(struct flow_player *player);
void play_handshake(struct flow_player *player, enum flow_side side, enum tls_handshake_type type);
void play_encrypted_handshake(struct flow_player *player, enum flow_side side);
void play_change_cipher_spec(struct flow_player *player, enum flow_side side);
void play_application_data(struct flow_player *player, enum flow_side side, uint32_t record_length);
void play_alert(struct flow_player *player, enum flow_side side, uint8_t level, uint8_t description);
void play_fatal_alert(struct flow_player *player, enum flow_side side, uint8_t description);
void play_encrypted_alert(struct flow_player *player, enum flow_side side);

/** Parts of handshakes up to TLS 1.2. */
void play_certificate_flight(struct flow_player *player);  /**< Certificate to ServerHelloDone */
void play_key_exchange_flight(struct flow_player *player); /**< ClientKeyExchange, then the client finishes */
void play_finished(struct flow_player *player, enum flow_side side); /**< ChangeCipherSpec, Finished */

/** Whole handshakes from the ClientHello on. */
void play_full_handshake(struct flow_player *player, uint16_t version);
void play_abbreviated_handshake(struct flow_player *player, uint16_t version);
void play_tls13_handshake(struct flow_player *player);

#endif
