/* links.c: the pages that Microsoft's article on free/busy in hybrid deployments refers to.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Names as in the article. Its relative addresses are those of learn.microsoft.com.
 */
#include "links.h"

#define ARTICLE "Resolve free/busy sharing issues in a hybrid Exchange environment (Microsoft, 2024-01-24)"

const struct link links[] = {
    {LINK_TLS_NAME, "How to enable TLS 1.2 on every Exchange server, value by value", LINK_TLS_ADDRESS, ARTICLE ", Resolution"},
    {"Exchange Server Health Checker", "Shows the TLS settings of an Exchange server",
     "https://microsoft.github.io/CSS-Exchange/Diagnostics/HealthChecker/", ARTICLE ", More information"},
    {"Demystifying hybrid free/busy", "Where free/busy errors show up, and what they mean",
     "https://techcommunity.microsoft.com/t5/exchange-team-blog/"
     "demystifying-hybrid-free-busy-finding-errors-and-troubleshooting/ba-p/607727",
     ARTICLE ", More information"},
    {"Free/busy sharing fails if TLS 1.2 is misconfigured", "TLS 1.2 on premises and free/busy in a hybrid deployment",
     "https://techcommunity.microsoft.com/t5/exchange/tls-1-2-is-coming-to-exchange-on-premises-using-hybrid-and-free/m-p/3260911",
     ARTICLE ", More information"},
    {"Microsoft SSL Server Test", "Checks the TLS settings of a published server from outside",
     "https://testconnectivity.microsoft.com/tests/SslServer/input", ARTICLE ", More information"},
    {"Qualys SSL Server Test", "Checks the TLS settings of a published server from outside", "https://www.ssllabs.com/ssltest/",
     ARTICLE ", More information"},
};

const size_t link_count = sizeof links / sizeof links[0];
