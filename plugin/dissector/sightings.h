/* sightings.h: keeps, with preference `evidence`, what tells a connection again at another capture point.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every function may be given NULL for the sighting, and then does nothing: the preference is off.
 */
#ifndef SIGHTINGS_H
#define SIGHTINGS_H

#include "../core/sighting.h"

/** Empty sighting in the memory of records; NULL with the preference off. */
struct sighting *sightings_new(void);

/** Takes a segment of the frame. */
void sightings_take_segment(struct sighting *sighting, const struct sighting_frame *frame);

/** Takes a whole handshake message that can be read.
 *  @param server whether the server sent it
 *  @param tls13 the flow's version is TLS 1.3 */
void sightings_take_message(struct sighting *sighting, const struct sighting_frame *frame, const uint8_t *message,
                            size_t length, bool server, bool tls13);

/** Takes a ClientHello of SSL 2.0, which has no random, and ServerHellos likewise. */
void sightings_take_sslv2(struct sighting *sighting, const struct sighting_frame *frame, bool server);

/** Takes an alert; `alert` is NULL if it is encrypted. */
void sightings_take_alert(struct sighting *sighting, const struct sighting_frame *frame, const struct tls_alert *alert);

#endif
