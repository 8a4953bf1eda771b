/* endpoints.h: host names of hybrid endpoints. One row a pattern; order has no meaning.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef ENDPOINTS_H
#define ENDPOINTS_H

#include "roles.h"

/** How a pattern is compared; case and a trailing dot never count. */
enum endpoint_kind {
    ENDPOINT_EXACT,
    ENDPOINT_GLOB,   /**< one "*" stands for one or more labels */
    ENDPOINT_SUFFIX, /**< begins with a dot: any longer name that ends with it, not the bare domain */
    ENDPOINT_PREFIX  /**< first label by naming convention: weak, never decides alone */
};

struct endpoint {
    const char        *pattern; /**< lower case */
    enum endpoint_kind kind;
    enum cloud         cloud;
    enum role          role;
    const char        *area;
    const char        *ports;
    const char        *source;
};

extern const struct endpoint endpoints[];
extern const size_t          endpoint_count;

#endif
