/* hello_origins.h: how the TLS libraries write their ClientHellos: what tells Windows' own from others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef HELLO_ORIGINS_H
#define HELLO_ORIGINS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A list of code points, ended by HELLO_LIST_END. */
#define HELLO_LIST_END 0xFFFFu

/** A suite that a table of Microsoft names, for any Windows. */
struct schannel_suite {
    uint16_t code;
    uint16_t version; /**< lowest that it is offered with */
};
extern const struct schannel_suite schannel_suites[];
extern const size_t                schannel_suite_count;

/** A Windows, by the list of suites that its TLS (Schannel) offers unless it is told otherwise. */
struct windows_tls {
    const char     *name;
    const uint16_t *suites;       /**< in the order of the wire */
    const uint16_t *strong_drops; /**< those that SCH_USE_STRONG_CRYPTO leaves out */
    bool            tickets;      /**< its client sends session_ticket */
    bool            rc4;          /**< offers RC4 unless that is left out: its absence was asked for */
};
extern const struct windows_tls windows_tls[];
extern const size_t             windows_tls_count;

/** Orders in which Schannel writes extensions: a hello's are some of them, in this order. */
extern const uint16_t *const schannel_orders[];
extern const size_t          schannel_order_count;

/** Named groups and signature schemes of Schannel: the groups in any order, the schemes as whole lists. */
extern const uint16_t        schannel_groups[];
extern const uint16_t        schannel_default_groups[][4];
extern const size_t          schannel_default_group_count;
extern const uint16_t *const schannel_signatures[];
extern const size_t          schannel_signature_count;

/** Suites that somebody else puts into Schannel's lists. */
extern const uint16_t foreign_suites_in_schannel[];

/** Which library made a hello. */
enum hello_family {
    HELLO_FAMILY_UNKNOWN,
    HELLO_FAMILY_SCHANNEL,
    HELLO_FAMILY_OPENSSL,
    HELLO_FAMILY_JAVA,
    HELLO_FAMILY_GNUTLS,
    HELLO_FAMILY_MBEDTLS,
    HELLO_FAMILY_GO,
    HELLO_FAMILY_NSS,
    HELLO_FAMILY_BROWSER,
    HELLO_FAMILY_OTHER
};

/** What a column of a family's row asks. */
enum hello_demand { HELLO_ANY, HELLO_WITH, HELLO_WITHOUT };

/** Point formats (RFC 8422 section 5.1.2). */
enum hello_points { HELLO_POINTS_ANY, HELLO_POINTS_UNCOMPRESSED, HELLO_POINTS_ALL_THREE };

/** A library that is not Windows' own, by what all of its hellos have. NULL in a column: nothing is asked. */
struct hello_family_row {
    enum hello_family family;
    const char       *name;   /**< "OpenSSL 1.1.0 or later": in sentences */
    const uint16_t   *all_of; /**< extensions that are there */
    const uint16_t   *one_of; /**< one of these is, or a group of `or_group` */
    const uint16_t   *or_group;
    const uint16_t   *begins; /**< the first extensions */
    const uint16_t   *order;  /**< extensions are some of these, in this order; padding (21) anywhere */
    enum hello_points points;
    enum hello_demand signalling; /**< suite 0x00FF (RFC 5746 section 3.3) */
    enum hello_demand grease;     /**< values of RFC 8701 */
};
extern const struct hello_family_row hello_families[];
extern const size_t                  hello_family_count;

#endif
