/* requests.h: what an HTTP request asks for, by host, method, path and marker. One row a fact; no logic
 * (core/request.h walks these tables).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef REQUESTS_H
#define REQUESTS_H

#include <stddef.h>
#include <stdint.h>

#include "roles.h"

/** What kind of service answers; errors are known by service. */
enum request_family {
    REQUEST_FAMILY_OTHER,
    REQUEST_FAMILY_AUTODISCOVER,
    REQUEST_FAMILY_EWS,
    REQUEST_FAMILY_MRS,       /**< mailbox moves */
    REQUEST_FAMILY_OUTLOOK,   /**< MAPI, RPC, OAB, ActiveSync, Outlook on the web */
    REQUEST_FAMILY_ADMIN,     /**< remote PowerShell and the admin API */
    REQUEST_FAMILY_OAUTH,     /**< OAuth tokens and metadata: ACS, Entra ID */
    REQUEST_FAMILY_STS,       /**< WS-Trust: federation gateway, AD FS */
    REQUEST_FAMILY_PROVISION, /**< federation trust provisioning */
    REQUEST_FAMILY_METADATA,  /**< federation metadata */
    REQUEST_FAMILY_GRAPH,
    REQUEST_FAMILY_REVOCATION,
    REQUEST_FAMILY_COUNT
};

/** Its bit in struct error_row. */
#define REQUEST_FAMILY_BIT(family) (1u << (family))

/** Where a request stands in an action such as "free/busy": discovery, then token, then work. */
enum request_stage { REQUEST_STAGE_NONE, REQUEST_STAGE_DISCOVERY, REQUEST_STAGE_TOKEN, REQUEST_STAGE_WORK };

#define REQUEST_HOSTS_MAX 6

/** One request role. */
struct request_row {
    const char         *id;   /**< "ews", "autod_soap" ... a promise to users */
    const char         *name; /**< for people */
    const char         *path; /**< lower case, without query. A "*" segment stands for one segment of any text; a segment
                                   that ends in "*" for one that begins so; "**" as the last segment for any number of
                                   segments, none included. "*SUFFIX" as the last segment: one that ends so. A trailing
                                   slash is ignored, of the row's path and the request's. "//HOST/..." wants the
                                   request's Host, too. */
    const char         *methods; /**< methods separated by blanks; NULL: any */
    const char         *marker;  /**< must be contained in SOAPAction, wsa:Action or the body's namespace, ignoring case;
                                      NULL: none needed */
    enum role           hosts[REQUEST_HOSTS_MAX]; /**< host roles one of which the flow must have; the first
                                                       ROLE_UNCLASSIFIED ends the list; empty: any */
    uint16_t            port;    /**< of the server; 0: any */
    enum request_family family;
    enum request_stage  stage;
    enum role           implies; /**< role of a server that is not recognised otherwise; ROLE_UNCLASSIFIED: none */
    const char         *operation; /**< where the path is the operation; NULL: header or body say it */
    const char         *source;
    const char         *confidence; /**< "D" documented, "W" widely reported, "I" inferred */
};

/** The first row that matches counts: more special ones come first. */
extern const struct request_row request_rows[];
extern const size_t             request_row_count;

/** How people call what an operation of a family is for. */
struct request_operation {
    enum request_family family;
    const char         *operation; /**< as in the SOAP body or SOAPAction, ignoring case */
    const char         *feature;   /**< "free/busy", "MailTips" ... */
    const char         *source;
    const char         *confidence;
};

extern const struct request_operation request_operations[];
extern const size_t                   request_operation_count;

#endif
