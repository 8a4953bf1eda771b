/* identify.h: what an id in a token is, and which setting of a federation has a value.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef IDENTIFY_H
#define IDENTIFY_H

/** Name of the first well-known id that stands in `text` (an id alone, "id@realm" or "id/host@realm"), ignoring case; NULL
 *  if there is none, and for NULL. */
const char *identify_id(const char *text);

/** The setting that is expected to have this value, ignoring case; NULL if there is none, and for NULL. */
const char *identify_setting(const char *value);

#endif
