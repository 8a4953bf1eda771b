/* ascii.c: texts compared ignoring the case of ASCII letters.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ascii.h"

#include <string.h>

char ascii_lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

bool ascii_equal(const char *left, const char *right)
{
    size_t length = strlen(left);

    return ascii_equal_part(left, right, length) && right[length] == '\0';
}

bool ascii_equal_part(const char *left, const char *right, size_t length)
{
    size_t i = 0;

    while (i < length && left[i] != '\0' && ascii_lower(left[i]) == ascii_lower(right[i]))
        i++;
    return i == length;
}

bool ascii_begins_with(const char *text, const char *start)
{
    return ascii_equal_part(text, start, strlen(start));
}

const char *ascii_find(const char *text, const char *part)
{
    for (;; text++) {
        if (ascii_begins_with(text, part))
            return text;
        if (*text == '\0')
            return NULL;
    }
}
