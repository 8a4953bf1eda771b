# SPDX-License-Identifier: GPL-2.0-or-later
"""Programs that read captures: started, ended whatever happens, and how they ended in words."""

import contextlib
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from typing import IO

from .wireshark import Wireshark

_LONGEST_COMPLAINT = 400
#: Address space that programs have beyond what they use.
_UNUSED_SPACE = 2 << 30


@contextlib.contextmanager
def started(command: Sequence[str], programs: Wireshark, limit: int | None = None,
             **arguments: object) -> Iterator[subprocess.Popen[bytes]]:
    """A program that ends with the context, whatever happens: by itself, or at once if something else has failed."""
    process: subprocess.Popen[bytes] = subprocess.Popen(command, env=programs.environment(), **arguments)  # type: ignore[call-overload]
    try:
        if limit is not None:
            _limit_memory(process.pid, limit + _UNUSED_SPACE)
        yield process
        process.wait()
    except BaseException:
        process.kill()
        raise
    finally:
        process.wait()


def _limit_memory(pid: int, limit: int) -> None:
    """Where the system can: a capture made to exhaust memory ends its own tshark, not the machine."""
    with contextlib.suppress(ImportError, AttributeError, OSError, ValueError):
        import resource  # pylint: disable=import-outside-toplevel  # there is none on Windows
        set_limit: Callable[..., object] = resource.prlimit
        set_limit(pid, resource.RLIMIT_AS, (limit, limit))


def ending(status: int, said: IO[bytes]) -> str:
    """How a program ended, and its last words."""
    said.seek(0)
    lines = said.read()[-_LONGEST_COMPLAINT * 4:].decode(errors="replace").split("\n")
    words = next((line.strip()[:_LONGEST_COMPLAINT] for line in reversed(lines) if line.strip()), "")
    if status == -signal.SIGKILL:
        how = "was killed, probably because memory ran out"
    elif status < 0:
        how = f"crashed, or memory ran out (signal {-status})"
    else:
        how = f"failed (status {status})"
    return how + (f": {words}" if words else "")
