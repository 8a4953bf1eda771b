/* judge_in_short.c: a flow in one short line, for a column.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "judge.h"

#include <stdio.h>
#include <string.h>

#include "../knowledge/verdicts.h"
#include "flow_request.h"
#include "ports.h"
#include "tls_names.h"

/* Where a capture lacks what would tell. */
static const char *const unread_words[FLOW_UNREAD_COUNT] = {
    [FLOW_UNREAD_NONE] = "Not captured whole: cannot be judged",
    [FLOW_UNREAD_CUT] = "Packets cut: cannot be judged",
    [FLOW_UNREAD_GAP] = "Bytes missing: cannot be judged",
    [FLOW_UNREAD_OUT_OF_ORDER] = "Segments out of order: cannot be judged",
    [FLOW_UNREAD_ONE_DIRECTION] = "One direction only: cannot be judged",
    [FLOW_UNREAD_NO_HELLO] = "Began before the capture: cannot be judged",
    [FLOW_UNREAD_TWO_SEGMENTS] = "Frames of several segments: cannot be judged",
    [FLOW_UNREAD_NOT_ANALYSED] = "Sequence numbers not analysed: cannot be judged",
};

static const char *words_without_tls(const struct flow *flow)
{
    if (flow_server(flow)->port == PORT_SMTP)
        return "Mail, no TLS seen";
    return flow->exchange != NULL && flow->exchange->count > 0 ? "HTTP in clear" : "No TLS seen";
}

/* What follows the words is a version, an alert or a side; NULL for nothing. */
static const char *words_of_outcome(const struct flow *flow, const char **more)
{
    *more = NULL;
    switch (flow->outcome) {
    case FLOW_OUTCOME_COMPLETED:
        *more = tls_version_name(flow->version);
        return *more != NULL ? "Completed with " : "Completed";
    case FLOW_OUTCOME_RESUMED:
        *more = tls_version_name(flow->version);
        return *more != NULL ? "Resumed with " : "Resumed";
    case FLOW_OUTCOME_ALERT:
        *more = tls_alert_name(flow->alert.description);
        return *more != NULL ? "Ended with alert " : "Ended with an alert";
    case FLOW_OUTCOME_RESET:
        *more = flow_side_id(flow_ended_by(flow));
        return *more != NULL ? "Reset before it was complete, by " : "Reset before it was complete";
    case FLOW_OUTCOME_CLOSED:
        *more = flow_side_id(flow_ended_by(flow));
        return *more != NULL ? "Closed before it was complete, by " : "Closed before it was complete";
    case FLOW_OUTCOME_REFUSED: return "Connection attempt refused (RST)";
    case FLOW_OUTCOME_UNANSWERED: return "No answer";
    case FLOW_OUTCOME_PARTIAL: return unread_words[flow->unread];
    case FLOW_OUTCOME_IN_PROGRESS:
        return flow->frames.client_hello != 0 ? "Handshake not finished in this capture"
                                              : "No handshake yet in this capture";
    default: return words_without_tls(flow);
    }
}

/* Cut before a word that would go beyond the letters there are: names in answers have any length. */
static void fit(char *text)
{
    size_t length = strlen(text);

    if (length <= VERDICT_IN_SHORT_LENGTH)
        return;
    for (length = VERDICT_IN_SHORT_LENGTH; length > 0 && text[length] != ' '; length--)
        ;
    /* One long word: cut between letters of UTF-8. */
    for (length = length > 0 ? length : VERDICT_IN_SHORT_LENGTH; ((unsigned char)text[length] & 0xc0) == 0x80; length--)
        ;
    while (length > 0 && strchr(" ,:;", text[length - 1]) != NULL)
        length--;
    text[length] = '\0';
}

static const char *finish(char *text)
{
    fit(text);
    if (text[0] >= 'a' && text[0] <= 'z')
        text[0] = (char)(text[0] - 'a' + 'A');
    return text;
}

static bool is_complete(const struct flow *flow)
{
    return flow->outcome == FLOW_OUTCOME_COMPLETED || flow->outcome == FLOW_OUTCOME_RESUMED;
}

/* Normal facts (Chat) are no words for a flow, nor is what merely helps once the handshake is complete. */
static bool speaks(const struct flow *flow, const struct flow_finding *finding)
{
    if (finding == NULL || rules[finding->rule].severity == RULE_CHAT)
        return false;
    return rules[finding->rule].severity >= RULE_WARNING || !is_complete(flow);
}

const char *judge_in_short(const struct flow *flow, char *text)
{
    const struct flow_finding *leading = judge_worst(flow);
    const char                *words = NULL, *more = NULL;

    if (speaks(flow, leading)) {
        judge_text_of_request(flow, &flow->recognition, 0, leading->rule, leading->request, JUDGE_IN_SHORT, text,
                              LIMIT_TEXT_LENGTH);
        return finish(text);
    }
    words = words_of_outcome(flow, &more);
    snprintf(text, LIMIT_TEXT_LENGTH, "%s%s", words, more != NULL ? more : "");
    return finish(text);
}

const char *judge_lookup_in_short(const struct lookup *lookup, uint16_t rule, char *text)
{
    judge_text_of_lookup(lookup, rule, JUDGE_IN_SHORT, text, LIMIT_TEXT_LENGTH);
    return finish(text);
}
