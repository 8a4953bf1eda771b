/* certificate.h: what a certificate says, as a plain struct: names, dates, key, issuer.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * GnuTLS reads the DER. No signature is checked and nothing is trusted: a capture shows what was sent, and
 * all of it may be forged. Texts are valid UTF-8 without control characters, fit for display.
 */
#ifndef CERTIFICATE_H
#define CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../core/limits.h"
#include "../core/tls_certificate.h"

/** Whose authority an issuer's name is, by the tables of knowledge/authorities. */
enum certificate_authority {
    CERTIFICATE_AUTHORITY_UNKNOWN,              /**< in no table: private, or newer than the list */
    CERTIFICATE_AUTHORITY_PUBLIC_FOR_MICROSOFT, /**< public, issues for names of Microsoft's clouds */
    CERTIFICATE_AUTHORITY_PUBLIC_OTHER,         /**< public, not known to issue for them */
    CERTIFICATE_AUTHORITY_INSPECTION,           /**< of a product that opens TLS */
    CERTIFICATE_AUTHORITY_COUNT
};

/** What the tables know of an issuer. */
struct certificate_issuer {
    enum certificate_authority kind;
    bool        is_intermediate; /**< public, and a server must send this authority's certificate */
    const char *product;         /**< static text ("Zscaler"); NULL unless kind is INSPECTION */
};

/** 0001-01-01 00:00:00 and 9999-12-31 23:59:59 UTC. A date that cannot be read, or that no four-digit year
 *  holds, becomes the one of these that makes the certificate valid: nothing is concluded from it. */
#define CERTIFICATE_TIME_EARLIEST INT64_C(-62135596800)
#define CERTIFICATE_TIME_LATEST   INT64_C(253402300799)

/** One certificate. It owns `names`; certificate_clear() frees them. It points into the DER that it was read from. */
struct certificate {
    char     subject[LIMIT_NAME_LENGTH + 1]; /**< common name; organization if there is none, or "" */
    char     issuer[LIMIT_NAME_LENGTH + 1];  /**< the issuer's, likewise */
    char     issuer_organization[LIMIT_NAME_LENGTH + 1]; /**< or "" */
    char    *names;         /**< DNS names as sent, each with its zero: walk with certificate_next_name() */
    size_t   names_length;  /**< of all of them, in bytes with the zeros */
    size_t   name_count;
    bool     names_cut;     /**< there are more than LIMIT_CERTIFICATE_NAMES */
    bool     has_dns_names; /**< a dNSName is there, usable or not: the subject is no host name then */
    bool     subject_is_common_name; /**< and not the organization */
    int64_t  not_before;    /**< seconds since 1970-01-01 UTC */
    int64_t  not_after;     /**< same; the last second that is valid */
    unsigned key_bits;      /**< 0 if not known */
    bool     key_is_rsa;
    bool     signature_is_sha1_or_md5; /**< or MD2 */
    struct tls_bytes issuer_name;  /**< distinguished names as DER, in the bytes that were read */
    struct tls_bytes subject_name; /**< equal bytes, equal names (RFC 5280 section 7.1 allows more) */
    bool     self_signed;   /**< issuer and subject are the same distinguished name, byte for byte */
    enum certificate_authority issuer_kind;
    bool        issuer_is_intermediate; /**< see struct certificate_issuer */
    const char *issuer_product;         /**< same */
};

/** False if there is no GnuTLS to read any. */
bool certificate_reader_is_there(void);

/** Reads one certificate.
 *  @param der         its DER; it may be anything
 *  @param length      in bytes; what is longer than LIMIT_CERTIFICATE_LENGTH is not read
 *  @param certificate overwritten; call certificate_clear() before reading into the same one again
 *  @return false if GnuTLS cannot read it: the struct is then zeroed and owns nothing */
bool certificate_read(const uint8_t *der, size_t length, struct certificate *certificate);

/** Frees what the certificate owns and zeroes it; a zeroed one is fine. */
void certificate_clear(struct certificate *certificate);

/** The DNS name behind `name`, the first one for NULL; NULL at the end. */
const char *certificate_next_name(const struct certificate *certificate, const char *name);

/** True if the certificate names the host (RFC 9525 section 6, RFC 6125 section 6.4): case and a trailing dot
 *  do not count, "*" is a whole left-most label and stands for exactly one label. The common name counts only
 *  if there is no DNS name. IP addresses match nothing: those in certificates are not read. */
bool certificate_covers_name(const struct certificate *certificate, const char *host);

/** True if it is sure that the certificate does not name the host: not just the opposite of the above. A list
 *  of names that was cut, and a host that is an IP address or no host name at all, deny nothing. */
bool certificate_denies_name(const struct certificate *certificate, const char *host);

/** Looks an issuer up in the tables.
 *  @param common_name  "" if it has none
 *  @param organization "" if it has none */
struct certificate_issuer certificate_find_issuer(const char *common_name, const char *organization);

/** What a chain tells as it was sent. */
struct certificate_chain_facts {
    bool     weak;           /**< one of the two below */
    bool     weak_signature; /**< SHA-1 or MD5 on a certificate that is not self-signed */
    bool     weak_key;       /**< RSA below 2048 bits */
    unsigned weak_key_bits;  /**< of the first such key */
    size_t   weak_position;  /**< of the first weak certificate, from 0 */
    bool     incomplete;     /**< the first one's issuer is a known public intermediate that was not sent */
};

/** What a chain tells.
 *  @param chain as it was sent; NULL stands for what cannot be read, and is not the first
 *  @param count at least 1
 *  @param cut   more certificates were sent than these */
struct certificate_chain_facts certificate_judge_chain(const struct certificate *const *chain, size_t count, bool cut);

#endif
