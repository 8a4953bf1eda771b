/* headline.h: the verdict in one line, and where its evidence begins: for what shows no more than that.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef HEADLINE_H
#define HEADLINE_H

#include "summary.h"

/** Letters that a headline has at most. */
#define HEADLINE_LETTERS 110

/** "ERROR  192.0.2.12 offers only TLS 1.0 to EWS / free-busy front door: 2 calls failed". With "So far: " before it where the capture may
 *  yet tell more. The text is the caller's to free. */
char *headline_make(const struct summary *summary, bool so_far);

/** The first frame that is the evidence of an error that the verdict is about; 0 if there is none. */
uint32_t headline_first_error(const struct summary *summary);

/** A display filter for the packets of what has such an error. */
const char *headline_error_filter(const struct summary *summary);

#endif
