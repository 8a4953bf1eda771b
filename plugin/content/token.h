/* token.h: a JSON Web Token (RFC 7519) -> its claims. The signature is neither read nor kept.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TOKEN_H
#define TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TOKEN_TEXT_LENGTH 256

/** Claims of one token. Empty strings where there is none; all are valid UTF-8. */
struct token_claims {
    char    algorithm[32];              /**< "alg" of the header: "RS256", "none" */
    char    issuer[TOKEN_TEXT_LENGTH];  /**< "iss" */
    char    audience[TOKEN_TEXT_LENGTH]; /**< "aud"; of a list the first */
    char    name_id[TOKEN_TEXT_LENGTH]; /**< "nameid" */
    char    application[TOKEN_TEXT_LENGTH]; /**< "appid" */
    int64_t not_before, expires;        /**< "nbf", "exp": seconds since the epoch; 0: absent */
};

struct token {
    bool                readable;
    struct token_claims claims;
    bool                has_actor; /**< claim "actortoken" or "actort" (MS-XOAUTH): a token of its own */
    bool                actor_readable;
    struct token_claims actor;
};

/** Reads the value of an Authorization header ("Bearer TOKEN") or a bare token. False if it is no readable token; nothing
 *  is readable of an encrypted one (RFC 7516). */
bool token_read(const char *text, size_t length, struct token *token);

#endif
