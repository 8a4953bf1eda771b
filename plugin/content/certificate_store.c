/* certificate_store.c: certificates by their bytes, in two halves; see certificate_store.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "certificate_store.h"

#include <assert.h>
#include <string.h>

#include <glib.h>
#include <wsutil/wmem/wmem.h>

static_assert(LIMIT_CERTIFICATES_READ >= LIMIT_CERTIFICATE_CHAIN, "a chain does not fit into the store");

struct certificate_store {
    GHashTable *recent; /* struct entry, its own key */
    GHashTable *older;  /* what was recent before; forgotten when `recent` is full again */
    struct certificate_kept unreadable; /* all that is longer than what is read: its bytes are not kept */
};

struct entry {
    struct certificate_kept kept;
    struct tls_bytes        der;
};

/* At its end stands a signature, which is as good as random; wmem's hash has a seed, for hostile ones. */
#define HASHED_BYTES 64

static unsigned hash_of(const void *key)
{
    const struct tls_bytes *der = &((const struct entry *)key)->der;
    size_t                  hashed = MIN(der->length, HASHED_BYTES);

    return wmem_strong_hash(der->data + (der->length - hashed), hashed);
}

static gboolean is_equal(const void *left, const void *right)
{
    const struct tls_bytes *first = &((const struct entry *)left)->der;
    const struct tls_bytes *second = &((const struct entry *)right)->der;

    return first->length == second->length && memcmp(first->data, second->data, first->length) == 0;
}

static void free_entry(void *data)
{
    struct entry *entry = data;

    certificate_clear(&entry->kept.certificate);
    g_free((void *)(uintptr_t)entry->der.data);
    g_free(entry);
}

static GHashTable *new_half(void)
{
    return g_hash_table_new_full(hash_of, is_equal, NULL, free_entry);
}

struct certificate_store *certificate_store_new(void)
{
    struct certificate_store *store = g_new0(struct certificate_store, 1);

    store->recent = new_half();
    store->older = new_half();
    return store;
}

void certificate_store_free(struct certificate_store *store)
{
    if (store == NULL)
        return;
    g_hash_table_destroy(store->recent);
    g_hash_table_destroy(store->older);
    g_free(store);
}

static struct certificate_kept *keep(struct certificate_store *store, struct entry *entry)
{
    if (g_hash_table_size(store->recent) == LIMIT_CERTIFICATES_READ) {
        g_hash_table_destroy(store->older);
        store->older = store->recent;
        store->recent = new_half();
    }
    g_hash_table_add(store->recent, entry);
    return &entry->kept;
}

static struct entry *read_new(struct tls_bytes der)
{
    struct entry *entry = g_new0(struct entry, 1);

    entry->der = (struct tls_bytes){g_memdup2(der.data, der.length), der.length};
    entry->kept.readable = certificate_read(entry->der.data, entry->der.length, &entry->kept.certificate);
    return entry;
}

struct certificate_kept *certificate_store_read(struct certificate_store *store, struct tls_bytes der)
{
    struct entry  asked = {.der = der};
    struct entry *found = NULL;

    if (der.length == 0 || der.length > LIMIT_CERTIFICATE_LENGTH)
        return &store->unreadable;
    found = g_hash_table_lookup(store->recent, &asked);
    if (found != NULL)
        return &found->kept;
    found = g_hash_table_lookup(store->older, &asked);
    if (found != NULL)
        g_hash_table_steal(store->older, found);
    return keep(store, found != NULL ? found : read_new(der));
}
