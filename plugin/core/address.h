/* address.h: IPv4 and IPv6 addresses and networks without an operating system's headers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef ADDRESS_H
#define ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Longest text of an address or of ADDRESS:PORT, with the terminating zero. */
#define ADDRESS_TEXT_LENGTH 64

enum address_family { ADDRESS_NONE = 0, ADDRESS_IPV4 = 4, ADDRESS_IPV6 = 6 };

/** One address, network byte order; IPv4 uses the first 4 bytes, the rest is zero. */
struct address {
    uint8_t family; /**< enum address_family */
    uint8_t bytes[16];
};

/** A network: the first `prefix_length` bits of `address` count (0 to 32 or 128); the rest is zero. */
struct address_network {
    struct address address;
    uint8_t        prefix_length;
};

/** -1, 0 or 1: by family, then by bytes. */
int address_compare(const struct address *left, const struct address *right);

/** True if the address lies in the network (families equal, leading bits equal). */
bool address_in_network(const struct address *address, const struct address_network *network);

/** Reads "192.0.2.1" or "2001:db8::1" (RFC 4291 section 2.2, no zone). False on anything else. */
bool address_parse(const char *text, struct address *address);

/** Reads an address or "ADDRESS/LENGTH"; host bits are cleared; without a length the whole address counts. */
bool address_network_parse(const char *text, struct address_network *network);

/** Writes the address as RFC 5952 says, always terminated; an ADDRESS_NONE gives "?". Returns `text`. */
const char *address_format(const struct address *address, char *text, size_t size);

#endif
