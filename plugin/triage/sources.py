# SPDX-License-Identifier: GPL-2.0-or-later
"""What the user named -> single files, and members of zip archives, that may be captures."""

import contextlib
import dataclasses
import glob
import os
import pathlib
import shutil
import stat
import zipfile
from collections.abc import Iterator

#: Bytes that stay free on the disk when an archive's member is unpacked.
_DISK_RESERVE = 1 << 30
_COPY_BYTES = 1 << 20


@dataclasses.dataclass(frozen=True)
class Source:
    """A file, or a member of a zip archive."""

    path: pathlib.Path
    name: str  #: for people: below the folder that the user named
    folder: str  #: where it lies: files of one capture point share it
    member: str | None = None
    set_name: str | None = None

    @property
    def base(self) -> str:
        """The last part of its name."""
        return (self.member or self.path.name).replace("\\", "/").rpartition("/")[2]


@dataclasses.dataclass(frozen=True)
class Unusable:
    """Something named that is no file to look into."""

    name: str
    reason: str
    set_name: str | None = None


def find(argument: str, set_name: str | None, skip: pathlib.Path) -> Iterator[Source | Unusable]:
    """All files that one argument stands for: a folder, a file, or a pattern. What lies in `skip` is our own."""
    paths = [argument]
    if not os.path.lexists(argument) and glob.has_magic(argument):
        paths = sorted(glob.glob(argument, recursive=True))
    if not paths:
        yield Unusable(argument, "no file matches this pattern", set_name)
    for path in map(pathlib.Path, paths):
        if path.is_dir():
            yield from _walk(path.resolve(), set_name, skip.resolve())
        else:
            yield from _one(path.absolute(), path.name, set_name)


def _walk(top: pathlib.Path, set_name: str | None, skip: pathlib.Path) -> Iterator[Source | Unusable]:
    closed: list[OSError] = []
    for folder, folders, files in os.walk(top, onerror=closed.append):
        here = pathlib.Path(folder)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and here / name != skip)
        for name in sorted(files):
            if not name.startswith("."):
                yield from _one(here / name, (here / name).relative_to(top.parent).as_posix(), set_name)
    for error in closed:
        yield Unusable(str(error.filename), f"folder not read: {error.strerror}", set_name)


def _one(path: pathlib.Path, name: str, set_name: str | None) -> Iterator[Source | Unusable]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield Unusable(name, "neither a file nor a folder", set_name)
        elif path.suffix.lower() == ".zip":
            yield from _members(path, name, set_name)
        else:
            yield Source(path, name, path.parent.as_posix(), None, set_name)
    except FileNotFoundError:
        yield Unusable(name, "there is no such file or folder", set_name)
    except OSError as error:
        yield Unusable(name, f"not read: {error.strerror or error}", set_name)


def _members(path: pathlib.Path, name: str, set_name: str | None) -> Iterator[Source | Unusable]:
    """An archive is a folder; one with a single member stands for that member.

    What Windows PowerShell packs may have backslashes between the folders, and no other sign that a member is one.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.filename.endswith(("/", "\\"))]
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        yield Unusable(name, f"damaged zip archive: {error}", set_name)
        return
    if not members:
        yield Unusable(name, "zip archive without a file", set_name)
    for member in members:
        inside = member.filename.replace("\\", "/")
        full = f"{name}/{inside}"
        if member.flag_bits & 1:
            yield Unusable(full, "encrypted zip archive; unpack it with its password first", set_name)
        else:
            folder, _, _ = f"{path.as_posix()}/{inside}".rpartition("/")
            yield Source(path, full, path.parent.as_posix() if len(members) == 1 else folder, member.filename, set_name)


@contextlib.contextmanager
def opened(source: Source, scratch: pathlib.Path) -> Iterator[pathlib.Path]:
    """A path of the file's content: its own, or that of an unpacked copy as long as the context lasts."""
    if source.member is None:
        yield source.path
        return
    copy = scratch / f"member-{os.urandom(8).hex()}"
    try:
        _unpack(source.path, source.member, copy)
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def _unpack(path: pathlib.Path, member: str, copy: pathlib.Path) -> None:
    """Never under the member's own name, and never more than it says it holds."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as packed, copy.open("wb") as unpacked:
            left = archive.getinfo(member).file_size
            if left > shutil.disk_usage(copy.parent).free - _DISK_RESERVE:
                raise OSError(None, f"unpacked it has {left} bytes, more than the disk has room for")
            while left > 0 and (block := packed.read(min(left, _COPY_BYTES))):
                unpacked.write(block)
                left -= len(block)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, KeyError, ValueError) as error:
        raise OSError(None, f"damaged zip archive: {error}") from error
