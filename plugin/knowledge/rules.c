/* rules.c: the findings, their conditions and their words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each text keeps apart what the packets show (summary) and what it likely means (cause). {names} in braces are
 * filled in by judge_text.c from the flow, or from `rule_fragments` below.
 *
 * Sources of the rules: "Exchange Server TLS configuration best practices" (EXTLS), "Transport Layer Security
 * (TLS) best practices with the .NET Framework" (NETTLS), "TLS registry settings" (SCHREG), "Technical reference
 * details about encryption" (O365CIPH), "Preparing for TLS 1.2 in Office 365 and Office 365 GCC" (O365TLS),
 * "Resolve free/busy errors" (FBERR), RFC 8446, RFC 5246, all Microsoft Learn pages as of 2025.
 */
#include "rules.h"

#include "vocabulary.h"
#include "links.h"

#define EXTLS LINK_TLS_NAME ", " LINK_TLS_ADDRESS
#define O365CIPH \
    "Technical reference details about encryption, " \
    "https://learn.microsoft.com/purview/technical-reference-details-about-encryption"
#define FBERR \
    "Resolve free/busy errors, " \
    "https://learn.microsoft.com/outlook/troubleshoot/calendaring/resolve-free-busy-errors"
#define KB3068838 \
    "The underlying connection was closed (KB 3068838), " \
    "https://support.microsoft.com/help/3068838"
#define SCHERR \
    "Schannel Error Codes for TLS and SSL Alerts, " \
    "https://learn.microsoft.com/windows/win32/secauthn/schannel-error-codes-for-tls-and-ssl-alerts"
#define SCHPROT \
    "Protocols in TLS/SSL (Schannel SSP), https://learn.microsoft.com/windows/win32/secauthn/protocols-in-tls-ssl--schannel-ssp-"

#define NETTLS \
    "Transport Layer Security (TLS) best practices with the .NET Framework, " \
    "https://learn.microsoft.com/dotnet/framework/network-programming/tls"
#define ENGELSR \
    "The underlying connection was closed (archived Microsoft blog), " \
    "https://learn.microsoft.com/archive/blogs/engelsr/"
#define O365URL \
    "Office 365 URLs and IP address ranges, " \
    "https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges"
#define RFC4821 "RFC 4821 section 1 (packets too large for the path), https://www.rfc-editor.org/rfc/rfc4821"
#define RFC8446_RECORD "RFC 8446 section 5.1, https://www.rfc-editor.org/rfc/rfc8446"
#define RFC9293 "RFC 9293 section 3, https://www.rfc-editor.org/rfc/rfc9293"
#define SCHEVENT \
    "Schannel events, " \
    "https://learn.microsoft.com/previous-versions/windows/it-pro/windows-server-2012-r2-and-2012/dn786445(v=ws.11)"
#define TRANSPORT \
    "Transport options in Exchange hybrid deployments, https://learn.microsoft.com/exchange/transport-options"
#define RFC3207 "RFC 3207 section 4, https://www.rfc-editor.org/rfc/rfc3207"
#define RFC6066 "RFC 6066 section 3, https://www.rfc-editor.org/rfc/rfc6066"
#define RFC7507 "RFC 7507, https://www.rfc-editor.org/rfc/rfc7507"
#define RFC8446 "RFC 8446 section 4.1.3, https://www.rfc-editor.org/rfc/rfc8446"

#define HIGH "high"
#define MEDIUM "medium"
#define LOW "low"

/* The setting is the caller's or the called server's; see {whose_setting} and {whose_server} below. */
#define REMEDY_CLIENT "{whose_setting} {client_settings} {confirm}{mail_note}"
#define REMEDY_SERVER "{whose_server} {server_settings} {confirm}{mail_note}"
#define REMEDY_PERIMETER \
    "Follow the connection from {client} to {server} hop by hop: firewall, proxy, TLS inspection, load balancer, " \
    "address allow list. Look in their logs for this time and these addresses. Let hybrid traffic pass without " \
    "TLS inspection.{own_offer_too}"

#define REMEDY_INTERCEPTED \
    "Compare the issuer of the certificate with Microsoft's. If a device on the way answers, let it speak TLS 1.2 or " \
    "leave hybrid traffic out of inspection.{own_offer_too}"

#define REMEDY_FALLBACK \
    "Find out why the first attempt failed: {perimeter} On Windows also: WinHTTP's EnableInsecureTlsFallback.{mail_note}"
#define REMEDY_REPLY \
    "Look in the HTTP logs (IIS, HTTPERR, proxy, firewall) of the machine at {server} and of the devices on the way for this " \
    "time. With keys, or at the proxy, the HTTP exchange can be read."
#define REMEDY_SUITES \
    "On {client}: enable the suites that Microsoft documents (ECDHE with AES-GCM). The order is set by group policy, else " \
    "locally: " SUITE_ORDER ".{mail_note}"
#define REMEDY_UPDATES "Install the operating system's updates on {client}. {confirm}{mail_note}"
#define RESTART "Restart the machine."

/* Group policy wins over the local order (EXTLS). */
#define SUITE_ORDER \
    "HKLM\\SOFTWARE\\Policies\\Microsoft\\Cryptography\\Configuration\\SSL\\00010002: Functions; " \
    "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Cryptography\\Configuration\\Local\\SSL\\00010002: Functions"

#define REMEDY_RESOLVE "On {client}: resolve {host} with the same resolver and with a public one;"

/* Causes that stand in several rules. */
#define CAUSE_SUITES "The suite order on that machine (group policy, hardening) is too narrow, or its TLS stack is too old."
#define CAUSE_SHA1 "An old TLS stack; on Windows Server 2012 and 2012 R2 update KB2973337 is missing."
#define CAUSE_BACKEND "Callers of the Exchange back end do not check it."
#define CAUSE_BY_DESIGN "Normal for this name: Exchange Online does not serve it on port 443; the caller goes on with a redirect."
#define CAUSE_NO_WAY "A firewall drops it, there is no route, or the address is wrong."
#define REMEDY_WAY \
    "Open the way from {client} to {server}, or send it through the proxy that is meant for it (InternetWebProxy)."

#define CAUSE_LARGE \
    "A hop on the path takes smaller packets and nobody tells the sender: VPN, tunnel, or a firewall that drops ICMP (\"packet " \
    "too big\")."
#define REMEDY_LARGE \
    "Find the smallest MTU between {client} and {server} (ping with the don't-fragment flag, 1472 bytes downwards); let ICMP type " \
    "3 code 4 (ICMPv6 type 2) pass, or clamp the MSS on the VPN or firewall."
#define EXPLAINS_CLEAR \
    "The underlying connection was closed: An unexpected error occurred on a send. | Authentication failed because the remote " \
    "party has closed the transport stream.{symptoms}"
#define EXPLAINS_OWN_DECISION "Nothing, as a rule. If a call failed at that time: | {messages}"
#define EXPLAINS_CLOSED "{messages}"
#define EXPLAINS_RECEIVE \
    "The underlying connection was closed: An unexpected error occurred on a receive. | The underlying connection was " \
    "closed: An unexpected error occurred on a send.{symptoms}"
#define EXPLAINS_REFUSED "The request was aborted: Could not create SSL/TLS secure channel. | {messages}"
#define EXPLAINS_TIMEOUT "The operation has timed out{symptoms}"
#define EXPLAINS_NO_CONNECTION "Unable to connect to the remote server{symptoms}"
#define EXPLAINS_NO_NAME "The remote name could not be resolved{symptoms}"
#define EXPLAINS_TRUST "Could not establish trust relationship for the SSL/TLS secure channel{symptoms}"
#define EXPLAINS_PROXY "The connection was closed unexpectedly{symptoms}"
#define EXPLAINS_NOTHING_YET "Nothing fails yet. Once the other side refuses this version: | {messages}"

/* Mail: what broke it is an error, what goes on in clear a warning. The texts of queues: Exchange's, of the mail queue. */
#define EXPLAINS_QUEUE \
    "In the queue of the sender: 451 4.4.0 Primary target IP address responded with: \"451 5.7.3 STARTTLS is required to send " \
    "mail.\" Mail waits, or counts as mail from outside."
#define EXPLAINS_IN_CLEAR "Mail arrives, but counts as mail from outside; with a connector that wants TLS it waits in the queue."
#define CAUSE_MASKED \
    "A device on the way inspects SMTP and overwrote STARTTLS, which the server had offered (\"inspect esmtp\" of Cisco's firewalls " \
    "does that, and masks the banner, too)."
#define REMEDY_MASKED \
    "Switch off the inspection of SMTP between {client} and {server}, on both sides' firewalls: nothing that changes SMTP may stand " \
    "between Exchange and Exchange Online."
#define CAUSE_NOT_OFFERED \
    "The server on premises, or a device that answers in its place, offers no TLS: the receive connector has no TLS or no " \
    "certificate that it can use, or inspection of SMTP takes STARTTLS out."
#define REMEDY_NOT_OFFERED \
    "On {server}: Get-ReceiveConnector (AuthMechanism with Tls, TlsCertificateName), Get-ExchangeCertificate (service SMTP). Ask it " \
    "with EHLO on the machine itself: if STARTTLS is there, a device on the way takes it out."
#define CAUSE_TAKEN_OUT \
    "Exchange Online offers STARTTLS to everyone: a device on the way inspects SMTP and takes it out, or answers in its place."
#define CAUSE_STARTTLS_REFUSED \
    "The server cannot begin TLS: its certificate or private key cannot be used, or a device on the way answers in its place " \
    "because it does not let TLS pass."
#define REMEDY_STARTTLS_REFUSED \
    "On {server}: check the certificate of the service SMTP, its private key and the name in TlsCertificateName. If that is " \
    "Exchange Online, look for a device on the way that inspects SMTP."
#define CAUSE_UNUSED \
    "The sender does not ask for TLS: its connector ignores STARTTLS, or it is no Exchange server but a device or program."
#define REMEDY_UNUSED \
    "On {client}: Get-SendConnector (IgnoreSTARTTLS, RequireTLS, TlsAuthLevel). For hybrid mail RequireTLS has to be true."

#define MAIL_RULE(level, when, needs_bits, needs_mail) \
    .finding = FINDING_SMTP_WITHOUT_TLS, .severity = level, .events = when, .needs = needs_bits, .needs_evidence = needs_mail

#define ANSWER_RULE(id, level, shown_as) \
    { \
        .finding = id, .severity = level, .events = FLOW_EVENT_ANSWER, \
        .summary = "The machine at {client} asked {target} for {asked}; the answer: {answer}.", .cause = "{error_meaning}", \
        .remedy = "{error_check}", .reference = "{error_source}", .confidence = "{error_confidence}", .explains = shown_as \
    }
#define ANSWER_RULES(finding) \
    ANSWER_RULE(finding, RULE_ERROR, "{shown}{symptoms}"), ANSWER_RULE(finding, RULE_WARNING, "{shown}{symptoms}"), \
        ANSWER_RULE(finding, RULE_NOTE, "{shown}"), ANSWER_RULE(finding, RULE_CHAT, "Nothing, if the next request succeeds.")

/* What is wrong with an offer matters no more once the server has chosen, or may have. */
#define UNTIL_CHOICE (FLOW_EVENT_SERVER_HELLO | FLOW_EVENT_CHOICE_UNSEEN)
/* Silence is over with the first word of the other side, seen or not. */
#define UNTIL_REPLY (FLOW_EVENT_REPLIED | FLOW_EVENT_COMPLETED | FLOW_EVENT_CHOICE_UNSEEN)

