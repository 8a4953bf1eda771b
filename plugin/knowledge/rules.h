/* rules.h: what is found, when, and in which words. One row a fact; no logic (judge.h walks these tables).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef RULES_H
#define RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "roles.h"

/** Finding ids, a promise to users; order as in the table `findings`. */
enum finding_id {
    FINDING_CLIENT_OFFERS_BELOW_TLS12,
    FINDING_CLIENT_SSLV2_HELLO,
    FINDING_CLIENT_BEHIND_SIBLINGS,
    FINDING_CLIENT_OFFERS_DIFFER,
    FINDING_VERSION_FALLBACK,
    FINDING_SERVER_CHOSE_BELOW_TLS12,
    FINDING_DOWNGRADE_SENTINEL,
    FINDING_VERSION_REFUSED,
    FINDING_ONPREM_REFUSES_CLOUD,
    FINDING_CLOSED_AFTER_OLD_HELLO,
    FINDING_CLOSED_AFTER_HELLO,
    FINDING_CLOSED_DURING_HANDSHAKE,
    FINDING_CLIENT_GAVE_UP_AFTER_CERTIFICATE,
    FINDING_HANDSHAKE_FAILURE,
    FINDING_INSUFFICIENT_SECURITY,
    FINDING_CERTIFICATE_REFUSED,
    FINDING_NAME_UNRECOGNISED,
    FINDING_OTHER_FATAL_ALERT,
    FINDING_CLOSED_WITHOUT_REPLY,
    FINDING_NO_CLIENT_HELLO,
    FINDING_ANSWERED_IN_CLEAR,
    FINDING_LARGE_PACKETS_LOST,
    FINDING_HANDSHAKE_STALLED,
    FINDING_SMTP_WITHOUT_TLS,
    FINDING_HELLO_UNANSWERED,
    FINDING_NO_TCP_ANSWER,
    FINDING_TCP_REFUSED,
    FINDING_HELLO_NOT_ACKNOWLEDGED,
    FINDING_FOREIGN_RESET,
    FINDING_NAME_NOT_RESOLVED,
    FINDING_PROXY_AUTHENTICATION,
    FINDING_PROXY_REFUSED,
    FINDING_PROXY_UNANSWERED,
    FINDING_PROXY_USE_DIFFERS,
    FINDING_REVOCATION_UNREACHABLE,
    FINDING_TLS_INSPECTION,
    FINDING_CERTIFICATE_NAME_MISMATCH,
    FINDING_CERTIFICATE_EXPIRED,
    FINDING_CERTIFICATE_CHAIN_INCOMPLETE,
    FINDING_CERTIFICATE_WEAK,
    FINDING_CLIENT_CERTIFICATE_REQUESTED,
    FINDING_CLIENT_CERTIFICATE_EMPTY,
    FINDING_NO_ACCEPTED_CIPHER,
    FINDING_SHA1_SIGNATURES_ONLY,
    FINDING_STATIC_RSA_ONLY,
    FINDING_GROUPS_TOO_NARROW,
    FINDING_WEAK_CIPHERS_OFFERED,
    FINDING_NO_SNI,
    FINDING_NO_SECURE_RENEGOTIATION,
    FINDING_STS_ERROR,
    FINDING_OAUTH_ERROR,
    FINDING_AUTODISCOVER_ERROR,
    FINDING_EWS_ERROR,
    FINDING_SOAP_FAULT,
    FINDING_HTTP_ERROR,
    FINDING_NO_HYBRID_FLOW,
    FINDING_COUNT
};

enum rule_severity { RULE_CHAT, RULE_NOTE, RULE_WARNING, RULE_ERROR, RULE_SEVERITY_COUNT };

/** Expert group, in Wireshark's terms. */
enum rule_group { RULE_GROUP_SECURITY, RULE_GROUP_SEQUENCE, RULE_GROUP_PROTOCOL, RULE_GROUP_RESPONSE_CODE };

struct finding_row {
    const char     *id;
    enum rule_group group;
    bool            report_only; /**< needs the whole capture: attached to no frame, raised by no event */
    unsigned        until;       /**< enum flow_event: with one of these nothing is left of it for the flow */
    bool            revised;     /**< later flows of the same client may tell more: judge_revise() */
    bool            adds; /**< what it means is told in a story although a stronger finding leads it */
    const char     *title;       /**< stands alone in the Expert Information dialog */
};

