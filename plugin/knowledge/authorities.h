/* authorities.h: certification authorities by their names in an issuer field. One row a fact; no logic.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A name proves nothing about who signed: these rows tell an expected issuer from an unexpected one, no more.
 */
#ifndef AUTHORITIES_H
#define AUTHORITIES_H

#include <stdbool.h>
#include <stddef.h>

/** How a row's common name is compared; ASCII case never counts. */
enum authority_match {
    AUTHORITY_EXACT,  /**< the whole common name */
    AUTHORITY_FAMILY, /**< a numbered series: the common name begins so */
    AUTHORITY_ANY     /**< every authority of the organization; the row has no common name */
};

/** Where in a chain the authority stands. */
enum authority_place {
    AUTHORITY_ROOT,
    AUTHORITY_INTERMEDIATE, /**< clients do not have it: a server must send its certificate */
    AUTHORITY_EITHER        /**< both exist under this name, or not known */
};

/** A publicly trusted authority, current or of the past. */
struct authority {
    const char          *common_name;          /**< NULL with AUTHORITY_ANY */
    enum authority_match match;
    const char          *organization;         /**< the whole O attribute; NULL if several are in use */
    bool                 issues_for_microsoft; /**< documented on names of Microsoft's clouds */
    enum authority_place place;
    const char          *source;
};

/** A product that opens TLS and signs again with an authority of its own. */
struct authority_product {
    const char *text;    /**< part of the issuer's common name or organization; ASCII case does not count */
    const char *product; /**< as people call it */
    const char *source;
};

/** The first row that fits counts: rows with a common name stand before those of a whole organization. */
extern const struct authority         authorities[];
extern const size_t                   authority_count;
extern const struct authority_product authority_products[];
extern const size_t                   authority_product_count;

/** Date of the list, for "ISSUER is not in this plugin's list of public CAs (list of DATE)": YYYY-MM-DD. */
extern const char authority_list_date[];

#endif
