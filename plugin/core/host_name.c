/* host_name.c: see host_name.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "host_name.h"

#include <string.h>

#include "ascii.h"
#include "limits.h"

size_t host_name_length(const char *name)
{
    size_t length = strlen(name);

    return length > 0 && name[length - 1] == '.' ? length - 1 : length;
}

static bool is_letter(char character)
{
    return (character >= 'a' && character <= 'z') || character == '-' || character == '_';
}

bool host_name_is_valid(const char *host)
{
    size_t length = host_name_length(host);
    bool   label_is_empty = true;
    bool   label_is_number = true;

    for (size_t i = 0; i < length; i++) {
        bool is_digit = host[i] >= '0' && host[i] <= '9';
        bool is_dot = host[i] == '.';
        if ((is_dot && label_is_empty) || (!is_dot && !is_digit && !is_letter(ascii_lower(host[i]))))
            return false;
        label_is_empty = is_dot;
        label_is_number = is_dot || (label_is_number && is_digit);
    }
    return length <= LIMIT_NAME_LENGTH && !label_is_empty && !label_is_number;
}
