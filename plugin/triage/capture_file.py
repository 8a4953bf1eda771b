# SPDX-License-Identifier: GPL-2.0-or-later
"""What one file is: a capture that can be read to its end, or why not; its packets, times and content hash."""

import dataclasses
import enum
import gzip
import hashlib
import pathlib
import shutil
import subprocess
import zlib
from collections.abc import Mapping, Sequence

from . import sources, text
from .wireshark import Wireshark

_COPY_BYTES = 1 << 20
_GZIP = b"\x1f\x8b"
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_CONVERT = "no capture in pcap, pcapng or Network Monitor format"
_TRACE = "a trace of Windows' event tracing; convert it first: etl2pcapng \"{name}.etl\" \"{name}.pcapng\""
_TRACE_ENDING = ".etl"


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


def inspect_together(group: Sequence[sources.Source], programs: Wireshark) -> list[CaptureFile]:
    """Looks at some files; to start capinfos takes as long as to look at 50 MB with it."""
    told = _told_together([source.path for source in group if source.member is None], programs)
    return [inspect(source, programs, told) for source in group]


def inspect(source: sources.Source, programs: Wireshark, told: Mapping[pathlib.Path, str] | None = None) -> CaptureFile:
    """Looks at a file; whatever is wrong with it is in its status. `told` is what capinfos said of sound ones already."""
    try:
        with sources.opened(source, programs.scratch) as path:
            return _inspect(source, path, programs, told or {})
    except OSError as error:
        return CaptureFile(source, Status.UNREADABLE, f"not read: {error.strerror or error}")


def _told_together(paths: Sequence[pathlib.Path], programs: Wireshark) -> Mapping[pathlib.Path, str]:
    """A line of capinfos for each; none if it complained of any, or a name breaks lines: each is then asked about alone."""
    if len(paths) < 2:
        return {}
    done = _capinfos(paths, programs)
    lines = done.stdout.split("\n")[:-1]
    sound = done.returncode == 0 and not done.stderr and len(lines) == len(paths)
    return dict(zip(paths, lines, strict=True)) if sound else {}


def _capinfos(paths: Sequence[pathlib.Path], programs: Wireshark) -> subprocess.CompletedProcess[str]:
    return programs.output([programs.program("capinfos"), "-T", "-r", "-t", "-c", "-d", "-a", "-e", "-S", *map(str, paths)])


def _inspect(source: sources.Source, path: pathlib.Path, programs: Wireshark, told: Mapping[pathlib.Path, str]) -> CaptureFile:
    if path.stat().st_size == 0:
        return CaptureFile(source, Status.EMPTY, "the file has no byte")
    with path.open("rb") as file:
        start = file.read(len(_ZSTANDARD))
    if source.base.lower().endswith(_TRACE_ENDING):
        return CaptureFile(source, Status.NOT_A_CAPTURE, _TRACE.format(name=source.base[:-len(_TRACE_ENDING)]))
    line, complaint = told.get(path), None
    if line is None:
        done = _capinfos([path], programs)
        line, complaint = done.stdout, _complaint(done.stderr) if done.returncode != 0 else None
    kind, *figures = ([""] * 5 + line.strip("\r\n").split("\t"))[-5:]
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
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
