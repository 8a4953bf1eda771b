# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs one unit: its files joined in time, through tshark, into UNITS/KEY.json; or the reason into KEY.failed.json."""

import contextlib
import json
import os
import pathlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from typing import IO

from . import files, sources
from .capture_file import Status
from .errors import UnitError
from .joined import joined
from .plan import Input, Plan, Unit
from .processes import ending, started
from .wireshark import Wireshark

FOLDER = "units"
_RESULT, _FAILURE = ".json", ".failed.json"
_OWN_NAMES = re.compile(rf"(?P<key>[0-9a-f]{{64}})({re.escape(_RESULT)}|{re.escape(_FAILURE)})({re.escape(files.PART)})?")
_SCHEMA = b'"schema":"exchange_hybrid.report/1"'
_SCHEMA_WITHIN = 200


def result_path(folder: pathlib.Path, key: str) -> pathlib.Path:
    """Where the report of a unit is."""
    return folder / FOLDER / (key + _RESULT)


def failure_path(folder: pathlib.Path, key: str) -> pathlib.Path:
    """Where it says why there is none."""
    return folder / FOLDER / (key + _FAILURE)


def failure(folder: pathlib.Path, key: str) -> str | None:
    """Why a unit has no report, if that was tried."""
    try:
        return str(json.loads(failure_path(folder, key).read_text(encoding="utf-8"))["reason"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget_others(folder: pathlib.Path, plan: Plan) -> None:
    """Removes results of units that the plan no longer has, and what a run that was killed left."""
    keys = {unit.key for unit in plan.units}
    for path in (folder / FOLDER).iterdir():
        named = _OWN_NAMES.fullmatch(path.name)
        if named and (named["key"] not in keys or path.name.endswith(files.PART)):
            path.unlink(missing_ok=True)


def run(unit: Unit, plan: Plan, folder: pathlib.Path, programs: Wireshark, memory: int | None = None) -> str | None:
    """Runs it; None, or why there is no report."""
    try:
        with tempfile.TemporaryDirectory(dir=programs.scratch) as scratch, \
                files.whole(result_path(folder, unit.key)) as result:
            _run(unit, plan, result, pathlib.Path(scratch), programs, memory)
    except (UnitError, OSError) as error:
        reason = str(error)
        files.write_text(failure_path(folder, unit.key), json.dumps({"unit": unit.name, "reason": reason}, indent=1) + "\n")
        return reason
    failure_path(folder, unit.key).unlink(missing_ok=True)
    return None


def _run(unit: Unit, plan: Plan, result: IO[bytes], scratch: pathlib.Path, programs: Wireshark, memory: int | None) -> None:
    with contextlib.ExitStack() as stack:
        paths = [stack.enter_context(_readable(file, scratch, programs)) for file in unit.inputs]
        capture = stack.enter_context(joined(paths, unit.in_order, programs))
        _analyse(programs.analysis(plan.options), capture, result, programs, memory)


@contextlib.contextmanager
def _readable(file: Input, scratch: pathlib.Path, programs: Wireshark) -> Iterator[pathlib.Path]:
    """The file, or the part of a cut one that can be read."""
    with sources.opened(file.source, scratch) as path:
        if file.status is not Status.TRUNCATED:
            yield path
            return
        saved = scratch / f"{file.sha256}.pcapng"
        programs.output([programs.program("editcap"), str(path), str(saved)])
        if not saved.exists():
            raise UnitError(f"editcap could save nothing of {file.name}")
        try:
            yield saved
        finally:
            saved.unlink()


def _analyse(command: Sequence[str], capture: IO[bytes], result: IO[bytes], programs: Wireshark, memory: int | None) -> None:
    with tempfile.TemporaryFile() as said:
        # Its end of a pipe is closed here: who writes must notice if tshark ends early.
        with started(command, programs, stdin=capture, stdout=result, stderr=said, limit=memory, **programs.unprivileged()) as tshark:
            capture.close()
        if tshark.returncode != 0:
            raise UnitError(f"tshark {ending(tshark.returncode, said)}")
    with open(result.name, "rb") as written:
        if _SCHEMA not in written.read(_SCHEMA_WITHIN).replace(b" ", b""):
            raise UnitError("tshark printed no report of the plugin")
        written.seek(-3, os.SEEK_END)  # with an end of line, which has two characters on Windows
        if not written.read().rstrip().endswith(b"}"):
            raise UnitError("tshark's report is not complete")
