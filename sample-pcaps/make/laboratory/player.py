# SPDX-License-Identifier: GPL-2.0-or-later
"""Plays one scenario: network, servers, capture, client calls, edits."""

import os
import signal
import subprocess
import time

from .capture import Capture
from .network import Network, inside, run
from .pcapng import LINKTYPE_ETHERNET
from .places import PLACES, PROXY_NAME
from .scenario import Client, Server
from .services import ConnectProxy, Resolver
from .stacks import CLIENTS, SERVERS

_CALL_LIMIT = 30
_LISTEN_LIMIT = 15
_SECRETS = "secrets"

#: Programs see nothing of the user who runs the laboratory.
_ENVIRONMENT = {"PATH": "/usr/bin:/usr/sbin:/bin:/sbin", "LANG": "C.UTF-8",
                "HOME": "/nonexistent", "MONO_REGISTRY_PATH": "/nonexistent",
                "PYTHONDONTWRITEBYTECODE": "1"}


class Player:
    """Plays scenarios; builds programs and certificates once for all of them."""

    def __init__(self, folder, programs, authority):
        self._folder = folder
        self._programs = programs
        self._authority = authority
        self._running = []

    def play(self, scenario):
        """Link type, frames after the edits, and TLS secrets of the scenario's capture."""
        folder = self._folder / scenario.name
        folder.mkdir()
        with Network(_names(scenario), scenario.links, _resolver(scenario),
                     scenario.silent) as network:
            try:
                for number, service in enumerate(scenario.services):
                    process = self._start(service.site, service.argv(self._programs),
                                          folder / f"service-{number}", b"")
                    _wait_for(process, service.site, service.address, service.port,
                              service.transport)
                for host, server in scenario.servers.items():
                    self._start_server(scenario, folder, host, server)
                with Capture(scenario.capture_site, folder) as capture:
                    for number, call in enumerate(scenario.calls):
                        network.use_source(scenario.client_site,
                                           *(call.caller or scenario.client_addresses))
                        self._call(scenario, folder, number, call)
                    time.sleep(scenario.settle)
            finally:
                self._stop_all()
        linktype, frames = LINKTYPE_ETHERNET, capture.frames
        for edit in scenario.edits:
            frames = edit.apply(frames)
            linktype = getattr(edit, "linktype", linktype)
        return linktype, frames, _read_secrets(folder) if scenario.secrets else b""

    def _start_server(self, scenario, folder, host, server: Server):
        call = next(call for call in scenario.calls if call.host == host)
        place = PLACES[host]
        address = place.address6 if call.family == 6 else place.address
        function = SERVERS[server.stack][1]
        identity = self._authority.identity(host, server.certificate)
        argv = function(server, address, call.port, identity, self._programs)
        settings = [("SSLKEYLOGFILE", str(folder / _SECRETS))] if scenario.secrets else []
        process = self._start(place.site, argv, folder / f"server-{host}", b"", settings)
        _wait_for(process, place.site, address, call.port)

    def _call(self, scenario, folder, number, call):
        client: Client = call.client or scenario.client
        argv, request = CLIENTS[client.stack][1](call, client, self._programs)
        time.sleep(call.delay_before)
        process = self._start(scenario.client_site, argv, folder / f"call-{number}", request)
        if call.background:
            return
        try:
            # A refused handshake is what many scenarios want: the exit status tells nothing.
            process.wait(timeout=_CALL_LIMIT)
        except subprocess.TimeoutExpired as late:
            raise RuntimeError(f"call {number} to {call.host} did not end") from late

    def _start(self, site, argv, path, standard_input, settings=()):
        """Start a program in a site's namespace, as the head of its own process group.

        Its input and output are files beside the capture; not a pipe, at whose end
        tstclnt would never stop. `settings`: (name, value) pairs of its environment.
        """
        request = path.with_suffix(".in")
        request.write_bytes(standard_input)
        with request.open("rb") as source, path.with_suffix(".log").open("wb") as log:
            process = subprocess.Popen(inside(site, argv), stdin=source, stdout=log, stderr=log,
                                       env={**_ENVIRONMENT, **dict(settings)},
                                       start_new_session=True,
                                       cwd=self._folder)
        self._running.append(process)
        return process

    def _stop_all(self):
        for process in self._running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._running.clear()


def _resolver(scenario):
    """Address of the scenario's DNS server, or None."""
    found = [one.address for one in scenario.services if isinstance(one, Resolver)]
    return found[0] if found else None


def _names(scenario):
    """(host, 4 or 6) for the hosts files: nothing if there is a resolver to ask."""
    if _resolver(scenario):
        return []
    return ([(call.host, call.family) for call in scenario.calls]
            + [(PROXY_NAME, one.family) for one in scenario.services
               if isinstance(one, ConnectProxy)])


def _read_secrets(folder):
    """The key log of a scenario's servers, without comments."""
    lines = (folder / _SECRETS).read_bytes().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(b"#"))


def _wait_for(process, site, address, port, transport="tcp"):
    """Until the program listens there."""
    limit = time.monotonic() + _LISTEN_LIMIT
    while not _listens(site, address, port, transport):
        if process.poll() is not None or time.monotonic() > limit:
            raise RuntimeError(f"the server of {address} port {port} did not start")
        time.sleep(0.05)


def _listens(site, address, port, transport):
    """Whether a program of the site listens there, or on the port of every address."""
    output = run(inside(site, ["ss", "-Hln", f"--{transport}", f"sport = :{port}"]))
    ends = {line.split()[3].rpartition(":")[0].strip("[]") for line in output.splitlines()}
    return bool(ends & {address, "0.0.0.0", "*"})
