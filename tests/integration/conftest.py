# SPDX-License-Identifier: GPL-2.0-or-later
"""What the integration tests share: Wireshark's programs, and each sample in turn."""

import pytest

import samples
from wireshark import Wireshark, built_module


def pytest_generate_tests(metafunc):
    """A test that asks for `sample` runs once for each of them, unless it chooses some itself."""
    chosen = any(mark.args[0] == "sample" for mark in metafunc.definition.iter_markers("parametrize"))
    if "sample" in metafunc.fixturenames and not chosen:
        metafunc.parametrize("sample", samples.all_samples(), ids=str)


@pytest.fixture(scope="session")
def module():
    """Path of the module under test."""
    return built_module()


@pytest.fixture(scope="session")
def wireshark(module):
    """Wireshark's programs; they must have loaded the module."""
    programs = Wireshark(module)
    listed = programs.tshark("-G", "plugins").decode()
    assert "exchange_hybrid.so" in listed, "tshark did not load the plugin"
    yield programs
    programs.close()


@pytest.fixture(scope="session")
def captures(wireshark):
    """A folder with all samples, as Wireshark's user can read it."""
    return wireshark.side_by_side(samples.FOLDER)


@pytest.fixture
def capture(sample, captures):
    """Path of this sample's capture, as Wireshark's user can read it."""
    return captures / sample.capture.name
