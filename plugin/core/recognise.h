/* recognise.h: names, addresses and ports -> role, cloud and direction, and by what it was matched.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Walks the tables of knowledge/ through an index that the caller's memory holds: a look-up costs at most
 * 2*log2(rows)+8 comparisons however long the tables grow.
 */
#ifndef RECOGNISE_H
#define RECOGNISE_H

#include "../knowledge/addresses.h"
#include "../knowledge/endpoints.h"
#include "../knowledge/roles.h"
#include "address.h"
#include "limits.h"

/** By what a flow was recognised, weakest first: a stronger one that comes later wins. */
enum match_source {
    MATCH_NONE,
    MATCH_PORT,
    MATCH_ADDRESS,
    MATCH_SMTP,
    MATCH_DNS,
    MATCH_CERTIFICATE,
    MATCH_HTTP_HOST,
    MATCH_CONNECT,
    MATCH_SNI,
    MATCH_USER_TABLE,
    MATCH_SOURCE_COUNT
};

/** "sni", "address" ...; "none" for MATCH_NONE. */
const char *match_source_id(enum match_source source);

/** Index over a table of endpoints. The arrays are the caller's, `count` entries each. */
struct recognise_names {
    const struct endpoint *rows;
    size_t                 count;
    uint16_t              *order;  /**< row numbers: globs and suffixes by reversed tail, then the others */
    uint16_t              *parent; /**< per place in `order`: next shorter row that may match too, or count */
    size_t                 forward_start; /**< place in `order` of the first exact or prefix row */
    uint32_t               clouds_wanted; /**< CLOUD_BITs; rows of other clouds do not exist for a look-up */
};

/** Builds the index; `order` and `parent` hold `count` entries each (count below 65 535). Wanted are the
 *  CLOUD_DEFAULT_WANTED; the caller may change `clouds_wanted` at any time afterwards. */
void recognise_names_build(struct recognise_names *index, const struct endpoint *rows, size_t count,
                           uint16_t *order, uint16_t *parent);

/** A host name made comparable: lower case, no trailing dot. */
struct recognise_name {
    char   text[LIMIT_NAME_LENGTH + 1];
    size_t length;
};

/** Normalises `length` bytes as sent. False if empty, too long, holds a byte below 0x21 or above 0x7e, an
 *  empty label, or is an IP literal: such a name recognises nothing. */
bool recognise_name_normalise(const uint8_t *bytes, size_t length, struct recognise_name *name);

/** The best row for a name: exact, then glob, then longest suffix, then (only if none) prefix.
 *  @param comparisons if not NULL, string comparisons made are added to it
 *  @return the row or NULL. A prefix row is returned too: a guess, which the caller takes only together with
 *          other evidence (see ENDPOINT_PREFIX). No guess is made for "outlook.office365.com.example.net". */
const struct endpoint *recognise_name_find(const struct recognise_names *index,
                                           const struct recognise_name *name, unsigned *comparisons);

/** The row of a name given as text, in any case; NULL if there is none, for NULL, and for what is no host name.
 *  @param with_guesses false: no prefix row is returned */
const struct endpoint *recognise_text(const struct recognise_names *index, const char *text, bool with_guesses);

/** True if the row speaks for the flow also where the client did not ask for its name (the target of a CNAME, a name in
 *  the server's certificate): its pattern belongs to that service alone. False for shared_suffixes, and for the Hybrid
 *  Agent's and the wizard's names whatever they are. */
bool recognise_speaks_for_others(const struct endpoint *row);

/** True if the port is one of the row's. */
bool recognise_port_is_listed(const struct endpoint *row, uint16_t port);

/** One published network in the index. */
struct recognise_network {
    struct address_network network;
    uint16_t               row;
    uint16_t               parent; /**< place of the next network around (or equal to) this one, or count */
};

/** Index over a table of ranges; `networks` holds `count` entries. */
struct recognise_addresses {
    const struct address_range *rows;
    size_t                      count;         /**< of `networks` */
    struct recognise_network   *networks;      /**< sorted by address, then by prefix length */
    uint32_t                    clouds_wanted; /**< as in recognise_names */
};

/** Builds the index; rows whose text is no network are left out (a unit test proves that there are none). */
void recognise_addresses_build(struct recognise_addresses *index, const struct address_range *rows,
                               size_t count, struct recognise_network *networks);

/** What an address is known for. */
struct recognise_range {
    const struct address_range *row;
    enum cloud                  cloud; /**< CLOUD_NONE if two clouds share the range */
};

/** Longest published network around the address. False if none. */
bool recognise_address_find(const struct recognise_addresses *index, const struct address *address,
                            struct recognise_range *range);

#endif
