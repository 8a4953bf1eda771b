# SPDX-License-Identifier: GPL-2.0-or-later
"""The sample captures and what must be found in them."""

import dataclasses
import functools
import json
import pathlib

from wireshark import ROOT

FOLDER = ROOT / "sample-pcaps"
_EXPECTATION = ".expected.json"
_CAPTURES = (".pcapng", ".pcap")

# Findings that expectations are complete about: any of these that is not expected is wrong.
COMPLETE_FINDINGS = {
    "client_offers_below_tls12", "client_sslv2_hello", "server_chose_below_tls12", "version_refused",
    "closed_after_old_hello", "closed_after_hello", "closed_during_handshake", "handshake_failure",
    "hello_unanswered", "client_gave_up_after_certificate", "other_fatal_alert", "onprem_refuses_cloud",
    "tcp_refused", "version_fallback", "downgrade_sentinel", "closed_without_reply", "certificate_refused",
    "name_unrecognised", "insufficient_security",
}

# Findings on the quality of an offer: compared with `offer_findings`, where a flow's expectation has that.
OFFER_FINDINGS = {
    "no_accepted_cipher", "weak_ciphers_offered", "static_rsa_only", "groups_too_narrow",
    "sha1_signatures_only", "no_sni", "no_secure_renegotiation",
}
_SEVERITIES = ("chat", "note", "warning", "error")

VERSION_NUMBERS = {"SSL 2.0": 0x0002, "SSL 3.0": 0x0300, "TLS 1.0": 0x0301, "TLS 1.1": 0x0302,
                   "TLS 1.2": 0x0303, "TLS 1.3": 0x0304}


@dataclasses.dataclass(frozen=True)
class Sample:
    """One capture with its expectation."""

    name: str

    def __str__(self):
        return self.name

    @property
    def capture(self):
        """Path of the capture in the checkout."""
        return next(path for path in all_captures() if path.stem == self.name)

    @functools.cached_property
    def expected(self):
        """The expectation as it is in the file."""
        return json.loads(self.capture.with_name(self.name + _EXPECTATION).read_text(encoding="utf-8"))

    @property
    def flows(self):
        """Expected flows by stream number."""
        return {flow["stream"]: flow for flow in self.expected["flows"]}

    @property
    def twin(self):
        """The sample that differs in one property, or None."""
        name = self.expected["twin"]
        return Sample(name.removesuffix(".pcapng")) if name else None

    @property
    def raised(self):
        """Ids of all findings that the expectation tells, on frames or in the reports."""
        told = {finding["finding"] for finding in self.expected["frames"]}
        for flow in self.expected["flows"]:
            told |= {finding["id"] for finding in flow["findings"] + flow.get("frame_findings", [])
                     + flow.get("content_findings", [])}
            told |= {finding["finding"] for finding in flow.get("offer_findings", [])}
        return told

    @property
    def options(self):
        """Options that tshark needs for this capture."""
        return tuple(self.expected["options"])


@functools.cache
def all_captures(folder=FOLDER):
    """Paths of every capture below the folder, by name: a name is there once, in whichever group."""
    found = (path for path in folder.rglob("*") if path.suffix in _CAPTURES)
    return tuple(sorted(found, key=lambda path: path.name))


@functools.cache
def all_samples():
    """Every capture that has an expectation."""
    found = (path.name.removesuffix(_EXPECTATION) for path in FOLDER.rglob(f"*{_EXPECTATION}"))
    return tuple(map(Sample, sorted(found)))


def one_of_each_group():
    """A choice of samples, for what takes long: the first of each scenario's folder."""
    first = {}
    for sample in all_samples():
        first.setdefault(sample.capture.parent, sample)
    return tuple(first.values())


@functools.cache
def judged_findings():
    """Ids of findings that are compared with expectations."""
    listed = {finding["id"] for sample in all_samples() for flow in sample.expected["flows"]
              for finding in flow["findings"]}
    on_frames = {frame["finding"] for sample in all_samples() for frame in sample.expected.get("frames", [])}
    return (COMPLETE_FINDINGS | listed | on_frames) - OFFER_FINDINGS


def offer_findings_of_flow(flow):
    """{id: (severity, event)} of the offer's findings that the flow keeps, the worst each; None: not told."""
    if flow["negotiated_version"] is not None:
        return {}
    if "offer_findings" not in flow:
        return None
    ordered = sorted(flow["offer_findings"], key=lambda finding: _SEVERITIES.index(finding["severity"]))
    return {finding["finding"]: (finding["severity"], finding["on"]) for finding in ordered}


def offers_below_tls12(flow):
    """Whether the client of an expected flow offers nothing above TLS 1.1."""
    version = flow["client_max_version"]
    return version is not None and VERSION_NUMBERS[version] < VERSION_NUMBERS["TLS 1.2"]
