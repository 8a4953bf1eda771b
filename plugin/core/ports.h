/* ports.h: TCP ports that mean something to the analysis.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PORTS_H
#define PORTS_H

/** Hybrid mail flow, STARTTLS (RFC 3207). */
#define PORT_SMTP 25
#define PORT_HTTPS 443
/** Back-end web site of an Exchange server. */
#define PORT_EXCHANGE_BACKEND 444

#endif
