# SPDX-License-Identifier: GPL-2.0-or-later
"""Sends standard input over TLS with Python's ssl and prints the answer.

Arguments: [--no-name] [--verify] [--trust FILE]
           [--proxy HOST:PORT] [--credentials USER:WORD] [--attempts N]
           HOST PORT LOWEST HIGHEST CIPHERS
--no-name sends no server name. --verify: the server's certificate must be good, by the roots
of FILE, else by those of this machine. Through a proxy: the CONNECT bears the credentials
each time; it is sent N times at most, on one connection, while the answer is 407.
"""

import argparse
import base64
import socket
import ssl
import sys

TIMEOUT = 30
VERSIONS = {
    "1.0": ssl.TLSVersion.TLSv1, "1.1": ssl.TLSVersion.TLSv1_1,
    "1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3,
}


def read_status(connection):
    """The status of an HTTP answer without a body."""
    head = b""
    while b"\r\n\r\n" not in head:
        chunk = connection.recv(4096)
        if not chunk:
            return 0
        head += chunk
    return int(head.split()[1])


def ask_proxy(connection, options):
    """Whether the proxy opened the tunnel."""
    target = f"{options.host}:{options.port}"
    request = f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n"
    if options.credentials:
        word = base64.b64encode(options.credentials.encode()).decode()
        request += f"Proxy-Authorization: Basic {word}\r\n"
    for _ in range(options.attempts):
        connection.sendall(f"{request}\r\n".encode())
        status = read_status(connection)
        if status != 407:
            return status == 200
    return False


def main():
    """Connect, send, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-name", action="store_true")
    parser.add_argument("--verify", action="store_true")
    parser.add_argument("--trust")
    parser.add_argument("--proxy")
    parser.add_argument("--credentials")
    parser.add_argument("--attempts", type=int, default=1)
    for name in ("host", "port", "lowest", "highest", "ciphers"):
        parser.add_argument(name)
    options = parser.parse_args()
    request = sys.stdin.buffer.read()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED if options.verify else ssl.CERT_NONE
    if options.trust:
        context.load_verify_locations(options.trust)
    elif options.verify:
        context.load_default_certs()
    context.set_ciphers(options.ciphers)
    context.minimum_version = VERSIONS[options.lowest]
    context.maximum_version = VERSIONS[options.highest]
    host, port = (options.proxy.split(":") if options.proxy else (options.host, options.port))
    with socket.create_connection((host, int(port)), timeout=TIMEOUT) as plain:
        if options.proxy and not ask_proxy(plain, options):
            return
        name = None if options.no_name else options.host
        with context.wrap_socket(plain, server_hostname=name) as secure:
            secure.sendall(request)
            while chunk := secure.recv(4096):
                sys.stdout.buffer.write(chunk)


if __name__ == "__main__":
    main()
