/* judged.c: how many hybrid handshakes could be judged, why the others could not, and how to capture them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "judged.h"

#include "../core/ports.h"
#include "../core/tls_names.h"

/* What is said of flows that cannot be read, and what helps; where {cut} stands, the length at which packets are cut. */
static const struct {
    const char *reason, *advice;
} unread[FLOW_UNREAD_COUNT] = {
    [FLOW_UNREAD_NONE] = {"not captured whole", ""},
    [FLOW_UNREAD_CUT] = {"cut{cut}", "Packets are cut{cut}: capture whole packets (pktmon with --pkt-size 0, other tools "
                                     "without a snap length)."},
    [FLOW_UNREAD_GAP] = {"with bytes missing in the capture",
                         "Bytes are missing in the capture: capture at the server itself, with a capture filter or a larger "
                         "buffer, so that no packet is dropped."},
    [FLOW_UNREAD_OUT_OF_ORDER] = {"out of order",
                                  "Segments came out of order: read the file with -o tcp.reassemble_out_of_order:TRUE "
                                  "(preferences of TCP: Reassemble out-of-order segments)."},
    [FLOW_UNREAD_ONE_DIRECTION] = {"one direction only",
                                   "Only one direction was captured: mirror both, or capture at the server itself."},
    [FLOW_UNREAD_NO_HELLO] = {"without a complete hello in the capture",
                              "The hello is not complete in the capture: start the capture before the call, and have the "
                              "connection made anew."},
    [FLOW_UNREAD_TWO_SEGMENTS] = {"in frames of several TCP segments",
                                  "Frames that hold several TCP segments are not read: capture at the server itself, or on "
                                  "a wire."},
    [FLOW_UNREAD_NOT_ANALYSED] = {"sequence numbers not analysed",
                                  "Endings are judged by sequence numbers: switch the preference "
                                  "tcp.analyze_sequence_numbers on."},
};

static void append_with_cut(const struct summary *summary, GString *text, const char *pattern)
{
    char **parts = g_strsplit(pattern, "{cut}", 2);

    g_string_append(text, parts[0]);
    if (parts[1] != NULL && summary->capture->cut_length != 0)
        g_string_append_printf(text, " at %u bytes", summary->capture->cut_length);
    if (parts[1] != NULL)
        g_string_append(text, parts[1]);
    g_strfreev(parts);
}

static bool is_complete(const struct flow *flow)
{
    return flow->outcome == FLOW_OUTCOME_COMPLETED || flow->outcome == FLOW_OUTCOME_RESUMED;
}

/* What could not be read has no name either: it may be hybrid traffic. */
static bool is_unnamed(const struct flow *flow)
{
    return flow->unread != FLOW_UNREAD_NONE && flow->recognition.role == ROLE_UNCLASSIFIED && flow->recognition.host == NULL;
}

static void count_unjudged(struct summary_judged *judged, const struct flow *flow)
{
    judged->unjudged++;
    if (flow->outcome == FLOW_OUTCOME_IN_PROGRESS)
        judged->in_progress++;
    else if (flow->outcome == FLOW_OUTCOME_NONE && flow_server(flow)->port == PORT_SMTP)
        judged->mail_without_tls++;
    else if (flow->outcome == FLOW_OUTCOME_NONE)
        judged->without_tls++;
    else
        judged->hybrid_unread[flow->unread]++;
}

void judged_count(struct summary_judged *judged, const struct flow *flow)
{
    judged->unread[flow->unread]++;
    if (is_unnamed(flow)) {
        judged->unnamed++;
        judged->unnamed_unread[flow->unread]++;
    }
    if (!roles[flow->recognition.role].hybrid)
        return;
    judged->hybrid++;
    if (is_complete(flow)) {
        judged->completed++;
        judged->read_in_part += flow->unread != FLOW_UNREAD_NONE ? 1 : 0;
        judged->completed_unread[flow->unread]++;
        judged->current += flow->version >= TLS_VERSION_1_2 ? 1 : 0;
    } else if (flow_failed(flow)) {
        judged->failed++;
    } else {
        count_unjudged(judged, flow);
    }
}

bool judged_is_healthy(const struct summary *summary)
{
    const struct summary_judged *judged = &summary->judged;

    if (summary->capture == NULL || summary->capture->frames_of_two_segments > 0 || summary->capture->nameless_gaps > 0 ||
        judged->unnamed > 0)
        return false;
    return judged->current > 0 && judged->current == judged->completed && judged->failed == 0 && judged->read_in_part == 0 &&
           judged->unjudged == judged->without_tls;
}