const struct finding_row findings[FINDING_COUNT] = {
    [FINDING_CLIENT_OFFERS_BELOW_TLS12] = {.id = "client_offers_below_tls12", .group = RULE_GROUP_SECURITY,
        .title = "The client offers no current TLS version"},
    [FINDING_CLIENT_SSLV2_HELLO] = {.id = "client_sslv2_hello", .group = RULE_GROUP_SECURITY,
        .title = "The ClientHello has SSL 2.0 framing"},
    [FINDING_CLIENT_BEHIND_SIBLINGS] = {.id = "client_behind_siblings", .group = RULE_GROUP_SECURITY, .report_only = true, .adds = true,
        .title = "One client offers no TLS 1.2, others like it do"},
    [FINDING_CLIENT_OFFERS_DIFFER] = {.id = "client_offers_differ", .group = RULE_GROUP_SECURITY, .adds = true,
        .title = "One client offers different TLS versions"},
    [FINDING_VERSION_FALLBACK] = {.id = "version_fallback", .group = RULE_GROUP_SECURITY, .adds = true,
        .title = "A second attempt with a lower TLS version"},
    [FINDING_SERVER_CHOSE_BELOW_TLS12] = {.id = "server_chose_below_tls12", .group = RULE_GROUP_SECURITY,
        .title = "The server chose an old TLS version"},
    [FINDING_DOWNGRADE_SENTINEL] = {.id = "downgrade_sentinel", .group = RULE_GROUP_SECURITY, .adds = true,
        .title = "The server signals that something lowered the version"},
    [FINDING_VERSION_REFUSED] = {.id = "version_refused", .group = RULE_GROUP_PROTOCOL,
        .title = "The TLS version was refused (alert protocol_version)"},
    [FINDING_ONPREM_REFUSES_CLOUD] = {.id = "onprem_refuses_cloud", .group = RULE_GROUP_PROTOCOL,
        .title = "The on-premises endpoint refused Exchange Online's handshake"},
    [FINDING_CLOSED_AFTER_OLD_HELLO] = {.id = "closed_after_old_hello", .group = RULE_GROUP_SEQUENCE, .adds = true,
        .until = FLOW_EVENT_COMPLETED | FLOW_EVENT_CHOICE_UNSEEN,
        .title = "Closed right after a ClientHello with an old version"},
    [FINDING_CLOSED_AFTER_HELLO] = {.id = "closed_after_hello", .group = RULE_GROUP_SEQUENCE,
        .until = FLOW_EVENT_COMPLETED | FLOW_EVENT_CHOICE_UNSEEN,
        .title = "Closed right after a ClientHello with a current version"},
    [FINDING_CLOSED_DURING_HANDSHAKE] = {.id = "closed_during_handshake", .group = RULE_GROUP_SEQUENCE,
        .until = FLOW_EVENT_COMPLETED,
        .title = "Closed in the middle of the handshake"},
    [FINDING_CLIENT_GAVE_UP_AFTER_CERTIFICATE] = {.id = "client_gave_up_after_certificate", .group = RULE_GROUP_SEQUENCE,
        .until = FLOW_EVENT_COMPLETED,
        .title = "The client gave up after the certificate"},
    [FINDING_HANDSHAKE_FAILURE] = {.id = "handshake_failure", .group = RULE_GROUP_PROTOCOL,
        .title = "Nothing in common (alert handshake_failure)"},
    [FINDING_INSUFFICIENT_SECURITY] = {.id = "insufficient_security", .group = RULE_GROUP_PROTOCOL,
        .title = "Offer too weak (alert insufficient_security)"},
    [FINDING_CERTIFICATE_REFUSED] = {.id = "certificate_refused", .group = RULE_GROUP_PROTOCOL,
        .title = "A certificate was refused by alert"},
    [FINDING_NAME_UNRECOGNISED] = {.id = "name_unrecognised", .group = RULE_GROUP_PROTOCOL,
        .title = "The server does not know the name (alert unrecognized_name)"},
    [FINDING_OTHER_FATAL_ALERT] = {.id = "other_fatal_alert", .group = RULE_GROUP_PROTOCOL,
        .title = "The handshake ended with a fatal alert"},
    [FINDING_CLOSED_WITHOUT_REPLY] = {.id = "closed_without_reply", .group = RULE_GROUP_SEQUENCE, .until = FLOW_EVENT_ANSWER,
        .title = "Closed after a request, without a reply"},
    [FINDING_NO_CLIENT_HELLO] = {.id = "no_client_hello", .group = RULE_GROUP_SEQUENCE, .revised = true,
        .title = "The client closed without a ClientHello"},
    [FINDING_ANSWERED_IN_CLEAR] = {.id = "answered_in_clear", .group = RULE_GROUP_PROTOCOL, .until = FLOW_EVENT_COMPLETED,
        .title = "The ClientHello was answered in clear"},
    [FINDING_LARGE_PACKETS_LOST] = {.id = "large_packets_lost", .group = RULE_GROUP_SEQUENCE, .until = FLOW_EVENT_COMPLETED,
        .title = "Large packets do not get through"},
    [FINDING_HANDSHAKE_STALLED] = {.id = "handshake_stalled", .group = RULE_GROUP_SEQUENCE, .until = UNTIL_REPLY,
        .title = "The handshake stands still"},
    [FINDING_SMTP_WITHOUT_TLS] = {.id = "smtp_without_tls", .group = RULE_GROUP_SECURITY, .until = FLOW_EVENT_CLIENT_HELLO,
        .title = "Mail to or from Exchange Online without TLS"},
    [FINDING_HELLO_UNANSWERED] = {.id = "hello_unanswered", .group = RULE_GROUP_SEQUENCE, .until = UNTIL_REPLY,
        .title = "The ClientHello got no answer"},
    [FINDING_NO_TCP_ANSWER] = {.id = "no_tcp_answer", .group = RULE_GROUP_SEQUENCE, .until = UNTIL_REPLY,
        .title = "The connection attempt (SYN) got no answer"},
    [FINDING_TCP_REFUSED] = {.id = "tcp_refused", .group = RULE_GROUP_SEQUENCE,
        .title = "The connection attempt (SYN) was refused"},
    [FINDING_HELLO_NOT_ACKNOWLEDGED] = {.id = "hello_not_acknowledged", .group = RULE_GROUP_SEQUENCE, .until = UNTIL_REPLY,
        .title = "The ClientHello was not acknowledged"},
    [FINDING_FOREIGN_RESET] = {.id = "foreign_reset", .group = RULE_GROUP_SEQUENCE, .adds = true,
        .title = "The RST may come from another device"},
    [FINDING_NAME_NOT_RESOLVED] = {.id = "name_not_resolved", .group = RULE_GROUP_PROTOCOL,
        .title = "The name of a hybrid endpoint did not resolve"},
    [FINDING_PROXY_AUTHENTICATION] = {.id = "proxy_authentication", .group = RULE_GROUP_RESPONSE_CODE,
        .title = "The proxy demands authentication"},
    [FINDING_PROXY_REFUSED] = {.id = "proxy_refused", .group = RULE_GROUP_RESPONSE_CODE,
        .title = "The proxy refused the connection"},
    [FINDING_PROXY_USE_DIFFERS] = {.id = "proxy_use_differs", .group = RULE_GROUP_SEQUENCE, .report_only = true,
        .title = "Some clients use the proxy, others do not"},
    [FINDING_PROXY_UNANSWERED] = {.id = "proxy_unanswered", .group = RULE_GROUP_SEQUENCE, .until = UNTIL_REPLY,
        .title = "The proxy did not answer the CONNECT"},
    [FINDING_REVOCATION_UNREACHABLE] = {.id = "revocation_unreachable", .group = RULE_GROUP_SEQUENCE, .until = UNTIL_REPLY,
        .title = "Revocation lists cannot be fetched"},
    [FINDING_TLS_INSPECTION] = {.id = "tls_inspection", .group = RULE_GROUP_SECURITY, .adds = true,
        .title = "A Microsoft name with a certificate of somebody else's CA"},
    [FINDING_CERTIFICATE_NAME_MISMATCH] = {.id = "certificate_name_mismatch", .group = RULE_GROUP_SECURITY,
        .title = "The certificate is for another name"},
    [FINDING_CERTIFICATE_EXPIRED] = {.id = "certificate_expired", .group = RULE_GROUP_SECURITY,
        .title = "The certificate is outside its validity"},
    [FINDING_CERTIFICATE_CHAIN_INCOMPLETE] = {.id = "certificate_chain_incomplete", .group = RULE_GROUP_SECURITY,
        .title = "The intermediate certificate was not sent"},
    [FINDING_CERTIFICATE_WEAK] = {.id = "certificate_weak", .group = RULE_GROUP_SECURITY,
        .title = "The certificate has a weak key or signature"},
    [FINDING_CLIENT_CERTIFICATE_REQUESTED] = {.id = "client_certificate_requested", .group = RULE_GROUP_SECURITY,
        .title = "The server asks for a client certificate"},
    [FINDING_CLIENT_CERTIFICATE_EMPTY] = {.id = "client_certificate_empty", .group = RULE_GROUP_SECURITY,
        .title = "The client sent no certificate"},
    [FINDING_NO_ACCEPTED_CIPHER] = {.id = "no_accepted_cipher", .group = RULE_GROUP_SECURITY,
        .until = UNTIL_CHOICE, .adds = true,
        .title = "No cipher suite that Microsoft documents is offered"},
    [FINDING_SHA1_SIGNATURES_ONLY] = {.id = "sha1_signatures_only", .group = RULE_GROUP_SECURITY,
        .until = UNTIL_CHOICE,
        .title = "No signature algorithm above SHA-1 is offered"},
    [FINDING_STATIC_RSA_ONLY] = {.id = "static_rsa_only", .group = RULE_GROUP_SECURITY, .until = UNTIL_CHOICE,
        .title = "Only static RSA key exchange is offered"},
    [FINDING_GROUPS_TOO_NARROW] = {.id = "groups_too_narrow", .group = RULE_GROUP_SECURITY, .until = UNTIL_CHOICE,
        .title = "No NIST curve is offered"},
    [FINDING_WEAK_CIPHERS_OFFERED] = {.id = "weak_ciphers_offered", .group = RULE_GROUP_SECURITY,
        .until = UNTIL_CHOICE,
        .title = "Weak cipher suites are offered"},
    [FINDING_NO_SNI] = {.id = "no_sni", .group = RULE_GROUP_SECURITY, .until = UNTIL_CHOICE,
        .title = "No server name in the ClientHello"},
    [FINDING_NO_SECURE_RENEGOTIATION] = {.id = "no_secure_renegotiation", .group = RULE_GROUP_SECURITY,
        .until = UNTIL_CHOICE,
        .title = "No secure renegotiation is offered"},
    [FINDING_STS_ERROR] = {.id = "sts_error", .group = RULE_GROUP_RESPONSE_CODE, .title = "A token service refused"},
    [FINDING_OAUTH_ERROR] = {.id = "oauth_error", .group = RULE_GROUP_RESPONSE_CODE, .title = "OAuth: the token was not accepted"},
    [FINDING_AUTODISCOVER_ERROR] = {.id = "autodiscover_error", .group = RULE_GROUP_RESPONSE_CODE,
        .title = "Autodiscover answered with an error"},
    [FINDING_EWS_ERROR] = {.id = "ews_error", .group = RULE_GROUP_RESPONSE_CODE,
        .title = "Exchange Web Services answered with an error"},
    [FINDING_SOAP_FAULT] = {.id = "soap_fault", .group = RULE_GROUP_RESPONSE_CODE, .title = "The answer is a SOAP fault"},
    [FINDING_HTTP_ERROR] = {.id = "http_error", .group = RULE_GROUP_RESPONSE_CODE, .title = "The answer has an HTTP error status"},
    [FINDING_NO_HYBRID_FLOW] = {.id = "no_hybrid_flow", .group = RULE_GROUP_SEQUENCE, .report_only = true,
        .title = "No hybrid flow in the capture"},
};

