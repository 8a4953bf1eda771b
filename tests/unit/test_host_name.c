/* test_host_name.c: what is a host's name, and what is not.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "host_name.h"

#include <glib.h>

#include "limits.h"

static void test_names(void)
{
    static const char *const names[] = {"a",       "mail.contoso.com", "MAIL.Contoso.COM.", "_sip._tls.contoso.com",
                                        "xn--p1ai", "1and1.example",   "10.0.0.1a",         "-a-.b"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        g_assert_true(host_name_is_valid(names[i]));
}

static void test_no_names(void)
{
    static const char *const others[] = {"",    ".",    "..",       ".a",          "a..b",   "a..",    "mail contoso.com",
                                         "*.a", "12",   "10.0.0.1", "mail.123",    "mail.1.", "::1",    "[::1]",
                                         "a/b", "a:1",  "m\xc3\xa4il.de", "a\x01"};

    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        g_assert_false(host_name_is_valid(others[i]));
}

static void test_length(void)
{
    char name[LIMIT_NAME_LENGTH + 3];

    memset(name, 'a', sizeof name);
    name[LIMIT_NAME_LENGTH + 1] = '\0';
    g_assert_false(host_name_is_valid(name));
    name[LIMIT_NAME_LENGTH] = '.';
    g_assert_true(host_name_is_valid(name));
    g_assert_cmpuint(host_name_length(name), ==, LIMIT_NAME_LENGTH);
    g_assert_cmpuint(host_name_length("."), ==, 0);
    g_assert_cmpuint(host_name_length("a"), ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/host_name/names", test_names);
    g_test_add_func("/host_name/no_names", test_no_names);
    g_test_add_func("/host_name/length", test_length);
    return g_test_run();
}
