# SPDX-License-Identifier: GPL-2.0-or-later
"""Which level a report's verdict must have, by what a scenario's flows are.

Hybrid traffic decides. It is well ("ok") only if a handshake of it was completed with
TLS 1.2 or above and none failed or is not known; "unknown" if there is nothing to judge by.
"""

_LEVELS = ["chat", "note", "warning", "error"]
_COMPLETE = ("completed", "resumed")
_FAILED = ("alert", "reset", "closed", "refused", "unanswered")
_CURRENT = ("TLS 1.2", "TLS 1.3")
_MAIL = 25


def _findings(flow):
    """All findings that stay with a flow: the offer's go when the server has chosen."""
    offer = flow.get("offer_findings") or () if flow["negotiated_version"] is None else ()
    return [*flow["findings"], *(flow.get("content_findings") or ()), *offer]


def _worst(found):
    return max((one["severity"] for one in found), key=_LEVELS.index, default="chat")


def _is_about_hybrid(flow):
    """A revocation check is part of the handshake that it stands beside."""
    return flow["hybrid"] or any(one["id"] == "revocation_unreachable" for one in flow["findings"])


def _is_without_tls(flow):
    """HTTP in clear says nothing of TLS, good or bad; mail without TLS does."""
    return flow["outcome"] is None and flow["server_port"] != _MAIL


def _is_nameless(flow):
    """Begun before the capture, and known by no name: it may be anybody's."""
    return flow["outcome"] == "partial" and flow["role"] == "unclassified" and flow["host"] is None


def _is_well(flows, hybrid):
    complete = [flow for flow in hybrid if flow["outcome"] in _COMPLETE]
    return (bool(complete) and all(flow["negotiated_version"] in _CURRENT for flow in complete)
            and all(flow in complete or _is_without_tls(flow) for flow in hybrid)
            and not any(map(_is_nameless, flows)))


def level_of(flows, frames):
    """The level, from the expectation's flows and its findings on frames of no flow."""
    hybrid = [flow for flow in flows if flow["hybrid"]]
    found = [one for flow in flows if _is_about_hybrid(flow) for one in _findings(flow)]
    other = _worst([one for flow in flows if not _is_about_hybrid(flow) for one in _findings(flow)])
    worst = _worst([*found, *frames])
    if worst == "chat" and not hybrid:
        worst = other
    if worst != "chat":
        return worst
    if _is_well(flows, hybrid):
        return "ok" if other == "chat" else "note"
    return "note" if any(flow["outcome"] in _FAILED for flow in hybrid) else "unknown"
