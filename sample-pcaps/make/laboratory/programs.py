# SPDX-License-Identifier: GPL-2.0-or-later
"""Builds the laboratory's own little programs and keeps what stacks need at run time."""

from pathlib import Path

from .network import run

_MAKE = Path(__file__).resolve().parent.parent
CLIENT_SOURCES = _MAKE / "clients"
SERVER_SOURCES = _MAKE / "servers"
#: Bodies of requests.
REQUESTS = CLIENT_SOURCES / "requests"


def jdk_program(name):
    """A program of Debian's JDK 17, whatever other Java is first on PATH."""
    found = sorted(Path("/usr/lib/jvm").glob(f"java-17-openjdk-*/bin/{name}"))
    if not found:
        raise RuntimeError(f"no JDK 17 with {name} below /usr/lib/jvm")
    return str(found[0])


class Programs:
    """Builds on first use, into `folder`; each method returns how to start the program.

    `root` is the laboratory's root certificate, for those that are to trust it.
    """

    def __init__(self, folder, authority):
        self.root = authority.root
        self.identity = authority.identity
        self.revoked = authority.revoked
        self._folder = folder
        folder.mkdir()
        self._built = set()

    def mono(self):
        """.NET HttpWebRequest in Mono."""
        target = self._folder / "MonoClient.exe"
        self._once(target, ["mcs", f"-out:{target}", str(CLIENT_SOURCES / "MonoClient.cs")])
        return ["mono", str(target)]

    def java(self):
        """Java's own TLS stack (JSSE)."""
        target = self._folder / "JavaClient.class"
        self._once(target, [jdk_program("javac"), "-d", str(self._folder),
                            str(CLIENT_SOURCES / "JavaClient.java")])
        return [jdk_program("java"), "-cp", str(self._folder), "JavaClient"]

    def go(self, name):
        """A Go program: "client" or "server"."""
        source = (CLIENT_SOURCES if name == "client" else SERVER_SOURCES) / f"go_{name}.go"
        target = self._folder / f"go_{name}"
        self._once(target, ["env", "GO111MODULE=off", f"GOCACHE={self._folder}/go-cache",
                            "go", "build", "-o", str(target), str(source)])
        return [str(target)]

    def mbedtls(self):
        """A C program with mbed TLS."""
        target = self._folder / "mbedtls_client"
        self._once(target, ["gcc", "-O1", "-Wall", "-Wextra", "-o", str(target),
                            str(CLIENT_SOURCES / "mbedtls_client.c"),
                            "-lmbedtls", "-lmbedx509", "-lmbedcrypto"])
        return [str(target)]

    def nss_database(self):
        """An empty NSS database, without which tstclnt does not start."""
        target = self._folder / "nss"
        target.mkdir(exist_ok=True)
        self._once(target, ["certutil", "-N", "-d", f"sql:{target}", "--empty-password"])
        return f"sql:{target}"

    def _once(self, target, argv):
        if target not in self._built:
            run(argv)
            self._built.add(target)
