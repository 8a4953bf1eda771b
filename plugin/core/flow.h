/* flow.h: one TCP conversation as the analysis sees it: observations in, flow record out.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The glue states what a frame shows as observations, in the order of the frame; the record keeps what has been
 * seen and how the handshake stands (interface: "Outcome, from what the capture shows"). No verdict is made here
 * (judge.h), nothing is allocated, and strings belong to the caller and must outlive the record.
 */
#ifndef FLOW_H
#define FLOW_H

#include "../knowledge/roles.h"
#include "../knowledge/vocabulary.h"
#include "address.h"
#include "limits.h"
#include "recognise.h"
#include "segments.h"
#include "tls_hello.h"

/** Which end of a flow. */
enum flow_side { FLOW_SIDE_NONE, FLOW_SIDE_CLIENT, FLOW_SIDE_SERVER };

/** How the handshake stands; order as in flow_outcome_id(). */
enum flow_outcome {
    FLOW_OUTCOME_NONE, /**< no TLS was expected or seen: plain HTTP or SMTP to a recognised endpoint */
    FLOW_OUTCOME_COMPLETED,
    FLOW_OUTCOME_RESUMED,
    FLOW_OUTCOME_ALERT,
    FLOW_OUTCOME_RESET,
    FLOW_OUTCOME_CLOSED,
    FLOW_OUTCOME_REFUSED,
    FLOW_OUTCOME_UNANSWERED,
    FLOW_OUTCOME_IN_PROGRESS,
    FLOW_OUTCOME_PARTIAL,
    FLOW_OUTCOME_COUNT
};

/** What a client's user agent says of it. */
enum flow_agent {
    FLOW_AGENT_UNKNOWN,
    FLOW_AGENT_WORKSTATION,  /**< a program of workstations */
    FLOW_AGENT_CROSS_FOREST, /**< Exchange's availability service, calling another organisation */
    FLOW_AGENT_CROSS_SITE    /**< ... calling another site of its own */
};

/** Why how a flow went on cannot be told (evidence: bytes that the capture does not have are no silence); order as in
 *  flow_unread_id(). */
enum flow_unread {
    FLOW_UNREAD_NONE,
    FLOW_UNREAD_CUT,           /**< frames are not wholly in the file (snap length) */
    FLOW_UNREAD_GAP,           /**< bytes that were sent are missing: sequence or acknowledgement numbers prove it */
    FLOW_UNREAD_OUT_OF_ORDER,  /**< the bytes are there, but in an order in which Wireshark did not read them */
    FLOW_UNREAD_ONE_DIRECTION, /**< no frame of one side */
    FLOW_UNREAD_NO_HELLO,      /**< the flow is older than the capture, or its hello is missing */
    FLOW_UNREAD_TWO_SEGMENTS,  /**< a frame held several TCP segments */
    FLOW_UNREAD_NOT_ANALYSED,  /**< Wireshark's analysis of sequence numbers is off */
    FLOW_UNREAD_COUNT
};

/** Between which premises a flow runs; order as in flow_direction_id(). */
enum flow_direction {
    FLOW_DIRECTION_UNKNOWN,
    FLOW_DIRECTION_ONPREM_TO_CLOUD,
    FLOW_DIRECTION_CLOUD_TO_ONPREM,
    FLOW_DIRECTION_ONPREM_TO_ONPREM,
    FLOW_DIRECTION_CLIENT_TO_CLOUD,
    FLOW_DIRECTION_COUNT
};

/** Which side of the organisation an end is on, by the organisation's own table; order as in
 *  organization_side_id(). */
enum organization_side {
    ORGANIZATION_SIDE_NONE,
    ORGANIZATION_SIDE_ONPREM,
    ORGANIZATION_SIDE_CLOUD,
    ORGANIZATION_SIDE_CLIENT,
    ORGANIZATION_SIDE_PROXY,
    ORGANIZATION_SIDE_COUNT
};

/** Seconds since the epoch and nanoseconds within the second. */
struct flow_time {
    int64_t seconds;
    int32_t nanoseconds;
};

