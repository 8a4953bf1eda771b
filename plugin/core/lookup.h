/* lookup.h: a DNS question, its answer, and what came of the name: a record of its own, never a flow.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A look-up is classified by its question's name and type alone, never by the resolver's address. Nothing is allocated;
 * strings and records belong to the caller and must outlive the look-up.
 */
#ifndef LOOKUP_H
#define LOOKUP_H

#include "classify.h"
#include "estate.h"

/** Types of a question that ask for a host's address (RFC 1035 section 3.2.2, RFC 3596); others say nothing here. */
enum lookup_type { LOOKUP_TYPE_A = 1, LOOKUP_TYPE_CNAME = 5, LOOKUP_TYPE_AAAA = 28 };

/** What is wrong with the answer. */
enum lookup_failure {
    LOOKUP_FAILURE_NONE,
    LOOKUP_FAILURE_NO_SUCH_NAME,     /**< NXDOMAIN */
    LOOKUP_FAILURE_NO_ADDRESS,       /**< no record of an address although an IPv4 address was asked for */
    LOOKUP_FAILURE_SERVER,           /**< SERVFAIL */
    LOOKUP_FAILURE_REFUSED,
    LOOKUP_FAILURE_UNANSWERED,       /**< asked LOOKUP_TRIES times or more, and silence was witnessed */
    LOOKUP_FAILURE_UNUSABLE_ADDRESS, /**< 0.0.0.0, 127.0.0.0/8, :: or ::1 */
    LOOKUP_FAILURE_PRIVATE_ADDRESS
};

/** Fewer tries without an answer say nothing. */
#define LOOKUP_TRIES 2

/** Success this many seconds before a failure settles it, too: resolvers fail for one type of address only. */
#define LOOKUP_SETTLED_SECONDS 60

struct lookup {
    const char                 *name; /**< as asked, lower case, without trailing dot; caller's string */
    uint16_t                    type; /**< enum lookup_type */
    uint8_t                     tries; /**< questions seen: from the same client, of the same name and type */
    bool                        heard; /**< a frame to the client was seen while it waited: both directions are there */
    bool                        settled_before; /**< the name was of use to the client shortly before */
    enum lookup_failure         failure;
    struct address              client, resolver;
    const char                 *client_label; /**< what the organisation's table calls it, or NULL */
    struct address              answer; /**< the unusable or private address */
    uint32_t                    question_frame; /**< of the first question; 0: not captured */
    uint32_t                    frame; /**< of the answer; of silence that of the last question */
    struct flow_time            asked; /**< the last question */
    struct flow_time            time;  /**< of `frame` */
    struct flow_recognition     recognition; /**< by the name */
    const struct estate_name   *use; /**< what came of the name for this client; NULL: not known */
    const struct lookup        *next_of_frame; /**< another answer in the same frame, or NULL */
    bool                        judged; /**< judge_lookup() found a rule to hold on its frame: `rule` */
    uint16_t                    rule;
};

/** True for the types of enum lookup_type. */
bool lookup_type_is_read(uint32_t type);

/** The failure that an RCODE stands for (RFC 1035 section 4.1.1). LOOKUP_FAILURE_NONE also for codes that say nothing of
 *  the name. */
enum lookup_failure lookup_failure_of_code(unsigned code);

/** True for addresses at which no other machine answers: 0.0.0.0, 127.0.0.0/8, ::, ::1. */
bool lookup_address_is_unusable(const struct address *address);

/** Works out `recognition` by the question's name, and the client's label. False if the name is not listed. */
bool lookup_classify(const struct classify_settings *settings, struct lookup *lookup);

/** True if the name was of use to the same client after all, later or shortly before: resolved, or a handshake with it
 *  completed. A private address is what it is, whatever came of it. */
bool lookup_is_settled(const struct lookup *lookup);

/** Notes in `settled_before` if it was of use shortly before. Call once, when the failure is known. */
void lookup_compare(struct lookup *lookup);

#endif
