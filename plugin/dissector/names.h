/* names.h: names of the two ends that HTTP and SMTP show in a frame.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef NAMES_H
#define NAMES_H

#include <epan/packet.h>

#include "../core/flow.h"
#include "../core/limits.h"

/** What one frame shows; empty strings and 0 where there is nothing. Lower case, without port and trailing dot. */
struct names_of_frame {
    bool     connect;          /**< a CONNECT request: its target */
    bool     with_credentials; /**< ... that carries credentials, not only the first leg of NTLM or Negotiate */
    char     connect_target[LIMIT_NAME_LENGTH + 1];
    char     http_host[LIMIT_NAME_LENGTH + 1];     /**< Host of any other request */
    char     smtp_server[LIMIT_NAME_LENGTH + 1];   /**< first word of an SMTP reply: banner or answer to EHLO */
    char     smtp_client[LIMIT_NAME_LENGTH + 1];   /**< parameter of EHLO or HELO */
    uint32_t http_status; /**< of a response */
    enum flow_agent agent; /**< what the User-Agent of a request says of the client */
    enum role content_role; /**< what a request's path says of a server not known otherwise; ROLE_UNCLASSIFIED: nothing */
};

/** Reads the wanted fields of the tree. Returns false if there is nothing of it in the frame. */
bool names_of_frame(proto_tree *tree, struct names_of_frame *names);

#endif
