# SPDX-License-Identifier: GPL-2.0-or-later
"""Sends HTTP/1.1 requests over one connection, some of them together.

Arguments: HOST PORT LOWEST HIGHEST CIPHERS; port 80 is without TLS.
Standard input: JSON, a list of lists of whole requests. Those of one list are sent at once; the
next list is, when all of them have been answered. It ends when the server does.
"""

import json
import socket
import ssl
import sys

from python_client import TIMEOUT, VERSIONS

_PLAIN = 80


def read_answer(reader):
    """Whether a whole answer came."""
    if not reader.readline():
        return False
    headers = {}
    while line := reader.readline().strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    if headers.get("transfer-encoding") != "chunked":
        length = int(headers.get("content-length", "0"))
        return len(reader.read(length)) == length
    while size := int(reader.readline(), 16):
        reader.read(size + 2)
    reader.readline()
    return True


def converse(stream, groups):
    """All groups, or as many as are answered."""
    with stream.makefile("rb") as reader:
        for group in groups:
            stream.sendall("".join(group).encode())
            if not all(read_answer(reader) for _ in group):
                return


def main():
    """Connect and ask."""
    host, port, lowest, highest, ciphers = sys.argv[1:]
    groups = json.load(sys.stdin)
    with socket.create_connection((host, int(port)), timeout=TIMEOUT) as plain:
        if int(port) == _PLAIN:
            converse(plain, groups)
            return
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.set_ciphers(ciphers)
        context.minimum_version, context.maximum_version = VERSIONS[lowest], VERSIONS[highest]
        with context.wrap_socket(plain, server_hostname=host) as secure:
            converse(secure, groups)
            secure.unwrap()


if __name__ == "__main__":
    main()
