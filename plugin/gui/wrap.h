/* wrap.h: lines of a text broken at a width, with hanging indents.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Knows neither Wireshark nor its windows.
 */
#ifndef WRAP_H
#define WRAP_H

#include <glib.h>

/** Appends a text (UTF-8) whose lines have at most `width` letters each; longer ones go on below where their words begin:
 *  behind the label ("Change:       ") or the number ("12. ") that they start with, else below their own beginning.
 *  Columns of a table stay apart, nearer to each other where the row is too long. Words are never broken, nor are lines that
 *  are there to be pasted: registry paths, their values ("Enabled=1, ...") and display filters ("Filter:"). */
void wrap_append(GString *wrapped, const char *text, size_t width);

#endif
