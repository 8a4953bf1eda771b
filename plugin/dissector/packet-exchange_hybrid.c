/* packet-exchange_hybrid.c: registration, and the post-dissector: gather on the first pass, render on every pass.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A post-dissector sees each frame after all other dissectors. TLS itself, TCP reassembly and decryption are
 * Wireshark's; wanted fields make it build the tree that gather.c reads on the first pass.
 */
#include "packet-exchange_hybrid.h"

#include <epan/packet.h>
#include <epan/tap.h>

#include "../statistics/report.h"
#include "../wireshark_compat.h"
#include "gather.h"
#include "preferences.h"
#include "render.h"
#include "state.h"

static int                proto_exchange_hybrid = -1;
static int                tap_id = -1;
static dissector_handle_t handle;

/* Runs for each file and each redissection, before Wireshark decides whether to build a tree. */
static void arm(void)
{
    bool wanted = preferences_get()->analyse &&
                  proto_is_protocol_enabled(find_protocol_by_id(proto_exchange_hybrid));

    set_postdissector_wanted_hfids(handle, wanted ? gather_wanted_fields() : NULL);
}

static void note_capture(const packet_info *pinfo)
{
    struct tap_capture *capture = state_capture();
    struct flow_time    time = {(int64_t)pinfo->abs_ts.secs, pinfo->abs_ts.nsecs};

    if (capture->frames == 0)
        capture->first_time = time;
    capture->frames = pinfo->num;
    capture->hybrid_only = preferences_get()->scope == PREFERENCES_SCOPE_HYBRID;
    if (flow_time_between(&capture->last_time, &time) > 0 || capture->frames == 1)
        capture->last_time = time;
    state_expire(&time);
}

static bool is_tcp(const packet_info *pinfo)
{
    /* A TCP header quoted in an ICMP error is no frame of its conversation. */
    return pinfo->ptype == PT_TCP && !pinfo->flags.in_error_pkt;
}

static void publish(packet_info *pinfo)
{
    const struct flow *changed = state_changed(pinfo);
    struct tap_record *record = NULL;

    if (changed != NULL && !preferences_wants(changed))
        changed = NULL;
    if ((changed == NULL && pinfo->num != 1) || !have_tap_listener(tap_id))
        return;
    record = wmem_new(pinfo->pool, struct tap_record);
    record->capture = state_capture();
    record->flow = changed;
    tap_queue_packet(tap_id, pinfo, record);
}

static int dissect_exchange_hybrid(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    conversation_t            *conversation = NULL;
    struct state_conversation *state = NULL;

    if (!preferences_get()->analyse || state_capture() == NULL)
        return 0;
    if (!PINFO_FD_VISITED(pinfo))
        note_capture(pinfo);
    if (is_tcp(pinfo))
        conversation = compat_find_tcp_conversation(pinfo);
    if (conversation != NULL && !PINFO_FD_VISITED(pinfo))
        gather_tcp_frame(tvb, pinfo, tree, conversation);
    publish(pinfo);
    if (conversation != NULL)
        state = state_conversation(conversation, false);
    if (state == NULL || state->flow == NULL || !preferences_wants(state->flow))
        return 0;
    render_flow(tvb, pinfo, tree, state->flow, state_frame(pinfo));
    return (int)tvb_captured_length(tvb);
}

void proto_register_exchange_hybrid(void)
{
    proto_exchange_hybrid = proto_register_protocol("Exchange Hybrid", "ExchHybrid", "exchange_hybrid");
    handle = register_dissector("exchange_hybrid", dissect_exchange_hybrid, proto_exchange_hybrid);
    render_register(proto_exchange_hybrid);
    preferences_register(proto_exchange_hybrid);
    state_register(proto_exchange_hybrid);
    register_init_routine(arm);
    tap_id = register_tap(TAP_NAME);
    report_register();
}

void proto_reg_handoff_exchange_hybrid(void)
{
    gather_resolve_fields();
    register_postdissector(handle);
}