/** One bit of a word; a bit that the word does not have does not compile, as an array of negative length. */
#define RULE_BIT(word, width, bit) ((word)(((word)1 << (bit)) * sizeof(char[(bit) < (width) ? 1 : -1])))

/** What is true of a flow when a rule is tried; bits, or'ed. judge_facts() sets them from the record. */
#define RULE_FACT(bit) RULE_BIT(uint64_t, 64, bit)
#define RULE_OFFERED_OLD RULE_FACT(0)        /* the ClientHello offers nothing above TLS 1.1 */
#define RULE_OFFERED_CURRENT RULE_FACT(1)    /* TLS 1.2 or above */
#define RULE_OFFERED_SSL3 RULE_FACT(2)       /* SSL 3.0 or below */
#define RULE_BELOW_MINIMUM RULE_FACT(3)      /* TLS 1.2 or above, but below the minimum of the preferences */
#define RULE_OFFERED_TLS11 RULE_FACT(4)
#define RULE_SSLV2_FRAMED RULE_FACT(5)
#define RULE_CHOSEN RULE_FACT(6)             /* the server chose a version */
#define RULE_CHOSEN_OLD RULE_FACT(7)         /* one below TLS 1.2 */
#define RULE_SERVER_MICROSOFT RULE_FACT(8)   /* a Microsoft cloud endpoint at the server end */
#define RULE_SERVER_ACCEPTS_OLD RULE_FACT(9) /* one that accepts TLS 1.0 on purpose */
#define RULE_ROLE_DOT_NET RULE_FACT(10)      /* only Exchange's own .NET code calls such an endpoint */
#define RULE_ROLE_MIXED RULE_FACT(11)        /* Exchange servers and workstations call it */
#define RULE_MAIL RULE_FACT(12)              /* SMTP with STARTTLS on port 25 */
#define RULE_ROLE_BACKEND RULE_FACT(13)      /* Exchange back end, port 444 */
#define RULE_ROLE_REVOCATION RULE_FACT(14)   /* CRL, OCSP or CA certificates */
#define RULE_INBOUND RULE_FACT(15)           /* the cloud calls on premises */
#define RULE_BY_CLIENT RULE_FACT(16)         /* the client sent the alert, RST or FIN */
#define RULE_BY_SERVER RULE_FACT(17)
#define RULE_HTTP2 RULE_FACT(18)             /* ALPN offers h2 */
#define RULE_CERTIFICATE_SEEN RULE_FACT(19)  /* a Certificate of the server */
#define RULE_CLIENT_WENT_ON RULE_FACT(20)    /* the client sent its key exchange or Finished */
#define RULE_SMALL_RECORD RULE_FACT(21)      /* TLS 1.3: the client's only record is too small for a Finished */
#define RULE_UNANSWERED RULE_FACT(22)
#define RULE_ASKED_HELLO RULE_FACT(23)       /* what waits for an answer is a ClientHello */
#define RULE_ASKED_SYN RULE_FACT(24)         /* ... is a SYN */
#define RULE_REFUSED RULE_FACT(25)
#define RULE_HYBRID RULE_FACT(26)
#define RULE_CUTOFF_KNOWN RULE_FACT(27)      /* the end of TLS 1.0/1.1 at this service has a date */
#define RULE_BEFORE_CUTOFF RULE_FACT(28)     /* ... and the frame is older */
#define RULE_DIRECT_TENANT_NAME RULE_FACT(29) /* autodiscover.TENANT[.mail].onmicrosoft.com: 443 is shut by design */
#define RULE_CHOSEN_TLS13 RULE_FACT(30)
#define RULE_NOT_ACKNOWLEDGED RULE_FACT(31)     /* no acknowledgement of the ClientHello was seen */
#define RULE_FOREIGN_RESET RULE_FACT(32)        /* the RST has another hop limit than its sender's other frames */
#define RULE_PROXY_DEMANDS RULE_FACT(36)        /* the proxy's last answer was 407 */
#define RULE_PROXY_DEMANDS_AGAIN RULE_FACT(37)  /* ... not the first, to a request that carried credentials */
#define RULE_PROXY_STOPPED RULE_FACT(38)        /* a CONNECT was answered, but never with success */
#define RULE_CERTIFICATE_EXPIRED RULE_FACT(39)
#define RULE_CERTIFICATE_MISMATCH RULE_FACT(40)
#define RULE_CERTIFICATE_WEAK RULE_FACT(41)
#define RULE_CERTIFICATE_INCOMPLETE RULE_FACT(42)
#define RULE_CERTIFICATE_UNLISTED RULE_FACT(43) /* the issuer is no listed public CA */
#define RULE_CERTIFICATE_INSPECTION RULE_FACT(44)
#define RULE_CLIENT_CERTIFICATE_EMPTY RULE_FACT(45)
#define RULE_WARNED_NAME RULE_FACT(46)       /* the last warning alert was unrecognized_name */
#define RULE_GREASE RULE_FACT(47)            /* GREASE values: a browser */
#define RULE_NO_ACCEPTED_CIPHER RULE_FACT(48)
#define RULE_STATIC_RSA_ONLY RULE_FACT(49)
#define RULE_WEAK_CIPHERS RULE_FACT(50)
#define RULE_GROUPS_TOO_NARROW RULE_FACT(51)
#define RULE_SHA1_SIGNATURES RULE_FACT(52)
#define RULE_NO_SERVER_NAME RULE_FACT(53)    /* where one is to be expected */
#define RULE_NO_RENEGOTIATION RULE_FACT(54)  /* neither renegotiation_info nor extended_master_secret */
#define RULE_FALLBACK_SCSV RULE_FACT(55)
#define RULE_FAILED_TRY RULE_FACT(56)        /* the same client failed at the same endpoint with a higher version */
#define RULE_OFFERS_DIFFER RULE_FACT(57)     /* the same client offered another version to another role */
#define RULE_DOWNGRADED RULE_FACT(58)        /* downgrade sentinel, and the client had offered more */
#define RULE_BESIDE_HANDSHAKE RULE_FACT(59)  /* the same client has a hybrid handshake of the last minute */
#define RULE_CHOSEN_BELOW_MINIMUM RULE_FACT(60) /* as RULE_BELOW_MINIMUM, of the choice */
#define RULE_PROXIED RULE_FACT(61)           /* the client asked a proxy with CONNECT: the server's address is the proxy's */
#define RULE_CLOSED_BY_CLIENT RULE_FACT(62)  /* the first RST or FIN, before or after completion, is the client's */

