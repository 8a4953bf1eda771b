# SPDX-License-Identifier: GPL-2.0-or-later
"""Expectations: what a reader of a scenario must find in its capture.

Everything here comes from the scenario (who calls whom, what is allowed, who
ends it), never from the output of a dissector.
"""

from dataclasses import asdict, dataclass, field, replace

from .places import MAIL_SERVER, PLACES
from .verdict import level_of

_VERSIONS = ["SSL 2.0", "SSL 3.0", "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"]
#: Members of a flow that are written only where the scenario is about them.
_ONLY_IF_SAID = ("certificate", "user_agent", "frame_findings", "offer_findings", "requests",
                 "content_findings")
#: Those of them of which an empty list says something.
_LISTS = ("offer_findings", "content_findings")
_ALERTS = {40: "handshake_failure", 42: "bad_certificate", 43: "unsupported_certificate",
           44: "certificate_revoked", 45: "certificate_expired", 46: "certificate_unknown",
           47: "illegal_parameter", 48: "unknown_ca", 70: "protocol_version",
           71: "insufficient_security", 80: "internal_error", 86: "inappropriate_fallback",
           112: "unrecognized_name"}
#: The finding of a fatal alert; of any other it is "other_fatal_alert".
_ALERT_FINDINGS = {
    40: "handshake_failure", 70: "version_refused", 71: "insufficient_security",
    86: "version_fallback", 112: "name_unrecognised",
    **dict.fromkeys((42, 43, 44, 45, 46, 48), "certificate_refused")}


@dataclass(frozen=True)
class Ending:
    """How a handshake went on after the ClientHello, and the findings by it."""
    outcome: str
    ended_by: str | None = None
    negotiated: str | None = None
    cipher: str | None = None
    alert: dict | None = None
    findings: tuple = ()


@dataclass
class Flow:
    """One flow of the expectation; the members are the keys of the JSON.

    `findings`: one an id, the worst; `frame_findings`: milder ones of the same id
    on earlier frames; `offer_findings`: those about what the hello offers, all of them
    (None: the scenario does not tell); `content_findings`: those about what requests and
    answers say, all of them.
    """
    stream: int
    client: str
    server: str
    server_port: int
    role: str
    hybrid: bool
    cloud: str | None
    direction: str
    host: str | None
    matched_by: str
    sni: str | None
    client_max_version: str | None
    client_legacy_version: str | None
    negotiated_version: str | None
    cipher: str | None
    outcome: str
    ended_by: str | None
    alert: dict | None
    findings: list = field(default_factory=list)
    certificate: dict | None = None
    user_agent: str | None = None
    frame_findings: list = field(default_factory=list)
    offer_findings: list | None = None
    requests: list | None = None
    content_findings: list | None = None


#: Members of a flow that holds no ClientHello.
NO_HELLO = {"client_max_version": None, "client_legacy_version": None}
#: Members of a flow of which nothing is known.
UNRECOGNISED = {"role": "unclassified", "hybrid": False, "cloud": None, "direction": "unknown"}


def below(version, limit):
    """Whether `version` is older than `limit`."""
    return _VERSIONS.index(version) < _VERSIONS.index(limit)


def finding(name, severity, on):
    """One finding, on the event that is its evidence (None: flow fact only; "report": only
    the reports tell it)."""
    return {"id": name, "severity": severity, "on": on}


def offer_finding(name, severity="note", on="client_hello"):
    """One finding about the quality of an offer."""
    return {"finding": name, "severity": severity, "on": on}


def frame_finding(name, severity, dns_name):
    """One finding on a frame of no flow: a DNS answer about that name."""
    return {"finding": name, "severity": severity, "dns_name": dns_name}


def content_finding(name, severity, request):
    """One finding on the answer to a request, by its index (None: on the end of the flow)."""
    return {"id": name, "severity": severity, "frame_of": request}


def matched(source, host=None):
    """Members of a flow without SNI that is recognised by another evidence, or by none."""
    return {"host": host, "matched_by": source, "sni": None}


def known_as(host):
    """Members of a flow that another name than the called one explains."""
    place = PLACES[host]
    return {"role": place.role, "hybrid": place.hybrid, "cloud": place.cloud,
            "direction": place.direction}


def with_findings(ending, *more):
    """The ending with more findings: before the ending's own, as they come earlier."""
    return replace(ending, findings=more + ending.findings)


def completed(version, cipher, resumed=False):
    """Both sides finished."""
    old = [finding("server_chose_below_tls12", "warning", "server_hello")]
    return Ending("resumed" if resumed else "completed", negotiated=version, cipher=cipher,
                  findings=tuple(old if below(version, "TLS 1.2") else []))


