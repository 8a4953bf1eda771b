# SPDX-License-Identifier: GPL-2.0-or-later
"""What tshark prints of samples on Linux and on Windows alike."""

import pathlib

SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "sample-pcaps"

# Of every sample.
REPORTS = ["-n", "-q", "-z", "exchange_hybrid,report", "-z", "exchange_hybrid,json"]
# Of this one, which has a certificate, an alert and findings: everything else that the plugin shows.
CHOSEN = "certificate_untrusted"
OTHERS = {
    "two_passes": ["-n", "-2", "-Y", "exchange_hybrid.finding"],
    "fields": ["-n", "-T", "fields", "-e", "frame.number", "-e", "exchange_hybrid.role", "-e", "exchange_hybrid.outcome",
               "-e", "exchange_hybrid.certificate.issuer"],
    "profile": ["-n", "-C", "Exchange Hybrid"],
    "preference": ["-n", "-o", "exchange_hybrid.info_column:TRUE"],
} | {table: ["-n", "-q", "-z", f"exchange_hybrid,{table}"] for table in ("flows", "servers", "findings", "tree")}


def captures():
    """Paths of all samples by name."""
    return {path.stem: path for path in sorted(SAMPLES.rglob("*.pcap*"))}
