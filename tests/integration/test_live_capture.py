# SPDX-License-Identifier: GPL-2.0-or-later
"""While tshark captures, a real client's TLS 1.0 hello is reset: the finding is told before the capture ends.

Client and server are two network namespaces with a pair of virtual interfaces between them.
"""

import contextlib
import os
import shutil
import subprocess
import time

import pytest

from wireshark import unprivileged_user

CLIENT, SERVER = "192.0.2.10", "198.51.100.20"
# Takes one connection, reads its hello and resets it: closing with unread data does that.
SERVER_PROGRAM = f"""
import socket
listener = socket.create_server(("{SERVER}", 443))
print("ready", flush=True)
connection, _ = listener.accept()
connection.recv(1)
connection.close()
"""
CLIENT_PROGRAM = f"""
import socket, ssl
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
context.set_ciphers("ALL:@SECLEVEL=0")
context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
try:
    context.wrap_socket(socket.create_connection(("{SERVER}", 443)), server_hostname="outlook.office365.com")
except OSError as error:
    print(error)
"""
FIELDS = ("frame.time_epoch", "tcp.flags.reset", "exchange_hybrid.finding", "exchange_hybrid.severity")


def run(*command):
    """Runs a command; whether it succeeded."""
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


@pytest.fixture(name="network")
def network_fixture():
    """Names of two network namespaces that reach each other: (client, server)."""
    if os.geteuid() != 0 or not shutil.which("ip") or not shutil.which("dumpcap"):
        pytest.skip("root, ip and dumpcap are needed to capture in a network namespace")
    client, server = (f"hybrid-{end}-{os.getpid()}" for end in ("client", "server"))
    try:
        if not (run("ip", "netns", "add", client) and run("ip", "netns", "add", server)):
            pytest.skip("network namespaces are not allowed here")
        for command in (
                f"ip -n {client} link add inside type veth peer name inside netns {server}",
                f"ip -n {client} address add {CLIENT}/32 dev inside", f"ip -n {client} link set inside up",
                f"ip -n {server} address add {SERVER}/32 dev inside", f"ip -n {server} link set inside up",
                f"ip -n {client} route add {SERVER} dev inside", f"ip -n {server} route add {CLIENT} dev inside"):
            assert run(*command.split()), command
        yield client, server
    finally:
        for name in (client, server):
            run("ip", "netns", "delete", name)


@pytest.fixture(name="started")
def started_fixture():
    """A function that starts a program in a namespace; it is ended with the test."""
    with contextlib.ExitStack() as ending:
        def start(namespace, command, text=True, stderr=None):
            process = subprocess.Popen(["ip", "netns", "exec", namespace, *command], stdin=subprocess.DEVNULL,
                                       stdout=subprocess.PIPE, stderr=stderr, text=text, cwd="/")
            ending.callback(process.stdout.close)
            ending.callback(process.wait)
            ending.callback(process.kill)
            return process

        yield start


def test_finding_comes_while_capturing(wireshark, network, started):
    """dumpcap captures as root, tshark reads what it writes as Wireshark's user, line by line."""
    client, server = network
    python = ["/usr/bin/python3", "-W", "ignore", "-c"]
    listening = started(server, [*python, SERVER_PROGRAM])
    assert listening.stdout.readline() == "ready\n"

    capturing = started(client, ["dumpcap", "-q", "-i", "inside", "-w", "-"], text=False, stderr=subprocess.PIPE)
    command = ["tshark", "-l", "-n", "-i", "-", "-T", "fields"]
    for field in FIELDS:
        command += ["-e", field]
    reading = subprocess.Popen(command, stdin=capturing.stdout, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               text=True, cwd="/", env=wireshark.environment(), **unprivileged_user())
    try:
        for line in reading.stderr:
            if "Capturing on" in line:
                break
        for line in capturing.stderr:
            if b"File:" in line:
                break
        calling = started(client, [*python, CLIENT_PROGRAM])
        told = {}
        for line in reading.stdout:
            moment, reset, findings, severities = line.rstrip("\n").split("\t")
            for finding, severity in zip(findings.split(","), severities.split(","), strict=True):
                told.setdefault((finding, severity), time.time() - float(moment))
            if reset in ("1", "True"):
                break
        assert capturing.poll() is None and reading.poll() is None, "the capture had ended"
        assert calling.wait() == 0
        assert {("client_offers_below_tls12", "error"), ("closed_after_old_hello", "error")} <= set(told)
        print(f"told {told['closed_after_old_hello', 'error']:.2f} seconds after the reset")
    finally:
        reading.kill()
        reading.wait()
        reading.stdout.close()
        reading.stderr.close()
