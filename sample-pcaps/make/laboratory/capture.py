# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures the TCP, DNS and QUIC traffic of one site's interface with dumpcap."""

import signal
import subprocess
import time

from .network import inside
from .pcapng import read_pcap

#: dumpcap says "File:" a moment before it really captures.
_READY_PAUSE = 0.3
_READY_LIMIT = 10
_FILTER = "tcp or udp port 53 or udp port 443"


class Capture:
    """A running dumpcap, as a context manager; `frames` afterwards."""

    def __init__(self, site, folder):
        self._site = site
        self._path = folder / "capture.pcap"
        self._log = folder / "dumpcap.log"
        self._process = None
        self.frames = []

    def __enter__(self):
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                inside(self._site, ["dumpcap", "-q", "-P", "-i", "eth0", "-f", _FILTER,
                                    "-w", str(self._path)]),
                stdout=log, stderr=log)
        limit = time.monotonic() + _READY_LIMIT
        while "File:" not in self._log.read_text():
            if self._process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(f"dumpcap did not start: {self._log.read_text().strip()}")
            time.sleep(0.05)
        time.sleep(_READY_PAUSE)
        return self

    def __exit__(self, kind, *_):
        self._process.send_signal(signal.SIGINT)
        self._process.wait(timeout=10)
        if kind is None:
            self.frames = read_pcap(self._path)
