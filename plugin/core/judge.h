/* judge.h: flow record -> findings, by walking the table of rules; and the words of a finding.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef JUDGE_H
#define JUDGE_H

#include "../knowledge/rules.h"
#include "lookup.h"

/** A finding of one frame. */
struct judged {
    uint16_t rule;    /**< row of `rules` */
    uint16_t request; /**< number of the request that it is about, from 1; 0: of none */
};

/** Findings of one frame: rows that hold, strongest first. */
struct judgement {
    uint64_t      facts; /**< judge_facts() that they held for; 0 if there was nothing to judge */
    uint8_t       count;
    bool          cut; /**< more held than there is room for */
    struct judged findings[LIMIT_FINDINGS_PER_FRAME]; /**< last: who keeps many keeps those in use only */
};

/** Facts of a flow for the table of rules: or'ed RULE_... bits. `time` is the frame's. */
uint64_t judge_facts(const struct flow *flow, const struct flow_time *time);

/** What is proved of who received what: or'ed RULE_EVIDENCE() bits. */
uint32_t judge_evidence(const struct flow *flow);

/** Which rules hold for the events of one frame (or'ed enum flow_event). Each finding id at most once; a finding
 *  that the flow already has is not repeated, except when it grew more severe. Raised rows are added to the
 *  flow's own list with `frame` (0 where the evidence belongs to no frame). */
void judge_flow(struct flow *flow, unsigned events, uint32_t frame, const struct flow_time *time,
                struct judgement *judgement);

/** Judges the flow's findings anew where later flows of the same client tell more of it (struct finding_row). Frames keep
 *  what was attached to them. */
void judge_revise(struct flow *flow);

/** Adds to a judgement what the errors of one request say that this frame shows, as judge_flow() does; also what the flow
 *  has already, since each frame shows its own evidence.
 *  @param number of the request, from 1 */
void judge_request(struct flow *flow, unsigned number, uint32_t frame, struct judgement *judgement);

/** The rule that holds for a DNS look-up by what is known now; false if none does. What later frames settle is at most a
 *  Note then: what its own frame showed stands in the record (lookup.h). */
bool judge_lookup(const struct lookup *lookup, uint16_t *rule);

/** True for autodiscover names of a tenant's own domains at Microsoft. */
bool judge_is_tenant_autodiscover(const struct flow_recognition *recognition);

/** Since when the service refuses TLS 1.0 and 1.1; NULL if no date is known. */
const struct rule_cutoff *judge_cutoff(const struct flow_recognition *recognition);

/** Which part of a finding to put into words. */
enum judge_part {
    JUDGE_SUMMARY,
    JUDGE_CAUSE,
    JUDGE_REMEDY,
    JUDGE_EXPLAINS,
    JUDGE_REFERENCE,
    JUDGE_CONFIDENCE,
    JUDGE_PART_COUNT
};

/** Fills one part of a rule's text for a flow.
 *  @param recognition what the flow was recognised as when the finding was made (it may have been corrected since)
 *  @param facts       judge_facts() of that time
 *  @param text        receives the text, always terminated; LIMIT_TEXT_LENGTH bytes are enough for every row
 *  @return text. Messages of `explains` are separated by " | ". */
const char *judge_text(const struct flow *flow, const struct flow_recognition *recognition, uint64_t facts,
                       uint16_t rule, enum judge_part part, char *text, size_t size);

/** The same for findings that need the whole capture: `others` are the addresses of other machines, or NULL. Without a
 *  flow (NULL, with NULL and 0 for what is known of it) the rule's words may name none of its values. */
const char *judge_text_with_others(const struct flow *flow, const struct flow_recognition *recognition, uint64_t facts,
                                   uint16_t rule, enum judge_part part, const char *others, char *text, size_t size);

/** The same for a finding about one of the flow's requests: `request` is its number from 1, or 0 for none. */
const char *judge_text_of_request(const struct flow *flow, const struct flow_recognition *recognition, uint64_t facts,
                                  uint16_t rule, unsigned request, enum judge_part part, char *text, size_t size);

/** The same for the finding of a DNS look-up. */
const char *judge_text_of_lookup(const struct lookup *lookup, uint16_t rule, enum judge_part part, char *text, size_t size);

/** Length in bytes of the first piece of a text: a registry path with its values, one message, or one sentence. One of
 *  more than `most` bytes ends before a word that would go beyond them, if it has words. */
size_t judge_piece_length(const char *text, size_t most);

/** "error", "warning", "note", "chat". */
const char *judge_severity_id(enum rule_severity severity);

/** Strongest severity among a flow's findings, RULE_CHAT if it has none; `any` (may be NULL) says if it has one. */
enum rule_severity judge_worst(const struct flow *flow, bool *any);

/** The flow's finding of this id, or NULL. */
const struct flow_finding *judge_find(const struct flow *flow, enum finding_id finding);

#endif
