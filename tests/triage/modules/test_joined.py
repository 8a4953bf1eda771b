# SPDX-License-Identifier: GPL-2.0-or-later
"""Files of a unit as one capture."""

import subprocess

import pytest

from conftest import cut
from samples import Sample
from triage.joined import joined

CAPTURE = Sample("new_auth_server_tls10").capture
FRAMES = 10
PCAPNG, PCAP_HEADER = b"\x0a\x0d\x0d\x0a", 24


def read(paths, in_order, programs):
    """The whole capture."""
    with joined(paths, in_order, programs) as capture:
        return b"".join(iter(lambda: capture.read(65536), b""))


def packets(content):
    """How many packets Wireshark finds in it."""
    done = subprocess.run(["tshark", "-n", "-r", "-", "-T", "fields", "-e", "frame.number"], input=content, capture_output=True, check=True)
    return len(done.stdout.split())


@pytest.fixture(name="parts")
def parts_fixture(tmp_path):
    """Of one capture, as pcapng and as pcap."""
    ng = cut(CAPTURE, tmp_path, [4, 8])
    made = [path.with_suffix(".pcap") for path in ng]
    for path, classic in zip(ng, made):
        subprocess.run(["editcap", "-F", "pcap", path, classic], check=True)
    return ng, made


def test_sections_one_behind_the_other(parts, programs):
    """Nothing is written anew."""
    content = read(parts[0], True, programs)
    assert content == b"".join(path.read_bytes() for path in parts[0])
    assert packets(content) == FRAMES


def test_header_of_pcap_once(parts, programs):
    """It stands at the beginning only."""
    first, *others = (path.read_bytes() for path in parts[1])
    content = read(parts[1], True, programs)
    assert content == first + b"".join(other[PCAP_HEADER:] for other in others)
    assert packets(content) == FRAMES


@pytest.mark.parametrize("why", ["overlap in time", "formats", "headers"])
def test_all_else_is_merged(parts, programs, why):
    """What would not be one capture, one behind the other."""
    ng, classic = parts
    paths = classic if why == "headers" else [ng[0], classic[1], ng[2]]
    if why == "headers":
        content = bytearray(paths[1].read_bytes())
        content[17] ^= 1  # another snap length
        paths[1].write_bytes(content)
    merged = read(ng if why == "overlap in time" else paths, why != "overlap in time", programs)
    assert merged.startswith(PCAPNG) and merged != b"".join(path.read_bytes() for path in ng)
    assert packets(merged) == FRAMES


def test_file_that_goes_away_is_missed(tmp_path, programs):
    """Less than all is no capture that ended early."""
    paths = [tmp_path / "1.pcapng", tmp_path / "2.pcapng"]
    paths[0].write_bytes(PCAPNG + bytes(4_000_000))
    paths[1].write_bytes(PCAPNG + bytes(100))
    with pytest.raises(FileNotFoundError), joined(paths, True, programs) as capture:
        paths[1].unlink()
        while capture.read(1 << 20):
            pass


def test_reader_may_stop(tmp_path, programs):
    """Nobody waits for it then."""
    paths = [tmp_path / "1.pcapng", tmp_path / "2.pcapng"]
    for path in paths:
        path.write_bytes(PCAPNG + bytes(4_000_000))
    with joined(paths, True, programs) as capture:
        assert capture.read(4) == PCAPNG
