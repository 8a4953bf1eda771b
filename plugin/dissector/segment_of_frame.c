/* segment_of_frame.c: a frame's TCP header -> a segment.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark's own analysis of sequence numbers marks what is missing, but keeps to itself which bytes, and whether they came
 * after all; and it does not look at an RST. The header has the numbers. One wanted item, the length of the payload, stands
 * where the header begins; each item more would cost some thousand instructions a frame.
 */
#include "segment_of_frame.h"

#include <string.h>

#include "wanted.h"

/* RFC 9293 section 3.1: lengths and places in the header, in bytes; flags in its byte 13. */
enum { HEADER_LENGTH = 20, SOURCE_PORT = 0, DESTINATION_PORT = 2, SEQUENCE = 4, ACKNOWLEDGEMENT = 8, DATA_OFFSET = 12, FLAGS = 13 };
enum { FLAG_FIN = 0x01, FLAG_SYN = 0x02, FLAG_RST = 0x04, FLAG_ACK = 0x10 };

/* How many bytes of the payload are looked at: the first line of an answer in clear. */
#define START_LENGTH 80

struct headers {
    const field_info *last; /* the payload's length, placed where the header begins */
    unsigned          count;
};

static void count_header(void *context, const field_info *info)
{
    struct headers *headers = context;

    headers->last = info;
    headers->count++;
}

/* Where the payload stands: behind the header, which may have options. */
static void read_start(const field_info *header, int header_length, struct segment *segment)
{
    int begin = wanted_item_start(header) + header_length;
    int captured = tvb_captured_length_remaining(header->ds_tvb, begin);

    segment->cut = captured < 0 || (uint32_t)captured < segment->length;
    if (captured <= 0 || segment->length == 0)
        return;
    segment->start_length = MIN(MIN((uint32_t)captured, segment->length), START_LENGTH);
    segment->start = tvb_get_ptr(header->ds_tvb, begin, (int)segment->start_length);
}

/* Network byte order (RFC 9293 section 3.1). */
static uint32_t number_at(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static uint32_t port_at(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 8 | bytes[1];
}

/* The header where the item stands; NULL if it is cut, or if no header of the frame's ports stands there. */
static const uint8_t *header_of(const packet_info *pinfo, const field_info *info)
{
    const uint8_t *header = NULL;

    if (!tvb_bytes_exist(info->ds_tvb, wanted_item_start(info), HEADER_LENGTH))
        return NULL;
    header = tvb_get_ptr(info->ds_tvb, wanted_item_start(info), HEADER_LENGTH);
    if (port_at(header + SOURCE_PORT) != pinfo->srcport || port_at(header + DESTINATION_PORT) != pinfo->destport)
        return NULL;
    return header;
}

unsigned segments_of_frame(const packet_info *pinfo, proto_tree *tree, struct segment *segment)
{
    struct headers headers = {NULL, 0};
    const uint8_t *header = NULL;

    memset(segment, 0, sizeof *segment);
    wanted_visit(tree, WANTED_TCP_LENGTH, count_header, &headers);
    header = headers.count > 0 ? header_of(pinfo, headers.last) : NULL;
    if (header == NULL)
        return 0;
    segment->sequence = number_at(header + SEQUENCE);
    segment->acknowledgement = number_at(header + ACKNOWLEDGEMENT);
    segment->syn = (header[FLAGS] & FLAG_SYN) != 0;
    segment->fin = (header[FLAGS] & FLAG_FIN) != 0;
    segment->rst = (header[FLAGS] & FLAG_RST) != 0;
    segment->acknowledges = (header[FLAGS] & FLAG_ACK) != 0;
    segment->length = wanted_item_number(headers.last);
    read_start(headers.last, (header[DATA_OFFSET] >> 4) * 4, segment);
    return headers.count;
}