const struct rule rules[] = {
    /* V1 V2 V3: the offer itself. */
    {.finding = FINDING_CLIENT_OFFERS_BELOW_TLS12, .severity = RULE_ERROR, .events = FLOW_EVENT_CLIENT_HELLO,
     .needs = RULE_OFFERED_OLD | RULE_SERVER_MICROSOFT, .excludes = RULE_SERVER_ACCEPTS_OLD,
     .summary = "The machine at {client} offered at most {offered} to {target}.",
     .cause = "Microsoft's clouds refuse TLS below 1.2. {old_offer_cause}",
     .remedy = REMEDY_CLIENT,
     .reference = EXTLS, .confidence = HIGH, .explains = EXPLAINS_CLOSED},
    {.finding = FINDING_CLIENT_OFFERS_BELOW_TLS12, .severity = RULE_WARNING, .events = FLOW_EVENT_CLIENT_HELLO,
     .needs = RULE_OFFERED_OLD | RULE_INBOUND,
     .summary = "The cloud-side address {client} offered at most {offered} to {target}.",
     .cause = "Exchange Online offers TLS 1.2 or above: a device between it and {server} may make a handshake of its own.",
     .remedy = "Find the proxy or load balancer that opens this connection and enable TLS 1.2 on it.",
     .reference = EXTLS, .confidence = LOW, .explains = EXPLAINS_NOTHING_YET},
    {.finding = FINDING_CLIENT_OFFERS_BELOW_TLS12, .severity = RULE_WARNING, .events = FLOW_EVENT_CLIENT_HELLO,
     .needs = RULE_OFFERED_OLD,
     .summary = "The machine at {client} offered at most {offered} to {target}.",
     .cause = "{old_offer_cause}",
     .remedy = REMEDY_CLIENT,
     .reference = EXTLS, .confidence = MEDIUM, .explains = EXPLAINS_NOTHING_YET},

    {.finding = FINDING_CLIENT_OFFERS_BELOW_TLS12, .severity = RULE_WARNING, .events = FLOW_EVENT_CLIENT_HELLO,
     .needs = RULE_BELOW_MINIMUM,
     .summary = "The machine at {client} offered at most {offered} to {target}; the minimum set in the preferences is {minimum}.",
     .cause = "Microsoft's clouds accept TLS 1.2. Against the stricter minimum: TLS 1.3 is not enabled on that machine, or its "
     "Windows or Exchange has none.",
     .remedy = "{newer_settings} {confirm}",
     .reference = EXTLS, .confidence = HIGH, .explains = "Nothing, as long as the other side accepts {offered}."},

    /* V5 V12 V13: compared with earlier hellos of the same client address. */
    {.finding = FINDING_CLIENT_OFFERS_DIFFER, .severity = RULE_WARNING, .events = FLOW_EVENT_CLIENT_HELLO,
     .needs = RULE_OFFERS_DIFFER | RULE_OFFERED_OLD,
     .summary = "The machine at {client} offered at most {offered} to {target}, but {other_offer}.",
     .cause =
     "The same machine can do TLS 1.2: Schannel does not hold it back. The program that sent this hello takes its versions "
     "from .NET or WinHTTP settings, or has them in its code. {several_machines}",
     .remedy = "{whose_setting} {program_settings} " RESTART " {confirm}",
     .reference = NETTLS, .confidence = HIGH, .explains = EXPLAINS_CLOSED},
    {.finding = FINDING_CLIENT_OFFERS_DIFFER, .severity = RULE_WARNING, .events = FLOW_EVENT_CLIENT_HELLO,
     .needs = RULE_OFFERS_DIFFER,
     .summary = "The machine at {client} offered {offered} to {target}, but {other_offer}.",
     .cause = "The same machine can do TLS 1.2: Schannel does not hold it back. The program that sent the older hello takes its "
     "versions from .NET or WinHTTP settings, or has them in its code. {several_machines}",
     .remedy = "{whose_setting} {program_settings} " RESTART " {confirm}",
     .reference = NETTLS, .confidence = HIGH, .explains = "Some calls of that machine work, others fail."},
    {.finding = FINDING_VERSION_FALLBACK, .severity = RULE_ERROR, .events = FLOW_EVENT_FATAL_ALERT, .alerts = {86},
     .summary =
     "The {sender} refused the handshake between {client} and {target}: alert {alert}. The hello offered at most {offered} and "
     "said that it was a second attempt.",
     .cause = "The client fell back to a lower version although the server can do more: an earlier attempt failed, or its program "
     "falls back by itself. {fallback_cause}{schannel}",
     .remedy = REMEDY_FALLBACK,
     .reference = RFC7507, .confidence = MEDIUM, .explains = EXPLAINS_REFUSED},
    {.finding = FINDING_VERSION_FALLBACK, .severity = RULE_WARNING, .events = FLOW_EVENT_CLIENT_HELLO, .needs = RULE_FAILED_TRY,
     .summary = "The machine at {client} tried {target} again with at most {offered}, after {failed_try} had failed.",
     .cause = "The client falls back to a lower version after a failure. {fallback_cause}",
     .remedy = REMEDY_FALLBACK,
     .reference = RFC7507, .confidence = MEDIUM, .explains = EXPLAINS_NOTHING_YET},
    {.finding = FINDING_VERSION_FALLBACK, .severity = RULE_WARNING, .events = FLOW_EVENT_CLIENT_HELLO,
     .needs = RULE_FALLBACK_SCSV,
     .summary =
     "The machine at {client} offered at most {offered} to {target} and said that it is a second attempt (TLS_FALLBACK_SCSV).",
     .cause = "An earlier attempt with a higher version failed, or the program marks each hello so. {fallback_cause}",
     .remedy = REMEDY_FALLBACK,
     .reference = RFC7507, .confidence = MEDIUM, .explains = EXPLAINS_NOTHING_YET},

    /* V6: by the whole capture (statistics/summary.c); {others}: addresses of the siblings. */
    {.finding = FINDING_CLIENT_BEHIND_SIBLINGS, .severity = RULE_ERROR,
     .summary =
     "In all its hybrid connections the machine at {client} offered less than TLS 1.2; others offered TLS 1.2 or above: {others}.",
     .cause =
     "This one server is not set up like the others. When free/busy, MailTips or moves go through it they fail, through the "
     "others they work: that looks intermittent. {several_machines}",
     .remedy = REMEDY_CLIENT,
     .reference = EXTLS, .confidence = HIGH, .explains = EXPLAINS_CLOSED},

    /* V4 */
    {.finding = FINDING_CLIENT_SSLV2_HELLO, .severity = RULE_WARNING, .events = FLOW_EVENT_CLIENT_HELLO,
     .needs = RULE_SSLV2_FRAMED,
     .summary =
     "The machine at {client} sent a ClientHello in SSL 2.0 framing to {target}; the highest version in it is {offered}.",
     .cause = "An old TLS stack, or one set up to be understood by servers of the 1990s. Such a hello can carry neither a server "
     "name nor any other extension.",
     .remedy = REMEDY_CLIENT,
     .reference = SCHPROT, .confidence = MEDIUM, .explains = EXPLAINS_NOTHING_YET},

    /* V7 V8: the choice. */
    {.finding = FINDING_SERVER_CHOSE_BELOW_TLS12, .severity = RULE_WARNING, .events = FLOW_EVENT_SERVER_HELLO,
     .needs = RULE_CHOSEN_OLD | RULE_SERVER_ACCEPTS_OLD,
     .summary = "{target} chose {chosen}; {offer_beside_choice}.",
     .cause = "This endpoint accepts TLS 1.0 and 1.1 on purpose, for old devices that send mail.",
     .remedy = "Move the device to TLS 1.2 when it can, and to the normal endpoint then.",
     .reference = O365CIPH, .confidence = HIGH, .explains = EXPLAINS_NOTHING_YET},
    {.finding = FINDING_SERVER_CHOSE_BELOW_TLS12, .severity = RULE_WARNING, .events = FLOW_EVENT_SERVER_HELLO,
     .needs = RULE_CHOSEN_OLD | RULE_SERVER_MICROSOFT | RULE_BEFORE_CUTOFF,
     .summary = "{target} chose {chosen}; {offer_beside_choice}.",
     .cause = "Microsoft's endpoint does not answer TLS 1.0/1.1 since {cutoff}: the capture is older, and this still worked then.",
     .remedy = REMEDY_CLIENT,
     .reference = O365CIPH, .confidence = HIGH, .explains = EXPLAINS_NOTHING_YET},
    {.finding = FINDING_SERVER_CHOSE_BELOW_TLS12, .severity = RULE_WARNING, .events = FLOW_EVENT_SERVER_HELLO,
     .needs = RULE_CHOSEN_OLD | RULE_SERVER_MICROSOFT | RULE_CUTOFF_KNOWN,
     .summary = "{target} chose {chosen}; {offer_beside_choice}.",
     .cause = "Microsoft's endpoint does not answer TLS 1.0/1.1 since {cutoff}: the capture is older, or a device on the way "
     "(proxy, TLS inspection) answered in its place.",
     .remedy = REMEDY_INTERCEPTED,
     .reference = O365CIPH, .confidence = MEDIUM, .explains = EXPLAINS_NOTHING_YET},
    {.finding = FINDING_SERVER_CHOSE_BELOW_TLS12, .severity = RULE_WARNING, .events = FLOW_EVENT_SERVER_HELLO,
     .needs = RULE_CHOSEN_OLD | RULE_SERVER_MICROSOFT,
     .summary = "{target} chose {chosen}; {offer_beside_choice}.",
     .cause = "Microsoft announced the end of TLS 1.0/1.1 for this cloud without a date known here: the capture is older, or a "
     "device on the way (proxy, TLS inspection) answered in its place.",
     .remedy = REMEDY_INTERCEPTED,
     .reference = O365CIPH, .confidence = LOW, .explains = EXPLAINS_NOTHING_YET},
    {.finding = FINDING_SERVER_CHOSE_BELOW_TLS12, .severity = RULE_WARNING, .events = FLOW_EVENT_SERVER_HELLO,
     .needs = RULE_CHOSEN_OLD | RULE_OFFERED_CURRENT,
     .summary = "{target} chose {chosen} although the machine at {client} offered {offered}.",
     .cause = "The server, or a device that answers in its place (load balancer, proxy, TLS inspection), does not do TLS 1.2.",
     .remedy = REMEDY_SERVER,
     .reference = EXTLS, .confidence = HIGH, .explains = EXPLAINS_NOTHING_YET},
    {.finding = FINDING_SERVER_CHOSE_BELOW_TLS12, .severity = RULE_WARNING, .events = FLOW_EVENT_SERVER_HELLO,
     .needs = RULE_CHOSEN_OLD | RULE_OFFERED_OLD, .needs_evidence = RULE_CHOSEN_LESS,
     .summary = "{target} chose {chosen} although the machine at {client} offered {offered}.",
     .cause = "Both sides speak old versions only, and the server, or a device that answers in its place, still older ones than the "
     "client.",
     .remedy = REMEDY_CLIENT,
     .reference = EXTLS, .confidence = HIGH, .explains = EXPLAINS_NOTHING_YET},
    {.finding = FINDING_SERVER_CHOSE_BELOW_TLS12, .severity = RULE_WARNING, .events = FLOW_EVENT_SERVER_HELLO,
     .needs = RULE_CHOSEN_OLD | RULE_OFFERED_OLD,
     .summary = "{target} chose {chosen}, the best that the machine at {client} offered ({offered}).",
     .cause = "Both sides still speak an old version. It works between these two; Microsoft's clouds would refuse it.",
     .remedy = REMEDY_CLIENT,
     .reference = EXTLS, .confidence = HIGH, .explains = EXPLAINS_NOTHING_YET},
    {.finding = FINDING_SERVER_CHOSE_BELOW_TLS12, .severity = RULE_WARNING, .events = FLOW_EVENT_SERVER_HELLO,
     .needs = RULE_CHOSEN_OLD, .excludes = RULE_OFFERED_OLD | RULE_OFFERED_CURRENT,
     .summary = "{target} chose {chosen}; {offer_beside_choice}.",
     .cause = "One side, or both, has nothing newer: which one, only the ClientHello tells.",
     .remedy = "Capture again from before the connection begins. If the ClientHello offers TLS 1.2, change {server}; if not, change "
     "{client}.",
     .reference = EXTLS, .confidence = HIGH, .explains = EXPLAINS_NOTHING_YET},

    {.finding = FINDING_SERVER_CHOSE_BELOW_TLS12, .severity = RULE_WARNING, .events = FLOW_EVENT_SERVER_HELLO,
     .needs = RULE_CHOSEN_BELOW_MINIMUM,
     .summary = "{target} chose {chosen}; {offer_beside_choice}. The minimum set in the preferences is {minimum}.",
     .cause = "Against the stricter minimum: the server, or a device that answers in its place, has no TLS 1.3, or the client did "
     "not offer it.",
     .remedy = "Nothing to change for Microsoft's clouds, which accept TLS 1.2. {newer_settings}",
     .reference = EXTLS, .confidence = HIGH, .explains = "Nothing, as long as both sides accept {chosen}."},

    /* V14 */
    {.finding = FINDING_DOWNGRADE_SENTINEL, .severity = RULE_WARNING, .events = FLOW_EVENT_SERVER_HELLO, .needs = RULE_DOWNGRADED,
     .summary =
     "{target} chose {chosen} and put the downgrade mark into its ServerHello, although the machine at {client} had offered "
     "{offered}.",
     .cause =
     "The server can do more than the hello that reached it asked for: a device on the way (TLS inspection, load balancer) "
     "changed the hello. A client that checks the mark ends the handshake.",
     .remedy = REMEDY_PERIMETER,
     .reference = RFC8446, .confidence = HIGH, .explains = EXPLAINS_REFUSED},

    /* V9: alert 70. */
    {.finding = FINDING_VERSION_REFUSED, .severity = RULE_ERROR, .events = FLOW_EVENT_FATAL_ALERT, .needs = RULE_BY_CLIENT,
     .alerts = {70},
     .summary =
     "The client at {client} refused the version that {target} chose: alert {alert}. It had offered up to {offered}{chosen_too}.",
     .cause =
     "The server, or a device that answers in its place, chose a version that the client does not allow. {old_choice_cause}{schannel}",
     .remedy = REMEDY_SERVER,
     .reference = SCHERR, .confidence = HIGH, .explains = EXPLAINS_REFUSED},
    {.finding = FINDING_VERSION_REFUSED, .severity = RULE_ERROR, .events = FLOW_EVENT_FATAL_ALERT,
     .needs = RULE_BY_SERVER | RULE_OFFERED_OLD, .alerts = {70},
     .summary = "{target} refused the version: alert {alert}. The machine at {client} had offered at most {offered}.",
     .cause = "{old_offer_cause}{schannel}",
     .remedy = REMEDY_CLIENT,
     .reference = EXTLS, .confidence = HIGH, .explains = EXPLAINS_REFUSED},
    {.finding = FINDING_VERSION_REFUSED, .severity = RULE_ERROR, .events = FLOW_EVENT_FATAL_ALERT, .needs = RULE_BY_SERVER,
     .alerts = {70},
     .summary = "{target} refused the version: alert {alert}. The machine at {client} had offered up to {offered}.",
     .cause = "Not the usual case: TLS 1.2 or above was offered. The server may accept only TLS 1.3, or only older versions, or "
     "a device on the way refused in its place.{schannel}",
     .remedy = "Find out which versions the machine at {server} accepts, and which device owns that address. {server_settings}",
     .reference = SCHERR, .confidence = MEDIUM, .explains = EXPLAINS_REFUSED},

    /* C1 C5 with the refusal: names the cause better than the end does. */
    {.finding = FINDING_NO_ACCEPTED_CIPHER, .severity = RULE_ERROR, .events = FLOW_EVENT_FATAL_ALERT,
     .needs = RULE_NO_ACCEPTED_CIPHER | RULE_HYBRID | RULE_BY_SERVER, .excludes = RULE_CHOSEN, .alerts = {40, 71},
     .summary = "{target} refused (alert {alert}) a hello of {client} that offers none of the suites that Microsoft documents.",
     .cause = CAUSE_SUITES "{schannel}",
     .remedy = REMEDY_SUITES,
     .reference = O365CIPH, .confidence = HIGH, .explains = EXPLAINS_REFUSED},
    {.finding = FINDING_NO_ACCEPTED_CIPHER, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED,
     .needs = RULE_NO_ACCEPTED_CIPHER | RULE_HYBRID | RULE_BY_SERVER, .excludes = RULE_CHOSEN | RULE_UNANSWERED,
     .summary = "{target} answered with a {end} to a hello of {client} that offers none of the suites that Microsoft documents.",
     .cause = CAUSE_SUITES " The {end} itself "
     "names no reason.",
     .remedy = REMEDY_SUITES,
     .reference = O365CIPH, .confidence = MEDIUM, .explains = EXPLAINS_CLOSED},
    {.finding = FINDING_SHA1_SIGNATURES_ONLY, .severity = RULE_ERROR, .events = FLOW_EVENT_FATAL_ALERT,
     .needs = RULE_SHA1_SIGNATURES | RULE_HYBRID | RULE_BY_SERVER, .excludes = RULE_CHOSEN, .alerts = {40, 71},
     .summary = "{target} refused (alert {alert}) a hello of {client} that offers no signature algorithm above SHA-1.",
     .cause = CAUSE_SHA1 "{schannel}",
     .remedy = REMEDY_UPDATES,
     .reference = EXTLS, .confidence = MEDIUM, .explains = EXPLAINS_REFUSED},
    {.finding = FINDING_SHA1_SIGNATURES_ONLY, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED,
     .needs = RULE_SHA1_SIGNATURES | RULE_HYBRID | RULE_BY_SERVER, .excludes = RULE_CHOSEN | RULE_UNANSWERED,
     .summary = "{target} answered with a {end} to a hello of {client} that offers no signature algorithm above SHA-1.",
     .cause = CAUSE_SHA1 " The {end} itself names no reason.",
     .remedy = REMEDY_UPDATES,
     .reference = EXTLS, .confidence = LOW, .explains = EXPLAINS_CLOSED},

    /* V16 */
    {.finding = FINDING_ONPREM_REFUSES_CLOUD, .severity = RULE_ERROR, .events = FLOW_EVENT_FATAL_ALERT,
     .needs = RULE_INBOUND | RULE_BY_SERVER, .alerts = {40, 70, 71},
     .summary =
     "The on-premises endpoint {server} refused Exchange Online ({client}), which had offered up to {offered}: alert {alert}.",
     .cause = "The published endpoint or the load balancer in front of it does not do TLS 1.2, or shares no cipher suite with "
     "Exchange Online.{schannel}",
     .remedy = "{whose_server} {server_settings} Then compare its cipher suites with those that Microsoft documents for Exchange.",
     .reference = EXTLS, .confidence = HIGH, .explains = EXPLAINS_REFUSED},

    /* V10, V11 R11: closed by the other side before it chose anything. */
    {.finding = FINDING_CLOSED_AFTER_OLD_HELLO, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED,
     .needs = RULE_OFFERED_OLD | RULE_BY_SERVER | RULE_SERVER_MICROSOFT, .excludes = RULE_CHOSEN | RULE_UNANSWERED,
     .summary = "The machine at {client} offered at most {offered} to {target}; the answer was a {end} instead of a ServerHello.",
     .cause =
     "The version is the likely reason: Microsoft's front ends drop a hello below TLS 1.2 without an alert. The {end} itself "
     "names no reason. {wording}",
     .remedy = REMEDY_CLIENT,
     .reference = EXTLS, .confidence = HIGH, .explains = EXPLAINS_CLOSED,
     .needs_evidence = RULE_HELLO_RECEIVED, .excludes_evidence = RULE_IN_CLEAR},
    {.finding = FINDING_CLOSED_AFTER_OLD_HELLO, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED,
     .needs = RULE_OFFERED_OLD | RULE_BY_SERVER, .excludes = RULE_CHOSEN | RULE_UNANSWERED,
     .summary = "The machine at {client} offered at most {offered} to {target}; the answer was a {end} instead of a ServerHello.",
     .cause = "The other side probably refuses TLS below 1.2. A firewall or proxy between the two could do the same; the {end} "
     "itself names no reason. {old_offer_cause} {wording}",
     .remedy = REMEDY_CLIENT,
     .reference = EXTLS, .confidence = MEDIUM, .explains = EXPLAINS_CLOSED,
     .needs_evidence = RULE_HELLO_RECEIVED, .excludes_evidence = RULE_IN_CLEAR},
    {.finding = FINDING_CLOSED_AFTER_OLD_HELLO, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED,
     .needs = RULE_BELOW_MINIMUM | RULE_BY_SERVER, .excludes = RULE_CHOSEN | RULE_UNANSWERED,
     .summary = "The machine at {client} offered at most {offered} to {target}; the answer was a {end} instead of a ServerHello.",
     .cause = "If the other side insists on {minimum}, the minimum set in the preferences, the version is the reason. Otherwise a "
     "firewall, a proxy, TLS inspection or an address allow list on the way. {wording}",
     .remedy = "{newer_settings} " REMEDY_PERIMETER,
     .reference = EXTLS, .confidence = LOW, .explains = EXPLAINS_CLOSED,
     .needs_evidence = RULE_HELLO_RECEIVED, .excludes_evidence = RULE_IN_CLEAR},
    {.finding = FINDING_CLOSED_AFTER_OLD_HELLO, .severity = RULE_NOTE, .events = FLOW_EVENT_ENDED,
     .needs = RULE_OFFERED_OLD | RULE_BY_SERVER, .excludes = RULE_CHOSEN | RULE_UNANSWERED,
     .summary = "{target} ended the connection with a {end} after the hello of {client}, which offers up to {offered}; no "
     "acknowledgement of the hello was seen.",
     .cause = "Whether the server had the hello when it ended the connection is not proved.",
     .remedy = "Capture at the other end, too, or look in the log of the machine at {server} for this time.",
     .reference = RFC9293, .confidence = LOW, .explains = EXPLAINS_CLOSED,
     .excludes_evidence = RULE_IN_CLEAR | RULE_HELLO_RECEIVED},
    {.finding = FINDING_CLOSED_AFTER_HELLO, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED,
     .needs = RULE_OFFERED_CURRENT | RULE_BY_SERVER | RULE_INBOUND,
     .excludes = RULE_CHOSEN | RULE_UNANSWERED | RULE_BELOW_MINIMUM,
     .summary = "{client} (Exchange Online) offered up to {offered} to {target}; the answer was a {end} instead of a ServerHello.",
     .cause = "First: a firewall or an IP address allow list on premises that does not let Exchange Online in. Second: a "
     "published endpoint or load balancer without TLS 1.2.",
     .remedy = "Allow Exchange Online's address ranges on every device in front of {server}. Then, on the published endpoint: "
     "{server_settings}{mail_note}",
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_CLOSED,
     .needs_evidence = RULE_HELLO_RECEIVED, .excludes_evidence = RULE_IN_CLEAR},
    {.finding = FINDING_CLOSED_AFTER_HELLO, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED,
     .needs = RULE_OFFERED_CURRENT | RULE_BY_SERVER | RULE_PROXIED,
     .excludes = RULE_CHOSEN | RULE_UNANSWERED | RULE_BELOW_MINIMUM,
     .summary =
     "The machine at {client} offered up to {offered} to {target} through the proxy {server}; the answer was a {end} instead of a "
     "ServerHello.",
     .cause =
     "The version is not the reason: TLS 1.2 or above was offered. The proxy accepted the CONNECT, but cannot reach the target, "
     "inspects the connection, or refuses it by name. {wording}",
     .remedy =
     "Look in the log of the proxy at {server} for this time; let hybrid endpoints pass it without inspection. Exchange's own "
     "proxy setting: Set-ExchangeServer -InternetWebProxy.",
     .reference = KB3068838, .confidence = MEDIUM, .explains = EXPLAINS_CLOSED,
     .needs_evidence = RULE_HELLO_RECEIVED, .excludes_evidence = RULE_IN_CLEAR},
    {.finding = FINDING_CLOSED_AFTER_HELLO, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED,
     .needs = RULE_OFFERED_CURRENT | RULE_BY_SERVER, .excludes = RULE_CHOSEN | RULE_UNANSWERED | RULE_BELOW_MINIMUM,
     .summary = "The machine at {client} offered up to {offered} to {target}; the answer was a {end} instead of a ServerHello.",
     .cause = "The version is not the reason: TLS 1.2 or above was offered. Likely a firewall, a proxy, TLS inspection or an "
     "address allow list on the way. {wording}",
     .remedy = REMEDY_PERIMETER,
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_CLOSED,
     .needs_evidence = RULE_HELLO_RECEIVED, .excludes_evidence = RULE_IN_CLEAR},
    {.finding = FINDING_CLOSED_AFTER_HELLO, .severity = RULE_NOTE, .events = FLOW_EVENT_ENDED,
     .needs = RULE_OFFERED_CURRENT | RULE_BY_SERVER, .excludes = RULE_CHOSEN | RULE_UNANSWERED,
     .summary = "{target} ended the connection with a {end} after the hello of {client}, which offers up to {offered}; no "
     "acknowledgement of the hello was seen.",
     .cause = "Whether the server had the hello when it ended the connection is not proved.",
     .remedy = "Capture at the other end, too, or look in the log of the machine at {server} for this time.",
     .reference = RFC9293, .confidence = LOW, .explains = EXPLAINS_CLOSED,
     .excludes_evidence = RULE_IN_CLEAR | RULE_HELLO_RECEIVED},

    /* R6, R7. */
    {.finding = FINDING_CLIENT_GAVE_UP_AFTER_CERTIFICATE, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED,
     .needs = RULE_BY_CLIENT | RULE_SMALL_RECORD, .excludes = RULE_CLIENT_WENT_ON,
     .summary = "After the ServerHello ({chosen}) of {target} the machine at {client} sent one encrypted record, too small for a "
     "Finished, and closed.",
     .cause = "An encrypted alert, probably: certificate not accepted (root, chain, name, date or revocation). With TLS 1.3 the "
     "reason cannot be seen without keys.",
     .remedy = "{trust_settings}",
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_REFUSED},
    {.finding = FINDING_CLIENT_GAVE_UP_AFTER_CERTIFICATE, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED,
     .needs = RULE_BY_CLIENT | RULE_CHOSEN | RULE_CERTIFICATE_SEEN, .excludes = RULE_CLIENT_WENT_ON,
     .summary = "The machine at {client} closed with a {end}, without an alert, after {target} had sent its certificate.",
     .cause = "The client did not accept the certificate (root, chain, name, date), could not check its revocation, or its "
     "program ended.",
     .remedy = "{trust_settings}",
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_CLOSED,
     .needs_evidence = RULE_FLIGHT_RECEIVED, .excludes_evidence = RULE_LARGE_LOST},
    {.finding = FINDING_CLOSED_DURING_HANDSHAKE, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED,
     .needs = RULE_CHOSEN | RULE_BY_SERVER,
     .summary = "{target} chose {chosen} for the machine at {client} and closed with a {end} before the handshake was complete.",
     .cause = "The server, or a device on the way, ended it: a client certificate or a resumed session that it does not accept, "
     "overload, or inspection. The {end} itself names no reason. {wording}",
     .remedy = "Look in the log of the machine at {server} and of the devices on the way for this time.{own_offer_too}",
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_CLOSED,
     .excludes_evidence = RULE_LARGE_LOST | RULE_STALLED},
    {.finding = FINDING_CLOSED_DURING_HANDSHAKE, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED,
     .needs = RULE_CHOSEN | RULE_BY_CLIENT,
     .summary = "The machine at {client} closed with a {end} before the handshake with {target} ({chosen}) was complete.",
     .cause = "The client's side ended it: time-out, process end, or a choice of the server that it does not accept. The {end} "
     "itself names no reason.",
     .remedy = "{client_log}{own_offer_too}",
     .reference = FBERR, .confidence = LOW, .explains = EXPLAINS_CLOSED,
     .needs_evidence = RULE_FLIGHT_RECEIVED, .excludes_evidence = RULE_LARGE_LOST | RULE_STALLED | RULE_HASTY},
    {.finding = FINDING_CLOSED_DURING_HANDSHAKE, .severity = RULE_NOTE, .events = FLOW_EVENT_ENDED, .needs = RULE_BY_CLIENT,
     .excludes = RULE_UNANSWERED,
     .summary = "The machine at {client} closed with a {end} before an answer of {target} could have reached it.",
     .cause = "The client's own decision: it did not wait. Programs close connections that they opened to spare, or when they "
     "end.",
     .remedy = "Nothing, unless the same program fails later; then look at that connection.",
     .reference = RFC9293, .confidence = MEDIUM, .explains = EXPLAINS_OWN_DECISION,
     .needs_evidence = RULE_HASTY, .excludes_evidence = RULE_LARGE_LOST},
    {.finding = FINDING_CLOSED_DURING_HANDSHAKE, .severity = RULE_NOTE, .events = FLOW_EVENT_ENDED,
     .needs = RULE_BY_CLIENT | RULE_CHOSEN,
     .summary = "The machine at {client} closed with a {end}; it had not acknowledged all that {target} had sent.",
     .cause = "The two crossed on their way: the end is no answer to what the server sent.",
     .remedy = "{client_log}",
     .reference = RFC9293, .confidence = LOW, .explains = EXPLAINS_OWN_DECISION,
     .excludes_evidence = RULE_LARGE_LOST | RULE_STALLED | RULE_FLIGHT_RECEIVED},

    /* A1: alert 40. */
    {.finding = FINDING_HANDSHAKE_FAILURE, .severity = RULE_ERROR, .events = FLOW_EVENT_FATAL_ALERT,
     .needs = RULE_BY_SERVER | RULE_OFFERED_OLD, .alerts = {40},
     .summary = "{target} ended the handshake: alert {alert}. The machine at {client} had offered at most {offered}.",
     .cause = "No common parameters. With such an offer the version itself is the likely reason; the alert does not say so. "
     "{old_offer_cause}{schannel}",
     .remedy = REMEDY_CLIENT,
     .reference = SCHERR, .confidence = MEDIUM, .explains = EXPLAINS_REFUSED},
    {.finding = FINDING_HANDSHAKE_FAILURE, .severity = RULE_ERROR, .events = FLOW_EVENT_FATAL_ALERT, .needs = RULE_BY_SERVER,
     .alerts = {40},
     .summary = "{target} ended the handshake: alert {alert}. The machine at {client} had offered up to {offered}.",
     .cause = "No cipher suite, curve or signature algorithm in common, or a client certificate that is wanted and missing. The "
     "version is not the reason.{schannel}",
     .remedy = "Compare the cipher suites and curves in the ClientHello with those that Microsoft documents. On Windows the order "
     "of suites is set by group policy, else locally: " SUITE_ORDER ".{mail_note}",
     .reference = O365CIPH, .confidence = MEDIUM, .explains = EXPLAINS_REFUSED},
    {.finding = FINDING_HANDSHAKE_FAILURE, .severity = RULE_ERROR, .events = FLOW_EVENT_FATAL_ALERT, .needs = RULE_BY_CLIENT,
     .alerts = {40},
     .summary = "The machine at {client} ended the handshake with {target}: alert {alert}.",
     .cause = "The client does not accept what the server chose or sent (cipher suite, curve, key or certificate).{schannel}",
     .remedy = "{client_log} Compare the cipher suite orders of the two.{mail_note}",
     .reference = SCHERR, .confidence = MEDIUM, .explains = EXPLAINS_REFUSED},

    /* A2 */
    {.finding = FINDING_INSUFFICIENT_SECURITY, .severity = RULE_ERROR, .events = FLOW_EVENT_FATAL_ALERT, .alerts = {71},
     .summary = "The {sender} ended the handshake between {client} and {target}: alert {alert}.",
     .cause = "The cipher suites offered are too weak for the {sender}.{schannel}",
     .remedy = "Enable the suites that Microsoft documents (ECDHE with AES-GCM) on the machine at {client}.{mail_note}",
     .reference = O365CIPH, .confidence = MEDIUM, .explains = EXPLAINS_REFUSED},

    /* A3 to A7 */
    {.finding = FINDING_CERTIFICATE_REFUSED, .severity = RULE_ERROR, .events = FLOW_EVENT_FATAL_ALERT, .needs = RULE_BY_CLIENT,
     .alerts = {42, 43, 44, 45, 46, 48},
     .summary = "The machine at {client} refused the certificate of {target}: alert {alert}.",
     .cause = "The client does not trust the server's certificate: {certificate_reason}{schannel}",
     .remedy = "{trust_settings}",
     .reference = SCHERR, .confidence = HIGH, .explains = EXPLAINS_TRUST},
    {.finding = FINDING_CERTIFICATE_REFUSED, .severity = RULE_ERROR, .events = FLOW_EVENT_FATAL_ALERT, .needs = RULE_BY_SERVER,
     .alerts = {42, 43, 44, 45, 46, 48},
     .summary = "{target} refused the client certificate of {client}: alert {alert}.",
     .cause = "The server wants a client certificate and does not trust the one it got: {certificate_reason}{schannel}",
     .remedy =
     "Check which certificate the machine at {client} presents (for hybrid mail: TlsCertificateName of the connector).{mail_note}",
     .reference = SCHERR, .confidence = HIGH, .explains = EXPLAINS_REFUSED},

    /* A8 */
    {.finding = FINDING_NAME_UNRECOGNISED, .severity = RULE_ERROR, .events = FLOW_EVENT_FATAL_ALERT, .alerts = {112},
     .summary = "{target} does not serve the name that the machine at {client} asked for: alert {alert}.",
     .cause = "A wrong host name in a URL, DNS that points to another service, or a filter that works on names.{schannel}",
     .remedy = "Check the URL that was configured (TargetSharingEpr, TargetAutodiscoverEpr, DiscoveryEndpoint) and where the name "
     "resolves to.",
     .reference = SCHERR, .confidence = MEDIUM, .explains = EXPLAINS_REFUSED},

    {.finding = FINDING_NAME_UNRECOGNISED, .severity = RULE_CHAT, .events = FLOW_EVENT_WARNING_ALERT, .needs = RULE_WARNED_NAME,
     .summary = "{target} sent the warning unrecognized_name (112) to {client} and went on.",
     .cause = "The server has no certificate of its own for this name and presents its default one. Many servers do so.",
     .remedy = "Nothing to change while the handshake completes.",
     .reference = SCHERR, .confidence = HIGH, .explains = "Nothing."},

    /* A9 and all the rest. */
    {.finding = FINDING_OTHER_FATAL_ALERT, .severity = RULE_ERROR, .events = FLOW_EVENT_FATAL_ALERT,
     .summary = "The {sender} ended the handshake between {client} and {target}: alert {alert}.",
     .cause = "The {sender} met an error that its alert names; the alert tells no more.{schannel}",
     .remedy = "Look in the log of the {sender}'s machine for this time (on Windows: Schannel events of the System log)."
     "{own_offer_too}",
     .reference = SCHERR, .confidence = LOW, .explains = EXPLAINS_REFUSED},

    /* R8; in clear first */
    {.finding = FINDING_CLOSED_WITHOUT_REPLY, .severity = RULE_WARNING, .events = FLOW_EVENT_CLOSED_WITHOUT_REPLY,
     .needs = RULE_HYBRID | RULE_CLOSED_BY_CLIENT, .needs_evidence = RULE_READABLE,
     .summary = "The machine at {client} sent a request in clear to {target} and closed with a {closing} before any reply came.",
     .cause = "The client gave up waiting, or its program ended.",
     .remedy = REMEDY_REPLY,
     .reference = ENGELSR, .confidence = LOW, .explains = "The operation has timed out | " EXPLAINS_RECEIVE},
    {.finding = FINDING_CLOSED_WITHOUT_REPLY, .severity = RULE_ERROR, .events = FLOW_EVENT_CLOSED_WITHOUT_REPLY,
     .needs = RULE_HYBRID, .needs_evidence = RULE_READABLE,
     .summary = "The machine at {client} sent a request in clear to {target}; the server closed with a {closing} and no reply came "
     "before it.",
     .cause = "A proxy, web application firewall, load balancer or restarting server ended the connection instead of an answer.",
     .remedy = REMEDY_REPLY,
     .reference = ENGELSR, .confidence = MEDIUM, .explains = EXPLAINS_RECEIVE},
    {.finding = FINDING_CLOSED_WITHOUT_REPLY, .severity = RULE_NOTE, .events = FLOW_EVENT_CLOSED_WITHOUT_REPLY,
     .needs = RULE_HYBRID | RULE_CHOSEN_TLS13, .excludes = RULE_MAIL | RULE_HTTP2,
     .summary =
     "After the handshake ({chosen}) the machine at {client} sent data to {target}; the {closer} closed with a {closing} and no "
     "reply of a usual size was seen.",
     .cause = "TLS is not the cause: the handshake was complete. If the data was a request: a proxy, web application firewall or "
     "server ended it. With TLS 1.3 the sizes of records tell little.",
     .remedy = REMEDY_REPLY,
     .reference = ENGELSR, .confidence = LOW, .explains = EXPLAINS_RECEIVE},
    {.finding = FINDING_CLOSED_WITHOUT_REPLY, .severity = RULE_WARNING, .events = FLOW_EVENT_CLOSED_WITHOUT_REPLY,
     .needs = RULE_HYBRID | RULE_CLOSED_BY_CLIENT, .excludes = RULE_MAIL | RULE_HTTP2,
     .summary =
     "After the handshake ({chosen}) the machine at {client} sent a request to {target} and closed with a {closing} before any "
     "reply came.",
     .cause = "TLS versions are not the cause: the handshake was complete. The client gave up waiting, or its program ended; some "
     "requests wait for events and are given up on purpose.",
     .remedy = REMEDY_REPLY,
     .reference = ENGELSR, .confidence = LOW, .explains = "The operation has timed out | " EXPLAINS_RECEIVE},
    {.finding = FINDING_CLOSED_WITHOUT_REPLY, .severity = RULE_ERROR, .events = FLOW_EVENT_CLOSED_WITHOUT_REPLY,
     .needs = RULE_HYBRID, .excludes = RULE_MAIL | RULE_HTTP2,
     .summary =
     "After the handshake ({chosen}) the machine at {client} sent a request to {target}; the server closed with a {closing} and "
     "no reply came before it.",
     .cause = "TLS versions are not the cause: the handshake was complete. A proxy, web application firewall, load balancer or "
     "restarting server ended the connection. The client's Finished came before the end: .NET "
     "calls this \"on a receive\" as a rule.",
     .remedy = REMEDY_REPLY,
     .reference = ENGELSR, .confidence = MEDIUM, .explains = EXPLAINS_RECEIVE},

    /* Connected, and not a word: Schannel found no protocol that it may offer, or somebody only looked whether the port is
     * open. */
    {.finding = FINDING_NO_CLIENT_HELLO, .severity = RULE_CHAT, .events = FLOW_EVENT_ENDED, .needs = RULE_HYBRID,
     .excludes = RULE_MAIL,
     .summary = "{client} connected to {target} and closed with a {end} without sending anything.",
     .cause = "A probe: the same address does complete handshakes there, or it is a balancer or monitor.",
     .remedy = "Nothing to change.",
     .reference = SCHEVENT, .confidence = MEDIUM, .explains = "Nothing.",
     .needs_evidence = RULE_LEFT_SILENT | RULE_PROBE},
    {.finding = FINDING_NO_CLIENT_HELLO, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED, .needs = RULE_HYBRID,
     .excludes = RULE_MAIL,
     .summary = "Again {client} connected to {target} and closed with a {end} without a ClientHello; none of it to this service was "
     "seen before.",
     .cause = "Its program found no TLS version or suite that it may offer: Schannel's Client keys or the suite order on that "
     "machine are too narrow (System log: event 36871, internal error state 10013). A program that only tests the port looks "
     "the same.",
     .remedy = "{whose_setting} {client_settings} {confirm}",
     .reference = SCHEVENT, .confidence = MEDIUM, .explains = EXPLAINS_REFUSED,
     .needs_evidence = RULE_LEFT_SILENT | RULE_SILENT_BEFORE},
    {.finding = FINDING_NO_CLIENT_HELLO, .severity = RULE_NOTE, .events = FLOW_EVENT_ENDED, .needs = RULE_HYBRID,
     .excludes = RULE_MAIL,
     .summary = "{client} connected to {target} and closed with a {end} without sending anything.",
     .cause = "A test of the port, a connection opened to spare, or a program that found no TLS version that it may offer. Once "
     "alone tells nothing.",
     .remedy = "See whether it happens again. If it does: System log of the machine at {client}, Schannel event 36871.",
     .reference = SCHEVENT, .confidence = LOW, .explains = "Nothing, as a rule.",
     .needs_evidence = RULE_LEFT_SILENT},

    {.finding = FINDING_ANSWERED_IN_CLEAR, .severity = RULE_ERROR, .events = FLOW_EVENT_IN_CLEAR,
     .summary = "{target} answered the ClientHello of {client} in clear, not with TLS{clear_answer}.",
     .cause = "What listens there does not speak TLS on this port, or a device on the way (proxy, filter, captive portal) answered "
     "in its place.",
     .remedy = "Find out what listens at {server} on this port: the binding of the web site, the balancer's or the publishing rule. "
     "If that speaks TLS, look for the device on the way.",
     .reference = RFC8446_RECORD, .confidence = HIGH, .explains = EXPLAINS_CLEAR},

    {.finding = FINDING_LARGE_PACKETS_LOST, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED,
     .summary = "Large packets between {client} and {target} did not get through, small ones did; then the connection ended with a "
     "{end}.",
     .cause = CAUSE_LARGE,
     .remedy = REMEDY_LARGE,
     .reference = RFC4821, .confidence = MEDIUM, .explains = EXPLAINS_TIMEOUT,
     .needs_evidence = RULE_LARGE_LOST},
    {.finding = FINDING_LARGE_PACKETS_LOST, .severity = RULE_WARNING, .events = FLOW_EVENT_LARGE_LOST,
     .summary = "Up to this frame large packets between {client} and {target} do not get through, small ones do.",
     .cause = CAUSE_LARGE,
     .remedy = REMEDY_LARGE,
     .reference = RFC4821, .confidence = MEDIUM, .explains = EXPLAINS_TIMEOUT},

    {.finding = FINDING_HANDSHAKE_STALLED, .severity = RULE_WARNING, .events = FLOW_EVENT_STALLED,
     .summary = "{client} acknowledged what {target} had sent of the handshake, and sent nothing for 30 seconds or more.",
     .cause = "The client's program stands still at this point: it waits for something else (checks of revocation without a way out "
     "are typical), or it hangs.",
     .remedy = "Look at the machine at {client}: its way to revocation hosts on port 80 (netsh winhttp show proxy), its logs at this "
     "time.",
     .reference = RFC9293, .confidence = LOW, .explains = EXPLAINS_TIMEOUT,
     .needs_evidence = RULE_CLIENT_SILENT},
    {.finding = FINDING_HANDSHAKE_STALLED, .severity = RULE_WARNING, .events = FLOW_EVENT_STALLED,
     .summary = "{target} acknowledged what {client} had sent of the handshake, and sent nothing for 30 seconds or more.",
     .cause = "The server, or a device that answers in its place, stands still at this point: overload, or a check that waits.",
     .remedy = "Look in the log of the machine at {server} and of the devices on the way for this time.",
     .reference = RFC9293, .confidence = LOW, .explains = EXPLAINS_TIMEOUT,
     .excludes_evidence = RULE_CLIENT_SILENT},

    /* Mail on port 25, to or from Exchange Online Protection. First what a reply says, then what the client does about it. */
    {MAIL_RULE(RULE_ERROR, FLOW_EVENT_STARTTLS_REFUSED, 0, RULE_MAIL_DEMANDED | RULE_MAIL_MASKED),
     .summary = "{target} demands STARTTLS of {client} (\"{mail_reply}\"), but its answer to EHLO arrived with {mail_keyword} instead: "
     "offered by the server, changed on the way.",
     .cause = CAUSE_MASKED, .remedy = REMEDY_MASKED,
     .reference = TRANSPORT, .confidence = HIGH, .explains = EXPLAINS_QUEUE},
    {MAIL_RULE(RULE_ERROR, FLOW_EVENT_STARTTLS_REFUSED, RULE_SERVER_MICROSOFT, RULE_MAIL_DEMANDED | RULE_MAIL_NOT_OFFERED),
     .summary = "{target} demands STARTTLS of {client} (\"{mail_reply}\"), but it is not in the answer to EHLO that arrived: changed on "
     "the way.",
     .cause = CAUSE_TAKEN_OUT, .remedy = REMEDY_MASKED,
     .reference = TRANSPORT, .confidence = HIGH, .explains = EXPLAINS_QUEUE},
    {MAIL_RULE(RULE_ERROR, FLOW_EVENT_STARTTLS_REFUSED, 0, RULE_MAIL_DEMANDED | RULE_MAIL_NOT_OFFERED),
     .summary = "{target} demands STARTTLS of {client} (\"{mail_reply}\"), but does not offer it in its answer to EHLO.",
     .cause = CAUSE_NOT_OFFERED, .remedy = REMEDY_NOT_OFFERED,
     .reference = TRANSPORT, .confidence = MEDIUM, .explains = EXPLAINS_QUEUE},
    {MAIL_RULE(RULE_ERROR, FLOW_EVENT_STARTTLS_REFUSED, 0, RULE_MAIL_DEMANDED | RULE_MAIL_UNUSED),
     .summary = "{target} offered STARTTLS and demands it (\"{mail_reply}\"); {client} did not ask for it.",
     .cause = CAUSE_UNUSED, .remedy = REMEDY_UNUSED,
     .reference = TRANSPORT, .confidence = HIGH, .explains = EXPLAINS_QUEUE},
    {MAIL_RULE(RULE_WARNING, FLOW_EVENT_STARTTLS_REFUSED | FLOW_EVENT_MAIL_IN_CLEAR, 0, RULE_MAIL_REFUSED),
     .summary = "{target} refused STARTTLS of {client}: \"{mail_reply}\".",
     .cause = CAUSE_STARTTLS_REFUSED, .remedy = REMEDY_STARTTLS_REFUSED,
     .reference = RFC3207, .confidence = MEDIUM, .explains = EXPLAINS_IN_CLEAR},
    {MAIL_RULE(RULE_ERROR, FLOW_EVENT_MAIL_LEFT, 0, RULE_MAIL_REFUSED),
     .summary = "{target} refused STARTTLS of {client} (\"{mail_reply}\"), which left without handing over mail.",
     .cause = CAUSE_STARTTLS_REFUSED, .remedy = REMEDY_STARTTLS_REFUSED,
     .reference = RFC3207, .confidence = MEDIUM, .explains = EXPLAINS_QUEUE},
    {MAIL_RULE(RULE_ERROR, FLOW_EVENT_MAIL_LEFT, 0, RULE_MAIL_ACCEPTED),
     .summary = "{target} accepted STARTTLS (220), but no ClientHello of {client} followed: the {closer} closed with a {closing}.",
     .cause = "The sender could not begin TLS: no protocol version or certificate that it can use (Schannel events 36871 and 36874 "
     "there), or a device on the way ended the connection at the first sign of TLS.",
     .remedy = "On {client}: look in the System log for Schannel events of this time, check that TLS 1.2 is on for clients and the "
     "certificate in TlsCertificateName of the connector. Then the devices between {client} and {server}.",
     .reference = RFC3207, .confidence = MEDIUM, .explains = EXPLAINS_QUEUE},
    {MAIL_RULE(RULE_WARNING, FLOW_EVENT_MAIL_IN_CLEAR, 0, RULE_MAIL_MASKED),
     .summary = "{client} hands over mail to {target} without TLS: in the answer to EHLO stands {mail_keyword} in the place of STARTTLS.",
     .cause = CAUSE_MASKED, .remedy = REMEDY_MASKED,
     .reference = TRANSPORT, .confidence = HIGH, .explains = EXPLAINS_IN_CLEAR},
    {MAIL_RULE(RULE_ERROR, FLOW_EVENT_MAIL_LEFT, 0, RULE_MAIL_MASKED),
     .summary = "{client} left {target} without handing over mail: in the answer to EHLO stands {mail_keyword} in the place of STARTTLS.",
     .cause = CAUSE_MASKED, .remedy = REMEDY_MASKED,
     .reference = TRANSPORT, .confidence = HIGH, .explains = EXPLAINS_QUEUE},
    {MAIL_RULE(RULE_WARNING, FLOW_EVENT_MAIL_IN_CLEAR, RULE_SERVER_MICROSOFT, RULE_MAIL_NOT_OFFERED),
     .summary = "{client} hands over mail to {target} without TLS: the answer to EHLO that arrived does not offer STARTTLS.",
     .cause = CAUSE_TAKEN_OUT, .remedy = REMEDY_MASKED,
     .reference = TRANSPORT, .confidence = MEDIUM, .explains = EXPLAINS_IN_CLEAR},
    {MAIL_RULE(RULE_ERROR, FLOW_EVENT_MAIL_LEFT, RULE_SERVER_MICROSOFT, RULE_MAIL_NOT_OFFERED),
     .summary = "{client} left {target} without handing over mail: the answer to EHLO that arrived does not offer STARTTLS.",
     .cause = CAUSE_TAKEN_OUT, .remedy = REMEDY_MASKED,
     .reference = TRANSPORT, .confidence = MEDIUM, .explains = EXPLAINS_QUEUE},
    {MAIL_RULE(RULE_WARNING, FLOW_EVENT_MAIL_IN_CLEAR, 0, RULE_MAIL_NOT_OFFERED),
     .summary = "{client} hands over mail to {target} without TLS: the server on premises ({server}) does not offer STARTTLS in its "
     "answer to EHLO.",
     .cause = CAUSE_NOT_OFFERED, .remedy = REMEDY_NOT_OFFERED,
     .reference = TRANSPORT, .confidence = MEDIUM, .explains = EXPLAINS_IN_CLEAR},
    {MAIL_RULE(RULE_ERROR, FLOW_EVENT_MAIL_LEFT, 0, RULE_MAIL_NOT_OFFERED),
     .summary = "{client} left {target} without handing over mail: the server on premises ({server}) does not offer STARTTLS in its "
     "answer to EHLO.",
     .cause = CAUSE_NOT_OFFERED, .remedy = REMEDY_NOT_OFFERED,
     .reference = TRANSPORT, .confidence = MEDIUM, .explains = EXPLAINS_QUEUE},
    {MAIL_RULE(RULE_WARNING, FLOW_EVENT_MAIL_IN_CLEAR, 0, RULE_MAIL_UNUSED),
     .summary = "{client} hands over mail to {target} without TLS, although the server offered STARTTLS.",
     .cause = CAUSE_UNUSED, .remedy = REMEDY_UNUSED,
     .reference = TRANSPORT, .confidence = HIGH, .explains = EXPLAINS_IN_CLEAR},

    /* R3: a ClientHello without an answer. */
    {.finding = FINDING_HELLO_UNANSWERED, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED,
     .needs = RULE_UNANSWERED | RULE_ASKED_HELLO,
     .summary =
     "The machine at {client} sent a ClientHello that offers up to {offered} to {target}, got no data back and closed with a {end}.",
     .cause = "{silence_cause}",
     .remedy = REMEDY_PERIMETER,
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_TIMEOUT,
     .excludes_evidence = RULE_LARGE_LOST},
    {.finding = FINDING_HELLO_UNANSWERED, .severity = RULE_WARNING, .events = FLOW_EVENT_RETRANSMITTED, .needs = RULE_ASKED_HELLO,
     .summary =
     "Up to this frame the ClientHello of {client} to {target}, which offers up to {offered}, got no answer; it was sent again twice.",
     .cause = "{silence_cause}",
     .remedy = REMEDY_PERIMETER,
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_TIMEOUT,
     .excludes_evidence = RULE_LARGE_LOST},
    {.finding = FINDING_HELLO_UNANSWERED, .severity = RULE_WARNING, .events = FLOW_EVENT_WAITED, .needs = RULE_ASKED_HELLO,
     .summary = "The ClientHello of {client} to {target}, which offers up to {offered}, got no answer for ten seconds or more.",
     .cause = "{silence_cause}",
     .remedy = REMEDY_PERIMETER,
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_TIMEOUT,
     .excludes_evidence = RULE_LARGE_LOST},

    /* R15 */
    {.finding = FINDING_REVOCATION_UNREACHABLE, .severity = RULE_WARNING,
     .events = FLOW_EVENT_ENDED | FLOW_EVENT_RETRANSMITTED | FLOW_EVENT_WAITED,
     .needs = RULE_ROLE_REVOCATION | RULE_BESIDE_HANDSHAKE | RULE_UNANSWERED | RULE_ASKED_SYN,
     .summary = "{client} asked {target} for revocation data beside a hybrid TLS handshake and got no TCP answer.",
     .cause =
     "The firewall or proxy does not let the machine fetch revocation lists (CRL, OCSP). Certificate checks then wait, some 15 "
     "s a try on Windows, and calls time out.",
     .remedy = "Let {client} reach the revocation hosts on port 80 (directly, or set netsh winhttp proxy for the system account).",
     .reference = O365URL, .confidence = MEDIUM, .explains = EXPLAINS_TIMEOUT},

    /* R1: a SYN without an answer. The names of a tenant's own Autodiscover are shut on 443 by design. */
    {.finding = FINDING_NO_TCP_ANSWER, .severity = RULE_CHAT,
     .events = FLOW_EVENT_ENDED | FLOW_EVENT_RETRANSMITTED | FLOW_EVENT_WAITED,
     .needs = RULE_UNANSWERED | RULE_ASKED_SYN | RULE_DIRECT_TENANT_NAME,
     .summary = "The connection attempt of {client} to {target} got no answer.",
     .cause = CAUSE_BY_DESIGN,
     .remedy = "Nothing to change.",
     .reference = FBERR, .confidence = HIGH, .explains = "Nothing: the caller tries the next address."},
    {.finding = FINDING_NO_TCP_ANSWER, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED,
     .needs = RULE_UNANSWERED | RULE_ASKED_SYN,
     .summary = "The connection attempt (SYN) of {client} to {target} got no answer; {client} gave up.",
     .cause = CAUSE_NO_WAY,
     .remedy = REMEDY_WAY,
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_NO_CONNECTION},
    {.finding = FINDING_NO_TCP_ANSWER, .severity = RULE_WARNING, .events = FLOW_EVENT_RETRANSMITTED | FLOW_EVENT_WAITED,
     .needs = RULE_ASKED_SYN,
     .summary = "Up to this frame the connection attempt (SYN) of {client} to {target} got no answer.",
     .cause = CAUSE_NO_WAY,
     .remedy = REMEDY_WAY,
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_NO_CONNECTION},

    /* R2 */
    {.finding = FINDING_TCP_REFUSED, .severity = RULE_CHAT, .events = FLOW_EVENT_ENDED,
     .needs = RULE_REFUSED | RULE_DIRECT_TENANT_NAME,
     .summary = "The connection attempt of {client} to {target} was refused (RST).",
     .cause = CAUSE_BY_DESIGN,
     .remedy = "Nothing to change.",
     .reference = FBERR, .confidence = HIGH, .explains = "Nothing: the caller tries the next address."},
    {.finding = FINDING_TCP_REFUSED, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED, .needs = RULE_REFUSED,
     .summary = "The connection attempt (SYN) of {client} to {target} was refused with a RST.",
     .cause = "Nothing listens at that address and port, or a firewall answers in its place.",
     .remedy = "Check the address that the name resolves to and the firewall rules from {client} to {server}.",
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_NO_CONNECTION},

    /* R4: retransmitted and never acknowledged. */
    {.finding = FINDING_HELLO_NOT_ACKNOWLEDGED, .severity = RULE_WARNING, .events = FLOW_EVENT_RETRANSMITTED,
     .needs = RULE_ASKED_HELLO | RULE_NOT_ACKNOWLEDGED,
     .summary = "Up to this frame {target} did not acknowledge the ClientHello of {client}, which was sent again twice.",
     .cause = "The hello did not arrive, or the acknowledgement did not come back: packet loss, or a path that does not let large "
     "packets through (MTU).",
     .remedy = REMEDY_PERIMETER,
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_TIMEOUT},

    /* R5 */
    {.finding = FINDING_FOREIGN_RESET, .severity = RULE_WARNING, .events = FLOW_EVENT_ENDED, .needs = RULE_FOREIGN_RESET,
     .summary =
     "The RST that ended the connection of {client} to {target} has another hop limit than the other frames of its sender.",
     .cause =
     "A device on the way may have sent it in the name of the other side. Load balancers and changed routes look the same.",
     .remedy = REMEDY_PERIMETER,
     .reference = FBERR, .confidence = LOW, .explains = EXPLAINS_CLOSED},

    /* R13: of a look-up, not of a flow; {client} asked {resolver}. */
    {.finding = FINDING_NAME_NOT_RESOLVED, .severity = RULE_CHAT, .events = FLOW_EVENT_LOOKUP,
     .needs = RULE_LOOKUP_NO_NAME | RULE_LOOKUP_BY_DESIGN,
     .summary = "DNS has no address for {host} (asked by {client}).",
     .cause = "Normal for this name: such names of a tenant have no address by design; the caller goes on with another name.",
     .remedy = "Nothing to change.",
     .reference = FBERR, .confidence = HIGH, .explains = "Nothing: the caller tries the next name."},
    {.finding = FINDING_NAME_NOT_RESOLVED, .severity = RULE_NOTE, .events = FLOW_EVENT_LOOKUP,
     .needs = RULE_LOOKUP_HYBRID | RULE_LOOKUP_SETTLED,
     .summary = "A look-up of {host} by {client} failed (resolver {resolver}); another one gave an address, or {client} reached it.",
     .cause = "One resolver, or one type of address, did not work for a while.",
     .remedy = "If calls are slow: check the resolver {resolver}.",
     .reference = FBERR, .confidence = HIGH, .explains = "At most a delay."},
    {.finding = FINDING_NAME_NOT_RESOLVED, .severity = RULE_ERROR, .events = FLOW_EVENT_LOOKUP,
     .needs = RULE_LOOKUP_NO_NAME | RULE_LOOKUP_HYBRID,
     .summary = "The resolver {resolver} told {client} that {host} does not exist (NXDOMAIN).",
     .cause = "The resolver or the zone it uses is wrong: a private zone of the same name, a filter, or no way to the internet.",
     .remedy = REMEDY_RESOLVE " repair the zone or the forwarder.",
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_NO_NAME},
    {.finding = FINDING_NAME_NOT_RESOLVED, .severity = RULE_ERROR, .events = FLOW_EVENT_LOOKUP,
     .needs = RULE_LOOKUP_SERVER | RULE_LOOKUP_HYBRID,
     .summary = "The resolver {resolver} could not tell {client} the address of {host} (SERVFAIL).",
     .cause = "The resolver gets no answer that it trusts: its forwarders do not answer, no way to the internet, or DNSSEC fails.",
     .remedy = REMEDY_RESOLVE " repair the resolver's forwarders or its way to the internet.",
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_NO_NAME},
    {.finding = FINDING_NAME_NOT_RESOLVED, .severity = RULE_ERROR, .events = FLOW_EVENT_LOOKUP,
     .needs = RULE_LOOKUP_REFUSED | RULE_LOOKUP_HYBRID,
     .summary = "The resolver {resolver} refused to tell {client} the address of {host} (REFUSED).",
     .cause = "The resolver does not answer this client, or not for names outside its own zones.",
     .remedy = REMEDY_RESOLVE " let the resolver serve {client}, or give {client} another resolver.",
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_NO_NAME},
    {.finding = FINDING_NAME_NOT_RESOLVED, .severity = RULE_ERROR, .events = FLOW_EVENT_LOOKUP,
     .needs = RULE_LOOKUP_UNANSWERED | RULE_LOOKUP_HEARD | RULE_LOOKUP_HYBRID,
     .summary = "{client} asked for {host} {tries} times (first at {resolver}), and got no answer.",
     .cause = "The resolver is down, or a firewall drops the questions or the answers.",
     .remedy = REMEDY_RESOLVE " open port 53 to the resolver, or give {client} another one.",
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_NO_NAME},
    {.finding = FINDING_NAME_NOT_RESOLVED, .severity = RULE_WARNING, .events = FLOW_EVENT_LOOKUP,
     .needs = RULE_LOOKUP_UNANSWERED | RULE_LOOKUP_HYBRID,
     .summary = "{client} asked for {host} {tries} times (first at {resolver}), and no answer is in the capture.",
     .cause = "The resolver cannot be reached; or the capture holds nothing of what reached {client}.",
     .remedy = REMEDY_RESOLVE " capture on {client}, in both directions.",
     .reference = FBERR, .confidence = LOW, .explains = EXPLAINS_NO_NAME},
    {.finding = FINDING_NAME_NOT_RESOLVED, .severity = RULE_ERROR, .events = FLOW_EVENT_LOOKUP,
     .needs = RULE_LOOKUP_UNUSABLE | RULE_LOOKUP_HYBRID,
     .summary = "The resolver {resolver} gave {client} the address {answer_address} for {host}: no other machine answers there.",
     .cause = "A filter on the resolver blocks the name, or a private zone or a hosts file on the resolver holds it.",
     .remedy = REMEDY_RESOLVE " let the name pass the filter.",
     .reference = FBERR, .confidence = HIGH, .explains = EXPLAINS_NO_NAME},
    {.finding = FINDING_NAME_NOT_RESOLVED, .severity = RULE_WARNING, .events = FLOW_EVENT_LOOKUP,
     .needs = RULE_LOOKUP_PRIVATE | RULE_LOOKUP_HYBRID,
     .summary = "The resolver {resolver} gave {client} a private address for {host}.",
     .cause = "A private zone, a transparent proxy or a filter answers for Microsoft's name.",
     .remedy = "Check whether that is meant. If not, take the name out of the private zone.",
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_NO_NAME},

    {.finding = FINDING_PROXY_UNANSWERED, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED,
     .summary = "{client} asked the proxy {server} for {target}; the {closer} closed with a {closing} and no answer came before it.",
     .cause = "The proxy ended the connection without a word: it does not let this client or this name through, is overloaded, or "
     "waits for a target that it cannot reach.",
     .remedy = "Look in the log of the proxy at {server} for this time. Exchange's own proxy setting: Set-ExchangeServer "
     "-InternetWebProxy.",
     .reference = KB3068838, .confidence = MEDIUM, .explains = EXPLAINS_PROXY,
     .needs_evidence = RULE_ASKED_CONNECT, .excludes_evidence = RULE_HASTY},
    {.finding = FINDING_PROXY_UNANSWERED, .severity = RULE_WARNING, .events = FLOW_EVENT_RETRANSMITTED | FLOW_EVENT_WAITED,
     .summary = "{client} asked the proxy {server} for {target}; up to this point no answer came.",
     .cause = "The proxy hangs, or waits for a target that it cannot reach.",
     .remedy = "Look in the log of the proxy at {server} for this time.",
     .reference = KB3068838, .confidence = MEDIUM, .explains = EXPLAINS_TIMEOUT,
     .needs_evidence = RULE_ASKED_CONNECT},

    /* R10. A first 407 is a normal step. */
    {.finding = FINDING_PROXY_AUTHENTICATION, .severity = RULE_ERROR, .events = FLOW_EVENT_ENDED,
     .needs = RULE_PROXY_STOPPED | RULE_PROXY_DEMANDS,
     .summary =
     "The proxy {server} demanded authentication (407) of {client} for {target}; the connection was closed without success.",
     .cause = "Exchange's services cannot authenticate to a proxy: the proxy must let them through without.",
     .remedy = "Exempt {client} from authentication on the proxy for the hybrid endpoints, or give Exchange another way: "
     "Set-ExchangeServer -InternetWebProxy.",
     .reference = KB3068838, .confidence = MEDIUM, .explains = EXPLAINS_PROXY},
    {.finding = FINDING_PROXY_AUTHENTICATION, .severity = RULE_WARNING, .events = FLOW_EVENT_PROXY_ANSWER,
     .needs = RULE_PROXY_DEMANDS_AGAIN,
     .summary = "The proxy {server} demanded authentication (407) again, although {client} had sent credentials for {target}.",
     .cause = "The proxy does not accept these credentials.",
     .remedy = "Check the account, or exempt {client} from authentication on the proxy for the hybrid endpoints.",
     .reference = KB3068838, .confidence = MEDIUM, .explains = EXPLAINS_PROXY},
    {.finding = FINDING_PROXY_AUTHENTICATION, .severity = RULE_CHAT, .events = FLOW_EVENT_PROXY_ANSWER,
     .needs = RULE_PROXY_DEMANDS,
     .summary = "The proxy {server} asked {client} for authentication (407) for {target}.",
     .cause = "A normal step: the client may ask again with credentials.",
     .remedy = "Nothing to change yet.",
     .reference = KB3068838, .confidence = HIGH, .explains = "Nothing, if the next request succeeds."},
    {.finding = FINDING_PROXY_REFUSED, .severity = RULE_ERROR, .events = FLOW_EVENT_PROXY_ANSWER, .excludes = RULE_PROXY_DEMANDS,
     .summary = "The proxy {server} answered {client}'s CONNECT for {target} with HTTP status {proxy_status}.",
     .cause = "The proxy's rules do not allow it, or the proxy itself cannot reach the target.",
     .remedy =
     "Allow {client} to reach the target on the proxy at {server}; look in the proxy's log for this time. Exchange's own "
     "proxy setting: Set-ExchangeServer -InternetWebProxy.",
     .reference = KB3068838, .confidence = HIGH, .explains = EXPLAINS_PROXY},

    /* R12, by the whole capture; {others}: clients that call directly. */
    {.finding = FINDING_PROXY_USE_DIFFERS, .severity = RULE_WARNING,
     .summary = "Some clients reach Microsoft's hybrid endpoints through a proxy (CONNECT), others directly: {others}.",
     .cause =
     "The proxy setting is not the same on all servers: what the proxy or the firewall refuses then depends on the server "
     "that makes the call, which looks intermittent.",
     .remedy =
     "Compare InternetWebProxy of Get-ExchangeServer and netsh winhttp show proxy on these machines, and make them the same.",
     .reference = KB3068838, .confidence = MEDIUM, .explains = "Hybrid features work or fail from call to call{symptoms}"},

    /* C1 to C7: quality of the offer. Notes are nothing for browsers (GREASE), whose hellos are odd on purpose. */
    {.finding = FINDING_NO_ACCEPTED_CIPHER, .severity = RULE_WARNING, .events = FLOW_EVENT_CLIENT_HELLO,
     .needs = RULE_NO_ACCEPTED_CIPHER | RULE_HYBRID, .excludes = RULE_CHOSEN,
     .summary = "The hello of {client} to {target} offers none of the suites that Microsoft documents.",
     .cause = CAUSE_SUITES,
     .remedy = REMEDY_SUITES,
     .reference = O365CIPH, .confidence = HIGH, .explains = EXPLAINS_REFUSED},
    {.finding = FINDING_SHA1_SIGNATURES_ONLY, .severity = RULE_WARNING, .events = FLOW_EVENT_CLIENT_HELLO,
     .needs = RULE_SHA1_SIGNATURES | RULE_HYBRID, .excludes = RULE_CHOSEN,
     .summary = "The hello of {client} to {target} offers {offered}, but no signature algorithm above SHA-1.",
     .cause = CAUSE_SHA1,
     .remedy = REMEDY_UPDATES,
     .reference = EXTLS, .confidence = MEDIUM, .explains = EXPLAINS_REFUSED},
    {.finding = FINDING_STATIC_RSA_ONLY, .severity = RULE_NOTE, .events = FLOW_EVENT_CLIENT_HELLO, .needs = RULE_STATIC_RSA_ONLY,
     .excludes = RULE_CHOSEN | RULE_GREASE,
     .summary = "The hello of {client} to {target} offers static RSA key exchange only (TLS_RSA_...).",
     .cause = "An old TLS stack, or hardening that took the ECDHE suites away. Newer front ends may refuse it.",
     .remedy = REMEDY_SUITES,
     .reference = O365CIPH, .confidence = MEDIUM, .explains = "Nothing, as long as the server accepts such a suite."},
    {.finding = FINDING_GROUPS_TOO_NARROW, .severity = RULE_NOTE, .events = FLOW_EVENT_CLIENT_HELLO,
     .needs = RULE_GROUPS_TOO_NARROW, .excludes = RULE_CHOSEN | RULE_GREASE,
     .summary = "The hello of {client} to {target} offers ECDHE suites, but none of the NIST curves for them.",
     .cause = "The curve order was narrowed, for example to curve25519, which servers in FIPS mode lack.",
     .remedy = "On {client}: Enable-TlsEccCurve NistP384; Enable-TlsEccCurve NistP256. " RESTART,
     .reference = EXTLS, .confidence = MEDIUM, .explains = "Nothing, as long as the server knows the curve."},
    {.finding = FINDING_WEAK_CIPHERS_OFFERED, .severity = RULE_NOTE, .events = FLOW_EVENT_CLIENT_HELLO,
     .needs = RULE_WEAK_CIPHERS, .excludes = RULE_CHOSEN | RULE_GREASE,
     .summary = "The hello of {client} to {target} also offers weak suites (RC4, 3DES, DES, NULL, export or MD5).",
     .cause = "The machine was not hardened. That alone breaks nothing.",
     .remedy = "Switch the weak ciphers off under "
     "HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Ciphers: Enabled=0 (DWORD, a key for each).",
     .reference = EXTLS, .confidence = MEDIUM, .explains = "Nothing."},
    {.finding = FINDING_NO_SNI, .severity = RULE_NOTE, .events = FLOW_EVENT_CLIENT_HELLO, .needs = RULE_NO_SERVER_NAME,
     .excludes = RULE_CHOSEN | RULE_GREASE,
     .summary = "The hello of {client} to {target} carries no server name (SNI).",
     .cause = "A URL with an IP address in it, an old TLS stack, or a proxy. The server may answer with another certificate.",
     .remedy = "Check the URL that was configured, and which program on {client} made the call.",
     .reference = RFC6066, .confidence = LOW, .explains = "Nothing, if the server's default certificate fits."},
    {.finding = FINDING_NO_SECURE_RENEGOTIATION, .severity = RULE_NOTE, .events = FLOW_EVENT_CLIENT_HELLO,
     .needs = RULE_NO_RENEGOTIATION, .excludes = RULE_CHOSEN | RULE_GREASE,
     .summary = "The hello of {client} to {target} has neither secure renegotiation nor extended master secret.",
     .cause =
     "An unpatched TLS stack (renegotiation: KB980436, extended master secret: KB3081320). A server in strict mode refuses it.",
     .remedy = REMEDY_UPDATES,
     .reference = EXTLS, .confidence = LOW, .explains = "Nothing, as long as the server is not in strict mode."},

    /* R14, by the whole capture. */
    {.finding = FINDING_NO_HYBRID_FLOW, .severity = RULE_CHAT,
     .summary =
     "No hybrid flow in this capture: taken on the calling server, during the failure, long enough for a new connection?",
     .cause =
     "Exchange made no call: if the symptom was there meanwhile, it is configuration (organization relationship, connector, "
     "domain), not the network.",
     .remedy =
     "Capture on the server that makes the call, from before the failure on. Then check Get-OrganizationRelationship and "
     "Get-IntraOrganizationConnector.",
     .reference = FBERR, .confidence = LOW, .explains = "Nothing."},

    /* A10. On the back end a self-signed certificate is the default: nothing but Chat there. */
    {.finding = FINDING_TLS_INSPECTION, .severity = RULE_ERROR, .events = FLOW_EVENT_CERTIFICATE,
     .needs = RULE_SERVER_MICROSOFT | RULE_CERTIFICATE_INSPECTION,
     .summary = "{target} presented to {client} a certificate for {subject} that was issued by {issuer}.",
     .cause = "The issuer is a TLS inspection product, or signs for several Microsoft domains: a device on the way opens the "
     "connection. Hybrid features break behind such a device.",
     .remedy = "Exempt hybrid endpoints from TLS inspection for {client}.",
     .reference = FBERR, .confidence = HIGH, .explains = EXPLAINS_TRUST},
    {.finding = FINDING_TLS_INSPECTION, .severity = RULE_WARNING, .events = FLOW_EVENT_CERTIFICATE,
     .needs = RULE_SERVER_MICROSOFT | RULE_CERTIFICATE_UNLISTED,
     .summary = "{target} presented to {client} a certificate for {subject} that was issued by {issuer}.",
     .cause = "{issuer} is not in this plugin's list of public CAs ({authorities_date}): TLS inspection, or a new CA.",
     .remedy = "Check who owns that issuer. If it is a device of yours, exempt hybrid endpoints from TLS inspection.",
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_TRUST},

    /* A11 */
    {.finding = FINDING_CERTIFICATE_NAME_MISMATCH, .severity = RULE_CHAT, .events = FLOW_EVENT_CERTIFICATE,
     .needs = RULE_CERTIFICATE_MISMATCH | RULE_ROLE_BACKEND,
     .summary = "The certificate of {server} ({subject}) does not cover the name that {client} asked for.",
     .cause = "Normal on the Exchange back end, whose own certificate is self-signed.",
     .remedy = "Nothing to change.",
     .reference = EXTLS, .confidence = HIGH, .explains = "Nothing."},
    {.finding = FINDING_CERTIFICATE_NAME_MISMATCH, .severity = RULE_WARNING, .events = FLOW_EVENT_CERTIFICATE,
     .needs = RULE_CERTIFICATE_MISMATCH,
     .summary = "The certificate that {target} presented is for {subject} and does not cover the name that {client} asked for.",
     .cause = "A wrong address in DNS, a device on the way, or a certificate that lacks this name.",
     .remedy = "Check where the name resolves to and which names the certificate at {server} holds.",
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_TRUST},

    /* A5 by the certificate's own dates. */
    {.finding = FINDING_CERTIFICATE_EXPIRED, .severity = RULE_CHAT, .events = FLOW_EVENT_CERTIFICATE,
     .needs = RULE_CERTIFICATE_EXPIRED | RULE_ROLE_BACKEND,
     .summary = "The certificate that {server} presented to {client} ({subject}) is outside its validity: {validity}.",
     .cause = CAUSE_BACKEND,
     .remedy = "Renew it when convenient.",
     .reference = EXTLS, .confidence = MEDIUM, .explains = "Nothing."},
    {.finding = FINDING_CERTIFICATE_EXPIRED, .severity = RULE_WARNING, .events = FLOW_EVENT_CERTIFICATE,
     .needs = RULE_CERTIFICATE_EXPIRED,
     .summary =
     "At the time of this frame the certificate that {target} presented to {client} ({subject}) is outside its validity: {validity}.",
     .cause = "It expired or is not valid yet; or the clock of the capturing machine is wrong.",
     .remedy = "Renew the certificate at {server}; check the clocks.",
     .reference = FBERR, .confidence = "{validity_confidence}", .explains = EXPLAINS_TRUST},

    /* A13 */
    {.finding = FINDING_CERTIFICATE_CHAIN_INCOMPLETE, .severity = RULE_CHAT, .events = FLOW_EVENT_CERTIFICATE,
     .needs = RULE_CERTIFICATE_INCOMPLETE | RULE_ROLE_BACKEND,
     .summary = "{server} sent {client} its certificate ({subject}) without the intermediate {issuer}.",
     .cause = CAUSE_BACKEND,
     .remedy = "Nothing to change.",
     .reference = EXTLS, .confidence = MEDIUM, .explains = "Nothing."},
    {.finding = FINDING_CERTIFICATE_CHAIN_INCOMPLETE, .severity = RULE_WARNING, .events = FLOW_EVENT_CERTIFICATE,
     .needs = RULE_CERTIFICATE_INCOMPLETE,
     .summary = "{target} sent {client} its certificate ({subject}) without the intermediate {issuer}.",
     .cause = "A caller that does not know this intermediate cannot build the chain.",
     .remedy = "Install the intermediate certificate on the machine at {server}.",
     .reference = FBERR, .confidence = MEDIUM, .explains = EXPLAINS_TRUST},

    /* A14 */
    {.finding = FINDING_CERTIFICATE_WEAK, .severity = RULE_CHAT, .events = FLOW_EVENT_CERTIFICATE,
     .needs = RULE_CERTIFICATE_WEAK | RULE_ROLE_BACKEND,
     .summary = "The certificate that {server} presented to {client} ({subject}) has a SHA-1 or MD5 "
     "signature in its chain, or an RSA key below 2048 bits.",
     .cause = CAUSE_BACKEND,
     .remedy = "Renew it when convenient.",
     .reference = EXTLS, .confidence = MEDIUM, .explains = "Nothing."},
    {.finding = FINDING_CERTIFICATE_WEAK, .severity = RULE_ERROR, .events = FLOW_EVENT_CERTIFICATE,
     .needs = RULE_CERTIFICATE_WEAK | RULE_INBOUND,
     .summary = "The certificate that {target} presented to {client} ({subject}) has a SHA-1 or MD5 "
     "signature in its chain, or an RSA key below 2048 bits.",
     .cause = "Office 365 does not accept such certificates (SHA-1: since June 2016).",
     .remedy = "Have the certificate at {server} reissued.",
     .reference = O365CIPH, .confidence = HIGH, .explains = EXPLAINS_TRUST},
    {.finding = FINDING_CERTIFICATE_WEAK, .severity = RULE_WARNING, .events = FLOW_EVENT_CERTIFICATE,
     .needs = RULE_CERTIFICATE_WEAK,
     .summary = "The certificate that {target} presented to {client} ({subject}) has a SHA-1 or MD5 "
     "signature in its chain, or an RSA key below 2048 bits.",
     .cause = "Current TLS stacks refuse such certificates.",
     .remedy = "Have the certificate at {server} reissued.",
     .reference = O365CIPH, .confidence = MEDIUM, .explains = EXPLAINS_TRUST},

    /* A15, A17; on port 25 a request is normal (A16). */
    {.finding = FINDING_CLIENT_CERTIFICATE_REQUESTED, .severity = RULE_CHAT, .events = FLOW_EVENT_CERTIFICATE_REQUEST,
     .needs = RULE_SERVER_MICROSOFT | RULE_HYBRID, .excludes = RULE_MAIL,
     .summary = "{target} asked {client} for a client certificate.",
     .cause = "Microsoft's sign-in services ask every client; an answer without one is accepted.",
     .remedy = "Nothing to change.",
     .reference = FBERR, .confidence = MEDIUM, .explains = "Nothing."},
    {.finding = FINDING_CLIENT_CERTIFICATE_REQUESTED, .severity = RULE_NOTE, .events = FLOW_EVENT_CERTIFICATE_REQUEST,
     .needs = RULE_HYBRID, .excludes = RULE_MAIL | RULE_ROLE_BACKEND,
     .summary = "{target} asked {client} for a client certificate.",
     .cause = "A client-certificate setting of the site, or preauthentication in front of it, which hybrid traffic does not pass.",
     .remedy = "Remove preauthentication and client-certificate settings from the hybrid paths at {server}.",
     .reference = FBERR, .confidence = LOW, .explains = EXPLAINS_CLOSED},
    {.finding = FINDING_CLIENT_CERTIFICATE_EMPTY, .severity = RULE_WARNING, .events = FLOW_EVENT_CLIENT_CERTIFICATE,
     .needs = RULE_CLIENT_CERTIFICATE_EMPTY | RULE_MAIL | RULE_HYBRID,
     .summary = "{client} answered the certificate request of {target} with no certificate.",
     .cause = "The connector names no certificate (TlsCertificateName), or its private key cannot be used.",
     .remedy = "Set-SendConnector -TlsCertificateName on the connector to Exchange Online; check the key's permissions.",
     .reference = FBERR, .confidence = MEDIUM, .explains = "Mail is treated as anonymous."},

    /* HTTP that can be read: the words of each error are those of its row in errors.c. */
    ANSWER_RULES(FINDING_STS_ERROR),
    ANSWER_RULES(FINDING_OAUTH_ERROR),
    ANSWER_RULES(FINDING_AUTODISCOVER_ERROR),
    ANSWER_RULES(FINDING_EWS_ERROR),
    ANSWER_RULES(FINDING_SOAP_FAULT),
    ANSWER_RULES(FINDING_HTTP_ERROR),
};

