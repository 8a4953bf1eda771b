# SPDX-License-Identifier: GPL-2.0-or-later
"""Certificates of the laboratory's servers, made with the openssl command.

The issuers bear the names that the real ones have (tls-guidance: DigiCert,
Microsoft), so that a healthy sample looks healthy to a reader of certificates;
the keys are the laboratory's, made for one run and thrown away.
"""

from dataclasses import dataclass
from pathlib import Path

from .network import run
from .places import PLACES

_ROOT = "/C=US/O=DigiCert Inc/OU=www.digicert.com/CN=DigiCert Global Root G2"
_ISSUERS = {
    "microsoft": "/C=US/O=Microsoft Corporation/CN=Microsoft Azure RSA TLS Issuing CA 07",
    "public": "/C=US/O=DigiCert Inc/CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1",
}
_CA_EXTENSIONS = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
_LEAF_EXTENSIONS = ("basicConstraints=critical,CA:FALSE\n"
                    "keyUsage=critical,digitalSignature,keyEncipherment\n"
                    "extendedKeyUsage=serverAuth\n"
                    "subjectAltName={names}\n")


@dataclass(frozen=True)
class Identity:
    """What a server shows: key and chain (leaf first), as PEM files."""
    key: Path
    chain: Path


class Authority:
    """Makes identities on demand below `folder`."""

    def __init__(self, folder):
        self._folder = folder
        folder.mkdir()
        self._signed = {}
        self.root = self._sign("root", _ROOT, "root", _CA_EXTENSIONS)

    def identity(self, host):
        """Key and chain of the server of that name."""
        place = PLACES[host]
        if place.issuer == "self":
            short = host.split(".")[0].upper()
            leaf = self._sign(host, f"/CN={short}", host,
                              _LEAF_EXTENSIONS.format(names=f"DNS:{short},DNS:{host}"))
            return Identity(self._key(host), leaf)
        issuer = self._sign(place.issuer, _ISSUERS[place.issuer], "root", _CA_EXTENSIONS)
        leaf = self._sign(host, f"/CN={host}", place.issuer,
                          _LEAF_EXTENSIONS.format(names=f"DNS:{host}"))
        chain = self._folder / f"{host}.chain.pem"
        chain.write_text(leaf.read_text() + issuer.read_text())
        return Identity(self._key(host), chain)

    def _key(self, name):
        path = self._folder / f"{name}.key"
        if not path.exists():
            run(["openssl", "genpkey", "-algorithm", "RSA",
                 "-pkeyopt", "rsa_keygen_bits:2048", "-out", str(path)])
        return path

    def _sign(self, name, subject, issuer, extensions):
        """A certificate for `name`, signed with the key of `issuer` (itself: self-signed)."""
        if name in self._signed:
            return self._signed[name]
        request, certificate = (self._folder / f"{name}.{kind}" for kind in ("csr", "pem"))
        config = self._folder / f"{name}.ext"
        config.write_text(extensions)
        run(["openssl", "req", "-new", "-sha256", "-key", str(self._key(name)),
             "-subj", subject, "-out", str(request)])
        signer = (["-key", str(self._key(name))] if issuer == name else
                  ["-CA", str(self._signed[issuer]), "-CAkey", str(self._key(issuer))])
        run(["openssl", "x509", "-req", "-sha256", "-days", "365", "-in", str(request), *signer,
             "-extfile", str(config), "-out", str(certificate)])
        self._signed[name] = certificate
        return certificate
