/* roles.h: the ends of a hybrid flow and the clouds they live in. One row a fact; no logic.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef ROLES_H
#define ROLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Role of the server end; order as in the table `roles`. */
enum role {
    ROLE_UNCLASSIFIED,
    ROLE_EXO_AUTODISCOVER,
    ROLE_EXO_CORE,
    ROLE_ACS,
    ROLE_ENTRA_STS,
    ROLE_FED_PROVISION,
    ROLE_FED_METADATA,
    ROLE_MSA_STS,
    ROLE_GRAPH,
    ROLE_EOP_SMTP,
    ROLE_EOP_HTTPS,
    ROLE_HYBRID_AGENT,
    ROLE_HCW,
    ROLE_REVOCATION,
    ROLE_ADFS,
    ROLE_ONPREM_EXCHANGE,
    ROLE_ONPREM_AUTODISCOVER,
    ROLE_EXCH_BACKEND,
    ROLE_AUTODETECT_MOBILE,
    ROLE_EXCH_MITIGATION,
    ROLE_EXO_OTHER,
    ROLE_EXO_CONTENT,
    ROLE_EXO_CLIENT_MAIL,
    ROLE_EXO_UM,
    ROLE_ENTRA_SSO,
    ROLE_ENTRA_PROVISIONING,
    ROLE_ENTRA_OTHER,
    ROLE_MSA_OTHER,
    ROLE_GRAPH_AAD_LEGACY,
    ROLE_TENANT_DOMAIN,
    ROLE_TENANT_ROUTING,
    ROLE_M365_OTHER,
    ROLE_M365_ADMIN,
    ROLE_MS_SHORTLINK,
    ROLE_AZURE_CHINA,
    ROLE_CONSUMER_OUTLOOK,
    ROLE_RCA,
    ROLE_SARA,
    ROLE_COUNT
};

/** Which cloud an endpoint belongs to; order as in the table `clouds`. */
enum cloud {
    CLOUD_NONE, /**< on premises, or not known */
    CLOUD_WORLDWIDE,
    CLOUD_GCC_HIGH,
    CLOUD_DOD,
    CLOUD_CHINA,
    CLOUD_BLEU,
    CLOUD_DELOS,
    CLOUD_GERMANY,
    CLOUD_GCC_HIGH_OR_DOD, /**< listed for both: no single name, so shown as unknown */
    CLOUD_COUNT
};

/** Sets of clouds, one bit each. The closed cloud Germany is looked up on request only. */
#define CLOUD_BIT(cloud)     (UINT32_C(1) << (cloud))
#define CLOUD_ALL_WANTED     (CLOUD_BIT(CLOUD_COUNT) - 1)
#define CLOUD_DEFAULT_WANTED (CLOUD_ALL_WANTED & ~CLOUD_BIT(CLOUD_GERMANY))

/** Where a role's server end lives. */
enum role_place {
    ROLE_PLACE_UNKNOWN,
    ROLE_PLACE_MICROSOFT, /**< a Microsoft cloud endpoint: refuses TLS below 1.2 */
    ROLE_PLACE_ONPREM,
    ROLE_PLACE_OTHER /**< somebody else's public service */
};

struct role_row {
    const char     *id;     /**< as in display filters: "exo_core" */
    const char     *name;   /**< for people: "EWS / free-busy front door" */
    bool            hybrid; /**< part of a hybrid deployment's own traffic (exchange_hybrid.hybrid) */
    bool            server_to_server; /**< servers alone call it: its callers do the same work (evidence: siblings) */
    enum role_place place;
    const char     *carries; /**< what the traffic is for, one phrase */
    const char     *source;
};

struct cloud_row {
    const char *id;   /**< "worldwide"; NULL where the field is absent */
    const char *name; /**< "Worldwide and GCC" */
};

extern const struct role_row  roles[ROLE_COUNT];
extern const struct cloud_row clouds[CLOUD_COUNT];

#endif