/** What one frame shows. */
enum observation_kind {
    OBSERVATION_SYN,
    OBSERVATION_SYN_ACK,
    OBSERVATION_SEGMENT,        /**< a TCP segment of this end: segment; before anything else that the frame shows */
    OBSERVATION_TWO_SEGMENTS,   /**< a frame with several TCP segments: none of them is read */
    OBSERVATION_TLS_LAYER,      /**< Wireshark saw TLS in the frame, readable or not */
    OBSERVATION_CLIENT_HELLO,
    OBSERVATION_SERVER_HELLO,
    OBSERVATION_HANDSHAKE,           /**< any other readable handshake message: handshake_type */
    OBSERVATION_ENCRYPTED_HANDSHAKE, /**< a handshake record that cannot be read: after ChangeCipherSpec, Finished */
    OBSERVATION_CHANGE_CIPHER_SPEC,
    OBSERVATION_APPLICATION_DATA, /**< an encrypted record of type 23: record_length */
    OBSERVATION_ALERT,
    OBSERVATION_ENCRYPTED_ALERT,
    OBSERVATION_CERTIFICATE,  /**< a Certificate message: certificate (NULL: could not be read) */
    OBSERVATION_CONNECT,      /**< a CONNECT request to a proxy: with_credentials */
    OBSERVATION_PROXY_ANSWER, /**< the answer to it: status */
    OBSERVATION_HOP_LIMIT,    /**< TTL or hop limit of the frame: hop_limit; only if wanted */
    OBSERVATION_MAIL_COMMAND, /**< a command of SMTP: mail_command */
    OBSERVATION_MAIL_REPLY,   /**< a line of a reply of SMTP: mail_reply */
    OBSERVATION_FIN, /**< the first FIN of the conversation */
    OBSERVATION_RST, /**< the first RST of the conversation */
    OBSERVATION_WAITED /**< a later frame proves that flow_wait_seconds() went by after the question */
};

/** What a certificate shows, worked out by its reader; bits, or'ed. */
enum flow_certificate_fact {
    FLOW_CERTIFICATE_EXPIRED = 1 << 0, /**< the frame's time is outside its validity */
    FLOW_CERTIFICATE_NAME_MISMATCH = 1 << 1,
    FLOW_CERTIFICATE_WEAK = 1 << 2,             /**< SHA-1 or MD5 below the root, or RSA below 2048 bits */
    FLOW_CERTIFICATE_CHAIN_INCOMPLETE = 1 << 3, /**< a known public intermediate is missing */
    FLOW_CERTIFICATE_UNLISTED_ISSUER = 1 << 4,  /**< the issuer is none of the listed public CAs */
    FLOW_CERTIFICATE_INSPECTION = 1 << 5,       /**< it is a known inspection product, or signs for two Microsoft domains */
    FLOW_CERTIFICATE_LONG_EXPIRED = 1 << 6      /**< outside its validity by more than CLOCK_LONG_AGO (clock.h) */
};

/** The leaf certificate of one end. Strings belong to the caller and outlive the flow. */
struct flow_certificate {
    bool               empty; /**< the message held no certificate */
    const char        *subject, *issuer; /**< common names; NULL if there is none */
    const char *const *names;            /**< DNS names */
    uint32_t           name_count;
    const char        *speaking_name; /**< what says most about the server: a hybrid name, else a listed one, else the first */
    int64_t            not_before, not_after; /**< seconds since the epoch */
    unsigned           facts;                 /**< enum flow_certificate_fact */
};

/** Commands of SMTP that tell something of TLS. */
enum flow_mail_command { FLOW_MAIL_OTHER, FLOW_MAIL_EHLO, FLOW_MAIL_STARTTLS, FLOW_MAIL_SEND, FLOW_MAIL_QUIT };

/** One line of a reply of SMTP. */
struct flow_mail_reply {
    uint16_t    code;
    bool        more;  /**< further lines of the same reply follow */
    bool        whole; /**< its end was seen */
    const char *text;  /**< behind the code, not terminated; the caller's, for the time of the call */
    size_t      length;
};

