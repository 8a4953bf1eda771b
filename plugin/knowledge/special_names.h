/* special_names.h: host names of which something is true by design that looks like a fault elsewhere.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SPECIAL_NAMES_H
#define SPECIAL_NAMES_H

#include "roles.h"

/** What is true of a name; bits, or'ed. */
enum special_name_design {
    SPECIAL_NAME_ACCEPTS_OLD = 1 << 0,    /**< accepts TLS 1.0 and 1.1 on purpose */
    SPECIAL_NAME_SHUT = 1 << 1,           /**< nothing listens on the port of HTTPS */
    SPECIAL_NAME_WITHOUT_ADDRESS = 1 << 2 /**< may have no address */
};

/** The first row that fits is taken. */
struct special_name {
    enum role   role;  /**< that the name stands for; ROLE_UNCLASSIFIED: any */
    const char *part;  /**< lower case: stands anywhere in the name */
    bool        whole; /**< ... is all of it */
    unsigned    designs;
    const char *source;
};

extern const struct special_name special_names[];
extern const size_t              special_name_count;

#endif
