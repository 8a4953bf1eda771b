/* limits.h: every bound of the analysis core, named.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Captures are hostile input: nothing that is learned from packets may grow without one of these.
 * What exceeds a bound is counted by whoever applies it, and said in the report.
 */
#ifndef LIMITS_H
#define LIMITS_H

/** Longest host name kept, in bytes without the terminating zero (RFC 1035 section 2.3.4: 255). */
#define LIMIT_NAME_LENGTH 255

/** Events kept in a flow's history string; what follows is shown as one ellipsis. */
#define LIMIT_HISTORY_EVENTS 40

/** Findings kept for one flow, each id once. */
#define LIMIT_FINDINGS_PER_FLOW 16

/** Findings attached to one frame. */
#define LIMIT_FINDINGS_PER_FRAME 16

/* The bounds of what is learned from a whole capture. Tests build with smaller ones. */

/** Addresses that DNS answers gave a name; also such names, since an address may get one after the other. */
#ifndef LIMIT_LOOKUP_ADDRESSES
#define LIMIT_LOOKUP_ADDRESSES 100000
#endif

/** DNS answers without use that are kept as findings. */
#ifndef LIMIT_FAILED_LOOKUPS
#define LIMIT_FAILED_LOOKUPS 10000
#endif

/** Names of hosts that are kept once for all flows that show them; what goes beyond is kept for each. */
#define LIMIT_KEPT_NAMES 10000

/** Questions without an answer that are remembered. */
#define LIMIT_OPEN_LOOKUPS 10000

/** Questions asked again that are watched for a witness of silence at one time. */
#define LIMIT_WAITING_LOOKUPS 64

/** Clients and names of which is kept what came of the name. */
#ifndef LIMIT_CLIENT_NAMES
#define LIMIT_CLIENT_NAMES 100000
#endif

/** Flows with a record. */
#ifndef LIMIT_FLOWS
#define LIMIT_FLOWS 2000000
#endif

/** Client hosts in a report. */
#ifndef LIMIT_HOSTS
#define LIMIT_HOSTS 100000
#endif

/** Rows of a table in the Statistics menu. */
#ifndef LIMIT_TABLE_ROWS
#define LIMIT_TABLE_ROWS 100000
#endif

/** Certificates whose names and subjects are kept once for all flows that show them. */
#define LIMIT_SHARED_CERTIFICATES 20000

/** Certificates whose bytes are kept, so that they are read once; between so many and twice as many are. */
#define LIMIT_CERTIFICATES_READ 1000

/** Private issuers of certificates that are remembered, to see one sign for several Microsoft domains. */
#define LIMIT_ISSUERS 1000

/** TLS messages, alerts and records looked at in one frame. */
#define LIMIT_MESSAGES_PER_FRAME 512

/** Longest text of one finding part (summary, cause, remedy ...) after filling in, in bytes with the zero. */
#define LIMIT_TEXT_LENGTH 2048

/** Certificates of one Certificate message that are looked at. */
#define LIMIT_CERTIFICATE_CHAIN 10

/** Longest certificate that is read, in bytes of DER: one with 1000 DNS names has some 21 000. */
#define LIMIT_CERTIFICATE_LENGTH 32768

/** DNS names kept of one certificate. */
#define LIMIT_CERTIFICATE_NAMES 256

/** Requests kept of one flow, and of all flows together. */
#define LIMIT_REQUESTS_PER_FLOW 1000
#ifndef LIMIT_REQUESTS
#define LIMIT_REQUESTS 200000
#endif

/** Texts of requests and answers, each kept once. */
#ifndef LIMIT_REQUEST_TEXTS
#define LIMIT_REQUEST_TEXTS 1000000
#endif

/** Targets that one flow asks a proxy for: after a refusal a client asks again, mostly for the same. */
#define LIMIT_CONNECT_TARGETS 64

/** HTTP messages looked at in one frame. */
#define LIMIT_HTTP_MESSAGES_PER_FRAME 64

/** How much of an HTTP body is read, in bytes. */
#define LIMIT_BODY_LENGTH (1024 * 1024)

/** Depth of elements in XML bodies; values in JSON bodies. */
#define LIMIT_XML_DEPTH 100
#define LIMIT_JSON_VALUES 10000

/** Longest token that is read, in bytes. */
#define LIMIT_TOKEN_LENGTH 65536

/** Longest path, header value or text kept of a request, in bytes with the zero. */
#define LIMIT_REQUEST_TEXT 512

/** Longest text kept of an SMTP reply, in bytes with the zero; lines of SMTP looked at in one frame. */
#define LIMIT_MAIL_REPLY 96
#define LIMIT_MAIL_LINES_PER_FRAME 64

#endif