const size_t rule_count = sizeof rules / sizeof rules[0];

/* Registry paths and values: "Exchange Server TLS configuration best practices", "TLS registry settings", ".NET TLS
 * best practices", KB 3140245. */
#define SCHANNEL_PROTOCOLS "HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\"
#define SCHANNEL_CLIENT SCHANNEL_PROTOCOLS "TLS 1.2\\Client: Enabled=1, DisabledByDefault=0 (DWORD)"
#define SCHANNEL_SERVER SCHANNEL_PROTOCOLS "TLS 1.2\\Server: Enabled=1, DisabledByDefault=0 (DWORD)"
#define SCHANNEL_TLS13 SCHANNEL_PROTOCOLS "TLS 1.3\\Client: Enabled=1, DisabledByDefault=0 (DWORD)"
#define DOT_NET_VALUES "SystemDefaultTlsVersions=1, SchUseStrongCrypto=1 (DWORD)"
#define DOT_NET_64 "HKLM\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319: " DOT_NET_VALUES
#define DOT_NET_32 "HKLM\\SOFTWARE\\Wow6432Node\\Microsoft\\.NETFramework\\v4.0.30319: " DOT_NET_VALUES
#define WINHTTP_VALUES "DefaultSecureProtocols=0x00000A00 (DWORD, TLS 1.1 and 1.2)"
#define WINHTTP \
    "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\WinHttp: " WINHTTP_VALUES "; " \
    "HKLM\\SOFTWARE\\Wow6432Node\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\WinHttp: " WINHTTP_VALUES

