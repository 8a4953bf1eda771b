/* segments.h: which bytes of one direction of a TCP conversation the capture holds, and which are proved to be missing.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Works with sequence and acknowledgement numbers alone (RFC 9293 section 3.4; SYN and FIN count as one byte each), modulo
 * 2^32. What was sent and is not in the capture is no silence of the sender: only these numbers tell the two apart.
 */
#ifndef SEGMENTS_H
#define SEGMENTS_H

#include <stdbool.h>
#include <stdint.h>

/** One TCP segment as it stands in a frame. */
struct segment {
    uint32_t sequence;        /**< of its first byte */
    uint32_t acknowledgement; /**< if `acknowledges` */
    uint32_t length;          /**< of the payload on the wire, in bytes */
    bool     syn, fin, rst;
    bool     acknowledges;
    bool     cut; /**< of the payload, or of what carries it, not all is in the file */
    const uint8_t *start;        /**< first bytes of the payload; valid during the call only */
    uint32_t       start_length; /**< how many of them, in bytes */
};

/** Runs of bytes that lie behind a hole; more are not told apart. */
#define SEGMENTS_RUNS_MAX 2

/** One direction. Zero means "nothing seen yet". */
struct segments {
    bool     known;        /**< `next` is known */
    bool     acknowledged_known;
    bool     repeated;     /**< bytes were sent again */
    bool     disordered;   /**< a hole was filled by a segment that came later */
    bool     lost;         /**< there were more holes than are kept: one of them stays open */
    uint8_t  run_count;
    bool     claimed_known;
    uint32_t claimed;      /**< a segment without payload says that all before it was sent */
    uint32_t next;         /**< behind the last byte before the first hole */
    uint32_t acknowledged; /**< the other end has received all before it */
    struct {
        uint32_t begin, end;
    } runs[SEGMENTS_RUNS_MAX]; /**< bytes behind a hole, in order */
};

/** What a segment brought. */
enum segments_news {
    SEGMENTS_NOTHING, /**< neither payload nor SYN or FIN, or one that cannot be placed */
    SEGMENTS_NEW,     /**< bytes that were due */
    SEGMENTS_BEHIND_HOLE,
    SEGMENTS_FILLED,  /**< bytes of a hole that was open */
    SEGMENTS_REPEATED /**< bytes that were seen before */
};

/** Takes a segment of this direction, and its acknowledgement for the other one. */
enum segments_news segments_take(struct segments *own, struct segments *other, const struct segment *segment);

/** True if bytes of this direction are missing at present: behind a hole stand others, or the other end has acknowledged
 *  more than was captured. */
bool segments_are_missing(const struct segments *segments);

/** True if an RST of this direction with this sequence number lies beyond what was captured. With number 0, or behind
 *  repeated bytes, it proves nothing. */
bool segments_are_missing_before_reset(const struct segments *segments, uint32_t sequence);

/** True if the other end has acknowledged all before this sequence number. */
bool segments_are_received(const struct segments *segments, uint32_t end);

/** Behind the last byte captured, before or behind a hole. */
uint32_t segments_highest(const struct segments *segments);

/** Bytes from `first` to `second`; negative if `second` comes before. */
int32_t segments_distance(uint32_t first, uint32_t second);

#endif
