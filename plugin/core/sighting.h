/* sighting.h: what tells a connection again at another capture point, and what became of it on the way.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Kept beside the flow record, and only where it is asked for: numbers that both ends chose at random, how far each end's
 * bytes were captured, and the packets that decide. Nothing is judged here. Nothing is allocated: the list of events is the
 * caller's, who gives it more room until SIGHTING_EVENTS_MAX.
 */
#ifndef SIGHTING_H
#define SIGHTING_H

#include "flow_record.h"

/** Events kept of one flow; what follows is counted. */
#define SIGHTING_EVENTS_MAX 40

/** Of each end and kind at most so many are kept, so that repeated packets leave room for an RST. An RST has no such bound. */
#define SIGHTING_EVENTS_OF_A_KIND 6

#define SIGHTING_RANDOM_LENGTH 32     /**< RFC 8446 section 4.1.2 */
#define SIGHTING_SESSION_ID_LENGTH 32 /**< at most, same section */
#define SIGHTING_HASH_LENGTH 32       /**< SHA-256 */

/** What happened on a frame; order as in sighting_event_id(). */
enum sighting_kind {
    SIGHTING_SYN,
    SIGHTING_SYN_ACK,
    SIGHTING_CLIENT_HELLO,
    SIGHTING_SERVER_HELLO,
    SIGHTING_CERTIFICATE,
    SIGHTING_ALERT,
    SIGHTING_FIN, /**< the first of each end */
    SIGHTING_RST,
    SIGHTING_RETRANSMISSION, /**< payload that was captured before */
    SIGHTING_KIND_COUNT
};

/** One of them. For a message that came in several segments: the one that completes it. */
struct sighting_event {
    int64_t  time; /**< nanoseconds since the epoch */
    uint32_t frame;
    uint32_t sequence;  /**< of the segment's first byte, as on the wire */
    uint32_t length;    /**< of its payload, in bytes */
    uint8_t  kind;      /**< enum sighting_kind */
    uint8_t  by;        /**< number of the end that sent it */
    uint8_t  hop_limit; /**< TTL or hop limit; 0: not known */
    uint8_t  detail;    /**< SIGHTING_ALERT: description, if `readable` */
    bool     readable;  /**< the alert is in clear */
};

/** One end. Zero means "not known". */
struct sighting_end {
    uint32_t initial;   /**< sequence number of its SYN, if `synchronized` */
    uint32_t highest;   /**< sequence number behind the last byte of payload captured, if `payload` */
    int64_t  time;      /**< of its SYN or SYN-ACK, in nanoseconds since the epoch */
    int64_t  last_time; /**< of its last frame */
    uint32_t last_frame;
    uint32_t largest; /**< payload of its largest segment, in bytes */
    uint32_t retransmissions;
    uint16_t maximum_segment; /**< option of its SYN (RFC 9293 section 3.7.1); 0: none */
    bool     synchronized;
    bool     payload;
    bool     fin;
    uint8_t  kept[SIGHTING_KIND_COUNT]; /**< events of each kind */
};

/** What is kept of a flow. Ends are numbered as in struct flow. */
struct sighting {
    struct sighting_end    ends[2];
    struct sighting_event *events; /**< the caller's; `room` of them */
    uint8_t                room, count;
    uint32_t               cut;         /**< events left out */
    bool                   cut_segment; /**< a segment was not whole in the file */
    bool                   has_client_random, has_server_random, has_hello_hash, has_certificate_hash;
    uint8_t                session_id_length; /**< of the ClientHello */
    uint8_t                client_random[SIGHTING_RANDOM_LENGTH];
    uint8_t                server_random[SIGHTING_RANDOM_LENGTH];
    uint8_t                session_id[SIGHTING_SESSION_ID_LENGTH];
    uint8_t                hello_hash[SIGHTING_HASH_LENGTH];
    uint8_t                certificate_hash[SIGHTING_HASH_LENGTH]; /**< SHA-256 of the server's certificate */
};

/** The frame that an event is on. */
struct sighting_frame {
    struct flow_time      time;
    uint32_t              number;
    uint8_t               sender; /**< number of the end */
    uint8_t               hop_limit;
    const struct segment *segment;
};

/** True if the next event needs more room than there is, and may have it. */
bool sighting_wants_room(const struct sighting *sighting);

/** Takes a segment: SYN, FIN, RST and repeated payload are events. Once for each frame, before what it holds. Of one frame
 *  no more than two events come. */
void sighting_take_segment(struct sighting *sighting, const struct sighting_frame *frame);

/** Adds an event of a message: hellos, certificates, alerts. */
void sighting_add(struct sighting *sighting, const struct sighting_frame *frame, enum sighting_kind kind);

/** The same for an alert in clear. */
void sighting_add_alert(struct sighting *sighting, const struct sighting_frame *frame, uint8_t description);

/** Takes the numbers of the first ClientHello. */
void sighting_take_client_hello(struct sighting *sighting, const struct tls_client_hello *hello);

/** Takes the random of the first ServerHello (RFC 8446 section 4.1.3).
 *  @param message whole, with its 4 bytes of header; one that asks for another hello is no ServerHello */
void sighting_take_server_hello(struct sighting *sighting, const uint8_t *message, size_t length);

/** Numbers the ends the other way round. */
void sighting_swap_ends(struct sighting *sighting);

/** Bytes of payload that the end has sent, as far as they were captured, before the first hole.
 *  @return false if that cannot be told: its SYN is not in the capture */
bool sighting_captured(const struct sighting_end *end, const struct segments *segments, uint32_t *bytes);

/** Behind its last byte captured, holes before it or not; as sighting_captured(). */
bool sighting_sent(const struct sighting_end *end, uint32_t *bytes);

/** How many of its bytes the other end has acknowledged; as sighting_captured(). */
bool sighting_acknowledged(const struct sighting_end *end, const struct segments *segments, uint32_t *bytes);

/** Nanoseconds since the epoch; saturates. */
int64_t sighting_nanoseconds(const struct flow_time *time);

/** "syn", "syn_ack" ... */
const char *sighting_kind_id(enum sighting_kind kind);

#endif