def ended_after_hello(outcome, offered):
    """The server's RST ("reset") or FIN ("closed") is its only answer to the hello."""
    name = "closed_after_old_hello" if below(offered, "TLS 1.2") else "closed_after_hello"
    return Ending(outcome, "server", findings=(finding(name, "error", "end"),))


def alert_by_server(code, inbound=False):
    """A fatal alert is the server's answer to the hello; `inbound`: it refuses the cloud."""
    found = [_alert_finding(code)]
    if inbound:
        found.append(finding("onprem_refuses_cloud", "error", "alert"))
    return Ending("alert", "server", alert=_alert("server", code), findings=tuple(found))


def alert_by_client(code, version, cipher, *earlier):
    """The client refuses what the server has chosen; `earlier`: findings before the alert."""
    return Ending("alert", "client", version, cipher, _alert("client", code),
                  (*earlier, _alert_finding(code)))


def client_certificate_refused(code, version, cipher):
    """The server refuses the certificate that the client has shown."""
    return Ending("alert", "server", version, cipher, _alert("server", code),
                  (_alert_finding(code),))


def version_refused_by_client(version, cipher):
    """The server answers with a version that the client does not accept: alert 70."""
    return Ending("alert", "client", version, cipher, _alert("client", 70), (
        finding("server_chose_below_tls12", "warning", "server_hello"),
        finding("version_refused", "error", "alert")))


def ended_in_handshake(outcome, by, version, cipher, found):
    """RST or FIN after the ServerHello and before completion; `found`: the finding's id."""
    return Ending(outcome, by, version, cipher, findings=(finding(found, "error", "end"),))


def refused(severity):
    """SYN answered by RST."""
    return Ending("refused", "server", findings=(finding("tcp_refused", severity, "end"),))


def unanswered(severity, on, by=None):
    """Not a byte from the server after the ClientHello."""
    return Ending("unanswered", by, findings=(finding("hello_unanswered", severity, on),))


def flow(host, offered, ending, /, *, stream=0, legacy=None, sslv2_framed=False, **other):
    """The flow of a call to `host` whose hello offers at most `offered`.

    `other` replaces members of Flow, for scenarios where more is rewritten than
    the name can tell.
    """
    place = PLACES[host]
    has_sni = not sslv2_framed and not below(offered, "TLS 1.0")
    found = []
    if below(offered, "TLS 1.2"):
        to_cloud = other.get("cloud", place.cloud) is not None
        found.append(finding("client_offers_below_tls12", "error" if to_cloud else "warning",
                             "client_hello"))
    if sslv2_framed:
        found.append(finding("client_sslv2_hello", "warning", "client_hello"))
    values = {
        "stream": stream, "client": MAIL_SERVER, "server": place.address, "server_port": 443,
        "role": place.role, "hybrid": place.hybrid, "cloud": place.cloud,
        "direction": place.direction, "host": host if has_sni else None,
        "matched_by": "sni" if has_sni else "none", "sni": host if has_sni else None,
        "client_max_version": offered,
        "client_legacy_version": legacy or ("TLS 1.2" if offered == "TLS 1.3" else offered),
        "negotiated_version": ending.negotiated, "cipher": ending.cipher,
        "outcome": ending.outcome, "ended_by": ending.ended_by, "alert": ending.alert,
        "findings": found + list(ending.findings),
    }
    return Flow(**{**values, **other})


def as_document(scenario, client_stack, server_stack):
    """The JSON document of a scenario."""
    notes = [edit.note for edit in scenario.edits]
    if scenario.secrets:
        notes.append("the servers' key log put into the file after the capture "
                     "(Decryption Secrets Block)")
    optional = {"hosts": scenario.hosts, "limits": scenario.limits, **(scenario.hides or {}),
                "verdict_contains": scenario.verdict_contains}
    return {
        "scenario": scenario.sentence,
        "seed": scenario.seed,
        "client_stack": client_stack,
        "server_stack": server_stack,
        "twin": f"{scenario.twin}.pcapng" if scenario.twin else None,
        "differs_in": scenario.differs_in,
        "crafted": scenario.crafted,
        "postprocessed": "; ".join(notes) or None,
        "options": list(scenario.options),
        "flows": [_as_json(one) for one in scenario.flows],
        "frames": list(scenario.frames),
        **{key: value for key, value in optional.items() if value is not None},
        "verdict": level_of([asdict(one) for one in scenario.flows], scenario.frames),
    }


def _alert_finding(code):
    return finding(_ALERT_FINDINGS.get(code, "other_fatal_alert"), "error", "alert")


def _alert(sender, code):
    return {"sender": sender, "level": "fatal", "code": code, "description": _ALERTS[code]}


def _as_json(one):
    """A flow without the members that say nothing."""
    return {key: value for key, value in asdict(one).items()
            if value or key not in _ONLY_IF_SAID or key in _LISTS and value == []}
