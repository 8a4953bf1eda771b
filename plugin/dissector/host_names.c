/* host_names.c: see host_names.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "host_names.h"

#include <glib.h>

char *host_names_comparable(const char *text, size_t length)
{
    if (length > 1 && text[length - 1] == '.')
        length--;
    return g_ascii_strdown(text, (gssize)length);
}
