# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes sample-pcaps/samples.md, tables of what the expectations beside the captures say."""

import json

from scenarios import GROUPS

_TITLE = """# All samples

Written by `make.sh`; not to be edited. [README.md](README.md) says what the groups are.

## Which sample shows which finding

Samples that raise it and whose twin, which differs in one property, does not; those with the fewest other
findings first.
"""
_HEAD = ("| file | scenario | expected findings | client stack; server stack | twin, and the one "
         "property in which they differ |\n|---|---|---|---|---|")
_FINDINGS_HEAD = "| finding | raised by | but not by its twin |\n|---|---|---|"
#: Pairs told of one finding: enough to begin with; the other table names all.
_PAIRS = 5
#: In the order in which users read of them; any other comes after these.
_ORDER = """client_offers_below_tls12 client_sslv2_hello client_offers_differ client_behind_siblings
    server_chose_below_tls12 version_refused closed_after_old_hello closed_after_hello
    version_fallback downgrade_sentinel onprem_refuses_cloud no_tcp_answer tcp_refused
    hello_unanswered hello_not_acknowledged foreign_reset client_gave_up_after_certificate
    closed_during_handshake closed_without_reply proxy_refused proxy_use_differs
    name_not_resolved no_hybrid_flow revocation_unreachable handshake_failure
    insufficient_security certificate_refused name_unrecognised other_fatal_alert tls_inspection
    certificate_name_mismatch certificate_expired certificate_chain_incomplete certificate_weak
    client_certificate_requested client_certificate_empty no_accepted_cipher weak_ciphers_offered
    static_rsa_only groups_too_narrow sha1_signatures_only no_sni no_secure_renegotiation
    proxy_authentication oauth_error ews_error autodiscover_error sts_error soap_fault
    http_error""".split()
_NO_HYBRID_FLOW = "no_hybrid_flow"
_BY_RULE = ("every sample of whose flows none is `hybrid` (no expectation lists it)",
            "every other sample")


def write_tables(samples):
    """Write the file anew: a table of findings, and one of each group."""
    paths = sorted(samples.rglob("*.expected.json"), key=lambda path: path.name)
    expectations = {path.name.removesuffix(".expected.json"): json.loads(path.read_text()) for path in paths}
    groups = {path.name.removesuffix(".expected.json"): path.parent.name for path in paths}
    lines = [_TITLE, _FINDINGS_HEAD, *_finding_rows(expectations)]
    for group, subject in GROUPS.items():
        rows = [_row(name, expected) for name, expected in expectations.items() if groups[name] == group]
        lines += [f"\n## {group}: {len(rows)} samples\n\n{subject}\n", _HEAD, *rows]
    (samples / "samples.md").write_text("\n".join(lines) + "\n")


def _finding_rows(expectations):
    """One row a finding: samples that raise it, and their twins that do not."""
    raised = {name: _ids(expected) for name, expected in expectations.items()}
    found = {one for ids in raised.values() for one in ids}
    names = sorted(raised, key=lambda name: (len(raised[name]), name))
    for one in [*_ORDER, *sorted(found - set(_ORDER))]:
        pairs = [(name, twin) for name in names
                 if one in raised[name] and (twin := _twin(expectations[name])) in raised
                 and one not in raised[twin]]
        by, not_by = _BY_RULE if one == _NO_HYBRID_FLOW else _told(pairs)
        yield f"| `{one}` | {by} | {not_by} |"


def _told(pairs):
    """Two cells: the first samples, and their twins, each once."""
    first = pairs[:_PAIRS]
    more = f" and {len(pairs) - len(first)} more" if len(pairs) > len(first) else ""
    return (", ".join(f"`{name}`" for name, _ in first) + more,
            ", ".join(dict.fromkeys(f"`{twin}`" for _, twin in first)))


def _ids(expected):
    """Ids of all findings that a sample raises, on its frames or in the reports."""
    found = {one["id"] for flow in expected["flows"]
             for one in (flow["findings"] + flow.get("frame_findings", [])
                         + flow.get("content_findings", []))}
    found |= {one["finding"] for flow in expected["flows"]
              for one in flow.get("offer_findings", [])}
    return found | {one["finding"] for one in expected["frames"]}


def _twin(expected):
    """The twin's name, or None."""
    return expected["twin"] and expected["twin"].removesuffix(".pcapng")


def _row(name, expected):
    twin = _twin(expected)
    twin_cell = f"`{twin}`: {expected['differs_in']}" if twin else ""
    notes = "".join(f" {word.capitalize()}: {expected[word]}."
                    for word in ("crafted", "postprocessed") if expected[word])
    return (f"| `{name}` | {expected['scenario']}{notes} | {_findings(expected)} | "
            f"{expected['client_stack']}; {expected['server_stack']} | {twin_cell} |")


def _findings(expected):
    """Findings of all flows and frames, each once, with severity; none: the verdict."""
    found = dict.fromkeys(f"`{one['id']}` ({one['severity']})"
                          for flow in expected["flows"]
                          for one in flow["findings"] + flow.get("content_findings", []))
    found |= dict.fromkeys(f"`{one['finding']}` ({one['severity']})" for one in expected["frames"])
    offers = dict.fromkeys(f"`{one['finding']}` ({one['severity']})"
                           for flow in expected["flows"] for one in flow.get("offer_findings", []))
    return (", ".join(found) or f"none ({expected['verdict']})") + (
        f"; on the offer: {', '.join(offers)}" if offers else "")
