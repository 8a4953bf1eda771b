/* certificates.c: Certificate messages -> flow_certificate, by content/certificate and the flow's own names.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "certificates.h"

#include <string.h>

#include "../content/certificate_store.h"
#include "../core/clock.h"
#include "../core/tls_certificate.h"
#include "../core/tls_names.h"
#include "records.h"
#include "state.h"

/* What flows keep of a leaf, and what all of them would ask of its names again. */
struct leaf {
    struct flow_certificate kept;
    const char             *microsoft_name; /* the first of its names that is Microsoft's; or NULL */
};

/* Certificates by their bytes; the note of a leaf is its struct leaf. */
static struct certificate_store *store;

/* Leaves by the SHA-256 of their DER: their texts are kept once, even if the store has forgotten them. */
static GHashTable *shared;

/* Private issuers that signed for a Microsoft name: issuer -> the first domain. A second domain tells inspection. */
static GHashTable *signed_domains;

/* Of a record that no flow has shown yet. */
#define FACTS_UNKNOWN UINT_MAX

static void forget(void)
{
    certificate_store_free(store);
    store = NULL;
    if (signed_domains != NULL)
        g_hash_table_destroy(signed_domains);
    signed_domains = NULL;
    if (shared != NULL)
        g_hash_table_destroy(shared);
    shared = NULL;
}

static void certificates_init(void)
{
    if (store != NULL)
        return;
    store = certificate_store_new();
    signed_domains = g_hash_table_new_full(wmem_str_hash, g_str_equal, g_free, g_free);
    shared = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

void certificates_register(void)
{
    register_init_routine(certificates_init);
    records_forget_with(forget);
}

/* The last two labels: enough to tell office365.com from microsoftonline.com. */
static const char *domain_of(const char *host)
{
    const char *last = strrchr(host, '.');
    const char *start = last;

    while (start != NULL && start > host && start[-1] != '.')
        start--;
    return start != NULL ? start : host;
}

static bool signs_for_two_domains(const char *issuer, const char *host)
{
    const char *known = g_hash_table_lookup(signed_domains, issuer);

    if (known != NULL)
        return strcmp(known, domain_of(host)) != 0;
    if (g_hash_table_size(signed_domains) < LIMIT_ISSUERS)
        g_hash_table_insert(signed_domains, g_strdup(issuer), g_strdup(domain_of(host)));
    else
        state_capture()->limits.issuers_cut++;
    return false;
}

/* A Microsoft endpoint by any name that the flow has, or by those of the certificate itself. */
static const char *microsoft_name(const struct flow *flow, const struct leaf *leaf, const struct classify_settings *settings)
{
    for (size_t source = MATCH_SOURCE_COUNT; source-- > MATCH_NONE + 1;) {
        const struct endpoint *row = recognise_text(settings->names, flow->names[source], false);
        if (row != NULL)
            return roles[row->role].place == ROLE_PLACE_MICROSOFT ? flow->names[source] : NULL;
    }
    return leaf->microsoft_name;
}

static unsigned issuer_facts(const struct flow *flow, const struct leaf *leaf, const struct certificate *certificate,
                             const struct classify_settings *settings)
{
    const char *name = NULL;
    unsigned    facts = FLOW_CERTIFICATE_UNLISTED_ISSUER;

    if (certificate->issuer_kind == CERTIFICATE_AUTHORITY_INSPECTION)
        return FLOW_CERTIFICATE_INSPECTION | FLOW_CERTIFICATE_UNLISTED_ISSUER;
    if (certificate->issuer_kind != CERTIFICATE_AUTHORITY_UNKNOWN)
        return 0;
    name = microsoft_name(flow, leaf, settings);
    if (name != NULL && signs_for_two_domains(certificate->issuer, name))
        facts |= FLOW_CERTIFICATE_INSPECTION;
    return facts;
}

static const char *copy_text(const char *text)
{
    return text[0] != '\0' ? wmem_strdup(records_memory(), text) : NULL;
}

/* All of them in one block, each with its zero. */
static void copy_names(const struct certificate *certificate, struct flow_certificate *kept)
{
    const char **names = NULL;
    const char  *block = NULL;

    if (certificate->name_count == 0)
        return;
    names = wmem_alloc_array(records_memory(), const char *, certificate->name_count);
    block = wmem_memdup(records_memory(), certificate->names, certificate->names_length);
    while (kept->name_count < certificate->name_count) {
        names[kept->name_count++] = block;
        block += strlen(block) + 1;
    }
    kept->names = names;
}

static void find_names(struct leaf *leaf, const struct classify_settings *settings)
{
    struct flow_certificate *kept = &leaf->kept;
    const char              *listed = NULL;
    const char              *hybrid = NULL;

    for (uint32_t i = 0; i < kept->name_count; i++) {
        const struct endpoint *row = recognise_text(settings->names, kept->names[i], false);
        if (row == NULL)
            continue;
        if (listed == NULL && recognise_speaks_for_others(row))
            listed = kept->names[i];
        if (hybrid == NULL && roles[row->role].hybrid && recognise_speaks_for_others(row))
            hybrid = kept->names[i];
        if (leaf->microsoft_name == NULL && roles[row->role].place == ROLE_PLACE_MICROSOFT)
            leaf->microsoft_name = kept->names[i];
    }
    kept->speaking_name = kept->name_count > 0 ? kept->names[0] : kept->subject;
    if (hybrid != NULL || listed != NULL)
        kept->speaking_name = hybrid != NULL ? hybrid : listed;
}

static struct leaf *copy(const struct certificate *certificate, const struct classify_settings *settings)
{
    struct leaf *leaf = wmem_new0(records_memory(), struct leaf);

    leaf->kept.subject = copy_text(certificate->subject);
    leaf->kept.issuer = copy_text(certificate->issuer);
    leaf->kept.not_before = certificate->not_before;
    leaf->kept.not_after = certificate->not_after;
    leaf->kept.facts = FACTS_UNKNOWN;
    copy_names(certificate, &leaf->kept);
    find_names(leaf, settings);
    return leaf;
}

/* What no flow before has shown is new to the caller, who gives it its facts. */
static struct leaf *keep(const struct certificate *certificate, struct tls_bytes der, const struct classify_settings *settings)
{
    char        *digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, der.data, der.length);
    struct leaf *leaf = g_hash_table_lookup(shared, digest);

    if (leaf == NULL) {
        leaf = copy(certificate, settings);
        if (g_hash_table_size(shared) < LIMIT_SHARED_CERTIFICATES)
            g_hash_table_insert(shared, g_strdup(digest), leaf);
    }
    g_free(digest);
    return leaf;
}

