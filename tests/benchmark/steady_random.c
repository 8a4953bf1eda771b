/* steady_random.c: to be preloaded: GLib's random numbers are the same in every run, so that Wireshark's hash tables are
 * too and counts of instructions can be compared.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdint.h>

uint32_t g_random_int(void);

/* Numerical Recipes' linear congruential generator. */
uint32_t g_random_int(void)
{
    static uint32_t state = 1;

    state = state * 1664525u + 1013904223u;
    return state;
}
