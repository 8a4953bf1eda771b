/* host_name.h: what is a host's name.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef HOST_NAME_H
#define HOST_NAME_H

#include <stdbool.h>
#include <stddef.h>

/** Length of a name without one trailing dot. */
size_t host_name_length(const char *name);

/** True for letters, digits, hyphens (RFC 1123 section 2.1) and, against it but in use, underscores; labels are not empty. The
 *  last one is no number: what looks like an IPv4 address is none of a host's names, and an IPv6 one has colons. */
bool host_name_is_valid(const char *host);

#endif