/** What is true of a DNS look-up when a rule of FLOW_EVENT_LOOKUP is tried: the bits of `needs` and `excludes` of such rows
 *  alone, numbered for themselves. judge_lookup() sets them from the record. */
#define RULE_LOOKUP(bit) RULE_FACT(bit)
#define RULE_LOOKUP_NO_NAME RULE_LOOKUP(0)     /* no such name, or no address where that is by design */
#define RULE_LOOKUP_SERVER RULE_LOOKUP(1)      /* the resolver failed: SERVFAIL */
#define RULE_LOOKUP_REFUSED RULE_LOOKUP(2)
#define RULE_LOOKUP_UNANSWERED RULE_LOOKUP(3)  /* asked again, no answer, and silence was witnessed */
#define RULE_LOOKUP_HEARD RULE_LOOKUP(4)       /* ... and something else reached the client meanwhile */
#define RULE_LOOKUP_UNUSABLE RULE_LOOKUP(5)    /* an address at which no other machine answers */
#define RULE_LOOKUP_PRIVATE RULE_LOOKUP(6)     /* a private address for a cloud name */
#define RULE_LOOKUP_BY_DESIGN RULE_LOOKUP(7)   /* TENANT.onmicrosoft.com and autodiscover. before it have no address */
#define RULE_LOOKUP_HYBRID RULE_LOOKUP(8)
#define RULE_LOOKUP_SETTLED RULE_LOOKUP(9)     /* the name was of use to the same client later, or shortly before */

/** What is proved of who received what, and by what came before or after; bits, or'ed, of a word of their own.
 *  judge_evidence() sets them from the record. */
