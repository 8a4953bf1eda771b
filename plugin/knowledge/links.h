/* links.h: articles and tools that help with a finding. One row a fact; no logic.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LINKS_H
#define LINKS_H

#include <stddef.h>

/** Name and address of the article that most findings refer to. */
#define LINK_TLS_NAME "Exchange Server TLS configuration best practices"
#define LINK_TLS_ADDRESS "https://learn.microsoft.com/Exchange/exchange-tls-configuration"

/** A web page that the Tools menu offers. */
struct link {
    const char *name;    /**< as the source has it */
    const char *hint;    /**< what it is good for, one phrase */
    const char *address;
    const char *source;
};

extern const struct link links[];
extern const size_t      link_count;

#endif