/* Facts depend on the flow's name and time: only flows with the same facts share the whole record. */
static const struct flow_certificate *with_facts(struct flow_certificate *kept, unsigned facts)
{
    struct flow_certificate *own = NULL;

    if (kept->facts == FACTS_UNKNOWN)
        kept->facts = facts;
    if (kept->facts == facts)
        return kept;
    own = wmem_memdup(records_memory(), kept, sizeof *kept);
    own->facts = facts;
    return own;
}

static unsigned validity_facts(const struct certificate *certificate, const struct flow_time *time)
{
    int64_t early = certificate->not_before - time->seconds;
    int64_t late = time->seconds - certificate->not_after;

    if (!clock_is_real(time) || (early <= 0 && late <= 0))
        return 0;
    if (early > CLOCK_LONG_AGO || late > CLOCK_LONG_AGO)
        return FLOW_CERTIFICATE_EXPIRED | FLOW_CERTIFICATE_LONG_EXPIRED;
    return FLOW_CERTIFICATE_EXPIRED;
}

static unsigned own_facts(const struct flow *flow, const struct certificate *certificate, const struct flow_time *time)
{
    unsigned facts = validity_facts(certificate, time);

    if (flow->names[MATCH_SNI] != NULL && certificate_denies_name(certificate, flow->names[MATCH_SNI]))
        facts |= FLOW_CERTIFICATE_NAME_MISMATCH;
    return facts;
}

static unsigned chain_facts(const struct certificate *leaf, const struct tls_certificate_chain *chain)
{
    const struct certificate      *certificates[LIMIT_CERTIFICATE_CHAIN] = {leaf};
    struct certificate_chain_facts facts;

    for (size_t i = 1; i < chain->count; i++) {
        const struct certificate_kept *other = certificate_store_read(store, chain->certificates[i]);
        certificates[i] = other->readable ? &other->certificate : NULL;
    }
    facts = certificate_judge_chain(certificates, chain->count, chain->cut);
    return (facts.weak ? FLOW_CERTIFICATE_WEAK : 0u) | (facts.incomplete ? FLOW_CERTIFICATE_CHAIN_INCOMPLETE : 0u);
}

static const struct flow_certificate no_certificate = {.empty = true};

const struct flow_certificate *certificates_read(const struct flow *flow, const uint8_t *message, size_t length,
                                                 bool server, const struct flow_time *time,
                                                 const struct classify_settings *settings)
{
    struct tls_certificate_chain chain;
    struct certificate_kept     *first = NULL;
    struct leaf                 *leaf = NULL;
    unsigned                     facts = 0;

    if (tls_certificate_parse(message, length, flow->version >= TLS_VERSION_1_3, &chain) != TLS_PARSE_OK)
        return NULL;
    if (chain.count == 0)
        return &no_certificate;
    if (!certificate_reader_is_there()) {
        state_capture()->limits.certificates_unread++;
        return NULL;
    }
    first = certificate_store_read(store, chain.certificates[0]);
    if (!first->readable)
        return NULL;
    if (first->note == NULL)
        first->note = keep(&first->certificate, chain.certificates[0], settings);
    leaf = first->note;
    if (server)
        facts = own_facts(flow, &first->certificate, time) | chain_facts(&first->certificate, &chain) |
                issuer_facts(flow, leaf, &first->certificate, settings);
    return with_facts(&leaf->kept, facts);
}
