/* address_key.c: struct address as the key of a GHashTable.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "address_key.h"

#include <wsutil/wmem/wmem.h>

#include "../core/address.h"

unsigned address_key_hash(const void *key)
{
    const struct address *address = key;

    return wmem_strong_hash(address->bytes, sizeof address->bytes) + (unsigned)address->family;
}

gboolean address_key_equal(const void *left, const void *right)
{
    return address_compare(left, right) == 0;
}
