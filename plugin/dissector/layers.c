/* layers.c: the list of a frame's dissectors -> bits.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each question to Wireshark about one dissector by name costs more than this walk over all of them.
 */
#include "layers.h"

#include "../wireshark_compat.h"

static const struct {
    const char *name;
    enum layer  layer;
} table[] = {
    {"tls", LAYER_TLS},   {"quic", LAYER_QUIC}, {"http", LAYER_HTTP}, {"http2", LAYER_HTTP},
    {"smtp", LAYER_SMTP}, {"dns", LAYER_DNS},   {"mdns", LAYER_DNS},  {"llmnr", LAYER_DNS},
    {"tcp", LAYER_TRANSPORT}, {"udp", LAYER_TRANSPORT},
};

/* Protocol ids as the list holds them, NULL: none. A slot is found by the id's low bits; ids that share them stand behind
 * each other. Nearly every slot is free, so that one comparison settles a dissector that is none of our business. */
#define SLOTS 64
static struct {
    const void *id;
    unsigned    layer;
} slots[SLOTS];

static size_t slot_of(const void *id)
{
    return (size_t)GPOINTER_TO_UINT(id) % SLOTS;
}

static void put(const void *id, unsigned layer)
{
    size_t slot = slot_of(id);

    while (slots[slot].id != NULL && slots[slot].id != id)
        slot = (slot + 1) % SLOTS;
    slots[slot].id = id;
    slots[slot].layer = layer;
}

void layers_resolve(void)
{
    for (size_t i = 0; i < array_length(table); i++) {
        int id = proto_get_id_by_filter_name(table[i].name);
        if (id > 0)
            put(GINT_TO_POINTER(id), table[i].layer);
    }
}

static unsigned layer_of(const void *id)
{
    for (size_t slot = slot_of(id); slots[slot].id != NULL; slot = (slot + 1) % SLOTS) {
        if (slots[slot].id == id)
            return slots[slot].layer;
    }
    return 0;
}

unsigned layers_of_frame(const packet_info *pinfo)
{
    unsigned layers = 0;

    for (wmem_list_frame_t *frame = wmem_list_tail(pinfo->layers); frame != NULL && (layers & LAYER_TRANSPORT) == 0;
         frame = wmem_list_frame_prev(frame))
        layers |= layer_of(wmem_list_frame_data(frame));
    return layers;
}
