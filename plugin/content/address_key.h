/* address_key.h: struct address as the key of a GHashTable.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef ADDRESS_KEY_H
#define ADDRESS_KEY_H

#include <glib.h>

/** GHashFunc and GEqualFunc for keys of type struct address. Addresses come from packets: nobody can choose many with one
 *  hash, which depends on a number that Wireshark draws at its start. */
unsigned address_key_hash(const void *key);
gboolean address_key_equal(const void *left, const void *right);

#endif
