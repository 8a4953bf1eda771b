# SPDX-License-Identifier: GPL-2.0-or-later
"""Devices that end TCP: a balancer at layer 4, and one that ends TLS too and begins it anew with TLS 1.0."""

import contextlib
import select
import socket
import ssl
import threading
import time

from .device import socket_in
from .scenarios import NAME

_PORT, _TIMEOUT, _BLOCK = 443, 8, 65536
#: Seconds that the balancer takes to choose a server: its own connection is seen to be another one.
_CHOOSES = 0.2


class Relay:
    """Answers for an address in one namespace, and calls the same address in another."""

    def __init__(self, kind, front, back, address, identity):
        self._serve = getattr(self, f"_{kind}")
        self._back, self._address, self._identity = back, address, identity
        self._listening = socket_in(front, socket.AF_INET, socket.SOCK_STREAM)
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listening.bind((address, _PORT))
        self._listening.listen()
        threading.Thread(target=self._run, daemon=True).start()

    def close(self):
        """Ends it."""
        self._listening.close()

    def _run(self):
        with contextlib.suppress(OSError):
            while True:
                inside, _ = self._listening.accept()
                inside.settimeout(_TIMEOUT)
                with inside, contextlib.suppress(OSError):
                    self._serve(inside)

    def _outside(self):
        made = socket_in(self._back, socket.AF_INET, socket.SOCK_STREAM)
        made.settimeout(_TIMEOUT)
        made.connect((self._address, _PORT))
        return made

    def _balancer(self, inside):
        time.sleep(_CHOOSES)
        with self._outside() as outside:
            others = {inside: outside, outside: inside}
            while True:
                for ready in select.select(list(others), [], [], _TIMEOUT)[0]:
                    block = ready.recv(_BLOCK)
                    if not block:
                        return
                    others[ready].sendall(block)

    def _inspection(self, inside):
        """Calls outside as soon as it knows the name; what comes of it does not change what it says inside."""
        outer = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        outer.check_hostname, outer.verify_mode = False, ssl.CERT_NONE
        outer.set_ciphers("ALL:@SECLEVEL=0")
        outer.minimum_version = outer.maximum_version = ssl.TLSVersion.TLSv1
        called = []

        def call(*_):
            with contextlib.suppress(OSError):
                called.append(outer.wrap_socket(self._outside(), server_hostname=NAME))

        inner = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        inner.load_cert_chain(self._identity.chain, self._identity.key)
        inner.maximum_version = ssl.TLSVersion.TLSv1_2
        inner.sni_callback = call
        with inner.wrap_socket(inside, server_side=True) as tls:
            request = tls.recv(_BLOCK)
            if called:
                called[0].sendall(request)
                tls.sendall(called[0].recv(_BLOCK))
                called[0].close()
