/* certificate_store.h: certificates that were read, by their bytes: servers send the same ones again and again.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reading one costs more than all else of a flow. Kept are the LIMIT_CERTIFICATES_READ that were asked for last, at least,
 * and no more than twice as many.
 */
#ifndef CERTIFICATE_STORE_H
#define CERTIFICATE_STORE_H

#include "certificate.h"

struct certificate_store;

/** One certificate of a store. */
struct certificate_kept {
    bool               readable; /**< else it is zeroed */
    struct certificate certificate;
    void              *note; /**< the caller's: NULL at first, and forgotten with the certificate */
};

/** An empty store; certificate_store_free() frees it. */
struct certificate_store *certificate_store_new(void);

/** Frees a store and all that it keeps; NULL is fine. */
void certificate_store_free(struct certificate_store *store);

/** The certificate of these bytes: read, unless it is kept.
 *  @param der of any length; what cannot be read is kept, too
 *  @return valid until the store was asked for LIMIT_CERTIFICATES_READ others: a whole chain can be asked for */
struct certificate_kept *certificate_store_read(struct certificate_store *store, struct tls_bytes der);

#endif