/** One observation. `sender` is the end's number in struct flow (0: first sender seen). */
struct observation {
    enum observation_kind kind;
    uint8_t               sender;
    uint32_t              frame; /**< frame number */
    struct flow_time      time;
    uint32_t              message_length; /**< of a ClientHello, in bytes */
    union {
        struct segment                 segment;
        const struct tls_client_hello *client_hello;
        const struct tls_server_hello *server_hello;
        struct tls_alert               alert;
        uint8_t                        handshake_type; /**< enum tls_handshake_type */
        uint32_t                       record_length;  /**< bytes after the record header */
        const struct flow_certificate *certificate;
        uint32_t                       status;           /**< HTTP status code */
        bool                           with_credentials; /**< not the first leg of NTLM or Negotiate */
        uint8_t                        hop_limit;
        enum flow_mail_command         mail_command;
        struct flow_mail_reply         mail_reply;
    } of;
};

/** The evidence rule of the interface for `unanswered`, kind (c). */
#define FLOW_WAIT_SECONDS 10

/** A handshake that nothing was sent of for so long has stalled (interface: handshake_stalled). */
#define FLOW_STALL_SECONDS 30

/** A client that leaves within this time, or within two round trips, did not wait for the answer: RFC 6298 section 2 lets
 *  a second pass before a lost segment is sent again. */
#define FLOW_PATIENCE_MILLISECONDS 1000

/** Payload in bytes from which on a segment is a large one: the smallest link of IPv6 carries 1220 (RFC 8200 section 5),
 *  tunnels take some of that. */
#define FLOW_LARGE_SEGMENT 1000

/** A large segment that is sent again so often and never acknowledged does not get through. */
#define FLOW_LARGE_REPEATS 3

/** A hole that the receiver complains of for so long is none that the next retransmission fills. */
#define FLOW_HOLE_SECONDS 3

/** A copy of a segment within this many milliseconds of the original is a copy made by the capture. */
#define FLOW_CAPTURE_COPY_MILLISECONDS 50

/** Sizes in bytes of encrypted records (interface: "closed_without_reply"): a request is longer than the first. From
 *  TLS 1.3 on the server's first records after the handshake, all of one length between the next two, are tickets (RFC
 *  8446 section 4.6.1; servers send two at most); and what is as short as the last is an alert (section 6). */
#define FLOW_REQUEST_RECORD 100
#define FLOW_LONGEST_TICKET_RECORD 300
#define FLOW_SHORTEST_TICKET_RECORD 100
#define FLOW_ALERT_RECORD 19
#define FLOW_MOST_TICKETS 2

/** Smallest encrypted TLS 1.3 record that can hold a Finished: 4 + 32 + 1 + 16 bytes (RFC 8446 4.4.4, 5.2). */
#define FLOW_SMALLEST_FINISHED_RECORD 53

/** Smallest segment with a SERVER-VERIFY of SSL 2.0: 2 bytes of header, 16 of MAC, the type, and the challenge of 16 bytes
 *  at least (K. Hickman, "The SSL Protocol", 1995). An error takes 21. */
#define FLOW_SHORTEST_SSL2_VERIFY 35

/** What is known of one end. */
struct flow_end {
    struct address address;
    uint16_t       port; /**< host byte order */
    enum organization_side side; /**< by the organisation's table */
    const char *label;           /**< what that table calls it, or NULL; caller's string */
    struct segments segments;   /**< which of its bytes the capture holds */
    uint32_t flight_end;        /**< sequence number behind the last handshake message that it sent, if `flight` */
    bool flight;
    bool lost_large;            /**< a large segment of it does not get through */
    uint8_t large_repeats;      /**< of the first segment that is not acknowledged, if it is large */
    bool seen;                  /**< a frame of this end was captured */
    bool payload;               /**< has sent payload */
    bool change_cipher_spec;
    bool finished;              /**< has sent Finished, as far as can be seen (TLS 1.2 and below, or decrypted) */
    bool certificate;           /**< has sent a readable Certificate message */
    bool key_exchange;          /**< ClientKeyExchange or ServerKeyExchange */
    bool hello_done;            /**< ServerHelloDone */
    bool encrypted_record;      /**< TLS 1.3: an encrypted record after the ServerHello */
    bool finished_size_record;  /**< one of these was large enough for a Finished */
    uint8_t hop_limit_low, hop_limit_high; /**< of its frames but the RST; 0: not looked at */
};

