# SPDX-License-Identifier: GPL-2.0-or-later
"""Client and server of a pair: real TLS stacks (Python's ssl, OpenSSL).

usage: ends.py client ADDRESS NAME BYTES SECONDS
       ends.py server ADDRESS CHAIN KEY LOWEST ACT
"""

import contextlib
import socket
import ssl
import struct
import sys
import time

_PORT, _BLOCK, _ANSWER = 443, 65536, 600
#: Seconds between the connection and the ClientHello: longer than a busy machine takes for anything.
_THINKS = 0.4
_VERSIONS = {"1.0": ssl.TLSVersion.TLSv1, "1.2": ssl.TLSVersion.TLSv1_2}


def client(address, name, size, patience):
    """One call; it gives up after some seconds."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_STREAM) as plain:
        plain.settimeout(float(patience))
        plain.connect((address, _PORT))
        time.sleep(_THINKS)
        with context.wrap_socket(plain, server_hostname=name) as tls:
            tls.sendall(b"G" * int(size))
            while tls.recv(_BLOCK):
                pass


def server(address, chain, key, low, act):
    """Answers one call after the other, until it is killed. A call that says nothing is held open."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    held = []
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, _PORT))
        listening.listen()
        while True:
            called, _ = listening.accept()
            called.settimeout(20)
            try:
                _serve(called, (chain, key), low, act)
            except OSError:
                held.append(called)


def _serve(called, identity, low, act):
    if act == "reset":
        called.recv(_BLOCK)
        time.sleep(0.05)
        called.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        called.close()
        return
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*identity)
    context.set_ciphers("ALL:@SECLEVEL=0" if low == "1.0" else "ECDHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0")
    context.minimum_version, context.maximum_version = _VERSIONS[low], ssl.TLSVersion.TLSv1_2
    with context.wrap_socket(called, server_side=True) as tls:
        tls.recv(_BLOCK)
        time.sleep(0.05)
        tls.sendall(b"A" * _ANSWER)


if __name__ == "__main__":
    {"client": client, "server": server}[sys.argv[1]](*sys.argv[2:])
