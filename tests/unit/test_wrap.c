/* test_wrap.c: lines that are broken, and lines that are not.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <glib.h>

#include "wrap.h"

static void expect(const char *text, size_t width, const char *expected)
{
    GString *wrapped = g_string_new(NULL);

    wrap_append(wrapped, text, width);
    g_assert_cmpstr(wrapped->str, ==, expected);
    g_string_free(wrapped, TRUE);
}

static void test_short_lines_stay(void)
{
    expect("", 20, "");
    expect("one two\n\n   three\n", 20, "one two\n\n   three\n");
    expect("exactly twenty long.", 20, "exactly twenty long.");
}

static void test_below_own_beginning(void)
{
    expect("   one two three four five six", 20, "   one two three\n   four five six");
    expect("one two three four five six\nseven", 20, "one two three four\nfive six\nseven");
}

static void test_behind_a_label(void)
{
    expect("   Means:  one two three four", 24, "   Means:  one two three\n           four");
    expect("Do first: one two three four", 20, "Do first: one two\n          three four");
    expect("Verdict: one two three", 20, "Verdict: one two\n         three");
    expect(" 2. error: one two three four", 20, " 2. error: one two\n    three four");
}

/* A time, an address, a sentence with a colon in it. */
static void test_no_label(void)
{
    expect("  Windows says here: one two", 20, "  Windows says here:\n  one two");
    expect("  said so: one two three four", 20, "  said so: one two\n  three four");
    expect("  10:00:00 one two three four", 20, "  10:00:00 one two\n  three four");
    expect("  3 flows of seven, four five", 20, "  3 flows of seven,\n  four five");
}

static void test_a_wide_label_leaves_room(void)
{
    expect("         Certainty:   one two three", 26, "         Certainty:  one\n         two three");
}

static void test_words_are_not_broken(void)
{
    expect("  one abcdefghijklmnopqrstuvwxyz two", 20, "  one\n  abcdefghijklmnopqrstuvwxyz\n  two");
    expect("  abcdefghijklmnopqrstuvwxyz", 20, "  abcdefghijklmnopqrstuvwxyz");
}

static void test_what_is_pasted_stays(void)
{
    expect("    HKLM\\SYSTEM\\TLS 1.2\\Client and more of it", 20, "    HKLM\\SYSTEM\\TLS 1.2\\Client and more of it");
    expect("      Enabled=1, DisabledByDefault=0 (DWORD)", 20, "      Enabled=1, DisabledByDefault=0 (DWORD)");
    expect("   Filter:     tcp.stream in {0, 1, 2, 3, 4}", 20, "   Filter:     tcp.stream in {0, 1, 2, 3, 4}");
}

static void test_columns_stay_apart(void)
{
    expect("  0  a    b", 20, "  0  a    b");
    expect("  0  aaaa      bbbb", 20, "  0  aaaa      bbbb");
    expect("  0  aaaa      bbbb   cc", 20, "  0  aaaa  bbbb  cc");
    expect("  0  aaaa      bbbb   cccc", 20, "  0  aaaa  bbbb\n  cccc");
    expect("              aaaa   bb cc", 20, "  aaaa  bb cc");
}

/* Letters are counted, not bytes; blanks at the end of a line go. */
static void test_letters(void)
{
    expect("\u00e4\u00e4\u00e4 \u00f6\u00f6\u00f6 \u00fc\u00fc\u00fc", 11, "\u00e4\u00e4\u00e4 \u00f6\u00f6\u00f6 \u00fc\u00fc\u00fc");
    expect("\u00e4\u00e4\u00e4 \u00f6\u00f6\u00f6 \u00fc\u00fc\u00fc", 10, "\u00e4\u00e4\u00e4 \u00f6\u00f6\u00f6\n\u00fc\u00fc\u00fc");
    expect("one two  \nthree ", 20, "one two\nthree");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/wrap/short_lines_stay", test_short_lines_stay);
    g_test_add_func("/wrap/below_own_beginning", test_below_own_beginning);
    g_test_add_func("/wrap/behind_a_label", test_behind_a_label);
    g_test_add_func("/wrap/no_label", test_no_label);
    g_test_add_func("/wrap/a_wide_label_leaves_room", test_a_wide_label_leaves_room);
    g_test_add_func("/wrap/words_are_not_broken", test_words_are_not_broken);
    g_test_add_func("/wrap/what_is_pasted_stays", test_what_is_pasted_stays);
    g_test_add_func("/wrap/columns_stay_apart", test_columns_stay_apart);
    g_test_add_func("/wrap/letters", test_letters);
    return g_test_run();
}
