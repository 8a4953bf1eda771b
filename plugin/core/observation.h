/* observation.h: what one frame shows of a TCP conversation, without any verdict.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef OBSERVATION_H
#define OBSERVATION_H

#include "flow_record.h"

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

#endif
