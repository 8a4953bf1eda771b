/* hello_origin.h: which TLS library made a ClientHello: Windows' own (Schannel), another, or that cannot be told.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * It is always said of the hello, never of the machine: a Windows host sends other libraries' hellos, too.
 */
#ifndef HELLO_ORIGIN_H
#define HELLO_ORIGIN_H

#include "../knowledge/hello_origins.h"
#include "tls_hello.h"

/** What a statement rests on. */
enum hello_proof {
    HELLO_PROOF_NONE,
    HELLO_PROOF_DOCUMENTED_LIST, /**< the list of suites of a Windows, by Microsoft's pages or as observed */
    HELLO_PROOF_OWN_LIST,        /**< Schannel's order and signature schemes; the list was set by policy or a tool */
    HELLO_PROOF_SUITE,           /**< one that no table of Microsoft names: value */
    HELLO_PROOF_ENCRYPT_THEN_MAC,
    HELLO_PROOF_POINT_FORMATS,    /**< other than uncompressed alone */
    HELLO_PROOF_SIGNALLING_SUITE, /**< 0x00FF together with extensions */
    HELLO_PROOF_GREASE,           /**< values of RFC 8701 */
    HELLO_PROOF_GROUP,            /**< one that no table of Microsoft names: value */
    HELLO_PROOF_COMPRESSION,
    HELLO_PROOF_EXTENSION,      /**< one never seen from Schannel: value; new builds may add some: "probably" */
    HELLO_PROOF_EXTENSION_ORDER /**< one that Schannel never had; alone: "probably" */
};

/** Who made a hello. All zero: that cannot be told. */
struct hello_origin {
    uint16_t windows;     /**< Schannel: set of rows of windows_tls, bit 0 the first; 0: any */
    uint16_t proof_value; /**< the code point that proves it */
    uint8_t  proof;       /**< enum hello_proof */
    uint8_t  family;      /**< enum hello_family */
    uint8_t  row;         /**< of hello_families, from 1; 0: none */
    bool     without_rc4; /**< Schannel: these Windows offer RC4 unless it was left out, and it was */
};

/** Looks at a hello. One that is framed as SSL 2.0 tells nothing. */
struct hello_origin hello_origin_of(const struct tls_client_hello *hello);

/** "schannel", "openssl" ...; NULL if it cannot be told. */
const char *hello_origin_id(const struct hello_origin *origin);

/** True if it is sure that the hello was not made by Windows' TLS ("probably" is not). */
bool hello_origin_is_foreign(const struct hello_origin *origin);

/** Room for the texts below, in bytes. */
#define HELLO_ORIGIN_TEXT_LENGTH 512

/** Who made it, for people: "Windows 8 / Server 2012, without RC4". Empty if it cannot be told. `text` holds
 *  HELLO_ORIGIN_TEXT_LENGTH bytes and is returned. */
const char *hello_origin_detail(const struct hello_origin *origin, char *text);

/** What proves it: "encrypt_then_mac"; empty if it cannot be told. Same room. */
const char *hello_origin_proof(const struct hello_origin *origin, char *text);

#endif
