# SPDX-License-Identifier: GPL-2.0-or-later
"""A frame belongs to the connection that Wireshark says it does, also where addresses and ports were used before."""

import crafted

NAMES = [b"outlook.office365.com", b"accounts.accesscontrol.windows.net", b"login.microsoftonline.com"]


def test_ports_used_again(wireshark):
    """Three connections with the same addresses and ports are three flows, each with its own name and frames."""
    capture = wireshark.file("ports.pcap", crafted.hello_and_reset(NAMES, same_ports=True))
    flows = wireshark.json(capture)["flows"]
    assert [flow["stream"] for flow in flows] == [0, 1, 2]
    assert [flow["sni"] for flow in flows] == [name.decode() for name in NAMES]
    assert [flow["frames"]["first"] for flow in flows] == [1, 6, 11]
    assert [flow["frames"]["last"] for flow in flows] == [5, 10, 15]
    assert [flow["outcome"] for flow in flows] == ["reset"] * 3


def test_ports_used_again_in_every_pass(wireshark):
    """The fields of the second pass are those of the frame's own connection."""
    capture = wireshark.file("passes.pcap", crafted.hello_and_reset(NAMES, same_ports=True))
    printed = wireshark.tshark("-n", "-2", "-r", capture, "-T", "fields", "-e", "tcp.stream", "-e", "exchange_hybrid.sni")
    rows = [line.split("\t") for line in printed.decode().splitlines()]
    assert rows == [[str(stream), name.decode()] for stream, name in enumerate(NAMES) for _ in range(5)]
