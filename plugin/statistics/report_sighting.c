/* report_sighting.c: what tells a connection again at another capture point, as JSON.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "report_sighting.h"

#include <inttypes.h>
#include <stdio.h>

#include <glib.h>

#include "../core/sighting.h"

#define NANOSECONDS INT64_C(1000000000)

/* A number, or null where it is not known. */
static void put_number(json_dumper *json, const char *name, bool known, uint32_t value)
{
    json_dumper_set_member_name(json, name);
    if (known)
        json_dumper_value_anyf(json, "%" PRIu32, value);
    else
        json_dumper_value_anyf(json, "null");
}

static void put_boolean(json_dumper *json, const char *name, bool value)
{
    json_dumper_set_member_name(json, name);
    json_dumper_value_anyf(json, value ? "true" : "false");
}

static void put_text(json_dumper *json, const char *name, const char *text)
{
    json_dumper_set_member_name(json, name);
    json_dumper_value_string(json, text);
}

/* As other times of the report: before the epoch with a sign before the whole. */
static void put_time(json_dumper *json, const char *name, bool known, int64_t time)
{
    uint64_t size = time < 0 ? UINT64_C(0) - (uint64_t)time : (uint64_t)time;
    char     text[64];

    snprintf(text, sizeof text, "%s%" PRIu64 ".%09" PRIu64, time < 0 ? "-" : "", size / NANOSECONDS,
             size % NANOSECONDS);
    put_text(json, name, known ? text : NULL);
}

static void put_hex(json_dumper *json, const char *name, bool known, const uint8_t *bytes, size_t length)
{
    GString *text = g_string_new(NULL);

    for (size_t i = 0; known && i < length; i++)
        g_string_append_printf(text, "%02x", bytes[i]);
    put_text(json, name, known && length > 0 ? text->str : NULL);
    g_string_free(text, true);
}

static void put_end(json_dumper *json, const char *name, const struct sighting_end *end,
                    const struct segments *segments)
{
    uint32_t bytes = 0;
    bool     known = false;

    json_dumper_set_member_name(json, name);
    json_dumper_begin_object(json);
    put_number(json, "mss", end->maximum_segment > 0, end->maximum_segment);
    known = sighting_sent(end, &bytes);
    put_number(json, "sent", known, bytes);
    known = sighting_captured(end, segments, &bytes);
    put_number(json, "captured", known, bytes);
    known = sighting_acknowledged(end, segments, &bytes);
    put_number(json, "acknowledged", known, bytes);
    put_number(json, "largest", true, end->largest);
    put_number(json, "retransmissions", true, end->retransmissions);
    put_boolean(json, "missing", segments_are_missing(segments));
    put_number(json, "last_frame", end->last_frame > 0, end->last_frame);
    put_time(json, "last_time", end->last_frame > 0, end->last_time);
    json_dumper_end_object(json);
}

static void put_tcp(json_dumper *json, const struct report_sighted *sighted)
{
    const struct sighting     *sighting = sighted->sighting;
    const uint8_t              client = sighted->client_end, server = 1 - sighted->client_end;
    const struct sighting_end *ends = sighting->ends;

    json_dumper_set_member_name(json, "tcp");
    json_dumper_begin_object(json);
    put_number(json, "client_isn", ends[client].synchronized, ends[client].initial);
    put_number(json, "server_isn", ends[server].synchronized, ends[server].initial);
    put_time(json, "syn_time", ends[client].synchronized, ends[client].time);
    put_time(json, "synack_time", ends[server].synchronized, ends[server].time);
    put_number(json, "retransmissions", true, ends[0].retransmissions + ends[1].retransmissions);
    put_boolean(json, "missing",
                segments_are_missing(sighted->segments[0]) || segments_are_missing(sighted->segments[1]));
    put_boolean(json, "whole", !sighting->cut_segment);
    put_end(json, "client", &ends[client], sighted->segments[client]);
    put_end(json, "server", &ends[server], sighted->segments[server]);
    json_dumper_end_object(json);
}

static void put_tls(json_dumper *json, const struct sighting *sighting)
{
    json_dumper_set_member_name(json, "tls");
    json_dumper_begin_object(json);
    put_hex(json, "client_random", sighting->has_client_random, sighting->client_random, SIGHTING_RANDOM_LENGTH);
    put_hex(json, "session_id", sighting->has_client_random, sighting->session_id, sighting->session_id_length);
    put_hex(json, "server_random", sighting->has_server_random, sighting->server_random, SIGHTING_RANDOM_LENGTH);
    put_hex(json, "hello_hash", sighting->has_hello_hash, sighting->hello_hash, SIGHTING_HASH_LENGTH);
    put_hex(json, "certificate_sha256", sighting->has_certificate_hash, sighting->certificate_hash,
            SIGHTING_HASH_LENGTH);
    json_dumper_end_object(json);
}

static void put_event(json_dumper *json, const struct report_sighted *sighted, const struct sighting_event *event)
{
    json_dumper_begin_object(json);
    put_text(json, "what", sighting_kind_id((enum sighting_kind)event->kind));
    put_text(json, "by", flow_side_id(event->by == sighted->client_end ? FLOW_SIDE_CLIENT : FLOW_SIDE_SERVER));
    put_number(json, "frame", true, event->frame);
    put_time(json, "time", true, event->time);
    put_number(json, "seq", true, event->sequence);
    put_number(json, "length", true, event->length);
    put_number(json, "ttl", event->hop_limit > 0, event->hop_limit);
    put_number(json, "alert", event->readable, event->detail);
    json_dumper_end_object(json);
}

void report_sighting_put(json_dumper *json, const struct report_sighted *sighted)
{
    const struct sighting *sighting = sighted->sighting;
    int64_t                last = 0;

    if (sighting == NULL)
        return;
    last = MAX(sighting->ends[0].last_time, sighting->ends[1].last_time);
    if (sighting->ends[0].last_frame == 0 || sighting->ends[1].last_frame == 0)
        last = sighting->ends[sighting->ends[0].last_frame == 0 ? 1 : 0].last_time;
    put_time(json, "last_time", true, last);
    put_tcp(json, sighted);
    put_tls(json, sighting);
    json_dumper_set_member_name(json, "events");
    json_dumper_begin_array(json);
    for (unsigned i = 0; i < sighting->count; i++)
        put_event(json, sighted, &sighting->events[i]);
    json_dumper_end_array(json);
    put_number(json, "events_cut", true, sighting->cut);
}

void report_sighting_put_flow(json_dumper *json, const struct flow *flow)
{
    const struct report_sighted sighted = {
        flow->sighting, {&flow->ends[0].segments, &flow->ends[1].segments}, flow->client_end};

    report_sighting_put(json, &sighted);
}
