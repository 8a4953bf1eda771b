/* frame_address.h: an address of Wireshark's as ours.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef FRAME_ADDRESS_H
#define FRAME_ADDRESS_H

#include <epan/address.h>

#include "../core/address.h"

/** An IPv4 or IPv6 address; family ADDRESS_NONE for any other. */
struct address frame_address_of(const address *source);

#endif
