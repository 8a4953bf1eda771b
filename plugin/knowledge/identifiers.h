/* identifiers.h: well-known ids in tokens and in federation settings. One row a fact; no logic (core/identify.h walks these tables).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef IDENTIFIERS_H
#define IDENTIFIERS_H

#include <stddef.h>

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
