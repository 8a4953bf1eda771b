/* identifiers.h: well-known ids in tokens and in federation settings. One row a fact; no logic (core/identify.h walks these tables).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef IDENTIFIERS_H
#define IDENTIFIERS_H

#include <stddef.h>

/** Whose tokens the shared service principal has: issuer and name id begin so. */
#define IDENTIFIER_ACS "00000001-0000-0000-c000-000000000000"
#define IDENTIFIER_EXCHANGE_ONLINE "00000002-0000-0ff1-ce00-000000000000"

/** A well-known application, issuer or role id. */
struct identifier {
    const char *id;   /**< lower case */
    const char *name; /**< for people */
    const char *source;
};

extern const struct identifier identifiers[];
extern const size_t            identifier_count;

/** What a setting of a federation trust or organisation relationship is expected to be. */
struct federation_constant {
    const char *setting;
    const char *value; /**< expected; "<...>" stands for the organisation's own part */
    const char *source;
};

extern const struct federation_constant federation_constants[];
extern const size_t                     federation_constant_count;

#endif
