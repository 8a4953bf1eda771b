# SPDX-License-Identifier: GPL-2.0-or-later
"""An explicit HTTP proxy for CONNECT.

Arguments: ADDRESS PORT [--credentials USER:WORD] [--deny HOST ...] [--hang-up]
407 without the credentials (the connection stays), 403 for a denied host and
502 for one that cannot be reached (the connection ends), else 200 and a tunnel.
--hang-up: each CONNECT is answered by the end of the connection, without a word.
It calls from its own ADDRESS. A reset of one side is passed on to the other as a reset.
"""

import argparse
import base64
import select
import socket
import threading

from openssl_server import reset

_TIMEOUT = 10
_CHALLENGE = "Proxy-Authenticate: Basic realm=\"proxy\"\r\n"
_REASONS = {403: "Forbidden", 407: "Proxy Authentication Required", 502: "Bad Gateway"}


def read_head(connection):
    """One request's head, as lines; empty if the client ended."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(4096)
        if not chunk:
            return []
        data += chunk
    return data.decode("latin-1").split("\r\n")


def refuse(connection, status):
    """A short answer; after a 407 the connection stays open."""
    stays = status == 407
    connection.sendall((f"HTTP/1.1 {status} {_REASONS[status]}\r\n"
                        f"{_CHALLENGE if stays else ''}Content-Length: 0\r\n"
                        f"Connection: {'keep-alive' if stays else 'close'}\r\n\r\n").encode())


def tunnel(client, server):
    """Bytes of both directions until both have ended, or one with a reset."""
    speaking = [client, server]
    while speaking:
        for source in select.select(speaking, [], [])[0]:
            target = client if source is server else server
            try:
                data = source.recv(65536)
            except ConnectionResetError:
                reset(target)
                return
            if data:
                target.sendall(data)
            else:
                target.shutdown(socket.SHUT_WR)
                speaking.remove(source)


def serve(client, options):
    """One connection: CONNECT requests until one is granted or refused for good."""
    wanted = options.credentials and "Basic " + base64.b64encode(
        options.credentials.encode()).decode()
    with client:
        while lines := read_head(client):
            if options.hang_up:
                return
            host, _, port = lines[0].split()[1].rpartition(":")
            given = [line.partition(": ")[2] for line in lines[1:]
                     if line.lower().startswith("proxy-authorization:")]
            if wanted and given != [wanted]:
                refuse(client, 407)
                continue
            if host in options.deny:
                refuse(client, 403)
                return
            try:
                server = socket.create_connection((host, int(port)), timeout=_TIMEOUT,
                                                  source_address=(options.address, 0))
            except OSError:
                refuse(client, 502)
                return
            with server:
                server.settimeout(None)
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                tunnel(client, server)
            return


def main():
    """Listen, one thread a connection."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("port", type=int)
    parser.add_argument("--credentials")
    parser.add_argument("--hang-up", action="store_true")
    parser.add_argument("--deny", action="append", default=[])
    options = parser.parse_args()
    family = socket.AF_INET6 if ":" in options.address else socket.AF_INET
    with socket.create_server((options.address, options.port), family=family) as listener:
        while True:
            client, _ = listener.accept()
            threading.Thread(target=serve, args=(client, options), daemon=True).start()


if __name__ == "__main__":
    main()
