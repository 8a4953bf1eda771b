/* address_key.c: struct address as the key of a GHashTable.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "address_key.h"

#include "../core/address.h"

unsigned address_key_hash(const void *key)
{
    const struct address *address = key;
    unsigned              hash = address->family;

    for (size_t i = 0; i < sizeof address->bytes; i++)
        hash = hash * 31 + address->bytes[i];
    return hash;
}

gboolean address_key_equal(const void *left, const void *right)
{
    return address_compare(left, right) == 0;
}
