# SPDX-License-Identifier: GPL-2.0-or-later
"""How times, sizes and foreign strings are written for a person."""

import datetime
import unicodedata

NANOSECONDS = 1_000_000_000
_SIZES = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
# Control characters, marks that turn the direction of text, surrogates, and separators of lines.
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def visible(text: str) -> str:
    """A foreign string with nothing in it that a terminal or a browser obeys rather than shows."""
    return "".join(_escape(letter) if unicodedata.category(letter) in _HIDDEN else letter for letter in text)


def _escape(letter: str) -> str:
    code = ord(letter)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def nanoseconds(seconds: str | None) -> int | None:
    """Decimal seconds, as Wireshark's programs print them, in whole nanoseconds; None for what is no time."""
    if not seconds:
        return None
    whole, _, fraction = seconds.partition(".")
    digits = (fraction + "0" * 9)[:9]
    if not whole.removeprefix("-").isascii() or not whole.removeprefix("-").isdigit() or not digits.isdigit():
        return None
    value = int(whole.removeprefix("-")) * NANOSECONDS + int(digits)
    return -value if whole.startswith("-") else value


def utc(time: int | None) -> str | None:
    """ISO 8601 with milliseconds, in UTC, as Exchange's logs are read."""
    if time is None:
        return None
    try:
        moment = datetime.datetime.fromtimestamp(time // NANOSECONDS, datetime.UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{time % NANOSECONDS // 1_000_000:03d}Z"


def size_of(text: str) -> int:
    """Bytes of "4G", "512M" or a bare number."""
    number, unit = text.strip().upper().removesuffix("B").removesuffix("I"), ""
    if number[-1:] in _SIZES:
        number, unit = number[:-1], number[-1:]
    if not number.replace(".", "", 1).isascii() or not number.replace(".", "", 1).isdigit() or float(number) <= 0:
        raise ValueError(f"{text!r} is no size; give one like 4G or 800M")
    return int(float(number) * _SIZES[unit])


def megabytes(size: int) -> str:
    """A size for a person."""
    return f"{size / 1_000_000:.1f} MB" if size < 10_000_000 else f"{size // 1_000_000} MB"


def count(number: int, thing: str) -> str:
    """"1 file", "2 files"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
