/* sightings.c: memory and hashes for core/sighting.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sightings.h"

#include "../content/hello_hash.h"
#include "../core/tls_certificate.h"
#include "preferences.h"

/* Most connections have some eight events. */
#define FIRST_ROOM 8

struct sighting *sightings_new(wmem_allocator_t *memory)
{
    return preferences_get()->evidence ? wmem_new0(memory, struct sighting) : NULL;
}

struct sighting *sightings_move(wmem_allocator_t *from, wmem_allocator_t *to, struct sighting *sighting, bool swap)
{
    struct sighting *moved = NULL;

    if (sighting == NULL)
        return NULL;
    moved = wmem_memdup(to, sighting, sizeof *sighting);
    if (sighting->events != NULL)
        moved->events = wmem_memdup(to, sighting->events, sighting->room * sizeof *sighting->events);
    if (swap)
        sighting_swap_ends(moved);
    wmem_free(from, sighting->events);
    wmem_free(from, sighting);
    return moved;
}

static void make_room(wmem_allocator_t *memory, struct sighting *sighting)
{
    unsigned room = sighting->room > 0 ? sighting->room * 2u : FIRST_ROOM;

    if (!sighting_wants_room(sighting))
        return;
    room = MIN(room, SIGHTING_EVENTS_MAX);
    sighting->events = wmem_realloc(memory, sighting->events, room * sizeof *sighting->events);
    sighting->room = (uint8_t)room;
}

void sightings_take_segment(wmem_allocator_t *memory, struct sighting *sighting, const struct sighting_frame *frame)
{
    if (sighting == NULL)
        return;
    make_room(memory, sighting);
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

void sightings_take_message(wmem_allocator_t *memory, struct sighting *sighting, const struct sighting_frame *frame,
                            const uint8_t *message, size_t length, bool server, bool tls13)
{
    if (sighting == NULL || length == 0)
        return;
    make_room(memory, sighting);
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

void sightings_take_sslv2(wmem_allocator_t *memory, struct sighting *sighting, const struct sighting_frame *frame,
                          bool server)
{
    if (sighting == NULL)
        return;
    make_room(memory, sighting);
    sighting_add(sighting, frame, server ? SIGHTING_SERVER_HELLO : SIGHTING_CLIENT_HELLO);
}

void sightings_take_alert(wmem_allocator_t *memory, struct sighting *sighting, const struct sighting_frame *frame,
                          const struct tls_alert *alert)
{
    if (sighting == NULL)
        return;
    make_room(memory, sighting);
    if (alert != NULL)
        sighting_add_alert(sighting, frame, alert->description);
    else
        sighting_add(sighting, frame, SIGHTING_ALERT);
}