/** Quality of the offer in the ClientHello; bits, or'ed. */
enum flow_offer {
    FLOW_OFFER_SSLV2_FRAMED = 1 << 0,
    FLOW_OFFER_NO_SERVER_NAME = 1 << 1,
    FLOW_OFFER_FALLBACK_SCSV = 1 << 2,
    FLOW_OFFER_HTTP2 = 1 << 3,
    FLOW_OFFER_NO_ACCEPTED_CIPHER = 1 << 4, /**< none of the suites that Microsoft documents */
    FLOW_OFFER_STATIC_RSA_ONLY = 1 << 5,
    FLOW_OFFER_WEAK_CIPHERS = 1 << 6,
    FLOW_OFFER_GROUPS_TOO_NARROW = 1 << 7, /**< supported_groups present, ECDHE offered, neither P-256 nor P-384 */
    FLOW_OFFER_SHA1_SIGNATURES_ONLY = 1 << 8,
    FLOW_OFFER_NO_SECURE_RENEGOTIATION = 1 << 9,
    FLOW_OFFER_GREASE = 1 << 10 /**< values of RFC 8701: a browser */
};

/** What waits for an answer. */
enum flow_question {
    FLOW_QUESTION_NONE,
    FLOW_QUESTION_SYN,
    FLOW_QUESTION_CONNECT, /**< a CONNECT request to a proxy */
    FLOW_QUESTION_HELLO,
    FLOW_QUESTION_FLIGHT   /**< any other part of the handshake */
};

/** What an earlier hello of the same client offered, and to whom: kept as it was known then. */
struct flow_earlier {
    const char *host;    /**< caller's string or NULL */
    uint32_t    frame;   /**< of the ClientHello; 0: there is none */
    uint16_t    version; /**< highest offered */
    uint8_t     role;    /**< enum role */
};

/** By which evidence the client end is known, weakest first. */
enum flow_client_evidence { FLOW_CLIENT_BY_PORT, FLOW_CLIENT_BY_HELLO, FLOW_CLIENT_BY_SYN };

/** A finding of the flow: which row of the table of rules, and where. */
struct flow_finding {
    uint16_t rule;    /**< row of `rules` */
    uint16_t request; /**< number of the request that it is about, from 1; 0: of none */
    uint32_t frame;   /**< 0: belongs to no frame */
};

/** The flow's requests and answers (flow_request.h). */
struct flow_exchange;

/** What the clear part of an SMTP session shows (flow_mail.h). */
struct flow_mail;

/** What a flow was recognised as (classify.h); `host` is NULL where it was recognised by no name. */
struct flow_recognition {
    enum role           role;
    enum cloud          cloud;
    enum flow_direction direction;
    enum match_source   matched_by;
    const char         *host;
};

/** The flow record. Zero means "not known" throughout. Frame numbers are 0 where there is none. */
struct flow {
    uint32_t        stream; /**< tcp.stream */
    struct flow_end ends[2];
    enum flow_client_evidence client_evidence;

    const char              *names[MATCH_SOURCE_COUNT]; /**< names learned, by source; caller's strings or NULL */
    const char              *sni;                       /**< server_name as sent; caller's string or NULL */
    struct flow_recognition recognition;

    struct flow_earlier other_offer; /**< what the same client offered to another role, if that differs */
    struct flow_earlier failed_try;  /**< an attempt at the same endpoint with a higher version, which failed */

    uint32_t hello_end; /**< sequence number behind the ClientHello */
    const struct flow_certificate *certificate; /**< of the server */
    enum role   content_role;   /**< what the requests say that the server is; ROLE_UNCLASSIFIED: nothing */
    enum flow_agent agent;      /**< what the client's user agent says of it */
    struct flow_exchange *exchange; /**< HTTP that can be read; caller's, NULL for none */
    struct flow_mail *mail;     /**< the session of SMTP; caller's, NULL for none */
    const char *clear_text;     /**< first line of an answer in clear, printable; caller's string or NULL */
    const char *client_name;    /**< name that the client gave itself (EHLO); caller's string or NULL */

