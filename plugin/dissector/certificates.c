/* certificates.c: Certificate messages -> flow_certificate, by content/certificate and the flow's own names.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "certificates.h"

#include <string.h>

#include "../content/certificate.h"
#include "../core/clock.h"
#include "../core/tls_certificate.h"
#include "../core/tls_names.h"
#include "state.h"

/* Private issuers that signed for a Microsoft name: issuer -> the first domain. A second domain tells inspection. */
static GHashTable *signed_domains;

/* Leaves by the SHA-256 of their DER; the records are in file scope. */
static GHashTable *shared;

/* What a Certificate message says, whoever sent it. */
struct reading {
    struct certificate             leaf;
    struct certificate_chain_facts chain;
    struct flow_certificate       *kept;
};

/* Messages that were read, by their bytes (GBytes -> struct reading): servers send the same one again and again, and
 * reading it costs more than all else of a flow. */
static GHashTable *readings;

/* Of a record that no flow has shown yet. */
#define FACTS_UNKNOWN UINT_MAX

static void free_reading(void *data)
{
    struct reading *reading = data;

    certificate_clear(&reading->leaf);
    g_free(reading);
}

/* At its end stands a signature, which is as good as random; wmem's hash has a seed, for hostile ones. */
#define HASHED_BYTES 64

static unsigned hash_message(const void *data)
{
    size_t         length = 0;
    const uint8_t *bytes = g_bytes_get_data((GBytes *)data, &length);
    size_t         hashed = MIN(length, HASHED_BYTES);

    return wmem_strong_hash(bytes + (length - hashed), hashed);
}

static void free_bytes(void *data)
{
    g_bytes_unref(data);
}

