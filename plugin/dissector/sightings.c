/* sightings.c: memory and hashes for core/sighting.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sightings.h"

#include "../content/hello_hash.h"
#include "../core/tls_certificate.h"
#include "preferences.h"
#include "records.h"

/* Most connections have some eight events. */
#define FIRST_ROOM 8

struct sighting *sightings_new(void)
{
    return preferences_get()->evidence ? wmem_new0(records_memory(), struct sighting) : NULL;
}

static void make_room(struct sighting *sighting)
{
    unsigned room = sighting->room > 0 ? sighting->room * 2u : FIRST_ROOM;

    if (!sighting_wants_room(sighting))
        return;
    room = MIN(room, SIGHTING_EVENTS_MAX);
    sighting->events = wmem_realloc(records_memory(), sighting->events, room * sizeof *sighting->events);
    sighting->room = (uint8_t)room;
}

void sightings_take_segment(struct sighting *sighting, const struct sighting_frame *frame)
{
    if (sighting == NULL)
        return;
    make_room(sighting);
    sighting_take_segment(sighting, frame);
}

static void take_client_hello(struct sighting *sighting, const uint8_t *message, size_t length)
{
    struct tls_client_hello hello;

    if (sighting->has_client_random || tls_client_hello_parse(message, length, &hello) != TLS_PARSE_OK)
        return;
    sighting_take_client_hello(sighting, &hello);
    sighting->has_hello_hash = hello_hash_of(message, length, sighting->hello_hash);
}

static void take_certificate(struct sighting *sighting, const uint8_t *message, size_t length, bool tls13)
{
    struct tls_certificate_chain chain;

    if (sighting->has_certificate_hash || tls_certificate_parse(message, length, tls13, &chain) != TLS_PARSE_OK ||
        chain.count == 0)
        return;
    hello_hash_bytes(chain.certificates[0].data, chain.certificates[0].length, sighting->certificate_hash);
    sighting->has_certificate_hash = true;
}

static void take_server_hello(struct sighting *sighting, const uint8_t *message, size_t length)
{
    struct tls_server_hello hello;

    if (tls_server_hello_parse(message, length, &hello) == TLS_PARSE_OK && !hello.is_hello_retry_request)
        sighting_take_server_hello(sighting, message, length);
}

void sightings_take_message(struct sighting *sighting, const struct sighting_frame *frame, const uint8_t *message,
                            size_t length, bool server, bool tls13)
{
    if (sighting == NULL || length == 0)
        return;
    make_room(sighting);
    if (message[0] == TLS_HANDSHAKE_CLIENT_HELLO && !server) {
        take_client_hello(sighting, message, length);
        sighting_add(sighting, frame, SIGHTING_CLIENT_HELLO);
    } else if (message[0] == TLS_HANDSHAKE_SERVER_HELLO && server) {
        take_server_hello(sighting, message, length);
        sighting_add(sighting, frame, SIGHTING_SERVER_HELLO);
    } else if (message[0] == TLS_HANDSHAKE_CERTIFICATE && server) {
        take_certificate(sighting, message, length, tls13);
        sighting_add(sighting, frame, SIGHTING_CERTIFICATE);
    }
}

void sightings_take_sslv2(struct sighting *sighting, const struct sighting_frame *frame, bool server)
{
    if (sighting == NULL)
        return;
    make_room(sighting);
    sighting_add(sighting, frame, server ? SIGHTING_SERVER_HELLO : SIGHTING_CLIENT_HELLO);
}

void sightings_take_alert(struct sighting *sighting, const struct sighting_frame *frame, const struct tls_alert *alert)
{
    if (sighting == NULL)
        return;
    make_room(sighting);
    if (alert != NULL)
        sighting_add_alert(sighting, frame, alert->description);
    else
        sighting_add(sighting, frame, SIGHTING_ALERT);
}
