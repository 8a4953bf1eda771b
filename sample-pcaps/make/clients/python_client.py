# SPDX-License-Identifier: GPL-2.0-or-later
"""Sends standard input over TLS with Python's ssl and prints the answer.

Arguments: HOST PORT LOWEST HIGHEST CIPHERS
"""

import socket
import ssl
import sys

_TIMEOUT = 30
_VERSIONS = {
    "1.0": ssl.TLSVersion.TLSv1, "1.1": ssl.TLSVersion.TLSv1_1,
    "1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3,
}


def main():
    """Connect, send, print."""
    host, port, lowest, highest, ciphers = sys.argv[1:]
    request = sys.stdin.buffer.read()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # the laboratory's root is made anew for each run
    context.set_ciphers(ciphers)
    context.minimum_version = _VERSIONS[lowest]
    context.maximum_version = _VERSIONS[highest]
    with socket.create_connection((host, int(port)), timeout=_TIMEOUT) as plain:
        with context.wrap_socket(plain, server_hostname=host) as secure:
            secure.sendall(request)
            while chunk := secure.recv(4096):
                sys.stdout.buffer.write(chunk)


if __name__ == "__main__":
    main()
