# SPDX-License-Identifier: GPL-2.0-or-later
"""flows.jsonl: a flow a line, with the field names of the Elastic Common Schema. The mapping is in doc/triage.md."""

import json
from collections.abc import Iterator

from . import case, text
from .case import Document, Result

ECS_VERSION = "8.11.0"
_OUTCOMES = {"completed": "success", "failed": "failure", case.UNJUDGED: "unknown"}
_DIRECTIONS = {"onprem_to_cloud": "outbound", "client_to_cloud": "outbound", "cloud_to_onprem": "inbound",
               "onprem_to_onprem": "internal"}


def lines(result: Result) -> Iterator[str]:
    """One JSON document for each flow of a unit; a field whose value is not known is absent."""
    for flow in (result.document or {}).get("flows", []):
        yield json.dumps(_present(_event(result, flow)), sort_keys=True)


def _event(result: Result, flow: Document) -> Document:
    return {
        "@timestamp": text.utc(case.flow_time(flow)),
        "ecs": {"version": ECS_VERSION},
        "event": {"kind": "event", "category": ["network"], "type": ["connection"], "dataset": "exchange_hybrid.flow",
                  "outcome": _OUTCOMES[case.state(flow)]},
        "source": _end(flow["client"]),
        "destination": _end(flow["server"]) | {"domain": flow["host"]},
        "network": {"transport": "tcp", "protocol": "tls", "direction": _DIRECTIONS.get(flow["direction"], "unknown")},
        "tls": _tls(flow),
        "observer": {"name": result.unit.name},
        "tags": [result.unit.set_name] if result.unit.set_name else None,
        "exchange_hybrid": _own(result, flow),
    }


def _end(end: Document) -> Document:
    return {"address": end["address"], "ip": end["address"], "port": end["port"]}


def _tls(flow: Document) -> Document:
    protocol, _, version = (flow["negotiated_version"] or "").partition(" ")
    certificate = flow["certificate"] or {}
    times = {name: text.utc(text.nanoseconds(certificate.get(name))) for name in ("not_before", "not_after")}
    x509 = {"subject": {"common_name": _list(certificate.get("subject"))}, "issuer": {"common_name": _list(certificate.get("issuer"))},
            "alternative_names": certificate.get("names")} | times
    return {"version": version or None, "version_protocol": protocol.lower() or None, "cipher": flow["cipher"],
            "established": flow["outcome"] in case.COMPLETED, "resumed": flow["outcome"] == "resumed",
            "client": {"server_name": flow["sni"]}, "server": {"x509": x509}}


def _list(value: str | None) -> list[str] | None:
    return [value] if value else None


def _own(result: Result, flow: Document) -> Document:
    """What the Elastic Common Schema has no name for."""
    frame = flow["frames"]["first"]
    place = case.place(result.unit, frame) if frame else None
    kept = {name: flow.get(name) for name in ("stream", "role", "hybrid", "cloud", "client_max_version", "outcome", "ended_by",
                                             "alert", "history", "frames", "unread", "matched_by")}
    return kept | {
        "findings": [finding["id"] for finding in flow["findings"]],
        "set": result.unit.set_name,
        "file": place.file if place else None,
        "frame_in_file": place.frame_in_file if place else None,
    }


def _present(document: Document) -> Document:
    """The document without what is not known."""
    kept = {}
    for name, value in document.items():
        inner = _present(value) if isinstance(value, dict) else value
        if inner is not None and inner != {} and inner != []:
            kept[name] = inner
    return kept
