# SPDX-License-Identifier: GPL-2.0-or-later
"""With keys: what TLS 1.3 encrypts is evidence too (data/make_tls13_decrypted.sh says how the capture was made)."""

import pathlib

import pytest

CAPTURE = pathlib.Path(__file__).resolve().parent / "data" / "tls13_decrypted.pcapng"


@pytest.fixture(name="capture")
def readable_capture(wireshark):
    """The capture as Wireshark's user can read it."""
    return wireshark.file("tls13_decrypted.pcapng", CAPTURE.read_bytes())


@pytest.mark.parametrize("passes", [[], ["-2"]], ids=["one pass", "two passes"])
def test_certificate_and_host_of_tls13(wireshark, capture, passes):
    """The certificate is read; the Host of the request is the stronger evidence for the flow."""
    (flow,) = wireshark.json(capture, *passes)["flows"]
    assert flow["negotiated_version"] == "TLS 1.3"
    assert flow["outcome"] == "completed"
    assert flow["certificate"]["subject"] == "outlook.office365.com"
    assert flow["certificate"]["names"] == ["outlook.office365.com", "*.outlook.com"]
    assert (flow["matched_by"], flow["host"], flow["role"]) == (
        "http_host", "autodiscover-s.outlook.com", "exo_autodiscover")
    assert [finding["id"] for finding in flow["findings"]] == ["tls_inspection"]


def test_certificate_fields(wireshark, capture):
    """Before the request, the certificate names the flow; what was told on its frame stays."""
    printed = wireshark.tshark("-n", "-r", capture, "-Y", "exchange_hybrid.finding == tls_inspection", "-T", "fields",
                               "-e", "exchange_hybrid.certificate.subject", "-e", "exchange_hybrid.certificate.issuer",
                               "-e", "exchange_hybrid.certificate.name", "-e", "exchange_hybrid.matched_by")
    assert printed.decode().splitlines() == [
        "outlook.office365.com\toutlook.office365.com\toutlook.office365.com,*.outlook.com\tcertificate"]
