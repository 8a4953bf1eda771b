/* frame_address.c: see frame_address.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "frame_address.h"

#include <string.h>

struct address frame_address_of(const address *source)
{
    struct address taken = {ADDRESS_NONE, {0}};

    if (source->type == AT_IPv4 && source->len == 4) {
        taken.family = ADDRESS_IPV4;
        memcpy(taken.bytes, source->data, 4);
    } else if (source->type == AT_IPv6 && source->len == 16) {
        taken.family = ADDRESS_IPV6;
        memcpy(taken.bytes, source->data, 16);
    }
    return taken;
}