const struct rule_fragment rule_fragments[] = {
    {"whose_setting", 0, 0,
     "On the machine that sent this hello ({client}). If that is a proxy, firewall or load balancer, change it there, "
     "not on Exchange."},
    {"whose_server", 0, 0,
     "On the machine that answered ({server}). If that is a proxy, firewall or load balancer, change it there, not on "
     "Exchange."},

    /* V5: another program of the same address does better, so Schannel comes last. */
    {"client_settings", RULE_OFFERS_DIFFER | RULE_OFFERED_OLD, 0,
     "{program_settings} Only if the address stands for several machines, Schannel on each: " SCHANNEL_CLIENT "; " SCHANNEL_SERVER
     ". " RESTART},
    /* V2: with TLS 1.1 as the best, the .NET default is not the reason. */
    {"client_settings", RULE_OFFERED_TLS11 | RULE_ROLE_MIXED, 0,
     "Enable TLS 1.2: " SCHANNEL_CLIENT "; " SCHANNEL_SERVER "; .NET: " DOT_NET_64 "; " DOT_NET_32 "; WinHTTP on a "
     "workstation: " WINHTTP ". " RESTART},
    {"client_settings", RULE_OFFERED_TLS11, 0,
     "Enable TLS 1.2: " SCHANNEL_CLIENT "; " SCHANNEL_SERVER "; .NET: " DOT_NET_64 "; " DOT_NET_32 ". " RESTART},
    {"client_settings", RULE_ROLE_DOT_NET, 0,
     ".NET Framework first: " DOT_NET_64 "; " DOT_NET_32 ". Then Schannel: " SCHANNEL_CLIENT "; " SCHANNEL_SERVER
     ". " RESTART},
    {"client_settings", RULE_ROLE_MIXED, 0,
     ".NET keys if an Exchange server: " DOT_NET_64 "; " DOT_NET_32 ". WinHTTP DefaultSecureProtocols if a workstation: "
     WINHTTP ". Schannel on both: " SCHANNEL_CLIENT "; " SCHANNEL_SERVER ". " RESTART},
    {"client_settings", RULE_ROLE_BACKEND, 0,
     "Exchange servers call each other with .NET Framework: " DOT_NET_64 "; " DOT_NET_32 ". Schannel, the same on all "
     "Exchange servers: " SCHANNEL_CLIENT "; " SCHANNEL_SERVER ". " RESTART},
    {"client_settings", RULE_MAIL, 0,
     "Exchange transport uses Schannel: " SCHANNEL_CLIENT "; " SCHANNEL_SERVER ". " RESTART},
    {"client_settings", 0, 0,
     "If it is a Windows machine, .NET Framework: " DOT_NET_64 "; " DOT_NET_32 ". Schannel: " SCHANNEL_CLIENT "; "
     SCHANNEL_SERVER ". " RESTART},
    {"offer_beside_choice", RULE_OFFERED_OLD, 0, "the machine at {client} offered at most {offered}"},
    {"offer_beside_choice", RULE_OFFERED_CURRENT, 0, "the machine at {client} offered at most {offered}"},
    {"offer_beside_choice", 0, 0, "what the machine at {client} offered was not captured"},
    {"server_settings", 0, 0, "Enable TLS 1.2 for incoming connections: " SCHANNEL_SERVER ". " RESTART},

    {"perimeter", 0, 0,
     "Follow the connection from {client} to {server} hop by hop: firewall, proxy, TLS inspection, load balancer."},
    {"fallback_cause", 0, 0,
     "A device on the way that does not let newer hellos pass, or a firewall, makes first attempts fail; the second one "
     "then shows a version that the machine would not offer by itself. Or another program of the same machine made the "
     "second call."},
    {"several_machines", 0, 0,
     "An address behind NAT or a load balancer may stand for several machines."},

    /* V5: the version is no matter of Schannel then. */
    {"program_settings", RULE_ROLE_DOT_NET | RULE_OFFERED_OLD, 0, ".NET Framework: " DOT_NET_64 "; " DOT_NET_32 "."},
    {"program_settings", 0, 0,
     ".NET Framework (Exchange's own calls): " DOT_NET_64 "; " DOT_NET_32 ". WinHTTP (other programs): " WINHTTP "."},
    {"newer_settings", 0, 0,
     "TLS 1.3 is for Windows Server 2022 and above with an Exchange that supports it (2019 CU15 or SE): " SCHANNEL_TLS13 ". " RESTART},

    /* "on a send" and "on a receive": the wording is no evidence, the order on the wire is. */
    {"wording", RULE_CLIENT_WENT_ON, 0,
     "The connection ended before both sides had finished; whether Exchange says \"on a send\" or \"on a receive\" tells "
     "nothing about the cause."},
    {"wording", 0, 0,
     "The connection ended before the client's Finished; whether Exchange says \"on a send\" or \"on a receive\" tells "
     "nothing about the cause."},

    {"confirm", 0, 0, "Confirm with HealthChecker (aka.ms/ExchangeHealthChecker) on that machine."},
    {"own_offer_too", RULE_OFFERED_OLD, 0,
     " The hello offered nothing above {offered}: settle that first. {whose_setting} {client_settings} {confirm}{mail_note}"},
    {"own_offer_too", 0, 0, "{mail_note}"},

    /* Exchange Team blog "Understanding email scenarios if TLS versions cannot be agreed on with Exchange Online". */
    {"mail_note", RULE_MAIL, 0,
     " Port 25 is opportunistic: a failed handshake may be followed by mail in clear; with a hybrid connector (TLS "
     "required) mail queues."},
    {"mail_note", 0, 0, ""},

    /* Defaults of the .NET Framework by target: ".NET TLS best practices"; of Schannel: "Protocols in TLS/SSL". */
    {"old_offer_cause", RULE_OFFERS_DIFFER | RULE_ROLE_DOT_NET, 0,
     "Exchange calls this service with .NET Framework: SystemDefaultTlsVersions and SchUseStrongCrypto are probably not "
     "set, so .NET keeps to its old default of TLS 1.0."},
    {"old_offer_cause", RULE_OFFERS_DIFFER, 0,
     "On an Exchange server: the .NET values SystemDefaultTlsVersions and SchUseStrongCrypto are probably not set. On a "
     "workstation: WinHTTP's default protocols."},
    {"old_offer_cause", RULE_OFFERED_SSL3, 0,
     "The program has a protocol version hard coded, or its TLS stack is very old: no supported Windows offers SSL 3.0 "
     "by default."},
    {"old_offer_cause", RULE_OFFERED_TLS11, 0,
     "TLS 1.2 is switched off for outgoing connections in Schannel (TLS 1.2\\Client), or the program asks for TLS 1.1."},
    {"old_offer_cause", RULE_MAIL, 0,
     "TLS 1.2 is switched off for outgoing connections in Schannel (TLS 1.2\\Client), or a device on the way sends mail "
     "in the server's place."},
    {"old_offer_cause", RULE_ROLE_BACKEND, 0,
     "Exchange servers call each other with .NET Framework: SystemDefaultTlsVersions and SchUseStrongCrypto are probably "
     "not set on the calling server. Less likely: TLS 1.2\\Client is off in Schannel."},
    {"old_offer_cause", RULE_ROLE_DOT_NET, 0,
     "Exchange calls this service with .NET Framework: SystemDefaultTlsVersions and SchUseStrongCrypto are probably not "
     "set, so .NET keeps to its old default of TLS 1.0. Less likely: TLS 1.2\\Client is off in Schannel."},
    {"old_offer_cause", RULE_ROLE_MIXED, 0,
     "On an Exchange server: the .NET values SystemDefaultTlsVersions and SchUseStrongCrypto are probably not set. On a "
     "workstation: WinHTTP's default protocols. Less likely: TLS 1.2\\Client is off in Schannel."},
    {"old_offer_cause", 0, 0,
     "The program or the TLS stack of that machine does not offer TLS 1.2: on Windows an old .NET default, WinHTTP's "
     "default, or TLS 1.2\\Client switched off in Schannel."},
    {"old_choice_cause", RULE_CHOSEN_OLD | RULE_OFFERED_CURRENT, 0,
     "The server has no TLS 1.2, and the client no longer accepts less."},
    {"old_choice_cause", RULE_OFFERED_OLD, 0, "The client itself had offered nothing above {offered}."},
    {"old_choice_cause", 0, 0, "The versions of the two have nothing in common."},

    {"silence_cause", RULE_OFFERED_OLD, 0,
     "A firewall or intrusion prevention system drops the hello, the path loses large packets (MTU), or the server is "
     "overloaded. The old version in the hello may be what is dropped."},
    {"silence_cause", 0, 0,
     "A firewall or intrusion prevention system drops the hello, the path loses large packets (MTU), or the server is "
     "overloaded. The offered version is not the reason."},

    /* A7: what the cloud refuses is the organisation's own certificate. */
    {"trust_settings", RULE_INBOUND, 0,
     "On the published endpoint ({server}): use a certificate of a public CA, not self-signed and not of a private CA, valid, "
     "with the name that Exchange Online calls, and install its intermediate certificates. If a device in front of it "
     "answers, change it there.{mail_note}"},
    {"client_log", RULE_INBOUND, 0,
     "Exchange Online's own log cannot be read: compare certificate, cipher suites and curves of the published endpoint "
     "({server}) and of the devices in front of it with those that Microsoft documents."},
    {"client_log", 0, 0, "Look in the Schannel events of the System log on the machine at {client} for this time."},

    {"trust_settings", 0, 0,
     "On the machine at {client}: check that the root of the server's certificate is trusted, that the chain and the "
     "name are right, that the clock is right, and that revocation lists can be fetched. If an inspecting proxy signs "
     "the certificate, exempt hybrid traffic from inspection.{mail_note}"},
};

