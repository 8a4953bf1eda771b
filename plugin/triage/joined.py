# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of a unit as one capture: one behind the other where their times allow it, else put in order by mergecap."""

import concurrent.futures
import contextlib
import os
import pathlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from typing import IO

from .errors import UnitError
from .processes import ending, started
from .wireshark import Wireshark

_PCAPNG = b"\x0a\x0d\x0d\x0a"
_PCAP = (b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d")
_PCAP_HEADER = 24
_COPY_BYTES = 1 << 18  # more takes longer: the memory of larger blocks is not used again


@contextlib.contextmanager
def joined(paths: Sequence[pathlib.Path], in_order: bool, programs: Wireshark) -> Iterator[IO[bytes]]:
    """Where the capture can be read. Raises UnitError or OSError at its end if not all of it was there to be read.

    `in_order`: each file begins after the one before has ended, as those of a ring do.
    """
    if len(paths) == 1:
        with paths[0].open("rb") as capture:
            yield capture
        return
    headers = _repeated_headers(paths) if in_order else None
    if headers is None:
        with _merged(paths, programs) as capture:
            yield capture
    else:
        with _one_behind_the_other(paths, headers) as capture:
            yield capture


def _repeated_headers(paths: Sequence[pathlib.Path]) -> list[int] | None:
    """How many bytes at the beginning of each may not be repeated; None if they cannot follow one another in one capture."""
    starts = []
    for path in paths:
        with path.open("rb") as file:
            starts.append(file.read(_PCAP_HEADER))
    if all(start.startswith(_PCAPNG) for start in starts):
        return [0] * len(paths)  # sections of one file
    if len(set(starts)) == 1 and starts[0].startswith(_PCAP):
        return [0] + [_PCAP_HEADER] * (len(paths) - 1)
    return None


@contextlib.contextmanager
def _merged(paths: Sequence[pathlib.Path], programs: Wireshark) -> Iterator[IO[bytes]]:
    # Names are arguments of a program, of no shell; none begins with a hyphen: they are absolute.
    merge = [programs.program("mergecap"), "-F", "pcapng", "-w", "-", *map(str, paths)]
    with tempfile.TemporaryFile() as said:
        with started(merge, programs, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said) as merging:
            assert merging.stdout is not None
            with merging.stdout:
                yield merging.stdout
        if merging.returncode != 0:
            raise UnitError(f"mergecap {ending(merging.returncode, said)}")


@contextlib.contextmanager
def _one_behind_the_other(paths: Sequence[pathlib.Path], headers: Sequence[int]) -> Iterator[IO[bytes]]:
    reading, writing = os.pipe()
    with concurrent.futures.ThreadPoolExecutor(1) as pool, open(reading, "rb", buffering=0) as capture:
        pouring = pool.submit(_pour, paths, headers, writing)
        yield capture
    pouring.result()


def _pour(paths: Sequence[pathlib.Path], headers: Sequence[int], writing: int) -> None:
    # If nobody reads on, who read says why.
    with contextlib.suppress(BrokenPipeError), open(writing, "wb") as pipe:
        for path, header in zip(paths, headers, strict=True):
            with path.open("rb") as file:
                file.seek(header)
                shutil.copyfileobj(file, pipe, _COPY_BYTES)
