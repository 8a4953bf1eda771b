/* host_names.h: names of hosts in the form in which they are compared.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef HOST_NAMES_H
#define HOST_NAMES_H

#include <stddef.h>

/** A new string: `length` bytes of a name in lower case, without trailing dot. Free with g_free(). */
char *host_names_comparable(const char *text, size_t length);

#endif