const size_t rule_fragment_count = sizeof rule_fragments / sizeof rule_fragments[0];

/* O365TLS: GCC High and DoD from 2020-01-15, Worldwide and GCC from 2020-10-15. ENTRATLS: Entra 2022-01-31.
 * MC229914: mail flow 2021-01-11. Other clouds: no date found. */
const struct rule_cutoff rule_cutoffs[] = {
    {ROLE_EOP_SMTP, CLOUD_WORLDWIDE, 1610323200, "2021-01-11", "Message Center MC229914"},
    {ROLE_ENTRA_STS, CLOUD_WORLDWIDE, 1643587200, "2022-01-31", "Azure Identity Support blog, MC246440 and MC258228"},
    {ROLE_ACS, CLOUD_WORLDWIDE, 1643587200, "2022-01-31", "Azure Identity Support blog, MC246440 and MC258228"},
    {ROLE_UNCLASSIFIED, CLOUD_WORLDWIDE, 1602720000, "2020-10-15", "Preparing for TLS 1.2 in Office 365"},
    {ROLE_UNCLASSIFIED, CLOUD_GCC_HIGH, 1579046400, "2020-01-15", "Preparing for TLS 1.2 in Office 365 GCC"},
    {ROLE_UNCLASSIFIED, CLOUD_DOD, 1579046400, "2020-01-15", "Preparing for TLS 1.2 in Office 365 GCC"},
    {ROLE_UNCLASSIFIED, CLOUD_GCC_HIGH_OR_DOD, 1579046400, "2020-01-15", "Preparing for TLS 1.2 in Office 365 GCC"},
};

const size_t rule_cutoff_count = sizeof rule_cutoffs / sizeof rule_cutoffs[0];
