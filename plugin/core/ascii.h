/* ascii.h: texts compared ignoring the case of ASCII letters, whatever the locale.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef ASCII_H
#define ASCII_H

#include <stdbool.h>
#include <stddef.h>

char ascii_lower(char letter);

bool ascii_equal(const char *left, const char *right);

/** Equal in their first `length` bytes, none of which is the end of a text. */
bool ascii_equal_part(const char *left, const char *right, size_t length);

bool ascii_begins_with(const char *text, const char *start);

/** The first place in `text` where `part` stands, or NULL. */
const char *ascii_find(const char *text, const char *part);

#endif
