# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs tshark and sharkd with the plugin that was built, or without any.

Wireshark's programs load no personal plugins for root, so that root's tests run
them as `nobody`. What that user may not read is copied to where it may. The
configuration of whoever runs the tests is never looked at.

Most of the time of a test would be tshark's start, so that it starts once for many
captures (tests/tools/started_tshark.c), where CTest names that library. What a
tshark prints that was started anew is the same, and it ends well:
test_report_json.py compares.
"""

import functools
import json
import os
import pathlib
import pwd
import resource
import select
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Makers and companies by number: Wireshark 4.0 reads these lists once more for each capture. Nothing here asks for them.
_LONG_LISTS = ("manuf", "enterprises.tsv")
_BETWEEN_LOOKS = 0.1  # seconds


def built_module():
    """The module: named by CTest, else the newest one in the build folder."""
    named = os.environ.get("EXCHANGE_HYBRID_MODULE")
    if named:
        return pathlib.Path(named)
    found = (ROOT / "build" / "plugins").glob("*/epan/exchange_hybrid.so")
    return max(found, key=lambda path: path.stat().st_mtime)


def unprivileged_user():
    """Arguments of subprocess.run() that make root somebody else."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _stock_arguments(arguments):
    """The arguments without options that only the plugin knows: stock tshark refuses them."""
    kept = []
    for argument in map(str, arguments):
        if kept and kept[-1] == "-o" and "exchange_hybrid" in argument:
            kept.pop()
        else:
            kept.append(argument)
    return kept


class Wireshark:
    """The Wireshark programs of this machine, away from the user's own configuration."""

    def __init__(self, module):
        self._scratch = pathlib.Path(tempfile.mkdtemp(
            prefix="exchange_hybrid-", dir="/tmp" if os.geteuid() == 0 else None))
        self._scratch.chmod(0o755)
        self._home = self.folder("home")
        self._configuration = self.folder("configuration")
        self._nothing = self.folder("nothing")
        self._plugins = self.readable(module.parents[2])
        self._started, self._shared = {}, {}

    def close(self):
        """Ends what runs and removes what was written."""
        for program in (*self._started.values(), *self._shared.values()):
            program.close()
        shutil.rmtree(self._scratch)

    def folder(self, name):
        """A new folder that Wireshark's user may read."""
        made = self._scratch / name
        made.mkdir()
        made.chmod(0o755)
        return made

    def file(self, name, content):
        """A new file that Wireshark's user may read."""
        made = self._scratch / name
        made.write_bytes(content)
        made.chmod(0o644)
        return made

    def add_profile(self, profile):
        """Puts a configuration profile, a folder, among the user's."""
        place = self._configuration / "profiles" / profile.name
        shutil.copytree(profile, place)
        subprocess.run(["chmod", "-R", "a+rX", self._configuration], check=True)

    @functools.cache
    def readable(self, folder):
        """`folder`, or a copy of it if Wireshark's user may not read it."""
        hidden = subprocess.run(["find", folder, "!", "-readable"], capture_output=True, check=False,
                                cwd="/", **unprivileged_user())
        if hidden.returncode == 0 and not hidden.stdout:
            return folder
        copy = self._scratch / f"copy of {folder.name}"
        shutil.copytree(folder, copy)
        subprocess.run(["chmod", "-R", "a+rX", copy], check=True)
        return copy

    @functools.cache
    def side_by_side(self, folder):
        """A folder that holds all captures below `folder`, whatever folders they lie in, for Wireshark's user."""
        flat = self.folder(f"captures of {folder.name}")
        for path in self.readable(folder).rglob("*.pcap*"):
            (flat / path.name).symlink_to(path)
        return flat

    def environment(self, plugin=True):
        """What Wireshark's programs see of the environment."""
        environment = {
            "HOME": str(self._home),
            "LC_ALL": "C.UTF-8",
            "PATH": os.environ["PATH"],
            "TZ": "UTC",
            "WIRESHARK_CONFIG_DIR": str(self._configuration),
            "WIRESHARK_EXTCAP_DIR": str(self._nothing),
            "WIRESHARK_PLUGIN_DIR": str(self._plugins if plugin else self._nothing),
        }
        preload = os.environ.get("EXCHANGE_HYBRID_PRELOAD")
        if plugin and preload:
            environment |= {"LD_PRELOAD": preload, "ASAN_OPTIONS": "detect_leaks=0"}
        return environment

    def run(self, command, *, plugin=True, cwd="/"):
        """Runs any command as Wireshark's user; its output is bytes."""
        return subprocess.run(command, capture_output=True, check=False, cwd=cwd, stdin=subprocess.DEVNULL,
                              env=self.environment(plugin), **unprivileged_user())

    def tshark(self, *arguments, plugin=True, anew=False):
        """What tshark prints on standard output; it must succeed. Without the plugin its options are left out.

        `anew`: starts a tshark for it, rather than let one read this that has started before.
        """
        command = ["tshark", *(map(str, arguments) if plugin else _stock_arguments(arguments))]
        library = os.environ.get("EXCHANGE_HYBRID_STARTED_TSHARK")
        if anew or not library:
            done = self.run(command, plugin=plugin)
        else:
            if plugin not in self._started:
                self._started[plugin] = self.start(library, plugin)
            done = self._started[plugin].run(command)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout

    def start(self, library, plugin, **environment):
        """A new StartedTshark with the library that makes it one; the caller closes it."""
        folder = pathlib.Path(tempfile.mkdtemp(prefix="data-", dir=self._scratch))
        folder.chmod(0o755)
        for path in pathlib.Path(shutil.which("tshark")).resolve().parents[1].glob("share/wireshark/*"):
            if path.name not in _LONG_LISTS:
                (folder / path.name).symlink_to(path)
        copy = self.file(f"{folder.name}.so", pathlib.Path(library).read_bytes())
        environment = self.environment(plugin) | {"WIRESHARK_DATA_DIR": str(folder)} | environment
        return StartedTshark(copy, environment)

    def together(self, name, captures):
        """A new capture file that holds several, one after the other."""
        done = self.run(["mergecap", "-a", "-w", "-", *map(str, captures)], plugin=False)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return self.file(name, done.stdout)

    def one_after_the_other(self, name, captures, step):
        """A new capture file that holds several, with `step` seconds between the beginnings of one and the next."""
        begin, shifted = None, []
        for place, capture in enumerate(captures):
            first = float(self.tshark("-r", capture, "-c", "1", "-T", "fields", "-e", "frame.time_epoch", plugin=False))
            begin = begin or first
            shift = ["editcap", "-t", f"{begin + place * step - first:.6f}", capture, "-"]
            done = self.run([str(part) for part in shift], plugin=False)
            assert done.returncode == 0, done.stderr.decode(errors="replace")
            shifted.append(self.file(f"{place} of {name}", done.stdout))
        return self.together(name, shifted)

    def report(self, capture, *options):
        """The text report."""
        return self.tshark("-n", "-r", capture, *options, "-q", "-z", "exchange_hybrid,report").decode()

    def json(self, capture, *options):
        """The JSON report, parsed strictly."""
        text = self.tshark("-n", "-r", capture, *options, "-q", "-z", "exchange_hybrid,json")
        return json.loads(text.decode("utf-8", errors="strict"))

    def sharkd(self, options=()):
        """A conversation with a new sharkd."""
        return Sharkd(self.environment(), options)

    def shared_sharkd(self, options=()):
        """A conversation with one sharkd for all captures of these options, which is closed with everything else: what it
        loaded before must leave no trace."""
        if options not in self._shared:
            self._shared[options] = self.sharkd(options)
        return self._shared[options]


