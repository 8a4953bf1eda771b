/* capture.h: the record published to statistics: all that they may know.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Queued on every pass for each frame that changed a flow's record, and for the first frame of a capture (without a
 * flow). The pointers stay valid as long as the capture is open, and always show the latest state. A statistic that holds
 * the records keeps them beyond that.
 */
#ifndef CAPTURE_H
#define CAPTURE_H

#include "lookup.h"

/** Name of the tap, as in register_tap_listener(). */
#define TAP_NAME "exchange_hybrid"

/** Facts about the whole capture, as far as it was read. */
struct tap_capture {
    uint32_t         frames;
    uint32_t         earlier_frames; /**< those before Wireshark threw its state away for the last time */
    uint32_t         resets;         /**< how often it did: tshark -M, and each file of a ring after the first */
    uint32_t         flows; /**< with a record */
    struct flow_time first_time, last_time;
    uint32_t         nameless_gaps; /**< connections to a port of TLS of which neither TLS nor a name was seen, but bytes are missing */
    uint32_t         frames_of_two_segments; /**< frames that hold several TCP segments: none of them is read */
    uint32_t         cut_frames; /**< frames that are not whole in the file */
    uint32_t         cut_length; /**< bytes that are left of each of them; 0 if they differ */
    bool             hybrid_only; /**< preference scope hides other flows */
    struct {
        uint32_t flows_cut;    /**< flows beyond LIMIT_FLOWS */
        uint32_t clients_cut;  /**< hellos and revocation checks whose client is beyond LIMIT_HOSTS: not compared with each other */
        uint32_t issuers_cut;  /**< private issuers beyond LIMIT_ISSUERS */
        uint32_t lookups_cut;  /**< addresses in DNS answers, or new names of them, beyond LIMIT_LOOKUP_ADDRESSES */
        uint32_t failed_lookups_cut; /**< beyond LIMIT_FAILED_LOOKUPS; questions beyond LIMIT_OPEN_LOOKUPS or LIMIT_WAITING_LOOKUPS */
        uint32_t client_names_cut; /**< names beyond LIMIT_CLIENT_NAMES: what came of them is not known */
        uint32_t quic_connections; /**< QUIC connections to recognised hosts: not analysed */
        uint32_t certificates_unread; /**< messages with certificates that nobody read: GnuTLS is not there */
        uint32_t connect_targets_cut; /**< targets asked of a proxy in one flow beyond LIMIT_CONNECT_TARGETS */
        uint32_t names_cut;    /**< server names longer than LIMIT_NAME_LENGTH bytes */
        uint32_t messages_cut; /**< frames with more TLS or HTTP messages than are looked at */
        uint32_t requests_cut; /**< requests beyond LIMIT_REQUESTS_PER_FLOW or LIMIT_REQUESTS */
        uint32_t texts_cut;    /**< texts of requests and answers beyond LIMIT_REQUEST_TEXTS */
    } limits;
};

/** What was recorded stays as it is, and what comes is added to it, where tshark throws its state away in the middle of a
 *  capture: until each who held the records has released them. For statistics that are told of each frame once only;
 *  others are told of all of them again. */
void tap_hold_records(void);
void tap_release_records(void);

struct tap_record {
    const struct tap_capture *capture;
    const struct flow        *flow;   /**< NULL: capture facts, or a look-up */
    const struct lookup      *lookup; /**< that changed on the frame, or NULL */
    bool                      first_pass; /**< the capture is being read: the flow's record may change yet */
};

#endif
