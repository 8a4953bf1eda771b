/* test_judge_reply.c: connections that end after a request, without a reply.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "judge_stage.h"

#include <string.h>

#define BEHIND_HELLO " choice:TLS_1.2 certificate keys finished:server"
#define DONE         "connect hello:TLS_1.2" BEHIND_HELLO
#define DONE_13      "connect hello:TLS_1.3 choice:TLS_1.3 data:server:2000 data:client:2000"

static const struct scene scenes[] = {
    {&exo_core, DONE " data:client:101 rst:server", "closed_without_reply=error@rst"},
    {&exo_core, DONE " data:client:100 rst:server", ""},
    {&exo_core, DONE " rst:server", ""},
    {&exo_core, DONE " data:client:101 data:server:1 fin:server", ""},
    {&exo_core, DONE " data:client:101 data:server:301 fin:server", ""},
    {&exo_core, DONE " data:client:5000 fin:client", "closed_without_reply=warning@fin"},
    {&exo_core, DONE " data:client:5000 rst:client rst:server", "closed_without_reply=warning@rst"},
    {&acs, DONE " data:client:5000 data:server:5000 data:client:5000 fin:server",
     "closed_without_reply=error@fin"},
    {&inbound, DONE " data:client:5000 rst:server", "closed_without_reply=error@rst"},
    {&backend, DONE " data:client:5000 rst:server", "closed_without_reply=error@rst"},
    {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.2 finished:server finished:client data:client:5000 fin:server",
     "closed_without_reply=error@fin"},
    /* RFC 8446 section 5.4: TLS 1.3 may pad its records, and the first of the client is a Finished. */
    {&exo_core, DONE_13 " fin:server", ""},
    {&exo_core, DONE_13 " data:client:100 fin:server", ""},
    {&exo_core, DONE_13 " data:client:101 fin:server", "closed_without_reply=note@fin"},
    {&exo_core, DONE_13 " data:client:101 data:server:300 rst:server", "closed_without_reply=note@rst"},
    {&exo_core, DONE_13 " data:client:101 data:server:301 rst:server", ""},
    /* Not with mail, whose dialogue is short, nor with HTTP/2, which sends before it is asked. */
    {&mail_outbound, DONE " data:client:5000 rst:server", ""},
    {&mail_inbound, DONE " data:client:5000 rst:server", ""},
    {&exo_core, "connect offer:TLS_1.2:h2" BEHIND_HELLO " data:client:5000 rst:server", ""},
    {&exo_core,
     "connect offer:TLS_1.3:h2 choice:TLS_1.3 data:server:2000 data:client:2000 data:client:101 fin:server", ""},
    {&unrelated, DONE " data:client:5000 rst:server", ""},
    {&unrelated, DONE_13 " data:client:5000 rst:server", ""},
    {&mail_outbound, DONE_13 " data:client:5000 rst:server", ""},
    {&smtp_legacy, DONE " data:client:5000 rst:server", ""},
    /* Half a capture tells nothing. */
    {&exo_core, DONE " data:client:5000 cut:server rst:server", ""},
    {&exo_core, "connect hello:TLS_1.2 cut:server" BEHIND_HELLO " data:client:5000 rst:server", ""},
    {&exo_core, "syn hello:TLS_1.2 keys data:client:5000 rst:client", ""},
    {&exo_core, "connect choice:TLS_1.2 certificate keys finished:server data:client:5000 rst:server", ""},
    /* Something else ended it. */
    {&exo_core, DONE " data:client:5000 alert:server:80 rst:server", "other_fatal_alert=error@alert"},
    {&exo_core, "connect hello:TLS_1.2 choice:TLS_1.2 certificate keys data:client:5000 rst:server",
     "closed_during_handshake=error@rst"},
};

static void test_scenes(void)
{
    assert_scenes(scenes, G_N_ELEMENTS(scenes));
}

/** Who closed and how, in the words of the finding; the handshake was complete, and TLS not the cause. */
static void test_words(void)
{
    const struct {
        const char     *script;
        enum judge_part part;
        const char     *holds;
    } cases[] = {
        {DONE " data:client:101 rst:server", JUDGE_SUMMARY, "the server closed with a RST"},
        {DONE " data:client:101 fin:server", JUDGE_SUMMARY, "the server closed with a FIN"},
        {DONE " data:client:101 fin:client rst:server", JUDGE_SUMMARY, "and closed with a FIN before any reply"},
        {DONE " data:client:101 rst:client", JUDGE_SUMMARY, "and closed with a RST before any reply"},
        {DONE " data:client:101 rst:client", JUDGE_CONFIDENCE, "low"},
        {DONE_13 " data:client:101 fin:client", JUDGE_SUMMARY, "the client closed with a FIN"},
        {DONE " data:client:101 rst:server", JUDGE_SUMMARY, "After the handshake (TLS 1.2)"},
        {DONE " data:client:101 rst:server", JUDGE_CAUSE, "TLS versions are not the cause"},
        {DONE " data:client:101 rst:server", JUDGE_CONFIDENCE, "medium"},
        {DONE_13 " data:client:101 rst:server", JUDGE_SUMMARY, "After the handshake (TLS 1.3)"},
        {DONE_13 " data:client:101 rst:server", JUDGE_SUMMARY, "no reply of a usual size"},
        {DONE_13 " data:client:101 rst:server", JUDGE_CONFIDENCE, "low"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = play_text(&exo_core, cases[i].script, FINDING_CLOSED_WITHOUT_REPLY, cases[i].part);

        assert_holds(text, cases[i].holds);
        g_free(text);
    }
}

/** The order on the wire makes "on a receive" likely; no wording is excluded. */
static void test_receive_is_named_first(void)
{
    char *text = play_text(&exo_core, DONE " data:client:101 rst:server", FINDING_CLOSED_WITHOUT_REPLY,
                           JUDGE_EXPLAINS);

    assert_holds(text, "on a send");
    g_assert_nonnull(strstr(text, "on a receive"));
    g_assert_true(strstr(text, "on a receive") < strstr(text, "on a send"));
    g_free(text);
}

static void test_texts_are_whole(void)
{
    assert_texts_of_scenes(scenes, G_N_ELEMENTS(scenes));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/judge_reply/scenes", test_scenes);
    g_test_add_func("/judge_reply/words", test_words);
    g_test_add_func("/judge_reply/receive_first", test_receive_is_named_first);
    g_test_add_func("/judge_reply/texts", test_texts_are_whole);
    return g_test_run();
}
