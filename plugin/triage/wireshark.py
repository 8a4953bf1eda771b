# SPDX-License-Identifier: GPL-2.0-or-later
"""Wireshark's programs: where they are, as whom and in which environment they run.

tshark dissects what strangers wrote: it never runs as root, and gets captures through standard input, so that its
user need not be allowed to read them. capinfos, editcap and mergecap read the frames' framing only. The user's own
configuration neither counts nor changes: two runs of one case must be equal.
"""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from .errors import TriageError

#: Same JSON, and 27 % less growth of memory, without what the plugin never reads; a hello out of order is read.
PREFERENCES = ("tcp.reassemble_out_of_order:TRUE", "tcp.calculate_timestamps:FALSE", "tcp.track_bytes_in_flight:FALSE")
_MODULE = "exchange_hybrid"
_PLUGIN_FOLDER = "WIRESHARK_PLUGIN_DIR"
_NOBODY = "nobody"


class Wireshark:
    """The programs of this machine. A context manager: it has a scratch folder."""

    def __init__(self) -> None:
        self._as_root = hasattr(os, "geteuid") and os.geteuid() == 0
        # Root's TMPDIR may be closed to others.
        self._folder = tempfile.TemporaryDirectory(prefix="exchange_hybrid.", dir="/tmp" if self._as_root else None)
        self.scratch = pathlib.Path(self._folder.name)
        self._plugins = os.environ.get(_PLUGIN_FOLDER)
        self._configuration = self.scratch / "configuration"
        self._configuration.mkdir()
        if self._as_root:
            self.scratch.chmod(0o755)
            self._configuration.chmod(0o755)
        self._module: tuple[str, str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._folder.cleanup()

    @staticmethod
    def program(name: str) -> str:
        """Full path of one of Wireshark's programs."""
        found = shutil.which(name)
        if found is None:
            raise TriageError(f"{name} is not installed; on Debian: apt-get install tshark wireshark-common")
        return found

    def environment(self) -> Mapping[str, str]:
        """What the programs see."""
        environment = dict(os.environ)
        environment |= {"LC_ALL": "C.UTF-8", "TZ": "UTC", "WIRESHARK_CONFIG_DIR": str(self._configuration),
                        "WIRESHARK_EXTCAP_DIR": str(self._configuration)}
        if self._as_root:
            environment["HOME"] = str(self._configuration)
        if self._plugins:
            environment[_PLUGIN_FOLDER] = self._plugins
        return environment

    def unprivileged(self) -> dict[str, Any]:
        """Arguments of subprocess that make root somebody else."""
        if not self._as_root:
            return {}
        import pwd  # pylint: disable=import-outside-toplevel  # there is none on Windows
        nobody = pwd.getpwnam(_NOBODY)
        return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": "/"}

    def output(self, command: Sequence[str], unprivileged: bool = False) -> subprocess.CompletedProcess[str]:
        """A program's run to its end, with what it printed."""
        return subprocess.run(command, env=self.environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False,
                              encoding="utf-8", errors="replace", **(self.unprivileged() if unprivileged else {}))

    def analysis(self, options: Sequence[str]) -> list[str]:
        """The command that reads a capture from standard input and prints the plugin's JSON."""
        command = [self.program("tshark"), "-n", "-q", "-r", "-", "-z", "exchange_hybrid,json"]
        for preference in (*PREFERENCES, *options):
            command += ["-o", preference]
        return command

    def version(self) -> str:
        """tshark's own."""
        found = re.search(r"TShark \D*(\d+(\.\d+)+)", self.output([self.program("tshark"), "--version"], unprivileged=True).stdout)
        return found[1] if found else "unknown"

    def plugin(self) -> tuple[str, str]:
        """Version of the plugin that tshark loads, and the SHA-256 of its module."""
        if self._module is None:
            self._module = self._find_plugin() or self._find_copied_plugin()
        if self._module is None:
            raise TriageError("tshark does not load the plugin exchange_hybrid; install it, "
                              f"or name the folder that holds it in {_PLUGIN_FOLDER}")
        return self._module

    def _find_plugin(self) -> tuple[str, str] | None:
        listed = self.output([self.program("tshark"), "-G", "plugins"], unprivileged=True).stdout
        for line in listed.splitlines():
            name, _, rest = line.partition("\t")
            version, _, rest = rest.partition("\t")
            _, _, path = rest.partition("\t")
            if name.strip().startswith(_MODULE) and path:
                return version.strip(), hashlib.sha256(pathlib.Path(path.strip()).read_bytes()).hexdigest()
        return None

    def _find_copied_plugin(self) -> tuple[str, str] | None:
        """The same from a copy, for a checkout that others may not enter."""
        if not self._as_root or not self._plugins:
            return None
        copy = self.scratch / "plugins"
        shutil.copytree(self._plugins, copy)
        for path in (copy, *copy.rglob("*")):
            path.chmod(0o755)
        self._plugins = str(copy)
        return self._find_plugin()