    struct tls_alert alert;
    enum flow_side   alert_sender;

    enum flow_outcome  outcome;
    enum flow_unread   unread; /**< why the outcome is partial, or, if it is complete, why not all was read */
    enum flow_side     ended_by;
    uint32_t           ticket_length;
    enum flow_side     closed_by;    /**< who sent the first RST or FIN, before or after completion */
    enum flow_question question;
    uint32_t           question_begin, question_end; /**< sequence numbers around it */
    uint32_t           round_trip;      /**< SYN to SYN-ACK as seen here, in microseconds; 0: not known */
    uint64_t           hello_random;    /**< last bytes of the ClientHello's random: the same in a translated copy; 0: none */
    int64_t            hole_since;      /**< seconds since the epoch: when the client first complained of a hole that is
                                             open yet; 0: none */
    int64_t            due;             /**< while kept_waiting: not told of before, in nanoseconds since the epoch */
    struct flow_time   asked_time;      /**< of the question */
    struct flow_time   question_time;   /**< of the question or its last counted retransmission */

    struct {
        uint32_t first, client_hello, server_hello, alert, end, last;
    } frames;
    struct flow_time first_time, client_hello_time, server_hello_time, alert_time, end_time;

    struct flow_finding findings[LIMIT_FINDINGS_PER_FLOW];

    /* What takes little room, together. */
    uint16_t legacy_version;      /**< of the ClientHello */
    uint16_t max_version;         /**< highest offered */
    uint16_t version;             /**< chosen */
    uint16_t cipher;              /**< chosen, if has_cipher */
    uint16_t offer;               /**< enum flow_offer */
    uint16_t minimum_version;     /**< lowest that counts as current; 0: TLS 1.2 */
    uint16_t proxy_status;      /**< HTTP status of the last answer to CONNECT; 0: none */
    uint8_t client_end; /**< number of the client's end */
    uint8_t demands;           /**< answers 407 so far */
    uint8_t last_warning; /**< description of the last alert of level warning, not close_notify; 0: none */
    uint8_t tickets;      /**< TLS 1.3: records of the server that are taken for tickets */
    uint8_t asker;           /**< number of the end that asked */
    uint8_t retransmissions; /**< of the question, copies of the capture not counted */
    uint8_t history_length;
    uint8_t finding_count;
    uint8_t findings_cut;
    bool tls : 1;             /**< a TLS layer was seen */
    bool syn : 1, syn_ack : 1;    /**< seen in the capture */
    bool cut : 1;             /**< payload that mattered was not wholly in the file */
    bool two_segments : 1;    /**< a frame with several segments was left out */
    bool not_analysed : 1;    /**< Wireshark's analysis of sequence numbers is off: endings and silence are not judged */
    bool ordered : 1;         /**< Wireshark reads segments that came out of order in their order */
    bool ended_unjudged : 1;  /**< it ended while bytes were missing: judged when they arrive after all */
    bool reset_beyond : 1;    /**< an RST beyond what was captured */
    bool answer_begun : 1; /**< the first bytes of the server after the hello were looked at, or cannot be told */
    bool in_clear : 1;        /**< the ClientHello was answered by something that is not TLS */
    bool stalled : 1;         /**< who ended it had waited long for the next part of the handshake */
    bool hasty : 1;           /**< the client left sooner than an answer can arrive */
    bool silent_before : 1;   /**< the same client left another connection to the same role silent, and no hello came between */
    bool probe : 1;           /**< who left it silent is a balancer or monitor, or does its handshakes there too */
    bool spoke : 1;           /**< the client has sent bytes since the connection (or the CONNECT) stood */
    bool hello_retry_request : 1;
    bool downgrade_sentinel : 1;
    bool has_cipher : 1;
    bool small_client_record : 1; /**< TLS 1.3: the client's first encrypted record was too small for a Finished */
    bool abbreviated : 1;         /**< the server changed cipher spec without ServerHelloDone before */
    bool kept_waiting : 1; /**< the caller keeps it among those that wait for an answer */
    bool waited : 1;              /**< a later frame is FLOW_WAIT_SECONDS or more after the question */
    bool beside_handshake : 1; /**< the same client has a hybrid handshake of the last minute */
    bool proxied : 1;           /**< the client asked a proxy with CONNECT */
    bool proxy_passed : 1;      /**< ... which let it through */
    bool foreign_reset : 1;     /**< the RST's hop limit is unlike the other frames' of its sender */
    bool client_certificate_empty : 1;
    bool asked_with_credentials : 1; /**< the last CONNECT carried credentials */
    bool has_alert : 1; /**< the first fatal alert */
    bool ended_by_rst : 1;
    bool request_open : 1; /**< the last request got no reply, as far as sizes of records tell */
    bool closed_by_rst : 1;
    bool history_cut : 1;
    char history[LIMIT_HISTORY_EVENTS + 1];
};

