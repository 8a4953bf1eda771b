# SPDX-License-Identifier: GPL-2.0-or-later
"""Many machines: GNU parallel over ssh, and a Slurm array. Both on this machine alone, on loopback addresses."""

import contextlib
import getpass
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

import pytest

from conftest import contents, copy

SAMPLES = {"EX01": "mailtips_tls10", "EX02": "mailtips_tls12", "EX03": "new_auth_server_tls10", "EX04": "new_auth_server_tls12"}
PATIENCE = 60  # seconds


def needs(*programs):
    """A test that is left out, in words, where these are not installed."""
    missing = [name for name in programs if not shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin")]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


@pytest.fixture(name="folder")
def folder_fixture():
    """A short path that servers accept for their sockets and keys."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        yield pathlib.Path(name)


@pytest.fixture(name="local", scope="module")
def local_fixture(command, tmp_path_factory):
    """The captures, and what a run on one machine wrote."""
    folder = tmp_path_factory.mktemp("local")
    for name, sample in SAMPLES.items():
        copy(sample, folder / "case" / name)
    assert command.run(folder / "out", folder / "case").returncode == 1
    return folder


def free_port():
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_for(condition, what):
    """Until it is so, with patience."""
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, f"{what} did not start"
        time.sleep(0.1)


def is_open(address, port):
    """Whether somebody listens there."""
    with contextlib.suppress(OSError), socket.create_connection((address, port), timeout=1):
        return True
    return False


@contextlib.contextmanager
def running(*commands, environment=None):
    """Servers that end with the context."""
    started = []
    try:
        for one in commands:
            started.append(subprocess.Popen(list(map(str, one)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                            stderr=subprocess.DEVNULL, env=environment))
        yield started
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextlib.contextmanager
def two_machines(folder):
    """An sshd on two addresses, and the configuration of ssh that knows them as `one` and `two`."""
    port = free_port()
    for key in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / key], check=True)
    (folder / "sshd").write_text("\n".join([
        f"Port {port}", "ListenAddress 127.0.0.1", "ListenAddress 127.0.0.2", f"HostKey {folder}/host",
        f"AuthorizedKeysFile {folder}/user.pub", "StrictModes no", "UsePAM no", "PasswordAuthentication no", 
        "PermitRootLogin prohibit-password", "PidFile none", ""]), encoding="utf-8")
    (folder / "ssh").write_text("\n".join([
        "Host one", "HostName 127.0.0.1", "Host two", "HostName 127.0.0.2", "Host *", f"Port {port}", f"User {getpass.getuser()}",
        f"IdentityFile {folder}/user", "IdentitiesOnly yes", "StrictHostKeyChecking no",
        f"UserKnownHostsFile {folder}/known", "LogLevel ERROR", "BatchMode yes", ""]), encoding="utf-8")
    if os.geteuid() == 0:
        pathlib.Path("/run/sshd").mkdir(exist_ok=True)
    with running([shutil.which("sshd", path=os.environ["PATH"] + ":/usr/sbin"), "-D", "-f", folder / "sshd"]):
        wait_for(lambda: is_open("127.0.0.2", port), "sshd")
        yield


@needs("sshd", "ssh", "ssh-keygen", "parallel")
def test_two_machines_over_ssh(command, local, folder):
    """GNU parallel hands the printed jobs to both; the results are those of one machine."""
    out = local / "parallel"
    printed = command.run(out, "--print-jobs", local / "case").stdout
    with two_machines(folder):
        done = subprocess.run(["ssh", "-F", folder / "ssh", "two", "true"], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            pytest.skip(f"this machine lets nobody in over ssh: {done.stderr.strip()}")
        done = subprocess.run(["parallel", "--will-cite", "--ssh", f"ssh -F {folder}/ssh", "--sshlogin", "1/one,1/two",
                               "--joblog", folder / "log"], input=printed, capture_output=True, text=True, check=False,
                              env=os.environ | {"PARALLEL_HOME": str(folder)})
    assert done.returncode == 0, done.stderr
    hosts = {line.split("\t")[1] for line in (folder / "log").read_text(encoding="utf-8").splitlines()[1:]}
    assert hosts == {"one", "two"}
    assert command.run("report", out).returncode == 1
    assert contents(out) == contents(local / "out")


def slurm_configuration(folder, controller, node):
    """One machine that is controller and node."""
    name = socket.gethostname().partition(".")[0]
    return "\n".join([
        "ClusterName=test", f"SlurmctldHost={name}(127.0.0.1)", f"SlurmUser={getpass.getuser()}", f"SlurmdUser={getpass.getuser()}",
        f"AuthInfo=socket={folder}/munge.socket", f"SlurmctldPort={controller}", f"SlurmdPort={node}", f"StateSaveLocation={folder}/state",
        f"SlurmdSpoolDir={folder}/spool", f"SlurmctldPidFile={folder}/slurmctld.pid", f"SlurmdPidFile={folder}/slurmd.pid",
        f"SlurmctldLogFile={folder}/slurmctld.log", f"SlurmdLogFile={folder}/slurmd.log",
        "ProctrackType=proctrack/pgid", "TaskPlugin=task/none", "SwitchType=switch/none", "MpiDefault=none", "ReturnToService=2",
        "SchedulerParameters=sched_interval=1,batch_sched_delay=0", "SelectType=select/cons_tres",
        f"NodeName={name} NodeAddr=127.0.0.1 CPUs={os.cpu_count()} State=UNKNOWN",
        f"PartitionName=all Nodes={name} Default=YES State=UP", ""])


@contextlib.contextmanager
def slurm(folder):
    """A cluster of one node; what its commands need of the environment."""
    controller, node = free_port(), free_port()
    for name in ("state", "spool"):
        (folder / name).mkdir()
    folder.chmod(0o755)
    (folder / "key").write_bytes(os.urandom(128))
    (folder / "key").chmod(0o600)
    (folder / "slurm.conf").write_text(slurm_configuration(folder, controller, node), encoding="utf-8")
    environment = os.environ | {"SLURM_CONF": str(folder / "slurm.conf"), "PATH": os.environ["PATH"] + ":/usr/sbin"}
    programs = {name: shutil.which(name, path=environment["PATH"]) for name in ("munged", "slurmctld", "slurmd")}
    munge = [programs["munged"], "--foreground", "--force", f"--key-file={folder}/key", f"--socket={folder}/munge.socket",
             f"--pid-file={folder}/munge.pid", f"--log-file={folder}/munge.log", f"--seed-file={folder}/munge.seed"]
    with running(munge, environment=environment):
        wait_for((folder / "munge.socket").exists, "munged")
        with running([programs["slurmctld"], "-D", "-i"], [programs["slurmd"], "-D"], environment=environment):
            wait_for(lambda: "idle" in state_of_node(environment), "slurm")
            yield environment


def state_of_node(environment):
    """What the cluster says of it."""
    done = subprocess.run(["sinfo", "-h", "-o", "%T"], env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE)
    return done.stdout


@needs("munged", "slurmctld", "slurmd", "sbatch")
def test_slurm_array(command, local, folder):
    """Each line of the printed jobs is a task of an array; the results are those of one machine."""
    out = local / "slurm"
    jobs = folder / "jobs"
    jobs.write_text(command.run(out, "--print-jobs", local / "case").stdout, encoding="utf-8")
    with slurm(folder) as environment:
        script = f'sed -n "${{SLURM_ARRAY_TASK_ID}}p" {jobs} | sh'
        done = subprocess.run(["sbatch", f"--array=1-{len(SAMPLES)}", "--wait", f"--output={folder}/%a.log", "--wrap", script],
                              env=environment, capture_output=True, text=True, check=False, timeout=4 * PATIENCE)
        logs = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.log"))
    assert done.returncode == 0, done.stderr + logs
    assert command.run("report", out).returncode == 1
    assert contents(out) == contents(local / "out")
