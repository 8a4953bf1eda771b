/* conversations.c: remembers conversations of the first pass, by addresses and ports.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark's own look-up is dear for a frame that is none of our business: without what is remembered here a packet list
 * takes 0.9 % (plain TCP) to 1.4 % (TLS) more instructions, measured with tests/benchmark. A remembered conversation is
 * right until another one takes the same addresses and ports, and Wireshark counts TCP's conversations: while the
 * count stands still there is no new one. Where it moved, this frame's own conversation is looked up, and everything
 * remembered is forgotten unless that is the new one.
 */
#include "conversations.h"

#include <string.h>

#include <epan/dissectors/packet-tcp.h>

#include "../wireshark_compat.h"

#define MOST_ADDRESS_BYTES 16
#define SLOTS 256

struct end {
    int      type, length;
    uint32_t port;
    uint8_t  bytes[MOST_ADDRESS_BYTES];
};

/* One conversation, in the direction in which it was seen last. */
struct slot {
    conversation_t *conversation; /* NULL: free */
    struct end      source, destination;
};

static struct slot slots[SLOTS];
static uint32_t    streams; /* as counted when the last frame was looked at */

static void forget(void)
{
    for (size_t i = 0; i < SLOTS; i++)
        slots[i].conversation = NULL;
    streams = 0;
}

void conversations_register(void)
{
    register_init_routine(forget);
    register_cleanup_routine(forget);
}

static bool is_rememberable(const address *host)
{
    return host->len > 0 && host->len <= MOST_ADDRESS_BYTES;
}

static void set_end(struct end *end, const address *host, uint32_t port)
{
    end->type = host->type;
    end->length = host->len;
    end->port = port;
    memcpy(end->bytes, host->data, (size_t)host->len);
}

static bool is_end(const struct end *end, const address *host, uint32_t port)
{
    if (end->port != port || end->type != host->type || end->length != host->len)
        return false;
    if (end->length == 4) /* a constant length is compared without a call */
        return memcmp(end->bytes, host->data, 4) == 0;
    return memcmp(end->bytes, host->data, (size_t)end->length) == 0;
}

/* The same for both directions. */
static struct slot *slot_of(const packet_info *pinfo)
{
    const uint8_t *source = pinfo->src.data;
    const uint8_t *destination = pinfo->dst.data;
    uint32_t       low_bytes = (uint32_t)source[pinfo->src.len - 1] ^ destination[pinfo->dst.len - 1];

    return &slots[(pinfo->srcport ^ pinfo->destport ^ low_bytes * 31) % SLOTS];
}

static bool holds(const struct slot *slot, const packet_info *pinfo)
{
    if (slot->conversation == NULL)
        return false;
    return (is_end(&slot->source, &pinfo->src, pinfo->srcport) &&
            is_end(&slot->destination, &pinfo->dst, pinfo->destport)) ||
           (is_end(&slot->source, &pinfo->dst, pinfo->destport) &&
            is_end(&slot->destination, &pinfo->src, pinfo->srcport));
}

static void remember(struct slot *slot, const packet_info *pinfo, conversation_t *conversation)
{
    set_end(&slot->source, &pinfo->src, pinfo->srcport);
    set_end(&slot->destination, &pinfo->dst, pinfo->destport);
    slot->conversation = conversation;
}

conversation_t *conversations_find(packet_info *pinfo)
{
    uint32_t        count = get_tcp_stream_count();
    bool            is_new = count != streams;
    struct slot    *slot = NULL;
    conversation_t *conversation = NULL;

    if (PINFO_FD_VISITED(pinfo) || !compat_conversations_are_plain(pinfo) || !is_rememberable(&pinfo->src) ||
        !is_rememberable(&pinfo->dst))
        return compat_find_tcp_conversation(pinfo);
    slot = slot_of(pinfo);
    if (!is_new && holds(slot, pinfo))
        return slot->conversation;
    conversation = compat_find_tcp_conversation(pinfo);
    if (is_new && (count != streams + 1 || conversation == NULL || conversation->setup_frame != pinfo->num))
        forget();
    streams = count;
    remember(slot, pinfo, conversation);
    return conversation;
}
