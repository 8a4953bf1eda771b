/* test_knowledge_links.c: the links are whole, each once, and the findings refer to the same addresses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "links.h"

#include <string.h>

#include <glib.h>

#include "rules.h"

/* As the article names its links, in its order of appearance; relative ones on learn.microsoft.com. */
static const struct {
    const char *name, *address;
} article[] = {
    {"Exchange Server TLS configuration best practices", "https://learn.microsoft.com/Exchange/exchange-tls-configuration"},
    {"Demystifying hybrid free/busy", "https://techcommunity.microsoft.com/t5/exchange-team-blog/demystifying-hybrid-free-"
                                      "busy-finding-errors-and-troubleshooting/ba-p/607727"},
    {"Free/busy sharing fails if TLS 1.2 is misconfigured", "https://techcommunity.microsoft.com/t5/exchange/tls-1-2-is-"
                                                            "coming-to-exchange-on-premises-using-hybrid-and-free/m-p/3260911"},
    {"Exchange Server Health Checker", "https://microsoft.github.io/CSS-Exchange/Diagnostics/HealthChecker/"},
    {"Microsoft SSL Server Test", "https://testconnectivity.microsoft.com/tests/SslServer/input"},
    {"Qualys SSL Server Test", "https://www.ssllabs.com/ssltest/"},
};

static const char *address_of(const char *name)
{
    for (size_t i = 0; i < link_count; i++) {
        if (strcmp(links[i].name, name) == 0)
            return links[i].address;
    }
    return NULL;
}

static void test_article(void)
{
    g_assert_cmpuint(link_count, ==, G_N_ELEMENTS(article));
    for (size_t i = 0; i < G_N_ELEMENTS(article); i++)
        g_assert_cmpstr(address_of(article[i].name), ==, article[i].address);
}

static void test_rows_are_whole(void)
{
    for (size_t i = 0; i < link_count; i++) {
        g_assert_cmpuint(strlen(links[i].hint), >, 0);
        g_assert_cmpuint(strlen(links[i].source), >, 0);
        g_assert_true(g_str_has_prefix(links[i].address, "https://"));
        g_assert_null(strpbrk(links[i].address, " \"'<>"));
        for (size_t k = 0; k < i; k++)
            g_assert_cmpstr(links[i].address, !=, links[k].address);
    }
}

/* A finding that names one of the pages gives the address of this table. */
static void test_findings_refer_to_the_same_addresses(void)
{
    unsigned references = 0;

    for (size_t i = 0; i < rule_count; i++) {
        for (size_t k = 0; k < link_count; k++) {
            if (rules[i].reference == NULL || strstr(rules[i].reference, links[k].name) == NULL)
                continue;
            g_assert_nonnull(strstr(rules[i].reference, links[k].address));
            references++;
        }
    }
    g_assert_cmpuint(references, >, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/links/article", test_article);
    g_test_add_func("/links/rows", test_rows_are_whole);
    g_test_add_func("/links/references", test_findings_refer_to_the_same_addresses);
    return g_test_run();
}
