# SPDX-License-Identifier: GPL-2.0-or-later
"""Files in the output folder: written whole or not at all."""

import contextlib
import os
import pathlib
from collections.abc import Iterator
from typing import IO

PART = ".part"


@contextlib.contextmanager
def whole(path: pathlib.Path) -> Iterator[IO[bytes]]:
    """A file that has its name only once it is complete. What a run that was killed left is overwritten."""
    part = path.with_name(path.name + PART)
    try:
        with part.open("wb") as file:
            yield file
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_text(path: pathlib.Path, text: str) -> None:
    """Writes a text, the same bytes on every system."""
    with whole(path) as file:
        file.write(text.encode())
