/* identifiers.h: well-known ids in tokens and in federation settings. One row a fact; no logic.
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

/** Name of the first well-known id that stands in `text` (an id alone, "id@realm" or "id/host@realm"), ignoring case; NULL
 *  if there is none, and for NULL. */
const char *identifier_name(const char *text);

/** What a setting of a federation trust or organisation relationship is expected to be. */
struct federation_constant {
    const char *setting;
    const char *value; /**< expected; "<...>" stands for the organisation's own part */
    const char *source;
};

extern const struct federation_constant federation_constants[];
extern const size_t                     federation_constant_count;

/** The setting that is expected to have this value, ignoring case; NULL if there is none, and for NULL. */
const char *federation_setting_of(const char *value);

#endif
