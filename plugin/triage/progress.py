# SPDX-License-Identifier: GPL-2.0-or-later
"""How far it is: files, megabytes and time left, on a terminal; nothing elsewhere."""

import sys
import threading
import time
from typing import TextIO

from . import text

_CLEAR_LINE = "\r\x1b[K"


class Progress:
    """One line that is written again and again. Clears it at the end of its context."""

    def __init__(self, what: str, files: int, size: int, stream: TextIO | None = None) -> None:
        self._stream = stream if stream is not None else sys.stderr
        self._shown = self._stream.isatty()
        self._what, self._files, self._size = what, files, size
        self._files_done = self._size_done = 0
        self._began = time.monotonic()
        self._lock = threading.Lock()

    def __enter__(self) -> "Progress":
        self._show()
        return self

    def __exit__(self, *_: object) -> None:
        self._write(_CLEAR_LINE)

    def add(self, files: int, size: int) -> None:
        """So much more is done; any thread may say so."""
        with self._lock:
            self._files_done += files
            self._size_done += size
            self._show()

    def _show(self) -> None:
        parts = [f"{self._what}: {self._files_done} of {text.count(self._files, 'file')}"]
        if self._size:
            parts.append(f"{text.megabytes(self._size_done)} of {text.megabytes(self._size)}")
        left = self._time_left()
        if left is not None:
            parts.append(f"about {int(left // 60)}:{int(left % 60):02d} left")
        self._write(_CLEAR_LINE + ", ".join(parts))

    def _time_left(self) -> float | None:
        done, whole = (self._size_done, self._size) if self._size else (self._files_done, self._files)
        return (time.monotonic() - self._began) * (whole - done) / done if done else None

    def _write(self, line: str) -> None:
        if self._shown:
            self._stream.write(line)
            self._stream.flush()
