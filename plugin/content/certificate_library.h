/* certificate_library.h: the functions of GnuTLS that read certificates, as one table.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * On Windows GnuTLS is opened when the first certificate is read. A module that was linked with it would not load at all
 * where it, or a library of its own, is missing.
 */
#ifndef CERTIFICATE_LIBRARY_H
#define CERTIFICATE_LIBRARY_H

#include <time.h>

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

/** FUNCTION(type, name, parameters) of each; their names begin with gnutls_. */
#define CERTIFICATE_LIBRARY_FUNCTIONS(FUNCTION)                                                              \
    FUNCTION(int, global_init, (void))                                                                       \
    FUNCTION(int, x509_crt_init, (gnutls_x509_crt_t *))                                                      \
    FUNCTION(void, x509_crt_deinit, (gnutls_x509_crt_t))                                                     \
    FUNCTION(int, x509_crt_import, (gnutls_x509_crt_t, const gnutls_datum_t *, gnutls_x509_crt_fmt_t))       \
    FUNCTION(int, x509_crt_get_dn_by_oid,                                                                    \
             (gnutls_x509_crt_t, const char *, unsigned, unsigned, void *, size_t *))                        \
    FUNCTION(int, x509_crt_get_issuer_dn_by_oid,                                                             \
             (gnutls_x509_crt_t, const char *, unsigned, unsigned, void *, size_t *))                        \
    FUNCTION(int, x509_crt_get_extension_by_oid,                                                             \
             (gnutls_x509_crt_t, const char *, unsigned, void *, size_t *, unsigned *))                      \
    FUNCTION(time_t, x509_crt_get_activation_time, (gnutls_x509_crt_t))                                      \
    FUNCTION(time_t, x509_crt_get_expiration_time, (gnutls_x509_crt_t))                                      \
    FUNCTION(int, x509_crt_get_pk_algorithm, (gnutls_x509_crt_t, unsigned *))                                \
    FUNCTION(int, x509_crt_get_signature_algorithm, (gnutls_x509_crt_t))                                     \
    FUNCTION(gnutls_digest_algorithm_t, sign_get_hash_algorithm, (gnutls_sign_algorithm_t))

/** One pointer for each function, under its name without gnutls_. */
struct certificate_library {
#define CERTIFICATE_LIBRARY_MEMBER(type, name, parameters) type(*name) parameters;
    CERTIFICATE_LIBRARY_FUNCTIONS(CERTIFICATE_LIBRARY_MEMBER)
#undef CERTIFICATE_LIBRARY_MEMBER
};

/** Opens GnuTLS, once for all calls.
 *  @return NULL if it is not there, or does not work */
const struct certificate_library *certificate_library_open(void);

#endif
