# SPDX-License-Identifier: GPL-2.0-or-later
"""Certificates of the laboratory, made with the openssl command.

The issuers bear the names that the real ones have (tls-guidance: DigiCert,
Microsoft, an inspection product), so that a sample looks to a reader of
certificates as it should; the keys are the laboratory's, made for one run and
thrown away.
"""

from dataclasses import dataclass
from pathlib import Path

from .network import run
from .places import PLACES

#: Common names of the issuers, by the words that a Certificate uses.
ISSUER_NAMES = {
    "microsoft": "Microsoft Azure RSA TLS Issuing CA 07",
    "public": "DigiCert Global G2 TLS RSA SHA256 2020 CA1",
    "zscaler": "Zscaler Intermediate Root CA",
    "contoso": "Contoso Proxy CA",
}
_ISSUER_PREFIXES = {
    "microsoft": "/C=US/O=Microsoft Corporation", "public": "/C=US/O=DigiCert Inc",
    "zscaler": "/C=US/ST=California/O=Zscaler Inc.", "contoso": "/O=Contoso",
}
_ROOT = "/C=US/O=DigiCert Inc/OU=www.digicert.com/CN=DigiCert Global Root G2"
_CA_EXTENSIONS = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
_LEAF_EXTENSIONS = ("basicConstraints=critical,CA:FALSE\n"
                    "keyUsage=critical,digitalSignature,keyEncipherment\n"
                    "extendedKeyUsage={usage}\n"
                    "subjectAltName={names}\n")
#: Validity of an expired certificate.
_PAST = ("20240115000000Z", "20250115000000Z")
#: Validity of one that is good in a capture whose times are moved back, too.
_LONG = ("20250601000000Z", "20271231000000Z")


@dataclass(frozen=True)
class Certificate:
    """A certificate that a server shows; by default what its place says.

    `names`: DNS names, the first one the subject's; `issuer`: a key of
    ISSUER_NAMES or "self"; `alone`: without the issuer's certificate; `long`: valid from
    June 2025 on; `revoked`: by Microsoft's issuer; `usage`: what the key is for.
    """
    names: tuple = ()
    issuer: str | None = None
    bits: int = 2048
    digest: str = "sha256"
    expired: bool = False
    alone: bool = False
    long: bool = False
    revoked: bool = False
    usage: str = "serverAuth,clientAuth"

    def of(self, host):
        """The names and the issuer, as they are for a host; a self-signed one bears a short
        name too, as Exchange's own does."""
        issuer = self.issuer or PLACES[host].issuer
        short = (host.split(".")[0].upper(),) if issuer == "self" else ()
        return short + (self.names or (host,)), issuer

    def facts(self, host):
        """Subject, issuer and names, for the expectation."""
        names, issuer = self.of(host)
        return {"subject": names[0], "issuer": ISSUER_NAMES.get(issuer, names[0]),
                "names": list(names)}


@dataclass(frozen=True)
class Identity:
    """What one side shows: key and chain (leaf first), as PEM files."""
    key: Path
    chain: Path


class Authority:
    """Makes identities on demand below `folder`."""

    def __init__(self, folder):
        self._folder = folder
        folder.mkdir()
        self._signed = {}
        self._database = folder / "database"
        self._database.touch()
        self.root = self._sign("root", _ROOT, "root", _CA_EXTENSIONS)

    def identity(self, host, certificate=Certificate()):
        """Key and chain of the side of that name."""
        names, issuer_key = certificate.of(host)
        label = f"{host}-{hash(certificate) & 0xFFFFFFFF:x}"
        extensions = _LEAF_EXTENSIONS.format(names=",".join(f"DNS:{name}" for name in names),
                                             usage=certificate.usage)
        subject = f"/CN={names[0]}"
        if issuer_key == "self":
            leaf = self._sign(label, subject, label, extensions, certificate)
            return Identity(self._key(label), leaf)
        issuer = self._sign(issuer_key, f"{_ISSUER_PREFIXES[issuer_key]}"
                            f"/CN={ISSUER_NAMES[issuer_key]}", "root", _CA_EXTENSIONS)
        leaf = self._sign(label, subject, issuer_key, extensions, certificate)
        if certificate.revoked:
            self._as_issuer(issuer_key, "-revoke", str(leaf))
        chain = self._folder / f"{label}.chain.pem"
        chain.write_text(leaf.read_text() + ("" if certificate.alone else issuer.read_text()))
        return Identity(self._key(label), chain)

    def revoked(self):
        """The list of certificates that Microsoft's issuer has revoked, as a PEM file."""
        path = self._folder / "revoked.pem"
        self._as_issuer("microsoft", "-gencrl", "-crldays", "30", "-out", str(path))
        return path

    def _as_issuer(self, issuer, *words):
        """What an issuer does beside signing."""
        run(["openssl", "ca", "-config", str(self._ca_config()), "-md", "sha256",
             "-cert", str(self._signed[issuer]), "-keyfile", str(self._key(issuer)), *words])

    def _key(self, name, bits=2048):
        path = self._folder / f"{name}.key"
        if not path.exists():
            run(["openssl", "genpkey", "-algorithm", "RSA",
                 "-pkeyopt", f"rsa_keygen_bits:{bits}", "-out", str(path)])
        return path

    def _sign(self, name, subject, issuer, extensions, settings=Certificate()):
        """A certificate for `name`, signed with the key of `issuer` (itself: self-signed)."""
        if name in self._signed:
            return self._signed[name]
        key = str(self._key(name, settings.bits))
        request, certificate = (self._folder / f"{name}.{kind}" for kind in ("csr", "pem"))
        config = self._folder / f"{name}.ext"
        config.write_text(extensions)
        run(["openssl", "req", "-new", "-sha256", "-key", key, "-subj", subject,
             "-out", str(request)])
        files = ["-in", str(request), "-out", str(certificate), "-extfile", str(config)]
        if settings.expired or settings.long:
            start, end = _PAST if settings.expired else _LONG
            signer = (["-selfsign", "-keyfile", key] if issuer == name else
                      ["-cert", str(self._signed[issuer]), "-keyfile", str(self._key(issuer))])
            run(["openssl", "ca", "-batch", "-notext", "-config", str(self._ca_config()),
                 "-md", settings.digest, "-startdate", start, "-enddate", end,
                 *signer, *files])
        else:
            signer = (["-key", key] if issuer == name else
                      ["-CA", str(self._signed[issuer]), "-CAkey", str(self._key(issuer))])
            run(["openssl", "x509", "-req", f"-{settings.digest}", "-days", "365", *signer,
                 *files])
        self._signed[name] = certificate
        return certificate

    def _ca_config(self):
        """What `openssl ca` wants, the only command here that sets dates in the past."""
        path = self._folder / "ca.conf"
        path.write_text("[ca]\ndefault_ca=laboratory\n[laboratory]\n"
                        f"database={self._database}\nnew_certs_dir={self._folder}\n"
                        "rand_serial=yes\nunique_subject=no\npolicy=any\n"
                        "[any]\ncommonName=supplied\n")
        return path
