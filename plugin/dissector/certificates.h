/* certificates.h: Certificate messages -> what a flow record keeps of them. First pass only.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef CERTIFICATES_H
#define CERTIFICATES_H

#include <epan/packet.h>

#include "../core/classify.h"

/** Registers init and cleanup. Call once. */
void certificates_register(void);

/** Reads a whole Certificate message.
 *  @param flow   the flow with its names as known so far: the certificate is compared with them
 *  @param server the server sent it
 *  @param time   of the frame
 *  @return kept with the flow records; NULL if it could not be read */
const struct flow_certificate *certificates_read(const struct flow *flow, const uint8_t *message, size_t length,
                                                 bool server, const struct flow_time *time,
                                                 const struct classify_settings *settings);

#endif
