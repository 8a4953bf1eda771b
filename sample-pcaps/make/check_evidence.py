# SPDX-License-Identifier: GPL-2.0-or-later
"""What else a capture must hold for its expectation to be true: names and certificates."""

import ipaddress
import re
import subprocess
from dataclasses import dataclass
from datetime import datetime, timezone

_PUBLIC_ISSUERS = {"Microsoft Azure RSA TLS Issuing CA 07",
                   "DigiCert Global G2 TLS RSA SHA256 2020 CA1"}
_SMALLEST_KEY = 2048
_NO_SUCH_NAME = 3
_UNLISTED = ".example.net"
_SMTP = 25


@dataclass
class Leaf:
    """A certificate as the openssl command reads it."""
    subject: str
    issuer: str
    names: list
    not_after: float
    bits: int
    digest: str


def read_leaf(der):
    """A DER certificate."""
    text = subprocess.run(["openssl", "x509", "-inform", "DER", "-noout", "-text"], input=der,
                          capture_output=True, check=True).stdout.decode()

    def find(pattern):
        return re.search(pattern, text).group(1)
    ends = datetime.strptime(find(r"Not After : (.*) GMT"), "%b %d %H:%M:%S %Y")
    return Leaf(find(r"Subject:.*?CN = ([^,\n]*)"), find(r"Issuer:.*?CN = ([^,\n]*)"),
                re.findall(r"DNS:([^,\s]*)", text),
                ends.replace(tzinfo=timezone.utc).timestamp(),
                int(find(r"Public-Key: \((\d+) bit\)")), find(r"Signature Algorithm: (\w+)"))


def certificate_findings(seen, to_cloud):
    """(id, event) that the server's Certificate message demands."""
    if not seen.certificates:
        return set()
    leaf, found = read_leaf(seen.certificates[0]), set()
    if to_cloud and leaf.issuer not in _PUBLIC_ISSUERS:
        found.add("tls_inspection")
    if seen.sni and not any(_covers(name, seen.sni) for name in leaf.names):
        found.add("certificate_name_mismatch")
    if leaf.not_after < seen.certificate_time:
        found.add("certificate_expired")
    if (len(seen.certificates) == 1 and leaf.issuer != leaf.subject
            and leaf.issuer in _PUBLIC_ISSUERS):
        found.add("certificate_chain_incomplete")
    if leaf.bits < _SMALLEST_KEY or leaf.digest.startswith("sha1"):
        found.add("certificate_weak")
    return {(name, "certificate") for name in found}


def client_certificate_findings(seen):
    """(id, event) about the client's certificate."""
    found = set()
    if seen.certificate_request and seen.server[1] != _SMTP:
        found.add(("client_certificate_requested", "certificate_request"))
    if seen.client_certificate_empty and seen.server[1] == _SMTP:
        found.add(("client_certificate_empty", "client_certificate"))
    return found


def _covers(pattern, name):
    """Whether a certificate's name stands for a host: a wildcard for one label."""
    if pattern.startswith("*."):
        return name.partition(".")[2] == pattern[2:]
    return name == pattern


def check_certificate(seen, expected):
    """Whether the certificate is that of the expectation."""
    wanted = expected.get("certificate")
    if wanted and not seen.certificates:
        yield "there is no certificate in clear"
    elif wanted:
        leaf = read_leaf(seen.certificates[0])
        shown = {"subject": leaf.subject, "issuer": leaf.issuer, "names": leaf.names}
        if shown != wanted:
            yield f"the certificate is {shown}, expected {wanted}"


def check_match(seen, expected, frames):
    """Whether the capture holds the evidence that the flow is to be recognised by."""
    host, source = expected["host"], expected["matched_by"]
    there = {
        "sni": seen.sni == host,
        "connect": seen.connect_target == host, "http_host": seen.http_host == host,
        "certificate": bool(seen.certificates) and host in read_leaf(seen.certificates[0]).names,
        "dns": host in _names_of(seen.server[0], seen.first_time, frames),
        "smtp": host in seen.smtp_names,
        "user_table": any("organization" in one for one in expected["options"]),
        "address": host is None, "port": host is None, "none": host is None,
    }
    if not there[source]:
        yield f"no evidence of {host!r} by {source}"
    for stronger in ("sni", "connect", "certificate"):
        if source in ("dns", "smtp", "address", "none") and host is not None and there[stronger]:
            yield f"{stronger} is stronger evidence than {source}"


def _names_of(address, before, frames):
    """Every name of DNS answers that led to an address before a time."""
    names = set()
    for frame in frames:
        if (frame.text("dns.flags.response") == "1" and frame.time < before
                and address in frame.values["dns.a"] + frame.values["dns.aaaa"]):
            names |= {frame.text("dns.qry.name"), *frame.values["dns.cname"]}
    return names


def check_frames(expected, frames):
    """Whether exactly the expected names were not resolved."""
    wanted = sorted(one["dns_name"] for one in expected["frames"])
    seen = sorted(frame.text("dns.qry.name") for frame in frames if _is_failure(frame))
    if seen != wanted:
        yield f"names not resolved: {seen}, expected {wanted}"


def check_quic(expected, frames):
    """Whether as many QUIC connections as expected bear a Microsoft name."""
    wanted = expected.get("limits", {}).get("quic_connections")
    names = {frame.text("quic.connection.number"):
             frame.text("tls.handshake.extensions_server_name") for frame in frames
             if frame.text("quic.connection.number") and
             frame.text("tls.handshake.extensions_server_name")}
    listed = [name for name in names.values() if not name.endswith(_UNLISTED)]
    if wanted is None and names or wanted is not None and not names:
        yield f"names in QUIC: {sorted(names.values())}"
    elif len(listed) != (wanted or 0):
        yield f"QUIC connections to {listed}, expected {wanted} of them"


def is_unlisted(name):
    """Whether no list has that name; no name is none of them."""
    return name is not None and name.endswith(_UNLISTED)


def _is_failure(frame):
    """An answer to a Microsoft name: no such name, or a private address."""
    name = frame.text("dns.qry.name")
    if frame.text("dns.flags.response") != "1" or name.endswith(_UNLISTED):
        return False
    private = ipaddress.ip_network("10.0.0.0/8")
    return (frame.numbers("dns.flags.rcode") == [_NO_SUCH_NAME] or
            any(ipaddress.ip_address(one) in private for one in frame.values["dns.a"]))