/** Starts a record. End 0 is the sender of the frame at hand; the client is the end with the higher port until
 *  better is known (interface: "What a flow is"). */
void flow_start(struct flow *flow, uint32_t stream, uint32_t first_frame, const struct address *sender,
                uint16_t sender_port, const struct address *receiver, uint16_t receiver_port);

/** Says which end sent the SYN: that end is the client from now on. */
void flow_set_syn_sender(struct flow *flow, uint8_t end);

/** Number of the end with this address and port; 0 if neither (cannot be for frames of the conversation). */
uint8_t flow_end_of(const struct flow *flow, const struct address *address, uint16_t port);

/** Adds one observation. Returns or'ed enum flow_event. */
unsigned flow_observe(struct flow *flow, const struct observation *observation);

/** The client's and the server's end. */
const struct flow_end *flow_client(const struct flow *flow);
const struct flow_end *flow_server(const struct flow *flow);

/** Seconds after which a question without an answer is told of. */
int flow_wait_seconds(enum flow_question question);

/** True if the server acknowledged the whole ClientHello. */
bool flow_hello_received(const struct flow *flow);

/** True if segments came in an order in which Wireshark did not read them: what it showed may not be all. */
bool flow_is_disordered(const struct flow *flow);

/** True if the connection (or the CONNECT) stood and the client ended it without one byte. */
bool flow_left_silent(const struct flow *flow);

/** True if the client acknowledged what the server has sent of the handshake. */
bool flow_flight_received(const struct flow *flow);

/** Who ended the flow before completion; FLOW_SIDE_NONE where that cannot be told or nobody did. */
enum flow_side flow_ended_by(const struct flow *flow);

/** The history with an ellipsis (UTF-8) where it was cut; NULL if there is none. `text` holds
 *  FLOW_HISTORY_TEXT_LENGTH bytes. */
#define FLOW_HISTORY_TEXT_LENGTH (LIMIT_HISTORY_EVENTS + 4)
const char *flow_history(const struct flow *flow, char *text);

/** "completed" ...; NULL for FLOW_OUTCOME_NONE. */
const char *flow_outcome_id(enum flow_outcome outcome);

/** "cut", "gap" ...; NULL for FLOW_UNREAD_NONE. */
const char *flow_unread_id(enum flow_unread unread);

/** "onprem_to_cloud" ...; "unknown" for FLOW_DIRECTION_UNKNOWN. */
const char *flow_direction_id(enum flow_direction direction);

/** "onprem" ...; NULL for ORGANIZATION_SIDE_NONE. */
const char *organization_side_id(enum organization_side side);

/** "client", "server"; NULL for FLOW_SIDE_NONE. */
const char *flow_side_id(enum flow_side side);

/** True if the handshake failed or got no answer: alert, reset, closed, refused, unanswered. */
bool flow_failed(const struct flow *flow);

/** Seconds from `earlier` to `later`, in nanoseconds; saturates. */
int64_t flow_time_between(const struct flow_time *earlier, const struct flow_time *later);

#endif
