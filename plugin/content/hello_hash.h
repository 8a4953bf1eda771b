/* hello_hash.h: what a ClientHello offers as one number, to tell two hellos of one program from two of different ones.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef HELLO_HASH_H
#define HELLO_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HELLO_HASH_LENGTH 32

/** SHA-256 over versions, suites and extensions in their order, without the values of GREASE (RFC 8701).
 *  @param message a whole ClientHello with its 4 bytes of header
 *  @param hash    receives HELLO_HASH_LENGTH bytes
 *  @return false if it is no ClientHello */
bool hello_hash_of(const uint8_t *message, size_t length, uint8_t *hash);

/** SHA-256 of any bytes; `hash` as above. */
void hello_hash_bytes(const uint8_t *bytes, size_t length, uint8_t *hash);

#endif
