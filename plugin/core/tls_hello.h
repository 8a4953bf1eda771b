/* tls_hello.h: the handshake messages that tell what was offered and chosen, and alerts, as plain structs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Input is one whole message as Wireshark's TLS dissector hands it over (reassembled, decrypted). Record
 * layer, TCP and Wireshark are unknown here. Nothing is copied: spans point into the caller's bytes.
 */
#ifndef TLS_HELLO_H
#define TLS_HELLO_H

#include "tls_reader.h"

/** What a ClientHello offers. Versions and code points in host byte order. */
struct tls_client_hello {
    uint16_t legacy_version; /**< the version field (RFC 8446 section 4.1.2; SSLv2 framing: the one in it) */
    uint16_t max_version;    /**< highest offered: supported_versions without GREASE, else legacy_version */
    bool     sslv2_framed;   /**< RFC 5246 appendix E.2 */
    struct tls_bytes random;     /**< RFC 8446 section 4.1.2; SSLv2 framing: length 0 */
    struct tls_bytes session_id;
    struct tls_bytes cipher_suites; /**< 2 bytes each; SSLv2 framing: 3 bytes each */
    struct tls_bytes server_name;   /**< host_name bytes as sent (RFC 6066 section 3); length 0 if none */
    struct tls_bytes alpn_protocols;        /**< ProtocolNameList contents (RFC 7301), 1-byte length each */
    struct tls_bytes supported_groups;      /**< 2 bytes each (RFC 8422 section 5.1.1, RFC 8446 4.2.7) */
    struct tls_bytes signature_algorithms;  /**< 2 bytes each (RFC 8446 section 4.2.3) */
    bool has_extensions;                    /**< an extensions block is there, be it empty */
    bool has_server_name;                   /**< extension 0 with a host_name */
    bool has_supported_versions;            /**< extension 43 */
    bool tls13_only;                        /**< supported_versions offers nothing below TLS 1.3 */
    bool has_supported_groups;              /**< extension 10 */
    bool has_signature_algorithms;          /**< extension 13 */
    bool has_extended_master_secret;        /**< extension 23 (RFC 7627) */
    bool has_renegotiation_info;            /**< extension 0xFF01 or suite 0x00FF (RFC 5746) */
    bool has_fallback_scsv;                 /**< suite 0x5600 (RFC 7507) */
    bool has_session_ticket;                /**< extension 35 */
    bool has_pre_shared_key;                /**< extension 41 */
    bool offers_http2;                      /**< ALPN "h2" */
};

/** What a ServerHello or HelloRetryRequest chooses. */
struct tls_server_hello {
    uint16_t legacy_version;
    uint16_t version; /**< chosen: supported_versions, else legacy_version */
    uint16_t cipher_suite; /**< 0 in SSLv2 framing, where the client chooses */
    struct tls_bytes session_id;
    bool sslv2_framed; /**< the SERVER-HELLO of SSL 2.0 */
    bool has_supported_versions;
    bool is_hello_retry_request; /**< random is the one of RFC 8446 section 4.1.3 */
    bool has_downgrade_sentinel; /**< random ends 44 4F 57 4E 47 52 44 and 00 or 01 (same section) */
    bool has_extended_master_secret;
    bool has_renegotiation_info;
};

/** Alert levels (RFC 5246 section 7.2). */
enum tls_alert_level { TLS_ALERT_LEVEL_WARNING = 1, TLS_ALERT_LEVEL_FATAL = 2 };

/** A readable alert: two bytes, level 1 or 2. */
struct tls_alert {
    uint8_t level;
    uint8_t description;
};

/** Parses a ClientHello with its 4-byte handshake header.
 *  @param message the whole message, type and 24-bit length included
 *  @param length  its length in bytes; must equal the 24-bit length + 4
 *  Unknown extensions are skipped; a known extension with a broken body makes the parse fail. */
enum tls_parse tls_client_hello_parse(const uint8_t *message, size_t length, struct tls_client_hello *hello);

/** Parses an SSLv2-framed ClientHello (RFC 5246 appendix E.2) from its msg_type byte (1) on, without the
 *  2-byte record header. */
enum tls_parse tls_client_hello_parse_sslv2(const uint8_t *message, size_t length,
                                            struct tls_client_hello *hello);

/** Parses a ServerHello or HelloRetryRequest with its 4-byte handshake header. */
enum tls_parse tls_server_hello_parse(const uint8_t *message, size_t length, struct tls_server_hello *hello);

/** Parses a SERVER-HELLO of SSL 2.0 from its msg_type byte (4) on, without the 2-byte record header. One of another version
 *  is none. */
enum tls_parse tls_server_hello_parse_sslv2(const uint8_t *message, size_t length, struct tls_server_hello *hello);

/** Reads the contents of an alert record. An encrypted one (other length or level) is not readable. */
enum tls_parse tls_alert_parse(const uint8_t *content, size_t length, struct tls_alert *alert);

/** True if the bytes are one whole handshake message by their own header: type known or not, 24-bit length
 *  + 4 equals `length`. Fragments and encrypted messages fail this. */
bool tls_handshake_is_whole(const uint8_t *message, size_t length);

/** Code point `index` of a span of 2-byte numbers, host byte order; 0 past the end. */
uint16_t tls_bytes_u16(struct tls_bytes span, size_t index);

#endif
