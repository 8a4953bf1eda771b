/* test_user_agent.c: each row of the table of user agents by an example, and what must not match.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <glib.h>

#include "user_agent.h"

static const struct {
    const char *header;
    const char *name;
    bool        workstation;
} examples[] = {
    {"ASProxy/CrossForest/EmailDomain/EXCH/08.03.0083.000", "Exchange availability service", false},
    {"asproxy/CrossSite/Directory/EXCH/15.00.1104.000", "Exchange availability service", false},
    {"ASProxy/CrossForest/EmailDomain//15.20.8534.055", "Exchange availability service", false},
    {"ASAutoDiscover/CrossForest/Directory/EXCH/15.01.2507.039", "Exchange availability service, Autodiscover", false},
    {"ASAutoDiscover/CrossForest/EmailDomain/EXCH/15.02.1544.9", "Exchange availability service, Autodiscover", false},
    {"ASAutoDiscover/CrossForest/EmailDomain//15.01.2507.039", "Exchange availability service, Autodiscover", false},
    {"Mozilla/4.0 (compatible; MSIE 6.0; MS Web Services Client Protocol 4.0.30319.42000)", ".NET SOAP client", false},
    {"ExchangeServicesClient/15.00.0913.015", "EWS Managed API", false},
    {"exchangeservicesclient/15.01.2507.039", "EWS Managed API", false},
    {"Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.20348.1", "Windows PowerShell", false},
    {"Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0.20348; en-US) PowerShell/7.4.1", "PowerShell", false},
    {"Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)", "Microsoft Office", true},
    {"Outlook/16.0 (16.0.17328.20162; MSI; x64; Microsoft Outlook 16.0)", "Outlook", true},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36",
     "browser", true},
};

static void test_examples(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(examples); i++) {
        const struct user_agent *row = user_agent_find(examples[i].header);
        g_assert_nonnull(row);
        g_assert_cmpstr(row->name, ==, examples[i].name);
        g_assert_cmpint(user_agent_is_workstation(examples[i].header), ==, examples[i].workstation);
    }
}

static void test_near_misses(void)
{
    static const char *const headers[] = {"", "ExchangeServicesClient", "MyExchangeServicesClient/15.0",
                                          "xASProxy/CrossForest", "ASProxy", "Microsoft Offic/16.0", "a Mozilla/5.0"};

    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++)
        g_assert_null(user_agent_find(headers[i]));
    g_assert_null(user_agent_find(NULL));
    g_assert_false(user_agent_is_workstation(NULL));
}

/** Every row is reached by some example: none hides behind an earlier one. */
static void test_rows_are_reached(void)
{
    for (size_t row = 0; row < user_agent_count; row++) {
        bool reached = false;
        for (size_t i = 0; i < G_N_ELEMENTS(examples); i++)
            reached = reached || user_agent_find(examples[i].header) == &user_agents[row];
        g_assert_true(reached);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/user_agent/examples", test_examples);
    g_test_add_func("/user_agent/near_misses", test_near_misses);
    g_test_add_func("/user_agent/rows_are_reached", test_rows_are_reached);
    return g_test_run();
}
