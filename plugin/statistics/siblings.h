/* siblings.h: which clients do the same work, so that one may be held against the other.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIBLINGS_H
#define SIBLINGS_H

#include "summary.h"

/** Says of each host of the summary whether it is a sibling of others: an Exchange server by what it calls, by its user
 *  agent or by the organisation's table, and no device that passes on what others send.
 *  @param hosts struct address -> struct summary_host, each of the summary's */
void siblings_find(const struct summary *summary, GHashTable *hosts);

#endif
