# SPDX-License-Identifier: GPL-2.0-or-later
"""Capture points of any number of connections, as the plugin's report tells them."""

import json
import random

from triage.comparison.connection import read

SECOND = 1_000_000_000
BEGIN = 1_796_128_000 * SECOND


def _time(nanoseconds):
    return f"{nanoseconds // SECOND}.{nanoseconds % SECOND:09d}"


def _event(what, by, frame, time, seq, length):
    return {"what": what, "by": by, "frame": frame, "time": _time(time), "seq": seq, "length": length, "ttl": 64, "alert": None}


def _side(sent, time):
    return {"mss": 1460, "sent": sent, "captured": sent, "acknowledged": sent, "largest": sent, "retransmissions": 0, "missing": False,
            "last_frame": 1, "last_time": _time(time)}


def _connection(number, drawn, ahead):
    client, server, random_bytes = drawn
    time = BEGIN + number * 1_000_000 + ahead
    events = [_event("syn", "client", 1, time, client, 0), _event("syn_ack", "server", 2, time + 1000, server, 0),
              _event("client_hello", "client", 3, time + 2000, client + 1, 200), _event("server_hello", "server", 4, time + 3000, server + 1, 90),
              _event("fin", "client", 5, time + 4000, client + 201, 0), _event("fin", "server", 6, time + 5000, server + 91, 0)]
    return {
        "stream": number, "client": {"address": "192.0.2.10", "port": 1024 + number % 60000},
        "server": {"address": "198.51.100.20", "port": 443}, "client_max_version": "TLS 1.2", "negotiated_version": "TLS 1.2",
        "sni": "outlook.office365.com", "outcome": "completed", "unread": None, "frames": {"first": 1},
        "tcp": {"client_isn": client, "server_isn": server, "syn_time": _time(time), "synack_time": _time(time + 1000), "retransmissions": 0,
                "missing": False, "whole": True, "client": _side(200, time + 4000), "server": _side(90, time + 5000)},
        "tls": {"client_random": random_bytes, "session_id": None, "server_random": None, "hello_hash": "00", "certificate_sha256": None},
        "events": events, "events_cut": 0}


def report(number, ahead=0):
    """The plugin's report of so many connections; the same ones whatever the clock shows."""
    source = random.Random(20)
    drawn = [(source.getrandbits(31), source.getrandbits(31), source.randbytes(32).hex()) for _ in range(number)]
    return json.dumps({
        "schema": "exchange_hybrid.report/1",
        "capture": {"first_time": _time(BEGIN + ahead), "last_time": _time(BEGIN + ahead + number * 1_000_000 + SECOND)},
        "flows": [_connection(place, one, ahead) for place, one in enumerate(drawn)], "connections": [], "limits": {"flows_cut": 0}})


def points(number):
    """A and B, whose clock is ahead."""
    return tuple(read(name, report(number, ahead), None, None, 0) for name, ahead in (("A", 0), ("B", 7 * SECOND)))