static void certificates_init(void)
{
    readings = g_hash_table_new_full(hash_message, g_bytes_equal, free_bytes, free_reading);
    signed_domains = g_hash_table_new_full(wmem_str_hash, g_str_equal, g_free, g_free);
    shared = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void certificates_cleanup(void)
{
    if (readings != NULL)
        g_hash_table_destroy(readings);
    readings = NULL;
    if (signed_domains != NULL)
        g_hash_table_destroy(signed_domains);
    signed_domains = NULL;
    if (shared != NULL)
        g_hash_table_destroy(shared);
    shared = NULL;
}

void certificates_register(void)
{
    register_init_routine(certificates_init);
    register_cleanup_routine(certificates_cleanup);
}

const char *certificates_speaking_name(const struct flow_certificate *certificate,
                                       const struct classify_settings *settings)
{
    const char *listed = NULL;

    for (uint32_t i = 0; i < certificate->name_count; i++) {
        const struct endpoint *row = recognise_text(settings->names, certificate->names[i], false);
        if (row != NULL && !recognise_speaks_for_others(row))
            continue;
        if (row != NULL && roles[row->role].hybrid)
            return certificate->names[i];
        if (row != NULL && listed == NULL)
            listed = certificate->names[i];
    }
    if (listed != NULL)
        return listed;
    return certificate->name_count > 0 ? certificate->names[0] : certificate->subject;
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
static const char *microsoft_name(const struct flow *flow, const struct flow_certificate *certificate,
                                  const struct classify_settings *settings)
{
    for (size_t source = MATCH_SOURCE_COUNT; source-- > MATCH_NONE + 1;) {
        const struct endpoint *row = recognise_text(settings->names, flow->names[source], false);
        if (row != NULL)
            return roles[row->role].place == ROLE_PLACE_MICROSOFT ? flow->names[source] : NULL;
    }
    for (uint32_t i = 0; i < certificate->name_count; i++) {
        const struct endpoint *row = recognise_text(settings->names, certificate->names[i], false);
        if (row != NULL && roles[row->role].place == ROLE_PLACE_MICROSOFT)
            return certificate->names[i];
    }
    return NULL;
}

static unsigned issuer_facts(const struct flow *flow, const struct flow_certificate *kept,
                             const struct certificate *certificate, const struct classify_settings *settings)
{
    const char *name = microsoft_name(flow, kept, settings);
    unsigned    facts = 0;

    if (certificate->issuer_kind == CERTIFICATE_AUTHORITY_INSPECTION)
        return FLOW_CERTIFICATE_INSPECTION | FLOW_CERTIFICATE_UNLISTED_ISSUER;
    if (certificate->issuer_kind != CERTIFICATE_AUTHORITY_UNKNOWN)
        return 0;
    facts = FLOW_CERTIFICATE_UNLISTED_ISSUER;
    if (name != NULL && signs_for_two_domains(certificate->issuer, name))
        facts |= FLOW_CERTIFICATE_INSPECTION;
    return facts;
}

static const char *copy_text(const char *text)
{
    return text[0] != '\0' ? wmem_strdup(wmem_file_scope(), text) : NULL;
}

static void copy_names(const struct certificate *certificate, struct flow_certificate *kept)
{
    const char **names = wmem_alloc_array(wmem_file_scope(), const char *, certificate->name_count);
    const char  *name = NULL;

    while ((name = certificate_next_name(certificate, name)) != NULL && kept->name_count < certificate->name_count)
        names[kept->name_count++] = wmem_strdup(wmem_file_scope(), name);
    kept->names = names;
}

static struct flow_certificate *copy(const struct certificate *certificate)
{
    struct flow_certificate *kept = wmem_new0(wmem_file_scope(), struct flow_certificate);

    kept->subject = copy_text(certificate->subject);
    kept->issuer = copy_text(certificate->issuer);
    kept->not_before = certificate->not_before;
    kept->not_after = certificate->not_after;
    copy_names(certificate, kept);
    return kept;
}

/* The same certificate comes in many flows: its texts are kept once. What no flow before has shown is new to the
 * caller, who gives it its facts. */
static struct flow_certificate *keep(const struct certificate *certificate, struct tls_bytes der)
{
    char                    *digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, der.data, der.length);
    struct flow_certificate *kept = g_hash_table_lookup(shared, digest);

    if (kept != NULL) {
        g_free(digest);
        return kept;
    }
    kept = copy(certificate);
    kept->facts = FACTS_UNKNOWN;
    if (g_hash_table_size(shared) < LIMIT_SHARED_CERTIFICATES)
        g_hash_table_insert(shared, digest, kept);
    else
        g_free(digest);
    return kept;
}

/* Facts depend on the flow's name and time: only flows with the same facts share the whole record. */
static const struct flow_certificate *with_facts(struct flow_certificate *kept, unsigned facts)
{
    struct flow_certificate *own = NULL;

    if (kept->facts == FACTS_UNKNOWN)
        kept->facts = facts;
    if (kept->facts == facts)
        return kept;
    own = wmem_memdup(wmem_file_scope(), kept, sizeof *kept);
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

static unsigned own_facts(const struct flow *flow, const struct certificate *certificate,
                          const struct certificate_chain_facts *chain, const struct flow_time *time)
{
    unsigned facts = 0;

    facts |= chain->weak ? FLOW_CERTIFICATE_WEAK : 0u;
    facts |= chain->incomplete ? FLOW_CERTIFICATE_CHAIN_INCOMPLETE : 0u;
    facts |= validity_facts(certificate, time);
    if (flow->names[MATCH_SNI] != NULL && certificate_denies_name(certificate, flow->names[MATCH_SNI]))
        facts |= FLOW_CERTIFICATE_NAME_MISMATCH;
    return facts;
}

/* NULL if the chain cannot be read. */
static struct reading *read_chain(const struct tls_certificate_chain *chain)
{
    struct reading *reading = g_new0(struct reading, 1);

    if (!certificate_read_chain(chain, &reading->leaf, &reading->chain)) {
        g_free(reading);
        return NULL;
    }
    reading->kept = keep(&reading->leaf, chain->certificates[0]);
    return reading;
}

static const struct flow_certificate no_certificate = {.empty = true};

static const struct flow_certificate *judge_reading(const struct flow *flow, struct reading *reading, bool server,
                                                    const struct flow_time *time, const struct classify_settings *settings)
{
    unsigned facts = 0;

    if (server)
        facts = own_facts(flow, &reading->leaf, &reading->chain, time) |
                issuer_facts(flow, reading->kept, &reading->leaf, settings);
    return with_facts(reading->kept, facts);
}

const struct flow_certificate *certificates_read(const struct flow *flow, const uint8_t *message, size_t length,
                                                 bool server, const struct flow_time *time,
                                                 const struct classify_settings *settings)
{
    struct tls_certificate_chain   chain;
    const struct flow_certificate *judged = NULL;
    struct reading                *reading = NULL;
    GBytes                        *bytes = NULL;

    if (tls_certificate_parse(message, length, flow->version >= TLS_VERSION_1_3, &chain) != TLS_PARSE_OK)
        return NULL;
    if (chain.count == 0)
        return &no_certificate;
    bytes = g_bytes_new_static(message, length);
    reading = g_hash_table_lookup(readings, bytes);
    g_bytes_unref(bytes);
    if (reading != NULL)
        return judge_reading(flow, reading, server, time, settings);
    reading = read_chain(&chain);
    if (reading == NULL)
        return NULL;
    judged = judge_reading(flow, reading, server, time, settings);
    if (g_hash_table_size(readings) < LIMIT_CERTIFICATE_MESSAGES)
        g_hash_table_insert(readings, g_bytes_new(message, length), reading);
    else
        free_reading(reading);
    return judged;
}