#define RULE_EVIDENCE(bit) RULE_BIT(uint32_t, 32, bit)
#define RULE_HELLO_RECEIVED RULE_EVIDENCE(0)  /* the server acknowledged the last byte of the ClientHello */
#define RULE_FLIGHT_RECEIVED RULE_EVIDENCE(1) /* the client acknowledged the server's flight with its certificate */
#define RULE_HASTY RULE_EVIDENCE(2)           /* the client left sooner than an answer can arrive */
#define RULE_LEFT_SILENT RULE_EVIDENCE(3)     /* the connection (or the CONNECT) stood; the client sent not one byte */
#define RULE_SILENT_BEFORE RULE_EVIDENCE(4)   /* ... as before, with no hello to the same role between */
#define RULE_PROBE RULE_EVIDENCE(5)           /* ... and it is a balancer or monitor, or does its handshakes there too */
#define RULE_ASKED_CONNECT RULE_EVIDENCE(6)   /* what waits for an answer is a CONNECT */
#define RULE_IN_CLEAR RULE_EVIDENCE(7)        /* the ClientHello was answered by something that is not TLS */
#define RULE_LARGE_LOST RULE_EVIDENCE(20)     /* large segments of one side do not get through */
#define RULE_CLIENT_SILENT RULE_EVIDENCE(21)  /* the last part of the handshake is the server's */
#define RULE_STALLED RULE_EVIDENCE(22)        /* who ended it had waited long for the other side */

#define RULE_MAIL_NOT_OFFERED RULE_EVIDENCE(8)  /* to or from Exchange Online Protection: no STARTTLS in the EHLO answer */
#define RULE_MAIL_MASKED RULE_EVIDENCE(9)       /* ... an overwritten keyword stands in its place */
#define RULE_MAIL_UNUSED RULE_EVIDENCE(10)      /* ... it was offered, but not asked for */
#define RULE_MAIL_REFUSED RULE_EVIDENCE(11)     /* ... it was asked for and refused */
#define RULE_MAIL_ACCEPTED RULE_EVIDENCE(12)    /* ... it was accepted, and nothing came of it */
#define RULE_MAIL_DEMANDED RULE_EVIDENCE(13)    /* ... a reply demands it */
#define RULE_CHOSEN_LESS RULE_EVIDENCE(15)      /* the server chose less than the ClientHello offers at most */
#define RULE_READABLE RULE_EVIDENCE(14)         /* a request in clear has no answer */

/** When a row of the table of rules holds: one of its events, all of `needs` and of `needs_evidence`, none of `excludes`
 *  and of `excludes_evidence`, and, where it names alerts, one of them. For each finding id the first row that holds is taken. */
#define RULE_ALERTS_MAX 8
struct rule {
    enum finding_id    finding;
    enum rule_severity severity;
    unsigned           events; /**< enum flow_event */
    uint64_t           needs, excludes;
    uint8_t            alerts[RULE_ALERTS_MAX]; /**< alert descriptions, 0 ends the list */
    const char        *summary;    /**< what the packets show */
    const char        *cause;      /**< what it likely means */
    const char        *remedy;     /**< what to change */
    const char        *reference;  /**< title and address of the source */
    const char        *confidence; /**< "high", "medium", "low": of the cause */
    const char        *explains;   /**< what the administrator or user will have seen */
    uint32_t           needs_evidence, excludes_evidence; /**< last: most rows have none */
};

extern const struct finding_row findings[FINDING_COUNT];
extern const struct rule        rules[];
extern const size_t             rule_count;

/** Texts that stand in many rules under one {name}: the first row of a name that holds is taken. */
struct rule_fragment {
    const char *name;
    uint64_t    needs, excludes;
    const char *text;
};

extern const struct rule_fragment rule_fragments[];
extern const size_t               rule_fragment_count;

/** When a Microsoft service stopped answering TLS 1.0 and 1.1: the first row whose role (ROLE_UNCLASSIFIED: any)
 *  and cloud fit. */
struct rule_cutoff {
    enum role   role;
    enum cloud  cloud;
    int64_t     seconds; /**< since the epoch, 00:00 UTC of the day */
    const char *date;
    const char *source;
};

extern const struct rule_cutoff rule_cutoffs[];
extern const size_t             rule_cutoff_count;

#endif
