# SPDX-License-Identifier: GPL-2.0-or-later
"""What one file is: a capture that can be read to its end, or why not; its packets, times and content hash."""

import dataclasses
import enum
import gzip
import hashlib
import pathlib
import shutil
import zlib

from . import sources, text
from .wireshark import Wireshark

_COPY_BYTES = 1 << 20
_GZIP = b"\x1f\x8b"
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_CONVERT = "no capture in pcap, pcapng or Network Monitor format"
_TRACE = "a trace of Windows' event tracing; convert it first: etl2pcapng FILE.etl FILE.pcapng"


class Status(enum.StrEnum):
    """What became of a file."""

    READ = "read"
    TRUNCATED = "truncated"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    NOT_A_CAPTURE = "not_a_capture"


@dataclasses.dataclass(frozen=True)
class CaptureFile:
    """A file after it was looked at. Times are whole nanoseconds since the epoch."""

    source: sources.Source
    status: Status
    reason: str | None = None
    sha256: str | None = None
    packets: int = 0
    size: int = 0  #: bytes of all packets, uncompressed
    first_time: int | None = None
    last_time: int | None = None

    @property
    def usable(self) -> bool:
        """Whether there are packets to be analysed."""
        return self.status in (Status.READ, Status.TRUNCATED) and self.packets > 0


def inspect(source: sources.Source, programs: Wireshark) -> CaptureFile:
    """Looks at a file; whatever is wrong with it is in its status."""
    try:
        with sources.opened(source, programs.scratch) as path:
            return _inspect(source, path, programs)
    except OSError as error:
        return CaptureFile(source, Status.UNREADABLE, f"not read: {error.strerror or error}")


def _inspect(source: sources.Source, path: pathlib.Path, programs: Wireshark) -> CaptureFile:
    if path.stat().st_size == 0:
        return CaptureFile(source, Status.EMPTY, "the file has no byte")
    with path.open("rb") as file:
        start = file.read(len(_ZSTANDARD))
    if source.base.lower().endswith(".etl"):
        return CaptureFile(source, Status.NOT_A_CAPTURE, _TRACE)
    done = programs.output([programs.program("capinfos"), "-T", "-r", "-t", "-c", "-d", "-a", "-e", "-S", str(path)])
    kind, *figures = ([""] * 5 + done.stdout.strip("\r\n").split("\t"))[-5:]
    complaint = _complaint(done.stderr) if done.returncode != 0 else None
    # Wireshark takes some cut files of these kinds for whole ones.
    compressed = start.startswith((_GZIP, _ZSTANDARD))
    complaint = complaint or (_compression_complaint(start, path, programs) if compressed else None)
    if not ("pcap" in kind or kind.startswith("netmon") or compressed and complaint):
        return CaptureFile(source, Status.NOT_A_CAPTURE, _CONVERT)
    found = CaptureFile(source, Status.TRUNCATED if complaint else Status.READ, complaint, _hash(path), _number(figures[0]),
                        _number(figures[1]), text.nanoseconds(figures[2]), text.nanoseconds(figures[3]))
    if found.packets == 0 and complaint is None:
        return dataclasses.replace(found, status=Status.EMPTY, reason="the capture has no packet")
    return found


def _number(figure: str) -> int:
    return int(figure) if figure.isascii() and figure.isdigit() else 0


def _complaint(said: str) -> str:
    if "cut short" in said:
        return "cut short in the middle of a packet; the packets before that were read"
    return "damaged; the packets before the damage were read"


def _compression_complaint(start: bytes, path: pathlib.Path, programs: Wireshark) -> str | None:
    """What is wrong with the compressed file as such."""
    if start[:2] == _GZIP:
        sound = _is_sound_gzip(path)
    else:
        tool = shutil.which("zstd")
        sound = tool is None or programs.output([tool, "-q", "-t", "--", str(path)]).returncode == 0
    return None if sound else "compressed file cut short or damaged; what could be unpacked of it was read"


def _is_sound_gzip(path: pathlib.Path) -> bool:
    try:
        with gzip.open(path) as file:
            while file.read(_COPY_BYTES):
                pass
    except (EOFError, gzip.BadGzipFile, zlib.error):
        return False
    return True


def _hash(path: pathlib.Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_COPY_BYTES):
            digest.update(block)
    return digest.hexdigest()
