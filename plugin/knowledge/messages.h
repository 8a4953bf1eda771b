/* messages.h: what Exchange, the Hybrid Configuration wizard and .NET show when a flow to a role fails.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Word for word as documented: people search for these texts.
 */
#ifndef MESSAGES_H
#define MESSAGES_H

#include "roles.h"

#define MESSAGE_ROLES_MAX 8

struct message {
    const char *action;                   /**< cmdlet or feature that shows it */
    const char *text;                     /**< word for word */
    bool        symptom;                  /**< what a user sees, whatever the error behind it says */
    enum role   roles[MESSAGE_ROLES_MAX]; /**< roles whose failure it reports; ROLE_UNCLASSIFIED ends the list */
    const char *source;
};

extern const struct message messages[];
extern const size_t         message_count;

#endif
