/* save.h: a text saved under a name that is asked for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SAVE_H
#define SAVE_H

/** Asks for a name and saves a copy of the text there. What is there already is not replaced: another name is asked for, as
 *  where the text cannot be written. */
void save_text_as(const char *text);

#endif
