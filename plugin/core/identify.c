/* identify.c: walks the tables of well-known ids and of settings of a federation.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "identify.h"

#include <stdbool.h>
#include <string.h>

#include "../knowledge/identifiers.h"
#include "ascii.h"

/* The application's own id comes before the realm's, which may be well known too: the leftmost wins. */
const char *identify_id(const char *text)
{
    const char *name = NULL;
    const char *leftmost = NULL;

    for (size_t i = 0; text != NULL && i < identifier_count; i++) {
        const char *at = ascii_find(text, identifiers[i].id);
        if (at != NULL && (leftmost == NULL || at < leftmost)) {
            leftmost = at;
            name = identifiers[i].name;
        }
    }
    return name;
}

/* "<...>" stands for any text. */
static bool value_matches(const char *expected, const char *value)
{
    const char *open = strchr(expected, '<');
    const char *close = strchr(expected, '>');
    size_t      head = open != NULL ? (size_t)(open - expected) : 0;
    size_t      tail = close != NULL ? strlen(close + 1) : 0;
    size_t      length = strlen(value);

    if (open == NULL || close == NULL)
        return ascii_equal(expected, value);
    return length > head + tail && ascii_equal_part(expected, value, head) &&
           ascii_equal_part(close + 1, value + length - tail, tail);
}

const char *identify_setting(const char *value)
{
    for (size_t i = 0; value != NULL && i < federation_constant_count; i++) {
        if (value_matches(federation_constants[i].value, value))
            return federation_constants[i].setting;
    }
    return NULL;
}