/* `count` of `all`. */
static void append_reason(GString *reasons, const struct summary *summary, unsigned count, unsigned all, const char *reason)
{
    if (count == 0)
        return;
    g_string_append(reasons, reasons->len > 0 ? ", " : "");
    if (count < all)
        g_string_append_printf(reasons, "%u ", count);
    append_with_cut(summary, reasons, reason);
}

static void append_reasons(const struct summary *summary, GString *text)
{
    const struct summary_judged *judged = &summary->judged;
    GString                     *reasons = g_string_new(NULL);

    for (size_t reason = 0; reason < FLOW_UNREAD_COUNT; reason++)
        append_reason(reasons, summary, judged->hybrid_unread[reason], judged->unjudged, unread[reason].reason);
    append_reason(reasons, summary, judged->in_progress, judged->unjudged, "in progress when the capture ended");
    append_reason(reasons, summary, judged->mail_without_tls, judged->unjudged, "mail without TLS");
    append_reason(reasons, summary, judged->without_tls, judged->unjudged, "without TLS");
    g_string_append_printf(text, " (%s)", reasons->str);
    g_string_free(reasons, true);
}

static void append_unnamed(const struct summary *summary, GString *text)
{
    const struct summary_judged *judged = &summary->judged;
    GString                     *reasons = g_string_new(NULL);

    for (size_t reason = 0; reason < FLOW_UNREAD_COUNT; reason++)
        append_reason(reasons, summary, judged->unnamed_unread[reason], judged->unnamed, unread[reason].reason);
    g_string_append_printf(text, "%s%u flow%s could not be judged, nor even recognised (%s).", text->len > 0 ? " " : "",
                           judged->unnamed, judged->unnamed == 1 ? "" : "s", reasons->str);
    g_string_free(reasons, true);
}

static void append_all_advice(const struct summary *summary, GString *text)
{
    for (size_t reason = FLOW_UNREAD_NONE + 1; reason < FLOW_UNREAD_COUNT; reason++) {
        if (summary->judged.hybrid_unread[reason] + summary->judged.unnamed_unread[reason] +
                summary->judged.completed_unread[reason] == 0)
            continue;
        g_string_append_c(text, ' ');
        append_with_cut(summary, text, unread[reason].advice);
    }
    if (summary->judged.in_progress > 0)
        g_string_append(text, " Capture until the error is shown, and half a minute more.");
}

static void append_hybrid(const struct summary *summary, GString *text)
{
    const struct summary_judged *judged = &summary->judged;

    if (judged->completed > 0)
        g_string_append_printf(text, "%u hybrid handshake%s completed", judged->completed,
                               judged->completed == 1 ? " was" : "s were");
    else
        g_string_append(text, "No hybrid handshake was completed");
    if (judged->failed > 0)
        g_string_append_printf(text, ", %u failed", judged->failed);
    if (judged->unjudged > 0) {
        g_string_append_printf(text, ", %u could not be judged", judged->unjudged);
        append_reasons(summary, text);
    }
    g_string_append_c(text, '.');
}

void judged_append(const struct summary *summary, GString *text)
{
    if (summary->judged.hybrid > 0)
        append_hybrid(summary, text);
    if (summary->judged.unnamed > 0)
        append_unnamed(summary, text);
    if (summary->capture->nameless_gaps > 0)
        g_string_append_printf(text, " %u connection%s to port 443 or 444 could not be recognised: bytes are missing in the capture.",
                               summary->capture->nameless_gaps, summary->capture->nameless_gaps == 1 ? "" : "s");
    append_all_advice(summary, text);
}

/* Frames are counted where they are lost to all flows. */
static uint32_t count_frames(const struct tap_capture *capture, enum flow_unread reason)
{
    if (reason == FLOW_UNREAD_CUT)
        return capture->cut_frames;
    return reason == FLOW_UNREAD_TWO_SEGMENTS ? capture->frames_of_two_segments : 0;
}

bool judged_unread(const struct summary *summary, enum flow_unread reason, unsigned *flows, uint32_t *frames)
{
    if (summary->capture == NULL || reason == FLOW_UNREAD_NONE)
        return false;
    *flows = summary->judged.unread[reason];
    *frames = count_frames(summary->capture, reason);
    return *flows > 0 || *frames > 0;
}

char *judged_advice(const struct summary *summary, enum flow_unread reason)
{
    GString *text = g_string_new(NULL);

    append_with_cut(summary, text, unread[reason].advice);
    return g_string_free(text, false);
}
