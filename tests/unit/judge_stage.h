/* judge_stage.h: places, scripts and scenes, with which the tests of the findings play conversations.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A scene is a place (who is called), a script of frames and what the interface says is found. A script is a
 * list of steps, a finding is written ID=SEVERITY@STEP: raised on the frame of that step.
 */
#ifndef JUDGE_STAGE_H
#define JUDGE_STAGE_H

#include <glib.h>

#include "estate.h"
#include "flow_player.h"
#include "judge.h"

/** Who is called by whom. */
struct place {
    enum role           role;
    enum cloud          cloud;
    enum flow_direction direction;
    const char         *host;
    const char         *client, *server;
    uint16_t            port;
};

extern const struct place exo_core, exo_autodiscover, acs, entra_sts, fed_provision, fed_metadata, graph, smtp_legacy;
extern const struct place tenant, routing, tenant_port_80, smtp_legacy_china, mail_outbound, china, gcc_high, inbound;
extern const struct place mail_inbound, backend, unrelated, address_only;

extern const struct place *const places[];
extern const size_t              place_count;

/** One conversation and what it raised. */
struct stage {
    struct flow_player    player;
    struct estate_client *earlier; /**< what its client did before; NULL: nothing is compared */
    GString              *raised;  /**< ID=SEVERITY@STEP ..., in the order of the judgements */
    char                 *step;    /**< first word of the step being played */
};

/** Sets up a conversation. `seconds`: time of the first frame, 0 for the player's. */
void stage_start(struct stage *stage, const struct place *place, int64_t seconds);

/** Plays a script, each frame of which is judged as the glue does. Steps: connect proxy syn certificate keys waited
 *  retry later;
 *  hello choice sslv2 sentinel with a version ("hello:TLS_1.2"); ack payload cut rst fin finished retransmit with a
 *  side; alert warning data with a side and a number; "offer:TLS_1.2:sni+weak" a hello with faults. */
void stage_play(struct stage *stage, const char *script);
void stage_end(struct stage *stage);

struct scene {
    const struct place *place;
    const char         *script;
    const char         *expected;
};

void assert_scenes(const struct scene *scenes, size_t count);

/** Each text of each rule is whole in each scene, at each place. */
void assert_texts_of_scenes(const struct scene *scenes, size_t count);

/** Fills every part of every rule for the flow as it stands. */
void assert_all_texts_are_whole(const struct stage *stage);

void assert_each_id_once(const struct flow *flow);

/** The text of the flow's finding. Free with g_free(). */
char *text_of(const struct stage *stage, enum finding_id finding, enum judge_part part);
char *play_text(const struct place *place, const char *script, enum finding_id finding, enum judge_part part);

void assert_holds(const char *text, const char *part);
void assert_lacks(const char *text, const char *part);

/** What hellos and choices raise in many scenes. */
#define OLD_ERROR   "client_offers_below_tls12=error@hello"
#define OLD_WARNING "client_offers_below_tls12=warning@hello"
#define CHOSE       "server_chose_below_tls12=warning@choice"
#define TWICE       "retransmit:client retransmit:client"

#endif
