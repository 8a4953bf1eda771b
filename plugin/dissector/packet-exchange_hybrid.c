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

#include "../statistics/collection.h"
#include "../statistics/report.h"
#include "../statistics/tables.h"
#include "../statistics/tree.h"
#include "../wireshark_compat.h"
#include "certificates.h"
#include "client_names.h"
#include "clients.h"
#include "conversations.h"
#include "gather.h"
#include "layers.h"
#include "lookups.h"
#include "menu.h"
#include "open_lookups.h"
#include "preferences.h"
#include "quic.h"
#include "records.h"
#include "render.h"
#include "requests.h"
#include "state.h"
#include "waiting.h"
#include "wanted.h"

static int                proto_exchange_hybrid = -1;
static int                tap_id = -1;
static dissector_handle_t handle;

/* Not at handoff, where others do it: preferences are not read yet, a post-dissector is never taken back, and one that
 * returns at once takes 700 instructions of each frame, 0.7 % of a packet list. Not wanted, the analysis costs nothing. */
static void register_once(void)
{
    static bool registered;

    if (!registered)
        register_postdissector(handle);
    registered = true;
}

/* Runs for each file and each redissection, before Wireshark decides whether to build a tree. */
static void arm(void)
{
    const struct preferences *preferences = NULL;
    bool                      wanted = false;
    unsigned                  purposes = WANTED_ALWAYS;

    preferences_refresh();
    preferences = preferences_get();
    wanted = preferences->analyse && proto_is_protocol_enabled(find_protocol_by_id(proto_exchange_hybrid));
    purposes |= preferences->trace_resets ? WANTED_FOR_RESETS : 0;
    purposes |= preferences->requests ? WANTED_FOR_REQUESTS : 0;
    if (wanted)
        register_once();
    set_postdissector_wanted_hfids(handle, wanted ? wanted_fields(purposes) : NULL);
}

static void note_cut(struct tap_capture *capture, const frame_data *frame)
{
    if (frame->cap_len >= frame->pkt_len)
        return;
    if (capture->cut_frames == 0)
        capture->cut_length = frame->cap_len;
    else if (capture->cut_length != frame->cap_len)
        capture->cut_length = 0;
    capture->cut_frames++;
}

static void note_capture(const packet_info *pinfo, const struct flow_time *time)
{
    struct tap_capture *capture = state_capture();

    if (capture->frames == 0) {
        capture->first_time = *time;
        capture->hybrid_only = preferences_get()->scope == PREFERENCES_SCOPE_HYBRID;
    }
    capture->frames = state_frame_number(pinfo);
    note_cut(capture, pinfo->fd);
    if (flow_time_between(&capture->last_time, time) > 0 || capture->frames == 1)
        capture->last_time = *time;
    waiting_see_frame(pinfo, time);
    open_lookups_witness(pinfo, time);
}

static void publish_record(packet_info *pinfo, const struct flow *flow, const struct lookup *lookup)
{
    struct tap_record *record = wmem_new(pinfo->pool, struct tap_record);

    record->capture = state_capture();
    record->flow = flow;
    record->lookup = lookup;
    record->first_pass = !PINFO_FD_VISITED(pinfo);
    tap_queue_packet(tap_id, pinfo, record);
}

static void publish(packet_info *pinfo)
{
    const struct flow          *changed = state_changed(pinfo);
    const struct state_lookups *lookups = state_lookups(pinfo);

    if (!have_tap_listener(tap_id))
        return;
    if (changed != NULL && !preferences_wants(&changed->recognition))
        changed = NULL;
    if (changed != NULL || pinfo->num == 1)
        publish_record(pinfo, changed, NULL);
    for (size_t i = 0; lookups != NULL && i < lookups->count; i++) {
        if (preferences_wants(&lookups->lookups[i]->recognition))
            publish_record(pinfo, NULL, lookups->lookups[i]);
    }
}

/* The flow of the frame's conversation, or NULL. */
static const struct flow *gather(packet_info *pinfo, tvbuff_t *tvb, proto_tree *tree, unsigned layers)
{
    const struct flow_time time = {(int64_t)pinfo->abs_ts.secs, pinfo->abs_ts.nsecs};
    conversation_t        *conversation = NULL;

    note_capture(pinfo, &time);
    if ((layers & LAYER_DNS) != 0)
        lookups_gather(pinfo, tree, &time);
    if (pinfo->ptype == PT_UDP && (layers & (LAYER_QUIC | LAYER_TLS)) != 0 && wanted_present(tree, WANTED_HANDSHAKE))
        quic_gather(pinfo, tree);
    conversation = state_tcp_conversation(pinfo);
    return conversation != NULL ? gather_tcp_frame(pinfo, tvb, tree, layers, conversation) : NULL;
}

static int dissect_exchange_hybrid(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    const struct flow          *flow = NULL;
    const struct state_lookups *lookups = NULL;
    unsigned                    layers = 0;

    if (!preferences_get()->analyse || state_capture() == NULL)
        return 0;
    layers = layers_of_frame(pinfo);
    flow = PINFO_FD_VISITED(pinfo) ? state_flow(pinfo) : gather(pinfo, tvb, tree, layers);
    /* The first frame tells statistics of the capture; only DNS keeps anything without a conversation's flow. */
    if (flow == NULL && pinfo->num != 1 && (layers & LAYER_DNS) == 0)
        return 0;
    publish(pinfo);
    lookups = (layers & LAYER_DNS) != 0 ? state_lookups(pinfo) : NULL;
    if (flow != NULL && preferences_wants(&flow->recognition))
        render_flow(tvb, pinfo, tree, flow, state_frame(pinfo));
    for (size_t i = 0; lookups != NULL && i < lookups->count; i++) {
        if (preferences_wants(&lookups->lookups[i]->recognition))
            render_lookup(tvb, pinfo, tree, lookups->lookups[i]);
    }
    return flow != NULL || lookups != NULL ? (int)tvb_captured_length(tvb) : 0;
}

void proto_register_exchange_hybrid(void)
{
    proto_exchange_hybrid = proto_register_protocol("Exchange Hybrid", "ExchHybrid", "exchange_hybrid");
    handle = register_dissector("exchange_hybrid", dissect_exchange_hybrid, proto_exchange_hybrid);
    render_register(proto_exchange_hybrid);
    preferences_register(proto_exchange_hybrid);
    records_register();
    state_register(proto_exchange_hybrid);
    waiting_register();
    conversations_register();
    lookups_register();
    open_lookups_register();
    client_names_register();
    clients_register();
    certificates_register();
    requests_register();
    register_init_routine(arm);
    tap_id = register_tap(TAP_NAME);
    menu_register(proto_exchange_hybrid);
    collection_register();
    report_register();
    tables_register();
    tree_register();
}

void proto_reg_handoff_exchange_hybrid(void)
{
    wanted_resolve();
    layers_resolve();
}