class StartedTshark:
    """A tshark that has started, and reads captures in processes of their own (tests/tools/started_tshark.c)."""

    _ANSWER = struct.Struct("i")

    def __init__(self, library, environment):
        self._channel, inherited = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        sanitizer = environment.get("LD_PRELOAD")
        environment = environment | {
            "LD_PRELOAD": f"{sanitizer}:{library}" if sanitizer else str(library),
            "LD_BIND_NOW": "1",
            "STARTED_TSHARK_SOCKET": str(inherited.fileno()),
        }
        with inherited:
            self._process = subprocess.Popen(["tshark"], stdin=subprocess.DEVNULL, cwd="/", env=environment,
                                             pass_fds=[inherited.fileno()], **unprivileged_user())

    def close(self):
        """Ends it."""
        self._channel.close()
        self._process.wait()

    def run(self, command, most_seconds=None, most_bytes=None):
        """What a process that runs this command prints, and how it ends: it is killed if it takes too much."""
        outputs = [os.memfd_create(name) for name in ("stdout", "stderr")]
        try:
            request = b"".join(os.fsencode(argument) + b"\0" for argument in command)
            socket.send_fds(self._channel, [request], outputs)
            process = self._answer()
            if most_seconds is not None:
                self._watch(process, most_seconds, most_bytes)
            status = os.waitstatus_to_exitcode(self._answer())
            return subprocess.CompletedProcess(command, status, *map(_content, outputs))
        finally:
            for output in outputs:
                os.close(output)

    def _watch(self, process, most_seconds, most_bytes):
        """Returns when the process has ended; kills it before that if it takes too much."""
        end = time.monotonic() + most_seconds
        while not select.select([self._channel], [], [], _BETWEEN_LOOKS)[0]:
            try:
                resident = int(pathlib.Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
                if time.monotonic() > end or resident * resource.getpagesize() > most_bytes:
                    os.kill(process, signal.SIGKILL)
            except OSError:
                pass  # it has ended since

    def _answer(self):
        """The next number that it sends."""
        answer = self._channel.recv(self._ANSWER.size)
        assert answer, "tshark ended before its time"
        return self._ANSWER.unpack(answer)[0]


def _content(file):
    """All bytes of a file that is open."""
    return os.pread(file, os.fstat(file).st_size, 0)


class Sharkd:
    """A sharkd that answers one request after the other (JSON-RPC 2.0, one a line)."""

    def __init__(self, environment, options):
        self._process = subprocess.Popen(["sharkd", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         stderr=subprocess.DEVNULL, cwd="/", env=environment,
                                         text=True, encoding="utf-8", **unprivileged_user())
        self._requests = 0
        for option in options[1::2]:
            name, value = option.split(":", 1)
            self.ask("setconf", name=name, value=value)

    def close(self):
        """Ends it."""
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()

    def ask(self, method, **parameters):
        """The result of one request."""
        self._requests += 1
        request = {"jsonrpc": "2.0", "id": self._requests, "method": method, "params": parameters}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "result" in answer, answer
        return answer["result"]
