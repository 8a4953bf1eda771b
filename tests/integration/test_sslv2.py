# SPDX-License-Identifier: GPL-2.0-or-later
"""A server that answers in SSL 2.0: its ServerHello is read, and the handshake is seen to be complete."""

import crafted


def test_session_of_ssl2(wireshark):
    """The flow tells the version chosen, and none of its findings says that it failed."""
    capture = wireshark.file("ssl2.pcap", crafted.ssl2_session())
    stock = wireshark.tshark("-n", "-r", capture, "-T", "fields", "-e", "_ws.col.Info", plugin=False).decode()
    assert "Server Hello" in stock and "Client Master Key" in stock
    (flow,) = wireshark.json(capture)["flows"]
    assert (flow["client_max_version"], flow["negotiated_version"], flow["cipher"]) == ("TLS 1.0", "SSL 2.0", None)
    assert flow["outcome"] == "completed"
    assert {finding["id"] for finding in flow["findings"]} == {
        "client_offers_below_tls12", "client_sslv2_hello", "server_chose_below_tls12"}
