/* segments.c: sequence numbers -> what of a direction is there, and what is missing.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "segments.h"

#include <string.h>

#define LARGEST_WINDOW (INT32_C(1) << 30)

int32_t segments_distance(uint32_t first, uint32_t second)
{
    uint32_t distance = second - first;

    return distance <= INT32_MAX ? (int32_t)distance : -(int32_t)(UINT32_MAX - distance) - 1;
}

uint32_t segments_highest(const struct segments *segments)
{
    return segments->run_count > 0 ? segments->runs[segments->run_count - 1].end : segments->next;
}

/* The runs that the bytes up to `next` have reached belong to them now. */
static void join_runs(struct segments *segments)
{
    uint8_t joined = 0;

    while (joined < segments->run_count && segments_distance(segments->runs[joined].begin, segments->next) >= 0) {
        if (segments_distance(segments->next, segments->runs[joined].end) > 0)
            segments->next = segments->runs[joined].end;
        joined++;
    }
    for (uint8_t i = joined; i < segments->run_count; i++)
        segments->runs[i - joined] = segments->runs[i];
    segments->run_count = (uint8_t)(segments->run_count - joined);
    segments->disordered = segments->disordered || joined > 0;
}

/* A run that grew may have reached the ones behind it. */
static void merge_runs(struct segments *segments, uint8_t place)
{
    uint8_t next = (uint8_t)(place + 1);

    while (next < segments->run_count && segments_distance(segments->runs[place].end, segments->runs[next].begin) <= 0) {
        if (segments_distance(segments->runs[place].end, segments->runs[next].end) > 0)
            segments->runs[place].end = segments->runs[next].end;
        for (unsigned i = next + 1u; i < SEGMENTS_RUNS_MAX; i++)
            segments->runs[i - 1] = segments->runs[i];
        segments->run_count--;
    }
}

/* Bytes behind a hole. True if they are new. */
static bool add_run(struct segments *segments, uint32_t begin, uint32_t end)
{
    uint8_t place = segments->run_count;

    for (uint8_t i = 0; i < segments->run_count; i++) {
        if (segments_distance(segments->runs[i].end, begin) > 0 || segments_distance(end, segments->runs[i].begin) > 0)
            continue;
        if (segments_distance(segments->runs[i].begin, begin) >= 0 && segments_distance(end, segments->runs[i].end) >= 0)
            return false;
        if (segments_distance(begin, segments->runs[i].begin) > 0)
            segments->runs[i].begin = begin;
        if (segments_distance(segments->runs[i].end, end) > 0)
            segments->runs[i].end = end;
        merge_runs(segments, i);
        return true;
    }
    /* One hole more than can be told apart stays open for good. */
    if (segments->run_count == SEGMENTS_RUNS_MAX) {
        segments->lost = true;
        return true;
    }
    for (; place > 0 && segments_distance(segments->runs[place - 1].begin, begin) < 0; place--)
        segments->runs[place] = segments->runs[place - 1];
    segments->runs[place].begin = begin;
    segments->runs[place].end = end;
    segments->run_count++;
    return true;
}

static enum segments_news take_bytes(struct segments *segments, uint32_t begin, uint32_t end)
{
    bool behind_hole = segments->run_count > 0;

    if (!segments->known) {
        segments->known = true;
        segments->next = end;
        return SEGMENTS_NEW;
    }
    if (segments_distance(segments->next, end) <= 0)
        return SEGMENTS_REPEATED;
    if (segments_distance(segments->next, begin) > 0)
        return add_run(segments, begin, end) ? SEGMENTS_BEHIND_HOLE : SEGMENTS_REPEATED;
    segments->next = end;
    join_runs(segments);
    return behind_hole ? SEGMENTS_FILLED : SEGMENTS_NEW;
}

static void take_acknowledgement(struct segments *segments, uint32_t acknowledgement)
{
    /* Where nothing of this direction was captured yet, what is due next is what the other end waits for. */
    if (!segments->known) {
        segments->known = true;
        segments->next = acknowledgement;
    }
    if (!segments->acknowledged_known || segments_distance(segments->acknowledged, acknowledgement) > 0)
        segments->acknowledged = acknowledgement;
    segments->acknowledged_known = true;
}

/* RFC 7323 section 2.3: no window is larger. What lies farther ahead is no acknowledgement of this connection; devices
 * that make an RST of their own often leave the number 0. */
static bool is_plausible(const struct segments *other, const struct segment *segment)
{
    if (!segment->acknowledges || (segment->rst && (segment->acknowledgement == 0 || !other->known)))
        return false;
    return !other->known || segments_distance(segments_highest(other), segment->acknowledgement) <= LARGEST_WINDOW;
}

/* Whoever acknowledges without payload tells how far its own bytes are. */
static void take_claim(struct segments *segments, const struct segment *segment)
{
    if (segment->rst || !segments->known || segments_distance(segments->next, segment->sequence) > LARGEST_WINDOW)
        return;
    if (!segments->claimed_known || segments_distance(segments->claimed, segment->sequence) > 0)
        segments->claimed = segment->sequence;
    segments->claimed_known = true;
}

enum segments_news segments_take(struct segments *own, struct segments *other, const struct segment *segment)
{
    uint32_t           length = segment->length + (segment->syn ? 1 : 0) + (segment->fin ? 1 : 0);
    enum segments_news news = SEGMENTS_NOTHING;

    /* A SYN that repeats none begins a sequence of its own (RFC 9293 section 3.4). */
    if (segment->syn && own->known && segments_distance(own->next, segment->sequence + length) > 0)
        memset(own, 0, sizeof *own);
    if (is_plausible(other, segment))
        take_acknowledgement(other, segment->acknowledgement);
    if (length > 0)
        news = take_bytes(own, segment->sequence, segment->sequence + length);
    else
        take_claim(own, segment);
    own->repeated = own->repeated || news == SEGMENTS_REPEATED;
    return news;
}

bool segments_are_missing(const struct segments *segments)
{
    if (segments->run_count > 0 || segments->lost)
        return true;
    if (segments->claimed_known && segments_distance(segments->next, segments->claimed) > 0)
        return true;
    return segments->acknowledged_known && segments_distance(segments->next, segments->acknowledged) > 0;
}

bool segments_are_missing_before_reset(const struct segments *segments, uint32_t sequence)
{
    return segments->known && sequence != 0 && !segments->repeated && segments_distance(segments->next, sequence) > 0;
}

bool segments_are_received(const struct segments *segments, uint32_t end)
{
    return segments->acknowledged_known && segments_distance(segments->acknowledged, end) <= 0;
}
