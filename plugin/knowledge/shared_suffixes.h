/* shared_suffixes.h: endings of names that many owners share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SHARED_SUFFIXES_H
#define SHARED_SUFFIXES_H

#include <stddef.h>

/** Endings of names that many owners share: a pattern that ends so belongs to no service alone. */
struct shared_suffix {
    const char *suffix; /**< lower case, begins with a dot */
    const char *source;
};

extern const struct shared_suffix shared_suffixes[];
extern const size_t               shared_suffix_count;

#endif
