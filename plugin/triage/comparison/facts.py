# SPDX-License-Identifier: GPL-2.0-or-later
"""What a pcapng file says of its own making: when capturing began and ended, and how many frames it lost.

tshark does not tell this to the plugin. The blocks that hold packets are passed over.
"""

import dataclasses
import pathlib
import struct
from typing import IO

_SECTION, _INTERFACE, _STATISTICS = 0x0A0D0D0A, 1, 5
_MAGIC = 0x1A2B3C4D
_RESOLUTION, _START, _END, _RECEIVED_DROPS, _SYSTEM_DROPS = 9, 2, 3, 5, 7
_HEADER, _LONGEST_BLOCK = 8, 1 << 20
_MOST_BLOCKS = 50_000_000


@dataclasses.dataclass(frozen=True)
class Facts:
    """None: the file does not say. Times in nanoseconds since the epoch."""

    begin: int | None = None
    end: int | None = None
    drops: int | None = None


def together(parts: list[Facts]) -> Facts:
    """Of several files of one point: what one of them does not say is not known."""
    drops = [part.drops for part in parts]
    begins, ends = [part.begin for part in parts if part.begin is not None], [part.end for part in parts if part.end is not None]
    known = sum(drop for drop in drops if drop is not None)
    return Facts(min(begins, default=None), max(ends, default=None), known if known or (drops and None not in drops) else None)


def read(path: pathlib.Path) -> Facts:
    """Of a file; nothing of what is no pcapng."""
    try:
        with path.open("rb") as file:
            return _read(file)
    except (OSError, struct.error, OverflowError):
        return Facts()


def _read(file: IO[bytes]) -> Facts:
    order = "<"
    resolutions: list[int] = []
    begins: list[int] = []
    ends: list[int] = []
    drops: dict[tuple[int, int], int] = {}
    section = 0
    for _ in range(_MOST_BLOCKS):
        head = file.read(_HEADER)
        if len(head) < _HEADER:
            break
        kind = struct.unpack(order + "I", head[:4])[0]
        if kind == _SECTION:
            order = "<" if file.read(4) == struct.pack("<I", _MAGIC) else ">"
            file.seek(-4, 1)
            resolutions, section = [], section + 1
        elif section == 0:
            return Facts()
        length = struct.unpack(order + "I", head[4:])[0]
        if length < _HEADER + 4 or (kind in (_INTERFACE, _STATISTICS) and length > _LONGEST_BLOCK):
            break
        if kind not in (_INTERFACE, _STATISTICS):
            file.seek(length - _HEADER, 1)
            continue
        body = file.read(length - _HEADER)[:-4]
        if kind == _INTERFACE:
            resolutions.append(_resolution(_options(body[8:], order).get(_RESOLUTION, b"\6")))
            continue
        interface = struct.unpack_from(order + "I", body)[0]
        options = _options(body[12:], order)
        unit = resolutions[interface] if interface < len(resolutions) else 1000
        begins += _time(options.get(_START), order, unit)
        ends += _time(options.get(_END), order, unit)
        told = [struct.unpack(order + "Q", options[code])[0] for code in (_RECEIVED_DROPS, _SYSTEM_DROPS) if len(options.get(code, b"")) == 8]
        if told:
            drops[(section, interface)] = sum(told)
    return Facts(min(begins, default=None), max(ends, default=None), sum(drops.values()) if drops else None)


def _options(body: bytes, order: str) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(body):
        code, length = struct.unpack_from(order + "HH", body, at)
        if code == 0:
            break
        found.setdefault(code, body[at + 4:at + 4 + length])
        at += 4 + length + -length % 4
    return found


def _resolution(value: bytes) -> int:
    """Nanoseconds of a unit; finer ones count as 1."""
    power = value[0] if value else 6
    if power & 0x80:
        return max(10 ** 9 >> min(power & 0x7F, 60), 1)
    return 10 ** max(9 - power, 0)


def _time(value: bytes | None, order: str, unit: int) -> list[int]:
    if value is None or len(value) != 8:
        return []
    high, low = struct.unpack(order + "II", value)
    return [((high << 32) | low) * unit]
