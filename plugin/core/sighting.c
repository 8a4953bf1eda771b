/* sighting.c: segments and messages -> what tells a connection again at another capture point.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sighting.h"

#include <string.h>

#define NANOSECONDS INT64_C(1000000000)

/* A ServerHello (RFC 8446 section 4.1.3): type and length take 4 bytes, the version 2. */
#define RANDOM_AT 6

static const char *const kind_ids[SIGHTING_KIND_COUNT] = {
    "syn", "syn_ack", "client_hello", "server_hello", "certificate", "alert", "fin", "rst", "retransmission"};

const char *sighting_kind_id(enum sighting_kind kind)
{
    return kind_ids[kind];
}

int64_t sighting_nanoseconds(const struct flow_time *time)
{
    if (time->seconds >= INT64_MAX / NANOSECONDS)
        return INT64_MAX;
    if (time->seconds <= INT64_MIN / NANOSECONDS)
        return INT64_MIN;
    return time->seconds * NANOSECONDS + time->nanoseconds;
}

bool sighting_wants_room(const struct sighting *sighting)
{
    return sighting->count + 2 > sighting->room && sighting->room < SIGHTING_EVENTS_MAX;
}

static bool may_keep(const struct sighting *sighting, const struct sighting_end *end, enum sighting_kind kind)
{
    if (sighting->count >= sighting->room)
        return false;
    return kind == SIGHTING_RST || end->kept[kind] < (kind == SIGHTING_FIN ? 1 : SIGHTING_EVENTS_OF_A_KIND);
}

static struct sighting_event *add(struct sighting *sighting, const struct sighting_frame *frame,
                                  enum sighting_kind kind)
{
    struct sighting_end   *end = &sighting->ends[frame->sender];
    struct sighting_event *event = NULL;

    if (!may_keep(sighting, end, kind)) {
        sighting->cut++;
        return NULL;
    }
    event = &sighting->events[sighting->count++];
    end->kept[kind]++;
    memset(event, 0, sizeof *event);
    event->time = sighting_nanoseconds(&frame->time);
    event->frame = frame->number;
    event->sequence = frame->segment->sequence;
    event->length = frame->segment->length;
    event->kind = (uint8_t)kind;
    event->by = frame->sender;
    event->hop_limit = frame->hop_limit;
    return event;
}

void sighting_add(struct sighting *sighting, const struct sighting_frame *frame, enum sighting_kind kind)
{
    add(sighting, frame, kind);
}

void sighting_add_alert(struct sighting *sighting, const struct sighting_frame *frame, uint8_t description)
{
    struct sighting_event *event = add(sighting, frame, SIGHTING_ALERT);

    if (event == NULL)
        return;
    event->detail = description;
    event->readable = true;
}

static void take_synchronization(struct sighting_end *end, const struct sighting_frame *frame)
{
    if (end->synchronized)
        return;
    end->synchronized = true;
    end->initial = frame->segment->sequence;
    end->maximum_segment = frame->segment->maximum_segment;
    end->time = sighting_nanoseconds(&frame->time);
}

/* True if all of it was captured before. */
static bool take_payload(struct sighting_end *end, const struct segment *segment)
{
    uint32_t behind = segment->sequence + (segment->syn ? 1 : 0) + segment->length;

    if (segment->length == 0)
        return false;
    if (segment->length > end->largest)
        end->largest = segment->length;
    if (end->payload && segments_distance(end->highest, behind) <= 0)
        return true;
    end->payload = true;
    end->highest = behind;
    return false;
}

void sighting_take_segment(struct sighting *sighting, const struct sighting_frame *frame)
{
    const struct segment *segment = frame->segment;
    struct sighting_end  *end = &sighting->ends[frame->sender];

    end->last_time = sighting_nanoseconds(&frame->time);
    end->last_frame = frame->number;
    sighting->cut_segment = sighting->cut_segment || segment->cut;
    if (segment->syn) {
        take_synchronization(end, frame);
        sighting_add(sighting, frame, segment->acknowledges ? SIGHTING_SYN_ACK : SIGHTING_SYN);
    }
    if (take_payload(end, segment)) {
        end->retransmissions++;
        sighting_add(sighting, frame, SIGHTING_RETRANSMISSION);
    }
    if (segment->fin && !end->fin) {
        end->fin = true;
        sighting_add(sighting, frame, SIGHTING_FIN);
    }
    if (segment->rst)
        sighting_add(sighting, frame, SIGHTING_RST);
}

void sighting_take_client_hello(struct sighting *sighting, const struct tls_client_hello *hello)
{
    if (sighting->has_client_random || hello->random.length != SIGHTING_RANDOM_LENGTH)
        return;
    sighting->has_client_random = true;
    memcpy(sighting->client_random, hello->random.data, SIGHTING_RANDOM_LENGTH);
    if (hello->session_id.length == 0 || hello->session_id.length > SIGHTING_SESSION_ID_LENGTH)
        return;
    sighting->session_id_length = (uint8_t)hello->session_id.length;
    memcpy(sighting->session_id, hello->session_id.data, hello->session_id.length);
}

void sighting_take_server_hello(struct sighting *sighting, const uint8_t *message, size_t length)
{
    if (sighting->has_server_random || length < RANDOM_AT + SIGHTING_RANDOM_LENGTH)
        return;
    sighting->has_server_random = true;
    memcpy(sighting->server_random, message + RANDOM_AT, SIGHTING_RANDOM_LENGTH);
}

void sighting_swap_ends(struct sighting *sighting)
{
    struct sighting_end first = sighting->ends[0];

    sighting->ends[0] = sighting->ends[1];
    sighting->ends[1] = first;
    for (unsigned i = 0; i < sighting->count; i++)
        sighting->events[i].by = 1 - sighting->events[i].by;
}

/* Bytes of payload before a sequence number: the SYN takes one number (RFC 9293 section 3.4). */
static uint32_t bytes_before(const struct sighting_end *end, uint32_t sequence)
{
    int32_t bytes = segments_distance(end->initial + 1, sequence);

    return bytes > 0 ? (uint32_t)bytes : 0;
}

/* Not counting a FIN, which takes a number, too. */
static uint32_t payload_before(const struct sighting_end *end, uint32_t sequence)
{
    uint32_t bytes = bytes_before(end, sequence);
    uint32_t sent = end->payload ? bytes_before(end, end->highest) : 0;

    return end->fin && bytes == sent + 1 ? sent : bytes;
}

bool sighting_sent(const struct sighting_end *end, uint32_t *bytes)
{
    *bytes = end->payload ? bytes_before(end, end->highest) : 0;
    return end->synchronized;
}

bool sighting_captured(const struct sighting_end *end, const struct segments *segments, uint32_t *bytes)
{
    *bytes = payload_before(end, segments->next);
    return end->synchronized && segments->known;
}

bool sighting_acknowledged(const struct sighting_end *end, const struct segments *segments, uint32_t *bytes)
{
    *bytes = payload_before(end, segments->acknowledged);
    return end->synchronized && segments->acknowledged_known;
}
