# SPDX-License-Identifier: GPL-2.0-or-later
"""exchange_hybrid.flow_verdict: each flow in a few words, for a column."""

import re

import pytest

import samples

MOST_LETTERS = 60

# By stream, from what happened in each sample.
WANTED = {
    "new_auth_server_tls10": {0: "TLS 1.0 offered, server alert protocol_version"},
    "new_auth_server_tls12": {0: "Completed with TLS 1.2"},
    "reset_after_tls12_hello": {0: "TLS 1.2 offered, reset by server"},
    "close_after_tls12_hello": {0: "TLS 1.2 offered, closed by server"},
    "cloud_to_onprem_refused": {0: "On-premises endpoint refused: handshake_failure"},
    "proxy_407_closed": {0: "Proxy demands authentication (407)"},
    "proxy_403": {0: "Proxy refused the CONNECT (HTTP 403)"},
    "tls_inspection_product": {0: "TLS inspection: foreign issuer, completed"},
    "smtp_starttls_masked": {0: "Mail: STARTTLS overwritten on the way"},
    "requests_mrsproxy_403": {0: "HTTP 403 answered"},
    "tcp_refused": {0: "Connection attempt refused (RST)"},
    "answered_in_clear": {0: "ClientHello answered in clear, not with TLS"},
    "certificate_untrusted": {0: "Certificate refused by client: unknown_ca"},
    "server_chooses_tls10": {0: "Server chose TLS 1.0, completed"},
    "fallback_after_reset": {1: "TLS 1.2 on the second attempt, completed"},
    "capture_begun_mid_flow": {0: "Began before the capture: cannot be judged"},
}


def verdicts_of(wireshark, capture, *options):
    """{stream: its verdict on its last frame}; each frame of a flow has one."""
    printed = wireshark.tshark("-n", "-2", "-r", capture, *options, "-Y", "exchange_hybrid.role && tcp", "-T", "fields",
                               "-e", "tcp.stream", "-e", "exchange_hybrid.flow_verdict").decode()
    last = {}
    for line in printed.splitlines():
        stream, verdict = line.split("\t")
        last[int(stream)] = verdict
        assert verdict, "a frame of a flow without a verdict"
    return last


def test_a_column_holds_it(sample, wireshark, capture):
    """60 letters at most, a capital first, no {name} that nobody filled in, and no word cut off in a bracket."""
    for verdict in verdicts_of(wireshark, capture, *sample.options).values():
        assert len(verdict) <= MOST_LETTERS
        assert re.match(r"[A-Z]", verdict) and not re.search(r"[{}]", verdict) and verdict == verdict.strip(" ,:;")


@pytest.mark.parametrize("name", WANTED)
def test_says_what_happened(wireshark, captures, name):
    """The words for what a person sees in the packets."""
    sample = samples.Sample(name)
    told = verdicts_of(wireshark, captures / sample.capture.name, *sample.options)
    assert {stream: told[stream] for stream in WANTED[name]} == WANTED[name]
