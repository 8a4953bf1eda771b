/* records.c: the memory of what the tap publishes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "records.h"

#include <epan/packet.h>

#include "../core/capture.h"
#include "../core/limits.h"

typedef void (*forget_function)(void);

static wmem_allocator_t *memory;
static GArray           *forgetting; /* of forget_function */
static GHashTable       *names;      /* set of the texts that are kept once */
static unsigned          holders;
static bool              is_open; /* a capture is being read */

static void forget_all(void)
{
    for (unsigned i = 0; i < forgetting->len; i++)
        g_array_index(forgetting, forget_function, i)();
    g_hash_table_remove_all(names);
    wmem_free_all(memory);
}

static void begin(void)
{
    is_open = true;
}

static void end(void)
{
    is_open = false;
    if (!records_are_held())
        forget_all();
}

static void shut_down(void)
{
    forget_all();
    g_array_free(forgetting, true);
    g_hash_table_destroy(names);
    wmem_destroy_allocator(memory);
}

void records_register(void)
{
    memory = wmem_allocator_new(WMEM_ALLOCATOR_BLOCK);
    forgetting = g_array_new(false, false, sizeof(forget_function));
    names = g_hash_table_new(wmem_str_hash, g_str_equal);
    register_init_routine(begin);
    register_cleanup_routine(end);
    register_shutdown_routine(shut_down);
}

void records_forget_with(forget_function forget)
{
    g_array_append_val(forgetting, forget);
}

wmem_allocator_t *records_memory(void)
{
    return memory;
}

const char *records_keep_text(const char *text)
{
    char *kept = g_hash_table_lookup(names, text);

    if (kept != NULL)
        return kept;
    kept = wmem_strdup(memory, text);
    if (g_hash_table_size(names) < LIMIT_KEPT_NAMES)
        g_hash_table_add(names, kept);
    return kept;
}

bool records_are_held(void)
{
    return holders > 0;
}

void tap_hold_records(void)
{
    holders++;
}

void tap_release_records(void)
{
    holders--;
    if (holders == 0 && !is_open)
        forget_all();
}
